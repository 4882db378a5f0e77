//! What happens to cases: registered once, moved on by one, or not at all.

use super::world::{World, holder};
use crate::{
    case::{Event, Number, Refusal, State},
    desk::DeskError,
    ids::{Account, PersonId},
    people::Role,
    policy::TimerKind,
};

#[tokio::test]
async fn a_draft_that_is_sent_twice_becomes_one_case() {
    let world = World::open().await;
    let draft = world.draft();
    let (at_once, too) = tokio::join!(world.sends(&draft), world.sends(&draft));
    assert_eq!(at_once.0, too.0);
    assert_ne!(at_once.1, too.1, "one of them is new");

    assert_eq!(world.sends(&draft).await, (at_once.0, false));
    assert_eq!(world.count("select count(*) from cases").await, 1);
    assert_eq!(world.count("select count(*) from history where event = 'register'").await, 1);
}

#[tokio::test]
async fn the_slip_is_posted_and_five_minutes_begin() {
    let world = World::open().await;
    let case = world.complains().await;
    insta::assert_snapshot!(world.delivered().await.join("; "), @"owner: [card]; centre: [card]; engineers: [card]");
    let view = world.view(case).await;
    assert_eq!(view.case.state, State::Dispatched { since: world.clock.now() });
    let pickup = view.timer(TimerKind::Pickup).unwrap();
    assert_eq!((pickup.due_at - world.clock.now()).num_minutes(), 5);
}

#[tokio::test]
async fn what_fits_no_category_waits_at_the_desk_and_disturbs_no_head() {
    let world = World::open().await;
    let mut draft = world.draft();
    draft.category = None;
    let (case, _) = world.sends(&draft).await;
    assert!(matches!(world.state(case).await, State::Registered { .. }));
    world.delivered().await;

    world.pass(chrono::TimeDelta::minutes(10)).await;
    insta::assert_snapshot!(world.told().await, @"centre: late dispatch");
}

#[tokio::test]
async fn of_fifty_who_sign_at_once_one_wins() {
    let world = World::open().await;
    let case = world.complains().await;
    let mut work = world.desk.begin().await.unwrap();
    let mut crews = vec![];
    for account in 100..150 {
        crews.push(holder(&mut work, account, Role::Crew, Some(world.water.department)).await);
    }
    work.finish("").await.unwrap();

    let mut signing = tokio::task::JoinSet::new();
    for crew in crews {
        let desk = world.desk.clone();
        signing.spawn(async move {
            let mut work = desk.begin().await?;
            work.apply(&crew, case, Some(1), &Event::Sign).await?;
            work.finish("signed").await?;
            Ok::<PersonId, DeskError>(crew.id)
        });
    }
    let (winners, others): (Vec<_>, Vec<_>) =
        signing.join_all().await.into_iter().partition(Result::is_ok);
    let winners: Vec<PersonId> = winners.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    let too_late =
        |refused: &Result<_, _>| matches!(refused, Err(DeskError::Refused(Refusal::AlreadySigned)));
    assert!(others.iter().all(too_late), "{others:?}");
    assert_eq!(world.state(case).await.signer(), Some(winners[0]));
    assert_eq!(world.count("select count(*) from history where event = 'sign'").await, 1);
}

#[tokio::test]
async fn a_refused_event_leaves_nothing_behind() {
    const BOOK: &str = "select (select sum(version) from cases) * 1000000 \
                        + (select count(*) from history) * 10000 + (select count(*) from outbox) * 100 \
                        + (select sum(wanted) from cards) + (select count(*) from timers)";
    let world = World::open().await;
    let case = world.complains().await;
    let before = world.count(BOOK).await;
    for (actor, event, why) in [
        (&world.head, Event::SignOff, Refusal::NoResult),
        (&world.crew, Event::Return { reason: String::new() }, Refusal::Stale),
        (&world.owner, Event::Sign, Refusal::NotEntitled),
        (&world.clerk, Event::SignOff, Refusal::NotEntitled),
    ] {
        let round = if why == Refusal::Stale { Some(0) } else { Some(1) };
        let mut work = world.desk.begin().await.unwrap();
        let refused = work.apply(actor, case, round, &event).await;
        assert!(matches!(refused, Err(DeskError::Refused(found)) if found == why), "{refused:?}");
        work.finish("refused").await.unwrap();
    }
    assert_eq!(world.count(BOOK).await, before);
}

#[tokio::test]
async fn to_a_stranger_a_case_does_not_exist() {
    let world = World::open().await;
    let case = world.complains().await;
    let mut work = world.desk.begin().await.unwrap();
    let stranger = work.meet(Account(99), None).await.unwrap();
    let refused = work.apply(&stranger, case, None, &Event::Hurry).await;
    assert!(matches!(refused, Err(DeskError::NoSuchCase(found)) if found == case));

    let typed = Number::of(case).as_str().to_lowercase().replace('-', " ");
    let number = Number::parse(&typed).unwrap();
    assert_eq!(work.find(&stranger, &number).await.unwrap(), None);
    assert_eq!(work.find(&world.owner, &number).await.unwrap(), Some(case));
    let nothing = Number::of(crate::ids::CaseId(4711));
    assert_eq!(work.find(&world.owner, &nothing).await.unwrap(), None);
}

#[tokio::test]
async fn whoever_signed_and_is_sent_elsewhere_is_told() {
    let world = World::open().await;
    let case = world.complains().await;
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.delivered().await;
    let mut work = world.desk.begin().await.unwrap();
    let departments = work.departments().await.unwrap();
    let other = departments.into_iter().find(|other| other.id != world.water.department).unwrap();
    drop(work);

    world.does(&world.clerk, case, Event::Dispatch { department: other.id }).await.unwrap();
    insta::assert_snapshot!(world.told().await, @"centre: no_room; crew: released");
    let late = world.does(&world.crew, case, Event::SetOut).await;
    assert!(matches!(late, Err(DeskError::NoSuchCase(_))));
}
