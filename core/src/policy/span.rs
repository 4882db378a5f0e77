//! Lengths of time as the procedures write them.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;
use serde::Deserialize;

/// A length of time. What it comes to on a given day is the [`Calendar`](super::Calendar)'s to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Span {
    /// Counted around the clock: `5m`, `24h`, `2d`.
    Clock(TimeDelta),
    /// Counted while people work, within the windows of the week: `30wm`, `6wh`.
    Working(TimeDelta),
    /// So many days later by the calendar (日/天), at the same local time: `3cd`.
    CalendarDays(u32),
    /// So many working days (工作日) later, at the same local time: `3wd`.
    WorkingDays(u32),
    /// So many months later, on the same day at the same local time: `1mo`. A day that the month
    /// does not have is its last.
    Months(u32),
    /// Until the end of the local day (当天).
    SameDay,
    /// Before the night (不过夜): until the last window of the day closes. What begins later is
    /// due when the next day opens.
    NotOvernight,
    /// At once (立即): it is late as soon as it is waited for.
    Immediately,
}

/// Why a length cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a length: write 5m, 24h or 2d around the clock, 30wm or 6wh within working \
     hours, 3cd calendar days, 3wd working days, 1mo, same_day, not_overnight or immediately"
)]
pub struct SpanError(String);

/// More of a unit than this is a slip of the pen.
const MOST: u32 = 100_000;
/// More days and months than this are, too: fifty years.
const MOST_DAYS: u32 = 18_250;
const MOST_MONTHS: u32 = 600;

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError(text.to_owned());
        match text {
            "same_day" => return Ok(Self::SameDay),
            "not_overnight" => return Ok(Self::NotOvernight),
            "immediately" => return Ok(Self::Immediately),
            _ => {}
        }
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let count: u32 = text[..text.len() - unit.len()].parse().map_err(|_| wrong())?;
        let times = |seconds: i64| TimeDelta::seconds(i64::from(count) * seconds);
        match unit {
            _ if count == 0 || count > MOST => Err(wrong()),
            "m" => Ok(Self::Clock(times(60))),
            "h" => Ok(Self::Clock(times(3_600))),
            "d" => Ok(Self::Clock(times(86_400))),
            "wm" => Ok(Self::Working(times(60))),
            "wh" => Ok(Self::Working(times(3_600))),
            "cd" if count <= MOST_DAYS => Ok(Self::CalendarDays(count)),
            "wd" if count <= MOST_DAYS => Ok(Self::WorkingDays(count)),
            "mo" if count <= MOST_MONTHS => Ok(Self::Months(count)),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

impl fmt::Display for Span {
    /// As a profile writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(length) => {
                let hours = length.num_hours();
                match length.num_minutes() {
                    minutes if minutes % 60 != 0 => write!(out, "{minutes}m"),
                    _ if hours % 24 == 0 && hours >= 48 => write!(out, "{}d", hours / 24),
                    _ => write!(out, "{hours}h"),
                }
            }
            Self::Working(length) if length.num_minutes() % 60 != 0 => {
                write!(out, "{}wm", length.num_minutes())
            }
            Self::Working(length) => write!(out, "{}wh", length.num_hours()),
            Self::CalendarDays(count) => write!(out, "{count}cd"),
            Self::WorkingDays(count) => write!(out, "{count}wd"),
            Self::Months(count) => write!(out, "{count}mo"),
            Self::SameDay => out.write_str("same_day"),
            Self::NotOvernight => out.write_str("not_overnight"),
            Self::Immediately => out.write_str("immediately"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_the_procedures_write_them() {
        assert_eq!("5m".parse(), Ok(Span::Clock(TimeDelta::minutes(5))));
        assert_eq!("2d".parse(), Ok(Span::Clock(TimeDelta::days(2))));
        assert_eq!("6wh".parse(), Ok(Span::Working(TimeDelta::hours(6))));
        assert_eq!("3cd".parse(), Ok(Span::CalendarDays(3)));
        assert_eq!("15wd".parse(), Ok(Span::WorkingDays(15)));
        assert_eq!("1mo".parse(), Ok(Span::Months(1)));
        assert_eq!("same_day".parse(), Ok(Span::SameDay));
        for wrong in ["", "5", "m", "0m", "-1h", "5 m", "1w", "999999999d", "99999wd", "é", "１m"]
        {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_length_is_shown_as_it_is_written() {
        for text in [
            "5m",
            "90m",
            "24h",
            "2d",
            "30h",
            "30wm",
            "6wh",
            "3cd",
            "15wd",
            "1mo",
            "same_day",
            "not_overnight",
            "immediately",
        ] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
    }
}
