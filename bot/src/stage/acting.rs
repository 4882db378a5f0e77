//! How the cast acts: says, sends, presses. Everybody acts through Telegram's stand-in, and the
//! program is then driven until nothing is left to do.

use anyhow::{Context as _, anyhow};
use playground::{Content, Message};

use super::Stage;
use crate::button::Button;

impl Stage {
    /// Somebody writes to the program alone.
    pub async fn says(&self, who: i64, text: &str) -> anyhow::Result<()> {
        self.sends(who, who, Content::text(text)).await
    }

    /// Somebody sends something into a chat.
    pub async fn sends(&self, who: i64, chat: i64, content: Content) -> anyhow::Result<()> {
        self.telegram.send(who, chat, content).map_err(|refused| anyhow!("{refused:?}"))?;
        self.app.settle().await
    }

    /// Somebody opens the program, by a link if there is a payload.
    pub async fn starts(&self, who: i64, payload: Option<&str>) -> anyhow::Result<()> {
        self.telegram.start(who, payload).map_err(|refused| anyhow!("{refused:?}"))?;
        self.app.settle().await
    }

    /// Somebody presses the newest button in a chat that means this. Says the toast.
    pub async fn presses(
        &self,
        who: i64,
        chat: i64,
        means: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<Option<String>> {
        let (message, data) = self.button(chat, means).context("no such button in this chat")?;
        let press = self.telegram.press_data(who, chat, message, &data);
        self.app.settle().await?;
        Ok(self.toast(&press).await)
    }

    /// The newest button in a chat that means this: its message and what it carries.
    pub fn button(&self, chat: i64, means: impl Fn(&Button) -> bool) -> Option<(i64, String)> {
        let messages = self.telegram.messages(chat);
        messages.iter().rev().find_map(|message| {
            let carried = message.buttons().into_iter().flatten().filter_map(|button| button.data);
            let mut found = carried.filter(|data| data.parse().is_ok_and(|button| means(&button)));
            found.next().map(|data| (message.id, data))
        })
    }

    /// What a chat shows now, oldest first.
    pub fn chat(&self, chat: i64) -> Vec<Message> {
        self.telegram.messages(chat)
    }
}
