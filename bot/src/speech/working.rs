//! Notices of what is planned, agreed and found while work goes on, and the desk's judgement.

use casework::{
    case::{
        Notice,
        handling::{Judgement, Nature, PauseGround, Payer, RaiseGround, Scope, Side, Urgency},
    },
    desk::CaseView,
    intake::Purpose,
};

use super::{Voice, case_key, say};
use crate::{
    button::Act,
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of each text one notice shows.
const QUOTED: usize = 1_000;
/// So much of a text a card shows.
const LINE: usize = 120;

impl Voice {
    /// One of these notices, as the case stands now.
    pub(super) fn working_notice(self, view: &CaseView, notice: &Notice, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        let said = |head: String, text: &str| Page {
            text: Text::heading(&head).line(shortened(text, QUOTED)),
            ..Page::default()
        };
        match notice {
            Notice::PlanWanted => self.note_plan(view, true),
            Notice::Planned => self.note_plan(view, false),
            Notice::PlanApproved => Page::say(say!(self, "note-plan-approved", number = number)),
            Notice::PlanRejected { reason } => {
                said(say!(self, "note-plan-rejected", number = number), reason)
            }
            Notice::VisitOffered => self.note_visit(view, true),
            Notice::VisitTaken => self.note_visit(view, false),
            Notice::VisitMoved { text } => {
                said(say!(self, "note-visit-moved", number = number), text)
            }
            Notice::Settled => Page::say(say!(self, "note-settled", number = number)),
            Notice::Paused => self.note_paused(view),
            Notice::Raised { ground } => {
                let severity = self.severity(view.case.severity);
                said(
                    say!(self, "note-raised", number = number, severity = severity),
                    &self.raise_ground(*ground),
                )
            }
            Notice::StillFine => self.note_still_fine(view, to_owner),
            Notice::CameBack { reason } => {
                said(say!(self, "note-came-back", number = number), reason)
            }
            Notice::Relapsed { reason } => {
                said(say!(self, "note-relapsed", number = number), reason)
            }
            _ => self.note_mediated(view, to_owner),
        }
    }

    /// Some time after: is it still fine? Whoever has no chat is called.
    fn note_still_fine(self, view: &CaseView, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        if !to_owner {
            let fine = case_key(view, say!(self, "button-by-voice-fine"), Act::StillFine);
            let back = say!(self, "button-by-voice-came-back");
            let keys = vec![
                vec![fine.toned(Tone::Success)],
                vec![case_key(view, back, Act::Words(Purpose::CameBack))],
                vec![case_key(view, say!(self, "button-slip"), Act::Slip)],
            ];
            return Page::new(
                Text::plain(say!(self, "note-still-fine-call", number = number)),
                keys,
            );
        }
        let head = say!(self, "note-still-fine", number = number);
        let keys = vec![
            vec![self.key(view, Act::StillFine).toned(Tone::Success)],
            vec![self.key(view, Act::Words(Purpose::CameBack))],
        ];
        Page::new(Text::heading(&head).line(say!(self, "note-still-fine-ask")), keys)
    }

    /// To whoever approves it, with the buttons for that; or to the owner.
    fn note_plan(self, view: &CaseView, is_wanted: bool) -> Page {
        let number = view.case.number.as_str();
        let Some(plan) = &view.case.handling.plan else {
            return Page::say(say!(self, "note-decided-already", number = number));
        };
        let head = if is_wanted && plan.approved.is_some() {
            say!(self, "note-plan-approved", number = number)
        } else if is_wanted {
            say!(self, "note-plan-wanted", number = number)
        } else {
            say!(self, "note-planned", number = number)
        };
        let until = self.moment(plan.until);
        let lines = [
            (say!(self, "field-plan"), plan.text.as_str()),
            (say!(self, "field-until"), until.as_str()),
        ];
        let text = self.lines(&head, &lines);
        if !is_wanted || plan.approved.is_some() {
            return Page { text, ..Page::default() };
        }
        let rows = vec![
            vec![self.key(view, Act::ApprovePlan).toned(Tone::Primary)],
            vec![self.key(view, Act::Words(Purpose::RejectPlan))],
        ];
        Page::new(text, rows)
    }

    /// To the owner, who says whether it suits; or to whoever comes.
    fn note_visit(self, view: &CaseView, is_offered: bool) -> Page {
        let number = view.case.number.as_str();
        let Some(visit) = &view.case.handling.visit else {
            return Page::say(say!(self, "note-decided-already", number = number));
        };
        let moment = self.moment(visit.at);
        if !is_offered {
            return Page::say(say!(self, "note-visit-taken", number = number, moment = moment));
        }
        if visit.agreed {
            return Page::say(say!(self, "note-visit-agreed", number = number, moment = moment));
        }
        let text = say!(self, "note-visit-offered", number = number, moment = moment);
        let rows = vec![
            vec![self.key(view, Act::TakeVisit).toned(Tone::Success)],
            vec![self.key(view, Act::Words(Purpose::OtherVisit))],
        ];
        Page::new(Text::plain(text), rows)
    }

    fn note_paused(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let Some(pause) = &view.agreed().pause else {
            return Page::say(say!(self, "note-work-goes-on", number = number));
        };
        // What only they can bring is asked of them, not told.
        if pause.ground == PauseGround::Owner {
            let what =
                say!(self, "note-paused-for-you", number = number, what = pause.what.as_str());
            return Page::say(what);
        }
        let head = say!(self, "note-paused", number = number);
        let lines = [(self.pause_ground(pause.ground), pause.what.as_str())];
        let until = say!(self, "note-paused-until", moment = self.moment(pause.until));
        Page { text: self.lines(&head, &lines).paragraph(until), ..Page::default() }
    }

    /// What can be said of a repair that is looked at again.
    pub(super) fn recheck_keys(self, view: &CaseView) -> Vec<Vec<Key>> {
        if view.case.handling.recheck.is_some() {
            return vec![];
        }
        vec![
            vec![self.key(view, Act::Recheck).toned(Tone::Success)],
            vec![self.key(view, Act::Words(Purpose::Relapse))],
        ]
    }

    /// What is planned and waited for, on cards.
    pub(super) fn working_lines(self, view: &CaseView) -> Vec<String> {
        let handling = &view.case.handling;
        let plan = handling.plan.as_ref().map(|plan| {
            let value = shortened(&plan.text, LINE);
            say!(self, "slip-plan", value = value)
        });
        let visit = handling.visit.as_ref().map(|visit| {
            let value = self.moment(visit.at);
            if visit.agreed {
                say!(self, "slip-visit-agreed", value = value)
            } else {
                say!(self, "slip-visit", value = value)
            }
        });
        let survey = handling.survey.as_ref().map(|survey| {
            let value = shortened(&survey.found, LINE);
            say!(self, "slip-survey", value = value)
        });
        let pause = handling.pause.as_ref().map(|pause| {
            let ground = self.pause_ground(pause.ground);
            let until = self.moment(pause.until);
            say!(self, "slip-pause", value = format!("{ground} · {until}"))
        });
        [survey, plan, visit, pause].into_iter().flatten().collect()
    }

    /// How the desk judges a case: what is judged, and every answer to choose from. For staff alone
    /// (PV-09).
    pub fn triage(self, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let triage = view.case.handling.triage;
        let mut text = Text::heading(&say!(self, "triage-head", number = number));
        if let Some(line) = self.warranty(view) {
            text = text.line(line);
        }
        let mut rows: Vec<Vec<Key>> = vec![];
        for answers in Judgement::ALL {
            let judged = answers.iter().find(|answer| answer.holds(triage));
            let answer = judged.map_or("–".to_owned(), |answer| self.judged(*answer));
            let question = self.judgement_question(answers[0]);
            text = text.line(say!(self, "triage-line", question = question, answer = answer));
            let open = answers.iter().filter(|answer| judged != Some(answer));
            let keys: Vec<Key> = open
                .map(|answer| {
                    let label = match answer {
                        Judgement::ReasonSufficient(_) | Judgement::DemandReasonable(_) => {
                            let question = self.judgement_question(*answer);
                            format!("{question}: {}", self.judged(*answer))
                        }
                        answer => self.judged(*answer),
                    };
                    case_key(view, label, Act::Assess(*answer))
                })
                .collect();
            let wide = if answers.len() == 2 { 1 } else { 2 };
            rows.extend(keys.chunks(wide).map(<[Key]>::to_vec));
        }
        match triage.founded() {
            Some(true) => text = text.paragraph(say!(self, "triage-founded")),
            Some(false) => text = text.paragraph(say!(self, "triage-explain")),
            None => {}
        }
        rows.push(self.back_to_corrections(view));
        Page::new(text, rows)
    }

    /// Whether the developer still answered for the unit when the case was opened (S2-03.1).
    pub(super) fn warranty(self, view: &CaseView) -> Option<String> {
        let ends = view.warranty_ends()?;
        let until = ends.format("%Y-%m-%d").to_string();
        Some(if self.local_day(view.case.opened_at) <= ends {
            say!(self, "warranty-runs", until = until)
        } else {
            say!(self, "warranty-ended", until = until)
        })
    }

    /// Why a case is graver than it looked (S2-04).
    pub(super) fn raise_ground(self, ground: RaiseGround) -> String {
        match ground {
            RaiseGround::Repeated => say!(self, "raised-repeated"),
            RaiseGround::Households => say!(self, "raised-households"),
            RaiseGround::Handover => say!(self, "raised-handover"),
            RaiseGround::RepeatedRepair => say!(self, "raised-repeated-repair"),
            RaiseGround::Spares => say!(self, "raised-spares"),
            RaiseGround::Design => say!(self, "raised-design"),
            RaiseGround::FitOut => say!(self, "raised-fit-out"),
            RaiseGround::Unsettled => say!(self, "raised-unsettled"),
            RaiseGround::Quality => say!(self, "raised-quality"),
            RaiseGround::Spreading => say!(self, "raised-spreading"),
            RaiseGround::RepairRefused => say!(self, "raised-repair-refused"),
            RaiseGround::Compensation => say!(self, "raised-demand"),
            RaiseGround::LargeLoss => say!(self, "raised-large-loss"),
            RaiseGround::BeyondAuthority => say!(self, "raised-beyond-authority"),
        }
    }

    fn judgement_question(self, judgement: Judgement) -> String {
        match judgement {
            Judgement::Nature(_) => say!(self, "triage-nature"),
            Judgement::ReasonSufficient(_) => say!(self, "triage-reason"),
            Judgement::DemandReasonable(_) => say!(self, "triage-demand"),
            Judgement::Side(_) => say!(self, "triage-side"),
            Judgement::Scope(_) => say!(self, "triage-scope"),
            Judgement::Payer(_) => say!(self, "triage-payer"),
            Judgement::Urgency(_) => say!(self, "triage-urgency"),
        }
    }

    fn judged(self, judgement: Judgement) -> String {
        match judgement {
            Judgement::Nature(Nature::Complaint) => say!(self, "nature-complaint"),
            Judgement::Nature(Nature::Help) => say!(self, "nature-help"),
            Judgement::Nature(Nature::Enquiry) => say!(self, "nature-enquiry"),
            Judgement::Nature(Nature::Venting) => say!(self, "nature-venting"),
            Judgement::ReasonSufficient(true) | Judgement::DemandReasonable(true) => {
                say!(self, "judged-yes")
            }
            Judgement::ReasonSufficient(false) | Judgement::DemandReasonable(false) => {
                say!(self, "judged-no")
            }
            Judgement::Side(Side::Ours) => say!(self, "side-ours"),
            Judgement::Side(Side::Developer) => say!(self, "side-developer"),
            Judgement::Side(Side::Utility) => say!(self, "side-utility"),
            Judgement::Side(Side::Resident) => say!(self, "side-resident"),
            Judgement::Side(Side::Own) => say!(self, "side-own"),
            Judgement::Scope(Scope::Public) => say!(self, "scope-public"),
            Judgement::Scope(Scope::Unit) => say!(self, "scope-unit"),
            Judgement::Payer(Payer::Estate) => say!(self, "payer-estate"),
            Judgement::Payer(Payer::Owner) => say!(self, "payer-owner"),
            Judgement::Payer(Payer::Warranty) => say!(self, "payer-warranty"),
            Judgement::Payer(Payer::Misuse) => say!(self, "payer-misuse"),
            Judgement::Urgency(Urgency::Urgent) => say!(self, "urgency-urgent"),
            Judgement::Urgency(Urgency::Normal) => say!(self, "urgency-normal"),
            Judgement::Urgency(Urgency::Routine) => say!(self, "urgency-routine"),
        }
    }
}
