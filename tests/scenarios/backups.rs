//! Backups: the estate in one file that only its key opens, back onto an empty server, tried before it is
//! needed; and what is said when it cannot be done.

use std::{
    fs,
    path::{Path, PathBuf},
};

use age::x25519::Recipient;
use casework::words::Language::{En, ZhHans};
use chrono::TimeDelta;
use huiyin::{
    audit::{self, Command},
    backup,
    config::{Book, Config, Sources},
};
use scenarios::World;

use crate::folder::Folder;

/// What a backup needs beside the book: a folder with the key in it, and for whom it is written.
pub(crate) struct Safe {
    folder: Folder,
    key: PathBuf,
    to: Vec<Recipient>,
}

impl Safe {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Folder::empty(name);
        let key = folder.0.join("backup.key");
        let said = backup::make_key(&key).expect("a key").to_string();
        let setting = said.split("HUIYIN_BACKUP_RECIPIENT=").nth(1).expect("a setting").to_owned();
        let sources = Sources::of([("HUIYIN_BACKUP_RECIPIENT".to_owned(), setting)]);
        let to = Config::recipients_from(&sources).expect("a recipient");
        Self { folder, key, to }
    }

    /// What `huiyin backup` says, and the file.
    pub(crate) async fn take(&self, world: &World, name: &str) -> (String, PathBuf) {
        let file = self.folder.0.join(name);
        let clock = world.app().desk().clock().clone();
        let (book, evidence) = (book(world), world.evidence());
        let estate = backup::Estate { book: &book, evidence: evidence.as_ref() };
        let said = backup::take(&estate, &self.to, &file, &clock).await;
        (told(said), file)
    }

    pub(crate) async fn verify(&self, world: &World, file: &Path) -> String {
        let clock = world.app().desk().clock().clone();
        told(backup::verify(&book(world), file, &self.key, &clock).await)
    }

    pub(crate) async fn restore(&self, world: &World, file: &Path) -> String {
        let (book, evidence) = (book(world), world.evidence());
        let estate = backup::Estate { book: &book, evidence: evidence.as_ref() };
        told(backup::restore(&estate, file, &self.key).await)
    }
}

fn book(world: &World) -> Book {
    Book::Server(world.book_address().into())
}

fn told(said: anyhow::Result<casework::sentence::Sentence>) -> String {
    match said {
        Ok(said) => said.to_string(),
        Err(error) => format!("{error:#}"),
    }
}

/// Every table but what the estate did after the backup was taken, row by row.
async fn rows(world: &World) -> i64 {
    world.count("select (select count(*) from cases) + (select count(*) from history) + (select count(*) from people)").await
}

#[tokio::test]
async fn what_was_backed_up_comes_back_on_an_empty_server() {
    World::run(ZhHans, async |world| {
        let safe = Safe::new("safe");
        let (crew, room) = (world.person("crew"), world.room("engineering"));
        let first = world.signed("电梯异响").await;
        let before = rows(world).await;
        let (said, file) = safe.take(world, "night.age").await;
        assert!(said.contains("night.age: ") && said.contains(" rows, "), "{said}");
        let sealed = fs::read(&file).expect("a file");
        assert!(sealed.starts_with(b"age-encryption.org/v1\n-> X25519 "), "it is sealed");
        let proved = safe.verify(world, &file).await;
        assert!(
            proved.contains("can be put back: the book as it was at 2026-11-17 01:10 UTC"),
            "{proved}"
        );
        assert_eq!(
            world.count("select count(*) from backups where verified_at is not null").await,
            1
        );

        // What happens from here on is not in it.
        world.pass(TimeDelta::hours(3)).await;
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        neighbour.complains("走廊灯不亮").await;
        let lost = world.newest_number().await;
        crew.reports(room, "换了轴承").await;
        world.said();

        world.loses_the_book().await;
        let said = safe.restore(world, &file).await;
        assert!(said.starts_with("The book is back as it was at 2026-11-17 01:10 UTC: "), "{said}");
        assert_eq!(rows(world).await, before);
        world.restart().await;
        // Whoever serves it next tells the people, once.
        for _ in 0..2 {
            backup::tell_of_restore(world.app().desk()).await.expect("told");
            world.settle().await;
        }
        insta::assert_snapshot!(world.said().replace(&first, "FIRST").replace(&lost, "LOST"));
        assert_eq!(world.stages().await, "working");
        let holds = audit::run(world.app().desk(), &Command::Verify).await.expect("a history");
        assert!(holds.to_string().ends_with("every one holds"), "{holds}");

        // Nobody answers to the number of what was lost, and its button acts on nothing else.
        assert_eq!(crew.presses_anyway(room, "签收").await, "没有这件事，或不是您的。");
        neighbour.joins().await;
        neighbour.complains("走廊灯不亮").await;
        assert_ne!(world.newest_number().await, lost);
        // What was not lost goes on to its end.
        crew.reports(room, "换了轴承").await;
        assert!(world.person("owner").has_read("换了轴承"));
    })
    .await;
}

/// Whatever is wrong with a backup or with the database is said, and changes nothing.
#[tokio::test]
async fn what_cannot_be_put_back_is_said_and_leaves_nothing_behind() {
    World::run(En, async |world| {
        let (safe, other) = (Safe::new("refused"), Safe::new("other"));
        world.signed("The lift rattles").await;
        // Enough that half a file ends in the middle of the book.
        world
            .meddles(
                "insert into inbox (update_id, lane, raw, received_at, done_at)
                 select -n, 0, to_json(string_agg(md5(n::text || m::text), '')), now(), now()
                 from generate_series(1, 4000) n, generate_series(1, 10) m group by n",
            )
            .await;
        // A table of somebody else's in the same database is not the book's, and stands in nobody's way.
        world.meddles("create table notes (id serial); insert into notes values (1)").await;
        let before = rows(world).await;
        let (_, file) = safe.take(world, "night.age").await;
        let whole = fs::read(&file).expect("a file");
        let put = |name: &str, bytes: &[u8]| {
            let path = safe.folder.0.join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let half = put("half.age", &whole[..whole.len() / 2]);
        let shorter = put("shorter.age", &whole[..whole.len() - 1]);
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        let changed = put("changed.age", &changed);
        let letter = put("letter.age", b"Dear Sir or Madam");
        let empty = put("empty.age", b"");
        let key = safe.folder.0.join("empty.key");
        fs::write(&key, "# nothing\n").expect("a file");
        let mut said = vec![
            told(backup::make_key(&safe.key)),
            other.verify(world, &file).await,
            told(backup::verify(&book(world), &file, &key, &casework::clock::Clock::system()).await),
            safe.verify(world, &letter).await,
            safe.verify(world, &empty).await,
            safe.verify(world, &half).await,
            safe.verify(world, &shorter).await,
            safe.verify(world, &changed).await,
            safe.verify(world, &safe.folder.0.join("nowhere.age")).await,
            safe.take(world, "no/such/folder.age").await.0,
            // The estate that is there is worth more than any backup.
            safe.restore(world, &file).await,
        ];
        assert_eq!(rows(world).await, before);
        // A backup by a newer program, and a database that a newer program has been at.
        world.meddles("insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            values (29990101000000, 'of the future', true, '', 0)").await;
        let (_, future) = safe.take(world, "future.age").await;
        let opened = casework::desk::Desk::open_at(
            &world.book_address(), casework::clock::Clock::system()).await;
        said.push(opened.expect_err("a newer book").to_string());
        world.meddles("delete from _sqlx_migrations where version = 29990101000000").await;
        said.push(safe.verify(world, &future).await);
        // Killed in the middle: the database is as empty as before, and the next try goes through.
        world.loses_the_book().await;
        said.push(safe.take(world, "nothing.age").await.0);
        world.meddles("create table theirs (id int)").await;
        said.push(safe.restore(world, &file).await);
        world.meddles("drop table theirs").await;
        said.push(safe.restore(world, &half).await);
        assert_eq!(world.count("select count(*) from cases").await, 0);
        let done = safe.restore(world, &file).await;
        assert!(done.starts_with("The book is back"), "{done}");
        world.restart().await;
        assert_eq!(rows(world).await, before);
        let place = safe.folder.0.display().to_string();
        let other = other.folder.0.display().to_string();
        insta::assert_snapshot!(said.join("\n").replace(&place, "SAFE").replace(&other, "OTHER"));
    })
    .await;
}
