//! The desk: the use cases. Each update, each timer, each delivery is one piece of [`Work`]: one
//! transaction, in which everything that follows is kept together or not at all.
//!
//! Holds neither rules nor sentences.

mod announcing;
mod audit;
mod calling;
mod cases;
mod contacting;
mod conversations;
mod delivery;
mod duty;
mod erasing;
mod gathering;
mod grounds;
mod keeping;
mod leases;
mod merging;
mod next;
mod printing;
mod privacy;
mod profiles;
mod questionnaires;
mod raising;
mod readiness;
mod readings;
mod receiving;
mod recognising;
mod register;
mod registering;
mod retaining;
mod rooms;
mod round;
mod setup;
mod staff;
mod sticking;
mod summarising;
mod surveying;
mod telling;
#[cfg(test)]
mod tests;
mod trouble;
mod units;
mod veil;
mod views;
mod waiting;
mod work;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use sqlx::{migrate::MigrateError, postgres::PgConnectOptions};
use tokio::sync::{Notify, futures::Notified};

pub use audit::Audit;
pub use calling::Called;
pub use contacting::{ContactListView, ContactView};
pub use delivery::Shared;
pub use duty::OnDuty;
pub use erasing::{Forgetting, Matter, MyData};
pub use gathering::GatheringView;
pub use leases::{Fence, Lease, TERM};
pub use merging::Led;
pub use printing::Record;
pub use readiness::Readiness;
pub use readings::{CallbacksToRead, ToRead};
pub use receiving::{Booked, ReceptionCount, ReceptionView, Visitor};
pub use recognising::Likeness;
pub use register::{Taken, Tally};
pub use round::Queue;
pub use setup::{Binding, InvitationError};
pub use staff::{Dismissal, Dismissed};
pub use surveying::{SurveyView, Wished};
pub use units::Naming;
pub use veil::Veil;
pub use views::CaseView;
pub use work::Work;

use crate::{
    backup::Backups,
    case::Refusal,
    clock::Clock,
    ids::{CaseId, PolicyId, SiteId},
    policy::{Policy, SHIPPED},
    say,
    sentence::Sentence,
    store::{Load, Server, Store, StoreError, Waiting},
};

/// Why the desk did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The rules say no. Tell the person.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such case, or not for this person. Tell the person.
    #[error("no case {0}")]
    NoSuchCase(CaseId),
    /// We failed. Log it, apologise.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A shipped profile was changed without a new version; cases keep the version they have.
    #[error(
        "profile {profile} differs from its version {version} in the book: give it a new version"
    )]
    PolicyChanged {
        /// Which profile.
        profile: &'static str,
        /// Which version.
        version: i32,
    },
    /// Profiles of the estate's own cannot come into force. One sentence each.
    #[error("{}", unchanged(.0))]
    OwnProfiles(Vec<Sentence>),
    /// A shipped questionnaire was changed without a new version; people were asked by the one there is.
    #[error(
        "questionnaire {name} differs from its version {version} in the book: give it a new version"
    )]
    QuestionnaireChanged {
        /// Which questionnaire.
        name: &'static str,
        /// Which version.
        version: i32,
    },
    /// Questionnaires of the estate's own cannot come into force. One sentence each.
    #[error("{}", unchanged(.0))]
    OwnQuestionnaires(Vec<Sentence>),
    /// Another instance does this by now. Stop doing it.
    #[error("the lease of the {0} has passed to another instance")]
    LeaseLost(&'static str),
    /// A file names an estate that the book does not know, and none names one that it knows.
    #[error("{}", other_estate(new, known))]
    OtherEstate {
        /// The code that the file names.
        new: String,
        /// The code that the book knows.
        known: String,
    },
    /// It is not said of which estate, or the book does not know that one.
    #[error("{}", which_estate(.0))]
    WhichEstate(String),
    /// The book holds no estate yet.
    #[error("{}", no_estate())]
    NoEstate,
    /// A newer program has brought the book to a shape that this one does not know.
    #[error("{}", newer(*.0))]
    Newer(i64),
    /// The book is of an older shape, and this is not the command that may change that.
    #[error("{}", older(*.0))]
    Older(i64),
}

impl DeskError {
    /// The same for whoever reads another language, where it is about what they have written.
    pub fn said(&self) -> Sentence {
        match self {
            Self::OwnProfiles(faults) | Self::OwnQuestionnaires(faults) => unchanged(faults),
            Self::OtherEstate { new, known } => other_estate(new, known),
            Self::WhichEstate(known) => which_estate(known),
            Self::NoEstate => no_estate(),
            Self::Newer(version) => newer(*version),
            Self::Older(version) => older(*version),
            other => Sentence::heard(&other.to_string()),
        }
    }
}

fn unchanged(faults: &[Sentence]) -> Sentence {
    say!("nothing was changed:\n  {faults}", faults = faults.to_vec())
}

fn other_estate(new: &str, known: &str) -> Sentence {
    say!(
        "the book knows the estate {known}, and no file names it: to add {new} beside it, name the files \
         of both with HUIYIN_ESTATE; if it is the same one, write code = \"{known}\"",
        new,
        known
    )
}

fn which_estate(known: &str) -> Sentence {
    say!("of which estate? Write --estate and one of {known}", known)
}

fn newer(version: i64) -> Sentence {
    say!(
        "a newer huiyin has brought the book to version {version}, which this one does not know; there is no way \
         back but a backup from before: run the newer one, or restore that backup into an empty database",
        version
    )
}

fn older(version: i64) -> Sentence {
    say!(
        "the book is of version {version}, older than this program: make a backup, stop every huiyin serve, and \
         start the new one, which brings the book up to date",
        version
    )
}

fn no_estate() -> Sentence {
    say!("the book holds no estate: name an estate file with HUIYIN_ESTATE")
}

/// So many updates of one person may wait. Telegram keeps up to a day's worth, so that after an
/// outage a busy afternoon must fit; whoever sends more at once floods us.
const MOST_WAITING: i32 = 100;

/// So often an update may meet what passes by itself, a minute apart in the end.
const MOST_SET_BACK: i32 = 60;

/// The desk of an estate, over its book. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Store,
    clock: Clock,
    policies: Arc<Mutex<HashMap<PolicyId, Arc<Policy>>>>,
    grounds: grounds::Kept,
    retaining: next::Next,
    rounds: next::Next,
    summaries: next::Next,
    surveys: next::Next,
    surveyed: next::Next,
    receptions: next::Next,
    contacts: next::Next,
    gatherings: next::Next,
    readings: next::Next,
    /// Rings when letters are owed.
    owed: Arc<Notify>,
    /// Rings when updates wait.
    waiting: Arc<Notify>,
}

impl DeskError {
    /// Whether it passes by itself, so that the same work is to be done again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_passing())
    }
}

impl Desk {
    /// Opens the book and lays the shipped profiles into it.
    pub async fn open(options: PgConnectOptions, clock: Clock) -> Result<Self, DeskError> {
        let store = Store::open(options).await.map_err(|error| match error {
            StoreError::Migrate(MigrateError::VersionMissing(version)) => DeskError::Newer(version),
            other => other.into(),
        })?;
        let desk = Self {
            store,
            clock,
            policies: Arc::default(),
            grounds: grounds::Kept::default(),
            retaining: next::Next::default(),
            rounds: next::Next::default(),
            summaries: next::Next::default(),
            surveys: next::Next::default(),
            surveyed: next::Next::default(),
            receptions: next::Next::default(),
            contacts: next::Next::default(),
            gatherings: next::Next::default(),
            readings: next::Next::default(),
            owed: Arc::default(),
            waiting: Arc::default(),
        };
        let mut tx = desk.store.begin(desk.clock.now()).await?;
        for (profile, body) in SHIPPED {
            let policy = Policy::parse(body).expect("a test reads every shipped profile");
            if tx.policy_add(profile, policy.version, body, None).await? != body {
                return Err(DeskError::PolicyChanged { profile, version: policy.version });
            }
        }
        questionnaires::lay_shipped(&mut tx).await?;
        tx.commit().await?;
        Ok(desk)
    }

    /// Opens the book without bringing it to a newer shape, for what is done beside a program in service; one
    /// that has no shape yet gets the newest.
    pub async fn open_as_it_is(options: PgConnectOptions, clock: Clock) -> Result<Self, DeskError> {
        match Store::versions(&options).await? {
            (Some(here), known) if here < known => Err(DeskError::Older(here)),
            (Some(here), known) if here > known => Err(DeskError::Newer(here)),
            _ => Self::open(options, clock).await,
        }
    }

    /// Opens the book at an address such as `postgres://user:password@host/book`.
    pub async fn open_at(address: &str, clock: Clock) -> Result<Self, DeskError> {
        let options = address.parse::<PgConnectOptions>().map_err(StoreError::from)?;
        Self::open(options, clock).await
    }

    /// The clock that everybody here goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Keeps a batch of raw updates: each with its number, lane and text. When this returns, they
    /// are ours, and may be confirmed. Whoever holds a lease names its fence.
    pub async fn receive(
        &self,
        batch: &[(i64, i64, String)],
        fence: Option<Fence>,
    ) -> Result<u64, DeskError> {
        let ids: Vec<i64> = batch.iter().map(|(id, ..)| *id).collect();
        let lanes: Vec<i64> = batch.iter().map(|(_, lane, _)| *lane).collect();
        let raws: Vec<String> = batch.iter().map(|(.., raw)| raw.clone()).collect();
        let mut work = self.begin().await?;
        if let Some(fence) = fence {
            work.still_holds(fence).await?;
        }
        let added = work.tx.inbox_add(&ids, &lanes, &raws).await?;
        let flooding = work.tx.inbox_shed(&lanes, MOST_WAITING).await?;
        crate::trouble::point("mailroom.inserted");
        work.finish("").await?;
        if flooding > 0 {
            tracing::warn!(flooding, "updates of people who flood us are not handled");
        }
        // One worker for each update; who has something to do takes up the rest.
        for _ in 0..added {
            self.waiting.notify_one();
        }
        Ok(added)
    }

    /// Takes up the next update whose lane is free, as a piece of work.
    pub async fn take_up(&self) -> Result<Option<(Waiting, Work)>, DeskError> {
        let mut work = self.begin().await?;
        let Some(waiting) = work.tx.inbox_take().await? else { return Ok(None) };
        crate::trouble::point("worker.claimed");
        work.update = Some(waiting.id);
        Ok(Some((waiting, work)))
    }

    /// An update could not be handled: it is put off, and after `most` tries given up. Says
    /// whether it was given up, which wants an alarm.
    pub async fn put_off(
        &self,
        waiting: &Waiting,
        reason: &str,
        most: i32,
    ) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        let given_up = tx.inbox_fail(waiting.id, reason, most).await?;
        tx.commit().await?;
        Ok(given_up)
    }

    /// An update could not be handled now, which seems not to be its fault: others first. After
    /// about an hour of that, in which the book could be written all the same, it is given up.
    /// Says whether it was, which wants an alarm.
    pub async fn set_back(&self, waiting: &Waiting, reason: &str) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        let given_up = tx.inbox_set_back(waiting.id, reason, MOST_SET_BACK).await?;
        tx.commit().await?;
        Ok(given_up)
    }

    /// Begins a piece of work that no update asked for.
    pub async fn begin(&self) -> Result<Work, DeskError> {
        let tx = self.store.begin(self.clock.now()).await?;
        Ok(Work {
            tx,
            desk: self.clone(),
            update: None,
            owes: false,
            grounds: None,
            rebuilds: false,
            told: vec![],
        })
    }

    /// Begins a piece of work about an estate that no update asked for.
    pub async fn begin_at(&self, site: SiteId) -> Result<Work, DeskError> {
        let mut work = self.begin().await?;
        work.stand_at(site);
        Ok(work)
    }

    /// Begins a piece of work about the estate of this code; without one, of the only estate.
    pub async fn begin_in(&self, code: Option<&str>) -> Result<Work, DeskError> {
        let mut work = self.begin().await?;
        let sites = work.sites().await?;
        let found = match (code, &sites[..]) {
            (Some(code), _) => sites.iter().find(|site| site.code == code),
            (None, [one]) => Some(one),
            (None, []) => return Err(DeskError::NoEstate),
            (None, _) => None,
        };
        let Some(site) = found else {
            let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
            return Err(DeskError::WhichEstate(codes.join(", ")));
        };
        work.stand_at(site.id);
        Ok(work)
    }

    /// Lets the next timer that ran out have its effects. Says `false` when none has.
    pub async fn fire_next_timer(&self) -> Result<bool, DeskError> {
        let mut work = self.begin().await?;
        if crate::trouble::broken("broken.early_timer") {
            work.tx = self.store.begin(self.clock.now() + chrono::TimeDelta::minutes(1)).await?;
        }
        let Some(timer) = work.tx.timer_take_due().await? else {
            return self.say_next_reminder(work).await;
        };
        crate::trouble::point("watch.claimed");
        if crate::trouble::broken("broken.timer_twice") {
            work.overdue(&timer).await?;
        }
        match work.overdue(&timer).await {
            // The case moved on before the timer could be stopped: nothing is late.
            Ok(()) | Err(DeskError::Refused(_)) => work.finish("").await?,
            // Nothing was kept; it is taken up again.
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                drop(work);
                tracing::error!(case.id = %timer.case, timer = timer.kind.name(), %error,
                    "a timer could not be fired and is put off");
                let mut tx = self.store.begin(self.clock.now()).await?;
                tx.timer_put_off(timer.id).await?;
                tx.commit().await?;
            }
        }
        Ok(true)
    }

    /// Says the next word that is due before or after a wait runs out.
    async fn say_next_reminder(&self, mut work: Work) -> Result<bool, DeskError> {
        let Some(reminder) = work.tx.reminder_take_due().await? else { return Ok(false) };
        match work.remind(&reminder).await {
            Ok(()) => work.finish("").await?,
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                drop(work);
                tracing::error!(case.id = %reminder.case, timer = reminder.kind.name(), %error,
                    "a reminder could not be said and is put off");
                let mut tx = self.store.begin(self.clock.now()).await?;
                tx.reminder_put_off(reminder.id).await?;
                tx.commit().await?;
            }
        }
        Ok(true)
    }

    /// Ends when letters may be owed. Hears every ring from the moment it is made.
    pub fn owed(&self) -> Notified<'_> {
        self.owed.notified()
    }

    /// Ends when updates may be waiting. Hears every ring from the moment it is made.
    pub fn waiting(&self) -> Notified<'_> {
        self.waiting.notified()
    }

    /// Hears other instances call this one's courier, until the connection is lost. Nothing
    /// depends on it: rounds are made without being called, too.
    /// `is_courier` says whether a call is meant for this instance: whoever passed on a call that
    /// they had heard would be heard themselves, without end.
    pub async fn hear(&self, is_courier: impl Fn() -> bool) -> Result<(), DeskError> {
        let mut listener = self.store.listen().await?;
        loop {
            if listener.try_recv().await.map_err(StoreError::from)?.is_none() {
                return Ok(());
            }
            if is_courier() {
                self.owed.notify_waiters();
            }
        }
    }

    /// Calls the courier, whichever instance it is at.
    pub async fn call_courier(&self) {
        if let Err(error) = self.store.ring().await {
            tracing::debug!(%error, "the courier was not called, and comes by itself");
        }
    }

    /// The newest backups that the book knows of.
    pub async fn backups(&self) -> Result<Backups, DeskError> {
        Ok(self.store.begin(self.clock.now()).await?.backups().await?)
    }

    /// What waits in the book now.
    pub async fn load(&self) -> Result<Load, DeskError> {
        Ok(self.store.begin(self.clock.now()).await?.load().await?)
    }

    /// What the database is like that the book is in.
    pub async fn server(&self) -> Result<Server, DeskError> {
        Ok(self.store.begin(self.clock.now()).await?.server().await?)
    }

    /// Whether the book holds an estate.
    pub async fn is_settled(&self) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        Ok(!tx.sites().await?.is_empty())
    }

    /// Closes the book.
    pub async fn close(&self) {
        self.store.close().await;
    }
}
