//! The world of one story.

use std::{
    net::SocketAddr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use casework::{clock::Clock, desk::Desk, postgres::Scratch, words::Language};
use chrono::TimeDelta;
use huiyin::{
    app::App,
    button::Button,
    evidence::{Evidence, Scan},
    stage::{Setting, Stage},
};
use playground::Telegram;
use tokio::net::TcpListener;

use crate::{
    Person, book,
    reading::{Seen, picture},
    transcript,
};

/// A Tuesday, ten past nine in the morning where the estate lies.
const MORNING: &str = "2026-11-17T01:10:00Z";
/// How often a program elsewhere is looked at.
const GLANCE: Duration = Duration::from_millis(100);
/// How long it may take over one thing that somebody does, its start included.
const PATIENCE: Duration = Duration::from_mins(2);
/// What the stand-in may say no to in any story: a message that shows it already, that is gone, or
/// (when somebody forged a press) that was never ours.
const NORMAL: [&str; 3] =
    ["message is not modified", "message to edit not found", "message can't be edited"];
/// Everybody's chats and groups, in the order in which they are read out.
const PEOPLE: [&str; 12] = [
    "owner",
    "neighbour",
    "crew",
    "mate",
    "head",
    "guard",
    "guard_head",
    "cleaner",
    "service",
    "desk",
    "manager",
    "leader",
];
const ROOMS: [&str; 6] = ["engineering", "security", "environment", "service", "desk", "leaders"];

/// What a new administrator has before there is an estate.
pub struct Start {
    /// Telegram's stand-in.
    pub telegram: Telegram,
    /// Where it is served.
    pub base: String,
    /// The address of an empty database.
    pub book: String,
}

/// The estate of one story, with its people and groups.
pub struct World {
    /// Telegram's stand-in.
    pub telegram: Telegram,
    /// What staff and groups are spoken to in, and everybody's client speaks.
    pub language: Language,
    stage: Stage,
    app: Mutex<App>,
    setting: Setting,
    base: String,
    pub(crate) book: Scratch,
    seen: Mutex<Seen>,
    forgiven: Mutex<Vec<&'static str>>,
    is_restless: AtomicBool,
    keeps_limits: AtomicBool,
    /// Where files are kept, if they are.
    evidence: Mutex<Option<(Evidence, Option<Scan>)>>,
    /// Where the program says how it fares, when it is a process of its own that this world only watches.
    pub elsewhere: Option<SocketAddr>,
}

impl World {
    /// Tells a story, then checks that every promise in it was kept.
    pub async fn run(language: Language, story: impl AsyncFnOnce(&World)) {
        // Every story is built of this; none should carry the stage about with it.
        let world = Box::pin(Self::open(language)).await;
        Box::pin(story(&world)).await;
        Box::pin(world.settle()).await;
        transcript::write(&world.telegram);
        Box::pin(world.kept_its_promises()).await;
        Box::pin(world.close()).await;
    }

    async fn open(language: Language) -> Self {
        let (setting, listener, base) = Self::morning(language).await;
        let book = book::fresh(&setting).await;
        let stage = Stage::set(book.options(), &setting, listener).await.expect("a stage");
        let world = Self::of(stage, setting, base, book);
        world.said();
        world
    }

    /// When it begins, and where Telegram's stand-in is to be served.
    async fn morning(language: Language) -> (Setting, TcpListener, String) {
        let clock = Clock::standing(MORNING.parse().expect("a moment"));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        (Setting { language, clock, limits: false }, listener, base)
    }

    fn of(stage: Stage, setting: Setting, base: String, book: Scratch) -> Self {
        Self {
            telegram: stage.telegram.clone(),
            language: setting.language,
            app: Mutex::new(stage.app.clone()),
            stage,
            setting,
            base,
            book,
            seen: Mutex::default(),
            forgiven: Mutex::default(),
            is_restless: AtomicBool::default(),
            keeps_limits: AtomicBool::default(),
            evidence: Mutex::default(),
            elsewhere: None,
        }
    }

    /// Tells the story of a program that runs as a process of its own, by the clock on the wall, before this
    /// world's stand-in; it is to be served at `elsewhere` how it fares. The world waits until nothing waits
    /// there; its own book is nobody's.
    pub async fn watch(language: Language, story: impl AsyncFnOnce(&World)) {
        let (_, listener, base) = Self::morning(language).await;
        let setting = Setting { language, clock: Clock::system(), limits: false };
        let book = book::fresh(&setting).await;
        let telegram = Stage::telegram(&setting, listener).expect("a stand-in");
        let stage = Stage::bare(telegram, &base, book.options(), &setting).await.expect("a stage");
        let mut world = Self::of(stage, setting, base, book);
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        world.elsewhere = Some(free.local_addr().expect("an address"));
        drop(free);
        Box::pin(story(&world)).await;
        transcript::write(&world.telegram);
        Box::pin(world.close()).await;
    }

    /// Tells the story of a new estate: an empty database, a stand-in with our bot and nobody else, and
    /// `set_up`, which leads from there to an estate in its book.
    pub async fn begin(
        language: Language,
        set_up: impl AsyncFnOnce(&Start),
        story: impl AsyncFnOnce(&World),
    ) {
        let (setting, listener, base) = Self::morning(language).await;
        let book = book::empty().await;
        let telegram = Stage::telegram(&setting, listener).expect("a stand-in");
        set_up(&Start { telegram: telegram.clone(), base: base.clone(), book: book.url() }).await;
        let stage = Stage::bare(telegram, &base, book.options(), &setting).await.expect("a stage");
        let world = Self::of(stage, setting, base, book);
        Box::pin(story(&world)).await;
        Box::pin(world.settle()).await;
        transcript::write(&world.telegram);
        Box::pin(world.close()).await;
    }

    async fn close(self) {
        self.telegram.close();
        self.app().desk().close().await;
        self.book.discard().await;
    }

    /// Somebody of the cast.
    pub fn person(&self, code: &str) -> Person<'_> {
        let account = self.stage.account(code);
        assert_ne!(account, 0, "nobody in the cast is called {code}");
        Person { world: self, account }
    }

    /// Somebody who is not of the cast.
    pub fn stranger(&self, account: i64, name: &str) -> Person<'_> {
        let tag = if self.language == Language::En { "en" } else { "zh-hans" };
        self.telegram.person(playground::Profile::named(account, name).speaking(tag));
        Person { world: self, account }
    }

    /// The group of a department (by its code), of the `desk`, or of the `leaders`.
    pub fn room(&self, seat: &str) -> i64 {
        let room = self.stage.room(seat);
        assert_ne!(room, 0, "there is no group {seat}");
        room
    }

    /// Where the stand-in is served.
    pub fn base(&self) -> String {
        self.base.clone()
    }

    /// The address of the book.
    pub fn book_address(&self) -> String {
        self.book.url()
    }

    /// The server of the book burns down; a new one is set up, with an empty database in it.
    pub async fn loses_the_book(&self) {
        self.app().desk().close().await;
        self.meddles("drop schema public cascade; create schema public").await;
    }

    /// The book takes nothing in any more, as on a full disk or after a failover.
    pub async fn closes_the_book(&self) {
        book::close(&self.book).await;
    }

    /// The book takes in again.
    pub async fn opens_the_book(&self) {
        book::open(&self.book).await;
    }

    /// The program.
    pub fn app(&self) -> App {
        lock(&self.app).clone()
    }

    /// Drives the program until nothing is left to do now.
    pub async fn settle(&self) {
        if self.is_restless.load(Ordering::Relaxed) {
            self.restart().await;
        }
        self.drive().await;
    }

    /// Waits until a program elsewhere has taken everything in, and owes nobody anything.
    async fn hears_out(&self, at: SocketAddr) {
        const NOTHING: [&str; 2] = ["huiyin_updates_waiting 0\n", "huiyin_letters_waiting 0\n"];
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let mut quiet = 0;
        // What was brought to it a moment ago may be on its way into the book.
        while quiet < 2 {
            tokio::time::sleep(GLANCE).await;
            let fetched = self.telegram.pending() == 0;
            let figures = match client.get(format!("http://{at}/metrics")).send().await {
                Ok(answer) => answer.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            let is_quiet = fetched && NOTHING.iter().all(|nothing| figures.contains(nothing));
            quiet = if is_quiet { quiet + 1 } else { 0 };
        }
    }

    /// The toast that answers a press; elsewhere it comes after everything else is done.
    pub(crate) async fn toast(&self, press: &playground::Press) -> Option<playground::Toast> {
        let within = self.elsewhere.map_or(Duration::ZERO, |_| PATIENCE);
        self.telegram.toasted(press, within).await
    }

    async fn drive(&self) {
        if let Some(at) = self.elsewhere {
            let heard = tokio::time::timeout(PATIENCE, self.hears_out(at)).await;
            return heard.expect("the program elsewhere gets done");
        }
        // The whole program is in there; no story should carry it about with it.
        Box::pin(self.app().settle()).await.expect("the program goes on");
    }

    /// Lets time pass, from one moment at which something is due to the next.
    pub async fn pass(&self, time: TimeDelta) {
        let clock = &self.setting.clock;
        let end = clock.now() + time;
        while clock.now() < end {
            let due = book::next_due(&self.book, clock.now()).await.unwrap_or(end);
            // Moments are kept to the microsecond, and the clock moves by the millisecond.
            let step = due.min(end) - clock.now() + TimeDelta::milliseconds(1);
            clock.pass(step.min(end - clock.now()).max(TimeDelta::milliseconds(1)));
            self.settle().await;
        }
    }

    /// The program dies where it stands, and is started anew over the same book. Whatever it had
    /// in memory is gone; whatever came meanwhile waits.
    pub async fn restart(&self) {
        let clock = self.setting.clock.clone();
        let desk = Desk::open(self.book.options(), clock).await.expect("the book");
        let limits = self.keeps_limits.load(Ordering::Relaxed);
        let setting = Setting { limits, ..self.setting.clone() };
        let app = Box::pin(Stage::raise(&desk, &self.base, &setting)).await.expect("the program");
        let evidence = lock(&self.evidence).clone();
        *lock(&self.app) = match evidence {
            Some((evidence, scan)) => app.keeping(evidence, scan),
            None => app,
        };
        self.drive().await;
    }

    /// From now on what people send is kept here; for that the program is started anew.
    pub async fn keeps_files(&self, evidence: Evidence, scan: Option<Scan>) {
        *lock(&self.evidence) = Some((evidence, scan));
        self.restart().await;
    }

    /// It is said otherwise, or not at all, where files are kept.
    pub fn keeps_files_at(&self, evidence: Option<Evidence>) {
        *lock(&self.evidence) = evidence.map(|evidence| (evidence, None));
    }

    /// Where files are kept.
    pub fn evidence(&self) -> Option<Evidence> {
        lock(&self.evidence).as_ref().map(|(evidence, _)| evidence.clone())
    }

    /// Another instance over the same book, whose clock is ahead by so much.
    pub async fn beside(&self, ahead: TimeDelta) -> App {
        let clock = Clock::standing(self.setting.clock.now() + ahead);
        let desk = Desk::open(self.book.options(), clock.clone()).await.expect("the book");
        let setting = Setting { clock, ..self.setting.clone() };
        Stage::raise(&desk, &self.base, &setting).await.expect("the program")
    }

    /// From now on both sides keep Telegram's sending limits, as in service; for that the program is
    /// started anew.
    pub async fn keeps_limits(&self) {
        self.telegram.limits(true);
        self.keeps_limits.store(true, Ordering::Relaxed);
        self.restart().await;
    }

    /// From now on the program dies after everything that anybody does, and what comes next finds
    /// it newly started.
    pub fn dies_at_every_step(&self) {
        self.is_restless.store(true, Ordering::Relaxed);
    }

    /// Plays the tour, as `cargo demo --tour` does.
    pub async fn tours(&self) {
        if let Err(error) = Box::pin(huiyin::tour::play(&self.stage)).await {
            panic!("{error:#}");
        }
    }

    /// What the program newly said or changed in all chats since it was last asked for.
    pub fn said(&self) -> String {
        let people = PEOPLE.iter().map(|code| self.stage.account(code));
        let chats: Vec<i64> =
            people.chain(ROOMS.iter().map(|seat| self.stage.room(seat))).collect();
        lock(&self.seen).news(&self.telegram, &chats)
    }

    /// The same for one chat.
    pub fn said_in(&self, chat: i64) -> String {
        lock(&self.seen).news(&self.telegram, &[chat])
    }

    /// All that the program has on show in a chat.
    pub fn shown_in(&self, chat: i64) -> String {
        let messages = self.telegram.messages(chat);
        let ours = messages.iter().filter(|message| message.from == self.telegram.bot());
        ours.map(picture).collect::<Vec<_>>().join("\n\n")
    }

    /// The newest message of the program in a chat with these words.
    pub fn find(&self, chat: i64, words: &str) -> playground::Message {
        let messages = self.telegram.messages(chat);
        let ours = |message: &&playground::Message| message.from == self.telegram.bot();
        let found = messages.iter().rev().filter(ours).find(|m| m.text().contains(words));
        found.cloned().unwrap_or_else(|| {
            panic!("nothing in this chat says {words:?}:\n{}", self.shown_in(chat))
        })
    }

    /// The newest button in a chat that means this: its message, and what it carries.
    pub fn button(&self, chat: i64, means: impl Fn(&Button) -> bool) -> (i64, String) {
        self.stage
            .button(chat, means)
            .unwrap_or_else(|| panic!("no such button in this chat:\n{}", self.shown_in(chat)))
    }

    /// Trouble was made on purpose: refusals with these words are no fault of the program.
    pub fn forgive(&self, words: &'static str) {
        lock(&self.forgiven).push(words);
    }

    /// Changes the book behind the desk's back.
    pub async fn meddles(&self, statement: &'static str) {
        book::change(&self.book, statement).await;
    }

    /// Counts rows of the book behind the desk's back.
    pub async fn count(&self, statement: &'static str) -> i64 {
        book::count(&self.book, statement).await
    }

    /// Reads one column of the book behind the desk's back.
    pub async fn column(&self, statement: &'static str) -> Vec<String> {
        book::column(&self.book, statement).await
    }

    /// A connection of one's own to the book, behind the desk's back.
    pub async fn book(&self) -> sqlx::PgConnection {
        use sqlx::ConnectOptions as _;
        self.book.options().connect().await.expect("the book")
    }

    /// The newest message of a chat, in words.
    pub fn newest_in(&self, chat: i64) -> String {
        self.telegram.newest(chat).as_ref().map(picture).unwrap_or_default()
    }

    /// Whether a chat shows these words.
    pub fn shows(&self, chat: i64, words: &str) -> bool {
        self.shown_in(chat).contains(words)
    }

    /// How each case stands, by its stage's name, oldest first.
    pub async fn stages(&self) -> String {
        self.column("select stage from cases order by id").await.join(" ")
    }

    async fn kept_its_promises(&self) {
        let forgiven = lock(&self.forgiven).clone();
        let is_forgiven = |words: &str| forgiven.iter().any(|known| words.contains(known));
        // What is owed to a room that is parked is held by rule, as long as that is forgiven.
        let owed = "select coalesce(parked.reason, '') from outbox
            left join parked on parked.room = outbox.room where settled_at is null";
        for reason in self.column(owed).await {
            assert!(
                !reason.is_empty() && is_forgiven(&reason),
                "letters were left unsaid: {reason}"
            );
        }
        let given_up = "select gave_up from outbox where gave_up is not null";
        for reason in self.column(given_up).await {
            assert!(is_forgiven(&reason), "a letter was given up: {reason}");
        }
        let unread = "select raw from inbox where done_at is null and parked_at is null";
        assert_eq!(self.column(unread).await, Vec::<String>::new(), "updates were left unread");
        let failed = "select coalesce(outcome, '') || ': ' || raw from inbox where attempt > 0";
        for failure in self.column(failed).await {
            assert!(is_forgiven(&failure), "an update failed: {failure}");
        }
        assert_eq!(self.telegram.complaints(), Vec::<String>::new(), "the stand-in complains");
        for request in self.telegram.requests() {
            let is_normal = NORMAL.iter().any(|known| request.error.contains(known));
            let went_well = matches!(request.code, 0 | 200) || is_normal;
            assert!(
                went_well || is_forgiven(&request.error),
                "{} was answered {}: {}",
                request.json,
                request.code,
                request.error
            );
        }
        for code in PEOPLE {
            self.asks_one_question(code);
        }
    }

    /// Never more than one question of a conversation waits for an answer in a chat.
    fn asks_one_question(&self, code: &str) {
        let messages = self.telegram.messages(self.stage.account(code));
        for form in ["d1:", "t1:"] {
            let live = messages.iter().filter(|message| {
                let mut data = message.buttons().into_iter().flatten().filter_map(|b| b.data);
                data.any(|data| data.starts_with(form))
            });
            let live: Vec<String> = live.map(picture).collect();
            assert!(live.len() < 2, "{code} is asked more than one question: {live:#?}");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
