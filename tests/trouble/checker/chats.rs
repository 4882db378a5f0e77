//! What chats saw and Telegram was asked: I4, I7, I9, I11, I16, I18.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Evidence, number};

/// What Telegram may say no to in any trial: that a message shows it already, is gone, or that a
/// press is too old.
const NORMAL: [&str; 4] = [
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "query is too old",
];
/// How the program says that the book is closed.
const BOOK_CLOSED: [&str; 1] = ["nothing can be written down"];
/// As many messages and edits as a group takes in a minute, and everybody in a second.
const GROUP_MINUTE: usize = 20;
const ALL_SECOND: usize = 30;

pub(super) fn check(seen: &Evidence, wrong: &mut Vec<String>) {
    duplicates(seen, wrong);
    order(seen, wrong);
    patience(seen, wrong);
    limits(seen, wrong);
    requests(seen, wrong);
    secrets(seen, wrong);
    numbers(seen, wrong);
    presses(seen, wrong);
}

/// Every press is answered, where nothing was in the way of an answer.
fn presses(seen: &Evidence, wrong: &mut Vec<String>) {
    let is_calm = seen.journal.iter().all(|line| line["harm"] == "");
    if !is_calm || number(&seen.diary["unknowns"]) > 0 || seen.may("book_closed") {
        return;
    }
    let answered: BTreeSet<&str> = seen
        .journal
        .iter()
        .filter(|line| line["method"] == "answerCallbackQuery")
        .filter_map(|line| line["asked"]["callback_query_id"].as_str())
        .collect();
    for update in &seen.updates {
        let press = update["callback_query"]["id"].as_str();
        let is_real = update["callback_query"]["chat_instance"].is_string();
        if let Some(press) = press.filter(|press| is_real && !answered.contains(press)) {
            wrong.push(format!(
                "I18: press {press} on {} was never answered",
                update["callback_query"]["data"]
            ));
        }
    }
}

/// I4: every message that a chat shows is one that the book knows; what it does not know is the
/// second copy of something, and there are no more of those than outcomes that nobody could know.
fn duplicates(seen: &Evidence, wrong: &mut Vec<String>) {
    let mut known: BTreeSet<(i64, i64)> = BTreeSet::new();
    for row in seen.rows("outbox").iter().chain(seen.rows("cards")) {
        known.insert((number(&row["room"]), number(&row["message"])));
    }
    for row in seen.rows("questionnaires") {
        let person = seen.row("people", &row["person_id"]);
        let account = person.map_or(0, |person| number(&person["account"]));
        known.insert((account, number(&row["screen"])));
    }
    let place = |message: &Value| (number(&message["chat"]), number(&message["id"]));
    let albums: BTreeSet<&str> = seen
        .shown
        .iter()
        .filter(|message| known.contains(&place(message)))
        .filter_map(|message| message["album"].as_str())
        .collect();
    let mut copies: BTreeMap<(i64, &str), usize> = BTreeMap::new();
    let mut extra_albums = BTreeSet::new();
    let mut extras = 0;
    for message in &seen.shown {
        let album = message["album"].as_str();
        let is_known = known.contains(&place(message))
            || message["service"] == true
            || album.is_some_and(|album| albums.contains(album));
        if is_known || album.is_some_and(|album| !extra_albums.insert(album)) {
            continue;
        }
        let text = message["text"].as_str().unwrap_or_default();
        // What is said because nothing can be written down cannot be written down either.
        if seen.may("book_closed") && BOOK_CLOSED.iter().any(|words| text.contains(words)) {
            continue;
        }
        extras += 1;
        *copies.entry((number(&message["chat"]), text)).or_default() += 1;
    }
    let in_journal = seen.journal.iter().filter(|line| line["unknown"] == true).count();
    let allowed = in_journal + usize::try_from(number(&seen.diary["unknowns"])).unwrap_or(0);
    if extras > allowed {
        let sample: Vec<_> = copies.keys().take(3).map(|(chat, text)| (chat, cut(text))).collect();
        wrong.push(format!(
            "I4: {extras} messages are shown twice or belong to no letter, with {allowed} unknown \
             outcomes: {sample:?}"
        ));
    }
    if allowed == 1 && copies.values().any(|times| *times > 1) {
        wrong.push("I4: one unknown outcome made more than one extra message".to_owned());
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

/// I7: what a chat is told of one case stands in the order in which it happened.
fn order(seen: &Evidence, wrong: &mut Vec<String>) {
    let mut last: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    for row in seen.rows("outbox") {
        let letter = &row["letter"];
        let (Some(case), Some(message)) = (letter["case"].as_i64(), row["message"].as_i64()) else {
            continue;
        };
        if letter["letter"] != "notice" {
            continue;
        }
        let place = (number(&row["room"]), case);
        let id = number(&row["id"]);
        if let Some((earlier, shown)) = last.insert(place, (id, message))
            && shown > message
        {
            wrong.push(format!(
                "I7: in {} outbox row {id} of case {case} was said before row {earlier}",
                place.0
            ));
        }
    }
}

/// I9: nobody speaks to a chat before the time that Telegram named.
fn patience(seen: &Evidence, wrong: &mut Vec<String>) {
    let mut closed_until: BTreeMap<Option<i64>, i64> = BTreeMap::new();
    for line in &seen.journal {
        let chat = line["asked"]["chat_id"].as_i64();
        let at = number(&line["at"]);
        let method = line["method"].as_str().unwrap_or_default();
        let is_speech = method.starts_with("send") || method.starts_with("editMessage");
        let key = if method == "getUpdates" { None } else { chat };
        if let Some(until) = closed_until.get(&key)
            && (is_speech || method == "getUpdates")
            && at < *until
        {
            wrong.push(format!(
                "I9: {method} to {chat:?} came {} ms before the time that a 429 had named",
                until - at
            ));
        }
        if number(&line["code"]) == 429
            && (is_speech || method == "getUpdates")
            && let Some(seconds) = line["retry_after"].as_i64()
        {
            // Requests under way when it was said could not know of it.
            closed_until.insert(key, number(&line["answered"]) + seconds * 1_000 - 50);
        }
    }
}

/// I9: the sending limits, over all instances together; and no 429 that nobody had injected.
fn limits(seen: &Evidence, wrong: &mut Vec<String>) {
    if seen.may("unlimited") {
        return;
    }
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut all = vec![];
    for line in &seen.journal {
        let method = line["method"].as_str().unwrap_or_default();
        let is_speech = method.starts_with("send") || method.starts_with("editMessage");
        if !is_speech {
            continue;
        }
        if number(&line["code"]) == 429 && line["harm"] == "" {
            wrong.push(format!(
                "I9: {method} to {} ran into Telegram's limit: {}",
                line["asked"]["chat_id"], line["error"]
            ));
        }
        if number(&line["code"]) != 200 {
            continue;
        }
        let parts = line["messages"].as_array().map_or(1, Vec::len).max(1);
        let chat = number(&line["asked"]["chat_id"]);
        for _ in 0..parts {
            all.push(number(&line["at"]));
            if chat < 0 {
                groups.entry(chat).or_default().push(number(&line["at"]));
            }
        }
    }
    for (chat, times) in groups {
        if let Some(most) = most_within(&times, 60_000).filter(|most| *most > GROUP_MINUTE) {
            wrong.push(format!("I9: the group {chat} was sent {most} messages in one minute"));
        }
    }
    if let Some(most) = most_within(&all, 1_000).filter(|most| *most > ALL_SECOND) {
        wrong.push(format!("I9: {most} messages were sent in one second"));
    }
}

/// The most of these moments that fall into one span.
fn most_within(times: &[i64], span: i64) -> Option<usize> {
    let mut times = times.to_vec();
    times.sort_unstable();
    let mut first = 0;
    (0..times.len())
        .map(|last| {
            while times[last] - times[first] >= span {
                first += 1;
            }
            last - first + 1
        })
        .max()
}

/// I16: no request that Telegram, or the stand-in's strictness, finds fault with.
fn requests(seen: &Evidence, wrong: &mut Vec<String>) {
    let excused = seen.words("excused");
    for line in &seen.journal {
        let error = line["error"].as_str().unwrap_or_default();
        let is_fine = error.is_empty()
            || line["harm"] != ""
            || number(&line["code"]) == 429
            || NORMAL.iter().any(|known| error.contains(known))
            || excused.iter().any(|known| error.contains(known));
        if !is_fine {
            wrong.push(format!(
                "I16: {} to {} was refused: {error}",
                line["method"], line["asked"]["chat_id"]
            ));
        }
    }
    for complaint in seen.words("complaints") {
        wrong.push(format!("I16: the stand-in complains: {complaint}"));
    }
}

/// I11: no secret in anything that is shown; groups read no names and no telephones of owners.
fn secrets(seen: &Evidence, wrong: &mut Vec<String>) {
    let token = seen.diary["token"].as_str().unwrap_or("no token");
    let (names, phones) = (seen.words("names"), seen.words("phones"));
    for message in &seen.shown {
        let text = format!("{} {}", message["text"], message["keyboard"]);
        if text.contains(token) {
            wrong.push(format!("I11: the token stands in a message in {}", message["chat"]));
        }
        if number(&message["chat"]) < 0
            && let Some(word) = names.iter().chain(&phones).find(|word| text.contains(**word))
        {
            wrong.push(format!(
                "I11: the group {} reads {word}: {}",
                message["chat"],
                cut(message["text"].as_str().unwrap_or_default())
            ));
        }
    }
}

/// I18: whoever is shown a number of a case has a case.
fn numbers(seen: &Evidence, wrong: &mut Vec<String>) {
    let cases: BTreeSet<i64> = seen.rows("cases").iter().map(|case| number(&case["id"])).collect();
    for message in &seen.shown {
        let rows = message["keyboard"]["inline_keyboard"].as_array().into_iter().flatten();
        for button in rows.filter_map(Value::as_array).flatten() {
            let data = button["callback_data"].as_str().unwrap_or_default();
            let mut parts = data.split(':');
            if parts.next() == Some("c1")
                && let Some(case) = parts.next().and_then(|id| id.parse::<i64>().ok())
                && !cases.contains(&case)
            {
                wrong.push(format!(
                    "I18: {} is shown case {case}, which is not in the book",
                    message["chat"]
                ));
            }
        }
    }
}
