//! When people work: the days and windows of a week, its summer variant, and the night.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};
use serde::Deserialize;

/// The pattern of a profile. What the estate's holidays make of it is the
/// [`Calendar`](super::Calendar)'s to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// The days that count as working days.
    pub workdays: Days,
    /// The windows in which people work; none at all means the whole of every working day.
    pub hours: Week,
    /// Whether the windows hold on holidays, too.
    pub open_on_holidays: bool,
    /// What is different in summer.
    pub summer: Option<Summer>,
    /// When it is night.
    pub night: Option<Night>,
}

/// Days of a week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Days([bool; 7]);

/// The windows of each day of a week. Several a day leave a break between them, such as lunch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "BTreeMap<String, Vec<Window>>")]
pub struct Week([Vec<Window>; 7]);

/// From when until when, in minutes of the local day: `08:30-11:30`. `24:00` is its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Window {
    /// The first minute within.
    pub opens: u32,
    /// The first minute after it.
    pub closes: u32,
}

/// The part of the year in which other windows, and the summer lengths of rules, hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summer {
    /// Its first day.
    pub from: MonthDay,
    /// Its last day.
    pub until: MonthDay,
    /// The windows then; those of the rest of the year when none are named.
    #[serde(default)]
    pub hours: Week,
    /// When it is night then, if at another time.
    pub night: Option<Night>,
}

/// A day of any year: `06-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay(u32, u32);

/// When it is night, over midnight: from `20:00` until `08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Night {
    begins: u32,
    ends: u32,
}

/// Why a part of a pattern cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Not days of a week.
    #[error("{0:?} are not days: write mon-fri, daily or tue,wed,sat")]
    Days(String),
    /// Not a window.
    #[error("{0:?} is not a window: write 08:30-11:30, within one day")]
    Window(String),
    /// Two windows of a day overlap, or are out of order.
    #[error("the windows of {0} overlap or are out of order")]
    Overlap(Weekday),
    /// A day is named twice.
    #[error("{0} is named twice")]
    Twice(Weekday),
    /// Not a day of the year.
    #[error("{0:?} is not a day of the year: write 06-01 for the first of June")]
    MonthDay(String),
    /// Not a night.
    #[error("{0:?} is not a night: write 20:00-08:00")]
    Night(String),
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

const WHOLE_DAY: u32 = 24 * 60;

fn place(day: Weekday) -> usize {
    day.num_days_from_monday() as usize
}

fn minute(text: &str) -> Option<u32> {
    if text == "24:00" {
        return Some(WHOLE_DAY);
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5)?;
    Some(time.hour() * 60 + time.minute())
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Pattern {
    /// The windows that a day has by the week and the season alone, and whether any are named.
    pub(super) fn windows(&self, day: NaiveDate) -> &[Window] {
        let summer = self.summer.as_ref().filter(|summer| summer.holds(day));
        let summer = summer.map(|summer| &summer.hours).filter(|hours| !hours.is_empty());
        summer.unwrap_or(&self.hours).of(day.weekday())
    }

    /// When it is night on that day.
    pub(super) fn night(&self, day: NaiveDate) -> Option<Night> {
        let summer = self.summer.as_ref().filter(|summer| summer.holds(day));
        summer.and_then(|summer| summer.night).or(self.night)
    }

    /// Whether windows are named at all.
    pub(super) fn has_hours(&self) -> bool {
        !self.hours.is_empty()
    }

    /// What a day is worked like that has no windows of its own: the first working day of the week.
    pub(super) fn usual_windows(&self, day: NaiveDate) -> &[Window] {
        let monday = day - chrono::Days::new(u64::from(day.weekday().num_days_from_monday()));
        let week = (0..7).map(|days| monday + chrono::Days::new(days));
        let worked = |day: &NaiveDate| self.workdays.holds(day.weekday());
        let mut usual = week.filter(worked).map(|day| self.windows(day));
        usual.find(|windows| !windows.is_empty()).unwrap_or_default()
    }
}

impl Default for Days {
    /// Monday to Friday.
    fn default() -> Self {
        Self(WEEK.map(|day| !matches!(day, Weekday::Sat | Weekday::Sun)))
    }
}

impl Days {
    /// Whether it is one of them.
    pub fn holds(self, day: Weekday) -> bool {
        self.0[place(day)]
    }
}

impl FromStr for Days {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError::Days(text.to_owned());
        let named = |name: &str| {
            let short = name.len() == 3 && name.chars().all(|c| c.is_ascii_lowercase());
            let day = name.parse::<Weekday>().ok().filter(|_| short);
            day.map(place).ok_or_else(wrong)
        };
        let mut days = [false; 7];
        for part in text.split(',').map(str::trim) {
            let (from, until) = match part.split_once('-') {
                _ if part == "daily" => (0, 6),
                Some((from, until)) => (named(from)?, named(until)?),
                None => (named(part)?, named(part)?),
            };
            days.get_mut(from..=until).ok_or_else(wrong)?.fill(true);
        }
        Ok(Self(days))
    }
}

impl TryFrom<String> for Days {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        text.parse()
    }
}

impl fmt::Display for Days {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = WEEK.iter().filter(|day| self.holds(**day));
        let named: Vec<_> = named.map(|day| day.to_string().to_lowercase()).collect();
        match (named.as_slice(), named.len()) {
            (_, 7) => out.write_str("daily"),
            (named, 5) if !self.holds(Weekday::Sat) && named[4] == "fri" => {
                out.write_str("mon-fri")
            }
            (named, _) => out.write_str(&named.join(",")),
        }
    }
}

impl Week {
    /// The windows of a day.
    pub fn of(&self, day: Weekday) -> &[Window] {
        &self.0[place(day)]
    }

    /// Whether no day has any.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

impl TryFrom<BTreeMap<String, Vec<Window>>> for Week {
    type Error = PatternError;

    fn try_from(named: BTreeMap<String, Vec<Window>>) -> Result<Self, PatternError> {
        let mut week = Self::default();
        for (days, windows) in named {
            let days: Days = days.parse()?;
            for day in WEEK.into_iter().filter(|day| days.holds(*day)) {
                let own = &mut week.0[place(day)];
                if !own.is_empty() {
                    return Err(PatternError::Twice(day));
                }
                if windows.windows(2).any(|pair| pair[0].closes > pair[1].opens) {
                    return Err(PatternError::Overlap(day));
                }
                own.clone_from(&windows);
            }
        }
        Ok(week)
    }
}

impl fmt::Display for Week {
    /// Days that are worked alike stand together.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<(&[Window], Vec<Weekday>)> = vec![];
        for day in WEEK.into_iter().filter(|day| !self.of(*day).is_empty()) {
            match lines.iter_mut().find(|(windows, _)| *windows == self.of(day)) {
                Some((_, days)) => days.push(day),
                None => lines.push((self.of(day), vec![day])),
            }
        }
        let line = |(windows, days): (&[Window], Vec<Weekday>)| {
            let windows: Vec<_> = windows.iter().map(ToString::to_string).collect();
            format!("{} {}", Days(WEEK.map(|day| days.contains(&day))), windows.join(" "))
        };
        out.write_str(&lines.into_iter().map(line).collect::<Vec<_>>().join("; "))
    }
}

impl Window {
    /// The whole of a day.
    pub(super) const WHOLE_DAY: Self = Self { opens: 0, closes: WHOLE_DAY };
}

impl TryFrom<String> for Window {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        let parts = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        match parts {
            Some((opens, closes)) if opens < closes => Ok(Self { opens, closes }),
            _ => Err(PatternError::Window(text)),
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", clock(self.opens), clock(self.closes))
    }
}

impl Summer {
    /// Whether a day belongs to it. On the other half of the globe it runs over the new year.
    pub fn holds(&self, day: NaiveDate) -> bool {
        let day = MonthDay(day.month(), day.day());
        if self.from <= self.until {
            self.from <= day && day <= self.until
        } else {
            self.from <= day || day <= self.until
        }
    }
}

impl TryFrom<String> for MonthDay {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        // In a leap year, so that the 29th of February is a day.
        let day = NaiveDate::parse_from_str(&format!("2024-{text}"), "%Y-%m-%d").ok();
        let day = day.filter(|_| text.len() == 5);
        day.map(|day| Self(day.month(), day.day())).ok_or(PatternError::MonthDay(text))
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}-{:02}", self.0, self.1)
    }
}

impl Night {
    /// Whether it is night at that time of the day.
    pub fn holds(self, time: NaiveTime) -> bool {
        let minute = time.hour() * 60 + time.minute();
        minute >= self.begins || minute < self.ends
    }
}

impl TryFrom<String> for Night {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        let parts = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        match parts {
            Some((begins, ends)) if ends < begins => Ok(Self { begins, ends }),
            _ => Err(PatternError::Night(text)),
        }
    }
}

impl fmt::Display for Night {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", clock(self.begins), clock(self.ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(lines: &[(&str, &[&str])]) -> Result<Week, PatternError> {
        let window = |text: &&str| Window::try_from((*text).to_owned());
        let mut named = BTreeMap::new();
        for (days, windows) in lines {
            let windows = windows.iter().map(window).collect::<Result<_, _>>()?;
            named.insert((*days).to_owned(), windows);
        }
        Week::try_from(named)
    }

    #[test]
    fn a_week_is_shown_as_it_is_written() {
        let week = week(&[("sat", &["09:00-12:00"]), ("mon-fri", &["08:30-11:30", "14:30-24:00"])]);
        assert_eq!(week.unwrap().to_string(), "mon-fri 08:30-11:30 14:30-24:00; sat 09:00-12:00");
        for days in ["daily", "mon-fri", "tue,wed,sat", "mon"] {
            assert_eq!(days.parse::<Days>().unwrap().to_string(), days);
        }
    }

    #[test]
    fn nonsense_in_a_week_is_refused() {
        assert_eq!(
            week(&[("mon", &["08:00-12:00", "11:00-15:00"])]),
            Err(PatternError::Overlap(Weekday::Mon))
        );
        assert_eq!(
            week(&[("mon-wed", &["08:00-12:00"]), ("tue", &["13:00-14:00"])]),
            Err(PatternError::Twice(Weekday::Tue))
        );
        for wrong in ["8:00-12:00", "12:00-08:00", "08:00", "08:00-25:00", "08:00-08:00"] {
            assert!(Window::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        for wrong in ["", "Mon", "monday", "fri-mon", "mon,", "mon-"] {
            assert!(wrong.parse::<Days>().is_err(), "{wrong}");
        }
        for wrong in ["13-01", "02-30", "6-1", ""] {
            assert!(MonthDay::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert!(Night::try_from("08:00-20:00".to_owned()).is_err());
    }

    #[test]
    fn a_summer_may_run_over_the_new_year() {
        let from = MonthDay(12, 1);
        let summer = Summer { from, until: MonthDay(2, 29), hours: Week::default(), night: None };
        let holds = |day: &str| summer.holds(day.parse().unwrap());
        assert!(holds("2026-12-01") && holds("2027-02-28"));
        assert!(!holds("2026-11-30") && !holds("2027-03-01"));
    }
}
