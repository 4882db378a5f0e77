//! Files that we make ourselves, at the moment they are sent, so that no copy of them lies in the book.

use casework::{
    case::effect::{Letter, Part},
    desk::{CaseView, Work},
    ids::{Account, CaseId, DepartmentId, PersonId, ReceptionId, Room},
    people::{Action, may_at_site},
    summary::Period,
};
use serde_json::json;

use super::{
    Held,
    errand::{Errand, Request, voice},
    told,
};
use crate::{
    page::Page,
    picture::{PictureError, Poster},
    speech::Voice,
    summaries, visitors,
    workbook::{self, Source},
};

/// What Telegram calls a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file that we have made.
pub(super) struct Made {
    pub(super) field: &'static str,
    pub(super) name: String,
    /// What Telegram and whoever opens it take it for.
    pub(super) kind: &'static str,
    pub(super) content: Vec<u8>,
}

/// Shows what it is called: what is in it does not belong into logs.
impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// Everything that is kept about somebody, into their own chat and no other.
pub(super) async fn my_data(
    work: &mut Work,
    room: Room,
    person: PersonId,
) -> Result<Request, Held> {
    let person = work.person(person).await?;
    if person.account.map(Account::room) != Some(room) {
        return Err(Held::Senseless("somebody's own data for another room".to_owned()));
    }
    let (data, site) = (work.my_data(&person).await?, work.site().await?);
    let voice = Voice::new(person.language, site.zone);
    let content = voice.my_data_file(&data, &site);
    let body = json!({ "chat_id": room.0, "caption": voice.my_data_caption() });
    let (name, kind) = ("mydata.json".to_owned(), "application/json");
    let file = Made { field: "document", name, kind, content: content.into_bytes() };
    Ok(Request::with("sendDocument", body, file))
}

/// The slip of a case to be printed, for somebody who may read it in full at this moment. Named by
/// its number and nothing else: a name stays where a file is kept.
pub(super) async fn printed_slip(
    work: &mut Work,
    room: Room,
    case: CaseId,
) -> Result<Option<Request>, Held> {
    if !work.reads_slip(room, case).await? {
        return Ok(None);
    }
    let record = work.record(room, case).await?;
    let voice = voice(work, room, &record.view).await?;
    let body = json!({ "chat_id": room.0, "caption": voice.printed_slip_caption(&record.view) });
    Ok(Some(page(body, &record.view, voice.printed_slip(&record).html())))
}

/// The agreement of a talk, for whoever leads it; nothing when another talk has come to nothing since.
pub(super) async fn agreement(
    work: &mut Work,
    room: Room,
    case: CaseId,
) -> Result<Option<Request>, Held> {
    if !work.reads_statements(room, case).await? {
        return Ok(None);
    }
    let (view, _) = work.view_for(room, case).await?;
    let voice = voice(work, room, &view).await?;
    let Some(agreement) = voice.agreement(&view) else { return Ok(None) };
    let body = json!({ "chat_id": room.0, "caption": voice.agreement_caption(&view) });
    Ok(Some(page(body, &view, agreement.html())))
}

/// The written reply, for the owner themselves or for whoever posts it to them: in the owner's
/// language. Nothing when the case has moved on and there is no result.
pub(super) async fn written_reply(
    work: &mut Work,
    room: Room,
    case: CaseId,
) -> Result<Option<Request>, Held> {
    let (view, _) = work.view_for(room, case).await?;
    let to_owner = view.owner.account.map(Account::room) == Some(room);
    if !to_owner && !work.reads_slip(room, case).await? {
        return Ok(None);
    }
    let Some(reply) = Voice::new(view.owner.language, view.site.zone).written_reply(&view) else {
        return Ok(None);
    };
    let caption = voice(work, room, &view).await?.written_reply_caption(&view, to_owner);
    let body = json!({ "chat_id": room.0, "caption": caption });
    Ok(Some(page(body, &view, reply.html())))
}

/// A page to be printed, as a file.
fn page(body: serde_json::Value, view: &CaseView, content: String) -> Request {
    let name = format!("{}.html", view.case.number);
    Request::with(
        "sendDocument",
        body,
        Made { field: "document", name, kind: "text/html", content: content.into_bytes() },
    )
}

/// The summary of a period, for a room that may read it: as a picture, or as a workbook. Where no
/// font has the characters, the figures come as words, and why.
pub(super) async fn summary(
    work: &mut Work,
    room: Room,
    (period, department): (Period, Option<DepartmentId>),
    part: Part,
) -> Result<Option<Request>, Held> {
    let site = work.site().await?;
    if !summaries::is_for(work, &site, room, department).await? {
        return Ok(None);
    }
    let language = work.language_of(room).await?;
    let voice = Voice::new(language, site.zone);
    match part {
        Part::Workbook => {
            return Ok(Some(file(work, room, voice, (period, department)).await?));
        }
        Part::Page => return Ok(Some(sheet(work, room, voice, (period, department)).await?)),
        Part::Picture | Part::Words => {}
    }
    let filed = work.filed(period, department).await?;
    let counted = match &filed {
        Some(filed) => filed.summary.clone(),
        None => work.summary(period, department).await?,
    };
    let names = summaries::names_of(work, &counted, None, language).await?;
    let mut readers = vec![];
    for (reader, _) in filed.iter().flat_map(|filed| &filed.read) {
        readers.push(voice.name(&work.person(*reader).await?));
    }
    let publishes = filed.is_some() && department.is_none() && announces(work, room).await?;
    let mut caption = voice.summary_caption(&counted, &names, filed.as_ref(), &readers, publishes);
    caption.text = caption.text.line_if(told::estate(work, language).await?);
    if part == Part::Words {
        return Ok(Some(Request::plain(room, &caption)));
    }
    let poster = voice.summary_poster(&counted, &names, &site);
    Ok(Some(match drawn(poster).await? {
        Ok(content) => photo(room, period, &caption, content),
        Err(error) => {
            caption.text = caption.text.line_if(without_picture(voice, &error));
            Request::plain(room, &caption)
        }
    }))
}

/// The summaries of every estate that somebody may read at this moment, for themselves alone.
async fn summary_of_all(
    work: &mut Work,
    room: Room,
    period: Period,
    part: Part,
) -> Result<Option<Request>, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    let read = work.summaries_of_all(reader.id, period).await?;
    if read.len() < 2 {
        return Ok(None);
    }
    let voice = Voice::new(reader.language, work.site().await?.zone);
    Ok(Some(match part {
        Part::Workbook => {
            let content = workbook::of_all(voice, &read).map_err(|error| {
                Held::Senseless(format!("a workbook could not be made: {error}"))
            })?;
            let body = json!({ "chat_id": room.0, "caption": voice.file_caption_of_all(period) });
            let name = voice.file_name_of_all(period);
            let file = Made { field: "document", name, kind: XLSX, content };
            Request::with("sendDocument", body, file)
        }
        Part::Words => Request::plain(room, &voice.summary_of_all(period, &read)),
        // Of several estates there is the workbook.
        Part::Page => return Ok(None),
        Part::Picture => match drawn(voice.poster_of_all(period, &read)).await? {
            Ok(content) => photo(room, period, &voice.caption_of_all(period, &read), content),
            Err(error) => {
                let mut page = voice.summary_of_all(period, &read);
                page.text = page.text.line_if(without_picture(voice, &error));
                Request::plain(room, &page)
            }
        },
    }))
}

/// Draws it where nobody waits for it.
async fn drawn(poster: Poster) -> Result<Result<Vec<u8>, PictureError>, Held> {
    let drawn = tokio::task::spawn_blocking(move || poster.png()).await;
    drawn.map_err(|error| Held::Senseless(error.to_string()))
}

fn photo(room: Room, period: Period, caption: &Page, content: Vec<u8>) -> Request {
    let file = Made { field: "photo", name: format!("{period}.png"), kind: "image/png", content };
    Request::with("sendPhoto", caption.captioned(room.0), file)
}

/// What is said where nothing can be drawn.
fn without_picture(voice: Voice, error: &PictureError) -> Option<String> {
    tracing::error!(%error, "a summary goes out without its picture");
    matches!(error, PictureError::NoFont).then(|| voice.summary_without_picture())
}

/// The workbook of a summary: who did what for those alone who lead them.
async fn file(
    work: &mut Work,
    room: Room,
    voice: Voice,
    (period, department): (Period, Option<DepartmentId>),
) -> Result<Request, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else {
        return Err(Held::Senseless("a file for nobody".to_owned()));
    };
    let (summary, facts) = work.summary_for(&reader, period, department).await?;
    let compares = work.may_compare(&reader, department);
    let names = summaries::names_of(work, &summary, Some(&facts), voice.language()).await?;
    let answered = work.answered(&facts).await?;
    let (summary, facts, names) = (&summary, &facts, &names);
    let source = Source { summary, facts, answered: &answered, names, compares };
    let content = workbook::workbook(voice, &source)
        .map_err(|error| Held::Senseless(format!("a workbook could not be made: {error}")))?;
    let caption = voice.summary_file_caption(summary, names);
    let body = json!({ "chat_id": room.0, "caption": caption });
    let name = voice.summary_file_name(&work.site().await?, period);
    let file = Made { field: "document", name, kind: XLSX, content };
    Ok(Request::with("sendDocument", body, file))
}

/// The summary as a page to print: what a picture has no room for, and no case.
async fn sheet(
    work: &mut Work,
    room: Room,
    voice: Voice,
    (period, department): (Period, Option<DepartmentId>),
) -> Result<Request, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else {
        return Err(Held::Senseless("a page for nobody".to_owned()));
    };
    let (summary, _) = work.summary_for(&reader, period, department).await?;
    let compares = work.may_compare(&reader, department);
    let (site, language) = (work.site().await?, voice.language());
    let names = summaries::names_of(work, &summary, None, language).await?;
    let content = voice.summary_page(&summary, &names, &site, compares).html();
    let body = json!({
        "chat_id": room.0,
        "caption": voice.summary_page_caption(&summary, &names),
    });
    let name = voice.summary_page_name(&site, period);
    let content = content.into_bytes();
    Ok(Request::with(
        "sendDocument",
        body,
        Made { field: "document", name, kind: "text/html", content },
    ))
}

/// The register of a reception day, for somebody who receives owners there at this moment.
async fn reception_register(
    work: &mut Work,
    room: Room,
    id: ReceptionId,
) -> Result<Option<Request>, Held> {
    let Some(reader) = work.known(Account(room.0)).await? else { return Ok(None) };
    let Some(view) = work.reception(id, &reader).await? else { return Ok(None) };
    // They are whoever they are in the estate of the day.
    let reader = work.person(reader.id).await?;
    if !work.may_receive(&reader) {
        return Ok(None);
    }
    let site = work.site().await?;
    let voice = Voice::new(reader.language, site.zone);
    let mut lines = vec![];
    for visitor in &view.visitors {
        let told = visitor.case.as_ref().map(|told| told.case.id);
        lines.push(match told {
            Some(case) if work.reads_slip(room, case).await? => {
                voice.reception_line(&work.record(room, case).await?, Some(visitor))
            }
            _ => voice.reception_blank(visitor),
        });
    }
    for told in &view.besides {
        let case = told.case.id;
        if work.reads_slip(room, case).await? {
            lines.push(voice.reception_line(&work.record(room, case).await?, None));
        }
    }
    let content = visitors::workbook(voice, &lines)
        .map_err(|error| Held::Senseless(format!("a register could not be made: {error}")))?;
    let caption = voice.reception_register_caption(&view.day);
    let body = json!({ "chat_id": room.0, "caption": caption });
    let name = voice.reception_file_name(&site, view.day.day);
    let file = Made { field: "document", name, kind: XLSX, content };
    Ok(Some(Request::with("sendDocument", body, file)))
}

/// What is made into a file.
pub(super) async fn errand(work: &mut Work, room: Room, letter: &Letter) -> Result<Errand, Held> {
    let made = match letter {
        Letter::MyData { person } => Some(my_data(work, room, *person).await?),
        Letter::PrintedSlip { case } => printed_slip(work, room, *case).await?,
        Letter::Agreement { case } => agreement(work, room, *case).await?,
        Letter::WrittenReply { case } => written_reply(work, room, *case).await?,
        Letter::ReceptionRegister { reception } => {
            reception_register(work, room, *reception).await?
        }
        Letter::Summary { period, department, part } => {
            summary(work, room, (*period, *department), *part).await?
        }
        Letter::SummaryOfAll { period, part } => summary_of_all(work, room, *period, *part).await?,
        _ => return Err(Held::Senseless("it is no file".to_owned())),
    };
    Ok(made.into())
}

/// Whether somebody may announce, and is in their own chat.
async fn announces(work: &mut Work, room: Room) -> Result<bool, Held> {
    if room.is_group() {
        return Ok(false);
    }
    let reader = work.known(Account(room.0)).await?;
    Ok(reader.is_some_and(|reader| may_at_site(&reader, Action::Announce)))
}
