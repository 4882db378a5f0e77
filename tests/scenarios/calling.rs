//! Calls to owners who stay silent: who calls, what comes of it, and who is left alone.

use casework::{people::Role, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Answered, Button};
use scenarios::{World, all_is_well};

/// Neither whether it is solved nor how it was, as long as the questions stand.
async fn falls_silent(world: &World) {
    for hours in [25, 25, 7 * 24 + 1] {
        world.pass(TimeDelta::hours(hours)).await;
    }
}

/// whoever neither confirms nor answers is called by somebody who had no hand in it; each attempt
/// is written down, and what they say on the telephone is marked as that.
#[tokio::test]
async fn whoever_stays_silent_is_called() {
    World::run(En, async |world| {
        let (owner, clerk, desk) =
            (world.person("owner"), world.person("desk"), world.room("desk"));
        world.reported("The lift rattles").await;
        let number = world.newest_number().await;
        world.person("head").taps("Head signs off").await;
        for _ in 0..2 {
            world.pass(TimeDelta::hours(25)).await;
        }
        assert!(owner.has_read(&format!("How was it? {number}")), "{}", owner.reads());
        clerk.says("/calls").await;
        assert!(clerk.has_read("Nobody waits for a call."), "{}", clerk.reads());

        world.pass(TimeDelta::days(7)).await;
        let asked = format!("{number}: the owner has not answered in the chat. Please call");
        assert!(world.shows(desk, &asked), "{}", world.shown_in(desk));
        assert_eq!(world.stages().await, "reported", "silence does not count yet");
        clerk.says("/calls").await;
        assert!(clerk.has_read("ask how it was"), "{}", clerk.reads());
        clerk.taps(&number).await;
        assert!(clerk.has_read("You turned to us with"), "{}", clerk.reads());
        assert!(
            !world.shown_in(desk).contains("You turned to us with"),
            "names are read in private"
        );
        clerk.taps("Nobody answered").await;
        assert!(clerk.has_read("nobody answered (attempt 1)"), "{}", clerk.reads());
        clerk.taps("Whom to call").await;
        assert!(clerk.has_read("tried once, last"), "{}", clerk.reads());
        clerk.taps(&number).await;
        let refused = clerk.taps("Nobody answered").await;
        assert_eq!(refused, "Somebody has tried within the hour. Please try again later.");

        world.pass(TimeDelta::hours(26)).await;
        clerk.says("/calls").await;
        clerk.taps(&number).await;
        assert!(clerk.has_read("Tried once, last"), "{}", clerk.reads());
        for label in all_is_well(En) {
            clerk.taps(label).await;
        }
        assert!(clerk.has_read("Written down as they said it"), "{}", clerk.reads());
        assert_eq!(world.stages().await, "archived");
        let by_phone = "select count(*) from questionnaires where written_by is not null";
        assert_eq!(world.count(by_phone).await, 1);
        assert_eq!(world.column("select outcome from calls").await, ["no_answer"]);
        clerk.says("/calls").await;
        assert!(clerk.has_read("Nobody waits for a call."), "{}", clerk.reads());
    })
    .await;
}

/// whoever has no chat is asked again by telephone whether it is still fine.
#[tokio::test]
async fn some_weeks_later_a_caller_is_called_once_more() {
    World::run(En, async |world| {
        let (clerk, desk) = (world.person("desk"), world.room("desk"));
        called_back(world).await;
        let number = world.newest_number().await;
        for label in all_is_well(En) {
            clerk.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
        world.pass(TimeDelta::days(16)).await;
        let told = format!("{number}: it was solved some time ago. Please call the owner");
        assert!(world.shows(desk, &told), "{}", world.shown_in(desk));
        clerk.presses(desk, "Owner says it is back").await;
        clerk.says("It rattles again between three and four").await;
        assert_eq!(world.stages().await, "dispatched", "{}", clerk.reads());
        assert!(!world.shown_in(desk).contains("[Owner says it is back]"), "it is answered");
    })
    .await;
}

/// Somebody who called has their matter mended, and the desk calls them to hear how it was.
async fn called_back(world: &World) {
    let (crew, clerk) = (world.person("crew"), world.person("desk"));
    let (group, desk) = (world.room("engineering"), world.room("desk"));
    world.registers("Telephone", None).await;
    crew.signs(group).await;
    crew.reports(group, "It runs").await;
    clerk.acts(desk, Act::Confirm).await;
    world.person("head").taps("Head signs off").await;
    world.pass(TimeDelta::days(2)).await;
    clerk.presses(desk, "Write the answers down").await;
}

/// whoever wrote down what the owner said on the telephone corrects it for twelve hours, and nobody
/// else does; what is not right after all is worked on again.
#[tokio::test]
async fn what_was_written_down_is_corrected_by_whoever_wrote_it() {
    World::run(En, async |world| {
        let (clerk, colleague) = (world.person("desk"), world.stranger(9_103, "Hua"));
        colleague.starts().await;
        world.appoints(colleague, Role::Desk, None).await;
        called_back(world).await;
        for label in all_is_well(En) {
            clerk.taps(label).await;
        }
        assert!(clerk.has_read("Something wrong? You can correct it until"), "{}", clerk.reads());
        let corrects = |button: &Button| matches!(button, Button::Sheet(_, _, Answered::Correct));
        let (at, data) = world.button(clerk.account, corrects);
        let told = colleague.forges(colleague.account, at, &data).await;
        assert!(told.contains("or were written down by somebody else"), "{told}");
        clerk.taps("Correct the answers").await;
        assert!(
            clerk.has_read("Until you are through, the earlier ones hold."),
            "{}",
            clerk.reads()
        );
        assert_eq!(world.stages().await, "archived", "what was said holds until then");
        for label in
            ["Not solved", "Dissatisfied", "Satisfied", "Satisfied", "☐ Not fixed", "That's it"]
        {
            clerk.taps(label).await;
        }
        clerk.says("It still rattles, at another stop").await;
        clerk.taps("Nothing more").await;
        assert_eq!(world.stages().await, "dispatched", "{}", clerk.reads());
        let by_phone = "select count(*) from questionnaires where written_by is not null";
        assert_eq!(world.count(by_phone).await, 1);
    })
    .await;
}

/// after as many attempts as the rules say silence is their answer. Crews call nobody.
#[tokio::test]
async fn silence_counts_after_three_attempts() {
    World::run(En, async |world| {
        let (clerk, crew) = (world.person("desk"), world.person("crew"));
        world.reported("The lift rattles").await;
        let number = world.newest_number().await;
        world.person("head").taps("Head signs off").await;
        falls_silent(world).await;
        crew.says("/calls").await;
        assert!(
            crew.has_read("This list is for the service centre, which calls owners."),
            "{}",
            crew.reads()
        );
        for said in ["attempt 1", "attempt 2", "attempt 3 and the last"] {
            assert_eq!(world.stages().await, "reported");
            clerk.says("/calls").await;
            clerk.taps(&number).await;
            clerk.taps("Nobody answered").await;
            assert!(clerk.has_read(said), "{}", clerk.reads());
            world.pass(TimeDelta::hours(2)).await;
        }
        assert_eq!(world.stages().await, "archived");
        let silent = "select count(*) from questionnaires where expired_at is not null";
        assert_eq!(world.count(silent).await, 1);
    })
    .await;
}

/// whoever says on the telephone that they want no questions is left alone about this matter; for good
/// only they themselves say so.
#[tokio::test]
async fn whoever_wants_no_call_is_left_alone_about_this_matter() {
    World::run(En, async |world| {
        let (owner, clerk, desk) =
            (world.person("owner"), world.person("desk"), world.room("desk"));
        world.reported("The lift rattles").await;
        let number = world.newest_number().await;
        world.person("head").taps("Head signs off").await;
        falls_silent(world).await;
        let asked = world.find(owner.account, "How was it?");
        assert!(asked.labels().contains(&"Not solved".to_owned()), "the questions still stand");
        clerk.presses(desk, "Write the answers down").await;
        clerk.taps("Wants no questions").await;
        let left = world.telegram.message(owner.account, asked.id).map(|now| now.labels());
        assert_eq!(left, Some(vec![]), "nothing is left to answer");
        assert!(clerk.has_read("For good, only they themselves can say so"), "{}", clerk.reads());
        assert_eq!(world.stages().await, "archived", "{number}");
        let declined = "select count(*) from questionnaires where declined_at is not null";
        assert_eq!(world.count(declined).await, 1);
        let unasked = "select count(*) from people where unasked_since is not null";
        assert_eq!(world.count(unasked).await, 0, "the next time they are asked as before");
    })
    .await;
}

/// S0-18: whoever has no chat is told the result the same day, else the desk hears of it; to be told is not
/// to be asked whether it is solved.
#[tokio::test]
async fn whoever_has_no_chat_is_told_the_result_the_same_day() {
    World::run(En, async |world| {
        let (crew, clerk) = (world.person("crew"), world.person("desk"));
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let number = world.registers("Telephone", None).await;
        crew.signs(group).await;
        crew.reports(group, "It runs").await;
        let late =
            format!("{number}: the owner cannot be reached in the chat, and has not been told");
        world.pass(TimeDelta::hours(11)).await;
        assert!(!world.shows(desk, &late), "{}", world.shown_in(desk));
        world.pass(TimeDelta::hours(1)).await;
        assert!(world.shows(desk, &late), "{}", world.shown_in(desk));
        clerk.says("/calls").await;
        clerk.taps(&number).await;
        clerk.taps("Told, not sure yet").await;
        assert!(clerk.has_read("They stay on the list."), "{}", clerk.reads());
        let told = world.shown_in(desk).matches(&late).count();
        world.pass(TimeDelta::hours(26)).await;
        assert_eq!(world.shown_in(desk).matches(&late).count(), told, "they know it now");
        clerk.says("/calls").await;
        assert!(clerk.has_read(&number), "{}", clerk.reads());
        assert_eq!(world.stages().await, "reported");
    })
    .await;
}
