//! What an administrator reads while an estate is set up.

use casework::{
    desk::{InvitationError, Readiness},
    estate::Building,
    ids::InvitationId,
    intake::Detail,
    people::{Post, Role},
};

use super::{
    super::sample::{DEPARTMENT, Sample, departments, site},
    Book,
};
use crate::page::Page;

pub(super) fn tell(book: &mut Book, sample: &Sample) {
    book.chapter = "Setting up";
    let (voice, departments, person) = (sample.voice(), departments(), sample.owner());
    let crew = Post { role: Role::Crew, department: Some(DEPARTMENT) };
    let desk = Post { role: Role::Desk, department: None };
    let leader = Post { role: Role::Leader, department: None };
    book.page("you are the administrator", voice.admin_welcome());
    let lacks = Readiness { buildings: 0, roomless: vec![crew, desk, leader], vacant: vec![crew] };
    let has = Readiness { buildings: 3, roomless: vec![], vacant: vec![] };
    for (name, ready) in [("what is missing", lacks), ("all is there", has)] {
        book.page(name, voice.setup(&site(), &ready, &departments, "huiyin_bot"));
    }
    for detail in Detail::ALL {
        book.page(format!("{detail:?}?"), voice.setup_asks(&site(), detail, 1));
        book.page(format!("wrong {detail:?}"), Page::say(voice.setup_wrong(detail)));
    }
    book.page("groups' language", voice.setup_languages());
    book.page("kept", Page::say(voice.setup_kept()));
    let building = Building { name: "B1".to_owned(), floors: 6, homes: 4 };
    for is_new in [true, false] {
        book.page(
            format!("building, {is_new}"),
            Page::say(voice.setup_building(&building, is_new)),
        );
    }
    let floor = voice.floor_pattern().in_language(sample.language).to_owned();
    book.page("a floor", Page::say(floor));
    book.page("invite", voice.invite_role());
    book.page("department", voice.invite_department(Role::Crew, &departments));
    book.page("link", voice.invite_link("https://t.me/huiyin_bot?start=AbCd1234"));
    book.page("waits", voice.staff_waits());
    book.page("asks", voice.staff_asks(&person, crew, &departments, InvitationId(1)));
    for yes in [true, false] {
        book.page(format!("answer, {yes}"), voice.staff_answer(yes, crew, &departments));
        book.page(format!("decided, {yes}"), voice.staff_decided(&person, yes));
    }
    book.page("bind", voice.bind_what(&departments));
    book.page("code", voice.bind_link("huiyin_bot", "AbCd1234"));
    for post in [crew, desk, leader] {
        let title = format!("bound, {}", post.role.name());
        book.group(title, voice.bound(post, &departments));
    }
    book.group("wrong code", voice.bind_wrong());
    book.page("bind in private", voice.bind_only_group());
    book.page("unknown link", voice.invitation_error(InvitationError::Unknown));
    book.page("too many links", voice.invitation_error(InvitationError::TooMany));
    book.page("expired link", voice.invitation_error(InvitationError::Expired));
    book.group("a group of nobody's", voice.group_unknown());
    book.group("anonymous", voice.group_anonymous());
}
