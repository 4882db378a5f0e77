//! The month in figures: caption, figures, formulas, and everything in the picture and the file.

use casework::{
    callback::{Grade, Solved, Verdict},
    case::{Channel, Kind, Number, Severity},
    ids::{CaseId, CategoryId, DepartmentId, PersonId, PlaceId, SummaryId},
    summary::{Cadence, Figure, Filed, Hand, Period, Repeat, Share, Spread, Summary, Voices},
};
use chrono::{NaiveDate, TimeDelta};
use sha2::{Digest as _, Sha256};

use super::{
    book::Book,
    sample::{Sample, categories, now, site},
};
use crate::{
    page::Page,
    picture::{Block, Poster},
    speech::summary::Names,
};

/// A month with something in every corner.
pub(super) fn summary() -> Summary {
    let figures = Figure::all().zip(1..).map(|(figure, at)| (figure, Share { hits: at, base: 24 }));
    Summary {
        period: Period::of(Cadence::Month, day(2026, 11, 20)),
        department: None,
        from: now() - TimeDelta::days(20),
        until: now(),
        is_whole: true,
        figures: figures.collect(),
        kinds: vec![(Kind::Complaint, 80), (Kind::Repair, 41)],
        severities: vec![(Severity::Minor, 110), (Severity::Serious, 9), (Severity::Major, 2)],
        channels: vec![(Channel::Chat, 100), (Channel::Phone, 21)],
        categories: vec![(CategoryId(1), 60), (CategoryId(2), 40), (CategoryId(3), 21)],
        places: vec![(PlaceId(1), 70), (PlaceId(2), 51)],
        causes: vec![("a worn seal".to_owned(), 12)],
        to_sign: Some(Spread { count: 120, median: 150, p90: 290 }),
        to_result: Some(Spread { count: 118, median: 5 * 3_600, p90: 3 * 86_400 }),
        backlog: [9, 3, 2, 1],
        voices: Voices {
            declined: 2,
            satisfied: 50,
            basically: 16,
            dissatisfied: 9,
            silent: 31,
            unreachable: 4,
        },
        reasons: vec![("slow".to_owned(), 6), ("again".to_owned(), 3)],
        repeats: vec![Repeat { place: PlaceId(1), category: CategoryId(2), count: 4 }],
        hands: vec![Hand { person: PersonId(3), results: 40, kept: 38, reopened: 1 }],
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// What things are called in it.
pub(super) fn names(sample: &Sample) -> Names {
    let language = sample.voice().language;
    let called = |category: casework::place::Category| {
        (category.id, category.name.in_language(language).to_owned())
    };
    Names {
        department: None,
        categories: categories().into_iter().map(called).collect(),
        places: vec![(PlaceId(1), "B3 17F".to_owned()), (PlaceId(2), "B1".to_owned())],
        reasons: vec![("slow".to_owned(), sample.told.reason.clone())],
        people: vec![(PersonId(3), "Wang".to_owned())],
    }
}

/// All of it.
pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    let (voice, summary, names) = (sample.voice(), summary(), names(sample));
    book.chapter = "The month in figures";
    let of_department = Names { department: Some("1702".to_owned()), ..names.clone() };
    let filed = Filed { id: SummaryId(7), summary: summary.clone(), read: vec![] };
    let readers = ["Zhou".to_owned(), "Wu".to_owned()];
    book.group(
        "under the picture",
        voice.summary_caption(&summary, &names, Some(&filed), &[], true),
    );
    book.page(
        "read",
        voice.summary_caption(&summary, &of_department, Some(&filed), &readers, false),
    );
    let estate = site();
    let figures = summary.figures.keys().map(|figure| (*figure, Share { hits: 1, base: 4 }));
    let figures = figures.collect();
    let few = Summary { figures, categories: vec![(CategoryId(1), 4)], ..summary.clone() };
    for (title, of) in [("for the owners", &summary), ("for the owners, little of it", &few)] {
        book.page(title, Page::say(voice.publication(&estate, of, &names)));
    }
    let verdict = Verdict {
        solved: Solved::No,
        grade: Grade::Dissatisfied,
        attitude: None,
        speed: None,
        causes: None,
        reason: Some(sample.told.reason.clone()),
        words: Some(sample.told.words.clone()),
    };
    for count in [0, 2, 30] {
        let said = vec![(Number::of(CaseId(1)), verdict.clone()); count];
        let page = voice.owners_words(summary.period, &said, 5 * usize::from(count == 30));
        book.page(format!("{count} have written"), page);
    }
    let so_far = Summary { is_whole: false, ..summary.clone() };
    book.page("so far", voice.summary_caption(&so_far, &names, None, &[], false));
    book.page("every figure", voice.summary_figures(&summary, &names));
    let numbers: Vec<String> = (0..43).map(|at| format!("TGN-{at:04}")).collect();
    for figure in Figure::all() {
        let title = format!("figure: {}", figure.name());
        book.page(title, voice.summary_figure(&summary, figure, &numbers[..3], &numbers[3..]));
    }
    let late = voice.summary_figure(&summary, Figure::Overdue, &numbers, &[]);
    book.page("more than a message holds", late);
    book.page("the file is called", Page::say(voice.summary_file_name(&site(), summary.period)));
    let department = Some(DepartmentId(1));
    let periods = Cadence::ALL.map(|cadence| Period::of(cadence, day(2026, 11, 20)));
    let of = |of: Option<DepartmentId>, name: &str| -> Vec<_> {
        periods.iter().map(|period| (*period, of, name.to_owned())).collect()
    };
    book.page("which?", voice.summary_periods(&of(None, "")[1..], Some(summary.period)));
    of_several(book, sample);
    book.page("which, of a department?", voice.summary_periods(&of(department, "1702"), None));
    let titles = periods.map(|period| voice.period(period));
    book.page("periods", Page::say(titles.join("\n")));
    book.page("no period", voice.summary_usage());
    book.toast("not for everybody", voice.only_summary_readers());
    book.toast("it comes", voice.summary_comes(summary.period));
    book.toast("read", voice.summary_acknowledged());
    book.page("the file", Page::say(voice.summary_file_caption(&summary, &names)));
    let under = [
        voice.summary_page_name(&site(), summary.period),
        voice.summary_page_caption(&summary, &names),
    ];
    book.page("the page to print", Page::say(under.join("\n")));
    book.page("no font", Page::say(voice.summary_without_picture()));
    let spreads = [150, 5 * 3_600, 3 * 86_400]
        .map(|median| voice.spread(Spread { count: 9, median, p90: 2 * median }));
    book.page("lengths", Page::say(spreads.join("\n")));
    let poster = voice.summary_poster(&summary, &names, &site());
    book.page("the picture", Page::say(drawn(poster).join("\n")));
    let mut sheets = vec![
        voice.sheet_figures(),
        voice.figure_heads().join(" | "),
        voice.sheet_hands(),
        voice.hand_heads().join(" | "),
        voice.sheet_cases(),
        voice.case_heads().join(" | "),
        voice.sheet_answers(),
        voice.answer_heads().join(" | "),
        voice.sheet_lists(),
        voice.sheet_every_figure(),
        voice.heads_of_all().join(" | "),
        voice.sheet_count(),
    ];
    for listing in voice.summary_lists(&summary, &names, true) {
        let title = &listing.title;
        let lines: Vec<String> =
            listing.lines.iter().map(|(label, count)| format!("{label} {count}")).collect();
        sheets.push(format!("{title}: {}", lines.join(", ")));
    }
    book.page("the sheets", Page::say(sheets.join("\n")));
}

/// The same of several estates, side by side.
fn of_several(book: &mut Book, sample: &Sample) {
    let (voice, summary) = (sample.voice(), summary());
    let read = [(site(), summary.clone()), (super::sample::other_site(), summary.clone())];
    book.page("every estate", voice.summary_of_all(summary.period, &read));
    book.page("every estate, under the picture", voice.caption_of_all(summary.period, &read));
    let many: Vec<_> = read.iter().cycle().take(40).cloned().collect();
    book.page("more estates than a message holds", voice.summary_of_all(summary.period, &many));
    let of_all =
        [voice.file_name_of_all(summary.period), voice.file_caption_of_all(summary.period)];
    book.page("the file of every estate", Page::say(of_all.join("\n")));
    let poster = voice.poster_of_all(summary.period, &read);
    book.page("the picture of every estate", Page::say(drawn(poster).join("\n")));
}

/// Every word of the picture.
fn drawn(poster: Poster) -> Vec<String> {
    let mut words = vec![poster.estate, poster.title];
    words.extend(
        poster.tiles.iter().map(|tile| format!("{}: {} {}", tile.label, tile.value, tile.note)),
    );
    for block in poster.blocks {
        match block {
            Block::Bars(title, bars) => {
                words.push(title);
                words.extend(bars.iter().map(|bar| format!("  {} {}", bar.label, bar.text)));
            }
            Block::Parts(title, pieces) => {
                words.push(title);
                words.extend(pieces.iter().map(|one| format!("  {} {}", one.label, one.count)));
            }
            Block::Lines(title, lines) => {
                words.push(title);
                words.extend(lines.iter().map(|line| format!("  {line}")));
            }
        }
    }
    words.push(poster.foot);
    words
}

/// The page says every figure with its formula, and nothing that is typed becomes markup.
#[test]
fn the_page_to_print_has_every_figure() {
    use casework::words::Language;

    for language in [Language::En, Language::ZhHans, Language::ZhHant] {
        let sample = Sample::new(language);
        let voice = sample.voice();
        let mut summary = summary();
        summary.causes = vec![("<b>rust</b>".to_owned(), 2)];
        let page = voice.summary_page(&summary, &names(&sample), &site(), true).html();
        for figure in Figure::all() {
            assert!(page.contains(&voice.formula(figure)), "{figure:?}");
        }
        assert!(page.contains("&lt;b&gt;rust") && !page.contains("<b>rust"), "{page}");
        let withheld = voice.summary_page(&summary, &names(&sample), &site(), false).html();
        assert!(!withheld.contains("rust"), "what crews wrote is for those who lead them");
        if let Ok(folder) = std::env::var("HUIYIN_PAPER") {
            std::fs::write(format!("{folder}/summary-{language:?}.html"), &page).unwrap();
        }
    }
}

/// A phone shows it in one piece: not so high that the service makes it smaller than can be read.
#[test]
fn the_picture_of_a_full_month_fits_a_phone() {
    use casework::words::Language;

    let mut drawn = vec![];
    for language in [Language::En, Language::ZhHans, Language::ZhHant] {
        let sample = Sample::new(language);
        let read = [(site(), summary()), (super::sample::other_site(), summary())];
        let many: Vec<_> = read.iter().cycle().take(40).cloned().collect();
        let posters = [
            ("full", sample.voice().summary_poster(&summary(), &names(&sample), &site())),
            ("all", sample.voice().poster_of_all(summary().period, &many)),
        ];
        for (name, poster) in posters {
            // By the words and lines that are drawn: how a font draws them is the machine's.
            let svg = poster.svg("sans-serif");
            let first = Sha256::digest(&svg)[..8].try_into().unwrap();
            let digest = u64::from_be_bytes(first);
            let png = poster.png().unwrap();
            let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            let (width, height) = (side(16), side(20));
            assert!(width == 1_080 && height <= 1_800, "{name}: {width} × {height}");
            assert!(png.len() < 200_000, "{name}: {} bytes", png.len());
            let length = svg.len();
            drawn.push(format!(
                "{name} {language:?}: {width} × {height}, {length} bytes, {digest:016x}"
            ));
            if let Ok(folder) = std::env::var("HUIYIN_PICTURES") {
                std::fs::write(format!("{folder}/{name}-{language:?}.png"), &png).unwrap();
            }
        }
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("pictures", drawn.join("\n"));
    });
}
