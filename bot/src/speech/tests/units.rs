//! The phrase book: units, and whose they are.

use casework::{
    desk::Naming,
    ids::{OccupancyId, PersonId, PlaceId},
    place::PlaceKind,
    unit::{Hold, How, Occupancy, Tenure},
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{OWNER, Sample, now, place, site},
};
use crate::page::Page;

pub(super) fn occupancy(hold: Option<Hold>) -> Occupancy {
    Occupancy {
        id: OccupancyId(1),
        person: OWNER,
        place: PlaceId(3),
        asked_at: now(),
        decided_at: hold.map(|hold| hold.since),
        hold,
    }
}

pub(super) fn units(book: &mut Book, sample: &Sample) {
    book.chapter = "Units";
    let (voice, owner) = (sample.voice(), sample.owner());
    let unit = place(3, PlaceKind::Unit, 3);
    let hold = |since, until| Hold { tenure: Tenure::Tenant, how: How::Desk, since, until };
    let (day, year) = (TimeDelta::days(1), TimeDelta::days(365));
    let units: Vec<_> = [
        None,
        Some(hold(now() + day, None)),
        Some(hold(now() - day, Some(now() + year))),
        Some(hold(now() - day, None)),
    ]
    .map(|hold| (occupancy(hold), unit.clone()))
    .into();
    book.page("mine, none", voice.units(&[], None, now()));
    book.page("mine", voice.units(&units, None, now()));
    book.page("mine, at the desk", voice.units(&units[..1], Some(12), now()));
    let buildings: Vec<_> = (1..=10).map(|id| place(id, PlaceKind::Building, 1)).collect();
    let floor = place(2, PlaceKind::Floor, 2);
    for for_code in [false, true] {
        let title = if for_code { "a code: " } else { "another: " };
        let page = voice.find_unit(None, &buildings, 0, for_code);
        book.page(format!("{title}which building?"), page);
        let page = voice.find_unit(Some(&floor), std::slice::from_ref(&unit), 0, for_code);
        book.page(format!("{title}which unit?"), page);
    }
    for naming in [Naming::Held(Tenure::Owner), Naming::Waits { tell: true }] {
        book.page("after the greeting", Page::say(voice.naming(naming).unwrap()));
    }
    book.group("the desk's group is told", voice.unit_waits());
    let mut unverified = sample.person(PersonId(7), &sample.told.owner, &[]);
    unverified.phone_verified = false;
    let mut silent = unverified.clone();
    silent.phone = None;
    for who in [&owner, &unverified, &silent] {
        book.page("is it so?", voice.unit_asks(who, &unit, &occupancy(None), 3));
    }
    book.page("nobody waits", voice.nobody_waits());
    for tenure in [Some(Tenure::Owner), Some(Tenure::Tenant), Some(Tenure::Employee), None] {
        book.page("decided", voice.unit_decided(&owner, &unit, tenure));
        book.page("to the one who named it", voice.unit_answer(&unit, tenure, &site()));
    }
    book.page("a unit that nobody holds", voice.unit_page(&unit, &[]));
    let lived_in = [(occupancy(Some(hold(now() - day, None))), owner.clone())];
    book.page("a unit, for the desk", voice.unit_page(&unit, &lived_in));
    book.page("moved out?", voice.unit_end_surely(OccupancyId(1), &unit, &owner));
    book.page("to whoever moved out", voice.unit_ended(&unit, &site()));
    let link = "https://t.me/huiyin_bot?start=AbCd1234";
    book.page("a code", voice.unit_code(&unit, Tenure::Tenant, link));
    book.page("a code has opened", voice.unit_opened(&unit, Tenure::Tenant));
    book.toast("not everybody", voice.only_admitters());
}
