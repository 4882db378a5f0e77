//! Announcements: the estate's words to everybody, or to everybody of one building.

use super::{DeskError, Work};
use crate::{
    case::{Number, Refusal, letter::Letter},
    ids::{BroadcastId, PlaceId},
    intake::is_phone,
    people::{Action, Person, may_at_site},
    store::{Broadcast, Reach},
};

impl Work {
    /// So many people an announcement would reach.
    pub async fn audience(&mut self, place: Option<PlaceId>) -> Result<i64, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.audience(site, place).await?)
    }

    /// What in a text says who somebody is: names and numbers of those who do not work here, and the
    /// numbers of cases. What is published names nobody (PV-06).
    pub async fn gives_away(&mut self, text: &str) -> Result<Vec<String>, DeskError> {
        let is_of_number = |c: char| c.is_ascii_digit() || " +-()".contains(c);
        let numbers = text.split(|c: char| !is_of_number(c)).map(str::trim);
        let phones: Vec<String> =
            numbers.filter(|number| is_phone(number)).map(str::to_owned).collect();
        let mut found = self.tx.named_in(text, &phones).await?;
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        found.extend(words.filter(|word| Number::parse(word).is_ok()).map(str::to_owned));
        Ok(found)
    }

    /// Owes an announcement to everybody it is for, as they are now: all of them or, if anything
    /// fails, nobody. The same `key` never makes two; the second time says `None`.
    pub async fn announce(
        &mut self,
        author: &Person,
        place: Option<PlaceId>,
        words: &str,
        key: &str,
    ) -> Result<Option<(BroadcastId, i64)>, DeskError> {
        if !may_at_site(author, Action::Announce) {
            return Err(Refusal::NotEntitled.into());
        }
        let Some(id) = self.tx.broadcast_add(author.id, place, words, key).await? else {
            return Ok(None);
        };
        let audience = self.tx.broadcast_post(id, author.site, place).await?;
        crate::trouble::point("broadcast.snapshot");
        self.owes = true;
        if audience == 0 {
            self.announcement_moves(id).await?;
        }
        Ok(Some((id, audience)))
    }

    /// An announcement.
    pub async fn announcement(&mut self, id: BroadcastId) -> Result<Option<Broadcast>, DeskError> {
        Ok(self.tx.broadcast(id).await?)
    }

    /// How an announcement is getting on.
    pub async fn reach(&mut self, id: BroadcastId) -> Result<Reach, DeskError> {
        Ok(self.tx.broadcast_reach(id).await?)
    }

    /// When nothing of it is owed any more, its author is told how it ended.
    pub async fn announcement_moves(&mut self, id: BroadcastId) -> Result<(), DeskError> {
        if !self.tx.broadcast_ends(id).await? {
            return Ok(());
        }
        let Some(broadcast) = self.tx.broadcast(id).await? else { return Ok(()) };
        let author = self.person(broadcast.author).await?;
        self.owe_to(&author, &Letter::Announced { broadcast: id }).await
    }
}
