//! Files that we make ourselves, at the moment they are sent, so that no copy of them lies in the book.

use casework::{
    desk::Work,
    ids::{Account, PersonId, Room},
};
use serde_json::json;

use super::{Held, errand::Request};
use crate::speech::Voice;

/// A file that we have made.
pub(super) struct Made {
    pub(super) field: &'static str,
    pub(super) name: &'static str,
    pub(super) content: String,
}

/// Shows what it is called: what is in it does not belong into logs.
impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
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
    let file = Made { field: "document", name: "mydata.json", content };
    Ok(Request::with("sendDocument", body, file))
}
