//! What tests may expect of their databases.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection, raw_sql};

use super::super::{BoxError, PostgresError, Scratch};

async fn fill(options: PgConnectOptions) -> Result<(), BoxError> {
    let mut connection = options.connect().await?;
    raw_sql("create table cases (id int)").execute(&mut connection).await?;
    Ok(())
}

async fn count(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from cases").fetch_one(connection).await.expect("a count")
}

#[tokio::test]
async fn every_test_has_a_database_of_its_own() {
    let (one, two) = tokio::join!(Scratch::fresh("cases", fill), Scratch::fresh("cases", fill));
    let (one, two) = (one.expect("a database"), two.expect("another"));
    assert_ne!(one.name(), two.name());

    let mut first = one.options().connect().await.expect("a connection");
    let mut second = two.options().connect().await.expect("a connection");
    raw_sql("insert into cases values (1)").execute(&mut first).await.expect("a row");
    assert_eq!((count(&mut first).await, count(&mut second).await), (1, 0));

    let gone = two.options();
    one.discard().await;
    drop(two);
    assert!(gone.connect().await.is_err());
}

#[tokio::test]
async fn a_template_is_filled_once_and_only_counts_when_complete() {
    let hash = format!("{:x}", rand::random::<u64>());
    let failing = Scratch::fresh(&hash, async |_| Err("no migrations".into())).await;
    assert!(matches!(failing, Err(PostgresError::Filling(_))));

    let times = AtomicU32::new(0);
    let counting = async |options| {
        times.fetch_add(1, Ordering::Relaxed);
        fill(options).await
    };
    Scratch::fresh(&hash, counting).await.expect("a database").discard().await;
    Scratch::fresh(&hash, counting).await.expect("a database").discard().await;
    assert_eq!(times.load(Ordering::Relaxed), 1);
}
