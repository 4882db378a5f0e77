//! What is agreed, asked and decided beside a case's way: the leaders' measure, more time, a price,
//! another body, a case that is not accepted, an objection.

use casework::{intake::Purpose, people::Role, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Button};
use scenarios::{World, all_is_well};

/// S3-18: the plan of a grave case, its person and its day are decided before work is reported.
#[tokio::test]
async fn a_grave_case_goes_on_only_with_measure_person_and_deadline() {
    World::run(En, async |world| {
        let (owner, crew, head) =
            (world.person("owner"), world.person("crew"), world.person("head"));
        let (group, leaders) = (world.room("engineering"), world.room("leaders"));
        let leader = world.person("leader");
        world.signed("The lift falls two floors").await;
        world.becomes("serious").await;
        assert!(world.shows(leaders, "a serious matter"), "{}", world.shown_in(leaders));
        assert!(world.shows(group, "Solve by: 19 Nov 09:10"), "a grave matter has no longer time");
        let refused = crew.acts(group, Act::Report).await;
        assert!(refused.starts_with("The leaders have not fixed measure, person"), "{refused}");

        let unread = "a serious matter that no leader has read yet";
        let told = world.hears_after(TimeDelta::hours(2)).await;
        assert_eq!(told.matches(unread).count(), 1, "{told}");
        leader.presses(leaders, "I have read it").await;
        let told = world.hears_after(TimeDelta::hours(11)).await;
        assert!(!told.contains(unread), "{told}");
        leader.presses(leaders, "Fix measure and deadline").await;
        assert!(leader.has_read("Fix measure and deadline (1/3)"), "{}", leader.reads());
        leader.fills_in(&["New brake, lift closed until then", "[Guodong Li]", "2026-11-20"]).await;
        assert!(
            owner.has_read("our leaders have looked at it and have fixed what is done"),
            "{}",
            owner.reads()
        );
        assert!(crew.has_read("New brake, lift closed until then"), "{}", crew.reads());
        assert!(world.shows(group, "Measure: New brake"), "{}", world.shown_in(group));

        crew.reports(group, "New brake").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        // It was late in the evening: they are asked on the second morning.
        world.pass(TimeDelta::hours(35)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        let refused = head.acts(head.account, Act::Words(Purpose::Review)).await;
        assert!(refused.starts_with("Please note a measure against a repeat first"), "{refused}");
        head.picks(group, "Measure against a repeat").await;
        head.fills_in(&["Brakes are checked each month", "[Guodong Li]", "12-24"]).await;
        head.tells(head.account, Purpose::Review, "We checked too seldom").await;
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

#[tokio::test]
async fn what_turns_out_grave_after_its_result_still_waits_for_the_leaders() {
    World::run(En, async |world| {
        let (owner, leader) = (world.person("owner"), world.person("leader"));
        let (desk, leaders) = (world.person("desk"), world.room("leaders"));
        world.signed("The lift falls two floors").await;
        desk.presses(world.room("desk"), "Correct").await;
        desk.taps("Severity").await;
        world.person("crew").reports(world.room("engineering"), "It runs").await;
        desk.taps("Serious: poor service").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "reported", "every other gate is passed");
        assert!(!owner.has_read("is closed"), "{}", owner.reads());
        leader.presses(leaders, "Fix measure and deadline").await;
        leader
            .fills_in(&["The brakes of all lifts are tested", "[Guodong Li]", "2026-11-30"])
            .await;
        assert_eq!(world.stages().await, "closed");
        assert!(owner.has_read("is closed"), "{}", owner.reads());
    })
    .await;
}

/// S3-16: more time is told before the old day, with its reason and the new one.
#[tokio::test]
async fn more_time_is_granted_by_somebody_else_and_the_owner_is_told_before() {
    World::run(En, async |world| {
        let (owner, crew, manager) =
            (world.person("owner"), world.person("crew"), world.person("manager"));
        let group = world.room("engineering");
        world.signed("The door does not close").await;
        crew.picks(group, "Ask for more time").await;
        crew.fills_in(&["The part comes from abroad", "2026-11-30"]).await;
        assert!(crew.has_read("a manager is asked"), "{}", crew.reads());
        assert!(world.shows(group, "Waiting for: a decision on more time"));
        assert!(!owner.has_read("we need longer"), "nothing is said before it is granted");
        assert!(manager.has_read("Asked by: Qiang Wang"), "{}", manager.reads());
        assert!(manager.has_read("Was due: 19 Nov 09:10"), "{}", manager.reads());
        let refuses =
            |button: &Button| matches!(button, Button::Case(_, _, Act::Words(Purpose::RefuseTime)));
        let (asked, refusal) = world.button(manager.account, refuses);
        manager.taps("Grant the extra time").await;
        assert!(manager.has_read("more time is granted, until 30 Nov"), "{}", manager.reads());
        assert!(!manager.has_read("Do not grant it"), "what is decided has no buttons");
        assert!(crew.has_read("more time is granted, until 30 Nov"), "{}", crew.reads());
        assert!(
            owner.has_read("we are sorry, we need longer, until 30 Nov 23:59"),
            "{}",
            owner.reads()
        );
        assert!(owner.has_read("Reason: The part comes from abroad"));
        world.pass(TimeDelta::days(5)).await;
        let late = "past its time limit";
        assert!(!world.shows(world.room("desk"), late), "the new date counts");
        let toast = manager.forges(manager.account, asked, &refusal).await;
        assert_eq!(toast, "That is not needed now.");
    })
    .await;
}

#[tokio::test]
async fn no_paid_work_before_the_owner_agrees() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.signed("My tap drips").await;
        crew.picks(group, "Tell the owner a price").await;
        crew.fills_in(&["A new tap", "120 yuan, material included"]).await;
        assert!(owner.has_read("Nothing is begun before you agree."), "{}", owner.reads());
        let refused = crew.acts(group, Act::Report).await;
        assert!(refused.starts_with("The owner has not agreed to the price."), "{refused}");
        world.person("neighbour").joins().await;
        owner.tells(owner.account, Purpose::RefuseQuote, "Too dear").await;
        assert!(crew.has_read("Too dear"));
        crew.picks(group, "Tell the owner a price").await;
        crew.fills_in(&["A new seal", "20 yuan"]).await;
        owner.taps("I agree to the price").await;
        assert!(
            crew.has_read("the owner agrees to the price. Work may begin."),
            "{}",
            crew.reads()
        );
        crew.reports(group, "A new seal").await;
        owner.taps("Solved").await;
    })
    .await;
}

/// S3-14: not at once: the reason, and when.
#[tokio::test]
async fn what_cannot_be_mended_today_is_helped_and_promised() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let group = world.room("engineering");
        world.signed("Water drips into the shop").await;
        crew.picks(group, "Temporary measure").await;
        crew.fills_in(&["A bucket and a hose", "The roofer comes tomorrow", "2026-11-19"]).await;
        assert!(
            owner.has_read("This helps for now, and we promise you a date."),
            "{}",
            owner.reads()
        );
        assert!(owner.has_read("By: 19 Nov 23:59"), "{}", owner.reads());
    })
    .await;
}

/// S3-07: not ours: we coordinate for the owner.
#[tokio::test]
async fn another_bodys_matter_is_referred_and_followed() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let room = world.room("desk");
        let number = world.complaint("The street lamp is dark").await;
        desk.picks(room, "Refer to another body").await;
        desk.fills_in(&["The city's lighting office", "12345, day and night", "2026-11-18"]).await;
        assert!(
            owner.has_read("Responsible body: The city's lighting office"),
            "{}",
            owner.reads()
        );
        assert!(owner.has_read("Contact: 12345, day and night"));
        // The service centre has the whole day for it.
        world.pass(TimeDelta::minutes(22 * 60 + 51)).await;
        assert!(world.shows(room, &number));
        assert!(
            world.shows(room, "please ask The city's lighting office how it stands"),
            "{}",
            world.shown_in(room)
        );
    })
    .await;
}

/// S0-16: a wish that cannot be met is answered with its reason, and a way on.
#[tokio::test]
async fn what_is_not_accepted_has_two_people_reasons_and_a_way_on() {
    World::run(En, async |world| {
        let (owner, desk, manager, leader) = (
            world.person("owner"),
            world.person("desk"),
            world.person("manager"),
            world.person("leader"),
        );
        let room = world.room("desk");
        owner.joins().await;
        owner.taps("Question").await;
        owner.says("Please paint my flat for nothing").await;
        for label in ["That's all", "Send"] {
            owner.taps(label).await;
        }
        desk.picks(room, "Do not accept").await;
        desk.fills_in(&[
            "House rules 4",
            "Flats are painted by their owners",
            "We name you painters",
        ])
        .await;
        assert!(!owner.has_read("House rules 4"), "nothing before the second person");
        manager.taps("Yes, it is not accepted").await;
        for words in ["Ground: House rules 4", "Suggestion: We name you painters"] {
            assert!(owner.has_read(words), "{}", owner.reads());
        }
        owner.tells(owner.account, Purpose::Object, "You promised it when I bought it").await;
        assert!(owner.has_read("your objection is registered"), "{}", owner.reads());
        leader.presses(world.room("leaders"), "The owner is right").await;
        leader.says("It is in the contract").await;
        assert!(owner.has_read("your objection is right, and we are sorry"), "{}", owner.reads());
        assert_eq!(world.stages().await, "registered");
    })
    .await;
}

/// S3-08, S3-15: the owner asks for a review, and hears which instance is next.
#[tokio::test]
async fn an_objection_is_decided_by_somebody_who_had_no_hand_in_it() {
    World::run(En, async |world| {
        let (owner, crew, manager) =
            (world.person("owner"), world.person("crew"), world.person("manager"));
        world.reported("The lift rattles").await;
        owner.tells(owner.account, Purpose::Object, "He was rude").await;
        owner.taps("Solved").await;
        crew.presses_anyway(manager.account, "The decision stands").await;
        assert!(!owner.has_read("the result stands"), "not by the crew");
        manager.taps("The decision stands").await;
        manager.says("He says that he is sorry").await;
        assert!(
            owner.has_read("we have looked at it again, and the result stands."),
            "{}",
            owner.reads()
        );
        assert!(owner.has_read("Owners’ committee"), "{}", owner.reads());
    })
    .await;
}

/// S0-15, S3-15: whoever is not satisfied goes higher, and each decides with a reason.
#[tokio::test]
async fn an_objection_goes_up_to_the_leaders_and_to_the_owners_committee() {
    World::run(En, async |world| {
        let (owner, manager, leader) =
            (world.person("owner"), world.person("manager"), world.person("leader"));
        let (leaders, committee) = (world.room("leaders"), world.stranger(9_101, "Committee"));
        committee.starts().await;
        world.appoints(committee, Role::Auditor, None).await;
        world.reported("The lift rattles").await;
        owner.tells(owner.account, Purpose::Object, "Every week again").await;
        manager.taps("The decision stands").await;
        manager.says("It was mended each time").await;
        assert!(owner.has_read("it then comes before the company’s leaders"), "{}", owner.reads());

        owner.tells(owner.account, Purpose::Object, "Mended is not solved").await;
        assert!(world.shows(leaders, "It is for the company’s leaders to decide."));
        let shown = world.shown_in(manager.account);
        assert!(!shown.contains("[The owner is right]"), "a manager decides no more:\n{shown}");
        assert!(!owner.has_read("your objection is right"), "{}", owner.reads());
        // Whoever decides reads what they decide on: the story and the result.
        leader.presses(leaders, "Full slip").await;
        assert!(leader.has_read("The lift rattles"), "{}", leader.reads());
        assert!(leader.has_read("it runs again"), "{}", leader.reads());
        leader.presses(leaders, "The decision stands").await;
        leader.says("A new lift is planned for spring").await;
        assert!(owner.has_read("it then comes before the owners’ committee"), "{}", owner.reads());

        owner.tells(owner.account, Purpose::Object, "Spring is too late").await;
        assert!(
            committee.has_read("It is for the owners’ committee to decide."),
            "{}",
            committee.reads()
        );
        assert!(owner.has_read("has received your objection. This is its receipt."));
        assert!(owner.has_read("and replies by 26 Nov"), "{}", owner.reads());
        committee.taps("Full slip").await;
        assert!(committee.has_read("The lift rattles"), "{}", committee.reads());
        committee.taps("The owner is right").await;
        committee.says("It is replaced this month").await;
        assert!(owner.has_read("This message is its closing receipt."), "{}", owner.reads());
        assert!(owner.has_read("your objection is right"), "{}", owner.reads());
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

/// S0-13: a head signs off nothing that is about themselves; a manager does it in their place.
#[tokio::test]
async fn about_a_head_a_manager_signs_off() {
    World::run(En, async |world| {
        let (desk, head, crew, manager) = (
            world.person("desk"),
            world.person("head"),
            world.person("crew"),
            world.person("manager"),
        );
        let group = world.room("engineering");
        world.signed("The head of engineering shouted at me").await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&["[Guodong Li]"]).await;
        head.reads();
        crew.reports(group, "He has said sorry").await;
        assert!(manager.has_read("Please sign it off."), "{}", manager.reads());
        assert!(!head.has_read("He has said sorry"), "{}", head.reads());
        let refused = head.acts(group, Act::SignOff).await;
        assert!(!refused.contains("Signed off"), "{refused}");
        manager.taps("Head signs off").await;
        let signed = "select count(*) from cases where detail #>> '{signed_off,by}' is not null";
        assert_eq!(world.count(signed).await, 1);
    })
    .await;
}

#[tokio::test]
async fn whom_it_is_about_decides_nothing_and_hears_nothing() {
    World::run(En, async |world| {
        let (owner, desk, manager) =
            (world.person("owner"), world.person("desk"), world.person("manager"));
        let room = world.room("desk");
        let number = world.reported("The manager shouted at me").await;
        desk.picks(room, "Note whom it is about").await;
        desk.fills_in(&["[Jianping Zhou]"]).await;
        owner.tells(owner.account, Purpose::Object, "He only laughed").await;
        assert!(!manager.has_read("the owner objects"), "{}", manager.reads());
        manager.says(&format!("/case {number}")).await;
        assert!(!manager.has_read("shouted"), "{}", manager.reads());
        let leader = world.person("leader");
        assert!(leader.has_read("the owner objects"), "in private: {}", leader.reads());
        leader.taps("The owner is right").await;
        leader.says("He apologises in person").await;
        assert!(owner.has_read("your objection is right"), "{}", owner.reads());
    })
    .await;
}

/// S4-01: whoever it is about may have written it down; somebody above them reads the record.
#[tokio::test]
async fn what_the_accused_has_written_down_is_read_by_a_manager() {
    World::run(En, async |world| {
        let (desk, manager) = (world.person("desk"), world.person("manager"));
        let number = world.registers("Telephone", None).await;
        manager.says(&format!("/case {number}")).await;
        assert!(!manager.has_read("wrote this down"), "{}", manager.reads());
        manager.picks(world.room("desk"), "Note whom it is about").await;
        manager.fills_in(&["[Min Zhao]"]).await;
        let told = format!("{number}: Min Zhao wrote this down, and it is about them.");
        assert!(manager.has_read(&told), "{}", manager.reads());
        assert!(!desk.has_read("wrote this down"), "{}", desk.reads());
        manager.taps("Full slip").await;
        assert!(manager.has_read("The lift rattles"), "{}", manager.reads());
    })
    .await;
}

#[tokio::test]
async fn what_is_open_for_a_month_becomes_major_by_itself() {
    World::run(En, async |world| {
        let leaders = world.room("leaders");
        world.signed("The lift rattles").await;
        world.pass(TimeDelta::days(29)).await;
        assert!(!world.shows(leaders, "a major matter"), "{}", world.shown_in(leaders));
        world.pass(TimeDelta::days(4)).await;
        assert!(world.shows(leaders, "a major matter"), "{}", world.shown_in(leaders));
    })
    .await;
}

/// S0-01, S0-09: the date that the owner was told holds however grave it turns out to be, and whoever
/// has read of something smaller has not read of this.
#[tokio::test]
async fn what_turns_out_graver_twice_keeps_its_date_and_is_read_anew() {
    World::run(En, async |world| {
        let (leaders, group) = (world.room("leaders"), world.room("engineering"));
        world.signed("The lift falls two floors").await;
        world.becomes("serious").await;
        world.person("leader").presses(leaders, "I have read it").await;
        assert!(world.shows(group, "Read higher up: 17 Nov 09:10"), "{}", world.shown_in(group));
        world.becomes("major").await;
        assert!(world.shows(group, "Solve by: 19 Nov 09:10"), "{}", world.shown_in(group));
        assert!(!world.shows(group, "Read higher up"), "{}", world.shown_in(group));
        let told = world.hears_after(TimeDelta::hours(2)).await;
        assert!(told.contains("a major matter that no leader has read yet"), "{told}");
    })
    .await;
}
