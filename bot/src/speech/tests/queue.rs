//! The list of what is open, and the round of the morning.

use casework::{
    case::{Severity, effect::Found},
    desk::{CaseView, Queue},
    ids::{CaseId, PolicyId},
    policy::TimerKind,
    store::Queued,
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{Sample, now},
};

/// All of it.
pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    let voice = sample.voice();
    book.chapter = "What is open";
    let views = sample.views();
    let queued = |view: &CaseView, late, next| Queued {
        case: view.case.id,
        late,
        next,
        touched: now() - TimeDelta::days(2),
        has_somebody: true,
        severity: Severity::Minor,
        policy: PolicyId(1),
        is_worked_on: true,
    };
    let due = Some((TimerKind::Solve, now() + TimeDelta::days(1)));
    let all: Vec<(Queued, CaseView)> = views
        .iter()
        .zip([(true, due), (false, due), (false, None)])
        .map(|((_, view), (late, next))| (queued(view, late, next), view.clone()))
        .collect();
    for queue in [Queue::Due, Queue::Stale] {
        book.page(format!("{queue:?}"), voice.queue(queue, 1, 30, &all));
        book.page(format!("{queue:?}: nothing"), voice.queue(queue, 0, 0, &[]));
    }
    book.toast("not for owners", voice.queue_not_yours());
    book.chapter = "The round of the morning";
    let found = Found { open: 12, late: 3, stale: 2, lacking: vec![] };
    book.group("late and untouched", voice.round(&found, &[]));
    let lacking = Found { lacking: vec![CaseId(1)], ..found };
    book.group("something lacks somebody", voice.round(&lacking, &["TGN-6WC9".to_owned()]));
}
