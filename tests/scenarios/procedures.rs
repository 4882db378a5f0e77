//! The procedures of other estates: each by its own profile, as owner, head, desk and leaders read it.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use scenarios::World;

/// S0-09, S3-12: minor in two days, and the leaders hear the same day that it was not; major at once.
#[tokio::test]
async fn a_minor_matter_has_two_days_and_a_major_one_is_told_at_once() {
    World::run(En, async |world| {
        let (owner, leaders) = (world.person("owner"), world.room("leaders"));
        world.under("park_sop").await;
        let number = world.signed("The lift rattles").await;
        assert!(owner.has_read("You get the result by 19 Nov 09:10"), "{}", owner.reads());
        let late = world.hears_after(TimeDelta::hours(49)).await;
        assert!(late.contains(&format!("Guodong Li ← {number}: past its time limit")), "{late}");
        let evening = world.hears_after(TimeDelta::hours(15)).await;
        assert!(evening.contains("Leaders ← "), "{evening}");
        world.becomes("major").await;
        assert!(world.shows(leaders, "a major matter"), "{}", world.shown_in(leaders));
    })
    .await;
}

/// S0-17: fifteen working days in all, a plan in five, and an objection that somebody else decides.
#[tokio::test]
async fn an_industrial_zone_answers_in_fifteen_working_days_and_hears_objections() {
    World::run(En, async |world| {
        let (owner, crew, manager) =
            (world.person("owner"), world.person("crew"), world.person("manager"));
        world.under("industrial_zone").await;
        let number = world.signed("The lift rattles").await;
        assert!(owner.has_read("You get the result by 8 Dec 09:10"), "{}", owner.reads());
        let late = world.hears_after(TimeDelta::days(8)).await;
        let told = "no time is promised within 5 working days of registration";
        assert!(late.contains(&format!("{number}: nobody has set out and {told}")), "{late}");
        crew.reports(world.room("engineering"), "It runs").await;
        owner.tells(owner.account, Purpose::Object, "It is stuck again").await;
        assert!(owner.has_read("Somebody who had no part in it decides"), "{}", owner.reads());
        manager.taps("The owner is right").await;
        manager.says("It was not looked into").await;
        assert!(owner.has_read("your objection is right, and we are sorry"), "{}", owner.reads());
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

/// S0-19: a plan within a day of the complaint, and the day that was agreed counts.
#[tokio::test]
async fn a_tenant_hears_of_a_plan_in_a_day_and_the_agreed_day_counts() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        world.under("incubator").await;
        let number = world.complaint("The network is slow").await;
        let late = world.hears_after(TimeDelta::hours(25)).await;
        assert!(late.contains(&format!("{number}: nobody has set out")), "{late}");
        desk.presses(world.room("desk"), "Promise a time").await;
        desk.taps("20 Nov 09:00").await;
        assert!(owner.has_read(&format!("{number}: you will hear from us by 20 Nov 09:00")));
        world.person("crew").signs(world.room("engineering")).await;
        assert!(owner.has_read("You get the result by 20 Nov 09:00"), "{}", owner.reads());
    })
    .await;
}

/// S3-13: an urgent matter is answered in two hours, any other in a day and done in three working days.
#[tokio::test]
async fn an_urgent_complaint_is_answered_in_two_hours() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.under("estate_classic").await;
        let number = world.complaint("The gate does not close").await;
        assert!(owner.has_read("You get the result by 20 Nov 09:10"), "{}", owner.reads());
        world.is_found("Urgent").await;
        world.person("crew").signs(world.room("engineering")).await;
        let late = world.hears_after(TimeDelta::minutes(121)).await;
        assert!(late.contains(&format!("{number}: nobody has set out")), "{late}");
        assert!(late.contains("within 2 hours of registration"), "{late}");
    })
    .await;
}

/// S3-10: classified in a day, talked about in two working days, returned in five, and chased.
#[tokio::test]
async fn the_pipeline_has_two_and_five_working_days_and_is_chased() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        world.under("estate_pipeline").await;
        let number = world.signed("The lift rattles").await;
        assert!(owner.has_read("You get the result by 24 Nov 09:10"), "{}", owner.reads());
        let late = world.hears_after(TimeDelta::hours(49)).await;
        assert!(late.contains("within 2 working days of registration"), "{late}");
        crew.presses(world.room("engineering"), "On my way").await;
        let due = world.hears_after(TimeDelta::days(5)).await;
        assert!(due.contains(&format!("{number}: past its time limit")), "{due}");
        let chased = world.hears_after(TimeDelta::days(1)).await;
        assert!(chased.contains(&format!("{number} is still late")), "{chased}");
        let leaders = world.hears_after(TimeDelta::days(3)).await;
        assert!(leaders.contains("Leaders ← "), "{leaders}");
    })
    .await;
}

/// S3-03: confirmed at once with a number, and the written result has one working day.
#[tokio::test]
async fn a_result_has_one_working_day_to_be_signed_and_is_told_in_writing() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.under("estate_kpi").await;
        let number = world.reported("The lift rattles").await;
        assert!(owner.has_read(&format!("Your complaint {number} is registered")));
        assert!(owner.has_read(&format!("{number}: thank you for waiting. This is the result.")));
        assert!(owner.has_read("A part was replaced, it runs again"), "{}", owner.reads());
        let early = world.hears_after(TimeDelta::hours(23)).await;
        assert!(!early.contains("for a signature"), "{early}");
        let late = world.hears_after(TimeDelta::hours(2)).await;
        assert!(
            late.contains("the result has waited more than 1 working day for a signature"),
            "{late}"
        );
    })
    .await;
}

/// S3-09: answered on the spot, or in five working days; if it takes longer, the owner hears why before.
#[tokio::test]
async fn an_answer_has_five_working_days_and_more_only_with_a_reason() {
    World::run(En, async |world| {
        let (owner, crew, manager) =
            (world.person("owner"), world.person("crew"), world.person("manager"));
        world.under("acceptance_5wd").await;
        world.signed("The shared roof is let to a shop").await;
        assert!(owner.has_read("You get the result by 24 Nov 09:10"), "{}", owner.reads());
        crew.picks(world.room("engineering"), "Ask for more time").await;
        crew.says("The contract is with the lawyer").await;
        crew.says("2026-11-30").await;
        crew.taps("Send").await;
        manager.taps("Grant the extra time").await;
        assert!(owner.has_read("Reason: The contract is with the lawyer"), "{}", owner.reads());
        let after = world.hears_after(TimeDelta::days(8)).await;
        assert!(!after.contains("past its time limit"), "{after}");
    })
    .await;
}

/// S3-05, S3-11: received first and decided then; the committee has seven working days, and counts in
/// the hours of its office.
#[tokio::test]
async fn a_committee_receives_first_and_has_seven_working_days() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        world.under("owners_committee").await;
        let number = world.signed("The meeting was not announced").await;
        assert!(owner.has_read(&format!("Your complaint {number} is registered")));
        assert!(owner.has_read("You get the result by 26 Nov 09:10"), "{}", owner.reads());
        desk.says(&format!("/why {number}")).await;
        assert!(desk.has_read("Policy profile owners_committee"), "{}", desk.reads());
        let late = world.hears_after(TimeDelta::days(10)).await;
        assert!(late.contains(&format!("{number}: past its time limit")), "{late}");
    })
    .await;
}

/// S4-01, S4-02: looked into the same day, solved or answered in a day; a day later the leaders hear.
#[tokio::test]
async fn whatever_comes_is_solved_or_answered_in_a_day() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.under("reception_classic").await;
        let number = world.signed("The water is brown").await;
        assert!(owner.has_read("You get the result by 18 Nov 09:10"), "{}", owner.reads());
        let late = world.hears_after(TimeDelta::hours(25)).await;
        assert!(late.contains(&format!("Guodong Li ← {number}: past its time limit")), "{late}");
        let later = world.hears_after(TimeDelta::hours(24)).await;
        assert!(later.contains("Leaders ← "), "{later}");
    })
    .await;
}
