//! What happened and what is waited for, in a word or two: for the demo's panel.

use casework::{case::Event, policy::TimerKind};

use super::{Voice, say};

impl Voice {
    /// What happened.
    pub fn event(self, event: &Event) -> String {
        match event {
            Event::Register => say!(self, "event-register"),
            Event::Dispatch { .. } => say!(self, "event-dispatch"),
            Event::Correct(_) => say!(self, "event-correct"),
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
            Event::Locate { .. } => say!(self, "event-locate"),
            Event::Answer { .. } => say!(self, "event-answer"),
            Event::Revise { .. } => say!(self, "event-revise"),
            Event::OptOut => say!(self, "event-opt-out"),
            Event::Review { .. } => say!(self, "event-review"),
            Event::Add { .. } => say!(self, "event-add"),
            Event::Say { .. } => say!(self, "event-say"),
            Event::Hurry => say!(self, "event-hurry"),
            Event::Withdraw { .. } => say!(self, "event-withdraw"),
            Event::Acknowledge => say!(self, "event-acknowledge"),
            Event::Fix { .. } => say!(self, "event-fix"),
            Event::AskTime { .. } => say!(self, "event-ask-time"),
            Event::GrantTime => say!(self, "event-grant-time"),
            Event::RefuseTime { .. } => say!(self, "event-refuse-time"),
            Event::Relieve { .. } => say!(self, "event-relieve"),
            Event::Quote { .. } => say!(self, "event-quote"),
            Event::Agree => say!(self, "event-agree"),
            Event::RefuseQuote { .. } => say!(self, "event-refuse-quote"),
            Event::Refer { .. } => say!(self, "event-refer"),
            Event::Decline { .. } => say!(self, "event-decline"),
            Event::Second => say!(self, "event-second"),
            Event::Reject { .. } => say!(self, "event-reject"),
            Event::Object { .. } => say!(self, "event-object"),
            Event::Decide { .. } => say!(self, "event-decide"),
            Event::Prevent { .. } => say!(self, "event-prevent"),
            Event::Complete { .. } => say!(self, "event-complete"),
            Event::Accuse { .. } => say!(self, "event-accuse"),
            Event::Assess { .. } => say!(self, "event-assess"),
            Event::Plan { .. } => say!(self, "event-plan"),
            Event::ApprovePlan => say!(self, "event-approve-plan"),
            Event::RejectPlan { .. } => say!(self, "event-reject-plan"),
            Event::OfferVisit { .. } => say!(self, "event-offer-visit"),
            Event::TakeVisit => say!(self, "event-take-visit"),
            Event::OtherVisit { .. } => say!(self, "event-other-visit"),
            Event::Survey { .. } => say!(self, "event-survey"),
            Event::Pause { .. } => say!(self, "event-pause"),
            Event::Resume => say!(self, "event-resume"),
            Event::Recheck => say!(self, "event-recheck"),
            Event::Relapse { .. } => say!(self, "event-relapse"),
            Event::Alarm => say!(self, "event-alarm"),
            Event::Raise { .. } => say!(self, "event-raise"),
            Event::Mediate { .. } => say!(self, "event-mediate"),
            Event::Settle => say!(self, "event-settle"),
            Event::Statement { .. } => say!(self, "event-statement"),
            Event::Merge { .. } => say!(self, "event-merge"),
            Event::Lead { .. } => say!(self, "event-lead"),
            Event::Split => say!(self, "event-split"),
            Event::Share { .. } => say!(self, "event-share"),
            Event::Recall => say!(self, "event-recall"),
            Event::Recognise { .. } => say!(self, "event-recognise"),
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
            TimerKind::Measure => say!(self, "timer-measure"),
            TimerKind::FollowUp => say!(self, "timer-follow-up"),
            TimerKind::Objection => say!(self, "timer-objection"),
            TimerKind::Approve => say!(self, "timer-approve"),
            TimerKind::Pause => say!(self, "timer-pause"),
            TimerKind::Recheck => say!(self, "timer-recheck"),
            TimerKind::Corrective => say!(self, "timer-corrective"),
        }
    }
}
