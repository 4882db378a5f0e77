//! Who may do what. Rights are facts of the register, asked at commit time; sitting in a chat is
//! never one.

mod explain;
pub mod matrix;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use explain::{Explanation, explain};

use crate::{
    case::{Case, Event, Passes, handling::LEVELS},
    ids::{Account, DepartmentId, PersonId, PlaceId, SiteId},
    words::Language,
};

/// A position somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 园区服务中心 / 客服: registers, dispatches, chases, tells.
    Desk,
    /// 维修人员: signs, works, reports.
    Crew,
    /// 部门负责人: signs results off.
    Head,
    /// 管理处主任: decides extensions and grave cases.
    Manager,
    /// 公司领导: is told of grave cases.
    Leader,
    /// 监督: reads, edits nothing.
    Auditor,
    /// 管理员: sets up places, departments, people.
    Admin,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Desk,
        Self::Crew,
        Self::Head,
        Self::Manager,
        Self::Leader,
        Self::Auditor,
        Self::Admin,
    ];

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Crew => "crew",
            Self::Head => "head",
            Self::Manager => "manager",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Reads what the book writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the position is held in one department.
    pub fn is_of_department(self) -> bool {
        matches!(self, Self::Crew | Self::Head)
    }
}

/// A position, and the department in which it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub struct Post {
    /// Which position.
    pub role: Role,
    /// In which department, for crew and heads.
    pub department: Option<DepartmentId>,
}

/// Somebody we know.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// Their chat account; nothing for people known only by voice.
    pub account: Option<Account>,
    /// The estate in which they are met, and of which their positions are; by themselves, the one they
    /// turned to last.
    pub site: SiteId,
    /// What they are called.
    pub name: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Whether the number was shared by button; a typed one is unverified.
    pub phone_verified: bool,
    /// The language they chose.
    pub language: Language,
    /// Where they live or work; nothing for visitors.
    pub place: Option<PlaceId>,
    /// The version of the privacy notice they agreed to.
    pub consent: Option<i32>,
    /// Whether they have been through the greeting.
    pub joined: bool,
    /// Whether their chat takes nothing from us.
    pub unreachable: bool,
    /// The positions they hold.
    pub posts: Vec<Post>,
    /// The units they hold now, by code, by the desk's yes or by the list; not what they only said.
    pub units: Vec<PlaceId>,
}

impl Person {
    /// Whether they hold this position, in whatever department.
    pub fn is(&self, role: Role) -> bool {
        self.posts.iter().any(|post| post.role == role)
    }

    /// Whether they hold this position in this department.
    pub fn is_in(&self, role: Role, department: Option<DepartmentId>) -> bool {
        department.is_some()
            && self.posts.iter().any(|post| post.role == role && post.department == department)
    }

    /// Whether they can be reached by voice only, for good or for now.
    pub fn is_by_voice(&self) -> bool {
        self.account.is_none() || self.unreachable
    }

    /// Whether they hold any position.
    pub fn is_staff(&self) -> bool {
        !self.posts.is_empty()
    }
}

/// Something one may be entitled to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See where a case stands.
    Read,
    /// See the whole slip, with name and telephone number; each look is written down.
    ReadSlip,
    /// Send it to a department.
    Dispatch,
    /// Correct category or severity.
    Correct,
    /// Say that people are in danger.
    Alarm,
    /// Promise a time.
    Promise,
    /// Answer a consultation, suggestion or praise.
    Reply,
    /// Sign for the slip.
    Sign,
    /// Say how far the work is.
    Work,
    /// Ask the owner for more.
    Ask,
    /// Say that it is not the department's.
    Return,
    /// Report the result.
    Report,
    /// Leave a note among ourselves.
    Note,
    /// Write to the other side through the case.
    Say,
    /// Say whether it is fixed.
    Judge,
    /// Answer the questionnaire.
    Answer,
    /// Say that they want no such questions.
    OptOut,
    /// Sign the result off, or send it back.
    SignOff,
    /// Write the review of a serious case.
    Review,
    /// Add information.
    Add,
    /// Hurry us.
    Hurry,
    /// Take it back.
    Withdraw,
    /// Say that they have read of a grave case, and fix what is done.
    Lead,
    /// Ask for more time.
    AskTime,
    /// Grant more time, or decide that a case is not accepted.
    Grant,
    /// Tell the owner of a temporary measure or a price.
    Offer,
    /// Agree to a price, or not.
    Consent,
    /// Refer to another body, or propose not to accept.
    Refer,
    /// Object to how it was dealt with.
    Object,
    /// Decide on an objection.
    Decide,
    /// Decide on one that has come before the leaders.
    DecideHigher,
    /// Decide on one that has come before the owners' committee.
    DecideLast,
    /// Approve a plan.
    Approve,
    /// Let work wait for something, and go on.
    Pause,
    /// Look at a repair again some days after.
    Recheck,
    /// Lead a talk between neighbours.
    Mediate,
    /// Read what each side of a quarrel has said; each look is written down.
    ReadStatements,
    /// Note a corrective measure.
    Prevent,
    /// Say that a corrective measure is done.
    Complete,
    /// Note whom it is about.
    Accuse,
    /// Let cases of the same cause be dealt with together, or go their own ways again.
    Merge,
    /// Say that an owner known by voice is somebody with a chat.
    Recognise,
    /// Read the summaries of the whole estate. Of no case; heads read those of their departments.
    ReadSummary,
    /// Announce something to everybody. Of no case.
    Announce,
    /// Receive owners on the reception day and read who comes. Of no case.
    Receive,
    /// Say that somebody belongs to a unit. Of no case.
    Admit,
    /// Give and end positions, bind groups. Of no case.
    Appoint,
    /// Ask why somebody may or may not do something. Of no case.
    Explain,
}

impl Action {
    /// Whether it is done to a case.
    pub fn is_of_case(self) -> bool {
        !matches!(
            self,
            Self::ReadSummary
                | Self::Announce
                | Self::Receive
                | Self::Admit
                | Self::Appoint
                | Self::Explain
        )
    }
}

/// How somebody stands to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is their matter.
    Owner,
    /// They wrote it down for somebody else.
    Filer,
    /// They signed for it, and are still of its department.
    Signer,
    /// They are of its department.
    Crew,
    /// They are of its department, and nobody has signed yet.
    FreeCrew,
    /// They lead its department.
    Head,
    /// They sit at the desk.
    Desk,
    /// They sit at the desk, and the owner can be reached by voice only.
    DeskByVoice,
    /// They manage the site.
    Manager,
    /// They lead the company.
    Leader,
    /// They supervise.
    Auditor,
    /// They set up.
    Admin,
    /// They supervise, and an objection has come before them.
    Arbiter,
    /// They manage, and it is about one of our own or there is no head: they sign in the place of one.
    StandIn,
    /// A corrective measure is laid upon them.
    Responsible,
}

/// The one table of rights: who, by their standing to a case, may do what.
pub const RIGHTS: [(Action, &[Standing]); 48] = {
    use Standing::{
        Admin, Arbiter, Auditor, Crew, Desk, DeskByVoice, Filer, FreeCrew, Head, Leader, Manager,
        Owner, Responsible, Signer, StandIn,
    };
    [
        (Action::Read, &[Owner, Filer, Crew, Head, Desk, Manager, Leader, Auditor, Responsible]),
        (Action::ReadSlip, &[Signer, Head, Desk, Manager, Leader, Arbiter]),
        (Action::Dispatch, &[Desk, Manager]),
        (Action::Correct, &[Desk, Manager]),
        (Action::Alarm, &[Owner, Filer, Crew, Head, Desk, Manager]),
        (Action::Promise, &[Desk, Manager]),
        (Action::Reply, &[Desk, Manager]),
        (Action::Sign, &[Crew, Head]),
        (Action::Work, &[Signer, Head]),
        (Action::Ask, &[Signer, Head, Desk]),
        (Action::Return, &[Signer, FreeCrew, Head]),
        (Action::Report, &[Signer, Head]),
        (Action::Note, &[Crew, Head, Desk, Manager]),
        (Action::Say, &[Owner, Signer, Head, Desk]),
        (Action::Judge, &[Owner, DeskByVoice]),
        (Action::Answer, &[Owner, DeskByVoice]),
        (Action::OptOut, &[Owner]),
        (Action::SignOff, &[Head, StandIn]),
        (Action::Review, &[Head, StandIn]),
        (Action::Add, &[Owner, DeskByVoice]),
        (Action::Hurry, &[Owner, DeskByVoice]),
        (Action::Withdraw, &[Owner, DeskByVoice]),
        (Action::Lead, &[Leader, Manager]),
        (Action::AskTime, &[Signer, Head, Desk]),
        (Action::Grant, &[Manager]),
        (Action::Offer, &[Signer, Head, Desk]),
        (Action::Consent, &[Owner, DeskByVoice]),
        (Action::Refer, &[Desk]),
        (Action::Object, &[Owner, DeskByVoice]),
        (Action::Decide, &[Manager, Leader]),
        (Action::DecideHigher, &[Leader]),
        (Action::DecideLast, &[Auditor]),
        (Action::Approve, &[Head, Manager]),
        (Action::Pause, &[Signer, Head, Desk]),
        (Action::Recheck, &[Signer, Head, Desk]),
        (Action::Mediate, &[Desk, Manager]),
        (Action::ReadStatements, &[Desk, Manager, Leader]),
        (Action::Prevent, &[Head, Manager]),
        (Action::Complete, &[Responsible, Head, Desk, Manager]),
        (Action::Accuse, &[Desk, Manager]),
        (Action::Merge, &[Desk, Manager]),
        (Action::Recognise, &[Desk, Manager]),
        (Action::ReadSummary, &[Desk, Manager, Leader, Auditor]),
        (Action::Announce, &[Desk, Manager, Admin]),
        (Action::Receive, &[Desk, Manager]),
        (Action::Admit, &[Desk, Manager, Admin]),
        (Action::Appoint, &[Admin]),
        (Action::Explain, &[Manager, Admin]),
    ]
};

/// What beside a case decides who may do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// The owner answers by voice: they have no chat of their own, or are called all the same.
    pub by_voice: bool,
    /// Its department has no head now.
    pub headless: bool,
}

/// Whether `person` may do `action` to `case`.
pub fn may(person: &Person, action: Action, case: &Case, around: Circumstances) -> bool {
    let row = RIGHTS.iter().find(|(known, _)| *known == action);
    let entitled = row.map_or(&[][..], |(_, standings)| *standings);
    entitled.iter().any(|standing| stands(person, *standing, case, around))
}

/// Whether `person` may do `action`, which is of no case.
pub fn may_at_site(person: &Person, action: Action) -> bool {
    let row = RIGHTS.iter().find(|(known, _)| *known == action);
    let entitled = row.map_or(&[][..], |(_, standings)| *standings);
    entitled.iter().any(|standing| stands_at_site(person, *standing))
}

impl Person {
    /// Whether they lead what passes those by whom it is about.
    pub(crate) fn leads_past(&self, passes: Passes) -> bool {
        passes.led_by().iter().any(|role| self.is(*role))
    }

    /// Whether they read the whole estate's cases only as those whom this passes by.
    pub(crate) fn is_passed_by(&self, passes: Passes) -> bool {
        let is_of_them =
            self.is(Role::Desk) || passes == Passes::Managers && self.is(Role::Manager);
        is_of_them && !self.leads_past(passes) && !self.is(Role::Auditor)
    }
}

/// How somebody stands whatever the case.
fn stands_at_site(person: &Person, standing: Standing) -> bool {
    match standing {
        Standing::Desk => person.is(Role::Desk),
        Standing::Manager => person.is(Role::Manager),
        Standing::Leader => person.is(Role::Leader),
        Standing::Auditor => person.is(Role::Auditor),
        Standing::Admin => person.is(Role::Admin),
        _ => false,
    }
}

fn stands(person: &Person, standing: Standing, case: &Case, around: Circumstances) -> bool {
    // Whoever it is about may have written it down, and has no other part in it (C-16, PV-08).
    if case.handling.accused.contains(&person.id)
        && !matches!(standing, Standing::Owner | Standing::Filer)
    {
        return false;
    }
    // Positions are held in one estate, and are those of the one in which somebody was met.
    if case.site != person.site && !matches!(standing, Standing::Owner | Standing::Filer) {
        return false;
    }
    if let Some(is_in_their_place) = stands_past(person, standing, case, around) {
        return is_in_their_place;
    }
    let crew = || person.is_in(Role::Crew, case.department);
    let head = || person.is_in(Role::Head, case.department);
    match standing {
        Standing::Owner => case.owner == person.id,
        Standing::Filer => case.filed_by == person.id,
        Standing::Signer => case.state.signer() == Some(person.id) && (crew() || head()),
        Standing::Crew => crew(),
        Standing::FreeCrew => crew() && case.state.signer().is_none(),
        Standing::Head => head(),
        Standing::DeskByVoice => around.by_voice && person.is(Role::Desk),
        Standing::Arbiter => {
            let before = case.handling.objection.as_ref().map(|objection| objection.level);
            person.is(Role::Auditor) && case.handling.objects() && before == Some(LEVELS)
        }
        Standing::StandIn => person.is(Role::Manager) && lacks_head(case, around),
        Standing::Responsible => {
            let mut undone = case.handling.undone();
            person.is_staff() && undone.any(|(_, measure)| measure.responsible == person.id)
        }
        of_site => stands_at_site(person, of_site),
    }
}

/// What is about those who would lead it is led by others in their place. `None`: it is about neither.
fn stands_past(
    person: &Person,
    standing: Standing,
    case: &Case,
    around: Circumstances,
) -> Option<bool> {
    let passes = case.facts.passes?;
    match (passes, standing) {
        (_, Standing::Desk) => Some(person.leads_past(passes)),
        (_, Standing::DeskByVoice) => Some(around.by_voice && person.leads_past(passes)),
        (Passes::Managers, Standing::Manager) => Some(person.is(Role::Leader)),
        (Passes::Managers, Standing::StandIn) => {
            Some(lacks_head(case, around) && person.is(Role::Leader))
        }
        _ => None,
    }
}

/// Whether a head may be wanting who could sign: it is about one of our own, or there is none.
fn lacks_head(case: &Case, around: Circumstances) -> bool {
    case.department.is_some() && around.headless || !case.handling.accused.is_empty()
}

impl Event {
    /// What one must be entitled to for this to happen to a case: who decides on an objection
    /// depends on before whom it has come (5.3).
    pub fn action_on(&self, case: &Case) -> Option<Action> {
        match (self, case.handling.next_level()) {
            (Self::Decide { .. }, Some(2)) => Some(Action::DecideHigher),
            (Self::Decide { .. }, Some(LEVELS)) => Some(Action::DecideLast),
            _ => self.action(),
        }
    }

    /// What one must be entitled to for this to happen; nothing when only the clock may do it.
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Register
            | Self::Share { .. }
            | Self::Recall
            | Self::Spare
            | Self::Overdue { .. } => {
                return None;
            }
            Self::Dispatch { .. } => Action::Dispatch,
            Self::Correct(_) | Self::Locate { .. } | Self::Assess { .. } | Self::Raise { .. } => {
                Action::Correct
            }
            Self::Alarm => Action::Alarm,
            Self::Promise { .. } => Action::Promise,
            Self::Reply { .. } => Action::Reply,
            Self::Sign => Action::Sign,
            Self::SetOut
            | Self::Arrive
            | Self::Plan { .. }
            | Self::OfferVisit { .. }
            | Self::Survey { .. } => Action::Work,
            Self::Ask { .. } => Action::Ask,
            Self::Note { .. } => Action::Note,
            Self::Return { .. } => Action::Return,
            Self::Report { .. } => Action::Report,
            Self::Confirm | Self::Partly { .. } | Self::Dispute { .. } => Action::Judge,
            Self::SignOff | Self::SendBack { .. } => Action::SignOff,
            Self::Answer { .. } => Action::Answer,
            Self::Review { .. } => Action::Review,
            Self::Add { .. } => Action::Add,
            Self::Say { .. } => Action::Say,
            Self::Hurry => Action::Hurry,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Acknowledge | Self::Fix { .. } => Action::Lead,
            Self::AskTime { .. } => Action::AskTime,
            Self::GrantTime | Self::RefuseTime { .. } | Self::Second | Self::Reject { .. } => {
                Action::Grant
            }
            Self::Relieve { .. } | Self::Quote { .. } => Action::Offer,
            Self::Agree
            | Self::RefuseQuote { .. }
            | Self::TakeVisit
            | Self::OtherVisit { .. }
            | Self::Settle => Action::Consent,
            Self::Refer { .. } | Self::Decline { .. } => Action::Refer,
            Self::Object { .. } => Action::Object,
            Self::Decide { .. } => Action::Decide,
            Self::ApprovePlan | Self::RejectPlan { .. } => Action::Approve,
            Self::Pause { .. } | Self::Resume => Action::Pause,
            Self::Revise { .. } => Action::Answer,
            Self::OptOut => Action::OptOut,
            Self::Recheck | Self::Relapse { .. } => Action::Recheck,
            Self::StillFine | Self::CameBack { .. } => Action::Judge,
            Self::Mediate { .. } | Self::Statement { .. } => Action::Mediate,
            Self::Prevent { .. } => Action::Prevent,
            Self::Complete { .. } => Action::Complete,
            Self::Accuse { .. } => Action::Accuse,
            Self::Recognise { .. } => Action::Recognise,
            Self::Merge { .. } | Self::Lead { .. } | Self::Split => Action::Merge,
        })
    }
}
