//! Notices of what is agreed, asked and decided beside a case's way.

use casework::{
    case::{
        Notice,
        handling::{Handling, LEVELS},
    },
    desk::CaseView,
    intake::{FormKind, Purpose},
    policy::TimerKind,
};

use super::{Voice, case_key, say};
use crate::{
    button::Act,
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of each text one notice shows.
const QUOTED: usize = 1_000;
/// So much of each of them the slip in full shows.
const AGREED: usize = 200;
/// So much of a measure a card shows.
const LINE: usize = 120;

impl Voice {
    /// One of these notices, as the case stands now. What has been decided meanwhile loses its
    /// buttons.
    pub(super) fn handling_notice(self, view: &CaseView, notice: &Notice, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        let said = |head: String, text: &str| Page {
            text: Text::heading(&head).line(shortened(text, QUOTED)),
            ..Page::default()
        };
        match notice {
            Notice::MeasureFixed => self.note_measure(view),
            Notice::LeadersAct { until } => Page::say(say!(
                self,
                "note-leaders-act",
                number = number,
                moment = self.moment(*until)
            )),
            Notice::TimeAsked => self.note_time_asked(view),
            Notice::TimeGranted { reason, until } => {
                let moment = self.moment(*until);
                let head = if to_owner {
                    say!(self, "note-time-granted", number = number, moment = moment)
                } else {
                    say!(self, "note-time-granted-staff", number = number, moment = moment)
                };
                let lines = [(say!(self, "field-reason"), reason.as_str())];
                Page { text: self.lines(&head, &lines), ..Page::default() }
            }
            Notice::TimeRefused { reason } => {
                said(say!(self, "note-time-refused", number = number), reason)
            }
            Notice::Relieved => self.note_relieved(view),
            Notice::Quoted => self.note_quoted(view),
            Notice::Agreed => Page::say(say!(self, "note-agreed", number = number)),
            Notice::QuoteRefused { reason } => {
                said(say!(self, "note-quote-refused", number = number), reason)
            }
            Notice::Referred => self.note_referred(view),
            Notice::DeclineAsked => self.note_decline(view, true),
            Notice::Declined => self.note_decline(view, false),
            Notice::DeclineRejected { reason } => {
                said(say!(self, "note-decline-rejected", number = number), reason)
            }
            Notice::Objected => self.note_objected(view),
            Notice::ObjectionHeard { until } => {
                let moment = self.moment(*until);
                let level = view.case.handling.objection.as_ref().map(|objection| objection.level);
                Page::say(if level == Some(LEVELS) {
                    say!(self, "note-objection-committee", number = number, moment = moment)
                } else {
                    say!(self, "note-objection-heard", number = number, moment = moment)
                })
            }
            Notice::Decided if to_owner => self.note_decided(view),
            Notice::Decided => self.note_decided_staff(view),
            Notice::AccusedFiled => {
                let name = self.name(&view.filer);
                let text = say!(self, "note-accused-filed", number = number, name = name);
                let slip = case_key(view, say!(self, "button-slip"), Act::Slip);
                Page::new(Text::plain(text), vec![vec![slip]])
            }
            Notice::CorrectiveSet => self.note_corrective(view),
            Notice::CorrectiveDone { which } => self.note_corrective_done(view, *which),
            Notice::Reclassified => {
                let kind = self.kind(view.case.kind);
                let number = view.case.number.as_str();
                Page::say(say!(self, "note-reclassified", number = number, kind = kind))
            }
            of_work => self.working_notice(view, of_work, to_owner),
        }
    }

    pub(super) fn lines(self, head: &str, lines: &[(String, &str)]) -> Text {
        lines.iter().fold(Text::heading(head), |text, (field, value)| {
            let value = shortened(value, QUOTED);
            text.line(say!(self, "form-line", field = field.as_str(), value = value))
        })
    }

    fn note_measure(self, view: &CaseView) -> Page {
        let head = say!(self, "note-measure-fixed", number = view.case.number.as_str());
        let Some(measure) = &view.case.handling.measure else { return Page::say(head) };
        let responsible = view.responsible.as_ref().map(|person| self.name(person));
        let (responsible, until) = (responsible.unwrap_or_default(), self.moment(measure.until));
        let lines = [
            (say!(self, "field-measure"), measure.text.as_str()),
            (say!(self, "field-responsible"), responsible.as_str()),
            (say!(self, "field-until"), until.as_str()),
        ];
        Page { text: self.lines(&head, &lines), ..Page::default() }
    }

    /// What is to keep it from happening again, and until when.
    fn note_corrective(self, view: &CaseView) -> Page {
        let head = say!(self, "note-corrective-set", number = view.case.number.as_str());
        let Some(one) = view.case.handling.corrective.last() else { return Page::say(head) };
        let until = self.moment(one.measure.until);
        let lines = [
            (say!(self, "field-measure"), one.measure.text.as_str()),
            (say!(self, "field-until"), until.as_str()),
        ];
        Page::new(self.lines(&head, &lines), self.done_keys(view))
    }

    /// What should have kept it from happening again by now.
    pub(super) fn note_corrective_late(self, view: &CaseView) -> Page {
        let mut text =
            Text::plain(say!(self, "note-late-corrective", number = view.case.number.as_str()));
        let ran_out = view.timers.iter().filter(|timer| timer.kind == TimerKind::Corrective);
        let ran_out = ran_out.filter_map(|timer| timer.fired_at).max();
        let is_late = |until| ran_out.is_none_or(|at| until <= at);
        for (_, measure) in view.case.handling.undone().filter(|(_, one)| is_late(one.until)) {
            let (until, what) = (self.moment(measure.until), shortened(&measure.text, AGREED));
            text = text.line(say!(self, "form-line", field = until, value = what));
        }
        Page::new(text, self.done_keys(view))
    }

    fn done_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        if view.case.handling.undone().next().is_none() {
            return vec![];
        }
        vec![vec![self.key(view, Act::Form(FormKind::Complete)).toned(Tone::Primary)]]
    }

    fn note_corrective_done(self, view: &CaseView, which: usize) -> Page {
        let head = say!(self, "note-corrective-done", number = view.case.number.as_str());
        let Some(one) = view.case.handling.corrective.get(which) else { return Page::say(head) };
        let done = one.done.as_ref().map_or("", |done| done.text.as_str());
        let lines = [
            (say!(self, "field-measure"), one.measure.text.as_str()),
            (say!(self, "field-done"), done),
        ];
        Page { text: self.lines(&head, &lines), ..Page::default() }
    }

    fn note_time_asked(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let head = say!(self, "note-time-asked", number = number);
        let Some(asked) = &view.case.handling.time_asked else {
            return Page::say(say!(self, "note-decided-already", number = number));
        };
        let until = self.moment(asked.until);
        let old = view.timer(TimerKind::Solve).map(|timer| self.moment(timer.due_at));
        let signer = view.signer.as_ref().filter(|signer| signer.id == asked.by);
        let name = signer.map(|signer| self.name(signer));
        let known = [(say!(self, "field-asker"), name), (say!(self, "field-old-until"), old)];
        let mut lines = vec![(say!(self, "field-reason"), asked.reason.as_str())];
        for (field, value) in &known {
            lines.extend(value.as_deref().map(|value| (field.clone(), value)));
        }
        lines.push((say!(self, "field-new-until"), &until));
        let rows = vec![
            vec![self.key(view, Act::GrantTime).toned(Tone::Primary)],
            vec![self.key(view, Act::Words(Purpose::RefuseTime))],
        ];
        Page::new(self.lines(&head, &lines), rows)
    }

    /// To whoever has just granted it.
    pub fn time_granted(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        Page::say(match view.case.handling.fixed_date.map(|until| self.moment(until)) {
            Some(moment) => {
                say!(self, "note-time-granted-staff", number = number, moment = moment)
            }
            None => say!(self, "note-decided-already", number = number),
        })
    }

    fn note_relieved(self, view: &CaseView) -> Page {
        let head = say!(self, "note-relieved", number = view.case.number.as_str());
        let Some(relief) = &view.agreed().relief else { return Page::say(head) };
        let until = self.moment(relief.until);
        let lines = [
            (say!(self, "field-measure"), relief.text.as_str()),
            (say!(self, "field-reason"), relief.reason.as_str()),
            (say!(self, "field-until"), until.as_str()),
        ];
        Page { text: self.lines(&head, &lines), ..Page::default() }
    }

    fn note_quoted(self, view: &CaseView) -> Page {
        let head = say!(self, "note-quoted", number = view.case.number.as_str());
        let Some(quote) = &view.case.handling.quote else { return Page::say(head) };
        let lines = [
            (say!(self, "field-work"), quote.work.as_str()),
            (say!(self, "field-amount"), quote.amount.as_str()),
        ];
        let word = match quote.agreed {
            None => say!(self, "note-quoted-ask"),
            Some(true) => say!(self, "note-quoted-agreed"),
            Some(false) => say!(self, "note-quoted-refused"),
        };
        let text = self.lines(&head, &lines).paragraph(word);
        let rows = match quote.agreed {
            None => vec![
                vec![self.key(view, Act::Agree).toned(Tone::Success)],
                vec![self.key(view, Act::Words(Purpose::RefuseQuote))],
            ],
            Some(_) => vec![],
        };
        Page::new(text, rows)
    }

    fn note_referred(self, view: &CaseView) -> Page {
        let head = say!(self, "note-referred", number = view.case.number.as_str());
        let Some(referral) = &view.agreed().referral else { return Page::say(head) };
        let lines = [
            (say!(self, "field-body"), referral.body.as_str()),
            (say!(self, "field-body-contact"), referral.contact.as_str()),
        ];
        let follow_up = say!(self, "note-referred-how", moment = self.moment(referral.follow_up));
        Page { text: self.lines(&head, &lines).paragraph(follow_up), ..Page::default() }
    }

    /// To the managers, who decide; or to the owner, who can object.
    fn note_decline(self, view: &CaseView, is_asked: bool) -> Page {
        let number = view.case.number.as_str();
        let Some(decline) = &view.case.handling.decline else {
            return Page::say(say!(self, "note-decided-already", number = number));
        };
        let is_done = is_asked && view.case.state.is_final();
        let head = if is_done {
            say!(self, "note-decline-done", number = number)
        } else if is_asked {
            say!(self, "note-decline-asked", number = number)
        } else {
            say!(self, "note-declined", number = number)
        };
        let lines = [
            (say!(self, "field-ground"), decline.ground.as_str()),
            (say!(self, "field-explanation"), decline.explanation.as_str()),
            (say!(self, "field-suggestion"), decline.suggestion.as_str()),
        ];
        let text = self.lines(&head, &lines);
        if is_done {
            return Page { text, ..Page::default() };
        }
        if is_asked {
            let rows = vec![
                vec![self.key(view, Act::Second)],
                vec![self.key(view, Act::Words(Purpose::Reject)).toned(Tone::Primary)],
            ];
            return Page::new(text, rows);
        }
        let text = text.paragraph(say!(self, "note-declined-object"));
        Page::new(text, vec![vec![self.key(view, Act::Words(Purpose::Object))]])
    }

    fn note_objected(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let Some(objection) = &view.case.handling.objection else {
            return Page::say(say!(self, "note-objected", number = number));
        };
        let head = match objection.level {
            2 => say!(self, "note-objected-level-2", number = number),
            3 => say!(self, "note-objected-level-3", number = number),
            _ => say!(self, "note-objected", number = number),
        };
        let text = self.lines(&head, &[(say!(self, "field-reason"), objection.reason.as_str())]);
        let rows = if view.case.handling.objects() {
            vec![
                vec![self.key(view, Act::Words(Purpose::Uphold))],
                vec![self.key(view, Act::Words(Purpose::Dismiss))],
                vec![case_key(view, say!(self, "button-slip"), Act::Slip)],
            ]
        } else {
            vec![]
        };
        Page::new(text, rows)
    }

    /// The decision with its reason, and where the owner can turn to next.
    fn note_decided(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let Handling { objection: Some(objection), .. } = &view.case.handling else {
            return Page::say(say!(self, "note-decided-upheld", number = number));
        };
        let Some(decided) = &objection.decided else {
            return Page::say(say!(self, "note-decided-upheld", number = number));
        };
        let head = if decided.upheld {
            say!(self, "note-decided-upheld", number = number)
        } else {
            say!(self, "note-decided-dismissed", number = number)
        };
        let mut text = self.lines(&head, &[(say!(self, "field-reason"), decided.reason.as_str())]);
        if objection.level == LEVELS {
            text = text.paragraph(say!(self, "note-decided-committee"));
        }
        let next = view.case.handling.next_level().filter(|_| !decided.upheld);
        if let Some(level) = next {
            let who = if level == 2 {
                say!(self, "level-leaders")
            } else {
                say!(self, "level-committee")
            };
            text = text.paragraph(say!(self, "note-decided-next", who = who));
        }
        if !decided.upheld && !view.site.instances.is_empty() {
            text = text.paragraph(say!(self, "note-next-instances"));
            for instance in &view.site.instances {
                let name = instance.name.in_language(self.language);
                let contact = instance.contact.as_str();
                text = text.line(say!(self, "form-line", field = name, value = contact));
            }
        }
        let rows = if next.is_some() { self.object_keys(view) } else { vec![] };
        Page::new(text, rows)
    }

    /// The same for colleagues: what was decided, and why.
    fn note_decided_staff(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let objection = view.case.handling.objection.as_ref();
        let Some(decided) = objection.and_then(|objection| objection.decided.as_ref()) else {
            return Page::say(say!(self, "note-decided-already", number = number));
        };
        let head = if decided.upheld {
            say!(self, "note-decided-upheld-staff", number = number)
        } else {
            say!(self, "note-decided-dismissed-staff", number = number)
        };
        // Whom it is about may sit in the group that reads this (PV-08).
        let told = view.case.handling.accused.is_empty().then_some(decided.reason.as_str());
        let lines: Vec<(String, &str)> =
            told.map(|reason| (say!(self, "field-reason"), reason)).into_iter().collect();
        Page { text: self.lines(&head, &lines), ..Page::default() }
    }

    /// What whoever works on it must know beside the story, on the slip in full: why it came back,
    /// what it costs, what neighbours have agreed.
    pub(super) fn agreed_lines(self, view: &CaseView) -> Vec<String> {
        let handling = &view.case.handling;
        let mut lines = vec![];
        if let Some(last) = handling.came_back.as_ref().filter(|_| view.case.state.is_open()) {
            let result = last.result.as_deref().map(|result| shortened(result, AGREED));
            lines.extend(result.map(|value| say!(self, "slip-last-result", value = value)));
            if !last.reason.is_empty() {
                let value = shortened(&last.reason, AGREED);
                lines.push(say!(self, "slip-came-back", value = value));
            }
        }
        if let Some(quote) = &handling.quote {
            let word = match quote.agreed {
                None => say!(self, "quote-open"),
                Some(true) => say!(self, "quote-agreed"),
                Some(false) => say!(self, "quote-refused"),
            };
            let value = shortened(&format!("{} · {}", quote.work, quote.amount), AGREED);
            lines.push(say!(self, "slip-quote", value = value, word = word));
        }
        if let Some(mediation) = handling.mediations.last() {
            lines.push(self.talk_line(mediation, AGREED));
        }
        lines
    }

    /// The desk's answer, so that it is found again under the matter.
    pub(super) fn answer_to_owner(self, view: &CaseView) -> Option<String> {
        let answer = view.case.handling.reply.as_deref()?;
        Some(say!(self, "receipt-answer", value = shortened(answer, QUOTED)))
    }

    /// The price that the owner has agreed to.
    pub(super) fn price_to_owner(self, view: &CaseView) -> Option<String> {
        let agreed = view.case.handling.quote.as_ref().filter(|one| one.agreed == Some(true))?;
        Some(say!(self, "receipt-price", value = shortened(&agreed.amount, LINE)))
    }

    /// What is fixed, and what is waited for, on cards. Whom it concerns is not named in groups.
    pub(super) fn handling_lines(self, view: &CaseView) -> Vec<String> {
        let handling = &view.case.handling;
        let mut lines = vec![];
        if let Some(read) = handling.acknowledged.filter(|_| view.case.state.is_open()) {
            lines.push(say!(self, "slip-read", moment = self.moment(read.at)));
        }
        if let Some(measure) = &handling.measure {
            let value = shortened(&measure.text, LINE);
            lines.push(say!(self, "slip-measure", value = value));
        }
        lines.extend(self.working_lines(view));
        let is_open = view.case.state.is_open();
        let pending = [
            (is_open && handling.lacks_measure(view.case.severity), say!(self, "pending-measure")),
            (is_open && handling.time_asked.is_some(), say!(self, "pending-time")),
            (is_open && handling.lacks_price(), say!(self, "pending-price")),
            (is_open && handling.lacks_consent(), say!(self, "pending-consent")),
            (is_open && handling.lacks_referral(), say!(self, "pending-referral")),
            (is_open && handling.decline.is_some(), say!(self, "pending-decline")),
            (is_open && handling.lacks_approval(), say!(self, "pending-approval")),
            (handling.objects(), say!(self, "pending-objection")),
        ];
        for (_, what) in pending.into_iter().filter(|(waits, _)| *waits) {
            lines.push(say!(self, "slip-asked", value = what));
        }
        lines
    }

    /// A grave case, for the leaders: what they have to say to it (S0-01.5).
    pub(super) fn grave_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let mut rows = vec![];
        if view.case.handling.acknowledged.is_none() {
            rows.push(vec![self.key(view, Act::Acknowledge)]);
        }
        if view.case.handling.measure.is_none() {
            rows.push(vec![self.key(view, Act::Form(FormKind::Fix)).toned(Tone::Primary)]);
        }
        rows.push(vec![case_key(view, say!(self, "button-slip"), Act::Slip)]);
        rows
    }

    /// Whoever sees it differently can object (S0-17.11).
    pub(super) fn object_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        if view.case.handling.objects() {
            return vec![];
        }
        vec![vec![self.key(view, Act::Words(Purpose::Object))]]
    }

    pub(super) fn key(self, view: &CaseView, act: Act) -> Key {
        case_key(view, self.act(act), act)
    }
}
