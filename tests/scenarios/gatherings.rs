//! Meetings and events: people are invited, say whether they come, tell us something there, and read what
//! was said.

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::button::{Button, Choice, Gathering};
use scenarios::{Person, World};

/// Invites everybody to something on a day.
async fn invites(person: &Person<'_>, label: &str, title: &str, words: &str) {
    person.says("/events").await;
    person.taps(label).await;
    person.says(title).await;
    person.says("2026-11-25").await;
    person.taps("Everybody").await;
    person.says(words).await;
    person.taps("Send").await;
}

/// Whoever invites looks at the newest.
async fn looks(person: &Person<'_>) {
    person.says("/events").await;
    person.means(person.account, |it| matches!(it, Button::Gathering(Gathering::Show(_)))).await;
}

/// Q-34, S4-02: residents are invited to a meeting, say whether they come, and everybody reads the
/// minutes.
#[tokio::test]
async fn a_meeting_is_announced_attended_and_minuted() {
    World::run(En, async |world| {
        let [owner, neighbour, manager, crew] =
            ["owner", "neighbour", "manager", "crew"].map(|name| world.person(name));
        owner.joins().await;
        neighbour.joins().await;
        crew.says("/events").await;
        assert!(crew.has_read("announce"), "{}", crew.reads());
        manager.says("/events").await;
        assert!(manager.has_read("Nobody has been invited"), "{}", manager.reads());
        manager.taps("Invite to a meeting").await;
        manager.says("A title that goes on for far too long to stand on any poster").await;
        assert!(manager.has_read("at most 40 letters"), "{}", manager.reads());
        manager.says("Residents’ meeting").await;
        manager.says("2026-11-02").await;
        assert!(manager.has_read("a day that is ahead"), "{}", manager.reads());
        let words = "At seven in the service centre: fees, parking, the winter.";
        invites(&manager, "Invite to a meeting", "Residents’ meeting", words).await;
        assert!(owner.has_read("Residents’ meeting, 25 Nov\nAt seven"), "{}", owner.reads());
        let toast = owner.taps("I will come").await;
        assert!(toast.contains("See you there"), "{toast}");
        owner.taps("I will come").await;
        neighbour.taps("I will come").await;
        neighbour.taps("I cannot come").await;
        looks(&manager).await;
        assert!(manager.has_read("will come 1, cannot 1, told us something 0"));

        for _ in 0..11 {
            world.pass(TimeDelta::days(1)).await;
        }
        assert!(manager.has_read("Please write down what was said"), "{}", manager.heard());
        let toast = neighbour.taps("I will come").await;
        assert!(toast.contains("It is over already"), "{toast}");
        manager.taps("Write the minutes").await;
        manager.says("Lamps will be added at the north gate by December 10.").await;
        manager.taps("Send").await;
        assert!(neighbour.has_read("Residents’ meeting, 25 Nov\nLamps will be added"));
        // Said once, it is not said again.
        let toast = manager.presses_anyway(manager.account, "Write the minutes").await;
        assert!(toast.contains("said already"), "{toast}");
        looks(&manager).await;
        assert!(manager.has_read("The minutes have been sent."), "{}", manager.reads());
        assert_eq!(manager.heard().matches("Please write down what was said").count(), 1);
    })
    .await;
}

/// Q-35, S4-02: what people tell us through the link on an event's poster is dealt with like anything
/// else, and stands beside the event; whoever is new is greeted first and goes on.
#[tokio::test]
async fn what_is_told_at_an_event_counts_there() {
    World::run(En, async |world| {
        let [owner, manager, desk] = ["owner", "manager", "desk"].map(|name| world.person(name));
        let words = "Lanterns, tea and music in the yard.";
        invites(&desk, "Invite to an event", "Mid-autumn evening", words).await;
        looks(&desk).await;
        assert!(desk.has_read("start=e-1"), "{}", desk.reads());
        owner.opens("e-1").await;
        assert!(owner.has_read("Mid-autumn evening: what would you like"), "{}", owner.reads());
        owner.goes_through_the_greeting().await;
        owner.says("The yard is too dark in the evening, please add a lamp").await;
        owner.chooses(|choice| choice == Choice::Enough).await;
        owner.chooses(|choice| matches!(choice, Choice::Category(_))).await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        owner.chooses(|choice| choice == Choice::SkipRest).await;
        owner.chooses(|choice| choice == Choice::Send).await;
        looks(&manager).await;
        assert!(manager.has_read("told us something 1"), "{}", manager.reads());
        assert!(manager.has_read("\nTold: "), "{}", manager.reads());
        // The minutes are there before anybody is asked for them.
        looks(&desk).await;
        desk.taps("Write the minutes").await;
        desk.says("Thirty of us sang.").await;
        desk.taps("Send").await;
        for _ in 0..10 {
            world.pass(TimeDelta::days(1)).await;
        }
        assert!(!desk.has_read("It is over."), "{}", desk.heard());
        owner.opens("e-99").await;
        assert!(owner.has_read("What can we do for you?"), "{}", owner.reads());
    })
    .await;
}
