//! Running cases: side by side, each in a trial of its own, and what is printed of it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{
    sync::{OnceCell, Semaphore},
    task::JoinSet,
};

use crate::{
    cases::{Act, Case, How},
    checker,
    cluster::Cluster,
    story,
    trial::{Start, Trial},
};

/// Longer than any case may take.
const LONGEST: Duration = Duration::from_mins(10);
/// How long everything may take to come to rest after a fault, unless a case says otherwise.
const REST: Duration = Duration::from_secs(75);

/// What all cases share: one server, and a folder for what the program says.
pub(crate) struct House {
    folder: PathBuf,
    cluster: OnceCell<Arc<Cluster>>,
    own: AtomicUsize,
    books: AtomicUsize,
    failpoints: String,
    keep: bool,
}

/// How a case ended.
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) took: Duration,
    pub(crate) wrong: Vec<String>,
    pub(crate) figures: Vec<String>,
    pub(crate) logs: Option<PathBuf>,
}

impl House {
    pub(crate) fn open(failpoints: &str, keep: bool) -> anyhow::Result<Self> {
        story::listen();
        let folder = std::env::temp_dir().join(format!("huiyin-trouble-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            cluster: OnceCell::new(),
            own: AtomicUsize::default(),
            books: AtomicUsize::default(),
            failpoints: failpoints.to_owned(),
            keep,
        })
    }

    /// The server that most trials share.
    pub(crate) async fn shared(&self) -> anyhow::Result<Arc<Cluster>> {
        let start = || async { Cluster::start(self.folder.join("shared")).await.map(Arc::new) };
        Ok(Arc::clone(self.cluster.get_or_try_init(start).await?))
    }

    /// A server of one's own, to be stopped and killed.
    pub(crate) async fn own(&self) -> anyhow::Result<Arc<Cluster>> {
        let number = self.own.fetch_add(1, Ordering::Relaxed);
        Cluster::start(self.folder.join(format!("own{number}"))).await.map(Arc::new)
    }

    /// A trial that nobody has acted in yet.
    pub(crate) async fn trial(&self, mut start: Start, own: bool) -> anyhow::Result<Trial> {
        let cluster = if own { self.own().await? } else { self.shared().await? };
        let number = self.books.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.join(format!("{}-{number}", start.name));
        start.name = format!("book{number}");
        start.failpoints = joined(&start.failpoints, &self.failpoints);
        Trial::open(&start, cluster, folder).await
    }

    /// Runs one case in one way.
    pub(crate) async fn one(&self, case: &Case, instances: usize) -> Outcome {
        self.one_broken(case, instances, "").await
    }

    /// The same against a program that was broken on purpose.
    pub(crate) async fn one_broken(&self, case: &Case, instances: usize, broken: &str) -> Outcome {
        let begun = Instant::now();
        let (mut wrong, mut figures, mut logs) = (vec![], vec![], None);
        let name = match &case.how {
            How::Trial { instances: ways, .. } if ways.len() > 1 => {
                format!("{}/{instances}", case.no)
            }
            _ => case.no.to_owned(),
        };
        match &case.how {
            How::Story(story) => wrong.extend(story::tell(*story).await),
            How::NotCovered(_) => {}
            How::Trial { own, failpoints, asleep, act, .. } => {
                let start = Start {
                    name: name.replace('/', "-"),
                    instances,
                    failpoints: joined(failpoints, broken),
                    asleep: *asleep,
                    ..Start::default()
                };
                match self.trial(start, *own).await {
                    Ok(trial) => {
                        let done = judged(&trial, *act).await;
                        (wrong, figures) = done;
                        logs = Some(trial.folder().clone());
                        let cluster = Arc::clone(&trial.cluster);
                        trial.close().await;
                        if *own {
                            cluster.stop().await.ok();
                        }
                    }
                    Err(error) => wrong.push(format!("the trial could not begin: {error:#}")),
                }
            }
        }
        let text = case.text.to_owned();
        Outcome { name, text, took: begun.elapsed(), wrong, figures, logs }
    }

    /// Takes everything down; what the program said is kept where something was wrong.
    pub(crate) async fn close(&self, passed: bool) {
        if let Some(cluster) = self.cluster.get() {
            cluster.stop().await.ok();
        }
        if passed && !self.keep {
            std::fs::remove_dir_all(&self.folder).ok();
        } else {
            println!("what the program said is in {}", self.folder.display());
        }
    }
}

fn joined(some: &str, more: &str) -> String {
    let both = [some, more].into_iter().filter(|it| !it.is_empty());
    both.collect::<Vec<_>>().join(";")
}

/// Acts, lets everything come to rest, stops the program, and lets the checker look.
pub(crate) async fn judged(trial: &Trial, act: Act) -> (Vec<String>, Vec<String>) {
    let mut wrong = vec![];
    match tokio::time::timeout(LONGEST, act(trial)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => wrong.push(format!("{error:#}")),
        Err(_) => wrong.push(format!("not over after {} s", LONGEST.as_secs())),
    }
    trial.heal();
    match trial.settle(REST).await {
        Ok(took) if took > Duration::from_secs(20) => {
            trial.notes(format!("at rest after {} s", took.as_secs()));
        }
        Ok(_) => {}
        Err(error) => wrong.push(format!("{error:#}")),
    }
    if let Err(error) = trial.stop().await {
        wrong.push(format!("{error:#}"));
    }
    match trial.evidence().await {
        Ok(evidence) => wrong.extend(checker::check(&evidence)),
        Err(error) => wrong.push(format!("there is no evidence: {error:#}")),
    }
    let diary = trial.diary();
    wrong.extend(diary.findings.iter().cloned());
    (wrong, diary.figures.clone())
}

/// How cases are run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// So many side by side.
    pub(crate) jobs: usize,
    /// Of each case only the hardest way.
    pub(crate) is_short: bool,
    /// With so many instances, whatever the case says.
    pub(crate) instances: Option<usize>,
    /// Printed as JSON.
    pub(crate) as_json: bool,
}

/// Runs these cases, prints a line for each, and says whether all went well.
pub(crate) async fn all(
    house: &Arc<House>,
    cases: Vec<&'static Case>,
    manner: Manner,
) -> anyhow::Result<bool> {
    let Manner { jobs, is_short, instances: wanted, as_json } = manner;
    let begun = Instant::now();
    let places = Arc::new(Semaphore::new(jobs.max(1)));
    let mut work = vec![];
    let mut left_out = vec![];
    for case in cases {
        match &case.how {
            How::Trial { .. } if wanted.is_some() => {
                work.extend(wanted.map(|instances| (case, instances)));
            }
            // The short profile takes of each case the hardest way.
            How::Trial { instances, .. } if is_short => {
                work.extend(instances.last().map(|it| (case, *it)));
            }
            How::Trial { instances, .. } => work.extend(instances.iter().map(|it| (case, *it))),
            How::Story(_) => work.push((case, 1)),
            How::NotCovered(why) => left_out.push((case, *why)),
        }
    }
    let wants_server = work.iter().any(|(case, _)| matches!(case.how, How::Trial { .. }));
    if wants_server {
        house.shared().await?;
    }
    let mut side_by_side = JoinSet::new();
    let most = u32::try_from(jobs).unwrap_or(1).max(1);
    for (case, instances) in work {
        let (house, places) = (Arc::clone(house), Arc::clone(&places));
        let weight = weight(case, instances).min(most);
        side_by_side.spawn(async move {
            let _place = places.acquire_many(weight).await;
            house.one(case, instances).await
        });
    }
    let mut outcomes = vec![];
    while let Some(outcome) = side_by_side.join_next().await {
        let outcome = outcome?;
        if !as_json {
            print(&outcome);
        }
        outcomes.push(outcome);
    }
    let passed = outcomes.iter().all(|outcome| outcome.wrong.is_empty());
    if as_json {
        let list: Vec<_> = outcomes.iter().map(as_value).collect();
        let rest: Vec<_> = left_out
            .iter()
            .map(|(case, why)| json!({ "case": case.no, "not_covered": why }))
            .collect();
        println!("{}", json!({ "passed": passed, "cases": list, "left_out": rest }));
    } else {
        for (case, why) in &left_out {
            println!("- {:7} not covered: {} ({why})", case.no, case.text);
        }
        let bad = outcomes.iter().filter(|outcome| !outcome.wrong.is_empty()).count();
        println!(
            "{} trials in {} s: {} held, {bad} did not, {} cases not covered",
            outcomes.len(),
            begun.elapsed().as_secs(),
            outcomes.len() - bad,
            left_out.len()
        );
    }
    Ok(passed)
}

/// How much of the machine a trial takes.
fn weight(case: &Case, instances: usize) -> u32 {
    match &case.how {
        How::Trial { own: true, .. } => 3,
        How::Trial { .. } if instances > 1 => 2,
        How::Story(_) => 2,
        _ => 1,
    }
}

fn as_value(outcome: &Outcome) -> serde_json::Value {
    json!({
        "case": outcome.name, "text": outcome.text, "ms": outcome.took.as_millis(),
        "wrong": outcome.wrong, "figures": outcome.figures,
    })
}

/// One line, and what was wrong below it.
pub(crate) fn print(outcome: &Outcome) {
    let sign = if outcome.wrong.is_empty() { "✓" } else { "✗" };
    let seconds = outcome.took.as_secs_f32();
    println!("{sign} {:7} {seconds:6.1} s  {}", outcome.name, outcome.text);
    for figure in &outcome.figures {
        println!("            {figure}");
    }
    for wrong in outcome.wrong.iter().take(8) {
        println!("            ✗ {wrong}");
    }
    if outcome.wrong.len() > 8 {
        println!("            ✗ … and {} more", outcome.wrong.len() - 8);
    }
    if let Some(logs) = outcome.logs.as_ref().filter(|_| !outcome.wrong.is_empty()) {
        println!("            its words: {}", logs.display());
    }
}
