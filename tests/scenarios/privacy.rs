//! Privacy: who agreed to what, what a person is told of themselves, what goes when they wish it or
//! when its time has come.

use casework::{intake::Purpose, words::Language::En};
use chrono::TimeDelta;
use huiyin::{
    audit,
    button::{Act, Choice},
};
use scenarios::{Person, World, photo};

/// What was shown to people and agreed to, as the book keeps it.
async fn consents(world: &World) -> Vec<String> {
    world
        .column(
            "select concat_ws(' ', p.name, c.version, c.language,
                 case when c.agreed_at is null then 'shown' else 'agreed' end,
                 to_char(coalesce(c.agreed_at, c.shown_at) at time zone 'UTC', 'YYYY-MM-DD'))
             from consents c join people p on p.id = c.person_id order by p.id, c.version",
        )
        .await
}

#[tokio::test]
async fn who_agreed_to_which_version_and_when_is_written_down() {
    World::run(En, async |world| {
        let version = huiyin::privacy::version();
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        owner.joins().await;
        neighbour.starts().await;
        neighbour.taps("I do not agree").await;
        assert_eq!(
            consents(world).await,
            [
                format!("Meiling Chen {version} en agreed 2026-11-17"),
                format!("{version} en shown 2026-11-17"),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_new_version_is_shown_once_and_never_in_the_way_of_a_story() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        world.meddles("update people set consent = 0 where name = 'Meiling Chen'").await;
        world.meddles("update consents set version = 0").await;

        // Somebody who has something to tell is asked for nothing first.
        owner.heard();
        owner.says("There is smoke in the corridor").await;
        assert!(!owner.heard().contains("privacy notice"));
        owner.says("/cancel").await;
        owner.taps("Yes, cancel it").await;

        let notice = "We have rewritten our privacy notice";
        owner.starts().await;
        let heard = owner.heard();
        assert_eq!(heard.matches(notice).count(), 1, "{heard}");
        assert!(heard.contains("What can we do for you?"), "home is there all the same: {heard}");
        owner.starts().await;
        assert!(!owner.heard().contains(notice), "asked once");
        owner.taps("I agree").await;
        assert!(owner.has_read("Thank you. You have agreed to this:"));
        let version = huiyin::privacy::version();
        assert_eq!(
            consents(world).await[1],
            format!("Meiling Chen {version} en agreed 2026-11-17")
        );
        assert_eq!(world.count("select count(*) from people where consent = 0").await, 0);
    })
    .await;
}

/// Every column of every table in which these words stand, whatever it is made of.
async fn stands_in(world: &World, words: &str) -> Vec<String> {
    let mut book = world.book().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select c.table_name::text, c.column_name::text
         from information_schema.columns c
         join information_schema.tables t using (table_schema, table_name)
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
         order by 1, 2",
    )
    .fetch_all(&mut book)
    .await
    .expect("the shape of the book");
    assert!(columns.len() > 200, "that is not the whole book: {}", columns.len());
    let mut found = vec![];
    for (table, column) in columns {
        let statement = format!(
            "select count(*) from \"{table}\" where position(lower($1) in lower(\"{column}\"::text)) > 0"
        );
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .bind(words)
            .fetch_one(&mut book)
            .await
            .expect("a column can be searched");
        if rows > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}

/// A file that somebody was sent, as text.
fn file_of(world: &World, chat: i64) -> String {
    let messages = world.telegram.messages(chat);
    let handles = messages.iter().rev().filter_map(|message| {
        message.body.get("document").and_then(|file| file["file_id"].as_str())
    });
    let handle = handles.into_iter().next().expect("a file");
    let (bytes, name, _) = world.telegram.file(handle).expect("a file that is there");
    assert_eq!(name.as_deref(), Some("mydata.json"));
    String::from_utf8(bytes).expect("text")
}

/// Somebody with words of their own everywhere: name, number, story, caption, message, answers. The
/// matter is dealt with to its end.
async fn lived_through(world: &World) -> Person<'_> {
    let owner = world.stranger(77_007_007, "Zq~name Zq~family");
    let (crew, desk) = (world.person("crew"), world.person("desk"));
    let group = world.room("engineering");
    owner.joins().await;
    owner.sends(photo().captioned("zq~caption")).await;
    owner.says("Water comes through the ceiling, zq~story").await;
    let way: [fn(Choice) -> bool; 5] = [
        |choice| choice == Choice::Enough,
        |choice| matches!(choice, Choice::Category(_)),
        |choice| matches!(choice, Choice::Place(_)),
        |choice| choice == Choice::SkipRest,
        |choice| choice == Choice::Send,
    ];
    for step in way {
        owner.chooses(step).await;
    }
    crew.signs(group).await;
    desk.acts(world.room("desk"), Act::Slip).await;
    crew.acts(crew.account, Act::SetOut).await;
    crew.tells(group, Purpose::Ask, "Which room, Mrs Zq~name?").await;
    owner.says("The bedroom, zq~answer").await;
    crew.reports(group, "A new pipe for zq~story").await;
    owner.taps("Solved").await;
    world.person("head").taps("Head signs off").await;
    world.pass(TimeDelta::hours(25)).await;
    for label in ["Solved", "Fairly satisfied", "Satisfied", "Satisfied"] {
        owner.taps(label).await;
    }
    owner.says("Thanks, zq~words").await;
    assert_eq!(world.stages().await, "archived");
    owner
}

#[tokio::test]
async fn everything_about_me_comes_as_a_file_to_me_alone() {
    World::run(En, async |world| {
        let owner = lived_through(world).await;
        owner.says("/mydata").await;
        let file: serde_json::Value =
            serde_json::from_str(&file_of(world, owner.account)).expect("JSON");
        assert_eq!(file["Name"], "Zq~name Zq~family");
        assert_eq!(file["Units"][0]["Unit"], "Building 1 Floor 1 101");
        assert!(file["Privacy notice"][0]["Agreed"].is_string());
        let matter = &file["Matters"][0];
        assert!(matter["What you told us"].as_str().unwrap().contains("zq~story"));
        assert_eq!(matter["Result"], "A new pipe for zq~story");
        assert_eq!(matter["Photos and files"], "1");
        let own = matter["What you did and wrote"].to_string();
        assert!(own.contains("zq~answer"), "{own}");
        let answers = matter["Your answers in the callback"].to_string();
        assert!(answers.contains("zq~words") && answers.contains("Fairly satisfied"), "{answers}");
        let looks = matter["Who opened your full slip"].to_string();
        assert!(looks.contains("Qiang Wang") && looks.contains("2026-11-17"), "{looks}");

        // Nobody else gets it, and no copy of it lies in the book.
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        neighbour.says("/mydata").await;
        assert!(!file_of(world, neighbour.account).contains("Zq~"));
        for seat in ["engineering", "desk", "leaders"] {
            assert!(!world.shows(world.room(seat), "mydata"), "{seat}");
        }
        let copies = "select count(*) from outbox
            where letter ->> 'letter' = 'my_data' and letter::text like '%zq~%'";
        assert_eq!(world.count(copies).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_forgotten_stands_in_no_column_of_any_table() {
    World::run(En, async |world| {
        let owner = lived_through(world).await;
        let phone = world.column("select phone from people where name like 'Zq~%'").await.remove(0);
        for word in ["zq~name", "zq~story", "zq~caption", "zq~answer", "zq~words", &phone] {
            assert!(!stands_in(world, word).await.is_empty(), "{word} was never written down");
        }
        let counted = "select count(*) from history";
        let lines = world.count(counted).await;

        owner.says("/forget").await;
        assert!(owner.has_read("Kept without your name: that there was a matter"));
        owner.taps("Delete for good").await;
        assert!(owner.has_read("Done. We no longer know who you are."), "{}", owner.reads());

        assert_eq!(stands_in(world, "zq~").await, [""; 0]);
        assert_eq!(stands_in(world, &phone).await, [""; 0]);
        // The word that it is done went to that chat; it goes with the other letters in their time.
        assert_eq!(stands_in(world, "77007007").await, ["outbox.room"]);

        // What can be counted is, and the history holds.
        let kept = "select kind || ' ' || stage || ' ' || severity from cases";
        assert_eq!(world.column(kept).await, ["complaint archived minor"]);
        let graded = "select grade from questionnaires";
        assert_eq!(world.column(graded).await, ["basically"]);
        assert_eq!(world.count(counted).await, lines);
        let verified = audit::run(world.app().desk(), &audit::Command::Verify).await;
        assert!(verified.expect("it holds").to_string().contains("every one holds"));

        // Whoever comes back is somebody new to us.
        owner.starts().await;
        assert!(owner.heard().contains("I agree, go on"));
        owner.says("/my").await;
        assert!(!owner.heard().contains("Complaint"));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_forgotten_while_a_matter_is_open_or_a_position_is_held() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        owner.says("/forget").await;
        assert!(owner.has_read(&format!("Your matter {number} is still open")));
        // Nor by a button that was shown when nothing was open.
        owner.forges(owner.account, 1, "h1:forget").await;
        crew.says("/forget").await;
        assert!(crew.has_read("Ask an administrator to end it first"));
        crew.forges(crew.account, 1, "h1:forget").await;
        assert_eq!(world.count("select count(*) from people where erased_at is not null").await, 0);
        owner.tells(owner.account, Purpose::Withdraw, "It runs again").await;
        owner.says("/forget").await;
        owner.taps("Delete for good").await;
        assert!(owner.has_read("Done. We no longer know who you are."));
        assert_eq!(stands_in(world, "The lift rattles").await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn each_class_goes_when_its_time_has_come() {
    World::run(En, async |world| {
        let owner = lived_through(world).await;
        let places = async |word| stands_in(world, word).await.join(" ");
        // Begun, and never sent.
        owner.says("One more thing, zq~draft").await;
        assert!(places("zq~draft").await.contains("dialogs.state"));
        assert!(places("zq~story").await.contains("inbox.raw"));

        world.pass(TimeDelta::days(31)).await;
        assert_eq!(places("zq~draft").await, "", "neither the draft nor the update");
        let left = places("zq~story").await;
        assert!(!left.contains("inbox.") && left.contains("outbox.letter"), "{left}");

        world.pass(TimeDelta::days(150)).await;
        let left = places("zq~story").await;
        assert_eq!(left, "cases.detail cases.facts history.detail");
        assert_eq!(places("zq~words").await, "history.detail questionnaires.sheet");

        world.pass(TimeDelta::days(1_095)).await;
        assert_eq!(places("zq~story").await, "");
        assert_eq!(places("zq~words").await, "");
        assert_eq!(world.count("select count(*) from evidence").await, 0);
        assert!(world.count("select count(*) from looks").await > 0, "longer than what they saw");
        // They are still one of ours; what is counted still is.
        assert_eq!(places("zq~name").await, "people.name");
        assert_eq!(world.count("select count(*) from cases where stage = 'archived'").await, 1);
        let verified = audit::run(world.app().desk(), &audit::Command::Verify).await;
        assert!(verified.expect("it holds").to_string().contains("every one holds"));

        world.pass(TimeDelta::days(740)).await;
        assert_eq!(world.count("select count(*) from looks").await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_only_telephoned_goes_with_their_last_matter() {
    World::run(En, async |world| {
        lived_through(world).await;
        world.meddles("update people set account = null where name like 'Zq~%'").await;
        // Three years after the last that was done of it: two weeks later they are called once more.
        world.pass(TimeDelta::days(1_096 + 15)).await;
        assert_eq!(stands_in(world, "zq~").await, [""; 0]);
    })
    .await;
}
