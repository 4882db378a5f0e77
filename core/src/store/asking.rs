//! Notices that ask for something still, and the messages they became.

use super::{StoreError, Tx, from_json};
use crate::{
    case::Notice,
    ids::{CaseId, MessageId, Room},
};

/// A notice with buttons, where it stands.
#[derive(Debug)]
pub(crate) struct Asking {
    /// Its letter.
    pub(crate) id: i64,
    /// In which room.
    pub(crate) room: Room,
    /// Which message.
    pub(crate) message: MessageId,
    /// What it says.
    pub(crate) notice: Notice,
}

impl Tx {
    /// The notices of a case that ask for something still, and the messages they became.
    pub(crate) async fn outbox_asking(&mut self, case: CaseId) -> Result<Vec<Asking>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, room, message as "message!", letter -> 'notice' as "notice!"
            from outbox
            where case_id = $1 and asks and message is not null
            order by id
            "#,
            case.0,
        )
        .fetch_all(self.mail().await?)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Asking {
                    id: row.id,
                    room: Room(row.room),
                    message: MessageId(row.message),
                    notice: from_json("outbox", "letter", row.id, row.notice)?,
                })
            })
            .collect()
    }

    /// A notice asks for nothing any more.
    pub(crate) async fn outbox_asks_no_more(&mut self, id: i64) -> Result<(), StoreError> {
        sqlx::query!("update outbox set asks = false where id = $1", id)
            .execute(self.mail().await?)
            .await?;
        Ok(())
    }
}
