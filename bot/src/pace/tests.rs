use std::collections::VecDeque;
use std::time::Duration;

use governor::clock::FakeRelativeClock;
use proptest::prelude::*;

use casework::{case::effect::Class, clock::Clock, ids::Room};

use super::{EVERYBODY, Limits, Pace, Places};

const GROUP: Room = Room(-100);
const LIN: Room = Room(1);
const WU: Room = Room(2);
const TICK: Duration = Duration::from_millis(100);

fn pace() -> (Pace<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    (Pace::start(Limits::telegram(), clock.clone()), clock)
}

fn ready(pace: &Pace<FakeRelativeClock>, room: Room) -> Result<(), Duration> {
    pace.ready(room, Class::State, 1)
}

/// How many of `tries` in a row are granted.
fn granted(pace: &Pace<FakeRelativeClock>, room: Room, tries: u32) -> usize {
    (0..tries).filter(|_| ready(pace, room).is_ok()).count()
}

#[test]
fn a_person_gets_four_at_once_and_then_one_a_second() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, LIN, 9), 4);
    assert_eq!(ready(&pace, LIN), Err(Duration::from_secs(1)));
    clock.advance(Duration::from_secs(1));
    assert_eq!(granted(&pace, LIN, 9), 1);
    assert_eq!(granted(&pace, WU, 1), 1, "others have their own limit");
}

#[test]
fn a_group_gets_a_card_at_once_and_never_twenty_in_a_minute() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, GROUP, 9), 4);

    let (mut sent, mut most) = (VecDeque::from([0; 4]), 4);
    for now in 1..6000_u32 {
        clock.advance(TICK);
        sent.extend(ready(&pace, GROUP).ok().map(|()| now));
        sent.retain(|then| now - then < 600);
        most = most.max(sent.len());
    }
    assert_eq!(most, 17, "two are kept for what is urgent");
}

#[test]
fn all_together_stay_under_thirty_in_a_second() {
    let (pace, clock) = pace();
    let mut sent = VecDeque::new();
    for now in 0..5000_i64 {
        sent.extend((0..9).filter(|n| ready(&pace, Room(1 + now * 10 + n)).is_ok()).map(|_| now));
        sent.retain(|then| now - then < 1000);
        assert!(sent.len() <= 30, "{} in a second", sent.len());
        clock.advance(Duration::from_millis(1));
    }
}

#[test]
fn a_full_queue_uses_up_nothing_of_a_room() {
    let (pace, clock) = pace();
    (1..=4).for_each(|person| assert_eq!(ready(&pace, Room(person)), Ok(())));

    for _ in 0..50 {
        let wait = ready(&pace, Room(9)).unwrap_err();
        assert!(wait < Duration::from_millis(40), "by the queue, not by the room");
    }
    clock.advance(Duration::from_secs(1));
    assert_eq!(granted(&pace, Room(9), 5), 4, "the burst is whole");
}

#[test]
fn a_room_that_waits_uses_up_nothing_of_the_queue() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, LIN, 4), 4);
    clock.advance(Duration::from_millis(500));
    assert_eq!(granted(&pace, LIN, 100), 0);
    assert_eq!(ready(&pace, LIN), Err(Duration::from_millis(500)), "its own wait");
    assert_eq!((2..100).filter(|person| ready(&pace, Room(*person)).is_ok()).count(), 4);
}

#[test]
fn announcements_leave_room_for_answers() {
    let (pace, clock) = pace();
    let (mut bulk, mut answers) = (0, 0);
    for now in 0..10_000_i64 {
        bulk += usize::from(pace.ready(Room(1 + now), Class::Bulk, 1).is_ok());
        if now % 1_000 == 999 {
            let wait = pace.ready(Room(-1 - now), Class::Answer, 1).err().unwrap_or_default();
            assert!(wait < Duration::from_millis(40), "{wait:?}");
            answers += 1;
        }
        clock.advance(Duration::from_millis(1));
    }
    assert_eq!(answers, 10);
    assert!((276..=288).contains(&bulk), "95 in a hundred of 30 a second: {bulk}");
}

#[test]
fn a_look_at_the_places_takes_nothing_and_promises_what_is_granted() {
    let (pace, clock) = pace();
    let first = Places { all: 4, bulk: 2, next: None };
    assert_eq!((pace.places(32), pace.places(32)), (first, first));
    assert_eq!(pace.places(1), Places { all: 1, bulk: 1, next: None });
    let (mut promised, mut room) = (0, 0);
    for _ in 0..20_000 {
        let places = pace.places(32);
        for _ in 0..places.bulk {
            room += 1;
            assert_eq!(pace.ready(Room(room), Class::Bulk, 1), Ok(()));
        }
        for _ in places.bulk..places.all {
            room += 1;
            assert_eq!(ready(&pace, Room(room)), Ok(()));
        }
        assert!(ready(&pace, Room(room + 1)).is_err(), "not one more");
        promised += places.all;
        clock.advance(pace.places(32).next.expect("all are taken"));
    }
    let seconds = 20_000 / 29;
    assert!((28 * seconds..=30 * seconds).contains(&promised), "{promised} in {seconds} s");
}

#[test]
fn who_rests_is_known_from_which_class_on() {
    let (pace, clock) = pace();
    assert_eq!(granted(&pace, LIN, 9), 4);
    pace.park(WU, Duration::from_secs(10));
    for _ in 0..17 {
        clock.advance(Duration::from_secs(1));
        assert_eq!(ready(&pace, GROUP), Ok(()));
    }
    assert_eq!(pace.resting(Duration::ZERO), [(GROUP, Class::State)]);
    clock.advance(Duration::from_secs(1));
    assert_eq!(granted(&pace, LIN, 9), 4);
    pace.park(WU, Duration::from_secs(10));
    let resting = pace.resting(Duration::ZERO);
    assert!(resting.contains(&(LIN, Class::Danger)) && resting.contains(&(WU, Class::Danger)));
    assert!(!pace.resting(Duration::from_secs(2)).contains(&(LIN, Class::Danger)), "patience");
    clock.advance(Duration::from_mins(1));
    assert_eq!(pace.resting(Duration::ZERO), []);
}

#[test]
fn a_group_keeps_something_for_what_is_urgent() {
    let (pace, clock) = pace();
    for _ in 0..59 {
        let _ = pace.ready(GROUP, Class::Digest, 1);
        clock.advance(Duration::from_secs(1));
    }
    assert_eq!(pace.left(GROUP, Class::Digest), 0);
    assert!(pace.ready(GROUP, Class::Digest, 1).is_err());
    assert_eq!(pace.left(GROUP, Class::State), 5);
    assert_eq!(pace.ready(GROUP, Class::Danger, 1), Ok(()));
}

#[test]
fn an_album_counts_as_what_it_becomes() {
    let (pace, clock) = pace();
    assert_eq!(pace.ready(GROUP, Class::State, 10), Ok(()));
    pace.more(GROUP, 9);
    clock.advance(Duration::from_secs(20));
    assert_eq!(pace.left(GROUP, Class::State), 7);
    assert!(pace.ready(GROUP, Class::State, 10).is_err(), "not another ten this minute");
    clock.advance(Duration::from_secs(40));
    assert_eq!(pace.ready(GROUP, Class::State, 10), Ok(()));
}

#[test]
fn who_takes_over_goes_on_where_the_one_before_was() {
    let (pace, clock) = pace();
    clock.advance(Duration::from_mins(5));
    (0..17_u64).for_each(|ago| pace.recall(GROUP, Duration::from_secs(10 + ago)));
    pace.recall(LIN, Duration::from_millis(10));
    assert_eq!(pace.left(GROUP, Class::State), 0);
    assert!(ready(&pace, GROUP).is_err());
    assert_eq!(granted(&pace, LIN, 9), 3);
    clock.advance(Duration::from_secs(50));
    assert_eq!(pace.left(GROUP, Class::State), 17);
}

#[test]
fn many_rooms_that_must_wait_mean_everybody() {
    let (pace, clock) = pace();
    let five = Duration::from_secs(5);
    assert!(!pace.park(LIN, five) && !pace.park(LIN, five) && !pace.park(WU, five));
    assert!(pace.park(GROUP, five));
    assert!(pace.park(EVERYBODY, five));
    assert_eq!(ready(&pace, Room(9)), Err(five));
    clock.advance(five);
    assert_eq!(ready(&pace, Room(9)), Ok(()));
}

#[test]
fn a_moved_clock_ends_a_wait() {
    let clock = Clock::standing(chrono::DateTime::UNIX_EPOCH);
    let pace = Pace::telegram(&clock);
    pace.park(GROUP, Duration::from_secs(100));
    assert!(pace.ready(GROUP, Class::State, 1).is_err());
    clock.pass(chrono::TimeDelta::seconds(100));
    assert_eq!(pace.ready(GROUP, Class::State, 1), Ok(()));
}

#[test]
fn a_parked_room_waits_for_what_telegram_said_and_others_do_not() {
    let (pace, clock) = pace();
    pace.park(GROUP, Duration::from_secs(10_072));
    pace.park(GROUP, Duration::from_secs(5));
    clock.advance(Duration::from_secs(72));
    assert_eq!(ready(&pace, GROUP), Err(Duration::from_secs(10_000)));
    assert_eq!(ready(&pace, LIN), Ok(()));

    clock.advance(Duration::from_secs(10_000));
    assert_eq!(granted(&pace, GROUP, 9), 4);
    pace.park(GROUP, Duration::MAX);
    assert_eq!(ready(&pace, GROUP), Err(super::LONGEST_PARKING));
}

#[test]
fn quiet_rooms_are_forgotten_and_busy_ones_are_not() {
    let (pace, clock) = pace();
    assert_eq!((granted(&pace, LIN, 1), granted(&pace, GROUP, 4)), (1, 3));
    pace.park(Room(7), Duration::from_secs(1));

    clock.advance(Duration::from_secs(10));
    pace.tidy();
    assert_eq!(pace.chats.cells.len(), 0);
    assert!(super::lock(&pace.rooms).parked.is_empty());
    assert_eq!(pace.left(GROUP, Class::State), 14, "a minute is not over");
}

#[test]
fn without_limits_nothing_waits_unless_parked() {
    let pace = Pace::none(&Clock::system());
    (0..10_000).for_each(|_| assert_eq!(pace.ready(GROUP, Class::State, 10), Ok(())));
    pace.park(GROUP, Duration::from_mins(1));
    assert!(pace.ready(GROUP, Class::State, 1).is_err());
}

proptest! {
    #[test]
    fn waiting_as_long_as_told_is_enough(rooms in prop::collection::vec(-3_i64..3, 1..200)) {
        let (pace, clock) = pace();
        for room in rooms {
            let mut waits = 0;
            // Room 0 is everybody.
            let room = if room < 0 { room } else { room + 1 };
            while let Err(wait) = ready(&pace, Room(room)) {
                clock.advance(wait);
                waits += 1;
                prop_assert!(!wait.is_zero() && waits <= 3, "minute, chat, queue");
            }
        }
    }
}
