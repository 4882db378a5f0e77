//! Long random lives of a case, with moments: what no event may break.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::{
    super::*,
    stage::{HEAD, OWNER, SIGNER, all_events, noon, registered, terms},
};
use crate::case::Kind;

/// One step: which of the events, by whom else, so many minutes later.
type Step = (prop::sample::Index, Option<PersonId>, i64);

fn step() -> impl Strategy<Value = Step> {
    let who = prop_oneof![Just(None), Just(Some(OWNER)), Just(Some(SIGNER)), Just(Some(HEAD))];
    (any::<prop::sample::Index>(), who, 0_i64..3_000)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn checked(case: &Case, event: &Event, decision: &Decision, now: DateTime<Utc>) {
    let (next, effects) = (&decision.case, &decision.effects);
    let identity =
        |case: &Case| (case.id, case.number.clone(), case.owner, case.filed_by, case.opened_at);
    if case.kind != next.kind {
        assert!(matches!(event, Event::Correct(_)) && case.kind.can_become(next.kind));
    }
    if matches!(event, Event::Recognise { .. }) {
        assert_eq!(case.state, next.state);
    } else {
        assert_eq!(identity(case), identity(next));
    }
    assert_eq!(
        (case.version, case.policy),
        (next.version, next.policy),
        "the book's, not the rules'"
    );

    let posted = effects.iter().filter(|effect| **effect == PostSlip).count();
    assert_eq!(next.round, case.round + i32::try_from(posted).unwrap());
    assert_eq!(next.bounces - case.bounces, i32::from(matches!(event, Event::Return { .. })));

    if let (Some(before), Some(after)) = (case.state.signer(), next.state.signer()) {
        assert_eq!(before, after, "a signature passes to nobody else");
    }
    let signs = case.state.signer().is_none() && next.state.signer().is_some();
    assert_eq!(signs, *event == Event::Sign || matches!(event, Event::Share { .. }));
    if next.state.is_final() && !case.state.is_final() {
        assert!(effects.contains(&DisarmAll));
        let outlives = |effect: &Effect| {
            matches!(
                effect,
                Arm(TimerKind::Recheck | TimerKind::Corrective | TimerKind::SecondCallback, _)
            )
        };
        assert!(!effects.iter().any(|effect| matches!(effect, Arm(..)) && !outlives(effect)));
    }
    for effect in effects {
        // The time to solve counts from the register, so it may have run out before it is armed.
        let late =
            matches!(effect, Arm(kind, due_at) if *kind != TimerKind::Solve && *due_at <= now);
        assert!(!late, "{effect:?} at {now}");
    }
}

/// What may still be said of a case that is over.
fn outlives(event: &Event) -> bool {
    let late = [
        TimerKind::Objection,
        TimerKind::Recheck,
        TimerKind::Corrective,
        TimerKind::SecondCallback,
    ]
    .map(|timer| Event::Overdue { timer });
    event.is_of_handling() || late.contains(event)
}

proptest! {
    #[test]
    fn a_life_of_sixty_events_keeps_what_must_not_break(
        kind in kind(), steps in prop::collection::vec(step(), 60),
    ) {
        let mut case = registered(kind);
        let mut now = noon();
        for (which, other, minutes) in steps {
            now += TimeDelta::minutes(minutes);
            let events = all_events(&case);
            let (_, by, event) = which.get(&events);
            let ended = case.state.is_final();
            match decide(&case, other.or(*by), event, now, terms()) {
                Ok(decision) => {
                    prop_assert!(!ended || outlives(event));
                    checked(&case, event, &decision, now);
                    case = decision.case;
                }
                Err(why) => prop_assert!(!ended || outlives(event) || why == Refusal::Over),
            }
        }
    }

    #[test]
    fn a_state_survives_the_book(steps in prop::collection::vec(step(), 30)) {
        let mut case = registered(Kind::Repair);
        for (which, _, _) in steps {
            let events = all_events(&case);
            let (_, by, event) = which.get(&events);
            let kept = serde_json::to_value(event).unwrap();
            prop_assert_eq!(&serde_json::from_value::<Event>(kept).unwrap(), event);
            if let Ok(decision) = decide(&case, *by, event, noon(), terms()) {
                case = decision.case;
                let kept = serde_json::to_value(&case.state).unwrap();
                prop_assert_eq!(&serde_json::from_value::<State>(kept).unwrap(), &case.state);
            }
        }
    }
}
