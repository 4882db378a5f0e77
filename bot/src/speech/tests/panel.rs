//! What the demo's panel says: in a word or two.

use casework::{
    callback::{Grade, Solved, Verdict},
    case::{Event, Outcome, Severity, event::Correction, handling::Judgement},
    ids::{CaseId, DepartmentId, PersonId},
    intake::{Form, FormKind, Purpose},
    policy::TimerKind,
};

use super::{book::Book, sample::now};
use crate::speech::Voice;

/// All of it.
pub(super) fn panel(book: &mut Book, voice: Voice) {
    book.chapter = "The demo's panel";
    let text = || "…".to_owned();
    let mut events: Vec<Event> = Purpose::ALL.map(|purpose| purpose.event(text())).into();
    let somebody = PersonId(1);
    events.extend(FormKind::ALL.map(|kind| Form::trial(kind, somebody, now())));
    events.extend([Event::Acknowledge, Event::GrantTime, Event::Second, Event::Agree]);
    events.extend([Event::ApprovePlan, Event::TakeVisit, Event::Resume, Event::Recheck]);
    events.extend([Event::StillFine, Event::CameBack { reason: String::new() }]);
    events.push(Event::Assess { judgement: Judgement::ReasonSufficient(true) });
    let verdict = Verdict {
        solved: Solved::Yes,
        grade: Grade::Satisfied,
        attitude: None,
        speed: None,
        causes: None,
        reason: None,
        words: None,
    };
    events.extend([
        Event::Register,
        Event::Dispatch { department: DepartmentId(1) },
        Event::Correct(Correction::default()),
        Event::Promise { at: now() },
        Event::Sign,
        Event::SetOut,
        Event::Arrive,
        Event::Report { outcome: Outcome::default() },
        Event::Confirm,
        Event::SignOff,
        Event::Answer { verdict: verdict.clone() },
        Event::Revise { verdict },
        Event::OptOut,
        Event::Spare,
        Event::Locate { whereabouts: String::new() },
        Event::Hurry,
        Event::Alarm,
        Event::Lead {
            case: CaseId(2),
            severity: Severity::Minor,
            until: None,
            at: None,
            accused: vec![],
        },
        Event::Split,
        Event::Settle,
        Event::Share { outcome: Outcome::default(), signer: somebody, department: None, at: now() },
        Event::Recall,
        Event::Recognise { owner: somebody },
        Event::Overdue { timer: TimerKind::Pickup },
    ]);
    for event in &events {
        book.toast(event.name(), voice.event(event));
    }
}
