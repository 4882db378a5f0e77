//! N: the way to Telegram.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use playground::{Content, Fault, Rule};
use serde_json::json;

use super::{Case, case, not_covered, story};
use crate::{
    gate::{Harm, calls, sends_in, speaks},
    people::DEPARTMENTS,
    proxy::{Target, Wire},
    story::world,
    trial::Trial,
};

pub(super) const CASES: &[Case] = &[
    case!("N1", "Telegram's name does not resolve", n1, [1], asleep = true),
    case!("N2", "connections are refused for a while", n2, [1, 2], short = true),
    case!("N3", "requests are done, answers are lost", n3, [1], short = true),
    case!("N4", "connections are reset in the middle of a request", n4),
    case!("N5", "answers come 8 and 20 seconds late", n5),
    not_covered("N6", "a 20 MB report over 30 kB/s", "there are no reports yet"),
    case!("N7", "answers break off, carry garbage, or are no JSON", n7, [1], short = true),
    case!("N9", "Telegram is away for 20 s, and presses and words wait there", n9, [1, 2]),
    story("N9h", "Telegram is away for 26 hours", false, n9h),
    case!("N10", "every piece 400 ms late, and every fourth stalls a second", n10),
    case!("N12", "Telegram's address moves while the program runs", n12),
    case!("N13", "a webhook's answer is lost after the commit", n13, [1], asleep = true),
];

const REFUSED: Wire = Wire {
    refuses: true,
    swallows_up: false,
    swallows_down: false,
    cut_up: None,
    cut_down: None,
    cut_after: None,
    delay: Duration::ZERO,
    throttle_up: None,
    stalls_every: None,
};

async fn n1(trial: &Trial) -> anyhow::Result<()> {
    trial.diary().may_end = true;
    let right = format!("http://localhost:{}", trial.net.port());
    let wrong = format!("http://telegram.invalid:{}", trial.net.port());
    trial.each(|instance| {
        instance.setting("HUIYIN_TELEGRAM_API", &wrong);
        instance.kept = true;
    });
    let owner = trial.owner(0);
    trial.writes(owner, owner, "The lift rattles again and nobody comes")?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    let starts = trial.with(0, |instance| instance.deaths.len());
    if starts > 6 {
        trial.finds(format!("N1: it ended {starts} times in 6 s: a busy loop"));
    }
    trial.each(|instance| {
        instance.setting("HUIYIN_TELEGRAM_API", &right);
        instance.kill();
    });
    trial.in_service().await?;
    trial.whole(1, DEPARTMENTS[0]).await.map(drop)
}

async fn n2(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.remarks(&matter)?;
    trial.net.set(REFUSED);
    trial.net.cut();
    tokio::time::sleep(Duration::from_secs(8)).await;
    trial.adds(&matter)?;
    let before = trial.gate.journal().len();
    trial.gate.harm(2, Harm::Refuse, speaks);
    trial.net.heal();
    let healed = Instant::now();
    trial.signs(&matter).await?;
    trial.notes(format!("signed {:.1} s after the way was open", healed.elapsed().as_secs_f32()));
    anyhow::ensure!(trial.gate.journal().len() > before, "nothing went out");
    Ok(())
}

async fn n3(trial: &Trial) -> anyhow::Result<()> {
    let owner = trial.owner(0);
    trial.gate.harm(1, Harm::Lose, sends_in(owner));
    trial.gate.harm(1, Harm::Lose, sends_in(trial.cast.room("engineering")));
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.gate.harm(1, Harm::Lose, calls("editMessageText"));
    trial.gate.harm(2, Harm::Lose, calls("getUpdates"));
    trial.signs(&matter).await?;
    trial.adds(&matter)?;
    happened(trial, 3)
}

async fn n4(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    // A request's head is some 150 bytes: its body breaks off.
    trial.net.set(Wire { cut_up: Some(260), ..Wire::default() });
    trial.net.cut();
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    trial.net.heal();
    trial.net.cut();
    trial.signs(&matter).await
}

async fn n5(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let room = trial.cast.room("engineering");
    trial.gate.harm(1, Harm::Late(Duration::from_secs(8)), sends_in(room));
    trial.remarks(&matter)?;
    trial.gate.harm(1, Harm::Late(Duration::from_secs(20)), sends_in(matter.owner));
    trial.adds(&matter)?;
    trial.signs(&matter).await?;
    tokio::time::sleep(Duration::from_secs(21)).await;
    happened(trial, 2)
}

async fn n7(trial: &Trial) -> anyhow::Result<()> {
    trial.gate.harm(1, Harm::Cut, sends_in(trial.owner(0)));
    trial.gate.harm(1, Harm::Instead("\u{1f}\u{8b} no json".to_owned()), sends_in(trial.owner(0)));
    trial.gate.harm(1, Harm::Cut, calls("getUpdates"));
    let page = "<html><title>502 Bad Gateway</title></html>";
    trial.gate.harm(2, Harm::Answer { code: 502, body: json!(page) }, calls("getUpdates"));
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.gate.harm(1, Harm::Answer { code: 502, body: json!(page) }, speaks);
    trial.signs(&matter).await?;
    happened(trial, 5)
}

async fn n9(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[1]).await?;
    trial.slip(&matter).await?;
    trial.net.set(REFUSED);
    trial.net.cut();
    for _ in 0..6 {
        trial.adds(&matter)?;
        trial.remarks(&matter)?;
    }
    tokio::time::sleep(Duration::from_secs(20)).await;
    trial.net.heal();
    trial.signs(&matter).await
}

/// What is owed goes out afterwards, and the centre hears that what came in before yesterday may be
/// lost.
fn n9h() {
    world(async |world| {
        world.forgive("Bad Gateway");
        let number = world.complaint("The lift rattles").await;
        let rule = Rule::new("*", Fault::status(502, "Bad Gateway"));
        let away = world.telegram.stand(rule);
        let owner = world.person("owner").account;
        world.telegram.send(owner, owner, Content::text("Is anybody there?")).ok();
        for _ in 0..26 {
            world.app().desk().clock().pass(TimeDelta::hours(1));
            // A poll that fails is no fault of the program.
            world.app().settle().await.ok();
        }
        // When Telegram was last heard is by the book's clock, which no story moves.
        world.meddles("update bots set heard_at = heard_at - interval '26 hours'").await;
        assert!(world.telegram.take_back(away) > 0, "nobody asked");
        world.said();
        world.settle().await;
        world.pass(TimeDelta::minutes(30)).await;
        let desk = world.said_in(world.room("desk"));
        assert_eq!(desk.matches("did not hear from Telegram").count(), 1, "{desk}");
        assert!(desk.contains(&number), "what was late meanwhile is told: {desk}");
    });
}

async fn n10(trial: &Trial) -> anyhow::Result<()> {
    trial.net.set(Wire {
        delay: Duration::from_millis(400),
        stalls_every: Some(4),
        ..Wire::default()
    });
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.signs(&matter).await?;
    trial.adds(&matter).map(drop)
}

async fn n12(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    let elsewhere = crate::proxy::Proxy::lay(Target::Port(trial.gate_port)).await?;
    // The old end is gone for good; what is new is reached only by new connections.
    trial.net.lead_to(Target::Port(elsewhere.port()));
    trial.net.cut();
    trial.signs(&matter).await?;
    trial.adds(&matter).map(drop)
}

async fn n13(trial: &Trial) -> anyhow::Result<()> {
    const SECRET: &str = "a-secret-of-the-trial-0123456789";
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let way = crate::proxy::Proxy::lay(Target::Port(port)).await?;
    let telegram = &trial.cast.telegram;
    telegram.reaches("https://huiyin.test", &format!("http://127.0.0.1:{}", way.port()));
    telegram.webhook_patience(Duration::from_secs(2));
    trial.diary().secrets.push(SECRET.to_owned());
    trial.each(|instance| {
        instance.setting("HUIYIN_WEBHOOK_URL", "https://huiyin.test/hook");
        instance.setting("HUIYIN_WEBHOOK_LISTEN", &format!("127.0.0.1:{port}"));
        instance.setting("HUIYIN_WEBHOOK_SECRET", SECRET);
    });
    trial.wake().await?;
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    way.set(Wire { swallows_down: true, ..Wire::default() });
    trial.adds(&matter)?;
    trial.remarks(&matter)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    way.heal();
    way.cut();
    trial.signs(&matter).await?;
    // Whoever does not know the secret, and whoever says too much or nonsense, is refused.
    let ask = |secret: &'static str, body: Vec<u8>| {
        let asked = reqwest::Client::new().post(format!("http://127.0.0.1:{port}/hook"));
        asked.header("X-Telegram-Bot-Api-Secret-Token", secret).body(body).send()
    };
    let forged = json!({ "update_id": 7, "message": {} }).to_string().into_bytes();
    for (secret, body) in
        [("wrong", forged), (SECRET, b"\xff\xfe{".to_vec()), (SECRET, vec![b'x'; 20 << 20])]
    {
        let size = body.len();
        match ask(secret, body).await {
            Ok(answer) if answer.status().is_success() => {
                trial.finds(format!("D6: a webhook took {size} bytes that it must refuse"));
            }
            // A connection that is closed in the middle of too much is a refusal, too.
            Ok(_) | Err(_) => {}
        }
    }
    trial.adds(&matter).map(drop)
}

/// The fault was there: a case that harmed nothing has proved nothing.
pub(super) fn happened(trial: &Trial, least: usize) -> anyhow::Result<()> {
    let harmed = trial.gate.harmed();
    anyhow::ensure!(harmed >= least, "only {harmed} of {least} faults happened");
    Ok(())
}
