//! One trial: a fresh book, a fresh stand-in, wires that can be cut, and the program in one to
//! three processes. What the people of the trial do is in `people`.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use casework::clock::Clock;
use huiyin::stage::TOKEN;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use tokio::task::JoinHandle;

use crate::{
    cast::{Cast, OWNERS, Owners},
    checker::{self, Evidence},
    cluster::Cluster,
    gate::Gate,
    instance::Instance,
    proxy::{Proxy, Target},
};

/// So many letters may be on their way when an instance dies.
const IN_FLIGHT: usize = 4;

/// What a trial begins with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Start {
    /// What it is called; also its database.
    pub(crate) name: String,
    /// How many instances.
    pub(crate) instances: usize,
    /// Crash points and broken rules, in the words of `FAILPOINTS`.
    pub(crate) failpoints: String,
    /// More settings for each instance.
    pub(crate) settings: Vec<(&'static str, String)>,
    /// Whether nobody is started yet.
    pub(crate) asleep: bool,
}

/// What people did and what was done to the program, for the checker.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each excuses something else")]
pub(crate) struct Diary {
    /// Marks of stories that were sent, by owner: `sure` when the owner saw the number.
    pub(crate) stories: Vec<Value>,
    /// Marks of words that must have become one event.
    pub(crate) words: Vec<Value>,
    /// Requests whose outcome the program could not know, beside those in the journal.
    pub(crate) unknowns: usize,
    /// Refusals of Telegram that the trial wanted, by words in them.
    pub(crate) excused: Vec<String>,
    /// Reasons for giving letters up that the trial wanted.
    pub(crate) given_up: Vec<String>,
    /// Chats that nobody can write to; what they were to see, they do not.
    pub(crate) unreachable: Vec<i64>,
    /// Updates may be parked.
    pub(crate) may_park: bool,
    /// Letters may still be owed, for rooms that cannot be written to.
    pub(crate) may_owe: bool,
    /// Instances may have ended by themselves.
    pub(crate) may_end: bool,
    /// Panics were injected.
    pub(crate) may_panic: bool,
    /// The book was closed for a while; the program may have said so.
    pub(crate) book_closed: bool,
    /// The sending limits were not kept on purpose.
    pub(crate) unlimited: bool,
    /// More words that must not be in any log.
    pub(crate) secrets: Vec<String>,
    /// What a case found out by itself.
    pub(crate) findings: Vec<String>,
    /// Figures worth a line.
    pub(crate) figures: Vec<String>,
}

/// A trial under way.
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) cast: Cast,
    pub(crate) gate: Gate,
    /// Between program and Telegram.
    pub(crate) net: Proxy,
    /// Between program and PostgreSQL.
    pub(crate) wire: Proxy,
    /// Where the gate itself listens.
    pub(crate) gate_port: u16,
    instances: Arc<Mutex<Vec<Instance>>>,
    diary: Mutex<Diary>,
    supervisor: JoinHandle<()>,
    folder: PathBuf,
    /// How long people wait for anything.
    pub(crate) patience: Mutex<Duration>,
}

impl Trial {
    /// Sets everything up and waits until the program is in service.
    pub(crate) async fn open(
        start: &Start,
        cluster: Arc<Cluster>,
        folder: PathBuf,
    ) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder)?;
        cluster.database(&start.name).await?;
        let cast = Cast::gather(Clock::system())?;
        let (gate, gate_port) = Gate::serve(&cast.telegram, Clock::system()).await?;
        let net = Proxy::lay(Target::Port(gate_port)).await?;
        let wire = Proxy::lay(Target::Socket(cluster.socket()?)).await?;
        let instances: Arc<Mutex<Vec<Instance>>> = Arc::default();
        for number in 0..start.instances.max(1) {
            let mut settings = vec![
                ("HUIYIN_BOT_TOKEN".to_owned(), TOKEN.to_owned()),
                ("HUIYIN_TELEGRAM_API".to_owned(), format!("http://localhost:{}", net.port())),
                (
                    "HUIYIN_DATABASE_URL".to_owned(),
                    format!(
                        "postgres://postgres@127.0.0.1:{}/{}?sslmode=disable",
                        wire.port(),
                        start.name
                    ),
                ),
            ];
            for (name, value) in &start.settings {
                settings.push(((*name).to_owned(), value.clone()));
            }
            let mut instance = Instance::new(settings, folder.join(format!("{number}.log")));
            instance.failpoints.clone_from(&start.failpoints);
            instance.kept = !start.asleep;
            lock(&instances).push(instance);
        }
        let killed = Arc::clone(&instances);
        gate.on_kill(move || {
            for instance in lock(&killed).iter_mut() {
                instance.kill();
            }
        });
        let supervisor = tokio::spawn(supervise(Arc::clone(&instances)));
        let trial = Self {
            name: start.name.clone(),
            cluster,
            cast,
            gate,
            net,
            wire,
            gate_port,
            instances,
            diary: Mutex::default(),
            supervisor,
            folder,
            patience: Mutex::new(Duration::from_mins(1)),
        };
        if !start.asleep {
            trial.in_service().await?;
        }
        Ok(trial)
    }

    /// Waits until every instance is in service.
    pub(crate) async fn in_service(&self) -> anyhow::Result<()> {
        let all = || {
            let mut instances = lock(&self.instances);
            instances.iter_mut().all(|it| !it.kept || (it.runs() && it.has_served()))
        };
        self.comes("the program in service", all).await
    }

    /// Waits until it is so, as long as people are patient.
    pub(crate) async fn comes(&self, what: &str, is: impl FnMut() -> bool) -> anyhow::Result<()> {
        let patience = *lock(&self.patience);
        self.comes_within(patience, what, is).await
    }

    /// Waits until it is so, so long.
    pub(crate) async fn comes_within(
        &self,
        within: Duration,
        what: &str,
        mut is: impl FnMut() -> bool,
    ) -> anyhow::Result<()> {
        let end = Instant::now() + within;
        while !is() {
            if Instant::now() > end {
                bail!("waited {} s in vain for {what}", within.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// What is written down for the checker.
    pub(crate) fn diary(&self) -> MutexGuard<'_, Diary> {
        lock(&self.diary)
    }

    /// The case found a violation by itself.
    pub(crate) fn finds(&self, violation: impl Into<String>) {
        self.diary().findings.push(violation.into());
    }

    /// A figure worth a line.
    pub(crate) fn notes(&self, figure: impl Into<String>) {
        self.diary().figures.push(figure.into());
    }

    /// One instance, to do something to.
    pub(crate) fn with<T>(&self, number: usize, act: impl FnOnce(&mut Instance) -> T) -> T {
        let mut instances = lock(&self.instances);
        let count = instances.len();
        act(&mut instances[number % count])
    }

    /// Every instance.
    pub(crate) fn each(&self, mut act: impl FnMut(&mut Instance)) {
        for instance in lock(&self.instances).iter_mut() {
            act(instance);
        }
    }

    pub(crate) fn count(&self) -> usize {
        lock(&self.instances).len()
    }

    /// Kills one; the supervisor starts it again.
    pub(crate) fn kill(&self, number: usize) {
        self.with(number, Instance::kill);
    }

    /// Starts all that slept, and waits.
    pub(crate) async fn wake(&self) -> anyhow::Result<()> {
        self.each(|instance| instance.kept = true);
        self.in_service().await
    }

    /// How often an instance died by a kill, ours or of a crash point.
    pub(crate) fn kills(&self) -> usize {
        let instances = lock(&self.instances);
        instances.iter().map(|it| it.deaths.iter().filter(|death| death.by_kill).count()).sum()
    }

    /// Everything that the program has said.
    pub(crate) fn words(&self) -> String {
        let instances = lock(&self.instances);
        instances.iter().map(Instance::words).collect::<Vec<_>>().join("\n")
    }

    /// Past the proxies, into the book.
    pub(crate) async fn book(&self) -> anyhow::Result<PgConnection> {
        self.cluster.connect(&self.name).await
    }

    /// Runs statements of the trial's own in the book.
    pub(crate) async fn sql(&self, statement: impl Into<String>) -> anyhow::Result<()> {
        crate::cluster::run(&mut self.book().await?, statement.into()).await
    }

    /// One number out of the book.
    pub(crate) async fn count_of(&self, statement: impl Into<String>) -> anyhow::Result<i64> {
        let mut book = self.book().await?;
        let statement = AssertSqlSafe(statement.into());
        Ok(sqlx::query_scalar(statement).fetch_one(&mut book).await?)
    }

    /// Every fault is over.
    pub(crate) fn heal(&self) {
        self.gate.heal();
        self.net.heal();
        self.wire.heal();
        self.each(|instance| {
            instance.freeze(false);
            instance.kept = true;
        });
    }

    /// Waits until nothing is left to do, and says how long that took.
    pub(crate) async fn settle(&self, within: Duration) -> anyhow::Result<Duration> {
        const WAITS: &str = "select
            (select count(*) from inbox where done_at is null and parked_at is null)
            + (select count(*) from outbox where settled_at is null)";
        let begun = Instant::now();
        let may_owe = self.diary().may_owe;
        let mut quiet = 0;
        let mut book = self.book().await?;
        while quiet < 2 {
            let waits = if may_owe { WAITS_FOR_NOBODY } else { WAITS };
            let left: i64 = match sqlx::query_scalar(waits).fetch_one(&mut book).await {
                Ok(left) => left,
                Err(_) => {
                    book = self.book().await?;
                    1
                }
            };
            let pending = self.cast.telegram.pending();
            quiet = if left == 0 && pending == 0 { quiet + 1 } else { 0 };
            if begun.elapsed() > within {
                let which: Vec<String> = sqlx::query_scalar(WHICH).fetch_all(&mut book).await?;
                bail!(
                    "I13: {} s after the fault {left} rows wait and {pending} updates are not \
                     confirmed: {}",
                    within.as_secs(),
                    which.join("; ")
                );
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        Ok(begun.elapsed())
    }

    /// Asks all to stop and waits for it.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        self.each(|instance| {
            instance.kept = false;
            instance.ask_to_stop();
        });
        self.comes_within(Duration::from_secs(28), "the program to stop", || {
            lock(&self.instances).iter_mut().all(|it| !it.runs())
        })
        .await?;
        self.each(|instance| {
            instance.look_after().ok();
        });
        Ok(())
    }

    /// Everything that the checker looks at.
    pub(crate) async fn evidence(&self) -> anyhow::Result<Evidence> {
        let tables = checker::read(&mut self.book().await.context("the book")?).await?;
        let mut shown = vec![];
        let rooms = ["engineering", "security", "environment", "service", "desk", "leaders"];
        let rooms = rooms.iter().map(|seat| self.cast.room(seat));
        let telegram = &self.cast.telegram;
        let people = telegram.people().into_iter().map(|person| person.id);
        for chat in rooms.chain(people) {
            for message in telegram.messages(chat).iter().filter(|it| it.from == telegram.bot()) {
                shown.push(json!({
                    "chat": chat, "id": message.id, "text": message.text(),
                    "album": message.album, "service": message.is_service(),
                    "keyboard": message.keyboard,
                    "at": message.at.timestamp_millis(),
                }));
            }
        }
        let (mut deaths, mut peak) = (vec![], 0);
        let in_flight = self.kills() * IN_FLIGHT;
        self.each(|instance| {
            peak = peak.max(instance.peak_kb());
            for death in &instance.deaths {
                deaths.push(json!({
                    "wanted": death.wanted, "served": death.served, "code": death.code,
                }));
            }
        });
        let diary = self.diary();
        let owners: Vec<i64> = OWNERS.accounts().map(|(account, _)| account).collect();
        let diary = json!({
            "stories": diary.stories, "words": diary.words, "unknowns": diary.unknowns + in_flight,
            "excused": diary.excused, "given_up": diary.given_up, "may_park": diary.may_park, "unreachable": diary.unreachable,
            "may_owe": diary.may_owe, "may_end": diary.may_end, "book_closed": diary.book_closed, "kills": self.kills(), "may_panic": diary.may_panic, "unlimited": diary.unlimited,
            "secrets": diary.secrets, "token": TOKEN, "names": Cast::owner_names(),
            "phones": owners.iter().map(|it| Owners::phone(*it)).collect::<Vec<_>>(),
            "deaths": deaths, "peak_kb": peak,
            "complaints": telegram.complaints(),
        });
        Ok(Evidence {
            tables,
            journal: self.gate.journal(),
            updates: self.gate.updates(),
            shown,
            logs: self.words(),
            diary,
        })
    }

    /// Where the program's words are kept.
    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Takes everything down.
    pub(crate) async fn close(self) {
        self.supervisor.abort();
        self.cast.telegram.close();
        lock(&self.instances).clear();
        self.cluster.discard(&self.name).await.ok();
    }
}

/// What waits, and for what.
const WHICH: &str = "select concat('letter ', o.id, ' of class ', class, ' to ', o.room, ', kind ',
        letter->>'letter', ', attempt ', attempt, ', failures ', failures, ', unknown ', o.unknown,
        ', due in ', due_at - now(), ', leased for ', lease_until - now(), ', parked for ',
        (select until - now() from parked where parked.room = o.room))
    from outbox o where settled_at is null
    union all
    select concat('update ', update_id, ', attempt ', attempt, ', to be tried in ', retry_at - now())
    from inbox where done_at is null and parked_at is null
    limit 5";

/// The same without what waits for a room that does not let us write, ten minutes or longer.
const WAITS_FOR_NOBODY: &str = "select
    (select count(*) from inbox where done_at is null and parked_at is null)
    + (select count(*) from outbox o where settled_at is null
       and not exists (select 1 from outbox first where first.room = o.room
                       and first.settled_at is null and first.due_at > now() + interval '20 s')
       and not exists (select 1 from parked where parked.room = o.room
                       and parked.until > now() + interval '20 s'))";

async fn supervise(instances: Arc<Mutex<Vec<Instance>>>) {
    loop {
        for instance in lock(&instances).iter_mut() {
            instance.look_after().ok();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
