//! The register from lists, and into them.

use chrono::TimeDelta;

use super::world::World;
use crate::{
    case::{Event, Kind, event::Correction},
    desk::{Naming, Tally},
    ids::Account,
    intake::Draft,
    people::{Post, Role},
    place::{guess, offered},
    register::{List, Register, Sheet},
    unit::Tenure,
};

fn sheet(name: &str, text: &str) -> Sheet {
    let mut lines = text.trim().lines();
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    let columns = cells(lines.next().unwrap());
    let lines = (2..).zip(lines).map(|(number, line)| (number, cells(line))).collect();
    Sheet { name: name.to_owned(), head: 1, columns, lines }
}

fn lists() -> Register {
    let sheets = [
        sheet(
            "places",
            "code,kind,within,name-en,handed-over
             b9-901,unit,b9-f9,901,
             b9-f9,floor,b9,Floor 9,
             b9,building,,Building 9,2025-03-01",
        ),
        sheet("departments", "code,name-en\nsecurity,Guards\npool,Swimming pool"),
        sheet(
            "people",
            "name,phone,account,unit,tenure,since,until
             Vera,+86 138 0000 1001,,b9-901,owner,,
             ,,2,b1-101,tenant,,2026-12-31",
        ),
        sheet("staff", "account,name,role,department\n7,Anna,crew,pool\n2,,manager,"),
    ];
    Register::parse(&sheets).unwrap()
}

impl World {
    /// Reads lists in; what became of them, or every fault.
    async fn imports(&self, register: &Register) -> Result<Vec<(List, Tally)>, String> {
        let mut work = self.desk.begin().await.unwrap();
        match work.import(register).await.unwrap() {
            Ok(taken) => {
                work.finish("").await.unwrap();
                Ok(taken)
            }
            Err(faults) => {
                let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
                Err(lines.join("\n"))
            }
        }
    }
}

fn tally(added: usize, changed: usize, same: usize) -> Tally {
    Tally { added, changed, same }
}

#[tokio::test]
async fn lists_are_taken_whatever_the_order_of_their_lines_and_twice_changes_nothing() {
    let world = World::open().await;
    let taken = world.imports(&lists()).await.unwrap();
    let expected = [
        (List::Places, tally(3, 0, 0)),
        (List::Departments, tally(1, 1, 0)),
        (List::People, tally(2, 0, 0)),
        (List::Staff, tally(2, 0, 0)),
    ];
    assert_eq!(taken, expected);
    let again = world.imports(&lists()).await.unwrap();
    assert!(again.iter().all(|(_, tally)| (tally.added, tally.changed) == (0, 0)), "{again:?}");

    let mut work = world.desk.begin().await.unwrap();
    let anna = work.known(Account(7)).await.unwrap().unwrap();
    assert_eq!(anna.name.as_deref(), Some("Anna"));
    assert!(anna.is(Role::Crew) && !anna.joined);
    let clerk = work.person(world.clerk.id).await.unwrap();
    assert!(clerk.is(Role::Manager) && clerk.is(Role::Desk));
    assert_eq!(clerk.units.len(), 1, "recognised by account");
}

#[tokio::test]
async fn what_is_written_out_is_read_in_and_changes_nothing() {
    let world = World::open().await;
    world.imports(&lists()).await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let unit = work.units_of(world.clerk.id).await.unwrap()[0].0.place;
    work.name_unit(&world.owner, unit).await.unwrap();
    let asked = work.units_waiting(&world.clerk).await.unwrap().1.unwrap();
    work.decide_unit(asked.id, &world.clerk, Some(Tenure::Tenant)).await.unwrap();
    work.finish("").await.unwrap();

    let sheets = world.desk.begin().await.unwrap().export().await.unwrap();
    let written = Register::parse(&sheets).unwrap();
    assert!(written.places.len() > 150);
    assert_eq!(written.people.len(), 3, "two of the list, and one whom the desk knows");
    let again = world.imports(&written).await.unwrap();
    assert!(again.iter().all(|(_, tally)| (tally.added, tally.changed) == (0, 0)), "{again:?}");
}

#[tokio::test]
async fn one_bad_line_and_nothing_is_taken() {
    let world = World::open().await;
    let sheets = [
        sheet("departments", "code,name-en\npool,Swimming pool"),
        sheet(
            "places",
            "code,kind,within,name-en
             b9-901,unit,b9-f9,901
             b1-f1,floor,b1-101,Floor 1
             b1-101,floor,b1,101",
        ),
        sheet(
            "people",
            "name,phone,unit,tenure\nVera,138 0000 1001,b1,owner\nVera,138 0000 1001,b7,owner",
        ),
        sheet(
            "staff",
            "account,role,department,until
             7,crew,pond,
             8,crew,pool,2027-01-01",
        ),
    ];
    let register = Register::parse(&sheets).unwrap();
    insta::assert_snapshot!(world.imports(&register).await.unwrap_err(), @"
    places, line 2, within: there is no place b9-f9; write the code of a floor or a building
    places, line 3, within: b1-101 is a floor; write the code of a building
    places, line 4, kind: b1-101 is a unit in the register, not a floor; write unit, or give the new place a code of its own
    people, line 2, unit: b1 is a building; write the code of a unit, or list it in places
    people, line 3, unit: there is no place b7; write the code of a unit, or list it in places
    staff, line 2, department: there is no department pond; write the code of a department, or list it in departments
    staff, line 3, until: 2027-01-01 lies ahead; leave it empty, and write it when the day has come
    ");
    let kept = "select count(*) from departments where code = 'pool'";
    assert_eq!(world.count(kept).await, 0);
}

#[tokio::test]
async fn who_shares_the_number_of_the_list_holds_the_unit_and_who_types_it_does_not() {
    let world = World::open().await;
    world.imports(&lists()).await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let mut vera = work.person(world.owner.id).await.unwrap();
    vera.phone = Some("8613800001001".to_owned());
    work.save_person(&vera).await.unwrap();
    work.match_list(&vera).await.unwrap();
    assert!(work.person(vera.id).await.unwrap().units.is_empty(), "anybody can type a number");

    vera.phone_verified = true;
    work.save_person(&vera).await.unwrap();
    work.match_list(&vera).await.unwrap();
    let held = work.person(vera.id).await.unwrap().units;
    assert_eq!(held.len(), 1);
    let naming = work.name_unit(&vera, held[0]).await.unwrap();
    assert_eq!(naming, Naming::Held(Tenure::Owner));
}

#[tokio::test]
async fn a_lease_of_the_list_ends_with_its_last_day() {
    let world = World::open().await;
    world.imports(&lists()).await.unwrap();
    world.clock.pass(TimeDelta::days(41));
    let mut work = world.desk.begin().await.unwrap();
    assert_eq!(work.now().to_rfc3339(), "2026-12-31T04:00:00+00:00");
    assert_eq!(work.person(world.clerk.id).await.unwrap().units.len(), 1);
    drop(work);
    world.clock.pass(TimeDelta::hours(12));
    let mut work = world.desk.begin().await.unwrap();
    assert!(work.person(world.clerk.id).await.unwrap().units.is_empty());
}

#[tokio::test]
async fn a_list_ends_positions_but_never_the_last_administrators() {
    let world = World::open().await;
    let post = Post { role: Role::Admin, department: None };
    let mut work = world.desk.begin().await.unwrap();
    work.appoint(&world.clerk, post, None).await.unwrap();
    work.finish("").await.unwrap();
    let ends = |lines: &str| {
        let text = format!("account,role,department,until\n{lines}");
        Register::parse(&[sheet("staff", &text)]).unwrap()
    };
    let refused = world.imports(&ends("2,admin,,2026-11-20\n2,desk,,2026-11-20")).await;
    assert!(refused.unwrap_err().contains("nobody would be administrator any more"));
    let mut work = world.desk.begin().await.unwrap();
    let for_caller = Draft::for_caller(Kind::Complaint, "d".to_owned());
    work.save_draft(world.clerk.id, &for_caller).await.unwrap();
    work.finish("").await.unwrap();
    let taken = world.imports(&ends("2,desk,,2026-11-20")).await.unwrap();
    assert_eq!(taken, [(List::Staff, tally(0, 1, 0))]);
    let mut work = world.desk.begin().await.unwrap();
    assert!(
        work.draft(world.clerk.id).await.unwrap().is_none(),
        "what they were filling in is over"
    );
    drop(work);
    let clerk = world.desk.begin().await.unwrap().person(world.clerk.id).await.unwrap();
    assert_eq!(clerk.posts, [post]);
}

#[tokio::test]
async fn of_two_heads_the_one_on_duty_is_told_and_when_none_is_both_are() {
    let world = World::open().await;
    let mut work = world.desk.begin().await.unwrap();
    let department = Some(world.water.department);
    let night = super::world::holder(&mut work, 5, Role::Head, department).await;
    work.finish("").await.unwrap();
    let duty = |lines: &str| {
        let text = format!("department,account,days,from,until\n{lines}");
        Register::parse(&[sheet("duty", &text)]).unwrap()
    };
    let roster = duty(
        "engineering,4,mon-fri,08:00,18:00\nengineering,5,mon-sun,18:00,08:00\nengineering,,mon-fri,08:00,18:00",
    );
    let taken = world.imports(&roster).await.unwrap();
    assert_eq!(taken, [(List::Duty, tally(3, 0, 0))]);
    assert_eq!(world.imports(&roster).await.unwrap(), [(List::Duty, tally(0, 0, 3))]);

    // It is noon; then nobody signs within the time.
    world.complains().await;
    world.delivered().await;
    world.pass(TimeDelta::minutes(6)).await;
    let told = world.told().await;
    assert!(told.contains("head: late pickup"), "{told}");
    assert!(!told.contains(&format!("{}: late", night.account.unwrap())), "{told}");
    let shown = world.desk.begin().await.unwrap().on_duty().await.unwrap();
    let engineering = shown.iter().find(|one| one.works == Some(true)).unwrap();
    assert_eq!(engineering.people.len(), 1);

    // The roster is read whole: what is missing is gone, and with nobody on duty all are told.
    let taken = world.imports(&duty("engineering,4,sat,08:00,18:00")).await.unwrap();
    assert_eq!(taken, [(List::Duty, tally(1, 3, 0))]);
    world.complains().await;
    world.delivered().await;
    world.pass(TimeDelta::minutes(6)).await;
    let told = world.told().await;
    assert!(told.contains("head: late pickup") && told.contains("5: late pickup"), "{told}");
    let refused = world.imports(&duty("pond,1,mon,08:00,18:00")).await.unwrap_err();
    assert!(refused.contains("no department pond") && refused.contains("1 holds no position"));
}

/// S3-19: what a case can be about is a tree that the estate draws itself.
#[tokio::test]
async fn categories_are_drawn_as_a_tree_and_taken_twice_change_nothing() {
    let world = World::open().await;
    let list = |text| Register::parse(&[sheet("categories", text)]).unwrap();
    let tree = list(
        "code,within,department,name-en,words,needs-photo,retired
         taps,plumbing,engineering,Taps and toilets,tap;toilet,yes,
         plumbing,,engineering,Water,,,
         old,plumbing,engineering,Wells,well,,yes",
    );
    let taken = world.imports(&tree).await.unwrap();
    assert_eq!(taken, [(List::Categories, tally(3, 0, 0))]);
    assert_eq!(world.imports(&tree).await.unwrap(), [(List::Categories, tally(0, 0, 3))]);

    let mut work = world.desk.begin().await.unwrap();
    let all = work.categories().await.unwrap();
    let named = |code: &str| all.iter().find(|one| one.code == code).unwrap();
    let within = offered(&all, Some(named("plumbing").id));
    assert_eq!(within.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["taps"]);
    assert!(offered(&all, None).iter().any(|one| one.code == "plumbing" && one.is_group()));
    let guessed = guess(&all, "the well and the toilet", 3);
    assert!(guessed.iter().any(|one| one.code == "taps"));
    assert!(guessed.iter().all(|one| one.code != "old"));

    // What a list has no column for stays as it was: whether names are withheld above all.
    let quarrels = list(
        "code,within,department,name-en,between-neighbours,needs-photo
         drums,,engineering,Drums,yes,yes",
    );
    world.imports(&quarrels).await.unwrap();
    let renamed = list("code,within,department,name-en\n drums,,engineering,Drums at night");
    world.imports(&renamed).await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    let all = work.categories().await.unwrap();
    let drums = all.iter().find(|one| one.code == "drums").unwrap();
    assert!(drums.between_neighbours && drums.needs_photo, "{drums:?}");
    drop(work);

    let bad = list(
        "code,within,department,name-en
         plumbing,taps,engineering,Water
         gas,flames,heating,Gas
         ovens,fire,engineering,Ovens
         wells,old,engineering,Deep wells",
    );
    insta::assert_snapshot!(world.imports(&bad).await.unwrap_err(), @"
    categories, line 2, within: plumbing lies in itself, or too deep; put it into a group that lies in at most two others
    categories, line 3, department: there is no department heating; write the code of a department
    categories, line 3, code: gas is a danger; say it in the estate file, where dangers are
    categories, line 3, within: there is no category flames; write the code of a category, or leave it empty
    categories, line 4, within: fire is a danger, which groups nothing; write the code of a category, or leave it empty
    categories, line 5, within: old is retired, and what lies in it is not; retire this one too, or put it elsewhere
    ");
}

/// A press on a page from before the list was changed says nothing that the list does not.
#[tokio::test]
async fn a_case_is_about_no_group_and_about_nothing_that_is_retired() {
    let world = World::open().await;
    let case = world.complains().await;
    let sheet = sheet(
        "categories",
        "code,within,department,name-en,retired
         plumbing,,engineering,Water,
         taps,plumbing,engineering,Taps,
         old,,engineering,Wells,yes",
    );
    world.imports(&Register::parse(&[sheet]).unwrap()).await.unwrap();
    let mut work = world.desk.begin().await.unwrap();
    for code in ["plumbing", "old", "taps"] {
        let all = work.categories().await.unwrap();
        let category = all.iter().find(|one| one.code == code).unwrap().id;
        let event = Event::Correct(Correction::category(category));
        let done = work.apply(&world.clerk, case, None, &event).await;
        assert_eq!(done.is_ok(), code == "taps", "{code}");
    }
}
