//! What people read: messages as text, and what is new in them.

use std::collections::BTreeMap;

use playground::{Message, Telegram};

/// What each message showed when it was last looked at.
#[derive(Default)]
pub(crate) struct Seen(BTreeMap<(i64, i64), Message>);

impl Seen {
    /// What the program newly said or changed in these chats, chat by chat, as text.
    pub(crate) fn news(&mut self, telegram: &Telegram, chats: &[i64]) -> String {
        let mut lines = vec![];
        for chat in chats {
            for message in telegram.messages(*chat) {
                let before = self.0.insert((*chat, message.id), message.clone());
                if message.from == telegram.bot() && is_news(before.as_ref(), &message) {
                    let sign = if before.is_some() { "↻" } else { "←" };
                    let told = format!("{} {sign} {}", telegram.title(*chat), picture(&message));
                    lines.push(told.replace('\n', "\n  ").replace("\n  \n", "\n\n"));
                }
            }
        }
        lines.join("\n")
    }
}

/// That only the buttons went is not worth telling.
fn is_news(before: Option<&Message>, now: &Message) -> bool {
    let Some(before) = before else { return true };
    before.text() != now.text() || (before.labels() != now.labels() && !now.labels().is_empty())
}

/// A message as one reads it: what is attached, its words, its buttons row by row.
pub(crate) fn picture(message: &Message) -> String {
    let attached =
        if message.kind() == "text" { String::new() } else { format!("<{}> ", message.kind()) };
    let mut lines = vec![format!("{attached}{}", message.text()).trim_end().to_owned()];
    for row in message.buttons() {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        lines.push(labels.join(" "));
    }
    lines.join("\n")
}
