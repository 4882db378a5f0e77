//! Proof that the bench sees: the program is broken on purpose, rule by rule, and the case that
//! must notice has to find what it finds in no sound program.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{cases, run::House};

/// A broken rule, the case that must see it, with how many instances, and what it must say.
struct Break {
    rule: &'static str,
    case: &'static str,
    instances: usize,
    /// Any of these, at the beginning of a finding.
    says: &'static [&'static str],
}

const fn breaks(
    rule: &'static str,
    case: &'static str,
    instances: usize,
    says: &'static [&'static str],
) -> Break {
    Break { rule, case, instances, says }
}

const BREAKS: [Break; 15] = [
    breaks("broken.confirm_before_commit", "P5", 1, &["I1"]),
    breaks("broken.no_action_key", "R2", 1, &["I2"]),
    breaks("broken.limiter_per_instance", "M6", 3, &["I9"]),
    breaks("broken.right_from_button", "G12", 1, &["I5"]),
    breaks("broken.escape_missing", "D5", 1, &["D5", "I16", "waited"]),
    breaks("broken.no_fence", "M12", 2, &["I2"]),
    breaks("broken.forget_outbox", "T16", 1, &["I3", "waited"]),
    breaks("broken.timer_twice", "Z17", 1, &["I8"]),
    breaks("broken.retry_unknown_blindly", "N3b", 1, &["I4"]),
    breaks("broken.ignore_retry_after", "T1", 1, &["I9"]),
    breaks("broken.no_history", "T16", 1, &["I6", "I12"]),
    breaks("broken.panic_stops_worker", "C7", 1, &["I13", "waited"]),
    breaks("broken.early_timer", "Z17", 1, &["I8"]),
    breaks("broken.token_in_log", "A6", 1, &["I11"]),
    breaks("broken.out_of_order", "T1b", 1, &["I7"]),
];

/// Runs every break, or those whose rule was named, each beside the sound program.
pub(crate) async fn run(house: &Arc<House>, named: &[String]) -> anyhow::Result<bool> {
    house.shared().await?;
    let places = Arc::new(Semaphore::new(6));
    let mut side_by_side = JoinSet::new();
    let wanted = |it: &&Break| named.is_empty() || named.iter().any(|name| it.rule.contains(name));
    for it in BREAKS.iter().filter(wanted) {
        let case = cases::find(it.case).with_context(|| format!("no case {}", it.case))?;
        let (house, places) = (Arc::clone(house), Arc::clone(&places));
        side_by_side.spawn(async move {
            let _place = places.acquire_many(2).await;
            let broken = format!("{}=return", it.rule);
            let sound = house.one(case, it.instances).await;
            let broken = house.one_broken(case, it.instances, &broken).await;
            (it, sound, broken)
        });
    }
    let (mut seen, mut total) = (0, 0);
    while let Some(done) = side_by_side.join_next().await {
        let (it, sound, broken) = done?;
        let says = |wrong: &&String| it.says.iter().any(|word| wrong.starts_with(word));
        let found = broken.wrong.iter().find(says);
        let alike = sound.wrong.iter().find(says);
        total += 1;
        match (found, alike) {
            (Some(found), None) => {
                seen += 1;
                println!("✓ {:30} {:4} says: {found}", it.rule, it.case);
            }
            (Some(_), Some(alike)) => {
                println!(
                    "✗ {:30} {:4} says so of the sound program too: {alike}",
                    it.rule, it.case
                );
            }
            (None, _) => {
                println!("✗ {:30} {:4} did not see it: {:?}", it.rule, it.case, broken.wrong);
            }
        }
    }
    println!("{seen} of {total} broken rules were seen");
    Ok(seen == total)
}
