//! The phrase book: when people are in danger.

use casework::{
    case::{CallbackState, Case, Notice, OwnersWord, State, Step},
    desk::CaseView,
    ids::{CaseId, CategoryId},
};

use super::{
    book::Book,
    sample::{Sample, categories, now, site},
};

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Danger";
    let voice = sample.voice();
    let all = categories();
    let dangers: Vec<_> = all.iter().filter(|category| category.danger).cloned().collect();
    book.page("whom to call, and what it is", voice.dangers(&site(), &dangers, false));
    book.page("an old button", voice.dangers(&site(), &dangers, true));
    book.page("an estate without a list of dangers", voice.dangers(&site(), &[], false));
    book.page("what is told sounds like danger", voice.danger_found(&site(), &dangers[0]));
    let mut view = sample.view(State::Dispatched { since: now() }, &[]);
    view.case.category = Some(CategoryId(4));
    view.category = Some(dangers[0].clone());
    view.case.handling.alarmed_at = Some(now());
    let mut unknown = view.clone();
    unknown.place = None;
    unknown.case.facts.whereabouts = None;
    book.page("told", voice.alarmed(&view, &site(), 4));
    book.page("told, nobody knows where", voice.alarmed(&unknown, &site(), 4));
    let mut guessed = view.clone();
    guessed.case.facts.is_place_guessed = true;
    guessed.case.facts.add(&sample.told.words, now());
    guessed.case.facts.story = dangers[0].name.in_language(sample.language).to_owned();
    book.page("told, nobody said where", voice.alarmed(&guessed, &site(), 4));
    // Groups read these as well, place and story in them: see the README.
    for (title, view) in [
        ("to those who run", &view),
        ("to those who run, perhaps there", &guessed),
        ("to those who run, somewhere", &unknown),
    ] {
        book.page(title, voice.notice(view, &Notice::Alarm, false));
    }
    book.group("the slip, perhaps there", voice.slip(&guessed, 1, &[], None));
    book.page("the full slip, perhaps there", voice.notice(&guessed, &Notice::FullSlip, false));
    let text = Some(sample.told.words.clone());
    let more = Notice::MoreOfAlarm { text, files: 2 };
    book.page("to those who run, more of it", voice.notice(&view, &more, false));
    book.page("they write no more", voice.alarm_holds(&view));
    book.page("alarmed, the desk's card", voice.desk_card(&view, &[], None));
    book.page("alarmed, the owner's receipt", voice.receipt(&view));
    for state in [
        Sample::working(Step::Accepted, false),
        State::Withdrawn { at: now() },
        sample.reported(OwnersWord::Awaited, false, CallbackState::Planned),
    ] {
        let signer = sample.view(state.clone(), &[]).signer;
        let case = Case { state, ..view.case.clone() };
        let view = CaseView { case, signer, ..view.clone() };
        book.page("the alarm goes on", voice.notice(&view, &Notice::AlarmGoesOn, false));
        book.page("they write no more", voice.alarm_holds(&view));
    }
    view.case.state = Sample::working(Step::Accepted, false);
    view.case.id = CaseId(1);
    book.page("once somebody has signed", voice.notice(&view, &Notice::Alarm, false));
    book.group("the slip", voice.slip(&view, 1, &[], None));
}
