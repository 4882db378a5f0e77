//! What an owner can do while a matter goes on.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::Act;
use scenarios::{World, photo};

#[tokio::test]
async fn my_matters_are_listed_with_how_they_stand() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("/my").await;
        assert!(owner.has_read("You have not registered anything yet."));
        owner.complains("The lift rattles").await;
        let number = world.newest_number().await;
        owner.says("/my").await;
        let line = format!("{number} complaint · waiting for Engineering to sign");
        assert!(owner.has_read(&line), "{}", owner.reads());
        owner.taps(&number).await;
        assert_eq!(owner.reads().matches(&format!("{number} is registered")).count(), 2);
    })
    .await;
}

/// S2-18: every complaint has a number of its own, by which its owner asks how it stands.
#[tokio::test]
async fn a_number_is_understood_however_it_is_typed() {
    World::run(En, async |world| {
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        let number = world.complaint("The lift rattles").await;
        neighbour.joins().await;
        owner.heard();
        let lower = number.to_lowercase();
        for typed in [number.clone(), lower.clone(), lower.replace('-', ""), format!(" {lower} ")] {
            owner.says(&format!("/case {typed}")).await;
            assert!(owner.heard().contains(&format!("{number} is registered")), "{typed}");
        }
        let wrong = number.replacen(&number[..1], if &number[..1] == "A" { "C" } else { "A" }, 1);
        owner.says(&format!("/case {wrong}")).await;
        assert!(owner.heard().contains("seems to have one wrong character."));
        owner.says("/case hello").await;
        assert!(owner.heard().contains("We cannot find hello"));
        owner.says("/case").await;
        assert!(owner.heard().contains("Please write the number after /case"));
        neighbour.says(&format!("/case {number}")).await;
        assert!(neighbour.has_read(&format!("We cannot find {number}, or it is not yours.")));
    })
    .await;
}

/// S2-15: kept from start to end, and the owner may take it back.
#[tokio::test]
async fn an_owner_may_take_it_back_until_it_is_closed() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        owner.taps("Withdraw").await;
        assert!(owner.has_read("do you really want to withdraw it?"));
        owner.taps("Withdraw it").await;
        assert!(owner.has_read(&format!("{number} is withdrawn, as you wished.")));
        assert!(crew.has_read(&format!(
            "{number}: the owner has withdrawn it. There is nothing more to do."
        )));
        assert!(world.shows(world.room("engineering"), "State: withdrawn by the owner"));
        assert_eq!(world.stages().await, "withdrawn");
        world.said();
        world.pass(TimeDelta::days(9)).await;
        assert_eq!(world.said(), "", "somebody is bothered with a matter taken back");
    })
    .await;
}

#[tokio::test]
async fn who_thinks_better_of_it_keeps_the_matter() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.complaint("The lift rattles").await;
        owner.taps("Withdraw").await;
        owner.taps("Do not withdraw").await;
        assert!(owner.has_read("TGN-6WC9: not withdrawn, it goes on."));
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[tokio::test]
async fn what_is_added_reaches_whoever_works_on_it() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        owner.taps("Add something").await;
        owner.says("It smells of smoke").await;
        owner.sends(photo().captioned("the shaft")).await;
        owner.taps("That's all").await;
        assert!(owner.has_read(&format!("{number}: added, thank you.")));
        assert!(crew.has_read(&format!("{number}: the owner adds:\nIt smells of smoke")));
        assert!(crew.has_read("the shaft\n(1 file)"));
        crew.acts(crew.account, Act::Slip).await;
        assert!(crew.has_read("<photo>"), "the photo itself is nowhere to be seen");
    })
    .await;
}

#[tokio::test]
async fn a_reply_to_the_receipt_adds_to_the_matter() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        let number = world.complaint("The lift rattles").await;
        let words = playground::Content::text("It smells of smoke");
        owner.replies(owner.account, " is registered", words).await;
        assert!(owner.has_read(&format!("{number}: added, thank you.")));
        let told = format!("{number}: the owner has added something.");
        let (clerk, desk) = (world.person("desk"), world.room("desk"));
        assert!(world.shows(desk, &told), "{}", world.shown_in(desk));
        clerk.presses(desk, "Full slip").await;
        assert!(clerk.has_read("It smells of smoke"), "{}", clerk.reads());
    })
    .await;
}

#[tokio::test]
async fn one_may_hurry_us_once_in_a_while() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        let number = world.signed("The lift rattles").await;
        let told = format!("{number}: the owner asks us to hurry.");
        assert_eq!(owner.taps("Please hurry").await, "We have passed that on");
        let again = owner.taps("Please hurry").await;
        assert_eq!(again, "We passed that on a short while ago and are working on it.");
        assert_eq!(world.shown_in(world.room("desk")).matches(&told).count(), 1);
        assert_eq!(world.person("crew").reads().matches(&told).count(), 1);
        world.pass(TimeDelta::hours(4)).await;
        assert_eq!(owner.taps("Please hurry").await, "We have passed that on");
    })
    .await;
}

#[tokio::test]
async fn owner_and_crew_write_to_each_other_through_the_case() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        owner.tells(owner.account, Purpose::Say, "I am at the front desk").await;
        assert!(owner.has_read(&format!("{number}: passed on.")));
        assert!(crew.has_read(&format!("{number}: the owner writes:\nI am at the front desk")));
        crew.tells(crew.account, Purpose::Say, "There in ten minutes").await;
        assert!(owner.has_read(&format!("{number}: the crew writes:\nThere in ten minutes")));
    })
    .await;
}

#[tokio::test]
async fn a_question_is_simply_answered() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        crew.tells(world.room("engineering"), Purpose::Ask, "Which lift?").await;
        assert!(owner.has_read("the crew would like to know:\nWhich lift?"));
        owner.says("The left one").await;
        assert!(crew.has_read(&format!("{number}: the owner adds:\nThe left one")));
        assert!(owner.has_read(&format!("{number}: added, thank you.")));
    })
    .await;
}

/// The picture that belongs to an answer comes after it.
#[tokio::test]
async fn a_photo_right_after_an_answer_belongs_to_it() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        crew.tells(world.room("engineering"), Purpose::Ask, "Which lift?").await;
        owner.says("The left one").await;
        owner.heard();
        crew.heard();
        owner.sends(photo()).await;
        assert!(owner.heard().contains(&format!("{number}: added, thank you.")));
        assert!(crew.heard().contains("(1 file)"), "{}", crew.reads());
        // Later it is the beginning of something else.
        world.pass(TimeDelta::minutes(11)).await;
        owner.heard();
        owner.sends(photo()).await;
        assert!(owner.heard().contains("We take this down as a complaint."));
    })
    .await;
}

#[tokio::test]
async fn two_matters_of_one_owner_are_kept_apart() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        let first = world.complaint("The lift rattles").await;
        owner.complains("There is rubbish everywhere").await;
        let second = world.newest_number().await;
        assert_ne!(first, second);
        let words = playground::Content::text("It is the left lift");
        owner.replies(owner.account, &format!("{first} is registered"), words).await;
        assert!(owner.has_read(&format!("{first}: added, thank you.")));
        owner.says("/my").await;
        let listed = owner.heard();
        assert!(listed.contains(&format!("{first} complaint · waiting for Engineering to sign")));
        assert!(listed.contains(&format!("{second} complaint · waiting for Grounds")), "{listed}");
    })
    .await;
}
