//! Positions: who holds them, since when, and their end.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{
    ids::{CaseId, DepartmentId, PersonId, PostId, SiteId},
    people::{Post, Role},
};

/// A position that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its identity.
    pub id: PostId,
    /// Who.
    pub person: PersonId,
    /// Which.
    pub post: Post,
    /// Since when.
    pub since: DateTime<Utc>,
}

struct HeldRow {
    id: i64,
    person_id: i64,
    role: String,
    department_id: Option<i64>,
    since: DateTime<Utc>,
}

impl Tx {
    /// Every position that is held in an estate: those of the whole of it, then department by
    /// department.
    pub(crate) async fn posts_held(&mut self, site: SiteId) -> Result<Vec<Held>, StoreError> {
        let rows = sqlx::query_as!(
            HeldRow,
            r#"
            select posts.id, person_id, role, department_id, since
            from posts
            left join departments on departments.id = department_id
            where until is null and posts.site_id = $1
            order by departments.position nulls first, department_id nulls first, role, posts.id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Held::try_from).collect()
    }

    /// A position that is held in an estate, kept from others until this work is done.
    pub(crate) async fn post_lock(
        &mut self,
        site: SiteId,
        id: PostId,
    ) -> Result<Option<Held>, StoreError> {
        let row = sqlx::query_as!(
            HeldRow,
            r#"
            select id, person_id, role, department_id, since
            from posts
            where id = $1 and site_id = $2 and until is null
            for update
            "#,
            id.0,
            site.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Held::try_from).transpose()
    }

    /// How many administrators an estate has; none comes or goes until this work is done.
    pub(crate) async fn admins_lock(&mut self, site: SiteId) -> Result<usize, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from posts
            where site_id = $1 and role = 'admin' and until is null
            order by id
            for update
            "#,
            site.0,
        );
        Ok(ids.fetch_all(&mut *self.inner).await?.len())
    }

    /// A position ends now.
    pub(crate) async fn post_end(
        &mut self,
        id: PostId,
        by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            "update posts set until = $2, ended_by = $3 where id = $1 and until is null",
            id.0,
            self.now,
            by.map(|by| by.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// In which estates somebody holds a position.
    pub(crate) async fn sites_of_posts(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<SiteId>, StoreError> {
        let sites = sqlx::query_scalar!(
            r#"
            select distinct site_id from posts
            where person_id = $1 and until is null
            order by site_id
            "#,
            person.0,
        );
        Ok(sites.fetch_all(&mut *self.inner).await?.into_iter().map(SiteId).collect())
    }

    /// Whether somebody holds this position in any estate.
    pub(crate) async fn holds_role(
        &mut self,
        person: PersonId,
        role: Role,
    ) -> Result<bool, StoreError> {
        let held = sqlx::query_scalar!(
            r#"
            select exists (
                select from posts where person_id = $1 and role = $2 and until is null
            ) as "held!"
            "#,
            person.0,
            role.name(),
        );
        Ok(held.fetch_one(&mut *self.inner).await?)
    }

    /// What somebody has signed for in a department and is not over.
    pub(crate) async fn cases_signed(
        &mut self,
        signer: PersonId,
        department: DepartmentId,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where stage = 'working' and department_id = $2
              and (detail ->> 'signer')::bigint = $1
            order by id
            "#,
            signer.0,
            department.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }
}

impl TryFrom<HeldRow> for Held {
    type Error = StoreError;

    fn try_from(row: HeldRow) -> Result<Self, Self::Error> {
        let role = named("posts", "role", row.id, &row.role)?;
        Ok(Self {
            id: PostId(row.id),
            person: PersonId(row.person_id),
            post: Post { role, department: row.department_id.map(DepartmentId) },
            since: row.since,
        })
    }
}
