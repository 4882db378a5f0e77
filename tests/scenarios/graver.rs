//! What makes a case graver by itself (S2-04): results that do not hold, parts that many miss, days that pass.

use casework::intake::Purpose;
use casework::words::Language::En;
use chrono::TimeDelta;
use scenarios::World;

/// The result does not hold, and the crew signs again.
async fn does_not_hold(world: &World, why: &str) {
    let owner = world.person("owner");
    owner.tells(owner.account, Purpose::Dispute, why).await;
    world.person("crew").signs(world.room("engineering")).await;
}

/// S2-04: E6, told again and again, and nobody here can settle it.
#[tokio::test]
async fn a_third_result_that_does_not_hold_comes_before_the_leaders() {
    World::run(En, async |world| {
        let (crew, desk) = (world.person("crew"), world.room("desk"));
        let number = world.reported("The lift rattles").await;
        for why in ["It rattles still", "Louder than before"] {
            does_not_hold(world, why).await;
            assert!(!world.shows(desk, "Nobody can settle it"), "after {why}");
            crew.reports(world.room("engineering"), "The guide rail is greased").await;
        }
        let owner = world.person("owner");
        owner.tells(owner.account, Purpose::Dispute, "And again").await;
        let told = format!("{number}: now serious, and the leaders hear of it.");
        assert!(world.shows(desk, &told), "{}", world.shown_in(desk));
        assert!(world.shows(desk, "Nobody can settle it"), "{}", world.shown_in(desk));
        assert!(world.shows(world.room("leaders"), "a serious matter"));
    })
    .await;
}

/// S2-04: E2, mended in vain for more than twenty days. Before that the leaders hear nothing of it.
#[tokio::test]
async fn what_is_mended_in_vain_for_weeks_comes_before_the_leaders() {
    World::run(En, async |world| {
        let (crew, desk) = (world.person("crew"), world.room("desk"));
        world.reported("The lift rattles").await;
        does_not_hold(world, "It rattles still").await;
        crew.reports(world.room("engineering"), "The guide rail is greased").await;
        does_not_hold(world, "Louder than before").await;
        world.pass(TimeDelta::days(18)).await;
        assert!(!world.shows(desk, "Mended again and again"), "{}", world.shown_in(desk));
        world.pass(TimeDelta::days(4)).await;
        assert!(world.shows(desk, "Mended again and again"), "{}", world.shown_in(desk));
        assert!(world.shows(world.room("leaders"), "a serious matter"));
        let raised = "select count(*) from history where event = 'raise'";
        assert_eq!(world.count(raised).await, 1);
        world.pass(TimeDelta::days(2)).await;
        assert_eq!(world.count(raised).await, 1, "once");
    })
    .await;
}

/// S2-04: E7, grave, and disputed for two days that nobody could settle.
#[tokio::test]
async fn what_is_grave_and_disputed_for_two_days_comes_before_the_leaders() {
    World::run(En, async |world| {
        let desk = world.room("desk");
        world.reported("The ceiling leaks").await;
        does_not_hold(world, "It leaks at the other end now").await;
        world.becomes("serious").await;
        world.pass(TimeDelta::days(1)).await;
        assert!(!world.shows(desk, "Serious fault disputed"), "{}", world.shown_in(desk));
        world.pass(TimeDelta::days(2)).await;
        assert!(world.shows(desk, "Serious fault disputed"), "{}", world.shown_in(desk));
    })
    .await;
}

/// S2-04: E3, more than ten households miss the same parts.
#[tokio::test]
async fn parts_that_many_households_miss_are_the_leaders_matter() {
    World::run(En, async |world| {
        let (crew, desk) = (world.person("crew"), world.room("desk"));
        let group = world.room("engineering");
        for number in 0..11 {
            assert!(!world.shows(desk, "Parts missing for many"), "after {number} households");
            // Not all of them in one day: that would be a wave of its own.
            if number == 6 {
                world.pass(TimeDelta::days(2)).await;
            }
            let household = world.stranger(9_300 + number, "Household");
            household.joins().await;
            household.complains("The intercom is dead").await;
            crew.signs(group).await;
            crew.picks(group, "Work has to wait").await;
            crew.fills_in(&["[Parts or material]", "Boards from the maker", "2026-12-01"]).await;
        }
        assert!(world.shows(desk, "Parts missing for many"), "{}", world.shown_in(desk));
        assert!(world.shows(world.room("leaders"), "a serious matter"));
    })
    .await;
}
