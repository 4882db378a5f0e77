//! What people see on the tour, printed as it comes: who said what in which chat, what changed,
//! which buttons there are.

use std::collections::HashMap;

use chrono::TimeDelta;
use playground::Message;

use crate::{button::Button, stage::Stage};

/// Prints a stage's chats as they go on.
pub(super) struct Transcript<'s> {
    stage: &'s Stage,
    names: HashMap<i64, String>,
    /// What each message showed when it was printed.
    shown: HashMap<(i64, i64), String>,
    /// How much the program has said in each chat since the last press.
    told: HashMap<i64, usize>,
}

impl<'s> Transcript<'s> {
    pub(super) fn new(stage: &'s Stage) -> Self {
        let mut names = HashMap::new();
        let (shown, offered) = stage.phones();
        for phone in shown.into_iter().chain(offered) {
            names.insert(phone.person, phone.name.clone());
            for chat in phone.chats.into_iter().filter(|chat| *chat < 0) {
                names.insert(chat, stage.telegram.title(chat));
            }
        }
        names.insert(stage.telegram.bot(), stage.telegram.bot_profile().full_name());
        let mut transcript = Self { stage, names, shown: HashMap::new(), told: HashMap::new() };
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
        let mut news: Vec<(i64, Message)> = self.all();
        news.retain(|(chat, message)| {
            self.shown.get(&(*chat, message.id)) != Some(&picture(message))
        });
        news.sort_by_key(|(_, message)| message.edited_at.unwrap_or(message.at));
        for (chat, message) in news {
            let known = self.shown.insert((chat, message.id), picture(&message)).is_some();
            if message.is_service() {
                continue;
            }
            if message.from == self.stage.telegram.bot() {
                *self.told.entry(chat).or_default() += 1;
            }
            self.print(chat, &message, known);
        }
    }

    fn print(&self, chat: i64, message: &Message, known: bool) {
        let by_bot = message.from == self.stage.telegram.bot();
        let to =
            if by_bot || chat < 0 { format!(" → {}", self.name(chat)) } else { String::new() };
        let change = if known { " (changed)" } else { "" };
        let mark = if by_bot { "  " } else { "▸ " };
        println!("{mark}{}{to}{change}", self.name(message.from));
        for line in picture(message).lines() {
            println!("     {line}");
        }
        println!();
    }

    fn name(&self, id: i64) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// A step of S0-01 begins.
    pub(super) fn step(step: u8) {
        println!("──────── S0-01 · {step} ────────\n");
    }

    /// The callback begins.
    pub(super) fn callback() {
        println!("──────── S0-01 · 6 · callback ────────\n");
    }

    /// Time passes.
    pub(super) fn time(time: TimeDelta) {
        println!("  … +{} min …\n", time.num_minutes());
    }

    /// Somebody presses a button.
    pub(super) fn press(&mut self, who: i64, chat: i64, means: impl Fn(&Button) -> bool) {
        self.told.clear();
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
    pub(super) fn toast(&self, who: i64, toast: Option<String>) {
        if let Some(toast) = toast {
            println!("  ({}: {toast})\n", self.name(who));
        }
    }

    /// Whether the program has said something in a chat since the last press.
    pub(super) fn told(&self, chat: i64) -> bool {
        self.told.get(&chat).is_some_and(|count| *count > 0)
    }

    /// The end.
    pub(super) fn finish() {
        println!("──────── ✓ S0-01 · 1 2 3 4 5 6 7 ────────");
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
