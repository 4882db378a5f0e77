//! What is waited for in a case, as the book keeps it: begun, warned of, told again, explained.

use chrono::{DateTime, TimeDelta, Utc};

use super::{DeskError, Work};
use crate::{
    case::{
        Case, Notice, Terms,
        decide::{reminded, still_waits},
        why::{Wait, Why, why},
    },
    ids::CaseId,
    policy::TimerKind,
    store::Reminder,
};

/// Whoever has more than a day for something is reminded of it before the night.
const A_DAY: TimeDelta = TimeDelta::days(1);

/// Nobody is woken to be asked how it was.
pub(super) fn asks_how_it_was(kind: TimerKind) -> bool {
    matches!(kind, TimerKind::Callback | TimerKind::CallbackReminder | TimerKind::SecondCallback)
}

impl Work {
    /// Begins to wait: as long as the profile says, or the questionnaire that is to be asked.
    pub(super) async fn begin_to_wait(
        &mut self,
        case: &Case,
        kind: TimerKind,
        due_at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let Some(own) = self.length_of_its_own(case, kind).await? else {
            return self.arm(case, kind, due_at).await;
        };
        let policy = self.policy(case.policy).await?;
        let due_at = policy.calendar(&self.calendar().await?).after(self.now(), own);
        self.arm(case, kind, due_at).await
    }

    /// Begins to wait until a moment, with the words that the policy wants before and after.
    pub(super) async fn arm(
        &mut self,
        case: &Case,
        kind: TimerKind,
        due_at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let calendar = self.calendar().await?;
        // Whoever reads it in their own chat has been told.
        if kind == TimerKind::Tell && !self.person(case.owner).await?.is_by_voice() {
            return Ok(());
        }
        let due_at = match kind {
            _ if asks_how_it_was(kind) => {
                self.tx.quiet_of(case.owner).await?.after(due_at, &calendar)
            }
            // Who is to ask somebody on a day has that day for it.
            TimerKind::FollowUp => {
                let site = self.site().await?;
                site.quiet.on_the_day(due_at, site.morning, self.now(), &calendar)
            }
            // Who is to be told today is called before the night; in it, in the morning.
            TimerKind::Tell => {
                let quiet = self.site().await?.quiet;
                let evening = quiet.before(due_at, &calendar);
                if evening > self.now() { evening } else { quiet.after(due_at, &calendar) }
            }
            // A day that has passed is told of in the morning, not at its last minute.
            TimerKind::Corrective | TimerKind::Recheck => {
                self.site().await?.quiet.after(due_at, &calendar)
            }
            _ => due_at,
        };
        self.arm_since(case, kind, self.now(), due_at).await
    }

    /// Until when nobody asks this owner how it was, if that is later than now: after an outage, or where
    /// they have chosen other hours since, it may be night by now.
    pub(super) async fn sleeps_until(
        &mut self,
        case: &Case,
        kind: TimerKind,
    ) -> Result<Option<DateTime<Utc>>, DeskError> {
        if !asks_how_it_was(kind) {
            return Ok(None);
        }
        let now = self.now();
        let morning = self.tx.quiet_of(case.owner).await?.after(now, &self.calendar().await?);
        Ok((morning > now).then_some(morning))
    }

    /// A wait that runs is over sooner, counted from where it began; one that would be over later
    /// stays as it is.
    pub(super) async fn hasten(&mut self, case: &Case, kind: TimerKind) -> Result<(), DeskError> {
        let timers = self.tx.timers(case.id).await?;
        let running = timers.iter().find(|timer| timer.kind == kind && timer.fired_at.is_none());
        let Some(timer) = running else { return Ok(()) };
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        let due_at = terms.due_since(kind, case, timer.armed_at);
        if due_at >= timer.due_at {
            return Ok(());
        }
        self.arm_since(case, kind, timer.armed_at, due_at).await
    }

    async fn arm_since(
        &mut self,
        case: &Case,
        kind: TimerKind,
        armed_at: DateTime<Utc>,
        due_at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let policy = self.policy(case.policy).await?;
        let calendar = policy.calendar(&self.calendar().await?);
        let now = self.now();
        let mut reminders = vec![];
        if let Some(rule) = policy.waited(kind) {
            let terms = Terms { policy: &policy, calendar: &calendar };
            let from = terms.counted_from(kind, case, armed_at);
            let quiet = self.site().await?.quiet;
            let warnings = rule.warnings(from, due_at).filter(|(_, at)| *at > now);
            let has_time = !case.is_alarmed() && due_at - from > A_DAY;
            let warnings = warnings.filter_map(|(place, at)| {
                let evening = quiet.before(at, &calendar);
                if has_time && evening > now {
                    return Some((place, evening));
                }
                // What was said in the evening is not said again at night.
                let is_said = has_time && from < evening && evening < at;
                (!is_said).then_some((place, at))
            });
            reminders.extend(warnings.map(|(place, at)| (-step(place), at)));
            reminders.extend(
                rule.steps(due_at.max(now), &calendar).map(|(place, at)| (step(place), at)),
            );
        }
        Ok(self.tx.timer_arm(case.id, kind, armed_at, due_at, &reminders).await?)
    }

    /// Says a word before or after a wait runs out, if it is still waited for.
    pub(super) async fn remind(&mut self, reminder: &Reminder) -> Result<(), DeskError> {
        let id = reminder.case;
        let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let policy = self.policy(case.policy).await?;
        let timer = reminder.kind;
        let place = usize::from(reminder.step.unsigned_abs()).saturating_sub(1);
        let rule = policy.waited(timer).filter(|_| still_waits(&case, timer));
        let said = rule.and_then(|rule| match reminder.step {
            ..0 => Some((&rule.warn.get(place)?.tell, Notice::Soon { timer })),
            _ => Some((&rule.then.get(place)?.tell, Notice::Late { timer })),
        });
        if let Some((hearers, notice)) = said {
            for effect in reminded(&case, hearers, &notice) {
                self.carry_out(&case, &case, effect).await?;
            }
        }
        Ok(())
    }

    /// How each deadline of a case comes about, and what comes next.
    pub async fn why(&mut self, id: CaseId) -> Result<Vec<Why>, DeskError> {
        let case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        let ahead = self.tx.reminders(id).await?;
        let timers = self.tx.timers(id).await?;
        let open = timers.iter().filter(|timer| {
            timer.fired_at.is_none()
                || still_waits(&case, timer.kind) && timer.kind != TimerKind::Chase
        });
        let mut explained = vec![];
        for timer in open {
            let (kind, armed_at) = (timer.kind, timer.armed_at);
            let of_kind = ahead.iter().filter(|(of, ..)| *of == kind);
            let ahead = of_kind.map(|(_, step, at)| (*step, *at)).collect();
            let (due_at, fired_at) = (timer.due_at, timer.fired_at);
            let own = self.length_of_its_own(&case, kind).await?;
            let wait = Wait { kind, own, armed_at, due_at, fired_at, ahead };
            explained.extend(why(&case, wait, terms));
        }
        Ok(explained)
    }
}

/// The first is 1.
fn step(place: usize) -> i16 {
    i16::try_from(place + 1).unwrap_or(i16::MAX)
}
