//! The shorter conversations: one text for a purpose, and the crew's report.

use casework::{
    case::{Kind, handling::Criterion},
    desk::CaseView,
    ids::CategoryId,
    intake::{FormKind, Problem, Purpose, ReportDraft, ReportStep},
    place::{Category, Department, offered},
};
use chrono::{DateTime, Days, TimeDelta, Utc};

use super::{RESULT_SHOWN, Voice, case_key, say};
use crate::{
    button::{Act, Button, Choice},
    page::{Key, Page, Text, Tone, shortened},
};

impl Voice {
    /// Please write, for a purpose.
    pub fn ask_words(self, view: &CaseView, purpose: Purpose, version: i32, owner: bool) -> Page {
        let number = view.case.number.as_str();
        let text = match purpose {
            Purpose::Ask => say!(self, "words-ask", number = number),
            Purpose::Return => say!(self, "words-return", number = number),
            Purpose::Note => say!(self, "words-note", number = number),
            Purpose::Partly => say!(self, "words-partly", number = number),
            Purpose::Dispute => say!(self, "words-dispute", number = number),
            Purpose::SendBack => say!(self, "words-send-back", number = number),
            Purpose::Review => say!(self, "words-review", number = number),
            Purpose::Add => {
                say!(self, "words-add", number = number, enough = say!(self, "button-enough"))
            }
            Purpose::Say if owner => say!(self, "words-say-crew", number = number),
            Purpose::Say => say!(self, "words-say-owner", number = number),
            Purpose::Reply => say!(self, "words-reply", number = number),
            Purpose::RefuseTime => say!(self, "words-refuse-time", number = number),
            Purpose::RefuseQuote => say!(self, "words-refuse-quote", number = number),
            Purpose::Reject => say!(self, "words-reject", number = number),
            Purpose::Object => say!(self, "words-object", number = number),
            Purpose::Uphold => say!(self, "words-uphold", number = number),
            Purpose::Dismiss => say!(self, "words-dismiss", number = number),
            Purpose::RejectPlan => say!(self, "words-reject-plan", number = number),
            Purpose::OtherVisit => say!(self, "words-other-visit", number = number),
            Purpose::Survey => say!(self, "words-survey", number = number),
            Purpose::Relapse => say!(self, "words-relapse", number = number),
            Purpose::CameBack if owner => say!(self, "words-came-back", number = number),
            Purpose::CameBack => say!(self, "words-came-back-by-voice", number = number),
            Purpose::Place => say!(self, "words-place", number = number),
            Purpose::Withdraw => {
                let yes = say!(self, "button-withdraw-surely");
                say!(self, "words-withdraw", number = number, yes = yes)
            }
        };
        Page::new(Text::plain(text), self.words_rows(purpose, version))
    }

    fn words_rows(self, purpose: Purpose, version: i32) -> Vec<Vec<Key>> {
        let key = |label: String, choice| Key::press(label, &Button::Task(version, choice));
        let cancel = key(say!(self, "button-cancel"), Choice::Cancel);
        match purpose {
            Purpose::Add => vec![vec![key(say!(self, "button-enough"), Choice::Enough), cancel]],
            Purpose::Withdraw => {
                let surely = say!(self, "button-withdraw-surely");
                let keep = say!(self, "button-withdraw-not");
                vec![
                    vec![key(surely, Choice::Send).toned(Tone::Danger)],
                    vec![key(keep, Choice::Cancel)],
                ]
            }
            _ => vec![vec![cancel]],
        }
    }

    /// Taken.
    pub fn words_done(self, number: &str, purpose: Purpose) -> Page {
        Page::say(match purpose {
            Purpose::Ask => say!(self, "words-done-ask", number = number),
            Purpose::Return => say!(self, "words-done-return", number = number),
            Purpose::Note => say!(self, "words-done-note", number = number),
            Purpose::Say => say!(self, "words-done-say", number = number),
            Purpose::Add => say!(self, "words-done-add", number = number),
            Purpose::Reply => say!(self, "words-done-reply", number = number),
            Purpose::RefuseTime
            | Purpose::RefuseQuote
            | Purpose::Reject
            | Purpose::Object
            | Purpose::Uphold
            | Purpose::Dismiss
            | Purpose::RejectPlan
            | Purpose::OtherVisit
            | Purpose::Survey
            | Purpose::Relapse
            | Purpose::CameBack
            | Purpose::Place
            | Purpose::Partly
            | Purpose::Dispute
            | Purpose::SendBack
            | Purpose::Review
            | Purpose::Withdraw => say!(self, "words-done", number = number),
        })
    }

    /// Added; more?
    pub fn add_taken(self, version: i32) -> Page {
        let enough = say!(self, "button-enough");
        let text = say!(self, "add-taken", enough = enough.as_str());
        Page::new(
            Text::plain(text),
            vec![vec![Key::press(enough, &Button::Task(version, Choice::Enough))]],
        )
    }

    /// They have thought better of taking it back.
    pub fn not_withdrawn(self, number: &str) -> Page {
        Page::say(say!(self, "words-kept", number = number))
    }

    /// Stopped.
    pub fn task_cancelled(self) -> Page {
        Page::say(say!(self, "task-cancelled"))
    }

    /// A note that came as a reply to a slip is kept.
    pub fn note_kept(self) -> Page {
        Page::say(say!(self, "note-kept"))
    }

    /// The question at which a report stands.
    pub fn report_question(self, number: &str, draft: &ReportDraft, version: i32) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Task(version, choice));
        let phrases = |phrases: Vec<String>| -> Vec<Vec<Key>> {
            let keys = (1..).zip(phrases).map(|(at, label)| vec![key(label, Choice::Phrase(at))]);
            keys.collect()
        };
        let (text, mut rows) = match draft.step {
            ReportStep::Result => (say!(self, "report-result", number = number), vec![]),
            ReportStep::Cause => {
                (say!(self, "report-cause", number = number), phrases(self.causes()))
            }
            ReportStep::Remedy => {
                (say!(self, "report-remedy", number = number), phrases(self.remedies()))
            }
            ReportStep::Advice => {
                let none = vec![key(say!(self, "button-no-advice"), Choice::Enough)];
                (say!(self, "report-advice", number = number), vec![none])
            }
            ReportStep::Photos => return self.report_photos(number, draft, version),
            ReportStep::Review => return self.report_review(number, draft, version),
        };
        let mut below = vec![];
        if draft.step != ReportStep::Result {
            below.push(key(say!(self, "button-back"), Choice::Back));
        }
        below.push(key(say!(self, "button-cancel"), Choice::Cancel));
        rows.push(below);
        Page::new(Text::plain(text), rows)
    }

    fn report_photos(self, number: &str, draft: &ReportDraft, version: i32) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Task(version, choice));
        let enough = say!(self, "button-enough");
        let mut text =
            Text::plain(say!(self, "report-photos", number = number, enough = enough.as_str()));
        if draft.needs_photo && draft.files.is_empty() {
            text = text.line(say!(self, "report-photos-needed"));
        }
        if !draft.needs_photo && draft.files.is_empty() {
            text = text.line(say!(self, "report-photos-optional"));
        }
        if !draft.files.is_empty() {
            text = text.line(say!(self, "report-photos-so-far", count = draft.files.len()));
        }
        Page::new(
            text,
            vec![
                vec![key(enough, Choice::Enough).toned(Tone::Primary)],
                vec![
                    key(say!(self, "button-back"), Choice::Back),
                    key(say!(self, "button-cancel"), Choice::Cancel),
                ],
            ],
        )
    }

    fn report_review(self, number: &str, draft: &ReportDraft, version: i32) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Task(version, choice));
        let value =
            |text: &Option<String>| shortened(text.as_deref().unwrap_or_default(), RESULT_SHOWN);
        let send = say!(self, "button-send");
        let head = say!(self, "report-review", number = number, send = send.as_str());
        let text = Text::heading(&head)
            .line(say!(self, "report-field-result", value = value(&draft.result)))
            .line(say!(self, "report-field-cause", value = value(&draft.cause)))
            .line(say!(self, "report-field-remedy", value = value(&draft.remedy)))
            .line_if(self.advice(draft.advice.as_deref(), RESULT_SHOWN))
            .line(say!(self, "report-field-photos", count = draft.files.len()));
        let advise = Choice::EditReport(ReportStep::Advice);
        Page::new(
            text,
            vec![
                vec![key(send, Choice::Send).toned(Tone::Success)],
                vec![key(say!(self, "button-advice"), advise)],
                vec![
                    key(say!(self, "button-edit"), Choice::Edit),
                    key(say!(self, "button-cancel"), Choice::Cancel),
                ],
            ],
        )
    }

    /// What the owner should do or watch afterwards.
    pub(super) fn advice(self, advice: Option<&str>, most: usize) -> Option<String> {
        advice.map(|advice| say!(self, "report-field-advice", value = shortened(advice, most / 4)))
    }

    /// Which field of the report is to be mended?
    pub fn which_report_field(self, version: i32) -> Page {
        let key = |label: String, step| {
            Key::press(label, &Button::Task(version, Choice::EditReport(step)))
        };
        Page::new(
            Text::plain(say!(self, "which-field")),
            vec![
                vec![
                    key(say!(self, "report-name-result"), ReportStep::Result),
                    key(say!(self, "report-name-cause"), ReportStep::Cause),
                ],
                vec![
                    key(say!(self, "report-name-remedy"), ReportStep::Remedy),
                    key(say!(self, "report-name-photos"), ReportStep::Photos),
                ],
                vec![key(say!(self, "button-back"), ReportStep::Review)],
            ],
        )
    }

    fn causes(self) -> Vec<String> {
        vec![
            say!(self, "cause-1"),
            say!(self, "cause-2"),
            say!(self, "cause-3"),
            say!(self, "cause-4"),
        ]
    }

    fn remedies(self) -> Vec<String> {
        vec![say!(self, "remedy-1"), say!(self, "remedy-2"), say!(self, "remedy-3")]
    }

    /// The sentence that a button offered at this step, counted from 1.
    pub fn phrase(self, step: ReportStep, number: u8) -> Option<String> {
        let offered = match step {
            ReportStep::Cause => self.causes(),
            ReportStep::Remedy => self.remedies(),
            _ => return None,
        };
        offered.into_iter().nth(usize::from(number).checked_sub(1)?)
    }

    /// Why an answer to the report was not taken.
    pub fn report_problem(self, problem: Problem) -> String {
        match problem {
            Problem::WantsWords => {
                say!(self, "problem-wants-words", example = say!(self, "example-result"))
            }
            Problem::ChooseButton => say!(self, "report-choose"),
            other => self.problem(other, None),
        }
    }

    /// The result is reported.
    pub fn report_sent(self, number: &str) -> Page {
        Page::say(say!(self, "report-sent", number = number))
    }

    /// The desk corrects: what?
    pub fn correct_what(self, view: &CaseView) -> Page {
        let key = |label: String, act| case_key(view, label, act);
        let number = view.case.number.as_str();
        let kind = view.case.kind;
        let kinds = Kind::ALL.into_iter().any(|to| kind.can_become(to));
        let kinds = kinds.then(|| vec![key(say!(self, "button-correct-kind"), Act::Kinds)]);
        let rows = if kind.needs_work() {
            vec![
                vec![key(say!(self, "button-correct-category"), Act::Categories)],
                vec![key(say!(self, "button-correct-department"), Act::Departments)],
                vec![key(say!(self, "act-place"), Act::Words(Purpose::Place))],
                vec![key(say!(self, "button-correct-severity"), Act::Severities)],
                vec![key(say!(self, "button-triage"), Act::Triage)],
                vec![key(say!(self, "form-merge"), Act::Form(FormKind::Merge))],
            ]
        } else {
            vec![]
        };
        let rows = rows.into_iter().chain(kinds).collect();
        Page::new(Text::plain(say!(self, "correct-what", number = number)), rows)
    }

    /// Which sort of matter? What it is already is not offered, nor what it cannot become.
    pub fn choose_kind(self, view: &CaseView) -> Page {
        let kind = view.case.kind;
        let text =
            say!(self, "choose-kind", number = view.case.number.as_str(), kind = self.kind(kind));
        let keys = Kind::ALL.into_iter().filter(|to| kind.can_become(*to));
        let mut rows: Vec<Vec<Key>> =
            keys.map(|to| vec![case_key(view, self.kind_label(to), Act::Kind(to))]).collect();
        rows.push(self.back_to_corrections(view));
        Page::new(Text::plain(text), rows)
    }

    /// Which category? Of those in a group, or outside all of them.
    pub fn choose_category(
        self,
        view: &CaseView,
        categories: &[Category],
        group: Option<CategoryId>,
    ) -> Page {
        let text = say!(self, "choose-category", number = view.case.number.as_str());
        let shown = offered(categories, group);
        let keys: Vec<Key> = shown
            .into_iter()
            .map(|one| case_key(view, self.category_label(one), Act::Category(one.id)))
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        rows.push(match group {
            Some(_) => vec![case_key(view, say!(self, "button-back"), Act::Categories)],
            None => self.back_to_corrections(view),
        });
        Page::new(Text::plain(text), rows)
    }

    pub(super) fn back_to_corrections(self, view: &CaseView) -> Vec<Key> {
        vec![case_key(view, say!(self, "button-back"), Act::Correct)]
    }

    /// Which department?
    pub fn choose_department(self, view: &CaseView, departments: &[Department]) -> Page {
        let text = say!(self, "choose-department", number = view.case.number.as_str());
        let rows = departments.iter().map(|department| {
            let name = department.name.in_language(self.language).to_owned();
            vec![case_key(view, name, Act::Department(department.id))]
        });
        let mut rows: Vec<Vec<Key>> = rows.collect();
        rows.push(self.back_to_corrections(view));
        Page::new(Text::plain(text), rows)
    }

    /// How grave?
    pub fn choose_severity(self, view: &CaseView) -> Page {
        let text = say!(self, "choose-severity", number = view.case.number.as_str());
        let mut rows = Criterion::ALL
            .map(|one| vec![case_key(view, self.criterion(one), Act::Criterion(one))])
            .to_vec();
        rows.push(self.back_to_corrections(view));
        Page::new(Text::plain(text), rows)
    }

    /// Promise until when? In one, two or four hours, or the next mornings at nine.
    pub fn choose_promise(
        self,
        view: &CaseView,
        now: DateTime<Utc>,
        latest: DateTime<Utc>,
    ) -> Page {
        let text = say!(self, "choose-promise", number = view.case.number.as_str());
        let hours = [1, 2, 4].map(|hours| now + TimeDelta::hours(hours));
        let today = self.local_day(now);
        let mornings = [1, 2].into_iter().filter_map(|days| self.nine(today + Days::new(days)));
        let keys: Vec<Key> = hours
            .into_iter()
            .chain(mornings)
            .filter(|at| *at <= latest)
            .map(|at| case_key(view, self.moment(at), Act::PromiseAt(at.timestamp() / 60)))
            .collect();
        Page::new(Text::plain(text), keys.chunks(2).map(<[Key]>::to_vec).collect())
    }

    fn nine(self, day: chrono::NaiveDate) -> Option<DateTime<Utc>> {
        let nine = day.and_hms_opt(9, 0, 0)?;
        nine.and_local_timezone(self.zone).earliest().map(|moment| moment.to_utc())
    }

    /// Corrected.
    pub fn corrected(self, number: &str) -> Page {
        Page::say(say!(self, "corrected", number = number))
    }

    /// Sent to a department.
    pub fn dispatched(self, view: &CaseView) -> Page {
        let (number, department) = (view.case.number.as_str(), self.department(view));
        Page::say(say!(self, "dispatched", number = number, department = department))
    }

    /// Promised.
    pub fn promised(self, at: DateTime<Utc>) -> Page {
        Page::say(say!(self, "promised", moment = self.moment(at)))
    }
}
