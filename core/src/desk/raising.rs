//! Cases that become graver by what is counted: the same again, many households, results that do not hold
//! (S0-09.3, S2-04, S2-15.5). By how much, and after how many, is the profile's word.

use chrono::TimeDelta;

use super::{Desk, DeskError, Work};
use crate::{
    case::{
        Case, Event, Severity, State,
        handling::{PauseGround, RaiseGround},
    },
    ids::{CaseId, SiteId},
    policy::Raise,
};

impl Work {
    /// The same matter again, or many households at once.
    pub(super) async fn raise_by_count(&mut self, id: CaseId) -> Result<(), DeskError> {
        for ground in [RaiseGround::Repeated, RaiseGround::Households] {
            let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
            self.raise_for(case, ground).await?;
        }
        Ok(())
    }

    /// What has just happened may be once too often: parts are missing for one household more (E3), or
    /// one result more does not hold (E6).
    pub(super) async fn raise_after(
        &mut self,
        case: Case,
        event: &Event,
    ) -> Result<Case, DeskError> {
        let ground = match event {
            Event::Pause { ground: PauseGround::Parts, .. } => RaiseGround::Spares,
            Event::Dispute { .. }
            | Event::Partly { .. }
            | Event::Answer { .. }
            | Event::Revise { .. }
            | Event::Relapse { .. }
            | Event::CameBack { .. }
            | Event::Decide { .. } => RaiseGround::Unsettled,
            _ => return Ok(case),
        };
        // As the book has it now: each event is saved upon the one before.
        let now = self.tx.case_lock(case.id).await?.ok_or(DeskError::NoSuchCase(case.id))?;
        self.raise_for(now, ground).await
    }

    async fn raise_by_time(&mut self, id: CaseId) -> Result<(), DeskError> {
        for ground in [RaiseGround::RepeatedRepair, RaiseGround::Quality] {
            let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
            self.raise_for(case, ground).await?;
        }
        Ok(())
    }

    async fn is_about_us(&mut self, case: &Case) -> Result<bool, DeskError> {
        let Some(category) = case.category else { return Ok(false) };
        Ok(self.category(category).await?.is_some_and(|category| category.about_us))
    }

    /// Raises a case for this reason, once, if the profile counts it and it is so.
    async fn raise_for(&mut self, case: Case, ground: RaiseGround) -> Result<Case, DeskError> {
        let is_worked = matches!(
            case.state,
            State::Registered { .. } | State::Dispatched { .. } | State::Working { .. }
        );
        if !is_worked || !case.kind.needs_work() || case.handling.raised.contains(&ground) {
            return Ok(case);
        }
        // How our own people behave is no repair that fails.
        let is_about_us = case.kind.is_confidential() || self.is_about_us(&case).await?;
        if is_about_us && (ground.is_by_length() || ground == RaiseGround::Spares) {
            return Ok(case);
        }
        let policy = self.policy(case.policy).await?;
        let Some(raise) = policy.raise(ground) else { return Ok(case) };
        if !self.is_so_often(&case, ground, raise).await? {
            return Ok(case);
        }
        self.happen(case, None, &Event::Raise { ground }).await
    }

    async fn is_so_often(
        &mut self,
        case: &Case,
        ground: RaiseGround,
        raise: &Raise,
    ) -> Result<bool, DeskError> {
        let is_placed = case.category.is_some() && case.place.is_some();
        let span = TimeDelta::days(raise.days);
        let count = match ground {
            RaiseGround::Repeated | RaiseGround::Households | RaiseGround::Spares if !is_placed => {
                return Ok(false);
            }
            RaiseGround::Repeated => self.tx.repeats(case, raise.days).await?,
            RaiseGround::Households => self.tx.households(case, raise.days, false).await?,
            RaiseGround::Spares => self.tx.households(case, raise.days, true).await?,
            RaiseGround::Unsettled => self.tx.failures(case.id, self.now() - span).await?.0,
            RaiseGround::RepeatedRepair => {
                // The time for parts does not count (T-36).
                let waited = TimeDelta::seconds(case.handling.waited_for_parts);
                let ground = case.handling.pause.as_ref().map(|pause| pause.ground);
                let is_waiting = ground == Some(PauseGround::Parts);
                if is_waiting || self.now() - case.opened_at - waited <= span {
                    return Ok(false);
                }
                self.tx.failures(case.id, case.opened_at).await?.0
            }
            RaiseGround::Quality => {
                let (_, first) = self.tx.failures(case.id, case.opened_at).await?;
                let is_old = first.is_some_and(|first| first <= self.now() - span);
                // The leaders know already of what was raised for another reason.
                let is_raised = !case.handling.raised.is_empty();
                if case.severity < Severity::Serious || !is_old || is_raised {
                    return Ok(false);
                }
                raise.count
            }
            // The others somebody names.
            _ => return Ok(false),
        };
        Ok(count >= raise.count)
    }
}

impl Desk {
    /// Looked at each morning: what was mended in vain for too long (E2), and what is grave and disputed
    /// for days (E7). Each case by itself, so that one that cannot be read stops no other.
    pub(super) async fn raise_by_time(&self, site: SiteId) -> Result<(), DeskError> {
        let failing = self.begin_at(site).await?.tx.cases_failing(site).await?;
        for id in failing {
            let mut work = self.begin_at(site).await?;
            match work.raise_by_time(id).await {
                Ok(()) => work.finish("").await?,
                Err(error) => tracing::warn!(case.id = %id, %error, "a case was not looked at"),
            }
        }
        Ok(())
    }
}
