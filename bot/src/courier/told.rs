//! Notices as a room may read them: about a case, or about all that are open.

use casework::{
    case::{
        Notice,
        effect::{Found, Letter},
        letter::{OfContacts, OfReception, OfSurvey},
    },
    desk::Work,
    gathering::Said,
    ids::{Account, CaseId, ContactListId, GatheringId, ReceptionId, Room, SurveyId},
    people::Role,
    words::Language,
};

use super::{
    Held,
    became::Became,
    errand::{Errand, Request, voice},
    files,
};
use crate::{page::Page, speech::Voice};

/// A notice in words; between neighbours without what is withheld from whoever reads it.
pub(super) async fn notice(
    work: &mut Work,
    room: Room,
    case: CaseId,
    notice: &Notice,
) -> Result<Page, Held> {
    let (view, veil) = work.view_for(room, case).await?;
    let voice = voice(work, room, &view).await?;
    let to_owner = view.owner.account.map(Account::room) == Some(room);
    // What owners say is read on the full slip, where each look is written down (PV-10).
    if let Some(page) =
        voice.notice_in_group(&view, notice).filter(|_| room.is_group() && !view.case.is_alarmed())
    {
        return Ok(page);
    }
    let Some(veil) = veil else { return Ok(voice.notice(&view, notice, to_owner)) };
    let mut page = voice.notice(&view, &veil.over_notice(notice), to_owner);
    if *notice == Notice::FullSlip {
        let all = work.files(case, false).await?;
        let count = all.len() - files::shown_in(room, all.clone(), true).len();
        page.text = page.text.line_if((count > 0).then(|| voice.files_withheld(count)));
    }
    Ok(page)
}

/// What the round of the morning has found, with the numbers of what lacks somebody.
pub(super) async fn round(work: &mut Work, room: Room, found: &Found) -> Result<Page, Held> {
    let mut numbers = vec![];
    for case in &found.lacking {
        let view = work.view(*case).await?;
        if work.tells_number(room, &view.case).await? {
            numbers.push(view.case.number.as_str().to_owned());
        }
    }
    let site = work.site().await?;
    let language = work.language_of(room).await?;
    let mut page = Voice::new(language, site.zone).round(found, &numbers);
    page.text = page.text.line_if(estate(work, language).await?);
    Ok(page)
}

/// Of which estate it is, for whoever has to do with several.
pub(super) async fn estate(work: &mut Work, language: Language) -> Result<Option<String>, Held> {
    let estate = work.one_of_several().await?;
    Ok(estate.map(|site| site.name.in_language(language).to_owned()))
}

/// What has become of a survey, to somebody who has to do with it.
async fn survey_told(
    work: &mut Work,
    room: Room,
    survey: SurveyId,
    of: OfSurvey,
) -> Result<Option<Page>, Held> {
    let Some(view) = work.survey(survey).await? else {
        return Err(Held::Senseless("there is no such survey".to_owned()));
    };
    // They may hold no such position any more.
    let reader = work.known(Account(room.0)).await?;
    if !reader.is_some_and(|reader| work.may_read_surveys(&reader)) {
        return Ok(None);
    }
    let site = work.site().await?;
    let language = work.language_of(room).await?;
    let place = crate::surveys::place(work, &view, language).await?;
    let who = match of {
        OfSurvey::Wished => view.survey.author,
        OfSurvey::Decided | OfSurvey::Ended => view.survey.decided_by,
    };
    let who = match who {
        Some(who) => work.person(who).await?.name,
        None => None,
    };
    let asked = match of {
        OfSurvey::Wished => work.would_ask(&view.survey).await?,
        OfSurvey::Decided | OfSurvey::Ended => view.response.asked,
    };
    let voice = Voice::new(language, site.zone);
    let mut page = voice.survey_told(&view, of, place.as_deref(), who.as_deref(), asked);
    page.text = page.text.line_if(estate(work, language).await?);
    Ok(Some(page))
}

/// What is to be known of a reception day; nothing for whoever it no longer concerns.
async fn reception_told(
    work: &mut Work,
    room: Room,
    id: ReceptionId,
    of: OfReception,
) -> Result<Option<Page>, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    let Some(view) = work.reception(id, &reader).await? else {
        return Err(Held::Senseless("there is no such reception day".to_owned()));
    };
    let reader = work.person(reader.id).await?;
    let concerns = match of {
        OfReception::Reminder => view.booked(reader.id).is_some() && !view.is_over,
        OfReception::CalledOff => true,
        OfReception::Unsettled => reader.is(Role::Leader),
        OfReception::Ahead | OfReception::Today => work.may_receive(&reader) && !view.is_over,
        OfReception::Over => work.may_receive(&reader),
    };
    let is_off = view.day.called_off_at.is_some() && of != OfReception::CalledOff;
    if !concerns || is_off {
        return Ok(None);
    }
    let voice = Voice::new(reader.language, work.site().await?.zone);
    let Some(mut page) = voice.reception_told(&view, of, view.booked(reader.id)) else {
        return Ok(None);
    };
    page.text = page.text.line_if(estate(work, reader.language).await?);
    Ok(Some(page))
}

/// What is to be known of a list of visits or calls.
async fn contacts_told(
    work: &mut Work,
    room: Room,
    id: ContactListId,
    of: OfContacts,
) -> Result<Option<Page>, Held> {
    let Some(view) = work.contact_list(id).await? else {
        return Err(Held::Senseless("there is no such list".to_owned()));
    };
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    let hears_the_end = of == OfContacts::Over && reader.is(Role::Leader);
    if !(work.may_receive(&reader) || hears_the_end) {
        return Ok(None);
    }
    let voice = Voice::new(reader.language, work.site().await?.zone);
    let mut page = voice.contacts_told(&view, of);
    page.text = page.text.line_if(estate(work, reader.language).await?);
    Ok(Some(page))
}

/// A meeting or event is over and its minutes are wanted, unless they are there by now.
async fn gathering_over(
    work: &mut Work,
    room: Room,
    id: GatheringId,
) -> Result<Option<Page>, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    let view = work.gathering(id, &reader).await?;
    let reader = work.person(reader.id).await?;
    let Some(view) = view.filter(|view| view.may_be_said(Said::Minutes)) else { return Ok(None) };
    if !work.may_invite(&reader) {
        return Ok(None);
    }
    let voice = Voice::new(reader.language, work.site().await?.zone);
    let mut page = voice.gathering_ended(&view);
    page.text = page.text.line_if(estate(work, reader.language).await?);
    Ok(Some(page))
}

/// Callbacks wait to be read by somebody, unless they have read them by now.
async fn callbacks_to_read(work: &mut Work, room: Room) -> Result<Option<Page>, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    if !work.has_callbacks_to_read(&reader).await? {
        return Ok(None);
    }
    let voice = Voice::new(reader.language, work.site().await?.zone);
    let mut page = voice.callbacks_wait();
    page.text = page.text.line_if(estate(work, reader.language).await?);
    Ok(Some(page))
}

/// What is of no one case: announcements, troubles, the round of the morning.
pub(super) async fn of_the_house(
    work: &mut Work,
    room: Room,
    letter: &Letter,
) -> Result<Errand, Held> {
    let sent = |page: &Page| Errand::from(Request::plain(room, page));
    let told = |page: Option<Page>| Errand::from(page.map(|page| Request::plain(room, &page)));
    Ok(match letter {
        Letter::Announcement { broadcast } => {
            let Some(kept) = work.announcement(*broadcast).await? else {
                return Err(Held::Senseless("there is no such announcement".to_owned()));
            };
            let site = work.site().await?;
            let voice = Voice::new(work.language_of(room).await?, site.zone);
            let of = match kept.gathering {
                Some(id) => work.invited_to(id).await?,
                None => None,
            };
            let of = of.as_ref().map(|of| (of, kept.invites));
            sent(&voice.announcement(&site, &kept.words, of))
        }
        Letter::Announced { broadcast } => {
            let reach = work.reach(*broadcast).await?;
            let site = work.site().await?;
            let voice = Voice::new(work.language_of(room).await?, site.zone);
            sent(&voice.announced(reach))
        }
        Letter::Survey { survey, of } => told(survey_told(work, room, *survey, *of).await?),
        Letter::SurveyDue { template } => {
            let known = work.surveys_known().await?;
            let Some((id, template)) = known.iter().find(|(id, _)| id == template) else {
                return Ok(Errand::Nothing(Became::Nothing));
            };
            let site = work.site().await?;
            let language = work.language_of(room).await?;
            let mut page = Voice::new(language, site.zone).survey_due(*id, template);
            page.text = page.text.line_if(estate(work, language).await?);
            sent(&page)
        }
        Letter::Reception { reception, of } => {
            told(reception_told(work, room, *reception, *of).await?)
        }
        Letter::GatheringOver { gathering } => told(gathering_over(work, room, *gathering).await?),
        Letter::CallbacksToRead => told(callbacks_to_read(work, room).await?),
        Letter::Contacts { list, of } => told(contacts_told(work, room, *list, *of).await?),
        Letter::Trouble { trouble, over } => {
            let Some(trouble) = work.trouble(*trouble).await? else {
                return Err(Held::Senseless("there is no such trouble".to_owned()));
            };
            let told = super::slips::told(work, &trouble).await?;
            let site = work.site().await?;
            let voice = Voice::new(work.language_of(room).await?, site.zone);
            sent(&voice.trouble(&told, *over))
        }
        Letter::Round(found) => sent(&round(work, room, found).await?),
        _ => return Err(Held::Senseless("it is told elsewhere".to_owned())),
    })
}
