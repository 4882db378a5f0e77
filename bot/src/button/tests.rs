//! Every button survives the trip to Telegram and back, and fits.

use casework::{
    callback::{Grade, Solved},
    case::handling::{Criterion, Judgement},
    ids::{CategoryId, OccupancyId},
    intake::{FormKind, Purpose},
    unit::Tenure,
};
use proptest::prelude::*;

use super::*;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn every_button() -> Vec<Button> {
    let sheet = |answered| Button::Sheet(QuestionnaireId(i64::MAX), i32::MAX, answered);
    let mut buttons = vec![];
    for kind in Kind::ALL {
        buttons
            .extend([Home::Begin(kind), Home::Restart(kind), Home::Caller(kind)].map(Button::Home));
    }
    for tag in Language::ALL {
        buttons.push(Button::Home(Home::Language(tag)));
        buttons.push(Button::Task(i32::MAX, Choice::Language(tag)));
    }
    buttons.extend([Home::Show, Home::Mine, Home::Languages, Home::Continue].map(Button::Home));
    buttons.extend([Home::Agree(i32::MAX), Home::Forget].map(Button::Home));
    buttons.extend([Home::Quiet(21, 8), Home::Ask(true), Home::Ask(false)].map(Button::Home));
    let queues = [Queue::Due, Queue::Stale].map(|queue| Home::Queue(queue, u16::MAX));
    buttons.extend(queues.map(Button::Home));
    let steps = [
        Step::CallerName,
        Step::CallerPhone,
        Step::Story,
        Step::Category,
        Step::Place,
        Step::About,
        Step::Happened,
        Step::Wish,
        Step::WantedBy,
        Step::Contact,
        Step::Review,
    ];
    let choices = [
        Choice::Enough,
        Choice::Skip,
        Choice::SkipRest,
        Choice::Back,
        Choice::Cancel,
        Choice::CancelSurely,
        Choice::Send,
        Choice::Category(CategoryId(i64::MAX)),
        Choice::AllCategories,
        Choice::Place(PlaceId(i64::MAX)),
        Choice::Open(PlaceId(i64::MAX)),
        Choice::OpenAll,
        Choice::Page(u16::MAX),
        Choice::Visitor,
        Choice::About(About::Nobody),
        Choice::About(About::Desk),
        Choice::About(About::Managers),
        Choice::JustNow,
        Choice::On(day()),
        Choice::By(day()),
        Choice::Edit,
        Choice::Phrase(u8::MAX),
        Choice::Agree,
        Choice::Decline,
        Choice::OwnName,
        Choice::Case(CaseId(i64::MAX)),
        Choice::Corrective(usize::MAX),
        Choice::Kind(Kind::Praise),
        Choice::Settled(true),
        Choice::Settled(false),
    ];
    let edits = steps.map(Choice::EditStep).into_iter();
    let reports = ReportStep::ALL.map(Choice::EditReport).into_iter();
    for choice in choices.into_iter().chain(edits).chain(reports) {
        buttons.push(Button::Draft(i32::MAX, choice));
        buttons.push(Button::Task(i32::MAX, choice));
    }
    buttons.extend(case_buttons());
    buttons.extend([Solved::Yes, Solved::Partly, Solved::No].map(|of| sheet(Answered::Solved(of))));
    let grades = [Grade::Satisfied, Grade::Basically, Grade::Dissatisfied];
    buttons.extend(grades.map(|of| sheet(Answered::Grade(of))));
    let others = [Answered::Press(u8::MAX), Answered::Enough, Answered::Nothing, Answered::Correct];
    buttons.extend(others.map(sheet));
    buttons.extend([Answered::Decline, Answered::AskAgain].map(sheet));
    for role in Role::ALL {
        let department = role.is_of_department().then_some(DepartmentId(i64::MAX));
        let post = Post { role, department };
        buttons
            .extend([Setup::Role(role), Setup::Staff(post), Setup::Room(post)].map(Button::Setup));
    }
    buttons.extend(unit_buttons());
    let asked = RecognitionId(i64::MAX);
    let callers = [Caller::Look, Caller::Decide(asked, true), Caller::Decide(asked, false)];
    buttons.extend(callers.map(Button::Caller));
    let id = InvitationId(i64::MAX);
    buttons.extend(Detail::ALL.map(Setup::Tell).map(Button::Setup));
    buttons.extend(Language::ALL.map(Setup::Speak).map(Button::Setup));
    buttons.extend([Setup::Overview, Setup::Languages].map(Button::Setup));
    buttons.extend([Setup::Invite, Setup::Bind, Setup::Yes(id), Setup::No(id)].map(Button::Setup));
    let (page, post) = (Setup::Posts(u16::MAX), PostId(i64::MAX));
    let posts = [page, Setup::Remove(post), Setup::RemoveSurely(post)];
    buttons.extend(posts.map(Button::Setup));
    buttons
}

fn case_buttons() -> Vec<Button> {
    let case = |act| Button::Case(CaseId(i64::MAX), i32::MAX, act);
    let mut buttons = vec![];
    let acts = [
        Act::Sign,
        Act::SetOut,
        Act::Arrive,
        Act::Report,
        Act::SignOff,
        Act::Confirm,
        Act::Hurry,
        Act::Show,
        Act::Slip,
        Act::Correct,
        Act::Categories,
        Act::Category(CategoryId(i64::MAX)),
        Act::Departments,
        Act::Department(DepartmentId(i64::MAX)),
        Act::Severities,
        Act::Kinds,
        Act::Statements,
        Act::Agreement,
        Act::Settle,
        Act::Promise,
        Act::PromiseAt(i64::MAX),
        Act::More,
        Act::Acknowledge,
        Act::GrantTime,
        Act::Second,
        Act::Agree,
        Act::ApprovePlan,
        Act::TakeVisit,
        Act::Resume,
        Act::Recheck,
        Act::StillFine,
        Act::Triage,
        Act::Split,
        Act::Link,
    ];
    buttons.extend(FormKind::ALL.map(|kind| case(Act::Form(kind))));
    let judgements = Judgement::ALL.into_iter().flatten();
    buttons.extend(judgements.map(|judgement| case(Act::Assess(*judgement))));
    let grounds = RaiseGround::OF_DESK.map(|of| Button::Task(i32::MAX, Choice::Raised(of)));
    buttons.extend(grounds);
    buttons.extend(Mediator::ALL.map(|of| Button::Task(i32::MAX, Choice::Mediator(of))));
    buttons.extend(Party::ALL.map(|of| Button::Task(i32::MAX, Choice::Party(of))));
    buttons.extend(PauseGround::ALL.map(|of| Button::Task(i32::MAX, Choice::Ground(of))));
    let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
    buttons.push(Button::Task(i32::MAX, Choice::Time(time)));
    buttons.extend(acts.map(case));
    buttons.extend(Purpose::ALL.map(|purpose| case(Act::Words(purpose))));
    buttons.extend(Criterion::ALL.map(|criterion| case(Act::Criterion(criterion))));
    buttons.extend(Kind::ALL.map(|kind| case(Act::Kind(kind))));
    buttons
}

fn unit_buttons() -> Vec<Button> {
    let mut buttons = vec![];
    let (place, occupancy) = (PlaceId(i64::MAX), OccupancyId(i64::MAX));
    buttons.extend(
        [
            Unit::Mine,
            Unit::Find(None, u16::MAX),
            Unit::Find(Some(place), u16::MAX),
            Unit::Name(place),
            Unit::Leave(occupancy),
            Unit::Look,
            Unit::Decide(occupancy, None),
            Unit::Code(None, u16::MAX),
            Unit::Code(Some(place), u16::MAX),
            Unit::CodeOf(place),
            Unit::End(occupancy),
            Unit::EndSurely(occupancy),
        ]
        .map(Button::Unit),
    );
    for tenure in Tenure::ALL {
        let both = [Unit::Decide(occupancy, Some(tenure)), Unit::CodeFor(place, tenure)];
        buttons.extend(both.map(Button::Unit));
    }
    buttons
}

#[test]
fn every_button_survives_the_trip_and_fits() {
    for button in every_button() {
        let data = button.to_string();
        assert!(data.len() <= 64, "{data}");
        assert_eq!(data.parse(), Ok(button), "{data}");
    }
}

#[test]
fn no_two_buttons_carry_the_same() {
    let mut data: Vec<String> = every_button().iter().map(ToString::to_string).collect();
    let all = data.len();
    data.sort();
    data.dedup();
    assert_eq!(data.len(), all);
}

#[test]
fn what_is_not_ours_is_refused() {
    for data in
        ["", ":", "c1", "c1:1", "c1:1:1:fly", "a1:42", "c1:+1:1:sign", "c1:01:1:sign", "h1:home "]
    {
        assert_eq!(data.parse::<Button>(), Err(UnknownButton), "{data:?}");
    }
}

proptest! {
    #[test]
    fn random_data_is_read_or_refused_and_never_panics(data in "[a-z0-9:+-]{0,64}|.{0,64}") {
        if let Ok(button) = data.parse::<Button>() {
            prop_assert_eq!(button.to_string(), data);
        }
    }
}
