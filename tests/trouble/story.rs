//! Trials within this process, for what a process cannot be given: a clock moved by hand, or every
//! update one by one. The program, the book and HTTP are the real ones.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Mutex,
};

use casework::words::Language;
use scenarios::World;
use serde_json::{Value, json};

use crate::{
    checker::{self, Evidence},
    trial::lock,
};

static SAID: Mutex<Vec<(std::thread::ThreadId, String)>> = Mutex::new(vec![]);

/// Panics of stories are their findings; they are kept, not printed.
pub(crate) fn listen() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        if thread.name() != Some("story") {
            return usual(info);
        }
        lock(&SAID).push((thread.id(), info.to_string()));
    }));
}

/// Tells a story on a thread of its own; says what it found wrong.
pub(crate) async fn tell(story: fn()) -> Vec<String> {
    let (tell, heard) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("story".to_owned()).spawn(move || {
        let id = std::thread::current().id();
        let done = panic::catch_unwind(AssertUnwindSafe(story));
        let mut said = lock(&SAID);
        let mine = said.iter().filter(|(by, _)| *by == id).map(|(_, words)| words.clone());
        let mut found: Vec<String> = if done.is_err() { mine.collect() } else { vec![] };
        said.retain(|(by, _)| *by != id);
        if done.is_err() && found.is_empty() {
            found.push("the story ended in a panic".to_owned());
        }
        tell.send(found).ok();
    });
    match thread {
        Ok(_) => heard.await.unwrap_or_else(|_| vec!["the story was lost".to_owned()]),
        Err(error) => vec![format!("no thread for the story: {error}")],
    }
}

/// A story in an estate of its own, judged by the checker at its end.
pub(crate) fn world(story: impl AsyncFnOnce(&World)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(World::run(Language::En, async |world: &World| {
        story(world).await;
        world.settle().await;
        let wrong = checker::check(&evidence(world).await);
        assert!(wrong.is_empty(), "{}", wrong.join("; "));
    }));
}

async fn evidence(world: &World) -> Evidence {
    let mut book = world.book().await;
    let tables = checker::read(&mut book).await.expect("the book");
    let journal = world.telegram.requests().into_iter().map(|request| {
        json!({
            "at": request.at.timestamp_millis(), "answered": request.at.timestamp_millis(),
            "method": request.method, "asked": request.json, "code": request.code,
            "error": request.error, "harm": "", "unknown": request.code == 0,
            "retry_after": Value::Null,
        })
    });
    Evidence {
        tables,
        journal: journal.filter(|line| line["method"] != "getUpdates").collect(),
        updates: vec![],
        shown: vec![],
        logs: String::new(),
        diary: json!({ "unlimited": true, "may_park": true, "excused": [""], "given_up": [""] }),
    }
}
