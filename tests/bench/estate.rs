//! The estate of the trial: the reference load of the fault list's figures. Twelve departments with
//! a group each, a crew, a head each, a desk, and owners who are registered already.

use casework::{
    clock::Clock,
    desk::Desk,
    estate::Estate,
    ids::{Account, Room},
    people::{Post, Role},
    words::Language,
};
use playground::{Profile, Telegram};

use crate::{
    fill,
    ground::{Ground, TEMPLATE, run},
};

/// How many departments, each with its group.
pub(crate) const DEPARTMENTS: usize = 12;
/// How many people of a crew each department has.
pub(crate) const CREW: usize = 12;
/// How many owners are registered.
pub(crate) const OWNERS: usize = 20_000;
/// The buildings, their floors and the units of a floor. A unit for each owner: where several share one,
/// every matter is soon that of many at one place, is raised and waits for its leaders.
const BUILDINGS: usize = 100;
const FLOORS: usize = 20;
const UNITS: usize = 10;
const _: () = assert!(BUILDINGS * FLOORS * UNITS == OWNERS, "a unit for each owner");

/// How many cases a fresh book holds that are over.
const PAST: usize = 1_000;

const OWNER: i64 = 1_000_000;
const CREWS: i64 = 2_000_000;
const HEADS: i64 = 3_000_000;
const DESK: i64 = 4_000_001;
pub(crate) const MANAGER: i64 = 5_000_001;

/// An owner's account.
pub(crate) fn owner(number: usize) -> i64 {
    OWNER + 1 + signed(number % OWNERS)
}

/// The account of somebody of a department's crew.
pub(crate) fn crew(department: usize, number: usize) -> i64 {
    CREWS + 1 + signed(department * CREW + number % CREW)
}

/// The account of a department's head.
pub(crate) fn head(department: usize) -> i64 {
    HEADS + 1 + signed(department)
}

/// The word in a story that leads to a department.
pub(crate) fn word(department: usize) -> String {
    format!("matter{department:02}x")
}

pub(crate) fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn description() -> String {
    let mut text = String::from(
        r#"
        [site]
        code = "trial"
        name = { en = "Trial Park" }
        zone = "Asia/Shanghai"
        language = "en"
        profile = "park_core"
        phone = "0571-8800 1234"
        "#,
    );
    text.extend((0..DEPARTMENTS).map(|number| {
        format!(
            "[[departments]]\ncode = \"d{number}\"\nname = {{ en = \"Department {number}\" }}\n"
        )
    }));
    text.extend((0..DEPARTMENTS).map(|number| {
        let word = word(number);
        format!(
            "[[categories]]\ncode = \"c{number}\"\nname = {{ en = \"Category {number}\" }}\n\
             department = \"d{number}\"\nwords = [\"{word}\"]\n"
        )
    }));
    text.extend((0..BUILDINGS).map(|number| {
        format!(
            "[[places]]\ncode = \"b{number}\"\nkind = \"building\"\n\
             name = {{ en = \"Building {number}\" }}\nfloors = {FLOORS}\nunits = {UNITS}\n\
             floor_name = {{ en = \"Floor #\" }}\n"
        )
    }));
    text
}

/// The groups of the estate at a stand-in: one a department, then the desk's, then the leaders'.
/// Made in the same order they get the same numbers at every stand-in.
#[derive(Debug, Clone)]
pub(crate) struct Rooms {
    pub(crate) departments: Vec<i64>,
    pub(crate) desk: i64,
    pub(crate) leaders: i64,
}

/// Lets everybody and every group be at a stand-in, the bot an administrator in each.
pub(crate) fn settle(telegram: &Telegram, owners: usize) -> Rooms {
    let known = |account: i64, name: &str| {
        telegram.person(Profile::named(account, name).speaking("en"));
        telegram.befriend(account);
    };
    known(MANAGER, "Manager");
    known(DESK, "Desk");
    let departments = (0..DEPARTMENTS)
        .map(|department| {
            let room = telegram.supergroup(&format!("Department {department}"), MANAGER);
            known(head(department), &format!("Head {department}"));
            telegram.join(room, head(department));
            for number in 0..CREW {
                let account = crew(department, number);
                known(account, &format!("Crew {department} {number}"));
                telegram.join(room, account);
            }
            room
        })
        .collect();
    let desk = telegram.supergroup("Desk", MANAGER);
    telegram.join(desk, DESK);
    let leaders = telegram.supergroup("Leaders", MANAGER);
    let rooms = Rooms { departments, desk, leaders };
    for room in rooms.departments.iter().chain([&desk, &leaders]) {
        telegram.add_bot(*room, MANAGER, None, true);
    }
    for number in 0..owners {
        known(owner(number), &format!("Owner {number}"));
    }
    rooms
}

/// Writes the estate and its people into the template, as the program would.
pub(crate) async fn furnish(ground: &Ground, rooms: &Rooms) -> anyhow::Result<()> {
    ground.empty(TEMPLATE).await?;
    let desk = Desk::open(ground.options(TEMPLATE), Clock::system()).await?;
    desk.settle_in(&Estate::parse(&description())?).await?;
    let mut work = desk.begin().await?;
    let departments = work.departments().await?;
    let mut staff = vec![
        (DESK, "Desk".to_owned(), Post { role: Role::Desk, department: None }),
        (MANAGER, "Manager".to_owned(), Post { role: Role::Manager, department: None }),
        (MANAGER, "Manager".to_owned(), Post { role: Role::Admin, department: None }),
    ];
    for (number, department) in departments.iter().enumerate() {
        let post = |role| Post { role, department: Some(department.id) };
        work.seat(post(Role::Crew), Room(rooms.departments[number])).await?;
        staff.push((head(number), format!("Head {number}"), post(Role::Head)));
        let crew = (0..CREW).map(|one| (crew(number, one), format!("Crew {one}")));
        staff.extend(crew.map(|(account, name)| (account, name, post(Role::Crew))));
    }
    work.seat(Post { role: Role::Desk, department: None }, Room(rooms.desk)).await?;
    work.seat(Post { role: Role::Leader, department: None }, Room(rooms.leaders)).await?;
    for (account, name, post) in staff {
        let mut person = work.meet(Account(account), Some(Language::En)).await?;
        person.name = Some(name);
        person.joined = true;
        person.consent = Some(1);
        work.save_person(&person).await?;
        work.appoint(&person, post, None).await?;
    }
    work.finish("").await?;
    desk.close().await;
    register_owners(ground).await?;
    // A few days of work, so that the database knows what its tables will look like.
    fill::fill(ground, TEMPLATE, PAST).await.map(drop)
}

/// Owners who have been through the greeting, each with a unit; who complain one after the other live in
/// different buildings.
async fn register_owners(ground: &Ground) -> anyhow::Result<()> {
    let mut inside = ground.connect(TEMPLATE).await?;
    let statement = format!(
        "with units as (
             select id, row_number() over (order by md5(code)) as number
             from places where kind = 'unit'
         )
         insert into people (account, site_id, name, phone, phone_verified, language, place_id,
                             consent, consented_at, joined_at, first_seen_at)
         select {OWNER} + n, sites.id, 'Owner ' || n, '+8613800' || lpad(n::text, 6, '0'), true,
                'en', units.id, 1, now(), now(), now()
         from generate_series(1, {OWNERS}) as n
         join units on units.number = n
         cross join sites
         order by n"
    );
    run(&mut inside, &statement).await
}
