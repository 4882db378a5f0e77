//! A book with a past: so many cases that are over, with all that is kept of them, written by the
//! database itself because playing a million would take days.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Instant,
};

use sqlx::PgConnection;

use crate::{
    estate::{self, OWNERS},
    ground::{self, Ground, run},
};

/// How much of each kind is kept of one case, as whole cases leave it (`rows_per_case` of the whole
/// phase), a little less of the letters, which an estate is not obliged to keep.
const HISTORY: usize = 8;
const TIMERS: usize = 7;
const UPDATES: usize = 8;
const LETTERS: usize = 8;

/// Below the numbers that a stand-in gives to its updates.
const MOST_UPDATES: usize = 90_000_000;

/// Without its indexes and the checks of references a table is filled several times as fast; all
/// are made again afterwards, so that the shape of the book is what the program expects.
const FILLED: [&str; 9] = [
    "cases",
    "history",
    "timers",
    "inbox",
    "outbox",
    "cards",
    "questionnaires",
    "evidence",
    "looks",
];

/// What a filled book is called while it is kept for later runs: another shape of the book, or
/// another way of filling it, is another book.
pub(crate) fn kept_name(cases: usize) -> String {
    let mut hasher = DefaultHasher::new();
    for migration in casework::MIGRATOR.iter() {
        migration.checksum.hash(&mut hasher);
    }
    statements(1, estate::signed(cases), 1).hash(&mut hasher);
    format!("{}{:016x}", ground::KEPT, hasher.finish())
}

/// Fills a book up to so many cases, all of them over, and says how many seconds that took.
pub(crate) async fn fill(ground: &Ground, book: &str, cases: usize) -> anyhow::Result<f64> {
    let began = Instant::now();
    assert!(cases * UPDATES < MOST_UPDATES, "the numbers of updates would meet the stand-in's");
    let mut inside = ground.connect(book).await?;
    // Neither foreign keys nor triggers are looked at; what is written holds together by itself.
    run(&mut inside, "set session_replication_role = replica").await?;
    run(&mut inside, "set synchronous_commit = off").await?;
    run(&mut inside, "set maintenance_work_mem = '512MB'").await?;
    let indexes = take_indexes(&mut inside).await?;
    let (known, newest): (i64, i64) =
        sqlx::query_as("select count(*), coalesce(max(id), 0) from cases")
            .fetch_one(&mut inside)
            .await?;
    for statement in statements(known + 1, estate::signed(cases), newest + 1) {
        run(&mut inside, &statement).await?;
    }
    for index in indexes {
        run(&mut inside, &index).await?;
    }
    run(&mut inside, "vacuum analyze").await?;
    run(&mut inside, "checkpoint").await?;
    Ok(began.elapsed().as_secs_f64())
}

/// Drops every index that no constraint needs, and says how each is made again.
async fn take_indexes(inside: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    let tables: Vec<String> = FILLED.iter().map(ToString::to_string).collect();
    let indexes: Vec<(String, String)> = sqlx::query_as(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid)
         from pg_index
         where indrelid = any($1::text[]::regclass[])
           and not exists (select from pg_constraint where conindid = indexrelid)",
    )
    .bind(&tables)
    .fetch_all(&mut *inside)
    .await?;
    for (name, _) in &indexes {
        run(inside, &format!("drop index {name}")).await?;
    }
    Ok(indexes.into_iter().map(|(_, definition)| definition).collect())
}

/// Cases number `first` to `last`; the first row of them gets the id `base`.
fn statements(first: i64, last: i64, base: i64) -> Vec<String> {
    // Cases of two years, the newest yesterday; the stand-in's owners have them in turn.
    let age = format!("now() - interval '1 day' - n * (interval '730 days' / {last})");
    let each = |table: &str, columns: &str, values: &str, per: usize| {
        format!(
            "insert into {table} ({columns})
             select {values}
             from generate_series({first}, {last}) as n, generate_series(1, {per}) as k,
                  lateral (select {age} as at, n % {OWNERS} + 1 as owner) as facts
             order by n desc, k"
        )
    };
    // What had its time is erased: of updates and letters only the newest are there.
    let newest = |table: &str, columns: &str, values: &str, per: usize| {
        each(table, columns, values, per).replace(
            "order by n desc, k",
            "where at > now() - interval '25 days' order by n desc, k",
        )
    };
    // The oldest was written first.
    let case = format!("{base} + {last} - n");
    let person = "(select min(id) from people where account > 1000000) + owner - 1";
    let account = "1000000 + owner";
    vec![
        // The owners' rows lie one behind the other.
        "create temporary table basis as
             select min(id) filter (where account > 1000000 and account < 2000000) as owner,
                    min(id) filter (where account > 2000000 and account < 3000000) as crew,
                    (select min(id) from sites) as site,
                    (select max(id) from policies) as policy,
                    (select min(id) from departments) as department,
                    (select min(id) from categories) as category
             from people"
            .to_owned(),
        format!(
            "insert into cases (number, site_id, kind, channel, owner_id, filed_by, department_id,
                 category_id, place_id, severity, facts, stage, detail, round, policy_id, draft_key,
                 version, opened_at, changed_at, changed_by, ended_at)
             select 'OLD-' || n, site, 'complaint', 'chat', basis.owner + facts.owner - 1,
                 basis.owner + facts.owner - 1, department + n % 12, category + n % 12,
                 people.place_id, 'minor',
                 jsonb_build_object('story', repeat('It drips again from the ceiling. ', 4),
                     'happened', null, 'wish', null, 'wanted_by', null, 'contact', null),
                 'archived', '{{\"at\": \"2026-01-01T00:00:00Z\", \"finished\": null}}', 1, policy,
                 'old-' || n, 9, at, at, 'archive', at + interval '1 day'
             from basis, generate_series({first}, {last}) as n,
                  lateral (select {age} as at, n % {OWNERS} as owner) as facts, people
             where people.id = basis.owner + facts.owner - 1
             order by n desc"
        ),
        each(
            "history",
            "case_id, version, at, actor_id, event, detail, stage, update_id",
            &format!(
                "{case}, k, at, null, 'note', '{{\"text\": \"some words of somebody\"}}', 'working', n"
            ),
            HISTORY,
        ),
        each(
            "timers",
            "case_id, kind, armed_at, due_at, fired_at, disarmed_at",
            &format!(
                "{case}, (array['dispatch','pickup','plan','solve','sign_off','confirm','callback'])[k], at, at, null, at"
            ),
            TIMERS,
        ),
        newest(
            "inbox",
            "update_id, lane, raw, received_at, done_at, outcome",
            &format!(
                "n::bigint * {UPDATES} + k, {account}, repeat('{{\"update_id\": 1, \"message\": \"x\"}} ', 20), at, at, 'words'"
            ),
            UPDATES,
        ),
        newest(
            "outbox",
            "room, class, letter, due_at, attempt, settled_at, message",
            &format!(
                "{account}, 1, jsonb_build_object('kind', 'page', 'page', jsonb_build_object('text', repeat('some words ', 30))), at, 1, at, -(n::bigint * {LETTERS} + k)"
            ),
            LETTERS,
        ),
        each(
            "cards",
            "case_id, kind, room, round, message, wanted, shown",
            &format!(
                "{case}, (array['slip','desk','receipt'])[k], case k when 3 then {account} else -100 - k end, 1, -n, 9, 9"
            ),
            3,
        ),
        each(
            "questionnaires",
            "case_id, round, person_id, template_id, sheet, solved, grade, asked_at, answered_at",
            &format!("{case}, 1, {person}, 1, '{{\"answers\": {{}}}}', 'yes', 'satisfied', at, at"),
            1,
        ),
        each(
            "evidence",
            "case_id, purpose, kind, handle, added_by, added_at",
            &format!("{case}, 'result', 'photo', 'a-handle-of-a-photo-' || n, {person}, at"),
            1,
        ),
        each("looks", "case_id, person_id, at", &format!("{case}, {person}, at"), 1),
        "drop table basis".to_owned(),
    ]
}
