//! Sheets become files: CSV for other programs, one workbook for people. They hold names and
//! telephone numbers, so nobody but their owner may read them.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use casework::{
    register::{Sheet, harmless},
    say,
    sentence::Sentence,
};
use rust_xlsxwriter::{Format, Workbook};

/// Spreadsheets know by it that the file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes every sheet into a folder, both ways; says where.
pub(super) fn folder(folder: &Path, sheets: &[Sheet]) -> anyhow::Result<Vec<Sentence>> {
    let named = folder.display().to_string();
    fs::create_dir_all(folder).map_err(|error| {
        say!("{folder} cannot be made: {error}", folder = &named, error = error.to_string())
    })?;
    let mut said = vec![];
    for sheet in sheets {
        let path = folder.join(format!("{}.csv", sheet.name));
        keep(&path, &comma(sheet)?)?;
        said.push(say!(
            "{file}: {count} lines",
            file = path.display().to_string(),
            count = sheet.lines.len()
        ));
    }
    let path = folder.join("register.xlsx");
    keep(&path, &workbook(sheets)?)?;
    said.push(say!("{file}: the same in one workbook", file = path.display().to_string()));
    Ok(said)
}

fn keep(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(path);
    let shown = path.display().to_string();
    let mut file = file.map_err(|error| {
        say!("{file} cannot be written: {error}", file = shown, error = error.to_string())
    })?;
    Ok(file.write_all(bytes)?)
}

fn comma(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(MARK.to_vec());
    writer.write_record(&sheet.columns)?;
    for (_, cells) in &sheet.lines {
        writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| anyhow::anyhow!("{error}"))
}

fn workbook(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    // As text: a telephone number is no number, and loses nothing.
    let text = Format::new().set_num_format("@");
    for sheet in sheets {
        let page = book.add_worksheet().set_name(&sheet.name)?;
        for (column, name) in (0..).zip(&sheet.columns) {
            page.write_string_with_format(0, column, name, &bold)?;
            page.set_column_width(column, 18)?;
        }
        for (row, (_, cells)) in (1..).zip(&sheet.lines) {
            for (column, cell) in (0..).zip(cells) {
                page.write_string_with_format(row, column, harmless(cell), &text)?;
            }
        }
        page.set_freeze_panes(1, 0)?;
    }
    Ok(book.save_to_buffer()?)
}
