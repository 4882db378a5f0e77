//! T: what Telegram answers.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Case, case, network::happened, story};
use crate::{
    gate::{Harm, calls, edits_in, sends_in, speaks, speaks_in},
    people::{DEPARTMENTS, photo},
    story::world,
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!("T1", "429 with 5 s for one group; others go on", t1, [1, 3], short = true),
    case!("T1b", "429 for one of the crew, and eight additions meanwhile: in order", t1b, [1, 2]),
    case!("T2", "429 with 10,000 s for one group, and a restart", t2, [1, 2]),
    case!("T4", "429 that names no time", t4),
    case!("T5", "429 on getMe and getUpdates", t5, [1, 2], asleep = true),
    case!("T6", "429 on an edit; the newest state is shown in the end", t6, [1], short = true),
    case!("T7", "500, 502 and 504 on sends to one group for 10 s", t7),
    story("T10", "an owner blocks the bot in the middle of the questionnaire", false, t10),
    case!("T12", "an owner blocks, unblocks, and writes", t12, [1], short = true),
    case!("T13", "403 \"can't send messages to the user\" for a while", t13),
    case!("T14", "an owner's account is deactivated", t14),
    case!("T15", "400 chat not found for an owner we know", t15),
    case!("T16", "400 not modified is a success", t16),
    case!("T17", "a card was deleted by an administrator", t17, [1], short = true),
    case!("T18", "400 query too old: the press has its effect", t18, [1], short = true),
    case!("T20", "401 for 10 s", t20, [1, 2]),
    case!("T21", "409 for 10 s: a foreign poller", t21),
    case!("T22", "409 because somebody set a webhook", t22),
    case!("T23", "the texts of errors are changed, the codes are the same", t23),
    case!("T25", "200 with a result of another shape, and with new fields", t25),
    case!("T27", "a photo's file is temporarily not available", t27),
    case!("T29", "an update of a kind that nobody knows", t29, [1], short = true),
];

/// Somebody who has said nothing so far writes, and is answered.
async fn answered_elsewhere(trial: &Trial) -> anyhow::Result<()> {
    let (other, bot) = (trial.owner(20), trial.cast.telegram.bot());
    trial.writes(other, other, "Is anybody there?")?;
    let newest = || trial.cast.telegram.newest(other);
    trial.comes("an answer", || newest().is_some_and(|it| it.from == bot)).await
}

async fn t1(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.gate.harm(1, Harm::flood(5), speaks_in(room));
    trial.remarks(&matter)?;
    trial.comes("the flood wait", || trial.gate.harmed() > 0).await?;
    // Somebody whose own chat has been quiet: only the group may be waited for.
    let begun = Instant::now();
    answered_elsewhere(trial).await?;
    let took = begun.elapsed();
    trial.notes(format!("another chat was answered after {:.1} s", took.as_secs_f32()));
    if took > Duration::from_secs(3) {
        trial.finds(format!("I10: another chat waited {:.1} s", took.as_secs_f32()));
    }
    trial.signs(&matter).await
}

async fn t1b(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.signs(&matter).await?;
    trial.settle(Duration::from_secs(30)).await?;
    let crew = trial.cast.account(matter.department.crew);
    trial.gate.harm(1, Harm::flood(6), speaks_in(crew));
    for _ in 0..8 {
        trial.adds(&matter)?;
    }
    trial.comes("the flood wait", || trial.gate.harmed() > 0).await
}

async fn t2(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.diary().may_owe = true;
    trial.gate.harm(1, Harm::flood(10_000), speaks_in(room));
    trial.remarks(&matter)?;
    trial.comes("the flood wait", || trial.gate.harmed() > 0).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    for number in 0..trial.count() {
        trial.kill(number);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    trial.in_service().await?;
    trial.remarks(&matter)?;
    let other = trial.complains(1, DEPARTMENTS[1]).await?;
    trial.signs(&other).await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let told = |chat: i64| {
        let shown = trial.cast.telegram.messages(chat);
        shown.iter().any(|it| it.text().contains("Engineering") && it.text().contains("written to"))
    };
    let rooms = [trial.cast.room("desk"), trial.cast.account("manager")];
    if !rooms.into_iter().any(told) && !trial.words().contains("ERROR") {
        trial.finds(
            "I14: neither desk nor administrator nor log heard that a group waits for hours",
        );
    }
    Ok(())
}

async fn t4(trial: &Trial) -> anyhow::Result<()> {
    let bare = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests" });
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    let room = trial.cast.room("engineering");
    trial.gate.harm(3, Harm::Answer { code: 429, body: bare }, speaks_in(room));
    trial.slip(&matter).await?;
    trial.signs(&matter).await?;
    trial.remarks(&matter)?;
    trial.comes("the flood waits", || trial.gate.harmed() >= 3).await?;
    let times: Vec<i64> = trial
        .gate
        .journal()
        .iter()
        .filter(|line| line["code"] == 429)
        .filter_map(|line| line["at"].as_i64())
        .collect();
    if times.windows(2).any(|pair| pair[1] - pair[0] < 400) {
        trial.finds(format!("I9: no backoff of its own after a bare 429: {times:?}"));
    }
    Ok(())
}

async fn t5(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().may_end = true;
    trial.gate.harm(1, Harm::flood(2), calls("getMe"));
    trial.wake().await?;
    trial.gate.harm(2, Harm::flood(2), calls("getUpdates"));
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.signs(&matter).await?;
    happened(trial, 3)
}

async fn t6(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    let slip = trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.gate.harm(1, Harm::flood(4), edits_in(room));
    let (who, case) = (trial.cast.account("crew"), matter.case);
    let sign = trial.act_of(room, case, huiyin::button::Act::Sign);
    let (message, data) = sign.ok_or_else(|| anyhow::anyhow!("no button"))?;
    trial.cast.telegram.press_data(who, room, message, &data);
    trial.comes("the flood wait", || trial.gate.harmed() > 0).await?;
    trial.adds(&matter)?;
    trial
        .comes("the newest state on the slip", || {
            trial.cast.telegram.message(room, slip).is_some_and(|it| it.text().contains("signed"))
        })
        .await
}

async fn t7(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    for code in [500, 502, 504] {
        let words = ["Internal Server Error", "Bad Gateway", "Gateway Timeout"];
        let words = words[usize::from(code % 3 == 0) + usize::from(code == 502)];
        trial.gate.harm(2, Harm::error(code, words), sends_in(room));
    }
    trial.remarks(&matter)?;
    trial.comes("the first error", || trial.gate.harmed() > 0).await?;
    let begun = Instant::now();
    answered_elsewhere(trial).await?;
    trial.adds(&matter)?;
    if begun.elapsed() > Duration::from_secs(5) {
        trial.finds(format!("I10: another chat waited {} s", begun.elapsed().as_secs()));
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    trial.gate.heal();
    trial.signs(&matter).await
}

fn t10() {
    world(async |world| {
        use huiyin::button::{Answered, Button};
        world.reported("The lift rattles").await;
        let (owner, head) = (world.person("owner"), world.person("head"));
        owner.acts(owner.account, huiyin::button::Act::Confirm).await;
        world.pass(chrono::TimeDelta::hours(25)).await;
        world.telegram.block(owner.account);
        world.forgive("blocked");
        world.settle().await;
        head.acts(head.account, huiyin::button::Act::SignOff).await;
        world.pass(chrono::TimeDelta::days(2)).await;
        world.telegram.unblock(owner.account);
        owner
            .means(owner.account, |it| matches!(it, Button::Sheet(_, _, Answered::Press(0))))
            .await;
        owner
            .means(owner.account, |it| matches!(it, Button::Sheet(_, _, Answered::Press(_))))
            .await;
        world.pass(chrono::TimeDelta::days(8)).await;
        assert!(world.stages().await.contains("archived"), "{}", world.stages().await);
    });
}

async fn t12(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.diary().given_up.push("blocked".to_owned());
    trial.diary().excused.push("blocked by the user".to_owned());
    trial.cast.telegram.block(matter.owner);
    trial.signs(&matter).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    trial.cast.telegram.unblock(matter.owner);
    trial.adds(&matter)?;
    trial.reports(&matter).await?;
    trial.confirms(&matter).await
}

async fn reachable(trial: &Trial, owner: i64) -> anyhow::Result<bool> {
    let gone = format!(
        "select count(*) from people where account = {owner} and unreachable_at is not null"
    );
    Ok(trial.count_of(gone).await? == 0)
}

async fn t13(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let words = "Forbidden: bot can't send messages to the user";
    trial.gate.harm(3, Harm::error(403, words), speaks_in(matter.owner));
    trial.signs(&matter).await?;
    trial.comes("the refusals", || trial.gate.harmed() > 0).await?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    if !reachable(trial, matter.owner).await? {
        trial.finds("T13: a passing 403 has marked the owner as gone");
    }
    trial.gate.heal();
    trial.reports(&matter).await?;
    trial.confirms(&matter).await
}

async fn t14(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.diary().given_up.push("account is gone".to_owned());
    trial.diary().unreachable.push(matter.owner);
    trial.diary().excused.push("deactivated".to_owned());
    let words = "Forbidden: user is deactivated";
    trial.gate.harm(usize::MAX, Harm::error(403, words), speaks_in(matter.owner));
    trial.signs(&matter).await?;
    trial.reports(&matter).await?;
    trial.signs_off(&matter).await?;
    trial.comes("the refusals", || trial.gate.harmed() > 0).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    if reachable(trial, matter.owner).await? {
        trial.finds("T14: a deactivated account is not marked as gone");
    }
    Ok(())
}

async fn t15(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(1, Harm::error(400, "Bad Request: chat not found"), speaks_in(matter.owner));
    trial.signs(&matter).await?;
    trial.comes("the refusal", || trial.gate.harmed() > 0).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    if !reachable(trial, matter.owner).await? {
        trial.finds("T15: one chat not found has marked the owner as gone");
    }
    trial.reports(&matter).await?;
    trial.confirms(&matter).await
}

async fn t16(trial: &Trial) -> anyhow::Result<()> {
    let words = "Bad Request: message is not modified: specified new message content and reply \
                 markup are exactly the same as a current content and reply markup of the message";
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(1, Harm::error(400, words), edits_in(trial.cast.room("desk")));
    trial.signs(&matter).await?;
    trial.comes("the refusal", || trial.gate.harmed() > 0).await
}

async fn t17(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    let slip = trial.slip(&matter).await?;
    let (room, manager) = (trial.cast.room("engineering"), trial.cast.account("manager"));
    let (_, old) = trial.act_of(room, matter.case, huiyin::button::Act::Sign).unwrap_or_default();
    let deleted = trial.cast.telegram.delete(manager, room, slip);
    deleted.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    let owner = matter.owner;
    let is_its = |it: &huiyin::button::Button| matches!(it, huiyin::button::Button::Case(..));
    let receipt = trial.button(owner, 0, is_its).map_or(0, |found| found.0);
    let mark = crate::people::mark();
    trial.diary().words.push(json!({ "mark": mark, "event": "add", "case": matter.case.0 }));
    let content = playground::Content::text(format!("more {mark}"));
    trial.cast.telegram.reply(owner, owner, receipt, content).ok();
    trial.comes("a new slip", || trial.button(room, slip + 1, is_its).is_some()).await?;
    // Somebody's client still shows the old one.
    let crew = trial.cast.account("crew");
    trial.cast.telegram.press_data(crew, room, slip, &old);
    trial
        .comes("the signature", || {
            trial.act_of(room, matter.case, huiyin::button::Act::Report).is_some()
        })
        .await
}

async fn t18(trial: &Trial) -> anyhow::Result<()> {
    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    trial.gate.harm(usize::MAX, Harm::error(400, words), calls("answerCallbackQuery"));
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.signs(&matter).await?;
    happened(trial, 3)
}

async fn t20(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(usize::MAX, Harm::error(401, "Unauthorized"), |_, _| true);
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    happened(trial, 1)?;
    let asked = trial.gate.harmed();
    if asked > 60 * trial.count() {
        trial.finds(format!("T20: {asked} requests in 10 s while the token was refused"));
    }
    if trial.count_of("select count(*) from outbox where gave_up is not null").await? > 0 {
        trial.finds("I3: letters were given up because of a minute without a token");
    }
    trial.gate.heal();
    trial.signs(&matter).await
}

async fn t21(trial: &Trial) -> anyhow::Result<()> {
    let words = "Conflict: terminated by other getUpdates request; make sure that only one bot \
                 instance is running";
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(usize::MAX, Harm::error(409, words), calls("getUpdates"));
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    happened(trial, 1)?;
    if trial.gate.harmed() > 20 {
        trial.finds(format!("T21: {} polls in 10 s of conflict", trial.gate.harmed()));
    }
    if !trial.words().contains("somebody else polls") {
        trial.finds("I14: nobody was told of the foreign poller");
    }
    trial.gate.heal();
    trial.signs(&matter).await
}

async fn t22(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for words in ["webhook is active", "terminated by setWebhook"] {
        trial.diary().excused.push(words.to_owned());
    }
    let set = |method: &'static str, body: serde_json::Value| {
        let address =
            format!("http://127.0.0.1:{}/bot{}/{method}", trial.gate_port, huiyin::stage::TOKEN);
        reqwest::Client::new().post(address).json(&body).send()
    };
    set("setWebhook", json!({ "url": "https://foreign.example/hook" })).await?;
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    set("deleteWebhook", json!({})).await?;
    trial.signs(&matter).await?;
    if !trial.words().contains("foreign.example") {
        trial.finds("I14: the alarm does not name the foreign webhook's address");
    }
    Ok(())
}

async fn t23(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for known in ["blocked", "Sommething"] {
        trial.diary().given_up.push(known.to_owned());
    }
    let (room, owner) = (trial.cast.room("engineering"), matter.owner);
    let blocked = "Forbidden: Bot Was Blocked By The User";
    let same = "Bad Request: Message Is NOT Modified: it is the same";
    trial.gate.harm(1, Harm::error(403, blocked), sends_in(owner));
    trial.gate.harm(1, Harm::error(400, same), edits_in(room));
    trial.signs(&matter).await?;
    trial.comes("the refusals", || trial.gate.harmed() >= 2).await?;
    trial.gate.harm(1, Harm::error(400, "Bad Request: Sommething new is wrong"), sends_in(room));
    trial.remarks(&matter)?;
    trial.cast.telegram.block(owner);
    trial.cast.telegram.unblock(owner);
    trial.reports(&matter).await
}

async fn t25(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    let strange = json!({ "ok": true, "result": { "sent": "yes" } }).to_string();
    trial.gate.harm(1, Harm::Instead(strange), sends_in(room));
    trial.remarks(&matter)?;
    trial.comes("the strange answer", || trial.gate.harmed() > 0).await?;
    trial.signs(&matter).await?;
    trial.gate.harm(
        1,
        Harm::Instead(json!({ "ok": true, "result": true, "new": 1 }).to_string()),
        speaks,
    );
    trial.adds(&matter).map(drop)
}

async fn t27(trial: &Trial) -> anyhow::Result<()> {
    let words = "Bad Request: wrong file_id or the file is temporarily unavailable";
    let room = trial.cast.room("engineering");
    trial.diary().given_up.push("wrong file_id".to_owned());
    trial.gate.harm(1, Harm::error(400, words), move |method, asked| {
        method == "sendPhoto" && asked["chat_id"].as_i64() == Some(room)
    });
    let content = photo().captioned(&format!("The lift rattles {}", crate::people::mark()));
    let matter = trial.complains_with(0, DEPARTMENTS[0], content).await?;
    trial.slip(&matter).await?;
    trial.comes("the refusal", || trial.gate.harmed() > 0).await?;
    trial.signs(&matter).await
}

async fn t29(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    trial.cast.telegram.raw(json!({ "hologram": { "from": { "id": owner }, "depth": 3 } }));
    trial.cast.telegram.raw(json!({ "message": {
        "message_id": 990_001, "date": 1_795_000_000, "hologram": { "beam": [1, 2] },
        "from": { "id": owner, "is_bot": false, "first_name": "O" },
        "chat": { "id": owner, "type": "private", "first_name": "O" },
    } }));
    trial.cast.telegram.raw(json!({}));
    trial.diary().may_park = true;
    let matter = trial.complains(1, DEPARTMENTS[0]).await?;
    trial.signs(&matter).await?;
    let kept = "select count(*) from inbox where raw like '%hologram%' and (done_at is not null or parked_at is not null)";
    anyhow::ensure!(
        trial.count_of(kept).await? == 2,
        "the strange updates were not kept to their end"
    );
    Ok(())
}
