//! Evidence: what people send is kept as it came, survives its bot, and goes with the words of its case.

use std::{fs, path::Path};

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::evidence::{Evidence, Place, Scan};
use playground::Fault;
use scenarios::{Person, World, photo};

use crate::{backups::Safe, folder::Folder};

/// A world that keeps files in a folder.
async fn keeping(world: &World, name: &str) -> Folder {
    let folder = Folder::empty(name);
    let evidence = Evidence::open(&Place::Folder(folder.0.clone())).expect("a folder");
    world.keeps_files(evidence, None).await;
    folder
}

/// The names of all files in a folder and its folders, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names = vec![];
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.file_type().expect("a type").is_dir() {
            names.extend(names_in(&entry.path()));
        } else {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
}

fn names_in(folder: &Path) -> Vec<String> {
    let within = folder.file_name().expect("a name").to_string_lossy().into_owned();
    names(folder).into_iter().map(|name| format!("{within}/{name}")).collect()
}

/// A complaint with a photo in it; its number.
async fn with_photo(world: &World, owner: &Person<'_>) -> String {
    owner.joins().await;
    owner.sends(photo()).await;
    owner.complains("The lamp hangs by its wire").await;
    world.newest_number().await
}

#[tokio::test]
async fn what_people_send_is_kept_as_it_came() {
    World::run(En, async |world| {
        let folder = keeping(world, "kept").await;
        let number = world.reported("The lift rattles").await;
        let kept = names(&folder.0);
        assert_eq!(kept.len(), 1, "the photo of the result: {kept:?}");
        // By its first bytes it is no JPEG, whatever Telegram calls it.
        assert!(kept[0].starts_with(&format!("{number}/")) && kept[0].rsplit('.').next() == Some("gif"), "{kept:?}");
        let handle = world.column("select handle from evidence").await.remove(0);
        let (sent, ..) = world.telegram.file(&handle).expect("a file");
        assert_eq!(fs::read(folder.0.join(&kept[0])).expect("a file"), sent, "byte for byte");
        let row = "select kept_as || ' ' || media_type || ' ' || bytes || ' ' || length(sha256) from evidence";
        assert_eq!(world.column(row).await, [format!("{} image/gif {} 64", kept[0], sent.len())]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_fetched_now_is_fetched_later_and_at_last_given_up() {
    World::run(En, async |world| {
        let folder = keeping(world, "later").await;
        world.telegram.fail_next("getFile", Fault::status(502, "Bad Gateway"), 2);
        world.forgive("Bad Gateway");
        world.reported("The lift rattles").await;
        assert_eq!(names(&folder.0), Vec::<String>::new());
        world.pass(TimeDelta::minutes(5)).await;
        world.settle().await;
        assert_eq!(names(&folder.0).len(), 1, "the third time it is there");
        // One that Telegram has lost is asked for again for two days, and then no more.
        world.forgive("wrong file_id");
        world.meddles("update evidence set handle = 'lost', kept_at = null, kept_as = null").await;
        world.pass(TimeDelta::days(3)).await;
        let unkept = world.column("select coalesce(unkept, 'waits') from evidence").await;
        assert!(unkept[0].contains("file"), "{unkept:?}");
        let asked = world.telegram.requests_of("getFile").len();
        world.pass(TimeDelta::days(3)).await;
        assert_eq!(world.telegram.requests_of("getFile").len(), asked);
    })
    .await;
}

#[tokio::test]
async fn files_go_with_the_words_of_their_case() {
    World::run(En, async |world| {
        let folder = keeping(world, "gone").await;
        let owner = world.person("owner");
        with_photo(world, &owner).await;
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "A new lamp").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        for answer in ["Solved", "Fairly satisfied", "Satisfied", "Satisfied"] {
            owner.taps(answer).await;
        }
        owner.says("Thank you").await;
        assert_eq!(names(&folder.0).len(), 2, "the photo of the story and that of the result");
        owner.says("/forget").await;
        owner.taps("Delete for good").await;
        assert_eq!(names(&folder.0), Vec::<String>::new());
        assert_eq!(world.count("select count(*) from discarded").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_a_scan_finds_something_in_is_not_kept_and_not_handed_on() {
    World::run(En, async |world| {
        let folder = Folder::empty("scanned");
        let evidence = Evidence::open(&Place::Folder(folder.0.clone())).expect("a folder");
        // A program that finds something in everything.
        world.keeps_files(evidence, Scan::read("false")).await;
        let owner = world.person("owner");
        with_photo(world, &owner).await;
        assert_eq!(names(&folder.0), Vec::<String>::new());
        assert_eq!(world.column("select unkept from evidence").await, ["infected"]);
        world.person("crew").signs(world.room("engineering")).await;
        let crew = world.person("crew").account;
        let photos = world.telegram.messages(crew).iter().filter(|m| m.file_id().is_some()).count();
        assert_eq!(photos, 0, "{}", world.shown_in(crew));
    })
    .await;
}

#[tokio::test]
async fn a_backup_has_the_files_in_it() {
    World::run(En, async |world| {
        let folder = keeping(world, "with-files").await;
        let safe = Safe::new("safe-with-files");
        world.reported("The lift rattles").await;
        let kept = names(&folder.0);
        let sent = fs::read(folder.0.join(&kept[0])).expect("a file");
        let (said, file) = safe.take(world, "night.age").await;
        assert!(said.contains(" 1 files, "), "{said}");
        assert!(safe.verify(world, &file).await.ends_with("every table compared, and 1 files"));
        fs::remove_file(folder.0.join(&kept[0])).expect("lost");
        world.loses_the_book().await;
        safe.restore(world, &file).await;
        world.restart().await;
        assert_eq!(fs::read(folder.0.join(&kept[0])).expect("a file"), sent);
        // A file that is not what it was, or is not there, is told, and the book is backed up all the same.
        fs::write(folder.0.join(&kept[0]), "another").expect("a file");
        let (said, changed) = safe.take(world, "changed.age").await;
        assert!(
            said.contains("1 photos or files are missing, or are not what they were"),
            "{said}"
        );
        let said = safe.verify(world, &changed).await;
        assert!(
            said.contains("1 photos or files are missing, or are not what they were"),
            "{said}"
        );
        fs::remove_file(folder.0.join(&kept[0])).expect("lost");
        let (said, _) = safe.take(world, "missing.age").await;
        assert!(said.contains("1 photos or files are missing"), "{said}");
        // Nobody says where they are kept: they are not left out in silence.
        world.keeps_files_at(None);
        let nowhere = "the book names photos and files: say in HUIYIN_EVIDENCE where they are kept";
        assert_eq!(safe.take(world, "nowhere.age").await.0, nowhere);
        world.loses_the_book().await;
        assert_eq!(safe.restore(world, &file).await, nowhere);
        assert_eq!(world.count("select count(*) from sites").await, 0);
        let evidence = Evidence::open(&Place::Folder(folder.0.clone())).expect("a folder");
        world.keeps_files_at(Some(evidence));
        let said = safe.restore(world, &file).await;
        assert!(said.contains("and 1 files"), "{said}");
        world.restart().await;
    })
    .await;
}
