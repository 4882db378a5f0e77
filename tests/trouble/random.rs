//! Random trouble under load: kills, freezes, cut wires, errors and floods, with one to three
//! instances. Every choice comes from one seed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use crate::{
    checker,
    gate::{Harm, calls, speaks},
    people::{DEPARTMENTS, Matter},
    proxy::Wire,
    run::{House, Outcome, print},
    trial::{Start, Trial, lock},
};

/// So long the load goes on in one round of the random mode.
const ROUND: Duration = Duration::from_secs(40);

/// Kills random instances at random moments under load; a third of them with one instance, a third
/// with two, a third with three.
pub(crate) async fn kills(
    house: &Arc<House>,
    kills: usize,
    seed: Option<u64>,
) -> anyhow::Result<bool> {
    let seed = seed.unwrap_or_else(|| rand::rng().random());
    println!("seed {seed}");
    house.shared().await?;
    let mut rounds = tokio::task::JoinSet::new();
    for instances in 1..=3 {
        let house = Arc::clone(house);
        let share = kills / 3 + usize::from(instances <= kills % 3);
        rounds.spawn(async move {
            let name = format!("kills-{instances}");
            round(&house, &name, instances, seed + instances as u64, Plan::Kills(share)).await
        });
    }
    let mut passed = true;
    while let Some(outcome) = rounds.join_next().await {
        let outcome = outcome??;
        print(&outcome);
        passed &= outcome.wrong.is_empty();
    }
    if !passed {
        println!("repeat it: cargo trouble --kills {kills} --seed {seed}");
    }
    Ok(passed)
}

/// Random faults of every kind, round after round.
pub(crate) async fn run(
    house: &Arc<House>,
    seed: Option<u64>,
    minutes: u64,
) -> anyhow::Result<bool> {
    let mut seed = seed.unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    let end = Instant::now() + Duration::from_mins(minutes);
    let mut passed = true;
    while Instant::now() < end {
        println!("seed {seed}");
        let instances = usize::try_from(seed % 3).unwrap_or_default() + 1;
        let outcome =
            round(house, &format!("random-{seed}"), instances, seed, Plan::Anything).await?;
        print(&outcome);
        if !outcome.wrong.is_empty() {
            println!("repeat it: cargo trouble --random --seed {seed} --minutes 1");
            passed = false;
        }
        seed += 1;
    }
    Ok(passed)
}

#[derive(Debug, Clone, Copy)]
enum Plan {
    Kills(usize),
    Anything,
}

async fn round(
    house: &House,
    name: &str,
    instances: usize,
    seed: u64,
    plan: Plan,
) -> anyhow::Result<Outcome> {
    let begun = Instant::now();
    let start = Start { name: name.to_owned(), instances, ..Start::default() };
    let trial = house.trial(start, false).await?;
    *lock(&trial.patience) = Duration::from_mins(4);
    trial.diary().book_closed = true;
    let mut wrong = vec![];
    if let Err(error) = loaded(&trial, seed, plan).await {
        wrong.push(format!("{error:#}"));
    }
    trial.heal();
    if let Err(error) = trial.settle(Duration::from_mins(4)).await {
        wrong.push(format!("{error:#}"));
    }
    if let Err(error) = trial.stop().await {
        wrong.push(format!("{error:#}"));
    }
    wrong.extend(checker::check(&trial.evidence().await?));
    wrong.extend(trial.diary().findings.iter().cloned());
    let told = trial.count_of("select count(*) from history").await.unwrap_or_default();
    let figures = vec![format!("{} kills, {told} events, {instances} instances", trial.kills())];
    let logs = Some(trial.folder().clone());
    trial.close().await;
    let text = format!("{plan:?} with seed {seed}");
    Ok(Outcome { name: name.to_owned(), text, took: begun.elapsed(), wrong, figures, logs })
}

/// People act while trouble is made.
async fn loaded(trial: &Trial, seed: u64, plan: Plan) -> anyhow::Result<()> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut matters: Vec<Matter> = vec![];
    for (number, department) in DEPARTMENTS.into_iter().enumerate() {
        matters.push(trial.complains(number, department).await?);
    }
    for matter in &matters {
        trial.slip(matter).await?;
    }
    let done = std::sync::atomic::AtomicBool::new(false);
    let people = async {
        let mut next = 3;
        while !done.load(std::sync::atomic::Ordering::Relaxed) {
            let department = DEPARTMENTS[next % 3];
            let matter = trial.whole(next, department).await?;
            trial.adds(&matter)?;
            next += 1;
        }
        anyhow::Ok(())
    };
    let talkers = async {
        let mut dice = StdRng::seed_from_u64(seed ^ 0x5eed);
        while !done.load(std::sync::atomic::Ordering::Relaxed) {
            if let Some(matter) = matters.choose(&mut dice) {
                trial.adds(matter)?;
            }
            let pause = dice.random_range(600..2_500);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        anyhow::Ok(())
    };
    let trouble = async {
        match plan {
            Plan::Kills(kills) => {
                for _ in 0..kills {
                    let pause = dice.random_range(50..1_600);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                    trial.kill(dice.random_range(0..3));
                }
            }
            Plan::Anything => {
                let end = Instant::now() + ROUND;
                while Instant::now() < end {
                    anything(trial, &mut dice).await?;
                }
            }
        }
        trial.heal();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        anyhow::Ok(())
    };
    let (people, talkers, trouble) = tokio::join!(people, talkers, trouble);
    people.and(talkers).and(trouble)
}

/// One trouble, drawn.
async fn anything(trial: &Trial, dice: &mut StdRng) -> anyhow::Result<()> {
    let pause = Duration::from_millis(dice.random_range(200..2_500));
    let instance = dice.random_range(0..3);
    match dice.random_range(0..12) {
        0..=2 => trial.kill(instance),
        3 => {
            trial.with(instance, |it| it.freeze(true));
            trial.diary().unknowns += 4;
            tokio::time::sleep(pause * 3).await;
            trial.with(instance, |it| it.freeze(false));
        }
        4 => trial.net.cut(),
        5 => {
            trial.wire.cut();
            trial.diary().unknowns += 8;
        }
        6 => trial.gate.harm(dice.random_range(1..3), Harm::Lose, speaks),
        7 => trial.gate.harm(1, Harm::flood(dice.random_range(1..4)), speaks),
        8 => trial.gate.harm(2, Harm::error(500, "Internal Server Error"), calls("getUpdates")),
        9 => trial.gate.harm(1, Harm::error(502, "Bad Gateway"), speaks),
        10 => {
            trial.wire.set(Wire { delay: Duration::from_millis(60), ..Wire::default() });
            tokio::time::sleep(pause).await;
            trial.wire.heal();
        }
        _ => {
            trial.net.set(Wire { refuses: true, ..Wire::default() });
            trial.net.cut();
            trial.diary().unknowns += 8;
            tokio::time::sleep(pause).await;
            trial.net.heal();
        }
    }
    tokio::time::sleep(pause).await;
    Ok(())
}
