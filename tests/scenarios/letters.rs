//! What reaches us on paper or face to face, and is followed like everything else.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::Act;
use scenarios::{World, all_is_well};

/// S3-01, S0-08: register, slip and original are found under one number, and the letter keeps its
/// own beside it.
#[tokio::test]
async fn a_letter_keeps_its_own_number_and_is_answered_to_whoever_wrote_it() {
    World::run(En, async |world| {
        let (clerk, crew, head) =
            (world.person("desk"), world.person("crew"), world.person("head"));
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let number = world.registers("Letter", Some("IN-2026-117")).await;
        assert!(world.shows(desk, &number) && world.shows(desk, "Letter; first asked: Min Zhao"));
        assert!(world.shows(group, &format!("Slip {number}")), "{}", world.shown_in(group));
        crew.signs(group).await;
        assert!(crew.has_read("Original: IN-2026-117"), "{}", crew.reads());
        crew.reports(group, "It runs").await;
        assert!(world.shows(desk, "the owner cannot be reached in the chat. Please call"));
        assert_eq!(clerk.acts(desk, Act::Confirm).await, "Noted");
        head.taps("Head signs off").await;
        world.pass(TimeDelta::days(2)).await;
        clerk.presses(desk, "Write the answers down").await;
        for label in all_is_well(En) {
            clerk.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

/// S4-03: 有访必接, 有接必果. What is told on the manager's reception day becomes a case, and a case
/// has a result that a head has signed.
#[tokio::test]
async fn what_is_told_on_the_reception_day_is_followed_to_its_result() {
    World::run(En, async |world| {
        let (clerk, crew, head) =
            (world.person("desk"), world.person("crew"), world.person("head"));
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        world.registers("Reception day", None).await;
        assert!(
            world.shows(desk, "Reception day; first asked: Min Zhao"),
            "{}",
            world.shown_in(desk)
        );
        crew.signs(group).await;
        crew.reports(group, "It runs").await;
        world.pass(TimeDelta::days(2)).await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::days(10)).await;
        assert_eq!(world.stages().await, "reported", "nobody has called; that is no answer");
        clerk.presses(desk, "Write the answers down").await;
        clerk.taps("Solved").await;
        for label in ["Dissatisfied", "Satisfied", "Satisfied"] {
            clerk.taps(label).await;
        }
        clerk.says("I had to come twice").await;
        clerk.taps("Nothing more").await;
        assert_eq!(world.stages().await, "dispatched", "a reason opens it again");
        assert!(world.shows(group, "round 2"), "{}", world.shown_in(group));
    })
    .await;
}

/// silence counts only after somebody was asked to call as often as the rules say.
#[tokio::test]
async fn nobody_who_was_never_called_is_silent() {
    World::run(En, async |world| {
        let (crew, head) = (world.person("crew"), world.person("head"));
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        world.registers("Telephone", None).await;
        crew.signs(group).await;
        crew.reports(group, "It runs").await;
        head.taps("Head signs off").await;
        let called = || world.said_in(desk).matches("in the chat. Please call").count();
        called();
        for _ in 0..2 {
            world.pass(TimeDelta::hours(25)).await;
            assert_eq!(called(), 1, "each day they are asked again");
        }
        for _ in 0..40 {
            world.pass(TimeDelta::days(1)).await;
        }
        assert_eq!(world.stages().await, "archived");
        let silent = "select count(*) from questionnaires where expired_at is not null";
        assert_eq!(world.count(silent).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_our_own_people_find_is_registered_like_anything_else() {
    World::run(En, async |world| {
        let crew = world.person("crew");
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let number = world.registers("Found on patrol", None).await;
        assert!(world.shows(desk, "Found on patrol; first asked: Min Zhao"));
        assert!(world.shows(group, &format!("Slip {number}")), "{}", world.shown_in(group));
        crew.signs(group).await;
        crew.presses(group, "Full slip").await;
        assert!(world.count("select count(*) from looks").await > 0, "each look is written down");
        // Every step has somebody who did it; what has nobody was done by the clock or by a rule.
        let steps = "select p.name || ': ' || h.event from history h \
                     join people p on p.id = h.actor_id order by h.id";
        assert_eq!(world.column(steps).await, ["Min Zhao: register", "Qiang Wang: sign"]);
    })
    .await;
}

/// S0-08: a question that came by letter is answered in writing as well, though nobody has to work.
#[tokio::test]
async fn a_question_by_letter_is_answered_in_writing() {
    World::run(En, async |world| {
        let (clerk, desk) = (world.person("desk"), world.room("desk"));
        clerk.says("/new").await;
        clerk.taps("Question").await;
        clerk.taps("Letter").await;
        for words in ["IN-2026-118", "Old Mr Ma", "138 0000 0000", "Where do I park?"] {
            clerk.says(words).await;
        }
        clerk.taps("That's all").await;
        clerk.taps("Send").await;
        let number = world.newest_number().await;
        clerk.tells(desk, Purpose::Reply, "In the second basement, from tomorrow").await;
        assert!(world.shows(desk, &format!("{number}: the written reply to the owner is ready")));
        clerk.presses(desk, "Print the reply").await;
        let sent = world.telegram.messages(clerk.account);
        let page = sent.iter().rev().find_map(|sent| sent.body["document"]["file_id"].as_str());
        let (page, _, _) = world.telegram.file(page.expect("a page")).expect("a file");
        let page = String::from_utf8(page).expect("text");
        for words in ["Old Mr Ma", "IN-2026-118", "In the second basement, from tomorrow"] {
            assert!(page.contains(words), "{words} is missing in:\n{page}");
        }
    })
    .await;
}
