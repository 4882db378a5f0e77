//! A round's letters: as many as the pace lets go, taken and marked in one piece of work, and sent.

use std::time::Duration;

use casework::{
    case::effect::{Handing, Letter},
    desk::{DeskError, Fence, Work},
    store::Leased,
    trouble,
};
use chrono::TimeDelta;

use super::{
    Courier, Done, Held, LOOK, PATIENCE, PATIENT_WITH_THE_BOOK, WINDOW, WINDOW_BULK, Window,
    became::Became, errand::Errand, judge, number,
};

/// The most messages that one request becomes.
const ALBUM: usize = 10;

/// Letters that a round has taken, by what is to be done with them.
#[derive(Default)]
struct Taken {
    /// Their requests are marked as begun.
    begun: Vec<(Leased, Errand)>,
    /// Nothing is to be asked for them.
    done: Vec<Done>,
    /// Their own room lets them wait a little.
    waiting: Vec<Leased>,
}

impl Courier {
    /// Takes letters and sends them on their way, as many as there are places for. Says when there
    /// is a place again of a kind that there is none of, if that is worth waiting for.
    pub(super) async fn fill(
        &self,
        window: &mut Window,
        fence: Fence,
    ) -> Result<Option<Duration>, DeskError> {
        let free = match self.line.free(WINDOW) {
            // What is known and cannot be written down is not to become more.
            _ if window.done.len() >= WINDOW => 0,
            free => free.saturating_sub(window.under_way.len()),
        };
        if free == 0 {
            return Ok(None);
        }
        let places = self.pace.places(free);
        let next = places.next.filter(|next| self.is_worth(*next));
        if places.all == 0 {
            return Ok(next);
        }
        let bulk = WINDOW_BULK.saturating_sub(window.bulk()).min(places.bulk);
        let taken = match self.take(fence, places.all, bulk, false).await {
            // One of them cannot be read, or always passes away: it would undo the others for ever.
            Err(error @ DeskError::Store(_)) => {
                window.stumbles += 1;
                if error.is_passing() && !window.stumbles.is_multiple_of(PATIENT_WITH_THE_BOOK) {
                    return Err(error);
                }
                tracing::warn!(%error, "letters are made one by one");
                self.take(fence, places.all, bulk, true).await?
            }
            taken => {
                let taken = taken?;
                window.stumbles = 0;
                taken
            }
        };
        window.done.extend(taken.done);
        for (leased, errand) in taken.begun {
            let courier = self.clone_to_send();
            let sent = leased.clone();
            window.send(leased, async move {
                let ended = courier.run(&sent, errand).await;
                Some(Done { leased: sent, ended })
            });
        }
        for leased in taken.waiting {
            let courier = self.clone_to_send();
            let sent = leased.clone();
            window.send(leased, async move { courier.one(sent).await });
        }
        Ok(next)
    }

    /// Whether a wait is waited for, rather than written into the book.
    fn is_worth(&self, wait: Duration) -> bool {
        wait <= PATIENCE && self.desk.clock().runs()
    }

    /// Takes letters and makes their errands in one piece of work. When `singly`, each is left to
    /// a work of its own.
    async fn take(
        &self,
        fence: Fence,
        all: usize,
        bulk: usize,
        singly: bool,
    ) -> Result<Taken, DeskError> {
        let patience = if self.desk.clock().runs() { PATIENCE } else { Duration::ZERO };
        let resting = self.pace.resting(patience);
        let mut work = self.desk.begin().await?;
        work.still_holds(fence).await?;
        let batch = work.lease(number(all), number(bulk), &resting).await?;
        let is_any = !batch.is_empty();
        let mut taken = Taken::default();
        for leased in batch {
            if singly {
                taken.waiting.push(leased);
                continue;
            }
            let ended = match self.make(&mut work, &leased).await {
                Ok(Some(Errand::Nothing(became))) => Ok(became),
                Ok(Some(errand)) => {
                    taken.begun.push((leased, errand));
                    continue;
                }
                Ok(None) => {
                    taken.waiting.push(leased);
                    continue;
                }
                Err(Held::Desk(error)) => return Err(error),
                Err(held) => Err(held),
            };
            taken.done.push(Done { leased, ended });
        }
        let begun: Vec<i64> = taken.begun.iter().map(|(leased, _)| leased.id).collect();
        work.begin_all(&begun).await?;
        work.finish("").await?;
        if is_any {
            trouble::point("courier.leased");
        }
        Ok(taken)
    }

    /// What is to be done for a letter, if it may go at once.
    async fn make(&self, work: &mut Work, leased: &Leased) -> Result<Option<Errand>, Held> {
        let letter = readable(leased)?;
        if let Some(became) = judge::not_again(leased, letter) {
            return became.map(|became| Some(Errand::Nothing(became)));
        }
        if letter.reads_much() {
            return Ok(None);
        }
        match self.pace.ready(leased.room, leased.class, messages_of(letter)) {
            Ok(()) => self.errand(work, leased, letter).await.map(Some),
            Err(wait) if self.is_worth(wait) => Ok(None),
            Err(wait) => Err(wait_of(wait)),
        }
    }

    /// One letter on its way. `None`: its lease had passed on before anything was sent.
    async fn one(&self, leased: Leased) -> Option<Done> {
        let ended = self.deliver(&leased).await.transpose()?;
        Some(Done { leased, ended })
    }

    async fn deliver(&self, leased: &Leased) -> Result<Option<Became>, Held> {
        let letter = readable(leased)?;
        if let Some(became) = judge::not_again(leased, letter) {
            return became.map(Some);
        }
        self.turn(leased, messages_of(letter)).await?;
        let made = if letter.reads_much() { self.heavy.acquire().await.ok() } else { None };
        let mut work = self.desk.begin().await?;
        let errand = self.errand(&mut work, leased, letter).await?;
        drop(made);
        let errand = match errand {
            Errand::Nothing(became) => return Ok(Some(became)),
            errand => errand,
        };
        if !work.begins(leased).await? {
            return Ok(None);
        }
        work.finish("").await?;
        self.run(leased, errand).await.map(Some)
    }

    /// Waits for the pace when that is short; else says how long it takes.
    async fn turn(&self, leased: &Leased, messages: usize) -> Result<(), Held> {
        loop {
            let Err(wait) = self.pace.ready(leased.room, leased.class, messages) else {
                return Ok(());
            };
            if !self.is_worth(wait) {
                return Err(wait_of(wait));
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// Waits for a letter under way, a ring or a place; then takes all that are done.
    pub(super) async fn wait(
        &self,
        window: &mut Window,
        rung: impl Future<Output = ()>,
        next: Option<Duration>,
    ) {
        if window.under_way.is_empty() {
            return;
        }
        let first = tokio::select! {
            first = window.under_way.join_next_with_id() => first,
            () = rung => None,
            () = tokio::time::sleep(next.map_or(LOOK, |next| next.min(LOOK))) => None,
        };
        let mut next = first.or_else(|| window.under_way.try_join_next_with_id());
        while let Some(ended) = next {
            window.ended(ended);
            next = window.under_way.try_join_next_with_id();
        }
    }
}

fn readable(leased: &Leased) -> Result<&Letter, Held> {
    leased.letter.as_ref().map_err(|error| Held::Senseless(error.clone()))
}

fn messages_of(letter: &Letter) -> usize {
    match letter {
        Letter::Files { handing: Handing::Together, left, .. } => (*left).clamp(1, ALBUM),
        _ => 1,
    }
}

fn wait_of(wait: Duration) -> Held {
    Held::Wait(TimeDelta::from_std(wait).unwrap_or(TimeDelta::minutes(1)))
}
