//! The register as lists: places, departments, residents and staff, line by line. Every line that
//! cannot be meant is named, with what would be right; nothing is read in halves.

mod lines;

use std::fmt;

use chrono::NaiveDate;

pub use lines::harmless;

use crate::{
    ids::Account,
    people::Role,
    place::PlaceKind,
    roster::{Hours, On},
    say,
    sentence::Sentence,
    unit::Tenure,
    words::{Language, Words},
};

/// A list of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Buildings, floors, units, public areas.
    Places,
    /// Who must act.
    Departments,
    /// What a case can be about, as a tree.
    Categories,
    /// Owners, tenants and employees, each with a unit; a line for each unit.
    People,
    /// Who holds which position.
    Staff,
    /// Who is on duty when, and when departments work; read whole.
    Duty,
}

impl List {
    /// All of them, in the order in which they are taken up.
    pub const ALL: [Self; 6] =
        [Self::Places, Self::Departments, Self::Categories, Self::People, Self::Staff, Self::Duty];

    /// The name of its sheet, and of its file without the ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Departments => "departments",
            Self::Categories => "categories",
            Self::People => "people",
            Self::Staff => "staff",
            Self::Duty => "duty",
        }
    }

    /// Its columns, in the order in which they are written; whether each must be there.
    pub fn columns(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Places => &[
                ("code", true),
                ("kind", true),
                ("within", true),
                ("name-zh-Hans", false),
                ("name-zh-Hant", false),
                ("name-en", false),
                ("handed-over", false),
            ],
            Self::Departments => &[
                ("code", true),
                ("name-zh-Hans", false),
                ("name-zh-Hant", false),
                ("name-en", false),
            ],
            Self::Categories => &[
                ("code", true),
                ("within", true),
                ("department", true),
                ("name-zh-Hans", false),
                ("name-zh-Hant", false),
                ("name-en", false),
                ("words", false),
                ("needs-photo", false),
                ("between-neighbours", false),
                ("about-us", false),
                ("retired", false),
            ],
            Self::People => &[
                ("name", true),
                ("phone", true),
                ("account", false),
                ("unit", true),
                ("tenure", true),
                ("since", false),
                ("until", false),
            ],
            Self::Staff => &[
                ("account", true),
                ("name", false),
                ("role", true),
                ("department", true),
                ("until", false),
            ],
            Self::Duty => &[
                ("department", true),
                ("account", true),
                ("days", true),
                ("from", true),
                ("until", true),
            ],
        }
    }
}

/// A list as it stands in a file: a line of headings, then lines of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// The number of the line with the headings.
    pub head: u64,
    /// The headings.
    pub columns: Vec<String>,
    /// Each line that is not empty: its number in the file, and its cells.
    pub lines: Vec<(u64, Vec<String>)>,
}

/// Something in a list that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// In which sheet.
    pub sheet: String,
    /// In which line of it.
    pub line: u64,
    /// In which column.
    pub column: String,
    /// What is wrong.
    pub wrong: Sentence,
    /// What would be right.
    pub right: Sentence,
}

impl Fault {
    /// The whole sentence, with where it is.
    pub fn said(&self) -> Sentence {
        let Self { sheet, line, column, wrong, right } = self;
        say!("{sheet}, line {line}, {column}: {wrong}; {right}", sheet, line, column, wrong, right)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

/// A line of a list, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The number of the line.
    pub line: u64,
    /// What it says.
    pub said: T,
}

/// A place of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPlace {
    /// How the estate file and the lists name it.
    pub code: String,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// The code of the place it lies in.
    pub within: Option<String>,
    /// Its name.
    pub name: Words,
    /// The day on which the developer handed it over, if it is known.
    pub handed_over: Option<NaiveDate>,
}

/// A department of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDepartment {
    /// How the estate file and the lists name it.
    pub code: String,
    /// Its name.
    pub name: Words,
}

/// A category of a list. Which are dangers, the estate file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCategory {
    /// How the estate file and the lists name it.
    pub code: String,
    /// The code of the category that groups it.
    pub within: Option<String>,
    /// The code of the department that acts on it.
    pub department: String,
    /// Its name.
    pub name: Words,
    /// Words in a story that point to it; nothing when the list has no such column.
    pub words: Option<Vec<String>>,
    /// Whether a result must show a photo; nothing, as below, when the list has no such column.
    pub needs_photo: Option<bool>,
    /// Whether it is a quarrel between neighbours.
    pub between_neighbours: Option<bool>,
    /// Whether it is how our own people behave.
    pub about_us: Option<bool>,
    /// Whether it is offered to nobody any more.
    pub retired: Option<bool>,
}

/// Somebody and a unit of a list. They are recognised by their account, or by a telephone number
/// that they share by the button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// What they are called.
    pub name: Option<String>,
    /// Their telephone number, as it was written.
    pub phone: Option<String>,
    /// Their account.
    pub account: Option<Account>,
    /// The code of the unit.
    pub unit: String,
    /// As what.
    pub tenure: Tenure,
    /// The first day.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// A position of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPost {
    /// Whose.
    pub account: Account,
    /// What they are called.
    pub name: Option<String>,
    /// Which.
    pub role: Role,
    /// The code of the department, for crew and heads.
    pub department: Option<String>,
    /// The day on which it ended.
    pub until: Option<NaiveDate>,
}

/// A line of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedShift {
    /// The code of the department; none is the service centre.
    pub department: Option<String>,
    /// Whose; nobody's are the hours of the department itself.
    pub account: Option<Account>,
    /// On which days.
    pub on: On,
    /// From when until when; nothing when they are off.
    pub hours: Option<Hours>,
}

/// Lists whose every line can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The places.
    pub places: Vec<At<ListedPlace>>,
    /// The departments.
    pub departments: Vec<At<ListedDepartment>>,
    /// Categories.
    pub categories: Vec<At<ListedCategory>>,
    /// Owners, tenants and employees.
    pub people: Vec<At<Resident>>,
    /// Positions.
    pub staff: Vec<At<ListedPost>>,
    /// The roster.
    pub duty: Vec<At<ListedShift>>,
    /// Whether there is a roster, which is read whole even when it is empty.
    pub has_duty: bool,
}

impl Register {
    /// Reads the sheets, and reports every fault at once.
    pub fn parse(sheets: &[Sheet]) -> Result<Self, Vec<Fault>> {
        let mut register = Self::default();
        let mut faults = vec![];
        let known = List::ALL.map(List::name).join(", ");
        if sheets.is_empty() {
            faults.push(Fault {
                sheet: "the file".to_owned(),
                line: 0,
                column: "name".to_owned(),
                wrong: say!("there is no list in it"),
                right: say!("call a sheet, or a CSV file, one of {known}", known = &known),
            });
        }
        for sheet in sheets {
            match List::ALL.into_iter().find(|list| list.name() == sheet.name) {
                Some(list) => {
                    register.has_duty |= list == List::Duty;
                    lines::read(list, sheet, &mut register, &mut faults);
                }
                None => faults.push(Fault {
                    sheet: sheet.name.clone(),
                    line: sheet.head,
                    column: "name".to_owned(),
                    wrong: say!("no list is called so"),
                    right: say!("call it one of {known}", known = &known),
                }),
            }
        }
        if faults.is_empty() { Ok(register) } else { Err(faults) }
    }
}

/// The columns of a name in several languages.
pub fn name_columns(name: &Words) -> [String; 3] {
    Language::ALL.map(|language| name.0.get(&language).cloned().unwrap_or_default())
}

/// By what two ways of writing a telephone number are the same: its digits, without a mainland
/// country code.
pub fn phone_key(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    match digits.strip_prefix("86") {
        Some(national) if national.len() == 11 => national.to_owned(),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests;
