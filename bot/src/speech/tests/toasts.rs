//! The phrase book: what a press is answered with.

use casework::case::Refusal;

use super::{
    book::Book,
    sample::{Sample, lobby},
};

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Answers to presses";
    let (voice, views) = (sample.voice(), sample.views());
    for (title, text) in [
        ("signed", voice.toast_signed()),
        ("done", voice.toast_done()),
        ("noted", voice.toast_noted()),
        ("signed off", voice.toast_sign_off()),
        ("hurried", voice.toast_hurried()),
        ("stale question", voice.toast_stale_question()),
        ("old button", voice.toast_old_button()),
        ("sent already", voice.toast_sent_already()),
        ("not asked", voice.toast_not_asked()),
        ("too late to correct", voice.toast_too_late_to_correct(true)),
        ("too late to correct for them", voice.toast_too_late_to_correct(false)),
        ("press again", voice.toast_press_again()),
        ("asked again", voice.toast_asked_again()),
        ("goes on in private", voice.toast_private()),
        ("only the administrator", voice.only_admin()),
        ("only colleagues", voice.only_colleagues()),
        ("decided already", voice.decided_already()),
        ("no such case", voice.no_case()),
    ] {
        book.toast(title, text);
    }
    let (dispatched, working, reported) = (&views[2].1, &views[5].1, &views[9].1);
    for why in [
        Refusal::NotEntitled,
        Refusal::Stale,
        Refusal::AlreadySigned,
        Refusal::AlreadySo,
        Refusal::NotSigned,
        Refusal::NoResult,
        Refusal::ResultIsIn,
        Refusal::AtDesk,
        Refusal::NeedsWork,
        Refusal::Merged,
        Refusal::NoMerge,
        Refusal::TooSoon,
        Refusal::BadTime,
        Refusal::Over,
        Refusal::NoMoreTime,
        Refusal::OtherKind,
        Refusal::NoMeasure,
        Refusal::NoConsent,
        Refusal::NoPrice,
        Refusal::NoCorrective,
        Refusal::NoApproval,
        Refusal::NoHigher,
        Refusal::WithDepartment,
        Refusal::SecondPerson,
        Refusal::Partial,
        Refusal::Undecided,
        Refusal::AboutThem,
        Refusal::NotWaiting,
        Refusal::TriedJustNow,
    ] {
        book.toast(format!("refused: {why}"), voice.refusal(why, working));
    }
    for (title, view) in [("nobody signed", dispatched), ("result in", reported)] {
        let text = voice.refusal(Refusal::NotEntitled, view);
        book.toast(format!("refused: not entitled, {title}"), text);
    }
    book.toast("a place", lobby().full(sample.language));
}
