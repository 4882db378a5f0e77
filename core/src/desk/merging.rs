//! Cases of the same cause are dealt with together: one leads, and what becomes of it is carried over
//! to the others, each of which has its own owner, number and answer (one slip for the department).

use super::{DeskError, Work};
use crate::{
    case::{Audience, Case, Event, Notice, Number, Refusal, State, handling::PauseGround},
    ids::{Account, CaseId, PersonId, Room},
    people::{Action, Person},
    place::Place,
    policy::TimerKind,
};

/// A handful.
const OFFERED: usize = 6;

/// A case that is dealt with together with the one that is looked at.
#[derive(Debug, Clone)]
pub struct Led {
    /// Its number.
    pub number: Number,
    /// What its owner told us; nothing between neighbours.
    pub story: Option<String>,
    /// Where; nothing between neighbours.
    pub place: Option<Place>,
}

impl Work {
    /// The cases that could be the same matter as this one, of those that somebody may merge.
    pub async fn alike(&mut self, person: &Person, id: CaseId) -> Result<Vec<CaseId>, DeskError> {
        let case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let mut offered = vec![];
        for other in self.tx.cases_alike(&case).await? {
            let Some(other) = self.tx.case(other).await? else { continue };
            if offered.len() < OFFERED && self.entitled(person, &other, Action::Merge).await? {
                offered.push(other.id);
            }
        }
        Ok(offered)
    }

    /// The case that would lead if somebody merged this one into another: that one, or its own
    /// leader. Refused when it cannot.
    pub async fn leader_for(
        &mut self,
        actor: &Person,
        id: CaseId,
        into: CaseId,
    ) -> Result<CaseId, DeskError> {
        let own = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let named = self.tx.case(into).await?.ok_or(DeskError::NoSuchCase(into))?;
        let is_led = matches!(named.state, State::Merged { .. });
        let leader = match named.handling.merged.filter(|_| is_led) {
            Some(leader) => self.tx.case(leader).await?.ok_or(DeskError::NoSuchCase(leader))?,
            None => named,
        };
        self.permit(actor, &leader, Some(Action::Merge)).await?;
        // What passes somebody by is never shown under what they lead.
        let is_beside = own.site == leader.site && own.facts.passes == leader.facts.passes;
        let leads =
            leader.id != id && is_beside && leader.state.is_open() && leader.kind.needs_work();
        if leads { Ok(leader.id) } else { Err(Refusal::NoMerge.into()) }
    }

    /// Lets a case be dealt with together with another.
    pub(super) async fn merge(
        &mut self,
        actor: &Person,
        id: CaseId,
        into: CaseId,
    ) -> Result<Case, DeskError> {
        let into = self.leader_for(actor, id, into).await?;
        // Two that are merged into each other at once are locked in one order.
        for locked in [id.min(into), id.max(into)] {
            self.tx.case_lock(locked).await?.ok_or(DeskError::NoSuchCase(locked))?;
        }
        let event = Event::Merge { into };
        let case = self.admit(actor, id, None, &event).await?;
        // Asked again under the locks.
        if self.leader_for(actor, id, into).await? != into {
            return Err(Refusal::NoMerge.into());
        }
        let lead = self.lead_by(&case).await?;
        let is_danger = case.handling.alarmed_at.is_some();
        let merged = self.happen(case, Some(actor.id), &event).await?;
        for led in self.led(&merged).await? {
            self.carry(led, None, &event).await?;
        }
        let leader = self.tx.case(into).await?.ok_or(DeskError::NoSuchCase(into))?;
        let mut leader = self.happen(leader, Some(actor.id), &lead).await?;
        if is_danger {
            leader = self.alarm(leader, actor).await?;
        }
        let files = self.tx.evidence(id, false).await?.len();
        let story = Some(merged.facts.story.clone()).filter(|story| !story.is_empty());
        self.tell_signer(&leader, &merged, story, files).await?;
        self.show_files(&leader, id).await?;
        Ok(merged)
    }

    /// What a leader takes over from this case.
    async fn lead_by(&mut self, case: &Case) -> Result<Event, DeskError> {
        let timers = self.tx.timers(case.id).await?;
        let newest = |kind| timers.iter().rev().find(move |timer| timer.kind == kind);
        let promised = newest(TimerKind::Promise).filter(|timer| timer.fired_at.is_none());
        Ok(Event::Lead {
            case: case.id,
            severity: case.severity,
            until: newest(TimerKind::Solve).map(|timer| timer.due_at),
            at: promised.map(|timer| timer.due_at),
            accused: case.handling.accused.clone(),
        })
    }

    /// What has become of a case is carried over to those that it leads; what one of those adds, to
    /// whoever works on its leader.
    pub(super) async fn carry_over(
        &mut self,
        before: &Case,
        after: &Case,
        actor: Option<PersonId>,
        event: &Event,
    ) -> Result<(), DeskError> {
        if let (State::Merged { .. }, Event::Add { text, files }) = (&after.state, event) {
            return self.pass_on(after, text.clone(), *files).await;
        }
        if let Some(leader) = before.handling.merged
            && (after.handling.merged.is_none() || matches!(after.state, State::Withdrawn { .. }))
        {
            self.renew_cards(leader).await?;
        }
        let is_news = after.state.stage() != before.state.stage()
            || *event == Event::SignOff
            || news_for_led(after, event).is_some();
        if !is_news || after.handling.merged.is_some() {
            return Ok(());
        }
        let led = self.led(after).await?;
        if led.is_empty() {
            return Ok(());
        }
        if let Some(notice) = news_for_led(after, event) {
            self.tell_waiting(&led, &notice).await?;
        }
        match (event, &after.state) {
            (Event::SignOff, _) => self.carry_to(&led, actor, &Event::SignOff).await?,
            (_, State::Reported { signer, signed_at, outcome, .. }) => {
                let (outcome, department) = (outcome.clone(), after.department);
                let (signer, at) = (*signer, *signed_at);
                let share = Event::Share { outcome, signer, department, at };
                self.carry_to(&led, None, &share).await?;
            }
            (_, state) if state.is_open() && !before.state.is_open() => {
                self.carry_to(&led, None, &Event::Recall).await?;
            }
            _ => {}
        }
        if after.state.is_final() { self.lead_anew(&led, after).await } else { Ok(()) }
    }

    async fn carry_to(
        &mut self,
        led: &[CaseId],
        actor: Option<PersonId>,
        event: &Event,
    ) -> Result<(), DeskError> {
        for id in led {
            self.carry(*id, actor, event).await?;
        }
        Ok(())
    }

    /// One case goes along, if it still can. Says whether it did.
    async fn carry(
        &mut self,
        id: CaseId,
        actor: Option<PersonId>,
        event: &Event,
    ) -> Result<bool, DeskError> {
        let Some(case) = self.tx.case_lock(id).await? else { return Ok(false) };
        match self.happen(case, actor, event).await {
            Ok(_) => Ok(true),
            Err(DeskError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The leader is over without a result for the others, because its owner took it back or it was
    /// not accepted: the oldest of them goes on with its own slip, and leads the rest.
    async fn lead_anew(&mut self, led: &[CaseId], leader: &Case) -> Result<(), DeskError> {
        let mut next: Option<CaseId> = None;
        for id in led {
            let Some(case) = self.tx.case(*id).await? else { continue };
            match (&case.state, next) {
                (State::Merged { .. }, None) => {
                    let goes_on = self.carry(*id, None, &Event::Split).await?;
                    next = goes_on.then_some(*id);
                }
                (State::Merged { .. }, Some(into)) => {
                    let taken_over = Event::Lead {
                        case: *id,
                        severity: case.severity,
                        until: leader.handling.no_later,
                        at: None,
                        accused: case.handling.accused.clone(),
                    };
                    self.carry(*id, None, &Event::Merge { into }).await?;
                    self.carry(into, None, &taken_over).await?;
                }
                (State::Reported { .. }, _) if matches!(leader.state, State::Withdrawn { .. }) => {
                    self.carry(*id, None, &Event::Split).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whoever waits for the leader's result hears what its own owner hears of it.
    async fn tell_waiting(&mut self, led: &[CaseId], notice: &Notice) -> Result<(), DeskError> {
        for id in led {
            let Some(case) = self.tx.case(*id).await? else { continue };
            if matches!(case.state, State::Merged { .. }) {
                self.tell(&case, &case, Audience::Owner, notice.clone()).await?;
            }
        }
        Ok(())
    }

    async fn pass_on(
        &mut self,
        led: &Case,
        text: Option<String>,
        files: usize,
    ) -> Result<(), DeskError> {
        let Some(leader) = led.handling.merged else { return Ok(()) };
        let Some(leader) = self.tx.case(leader).await? else { return Ok(()) };
        self.tell_signer(&leader, led, text, files).await
    }

    /// In private, to whoever works on the leader; whoever signs later reads it in the slip.
    async fn tell_signer(
        &mut self,
        leader: &Case,
        led: &Case,
        text: Option<String>,
        files: usize,
    ) -> Result<(), DeskError> {
        if !leader.state.is_open() {
            return Ok(());
        }
        let withheld = self.is_between_neighbours(led).await?;
        let text = text.filter(|_| !withheld);
        let notice = Notice::Led { number: led.number.clone(), text, files };
        self.tell(leader, leader, Audience::Signer, notice).await
    }

    async fn show_files(&mut self, leader: &Case, led: CaseId) -> Result<(), DeskError> {
        let Some(signer) = leader.state.signer() else { return Ok(()) };
        let Some(room) = self.person(signer).await?.account.map(Account::room) else {
            return Ok(());
        };
        self.owe_files_of_led(room, led).await
    }

    /// The files of the cases that this one leads, for somebody who reads its slip.
    pub(super) async fn owe_files_of_all_led(
        &mut self,
        room: Room,
        leader: &Case,
    ) -> Result<(), DeskError> {
        for led in self.led(leader).await? {
            self.owe_files_of_led(room, led).await?;
        }
        Ok(())
    }

    async fn owe_files_of_led(&mut self, room: Room, led: CaseId) -> Result<(), DeskError> {
        let case = self.tx.case(led).await?.ok_or(DeskError::NoSuchCase(led))?;
        if self.is_between_neighbours(&case).await? {
            return Ok(());
        }
        self.owe_files(room, led, false).await
    }

    /// The cases that this one leads; only of one that does is it asked.
    async fn led(&mut self, leader: &Case) -> Result<Vec<CaseId>, DeskError> {
        if leader.handling.leads { Ok(self.tx.cases_led(leader.id).await?) } else { Ok(vec![]) }
    }

    async fn is_between_neighbours(&mut self, case: &Case) -> Result<bool, DeskError> {
        Ok(match case.category {
            Some(category) => {
                self.category(category).await?.is_some_and(|category| category.between_neighbours)
            }
            None => false,
        })
    }

    /// What is told of a case under the one that leads it.
    pub(super) async fn led_by(&mut self, leader: &Case) -> Result<Vec<Led>, DeskError> {
        let mut told = vec![];
        for id in self.led(leader).await? {
            let Some(case) = self.tx.case(id).await? else { continue };
            let withheld = self.is_between_neighbours(&case).await?;
            let place = match case.place.filter(|_| !withheld) {
                Some(place) => self.place(place).await?,
                None => None,
            };
            let story = Some(case.facts.story).filter(|_| !withheld);
            told.push(Led { number: case.number, story, place });
        }
        Ok(told)
    }
}

/// What the owners who wait for a leader's result are told when this happens to it: the new date before
/// the old one passes, and what is promised or waited for. Not what is agreed with its own owner alone.
fn news_for_led(leader: &Case, event: &Event) -> Option<Notice> {
    let notice = match event {
        Event::GrantTime => Notice::NewDate { until: leader.handling.fixed_date? },
        Event::Fix { until, .. } => Notice::NewDate { until: *until },
        Event::Promise { at } => Notice::Promised { at: *at },
        Event::Relieve { .. } => Notice::Relieved,
        Event::Refer { .. } => Notice::Referred,
        Event::Pause { ground: PauseGround::Owner, until, .. } => Notice::NewDate { until: *until },
        Event::Pause { .. } => Notice::Paused,
        _ => return None,
    };
    leader.state.is_open().then_some(notice)
}
