//! What passes by itself is told apart from what does not, so that it is done again and never held
//! against an update or a letter.

use sqlx::{ConnectOptions as _, Connection as _, raw_sql};

use super::world::World;
use crate::{case::Event, desk::DeskError};

#[tokio::test]
async fn a_case_that_somebody_keeps_locked_is_not_waited_for_long() {
    let world = World::open().await;
    let case = world.complains().await;
    let mut report = world.connect().await;
    let mut reading = report.begin().await.unwrap();
    raw_sql("select 1 from cases for update").execute(&mut *reading).await.unwrap();
    let error = world.does(&world.crew, case, Event::Sign).await.unwrap_err();
    assert!(error.is_passing(), "{error:?}");
    reading.rollback().await.unwrap();
    world.does(&world.crew, case, Event::Sign).await.unwrap();
}

#[tokio::test]
async fn a_book_that_takes_nothing_in_passes_by_itself() {
    let world = World::open().await;
    world.meddles("do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$").await;
    world.drops_connections().await;
    let mut errors = vec![];
    for id in 0..20 {
        match world.desk.receive(&[(id, 1, "{}".to_owned())], None).await {
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    assert!(!errors.is_empty(), "nothing was refused");
    assert!(errors.iter().all(DeskError::is_passing), "{errors:?}");
}

#[tokio::test]
async fn a_rule_that_says_no_and_a_row_that_makes_no_sense_do_not_pass() {
    let world = World::open().await;
    let case = world.complains().await;
    let refused = world.does(&world.owner, case, Event::Sign).await.unwrap_err();
    assert!(!refused.is_passing(), "{refused:?}");
    world.meddles("update cases set detail = '{}', stage = 'working'").await;
    let nonsense = world.does(&world.crew, case, Event::Sign).await.unwrap_err();
    assert!(!nonsense.is_passing(), "{nonsense:?}");
}

impl World {
    async fn connect(&self) -> sqlx::PgConnection {
        self.options().connect().await.unwrap()
    }

    /// Every connection of the desk is cut by the server.
    async fn drops_connections(&self) {
        self.meddles(
            "select pg_terminate_backend(pid) from pg_stat_activity \
             where datname = current_database() and pid <> pg_backend_pid()",
        )
        .await;
    }
}
