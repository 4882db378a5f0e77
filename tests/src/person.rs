//! The verbs of a story. Everybody acts through the stand-in; the program is then driven until
//! nothing is left to do.

use casework::{case::Kind, intake::Purpose};
use huiyin::button::{Act, Button, Choice, Home};
use playground::{Content, Press};

use crate::{World, photo};

/// Somebody in a story.
#[derive(Clone, Copy)]
pub struct Person<'w> {
    pub(crate) world: &'w World,
    /// Their number; their private chat with the program has the same.
    pub account: i64,
}

impl Person<'_> {
    /// Opens the program.
    pub async fn starts(&self) {
        self.world.telegram.start(self.account, None).expect("anybody may start");
        self.world.settle().await;
    }

    /// Opens the program by a link.
    pub async fn opens(&self, payload: &str) {
        self.world.telegram.start(self.account, Some(payload)).expect("a link");
        self.world.settle().await;
    }

    /// Writes to the program alone.
    pub async fn says(&self, text: &str) {
        self.sends(Content::text(text)).await;
    }

    /// Sends something to the program alone.
    pub async fn sends(&self, content: Content) {
        self.world.telegram.send(self.account, self.account, content).expect("it can be sent");
        self.world.settle().await;
    }

    /// Sends several files at once.
    pub async fn sends_album(&self, items: Vec<Content>) {
        self.world.telegram.album(self.account, self.account, items).expect("an album");
        self.world.settle().await;
    }

    /// Writes in a group.
    pub async fn writes(&self, room: i64, text: &str) {
        self.world.telegram.send(self.account, room, Content::text(text)).expect("a member");
        self.world.settle().await;
    }

    /// Answers the message of the program with these words in it.
    pub async fn replies(&self, chat: i64, to: &str, content: Content) {
        let message = self.world.find(chat, to).id;
        self.world.telegram.reply(self.account, chat, message, content).expect("a reply");
        self.world.settle().await;
    }

    /// Presses the newest button with this label in a chat; returns the toast.
    pub async fn presses(&self, chat: i64, label: &str) -> String {
        let press = self.world.telegram.press(self.account, chat, label);
        let press = press
            .unwrap_or_else(|refused| panic!("{refused:?} in:\n{}", self.world.shown_in(chat)));
        self.toast(&press).await
    }

    /// Presses the newest button with this label in the own chat; returns the toast.
    pub async fn taps(&self, label: &str) -> String {
        self.presses(self.account, label).await
    }

    /// The same for somebody who is not in that chat, as an odd client could; returns the toast.
    pub async fn presses_anyway(&self, chat: i64, label: &str) -> String {
        let messages = self.world.telegram.messages(chat);
        let found = messages.iter().rev().find_map(|message| {
            let mut buttons = message.buttons().into_iter().flatten();
            let button = buttons.find(|button| button.label == label)?;
            Some((message.id, button.data?))
        });
        let (message, data) = found.expect("a button with this label");
        self.forges(chat, message, &data).await
    }

    /// Presses the newest button in a chat that means this, whatever its label.
    pub async fn means(&self, chat: i64, means: impl Fn(&Button) -> bool) -> String {
        let (message, data) = self.world.button(chat, means);
        self.forges(chat, message, &data).await
    }

    /// Presses a button that need not be there, as an odd client could; returns the toast.
    pub async fn forges(&self, chat: i64, message: i64, data: &str) -> String {
        let press = self.world.telegram.press_data(self.account, chat, message, data);
        self.toast(&press).await
    }

    async fn toast(&self, press: &Press) -> String {
        self.world.settle().await;
        let toast = self.world.toast(press).await.expect("every press is answered");
        toast.text.unwrap_or_default()
    }

    /// Presses a choice of the present conversation in the own chat.
    pub async fn chooses(&self, means: impl Fn(Choice) -> bool) -> String {
        self.means(self.account, |button| {
            matches!(button, Button::Draft(_, choice) | Button::Task(_, choice) if means(*choice))
        })
        .await
    }

    /// Presses a button of a case in a chat.
    pub async fn acts(&self, chat: i64, act: Act) -> String {
        self.means(chat, |button| matches!(button, Button::Case(_, _, of) if *of == act)).await
    }

    /// Opens what else may be done with a case, and picks one of it.
    pub async fn picks(&self, chat: i64, label: &str) -> String {
        self.presses(chat, "More…").await;
        self.taps(label).await
    }

    /// Goes through the greeting as quickly as one can: own name, first unit, own number.
    pub async fn joins(&self) {
        self.starts().await;
        self.goes_through_the_greeting().await;
    }

    /// The same for somebody who has been greeted already.
    pub async fn goes_through_the_greeting(&self) {
        self.chooses(|choice| choice == Choice::Agree).await;
        self.chooses(|choice| choice == Choice::OwnName).await;
        self.chooses(|choice| matches!(choice, Choice::Open(_))).await;
        self.chooses(|choice| matches!(choice, Choice::Open(_))).await;
        self.chooses(|choice| matches!(choice, Choice::Place(_))).await;
        self.world.telegram.share_contact(self.account).expect("the number can be shared");
        self.world.settle().await;
    }

    /// Complains in the shortest way there is: one text and six presses. Says how many presses.
    pub async fn complains(&self, story: &str) -> usize {
        self.files(Kind::Complaint, story).await
    }

    /// The same with a matter of any kind that wants a category and a place.
    pub async fn files(&self, kind: Kind, story: &str) -> usize {
        let begin = Button::Home(Home::Begin(kind));
        self.starts().await;
        self.means(self.account, |button| *button == begin).await;
        self.says(story).await;
        let way: [fn(Choice) -> bool; 5] = [
            |choice| choice == Choice::Enough,
            |choice| matches!(choice, Choice::Category(_)),
            |choice| matches!(choice, Choice::Place(_)),
            |choice| choice == Choice::SkipRest,
            |choice| choice == Choice::Send,
        ];
        for step in way {
            self.chooses(step).await;
        }
        1 + way.len()
    }

    /// Signs the newest slip in a group.
    pub async fn signs(&self, room: i64) -> String {
        self.acts(room, Act::Sign).await
    }

    /// Reports a result from the newest slip in a group, with a photo.
    pub async fn reports(&self, room: i64, result: &str) {
        self.acts(room, Act::Report).await;
        self.says(result).await;
        self.chooses(|choice| choice == Choice::Phrase(1)).await;
        self.chooses(|choice| choice == Choice::Phrase(1)).await;
        self.sends(photo()).await;
        self.chooses(|choice| choice == Choice::Enough).await;
        self.chooses(|choice| choice == Choice::Send).await;
    }

    /// Fills in a form in the own chat: what is said in words, and in brackets what is chosen.
    pub async fn fills_in(&self, answers: &[&str]) {
        for answer in answers {
            match answer.strip_prefix('[') {
                Some(label) => drop(self.taps(label.trim_end_matches(']')).await),
                None => self.says(answer).await,
            }
        }
        self.chooses(|choice| choice == Choice::Send).await;
    }

    /// Presses a button that asks for words, and says them.
    pub async fn tells(&self, chat: i64, purpose: Purpose, words: &str) {
        self.acts(chat, Act::Words(purpose)).await;
        self.says(words).await;
    }

    /// All that the program has on show in the own chat.
    pub fn reads(&self) -> String {
        self.world.shown_in(self.account)
    }

    /// Whether the own chat shows these words.
    pub fn has_read(&self, words: &str) -> bool {
        self.reads().contains(words)
    }

    /// What the program newly said or changed in the own chat.
    pub fn heard(&self) -> String {
        self.world.said_in(self.account)
    }
}
