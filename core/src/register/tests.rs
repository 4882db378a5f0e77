//! Lists that can and cannot be meant.

use proptest::prelude::*;

use super::*;

fn sheet(name: &str, text: &str) -> Sheet {
    let mut lines = text.trim().lines();
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    let columns = cells(lines.next().unwrap());
    let lines = (2..).zip(lines).map(|(number, line)| (number, cells(line))).collect();
    Sheet { name: name.to_owned(), head: 1, columns, lines }
}

fn faults(name: &str, text: &str) -> String {
    let faults = Register::parse(&[sheet(name, text)]).unwrap_err();
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn lists_are_read_line_by_line() {
    let people = sheet(
        "people",
        "name,phone,account,unit,tenure,since,until
         Meiling Chen,138 0000 1001,,b1-101,owner,2024-01-01,
         ,,1002,b1-102,tenant,,2027-06-30",
    );
    let register = Register::parse(&[people]).unwrap();
    let resident = &register.people[1].said;
    assert_eq!(register.people[0].line, 2);
    assert_eq!(register.people[0].said.name.as_deref(), Some("Meiling Chen"));
    assert_eq!((resident.account, resident.tenure), (Some(Account(1002)), Tenure::Tenant));
    assert_eq!(resident.until, NaiveDate::from_ymd_opt(2027, 6, 30));
}

#[test]
fn every_bad_line_is_named_with_what_would_be_right() {
    insta::assert_snapshot!(faults(
        "people",
        "name,phone,unit,tenure,since,until
         Meiling,call me,b1-101,owner,,
         ,,b1-101,owner,,
         Wang,138 0000 1002,,lodger,soon,
         Lin,138 0000 1003,b1-103,tenant,2026-02-01,2026-01-01
         Lin,138 0000 1003,b1-103,tenant,,
         Lin,+86 13800001003,b1-103,owner,,",
    ), @r#"
    people, line 2, phone: "call me" is no telephone number; write it like 138 0000 0000
    people, line 3, phone: is empty; write the number by which they will be recognised, or their account
    people, line 4, unit: is empty; write the code of the unit
    people, line 4, tenure: "lodger" is none; write one of owner, tenant, employee
    people, line 4, since: "soon" is no day; write it like 2026-11-21
    people, line 5, until: lies before since; write the last day of the lease
    people, line 7, name: says the same as line 6; leave one of the two
    "#);
    insta::assert_snapshot!(faults(
        "staff",
        "account,role,department
         Wang,crew,engineering
         2001,crew,
         2001,desk,engineering
         ,boss,
         2002,crew,security,Monday",
    ), @r#"
    staff, line 2, account: "Wang" is no account; write the number of a Telegram account, not a name
    staff, line 3, department: is empty; write the code of the department
    staff, line 4, department: desk is of no department; leave it empty
    staff, line 5, account: is empty; write the number of their Telegram account
    staff, line 5, role: "boss" is none; write one of desk, crew, head, manager, leader, auditor, admin
    staff, line 6, department: there is something after this column, the last; leave it empty, or put a text with a comma between quotation marks
    "#);
    insta::assert_snapshot!(faults(
        "places",
        "code,kind,within,name-en
         b 1,building,,Building 1
         b2,building,b1,Building 2
         b2-f1,floor,,Floor 1
         gate,public,,",
    ), @r#"
    places, line 2, code: "b 1" is no code; write letters, digits, - _ and . and at most 64 of them
    places, line 3, within: a building lies in nothing; leave it empty
    places, line 4, within: is empty; write the code of the place it lies in
    places, line 5, name-zh-Hans: there is no name; write it in at least one language
    "#);
}

#[test]
fn a_roster_is_read_with_its_nights_and_days_off() {
    let duty = sheet(
        "duty",
        "department,account,days,from,until\nengineering,2001,mon-fri,22:00,06:00\n,,2026-12-24,,",
    );
    let register = Register::parse(&[duty]).unwrap();
    assert_eq!(register.duty[0].said.hours, Some(Hours { from: 1_320, until: 360 }));
    assert_eq!(register.duty[1].said.hours, None);
    insta::assert_snapshot!(faults(
        "duty",
        "department,account,days,from,until
         engineering,2001,weekdays,08:00,18:00
         engineering,2001,mon,8 in the morning,18:00
         engineering,2001,mon,08:00,
         engineering,Wang,,24:00,18:00",
    ), @r#"
    duty, line 2, days: "weekdays" are no days; write mon-fri, sat,sun or a day like 2026-11-21
    duty, line 3, from: "8 in the morning" is no time; write it like 08:00
    duty, line 4, until: is empty; write a time like 18:00, or leave both empty for a day off
    duty, line 5, account: "Wang" is no account; write the number of a Telegram account, not a name
    duty, line 5, days: is empty; write mon-fri, sat,sun or a day like 2026-11-21
    duty, line 5, from: is the end of the day; write a time like 08:00
    "#);
}

#[test]
fn headings_and_names_of_sheets_are_looked_at_first() {
    insta::assert_snapshot!(faults("departments", "code,code,title\nsecurity,,Security"), @"
    departments, line 1, code: this column is there twice; the columns are code, name-zh-Hans, name-zh-Hant, name-en
    departments, line 1, title: no column is called so; the columns are code, name-zh-Hans, name-zh-Hant, name-en
    ");
    insta::assert_snapshot!(faults("staff", "account,role"), @"staff, line 1, department: this column is not there; the columns are account, name, role, department, until");
    insta::assert_snapshot!(faults("Sheet1", "a"), @"Sheet1, line 1, name: no list is called so; call it one of places, departments, categories, people, staff, duty");
}

#[test]
fn a_telephone_number_is_the_same_however_it_is_written() {
    for written in ["138 0000 1001", "+86 138-0000-1001", "008613800001001", "8613800001001"] {
        assert_eq!(phone_key(written), "13800001001", "{written}");
    }
    assert_ne!(phone_key("571 8800 1234"), phone_key("8800 1234"));
}

proptest! {
    #[test]
    fn no_cell_begins_a_formula_and_each_is_read_back_as_it_was(cell in "['=+@\\-a1 ]{0,6}|.{0,12}") {
        let cell = cell.trim();
        let written = harmless(cell);
        prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
        let sheet = Sheet {
            name: "staff".to_owned(),
            head: 1,
            columns: ["account", "name", "role", "department"].map(str::to_owned).into(),
            lines: vec![(2, ["7", &written, "desk", ""].map(str::to_owned).into())],
        };
        let read = Register::parse(&[sheet]).unwrap();
        prop_assert_eq!(read.staff[0].said.name.as_deref().unwrap_or_default(), cell);
    }
}
