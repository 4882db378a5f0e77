//! A company that looks after two estates has one program for both: each keeps to itself.

use casework::{
    case::Kind,
    desk::DeskError,
    estate::Estate,
    ids::Account,
    ids::Room,
    people::{Post, Role},
    store::Offer,
    unit::Tenure,
    words::Language::En,
};
use chrono::TimeDelta;
use huiyin::{
    button::{Button, Choice, Reception, Unit},
    stage::ESTATE,
};
use playground::Profile;
use scenarios::{Person, World};

use crate::files;

/// The other estate.
const HEFENG: &str = r#"
[site]
code = "hefeng"
name = { zh-Hans = "和风苑", en = "Hefeng Court" }
zone = "Asia/Shanghai"
language = "en"
profile = "park_core"
phone = "0571-8800 9999"
alarm = "works"

[[site.emergency]]
name = { en = "Fire" }
contact = "119"

[[departments]]
code = "works"
name = { en = "Hefeng works" }

[[categories]]
code = "water"
name = { en = "Water" }
department = "works"
words = ["leak"]

[[categories]]
code = "smoke"
name = { en = "Fire or smoke" }
department = "works"
danger = true
words = ["smoke"]

[[places]]
code = "h1"
kind = "building"
name = { en = "House 1" }
floors = 2
units = 2
"#;

const CLERK: i64 = 800_001;
const FITTER: i64 = 800_002;
const TENANT: i64 = 800_003;

/// The groups of the other estate.
struct Hefeng {
    desk: i64,
    works: i64,
}

fn parsed() -> [Estate; 2] {
    let yunxi = ESTATE.replacen("language = \"zh-Hans\"", "language = \"en\"", 1);
    [yunxi.as_str(), HEFENG].map(|text| Estate::parse(text).expect("an estate"))
}

/// The program is started with the files of both estates, and the other has its people and groups.
async fn beside(world: &World) -> Hefeng {
    let desk = world.app().desk().clone();
    assert!(desk.settle_all(&parsed()).await.expect("two estates"), "one of them is new");
    let admin = world.person("manager");
    let mut work = desk.begin_in(Some("hefeng")).await.expect("a desk");
    let works = work.departments().await.expect("departments")[0].id;
    let rooms = ["Hefeng desk", "Hefeng works"]
        .map(|title| world.telegram.supergroup(title, admin.account));
    let posts = [
        (CLERK, "Clerk He", Post { role: Role::Desk, department: None }, rooms[0]),
        (FITTER, "Fitter He", Post { role: Role::Crew, department: Some(works) }, rooms[1]),
    ];
    for (account, name, post, room) in posts {
        world.telegram.person(Profile::named(account, name).speaking("en"));
        world.telegram.join(room, account);
        world.telegram.add_bot(room, admin.account, None, true);
        let mut person = work.meet(Account(account), Some(En)).await.expect("a person");
        (person.name, person.joined) = (Some(name.to_owned()), true);
        work.save_person(&person).await.expect("a person");
        work.appoint(&person, post, None).await.expect("a position");
        work.seat(post, Room(room)).await.expect("a seat");
    }
    work.finish("").await.expect("a book");
    world.restart().await;
    for (account, name, ..) in posts {
        world.stranger(account, name).starts().await;
    }
    world.said();
    Hefeng { desk: rooms[0], works: rooms[1] }
}

fn tenant(world: &World) -> Person<'_> {
    world.stranger(TENANT, "Tenant He")
}

async fn joins_hefeng(tenant: &Person<'_>) {
    tenant.starts().await;
    tenant.taps("Hefeng Court").await;
    tenant.goes_through_the_greeting().await;
}

fn clerk(world: &World) -> Person<'_> {
    world.stranger(CLERK, "Clerk He")
}

/// S0-01: whoever is new says where they are, and is dealt with there and nowhere else.
#[tokio::test]
async fn a_newcomer_says_where_and_nobody_elsewhere_hears_of_it() {
    World::run(En, async |world| {
        let hefeng = beside(world).await;
        let tenant = tenant(world);
        tenant.starts().await;
        assert!(tenant.has_read("We look after more than one estate. Which one are you in?"));
        tenant.taps("Hefeng Court").await;
        let greeted = tenant.reads();
        assert!(greeted.contains("service centre of Hefeng Court"), "{greeted}");
        assert!(greeted.contains("0571-8800 9999"), "{greeted}");
        tenant.goes_through_the_greeting().await;
        tenant.complains("A leak in the kitchen").await;
        let number = world.newest_number().await;
        assert!(world.shows(hefeng.works, &format!("Slip {number}")));
        for seat in ["engineering", "desk", "leaders"] {
            assert!(!world.shows(world.room(seat), &number), "{seat}");
        }

        // Who works in the other estate cannot read it, and does not see it among what is open.
        let desk = world.person("desk");
        desk.says(&format!("/case {number}")).await;
        assert!(desk.has_read(&format!("We cannot find {number}")), "{}", desk.reads());
        desk.heard();
        desk.says("/queue").await;
        assert!(!desk.heard().contains(&number));
        let clerk = clerk(world);
        clerk.says("/queue").await;
        assert!(clerk.heard().contains(&number));
        let slip = world.find(hefeng.works, &format!("Slip {number}"));
        let sign = world.button(hefeng.works, |button| {
            matches!(button, Button::Case(_, _, huiyin::button::Act::Sign))
        });
        let crew = world.person("crew");
        let toast = crew.forges(world.room("engineering"), slip.id, &sign.1).await;
        assert!(!toast.starts_with("Signed"), "no crew of another estate signs: {toast}");
        let fitter = world.stranger(FITTER, "Fitter He");
        assert!(fitter.signs(hefeng.works).await.starts_with("Signed."));
        assert!(tenant.has_read("Fitter He"), "{}", tenant.reads());
    })
    .await;
}

/// Whoever has to do with both turns to the other by a press; what is under way goes on where it is.
#[tokio::test]
async fn somebody_turns_to_the_other_estate_and_back() {
    World::run(En, async |world| {
        let first = world.complaint("The lift rattles").await;
        let hefeng = beside(world).await;
        let owner = world.person("owner");
        owner.says("/start").await;
        assert!(owner.has_read("You are speaking to Yunxi Park."), "{}", owner.reads());
        owner.taps("Another estate").await;
        owner.taps("Hefeng Court").await;
        assert!(
            owner.has_read("Hefeng Court takes care of you from here. Telephone: 0571-8800 9999")
        );
        owner.taps("Complaint").await;
        owner.says("A leak in the cellar").await;
        let way: [fn(Choice) -> bool; 7] = [
            |choice| choice == Choice::Enough,
            |choice| matches!(choice, Choice::Category(_)),
            |choice| matches!(choice, Choice::Open(_)),
            |choice| matches!(choice, Choice::Open(_)),
            |choice| matches!(choice, Choice::Place(_)),
            |choice| choice == Choice::SkipRest,
            |choice| choice == Choice::Send,
        ];
        for step in way {
            owner.chooses(step).await;
        }
        let second = world.newest_number().await;
        assert!(world.shows(hefeng.works, &second));
        assert!(!world.shows(world.room("engineering"), &second));

        // The old matter is still theirs, and its buttons lead to where it is dealt with.
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "It runs again").await;
        owner.acts(owner.account, huiyin::button::Act::Confirm).await;
        assert!(
            world.shows(world.room("engineering"), "Owner: says it is solved"),
            "{}",
            world.shown_in(world.room("engineering"))
        );
        owner.says("/my").await;
        let mine = owner.heard();
        assert!(mine.contains(&first) && mine.contains(&second), "{mine}");

        // In the middle of a complaint: what was chosen from the lists is asked again, what was told stays.
        owner.says("The gate is open all night").await;
        owner.taps("That's all").await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        owner.taps("Another estate").await;
        owner.taps("Yunxi Park").await;
        let kept = world.column("select state ->> 'story' from dialogs where kind = 'draft'").await;
        assert!(kept.concat().contains("The gate is open all night"), "{kept:?}");
    })
    .await;
}

/// S2-19: in danger, where it is comes first, and the right people on duty hear of it.
#[tokio::test]
async fn a_newcomer_in_danger_says_where_before_anything_else() {
    World::run(En, async |world| {
        let hefeng = beside(world).await;
        let tenant = tenant(world);
        tenant.says("There is smoke in the stairs").await;
        let read = tenant.reads();
        assert!(read.contains("Fire 119"), "{read}");
        assert!(read.contains("Where is it? Press the estate"), "{read}");
        tenant.taps("Hefeng Court").await;
        tenant.taps("Tell the people on duty").await;
        assert!(world.shows(hefeng.works, "There is smoke in the stairs"));
        for seat in ["security", "engineering", "desk"] {
            assert!(!world.shows(world.room(seat), "smoke in the stairs"), "{seat}");
        }
    })
    .await;
}

/// S2-19: a danger is where somebody has turned to, whatever they told of elsewhere before.
#[tokio::test]
async fn a_danger_is_told_where_somebody_is_now() {
    World::run(En, async |world| {
        world.complaint("The lift rattles").await;
        let hefeng = beside(world).await;
        let owner = world.person("owner");
        owner.says("/start").await;
        owner.taps("Another estate").await;
        owner.taps("Hefeng Court").await;
        world.said();
        owner.taps("Danger now").await;
        owner.taps("Fire or smoke").await;
        assert!(world.shows(hefeng.works, "Danger: Fire or smoke"), "{}", world.said());
        assert!(world.shows(hefeng.works, "Where: not given"), "no place of the other estate");
        for seat in ["security", "engineering"] {
            assert!(!world.shows(world.room(seat), "Fire or smoke"), "{seat}");
        }
    })
    .await;
}

/// S3-03: whoever comes by the code of a unit speaks to the estate in which it lies.
#[tokio::test]
async fn the_code_of_a_unit_leads_to_its_estate() {
    World::run(En, async |world| {
        let hefeng = beside(world).await;
        let desk = world.app().desk().clone();
        let mut work = desk.begin_in(Some("hefeng")).await.expect("a desk");
        let house = work.places_within(None).await.expect("houses")[0].id;
        let floor = work.places_within(Some(house)).await.expect("floors")[0].id;
        let unit = work.places_within(Some(floor)).await.expect("units")[0].id;
        let clerk = work.known(Account(CLERK)).await.expect("a book");
        let code = work.invite(Offer::Unit(unit, Tenure::Tenant), clerk.as_ref()).await;
        work.finish("").await.expect("a book");
        let tenant = tenant(world);
        tenant.opens(&code.expect("a code")).await;
        assert!(tenant.has_read("service centre of Hefeng Court"), "{}", tenant.reads());
        tenant.chooses(|choice| choice == Choice::Agree).await;
        tenant.chooses(|choice| choice == Choice::OwnName).await;
        world.telegram.share_contact(tenant.account).expect("a number");
        world.settle().await;
        tenant.complains("A leak in the kitchen").await;
        let number = world.newest_number().await;
        assert!(world.shows(hefeng.works, &number), "{}", tenant.reads());
    })
    .await;
}

/// Whoever has to do with both decides in private where a message of the other came from.
#[tokio::test]
async fn a_button_in_private_is_of_the_estate_of_which_its_message_speaks() {
    World::run(En, async |world| {
        let hefeng = beside(world).await;
        let (clerk, tenant) = (clerk(world), tenant(world));
        joins_hefeng(&tenant).await;
        clerk.starts().await;
        clerk.taps("Another estate").await;
        clerk.taps("Yunxi Park").await;
        clerk.presses(hefeng.desk, "Look").await;
        assert!(clerk.has_read("Tenant He"), "{}", clerk.reads());
        let decides = |button: &Button| matches!(button, Button::Unit(Unit::Decide(_, Some(_))));
        clerk.means(clerk.account, decides).await;
        let settled = "select count(*) from occupancies where decided_at is not null";
        assert_eq!(world.count(settled).await, 1, "{}", clerk.reads());
        assert!(tenant.has_read("House 1"), "{}", tenant.reads());
    })
    .await;
}

/// Whoever manages both announces in the estate in whose group they asked for it.
#[tokio::test]
async fn what_is_announced_in_the_group_of_an_estate_is_for_that_estate() {
    World::run(En, async |world| {
        world.complaint("The lift rattles").await;
        let hefeng = beside(world).await;
        let (admin, owner, tenant) =
            (world.person("manager"), world.person("owner"), tenant(world));
        joins_hefeng(&tenant).await;
        admin.starts().await;
        admin.writes(hefeng.desk, "/announce").await;
        admin.chooses(|choice| choice == Choice::OpenAll).await;
        admin.says("No water from nine to ten").await;
        admin.chooses(|choice| choice == Choice::Send).await;
        world.pass(TimeDelta::minutes(1)).await;
        assert!(tenant.has_read("No water from nine to ten"), "{}", admin.reads());
        assert!(!owner.has_read("No water from nine to ten"));
    })
    .await;
}

/// S2-15: each estate has its own round.
#[tokio::test]
async fn each_estate_hears_of_its_own_in_the_morning() {
    World::run(En, async |world| {
        let hefeng = beside(world).await;
        let tenant = tenant(world);
        joins_hefeng(&tenant).await;
        tenant.complains("A leak in the kitchen").await;
        world.said();
        world.pass(TimeDelta::days(1)).await;
        let round = world.shown_in(hefeng.desk);
        assert!(round.contains("late: 1"), "{round}");
        assert!(round.contains("untouched for long: 1.\nHefeng Court"), "{round}");
        assert!(!world.said_in(world.room("desk")).contains("late: 1"));
    })
    .await;
}

/// Who starts the program names the estates; a code that was changed is not taken for a new one.
#[tokio::test]
async fn an_estate_under_another_code_is_no_new_one() {
    World::run(En, async |world| {
        let desk = world.app().desk().clone();
        let [_, hefeng] = parsed();
        let refused = desk.settle_in(&hefeng).await.expect_err("only one file").to_string();
        assert_eq!(
            refused,
            "the book knows the estate yunxi, and no file names it: to add hefeng beside it, name \
             the files of both with HUIYIN_ESTATE; if it is the same one, write code = \"yunxi\""
        );
        assert_eq!(world.count("select count(*) from sites").await, 1, "nothing half done");
        beside(world).await;
        let unsaid = desk.begin_in(None).await.map(|_| ()).expect_err("which?");
        assert!(matches!(unsaid, DeskError::WhichEstate(_)));
        assert_eq!(unsaid.to_string(), "of which estate? Write --estate and one of yunxi, hefeng");
        let administered = "select count(*) from posts where role = 'admin' and until is null";
        assert_eq!(world.count(administered).await % 2, 0, "whoever administers one, both");
    })
    .await;
}

/// S4-02: what somebody answers to the survey of one estate is of that estate, whichever they have turned to.
#[tokio::test]
async fn a_survey_is_answered_where_it_was_asked() {
    World::run(En, async |world| {
        let (manager, owner) = (world.person("manager"), world.person("owner"));
        owner.joins().await;
        let hefeng = beside(world).await;
        manager.says("/survey").await;
        for label in ["Ask: Living here", "The whole estate", "all residents"] {
            manager.taps(label).await;
        }
        assert!(manager.has_read("Yunxi Park"), "which estate: {}", manager.reads());
        manager.taps("Send").await;
        owner.says("/start").await;
        owner.taps("Another estate").await;
        owner.taps("Hefeng Court").await;
        for _ in 0..5 {
            owner.taps("Satisfied").await;
        }
        owner.taps("Nothing more").await;
        owner.says("Lamp 4 in the yard is dark").await;
        let number = world.newest_number().await;
        assert!(world.shows(world.room("desk"), &number), "{}", owner.reads());
        assert!(!world.shows(hefeng.desk, &number) && !world.shows(hefeng.works, &number));
        let clerk = clerk(world);
        clerk.says("/survey").await;
        assert!(clerk.has_read("None has been sent yet."), "{}", clerk.reads());
    })
    .await;
}

/// S0-08: whoever leads two estates reads both side by side; whoever leads one reads of the other nothing.
#[tokio::test]
async fn a_leader_of_both_reads_them_side_by_side() {
    World::run(En, async |world| {
        world.complaint("The lift rattles").await;
        beside(world).await;
        let (manager, desk) = (world.person("manager"), world.person("desk"));
        let mut work = world.app().desk().begin_in(Some("hefeng")).await.expect("a desk");
        let known = work.known(Account(manager.account)).await.expect("a book").expect("known");
        let post = Post { role: Role::Manager, department: None };
        work.appoint(&known, post, None).await.expect("a position");
        work.finish("").await.expect("a book");
        world.pass(TimeDelta::days(16)).await;
        manager.says("/summary").await;
        manager.taps("All estates, last month").await;
        let sent = world.find(manager.account, "All estates, November 2026");
        let (picture, name) = files::newest(world, manager.account, ".png");
        assert_eq!((&picture[1..4], name.as_str()), (&b"PNG"[..], "2026-11.png"));
        assert!(sent.text().contains("Received 1, closed 0, open 1"), "{}", sent.text());
        manager.taps("As a file").await;
        let (file, name) = files::newest(world, manager.account, ".xlsx");
        assert_eq!(name, "estates-summary-2026-11.xlsx");
        let sheets = files::sheets(&file);
        let received: Vec<_> = sheets[0].1.iter().map(|line| [&line[0], &line[1]]).collect();
        assert_eq!(received, [["Estate", "Received"], ["Yunxi Park", "1"], ["Hefeng Court", "0"]]);
        let each = casework::summary::Figure::all().count();
        assert_eq!(sheets[1].1.len(), 1 + 2 * each, "every figure of each");
        desk.says("/summary").await;
        assert!(!desk.has_read("All estates"), "{}", desk.reads());
        let all = |it: &Button| matches!(it, Button::Summary(huiyin::button::Sum::All(_)));
        let (at, data) = world.button(manager.account, all);
        desk.forges(desk.account, at, &data).await;
        assert!(!desk.has_read("All estates, November"), "{}", desk.reads());
    })
    .await;
}

/// S4-03: what a visitor says on the reception day of one estate is of that estate, whichever the manager
/// who writes it down had turned to.
#[tokio::test]
async fn a_visitor_is_written_down_where_they_were_received() {
    World::run(En, async |world| {
        let (manager, owner) = (world.person("manager"), world.person("owner"));
        owner.joins().await;
        let hefeng = beside(world).await;
        let mut work = world.app().desk().begin_in(Some("hefeng")).await.expect("a desk");
        let known = work.known(Account(manager.account)).await.expect("a book").expect("known");
        let post = Post { role: Role::Manager, department: None };
        work.appoint(&known, post, None).await.expect("a position");
        work.finish("").await.expect("a book");
        world
            .meddles(
                r#"update sites set reception = '{
                    "each": "last saturday", "from": "09:00:00", "to": "10:00:00", "minutes": 15,
                    "days_before": 10, "leaders_after": 3,
                    "place": { "en": "Gate" }, "topics": { "en": "Anything" }
                }' where code = 'yunxi'"#,
            )
            .await;
        world.restart().await;
        for _ in 0..2 {
            world.pass(TimeDelta::days(1)).await;
        }
        owner.says("/reception").await;
        owner.taps("09:00").await;
        for _ in 0..9 {
            world.pass(TimeDelta::days(1)).await;
        }
        world.pass(TimeDelta::minutes(20)).await;
        manager.says("/start").await;
        manager.taps("Another estate").await;
        manager.taps("Hefeng Court").await;
        manager.taps("09:00 Meiling C…").await;
        let begins =
            |it: &Button| matches!(it, Button::Reception(Reception::Begin(_, Kind::Complaint)));
        manager.means(manager.account, begins).await;
        assert!(manager.has_read("Yunxi Park takes care of you"), "{}", manager.reads());
        manager.says("The ramp at the gate is icy").await;
        manager.chooses(|choice| choice == Choice::Enough).await;
        manager.chooses(|choice| matches!(choice, Choice::Category(_))).await;
        manager.chooses(|choice| choice == Choice::Skip).await;
        manager.chooses(|choice| choice == Choice::SkipRest).await;
        manager.chooses(|choice| choice == Choice::Send).await;
        let number = world.newest_number().await;
        assert!(!world.shows(hefeng.desk, &number) && !world.shows(hefeng.works, &number));
        owner.says("/my").await;
        assert!(owner.has_read("The ramp at the gate is icy"), "{}", owner.heard());
        let there = "select count(*) from cases join sites on sites.id = cases.site_id
                     where channel = 'reception' and sites.code = 'yunxi'";
        assert_eq!(world.count(there).await, 1);
    })
    .await;
}

/// S4-02: whoever opens the link on a poster tells it to the estate whose poster it is, whichever they had
/// turned to; and it counts there.
#[tokio::test]
async fn a_poster_leads_to_its_own_estate() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        let hefeng = beside(world).await;
        let clerk = clerk(world);
        clerk.says("/events").await;
        clerk.taps("Invite to an event").await;
        clerk.says("Lantern evening").await;
        clerk.says("2026-11-25").await;
        clerk.taps("Everybody").await;
        clerk.says("Tea and music by the gate.").await;
        assert!(clerk.has_read("Lantern evening, 25 Nov\nTea and music"), "{}", clerk.reads());
        clerk.taps("Cancel").await;
        owner.opens("e-1").await;
        assert!(owner.has_read("Hefeng Court takes care of you"), "{}", owner.reads());
        owner.says("A leak by the gate").await;
        owner.chooses(|choice| choice == Choice::Enough).await;
        owner.chooses(|choice| matches!(choice, Choice::Category(_))).await;
        owner.chooses(|choice| choice == Choice::Skip).await;
        owner.chooses(|choice| choice == Choice::SkipRest).await;
        owner.chooses(|choice| choice == Choice::Send).await;
        let number = world.newest_number().await;
        assert!(world.shows(hefeng.works, &number), "{}", world.shown_in(hefeng.works));
        // Nobody is invited yet, but it is ahead.
        clerk.says("/events").await;
        assert!(clerk.has_read("told us something 1"), "{}", clerk.reads());
        let manager = world.person("manager");
        manager.says("/events").await;
        assert!(manager.has_read("Nobody has been invited"), "{}", manager.reads());
    })
    .await;
}
