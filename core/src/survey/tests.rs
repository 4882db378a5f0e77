use super::*;
use crate::questionnaire::{Reply, SHIPPED};

fn satisfaction() -> Template {
    Template::parse(SHIPPED[1].1).unwrap()
}

fn sheet(template: &Template, replies: &[Reply]) -> Sheet {
    replies.iter().cloned().fold(Sheet::default(), |sheet, reply| {
        sheet.answer(template, reply).expect("it answers the present question")
    })
}

fn press(places: &[usize]) -> Vec<Reply> {
    places.iter().copied().map(Reply::Press).collect()
}

#[test]
fn whoever_is_content_answers_in_seven_steps() {
    let template = satisfaction();
    let mut replies = press(&[0; 5]);
    replies.extend([Reply::Nothing, Reply::Press(0)]);
    assert_eq!(sheet(&template, &replies).question(&template), None);
}

#[test]
fn answers_are_counted_and_words_are_kept_apart_from_whoever_said_them() {
    let template = satisfaction();
    let words = |text: &str| Reply::Text(text.to_owned());
    let mut low = press(&[2, 0, 0, 0, 0, 3, 0]);
    low.extend([
        Reply::Enough,
        words("The gate stands open"),
        Reply::Press(1),
        words("Lamp 4 is dark"),
    ]);
    let mut well = press(&[0; 5]);
    well.extend([Reply::Nothing, Reply::Press(0)]);
    let mut typed = press(&[1, 0, 0, 0, 0]);
    typed.extend([words("More patrols"), Reply::Press(0)]);
    let sheets = [sheet(&template, &low), sheet(&template, &well), sheet(&template, &typed)];
    let counted = counted(&template, &sheets);
    let of = |code: &str| counted.iter().find(|one| one.question == code).unwrap();
    let numbers = |code: &str| of(code).chosen.iter().map(|(_, count)| *count).collect::<Vec<_>>();
    assert_eq!((numbers("safety"), of("safety").of), (vec![1, 1, 1], 3));
    // Whoever typed instead of choosing has answered, and chosen nothing.
    assert_eq!(of("first").of, 2);
    let first: Vec<_> = of("first").chosen.iter().take(2).cloned().collect();
    assert_eq!(first, [("security".to_owned(), 1), ("parking".to_owned(), 1)]);
    // What becomes a matter of its own is not told twice.
    assert_eq!(said(&template, &sheets), ["The gate stands open", "More patrols"]);
}

#[test]
fn a_survey_that_cannot_be_meant_is_refused_with_what_to_do() {
    let faults = |from: &str, to: &str| {
        Template::parse(&SHIPPED[1].1.replace(from, to)).unwrap_err().to_string()
    };
    insta::assert_snapshot!(
        [
            faults("title.zh-Hans = \"满意度调查\"\ntitle.zh-Hant = \"滿意度調查\"\ntitle.en = \"Living here\"\n", ""),
            faults("title.en = \"Living here\"", "title.en = \"What everybody thinks of everything here\""),
            faults("open = \"10d\"", "open = \"3wd\""),
            faults("remind = \"5d\"", "remind = \"10d\""),
            faults("moved_in = [3, 12]", "moved_in = [0]"),
            faults("least = 5", "least = 0"),
            faults("second_yes_above = 100", "second_yes_above = -1"),
            faults("every = \"quarter\"", "every = \"week\""),
            faults("occasion = \"survey\"", "occasion = \"survey\"\nkinds = [\"repair\"]"),
            faults("asks = \"choice\"", "asks = \"solved\""),
            faults("occasion = \"survey\"", "occasion = \"result\""),
        ]
        .join("\n\n")
    );
}

#[test]
fn whom_is_read_as_it_is_written() {
    let all = [Whom::Everybody, Whom::Owners, Whom::Tenants, Whom::MovedIn(3), Whom::HandedOver(6)];
    for whom in all {
        assert_eq!(Whom::parse(whom.name(), whom.months()), Some(whom));
    }
    assert_eq!(Whom::parse("moved_in", None), None);
    assert_eq!(Whom::parse("owners", Some(3)), None);
}
