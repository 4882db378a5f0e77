//! A visit: one person, one update, one piece of work, and the voice to answer in.

use casework::{
    desk::{DeskError, Work},
    ids::{CaseId, MessageId, Room, SiteId},
    people::Person,
    place::Site,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use crate::{
    api::{Api, Failure},
    page::{Page, Screen},
    speech::Voice,
};

/// Who we are to Telegram.
#[derive(Debug, Clone, Deserialize)]
pub struct Me {
    /// Our number.
    pub id: i64,
    /// Our name in links, without the @.
    pub username: String,
}

impl Me {
    /// Asks Telegram.
    pub async fn ask(api: &Api) -> Result<Self, Failure> {
        api.call("getMe", &json!({})).await
    }
}

/// A short answer to a press. Sent after the commit, and never in place of a lasting message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toast {
    /// What it says, at most 200 characters.
    pub text: String,
    /// Whether it must be put away by hand.
    pub alert: bool,
    /// Where it leads: to our private chat.
    pub link: Option<String>,
}

impl Toast {
    /// A passing word.
    pub fn word(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// A word that must be put away by hand, for refusals.
    pub fn alert(text: String) -> Self {
        Self { text, alert: true, link: None }
    }
}

/// One person, one update.
pub struct Visit<'w> {
    /// The piece of work.
    pub work: &'w mut Work,
    /// Who.
    pub person: Person,
    /// The estate.
    pub site: Site,
    /// The person's own voice.
    pub voice: Voice,
    /// Who we are.
    pub me: &'w Me,
    /// The name that their client shows.
    pub shown_name: String,
    /// Whether it is a press, in whatever chat.
    pub is_press: bool,
    /// The message that was pressed, if it was in the private chat.
    pub pressed: Option<i64>,
    /// When that message was sent.
    pub pressed_at: Option<DateTime<Utc>>,
    /// Whether it is a further part of an album: the question below it is renewed, not repeated.
    pub in_album: bool,
    /// What the press is answered with.
    pub toast: Option<Toast>,
}

impl Visit<'_> {
    /// What follows is about this case: the visitor is whoever they are in its estate.
    pub async fn stand_by(&mut self, case: CaseId) -> Result<(), DeskError> {
        self.work.stand_by(case).await?;
        self.know_estate().await
    }

    /// The estate and the visitor's positions are read again: the work may be about another now.
    pub async fn know_estate(&mut self) -> Result<(), DeskError> {
        let site = self.work.site().await?;
        if site.id != self.site.id {
            self.person = self.work.person(self.person.id).await?;
            self.voice = Voice::new(self.person.language, site.zone);
            self.site = site;
        }
        Ok(())
    }

    /// What follows is of this estate: the visitor is whoever they are in it.
    pub async fn stand_at(&mut self, site: SiteId) -> Result<(), DeskError> {
        self.work.stand_at(site);
        self.know_estate().await
    }

    /// Says of which estate a page is, where the book holds several.
    pub async fn of_estate(&mut self, mut page: Page) -> Result<Page, DeskError> {
        let estate = self.work.one_of_several().await?;
        let language = self.person.language;
        let name = estate.map(|site| site.name.in_language(language).to_owned());
        page.text = page.text.line_if(name);
        Ok(page)
    }

    /// The person's private chat.
    pub fn room(&self) -> Option<Room> {
        self.person.account.map(casework::ids::Account::room)
    }

    /// Says something in the private chat.
    pub async fn say(&mut self, page: Page) -> Result<(), DeskError> {
        let Some(room) = self.room() else { return Ok(()) };
        self.post(room, page).await
    }

    /// Says something in place of the message that was pressed, else anew.
    pub async fn say_here(&mut self, page: Page) -> Result<(), DeskError> {
        let page = page.in_place_of(self.pressed);
        self.say(page).await
    }

    /// Says something in a room.
    pub async fn post(&mut self, room: Room, page: Page) -> Result<(), DeskError> {
        page.post(self.work, room).await
    }

    /// Shows the present question of a conversation: in place when a button was pressed, below
    /// when something was typed or sent.
    pub async fn ask(&mut self, page: Page, screen: Screen) -> Result<(), DeskError> {
        let mut page = page.in_place_of(self.pressed).as_screen(screen);
        page.renew = self.in_album;
        if let Some(room) = self.room() {
            let screen = serde_json::to_value(screen).expect("a screen is plain data");
            let unseen = self.work.supersede(room, &screen).await?;
            // What was to stand below what was typed still does.
            let below = |page: &serde_json::Value| page["renew"] == false && page["edit"].is_null();
            page.renew &= !unseen.iter().any(below);
        }
        self.say(page).await
    }

    /// A question that nobody need answer any more loses its buttons, unless what follows takes
    /// its place.
    pub async fn retire(&mut self, screen: Option<MessageId>) -> Result<(), DeskError> {
        match screen.filter(|screen| self.pressed != Some(screen.0)) {
            Some(screen) => self.say(Page { retire: Some(screen.0), ..Page::default() }).await,
            None => Ok(()),
        }
    }

    /// Pressed in a group, the answer says that it goes on in private.
    pub fn toast_where(&mut self) {
        if self.is_press && self.pressed.is_none() {
            let link = format!("https://t.me/{}?start=go", self.me.username);
            self.toast =
                Some(Toast { text: self.voice.toast_private(), alert: false, link: Some(link) });
        }
    }

    /// The screen of this person's draft.
    pub fn draft_screen(&self) -> Screen {
        Screen::Draft(self.person.id.0)
    }

    /// The screen of this person's shorter conversation.
    pub fn task_screen(&self) -> Screen {
        Screen::Task(self.person.id.0)
    }

    /// Answers the press with a refusal, as the case stands.
    pub async fn refuse(&mut self, case: CaseId, error: DeskError) -> Result<(), DeskError> {
        let text = match error {
            DeskError::Refused(why) => {
                let view = self.work.view(case).await?;
                self.voice.refusal(why, &view)
            }
            DeskError::NoSuchCase(_) => self.voice.no_case(),
            error => return Err(error),
        };
        self.decline(text).await
    }

    /// Says no: as a toast to a press, as a message to words.
    pub async fn decline(&mut self, text: String) -> Result<(), DeskError> {
        if self.is_press {
            self.toast = Some(Toast::alert(text));
            return Ok(());
        }
        self.say(Page::say(text)).await
    }
}
