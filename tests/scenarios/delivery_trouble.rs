//! Rooms that cannot be written to: what is owed is held or runs out by rule, whoever can do something
//! about it is told once and by another path, and hears when it works again.

use casework::{
    case::Notice,
    ids::{CaseId, Room},
    words::Language::En,
};
use chrono::TimeDelta;
use playground::{Fault, Rule};
use scenarios::{World, album};

/// The main bursts while the group is told to wait: what has gathered there comes as a list that can
/// be signed from, and then slip by slip, as fast as a group takes them (G16).
#[tokio::test]
async fn a_storm_of_slips_is_listed_first_and_nobody_misses_one() {
    World::run(En, async |world| {
        world.forgive("Too Many Requests");
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let room = world.room("engineering");
        let flood = Rule::new("sendMessage", Fault::flood(120)).in_chat(room);
        let wait = world.telegram.stand(flood);
        owner.joins().await;
        let mut numbers = vec![];
        for cellar in 1..=22 {
            owner.complains(&format!("Water in cellar {cellar}")).await;
            numbers.push(world.newest_number().await);
        }
        assert_eq!(world.telegram.take_back(wait), 1, "told to wait once, nobody asks again");
        world.keeps_limits().await;
        world.pass(TimeDelta::seconds(125)).await;
        let said = world.said_in(room);
        let first: Vec<&str> = said.lines().take(2).collect();
        assert!(first[0].ends_with("10 new slips at once. All of them are here. Each follows by itself as soon as Telegram allows."), "{said}");
        assert!(first[1].ends_with("complaint · Water and drains · Building 1 Floor 1"), "{said}");
        // Whoever reads the list need not wait for the slip.
        let (listed, _) = first[1].trim().split_once(' ').expect("a number");
        assert_eq!(crew.presses(room, &format!("Sign {listed}")).await, "Signed. The full slip is in your private chat.");

        // The pace lets one go every few seconds, and no timer says when.
        let owed = "select count(*) from outbox where settled_at is null";
        for _ in 0..200 {
            world.pass(TimeDelta::seconds(5)).await;
            if world.count(owed).await == 0 {
                break;
            }
        }
        for number in &numbers {
            assert!(world.shows(room, &format!("Slip {number}")), "{number} is missing");
        }
        let refused = world.telegram.requests().into_iter().filter(|one| one.code == 429);
        assert_eq!(refused.count(), 1, "no faster than a group takes them");
    })
    .await;
}

#[tokio::test]
async fn a_group_that_put_us_out_is_told_of_once_and_gets_its_slips_anew() {
    World::run(En, async |world| {
        world.forgive("bot was kicked");
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let manager = world.person("manager");
        let first = world.complaint("The lift rattles").await;
        world.telegram.kick_bot(group, manager.account);
        world.settle().await;
        world.person("neighbour").joins().await;
        world.person("neighbour").complains("The lift rattles again").await;
        let second = world.newest_number().await;
        world.pass(TimeDelta::minutes(31)).await;
        let told = "I am no longer in the group of Engineering";
        for chat in [desk, manager.account, world.person("head").account] {
            assert_eq!(world.shown_in(chat).matches(told).count(), 1, "{}", world.shown_in(chat));
        }
        assert!(
            world.shows(desk, "open slips wait for it") || world.shows(desk, "open slip waits")
        );
        assert!(!world.shows(group, &second));
        world.said();
        world.telegram.add_bot(group, manager.account, None, true);
        world.settle().await;
        let news = world.said_in(group);
        assert!(news.contains(&first) && news.contains(&second), "{news}");
        assert!(world.shows(desk, "It works again: the group of Engineering."));
    })
    .await;
}

#[tokio::test]
async fn a_group_that_is_deleted_leaves_its_slips_to_the_desk() {
    World::run(En, async |world| {
        world.forgive("group chat was deleted");
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        world.complaint("The lift rattles").await;
        world.telegram.delete_group(group);
        world.person("owner").taps("Please hurry").await;
        neighbour.complains("The lift rattles again").await;
        neighbour.complains("And again").await;
        let told = world.shown_in(desk);
        assert!(told.contains("Engineering has no group"), "{told}");
        assert_eq!(told.matches("has been deleted").count(), 1, "{told}");
    })
    .await;
}

#[tokio::test]
async fn of_an_owner_who_blocks_us_the_desk_hears_and_what_matters_waits() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let (owner, crew, desk) = (world.person("owner"), world.person("crew"), world.room("desk"));
        let number = world.complaint("The lift rattles").await;
        world.telegram.block(owner.account);
        world.settle().await;
        let told = format!("{number}: the owner's private chat takes no messages");
        assert!(world.shows(desk, &told), "{}", world.shown_in(desk));
        crew.signs(world.room("engineering")).await;
        crew.reports(world.room("engineering"), "It runs").await;
        assert!(world.shows(desk, &format!("{number}: the owner cannot be reached in the chat")));
        assert_eq!(world.shown_in(desk).matches(&told).count(), 1);
        world.telegram.unblock(owner.account);
        world.settle().await;
        assert!(owner.has_read("has signed for it"), "{}", owner.reads());
        assert!(owner.has_read("Result: It runs"));
        assert!(
            world.shows(desk, &format!("{number}: the owner can be reached in the chat again"))
        );
        owner.taps("Solved").await;
    })
    .await;
}

/// S0-18: whoever blocks us just when the result comes is told it by voice the same day.
#[tokio::test]
async fn of_an_owner_who_blocks_us_at_the_result_somebody_tells_it_the_same_day() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let (owner, desk) = (world.person("owner"), world.room("desk"));
        let number = world.reported("The lift rattles").await;
        world.telegram.block(owner.account);
        world.settle().await;
        let late =
            format!("{number}: the owner cannot be reached in the chat, and has not been told");
        world.pass(TimeDelta::hours(11)).await;
        assert!(!world.shows(desk, &late), "{}", world.shown_in(desk));
        world.pass(TimeDelta::hours(1)).await;
        assert!(world.shows(desk, &late), "{}", world.shown_in(desk));
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_and_goes_all_the_time_is_told_of_once() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let (owner, desk) = (world.person("owner"), world.room("desk"));
        let number = world.complaint("The lift rattles").await;
        let away = format!("{number}: the owner's private chat takes no messages");
        let back = format!("{number}: the owner can be reached in the chat again");
        for _ in 0..5 {
            world.telegram.block(owner.account);
            world.settle().await;
            world.telegram.unblock(owner.account);
            world.settle().await;
            world.pass(TimeDelta::minutes(1)).await;
        }
        for told in [&away, &back] {
            assert_eq!(world.shown_in(desk).matches(told).count(), 1, "{}", world.shown_in(desk));
        }
        world.pass(TimeDelta::hours(1)).await;
        world.telegram.block(owner.account);
        world.settle().await;
        assert_eq!(world.shown_in(desk).matches(&away).count(), 2, "{}", world.shown_in(desk));
        world.telegram.unblock(owner.account);
    })
    .await;
}

#[tokio::test]
async fn a_group_that_shuts_its_mouth_is_told_of_and_hears_everything_later() {
    for (refusal, told) in [
        ("Bad Request: TOPIC_CLOSED", "The general topic of the group of Engineering is closed"),
        ("Bad Request: not enough rights to send text messages to the chat", "I may not write in"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", "I may not write in the group of Engineering"),
    ] {
        World::run(En, async |world| {
            world.forgive(refusal);
            let (group, desk) = (world.room("engineering"), world.room("desk"));
            let shut = world
                .telegram
                .stand(Rule::new("sendMessage", Fault::status(400, refusal)).in_chat(group));
            let number = world.complaint("The lift rattles").await;
            assert!(!world.shows(group, &number));
            for chat in [desk, world.person("manager").account] {
                assert_eq!(world.shown_in(chat).matches(told).count(), 1, "{refusal}");
            }
            world.telegram.take_back(shut);
            world.pass(TimeDelta::minutes(11)).await;
            assert!(world.shows(group, &number), "{refusal}: {}", world.shown_in(group));
            assert!(world.shows(desk, "It works again: the group of Engineering."));
        })
        .await;
    }
}

#[tokio::test]
async fn slow_mode_slows_us_down_and_loses_nothing() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        world.telegram.slow_mode(group, 30);
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        let first = world.complaint("The lift rattles").await;
        neighbour.complains("The lift rattles again").await;
        let second = world.newest_number().await;
        world.pass(TimeDelta::minutes(2)).await;
        assert!(world.shows(group, &first) && world.shows(group, &second));
        world.telegram.slow_mode(group, 0);
    })
    .await;
}

#[tokio::test]
async fn who_takes_our_rights_away_is_asked_to_give_them_back() {
    World::run(En, async |world| {
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let lost = "I am no longer an administrator of the group of Engineering";
        world.telegram.promote(group, world.telegram.bot(), false);
        world.settle().await;
        let number = world.complaint("The lift rattles").await;
        assert!(world.shows(group, &number), "it is posted all the same");
        for chat in [desk, world.person("manager").account] {
            assert_eq!(world.shown_in(chat).matches(lost).count(), 1, "{}", world.shown_in(chat));
        }
        world.telegram.promote(group, world.telegram.bot(), true);
        world.settle().await;
        assert!(world.shows(desk, "It works again: the group of Engineering."));
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_no_more_costs_nothing_and_the_desk_calls() {
    World::run(En, async |world| {
        world.forgive("deactivated");
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.complaint("The lift rattles").await;
        world.telegram.deactivate(owner.account);
        crew.signs(world.room("engineering")).await;
        let told = format!("{number}: the owner's private chat takes no messages");
        assert!(world.shows(world.room("desk"), &told));
        crew.reports(world.room("engineering"), "It runs").await;
        let gone = world.count("select count(*) from outbox where expired = 'gone'").await;
        assert!(gone > 0, "what was owed runs out by rule");
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_written_to_for_a_while_is_not_given_up() {
    for words in [
        "Forbidden: bot can't send messages to the user",
        "Bad Request: chat not found",
        "Forbidden: something that nobody has read before",
    ] {
        World::run(En, async |world| {
            world.forgive(words);
            let owner = world.person("owner");
            world.complaint("The lift rattles").await;
            world.telegram.fail_next("sendMessage", Fault::status(403, words), 1);
            owner.says("/my").await;
            world.pass(TimeDelta::minutes(10)).await;
            assert!(owner.has_read("Your matters"), "{words}: {}", owner.reads());
            assert!(!world.shows(world.room("desk"), "private chat takes no"), "{words}");
        })
        .await;
    }
}

#[tokio::test]
async fn hours_of_waiting_hold_nobody_up_survive_a_restart_and_are_told() {
    World::run(En, async |world| {
        world.forgive("Too Many Requests");
        let (group, desk) = (world.room("engineering"), world.room("desk"));
        let manager = world.person("manager");
        let number = world.complaint("The lift rattles").await;
        // One word to the engineers' group, and to no other.
        let mut work = world.app().desk().begin().await.unwrap();
        work.post_notice(Room(group), CaseId(1), Notice::Hurried).await.unwrap();
        work.finish("").await.unwrap();
        world.telegram.fail_next("sendMessage", Fault::flood(10_000), 1);
        world.settle().await;
        world.restart().await;
        let waits = "Telegram lets me write in the group of Engineering again only at";
        for chat in [desk, manager.account, world.person("head").account] {
            assert_eq!(world.shown_in(chat).matches(waits).count(), 1, "{}", world.shown_in(chat));
        }
        let asked = world.telegram.requests().len();
        world.pass(TimeDelta::seconds(9_990)).await;
        let since = world.telegram.requests();
        let early = since.iter().skip(asked).any(|r| r.json["chat_id"] == group);
        assert!(!early, "asked before its time");
        world.said();
        world.pass(TimeDelta::seconds(20)).await;
        assert!(world.said_in(group).contains(&number));
        assert!(world.shows(desk, "It works again: the group of Engineering."));
    })
    .await;
}

#[tokio::test]
async fn a_group_that_takes_no_photos_reads_how_many_there_are() {
    World::run(En, async |world| {
        let refusal = "Bad Request: not enough rights to send photos to the chat";
        world.forgive("not enough rights");
        let (owner, group) = (world.person("owner"), world.room("engineering"));
        owner.joins().await;
        owner.sends_album(album(3, "The lift rattles")).await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        // The desk's group, then the engineers'.
        world.telegram.fail_next("sendMediaGroup", Fault::status(400, refusal), 2);
        owner.taps("Send").await;
        assert!(
            world.shows(group, "3 photos or files cannot be shown here"),
            "{}",
            world.shown_in(group)
        );
        assert!(world.shows(world.person("manager").account, "I may not send photos and files"));
    })
    .await;
}

#[tokio::test]
async fn an_album_of_which_nobody_knows_is_sent_in_parts() {
    World::run(En, async |world| {
        let (owner, group) = (world.person("owner"), world.room("engineering"));
        owner.joins().await;
        owner.sends_album(album(3, "The lift rattles")).await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        world.telegram.fail_next("sendMediaGroup", Fault::Drop, 2);
        owner.taps("Send").await;
        world.pass(TimeDelta::minutes(1)).await;
        let albums =
            world.telegram.requests().iter().filter(|r| r.method == "sendMediaGroup").count();
        assert_eq!(albums, 2, "one for each group, none of them again");
        assert!(world.shows(group, "Slip "));
        let singles = world.telegram.requests().iter().filter(|r| r.method == "sendPhoto").count();
        assert_eq!(singles, 6);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_to_be_had_is_spoken_of() {
    World::run(En, async |world| {
        let refusal = "Bad Request: wrong file_id or the file is temporarily unavailable";
        world.forgive("wrong file_id");
        let (owner, group) = (world.person("owner"), world.room("engineering"));
        owner.joins().await;
        owner.sends_album(album(2, "The lift rattles")).await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        world.telegram.fail_next("sendMediaGroup", Fault::status(400, refusal), 2);
        world.telegram.fail_next("sendPhoto", Fault::status(400, refusal), 4);
        owner.taps("Send").await;
        assert_eq!(
            world.shown_in(group).matches("1 photo or file cannot be shown here").count(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn the_second_copy_of_a_slip_goes_as_soon_as_somebody_presses_it() {
    World::run(En, async |world| {
        let (owner, crew, group) =
            (world.person("owner"), world.person("crew"), world.room("engineering"));
        owner.joins().await;
        owner.says("The lift rattles").await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            owner.taps(label).await;
        }
        world.telegram.fail_next("sendMessage", Fault::Drop, 3);
        owner.taps("Send").await;
        world.pass(TimeDelta::seconds(10)).await;
        let number = world.newest_number().await;
        let slip = format!("Slip {number}");
        let messages = world.telegram.messages(group);
        let copies: Vec<_> = messages.iter().filter(|m| m.text().contains(&slip)).collect();
        assert_eq!(copies.len(), 2, "{}", world.shown_in(group));
        let (_, sign) = world.button(group, |button| button.to_string().ends_with("sign"));
        assert!(crew.forges(group, copies[0].id, &sign).await.starts_with("Signed."));
        assert_eq!(world.shown_in(group).matches(&slip).count(), 1);
        assert!(world.shows(group, "State: accepted"));
    })
    .await;
}

#[tokio::test]
async fn without_a_token_everything_waits_and_nothing_is_lost() {
    World::run(En, async |world| {
        world.forgive("Unauthorized");
        let crew = world.person("crew");
        world.complaint("The lift rattles").await;
        for method in ["sendMessage", "editMessageText"] {
            world.telegram.fail_next(method, Fault::status(401, "Unauthorized"), 2);
        }
        crew.signs(world.room("engineering")).await;
        world.pass(TimeDelta::minutes(2)).await;
        assert!(world.person("owner").has_read("has signed for it."));
        assert_eq!(world.count("select count(*) from outbox where gave_up is not null").await, 0);
    })
    .await;
}
