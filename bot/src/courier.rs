//! The courier: letters from the outbox to Telegram, in order per room, at least once. Knows how
//! to deliver, retry and give up; not what a letter means.
//!
//! A letter passes through four hands: a round takes as many as the pace lets go now; their errands
//! are made in the same piece of work, which also marks that the requests begin; the requests are
//! made; what has become of them is written down together. Nobody waits for the slowest: the window
//! rolls on.

mod became;
mod errand;
mod files;
mod hold;
mod judge;
mod line;
mod made;
mod round;
mod slips;
mod told;
mod topics;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use casework::{
    case::effect::Class,
    desk::{Desk, DeskError, Fence, Lease, Shared, Work},
    store::{Leased, Outcome},
    trouble,
};
use chrono::TimeDelta;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use tokio::{
    sync::{Mutex, Semaphore},
    task::{Id, JoinError, JoinSet},
};

use crate::{
    api::{Api, Failure},
    courier::{became::Became, line::Line},
    lease::Holding,
    pace::{EVERYBODY, Pace},
};

/// So many letters are under way at once.
const WINDOW: usize = 32;
/// So many of them announcements: who waits for an answer finds a place.
const WINDOW_BULK: usize = 16;
/// A wait as short as this is waited for; a longer one goes back into the book.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// However long single chats have to wait, everybody waits no longer than this: a wave of refusals
/// may concern us as a whole, and then the next one says so again.
const WAVE_PAUSE: Duration = Duration::from_secs(30);
/// So often a round that the book fails is tried as it is; then its letters are made one by one, in
/// case it is one of them that always fails.
const PATIENT_WITH_THE_BOOK: u32 = 8;
/// How long a round with letters under way waits for one of them before it looks for more.
const LOOK: Duration = Duration::from_millis(500);

/// So many letters for which much is read are made at once: each holds a connection and a processor.
const HEAVY: usize = 2;

/// Delivers letters. Cheap to clone.
#[derive(Clone)]
pub struct Courier {
    desk: Desk,
    api: Api,
    pace: Arc<Pace>,
    line: Arc<Line>,
    lease: Holding,
    window: Arc<Mutex<Window>>,
    /// For letters for which much is read.
    heavy: Arc<Semaphore>,
}

/// Letters under way, and what is known of them but not written down yet.
#[derive(Default)]
struct Window {
    under_way: JoinSet<Option<Done>>,
    /// Which letter each of them carries.
    sent: HashMap<Id, Leased>,
    done: Vec<Done>,
    fence: Option<Fence>,
    /// So often in a row the book could not be read for a round.
    stumbles: u32,
}

/// What a letter has become, or why it has not.
struct Done {
    leased: Leased,
    ended: Result<Became, Held>,
}

/// Why a letter is not delivered now.
#[derive(Debug)]
enum Held {
    /// Telegram, or the way to it, said so.
    Failed(Failure),
    /// The pace says: not yet.
    Wait(TimeDelta),
    /// It cannot be read, or speaks of what is not there.
    Senseless(String),
    /// The book failed.
    Desk(DeskError),
}

impl Window {
    fn is_empty(&self) -> bool {
        self.under_way.is_empty() && self.done.is_empty()
    }

    /// So many announcements are under way.
    fn bulk(&self) -> usize {
        self.sent.values().filter(|leased| leased.class == Class::Bulk).count()
    }

    /// Sends a letter on its way.
    fn send(
        &mut self,
        leased: Leased,
        delivery: impl Future<Output = Option<Done>> + Send + 'static,
    ) {
        let task = self.under_way.spawn(delivery);
        self.sent.insert(task.id(), leased);
    }

    /// A delivery is over. Of one that crashed nobody knows whether its request went out.
    fn ended(&mut self, ended: Result<(Id, Option<Done>), JoinError>) {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let leased = self.sent.remove(&id);
        match (ended, leased) {
            (Ok((_, done)), _) => self.done.extend(done),
            (Err(crash), Some(leased)) => {
                tracing::error!(outbox.id = leased.id, %crash, "a delivery crashed");
                let failure = Failure::Unknown("its delivery crashed".to_owned());
                self.done.push(Done { leased, ended: Err(Held::Failed(failure)) });
            }
            (Err(crash), None) => tracing::error!(%crash, "a delivery crashed"),
        }
    }
}

impl Done {
    /// What is written to when it is written down, and others write to as well.
    fn shared(&self) -> Vec<Shared> {
        self.ended.as_ref().map(Became::shared).unwrap_or_default()
    }
}

impl From<Failure> for Held {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<DeskError> for Held {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NoSuchCase(case) => Self::Senseless(format!("there is no case {case}")),
            error => Self::Desk(error),
        }
    }
}

impl Courier {
    /// A courier for this desk. Only one of all instances sends.
    pub fn new(desk: Desk, api: Api, pace: Arc<Pace>, holder: &str) -> Self {
        let lease = Holding::new(desk.clone(), Lease::Courier, holder);
        let line = Arc::new(Line::new(desk.clock().clone()));
        let heavy = Arc::new(Semaphore::new(HEAVY));
        Self { desk, api, pace, line, lease, window: Arc::default(), heavy }
    }

    /// The lease of whoever sends.
    pub fn lease(&self) -> &Holding {
        &self.lease
    }

    /// Fills the window, waits a little for letters under way, and writes down what has become of
    /// them. Says how many letters it had to do with; none means that nothing is left to do now.
    pub async fn round(&self) -> Result<usize, DeskError> {
        let mut window = self.window.lock().await;
        let rung = self.desk.owed();
        let mut next = None;
        // What is known is written down before anything is taken: at a take-over it would count as
        // unknown. For the same reason our own letters must have come home by then.
        self.write_down(&mut window).await?;
        let is_home = window.under_way.is_empty();
        if let Some(fence) = self.lease.fence()
            && (is_home || window.fence == Some(fence))
        {
            self.take_over(&mut window, fence).await?;
            next = self.fill(&mut window, fence).await?;
            if let (true, Some(pause)) = (window.is_empty(), next) {
                tokio::time::sleep(pause).await;
                next = self.fill(&mut window, fence).await?;
            }
        }
        let busy = window.under_way.len() + window.done.len();
        self.wait(&mut window, rung, next).await;
        self.write_down(&mut window).await?;
        Ok(busy)
    }

    /// Waits until everything under way is done and written down; takes nothing more.
    pub async fn finish(&self) -> Result<(), DeskError> {
        let mut window = self.window.lock().await;
        while !window.is_empty() {
            self.wait(&mut window, self.desk.owed(), None).await;
            self.write_down(&mut window).await?;
        }
        Ok(())
    }

    /// Forgets rooms that have been quiet for long enough.
    pub fn tidy(&self) {
        self.pace.tidy();
    }

    /// When the lease is newly ours: what the one before us had in hand is free, and what went out
    /// lately counts against the limits. Nothing of our own is under way then.
    async fn take_over(&self, window: &mut Window, fence: Fence) -> Result<(), DeskError> {
        if window.fence == Some(fence) {
            return Ok(());
        }
        let mut work = self.desk.begin().await?;
        work.still_holds(fence).await?;
        let freed = work.take_over().await?;
        let sent = work.sent_lately().await?;
        let parked = work.parked().await?;
        work.finish("").await?;
        tracing::info!(freed, lately = sent.len(), parked = parked.len(), "the courier begins");
        if !trouble::broken("broken.limiter_per_instance") {
            for (room, ago) in sent {
                self.pace.recall(room, ago.to_std().unwrap_or_default());
            }
        }
        window.fence = Some(fence);
        Ok(())
    }

    /// The same courier for a letter under way. The window is not shared with it, so that nobody
    /// who drops the courier leaves letters under way behind.
    fn clone_to_send(&self) -> Self {
        Self { window: Arc::default(), ..self.clone() }
    }

    /// Writes down together what has become of letters. What others are at right now is left for
    /// the next time; when that is all, the first is written down alone, and waited for.
    async fn write_down(&self, window: &mut Window) -> Result<(), DeskError> {
        if window.done.is_empty() {
            return Ok(());
        }
        let mut work = self.desk.begin().await?;
        let shared: Vec<Shared> = window.done.iter().flat_map(Done::shared).collect();
        let busy = work.busy(&shared).await?;
        let is_free = |done: &Done| !done.shared().iter().any(|one| busy.contains(one));
        let (free, rest): (Vec<Done>, Vec<Done>) =
            std::mem::take(&mut window.done).into_iter().partition(is_free);
        window.done = rest;
        if free.is_empty() {
            drop(work);
            let alone = window.done.remove(0);
            return self.alone(window, alone).await;
        }
        match self.settle(work, &free).await {
            Ok(()) => {
                trouble::point("courier.recorded");
                return Ok(());
            }
            // Kept, and written down when the book is open again.
            Err(error) if error.is_passing() => {
                window.done.extend(free);
                return Err(error);
            }
            Err(error) => tracing::warn!(%error, "letters are written down one by one"),
        }
        let mut failed = Ok(());
        for done in free {
            failed = failed.and(self.alone(window, done).await);
        }
        failed
    }

    /// Writes down what has become of one letter.
    async fn alone(&self, window: &mut Window, done: Done) -> Result<(), DeskError> {
        let settled = match self.desk.begin().await {
            Ok(work) => self.settle(work, std::slice::from_ref(&done)).await,
            Err(error) => Err(error),
        };
        if let Err(error) = &settled {
            if error.is_passing() {
                window.done.push(done);
            } else {
                let outbox = done.leased.id;
                tracing::error!(outbox.id = outbox, %error, "a letter could not be written down");
                // Sent or not: sent again and again it must not be.
                let mut work = self.desk.begin().await?;
                let reason = "it could not be written down".to_owned();
                work.settle(&[(&done.leased, Outcome::Never(reason))]).await?;
                work.finish("").await?;
            }
        }
        settled
    }

    async fn settle(&self, mut work: Work, done: &[Done]) -> Result<(), DeskError> {
        let mut announcements = BTreeSet::new();
        let in_hand = work.in_hand(done.iter().map(|done| &done.leased)).await?;
        let mut ended = vec![];
        for done in done {
            if in_hand.contains(&done.leased.id) {
                ended.push((&done.leased, self.outcome(&mut work, done).await?));
            } else {
                ended.extend(late(done).map(|outcome| (&done.leased, outcome)));
            }
            announcements.extend(done.leased.broadcast);
        }
        work.settle(&ended).await?;
        for announcement in announcements {
            work.announcement_moves(announcement).await?;
        }
        work.finish("").await
    }

    /// How a try ended, with everything written down that must be remembered of it.
    async fn outcome(&self, work: &mut Work, done: &Done) -> Result<Outcome, DeskError> {
        let leased = &done.leased;
        work.stand_with(leased).await?;
        let outcome = match &done.ended {
            Ok(became) => {
                let message = became.write_down(work, leased).await?;
                if leased.troubled && became.shows_that_it_works() {
                    work.works_again(leased.room).await?;
                }
                match became {
                    Became::Anew(_) => Outcome::Anew,
                    // The slip itself follows.
                    Became::Listed { .. } => Outcome::Wait(TimeDelta::zero()),
                    Became::Otherwise { .. } => {
                        Outcome::Expired("handed over in another way".to_owned())
                    }
                    _ => Outcome::Sent(message),
                }
            }
            Err(held) => self.hold(work, leased, held).await?,
        };
        if let Outcome::Never(reason) = &outcome {
            self.give_up(work, leased, reason).await?;
        }
        Ok(outcome)
    }

    /// One request. Every request of the courier passes here: whoever was frozen and wakes up late
    /// sends nothing any more.
    async fn call(&self, method: &'static str, body: &Value) -> Result<Value, Held> {
        self.request(body, self.api.call(method, body)).await
    }

    /// The same with a file of our own.
    async fn hand_over(
        &self,
        method: &'static str,
        body: &Value,
        file: &made::Made,
    ) -> Result<Value, Held> {
        let part = Part::bytes(file.content.clone()).file_name(file.name.clone());
        let part = part.mime_str(file.kind).map_err(|error| Held::Senseless(error.to_string()))?;
        let mut form = Form::new().part(file.field, part);
        for (name, value) in body.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            form = form.text(name.clone(), text);
        }
        self.request(body, self.api.upload(method, form)).await
    }

    async fn request(
        &self,
        body: &Value,
        asked: impl Future<Output = Result<Value, Failure>>,
    ) -> Result<Value, Held> {
        if self.lease.fence().is_none() {
            return Err(Held::Wait(TimeDelta::zero()));
        }
        let answer = asked.await;
        self.line.heard(answer.as_ref().err());
        if let Err(Failure::Flood { retry_after: Some(pause) }) = &answer
            && let Some(chat) = body["chat_id"].as_i64()
            && self.pace.park(casework::ids::Room(chat), *pause)
        {
            self.pace.park(EVERYBODY, (*pause).min(WAVE_PAUSE));
        }
        let answer = answer?;
        trouble::point("courier.answered");
        Ok(answer)
    }
}

/// Late, and another courier's word counts: all that is of use is a message too many.
fn late(done: &Done) -> Option<Outcome> {
    tracing::warn!(outbox.id = done.leased.id, "lost the lease; it may be said twice");
    let message = done.ended.as_ref().ok().and_then(Became::message)?;
    Some(Outcome::Sent(Some(message)))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
