//! Files and back.

use std::fs;

use casework::register::Sheet;

use super::{read, write};

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("huiyin-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn people() -> Sheet {
    let line = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    Sheet {
        name: "people".to_owned(),
        head: 1,
        columns: line(["name", "phone", "unit"]),
        lines: vec![
            (2, line(["陈美玲", "138 0000 1001", "b1-101"])),
            (3, line(["=HYPERLINK(\"http://x\")", "+86 138 0000 1002", "b1-102"])),
            (4, line(["Wang, \"Li\" & Co", "", "b1-103"])),
        ],
    }
}

#[test]
fn what_is_written_begins_no_formula_and_only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("harmless");
    write::folder(&folder, &[people()]).unwrap();
    let path = folder.join("people.csv");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("'=HYPERLINK") && text.contains("'+86 138"), "{text}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn both_ways_of_writing_are_read_alike() {
    let folder = folder("alike");
    write::folder(&folder, &[people()]).unwrap();
    let comma = read::file(&folder.join("people.csv")).unwrap();
    let workbook = read::file(&folder.join("register.xlsx")).unwrap();
    assert_eq!(comma, workbook);
    assert_eq!(comma[0].lines[0].1, people().lines[0].1);
    assert_eq!(comma[0].lines[2].1[0], "Wang, \"Li\" & Co");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn numbers_and_days_that_a_spreadsheet_made_of_them_are_read_as_they_were_meant() {
    let folder = folder("numbers");
    let path = folder.join("people.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name("people").unwrap();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    page.write_string(2, 0, "phone").unwrap();
    page.write_string(2, 1, "since").unwrap();
    page.write_number(4, 0, 13_800_001_001.0).unwrap();
    let moment = rust_xlsxwriter::ExcelDateTime::parse_from_str("2026-11-21").unwrap();
    page.write_datetime_with_format(4, 1, &moment, &day).unwrap();
    book.add_worksheet();
    book.save(&path).unwrap();

    let sheets = read::file(&path).unwrap();
    assert_eq!(sheets.len(), 1, "an empty sheet is none");
    assert_eq!(sheets[0].head, 3);
    let line = (5, vec!["13800001001".to_owned(), "2026-11-21".to_owned()]);
    assert_eq!(sheets[0].lines, [line]);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_file_that_cannot_be_read_says_what_would_do() {
    let folder = folder("unread");
    let path = folder.join("people.csv");
    fs::write(&path, b"name,phone\n\xc0\xee,1").unwrap();
    let error = format!("{:#}", read::file(&path).unwrap_err());
    assert!(error.contains("save it as \"CSV UTF-8\""), "{error}");
    let error = format!("{:#}", read::file(&folder.join("people.ods")).unwrap_err());
    assert!(error.contains("neither a .csv nor an .xlsx"), "{error}");
    fs::remove_dir_all(&folder).unwrap();
}
