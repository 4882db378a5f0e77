//! The phrase book: cases of the same cause, and callers who have a chat now.

use casework::{
    case::{CallbackState, Notice, Number, OwnersWord, State, Step},
    desk::{CaseView, Led, Likeness},
    ids::{CaseId, PersonId, RecognitionId},
    place::PlaceKind,
    policy::TimerKind,
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{Sample, now, place},
};

/// A case that waits for its leader's result.
pub(super) fn merged(sample: &Sample) -> CaseView {
    let mut view = sample.view(State::Merged { since: now() }, &[]);
    view.leader = Some(Number::of(CaseId(2)));
    view
}

/// A case that leads others.
pub(super) fn leading(sample: &Sample, others: i64) -> CaseView {
    let mut view =
        sample.view(Sample::working(Step::Accepted, false), &[(TimerKind::Solve, 2 * 24 * 60)]);
    view.led = (3..3 + others)
        .map(|id| Led {
            number: Number::of(CaseId(id)),
            story: (id > 3).then(|| sample.told.story.clone()),
            place: (id > 3).then(|| place(3, PlaceKind::Unit, 3)),
        })
        .collect();
    view
}

pub(super) fn chapters(book: &mut Book, sample: &Sample) {
    same_cause(book, sample);
    callers(book, sample);
}

fn same_cause(book: &mut Book, sample: &Sample) {
    book.chapter = "Cases of the same cause";
    let voice = sample.voice();
    let (merged, leading) = (merged(sample), leading(sample, 7));
    let mut told =
        sample.view(sample.reported(OwnersWord::Awaited, false, CallbackState::Planned), &[]);
    told.leader.clone_from(&merged.leader);
    let offered = [leading.clone(), merged.clone()];
    book.page("which one?", voice.which_leader(&merged, &offered, 1));
    book.page("which one? none", voice.which_leader(&merged, &[], 1));
    book.group("the slip of the leader", voice.slip(&leading, 1, &[], None));
    book.group("the slip of the other, result told", voice.slip(&told, 1, &[], None));
    book.group("the card of the other, result told", voice.desk_card(&told, &[], None));
    book.page("the full slip of the leader", voice.full_slip(&leading));
    let until = now() + TimeDelta::days(3);
    for notice in [Notice::Joined, Notice::Parted, Notice::NewDate { until }] {
        book.page("to the owner", voice.notice(&merged, &notice, true));
    }
    book.group("parted", voice.notice(&merged, &Notice::Parted, false));
    let number = Number::of(CaseId(4));
    let words = Some(sample.told.words.clone());
    for (text, files) in [(words, 2), (None, 0)] {
        let notice = Notice::Led { number: number.clone(), text, files };
        book.page("to the signer", voice.notice(&leading, &notice, false));
    }
}

fn callers(book: &mut Book, sample: &Sample) {
    book.chapter = "Callers who have a chat now";
    let voice = sample.voice();
    let mut caller = sample.person(PersonId(9), &sample.told.caller, &[]);
    (caller.account, caller.phone_verified) = (None, false);
    let numbers: Vec<Number> = (1..=3).map(|id| Number::of(CaseId(id))).collect();
    let likeness = Likeness {
        id: RecognitionId(1),
        person: sample.owner(),
        caller: caller.clone(),
        cases: vec![sample.view(State::Dispatched { since: now() }, &[]); 3],
    };
    book.group("the desk's group is asked", voice.caller_asks(&sample.told.phone, &numbers));
    book.page("who is it?", voice.caller_who(&likeness, 2));
    book.page("nobody waits", voice.no_caller_waits());
    for same in [true, false] {
        book.page(format!("decided, {same}"), voice.caller_decided(&likeness, same));
    }
    book.page("theirs now", voice.now_yours(&numbers));
    let mut by_voice = likeness.cases[0].clone();
    by_voice.owner = caller;
    book.page("what is corrected, with a link", voice.correct_what(&by_voice));
    book.page("a link", voice.caller_link(&by_voice, "https://t.me/huiyin_bot?start=0123456789"));
    book.page("the link was opened", voice.caller_link_opened());
    book.toast("only the desk", voice.only_desk_knows_callers());
}
