//! P: the book's server.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use sqlx::Connection as _;

use super::{Case, case, not_covered, story};
use crate::{people::DEPARTMENTS, proxy::Wire, story::world, trial::Trial};

pub(super) const CASES: &[Case] = &[
    case!("P1", "every connection is dropped, again and again", p1, [1, 2], short = true),
    case!("P2", "the server stops for 5 s under load", p2, [1, 2], own = true, short = true),
    not_covered("P3", "failover to a replica that misses the last second", "needs a second server"),
    case!(
        "P4",
        "every statement 3 s late for three minutes: an update takes a minute and more",
        p4
    ),
    case!(
        "P5",
        "disk full: the server refuses to keep updates (SQLSTATE 53100)",
        p5,
        [1],
        short = true
    ),
    case!("P5d", "the disk of the inbox is full in earnest", p5d, [1], own = true),
    case!("P6", "the book becomes read-only for 6 s", p6, [1, 2]),
    case!(
        "P7",
        "one write in fifteen meets another: a serialization failure",
        p7,
        [1, 3],
        short = true
    ),
    case!("P9", "a report locks a case's row for 20 s; others go on", p9),
    case!("P10", "no connection is free on the server", p10, [1], own = true),
    case!("P11", "statements are cancelled at random", p11, [1], short = true),
    case!("P13", "the acknowledgement of a commit is lost", p13, [1, 2], short = true),
    case!("P14", "the one that received an update dies; another finds it by looking", p14, [2]),
    case!("P15", "the book's connections of the leader are cut while it runs", p15, [2]),
    story("P16", "the book's clock differs from the program's by weeks", false, p16),
    case!("P18", "300,000 rows that are done: taking the next costs as much as before", p18),
    not_covered("P19", "a restore from last night's backup", "belongs to the commands for backup"),
    case!("P21", "the server stands still for 8 s, and wakes up", p21, [1, 2], own = true),
    case!("P20", "the Nth call to the book fails, for N from 1 to 40", p20, [1]),
];

async fn begin(trial: &Trial) -> anyhow::Result<crate::people::Matter> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    Ok(matter)
}

async fn p1(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    for round in 0..6 {
        if round % 2 == 0 {
            trial.adds(&matter)?;
        } else {
            trial.remarks(&matter)?;
        }
        trial.sql(drop_all(&trial.name)).await?;
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    trial.signs(&matter).await
}

fn drop_all(book: &str) -> String {
    format!(
        "select pg_terminate_backend(pid) from pg_stat_activity \
         where datname = '{book}' and pid <> pg_backend_pid()"
    )
}

async fn p2(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    trial.adds(&matter)?;
    trial.cluster.stop().await?;
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    if trial.cast.telegram.pending() < 2 {
        trial.finds("I1: updates were confirmed while the book was closed");
    }
    trial.cluster.resume().await?;
    let back = Instant::now();
    trial.signs(&matter).await?;
    trial.notes(format!("signed {:.1} s after the book was back", back.elapsed().as_secs_f32()));
    Ok(())
}

async fn p4(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    // A service that has been up for a while: every connection has renewed a lease before.
    tokio::time::sleep(Duration::from_secs(20)).await;
    trial.diary().book_closed = true;
    trial.wire.set(Wire { delay: Duration::from_millis(1_500), ..Wire::default() });
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    let before = trial.words().matches("a lease passed on").count();
    tokio::time::sleep(Duration::from_mins(3)).await;
    let after = trial.words().matches("a lease passed on").count();
    if after > before {
        trial.finds("P4: a lease could not be kept while the book was slow");
    }
    trial.wire.heal();
    trial.signs(&matter).await
}

async fn p5(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    trial
        .sql(
            "create function full_disk() returns trigger language plpgsql as $$ begin
               raise exception 'could not extend file: No space left on device' using errcode = '53100';
             end $$;
             create trigger full_disk before insert or update on inbox execute function full_disk()",
        )
        .await?;
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    if trial.cast.telegram.pending() < 1 {
        trial.finds("I1: an update was confirmed that the book had refused");
    }
    if !trial.words().lines().any(|line| line.contains("WARN") || line.contains("ERROR")) {
        trial.finds("I14: nobody was told that the book takes nothing");
    }
    trial.sql("drop trigger full_disk on inbox").await?;
    trial.signs(&matter).await
}

/// The inbox lies on a disk of its own, of 8 MB. It needs the right to mount one.
async fn p5d(trial: &Trial) -> anyhow::Result<()> {
    let disk = SmallDisk::mount(&trial.cluster.data())?;
    let place = disk.place.display();
    let mut apart = trial.cluster.connect("postgres").await?;
    crate::cluster::run(&mut apart, format!("create tablespace small location '{place}'")).await?;
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    trial.sql("alter table inbox set tablespace small").await?;
    trial.sql("alter index inbox_pkey set tablespace small").await?;
    disk.fill()?;
    // What is left of the last page takes some.
    for _ in 0..12 {
        trial.adds(&matter)?;
    }
    tokio::time::sleep(Duration::from_secs(6)).await;
    if trial.cast.telegram.pending() < 1 {
        trial.finds("I1: updates were confirmed that a full disk cannot hold");
    }
    if !trial.words().contains("No space left on device") {
        trial.finds("I14: nobody was told that the disk is full");
    }
    disk.free()?;
    trial.signs(&matter).await?;
    trial.settle(Duration::from_mins(1)).await?;
    trial.sql("alter table inbox set tablespace pg_default").await?;
    trial.sql("alter index inbox_pkey set tablespace pg_default").await
}

/// A disk of 8 MB that the server may write to; gone with this.
struct SmallDisk {
    at: PathBuf,
    /// A folder on it that belongs to the server.
    place: PathBuf,
}

impl SmallDisk {
    fn mount(data: &Path) -> anyhow::Result<Self> {
        use std::os::unix::fs::{MetadataExt as _, chown};

        let at = std::env::temp_dir().join(format!("huiyin-disk-{}", std::process::id()));
        fs::create_dir_all(&at)?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m,mode=0755", "tmpfs"])
            .arg(&at)
            .status()?;
        anyhow::ensure!(mounted.success(), "this case needs the right to mount a small disk");
        let disk = Self { place: at.join("space"), at };
        fs::create_dir(&disk.place)?;
        let server = fs::metadata(data)?;
        chown(&disk.place, Some(server.uid()), Some(server.gid()))?;
        Ok(disk)
    }

    fn fill(&self) -> anyhow::Result<()> {
        let mut file = fs::File::create(self.at.join("fill"))?;
        while file.write_all(&[0; 4_096]).is_ok() {}
        Ok(())
    }

    fn free(&self) -> anyhow::Result<()> {
        Ok(fs::remove_file(self.at.join("fill"))?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.at).status().ok();
        fs::remove_dir(&self.at).ok();
    }
}

async fn p6(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    let set = |on: &str| {
        format!("alter database {} set default_transaction_read_only = {on}", trial.name)
    };
    let mut apart = trial.cluster.connect("postgres").await?;
    crate::cluster::run(&mut apart, set("on")).await?;
    crate::cluster::run(&mut apart, drop_all(&trial.name)).await?;
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    if trial.cast.telegram.pending() < 1 {
        trial.finds("I1: updates were confirmed while the book could only be read");
    }
    crate::cluster::run(&mut apart, set("off")).await?;
    crate::cluster::run(&mut apart, drop_all(&trial.name)).await?;
    trial.signs(&matter).await
}

/// A trigger on every table that changes: a statement fails as two that met would, by chance, so that
/// long transactions come through in the end. A sequence is not undone with them: it counts.
const MEETINGS: &str = "
    create sequence meetings;
    create function meets() returns trigger language plpgsql as $$ begin
      if random() < 1.0 / 15 then
        perform nextval('meetings');
        raise exception 'could not serialize access due to concurrent update' using errcode = '40001';
      end if;
      return null;
    end $$;
    create trigger meets after insert or update on inbox for each statement execute function meets();
    create trigger meets after insert or update on cases for each statement execute function meets();
    create trigger meets after insert or update on history for each statement execute function meets();
    create trigger meets after insert or update on outbox for each statement execute function meets();
    create trigger meets after insert or update on dialogs for each statement execute function meets()";

async fn p7(trial: &Trial) -> anyhow::Result<()> {
    trial.sql(MEETINGS).await?;
    // Three in a row look like a closed book to the mailroom, and then people are told so.
    trial.diary().book_closed = true;
    let matter = trial.whole(0, DEPARTMENTS[0]).await?;
    trial.adds(&matter)?;
    let met = trial.count_of("select last_value from meetings").await?;
    trial.notes(format!("{met} statements failed"));
    anyhow::ensure!(met > 4, "the failures did not happen");
    Ok(())
}

async fn p9(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    let other = trial.complains(1, DEPARTMENTS[1]).await?;
    trial.slip(&other).await?;
    let mut report = trial.book().await?;
    let mut held = report.begin().await?;
    crate::cluster::run(
        &mut held,
        format!("select 1 from cases where id = {} for update", matter.case.0),
    )
    .await?;
    trial.adds(&matter)?;
    let begun = Instant::now();
    for _ in 0..3 {
        trial.adds(&other)?;
    }
    trial.signs(&other).await?;
    let took = begun.elapsed();
    trial.notes(format!("another case went on within {:.1} s", took.as_secs_f32()));
    if took > Duration::from_secs(10) {
        trial.finds(format!("I10: another case waited {} s for a lock", took.as_secs()));
    }
    tokio::time::sleep(Duration::from_secs(20).saturating_sub(took)).await;
    held.rollback().await?;
    trial.signs(&matter).await
}

async fn p10(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    let mut mine = vec![];
    let mut apart = trial.cluster.connect("postgres").await?;
    while let Ok(connection) = trial.book().await {
        mine.push(connection);
        if mine.len() > 420 {
            break;
        }
    }
    crate::cluster::run(
        &mut apart,
        format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}' \
             and application_name = '' and state is not null and query <> '' and pid <> pg_backend_pid()",
            trial.name
        ),
    )
    .await?;
    trial.notes(format!("{} connections were taken", mine.len()));
    trial.adds(&matter)?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    drop(mine);
    trial.signs(&matter).await
}

async fn p11(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    let cancel = format!(
        "select pg_cancel_backend(pid) from pg_stat_activity \
         where datname = '{}' and pid <> pg_backend_pid()",
        trial.name
    );
    for round in 0..40 {
        if round % 8 == 0 {
            trial.adds(&matter)?;
            trial.remarks(&matter)?;
        }
        trial.sql(cancel.clone()).await?;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    trial.signs(&matter).await?;
    trial.settle(Duration::from_secs(40)).await?;
    let stale = format!(
        "select count(*) from pg_stat_activity where datname = '{}' \
         and state like 'idle in transaction%' and state_change < now() - interval '3 s'",
        trial.name
    );
    if trial.count_of(stale).await? > 0 {
        trial.finds("I17: a connection of the pool is left with an open transaction");
    }
    Ok(())
}

async fn p13(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    for _ in 0..4 {
        trial.wire.set(Wire { cut_after: Some(b"COMMIT"), ..Wire::default() });
        trial.adds(&matter)?;
        trial.remarks(&matter)?;
        tokio::time::sleep(Duration::from_millis(900)).await;
        trial.wire.heal();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // A letter that was sent is not known to be when its settlement was lost.
    trial.diary().unknowns += 16;
    trial.signs(&matter).await
}

async fn p14(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    for round in 0..2 {
        let (waits, dies) = tokio::join!(trial.adds_and_waits(&matter), async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            trial.kill(round);
        });
        let () = dies;
        trial.notes(format!("found after {:.1} s", waits?.as_secs_f32()));
    }
    trial.signs(&matter).await
}

async fn p15(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    for _ in 0..3 {
        trial.wire.cut();
        trial.adds(&matter)?;
        trial.wire.set(Wire { swallows_down: true, ..Wire::default() });
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        trial.wire.heal();
        trial.wire.cut();
    }
    trial.diary().unknowns += 8;
    trial.signs(&matter).await
}

fn p16() {
    // A story's clock stands in another month than the server's.
    world(async |world| {
        let number = world.complaint("The lift rattles").await;
        world.pass(chrono::TimeDelta::minutes(4)).await;
        let late = "select count(*) from history where event = 'overdue'";
        assert_eq!(world.count(late).await, 0, "early");
        world.pass(chrono::TimeDelta::minutes(2)).await;
        assert_eq!(world.count(late).await, 1, "once");
        assert!(!number.is_empty());
    });
}

async fn p18(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    let before = trial.adds_and_waits(&matter).await?;
    trial
        .sql(
            "alter table inbox set (autovacuum_enabled = off);
             insert into inbox (update_id, lane, raw, received_at, done_at, outcome)
             select -n, n % 500, '{}', now(), now(), 'filled in' from generate_series(1, 300000) n",
        )
        .await?;
    let after = trial.adds_and_waits(&matter).await?;
    trial.sql("delete from inbox where update_id < 0").await?;
    trial.notes(format!(
        "{} ms before, {} ms with the rows",
        before.as_millis(),
        after.as_millis()
    ));
    if after > before * 3 + Duration::from_millis(700) {
        trial.finds(format!(
            "I10: an update takes {} ms, before {} ms",
            after.as_millis(),
            before.as_millis()
        ));
    }
    Ok(())
}

async fn p21(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    trial.adds(&matter)?;
    trial.cluster.freeze(true).await?;
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    trial.cluster.freeze(false).await?;
    trial.signs(&matter).await
}

async fn p20(trial: &Trial) -> anyhow::Result<()> {
    let matter = begin(trial).await?;
    trial.diary().book_closed = true;
    for nth in 1..=40 {
        trial.wire.cut_at(nth);
        if nth % 2 == 0 {
            trial.remarks(&matter)?;
        } else {
            trial.adds(&matter)?;
        }
        tokio::time::sleep(Duration::from_millis(450)).await;
    }
    trial.diary().unknowns += 12;
    trial.wire.heal();
    // More than two minutes' worth of what a group takes.
    trial.settle(Duration::from_secs(200)).await?;
    trial.signs(&matter).await
}
