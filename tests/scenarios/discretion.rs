//! Discretion: what groups read, who reads the whole slip, and what is withheld between neighbours.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Choice};
use playground::Content;
use scenarios::{Person, World, photo, voice};

const SEATS: [&str; 6] = ["engineering", "security", "environment", "service", "desk", "leaders"];

/// No group shows any of these words.
fn no_group_shows(world: &World, words: &[&str]) {
    for seat in SEATS {
        let shown = world.shown_in(world.room(seat));
        for word in words {
            assert!(!shown.contains(word), "{seat} reads {word}:\n{shown}");
        }
    }
}

#[tokio::test]
async fn a_group_card_tells_neither_name_nor_number_nor_unit_nor_story() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        let phone = "select phone from people where name = 'Meiling Chen'";
        world.complaint("Our new machine drips, recipe number zqsecret").await;
        let phone = world.column(phone).await.remove(0);
        let secret = ["Meiling", "101", "zqsecret", &phone];
        no_group_shows(world, &secret);
        crew.signs(group).await;
        crew.tells(group, Purpose::Ask, "Which room?").await;
        owner.says("The laboratory, zqsecret").await;
        owner.sends(Content::document(b"plan".to_vec(), "zqsecret.pdf", "application/pdf")).await;
        crew.reports(group, "A new seal").await;
        no_group_shows(world, &secret);
        for room in SEATS.map(|seat| world.room(seat)) {
            let files = world.telegram.messages(room);
            assert!(files.iter().all(|message| !message.body.contains_key("document")));
        }
        world.pass(TimeDelta::days(3)).await;
        no_group_shows(world, &secret);
    })
    .await;
}

#[tokio::test]
async fn the_full_slip_is_read_in_private_only_and_each_look_is_written_down() {
    World::run(En, async |world| {
        let (crew, mate, desk) = (world.person("crew"), world.person("mate"), world.person("desk"));
        let group = world.room("engineering");
        world.signed("The lift rattles").await;
        let looks = "select p.name from looks l join people p on p.id = l.person_id order by l.id";
        assert!(crew.has_read("Owner: Meiling Chen"));
        assert_eq!(world.column(looks).await, ["Qiang Wang"], "whoever signed was sent it");
        assert_eq!(crew.acts(group, Act::Slip).await, "Please go on in our private chat.");
        desk.acts(world.room("desk"), Act::Slip).await;
        assert!(desk.has_read("Owner: Meiling Chen"));
        let names = world.column(looks).await;
        assert_eq!(names.len(), 3, "{names:?}");
        assert_eq!(names[1], "Qiang Wang");
        mate.acts(group, Act::Slip).await;
        assert!(!mate.has_read("Meiling"), "who has not signed does not read it");
        assert_eq!(world.column(looks).await.len(), 3);
        no_group_shows(world, &["Meiling"]);
    })
    .await;
}

#[tokio::test]
async fn whom_it_is_about_is_named_in_no_group() {
    World::run(En, async |world| {
        let desk = world.person("desk");
        world.reported("The manager shouted at me").await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.taps("Jianping Zhou").await;
        desk.taps("Send").await;
        world.pass(TimeDelta::days(2)).await;
        no_group_shows(world, &["Jianping Zhou"]);
    })
    .await;
}

/// A quarrel between neighbours, told with everything that could give its teller away.
async fn quarrel(world: &World) -> Person<'_> {
    let owner = world.person("owner");
    owner.joins().await;
    owner.sends(photo()).await;
    owner.says("I am Meiling Chen from 101, and my neighbour upstairs drills at night").await;
    owner.sends(Content::document(b"list".to_vec(), "Meiling Chen 101.jpg", "image/jpeg")).await;
    owner.sends(voice()).await;
    owner.taps("That's all").await;
    owner.taps("Between neighbours").await;
    owner.chooses(|choice| matches!(choice, Choice::Place(_))).await;
    owner.chooses(|choice| choice == Choice::SkipRest).await;
    owner.chooses(|choice| choice == Choice::Send).await;
    owner
}

#[tokio::test]
async fn between_neighbours_name_and_unit_are_withheld_everywhere() {
    World::run(En, async |world| {
        let (room, head) = (world.room("service"), world.person("service"));
        let owner = quarrel(world).await;
        let phone = world.column("select phone from people where name = 'Meiling Chen'").await;
        let secret = ["Meiling", "101", phone[0].as_str()];
        no_group_shows(world, &secret);
        head.signs(room).await;
        assert!(head.has_read("Between neighbours: name, unit and number stay"));
        assert!(head.has_read("I am ▇▇ from ▇▇, and my neighbour"), "{}", head.reads());
        head.acts(head.account, Act::SetOut).await;
        owner.tells(owner.account, Purpose::Say, "It is me, Meiling Chen, 101").await;
        assert!(head.has_read("It is me, ▇▇, ▇▇"), "{}", head.reads());
        owner.tells(owner.account, Purpose::Add, "Meiling Chen was not asleep in 101").await;
        let number = world.newest_number().await;
        head.says(&format!("/case {number}")).await;
        let read = head.reads();
        for word in secret {
            assert!(!read.contains(word), "{word} in:\n{read}");
        }
        let numbered = owner.account.to_string();
        assert!(!read.contains(&numbered), "nor by the number of the account:\n{read}");
        no_group_shows(world, &secret);

        // Whoever leads the matter knows both sides; and the look is written down.
        let desk = world.person("desk");
        desk.acts(world.room("desk"), Act::Slip).await;
        assert!(desk.has_read("Owner: Meiling Chen"));
        assert!(owner.has_read("Meiling Chen from 101") || owner.has_read("I am Meiling"));
    })
    .await;
}

#[tokio::test]
async fn between_neighbours_files_that_tell_more_than_they_show_stay_with_the_desk() {
    World::run(En, async |world| {
        let (room, head, desk) =
            (world.room("service"), world.person("service"), world.person("desk"));
        quarrel(world).await;
        head.signs(room).await;
        assert!(head.has_read("2 files stay with the service centre"), "{}", head.reads());
        let has = |chat: i64, kind: &str| {
            world.telegram.messages(chat).iter().any(|message| message.body.contains_key(kind))
        };
        assert!(has(head.account, "photo"), "a photo carries no place and no name");
        for chat in [head.account, room, world.room("desk")] {
            assert!(!has(chat, "document") && !has(chat, "voice"), "{chat}");
            let shown: Vec<_> = world.telegram.messages(chat);
            let names = shown.iter().filter(|message| !message.body.contains_key("text"));
            let names: Vec<String> = names.map(|message| format!("{:?}", message.body)).collect();
            assert!(names.iter().all(|body| !body.contains("Meiling")), "{names:?}");
        }
        desk.acts(world.room("desk"), Act::Slip).await;
        assert!(has(desk.account, "document") && has(desk.account, "voice"));
    })
    .await;
}
