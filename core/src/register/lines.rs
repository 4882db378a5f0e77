//! Reading lines: what each cell must be, and what is said when it is not.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{
    At, Fault, List, ListedCategory, ListedDepartment, ListedPlace, ListedPost, ListedShift,
    Register, Resident, Sheet,
};
use crate::{
    ids::Account,
    intake::is_phone,
    people::Role,
    place::PlaceKind,
    roster::{Hours, On, Week, parse_minute},
    say,
    sentence::Sentence,
    unit::Tenure,
    words::{Language, Words},
};

/// The longest cell that is taken.
const LONGEST: usize = 200;

/// One line that is being read, and its faults.
struct Reader<'s> {
    sheet: &'s Sheet,
    line: u64,
    cells: HashMap<&'s str, &'s str>,
    faults: Vec<Fault>,
}

/// Reads one sheet.
pub(super) fn read(list: List, sheet: &Sheet, register: &mut Register, faults: &mut Vec<Fault>) {
    let wrong_heads = heads(list, sheet);
    if !wrong_heads.is_empty() {
        faults.extend(wrong_heads);
        return;
    }
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (number, cells) in &sheet.lines {
        let named = sheet.columns.iter().map(String::as_str);
        let beyond = cells.iter().skip(sheet.columns.len()).any(|cell| !cell.trim().is_empty());
        let cells = named.zip(cells.iter().map(|cell| cell.trim())).collect();
        let mut reader = Reader { sheet, line: *number, cells, faults: vec![] };
        if beyond {
            let right = say!("leave it empty, or put a text with a comma between quotation marks");
            let end = sheet.columns.last().map(String::as_str).unwrap_or_default();
            reader.fault(end, say!("there is something after this column, the last"), right);
        }
        let key = reader.take(list, register);
        if let Some(key) = key
            && let Some(first) = seen.insert(key, *number)
        {
            let column = list.columns()[0].0;
            let wrong = say!("says the same as line {first}", first);
            reader.fault(column, wrong, say!("leave one of the two"));
        }
        faults.append(&mut reader.faults);
    }
}

/// What is wrong with the headings.
fn heads(list: List, sheet: &Sheet) -> Vec<Fault> {
    let columns = list.columns();
    let fault = |column: &str, wrong: Sentence| Fault {
        sheet: sheet.name.clone(),
        line: sheet.head,
        column: column.to_owned(),
        wrong,
        right: say!(
            "the columns are {known}",
            known = columns.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ")
        ),
    };
    let mut faults = vec![];
    for (at, head) in sheet.columns.iter().enumerate() {
        if !columns.iter().any(|(name, _)| name == head) {
            faults.push(fault(head, say!("no column is called so")));
        } else if sheet.columns[..at].contains(head) {
            faults.push(fault(head, say!("this column is there twice")));
        }
    }
    for (name, _) in columns
        .iter()
        .filter(|(name, needed)| *needed && !sheet.columns.iter().any(|head| head == name))
    {
        faults.push(fault(name, say!("this column is not there")));
    }
    faults
}

impl Reader<'_> {
    fn fault(&mut self, column: &str, wrong: Sentence, right: Sentence) {
        self.faults.push(Fault {
            sheet: self.sheet.name.clone(),
            line: self.line,
            column: column.to_owned(),
            wrong,
            right,
        });
    }

    /// Takes the line into the register, if it can be read; says by what it is told from others.
    fn take(&mut self, list: List, register: &mut Register) -> Option<String> {
        let line = self.line;
        match list {
            List::Places => {
                let said = self.place()?;
                let key = said.code.clone();
                register.places.push(At { line, said });
                Some(key)
            }
            List::Departments => {
                let said = self.department()?;
                let key = said.code.clone();
                register.departments.push(At { line, said });
                Some(key)
            }
            List::Categories => {
                let said = self.category()?;
                let key = said.code.clone();
                register.categories.push(At { line, said });
                Some(key)
            }
            List::People => {
                let said = self.resident()?;
                let phone = said.phone.as_deref().map(super::phone_key);
                let key = format!("{:?} {phone:?} {}", said.account, said.unit);
                register.people.push(At { line, said });
                Some(key)
            }
            List::Staff => {
                let said = self.post()?;
                let key = format!("{} {:?} {:?}", said.account, said.role, said.department);
                register.staff.push(At { line, said });
                Some(key)
            }
            List::Duty => {
                let said = self.shift()?;
                let key = format!("{said:?}");
                register.duty.push(At { line, said });
                Some(key)
            }
        }
    }

    fn place(&mut self) -> Option<ListedPlace> {
        let code = self.code("code");
        let kind = self.one_of("kind", &KINDS, PlaceKind::name);
        let within = self.text("within");
        let name = self.words();
        let handed_over = self.day("handed-over");
        match (kind, &within) {
            (Some(PlaceKind::Floor | PlaceKind::Unit), None) => {
                self.fault(
                    "within",
                    say!("is empty"),
                    say!("write the code of the place it lies in"),
                );
            }
            (Some(PlaceKind::Building), Some(_)) => {
                self.fault("within", say!("a building lies in nothing"), say!("leave it empty"));
            }
            _ => {}
        }
        self.faults.is_empty().then_some(())?;
        Some(ListedPlace { code: code?, kind: kind?, within, name: name?, handed_over })
    }

    fn department(&mut self) -> Option<ListedDepartment> {
        let (code, name) = (self.code("code"), self.words());
        Some(ListedDepartment { code: code?, name: name? })
    }

    fn category(&mut self) -> Option<ListedCategory> {
        let (code, within) = (self.code("code"), self.text("within"));
        let department = self.needed("department", say!("write the code of the department"));
        let name = self.words();
        let has_words = self.cells.contains_key("words");
        let words = self.text("words").unwrap_or_default();
        let words = words.split([',', ';', '，', '、', '；']).map(str::trim);
        let words = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let [needs_photo, between_neighbours, about_us, retired] =
            ["needs-photo", "between-neighbours", "about-us", "retired"]
                .map(|column| self.yes(column));
        self.faults.is_empty().then_some(())?;
        Some(ListedCategory {
            code: code?,
            within,
            department: department?,
            name: name?,
            words: has_words.then_some(words),
            needs_photo,
            between_neighbours,
            about_us,
            retired,
        })
    }

    /// Yes, or no when it is empty; nothing when there is no such column.
    fn yes(&mut self, column: &str) -> Option<bool> {
        if !self.cells.contains_key(column) {
            return None;
        }
        match self.text(column).as_deref() {
            None | Some("no") => Some(false),
            Some("yes") => Some(true),
            Some(other) => {
                let wrong = say!("{other} is neither", other = format!("{other:?}"));
                self.fault(column, wrong, say!("write yes or no"));
                None
            }
        }
    }

    fn resident(&mut self) -> Option<Resident> {
        let name = self.text("name");
        let phone = self.text("phone");
        if let Some(phone) = phone.as_deref().filter(|phone| !is_phone(phone)) {
            let wrong = say!("{phone} is no telephone number", phone = format!("{phone:?}"));
            self.fault("phone", wrong, say!("write it like 138 0000 0000"));
        }
        let account = self.account("account");
        if phone.is_none() && account.is_none() && self.faults.is_empty() {
            let right = say!("write the number by which they will be recognised, or their account");
            self.fault("phone", say!("is empty"), right);
        }
        let unit = self.needed("unit", say!("write the code of the unit"));
        let tenure = self.one_of("tenure", &Tenure::ALL, Tenure::name);
        let (since, until) = (self.day("since"), self.day("until"));
        if let (Some(first), Some(last)) = (since, until)
            && last < first
        {
            self.fault("until", say!("lies before since"), say!("write the last day of the lease"));
        }
        self.faults.is_empty().then_some(())?;
        Some(Resident { name, phone, account, unit: unit?, tenure: tenure?, since, until })
    }

    fn post(&mut self) -> Option<ListedPost> {
        if self.text("account").is_none() {
            self.fault(
                "account",
                say!("is empty"),
                say!("write the number of their Telegram account"),
            );
        }
        let account = self.account("account");
        let name = self.text("name");
        let role = self.one_of("role", &Role::ALL, Role::name);
        let department = self.text("department");
        match (role, &department) {
            (Some(role), None) if role.is_of_department() => {
                self.fault(
                    "department",
                    say!("is empty"),
                    say!("write the code of the department"),
                );
            }
            (Some(role), Some(_)) if !role.is_of_department() => {
                let wrong = say!("{kind} is of no department", kind = role.name());
                self.fault("department", wrong, say!("leave it empty"));
            }
            _ => {}
        }
        let until = self.day("until");
        self.faults.is_empty().then_some(())?;
        Some(ListedPost { account: account?, name, role: role?, department, until })
    }

    fn shift(&mut self) -> Option<ListedShift> {
        let department = self.text("department");
        let account = self.account("account");
        let days = self.needed("days", say!("write mon-fri, sat,sun or a day like 2026-11-21"));
        let on = days.as_deref().and_then(|days| {
            let day = days.parse().ok().map(On::Day);
            day.or_else(|| Week::parse(days).map(On::Week))
        });
        if let (Some(days), None) = (&days, on) {
            let right = say!("write mon-fri, sat,sun or a day like 2026-11-21");
            self.fault(
                "days",
                say!("{days} are no days", days = say!("{days}", days = format!("{days:?}"))),
                right,
            );
        }
        let (from, until) = (self.minute("from"), self.minute("until"));
        let both = [("from", from, until), ("until", until, from)];
        for (column, own, other) in both {
            if own.is_none() && other.is_some() && self.faults.is_empty() {
                let right = say!("write a time like 18:00, or leave both empty for a day off");
                self.fault(column, say!("is empty"), right);
            }
        }
        if from == Some(1_440) {
            self.fault("from", say!("is the end of the day"), say!("write a time like 08:00"));
        }
        self.faults.is_empty().then_some(())?;
        let hours = from.zip(until).map(|(from, until)| Hours { from, until });
        Some(ListedShift { department, account, on: on?, hours })
    }

    fn minute(&mut self, column: &str) -> Option<u16> {
        let text = self.text(column)?;
        let minute = parse_minute(&text);
        if minute.is_none() {
            self.fault(
                column,
                say!("{text} is no time", text = say!("{text}", text = format!("{text:?}"))),
                say!("write it like 08:00"),
            );
        }
        minute
    }

    /// A cell; nothing when it is empty. What was written so that no spreadsheet takes it for a
    /// formula is read as it was meant.
    fn text(&mut self, column: &str) -> Option<String> {
        let cell = self.cells.get(column).copied().unwrap_or_default();
        let cell = plain(cell);
        if cell.chars().count() > LONGEST {
            let right = say!("shorten it to {longest} characters", longest = LONGEST);
            self.fault(column, say!("is too long"), right);
            return None;
        }
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn needed(&mut self, column: &str, right: Sentence) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.fault(column, say!("is empty"), right);
        }
        text
    }

    fn code(&mut self, column: &str) -> Option<String> {
        let code = self.needed(column, say!("write a short name that stays, such as b1-f2-201"))?;
        let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        if code.chars().all(plain) && code.chars().count() <= 64 {
            return Some(code);
        }
        let wrong = say!("{code} is no code", code = format!("{code:?}"));
        self.fault(column, wrong, say!("write letters, digits, - _ and . and at most 64 of them"));
        None
    }

    fn words(&mut self) -> Option<Words> {
        let mut words = BTreeMap::new();
        for language in Language::ALL {
            let column = format!("name-{}", language.tag());
            if let Some(name) = self.text(&column) {
                words.insert(language, name);
            }
        }
        if words.is_empty() {
            self.fault(
                "name-zh-Hans",
                say!("there is no name"),
                say!("write it in at least one language"),
            );
            return None;
        }
        Some(Words(words))
    }

    fn one_of<T: Copy>(
        &mut self,
        column: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let names = all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ");
        let right = say!("write one of {names}", names);
        let text = self.needed(column, right.clone())?;
        let found = all.iter().copied().find(|one| name(*one) == text);
        if found.is_none() {
            self.fault(
                column,
                say!("{text} is none", text = say!("{text}", text = format!("{text:?}"))),
                right,
            );
        }
        found
    }

    fn account(&mut self, column: &str) -> Option<Account> {
        let text = self.text(column)?;
        match text.parse::<i64>() {
            Ok(number) if number > 0 => Some(Account(number)),
            _ => {
                let wrong = say!("{text} is no account", text = format!("{text:?}"));
                self.fault(
                    column,
                    wrong,
                    say!("write the number of a Telegram account, not a name"),
                );
                None
            }
        }
    }

    fn day(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.text(column)?;
        let day = text.parse::<NaiveDate>().ok();
        if day.is_none() {
            self.fault(
                column,
                say!("{text} is no day", text = say!("{text}", text = format!("{text:?}"))),
                say!("write it like 2026-11-21"),
            );
        }
        day
    }
}

const KINDS: [PlaceKind; 4] =
    [PlaceKind::Building, PlaceKind::Floor, PlaceKind::Unit, PlaceKind::Public];

/// What begins like a formula in a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell as a spreadsheet may show it: never taken for a formula.
pub fn harmless(cell: &str) -> String {
    let is_mark = |cell: &str| cell.starts_with('\'') && plain(cell) != cell;
    if cell.starts_with(FORMULA) || is_mark(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as it was meant.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(meant) if meant.starts_with(FORMULA) || meant.starts_with('\'') => meant,
        _ => cell,
    }
}
