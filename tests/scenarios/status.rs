//! How the program fares, as machines are told: alive, ready, and figures that name nobody. What is counted is
//! counted for the whole process; what waits is read in the story's own book.

use casework::words::Language::En;
use huiyin::{
    pulse::Pulse,
    status::{self, Status},
};
use scenarios::World;
use tokio::net::TcpListener;

/// The pages of a program over this world's book, and where they are.
async fn served(world: &World) -> std::net::SocketAddr {
    let status = Status::new(world.app().desk().clone(), Pulse::default(), true).expect("figures");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, status.router()).await });
    at
}

async fn page(at: std::net::SocketAddr, path: &str) -> (u16, String) {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = client.get(format!("http://{at}{path}")).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[tokio::test]
async fn a_program_whose_book_is_closed_is_alive_and_not_ready() {
    World::run(En, async |world| {
        let at = served(world).await;
        assert_eq!(page(at, "/livez").await, (200, "ok\n".to_owned()));
        assert_eq!(page(at, "/readyz").await, (200, "ok\n".to_owned()));
        status::check(at).await.expect("alive");
        world.app().desk().close().await;
        assert_eq!(page(at, "/readyz").await, (503, "the book does not answer\n".to_owned()));
        assert_eq!(page(at, "/livez").await.0, 200, "to start it anew would help nobody");
        assert_eq!(page(at, "/metrics").await.0, 200, "the rest is said all the same");
        world.restart().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_where_nothing_runs() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    drop(listener);
    let said = status::check(at).await.unwrap_err().to_string();
    assert_eq!(said, format!("nobody answers at {at}; is huiyin serve running there?"));
}

#[tokio::test]
async fn the_figures_say_what_waits_and_name_nobody() {
    World::run(En, async |world| {
        let at = served(world).await;
        let number = world.complaint("zq the drawing room smells of gas").await;
        world.meddles("update inbox set parked_at = now() where update_id = (select min(update_id) from inbox)").await;
        let (_, figures) = page(at, "/metrics").await;
        let figure = |name: &str| {
            let line = figures.lines().find(|line| line.starts_with(name));
            line.unwrap_or_else(|| panic!("no {name} in\n{figures}")).rsplit(' ').next().map(str::to_owned)
        };
        assert_eq!(figure("huiyin_updates_waiting").as_deref(), Some("0"));
        assert_eq!(figure("huiyin_updates_parked").as_deref(), Some("1"));
        assert_eq!(figure("huiyin_letters_waiting").as_deref(), Some("0"));
        let sent = figure("huiyin_telegram_calls_total{method=\"sendMessage\",outcome=\"ok\"}");
        assert!(sent.and_then(|sent| sent.parse::<u64>().ok()).is_some_and(|sent| sent > 0));
        // Labels are words of the code: no text, no name, no number of a case, a chat or a person.
        for private in ["zq", "gas", number.as_str(), "Ma"] {
            assert!(!figures.contains(&format!("\"{private}")), "{private} in\n{figures}");
        }
        let values = figures.split('"').skip(1).step_by(2);
        let is_word = |value: &&str| {
            value.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
                || value.parse::<f64>().is_ok_and(|bound| bound < 60.0)
                || *value == "+Inf"
                || *value == env!("CARGO_PKG_VERSION")
        };
        for value in values {
            assert!(is_word(&value), "{value} is no word of the code");
        }
    })
    .await;
}
