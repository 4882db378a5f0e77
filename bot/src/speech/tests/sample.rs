//! A made-up estate with one case in every state, told in each language. [`Sample::longest`] tells
//! the same with everything as long as we take it.

use std::{collections::BTreeMap, sync::Arc};

use casework::{
    callback::Grade,
    case::{
        CallbackState, Case, Channel, Facts, Finished, Happened, Kind, Number, Outcome, OwnersWord,
        Passes, Severity, SignOff, State, Step,
    },
    desk::CaseView,
    ids::{
        Account, CaseId, CategoryId, DepartmentId, PersonId, PlaceId, PolicyId, QuestionnaireId,
        SiteId,
    },
    intake::{Caller, Draft, File, FileKind, ReportDraft, STORY_LIMIT, TEXT_LIMIT},
    people::{Person, Post, Role},
    place::{Category, Department, Instance, Offering, Place, PlaceKind, Site},
    policy::{Calendar, Policy, SHIPPED, TimerKind},
    questionnaire::{self, Reply, Sheet, Template},
    quiet::Quiet,
    store::{Questionnaire, Subject, Timer},
    words::{Language, Words},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::speech::{Surroundings, Voice};

/// What people say in the sample.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) owner: String,
    pub(super) phone: String,
    pub(super) crew: String,
    pub(super) head: String,
    pub(super) desk: String,
    pub(super) caller: String,
    pub(super) story: String,
    pub(super) whereabouts: String,
    pub(super) when: String,
    pub(super) wish: String,
    pub(super) result: String,
    pub(super) cause: String,
    pub(super) remedy: String,
    pub(super) advice: String,
    pub(super) reason: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) words: String,
    pub(super) contradicting: String,
}

/// The sample in one language.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) language: Language,
    pub(super) told: Told,
}

pub(super) const DEPARTMENT: DepartmentId = DepartmentId(1);
pub(super) const OWNER: PersonId = PersonId(1);
pub(super) const CREW: PersonId = PersonId(2);
pub(super) const HEAD: PersonId = PersonId(3);

pub(crate) fn words(simplified: &str, traditional: &str, en: &str) -> Words {
    Words(BTreeMap::from([
        (Language::ZhHans, simplified.to_owned()),
        (Language::ZhHant, traditional.to_owned()),
        (Language::En, en.to_owned()),
    ]))
}

/// Ten in the morning at the estate, on a Friday.
pub(super) fn now() -> DateTime<Utc> {
    "2026-11-20T02:00:00Z".parse().unwrap()
}

pub(super) fn departments() -> Vec<Department> {
    vec![
        Department {
            id: DEPARTMENT,
            code: "engineering".to_owned(),
            name: words("工程部", "工程部", "Engineering"),
            room: None,
            topic: None,
        },
        Department {
            id: DepartmentId(2),
            code: "security".to_owned(),
            name: words("秩序部", "秩序部", "Security"),
            room: None,
            topic: None,
        },
    ]
}

pub(super) fn categories() -> Vec<Category> {
    let category = |id, name, word: &str| Category {
        code: format!("c{id}"),
        parent: None,
        offering: Offering::Offered,
        id: CategoryId(id),
        department: DEPARTMENT,
        name,
        words: vec![word.to_owned()],
        needs_photo: true,
        between_neighbours: false,
        about_us: false,
        danger: word == "smoke",
    };
    vec![
        category(1, words("空调通风", "空調通風", "Air conditioning"), "1702"),
        category(2, words("给排水", "給排水", "Water and drains"), "pipe"),
        category(3, words("噪音", "噪音", "Noise"), "noise"),
        category(4, words("起火、冒烟", "起火、冒煙", "Fire or smoke"), "smoke"),
    ]
}

pub(super) fn place(id: i64, kind: PlaceKind, depth: usize) -> Place {
    let path = [
        words("3号楼", "3號樓", "Building 3"),
        words("17层", "17樓", "Floor 17"),
        words("A-1702", "A-1702", "A-1702"),
    ];
    let path = path[..depth].to_vec();
    Place { id: PlaceId(id), site: SiteId(1), kind, path, handed_over: None }
}

pub(super) fn lobby() -> Place {
    Place {
        id: PlaceId(9),
        site: SiteId(1),
        kind: PlaceKind::Public,
        path: vec![words("大堂", "大堂", "Lobby")],
        handed_over: None,
    }
}

pub(super) fn other_site() -> Site {
    let name = words("和风苑", "和風苑", "Hefeng Court");
    Site { id: SiteId(2), code: "hefeng".to_owned(), name, ..site() }
}

pub(crate) fn site() -> Site {
    Site {
        id: SiteId(1),
        code: "yunxi".to_owned(),
        name: words("云溪产业园", "雲溪產業園", "Yunxi Park"),
        zone: chrono_tz::Asia::Shanghai,
        language: Language::ZhHans,
        profile: "park_core".to_owned(),
        phone: "0571-8800 1234".to_owned(),
        shows_names: true,
        desk_room: None,
        leaders_room: None,
        instances: vec![Instance {
            name: words("业主委员会", "業主委員會", "Owners’ committee"),
            contact: "A1-102".to_owned(),
        }],
        emergency: [("火警", "火警", "Fire", "119"), ("急救", "急救", "Ambulance", "120")]
            .map(|(simplified, traditional, en, phone)| Instance {
                name: words(simplified, traditional, en),
                contact: phone.to_owned(),
            })
            .into(),
        alarm: None,
        morning: chrono::NaiveTime::MIN,
        quiet: Quiet::default(),
    }
}

pub(super) fn around() -> Surroundings {
    Surroundings {
        categories: categories(),
        last_place: Some(place(3, PlaceKind::Unit, 3)),
        places: (1..=10).map(|id| place(id, PlaceKind::Building, 1)).collect(),
        public: vec![lobby()],
        passable: Passes::ALL.to_vec(),
        now: now(),
        ..Surroundings::default()
    }
}

pub(super) fn file() -> File {
    File { kind: FileKind::Photo, handle: "h".to_owned(), caption: None, album: None }
}

fn told(language: Language) -> Told {
    let text = |simplified: &str, traditional: &str, en: &str| {
        words(simplified, traditional, en).in_language(language).to_owned()
    };
    Told {
        owner: text("陈美玲", "陳美玲", "Meiling Chen"),
        phone: "139 5555 0199".to_owned(),
        crew: text("李伟", "李偉", "Wei Li"),
        head: text("周建国", "周建國", "Jianguo Zhou"),
        desk: text("林芳", "林芳", "Fang Lin"),
        caller: text("王秀英", "王秀英", "Xiuying Wang"),
        story: text(
            "A-1702 的空调从昨天起不制冷，还滴水。",
            "A-1702 的冷氣從昨天起不冷，還滴水。",
            "The air conditioner in A-1702 has not cooled since yesterday, and it drips.",
        ),
        whereabouts: text("北门岗亭旁边", "北門崗亭旁邊", "beside the north gate"),
        when: text("上周开始", "上週開始", "since last week"),
        wish: text("请在周一前修好", "請在週一前修好", "Please mend it before Monday"),
        result: text(
            "更换了风机，已恢复制冷",
            "更換了風扇，已恢復冷氣",
            "Replaced the fan; it cools again",
        ),
        cause: text("零件损坏", "零件損壞", "A part broke"),
        remedy: text("当场修好，业主已试用", "當場修好，業主已試用", "Mended, owner tried it"),
        advice: text("请每月清洗滤网", "請每月清洗濾網", "Please clean the filter monthly"),
        reason: text("晚上又开始滴水", "晚上又開始滴水", "It began to drip again at night"),
        question: text(
            "一直不制冷，还是时好时坏？",
            "一直不冷，還是時好時壞？",
            "Does it never cool, or only at times?",
        ),
        answer: text(
            "停车月票在服务中心一楼办理，9:00 到 18:00。",
            "停車月票在服務中心一樓辦理，9:00 到 18:00。",
            "Monthly parking is sold at the service centre, 9:00 to 18:00.",
        ),
        words: text("师傅很客气", "師傅很客氣", "The crew was kind"),
        contradicting: text("可是还在漏", "可是還在漏", "But it still leaks"),
    }
}

impl Sample {
    pub(super) fn new(language: Language) -> Self {
        Self { language, told: told(language) }
    }

    /// Everything as long as we take it, in characters that count double in UTF-16.
    pub(super) fn longest(language: Language) -> Self {
        let long = |length| "😡".repeat(length);
        let (name, text) = (long(128), long(TEXT_LIMIT));
        let told = Told {
            owner: name.clone(),
            phone: "1".repeat(30),
            crew: name.clone(),
            head: name.clone(),
            desk: name,
            caller: text.clone(),
            story: long(STORY_LIMIT),
            whereabouts: text.clone(),
            when: text.clone(),
            wish: text.clone(),
            result: text.clone(),
            cause: text.clone(),
            remedy: text.clone(),
            advice: text.clone(),
            reason: text.clone(),
            question: text.clone(),
            answer: text.clone(),
            words: text.clone(),
            contradicting: format!("但还在漏 {text}").chars().take(TEXT_LIMIT).collect(),
        };
        Self { language, told }
    }

    pub(super) fn voice(&self) -> Voice {
        Voice::new(self.language, chrono_tz::Asia::Shanghai)
    }

    pub(super) fn person(&self, id: PersonId, name: &str, posts: &[Role]) -> Person {
        let post = |role: &Role| Post {
            role: *role,
            department: role.is_of_department().then_some(DEPARTMENT),
        };
        Person {
            id,
            account: Some(Account(id.0)),
            site: SiteId(1),
            name: Some(name.to_owned()),
            phone: Some(self.told.phone.clone()),
            phone_verified: true,
            language: self.language,
            place: Some(PlaceId(3)),
            consent: Some(1),
            joined: true,
            unreachable: false,
            posts: posts.iter().map(post).collect(),
            units: vec![],
        }
    }

    pub(super) fn owner(&self) -> Person {
        self.person(OWNER, &self.told.owner, &[])
    }

    pub(super) fn head(&self) -> Person {
        self.person(HEAD, &self.told.head, &[Role::Head])
    }

    /// The case in a state, with the timers that then run: minutes from now; negative ran out.
    pub(super) fn view(&self, state: State, timers: &[(TimerKind, i64)]) -> CaseView {
        let timers = timers.iter().map(|(kind, minutes)| {
            let due_at = now() + TimeDelta::minutes(*minutes);
            let fired_at = (*minutes < 0).then_some(due_at);
            Timer { id: 1, case: CaseId(1), kind: *kind, armed_at: now(), due_at, fired_at }
        });
        let signed = state.signer().is_some();
        let registered = matches!(state, State::Registered { .. });
        CaseView {
            raised_by: None,
            case: self.case(state),
            site: site(),
            category: categories().into_iter().next(),
            department: departments().into_iter().next().filter(|_| !registered),
            place: Some(place(3, PlaceKind::Unit, 3)),
            of_leader: None,
            statements: 0,
            owner: self.owner(),
            filer: self.owner(),
            responsible: Some(self.head()),
            signer: signed.then(|| self.person(CREW, &self.told.crew, &[Role::Crew])),
            leader: None,
            led: vec![],
            timers: timers.collect(),
            policy: Self::shipped("park_core"),
            calendar: Calendar::weekdays(site().zone),
        }
    }

    /// A profile that comes with the program.
    pub(super) fn shipped(name: &str) -> Arc<Policy> {
        let (_, text) = SHIPPED.into_iter().find(|(shipped, _)| *shipped == name).unwrap();
        Arc::new(Policy::parse(text).unwrap())
    }

    fn case(&self, state: State) -> Case {
        Case {
            id: CaseId(1),
            number: Number::of(CaseId(1)),
            site: SiteId(1),
            kind: Kind::Complaint,
            channel: Channel::Chat,
            owner: OWNER,
            filed_by: OWNER,
            department: Some(DEPARTMENT),
            category: Some(CategoryId(1)),
            place: Some(PlaceId(3)),
            severity: Severity::Minor,
            handling: casework::case::Handling::default(),
            facts: Facts {
                passes: None,
                added: vec![],
                raised_in: None,
                story: self.told.story.clone(),
                happened: Some(Happened::Said(self.told.when.clone())),
                is_place_guessed: false,
                whereabouts: None,
                wish: Some(self.told.wish.clone()),
                wanted_by: NaiveDate::from_ymd_opt(2026, 11, 23),
                contact: None,
                document: None,
                hurried_at: None,
                reopened_at: None,
                promised_at: None,
            },
            state,
            round: 1,
            bounces: 0,
            policy: PolicyId(1),
            version: 1,
            opened_at: now(),
        }
    }

    pub(super) fn working(step: Step, asked: bool) -> State {
        let (signed_at, accepted_at) = (now(), now() + TimeDelta::minutes(1));
        let asked_at = asked.then(now);
        State::Working { signer: CREW, signed_at, accepted_at, step, asked_at }
    }

    pub(super) fn reported(
        &self,
        owner: OwnersWord,
        signed_off: bool,
        callback: CallbackState,
    ) -> State {
        let outcome = Outcome {
            result: self.told.result.clone(),
            cause: self.told.cause.clone(),
            remedy: self.told.remedy.clone(),
            advice: Some(self.told.advice.clone()),
        };
        let at = now() + TimeDelta::hours(3);
        let signed_off = signed_off.then_some(SignOff { by: HEAD, at });
        State::Reported { signer: CREW, signed_at: now(), at, outcome, owner, signed_off, callback }
    }

    fn finished(&self) -> Finished {
        let State::Reported { signer, signed_at, at, outcome, owner, signed_off, callback } =
            self.reported(OwnersWord::Fixed, true, CallbackState::Silent)
        else {
            panic!("a reported case");
        };
        let signed_off = signed_off.unwrap();
        Finished { signer, signed_at, reported_at: at, outcome, owner, signed_off, callback }
    }

    /// A complaint in every state that reads differently.
    pub(super) fn views(&self) -> Vec<(&'static str, CaseView)> {
        use TimerKind::{Dispatch, Pickup, Plan, Promise, Review, SignOff, Solve};
        const DAY: i64 = 24 * 60;
        let grave = |mut view: CaseView, severity| {
            view.case.severity = severity;
            view
        };
        let awaited = || self.reported(OwnersWord::Awaited, false, CallbackState::Planned);
        let answered = CallbackState::Answered(Grade::Satisfied);
        let mut asked = self.view(State::Registered { since: now() }, &[(Solve, 2 * DAY)]);
        asked.case.kind = Kind::Consultation;
        asked.case.department = None;
        let mut reported = self.view(State::Registered { since: now() }, &[(Dispatch, 10)]);
        (reported.case.kind, reported.category) = (Kind::Report, None);
        reported.case.department = None;
        let mut returned = self.view(State::Registered { since: now() }, &[(Dispatch, 10)]);
        (returned.case.round, returned.case.bounces) = (1, 2);
        let mut again =
            self.view(State::Dispatched { since: now() }, &[(Solve, 2 * DAY), (Pickup, 5)]);
        again.case.round = 2;
        let mut by_voice = self.view(awaited(), &[]);
        by_voice.owner.account = None;
        by_voice.filer = self.person(PersonId(4), &self.told.desk, &[Role::Desk]);
        let mut elsewhere = self.view(State::Registered { since: now() }, &[(Dispatch, -10)]);
        (elsewhere.place, elsewhere.category) = (None, None);
        elsewhere.case.facts.whereabouts = Some(self.told.whereabouts.clone());
        elsewhere.case.facts.contact = Some(self.told.phone.clone());
        vec![
            ("registered, no category fits", elsewhere),
            ("a question, registered", asked),
            (
                "dispatched",
                self.view(State::Dispatched { since: now() }, &[(Pickup, 5), (Solve, 2 * DAY)]),
            ),
            (
                "dispatched, nobody signed in time; raised in a callback",
                CaseView {
                    raised_by: Some(Number::of(CaseId(7))),
                    ..self
                        .view(State::Dispatched { since: now() }, &[(Pickup, -5), (Solve, 2 * DAY)])
                },
            ),
            ("returned to the desk", returned),
            (
                "signed, serious",
                grave(
                    self.view(
                        Self::working(Step::Accepted, false),
                        &[(Plan, DAY), (Solve, 2 * DAY), (Promise, 120)],
                    ),
                    Severity::Serious,
                ),
            ),
            (
                "the owner is asked",
                self.view(Self::working(Step::Accepted, true), &[(Plan, DAY), (Solve, 2 * DAY)]),
            ),
            ("on the way", self.view(Self::working(Step::SetOut, false), &[(Solve, 2 * DAY)])),
            ("arrived, late", self.view(Self::working(Step::Arrived, false), &[(Solve, -60)])),
            ("reported", self.view(awaited(), &[(SignOff, DAY)])),
            (
                "reported, owner confirmed, callback sent",
                self.view(self.reported(OwnersWord::Fixed, false, CallbackState::Asked), &[]),
            ),
            (
                "reported, signed off, callback answered",
                self.view(self.reported(OwnersWord::Fixed, true, answered), &[]),
            ),
            (
                "reported, owner silent",
                self.view(self.reported(OwnersWord::Silent, true, CallbackState::Silent), &[]),
            ),
            (
                "reported, the owner wants no questions",
                self.view(self.reported(OwnersWord::Fixed, false, CallbackState::OptedOut), &[]),
            ),
            ("reported, the owner has no chat", by_voice),
            ("reopened", again),
            (
                "closed, waits for the review, major",
                grave(
                    self.view(
                        State::Closed { at: now(), finished: self.finished() },
                        &[(Review, 7 * DAY)],
                    ),
                    Severity::Major,
                ),
            ),
            (
                "archived",
                self.view(State::Archived { at: now(), finished: Some(self.finished()) }, &[]),
            ),
            ("withdrawn", self.view(State::Withdrawn { at: now() }, &[])),
            ("a report, registered", reported),
            ("dealt with together with another", super::together::merged(self)),
        ]
    }

    pub(super) fn draft(&self, kind: Kind) -> Draft {
        let mut draft = Draft::new(kind, "k".to_owned(), true);
        draft.story = vec![self.told.story.clone()];
        draft.files = vec![file(), file()];
        draft
    }

    pub(super) fn full_draft(&self, caller: bool) -> Draft {
        let mut draft = self.draft(Kind::Complaint);
        draft.caller = caller.then(|| Caller {
            name: self.told.caller.clone(),
            phone: self.told.phone.clone(),
            channel: Some(Channel::Letter),
            document: Some(self.told.phone.clone()),
            known: None,
            booking: None,
        });
        draft.category = Some(CategoryId(1));
        draft.whereabouts = Some(self.told.whereabouts.clone());
        draft.happened = Some(Happened::Said(self.told.when.clone()));
        draft.wish = Some(self.told.wish.clone());
        draft.wanted_by = NaiveDate::from_ymd_opt(2026, 11, 23);
        draft.lacks_contact = !caller;
        draft.contact = draft.lacks_contact.then(|| self.told.phone.clone());
        draft
    }

    pub(super) fn report(&self) -> ReportDraft {
        ReportDraft {
            result: Some(self.told.result.clone()),
            cause: Some(self.told.cause.clone()),
            remedy: Some(self.told.remedy.clone()),
            advice: Some(self.told.advice.clone()),
            files: vec![file()],
            ..ReportDraft::new(true)
        }
    }

    /// The questionnaire at each of its questions, and when it is over.
    pub(super) fn questionnaires(&self) -> Vec<(&'static str, Questionnaire)> {
        let template = Arc::new(Template::parse(questionnaire::SHIPPED[0].1).unwrap());
        let answers = |replies: &[Reply]| {
            replies.iter().cloned().fold(Sheet::default(), |sheet, reply| {
                sheet.answer(&template, reply).expect("it answers the question")
            })
        };
        let of = |replies: &[Reply]| Questionnaire {
            id: QuestionnaireId(1),
            about: Subject::Case(CaseId(1)),
            round: 1,
            person: OWNER,
            template: Arc::clone(&template),
            sheet: answers(replies),
            kept: None,
            version: 1,
            screen: None,
            answered_at: None,
            expired_at: None,
            declined_at: None,
            written_by: None,
        };
        let over = |round: Questionnaire| Questionnaire { answered_at: Some(now()), ..round };
        let said = |text: &String| Reply::Text(text.clone());
        // Partly, dissatisfied; people were all right, it was slow; not fixed and slow.
        let unhappy = [2, 0, 2, 0, 1].map(Reply::Press);
        let unhappy: Vec<_> = [Reply::Press(1)].into_iter().chain(unhappy).collect();
        let reasons = [&unhappy[..], &[Reply::Enough]].concat();
        let reasoned = [&reasons[..], &[said(&self.told.reason)]].concat();
        let more = [&reasoned[..], &[Reply::Press(2)]].concat();
        let whole = [&more[..], &[said(&self.told.words)]].concat();
        let content = [0, 0, 0, 0].map(Reply::Press);
        let nothing = [&content[..], &[Reply::Press(0)]].concat();
        let wrong = [&content[..], &[said(&self.told.contradicting)]].concat();
        let none = Questionnaire { declined_at: Some(now()), ..of(&[]) };
        let corrected = Questionnaire { kept: Some(answers(&nothing)), ..over(of(&[])) };
        vec![
            ("solved?", of(&[])),
            ("satisfied?", of(&unhappy[..1])),
            ("with people?", of(&unhappy[..2])),
            ("with the speed?", of(&unhappy[..3])),
            ("what was it?", of(&unhappy[..4])),
            ("what else was it?", of(&unhappy)),
            ("why?", of(&reasons)),
            ("anything else?", of(&reasoned)),
            ("which?", of(&more)),
            ("is it right after all?", of(&wrong)),
            ("answered, content", over(of(&nothing))),
            ("answered, dissatisfied", over(of(&whole))),
            ("being corrected", corrected),
            ("on the telephone", Questionnaire { written_by: Some(PersonId(4)), ..none.clone() }),
            ("wants no questions", none),
            ("expired", Questionnaire { expired_at: Some(now()), ..of(&[]) }),
        ]
    }
}
