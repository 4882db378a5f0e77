//! How long people wait: updates at fixed times, from the stand-in to the commit, and to the answer.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use crate::{
    Trial,
    load::Load,
    meter::{self, Meter},
    numbers::{Times, median, spread},
    rain,
    report::Report,
    script::{Mark, STEPS, Timed},
    site::{Pacing, Site},
};

/// How long after each step the next one comes.
const GAP: Duration = Duration::from_millis(500);
/// How far away the real Telegram is from a good place in Europe or Asia, there and back.
const FAR: Duration = Duration::from_millis(60);
/// Until the program is warm.
const SHORT_RAMP: Duration = Duration::from_secs(3);
/// What the last answers may take.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// Until cases are in all their steps at once.
const RAMP: Duration = Duration::from_secs(15);

/// An update as the inbox keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) update: i64,
    /// When the transaction that handled it committed, in seconds since 1970.
    pub(crate) committed: Option<f64>,
    pub(crate) is_parked: bool,
}

/// Every update of a book that the stand-in sent, by its mark.
pub(crate) async fn kept(trial: &Trial, book: &str) -> anyhow::Result<HashMap<Mark, Kept>> {
    let mut inside = trial.ground.connect(book).await?;
    let rows: Vec<(i64, String, Option<f64>, bool)> = sqlx::query_as(
        "select update_id, raw,
                case when done_at is not null
                     then extract(epoch from pg_xact_commit_timestamp(xmin))::float8 end,
                parked_at is not null
         from inbox where update_id > 100000000",
    )
    .fetch_all(&mut inside)
    .await?;
    let read = |(update, raw, committed, is_parked): (i64, String, Option<f64>, bool)| {
        Some((mark_of(&raw)?, Kept { update, committed, is_parked }))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

fn mark_of(raw: &str) -> Option<Mark> {
    let update: Value = serde_json::from_str(raw).ok()?;
    if let Some(press) = update["callback_query"]["id"].as_str() {
        return Some(Mark::Press(press.to_owned()));
    }
    let message = &update["message"];
    Some(Mark::Message(message["chat"]["id"].as_i64()?, message["message_id"].as_i64()?))
}

/// Two clocks at one moment: ours, and the one that the database writes down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clocks(Instant, f64);

impl Clocks {
    pub(crate) fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(Instant::now(), since.as_secs_f64())
    }

    /// How long after `from` something was, whose time the database wrote down.
    pub(crate) fn after(self, from: Instant, epoch: f64) -> Duration {
        let moment = epoch - self.1;
        let from = if from >= self.0 {
            (from - self.0).as_secs_f64()
        } else {
            -(self.0 - from).as_secs_f64()
        };
        Duration::from_secs_f64((moment - from).max(0.0))
    }
}

/// The waits of one window.
#[derive(Debug, Default)]
struct Waits {
    commit: Times,
    toast: Times,
    message: Times,
    answer: Times,
    late: Times,
    sent: usize,
    lost: usize,
}

impl Waits {
    fn of(timed: &[&Timed], kept: &HashMap<Mark, Kept>, clocks: Clocks) -> Self {
        let mut waits = Self { sent: timed.len(), ..Self::default() };
        for timed in timed {
            waits.late.add(timed.sent - timed.due);
            match kept.get(&timed.mark).and_then(|kept| kept.committed) {
                Some(epoch) => waits.commit.add(clocks.after(timed.sent, epoch)),
                None => waits.lost += 1,
            }
            // Counted from the moment it was to be sent: who waits for us waits for that, too.
            let Some(answered) = timed.answered else { continue };
            let wait = answered.saturating_duration_since(timed.due);
            waits.answer.add(wait);
            match timed.mark {
                Mark::Press(_) => waits.toast.add(wait),
                Mark::Message(..) => waits.message.add(wait),
            }
        }
        waits
    }
}

/// The phase: updates of many people, each independent of all others, so that nothing holds back
/// what is due; then the same number of updates as steps of whole cases, where who has not been
/// answered cannot go on.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    for rate in [50_u32, 200] {
        report.heading(&format!("How long people wait at {rate} updates a second"));
        independent(trial, report, rate, Duration::ZERO).await?;
    }
    // A few seconds of whole cases say nothing.
    let with_cases: &[u32] = if trial.wanted.quick { &[] } else { &[50, 200] };
    for &rate in with_cases {
        report.heading(&format!("The same with {rate} steps of whole cases a second"));
        as_cases(trial, report, rate).await?;
    }
    Ok(())
}

/// The same before a Telegram that is as far away as the real one: whoever waits for its answers
/// with something in hand does so for longer.
pub(crate) async fn far(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let away = FAR.as_millis();
    report.heading(&format!("200 updates a second with the stand-in {away} ms away"));
    independent(trial, report, 200, FAR).await
}

async fn independent(
    trial: &Trial,
    report: &mut Report,
    rate: u32,
    distance: Duration,
) -> anyhow::Result<()> {
    let (windows, window) = trial.wanted.wait_windows();
    let name = if distance.is_zero() { rate.to_string() } else { format!("{rate}_far") };
    let book = format!("waits_{name}");
    let site = Site::fresh(&trial.ground, &book, Pacing::Off, &trial.settings, 20_000).await?;
    site.stand_in.wire.put_away(distance);
    let clocks = Clocks::now();
    let meter = Meter::start(trial, site.program.seconds());
    let time = SHORT_RAMP + window * windows;
    let began = Instant::now();
    let mut drops = rain::rain(&site.stand_in, f64::from(rate), time, 1_000).await?;
    let used = meter.stop(trial, site.program.seconds());
    let wall = began.elapsed();
    // What is under way comes to its end.
    rain::handled(trial, &book, drops.len()).await?;
    tokio::time::sleep(LAST_ANSWERS).await;
    rain::find_answers(&site.stand_in, &mut drops);
    site.close().await?;
    let kept = kept(trial, &book).await?;
    let each = windows_of(&drops, began + SHORT_RAMP, windows, window, &kept, clocks);
    put_down(report, &each, &name);
    meter::remark(report, used, wall);
    Ok(())
}

async fn as_cases(trial: &Trial, report: &mut Report, rate: u32) -> anyhow::Result<()> {
    let (windows, window) = trial.wanted.wait_windows();
    let book = format!("steps_{rate}");
    let site = Site::fresh(&trial.ground, &book, Pacing::Off, &trial.settings, 20_000).await?;
    let Site { stand_in, program } = site;
    let stand_in = Arc::new(stand_in);
    let load = Arc::new(Load::new(Arc::clone(&stand_in), trial.ground.options(&book), 0));
    let clocks = Clocks::now();
    let meter = Meter::start(trial, program.seconds());
    let began = Instant::now();
    let played = load.open(f64::from(rate), GAP, RAMP + window * windows).await?;
    let used = meter.stop(trial, program.seconds());
    let wall = began.elapsed();
    program.stop().await?;
    stand_in.telegram.close();

    let kept = kept(trial, &book).await?;
    let each = windows_of(&played.timed, began + RAMP, windows, window, &kept, clocks);
    put_down(report, &each, &format!("cases_{rate}"));
    report.fact(&format!("failed_cases_{rate}"), json!(played.faults.len()));
    for fault in played.faults.iter().take(2) {
        report.remark(&format!("a case failed: {fault}"));
    }
    meter::remark(report, used, wall);
    report.fact("steps_of_a_case", json!(STEPS));
    Ok(())
}

fn windows_of(
    timed: &[Timed],
    begin: Instant,
    windows: u32,
    window: Duration,
    kept: &HashMap<Mark, Kept>,
    clocks: Clocks,
) -> Vec<Waits> {
    let waits = |number| {
        let from = begin + window * number;
        let due: Vec<&Timed> =
            timed.iter().filter(|timed| (from..from + window).contains(&timed.due)).collect();
        Waits::of(&due, kept, clocks)
    };
    (0..windows).map(waits).collect()
}

fn put_down(report: &mut Report, each: &[Waits], name: &str) {
    for (kind, what, note) in KINDS {
        for (share, short) in [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")] {
            if share < 0.9 && !matches!(kind, Kind::Commit | Kind::Answer) {
                continue;
            }
            let values: Vec<f64> =
                each.iter().filter_map(|waits| kind.of(waits).percentile(share)).collect();
            let note = format!("{note}; spread {:.0} %", spread(&values) * 100.0);
            report.figure(&format!("{short}_{what}_ms_{name}"), median(&values), &note);
        }
    }
    let sent: usize = each.iter().map(|waits| waits.sent).sum();
    let lost: usize = each.iter().map(|waits| waits.lost).sum();
    let silent: usize = each.iter().map(|waits| waits.sent - waits.answer.len()).sum();
    report.fact(&format!("sent_{name}"), json!(sent));
    report.fact(&format!("lost_{name}"), json!(lost));
    report.fact(&format!("unanswered_{name}"), json!(silent));
    if lost + silent > 0 {
        report.remark(&format!("of {sent}: {lost} not handled, {silent} not answered in time"));
    }
}

/// What is waited for, how it is called, and what it means.
const KINDS: [(Kind, &str, &str); 5] = [
    (Kind::Commit, "commit", "from the stand-in to the commit of all that follows from it"),
    (Kind::Answer, "answer", "from when it was due to its toast or message"),
    (Kind::Toast, "toast", "the same, presses alone"),
    (Kind::Message, "message", "the same, words and photos alone"),
    (Kind::Late, "late", "what held it back before it was sent: the bench, or a missing button"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Commit,
    Answer,
    Toast,
    Message,
    Late,
}

impl Kind {
    fn of(self, waits: &Waits) -> &Times {
        match self {
            Self::Commit => &waits.commit,
            Self::Answer => &waits.answer,
            Self::Toast => &waits.toast,
            Self::Message => &waits.message,
            Self::Late => &waits.late,
        }
    }
}
