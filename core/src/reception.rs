//! Reception days (接待日, S4-03): on fixed days whoever manages the estate receives those who live there, who
//! book a time for it. Everybody who comes is written down, and what they say becomes a case with a result.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, CaseId, PersonId, ReceptionId, SiteId},
    policy::Calendar,
    say,
    sentence::Sentence,
    words::Words,
};

/// More times than this on one day do not fit under one message.
const MOST_TIMES: usize = 48;
/// The weeks of a month, as the file writes them.
const WEEKS: [(&str, Week); 5] = [
    ("first", Week::Number(1)),
    ("second", Week::Number(2)),
    ("third", Week::Number(3)),
    ("fourth", Week::Number(4)),
    ("last", Week::Last),
];

/// When owners are received, as the estate's file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reception {
    /// On which days, as `"first saturday"`.
    pub each: Each,
    /// From then, by the clock of the estate.
    pub from: NaiveTime,
    /// Until then.
    pub to: NaiveTime,
    /// So many minutes for each who comes.
    pub minutes: u32,
    /// So many days before, times can be booked and the managers are asked to announce it.
    pub days_before: u32,
    /// So many days after, the leaders hear of whom nobody has written down (S4-03.4).
    pub leaders_after: u32,
    /// Where.
    pub place: Words,
    /// What is told and talked about (S4-03.2).
    pub topics: Words,
}

/// Which day of each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Each {
    week: Week,
    weekday: Weekday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Week {
    Number(u8),
    Last,
}

impl FromStr for Each {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || {
            format!(
                "{text:?} names no day of each month; write it as \"first saturday\" or \"last friday\""
            )
        };
        let (week, weekday) = text.split_once(' ').ok_or_else(wanted)?;
        let week = WEEKS.iter().find(|(name, _)| *name == week).ok_or_else(wanted)?.1;
        Ok(Self { week, weekday: weekday.trim().parse().map_err(|_| wanted())? })
    }
}

impl fmt::Display for Each {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week =
            WEEKS.iter().find(|(_, week)| *week == self.week).map_or("last", |(name, _)| name);
        write!(f, "{week} {}", self.weekday)
    }
}

impl TryFrom<String> for Each {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Each> for String {
    fn from(each: Each) -> Self {
        each.to_string()
    }
}

impl Each {
    fn of(self, year: i32, month: u32) -> Option<NaiveDate> {
        match self.week {
            Week::Number(week) => {
                NaiveDate::from_weekday_of_month_opt(year, month, self.weekday, week)
            }
            Week::Last => [5, 4].into_iter().find_map(|week| {
                NaiveDate::from_weekday_of_month_opt(year, month, self.weekday, week)
            }),
        }
    }

    /// The first such day that is not before `day`.
    pub fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        let first = day.with_day(1)?;
        let months = [first, first.checked_add_months(chrono::Months::new(1))?];
        let days = months.iter().filter_map(|month| self.of(month.year(), month.month()));
        days.filter(|next| *next >= day).min()
    }
}

impl Reception {
    /// What in it cannot be.
    pub fn faults(&self) -> Vec<Sentence> {
        let mut faults = vec![];
        if self.from >= self.to {
            faults.push(say!(
                "reception: it ends at {to} and begins at {from}",
                to = self.to,
                from = self.from
            ));
        } else if self.times().is_empty() {
            faults.push(say!("reception: minutes: not one visit fits between from and to"));
        } else if self.times().len() > MOST_TIMES {
            faults.push(say!(
                "reception: more than {most_times} visits on one day; give each more minutes",
                most_times = MOST_TIMES
            ));
        }
        if !(1..=28).contains(&self.days_before) {
            faults.push(say!("reception: days_before: write 1 to 28"));
        }
        if !(1..=28).contains(&self.leaders_after) {
            faults.push(say!("reception: leaders_after: write 1 to 28"));
        }
        faults
    }

    /// When each visit begins, by the clock of the estate.
    pub fn times(&self) -> Vec<NaiveTime> {
        let length = TimeDelta::minutes(i64::from(self.minutes));
        if length <= TimeDelta::zero() {
            return vec![];
        }
        let fits = |begin: &NaiveTime| self.to.signed_duration_since(*begin) >= length;
        std::iter::successors(Some(self.from), |time| {
            let (next, days) = time.overflowing_add_signed(length);
            (days == 0).then_some(next)
        })
        .take_while(fits)
        .take(MOST_TIMES + 1)
        .collect()
    }

    /// The day that can be booked on a day; nothing while it is far off.
    pub fn open_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let next = self.each.next(today)?;
        (next <= today + Days::new(u64::from(self.days_before))).then_some(next)
    }
}

/// One reception day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceptionDay {
    /// Its row.
    pub id: ReceptionId,
    /// Of which estate.
    pub site: SiteId,
    /// The day, by the clock of the estate.
    pub day: NaiveDate,
    /// As it was when the day could be booked first.
    pub rule: Reception,
    /// It does not take place.
    pub called_off_at: Option<DateTime<Utc>>,
}

impl ReceptionDay {
    /// When each visit begins.
    pub fn times(&self, calendar: &Calendar) -> Vec<DateTime<Utc>> {
        self.rule.times().into_iter().map(|time| calendar.moment(self.day, time)).collect()
    }

    /// Whether its first time has come.
    pub fn has_begun(&self, calendar: &Calendar, now: DateTime<Utc>) -> bool {
        calendar.moment(self.day, self.rule.from) <= now
    }

    /// When it is over.
    pub fn ends_at(&self, calendar: &Calendar) -> DateTime<Utc> {
        calendar.moment(self.day, self.rule.to)
    }
}

/// Somebody's time on a reception day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    /// Its row.
    pub id: BookingId,
    /// On which day.
    pub reception: ReceptionId,
    /// Whose.
    pub person: PersonId,
    /// When it begins.
    pub at: DateTime<Utc>,
    /// What became of it; nothing: nobody has said so yet.
    pub came: Option<Came>,
}

/// What became of somebody who wanted to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// They came, and what they said is this case.
    Told(CaseId),
    /// They did not come.
    Absent,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn each(text: &str) -> Each {
        text.parse().expect("a day of each month")
    }

    fn rule() -> Reception {
        toml::from_str(
            "each = \"first saturday\"\nfrom = \"09:00:00\"\nto = \"10:00:00\"\nminutes = 20\n\
             days_before = 10\nleaders_after = 3\nplace = { en = \"Service centre\" }\n\
             topics = { en = \"Anything\" }",
        )
        .expect("a rule")
    }

    #[test]
    fn the_first_saturday_is_the_next_one() {
        assert_eq!(each("first saturday").next(day(2026, 11, 23)), Some(day(2026, 12, 5)));
        assert_eq!(each("first saturday").next(day(2026, 12, 5)), Some(day(2026, 12, 5)));
        assert_eq!(each("last friday").next(day(2026, 1, 31)), Some(day(2026, 2, 27)));
        assert_eq!(each("last friday").next(day(2026, 12, 26)), Some(day(2027, 1, 29)));
    }

    #[test]
    fn what_names_no_day_says_how_to_write_it() {
        for wrong in ["saturday", "sixth friday", "first of may", ""] {
            let fault = wrong.parse::<Each>().expect_err(wrong);
            assert!(fault.contains("\"first saturday\""), "{fault}");
        }
    }

    #[test]
    fn it_is_booked_some_days_before() {
        assert_eq!(rule().open_on(day(2026, 11, 24)), None);
        assert_eq!(rule().open_on(day(2026, 11, 25)), Some(day(2026, 12, 5)));
        assert_eq!(rule().open_on(day(2026, 12, 5)), Some(day(2026, 12, 5)));
        assert_eq!(rule().open_on(day(2026, 12, 6)), None);
    }

    #[test]
    fn as_many_come_as_there_is_time_for() {
        let times: Vec<_> = rule().times().iter().map(ToString::to_string).collect();
        assert_eq!(times, ["09:00:00", "09:20:00", "09:40:00"]);
        assert!(rule().faults().is_empty());
    }

    #[test]
    fn what_cannot_be_is_said() {
        let never = Reception { to: rule().from, ..rule() };
        let short = Reception { minutes: 61, ..rule() };
        let crowd = Reception { minutes: 1, ..rule() };
        let endless = Reception { minutes: 0, ..rule() };
        let late = Reception { days_before: 0, ..rule() };
        for rule in [never, short, crowd, endless, late] {
            assert_eq!(rule.faults().len(), 1, "{:?}", rule.faults());
        }
    }

    proptest! {
        /// There is one within each month and a bit, on its weekday, never before the day.
        #[test]
        fn there_is_always_a_next_one(days in 0_u64..40_000, week in 0_usize..5, weekday in 0_u8..7) {
            let from = day(2000, 1, 1) + Days::new(days);
            let weekday = Weekday::try_from(weekday).expect("a weekday");
            let each = Each { week: WEEKS[week].1, weekday };
            let next = each.next(from).expect("a day");
            prop_assert!(next >= from && next <= from + Days::new(62));
            prop_assert_eq!(next.weekday(), weekday);
            prop_assert_eq!(each.to_string().parse::<Each>(), Ok(each));
        }
    }
}
