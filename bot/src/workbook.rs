//! A summary as a workbook: its figures with how each is counted, lists with charts of their own, and
//! every case with what it counts for. Not who anybody is.

use casework::{
    case::Number,
    place::Site,
    policy::TimerKind,
    store::Questionnaire,
    summary::{Facts, Figure, Summary},
};
use rust_xlsxwriter::{Chart, ChartType, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::speech::{
    Voice,
    summary::{Listing, Names},
};

/// What a workbook is made of.
pub struct Source<'s> {
    /// Counted.
    pub summary: &'s Summary,
    /// From what.
    pub facts: &'s Facts,
    /// What was answered in callbacks, each with the number of its case.
    pub answered: &'s [(Number, Questionnaire)],
    /// What things are called.
    pub names: &'s Names,
    /// Whether whoever reads it may compare people.
    pub compares: bool,
}

/// The workbook, in the language of its reader.
pub fn workbook(voice: Voice, source: &Source<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    figures(book.add_worksheet(), voice, source, &styles)?;
    lists(book.add_worksheet(), voice, source, &styles)?;
    if source.compares && !source.summary.hands.is_empty() {
        hands(book.add_worksheet(), voice, source, &styles)?;
    }
    cases(book.add_worksheet(), voice, source, &styles)?;
    if !source.answered.is_empty() {
        answers(book.add_worksheet(), voice, source, &styles)?;
    }
    book.save_to_buffer()
}

/// Several estates side by side: a chart of the two figures that count, and every figure of each.
pub fn of_all(voice: Voice, read: &[(Site, Summary)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    let name = |site: &Site| site.name.in_language(voice.language()).to_owned();
    let sheet = voice.sheet_figures();
    let page = book.add_worksheet();
    page.set_name(&sheet)?;
    let shown = [
        Figure::Received,
        Figure::Open,
        Figure::Overdue,
        Figure::Kept(TimerKind::Solve),
        Figure::Content,
    ];
    let [estate, ..] = voice.heads_of_all();
    let columns: Vec<String> =
        std::iter::once(estate).chain(shown.map(|figure| voice.figure(figure))).collect();
    heads(page, 0, &columns, &styles.head)?;
    for (row, (site, summary)) in (1..).zip(read) {
        page.write_string(row, 0, name(site))?;
        for (column, figure) in (1..).zip(shown) {
            let share = summary.figure(figure);
            if matches!(figure, Figure::Kept(_) | Figure::Content) {
                if share.base > 0 {
                    let part = number(share.hits) / number(share.base);
                    page.write_number_with_format(row, column, part, &styles.share)?;
                }
            } else {
                page.write_number(row, column, number(share.hits))?;
            }
        }
    }
    let last = u32::try_from(read.len()).unwrap_or(1).max(1);
    for (place, column) in [(0, 4), (20, 5)] {
        let title = &columns[usize::from(column)];
        let mut drawn = Chart::new(ChartType::Bar);
        drawn
            .add_series()
            .set_categories((sheet.as_str(), 1, 0, last, 0))
            .set_values((sheet.as_str(), 1, column, last, column))
            .set_name(title);
        drawn.title().set_name(title);
        drawn.set_width(620).set_height(360);
        page.insert_chart(place, 8, &drawn)?;
    }
    page.set_freeze_panes(1, 1)?;
    page.set_column_width(0, 28)?;
    every_figure(book.add_worksheet(), voice, read, &styles)?;
    book.save_to_buffer()
}

/// A line for each figure of each estate, to be sorted and filtered.
fn every_figure(
    page: &mut Worksheet,
    voice: Voice,
    read: &[(Site, Summary)],
    styles: &Styles,
) -> Result<(), XlsxError> {
    page.set_name(voice.sheet_every_figure())?;
    heads(page, 0, &voice.heads_of_all(), &styles.head)?;
    let mut row = 0;
    for (site, summary) in read {
        for figure in Figure::all() {
            let share = summary.figure(figure);
            row += 1;
            page.write_string(row, 0, site.name.in_language(voice.language()))?;
            page.write_string(row, 1, voice.figure(figure))?;
            page.write_number(row, 2, number(share.hits))?;
            page.write_number(row, 3, number(share.base))?;
            if share.base > 0 {
                let part = number(share.hits) / number(share.base);
                page.write_number_with_format(row, 4, part, &styles.share)?;
            }
            page.write_string_with_format(row, 5, voice.formula(figure), &styles.wrapped)?;
        }
    }
    page.autofilter(0, 0, row, 5)?;
    page.set_freeze_panes(1, 0)?;
    for (column, width) in [(0, 28.0), (1, 30.0), (5, 90.0)] {
        page.set_column_width(column, width)?;
    }
    Ok(())
}

struct Styles {
    head: Format,
    share: Format,
    moment: Format,
    wrapped: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold().set_background_color("#EEF3F7"),
            share: Format::new().set_num_format("0.0%"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            wrapped: Format::new().set_text_wrap(),
        }
    }
}

/// As Excel counts.
fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn heads(
    page: &mut Worksheet,
    row: u32,
    heads: &[String],
    style: &Format,
) -> Result<(), XlsxError> {
    for (column, head) in (0..).zip(heads) {
        page.write_string_with_format(row, column, head, style)?;
    }
    Ok(())
}

fn figures(
    page: &mut Worksheet,
    voice: Voice,
    source: &Source<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    page.set_name(voice.sheet_figures())?;
    page.write_string(0, 0, voice.summary_title(source.summary, source.names))?;
    heads(page, 2, &voice.figure_heads(), &styles.head)?;
    let mut row = 3;
    for figure in Figure::all() {
        let share = source.summary.figure(figure);
        page.write_string(row, 0, voice.figure(figure))?;
        page.write_number(row, 1, number(share.hits))?;
        page.write_number(row, 2, number(share.base))?;
        if share.base > 0 {
            // Its own formula, so that whoever changes a number sees what follows.
            let formula = format!("=B{0}/C{0}", row + 1);
            page.write_formula_with_format(row, 3, formula.as_str(), &styles.share)?;
            page.set_formula_result(row, 3, (number(share.hits) / number(share.base)).to_string());
        }
        page.write_string_with_format(row, 4, voice.formula(figure), &styles.wrapped)?;
        row += 1;
    }
    for spread in [source.summary.to_sign, source.summary.to_result].into_iter().flatten() {
        page.write_string(row, 0, voice.spread(spread))?;
        row += 1;
    }
    for (column, width) in [(0, 30.0), (1, 10.0), (2, 10.0), (3, 10.0), (4, 90.0)] {
        page.set_column_width(column, width)?;
    }
    Ok(())
}

/// Each list with its chart beside it.
fn lists(
    page: &mut Worksheet,
    voice: Voice,
    source: &Source<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let sheet = voice.sheet_lists();
    page.set_name(&sheet)?;
    page.set_column_width(0, 34)?;
    let mut row = 0;
    for listing in voice.summary_lists(source.summary, source.names, source.compares) {
        let Listing { title, shows_bars, lines } = listing;
        if lines.is_empty() {
            continue;
        }
        heads(page, row, &[title.clone(), voice.sheet_count()], &styles.head)?;
        let first = row + 1;
        for (label, count) in &lines {
            row += 1;
            page.write_string(row, 0, label)?;
            page.write_number(row, 1, number(*count))?;
        }
        let mut drawn = Chart::new(if shows_bars { ChartType::Bar } else { ChartType::Doughnut });
        drawn
            .add_series()
            .set_categories((sheet.as_str(), first, 0, row, 0))
            .set_values((sheet.as_str(), first, 1, row, 1))
            .set_name(&title);
        drawn.title().set_name(&title);
        drawn.set_width(520).set_height(280);
        page.insert_chart(first - 1, 3, &drawn)?;
        // A chart is so many rows high.
        row = (row + 3).max(first + 15);
    }
    Ok(())
}

fn hands(
    page: &mut Worksheet,
    voice: Voice,
    source: &Source<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    page.set_name(voice.sheet_hands())?;
    heads(page, 0, &voice.hand_heads(), &styles.head)?;
    page.set_column_width(0, 24)?;
    for (row, hand) in (1..).zip(&source.summary.hands) {
        page.write_string(row, 0, Names::of(&source.names.people, hand.person))?;
        for (column, count) in (1..).zip([hand.results, hand.kept, hand.reopened]) {
            page.write_number(row, column, number(count))?;
        }
    }
    Ok(())
}

/// What was chosen in each callback, question by question: also of the estate's own. Words stay in the
/// chat: a file is handed on.
fn answers(
    page: &mut Worksheet,
    voice: Voice,
    source: &Source<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    page.set_name(voice.sheet_answers())?;
    heads(page, 0, &voice.answer_heads(), &styles.head)?;
    let mut row = 0;
    for (number, round) in source.answered {
        for (question, answer) in voice.chosen(round) {
            row += 1;
            page.write_string(row, 0, number.as_str())?;
            page.write_string(row, 1, &round.template.name)?;
            page.write_string(row, 2, question)?;
            page.write_string(row, 3, answer)?;
        }
    }
    page.autofilter(0, 0, row, 3)?;
    for (column, width) in [(0, 12.0), (1, 18.0), (2, 24.0), (3, 30.0)] {
        page.set_column_width(column, width)?;
    }
    Ok(())
}

/// Every case, and with a figure what it is to it: 1 counts, 0 is of the base and does not.
fn cases(
    page: &mut Worksheet,
    voice: Voice,
    source: &Source<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    page.set_name(voice.sheet_cases())?;
    let mut columns = voice.case_heads();
    let own = columns.len();
    columns.extend(Figure::all().map(|figure| voice.figure(figure)));
    heads(page, 0, &columns, &styles.head)?;
    let mut rows = std::collections::HashMap::new();
    for (row, matter) in (1..).zip(&source.facts.matters) {
        rows.insert(matter.case, row);
        page.write_string(row, 0, matter.number.as_str())?;
        page.write_string(row, 1, voice.kind(matter.kind))?;
        let category = matter.category.map(|id| Names::of(&source.names.categories, id));
        page.write_string(row, 2, category.unwrap_or_default())?;
        let place = matter.place.map(|id| Names::of(&source.names.places, id));
        page.write_string(row, 3, place.unwrap_or_default())?;
        for (column, at) in (4..).zip([Some(matter.opened_at), matter.result_at, matter.ended_at]) {
            if let Some(at) = at {
                let local = voice.local(at).format("%Y-%m-%dT%H:%M:%S").to_string();
                let moment = ExcelDateTime::parse_from_str(&local)?;
                page.write_datetime_with_format(row, column, &moment, &styles.moment)?;
            }
        }
    }
    for (column, figure) in (own..).zip(Figure::all()) {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let (hits, misses) = figure.cases(source.facts);
        for (matters, counts) in [(hits, 1.0), (misses, 0.0)] {
            for row in matters.iter().filter_map(|matter| rows.get(&matter.case)) {
                page.write_number(*row, column, counts)?;
            }
        }
    }
    page.set_freeze_panes(1, 1)?;
    page.autofilter(
        0,
        0,
        u32::try_from(rows.len()).unwrap_or(0),
        u16::try_from(columns.len() - 1).unwrap_or(0),
    )?;
    page.set_column_width(0, 12)?;
    for column in 1..7 {
        page.set_column_width(column, 18)?;
    }
    Ok(())
}
