//! Files that we make ourselves, at the moment they are sent, so that no copy of them lies in the book.

use casework::{
    desk::{CaseView, Work},
    ids::{Account, CaseId, PersonId, Room},
};
use serde_json::json;

use super::{
    Held,
    errand::{Request, voice},
};
use crate::speech::Voice;

/// A file that we have made.
pub(super) struct Made {
    pub(super) field: &'static str,
    pub(super) name: String,
    /// What Telegram and whoever opens it take it for.
    pub(super) kind: &'static str,
    pub(super) content: String,
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
    let file = Made { field: "document", name, kind, content };
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
        Made { field: "document", name, kind: "text/html", content },
    )
}
