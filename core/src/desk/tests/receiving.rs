//! Reception days as the estate's file says them, and two who want the same time.

use chrono::TimeDelta;

use super::world::World;
use crate::{desk::Booked, estate::Estate, ids::Account, people::Person, reception::ReceptionDay};

const EXAMPLE: &str = include_str!("../../../../deploy/estate.example.toml");

/// The example with its reception days in force.
fn text() -> String {
    let (before, rest) = EXAMPLE.split_once("# [reception]\n").unwrap();
    let (block, after) = rest.split_once("\n\n").unwrap();
    let block = block.replace("\n# ", "\n");
    format!("{before}[reception]\n{}\n\n{after}", block.trim_start_matches("# "))
}

async fn ahead(world: &World) -> Option<ReceptionDay> {
    while world.desk.hold_receptions().await.unwrap() {}
    world.desk.begin().await.unwrap().reception_ahead().await.unwrap()
}

async fn book(world: &World, person: &Person, day: &ReceptionDay, place: u16) -> Booked {
    let mut work = world.desk.begin().await.unwrap();
    let booked = work.book(person, day.id, place).await.unwrap();
    work.finish("").await.unwrap();
    booked
}

#[tokio::test]
async fn a_day_can_be_booked_when_the_file_says_so_and_stays_as_it_was() {
    let world = World::open().await;
    assert_eq!(ahead(&world).await, None);
    world.desk.settle_in(&Estate::parse(&text()).unwrap()).await.unwrap();
    // It is November 20, and the first Saturday is December 5.
    world.clock.pass(TimeDelta::days(7));
    assert_eq!(ahead(&world).await, None);
    world.clock.pass(TimeDelta::days(1));
    let day = ahead(&world).await.unwrap();
    assert_eq!(day.day.to_string(), "2026-12-05");
    let longer = text().replace("minutes = 15", "minutes = 30");
    world.desk.settle_in(&Estate::parse(&longer).unwrap()).await.unwrap();
    world.clock.pass(TimeDelta::days(1));
    assert_eq!(ahead(&world).await.unwrap(), day);
    world.clock.pass(TimeDelta::days(30));
    assert_eq!(ahead(&world).await.unwrap().rule.minutes, 30);
    world.desk.settle_in(&Estate::parse(EXAMPLE).unwrap()).await.unwrap();
    world.clock.pass(TimeDelta::days(30));
    assert_eq!(ahead(&world).await, None);
}

#[tokio::test]
async fn of_two_who_want_the_same_time_one_gets_it() {
    let world = World::open().await;
    world.desk.settle_in(&Estate::parse(&text()).unwrap()).await.unwrap();
    world.clock.pass(TimeDelta::days(10));
    let day = ahead(&world).await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let other = work.meet(Account(70), None).await.unwrap();
    work.finish("").await.unwrap();
    let (one, two) =
        tokio::join!(book(&world, &world.owner, &day, 2), book(&world, &other, &day, 2));
    let got = [one, two].iter().filter(|booked| **booked == Booked::Yes).count();
    assert_eq!((got, [one, two].contains(&Booked::Taken)), (1, true), "{one:?} {two:?}");
    // The same press once more changes nothing; another time is taken instead of the first.
    let winner = if one == Booked::Yes { &world.owner } else { &other };
    assert_eq!(book(&world, winner, &day, 2).await, Booked::Yes);
    assert_eq!(book(&world, winner, &day, 3).await, Booked::Yes);
    let view = world.desk.begin().await.unwrap().reception(day.id, winner).await.unwrap().unwrap();
    let at = day.times(&world.view(world.complains().await).await.calendar)[3];
    assert_eq!(view.visitors.iter().map(|one| one.booking.at).collect::<Vec<_>>(), [at]);
    assert_eq!(book(&world, winner, &day, 99).await, Booked::Taken);
    // The day is over.
    world.clock.pass(TimeDelta::days(6));
    let loser = if one == Booked::Yes { &other } else { &world.owner };
    assert_eq!(book(&world, loser, &day, 4).await, Booked::Taken);
}

#[test]
fn what_cannot_be_is_said_with_the_line() {
    let faults = |from: &str, to: &str| {
        Estate::parse(&text().replacen(from, to, 1)).unwrap_err().to_string()
    };
    let fault = faults("first saturday", "saturdays");
    assert!(fault.contains("write it as \"first saturday\""), "{fault}");
    let fault = faults("to = \"11:30\"", "to = \"08:30\"");
    assert!(fault.contains("it ends at 08:30:00 and begins at 09:00:00"), "{fault}");
    let fault = faults("minutes = 15", "minutes = 1");
    assert!(fault.contains("give each more minutes"), "{fault}");
    let fault = faults("leaders_after = 3\n", "");
    assert!(fault.contains("leaders_after"), "{fault}");
}
