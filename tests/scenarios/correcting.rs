//! What the desk finds to be otherwise, and what removes the cause: both are followed to their end.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use scenarios::{World, all_is_well};

/// S0-15: what was asked as a question turns out to need work; its owner tells nothing twice.
#[tokio::test]
async fn a_question_that_needs_work_becomes_a_complaint() {
    World::run(En, async |world| {
        let (owner, desk, crew) =
            (world.person("owner"), world.person("desk"), world.person("crew"));
        let room = world.room("desk");
        owner.joins().await;
        owner.taps("Question").await;
        owner.says("Why is there no light on the third floor?").await;
        for label in ["That's all", "Send"] {
            owner.taps(label).await;
        }
        let number = world.newest_number().await;
        desk.presses(room, "Correct").await;
        desk.taps("Kind of matter").await;
        assert!(desk.has_read("is registered as a question"), "{}", desk.reads());
        desk.taps("Complaint").await;
        let told = format!("{number}: we have looked at what you told us, and deal with it as a");
        assert!(owner.has_read(&told), "{}", owner.reads());
        assert!(owner.has_read("you need not tell it again"), "{}", owner.reads());

        desk.presses(room, "Correct").await;
        for label in ["Department", "Engineering"] {
            desk.taps(label).await;
        }
        crew.signs(world.room("engineering")).await;
        assert_eq!(world.stages().await, "working");
        // And never back: words are no way around the signatures.
        desk.presses(room, "Correct").await;
        desk.taps("Kind of matter").await;
        assert!(world.shown_in(desk.account).contains("[Repair]"), "{}", desk.reads());
        assert!(!world.shown_in(desk.account).contains("[Question]"), "{}", desk.reads());
    })
    .await;
}

/// S3-01: what removes the cause is done by somebody, by a day, long after the case is over.
#[tokio::test]
async fn a_measure_against_a_repeat_is_followed_after_the_case_is_over() {
    World::run(En, async |world| {
        let (owner, head, mate) =
            (world.person("owner"), world.person("head"), world.person("mate"));
        let manager = world.person("manager");
        let (crew, group) = (world.person("crew"), world.room("engineering"));
        let number = world.signed("The lift rattles").await;
        head.picks(group, "Measure against a repeat").await;
        head.fills_in(&["The brake is checked each month", "[Yang Liu]", "2026-12-01"]).await;
        assert!(mate.has_read("a measure against a repeat is noted"), "{}", mate.reads());
        crew.reports(group, "A new brake").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");

        let late = world.hears_after(TimeDelta::days(14)).await;
        let overdue = format!("{number}: what is to keep it from happening again is overdue");
        assert!(late.contains(&overdue), "{late}");
        mate.taps("Measure is done").await;
        assert!(mate.has_read("What was done?"), "one alone is not asked for: {}", mate.reads());
        mate.says("Checked on the first; it is in the calendar").await;
        mate.taps("Send").await;
        assert!(manager.has_read("a measure against a repeat is done"), "{}", manager.reads());
        let after = world.hears_after(TimeDelta::days(3)).await;
        assert!(!after.contains(&number), "{after}");
    })
    .await;
}

/// S0-09, S3-12: how grave it is, is said by a criterion, and stands on the slip.
#[tokio::test]
async fn the_criterion_stands_with_the_severity() {
    World::run(En, async |world| {
        world.complaint("The gate does not close").await;
        world.becomes("serious").await;
        let group = world.room("engineering");
        assert!(world.shows(group, "Serious: poor service"), "{}", world.shown_in(group));
    })
    .await;
}

/// S0-09: the leaders hear as well when it is less grave than they were told.
#[tokio::test]
async fn the_leaders_hear_that_it_is_less_grave() {
    World::run(En, async |world| {
        let (leader, leaders) = (world.person("leader"), world.room("leaders"));
        let number = world.signed("The gate does not close").await;
        world.becomes("serious").await;
        world.becomes("minor").await;
        let told = format!("{number}: it is judged minor now, no longer serious.");
        assert!(world.shows(leaders, &told), "{}", world.shown_in(leaders));
        assert!(world.shows(leaders, "You need not fix anything for it."));
        let shown = world.shown_in(leaders);
        assert!(!shown.contains("[I have read it]"), "what is over asks for nothing:\n{shown}");
        leader.presses(leaders, "Full slip").await;
        assert!(leader.has_read("The gate does not close"), "{}", leader.reads());
    })
    .await;
}

/// S0-17: more time is decided before the old date has passed, or whoever decides hears it again.
#[tokio::test]
async fn the_manager_hears_again_of_time_that_was_asked_for() {
    World::run(En, async |world| {
        let (crew, manager) = (world.person("crew"), world.person("manager"));
        let number = world.signed("The lift rattles").await;
        crew.presses(world.room("engineering"), "On my way").await;
        crew.picks(world.room("engineering"), "Ask for more time").await;
        crew.fills_in(&["The part comes next week", "2026-11-27"]).await;
        assert!(manager.has_read(&number), "{}", manager.reads());
        let told = world.hears_after(TimeDelta::hours(40)).await;
        assert!(told.contains("The part comes next week"), "{told}");
    })
    .await;
}

/// S3-10: a slip that no department wants is the managers' matter.
#[tokio::test]
async fn the_manager_hears_of_a_slip_that_nobody_wants() {
    World::run(En, async |world| {
        let (desk, crew, guard) =
            (world.person("desk"), world.person("crew"), world.person("guard"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let manager = world.person("manager");
        let number = world.complaint("The gate does not close").await;
        crew.tells(group, Purpose::Return, "The gate is the guards'").await;
        assert!(!manager.has_read(&number), "once happens: {}", manager.reads());
        desk.presses(room, "Correct").await;
        for label in ["Department", "Security"] {
            desk.taps(label).await;
        }
        guard.tells(world.room("security"), Purpose::Return, "The motor is the engineers'").await;
        assert!(manager.has_read(&number), "{}", manager.reads());
        assert!(manager.has_read("The motor is the engineers'"), "{}", manager.reads());
    })
    .await;
}
