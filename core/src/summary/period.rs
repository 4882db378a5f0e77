//! The time a summary is about: half a month, a month, a quarter, a year, in the estate's own days.

use std::fmt;

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::policy::Calendar;

/// How often it is summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// 半月小结: up to the 15th, and from the 16th on (S0-18.7).
    HalfMonth,
    /// 月度汇总 (S0-08.13).
    Month,
    /// 季度 (S3-15.6).
    Quarter,
    /// 年度
    Year,
}

impl Cadence {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::HalfMonth, Self::Month, Self::Quarter, Self::Year];

    /// How the book and the estate file write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfMonth => "half_month",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Reads what the book and the estate file write.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cadence| cadence.name() == name)
    }
}

/// No estate was summed up before.
const EARLIEST: i32 = 2000;

/// The day after the first half of a month.
const SECOND_HALF: u32 = 16;

/// A time that is summed up: whole days of the estate, the last one not with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    cadence: Cadence,
    first: NaiveDate,
}

impl Period {
    /// The period of this sort that a day belongs to.
    pub fn of(cadence: Cadence, day: NaiveDate) -> Self {
        let month = |day: NaiveDate| day.with_day(1).unwrap_or(day);
        let first = match cadence {
            Cadence::HalfMonth if day.day() >= SECOND_HALF => {
                day.with_day(SECOND_HALF).unwrap_or(day)
            }
            Cadence::HalfMonth | Cadence::Month => month(day),
            Cadence::Quarter => month(day) - Months::new(day.month0() % 3),
            Cadence::Year => month(day) - Months::new(day.month0()),
        };
        Self { cadence, first }
    }

    /// The one before it.
    #[must_use]
    pub fn before(self) -> Self {
        Self::of(self.cadence, self.first - Days::new(1))
    }

    /// What sort of period it is.
    pub fn cadence(self) -> Cadence {
        self.cadence
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The first day after it.
    pub fn end(self) -> NaiveDate {
        match self.cadence {
            Cadence::HalfMonth if self.first.day() < SECOND_HALF => {
                self.first.with_day(SECOND_HALF).unwrap_or(self.first)
            }
            Cadence::HalfMonth => Self::of(Cadence::Month, self.first).end(),
            Cadence::Month => self.first + Months::new(1),
            Cadence::Quarter => self.first + Months::new(3),
            Cadence::Year => self.first + Months::new(12),
        }
    }

    /// From which moment until which: the second is not with it.
    pub fn moments(self, calendar: &Calendar) -> (DateTime<Utc>, DateTime<Utc>) {
        let midnight = |day| calendar.moment(day, NaiveTime::MIN);
        (midnight(self.first), midnight(self.end()))
    }

    /// Reads how it is written: `2026-11`, `2026-11a` and `2026-11b` for its halves, `2026-Q4`, `2026`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let is_year = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
        let year: i32 = year.parse().ok().filter(|year| is_year && *year >= EARLIEST)?;
        let day = |month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
        let Some(rest) = rest else { return Some(Self::of(Cadence::Year, day(1, 1)?)) };
        if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
            let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            return Some(Self::of(Cadence::Quarter, day(3 * quarter - 2, 1)?));
        }
        let digits = rest.trim_end_matches(['a', 'b']);
        let is_month = digits.len() <= 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let month: u32 = digits.parse().ok().filter(|_| is_month)?;
        match &rest[digits.len()..] {
            "" => Some(Self::of(Cadence::Month, day(month, 1)?)),
            "a" => Some(Self::of(Cadence::HalfMonth, day(month, 1)?)),
            "b" => Some(Self::of(Cadence::HalfMonth, day(month, SECOND_HALF)?)),
            _ => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.cadence {
            Cadence::HalfMonth if self.first.day() < SECOND_HALF => write!(f, "{year}-{month:02}a"),
            Cadence::HalfMonth => write!(f, "{year}-{month:02}b"),
            Cadence::Month => write!(f, "{year}-{month:02}"),
            Cadence::Quarter => write!(f, "{year}-Q{}", month.div_ceil(3)),
            Cadence::Year => write!(f, "{year}"),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is no period"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_are_read_as_they_are_written() {
        for (text, first, end) in [
            ("2026-11", "2026-11-01", "2026-12-01"),
            ("2026-02a", "2026-02-01", "2026-02-16"),
            ("2028-02b", "2028-02-16", "2028-03-01"),
            ("2026-Q4", "2026-10-01", "2027-01-01"),
            ("2026", "2026-01-01", "2027-01-01"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!((period.first(), period.end()), (day(first), day(end)), "{text}");
            assert_eq!(period.to_string(), text);
        }
        for nonsense in [
            "",
            "26",
            "2026-13",
            "2026-Q5",
            "2026-11c",
            "2026-0011",
            "x-1",
            "2026-11aa",
            "0001",
            "2026-+1",
        ] {
            assert_eq!(Period::parse(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_in_one_period_of_each_sort(days in 0_i64..40_000) {
            let day = day("2000-02-01") + Days::new(days.unsigned_abs());
            for cadence in Cadence::ALL {
                let period = Period::of(cadence, day);
                prop_assert!(period.first() <= day && day < period.end());
                prop_assert_eq!(period.before().end(), period.first());
                prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
            }
        }
    }
}
