//! Setting up: invitations, groups that move, and what people agreed to.

use chrono::TimeDelta;

use super::world::{ENGINEERS, World, holder};
use crate::{
    case::Refusal,
    desk::{DeskError, InvitationError},
    ids::{Account, MessageId, Room},
    people::{Post, Role},
    store::Offer,
};

#[tokio::test]
async fn an_invitation_opens_once() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let token = work.invite(Offer::Admin, None).await.unwrap();
    work.open_invitation(&token, &world.owner).await.unwrap().unwrap();
    assert!(work.has_admin().await.unwrap());
    let again = work.open_invitation(&token, &world.crew).await.unwrap();
    assert_eq!(again.unwrap_err(), InvitationError::Unknown);
    let guessed = work.open_invitation("guessed", &world.crew).await.unwrap();
    assert_eq!(guessed.unwrap_err(), InvitationError::Unknown);
}

#[tokio::test]
async fn an_invitation_runs_out_after_two_days() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let token = work.invite(Offer::Admin, None).await.unwrap();
    work.finish("").await.unwrap();

    world.clock.pass(TimeDelta::days(2) + TimeDelta::seconds(1));
    let mut work = world.desk.begin().await.unwrap();
    let late = work.open_invitation(&token, &world.owner).await.unwrap();
    assert_eq!(late.unwrap_err(), InvitationError::Expired);
    assert!(!work.has_admin().await.unwrap());
}

#[tokio::test]
async fn whoever_guesses_at_links_is_stopped_for_an_hour_even_with_a_right_one() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let token = work.invite(Offer::Admin, None).await.unwrap();
    for guess in ["a", "b", "c", "d", "e"] {
        let wrong = work.open_invitation(guess, &world.owner).await.unwrap();
        assert_eq!(wrong.unwrap_err(), InvitationError::Unknown);
    }
    work.finish("").await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let stopped = work.open_invitation(&token, &world.owner).await.unwrap();
    assert_eq!(stopped.unwrap_err(), InvitationError::TooMany);
    drop(work);

    world.clock.pass(TimeDelta::hours(1));
    let mut work = world.desk.begin().await.unwrap();
    work.open_invitation(&token, &world.owner).await.unwrap().unwrap();
}

#[tokio::test]
async fn nobody_but_an_admin_gives_a_position() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let admin = holder(&mut work, 50, Role::Admin, None).await;
    let post = Post { role: Role::Head, department: Some(world.water.department) };
    let token = work.invite(Offer::Staff(post), Some(&admin)).await.unwrap();
    let opened = work.open_invitation(&token, &world.owner).await.unwrap().unwrap();
    let newcomer = work.person(world.owner.id).await.unwrap();
    assert!(!newcomer.is_staff(), "opening is not yet a yes");

    let refused = work.decide_invitation(opened.id, &newcomer, true).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::NotEntitled))));
    let (person, given) = work.decide_invitation(opened.id, &admin, true).await.unwrap().unwrap();
    assert_eq!((given, person.posts), (post, vec![post]));
    assert!(work.decide_invitation(opened.id, &admin, false).await.unwrap().is_none());
}

#[tokio::test]
async fn a_code_for_a_group_makes_nobody_staff() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let post = Post { role: Role::Crew, department: Some(world.water.department) };
    let token = work.invite(Offer::Room(post), None).await.unwrap();
    let opened = work.open_invitation(&token, &world.owner).await.unwrap();
    assert_eq!(opened.unwrap_err(), InvitationError::Unknown);

    let bound = work.bind(&token, Room(-77), None, &world.clerk).await.unwrap().unwrap();
    assert_eq!(bound.post, post);
    assert_eq!(work.seat_of(Room(-77)).await.unwrap(), Some(post));
    assert_eq!(work.seat_of(ENGINEERS).await.unwrap(), None);
    let again = work.bind(&token, Room(-78), None, &world.clerk).await.unwrap();
    assert_eq!(again.unwrap_err(), InvitationError::Unknown);
}

#[tokio::test]
async fn a_group_that_moved_gets_its_open_slips_anew() {
    let world = World::open().await;
    let (open, over) = (world.complains().await, world.complains().await);
    let withdraw = crate::case::Event::Withdraw { reason: None };
    world.does(&world.owner, over, withdraw).await.unwrap();
    world.delivered().await;
    let mut work = world.desk.begin().await.unwrap();
    for (case, message) in [(open, 5), (over, 6)] {
        let card = work.card_of(case, ENGINEERS).await.unwrap().unwrap();
        work.card_shows(card.id, Some(MessageId(message)), card.wanted).await.unwrap();
    }
    work.post_page(ENGINEERS, serde_json::json!("on its way")).await.unwrap();

    let new = Room(-1_000_001);
    work.move_room(ENGINEERS, new).await.unwrap();
    work.move_room(ENGINEERS, new).await.unwrap();
    let card = work.card_of(open, new).await.unwrap().unwrap();
    assert_eq!(card.message, None);
    assert!(card.wanted > card.shown);
    assert!(work.card_of(over, new).await.unwrap().is_none());
    assert_eq!(work.seat_of(new).await.unwrap().map(|post| post.role), Some(Role::Crew));
    work.finish("").await.unwrap();
    assert_eq!(world.delivered().await, ["-1000001: \"on its way\"", "-1000001: [card]"]);
}

#[tokio::test]
async fn what_somebody_agreed_to_is_kept_with_its_moment() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let mut person = work.meet(Account(1), None).await.unwrap();
    person.consent = Some(2);
    work.save_person(&person).await.unwrap();
    work.finish("").await.unwrap();
    let agreed = world.clock.now();

    world.clock.pass(TimeDelta::hours(1));
    let mut work = world.desk.begin().await.unwrap();
    let mut person = work.meet(Account(1), None).await.unwrap();
    assert_eq!(person.consent, Some(2));
    person.name = Some("Vera".to_owned());
    work.save_person(&person).await.unwrap();
    work.finish("").await.unwrap();
    let kept = "select consented_at from people where account = 1";
    assert_eq!(world.moment(kept).await, Some(agreed));
}
