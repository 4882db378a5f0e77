//! The phrase book: the list of staff, and the end of a position.

use casework::{
    desk::OnDuty,
    ids::{PersonId, PostId},
    people::{Post, Role},
    store::Held,
};

use super::{
    book::Book,
    sample::{DEPARTMENT, Sample, departments, now},
};

/// Staff, units and rights.
pub(super) fn register(book: &mut Book, sample: &Sample) {
    staff(book, sample);
    super::units::units(book, sample);
    super::rights::rights(book, sample);
}

fn staff(book: &mut Book, sample: &Sample) {
    book.chapter = "Staff";
    let (voice, known, boss) = (sample.voice(), departments(), sample.head());
    let held = |id: i64, role: Role| Held {
        id: PostId(id),
        person: PersonId(3),
        post: Post { role, department: role.is_of_department().then_some(DEPARTMENT) },
        since: now(),
    };
    let staff: Vec<_> = (1..)
        .zip(Role::ALL.into_iter().cycle())
        .take(10)
        .map(|(id, role)| (held(id, role), boss.clone()))
        .collect();
    book.page("positions", voice.staff(&staff, &known, 0));
    book.page("positions, second page", voice.staff(&staff, &known, 1));
    let crew = held(1, Role::Crew);
    book.page("end it?", voice.remove_surely(&crew, &boss, &known));
    book.page("ended", voice.post_ended(crew.post, &known));
    let numbers = "K7M-4Q2X, K7M-4Q2Y";
    book.page("to the heads", voice.left_behind(&boss, crew.post, &known, numbers));
    let duty = |works, people: Vec<_>, has_roster| OnDuty {
        department: known.first().cloned(),
        works,
        people,
        has_roster,
    };
    let shown = [
        OnDuty { department: None, ..duty(None, vec![], false) },
        duty(Some(true), vec![boss.clone(), boss.clone()], true),
        duty(Some(false), vec![], true),
    ];
    book.page("on duty", voice.on_duty(&shown));
    book.toast("only colleagues", voice.only_staff());
    book.toast("the last administrator", voice.last_admin());
}
