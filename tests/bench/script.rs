//! One whole case as people act it: the owner's dialog, the signature, the work, the report, the
//! head's signature, the owner's yes, the questionnaire. Every step waits for the button it needs.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow};
use casework::case::Kind;
use huiyin::button::{Act, Answered, Button, Choice, Home};
use playground::Content;

use crate::{estate, site::StandIn};

/// How many updates one whole case takes; the script's length.
pub(crate) const STEPS: usize = 25;
/// The step at which the day has passed and the questionnaire is there.
const CALLED_BACK: usize = 20;

/// One update, timed.
#[derive(Debug, Clone)]
pub(crate) struct Timed {
    /// When it was to be sent; in a closed loop, when it was sent.
    pub(crate) due: Instant,
    /// When the stand-in had it.
    pub(crate) sent: Instant,
    /// When the answer reached the stand-in.
    pub(crate) answered: Option<Instant>,
    /// How it is found again in the inbox.
    pub(crate) mark: Mark,
}

/// How an update is known in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    /// By the number of the press.
    Press(String),
    /// By chat and message.
    Message(i64, i64),
}

/// When steps are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Beat {
    /// As soon as the step before has been answered.
    AtOnce,
    /// At fixed times, whatever happens: the first at this moment, the others so long after each.
    Fixed(Instant, Duration),
}

/// Who acts in a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cast {
    pub(crate) owner: i64,
    pub(crate) crew: i64,
    pub(crate) head: i64,
    pub(crate) department: usize,
}

/// What a day's passing is asked of.
pub(crate) type Calendar = tokio::sync::mpsc::UnboundedSender<i64>;

/// Plays one case.
pub(crate) struct Play<'s> {
    pub(crate) stand_in: &'s StandIn,
    pub(crate) cast: Cast,
    pub(crate) beat: Beat,
    pub(crate) days: Calendar,
    pub(crate) began: Instant,
    pub(crate) taken: usize,
    /// When each of the cast last did something: older buttons are those of answered questions.
    pub(crate) last: HashMap<i64, Instant>,
    pub(crate) timed: Vec<Timed>,
}

impl Play<'_> {
    /// From the first word to the archive; says the number of the case in the book.
    pub(crate) async fn through(&mut self) -> anyhow::Result<i64> {
        let case = self.intake().await.context("the intake")?;
        self.work(case).await.with_context(|| format!("the work on case {case}"))?;
        self.close(case).await.with_context(|| format!("the end of case {case}"))?;
        Ok(case)
    }

    async fn intake(&mut self) -> anyhow::Result<i64> {
        let (owner, department) = (self.cast.owner, self.cast.department);
        let begin = Button::Home(Home::Begin(Kind::Complaint));
        self.says(owner, "/start", |button| *button == begin).await?;
        self.presses(owner, |button| *button == begin).await?;
        let story = format!("The {} has been broken since this morning", estate::word(department));
        self.awaits(owner, |button| is_draft(button, |choice| choice == Choice::Enough)).await?;
        self.says(owner, &story, |button| is_draft(button, |choice| choice == Choice::Enough))
            .await?;
        let way: [fn(Choice) -> bool; 5] = [
            |choice| choice == Choice::Enough,
            |choice| matches!(choice, Choice::Category(_)),
            |choice| matches!(choice, Choice::Place(_)),
            |choice| choice == Choice::SkipRest,
            |choice| choice == Choice::Send,
        ];
        for step in way {
            self.presses(owner, |button| is_draft(button, step)).await?;
        }
        let receipt = |button: &Button| matches!(button, Button::Case(..));
        let (_, data, _) = self.stand_in.wire.button(owner, self.since(owner), receipt).await?;
        case_of(&data).context("a receipt without a case")
    }

    async fn work(&mut self, case: i64) -> anyhow::Result<()> {
        let crew = self.cast.crew;
        for act in [Act::Sign, Act::SetOut, Act::Arrive, Act::Report] {
            self.acts_on_card(crew, case, act).await?;
        }
        let phrase = |button: &Button| is_task(button, |choice| choice == Choice::Phrase(1));
        let enough = |button: &Button| is_task(button, |choice| choice == Choice::Enough);
        let send = |button: &Button| is_task(button, |choice| choice == Choice::Send);
        let any = |button: &Button| matches!(button, Button::Task(..));
        self.awaits(crew, any).await?;
        self.says(crew, "A part was replaced, it runs again", phrase).await?;
        self.presses(crew, phrase).await?;
        self.presses(crew, phrase).await?;
        self.awaits(crew, enough).await?;
        self.sends(crew, Content::photo(DOT.to_vec()), enough).await?;
        self.presses(crew, enough).await?;
        self.presses(crew, send).await
    }

    async fn close(&mut self, case: i64) -> anyhow::Result<()> {
        let owner = self.cast.owner;
        self.acts_on_card(self.cast.head, case, Act::SignOff).await?;
        let confirms =
            |button: &Button| matches!(button, Button::Case(of, _, Act::Confirm) if of.0 == case);
        self.presses(owner, confirms).await?;
        self.days.send(case).ok();
        for answer in [Answered::Press(0); 5] {
            self.presses(
                owner,
                |button| matches!(button, Button::Sheet(_, _, given) if *given == answer),
            )
            .await?;
        }
        Ok(())
    }

    /// Waits until it is time for the next step; says when that was to be.
    async fn beat(&mut self) -> Instant {
        let step = self.taken;
        self.taken += 1;
        match self.beat {
            Beat::AtOnce => Instant::now(),
            Beat::Fixed(first, gap) => {
                // The day that passes in between takes the program some time in any case.
                let pauses = if step >= CALLED_BACK { DAY } else { Duration::ZERO };
                let due = first + gap * u32::try_from(step).unwrap_or(u32::MAX) + pauses;
                tokio::time::sleep_until(due.into()).await;
                due
            }
        }
    }

    fn since(&self, who: i64) -> Instant {
        self.last.get(&who).copied().unwrap_or(self.began)
    }

    async fn awaits(&self, who: i64, means: impl Fn(&Button) -> bool) -> anyhow::Result<()> {
        self.stand_in.wire.button(who, self.since(who), means).await.map(drop)
    }

    async fn says(
        &mut self,
        who: i64,
        text: &str,
        answer: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<()> {
        self.sends(who, Content::text(text), answer).await
    }

    /// Sends something in private; the answer is the next message or edit there.
    async fn sends(
        &mut self,
        who: i64,
        content: Content,
        answer: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<()> {
        let due = self.beat().await;
        let sent = Instant::now();
        let message = self.stand_in.telegram.send(who, who, content);
        let message = message.map_err(|refused| anyhow!("{refused:?}"))?;
        self.last.insert(who, sent);
        let (.., answered) = self.stand_in.wire.button(who, sent, answer).await?;
        let mark = Mark::Message(who, message);
        self.timed.push(Timed { due, sent, answered: Some(answered), mark });
        Ok(())
    }

    /// Presses a button in private as soon as it is there; the answer is the toast.
    async fn presses(&mut self, who: i64, means: impl Fn(&Button) -> bool) -> anyhow::Result<()> {
        let due = self.beat().await;
        let (message, data, _) = self.stand_in.wire.button(who, self.since(who), means).await?;
        self.press(due, who, who, message, &data).await
    }

    async fn acts_on_card(&mut self, who: i64, case: i64, act: Act) -> anyhow::Result<()> {
        let due = self.beat().await;
        let room = self.stand_in.rooms.departments[self.cast.department];
        let means = |button: &Button| matches!(button, Button::Case(of, _, on) if of.0 == case && *on == act);
        let (message, data) = self.stand_in.wire.on_card(room, case, means).await?;
        self.press(due, who, room, message, &data).await
    }

    async fn press(
        &mut self,
        due: Instant,
        who: i64,
        chat: i64,
        message: i64,
        data: &str,
    ) -> anyhow::Result<()> {
        let sent = Instant::now();
        // Who acts at once sends when the button is there; its wait belongs to the step before.
        let due = if matches!(self.beat, Beat::AtOnce) { sent } else { due };
        let press = self.stand_in.telegram.press_data(who, chat, message, data);
        self.last.insert(who, sent);
        let answered = self.stand_in.wire.toast(&press.id).await?;
        let mark = Mark::Press(press.id);
        self.timed.push(Timed { due, sent, answered: Some(answered), mark });
        Ok(())
    }
}

/// What the program may take to send the questionnaire once the day has passed: its watch looks
/// every half second.
const DAY: Duration = Duration::from_secs(3);

fn is_draft(button: &Button, means: impl Fn(Choice) -> bool) -> bool {
    matches!(button, Button::Draft(_, choice) if means(*choice))
}

fn is_task(button: &Button, means: impl Fn(Choice) -> bool) -> bool {
    matches!(button, Button::Task(_, choice) if means(*choice))
}

fn case_of(data: &str) -> Option<i64> {
    match data.parse() {
        Ok(Button::Case(case, ..)) => Some(case.0),
        _ => None,
    }
}

/// The smallest picture there is: one grey dot.
const DOT: [u8; 43] = [
    71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 128, 0, 0, 160, 160, 160, 255, 255, 255, 33, 249, 4, 0, 0,
    0, 0, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0, 59,
];
