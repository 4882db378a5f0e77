//! One-time links and codes. The book keeps only their hash.

use sha2::{Digest, Sha256};

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{
    ids::{DepartmentId, InvitationId, PersonId, PlaceId, SiteId},
    people::{Post, Role},
    unit::Tenure,
};

/// What an invitation offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// To be the first admin.
    Admin,
    /// A position, with the admin's yes.
    Staff(Post),
    /// A group becomes the room of a department (crew), of the desk, or of the leaders.
    Room(Post),
    /// To hold this unit, as this.
    Unit(PlaceId, Tenure),
    /// To be this caller, whose matters are then theirs in the chat.
    Caller(PersonId),
}

/// An invitation as the book keeps it.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// In which estate; those of an earlier release name none.
    pub site: Option<SiteId>,
    /// What it offers.
    pub offer: Offer,
    /// Who made it.
    pub made_by: Option<PersonId>,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
    /// Who opened it.
    pub used_by: Option<PersonId>,
    /// When the admin said yes or no.
    pub decided_at: Option<DateTime<Utc>>,
}

struct InvitationRow {
    id: i64,
    site_id: Option<i64>,
    purpose: String,
    role: Option<String>,
    department_id: Option<i64>,
    place_id: Option<i64>,
    tenure: Option<String>,
    caller_id: Option<i64>,
    made_by: Option<i64>,
    expires_at: DateTime<Utc>,
    used_by: Option<i64>,
    decided_at: Option<DateTime<Utc>>,
}

fn hash(token: &str) -> String {
    let bytes = Sha256::digest(token);
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

impl Tx {
    /// Writes down that somebody tried a link or code that opens nothing.
    pub(crate) async fn guess_add(&mut self, by: PersonId) -> Result<(), StoreError> {
        sqlx::query!("insert into guesses (person_id, made_at) values ($1, $2)", by.0, self.now)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// How often somebody has tried such a thing since a moment, and how often all have.
    pub(crate) async fn guesses_since(
        &mut self,
        by: PersonId,
        since: DateTime<Utc>,
    ) -> Result<(i64, i64), StoreError> {
        let row = sqlx::query!(
            r#"
            select (select count(*) from guesses where person_id = $1 and made_at > $2) as "own!",
                   (select count(*) from guesses where made_at > $2) as "all!"
            "#,
            by.0,
            since,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok((row.own, row.all))
    }

    /// Keeps an invitation to an estate by its token's hash.
    pub(crate) async fn invitation_add(
        &mut self,
        site: SiteId,
        token: &str,
        offer: Offer,
        by: Option<PersonId>,
        expires_at: DateTime<Utc>,
    ) -> Result<InvitationId, StoreError> {
        let (purpose, post, unit) = match offer {
            Offer::Admin => ("admin", None, None),
            Offer::Staff(post) => ("staff", Some(post), None),
            Offer::Room(post) => ("room", Some(post), None),
            Offer::Unit(place, tenure) => ("unit", None, Some((place, tenure))),
            Offer::Caller(_) => ("caller", None, None),
        };
        let caller = if let Offer::Caller(caller) = offer { Some(caller.0) } else { None };
        let id = sqlx::query_scalar!(
            r#"
            insert into invitations
                (hash, purpose, role, department_id, made_by, made_at, expires_at, place_id, tenure,
                 caller_id, site_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            returning id
            "#,
            hash(token),
            purpose,
            post.map(|post| post.role.name()),
            post.and_then(|post| post.department).map(|department| department.0),
            by.map(|by| by.0),
            self.now,
            expires_at,
            unit.map(|(place, _)| place.0),
            unit.map(|(_, tenure)| tenure.name()),
            caller,
            site.0,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(InvitationId(id))
    }

    /// The invitation with this token, kept from others until this work is done.
    pub(crate) async fn invitation_lock(
        &mut self,
        token: &str,
    ) -> Result<Option<Invitation>, StoreError> {
        let row = sqlx::query_as!(
            InvitationRow,
            r#"
            select id, site_id, purpose, role, department_id, place_id, tenure, caller_id, made_by,
                   expires_at,
                   used_by, decided_at
            from invitations
            where hash = $1
            for update
            "#,
            hash(token),
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Invitation::try_from).transpose()
    }

    /// An invitation, kept from others until this work is done.
    pub(crate) async fn invitation(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let row = sqlx::query_as!(
            InvitationRow,
            r#"
            select id, site_id, purpose, role, department_id, place_id, tenure, caller_id, made_by,
                   expires_at,
                   used_by, decided_at
            from invitations
            where id = $1
            for update
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Invitation::try_from).transpose()
    }

    /// Somebody opened it. It opens for nobody else.
    pub(crate) async fn invitation_use(
        &mut self,
        id: InvitationId,
        by: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update invitations set used_by = $2, used_at = $3 where id = $1 and used_by is null",
            id.0,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The admin has decided.
    pub(crate) async fn invitation_decide(&mut self, id: InvitationId) -> Result<(), StoreError> {
        sqlx::query!("update invitations set decided_at = $2 where id = $1", id.0, self.now)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = StoreError;

    fn try_from(row: InvitationRow) -> Result<Self, Self::Error> {
        let nonsense = |column| StoreError::Nonsense { table: "invitations", column, row: row.id };
        let role: Option<Role> = row
            .role
            .as_deref()
            .map(|role| named("invitations", "role", row.id, role))
            .transpose()?;
        let post = role.map(|role| Post { role, department: row.department_id.map(DepartmentId) });
        let offer = match row.purpose.as_str() {
            "admin" => Offer::Admin,
            "staff" => Offer::Staff(post.ok_or_else(|| nonsense("role"))?),
            "room" => Offer::Room(post.ok_or_else(|| nonsense("role"))?),
            "unit" => {
                let place = row.place_id.ok_or_else(|| nonsense("place_id"))?;
                let tenure = row.tenure.as_deref().and_then(Tenure::parse);
                Offer::Unit(PlaceId(place), tenure.ok_or_else(|| nonsense("tenure"))?)
            }
            "caller" => {
                Offer::Caller(PersonId(row.caller_id.ok_or_else(|| nonsense("caller_id"))?))
            }
            _ => return Err(nonsense("purpose")),
        };
        Ok(Self {
            id: InvitationId(row.id),
            site: row.site_id.map(SiteId),
            offer,
            made_by: row.made_by.map(PersonId),
            expires_at: row.expires_at,
            used_by: row.used_by.map(PersonId),
            decided_at: row.decided_at,
        })
    }
}
