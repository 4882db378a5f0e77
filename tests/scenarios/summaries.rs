//! The month in figures: told to whoever leads on the first morning after it, read, looked into figure
//! by figure, and the same for ever.

use casework::words::Language::{self, En, ZhHans, ZhHant};
use chrono::TimeDelta;
use huiyin::button::{Button, Sum};
use playground::{Fault, Rule};
use scenarios::{Person, World, all_is_well};

use crate::files;

/// A matter from the complaint to the end, as its owner likes it.
async fn ends(world: &World, story: &str, answers: [&str; 5]) {
    world.reported(story).await;
    let (owner, head) = (world.person("owner"), world.person("head"));
    owner.taps(answers[0]).await;
    head.taps(words(world.language).1).await;
    world.pass(TimeDelta::hours(25)).await;
    for answer in answers {
        owner.taps(answer).await;
    }
}

/// In a language: all is well, the head's signature.
fn words(language: Language) -> ([&'static str; 5], &'static str) {
    let signs_off = match language {
        En => "Head signs off",
        ZhHans => "负责人签字",
        ZhHant => "負責人簽字",
    };
    (all_is_well(language), signs_off)
}

/// Until the eighth hour of the first of December.
async fn until_december(world: &World) {
    let now = world.app().desk().clock().now();
    let morning = "2026-12-01T00:00:30Z".parse::<chrono::DateTime<chrono::Utc>>();
    world.pass(morning.expect("a moment") - now).await;
}

/// S0-08, S0-18: the month is summed up by itself, once, and whoever leads says that they have read it.
#[tokio::test]
async fn the_month_comes_by_itself_and_a_leader_reads_it() {
    World::run(En, async |world| {
        let (leaders, leader, head) =
            (world.room("leaders"), world.person("leader"), world.person("head"));
        ends(world, "The lift rattles", words(En).0).await;
        world.person("owner").complains("The lift rattles again").await;
        until_december(world).await;
        let told = "November 2026: summary\nReceived 2, closed 1, open 1, of these late 1";
        assert!(world.shows(leaders, told), "{}", world.shown_in(leaders));
        let content = "Satisfied or fairly satisfied: 100 % (1/1); no answer: 0";
        assert!(world.shows(leaders, content), "{}", world.shown_in(leaders));
        assert!(head.has_read("November 2026: summary of Engineering"), "{}", head.reads());
        let (picture, name) = files::newest(world, leaders, ".png");
        assert_eq!(name, "2026-11.png");
        assert!(picture.starts_with(b"\x89PNG"));

        assert_eq!(leader.presses(leaders, "I have read it").await, "Noted: you have read it.");
        assert_eq!(leader.presses(leaders, "I have read it").await, "Noted");
        assert_eq!(world.count("select count(*) from summary_reads").await, 1);
        world.said();
        world.restart().await;
        world.pass(TimeDelta::days(3)).await;
        let again = world.said_in(leaders);
        assert!(!again.contains("November 2026"), "once: {again}");
    })
    .await;
}

/// S3-08: what owners wrote in their callbacks is read by the head of the department and by those who lead,
/// each with the number of its case, and by nobody else.
#[tokio::test]
async fn what_owners_wrote_is_read_by_whoever_leads() {
    World::run(En, async |world| {
        let (leaders, leader, head, owner) = (
            world.room("leaders"),
            world.person("leader"),
            world.person("head"),
            world.person("owner"),
        );
        let number = world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for answer in &words(En).0[..4] {
            owner.taps(answer).await;
        }
        owner.says("They swept the floor, too").await;
        until_december(world).await;
        leader.presses(leaders, "Owners' words").await;
        let line = format!("· {number} Satisfied: They swept the floor, too");
        assert!(leader.has_read(&line), "{}", leader.reads());
        head.taps("Owners' words").await;
        assert!(head.has_read(&line), "{}", head.reads());
        assert!(!world.shows(leaders, "They swept the floor"), "in private alone");
        let crew = world.person("crew");
        let words = |it: &Button| matches!(it, Button::Summary(Sum::Words(..)));
        let (at, data) = world.button(head.account, words);
        crew.forges(crew.account, at, &data).await;
        assert!(!crew.has_read("They swept the floor"), "{}", crew.reads());
        head.taps("How it is counted").await;
        assert!(head.has_read("Content: manner"), "{}", head.reads());
    })
    .await;
}

/// Whoever asks before the morning takes nothing from those who are told.
#[tokio::test]
async fn who_asks_at_midnight_takes_the_summary_from_nobody() {
    World::run(En, async |world| {
        let (desk, manager) = (world.person("desk"), world.person("manager"));
        ends(world, "The lift rattles", words(En).0).await;
        let now = world.app().desk().clock().now();
        let midnight = "2026-11-30T16:30:00Z".parse::<chrono::DateTime<chrono::Utc>>();
        world.pass(midnight.expect("a moment") - now).await;
        desk.says("/summary 2026-11").await;
        assert!(desk.has_read("November 2026: summary"), "{}", desk.reads());
        assert!(!world.shows(world.room("leaders"), "November 2026"));
        until_december(world).await;
        assert!(world.shows(world.room("leaders"), "November 2026: summary"));
        assert!(manager.has_read("November 2026: summary"), "a manager, too: {}", manager.reads());
    })
    .await;
}

/// The accused reads nothing of it (PV-08), and finds it on no list.
#[tokio::test]
async fn whom_a_case_is_about_finds_it_on_no_list() {
    World::run(En, async |world| {
        let (desk, manager, head) =
            (world.person("desk"), world.person("manager"), world.person("head"));
        let number = world.signed("The head of engineering shouted at me").await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&["[Guodong Li]"]).await;
        let about = "select p.name from cases c join people p \
                     on p.id = (c.handling #>> '{accused,0}')::bigint";
        assert_eq!(world.column(about).await, ["Guodong Li"]);
        world.pass(TimeDelta::minutes(1)).await;
        for (reader, may) in [(head, false), (manager, true)] {
            reader.says("/summary 2026-11").await;
            reader.taps("As a file").await;
            let (bytes, _) = files::newest(world, reader.account, ".xlsx");
            let said = format!("{:?}", files::sheets(&bytes));
            assert_eq!(said.contains(&number), may, "{said}");
        }
    })
    .await;
}

/// What is over does not change: the same month asked for again says the same.
#[tokio::test]
async fn a_month_that_is_over_says_the_same_for_ever() {
    World::run(En, async |world| {
        let (owner, manager) = (world.person("owner"), world.person("manager"));
        ends(world, "The lift rattles", words(En).0).await;
        until_december(world).await;
        let counted = world.column("select counted::text from summaries order by id").await;
        // Later it comes out that nothing was well, and the matter is opened again.
        owner.tells(owner.account, casework::intake::Purpose::Object, "It is stuck again").await;
        manager.taps("The owner is right").await;
        manager.says("It is").await;
        assert_eq!(world.stages().await, "dispatched");
        manager.says("/summary 2026-11").await;
        assert!(manager.has_read("Received 1, closed 1, open 0"), "{}", manager.reads());
        assert_eq!(world.column("select counted::text from summaries order by id").await, counted);
    })
    .await;
}

/// Each figure says how it is counted, and which cases ask for attention.
#[tokio::test]
async fn a_figure_shows_its_formula_and_its_cases() {
    World::run(En, async |world| {
        let manager = world.person("manager");
        let number = world.complaint("The lift rattles").await;
        world.pass(TimeDelta::days(4)).await;
        manager.says("/summary").await;
        manager.taps("November 2026").await;
        assert!(manager.has_read("So far, as of"), "{}", manager.reads());
        manager.taps("How it is counted").await;
        manager.taps("Solved in time 0 %").await;
        assert!(manager.has_read("Solved in time: 0 % (0/1)"), "{}", manager.reads());
        assert!(manager.has_read("what is late and still open counts as late"));
        assert!(manager.has_read(&format!("The others (1):\n{number}")), "{}", manager.reads());
    })
    .await;
}

/// A group that takes no pictures gets the figures in words, and goes on getting everything else.
#[tokio::test]
async fn a_group_that_takes_no_pictures_gets_the_figures_in_words() {
    World::run(En, async |world| {
        let leaders = world.room("leaders");
        world.forgive("not enough rights");
        ends(world, "The lift rattles", words(En).0).await;
        let refusal = "Bad Request: not enough rights to send photos to the chat";
        let no_pictures = Rule::new("sendPhoto", Fault::status(400, refusal)).in_chat(leaders);
        world.telegram.stand(no_pictures);
        until_december(world).await;
        let told = "November 2026: summary\nReceived 1, closed 1, open 0";
        assert!(world.shows(leaders, told), "{}", world.shown_in(leaders));
        assert!(!world.shown_in(leaders).contains("<photo>"), "{}", world.shown_in(leaders));
    })
    .await;
}

/// The file has every case and the formulas; who did what, only for those who lead them.
#[tokio::test]
async fn the_file_has_every_case_and_names_people_to_those_who_lead_them() {
    World::run(En, async |world| {
        let (manager, desk) = (world.person("manager"), world.person("desk"));
        ends(world, "The lift rattles", words(En).0).await;
        until_december(world).await;
        for (reader, sheets) in [
            (manager, vec!["Figures", "Lists", "People", "Cases", "Answers"]),
            (desk, vec!["Figures", "Lists", "Cases", "Answers"]),
        ] {
            reader.says("/summary 2026-11").await;
            reader.taps("As a file").await;
            let (bytes, name) = files::newest(world, reader.account, ".xlsx");
            assert_eq!(name, "Yunxi-Park-summary-2026-11.xlsx");
            let book = files::sheets(&bytes);
            let named: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(named, sheets);
            let said = format!("{book:?}");
            assert!(!said.contains("Meiling"), "an owner is nobody's figure");
            assert!(said.contains("TGN-6WC9") && said.contains("archived or withdrawn"), "{said}");
            // The page says the same to the last digit: there is one count for all of them.
            reader.taps("As a page").await;
            let (page, name) = files::newest(world, reader.account, ".html");
            assert_eq!(name, "Yunxi-Park-summary-2026-11.html");
            let page = String::from_utf8(page).expect("a page");
            let counted = book[0]
                .1
                .iter()
                .filter(|row| row.len() > 2 && row[2].parse::<u64>().is_ok_and(|base| base > 0));
            let rows: Vec<_> = counted.map(|row| row[..3].to_vec()).collect();
            assert!(rows.len() > 5, "{rows:?}");
            for row in rows {
                let cells = row.join("</td><td dir=\"auto\">");
                assert!(page.contains(&format!(">{cells}<")), "{row:?} in {page}");
            }
            let answers = &book.last().expect("a sheet").1;
            let answers = format!("{answers:?}");
            assert!(answers.contains("Manner") && answers.contains("Satisfied"), "{answers}");
        }
    })
    .await;
}

/// A summary is for those who run the estate; a head has that of the own department.
#[tokio::test]
async fn nobody_else_reads_a_summary() {
    World::run(En, async |world| {
        let refused = "Summaries are for the service centre";
        world.person("owner").joins().await;
        for code in ["owner", "crew"] {
            let person: Person<'_> = world.person(code);
            person.says("/summary 2026-11").await;
            assert!(person.has_read(refused), "{code}: {}", person.reads());
        }
        let head = world.person("head");
        head.says("/summary 2026-11").await;
        assert!(head.has_read("summary of Engineering"), "{}", head.reads());
        let forged = "m1:see:2026-11:0";
        let message = world.find(head.account, "summary of Engineering").id;
        let told = head.forges(head.account, message, forged).await;
        assert!(told.contains(refused), "{told}");
        for nonsense in ["/summary November", "/summary 2026-13", "/summary 2031"] {
            head.says(nonsense).await;
            assert!(head.has_read("Please write /summary 2026-11 for a month"), "{nonsense}");
        }
    })
    .await;
}

/// The picture in every language; whoever looks at it sees characters.
#[tokio::test]
async fn the_picture_speaks_every_language() {
    for language in [En, ZhHans, ZhHant] {
        World::run(language, async |world| {
            ends(world, "三楼办公室的空调不制冷", words(language).0).await;
            until_december(world).await;
            let (picture, _) = files::newest(world, world.room("leaders"), ".png");
            if let Ok(folder) = std::env::var("HUIYIN_PICTURES") {
                std::fs::write(format!("{folder}/{language:?}.png"), &picture).expect("written");
            }
            assert!(picture.len() < 200_000, "{} bytes", picture.len());
        })
        .await;
    }
}
