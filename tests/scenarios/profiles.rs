//! An estate's own time limits, in a file beside its estate file.

use std::{fs, path::PathBuf};

use casework::{intake::Purpose, policy::SHIPPED, words::Language::En};
use chrono::TimeDelta;
use huiyin::stage::ESTATE;
use scenarios::World;

/// A folder with an estate file of one's own; it goes with the story.
struct Files(PathBuf);

impl Files {
    /// The estate goes by its own profile, which is `park_core` with these numbers.
    fn own(name: &str, version: u32, pickup: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("huiyin-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let files = Self(folder);
        let lines = "profile = \"yunxi\"\nprofiles = [\"yunxi.toml\"]\n";
        files.write("estate.toml", &ESTATE.replacen("profile = \"park_core\"", lines, 1));
        files.change(version, pickup);
        files
    }

    fn change(&self, version: u32, pickup: &str) {
        let own = SHIPPED[0].1.replace("profile = \"park_core\"", "profile = \"yunxi\"");
        let shipped = own.lines().find(|line| line.starts_with("version = ")).expect("a version");
        let own = own.replace(shipped, &format!("version = {version}"));
        self.write(
            "yunxi.toml",
            &own.replace("length = \"5m\"", &format!("length = \"{pickup}\"")),
        );
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("a file");
    }

    /// The program is started with these files; says what it says when it does not.
    async fn start(&self, world: &World) -> Result<(), String> {
        let estate = huiyin::estate::read(&self.0.join("estate.toml"));
        let estate = estate.map_err(|error| format!("{error:#}"))?;
        let settled = world.app().desk().settle_in(&estate).await;
        settled.map_err(|error| error.to_string())?;
        world.restart().await;
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// S0-01: the estate gives itself another time to sign; what was told before stays as it was told.
#[tokio::test]
async fn an_estate_changes_a_number_in_a_file_of_its_own() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let first = world.complaint("The lift rattles").await;
        assert!(owner.has_read("Engineering signs for it within 5 minutes"), "{}", owner.reads());

        let files = Files::own("number", 1, "20m");
        files.start(world).await.expect("a sound file");
        owner.heard();
        owner.complains("The lift rattles again").await;
        let second = world.newest_number().await;
        let heard = owner.heard();
        assert!(heard.contains("Engineering signs for it within 20 minutes"), "{heard}");

        files.change(2, "30m");
        files.start(world).await.expect("a new version");
        owner.complains("The lift rattles for good").await;
        let third = world.newest_number().await;
        assert!(owner.heard().contains("Engineering signs for it within 30 minutes"));

        // The file is gone, and the shipped profile in force again.
        drop(files);
        world.under("park_core").await;
        for (number, profile) in [
            (first, "park_core, version "),
            (second, "yunxi, version 1"),
            (third, "yunxi, version 2"),
        ] {
            crew.says(&format!("/why {number}")).await;
            assert!(crew.heard().contains(&format!("Policy profile {profile}")), "{number}");
        }
    })
    .await;
}

#[tokio::test]
async fn with_a_bad_file_nothing_starts_and_nothing_is_changed() {
    World::run(En, async |world| {
        let files = Files::own("bad", 1, "20m");
        files.start(world).await.expect("a sound file");

        files.change(1, "40m");
        let said = files.start(world).await.expect_err("no new version");
        assert!(
            said.contains("yunxi.toml: it says something else than version 1 of yunxi"),
            "{said}"
        );
        assert!(said.contains("rules.pickup.length: 20m → 40m"), "{said}");
        assert!(said.contains("write version = 2, or put the old words back"), "{said}");
        files.change(2, "forty");
        let said = files.start(world).await.expect_err("no length");
        assert!(
            said.contains("yunxi.toml: line 22, rules.pickup.length: \"forty\" is not"),
            "{said}"
        );

        // What was in force goes on.
        world.complaint("The lift rattles").await;
        assert!(world.person("owner").has_read("Engineering signs for it within 20 minutes"));
        let kept = "select count(*) from policies where profile = 'yunxi'";
        assert_eq!(world.count(kept).await, 1);
    })
    .await;
}

/// C-10: a site that asks a share of its owners closes the others without a question, and says so; what was
/// opened again is asked about always.
#[tokio::test]
async fn who_is_not_among_the_share_is_not_asked() {
    World::run(En, async |world| {
        let (owner, head, desk) = (world.person("owner"), world.person("head"), world.room("desk"));
        let files = Files::own("share", 1, "20m");
        let own = fs::read_to_string(files.0.join("yunxi.toml")).expect("a file");
        let share = "share = 0\nalways = [\"reopened\"]";
        files.write("yunxi.toml", &own.replace("pause = \"1d\"", share));
        files.start(world).await.expect("a sound file");
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        assert_eq!(world.stages().await, "archived");
        assert!(!owner.has_read("How was it?"), "{}", owner.reads());
        assert!(world.shows(desk, "not among those asked"), "{}", world.shown_in(desk));

        owner.complains("The lamp flickers").await;
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "It shines").await;
        owner.tells(owner.account, Purpose::Dispute, "It flickers still").await;
        world.person("crew").signs(world.room("engineering")).await;
        world.person("crew").reports(world.room("engineering"), "A new lamp").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        assert!(owner.has_read("How was it?"), "{}", owner.reads());
    })
    .await;
}
