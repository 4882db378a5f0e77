//! An announcement to 20,000 owners, while people go on talking to the program. Time is moved by
//! hand, the same for the program, its limits and the stand-in's, so that a quarter of an hour of
//! sending takes as long as the work in it does.

use std::time::Instant;

use casework::{clock::Clock, desk::Desk, ids::Account};
use chrono::TimeDelta;
use huiyin::{api::Api, app::App, pace::Pace, stage::TOKEN};
use playground::Profile;

use crate::{
    Trial, estate,
    numbers::{Times, real},
    report::Report,
    site::StandIn,
    whole::usize_of,
};

/// What Telegram documents for messages to many (bot/README.md, Limits).
const ALLOWED: f64 = 30.0;
/// How far time is moved at once: the program's limiter grants two letters of an announcement.
const STEP_MS: u32 = 70;
const STEP: TimeDelta = TimeDelta::milliseconds(STEP_MS as i64);
/// So many steps apart, about a second, somebody who is no recipient talks to the program.
const TALK: usize = 14;
/// Accounts of people whom nobody knows yet.
const STRANGERS: i64 = 8_000_000;
/// Twice the steps that are needed at the full pace.
const PATIENCE: usize = 2;

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let recipients = if trial.wanted.quick { 1_000 } else { estate::OWNERS };
    report.heading(&format!("An announcement to {recipients} owners, in moved time"));
    trial.ground.copy("broadcast").await?;
    let mut inside = trial.ground.connect("broadcast").await?;
    // The others are not here any more, so that it is not for them.
    sqlx::query_scalar::<_, i64>(
        "update people set joined_at = null where account > $1 and account < 2000000",
    )
    .bind(estate::owner(recipients - 1))
    .fetch_optional(&mut inside)
    .await?;
    drop(inside);
    let clock = Clock::standing(Clock::system().now());
    let stand_in = StandIn::serve_by(&clock, true, estate::OWNERS).await?;
    // Each step asks for updates at once; a real second is many of them.
    stand_in.telegram.paced(false);
    let desk = Desk::open(trial.ground.options("broadcast"), clock.clone()).await?;
    let api = Api::new(&stand_in.address, TOKEN.to_owned().into())?;
    let app = App::introduce(desk.clone(), api, Pace::telegram(&clock), "bench").await?;
    app.settle().await?;
    for _ in 0..150 {
        clock.pass(STEP);
        app.settle().await?;
    }

    let mut work = desk.begin().await?;
    let author = work.known(Account(estate::MANAGER)).await?;
    let author = author.ok_or_else(|| anyhow::anyhow!("there is no manager"))?;
    let words = "The water is off tomorrow from nine to eleven in all buildings.";
    let announced = work.announce(&author, None, words, "bench").await?;
    work.finish("").await?;
    let (_, audience) = announced.ok_or_else(|| anyhow::anyhow!("it was announced before"))?;

    let began = Instant::now();
    let (mut steps, mut sent) = (0, 0);
    let before = stand_in.wire.letters().len();
    let mut waits = Times::default();
    let mut asking: Vec<(i64, usize, Instant)> = vec![];
    let audience = usize::try_from(audience)?;
    let most = steps_for(audience) * PATIENCE;
    while sent < audience && steps < most {
        clock.pass(STEP);
        steps += 1;
        if steps % TALK == 0 {
            let who = STRANGERS + estate::signed(steps);
            stand_in.telegram.person(Profile::named(who, "Stranger").speaking("en"));
            let asked = Instant::now();
            let said = stand_in.telegram.start(who, None);
            said.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
            asking.push((who, steps, asked));
        }
        app.settle().await?;
        asking.retain(|(who, since, asked)| {
            let answered = stand_in.wire.answered_after(*who, *asked);
            // Moved time, and the time that the work itself took.
            let moved = (STEP * i32::try_from(steps - since).unwrap_or(i32::MAX)).to_std();
            let took = answered.map(|at| at.saturating_duration_since(*asked));
            if let (Some(took), Ok(moved)) = (took, moved) {
                waits.add(if moved.is_zero() { took } else { moved });
            }
            answered.is_none()
        });
        sent = stand_in.wire.letters().len() - before;
    }
    let seconds = real(steps) * f64::from(STEP_MS) / 1_000.0;
    let tally = stand_in.wire.tally();
    let left: i64 = {
        let mut inside = trial.ground.connect("broadcast").await?;
        let owed = "select count(*) from outbox where settled_at is null";
        sqlx::query_scalar(owed).fetch_one(&mut inside).await?
    };
    stand_in.telegram.close();
    desk.close().await;
    let share = real(sent) / seconds / ALLOWED;
    report.figure(
        "broadcast_share",
        share,
        "of the 30 a second that Telegram documents; at least 0.95",
    );
    report.figure(
        "broadcast_per_s",
        real(sent) / seconds,
        "letters, to recipients and to whoever talks meanwhile",
    );
    report.figure("broadcast_s", seconds, "of moved time until as many letters were out");
    report.figure("broadcast_worked_s", began.elapsed().as_secs_f64(), "that the work itself took");
    let p95 = waits.percentile(0.95).unwrap_or(f64::NAN);
    report.figure("p95_answer_ms_broadcast", p95, "to whom talks meanwhile; at most 1500");
    report.figure("broadcast_429", real(usize_of(tally.refused(429))), "answers; must be 0");
    report.remark(&format!(
        "{sent} letters to {audience} recipients and {} others, {left} still owed",
        waits.len() + asking.len()
    ));
    Ok(())
}

fn steps_for(letters: usize) -> usize {
    letters.div_ceil(2)
}
