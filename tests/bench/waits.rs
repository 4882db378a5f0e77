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
    machine,
    numbers::{Times, median, real, spread},
    report::Report,
    script::{Mark, STEPS, Timed},
    site::{Pacing, Site},
    whole::Meter,
};

/// How long after each step the next one comes.
const GAP: Duration = Duration::from_millis(500);
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

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    for rate in [50_u32, 200] {
        report.heading(&format!("How long people wait at {rate} updates a second"));
        at(trial, report, rate).await?;
    }
    Ok(())
}

async fn at(trial: &Trial, report: &mut Report, rate: u32) -> anyhow::Result<()> {
    let (windows, window) = trial.wanted.wait_windows();
    let book = format!("waits_{rate}");
    let site = Site::fresh(&trial.ground, &book, Pacing::Off, &trial.settings, 20_000).await?;
    let Site { stand_in, program, .. } = site;
    let stand_in = Arc::new(stand_in);
    let load = Arc::new(Load::new(Arc::clone(&stand_in), trial.ground.options(&book)));
    let clocks = Clocks::now();
    let meter = Meter::start(trial, program.seconds());
    let began = Instant::now();
    let played = load.open(f64::from(rate), GAP, RAMP + window * windows).await?;
    let (program_s, database_s, bench_s, busy_s) = meter.stop(trial, program.seconds());
    let wall = began.elapsed().as_secs_f64() * real(machine::processors());
    program.stop().await?;
    stand_in.telegram.close();

    let kept = kept(trial, &book).await?;
    let mut each: Vec<Waits> = vec![];
    for number in 0..windows {
        let from = began + RAMP + window * number;
        let due = |timed: &&Timed| (from..from + window).contains(&timed.due);
        let timed: Vec<&Timed> = played.timed.iter().filter(due).collect();
        each.push(Waits::of(&timed, &kept, clocks));
    }
    for (kind, what, note) in [
        (Kind::Commit, "commit", "ms from the stand-in to the commit of what follows from it"),
        (Kind::Answer, "answer", "ms from when it was due to its toast or message"),
        (Kind::Toast, "toast", "ms the same, presses alone"),
        (Kind::Message, "message", "ms the same, words and photos alone"),
        (Kind::Late, "bench_late", "ms that the bench itself, or a missing button, held it back"),
    ] {
        for (share, short) in [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")] {
            if share < 0.9 && kind == Kind::Late {
                continue;
            }
            let values: Vec<f64> =
                each.iter().filter_map(|waits| kind.of(waits).percentile(share)).collect();
            let name = format!("{short}_{what}_ms_{rate}");
            let apart = format!("{note}; spread {:.0} %", spread(&values) * 100.0);
            report.figure(&name, median(&values), &apart);
        }
    }
    let sent: usize = each.iter().map(|waits| waits.sent).sum();
    let lost: usize = each.iter().map(|waits| waits.lost).sum();
    let seconds = (window * windows).as_secs_f64();
    report.figure(&format!("sent_per_s_{rate}"), real(sent) / seconds, "updates, as measured");
    report.fact(&format!("lost_{rate}"), json!(lost));
    report.fact(&format!("failed_cases_{rate}"), json!(played.faults.len()));
    if lost + played.faults.len() > 0 {
        report.remark(&format!("{lost} updates not handled, {} cases failed", played.faults.len()));
    }
    for fault in played.faults.iter().take(2) {
        report.remark(fault);
    }
    let share = |seconds: f64| seconds / wall * 100.0;
    report.remark(&format!(
        "processors: program {:.0} %, PostgreSQL {:.0} %, bench with stand-in {:.0} %, others {:.0} %",
        share(program_s),
        share(database_s),
        share(bench_s),
        share(busy_s - program_s - database_s - bench_s)
    ));
    report.fact("steps_of_a_case", json!(STEPS));
    Ok(())
}

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
