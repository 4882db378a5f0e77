//! The book's shape.

use casework::words::Language::En;
use scenarios::World;

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
