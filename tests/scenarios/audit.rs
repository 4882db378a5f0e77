//! The history: append-only, chained, and what is done to it behind our back is named.

use casework::words::Language::En;
use huiyin::audit::{self, Command};
use scenarios::World;

/// What `huiyin audit verify` says, or why it ends with 1.
async fn verified(world: &World) -> String {
    match audit::run(world.app().desk(), &Command::Verify).await {
        Ok(said) => said.to_string(),
        Err(broken) => broken.to_string(),
    }
}

/// Somebody with all rights over the database meddles with the lines.
async fn forged(world: &World, statement: &'static str) -> String {
    world.meddles("alter table history disable trigger user").await;
    world.meddles(statement).await;
    let number = world.column("select number from cases order by id").await.remove(0);
    verified(world).await.replace(&number, "K")
}

#[tokio::test]
async fn a_history_that_nobody_touched_holds() {
    World::run(En, async |world| {
        world.reported("The lift rattles").await;
        world.person("neighbour").joins().await;
        world.person("neighbour").complains("The corridor is dark").await;
        let lines = world.count("select count(*) from history").await;
        assert_eq!(
            verified(world).await,
            format!("2 cases, {lines} lines of history: every one holds")
        );
        world.restart().await;
        assert!(verified(world).await.ends_with("every one holds"));
    })
    .await;
}

#[tokio::test]
async fn the_book_lets_nobody_change_or_remove_a_line() {
    World::run(En, async |world| {
        world.signed("The lift rattles").await;
        for statement in [
            "update history set at = at - interval '1 hour' where event = 'sign'",
            "update history set actor_id = null, salt = null, erased_at = now()",
            "update history set erased_at = now()",
            "delete from history where event = 'sign'",
            "truncate history",
        ] {
            let mut book = world.book().await;
            let refused = sqlx::raw_sql(statement).execute(&mut book).await;
            let refused = refused.expect_err(statement).to_string();
            assert!(refused.contains("history is append-only"), "{statement}: {refused}");
        }
        assert!(verified(world).await.ends_with("every one holds"));
    })
    .await;
}

#[tokio::test]
async fn a_changed_line_is_named() {
    World::run(En, async |world| {
        world.reported("The lift rattles").await;
        let changed = "update history set at = at - interval '1 hour' where event = 'sign'";
        assert_eq!(
            forged(world, changed).await,
            "the histories do not hold:\n  case K: line 3 was changed"
        );
        // Nor is what was done hidden under the pretence that words were erased.
        let pretended = "update history set salt = null, erased_at = now(),
            detail = '{\"event\": \"dispatch\", \"department\": 2}' where event = 'dispatch'";
        assert_eq!(
            forged(world, pretended).await,
            "the histories do not hold:\n  case K: line 2 was changed\n  case K: line 3 was changed"
        );
    })
    .await;
}

#[tokio::test]
async fn a_removed_line_is_named_the_last_one_too() {
    World::run(En, async |world| {
        world.signed("The lift rattles").await;
        assert_eq!(
            forged(world, "delete from history where event = 'dispatch'").await,
            "the histories do not hold:\n  case K: line 2 was removed"
        );
        assert_eq!(
            forged(world, "delete from history where event = 'sign'").await,
            "the histories do not hold:\n  case K: lines 2 to 3 were removed"
        );
    })
    .await;
}

#[tokio::test]
async fn an_inserted_line_is_named() {
    World::run(En, async |world| {
        world.signed("The lift rattles").await;
        let inserted = "insert into history (case_id, version, at, event, detail, stage)
            select case_id, version + 1, at, 'confirm', '{\"event\": \"confirm\"}', stage
            from history where event = 'sign'";
        assert_eq!(
            forged(world, inserted).await,
            "the histories do not hold:\n  case K: a line 4 was inserted"
        );
        let again = "insert into history (case_id, version, at, event, detail, stage, hash)
            select case_id, version, at, 'set_out', '{\"event\": \"set_out\"}', stage, hash
            from history where event = 'sign'";
        assert_eq!(
            forged(world, again).await,
            "the histories do not hold:\n  case K: a line 3 was inserted\n  case K: a line 4 was inserted"
        );
    })
    .await;
}
