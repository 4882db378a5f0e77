//! The calendar in which lengths are counted: a zone, the week of a profile, and the estate's own
//! holidays and make-up days.

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{
    DateTime, Days, Months, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

use super::{
    Span,
    week::{Pattern, Window},
};

/// Days that are not what their weekday says.
pub type SpecialDays = BTreeMap<NaiveDate, SpecialDay>;

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// Worked though it is a weekend (调休), or off though it is not.
    pub works: bool,
    /// What it is called.
    pub name: String,
}

/// What counting made of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Skipped: nobody works on this day of the week.
    DayOff,
    /// Skipped: a holiday of this name.
    Holiday(String),
    /// Counted, though nobody would work on this day of the week: a make-up day of this name.
    MadeUp(String),
}

/// Which days and hours a site works, and in which zone they are counted. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The site's time zone.
    pub zone: Tz,
    pattern: Arc<Pattern>,
    special: Arc<SpecialDays>,
}

/// Nobody waits for longer than this many stretches; a week without a window would have no end.
const MOST_STRETCHES: usize = 20_000;

/// A part of a local day in which nobody changes the clocks.
struct Stretch {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    day: NaiveDate,
    offset: TimeDelta,
}

impl Calendar {
    /// Monday to Friday in `zone`, no holidays known.
    pub fn weekdays(zone: Tz) -> Self {
        Self { zone, pattern: Arc::default(), special: Arc::default() }
    }

    /// The same with these holidays and make-up days.
    #[must_use]
    pub fn with_special(self, special: Arc<SpecialDays>) -> Self {
        Self { special, ..self }
    }

    /// The same with the week of a profile.
    #[must_use]
    pub fn under(&self, pattern: &Arc<Pattern>) -> Self {
        let (pattern, special) = (Arc::clone(pattern), Arc::clone(&self.special));
        Self { zone: self.zone, pattern, special }
    }

    /// The moment at which a wait of `span` that begins at `from` is over. Never before it began.
    pub fn after(&self, from: DateTime<Utc>, span: Span) -> DateTime<Utc> {
        let local = from.with_timezone(&self.zone);
        let (day, time) = (local.date_naive(), local.time());
        let due = match span {
            Span::Clock(length) => from + length,
            Span::Working(length) => self.working_time_after(from, length),
            Span::CalendarDays(count) => self.moment(day + Days::new(count.into()), time),
            Span::WorkingDays(count) => self.moment(self.working_day_after(day, count), time),
            Span::Months(count) => self.moment(day + Months::new(count), time),
            Span::SameDay => self.end_of_day(day),
            Span::NotOvernight => self.before_night(from, day),
            Span::Immediately => from,
        };
        due.max(from)
    }

    /// The last second of a local day.
    pub fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        self.start_of_day(day + Days::new(1)) - TimeDelta::seconds(1)
    }

    /// The local day on which `moment` falls.
    pub fn day(&self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone).date_naive()
    }

    /// What the clock on the wall shows at a moment.
    pub fn local(&self, moment: DateTime<Utc>) -> chrono::NaiveDateTime {
        moment.with_timezone(&self.zone).naive_local()
    }

    /// Whether people work on that day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.special.get(&day) {
            Some(special) => special.works,
            None => self.pattern.workdays.holds(chrono::Datelike::weekday(&day)),
        }
    }

    /// Whether a moment falls into the night of the profile.
    pub fn is_night(&self, moment: DateTime<Utc>) -> bool {
        let local = moment.with_timezone(&self.zone);
        let night = self.pattern.night(local.date_naive());
        night.is_some_and(|night| night.holds(local.time()))
    }

    /// Whether a moment falls into the summer of the profile.
    pub fn is_summer(&self, moment: DateTime<Utc>) -> bool {
        self.pattern.summer.as_ref().is_some_and(|summer| summer.holds(self.day(moment)))
    }

    /// Which days a wait has skipped, and which it has counted though they are no working days of
    /// the week.
    pub fn account(
        &self,
        from: DateTime<Utc>,
        due: DateTime<Utc>,
        span: Span,
    ) -> Vec<(NaiveDate, Counted)> {
        let (first, last) = (self.day(from), self.day(due));
        let days = first.iter_days().take_while(|day| *day <= last);
        match span {
            Span::WorkingDays(_) => days
                .skip(1)
                .filter_map(|day| Some((day, self.counted(day, self.is_working_day(day))?)))
                .collect(),
            Span::Working(_) => days
                .filter_map(|day| Some((day, self.counted(day, !self.windows(day).is_empty())?)))
                .collect(),
            _ => vec![],
        }
    }

    /// Whether any special day is known in a year.
    pub fn knows_year(&self, year: i32) -> bool {
        self.special.keys().any(|day| chrono::Datelike::year(day) == year)
    }

    fn counted(&self, day: NaiveDate, is_open: bool) -> Option<Counted> {
        match self.special.get(&day) {
            Some(special) if special.works => Some(Counted::MadeUp(special.name.clone())),
            Some(special) if !is_open => Some(Counted::Holiday(special.name.clone())),
            None if !is_open => Some(Counted::DayOff),
            _ => None,
        }
    }

    fn working_day_after(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let worked = from.iter_days().skip(1).filter(|day| self.is_working_day(*day));
        let last = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(1);
        // A week without a working day is refused with the profile that has it; holidays end.
        worked.take(MOST_STRETCHES).nth(last).unwrap_or(from)
    }

    fn working_time_after(&self, from: DateTime<Utc>, length: TimeDelta) -> DateTime<Utc> {
        let mut left = length;
        for stretch in self.stretches(from).take(MOST_STRETCHES) {
            for (opens, closes) in self.open_within(&stretch) {
                if left <= closes - opens {
                    return opens + left;
                }
                left -= closes - opens;
            }
        }
        from + length
    }

    /// Until the last window of the day closes; after that until the next day opens. A day without
    /// windows has no evening but its end.
    fn before_night(&self, from: DateTime<Utc>, day: NaiveDate) -> DateTime<Utc> {
        let open = self.open_on(day);
        match open.last() {
            None => self.end_of_day(day),
            Some((_, closes)) if from < *closes => (*closes).min(self.end_of_day(day)),
            Some(_) => {
                let next = day + Days::new(1);
                let opens = self.open_on(next).first().map(|(opens, _)| *opens);
                opens.unwrap_or_else(|| self.end_of_day(next))
            }
        }
    }

    /// The windows of a day, with the estate's holidays and make-up days taken into account.
    fn windows(&self, day: NaiveDate) -> &[Window] {
        if !self.pattern.has_hours() {
            let works = self.is_working_day(day);
            return if works { &[Window::WHOLE_DAY] } else { &[] };
        }
        let own = self.pattern.windows(day);
        match self.special.get(&day) {
            Some(special) if !special.works && !self.pattern.open_on_holidays => &[],
            Some(special) if special.works && own.is_empty() => self.pattern.usual_windows(day),
            _ => own,
        }
    }

    fn open_on(&self, day: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let of_day = self.stretches(self.start_of_day(day)).take_while(|part| part.day <= day);
        of_day.flat_map(|part| self.open_within(&part)).collect()
    }

    /// The open times of a stretch: those in which the clock on the wall shows a time of a window.
    fn open_within(&self, stretch: &Stretch) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let midnight = stretch.day.and_time(NaiveTime::MIN).and_utc() - stretch.offset;
        let moment = |minute: u32| midnight + TimeDelta::minutes(minute.into());
        let clipped = |window: &Window| {
            (moment(window.opens).max(stretch.from), moment(window.closes).min(stretch.until))
        };
        let open = self.windows(stretch.day).iter().map(clipped);
        open.filter(|(opens, closes)| opens < closes).collect()
    }

    fn stretches(&self, from: DateTime<Utc>) -> impl Iterator<Item = Stretch> + '_ {
        std::iter::successors(Some(self.stretch(from)), |last| Some(self.stretch(last.until)))
    }

    /// From `from` until midnight or until the clocks are changed, whichever comes first.
    fn stretch(&self, from: DateTime<Utc>) -> Stretch {
        let day = self.day(from);
        let offset = self.offset(from);
        let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN).and_utc() - offset;
        let mut until = midnight;
        if self.offset(midnight - TimeDelta::seconds(1)) != offset {
            let (mut before, mut after) = (from.timestamp(), midnight.timestamp());
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                let moment = DateTime::from_timestamp(middle, 0).unwrap_or(midnight);
                if self.offset(moment) == offset { before = middle } else { after = middle }
            }
            until = DateTime::from_timestamp(after, 0).unwrap_or(midnight);
        }
        Stretch { from, until, day, offset }
    }

    fn offset(&self, moment: DateTime<Utc>) -> TimeDelta {
        let offset = self.zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
        TimeDelta::seconds(offset.local_minus_utc().into())
    }

    fn start_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        self.moment(day, NaiveTime::MIN)
    }

    /// A local time of a day as a moment. One that the clock jumps over is the moment of the jump; one that
    /// comes twice is taken the first time.
    pub fn moment(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        if let Some(moment) = self.zone.from_local_datetime(&local).earliest() {
            return moment.to_utc();
        }
        let minute = local
            - TimeDelta::seconds(time.second().into())
            - TimeDelta::nanoseconds(time.nanosecond().into());
        let later = (1..=2 * 24 * 60).map(|minutes| minute + TimeDelta::minutes(minutes));
        let found = later.map(|local| self.zone.from_local_datetime(&local).earliest());
        found.flatten().next().map_or_else(|| local.and_utc(), |moment| moment.to_utc())
    }
}
