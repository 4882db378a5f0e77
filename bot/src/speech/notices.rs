//! Notices: what has become of a case, told to whom it concerns.

use casework::{
    case::{CallbackState, Kind, Notice, Outcome, Severity, State},
    desk::CaseView,
    intake::Purpose,
    policy::{Start, TimerKind},
};

use super::{RESULT_SHOWN, Voice, case_key, say};
use crate::{
    button::{Act, Button},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of somebody's words one notice shows.
const QUOTED: usize = 3_000;
/// So much of a name one line shows.
const LINE: usize = 120;

impl Voice {
    /// A notice about a case, for its owner or for staff.
    pub fn notice(self, view: &CaseView, notice: &Notice, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        let said = |head: String, text: &str| Page {
            text: Text::heading(&head).line(shortened(text, QUOTED)),
            ..Page::default()
        };
        let plain = |text: String| Page::say(text);
        let department = || self.department(view);
        match notice {
            Notice::Signed => self.note_signed(view),
            Notice::OnTheWay => {
                plain(say!(self, "note-on-the-way", number = number, department = department()))
            }
            Notice::Question { text } => self.note_question(view, text),
            Notice::ResultTold => self.note_result(view),
            Notice::WorkGoesOn => {
                let text = Text::plain(say!(self, "note-work-goes-on", number = number));
                Page { text: text.line_if(self.due(view)), ..Page::default() }
            }
            Notice::Promised { at } => {
                plain(say!(self, "note-promised", number = number, moment = self.moment(*at)))
            }
            Notice::Replied { text } => {
                let kind = self.kind(view.case.kind);
                let mut page = said(say!(self, "note-replied", number = number, kind = kind), text);
                page.text = page.text.paragraph(say!(self, "note-replied-thanks"));
                Page {
                    keyboard: Page::new(Text::default(), self.object_keys(view)).keyboard,
                    ..page
                }
            }
            Notice::Thanks => {
                let text = Text::plain(say!(self, "note-thanks", number = number));
                Page::new(text, self.object_keys(view))
            }
            Notice::TakenBack => plain(say!(self, "note-taken-back", number = number)),
            Notice::CallbackReminder => {
                plain(say!(self, "note-callback-reminder", number = number))
            }
            Notice::FullSlip => self.full_slip(view),
            Notice::Added { text, files } => self.note_added(view, text.as_deref(), *files),
            Notice::Message { text } if to_owner => self.note_from_crew(view, text),
            Notice::Message { text } => self.note_from_owner(view, text),
            Notice::PartLeft { text } => said(say!(self, "note-part-left", number = number), text),
            Notice::SentBack { reason } => {
                said(say!(self, "note-sent-back", number = number), reason)
            }
            Notice::Released => plain(say!(self, "note-released", number = number)),
            Notice::OwnerWithdrew => self.note_withdrew(view),
            Notice::Hurried => plain(say!(self, "note-hurried", number = number)),
            Notice::SignOffWanted => self.note_sign_off(view),
            Notice::ReviewWanted => {
                let key = case_key(view, say!(self, "button-review"), Act::Words(Purpose::Review));
                let text = Text::plain(say!(self, "note-review-wanted", number = number));
                Page::new(text, vec![vec![key.toned(Tone::Primary)]])
            }
            Notice::Soon { timer: TimerKind::Measure } => self.note_unread(view),
            Notice::Soon { timer } => self.about_time(view, self.note_soon(view, *timer)),
            Notice::Late { timer: timer @ TimerKind::Recheck } => {
                let text = Text::plain(self.note_late(view, *timer));
                Page::new(text, self.recheck_keys(view))
            }
            Notice::Late { timer: TimerKind::Corrective } => self.note_corrective_late(view),
            Notice::Late { timer } => self.about_time(view, self.note_late(view, *timer)),
            Notice::Returned { reason } => self.note_returned(view, reason),
            Notice::Reopened { reason, by_callback } => {
                said(self.reopened(number, *by_callback), &self.or_unsaid(reason))
            }
            Notice::Located { text } => said(say!(self, "note-located", number = number), text),
            Notice::Revised { solved, grade } => {
                let (solved, grade) = (self.solved(*solved), self.grade(*grade));
                plain(say!(self, "note-revised", number = number, solved = solved, grade = grade))
            }
            Notice::Resumed | Notice::OpenAgain | Notice::OpenAgainAsTold | Notice::Delayed => {
                self.note_goes_on(view, notice)
            }
            Notice::Grave => self.note_grave(view),
            Notice::Lessened { from } => self.note_lessened(view, *from),
            Notice::Alarm => self.note_alarm(view),
            Notice::AlarmGoesOn => self.note_alarm_goes_on(view),
            Notice::AccusedSigned => self.note_accused_signed(view),
            Notice::MoreOfAlarm { text, files } => {
                self.note_more_of_alarm(view, text.as_deref(), *files)
            }
            Notice::Urgent => self.note_urgent(view, to_owner),
            Notice::ReportCame => self.note_report_came(view),
            Notice::Joined | Notice::Parted | Notice::NewDate { .. } | Notice::Led { .. } => {
                self.merging_notice(view, notice, to_owner)
            }
            Notice::NoRoom => {
                plain(say!(self, "note-no-room", number = number, department = department()))
            }
            Notice::Unreachable => self.note_unreachable(view),
            Notice::ReachableAgain => plain(say!(self, "note-reachable-again", number = number)),
            Notice::GaveUp => plain(say!(self, "note-gave-up", number = number)),
            Notice::ReplyReady => self.note_reply_ready(view),
            Notice::PleaseCall { text } => self.note_please_call(view, text.as_deref()),
            of_handling => self.handling_notice(view, of_handling, to_owner),
        }
    }

    /// A grave case that no leader has read of yet, once more.
    fn note_unread(self, view: &CaseView) -> Page {
        let unread = view.case.handling.acknowledged.is_none();
        let Some(timer) = view.timer(TimerKind::Measure).filter(|_| unread) else {
            return Page::say(self.note_soon(view, TimerKind::Measure));
        };
        let (number, severity) = (view.case.number.as_str(), self.severity(view.case.severity));
        let moment = self.moment(timer.due_at);
        let head =
            say!(self, "note-grave-unread", number = number, severity = severity, moment = moment);
        self.grave_page(view, &head)
    }

    fn grave_page(self, view: &CaseView, head: &str) -> Page {
        let text = Text::heading(head)
            .line(say!(self, "slip-category", value = self.about(view)))
            .line(say!(self, "slip-place", value = self.whereabouts(view)))
            .line(say!(self, "slip-state", state = self.staff_state(view)))
            .line_if(self.why_grave(view));
        Page::new(text, self.grave_keys(view))
    }

    fn note_grave(self, view: &CaseView) -> Page {
        let (number, severity) = (view.case.number.as_str(), self.severity(view.case.severity));
        self.grave_page(view, &say!(self, "note-grave", number = number, severity = severity))
    }

    /// Nothing is asked of the leaders any more, or less than before; they can look whether they agree.
    fn note_lessened(self, view: &CaseView, from: Severity) -> Page {
        let (was, severity) = (self.severity(from), self.severity(view.case.severity));
        let number = view.case.number.as_str();
        let mut text = Text::heading(&say!(
            self,
            "note-lessened",
            number = number,
            was = was,
            severity = severity
        ));
        if !view.case.handling.lacks_measure(view.case.severity) {
            text = text.line(say!(self, "note-lessened-free"));
        }
        Page::new(text, vec![vec![case_key(view, say!(self, "button-slip"), Act::Slip)]])
    }

    /// There is nothing more to do, unless others of the same cause still wait.
    fn note_withdrew(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        Page::say(if view.led.is_empty() {
            say!(self, "note-owner-withdrew", number = number)
        } else {
            say!(self, "note-owner-withdrew-led", number = number)
        })
    }

    /// To the owner: it goes on after a wait, goes on again, or has not come to its end in time.
    fn note_goes_on(self, view: &CaseView, notice: &Notice) -> Page {
        let (number, phone) = (view.case.number.as_str(), view.site.phone.as_str());
        let text = match notice {
            Notice::Resumed => say!(self, "note-resumed", number = number),
            Notice::OpenAgain => say!(self, "note-open-again", number = number),
            Notice::OpenAgainAsTold => say!(self, "note-open-again-as-told", number = number),
            _ => say!(self, "note-delayed", number = number, phone = phone),
        };
        Page::say(text).followed_by(self.due(view))
    }

    /// Why it has become so grave, as far as somebody, or a rule, has said so.
    fn why_grave(self, view: &CaseView) -> Option<String> {
        let handling = &view.case.handling;
        let raised = handling.raised.last().map(|ground| self.raise_ground(*ground));
        let why = raised.or_else(|| handling.criterion.map(|criterion| self.criterion(criterion)));
        why.map(|why| say!(self, "note-grave-why", why = why))
    }

    fn note_unreachable(self, view: &CaseView) -> Page {
        let key = case_key(view, say!(self, "button-slip"), Act::Slip);
        let number = view.case.number.as_str();
        Page::new(Text::plain(say!(self, "note-unreachable", number = number)), vec![vec![key]])
    }

    /// Until when the owner gets a result, as long as that lies ahead.
    pub(super) fn due(self, view: &CaseView) -> Option<String> {
        let timer = view.timer(TimerKind::Solve).filter(|timer| timer.fired_at.is_none())?;
        Some(say!(self, "note-due", moment = self.moment(timer.due_at)))
    }

    /// It presses, with the date that follows from it.
    fn note_urgent(self, view: &CaseView, to_owner: bool) -> Page {
        let text = Text::plain(say!(self, "note-urgent", number = view.case.number.as_str()));
        let due = if to_owner { self.due(view) } else { self.deadlines(view) };
        Page { text: text.line_if(due), ..Page::default() }
    }

    /// To the leaders: neither who told us nor what.
    fn note_report_came(self, view: &CaseView) -> Page {
        let head = say!(self, "note-report-came", number = view.case.number.as_str());
        let text = Text::heading(&head)
            .line(say!(self, "slip-place", value = self.whereabouts(view)))
            .line(match view.case.facts.passes {
                Some(passes) => {
                    format!("{} {}", self.passes(passes), say!(self, "note-report-came-alone"))
                }
                None => say!(self, "note-report-came-next"),
            });
        Page { text, ..Page::default() }
    }

    fn note_signed(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let department = self.department(view);
        let text = match view.signer.as_ref().filter(|_| view.site.shows_names) {
            Some(signer) => {
                let name = self.name(signer);
                say!(self, "note-signed", number = number, department = department, name = name)
            }
            None => {
                say!(self, "note-signed-nameless", number = number, department = department)
            }
        };
        // Nobody in danger reads that there are two days' time.
        let due = self.due(view).filter(|_| !view.case.is_alarmed());
        Page { text: Text::plain(text).line_if(due), ..Page::default() }
    }

    /// The result, and the question whether it is fixed (S0-01.6, TR-23). When the case has moved
    /// on meanwhile, only how it stands.
    fn note_result(self, view: &CaseView) -> Page {
        let State::Reported { outcome, .. } = &view.case.state else { return self.receipt(view) };
        let head = say!(self, "note-result", number = view.case.number.as_str());
        let text = self.result_lines(Text::heading(&head), outcome, RESULT_SHOWN);
        // What was repaired is accepted on the spot (验收, S2-07.5, S2-11.3).
        let ask = match view.case.kind {
            Kind::Repair => say!(self, "note-result-accept"),
            _ => say!(self, "note-result-ask"),
        };
        Page::new(text.paragraph(ask), self.judging_keys(view))
    }

    /// What the owner can say to a result.
    pub(super) fn judging_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let key = |label: String, act| case_key(view, label, act);
        let fixed = match view.case.kind {
            Kind::Repair => say!(self, "button-accept"),
            _ => say!(self, "button-fixed"),
        };
        vec![
            vec![
                key(fixed, Act::Confirm).toned(Tone::Success),
                key(say!(self, "button-partly"), Act::Words(Purpose::Partly)),
            ],
            vec![
                key(say!(self, "button-not-fixed"), Act::Words(Purpose::Dispute))
                    .toned(Tone::Danger),
            ],
        ]
    }

    /// The result, and that the owner said it is fixed.
    pub fn result_confirmed(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let thanks = say!(self, "note-confirmed", number = number);
        let State::Reported { outcome, .. } = &view.case.state else { return Page::say(thanks) };
        let head = say!(self, "note-result", number = number);
        let text = self.result_lines(Text::heading(&head), outcome, RESULT_SHOWN);
        Page { text: text.paragraph(thanks), ..Page::default() }
    }

    /// The result, and that the head signed it off.
    pub fn sign_off_done(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let done = say!(self, "signed-off", number = number);
        let State::Reported { outcome, .. } = &view.case.state else { return Page::say(done) };
        let head = say!(self, "note-result-staff", number = number);
        let text = self.result_lines(Text::heading(&head), outcome, RESULT_SHOWN);
        Page { text: text.paragraph(done), ..Page::default() }
    }

    pub(super) fn result_lines(self, text: Text, outcome: &Outcome, most: usize) -> Text {
        let shown = |text: &str| shortened(text, most);
        text.line(say!(self, "report-field-result", value = shown(&outcome.result)))
            .line(say!(self, "report-field-cause", value = shown(&outcome.cause)))
            .line(say!(self, "report-field-remedy", value = shown(&outcome.remedy)))
            .line_if(self.advice(outcome.advice.as_deref(), most))
    }

    fn note_added(self, view: &CaseView, words: Option<&str>, files: usize) -> Page {
        let number = view.case.number.as_str();
        let mut text = Text::heading(&say!(self, "note-added", number = number))
            .line_if(words.map(|words| shortened(words, QUOTED)));
        if files > 0 {
            text = text.line(say!(self, "note-added-files", count = files));
        }
        let key = case_key(view, say!(self, "button-slip"), Act::Slip);
        Page::new(text, vec![vec![key]])
    }

    /// In a group: that an owner has said something, and where it is read. `None`: it says nothing of theirs.
    pub fn notice_in_group(self, view: &CaseView, notice: &Notice) -> Option<Page> {
        let number = view.case.number.as_str();
        let head = match notice {
            Notice::Added { files, .. } => {
                let (head, count) = (say!(self, "note-added-group", number = number), *files);
                if count == 0 {
                    head
                } else {
                    format!("{head}\n{}", say!(self, "note-added-files", count = count))
                }
            }
            Notice::Reopened { by_callback, .. } => self.reopened(number, *by_callback),
            Notice::Relapsed { .. } => say!(self, "note-relapsed", number = number),
            Notice::CameBack { .. } => say!(self, "note-came-back", number = number),
            Notice::QuoteRefused { .. } => say!(self, "note-quote-refused", number = number),
            Notice::VisitMoved { .. } => say!(self, "note-visit-moved", number = number),
            _ => return None,
        };
        let text = Text::heading(&head).line(say!(self, "note-words-on-slip"));
        let slip = case_key(view, say!(self, "button-slip"), Act::Slip);
        Some(Page::new(text, vec![vec![slip]]))
    }

    fn note_from_crew(self, view: &CaseView, words: &str) -> Page {
        let head = say!(self, "note-message-crew", number = view.case.number.as_str());
        let key = case_key(view, say!(self, "button-say-crew"), Act::Words(Purpose::Say));
        Page::new(Text::heading(&head).line(shortened(words, QUOTED)), vec![vec![key]])
    }

    fn note_from_owner(self, view: &CaseView, words: &str) -> Page {
        let head = say!(self, "note-message-owner", number = view.case.number.as_str());
        let key = case_key(view, say!(self, "button-say-owner"), Act::Words(Purpose::Say));
        Page::new(Text::heading(&head).line(shortened(words, QUOTED)), vec![vec![key]])
    }

    fn note_sign_off(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let text = Text::heading(&say!(self, "note-sign-off-wanted", number = number));
        let State::Reported { outcome, signed_off: None, .. } = &view.case.state else {
            let text = Text::heading(&say!(self, "note-result-staff", number = number));
            let state = self.staff_state(view);
            return Page::new(text.line(say!(self, "slip-state", state = state)), vec![]);
        };
        Page::new(self.result_lines(text, outcome, RESULT_SHOWN), self.slip_keys(&view.case))
    }

    /// Time is about to run out; when it has meanwhile, that is said instead.
    fn note_soon(self, view: &CaseView, timer: TimerKind) -> String {
        let Some(running) = view.timer(timer).filter(|timer| timer.fired_at.is_none()) else {
            return self.note_late(view, timer);
        };
        say!(
            self,
            "note-soon",
            number = view.case.number.as_str(),
            timer = self.timer(timer),
            moment = self.moment(running.due_at),
            department = self.department(view)
        )
    }

    /// What is late or will be: a number alone tells nobody what to run for, nor where to press.
    fn about_time(self, view: &CaseView, line: String) -> Page {
        let moment = self.moment(view.case.opened_at);
        let matter = if view.case.kind.needs_work() {
            let (about, place) = (self.about(view), self.whereabouts(view));
            say!(self, "note-late-matter", about = about, place = place, moment = moment)
        } else {
            say!(self, "slip-received", moment = moment)
        };
        let show = Key::press(view.case.number.as_str(), &Button::Case(view.case.id, 0, Act::Show));
        Page::new(Text::plain(line).line(matter), vec![vec![show]])
    }

    fn note_late(self, view: &CaseView, timer: TimerKind) -> String {
        let number = view.case.number.as_str();
        let length = self.waits(view, timer);
        let department = self.department(view);
        match timer {
            TimerKind::Pickup => say!(
                self,
                "note-late-pickup",
                number = number,
                length = length,
                department = department
            ),
            TimerKind::Dispatch => {
                say!(self, "note-late-dispatch", number = number, length = length)
            }
            TimerKind::Plan if view.policy.rule(TimerKind::Plan).start == Start::Registered => {
                say!(
                    self,
                    "note-late-plan-registered",
                    number = number,
                    length = length,
                    department = department
                )
            }
            TimerKind::Plan => say!(
                self,
                "note-late-plan",
                number = number,
                length = length,
                department = department
            ),
            TimerKind::Arrive => say!(
                self,
                "note-late-arrive",
                number = number,
                length = length,
                department = department
            ),
            TimerKind::Age => {
                let severity = self.severity(view.case.severity);
                say!(self, "note-late-age", number = number, length = length, severity = severity)
            }
            TimerKind::SignOff => say!(
                self,
                "note-late-sign-off",
                number = number,
                length = length,
                department = department
            ),
            TimerKind::Promise => {
                say!(self, "note-late-promise", number = number, department = department)
            }
            TimerKind::Review => {
                say!(self, "note-late-review", number = number, length = length)
            }
            TimerKind::Chase => {
                let state = self.staff_state(view);
                say!(
                    self,
                    "note-late-chase",
                    number = number,
                    state = state,
                    department = department
                )
            }
            TimerKind::Measure => {
                say!(self, "note-late-measure", number = number)
            }
            TimerKind::FollowUp if view.case.handling.referral.is_none() => {
                say!(self, "note-late-mediation", number = number)
            }
            TimerKind::FollowUp => {
                let body = view.case.handling.referral.as_ref().map_or("", |to| to.body.as_str());
                let body = shortened(body, LINE);
                say!(self, "note-late-follow-up", number = number, body = body)
            }
            TimerKind::Objection => say!(self, "note-late-objection", number = number),
            TimerKind::Approve => say!(self, "note-late-approve", number = number),
            TimerKind::Recheck | TimerKind::SecondCallback => {
                say!(self, "note-late-recheck", number = number)
            }
            TimerKind::Tell => say!(self, "note-late-tell", number = number),
            TimerKind::Pause => say!(self, "note-late-pause", number = number),
            TimerKind::Solve
            | TimerKind::Confirm
            | TimerKind::Callback
            | TimerKind::CallbackReminder
            | TimerKind::CallbackExpiry
            | TimerKind::Corrective
            | TimerKind::Hurry => {
                say!(self, "note-late-solve", number = number, department = department)
            }
        }
    }

    /// The desk asks before it sends somebody; else whoever works on it does.
    fn note_question(self, view: &CaseView, text: &str) -> Page {
        let number = view.case.number.as_str();
        let who = match view.case.state {
            State::Working { .. } => say!(self, "note-question", number = number),
            _ => say!(self, "note-question-desk", number = number),
        };
        let text = Text::plain(who).line(text).paragraph(say!(self, "note-question-how"));
        Page { text, ..Page::default() }
    }

    /// It is back at the desk, which sends somebody else.
    fn note_accused_signed(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let text = Text::plain(say!(self, "note-accused-signed", number = number));
        let key = case_key(view, say!(self, "button-correct-department"), Act::Departments);
        Page::new(text, vec![vec![key.toned(Tone::Primary)]])
    }

    /// Not theirs, they say; how often it has come back is said when that is often.
    fn note_returned(self, view: &CaseView, reason: &str) -> Page {
        let (number, bounces) = (view.case.number.as_str(), view.case.bounces);
        let department = self.department(view);
        let head = say!(self, "note-returned", number = number, department = department);
        let often = (bounces > 1).then(|| say!(self, "desk-bounces", count = bounces));
        let text = Text::plain(head).line(shortened(reason, QUOTED)).line_if(often);
        Page { text, ..Page::default() }
    }

    /// No name or number in a group: they are on the slip, privately.
    fn note_reply_ready(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let key = case_key(view, say!(self, "button-print-reply"), Act::PrintReply);
        let text = Text::plain(say!(self, "note-reply-ready", number = number));
        Page::new(text, vec![vec![key.toned(Tone::Primary)]])
    }

    fn note_please_call(self, view: &CaseView, words: Option<&str>) -> Page {
        let number = view.case.number.as_str();
        let mut text = Text::plain(if view.by_voice() {
            say!(self, "note-please-call", number = number)
        } else {
            say!(self, "note-please-call-silent", number = number)
        });
        text = match view.case.state {
            State::Reported { callback: CallbackState::Asked, .. } => {
                text.line(say!(self, "note-please-call-callback"))
            }
            State::Reported { .. } => text.line(say!(self, "note-please-call-result")),
            State::Working { asked_at: Some(_), .. } => {
                text.line(say!(self, "note-please-call-question"))
            }
            State::Archived { .. } => text.line(say!(self, "note-please-call-answer")),
            _ => text,
        };
        text = text.line_if(words.map(|words| shortened(words, QUOTED)));
        let slip = case_key(view, say!(self, "button-slip"), Act::Slip);
        let mut rows = vec![];
        if matches!(view.case.state, State::Reported { .. }) {
            rows.extend(self.voice_keys(view));
        }
        rows.push(vec![slip]);
        Page::new(text, rows)
    }
}
