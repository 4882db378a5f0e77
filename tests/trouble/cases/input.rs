//! D: whatever people and odd clients send.

use std::time::{Duration, Instant};

use huiyin::button::{Act, Button, Choice};
use playground::{Blob, Content, Profile};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Value, json};

use super::{Case, case};
use crate::{
    gate::{Harm, calls},
    people::{DEPARTMENTS, Matter, mark, photo},
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!("D1", "joined emoji, flags, and 4,096 of them", d1, [1], short = true),
    case!("D2", "100 kB of text in one update", d2),
    case!("D4", "fragments of SQL in every field", d4),
    case!("D5", "HTML, Markdown and links are shown as they were typed", d5, [1], short = true),
    case!("D6", "NUL characters and lone surrogates", d6, [1], short = true),
    case!("D7", "names that are empty, endless, or somebody else's", d7),
    case!("D8", "stickers, dice, polls and places where words are expected", d8),
    case!("D9", "files of the wrong kind and of 25 MB", d9),
    case!("D10", "an album with words on several photos", d10),
    case!("D11", "texts that are changed during and after the conversation", d11),
    case!("D12", "forwarded messages and forwarded commands", d12),
    case!("D14", "start links that are wrong, long, used or guessed", d14, [1], short = true),
    case!("D15", "commands for other bots, in capitals, too long", d15),
    case!("D16", "button data that is random, old, or of another case", d16, [1, 2], short = true),
    case!("D18", "somebody else's contact", d18),
    case!("D20", "the accounts of owner and crew are deleted", d20),
    case!("D21", "accounts above 2^32, channels as senders", d21),
    case!("D22", "400 updates with parts missing, doubled, or of the wrong kind", d22, [1, 2]),
    case!(
        "D23",
        "one person sends 200 messages a second for five seconds",
        d23,
        [1, 2],
        short = true
    ),
    case!("D25", "300 random presses on whatever is offered, and a way out", d25),
];

async fn begin(trial: &Trial) -> anyhow::Result<Matter> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    Ok(matter)
}

/// The words are in the book as they were typed, and the desk reads them so, on the full slip: in its group
/// nobody's words are repeated.
async fn kept_and_shown(trial: &Trial, matter: &Matter, words: &str) -> anyhow::Result<()> {
    let mark = mark();
    let told = format!("{words} {mark}");
    trial.adds_words(matter, &told, &mark)?;
    let (room, desk) = (trial.cast.room("desk"), trial.cast.account("desk"));
    let shown = || {
        let messages = trial.cast.telegram.messages(desk);
        messages.into_iter().rev().find(|it| it.text().contains(&mark))
    };
    let case = matter.case;
    let means = move |it: &Button| matches!(it, Button::Case(of, _, Act::Slip) if *of == case);
    trial.insists(desk, room, 0, means, |_| shown().is_some()).await?;
    let message = shown().map(|it| (it.text().to_owned(), it.entities().to_vec()));
    let (text, entities) = message.unwrap_or_default();
    if !text.contains(&told) {
        trial.finds(format!(
            "D5: {} is not shown as typed",
            words.chars().take(30).collect::<String>()
        ));
    }
    // Entities count in UTF-16; only those upon the words themselves are of interest.
    let units = |words: &str| i64::try_from(words.encode_utf16().count()).unwrap_or(i64::MAX);
    let begins = text.find(&told).map_or(0, |at| units(&text[..at]));
    let ends = begins + units(&told);
    let odd = entities.iter().find(|it| {
        let from = it["offset"].as_i64().unwrap_or_default();
        let to = from + it["length"].as_i64().unwrap_or_default();
        let is_format = matches!(
            it["type"].as_str(),
            Some("bold" | "italic" | "text_link" | "code" | "pre" | "spoiler")
        );
        is_format && from < ends && to > begins
    });
    if let Some(odd) = odd {
        trial.finds(format!("D5: {} became {odd}", words.chars().take(30).collect::<String>()));
    }
    Ok(())
}

async fn d1(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    kept_and_shown(trial, &matter, &"👨‍👩‍👧‍👦".repeat(15)).await?;
    kept_and_shown(trial, &matter, &"🇨🇳🇭🇰".repeat(60)).await?;
    let owner = matter.owner;
    let since = trial.since(owner);
    trial.writes(owner, owner, &"😀".repeat(4_096))?;
    answered(trial, owner, since).await
}

async fn answered(trial: &Trial, chat: i64, since: i64) -> anyhow::Result<()> {
    let bot = trial.cast.telegram.bot();
    let comes = || {
        let messages = trial.cast.telegram.messages(chat);
        messages.iter().any(|it| it.id >= since && it.from == bot)
    };
    trial.comes("an answer", comes).await
}

fn said(owner: i64, number: i64, text: &str) -> Value {
    json!({ "message": {
        "message_id": number, "date": 1_795_000_000, "text": text,
        "from": { "id": owner, "is_bot": false, "first_name": "O", "language_code": "en" },
        "chat": { "id": owner, "type": "private", "first_name": "O" },
    } })
}

async fn d2(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let owner = trial.owner(1);
    trial.cast.telegram.raw(said(owner, 880_100, &"long ".repeat(20_000)));
    trial.adds(&matter).map(drop)
}

async fn d4(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    for words in ["'); drop table cases; --", "$1 $$ \\x00 ' or 1=1", "%s {0} ${HOME} `id`"] {
        kept_and_shown(trial, &matter, words).await?;
    }
    let owner = trial.owner(2);
    trial.cast.telegram.person(Profile::named(owner, "x'); delete from people; --").speaking("en"));
    trial.complains(2, DEPARTMENTS[1]).await.map(drop)
}

async fn d5(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    for words in [
        "<b>bold</b> & <i>open <a href=\"tg://user?id=1\">x</a>",
        "*bold* _it_ [x](javascript:alert(1)) `code` &amp; &lt;",
        "</pre><tg-spoiler>|| ~~ __",
    ] {
        kept_and_shown(trial, &matter, words).await?;
    }
    let parsed =
        trial.gate.journal().iter().filter(|line| !line["asked"]["parse_mode"].is_null()).count();
    trial.notes(format!("{parsed} messages with a parse mode"));
    Ok(())
}

async fn d6(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let owner = trial.owner(1);
    trial.diary().may_park = true;
    trial.cast.telegram.raw(said(owner, 880_200, "no\u{0}light in \u{1} the hall"));
    let lowest = trial.gate.updates().iter().filter_map(|it| it["update_id"].as_i64()).min();
    let id = lowest.unwrap_or(2) - 1;
    let broken = format!(
        "{{\"ok\":true,\"result\":[{{\"update_id\":{id},\"message\":{{\"message_id\":1,\"date\":1,\
         \"chat\":{{\"id\":{owner},\"type\":\"private\",\"first_name\":\"O\"}},\
         \"from\":{{\"id\":{owner},\"is_bot\":false,\"first_name\":\"O\"}},\
         \"text\":\"half \\ud83d a face\"}}}}]}}"
    );
    trial.gate.harm(1, Harm::Instead(broken), calls("getUpdates"));
    trial.adds(&matter)?;
    trial.comes("the broken batch", || trial.gate.harmed() > 0).await?;
    trial.adds(&matter)?;
    trial.signs(&matter).await
}

async fn d7(trial: &Trial) -> anyhow::Result<()> {
    let names = ["   ", "\u{202e}\u{200f}", "Huiyin", "Meiling Chen"];
    let endless = "🙂".repeat(64);
    for (at, name) in names.into_iter().chain([endless.as_str()]).enumerate() {
        let stranger = 880_300 + i64::try_from(at).unwrap_or_default();
        trial.cast.telegram.person(Profile::named(stranger, name).speaking("en"));
        trial.cast.telegram.start(stranger, None).map_err(|it| anyhow::anyhow!("{it:?}"))?;
        let agrees = |it: &Button| matches!(it, Button::Task(_, Choice::Agree));
        trial
            .insists(stranger, stranger, 0, agrees, |it| it.button(stranger, 0, agrees).is_none())
            .await?;
    }
    begin(trial).await.map(drop)
}

fn odd_things() -> Vec<Content> {
    vec![
        scenarios::sticker(),
        Content::Dice { emoji: "🎲".to_owned() },
        Content::Poll { question: "When?".to_owned(), options: vec!["a".into(), "b".into()] },
        Content::Location { latitude: 30.2, longitude: 120.1 },
        Content::Venue { latitude: 30.2, longitude: 120.1, title: "T".into(), address: "A".into() },
        Content::Contact { phone: "+1".into(), first_name: "X".into(), user_id: None },
        Content::Story,
        Content::VideoNote { file: vec![1, 2, 3].into(), seconds: 2 },
        scenarios::voice(),
        Content::Other(serde_json::Map::from_iter([("giveaway".to_owned(), json!({ "n": 1 }))])),
        Content::Other(serde_json::Map::from_iter([("game".to_owned(), json!({ "title": "g" }))])),
        Content::Other(serde_json::Map::from_iter([(
            "paid_media".to_owned(),
            json!({ "star_count": 1 }),
        )])),
        Content::Other(serde_json::Map::from_iter([(
            "checklist".to_owned(),
            json!({ "title": "c" }),
        )])),
        Content::Other(serde_json::Map::from_iter([("gift".to_owned(), json!({ "gift": {} }))])),
    ]
}

async fn d8(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let word = mark();
    trial.diary().may_park = true;
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": true }));
    trial.writes(owner, owner, &format!("The lift rattles {word}"))?;
    for content in odd_things() {
        trial.cast.telegram.send(owner, owner, content).map_err(|it| anyhow::anyhow!("{it:?}"))?;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    trial.insists(owner, owner, since, is_send, |it| it.receipt(owner, since).is_some()).await
}

async fn d9(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let word = mark();
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": true }));
    trial.writes(owner, owner, &format!("The lift rattles {word}"))?;
    for content in [
        scenarios::big_file(),
        Content::document(vec![1, 2, 3], "photo.jpg", "application/octet-stream"),
        Content::document(Blob::declared(0), "empty.pdf", "application/pdf"),
    ] {
        trial.cast.telegram.send(owner, owner, content).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    }
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    trial.insists(owner, owner, since, is_send, |it| it.receipt(owner, since).is_some()).await
}

async fn d10(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let words = [mark(), mark(), mark()];
    let photos = words.iter().map(|word| photo().captioned(&format!("the lift {word}"))).collect();
    trial.cast.telegram.album(owner, owner, photos).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    trial.insists(owner, owner, since, is_send, |it| it.receipt(owner, since).is_some()).await?;
    for word in &words {
        let kept = format!(
            "select (select count(*) from cases where facts::text like '%{word}%')
                  + (select count(*) from evidence where caption like '%{word}%')"
        );
        if trial.count_of(kept).await? == 0 {
            trial.finds(format!("I1: the words on a photo of an album are lost ({word})"));
        }
    }
    Ok(())
}

async fn d11(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let since = trial.since(owner);
    let (word, late) = (mark(), mark());
    trial.diary().stories.push(json!({ "mark": word, "owner": owner, "sure": true }));
    let message = trial.writes(owner, owner, &format!("The lift rattles {word}"))?;
    trial.cast.telegram.edit(owner, owner, message, &format!("Changed {late}")).ok();
    trial.goes_through(owner, since).await?;
    let is_send = |it: &Button| matches!(it, Button::Draft(_, Choice::Send));
    trial.insists(owner, owner, since, is_send, |it| it.receipt(owner, since).is_some()).await?;
    let before = trial.count_of("select count(*) from history").await?;
    trial.cast.telegram.edit(owner, owner, message, "/start").ok();
    let newest = trial.since(owner);
    trial.cast.telegram.edit(owner, owner, message, "and again").ok();
    answered(trial, owner, newest - 1).await?;
    if trial.count_of("select count(*) from history").await? != before {
        trial.finds("D11: a changed text took effect");
    }
    Ok(())
}

async fn d12(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let owner = trial.owner(1);
    for content in [
        Content::Forwarded(Box::new(Content::text("/start admin"))),
        Content::ForwardedFrom(trial.cast.account("manager"), Box::new(Content::text("/invite"))),
    ] {
        trial.cast.telegram.send(owner, owner, content).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    }
    let posts = format!(
        "select count(*) from posts join people on people.id = person_id where account = {owner}"
    );
    trial.adds(&matter)?;
    trial.settle(Duration::from_secs(40)).await?;
    anyhow::ensure!(trial.count_of(posts).await? == 0, "a forwarded command gave a post");
    Ok(())
}

async fn d14(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    let posts = trial.count_of("select count(*) from posts").await?;
    let long = "a".repeat(64);
    for payload in [long.as_str(), "-_-", "0", "admin", "AAAAAAAAAAAAAAAAAAAAAA"] {
        trial.cast.telegram.start(owner, Some(payload)).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    }
    trial.writes(owner, owner, "/start not a payload at all; drop")?;
    trial.settle(Duration::from_secs(40)).await?;
    if trial.count_of("select count(*) from posts").await? != posts {
        trial.finds("I5: a guessed link gave a post");
    }
    begin(trial).await.map(drop)
}

async fn d15(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let owner = trial.owner(1);
    let endless = format!("/{}", "x".repeat(60));
    for words in [
        "/start@otherbot",
        "/HELP",
        endless.as_str(),
        "/",
        "//",
        "/start@huiyin_bot",
        "see /help there",
    ] {
        trial.writes(owner, owner, words)?;
    }
    let crew = trial.cast.account("crew");
    for words in ["/case@otherbot 1", "/CASE", "/help"] {
        trial.writes(crew, trial.cast.room("engineering"), words)?;
    }
    trial.adds(&matter).map(drop)
}

async fn d16(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let other = trial.complains(1, DEPARTMENTS[1]).await?;
    let before = trial.count_of("select count(*) from history").await?;
    let seed: u64 = rand::rng().random();
    trial.notes(format!("seed {seed}"));
    let mut dice = StdRng::seed_from_u64(seed);
    let theirs = other.owner;
    let mut presses = vec![];
    for round in 0..60 {
        let data = match round % 6 {
            0 => String::new(),
            1 => (0..dice.random_range(1..64)).map(|_| dice.random_range('!'..'~')).collect(),
            2 => format!(
                "c1:{}:1:{}",
                matter.case.0,
                ["sign", "off", "done", "ok", "dep:2", "slip"].choose(&mut dice).unwrap_or(&"")
            ),
            3 => format!("c1:{}:1:ok", i64::MAX),
            4 => format!("d1:{}:send", dice.random_range(0..50)),
            _ => format!("q1:{}:1:g:s", dice.random_range(0..9)),
        };
        presses.push((data.clone(), trial.cast.telegram.press_data(theirs, theirs, 1, &data)));
    }
    for (data, press) in presses {
        if trial.cast.telegram.toasted(&press, Duration::from_secs(20)).await.is_none() {
            trial.finds(format!("D16: a press on {data:?} was never answered"));
        }
    }
    if trial.count_of("select count(*) from history").await? != before {
        trial.finds("I5: forged buttons took effect");
    }
    Ok(())
}

async fn d18(trial: &Trial) -> anyhow::Result<()> {
    let stranger = 880_400;
    trial.cast.telegram.person(Profile::named(stranger, "Newcomer").speaking("en"));
    trial.cast.telegram.start(stranger, None).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    for (phone, user) in
        [("+8613900000001", Some(1)), ("+8613900000002", None), ("call me", Some(stranger))]
    {
        let content =
            Content::Contact { phone: phone.into(), first_name: "X".into(), user_id: user };
        trial
            .cast
            .telegram
            .send(stranger, stranger, content)
            .map_err(|it| anyhow::anyhow!("{it:?}"))?;
    }
    begin(trial).await?;
    let kept = format!(
        "select count(*) from people where account = {stranger} and phone is not null and phone_verified"
    );
    if trial.count_of(kept).await? > 0 {
        trial.finds("I5: somebody else's contact counts as one's own number");
    }
    Ok(())
}

async fn d20(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    for words in ["gone", "deactivated"] {
        trial.diary().given_up.push(words.to_owned());
        trial.diary().excused.push(words.to_owned());
    }
    let crew = trial.cast.account("crew");
    trial.signs(&matter).await?;
    trial.diary().unreachable.extend([matter.owner, crew]);
    trial.cast.telegram.deactivate(matter.owner);
    trial.cast.telegram.deactivate(crew);
    let mate = trial.cast.account("head");
    let room = trial.cast.room("engineering");
    trial.acts(mate, room, matter.case, Act::SetOut).await
}

async fn d21(trial: &Trial) -> anyhow::Result<()> {
    let huge = 5_000_000_000_123;
    trial.cast.telegram.person(Profile::named(huge, "Huge").speaking("en"));
    trial.cast.telegram.start(huge, None).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    answered(trial, huge, 0).await?;
    let room = trial.cast.room("engineering");
    trial.cast.telegram.raw(json!({ "message": {
        "message_id": 555_777, "date": 1_795_000_000, "text": "/start from a channel",
        "sender_chat": { "id": -1_009_999_999_999_i64, "type": "channel", "title": "C" },
        "from": { "id": 136_817_688, "is_bot": true, "first_name": "Channel" },
        "chat": { "id": room, "type": "supergroup", "title": "E" },
    } }));
    begin(trial).await.map(drop)
}

/// One change to one part of an update.
fn mutate(value: &mut Value, dice: &mut StdRng) {
    let strange = [
        json!(null),
        json!([]),
        json!({}),
        json!(-1),
        json!("x"),
        json!(i64::MAX),
        json!(1.5),
        json!([[[[[1]]]]]),
    ];
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let key = keys.choose(dice).cloned().unwrap_or_default();
            match dice.random_range(0..4) {
                0 => {
                    fields.remove(&key);
                }
                1 => {
                    fields.insert(key, strange.choose(dice).cloned().unwrap_or_default());
                }
                _ => {
                    if let Some(inner) = fields.get_mut(&key) {
                        mutate(inner, dice);
                    }
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.random_range(0..items.len());
            mutate(&mut items[at], dice);
        }
        other => *other = strange.choose(dice).cloned().unwrap_or_default(),
    }
}

async fn d22(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().may_park = true;
    for content in odd_things() {
        trial.cast.telegram.send(trial.owner(5), trial.owner(5), content).ok();
    }
    trial.adds(&matter)?;
    trial.settle(Duration::from_mins(1)).await?;
    let seed: u64 = rand::rng().random();
    trial.notes(format!("seed {seed}"));
    let mut dice = StdRng::seed_from_u64(seed);
    let known = trial.gate.updates();
    let before = trial.count_of("select count(*) from history").await?;
    for _ in 0..400 {
        let Some(mut update) = known.choose(&mut dice).cloned() else { continue };
        if let Some(fields) = update.as_object_mut() {
            fields.remove("update_id");
        }
        for _ in 0..dice.random_range(1..4) {
            mutate(&mut update, &mut dice);
        }
        trial.cast.telegram.raw(update);
    }
    trial.settle(Duration::from_secs(100)).await?;
    let added = trial.count_of("select count(*) from history").await? - before;
    trial.notes(format!("{added} of them still meant something"));
    trial.diary().words.clear();
    trial.signs(&matter).await
}

async fn d23(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let flooder = trial.owner(9);
    let mut slowest = Duration::ZERO;
    let begun = Instant::now();
    for second in 0..5 {
        for number in 0..200 {
            trial.writes(flooder, flooder, &format!("flood {second} {number}"))?;
        }
        slowest = slowest.max(trial.adds_and_waits(&matter).await?);
        let next = Duration::from_secs(second + 1);
        tokio::time::sleep(next.saturating_sub(begun.elapsed())).await;
    }
    trial.notes(format!("another's words were handled within {:.1} s", slowest.as_secs_f32()));
    if slowest > Duration::from_secs(3) {
        trial.finds(format!("I10: a flood delayed others by {:.1} s", slowest.as_secs_f32()));
    }
    let handled = Instant::now();
    let left = "select count(*) from inbox where done_at is null and parked_at is null";
    while trial.count_of(left).await? > 0 {
        anyhow::ensure!(handled.elapsed() < Duration::from_mins(2), "the flood is not handled");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    trial.notes(format!("the flood was handled {:.1} s later", handled.elapsed().as_secs_f32()));
    let owed = trial.count_of("select count(*) from outbox where settled_at is null").await?;
    trial.notes(format!("{owed} answers were owed then"));
    if owed > 60 {
        trial
            .finds(format!("D23: a flood is answered message by message: {owed} letters are owed"));
        trial.diary().may_owe = true;
        trial.sql("update outbox set settled_at = now() where settled_at is null and letter->>'letter' = 'page'").await?;
    }
    trial.signs(&matter).await
}

async fn d25(trial: &Trial) -> anyhow::Result<()> {
    let seed: u64 = rand::rng().random();
    trial.notes(format!("seed {seed}"));
    let mut dice = StdRng::seed_from_u64(seed);
    let owner = trial.owner(0);
    trial.writes(owner, owner, "The lift rattles and I press everything")?;
    for step in 0..300 {
        let offered: Vec<(i64, String)> = trial
            .cast
            .telegram
            .messages(owner)
            .iter()
            .flat_map(|it| {
                let carried = it.buttons().into_iter().flatten().filter_map(|b| b.data);
                carried.map(|data| (it.id, data)).collect::<Vec<_>>()
            })
            .collect();
        if let Some((message, data)) = offered.choose(&mut dice) {
            trial.cast.telegram.press_data(owner, owner, *message, data);
        }
        if step % 11 == 0 {
            trial.writes(owner, owner, "words in between")?;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    trial.settle(Duration::from_secs(150)).await?;
    let since = trial.since(owner);
    trial.cast.telegram.start(owner, None).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    let any = |_: &Button| true;
    trial.comes("a way on", || trial.button(owner, since, any).is_some()).await
}
