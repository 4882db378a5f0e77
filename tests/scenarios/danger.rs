//! People are in danger: whom to call stands first, one press tells everybody who can help.

use casework::words::Language::En;
use scenarios::{World, photo};

/// Everybody who can help or must know, by the group they sit in.
const TOLD: [&str; 4] = ["engineering", "security", "desk", "leaders"];

/// S0-15, S2-19: the telephone first, then one press; what is written next goes to those who run.
#[tokio::test]
async fn one_press_tells_everybody_who_can_help() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        owner.joins().await;
        owner.taps("Danger now").await;
        assert!(owner.has_read("If life is in danger, call first:\nFire 119 · Ambulance 120"));
        world.said();
        owner.taps("People in a lift").await;
        let number = world.newest_number().await;
        let said = owner.heard();
        assert!(said.contains(&format!("have been told: People in a lift, {number}")), "{said}");
        for seat in TOLD {
            let said = world.said_in(world.room(seat));
            let alarm = format!("Danger: People in a lift · {number}");
            assert_eq!(said.matches(&alarm).count(), 1, "{seat}: {said}");
        }
        assert!(world.shows(world.room("engineering"), "Danger: please go there at once"));

        owner.says("Lift 2, third floor, two of us, one feels faint").await;
        owner.sends(photo()).await;
        for seat in ["engineering", "security", "desk"] {
            assert!(world.said_in(world.room(seat)).contains("one feels faint"), "{seat}");
        }
        owner.taps("That's all").await;

        // It goes its way as any other, and nobody waits for the leaders.
        let room = world.room("engineering");
        crew.presses(room, "Sign").await;
        crew.reports(room, "Both are out, the lift is locked").await;
        assert!(owner.has_read("Both are out, the lift is locked"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_in_danger_is_asked_nothing_first() {
    World::run(En, async |world| {
        let visitor = world.stranger(900_001, "Visitor");
        visitor.starts().await;
        visitor.taps("Danger now").await;
        visitor.taps("Fire or smoke").await;
        assert!(visitor.has_read("Where it is, we do not know yet."));
        visitor.says("Building 2, the stairs are full of smoke").await;
        visitor.says("Four of us on the roof").await;
        for words in ["Where: not given", "full of smoke", "on the roof"] {
            assert!(world.shows(world.room("security"), words), "{words}");
        }
        visitor.taps("That's all").await;
        // Only now is there time to get to know each other.
        visitor.says("Thank you").await;
        assert!(visitor.has_read("I agree"), "{}", visitor.reads());
    })
    .await;
}

#[tokio::test]
async fn a_story_that_speaks_of_danger_brings_up_whom_to_call() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("There is a smell of gas in the canteen").await;
        let asked = owner.heard();
        assert!(asked.contains("Fire 119"), "{asked}");
        assert!(asked.contains("This sounds like danger (Smell of gas)"), "{asked}");
        owner.taps("Tell the people on duty").await;
        assert!(world.shows(world.room("engineering"), "a smell of gas in the canteen"));
        assert_eq!(world.count("select count(*) from cases").await, 1);
        owner.taps("That's all").await;
        owner.starts().await;
        assert!(!owner.heard().contains("unfinished"), "nothing is left half told");

        // Nobody who only writes of a lift is frightened.
        owner.says("The lift is slow again").await;
        assert!(!owner.heard().contains("119"));
    })
    .await;
}

#[tokio::test]
async fn the_same_press_again_is_the_same_case() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Danger now").await;
        let (message, data) =
            world.button(owner.account, |button| button.to_string().starts_with("h1:sos:"));
        for _ in 0..3 {
            owner.forges(owner.account, message, &data).await;
        }
        assert_eq!(world.count("select count(*) from cases").await, 1);
        let alarms = "select count(*) from history where event = 'alarm'";
        assert_eq!(world.count(alarms).await, 1);
        owner.taps("That's all").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_told_in_confidence_stays_there() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Report a breach").await;
        owner.says("The guard takes money at gate 3").await;
        owner.says("/danger").await;
        owner.taps("Somebody is hurt").await;
        owner.taps("That's all").await;
        for seat in TOLD {
            assert!(!world.shows(world.room(seat), "takes money"), "{seat}");
        }
        owner.starts().await;
        assert!(owner.heard().contains("unfinished"), "the report is still there");
    })
    .await;
}

#[tokio::test]
async fn what_turns_out_to_be_danger_is_told_then() {
    World::run(En, async |world| {
        world.signed("The lift stops between the floors").await;
        world.said();
        let crew = world.person("crew");
        crew.picks(world.room("engineering"), "People are in danger").await;
        for seat in TOLD {
            assert!(world.said_in(world.room(seat)).contains("Danger: Lifts"), "{seat}");
        }
        assert!(world.shows(world.room("engineering"), "Danger: please go there at once"));
    })
    .await;
}
