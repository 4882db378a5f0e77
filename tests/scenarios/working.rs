//! What is planned, agreed and found while work goes on, and the look some days after.

use casework::{case::Kind, ids::CaseId, intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Button};
use scenarios::{World, all_is_well};

use crate::printing::printed;

/// S3-18: method, person and time; somebody else approves, and the owner hears of it.
#[tokio::test]
async fn the_plan_of_a_grave_case_is_approved_by_somebody_else() {
    World::run(En, async |world| {
        let (owner, crew, head) =
            (world.person("owner"), world.person("crew"), world.person("head"));
        let leader = world.person("leader");
        let (group, leaders) = (world.room("engineering"), world.room("leaders"));
        world.signed("The lift falls two floors").await;
        world.becomes("serious").await;
        leader.presses(leaders, "Fix measure and deadline").await;
        leader.fills_in(&["New brake", "[Guodong Li]", "2026-11-24"]).await;

        crew.picks(group, "How it will be done").await;
        crew.fills_in(&["Change the brake with the maker's fitter", "2026-11-23"]).await;
        assert!(!owner.has_read("this is how we go about it"), "not before it is approved");
        assert!(world.shows(group, "Waiting for: approval of the plan"));
        let refused = crew.acts(group, Act::Report).await;
        assert!(refused.starts_with("The plan is not approved yet."), "{refused}");

        head.tells(head.account, Purpose::RejectPlan, "Close the other lift too").await;
        assert!(crew.has_read("Close the other lift too"), "{}", crew.reads());
        crew.picks(group, "How it will be done").await;
        crew.fills_in(&["Both lifts closed, brakes changed", "2026-11-23"]).await;
        head.taps("Approve the plan").await;
        assert!(crew.has_read("the plan is approved"), "{}", crew.reads());
        assert!(owner.has_read("Both lifts closed, brakes changed"), "{}", owner.reads());
        crew.reports(group, "New brakes").await;
        assert_eq!(world.stages().await, "reported");
    })
    .await;
}

/// S2-14: a time that suits the owner, and what is found on the spot.
#[tokio::test]
async fn a_visit_is_agreed_with_the_owner() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.signed("My tap drips").await;
        crew.picks(group, "Offer a time to come").await;
        crew.fills_in(&["2026-11-19", "half past nine", "9:30"]).await;
        assert!(crew.has_read("That is not a time."), "{}", crew.reads());
        assert!(
            owner.has_read("somebody can come to you on 19 Nov 09:30. Does that suit you?"),
            "{}",
            owner.reads()
        );
        owner.tells(owner.account, Purpose::OtherVisit, "After two, please").await;
        assert!(crew.has_read("After two, please"), "{}", crew.reads());
        crew.picks(group, "Offer a time to come").await;
        crew.fills_in(&["2026-11-19", "[14:00]"]).await;
        owner.taps("That suits me").await;
        assert!(crew.has_read("the owner expects you on 19 Nov 14:00"), "{}", crew.reads());
        assert!(world.shows(group, "Visit agreed: 19 Nov 14:00"), "{}", world.shown_in(group));
        crew.tells(crew.account, Purpose::Survey, "The seal is worn").await;
        assert!(world.shows(group, "Found: The seal is worn"), "{}", world.shown_in(group));
    })
    .await;
}

/// The owner is told for what and until when; the time to solve stands still only for
/// what the profile names.
#[tokio::test]
async fn work_waits_for_parts_and_the_clock_with_it() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        world.signed("The door does not close").await;
        crew.picks(group, "Work has to wait").await;
        crew.fills_in(&["[Parts or material]", "A hinge from the maker", "2026-11-30"]).await;
        assert!(owner.has_read("we are sorry, the work has to wait"), "{}", owner.reads());
        assert!(owner.has_read("Parts or material: A hinge from the maker"), "{}", owner.reads());
        world.pass(TimeDelta::days(6)).await;
        assert!(!world.shows(desk, "past its time limit"), "{}", world.shown_in(desk));
        crew.picks(group, "Work goes on").await;
        assert!(owner.has_read("what we waited for is there"), "{}", owner.reads());
        world.pass(TimeDelta::days(3)).await;
        assert!(world.shows(desk, "past its time limit"), "{}", world.shown_in(desk));
    })
    .await;
}

/// S4-01: a contractor is ours to chase, so the clock runs on; on the day somebody asks.
#[tokio::test]
async fn waiting_for_a_contractor_stops_no_clock_and_is_chased() {
    World::run(En, async |world| {
        let (crew, desk) = (world.person("crew"), world.room("desk"));
        let group = world.room("engineering");
        world.signed("The door does not close").await;
        crew.picks(group, "Work has to wait").await;
        crew.fills_in(&["[A contractor or utility]", "The door maker", "2026-11-22"]).await;
        world.pass(TimeDelta::days(3)).await;
        assert!(world.shows(desk, "past its time limit"), "{}", world.shown_in(desk));
        world.pass(TimeDelta::days(3)).await;
        let asked = "what the work waited for should be there";
        assert!(crew.has_read(asked), "{}", crew.reads());
        assert!(world.shows(desk, asked), "{}", world.shown_in(desk));
    })
    .await;
}

/// Whoever waits for the owner goes on by itself when the owner writes.
#[tokio::test]
async fn the_owners_answer_ends_the_wait_for_it() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.signed("The door does not close").await;
        crew.picks(group, "Work has to wait").await;
        crew.fills_in(&["[The owner]", "The key to the meter room", "2026-11-30"]).await;
        assert!(world.shows(group, "Waits for: The owner"), "{}", world.shown_in(group));
        owner.tells(owner.account, Purpose::Add, "The key lies with the guard").await;
        assert!(!world.shows(group, "Waits for: The owner"), "{}", world.shown_in(group));
        assert!(crew.has_read("The key lies with the guard"), "{}", crew.reads());
    })
    .await;
}

/// S2-11: within three days somebody looks at a repair again; what has not held is open again.
#[tokio::test]
async fn a_repair_is_looked_at_again_some_days_after() {
    World::run(En, async |world| {
        let (owner, crew, head) =
            (world.person("owner"), world.person("crew"), world.person("head"));
        let group = world.room("engineering");
        owner.joins().await;
        owner.files(Kind::Repair, "My tap drips").await;
        crew.signs(group).await;
        crew.reports(group, "A new seal").await;
        owner.taps("In order, accepted").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
        world.pass(TimeDelta::days(4)).await;
        assert!(crew.has_read("please look at the repair again"), "{}", crew.reads());
        crew.tells(crew.account, Purpose::Relapse, "It drips again").await;
        assert!(owner.has_read("we looked at it again, and it has not held"), "{}", owner.reads());
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

/// S0-19: two tests; what the desk thinks of it is seen by the desk alone.
#[tokio::test]
async fn the_desks_judgement_is_for_the_desk_alone() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        world.signed("The moon shines into my shop").await;
        desk.presses(room, "Correct").await;
        desk.taps("Judge").await;
        desk.taps("Reason sufficient: Yes").await;
        desk.taps("Demand reasonable: No").await;
        assert!(desk.has_read("By these tests we cannot do what is wanted."), "{}", desk.reads());
        for chat in [owner.account, room, group] {
            let shown = world.shown_in(chat).to_lowercase();
            assert!(!shown.contains("founded") && !shown.contains("reasonable"), "{shown}");
        }
    })
    .await;
}

/// S0-16: a talk between neighbours names neither side, and is followed up.
#[tokio::test]
async fn a_talk_between_neighbours_names_nobody_and_is_followed_up() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let room = world.room("desk");
        world.complaint("Somebody drums at night").await;
        desk.picks(room, "Talk between neighbours").await;
        let agreed = ["[Agreed]", "[Mediation committee]", "No drums after nine", "2026-11-25"];
        desk.fills_in(&agreed).await;
        assert!(owner.has_read("we have talked with both sides"), "{}", owner.reads());
        assert!(owner.has_read("This was agreed: No drums after nine"), "{}", owner.reads());
        owner.taps("We agreed so").await;
        assert!(owner.has_read("You have confirmed this."), "{}", owner.reads());
        assert!(world.shows(room, "the owner confirms what was agreed"));

        // Both sides sign a paper on which nobody's name is printed.
        desk.presses(room, "Agreement to sign").await;
        let (_, html) = printed(world, desk.account).expect("a page");
        for said in ["Agreement between neighbours", "No drums after nine", "Second side"] {
            assert!(html.contains(said), "{html}");
        }
        assert!(!html.contains("Meiling"), "{html}");
        world.pass(TimeDelta::days(9)).await;
        assert!(world.shows(room, "whether the neighbours keep"), "{}", world.shown_in(room));
    })
    .await;
}

/// S3-02: a talk that came to nothing asks the owner for no yes, and an older yes means nothing.
#[tokio::test]
async fn a_talk_that_came_to_nothing_is_confirmed_by_nobody() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let room = world.room("desk");
        world.complaint("Somebody drums at night").await;
        desk.picks(room, "Talk between neighbours").await;
        desk.fills_in(&["[Agreed]", "[Our own people]", "No drums after nine", "11-25"]).await;
        desk.picks(room, "Talk between neighbours").await;
        desk.fills_in(&["[Nothing agreed]", "[A third party]", "They moved the drums", "11-26"])
            .await;
        assert!(!owner.has_read("They moved the drums"), "{}", owner.reads());
        let toast = owner.presses_anyway(owner.account, "We agreed so").await;
        assert!(!toast.is_empty());
        assert!(!owner.has_read("You have confirmed this."), "{}", owner.reads());
    })
    .await;
}

/// S3-03: what each side says is kept apart, for those who lead the matter alone (PV-07).
#[tokio::test]
async fn what_each_side_says_is_read_by_those_who_lead_alone() {
    World::run(En, async |world| {
        let (owner, desk, crew) =
            (world.person("owner"), world.person("desk"), world.person("crew"));
        let (room, group) = (world.room("desk"), world.room("engineering"));
        world.signed("Somebody drums at night").await;
        desk.picks(room, "Statement of one side").await;
        desk.fills_in(&["[The other side]", "I practise at six, never later"]).await;
        desk.presses(room, "Statements").await;
        assert!(desk.has_read("The other side, 17 Nov 09:10:"), "{}", desk.reads());
        assert!(desk.has_read("I practise at six, never later"), "{}", desk.reads());

        let (message, _) = world.button(group, |button| matches!(button, Button::Case(..)));
        let sides = Button::Case(CaseId(1), 1, Act::Statements).to_string();
        let refused = crew.forges(group, message, &sides).await;
        assert!(!refused.is_empty());
        crew.presses(group, "Full slip").await;
        world.person("head").presses(group, "Full slip").await;
        owner.says("/mydata").await;
        for person in [owner, crew, world.person("head")] {
            assert!(!person.has_read("I practise at six"), "{}", person.reads());
        }
        for chat in [group, room] {
            assert!(!world.shows(chat, "I practise at six"), "{}", world.shown_in(chat));
        }
        desk.presses(room, "Full slip").await;
        desk.presses(desk.account, "Print the slip").await;
        let (_, html) = printed(world, desk.account).expect("a page");
        assert!(!html.contains("I practise at six"), "{html}");
    })
    .await;
}

/// S0-09: the same matter at the same place again is major by itself, and the desk learns why.
#[tokio::test]
async fn the_third_time_at_the_same_place_is_major_by_itself() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        let (desk, leaders) = (world.room("desk"), world.room("leaders"));
        world.under("estate_classic").await;
        world.complaint("The lift rattles").await;
        owner.complains("The lift rattles again").await;
        assert!(!world.shows(leaders, "a major matter"), "{}", world.shown_in(leaders));
        // The desk had put both under the heading that the third is told under.
        world.meddles("update cases set category_id = 1").await;
        owner.complains("And again").await;
        assert!(world.shows(leaders, "a major matter"), "{}", world.shown_in(leaders));
        let why = "The same matter at the same place again";
        assert!(world.shows(desk, why), "{}", world.shown_in(desk));
    })
    .await;
}

/// S2-04: one of the twelve reasons makes a case serious by the desk's word.
#[tokio::test]
async fn a_named_reason_brings_a_case_before_the_leaders() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        let leaders = world.room("leaders");
        world.signed("Water ran into my store").await;
        desk.picks(room, "Graver than it looked").await;
        desk.fills_in(&["[Money is demanded]"]).await;
        assert!(world.shows(leaders, "a serious matter"), "{}", world.shown_in(leaders));
        assert!(world.shows(room, "now serious, and the leaders hear of it"));
    })
    .await;
}

/// S2-15: of a wave of households the leaders hear once, not once a household.
#[tokio::test]
async fn of_many_households_the_leaders_hear_once() {
    World::run(En, async |world| {
        let leaders = world.room("leaders");
        world.under("estate_classic").await;
        for number in 0..12 {
            let household = world.stranger(9_300 + number, "Household");
            household.joins().await;
            household.complains("No water").await;
        }
        let told = world.shown_in(leaders).matches("a serious matter").count();
        assert_eq!(told, 1, "{}", world.shown_in(leaders));
    })
    .await;
}

/// S0-09: whoever rings is taken down each time anew, and is known by the number all the same.
#[tokio::test]
async fn who_rings_for_the_third_time_is_heard_by_the_leaders() {
    World::run(En, async |world| {
        let (clerk, leaders) = (world.person("desk"), world.room("leaders"));
        for (nth, phone) in
            ["138 0000 0000", "+86 13800000000", "13800000000"].into_iter().enumerate()
        {
            assert!(!world.shows(leaders, "a serious matter"), "after {nth} calls");
            clerk.says("/new").await;
            for label in ["Complaint", "Telephone"] {
                clerk.taps(label).await;
            }
            for words in ["Old Mr Ma", phone, "The lift rattles"] {
                clerk.says(words).await;
            }
            for label in ["That's all", "Lifts", "Lobbies and lift halls", "Skip the rest", "Send"]
            {
                clerk.taps(label).await;
            }
        }
        assert!(world.shows(leaders, "a serious matter"), "{}", world.shown_in(leaders));
    })
    .await;
}
