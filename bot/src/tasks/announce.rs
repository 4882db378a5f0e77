//! An announcement, step by step: for whom, in which words, so many recipients, and only then sent.

use casework::{
    desk::DeskError,
    gathering::Said,
    ids::{GatheringId, PlaceId, SiteId},
    intake::{Problem, Task},
    people::{Action, may_at_site},
};

use super::{finish, report, resume_draft};
use crate::{
    button::Choice,
    incoming::Sent,
    page::Page,
    visit::{Toast, Visit},
};

/// How far an announcement has come.
#[derive(Debug, Clone, Default)]
pub struct Announcing {
    site: Option<SiteId>,
    place: Option<PlaceId>,
    chosen: bool,
    words: Option<String>,
    about: Option<(GatheringId, Said)>,
}

impl Announcing {
    /// Takes it up again where it was.
    pub fn at(
        site: Option<SiteId>,
        place: Option<PlaceId>,
        chosen: bool,
        words: Option<String>,
    ) -> Self {
        Self { site, place, chosen, words, about: None }
    }

    /// It is of this meeting or event.
    #[must_use]
    pub fn of(self, about: Option<(GatheringId, Said)>) -> Self {
        Self { about, ..self }
    }

    fn task(&self) -> Task {
        Task::Announce {
            site: self.site,
            place: self.place,
            chosen: self.chosen,
            words: self.words.clone(),
            about: self.about,
        }
    }
}

/// Somebody would like to announce something.
pub async fn begin(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !may_at_site(&visit.person, Action::Announce) {
        let text = visit.voice.only_announcers();
        return visit.decline(text).await;
    }
    report::make_room(visit).await?;
    visit.pressed = None;
    let site = Some(visit.site.id);
    show(visit, &Announcing { site, ..Announcing::default() }).await
}

/// The same to everybody, in words that are there already; they can be written anew.
pub async fn propose(visit: &mut Visit<'_>, words: String) -> Result<(), DeskError> {
    if !may_at_site(&visit.person, Action::Announce) {
        let text = visit.voice.only_announcers();
        return visit.decline(text).await;
    }
    report::make_room(visit).await?;
    visit.pressed = None;
    let site = Some(visit.site.id);
    show(visit, &Announcing::at(site, None, true, Some(words))).await
}

/// An invitation to a meeting or event, or its minutes. The minutes are for everybody.
pub async fn about(
    visit: &mut Visit<'_>,
    gathering: GatheringId,
    said: Said,
) -> Result<(), DeskError> {
    report::make_room(visit).await?;
    visit.pressed = None;
    let chosen = said == Said::Minutes;
    let announcing = Announcing::at(Some(visit.site.id), None, chosen, None);
    show(visit, &announcing.of(Some((gathering, said)))).await
}

/// The present question.
pub async fn show(visit: &mut Visit<'_>, announcing: &Announcing) -> Result<(), DeskError> {
    let version = visit.work.save_task(visit.person.id, &announcing.task()).await?;
    let place = match announcing.place {
        Some(place) => visit.work.place(place).await?,
        None => None,
    };
    let page = match &announcing.words {
        _ if !announcing.chosen => {
            let buildings = visit.work.places_within(None).await?;
            visit.voice.announce_to(&buildings, version)
        }
        None => visit.voice.announce_words(place.as_ref(), version),
        Some(words) => {
            let count = visit.work.audience(announcing.place).await?;
            let words = headed(visit, announcing.about, words).await?;
            let named = visit.work.gives_away(&words).await?;
            visit.voice.announce_preview(place.as_ref(), &words, count, &named, version)
        }
    };
    let page = visit.of_estate(page).await?;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// The words as they will be read: under the title of the meeting or event that they are of.
async fn headed(
    visit: &mut Visit<'_>,
    about: Option<(GatheringId, Said)>,
    words: &str,
) -> Result<String, DeskError> {
    let of = match about {
        Some((id, _)) => visit.work.invited_to(id).await?,
        None => None,
    };
    Ok(match of {
        Some(of) => format!("{}\n{words}", visit.voice.gathering_head(&of)),
        None => words.to_owned(),
    })
}

/// Something was written: the announcement, as it is meant now.
pub async fn told(
    visit: &mut Visit<'_>,
    mut announcing: Announcing,
    sent: Sent,
) -> Result<(), DeskError> {
    match super::words(sent) {
        Ok(_) if !announcing.chosen => {
            let page = Page::say(visit.voice.problem(Problem::ChooseButton, None));
            visit.say(page).await?;
        }
        Ok(text) => announcing.words = Some(text.into_string()),
        Err(why) => {
            let page = Page::say(visit.voice.problem(why, None));
            visit.say(page).await?;
        }
    }
    show(visit, &announcing).await
}

/// A button was pressed.
pub async fn chose(
    visit: &mut Visit<'_>,
    mut announcing: Announcing,
    choice: Choice,
) -> Result<(), DeskError> {
    match (choice, announcing.words.clone()) {
        (Choice::OpenAll, _) => (announcing.place, announcing.chosen) = (None, true),
        (Choice::Place(place), _) => (announcing.place, announcing.chosen) = (Some(place), true),
        (Choice::Send, Some(words)) if announcing.chosen => {
            return send(visit, &announcing, &words).await;
        }
        _ => visit.toast = Some(Toast::word(visit.voice.toast_stale_question())),
    }
    show(visit, &announcing).await
}

/// The second yes. The version of the question that was answered makes it one, however often the
/// press arrives.
async fn send(
    visit: &mut Visit<'_>,
    announcing: &Announcing,
    words: &str,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let version = visit.work.task(person.id).await?.map_or(0, |kept| kept.version);
    let key = format!("{}:{version}", person.id);
    if let Some((gathering, said)) = announcing.about
        && !visit
            .work
            .gathering(gathering, &person)
            .await?
            .is_some_and(|view| view.may_be_said(said))
    {
        finish(visit).await?;
        let text = visit.voice.gathering_said();
        return visit.decline(text).await;
    }
    match visit.work.announce(&person, announcing.place, words, &key).await {
        Ok(sent) => {
            finish(visit).await?;
            if let (Some((broadcast, _)), Some((gathering, said))) = (&sent, announcing.about) {
                visit.work.said_of_gathering(gathering, said, *broadcast).await?;
            }
            let page = match sent {
                Some((_, count)) => visit.voice.announce_sent(count),
                None => Page::say(visit.voice.toast_sent_already()),
            };
            visit.say_here(page).await?;
        }
        // They hold no such position any more.
        Err(DeskError::Refused(_)) => {
            finish(visit).await?;
            let text = visit.voice.only_announcers();
            visit.decline(text).await?;
        }
        Err(error) => return Err(error),
    }
    resume_draft(visit).await
}
