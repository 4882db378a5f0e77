//! Units: named, agreed to, opened by a code, left.

use chrono::TimeDelta;

use super::world::World;
use crate::{
    case::Refusal,
    desk::{DeskError, Naming, Work},
    ids::PlaceId,
    store::Offer,
    unit::Tenure,
};

/// The first units of the first building.
async fn units(work: &mut Work) -> (PlaceId, PlaceId) {
    let building = work.places_within(None).await.unwrap()[0].id;
    let floor = work.places_within(Some(building)).await.unwrap()[0].id;
    let units = work.places_within(Some(floor)).await.unwrap();
    (units[0].id, units[1].id)
}

#[tokio::test]
async fn a_unit_is_theirs_once_the_desk_agrees_and_not_before() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let (unit, _) = units(&mut work).await;
    let asked = work.name_unit(&world.owner, unit).await.unwrap();
    assert_eq!(asked, Naming::Waits { tell: true });
    let again = work.name_unit(&world.owner, unit).await.unwrap();
    assert_eq!(again, Naming::Waits { tell: false });
    assert!(work.person(world.owner.id).await.unwrap().units.is_empty());

    let (count, first) = work.units_waiting(&world.clerk).await.unwrap();
    let first = first.unwrap();
    assert_eq!((count, first.person), (1, world.owner.id));
    let tenant = Some(Tenure::Tenant);
    let (person, place) = work.decide_unit(first.id, &world.clerk, tenant).await.unwrap().unwrap();
    assert_eq!((person.units, place.id), (vec![unit], unit));
    assert!(work.decide_unit(first.id, &world.clerk, None).await.unwrap().is_none());
    assert_eq!(work.units_waiting(&world.clerk).await.unwrap().0, 0);
    let known = work.name_unit(&world.owner, unit).await.unwrap();
    assert_eq!(known, Naming::Held(Tenure::Tenant));
}

#[tokio::test]
async fn nobody_but_the_desk_agrees_and_nobody_for_themselves() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let (unit, _) = units(&mut work).await;
    work.name_unit(&world.clerk, unit).await.unwrap();
    let (count, none) = work.units_waiting(&world.clerk).await.unwrap();
    assert_eq!((count, none), (0, None), "a clerk is not offered their own");
    let id = work.units_of(world.clerk.id).await.unwrap()[0].0.id;
    for person in [&world.owner, &world.crew, &world.head, &world.clerk] {
        let refused = work.decide_unit(id, person, Some(Tenure::Owner)).await;
        assert!(matches!(refused, Err(DeskError::Refused(Refusal::NotEntitled))), "{person:?}");
    }
    let refused = work.units_waiting(&world.crew).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::NotEntitled))));
}

#[tokio::test]
async fn the_desk_is_told_once_a_day_however_many_wait() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let (one, other) = units(&mut work).await;
    assert_eq!(work.name_unit(&world.owner, one).await.unwrap(), Naming::Waits { tell: true });
    assert_eq!(work.name_unit(&world.owner, other).await.unwrap(), Naming::Waits { tell: false });
    work.finish("").await.unwrap();
    world.clock.pass(TimeDelta::hours(25));
    let mut work = world.desk.begin().await.unwrap();
    assert_eq!(work.name_unit(&world.crew, one).await.unwrap(), Naming::Waits { tell: true });
}

#[tokio::test]
async fn a_code_opens_a_unit_once_and_the_question_at_the_desk_is_gone() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let (unit, other) = units(&mut work).await;
    work.name_unit(&world.owner, unit).await.unwrap();
    let code = work.invite(Offer::Unit(unit, Tenure::Owner), Some(&world.clerk)).await.unwrap();
    work.open_invitation(&code, &world.owner).await.unwrap().unwrap();
    work.open_invitation(&code, &world.crew).await.unwrap().unwrap_err();
    assert_eq!(work.units_waiting(&world.clerk).await.unwrap().0, 0);

    // A second unit beside it, and then the first is left.
    let code = work.invite(Offer::Unit(other, Tenure::Tenant), Some(&world.clerk)).await.unwrap();
    work.open_invitation(&code, &world.owner).await.unwrap().unwrap();
    let held = work.person(world.owner.id).await.unwrap().units;
    assert_eq!(held, [unit, other]);
    let first = work.units_of(world.owner.id).await.unwrap()[0].0.id;
    assert!(work.leave_unit(&world.crew, first).await.unwrap().is_none(), "not theirs to leave");
    assert!(work.leave_unit(&world.owner, first).await.unwrap().is_some());
    assert_eq!(work.person(world.owner.id).await.unwrap().units, [other]);
}

#[tokio::test]
async fn a_units_code_lies_for_a_month() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let (unit, _) = units(&mut work).await;
    let code = work.invite(Offer::Unit(unit, Tenure::Owner), Some(&world.clerk)).await.unwrap();
    work.finish("").await.unwrap();
    world.clock.pass(TimeDelta::days(29));
    let mut work = world.desk.begin().await.unwrap();
    work.open_invitation(&code, &world.owner).await.unwrap().unwrap();
}
