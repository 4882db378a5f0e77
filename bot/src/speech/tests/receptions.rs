//! Reception days, as everybody reads of them.

use casework::{
    case::letter::OfReception,
    desk::{ReceptionView, Visitor},
    ids::{BookingId, CaseId, ReceptionId, SiteId},
    reception::{Booking, Came, Reception, ReceptionDay},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    book::Book,
    sample::{Sample, now, site, words},
};
use crate::page::Page;

fn day() -> ReceptionDay {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
    ReceptionDay {
        id: ReceptionId(1),
        site: SiteId(1),
        day: NaiveDate::from_ymd_opt(2026, 12, 5).expect("a day"),
        rule: Reception {
            each: "first saturday".parse().expect("a day of each month"),
            from: time(9, 0),
            to: time(11, 30),
            minutes: 15,
            days_before: 7,
            leaders_after: 3,
            place: words("服务中心二楼", "服務中心二樓", "Service centre, second floor"),
            topics: words(
                "收费与支出、投诉、建议",
                "收費與支出、投訴、建議",
                "fees, complaints, suggestions",
            ),
        },
        called_off_at: None,
    }
}

fn begins() -> DateTime<Utc> {
    "2026-12-05T01:00:00Z".parse().expect("a moment")
}

fn visitor(sample: &Sample, number: i64, came: Option<Came>) -> Visitor {
    let booking = Booking {
        id: BookingId(number),
        reception: ReceptionId(1),
        person: sample.owner().id,
        at: begins() + TimeDelta::minutes(15 * number),
        came,
    };
    let told = matches!(came, Some(Came::Told(_)));
    Visitor { booking, person: sample.owner(), case: told.then(|| sample.views()[0].1.clone()) }
}

fn ahead(sample: &Sample) -> ReceptionView {
    let free = (1..9).map(|place| (place, begins() + TimeDelta::minutes(15 * i64::from(place))));
    ReceptionView {
        day: day(),
        free: free.collect(),
        visitors: vec![visitor(sample, 0, None)],
        besides: vec![],
        has_come: false,
        has_begun: false,
        is_over: false,
    }
}

fn over(sample: &Sample) -> ReceptionView {
    let came = [None, Some(Came::Absent), Some(Came::Told(CaseId(7)))];
    let visitors = (0..).zip(came).map(|(number, came)| visitor(sample, number, came));
    ReceptionView {
        visitors: visitors.collect(),
        besides: vec![sample.views()[0].1.clone()],
        free: vec![],
        has_come: true,
        has_begun: true,
        is_over: true,
        ..ahead(sample)
    }
}

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Reception days";
    let voice = sample.voice();
    let (ahead, over) = (ahead(sample), over(sample));
    let full = ReceptionView { free: vec![], ..ahead.clone() };
    let off = ReceptionView {
        day: ReceptionDay { called_off_at: Some(now()), ..day() },
        ..ahead.clone()
    };
    book.page("home, with one ahead", voice.home(&sample.owner(), None, Some(&ahead.day)));
    book.page("which time?", voice.reception_times(&ahead));
    book.page("no time is left", voice.reception_times(&full));
    let booking = ahead.visitors[0].booking;
    book.page("their time", voice.reception_booked(&ahead.day, &booking));
    let been = Booking { came: Some(Came::Absent), ..booking };
    book.page("they did not come", voice.reception_booked(&ahead.day, &been));
    let been = Booking { came: Some(Came::Told(CaseId(7))), ..booking };
    book.page("they have been", voice.reception_booked(&ahead.day, &been));
    book.page("given back", voice.reception_cancelled(ReceptionId(1)));
    book.page("there is none", voice.reception_none());
    book.toast("taken", voice.toast_reception_taken());
    book.toast("gone", voice.toast_reception_gone());
    book.toast("not for everybody", voice.only_receivers());
    let all = [&ahead, &over, &off].map(|view| (view.day.clone(), view.count()));
    book.page("all of them", voice.receptions(&all));
    book.page("none of them", voice.receptions(&[]));
    book.page("a day, before", voice.reception_day(&ahead));
    book.page("a day, after", voice.reception_day(&over));
    let late = begins() + TimeDelta::hours(1);
    book.page("somebody is here", voice.reception_visitor(&over.visitors[0], late));
    book.page("somebody has told", voice.reception_visitor(&over.visitors[2], late));
    book.page("somebody did not come", voice.reception_absent(&over.visitors[0]));
    book.page("call it off?", voice.reception_off_surely(&ahead));
    book.page("called off", voice.reception_off(&ahead.day, 4));
    book.toast("called off already", voice.reception_off_already());
    let nobody = ReceptionView { visitors: vec![], ..ahead.clone() };
    let told = [
        ("told ahead", &ahead, OfReception::Ahead),
        ("reminded", &ahead, OfReception::Reminder),
        ("told that it is off", &ahead, OfReception::CalledOff),
        ("who comes today", &ahead, OfReception::Today),
        ("nobody comes today", &nobody, OfReception::Today),
        ("who came", &over, OfReception::Over),
        ("whom nobody wrote down", &over, OfReception::Unsettled),
    ];
    for (title, view, of) in told {
        let page = voice.reception_told(view, of, Some(&booking)).expect("a page");
        book.page(title, page);
    }
    book.toast("announcement", voice.reception_announcement(&ahead.day));
    book.toast("register", voice.reception_register_caption(&ahead.day));
    book.toast("name of the register", voice.reception_file_name(&site(), ahead.day.day));
    let columns = voice.reception_columns().join(" | ");
    book.page("columns of the register", Page::say(columns));
    book.toast("sheet of the register", voice.sheet_reception());
}

/// Somebody's time.
pub(super) fn booking() -> Booking {
    Booking {
        id: BookingId(1),
        reception: ReceptionId(1),
        person: casework::ids::PersonId(1),
        at: begins(),
        came: None,
    }
}
