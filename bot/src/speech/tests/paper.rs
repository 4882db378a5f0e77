//! The phrase book and pictures: what we print.

use casework::{
    callback::{Grade, Reading, Solved, Verdict},
    case::{
        CallbackState, Channel, Event, Kind, Number, OwnersWord, Severity, SignOff, State,
        handling::{
            Corrective, Criterion, Done, Measure, Mediator, PauseGround, Plan, Quote, Survey,
        },
    },
    desk::{CaseView, Record},
    ids::{CaseId, DepartmentId, PersonId},
    people::Role,
    store::HistoryLine,
    words::Language,
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{CREW, HEAD, OWNER, Sample, now},
    together::leading,
};
use crate::{
    page::{Page, TEXT_LIMIT, shortened},
    paper::{Field, Form, Passage, Reply, Row},
};

const DESK: PersonId = PersonId(4);

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "What we print";
    let voice = sample.voice();
    let whole = whole(sample);
    let mut veiled = whole.clone();
    veil(&mut veiled);
    let mut repaired = whole.clone();
    repaired.view.case.kind = Kind::Repair;
    let records = vec![
        ("the slip, all of it", whole),
        ("the slip, of a repair", repaired),
        ("the slip, between neighbours", veiled),
        ("the slip, just registered", bare(sample)),
        ("the slip, other words", otherwise(sample)),
        ("the slip, along the way", along(sample)),
    ];
    for (title, record) in records {
        let text = text_of(&voice.printed_slip(&record));
        book.page(title, Page::say(shortened(&text, TEXT_LIMIT)));
    }
    let mut view =
        sample.view(sample.reported(OwnersWord::Awaited, false, CallbackState::Planned), &[]);
    let reply = |view: &CaseView| {
        let reply = voice.written_reply(view).expect("a result");
        Page::say(shortened(&text_of_reply(&reply), TEXT_LIMIT))
    };
    book.page("the written reply", reply(&view));
    let mut answered = bare(sample).view;
    answered.case.handling.reply = Some(sample.told.answer.clone());
    book.page("the written reply, an answer", reply(&answered));
    book.page("the receipt of what was answered", voice.receipt(&answered));
    view.case.facts.document = Some("IN-2026-117".to_owned());
    (view.owner.account, view.owner.name) = (None, None);
    view.site.shows_names = false;
    book.page("the written reply, no chat, no names shown", reply(&view));
    for (title, to_owner) in [("under the reply", true), ("under the reply, to be posted", false)] {
        book.page(title, Page::say(voice.written_reply_caption(&view, to_owner)));
    }
    let view = bare(sample).view;
    book.page("under the slip", Page::say(voice.printed_slip_caption(&view)));
}

/// What a slip says, line by line.
pub(super) fn text_of(form: &Form) -> String {
    let shown =
        |field: &Field| format!("{} {}", field.label, field.value.as_deref().unwrap_or("____"));
    let mut lines = vec![form.estate.clone(), form.title.clone()];
    for row in &form.rows {
        match row {
            Row::Fields(fields) => {
                lines.push(fields.iter().map(shown).collect::<Vec<_>>().join(" | "));
            }
            Row::Words(field, signatures) => {
                lines.push(shown(field));
                lines.extend(
                    signatures
                        .iter()
                        .map(|one| format!("    {} {}", shown(&one.who), shown(&one.when))),
                );
            }
        }
    }
    lines.push(form.foot.clone());
    lines.join("\n")
}

/// What a letter says, line by line.
fn text_of_reply(reply: &Reply) -> String {
    let mut lines = vec![reply.estate.clone(), reply.title.clone()];
    lines.extend(reply.to.iter().chain(&reply.numbers).cloned());
    lines.push(reply.greeting.clone());
    for passage in &reply.passages {
        match passage {
            Passage::Words(text) => lines.push(text.clone()),
            Passage::Headed(field) => {
                lines.push(field.label.clone());
                lines.extend(field.value.clone());
            }
            Passage::List(of) => lines.extend(of.clone()),
        }
    }
    lines.extend(reply.signed.clone());
    lines.push(reply.foot.clone());
    lines.join("\n")
}

/// A case in which everything has happened, at different hours.
fn whole(sample: &Sample) -> Record {
    let told = &sample.told;
    let answered = CallbackState::Answered(Grade::Satisfied);
    let mut view = sample.view(sample.reported(OwnersWord::Fixed, true, answered), &[]);
    let until = now() + TimeDelta::days(3);
    let (text, reason) = (told.remedy.clone(), told.reason.clone());
    let by_head = SignOff { by: HEAD, at: now() };
    view.case.channel = Channel::Letter;
    view.case.severity = Severity::Major;
    view.case.filed_by = DESK;
    view.case.facts.document = Some("IN-2026-117".to_owned());
    let order = Measure { text: text.clone(), responsible: CREW, until, by: HEAD };
    let handling = sample.decided(false);
    view.case.handling = casework::case::Handling {
        corrective: vec![Corrective {
            measure: order.clone(),
            done: Some(Done { text: told.result.clone(), by: CREW, at: now() }),
        }],
        criterion: Some(Criterion::Undelivered),
        measure: Some(order),
        plan: Some(Plan { text: text.clone(), until, by: CREW, approved: Some(by_head) }),
        quote: Some(Quote { work: text.clone(), amount: "¥120".to_owned(), agreed: Some(true) }),
        survey: Some(Survey { found: told.cause.clone(), by: CREW, at: now() }),
        time_asked: None,
        decline: None,
        ..handling
    };
    let verdict = Verdict {
        solved: Solved::Yes,
        grade: Grade::Satisfied,
        attitude: Some(Grade::Basically),
        speed: None,
        causes: None,
        reason: None,
        words: Some(told.words.clone()),
    };
    let outcome = view.case.state.outcome().cloned().unwrap_or_default();
    let measure = || text.clone();
    let events = [
        (Some(DESK), Event::Register, "registered"),
        (Some(DESK), Event::Dispatch { department: DepartmentId(1) }, "dispatched"),
        (Some(CREW), Event::Sign, "working"),
        (Some(HEAD), Event::Fix { measure: measure(), responsible: CREW, until }, "working"),
        (Some(CREW), Event::Arrive, "working"),
        (Some(CREW), Event::Plan { plan: measure(), until }, "working"),
        (
            Some(CREW),
            Event::Relieve { measure: measure(), reason: reason.clone(), until },
            "working",
        ),
        (Some(OWNER), Event::Agree, "working"),
        (Some(CREW), Event::AskTime { reason: reason.clone(), until }, "working"),
        (Some(HEAD), Event::GrantTime, "working"),
        (Some(CREW), Event::Report { outcome }, "reported"),
        (Some(OWNER), Event::Confirm, "reported"),
        (Some(HEAD), Event::SignOff, "reported"),
        (Some(OWNER), Event::Answer { verdict }, "reported"),
        (Some(HEAD), Event::Prevent { measure: measure(), responsible: CREW, until }, "reported"),
        (Some(HEAD), Event::Review { minutes: told.answer.clone() }, "reported"),
        (Some(OWNER), Event::Object { reason }, "reported"),
        (Some(HEAD), Event::Decide { upheld: false, reason: told.answer.clone() }, "reported"),
    ];
    let history = events.into_iter().zip(0..).map(|((actor, event, stage), at)| HistoryLine {
        at: now() + TimeDelta::minutes(11 * at),
        actor,
        event,
        stage: stage.to_owned(),
    });
    let people = [
        sample.owner(),
        sample.head(),
        sample.person(CREW, &told.crew, &[Role::Crew]),
        sample.person(DESK, &told.desk, &[Role::Desk]),
    ];
    let people = people.into_iter().map(|person| (person.id, person)).collect();
    let readings = vec![(Reading::Head, HEAD, now()), (Reading::Leader, DESK, now())];
    Record { view, history: history.collect(), people, readings }
}

/// As whoever signed reads it between neighbours.
fn veil(record: &mut Record) {
    let view = &mut record.view;
    if let Some(category) = &mut view.category {
        category.between_neighbours = true;
    }
    (view.owner.name, view.owner.phone) = (None, None);
    record.people.insert(OWNER, view.owner.clone());
}

/// A case of which little is known yet.
fn bare(sample: &Sample) -> Record {
    let view = sample.view(State::Registered { since: now() }, &[]);
    let people = [(OWNER, sample.owner())].into();
    Record { view, history: vec![], people, readings: vec![] }
}

/// The words that the first does not say.
fn otherwise(sample: &Sample) -> Record {
    let mut record = whole(sample);
    let silent = sample.reported(OwnersWord::Silent, false, CallbackState::Silent);
    record.view.case.state = silent;
    record.view.case.facts.contact = Some(sample.told.phone.clone());
    record.view.case.handling.visit.as_mut().unwrap().agreed = true;
    record.view.case.handling.quote.as_mut().unwrap().agreed = Some(false);
    let upheld = Event::Decide { upheld: true, reason: sample.told.answer.clone() };
    record.history.last_mut().unwrap().event = upheld;
    record
}

/// What few cases need.
fn along(sample: &Sample) -> Record {
    let told = &sample.told;
    let (until, what) = (now() + TimeDelta::days(3), told.remedy.clone());
    let mut record = bare(sample);
    record.view.led = leading(sample, 2).led;
    let (body, contact) = (told.reason.clone(), told.phone.clone());
    let events = [
        Event::Refer { body, contact, until },
        Event::Pause { ground: PauseGround::Parts, what, until },
        Event::Resume,
        Event::Mediate {
            agreed: told.answer.clone(),
            until,
            settled: true,
            mediator: Mediator::Outside,
        },
        Event::Recheck,
        Event::Relapse { reason: told.reason.clone() },
        Event::StillFine,
        Event::CameBack { reason: told.reason.clone() },
    ];
    record.history = events
        .into_iter()
        .map(|event| HistoryLine {
            at: now(),
            actor: Some(CREW),
            event,
            stage: "working".to_owned(),
        })
        .collect();
    record.people.insert(CREW, sample.person(CREW, &told.crew, &[Role::Crew]));
    record
}

/// With `HUIYIN_PAPER=<folder>` they are written there as well, to be looked at.
fn shown(name: &str, html: &str) {
    if let Ok(folder) = std::env::var("HUIYIN_PAPER") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), html).unwrap();
    }
}

#[test]
fn the_slip_on_paper_looks_like_this() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        for language in Language::ALL {
            let sample = Sample::new(language);
            let html = sample.voice().printed_slip(&whole(&sample)).html();
            shown(&format!("slip_{}", language.tag()), &html);
            insta::assert_snapshot!(format!("printed_slip_{}", language.tag()), html);
            let blank = sample.voice().printed_slip(&bare(&sample)).html();
            shown(&format!("blank_{}", language.tag()), &blank);
        }
    });
}

#[test]
fn a_page_fetches_nothing_and_runs_nothing() {
    for language in Language::ALL {
        let sample = Sample::new(language);
        let html = sample.voice().printed_slip(&whole(&sample)).html();
        for word in ["<script", "http://", "https://", "src=", "url(", "@import", "<link", "onload"]
        {
            assert!(!html.contains(word), "{word}");
        }
        assert!(html.contains("size: A4"));
    }
}

#[test]
fn whatever_people_type_is_shown_as_typed_and_stays_in_its_field() {
    let hostile = "</td><script>alert(1)</script>&amp;\" ' \u{202e}drawkcab\u{202c} ";
    let mut sample = Sample::new(Language::ZhHans);
    let long = format!("{hostile}{}{}", "长".repeat(1_500), "😡x".repeat(750));
    for word in [&mut sample.told.owner, &mut sample.told.crew, &mut sample.told.wish] {
        *word = hostile.to_owned();
    }
    for word in [&mut sample.told.story, &mut sample.told.result, &mut sample.told.answer] {
        word.clone_from(&long);
    }
    let html = sample.voice().printed_slip(&whole(&sample)).html();
    shown("hostile", &html);
    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot; ' "));
    assert!(html.contains(&"长".repeat(1_500)), "nothing is cut on paper");
    let plain = Sample::new(Language::ZhHans);
    let same = plain.voice().printed_slip(&whole(&plain)).html();
    for tag in ["<tr", "<td", "<div", "<bdi", "</td>", "<th"] {
        assert_eq!(html.matches(tag).count(), same.matches(tag).count(), "{tag}");
    }
    // Each stands in a box whose direction is its own.
    assert!(html.contains(&format!("dir=\"auto\">{}", "&lt;/td&gt;&lt;script&gt;")));
}

#[test]
fn between_neighbours_the_paper_names_nobody() {
    for language in Language::ALL {
        let sample = Sample::new(language);
        let mut record = whole(&sample);
        veil(&mut record);
        let html = sample.voice().printed_slip(&record).html();
        for secret in [&sample.told.owner, &sample.told.phone] {
            assert!(!html.contains(secret.as_str()), "{}: {secret}", language.tag());
        }
    }
    let number = Number::of(CaseId(1)).to_string();
    assert!(number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "a name for a file");
}

#[test]
fn the_written_reply_looks_like_this_and_tells_nothing_of_ours() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        for language in Language::ALL {
            let sample = Sample::new(language);
            let mut view = whole(&sample).view;
            let reply = sample.voice().written_reply(&view).unwrap().html();
            shown(&format!("reply_{}", language.tag()), &reply);
            // The head's name, the review and what is decided beside it are ours.
            for ours in [&sample.told.head, &sample.told.answer, &sample.told.words] {
                assert!(!reply.contains(ours.as_str()), "{}: {ours}", language.tag());
            }
            assert!(reply.contains(&sample.told.crew) && reply.contains("IN-2026-117"));
            insta::assert_snapshot!(format!("written_reply_{}", language.tag()), reply);
            view.site.shows_names = false;
            let nameless = sample.voice().written_reply(&view).unwrap().html();
            assert!(!nameless.contains(&sample.told.crew));
            let bare = bare(&sample).view;
            assert!(sample.voice().written_reply(&bare).is_none(), "no result, no reply");
        }
    });
}
