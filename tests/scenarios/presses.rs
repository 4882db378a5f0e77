//! Buttons: pressed again, too late, by the wrong people, or never made by us.

use casework::{intake::Purpose, words::Language::En};
use huiyin::button::{Act, Answered, Button, Choice};
use scenarios::World;

const SIGN: fn(&Button) -> bool = |button| matches!(button, Button::Case(_, _, Act::Sign));

#[tokio::test]
async fn the_same_press_three_times_signs_once() {
    World::run(En, async |world| {
        let (crew, group) = (world.person("crew"), world.room("engineering"));
        world.complaint("The lift rattles").await;
        let (card, data) = world.button(group, SIGN);
        assert!(crew.forges(group, card, &data).await.starts_with("Signed."));
        for _ in 0..2 {
            assert_eq!(crew.forges(group, card, &data).await, "That is done already.");
        }
        let signed = "select count(*) from history where event = 'sign'";
        assert_eq!(world.count(signed).await, 1);
        let told = "Qiang Wang of Engineering has signed for it.";
        assert_eq!(world.person("owner").reads().matches(told).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_draft_sent_three_times_is_one_case() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        let send = |button: &Button| matches!(button, Button::Draft(_, Choice::Send));
        let (message, data) = world.button(owner.account, send);
        let press = || world.telegram.press_data(owner.account, owner.account, message, &data);
        let presses = [press(), press(), press()];
        world.settle().await;
        let toasts = presses.each_ref().map(|press| world.telegram.toast(press).unwrap().text);
        let already = "That has been sent already; it is not registered twice.".to_owned();
        assert_eq!(toasts, [None, Some(already.clone()), Some(already)]);
        assert_eq!(world.count("select count(*) from cases").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_button_of_an_earlier_round_is_stale() {
    World::run(En, async |world| {
        let (owner, mate) = (world.person("owner"), world.person("mate"));
        let group = world.room("engineering");
        world.complaint("The lift rattles").await;
        let (card, sign) = world.button(group, SIGN);
        world.person("crew").signs(group).await;
        world.person("crew").reports(group, "It runs").await;
        owner.taps("Not solved").await;
        owner.says("It stopped again").await;
        let toast = mate.forges(group, card, &sign).await;
        assert_eq!(toast, "This one is old. Please look at the newest message.");
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[tokio::test]
async fn a_slips_buttons_are_no_right() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        world.complaint("The lift rattles").await;
        let stranger = world.stranger(7001, "Nobody");
        let (card, sign) = world.button(group, SIGN);
        let nothing = "There is no such matter, or it is not yours.";
        for person in [stranger, world.person("guard"), world.person("guard_head")] {
            assert_eq!(person.forges(group, card, &sign).await, nothing);
        }
        for code in ["owner", "desk", "manager", "leader"] {
            let toast = world.person(code).forges(group, card, &sign).await;
            assert_eq!(toast, "This step is for somebody else.", "{code}");
        }
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[tokio::test]
async fn an_owners_buttons_are_nobody_elses() {
    World::run(En, async |world| {
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        neighbour.joins().await;
        world.reported("The lift rattles").await;
        let (result, confirm) = world
            .button(owner.account, |button| matches!(button, Button::Case(_, _, Act::Confirm)));
        for code in ["neighbour", "guard"] {
            let toast = world.person(code).forges(owner.account, result, &confirm).await;
            assert_eq!(toast, "There is no such matter, or it is not yours.", "{code}");
        }
        let toast = world.person("crew").forges(owner.account, result, &confirm).await;
        assert_eq!(toast, "This step is for the head of the department.");
        assert!(world.shows(world.room("engineering"), "Owner: not heard yet"));
    })
    .await;
}

#[tokio::test]
async fn a_questionnaire_is_answered_only_by_whom_it_asks() {
    World::run(En, async |world| {
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        neighbour.joins().await;
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        world.pass(chrono::TimeDelta::hours(25)).await;
        let (sheet, data) = world.button(owner.account, |button| {
            matches!(button, Button::Sheet(_, _, Answered::Press(_)))
        });
        let toast = neighbour.forges(owner.account, sheet, &data).await;
        assert_eq!(toast, "These questions are not for you, or are closed.");
        owner.forges(owner.account, sheet, &data).await;
        assert_eq!(owner.forges(owner.account, sheet, &data).await, "Noted", "an old question");
        assert!(owner.has_read("Are you satisfied with the result?"));
    })
    .await;
}

#[tokio::test]
async fn data_that_we_never_made_does_nothing() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.complaint("The lift rattles").await;
        let message = world.find(owner.account, "is registered").id;
        let old = "That button is too old. Please look at the newest message.";
        let long = "x".repeat(64);
        for data in ["", " ", "c1", "c1:1:1", "c1:1:1:fly", "a1:1", "c9:1:1:sign", "🦀", &long] {
            assert_eq!(owner.forges(owner.account, message, data).await, old, "{data}");
        }
        for data in ["c1:9223372036854775807:1:sign", "c1:-1:1:ok", "c1:77:0:slip", "c1:77:1:show"]
        {
            let toast = owner.forges(owner.account, message, data).await;
            assert_eq!(toast, "There is no such matter, or it is not yours.", "{data}");
        }
        for data in ["q1:99:1:s:y", "d1:99:send", "t1:99:send", "s1:yes:1", "s1:role:a"] {
            assert_ne!(owner.forges(owner.account, message, data).await, "", "{data}");
        }
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[tokio::test]
async fn a_button_of_an_answered_question_shows_the_present_one() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        let enough = |button: &Button| matches!(button, Button::Draft(_, Choice::Enough));
        let (message, data) = world.button(owner.account, enough);
        owner.says("since eight").await;
        owner.heard();
        let toast = owner.forges(owner.account, message, &data).await;
        assert_eq!(toast, "That question is past. Please look at the newest one.");
        assert!(owner.heard().contains("Noted: 2 texts."));
    })
    .await;
}

#[tokio::test]
async fn a_press_before_the_greeting_leads_to_the_greeting() {
    World::run(En, async |world| {
        let stranger = world.stranger(7001, "Nobody");
        world.telegram.befriend(stranger.account);
        stranger.forges(stranger.account, 1, "h1:new:c").await;
        assert!(stranger.has_read("Hello, this is the service centre of Yunxi Park."));
    })
    .await;
}

/// S2-14: a yes is to one price. Under an older one it agrees to nothing.
#[tokio::test]
async fn a_yes_is_to_the_newest_price_alone() {
    World::run(En, async |world| {
        let (owner, crew, group) =
            (world.person("owner"), world.person("crew"), world.room("engineering"));
        world.signed("The tap drips").await;
        let agrees = |button: &Button| matches!(button, Button::Case(_, _, Act::Agree));
        crew.picks(group, "Tell the owner a price").await;
        crew.fills_in(&["A new washer", "20 yuan"]).await;
        let (washer, cheap) = world.button(owner.account, agrees);
        crew.picks(group, "Tell the owner a price").await;
        crew.fills_in(&["A new tap", "1,200 yuan"]).await;
        let toast = owner.forges(owner.account, washer, &cheap).await;
        assert_eq!(toast, "This one is old. Please look at the newest message.");
        let refused = crew.acts(group, Act::Report).await;
        assert!(refused.starts_with("The owner has not agreed to the price"), "{refused}");
        owner.acts(owner.account, Act::Agree).await;
        assert!(crew.has_read("the owner agrees to the price"), "{}", crew.reads());
    })
    .await;
}

/// S0-01: so with a result that was reported anew, for the owner and for the head.
#[tokio::test]
async fn a_yes_is_to_the_newest_result_alone() {
    World::run(En, async |world| {
        let (owner, crew, head) =
            (world.person("owner"), world.person("crew"), world.person("head"));
        let group = world.room("engineering");
        world.reported("The lift rattles").await;
        let confirms = |button: &Button| matches!(button, Button::Case(_, _, Act::Confirm));
        let signs_off = |button: &Button| matches!(button, Button::Case(_, _, Act::SignOff));
        let (result, solved) = world.button(owner.account, confirms);
        let (wanted, signature) = world.button(head.account, signs_off);
        owner.tells(owner.account, Purpose::Partly, "The door still sticks").await;
        crew.reports(group, "The door was planed").await;
        for (person, message, data) in [(owner, result, solved), (head, wanted, signature)] {
            let toast = person.forges(person.account, message, &data).await;
            assert_eq!(toast, "This one is old. Please look at the newest message.");
        }
        assert!(world.shows(group, "Owner: not heard yet"), "{}", world.shown_in(group));
    })
    .await;
}
