//! M: several instances on one book.

use std::time::{Duration, Instant};

use super::{Case, case, not_covered};
use crate::{gate::speaks_in, people::DEPARTMENTS, proxy::Wire, trial::Trial};

pub(super) const CASES: &[Case] = &[
    case!("M1", "three instances start together", m1, [3], short = true, asleep = true),
    case!("M2", "the one that leads is cut from the book, not from Telegram", m2, [2]),
    not_covered("M4", "a rolling deploy with another shape of the book", "there is one shape yet"),
    case!(
        "M6",
        "three instances share the sending limits, before a kill and after",
        m6,
        [3],
        short = true
    ),
    not_covered("M8", "a rollback after an hour", "there is no earlier release"),
    case!("M9", "an instance whose machine knows other time zones", m9, [2], asleep = true),
    case!("M10", "whoever leads is killed every few seconds, ten times", m10, [2, 3]),
    case!("M11", "an instance is frozen for 20 s and wakes up", frozen, [2, 3], short = true),
    case!(
        "M12",
        "frozen with a batch in hand, and overtaken: its late write is refused",
        m12,
        [2],
        short = true,
        asleep = true
    ),
];

/// How many polls ended in a conflict.
fn conflicts(trial: &Trial) -> usize {
    trial.gate.journal().iter().filter(|line| line["code"] == 409).count()
}

async fn m1(trial: &Trial) -> anyhow::Result<()> {
    trial.wake().await?;
    trial.whole(0, DEPARTMENTS[0]).await?;
    let conflicts = conflicts(trial);
    trial.notes(format!("{conflicts} conflicts"));
    if conflicts > 2 {
        trial.finds(format!("M1: {conflicts} polls ran into each other"));
    }
    Ok(())
}

async fn m2(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    // Nobody hears from the book any more, and everybody from Telegram.
    trial.wire.set(Wire { swallows_down: true, swallows_up: true, ..Wire::default() });
    let cut = Instant::now();
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(22)).await;
    let polls = trial.gate.journal();
    let late = polls.iter().filter(|line| {
        let at = line["at"].as_i64().unwrap_or_default();
        let now = casework::clock::Clock::system().now().timestamp_millis();
        let method = line["method"].as_str().unwrap_or_default();
        (method.starts_with("send") || method.starts_with("edit")) && now - at < 4_000
    });
    let late = late.count();
    if late > 0 {
        trial.finds(format!(
            "I9: {late} letters were sent {} s after the book was lost",
            cut.elapsed().as_secs()
        ));
    }
    trial.wire.heal();
    trial.wire.cut();
    trial.diary().unknowns += 4;
    trial.signs(&matter).await
}

async fn m6(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for _ in 0..24 {
        trial.remarks(&matter)?;
        trial.adds(&matter)?;
    }
    // Whoever sends next has to know what went out before.
    let room = trial.cast.room("engineering");
    let is_speech = speaks_in(room);
    let spoken = || {
        let journal = trial.gate.journal();
        journal
            .iter()
            .filter(|line| is_speech(line["method"].as_str().unwrap_or_default(), &line["asked"]))
            .count()
    };
    trial.comes("most of the group's minute", || spoken() >= 12).await?;
    for number in 0..trial.count() {
        trial.kill(number);
    }
    trial.settle(Duration::from_secs(200)).await?;
    trial.signs(&matter).await
}

async fn m9(trial: &Trial) -> anyhow::Result<()> {
    trial.with(1, |instance| {
        instance.setting("TZ", "Pacific/Kiritimati");
        instance.setting("TZDIR", "/nowhere");
    });
    trial.wake().await?;
    let mut spans = std::collections::BTreeSet::new();
    for number in 0..4 {
        let matter = trial.complains(number, DEPARTMENTS[number % 3]).await?;
        let span = format!(
            "select round(extract(epoch from due_at - armed_at))::bigint from timers \
             where case_id = {} and kind = 'pickup'",
            matter.case.0
        );
        spans.insert(trial.count_of(span).await?);
        trial.kill(number % 2);
    }
    if spans.len() != 1 {
        trial.finds(format!("I8: the same wait is {spans:?} seconds long"));
    }
    Ok(())
}

async fn m10(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for round in 0..10 {
        trial.adds(&matter)?;
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        trial.kill(round);
    }
    trial.signs(&matter).await
}

async fn frozen(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for number in 0..2 {
        trial.adds(&matter)?;
        trial.remarks(&matter)?;
        tokio::time::sleep(Duration::from_millis(60)).await;
        trial.with(number, |instance| instance.freeze(true));
        let waited = trial.adds_and_waits(&matter).await?;
        trial.notes(format!("taken over after {:.1} s", waited.as_secs_f32()));
        if waited > Duration::from_secs(16) {
            trial.finds(format!("I13: taking over lasted {:.1} s", waited.as_secs_f32()));
        }
        tokio::time::sleep(Duration::from_secs(20).saturating_sub(waited)).await;
        trial.with(number, |instance| instance.freeze(false));
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    // What was on its way when it was frozen may have been said again by the other.
    trial.diary().unknowns += 8;
    trial.signs(&matter).await
}

async fn m12(trial: &Trial) -> anyhow::Result<()> {
    trial.with(0, |instance| instance.kept = true);
    trial.in_service().await?;
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.wake().await?;
    trial.settle(Duration::from_secs(30)).await?;
    // The book answers slowly, so that the batch is in hand and not yet written down.
    trial.wire.set(Wire { delay: Duration::from_secs(1), ..Wire::default() });
    let handed = trial.gate.updates().len();
    let word = crate::people::mark();
    trial.writes(trial.cast.account("crew"), trial.cast.room("engineering"), &word)?;
    trial.comes("the batch", || trial.gate.updates().len() > handed).await?;
    tokio::time::sleep(Duration::from_millis(150)).await;
    trial.with(0, |instance| instance.freeze(true));
    trial.wire.heal();
    let row = format!("from inbox where raw like '%{word}%'");
    let begun = Instant::now();
    while trial.count_of(format!("select count(*) {row} and done_at is not null")).await? == 0 {
        anyhow::ensure!(begun.elapsed() < Duration::from_secs(25), "nobody took over");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // It is done and put away, as tidying does; what comes now would be handled once more.
    trial.sql(format!("create table put_away as select * {row}; delete {row}")).await?;
    trial.with(0, |instance| instance.freeze(false));
    tokio::time::sleep(Duration::from_secs(5)).await;
    if trial.count_of(format!("select count(*) {row}")).await? > 0 {
        trial.finds("I2: whoever was overtaken wrote its batch down all the same");
    }
    trial
        .sql("insert into inbox select * from put_away on conflict do nothing; drop table put_away")
        .await?;
    trial.signs(&matter).await
}
