//! The reception day: announced, booked, everybody written down, and nobody forgotten.

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::button::{Button, Choice, Reception};
use scenarios::{Person, World};

use crate::files;

/// The estate receives its owners every first Saturday; the first of them is December 5.
async fn receives(world: &World) {
    world
        .meddles(
            r#"update sites set reception = '{
                "each": "first saturday", "from": "09:00:00", "to": "10:00:00", "minutes": 15,
                "days_before": 10, "leaders_after": 3,
                "place": { "en": "Service centre, second floor" },
                "topics": { "en": "fees, complaints, suggestions" }
            }'"#,
        )
        .await;
    world.person("owner").joins().await;
    world.person("neighbour").joins().await;
    for _ in 0..9 {
        world.pass(TimeDelta::days(1)).await;
    }
}

/// Books the time that a button names.
async fn books(person: &Person<'_>, time: &str) {
    person.says("/reception").await;
    person.taps(time).await;
}

/// Whoever receives looks at the day.
async fn looks(person: &Person<'_>) {
    person.says("/reception").await;
    person.means(person.account, |it| matches!(it, Button::Reception(Reception::Day(_)))).await;
}

/// Ten days later, and a little past its first times: it is the morning of the reception day.
async fn comes_the_day(world: &World) {
    for _ in 0..9 {
        world.pass(TimeDelta::days(1)).await;
    }
    world.pass(TimeDelta::minutes(20)).await;
}

/// Writes down what somebody says who is here.
async fn writes_down(clerk: &Person<'_>, name: &str, story: &str) {
    clerk.taps(name).await;
    clerk.taps("Complaint").await;
    clerk.says(story).await;
    clerk.chooses(|choice| choice == Choice::Enough).await;
    clerk.chooses(|choice| matches!(choice, Choice::Category(_))).await;
    clerk.chooses(|choice| choice == Choice::Skip).await;
    clerk.chooses(|choice| choice == Choice::SkipRest).await;
    clerk.chooses(|choice| choice == Choice::Send).await;
}

/// S4-03: the day is announced after a yes, a time is booked and changed, and everybody who comes
/// is written down; what they say is followed on their own phone.
#[tokio::test]
async fn a_time_is_booked_and_what_is_said_becomes_a_case() {
    World::run(En, async |world| {
        receives(world).await;
        let [owner, manager] = ["owner", "manager"].map(|name| world.person(name));
        let head = "Reception day: Saturday 5 Dec, 09:00 to 10:00";
        assert!(manager.has_read(head), "{}", manager.reads());
        assert!(manager.has_read("It can be booked from now on."), "{}", manager.reads());
        manager.taps("Announce it").await;
        assert!(manager.has_read("Book your time: /reception"), "{}", manager.reads());
        assert!(!owner.has_read("Book your time: /reception"), "nobody said yes");
        manager.taps("Send").await;
        assert!(owner.has_read("Book your time: /reception"), "{}", owner.reads());

        owner.says("/start").await;
        owner.taps("Reception day 5 Dec").await;
        assert!(owner.has_read("To talk about: fees, complaints"), "{}", owner.reads());
        owner.taps("09:15").await;
        assert!(owner.has_read("Your time: 09:15."), "{}", owner.reads());
        owner.taps("Another time").await;
        owner.taps("09:00").await;
        assert!(owner.has_read("Your time: 09:00."), "{}", owner.reads());

        comes_the_day(world).await;
        assert!(owner.has_read("Please remember your time: 09:00."), "{}", owner.heard());
        assert!(manager.has_read("Press a name when their time has come"), "{}", manager.heard());
        looks(&manager).await;
        writes_down(
            &manager,
            "09:00 Meiling C…",
            "The lift of building 3 stops between floors two",
        )
        .await;
        assert!(manager.has_read("Registered"), "{}", manager.reads());
        owner.says("/my").await;
        assert!(owner.has_read("The lift of building 3"), "{}", owner.heard());
        looks(&manager).await;
        assert!(manager.has_read("written down: 1, did not come: 0, still open: 0"));
        assert_eq!(world.count("select count(*) from cases where channel = 'reception'").await, 1);
    })
    .await;
}

/// S4-03: nobody who came is forgotten: those who receive hear of it the morning after, the leaders
/// some days later, until somebody has written it down or said that they did not come.
#[tokio::test]
async fn whom_nobody_wrote_down_comes_before_the_leaders() {
    World::run(En, async |world| {
        receives(world).await;
        let [owner, neighbour, desk, leader] =
            ["owner", "neighbour", "desk", "leader"].map(|name| world.person(name));
        books(&owner, "09:00").await;
        books(&neighbour, "09:15").await;
        comes_the_day(world).await;
        looks(&desk).await;
        desk.taps("09:00 Meiling C…").await;
        desk.taps("Did not come").await;
        assert!(desk.has_read("did not come. If they come later"), "{}", desk.reads());
        // They come late, and it is written down all the same.
        owner.says("/reception").await;
        assert!(owner.has_read("you could not come"), "{}", owner.reads());
        looks(&desk).await;
        assert!(desk.has_read("09:00 Meiling Chen: did not come"), "{}", desk.reads());
        writes_down(&desk, "09:00 Meiling C…", "The bins by the gate are full").await;
        owner.says("/reception").await;
        assert!(owner.has_read("You have been with us."), "{}", owner.reads());
        // What was booked for an hour that has come is not given back by an old button.
        neighbour
            .means(neighbour.account, |it| matches!(it, Button::Reception(Reception::Cancel(_))))
            .await;
        assert!(neighbour.has_read("Your time: 09:15."), "{}", neighbour.reads());
        world.pass(TimeDelta::days(1)).await;
        assert!(desk.has_read("Everybody who came gets a result."), "{}", desk.heard());
        assert!(
            desk.has_read("written down: 1, did not come: 0, still open: 1"),
            "{}",
            desk.heard()
        );
        assert!(!leader.has_read("nobody has written down"), "{}", leader.heard());
        for _ in 0..3 {
            world.pass(TimeDelta::days(1)).await;
        }
        assert!(leader.has_read("nobody has written down"), "{}", leader.heard());
        assert!(leader.heard().matches("nobody has written down").count() == 1);
        // It is written down late, and is a matter like any other.
        looks(&desk).await;
        writes_down(&desk, "09:15 Zhiyuan L…", "The stairs have been dark for a week").await;
        neighbour.says("/my").await;
        assert!(neighbour.has_read("The stairs have been dark"), "{}", neighbour.heard());
    })
    .await;
}

/// S4-03: a time is one person's; a day that is called off is told to whoever has one.
#[tokio::test]
async fn a_time_is_given_once_and_a_day_called_off_is_told() {
    World::run(En, async |world| {
        receives(world).await;
        let [owner, neighbour, manager, crew] =
            ["owner", "neighbour", "manager", "crew"].map(|name| world.person(name));
        neighbour.says("/reception").await;
        books(&owner, "09:30").await;
        let toast = neighbour.taps("09:30").await;
        assert!(toast.contains("Somebody was a little faster"), "{toast}");
        neighbour.taps("09:45").await;
        assert!(neighbour.has_read("Your time: 09:45."), "{}", neighbour.reads());
        neighbour.taps("I cannot come").await;
        assert!(neighbour.has_read("your time is free again"), "{}", neighbour.reads());

        looks(&manager).await;
        assert!(manager.has_read("booked: 1"), "{}", manager.reads());
        let (message, data) = world
            .button(manager.account, |it| matches!(it, Button::Reception(Reception::CallOff(_))));
        let toast = crew.forges(crew.account, message, &data).await;
        assert!(toast.contains("Only the service centre and managers"), "{toast}");
        manager.taps("Call it off").await;
        assert!(manager.has_read("and will be told: 1"), "{}", manager.reads());
        manager.taps("Yes, call it off").await;
        assert!(owner.has_read("does not take place"), "{}", owner.heard());
        assert!(!neighbour.has_read("does not take place"), "{}", neighbour.heard());
        owner.says("/start").await;
        assert!(!owner.has_read("Reception day 5 Dec"), "{}", owner.heard());
        owner.says("/reception").await;
        assert!(owner.has_read("There is no reception day with free times"), "{}", owner.reads());
        comes_the_day(world).await;
        assert!(!manager.has_read("Press a name when their time"), "{}", manager.heard());
    })
    .await;
}

/// S4-03: a day that has begun is not called off; whoever is forgotten gives their time back.
#[tokio::test]
async fn a_day_that_has_begun_is_held_and_who_is_forgotten_has_no_time() {
    World::run(En, async |world| {
        receives(world).await;
        let [owner, neighbour, manager] =
            ["owner", "neighbour", "manager"].map(|name| world.person(name));
        books(&owner, "09:00").await;
        books(&neighbour, "09:45").await;
        neighbour.says("/mydata").await;
        neighbour.says("/forget").await;
        neighbour.taps("Delete for good").await;
        looks(&manager).await;
        assert!(manager.has_read("booked: 1"), "{}", manager.reads());
        manager.taps("Call it off").await;
        comes_the_day(world).await;
        manager
            .means(manager.account, |it| {
                matches!(it, Button::Reception(Reception::CallOffSurely(_)))
            })
            .await;
        assert!(manager.has_read("It is called off already, or has begun."), "{}", manager.reads());
        assert!(!owner.has_read("does not take place"), "{}", owner.heard());
    })
    .await;
}

/// S4-03: the register is a file for those who receive: who came, what became of it, whether they were
/// content; a time that was given back is not in it.
#[tokio::test]
async fn the_register_of_the_day_is_a_file() {
    World::run(En, async |world| {
        receives(world).await;
        let [owner, neighbour, manager] =
            ["owner", "neighbour", "manager"].map(|name| world.person(name));
        books(&owner, "09:00").await;
        books(&neighbour, "09:15").await;
        comes_the_day(world).await;
        looks(&manager).await;
        writes_down(&manager, "09:00 Meiling C…", "=The water meter was read twice").await;
        looks(&manager).await;
        manager.taps("The register as a file").await;
        assert!(manager.has_read("Register of the reception day"), "{}", manager.heard());
        let register = register(world, manager.account);
        let line =
            register.iter().find(|line| line.iter().any(|cell| cell.contains("water meter")));
        let line = line.unwrap_or_else(|| panic!("{register:?}"));
        assert!(line.iter().all(|cell| !cell.starts_with('=')), "{line:?}");
        assert!(register.iter().flatten().any(|cell| cell == "not written down yet"));
        assert_eq!(register.len(), 3, "{register:?}");
        // It shows what the full slip shows: the look is written down.
        assert_eq!(world.count("select count(*) from looks").await, 1);
    })
    .await;
}

/// The newest register that somebody was sent, line by line.
fn register(world: &World, chat: i64) -> Vec<Vec<String>> {
    let (bytes, name) = files::newest(world, chat, ".xlsx");
    assert_eq!(name, "reception-Yunxi-Park-2026-12-05.xlsx");
    let sheets = files::sheets(&bytes);
    let register = sheets.into_iter().find(|(name, _)| name == "Reception day");
    register.expect("its sheet").1
}
