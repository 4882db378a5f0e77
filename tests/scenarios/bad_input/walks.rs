//! Random walks over everything that can be pressed and said: something is always answered, and
//! from wherever one has come to, there is a way out.
//!
//! `HUIYIN_WALK_SEED=7` walks another way, `HUIYIN_WALK_STEPS=5000` a longer one.

use casework::{case::Kind, words::Language::En};
use huiyin::button::{Button, Choice, Home};
use playground::Content;
use proptest::{
    prelude::Rng as _,
    test_runner::{RngAlgorithm, TestRng},
};
use scenarios::{Person, World, photo, sticker};

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// What somebody may do who does not look where they are going.
struct Walk<'w> {
    world: &'w World,
    person: Person<'w>,
    /// Groups whose buttons they press, too.
    rooms: Vec<i64>,
    dice: TestRng,
    trail: Vec<String>,
}

impl<'w> Walk<'w> {
    fn new(world: &'w World, person: Person<'w>, rooms: &[i64]) -> Self {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&setting("HUIYIN_WALK_SEED", 1).to_le_bytes());
        seed[8..16].copy_from_slice(&person.account.to_le_bytes());
        let dice = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        Self { world, person, rooms: rooms.to_vec(), dice, trail: vec![] }
    }

    fn roll(&mut self, sides: usize) -> usize {
        usize::try_from(self.dice.next_u32()).expect("32 bits") % sides.max(1)
    }

    /// What can be pressed: in the newest few messages of each chat that have buttons.
    fn buttons(&self) -> Vec<(i64, i64, String, String)> {
        let mut found = vec![];
        for chat in [&[self.person.account], self.rooms.as_slice()].concat() {
            let messages = self.world.telegram.messages(chat);
            let live = messages.iter().rev().filter(|message| !message.labels().is_empty()).take(3);
            for message in live {
                for button in message.buttons().into_iter().flatten() {
                    if let Some(data) = button.data {
                        found.push((chat, message.id, button.label, data));
                    }
                }
            }
        }
        found
    }

    async fn step(&mut self) {
        let before = self.person.reads();
        let buttons = self.buttons();
        let roll = self.roll(100);
        let (what, toast) = if roll < 72 && !buttons.is_empty() {
            let (chat, message, label, data) = buttons[self.roll(buttons.len())].clone();
            (format!("[{label}] {data}"), self.person.forges(chat, message, &data).await)
        } else {
            let words = ["The lift rattles", "/start", "/cancel", "/my", "Skip", "138 0000 0000"];
            let roll = self.roll(words.len() + 3);
            let content = match roll {
                0 => photo(),
                1 => sticker(),
                2 => Content::text("\u{200b}"),
                said => Content::text(words[said - 3]),
            };
            let what = format!("{content:?}").chars().take(60).collect();
            self.person.sends(content).await;
            (what, String::new())
        };
        self.trail.push(what);
        let answered = !toast.is_empty() || self.person.reads() != before;
        assert!(answered, "{}", self.told("no answer"));
    }

    /// The way here, for whoever has to find out why.
    fn told(&self, why: &str) -> String {
        let trail = &self.trail[self.trail.len().saturating_sub(12)..];
        format!("{why} after {} steps: {trail:#?}\n{}", self.trail.len(), self.person.reads())
    }

    /// Stops whatever is open, and finds the way home: there is something to press.
    async fn leaves(&mut self) {
        self.person.says("/cancel").await;
        let surely = |button: &Button| matches!(button, Button::Draft(_, Choice::CancelSurely));
        let live = self
            .buttons()
            .into_iter()
            .rfind(|(.., data)| data.parse::<Button>().is_ok_and(|button| surely(&button)));
        if let Some((chat, message, _, data)) = live {
            self.person.forges(chat, message, &data).await;
        }
        self.person.says("/start").await;
        let newest = self.world.telegram.newest(self.person.account).expect("an answer");
        let keyboard = self.world.telegram.keyboard(self.person.account);
        let has_exit = !newest.labels().is_empty() || !keyboard.is_empty();
        assert!(has_exit, "{}", self.told("a dead end"));
    }

    /// Goes on with the greeting from wherever it stands, by the first way that offers itself.
    async fn gets_to_know_us(&mut self) {
        for _ in ["consent", "name", "place", "telephone"] {
            if !self.world.telegram.keyboard(self.person.account).is_empty() {
                self.person.says("Skip").await;
            }
            let on = |data: &String| {
                let on = [Choice::Agree, Choice::OwnName, Choice::Visitor];
                data.parse()
                    .is_ok_and(|it| matches!(it, Button::Task(_, choice) if on.contains(&choice)))
            };
            let newest = self.world.telegram.newest(self.person.account).expect("an answer");
            let mut data = newest.buttons().into_iter().flatten().filter_map(|button| button.data);
            if let Some(data) = data.find(on) {
                self.person.forges(self.person.account, newest.id, &data).await;
            }
        }
    }

    async fn walks(&mut self, steps: u64) {
        for step in 1..=setting("HUIYIN_WALK_STEPS", steps) {
            self.step().await;
            if step % 40 == 0 {
                self.leaves().await;
            }
        }
        self.leaves().await;
    }
}

/// Whatever was before: a complaint goes through, by the first way that offers itself.
async fn complains_after_all(world: &World, person: Person<'_>) {
    let before = world.count("select count(*) from cases").await;
    person.says("/start").await;
    // Something may be half told from the walk.
    let newest = world.telegram.newest(person.account).expect("an answer");
    let anew = |button: &Button| matches!(button, Button::Home(Home::Restart(_)));
    let mut offered = newest.buttons().into_iter().flatten().filter_map(|button| button.data);
    if offered.any(|data| data.parse().is_ok_and(|button| anew(&button))) {
        person.means(person.account, anew).await;
        person.says("/cancel").await;
        person.says("/start").await;
    }
    let begin = Button::Home(Home::Begin(Kind::Complaint));
    person.means(person.account, |button| *button == begin).await;
    person.says("The door does not close").await;
    let way: [fn(Choice) -> bool; 3] = [
        |choice| choice == Choice::Enough,
        |choice| matches!(choice, Choice::Category(_)),
        |choice| matches!(choice, Choice::Place(_)),
    ];
    for step in way {
        person.chooses(step).await;
    }
    // Who left no number is asked for one.
    for _ in ["the rest", "the number"] {
        let newest = world.telegram.newest(person.account).expect("a question");
        let mut data = newest.buttons().into_iter().flatten().filter_map(|button| button.data);
        let is_ready = data.any(|data| matches!(data.parse(), Ok(Button::Draft(_, Choice::Send))));
        if !is_ready {
            person.chooses(|it| matches!(it, Choice::SkipRest | Choice::Skip)).await;
        }
    }
    person.chooses(|choice| choice == Choice::Send).await;
    assert_eq!(world.count("select count(*) from cases").await, before + 1, "{}", person.reads());
}

#[tokio::test]
async fn a_newcomer_never_gets_stuck() {
    World::run(En, async |world| {
        let newcomer = world.person("neighbour");
        newcomer.starts().await;
        let mut walk = Walk::new(world, newcomer, &[]);
        walk.walks(200).await;
        walk.gets_to_know_us().await;
        complains_after_all(world, newcomer).await;
    })
    .await;
}

#[tokio::test]
async fn an_owner_and_their_crew_never_get_stuck() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        world.signed("The lift rattles").await;
        let group = world.room("engineering");
        let mut walks = [Walk::new(world, owner, &[]), Walk::new(world, crew, &[group])];
        for walk in &mut walks {
            walk.walks(100).await;
        }
        complains_after_all(world, owner).await;
    })
    .await;
}

#[tokio::test]
async fn the_desk_the_head_and_the_manager_never_get_stuck() {
    World::run(En, async |world| {
        world.reported("The lift rattles").await;
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        for (code, rooms) in [("desk", &[desk][..]), ("head", &[group]), ("manager", &[desk])] {
            let person = world.person(code);
            person.starts().await;
            Walk::new(world, person, rooms).walks(60).await;
        }
    })
    .await;
}
