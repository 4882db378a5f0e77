//! Duty rosters and working hours: a week that repeats, and single days that go before it.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::ids::{DepartmentId, PersonId};

/// The days on which a shift begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// These days of every week.
    Week(Week),
    /// This day alone, in place of the week.
    Day(NaiveDate),
}

/// Days of the week: Monday is 1, Tuesday 2, Wednesday 4 … Sunday 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(pub u8);

/// How the lists write the days of the week.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Week {
    /// Whether this day is one of them.
    pub fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Reads `mon-fri`, `sat,sun` or `fri-mon`.
    pub fn parse(text: &str) -> Option<Self> {
        let at = |name: &str| DAYS.iter().position(|day| day.eq_ignore_ascii_case(name.trim()));
        let mut week = 0_u8;
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (at(first)?, at(last)?);
            for step in 0..=(last + 7 - first) % 7 {
                week |= 1 << ((first + step) % 7);
            }
        }
        Some(Self(week))
    }
}

impl std::fmt::Display for Week {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = DAYS.iter().enumerate().filter(|(at, _)| self.0 & (1 << at) != 0);
        f.write_str(&days.map(|(_, day)| *day).collect::<Vec<_>>().join(","))
    }
}

/// Hours of a day, in minutes after midnight. Those that end no later than they begin end on the
/// day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    /// The first minute.
    pub from: u16,
    /// The first that is not theirs any more.
    pub until: u16,
}

/// A line of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    /// Of which department; none is the service centre.
    pub department: Option<DepartmentId>,
    /// Whose; nobody's are the hours of the department itself.
    pub person: Option<PersonId>,
    /// On which days.
    pub on: On,
    /// From when until when; nothing when they are off.
    pub hours: Option<Hours>,
}

/// Whether somebody is on duty, or a department works, at this local moment; `None` when no line
/// speaks of it.
pub fn is_on(
    roster: &[Shift],
    department: Option<DepartmentId>,
    person: Option<PersonId>,
    moment: NaiveDateTime,
) -> Option<bool> {
    let own = |shift: &&Shift| (shift.department, shift.person) == (department, person);
    let own: Vec<&Shift> = roster.iter().filter(own).collect();
    if own.is_empty() {
        return None;
    }
    let today = moment.date();
    let yesterday = today.checked_sub_days(Days::new(1));
    let minute = u16::try_from(moment.num_seconds_from_midnight() / 60).unwrap_or(0);
    let now = of_day(&own, today).any(|hours| {
        let ends = if hours.until <= hours.from { 1_440 } else { hours.until };
        (hours.from..ends).contains(&minute)
    });
    let from_yesterday = yesterday.is_some_and(|day| {
        of_day(&own, day).any(|hours| hours.until <= hours.from && minute < hours.until)
    });
    Some(now || from_yesterday)
}

/// The hours that begin on a day: those of that day alone, else those of the week.
fn of_day(own: &[&Shift], day: NaiveDate) -> impl Iterator<Item = Hours> {
    let alone: Vec<&&Shift> = own.iter().filter(|shift| shift.on == On::Day(day)).collect();
    let of_week = |shift: &&&Shift| match shift.on {
        On::Week(week) => week.has(day.weekday()),
        On::Day(_) => false,
    };
    let shifts = if alone.is_empty() { own.iter().filter(of_week).collect() } else { alone };
    shifts.into_iter().filter_map(|shift| shift.hours).collect::<Vec<_>>().into_iter()
}

/// Reads a time such as `08:00`; `24:00` is the end of the day.
pub fn parse_minute(text: &str) -> Option<u16> {
    if text == "24:00" {
        return Some(1_440);
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    u16::try_from(time.num_seconds_from_midnight() / 60).ok()
}

/// Writes it.
pub fn minute(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANG: Option<PersonId> = Some(PersonId(1));

    fn shift(on: On, hours: Option<(&str, &str)>) -> Shift {
        let hours = hours.map(|(from, until)| Hours {
            from: parse_minute(from).unwrap(),
            until: parse_minute(until).unwrap(),
        });
        Shift { department: None, person: WANG, on, hours }
    }

    fn on(roster: &[Shift], moment: &str) -> Option<bool> {
        let moment = NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").unwrap();
        is_on(roster, None, WANG, moment)
    }

    #[test]
    fn a_week_repeats_and_a_single_day_goes_before_it() {
        let week = On::Week(Week::parse("mon-fri").unwrap());
        let holiday = On::Day(NaiveDate::from_ymd_opt(2026, 11, 17).unwrap());
        let saturday = On::Day(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
        let roster = [
            shift(week, Some(("08:00", "18:00"))),
            shift(holiday, None),
            shift(saturday, Some(("09:00", "12:00"))),
        ];
        for (moment, expected) in [
            ("2026-11-16 07:59", false),
            ("2026-11-16 08:00", true),
            ("2026-11-16 18:00", false),
            ("2026-11-17 10:00", false),
            ("2026-11-21 10:00", true),
            ("2026-11-22 10:00", false),
        ] {
            assert_eq!(on(&roster, moment), Some(expected), "{moment}");
        }
        assert_eq!(on(&[], "2026-11-16 10:00"), None, "no line, no answer");
    }

    #[test]
    fn a_night_ends_on_the_day_after() {
        let friday = On::Week(Week::parse("fri").unwrap());
        let roster = [shift(friday, Some(("22:00", "06:00")))];
        assert_eq!(on(&roster, "2026-11-20 21:59"), Some(false));
        assert_eq!(on(&roster, "2026-11-20 23:30"), Some(true));
        assert_eq!(on(&roster, "2026-11-21 05:59"), Some(true));
        assert_eq!(on(&roster, "2026-11-21 06:00"), Some(false));
        assert_eq!(on(&roster, "2026-11-21 23:00"), Some(false));
    }

    #[test]
    fn days_of_the_week_are_read_and_written() {
        for (text, written) in [
            ("mon-fri", "mon,tue,wed,thu,fri"),
            ("Sat,Sun", "sat,sun"),
            ("fri-mon", "mon,fri,sat,sun"),
        ] {
            assert_eq!(Week::parse(text).unwrap().to_string(), written);
        }
        for text in ["", "monday", "mon-", "mon;tue"] {
            assert_eq!(Week::parse(text), None, "{text}");
        }
        assert_eq!(minute(parse_minute("24:00").unwrap()), "24:00");
        assert_eq!(parse_minute("25:00"), None);
    }
}
