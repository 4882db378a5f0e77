//! A draft under every order of answers.

use proptest::prelude::*;

use super::*;

fn draft() -> Draft {
    Draft::new(Kind::Complaint, "k".to_owned(), false)
}

fn ask(turn: Turn<Draft>) -> Draft {
    match turn {
        Turn::Ask(draft) => draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_report_is_told_in_a_few_steps_and_asks_for_no_number() {
    let draft = Draft::new(Kind::Report, "k".to_owned(), true);
    assert_eq!(draft.steps(), [Step::Story, Step::Place, Step::About, Step::Review]);
    let draft = ask(draft.answer(Answer::Text("私搭阳光房".to_owned())));
    let draft = ask(draft.answer(Answer::Enough));
    assert_eq!((draft.step, draft.progress()), (Step::Place, Some((2, 3))));
    let draft = ask(draft.answer(Answer::SkipRest));
    assert_eq!(draft.step, Step::Review);
    let draft = ask(draft.answer(Answer::Send));
    assert_eq!(draft.step, Step::About, "no report is sent before it is known who may read it");
    let draft = ask(draft.answer(Answer::About(About::Desk)));
    assert!(matches!(draft.answer(Answer::Send), Turn::Done(_)));
}

#[test]
fn the_short_path_is_one_text_and_six_presses() {
    // The first press chose "complain".
    let draft = ask(draft().answer(Answer::Text("空调不制冷".to_owned())));
    let draft = ask(draft.answer(Answer::Enough));
    assert_eq!((draft.step, draft.progress()), (Step::Category, Some((2, 5))));
    let draft = ask(draft.answer(Answer::Category(CategoryId(1), false)));
    let draft = ask(draft.answer(Answer::Place(PlaceId(1))));
    let draft = ask(draft.answer(Answer::SkipRest));
    assert!(matches!(draft.answer(Answer::Send), Turn::Done(_)));
}

#[test]
fn nothing_told_is_not_sent() {
    let turn = draft().answer(Answer::Enough);
    assert!(matches!(turn, Turn::Again(_, Problem::NothingTold)));
    let emoji = ask(draft().answer(Answer::Text("😡😡😡".to_owned())));
    assert!(matches!(emoji.answer(Answer::Enough), Turn::Again(_, Problem::NothingTold)));
}

#[test]
fn words_typed_at_a_choice_belong_to_the_story() {
    let told = ask(draft().answer(Answer::Text("门坏了".to_owned())));
    let choosing = ask(told.answer(Answer::Enough));
    let Turn::Again(draft, Problem::ChooseButton) =
        choosing.answer(Answer::Text("还有灯".to_owned()))
    else {
        panic!("should ask again");
    };
    assert_eq!(draft.whole_story(), "门坏了\n还有灯");
}

#[test]
fn mending_one_field_comes_back_to_the_review() {
    let mut draft = draft();
    draft.story.push("门坏了".to_owned());
    draft.step = Step::Review;
    let draft = ask(draft.answer(Answer::Edit(Step::Wish)));
    let draft = ask(draft.answer(Answer::Text("请修好".to_owned())));
    assert_eq!((draft.step, draft.wish.as_deref()), (Step::Review, Some("请修好")));
}

#[test]
fn words_under_a_photo_that_do_not_fit_are_not_lost_in_silence() {
    let full = ask(draft().answer(Answer::Text("水".repeat(1_500))));
    let full = ask(full.answer(Answer::Text("水".repeat(1_200))));
    let photo = File {
        kind: super::super::FileKind::Photo,
        handle: "f".to_owned(),
        caption: Some("水".repeat(900)),
        album: None,
    };
    let Turn::Again(draft, Problem::TooLong) = full.answer(Answer::File(photo)) else {
        panic!("should say that it is too long");
    };
    assert_eq!(draft.files.len(), 1);
}

#[test]
fn a_telephone_number_has_digits() {
    assert!(is_phone("+86 138-0000-0000"));
    assert!(!is_phone("call me"));
    assert!(!is_phone("12"));
}

fn answers() -> impl Strategy<Value = Answer> {
    let file = File {
        kind: super::super::FileKind::Photo,
        handle: "f".to_owned(),
        caption: None,
        album: None,
    };
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    prop_oneof![
        ".{0,12}".prop_map(Answer::Text),
        Just(Answer::File(file)),
        Just(Answer::Enough),
        Just(Answer::Channel(Channel::Letter)),
        Just(Answer::Channel(Channel::Visit)),
        Just(Answer::Category(CategoryId(1), false)),
        Just(Answer::Category(CategoryId(2), true)),
        Just(Answer::About(About::Managers)),
        Just(Answer::AllCategories),
        Just(Answer::OpenGroup(CategoryId(2))),
        Just(Answer::Place(PlaceId(1))),
        Just(Answer::Open(Some(PlaceId(2)))),
        Just(Answer::On(day)),
        Just(Answer::By(day)),
        Just(Answer::Skip),
        Just(Answer::SkipRest),
        Just(Answer::Back),
        Just(Answer::Edit(Step::Story)),
        Just(Answer::Edit(Step::Contact)),
    ]
}

proptest! {
    /// Whatever is answered, the draft stands at one of its own questions, survives the book,
    /// keeps what was told, and the way to the end stays open.
    #[test]
    fn there_is_no_dead_end(
        row in prop::collection::vec(answers(), 0..60),
        kind in prop::sample::select(Kind::ALL.to_vec()),
        lacks in any::<bool>(),
        caller in any::<bool>(),
    ) {
        let key = "k".to_owned();
        let mut draft =
            if caller { Draft::for_caller(kind, key) } else { Draft::new(kind, key, lacks) };
        for answer in row {
            let told = draft.story.len() + draft.files.len();
            draft = match draft.answer(answer) {
                Turn::Ask(draft) | Turn::Again(draft, _) | Turn::Done(draft) => draft,
            };
            prop_assert!(draft.steps().contains(&draft.step));
            prop_assert!(draft.story.len() + draft.files.len() >= told);
            let kept: Draft =
                serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
            prop_assert_eq!(&kept, &draft);
        }
        for _ in 0..12 {
            let answer = match draft.step {
                Step::Channel => Answer::Channel(Channel::Phone),
                Step::CallerName => Answer::Text("王".to_owned()),
                Step::CallerPhone => Answer::Text("13800000000".to_owned()),
                Step::Story if draft.tells_something() => Answer::Enough,
                Step::Story => Answer::Text("门坏了".to_owned()),
                Step::Review => break,
                Step::About => Answer::About(About::Desk),
                _ => Answer::Skip,
            };
            draft = match draft.answer(answer) {
                Turn::Ask(draft) | Turn::Again(draft, _) | Turn::Done(draft) => draft,
            };
        }
        prop_assert_eq!(draft.step, Step::Review);
    }
}
