//! Visits and calls by plan, as everybody reads of them.

use casework::{
    callback::Grade,
    case::{Channel, letter::OfContacts},
    contact::{Contact, ContactCount, ContactList, ContactOutcome, ContactPlan, Contacted, Way},
    desk::{ContactListView, ContactView},
    ids::{ContactId, ContactListId, SiteId},
    place::PlaceKind,
    summary::{Cadence, Period},
};

use super::{
    book::Book,
    sample::{Sample, now, place, words},
};

fn list(by: Way) -> ContactList {
    ContactList {
        id: ContactListId(1),
        site: SiteId(1),
        turn: Period::of(Cadence::Quarter, now().date_naive()),
        plan: ContactPlan {
            code: "homes".to_owned(),
            name: words("入户走访", "入戶走訪", "Home visits"),
            every: Cadence::Quarter,
            whom: Contacted::Homes,
            by,
            count: 20,
        },
        until: now(),
    }
}

fn count() -> ContactCount {
    ContactCount { all: 20, spoken: 6, refused: 1, grades: [3, 2, 1], compared: 4, same: 3 }
}

fn home(sample: &Sample) -> ContactView {
    let owner = sample.owner();
    ContactView {
        contact: Contact {
            id: ContactId(1),
            list: ContactListId(1),
            person: None,
            place: None,
            case: None,
            tried: 0,
        },
        list: list(Way::Visit),
        people: vec![(owner.name, owner.phone), (None, None)],
        place: Some(place(3, PlaceKind::Unit, 3)),
        case: None,
        said: None,
        owner: None,
    }
}

fn call(sample: &Sample) -> ContactView {
    let home = home(sample);
    let owner = sample.owner();
    ContactView {
        contact: Contact { tried: 2, ..home.contact },
        list: list(Way::Phone),
        people: vec![(owner.name, owner.phone)],
        place: None,
        case: Some(sample.views()[0].1.clone()),
        said: Some(Grade::Basically),
        ..home
    }
}

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Visits and calls by plan";
    let voice = sample.voice();
    let (home, call) = (home(sample), call(sample));
    let view = ContactListView { list: list(Way::Visit), count: count(), is_over: false };
    let fresh = ContactCount { all: 20, ..ContactCount::default() };
    let fresh = ContactListView { count: fresh, ..view.clone() };
    let over = ContactListView { is_over: true, ..view.clone() };
    book.page("the lists", voice.contact_lists(&[view.clone(), fresh.clone()]));
    book.page("no list", voice.contact_lists(&[]));
    book.page("a new list", voice.contact_list(&fresh, &[home.clone(), call.clone()], 0, 20));
    book.page("its second page", voice.contact_list(&view, std::slice::from_ref(&home), 1, 9));
    book.page("all done", voice.contact_list(&view, &[], 0, 0));
    book.page("a list that is over", voice.contact_list(&over, &[], 0, 0));
    book.page("a home", voice.contact(&home));
    book.page("somebody to call", voice.contact(&call));
    let spoken = ContactOutcome::Spoken(Grade::Basically);
    book.page("spoken to", voice.contact_done(&call, spoken));
    book.page("wants no visit", voice.contact_done(&home, ContactOutcome::Refused));
    book.toast("by which way", voice.channel(Channel::Contact));
    book.toast("nobody there", voice.contact_tried());
    book.toast("not theirs", voice.contact_not_yours());
    book.toast("too late", voice.contacts_over());
    book.page("told that it is drawn up", voice.contacts_told(&fresh, OfContacts::Drawn));
    book.page("told what it came to", voice.contacts_told(&over, OfContacts::Over));
}
