//! A: what must not be found.

use super::{Case, case, not_covered};
use crate::{
    gate::{Harm, sends_in},
    people::DEPARTMENTS,
    trial::Trial,
};

const UNTRIED: &str = "told as a story without load: scenarios, privacy";
const TOLD: &str = "told as a story: scenarios, privacy";

pub(super) const CASES: &[Case] = &[
    not_covered("A1", "a person is erased while a case is open", TOLD),
    not_covered("A2", "an erased person writes again", TOLD),
    case!("A3", "a stranger declines the privacy notice", a3),
    not_covered("A4", "old rows are removed under load", UNTRIED),
    case!(
        "A6",
        "everything goes wrong, everything is logged: no token, telephone or word in it",
        a6,
        [1, 2],
        short = true
    ),
];

async fn a3(trial: &Trial) -> anyhow::Result<()> {
    use huiyin::button::{Button, Choice};
    let stranger = 880_001;
    trial.cast.telegram.person(playground::Profile::named(stranger, "Passer").speaking("en"));
    trial.cast.telegram.start(stranger, None).map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    trial.writes(stranger, stranger, "My secret story zqsecret")?;
    let declines = |it: &Button| matches!(it, Button::Task(_, Choice::Decline));
    trial.comes("the privacy notice", || trial.button(stranger, 0, declines).is_some()).await?;
    trial
        .insists(stranger, stranger, 0, declines, |it| it.button(stranger, 0, declines).is_none())
        .await?;
    trial.settle(std::time::Duration::from_secs(30)).await?;
    let kept = "select (select count(*) from dialogs where state::text like '%zqsecret%')
                     + (select count(*) from cases where facts::text like '%zqsecret%')
                     + (select count(*) from people where account = 880001 and (name is not null or phone is not null))";
    let kept = trial.count_of(kept).await?;
    if kept > 0 {
        trial.finds(format!("I15: {kept} rows still hold what a person told who then declined"));
    }
    Ok(())
}

async fn a6(trial: &Trial) -> anyhow::Result<()> {
    trial.each(|instance| {
        instance.setting("HUIYIN_LOG", "debug");
        instance.kill();
    });
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    trial.in_service().await?;
    trial.gate.harm(1, Harm::Cut, sends_in(trial.owner(0)));
    trial.gate.harm(1, Harm::Lose, sends_in(trial.cast.room("desk")));
    trial.gate.harm(
        1,
        Harm::error(500, "Internal Server Error"),
        sends_in(trial.cast.room("engineering")),
    );
    let matter = trial.whole(0, DEPARTMENTS[0]).await?;
    trial.sql("alter table history rename to history_away").await?;
    trial.diary().may_park = true;
    let word = trial.adds(&matter)?;
    if let Some(said) = trial.diary().words.iter_mut().find(|said| said["mark"] == word.as_str()) {
        said["may_fail"] = true.into();
    }
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    trial.sql("alter table history_away rename to history").await?;
    trial.net.cut();
    trial.wire.cut();
    trial.adds(&matter).map(drop)
}
