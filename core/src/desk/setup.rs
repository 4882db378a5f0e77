//! Setting up: one-time links, positions, and which group is whose room.

use chrono::TimeDelta;
use rand::{Rng, distr::Alphanumeric};

use super::{DeskError, Work};
use crate::{
    case::Refusal,
    case::State,
    ids::{InvitationId, PersonId, Room, Topic},
    people::{Action, Person, Post, Role, may_at_site},
    store::{CardKind, Invitation, Offer},
};

/// How long a link or code holds.
const HOLDS: TimeDelta = TimeDelta::days(2);

/// A letter with a unit's code lies for a while before it is read.
const UNIT_HOLDS: TimeDelta = TimeDelta::days(30);

/// So many wrong links and codes in an hour are slips of one person; more are guesses.
const GUESSES: i64 = 5;

/// So many in an hour, of all together, want somebody to look.
const GUESSES_OF_ALL: i64 = 100;

/// Why a link or code opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// There is no such link, or somebody else has used it.
    #[error("no such invitation")]
    Unknown,
    /// It has run out.
    #[error("the invitation has run out")]
    Expired,
    /// This person has tried too many that open nothing.
    #[error("too many guesses")]
    TooMany,
}

/// What a group has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The room of this position: crew of a department, the desk, or the leaders.
    pub post: Post,
}

impl Work {
    /// Makes a one-time link or code of 128 bits. Only its hash is kept.
    pub async fn invite(&mut self, offer: Offer, by: Option<&Person>) -> Result<String, DeskError> {
        let token: String =
            rand::rng().sample_iter(Alphanumeric).take(22).map(char::from).collect();
        let holds = if matches!(offer, Offer::Unit(..)) { UNIT_HOLDS } else { HOLDS };
        let expires_at = self.now() + holds;
        let site = self.site().await?.id;
        self.tx.invitation_add(site, &token, offer, by.map(|person| person.id), expires_at).await?;
        Ok(token)
    }

    /// Whether there is an admin yet.
    pub async fn has_admin(&mut self) -> Result<bool, DeskError> {
        Ok(!self.people_in(Role::Admin, None).await?.is_empty())
    }

    /// Whether somebody administers any estate.
    pub async fn administers(&mut self, person: PersonId) -> Result<bool, DeskError> {
        Ok(self.tx.holds_role(person, Role::Admin).await?)
    }

    /// Somebody opens a link for themselves. The first admin's link works at once, and so does a
    /// unit's; a staff link then waits for the yes of whoever made it. Room codes are not opened
    /// this way.
    pub async fn open_invitation(
        &mut self,
        token: &str,
        person: &Person,
    ) -> Result<Result<Invitation, InvitationError>, DeskError> {
        let invitation = match self.check(token, person).await? {
            Ok(invitation) if !matches!(invitation.offer, Offer::Room(_)) => invitation,
            Ok(_) => return Ok(Err(InvitationError::Unknown)),
            Err(error) => return Ok(Err(error)),
        };
        if let Some(site) = invitation.site {
            self.stand_at(site);
        }
        let site = self.site().await?.id;
        // Links of earlier starts open nothing once there is an administrator.
        if invitation.offer == Offer::Admin && self.has_admin().await? {
            return Ok(Err(InvitationError::Unknown));
        }
        if let Offer::Caller(caller) = invitation.offer {
            let handed = match invitation.made_by {
                Some(clerk) => Box::pin(self.claim(clerk, caller, person)).await?,
                None => false,
            };
            if !handed {
                return Ok(Err(InvitationError::Unknown));
            }
            self.tx.invitation_decide(invitation.id).await?;
        }
        self.tx.invitation_use(invitation.id, person.id).await?;
        if invitation.offer == Offer::Admin {
            let post = Post { role: Role::Admin, department: None };
            for site in self.sites().await? {
                self.tx.post_add(site.id, person.id, post, None).await?;
            }
            self.tx.invitation_decide(invitation.id).await?;
        }
        // Whoever comes by a link of an estate speaks to that one.
        if matches!(invitation.offer, Offer::Unit(..)) || !person.joined {
            self.move_to(person.id, site).await?;
        }
        if let Offer::Unit(place, tenure) = invitation.offer {
            self.let_in(person, place, tenure, invitation.made_by).await?;
            self.tx.invitation_decide(invitation.id).await?;
        }
        Ok(Ok(invitation))
    }

    async fn check(
        &mut self,
        token: &str,
        by: &Person,
    ) -> Result<Result<Invitation, InvitationError>, DeskError> {
        let since = self.now() - TimeDelta::hours(1);
        let (own, all) = self.tx.guesses_since(by.id, since).await?;
        if own >= GUESSES {
            return Ok(Err(InvitationError::TooMany));
        }
        let Some(invitation) = self.tx.invitation_lock(token).await? else {
            self.tx.guess_add(by.id).await?;
            if all + 1 >= GUESSES_OF_ALL {
                tracing::error!(all, "somebody guesses at links and codes");
            }
            return Ok(Err(InvitationError::Unknown));
        };
        Ok(if invitation.used_by.is_some() {
            Err(InvitationError::Unknown)
        } else if invitation.expires_at < self.now() {
            Err(InvitationError::Expired)
        } else {
            Ok(invitation)
        })
    }

    /// The admin says yes or no to somebody who opened a staff link. Says who and what, or `None`
    /// when it was decided already. Nobody but an admin gives positions.
    pub async fn decide_invitation(
        &mut self,
        id: InvitationId,
        admin: &Person,
        yes: bool,
    ) -> Result<Option<(Person, Post)>, DeskError> {
        let Some(invitation) = self.tx.invitation(id).await? else { return Ok(None) };
        if let Some(site) = invitation.site {
            self.stand_at(site);
        }
        if !may_at_site(&self.person(admin.id).await?, Action::Appoint) {
            return Err(Refusal::NotEntitled.into());
        }
        let (Offer::Staff(post), Some(by), None) =
            (invitation.offer, invitation.used_by, invitation.decided_at)
        else {
            return Ok(None);
        };
        let site = self.site().await?.id;
        self.tx.invitation_decide(id).await?;
        if yes {
            self.tx.post_add(site, by, post, Some(admin.id)).await?;
        }
        Ok(Some((self.person(by).await?, post)))
    }

    /// A group becomes the room that its one-time code was made for; for a department, a topic of
    /// it may.
    pub async fn bind(
        &mut self,
        token: &str,
        room: Room,
        topic: Option<Topic>,
        by: &Person,
    ) -> Result<Result<Binding, InvitationError>, DeskError> {
        let invitation = match self.check(token, by).await? {
            Ok(invitation) => invitation,
            Err(error) => return Ok(Err(error)),
        };
        let Offer::Room(post) = invitation.offer else {
            return Ok(Err(InvitationError::Unknown));
        };
        if let Some(site) = invitation.site {
            self.stand_at(site);
        }
        self.tx.invitation_use(invitation.id, by.id).await?;
        self.tx.invitation_decide(invitation.id).await?;
        self.rebuild();
        // Only departments sit in topics; the desk and the leaders have a group to themselves.
        let topic = topic.filter(|_| post.department.is_some());
        match topic {
            Some(topic) => self.tx.topic_forget(room, topic).await?,
            None => self.tx.room_forget(room).await?,
        }
        self.seat_in(post, room, topic).await?;
        self.catch_up(post, room).await?;
        Ok(Ok(Binding { post }))
    }

    /// What is open already comes to a group that is bound now.
    async fn catch_up(&mut self, post: Post, room: Room) -> Result<(), DeskError> {
        let kind = match post.role {
            Role::Crew => CardKind::Slip,
            Role::Desk => CardKind::Desk,
            _ => return Ok(()),
        };
        let site = self.site().await?.id;
        for id in self.tx.cases_open(site, post.department).await? {
            let Some(case) = self.tx.case(id).await? else { continue };
            let round = match (kind, &case.state) {
                (CardKind::Desk, _) if case.facts.passes.is_some() => continue,
                (CardKind::Slip, State::Registered { .. } | State::Merged { .. }) => continue,
                (CardKind::Slip, _) => case.round,
                _ => 0,
            };
            let card = self.tx.card_add(id, kind, room, round).await?;
            self.owe_card(room, card).await?;
        }
        Ok(())
    }

    /// A group becomes the room of a department (crew), the desk, or the leaders.
    pub async fn seat(&mut self, post: Post, room: Room) -> Result<(), DeskError> {
        self.seat_in(post, room, None).await
    }

    async fn seat_in(
        &mut self,
        post: Post,
        room: Room,
        topic: Option<Topic>,
    ) -> Result<(), DeskError> {
        let site = self.site().await?.id;
        self.rebuild();
        match (post.role, post.department) {
            (Role::Crew, Some(department)) => {
                self.tx.department_room(department, Some(room), topic).await?;
            }
            (Role::Leader, _) => self.tx.leaders_room(site, Some(room)).await?,
            _ => self.tx.desk_room(site, Some(room)).await?,
        }
        Ok(())
    }

    /// Gives somebody a position.
    pub async fn appoint(
        &mut self,
        person: &Person,
        post: Post,
        by: Option<&Person>,
    ) -> Result<(), DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.post_add(site, person.id, post, by.map(|person| person.id)).await?)
    }

    /// Whose room a group is, if it is one of ours: then the work is about its estate.
    pub async fn seat_of(&mut self, room: Room) -> Result<Option<Post>, DeskError> {
        let Some(site) = self.site_of(room).await? else { return Ok(None) };
        self.stand_at(site.id);
        if site.desk_room == Some(room) {
            return Ok(Some(Post { role: Role::Desk, department: None }));
        }
        if site.leaders_room == Some(room) {
            return Ok(Some(Post { role: Role::Leader, department: None }));
        }
        let departments = self.departments().await?;
        let department = departments.into_iter().find(|department| department.room == Some(room));
        Ok(department.map(|found| Post { role: Role::Crew, department: Some(found.id) }))
    }

    /// A group has become another one (its upgrade to a supergroup). What is still open is posted
    /// there anew.
    pub async fn move_room(&mut self, from: Room, to: Room) -> Result<(), DeskError> {
        self.rebuild();
        self.tx.room_move(from, to).await?;
        // Cards before letters, as the courier does: the other way round the two could lock each
        // other out.
        let cards = self.tx.cards_move(from, to).await?;
        self.tx.outbox_move(from, to).await?;
        for card in cards {
            self.owe_card(to, card).await?;
        }
        Ok(())
    }

    /// Who holds a position, in this department if one is named.
    pub async fn people_in(
        &mut self,
        role: Role,
        department: Option<crate::ids::DepartmentId>,
    ) -> Result<Vec<Person>, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.people_in(site, role, department).await?)
    }

    /// Those who hold one of several positions in the estate, each once.
    pub(super) async fn people_of(&mut self, roles: &[Role]) -> Result<Vec<Person>, DeskError> {
        let mut people = vec![];
        for role in roles {
            people.extend(self.people_in(*role, None).await?);
        }
        people.sort_by_key(|person| person.id);
        people.dedup_by_key(|person| person.id);
        Ok(people)
    }
}
