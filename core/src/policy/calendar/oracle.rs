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
    pub(super) open_on_holidays: bool,
    /// From when until when it is night, in minutes of the day, over midnight.
    pub(super) night: Option<(u32, u32)>,
    pub(super) summer: Option<Season>,
}

/// What is different in a part of the year.
#[derive(Debug, Clone)]
pub(super) struct Season {
    /// Its first and last day: month, day.
    pub(super) from: (u32, u32),
    pub(super) until: (u32, u32),
    /// None at all: as in the rest of the year.
    pub(super) windows: BTreeMap<u32, Vec<(u32, u32)>>,
    pub(super) night: Option<(u32, u32)>,
}

impl Oracle {
    fn wall(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.with_timezone(&self.zone).naive_local()
    }

    fn works(&self, day: NaiveDate) -> bool {
        let usual = self.worked.contains(&day.weekday().num_days_from_monday());
        self.made_up.contains(&day) || (usual && !self.off.contains(&day))
    }

    /// The season of a day: walked day by day from its last first day.
    fn season(&self, day: NaiveDate) -> Option<&Season> {
        let summer = self.summer.as_ref()?;
        let mut at = day;
        loop {
            let of = (at.month(), at.day());
            // The day after its last one is not summer; its first one is, even if it is the last, too.
            if at < day && of == summer.until {
                return None;
            }
            if of == summer.from {
                return Some(summer);
            }
            at = at.pred_opt().expect("a day");
            if (day - at).num_days() > 366 {
                return None;
            }
        }
    }

    pub(super) fn is_summer(&self, moment: DateTime<Utc>) -> bool {
        self.season(self.wall(moment).date()).is_some()
    }

    /// Whether it is night by the clock on the wall.
    pub(super) fn is_night(&self, moment: DateTime<Utc>) -> bool {
        let wall = self.wall(moment);
        let minute = wall.hour() * 60 + wall.minute();
        let of_season = self.season(wall.date()).and_then(|season| season.night);
        of_season.or(self.night).is_some_and(|(begins, ends)| minute >= begins || minute < ends)
    }

    fn windows_of(&self, day: NaiveDate) -> Vec<(u32, u32)> {
        if self.windows.is_empty() {
            return if self.works(day) { vec![(0, 1_440)] } else { vec![] };
        }
        let of = |day: NaiveDate| {
            let season = self.season(day).map(|season| &season.windows);
            let windows = season.filter(|windows| !windows.is_empty()).unwrap_or(&self.windows);
            windows.get(&day.weekday().num_days_from_monday()).cloned().unwrap_or_default()
        };
        let own = of(day);
        if self.made_up.contains(&day) && own.is_empty() {
            let monday = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
            let week =
                self.worked.iter().map(|weekday| monday + TimeDelta::days((*weekday).into()));
            return week.map(of).find(|windows| !windows.is_empty()).unwrap_or_default();
        }
        let is_off = self.off.contains(&day) && !self.made_up.contains(&day);
        if is_off && !self.open_on_holidays { vec![] } else { own }
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
