//! R: people who act at the same time.

use std::time::Duration;

use chrono::TimeDelta;
use huiyin::button::{Act, Button, Choice, Home};
use serde_json::json;

use super::{Case, case, not_covered, story};
use crate::{
    people::{DEPARTMENTS, mark},
    story::world,
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!("R1", "two of the crew press Sign at once", r1, [1, 2, 3], short = true),
    case!("R2", "one person presses everything twice within 50 ms", r2, [1, 2], short = true),
    case!("R4", "the owner confirms while the head sends back", r4, [1, 2]),
    story("R5", "the crew signs while the time to sign runs out", false, r5),
    case!("R6", "the owner withdraws while the crew signs", r6, [1, 2], short = true),
    story("R7", "the owner confirms as their silence is written down", false, r7),
    case!("R8", "the same update five times", r8, [1, 2], short = true),
    story("R11", "a button of an earlier round", false, r11),
    case!("R12", "two devices of one owner in one conversation", r12, [1, 2]),
    case!("R13", "an album of ten among words and a press", r13, [1, 2], short = true),
    case!("R14", "the right is gone between press and commit", r14),
    case!("R16", "40 owners report the same at once", r16, [1, 3]),
    case!("R19", "18 changes of six slips in one group within two seconds", r19),
    not_covered(
        "R20",
        "an export while a person is erased",
        "each alone is told as a story: scenarios, privacy",
    ),
];

/// How often an event is in the history of a case.
async fn events(trial: &Trial, case: casework::ids::CaseId, event: &str) -> anyhow::Result<i64> {
    let count =
        format!("select count(*) from history where case_id = {} and event = '{event}'", case.0);
    trial.count_of(count).await
}

async fn r1(trial: &Trial) -> anyhow::Result<()> {
    for round in 0..3 {
        let matter = trial.complains(round, DEPARTMENTS[0]).await?;
        trial.slip(&matter).await?;
        let room = trial.cast.room("engineering");
        let (slip, data) = trial.act_of(room, matter.case, Act::Sign).unwrap_or_default();
        let telegram = &trial.cast.telegram;
        let crew = ["crew", "mate", "head"].map(|code| trial.cast.account(code));
        let presses = crew.map(|who| telegram.press_data(who, room, slip, &data));
        let mut toasts = vec![];
        for press in &presses {
            let toast = telegram.toasted(press, Duration::from_secs(20)).await;
            toasts.push(toast.and_then(|toast| toast.text).unwrap_or_default());
        }
        if events(trial, matter.case, "sign").await? != 1 {
            trial.finds(format!("I2: case {} was signed more than once", matter.case));
        }
        let distinct: std::collections::BTreeSet<&String> = toasts.iter().collect();
        if distinct.len() != 2 || toasts.iter().any(String::is_empty) {
            trial.finds(format!("I18: one winner, two told the truth? {toasts:?}"));
        }
    }
    Ok(())
}

async fn r2(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let word = mark();
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": true }));
    trial.writes(owner, owner, &format!("The lift rattles {word}"))?;
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    let (message, data) = trial.button(owner, since, is_send).unwrap_or_default();
    twice(trial, owner, owner, message, &data).await?;
    trial.comes("the number", || trial.receipt(owner, since).is_some()).await?;
    let case = trial.receipt(owner, since).unwrap_or(casework::ids::CaseId(0));
    let room = trial.cast.room("engineering");
    trial.comes("the slip", || trial.act_of(room, case, Act::Sign).is_some()).await?;
    for act in [Act::Sign, Act::SetOut, Act::Arrive] {
        trial.comes("a button", || trial.act_of(room, case, act).is_some()).await?;
        let (message, data) = trial.act_of(room, case, act).unwrap_or_default();
        twice(trial, trial.cast.account("crew"), room, message, &data).await?;
    }
    for event in ["register", "sign", "set_out", "arrive"] {
        let times = events(trial, case, event).await?;
        if times != 1 {
            trial.finds(format!("I2: pressed twice, {event} happened {times} times"));
        }
    }
    Ok(())
}

async fn twice(trial: &Trial, who: i64, chat: i64, message: i64, data: &str) -> anyhow::Result<()> {
    let telegram = &trial.cast.telegram;
    let first = telegram.press_data(who, chat, message, data);
    tokio::time::sleep(Duration::from_millis(30)).await;
    let second = telegram.press_data(who, chat, message, data);
    for press in [first, second] {
        if telegram.toasted(&press, Duration::from_secs(20)).await.is_none() {
            trial.finds(format!("R2: a press on {data} was never answered"));
        }
    }
    Ok(())
}

async fn r4(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.signs(&matter).await?;
    trial.reports(&matter).await?;
    let (owner, head, case) = (matter.owner, trial.cast.account("head"), matter.case);
    trial
        .comes("both questions", || {
            trial.act_of(owner, case, Act::Confirm).is_some()
                && trial.act_of(head, case, Act::SignOff).is_some()
        })
        .await?;
    let (theirs, yes) = trial.act_of(owner, case, Act::Confirm).unwrap_or_default();
    let (its, off) = trial.act_of(head, case, Act::SignOff).unwrap_or_default();
    let telegram = &trial.cast.telegram;
    let presses = [
        telegram.press_data(owner, owner, theirs, &yes),
        telegram.press_data(head, head, its, &off),
    ];
    for press in &presses {
        if telegram.toasted(press, Duration::from_secs(20)).await.is_none() {
            trial.finds("R4: one of two was not told");
        }
    }
    Ok(())
}

fn r5() {
    world(async |world| {
        let number = world.complaint("The lift rattles").await;
        let clock = world.app().desk().clock().clone();
        clock.pass(TimeDelta::seconds(299));
        let meanwhile = async || {
            let room = world.room("engineering");
            let is_sign = |it: &Button| matches!(it, Button::Case(_, _, Act::Sign));
            let (message, data) = world.button(room, is_sign);
            let crew = world.person("crew").account;
            let press = world.telegram.press_data(crew, room, message, &data);
            clock.pass(TimeDelta::seconds(2));
            world.telegram.toasted(&press, Duration::from_secs(10)).await.expect("an answer");
            tokio::time::sleep(Duration::from_millis(1_200)).await;
        };
        world.runs(4, meanwhile).await;
        assert_eq!(world.stages().await, "working", "{number}");
    });
}

async fn r6(trial: &Trial) -> anyhow::Result<()> {
    for round in 0..3 {
        let matter = trial.complains(round, DEPARTMENTS[round % 3]).await?;
        trial.slip(&matter).await?;
        let (owner, case) = (matter.owner, matter.case);
        let withdraw = Act::Words(casework::intake::Purpose::Withdraw);
        trial.comes("the button", || trial.act_of(owner, case, withdraw).is_some()).await?;
        let room = trial.cast.room(matter.department.seat);
        let (theirs, back) = trial.act_of(owner, case, withdraw).unwrap_or_default();
        let (slip, sign) = trial.act_of(room, case, Act::Sign).unwrap_or_default();
        let telegram = &trial.cast.telegram;
        telegram.press_data(owner, owner, theirs, &back);
        tokio::time::sleep(Duration::from_millis(500)).await;
        trial.writes(owner, owner, "It works again by itself")?;
        let crew = trial.cast.account(matter.department.crew);
        let press = telegram.press_data(crew, room, slip, &sign);
        if telegram.toasted(&press, Duration::from_secs(20)).await.is_none() {
            trial.finds("R6: the crew was not told");
        }
    }
    Ok(())
}

fn r7() {
    world(async |world| {
        world.reported("The lift rattles").await;
        world
            .runs(4, async || {
                let owner = world.person("owner").account;
                let (message, data) =
                    world.button(owner, |it| matches!(it, Button::Case(_, _, Act::Confirm)));
                world.app().desk().clock().pass(TimeDelta::hours(24));
                let press = world.telegram.press_data(owner, owner, message, &data);
                world.telegram.toasted(&press, Duration::from_secs(10)).await.expect("an answer");
                tokio::time::sleep(Duration::from_millis(1_200)).await;
            })
            .await;
        let heard = "select count(*) from history where event = 'confirm' or (event = 'overdue' and detail->>'timer' = 'confirm')";
        assert!((1..=2).contains(&world.count(heard).await), "heard once or twice, in one order");
        let running = "select count(*) from timers where kind = 'callback' and fired_at is null and disarmed_at is null";
        assert_eq!(world.count(running).await, 1, "one callback is waited for");
    });
}

async fn r8(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    // The book knows the slip, so that notes are not loose talk.
    trial.settle(Duration::from_secs(30)).await?;
    // As after a lost confirmation: the offset is not taken back, so the gate says it all again.
    let known = trial.gate.updates();
    let answer = json!({ "ok": true, "result": known }).to_string();
    for _ in 0..5 {
        trial.gate.harm(
            1,
            crate::gate::Harm::Instead(answer.clone()),
            crate::gate::calls("getUpdates"),
        );
        trial.remarks(&matter)?;
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    super::network::happened(trial, 3)?;
    trial.signs(&matter).await?;
    for event in ["register", "sign"] {
        let times = events(trial, matter.case, event).await?;
        if times != 1 {
            trial.finds(format!("I2: {event} happened {times} times"));
        }
    }
    Ok(())
}

fn r11() {
    world(async |world| {
        world.signed("The lift rattles").await;
        let (room, crew, owner) =
            (world.room("engineering"), world.person("crew"), world.person("owner"));
        let is_old = |it: &Button| matches!(it, Button::Case(_, 1, Act::Report));
        let (message, data) = world.button(room, is_old);
        crew.reports(room, "A part was replaced").await;
        owner.tells(owner.account, casework::intake::Purpose::Dispute, "Still stuck").await;
        assert_eq!(world.stages().await, "dispatched", "a new round");
        let before = world.count("select count(*) from history").await;
        crew.forges(room, message, &data).await;
        crew.forges(room, message, &data.replace(":done", ":sign")).await;
        assert_eq!(world.count("select count(*) from history").await, before);
    });
}

async fn r12(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let word = mark();
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": false }));
    trial.writes(owner, owner, &format!("The lift rattles {word}"))?;
    let telegram = &trial.cast.telegram;
    // Two hands press whatever is offered, at the same time, until there is a number.
    let home = |it: &Button| matches!(it, Button::Home(Home::Show | Home::Begin(_)));
    for _ in 0..40 {
        if trial.receipt(owner, since).is_some() {
            break;
        }
        for pick in [0_usize, 3] {
            let offered = trial.places(owner, |it| matches!(it, Button::Draft(..)) && !home(it));
            let Some((message, _)) = offered.first() else { continue };
            let shown = telegram.message(owner, *message);
            let data: Vec<String> = shown
                .map(|it| it.buttons().into_iter().flatten().filter_map(|b| b.data).collect())
                .unwrap_or_default();
            let forward: Vec<&String> = data
                .iter()
                .filter(|data| {
                    !data.ends_with(":back")
                        && !data.ends_with(":stop")
                        && !data.contains(":ed:")
                        && !data.ends_with(":edit")
                })
                .collect();
            if let Some(data) = forward.get(pick % forward.len().max(1)) {
                telegram.press_data(owner, owner, *message, data);
            }
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    Ok(())
}

async fn r13(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let word = mark();
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": true }));
    let telegram = &trial.cast.telegram;
    let album = scenarios::album(10, &format!("The lift rattles {word}"));
    let sent = telegram.album(owner, owner, album);
    sent.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    trial.writes(owner, owner, "since this morning")?;
    tokio::time::sleep(Duration::from_millis(400)).await;
    if trial.count() > 1 {
        trial.kill(0);
    }
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    trial.insists(owner, owner, since, is_send, |it| it.receipt(owner, since).is_some()).await?;
    let case = trial.receipt(owner, since).unwrap_or(casework::ids::CaseId(0));
    let files = format!("select count(*) from evidence where case_id = {}", case.0);
    let kept = trial.count_of(files).await?;
    if kept != 10 {
        trial.finds(format!("I1: {kept} of ten photos are with the case"));
    }
    // One more comes late, as an answer to the number.
    let is_its = |it: &Button| matches!(it, Button::Case(..));
    let receipt = trial.button(owner, since, is_its).map_or(0, |found| found.0);
    let late = telegram.reply(owner, owner, receipt, scenarios::photo());
    late.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    // The album has used up both rooms' minute, and the pace says so anew after a kill.
    trial.settle(Duration::from_secs(90)).await?;
    let kept = trial
        .count_of(format!(
            "select count(*) from evidence where case_id = {} and purpose = 'addition'",
            case.0
        ))
        .await?;
    if kept != 1 {
        trial.finds(format!("I1: {kept} late photos are with the case as an addition"));
    }
    Ok(())
}

async fn r14(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    let (slip, data) = trial.act_of(room, matter.case, Act::Sign).unwrap_or_default();
    trial.each(|instance| instance.freeze(true));
    let crew = trial.cast.account("crew");
    let press = trial.cast.telegram.press_data(crew, room, slip, &data);
    trial.sql(format!("update posts set until = now() where person_id = (select id from people where account = {crew})")).await?;
    trial.each(|instance| instance.freeze(false));
    trial.cast.telegram.toasted(&press, Duration::from_secs(20)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    if events(trial, matter.case, "sign").await? != 0 {
        trial.finds("I5: somebody signed whose post had ended");
    }
    let mate = trial.cast.account("mate");
    let press = trial.cast.telegram.press_data(mate, room, slip, &data);
    trial.cast.telegram.toasted(&press, Duration::from_secs(20)).await;
    anyhow::ensure!(events(trial, matter.case, "sign").await? == 1, "the mate could not sign");
    Ok(())
}

async fn r16(trial: &Trial) -> anyhow::Result<()> {
    let owners: Vec<(i64, String)> = (0..40).map(|number| (trial.owner(number), mark())).collect();
    let begun = std::time::Instant::now();
    for (owner, word) in &owners {
        trial.writes(*owner, *owner, &format!("No water in the whole house {word}"))?;
    }
    for (_, word) in &owners {
        let kept = format!("select count(*) from inbox where raw like '%{word}%'");
        while trial.count_of(kept.clone()).await? == 0 {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(30), "{word} is not stored");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    trial.notes(format!("all stored after {:.1} s", begun.elapsed().as_secs_f32()));
    trial.settle(Duration::from_mins(1)).await?;
    let drafts = "select count(*) from dialogs where kind = 'draft'";
    let kept = trial.count_of(drafts).await?;
    if kept != 40 {
        trial.finds(format!("I1: {kept} of 40 stories are held"));
    }
    Ok(())
}

async fn r19(trial: &Trial) -> anyhow::Result<()> {
    let mut matters = vec![];
    for number in 0..6 {
        matters.push(trial.complains(number, DEPARTMENTS[0]).await?);
    }
    let (crew, room) = (trial.cast.account("crew"), trial.cast.room("engineering"));
    for act in ["sign", "go", "here"] {
        for matter in &matters {
            let data = format!("c1:{}:1:{act}", matter.case.0);
            trial.cast.telegram.press_data(crew, room, 1, &data);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    trial.settle(Duration::from_secs(200)).await?;
    let edits = trial.gate.journal();
    let edits = edits.iter().filter(|line| {
        line["method"] == "editMessageText" && line["asked"]["chat_id"].as_i64() == Some(room)
    });
    let edits = edits.count();
    trial.notes(format!("18 changes of slips were shown with {edits} edits"));
    if edits > 18 {
        trial.finds(format!("R19: {edits} edits for 18 changes: nothing was coalesced"));
    }
    let arrived = "select count(*) from cases where detail->>'step' = 'arrived'";
    anyhow::ensure!(trial.count_of(arrived).await? == 6, "not everybody arrived");
    Ok(())
}
