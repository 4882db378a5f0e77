//! The good case: the seven steps of S0-01, of which the fifth has a chapter of its own.

use anyhow::Context as _;
use casework::{
    case::{Kind, State},
    intake::Purpose,
};
use chrono::TimeDelta;

use super::{
    ENGINEERING, Tour,
    lines::{GoodCase, Words},
    photo,
};
use crate::button::{Act, Answered, Button, Choice, Home};

impl Tour<'_> {
    /// Steps 1 to 4, 6 and 7.
    pub(super) async fn good_case(&mut self, lines: &GoodCase, own: &Words) -> anyhow::Result<()> {
        self.greeting().await?;
        self.intake(lines).await?;
        self.signature().await?;
        self.work(lines).await?;
        self.result(lines).await?;
        self.closing(lines, own).await
    }

    /// Step 1: apology, and who it is.
    async fn greeting(&mut self) -> anyhow::Result<()> {
        let owner = self.who("owner");
        self.seen.chapter("S0-01 · 1", "");
        self.stage.starts(owner, None).await?;
        self.seen.catch_up();
        self.chooses("owner", |choice| choice == Choice::Agree).await?;
        self.chooses("owner", |choice| choice == Choice::OwnName).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Open(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Open(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Place(_))).await?;
        self.stage.telegram.share_contact(owner).ok().context("the number can be shared")?;
        self.stage.app.settle().await?;
        self.seen.catch_up();
        Ok(())
    }

    /// Steps 1 and 2: the story, the register, the slip.
    async fn intake(&mut self, lines: &GoodCase) -> anyhow::Result<()> {
        let owner = self.who("owner");
        let begin = Button::Home(Home::Begin(Kind::Complaint));
        self.presses("owner", owner, |button| *button == begin).await?;
        self.says("owner", &lines.story).await?;
        self.stage.sends(owner, owner, photo()).await?;
        self.seen.catch_up();
        self.chooses("owner", |choice| choice == Choice::Enough).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Category(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Place(_))).await?;
        self.chooses("owner", |choice| choice == Choice::JustNow).await?;
        self.says("owner", &lines.wish).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::By(_))).await?;
        self.seen.chapter("S0-01 · 2", "");
        self.chooses("owner", |choice| choice == Choice::Send).await?;
        self.expect("the register and the slip", |state| matches!(state, State::Dispatched { .. }))
            .await
    }

    /// Step 3: the signature within five minutes, and who came second.
    async fn signature(&mut self) -> anyhow::Result<()> {
        let group = self.room("engineering");
        self.passes(TimeDelta::minutes(3)).await?;
        self.seen.chapter("S0-01 · 3", "");
        let sign = |button: &Button| matches!(button, Button::Case(_, _, Act::Sign));
        let (card, data) = self.stage.button(group, sign).context("there is a slip to sign")?;
        self.acts("crew", group, Act::Sign).await?;
        self.too_late("mate", group, card, &data).await?;
        self.expect("the signature", |state| matches!(state, State::Working { .. })).await
    }

    /// Step 4: the work.
    async fn work(&mut self, lines: &GoodCase) -> anyhow::Result<()> {
        let group = self.room("engineering");
        self.seen.chapter("S0-01 · 4", "");
        self.acts("crew", group, Act::SetOut).await?;
        self.passes(TimeDelta::minutes(20)).await?;
        self.acts("crew", group, Act::Arrive).await?;
        self.tells("crew", group, Purpose::Note, &lines.note).await?;
        self.tells("crew", group, Purpose::Ask, &lines.question).await?;
        self.says("owner", &lines.answer).await?;
        self.passes(TimeDelta::hours(2)).await
    }

    /// Step 6: the result, and the owner's word.
    async fn result(&mut self, lines: &GoodCase) -> anyhow::Result<()> {
        self.seen.chapter("S0-01 · 6", "");
        self.reports(&ENGINEERING, &lines.result).await?;
        self.expect("the result", |state| matches!(state, State::Reported { .. })).await?;
        self.acts("owner", self.who("owner"), Act::Confirm).await?;
        Ok(())
    }

    /// A colleague pressed the same button a moment later.
    async fn too_late(
        &mut self,
        code: &str,
        chat: i64,
        card: i64,
        data: &str,
    ) -> anyhow::Result<()> {
        let who = self.who(code);
        let press = self.stage.telegram.press_data(who, chat, card, data);
        self.stage.app.settle().await?;
        let toast = self.stage.toast(&press).await.context("the second is told who was first")?;
        self.seen.toast(who, Some(&toast));
        Ok(())
    }

    /// Steps 7 and 6 again: the head signs, the owner is called back, the case is archived.
    async fn closing(&mut self, lines: &GoodCase, own: &Words) -> anyhow::Result<()> {
        self.seen.chapter("S0-01 · 7", "");
        self.acts("head", self.room("engineering"), Act::SignOff).await?;
        self.expect("the head's signature", |state| {
            matches!(state, State::Reported { signed_off: Some(_), .. })
        })
        .await?;
        self.passes(TimeDelta::hours(25)).await?;
        self.seen.chapter("S0-01 · 6", &own.callback);
        for _ in 0..4 {
            self.answers(Answered::Press(0)).await?;
        }
        self.says("owner", &lines.words).await?;
        self.expect("the archive", |state| matches!(state, State::Archived { .. })).await
    }
}
