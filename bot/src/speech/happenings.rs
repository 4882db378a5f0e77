//! What happened and what is waited for, in a word or two: for the demo's panel.

use casework::{case::Event, policy::TimerKind};

use super::{Voice, say};

impl Voice {
    /// What happened.
    pub fn event(self, event: &Event) -> String {
        match event {
            Event::Register => say!(self, "event-register"),
            Event::Dispatch { .. } => say!(self, "event-dispatch"),
            Event::Correct { .. } => say!(self, "event-correct"),
            Event::Promise { .. } => say!(self, "event-promise"),
            Event::Reply { .. } => say!(self, "event-reply"),
            Event::Sign => say!(self, "event-sign"),
            Event::SetOut => say!(self, "event-set-out"),
            Event::Arrive => say!(self, "event-arrive"),
            Event::Note { .. } => say!(self, "event-note"),
            Event::Ask { .. } => say!(self, "event-ask"),
            Event::Return { .. } => say!(self, "event-return"),
            Event::Report { .. } => say!(self, "event-report"),
            Event::Confirm => say!(self, "event-confirm"),
            Event::Partly { .. } => say!(self, "event-partly"),
            Event::Dispute { .. } => say!(self, "event-dispute"),
            Event::SignOff => say!(self, "event-sign-off"),
            Event::SendBack { .. } => say!(self, "event-send-back"),
            Event::Answer { .. } => say!(self, "event-answer"),
            Event::Review { .. } => say!(self, "event-review"),
            Event::Add { .. } => say!(self, "event-add"),
            Event::Say { .. } => say!(self, "event-say"),
            Event::Hurry => say!(self, "event-hurry"),
            Event::Withdraw { .. } => say!(self, "event-withdraw"),
            Event::Overdue { timer } => {
                say!(self, "event-overdue", timer = self.timer(*timer))
            }
        }
    }

    /// What is waited for.
    pub fn timer(self, kind: TimerKind) -> String {
        match kind {
            TimerKind::Dispatch => say!(self, "timer-dispatch"),
            TimerKind::Pickup => say!(self, "timer-pickup"),
            TimerKind::Arrive => say!(self, "timer-arrive"),
            TimerKind::Plan => say!(self, "timer-plan"),
            TimerKind::Solve => say!(self, "timer-solve"),
            TimerKind::Age => say!(self, "timer-age"),
            TimerKind::SignOff => say!(self, "timer-sign-off"),
            TimerKind::Confirm => say!(self, "timer-confirm"),
            TimerKind::Callback => say!(self, "timer-callback"),
            TimerKind::CallbackReminder => say!(self, "timer-callback-reminder"),
            TimerKind::CallbackExpiry => say!(self, "timer-callback-expiry"),
            TimerKind::Promise => say!(self, "timer-promise"),
            TimerKind::Review => say!(self, "timer-review"),
            TimerKind::Chase => say!(self, "timer-chase"),
            TimerKind::Hurry => say!(self, "timer-hurry"),
        }
    }
}
