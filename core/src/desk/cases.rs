//! What happens to cases: moved on, let run out.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{DeskError, Work};
use crate::{
    case::{
        Audience, Case, Effect, Event, Kind, Notice, Refusal, Severity, State, Terms, decide,
        event::Correction, letter::Class,
    },
    ids::{CaseId, DepartmentId, PersonId, PolicyId},
    intake::File,
    people::{Action, Circumstances, Person, Role, may},
    policy::{Policy, TimerKind},
    store::{CardKind, Timer},
};

impl Work {
    /// Attaches files to a case. `purpose` is story, addition or result.
    pub async fn attach(
        &mut self,
        case: CaseId,
        files: &[File],
        purpose: &'static str,
        by: PersonId,
    ) -> Result<(), DeskError> {
        for file in files {
            self.tx.evidence_add(case, purpose, file, by).await?;
        }
        Ok(())
    }

    /// Lets somebody do something to a case: rights, rules, effects; all of it, or none. A button
    /// says in which `round` it was shown.
    pub async fn apply(
        &mut self,
        actor: &Person,
        id: CaseId,
        round: Option<i32>,
        event: &Event,
    ) -> Result<Case, DeskError> {
        if let Event::Merge { into } = event {
            return Box::pin(self.merge(actor, id, *into)).await;
        }
        let case = self.admit(actor, id, round, event).await?;
        let next = self.happen(case, Some(actor.id), event).await?;
        if matches!(event, Event::Correct(Correction { category: Some(_), .. })) {
            if self.is_danger(&next).await? {
                return self.alarm(next, actor).await;
            }
            // Told of under the right heading, it may be the third of its sort.
            self.raise_by_count(id).await?;
            return self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id));
        }
        // Whom one of them is about has no part in what is done for all of them (PV-08).
        if let (Event::Accuse { person }, State::Merged { .. }, Some(leader)) =
            (event, &next.state, next.handling.merged)
        {
            let leader = self.tx.case_lock(leader).await?.ok_or(DeskError::NoSuchCase(leader))?;
            if !leader.handling.accused.contains(person) {
                self.happen(leader, Some(actor.id), event).await?;
            }
        }
        Ok(next)
    }

    /// Whether somebody may do something to a case now, as the rules and rights stand.
    pub async fn would(
        &mut self,
        actor: &Person,
        id: CaseId,
        round: Option<i32>,
        event: &Event,
    ) -> Result<Case, DeskError> {
        let case = self.admit(actor, id, round, event).await?;
        self.judge(actor, &case, event).await?;
        Ok(case)
    }

    /// Which of these somebody may do to a case now, asked of it once.
    pub async fn possible(
        &mut self,
        actor: &Person,
        id: CaseId,
        events: &[Event],
    ) -> Result<Vec<bool>, DeskError> {
        let (case, actor) = self.locked(actor, id).await?;
        let mut possible = vec![];
        for event in events {
            let asked = match self.allow(&actor, &case, None, event).await {
                Ok(()) => self.judge(&actor, &case, event).await,
                refused => refused,
            };
            possible.push(match asked {
                Ok(()) => true,
                Err(DeskError::Refused(_)) => false,
                Err(error) => return Err(error),
            });
        }
        Ok(possible)
    }

    /// Whether the rules let it happen, whoever may do it.
    async fn judge(&mut self, actor: &Person, case: &Case, event: &Event) -> Result<(), DeskError> {
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        decide(case, Some(actor.id), event, self.now(), terms)?;
        Ok(())
    }

    /// The latest time that the owner of a case may be promised (T-53).
    pub async fn latest_promise(&mut self, case: &Case) -> Result<DateTime<Utc>, DeskError> {
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        Ok(terms.due(TimerKind::Promise, case, self.now()))
    }

    /// The case, locked, if this person is entitled to the event and their button is not stale.
    pub(super) async fn admit(
        &mut self,
        actor: &Person,
        id: CaseId,
        round: Option<i32>,
        event: &Event,
    ) -> Result<Case, DeskError> {
        let (case, actor) = self.locked(actor, id).await?;
        self.allow(&actor, &case, round, event).await?;
        Ok(case)
    }

    /// The case, locked, and whoever acts, read again under the lock: while we waited for it they
    /// may have lost their position.
    pub(super) async fn locked(
        &mut self,
        actor: &Person,
        id: CaseId,
    ) -> Result<(Case, Person), DeskError> {
        let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        Ok((case, self.person(actor.id).await?))
    }

    /// Whether this person is entitled to the event, and their button is not stale.
    async fn allow(
        &mut self,
        actor: &Person,
        case: &Case,
        round: Option<i32>,
        event: &Event,
    ) -> Result<(), DeskError> {
        self.permit(actor, case, event.action_on(case)).await?;
        let wanted = case.round_for(event);
        if round.is_some_and(|round| wanted.is_some_and(|wanted| wanted != round)) {
            return Err(Refusal::Stale.into());
        }
        if let Event::Correct(Correction { category: Some(category), .. }) = event
            && !self.category(*category).await?.is_some_and(|category| category.is_offered())
        {
            return Err(Refusal::Stale.into());
        }
        if let Event::Complete { which, .. } = event
            && !is_theirs(actor, case, *which)
        {
            return Err(Refusal::NotEntitled.into());
        }
        if let Event::Dispatch { department } = event
            && case.kind == Kind::Report
            && self.is_about_somebody_of(case, *department).await?
        {
            return Err(Refusal::AboutThem.into());
        }
        Ok(())
    }

    /// Whether whom a case is about works in a department: what is reported of them is not looked
    /// into there (PV-08).
    pub(super) async fn is_about_somebody_of(
        &mut self,
        case: &Case,
        department: DepartmentId,
    ) -> Result<bool, DeskError> {
        for accused in &case.handling.accused {
            let person = self.person(*accused).await?;
            if person.posts.iter().any(|post| post.department == Some(department)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether `actor` is entitled to `action` on a case.
    pub async fn entitled(
        &mut self,
        actor: &Person,
        case: &Case,
        action: Action,
    ) -> Result<bool, DeskError> {
        let around = self.circumstances(case, action).await?;
        Ok(may(actor, action, case, around))
    }

    /// What beside the case decides who may do this.
    pub async fn circumstances(
        &mut self,
        case: &Case,
        action: Action,
    ) -> Result<Circumstances, DeskError> {
        // Whoever does not answer the callback in their chat is called, too.
        let by_voice = self.person(case.owner).await?.is_by_voice()
            || action == Action::Answer && self.tx.calls_asked(case.id).await? > 0;
        let signs = matches!(action, Action::SignOff | Action::Review);
        let headless = signs
            && case.department.is_some()
            && self.tx.people_in(case.site, Role::Head, case.department).await?.is_empty();
        Ok(Circumstances { by_voice, headless })
    }

    pub(super) async fn permit(
        &mut self,
        actor: &Person,
        case: &Case,
        action: Option<Action>,
    ) -> Result<(), DeskError> {
        let action = action.ok_or(Refusal::NotEntitled)?;
        if crate::trouble::broken("broken.right_from_button") {
            return Ok(());
        }
        if self.entitled(actor, case, action).await? {
            return Ok(());
        }
        // To somebody who may not even read it, it does not exist.
        if self.entitled(actor, case, Action::Read).await? {
            Err(Refusal::NotEntitled.into())
        } else {
            Err(DeskError::NoSuchCase(case.id))
        }
    }

    /// A timer of a case ran out.
    pub(super) async fn overdue(&mut self, timer: &Timer) -> Result<(), DeskError> {
        let id = timer.case;
        let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        self.tx.reminders_are_late(id, timer.kind).await?;
        if let Some(again) = self.ask_to_call(&case, timer.kind).await? {
            return self.arm(&case, timer.kind, again).await;
        }
        if timer.kind == TimerKind::CallbackReminder
            && let Some(later) = self.lets_finish_until(&case).await?
        {
            return self.arm(&case, timer.kind, later).await;
        }
        if let Some(morning) = self.sleeps_until(&case, timer.kind).await? {
            return self.arm(&case, timer.kind, morning).await;
        }
        match timer.kind {
            // They are back, and have read it in their own chat.
            TimerKind::Tell if !self.person(case.owner).await?.is_by_voice() => {}
            // Whoever wants no questions is not asked a second time.
            TimerKind::SecondCallback if self.tx.person_is_unasked(case.owner).await? => {}
            TimerKind::Callback if self.decline_unasked(&case).await? => {
                self.happen(case, None, &Event::OptOut).await?;
            }
            TimerKind::Callback if !self.is_sampled(&case).await? => {
                self.happen(case, None, &Event::Spare).await?;
            }
            kind => {
                if let Some(later) = self.leaves_alone_until(&case, kind).await? {
                    return self.arm(&case, kind, later).await;
                }
                let said = match kind {
                    TimerKind::CallbackExpiry => self.so_far(&case).await?,
                    // It is worked on rather than asked after.
                    TimerKind::CallbackReminder if self.says_unsolved(&case).await? => {
                        self.so_far(&case).await?
                    }
                    _ => None,
                };
                let event = said.unwrap_or(Event::Overdue { timer: kind });
                self.happen(case, None, &event).await?;
            }
        }
        Ok(())
    }

    /// Lets an event happen to a case that is locked, with everything that follows. Boxed: what
    /// follows may be an event of another case, and so on.
    pub(super) async fn happen(
        &mut self,
        case: Case,
        actor: Option<PersonId>,
        event: &Event,
    ) -> Result<Case, DeskError> {
        Box::pin(self.take_place(case, actor, event)).await
    }

    async fn take_place(
        &mut self,
        case: Case,
        actor: Option<PersonId>,
        event: &Event,
    ) -> Result<Case, DeskError> {
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        let decision = decide(&case, actor, event, self.now(), terms)?;
        let mut next = decision.case;
        // Whoever signs later reads it on the slip, too.
        if let Event::Add { text: Some(text), .. } = event {
            next.facts.add(text, self.now());
        }
        self.tx.case_save(&next, actor, event, self.update).await?;
        for effect in decision.effects {
            self.carry_out(&case, &next, effect).await?;
        }
        // Told by word of mouth already, and major only now.
        if case.has_answer() && next.has_answer() && next.wants_writing() && !case.wants_writing() {
            self.tell_in_writing(&next).await?;
        }
        self.lay_bare(&next).await?;
        self.renew_cards(next.id).await?;
        self.carry_over(&case, &next, actor, event).await?;
        self.raise_after(next, event).await
    }

    pub(super) async fn carry_out(
        &mut self,
        before: &Case,
        case: &Case,
        effect: Effect,
    ) -> Result<(), DeskError> {
        match effect {
            Effect::Tell(audience, notice) => self.tell(before, case, audience, notice).await?,
            Effect::Arm(kind, due_at) => self.begin_to_wait(case, kind, due_at).await?,
            Effect::Hasten(kind) => self.hasten(case, kind).await?,
            Effect::Disarm(kind) => self.tx.timer_disarm(case.id, Some(kind)).await?,
            Effect::DisarmAll => self.tx.timer_disarm(case.id, None).await?,
            Effect::PostSlip => self.post_slip(case).await?,
            Effect::AskOwner => self.ask_owner(case).await?,
            Effect::RecallQuestionnaire => self.recall_questionnaire(case).await?,
        }
        Ok(())
    }

    /// The slip as a card in the department's group, its files under it.
    async fn post_slip(&mut self, case: &Case) -> Result<(), DeskError> {
        let department = match case.department {
            Some(department) => self.department(department).await?,
            None => None,
        };
        let Some(room) = department.and_then(|department| department.room) else {
            return self.tell(case, case, Audience::Desk, Notice::NoRoom).await;
        };
        let card = self.tx.card_add(case.id, CardKind::Slip, room, case.round).await?;
        let presses = case.severity > Severity::Minor || self.is_danger(case).await?;
        let class = if presses { Class::Danger } else { Class::State };
        self.owe_card_as(class, room, card).await?;
        self.owe_files(room, case.id, false).await
    }

    /// A version of a profile; read from the book once.
    pub(super) async fn policy(&mut self, id: PolicyId) -> Result<Arc<Policy>, DeskError> {
        let kept = self.desk.policies.lock().ok().and_then(|kept| kept.get(&id).cloned());
        if let Some(policy) = kept {
            return Ok(policy);
        }
        let body = self.tx.policy_body(id).await?;
        let policy = Policy::kept(&body).map_err(|error| {
            tracing::error!(policy.id = %id, %error, "a kept profile cannot be read");
            crate::store::StoreError::Nonsense { table: "policies", column: "body", row: id.0 }
        })?;
        let policy = Arc::new(policy);
        if let Ok(mut kept) = self.desk.policies.lock() {
            kept.insert(id, Arc::clone(&policy));
        }
        Ok(policy)
    }
}

/// Whether somebody may say of this corrective measure that it is done: it is laid upon them, they
/// lead those upon whom it is laid, or they write it down for them.
fn is_theirs(person: &Person, case: &Case, which: usize) -> bool {
    let laid_upon = case.handling.corrective.get(which).map(|one| one.measure.responsible);
    let leads = [Role::Desk, Role::Manager].iter().any(|role| person.is(*role))
        || person.is_in(Role::Head, case.department);
    laid_upon == Some(person.id) || leads
}
