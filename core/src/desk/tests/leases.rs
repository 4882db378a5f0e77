//! Of all instances one polls and one sends; who lost a lease writes nothing under it any more.

use super::world::World;
use crate::desk::{DeskError, Lease};

async fn runs_out(world: &World) {
    world.meddles("update leases set until = clock_timestamp() - interval '1 ms'").await;
}

#[tokio::test]
async fn one_instance_at_a_time_holds_a_lease() {
    let world = World::open().await;
    let first = world.desk.take_lease(Lease::Mailroom, "one").await.unwrap().unwrap();
    assert_eq!(world.desk.take_lease(Lease::Mailroom, "two").await.unwrap(), None);
    assert_eq!(world.desk.take_lease(Lease::Mailroom, "one").await.unwrap(), Some(first));
    let other = world.desk.take_lease(Lease::Courier, "two").await.unwrap();
    assert!(other.is_some(), "the other lease is another matter");
}

#[tokio::test]
async fn a_lease_that_ran_out_or_was_ended_passes_under_a_higher_number() {
    let world = World::open().await;
    let first = world.desk.take_lease(Lease::Mailroom, "one").await.unwrap().unwrap();
    runs_out(&world).await;
    let second = world.desk.take_lease(Lease::Mailroom, "two").await.unwrap().unwrap();
    assert!(second.number > first.number);
    assert_eq!(world.desk.take_lease(Lease::Mailroom, "one").await.unwrap(), None);
    world.desk.end_lease(Lease::Mailroom, "one").await.unwrap();
    assert_eq!(
        world.desk.take_lease(Lease::Mailroom, "one").await.unwrap(),
        None,
        "not its to end"
    );
    world.desk.end_lease(Lease::Mailroom, "two").await.unwrap();
    let third = world.desk.take_lease(Lease::Mailroom, "one").await.unwrap().unwrap();
    assert!(third.number > second.number);
}

#[tokio::test]
async fn whoever_comes_back_after_a_gap_has_a_new_number() {
    let world = World::open().await;
    let first = world.desk.take_lease(Lease::Courier, "one").await.unwrap().unwrap();
    runs_out(&world).await;
    let again = world.desk.take_lease(Lease::Courier, "one").await.unwrap().unwrap();
    assert!(again.number > first.number, "somebody may have held it meanwhile");
}

#[tokio::test]
async fn what_is_written_late_is_refused() {
    let world = World::open().await;
    let late = world.desk.take_lease(Lease::Mailroom, "one").await.unwrap();
    runs_out(&world).await;
    let present = world.desk.take_lease(Lease::Mailroom, "two").await.unwrap();
    let batch = [(1, 1, "{}".to_owned())];
    let refused = world.desk.receive(&batch, late).await;
    assert!(matches!(refused, Err(DeskError::LeaseLost("mailroom"))), "{refused:?}");
    assert_eq!(world.count("select count(*) from inbox").await, 0);
    assert_eq!(world.desk.receive(&batch, present).await.unwrap(), 1);
}
