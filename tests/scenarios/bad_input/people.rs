//! People who are not what they seem: names, numbers, contacts, links and buttons of others.

use casework::{
    people::{Post, Role},
    store::Offer,
    words::Language::En,
};
use chrono::TimeDelta;
use huiyin::button::{Act, Button, Choice};
use playground::Content;
use scenarios::World;
use serde_json::json;

#[tokio::test]
async fn a_name_that_cannot_be_read_is_asked_for_and_one_that_deceives_is_cleaned() {
    World::run(En, async |world| {
        for (account, name, offered) in [
            (7001, "", None),
            (7002, "  \u{3000} ", None),
            (7003, "\u{200b}\u{202e}", None),
            (7004, "\u{202e}nimda", Some("nimda")),
            (7005, "Huiyin", Some("Huiyin")),
            (7006, "Lin\nHead of desk", Some("Lin Head of desk")),
        ] {
            let person = world.stranger(account, name);
            person.starts().await;
            person.chooses(|choice| choice == Choice::Agree).await;
            let label = world.telegram.newest(account).expect("a question").labels();
            let own = label.iter().find(|label| label.starts_with("I am "));
            assert_eq!(own.map(|label| &label["I am ".len()..]), offered, "{name:?}");
            person.says("\u{202e}").await;
            assert!(person.has_read("We could not read anything in this message."), "{name:?}");
            person.says("Somebody").await;
            person.taps("Public area / visitor").await;
            person.says("Skip").await;
            assert!(person.has_read("Nice to meet you, Somebody."), "{}", person.reads());
        }
        let faces = world.stranger(7007, &"😀".repeat(64));
        faces.starts().await;
        faces.chooses(|choice| choice == Choice::Agree).await;
        faces.chooses(|choice| choice == Choice::OwnName).await;
        faces.taps("Public area / visitor").await;
        faces.says("Skip").await;
        assert!(faces.has_read(&"😀".repeat(63)), "{}", faces.reads());
    })
    .await;
}

#[tokio::test]
async fn who_bears_the_name_of_a_colleague_is_told_apart_by_their_number() {
    World::run(En, async |world| {
        let head = world.telegram.title(world.person("head").account);
        let token = world.invites(Offer::Staff(Post { role: Role::Desk, department: None })).await;
        world.stranger(7_500_000_001, &head).opens(&token).await;
        let manager = world.person("manager");
        assert!(manager.has_read(&format!("{head} (7500000001) would like to be")));
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_guessed_bent_used_or_old_opens_nothing() {
    World::run(En, async |world| {
        let posts = world.count("select count(*) from posts").await;
        let offer = || Offer::Staff(Post { role: Role::Desk, department: None });
        let token = world.invites(offer()).await;
        let old = world.invites(offer()).await;
        let stranger = world.stranger(7001, "Nobody");
        let longest = "x".repeat(64);
        let bent: String = token.chars().rev().collect();
        let wrong = "This link is wrong, or somebody else has used it.";
        for payload in [longest.as_str(), "go-", "-", bent.as_str(), &token[1..]] {
            stranger.heard();
            stranger.opens(payload).await;
            let heard = stranger.heard();
            assert!(heard.contains(wrong), "{payload}: {heard}");
        }
        // Five in an hour are slips; then nothing opens, not even what is right.
        for payload in ["<b>&", "';--", "水", "a b c", "\u{202e}x", token.as_str()] {
            stranger.heard();
            stranger.says(&format!("/start {payload}")).await;
            let heard = stranger.heard();
            assert!(heard.contains("There were too many wrong tries."), "{payload}: {heard}");
        }
        world.pass(TimeDelta::hours(1)).await;
        stranger.opens(&token).await;
        assert!(stranger.has_read("You can begin once the administrator has agreed."));
        let other = world.stranger(7002, "Somebody else");
        other.opens(&token).await;
        assert!(other.has_read(wrong), "{}", other.reads());
        world.pass(TimeDelta::days(30)).await;
        other.opens(&old).await;
        assert!(other.has_read("This link has expired."), "{}", other.reads());
        assert_eq!(world.count("select count(*) from posts").await, posts, "a position was given");
    })
    .await;
}

#[tokio::test]
async fn data_that_no_button_of_ours_carries_is_answered_and_does_nothing() {
    World::run(En, async |world| {
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        neighbour.joins().await;
        world.reported("The lift rattles").await;
        let history = world.count("select count(*) from history").await;
        let confirm = |button: &Button| matches!(button, Button::Case(_, _, Act::Confirm));
        let (_, others) = world.button(owner.account, confirm);
        let longest = "x".repeat(64);
        let many = "水".repeat(21);
        for data in [
            "",
            " ",
            "\u{0}",
            "c0:1:1:sign",
            "c1:1:1:ok:1",
            "c1:01:1:ok",
            "c1:-1:1:ok",
            "c1:9223372036854775808:1:ok",
            "C1:1:1:OK",
            "c1:999999:1:more",
            "c1:999999:1:form:fx",
            "c1:999999:1:sevs",
            "c1:999999:1:kind:r",
            "c1:999999:1:sides",
            "c1:999999:1:pact",
            "q1:1:1:g:d",
            "s1:yes:1",
            "d1:2147483647:send",
            longest.as_str(),
            many.as_str(),
            others.as_str(),
        ] {
            let toast = neighbour.forges(neighbour.account, 1, data).await;
            assert!(!toast.is_empty(), "{data:?} is not answered");
        }
        assert_eq!(world.count("select count(*) from history").await, history);
        assert_eq!(world.stages().await, "reported");
        assert_eq!(owner.taps("Solved").await, "Noted", "the true one still works");
    })
    .await;
}

#[tokio::test]
async fn a_number_is_ones_own_only_when_telegram_says_so() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        owner.chooses(|choice| choice == Choice::Agree).await;
        owner.chooses(|choice| choice == Choice::OwnName).await;
        owner.taps("Public area / visitor").await;
        let contact = |phone: &str, user_id: Option<i64>| Content::Contact {
            phone: phone.to_owned(),
            first_name: "Somebody".to_owned(),
            user_id,
        };
        for (what, sent) in [
            ("somebody else's", contact("13900000000", Some(4242))),
            ("nobody's", contact("13900000000", None)),
            ("with letters", contact("call me maybe", Some(owner.account))),
            ("forwarded", Content::Forwarded(Box::new(contact("13900000000", Some(4242))))),
        ] {
            owner.sends(sent).await;
            let kept = "select count(*) from people where phone like '139%' or phone like 'call%'";
            assert_eq!(world.count(kept).await, 0, "{what} was taken");
        }
        assert!(owner.has_read("That is somebody else's number."), "{}", owner.reads());
        assert!(owner.has_read("That does not look like a telephone number."));
        world.telegram.share_contact(owner.account).expect("the number can be shared");
        world.settle().await;
        assert!(owner.has_read("Nice to meet you, "), "{}", owner.reads());
        assert_eq!(world.count("select count(*) from people where phone_verified").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_case_goes_on_when_accounts_have_lost_their_names() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.complaint("The lift rattles").await;
        for account in [owner.account, crew.account] {
            world.telegram.person(playground::Profile::named(account, "").speaking("en"));
        }
        crew.signs(group).await;
        crew.reports(group, "A part was replaced").await;
        assert!(owner.has_read("Qiang Wang of Engineering has signed for it."));
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        assert_eq!(world.column("select name from people where name = ''").await.len(), 0);
        assert!(owner.has_read("Result: A part was replaced"));
    })
    .await;
}

#[tokio::test]
async fn numbers_beyond_32_bits_are_people_like_others_and_channels_are_nobody() {
    World::run(En, async |world| {
        let number = 4_503_599_627_370_495;
        let large = world.stranger(number, "Far away");
        large.joins().await;
        large.complains("The door does not close").await;
        let owner = "select p.account::text from cases c join people p on p.id = c.owner_id";
        assert_eq!(world.column(owner).await, [number.to_string()]);
        let group = world.room("engineering");
        let case = world.newest_number().await;
        world.said();
        for (shown, sender) in [
            (json!({ "id": 136_817_688, "is_bot": true, "first_name": "Channel" }), -1_002_000_009),
            (json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group" }), group),
        ] {
            let before = world.telegram.messages(group).len();
            let body = json!({
                "message_id": world.telegram.newest(group).expect("a card").id,
                "date": 1_795_050_000,
                "from": shown,
                "chat": { "id": group, "type": "supergroup", "title": "x" },
                "sender_chat": { "id": sender, "type": "channel", "title": "x" },
                "text": format!("/case {case}"),
            });
            world.telegram.raw(json!({ "message": body }));
            world.settle().await;
            assert_eq!(world.telegram.messages(group).len(), before + 1);
            assert!(world.shows(group, "I cannot see who sent this, so I cannot act on it."));
        }
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}
