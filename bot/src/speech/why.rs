//! How the deadlines of a case come about, and what comes next, for whoever may read the case.

use casework::{
    case::why::{Basis, Why},
    desk::CaseView,
    policy::{Counted, Hearer, TimerKind, Variant},
};
use chrono::NaiveDate;

use super::{Voice, say};
use crate::page::{Page, Text};

/// So many days of one deadline are named.
const DAYS_SHOWN: usize = 16;
/// So many letters of a holiday's name are shown.
const NAME_SHOWN: usize = 24;

impl Voice {
    /// Each deadline of a case with its computation.
    pub fn why(self, view: &CaseView, deadlines: &[Why]) -> Page {
        let (profile, version) = (view.policy.profile.as_str(), view.policy.version);
        let mut text = Text::heading(&say!(self, "why", number = view.case.number.as_str()))
            .line(say!(self, "why-policy", profile = profile, version = version));
        if deadlines.is_empty() {
            text = text.paragraph(say!(self, "why-nothing"));
        }
        for why in deadlines {
            text = self.deadline_explained(text, why);
        }
        Page { text, ..Page::default() }
    }

    /// How to use `/why`.
    pub fn why_usage(self) -> Page {
        let example = casework::case::Number::of(casework::ids::CaseId(1));
        Page::say(say!(self, "why-usage", example = example.as_str()))
    }

    fn deadline_explained(self, text: Text, why: &Why) -> Text {
        let (timer, moment) = (self.timer(why.kind), self.moment(why.due_at));
        let head = if why.is_late {
            say!(self, "why-ran-out", timer = timer, moment = moment)
        } else {
            say!(self, "why-runs", timer = timer, moment = moment)
        };
        let text = text.paragraph(head).line(self.rule_explained(why));
        let (skipped, counted): (Vec<_>, Vec<_>) =
            why.account.iter().partition(|(_, day)| !matches!(day, Counted::MadeUp(_)));
        let text = text
            .line_if(self.variant(why))
            .line_if(self.basis(why))
            .line_if(self.days(&skipped).map(|days| say!(self, "why-skipped", days = days)))
            .line_if(self.days(&counted).map(|days| say!(self, "why-counted", days = days)));
        self.what_follows(text, why)
    }

    fn rule_explained(self, why: &Why) -> String {
        let clauses = why.clauses.join(", ");
        let (rule, length) = (why.kind.name(), self.length(why.picked.span));
        let from = self.moment(why.from);
        match why.kind {
            TimerKind::Promise => {
                say!(
                    self,
                    "why-rule-promise",
                    rule = rule,
                    clauses = clauses,
                    length = length,
                    from = from
                )
            }
            // No clause states this length: the estate does.
            _ if why.basis == Basis::Questionnaire => {
                say!(self, "why-rule-own", rule = rule, length = length, from = from)
            }
            _ => {
                say!(self, "why-rule", rule = rule, clauses = clauses, length = length, from = from)
            }
        }
    }

    /// Why this length of the rule and no other.
    fn variant(self, why: &Why) -> Option<String> {
        if why.picked.by_urgency {
            return Some(say!(self, "why-urgent"));
        }
        match (why.picked.variant, why.picked.by_severity) {
            (Variant::Night, _) => Some(say!(self, "why-night")),
            (Variant::Summer, _) => Some(say!(self, "why-summer")),
            (Variant::Usual, true) => Some(say!(self, "why-severity")),
            (Variant::Usual, false) => None,
        }
    }

    fn basis(self, why: &Why) -> Option<String> {
        match why.basis {
            Basis::Rule => None,
            Basis::Promised if why.kind == TimerKind::Promise => None,
            Basis::Promised => Some(say!(self, "why-promised")),
            Basis::OwnersDate => Some(say!(self, "why-owners-date")),
            Basis::Decided => Some(say!(self, "why-decided")),
            Basis::Named => Some(say!(self, "why-named")),
            Basis::ToldEarlier => Some(say!(self, "why-told-earlier")),
            Basis::CalendarOfThen => Some(say!(self, "why-calendar-of-then")),
            Basis::Questionnaire => Some(say!(self, "why-questionnaire")),
            Basis::QuietHours => Some(say!(self, "why-quiet-hours")),
        }
    }

    fn days(self, days: &[&(NaiveDate, Counted)]) -> Option<String> {
        let named = |day: NaiveDate, name: &str| {
            let name = crate::page::shortened(name, NAME_SHOWN);
            say!(self, "why-day", day = self.day(day), name = name)
        };
        let mut said: Vec<_> = days
            .iter()
            .take(DAYS_SHOWN)
            .map(|(day, counted)| match counted {
                Counted::DayOff => self.day(*day),
                Counted::Holiday(name) | Counted::MadeUp(name) => named(*day, name),
            })
            .collect();
        if days.len() > DAYS_SHOWN {
            said.push("…".to_owned());
        }
        (!said.is_empty()).then(|| said.join(&self.comma()))
    }

    /// What is said before, what happens at the moment itself, and what is said after it.
    fn what_follows(self, text: Text, why: &Why) -> Text {
        let mut text = text;
        for word in why.ahead.iter().filter(|word| word.is_warning) {
            let (moment, people) = (self.moment(word.at), self.hearers(&word.tell));
            text = text.line(say!(self, "why-warning", moment = moment, people = people));
        }
        text = text.line_if(self.at_the_moment(why));
        for word in why.ahead.iter().filter(|word| !word.is_warning) {
            let (moment, people) = (self.moment(word.at), self.hearers(&word.tell));
            text = text.line(say!(self, "why-later", moment = moment, people = people));
        }
        text
    }

    fn at_the_moment(self, why: &Why) -> Option<String> {
        let people = (!why.tell.is_empty()).then(|| self.hearers(&why.tell));
        match why.kind {
            TimerKind::Confirm => Some(say!(self, "why-then-confirm")),
            TimerKind::Callback => Some(say!(self, "why-then-callback")),
            TimerKind::CallbackReminder => Some(say!(self, "why-then-reminder")),
            TimerKind::CallbackExpiry => Some(say!(self, "why-then-expiry")),
            TimerKind::SecondCallback => Some(say!(self, "why-then-second")),
            TimerKind::Age => {
                let people = people.unwrap_or_default();
                Some(say!(self, "why-then-age", people = people))
            }
            TimerKind::Dispatch
            | TimerKind::Pickup
            | TimerKind::Arrive
            | TimerKind::Plan
            | TimerKind::Solve
            | TimerKind::SignOff
            | TimerKind::Promise
            | TimerKind::Review
            | TimerKind::Chase
            | TimerKind::Hurry
            | TimerKind::Measure
            | TimerKind::FollowUp
            | TimerKind::Objection
            | TimerKind::Approve
            | TimerKind::Pause
            | TimerKind::Recheck
            | TimerKind::Tell
            | TimerKind::Corrective => {
                let people = people?;
                Some(if why.is_late {
                    say!(self, "why-told", people = people)
                } else {
                    say!(self, "why-then-told", people = people)
                })
            }
        }
    }

    fn hearers(self, hearers: &[Hearer]) -> String {
        let name = |hearer: &Hearer| match hearer {
            Hearer::Signer => say!(self, "hearer-signer"),
            Hearer::Heads => say!(self, "hearer-heads"),
            Hearer::Desk => say!(self, "hearer-desk"),
            Hearer::Managers => say!(self, "hearer-managers"),
            Hearer::Leaders => say!(self, "hearer-leaders"),
        };
        hearers.iter().map(name).collect::<Vec<_>>().join(&self.comma())
    }

    /// What stands between the members of a list.
    fn comma(self) -> String {
        say!(self, "list-comma")
    }
}
