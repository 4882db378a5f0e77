//! Inbox, outbox and timers: I1, I3, I8, I14.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Evidence, moment, number};

pub(super) fn check(seen: &Evidence, wrong: &mut Vec<String>) {
    inbox(seen, wrong);
    outbox(seen, wrong);
    timers(seen, wrong);
}

/// I1: what the program confirmed is in the book; every row ended. I14: what was parked was told.
fn inbox(seen: &Evidence, wrong: &mut Vec<String>) {
    let kept: BTreeSet<i64> =
        seen.rows("inbox").iter().map(|row| number(&row["update_id"])).collect();
    let mut handed = BTreeSet::new();
    let mut confirmed = BTreeSet::new();
    for line in &seen.journal {
        if line["method"] != "getUpdates" {
            continue;
        }
        if let Some(offset) = line["asked"]["offset"].as_i64()
            && line["code"].as_u64().is_some_and(|code| code == 200)
        {
            if offset < 0 {
                wrong.push(format!("I1: a poll threw updates away with offset {offset}"));
            }
            confirmed.extend(handed.range(..offset).copied());
        }
        let ids = line["updates"].as_array().into_iter().flatten();
        handed.extend(ids.filter_map(Value::as_i64));
    }
    for id in confirmed.difference(&kept) {
        wrong.push(format!("I1: update {id} was confirmed to Telegram and is not in the inbox"));
    }
    for id in handed.difference(&kept) {
        if !confirmed.contains(id) {
            wrong.push(format!("I1: update {id} was handed over and is nowhere in the end"));
        }
    }
    for row in seen.rows("inbox") {
        let id = number(&row["update_id"]);
        match (row["done_at"].is_null(), row["parked_at"].is_null()) {
            (true, true) => wrong.push(format!("I1: inbox row {id} has not ended")),
            (true, false) => {
                if !seen.may("may_park") {
                    wrong.push(format!("I1: inbox row {id} was parked: {}", row["outcome"]));
                }
                if !alarmed(seen, id) {
                    wrong.push(format!("I14: inbox row {id} was parked without an alarm"));
                }
            }
            (false, _) if row["outcome"].is_null() => {
                wrong.push(format!("I1: inbox row {id} ended without a reason"));
            }
            _ => {}
        }
    }
}

/// Whether the log has an alarm with this number in it.
fn alarmed(seen: &Evidence, id: i64) -> bool {
    // A story keeps no log.
    if seen.logs.is_empty() {
        return true;
    }
    let id = id.to_string();
    let raised = |line: &str| line.contains("ERROR") || line.contains("WARN");
    seen.logs.lines().any(|line| raised(line) && line.contains(&id))
}

/// I3: every letter ended; what was given up was told (I14).
fn outbox(seen: &Evidence, wrong: &mut Vec<String>) {
    let excused = seen.words("given_up");
    for row in seen.rows("outbox") {
        let id = number(&row["id"]);
        if row["settled_at"].is_null() {
            if !seen.may("may_owe") {
                wrong.push(format!(
                    "I3: outbox row {id} to {} is still owed: {}",
                    row["room"], row["letter"]["letter"]
                ));
            }
            continue;
        }
        let Some(reason) = row["gave_up"].as_str() else { continue };
        if !excused.iter().any(|known| reason.contains(known)) {
            wrong.push(format!("I3: outbox row {id} to {} was given up: {reason}", row["room"]));
        }
        if !alarmed(seen, id) {
            wrong.push(format!("I14: outbox row {id} was given up without an alarm"));
        }
    }
}

/// I8: each timer once, never early, never after its case is over.
fn timers(seen: &Evidence, wrong: &mut Vec<String>) {
    let mut fired: BTreeMap<(i64, String), i64> = BTreeMap::new();
    for row in seen.rows("timers") {
        let Some(at) = moment(&row["fired_at"]) else { continue };
        let (id, kind) = (number(&row["id"]), row["kind"].as_str().unwrap_or_default());
        *fired.entry((number(&row["case_id"]), kind.to_owned())).or_default() += 1;
        if moment(&row["due_at"]).is_some_and(|due| at < due) {
            wrong.push(format!("I8: timer {id} ({kind}) fired at {at}, due {}", row["due_at"]));
        }
    }
    let mut told: BTreeMap<(i64, String), i64> = BTreeMap::new();
    for line in seen.rows("history").iter().filter(|line| line["event"] == "overdue") {
        let kind = line["detail"]["timer"].as_str().unwrap_or_default().to_owned();
        let case = number(&line["case_id"]);
        *told.entry((case, kind.clone())).or_default() += 1;
        let at = moment(&line["at"]);
        let was_due = seen.rows("timers").iter().any(|timer| {
            number(&timer["case_id"]) == case
                && timer["kind"] == kind.as_str()
                && moment(&timer["armed_at"]) <= at
                && moment(&timer["due_at"]) <= at
        });
        if !was_due {
            wrong.push(format!("I8: case {case} was overdue ({kind}) before any timer was due"));
        }
    }
    for ((case, kind), times) in told {
        let once = fired.get(&(case, kind.clone())).copied().unwrap_or_default();
        if times > once {
            wrong.push(format!(
                "I8: case {case} was overdue ({kind}) {times} times for {once} timers that fired"
            ));
        }
    }
    for row in seen.rows("timers") {
        let running = row["fired_at"].is_null() && row["disarmed_at"].is_null();
        let over = seen
            .row("cases", &row["case_id"])
            .is_some_and(|case| matches!(case["stage"].as_str(), Some("archived" | "withdrawn")));
        if running && over {
            wrong.push(format!("I8: timer {} runs for a case that is over", row["id"]));
        }
    }
}
