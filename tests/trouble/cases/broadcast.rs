//! Announcements to everybody, under trouble: N3b, T3, T11, C14, C15, R17.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Case, case};
use crate::{
    cast::OWNERS,
    gate::Harm,
    people::{DEPARTMENTS, mark},
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!("T3", "429 on every third request of a broadcast", t3, [1, 2]),
    case!("T11", "30 % of the recipients of a broadcast have blocked the bot", t11, [1]),
    case!("C14", "killed three times in the middle of a broadcast", c14, [1, 2, 3], short = true),
    case!(
        "C15",
        "killed while the audience is written down",
        c15,
        [1, 2, 3],
        failpoints = "broadcast.snapshot=1*return"
    ),
    case!("N3b", "one recipient's answers are lost, five times in a broadcast", n3b, [1, 2]),
    case!("R17", "two announce at the same time, and each presses Send twice", r17, [1, 2]),
];

/// The messages of a broadcast.
fn carries(word: String) -> impl Fn(&str, &Value) -> bool + Send + Sync {
    move |method, asked| method == "sendMessage" && asked["text"].to_string().contains(&word)
}

/// Somebody announces something to everybody, and presses Send so often.
async fn announces(trial: &Trial, code: &str, word: &str, presses: usize) -> anyhow::Result<()> {
    let telegram = &trial.cast.telegram;
    let who = trial.cast.account(code);
    let since = trial.since(who);
    trial.writes(who, who, "/announce")?;
    let everybody = || {
        let shown = telegram.messages(who);
        shown.iter().any(|it| it.id >= since && it.labels().iter().any(|it| it == "Everybody"))
    };
    trial.comes("the question to whom", everybody).await?;
    telegram.press(who, who, "Everybody").map_err(|it| anyhow::anyhow!("{it:?}"))?;
    // The next question is asked in the same message.
    trial.comes("the question for the words", || !everybody()).await?;
    trial.writes(who, who, &format!("The water is off tonight {word}"))?;
    let is_send = |it: &playground::Message| {
        let mut data = it.buttons().into_iter().flatten().filter_map(|it| it.data);
        data.rfind(|it| it.ends_with("send"))
    };
    let found = || {
        let shown = telegram.messages(who);
        shown.iter().rev().find_map(|it| Some((it.id, is_send(it)?)))
    };
    trial.comes("the second yes", || found().is_some()).await?;
    let (message, data) = found().unwrap_or_default();
    for _ in 0..presses {
        telegram.press_data(who, who, message, &data);
    }
    Ok(())
}

/// How often each owner was told.
fn heard(trial: &Trial, word: &str) -> Vec<(i64, usize)> {
    let times = |account: i64| {
        let shown = trial.cast.telegram.messages(account);
        shown.iter().filter(|it| it.text().contains(word)).count()
    };
    OWNERS.accounts().map(|(account, _)| (account, times(account))).collect()
}

/// Waits until nothing of the broadcast is owed any more.
async fn ends(trial: &Trial) -> anyhow::Result<()> {
    let begun = Instant::now();
    let made = "select count(*) from broadcasts";
    let left = "select count(*) from outbox where broadcast_id is not null and settled_at is null";
    loop {
        if trial.count_of(made).await? > 0 && trial.count_of(left).await? == 0 {
            break;
        }
        anyhow::ensure!(begun.elapsed() < Duration::from_mins(2), "the broadcast does not end");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    trial.notes(format!("over after {:.1} s", begun.elapsed().as_secs_f32()));
    Ok(())
}

/// Nobody is left out, and no more extras than could not be known.
fn everybody(trial: &Trial, word: &str, extras: usize) {
    let heard = heard(trial, word);
    let skipped = heard.iter().filter(|(_, times)| *times == 0).count();
    let doubled: usize = heard.iter().map(|(_, times)| times.saturating_sub(1)).sum();
    if skipped > 0 {
        trial.finds(format!("I3: {skipped} recipients were skipped"));
    }
    if doubled > extras {
        trial.finds(format!("I4: {doubled} recipients were told twice, {extras} may be"));
    }
}

async fn t3(trial: &Trial) -> anyhow::Result<()> {
    let word = mark();
    trial.gate.harm_every(3, 40, Harm::flood(1), carries(word.clone()));
    announces(trial, "desk", &word, 1).await?;
    ends(trial).await?;
    super::network::happened(trial, 20)?;
    everybody(trial, &word, 0);
    Ok(())
}

async fn t11(trial: &Trial) -> anyhow::Result<()> {
    let word = mark();
    trial.diary().given_up.push("blocked".to_owned());
    trial.diary().excused.push("blocked by the user".to_owned());
    let gone: Vec<i64> =
        OWNERS.accounts().map(|(account, _)| account).filter(|it| it % 10 < 3).collect();
    // They blocked it while nobody looked: the program finds out by trying.
    for account in &gone {
        let account = *account;
        let words = "Forbidden: bot was blocked by the user";
        trial.gate.harm(usize::MAX, Harm::error(403, words), move |_, asked| {
            asked["chat_id"].as_i64() == Some(account)
        });
    }
    announces(trial, "desk", &word, 1).await?;
    let matter = trial.complains(4, DEPARTMENTS[0]).await;
    ends(trial).await?;
    let skipped = heard(trial, &word).into_iter();
    let skipped = skipped.filter(|(it, times)| *times == 0 && !gone.contains(it)).count();
    if skipped > 0 {
        trial.finds(format!("I3: {skipped} recipients were skipped"));
    }
    let tries = trial.gate.harmed();
    trial.notes(format!("{tries} requests to {} who have blocked", gone.len()));
    if tries > gone.len() * 2 {
        trial.finds(format!("I9: {tries} requests to {} who have blocked", gone.len()));
    }
    matter.map(drop)
}

async fn c14(trial: &Trial) -> anyhow::Result<()> {
    let word = mark();
    announces(trial, "desk", &word, 1).await?;
    let told = || heard(trial, &word).iter().filter(|(_, times)| *times > 0).count();
    for share in [1, 60, 115] {
        trial.comes("its share", || told() >= share).await?;
        for number in 0..trial.count() {
            trial.kill(number);
        }
    }
    ends(trial).await?;
    everybody(trial, &word, trial.kills() * 4);
    Ok(())
}

async fn c15(trial: &Trial) -> anyhow::Result<()> {
    let word = mark();
    announces(trial, "desk", &word, 1).await?;
    trial.comes("a death", || trial.kills() > 0).await?;
    ends(trial).await?;
    everybody(trial, &word, trial.kills() * 4);
    Ok(())
}

/// What is told to many is repeated once at most, where nobody knows whether it arrived.
async fn n3b(trial: &Trial) -> anyhow::Result<()> {
    let word = mark();
    let (unlucky, is_ours) = (trial.owner(3), carries(word.clone()));
    trial.diary().given_up.push("unknown".to_owned());
    trial.diary().given_up.push("nobody knows".to_owned());
    trial.gate.harm(5, Harm::Lose, move |method, asked| {
        is_ours(method, asked) && asked["chat_id"].as_i64() == Some(unlucky)
    });
    announces(trial, "desk", &word, 1).await?;
    ends(trial).await?;
    super::network::happened(trial, 1)?;
    everybody(trial, &word, 1);
    Ok(())
}

async fn r17(trial: &Trial) -> anyhow::Result<()> {
    let (one, other) = (mark(), mark());
    let (first, second) =
        tokio::join!(announces(trial, "desk", &one, 2), announces(trial, "manager", &other, 2));
    first?;
    second?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    ends(trial).await?;
    let made = trial.count_of("select count(*) from broadcasts").await?;
    if made != 2 {
        trial.finds(format!("I2: two announcements became {made}"));
    }
    everybody(trial, &one, 0);
    everybody(trial, &other, 0);
    Ok(())
}
