//! Meetings and events, as everybody reads of them.

use casework::{
    desk::GatheringView,
    gathering::{Attendance, Gathering, GatheringKind},
    ids::{BroadcastId, CaseId, GatheringId, PersonId, SiteId},
    place::PlaceKind,
};

use super::{
    book::Book,
    sample::{Sample, now, place, site},
};

fn view(sample: &Sample) -> GatheringView {
    GatheringView {
        gathering: Gathering {
            id: GatheringId(1),
            site: SiteId(1),
            kind: GatheringKind::Meeting,
            title: sample.told.question.chars().take(20).collect(),
            day: now().date_naive(),
            author: PersonId(4),
            invitation: Some(BroadcastId(1)),
            minutes: None,
        },
        attendance: Attendance { comes: 24, stays: 5, told: vec![CaseId(7)] },
        numbers: vec![sample.views()[0].1.case.number.clone()],
        is_over: false,
    }
}

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Meetings and events";
    let voice = sample.voice();
    let view = view(sample);
    let fresh = GatheringView {
        gathering: Gathering { invitation: None, ..view.gathering.clone() },
        attendance: Attendance::default(),
        numbers: vec![],
        ..view.clone()
    };
    let minuted = GatheringView {
        gathering: Gathering { minutes: Some(BroadcastId(2)), ..view.gathering.clone() },
        ..view.clone()
    };
    book.page("a sticker was scanned", voice.sticker_tell(&place(5, PlaceKind::Floor, 2)));
    book.page("a sticker that is of no use", voice.sticker_void());
    let printed = [voice.sticker_call(), voice.sticker_phone("0571-8800 1234")].join("\n");
    book.page("on a sticker", crate::page::Page::say(printed));
    let link = "https://t.me/huiyin_bot?start=e-1";
    book.page("none", voice.gatherings(&[]));
    book.page("all of them", voice.gatherings(&[view.clone(), fresh.clone()]));
    book.page("what is the meeting called?", voice.gathering_title(GatheringKind::Meeting, 1));
    book.page("what is the event called?", voice.gathering_title(GatheringKind::Event, 1));
    book.toast("too long", voice.gathering_title_long());
    book.page("on which day?", voice.gathering_day(&view.gathering.title, 1));
    book.toast("no such day", voice.gathering_day_wrong());
    let words = &sample.told.answer;
    book.page("the invitation", voice.announcement(&site(), words, Some((&view.gathering, true))));
    book.page("the minutes", voice.announcement(&site(), words, Some((&view.gathering, false))));
    book.toast("comes", voice.gathering_answered(true, true));
    book.toast("cannot", voice.gathering_answered(true, false));
    book.toast("too late", voice.gathering_answered(false, true));
    book.page("tell us something", voice.gathering_tell(&view.gathering));
    book.page("one of them", voice.gathering(&view, link));
    book.page("one nobody is invited to yet", voice.gathering(&fresh, link));
    book.page("one with minutes", voice.gathering(&minuted, link));
    book.toast("said already", voice.gathering_said());
    book.page("it is over", voice.gathering_ended(&view));
    let event = Gathering { kind: GatheringKind::Event, ..view.gathering.clone() };
    let event = GatheringView { gathering: event, ..view };
    book.page("an event is over", voice.gathering_ended(&event));
}
