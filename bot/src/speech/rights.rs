//! Why somebody may or may not do something.

use casework::{
    case::Number,
    desk::CaseView,
    ids::CaseId,
    people::{Action, Explanation, Person, RIGHTS, Standing},
    place::Department,
};

use super::{Voice, say};
use crate::page::{Page, Text};

impl Voice {
    /// What somebody may do, in a word.
    pub fn action(self, action: Action) -> String {
        match action {
            Action::Read => say!(self, "action-read"),
            Action::ReadSlip => say!(self, "action-slip"),
            Action::Dispatch => say!(self, "action-dispatch"),
            Action::Correct => say!(self, "action-correct"),
            Action::Alarm => say!(self, "action-alarm"),
            Action::Promise => say!(self, "action-promise"),
            Action::Reply => say!(self, "action-reply"),
            Action::Sign => say!(self, "action-sign"),
            Action::Work => say!(self, "action-work"),
            Action::Ask => say!(self, "action-ask"),
            Action::Return => say!(self, "action-return"),
            Action::Report => say!(self, "action-report"),
            Action::Note => say!(self, "action-note"),
            Action::Say => say!(self, "action-say"),
            Action::Judge => say!(self, "action-judge"),
            Action::Answer => say!(self, "action-answer"),
            Action::OptOut => say!(self, "action-opt-out"),
            Action::SignOff => say!(self, "action-sign-off"),
            Action::Review => say!(self, "action-review"),
            Action::Add => say!(self, "action-add"),
            Action::Hurry => say!(self, "action-hurry"),
            Action::Withdraw => say!(self, "action-withdraw"),
            Action::Lead => say!(self, "action-lead"),
            Action::AskTime => say!(self, "action-ask-time"),
            Action::Grant => say!(self, "action-grant"),
            Action::Offer => say!(self, "action-offer"),
            Action::Consent => say!(self, "action-consent"),
            Action::Refer => say!(self, "action-refer"),
            Action::Object => say!(self, "action-object"),
            Action::Decide => say!(self, "action-decide"),
            Action::DecideHigher => say!(self, "action-decide-higher"),
            Action::DecideLast => say!(self, "action-decide-last"),
            Action::Approve => say!(self, "action-approve"),
            Action::Pause => say!(self, "action-pause"),
            Action::Recheck => say!(self, "action-recheck"),
            Action::Mediate => say!(self, "action-mediate"),
            Action::ReadStatements => say!(self, "action-read-statements"),
            Action::Prevent => say!(self, "action-prevent"),
            Action::Complete => say!(self, "action-complete"),
            Action::Accuse => say!(self, "action-accuse"),
            Action::Announce => say!(self, "action-announce"),
            Action::Receive => say!(self, "action-receive"),
            Action::Admit => say!(self, "action-admit"),
            Action::Appoint => say!(self, "action-appoint"),
            Action::Recognise => say!(self, "action-recognise"),
            Action::Merge => say!(self, "action-merge"),
            Action::ReadSummary => say!(self, "action-read-summary"),
            Action::Explain => say!(self, "action-explain"),
        }
    }

    fn standing(self, standing: Standing) -> String {
        match standing {
            Standing::Owner => say!(self, "standing-owner"),
            Standing::Filer => say!(self, "standing-filer"),
            Standing::Signer => say!(self, "standing-signer"),
            Standing::Crew => say!(self, "standing-crew"),
            Standing::FreeCrew => say!(self, "standing-free-crew"),
            Standing::Head => say!(self, "standing-head"),
            Standing::Desk => say!(self, "role-desk"),
            Standing::DeskByVoice => say!(self, "standing-desk-by-voice"),
            Standing::Manager => say!(self, "role-manager"),
            Standing::Leader => say!(self, "role-leader"),
            Standing::Auditor => say!(self, "role-auditor"),
            Standing::Admin => say!(self, "role-admin"),
            Standing::Arbiter => say!(self, "standing-arbiter"),
            Standing::StandIn => say!(self, "standing-stand-in"),
            Standing::Responsible => say!(self, "standing-responsible"),
        }
    }

    fn standings(self, standings: &[Standing]) -> String {
        if standings.is_empty() {
            return say!(self, "standing-none");
        }
        let each = standings.iter().map(|standing| self.standing(*standing));
        each.collect::<Vec<_>>().join(" · ")
    }

    /// Yes or no, by which standing, and what is missing.
    pub fn can(
        self,
        person: &Person,
        action: Action,
        view: Option<&CaseView>,
        why: &Explanation,
        departments: &[Department],
    ) -> Page {
        let (name, action) = (self.name(person), self.action(action));
        let heading = match view {
            Some(view) => {
                let number = view.case.number.as_str();
                say!(self, "can-case", name = name, action = action, number = number)
            }
            None => say!(self, "can", name = name, action = action),
        };
        let answer = match why.by {
            Some(standing) => say!(self, "can-yes", standing = self.standing(standing)),
            None => say!(self, "can-no"),
        };
        let posts = person.posts.iter().map(|post| self.post(*post, departments));
        let posts: Vec<String> = posts.collect();
        let posts = if posts.is_empty() { say!(self, "standing-none") } else { posts.join(" · ") };
        let text = Text::heading(&heading)
            .line(answer)
            .paragraph(say!(self, "can-rule", standings = self.standings(why.needed)))
            .line(say!(self, "can-stands", standings = self.standings(&why.standings)))
            .line(say!(self, "can-posts", posts = posts));
        let Some(view) = view else { return Page { text, ..Page::default() } };
        let text = text
            .line(say!(self, "can-department", department = self.department(view)))
            .line(say!(self, "can-stage", state = self.staff_state(view)))
            .paragraph(say!(self, "can-rules-too"));
        Page { text, ..Page::default() }
    }

    /// How to ask.
    pub fn can_usage(self) -> Page {
        let example = Number::of(CaseId(1));
        let text = Text::plain(say!(self, "can-usage", example = example.as_str()));
        let line = |action: Action| format!("{} · {}", action.name(), self.action(action));
        let actions = RIGHTS.into_iter().map(|(action, _)| line(action));
        let text = actions.fold(text.line(""), Text::line);
        Page { text, ..Page::default() }
    }

    /// Several are called so.
    pub fn can_whom(self, people: &[Person]) -> Page {
        let line = |person: &Person| {
            let account = person.account.map(|account| account.to_string()).unwrap_or_default();
            format!("{account} · {}", self.name(person))
        };
        let text = Text::plain(say!(self, "can-whom"));
        let text = people.iter().fold(text, |text, person| text.line(line(person)));
        Page { text, ..Page::default() }
    }

    /// Nobody is called so.
    pub fn can_nobody(self, name: &str) -> Page {
        Page::say(say!(self, "can-nobody", name = name))
    }

    /// Only some may ask.
    pub fn only_managers(self) -> String {
        say!(self, "only-managers")
    }
}
