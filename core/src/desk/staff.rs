//! Staff: who holds which position, and the end of one. Rights are read anew for every piece of
//! work, so an end takes effect with the next press; what was half done in private is closed.

use super::{DeskError, Work};
use crate::{
    case::{Case, Refusal},
    ids::{Account, MessageId, PostId, Room},
    intake::{Draft, Form, Task},
    people::{Action, Person, Post, Role, may_at_site},
    store::{Held, Kept},
};

/// What became of the wish to end a position.
#[derive(Debug, Clone)]
pub enum Dismissal {
    /// It has ended.
    Done(Box<Dismissed>),
    /// It had ended already.
    Over,
    /// It is the only administrator's: nobody could appoint another.
    LastAdmin,
}

/// A position that has ended.
#[derive(Debug, Clone)]
pub struct Dismissed {
    /// Who held it.
    pub person: Person,
    /// Which it was.
    pub post: Post,
    /// The questions in their private chat that they may no longer answer.
    pub screens: Vec<MessageId>,
    /// What they had signed for in that department, which now waits for somebody else.
    pub signed: Vec<Case>,
    /// Who is to see to that: the department's heads, else the desk.
    pub rooms: Vec<Room>,
}

impl Work {
    /// Every position that is held, with its holder.
    pub async fn staff(&mut self) -> Result<Vec<(Held, Person)>, DeskError> {
        let mut staff = vec![];
        let site = self.site().await?.id;
        for held in self.tx.posts_held(site).await? {
            let person = self.person(held.person).await?;
            staff.push((held, person));
        }
        Ok(staff)
    }

    /// A position that is held, with its holder.
    pub async fn holder(&mut self, id: PostId) -> Result<Option<(Held, Person)>, DeskError> {
        let site = self.site().await?.id;
        let Some(held) = self.tx.post_lock(site, id).await? else { return Ok(None) };
        let person = self.person(held.person).await?;
        Ok(Some((held, person)))
    }

    /// Ends a position. Nobody but an admin does, and the last admin stays.
    pub async fn dismiss(&mut self, id: PostId, admin: &Person) -> Result<Dismissal, DeskError> {
        if !may_at_site(admin, Action::Appoint) {
            return Err(Refusal::NotEntitled.into());
        }
        // First all of them, so that two who end each other's do not lock each other out.
        let site = self.site().await?.id;
        let admins = self.tx.admins_lock(site).await?;
        let Some(held) = self.tx.post_lock(site, id).await? else { return Ok(Dismissal::Over) };
        let post = held.post;
        if post.role == Role::Admin && admins == 1 {
            return Ok(Dismissal::LastAdmin);
        }
        self.tx.post_end(id, Some(admin.id)).await?;
        let person = self.person(held.person).await?;
        let screens = self.close_conversations(&person).await?;
        let (signed, rooms) = self.left_behind(&person, post).await?;
        Ok(Dismissal::Done(Box::new(Dismissed { person, post, screens, signed, rooms })))
    }

    /// What they had signed for and may not go on with, and who sees to it.
    async fn left_behind(
        &mut self,
        person: &Person,
        post: Post,
    ) -> Result<(Vec<Case>, Vec<Room>), DeskError> {
        let Some(department) = post.department else { return Ok((vec![], vec![])) };
        let mut signed = vec![];
        for id in self.tx.cases_signed(person.id, department).await? {
            let Some(case) = self.tx.case(id).await? else { continue };
            if !self.entitled(person, &case, Action::Report).await? {
                signed.push(case);
            }
        }
        let heads = self.people_in(Role::Head, Some(department)).await?;
        let alone = heads.iter().filter_map(|head| head.account).map(Account::room);
        let rooms: Vec<_> = alone.collect();
        Ok((signed, if rooms.is_empty() { self.desk_rooms().await? } else { rooms }))
    }

    /// Ends the conversations that somebody is no longer entitled to; says what showed them.
    pub(super) async fn close_conversations(
        &mut self,
        person: &Person,
    ) -> Result<Vec<MessageId>, DeskError> {
        let (at, mut screens) = (self.tx.at(), vec![]);
        if let Some(kept) = self.task(person.id).await?
            && !self.may_go_on(person, &kept.state).await?
        {
            self.drop_task(person.id).await?;
            screens.extend(kept.screen);
        }
        if let Some(report) = self.take_report_back(person.id).await?
            && self.may_go_on(person, &report).await?
        {
            self.set_report_aside(person.id, &report).await?;
        }
        let draft: Option<Kept<Draft>> = self.draft(person.id).await?;
        // What they take down for others is of the estate they turned to.
        self.tx.stand_back(None);
        let at_home = self.person(person.id).await?;
        if let Some(kept) = draft.filter(|kept| kept.state.caller.is_some())
            && !at_home.is(Role::Desk)
        {
            self.drop_draft(person.id).await?;
            screens.extend(kept.screen);
        }
        self.tx.stand_back(at);
        self.take_cards_back(person).await?;
        Ok(screens)
    }

    /// What they were shown alone in the desk's place is looked at anew: it may be theirs no longer.
    async fn take_cards_back(&mut self, person: &Person) -> Result<(), DeskError> {
        let Some(account) = person.account else { return Ok(()) };
        for card in self.tx.cards_renew_alone(account.room()).await? {
            self.owe_card(account.room(), card).await?;
        }
        Ok(())
    }

    async fn may_go_on(&mut self, person: &Person, task: &Task) -> Result<bool, DeskError> {
        let (case, action) = match task {
            Task::Joining { .. } | Task::Sheet { .. } => return Ok(true),
            Task::SetUp { .. } => {
                self.tx.stand_back(None);
                let at_home = self.person(person.id).await?;
                return Ok(may_at_site(&at_home, Action::Appoint));
            }
            Task::Announce { .. }
            | Task::Survey { .. }
            | Task::Gathering { .. }
            | Task::SurveyPlan { .. } => {
                self.tx.stand_back(None);
                let at_home = self.person(person.id).await?;
                return Ok(may_at_site(&at_home, Action::Announce));
            }
            Task::Report { case, .. } => (*case, Some(Action::Report)),
            Task::Words { case, purpose, .. } => (*case, purpose.event(String::new()).action()),
            Task::Form { case, form, .. } => {
                let trial = Form::trial(form.kind, person.id, self.now());
                (*case, trial.action())
            }
        };
        let Some(case) = self.tx.case(case).await? else { return Ok(false) };
        let person = self.person(person.id).await?;
        match action {
            Some(action) => self.entitled(&person, &case, action).await,
            None => Ok(false),
        }
    }
}
