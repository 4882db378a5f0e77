//! Talks between neighbours: what each side has said, what was agreed, and the paper that both sign.

use casework::{
    case::handling::{Mediation, Mediator, Party, Statement},
    desk::CaseView,
};

use super::{Voice, case_key, paper, say};
use crate::{
    button::Act,
    page::{Key, Page, Text, Tone, shortened},
    paper::{Form, Row},
};

/// So much of what was agreed a notice shows.
const SAID: usize = 700;
/// So many statements stand on one page: two whole ones are one message.
const BESIDE: usize = 2;

impl Voice {
    /// Whether neighbours have agreed.
    pub(super) fn settled(self, settled: bool) -> String {
        if settled { say!(self, "settled-yes") } else { say!(self, "settled-no") }
    }

    /// Who has led a talk.
    pub(super) fn mediator(self, mediator: Mediator) -> String {
        match mediator {
            Mediator::Ours => say!(self, "mediator-ours"),
            Mediator::Committee => say!(self, "mediator-committee"),
            Mediator::Outside => say!(self, "mediator-outside"),
        }
    }

    /// Whose statement it is.
    pub(super) fn party(self, party: Party) -> String {
        match party {
            Party::Owner => say!(self, "party-owner"),
            Party::Other => say!(self, "party-other"),
            Party::Witness => say!(self, "party-witness"),
        }
    }

    /// What each side has said, whole, for those who lead the matter: page after page.
    pub fn statements(self, view: &CaseView, said: &[Statement]) -> Vec<Page> {
        let number = view.case.number.as_str();
        if said.is_empty() {
            return vec![Page::say(say!(self, "statements-none", number = number))];
        }
        let pages = said.chunks(BESIDE).map(|some| {
            let mut text = Text::heading(&say!(self, "statements-head", number = number));
            for one in some {
                let (party, moment) = (self.party(one.party), self.moment(one.at));
                let head = say!(self, "statements-line", party = party, moment = moment);
                text = text.paragraph(head).line(one.text.as_str());
            }
            Page { text, ..Page::default() }
        });
        pages.collect()
    }

    /// To the owner: what was agreed, and whether that is right. What was not agreed, and what the other
    /// side has said, is not told (PV-03).
    pub(super) fn note_mediated(self, view: &CaseView, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        let Some(talk) = view.case.handling.mediations.last() else {
            return Page::say(say!(self, "note-work-goes-on", number = number));
        };
        let day = self.day(self.local_day(talk.follow_up));
        let text = Text::plain(if talk.settled {
            say!(self, "note-mediated", number = number, day = day)
        } else {
            say!(self, "note-mediated-not", number = number, day = day)
        });
        if !to_owner {
            return Page::new(text, vec![]);
        }
        if !talk.settled {
            return Page::new(text, vec![]);
        }
        let agreed = shortened(&talk.agreed, SAID);
        let text = text.line(say!(self, "note-mediated-agreed", value = agreed));
        if talk.confirmed_at.is_some() {
            return Page::new(text.line(say!(self, "note-mediated-confirmed")), vec![]);
        }
        let keys = vec![vec![self.key(view, Act::Settle).toned(Tone::Success)]];
        Page::new(text.line(say!(self, "note-mediated-ask")), keys)
    }

    /// What can be read and printed of a quarrel, in the reader's own chat.
    pub(super) fn mediation_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let mut row = vec![];
        if view.statements > 0 {
            row.push(case_key(view, self.act(Act::Statements), Act::Statements));
        }
        if view.case.handling.mediations.last().is_some_and(|talk| talk.settled) {
            row.push(case_key(view, self.act(Act::Agreement), Act::Agreement));
        }
        if row.is_empty() { vec![] } else { vec![row] }
    }

    /// The talk on a card, in a line.
    pub(super) fn talk_line(self, talk: &Mediation, shown: usize) -> String {
        let value = shortened(&talk.agreed, shown);
        let day = self.day(self.local_day(talk.follow_up));
        if talk.settled {
            say!(self, "slip-mediated", value = value, day = day)
        } else {
            say!(self, "slip-mediated-not", value = value, day = day)
        }
    }

    /// The agreement (和解协议, F-24): what was agreed, until when, who led the talk; both sides write
    /// their names by hand, so that no file of ours has them. Nothing when nothing was agreed.
    pub fn agreement(self, view: &CaseView) -> Option<Form> {
        let talk = view.case.handling.mediations.last().filter(|talk| talk.settled)?;
        let blank = || self.signature_of(None, None);
        let until = self.paper_moment(talk.follow_up);
        let rows = vec![
            Row::Fields(vec![
                paper::field(say!(self, "paper-number"), view.case.number.as_str().to_owned()),
                paper::field(say!(self, "field-mediator"), self.mediator(talk.mediator)),
                paper::field(say!(self, "agreement-kept"), until),
            ]),
            paper::words(say!(self, "agreement-terms"), Some(talk.agreed.clone()), vec![]),
            paper::words(say!(self, "agreement-first"), None, vec![blank()]),
            paper::words(say!(self, "agreement-second"), None, vec![blank()]),
            paper::words(say!(self, "agreement-mediator"), None, vec![blank()]),
        ];
        Some(Form {
            language: self.language,
            estate: view.site.name.in_language(self.language).to_owned(),
            title: say!(self, "agreement-title"),
            rows,
            foot: say!(self, "agreement-foot"),
        })
    }

    /// What stands under the file.
    pub fn agreement_caption(self, view: &CaseView) -> String {
        say!(self, "agreement-caption", number = view.case.number.as_str())
    }
}
