//! The slow oracle: goes forward minute by minute, looks at the clock on the wall, and counts.
//! Shares nothing with the calendar but the meaning of its words.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    DateTime, Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc,
};
use chrono_tz::Tz;

/// What the oracle goes by: weekdays that are worked, windows in minutes of the day, special days.
#[derive(Debug, Clone)]
pub(super) struct Oracle {
    pub(super) zone: Tz,
    /// Monday is 0.
    pub(super) worked: BTreeSet<u32>,
    /// For each weekday; none at all means that working days are open throughout.
    pub(super) windows: BTreeMap<u32, Vec<(u32, u32)>>,
    pub(super) off: BTreeSet<NaiveDate>,
    pub(super) made_up: BTreeSet<NaiveDate>,
}

impl Oracle {
    fn wall(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.with_timezone(&self.zone).naive_local()
    }

    fn works(&self, day: NaiveDate) -> bool {
        let usual = self.worked.contains(&day.weekday().num_days_from_monday());
        self.made_up.contains(&day) || (usual && !self.off.contains(&day))
    }

    fn windows_of(&self, day: NaiveDate) -> Vec<(u32, u32)> {
        if self.windows.is_empty() {
            return if self.works(day) { vec![(0, 1_440)] } else { vec![] };
        }
        let of = |weekday: u32| self.windows.get(&weekday).cloned().unwrap_or_default();
        let own = of(day.weekday().num_days_from_monday());
        if self.made_up.contains(&day) && own.is_empty() {
            let usual = self.worked.iter().map(|weekday| of(*weekday));
            return usual.into_iter().find(|windows| !windows.is_empty()).unwrap_or_default();
        }
        if self.off.contains(&day) && !self.made_up.contains(&day) { vec![] } else { own }
    }

    fn is_open(&self, wall: NaiveDateTime) -> bool {
        let minute = wall.hour() * 60 + wall.minute();
        let within = |(opens, closes): &(u32, u32)| (*opens..*closes).contains(&minute);
        self.windows_of(wall.date()).iter().any(within)
    }

    /// The first minute from `from` on at which `is_it` holds.
    fn first(&self, from: DateTime<Utc>, is_it: impl Fn(NaiveDateTime) -> bool) -> DateTime<Utc> {
        let mut moment = from;
        while !is_it(self.wall(moment)) {
            moment += TimeDelta::minutes(1);
        }
        moment
    }

    pub(super) fn working_minutes(&self, from: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
        let (mut moment, mut left) = (from, minutes);
        while left > 0 {
            left -= u32::from(self.is_open(self.wall(moment)));
            moment += TimeDelta::minutes(1);
        }
        moment
    }

    fn on(&self, from: DateTime<Utc>, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        self.first(from, |wall| wall >= day.and_time(time))
    }

    pub(super) fn calendar_days(&self, from: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        let wall = self.wall(from);
        self.on(from, wall.date() + TimeDelta::days(count.into()), wall.time())
    }

    pub(super) fn working_days(&self, from: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        let wall = self.wall(from);
        let (mut day, mut left) = (wall.date(), count);
        while left > 0 {
            day += TimeDelta::days(1);
            left -= u32::from(self.works(day));
        }
        self.on(from, day, wall.time())
    }

    pub(super) fn months(&self, from: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        let wall = self.wall(from);
        self.on(from, wall.date() + Months::new(count), wall.time())
    }

    /// The last second of the day on which `from` falls.
    pub(super) fn same_day(&self, from: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.wall(from).date();
        self.first(from, |wall| wall.date() > day) - TimeDelta::seconds(1)
    }

    pub(super) fn not_overnight(&self, from: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.wall(from).date();
        if self.windows_of(day).is_empty() {
            return self.same_day(from);
        }
        let tomorrow = self.first(from, |wall| wall.date() > day);
        let mut last = None;
        let mut moment = from;
        while moment < tomorrow {
            if self.is_open(self.wall(moment)) {
                last = Some(moment + TimeDelta::minutes(1));
            }
            moment += TimeDelta::minutes(1);
        }
        if let Some(closes) = last {
            return closes.min(tomorrow - TimeDelta::seconds(1));
        }
        let ends = self.same_day(tomorrow);
        let opens = self.first(tomorrow, |wall| {
            self.is_open(wall) || wall.date() > day.succ_opt().expect("a day")
        });
        opens.min(ends)
    }
}
