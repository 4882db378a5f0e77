use std::collections::VecDeque;
use std::time::Duration;

use governor::clock::FakeRelativeClock;
use proptest::prelude::*;

use super::{Limits, Pace};

const GROUP: i64 = -100;
const TICK: Duration = Duration::from_millis(100);

fn pace() -> (Pace<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    (Pace::start(Limits::telegram(), clock.clone()), clock)
}

/// How many of `tries` in a row are granted.
fn granted(pace: &Pace<FakeRelativeClock>, room: i64, tries: u32) -> usize {
    (0..tries).filter(|_| pace.ready(room).is_ok()).count()
}

#[test]
fn a_person_gets_four_at_once_and_then_one_a_second() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, 1, 9), 4);
    assert_eq!(pace.ready(1), Err(Duration::from_secs(1)));
    clock.advance(Duration::from_secs(1));
    assert_eq!(granted(&pace, 1, 9), 1);
    assert_eq!(granted(&pace, 2, 1), 1, "others have their own limit");
}

#[test]
fn a_group_gets_a_card_at_once_and_never_twenty_in_a_minute() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, GROUP, 9), 4);

    let (mut sent, mut most) = (VecDeque::from([0; 4]), 4);
    for now in 1..6000_u32 {
        clock.advance(TICK);
        sent.extend(pace.ready(GROUP).ok().map(|()| now));
        sent.retain(|then| now - then <= 600);
        most = most.max(sent.len());
    }
    assert_eq!(most, 19);
}

#[test]
fn all_together_stay_under_thirty_in_a_second() {
    let (pace, clock) = pace();
    let mut sent = VecDeque::new();
    for now in 0..5000_i64 {
        sent.extend((0..9).filter(|n| pace.ready(1 + now * 10 + n).is_ok()).map(|_| now));
        sent.retain(|then| now - then < 1000);
        assert!(sent.len() <= 30, "{} in a second", sent.len());
        clock.advance(Duration::from_millis(1));
    }
}

#[test]
fn a_full_queue_uses_up_nothing_of_a_room() {
    let (pace, clock) = pace();
    (1..=5).for_each(|person| assert_eq!(pace.ready(person), Ok(())));

    let short = Duration::from_millis(40);
    (0..50).for_each(|_| assert_eq!(pace.ready(9), Err(short), "by the queue, not by the room"));
    clock.advance(Duration::from_secs(1));
    assert_eq!(granted(&pace, 9, 5), 4, "the burst is whole");
}

#[test]
fn a_room_that_waits_uses_up_nothing_of_the_queue() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, 1, 100), 4);
    assert_eq!((2..100).filter(|person| pace.ready(*person).is_ok()).count(), 1);

    clock.advance(Duration::from_millis(40));
    assert_eq!(pace.ready(1), Err(Duration::from_millis(960)), "its own wait, not the queue's");
    assert_eq!(pace.ready(2), Ok(()));
}

#[test]
fn a_parked_room_waits_for_what_telegram_said_and_others_do_not() {
    let (pace, clock) = pace();
    pace.park(GROUP, Duration::from_secs(10_072));
    pace.park(GROUP, Duration::from_secs(5));
    clock.advance(Duration::from_secs(72));
    assert_eq!(pace.ready(GROUP), Err(Duration::from_secs(10_000)));
    assert_eq!(pace.ready(1), Ok(()));

    clock.advance(Duration::from_secs(10_000));
    assert_eq!(granted(&pace, GROUP, 9), 4);
    pace.park(GROUP, Duration::MAX);
    assert_eq!(pace.ready(GROUP), Err(super::LONGEST_PARKING));
}

#[test]
fn quiet_rooms_are_forgotten_and_busy_ones_are_not() {
    let (pace, clock) = pace();
    assert_eq!((granted(&pace, 1, 1), granted(&pace, GROUP, 4)), (1, 4));
    pace.park(7, Duration::from_secs(1));

    clock.advance(Duration::from_secs(10));
    pace.tidy();
    assert_eq!((pace.people.len(), pace.groups.len()), (0, 1));
    assert!(super::lock(&pace.parked).is_empty());
    assert_eq!(granted(&pace, GROUP, 9), 2, "10 s give back two of four");
}

#[test]
fn without_limits_nothing_waits_unless_parked() {
    let pace = Pace::none();
    (0..10_000).for_each(|_| assert_eq!(pace.ready(GROUP), Ok(())));
    pace.park(GROUP, Duration::from_mins(1));
    assert!(pace.ready(GROUP).is_err());
}

proptest! {
    #[test]
    fn waiting_as_long_as_told_is_enough(rooms in prop::collection::vec(-3_i64..3, 1..200)) {
        let (pace, clock) = pace();
        for room in rooms {
            let mut waits = 0;
            while let Err(wait) = pace.ready(room) {
                clock.advance(wait);
                waits += 1;
                prop_assert!(!wait.is_zero() && waits <= 2, "the room's wait, then the queue's");
            }
        }
    }
}
