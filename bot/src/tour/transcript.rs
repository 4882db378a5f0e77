//! What people see on the tour, printed as it comes: who said what in which chat, what changed,
//! which buttons there are.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use playground::Message;

use crate::{button::Button, stage::Stage};

/// Prints a stage's chats as they go on.
pub(super) struct Transcript<'s> {
    stage: &'s Stage,
    names: HashMap<i64, String>,
    /// How a message is marked that was changed in place.
    changed: String,
    /// What each message showed when it was printed.
    shown: HashMap<(i64, i64), String>,
    /// What the program has said in each chat in this chapter.
    heard: HashMap<i64, String>,
    /// The procedures and steps of the chapters so far.
    procedures: Vec<String>,
    heading: String,
    is_hushed: bool,
}

impl<'s> Transcript<'s> {
    pub(super) fn new(stage: &'s Stage, changed: &str) -> Self {
        let mut names = HashMap::new();
        let (shown, offered) = stage.phones();
        for phone in shown.into_iter().chain(offered) {
            names.insert(phone.person, phone.name.clone());
            for chat in phone.chats.into_iter().filter(|chat| *chat < 0) {
                names.insert(chat, stage.telegram.title(chat));
            }
        }
        names.insert(stage.telegram.bot(), stage.telegram.bot_profile().full_name());
        let mut transcript = Self {
            stage,
            names,
            changed: changed.to_owned(),
            shown: HashMap::new(),
            heard: HashMap::new(),
            procedures: vec![],
            heading: String::new(),
            is_hushed: false,
        };
        // What was said before the tour is not part of it.
        for (chat, message) in transcript.all() {
            transcript.shown.insert((chat, message.id), picture(&message));
        }
        transcript
    }

    fn all(&self) -> Vec<(i64, Message)> {
        let mut chats: Vec<i64> = self.names.keys().copied().collect();
        chats.sort_unstable();
        let of = |chat: i64| self.stage.chat(chat).into_iter().map(move |message| (chat, message));
        chats.into_iter().flat_map(of).collect()
    }

    /// Prints what is new or changed.
    pub(super) fn catch_up(&mut self) {
        if !self.is_hushed {
            self.read();
        }
    }

    fn read(&mut self) {
        let mut news: Vec<(i64, Message)> = self.all();
        news.retain(|(chat, message)| {
            self.shown.get(&(*chat, message.id)) != Some(&picture(message))
        });
        // The clock stands, so words and their answer have one time: the words come first.
        let bot = self.stage.telegram.bot();
        news.sort_by_key(|(_, message)| {
            (message.edited_at.unwrap_or(message.at), message.from == bot)
        });
        for (chat, message) in news.iter().filter(|(_, message)| !message.is_service()) {
            self.read_one(*chat, message, message.from == bot);
        }
    }

    fn read_one(&mut self, chat: i64, message: &Message, by_bot: bool) {
        let now = picture(message);
        if by_bot {
            let heard = self.heard.entry(chat).or_default();
            heard.push_str(&now);
            heard.push('\n');
        }
        let before = self.shown.insert((chat, message.id), now.clone());
        // That a question loses its buttons when it was answered needs no telling.
        let is_spent = before.as_ref().is_some_and(|before| before.starts_with(&now));
        if !is_spent && (!self.is_hushed || self.is_told_by_somebody(message)) {
            self.print(chat, message, before.is_some());
        }
    }

    /// People's own words are read even where the rest is hushed: a story goes on in them.
    fn is_told_by_somebody(&self, message: &Message) -> bool {
        let is_command = message.text().starts_with('/');
        message.from != self.stage.telegram.bot() && message.kind() == "text" && !is_command
    }

    fn print(&self, chat: i64, message: &Message, known: bool) {
        let by_bot = message.from == self.stage.telegram.bot();
        let to =
            if by_bot || chat < 0 { format!(" → {}", self.name(chat)) } else { String::new() };
        let change = if known { self.changed.as_str() } else { "" };
        let mark = if by_bot { "  " } else { "▸ " };
        println!("{mark}{}{to}{change}", self.name(message.from));
        for line in picture(message).lines() {
            println!("     {line}");
        }
        println!();
    }

    /// Somebody's name, or a group's.
    pub(super) fn name(&self, id: i64) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// A chapter begins: a step of a procedure, and what happens in it.
    pub(super) fn chapter(&mut self, procedure: &str, title: &str) {
        self.heard.clear();
        self.procedures.push(procedure.to_owned());
        let parts = [procedure, title].into_iter().filter(|part| !part.is_empty());
        self.heading = parts.collect::<Vec<_>>().join(" · ");
        println!("──────── {} ────────\n", self.heading);
    }

    /// The heading of this chapter.
    pub(super) fn heading(&self) -> &str {
        &self.heading
    }

    /// From here on it goes as it went before, and is not printed.
    pub(super) fn hush(&mut self) {
        self.is_hushed = true;
    }

    /// Up to here. People's words are printed, and then what it was that happened, if that needs
    /// saying.
    pub(super) fn speak(&mut self, what: &str) {
        self.read();
        self.is_hushed = false;
        if !what.is_empty() {
            println!("  … {what} …\n");
        }
    }

    /// Time passes.
    pub(super) fn time(&self, time: TimeDelta) {
        if self.is_hushed {
            return;
        }
        match (time.num_hours(), time.num_minutes() % 60) {
            (0, minutes) => println!("  … +{minutes} min …\n"),
            (hours, 0) => println!("  … +{hours} h …\n"),
            (hours, minutes) => println!("  … +{hours} h {minutes} min …\n"),
        }
    }

    /// Somebody presses a button.
    pub(super) fn press(&self, who: i64, chat: i64, means: impl Fn(&Button) -> bool) {
        if self.is_hushed {
            return;
        }
        let label = self.stage.chat(chat).iter().rev().find_map(|message| {
            let mut buttons = message.buttons().into_iter().flatten();
            buttons.find_map(|button| {
                let data = button.data?;
                data.parse().is_ok_and(|found| means(&found)).then_some(button.label)
            })
        });
        println!("▸ {} [{}]\n", self.name(who), label.unwrap_or_default());
    }

    /// The answer to a press.
    pub(super) fn toast(&self, who: i64, toast: Option<&str>) {
        if let Some(toast) = toast.filter(|_| !self.is_hushed) {
            println!("  ({}: {toast})\n", self.name(who));
        }
    }

    /// What the program has told somebody, or a group, in this chapter.
    pub(super) fn heard(&self, chat: i64) -> &str {
        self.heard.get(&chat).map_or("", String::as_str)
    }

    /// The end: which steps of S0-01 were seen, and which other procedures.
    pub(super) fn finish(&self) {
        let of_core = |procedure: &String| procedure.strip_prefix("S0-01 · ").map(str::to_owned);
        let steps: BTreeSet<String> = self.procedures.iter().filter_map(of_core).collect();
        let others = self.procedures.iter().filter(|procedure| of_core(procedure).is_none());
        let steps: Vec<String> = steps.into_iter().collect();
        let core = format!("S0-01 · {}", steps.join(" "));
        let all: Vec<&str> =
            [core.as_str()].into_iter().chain(others.map(String::as_str)).collect();
        println!("──────── ✓ {} ────────", all.join(" · "));
    }
}

/// A message as one reads it: its words, what is attached, its buttons.
fn picture(message: &Message) -> String {
    let mut text = message.text().to_owned();
    if message.kind() != "text" {
        text = format!("<{}> {text}", message.kind());
    }
    for row in message.buttons() {
        let keys: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        text = format!("{text}\n{}", keys.join(" "));
    }
    text
}
