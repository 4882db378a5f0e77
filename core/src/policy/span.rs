//! Lengths of time as the procedures write them, and the calendar in which they are counted.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::Deserialize;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Span {
    /// Counted around the clock.
    Clock(TimeDelta),
    /// So many working days later, at the same local time.
    WorkingDays(u32),
    /// Until the end of the local day.
    SameDay,
}

/// Why a length cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a length: write 5m, 24h, 2d, 3wd or same_day")]
pub struct SpanError(String);

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError(text.to_owned());
        if text == "same_day" {
            return Ok(Self::SameDay);
        }
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let count: u32 = text[..text.len() - unit.len()].parse().map_err(|_| wrong())?;
        let clock = |seconds: i64| Self::Clock(TimeDelta::seconds(i64::from(count) * seconds));
        match unit {
            _ if count == 0 || count > 100_000 => Err(wrong()),
            "m" => Ok(clock(60)),
            "h" => Ok(clock(3_600)),
            "d" => Ok(clock(86_400)),
            "wd" => Ok(Self::WorkingDays(count)),
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

/// Which days a site works, and in which zone its days are counted.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The site's time zone.
    pub zone: Tz,
    /// Days off beside the weekend.
    pub holidays: BTreeSet<NaiveDate>,
    /// Weekend days that are worked (调休).
    pub make_up_days: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Monday to Friday in `zone`, no holidays known.
    pub fn weekdays(zone: Tz) -> Self {
        Self { zone, holidays: BTreeSet::new(), make_up_days: BTreeSet::new() }
    }

    /// The moment at which a wait of `span` that begins at `from` is over.
    pub fn after(&self, from: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        match span {
            Span::Clock(length) => from + length,
            Span::SameDay => self.end_of_day(from.with_timezone(&self.zone).date_naive()),
            Span::WorkingDays(count) => self.working_days_after(from, count),
        }
    }

    /// The last second of a local day.
    pub fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        let next = self.moment(day + Days::new(1), NaiveTime::MIN);
        next - TimeDelta::seconds(1)
    }

    /// The local day on which `moment` falls.
    pub fn day(&self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone).date_naive()
    }

    /// Whether people work on that day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.make_up_days.contains(&day) || (!weekend && !self.holidays.contains(&day))
    }

    fn working_days_after(&self, from: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        let local = from.with_timezone(&self.zone);
        let mut day = local.date_naive();
        let mut left = count;
        while left > 0 {
            day = day + Days::new(1);
            left -= u32::from(self.is_working_day(day));
        }
        self.moment(day, local.time())
    }

    /// A local time as a moment. A time that the clock jumps over is taken after the jump; one that
    /// comes twice is taken the first time.
    fn moment(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        let found = self.zone.from_local_datetime(&local).earliest();
        let found = found
            .or_else(|| self.zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
        found.map_or_else(|| local.and_utc(), |moment| moment.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_are_read_as_the_procedures_write_them() {
        assert_eq!("5m".parse(), Ok(Span::Clock(TimeDelta::minutes(5))));
        assert_eq!("2d".parse(), Ok(Span::Clock(TimeDelta::days(2))));
        assert_eq!("15wd".parse(), Ok(Span::WorkingDays(15)));
        assert_eq!("same_day".parse(), Ok(Span::SameDay));
        for wrong in ["", "5", "m", "0m", "-1h", "5 m", "1w", "999999999d"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays_and_keep_make_up_days() {
        let mut calendar = Calendar::weekdays(chrono_tz::Asia::Shanghai);
        let friday = utc("2026-11-20T06:00:00Z");
        assert_eq!(calendar.after(friday, Span::WorkingDays(3)), utc("2026-11-25T06:00:00Z"));

        calendar.holidays.insert("2026-11-23".parse().unwrap());
        calendar.make_up_days.insert("2026-11-21".parse().unwrap());
        assert_eq!(calendar.after(friday, Span::WorkingDays(3)), utc("2026-11-25T06:00:00Z"));
        calendar.make_up_days.clear();
        assert_eq!(calendar.after(friday, Span::WorkingDays(3)), utc("2026-11-26T06:00:00Z"));
    }

    #[test]
    fn the_same_day_ends_at_local_midnight() {
        let calendar = Calendar::weekdays(chrono_tz::Asia::Shanghai);
        let late = utc("2026-11-20T15:59:59Z");
        assert_eq!(calendar.after(late, Span::SameDay), utc("2026-11-20T15:59:59Z"));
        assert_eq!(
            calendar.after(utc("2026-11-20T16:00:00Z"), Span::SameDay),
            utc("2026-11-21T15:59:59Z")
        );
    }

    proptest! {
        /// Against a slow oracle that walks day by day, in a zone that changes its clocks.
        #[test]
        fn working_days_agree_with_counting_by_hand(
            hours in 0_i64..200_000, count in 1_u32..40, off in prop::collection::btree_set(0_u64..400, 0..20),
        ) {
            let mut calendar = Calendar::weekdays(chrono_tz::Europe::Berlin);
            let from = utc("2020-01-01T00:30:00Z") + TimeDelta::hours(hours);
            let start = calendar.day(from);
            calendar.holidays = off.iter().map(|days| start + Days::new(*days)).collect();

            let due = calendar.after(from, Span::WorkingDays(count));
            let worked = (1..1_000)
                .map(|days| start + Days::new(days))
                .take_while(|day| *day <= calendar.day(due))
                .filter(|day| calendar.is_working_day(*day))
                .count();
            prop_assert_eq!(worked, count as usize);
            prop_assert!(calendar.is_working_day(calendar.day(due)));
            prop_assert!(due > from);
        }
    }
}
