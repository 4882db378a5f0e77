//! From the result to the end: heard, signed off, called back, reviewed.

use chrono::TimeDelta;

use super::world::{World, holder};
use crate::{
    case::{Event, Refusal, Severity, State, event::Correction},
    desk::DeskError,
    ids::{CaseId, QuestionnaireId},
    intake::{Caller, Draft},
    people::{Person, Role},
    policy::TimerKind,
    questionnaire::Reply,
};

/// The owner answers the newest questionnaire; whether every answer was taken.
async fn answers(world: &World, replies: Vec<Reply>) -> bool {
    answers_as(world, &world.owner, replies).await
}

/// The same by somebody who writes down what the owner says.
async fn answers_as(world: &World, person: &Person, replies: Vec<Reply>) -> bool {
    let newest = world.count("select max(id) from questionnaires").await;
    let mut work = world.desk.begin().await.unwrap();
    for reply in replies {
        let taken = work.answer_questionnaire(person, QuestionnaireId(newest), None, reply).await;
        if taken.unwrap().is_none() {
            return false;
        }
    }
    work.finish("").await.unwrap();
    true
}

fn content() -> Vec<Reply> {
    let satisfied = [Reply::Press(0), Reply::Press(0), Reply::Press(0), Reply::Press(0)];
    satisfied.into_iter().chain([Reply::Press(0)]).collect()
}

/// Mended, confirmed, signed off, and a day later.
async fn asked(world: &World) -> CaseId {
    let case = world.complains().await;
    world.is_mended(case).await;
    world.does(&world.owner, case, Event::Confirm).await.unwrap();
    world.does(&world.head, case, Event::SignOff).await.unwrap();
    world.delivered().await;
    world.pass(TimeDelta::days(1)).await;
    case
}

/// C-10: the estate asks about water when it has run for a week, and only one of a hundred about lamps.
#[tokio::test]
async fn a_questionnaire_of_its_own_says_when_it_is_asked_and_of_how_many() {
    let world = World::open().await;
    let own = crate::questionnaire::SHIPPED[0].1;
    let own = own.replace("questionnaire = \"callback\"", "questionnaire = \"water\"");
    let own = own.replace("categories = []", "categories = [\"water\"]");
    let scheduled = |version: i32, schedule: &str| {
        let own = own.replace("version = 1", &format!("version = {version}"));
        let own = own.replacen("[[questions]]", &format!("{schedule}\n[[questions]]"), 1);
        let text = include_str!("../../../../deploy/estate.example.toml");
        let text = text.replacen("[site]\n", "[site]\nquestionnaires = [\"water.toml\"]\n", 1);
        crate::estate::Estate::read(&text, |_| Ok(own.clone().into_bytes())).unwrap()
    };
    let weekly = "[schedule]\nafter = \"7cd\"\nremind = \"2d\"\nopen = \"5d\"\n";
    world.desk.settle_in(&scheduled(1, weekly)).await.unwrap();
    let case = world.complains().await;
    world.is_mended(case).await;
    world.does(&world.owner, case, Event::Confirm).await.unwrap();
    world.does(&world.head, case, Event::SignOff).await.unwrap();
    let why = world.desk.begin().await.unwrap().why(case).await.unwrap();
    let callback = why.iter().find(|why| why.kind == TimerKind::Callback).unwrap();
    assert_eq!(callback.basis, crate::case::why::Basis::Questionnaire);
    assert_eq!(callback.due_at - callback.from, TimeDelta::days(7));
    world.pass(TimeDelta::days(6)).await;
    assert_eq!(world.count("select count(*) from questionnaires").await, 0);
    world.pass(TimeDelta::days(2)).await;
    assert_eq!(world.count("select count(*) from questionnaires").await, 1);
    let why = world.desk.begin().await.unwrap().why(case).await.unwrap();
    let open = why.iter().find(|why| why.kind == TimerKind::CallbackExpiry).unwrap();
    assert_eq!(open.due_at - open.from, TimeDelta::days(5));

    world.desk.settle_in(&scheduled(2, "[schedule]\nshare = 0\n")).await.unwrap();
    let spared = world.complains().await;
    world.is_mended(spared).await;
    world.does(&world.owner, spared, Event::Confirm).await.unwrap();
    world.does(&world.head, spared, Event::SignOff).await.unwrap();
    world.pass(TimeDelta::days(2)).await;
    assert!(matches!(world.state(spared).await, State::Archived { .. }));
    assert_eq!(world.count("select count(*) from questionnaires").await, 1, "nobody is asked");
}

#[tokio::test]
async fn a_satisfied_owner_ends_a_minor_case() {
    let world = World::open().await;
    let case = asked(&world).await;
    insta::assert_snapshot!(world.told().await, @"owner: [questionnaire]");
    assert!(answers(&world, content()).await);
    assert!(matches!(world.state(case).await, State::Archived { .. }));
    let running = "select count(*) from timers
                   where fired_at is null and disarmed_at is null and kind <> 'second_callback'";
    assert_eq!(world.count(running).await, 0);
    assert!(!answers(&world, content()).await, "it is answered");
}

#[tokio::test]
async fn a_dissatisfied_owner_opens_the_case_again() {
    let world = World::open().await;
    let case = asked(&world).await;
    world.delivered().await;
    // Solved, dissatisfied, with the rest satisfied; rude.
    let replies = vec![
        Reply::Press(0),
        Reply::Press(2),
        Reply::Press(0),
        Reply::Press(0),
        Reply::Press(2),
        Reply::Enough,
        Reply::Text("Nobody called".to_owned()),
        Reply::Press(0),
    ];
    assert!(answers(&world, replies).await);
    world.meddles("delete from outbox where letter->>'letter' = 'questionnaire'").await;
    let view = world.view(case).await;
    assert!(matches!(view.case.state, State::Dispatched { .. }));
    assert_eq!(view.case.round, 2);
    insta::assert_snapshot!(world.told().await, @"owner: work_goes_on; centre: reopened; head: reopened");
}

#[tokio::test]
async fn a_silent_owner_is_written_down_as_silent() {
    let world = World::open().await;
    let case = asked(&world).await;
    world.delivered().await;
    world.pass(TimeDelta::days(1)).await;
    assert_eq!(world.told().await, "owner: callback_reminder");
    world.pass(TimeDelta::days(7)).await;
    assert!(matches!(world.state(case).await, State::Archived { .. }));
    assert!(!answers(&world, content()).await, "it is no longer wanted");
}

#[tokio::test]
async fn a_serious_case_waits_for_its_review() {
    let world = World::open().await;
    let case = asked(&world).await;
    let event = Event::Correct(Correction::severity(Severity::Serious));
    world.does(&world.clerk, case, event).await.unwrap();
    assert!(answers(&world, content()).await);
    assert!(matches!(world.state(case).await, State::Reported { .. }), "the leaders come first");
    let fix = Event::Fix {
        measure: "A new joint everywhere".to_owned(),
        responsible: world.head.id,
        until: world.clock.now() + TimeDelta::days(2),
    };
    let mut work = world.desk.begin().await.unwrap();
    let leader = holder(&mut work, 9, Role::Leader, None).await;
    work.finish("").await.unwrap();
    world.does(&leader, case, fix).await.unwrap();
    assert!(matches!(world.state(case).await, State::Closed { .. }));
    world.delivered().await;

    world.pass(TimeDelta::days(7)).await;
    assert_eq!(world.told().await, "head: late review; centre: late review");
    let minutes = Event::Review { minutes: "The joint is checked every spring".to_owned() };
    let refused = world.does(&world.crew, case, minutes.clone()).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::NotEntitled))));
    let refused = world.does(&world.head, case, minutes.clone()).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::NoCorrective))));
    let prevent = Event::Prevent {
        measure: "Each spring".to_owned(),
        responsible: world.head.id,
        until: world.clock.now() + TimeDelta::days(90),
    };
    world.does(&world.head, case, prevent).await.unwrap();
    world.does(&world.head, case, minutes).await.unwrap();
    assert!(matches!(world.state(case).await, State::Archived { .. }));
}

#[tokio::test]
async fn an_owner_without_a_chat_is_called_and_the_desk_writes_it_down() {
    let world = World::open().await;
    let caller = Caller {
        name: "Mrs Lin".to_owned(),
        phone: "0571 1234567".to_owned(),
        ..Caller::default()
    };
    let draft = Draft { caller: Some(caller), ..world.draft() };
    let mut work = world.desk.begin().await.unwrap();
    let (case, _) = work.register(&draft, &world.clerk).await.unwrap();
    work.finish("").await.unwrap();
    world.delivered().await;

    world.is_mended(case).await;
    assert!(world.told().await.contains("centre: please_call"));
    world.does(&world.clerk, case, Event::Confirm).await.unwrap();
    world.does(&world.head, case, Event::SignOff).await.unwrap();
    world.delivered().await;
    world.pass(TimeDelta::days(1)).await;
    assert!(world.told().await.contains("centre: please_call"));
    assert!(answers_as(&world, &world.clerk, content()).await);
    assert!(matches!(world.state(case).await, State::Archived { .. }));
    let clerk = world.clerk.id;
    let wrote = format!("select count(*) from questionnaires where written_by = {clerk}");
    assert_eq!(world.count(wrote.leak()).await, 1);
}

/// who calls has had no hand in the work; nor does anybody answer for an owner with a chat.
#[tokio::test]
async fn whoever_worked_on_it_does_not_call() {
    let world = World::open().await;
    let case = asked(&world).await;
    assert!(!answers_as(&world, &world.clerk, content()).await, "the owner has a chat");
    world.meddles("update people set unreachable_at = now() where account = 1").await;
    world.meddles("insert into posts (person_id, role, site_id, since) select id, 'desk', site_id, now() from people where account = 3").await;
    let signer = world.view(case).await.case.state.signer().unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let signer = work.person(signer).await.unwrap();
    drop(work);
    assert!(signer.is(Role::Desk), "who signed sits at the desk by now");
    assert!(!answers_as(&world, &signer, content()).await);
    assert!(answers_as(&world, &world.clerk, content()).await);
}
