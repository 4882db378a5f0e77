//! How people act in a trial. They are patient: whatever is slow or dead, they wait, press again,
//! and go on. Each thing they tell has a word of its own, by which the checker follows it.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use anyhow::{anyhow, bail};
use casework::ids::CaseId;
use huiyin::button::{Act, Button, Choice};
use playground::Content;
use serde_json::json;

use crate::{
    cast::OWNERS,
    trial::{Trial, lock},
};

/// After so long without an effect people press again.
const IMPATIENT: Duration = Duration::from_secs(7);

/// So long after an answered press nothing more will change.
const ANSWERED: Duration = Duration::from_secs(5);

static MARKS: AtomicU32 = AtomicU32::new(0);

/// A word that nobody else says.
pub(crate) fn mark() -> String {
    let number = MARKS.fetch_add(1, Ordering::Relaxed);
    let letter =
        |at: u32| char::from(b'a' + u8::try_from(number / 17_u32.pow(at) % 17).unwrap_or(0));
    let word: String = (0..5).map(letter).collect();
    format!("zq{word}")
}

/// A department, who works in it, and what it is complained of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Department {
    pub(crate) seat: &'static str,
    pub(crate) crew: &'static str,
    pub(crate) head: &'static str,
    story: &'static str,
}

pub(crate) const DEPARTMENTS: [Department; 3] = [
    Department {
        seat: "engineering",
        crew: "crew",
        head: "head",
        story: "The lift rattles between floors",
    },
    Department {
        seat: "security",
        crew: "guard",
        head: "guard_head",
        story: "So loud, drilling all night",
    },
    Department {
        seat: "environment",
        crew: "cleaner",
        head: "cleaner",
        story: "Rubbish everywhere, what a smell",
    },
];

/// A matter under way.
#[derive(Debug, Clone)]
pub(crate) struct Matter {
    pub(crate) case: CaseId,
    pub(crate) owner: i64,
    pub(crate) department: Department,
}

/// A picture of one grey dot.
pub(crate) fn photo() -> Content {
    scenarios::photo()
}

impl Trial {
    #[expect(clippy::unused_self, reason = "it reads as what it is: somebody of this trial")]
    pub(crate) fn owner(&self, number: usize) -> i64 {
        OWNERS.account(number)
    }

    /// The newest button in a chat that means this, on a message not older than `since`.
    pub(crate) fn button(
        &self,
        chat: i64,
        since: i64,
        means: impl Fn(&Button) -> bool,
    ) -> Option<(i64, String)> {
        let messages = self.cast.telegram.messages(chat);
        messages.iter().rev().take_while(|message| message.id >= since).find_map(|message| {
            let carried = message.buttons().into_iter().flatten().filter_map(|button| button.data);
            let mut found = carried.filter(|data| data.parse().is_ok_and(|button| means(&button)));
            found.next().map(|data| (message.id, data))
        })
    }

    /// The number after the newest message of a chat.
    pub(crate) fn since(&self, chat: i64) -> i64 {
        self.cast.telegram.newest(chat).map_or(0, |message| message.id + 1)
    }

    /// Somebody writes.
    pub(crate) fn writes(&self, who: i64, chat: i64, words: &str) -> anyhow::Result<i64> {
        let sent = self.cast.telegram.send(who, chat, Content::text(words));
        sent.map_err(|refused| anyhow!("{refused:?}"))
    }

    /// Somebody presses what means this, and again after a while, until `is` holds.
    pub(crate) async fn insists(
        &self,
        who: i64,
        chat: i64,
        since: i64,
        means: impl Fn(&Button) -> bool,
        is: impl Fn(&Self) -> bool,
    ) -> anyhow::Result<()> {
        let end = Instant::now() + *lock(&self.patience);
        let mut pressed: Option<Instant> = None;
        while !is(self) {
            if Instant::now() > end {
                bail!("{who} pressed in vain in {chat} ({pressed:?}): {}", self.reads(chat));
            }
            let may_press = pressed.is_none_or(|at| at.elapsed() > IMPATIENT);
            if may_press && let Some((message, data)) = self.button(chat, since, &means) {
                self.cast.telegram.press_data(who, chat, message, &data);
                pressed = Some(Instant::now());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// A choice in the conversation, until the next one is offered.
    async fn chooses(
        &self,
        who: i64,
        since: i64,
        choice: fn(Choice) -> bool,
        next: fn(Choice) -> bool,
    ) -> anyhow::Result<()> {
        let is_choice = |wanted: fn(Choice) -> bool| move |button: &Button| matches!(button, Button::Draft(_, it) | Button::Task(_, it) if wanted(*it));
        self.insists(who, who, since, is_choice(choice), |trial| {
            trial.button(who, since, is_choice(next)).is_some()
        })
        .await
    }

    /// The newest things that a chat shows, for messages of the bench.
    pub(crate) fn reads(&self, chat: i64) -> String {
        let messages = self.cast.telegram.messages(chat);
        let newest = messages.iter().rev().take(3).map(|it| format!("{:?}", it.text()));
        newest.collect::<Vec<_>>().join(" < ")
    }

    /// An owner complains. Returns when they have seen the number.
    pub(crate) async fn complains(
        &self,
        number: usize,
        department: Department,
    ) -> anyhow::Result<Matter> {
        let words = format!("{} {}", department.story, mark());
        self.complains_with(number, department, Content::text(words)).await
    }

    /// The same with a photo, or whatever; its words hold the mark last.
    pub(crate) async fn complains_with(
        &self,
        number: usize,
        department: Department,
        content: Content,
    ) -> anyhow::Result<Matter> {
        let owner = self.owner(number);
        let since = self.since(owner);
        let words = content_words(&content);
        let mark = words.split_whitespace().last().unwrap_or_default().to_owned();
        let at = self.writes_down(owner, &mark);
        let sent = self.cast.telegram.send(owner, owner, content);
        sent.map_err(|refused| anyhow!("{refused:?}"))?;
        self.goes_through(owner, since).await?;
        self.sends(owner, since, at, department).await
    }

    fn writes_down(&self, owner: i64, mark: &str) -> usize {
        let mut diary = self.diary();
        diary.stories.push(json!({ "mark": mark, "owner": owner, "sure": false }));
        diary.stories.len() - 1
    }

    /// From the story to the review.
    pub(crate) async fn goes_through(&self, owner: i64, since: i64) -> anyhow::Result<()> {
        use Choice::{Category, Enough, Place, Send, SkipRest};
        self.chooses(owner, since, |it| it == Enough, |it| matches!(it, Category(_))).await?;
        self.chooses(owner, since, |it| matches!(it, Category(_)), |it| matches!(it, Place(_)))
            .await?;
        self.chooses(owner, since, |it| matches!(it, Place(_)), |it| it == SkipRest).await?;
        self.chooses(owner, since, |it| it == SkipRest, |it| it == Send).await
    }

    async fn sends(
        &self,
        owner: i64,
        since: i64,
        at: usize,
        department: Department,
    ) -> anyhow::Result<Matter> {
        let is_send = |button: &Button| matches!(button, Button::Draft(_, Choice::Send));
        self.insists(owner, owner, since, is_send, |trial| trial.receipt(owner, since).is_some())
            .await?;
        let case = self.receipt(owner, since).ok_or_else(|| anyhow!("no receipt"))?;
        if let Some(story) = self.diary().stories.get_mut(at) {
            story["sure"] = true.into();
        }
        Ok(Matter { case, owner, department })
    }

    /// The case that the newest receipt in a chat speaks of.
    pub(crate) fn receipt(&self, owner: i64, since: i64) -> Option<CaseId> {
        let (_, data) = self.button(owner, since, |it| matches!(it, Button::Case(..)))?;
        match data.parse() {
            Ok(Button::Case(case, ..)) => Some(case),
            _ => None,
        }
    }

    /// A button of a matter.
    pub(crate) fn act_of(&self, chat: i64, case: CaseId, act: Act) -> Option<(i64, String)> {
        self.button(chat, 0, |it| matches!(it, Button::Case(of, _, a) if *of == case && *a == act))
    }

    /// Somebody does something with a matter until its button is gone.
    pub(crate) async fn acts(
        &self,
        who: i64,
        chat: i64,
        case: CaseId,
        act: Act,
    ) -> anyhow::Result<()> {
        let means =
            move |it: &Button| matches!(it, Button::Case(of, _, a) if *of == case && *a == act);
        let offered = |trial: &Self| trial.places(chat, means);
        self.comes("a button", || !offered(self).is_empty()).await?;
        let end = Instant::now() + *lock(&self.patience);
        let (mut most, mut times, mut pressed) = (0, 0, None::<(Instant, playground::Press)>);
        loop {
            let places = offered(self);
            most = most.max(places.len());
            // A second copy of a message may keep its button for ever; one of them loses it, or
            // the press was answered and that is all that will come.
            let was_answered = |it: &(Instant, playground::Press)| {
                it.0.elapsed() > ANSWERED && self.cast.telegram.toast(&it.1).is_some()
            };
            if times > 0 && (places.len() < most || pressed.as_ref().is_some_and(was_answered)) {
                return Ok(());
            }
            if Instant::now() > end {
                bail!("{who} pressed {act:?} in vain in {chat}: {}", self.reads(chat));
            }
            if pressed.as_ref().is_none_or(|(at, _)| at.elapsed() > IMPATIENT)
                && let Some((message, data)) = places.get(times % places.len().max(1))
            {
                let press = self.cast.telegram.press_data(who, chat, *message, data);
                (times, pressed) = (times + 1, Some((Instant::now(), press)));
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Every button in a chat that means this, the newest first.
    pub(crate) fn places(&self, chat: i64, means: impl Fn(&Button) -> bool) -> Vec<(i64, String)> {
        let messages = self.cast.telegram.messages(chat);
        let on = |message: &playground::Message| {
            let carried = message.buttons().into_iter().flatten().filter_map(|button| button.data);
            let mut found = carried.filter(|data| data.parse().is_ok_and(|button| means(&button)));
            found.next().map(|data| (message.id, data))
        };
        messages.iter().rev().filter_map(on).collect()
    }

    /// The crew signs for it.
    pub(crate) async fn signs(&self, matter: &Matter) -> anyhow::Result<()> {
        let who = self.cast.account(matter.department.crew);
        self.acts(who, self.cast.room(matter.department.seat), matter.case, Act::Sign).await
    }

    /// The crew signs, however its group looks; only the book is asked whether they did.
    pub(crate) async fn signs_anyway(&self, matter: &Matter) -> anyhow::Result<()> {
        let who = self.cast.account(matter.department.crew);
        let room = self.cast.room(matter.department.seat);
        let data = format!("c1:{}:1:sign", matter.case.0);
        let press = self.cast.telegram.press_data(who, room, 1, &data);
        self.cast.telegram.toasted(&press, Duration::from_secs(30)).await;
        let signed = format!(
            "select count(*) from history where case_id = {} and event = 'sign'",
            matter.case.0
        );
        anyhow::ensure!(self.count_of(signed).await? == 1, "the crew could not sign");
        Ok(())
    }

    /// The crew reports a result.
    pub(crate) async fn reports(&self, matter: &Matter) -> anyhow::Result<()> {
        use Choice::{Enough, Phrase, Send};
        let who = self.cast.account(matter.department.crew);
        let room = self.cast.room(matter.department.seat);
        let since = self.since(who);
        let case = matter.case;
        let is_report =
            move |it: &Button| matches!(it, Button::Case(of, _, Act::Report) if *of == case);
        let is_task = |it: &Button| matches!(it, Button::Task(..));
        self.insists(who, room, 0, is_report, |it| it.button(who, since, is_task).is_some())
            .await?;
        let is_phrase = |it: &Button| matches!(it, Button::Task(_, Phrase(1)));
        let before = self.button(who, since, is_task);
        self.writes(who, who, "A worn part was replaced and it runs again")?;
        self.comes("the question for the cause", || {
            let now = self.button(who, since, is_phrase);
            now.is_some() && now != before
        })
        .await?;
        let first = self.button(who, since, is_phrase);
        self.insists(who, who, since, is_phrase, |it| {
            let now = it.button(who, since, is_phrase);
            now.is_some() && now != first
        })
        .await?;
        self.chooses(who, since, |it| it == Phrase(1), |it| it == Enough).await?;
        let sent = self.cast.telegram.send(who, who, photo());
        sent.map_err(|refused| anyhow!("{refused:?}"))?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.chooses(who, since, |it| it == Enough, |it| it == Send).await?;
        let is_send = |it: &Button| matches!(it, Button::Task(_, Send));
        self.insists(who, who, since, is_send, |it| it.button(who, since, is_send).is_none()).await
    }

    /// The head signs the result off.
    pub(crate) async fn signs_off(&self, matter: &Matter) -> anyhow::Result<()> {
        let head = self.cast.account(matter.department.head);
        self.acts(head, head, matter.case, Act::SignOff).await
    }

    /// The owner says that it is fixed.
    pub(crate) async fn confirms(&self, matter: &Matter) -> anyhow::Result<()> {
        self.acts(matter.owner, matter.owner, matter.case, Act::Confirm).await
    }

    /// From the complaint to the owner's word.
    pub(crate) async fn whole(
        &self,
        number: usize,
        department: Department,
    ) -> anyhow::Result<Matter> {
        let matter = self.complains(number, department).await?;
        self.signs(&matter).await?;
        self.reports(&matter).await?;
        self.confirms(&matter).await?;
        self.signs_off(&matter).await?;
        Ok(matter)
    }

    /// The owner adds words to a matter, by answering its message. Says the mark.
    pub(crate) fn adds(&self, matter: &Matter) -> anyhow::Result<String> {
        let mark = mark();
        self.adds_words(matter, &format!("one more thing {mark}"), &mark)?;
        Ok(mark)
    }

    /// The same, until it is in the book; says how long that took.
    pub(crate) async fn adds_and_waits(&self, matter: &Matter) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let mark = self.adds(matter)?;
        let found =
            format!("select count(*) from inbox where raw like '%{mark}%' and done_at is not null");
        while self.count_of(found.clone()).await? == 0 {
            anyhow::ensure!(begun.elapsed() < *lock(&self.patience), "nobody handles an update");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(begun.elapsed())
    }

    /// The same in these words.
    pub(crate) fn adds_words(
        &self,
        matter: &Matter,
        words: &str,
        mark: &str,
    ) -> anyhow::Result<()> {
        let case = matter.case;
        let is_its = move |it: &Button| matches!(it, Button::Case(of, ..) if *of == case);
        let receipt = self.button(matter.owner, 0, is_its).ok_or_else(|| anyhow!("no receipt"))?;
        self.diary().words.push(json!({ "mark": mark, "event": "add", "case": case.0 }));
        let content = Content::text(words);
        let sent = self.cast.telegram.reply(matter.owner, matter.owner, receipt.0, content);
        sent.map(drop).map_err(|refused| anyhow!("{refused:?}"))
    }

    /// Somebody of the crew notes something, by answering the slip. Says the mark.
    pub(crate) fn remarks(&self, matter: &Matter) -> anyhow::Result<String> {
        let mark = mark();
        let who = self.cast.account(matter.department.crew);
        let room = self.cast.room(matter.department.seat);
        let case = matter.case;
        let is_its = move |it: &Button| matches!(it, Button::Case(of, ..) if *of == case);
        let slip = self.button(room, 0, is_its).ok_or_else(|| anyhow!("no slip"))?;
        self.diary().words.push(json!({ "mark": mark, "event": "note", "case": case.0 }));
        let content = Content::text(format!("ladder needed {mark}"));
        let sent = self.cast.telegram.reply(who, room, slip.0, content);
        sent.map_err(|refused| anyhow!("{refused:?}"))?;
        Ok(mark)
    }

    /// Waits until the slip of a matter hangs in its group.
    pub(crate) async fn slip(&self, matter: &Matter) -> anyhow::Result<i64> {
        let (room, case) = (self.cast.room(matter.department.seat), matter.case);
        let is_its = move |it: &Button| matches!(it, Button::Case(of, ..) if *of == case);
        self.comes("the slip", || self.button(room, 0, is_its).is_some()).await?;
        Ok(self.button(room, 0, is_its).map_or(0, |found| found.0))
    }
}

fn content_words(content: &Content) -> String {
    match content {
        Content::Text(words) => words.clone(),
        Content::Photo { caption, .. } | Content::Document { caption, .. } => {
            caption.clone().unwrap_or_default()
        }
        _ => String::new(),
    }
}
