//! Rain: updates of many people at fixed times, whatever becomes of them. The storm, the calm peak,
//! and the program at rest, all at the pace of real service before a stand-in with limits.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use playground::{Content, Profile};

use crate::{
    Trial, estate,
    numbers::{Times, real},
    report::Report,
    script::{Mark, Timed},
    site::{Pacing, Site, StandIn},
    waits::{self, Clocks, Kept},
    whole::usize_of,
};

/// Accounts of people whom nobody knows yet.
const STRANGERS: i64 = 7_000_000;
/// How long the handling of a storm may take.
const PATIENCE: Duration = Duration::from_mins(6);

/// One drop, as one update.
type Drop = Timed;

/// Lets so many updates a second come, for so long: words of owners, which begin or go on with a
/// complaint, presses on *My matters*, and strangers who start the program.
pub(crate) async fn rain(
    stand_in: &StandIn,
    per_second: f64,
    time: Duration,
    first_person: usize,
) -> anyhow::Result<Vec<Drop>> {
    let begin = Instant::now() + Duration::from_millis(50);
    let between = Duration::from_secs_f64(1.0 / per_second);
    let mut drops = vec![];
    let mut number = 0_u32;
    while between * number < time {
        let due = begin + between * number;
        tokio::time::sleep_until(due.into()).await;
        let sent = Instant::now();
        let mark = drop_of(stand_in, number, first_person + number as usize)?;
        drops.push(Timed { due, sent, answered: None, mark });
        number += 1;
    }
    Ok(drops)
}

fn drop_of(stand_in: &StandIn, number: u32, person: usize) -> anyhow::Result<Mark> {
    let telegram = &stand_in.telegram;
    let refused = |refused| anyhow::anyhow!("{refused:?}");
    // Every owner comes twice, some seconds apart.
    let owner = estate::owner(if number % 400 < 200 { person } else { person - 200 });
    Ok(match number % 5 {
        0 => {
            let press = telegram.press_data(owner, owner, 1, "h1:mine");
            Mark::Press(press.id)
        }
        1 => {
            let account = STRANGERS + estate::signed(person);
            telegram.person(Profile::named(account, "Stranger").speaking("en"));
            Mark::Message(account, telegram.start(account, None).map_err(refused)?)
        }
        _ => {
            let story = format!("Water comes through the ceiling, {}", estate::word(person % 12));
            Mark::Message(
                owner,
                telegram.send(owner, owner, Content::text(story)).map_err(refused)?,
            )
        }
    })
}

/// Finds out when each was answered: a press by its toast, words by the next message or edit there.
pub(crate) fn find_answers(stand_in: &StandIn, drops: &mut [Timed]) {
    for drop in drops {
        drop.answered = match &drop.mark {
            Mark::Press(query) => stand_in.wire.toasted(query),
            Mark::Message(chat, _) => stand_in.wire.answered_after(*chat, drop.sent),
        };
    }
}

/// Waits until every drop is handled; says how long that took after the last one.
pub(crate) async fn handled(
    trial: &Trial,
    book: &str,
    drops: usize,
) -> anyhow::Result<Option<Duration>> {
    let began = Instant::now();
    let mut inside = trial.ground.connect(book).await?;
    while began.elapsed() < PATIENCE {
        let owed: i64 = sqlx::query_scalar(
            "select (select count(*) from inbox where update_id > 100000000) * 1000000
                  + (select count(*) from inbox where done_at is null)",
        )
        .fetch_one(&mut inside)
        .await?;
        if owed % 1_000_000 == 0 && owed / 1_000_000 >= estate::signed(drops) {
            return Ok(Some(began.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(None)
}

/// How long after it came each update was confirmed, and so was in the book.
fn stored(drops: &[Drop], kept: &HashMap<Mark, Kept>, confirmed: &[(i64, Instant)]) -> Times {
    let mut times = Times::default();
    for drop in drops {
        let Some(kept) = kept.get(&drop.mark) else { continue };
        let at = confirmed.partition_point(|(offset, _)| *offset <= kept.update);
        if let Some((_, at)) = confirmed.get(at) {
            times.add(at.saturating_duration_since(drop.sent));
        }
    }
    times
}

/// 10,000 updates in 60 seconds.
pub(crate) async fn storm(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let (updates, seconds): (u32, u32) =
        if trial.wanted.quick { (3_334, 20) } else { (10_000, 60) };
    report.heading(&format!("The storm: {updates} updates in {seconds} seconds"));
    let clocks = Clocks::now();
    let site = Site::fresh(&trial.ground, "storm", Pacing::Kept, &trial.settings, 20_000).await?;
    let per_second = f64::from(updates) / f64::from(seconds);
    let time = Duration::from_secs(seconds.into());
    let drops = rain(&site.stand_in, per_second, time, 1_000).await?;
    let after = handled(trial, "storm", drops.len()).await?;
    let peak = site.program.peak();
    let confirmed = site.stand_in.wire.confirmed();
    let tally = site.stand_in.wire.tally();
    let letters = site.stand_in.wire.letters().len();
    site.close().await?;
    let kept = waits::kept(trial, "storm").await?;

    let settled = |drop: &&Drop| {
        kept.get(&drop.mark).is_some_and(|kept| kept.committed.is_some() && !kept.is_parked)
    };
    let done: Vec<&Drop> = drops.iter().filter(settled).collect();
    report.figure("storm_lost", real(drops.len() - done.len()), "updates; must be 0");
    let times = stored(&drops, &kept, &confirmed);
    let note = "seconds until the last was stored and confirmed; at most 5";
    report.figure("storm_stored_s", times.percentile(1.0).unwrap_or(f64::NAN) / 1000.0, note);
    let after = after.map_or(f64::NAN, |after| after.as_secs_f64());
    report.figure("storm_handled_s", after, "after the last came, all were handled; at most 300");
    let mut waits = Times::default();
    waits.extend(done.iter().filter_map(|drop| {
        let committed = kept.get(&drop.mark)?.committed?;
        Some(clocks.after(drop.sent, committed))
    }));
    let p99 = waits.percentile(0.99).unwrap_or(f64::NAN);
    report.figure("p99_commit_ms_storm", p99, "ms from the stand-in to the commit");
    report.figure("peak_mb", peak, "the most memory the program ever held; at most 200");
    report.figure("storm_429", real(usize_of(tally.refused(429))), "answers; should be 0");
    report.remark(&format!("{letters} letters went out meanwhile, at the pace of real service"));
    Ok(())
}

/// Fifty updates a second for a while: nobody may be told to slow down.
pub(crate) async fn calm(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let seconds = if trial.wanted.quick { 20 } else { 300 };
    report.heading(&format!("The calm peak: 50 updates a second for {seconds} seconds"));
    let site = Site::fresh(&trial.ground, "calm", Pacing::Kept, &trial.settings, 20_000).await?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    report.figure("idle_mb", site.program.memory(), "memory of the program at rest; at most 60");
    let before = site.stand_in.wire.tally();
    let mut drops = rain(&site.stand_in, 50.0, Duration::from_secs(seconds), 1_000).await?;
    let after = handled(trial, "calm", drops.len()).await?;
    // What is owed goes on at its pace for a while.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let tally = site.stand_in.wire.tally();
    let refused = tally.refused(429) - before.refused(429);
    report.figure("calm_429", real(usize_of(refused)), "answers; must be 0");
    let letters = site.stand_in.wire.letters();
    if let (Some(first), Some(last)) = (letters.first(), letters.last()) {
        let rate = real(letters.len()) / (*last - *first).as_secs_f64();
        report.figure("calm_letters_per_s", rate, "sent, of 30 that Telegram bears");
    }
    let mut toasts = Times::default();
    find_answers(&site.stand_in, &mut drops);
    for drop in drops.iter().filter(|drop| matches!(drop.mark, Mark::Press(_))) {
        toasts.extend(drop.answered.map(|at| at.saturating_duration_since(drop.due)));
    }
    report.figure("p99_toast_ms_calm", toasts.percentile(0.99).unwrap_or(f64::NAN), "ms");
    if after.is_none() {
        report.remark("not all were handled");
    }
    site.close().await
}
