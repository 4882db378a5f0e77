//! How a case stands, in words: for its owner, for the department, and the slip in full.

use casework::{
    case::{CallbackState, Case, OwnersWord, State, Step},
    desk::CaseView,
    intake::{File, STORY_LIMIT},
    people::Person,
    place::PlaceKind,
    policy::TimerKind,
};

use super::{
    Voice, case_key,
    intake::{FACT_SHOWN, beside},
    say,
};
use crate::{
    button::{Act, Button},
    page::{Key, Page, Text, shortened},
};

/// So much of a story, a wish, and each part of the result one slip shows when it shows all.
const STORY_BESIDE_RESULT: usize = 1_200;
/// So many of the additions stand on the slip; all are in the history.
const ADDED_SHOWN: usize = 4;

const WISH_BESIDE_RESULT: usize = 300;
const RESULT_BESIDE_STORY: usize = 550;
const DOCUMENT_SHOWN: usize = 60;

impl Voice {
    /// How it stands, as the owner is told.
    pub(super) fn owner_state(self, view: &CaseView) -> String {
        let department = || self.department(view);
        match &view.case.state {
            State::Registered { .. } if view.case.facts.passes.is_some() => {
                say!(self, "state-registered-past")
            }
            State::Registered { .. } => say!(self, "state-registered"),
            State::Dispatched { .. } => say!(self, "state-dispatched", department = department()),
            State::Working { asked_at: Some(_), .. } => say!(self, "state-asked"),
            State::Working { step: Step::Accepted, .. } => {
                say!(self, "state-working", department = department())
            }
            State::Working { step: Step::SetOut, .. } => {
                say!(self, "state-set-out", department = department())
            }
            State::Working { step: Step::Arrived, .. } => {
                say!(self, "state-arrived", department = department())
            }
            State::Merged { .. } => say!(self, "state-merged"),
            State::Reported { owner: OwnersWord::Awaited, .. } => say!(self, "state-reported"),
            State::Reported { owner: OwnersWord::Fixed, .. } => {
                say!(self, "state-reported-confirmed")
            }
            State::Reported { owner: OwnersWord::Silent, .. } => {
                say!(self, "state-reported-silent")
            }
            State::Closed { .. } => say!(self, "state-closed"),
            State::Archived { .. } => say!(self, "state-archived"),
            State::Withdrawn { .. } => say!(self, "state-withdrawn"),
        }
    }

    /// How it stands, as colleagues read it.
    pub(super) fn staff_state(self, view: &CaseView) -> String {
        match &view.case.state {
            State::Registered { .. } => say!(self, "slip-state-registered"),
            State::Dispatched { .. } => say!(self, "slip-state-dispatched"),
            State::Working { asked_at: Some(_), .. } => say!(self, "slip-state-asked"),
            State::Working { step: Step::Accepted, .. } => say!(self, "slip-state-accepted"),
            State::Working { step: Step::SetOut, .. } => say!(self, "slip-state-set-out"),
            State::Working { step: Step::Arrived, .. } => say!(self, "slip-state-arrived"),
            State::Merged { .. } => self.led_state(view),
            State::Reported { .. } => say!(self, "slip-state-reported"),
            State::Closed { .. } => say!(self, "slip-state-closed"),
            State::Archived { .. } => say!(self, "slip-state-archived"),
            State::Withdrawn { .. } => say!(self, "slip-state-withdrawn"),
        }
    }

    /// What it is about.
    pub(super) fn about(self, view: &CaseView) -> String {
        match &view.category {
            Some(category) => category.name.in_language(self.language).to_owned(),
            None => say!(self, "not-said"),
        }
    }

    /// The beginning of the story, for its owner, who knows no numbers by heart.
    pub(super) fn glimpse(self, view: &CaseView, length: usize) -> String {
        let story = view.case.facts.story.replace('\n', " ");
        if story.is_empty() { say!(self, "story-only-files") } else { shortened(&story, length) }
    }

    /// Where, in full: only for people who are entitled to know.
    pub(super) fn address(self, view: &CaseView) -> String {
        self.spot(view, FACT_SHOWN).unwrap_or_else(|| say!(self, "not-said"))
    }

    /// The place of the register and what was said of it, so much of that; nothing when neither is known.
    pub(super) fn spot(self, view: &CaseView, said_shown: usize) -> Option<String> {
        let place = view.place.as_ref().map(|place| place.full(self.language));
        let said = view.case.facts.whereabouts.as_deref();
        let said = said.map(|said| shortened(said, said_shown));
        let known: Vec<_> = [place, said].into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.join(" · "))
    }

    /// The unit is the owner's own word: neither the desk, a code nor the list says that it is theirs.
    pub(super) fn as_said(self, view: &CaseView) -> Option<String> {
        if view.place.is_some() && view.case.facts.is_place_guessed {
            return Some(say!(self, "full-slip-guessed"));
        }
        let unit = view.place.as_ref().filter(|place| place.kind == PlaceKind::Unit)?;
        (!view.owner.units.contains(&unit.id)).then(|| say!(self, "full-slip-as-said"))
    }

    /// Where, as little as is necessary: for groups.
    pub(super) fn whereabouts(self, view: &CaseView) -> String {
        match (&view.place, &view.case.facts.whereabouts) {
            (Some(place), _) if view.case.facts.is_place_guessed => {
                say!(self, "danger-perhaps", place = place.least(self.language))
            }
            (Some(place), _) => place.least(self.language),
            // In somebody's own words there may be a unit or a name.
            (None, Some(_)) => say!(self, "slip-place-told"),
            (None, None) => say!(self, "not-said"),
        }
    }

    /// Who signed, and when.
    pub(super) fn signature(self, view: &CaseView) -> Option<String> {
        let name = self.name(view.signer.as_ref()?);
        let (signed, accepted) = match &view.case.state {
            State::Working { signed_at, accepted_at, .. } => (*signed_at, *accepted_at),
            _ => return Some(say!(self, "state-by", name = name)),
        };
        let (signed, accepted) = (self.moment(signed), self.moment(accepted));
        Some(if signed == accepted {
            say!(self, "slip-signed-accepted", name = name, moment = signed)
        } else {
            say!(self, "slip-signed", name = name, signed = signed, accepted = accepted)
        })
    }

    /// A deadline, marked when it has run out.
    pub(super) fn deadline(self, view: &CaseView, kind: TimerKind) -> Option<String> {
        let timer = view.timer(kind)?;
        let moment = self.moment(timer.due_at);
        Some(match timer.fired_at {
            Some(_) => format!("{moment} · {}", say!(self, "slip-late")),
            None => moment,
        })
    }

    /// The slip in full, for the person working on it (PV-01, C-24).
    pub fn full_slip(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let facts = &view.case.facts;
        // What was agreed and the result are written into the slip (S0-01.7); a very long story then
        // gives way.
        let result = view.case.state.outcome();
        let agreed = self.agreed_lines(view);
        let (story_shown, wish_shown) = if result.is_none()
            && agreed.is_empty()
            && view.led.is_empty()
            && facts.added.is_empty()
        {
            (STORY_LIMIT, beside(&facts.story))
        } else {
            (STORY_BESIDE_RESULT, WISH_BESIDE_RESULT)
        };
        let wish = facts.wish.as_deref().map(|wish| shortened(wish, wish_shown));
        let story = shortened(&facts.story, story_shown);
        let story = if story.is_empty() { say!(self, "story-only-files") } else { story };
        let document = facts.document.as_deref().map(|text| shortened(text, DOCUMENT_SHOWN));
        let text = Text::heading(&say!(self, "full-slip", number = number))
            .line(say!(self, "full-slip-private"))
            .paragraph(self.whose(view))
            .line(say!(self, "slip-category", value = self.about(view)))
            .line(say!(self, "slip-received", moment = self.moment(view.case.opened_at)))
            .line(say!(self, "slip-channel", value = self.channel(view.case.channel)))
            .line_if(document.map(|value| say!(self, "slip-document", value = value)))
            .line_if(self.deadlines(view))
            .paragraph(say!(self, "full-slip-story"))
            .line(story)
            .line_if(
                facts
                    .happened
                    .as_ref()
                    .map(|happened| say!(self, "field-happened", value = self.happened(happened))),
            )
            .line_if(wish.map(|wish| say!(self, "field-wish", value = wish)))
            .line_if(
                facts.wanted_by.map(|day| say!(self, "field-wanted-by", value = self.day(day))),
            );
        let mut text = self.added(text, view);
        if !agreed.is_empty() {
            text = agreed.into_iter().fold(text.line(""), Text::line);
        }
        let text = match result {
            Some(outcome) => self
                .result_lines(text.line(""), outcome, RESULT_BESIDE_STORY)
                .line_if(self.together(view)),
            None => self.led_stories(text, view),
        };
        let mut rows = self.keys(&view.case, false);
        rows.push(vec![case_key(view, say!(self, "button-print"), Act::Print)]);
        Page::new(text, rows)
    }

    /// What the owner has added since: whoever comes later must read it, too.
    fn added(self, text: Text, view: &CaseView) -> Text {
        let added = &view.case.facts.added;
        let shown = added.iter().skip(added.len().saturating_sub(ADDED_SHOWN));
        shown.fold(text, |text, added| {
            let (moment, told) =
                (self.moment(added.at), shortened(&added.text, WISH_BESIDE_RESULT));
            text.line(say!(self, "slip-added", moment = moment, text = told))
        })
    }

    /// Whose matter it is, where, and how they are reached; withheld between neighbours.
    fn whose(self, view: &CaseView) -> String {
        let address = say!(self, "full-slip-address", value = self.address(view));
        if view.is_veiled() {
            let withheld = if let Some(passes) = view.case.facts.passes {
                format!("{} {}", self.passes(passes), say!(self, "full-slip-withheld-past"))
            } else if view.case.kind.is_confidential() {
                say!(self, "full-slip-withheld-report")
            } else {
                say!(self, "full-slip-withheld")
            };
            return format!("{address}\n{withheld}");
        }
        let name = say!(self, "full-slip-name", value = self.name(&view.owner));
        let telephone = self.telephone(&view.owner, view.case.facts.contact.as_deref());
        let lines = [Some(name), Some(address), self.as_said(view), Some(telephone)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// So many files are not handed on between neighbours.
    pub fn files_withheld(self, count: usize) -> String {
        say!(self, "files-withheld", count = count)
    }

    fn telephone(self, owner: &Person, contact: Option<&str>) -> String {
        match (contact, &owner.phone, owner.phone_verified) {
            (Some(contact), _, _) => say!(self, "full-slip-phone-unverified", value = contact),
            (None, Some(phone), true) => say!(self, "full-slip-phone", value = phone.as_str()),
            (None, Some(phone), false) => {
                say!(self, "full-slip-phone-unverified", value = phone.as_str())
            }
            (None, None, _) => say!(self, "full-slip-phone", value = say!(self, "not-said")),
        }
    }

    /// What the department can do now.
    pub(super) fn slip_keys(self, case: &Case) -> Vec<Vec<Key>> {
        self.keys(case, true)
    }

    /// The same, with or without the button that opens the slip in full.
    fn keys(self, case: &Case, opens: bool) -> Vec<Vec<Key>> {
        use casework::intake::Purpose;

        use crate::page::Tone;
        let key = |label: String, act| Key::press(label, &Button::on(case, act));
        let words = |label: String, purpose| key(label, Act::Words(purpose));
        let note = || words(say!(self, "button-note"), Purpose::Note);
        match &case.state {
            State::Dispatched { .. } => vec![
                vec![key(say!(self, "button-sign"), Act::Sign).toned(Tone::Primary)],
                vec![words(say!(self, "button-return"), Purpose::Return), note()],
            ],
            State::Working { step, .. } => {
                let mut first = vec![];
                if *step == Step::Accepted {
                    first.push(key(say!(self, "button-set-out"), Act::SetOut));
                }
                if *step != Step::Arrived {
                    first.push(key(say!(self, "button-arrive"), Act::Arrive));
                }
                first.push(key(say!(self, "button-report"), Act::Report).toned(Tone::Success));
                let mut last = vec![note()];
                if opens {
                    last.push(key(say!(self, "button-slip"), Act::Slip));
                }
                last.push(words(say!(self, "button-return"), Purpose::Return));
                let more = key(say!(self, "button-beside"), Act::More);
                vec![
                    first,
                    vec![
                        words(say!(self, "button-ask"), Purpose::Ask),
                        words(say!(self, "button-say-owner"), Purpose::Say),
                    ],
                    last,
                    vec![more],
                ]
            }
            State::Reported { signed_off: None, .. } => vec![
                vec![key(say!(self, "button-sign-off"), Act::SignOff).toned(Tone::Primary)],
                vec![words(say!(self, "button-send-back"), Purpose::SendBack), note()],
            ],
            State::Reported { .. } => vec![vec![note()]],
            State::Closed { .. } => {
                let review = words(say!(self, "button-review"), Purpose::Review);
                vec![
                    vec![review.toned(Tone::Primary)],
                    vec![key(say!(self, "button-beside"), Act::More)],
                ]
            }
            State::Registered { .. }
            | State::Merged { .. }
            | State::Archived { .. }
            | State::Withdrawn { .. } => vec![],
        }
    }

    /// Under which words the files of a case are sent.
    pub fn files_of(self, number: &str, result: bool) -> String {
        if result {
            say!(self, "files-of-result", number = number)
        } else {
            say!(self, "files-of-story", number = number)
        }
    }

    /// The gates to closing, as the department and the desk see them.
    pub(super) fn gates(self, view: &CaseView, head: Option<&Person>) -> Vec<String> {
        let (owner, callback, at) = match &view.case.state {
            State::Reported { owner, callback, at, .. } => (owner, callback, at),
            State::Closed { finished, .. } | State::Archived { finished: Some(finished), .. } => {
                (&finished.owner, &finished.callback, &finished.reported_at)
            }
            _ => return vec![],
        };
        let word = match owner {
            OwnersWord::Awaited => say!(self, "word-awaited"),
            OwnersWord::Fixed => self.fixed_word(view.case.kind),
            OwnersWord::Silent => say!(self, "word-silent"),
        };
        let signature = match view.case.state.signed_off() {
            Some(sign_off) => say!(
                self,
                "word-signed-off",
                name = head.map(|head| self.name(head)).unwrap_or_default(),
                moment = self.moment(sign_off.at)
            ),
            None => say!(self, "word-not-signed-off"),
        };
        let called = match callback {
            CallbackState::Planned => say!(self, "word-planned"),
            CallbackState::Asked => say!(self, "word-asked"),
            CallbackState::Answered(_) => say!(self, "word-answered"),
            CallbackState::Silent => say!(self, "word-silent"),
            CallbackState::OptedOut => say!(self, "word-opted-out"),
            CallbackState::Spared => say!(self, "word-spared"),
        };
        vec![
            say!(self, "slip-result-at", moment = self.moment(*at)),
            say!(self, "slip-owner-word", word = word),
            say!(self, "slip-head", word = signature),
            say!(self, "slip-callback", word = called),
        ]
    }

    /// So many files hang below.
    pub(super) fn files_line(self, files: &[File]) -> Option<String> {
        (!files.is_empty()).then(|| say!(self, "slip-files", count = files.len()))
    }
}
