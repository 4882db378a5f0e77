//! How a case ends, and how it does not.

use casework::{intake::Purpose, people::Role, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Button};
use scenarios::{World, all_is_well};

#[tokio::test]
async fn what_is_not_fixed_goes_out_again_with_the_reason() {
    World::run(En, async |world| {
        let (owner, group) = (world.person("owner"), world.room("engineering"));
        let number = world.reported("The lift rattles").await;
        owner.taps("Not solved").await;
        assert!(
            owner.has_read("we are sorry that it is not solved. Please tell us what is wrong.")
        );
        owner.says("It stopped again").await;
        assert!(owner.has_read("we are still working on this"));
        assert!(world.shows(group, &format!("Slip {number} · complaint · round 2")));
        assert!(world.shows(group, "State: void; a newer slip counts"));
        let told = "the owner says it is not solved. Sent out again:";
        assert!(world.shows(world.room("desk"), told));
        assert!(!world.shows(world.room("desk"), "It stopped again"), "no group reads their words");
        assert!(world.person("head").has_read(&format!("{told}\nIt stopped again")));
        assert_eq!(world.person("mate").signs(group).await, signed());
    })
    .await;
}

fn signed() -> &'static str {
    "Signed. The full slip is in your private chat."
}

#[tokio::test]
async fn what_is_partly_fixed_goes_back_to_whoever_signed() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.reported("The lift rattles").await;
        owner.taps("Partly").await;
        owner.says("The lamp is still dark").await;
        assert!(crew.has_read(&format!(
            "{number}: the owner says that a part is left:\nThe lamp is still dark"
        )));
        assert_eq!(world.stages().await, "working");
        crew.reports(world.room("engineering"), "Lamp replaced").await;
        assert!(owner.has_read("Result: Lamp replaced"));
        owner.taps("Solved").await;
        assert!(owner.has_read("thank you. In a while we will ask you once more how it was."));
    })
    .await;
}

#[tokio::test]
async fn silence_is_written_down_as_silence() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        let group = world.room("engineering");
        let number = world.reported("The lift rattles").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        assert!(world.shows(group, "Owner: no answer"));
        assert!(owner.has_read("there is a result; we have not heard from you yet"));
        world.pass(TimeDelta::hours(24)).await;
        assert!(owner.has_read(&format!("How was it? {number}")));
        world.pass(TimeDelta::hours(25)).await;
        assert!(owner.has_read("the questions above are still waiting for you."));
        assert_eq!(world.stages().await, "reported");
        world.pass(TimeDelta::days(7)).await;
        assert_eq!(world.stages().await, "reported", "somebody is asked to call first");
        for _ in 0..6 {
            world.pass(TimeDelta::days(1)).await;
        }
        assert_eq!(world.stages().await, "archived");
        let asked = world.shown_in(world.room("desk"));
        let asked = asked.matches("the owner has not answered in the chat").count();
        assert_eq!(asked, 3, "as often as the rules say");
        assert!(owner.has_read("These questions are closed."));
        assert_eq!(owner.reads().matches("the questions above are still waiting").count(), 1);
        let graded = "select count(*) from questionnaires where answered_at is not null";
        assert_eq!(world.count(graded).await, 0);
    })
    .await;
}

#[tokio::test]
async fn only_a_head_of_the_department_signs_off() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        world.reported("The lift rattles").await;
        for code in ["crew", "mate", "desk", "manager"] {
            let toast = world.person(code).presses_anyway(group, "Head signs off").await;
            assert_eq!(toast, "This step is for the head of the department.", "{code}");
        }
        for code in ["guard", "guard_head", "neighbour"] {
            let toast = world.person(code).presses_anyway(group, "Head signs off").await;
            assert_eq!(toast, "There is no such matter, or it is not yours.", "{code}");
        }
        assert_eq!(world.person("head").presses(group, "Head signs off").await, "Signed off");
        assert!(world.shows(group, "Head: Guodong Li signed off"));
    })
    .await;
}

#[tokio::test]
async fn a_head_may_send_the_result_back() {
    World::run(En, async |world| {
        let (head, crew) = (world.person("head"), world.person("crew"));
        let number = world.reported("The lift rattles").await;
        head.tells(head.account, Purpose::SendBack, "No photo of the door").await;
        assert!(
            crew.has_read(&format!(
                "{number}: the head sends the result back:\nNo photo of the door"
            ))
        );
        assert!(world.person("owner").has_read("we are still working on this"));
        assert_eq!(world.stages().await, "working");
    })
    .await;
}

/// S3-20, S0-18, S3-04: dissatisfied: verified and handled again, and called back again.
#[tokio::test]
async fn who_is_dissatisfied_in_the_callback_is_worked_for_and_called_back_again() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        let group = world.room("engineering");
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in ["Solved", "Dissatisfied", "Satisfied", "Satisfied", "☐ Rude", "That's it"] {
            owner.taps(label).await;
        }
        assert!(
            owner.has_read("What is left, or was not right? Please type it in your own words.")
        );
        owner.says("Nobody apologised").await;
        owner.taps("Nothing more").await;
        assert!(world.shows(group, "round 2"));
        let told = "dissatisfied in the callback. Sent out again:";
        assert!(world.shows(world.room("desk"), told));
        assert!(head.has_read(&format!("{told}\nRude\nNobody apologised")), "{}", head.reads());
        world.person("mate").signs(group).await;
        world.person("mate").reports(group, "Apologised in person").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_over() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.reported("The lift rattles").await;
        let (message, not_fixed) = world.button(owner.account, |button| {
            matches!(button, Button::Case(_, _, Act::Words(Purpose::Dispute)))
        });
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        let toast = owner.forges(owner.account, message, &not_fixed).await;
        assert_eq!(toast, "This matter is closed.");
        for reader in ["head", "leader"] {
            world.person(reader).says("/readings").await;
            world.person(reader).taps("I have read it").await;
        }
        world.said();
        world.pass(TimeDelta::days(12)).await;
        assert_eq!(world.said(), "", "somebody is bothered with what is archived");
        // All that is still said of it is how many there were, in the month's summary, and one question to
        // its owner.
        world.pass(TimeDelta::days(18)).await;
        let said = world.said();
        assert!(said.contains("November 2026: summary"), "{said}");
        assert!(said.contains("TGN-6WC9: you turned to us some time ago."), "{said}");
        assert_eq!(said.matches("TGN-6WC9").count(), 1, "{said}");
    })
    .await;
}

#[tokio::test]
async fn what_is_partly_solved_in_the_callback_goes_back_to_work() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        world.pass(TimeDelta::hours(25)).await;
        owner.taps("Partly").await;
        for label in ["Fairly satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("The lamp is still dark").await;
        owner.taps("Nothing more").await;
        let told = format!("{number}: the owner says that a part is left:\nThe lamp is still dark");
        assert!(crew.has_read(&told), "{}", crew.reads());
        assert_eq!(world.stages().await, "working");
    })
    .await;
}

#[tokio::test]
async fn the_same_confirmation_three_times_is_one() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.reported("The lift rattles").await;
        let (message, fixed) =
            world.button(owner.account, |b| matches!(b, Button::Case(_, _, Act::Confirm)));
        assert_eq!(owner.forges(owner.account, message, &fixed).await, "Noted");
        for _ in 0..2 {
            let toast = owner.forges(owner.account, message, &fixed).await;
            assert_eq!(toast, "That is done already.");
        }
    })
    .await;
}

#[tokio::test]
async fn a_case_ends_although_its_owners_account_is_gone() {
    World::run(En, async |world| {
        world.forgive("deactivated");
        world.forgive("account is gone");
        world.signed("The lift rattles").await;
        world.telegram.deactivate(world.person("owner").account);
        world.person("crew").reports(world.room("engineering"), "It runs").await;
        world.person("head").taps("Head signs off").await;
        for _ in 0..6 {
            world.pass(TimeDelta::days(4)).await;
        }
        assert_eq!(world.stages().await, "archived");
        assert!(world.shows(world.room("desk"), "State: archived"));
    })
    .await;
}

/// S0-01: whoever signs for it the second time knows what was done and why that was not enough.
#[tokio::test]
async fn who_signs_again_reads_why_it_came_back() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("mate"));
        let group = world.room("engineering");
        world.reported("The lift rattles").await;
        owner.tells(owner.account, Purpose::Dispute, "It stops on the third floor again").await;
        crew.signs(group).await;
        assert!(crew.has_read("Last time: A part was replaced, it runs again"), "{}", crew.reads());
        let why = "Why it came back: It stops on the third floor again";
        assert!(crew.has_read(why) && !world.shows(group, why), "{}", crew.reads());
    })
    .await;
}

/// S0-01: what was answered asks no more: its buttons go, in every chat where they stand.
#[tokio::test]
async fn what_was_answered_has_no_buttons_any_more() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        let number = world.reported("The lift rattles").await;
        let buttons = |chat: i64, words: &str| world.find(chat, words).buttons().len();
        let result = format!("{number}: thank you for waiting. This is the result.");
        let wanted = format!("{number}: the result is reported. Please sign it off.");
        assert!(buttons(owner.account, &result) > 0);
        assert!(buttons(head.account, &wanted) > 0);
        owner.taps("Not solved").await;
        owner.says("It rattles again").await;
        assert_eq!(buttons(owner.account, &result), 0, "{}", owner.reads());
        assert_eq!(buttons(head.account, &wanted), 0, "{}", head.reads());
    })
    .await;
}

/// S0-08: what the owner said in the callback is read by the head of the department and by whoever leads,
/// each once and never by the same person; it stands on the slip, and what is corrected is read anew.
#[tokio::test]
async fn what_the_owner_said_is_read_by_head_and_management() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        let (leader, crew) = (world.person("leader"), world.person("crew"));
        let number = world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        head.says("/readings").await;
        assert!(head.has_read("No callback waits to be read by you."), "{}", head.reads());
        for label in &all_is_well(En)[..4] {
            owner.taps(label).await;
        }
        owner.says("Quick and friendly").await;
        crew.says("/readings").await;
        assert!(crew.has_read("Callbacks are read by heads, managers and leaders."));
        head.says("/readings").await;
        let shown = world.newest_in(head.account);
        let told =
            format!("Callbacks to read\n\n{number} · Solved · Satisfied\nQuick and friendly");
        assert!(shown.starts_with(&told), "{shown}");
        assert_eq!(head.taps("I have read it").await, "Noted: 1 read.");
        assert!(head.has_read("No callback waits to be read by you."), "{}", head.reads());

        // Management hears of it on Monday.
        for reader in [leader, head] {
            reader.heard();
        }
        world.pass(TimeDelta::days(5)).await;
        let told = leader.heard();
        assert!(told.contains("waits to be read by you"), "{told}");
        assert!(!head.heard().contains("waits to be read"), "the head has read it");
        leader.taps("Read them").await;
        leader.taps("I have read it").await;
        let read = "select level || ' ' || people.name from callback_readings
                    join people on people.id = person_id order by level";
        assert_eq!(world.column(read).await, ["head Guodong Li", "leader Ms Sun"]);
    })
    .await;
}

/// S0-08: nobody reads for two, and nobody reads what is about themselves or became a matter of its own.
#[tokio::test]
async fn nobody_reads_for_two_or_about_themselves() {
    World::run(En, async |world| {
        let (owner, head, manager) =
            (world.person("owner"), world.person("head"), world.person("manager"));
        world.appoints(head, Role::Manager, None).await;
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in ["Solved", "Satisfied", "Satisfied", "Satisfied", "There is another matter"] {
            owner.taps(label).await;
        }
        owner.says("Guodong Li takes money for parking").await;
        head.says("/readings").await;
        let shown = world.newest_in(head.account);
        assert!(shown.contains("Solved · Satisfied") && !shown.contains("parking"), "{shown}");
        head.taps("I have read it").await;
        head.says("/readings").await;
        assert!(world.newest_in(head.account).contains("No callback waits"), "{}", head.reads());
        let owed = "select count(*) from callback_readings where read_at is null";
        assert_eq!(world.count(owed).await, 1, "the other reading is somebody else's");
        manager.says("/readings").await;
        manager.taps("I have read it").await;
        assert_eq!(world.count(owed).await, 0);
    })
    .await;
}

/// S0-13: what owners say of a matter that is about the head is not the head's to read.
#[tokio::test]
async fn about_a_head_the_management_reads_alone() {
    World::run(En, async |world| {
        let (owner, head, desk) =
            (world.person("owner"), world.person("head"), world.person("desk"));
        let group = world.room("engineering");
        world.signed("The head of engineering shouted at me").await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&["[Guodong Li]"]).await;
        world.person("crew").reports(group, "He has said sorry").await;
        owner.taps("Solved").await;
        world.person("manager").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        let owed = "select level from callback_readings order by level";
        assert_eq!(world.column(owed).await, ["leader"]);
        head.heard();
        world.pass(TimeDelta::days(6)).await;
        head.says("/readings").await;
        assert!(!head.heard().contains("waits to be read by you. "), "{}", head.reads());
        assert!(world.newest_in(head.account).contains("No callback waits"), "{}", head.reads());
    })
    .await;
}

/// S0-08: whoever corrects an answer is read again.
#[tokio::test]
async fn what_was_corrected_is_read_again() {
    World::run(En, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        head.says("/readings").await;
        head.taps("I have read it").await;
        world.pass(TimeDelta::hours(1)).await;
        owner.taps("Correct my answers").await;
        for label in ["Solved", "Fairly satisfied", "Satisfied", "Satisfied", "Nothing more"] {
            owner.taps(label).await;
        }
        head.says("/readings").await;
        assert!(head.has_read("Solved · Fairly satisfied"), "{}", head.reads());
    })
    .await;
}
