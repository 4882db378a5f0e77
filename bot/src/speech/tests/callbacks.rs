//! The callback in the phrase book.

use casework::{
    callback::{CallOutcome, Grade, Solved, Verdict},
    case::{CallbackState, Kind, Notice, Number, State},
    desk::{CallbacksToRead, Called, CaseView, ToRead},
    ids::{Account, CaseId, PersonId, QuestionnaireId},
    intake::{Draft, Problem, Step},
    policy::TimerKind,
    store::{Call, CallOwed},
};

use super::{
    book::Book,
    sample::{self, Sample},
};
use crate::{page::Page, speech::Surroundings};

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
        book.page(&title, voice.callback_by_phone(&questionnaire, &called, &[]));
    }
    let call = |outcome| Call { at: sample::now(), caller: PersonId(4), outcome };
    let tried: Vec<_> = OUTCOMES.map(call).into();
    if let Some((_, first)) = sample.questionnaires().into_iter().next() {
        for tried in [&tried[..1], &tried[..2], &tried] {
            let title = format!("by telephone: tried {} times", tried.len());
            book.page(title, voice.callback_by_phone(&first, &called, tried));
        }
    }
    for outcome in OUTCOMES {
        for (tried, is_last) in [(1, false), (2, false), (3, true)] {
            let text = voice.called(outcome, Called { tried, is_last });
            book.page(format!("called: {outcome:?}, {tried}"), voice.called_page(&called, &text));
        }
    }
    let mut spared = called.clone();
    if let State::Reported { callback, .. } = &mut spared.case.state {
        *callback = CallbackState::Spared;
    }
    book.page("not among those who are asked", voice.desk_card(&spared, &[], None));
    let told = by_voice(sample);
    book.page("tell the result", voice.result_by_phone(&told, &tried[..1]));
    let owed = |tried, last| CallOwed { case: CaseId(1), tried, last };
    let now = Some(sample::now());
    let list = [(owed(0, None), told.clone()), (owed(1, now), called.clone())];
    book.page("whom to call", voice.calls(0, 20, &list));
    book.page("whom to call, the next", voice.calls(1, 10, &[(owed(2, now), told)]));
    book.page("nobody to call", voice.calls(0, 0, &[]));
    let alone = Surroundings { passable: vec![], ..sample::around() };
    let mut report = Draft::new(Kind::Report, "key".to_owned(), false);
    report.step = Step::About;
    book.page("about whom, where nobody else leads", voice.question(&report, 1, &alone));
    book.page("no list of theirs", Page::say(voice.calls_not_yours()));
    book.page("a card of somebody else’s now", voice.card_not_yours(&called));
    let revised = Notice::Revised { solved: Solved::Yes, grade: Grade::Satisfied };
    book.page("corrected answers", sample.voice().notice(&called, &revised, false));
    book.page("is it still fine?", voice.notice(&called, &Notice::StillFine, true));
    let by_voice = voice.notice(&called, &Notice::StillFine, false);
    book.page("is it still fine, by telephone?", by_voice);
    readings(book, sample);
    let reason = "It drips again".to_owned();
    book.page("it came back", voice.notice(&called, &Notice::CameBack { reason }, false));
    book.page("it is open again", voice.notice(&called, &Notice::OpenAgainAsTold, true));
    let late = Notice::Late { timer: TimerKind::Tell };
    book.page("not told yet", voice.notice(&called, &late, false));
    let please = Notice::PleaseCall { text: None };
    book.page("please call: callback", voice.notice(&called, &please, false));
    let text = || "words".to_owned();
    let said = [
        ("added in words", Notice::Added { text: Some(text()), files: 0 }),
        ("added with files", Notice::Added { text: None, files: 2 }),
        ("open again", Notice::Reopened { reason: text(), by_callback: false }),
        ("open again by the callback", Notice::Reopened { reason: text(), by_callback: true }),
        ("it has not held", Notice::Relapsed { reason: text() }),
        ("it has come back", Notice::CameBack { reason: text() }),
        ("the price is refused", Notice::QuoteRefused { reason: text() }),
        ("another time is wanted", Notice::VisitMoved { text: text() }),
    ];
    for (title, notice) in said {
        let page = voice.notice_in_group(&called, &notice).expect("it says something of theirs");
        book.group(format!("in a group: {title}"), page);
    }
    assert_eq!(voice.notice_in_group(&called, &Notice::Hurried), None, "nothing of theirs");
    let named = ["陈美玲".to_owned(), "K7M-4Q2X".to_owned()];
    book.page("an announcement that names", voice.announce_preview(None, "words", 9, &named, 1));
    book.page("a day that is none", Page::say(voice.form_problem(Problem::BadDate)));
    let mut silent = called;
    silent.owner.account = Some(Account(7));
    book.page("please call: silent in the chat", voice.notice(&silent, &please, false));
}

const OUTCOMES: [CallOutcome; 4] =
    [CallOutcome::NoAnswer, CallOutcome::WrongNumber, CallOutcome::Refused, CallOutcome::Told];

/// A case whose owner has no chat, and is to be told the result.
fn by_voice(sample: &Sample) -> CaseView {
    let found = sample
        .views()
        .into_iter()
        .find_map(|(title, view)| (title == "reported, the owner has no chat").then_some(view));
    found.expect("it stands in the sample")
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

/// What owners answered, before those who are to read it.
fn readings(book: &mut Book, sample: &Sample) {
    let (voice, told) = (sample.voice(), &sample.told);
    let verdict = |solved, grade, words: Option<&String>| Verdict {
        solved,
        grade,
        attitude: words.map(|_| Grade::Basically),
        speed: words.map(|_| Grade::Dissatisfied),
        causes: None,
        reason: words.map(|_| told.reason.clone()),
        words: words.cloned(),
    };
    let one = |id, verdict, written_by| ToRead {
        questionnaire: QuestionnaireId(id),
        case: CaseId(id),
        number: Number::of(CaseId(id)),
        verdict,
        written_by,
    };
    let clerk = sample.person(PersonId(4), &told.desk, &[]);
    let satisfied = one(1, verdict(Solved::Yes, Grade::Satisfied, None), None);
    let dissatisfied =
        one(2, verdict(Solved::No, Grade::Dissatisfied, Some(&told.words)), Some(clerk));
    let waiting =
        |shown: &[ToRead]| CallbacksToRead { shown: shown.to_vec(), until: sample::now() };
    let shown = [satisfied, dissatisfied];
    book.page("callbacks to read", voice.callbacks_to_read(&waiting(&shown)));
    book.page("one callback to read", voice.callbacks_to_read(&waiting(&shown[..1])));
    book.page("none to read", voice.callbacks_to_read(&waiting(&[])));
    book.page("some wait to be read", voice.callbacks_wait());
    book.toast("read", voice.callbacks_read(6));
    book.toast("read already", voice.callbacks_read(0));
    book.toast("not theirs to read", voice.only_readers());
}
