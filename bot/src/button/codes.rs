//! One short word for each thing of a closed set.

use casework::{
    callback::{CallOutcome, Grade, Solved},
    case::{
        Channel, Kind,
        handling::{Criterion, Mediator, Party, PauseGround, RaiseGround},
    },
    intake::{About, Detail, FormKind, Purpose, ReportStep, Step},
    people::Role,
    words::Language,
};

/// A table of words for closed sets: each has one code, and each code one meaning.
macro_rules! codes {
    ($name:ident, $parse:ident, $type:ty, { $($pattern:path => $code:literal),* $(,)? }) => {
        pub(super) fn $name(value: $type) -> &'static str {
            match value { $($pattern => $code),* }
        }
        pub(super) fn $parse(code: &str) -> Option<$type> {
            match code { $($code => Some($pattern),)* _ => None }
        }
    };
}

codes!(kind, parse_kind, Kind, {
    Kind::Complaint => "c", Kind::Repair => "r", Kind::Consultation => "q",
    Kind::Suggestion => "s", Kind::Praise => "p", Kind::Report => "t",
});
codes!(language, parse_language, Language, {
    Language::ZhHans => "hs", Language::ZhHant => "ht", Language::En => "en",
});
codes!(detail, parse_detail, Detail, {
    Detail::Name => "n", Detail::Phone => "p", Detail::Building => "b",
});
codes!(step, parse_step, Step, {
    Step::Channel => "ch", Step::Document => "dn",
    Step::CallerName => "cn", Step::CallerPhone => "cp", Step::Story => "st",
    Step::Category => "ca", Step::Place => "pl", Step::Happened => "ha", Step::Wish => "wi",
    Step::About => "ab",
    Step::WantedBy => "by", Step::Contact => "co", Step::Review => "re",
});
codes!(report, parse_report, ReportStep, {
    ReportStep::Result => "r", ReportStep::Cause => "c", ReportStep::Remedy => "m",
    ReportStep::Photos => "p", ReportStep::Advice => "a", ReportStep::Review => "v",
});
codes!(purpose, parse_purpose, Purpose, {
    Purpose::Ask => "ak", Purpose::Return => "rt", Purpose::Note => "nt", Purpose::Partly => "pt",
    Purpose::Dispute => "dp", Purpose::SendBack => "sb", Purpose::Review => "rv",
    Purpose::Add => "ad", Purpose::Say => "sy", Purpose::Reply => "ry", Purpose::Withdraw => "wd",
    Purpose::RefuseTime => "no", Purpose::RefuseQuote => "nq", Purpose::Reject => "rj",
    Purpose::Object => "ob", Purpose::Uphold => "up", Purpose::Dismiss => "di",
    Purpose::RejectPlan => "rp", Purpose::OtherVisit => "ov", Purpose::Survey => "su",
    Purpose::Relapse => "rl", Purpose::Place => "pl", Purpose::CameBack => "cb",
});
codes!(channel, parse_channel, Channel, {
    Channel::Chat => "t", Channel::Phone => "p", Channel::Visit => "v", Channel::Letter => "l",
    Channel::Email => "e", Channel::Box => "b", Channel::Patrol => "r", Channel::Reception => "d",
    Channel::Contact => "k",
});
codes!(form, parse_form, FormKind, {
    FormKind::Fix => "fx", FormKind::AskTime => "at", FormKind::Relieve => "re",
    FormKind::Quote => "qu", FormKind::Refer => "rf", FormKind::Decline => "dc",
    FormKind::Prevent => "pv", FormKind::Accuse => "ac", FormKind::Plan => "pl",
    FormKind::Visit => "vi", FormKind::Pause => "pa", FormKind::Mediate => "me", FormKind::Raise => "ra",
    FormKind::Merge => "mg", FormKind::Complete => "cp",
    FormKind::Statement => "sm",
});
codes!(ground, parse_ground, PauseGround, {
    PauseGround::Owner => "o", PauseGround::Parts => "p", PauseGround::Outside => "x",
    PauseGround::Weather => "w", PauseGround::Planned => "l",
});
codes!(criterion, parse_criterion, Criterion, {
    Criterion::Slight => "s", Criterion::NotInPlace => "n", Criterion::Undelivered => "u",
    Criterion::Loss => "l", Criterion::Injury => "i",
});
codes!(mediator, parse_mediator, Mediator, {
    Mediator::Ours => "o", Mediator::Committee => "c", Mediator::Outside => "x",
});
codes!(party, parse_party, Party, {
    Party::Owner => "o", Party::Other => "x", Party::Witness => "w",
});
codes!(role, parse_role, Role, {
    Role::Desk => "d", Role::Crew => "c", Role::Head => "h", Role::Manager => "m",
    Role::Leader => "l", Role::Auditor => "u", Role::Admin => "a",
});
codes!(solved, parse_solved, Solved, {
    Solved::Yes => "y", Solved::Partly => "p", Solved::No => "n",
});
codes!(about, parse_about, About, {
    About::Nobody => "n", About::Desk => "d", About::Managers => "m",
});
codes!(called, parse_called, CallOutcome, {
    CallOutcome::NoAnswer => "n", CallOutcome::WrongNumber => "w", CallOutcome::Refused => "r",
    CallOutcome::Told => "t",
});
codes!(grade, parse_grade, Grade, {
    Grade::Satisfied => "s", Grade::Basically => "b", Grade::Dissatisfied => "d",
});
codes!(raised, parse_raised, RaiseGround, {
    RaiseGround::Repeated => "rp", RaiseGround::Households => "hh", RaiseGround::Handover => "1",
    RaiseGround::RepeatedRepair => "2", RaiseGround::Spares => "3", RaiseGround::Design => "4",
    RaiseGround::FitOut => "5", RaiseGround::Unsettled => "6", RaiseGround::Quality => "7",
    RaiseGround::Spreading => "8", RaiseGround::RepairRefused => "9",
    RaiseGround::Compensation => "10", RaiseGround::LargeLoss => "11",
    RaiseGround::BeyondAuthority => "12",
});
