//! What is printed: the slip with all its fields, for those who may read it in full; the written
//! reply, for its owner.

use casework::{case::handling::Criterion, ids::CaseId, intake::Purpose, words::Language::En};
use huiyin::button::{Act, Button, Choice};
use scenarios::World;

/// The newest page that somebody was sent, and what it is called.
pub(crate) fn printed(world: &World, chat: i64) -> Option<(String, String)> {
    let messages = world.telegram.messages(chat);
    let mut handles = messages.iter().rev().filter_map(|message| {
        let file = message.body.get("document")?;
        file["file_id"].as_str().map(str::to_owned)
    });
    let (bytes, name, mime) = handles.find_map(|handle| {
        world
            .telegram
            .file(&handle)
            .filter(|(_, name, _)| name.as_deref().is_some_and(|name| name.contains(".html")))
    })?;
    assert_eq!(mime, "text/html");
    Some((name.unwrap_or_default(), String::from_utf8(bytes).expect("text")))
}

async fn looks(world: &World) -> i64 {
    world.count("select count(*) from looks").await
}

/// S0-01: the whole slip with result and signatures, from the full slip in private; a look like any
/// other.
#[tokio::test]
async fn the_slip_is_printed_by_whoever_may_read_it_and_each_print_is_a_look() {
    World::run(En, async |world| {
        let (crew, desk, owner) =
            (world.person("crew"), world.person("desk"), world.person("owner"));
        let (group, room) = (world.room("engineering"), world.room("desk"));
        let number = world.signed("The <b>lift</b> is stuck").await;
        crew.acts(group, Act::More).await;
        crew.tells(crew.account, Purpose::Survey, "The door jams").await;
        crew.reports(group, "A new spring").await;
        owner.acts(owner.account, Act::Confirm).await;
        world.person("head").taps("Head signs off").await;

        desk.acts(room, Act::Slip).await;
        let before = looks(world).await;
        desk.taps("Print the slip").await;
        assert_eq!(looks(world).await, before + 1);
        let (name, html) = printed(world, desk.account).expect("a page");
        assert_eq!(name, format!("{number}.html"), "named by its number and nothing else");
        for word in [
            "Handling slip: complaint",
            &number,
            "Meiling Chen",
            "The &lt;b&gt;lift&lt;/b&gt; is stuck",
            "The door jams",
            "A new spring",
            "Qiang Wang",
            "says it is solved",
            "Every matter is seen to",
        ] {
            assert!(html.contains(word), "{word} is missing in:\n{html}");
        }
        assert!(!html.contains("<b>lift"));
        assert!(desk.has_read("Only for the people working on it"));
        // No copy of it lies in the book.
        let kept = "select count(*) from outbox where letter ->> 'letter' = 'printed_slip' \
                    and letter - 'letter' - 'case' <> '{}'";
        assert_eq!(world.count(kept).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_slip_is_printed_for_nobody_else_and_in_no_group() {
    World::run(En, async |world| {
        let (crew, mate, owner) =
            (world.person("crew"), world.person("mate"), world.person("owner"));
        let group = world.room("engineering");
        world.signed("The lift rattles").await;
        let (message, data) = world.button(crew.account, |button| {
            matches!(button, huiyin::button::Button::Case(_, _, Act::Print))
        });
        let before = looks(world).await;
        for other in [mate, owner, world.person("neighbour"), world.person("guard")] {
            other.forges(crew.account, message, &data).await;
            assert_eq!(printed(world, other.account), None);
        }
        assert_eq!(looks(world).await, before);
        crew.forges(group, message, &data).await;
        assert!(printed(world, crew.account).is_some(), "it goes on in private");
        assert_eq!(printed(world, group), None);
    })
    .await;
}

/// PV-03: on paper as on the slip.
#[tokio::test]
async fn between_neighbours_the_paper_withholds_what_the_slip_withholds() {
    World::run(En, async |world| {
        let (owner, head, desk) =
            (world.person("owner"), world.person("service"), world.person("desk"));
        owner.joins().await;
        owner.says("I am Meiling Chen from 101, and my neighbour upstairs drills at night").await;
        owner.taps("That's all").await;
        owner.taps("Between neighbours").await;
        owner.chooses(|choice| matches!(choice, Choice::Place(_))).await;
        owner.chooses(|choice| choice == Choice::SkipRest).await;
        owner.chooses(|choice| choice == Choice::Send).await;
        head.signs(world.room("service")).await;
        head.acts(world.room("service"), Act::More).await;
        head.tells(head.account, Purpose::Survey, "Meiling Chen let me in at 101").await;
        head.reports(world.room("service"), "Spoke to both").await;
        owner.tells(owner.account, Purpose::Object, "It is I, Meiling Chen, 101").await;

        head.acts(head.account, Act::Print).await;
        let phone = world.column("select phone from people where name = 'Meiling Chen'").await;
        let (_, html) = printed(world, head.account).expect("a page");
        for secret in ["Meiling", "101", phone[0].as_str(), &owner.account.to_string()] {
            assert!(!html.contains(secret), "{secret} in:\n{html}");
        }
        assert!(html.contains("kept by the service centre"), "{html}");
        assert!(html.contains("It is I, ▇▇, ▇▇"), "{html}");

        // Whoever leads the matter knows both sides.
        desk.acts(world.room("desk"), Act::Slip).await;
        desk.acts(desk.account, Act::Print).await;
        let (_, html) = printed(world, desk.account).expect("a page");
        assert!(html.contains("Meiling Chen") && html.contains("101"));
    })
    .await;
}

/// Rights are read anew when it is sent, too.
#[tokio::test]
async fn who_loses_the_position_before_it_is_sent_gets_no_paper() {
    World::run(En, async |world| {
        let desk = world.person("desk");
        world.signed("The lift rattles").await;
        desk.acts(world.room("desk"), Act::Slip).await;
        let mut work = world.app().desk().begin().await.expect("a desk");
        let view = work.newest(1).await.expect("a case").remove(0);
        let guard = casework::ids::Room(world.person("neighbour").account);
        work.post_printed_slip(guard, view.case.id).await.expect("a letter");
        work.finish("").await.expect("a book");
        world.settle().await;
        assert_eq!(printed(world, guard.0), None);
    })
    .await;
}

/// S0-08: what came by letter is answered in writing; without a chat, by post.
#[tokio::test]
async fn a_letter_is_answered_in_writing_which_the_desk_prints_and_posts() {
    World::run(En, async |world| {
        let (clerk, crew) = (world.person("desk"), world.person("crew"));
        let (group, room) = (world.room("engineering"), world.room("desk"));
        let number = world.registers("Letter", Some("IN-2026-117")).await;
        crew.signs(group).await;
        crew.acts(group, Act::More).await;
        crew.tells(crew.account, Purpose::Survey, "zqinternal").await;
        crew.tells(group, Purpose::Note, "zqnote").await;
        crew.reports(group, "A new spring").await;
        assert!(world.shows(room, &format!("{number}: the written reply to the owner is ready")));
        assert_eq!(printed(world, room), None, "a group learns neither name nor address");

        let before = looks(world).await;
        assert_eq!(
            clerk.presses(room, "Print the reply").await,
            "Please go on in our private chat."
        );
        assert_eq!(looks(world).await, before + 1);
        let (name, html) = printed(world, clerk.account).expect("a page");
        assert_eq!(name, format!("{number}.html"));
        // Nobody knows the language of somebody who writes on paper: it is the estate's.
        for word in
            ["尊敬的Old Mr Ma：", "IN-2026-117", "A new spring", "请致电", "Qiang Wang", &number]
        {
            assert!(html.contains(word), "{word} is missing in:\n{html}");
        }
        assert!(!html.contains("zqinternal") && !html.contains("zqnote"), "{html}");
        for other in ["mate", "neighbour"].map(|other| world.person(other)) {
            other.presses_anyway(room, "Print the reply").await;
            assert_eq!(printed(world, other.account), None);
        }
        assert_eq!(looks(world).await, before + 1);
    })
    .await;
}

/// What is major is answered in writing, into the owner's own chat.
#[tokio::test]
async fn a_major_case_is_answered_in_writing_and_others_are_not() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let (group, room) = (world.room("engineering"), world.room("desk"));
        world.reported("The lamp is out").await;
        assert_eq!(printed(world, owner.account), None, "minor, and told in the chat");

        owner.complains("The lift fell").await;
        let number = world.newest_number().await;
        crew.signs(group).await;
        world.meddles("update cases set severity = 'major' where id = 2").await;
        let fixed = "update cases set handling = handling || jsonb_build_object('measure',
            jsonb_build_object('text', 'zqmeasure', 'responsible', 1, 'by', 1,
                'until', '2027-01-01T00:00:00Z')) where id = 2";
        world.meddles(fixed).await;
        crew.reports(group, "A new rope").await;
        let (name, html) = printed(world, owner.account).expect("a page");
        assert_eq!(name, format!("{number}.html"));
        for word in ["Dear Meiling Chen,", "A new rope", "press &quot;I object&quot; in the chat"] {
            assert!(html.contains(word), "{word} is missing in:\n{html}");
        }
        assert!(!html.contains("zqmeasure"), "what leaders fix is ours");
        assert!(owner.has_read(&format!("This is our written reply to {number}")));
        assert!(!world.shows(room, "the written reply"), "the owner has it");
    })
    .await;
}

/// Whoever was told in the chat that it is solved gets it in writing when it turns out major.
#[tokio::test]
async fn what_turns_out_major_after_its_result_is_answered_in_writing_then() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.reported("The lift fell").await;
        assert_eq!(printed(world, owner.account), None);
        // From the page that was open at the desk.
        let major = Button::Case(CaseId(1), 1, Act::Criterion(Criterion::Loss)).to_string();
        let desk = world.person("desk");
        desk.forges(desk.account, 1, &major).await;
        let (_, html) = printed(world, owner.account).expect("a page");
        assert!(html.contains("Dear Meiling Chen,"), "{html}");
    })
    .await;
}

#[tokio::test]
async fn a_reply_is_not_sent_when_the_result_holds_no_longer() {
    World::run(En, async |world| {
        let (clerk, crew) = (world.person("desk"), world.person("crew"));
        let (group, room) = (world.room("engineering"), world.room("desk"));
        world.registers("Letter", Some("IN-2026-117")).await;
        crew.signs(group).await;
        crew.reports(group, "A new spring").await;
        clerk.tells(room, Purpose::Dispute, "It is stuck again").await;
        let before = looks(world).await;
        let toast = clerk.presses_anyway(room, "Print the reply").await;
        assert!(toast.contains("no result"), "{toast}");
        assert_eq!(looks(world).await, before);
        assert_eq!(printed(world, clerk.account), None);
    })
    .await;
}
