//! Whatever people send, at whatever step: a clear sentence comes, nothing is lost, and the
//! conversation can be finished.

mod people;
mod walks;
mod words;

use casework::words::Language::En;
use huiyin::button::{Act, Answered, Button, Choice};
use playground::Content;
use scenarios::{Person, World, album, big_file, photo, sticker};

/// What no question takes, by what it is.
fn nonsense() -> Vec<(&'static str, Content)> {
    let contact = Content::Contact {
        phone: "not a number".to_owned(),
        first_name: "Somebody else".to_owned(),
        user_id: Some(4242),
    };
    let poll = Content::Poll {
        question: "Fair?".to_owned(),
        options: vec!["yes".to_owned(), "no".to_owned()],
    };
    let unknown = serde_json::json!({ "gift_of_2031": { "stars": 5 } });
    vec![
        ("a sticker", sticker()),
        ("a poll", poll),
        ("a place on the map", Content::Location { latitude: 30.2, longitude: 120.1 }),
        ("a dice", Content::Dice { emoji: "🎲".to_owned() }),
        ("a story", Content::Story),
        ("somebody else's contact", contact),
        ("a film of 25 MB", big_file()),
        ("too many words", Content::text("far too long ".repeat(300))),
        ("nothing one can see", Content::text("\u{200b}\u{200e}\u{2060}")),
        ("a command that is none", Content::text("/nonsense")),
        ("help in the middle", Content::text("/help")),
        ("a link that leads nowhere", Content::text("/start aHR0cHM6Ly9ub3doZXJl")),
        ("a command of somebody else's", Content::Forwarded(Box::new(Content::text("/cancel")))),
        ("a kind of tomorrow", Content::Other(unknown.as_object().cloned().unwrap_or_default())),
    ]
}

/// Sends everything that makes no sense, and an old button; each is answered by a sentence.
async fn annoys(world: &World, person: Person<'_>, step: &str) {
    person.heard();
    for (what, content) in nonsense() {
        // Words of somebody else are words where words are wanted.
        if what.ends_with("somebody else's") && step.starts_with("words") {
            continue;
        }
        person.sends(content).await;
        let heard = person.heard();
        assert!(!heard.trim().is_empty(), "{what} at {step}: no answer");
    }
    let toast = person.forges(person.account, 1, "d1:0:cat:1").await;
    assert!(!toast.is_empty() || !person.heard().is_empty(), "an old button at {step}");
    let mine = world.telegram.messages(person.account);
    let mine = mine.iter().rev().find(|message| message.from == person.account);
    let mine = mine.expect("something was sent").id;
    if world.telegram.edit(person.account, person.account, mine, "/cancel").is_ok() {
        world.settle().await;
        assert!(person.heard().contains("We see that you changed a message."), "{step}");
    }
}

#[tokio::test]
async fn at_every_step_of_the_greeting() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        annoys(world, owner, "consent").await;
        owner.chooses(|choice| choice == Choice::Agree).await;
        annoys(world, owner, "words: name").await;
        owner.chooses(|choice| choice == Choice::OwnName).await;
        annoys(world, owner, "place").await;
        owner.chooses(|choice| choice == Choice::Visitor).await;
        annoys(world, owner, "telephone").await;
        owner.says("Skip").await;
        assert!(owner.has_read("Nice to meet you, "), "{}", owner.reads());
    })
    .await;
}

#[tokio::test]
async fn at_every_step_of_the_intake() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        for label in ["I agree, go on", "I am Meiling Chen", "Public area / visitor"] {
            owner.taps(label).await;
        }
        owner.says("Skip").await;
        owner.says("The lift rattles").await;
        annoys(world, owner, "story").await;
        owner.taps("That's all").await;
        annoys(world, owner, "category").await;
        owner.chooses(|choice| matches!(choice, Choice::Category(_))).await;
        annoys(world, owner, "words: place").await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        annoys(world, owner, "words: when").await;
        owner.chooses(|choice| choice == Choice::JustNow).await;
        annoys(world, owner, "words: wish").await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        annoys(world, owner, "by when").await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        annoys(world, owner, "telephone").await;
        owner.says("138 0000 0000").await;
        annoys(world, owner, "review").await;
        owner.taps("Send").await;
        let story = world.column("select facts ->> 'story' from cases").await;
        assert!(story[0].starts_with("The lift rattles"), "{story:?}");
    })
    .await;
}

#[tokio::test]
async fn at_every_step_of_the_report() {
    World::run(En, async |world| {
        let (crew, group) = (world.person("crew"), world.room("engineering"));
        world.signed("The air con is dead").await;
        crew.acts(group, Act::Report).await;
        annoys(world, crew, "words: result").await;
        crew.says("It runs").await;
        annoys(world, crew, "words: cause").await;
        crew.chooses(|choice| choice == Choice::Phrase(1)).await;
        annoys(world, crew, "words: remedy").await;
        crew.chooses(|choice| choice == Choice::Phrase(1)).await;
        annoys(world, crew, "photos").await;
        crew.chooses(|choice| choice == Choice::Enough).await;
        assert!(crew.has_read("This kind of work needs a photo."));
        crew.sends_album(album(3, "after")).await;
        crew.chooses(|choice| choice == Choice::Enough).await;
        annoys(world, crew, "review").await;
        crew.chooses(|choice| choice == Choice::Send).await;
        assert!(world.person("owner").has_read("Result: It runs"));
    })
    .await;
}

#[tokio::test]
async fn at_every_step_of_the_questionnaire() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(chrono::TimeDelta::hours(25)).await;
        let well = |button: &Button| matches!(button, Button::Sheet(_, _, Answered::Press(0)));
        for question in ["solved", "result", "attitude", "speed"] {
            annoys(world, owner, question).await;
            owner.means(owner.account, well).await;
        }
        annoys(world, owner, "words: more").await;
        if world.stages().await != "archived" {
            owner.means(owner.account, well).await;
        }
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

#[tokio::test]
async fn at_every_question_for_words() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.reported("The lift rattles").await;
        for label in ["Add something", "Write to the crew", "Not solved"] {
            owner.taps(label).await;
            annoys(world, owner, "words").await;
            owner.taps("Cancel").await;
            assert!(owner.heard().contains("Stopped."), "{label}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_people_type_is_shown_as_they_typed_it() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let typed = [
            "<b>lift</b> &amp; <a href=\"tg://user?id=1\">x</a>",
            "*stuck* _since_ `eight` [here](http://x)",
            "'; drop table cases; --",
            "המעלית תקועה بين الطوابق",
            "👨‍👩‍👧‍👦🇨🇳 電梯",
        ];
        owner.joins().await;
        for words in typed {
            owner.says(words).await;
        }
        owner.says("abc\u{202e}gpj.exe").await;
        owner.taps("That's all").await;
        owner.taps("Lifts").await;
        owner.taps("Skip").await;
        owner.taps("Skip the rest").await;
        owner.taps("Send").await;
        crew.signs(world.room("engineering")).await;
        for words in typed {
            assert!(crew.has_read(words), "{words}:\n{}", crew.reads());
        }
        assert!(crew.has_read("abcgpj.exe"), "what deceives the eye is taken out");
    })
    .await;
}

#[tokio::test]
async fn signs_without_a_word_are_no_complaint_yet() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("😡😡😡").await;
        let toast = owner.taps("That's all").await;
        assert!(toast.starts_with("We do not know yet what happened."), "{toast}");
        owner.says("The lift rattles").await;
        owner.taps("That's all").await;
        assert!(owner.has_read("What is it about?"));
    })
    .await;
}

#[tokio::test]
async fn a_caption_of_an_album_is_a_part_of_the_story() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        owner.taps("That's all").await;
        owner.sends_album(vec![photo().captioned("left"), photo().captioned("right")]).await;
        for label in ["Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        assert!(owner.has_read("What: The lift rattles\nleft\nright\nFiles: 2"));
    })
    .await;
}

#[tokio::test]
async fn a_sticker_alone_begins_nothing() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.heard();
        owner.sends(sticker()).await;
        let heard = owner.heard();
        assert!(heard.contains("We cannot take this kind of message here."), "{heard}");
        assert!(heard.contains("What can we do for you?"), "{heard}");
        assert_eq!(world.count("select count(*) from dialogs").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_command_in_the_middle_keeps_what_was_written() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        owner.taps("That's all").await;
        for (command, answer) in [
            ("/my", "You have not registered anything yet."),
            ("/help", "Where your matter stands: /my"),
            ("/lang", "Choose a language"),
            ("/case", "Please write the number after /case"),
            ("/HELP", "We do not know that command."),
            ("/help@huiyin_bot", "Where your matter stands: /my"),
            ("/start go", "What is it about?"),
        ] {
            owner.heard();
            owner.says(command).await;
            let heard = owner.heard();
            assert!(heard.contains(answer), "{command}: {heard}");
        }
        owner.taps("Lifts").await;
        assert!(owner.has_read("Where is it? Press a button, or type the place."));
    })
    .await;
}

#[tokio::test]
async fn the_twenty_first_file_is_refused_in_words() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        for _ in 0..2 {
            owner.sends_album(album(10, "The lift rattles")).await;
        }
        owner.sends(photo()).await;
        assert!(owner.has_read("One matter takes at most 20 files, so this one was not added."));
        assert!(owner.has_read("20 files"));
    })
    .await;
}
