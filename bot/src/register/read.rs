//! Files become sheets: CSV, one list a file, and workbooks, one list a sheet.

use std::{fs, path::Path};

use anyhow::{anyhow, bail};
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use casework::{register::Sheet, say, sentence::Sentence};

/// The sheets of a file, those that are empty left out.
pub(super) fn file(path: &Path) -> anyhow::Result<Vec<Sheet>> {
    let file = &path.display().to_string();
    let unreadable = |error: anyhow::Error| {
        let fault = error.downcast::<Sentence>();
        let fault = fault.unwrap_or_else(|error| Sentence::heard(&format!("{error:#}")));
        anyhow!(say!("{file} cannot be read: {error}", file, error = fault))
    };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" => comma(path).map_err(unreadable),
        "xlsx" => workbook(path).map_err(unreadable),
        _ => {
            bail!(say!("{file} is neither a .csv nor an .xlsx file; save it as one of them", file))
        }
    }
}

fn comma(path: &Path) -> anyhow::Result<Vec<Sheet>> {
    let bytes = fs::read(path)?;
    let Ok(text) = str::from_utf8(&bytes) else {
        bail!(say!("it is not UTF-8; save it as \"CSV UTF-8\", or as .xlsx"));
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = vec![];
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        lines.push((line, record.iter().map(str::to_owned).collect()));
    }
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    Ok(sheet(name, lines).into_iter().collect())
}

fn workbook(path: &Path) -> anyhow::Result<Vec<Sheet>> {
    let mut book: Xlsx<_> = open_workbook(path)?;
    let mut sheets = vec![];
    for (name, range) in book.worksheets() {
        let first = range.start().map_or(0, |(row, _)| u64::from(row));
        let lines = (first + 1..).zip(range.rows());
        let lines = lines.map(|(line, row)| (line, row.iter().map(cell).collect())).collect();
        sheets.extend(sheet(&name, lines));
    }
    Ok(sheets)
}

/// A cell as it was meant: a number without a fraction is one that was typed in, a day is a day.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::DateTime(moment) => {
            let day = moment.as_datetime().map(|moment| moment.date());
            day.map_or_else(|| data.to_string(), |day| day.to_string())
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

/// The first line that is not empty has the headings.
fn sheet(name: &str, lines: Vec<(u64, Vec<String>)>) -> Option<Sheet> {
    let is_empty = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
    let mut lines = lines.into_iter().filter(|(_, cells)| !is_empty(cells));
    let (head, mut columns) = lines.next()?;
    for column in &mut columns {
        *column = column.trim().to_owned();
    }
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    Some(Sheet { name: name.to_owned(), head, columns, lines: lines.collect() })
}
