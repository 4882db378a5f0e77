//! Calls to owners: the list of whom to call, what is read out, and what came of it.

use casework::{
    callback::CallOutcome,
    case::{CallbackState, State},
    desk::{Called, CaseView},
    store::{Call, CallOwed},
};

use super::{Voice, case_key, say};
use crate::{
    button::{Act, Button, Home},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many on one page.
pub(crate) const CALLS_PAGE: usize = 8;
/// So much of a result is read out.
const READ_OUT: usize = 600;

impl Voice {
    /// Whom to call to tell a result: with which words, and what has been tried.
    pub fn result_by_phone(self, view: &CaseView, tried: &[Call]) -> Page {
        let estate = view.site.name.in_language(self.language);
        let number = view.case.number.as_str();
        let result = view.case.state.outcome().map_or("", |outcome| outcome.result.as_str());
        let result = shortened(result, READ_OUT);
        let script = say!(
            self,
            "call-script-result",
            estate = estate,
            number = number,
            result = result.as_str()
        );
        let text = Text::heading(&self.whom_to_call(view)).line(script);
        let text = text.line_if(self.tried(tried));
        let mut rows = self.voice_keys(view);
        rows.extend(self.outcome_keys(view));
        Page::new(text, rows)
    }

    /// Whom to call, and their number.
    pub(super) fn whom_to_call(self, view: &CaseView) -> String {
        let number = view.case.number.as_str();
        let (name, phone) = (self.name(&view.owner), view.owner.phone.clone().unwrap_or_default());
        say!(self, "callback-call", number = number, name = name, phone = phone)
    }

    /// How often it was tried, and when last.
    pub(super) fn tried(self, tried: &[Call]) -> Option<String> {
        let last = tried.last()?;
        let (moment, outcome) = (self.moment(last.at), self.call_outcome(last.outcome));
        Some(say!(self, "call-tried", count = tried.len(), moment = moment, outcome = outcome))
    }

    pub(super) fn call_outcome(self, outcome: CallOutcome) -> String {
        match outcome {
            CallOutcome::NoAnswer => say!(self, "call-no-answer"),
            CallOutcome::WrongNumber => say!(self, "call-wrong-number"),
            CallOutcome::Refused => say!(self, "call-refused"),
            CallOutcome::Told => say!(self, "call-told"),
        }
    }

    /// What is pressed when nobody was reached.
    pub(super) fn outcome_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let key = |outcome| case_key(view, self.call_outcome(outcome), Act::Called(outcome));
        let is_callback =
            matches!(view.case.state, State::Reported { callback: CallbackState::Asked, .. });
        let last = if is_callback { CallOutcome::Refused } else { CallOutcome::Told };
        vec![vec![key(CallOutcome::NoAnswer), key(CallOutcome::WrongNumber)], vec![key(last)]]
    }

    /// What came of it is written down.
    pub fn called(self, outcome: CallOutcome, called: Called) -> String {
        let count = called.tried;
        match outcome {
            CallOutcome::NoAnswer | CallOutcome::WrongNumber if called.is_last => {
                say!(self, "called-enough", count = count)
            }
            CallOutcome::Refused => say!(self, "called-refused"),
            CallOutcome::Told => say!(self, "called-told"),
            CallOutcome::NoAnswer => say!(self, "called-no-answer", count = count),
            CallOutcome::WrongNumber => say!(self, "called-wrong-number", count = count),
        }
    }

    /// The same where the questions stood, with the way to the next.
    pub fn called_page(self, view: &CaseView, text: &str) -> Page {
        let text = Text::heading(view.case.number.as_str()).line(text);
        Page::new(text, vec![vec![self.key_calls()]])
    }

    /// The button to the list.
    pub(super) fn key_calls(self) -> Key {
        Key::press(say!(self, "button-calls"), &Button::Home(Home::Calls(0)))
    }

    /// Whoever calls nobody asks for the list.
    pub fn calls_not_yours(self) -> String {
        say!(self, "calls-not-yours")
    }

    /// A page of the owners who are to be called.
    pub fn calls(self, page: u16, total: usize, shown: &[(CallOwed, CaseView)]) -> Page {
        if shown.is_empty() {
            return Page::say(say!(self, "calls-empty"));
        }
        let mut text = Text::heading(&say!(self, "calls-head", total = total));
        for (owed, view) in shown {
            text = text.paragraph(self.call_owed(owed, view));
        }
        let keys: Vec<Key> = shown
            .iter()
            .map(|(_, view)| case_key(view, view.case.number.as_str().to_owned(), Act::Call))
            .map(|key| key.toned(Tone::Primary))
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        let turn = |label: String, to: u16| Key::press(label, &Button::Home(Home::Calls(to)));
        let mut turns = vec![];
        if page > 0 {
            turns.push(turn(say!(self, "button-previous"), page - 1));
        }
        if (usize::from(page) + 1) * CALLS_PAGE < total {
            turns.push(turn(say!(self, "button-next"), page + 1));
        }
        rows.extend(Some(turns).filter(|turns| !turns.is_empty()));
        Page::new(text, rows)
    }

    fn call_owed(self, owed: &CallOwed, view: &CaseView) -> String {
        let (number, about) = (view.case.number.as_str(), self.about(view));
        let is_callback =
            matches!(view.case.state, State::Reported { callback: CallbackState::Asked, .. });
        let what = if is_callback { say!(self, "calls-how") } else { say!(self, "calls-result") };
        let line = say!(self, "calls-line", number = number, about = about, what = what);
        match owed.last {
            Some(last) => {
                let moment = self.moment(last);
                say!(self, "calls-line-tried", line = line, count = owed.tried, moment = moment)
            }
            None => line,
        }
    }
}
