//! Holidays and make-up days (调休) out of a file: JSON or ICS, with everything that is wrong with it.

use crate::{
    say,
    sentence::{self, Sentence},
};
use chrono::{Days, NaiveDate};
use icalendar::{Component, DatePerhapsTime, Event};
use serde::Deserialize;
use serde_json::Value;

use super::{SpecialDay, SpecialDays};

/// A holiday that is longer is a slip of the pen.
const LONGEST: i64 = 31;

/// Everything that is wrong with a file of holidays, one sentence each.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", sentence::joined(.0, "; "))]
pub struct BadHolidays(pub Vec<Sentence>);

/// A day as JSON writes it; the second names are those of the lists that are published for China.
#[derive(Deserialize)]
struct Entry {
    #[serde(alias = "date")]
    day: String,
    name: String,
    works: Option<bool>,
    #[serde(rename = "isOffDay")]
    is_off: Option<bool>,
}

/// The days of a file, or everything that is wrong with it. In ICS a day is worked when its summary
/// has the word `worked` in it.
pub fn read(text: &str, worked: &str) -> Result<SpecialDays, BadHolidays> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut reading = Reading { days: SpecialDays::new(), faults: vec![] };
    if text.starts_with("BEGIN:VCALENDAR") {
        reading.ics(text, worked);
    } else {
        reading.json(text);
    }
    if reading.days.is_empty() && reading.faults.is_empty() {
        reading.faults.push(say!("it names no day"));
    }
    if reading.faults.is_empty() { Ok(reading.days) } else { Err(BadHolidays(reading.faults)) }
}

fn nameless() -> Sentence {
    say!("it has no name")
}

struct Reading {
    days: SpecialDays,
    faults: Vec<Sentence>,
}

impl Reading {
    fn fault(&mut self, at: &Sentence, fault: Sentence) {
        self.faults.push(say!("{at}: {fault}", at, fault));
    }

    /// A list of days, by itself or under `days`.
    fn json(&mut self, text: &str) {
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => {
                return self
                    .faults
                    .push(say!("it is neither ICS nor JSON: {error}", error = error.to_string()));
            }
        };
        let list = value.get("days").unwrap_or(&value).as_array();
        let Some(list) = list else {
            return self.faults.push(say!("write a list of days, by itself or under \"days\""));
        };
        for (place, value) in list.iter().enumerate() {
            let at = say!("day {number} of {count}", number = place + 1, count = list.len());
            match Entry::deserialize(value) {
                Err(error) => self.fault(&at, Sentence::heard(&error.to_string())),
                Ok(entry) => self.entry(&at, &entry),
            }
        }
    }

    fn entry(&mut self, at: &Sentence, entry: &Entry) {
        let Ok(day) = entry.day.parse() else {
            return self.fault(
                at,
                say!("{day} is no day; write 2026-10-01", day = format!("{:?}", entry.day)),
            );
        };
        match (entry.works, entry.is_off) {
            (Some(works), None) => self.add(at, day, works, &entry.name),
            (None, Some(is_off)) => self.add(at, day, !is_off, &entry.name),
            _ => self.fault(at, say!("say either works or isOffDay, true or false")),
        }
    }

    fn ics(&mut self, text: &str, worked: &str) {
        let calendar: icalendar::Calendar = match text.parse() {
            Ok(calendar) => calendar,
            Err(error) => return self.faults.push(say!("it is not ICS: {error}", error)),
        };
        let begins = |line: &(usize, &str)| line.1.trim_end() == "BEGIN:VEVENT";
        let lines: Vec<_> =
            text.lines().enumerate().filter(begins).map(|(line, _)| line + 1).collect();
        let events: Vec<_> = calendar.events().collect();
        if lines.len() != events.len() {
            let (said, read) = (lines.len(), events.len());
            self.faults.push(say!("it has {said} events, of which {read} can be read", said, read));
        }
        for (place, event) in events.into_iter().enumerate() {
            let line = lines.get(place).copied().unwrap_or_default();
            self.event(&say!("the event in line {line}", line), event, worked);
        }
    }

    fn event(&mut self, at: &Sentence, event: &Event, worked: &str) {
        let name = event.get_summary().unwrap_or_default();
        if event.property_value("RRULE").is_some() {
            return self.fault(at, say!("it repeats; name each day, because holidays move"));
        }
        let Some(DatePerhapsTime::Date(first)) = event.get_start() else {
            return self.fault(at, say!("it has no whole day: DTSTART;VALUE=DATE:20261001"));
        };
        // The end of a whole day is the first day after it.
        let after = match event.get_end() {
            None => first + Days::new(1),
            Some(DatePerhapsTime::Date(after)) => after.max(first + Days::new(1)),
            Some(DatePerhapsTime::DateTime(_)) => {
                return self.fault(at, say!("it ends within a day: DTEND;VALUE=DATE:20261008"));
            }
        };
        if (after - first).num_days() > LONGEST {
            return self.fault(at, say!("it is longer than {longest} days", longest = LONGEST));
        }
        if name.trim().is_empty() {
            return self.fault(at, nameless());
        }
        let works = name.contains(worked);
        for day in first.iter_days().take_while(|day| *day < after) {
            self.add(at, day, works, name);
        }
    }

    fn add(&mut self, at: &Sentence, day: NaiveDate, works: bool, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return self.fault(at, nameless());
        }
        let special = SpecialDay { works, name: name.to_owned() };
        match self.days.insert(day, special) {
            Some(other) if other.works != works => {
                self.fault(
                    at,
                    say!("{day} is worked here and off there ({name})", day, name = &other.name),
                );
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//days//EN\r\n\
        BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261001\r\n\
        DTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节 休\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261010\r\n\
        SUMMARY:国庆节 班\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    fn spoken(days: &SpecialDays) -> Vec<String> {
        let word = |works| if works { "worked" } else { "off" };
        days.iter().map(|(day, it)| format!("{day} {} {}", word(it.works), it.name)).collect()
    }

    #[test]
    fn a_list_of_days_is_read_in_both_spellings() {
        let ours = r#"[{"day":"2026-10-01","works":false,"name":"国庆节"},
                       {"day":"2026-10-10","works":true,"name":"国庆节"}]"#;
        let published = r#"{"year":2026,"papers":[],"days":[
            {"name":"国庆节","date":"2026-10-01","isOffDay":true},
            {"name":"国庆节","date":"2026-10-10","isOffDay":false}]}"#;
        let days = read(ours, "班").unwrap();
        assert_eq!(spoken(&days), ["2026-10-01 off 国庆节", "2026-10-10 worked 国庆节"]);
        assert_eq!(read(published, "班").unwrap(), days);
    }

    #[test]
    fn an_ics_file_is_read_day_by_day_without_the_day_after_the_end() {
        let days = spoken(&read(ICS, "班").unwrap());
        assert_eq!(days.len(), 8);
        assert_eq!(days[0], "2026-10-01 off 国庆节 休");
        assert_eq!(days[6], "2026-10-07 off 国庆节 休");
        assert_eq!(days[7], "2026-10-10 worked 国庆节 班");
    }

    #[test]
    fn every_bad_line_is_named() {
        let bad = r#"[{"day":"2026-02-30","works":false,"name":"x"}, {"day":"2026-10-01","name":"x"},
            {"day":"2026-10-02","works":true,"name":" "}, {"day":"2026-10-03","works":true,"name":"x"},
            {"day":"2026-10-03","works":false,"name":"y"}, 7]"#;
        insta::assert_snapshot!(sentence::joined(&read(bad, "班").unwrap_err().0, "\n"));
        let ics = ICS
            .replace("DTSTART;VALUE=DATE:20261010", "DTSTART:20261010T080000Z")
            .replace("SUMMARY:国庆节 休", "SUMMARY:");
        insta::assert_snapshot!(sentence::joined(&read(&ics, "班").unwrap_err().0, "\n"));
        for nothing in ["", "[]", "{}", "BEGIN:VCALENDAR\nEND:VCALENDAR", "a,b"] {
            assert!(read(nothing, "班").is_err(), "{nothing}");
        }
    }
}
