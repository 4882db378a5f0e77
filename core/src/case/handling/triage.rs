//! How the desk judges a case (TR-03). For staff alone: a label is never shown to the owner or in a
//! group (PV-09).

use serde::{Deserialize, Serialize};

/// Everything of the sort; each fact is given or not judged yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Triage {
    /// What the owner wants of us at bottom.
    pub nature: Option<Nature>,
    /// First test: is the reason sufficient (S0-19)?
    pub reason_sufficient: Option<bool>,
    /// Second test: is the demand reasonable (S0-19)?
    pub demand_reasonable: Option<bool>,
    /// Whose responsibility it is.
    pub side: Option<Side>,
    /// Inside a unit or outside.
    pub scope: Option<Scope>,
    /// Who pays.
    pub payer: Option<Payer>,
    /// How pressing it is, apart from how grave.
    pub urgency: Option<Urgency>,
}

/// One judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// What is wanted at bottom.
    Nature(Nature),
    /// Whether the reason is sufficient.
    ReasonSufficient(bool),
    /// Whether the demand is reasonable.
    DemandReasonable(bool),
    /// Whose responsibility.
    Side(Side),
    /// Inside or outside.
    Scope(Scope),
    /// Who pays.
    Payer(Payer),
    /// How pressing.
    Urgency(Urgency),
}

/// What the owner wants of us at bottom (S2-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 有效投诉: something is to be put right.
    Complaint,
    /// 求助: help.
    Help,
    /// 咨询: to know something.
    Enquiry,
    /// 发泄: to be heard.
    Venting,
}

/// Whose responsibility it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Ours.
    Ours,
    /// The developer's.
    Developer,
    /// A utility's.
    Utility,
    /// Another resident's.
    Resident,
    /// The owner's own.
    Own,
}

/// Inside a unit or outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 公共部位.
    Public,
    /// 自用部位.
    Unit,
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The estate.
    Estate,
    /// The owner.
    Owner,
    /// The developer, under warranty.
    Warranty,
    /// Whoever has misused it.
    Misuse,
}

/// How pressing it is (S3-06, S2-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 紧急: danger to life or property, no water or power, a blocked pipe, a lift.
    Urgent,
    /// 一般: in its turn.
    Normal,
    /// 常规: with the next round.
    Routine,
}

impl Triage {
    /// With one judgement more; `None` when it was so already.
    pub fn with(mut self, judgement: Judgement) -> Option<Self> {
        let before = self;
        match judgement {
            Judgement::Nature(nature) => self.nature = Some(nature),
            Judgement::ReasonSufficient(yes) => self.reason_sufficient = Some(yes),
            Judgement::DemandReasonable(yes) => self.demand_reasonable = Some(yes),
            Judgement::Side(side) => self.side = Some(side),
            Judgement::Scope(scope) => self.scope = Some(scope),
            Judgement::Payer(payer) => self.payer = Some(payer),
            Judgement::Urgency(urgency) => self.urgency = Some(urgency),
        }
        (self != before).then_some(self)
    }

    /// 成立: founded, when both tests say so; unknown until both are judged or one says no (S0-19).
    pub fn founded(self) -> Option<bool> {
        match (self.reason_sufficient, self.demand_reasonable) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

impl Judgement {
    /// Every judgement, question by question.
    pub const ALL: [&'static [Self]; 7] = [
        &[
            Self::Nature(Nature::Complaint),
            Self::Nature(Nature::Help),
            Self::Nature(Nature::Enquiry),
            Self::Nature(Nature::Venting),
        ],
        &[Self::ReasonSufficient(true), Self::ReasonSufficient(false)],
        &[Self::DemandReasonable(true), Self::DemandReasonable(false)],
        &[
            Self::Side(Side::Ours),
            Self::Side(Side::Developer),
            Self::Side(Side::Utility),
            Self::Side(Side::Resident),
            Self::Side(Side::Own),
        ],
        &[Self::Scope(Scope::Public), Self::Scope(Scope::Unit)],
        &[
            Self::Payer(Payer::Estate),
            Self::Payer(Payer::Owner),
            Self::Payer(Payer::Warranty),
            Self::Payer(Payer::Misuse),
        ],
        &[
            Self::Urgency(Urgency::Urgent),
            Self::Urgency(Urgency::Normal),
            Self::Urgency(Urgency::Routine),
        ],
    ];

    /// How a button writes it: its question and its answer, counted from nothing.
    pub fn code(self) -> (usize, usize) {
        let at = Self::ALL.iter().enumerate().find_map(|(question, answers)| {
            answers.iter().position(|one| *one == self).map(|answer| (question, answer))
        });
        at.unwrap_or_default()
    }

    /// Reads what a button writes.
    pub fn of_code(question: usize, answer: usize) -> Option<Self> {
        Self::ALL.get(question)?.get(answer).copied()
    }

    /// Whether this is how a case is judged.
    pub fn holds(self, triage: Triage) -> bool {
        triage.with(self).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn founded_needs_both_tests() {
        use Judgement::{DemandReasonable, ReasonSufficient};

        let judged = |judgements: &[Judgement]| {
            let mut triage = Triage::default();
            for judgement in judgements {
                triage = triage.with(*judgement).unwrap();
            }
            triage.founded()
        };
        assert_eq!(judged(&[]), None);
        assert_eq!(judged(&[ReasonSufficient(true)]), None);
        assert_eq!(judged(&[ReasonSufficient(false)]), Some(false));
        assert_eq!(judged(&[ReasonSufficient(true), DemandReasonable(true)]), Some(true));
        assert_eq!(judged(&[ReasonSufficient(true), DemandReasonable(false)]), Some(false));
    }

    #[test]
    fn every_judgement_has_a_code_of_its_own() {
        for (question, answers) in Judgement::ALL.iter().enumerate() {
            for (answer, judgement) in answers.iter().enumerate() {
                assert_eq!(judgement.code(), (question, answer));
                assert_eq!(Judgement::of_code(question, answer), Some(*judgement));
            }
        }
        assert_eq!(Judgement::of_code(7, 0), None);
        assert_eq!(Judgement::of_code(0, 9), None);
    }
}
