//! Who signs: one, however many press.

use casework::{people::Role, words::Language::En};
use huiyin::button::{Act, Button};
use scenarios::World;
use std::time::Duration;

#[tokio::test]
async fn of_two_who_press_at_once_one_signs_and_the_other_is_told_who() {
    World::run(En, async |world| {
        let (crew, mate) = (world.person("crew"), world.person("mate"));
        let group = world.room("engineering");
        let number = world.complaint("The lift rattles").await;
        let (card, data) = sign_button(world, group);
        let first = world.telegram.press_data(crew.account, group, card, &data);
        let second = world.telegram.press_data(mate.account, group, card, &data);
        world.settle().await;
        let toast = |press| world.telegram.toast(press).unwrap().text.unwrap_or_default();
        assert_eq!(toast(&first), "Signed. The full slip is in your private chat.");
        assert_eq!(toast(&second), "Qiang Wang has already signed.");
        assert!(crew.has_read(&format!("Slip {number} in full")));
        assert!(!mate.has_read(&number));
    })
    .await;
}

#[tokio::test]
async fn of_fifty_who_press_at_once_one_signs_and_forty_nine_are_told_who() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        let number = world.complaint("The lift rattles").await;
        let mut crew = vec![];
        for account in 9_001..=9_050 {
            let member = world.stranger(account, &format!("Crew {account}"));
            world.telegram.join(group, account);
            world.telegram.start(account, None).unwrap();
            world.appoints(member, Role::Crew, Some("engineering")).await;
            crew.push(member);
        }
        world.settle().await;
        let (card, data) = sign_button(world, group);
        let mut toasts = vec![];
        world
            .runs(8, async || {
                let press = |member: &scenarios::Person<'_>| {
                    world.telegram.press_data(member.account, group, card, &data)
                };
                let presses: Vec<_> = crew.iter().map(press).collect();
                for press in &presses {
                    let toast = world.telegram.toasted(press, Duration::from_secs(20)).await;
                    toasts.push(toast.expect("an answer").text.unwrap_or_default());
                }
            })
            .await;
        world.settle().await;
        let signed = |toast: &&String| toast.starts_with("Signed.");
        assert_eq!(toasts.iter().filter(signed).count(), 1, "{toasts:?}");
        let winner = crew.iter().find(|m| m.has_read(&format!("Slip {number} in full"))).unwrap();
        let told = format!("{} has already signed.", world.telegram.title(winner.account));
        assert_eq!(toasts.iter().filter(|toast| **toast == told).count(), 49, "{toasts:?}");
        assert!(world.shows(group, &format!("{} signed", world.telegram.title(winner.account))));
    })
    .await;
}

fn sign_button(world: &World, group: i64) -> (i64, String) {
    world.button(group, |button| matches!(button, Button::Case(_, _, Act::Sign)))
}

#[tokio::test]
async fn a_head_may_sign_when_nobody_else_does() {
    World::run(En, async |world| {
        let (head, group) = (world.person("head"), world.room("engineering"));
        world.complaint("The lift rattles").await;
        assert!(head.signs(group).await.starts_with("Signed."));
        assert!(world.shows(group, "Guodong Li signed"));
    })
    .await;
}

#[tokio::test]
async fn who_has_not_signed_neither_reports_nor_sets_out() {
    World::run(En, async |world| {
        let (mate, group) = (world.person("mate"), world.room("engineering"));
        world.signed("The lift rattles").await;
        for label in ["On my way", "Arrived", "Done", "Ask the owner", "Full slip"] {
            assert_eq!(
                mate.presses(group, label).await,
                "Qiang Wang has signed for this and works on it.",
                "{label}"
            );
        }
        assert_eq!(world.person("crew").presses(group, "On my way").await, "Noted");
        assert!(world.person("owner").has_read("Engineering is on the way."));
    })
    .await;
}
