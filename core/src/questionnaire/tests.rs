use proptest::prelude::*;

use super::*;
use crate::{
    callback::{Grade, Solved, Verdict},
    words::Language,
};

const SHIPPED_ONE: &str = SHIPPED[0].1;

fn shipped() -> Template {
    Template::parse(SHIPPED_ONE).unwrap()
}

fn filled(template: &Template, replies: &[Reply]) -> Sheet {
    let answered = |sheet: Sheet, reply: &Reply| sheet.answer(template, reply.clone()).unwrap();
    replies.iter().fold(Sheet::default(), answered)
}

fn verdict(template: &Template, sheet: &Sheet) -> Verdict {
    Verdict::of(template, sheet, Language::En).unwrap()
}

fn said(text: &str) -> Reply {
    Reply::Text(text.to_owned())
}

#[test]
fn every_shipped_questionnaire_is_sound_and_speaks_every_language() {
    for (name, body) in SHIPPED {
        let template = Template::parse(body).unwrap();
        assert_eq!(template.name, name);
        let choices =
            |question: &Question| question.options.iter().map(|one| one.text.clone()).collect();
        for question in &template.questions {
            let words: Vec<Words> = choices(question);
            for words in words.iter().chain([&question.text, &question.name]) {
                assert_eq!(words.0.len(), Language::ALL.len(), "{name}: {words:?}");
            }
        }
    }
}

/// What was asked before questionnaires were drawn up by files stands in every older book.
#[test]
fn the_questions_of_before_are_still_read() {
    let sql = crate::MIGRATOR.iter().find(|one| one.sql.as_str().contains("$toml$")).unwrap();
    let body = sql.sql.as_str().split("$toml$").nth(1).unwrap();
    let template = Template::kept(body).unwrap();
    assert_eq!((template.version, template.correctable()), (0, TimeDelta::zero()));
    let kept = r#"{"solved":"partly","grade":"basically","reason":"a drip","words":"passed_over"}"#;
    let sheet: Sheet = serde_json::from_str(kept).unwrap();
    assert_eq!(sheet.question(&template), None);
    assert_eq!(verdict(&template, &sheet).why(), "a drip");
    let begun: Sheet =
        serde_json::from_str(r#"{"solved":"yes","grade":null,"reason":null,"words":"not_asked"}"#)
            .unwrap();
    assert_eq!(begun.question(&template).unwrap().code, "result");
}

#[test]
fn a_content_owner_answers_with_five_presses() {
    let template = shipped();
    let sheet = filled(&template, &[0, 0, 0, 0, 0].map(Reply::Press));
    assert_eq!(sheet.question(&template), None);
    let verdict = verdict(&template, &sheet);
    assert!(!verdict.reopens());
    assert_eq!(verdict.attitude, Some(Grade::Satisfied));
}

#[test]
fn dissatisfaction_owes_a_reason_in_words() {
    let template = shipped();
    let low = [0, 2, 0, 2, 1].map(Reply::Press);
    let sheet = filled(&template, &low).answer(&template, Reply::Enough).unwrap();
    assert_eq!(sheet.question(&template).unwrap().code, "reason");
    assert_eq!(sheet.answer(&template, Reply::Nothing), None);
    let sheet = sheet.answer(&template, said("Nobody came")).unwrap();
    let verdict = verdict(&template, &sheet);
    assert!(verdict.reopens());
    assert_eq!(verdict.why(), "Too slow\nNobody came");
}

#[test]
fn whoever_types_instead_of_choosing_is_heard() {
    let template = shipped();
    let low = [2, 0, 0, 0].map(Reply::Press);
    let sheet = filled(&template, &low).answer(&template, said("It drips")).unwrap();
    assert_eq!(sheet.said("reason"), Some("It drips"));
    let sheet = sheet.answer(&template, said("And thank Mr Wang")).unwrap();
    assert_eq!(
        (sheet.chose("more"), sheet.said("words")),
        (Some("say"), Some("And thank Mr Wang"))
    );
}

#[test]
fn words_that_contradict_the_answers_are_asked_about() {
    let template = shipped();
    let good = [0, 0, 0, 0].map(Reply::Press);
    for words in ["可是还在漏水", "But it STILL LEAKS at night"] {
        let sheet = filled(&template, &good).answer(&template, said(words)).unwrap();
        assert_eq!(sheet.question(&template).unwrap().code, "settled", "{words}");
        let again = sheet.answer(&template, Reply::Press(1)).unwrap();
        let wrong = verdict(&template, &again);
        assert_eq!((wrong.solved, wrong.why().as_str()), (Solved::No, words));
        let well = sheet.answer(&template, Reply::Press(0)).unwrap();
        assert!(!verdict(&template, &well).reopens());
    }
    let sheet = filled(&template, &good).answer(&template, said("谢谢师傅")).unwrap();
    assert_eq!(sheet.question(&template), None);
    // Satisfied with what is not solved.
    let odd = [2, 0, 0, 0].map(Reply::Press);
    let sheet = filled(&template, &odd).answer(&template, said("Tomorrow, they said")).unwrap();
    let sheet = sheet.answer(&template, Reply::Press(0)).unwrap();
    assert_eq!(sheet.question(&template).unwrap().code, "settled");
}

#[test]
fn every_fault_is_named_with_what_to_do() {
    let faults = |change: &dyn Fn(&str) -> String| {
        Template::parse(&change(SHIPPED_ONE)).unwrap_err().to_string()
    };
    insta::assert_snapshot!(
        [
            faults(&|text| text.replace("questionnaire = \"callback\"", "questionnaire = \"回访\"")),
            faults(&|text| text.replace("version = 1", "version = 0")),
            faults(&|text| text.replace("version = 1\n", "")),
            faults(&|text| text.replace("correction = \"12h\"", "correction = \"1wd\"")),
            faults(&|text| text.replace("asks = \"solved\"", "asks = \"yesno\"")),
            faults(&|text| text.replace("code = \"result\"", "code = \"rating\"")),
            faults(&|text| text.replace("code = \"speed\"", "code = \"attitude\"")),
            faults(&|text| text.replace("is = [\"dissatisfied\"]", "is = [\"angry\"]")),
            faults(&|text| text.replace("required_when = [", "unless = [")),
            faults(&|text| text.replace("typed = \"say\"", "typed = \"talk\"")),
            faults(&|text| text.replace("en = \"Too slow\"", "en = \"\"")),
            faults(&|text| text.replace("en = \"Too slow\"", "en = \"It took far too long for us all\"")),
            faults(&|text| {
                let wrong = "[schedule]\nafter = \"same_day\"\nremind = \"9d\"\nopen = \"9d\"\nshare = 101\n";
                text.replacen("[[questions]]", &format!("{wrong}\n[[questions]]"), 1)
            }),
            faults(&|text| text.split("[[questions]]").next().unwrap().to_owned()),
        ]
        .join("\n\n")
    );
}

#[test]
fn the_one_meant_most_closely_is_asked() {
    let of = |kinds: &[Kind], categories: &[&str]| {
        let categories = categories.iter().map(|code| (*code).to_owned()).collect();
        Arc::new(Template { kinds: kinds.to_vec(), categories, ..shipped() })
    };
    let known = [
        (1, of(&[Kind::Repair], &[])),
        (2, of(&[], &["water"])),
        (3, of(&[], &[])),
        (4, of(&[Kind::Repair], &["lift"])),
    ];
    let asked = |kind, within: &[&str]| asked(&known, Occasion::Result, kind, within);
    assert_eq!(asked(Kind::Complaint, &["noise"]), Some(3));
    assert_eq!(asked(Kind::Repair, &["noise"]), Some(1));
    assert_eq!(asked(Kind::Repair, &["tap", "water"]), Some(2));
    assert_eq!(asked(Kind::Repair, &["lift"]), Some(4));
    assert_eq!(asked(Kind::Complaint, &["lift"]), Some(3));
}

/// Anything that can be replied, sense or not.
fn replies() -> impl Strategy<Value = Reply> {
    prop_oneof![
        (0_usize..8).prop_map(Reply::Press),
        "[a-z]{1,5}".prop_map(Reply::Text),
        Just(Reply::Enough),
        Just(Reply::Nothing),
    ]
}

proptest! {
    #[test]
    fn any_row_of_answers_ends_and_survives_the_book(row in prop::collection::vec(replies(), 0..80)) {
        let template = shipped();
        let mut sheet = Sheet::default();
        for reply in row {
            let Some(next) = sheet.answer(&template, reply) else { continue };
            prop_assert_ne!(&next, &sheet);
            let kept = serde_json::to_string(&next).unwrap();
            sheet = serde_json::from_str(&kept).unwrap();
            prop_assert_eq!(&sheet, &next);
        }
        if sheet.question(&template).is_none() {
            let verdict = verdict(&template, &sheet);
            prop_assert!(!verdict.reopens() || !verdict.why().is_empty(), "no reason");
        }
        // Whoever stops anywhere can always go on to the end.
        for _ in 0..20 {
            let Some(question) = sheet.question(&template) else { break };
            let reply = match question.asks {
                Asks::Words | Asks::File => said("words"),
                Asks::Reasons if !sheet.chosen().is_empty() => Reply::Enough,
                _ => Reply::Press(0),
            };
            sheet = sheet.answer(&template, reply).expect("a way on");
        }
        prop_assert_eq!(sheet.question(&template), None);
    }
}
