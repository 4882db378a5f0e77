//! The phrase book. Read it aloud when it changes.

mod setting_up;

use std::fmt::Write;

use casework::{
    case::{CallbackState, Kind, Notice, OwnersWord, Passes, State, Step},
    desk::CaseView,
    intake::{About, Problem, Purpose, ReportDraft, ReportStep, Step as Asked},
    people::Role,
    place::{Offering, PlaceKind},
    policy::TimerKind,
    store::TroubleKind,
    words::Language,
};
use chrono::TimeDelta;
use serde_json::Value;

use super::{
    callbacks, deadlines,
    sample::{self, OWNER, Sample, categories, departments, now, other_site, place, site},
};
use crate::{
    page::Page,
    speech::{Surroundings, Troubled, Voice},
};

/// Something we say, and where.
pub(super) struct Spoken {
    pub(super) chapter: &'static str,
    pub(super) title: String,
    pub(super) said: Said,
    /// Whether a group hears it that may not know whose matter it is.
    pub(super) in_group: bool,
}

pub(super) enum Said {
    Page(Page),
    Toast(String),
}

/// Everything we say.
pub(super) fn everything(sample: &Sample) -> Vec<Spoken> {
    let mut book = Book { spoken: vec![], chapter: "" };
    greeting(&mut book, sample);
    home(&mut book, sample);
    questions(&mut book, sample);
    problems(&mut book, sample.voice());
    living(&mut book, sample);
    notices(&mut book, sample);
    deadlines::chapter(&mut book, sample);
    conversations(&mut book, sample);
    callbacks::callback(&mut book, sample);
    desk(&mut book, sample);
    setting_up::tell(&mut book, sample);
    super::staff::register(&mut book, sample);
    super::privacy::chapter(&mut book, sample);
    super::queue::chapter(&mut book, sample);
    super::summary::chapter(&mut book, sample);
    super::surveys::chapter(&mut book, sample);
    super::paper::chapter(&mut book, sample);
    super::together::chapters(&mut book, sample);
    super::danger::chapter(&mut book, sample);
    troubles(&mut book, sample);
    super::receptions::chapter(&mut book, sample);
    super::contacts::chapter(&mut book, sample);
    super::gatherings::chapter(&mut book, sample);
    super::surveys::announcements(&mut book, sample);
    super::toasts::chapter(&mut book, sample);
    super::panel::panel(&mut book, sample.voice());
    book.spoken
}

pub(super) struct Book {
    spoken: Vec<Spoken>,
    pub(super) chapter: &'static str,
}

impl Book {
    pub(super) fn page(&mut self, title: impl Into<String>, page: Page) {
        self.add(title.into(), Said::Page(page), false);
    }

    pub(super) fn group(&mut self, title: impl Into<String>, page: Page) {
        self.add(title.into(), Said::Page(page), true);
    }

    pub(super) fn toast(&mut self, title: impl Into<String>, text: String) {
        self.add(title.into(), Said::Toast(text), false);
    }

    fn add(&mut self, title: String, said: Said, in_group: bool) {
        self.spoken.push(Spoken { chapter: self.chapter, title, said, in_group });
    }
}

fn greeting(book: &mut Book, sample: &Sample) {
    book.chapter = "Getting to know each other";
    let (voice, site, owner) = (sample.voice(), site(), sample.owner());
    let buildings: Vec<_> = (1..=10).map(|id| place(id, PlaceKind::Building, 1)).collect();
    let floor = place(2, PlaceKind::Floor, 2);
    let units = [place(3, PlaceKind::Unit, 3)];
    book.page("consent", voice.consent(&site, 1, 1));
    book.page("declined", voice.declined(&site));
    book.page("the privacy notice has changed", voice.privacy_changed(&site, 2));
    book.page("agreed to the new one", voice.privacy_agreed(&site, 2));
    book.page("name", voice.ask_name(Some(&sample.told.owner), 1));
    book.page("building, second page", voice.ask_home(None, &buildings, 1, 1));
    book.page("unit", voice.ask_home(Some(&floor), &units, 0, 1));
    book.page("telephone", voice.ask_phone());
    book.page("somebody else's contact", voice.phone_not_yours());
    book.page("welcome, with a number", voice.welcome(&owner, true));
    book.page("welcome, without", voice.welcome(&owner, false));
}

fn home(book: &mut Book, sample: &Sample) {
    book.chapter = "Home";
    let (voice, site, owner) = (sample.voice(), site(), sample.owner());
    let mut nameless = owner.clone();
    nameless.name = None;
    book.page("home", voice.home(&owner, None, None));
    book.page("home, without a name", voice.home(&nameless, None, None));
    book.page("home, of one of several estates", voice.home(&owner, Some(&site), None));
    let sites = [site.clone(), other_site()];
    book.page("which estate", voice.which_estate(&sites));
    book.page("which estate, in danger", voice.which_estate_in_danger(&sites));
    book.page("the estate is chosen", voice.estate_chosen(&site));
    book.page("languages", voice.languages());
    book.page("language set", voice.language_set());
    for kind in Kind::ALL {
        book.page(format!("a draft waits, {}", kind.name()), voice.draft_waits(kind, kind));
    }
    book.page("nothing to cancel", voice.nothing_to_cancel());
    book.page("help, owner", voice.help(&owner, &site));
    let everybody = sample.person(OWNER, &sample.told.desk, &Role::ALL);
    book.page("help, holder of every position", voice.help(&everybody, &site));
    book.page("menu, owner", menu(&voice.menu(Some(&owner))));
    book.page("menu, holder of every position", menu(&voice.menu(Some(&everybody))));
    book.page("menu, groups", menu(&voice.group_menu()));
    let views: Vec<CaseView> = sample.views().into_iter().take(10).map(|(_, view)| view).collect();
    book.page("my matters", voice.mine(&views));
    book.page("my matters, none", voice.mine(&[]));
    book.page("/case alone", voice.case_usage());
    book.page("/case, unknown", voice.case_not_found("K7M-4Q2X"));
    book.page("/case, mistyped", voice.case_mistyped("K7M-4Q2X"));
    book.page("unknown command", voice.unknown_command());
    book.page("only in private", voice.only_private());
    book.page("answered in private", voice.answered_in_private(&sample.owner()));
    book.page("we failed", voice.apology(&site));
    book.page("a gap", voice.gap(now() - TimeDelta::hours(30), now()));
    book.page("put back from a backup", voice.put_back(now() - TimeDelta::hours(9)));
    book.page("too many at once", voice.too_many(&site));
    book.page("the book is closed", voice.closed_book(&site));
    book.toast("a press while the book is closed", voice.closed_book_toast());
}

fn menu(lines: &[(&str, String)]) -> Page {
    let lines: Vec<_> = lines.iter().map(|(name, text)| format!("/{name}  {text}")).collect();
    Page::say(lines.join("\n"))
}

fn questions(book: &mut Book, sample: &Sample) {
    book.chapter = "The intake";
    let (voice, around) = (sample.voice(), sample::around());
    let within = Surroundings {
        within: Some(place(1, PlaceKind::Building, 1)),
        places: vec![place(2, PlaceKind::Floor, 2)],
        public: vec![],
        ..sample::around()
    };
    for kind in Kind::ALL {
        let mut draft = sample.draft(kind);
        (draft.story, draft.files) = (vec![], vec![]);
        book.page(format!("{}: story", kind.name()), voice.question(&draft, 1, &around));
    }
    let mut draft = sample.draft(Kind::Complaint);
    book.page("more of the story", voice.question(&draft, 1, &around));
    draft.is_kind_guessed = true;
    book.page("nobody said what sort it is", voice.question(&draft, 1, &around));
    draft.is_kind_guessed = false;
    for step in draft.steps().into_iter().skip(1).filter(|step| *step != Asked::Review) {
        draft.step = step;
        book.page(format!("{step:?}"), voice.question(&draft, 1, &around));
    }
    draft.step = Asked::About;
    book.page("About, of a report", voice.question(&draft, 1, &around));
    (draft.step, draft.all_categories) = (Asked::Category, true);
    book.page("all categories", voice.question(&draft, 1, &around));
    let mut tree = around.clone();
    tree.categories[1].offering = Offering::Group;
    tree.categories[2].parent = Some(tree.categories[1].id);
    book.page("all categories, some in a group", voice.question(&draft, 1, &tree));
    draft.group = Some(tree.categories[1].id);
    book.page("a group is open", voice.question(&draft, 1, &tree));
    draft.step = Asked::Place;
    book.page("Place, within a building", voice.question(&draft, 1, &within));
    for kind in Kind::ALL {
        let mut draft = sample.draft(kind);
        draft.step = Asked::Review;
        book.page(format!("{}: review", kind.name()), voice.question(&draft, 1, &around));
    }
    let mut report = sample.draft(Kind::Report);
    (report.step, report.about) = (Asked::Review, Some(About::Managers));
    book.page("report: review, about the service centre", voice.question(&report, 1, &around));
    book.page("which field, of a report?", voice.which_field(&report, 1));
    let mut full = sample.full_draft(false);
    full.step = Asked::Review;
    book.page("review, everything told", voice.question(&full, 1, &around));
    book.page("which field?", voice.which_field(&full, 1));
    book.page("sent", voice.sent(&full, &around));
    let mut silent = full.clone();
    silent.story = vec![];
    book.page("sent, files only", voice.sent(&silent, &around));
    book.page("cancel?", voice.cancel_surely(1));
    book.page("cancelled", voice.cancelled());
    book.page("sent twice", voice.registered_again(Kind::Repair, "K7M-4Q2X"));
    let mut called = sample.full_draft(true);
    book.page("for a caller: kind", voice.ask_caller_kind());
    for step in
        [Asked::Channel, Asked::Document, Asked::CallerName, Asked::CallerPhone, Asked::Review]
    {
        called.step = step;
        book.page(format!("for a caller: {step:?}"), voice.question(&called, 1, &around));
    }
    book.page("for a caller: which field?", voice.which_field(&called, 1));
    (called.step, called.story, called.files) = (Asked::Story, vec![], vec![]);
    book.page("for a caller: Story", voice.question(&called, 1, &around));
    book.page("for a caller: registered", voice.registered_for_caller("K7M-4Q2X"));
    book.page("an edited message", voice.edited_message());
}

fn problems(book: &mut Book, voice: Voice) {
    book.chapter = "Answers we cannot take";
    for problem in [
        Problem::Empty,
        Problem::TooLong,
        Problem::NothingTold,
        Problem::TooManyFiles,
        Problem::ChooseButton,
        Problem::WantsWords,
        Problem::BadDate,
        Problem::BadTime,
        Problem::BadPhone,
        Problem::PhotoNeeded,
    ] {
        book.toast(format!("{problem:?}"), voice.problem(problem, None));
    }
    book.toast("TooLong, the story", voice.problem(Problem::TooLong, Some(Asked::Story)));
    for step in [Asked::CallerName, Asked::CallerPhone, Asked::Wish] {
        book.toast(format!("WantsWords, {step:?}"), voice.problem(Problem::WantsWords, Some(step)));
    }
    let category = voice.problem(Problem::ChooseButton, Some(Asked::Category));
    book.toast("ChooseButton, category", category);
    for problem in [Problem::WantsWords, Problem::ChooseButton] {
        book.toast(format!("{problem:?}, the report"), voice.report_problem(problem));
    }
    book.toast("wrong kind of message", voice.wrong_media());
    book.toast("too big", voice.too_big());
    book.toast("rather call", voice.rather_call(&site()));
}

fn living(book: &mut Book, sample: &Sample) {
    let (voice, head) = (sample.voice(), sample.head());
    let files = [sample::file(), sample::file()];
    book.chapter = "The owner's receipt";
    for (title, view) in sample.views() {
        book.page(title, voice.receipt(&view));
        if view.case.kind == Kind::Report {
            let mut past_desk = view.clone();
            past_desk.case.facts.passes = Some(Passes::Desk);
            book.page("a report about the service centre", voice.receipt(&past_desk));
        }
        if matches!(view.case.state, State::Reported { .. }) {
            book.page(format!("{title}, looked up"), voice.status(&view, true));
        }
    }
    book.chapter = "The slip in the department's group";
    for (title, view) in sample.views().into_iter().filter(|(_, view)| view.case.kind.needs_work())
    {
        book.group(title, voice.slip(&view, view.case.round, &files, Some(&head)));
        if view.case.round > 1 {
            book.group(format!("{title}: the old slip"), voice.slip(&view, 1, &[], None));
        }
    }
    book.chapter = "The card in the service centre's group";
    for (title, view) in sample.views() {
        book.group(title, voice.desk_card(&view, &files, Some(&head)));
    }
    book.chapter = "The slip in full, in private";
    for (title, view) in sample.views() {
        if view.case.kind.needs_work() {
            book.page(title, voice.full_slip(&view));
        }
    }
    let mut letter = sample.views()[1].1.clone();
    letter.case.channel = casework::case::Channel::Letter;
    letter.case.facts.document = Some("2026-117".to_owned());
    book.page("of a letter", voice.full_slip(&letter));
    let mut between = sample.views()[1].1.clone();
    between.category.as_mut().unwrap().between_neighbours = true;
    (between.owner.name, between.owner.phone) = (None, None);
    if let Some(place) = &mut between.place {
        place.path.truncate(1);
    }
    between.case.facts.story = between.case.facts.story.replace("A-1702", "▇▇");
    book.page("between neighbours", voice.full_slip(&between));
    between.case.kind = Kind::Report;
    book.page("a report", voice.full_slip(&between));
    between.case.facts.passes = Some(Passes::Desk);
    book.page("a report about the service centre", voice.full_slip(&between));
    for count in [1, 3] {
        book.page(format!("{count} files withheld"), Page::say(voice.files_withheld(count)));
    }
    book.page("looked up by staff", voice.status(&sample.views()[5].1, false));
    book.page("files of the story", Page::say(voice.files_of("K7M-4Q2X", false)));
    book.page("files of the result", Page::say(voice.files_of("K7M-4Q2X", true)));
}

fn notices(book: &mut Book, sample: &Sample) {
    let voice = sample.voice();
    let view = |state| sample.view(state, &[(TimerKind::Solve, 2 * 24 * 60)]);
    let working = view(Sample::working(Step::Accepted, false));
    let reported = view(sample.reported(OwnersWord::Awaited, false, CallbackState::Planned));
    let told = &sample.told;
    let (text, reason) = (told.question.clone(), told.reason.clone());
    let mut discreet = working.clone();
    discreet.site.shows_names = false;
    let mut question = view(State::Archived { at: now(), finished: None });
    question.case.kind = Kind::Consultation;

    book.chapter = "Notices to the owner";
    let mut accepted = view(sample.reported(OwnersWord::Fixed, false, CallbackState::Planned));
    accepted.case.kind = Kind::Repair;
    book.group("a repair that is accepted", voice.slip(&accepted, 1, &[], None));
    let mut owner = |title: &str, view: &CaseView, notice: Notice| {
        book.page(title, voice.notice(view, &notice, true));
    };
    owner("signed", &working, Notice::Signed);
    owner("signed, no names shown", &discreet, Notice::Signed);
    owner("on the way", &working, Notice::OnTheWay);
    owner("question", &working, Notice::Question { text: text.clone() });
    owner("question of the desk", &reported, Notice::Question { text: text.clone() });
    owner("message of the crew", &working, Notice::Message { text: text.clone() });
    owner("result", &reported, Notice::ResultTold);
    let mut repaired = reported.clone();
    repaired.case.kind = Kind::Repair;
    owner("result of a repair", &repaired, Notice::ResultTold);
    owner("result, but it has moved on", &working, Notice::ResultTold);
    owner("work goes on", &working, Notice::WorkGoesOn);
    owner("the wait is over", &working, Notice::Resumed);
    owner("it has not held", &working, Notice::OpenAgain);
    owner("the date has passed", &working, Notice::Delayed);
    owner("promised", &working, Notice::Promised { at: now() + TimeDelta::hours(2) });
    owner("answered", &question, Notice::Replied { text: told.answer.clone() });
    owner("callback reminder", &reported, Notice::CallbackReminder);
    owner("thanks", &working, Notice::Thanks);
    owner("taken back", &working, Notice::TakenBack);
    book.page("confirmed", voice.result_confirmed(&reported));
    book.page("confirmed, and closed by it", voice.result_confirmed(&working));

    book.chapter = "Notices to staff";
    let mut staff = |title: &str, view: &CaseView, notice: Notice| {
        book.group(title, voice.notice(view, &notice, false));
    };
    let text = told.words.clone();
    staff("added", &working, Notice::Added { text: Some(text.clone()), files: 2 });
    staff("message of the owner", &working, Notice::Message { text: text.clone() });
    staff("a part is left", &working, Notice::PartLeft { text: reason.clone() });
    staff("sent back", &working, Notice::SentBack { reason: reason.clone() });
    staff("released", &working, Notice::Released);
    staff("withdrawn", &working, Notice::OwnerWithdrew);
    staff(
        "withdrawn, and others wait",
        &super::together::leading(sample, 2),
        Notice::OwnerWithdrew,
    );
    staff("hurried", &working, Notice::Hurried);
    staff("sign-off wanted", &reported, Notice::SignOffWanted);
    staff("sign-off wanted, but it has moved on", &working, Notice::SignOffWanted);
    staff("review wanted", &working, Notice::ReviewWanted);
    staff("returned", &working, Notice::Returned { reason: reason.clone() });
    for by_callback in [false, true] {
        let reason = reason.clone();
        staff("reopened", &working, Notice::Reopened { reason, by_callback });
    }
    let reason = String::new();
    staff("reopened, without a word", &working, Notice::Reopened { reason, by_callback: false });
    let mut grave = working.clone();
    for severity in casework::case::Severity::ALL.into_iter().skip(1) {
        grave.case.severity = severity;
        staff("grave", &grave, Notice::Grave);
        grave.case.handling.criterion = Some(casework::case::handling::Criterion::Injury);
    }
    for severity in [casework::case::Severity::Serious, casework::case::Severity::Minor] {
        let mut lessened = grave.clone();
        lessened.case.severity = severity;
        let from = casework::case::Severity::Major;
        staff("less grave than it was", &lessened, Notice::Lessened { from });
    }
    let measure = TimerKind::Measure;
    let unread = Notice::Soon { timer: measure };
    staff("grave, but it is decided", &grave, unread.clone());
    let mut waited = sample.view(working.case.state.clone(), &[(measure, 300)]);
    waited.case.severity = grave.case.severity;
    staff("grave, and no leader has read of it", &waited, unread);
    staff("a report has come in", &working, Notice::ReportCame);
    let mut past_desk = working.clone();
    past_desk.case.facts.passes = Some(Passes::Desk);
    staff("a report about the service centre has come in", &past_desk, Notice::ReportCame);
    staff("unreachable", &working, Notice::Unreachable);
    staff("reachable again", &working, Notice::ReachableAgain);
    staff("given up", &working, Notice::GaveUp);
    staff("no group", &working, Notice::NoRoom);
    staff("the written reply is ready", &reported, Notice::ReplyReady);
    let asked = view(Sample::working(Step::Accepted, true));
    for (title, view) in [("result", &reported), ("question", &asked), ("answer", &question)] {
        staff(&format!("please call: {title}"), view, Notice::PleaseCall { text: None });
    }
    super::agreed::notices(book, sample, &working);
    book.page("signed off", voice.sign_off_done(&reported));
    book.page("signed off, and closed by it", voice.sign_off_done(&working));
}

fn conversations(book: &mut Book, sample: &Sample) {
    let (voice, views) = (sample.voice(), sample.views());
    let (view, number) = (&views[5].1, views[5].1.case.number.as_str());
    book.chapter = "Short conversations";
    for purpose in Purpose::ALL {
        for by_owner in [true, false].into_iter().take(1 + usize::from(purpose == Purpose::Say)) {
            let title = format!("{purpose:?}{}", if by_owner { "" } else { ", to the owner" });
            book.page(title, voice.ask_words(view, purpose, 1, by_owner));
        }
        book.page(format!("{purpose:?}: done"), voice.words_done(number, purpose));
    }
    book.page("CameBack, by telephone", voice.ask_words(view, Purpose::CameBack, 1, false));
    book.page("added, more?", voice.add_taken(1));
    book.page("cancelled", voice.task_cancelled());
    book.page("not withdrawn", voice.not_withdrawn("TGN-6WC9"));
    book.group("a reply to a slip", voice.note_kept());

    super::agreed::forms(book, sample);

    book.chapter = "The report of the work";
    let mut draft = sample.report();
    for step in ReportStep::ALL {
        draft.step = step;
        book.page(format!("{step:?}"), voice.report_question(number, &draft, 1));
    }
    for needed in [true, false] {
        let draft = ReportDraft { step: ReportStep::Photos, ..ReportDraft::new(needed) };
        let title = if needed { "Photos, needed" } else { "Photos, not needed" };
        book.page(title, voice.report_question(number, &draft, 1));
    }
    book.page("which field?", voice.which_report_field(1));
    book.page("sent", voice.report_sent(number));
}

fn desk(book: &mut Book, sample: &Sample) {
    book.chapter = "The desk's corrections";
    let (voice, views) = (sample.voice(), sample.views());
    let view = &views[5].1;
    book.page("what?", voice.correct_what(view));
    book.page("category", voice.choose_category(view, &categories(), None));
    let mut tree = categories();
    tree[1].offering = Offering::Group;
    tree[2].parent = Some(tree[1].id);
    let group = Some(tree[1].id);
    book.page("category, a group", voice.choose_category(view, &tree, None));
    book.page("category, within a group", voice.choose_category(view, &tree, group));
    book.page("department", voice.choose_department(view, &departments()));
    book.page("severity", voice.choose_severity(view));
    book.page("kind", voice.choose_kind(view));
    let mut asked = view.clone();
    asked.case.kind = casework::case::Kind::Consultation;
    book.page("kind of a question", voice.choose_kind(&asked));
    book.page("correct a question", voice.correct_what(&asked));
    book.page("from a question", voice.notice(view, &Notice::Reclassified, true));
    book.page("promise", voice.choose_promise(view, now(), now() + TimeDelta::days(3)));
    book.page("corrected", voice.corrected(view.case.number.as_str()));
    book.page("dispatched", voice.dispatched(view));
    book.page("promised", voice.promised(now()));
}

fn troubles(book: &mut Book, sample: &Sample) {
    book.chapter = "Trouble with a group or a person";
    let voice = sample.voice();
    let department = departments().into_iter().next();
    let told = Troubled {
        kind: TroubleKind::PutOut,
        department,
        is_desk: false,
        is_leaders: false,
        person: None,
        until: Some(now() + TimeDelta::hours(3)),
        slips: 20,
    };
    let nobodys = Troubled { department: None, slips: 1, ..told.clone() };
    for kind in TroubleKind::ALL {
        let told = Troubled { kind, ..told.clone() };
        book.group(kind.name(), voice.trouble(&told, false));
    }
    book.group("over", voice.trouble(&told, true));
    book.group("the desk's", voice.trouble(&Troubled { is_desk: true, ..nobodys.clone() }, true));
    let leaders = Troubled { is_leaders: true, ..nobodys.clone() };
    book.group("the leaders'", voice.trouble(&leaders, false));
    book.group("nobody's", voice.trouble(&nobodys, false));
    let kind = TroubleKind::Unreachable;
    let of = |person| Troubled { kind, person: Some(person), ..nobodys.clone() };
    book.group("a colleague", voice.trouble(&of(sample.head()), false));
    let kind = TroubleKind::GaveUp;
    let owner = Troubled { kind, person: Some(sample.owner()), ..nobodys.clone() };
    book.group("an owner", voice.trouble(&owner, false));
    for count in [1, 3] {
        let words = voice.files_in_words("K7M-4Q2X", count);
        book.group(format!("files in words, {count}"), Page::say(words));
    }
    let views: Vec<CaseView> = sample.views().into_iter().map(|(_, view)| view).take(4).collect();
    book.group("many slips at once", voice.slips_listed(&views));
}

/// As the phone shows it: the text, then the buttons, row by row.
fn shown(said: &Said) -> String {
    let page = match said {
        Said::Toast(text) => return format!("({text})"),
        Said::Page(page) => page,
    };
    let mut text = page.text.as_str().to_owned();
    for row in super::rules::labels(page) {
        let row: Vec<String> = row.into_iter().map(|label| format!("[{label}]")).collect();
        write!(text, "\n  {}", row.join(" ")).unwrap();
    }
    text
}

/// The book in one language.
pub(super) fn phrase_book(language: Language) -> String {
    let mut text = String::new();
    let mut chapter = "";
    for spoken in everything(&Sample::new(language)) {
        if spoken.chapter != chapter {
            chapter = spoken.chapter;
            write!(text, "\n{chapter}\n{}\n", "=".repeat(chapter.len())).unwrap();
        }
        write!(text, "\n-- {}\n{}\n", spoken.title, shown(&spoken.said)).unwrap();
    }
    text
}

#[test]
fn the_phrase_book() {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        for language in Language::ALL {
            let name = format!("phrase_book_{}", language.tag());
            insta::assert_snapshot!(name, phrase_book(language));
        }
    });
}

/// The body as Telegram gets it.
pub(super) fn body(page: &Page) -> Value {
    page.send(1)
}
