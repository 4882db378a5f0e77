//! Refusals and short answers to presses. At most 200 characters, for they are shown as toasts.

use casework::{
    case::{Refusal, State},
    desk::CaseView,
    intake::FormKind,
};

use super::{Voice, say};

impl Voice {
    /// Why it may not happen, for this person, as the case stands.
    pub fn refusal(self, why: Refusal, view: &CaseView) -> String {
        match why {
            Refusal::NotEntitled => match (&view.case.state, &view.signer) {
                (State::Working { .. }, Some(signer)) => {
                    say!(self, "refusal-not-yours", name = self.name(signer))
                }
                // What is left to do then is the head's.
                (State::Reported { .. } | State::Closed { .. }, _) => {
                    say!(self, "refusal-heads-only")
                }
                _ => say!(self, "refusal-not-entitled"),
            },
            Refusal::Stale => say!(self, "refusal-stale"),
            Refusal::AlreadySigned => {
                let name = view.signer.as_ref().map(|signer| self.name(signer));
                say!(self, "refusal-already-signed", name = name.unwrap_or_default())
            }
            Refusal::AlreadySo => say!(self, "refusal-already-so"),
            Refusal::NotSigned => say!(self, "refusal-not-signed"),
            Refusal::NoResult => say!(self, "refusal-no-result"),
            Refusal::ResultIsIn => say!(self, "refusal-result-is-in"),
            Refusal::AtDesk => say!(self, "refusal-at-desk"),
            Refusal::NeedsWork => say!(self, "refusal-needs-work"),
            Refusal::TooSoon => say!(self, "refusal-too-soon"),
            Refusal::BadTime => say!(self, "refusal-bad-time"),
            Refusal::Over => say!(self, "refusal-over"),
            Refusal::NoMoreTime => {
                let (more, form) = (say!(self, "button-beside"), self.form(FormKind::Fix));
                say!(self, "refusal-no-more-time", more = more, form = form)
            }
            Refusal::OtherKind => say!(self, "refusal-other-kind"),
            Refusal::NoMeasure => say!(self, "refusal-no-measure"),
            Refusal::NoPrice => say!(self, "refusal-no-price"),
            Refusal::NoConsent => say!(self, "refusal-no-consent"),
            Refusal::NoApproval => say!(self, "refusal-no-approval"),
            Refusal::NoHigher => say!(self, "refusal-no-higher"),
            Refusal::NoCorrective => say!(self, "refusal-no-corrective"),
            Refusal::WithDepartment => say!(self, "refusal-with-department"),
            Refusal::SecondPerson => say!(self, "refusal-second-person"),
            Refusal::Partial => say!(self, "refusal-partial"),
            Refusal::AboutThem => say!(self, "refusal-about-them"),
            Refusal::Undecided => say!(self, "refusal-undecided"),
            Refusal::Merged => say!(self, "refusal-merged"),
            Refusal::NoMerge => say!(self, "refusal-no-merge"),
            Refusal::NotWaiting => say!(self, "refusal-not-waiting"),
            Refusal::TriedJustNow => say!(self, "refusal-tried-just-now"),
        }
    }

    /// There is no such case, or it is not theirs.
    pub fn no_case(self) -> String {
        say!(self, "refusal-no-case")
    }

    /// Signed; the full slip is on its way.
    pub fn toast_signed(self) -> String {
        say!(self, "toast-signed")
    }

    /// Done.
    pub fn toast_done(self) -> String {
        say!(self, "toast-done")
    }

    /// Noted.
    pub fn toast_noted(self) -> String {
        say!(self, "toast-noted")
    }

    /// Signed off.
    pub fn toast_sign_off(self) -> String {
        say!(self, "toast-sign-off")
    }

    /// Hurried.
    pub fn toast_hurried(self) -> String {
        say!(self, "toast-hurried")
    }

    /// That question is past.
    pub fn toast_stale_question(self) -> String {
        say!(self, "toast-stale-question")
    }

    /// That button is too old.
    pub fn toast_old_button(self) -> String {
        say!(self, "toast-old-button")
    }

    /// It was sent already.
    pub fn toast_sent_already(self) -> String {
        say!(self, "toast-sent-already")
    }

    /// The questionnaire is not for them, or over.
    pub fn toast_not_asked(self) -> String {
        say!(self, "toast-not-asked")
    }

    /// The time in which answers could be corrected is over.
    pub fn toast_too_late_to_correct(self, is_own: bool) -> String {
        if is_own {
            say!(self, "toast-too-late-to-correct")
        } else {
            say!(self, "toast-too-late-to-correct-theirs")
        }
    }

    /// One press came too soon after the other.
    pub fn toast_press_again(self) -> String {
        say!(self, "toast-press-again")
    }

    /// They are asked again from now on.
    pub fn toast_asked_again(self) -> String {
        say!(self, "toast-asked-again")
    }

    /// The rest goes on in private.
    pub fn toast_private(self) -> String {
        say!(self, "goes-private")
    }

    /// Only the administrator.
    pub fn only_admin(self) -> String {
        say!(self, "only-admin")
    }

    /// Only the desk.
    pub fn only_colleagues(self) -> String {
        say!(self, "only-colleagues")
    }
}
