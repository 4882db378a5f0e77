//! The phrase book: when people are in danger.

use casework::{
    case::{Kind, Notice, State, Step},
    ids::{CaseId, CategoryId},
    intake::Draft,
};

use super::{
    book::Book,
    sample::{Sample, categories, now, site},
};
use crate::speech::Surroundings;

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Danger";
    let voice = sample.voice();
    let all = categories();
    let dangers: Vec<_> = all.iter().filter(|category| category.danger).cloned().collect();
    book.page("whom to call, and what it is", voice.dangers(&site(), &dangers));
    book.page("an estate without a list of dangers", voice.dangers(&site(), &[]));
    book.page("what is told before the greeting", voice.danger_found(&site(), &dangers[0]));
    let mut draft = Draft::new(Kind::Complaint, "key".to_owned(), false);
    draft.story.push(sample.told.story.clone());
    let around =
        Surroundings { danger: Some((dangers[0].clone(), site())), ..Surroundings::default() };
    book.page("what is told in a complaint", voice.question(&draft, 4, &around));
    let mut view = sample.view(State::Dispatched { since: now() }, &[]);
    view.case.category = Some(CategoryId(4));
    view.category = Some(dangers[0].clone());
    view.case.handling.alarmed_at = Some(now());
    let mut unknown = view.clone();
    unknown.place = None;
    unknown.case.facts.whereabouts = None;
    book.page("told", voice.alarmed(&view, &site(), 4));
    book.page("told, nobody knows where", voice.alarmed(&unknown, &site(), 4));
    for (title, view) in [("to those who run", &view), ("to those who run, somewhere", &unknown)] {
        book.page(title, voice.notice(view, &Notice::Alarm, false));
    }
    view.case.state = Sample::working(Step::Accepted, false);
    view.case.id = CaseId(1);
    book.page("once somebody has signed", voice.notice(&view, &Notice::Alarm, false));
    book.page("the slip", voice.slip(&view, 1, &[], None));
}
