//! Cases of the same cause: one slip for the department, an answer for each owner.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Choice};
use scenarios::{Person, World, all_is_well};

/// Owner and neighbour tell of the same burst pipe; the crew has signed for the owner's. Says both
/// numbers.
async fn told_twice(world: &World) -> (String, String) {
    let first = world.signed("Water comes through my ceiling").await;
    let neighbour = world.person("neighbour");
    neighbour.joins().await;
    neighbour.complains("My cellar is full of water").await;
    (first, world.newest_number().await)
}

/// The desk merges the newest case into the one with this number.
async fn merges(desk: Person<'_>, room: i64, leader: &str) {
    desk.presses(room, "Correct").await;
    desk.taps("Same matter as…").await;
    desk.taps(leader).await;
    desk.chooses(|choice| choice == Choice::Send).await;
}

/// S3-05, S0-01: one slip for the department; the other owner keeps number and story, hears
/// the result, says whether it is solved, and is called back.
#[tokio::test]
async fn one_slip_for_the_department_and_an_answer_for_each_owner() {
    World::run(En, async |world| {
        let (owner, neighbour, crew) =
            (world.person("owner"), world.person("neighbour"), world.person("crew"));
        let (desk, head) = (world.person("desk"), world.person("head"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let (first, second) = told_twice(world).await;
        merges(desk, room, &first).await;
        assert_eq!(world.stages().await, "working merged");
        assert!(desk.has_read(&format!("{second} is now dealt with together with that case.")));
        assert!(
            neighbour.has_read(&format!("{second}: your matter has the same cause as another"))
        );
        assert!(world.shows(group, &format!("State: merged into {first}; dealt with there")));
        assert!(world.shows(group, &format!("The same matter too: {second}")));
        assert!(world.shows(room, &format!("The same matter too: {second}")));
        assert!(crew.has_read("My cellar is full of water"), "{}", crew.reads());

        neighbour.says("/my").await;
        assert!(neighbour.has_read("dealt with together with another matter of the same cause"));
        desk.says(&format!("/case {second}")).await;
        assert!(desk.has_read(&format!("merged into {first}")), "{}", desk.reads());

        crew.reports(group, "The pipe is new").await;
        assert!(neighbour.has_read("The pipe is new"), "{}", neighbour.reads());
        assert_eq!(world.stages().await, "reported reported");
        world.restart().await;
        head.acts(head.account, Act::SignOff).await;
        for person in [owner, neighbour] {
            person.taps("Solved").await;
        }
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            neighbour.taps(label).await;
        }
        assert_eq!(world.stages().await, "reported archived");
        assert!(neighbour.has_read(&format!("{second} is closed")) || neighbour.has_read(&second));
        for word in [&first, "ceiling", "Meiling"] {
            assert!(!neighbour.reads().contains(word), "{word}:\n{}", neighbour.reads());
        }
        for word in [&second, "cellar"] {
            assert!(!owner.reads().contains(word), "{word}:\n{}", owner.reads());
        }
    })
    .await;
}

/// S2-09: for whom it is not solved, it goes on by itself, with a slip of its own.
#[tokio::test]
async fn for_whom_it_is_not_solved_it_goes_on_alone() {
    World::run(En, async |world| {
        let (neighbour, crew) = (world.person("neighbour"), world.person("crew"));
        let (desk, group) = (world.person("desk"), world.room("engineering"));
        let (first, second) = told_twice(world).await;
        merges(desk, world.room("desk"), &first).await;
        crew.reports(group, "The pipe is new").await;
        neighbour.tells(neighbour.account, Purpose::Dispute, "My cellar is still wet").await;
        assert_eq!(world.stages().await, "reported dispatched");
        assert!(world.shows(group, &format!("Slip {second}")), "{}", world.shown_in(group));
        crew.signs(group).await;
        crew.reports(group, "Pumped dry").await;
        assert!(neighbour.has_read("Pumped dry"), "{}", neighbour.reads());
        assert!(!world.person("owner").has_read("Pumped dry"));
    })
    .await;
}

/// The desk thinks better of it; what was merged counts its time as if it had never been away.
#[tokio::test]
async fn the_desk_splits_off_again_what_it_has_merged() {
    World::run(En, async |world| {
        let (desk, neighbour) = (world.person("desk"), world.person("neighbour"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let (first, second) = told_twice(world).await;
        merges(desk, room, &first).await;
        world.restart().await;
        assert_eq!(desk.presses(room, "Split off again").await, "Done");
        assert_eq!(world.stages().await, "working dispatched");
        assert!(
            neighbour.has_read(&format!("{second}: your matter is dealt with by itself again"))
        );
        assert!(!world.shows(group, "The same matter too"), "{}", world.shown_in(group));
        world.person("crew").signs(group).await;
        assert_eq!(world.stages().await, "working working");
    })
    .await;
}

/// Pressed twice, by the wrong person, with a wrong number, into itself, into what has its result.
#[tokio::test]
async fn what_cannot_be_merged_is_said_with_the_next_step() {
    World::run(En, async |world| {
        let (desk, crew) = (world.person("desk"), world.person("crew"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        let (first, second) = told_twice(world).await;
        desk.presses(room, "Correct").await;
        desk.taps("Same matter as…").await;
        for (typed, answer) in [
            ("it is the pipe", "We cannot find it is the pipe"),
            (second.as_str(), "These two cannot be put together"),
        ] {
            desk.says(typed).await;
            assert!(desk.has_read(answer), "{typed}:\n{}", desk.reads());
        }
        desk.says(&first.to_lowercase()).await;
        // Meanwhile it has its result.
        crew.reports(group, "The pipe is new").await;
        desk.chooses(|choice| choice == Choice::Send).await;
        assert!(desk.has_read("These two cannot be put together"), "{}", desk.reads());
        assert_eq!(world.stages().await, "reported dispatched");

        // Sitting in the desk's group is no right.
        let split =
            world.column("select 'c1:' || id || ':1:split' from cases order by id desc").await;
        let (message, _) = world.button(room, |_| true);
        let refused = crew.forges(room, message, &split[0]).await;
        assert_eq!(refused, "This step is for somebody else.");
        assert_eq!(world.stages().await, "reported dispatched");
    })
    .await;
}

/// Two of the desk merge the same case at once: it is merged once, and the second is told.
#[tokio::test]
async fn of_two_who_merge_the_same_case_one_is_told_that_it_is_so() {
    World::run(En, async |world| {
        let (desk, manager) = (world.person("desk"), world.person("manager"));
        let room = world.room("desk");
        let (first, second) = told_twice(world).await;
        manager.presses_anyway(room, "Correct").await;
        manager.taps("Same matter as…").await;
        manager.taps(&first).await;
        merges(desk, room, &first).await;
        world.restart().await;
        let refused = manager.chooses(|choice| choice == Choice::Send).await;
        assert_eq!(refused, "That is done already.");
        let told = world.shown_in(world.person("neighbour").account);
        let joined = format!("{second}: your matter has the same cause");
        assert_eq!(told.matches(&joined).count(), 1, "{told}");
        assert_eq!(world.count("select count(*) from history where event = 'lead'").await, 1);
    })
    .await;
}

/// Whom a case is about never sees it among those that could be the same.
#[tokio::test]
async fn whom_it_is_about_is_not_offered_it() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let (first, _) = told_twice(world).await;
        let statement = "update cases set handling = jsonb_set(handling, '{accused}',
            to_jsonb(array(select person_id from posts where role = 'desk'))) where id = 1";
        world.meddles(statement).await;
        desk.presses(room, "Correct").await;
        desk.taps("Same matter as…").await;
        assert!(desk.has_read("No open case looks like it."), "{}", desk.reads());
        desk.says(&first).await;
        assert!(!desk.has_read("Same matter as: "), "{}", desk.reads());
    })
    .await;
}

/// Nobody's date gets worse: the earlier limit and the graver severity hold for both.
#[tokio::test]
async fn the_leader_takes_the_earlier_limit_and_the_graver_severity() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        owner.joins().await;
        owner.complains("My cellar is full of water").await;
        let early = world.newest_number().await;
        world.pass(TimeDelta::hours(5)).await;
        neighbour.joins().await;
        neighbour.complains("Water comes through my ceiling").await;
        let late = world.newest_number().await;
        let dues = "select to_char(due_at, 'MM-DD HH24') from timers
            where kind = 'solve' and disarmed_at is null order by case_id";
        let before = world.column(dues).await;
        assert!(before[0] < before[1], "{before:?}");
        world.becomes("serious").await;
        // The newest of the two is merged into the older, and then another way round.
        merges(desk, room, &early).await;
        assert!(world.shows(world.room("leaders"), &format!("{early}: a serious matter")));
        desk.presses(room, "Split off again").await;
        assert_eq!(world.stages().await, "dispatched dispatched");
        desk.acts(room, Act::Correct).await;
        let merge = world.column("select 'c1:' || id || ':1:form:mg' from cases order by id").await;
        let (message, _) = world.button(room, |_| true);
        desk.forges(room, message, &merge[0]).await;
        desk.says(&late).await;
        desk.chooses(|choice| choice == Choice::Send).await;
        assert_eq!(world.stages().await, "merged dispatched");
        assert_eq!(world.column(dues).await, [before[0].clone()], "the earlier limit");
    })
    .await;
}

/// There are no chains: what is merged into a merged case is dealt with where that one is; and when
/// the leader is taken back, the oldest of the others leads.
#[tokio::test]
async fn when_the_leader_is_taken_back_another_leads() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        let (first, second) = told_twice(world).await;
        merges(desk, room, &first).await;
        let third = world.stranger(9_400, "Third");
        third.joins().await;
        third.complains("Water in the hall").await;
        desk.presses(room, "Correct").await;
        desk.taps("Same matter as…").await;
        desk.says(&second).await;
        assert!(desk.has_read(&format!("Same matter as: {first}")), "{}", desk.reads());
        desk.chooses(|choice| choice == Choice::Send).await;
        assert_eq!(world.stages().await, "working merged merged");

        owner.acts(owner.account, Act::Words(Purpose::Withdraw)).await;
        owner.chooses(|choice| choice == Choice::Send).await;
        assert_eq!(world.stages().await, "withdrawn dispatched merged");
        crew.signs(group).await;
        crew.reports(group, "The pipe is new").await;
        assert!(third.has_read("The pipe is new"), "{}", third.reads());
        assert_eq!(world.stages().await, "withdrawn reported reported");
    })
    .await;
}

/// What the head sends back, nobody is to answer for: the others wait again, and are asked anew.
#[tokio::test]
async fn a_result_that_is_sent_back_is_taken_back_from_all() {
    World::run(En, async |world| {
        let (neighbour, crew, head) =
            (world.person("neighbour"), world.person("crew"), world.person("head"));
        let (desk, group) = (world.person("desk"), world.room("engineering"));
        let (first, second) = told_twice(world).await;
        merges(desk, world.room("desk"), &first).await;
        neighbour.tells(neighbour.account, Purpose::Add, "The stairs are wet too").await;
        neighbour.taps("That's all").await;
        assert!(crew.has_read("The stairs are wet too"), "{}", crew.reads());
        crew.reports(group, "The pipe is new").await;
        head.tells(group, Purpose::SendBack, "And the stairs?").await;
        assert_eq!(world.stages().await, "working merged");
        let goes_on = format!("{second}: we are still working on this");
        assert!(neighbour.has_read(&goes_on), "{}", neighbour.reads());
        crew.reports(group, "The pipe is new, the stairs are dry").await;
        assert!(neighbour.has_read("the stairs are dry"), "{}", neighbour.reads());
        assert_eq!(world.stages().await, "reported reported");
    })
    .await;
}

/// S0-17, S2-09: who waits for another's result hears what its own owner hears of it.
#[tokio::test]
async fn whoever_waits_for_another_hears_what_helps_for_now() {
    World::run(En, async |world| {
        let (crew, neighbour) = (world.person("crew"), world.person("neighbour"));
        let group = world.room("engineering");
        let (first, second) = told_twice(world).await;
        merges(world.person("desk"), world.room("desk"), &first).await;
        crew.picks(group, "Temporary measure").await;
        crew.fills_in(&["The main is shut, water from the tank", "The pipe is on order", "11-20"])
            .await;
        let told = format!("{second}: we are sorry that it cannot be mended today");
        assert!(neighbour.has_read(&told), "{}", neighbour.reads());
        assert!(neighbour.has_read("The main is shut, water from the tank"));

        crew.picks(group, "Work has to wait").await;
        crew.fills_in(&["[A contractor or utility]", "The waterworks", "11-19"]).await;
        assert!(neighbour.has_read(&format!("{second}: we are sorry, the work has to wait")));
        assert!(neighbour.has_read("The waterworks"), "{}", neighbour.reads());
        // The tap belongs to the first owner alone.
        crew.picks(group, "Tell the owner a price").await;
        crew.fills_in(&["A new tap", "80"]).await;
        assert!(!neighbour.has_read("A new tap"), "{}", neighbour.reads());
    })
    .await;
}
