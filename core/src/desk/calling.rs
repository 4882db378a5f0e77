//! People who call: owners without a chat, and those who have not answered in theirs. Each
//! attempt is written down, and silence counts only after as many as the profile says.

use chrono::{DateTime, TimeDelta, Utc};

use super::{DeskError, Work};
use crate::{
    callback::CallOutcome,
    case::{
        Case, Event, OwnersWord, Refusal, Severity, State,
        letter::Class,
        state::CallbackState::{self, Asked},
    },
    ids::CaseId,
    people::{Action, Circumstances, Person, may},
    policy::TimerKind,
    store::{Call, CallOwed},
};

/// Whoever tries again within this time has not waited for somebody to come home.
const LEAST_GAP: TimeDelta = TimeDelta::hours(1);

/// What an attempt has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// How often it was tried, this time included.
    pub tried: usize,
    /// Nobody is to call about this any more.
    pub is_last: bool,
}

impl Work {
    /// Whose owner this person may call now, those whom nobody has tried yet first. Not of what they had
    /// a hand in, unless only the result is to be told.
    pub async fn calls_owed(&mut self, person: &Person) -> Result<Vec<CallOwed>, DeskError> {
        let site = self.site().await?.id;
        let mut owed = vec![];
        for call in self.tx.calls_owed(site).await? {
            let Some(case) = self.tx.case(call.case).await? else { continue };
            if self.may_call(person, &case).await? {
                owed.push(call);
            }
        }
        Ok(owed)
    }

    /// The attempts that reached nobody, of what the owner is called about now: the result, or how it was.
    pub async fn calls_tried(&mut self, case: &Case) -> Result<Vec<Call>, DeskError> {
        let State::Reported { at, .. } = &case.state else { return Ok(vec![]) };
        let asked = self.tx.questionnaire_asked_at(case.id).await?;
        let since = asked.filter(|_| called_about(case) == Some(TimerKind::CallbackExpiry));
        let mut calls = self.tx.calls_since(case.id, since.unwrap_or(*at)).await?;
        calls.retain(|call| call.outcome != CallOutcome::Told);
        Ok(calls)
    }

    /// Somebody has called in vain. After as many attempts as the profile says silence counts; whoever
    /// wants no questions is asked no more about this case, and about others as before: for good only
    /// they themselves decide that.
    pub async fn called(
        &mut self,
        person: &Person,
        case: CaseId,
        outcome: CallOutcome,
    ) -> Result<Called, DeskError> {
        let (case, person) = self.locked(person, case).await?;
        let timer = called_about(&case).ok_or(Refusal::NotWaiting)?;
        if !self.may_call(&person, &case).await? {
            self.permit(&person, &case, Some(Action::Read)).await?;
            return Err(Refusal::NotEntitled.into());
        }
        let tried = self.calls_tried(&case).await?;
        let is_same = |call: &Call| call.at + LEAST_GAP > self.now();
        let is_vain = matches!(outcome, CallOutcome::NoAnswer | CallOutcome::WrongNumber);
        if is_vain && tried.last().is_some_and(is_same) {
            return Err(Refusal::TriedJustNow.into());
        }
        self.tx.call_add(case.id, person.id, outcome).await?;
        if outcome == CallOutcome::Told {
            self.tx.timer_disarm(case.id, Some(TimerKind::Tell)).await?;
            self.renew_cards(case.id).await?;
            return Ok(Called { tried: tried.len(), is_last: false });
        }
        if outcome == CallOutcome::Refused && timer == TimerKind::CallbackExpiry {
            if let Some(open) = self.tx.questionnaire_open_of(case.id).await? {
                self.tx.questionnaire_decline(open, Some(person.id)).await?;
                let owner = self.person(case.owner).await?;
                self.show_questionnaire(&owner, open, Class::State).await?;
            }
            self.happen(case, Some(person.id), &Event::OptOut).await?;
            return Ok(Called { tried: tried.len() + 1, is_last: true });
        }
        let calls = self.policy(case.policy).await?.calls();
        let tried = tried.len() + 1;
        if tried < usize::try_from(calls).unwrap_or(usize::MAX) {
            self.renew_cards(case.id).await?;
            return Ok(Called { tried, is_last: false });
        }
        let said = match timer {
            TimerKind::CallbackExpiry => self.so_far(&case).await?,
            _ => None,
        };
        self.happen(case, None, &said.unwrap_or(Event::Overdue { timer })).await?;
        Ok(Called { tried, is_last: true })
    }

    /// Whether somebody calls the owner of this case: whoever writes answers down for those who cannot be
    /// written to, and had no hand in the work whose callback it is.
    async fn may_call(&mut self, person: &Person, case: &Case) -> Result<bool, DeskError> {
        let Some(timer) = called_about(case) else { return Ok(false) };
        let is_callback = timer == TimerKind::CallbackExpiry;
        let is_partial = case.handling.is_partial(&case.state, person.id);
        let owner = self.person(case.owner).await?;
        let is_called =
            owner.is_by_voice() || is_callback && self.tx.calls_asked(case.id).await? > 0;
        let around = Circumstances { by_voice: is_called, ..Circumstances::default() };
        Ok(is_called
            && person.id != case.owner
            && !(is_callback && is_partial)
            && may(person, Action::Answer, case, around))
    }

    /// Whether the owner has not begun to answer; what they began to say is heard as it is.
    async fn has_said_nothing(&mut self, case: &Case) -> Result<bool, DeskError> {
        let open = self.open_questionnaire(case.id).await?;
        Ok(open.is_some_and(|questionnaire| questionnaire.sheet.is_empty()))
    }

    /// Whether silence does not count yet: nobody has called the owner as often as the profile says. Then
    /// somebody is asked to, and the wait begins anew.
    pub(super) async fn ask_to_call(
        &mut self,
        case: &Case,
        timer: TimerKind,
    ) -> Result<Option<DateTime<Utc>>, DeskError> {
        let State::Reported { at, owner, .. } = &case.state else { return Ok(None) };
        if called_about(case) != Some(timer) {
            return Ok(None);
        }
        let policy = self.policy(case.policy).await?;
        let calls = i64::from(policy.calls());
        let person = self.person(case.owner).await?;
        let open = self.tx.questionnaire_open_of(case.id).await?;
        let is_due = if person.account.is_none() {
            self.tx.timers_fired(case.id, timer, *at).await? < calls
        } else {
            timer == TimerKind::CallbackExpiry
                && policy
                    .calls_silent(*owner == OwnersWord::Fixed && case.severity == Severity::Minor)
                && i64::from(self.tx.calls_asked(case.id).await?) < calls
                && self.has_said_nothing(case).await?
        };
        if !is_due {
            return Ok(None);
        }
        if let Some(open) = open.filter(|_| timer == TimerKind::CallbackExpiry) {
            self.tx.questionnaire_call(open).await?;
        }
        self.please_call(case, None).await?;
        let calendar = self.calendar().await?;
        let again = policy.call_again(self.now(), &calendar);
        Ok(Some(again.unwrap_or_else(|| policy.due(timer, case.weight(), self.now(), &calendar))))
    }
}

/// What an owner is called about now: to hear whether it is solved, or how it was.
fn called_about(case: &Case) -> Option<TimerKind> {
    match &case.state {
        State::Reported { callback: Asked, .. } => Some(TimerKind::CallbackExpiry),
        State::Reported {
            owner: OwnersWord::Awaited, callback: CallbackState::Planned, ..
        } => Some(TimerKind::Confirm),
        _ => None,
    }
}
