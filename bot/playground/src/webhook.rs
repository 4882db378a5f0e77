//! Delivery to a webhook: one update of a key at a time, again and again until a 2xx or its end.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use reqwest::header::RETRY_AFTER;

use crate::Telegram;
use crate::journal::Fact;
use crate::queue::Key;
use crate::world::World;

/// So long may a webhook answer 410 before it is removed.
const GONE: TimeDelta = TimeDelta::hours(23);
const LONGEST_RETRY_AFTER: i64 = 3600;
/// How often the given clock is looked at while something waits for a moment.
const GLANCE: Duration = Duration::from_millis(20);

/// Where updates go, and how that went.
#[derive(Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) connections: usize,
    pub(crate) ip: Option<String>,
    pub(crate) last_error: Option<(DateTime<Utc>, String)>,
    /// One that was replaced has another number.
    pub(crate) number: u64,
    pub(crate) lanes: Lanes,
    gone_since: Option<DateTime<Utc>>,
}

impl Webhook {
    pub(crate) fn new(url: String, number: u64) -> Self {
        Self {
            url,
            secret: None,
            connections: 40,
            ip: None,
            last_error: None,
            number,
            lanes: Lanes::default(),
            gone_since: None,
        }
    }
}

/// Updates by key, each key's in order.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    by_key: HashMap<Key, Lane>,
    ready: VecDeque<Key>,
    later: BinaryHeap<Reverse<(DateTime<Utc>, Key)>>,
    under_way: usize,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<u64>,
    /// How often the first of them failed.
    failed: u32,
    /// On its way, ready, or waiting for its moment.
    is_listed: bool,
}

impl Lanes {
    pub(crate) fn add(&mut self, place: u64, key: Key) {
        let lane = self.by_key.entry(key).or_default();
        lane.waiting.push_back(place);
        if !lane.is_listed {
            lane.is_listed = true;
            self.ready.push_back(key);
        }
    }

    /// The next update that may go out.
    fn next(&mut self, now: DateTime<Utc>, connections: usize) -> Option<(Key, u64)> {
        while self.later.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            let Reverse((_, key)) = self.later.pop()?;
            self.ready.push_back(key);
        }
        if self.under_way >= connections {
            return None;
        }
        let key = self.ready.pop_front()?;
        let place = *self.by_key.get(&key)?.waiting.front()?;
        self.under_way += 1;
        Some((key, place))
    }

    /// The first of a lane is done with; the next may go.
    fn pass(&mut self, key: Key) {
        self.under_way -= 1;
        let Some(lane) = self.by_key.get_mut(&key) else { return };
        lane.waiting.pop_front();
        lane.failed = 0;
        if lane.waiting.is_empty() {
            self.by_key.remove(&key);
        } else {
            self.ready.push_back(key);
        }
    }

    /// How often the first of a lane has failed now.
    fn fail(&mut self, key: Key) -> u32 {
        let Some(lane) = self.by_key.get_mut(&key) else { return 0 };
        lane.failed += 1;
        lane.failed
    }

    fn again(&mut self, key: Key, at: DateTime<Utc>) {
        self.under_way -= 1;
        self.later.push(Reverse((at, key)));
    }
}

/// One try.
struct Parcel {
    number: u64,
    place: u64,
    key: Key,
    id: i64,
    text: Arc<str>,
    secret: Option<String>,
    address: Option<String>,
    patience: Duration,
}

/// What came of a try.
enum Reply {
    Status(u16, Option<i64>),
    Broken(&'static str),
}

/// The first retry comes at once, then after 2, 4, 8 … seconds, at most a minute or two.
fn pause(failed: u32, retry_after: Option<i64>) -> TimeDelta {
    if let Some(seconds) = retry_after {
        return TimeDelta::seconds(seconds.clamp(0, LONGEST_RETRY_AFTER));
    }
    let longest = rand::rng().random_range(60..=120);
    match failed {
        0 | 1 => TimeDelta::zero(),
        failed => TimeDelta::seconds((1_i64 << (failed - 1).min(10)).min(longest)),
    }
}

impl Telegram {
    /// Delivers to the webhook with this number until there is another, or none.
    pub(crate) async fn deliver(self, number: u64) {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        let Ok(client) = client else {
            self.lock().complaints.push("webhooks cannot be called here".into());
            return;
        };
        let mut arrivals = self.arrivals.subscribe();
        loop {
            arrivals.borrow_and_update();
            let Some((parcels, is_waiting)) = self.lock().parcels(number) else { return };
            for parcel in parcels {
                tokio::spawn(self.clone().carry(client.clone(), parcel));
            }
            let glance = if is_waiting { GLANCE } else { Duration::MAX };
            if tokio::time::timeout(glance, arrivals.changed()).await.is_ok_and(|end| end.is_err())
            {
                return;
            }
        }
    }

    async fn carry(self, client: reqwest::Client, parcel: Parcel) {
        let reply = match &parcel.address {
            None => Reply::Broken("Failed to resolve host: Name or service not known"),
            Some(address) => post(&client, address, &parcel).await,
        };
        let mut world = self.lock();
        world.settle(&parcel, &reply);
        world.wake();
        world.tick();
    }

    /// An https address of a webhook that begins like this is reached at this http address: what a
    /// proxy does that ends TLS. An address that no such line covers is reached by nobody.
    pub fn reaches(&self, https: &str, http: &str) {
        self.lock().routes.push((https.into(), http.into()));
    }

    /// How long a webhook may take for its answer, in real time; 60 seconds at first.
    pub fn webhook_patience(&self, patience: Duration) {
        self.lock().patience = patience;
    }
}

async fn post(client: &reqwest::Client, address: &str, parcel: &Parcel) -> Reply {
    let mut request = client
        .post(address)
        .header("Content-Type", "application/json")
        .body(parcel.text.to_string())
        .timeout(parcel.patience);
    if let Some(secret) = &parcel.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    match request.send().await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok());
            let wait = wait.and_then(|wait| wait.parse().ok());
            // Telegram wants the whole answer.
            match answer.bytes().await {
                Ok(_) => Reply::Status(status, wait),
                Err(error) => broken(&error),
            }
        }
        Err(error) => broken(&error),
    }
}

fn broken(error: &reqwest::Error) -> Reply {
    Reply::Broken(if error.is_timeout() {
        "Read timeout expired"
    } else if error.is_connect() {
        "Connection refused"
    } else {
        "Connection reset by peer"
    })
}

impl World {
    /// The updates that may go out now, and whether others wait for a moment; none when the webhook
    /// is another.
    fn parcels(&mut self, number: u64) -> Option<(Vec<Parcel>, bool)> {
        let now = self.now();
        self.expire();
        if self.is_closed || self.webhook.as_ref()?.number != number {
            return None;
        }
        let patience = self.patience;
        let hook = self.webhook.as_mut()?;
        let routed = self.routes.iter().find_map(|(https, http)| {
            hook.url.strip_prefix(https.as_str()).map(|rest| format!("{http}{rest}"))
        });
        let mut parcels = Vec::new();
        while !self.is_out
            && let Some((key, place)) = hook.lanes.next(now, hook.connections)
        {
            let Some(queued) = self.queue.at(place) else {
                hook.lanes.pass(key);
                continue;
            };
            let (id, text, secret) = (queued.id, Arc::clone(&queued.text), hook.secret.clone());
            let address = routed.clone();
            parcels.push(Parcel { number, place, key, id, text, secret, address, patience });
        }
        Some((parcels, self.is_out || !hook.lanes.later.is_empty()))
    }

    /// Writes down how a try ended.
    fn settle(&mut self, parcel: &Parcel, reply: &Reply) {
        let (now, id) = (self.now(), parcel.id);
        let (status, wait, error) = match reply {
            Reply::Status(status @ 200..300, _) => (*status, None, None),
            Reply::Status(status, wait) => {
                let status = *status;
                let name = axum::http::StatusCode::from_u16(status);
                let name = name.map_or_else(|_| status.to_string(), |name| name.to_string());
                (status, *wait, Some(format!("Wrong response from the webhook: {name}")))
            }
            Reply::Broken(why) => (0, None, Some((*why).to_string())),
        };
        self.record(Fact::Delivery { id, status, error: error.clone() });
        if error.is_none() && self.queue.take(parcel.place).is_some() {
            self.record(Fact::Confirmed { id, by: "webhook" });
        }
        let Some(hook) = self.webhook.as_mut().filter(|hook| hook.number == parcel.number) else {
            return;
        };
        let Some(error) = error else {
            hook.gone_since = None;
            hook.lanes.pass(parcel.key);
            return;
        };
        hook.last_error = Some((now, error));
        hook.gone_since = if status == 410 { hook.gone_since.or(Some(now)) } else { None };
        let is_gone = hook.gone_since.is_some_and(|since| now - since >= GONE);
        let next = now + pause(hook.lanes.fail(parcel.key), wait);
        match self.queue.at(parcel.place) {
            Some(queued) if next < queued.expires_at => hook.lanes.again(parcel.key, next),
            Some(_) => {
                hook.lanes.pass(parcel.key);
                if let Some(lost) = self.queue.take(parcel.place) {
                    self.record(Fact::Lost { id: Some(id), kind: lost.kind, why: "given up" });
                }
            }
            None => hook.lanes.pass(parcel.key),
        }
        if is_gone {
            self.webhook = None;
        }
    }
}
