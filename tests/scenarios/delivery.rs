//! Trouble on the way to people: Telegram says wait, people block us, messages vanish, answers are
//! lost, and the program dies with a letter in its hand.

use std::time::Duration;

use casework::words::Language::En;
use chrono::TimeDelta;
use playground::Fault;
use scenarios::World;

#[tokio::test]
async fn a_flood_wait_delays_its_own_chat_even_over_a_restart_and_loses_nothing() {
    World::run(En, async |world| {
        world.forgive("Too Many Requests");
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        world.telegram.fail_next("sendMessage", Fault::flood(30), 1);
        owner.taps("Send").await;
        let number = world.newest_number().await;
        let chats = [owner.account, world.room("engineering"), world.room("desk")];
        let told = || chats.iter().filter(|chat| world.shows(**chat, &number)).count();
        assert_eq!(told(), 2, "one chat waits, the others do not");
        world.restart().await;
        world.pass(TimeDelta::seconds(29)).await;
        assert_eq!(told(), 2, "nothing is sent before Telegram allows it");
        world.pass(TimeDelta::seconds(3)).await;
        assert_eq!(told(), 3);
    })
    .await;
}

#[tokio::test]
async fn who_blocked_us_and_comes_back_goes_on_where_they_were() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.complaint("The lift rattles").await;
        world.telegram.block(owner.account);
        crew.signs(world.room("engineering")).await;
        assert!(!owner.has_read("has signed for it"));
        owner.starts().await;
        owner.says("/my").await;
        assert!(owner.has_read(&format!("{number} complaint · Engineering is working on it")));
        crew.reports(world.room("engineering"), "It runs").await;
        assert!(owner.has_read("Result: It runs"));
        owner.taps("Solved").await;
    })
    .await;
}

#[tokio::test]
async fn a_card_that_somebody_deleted_is_posted_anew() {
    World::run(En, async |world| {
        let (group, admin) = (world.room("engineering"), world.person("manager"));
        let number = world.complaint("The lift rattles").await;
        let slip = world.find(group, &format!("Slip {number}")).id;
        let sign = world.button(group, |button| button.to_string().ends_with("sign"));
        world.telegram.delete(admin.account, group, slip).unwrap();
        assert!(!world.shows(group, &number));
        assert!(world.person("crew").forges(group, slip, &sign.1).await.starts_with("Signed."));
        assert!(world.shows(group, &format!("Slip {number}")));
        world.person("crew").reports(group, "It runs").await;
        assert_eq!(world.shown_in(group).matches("Slip ").count(), 1, "posted more than once");
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_costs_at_most_one_copy() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.complaint("The lift rattles").await;
        world.telegram.fail_next("sendMessage", Fault::Drop, 2);
        crew.signs(world.room("engineering")).await;
        world.pass(TimeDelta::seconds(30)).await;
        let told = "Qiang Wang of Engineering has signed for it.";
        assert!((1..=2).contains(&owner.reads().matches(told).count()), "{}", owner.reads());
        let slips = crew.reads().matches(&format!("Slip {number} in full")).count();
        assert!((1..=2).contains(&slips), "{}", crew.reads());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_lost_when_the_line_is_dead_for_a_while() {
    World::run(En, async |world| {
        world.forgive("Bad Gateway");
        let crew = world.person("crew");
        world.complaint("The lift rattles").await;
        for method in ["sendMessage", "editMessageText"] {
            world.telegram.fail_next(method, Fault::Refuse, 3);
            world.telegram.fail_next(method, Fault::Gateway, 3);
        }
        crew.signs(world.room("engineering")).await;
        world.pass(TimeDelta::minutes(10)).await;
        assert!(world.person("owner").has_read("Qiang Wang of Engineering has signed for it."));
        assert!(world.shows(world.room("engineering"), "State: accepted"));
    })
    .await;
}

#[tokio::test]
async fn a_death_between_sending_and_writing_it_down_costs_at_most_one_copy() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        world.complaint("The lift rattles").await;
        let told = "Qiang Wang of Engineering has signed for it.";
        world.telegram.fail_next("sendMessage", Fault::Delay(Duration::from_mins(1)), 2);
        let (card, sign) =
            world.button(world.room("engineering"), |b| b.to_string().ends_with("sign"));
        world.telegram.press_data(crew.account, world.room("engineering"), card, &sign);
        let app = world.app();
        let dying = tokio::spawn(async move { app.settle().await });
        let sent =
            world.telegram.until(Duration::from_secs(20), |_| owner.has_read(told).then_some(()));
        sent.await.expect("it was sent");
        dying.abort();
        assert!(dying.await.is_err_and(|end| end.is_cancelled()));
        world.telegram.clear_faults();
        world.restart().await;
        world.pass(TimeDelta::minutes(4)).await;
        assert!((1..=2).contains(&owner.reads().matches(told).count()), "{}", owner.reads());
        assert!(crew.has_read("in full"));
    })
    .await;
}

#[tokio::test]
async fn a_card_that_shows_it_already_is_no_trouble() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.complaint("The lift rattles").await;
        world.said();
        owner.taps("Please hurry").await;
        let news = world.said();
        assert_eq!(news.matches('←').count(), 1, "only the desk hears of it:\n{news}");
    })
    .await;
}

#[tokio::test]
async fn a_group_in_which_we_may_not_write_gets_its_slips_when_we_may() {
    World::run(En, async |world| {
        world.forgive("not enough rights");
        let group = world.room("engineering");
        world.telegram.mute_bot(group, true);
        let number = world.complaint("The lift rattles").await;
        assert!(world.person("owner").has_read(&number), "others must not wait");
        world.telegram.mute_bot(group, false);
        world.pass(TimeDelta::minutes(11)).await;
        assert!(world.shows(group, &format!("Slip {number}")));
    })
    .await;
}
