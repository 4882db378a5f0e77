//! Meetings and events, who comes, and what is told there.

use chrono::NaiveDate;

use super::{StoreError, Tx, named};
use crate::{
    gathering::{Attendance, Gathering, GatheringKind, Said},
    ids::{BroadcastId, CaseId, GatheringId, PersonId, SiteId},
};

struct GatheringRow {
    id: i64,
    site_id: i64,
    kind: String,
    title: String,
    day: NaiveDate,
    author_id: i64,
    invitation_id: Option<i64>,
    minutes_id: Option<i64>,
}

impl TryFrom<GatheringRow> for Gathering {
    type Error = StoreError;

    fn try_from(row: GatheringRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: GatheringId(row.id),
            site: SiteId(row.site_id),
            kind: named("gatherings", "kind", row.id, &row.kind)?,
            title: row.title,
            day: row.day,
            author: PersonId(row.author_id),
            invitation: row.invitation_id.map(BroadcastId),
            minutes: row.minutes_id.map(BroadcastId),
        })
    }
}

impl Tx {
    /// Writes a gathering down; the one that was, when this key was used before.
    pub(crate) async fn gathering_add(
        &mut self,
        site: SiteId,
        kind: GatheringKind,
        (title, day): (&str, NaiveDate),
        author: PersonId,
        key: &str,
    ) -> Result<GatheringId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into gatherings (site_id, kind, title, day, author_id, key, made_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (key) do update set key = excluded.key
            returning id
            "#,
            site.0,
            kind.name(),
            title,
            day,
            author.0,
            key,
            self.now,
        );
        Ok(GatheringId(id.fetch_one(&mut *self.inner).await?))
    }

    /// A gathering.
    pub(crate) async fn gathering(
        &mut self,
        id: GatheringId,
    ) -> Result<Option<Gathering>, StoreError> {
        let row = sqlx::query_as!(
            GatheringRow,
            r#"
            select id, site_id, kind, title, day, author_id, invitation_id, minutes_id
            from gatherings
            where id = $1
            "#,
            id.0,
        );
        row.fetch_optional(&mut *self.inner).await?.map(Gathering::try_from).transpose()
    }

    /// The gatherings of an estate to which somebody was invited, or that are ahead; the latest first.
    pub(crate) async fn gatherings(
        &mut self,
        site: SiteId,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Gathering>, StoreError> {
        let rows = sqlx::query_as!(
            GatheringRow,
            r#"
            select id, site_id, kind, title, day, author_id, invitation_id, minutes_id
            from gatherings
            where site_id = $1 and (invitation_id is not null or day >= $2)
            order by day desc, id desc
            limit $3
            "#,
            site.0,
            today,
            limit,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        rows.into_iter().map(Gathering::try_from).collect()
    }

    /// This announcement says it. The first invitation stays.
    pub(crate) async fn gathering_said(
        &mut self,
        id: GatheringId,
        said: Said,
        broadcast: BroadcastId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update gatherings
            set invitation_id = case when $2 then coalesce(invitation_id, $3) else invitation_id end,
                minutes_id = case when $2 then minutes_id else $3 end
            where id = $1
            "#,
            id.0,
            said == Said::Invitation,
            broadcast.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Gatherings of an estate between these days whose author was not asked for the minutes; each is
    /// asked once.
    pub(crate) async fn gatherings_to_minute(
        &mut self,
        site: SiteId,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Gathering>, StoreError> {
        let rows = sqlx::query_as!(
            GatheringRow,
            r#"
            update gatherings set asked_at = $4
            where site_id = $1
              and day between $2 and $3
              and invitation_id is not null
              and minutes_id is null
              and asked_at is null
            returning id, site_id, kind, title, day, author_id, invitation_id, minutes_id
            "#,
            site.0,
            days.0,
            days.1,
            self.now,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        rows.into_iter().map(Gathering::try_from).collect()
    }

    /// Somebody says whether they come.
    pub(crate) async fn guest_put(
        &mut self,
        id: GatheringId,
        person: PersonId,
        comes: bool,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into guests (gathering_id, person_id, comes, at)
            values ($1, $2, $3, $4)
            on conflict (gathering_id, person_id) do update set comes = excluded.comes, at = excluded.at
            "#,
            id.0,
            person.0,
            comes,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What has become of a gathering.
    pub(crate) async fn attendance(&mut self, id: GatheringId) -> Result<Attendance, StoreError> {
        let row = sqlx::query!(
            r#"
            select count(*) filter (where comes) as "comes!",
                   count(*) filter (where not comes) as "stays!"
            from guests
            where gathering_id = $1
            "#,
            id.0,
        );
        let row = row.fetch_one(&mut *self.inner).await?;
        let told = sqlx::query_scalar!(
            "select case_id from gathering_cases where gathering_id = $1 order by case_id",
            id.0,
        );
        let told = told.fetch_all(&mut *self.inner).await?;
        Ok(Attendance {
            comes: row.comes,
            stays: row.stays,
            told: told.into_iter().map(CaseId).collect(),
        })
    }

    /// A case was told because of a gathering.
    pub(crate) async fn gathering_heard(
        &mut self,
        id: GatheringId,
        case: CaseId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into gathering_cases (case_id, gathering_id) values ($1, $2)
            on conflict (case_id) do nothing
            "#,
            case.0,
            id.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Which gatherings somebody has said something to, by their titles, the latest first.
    pub(crate) async fn guest_at(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(String, bool)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select title, comes
            from guests join gatherings on gatherings.id = guests.gathering_id
            where person_id = $1
            order by day desc, gatherings.id desc
            "#,
            person.0,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        Ok(rows.into_iter().map(|row| (row.title, row.comes)).collect())
    }

    /// Nobody is to know any more where somebody went.
    pub(crate) async fn guest_forget(&mut self, person: PersonId) -> Result<(), StoreError> {
        sqlx::query!("delete from guests where person_id = $1", person.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}
