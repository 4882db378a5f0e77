//! A small estate with a book of its own, and the verbs of these tests.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{ConnectOptions, PgPool, raw_sql};

use crate::{
    MIGRATOR,
    case::{Case, Event, Kind, State, effect::Letter},
    clock::Clock,
    desk::{CaseView, Desk, DeskError, Work},
    estate::Estate,
    ids::{Account, CaseId, Room},
    intake::Draft,
    people::{Person, Post, Role},
    place::Category,
    postgres::Scratch,
    store::Outcome,
    words::Language,
};

pub(super) const ENGINEERS: Room = Room(-1);
pub(super) const CENTRE: Room = Room(-2);
pub(super) const LEADERS: Room = Room(-3);

/// An estate whose engineers have a group, a crew member and a head, with a desk and an owner.
pub(super) struct World {
    pub(super) desk: Desk,
    pub(super) clock: Clock,
    pub(super) owner: Person,
    pub(super) clerk: Person,
    pub(super) crew: Person,
    pub(super) head: Person,
    pub(super) water: Category,
    drafts: AtomicU32,
    scratch: Scratch,
}

impl World {
    /// On a Friday at noon, in a fresh book.
    pub(super) async fn open() -> Self {
        let shape = shape();
        let scratch = Scratch::fresh(&shape, async |options| {
            let pool = PgPool::connect_with(options).await?;
            MIGRATOR.run(&pool).await?;
            pool.close().await;
            Ok(())
        });
        let scratch = scratch.await.unwrap();
        let clock = Clock::standing("2026-11-20T04:00:00Z".parse().unwrap());
        let desk = Desk::open(scratch.options(), clock.clone()).await.unwrap();
        let estate = Estate::parse(include_str!("../../../../deploy/estate.example.toml")).unwrap();
        assert!(desk.settle_in(&estate).await.unwrap());

        let mut work = desk.begin().await.unwrap();
        let categories = work.categories().await.unwrap();
        let is_water =
            |category: &Category| category.name.in_language(Language::En) == "Water and drains";
        let water = categories.into_iter().find(is_water).unwrap();
        let department = Some(water.department);
        work.seat(Post { role: Role::Crew, department }, ENGINEERS).await.unwrap();
        work.seat(Post { role: Role::Desk, department: None }, CENTRE).await.unwrap();
        work.seat(Post { role: Role::Leader, department: None }, LEADERS).await.unwrap();
        let owner = work.meet(Account(1), None).await.unwrap();
        let clerk = holder(&mut work, 2, Role::Desk, None).await;
        let crew = holder(&mut work, 3, Role::Crew, department).await;
        let head = holder(&mut work, 4, Role::Head, department).await;
        work.finish("").await.unwrap();
        Self { desk, clock, owner, clerk, crew, head, water, drafts: AtomicU32::new(0), scratch }
    }

    /// A draft of a complaint about water, ready to be sent.
    pub(super) fn draft(&self) -> Draft {
        let key = format!("draft {}", self.drafts.fetch_add(1, Ordering::Relaxed));
        let mut draft = Draft::new(Kind::Complaint, key, false);
        draft.story = vec!["The ceiling drips".to_owned()];
        draft.category = Some(self.water.id);
        draft
    }

    /// The owner complains; the case and whether it is new.
    pub(super) async fn sends(&self, draft: &Draft) -> (CaseId, bool) {
        let mut work = self.desk.begin().await.unwrap();
        let registered = work.register(draft, &self.owner).await.unwrap();
        work.finish("registered").await.unwrap();
        registered
    }

    /// The owner complains about water.
    pub(super) async fn complains(&self) -> CaseId {
        self.sends(&self.draft()).await.0
    }

    /// Somebody does something to a case.
    pub(super) async fn does(
        &self,
        actor: &Person,
        case: CaseId,
        event: Event,
    ) -> Result<Case, DeskError> {
        let mut work = self.desk.begin().await?;
        let case = work.apply(actor, case, None, &event).await?;
        work.finish(event.name()).await?;
        Ok(case)
    }

    /// The crew member signs and reports.
    pub(super) async fn is_mended(&self, case: CaseId) {
        self.does(&self.crew, case, Event::Sign).await.unwrap();
        let outcome = crate::case::Outcome {
            result: "dry".to_owned(),
            cause: "a joint".to_owned(),
            remedy: "repainted".to_owned(),
            advice: None,
        };
        self.does(&self.crew, case, Event::Report { outcome }).await.unwrap();
    }

    pub(super) async fn view(&self, case: CaseId) -> CaseView {
        self.desk.begin().await.unwrap().view(case).await.unwrap()
    }

    pub(super) async fn state(&self, case: CaseId) -> State {
        self.view(case).await.case.state
    }

    /// Lets time pass and timers run out.
    pub(super) async fn pass(&self, time: TimeDelta) {
        self.clock.pass(time);
        while self.desk.fire_next_timer().await.unwrap() {}
    }

    /// Delivers everything owed; says to whom and what, in the order of delivery.
    pub(super) async fn delivered(&self) -> Vec<String> {
        let mut lines = vec![];
        loop {
            let mut work = self.desk.begin().await.unwrap();
            let mut batch = work.lease(8, 8, &[]).await.unwrap();
            work.finish("").await.unwrap();
            batch.sort_by_key(|leased| leased.id);
            if batch.is_empty() {
                return lines;
            }
            for leased in batch {
                let mut work = self.desk.begin().await.unwrap();
                lines.push(format!(
                    "{}: {}",
                    self.speak(leased.room),
                    told(leased.letter.as_ref())
                ));
                assert_eq!(
                    work.settle(&[(&leased, Outcome::Sent(None))]).await.unwrap(),
                    [leased.id]
                );
                work.finish("").await.unwrap();
            }
        }
    }

    /// The same without the living messages, which are renewed whenever a case moves.
    pub(super) async fn told(&self) -> String {
        let mut lines = self.delivered().await;
        lines.retain(|line| !line.ends_with("[card]"));
        lines.join("; ")
    }

    fn speak(&self, room: Room) -> String {
        let people = [
            (&self.owner, "owner"),
            (&self.clerk, "clerk"),
            (&self.crew, "crew"),
            (&self.head, "head"),
        ];
        let person =
            people.iter().find(|(person, _)| person.account.map(Account::room) == Some(room));
        match (room, person) {
            (ENGINEERS, _) => "engineers".to_owned(),
            (CENTRE, _) => "centre".to_owned(),
            (LEADERS, _) => "leaders".to_owned(),
            (_, Some((_, name))) => (*name).to_owned(),
            (room, None) => room.to_string(),
        }
    }

    /// The way to the book, past the desk.
    pub(super) fn options(&self) -> sqlx::postgres::PgConnectOptions {
        self.scratch.options()
    }

    /// Changes the book behind the desk's back.
    pub(super) async fn meddles(&self, statement: &'static str) {
        let mut connection = self.scratch.options().connect().await.unwrap();
        raw_sql(statement).execute(&mut connection).await.unwrap();
    }

    /// Looks into the book behind the desk's back.
    pub(super) async fn count(&self, statement: &'static str) -> i64 {
        let mut connection = self.scratch.options().connect().await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }

    /// A text that the book says.
    pub(super) async fn text(&self, statement: &'static str) -> String {
        let mut connection = self.scratch.options().connect().await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }

    /// A moment of the book.
    pub(super) async fn moment(&self, statement: &'static str) -> Option<DateTime<Utc>> {
        let mut connection = self.scratch.options().connect().await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }
}

/// Somebody new with a position.
pub(super) async fn holder(
    work: &mut Work,
    account: i64,
    role: Role,
    department: Option<crate::ids::DepartmentId>,
) -> Person {
    let person = work.meet(Account(account), None).await.unwrap();
    work.appoint(&person, Post { role, department }, None).await.unwrap();
    work.person(person.id).await.unwrap()
}

/// Changes with every change of a migration.
fn shape() -> String {
    format!("{:?}", MIGRATOR.iter().map(|migration| &migration.checksum).collect::<Vec<_>>())
}

fn told(letter: Result<&Letter, &String>) -> String {
    match letter {
        Ok(Letter::Notice { notice, .. }) => {
            let json = serde_json::to_value(notice).unwrap();
            let timer = json["timer"].as_str().unwrap_or_default();
            format!("{} {timer}", json["notice"].as_str().unwrap()).trim_end().to_owned()
        }
        Ok(Letter::Card { .. }) => "[card]".to_owned(),
        Ok(Letter::Files { .. }) => "[files]".to_owned(),
        Ok(Letter::Questionnaire { .. }) => "[questionnaire]".to_owned(),
        Ok(Letter::Page { page }) => page.to_string(),
        Ok(other) => format!("[{}]", other.kind()),
        Err(_) => "unreadable".to_owned(),
    }
}
