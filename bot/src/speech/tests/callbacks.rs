//! The callback in the phrase book.

use casework::{
    callback::{Grade, Solved},
    case::Notice,
    desk::CaseView,
};

use super::{book::Book, sample::Sample};

pub(super) fn callback(book: &mut Book, sample: &Sample) {
    book.chapter = "The callback";
    for (title, questionnaire) in sample.questionnaires() {
        book.page(title, sample.voice().questionnaire(&questionnaire, "K7M-4Q2X"));
    }
    let quiet = |text: &str| text.parse().unwrap();
    let voice = sample.voice();
    book.page("when I am asked", voice.quiet(quiet("21:00-08:00"), true));
    book.page("at any time", voice.quiet(quiet("00:00-00:00"), true));
    book.page("not at all", voice.quiet(quiet("21:00-08:00"), false));
    let called = called(sample);
    for (title, questionnaire) in sample.questionnaires() {
        let title = format!("by telephone: {title}");
        book.page(&title, sample.voice().callback_by_phone(&questionnaire, &called));
    }
    let revised = Notice::Revised { solved: Solved::Yes, grade: Grade::Satisfied };
    book.page("corrected answers", sample.voice().notice(&called, &revised, false));
    book.page("please call: callback", {
        sample.voice().notice(&called, &Notice::PleaseCall { text: None }, false)
    });
}

/// A case whose owner has no chat, and is to be called.
fn called(sample: &Sample) -> CaseView {
    let reported = sample.views().into_iter().find_map(|(title, view)| {
        (title == "reported, owner confirmed, callback sent").then_some(view)
    });
    let mut called = reported.expect("it stands in the sample");
    called.owner.account = None;
    called
}
