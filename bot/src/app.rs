//! The running program: mailroom, workers, courier and watch over one desk. Each exposes a round;
//! here they are repeated, or, for stories, driven until nothing is left to do. Any number of
//! instances may run over one book: two leases say who polls and who sends.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use casework::{
    desk::{Desk, DeskError},
    words::Language,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    api::{Api, Failure},
    chores::Chore,
    courier::Courier,
    evidence::{Evidence, Keeper, Scan},
    lease::{Holding, RENEWAL},
    lifecycle::Tasks,
    mailroom::{Mailroom, Undelivered, webhook::Webhook},
    pace::Pace,
    pulse::{Heart, Pulse},
    speech::Voice,
    status,
    visit::Me,
    workers::Worker,
};

/// How long a poll waits for something to come.
const POLL: Duration = Duration::from_secs(25);
/// How long an idle round waits when nobody rings.
const IDLE: Duration = Duration::from_millis(500);
/// A conflict with another poller: long enough for the old connection to be gone.
const CONFLICT: Duration = Duration::from_secs(32);

/// So many timers are fired side by side.
const WATCHES: usize = 2;

/// How often Telegram is asked how its deliveries to our webhook go.
const LOOK: Duration = Duration::from_mins(1);

/// How often whoever keeps a long pause says that it lives.
const SLICE: Duration = Duration::from_secs(30);

/// How often another instance's courier is rung at most.
const RINGS: Duration = Duration::from_millis(20);

/// How long the answers to the last presses are waited for at the stop.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// The program, wired. Cheap to clone.
#[derive(Clone)]
pub struct App {
    desk: Desk,
    api: Api,
    mailroom: Mailroom,
    worker: Worker,
    courier: Courier,
    keeper: Option<Keeper>,
    me: Me,
}

impl App {
    /// Asks Telegram who we are, and wires everything.
    /// `holder` is this instance's name among all that share the book.
    pub async fn introduce(
        desk: Desk,
        api: Api,
        pace: Pace,
        holder: &str,
    ) -> Result<Self, Failure> {
        let me = Me::ask(&api).await?;
        let pace = Arc::new(pace);
        Ok(Self {
            mailroom: Mailroom::new(desk.clone(), api.clone(), Arc::clone(&pace), me.id, holder),
            worker: Worker::new(desk.clone(), api.clone(), me.clone()),
            courier: Courier::new(desk.clone(), api.clone(), pace, holder),
            keeper: None,
            desk,
            api,
            me,
        })
    }

    /// From now on what people send is kept by us as well.
    #[must_use]
    pub fn keeping(mut self, evidence: Evidence, scan: Option<Scan>) -> Self {
        self.keeper = Some(Keeper::new(self.desk.clone(), self.api.clone(), evidence, scan));
        self
    }

    /// Who we are.
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Sets the menus of commands that everybody is shown. Telegram takes two-letter languages:
    /// `zh` gets the estate's script, and whoever picks the other has a menu of their own.
    pub async fn set_menus(&self) -> anyhow::Result<()> {
        let mut work = self.desk.begin().await?;
        let site = work.site().await?;
        drop(work);
        let chinese = match site.language {
            Language::En => Language::ZhHans,
            own => own,
        };
        for (code, language) in [("", site.language), ("zh", chinese), ("en", Language::En)] {
            let voice = Voice::new(language, site.zone);
            self.set_menu("all_private_chats", code, voice.menu(None)).await?;
            self.set_menu("all_group_chats", code, voice.group_menu()).await?;
        }
        Ok(())
    }

    async fn set_menu(
        &self,
        scope: &str,
        code: &str,
        menu: Vec<(&'static str, String)>,
    ) -> anyhow::Result<()> {
        let commands: Vec<Value> = menu
            .into_iter()
            .map(|(command, description)| json!({ "command": command, "description": description }))
            .collect();
        let mut body = json!({ "commands": commands, "scope": { "type": scope } });
        if !code.is_empty() {
            body["language_code"] = json!(code);
        }
        let _: Value = self.api.call("setMyCommands", &body).await?;
        Ok(())
    }

    /// Starts everything as tasks that finish what they have in hand when asked to stop. Updates
    /// are polled for, unless Telegram brings them to a webhook. Says by what one knows that they
    /// go round.
    pub fn start(&self, tasks: &mut Tasks, workers: usize, webhook: Option<Webhook>) -> Pulse {
        let stop = tasks.stop();
        let (polled, sent) = (CancellationToken::new(), CancellationToken::new());
        let pulse = Pulse::default();
        let heart = pulse.heart("mailroom lease");
        tasks.start("mailroom lease", hold(self.mailroom.lease().clone(), polled.clone(), heart));
        let heart = pulse.heart("mailroom");
        match webhook {
            None => tasks.start("mailroom", self.clone().poll(stop.clone(), polled, heart)),
            Some(webhook) => {
                tasks.start("webhook", self.clone().answer(webhook.clone(), stop.clone()));
                tasks.start(
                    "mailroom",
                    self.clone().keep_announced(webhook, stop.clone(), polled, heart),
                );
            }
        }
        for _ in 0..workers {
            tasks.start("worker", self.clone().work(stop.clone(), pulse.heart("worker")));
        }
        let heart = pulse.heart("courier lease");
        tasks.start("courier lease", hold(self.courier.lease().clone(), sent.clone(), heart));
        let heart = pulse.heart("courier");
        tasks.start("courier", self.clone().deliver(stop.clone(), sent, heart));
        tasks.start("ear", self.clone().listen(stop.clone()));
        for _ in 0..WATCHES {
            tasks.start("watch", self.clone().watch(stop.clone(), pulse.heart("watch")));
        }
        if let Some(keeper) = &self.keeper {
            tasks.start("keeper", keeper.clone().run(stop.clone()));
        }
        tasks.start("word to systemd", status::tell_systemd(pulse.clone(), stop));
        pulse
    }

    /// Where updates come in.
    pub fn mailroom(&self) -> &Mailroom {
        &self.mailroom
    }

    /// Leaves polling and sending to other instances at once.
    pub async fn leave(&self) {
        self.mailroom.lease().end().await;
        self.courier.lease().end().await;
    }

    /// Learns what to say while the book is closed: it cannot be looked up then.
    pub async fn prepare(&self) -> Result<(), DeskError> {
        let sites = self.desk.begin().await?.sites().await?;
        self.mailroom.prepare(&sites);
        Ok(())
    }

    async fn answer(self, webhook: Webhook, stop: CancellationToken) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind(webhook.listen)
            .await
            .with_context(|| format!("nothing can listen at {}", webhook.listen))?;
        let receiver = self.mailroom.receiver(&webhook);
        axum::serve(listener, receiver)
            .with_graceful_shutdown(async move { stop.cancelled().await })
            .await?;
        Ok(())
    }

    /// Whoever holds the lease keeps Telegram informed where we are.
    async fn keep_announced(
        self,
        webhook: Webhook,
        stop: CancellationToken,
        polled: CancellationToken,
        heart: Heart,
    ) -> anyhow::Result<()> {
        let lease = self.mailroom.lease();
        while !stop.is_cancelled() {
            heart.beat();
            if lease.fence().is_none() {
                rest_until(&stop, lease.changed(), IDLE).await;
                continue;
            }
            self.prepare().await.ok();
            let pause = match self.mailroom.announce(&webhook).await {
                Ok(_) => LOOK,
                Err(Undelivered::Telegram(Failure::Flood { retry_after })) => {
                    retry_after.unwrap_or(Duration::from_secs(5))
                }
                Err(error) => {
                    tracing::warn!(%error, "Telegram could not be told of the webhook");
                    Duration::from_secs(5)
                }
            };
            rest_alive(&stop, pause, &heart).await;
        }
        polled.cancel();
        lease.end().await;
        Ok(())
    }

    async fn poll(
        self,
        stop: CancellationToken,
        polled: CancellationToken,
        heart: Heart,
    ) -> anyhow::Result<()> {
        let mut failures = 0_u32;
        let lease = self.mailroom.lease();
        self.prepare().await.ok();
        while !stop.is_cancelled() {
            heart.beat();
            if lease.fence().is_none() {
                rest_until(&stop, lease.changed(), IDLE).await;
                continue;
            }
            let pause = match self.mailroom.round(POLL, &stop).await {
                Ok(_) => {
                    failures = 0;
                    continue;
                }
                Err(Undelivered::Telegram(Failure::Flood { retry_after })) => {
                    retry_after.unwrap_or(Duration::from_secs(5))
                }
                Err(Undelivered::Telegram(Failure::Conflict)) => {
                    tracing::error!("somebody else polls for this bot's updates");
                    CONFLICT
                }
                Err(Undelivered::Telegram(Failure::WebhookActive)) => {
                    if let Err(error) = self.mailroom.clear_way().await {
                        tracing::warn!(%error, "the webhook could not be looked at");
                    }
                    Duration::from_secs(5)
                }
                Err(Undelivered::Desk(DeskError::LeaseLost(lease))) => {
                    tracing::warn!(lease, "what came late is left to another instance");
                    continue;
                }
                Err(error) => {
                    failures += 1;
                    tracing::warn!(%error, failures, "no updates");
                    // A book that opens again is not to wait for us.
                    let most = if matches!(error, Undelivered::Desk(_)) { 2 } else { 6 };
                    Duration::from_millis(500 << failures.min(most))
                }
            };
            rest_alive(&stop, pause, &heart).await;
        }
        polled.cancel();
        lease.end().await;
        Ok(())
    }

    async fn listen(self, stop: CancellationToken) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                heard = self.desk.hear(|| self.courier.lease().fence().is_some()) => {
                    if let Err(error) = heard {
                        tracing::debug!(%error, "other instances are not heard; rounds go on");
                    }
                    rest(&stop, IDLE).await;
                }
            }
        }
        Ok(())
    }

    async fn work(self, stop: CancellationToken, heart: Heart) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            heart.beat();
            let rung = self.desk.waiting();
            match self.worker.round().await {
                Ok(true) => {}
                Ok(false) => rest_until(&stop, rung, IDLE).await,
                Err(error) => {
                    tracing::error!(%error, "a worker could not work");
                    rest(&stop, IDLE).await;
                }
            }
        }
        tokio::time::timeout(LAST_ANSWERS, self.worker.has_answered()).await.ok();
        Ok(())
    }

    async fn deliver(
        self,
        stop: CancellationToken,
        sent: CancellationToken,
        heart: Heart,
    ) -> anyhow::Result<()> {
        let lease = self.courier.lease();
        while !stop.is_cancelled() {
            heart.beat();
            let rung = self.desk.owed();
            // Without the lease a round only writes down what was sent under it.
            match self.courier.round().await {
                Ok(0) if lease.fence().is_none() => {
                    // What we owe is sent by another, who is rung as we would be.
                    tokio::select! {
                        () = rest_until(&stop, lease.changed(), IDLE) => {}
                        () = rung => {
                            self.desk.call_courier().await;
                            rest(&stop, RINGS).await;
                        }
                    }
                }
                Ok(0) => {
                    self.courier.tidy();
                    rest_until(&stop, rung, IDLE).await;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the courier could not go round");
                    rest(&stop, IDLE).await;
                }
            }
        }
        // What is under way must arrive, or nobody would know whether it did.
        if let Err(error) = self.courier.finish().await {
            tracing::warn!(%error, "what was sent last could not be written down");
        }
        sent.cancel();
        lease.end().await;
        Ok(())
    }

    async fn watch(self, stop: CancellationToken, heart: Heart) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            heart.beat();
            match self.desk.fire_next_timer().await {
                Ok(true) => {}
                Ok(false) => {
                    for chore in Chore::ALL {
                        if let Err(error) = chore.done(&self.desk).await {
                            tracing::warn!(%error, ?chore, "what is due could not be done");
                        }
                        heart.beat();
                    }
                    rest(&stop, IDLE).await;
                }
                Err(error) => {
                    tracing::error!(%error, "the watch could not look");
                    rest(&stop, IDLE).await;
                }
            }
        }
        Ok(())
    }

    /// Drives everything, round by round, until nothing is left to do now. For stories.
    pub async fn settle(&self) -> anyhow::Result<()> {
        let stop = CancellationToken::new();
        loop {
            self.mailroom.lease().renew().await?;
            self.courier.lease().renew().await?;
            let came = self.mailroom.round(Duration::ZERO, &stop).await.context("the mailroom")?;
            let mut done = came > 0;
            while self.worker.round().await.context("a worker")? {
                done = true;
            }
            self.worker.has_answered().await;
            while self.desk.fire_next_timer().await.context("the watch")? {
                done = true;
            }
            for chore in Chore::ALL {
                done |= chore.done(&self.desk).await.with_context(|| format!("{chore:?}"))?;
            }
            if let Some(keeper) = &self.keeper {
                while keeper.round(&stop).await.context("the keeper")?.is_none() {
                    done = true;
                }
            }
            while self.courier.round().await.context("the courier")? > 0 {
                done = true;
            }
            if !done {
                return Ok(());
            }
        }
    }
}

/// Renews a lease, or tries for it, until whoever uses it has finished: at the stop, too, nobody
/// else may begin before.
async fn hold(lease: Holding, finished: CancellationToken, heart: Heart) -> anyhow::Result<()> {
    while !finished.is_cancelled() {
        heart.beat();
        let asked = Instant::now();
        if let Err(error) = lease.renew().await {
            tracing::warn!(%error, "a lease could not be renewed");
        }
        rest(&finished, RENEWAL.saturating_sub(asked.elapsed())).await;
    }
    Ok(())
}

async fn rest(stop: &CancellationToken, pause: Duration) {
    rest_until(stop, std::future::pending(), pause).await;
}

/// A pause that somebody else has set may be long: whoever keeps it is not stuck.
async fn rest_alive(stop: &CancellationToken, pause: Duration, heart: &Heart) {
    let mut left = pause;
    while !left.is_zero() && !stop.is_cancelled() {
        let slice = left.min(SLICE);
        rest(stop, slice).await;
        heart.beat();
        left -= slice;
    }
}

/// Waits for a ring, a pause or the stop, whichever is first.
async fn rest_until(stop: &CancellationToken, ring: impl Future<Output = ()>, pause: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = ring => {}
        () = tokio::time::sleep(pause) => {}
    }
}
