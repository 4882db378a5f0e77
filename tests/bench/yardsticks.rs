//! What the machine can do at all: bare transactions of the same rows, and a bare bot that repeats
//! what it is told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::PgConnection;
use teloxide::prelude::*;
use tokio::task::JoinSet;

use crate::{
    Trial, estate,
    ground::run,
    numbers::{real, real_of},
    report::Report,
    site::{Pacing, Program, Site, StandIn},
    whole::Whole,
};

/// As many connections as the program has.
const CONNECTIONS: usize = 16;
/// How many people talk to the echo bot at once.
const PEOPLE: usize = 64;
/// Past cases in the book that the bare transactions write to.
const PAST: i64 = 1_000;

/// Rows that one transaction of the program writes, by table, taken from a run of the whole phase;
/// used when that phase is not measured in the same run.
const USUAL: [(&str, f64, f64); 12] = [
    ("cards", 0.03, 0.25),
    ("cases", 0.01, 0.10),
    ("dialogs", 0.03, 0.13),
    ("evidence", 0.01, 0.0),
    ("history", 0.10, 0.0),
    ("inbox", 0.25, 0.25),
    ("looks", 0.01, 0.0),
    ("outbox", 0.40, 0.80),
    ("people", 0.0, 0.0),
    ("questionnaires", 0.01, 0.04),
    ("timers", 0.08, 0.09),
    ("posts", 0.0, 0.0),
];

/// One kind of row, and how often a transaction writes it.
#[derive(Debug, Clone)]
struct Share {
    statement: &'static str,
    per_commit: f64,
}

fn shares(rows: &[(String, f64, f64)]) -> Vec<Share> {
    let mut shares = vec![];
    for (table, inserted, changed) in rows {
        let (insert, change) = statements(table);
        for (statement, per_commit) in [(insert, *inserted), (change, *changed)] {
            if let Some(statement) = statement.filter(|_| per_commit > 0.005) {
                shares.push(Share { statement, per_commit });
            }
        }
    }
    shares
}

/// How a row of a table is written, and how one is changed; `$1` tells rows apart.
fn statements(table: &str) -> (Option<&'static str>, Option<&'static str>) {
    match table {
        "inbox" => (
            Some(
                "insert into inbox (update_id, lane, raw, received_at)
                 values (2000000000 + $1, $1 % 20000, repeat('0123456789', 70), now())",
            ),
            Some("update inbox set done_at = now(), outcome = 'words' where update_id = $1"),
        ),
        "cases" => (
            Some(
                "insert into cases (number, site_id, kind, channel, owner_id, filed_by, facts,
                     stage, detail, policy_id, draft_key, opened_at, changed_at, changed_by)
                 select 'B' || $1, site_id, kind, channel, owner_id, filed_by, facts, 'registered',
                     detail, policy_id, 'b' || $1, now(), now(), 'register'
                 from cases where id = 1 + $1 % 1000",
            ),
            Some(
                "update cases set version = version + 1, changed_at = now(), round = round + 1
                 where id = 1 + $1 % 1000",
            ),
        ),
        "history" => (
            Some(
                "insert into history (case_id, version, at, event, detail, stage, update_id)
                 values (1 + $1 % 1000, 1, now(), 'sign', '{\"round\": 1}', 'working', $1)",
            ),
            None,
        ),
        "dialogs" => (
            Some(
                "insert into dialogs (person_id, kind, state, changed_at)
                 values (1 + $1 % 20000, 'draft', jsonb_build_object('story', repeat('x', 300)),
                         now())
                 on conflict (person_id, kind) do update
                 set state = excluded.state, version = nextval('dialog_versions')",
            ),
            Some(
                "update dialogs set state = jsonb_build_object('story', repeat('y', 300)),
                     version = nextval('dialog_versions')
                 where person_id = 1 + $1 % 20000 and kind = 'draft'",
            ),
        ),
        "outbox" => (
            Some(
                "insert into outbox (room, class, letter, due_at)
                 values ($1, 1, jsonb_build_object('page', repeat('0123456789', 60)), now())",
            ),
            Some(
                "update outbox set attempt = attempt + 1, lease_until = now()
                 where id = 1 + $1 % 8000",
            ),
        ),
        "cards" => (
            Some(
                "insert into cards (case_id, kind, room, round)
                 values (1 + $1 % 1000, 'slip', $1, 2)",
            ),
            Some("update cards set wanted = wanted + 1 where id = 1 + $1 % 3000"),
        ),
        "timers" => (
            Some(
                "insert into timers (case_id, kind, armed_at, due_at)
                 values (1 + $1 % 1000, 'bare' || $1, now(), now() + interval '1 day')",
            ),
            Some("update timers set disarmed_at = now() where id = 1 + $1 % 7000"),
        ),
        "questionnaires" => (
            Some(
                "insert into questionnaires (case_id, round, person_id, template_id, sheet, asked_at)
                 values (1 + $1 % 1000, 2 + ($1 / 1000)::integer, 1, 1, '{\"answers\": {}}', now())",
            ),
            Some("update questionnaires set version = version + 1 where id = 1 + $1 % 1000"),
        ),
        "evidence" => (
            Some(
                "insert into evidence (case_id, purpose, kind, handle, added_by, added_at)
                 values (1 + $1 % 1000, 'result', 'photo', 'a-handle-of-a-photo', 1, now())",
            ),
            None,
        ),
        "looks" => (
            Some("insert into looks (case_id, person_id, at) values (1 + $1 % 1000, 1, now())"),
            None,
        ),
        _ => (None, None),
    }
}

/// The ceiling: bare transactions of these rows, one statement a row, no thought.
pub(crate) async fn ceiling(
    trial: &Trial,
    report: &mut Report,
    whole: Option<&Whole>,
) -> anyhow::Result<()> {
    report.heading("What the machine can do: bare commits of the same rows");
    let rows: Vec<(String, f64, f64)> = match whole {
        Some(whole) => {
            let writes = real_of(whole.writes());
            let per = |count: i64| real_of(count) / writes;
            let rows = whole.rows.iter();
            rows.map(|rows| (rows.table.clone(), per(rows.inserted), per(rows.changed))).collect()
        }
        None => USUAL.iter().map(|(name, new, old)| ((*name).to_owned(), *new, *old)).collect(),
    };
    let shares = shares(&rows);
    let per_commit: f64 = shares.iter().map(|share| share.per_commit).sum();
    trial.ground.copy("yardstick").await?;
    let (windows, window) = trial.wanted.short_windows();
    let mut bare = vec![];
    for _ in 0..windows {
        bare.push(commits(trial, &shares, window).await?);
    }
    let note = format!(
        "bare transactions of {per_commit:.1} rows as one of the program writes, {CONNECTIONS} connections"
    );
    report.repeated("commit_ceiling_per_s", &bare, &note);
    let mut single = vec![];
    let smallest = [Share {
        statement: "update inbox set done_at = now(), outcome = 'words' where update_id = 1 + $1 % 8000",
        per_commit: 1.0,
    }];
    for _ in 0..windows {
        single.push(commits(trial, &smallest, window).await?);
    }
    report.repeated("smallest_commits_per_s", &single, "the same with one changed row");
    let (cases, writes) = (report.known("cases_per_s"), report.known("writes_per_case"));
    if let (Some(cases), Some(writes), Some(ceiling)) =
        (cases, writes, report.known("commit_ceiling_per_s"))
    {
        let note = "cases/s × writes a case ÷ the ceiling; the figure to reach is 0.25";
        report.figure("share_of_ceiling", cases * writes / ceiling, note);
    }
    Ok(())
}

async fn commits(trial: &Trial, shares: &[Share], window: Duration) -> anyhow::Result<f64> {
    let mut all = JoinSet::new();
    let over = Arc::new(AtomicBool::new(false));
    for seat in 0..CONNECTIONS {
        let mut inside = trial.ground.connect("yardstick").await?;
        let (shares, over) = (shares.to_vec(), Arc::clone(&over));
        all.spawn(async move { write(&mut inside, &shares, seat, &over).await });
    }
    let began = Instant::now();
    tokio::time::sleep(window).await;
    over.store(true, Ordering::Relaxed);
    let mut sum = 0;
    while let Some(done) = all.join_next().await {
        sum += done??;
    }
    Ok(real(sum) / began.elapsed().as_secs_f64())
}

async fn write(
    inside: &mut PgConnection,
    shares: &[Share],
    seat: usize,
    over: &AtomicBool,
) -> anyhow::Result<usize> {
    // Different rows at different connections, so that nobody waits for anybody's row.
    static NEXT: AtomicI64 = AtomicI64::new(PAST);
    let mut owed: Vec<f64> =
        shares.iter().enumerate().map(|(at, _)| real((at * 7 + seat * 3) % 10) / 10.0).collect();
    let mut commits = 0;
    while !over.load(Ordering::Relaxed) {
        run(inside, "begin").await?;
        for (share, owed) in shares.iter().zip(&mut owed) {
            *owed += share.per_commit;
            while *owed >= 1.0 {
                *owed -= 1.0;
                let row = NEXT.fetch_add(1, Ordering::Relaxed);
                sqlx::query_scalar::<_, i64>(share.statement)
                    .bind(row)
                    .fetch_optional(&mut *inside)
                    .await?;
            }
        }
        run(inside, "commit").await?;
        commits += 1;
    }
    Ok(commits)
}

/// This process is a bare bot that repeats what it is told.
pub(crate) async fn echo_bot(address: &str) -> anyhow::Result<()> {
    let bot = Bot::new(huiyin::stage::TOKEN).set_api_url(address.parse()?);
    let handler = Update::filter_message().endpoint(|bot: Bot, message: Message| async move {
        if let Some(text) = message.text() {
            bot.send_message(message.chat.id, text).await?;
        }
        Ok::<(), teloxide::RequestError>(())
    });
    Dispatcher::builder(bot, handler).build().dispatch().await;
    Ok(())
}

/// How many words a second the echo bot repeats, and how many the program answers.
pub(crate) async fn echo(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("A bare bot that repeats what it is told, before the same stand-in");
    let stand_in = Arc::new(StandIn::serve(false, PEOPLE).await?);
    let bot = Program::echo(&stand_in, &trial.settings.folder).await?;
    let rates = talk(trial, &stand_in, "good morning").await?;
    report.repeated("echo_updates_per_s", &rates, "words repeated by teloxide's own dispatcher");
    bot.stop().await.ok();
    stand_in.telegram.close();

    let site = Site::fresh(&trial.ground, "words", Pacing::Off, &trial.settings, PEOPLE).await?;
    let Site { stand_in, program, .. } = site;
    let stand_in = Arc::new(stand_in);
    let rates = talk(trial, &stand_in, "/help").await?;
    report.repeated("help_updates_per_s", &rates, "the program asked for help, as quickly");
    program.stop().await?;
    stand_in.telegram.close();
    Ok(())
}

async fn talk(
    trial: &Trial,
    stand_in: &Arc<StandIn>,
    words: &'static str,
) -> anyhow::Result<Vec<f64>> {
    let (windows, window) = trial.wanted.short_windows();
    let mut rates = vec![];
    for _ in 0..windows {
        let end = Instant::now() + window;
        let mut all = JoinSet::new();
        for number in 0..PEOPLE {
            let stand_in = Arc::clone(stand_in);
            all.spawn(async move {
                let (who, mut count) = (estate::owner(number), 0_usize);
                while Instant::now() < end {
                    let sent = Instant::now();
                    let content = playground::Content::text(words);
                    let said = stand_in.telegram.send(who, who, content);
                    said.map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
                    stand_in.wire.news(who, sent).await?;
                    count += usize::from(Instant::now() < end);
                }
                anyhow::Ok(count)
            });
        }
        let mut sum = 0;
        while let Some(done) = all.join_next().await {
            sum += done??;
        }
        rates.push(real(sum) / window.as_secs_f64());
    }
    Ok(rates)
}
