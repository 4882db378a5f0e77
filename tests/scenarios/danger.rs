//! People are in danger: whom to call stands first, one press tells everybody who can help.

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::button::{Act, Button};
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
        owner.taps("Stuck in a lift").await;
        let number = world.newest_number().await;
        let said = owner.heard();
        assert!(
            said.contains(&format!(
                "We are telling the people on duty now: Stuck in a lift, {number}"
            )),
            "{said}"
        );
        for seat in TOLD {
            let said = world.said_in(world.room(seat));
            let alarm = format!("Danger: Stuck in a lift · {number}");
            assert_eq!(said.matches(&alarm).count(), 1, "{seat}: {said}");
        }
        assert!(world.shows(world.room("engineering"), "Danger: please go there at once"));

        owner.says("Lift 2, third floor, two of us, one feels faint").await;
        owner.sends(photo()).await;
        for seat in ["engineering", "security", "desk"] {
            let said = world.said_in(world.room(seat));
            assert!(said.contains("one feels faint"), "{seat}: {said}");
            assert!(said.contains("<photo>"), "{seat}: {said}");
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
        assert!(visitor.has_read("We do not know yet where you are."));
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
        assert!(asked.contains("What you tell may be danger (Smell of gas)"), "{asked}");
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
        // From the list, and from what was being told.
        for (begin, cases) in [("/danger", 1), ("Somebody is trapped", 2)] {
            owner.says(begin).await;
            let alarm = |button: &Button| button.to_string().starts_with("h1:sos:");
            let (message, data) = world.button(owner.account, alarm);
            for _ in 0..3 {
                owner.forges(owner.account, message, &data).await;
            }
            assert_eq!(world.count("select count(*) from cases").await, cases, "{begin}");
            let alarms = "select count(*) from history where event = 'alarm'";
            assert_eq!(world.count(alarms).await, cases, "{begin}");
            owner.taps("That's all").await;
        }
        // Another list a moment later is still the same fire, and an old one is none.
        owner.says("/danger").await;
        owner.taps("Somebody is hurt").await;
        owner.says("/danger").await;
        owner.taps("Somebody is hurt").await;
        assert_eq!(world.count("select count(*) from cases").await, 3);
        owner.taps("That's all").await;
        owner.says("/danger").await;
        world.pass(TimeDelta::hours(2)).await;
        owner.taps("Somebody is hurt").await;
        assert_eq!(world.count("select count(*) from cases").await, 3, "pressed by mistake");
        // What it showed instead is believed; so is what an old home screen leads to.
        owner.taps("Somebody is hurt").await;
        assert_eq!(world.count("select count(*) from cases").await, 4);
        owner.taps("That's all").await;
        world.pass(TimeDelta::hours(2)).await;
        owner.taps("Danger now").await;
        owner.taps("Smell of gas").await;
        assert_eq!(world.count("select count(*) from cases").await, 5);
        owner.taps("That's all").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_of_something_else_stays_apart() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("My neighbour sings at night").await;
        owner.says("/danger").await;
        owner.taps("Stuck in a lift").await;
        assert!(owner.has_read("Perhaps it is Building 1 Floor 1 101"), "{}", owner.reads());
        for seat in TOLD {
            let room = world.room(seat);
            assert!(!world.shows(room, "sings"), "{seat}");
            assert!(world.shows(room, "perhaps Building 1 Floor 1 101"), "{seat}");
        }
        owner.says("Lift 2").await;
        owner.says("/cancel").await;
        let told = owner.heard();
        assert!(told.contains("The people on duty have been told of TGN-6WC9."), "{told}");
        assert!(told.contains("Fire 119") && !told.contains("unfinished"), "{told}");
        owner.starts().await;
        assert!(owner.heard().contains("unfinished"), "the neighbour waits");
    })
    .await;
}

#[tokio::test]
async fn danger_is_heard_whatever_was_asked() {
    World::run(En, async |world| {
        let visitor = world.stranger(900_001, "Visitor");
        visitor.starts().await;
        visitor.taps("I agree, go on").await;
        visitor.says("There is smoke in the corridor").await;
        assert!(visitor.has_read("What you tell may be danger (Fire or smoke)"));
        visitor.taps("Tell the people on duty").await;
        assert!(world.shows(world.room("security"), "Danger: Fire or smoke"));
        visitor.taps("That's all").await;
    })
    .await;
}

#[tokio::test]
async fn a_false_alarm_is_called_off() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Danger now").await;
        owner.taps("Fire or smoke").await;
        owner.taps("That's all").await;
        let number = world.newest_number().await;
        world.said();
        owner.taps("Withdraw").await;
        owner.taps("Withdraw it").await;
        let said = world.said_in(world.room("security"));
        assert!(said.contains(&number) && said.contains("withdr"), "{said}");
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

#[tokio::test]
async fn what_the_desk_finds_to_be_danger_is_told_then() {
    World::run(En, async |world| {
        world.complaint("It is warm behind the panel").await;
        let desk = world.person("desk");
        world.said();
        desk.presses(world.room("desk"), "Correct").await;
        desk.taps("Category").await;
        desk.taps("Fire or smoke").await;
        for seat in TOLD {
            assert!(world.said_in(world.room(seat)).contains("Danger: Fire or smoke"), "{seat}");
        }
    })
    .await;
}

#[tokio::test]
async fn danger_is_told_for_all_that_is_dealt_with_together() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let first = world.complaint("The lift stops").await;
        owner.says("/danger").await;
        owner.taps("Stuck in a lift").await;
        owner.taps("That's all").await;
        world.said();
        desk.presses(world.room("desk"), "Correct").await;
        for label in ["Same matter as…", first.as_str(), "Send"] {
            desk.taps(label).await;
        }
        let said = world.said_in(world.room("security"));
        assert!(said.contains(&format!("Danger: Lifts · {first}")), "{said}");
    })
    .await;
}

/// Nobody is called "There is smoke in the corridor": it goes to those who run to help.
#[tokio::test]
async fn a_cry_for_help_is_never_taken_for_a_name() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        owner.taps("I agree, go on").await;
        owner.says("There is smoke in the corridor of building 2").await;
        owner.taps("Tell the people on duty").await;
        let security = world.room("security");
        let told = world.shown_in(security);
        assert!(told.contains("There is smoke in the corridor of building 2"), "{told}");
        owner.says("Nobody is hurt").await;
        assert!(!owner.heard().contains("Nice to meet you, There is smoke"));
    })
    .await;
}

/// What was added stands on the slip of whoever signs later, and the desk writes down where it is.
#[tokio::test]
async fn what_is_added_and_where_it_is_reach_whoever_signs_later() {
    World::run(En, async |world| {
        let (owner, clerk) = (world.person("owner"), world.person("desk"));
        owner.joins().await;
        owner.says("/danger").await;
        owner.taps("Stuck in a lift").await;
        owner.says("Lift 2, third floor, one feels faint").await;
        clerk.acts(world.room("desk"), Act::Correct).await;
        clerk.taps("Place").await;
        clerk.says("Building 2, lift 2, between floor 3 and 4").await;
        let crew = world.person("crew");
        crew.signs(world.room("engineering")).await;
        let slip = crew.reads();
        assert!(slip.contains("Lift 2, third floor, one feels faint"), "{slip}");
        assert!(slip.contains("Address: Building 2, lift 2, between floor 3 and 4"), "{slip}");
        assert!(
            world.shows(world.room("security"), "between floor 3 and 4"),
            "whoever was alarmed"
        );
    })
    .await;
}

/// Nobody signs: everybody hears it again, until somebody has; and whoever was alarmed hears how it ends.
#[tokio::test]
async fn an_alarm_that_nobody_signs_for_is_told_again() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("/danger").await;
        owner.taps("Stuck in a lift").await;
        let (leaders, group) = (world.room("leaders"), world.room("engineering"));
        assert!(!world.shows(group, "Severity: minor") && !world.shows(group, "Solve by"));
        world.said();
        for _ in 0..2 {
            world.pass(TimeDelta::minutes(6)).await;
            let said = world.said();
            assert!(said.contains("Leaders ← Danger: Stuck in a lift"), "{said}");
        }
        world.person("crew").signs(group).await;
        assert!(world.shows(leaders, "Qiang Wang has signed for it and is on the way."));
        world.said();
        world.pass(TimeDelta::minutes(20)).await;
        assert!(!world.said().contains("Leaders ← Danger"), "somebody is on the way");
        world.person("crew").reports(group, "All are out and well").await;
        assert!(world.shows(leaders, "It has been dealt with; the result is in."));
    })
    .await;
}
