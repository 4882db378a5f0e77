//! What became of what people did: I2, I3, I5, I6, I12.

use serde_json::Value;

use super::{Evidence, chart, moment, number};

pub(super) fn check(seen: &Evidence, wrong: &mut Vec<String>) {
    stories(seen, wrong);
    words(seen, wrong);
    for case in seen.rows("cases") {
        let id = number(&case["id"]);
        let lines: Vec<&Value> =
            seen.rows("history").iter().filter(|line| number(&line["case_id"]) == id).collect();
        path(case, &lines, wrong);
        rights(seen, case, &lines, wrong);
        audit(seen, case, &lines, wrong);
        told(seen, case, &lines, wrong);
    }
}

/// I2: each story became exactly one case, of its own owner.
fn stories(seen: &Evidence, wrong: &mut Vec<String>) {
    for story in seen.diary["stories"].as_array().into_iter().flatten() {
        let mark = story["mark"].as_str().unwrap_or_default();
        let of = |case: &&Value| case["facts"].to_string().contains(mark);
        let cases: Vec<&Value> = seen.rows("cases").iter().filter(of).collect();
        if cases.len() > 1 {
            wrong.push(format!("I2: the story {mark} became {} cases", cases.len()));
        }
        if cases.is_empty() && story["sure"] == true {
            wrong
                .push(format!("I18: the owner of {mark} was shown a case that is not in the book"));
        }
        for case in cases {
            let owner = seen.row("people", &case["owner_id"]);
            if owner.is_none_or(|owner| owner["account"] != story["owner"]) {
                wrong.push(format!("I5: the case of {mark} belongs to somebody else"));
            }
        }
    }
}

/// I1, I2: each thing said became exactly one event of its case.
fn words(seen: &Evidence, wrong: &mut Vec<String>) {
    for said in seen.diary["words"].as_array().into_iter().flatten() {
        let mark = said["mark"].as_str().unwrap_or_default();
        let has = |line: &&Value| line["detail"].to_string().contains(mark);
        let lines: Vec<&Value> = seen.rows("history").iter().filter(has).collect();
        match lines.as_slice() {
            [] if said["may_fail"] == true => {}
            // Words that could not be joined to a case are asked about, not lost.
            [] if seen.rows("dialogs").iter().any(|it| it["state"].to_string().contains(mark)) => {}
            [] => wrong.push(format!(
                "I1: {mark} ({}) left no trace in the book: {}",
                said["event"],
                fate(seen, mark)
            )),
            [line] => {
                if line["event"] != said["event"] || line["case_id"] != said["case"] {
                    wrong.push(format!(
                        "I2: {mark} became {} of {}",
                        line["event"], line["case_id"]
                    ));
                }
            }
            more => wrong.push(format!("I2: {mark} took effect {} times", more.len())),
        }
    }
}

/// I6: versions without gaps, a legal path, and the row as the last line says.
fn path(case: &Value, lines: &[&Value], wrong: &mut Vec<String>) {
    let id = number(&case["id"]);
    let mut stage = "-".to_owned();
    for (at, line) in lines.iter().enumerate() {
        let version = number(&line["version"]);
        if version != i64::try_from(at).unwrap_or_default() + 1 {
            wrong.push(format!("I6: case {id}: line {at} of the history has version {version}"));
        }
        let event = line["event"].as_str().unwrap_or_default();
        let event = match line["detail"]["timer"].as_str() {
            Some(timer) if event == "overdue" => format!("overdue {timer}"),
            _ => event.to_owned(),
        };
        let to = line["stage"].as_str().unwrap_or_default();
        if !chart::leads(&stage, &event, to) {
            wrong.push(format!("I6: case {id}: {event} led from {stage} to {to}"));
        }
        to.clone_into(&mut stage);
    }
    if number(&case["version"]) != i64::try_from(lines.len()).unwrap_or_default() {
        wrong.push(format!(
            "I12: case {id} has version {} and {} lines of history",
            case["version"],
            lines.len()
        ));
    }
    if case["stage"] != stage.as_str() {
        wrong.push(format!("I6: case {id} is {} and its history ends {stage}", case["stage"]));
    }
}

/// I5: everybody was entitled when they did it.
fn rights(seen: &Evidence, case: &Value, lines: &[&Value], wrong: &mut Vec<String>) {
    let (mut department, mut signer) = (Value::Null, Value::Null);
    for line in lines {
        let event = line["event"].as_str().unwrap_or_default();
        let actor = &line["actor_id"];
        let at = moment(&line["at"]);
        let holds = |role: &str, in_department: bool| {
            seen.rows("posts").iter().any(|post| {
                &post["person_id"] == actor
                    && post["role"] == role
                    && (!in_department || post["department_id"] == department)
                    && moment(&post["since"]) <= at
                    && (post["until"].is_null() || moment(&post["until"]) >= at)
            })
        };
        let voice = seen.row("people", &case["owner_id"]);
        let by_voice = voice.is_some_and(|owner| owner["account"].is_null());
        let stands = |how: &str| match how {
            "clock" => actor.is_null(),
            "owner" => actor == &case["owner_id"],
            "filer" => actor == &case["filed_by"],
            "voice" => by_voice && holds("desk", false),
            "signer" => actor == &signer && (holds("crew", true) || holds("head", true)),
            "crew" | "head" => holds(how, true),
            _ => holds(how, false),
        };
        if !chart::entitled(event).iter().any(|how| stands(how)) {
            wrong.push(format!(
                "I5: case {}: person {actor} was not entitled to {event}",
                case["id"]
            ));
        }
        match event {
            "dispatch" => department = line["detail"]["department"].clone(),
            "sign" => signer = actor.clone(),
            _ => {}
        }
    }
}

/// I12: each change says who did it, by which update; that update is in the book and done.
fn audit(seen: &Evidence, case: &Value, lines: &[&Value], wrong: &mut Vec<String>) {
    for line in lines {
        let event = line["event"].as_str().unwrap_or_default();
        if line["actor_id"].is_null() {
            continue;
        }
        let update = &line["update_id"];
        let row = seen.rows("inbox").iter().find(|row| &row["update_id"] == update);
        match row {
            None => wrong.push(format!(
                "I12: case {}: {event} says update {update}, which is not in the inbox",
                case["id"]
            )),
            Some(row) if row["done_at"].is_null() => wrong.push(format!(
                "I2: case {}: {event} is kept, but its update {update} is not marked as done",
                case["id"]
            )),
            Some(_) => {}
        }
    }
}

/// I3: what must be said after an event was owed in the same book.
fn told(seen: &Evidence, case: &Value, lines: &[&Value], wrong: &mut Vec<String>) {
    let id = number(&case["id"]);
    let account = |person: &Value| {
        seen.row("people", person).map_or(Value::Null, |person| person["account"].clone())
    };
    for (event, to, notice) in chart::TOLD {
        let mut rooms: Vec<Value> = vec![];
        for line in lines.iter().filter(|line| line["event"] == event) {
            let who = if to == "owner" { &case["owner_id"] } else { &line["actor_id"] };
            rooms.push(account(who));
        }
        for room in rooms.iter().filter(|room| !room.is_null()) {
            let owed = seen.rows("outbox").iter().any(|row| {
                let letter = &row["letter"];
                &row["room"] == room
                    && number(&letter["case"]) == id
                    && (letter["notice"]["notice"] == notice || letter["notice"] == notice)
            });
            if !owed {
                wrong
                    .push(format!("I3: case {id}: after {event}, {notice} was never owed to {to}"));
            }
        }
    }
    let cards = |kind: &str| {
        let mine = |card: &&Value| number(&card["case_id"]) == id && card["kind"] == kind;
        seen.rows("cards").iter().filter(mine).count()
    };
    let dispatches = lines.iter().filter(|line| line["event"] == "dispatch").count();
    if cards("slip") < dispatches {
        wrong
            .push(format!("I3: case {id} was dispatched {dispatches} times without as many slips"));
    }
    if cards("receipt") == 0 && !account(&case["owner_id"]).is_null() {
        wrong.push(format!("I3: case {id}: the owner has no receipt"));
    }
    for card in seen.rows("cards").iter().filter(|card| number(&card["case_id"]) == id) {
        let closed = seen.diary["unreachable"].as_array();
        if closed.is_some_and(|chats| chats.contains(&card["room"])) {
            continue;
        }
        if number(&card["shown"]) < number(&card["wanted"]) && !seen.may("may_owe") {
            wrong.push(format!(
                "I3: card {} of case {id} shows {} and not its newest state {}",
                card["id"], card["shown"], card["wanted"]
            ));
        }
    }
}

/// What became of the update that carried these words.
fn fate(seen: &Evidence, mark: &str) -> String {
    let carried = seen.updates.iter().find(|update| update.to_string().contains(mark));
    let Some(update) = carried else { return "it was never handed over".to_owned() };
    let id = &update["update_id"];
    let row = seen.rows("inbox").iter().find(|row| &row["update_id"] == id);
    row.map_or_else(|| format!("update {id} is not in the inbox"), Value::to_string)
}
