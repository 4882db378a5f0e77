//! Every word the program says, picked from the Fluent files and filled. Knows no database and
//! decides nothing.

mod announcing;
mod callback;
mod callers;
pub(crate) mod calling;
mod cards;
pub(crate) mod contacts;
mod danger;
mod forms;
mod gatherings;
mod handling;
mod happenings;
mod home;
mod intake;
mod joining;
mod mediation;
mod merging;
mod mydata;
mod notices;
mod paper;
pub(crate) mod queue;
mod readings;
mod receptions;
mod refusals;
mod rights;
mod setup;
mod slip;
mod staff;
pub(crate) mod summary;
mod surveys;
mod tasks;
#[cfg(test)]
pub(crate) mod tests;
mod troubles;
mod units;
mod why;
mod working;

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use casework::{
    case::{Case, Kind, Severity, handling::Criterion},
    desk::CaseView,
    ids::DepartmentId,
    people::{Person, Post, Role},
    place::Department,
    policy::{Span, TimerKind},
    words::Language,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use i18n_embed::{
    LanguageLoader,
    fluent::{FluentLanguageLoader, fluent_language_loader},
};
use rust_embed::RustEmbed;

pub use intake::Surroundings;
pub use troubles::Troubled;

use crate::{
    button::{Act, Button},
    page::{Key, shortened},
};

/// So much of somebody's name is shown.
const NAME_SHOWN: usize = 64;
/// So much of each part of a result is shown, so that all three fit beside the question.
const RESULT_SHOWN: usize = 1_200;

#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

/// Every character that a picture must be able to show: letters and digits, and each Chinese character of
/// our own sentences, in both scripts.
pub(crate) fn characters() -> BTreeSet<char> {
    let is_shown = |one: &char| one.is_alphanumeric();
    let files = Locales::iter().filter_map(|path| Locales::get(&path));
    let texts = files.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    texts.flat_map(|text| text.chars().filter(is_shown).collect::<Vec<_>>()).collect()
}

/// One loader a language, each with its fallbacks: Hant → Hans → en.
static LOADERS: LazyLock<HashMap<Language, FluentLanguageLoader>> = LazyLock::new(|| {
    Language::ALL.into_iter().map(|language| (language, loader(language))).collect()
});

fn loader(language: Language) -> FluentLanguageLoader {
    let loader = fluent_language_loader!();
    let tags: &[&str] = match language {
        Language::ZhHans => &["zh-Hans", "en"],
        Language::ZhHant => &["zh-Hant", "zh-Hans", "en"],
        Language::En => &["en"],
    };
    let tags: Vec<_> =
        tags.iter().map(|tag| tag.parse().expect("a language tag of our own")).collect();
    loader.load_languages(&Locales, &tags).expect("a test reads every sentence file");
    loader.set_use_isolating(false);
    loader
}

/// A voice: one language, one time zone.
#[derive(Clone, Copy)]
pub struct Voice {
    language: Language,
    zone: Tz,
    loader: &'static FluentLanguageLoader,
}

/// Picks a sentence and fills it. The key and its variables are checked when we are compiled.
macro_rules! say {
    ($voice:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($voice.loader, $key $(, $name = $value)*)
    };
}
use say;

impl Voice {
    /// The voice for a language, in an estate's time zone.
    pub fn new(language: Language, zone: Tz) -> Self {
        Self { language, zone, loader: &LOADERS[&language] }
    }

    /// Its language.
    pub fn language(self) -> Language {
        self.language
    }

    /// A moment as people say it: local day and time.
    pub fn moment(self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&self.zone);
        let time = local.format("%H:%M").to_string();
        say!(self, "moment", month = local.month(), day = local.day(), time = time)
    }

    /// A day.
    pub fn day(self, day: NaiveDate) -> String {
        say!(self, "day", month = day.month(), day = day.day())
    }

    /// The local day on which a moment falls.
    pub fn local_day(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone).date_naive()
    }

    /// A length of time.
    pub fn length(self, span: Span) -> String {
        match span {
            Span::SameDay => say!(self, "length-same-day"),
            Span::NotOvernight => say!(self, "length-not-overnight"),
            Span::Immediately => say!(self, "length-immediately"),
            Span::Months(count) => say!(self, "length-months", count = count),
            Span::CalendarDays(count) => say!(self, "length-days", count = count),
            Span::Working(length) if length.num_minutes() % 60 != 0 => {
                say!(self, "length-working-minutes", count = length.num_minutes())
            }
            Span::Working(length) => {
                say!(self, "length-working-hours", count = length.num_hours())
            }
            Span::WorkingDays(count) => say!(self, "length-working-days", count = count),
            Span::Clock(length) if length.num_minutes() < 60 => {
                say!(self, "length-minutes", count = length.num_minutes())
            }
            Span::Clock(length) if length.num_hours() < 48 || length.num_hours() % 24 != 0 => {
                say!(self, "length-hours", count = length.num_hours())
            }
            Span::Clock(length) => say!(self, "length-days", count = length.num_days()),
        }
    }

    /// How long is waited for something in a case.
    pub(crate) fn waits(self, view: &CaseView, kind: TimerKind) -> String {
        view.length(kind).map(|span| self.length(span)).unwrap_or_default()
    }

    /// What sort of matter.
    pub fn kind(self, kind: Kind) -> String {
        match kind {
            Kind::Complaint => say!(self, "kind-complaint"),
            Kind::Repair => say!(self, "kind-repair"),
            Kind::Consultation => say!(self, "kind-consultation"),
            Kind::Suggestion => say!(self, "kind-suggestion"),
            Kind::Report => say!(self, "kind-report"),
            Kind::Praise => say!(self, "kind-praise"),
        }
    }

    /// How grave.
    pub fn severity(self, severity: Severity) -> String {
        match severity {
            Severity::Minor => say!(self, "severity-minor"),
            Severity::Serious => say!(self, "severity-serious"),
            Severity::Major => say!(self, "severity-major"),
        }
    }

    /// That the owner says it is fixed; of a repair, that they have accepted the work.
    fn fixed_word(self, kind: Kind) -> String {
        match kind {
            Kind::Repair => say!(self, "word-accepted"),
            _ => say!(self, "word-fixed"),
        }
    }

    /// How grave a case is, and by which criterion.
    pub fn graded(self, case: &Case) -> String {
        match case.handling.criterion {
            Some(criterion) => self.criterion(criterion),
            None => self.severity(case.severity),
        }
    }

    /// The criterion by which a case is so grave, with its level.
    pub fn criterion(self, criterion: Criterion) -> String {
        match criterion {
            Criterion::Slight => say!(self, "criterion-slight"),
            Criterion::NotInPlace => say!(self, "criterion-not-in-place"),
            Criterion::Undelivered => say!(self, "criterion-undelivered"),
            Criterion::Loss => say!(self, "criterion-loss"),
            Criterion::Injury => say!(self, "criterion-injury"),
        }
    }

    /// A position.
    pub fn role(self, role: Role) -> String {
        match role {
            Role::Desk => say!(self, "role-desk"),
            Role::Crew => say!(self, "role-crew"),
            Role::Head => say!(self, "role-head"),
            Role::Manager => say!(self, "role-manager"),
            Role::Leader => say!(self, "role-leader"),
            Role::Auditor => say!(self, "role-auditor"),
            Role::Admin => say!(self, "role-admin"),
        }
    }

    /// A position in its department.
    pub fn post(self, post: Post, departments: &[Department]) -> String {
        let named = |id: DepartmentId| departments.iter().find(|department| department.id == id);
        let role = self.role(post.role);
        match post.department.and_then(named) {
            Some(department) => {
                let department = department.name.in_language(self.language);
                say!(self, "role-in", role = role, department = department)
            }
            None => role,
        }
    }

    /// What somebody is called; their account number if they never said.
    pub fn name(self, person: &Person) -> String {
        match (&person.name, person.account) {
            (Some(name), _) => shortened(name, NAME_SHOWN),
            (None, Some(account)) => account.to_string(),
            (None, None) => person.id.to_string(),
        }
    }

    /// The department of a case.
    pub fn department(self, view: &CaseView) -> String {
        match &view.department {
            Some(department) => department.name.in_language(self.language).to_owned(),
            // What needs no department's work is answered by the desk itself.
            None if !view.case.kind.needs_work() => say!(self, "desk-itself"),
            None => say!(self, "desk-none"),
        }
    }
}

/// A button under a card or notice of a case.
fn case_key(view: &CaseView, label: String, act: Act) -> Key {
    Key::press(label, &Button::on(&view.case, act))
}
