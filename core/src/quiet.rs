//! Quiet hours: when nobody is asked how it was. Danger, results and questions of the work come at any
//! time.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveTime, Utc};
use serde::Deserialize;

use crate::policy::Calendar;

/// What is due then is due at the end of its day.
const LAST_MINUTE: NaiveTime = NaiveTime::from_hms_opt(23, 59, 0).expect("a time");

/// From when until when, by the clock on the wall; the same moment twice means never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Quiet {
    /// It begins then.
    pub from: NaiveTime,
    /// It ends then, perhaps on the next morning.
    pub until: NaiveTime,
}

/// As a book has it whose estate file says nothing: from nine in the evening until eight in the morning.
impl Default for Quiet {
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self { from: hour(21), until: hour(8) }
    }
}

impl Quiet {
    /// Whether it is quiet at this moment.
    pub fn holds_at(self, at: DateTime<Utc>, calendar: &Calendar) -> bool {
        self.after(at, calendar) > at
    }

    /// The last moment up to `at` at which it is not quiet yet.
    pub fn before(self, at: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
        if !self.holds_at(at, calendar) {
            return at;
        }
        let local = calendar.local(at);
        let began = local.date() - Days::new(u64::from(local.time() < self.from));
        calendar.moment(began, self.from).min(at)
    }

    /// For what belongs to a day and is due at its end or at night: that day's morning, if it is still
    /// ahead of `now`; else when it is quiet no more.
    pub fn on_the_day(
        self,
        due: DateTime<Utc>,
        morning: NaiveTime,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> DateTime<Utc> {
        let local = calendar.local(due);
        let is_its_end = local.time() >= LAST_MINUTE;
        let morning = calendar.moment(local.date(), morning);
        let is_ahead = now < morning && morning < due;
        if is_ahead && (is_its_end || self.holds_at(due, calendar)) {
            return morning;
        }
        self.after(due, calendar)
    }

    /// The first moment from `at` on that is not quiet.
    pub fn after(self, at: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
        let local = calendar.local(at);
        let (day, time) = (local.date(), local.time());
        let over_night = self.from > self.until;
        let ends = match (over_night, time >= self.from, time < self.until) {
            (false, true, true) | (true, false, true) => Some(day),
            (true, true, _) => Some(day + Days::new(1)),
            _ => None,
        };
        ends.map_or(at, |day| calendar.moment(day, self.until).max(at))
    }

    /// Whether it never is quiet.
    pub fn is_never(self) -> bool {
        self.from == self.until
    }
}

/// Why quiet hours cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} are no quiet hours: write from when until when, such as \"21:00-08:00\"")]
pub struct QuietError(String);

impl FromStr for Quiet {
    type Err = QuietError;

    fn from_str(text: &str) -> Result<Self, QuietError> {
        let wrong = || QuietError(text.to_owned());
        let (from, until) = text.split_once('-').ok_or_else(wrong)?;
        let time =
            |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").map_err(|_| wrong());
        Ok(Self { from: time(from)?, until: time(until)? })
    }
}

impl TryFrom<String> for Quiet {
    type Error = QuietError;

    fn try_from(text: String) -> Result<Self, QuietError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};
    use proptest::prelude::*;

    use super::*;

    fn calendar(zone: chrono_tz::Tz) -> Calendar {
        Calendar::weekdays(zone)
    }

    #[test]
    fn what_is_due_at_night_comes_in_the_morning() {
        let calendar = calendar(chrono_tz::Asia::Shanghai);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let quiet: Quiet = "21:00-08:00".parse().unwrap();
        for (due, sent) in [
            ("2026-11-20T13:30:00Z", "2026-11-21T00:00:00Z"),
            ("2026-11-20T20:00:00Z", "2026-11-21T00:00:00Z"),
            ("2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z"),
            ("2026-11-20T04:00:00Z", "2026-11-20T04:00:00Z"),
        ] {
            assert_eq!(quiet.after(at(due), &calendar), at(sent), "{due}");
        }
        let siesta: Quiet = "12:00-14:00".parse().unwrap();
        assert_eq!(siesta.after(at("2026-11-20T04:30:00Z"), &calendar), at("2026-11-20T06:00:00Z"));
        assert!("21-8".parse::<Quiet>().unwrap_err().to_string().contains("21:00-08:00"));
    }

    #[test]
    fn who_is_to_be_reminded_at_night_is_reminded_in_the_evening() {
        let calendar = calendar(chrono_tz::Asia::Shanghai);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (due, told) in [
            ("2026-11-20T15:34:00Z", "2026-11-20T13:00:00Z"),
            ("2026-11-20T20:00:00Z", "2026-11-20T13:00:00Z"),
            ("2026-11-20T13:00:00Z", "2026-11-20T13:00:00Z"),
            ("2026-11-20T04:00:00Z", "2026-11-20T04:00:00Z"),
        ] {
            assert_eq!(Quiet::default().before(at(due), &calendar), at(told), "{due}");
        }
    }

    #[test]
    fn what_belongs_to_a_day_is_told_in_its_morning() {
        let calendar = calendar(chrono_tz::Asia::Shanghai);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (quiet, now) = (Quiet::default(), at("2026-11-19T02:00:00Z"));
        let morning = NaiveTime::from_hms_opt(8, 0, 0).unwrap();
        for (due, told) in [
            ("2026-11-20T15:59:00Z", "2026-11-20T00:00:00Z"), // its last minute: its morning
            ("2026-11-20T04:00:00Z", "2026-11-20T04:00:00Z"), // by day: as it is
            ("2026-11-19T15:59:00Z", "2026-11-20T00:00:00Z"), // today, and the morning is over
            ("2026-11-20T20:00:00Z", "2026-11-21T00:00:00Z"), // before the morning of its day
        ] {
            assert_eq!(quiet.on_the_day(at(due), morning, now, &calendar), at(told), "{due}");
        }
        let never: Quiet = "00:00-00:00".parse().unwrap();
        let due = at("2026-11-20T15:59:59Z");
        let told = never.on_the_day(due, morning, now, &calendar);
        assert_eq!(told, at("2026-11-20T00:00:00Z"), "whenever it is quiet");
    }

    proptest! {
        /// Against a minute-by-minute walk, over days on which the clock jumps.
        #[test]
        fn it_is_the_first_minute_that_is_not_quiet(
            start in 0_i64..(400 * 24 * 60), from in 0_u32..48, until in 0_u32..48,
            zone in prop::sample::select(vec![
                chrono_tz::Asia::Shanghai, chrono_tz::Europe::Berlin, chrono_tz::America::New_York,
            ]),
        ) {
            let half = |at: u32| NaiveTime::from_hms_opt(at / 2, at % 2 * 30, 0).unwrap();
            let quiet = Quiet { from: half(from), until: half(until) };
            let calendar = calendar(zone);
            let first = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
            let due = first + TimeDelta::minutes(start);
            let is_quiet = |at: DateTime<Utc>| {
                let time = at.with_timezone(&zone).time();
                if quiet.from > quiet.until {
                    time >= quiet.from || time < quiet.until
                } else {
                    time >= quiet.from && time < quiet.until
                }
            };
            let sent = quiet.after(due, &calendar);
            prop_assert!(sent >= due && sent - due <= TimeDelta::hours(25));
            if is_quiet(due) {
                // Where the clock is set back the quiet hour may come again: it was over once.
                let minutes = (1..=25 * 60).map(|minute| due + TimeDelta::minutes(minute));
                let walked = minutes.into_iter().find(|at| !is_quiet(*at));
                let off = (sent - walked.unwrap()).abs();
                prop_assert!(off <= TimeDelta::hours(1), "{} {:?}", sent, walked);
            } else {
                prop_assert_eq!(sent, due);
            }
        }
    }
}
