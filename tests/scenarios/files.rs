//! Files that people were sent, opened.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
use playground::Message;
use scenarios::World;

/// The newest file of this sort that a chat was sent: its bytes and its name.
pub(crate) fn newest(world: &World, chat: i64, ending: &str) -> (Vec<u8>, String) {
    let messages = world.telegram.messages(chat);
    let found = messages.iter().rev().filter_map(Message::file_id).find_map(|id| {
        let (bytes, name, _) = world.telegram.file(id)?;
        name.filter(|name| name.ends_with(ending)).map(|name| (bytes, name))
    });
    found.unwrap_or_else(|| panic!("no {ending} in {chat}: {}", world.shown_in(chat)))
}

/// A workbook's sheets by name, line by line.
pub(crate) fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let sheets = book.worksheets().into_iter();
    sheets
        .map(|(name, range)| {
            let lines = range.rows().map(|row| row.iter().map(ToString::to_string).collect());
            (name, lines.collect())
        })
        .collect()
}
