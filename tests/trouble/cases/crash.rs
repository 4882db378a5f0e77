//! C: `kill -9` at each point of no return, with one, two and three instances.

use std::time::Duration;

use super::{Case, case, not_covered};
use crate::{
    gate::{Harm, calls, sends_in},
    people::DEPARTMENTS,
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "C1",
        "killed after getUpdates, before the insert",
        dies,
        [1, 2, 3],
        short = true,
        failpoints = "mailroom.fetched=2*off->1*return"
    ),
    case!(
        "C2",
        "killed after the insert, before the commit",
        dies,
        [1, 2, 3],
        failpoints = "mailroom.inserted=2*off->1*return"
    ),
    case!(
        "C3",
        "killed after the commit, before the confirming call",
        dies,
        [1, 2, 3],
        failpoints = "mailroom.committed=2*off->1*return"
    ),
    case!("C4", "killed when the confirming call arrives", c4, [1, 2, 3]),
    case!(
        "C5",
        "killed after claiming an inbox row",
        dies,
        [1, 2, 3],
        short = true,
        failpoints = "worker.claimed=3*off->1*return"
    ),
    case!(
        "C6",
        "killed in the middle of a handler",
        dies,
        [1, 2, 3],
        failpoints = "worker.handled=3*off->1*return"
    ),
    case!(
        "C7",
        "a handler panics three times: it costs nobody else anything",
        c7,
        [1],
        short = true,
        failpoints = "worker.handled=3*off->3*panic"
    ),
    case!(
        "C8",
        "killed after the commit, before any send",
        dies,
        [1, 2, 3],
        short = true,
        failpoints = "worker.committed=3*off->1*return"
    ),
    case!(
        "C9",
        "killed with letters leased, nothing written",
        dies,
        [1, 2, 3],
        short = true,
        failpoints = "courier.leased=3*off->1*return"
    ),
    case!(
        "X9",
        "a delivery crashes when the answer is read: one extra at most, nothing lost",
        x9,
        [1, 2],
        failpoints = "courier.answered=4*off->2*panic"
    ),
    case!("C10", "killed when a send was done, its answer unread", c10, [1, 2, 3], short = true),
    case!(
        "C11",
        "killed when the answer was read, before it is recorded",
        dies,
        [1, 2, 3],
        failpoints = "courier.answered=3*off->1*return"
    ),
    case!(
        "C12",
        "killed when a card was recorded",
        dies,
        [1, 2, 3],
        failpoints = "courier.recorded=3*off->1*return"
    ),
    not_covered("C17", "killed while a report is made", "there are no reports yet"),
    not_covered("C18", "killed while 20 MB are uploaded", "the program uploads nothing yet"),
    case!(
        "C19",
        "killed while the book is migrated",
        dies_at_start,
        [1, 2, 3],
        failpoints = "book.migrating=1*return",
        asleep = true
    ),
    case!("C20", "the instance that polls is killed, again and again", c20, [2, 3]),
    case!("C21", "a second signal while it stops", c21, [1, 2], short = true),
    case!("C22", "killed 1 to 3,000 ms after each start, 200 times", c22, [1, 2]),
    not_covered("C24", "killed for its memory under a flood", "memory limits need a control group"),
    case!("C25", "PostgreSQL and the program killed together", c25, [1, 2], own = true),
];

/// A whole case, while each instance dies once where it was told to.
async fn dies(trial: &Trial) -> anyhow::Result<()> {
    trial.whole(0, DEPARTMENTS[0]).await?;
    died(trial)
}

async fn c7(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().may_panic = true;
    trial.whole(0, DEPARTMENTS[0]).await?;
    anyhow::ensure!(trial.words().contains("panicked at"), "nobody panicked");
    Ok(())
}

async fn x9(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().may_panic = true;
    trial.diary().unknowns += 2;
    trial.whole(0, DEPARTMENTS[0]).await?;
    anyhow::ensure!(trial.words().contains("a delivery crashed"), "no delivery crashed");
    Ok(())
}

async fn dies_at_start(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().may_end = true;
    trial.wake().await?;
    trial.whole(0, DEPARTMENTS[0]).await?;
    died(trial)
}

/// It really died; a point that was not reached has proved nothing.
fn died(trial: &Trial) -> anyhow::Result<()> {
    anyhow::ensure!(trial.kills() > 0, "nobody died: the point was never reached");
    Ok(())
}

async fn c4(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(1, Harm::KillBefore, calls("getUpdates"));
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    trial.comes("a death", || trial.kills() > 0).await?;
    trial.signs(&matter).await
}

async fn c10(trial: &Trial) -> anyhow::Result<()> {
    trial.gate.harm(1, Harm::KillAfter, sends_in(trial.cast.room("engineering")));
    trial.whole(0, DEPARTMENTS[0]).await?;
    died(trial)
}

async fn c20(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let mut slowest = Duration::ZERO;
    for round in 0..trial.count() {
        trial.kill(round);
        slowest = slowest.max(trial.adds_and_waits(&matter).await?);
    }
    trial.notes(format!("handled {:.1} s after a kill at the latest", slowest.as_secs_f32()));
    if slowest > Duration::from_secs(15) {
        trial.finds(format!("I13: taking over lasted {:.1} s", slowest.as_secs_f32()));
    }
    trial.signs(&matter).await
}

async fn c21(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.diary().may_end = true;
    trial.gate.harm(1, Harm::Late(Duration::from_secs(5)), sends_in(matter.owner));
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_millis(700)).await;
    for _ in 0..2 {
        trial.each(crate::instance::Instance::ask_to_stop);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    // It may say that it was dropped; that is what the second signal asks for.
    trial.comes("the end", || trial.with(0, |instance| !instance.deaths.is_empty())).await?;
    trial.each(|instance| {
        for death in &mut instance.deaths {
            death.code = None;
        }
    });
    trial.diary().unknowns += 2;
    trial.signs(&matter).await
}

async fn c22(trial: &Trial) -> anyhow::Result<()> {
    use rand::Rng as _;
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let mut left = 200;
    while left > 0 {
        let pause = rand::rng().random_range(1..3_000);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if left % 20 == 0 {
            trial.adds(&matter)?;
        }
        trial.kill(left);
        left -= 1;
    }
    trial.signs(&matter).await
}

async fn c25(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().book_closed = true;
    trial.diary().may_end = true;
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    for _ in 0..2 {
        trial.adds(&matter)?;
        trial.remarks(&matter)?;
        tokio::time::sleep(Duration::from_millis(40)).await;
        for number in 0..trial.count() {
            trial.kill(number);
        }
        trial.cluster.kill().await?;
        trial.cluster.resume().await?;
        trial.in_service().await?;
    }
    trial.signs(&matter).await
}
