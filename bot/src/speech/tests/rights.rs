//! The phrase book: why somebody may or may not do something.

use casework::people::{Action, Circumstances, RIGHTS, Standing, explain};

use super::{
    book::Book,
    sample::{Sample, departments},
};

pub(super) fn rights(book: &mut Book, sample: &Sample) {
    book.chapter = "Rights";
    let around = Circumstances::default();
    let (voice, views, known) = (sample.voice(), sample.views(), departments());
    let view = &views[5].1;
    let (owner, head) = (sample.owner(), sample.head());
    book.page("how to ask", voice.can_usage());
    for (title, person, action) in [
        ("yes", &head, Action::SignOff),
        ("no", &owner, Action::SignOff),
        ("an owner", &owner, Action::Hurry),
    ] {
        let why = explain(person, action, Some(&view.case), around);
        book.page(title, voice.can(person, action, Some(view), &why, &known));
    }
    let why = explain(&head, Action::Appoint, None, around);
    book.page("of no case", voice.can(&head, Action::Appoint, None, &why, &known));
    let mut everything = explain(&head, Action::Read, Some(&view.case), around);
    everything.standings = Standing::ALL.into();
    book.page("every standing", voice.can(&head, Action::Read, Some(view), &everything, &known));
    book.page("whom?", voice.can_whom(&[owner, head]));
    book.page("nobody", voice.can_nobody(&sample.told.owner));
    book.toast("not everybody", voice.only_managers());
    assert!(RIGHTS.iter().all(|(action, _)| !voice.action(*action).is_empty()));
}
