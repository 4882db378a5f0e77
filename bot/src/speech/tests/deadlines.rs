//! The chapter of the phrase book on time: what is late, and why a deadline is when it is.

use casework::{
    case::{
        Notice, Severity, Step,
        why::{Ahead, Basis, Why},
    },
    policy::{Counted, Hearer, Picked, Span, TimerKind, Variant},
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{Sample, now},
};

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Deadlines";
    late(book, sample);
    explained(book, sample);
    lengths(book, sample);
}

fn late(book: &mut Book, sample: &Sample) {
    let voice = sample.voice();
    let working = sample.view(Sample::working(Step::Accepted, false), &[(TimerKind::Solve, 2_880)]);
    for kind in TimerKind::ALL {
        let mut view = working.clone();
        if kind == TimerKind::Arrive {
            view.policy = Sample::shipped("repair_in_unit");
        }
        if kind == TimerKind::Age {
            view.case.severity = Severity::Major;
        }
        let page = voice.notice(&view, &Notice::Late { timer: kind }, false);
        book.group(format!("late: {}", kind.name()), page);
    }
    let mut view = working.clone();
    view.policy = Sample::shipped("incubator");
    let late = Notice::Late { timer: TimerKind::Plan };
    book.group("late: plan, counted from registration", voice.notice(&view, &late, false));
    let arriving = [(TimerKind::Arrive, 10), (TimerKind::Solve, 2_880)];
    let arriving = sample.view(Sample::working(Step::Accepted, false), &arriving);
    book.group("the slip, with when to be there", voice.slip(&arriving, 1, &[], None));
    let soon = Notice::Soon { timer: TimerKind::Solve };
    book.group("soon", voice.notice(&working, &soon, false));
}

fn explained(book: &mut Book, sample: &Sample) {
    let voice = sample.voice();
    let view = sample.view(Sample::working(Step::Accepted, false), &[]);
    book.page("why, without a number", voice.why_usage());
    book.page("why, nothing is waited for", voice.why(&view, &[]));
    let waited = TimerKind::ALL.into_iter().filter(|kind| view.policy.waited(*kind).is_some());
    let all: Vec<_> = waited.map(|kind| plain(&view.policy, kind)).collect();
    for (part, waits) in all.chunks(8).enumerate() {
        book.page(format!("why, part {}", part + 1), voice.why(&view, waits));
    }

    let mut solve = plain(&view.policy, TimerKind::Solve);
    let day = |days: u64| now().date_naive() + chrono::Days::new(days);
    solve.picked = Picked {
        span: Span::WorkingDays(3),
        variant: Variant::Usual,
        by_severity: true,
        by_urgency: false,
    };
    solve.account = vec![
        (day(1), Counted::DayOff),
        (day(2), Counted::MadeUp(sample.told.wish.clone())),
        (day(3), Counted::Holiday(sample.told.wish.clone())),
    ];
    let hearers =
        vec![Hearer::Signer, Hearer::Heads, Hearer::Desk, Hearer::Managers, Hearer::Leaders];
    solve.ahead = [(1, true), (3, false)]
        .map(|(days, is_warning)| Ahead {
            at: now() + TimeDelta::days(days),
            is_warning,
            tell: hearers.clone(),
        })
        .into();
    let with = |variant, basis, is_late| {
        let mut why = plain(&view.policy, TimerKind::Solve);
        (why.picked.variant, why.basis, why.is_late) = (variant, basis, is_late);
        why
    };
    let mut urgent = plain(&view.policy, TimerKind::Solve);
    urgent.picked.by_urgency = true;
    let waits = [
        solve,
        with(Variant::Night, Basis::OwnersDate, false),
        with(Variant::Summer, Basis::Promised, true),
        with(Variant::Usual, Basis::CalendarOfThen, true),
        urgent,
        with(Variant::Usual, Basis::ToldEarlier, false),
        with(Variant::Usual, Basis::Decided, false),
        with(Variant::Usual, Basis::Named, false),
        with(Variant::Usual, Basis::QuietHours, false),
        with(Variant::Usual, Basis::Questionnaire, false),
    ];
    book.page("why, with everything", voice.why(&view, &waits));
}

/// A wait of two days by a rule of the profile.
fn plain(policy: &casework::policy::Policy, kind: TimerKind) -> Why {
    let rule = policy.waited(kind);
    Why {
        kind,
        clauses: rule.map(|rule| rule.clauses.clone()).unwrap_or_default(),
        from: now(),
        picked: Picked {
            span: Span::Clock(TimeDelta::days(2)),
            variant: Variant::Usual,
            by_severity: false,
            by_urgency: false,
        },
        due_at: now() + TimeDelta::days(2),
        is_late: false,
        basis: if kind == TimerKind::Promise { Basis::Promised } else { Basis::Rule },
        account: vec![],
        tell: rule.map(|rule| rule.tell.clone()).unwrap_or_default(),
        ahead: vec![],
    }
}

fn lengths(book: &mut Book, sample: &Sample) {
    let voice = sample.voice();
    let spans = [
        Span::SameDay,
        Span::WorkingDays(1),
        Span::WorkingDays(3),
        Span::Clock(TimeDelta::minutes(1)),
        Span::Clock(TimeDelta::minutes(5)),
        Span::Clock(TimeDelta::hours(1)),
        Span::Clock(TimeDelta::hours(24)),
        Span::Clock(TimeDelta::days(7)),
        Span::CalendarDays(3),
        Span::Months(1),
        Span::Working(TimeDelta::hours(6)),
        Span::Working(TimeDelta::minutes(30)),
        Span::NotOvernight,
        Span::Immediately,
    ];
    let spans: Vec<String> = spans.into_iter().map(|span| voice.length(span)).collect();
    book.toast("lengths", spans.join(" · "));
    for timers in TimerKind::ALL.chunks(8) {
        let timers: Vec<String> = timers.iter().map(|kind| voice.timer(*kind)).collect();
        book.toast("timers", timers.join(" · "));
    }
}
