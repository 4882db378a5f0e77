//! The book's shape.

use casework::{MIGRATOR, postgres::Scratch, words::Language::En};
use scenarios::World;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, raw_sql};

/// From here on a book holds several estates.
const SEVERAL: i64 = 20_261_129_090_000;

#[tokio::test]
async fn every_migration_applies_to_an_empty_book() {
    World::run(En, async |world| {
        let applied = world.count("select count(*) from _sqlx_migrations where success").await;
        let known = casework::MIGRATOR.iter().filter(|m| m.migration_type.is_up_migration());
        assert_eq!(usize::try_from(applied), Ok(known.count()));
    })
    .await;
}

#[tokio::test]
async fn a_flag_is_a_moment_and_never_a_bare_one() {
    World::run(En, async |world| {
        let naked = "select count(*) from information_schema.columns
            where table_schema = 'public' and data_type = 'timestamp without time zone'";
        assert_eq!(world.count(naked).await, 0, "a moment without a zone");
        let keyless = "select count(*) from information_schema.tables t
            where table_schema = 'public' and table_type = 'BASE TABLE' and not exists (
                select 1 from information_schema.table_constraints c
                where c.table_schema = 'public' and c.table_name = t.table_name
                  and c.constraint_type = 'PRIMARY KEY')";
        assert_eq!(world.count(keyless).await, 0, "a table without a key");
    })
    .await;
}

/// A book of one estate, with people, a roster and a round, becomes one that holds several; and what the
/// release before writes while both run is of the one that it knows.
#[tokio::test]
async fn a_book_of_one_estate_can_hold_several() {
    let scratch =
        Scratch::fresh("a book of one estate", async |_| Ok(())).await.expect("a database");
    let mut book = scratch.options().connect().await.expect("a book");
    for migration in MIGRATOR.iter().filter(|one| one.version < SEVERAL) {
        raw_sql(migration.sql.clone()).execute(&mut book).await.expect("an older shape");
    }
    let before = "
        insert into sites (code, name, zone, language, profile, phone)
        values ('yunxi', '{}', 'Asia/Shanghai', 'en', 'park_core', '1');
        insert into departments (site_id, code, name) values (1, 'works', '{}');
        insert into people (site_id, language, first_seen_at) values (1, 'en', now()), (1, 'en', now());
        insert into posts (person_id, role, department_id, since)
        values (1, 'crew', 1, now()), (1, 'admin', null, now());
        insert into duties (department_id, week) values (1, 31);
        insert into rounds (day, at, open, late, stale, lacking) values ('2026-11-20', now(), 1, 0, 0, 0);
        update templates set position = 1 where version = 0;";
    raw_sql(before).execute(&mut book).await.expect("what the release before wrote");
    for migration in MIGRATOR.iter().filter(|one| one.version >= SEVERAL) {
        raw_sql(migration.sql.clone()).execute(&mut book).await.expect("the new shape");
    }
    let during = "
        insert into posts (person_id, role, department_id, since) values (2, 'head', 1, now())
        on conflict do nothing;
        insert into duties (department_id, week) values (null, 31);
        insert into rounds (day, at, open, late, stale, lacking) values ('2026-11-21', now(), 1, 0, 0, 0)
        on conflict do nothing;";
    raw_sql(during).execute(&mut book).await.expect("what the release before writes");
    for (table, rows) in [("posts", 3), ("duties", 2), ("rounds", 2), ("asked", 1)] {
        let of_it = format!("select count(*) from {table} where site_id = 1");
        let counted = raw_sql(AssertSqlSafe(of_it)).fetch_one(&mut book).await.expect("a count");
        assert_eq!(counted.get::<i64, _>(0), rows, "{table}");
    }
    drop(book);
    scratch.discard().await;
}
