//! What lengths come to, by hand and against the oracle.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    oracle::{Oracle, Season},
    *,
};
use crate::policy::week::{MonthDay, Night, Summer, Week};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn special(days: &[(&str, bool)]) -> Arc<SpecialDays> {
    let special = |works: &bool| SpecialDay { works: *works, name: "a day".to_owned() };
    Arc::new(days.iter().map(|(day, works)| (day.parse().unwrap(), special(works))).collect())
}

fn hours(lines: &[(&str, &[&str])]) -> Week {
    let window = |text: &&str| Window::try_from((*text).to_owned()).unwrap();
    let named = lines
        .iter()
        .map(|(days, texts)| ((*days).to_owned(), texts.iter().map(window).collect::<Vec<_>>()));
    Week::try_from(named.collect::<BTreeMap<_, _>>()).unwrap()
}

fn shanghai() -> Calendar {
    Calendar::weekdays(chrono_tz::Asia::Shanghai)
}

#[test]
fn working_days_skip_weekends_and_holidays_and_keep_make_up_days() {
    let friday = utc("2026-11-20T06:00:00Z");
    let three = |calendar: &Calendar| calendar.after(friday, Span::WorkingDays(3));
    assert_eq!(three(&shanghai()), utc("2026-11-25T06:00:00Z"));

    let both = special(&[("2026-11-23", false), ("2026-11-21", true)]);
    assert_eq!(three(&shanghai().with_special(both)), utc("2026-11-25T06:00:00Z"));
    let holiday = special(&[("2026-11-23", false)]);
    assert_eq!(three(&shanghai().with_special(holiday)), utc("2026-11-26T06:00:00Z"));
}

#[test]
fn the_same_day_ends_at_local_midnight() {
    let late = utc("2026-11-20T15:59:59Z");
    assert_eq!(shanghai().after(late, Span::SameDay), late);
    let midnight = utc("2026-11-20T16:00:00Z");
    assert_eq!(shanghai().after(midnight, Span::SameDay), utc("2026-11-21T15:59:59Z"));
}

#[test]
fn a_month_ends_on_the_same_day_or_on_the_last_one() {
    let month = |from| shanghai().after(utc(from), Span::Months(1));
    assert_eq!(month("2026-11-21T04:00:00Z"), utc("2026-12-21T04:00:00Z"));
    assert_eq!(month("2027-01-31T04:00:00Z"), utc("2027-02-28T04:00:00Z"));
}

#[test]
fn working_time_stands_still_at_lunch_and_at_night() {
    let week = hours(&[("mon-fri", &["08:30-11:30", "14:30-17:30"])]);
    let pattern = Arc::new(Pattern { hours: week, ..Pattern::default() });
    let calendar = shanghai().under(&pattern);
    let hours = |from, count| calendar.after(utc(from), Span::Working(TimeDelta::hours(count)));
    // Friday 11:00: half an hour before lunch, an hour and a half after it.
    assert_eq!(hours("2026-11-20T03:00:00Z", 2), utc("2026-11-20T08:00:00Z"));
    // Friday 17:00: the rest on Monday.
    assert_eq!(hours("2026-11-20T09:00:00Z", 2), utc("2026-11-23T02:00:00Z"));
    // What is full when the window closes ends there, not when the next one opens.
    assert_eq!(hours("2026-11-20T06:30:00Z", 3), utc("2026-11-20T09:30:00Z"));

    // A Saturday that is worked is worked like a weekday, a Monday off is none.
    let days = special(&[("2026-11-21", true), ("2026-11-23", false)]);
    let calendar = calendar.with_special(days);
    let due = calendar.after(utc("2026-11-20T09:00:00Z"), Span::Working(TimeDelta::hours(2)));
    assert_eq!(due, utc("2026-11-21T02:00:00Z"));
}

#[test]
fn not_overnight_ends_with_the_shift_which_is_longer_in_summer() {
    let toml = "clauses = [\"T-78\"]\nworkdays = \"daily\"\nhours = { daily = [\"08:00-20:00\"] }\n\
                [summer]\nfrom = \"06-01\"\nuntil = \"09-30\"\nhours = { daily = [\"08:00-22:00\"] }";
    let pattern = Arc::new(crate::policy::tests::pattern(toml));
    let calendar = shanghai().under(&pattern);
    let due = |from| calendar.after(utc(from), Span::NotOvernight);
    assert_eq!(due("2026-11-20T04:00:00Z"), utc("2026-11-20T12:00:00Z"));
    assert_eq!(due("2026-07-20T04:00:00Z"), utc("2026-07-20T14:00:00Z"));
    // When it closes, the shift is over; at 21:00, too, but in summer: until the next morning.
    assert_eq!(due("2026-11-20T12:00:00Z"), utc("2026-11-21T00:00:00Z"));
    assert_eq!(due("2026-11-20T13:00:00Z"), utc("2026-11-21T00:00:00Z"));
    assert_eq!(due("2026-07-20T13:00:00Z"), utc("2026-07-20T14:00:00Z"));
}

#[test]
fn the_account_names_what_was_skipped_and_what_was_made_up() {
    let days = special(&[("2026-11-23", false), ("2026-11-21", true)]);
    let calendar = shanghai().with_special(days);
    let span = Span::WorkingDays(3);
    let from = utc("2026-11-20T06:00:00Z");
    let account = calendar.account(from, calendar.after(from, span), span);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        account,
        [
            (day("2026-11-21"), Counted::MadeUp("a day".to_owned())),
            (day("2026-11-22"), Counted::DayOff),
            (day("2026-11-23"), Counted::Holiday("a day".to_owned())),
        ]
    );
}

const ZONES: [Tz; 4] = [
    chrono_tz::Asia::Shanghai,
    chrono_tz::Europe::Berlin,
    chrono_tz::America::New_York,
    chrono_tz::Australia::Lord_Howe,
];

/// Around these moments the clocks of the zones are changed, or a leap day falls.
const TURNS: [&str; 8] = [
    "2026-03-08T07:00:00Z",
    "2026-03-29T01:00:00Z",
    "2026-04-04T15:00:00Z",
    "2026-10-03T15:30:00Z",
    "2026-10-25T01:00:00Z",
    "2026-11-01T06:00:00Z",
    "2028-02-29T00:00:00Z",
    "2026-12-31T12:00:00Z",
];

/// When the clocks of a zone are changed: forward and back.
const CHANGES: [(Tz, &str); 6] = [
    (chrono_tz::Europe::Berlin, "2026-03-29T01:00:00Z"),
    (chrono_tz::Europe::Berlin, "2026-10-25T01:00:00Z"),
    (chrono_tz::America::New_York, "2026-03-08T07:00:00Z"),
    (chrono_tz::America::New_York, "2026-11-01T06:00:00Z"),
    (chrono_tz::Australia::Lord_Howe, "2026-10-03T15:30:00Z"),
    (chrono_tz::Australia::Lord_Howe, "2026-04-04T15:00:00Z"),
];

fn a_moment() -> impl Strategy<Value = DateTime<Utc>> {
    let near = (0..TURNS.len(), -4_320_i64..4_320)
        .prop_map(|(turn, minutes)| utc(TURNS[turn]) + TimeDelta::minutes(minutes));
    let any = (0_i64..3 * 525_600)
        .prop_map(|minutes| utc("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes));
    prop_oneof![3 => near, 1 => any]
}

/// Windows at odd times, some of them in the hour in which the clocks are changed.
fn a_week() -> impl Strategy<Value = BTreeMap<u32, Vec<(u32, u32)>>> {
    let cuts = prop::collection::btree_set(0_u32..=96, 2..=6);
    let windows = cuts.prop_map(|cuts| {
        let cuts: Vec<u32> = cuts.into_iter().map(|quarter| quarter * 15).collect();
        cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    prop_oneof![
        1 => Just(BTreeMap::new()),
        4 => prop::collection::btree_map(0_u32..7, windows, 1..7),
    ]
}

/// Over midnight.
fn a_night() -> impl Strategy<Value = Option<(u32, u32)>> {
    prop::option::of((1_020_u32..1_440, 1_u32..600))
}

/// A part of the year, or nearly all of it; some run over the new year.
fn a_season() -> impl Strategy<Value = Season> {
    let day = || (1_u32..=12, 1_u32..=28);
    (day(), day(), a_week(), a_night()).prop_map(|(from, until, windows, night)| Season {
        from,
        until,
        windows,
        night,
    })
}

prop_compose! {
    fn an_oracle(from: DateTime<Utc>)(
        zone in 0..ZONES.len(),
        worked in prop::collection::btree_set(0_u32..7, 1..=7),
        windows in a_week(),
        off in prop::collection::btree_set(0_i64..40, 0..8),
        made_up in prop::collection::btree_set(0_i64..40, 0..4),
        open_on_holidays: bool,
        night in a_night(),
        summer in prop::option::of(a_season()),
    ) -> Oracle {
        let day = |days: &i64| from.date_naive() + TimeDelta::days(*days);
        let made_up: BTreeSet<NaiveDate> = made_up.iter().map(day).collect();
        let off = off.iter().map(day).filter(|day| !made_up.contains(day)).collect();
        // Windows of a season are other windows than those of the year.
        let is_named = !windows.is_empty();
        let summer = summer.map(|summer| Season {
            windows: if is_named { summer.windows } else { BTreeMap::new() },
            ..summer
        });
        Oracle { zone: ZONES[zone], worked, windows, off, made_up, open_on_holidays, night, summer }
    }
}

/// The calendar that the oracle speaks of.
fn calendar(oracle: &Oracle) -> Calendar {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let name = |weekday: &u32| NAMES[*weekday as usize].to_owned();
    let workdays: Vec<_> = oracle.worked.iter().map(name).collect();
    let windows = |windows: &Vec<(u32, u32)>| {
        windows.iter().map(|(opens, closes)| Window { opens: *opens, closes: *closes }).collect()
    };
    let week = |of: &BTreeMap<u32, Vec<(u32, u32)>>| {
        let hours: BTreeMap<_, Vec<_>> =
            of.iter().map(|(day, own)| (name(day), windows(own))).collect();
        Week::try_from(hours).unwrap()
    };
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let night = |(begins, ends): (u32, u32)| {
        Night::try_from(format!("{}-{}", clock(begins), clock(ends))).unwrap()
    };
    let day =
        |(month, day): (u32, u32)| MonthDay::try_from(format!("{month:02}-{day:02}")).unwrap();
    let summer = oracle.summer.as_ref().map(|season| Summer {
        from: day(season.from),
        until: day(season.until),
        hours: week(&season.windows),
        night: season.night.map(night),
    });
    let pattern = Pattern {
        workdays: workdays.join(",").parse().unwrap(),
        hours: week(&oracle.windows),
        open_on_holidays: oracle.open_on_holidays,
        summer,
        night: oracle.night.map(night),
        ..Pattern::default()
    };
    let special = |works| move |day: &NaiveDate| (*day, SpecialDay { works, name: String::new() });
    let off = oracle.off.iter().map(special(false));
    let days = off.chain(oracle.made_up.iter().map(special(true))).collect();
    Calendar::weekdays(oracle.zone).with_special(Arc::new(days)).under(&Arc::new(pattern))
}

fn a_moment_and_an_oracle() -> impl Strategy<Value = (DateTime<Utc>, Oracle)> {
    a_moment().prop_flat_map(|from| (Just(from), an_oracle(from)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn working_time_agrees_with_counting_minutes(
        (from, oracle) in a_moment_and_an_oracle(), minutes in 1_u32..3_000,
    ) {
        // A week that opens for a quarter of an hour must not be counted through for years.
        let week = |windows: &BTreeMap<u32, Vec<(u32, u32)>>| -> u32 {
            windows.values().flatten().map(|(opens, closes)| closes - opens).sum()
        };
        let season = oracle.summer.as_ref().map(|summer| week(&summer.windows));
        let open = week(&oracle.windows).min(season.filter(|open| *open > 0).unwrap_or(u32::MAX));
        let minutes = if oracle.windows.is_empty() { minutes } else { minutes.min(3 * open) };
        let usable = !oracle.windows.is_empty() || !oracle.worked.is_empty();
        prop_assume!(usable);
        let due = calendar(&oracle).after(from, Span::Working(TimeDelta::minutes(minutes.into())));
        prop_assert_eq!(due, oracle.working_minutes(from, minutes));
    }

    #[test]
    fn days_agree_with_counting_minutes(
        (from, oracle) in a_moment_and_an_oracle(), count in 1_u32..12,
    ) {
        let calendar = calendar(&oracle);
        let due = calendar.after(from, Span::WorkingDays(count));
        prop_assert_eq!(due, oracle.working_days(from, count));
        prop_assert!(calendar.is_working_day(calendar.day(due)));
        let due = calendar.after(from, Span::CalendarDays(count));
        prop_assert_eq!(due, oracle.calendar_days(from, count));
    }

    /// Days that end in the hour that is skipped, or in the one that comes twice.
    #[test]
    fn days_that_end_when_the_clocks_are_changed_agree_with_counting_minutes(
        turn in 0..CHANGES.len(), minutes in -100_i64..100, count in 1_u32..9,
    ) {
        let (zone, changed) = CHANGES[turn];
        let wall = utc(changed).with_timezone(&zone).naive_local() + TimeDelta::minutes(minutes);
        let begins = (wall - TimeDelta::days(count.into())).and_local_timezone(zone).earliest();
        let from = begins.expect("no clock is changed that day").to_utc();
        let oracle = Oracle {
            zone,
            worked: (0..7).collect(),
            windows: BTreeMap::new(),
            off: BTreeSet::new(),
            made_up: BTreeSet::new(),
            open_on_holidays: false,
            night: None,
            summer: None,
        };
        let calendar = calendar(&oracle);
        let due = calendar.after(from, Span::CalendarDays(count));
        prop_assert_eq!(due, oracle.calendar_days(from, count));
        prop_assert_eq!(calendar.after(from, Span::WorkingDays(count)), due);
    }

    #[test]
    fn months_agree_with_counting_minutes(
        (from, oracle) in a_moment_and_an_oracle(), count in 1_u32..3,
    ) {
        let due = calendar(&oracle).after(from, Span::Months(count));
        prop_assert_eq!(due, oracle.months(from, count));
    }

    #[test]
    fn the_end_of_the_day_agrees_with_counting_minutes((from, oracle) in a_moment_and_an_oracle()) {
        let calendar = calendar(&oracle);
        prop_assert_eq!(calendar.after(from, Span::SameDay), oracle.same_day(from));
        prop_assert_eq!(calendar.after(from, Span::NotOvernight), oracle.not_overnight(from));
    }

    /// Night and summer by the clock on the wall: by them a rule takes its other lengths.
    #[test]
    fn night_and_summer_agree_with_looking_at_the_wall((from, oracle) in a_moment_and_an_oracle()) {
        let calendar = calendar(&oracle);
        for hours in 0..48 {
            let moment = from + TimeDelta::minutes(hours * 37);
            prop_assert_eq!(calendar.is_night(moment), oracle.is_night(moment));
            prop_assert_eq!(calendar.is_summer(moment), oracle.is_summer(moment));
        }
    }

    #[test]
    fn nothing_is_due_before_it_begins_and_more_is_never_sooner(
        (from, oracle) in a_moment_and_an_oracle(), count in 1_u32..60,
    ) {
        let calendar = calendar(&oracle);
        let minutes = |count: u32| Span::Working(TimeDelta::minutes(count.into()));
        for span in [Span::WorkingDays, Span::CalendarDays, Span::Months, minutes] {
            let due = calendar.after(from, span(count));
            prop_assert!(due >= from);
            prop_assert!(calendar.after(from, span(count + 1)) >= due);
        }
        // By the clock on the wall this would be wrong in the hour that comes twice.
        let later = calendar.after(from + TimeDelta::minutes(1), minutes(count));
        prop_assert!(later >= calendar.after(from, minutes(count)));
    }
}
