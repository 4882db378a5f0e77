//! The tour: the good case, eight others and the month's summary, played against the running program through the
//! stand-in, printed as people see it. It ends well only if every step was seen, and if in every
//! scene people read what they are to read.

mod good_case;
mod handled;
mod lines;
mod month;
mod transcript;
mod turns;

use anyhow::{Context as _, bail, ensure};
use casework::{
    case::{Kind, State},
    intake::Purpose,
};
use chrono::{Days, NaiveDate, TimeDelta};
use playground::Content;

use crate::{
    button::{Act, Answered, Button, Choice, Home},
    stage::Stage,
};
use lines::{Lines, Words};
use transcript::Transcript;

/// Who acts for a department: its group, who signs, and who signs off.
struct Team {
    seat: &'static str,
    crew: &'static str,
    head: &'static str,
}

const ENGINEERING: Team = Team { seat: "engineering", crew: "crew", head: "head" };
const SERVICE: Team = Team { seat: "service", crew: "service", head: "service" };

/// Plays the tour; an error says what was not seen, and in which scene.
pub async fn play(stage: &Stage) -> anyhow::Result<()> {
    let lines = Lines::in_language(stage.language)?;
    let seen = Transcript::new(stage, &lines.transcript.changed);
    let mut tour = Tour { stage, seen, own: lines.transcript.clone() };
    if let Err(error) = Box::pin(tour.all(&lines)).await {
        return Err(error.context(tour.seen.heading().to_owned()));
    }
    tour.seen.finish();
    Ok(())
}

struct Tour<'s> {
    stage: &'s Stage,
    seen: Transcript<'s>,
    own: Words,
}

impl Tour<'_> {
    async fn all(&mut self, lines: &Lines) -> anyhow::Result<()> {
        Box::pin(self.good_case(&lines.good_case, &lines.transcript)).await?;
        Box::pin(self.danger(&lines.danger)).await?;
        Box::pin(self.breach(&lines.breach)).await?;
        Box::pin(self.serious(&lines.serious)).await?;
        Box::pin(self.extension(&lines.extension)).await?;
        Box::pin(self.neighbours(&lines.neighbours)).await?;
        Box::pin(self.repair(&lines.repair)).await?;
        Box::pin(self.reopened(&lines.reopened)).await?;
        Box::pin(self.appeal(&lines.appeal)).await?;
        Box::pin(self.month(&lines.month)).await
    }

    fn who(&self, code: &str) -> i64 {
        self.stage.account(code)
    }

    fn room(&self, seat: &str) -> i64 {
        self.stage.room(seat)
    }

    /// The day so many days from now, where the estate lies.
    fn day(&self, days: u64) -> anyhow::Result<NaiveDate> {
        let today = self.local().date();
        today.checked_add_days(Days::new(days)).context("a day")
    }

    fn local(&self) -> chrono::NaiveDateTime {
        self.stage.clock().now().with_timezone(&chrono_tz::Asia::Shanghai).naive_local()
    }

    async fn says(&mut self, code: &str, text: &str) -> anyhow::Result<()> {
        self.stage.says(self.who(code), text).await?;
        self.seen.catch_up();
        Ok(())
    }

    /// Presses the newest button that means this. Says the toast.
    async fn presses(
        &mut self,
        code: &str,
        chat: i64,
        means: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<String> {
        let who = self.who(code);
        self.seen.press(who, chat, &means);
        let toast = self.stage.presses(who, chat, means).await?;
        self.seen.toast(who, toast.as_deref());
        self.seen.catch_up();
        Ok(toast.unwrap_or_default())
    }

    async fn chooses(&mut self, code: &str, means: impl Fn(Choice) -> bool) -> anyhow::Result<()> {
        let chat = self.who(code);
        self.presses(code, chat, |button| {
            matches!(button, Button::Draft(_, choice) | Button::Task(_, choice) if means(*choice))
        })
        .await?;
        Ok(())
    }

    async fn acts(&mut self, code: &str, chat: i64, act: Act) -> anyhow::Result<String> {
        self.presses(code, chat, |button| matches!(button, Button::Case(_, _, of) if *of == act))
            .await
            .with_context(|| format!("{code} wants to press {act}"))
    }

    /// Presses a button that is no way on yet, and reads why.
    async fn may_not(&mut self, code: &str, chat: i64, act: Act, why: &str) -> anyhow::Result<()> {
        let toast = self.acts(code, chat, act).await?;
        ensure!(toast.contains(why), "{code} pressed {act} and read {toast:?} instead of {why:?}");
        Ok(())
    }

    /// Presses a button that asks for words, and says them.
    async fn tells(
        &mut self,
        code: &str,
        chat: i64,
        purpose: Purpose,
        words: &str,
    ) -> anyhow::Result<()> {
        self.acts(code, chat, Act::Words(purpose)).await?;
        self.says(code, words).await
    }

    async fn answers(&mut self, answer: Answered) -> anyhow::Result<()> {
        let means = |button: &Button| matches!(button, Button::Sheet(_, _, of) if *of == answer);
        self.presses("owner", self.who("owner"), means).await?;
        Ok(())
    }

    async fn passes(&mut self, time: TimeDelta) -> anyhow::Result<()> {
        self.seen.time(time);
        self.stage.pass(time).await?;
        self.seen.catch_up();
        Ok(())
    }

    /// A chapter begins, at ten past nine on the next morning: nobody is played to at night.
    async fn chapter(&mut self, procedure: &str, title: &str) -> anyhow::Result<()> {
        let morning = self.day(1)?.and_hms_opt(9, 10, 0).context("a morning")?;
        self.seen.hush();
        self.leaps(morning - self.local()).await?;
        self.seen.speak("");
        self.seen.chapter(procedure, title);
        Ok(())
    }

    /// Time passes in which nothing is shown, at one go.
    async fn leaps(&mut self, time: TimeDelta) -> anyhow::Result<()> {
        self.stage.clock().pass(time);
        self.stage.app.settle().await
    }

    /// The owner tells of a matter, in the shortest way there is.
    async fn files(&mut self, kind: Kind, story: &str) -> anyhow::Result<()> {
        let owner = self.who("owner");
        let begin = Button::Home(Home::Begin(kind));
        self.seen.hush();
        self.stage.starts(owner, None).await?;
        self.presses("owner", owner, |button| *button == begin).await?;
        self.says("owner", story).await?;
        self.chooses("owner", |choice| choice == Choice::Enough).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Category(_))).await?;
        self.chooses("owner", |choice| matches!(choice, Choice::Place(_))).await?;
        self.chooses("owner", |choice| choice == Choice::SkipRest).await?;
        let told = if kind == Kind::Repair { &self.own.repair } else { &self.own.complaint };
        self.seen.speak(told);
        self.chooses("owner", |choice| choice == Choice::Send).await
    }

    /// The crew signs, sets out and arrives, as in the good case.
    async fn is_there(&mut self, team: &Team) -> anyhow::Result<()> {
        self.seen.hush();
        for act in [Act::Sign, Act::SetOut, Act::Arrive] {
            self.acts(team.crew, self.room(team.seat), act).await?;
        }
        self.seen.speak(&self.own.there);
        Ok(())
    }

    /// The crew reports a result, with a photo.
    async fn reports(&mut self, team: &Team, result: &str) -> anyhow::Result<()> {
        let crew = self.who(team.crew);
        self.acts(team.crew, self.room(team.seat), Act::Report).await?;
        self.says(team.crew, result).await?;
        self.chooses(team.crew, |choice| choice == Choice::Phrase(1)).await?;
        self.chooses(team.crew, |choice| choice == Choice::Phrase(1)).await?;
        self.stage.sends(crew, crew, photo()).await?;
        self.seen.catch_up();
        self.chooses(team.crew, |choice| choice == Choice::Enough).await?;
        self.chooses(team.crew, |choice| choice == Choice::Send).await
    }

    /// From the result to the head's signature, as in the good case.
    async fn is_done(&mut self, team: &Team, result: &str) -> anyhow::Result<()> {
        self.reports(team, result).await?;
        self.acts("owner", self.who("owner"), Act::Confirm).await?;
        self.acts(team.head, self.who(team.head), Act::SignOff).await?;
        Ok(())
    }

    /// From the result to the last question of the callback.
    async fn is_called_back(&mut self, team: &Team, result: &str) -> anyhow::Result<()> {
        self.is_done(team, result).await?;
        self.leaps(TimeDelta::hours(25)).await?;
        for _ in 0..4 {
            self.answers(Answered::Press(0)).await?;
        }
        Ok(())
    }

    /// From the result to the archive; not printed, for the good case shows it.
    async fn ends_well(&mut self, team: &Team, result: &str) -> anyhow::Result<()> {
        self.seen.hush();
        self.is_called_back(team, result).await?;
        self.answers(Answered::Press(0)).await?;
        self.seen.speak(&self.own.rest);
        self.expect("the archive", |state| matches!(state, State::Archived { .. })).await
    }

    /// In this scene the program has told somebody, or a group, these words.
    fn reads(&self, chat: i64, words: &str) -> anyhow::Result<()> {
        let read = self.seen.heard(chat);
        ensure!(read.contains(words), "{} has not read {words:?}:\n{read}", self.seen.name(chat));
        Ok(())
    }

    /// It has not.
    fn reads_not(&self, chat: i64, words: &str) -> anyhow::Result<()> {
        let read = self.seen.heard(chat);
        ensure!(!read.contains(words), "{} has read {words:?}:\n{read}", self.seen.name(chat));
        Ok(())
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
fn photo() -> Content {
    const DOT: [u8; 43] = [
        71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 128, 0, 0, 160, 160, 160, 255, 255, 255, 33, 249, 4, 0,
        0, 0, 0, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0, 59,
    ];
    Content::photo(DOT.to_vec())
}
