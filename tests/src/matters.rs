//! How far a matter has come when a story begins, and the program as it runs in service.

use casework::{
    ids::Account,
    people::{Post, Role},
};
use huiyin::lifecycle::Tasks;
use tokio::sync::mpsc;

use crate::{Person, World};

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
        self.person("crew").reports(self.room("engineering"), "Freed the door, it runs").await;
        number
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

    /// The program runs as in service, with so many workers at once, while this lasts.
    pub async fn runs(&self, workers: usize, meanwhile: impl AsyncFnOnce()) {
        let mut tasks = Tasks::default();
        self.app().start(&mut tasks, workers);
        let (stop, signals) = mpsc::channel(1);
        let service = tokio::spawn(tasks.run(signals));
        meanwhile().await;
        stop.send(()).await.expect("the program runs");
        service.await.expect("no panic").expect("the program stops when asked");
    }
}
