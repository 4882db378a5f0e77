//! Units: named in the greeting, agreed to by the desk, opened by a code, left again.

use casework::words::Language::{En, ZhHans};
use scenarios::World;

#[tokio::test]
async fn who_names_a_unit_complains_at_once_and_the_desk_agrees_in_private() {
    World::run(En, async |world| {
        let (owner, desk, group) =
            (world.person("owner"), world.person("desk"), world.room("desk"));
        owner.joins().await;
        assert!(owner.has_read("We have noted your unit as you said it."));
        owner.complains("The lift rattles").await;
        world.person("crew").signs(world.room("engineering")).await;
        assert!(world.person("crew").has_read("(unit as said, not confirmed)"));

        assert!(world.shows(group, "Somebody has named their unit"));
        assert_eq!(desk.presses(group, "Look").await, "Please go on in our private chat.");
        assert!(desk.has_read("Name: Meiling Chen"));
        desk.taps("Owner").await;
        assert!(desk.has_read("Meiling Chen: Building 1 Floor 1 101, owner"));
        assert!(owner.has_read("Your unit is confirmed: Building 1 Floor 1 101, owner."));
        for seat in ["desk", "leaders", "engineering"] {
            let shown = world.shown_in(world.room(seat));
            assert!(!shown.contains("Meiling") && !shown.contains("101"), "{seat}:\n{shown}");
        }

        // A slip that is signed from now on says nothing against the unit.
        world.person("crew").heard();
        owner.complains("The lift rattles again").await;
        world.person("crew").signs(world.room("engineering")).await;
        assert!(!world.person("crew").heard().contains("as said"));
    })
    .await;
}

#[tokio::test]
async fn a_unit_that_is_not_theirs_is_said_in_plain_words_and_no_door_is_shut() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        owner.joins().await;
        desk.says("/units").await;
        assert!(desk.has_read("Waiting for the service centre: 1"));
        desk.taps("Look").await;
        desk.taps("Not this unit").await;
        assert!(owner.has_read("You can tell us about any matter all the same."));
        owner.says("/units").await;
        assert!(owner.has_read("We know of none yet."));
        owner.complains("The lift rattles").await;
        assert!(owner.has_read(" is registered"));
    })
    .await;
}

#[tokio::test]
async fn a_code_from_the_desk_makes_a_unit_theirs_without_a_question() {
    World::run(En, async |world| {
        let (desk, owner) = (world.person("desk"), world.person("owner"));
        desk.says("/units").await;
        for label in ["Unit: people and codes", "Building 1", "Floor 1", "102", "Tenant"] {
            desk.taps(label).await;
        }
        let shown = world.find(desk.account, "It is valid for 30 days and works once");
        let code = shown.text().split("?start=").nth(1).expect("a link").trim().to_owned();
        owner.opens(&code).await;
        assert!(owner.has_read("Your unit is confirmed: Building 1 Floor 1 102, tenant."));
        owner.taps("I agree, go on").await;
        owner.says("Meiling Chen").await;
        world.telegram.share_contact(owner.account).expect("the number can be shared");
        world.settle().await;
        assert!(owner.has_read("Your unit is confirmed: tenant."));
        assert!(!owner.has_read("Which building do you live or work in?"));
        assert!(!world.shows(world.room("desk"), "Somebody has named their unit"));

        let neighbour = world.person("neighbour");
        neighbour.opens(&code).await;
        assert!(neighbour.has_read("This link is wrong, or somebody else has used it."));
    })
    .await;
}

#[tokio::test]
async fn one_may_have_several_units_and_leave_one() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        owner.joins().await;
        owner.says("/units").await;
        for label in ["Add a unit", "Building 1", "Floor 1", "103"] {
            owner.taps(label).await;
        }
        desk.says("/units").await;
        desk.taps("Look").await;
        desk.taps("Owner").await;
        desk.taps("Tenant").await;
        owner.says("/units").await;
        assert!(owner.has_read("Building 1 Floor 1 101 · owner"));
        assert!(owner.has_read("Building 1 Floor 1 103 · tenant"));
        owner.heard();
        owner.taps("I have left 103").await;
        let left = owner.heard();
        assert!(left.contains("101 · owner") && !left.contains("103"), "{left}");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_desk_says_whose_a_unit_is() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        let group = world.room("desk");
        for code in ["owner", "crew", "head", "leader"] {
            let person = world.person(code);
            for data in ["u1:look", "u1:is:1:o", "u1:code:0:0", "u1:for:3:o"] {
                let toast = person.forges(person.account, 1, data).await;
                let only =
                    "Only the service centre, managers and administrators say whose a unit is.";
                assert_eq!(toast, only, "{code} {data}");
            }
        }
        let desk = world.person("desk");
        desk.presses(group, "Look").await;
        desk.taps("Owner").await;
        let again = desk.forges(desk.account, 1, "u1:is:1:n").await;
        assert_eq!(again, "That has been decided already.");
    })
    .await;
}

#[tokio::test]
async fn without_consent_no_unit_is_kept() {
    World::run(ZhHans, async |world| {
        let owner = world.person("owner");
        let desk = world.person("desk");
        desk.says("/units").await;
        for label in ["单元住户与邀请码", "1号楼", "1层", "102", "业主"] {
            desk.taps(label).await;
        }
        let shown = world.find(desk.account, "只能用一次");
        let code = shown.text().split("?start=").nth(1).expect("a link").trim().to_owned();
        owner.opens(&code).await;
        owner.taps("不同意").await;
        let held = "select count(*) from occupancies where until is null";
        assert_eq!(world.count(held).await, 0);
    })
    .await;
}

/// S2-14: who moves out loses the unit by the desk's word, at once, and hears of it; what they have
/// told us stays theirs.
#[tokio::test]
async fn the_desk_ends_what_a_tenant_has_left() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        let number = world.complaint("The lift rattles").await;
        desk.says("/units").await;
        desk.taps("Look").await;
        desk.taps("Tenant").await;
        desk.says("/units").await;
        for label in ["Unit: people and codes", "Building 1", "Floor 1", "101"] {
            desk.taps(label).await;
        }
        assert!(desk.has_read("Meiling Chen: tenant"), "{}", desk.reads());
        desk.taps("Moved out: Meiling Chen").await;
        assert!(desk.has_read("Has Meiling Chen moved out of"), "{}", desk.reads());
        desk.taps("Yes, moved out").await;
        assert!(desk.has_read("Nobody holds it now."), "{}", desk.reads());
        assert!(owner.has_read("this unit is no longer yours here"), "{}", owner.reads());
        owner.says("/units").await;
        assert!(!owner.has_read("[I have left"), "{}", owner.reads());
        owner.says("/my").await;
        assert!(owner.has_read(&number), "{}", owner.reads());
        // Somebody else's press of the same button does nothing.
        let toast = owner.forges(owner.account, 1, "u1:ends:1").await;
        assert!(!toast.is_empty());
    })
    .await;
}
