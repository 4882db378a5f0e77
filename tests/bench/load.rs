//! Load: many cases at once, each step as soon as the last was answered (a closed loop, to find
//! out how much the program can do), or at times that were fixed beforehand (an open loop, to find
//! out how long people wait).

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use casework::postgres::BookOptions;
use sqlx::{Connection as _, PgConnection};
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    estate::{self, CREW, DEPARTMENTS},
    script::{Beat, Calendar, Cast, Play, STEPS, Timed},
    site::StandIn,
};

/// How often days pass: cases that wait for their callback are told that a day went by.
const DAYS: Duration = Duration::from_millis(250);

/// What a load brought.
#[derive(Debug, Default)]
pub(crate) struct Played {
    /// Cases that came to their end, each with its moment.
    pub(crate) ended: Vec<Instant>,
    /// Every update that was sent.
    pub(crate) timed: Vec<Timed>,
    /// What went wrong, case by case.
    pub(crate) faults: Vec<String>,
    /// Transactions of our own in the book: days that passed.
    pub(crate) own_commits: i64,
}

/// Who makes the load, where.
pub(crate) struct Load {
    stand_in: Arc<StandIn>,
    book: BookOptions,
    /// Every case has an owner of its own.
    next_owner: AtomicUsize,
    /// Each of the crew is at one case at a time.
    crews: Vec<tokio::sync::Mutex<()>>,
}

impl Load {
    /// The first to complain is the owner of that number: who was asked how it was is not asked again
    /// the same day.
    pub(crate) fn new(stand_in: Arc<StandIn>, book: BookOptions, first: usize) -> Self {
        let crews = (0..DEPARTMENTS * CREW).map(|_| tokio::sync::Mutex::default()).collect();
        Self { stand_in, book, next_owner: AtomicUsize::new(first), crews }
    }

    /// So many people at once, each beginning a new case when the last has ended, until `time` is
    /// over; what was begun is played to its end. They come one by one within `ramp`, so that
    /// not all are in the same step.
    pub(crate) async fn closed(
        self: &Arc<Self>,
        people: usize,
        ramp: Duration,
        time: Duration,
    ) -> anyhow::Result<Played> {
        let (days, passing) = self.days();
        let begin = tokio::time::Instant::now();
        let end = Instant::now() + time;
        let sum = Arc::new(Mutex::new(Played::default()));
        let mut all = JoinSet::new();
        let people = people.min(DEPARTMENTS * CREW);
        for seat in 0..people {
            let comes =
                begin + ramp.mul_f64(crate::numbers::real(seat) / crate::numbers::real(people));
            let (load, days, sum) = (Arc::clone(self), days.clone(), Arc::clone(&sum));
            all.spawn(async move {
                tokio::time::sleep_until(comes).await;
                while Instant::now() < end {
                    load.play(seat, Beat::AtOnce, days.clone(), &sum).await;
                }
            });
        }
        while all.join_next().await.is_some() {}
        drop(days);
        let own_commits = passing.await??;
        Ok(Played { own_commits, ..taken(&sum) })
    }

    /// Cases that begin at fixed times, so many updates a second in all, for `time`; each step of a
    /// case comes `gap` after the one before.
    pub(crate) async fn open(
        self: &Arc<Self>,
        updates_a_second: f64,
        gap: Duration,
        time: Duration,
    ) -> anyhow::Result<Played> {
        let (days, passing) = self.days();
        let sum = Arc::new(Mutex::new(Played::default()));
        let mut all = JoinSet::new();
        let between = Duration::from_secs_f64(crate::numbers::real(STEPS) / updates_a_second);
        let (begin, mut number) = (Instant::now() + Duration::from_millis(100), 0_u32);
        while between * number < time {
            let first = begin + between * number;
            let seat = number as usize;
            let (load, days, sum) = (Arc::clone(self), days.clone(), Arc::clone(&sum));
            all.spawn(async move {
                load.play(seat, Beat::Fixed(first, gap), days, &sum).await;
            });
            number += 1;
        }
        while all.join_next().await.is_some() {}
        drop(days);
        let own_commits = passing.await??;
        Ok(Played { own_commits, ..taken(&sum) })
    }

    async fn play(&self, seat: usize, beat: Beat, days: Calendar, sum: &Mutex<Played>) {
        let _busy = self.crews[seat % self.crews.len()].lock().await;
        let department = seat % DEPARTMENTS;
        let cast = Cast {
            owner: estate::owner(self.next_owner.fetch_add(1, Ordering::Relaxed)),
            crew: estate::crew(department, seat / DEPARTMENTS),
            head: estate::head(department),
            department,
        };
        let mut play = Play {
            stand_in: &self.stand_in,
            cast,
            beat,
            days,
            began: Instant::now(),
            taken: 0,
            last: HashMap::new(),
            timed: Vec::with_capacity(STEPS),
        };
        let outcome = play.through().await;
        let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
        sum.timed.append(&mut play.timed);
        match outcome {
            Ok(_) => sum.ended.push(Instant::now()),
            Err(fault) => sum.faults.push(format!("{fault:#}")),
        }
    }

    /// Lets a day pass for the cases that are named: their callback is due.
    fn days(&self) -> (Calendar, tokio::task::JoinHandle<anyhow::Result<i64>>) {
        let (tell, mut told) = mpsc::unbounded_channel::<i64>();
        let book = self.book.clone();
        let passing = tokio::spawn(async move {
            let mut inside = PgConnection::connect_with(&book).await?;
            let mut commits = 0;
            let mut cases = vec![];
            while told.recv_many(&mut cases, 1_000).await > 0 {
                sqlx::query_scalar::<_, i64>(
                    "update timers set due_at = now()
                     where case_id = any($1) and kind = 'callback' and fired_at is null
                       and disarmed_at is null
                     returning id",
                )
                .bind(&cases)
                .fetch_all(&mut inside)
                .await?;
                commits += 1;
                cases.clear();
                tokio::time::sleep(DAYS).await;
            }
            inside.close().await?;
            Ok(commits)
        });
        (tell, passing)
    }
}

fn taken(sum: &Mutex<Played>) -> Played {
    std::mem::take(&mut *sum.lock().unwrap_or_else(PoisonError::into_inner))
}
