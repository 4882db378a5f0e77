//! The tour: the good case, the seven steps of S0-01, played against the running program through
//! the stand-in, printed as people see it. It ends well only if every step was seen.

mod transcript;

use anyhow::{Context as _, bail};
use casework::{
    callback::{Grade, Solved},
    case::{Kind, State},
    intake::Purpose,
    words::Language,
};
use chrono::TimeDelta;
use playground::Content;

use crate::{
    button::{Act, Answered, Button, Choice, Home},
    stage::Stage,
};
use transcript::Transcript;

/// Words that the cast says on the tour, one file a language.
const LINES: &str = include_str!("tour/lines.toml");

#[derive(serde::Deserialize)]
struct Lines {
    story: String,
    wish: String,
    note: String,
    question: String,
    answer: String,
    result: String,
    words: String,
}

/// Plays the tour; an error says which step was not seen.
pub async fn play(stage: &Stage) -> anyhow::Result<()> {
    let mut all: std::collections::HashMap<Language, Lines> = toml::from_str(LINES)?;
    let lines = all.remove(&stage.language).context("no lines in this language")?;
    let mut tour = Tour { stage, lines, seen: Transcript::new(stage) };
    tour.intake().await?;
    tour.department().await?;
    tour.closing().await?;
    Transcript::finish();
    Ok(())
}

struct Tour<'s> {
    stage: &'s Stage,
    lines: Lines,
    seen: Transcript<'s>,
}

impl Tour<'_> {
    fn who(&self, code: &str) -> i64 {
        self.stage.account(code)
    }

    async fn says(&mut self, code: &str, text: &str) -> anyhow::Result<()> {
        self.stage.says(self.who(code), text).await?;
        self.seen.catch_up();
        Ok(())
    }

    async fn presses(
        &mut self,
        code: &str,
        chat: i64,
        means: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<()> {
        let who = self.who(code);
        self.seen.press(who, chat, &means);
        let toast = self.stage.presses(who, chat, means).await?;
        self.seen.toast(who, toast);
        self.seen.catch_up();
        Ok(())
    }

    async fn chooses(&mut self, code: &str, means: impl Fn(Choice) -> bool) -> anyhow::Result<()> {
        let chat = self.who(code);
        self.presses(code, chat, |button| {
            matches!(button, Button::Draft(_, choice) | Button::Task(_, choice) if means(*choice))
        })
        .await
    }

    async fn acts(&mut self, code: &str, chat: i64, act: Act) -> anyhow::Result<()> {
        self.presses(code, chat, |button| matches!(button, Button::Case(_, _, a) if *a == act))
            .await
    }

    async fn passes(&mut self, time: TimeDelta) -> anyhow::Result<()> {
        Transcript::time(time);
        self.stage.pass(time).await?;
        self.seen.catch_up();
        Ok(())
    }

    /// Steps 1 and 2: apology, register, slip.
    async fn intake(&mut self) -> anyhow::Result<()> {
        let owner = self.who("owner");
        Transcript::step(1);
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
        let begin = Button::Home(Home::Begin(Kind::Complaint));
        self.presses("owner", owner, |button| *button == begin).await?;
        let story = self.lines.story.clone();
        self.says("owner", &story).await?;
        self.stage.sends(owner, owner, Content::photo(photo())).await?;
        self.seen.catch_up();
        self.chooses("owner", |choice| choice == Choice::Enough).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Category(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Place(_))).await?;
        self.chooses("owner", |choice| choice == Choice::JustNow).await?;
        let wish = self.lines.wish.clone();
        self.says("owner", &wish).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::By(_))).await?;
        self.chooses("owner", |choice| choice == Choice::Send).await?;
        Transcript::step(2);
        self.expect("the register and the slip", |state| matches!(state, State::Dispatched { .. }))
            .await
    }

    /// Steps 3, 4 and 6: the signature within five minutes, the work, the result.
    async fn department(&mut self) -> anyhow::Result<()> {
        let group = self.stage.room("engineering");
        let (crew, owner) = (self.who("crew"), self.who("owner"));
        self.passes(TimeDelta::minutes(3)).await?;
        Transcript::step(3);
        let sign = |button: &Button| matches!(button, Button::Case(_, _, Act::Sign));
        let (card, data) = self.stage.button(group, sign).context("there is a slip to sign")?;
        self.acts("crew", group, Act::Sign).await?;
        self.too_late("mate", group, card, &data).await?;
        self.expect("the signature", |state| matches!(state, State::Working { .. })).await?;
        Transcript::step(4);
        self.acts("crew", group, Act::SetOut).await?;
        self.passes(TimeDelta::minutes(20)).await?;
        self.acts("crew", group, Act::Arrive).await?;
        self.acts("crew", group, Act::Words(Purpose::Note)).await?;
        let note = self.lines.note.clone();
        self.says("crew", &note).await?;
        self.acts("crew", group, Act::Words(Purpose::Ask)).await?;
        let question = self.lines.question.clone();
        self.says("crew", &question).await?;
        let answer = self.lines.answer.clone();
        self.says("owner", &answer).await?;
        self.passes(TimeDelta::hours(2)).await?;
        Transcript::step(6);
        self.acts("crew", group, Act::Report).await?;
        let result = self.lines.result.clone();
        self.says("crew", &result).await?;
        self.chooses("crew", |choice| choice == Choice::Phrase(1)).await?;
        self.chooses("crew", |choice| choice == Choice::Phrase(1)).await?;
        self.stage.sends(crew, crew, Content::photo(photo())).await?;
        self.seen.catch_up();
        self.chooses("crew", |choice| choice == Choice::Enough).await?;
        self.chooses("crew", |choice| choice == Choice::Send).await?;
        self.expect("the result", |state| matches!(state, State::Reported { .. })).await?;
        self.acts("owner", owner, Act::Confirm).await
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
        self.seen.toast(who, Some(toast));
        Ok(())
    }

    /// Steps 7 and 6 again: the head signs, the owner is called back, the case is archived.
    async fn closing(&mut self) -> anyhow::Result<()> {
        let (group, owner) = (self.stage.room("engineering"), self.who("owner"));
        Transcript::step(7);
        self.acts("head", group, Act::SignOff).await?;
        self.expect("the head's signature", |state| {
            matches!(state, State::Reported { signed_off: Some(_), .. })
        })
        .await?;
        self.passes(TimeDelta::hours(25)).await?;
        Transcript::callback();
        self.answers(owner, Answered::Solved(Solved::Yes)).await?;
        self.answers(owner, Answered::Grade(Grade::Satisfied)).await?;
        let words = self.lines.words.clone();
        self.says("owner", &words).await?;
        self.expect("the archive", |state| matches!(state, State::Archived { .. })).await?;
        Transcript::step(5);
        self.grave().await
    }

    /// Step 5: a graver case is told to the leaders, and its head holds the review.
    async fn grave(&mut self) -> anyhow::Result<()> {
        let owner = self.who("owner");
        let begin = Button::Home(Home::Begin(Kind::Complaint));
        self.stage.starts(owner, None).await?;
        self.seen.catch_up();
        self.presses("owner", owner, |button| *button == begin).await?;
        let story = self.lines.story.clone();
        self.says("owner", &story).await?;
        self.chooses("owner", |choice| choice == Choice::Enough).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Category(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Place(_))).await?;
        self.chooses("owner", |choice| choice == Choice::SkipRest).await?;
        self.chooses("owner", |choice| choice == Choice::Send).await?;
        let (desk, room) = (self.who("desk"), self.stage.room("desk"));
        self.acts("desk", room, Act::Correct).await?;
        self.acts("desk", desk, Act::Severities).await?;
        self.acts("desk", desk, Act::Severity(casework::case::Severity::Serious)).await?;
        if !self.seen.told(self.stage.room("leaders")) {
            bail!("step 5 was not seen: the leaders were not told");
        }
        self.passes(TimeDelta::minutes(6)).await?;
        if !self.seen.told(self.who("head")) {
            bail!("nobody signed within five minutes, and the head was not told");
        }
        self.acts("owner", owner, Act::Words(Purpose::Withdraw)).await?;
        self.chooses("owner", |choice| choice == Choice::Send).await
    }

    async fn answers(&mut self, owner: i64, answer: Answered) -> anyhow::Result<()> {
        self.presses(
            "owner",
            owner,
            |button| matches!(button, Button::Sheet(_, _, given) if *given == answer),
        )
        .await
    }

    async fn expect(&self, what: &str, is: impl Fn(&State) -> bool) -> anyhow::Result<()> {
        let mut work = self.stage.app.desk().begin().await?;
        let newest = work.newest(1).await?;
        let state = &newest.first().context("there is no case")?.case.state;
        if is(state) {
            return Ok(());
        }
        bail!("{what} was not seen: the case is {}", state.stage())
    }
}

/// The smallest picture there is: one grey dot.
fn photo() -> Vec<u8> {
    const DOT: [u8; 43] = [
        71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 128, 0, 0, 160, 160, 160, 255, 255, 255, 33, 249, 4, 0,
        0, 0, 0, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0, 59,
    ];
    DOT.to_vec()
}
