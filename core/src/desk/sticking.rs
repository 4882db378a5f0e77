//! Stickers: a code on a wall that knows where it hangs.

use rand::{Rng as _, distr::Alphanumeric};

use super::{DeskError, Work};
use crate::{place::Place, store::Sticker};

/// So many letters and digits are on a sticker: nobody guesses one, and it stays short enough to be typed.
const LENGTH: usize = 10;

impl Work {
    /// The stickers of a building, of its floors and of what in it is everybody's, each with its place; made
    /// where there are none. Nothing when the lists name no such building.
    pub async fn stickers_of(&mut self, building: &str) -> Result<Vec<(String, Place)>, DeskError> {
        let site = self.site().await?.id;
        let mut stickers = vec![];
        for id in self.tx.sticker_places(site, building).await? {
            let Some(place) = self.tx.place(id).await? else { continue };
            let token: String =
                rand::rng().sample_iter(Alphanumeric).take(LENGTH).map(char::from).collect();
            stickers.push((self.tx.sticker_of(site, id, &token).await?, place));
        }
        Ok(stickers)
    }

    /// Where a sticker hangs; nothing of one that was revoked or never was.
    pub async fn sticker_place(&mut self, token: &str) -> Result<Option<Place>, DeskError> {
        let Some(place) = self.tx.sticker_at(token).await? else { return Ok(None) };
        Ok(self.tx.place(place).await?)
    }

    /// Every sticker of the estate that is of use.
    pub async fn stickers(&mut self) -> Result<Vec<Sticker>, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.stickers(site).await?)
    }

    /// A sticker that hangs elsewhere now, by the place's name in the lists. Says whether there are both.
    pub async fn point_sticker(&mut self, token: &str, code: &str) -> Result<bool, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.sticker_point(site, token, code).await?)
    }

    /// A sticker that nobody is to be led by any more. Says whether there was one.
    pub async fn revoke_sticker(&mut self, token: &str) -> Result<bool, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.sticker_revoke(site, token).await?)
    }
}
