use std::future::pending;
use std::time::Duration;

use anyhow::bail;
use tokio::sync::mpsc;

use super::{GRACE, Stopped, Tasks};

/// Signals that come as soon as somebody listens.
fn signals(count: usize) -> mpsc::Receiver<()> {
    let (tell, heard) = mpsc::channel(2);
    (0..count).for_each(|_| tell.try_send(()).expect("room for it"));
    heard
}

/// Two tasks, of which one obeys.
fn tasks_with(other: impl Future<Output = anyhow::Result<()>> + Send + 'static) -> Tasks {
    let mut tasks = Tasks::default();
    let stop = tasks.stop();
    tasks.start("courier", async move {
        stop.cancelled().await;
        Ok(())
    });
    tasks.start("watch", other);
    tasks
}

fn told(outcome: Result<(), Stopped>) -> String {
    outcome.map_or_else(|stopped| stopped.to_string(), |()| "all finished".to_owned())
}

#[tokio::test]
async fn both_signals_are_heard() {
    let mut heard = super::signals().expect("handlers");
    for name in ["-INT", "-TERM"] {
        let own = std::process::id().to_string();
        let sent = std::process::Command::new("kill").args([name, &own]).status();
        assert!(sent.expect("a kill command").success());
        assert_eq!(heard.recv().await, Some(()), "{name}");
    }
}

#[tokio::test]
async fn a_signal_lets_every_task_finish() {
    let mut tasks = Tasks::default();
    let stop = tasks.stop();
    let (tell, mut heard) = mpsc::channel(1);
    tasks.start("courier", async move {
        stop.cancelled().await;
        tokio::task::yield_now().await;
        Ok(tell.send("the last letter").await?)
    });
    assert_eq!(told(tasks.run(signals(1)).await), "all finished");
    assert_eq!(heard.recv().await, Some("the last letter"));
}

#[tokio::test]
async fn a_second_signal_drops_what_is_left() {
    let tasks = tasks_with(pending());
    assert_eq!(told(tasks.run(signals(2)).await), "stopped at once by a second signal");
}

#[tokio::test]
async fn who_does_not_finish_in_time_is_named_and_dropped() {
    let outcome = tasks_with(pending()).run_within(Duration::from_millis(20), signals(1)).await;
    assert_eq!(told(outcome), "not finished in time, and dropped: watch");
    assert_eq!(GRACE, Duration::from_secs(20));
}

#[tokio::test]
async fn a_failing_task_stops_the_others_and_is_the_answer() {
    let tasks = tasks_with(async { bail!("the book is closed") });
    assert_eq!(told(tasks.run(signals(0)).await), "watch failed: the book is closed");
}

#[tokio::test]
async fn a_panic_is_a_failure_of_its_task_alone() {
    let tasks = tasks_with(async { panic!("odd") });
    let outcome = told(tasks.run(signals(0)).await);
    assert!(outcome.starts_with("watch failed: ") && outcome.contains("odd"), "{outcome}");
}

#[tokio::test]
async fn a_task_that_ends_unasked_has_failed() {
    let outcome = tasks_with(async { Ok(()) }).run(signals(0)).await;
    assert_eq!(told(outcome), "watch failed: it ended, and nobody had asked it to");
}

#[tokio::test]
async fn a_failure_while_stopping_is_not_lost() {
    let mut tasks = Tasks::default();
    let stop = tasks.stop();
    tasks.start("watch", async move {
        stop.cancelled().await;
        bail!("no farewell")
    });
    assert_eq!(told(tasks.run(signals(1)).await), "watch failed: no farewell");
}

#[tokio::test]
async fn nothing_to_run_is_finished() {
    assert_eq!(told(Tasks::default().run(signals(0)).await), "all finished");
}
