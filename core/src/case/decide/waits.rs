//! When what is waited for runs out, by the policy, the calendar, and what the owner agreed to.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Case, Effect, Severity, Terms};
use crate::{
    case::Kind,
    policy::{Start, TimerKind},
};

impl Terms<'_> {
    /// When a wait that begins at `from` runs out. For what every profile waits for.
    pub fn due(&self, kind: TimerKind, case: &Case, from: DateTime<Utc>) -> DateTime<Utc> {
        let due = self.policy.due(kind, case.weight(), from, self.calendar);
        match kind {
            TimerKind::Solve => self.by_the_owners_date(case, from, due),
            _ => due,
        }
    }

    /// A minor case is due by the owner's own date when that comes first (T-50, C-05). Where the
    /// profile follows what was agreed (T-60), a promise is the date, else the owner's own within
    /// what may be promised.
    fn by_the_owners_date(
        &self,
        case: &Case,
        from: DateTime<Utc>,
        due: DateTime<Utc>,
    ) -> DateTime<Utc> {
        // What is urgent does not wait for a date that was agreed before anybody knew.
        let agreed = self.policy.rule(TimerKind::Solve).agreed;
        let at_most = |date: DateTime<Utc>| {
            if case.weight().is_urgent { date.min(due) } else { date }
        };
        let wanted = case.facts.wanted_by.map(|day| self.calendar.end_of_day(day));
        match (case.facts.promised_at, wanted.filter(|wanted| *wanted > from)) {
            (Some(promised), _) if agreed && promised > from => at_most(promised),
            (_, Some(wanted)) if agreed => {
                let promise = TimerKind::Promise;
                let latest = self.policy.due(promise, case.weight(), from, self.calendar);
                at_most(wanted.min(latest))
            }
            (_, Some(wanted)) if case.severity == Severity::Minor => due.min(wanted),
            _ => due,
        }
    }

    /// Since when a case is open: registered, or opened again, so that sending it to and fro wins
    /// no time.
    pub fn open_since(case: &Case) -> DateTime<Utc> {
        case.facts.reopened_at.unwrap_or(case.opened_at)
    }

    /// From when a wait that began at `armed_at` is counted.
    pub fn counted_from(
        &self,
        kind: TimerKind,
        case: &Case,
        armed_at: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let start = self.policy.waited(kind).map(|rule| rule.start);
        match kind {
            TimerKind::Solve => Self::counted_since(case),
            TimerKind::Age => Self::open_since(case),
            _ if start == Some(Start::Registered) => Self::open_since(case),
            _ => armed_at,
        }
    }

    /// When a wait that began at `armed_at` runs out, as the case is now.
    pub fn due_since(
        &self,
        kind: TimerKind,
        case: &Case,
        armed_at: DateTime<Utc>,
    ) -> DateTime<Utc> {
        match kind {
            TimerKind::Solve => self.solve_by(case),
            _ => self.due(kind, case, self.counted_from(kind, case, armed_at)),
        }
    }

    /// When a case must be solved.
    pub(super) fn solve_by(&self, case: &Case) -> DateTime<Utc> {
        let by_rule = || self.due(TimerKind::Solve, case, Self::counted_since(case));
        let date = case.handling.fixed_date.unwrap_or_else(by_rule);
        case.handling.no_later.map_or(date, |no_later| date.min(no_later))
    }

    /// Since when the time to solve is counted: what stood still in pauses is not.
    fn counted_since(case: &Case) -> DateTime<Utc> {
        Self::open_since(case) + TimeDelta::seconds(case.handling.stood_still)
    }

    /// From the signature until a plan; what is counted from registration and has run out by then
    /// was told, and is not told again.
    pub(super) fn plan_from(&self, case: &Case, now: DateTime<Utc>) -> Option<Effect> {
        match self.policy.rule(TimerKind::Plan).start {
            Start::Event => {
                Some(Effect::Arm(TimerKind::Plan, self.due(TimerKind::Plan, case, now)))
            }
            Start::Registered => self.plan_before_signing(case, now),
        }
    }

    /// Where a plan is owed from registration on, it is waited for before anybody has signed, unless
    /// a time is promised.
    pub(super) fn plan_before_signing(&self, case: &Case, now: DateTime<Utc>) -> Option<Effect> {
        let is_promised = case.facts.promised_at.is_some_and(|promised| promised > now);
        if self.policy.rule(TimerKind::Plan).start == Start::Event || is_promised {
            return None;
        }
        let due = self.due(TimerKind::Plan, case, Self::open_since(case));
        (due > now).then_some(Effect::Arm(TimerKind::Plan, due))
    }

    /// Until somebody is on the spot of a repair (T-70 to T-72).
    pub(super) fn arrive_from(&self, case: &Case, now: DateTime<Utc>) -> Option<Effect> {
        if case.kind != Kind::Repair {
            return None;
        }
        self.wait_for(TimerKind::Arrive, case, now)
    }

    /// Until a case has become major by its age (T-35). Where the desk has judged otherwise after
    /// that, its word stands.
    pub fn age(&self, case: &Case, now: DateTime<Utc>) -> Option<Effect> {
        if case.severity == Severity::Major || !case.kind.needs_work() {
            return None;
        }
        let due = self.due_if_waited(TimerKind::Age, case, Self::open_since(case))?;
        (case.state.is_open() && due > now).then_some(Effect::Arm(TimerKind::Age, due))
    }

    /// Until the next of what removes the cause is to be done; what is late is told again and again.
    pub(super) fn corrective(&self, case: &Case, now: DateTime<Utc>) -> Option<Effect> {
        let again = self.due(TimerKind::Chase, case, now);
        let undone = case.handling.undone();
        let due = undone.map(|(_, one)| if one.until > now { one.until } else { again }).min()?;
        Some(Effect::Arm(TimerKind::Corrective, due))
    }

    /// Begins to wait, if the profile knows of it.
    pub(super) fn wait_for(
        &self,
        kind: TimerKind,
        case: &Case,
        now: DateTime<Utc>,
    ) -> Option<Effect> {
        Some(Effect::Arm(kind, self.due_if_waited(kind, case, now)?))
    }

    /// When a wait runs out, if the profile knows of it.
    pub(super) fn due_if_waited(
        &self,
        kind: TimerKind,
        case: &Case,
        from: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        self.policy.waited(kind)?;
        Some(self.policy.due(kind, case.weight(), from, self.calendar))
    }
}
