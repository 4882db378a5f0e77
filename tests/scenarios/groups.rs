//! Groups: who sits in one has no rights from that; one-time codes bind; we come, go and return.

use casework::words::Language::{En, ZhHans};
use chrono::TimeDelta;
use playground::{Content, Status};
use scenarios::World;

#[tokio::test]
async fn who_merely_sits_in_the_group_can_do_nothing_there() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        let number = world.complaint("The lift rattles").await;
        let stranger = world.stranger(7001, "Nobody");
        world.telegram.join(group, stranger.account);
        world.said();
        stranger.writes(group, "hello").await;
        stranger.writes(group, &format!("/case {number}")).await;
        let slip = format!("Slip {number}");
        stranger.replies(group, &slip, Content::text("I take it")).await;
        assert_eq!(world.said(), "", "a stranger was answered");
        assert_eq!(
            stranger.presses(group, "Sign").await,
            "There is no such matter, or it is not yours."
        );
    })
    .await;
}

/// S0-15: identity and content are for those who work on it.
#[tokio::test]
async fn a_group_never_reads_who_complained_nor_the_story() {
    World::run(En, async |world| {
        world.reported("The lift rattles and my wife is ill").await;
        for seat in ["engineering", "desk", "leaders"] {
            let shown = world.shown_in(world.room(seat));
            for secret in ["Meiling", "13800001001", "101", "my wife"] {
                assert!(!shown.contains(secret), "{seat} reads {secret}:\n{shown}");
            }
        }
        assert!(world.person("crew").has_read("my wife is ill"));
    })
    .await;
}

#[tokio::test]
async fn a_group_is_spoken_to_in_its_own_language() {
    World::run(ZhHans, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("语言 Language").await;
        owner.taps("English").await;
        owner.complains("The lift rattles").await;
        assert!(owner.has_read(" is registered"));
        assert!(world.shows(world.room("engineering"), "类别：电梯"));
        world.person("crew").presses(world.room("engineering"), "签收").await;
        assert!(owner.has_read("has signed for it."));
    })
    .await;
}

#[tokio::test]
async fn a_group_that_is_nobodys_is_left() {
    World::run(En, async |world| {
        let neighbour = world.person("neighbour");
        let group = world.telegram.supergroup("Fans of lifts", neighbour.account);
        world.telegram.add_bot(group, neighbour.account, None, false);
        world.settle().await;
        assert!(world.shows(group, "I work only in groups that are bound, so I am leaving."));
        assert_eq!(world.telegram.status(group, world.telegram.bot()), Status::Left);
    })
    .await;
}

/// The admin makes a code for the group of the grounds' department.
pub(super) async fn code(world: &World) -> String {
    let admin = world.person("manager");
    admin.says("/bind").await;
    admin.taps("Grounds and cleaning").await;
    let shown = world.find(admin.account, "Press the button to add me");
    let code = shown.text().split("/bind ").nth(1).expect("a code").trim();
    let link = shown.buttons().into_iter().flatten().find_map(|button| button.url);
    assert!(link.is_some_and(|link| link.contains(&format!("?startgroup={code}"))));
    code.to_owned()
}

#[tokio::test]
async fn a_code_binds_a_group_once() {
    World::run(En, async |world| {
        let admin = world.person("manager");
        let code = code(world).await;
        let group = world.telegram.supergroup("Grounds, new", admin.account);
        world.telegram.add_bot(group, admin.account, None, true);
        admin.writes(group, &format!("/bind {code}")).await;
        assert!(world.shows(group, "This group is bound: Grounds and cleaning."));
        world.complaint("There is rubbish everywhere").await;
        assert!(world.shows(group, "About: Cleanliness"));
        assert!(!world.shows(world.room("environment"), "About: Cleanliness"));

        let other = world.telegram.supergroup("Grounds, newer", admin.account);
        world.telegram.add_bot(other, admin.account, None, true);
        admin.writes(other, &format!("/bind {code}")).await;
        assert!(world.shows(other, "This code is wrong, used or expired."));
    })
    .await;
}

#[tokio::test]
async fn the_link_that_adds_us_binds_by_itself() {
    World::run(En, async |world| {
        let admin = world.person("manager");
        let code = code(world).await;
        let group = world.telegram.supergroup("Grounds, new", admin.account);
        world.telegram.add_bot(group, admin.account, Some(&code), true);
        world.settle().await;
        assert!(world.shows(group, "This group is bound: Grounds and cleaning."));
    })
    .await;
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_told_so() {
    World::run(En, async |world| {
        let admin = world.person("manager");
        let code = code(world).await;
        let group = world.telegram.supergroup("Grounds, new", admin.account);
        world.telegram.add_bot(group, admin.account, None, true);
        world.telegram.as_anonymous(group, Content::text(format!("/bind {code}")));
        world.settle().await;
        assert!(world.shows(group, "I cannot see who sent this, so I cannot act on it."));
        assert!(!world.shows(group, "This group is bound"));
    })
    .await;
}

#[tokio::test]
async fn when_a_group_becomes_another_its_open_slips_follow() {
    World::run(En, async |world| {
        let (admin, cleaner) = (world.person("manager"), world.person("cleaner"));
        let code = code(world).await;
        let group = world.telegram.group("Grounds, small", admin.account);
        world.telegram.join(group, cleaner.account);
        world.telegram.add_bot(group, admin.account, Some(&code), true);
        world.settle().await;
        let number = world.complaint("There is rubbish everywhere").await;
        let new = world.telegram.upgrade(group);
        world.settle().await;
        assert!(world.shows(new, &format!("Slip {number}")), "{}", world.shown_in(new));
        assert!(cleaner.signs(new).await.starts_with("Signed."));
    })
    .await;
}

#[tokio::test]
async fn a_reply_to_a_slip_is_a_note_that_the_owner_never_reads() {
    World::run(En, async |world| {
        let (crew, owner, group) =
            (world.person("crew"), world.person("owner"), world.room("engineering"));
        let number = world.complaint("The lift rattles").await;
        owner.heard();
        crew.replies(group, &format!("Slip {number}"), Content::text("He is drunk again")).await;
        assert!(world.shows(group, "The note has been kept."));
        assert_eq!(owner.heard(), "");
        let kept = "select count(*) from history where detail ->> 'text' = 'He is drunk again'";
        assert_eq!(world.count(kept).await, 1);
        world.person("guard").writes(world.room("security"), "loose talk").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_owed_to_a_group_waits_until_we_are_let_in_again() {
    World::run(En, async |world| {
        world.forgive("Forbidden");
        let (group, admin) = (world.room("engineering"), world.person("manager"));
        world.telegram.kick_bot(group, admin.account);
        let number = world.complaint("The lift rattles").await;
        assert!(world.shows(world.room("desk"), &number), "others must not wait");
        world.telegram.add_bot(group, admin.account, None, true);
        world.pass(TimeDelta::minutes(11)).await;
        assert!(world.shows(group, &format!("Slip {number}")));
        assert!(world.person("crew").signs(group).await.starts_with("Signed."));
    })
    .await;
}

#[tokio::test]
async fn a_note_that_comes_before_the_slips_number_is_known_is_kept() {
    World::run(En, async |world| {
        let number = world.complaint("The lift rattles").await;
        let (room, crew) = (world.room("engineering"), world.person("crew"));
        world.meddles("update cards set message = null where kind = 'slip'").await;
        world.meddles("update outbox set message = null").await;
        let slip = format!("Slip {number}");
        crew.replies(room, &slip, Content::text("We bring a ladder")).await;
        let notes = "select count(*) from history where event = 'note'";
        assert_eq!(world.count(notes).await, 1);
    })
    .await;
}

/// A code for the group of a department, by its name.
async fn code_for(world: &World, department: &str) -> String {
    let admin = world.person("manager");
    admin.says("/bind").await;
    admin.taps(department).await;
    let shown = world.find(admin.account, "Press the button to add me");
    shown.text().split("/bind ").nth(1).expect("a code").trim().to_owned()
}

#[tokio::test]
async fn two_departments_share_a_forum_and_each_has_its_topic() {
    World::run(En, async |world| {
        let admin = world.person("manager");
        let group = world.telegram.supergroup("The estate", admin.account);
        world.telegram.forum(group, true);
        world.telegram.add_bot(group, admin.account, None, true);
        let mut topics = vec![];
        for (title, department) in
            [("Mending", "Engineering"), ("Cleaning", "Grounds and cleaning")]
        {
            let code = code_for(world, department).await;
            let topic = world.telegram.topic(group, admin.account, title);
            let bind = Content::text(format!("/bind {code}"));
            world.telegram.send_in_topic(admin.account, group, topic, bind).expect("a member");
            world.settle().await;
            let bound = format!("This group is bound: {department}.");
            assert_eq!(world.find(group, &bound).thread, Some(topic), "{title}");
            topics.push(topic);
        }
        let owner = world.person("owner");
        owner.joins().await;
        for (story, about, topic) in [
            ("The lift rattles", "About: Lifts", topics[0]),
            ("There is rubbish everywhere", "About: Cleanliness", topics[1]),
        ] {
            owner.complains(story).await;
            assert_eq!(world.find(group, about).thread, Some(topic), "{story}");
        }

        // A topic that is gone loses nothing: the slip is told in General.
        world.telegram.delete_topic(group, topics[0]);
        world.forgive("message thread not found");
        owner.complains("The lift rattles again").await;
        assert_eq!(world.find(group, "About: Lifts").thread, None);
    })
    .await;
}

/// S2-15: whoever works in a group asks there, and is answered where only they read it.
#[tokio::test]
async fn a_colleagues_command_in_a_group_is_answered_in_private() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let number = world.complaint("The lift rattles").await;
        desk.writes(room, "/queue").await;
        assert!(desk.has_read(&number), "{}", desk.reads());
        assert!(world.shows(room, "Min Zhao, I have answered in our private chat."));
        desk.writes(room, "/new").await;
        assert!(desk.has_read("[Complaint]"), "{}", desk.reads());
        // What is about somebody's own data is asked for where they are alone.
        desk.writes(room, "/forget").await;
        assert!(world.shows(room, "Please use this command in our private chat."));
    })
    .await;
}
