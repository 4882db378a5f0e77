//! The callback: what the owner is asked, may correct, and may decline.

use casework::words::Language::En;
use chrono::TimeDelta;
use scenarios::{World, all_is_well};

/// Mended, found good and signed off; a day later the owner is asked how it was.
async fn asked(world: &World) {
    world.reported("The lift rattles").await;
    world.person("owner").taps("Solved").await;
    world.person("head").taps("Head signs off").await;
    world.pass(TimeDelta::hours(25)).await;
}

/// whoever thinks better of it corrects the answers for twelve hours, and what is not right after
/// all is worked on again.
#[tokio::test]
async fn answers_are_corrected_for_twelve_hours() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
        world.pass(TimeDelta::hours(3)).await;
        owner.taps("Correct my answers").await;
        assert!(owner.has_read("Until you are through, your earlier answers hold."));
        assert_eq!(world.stages().await, "archived", "nothing has changed yet");
        for label in
            ["Not solved", "Dissatisfied", "Satisfied", "Satisfied", "☐ Not fixed", "That's it"]
        {
            owner.taps(label).await;
        }
        owner.says("It stopped again at night").await;
        owner.taps("Nothing more").await;
        assert_eq!(world.stages().await, "dispatched", "it is worked on again");
        let told = "dissatisfied in the callback. Sent out again:";
        assert!(world.shows(world.room("desk"), told), "{}", world.shown_in(world.room("desk")));
        let head = world.person("head");
        let why = format!("{told}\nNot fixed\nIt stopped again at night");
        assert!(head.has_read(&why), "{}", head.reads());
    })
    .await;
}

#[tokio::test]
async fn what_is_corrected_too_late_stays_and_says_what_to_do() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        world.pass(TimeDelta::hours(13)).await;
        let toast = owner.taps("Correct my answers").await;
        assert!(toast.starts_with("It is too late to correct the answers."), "{toast}");
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

/// Satisfied in the chat after all: the crew is told, and the next callback follows its result.
#[tokio::test]
async fn who_is_satisfied_after_all_tells_the_crew() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        asked(world).await;
        for label in ["Solved", "Dissatisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("I pressed the wrong one").await;
        owner.taps("Nothing more").await;
        assert_eq!(world.stages().await, "dispatched");
        crew.signs(world.room("engineering")).await;
        owner.taps("Correct my answers").await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert!(crew.has_read("has corrected the answers of the callback: Solved, Satisfied."));
        assert_eq!(world.stages().await, "working");
    })
    .await;
}

/// One press, and only theirs: no questions after a result any more, until they want them again.
#[tokio::test]
async fn who_wants_no_questions_is_asked_none() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        owner.taps("Do not ask me").await;
        assert!(owner.has_read("All right, we no longer ask you how it was."), "{}", owner.reads());
        assert_eq!(world.stages().await, "archived");
        assert!(world.shows(world.room("engineering"), "Callback: wants no questions"));
        owner.heard();

        owner.complains("The lift rattles again").await;
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "It runs").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        owner.heard();
        world.pass(TimeDelta::hours(25)).await;
        assert!(!owner.heard().contains("How was it?"));
        assert_eq!(world.stages().await, "archived archived");

        owner.taps("Do ask me again").await;
        owner.complains("The tap drips").await;
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "It is tight").await;
        owner.taps("Solved").await;
        world.pass(TimeDelta::hours(25)).await;
        assert!(owner.heard().contains("Is the problem solved?"));
    })
    .await;
}

/// Words that say otherwise: one more question before it is closed.
#[tokio::test]
async fn words_that_contradict_the_answers_are_asked_about() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("But it is still broken on the third floor").await;
        assert!(owner.has_read("Your answers do not quite agree"), "{}", owner.reads());
        assert_eq!(world.stages().await, "reported", "nothing is closed meanwhile");
        owner.taps("No, look again").await;
        assert_eq!(world.stages().await, "dispatched");
        assert!(world.person("head").has_read("But it is still broken on the third floor"));
        assert!(!world.shows(world.room("desk"), "third floor"), "no group reads an owner's words");
    })
    .await;
}

/// whoever said that it is not solved is heard, though they answered nothing more; nobody waits for
/// the rest until the questionnaire is over.
#[tokio::test]
async fn who_stops_after_not_solved_is_heard_all_the_same() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        owner.taps("Not solved").await;
        owner.heard();
        world.pass(TimeDelta::hours(50)).await;
        assert_eq!(world.stages().await, "dispatched");
        let told = owner.heard();
        assert!(
            told.contains("we are still working on this, and are sorry that it takes longer"),
            "{told}"
        );
        let head = world.person("head");
        assert!(head.has_read("says it is not solved. Sent out again:\n(no reason given)"));
    })
    .await;
}

/// what the owner wants besides becomes a matter of its own, once, and the desk sees where it was
/// raised; the month counts whether it was dealt with.
#[tokio::test]
async fn another_matter_in_the_callback_is_registered_by_itself() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.room("desk"));
        asked(world).await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied", "There is another matter"] {
            owner.taps(label).await;
        }
        owner.heard();
        owner.says("The bicycle shed has no lamp").await;
        assert_eq!(world.stages().await, "archived registered");
        let heard = owner.heard();
        assert!(
            heard.contains("is registered") && heard.contains("The bicycle shed has no lamp"),
            "{heard}"
        );
        assert!(
            world.shows(desk, "Raised in the callback of TGN-6WC9"),
            "{}",
            world.shown_in(desk)
        );
        owner.taps("Correct my answers").await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied", "There is another matter"] {
            owner.taps(label).await;
        }
        owner.says("The bicycle shed has no lamp").await;
        assert_eq!(world.stages().await, "archived registered", "it is registered once");
    })
    .await;
}

/// Nobody is woken to be asked how it was, and whoever sleeps at other times says so (Z12).
#[tokio::test]
async fn nobody_is_asked_at_night() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.reported("The lift rattles").await;
        world.pass(TimeDelta::hours(13)).await;
        owner.taps("Solved").await;
        owner.heard();
        world.pass(TimeDelta::hours(25)).await;
        assert!(!owner.heard().contains("Is the problem solved?"), "at eleven in the night");
        world.pass(TimeDelta::hours(9)).await;
        assert!(owner.heard().contains("Is the problem solved?"), "at eight in the morning");

        owner.says("/quiet").await;
        assert!(owner.has_read("We do not ask you how it was between 21:00 and 08:00."));
        owner.taps("At any time").await;
        assert!(owner.has_read("We may ask you how it was at any time."));
        owner.complains("The lift rattles again").await;
        crew.signs(group).await;
        crew.reports(group, "It runs").await;
        world.pass(TimeDelta::hours(14)).await;
        owner.taps("Solved").await;
        owner.heard();
        world.pass(TimeDelta::hours(25)).await;
        assert!(owner.heard().contains("Is the problem solved?"), "as they wanted");
    })
    .await;
}

/// A correction that was begun and left ends by itself: the answers that held hold on, and whatever is
/// written weeks later is heard as what it is.
#[tokio::test]
async fn a_correction_that_was_left_ends_by_itself() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        owner.taps("Correct my answers").await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        world.pass(TimeDelta::days(20)).await;
        owner.heard();
        owner.says("The kitchen floor is wet").await;
        assert!(owner.heard().contains("Step 1 of"), "it is the beginning of a new complaint");
        let kept = "select count(*) from questionnaires where grade = 'satisfied' and answered_at is not null";
        assert_eq!(world.count(kept).await, 1);
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

/// What has gone on meanwhile is not overtaken: whoever comes back to a correction reads that it is over.
#[tokio::test]
async fn a_correction_that_the_work_has_overtaken_is_declined_with_a_sentence() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        asked(world).await;
        for label in ["Partly", "Fairly satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("The lamp is still dark").await;
        owner.taps("Nothing more").await;
        assert_eq!(world.stages().await, "working");
        crew.reports(world.room("engineering"), "The lamp is new").await;
        let toast = owner.taps("Correct my answers").await;
        assert!(toast.starts_with("It is too late to correct the answers."), "{toast}");
        assert_eq!(world.stages().await, "reported");
    })
    .await;
}

/// What they began to say is heard when the time is over: a part that is left, words that contradict.
#[tokio::test]
async fn what_was_said_before_they_fell_silent_counts() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        owner.taps("Partly").await;
        world.pass(TimeDelta::days(8)).await;
        assert_eq!(world.stages().await, "working");
    })
    .await;
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("But it is still broken").await;
        world.pass(TimeDelta::days(8)).await;
        assert_eq!(world.stages().await, "dispatched", "silence is not satisfied");
        assert!(world.person("head").has_read("But it is still broken"));
    })
    .await;
}

/// Whoever is in the middle of the questions of before goes on with them.
#[tokio::test]
async fn a_questionnaire_from_before_the_upgrade_is_finished() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        world
            .meddles(
                "update questionnaires set template_id = null,
                 sheet = '{\"solved\":\"yes\",\"grade\":null,\"reason\":null,\"words\":\"not_asked\"}'",
            )
            .await;
        let (message, data) = world.button(owner.account, |button| {
            matches!(button, huiyin::button::Button::Sheet(..))
        });
        let round: Vec<&str> = data.split(':').take(3).collect();
        let data = format!("{}:g:s", round.join(":"));
        owner.forges(owner.account, message, &data).await;
        owner.taps("Nothing more").await;
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

/// S3-16: some weeks later the owner is asked once more, by one press; what was answered asks no more.
#[tokio::test]
async fn some_weeks_later_the_owner_is_asked_once_more() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        asked(world).await;
        let number = world.newest_number().await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        world.pass(TimeDelta::days(13)).await;
        assert!(!owner.has_read("Is it still fine?"), "{}", owner.reads());
        world.pass(TimeDelta::days(2)).await;
        let again = format!("{number}: you turned to us some time ago.");
        assert!(owner.has_read(&again), "{}", owner.reads());
        assert_eq!(owner.taps("Still fine").await, "Noted");
        assert_eq!(world.find(owner.account, &again).labels(), [""; 0], "it asks no more");
        assert_eq!(world.stages().await, "archived");
        world.pass(TimeDelta::days(30)).await;
        assert_eq!(owner.reads().matches("Is it still fine?").count(), 1, "once");
    })
    .await;
}

/// what has come back by then is open again, and whoever signs reads what is wrong; whoever wants no
/// questions is not asked.
#[tokio::test]
async fn what_has_come_back_by_then_is_open_again() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let (desk, group) = (world.room("desk"), world.room("engineering"));
        asked(world).await;
        let number = world.newest_number().await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        world.pass(TimeDelta::days(15)).await;
        owner.taps("It came back").await;
        owner.says("It rattles between three and four").await;
        let heard = "thank you for telling us. We are sorry that it is not solved for good";
        assert!(owner.has_read(heard), "{}", owner.reads());
        let told = format!("{number}: asked again, the owner says that it has come back.");
        assert!(world.shows(desk, &told), "{}", world.shown_in(desk));
        assert!(!world.shows(desk, "between three and four"), "an owner's words in a group");
        crew.signs(group).await;
        assert!(crew.has_read("Why it came back: It rattles between three and four"));
        crew.reports(group, "The guide rail is new").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        world.meddles("update people set unasked_since = now()").await;
        world.pass(TimeDelta::days(20)).await;
        assert_eq!(owner.reads().matches("Is it still fine?").count(), 1, "{}", owner.reads());
    })
    .await;
}

/// T-86: nobody is asked about two matters within a day.
#[tokio::test]
async fn nobody_is_asked_about_two_matters_within_a_day() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        owner.joins().await;
        for story in ["The lift rattles", "The lamp flickers"] {
            owner.complains(story).await;
            world.person("crew").signs(world.room("engineering")).await;
            world.person("crew").reports(world.room("engineering"), "A new part").await;
            owner.taps("Solved").await;
            head.taps("Head signs off").await;
        }
        world.pass(TimeDelta::hours(26)).await;
        assert_eq!(owner.reads().matches("How was it?").count(), 1, "{}", owner.reads());
        world.pass(TimeDelta::hours(24)).await;
        assert_eq!(owner.reads().matches("How was it?").count(), 2, "{}", owner.reads());
    })
    .await;
}
