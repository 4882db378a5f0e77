//! Callers who have a chat now: who is who, for the desk; and for themselves.

use casework::{
    case::Number,
    desk::{CaseView, Likeness},
};

use super::{Voice, say};
use crate::{
    button::{Button, Caller},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many digits of a number a group reads.
const DIGITS: usize = 4;
/// So many cases are listed.
const SHOWN: usize = 10;
/// So much of each story tells which call it was.
const GLIMPSE: usize = 60;

impl Voice {
    /// To the desk's group: a verified number is a caller's. Neither name nor number (PV-01).
    pub fn caller_asks(self, phone: &str, cases: &[Number]) -> Page {
        let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
        let end: String = digits.iter().skip(digits.len().saturating_sub(DIGITS)).collect();
        let text = say!(self, "caller-asks", end = end, numbers = listed(cases));
        let look = Key::press(say!(self, "button-caller-look"), &Button::Caller(Caller::Look));
        Page::new(Text::plain(text), vec![vec![look]])
    }

    /// To the desk in private: are they the same person?
    pub fn caller_who(self, likeness: &Likeness, count: usize) -> Page {
        let Likeness { id, person, caller, cases } = likeness;
        let phone = |phone: &Option<String>| phone.clone().unwrap_or_default();
        let mut text = Text::heading(&say!(self, "caller-who"))
            .line(say!(
                self,
                "caller-who-chat",
                name = self.name(person),
                phone = phone(&person.phone)
            ))
            .line(say!(
                self,
                "caller-who-voice",
                name = self.name(caller),
                phone = phone(&caller.phone)
            ));
        for view in cases.iter().take(SHOWN) {
            text = text.line(say!(
                self,
                "caller-who-case",
                number = view.case.number.as_str(),
                moment = self.moment(view.case.opened_at),
                about = self.glimpse(view, GLIMPSE)
            ));
        }
        let text = text
            .line(say!(self, "units-waiting", count = count))
            .paragraph(say!(self, "caller-who-ask"));
        let key =
            |label: String, same| Key::press(label, &Button::Caller(Caller::Decide(*id, same)));
        let yes = key(say!(self, "button-caller-yes"), true).toned(Tone::Success);
        let no = key(say!(self, "button-caller-no"), false).toned(Tone::Danger);
        Page::new(text, vec![vec![yes], vec![no]])
    }

    /// Nothing of the sort waits.
    pub fn no_caller_waits(self) -> Page {
        Page::new(Text::plain(say!(self, "caller-nobody")), vec![vec![self.key_home()]])
    }

    /// To the desk: decided.
    pub fn caller_decided(self, likeness: &Likeness, same: bool) -> Page {
        let name = self.name(&likeness.person);
        let numbers: Vec<Number> =
            likeness.cases.iter().map(|view| view.case.number.clone()).collect();
        let numbers = listed(&numbers);
        Page::say(if same {
            say!(self, "caller-decided", name = name, numbers = numbers)
        } else {
            say!(self, "caller-decided-no", name = name, numbers = numbers)
        })
    }

    /// To the owner: what they told by telephone is theirs here.
    pub fn now_yours(self, cases: &[Number]) -> Page {
        let text = say!(self, "caller-now-yours", numbers = listed(cases));
        Page::new(Text::plain(text), vec![vec![self.key_mine()]])
    }

    /// To the desk: a link for a caller.
    pub fn caller_link(self, view: &CaseView, link: &str) -> Page {
        let number = view.case.number.as_str();
        let text = Text::plain(say!(self, "caller-link", number = number, days = 2)).line(link);
        Page::new(text, vec![vec![Key::copy(say!(self, "button-copy-link"), link)]])
    }

    /// To whoever opened it.
    pub fn caller_link_opened(self) -> Page {
        let text = Text::plain(say!(self, "caller-link-opened"));
        Page::new(text, vec![vec![self.key_mine()]])
    }

    /// Only the desk knows who calls.
    pub fn only_desk_knows_callers(self) -> String {
        say!(self, "only-desk-knows-callers")
    }
}

/// Numbers in a row; what is more than anybody reads is cut.
fn listed(cases: &[Number]) -> String {
    let numbers: Vec<&str> = cases.iter().map(Number::as_str).collect();
    shortened(&numbers.join(" · "), 400)
}
