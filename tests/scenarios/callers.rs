//! Who was known by voice only has a chat now: the desk says who is who, and their matters are theirs.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::{audit, button::Act};
use scenarios::{Person, World, all_is_well};

/// Whoever has one of these accounts has the number that the desk types for callers.
const MA: i64 = 900_000_000;
const NOT_MA: i64 = 1_000_000_000;

/// Somebody joins and shares their number.
async fn joins_as<'w>(world: &'w World, account: i64, name: &str) -> Person<'w> {
    let person = world.stranger(account, name);
    person.joins().await;
    person
}

/// S4-01: a caller's matter comes to their chat once the desk has said who they are: they see it, are
/// asked whether it is solved, and are called back there.
#[tokio::test]
async fn a_caller_who_joins_later_has_their_matter() {
    World::run(En, async |world| {
        let (desk, crew, head) = (world.person("desk"), world.person("crew"), world.person("head"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let number = world.registers("Telephone", None).await;
        let ma = joins_as(world, MA, "Ma Jianguo").await;
        assert!(
            world.shows(room, "a telephone number that ends in 0000"),
            "{}",
            world.shown_in(room)
        );
        assert!(world.shows(room, &number));
        for word in ["Jianguo", "13800000000", "138 0000 0000"] {
            assert!(!world.shows(room, word), "{word}:\n{}", world.shown_in(room));
        }
        ma.says("/my").await;
        assert!(!ma.has_read(&number), "not before the desk has said so");
        ma.says(&format!("/case {number}")).await;
        assert!(!ma.has_read("The lift rattles"), "{}", ma.reads());

        assert_eq!(desk.presses(room, "Who is it?").await, "Please go on in our private chat.");
        assert!(
            desk.has_read("In the chat: Ma Jianguo, +8613800000000 (verified)"),
            "{}",
            desk.reads()
        );
        assert!(desk.has_read("Caller, as written down: Old Mr Ma, 138 0000 0000"));
        world.restart().await;
        desk.taps("Same person").await;
        assert!(desk.has_read(&format!("Ma Jianguo now has in the chat: {number}.")));
        assert!(ma.has_read("are now here, too"), "{}", ma.reads());
        ma.says("/my").await;
        assert!(ma.has_read("The lift rattles"), "{}", ma.reads());

        crew.signs(group).await;
        assert!(ma.has_read("Qiang Wang"), "{}", ma.reads());
        crew.reports(group, "It runs").await;
        assert!(!world.shows(room, "Please call"), "they are reached in the chat now");
        ma.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            ma.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
        let said = audit::run(world.app().desk(), &audit::Command::Verify).await.expect("a book");
        assert!(said.to_string().ends_with("every one holds"), "{said}");
    })
    .await;
}

/// The number was typed wrong: a stranger reads nothing, and nobody is asked again.
#[tokio::test]
async fn a_stranger_with_that_number_reads_nothing() {
    World::run(En, async |world| {
        let (desk, manager) = (world.person("desk"), world.person("manager"));
        let room = world.room("desk");
        let number = world.registers("Telephone", None).await;
        let stranger = joins_as(world, NOT_MA, "Somebody Else").await;
        desk.presses(room, "Who is it?").await;
        manager.presses_anyway(room, "Who is it?").await;
        desk.taps("Somebody else").await;
        // Two press: the second learns that it is decided.
        let late = manager.taps("Same person").await;
        assert!(!late.is_empty(), "{}", manager.reads());
        stranger.says("/my").await;
        assert!(!stranger.has_read(&number) && !stranger.has_read("The lift rattles"));
        let owner = "select count(*) from cases join people on people.id = owner_id
            where account is not null";
        assert_eq!(world.count(owner).await, 0);

        // The same number again is another call, and another question.
        world.registers("Telephone", None).await;
        desk.presses(room, "Who is it?").await;
        assert!(desk.has_read("Is this the same person?"), "{}", desk.reads());
        assert_eq!(
            world.count("select count(*) from recognitions where decided_at is null").await,
            1
        );
    })
    .await;
}

/// Several calls under one name are one question; the result that was waiting is told at once.
#[tokio::test]
async fn several_calls_are_one_question_and_nothing_that_waits_is_lost() {
    World::run(En, async |world| {
        let (desk, crew) = (world.person("desk"), world.person("crew"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let first = world.registers("Telephone", None).await;
        crew.signs(group).await;
        crew.reports(group, "It runs").await;
        let second = world.registers("Visit", None).await;
        let ma = joins_as(world, MA, "Ma Jianguo").await;
        ma.complains("My own matter").await;
        desk.presses(room, "Who is it?").await;
        desk.taps("Same person").await;
        assert!(desk.has_read(&format!("{first} · {second}")), "{}", desk.reads());
        assert!(!desk.has_read("No caller waits"), "{}", desk.reads());
        assert!(ma.has_read("It runs"), "{}", ma.reads());
        ma.tells(ma.account, Purpose::Dispute, "It stopped again").await;
        assert!(world.shows(group, "round 2"), "{}", world.shown_in(group));
        ma.says("/my").await;
        for number in [&first, &second] {
            assert!(ma.has_read(number), "{number}:\n{}", ma.reads());
        }
    })
    .await;
}

/// The other way round: the desk hands the caller a link. It opens for one, and not for its maker.
#[tokio::test]
async fn a_link_for_the_caller_opens_once() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let number = world.registers("Telephone", None).await;
        desk.presses(room, "Link for the caller").await;
        let shown = world.find(desk.account, "This link is for the caller of");
        let code = shown.text().split("?start=").nth(1).expect("a link").trim().to_owned();
        desk.opens(&code).await;
        assert!(desk.has_read("This link is wrong, or somebody else has used it."));
        let ma = world.person("neighbour");
        ma.opens(&code).await;
        assert!(ma.has_read("are now here, too"), "{}", ma.reads());
        ma.goes_through_the_greeting().await;
        ma.says("/my").await;
        assert!(ma.has_read(&number), "{}", ma.reads());
        let owner = world.person("owner");
        owner.opens(&code).await;
        assert!(owner.has_read("This link is wrong, or somebody else has used it."));
    })
    .await;
}

/// Only the desk is asked; who is gone meanwhile is asked about no more; and what the desk had
/// written down of them goes with them.
#[tokio::test]
async fn who_is_forgotten_is_asked_about_no_more_and_leaves_nothing_behind() {
    World::run(En, async |world| {
        let (desk, crew) = (world.person("desk"), world.person("crew"));
        let room = world.room("desk");
        world.registers("Telephone", None).await;
        let ma = joins_as(world, MA, "Ma Jianguo").await;
        let refused = crew.presses_anyway(room, "Who is it?").await;
        assert_eq!(refused, "Only the service centre says who a caller is.");
        desk.presses(room, "Who is it?").await;
        ma.says("/forget").await;
        ma.taps("Delete for good").await;
        desk.taps("Same person").await;
        assert!(desk.has_read("No caller waits"), "{}", desk.reads());

        // They come back, the desk says yes, the matter ends, and they go again.
        ma.joins().await;
        desk.presses(room, "Who is it?").await;
        desk.taps("Same person").await;
        ma.says("/mydata").await;
        ma.acts(ma.account, Act::Words(Purpose::Withdraw)).await;
        ma.taps("Withdraw it").await;
        ma.says("/forget").await;
        ma.taps("Delete for good").await;
        let left = "select name from people where name in ('Old Mr Ma', 'Ma Jianguo')";
        assert_eq!(world.column(left).await, Vec::<String>::new());
        let letters = "select letter::text from outbox where letter::text like '%138 0000 0000%'";
        assert_eq!(world.column(letters).await, Vec::<String>::new());
    })
    .await;
}
