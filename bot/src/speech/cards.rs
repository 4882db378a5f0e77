//! The living messages: the slip in the department's group, the case at the desk, the owner's
//! receipt. A group card never carries name, telephone, unit or story (PV-01).

use casework::{
    case::{CallbackState, Case, Number, OwnersWord, Severity, State, Step},
    desk::CaseView,
    intake::{File, Purpose},
    people::Person,
    policy::TimerKind,
};

use super::{Voice, say};
use crate::{
    button::{Act, Button},
    page::{Key, Page, Text, Tone},
};

/// So much of the story the receipt shows, so that its owner knows which matter it is.
const GLIMPSE: usize = 60;

impl Voice {
    /// The slip (处理单) as the department sees it. A slip of an earlier round is void.
    pub fn slip(self, view: &CaseView, round: i32, files: &[File], head: Option<&Person>) -> Page {
        let case = &view.case;
        let (number, kind) = (case.number.as_str(), self.kind(case.kind));
        let title = if round > 1 {
            say!(self, "slip-again", number = number, kind = kind, round = round)
        } else {
            say!(self, "slip", number = number, kind = kind)
        };
        let text = Text::heading(&title)
            .line(say!(self, "slip-category", value = self.about(view)))
            .line(say!(self, "slip-place", value = self.whereabouts(view)))
            .line(say!(self, "slip-received", moment = self.moment(case.opened_at)));
        let void = match case.state {
            _ if round != case.round => Some(say!(self, "slip-moved-on")),
            State::Registered { .. } => Some(say!(self, "slip-returned")),
            // One slip for the department, also once the result is told.
            _ if view.leader.is_some() => Some(self.led_state(view)),
            _ => None,
        };
        if let Some(state) = void {
            return Page::new(text.line(say!(self, "slip-state", state = state)), vec![]);
        }
        let mut text = text
            .line_if(self.grave(case))
            .line_if(self.urgent(view))
            .line_if(self.deadlines(view))
            .line(say!(self, "slip-state", state = self.staff_state(view)))
            .line_if(self.signature(view))
            .line_if(self.together(view));
        for line in self.gates(view, head).into_iter().chain(self.handling_lines(view)) {
            text = text.line(line);
        }
        text = text.line_if(self.files_line(files));
        Page::new(text, self.slip_keys(case))
    }

    fn urgent(self, view: &CaseView) -> Option<String> {
        let handling = &view.case.handling;
        if !view.case.state.is_open() {
            return None;
        }
        let danger = handling.alarmed_at.map(|_| say!(self, "slip-danger"));
        danger.or_else(|| handling.urgent_at.map(|_| say!(self, "slip-urgent")))
    }

    fn grave(self, case: &Case) -> Option<String> {
        (case.severity > Severity::Minor)
            .then(|| say!(self, "slip-severity", value = self.graded(case)))
    }

    pub(super) fn deadlines(self, view: &CaseView) -> Option<String> {
        let needs_work = view.case.kind.needs_work();
        // In danger people run at once: a date of tomorrow would say otherwise.
        if view.case.is_alarmed() {
            let sign = matches!(view.case.state, State::Dispatched { .. });
            let sign = self.deadline(view, TimerKind::Pickup).filter(|_| sign);
            return sign.map(|moment| say!(self, "slip-sign-by", moment = moment));
        }
        let mut lines = vec![];
        match view.case.state {
            State::Registered { .. } if needs_work => {
                let send = self.deadline(view, TimerKind::Dispatch);
                lines.extend(send.map(|moment| say!(self, "slip-dispatch-by", moment = moment)));
            }
            State::Registered { .. } => {}
            State::Working { step: Step::Accepted, .. }
                if view.timer(TimerKind::Promise).is_none() =>
            {
                // A plan that may come after the result is no date to look at.
                let solve = view.timer(TimerKind::Solve).map(|timer| timer.due_at);
                let comes_first = view
                    .timer(TimerKind::Plan)
                    .is_some_and(|plan| solve.is_none_or(|solve| plan.due_at < solve));
                let plan = self.deadline(view, TimerKind::Plan).filter(|_| comes_first);
                lines.extend(plan.map(|moment| say!(self, "slip-plan-by", moment = moment)));
            }
            State::Working { .. } => {}
            State::Dispatched { .. } => {
                let sign = self.deadline(view, TimerKind::Pickup);
                lines.extend(sign.map(|moment| say!(self, "slip-sign-by", moment = moment)));
            }
            State::Reported { signed_off: None, .. } => {
                let moment = self.deadline(view, TimerKind::SignOff)?;
                return Some(say!(self, "slip-sign-off-by", moment = moment));
            }
            State::Closed { .. } => {
                let moment = self.deadline(view, TimerKind::Review)?;
                return Some(say!(self, "slip-review-by", moment = moment));
            }
            _ => return None,
        }
        // Whoever is measured by it must see it (T-70 to T-72).
        let is_there = matches!(view.case.state, State::Working { step: Step::Arrived, .. });
        let arrive = self.deadline(view, TimerKind::Arrive).filter(|_| !is_there);
        lines.extend(arrive.map(|moment| say!(self, "slip-arrive-by", moment = moment)));
        let solve = self.deadline(view, TimerKind::Solve);
        lines.extend(solve.map(|moment| {
            if needs_work {
                say!(self, "slip-solve-by", moment = moment)
            } else {
                say!(self, "slip-answer-by", moment = moment)
            }
        }));
        let promised = self.deadline(view, TimerKind::Promise);
        lines.extend(promised.map(|moment| say!(self, "slip-promised", moment = moment)));
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// A case as the service centre sees it in its group.
    pub fn desk_card(self, view: &CaseView, files: &[File], head: Option<&Person>) -> Page {
        let case = &view.case;
        let (number, kind) = (case.number.as_str(), self.kind(case.kind));
        let mut text = Text::heading(&say!(self, "desk-card", number = number, kind = kind));
        if case.kind.needs_work() {
            text = text
                .line(say!(self, "slip-category", value = self.about(view)))
                .line(say!(self, "slip-place", value = self.whereabouts(view)))
                .line(say!(self, "slip-severity", value = self.gravity(view)))
                .line(say!(self, "desk-department", value = self.department(view)));
        }
        text = text.line(say!(self, "slip-received", moment = self.moment(case.opened_at)));
        // First asked (首问责任制): the name stays, also when the owner has a chat by now.
        if view.filer.id != view.owner.id {
            let (channel, name) = (self.channel(case.channel), self.name(&view.filer));
            text = text.line(say!(self, "desk-first-asked", channel = channel, name = name));
        }
        if case.bounces > 0 {
            text = text.line(say!(self, "desk-bounces", count = case.bounces));
        }
        let raised = view.raised_by.as_ref().map(Number::as_str);
        text = text
            .line_if(raised.map(|number| say!(self, "desk-raised-in", number = number)))
            .line_if(self.urgent(view))
            .line_if(self.deadlines(view))
            .line(say!(self, "slip-state", state = self.staff_state(view)))
            .line_if(self.signature(view))
            .line_if(self.together(view));
        for line in self.gates(view, head).into_iter().chain(self.handling_lines(view)) {
            text = text.line(line);
        }
        Page::new(text.line_if(self.files_line(files)), self.desk_keys(view))
    }

    fn desk_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let case = &view.case;
        let key = |label: String, act| Key::press(label, &Button::on(case, act));
        let words = |label: String, purpose| key(label, Act::Words(purpose));
        let slip = key(say!(self, "button-slip"), Act::Slip);
        let note = words(say!(self, "button-note"), Purpose::Note);
        let more = key(say!(self, "button-beside"), Act::More);
        if case.state.is_final() {
            return vec![vec![slip, more]];
        }
        // Who has no chat may want one, however far the case is.
        let link = view
            .owner
            .account
            .is_none()
            .then(|| vec![key(say!(self, "button-caller-link"), Act::Link)]);
        if !case.kind.needs_work() {
            let reply = words(say!(self, "button-reply"), Purpose::Reply).toned(Tone::Primary);
            let promise = key(say!(self, "button-promise"), Act::Promise);
            let ask = words(say!(self, "button-ask"), Purpose::Ask);
            let correct = key(say!(self, "button-correct"), Act::Correct);
            return vec![vec![reply, promise], vec![correct, ask], vec![note, slip], vec![more]]
                .into_iter()
                .chain(link)
                .collect();
        }
        if matches!(case.state, State::Merged { .. }) {
            return vec![vec![key(say!(self, "button-split"), Act::Split)], vec![note, slip]];
        }
        let mut rows = vec![];
        if view.by_voice() && matches!(case.state, State::Reported { .. }) {
            rows.extend(self.voice_keys(view));
        }
        if case.state.is_open() {
            rows.push(vec![
                key(say!(self, "button-correct"), Act::Correct),
                key(say!(self, "button-promise"), Act::Promise),
            ]);
        }
        if matches!(case.state, State::Registered { .. } | State::Dispatched { .. }) {
            rows.push(vec![words(say!(self, "button-ask"), Purpose::Ask), note]);
            rows.push(vec![slip, more]);
        } else {
            rows.push(vec![note, slip]);
            rows.push(vec![more]);
        }
        rows.extend(self.mediation_keys(view));
        rows.extend(link);
        rows
    }

    /// What the desk writes down when an owner without a chat has answered by telephone.
    pub(super) fn voice_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let case = &view.case;
        let key = |label: String, act| Key::press(label, &Button::on(case, act));
        if matches!(case.state, State::Reported { callback: CallbackState::Asked, .. }) {
            let call = key(say!(self, "button-call"), Act::Call);
            return vec![vec![call.toned(Tone::Primary)]];
        }
        let mut row = vec![];
        if !has_confirmed(view) {
            row.push(key(say!(self, "button-by-voice-fixed"), Act::Confirm).toned(Tone::Success));
        }
        row.push(key(say!(self, "button-by-voice-partly"), Act::Words(Purpose::Partly)));
        let dispute = key(say!(self, "button-by-voice-dispute"), Act::Words(Purpose::Dispute));
        vec![row, vec![dispute.toned(Tone::Danger)]]
    }

    /// What was a desk's card of somebody's own, when it is theirs no longer.
    pub fn card_not_yours(self, view: &CaseView) -> Page {
        Page::say(say!(self, "card-not-yours", number = view.case.number.as_str()))
    }

    /// The acknowledgement, which goes on telling the owner how it stands.
    pub fn receipt(self, view: &CaseView) -> Page {
        let case = &view.case;
        let (number, kind) = (case.number.as_str(), self.kind(case.kind));
        let mut text = Text::heading(&say!(self, "receipt", number = number, kind = kind));
        text = if case.kind.is_confidential() {
            text.line(if case.facts.passes.is_some() {
                say!(self, "receipt-thanks")
            } else {
                say!(self, "receipt-report")
            })
        } else if case.kind.needs_work() {
            text.line(say!(self, "receipt-sorry"))
        } else {
            text.line(say!(self, "receipt-thanks"))
        };
        text = text.line_if(case.facts.passes.map(|passes| self.passes(passes)));
        text = text.line(say!(self, "field-story", value = self.glimpse(view, GLIMPSE)));
        if matches!(case.state, State::Registered { .. } | State::Dispatched { .. }) {
            text = self.what_comes(text, view);
        }
        text = text.paragraph(say!(self, "receipt-state", state = self.owner_state(view)));
        if view.site.shows_names
            && let Some(signer) = &view.signer
        {
            text = text.line(say!(self, "state-by", name = self.name(signer)));
        }
        text = text
            .line_if(self.answer_to_owner(view))
            .line_if(self.price_to_owner(view))
            .line_if(self.promised_to_owner(view))
            .line_if(self.due_to_owner(view));
        Page::new(text, self.owner_keys(view))
    }

    /// The time promised, as long as it lies ahead.
    fn promised_to_owner(self, view: &CaseView) -> Option<String> {
        let promise = view.timer(TimerKind::Promise).filter(|timer| timer.fired_at.is_none())?;
        Some(say!(self, "state-promised", moment = self.moment(promise.due_at)))
    }

    /// How grave it is; danger is no minor matter, whatever it comes to in the end.
    fn gravity(self, view: &CaseView) -> String {
        if view.case.is_alarmed() { say!(self, "severity-danger") } else { self.graded(&view.case) }
    }

    /// Until when there is a result; when that is past, an apology.
    fn due_to_owner(self, view: &CaseView) -> Option<String> {
        let timer = view.timer(TimerKind::Solve).filter(|_| !view.case.is_alarmed())?;
        match (&view.case.state, timer.fired_at) {
            (
                State::Registered { .. } | State::Dispatched { .. } | State::Working { .. },
                Some(_),
            ) => Some(say!(self, "state-late")),
            (State::Working { .. }, None) => {
                Some(say!(self, "state-due", moment = self.moment(timer.due_at)))
            }
            _ => None,
        }
    }

    /// The department, the steps and their times, from the policy in force.
    fn what_comes(self, text: Text, view: &CaseView) -> Text {
        if view.case.is_alarmed() {
            return text.line(say!(self, "receipt-alarmed"));
        }
        let solve = view.timer(TimerKind::Solve).filter(|timer| timer.fired_at.is_none());
        let solve = solve.map(|timer| self.moment(timer.due_at));
        if !view.case.kind.needs_work() {
            return text
                .line_if(solve.map(|moment| say!(self, "receipt-answer-by", moment = moment)));
        }
        if matches!(view.case.state, State::Registered { .. }) {
            let dispatch = self.waits(view, TimerKind::Dispatch);
            return text
                .paragraph(say!(self, "receipt-steps"))
                .line(say!(self, "receipt-dispatch", length = dispatch))
                .line_if(solve.map(|moment| say!(self, "receipt-solve", moment = moment)))
                .line(say!(self, "receipt-callback"));
        }
        let department = self.department(view);
        let in_time = view.timer(TimerKind::Pickup).is_some_and(|timer| timer.fired_at.is_none());
        let pickup = in_time.then(|| {
            let length = self.waits(view, TimerKind::Pickup);
            say!(self, "receipt-pickup", length = length, department = department.as_str())
        });
        text.line(say!(self, "receipt-department", department = department.as_str()))
            .paragraph(say!(self, "receipt-steps"))
            .line_if(pickup)
            .line_if(solve.map(|moment| say!(self, "receipt-solve", moment = moment)))
            .line(say!(self, "receipt-callback"))
    }

    /// What the owner can do now.
    pub(super) fn owner_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        let case = &view.case;
        let key = |label: String, act| Key::press(label, &Button::on(case, act));
        let copy = Key::copy(say!(self, "button-copy"), case.number.as_str());
        if case.state.is_final() || matches!(case.state, State::Closed { .. }) {
            let mut rows = vec![vec![copy, self.key_home()]];
            if !matches!(case.state, State::Withdrawn { .. }) {
                rows.extend(self.object_keys(view));
            }
            return rows;
        }
        let mut rows = vec![vec![copy, key(say!(self, "button-add"), Act::Words(Purpose::Add))]];
        if case.state.signer().is_some() {
            rows.push(vec![key(say!(self, "button-say-crew"), Act::Words(Purpose::Say))]);
        }
        if matches!(case.state, State::Reported { .. }) {
            rows.extend(self.object_keys(view));
        } else {
            rows.push(vec![
                key(say!(self, "button-hurry"), Act::Hurry),
                key(say!(self, "button-withdraw"), Act::Words(Purpose::Withdraw))
                    .toned(Tone::Danger),
            ]);
        }
        rows
    }

    /// How a case stands, for whoever asks: the owner's view, or the staff's.
    pub fn status(self, view: &CaseView, for_owner: bool) -> Page {
        if for_owner {
            let mut page = self.receipt(view);
            if matches!(view.case.state, State::Reported { .. }) && !has_confirmed(view) {
                let mut rows = self.judging_keys(view);
                rows.extend(self.owner_keys(view));
                page.keyboard = crate::page::Keyboard::Inline(rows);
            }
            return page;
        }
        let mut page = self.desk_card(view, &[], None);
        page.keyboard = crate::page::Keyboard::Inline(vec![vec![Key::press(
            say!(self, "button-slip"),
            &Button::on(&view.case, Act::Slip),
        )]]);
        page
    }
}

/// Whether the owner has said that it is solved.
fn has_confirmed(view: &CaseView) -> bool {
    matches!(view.case.state, State::Reported { owner: OwnersWord::Fixed, .. })
}
