//! A stage: the estate of the demo with its cast and groups, before a stand-in for Telegram. The
//! demo, the tour and the stories play on it; the program on it is the real one.

mod acting;

use std::{collections::HashMap, sync::Arc, time::Duration};

use anyhow::Context as _;
use casework::{
    clock::Clock,
    desk::Desk,
    estate::Estate,
    ids::{Account, DepartmentId, Room},
    people::{Post, Role},
    place::Department,
    postgres::BookOptions,
    words::{Language, Words},
};
use playground::{Phone, Profile, Telegram};
use serde::Deserialize;
use tokio::net::TcpListener;

use crate::{api::Api, app::App, pace::Pace};

/// The estate that the demo plays in; also the file to start one's own from.
pub const ESTATE: &str = include_str!("../../deploy/estate.example.toml");
/// Who plays in it, and in which groups.
pub const CAST: &str = include_str!("cast.toml");
/// Not a secret: the stand-in takes no other, and nobody else takes it.
pub const TOKEN: &str = "100000:stand-in-takes-this-token-and-no-other";

#[derive(Deserialize)]
struct Cast {
    bot: Itself,
    groups: Vec<Group>,
    people: Vec<Player>,
}

#[derive(Deserialize)]
struct Itself {
    username: String,
    name: String,
}

#[derive(Deserialize)]
struct Group {
    seat: String,
    title: Words,
}

#[derive(Deserialize)]
struct Player {
    code: String,
    account: i64,
    name: Words,
    role: Words,
    #[serde(default)]
    posts: Vec<Held>,
    #[serde(default)]
    rooms: Vec<String>,
    #[serde(default)]
    shown: bool,
}

#[derive(Deserialize)]
struct Held {
    role: Role,
    department: Option<String>,
}

/// How the stage is to be set.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What groups and staff are spoken to in, and the owner's client speaks.
    pub language: Language,
    /// The clock that everybody goes by.
    pub clock: Clock,
    /// Whether Telegram's sending limits are kept, by both sides.
    pub limits: bool,
}

/// A stage, set.
pub struct Stage {
    /// Telegram's stand-in.
    pub telegram: Telegram,
    /// The program.
    pub app: App,
    /// What its groups and staff are spoken to in.
    pub language: Language,
    clock: Clock,
    accounts: HashMap<String, i64>,
    rooms: HashMap<String, i64>,
    cast: Vec<(Phone, bool)>,
}

impl Stage {
    /// Sets the stage over a book: an empty one gets the estate and its people. The stand-in is
    /// served on `listener` by `serve`, which also decides what else is served there.
    pub async fn set(
        options: BookOptions,
        setting: &Setting,
        listener: TcpListener,
    ) -> anyhow::Result<Self> {
        let base = format!("http://{}", listener.local_addr()?);
        let telegram = Self::telegram(setting, listener)?;
        Self::over(telegram, &base, options, setting).await
    }

    /// The same before a stand-in that is served at `base` already.
    pub async fn over(
        telegram: Telegram,
        base: &str,
        options: BookOptions,
        setting: &Setting,
    ) -> anyhow::Result<Self> {
        let desk = Desk::open(options, setting.clock.clone()).await?;
        let is_new = desk.settle_in(&estate(setting.language)?).await?;
        let mut stage = Self::before(telegram, base, &desk, setting).await?;
        stage.enter(&desk, is_new).await?;
        Ok(stage)
    }

    /// The program over a book that somebody else has set up, before a stand-in that is served at `base`:
    /// nobody of the cast is there.
    pub async fn bare(
        telegram: Telegram,
        base: &str,
        options: BookOptions,
        setting: &Setting,
    ) -> anyhow::Result<Self> {
        let desk = Desk::open(options, setting.clock.clone()).await?;
        Self::before(telegram, base, &desk, setting).await
    }

    /// With nobody on it yet.
    async fn before(
        telegram: Telegram,
        base: &str,
        desk: &Desk,
        setting: &Setting,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            telegram,
            app: Self::raise(desk, base, setting).await?,
            language: setting.language,
            clock: setting.clock.clone(),
            accounts: HashMap::new(),
            rooms: HashMap::new(),
            cast: vec![],
        })
    }

    /// A stand-in for Telegram that is served on `listener`, with our bot and nobody else.
    pub fn telegram(setting: &Setting, listener: TcpListener) -> anyhow::Result<Telegram> {
        let telegram = stand_in(&cast()?.bot, setting.clock.clone());
        telegram.limits(setting.limits);
        telegram.paced(setting.limits);
        telegram.zone(chrono::FixedOffset::east_opt(8 * 3_600).context("a zone")?);
        let serving = telegram.clone();
        tokio::spawn(async move { axum::serve(listener, serving.router()).await });
        Ok(telegram)
    }

    /// The program is started over a book and before a stand-in that are there already; so it is
    /// after it died, too.
    pub async fn raise(desk: &Desk, base: &str, setting: &Setting) -> anyhow::Result<App> {
        let api = Api::new(base, TOKEN.to_owned().into())?;
        let clock = &setting.clock;
        let pace = if setting.limits { Pace::telegram(clock) } else { Pace::none(clock) };
        let app = App::introduce(desk.clone(), api, pace, "stage").await?;
        app.set_menus().await?;
        Ok(app)
    }

    /// Writes the estate, its people and groups into an empty book and goes. A stage that is set
    /// over a copy of this book is set sooner, and quietly: nobody says hello.
    pub async fn furnish(options: BookOptions, setting: &Setting) -> anyhow::Result<()> {
        let desk = Desk::open(options, setting.clock.clone()).await?;
        desk.settle_in(&estate(setting.language)?).await?;
        let cast = cast()?;
        let telegram = stand_in(&cast.bot, setting.clock.clone());
        let rooms = gather(&telegram, &cast, setting.language)?;
        register(&desk, &cast, &rooms, setting.language).await?;
        desk.close().await;
        Ok(())
    }

    async fn enter(&mut self, desk: &Desk, is_new: bool) -> anyhow::Result<()> {
        let cast = cast()?;
        let director = director(&cast)?;
        for player in &cast.people {
            let name = player.name.in_language(self.language);
            self.telegram
                .person(Profile::named(player.account, name).speaking(self.client_language()));
            self.accounts.insert(player.code.clone(), player.account);
        }
        self.rooms = gather(&self.telegram, &cast, self.language)?;
        for player in &cast.people {
            for room in &player.rooms {
                self.telegram.join(self.rooms[room], player.account);
            }
            let shown = player.shown;
            self.cast.push((self.phone(player), shown));
        }
        for player in cast.people.iter().filter(|player| !player.posts.is_empty()) {
            if is_new {
                self.telegram.start(player.account, None).ok();
            } else {
                self.telegram.befriend(player.account);
            }
        }
        if is_new {
            register(desk, &cast, &self.rooms, self.language).await?;
        }
        for room in self.rooms.values() {
            self.telegram.add_bot(*room, director, None, true);
        }
        self.app.settle().await
    }

    fn client_language(&self) -> &'static str {
        match self.language {
            Language::ZhHans => "zh-hans",
            Language::ZhHant => "zh-hant",
            Language::En => "en",
        }
    }

    fn phone(&self, player: &Player) -> Phone {
        let mut chats: Vec<i64> = player.rooms.iter().map(|room| self.rooms[room]).collect();
        chats.push(player.account);
        Phone {
            person: player.account,
            name: player.name.in_language(self.language).to_owned(),
            role: player.role.in_language(self.language).to_owned(),
            chats,
        }
    }

    /// The account of a member of the cast.
    pub fn account(&self, code: &str) -> i64 {
        self.accounts.get(code).copied().unwrap_or_default()
    }

    /// The group of a department (by its code), of the `desk` or of the `leaders`.
    pub fn room(&self, seat: &str) -> i64 {
        self.rooms.get(seat).copied().unwrap_or_default()
    }

    /// The phones that stand on the page at first, and those its menu offers.
    pub fn phones(&self) -> (Vec<Phone>, Vec<Phone>) {
        let of = |shown: bool| {
            let those = self.cast.iter().filter(|(_, at_first)| *at_first == shown);
            those.map(|(phone, _)| phone.clone()).collect()
        };
        (of(true), of(false))
    }

    /// The clock that everybody goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Lets time pass, in steps no longer than an hour, as timers would see it.
    pub async fn pass(&self, time: chrono::TimeDelta) -> anyhow::Result<()> {
        let mut left = time;
        while left > chrono::TimeDelta::zero() {
            let step = left.min(chrono::TimeDelta::hours(1));
            self.clock.pass(step);
            self.app.settle().await?;
            left -= step;
        }
        Ok(())
    }

    /// Waits for the answer to a press.
    pub async fn toast(&self, press: &playground::Press) -> Option<String> {
        let toast = self.telegram.toasted(press, Duration::from_secs(2)).await?;
        toast.text
    }
}

fn estate(language: Language) -> anyhow::Result<Estate> {
    let own = format!("language = \"{}\"", language.tag());
    Ok(Estate::parse(&ESTATE.replacen("language = \"zh-Hans\"", &own, 1))?)
}

fn stand_in(bot: &Itself, clock: Clock) -> Telegram {
    Telegram::new(TOKEN, &bot.username, &bot.name, Arc::new(move || clock.now()))
}

fn cast() -> anyhow::Result<Cast> {
    Ok(toml::from_str(CAST)?)
}

fn director(cast: &Cast) -> anyhow::Result<i64> {
    let director = cast.people.iter().find(|player| player.code == "manager");
    Ok(director.context("the cast has a manager")?.account)
}

/// Makes the groups, in the order of the cast: each always gets the same number.
fn gather(
    telegram: &Telegram,
    cast: &Cast,
    language: Language,
) -> anyhow::Result<HashMap<String, i64>> {
    let director = director(cast)?;
    let groups = cast.groups.iter().map(|group| {
        let room = telegram.supergroup(group.title.in_language(language), director);
        (group.seat.clone(), room)
    });
    Ok(groups.collect())
}

/// Writes staff and rooms into the book. Owners come by themselves.
async fn register(
    desk: &Desk,
    cast: &Cast,
    rooms: &HashMap<String, i64>,
    language: Language,
) -> anyhow::Result<()> {
    let mut work = desk.begin().await?;
    let departments = work.departments().await?;
    for group in &cast.groups {
        let room = Room(rooms[&group.seat]);
        let post = match group.seat.as_str() {
            "desk" => Post { role: Role::Desk, department: None },
            "leaders" => Post { role: Role::Leader, department: None },
            code => Post { role: Role::Crew, department: department(&departments, code) },
        };
        work.seat(post, room).await?;
    }
    for player in cast.people.iter().filter(|player| !player.posts.is_empty()) {
        let mut person = work.meet(Account(player.account), Some(language)).await?;
        person.name = Some(player.name.in_language(language).to_owned());
        person.joined = true;
        person.consent = Some(crate::privacy::version());
        work.save_person(&person).await?;
        for held in &player.posts {
            let in_department =
                held.department.as_deref().and_then(|code| department(&departments, code));
            let post = Post { role: held.role, department: in_department };
            work.appoint(&person, post, None).await?;
        }
    }
    work.finish("").await?;
    Ok(())
}

fn department(departments: &[Department], code: &str) -> Option<DepartmentId> {
    let found = departments.iter().find(|department| department.code == code);
    found.map(|department| department.id)
}
