//! The written reply to the owner: what was found and done, and how to object. Nothing of it is said
//! among ourselves only.

use casework::{case::State, desk::CaseView};
use chrono::{DateTime, Utc};

use super::field;
use crate::{
    page::shortened,
    paper::{Passage, Reply},
    speech::{Voice, say},
};

/// So much of their own story it recalls to its owner.
const STORY_RECALLED: usize = 300;

impl Voice {
    /// The letter; `None` without a result or an answer.
    pub fn written_reply(self, view: &CaseView) -> Option<Reply> {
        if !view.case.has_answer() {
            return None;
        }
        let (facts, site) = (&view.case.facts, &view.site);
        let estate = site.name.in_language(self.language).to_owned();
        let name = view.owner.name.clone();
        let mut to = vec![];
        to.extend(name.clone());
        to.extend(view.place.as_ref().map(|place| place.full(self.language)));
        let mut numbers = vec![self.line_of(say!(self, "paper-number"), view.case.number.as_str())];
        let document = facts.document.as_deref();
        numbers.extend(document.map(|value| self.line_of(say!(self, "paper-document"), value)));
        let mut signed = vec![say!(self, "reply-from", estate = estate.as_str())];
        if let Some(department) = &view.department {
            let department = department.name.in_language(self.language);
            signed.push(self.line_of(say!(self, "paper-department"), department));
        }
        let crew = view.signer.as_ref().filter(|_| site.shows_names);
        let crew = crew.and_then(|crew| crew.name.as_deref());
        signed.extend(crew.map(|name| self.line_of(say!(self, "reply-handled"), name)));
        signed.extend(reported_at(&view.case.state).map(|at| self.paper_day(self.local_day(at))));
        let opened = self.paper_day(self.local_day(view.case.opened_at));
        let mut passages = vec![Passage::Words(say!(self, "reply-begin", day = opened))];
        let told = shortened(&facts.story, STORY_RECALLED);
        let mut headed = vec![(say!(self, "reply-told"), told.as_str())];
        if let Some(outcome) = view.case.state.outcome() {
            headed.extend([
                (say!(self, "reply-found"), outcome.cause.as_str()),
                (say!(self, "reply-done"), outcome.result.as_str()),
                (say!(self, "reply-remedy"), outcome.remedy.as_str()),
                (say!(self, "reply-advice"), outcome.advice.as_deref().unwrap_or_default()),
            ]);
        }
        let answer = view.case.handling.reply.as_deref();
        headed.extend(answer.map(|answer| (say!(self, "reply-answer"), answer)));
        let headed = headed.into_iter().filter(|(_, text)| !text.is_empty());
        passages.extend(headed.map(|(label, text)| Passage::Headed(field(label, text.to_owned()))));
        passages.push(Passage::Words(self.how_to_object(view)));
        if !site.instances.is_empty() {
            passages.push(Passage::Words(say!(self, "note-next-instances")));
            let lines = site.instances.iter().map(|one| {
                self.line_of(one.name.in_language(self.language).to_owned(), &one.contact)
            });
            passages.push(Passage::List(lines.collect()));
        }
        passages.push(Passage::Words(say!(self, "reply-thanks")));
        let greeting = match &name {
            Some(name) => say!(self, "reply-greeting", name = name.as_str()),
            None => say!(self, "reply-greeting-nameless"),
        };
        Some(Reply {
            language: self.language,
            estate,
            title: say!(self, "reply-title"),
            to,
            numbers,
            greeting,
            passages,
            signed,
            foot: say!(self, "paper-foot"),
        })
    }

    /// What stands under the file: for the owner, or for whoever posts it to them.
    pub fn written_reply_caption(self, view: &CaseView, to_owner: bool) -> String {
        let number = view.case.number.as_str();
        if to_owner {
            say!(self, "reply-caption", number = number)
        } else {
            say!(self, "reply-caption-post", number = number)
        }
    }

    fn how_to_object(self, view: &CaseView) -> String {
        let phone = view.site.phone.as_str();
        if view.owner.account.is_none() {
            return say!(self, "reply-object-call", phone = phone);
        }
        let button = say!(self, "act-object");
        say!(self, "reply-object-chat", button = button, phone = phone)
    }
}

fn reported_at(state: &State) -> Option<DateTime<Utc>> {
    match state {
        State::Reported { at, .. } => Some(*at),
        State::Closed { finished, .. } | State::Archived { finished: Some(finished), .. } => {
            Some(finished.reported_at)
        }
        _ => None,
    }
}
