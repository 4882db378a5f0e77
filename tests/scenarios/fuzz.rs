//! Updates that nobody meant: fixtures of what Telegram sends, broken in every way that keeps their
//! shape, are read, routed, and handled by the real program over the real book.
//!
//! `PROPTEST_CASES=100000` makes the reading long; `HUIYIN_FUZZ_UPDATES=20000` and
//! `HUIYIN_FUZZ_SEED=7` make the story long and another one.

mod mutation;
mod reading;

use casework::words::Language::En;
use huiyin::incoming;
use mutation::{Mutation, fixtures};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use scenarios::World;

/// Refusals that answers to messages, presses and groups that never were must expect.
const NEVER_WERE: [&str; 7] = [
    "chat not found",
    "Forbidden",
    "has not started the bot",
    "message to be replied not found",
    "query is too old",
    "unreadable: ",
    "not enough rights",
];

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn seeded(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng)
}

/// A few hundred broken updates of several people, among them one whose case is being worked on:
/// each is handled, ignored or parked; nobody's case moves; and what comes after them is heard.
#[tokio::test]
async fn a_storm_of_nonsense_changes_nothing_and_blocks_nobody() {
    World::run(En, async |world| {
        for words in NEVER_WERE {
            world.forgive(words);
        }
        world.signed("The lift rattles").await;
        let people = ["owner", "neighbour", "guard"].map(|code| world.person(code).account);
        let stranger = world.stranger(5_000_000_101, "Lin");
        let people = [people.as_slice(), &[stranger.account]].concat();
        for account in &people {
            world.telegram.befriend(*account);
        }

        let seed = setting("HUIYIN_FUZZ_SEED", 1);
        let (mut runner, some) = (seeded(seed), Mutation::any());
        let all = fixtures();
        for turn in 0..setting("HUIYIN_FUZZ_UPDATES", 250) {
            let mutation = some.new_tree(&mut runner).expect("a mutation").current();
            let who = people[usize::try_from(turn).expect("few") % people.len()];
            let raw = mutation.of(&all).replace("5000000101", &who.to_string());
            push(world, turn, &raw).await;
            if turn % 25 == 24 {
                world.settle().await;
            }
        }
        world.settle().await;

        assert_eq!(world.stages().await, "working", "seed {seed}");
        let moved =
            "select event from history where event not in ('register', 'dispatch', 'sign', 'add')";
        assert_eq!(world.column(moved).await, Vec::<String>::new(), "seed {seed}");
        let unsaid = "select count(*) from inbox where coalesce(outcome, '') = ''";
        assert_eq!(world.count(unsaid).await, 0, "each has an outcome; seed {seed}");
        let parked = "select count(*) from inbox where parked_at is not null";
        assert!(world.count(parked).await > 0, "nothing was broken enough; seed {seed}");

        let mate = world.stranger(7_100_000_000, "Somebody calm");
        mate.joins().await;
        mate.complains("The door does not close").await;
        assert_eq!(world.stages().await, "working dispatched", "seed {seed}");
        write_off(world, &[people.as_slice(), &[mate.account]].concat()).await;
    })
    .await;
}

/// What was said to people and groups that broken numbers made up waits for them. Nobody real is
/// among them.
async fn write_off(world: &World, real: &[i64]) {
    let waiting = "select distinct room::text from outbox where settled_at is null";
    let rooms = ["engineering", "security", "desk", "leaders"].map(|seat| world.room(seat));
    for room in world.column(waiting).await {
        let room: i64 = room.parse().expect("a number");
        assert!(!real.contains(&room) && !rooms.contains(&room), "{room} waits for a letter");
    }
    let off =
        "with off as (update outbox set settled_at = due_at where settled_at is null returning 1)
        select count(*) from off";
    world.count(off).await;
}

/// What the stand-in can carry goes through it; what is no plain JSON is laid into the inbox as the
/// mailroom would.
async fn push(world: &World, turn: u64, raw: &str) {
    match serde_json::from_str::<serde_json::Value>(raw) {
        Ok(update) if update.is_object() => {
            world.telegram.raw(update);
        }
        _ => {
            let id = i64::try_from(turn).expect("few") + 1;
            let row = (id, incoming::lane(raw), raw.to_owned());
            world.app().desk().receive(&[row], None).await.expect("the book takes it");
        }
    }
}
