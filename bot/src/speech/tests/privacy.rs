//! The phrase book: what we keep about somebody, and what going away means.

use casework::{
    callback::CallOutcome,
    desk::{Matter, MyData},
    ids::CaseId,
    store::{Call, Consent, HistoryLine, Look},
};

use super::{
    book::Book,
    sample::{Sample, now, site},
};
use crate::page::{Page, TEXT_LIMIT, shortened};

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "What we keep about somebody";
    let (voice, site) = (sample.voice(), site());
    book.page("what goes and what stays", voice.forget_surely(&site));
    let number = casework::case::Number::of(CaseId(1));
    book.page("not while a matter is open", voice.forget_later(CaseId(1), &number));
    book.page("not while they hold a position", voice.forget_holder());
    book.page("forgotten", voice.forgotten());
    book.page("under the file", Page::say(voice.my_data_caption()));
    // A file may be longer than a message; what is read here is not.
    let file = shortened(&voice.my_data_file(&data(sample), &site), TEXT_LIMIT);
    book.page("the file", Page::say(file));
}

/// Somebody of whom something is kept under every label.
fn data(sample: &Sample) -> MyData {
    let owner = sample.owner();
    let (_, mut view) = sample
        .views()
        .into_iter()
        .find(|(_, view)| view.case.state.outcome().is_some())
        .expect("a view with a result");
    let said = || sample.told.story.clone();
    view.case.facts.wish = Some(sample.told.wish.clone());
    view.case.facts.contact = Some("0571-8800 5678".to_owned());
    view.case.facts.happened = Some(casework::case::Happened::At(now()));
    let event = casework::case::Event::Add { text: Some(said()), files: 0 };
    let line = HistoryLine { at: now(), actor: Some(owner.id), event, stage: String::new() };
    let asked = sample.questionnaires().into_iter().find(|(title, _)| *title == "anything else?");
    let round = asked.unwrap().1;
    let shown_at = now();
    let mut draft =
        casework::intake::Draft::new(casework::case::Kind::Complaint, "key".to_owned(), false);
    draft.story = vec![said()];
    let hold = casework::unit::Hold {
        tenure: casework::unit::Tenure::Owner,
        how: casework::unit::How::Desk,
        since: now(),
        until: None,
    };
    let asked = super::units::occupancy(Some(hold));
    let home = super::sample::place(3, casework::place::PlaceKind::Unit, 3);
    MyData {
        units: vec![(asked, home)],
        matters: vec![Matter {
            own: vec![(line, vec![said()])],
            files: 2,
            answers: vec![round],
            looks: vec![(Look { person: owner.id, at: now() }, owner.clone())],
            calls: vec![Call { at: now(), caller: owner.id, outcome: CallOutcome::NoAnswer }],
            view,
        }],
        surveys: vec![super::surveys::answered(sample)],
        gatherings: vec![(sample.told.question.clone(), true), (sample.told.wish.clone(), false)],
        contacts: vec![(now(), Some(casework::callback::Grade::Basically)), (now(), None)],
        bookings: vec![super::receptions::booking()],
        draft: Some(draft),
        consents: vec![Consent {
            version: 1,
            language: "en".to_owned(),
            shown_at,
            agreed_at: Some(shown_at),
        }],
        known_as: vec![owner.clone()],
        person: owner,
    }
}
