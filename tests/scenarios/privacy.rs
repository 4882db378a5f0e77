//! Privacy: who agreed to what, what a person is told of themselves, what goes when they wish it or
//! when its time has come.

use casework::words::Language::En;
use scenarios::World;

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
