//! The register of a reception day as a workbook (F-32).

use casework::register::harmless;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use crate::speech::Voice;

/// Wide enough for a sentence.
const WIDTH: f64 = 18.0;

/// The workbook; each line without its serial number, which it gets here.
pub(crate) fn workbook(voice: Voice, lines: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_background_color("#EEF3F7").set_text_wrap();
    // As text: a telephone number is no number, and loses nothing.
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let page = book.add_worksheet().set_name(voice.sheet_reception())?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    for (column, name) in (0..).zip(voice.reception_columns()) {
        page.write_string_with_format(0, column, name, &head)?;
        page.set_column_width(column, WIDTH)?;
    }
    for (row, line) in (1_u32..).zip(lines) {
        page.write_string_with_format(row, 0, row.to_string(), &text)?;
        for (column, cell) in (1..).zip(line) {
            page.write_string_with_format(row, column, harmless(cell), &text)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
