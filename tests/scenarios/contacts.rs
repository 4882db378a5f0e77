//! Visits and calls by plan: a list is drawn up, worked through door by door, and summed up.

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::button::{Button, Choice, Contact};
use scenarios::{Person, World, all_is_well};

/// The estate visits two homes each month, and calls three of those whose matter ended.
async fn plans(world: &World) {
    world
        .meddles(
            r#"update sites set contacts = '[
                { "code": "homes", "name": { "en": "Home visits" }, "every": "month",
                  "whom": "homes", "by": "visit", "count": 2 },
                { "code": "calls", "name": { "en": "Calls of the month" }, "every": "month",
                  "whom": "complained", "by": "phone", "count": 3 },
                { "code": "repairs", "name": { "en": "After serious repairs" }, "every": "month",
                  "whom": "grave_repairs", "by": "visit", "count": 5 }
            ]'"#,
        )
        .await;
}

/// Until the first morning of a month has come.
async fn until_the_first(world: &World, days: i64) {
    for _ in 0..days {
        world.pass(TimeDelta::days(1)).await;
    }
}

/// The newest list of this name.
async fn opens(person: &Person<'_>, label: &str) {
    person.says("/contacts").await;
    person.taps(label).await;
}

/// A matter from the complaint to its end, as its owner likes it.
async fn ends(world: &World) {
    world.reported("The lift rattles").await;
    let (owner, head) = (world.person("owner"), world.person("head"));
    let [first, rest @ ..] = all_is_well(En);
    owner.taps(first).await;
    head.taps("Head signs off").await;
    world.pass(TimeDelta::hours(25)).await;
    owner.taps(first).await;
    for answer in rest {
        owner.taps(answer).await;
    }
    world.pass(TimeDelta::hours(25)).await;
}

/// Q-33: homes are visited by a list, those first where nobody has been for longest; what they want
/// becomes a case of their own, and the leaders hear how many were reached.
#[tokio::test]
async fn homes_are_visited_by_a_list() {
    World::run(En, async |world| {
        plans(world).await;
        let [owner, desk, manager, leader, crew] =
            ["owner", "desk", "manager", "leader", "crew"].map(|name| world.person(name));
        owner.joins().await;
        lives_here(world).await;
        until_the_first(world, 15).await;
        let told = "Home visits, December 2026: the list is there.";
        assert!(desk.has_read(told) && manager.has_read(told), "{}", desk.heard());
        crew.says("/contacts").await;
        assert!(crew.has_read("Only the service centre and managers"), "{}", crew.reads());

        opens(&desk, "Home visits 0/1").await;
        assert!(desk.has_read("still open: 1"), "{}", desk.reads());
        desk.means(desk.account, |it| matches!(it, Button::Contact(Contact::Show(_)))).await;
        assert!(desk.has_read("Meiling Chen"), "{}", desk.reads());
        assert!(desk.has_read("At the door:"), "{}", desk.reads());
        let (message, data) =
            world.button(desk.account, |it| matches!(it, Button::Contact(Contact::Nobody(..))));
        let toast = desk.taps("Nobody there").await;
        assert!(toast.contains("nobody there"), "{toast}");
        // The same press once more.
        desk.forges(desk.account, message, &data).await;
        desk.means(desk.account, |it| matches!(it, Button::Contact(Contact::Show(_)))).await;
        assert!(desk.has_read("Tried in vain: 1"), "{}", desk.reads());
        desk.taps("Fairly satisfied").await;
        assert!(desk.has_read("Written down: Fairly satisfied"), "{}", desk.reads());
        desk.taps("Suggestion").await;
        desk.says("A bench at the gate would be good for old people").await;
        desk.chooses(|choice| choice == Choice::Enough).await;
        desk.chooses(|choice| choice == Choice::Send).await;
        owner.says("/my").await;
        assert!(owner.has_read("A bench at the gate"), "{}", owner.heard());

        opens(&desk, "Home visits 1/1").await;
        assert!(desk.has_read("Everybody you may turn to is done."), "{}", desk.reads());
        until_the_first(world, 31).await;
        let ended = "Home visits, December 2026: what it came to\nSpoken to: 1";
        assert!(leader.has_read(ended), "{}", leader.heard());
        opens(&desk, "Home visits 1/1").await;
        assert!(desk.has_read("The time of this list is over"), "{}", desk.reads());
    })
    .await;
}

/// Q-38: each month a list of owners is called whose matter ended in the month before; what they say is
/// compared with what they had answered in the chat, and nobody calls about their own work.
#[tokio::test]
async fn the_month_before_is_called_and_compared() {
    World::run(En, async |world| {
        plans(world).await;
        let [desk, manager] = ["desk", "manager"].map(|name| world.person(name));
        ends(world).await;
        until_the_first(world, 12).await;
        // Whoever signed the result off does not ask how it was.
        world
            .meddles(
                "insert into posts (person_id, role, site_id, since)
                 select id, 'desk', 1, '2026-11-01' from people where account = 2002",
            )
            .await;
        let head = world.person("head");
        opens(&head, "Calls of the … 0/1").await;
        assert!(head.has_read("Everybody you may turn to is done."), "{}", head.reads());
        assert!(manager.has_read("Calls of the month, December 2026"), "{}", manager.heard());
        opens(&desk, "Calls of the … 0/1").await;
        desk.taps("Meiling Chen").await;
        assert!(desk.has_read("Said in the callback: Satisfied"), "{}", desk.reads());
        assert!(desk.has_read("How has it been since?"), "{}", desk.reads());
        desk.taps("Satisfied").await;
        desk.taps("Correct it").await;
        desk.taps("Dissatisfied").await;
        opens(&desk, "Calls of the … 1/1").await;
        let compared = "Had answered in the chat: 1. Say the same now: 0";
        assert!(desk.has_read(compared), "{}", desk.reads());
        assert_eq!(world.count("select count(*) from looks").await, 3);
    })
    .await;
}

/// Q-13: who had a serious repair is visited again and again for a year.
#[tokio::test]
async fn a_serious_repair_is_looked_after_for_a_year() {
    World::run(En, async |world| {
        plans(world).await;
        let desk = world.person("desk");
        ends(world).await;
        world.meddles("update cases set kind = 'repair', severity = 'serious'").await;
        until_the_first(world, 12).await;
        opens(&desk, "After serious… 0/1").await;
        desk.taps("Meiling Chen").await;
        desk.taps("Does not want to").await;
        assert!(desk.has_read("they do not want to be visited"), "{}", desk.reads());
        until_the_first(world, 31).await;
        desk.says("/contacts").await;
        assert!(!desk.has_read("After serious repairs, January 2027: spoken"), "{}", desk.reads());
        assert!(!desk.heard().contains("After serious repairs, January 2027"), "{}", desk.heard());
        // Nobody has said no to it, and they are asked again.
        world.meddles("update contacts set outcome = 'spoken', grade = 'satisfied' where outcome = 'refused'").await;
        until_the_first(world, 31).await;
        opens(&desk, "After serious… 0/1").await;
        assert!(desk.has_read("After serious repairs, February 2027"), "{}", desk.reads());
    })
    .await;
}

/// The owner's unit is known to be theirs.
async fn lives_here(world: &World) {
    world
        .meddles(
            "insert into occupancies (person_id, place_id, tenure, how, asked_at, decided_at, since)
             select p.id, u.id, 'owner', 'list', '2026-11-01', '2026-11-01', '2026-11-01'
             from people p
             cross join lateral (
                 select id from places where kind = 'unit' order by id limit 1
             ) as u
             where p.name = 'Meiling Chen'",
        )
        .await;
}
