//! What a button carries, in 64 bytes, for ever. Old keyboards live on, so codes are short,
//! begin with the number of their form, and are never given a new meaning.

pub(crate) mod act;
mod answered;
mod codes;
mod contacts;
mod gatherings;
mod readings;
mod receptions;
mod sums;
mod surveys;
mod units;

use std::{fmt, str::FromStr};

use casework::{
    case::{
        Case, Channel, Kind,
        handling::{Mediator, Party, PauseGround, RaiseGround},
    },
    desk::Queue,
    ids::{
        CaseId, CategoryId, DepartmentId, InvitationId, PersonId, PlaceId, PostId, QuestionnaireId,
        RecognitionId, SiteId,
    },
    intake::{About, Answer, Detail, ReportStep, Step},
    people::{Post, Role},
    survey::Whom,
    words::Language,
};
use chrono::{NaiveDate, NaiveTime};

pub use act::Act;
pub use answered::Answered;
use codes::{
    about, channel, detail, ground, kind, language, mediator, parse_about, parse_channel,
    parse_detail, parse_ground, parse_kind, parse_language, parse_mediator, parse_party,
    parse_raised, parse_report, parse_role, parse_step, party, raised, report, role, step,
};
pub use contacts::Contact;
pub use gatherings::Gathering;
pub use readings::Readings;
pub use receptions::Reception;
pub use sums::Sum;
pub use surveys::Survey;
pub use units::Unit;

/// A button of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Button {
    /// On the home screen.
    Home(Home),
    /// In the intake of a case; with the version of the draft.
    Draft(i32, Choice),
    /// In a shorter conversation; with its version.
    Task(i32, Choice),
    /// Under a card or notice; with the round of the slip, or of the question that it answers.
    Case(CaseId, i32, Act),
    /// In the questionnaire; with its version.
    Sheet(QuestionnaireId, i32, Answered),
    /// Setting up.
    Setup(Setup),
    /// About units.
    Unit(Unit),
    /// About callers who have a chat now.
    Caller(Caller),
    /// About summaries.
    Summary(Sum),
    /// About surveys.
    Survey(Survey),
    /// About reception days.
    Reception(Reception),
    /// About visits and calls by plan.
    Contact(Contact),
    /// About meetings and events.
    Gathering(Gathering),
    /// About callbacks that are to be read.
    Readings(Readings),
}

/// About callers who have a chat now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Who waits for the desk?
    Look,
    /// They are the same person, or not.
    Decide(RecognitionId, bool),
}

/// On the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Show it.
    Show,
    /// Begin a case of this kind.
    Begin(Kind),
    /// My matters.
    Mine,
    /// Which language?
    Languages,
    /// This language.
    Language(Language),
    /// Go on with the draft.
    Continue,
    /// Throw the draft away and begin a case of this kind.
    Restart(Kind),
    /// The desk writes a case down for a caller.
    Caller(Kind),
    /// Agree to this version of the privacy notice.
    Agree(i32),
    /// Ask me how it was at other hours than these, from and until.
    Quiet(u8, u8),
    /// Ask me how it was, or do not.
    Ask(bool),
    /// Erase what is kept about me, and I know what goes.
    Forget,
    /// A page of the open cases.
    Queue(Queue, u16),
    /// A page of the owners who are to be called.
    Calls(u16),
    /// People are in danger: what is it?
    Danger,
    /// It is this: tell everybody who can help.
    Alarm(CategoryId),
    /// Which estate?
    Estates,
    /// This estate.
    Estate(SiteId),
    /// People are in danger in this estate.
    DangerAt(SiteId),
}

/// A choice in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// That's all.
    Enough,
    /// Leave this out.
    Skip,
    /// Leave out the rest.
    SkipRest,
    /// Go back.
    Back,
    /// Stop.
    Cancel,
    /// Stop, and I know that what I told is lost.
    CancelSurely,
    /// Send.
    Send,
    /// This category.
    Category(CategoryId),
    /// All categories.
    AllCategories,
    /// This place.
    Place(PlaceId),
    /// Open this building or floor.
    Open(PlaceId),
    /// Back to the buildings.
    OpenAll,
    /// A page of a long list.
    Page(u16),
    /// Neither owner nor tenant: a visitor.
    Visitor,
    /// It is about these, or not.
    About(About),
    /// It happened just now.
    JustNow,
    /// It happened on this day.
    On(NaiveDate),
    /// It should be done by this day.
    By(NaiveDate),
    /// Mend one field: which?
    Edit,
    /// Mend this field of a case.
    EditStep(Step),
    /// Mend this field of a report.
    EditReport(ReportStep),
    /// One of the sentences offered.
    Phrase(u8),
    /// Agree to the privacy notice.
    Agree,
    /// Do not agree.
    Decline,
    /// Another language for the greeting.
    Language(Language),
    /// The name that the client shows.
    OwnName,
    /// This person.
    Person(PersonId),
    /// It reached us this way.
    Channel(Channel),
    /// It is a matter of this sort.
    Kind(Kind),
    /// At this time of the day, to the minute.
    Time(NaiveTime),
    /// Work waits for this sort of thing.
    Ground(PauseGround),
    /// It is graver than it looked, for this reason.
    Raised(RaiseGround),
    /// It is the same matter as this case.
    Case(CaseId),
    /// One of the corrective measures, from 0 on.
    Corrective(usize),
    /// Whether neighbours have agreed.
    Settled(bool),
    /// Who has led a talk.
    Mediator(Mediator),
    /// Whose statement it is.
    Party(Party),
    /// Who of those who live there is asked.
    Whom(Whom),
}

/// Setting up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setup {
    /// What is there, and what is missing?
    Overview,
    /// Something of the estate is written down.
    Tell(Detail),
    /// What are the groups spoken to in?
    Languages,
    /// In this.
    Speak(Language),
    /// Invite to which position?
    Invite,
    /// To this position.
    Role(Role),
    /// To this position in this department.
    Staff(Post),
    /// Bind a group to what?
    Bind,
    /// To this department, the desk or the leaders.
    Room(Post),
    /// Yes, they may.
    Yes(InvitationId),
    /// No, they may not.
    No(InvitationId),
    /// Who holds which position? This page.
    Posts(u16),
    /// End this position?
    Remove(PostId),
    /// End it.
    RemoveSurely(PostId),
}

/// The data is not of a button of ours, or of one too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button of ours")]
pub struct UnknownButton;

impl Home {
    /// Whether it is for people, too, whom we have not got to know yet.
    pub fn is_for_strangers(self) -> bool {
        matches!(
            self,
            Self::Forget
                | Self::Danger
                | Self::Alarm(_)
                | Self::Estates
                | Self::Estate(_)
                | Self::DangerAt(_)
        )
    }
}

impl Choice {
    /// What it says to the intake of a case; some choices are the face's own business.
    pub fn answer(self, now: chrono::DateTime<chrono::Utc>) -> Option<Answer> {
        Some(match self {
            Self::Enough => Answer::Enough,
            Self::Skip => Answer::Skip,
            Self::SkipRest => Answer::SkipRest,
            Self::Back => Answer::Back,
            Self::Send => Answer::Send,
            // What it is of, the book knows: see `intake`.
            Self::Category(category) => Answer::Category(category, false),
            Self::Channel(channel) => Answer::Channel(channel),
            Self::Kind(kind) => Answer::Kind(kind),
            Self::AllCategories => Answer::AllCategories,
            Self::Place(place) => Answer::Place(place),
            Self::Open(place) => Answer::Open(Some(place)),
            Self::OpenAll => Answer::Open(None),
            Self::About(about) => Answer::About(about),
            Self::JustNow => Answer::JustNow(now),
            Self::On(day) => Answer::On(day),
            Self::By(day) => Answer::By(day),
            Self::EditStep(step) => Answer::Edit(step),
            _ => return None,
        })
    }
}

impl Button {
    /// Whether it is of the estate of which the message speaks that it stands under. What is of a case
    /// is of that case's; what somebody tells us is told to the estate they have turned to.
    pub fn is_of_its_message(&self) -> bool {
        matches!(
            self,
            Self::Unit(_)
                | Self::Caller(_)
                | Self::Setup(_)
                | Self::Summary(_)
                | Self::Survey(_)
                | Self::Reception(_)
                | Self::Contact(_)
                | Self::Gathering(_)
                | Self::Readings(_)
                | Self::Home(Home::Queue(..) | Home::Calls(..))
        )
    }

    /// For an act on a case as it stands.
    pub fn on(case: &Case, act: Act) -> Self {
        Self::Case(case.id, act.round(case), act)
    }
}

impl fmt::Display for Button {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home(home) => write!(f, "h1:{home}"),
            Self::Draft(version, choice) => write!(f, "d1:{version}:{choice}"),
            Self::Task(version, choice) => write!(f, "t1:{version}:{choice}"),
            Self::Case(case, round, act) => write!(f, "c1:{case}:{round}:{act}"),
            Self::Sheet(id, version, answered) => write!(f, "q1:{id}:{version}:{answered}"),
            Self::Setup(setup) => write!(f, "s1:{setup}"),
            Self::Unit(unit) => write!(f, "u1:{unit}"),
            Self::Summary(of) => write!(f, "m1:{of}"),
            Self::Survey(of) => write!(f, "v1:{of}"),
            Self::Reception(of) => write!(f, "r1:{of}"),
            Self::Contact(of) => write!(f, "n1:{of}"),
            Self::Gathering(of) => write!(f, "g1:{of}"),
            Self::Readings(of) => write!(f, "w1:{of}"),
            Self::Caller(Caller::Look) => f.write_str("k1:look"),
            Self::Caller(Caller::Decide(id, true)) => write!(f, "k1:yes:{id}"),
            Self::Caller(Caller::Decide(id, false)) => write!(f, "k1:no:{id}"),
        }
    }
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show => f.write_str("home"),
            Self::Begin(of) => write!(f, "new:{}", kind(*of)),
            Self::Mine => f.write_str("mine"),
            Self::Languages => f.write_str("langs"),
            Self::Language(tag) => write!(f, "lang:{}", language(*tag)),
            Self::Continue => f.write_str("go"),
            Self::Agree(version) => write!(f, "agree:{version}"),
            Self::Quiet(from, until) => write!(f, "quiet:{from}:{until}"),
            Self::Ask(true) => f.write_str("ask:yes"),
            Self::Ask(false) => f.write_str("ask:no"),
            Self::Forget => f.write_str("forget"),
            Self::Danger => f.write_str("sos"),
            Self::Estates => f.write_str("sites"),
            Self::Estate(id) => write!(f, "site:{id}"),
            Self::DangerAt(id) => write!(f, "sos-at:{id}"),
            Self::Alarm(id) => write!(f, "sos:{id}"),
            Self::Queue(Queue::Due, page) => write!(f, "due:{page}"),
            Self::Queue(Queue::Stale, page) => write!(f, "stale:{page}"),
            Self::Calls(page) => write!(f, "calls:{page}"),
            Self::Restart(of) => write!(f, "again:{}", kind(*of)),
            Self::Caller(of) => write!(f, "call:{}", kind(*of)),
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enough => f.write_str("ok"),
            Self::Skip => f.write_str("skip"),
            Self::SkipRest => f.write_str("rest"),
            Self::Back => f.write_str("back"),
            Self::Cancel => f.write_str("stop"),
            Self::CancelSurely => f.write_str("stop2"),
            Self::Send => f.write_str("send"),
            Self::Category(id) => write!(f, "cat:{id}"),
            Self::AllCategories => f.write_str("cats"),
            Self::Place(id) => write!(f, "pl:{id}"),
            Self::Open(id) => write!(f, "in:{id}"),
            Self::OpenAll => f.write_str("up"),
            Self::Page(page) => write!(f, "pg:{page}"),
            Self::Visitor => f.write_str("visit"),
            Self::JustNow => f.write_str("now"),
            Self::On(day) => write!(f, "on:{day}"),
            Self::By(day) => write!(f, "by:{day}"),
            Self::Edit => f.write_str("edit"),
            Self::EditStep(of) => write!(f, "ed:{}", step(*of)),
            Self::EditReport(of) => write!(f, "er:{}", report(*of)),
            Self::Phrase(number) => write!(f, "ph:{number}"),
            Self::Agree => f.write_str("yes"),
            Self::Decline => f.write_str("no"),
            Self::Language(tag) => write!(f, "lang:{}", language(*tag)),
            Self::OwnName => f.write_str("name"),
            Self::Person(id) => write!(f, "who:{id}"),
            Self::Channel(of) => write!(f, "via:{}", channel(*of)),
            Self::Kind(of) => write!(f, "kind:{}", kind(*of)),
            Self::Time(time) => write!(f, "at:{}", time.format("%H%M")),
            Self::Ground(of) => write!(f, "for:{}", ground(*of)),
            Self::Corrective(which) => write!(f, "cm:{which}"),
            Self::Settled(settled) => write!(f, "ok:{}", u8::from(*settled)),
            Self::About(of) => write!(f, "ab:{}", about(*of)),
            Self::Mediator(of) => write!(f, "led:{}", mediator(*of)),
            Self::Party(of) => write!(f, "of:{}", party(*of)),
            Self::Raised(of) => write!(f, "why:{}", raised(*of)),
            Self::Case(id) => write!(f, "case:{id}"),
            Self::Whom(whom) => surveys::write_whom(f, *whom),
        }
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let post = |post: &Post| match post.department {
            Some(department) => format!("{}:{department}", role(post.role)),
            None => role(post.role).to_owned(),
        };
        match self {
            Self::Overview => f.write_str("all"),
            Self::Tell(what) => write!(f, "tell:{}", detail(*what)),
            Self::Languages => f.write_str("langs"),
            Self::Speak(one) => write!(f, "speak:{}", language(*one)),
            Self::Invite => f.write_str("invite"),
            Self::Role(of) => write!(f, "role:{}", role(*of)),
            Self::Staff(of) => write!(f, "staff:{}", post(of)),
            Self::Bind => f.write_str("bind"),
            Self::Room(of) => write!(f, "room:{}", post(of)),
            Self::Yes(id) => write!(f, "yes:{id}"),
            Self::No(id) => write!(f, "no:{id}"),
            Self::Posts(page) => write!(f, "posts:{page}"),
            Self::Remove(id) => write!(f, "end:{id}"),
            Self::RemoveSurely(id) => write!(f, "end2:{id}"),
        }
    }
}

impl FromStr for Button {
    type Err = UnknownButton;

    fn from_str(data: &str) -> Result<Self, UnknownButton> {
        let parts: Vec<&str> = data.split(':').collect();
        parse(&parts).filter(|button| button.to_string() == data).ok_or(UnknownButton)
    }
}

fn parse(parts: &[&str]) -> Option<Button> {
    Some(match parts {
        ["h1", rest @ ..] => Button::Home(parse_home(rest)?),
        ["d1", version, rest @ ..] => Button::Draft(version.parse().ok()?, parse_choice(rest)?),
        ["t1", version, rest @ ..] => Button::Task(version.parse().ok()?, parse_choice(rest)?),
        ["c1", case, round, rest @ ..] => {
            Button::Case(CaseId(case.parse().ok()?), round.parse().ok()?, act::parse(rest)?)
        }
        ["q1", id, version, rest @ ..] => Button::Sheet(
            QuestionnaireId(id.parse().ok()?),
            version.parse().ok()?,
            answered::parse(rest)?,
        ),
        ["s1", rest @ ..] => Button::Setup(parse_setup(rest)?),
        ["u1", rest @ ..] => Button::Unit(units::parse(rest)?),
        ["m1", rest @ ..] => Button::Summary(sums::parse(rest)?),
        ["v1", rest @ ..] => Button::Survey(surveys::parse(rest)?),
        ["r1", rest @ ..] => Button::Reception(receptions::parse(rest)?),
        ["n1", rest @ ..] => Button::Contact(contacts::parse(rest)?),
        ["g1", rest @ ..] => Button::Gathering(gatherings::parse(rest)?),
        ["w1", rest @ ..] => Button::Readings(readings::parse(rest)?),
        ["k1", "look"] => Button::Caller(Caller::Look),
        ["k1", "yes", id] => Button::Caller(Caller::Decide(RecognitionId(id.parse().ok()?), true)),
        ["k1", "no", id] => Button::Caller(Caller::Decide(RecognitionId(id.parse().ok()?), false)),
        _ => return None,
    })
}

fn parse_home(parts: &[&str]) -> Option<Home> {
    Some(match parts {
        ["home"] => Home::Show,
        ["new", of] => Home::Begin(parse_kind(of)?),
        ["mine"] => Home::Mine,
        ["langs"] => Home::Languages,
        ["lang", tag] => Home::Language(parse_language(tag)?),
        ["go"] => Home::Continue,
        ["quiet", from, until] => Home::Quiet(from.parse().ok()?, until.parse().ok()?),
        ["ask", "yes"] => Home::Ask(true),
        ["ask", "no"] => Home::Ask(false),
        ["forget"] => Home::Forget,
        ["sos"] => Home::Danger,
        ["sites"] => Home::Estates,
        ["site", id] => Home::Estate(SiteId(id.parse().ok()?)),
        ["sos-at", id] => Home::DangerAt(SiteId(id.parse().ok()?)),
        ["sos", id] => Home::Alarm(CategoryId(id.parse().ok()?)),
        ["due", page] => Home::Queue(Queue::Due, page.parse().ok()?),
        ["stale", page] => Home::Queue(Queue::Stale, page.parse().ok()?),
        ["calls", page] => Home::Calls(page.parse().ok()?),
        ["agree", version] => Home::Agree(version.parse().ok()?),
        ["again", of] => Home::Restart(parse_kind(of)?),
        ["call", of] => Home::Caller(parse_kind(of)?),
        _ => return None,
    })
}

fn parse_choice(parts: &[&str]) -> Option<Choice> {
    Some(match parts {
        ["ok"] => Choice::Enough,
        ["skip"] => Choice::Skip,
        ["rest"] => Choice::SkipRest,
        ["back"] => Choice::Back,
        ["stop"] => Choice::Cancel,
        ["stop2"] => Choice::CancelSurely,
        ["send"] => Choice::Send,
        ["cat", id] => Choice::Category(CategoryId(id.parse().ok()?)),
        ["cats"] => Choice::AllCategories,
        ["pl", id] => Choice::Place(PlaceId(id.parse().ok()?)),
        ["in", id] => Choice::Open(PlaceId(id.parse().ok()?)),
        ["up"] => Choice::OpenAll,
        ["pg", page] => Choice::Page(page.parse().ok()?),
        ["visit"] => Choice::Visitor,
        ["now"] => Choice::JustNow,
        ["on", day] => Choice::On(day.parse().ok()?),
        ["by", day] => Choice::By(day.parse().ok()?),
        ["edit"] => Choice::Edit,
        ["ed", of] => Choice::EditStep(parse_step(of)?),
        ["er", of] => Choice::EditReport(parse_report(of)?),
        ["ph", number] => Choice::Phrase(number.parse().ok()?),
        ["yes"] => Choice::Agree,
        ["no"] => Choice::Decline,
        ["lang", tag] => Choice::Language(parse_language(tag)?),
        ["name"] => Choice::OwnName,
        ["who", id] => Choice::Person(PersonId(id.parse().ok()?)),
        ["via", of] => Choice::Channel(parse_channel(of)?),
        ["kind", of] => Choice::Kind(parse_kind(of)?),
        ["at", time] => Choice::Time(NaiveTime::parse_from_str(time, "%H%M").ok()?),
        ["for", of] => Choice::Ground(parse_ground(of)?),
        ["why", of] => Choice::Raised(parse_raised(of)?),
        ["ab", of] => Choice::About(parse_about(of)?),
        ["ok", "1"] => Choice::Settled(true),
        ["ok", "0"] => Choice::Settled(false),
        ["led", of] => Choice::Mediator(parse_mediator(of)?),
        ["of", of] => Choice::Party(parse_party(of)?),
        ["cm", which] => Choice::Corrective(which.parse().ok()?),
        ["case", id] => Choice::Case(CaseId(id.parse().ok()?)),
        ["ask", rest @ ..] => Choice::Whom(surveys::parse_whom(rest)?),
        _ => return None,
    })
}

fn parse_setup(parts: &[&str]) -> Option<Setup> {
    let post = |of: &str, department: Option<&str>| {
        let department = match department {
            Some(id) => Some(DepartmentId(id.parse().ok()?)),
            None => None,
        };
        Some(Post { role: parse_role(of)?, department })
    };
    Some(match parts {
        ["all"] => Setup::Overview,
        ["tell", what] => Setup::Tell(parse_detail(what)?),
        ["langs"] => Setup::Languages,
        ["speak", one] => Setup::Speak(parse_language(one)?),
        ["invite"] => Setup::Invite,
        ["role", of] => Setup::Role(parse_role(of)?),
        ["staff", of] => Setup::Staff(post(of, None)?),
        ["staff", of, id] => Setup::Staff(post(of, Some(id))?),
        ["bind"] => Setup::Bind,
        ["room", of] => Setup::Room(post(of, None)?),
        ["room", of, id] => Setup::Room(post(of, Some(id))?),
        ["yes", id] => Setup::Yes(InvitationId(id.parse().ok()?)),
        ["no", id] => Setup::No(InvitationId(id.parse().ok()?)),
        ["posts", page] => Setup::Posts(page.parse().ok()?),
        ["end", id] => Setup::Remove(PostId(id.parse().ok()?)),
        ["end2", id] => Setup::RemoveSurely(PostId(id.parse().ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
