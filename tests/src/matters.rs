//! How far a matter has come when a story begins, and the program as it runs in service.

use casework::{
    case::Kind,
    ids::Account,
    people::{Post, Role},
    store::Offer,
    words::Language,
};
use chrono::TimeDelta;
use huiyin::lifecycle::Tasks;
use tokio::sync::mpsc;

use crate::{Person, World, book};

/// What a content owner presses in the callback, one after the other.
pub fn all_is_well(language: Language) -> [&'static str; 5] {
    match language {
        Language::ZhHans => ["解决了", "满意", "满意", "满意", "没有了"],
        Language::ZhHant => ["解決了", "滿意", "滿意", "滿意", "沒有了"],
        Language::En => ["Solved", "Satisfied", "Satisfied", "Satisfied", "Nothing more"],
    }
}

impl World {
    /// The owner joins and complains. Says the number of the case.
    pub async fn complaint(&self, story: &str) -> String {
        let owner = self.person("owner");
        owner.joins().await;
        owner.complains(story).await;
        self.newest_number().await
    }

    /// The same, and the crew has signed.
    pub async fn signed(&self, story: &str) -> String {
        let number = self.complaint(story).await;
        self.person("crew").signs(self.room("engineering")).await;
        number
    }

    /// The same, and the crew has reported a result.
    pub async fn reported(&self, story: &str) -> String {
        let number = self.signed(story).await;
        let result = match self.language {
            Language::ZhHans => "已更换配件,恢复正常",
            Language::ZhHant => "已更換配件,恢復正常",
            Language::En => "A part was replaced, it runs again",
        };
        self.person("crew").reports(self.room("engineering"), result).await;
        number
    }

    /// The owner asks for a repair. Says its number.
    pub async fn asks_for_a_repair(&self, story: &str) -> String {
        let owner = self.person("owner");
        owner.joins().await;
        owner.files(Kind::Repair, story).await;
        self.newest_number().await
    }

    /// The desk registers what came in by a channel of its own. `document` is the original's number,
    /// if it has one. Says the number of the case.
    pub async fn registers(&self, channel: &str, document: Option<&str>) -> String {
        self.registers_as(self.person("desk"), channel, document).await
    }

    /// The same by any colleague.
    pub async fn registers_as(
        &self,
        clerk: Person<'_>,
        channel: &str,
        document: Option<&str>,
    ) -> String {
        clerk.says("/new").await;
        for label in ["Complaint", channel] {
            clerk.taps(label).await;
        }
        for words in document.into_iter().chain(["Old Mr Ma", "138 0000 0000", "The lift rattles"])
        {
            clerk.says(words).await;
        }
        for label in ["That's all", "Lifts", "Skip", "Skip the rest"] {
            clerk.taps(label).await;
        }
        assert!(clerk.has_read("Caller: Old Mr Ma 138 0000 0000"), "{}", clerk.reads());
        assert!(clerk.has_read("Please read it back to the caller."), "{}", clerk.reads());
        clerk.taps("Send").await;
        self.newest_number().await
    }

    /// From here on cases are opened under another profile; the program is started anew with it.
    pub async fn under(&self, profile: &str) {
        book::set_profile(&self.book, profile).await;
        self.restart().await;
    }

    /// The desk finds the newest case graver than it looked.
    pub async fn becomes(&self, severity: &str) {
        let desk = self.person("desk");
        desk.presses(self.room("desk"), "Correct").await;
        let criterion = match severity {
            "minor" => "Minor: slight nuisance",
            "serious" => "Serious: poor service",
            _ => "Major: told repeatedly",
        };
        for label in ["Severity", criterion] {
            desk.taps(label).await;
        }
    }

    /// The desk finds that the newest case presses, or does not.
    pub async fn is_found(&self, urgency: &str) {
        let desk = self.person("desk");
        desk.presses(self.room("desk"), "Correct").await;
        for label in ["Judge", urgency] {
            desk.taps(label).await;
        }
    }

    /// What is newly said in all chats after so long.
    pub async fn hears_after(&self, wait: TimeDelta) -> String {
        self.said();
        self.pass(wait).await;
        self.said()
    }

    /// The number of the case that was opened last.
    pub async fn newest_number(&self) -> String {
        let numbers = self.column("select number from cases order by id").await;
        numbers.last().cloned().unwrap_or_default()
    }

    /// Somebody of the cast, or a stranger, holds a position from now on.
    pub async fn appoints(&self, person: Person<'_>, role: Role, department: Option<&str>) {
        let mut work = self.app().desk().begin().await.expect("a desk");
        let departments = work.departments().await.expect("departments");
        let found = departments.iter().find(|known| Some(known.code.as_str()) == department);
        let department = found.map(|found| found.id);
        let mut known =
            work.meet(Account(person.account), Some(self.language)).await.expect("a person");
        known.name.get_or_insert_with(|| self.telegram.title(person.account));
        known.joined = true;
        work.save_person(&known).await.expect("a person");
        work.appoint(&known, Post { role, department }, None).await.expect("a position");
        work.finish("").await.expect("a book");
    }

    /// A one-time link or code, made by the administrator.
    pub async fn invites(&self, offer: Offer) -> String {
        let mut work = self.app().desk().begin().await.expect("a desk");
        let admin = work.known(Account(self.person("manager").account)).await.expect("a book");
        let token = work.invite(offer, admin.as_ref()).await.expect("a link");
        work.finish("").await.expect("a book");
        token
    }

    /// The program runs as in service, with so many workers at once, while this lasts.
    pub async fn runs(&self, workers: usize, meanwhile: impl AsyncFnOnce()) {
        let mut tasks = Tasks::default();
        self.app().start(&mut tasks, workers, None);
        let (stop, signals) = mpsc::channel(1);
        let service = tokio::spawn(tasks.run(signals));
        meanwhile().await;
        stop.send(()).await.expect("the program runs");
        service.await.expect("no panic").expect("the program stops when asked");
    }
}
