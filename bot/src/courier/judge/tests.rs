use std::time::Duration;

use casework::{
    case::{Notice, effect::Class},
    ids::{BroadcastId, CaseId, Room},
};

use super::*;

const GROUP: Room = Room(-100);
const PERSON: Room = Room(7);

fn leased(room: Room, failures: i32, unknown: i32) -> Leased {
    Leased {
        id: 1,
        room,
        letter: Ok(notice()),
        class: Class::State,
        attempt: 1,
        failures,
        unknown,
        anew: false,
        posted_at: None,
        expires_at: None,
        site: None,
        broadcast: None,
        troubled: false,
    }
}

fn notice() -> Letter {
    Letter::Notice { case: CaseId(1), notice: Notice::ResultTold }
}

fn judged(failure: &Failure, room: Room, failures: i32) -> (Outcome, Then) {
    judge(failure, &leased(room, failures, 0), Some(&notice()), false, false)
}

fn lost() -> Failure {
    Failure::Unknown(String::new())
}

#[test]
fn a_flood_wait_is_kept_to_the_second_and_a_long_one_is_told() {
    let flood = |seconds| Failure::Flood { retry_after: Some(Duration::from_secs(seconds)) };
    let (outcome, then) = judged(&flood(10_000), GROUP, 1);
    assert_eq!(outcome, Outcome::Wait(TimeDelta::seconds(10_000)));
    assert_eq!(then, Then::Trouble(TimeDelta::seconds(10_000), TroubleKind::Waits));
    let (_, then) = judged(&flood(5), GROUP, 1);
    assert_eq!(then, Then::Park(TimeDelta::seconds(5), "too fast"));
    assert!(
        matches!(judged(&flood(10_000), PERSON, 1).1, Then::Park(..)),
        "no alarm of one person"
    );
}

#[test]
fn a_flood_wait_without_a_time_is_our_own_and_never_ends_a_letter() {
    let flood = Failure::Flood { retry_after: None };
    assert!(matches!(judged(&flood, GROUP, 500), (Outcome::Later(_), Then::Park(..))));
}

#[test]
fn what_is_owed_to_a_group_that_shuts_us_out_is_held() {
    for (failure, kind) in [
        (Failure::Kicked, TroubleKind::PutOut),
        (Failure::NoRights(String::new()), TroubleKind::Muted),
        (Failure::Forbidden("in words nobody knows".to_owned()), TroubleKind::Muted),
        (Failure::ThreadGone, TroubleKind::TopicClosed),
        (Failure::ChatNotFound, TroubleKind::Unknown),
    ] {
        let (outcome, then) = judged(&failure, GROUP, 100);
        assert_eq!(outcome, Outcome::Wait(PUT_OUT), "{failure}");
        assert_eq!(then, Then::Trouble(PUT_OUT, kind), "{failure}");
    }
}

#[test]
fn who_blocked_us_keeps_what_is_worth_it() {
    let page = Letter::Page { page: serde_json::Value::Null };
    let blocked = |letter: &Letter, forlorn| {
        judge(&Failure::Blocked, &leased(PERSON, 0, 0), Some(letter), forlorn, false).0
    };
    assert_eq!(blocked(&notice(), false), Outcome::Wait(ABSENT));
    assert!(matches!(blocked(&notice(), true), Outcome::Expired(_)), "not for ever");
    assert!(matches!(blocked(&page, false), Outcome::Expired(_)));
}

#[test]
fn a_chat_that_is_not_found_is_no_block_at_first_sight() {
    let not_found = |failures| judged(&Failure::ChatNotFound, PERSON, failures);
    assert!(matches!(not_found(0), (Outcome::Later(_), Then::Nothing)));
    assert!(matches!(not_found(NOT_FOUND), (_, Then::Lose(..))));
}

#[test]
fn who_cannot_be_written_to_for_now_is_not_gone() {
    for failure in [Failure::CannotWrite, Failure::Forbidden("new words".to_owned())] {
        assert!(matches!(judged(&failure, PERSON, 50), (Outcome::Later(_), Then::Park(..))));
    }
    assert_eq!(judged(&Failure::Deactivated, PERSON, 0).1, Then::Bury);
}

#[test]
fn a_card_that_shows_it_already_is_a_success_and_what_was_deleted_at_once_was_sent() {
    for failure in [Failure::NotModified, Failure::SentButGone] {
        assert_eq!(judged(&failure, GROUP, 1).0, Outcome::Sent(None));
    }
}

#[test]
fn what_must_arrive_is_repeated_for_a_while_and_not_for_ever() {
    assert!(matches!(judged(&lost(), GROUP, 1).0, Outcome::Unknown(_)));
    assert!(matches!(judged(&lost(), GROUP, GIVE_UP_AFTER).0, Outcome::Never(_)));
    let old = leased(GROUP, GIVE_UP_AFTER, 0);
    let (outcome, _) = judge(&lost(), &old, Some(&notice()), false, true);
    assert!(matches!(outcome, Outcome::Unknown(_)), "a dead line is not the letter's fault");
}

#[test]
fn an_announcement_is_repeated_once_at_most() {
    let letter = Letter::Announcement { broadcast: BroadcastId(1) };
    let of = |unknown| Leased { broadcast: Some(BroadcastId(1)), ..leased(PERSON, 0, unknown) };
    let judged = |unknown| judge(&lost(), &of(unknown), Some(&letter), false, false).0;
    assert!(matches!(judged(0), Outcome::Unknown(_)));
    assert!(matches!(judged(1), Outcome::Never(_)));
    assert!(not_again(&of(1), &letter).is_none());
    assert!(matches!(not_again(&of(2), &letter), Some(Err(Held::Senseless(_)))));
}

#[test]
fn an_album_is_never_repeated_blindly() {
    let files =
        |handing| Letter::Files { case: CaseId(1), result: false, from: 3, handing, left: 2 };
    let next = |handing, failure: &Failure| match other_handing(&files(handing), failure) {
        Some(Became::Otherwise { from: 3, handing, .. }) => Some(handing),
        _ => None,
    };
    let bad = Failure::BadFile(String::new());
    assert_eq!(next(Handing::Together, &lost()), Some(Handing::Singly));
    assert_eq!(next(Handing::Together, &bad), Some(Handing::Singly));
    assert_eq!(next(Handing::Singly, &bad), Some(Handing::OneInWords));
    let muted = Failure::NoRights(String::new());
    assert_eq!(next(Handing::Together, &muted), Some(Handing::InWords));
    assert_eq!(next(Handing::InWords, &muted), None, "then not even words are taken");
    assert!(not_again(&leased(GROUP, 0, 0), &files(Handing::Together)).is_none());
    let died = not_again(&leased(GROUP, 0, 1), &files(Handing::Together));
    assert!(matches!(died, Some(Ok(Became::Otherwise { handing: Handing::Singly, .. }))));
}
