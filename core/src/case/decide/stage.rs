//! The people, moments and cases with which the chart is drawn and the table is tested.
#![expect(clippy::unwrap_used, reason = "written here, not said by anybody")]

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    callback::{Grade, Solved},
    case::{
        Channel, Facts, Finished, Handling, Kind, Number, Outcome,
        event::Correction,
        handling,
        handling::{Criterion, Judgement, Mediator, Party, PauseGround, RaiseGround},
    },
    ids::{CaseId, CategoryId, DepartmentId, PolicyId, SiteId},
    policy::SHIPPED,
};

use super::{
    Calendar, CallbackState, Case, Decision, Effect, Event, Notice, OwnersWord, PersonId, Policy,
    Severity, SignOff, State, Step, Terms, TimerKind, Verdict, gates::finished,
};
use Effect::{Arm, Disarm, DisarmAll, PostSlip, RecallQuestionnaire, Tell};
use State::{Archived, Closed, Dispatched, Registered, Reported, Withdrawn, Working};

pub(super) const OWNER: PersonId = PersonId(1);
pub(super) const SIGNER: PersonId = PersonId(2);
pub(super) const HEAD: PersonId = PersonId(3);
pub(super) const DESK: PersonId = PersonId(4);
pub(super) const MANAGER: PersonId = PersonId(5);
pub(super) const LEADER: CaseId = CaseId(7);
pub(super) const ELSEWHERE: DepartmentId = DepartmentId(2);

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-20T04:00:00Z".parse().unwrap()
}

pub(super) fn terms() -> Terms<'static> {
    static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::parse(SHIPPED[0].1).unwrap());
    static CALENDAR: LazyLock<Calendar> =
        LazyLock::new(|| Calendar::weekdays(chrono_tz::Asia::Shanghai));
    Terms { policy: &POLICY, calendar: &CALENDAR }
}

/// A minor complaint with a department.
pub(super) fn case_in(state: State) -> Case {
    Case {
        id: CaseId(42),
        number: Number::of(CaseId(42)),
        site: SiteId(1),
        kind: Kind::Complaint,
        channel: Channel::Chat,
        owner: OWNER,
        filed_by: OWNER,
        department: Some(DepartmentId(1)),
        category: Some(CategoryId(1)),
        place: None,
        severity: Severity::Minor,
        facts: Facts { story: "The ceiling drips".to_owned(), ..Facts::default() },
        handling: Handling::default(),
        state,
        round: 1,
        bounces: 0,
        policy: PolicyId(1),
        version: 1,
        opened_at: noon(),
    }
}

/// A case that was just written down and lies at the desk.
pub(super) fn registered(kind: Kind) -> Case {
    let state = Registered { since: noon() };
    Case { kind, department: None, category: None, round: 0, ..case_in(state) }
}

pub(super) fn working(step: Step) -> State {
    let now = noon();
    Working { signer: SIGNER, signed_at: now, accepted_at: now, step, asked_at: None }
}

pub(super) fn outcome() -> Outcome {
    let [result, cause, remedy] = ["dry", "a joint", "ceiling repainted"].map(str::to_owned);
    Outcome { result, cause, remedy, advice: None }
}

pub(super) fn reported(owner: OwnersWord, signed: bool, callback: CallbackState) -> State {
    let (at, signed_at) = (noon(), noon());
    let signed_off = signed.then_some(SignOff { by: HEAD, at });
    Reported { signer: SIGNER, signed_at, at, outcome: outcome(), owner, signed_off, callback }
}

/// Every state in which a case can be, and what makes a difference there.
pub(super) fn states() -> Vec<(String, Case)> {
    let returned = Case { bounces: 1, ..case_in(Registered { since: noon() }) };
    let mut cases = vec![
        ("complaint".to_owned(), registered(Kind::Complaint)),
        ("complaint, returned".to_owned(), returned),
        ("consultation".to_owned(), registered(Kind::Consultation)),
        (String::new(), case_in(Dispatched { since: noon() })),
    ];
    let mut hurried = case_in(working(Step::Accepted));
    hurried.facts.hurried_at = Some(noon());
    cases.push(("accepted, just hurried".to_owned(), hurried));
    cases.push(("set out".to_owned(), case_in(working(Step::SetOut))));
    cases.push(("arrived".to_owned(), case_in(working(Step::Arrived))));
    for (owner, signed, callback) in gates() {
        cases.push((String::new(), case_in(reported(owner, signed, callback))));
    }
    for (owner, signed, callback) in [
        (OwnersWord::Fixed, true, CallbackState::Asked),
        (OwnersWord::Silent, false, CallbackState::Silent),
    ] {
        let mut case = case_in(reported(owner, signed, callback));
        case.severity = Severity::Serious;
        case.handling.measure = Some(measure());
        cases.push(("serious".to_owned(), case));
    }
    let closed = case_in(Closed { at: noon(), finished: slip() });
    cases.push(("serious".to_owned(), Case { severity: Severity::Serious, ..closed }));
    cases.extend(led());
    cases.push((String::new(), case_in(Archived { at: noon(), finished: Some(slip()) })));
    cases.push((String::new(), case_in(Withdrawn { at: noon() })));
    cases.extend(agreed());
    cases.into_iter().map(|(note, case)| (title(&note, &case), case)).collect()
}

/// Dealt with together with another: before its result, and after.
fn led() -> Vec<(String, Case)> {
    let handling = || Handling { merged: Some(LEADER), ..Handling::default() };
    let waits = Case { handling: handling(), ..case_in(State::Merged { since: noon() }) };
    let told = reported(OwnersWord::Silent, false, CallbackState::Silent);
    let told = Case { handling: handling(), severity: Severity::Serious, ..case_in(told) };
    vec![(String::new(), waits), ("serious, led by another".to_owned(), told)]
}

/// States in which something beside the case's way is open.
fn agreed() -> Vec<(String, Case)> {
    let words = || "words".to_owned();
    let with = |state, handling| Case { handling, ..case_in(state) };
    let decline = handling::Decline {
        ground: words(),
        explanation: words(),
        suggestion: words(),
        by: DESK,
        seconded: None,
    };
    let quote = handling::Quote { work: words(), amount: words(), agreed: None };
    let until = noon() + TimeDelta::days(2);
    let asked = handling::TimeAsked { reason: words(), until, by: SIGNER };
    let objection = handling::Objection { level: 1, reason: words(), at: noon(), decided: None };
    let objects = Handling { objection: Some(objection), ..Handling::default() };
    let over = Archived { at: noon(), finished: Some(slip()) };
    let gates = reported(OwnersWord::Fixed, false, CallbackState::Silent);
    let declined = Handling { decline: Some(decline), ..Handling::default() };
    let open = Handling { quote: Some(quote), time_asked: Some(asked), ..Handling::default() };
    let grave = Case { severity: Severity::Serious, ..case_in(gates.clone()) };
    [
        ("to be declined", with(Registered { since: noon() }, declined)),
        ("price told, time asked", with(working(Step::Accepted), open)),
        ("objected", with(gates, objects.clone())),
        ("grave since the result", grave),
        ("objected", with(over, objects)),
    ]
    .map(|(note, case)| (note.to_owned(), case))
    .into()
}

fn measure() -> handling::Measure {
    let until = noon() + TimeDelta::days(2);
    handling::Measure { text: "a new joint".to_owned(), responsible: HEAD, until, by: MANAGER }
}

/// A slip with everything in it.
fn slip() -> Finished {
    finished(&reported(OwnersWord::Fixed, true, CallbackState::Silent)).unwrap()
}

fn title(note: &str, case: &Case) -> String {
    match note {
        "" => format!("== {}", speak(&case.state)),
        note => format!("== {} ({note})", speak(&case.state)),
    }
}

/// Every combination of the gates that leaves a minor case open.
fn gates() -> Vec<(OwnersWord, bool, CallbackState)> {
    let answered = CallbackState::Answered(Grade::Satisfied);
    let callbacks = [CallbackState::Planned, CallbackState::Asked, answered, CallbackState::Silent];
    let mut gates = vec![];
    for signed in [false, true] {
        // Nobody is asked about a result before they have heard of it.
        gates.push((OwnersWord::Awaited, signed, CallbackState::Planned));
        for owner in [OwnersWord::Fixed, OwnersWord::Silent] {
            let open = if signed { &callbacks[..2] } else { &callbacks };
            gates.extend(open.iter().map(|callback| (owner, signed, *callback)));
        }
    }
    gates
}

pub(super) fn verdict(solved: Solved, grade: Grade) -> Event {
    Event::Answer { verdict: comes_to(solved, grade) }
}

fn revised(solved: Solved, grade: Grade) -> Event {
    Event::Revise { verdict: comes_to(solved, grade) }
}

fn comes_to(solved: Solved, grade: Grade) -> Verdict {
    let reason = Some("still damp".to_owned());
    Verdict { solved, grade, attitude: None, speed: None, causes: None, reason, words: None }
}

/// What can happen: what the chart calls it, who does it, and the event.
pub(super) type Happening = (&'static str, Option<PersonId>, Event);

/// Everything that can happen, in all its meaningful variants, each with who does it.
pub(super) fn all_events(case: &Case) -> Vec<Happening> {
    let mut all = events(case);
    all.extend(of_agreement());
    all.extend(of_work());
    all
}

/// Everything that moves a case, or keeps it from moving.
pub(super) fn events(case: &Case) -> Vec<Happening> {
    let mut events = of_desk(case);
    events.extend(of_crew());
    events.extend(of_owner());
    events.extend(of_judgement());
    events.extend(of_leader());
    for timer in TimerKind::ALL {
        events.push((overdue_label(timer), None, Event::Overdue { timer }));
    }
    events
}

fn of_desk(case: &Case) -> Vec<Happening> {
    let own = case.department.unwrap_or(DepartmentId(1));
    let promise = |hours| Event::Promise { at: noon() + TimeDelta::hours(hours) };
    let severity = |severity| Event::Correct(Correction::severity(severity));
    let text = || "words".to_owned();
    let desk = Some(DESK);
    let other = (!case.kind.needs_work()).then(|| {
        ("correct to a complaint", desk, Event::Correct(Correction::kind(Kind::Complaint)))
    });
    let of_all = vec![
        ("register", desk, Event::Register),
        ("dispatch", desk, Event::Dispatch { department: own }),
        ("dispatch elsewhere", desk, Event::Dispatch { department: ELSEWHERE }),
        ("correct nothing", desk, severity(case.severity)),
        ("correct category", desk, Event::Correct(Correction::category(CategoryId(7)))),
        ("correct to minor", desk, severity(Severity::Minor)),
        ("correct to major", desk, severity(Severity::Major)),
        ("promise tomorrow", desk, promise(24)),
        ("promise yesterday", desk, promise(-24)),
        ("promise next month", desk, promise(24 * 30)),
        ("reply", desk, Event::Reply { text: text() }),
        ("note", desk, Event::Note { text: text() }),
    ];
    of_all.into_iter().chain(other).collect()
}

fn of_crew() -> Vec<Happening> {
    let text = || "words".to_owned();
    let (signer, head) = (Some(SIGNER), Some(HEAD));
    vec![
        ("sign by signer", signer, Event::Sign),
        ("sign by another", head, Event::Sign),
        ("set out", signer, Event::SetOut),
        ("arrive", signer, Event::Arrive),
        ("ask", signer, Event::Ask { text: text() }),
        ("say by signer", signer, Event::Say { text: text() }),
        ("return by signer", signer, Event::Return { reason: text() }),
        ("return by head", head, Event::Return { reason: text() }),
        ("report", signer, Event::Report { outcome: outcome() }),
        ("sign off", head, Event::SignOff),
        ("send back", head, Event::SendBack { reason: text() }),
        ("review", head, Event::Review { minutes: text() }),
    ]
}

/// What decides whether, and how, a case ends.
fn of_judgement() -> Vec<Happening> {
    let text = || "words".to_owned();
    let (head, manager) = (Some(HEAD), Some(MANAGER));
    let until = noon() + TimeDelta::days(2);
    vec![
        ("fix", manager, Event::Fix { measure: text(), responsible: HEAD, until }),
        ("prevent", head, Event::Prevent { measure: text(), responsible: HEAD, until }),
        ("object", Some(OWNER), Event::Object { reason: text() }),
        ("uphold by the head", head, Event::Decide { upheld: true, reason: text() }),
        ("uphold", manager, Event::Decide { upheld: true, reason: text() }),
        ("dismiss", manager, Event::Decide { upheld: false, reason: text() }),
    ]
}

/// What goes on between a case and another of the same cause.
fn of_leader() -> Vec<Happening> {
    let department = Some(DepartmentId(1));
    let share = Event::Share { outcome: outcome(), signer: SIGNER, department, at: noon() };
    vec![
        ("merge", Some(DESK), Event::Merge { into: LEADER }),
        ("merge by a rule", None, Event::Merge { into: LEADER }),
        ("merge with itself", Some(DESK), Event::Merge { into: CaseId(42) }),
        ("split", Some(DESK), Event::Split),
        ("share", None, share.clone()),
        ("share by somebody", Some(DESK), share),
        ("recall", None, Event::Recall),
    ]
}

/// What is agreed beside the way; of these, only that a case is not accepted moves it.
pub(super) fn of_agreement() -> Vec<Happening> {
    let text = || "words".to_owned();
    let (signer, manager, owner) = (Some(SIGNER), Some(MANAGER), Some(OWNER));
    let desk = Some(DESK);
    let until = noon() + TimeDelta::days(2);
    vec![
        (
            "decline",
            desk,
            Event::Decline { ground: text(), explanation: text(), suggestion: text() },
        ),
        ("second by the desk", desk, Event::Second),
        ("second", manager, Event::Second),
        ("reject", manager, Event::Reject { reason: text() }),
        ("acknowledge", manager, Event::Acknowledge),
        ("ask time", signer, Event::AskTime { reason: text(), until }),
        ("ask time that is past", signer, Event::AskTime { reason: text(), until: noon() }),
        ("grant time by who asked", signer, Event::GrantTime),
        ("grant time", manager, Event::GrantTime),
        ("refuse time", manager, Event::RefuseTime { reason: text() }),
        ("relieve", signer, Event::Relieve { measure: text(), reason: text(), until }),
        ("quote", signer, Event::Quote { work: text(), amount: text() }),
        ("agree", owner, Event::Agree),
        ("refuse quote", owner, Event::RefuseQuote { reason: text() }),
        ("refer", Some(DESK), Event::Refer { body: text(), contact: text(), until }),
        ("accuse", Some(DESK), Event::Accuse { person: HEAD }),
    ]
}

/// What is planned, agreed and found while work goes on.
pub(super) fn of_work() -> Vec<Happening> {
    let text = || "words".to_owned();
    let (signer, head, owner) = (Some(SIGNER), Some(HEAD), Some(OWNER));
    let (desk, until) = (Some(DESK), noon() + TimeDelta::days(2));
    let pause = |ground, until| Event::Pause { ground, what: text(), until };
    let far = noon() + TimeDelta::days(60);
    let mediate =
        |settled| Event::Mediate { agreed: text(), until, settled, mediator: Mediator::Committee };
    vec![
        ("assess", desk, Event::Assess { judgement: Judgement::ReasonSufficient(true) }),
        ("plan", signer, Event::Plan { plan: text(), until }),
        ("approve plan by whose it is", signer, Event::ApprovePlan),
        ("approve plan", head, Event::ApprovePlan),
        ("reject plan", head, Event::RejectPlan { reason: text() }),
        ("offer visit", signer, Event::OfferVisit { at: until }),
        ("offer visit in the past", signer, Event::OfferVisit { at: noon() }),
        ("take visit", owner, Event::TakeVisit),
        ("other visit", owner, Event::OtherVisit { text: text() }),
        ("survey", signer, Event::Survey { found: text() }),
        ("pause for the owner", signer, pause(PauseGround::Owner, until)),
        ("pause for a contractor", signer, pause(PauseGround::Outside, until)),
        ("pause for ever", signer, pause(PauseGround::Parts, far)),
        ("resume", signer, Event::Resume),
        ("locate", desk, Event::Locate { whereabouts: text() }),
        ("alarm", owner, Event::Alarm),
        ("raise", desk, Event::Raise { ground: RaiseGround::Compensation }),
        ("raise as repeated", None, Event::Raise { ground: RaiseGround::Repeated }),
        ("recheck", head, Event::Recheck),
        ("relapse", head, Event::Relapse { reason: text() }),
        ("complete", head, Event::Complete { which: 0, done: text() }),
        ("correct to a repair", desk, Event::Correct(Correction::kind(Kind::Repair))),
        ("correct to a question", desk, Event::Correct(Correction::kind(Kind::Consultation))),
        ("criterion", desk, Event::Correct(Correction::criterion(Criterion::NotInPlace))),
        ("mediate", desk, mediate(true)),
        ("mediate in vain", desk, mediate(false)),
        ("settle", owner, Event::Settle),
        ("statement", desk, Event::Statement { party: Party::Other, text: text() }),
        ("recognise", desk, Event::Recognise { owner: PersonId(77) }),
        (
            "lead",
            desk,
            Event::Lead {
                case: LEADER,
                severity: Severity::Serious,
                until: Some(until),
                at: Some(noon() + TimeDelta::hours(1)),
                accused: vec![HEAD],
            },
        ),
    ]
}

fn of_owner() -> Vec<Happening> {
    let text = || "words".to_owned();
    let owner = Some(OWNER);
    vec![
        ("confirm", owner, Event::Confirm),
        ("partly", owner, Event::Partly { left: text() }),
        ("dispute", owner, Event::Dispute { reason: text() }),
        ("answer satisfied", owner, verdict(Solved::Yes, Grade::Satisfied)),
        ("answer partly", owner, verdict(Solved::Partly, Grade::Basically)),
        ("answer not solved", owner, verdict(Solved::No, Grade::Basically)),
        ("answer dissatisfied", owner, verdict(Solved::Yes, Grade::Dissatisfied)),
        ("still fine", owner, Event::StillFine),
        ("came back", owner, Event::CameBack { reason: text() }),
        ("revise to satisfied", owner, revised(Solved::Yes, Grade::Satisfied)),
        ("revise to not solved", owner, revised(Solved::No, Grade::Basically)),
        ("opt out", owner, Event::OptOut),
        ("spare", None, Event::Spare),
        ("add", owner, Event::Add { text: Some(text()), files: 1 }),
        ("say by owner", owner, Event::Say { text: text() }),
        ("hurry", owner, Event::Hurry),
        ("withdraw", owner, Event::Withdraw { reason: None }),
    ]
}

fn overdue_label(timer: TimerKind) -> &'static str {
    match timer {
        TimerKind::Dispatch => "overdue dispatch",
        TimerKind::Measure => "overdue measure",
        TimerKind::FollowUp => "overdue follow-up",
        TimerKind::Objection => "overdue objection",
        TimerKind::Age => "overdue age",
        TimerKind::Pickup => "overdue pickup",
        TimerKind::Arrive => "overdue arrive",
        TimerKind::Plan => "overdue plan",
        TimerKind::Solve => "overdue solve",
        TimerKind::SignOff => "overdue sign_off",
        TimerKind::Confirm => "overdue confirm",
        TimerKind::Callback => "overdue callback",
        TimerKind::CallbackReminder => "overdue callback_reminder",
        TimerKind::CallbackExpiry => "overdue callback_expiry",
        TimerKind::Promise => "overdue promise",
        TimerKind::Review => "overdue review",
        TimerKind::Chase => "overdue chase",
        TimerKind::Hurry => "overdue hurry",
        TimerKind::Approve => "overdue approve",
        TimerKind::Pause => "overdue pause",
        TimerKind::Recheck => "overdue recheck",
        TimerKind::Corrective => "overdue corrective",
        TimerKind::Tell => "overdue tell",
        TimerKind::SecondCallback => "overdue second_callback",
    }
}

/// A state in a few words.
pub(super) fn speak(state: &State) -> String {
    match state {
        Working { step, .. } => format!("working {}", name(step)),
        Reported { owner, signed_off, callback, .. } => {
            let signed = if signed_off.is_some() { "signed off" } else { "unsigned" };
            format!("reported: owner {}, {signed}, callback {}", name(owner), name(callback))
        }
        state => state.stage().to_owned(),
    }
}

/// What a decision comes to, in one line.
pub(super) fn answer(before: &Case, decision: &Decision) -> String {
    let next = &decision.case;
    let mut words = vec![];
    if speak(&next.state) != speak(&before.state) || next.round != before.round {
        words.push(format!("-> {}", speak(&next.state)));
    }
    words.extend(decision.effects.iter().map(|effect| match effect {
        Tell(audience, notice) => {
            let late = if let Notice::Late { timer } = notice { timer.name() } else { "" };
            format!("tell {audience:?} {} {late}", tag(notice)).trim_end().to_lowercase()
        }
        Arm(timer, _) => format!("wait {}", timer.name()),
        Effect::Hasten(timer) => format!("hasten {}", timer.name()),
        Disarm(timer) => format!("stop {}", timer.name()),
        DisarmAll => "stop all".to_owned(),
        PostSlip => format!("post slip {}", next.round),
        Effect::AskOwner => "ask owner".to_owned(),
        RecallQuestionnaire => "recall questionnaire".to_owned(),
    }));
    words.join("; ")
}

fn tag(notice: &Notice) -> String {
    let json = serde_json::to_value(notice).unwrap();
    json["notice"].as_str().unwrap().to_owned()
}

/// What the book calls a thing; a thing with content is called by its content's name too.
fn name(thing: &impl serde::Serialize) -> String {
    match serde_json::to_value(thing).unwrap() {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(of) => {
            let words: Vec<&str> =
                of.iter().flat_map(|(name, of)| [name.as_str(), of.as_str().unwrap()]).collect();
            words.join(" ")
        }
        other => other.to_string(),
    }
}
