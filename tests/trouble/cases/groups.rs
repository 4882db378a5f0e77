//! G: what happens to groups.

use std::time::Duration;

use huiyin::button::{Act, Button};
use playground::Content;
use serde_json::json;

use super::{Case, case, not_covered};
use crate::{
    gate::{Harm, sends_in, speaks_in},
    people::{DEPARTMENTS, photo},
    trial::Trial,
};

const TOPICS: &str =
    "the stand-in cannot do it; a topic that is gone is told as a story: scenarios, groups";

pub(super) const CASES: &[Case] = &[
    case!(
        "G1",
        "put out of a department's group with open slips, and let in again",
        g1,
        [1, 2],
        short = true
    ),
    case!("G2", "the right to write in a group is taken, and given back", g2),
    case!("G3", "a group that takes no photos", g3),
    case!("G6", "the topic is closed for a while", g6),
    not_covered("G7", "a forum is switched on or off", TOPICS),
    not_covered("G8", "a topic cannot be reached though it lives", TOPICS),
    case!("G9", "a department's group is deleted", g9),
    case!("G10", "slow mode in a group", g10),
    case!("G11", "all messages of a group are cleared", g11, [1], short = true),
    case!("G12", "people sit in groups of departments that are not theirs", g12, [1], short = true),
    case!("G13", "an anonymous administrator commands", g13),
    case!("G14", "added to somebody else's group", g14),
    case!("G16", "ten slips for one group within seconds", g16, [1, 2]),
    case!("G17", "a group's title and owner change", g17),
];

async fn g1(trial: &Trial) -> anyhow::Result<()> {
    let mut matters = vec![];
    for number in 0..3 {
        matters.push(trial.complains(number, DEPARTMENTS[0]).await?);
    }
    let (room, manager) = (trial.cast.room("engineering"), trial.cast.account("manager"));
    for words in ["kicked", "not a member"] {
        trial.diary().excused.push(words.to_owned());
    }
    trial.cast.telegram.kick_bot(room, manager);
    trial.adds(&matters[0])?;
    let held = trial.complains(3, DEPARTMENTS[0]).await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    if !trial.words().contains("kind=\"put_out\"") {
        trial.finds("I14: nobody was told that the group is closed to us");
    }
    trial.cast.telegram.add_bot(room, manager, None, true);
    trial.slip(&held).await?;
    trial.signs(&held).await
}

async fn g2(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.diary().excused.push("not enough rights".to_owned());
    trial.diary().may_owe = true;
    trial.cast.telegram.mute_bot(room, true);
    trial.remarks(&matter)?;
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    if !trial.words().contains("ERROR") {
        trial.finds("I14: nobody was told that the right to write is gone");
    }
    trial.cast.telegram.mute_bot(room, false);
    // The sign button is there; the department is not cut off.
    trial.signs_anyway(&matter).await
}

async fn g3(trial: &Trial) -> anyhow::Result<()> {
    let room = trial.cast.room("engineering");
    let words = "Bad Request: not enough rights to send photos to the chat";
    trial.gate.harm(usize::MAX, Harm::error(400, words), move |method, asked| {
        matches!(method, "sendPhoto" | "sendMediaGroup") && asked["chat_id"].as_i64() == Some(room)
    });
    trial.diary().given_up.push("not enough rights".to_owned());
    trial.diary().given_up.push("right".to_owned());
    let content = photo().captioned(&format!("The lift rattles {}", crate::people::mark()));
    let matter = trial.complains_with(0, DEPARTMENTS[0], content).await?;
    trial.slip(&matter).await?;
    trial.comes("the refusal", || trial.gate.harmed() > 0).await?;
    trial.signs(&matter).await
}

async fn g6(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.diary().may_owe = true;
    trial.gate.harm(2, Harm::error(400, "Bad Request: TOPIC_CLOSED"), sends_in(room));
    trial.remarks(&matter)?;
    trial.comes("the refusal", || trial.gate.harmed() > 0).await?;
    if trial.count_of("select count(*) from outbox where gave_up is not null").await? > 0 {
        trial.finds("I3: a letter was dropped because a topic was closed for a while");
    }
    trial.signs_anyway(&matter).await
}

async fn g9(trial: &Trial) -> anyhow::Result<()> {
    let room = trial.cast.room("engineering");
    for words in ["deleted", "chat not found", "not a member", "kicked"] {
        trial.diary().excused.push(words.to_owned());
        trial.diary().given_up.push(words.to_owned());
    }
    trial.diary().may_owe = true;
    trial.cast.telegram.delete_group(room);
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    if !trial.words().contains("ERROR") {
        trial.finds("I14: nobody was told that the department has no group any more");
    }
    let desk = trial.cast.room("desk");
    let is_its = move |it: &Button| matches!(it, Button::Case(of, ..) if *of == matter.case);
    trial.comes("the desk's card", || trial.button(desk, 0, is_its).is_some()).await?;
    let other = trial.complains(1, DEPARTMENTS[1]).await?;
    trial.signs(&other).await
}

async fn g10(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.gate.harm_every(2, 4, Harm::flood(3), speaks_in(room));
    for _ in 0..3 {
        trial.remarks(&matter)?;
    }
    trial.signs(&matter).await?;
    trial.comes("the flood waits", || trial.gate.harmed() > 1).await
}

async fn g11(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.settle(Duration::from_secs(40)).await?;
    let manager = trial.cast.account("manager");
    for seat in ["engineering", "desk"] {
        let room = trial.cast.room(seat);
        for message in trial.cast.telegram.messages(room) {
            trial.cast.telegram.delete(manager, room, message.id).ok();
        }
    }
    trial.adds(&matter)?;
    trial.slip(&matter).await?;
    trial.signs(&matter).await?;
    let desk = trial.cast.room("desk");
    let is_its = move |it: &Button| matches!(it, Button::Case(of, ..) if *of == matter.case);
    trial.comes("the desk's card", || trial.button(desk, 0, is_its).is_some()).await
}

async fn g12(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    let (slip, sign) = trial.act_of(room, matter.case, Act::Sign).unwrap_or_default();
    let telegram = &trial.cast.telegram;
    for code in ["guard", "cleaner", "neighbour", "leader", "desk"] {
        let who = trial.cast.account(code);
        telegram.join(room, who);
        for act in ["sign", "go", "done", "off", "dep:2"] {
            let data = format!("c1:{}:1:{act}", matter.case.0);
            let press = telegram.press_data(who, room, slip, &data);
            telegram.toasted(&press, Duration::from_secs(20)).await;
        }
    }
    let moved = format!(
        "select count(*) from history where case_id = {} and event not in ('register', 'dispatch')",
        matter.case.0
    );
    if trial.count_of(moved).await? > 0 {
        trial.finds("I5: somebody moved a case from a group of a department that is not theirs");
    }
    let crew = trial.cast.account("crew");
    telegram.leave(room, crew);
    let press = telegram.press_data(crew, room, slip, &sign);
    anyhow::ensure!(telegram.toasted(&press, Duration::from_secs(20)).await.is_some(), "no answer");
    Ok(())
}

async fn g13(trial: &Trial) -> anyhow::Result<()> {
    let room = trial.cast.room("engineering");
    let since = trial.since(room);
    trial.cast.telegram.as_anonymous(room, Content::text("/bind 12345678"));
    let bot = trial.cast.telegram.bot();
    trial
        .comes("an explanation", || {
            trial.cast.telegram.newest(room).is_some_and(|it| it.id > since && it.from == bot)
        })
        .await?;
    trial.complains(0, DEPARTMENTS[0]).await.map(drop)
}

async fn g14(trial: &Trial) -> anyhow::Result<()> {
    let stranger = 990_002;
    let telegram = &trial.cast.telegram;
    telegram.person(playground::Profile::named(stranger, "Stranger").speaking("en"));
    let foreign = telegram.supergroup("Foreign", stranger);
    telegram.add_bot(foreign, stranger, None, true);
    trial
        .comes("the goodbye", || {
            matches!(
                telegram.status(foreign, telegram.bot()),
                playground::Status::Left | playground::Status::Kicked
            )
        })
        .await?;
    trial.complains(0, DEPARTMENTS[0]).await.map(drop)
}

async fn g16(trial: &Trial) -> anyhow::Result<()> {
    let mut matters = vec![];
    for number in 0..10 {
        matters.push(trial.complains(number, DEPARTMENTS[0]).await?);
    }
    *crate::trial::lock(&trial.patience) = Duration::from_mins(2);
    for matter in &matters {
        trial.slip(matter).await?;
    }
    trial.signs(&matters[9]).await?;
    trial.settle(Duration::from_secs(200)).await.map(drop)
}

async fn g17(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    let guard = trial.cast.account("guard");
    trial.cast.telegram.join(room, guard);
    trial.cast.telegram.promote(room, guard, true);
    trial.cast.telegram.raw(json!({ "message": {
        "message_id": 555_001, "date": 1_795_000_000, "new_chat_title": "Renamed",
        "from": { "id": guard, "is_bot": false, "first_name": "Guard" },
        "chat": { "id": room, "type": "supergroup", "title": "Renamed" },
    } }));
    let (slip, sign) = trial.act_of(room, matter.case, Act::Sign).unwrap_or_default();
    let press = trial.cast.telegram.press_data(guard, room, slip, &sign);
    trial.cast.telegram.toasted(&press, Duration::from_secs(20)).await;
    let signed = format!(
        "select count(*) from history where case_id = {} and event = 'sign'",
        matter.case.0
    );
    if trial.count_of(signed).await? > 0 {
        trial.finds("I5: an administrator of the group signed without a post");
    }
    trial.signs(&matter).await
}
