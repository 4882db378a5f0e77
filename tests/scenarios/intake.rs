//! From the first word to a number.

use casework::words::Language::{En, ZhHans};
use scenarios::{World, album, photo, voice};

#[tokio::test]
async fn the_short_path_is_one_text_and_six_presses() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        assert_eq!(owner.complains("The lift rattles").await, 6);
        let number = world.newest_number().await;
        assert!(owner.has_read(&format!("Your complaint {number} is registered")));
        assert!(owner.has_read("We are sorry for the trouble."));
        assert!(owner.has_read("· Engineering signs for it within 5 minutes"));
    })
    .await;
}

#[tokio::test]
async fn a_photo_first_begins_a_complaint() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        world.said();
        owner.sends(photo()).await;
        insta::assert_snapshot!(owner.heard(), @r#"
        Meiling Chen ← Step 1 of 5
          We are sorry for the trouble. We take this down as a complaint.
          Noted: 1 file.
          Anything else? If not, press "That's all".
          If it is something else, press what it is.
          [That's all]
          [Repair] [Question] [Suggestion]
          [Report a breach] [Praise]
          [← Back] [Cancel]
        "#);
    })
    .await;
}

#[tokio::test]
async fn something_said_begins_a_complaint_and_is_enough_to_send_it() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.sends(voice()).await;
        owner.taps("That's all").await;
        owner.taps("Lifts").await;
        owner.taps("Skip").await;
        owner.taps("Skip the rest").await;
        assert!(owner.has_read("What: (see the files)\nFiles: 1"));
        owner.taps("Send").await;
        // What somebody said is for whoever signs, not for the group.
        let (group, crew) = (world.room("engineering"), world.person("crew"));
        assert!(!world.shows(group, "<voice>"));
        crew.presses(group, "Sign").await;
        assert!(world.shows(crew.account, "<voice>"));
    })
    .await;
}

#[tokio::test]
async fn an_album_of_ten_is_ten_files_and_one_question() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Complaint").await;
        let questions = || owner.reads().matches("[That's all]").count();
        let messages = || world.telegram.messages(owner.account).len();
        let before = messages();
        owner.sends_album(album(10, "The lift rattles")).await;
        assert_eq!(messages(), before + 10 + 1, "{}", owner.reads());
        assert_eq!(questions(), 1);
        assert!(owner.has_read("Noted: 1 text · 10 files."));
        for label in ["That's all", "Lifts", "Skip", "Skip the rest", "Send"] {
            owner.taps(label).await;
        }
        assert!(world.shows(world.room("engineering"), "10 files, below"));
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_offered_again() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        owner.starts().await;
        assert!(owner.has_read("You have an unfinished complaint."));
        owner.taps("Go on").await;
        assert!(owner.has_read("Noted: 1 text."));
        owner.starts().await;
        owner.taps("Start again").await;
        assert!(world.find(owner.account, "Step 1 of 5").text().contains("tell us in your own"));
    })
    .await;
}

#[tokio::test]
async fn one_may_go_back_leave_out_and_change_one_field() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Complaint").await;
        owner.says("The lift rattles").await;
        owner.taps("That's all").await;
        owner.taps("← Back").await;
        assert!(owner.has_read("Noted: 1 text."));
        for label in ["That's all", "Something else…", "← Back", "Lifts", "Building 3"] {
            owner.taps(label).await;
        }
        for label in ["Next →", "Floor 12", "Next →"] {
            owner.taps(label).await;
        }
        owner.taps("1212").await;
        for label in ["Just now", "Skip", "Skip"] {
            owner.taps(label).await;
        }
        assert!(owner.has_read("Where: Building 3 Floor 12 1212"), "{}", owner.reads());
        owner.taps("Change").await;
        owner.taps("Wish").await;
        owner.says("Please mend it soon").await;
        assert!(owner.has_read("Wish: Please mend it soon"));
        owner.taps("Send").await;
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[tokio::test]
async fn what_was_written_is_not_thrown_away_by_one_press() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        owner.taps("Cancel").await;
        assert!(owner.has_read("What you have written will be lost. Cancel it?"));
        owner.taps("No, go on").await;
        owner.says("/cancel").await;
        owner.taps("Yes, cancel it").await;
        assert!(owner.has_read("Stopped. What you wrote has not been kept."));
        owner.says("/cancel").await;
        assert!(owner.has_read("You are not filling in anything at the moment."));
    })
    .await;
}

#[tokio::test]
async fn the_first_words_of_somebody_new_are_kept_through_the_greeting() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.says("The lift rattles").await;
        assert!(owner.has_read("Hello, this is the service centre of Yunxi Park."));
        owner.goes_through_the_greeting().await;
        assert!(owner.has_read("Noted: 1 text."), "{}", owner.reads());
        for label in ["That's all", "Lifts", "Skip", "Skip the rest", "Send"] {
            owner.taps(label).await;
        }
        assert!(owner.has_read(" is registered"));
    })
    .await;
}

#[tokio::test]
async fn of_somebody_who_does_not_agree_nothing_is_kept() {
    World::run(En, async |world| {
        let stranger = world.stranger(7001, "Nobody");
        stranger.says("The lift rattles").await;
        stranger.taps("I do not agree").await;
        assert!(stranger.has_read("Without your consent we keep nothing about you."));
        assert_eq!(world.count("select count(*) from dialogs").await, 0);
        let named = "select count(*) from people where name = 'Nobody' or phone is not null";
        assert_eq!(world.count(named).await, 0);
        stranger.starts().await;
        stranger.goes_through_the_greeting().await;
        assert!(stranger.has_read("Nice to meet you, Nobody."));
        assert!(!stranger.has_read("Noted: 1 text"));
    })
    .await;
}

#[tokio::test]
async fn another_language_is_two_presses_away() {
    World::run(ZhHans, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("语言 Language").await;
        owner.taps("English").await;
        assert!(owner.has_read("We will use English from now on."));
        owner.taps("Home").await;
        owner.taps("Complaint").await;
        assert!(owner.has_read("We are sorry for the trouble."));
    })
    .await;
}

#[tokio::test]
async fn the_greeting_itself_can_be_had_in_another_language() {
    World::run(ZhHans, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        owner.taps("繁體中文").await;
        assert!(owner.has_read("您好，這裡是雲溪產業園服務中心。"), "{}", owner.reads());
        owner.taps("同意，繼續").await;
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_contact_is_not_ones_number() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        for label in ["I agree, go on", "I am Meiling Chen", "Public area / visitor"] {
            owner.taps(label).await;
        }
        owner.sends(contact(Some(1002))).await;
        owner.sends(contact(None)).await;
        assert_eq!(owner.reads().matches("That is somebody else's number.").count(), 2);
        owner.says("Skip").await;
        assert!(owner.has_read("That is fine, no number is needed."));
    })
    .await;
}

fn contact(user_id: Option<i64>) -> playground::Content {
    let (phone, first_name) = ("+8613800000000".to_owned(), "Somebody".to_owned());
    playground::Content::Contact { phone, first_name, user_id }
}

#[tokio::test]
async fn who_gave_no_number_is_asked_for_one_and_may_decline() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        for label in ["I agree, go on", "I am Meiling Chen", "Public area / visitor"] {
            owner.taps(label).await;
        }
        owner.says("Skip").await;
        owner.says("The lift rattles").await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        assert!(owner.has_read("How can we reach you?"));
        owner.says("call me").await;
        assert!(owner.has_read("That does not look like a telephone number."));
        owner.says("138 0000 0000").await;
        assert!(owner.has_read("Telephone: 138 0000 0000"));
        owner.taps("Send").await;
    })
    .await;
}

/// S0-15: whoever just writes is told that we are sorry, and says by one press that it is something else.
#[tokio::test]
async fn whoever_just_writes_says_what_it_is_by_one_press() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("How do I get a parking permit?").await;
        let asked = owner.reads();
        assert!(asked.contains("We are sorry for the trouble. We take this down as a complaint."));
        owner.taps("Question").await;
        assert!(!owner.has_read("press what it is"), "{}", owner.reads());
        owner.taps("That's all").await;
        owner.taps("Send").await;
        assert_eq!(world.column("select kind from cases").await, ["consultation"]);
        assert_eq!(
            world.column("select facts ->> 'story' from cases").await,
            ["How do I get a parking permit?"]
        );
        // Whoever said what it is is asked no more.
        owner.starts().await;
        owner.taps("Repair").await;
        owner.heard();
        owner.says("The tap drips").await;
        let asked = owner.heard();
        assert!(asked.contains("Noted: 1 text.") && !asked.contains("press what it is"), "{asked}");
    })
    .await;
}
