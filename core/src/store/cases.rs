//! Cases and their history.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{StoreError, Tx, from_json, named};
use crate::{
    case::{Case, Channel, Event, Facts, Kind, Number, State},
    chain::Line,
    ids::{CaseId, CategoryId, DepartmentId, PersonId, PlaceId, PolicyId, QuestionnaireId, SiteId},
};

/// So many random bytes keep the words of a line from being guessed from their digest.
const SALT: usize = 16;

/// A case about to be written into the register.
pub(crate) struct NewCase<'a> {
    pub(crate) site: SiteId,
    pub(crate) kind: Kind,
    pub(crate) channel: Channel,
    pub(crate) owner: PersonId,
    pub(crate) filed_by: PersonId,
    pub(crate) category: Option<CategoryId>,
    pub(crate) place: Option<PlaceId>,
    pub(crate) facts: &'a Facts,
    pub(crate) policy: PolicyId,
    pub(crate) draft_key: &'a str,
    pub(crate) raised_in: Option<QuestionnaireId>,
}

/// One line of a history.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody means the clock or a rule.
    pub actor: Option<PersonId>,
    /// What.
    pub event: Event,
    /// Where the case stood afterwards.
    pub stage: String,
}

struct CaseRow {
    id: i64,
    number: String,
    site_id: i64,
    kind: String,
    channel: String,
    owner_id: i64,
    filed_by: i64,
    department_id: Option<i64>,
    category_id: Option<i64>,
    place_id: Option<i64>,
    severity: String,
    facts: serde_json::Value,
    handling: serde_json::Value,
    stage: String,
    detail: serde_json::Value,
    round: i32,
    bounces: i32,
    policy_id: i64,
    version: i32,
    opened_at: DateTime<Utc>,
}

impl Tx {
    /// Writes a case into the register. Says `None` when this draft has become one already.
    pub(crate) async fn case_open(
        &mut self,
        new: &NewCase<'_>,
    ) -> Result<Option<CaseId>, StoreError> {
        let id: i64 = sqlx::query_scalar!(
            r#"select nextval(pg_get_serial_sequence('cases', 'id')) as "id!""#
        )
        .fetch_one(&mut *self.inner)
        .await?;
        let state = json!(State::Registered { since: self.now });
        let number = Number::of(CaseId(id));
        let opened = sqlx::query!(
            r#"
            insert into cases (
                id, number, site_id, kind, channel, owner_id, filed_by, category_id, place_id,
                facts, stage, detail, policy_id, draft_key, opened_at, changed_at, changed_by, raised_in
            )
            overriding system value
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, 'register', $16)
            on conflict (draft_key) do nothing
            "#,
            id,
            number.as_str(),
            new.site.0,
            new.kind.name(),
            new.channel.name(),
            new.owner.0,
            new.filed_by.0,
            new.category.map(|category| category.0),
            new.place.map(|place| place.0),
            json!(new.facts),
            state["stage"].as_str(),
            state["detail"],
            new.policy.0,
            new.draft_key,
            self.now,
            new.raised_in.map(|questionnaire| questionnaire.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok((opened.rows_affected() == 1).then_some(CaseId(id)))
    }

    /// The case that a draft has become.
    pub(crate) async fn case_of_draft(&mut self, key: &str) -> Result<Option<CaseId>, StoreError> {
        let id = sqlx::query_scalar!("select id from cases where draft_key = $1", key)
            .fetch_optional(&mut *self.inner)
            .await?;
        Ok(id.map(CaseId))
    }

    /// Reads a case and keeps others from changing it until this work is done. Whoever acts is
    /// read again after it: while we waited for the lock they may have lost a position.
    pub(crate) async fn case_lock(&mut self, id: CaseId) -> Result<Option<Case>, StoreError> {
        self.people.clear();
        sqlx::query!("select id from cases where id = $1 for update", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        self.case(id).await
    }

    /// Reads a case. From here on the work is about its estate.
    pub(crate) async fn case(&mut self, id: CaseId) -> Result<Option<Case>, StoreError> {
        let row = sqlx::query_as!(
            CaseRow,
            r#"
            select id, number, site_id, kind, channel, owner_id, filed_by, department_id,
                   category_id, place_id, severity, facts, handling, stage, detail, round, bounces,
                   policy_id, version, opened_at
            from cases
            where id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        let case = row.map(Case::try_from).transpose()?;
        if let Some(case) = &case {
            self.stand_at(case.site);
        }
        Ok(case)
    }

    /// In which estate a case is.
    pub(crate) async fn case_site(&mut self, id: CaseId) -> Result<Option<SiteId>, StoreError> {
        let site = sqlx::query_scalar!("select site_id from cases where id = $1", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        Ok(site.map(SiteId))
    }

    /// The case with this number.
    pub(crate) async fn case_numbered(
        &mut self,
        number: &Number,
    ) -> Result<Option<CaseId>, StoreError> {
        let id = sqlx::query_scalar!("select id from cases where number = $1", number.as_str())
            .fetch_optional(&mut *self.inner)
            .await?;
        Ok(id.map(CaseId))
    }

    /// A person's own matters, newest first.
    pub(crate) async fn cases_of_owner(
        &mut self,
        owner: PersonId,
        limit: i64,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from cases where owner_id = $1 order by id desc limit $2",
            owner.0,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// The cases of an estate that are open: of one department, or all of them.
    pub(crate) async fn cases_open(
        &mut self,
        site: SiteId,
        department: Option<DepartmentId>,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where stage not in ('archived', 'withdrawn')
              and site_id = $2
              and ($1::bigint is null or department_id = $1)
            order by id
            "#,
            department.map(|department| department.0),
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// The open case of somebody to which they have added something since then, unless they have
    /// registered another after it.
    pub(crate) async fn case_added_to(
        &mut self,
        owner: PersonId,
        since: DateTime<Utc>,
    ) -> Result<Option<CaseId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            select case when event = 'add' and stage not in ('closed', 'archived', 'withdrawn')
                then id
            end
            from (
                select cases.id, cases.stage, history.event
                from cases
                join history on history.case_id = cases.id
                where cases.owner_id = $1
                  and history.actor_id = $1
                  and history.event in ('add', 'register')
                  and history.at > $2
                order by history.id desc
                limit 1
            ) as newest
            "#,
            owner.0,
            since,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.flatten().map(CaseId))
    }

    /// The open cases of somebody, oldest first.
    pub(crate) async fn cases_open_of(
        &mut self,
        owner: PersonId,
        limit: i64,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where owner_id = $1 and stage not in ('archived', 'withdrawn')
            order by id
            limit $2
            "#,
            owner.0,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// The newest cases of a site.
    pub(crate) async fn cases_newest(
        &mut self,
        site: SiteId,
        limit: i64,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from cases where site_id = $1 order by id desc limit $2",
            site.0,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Saves where a case now stands, and writes down why.
    pub(crate) async fn case_save(
        &mut self,
        case: &Case,
        actor: Option<PersonId>,
        event: &Event,
        update: Option<i64>,
    ) -> Result<(), StoreError> {
        let state = json!(case.state);
        let updated = sqlx::query!(
            r#"
            update cases
            set stage = $3, detail = $4, department_id = $5, category_id = $6, severity = $7,
                facts = $8, round = $9, bounces = $10, handling = $13, owner_id = $14, ended_at = $15,
                kind = $16, place_id = $17,
                version = version + 1, changed_at = $11, changed_by = $12
            where id = $1 and version = $2
            "#,
            case.id.0,
            case.version,
            state["stage"].as_str(),
            state["detail"],
            case.department.map(|department| department.0),
            case.category.map(|category| category.0),
            case.severity.name(),
            json!(case.facts),
            case.round,
            case.bounces,
            self.now,
            event.name(),
            json!(case.handling),
            case.owner.0,
            case.state.ended_at(),
            case.kind.name(),
            case.place.map(|place| place.0),
        )
        .execute(&mut *self.inner)
        .await?;
        if updated.rows_affected() != 1 {
            return Err(StoreError::Stale(case.id));
        }
        if crate::trouble::broken("broken.no_history") {
            return Ok(());
        }
        self.history_add(case, case.version + 1, actor, event, update).await
    }

    /// Adds a line to the history, chained to the line before. The case is locked, or not yet known
    /// to others, so that nobody adds a line beside it.
    pub(crate) async fn history_add(
        &mut self,
        case: &Case,
        version: i32,
        actor: Option<PersonId>,
        event: &Event,
        update: Option<i64>,
    ) -> Result<(), StoreError> {
        let before = sqlx::query_scalar!(
            r#"
            select hash
            from history
            where case_id = $1 and version < $2
            order by version desc
            limit 1
            "#,
            case.id.0,
            version,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        let line = Line {
            case: case.id.0,
            version,
            at: self.now,
            actor: actor.map(|actor| actor.0),
            event: event.name().to_owned(),
            detail: json!(event),
            stage: case.state.stage().to_owned(),
            update,
        };
        let salt: [u8; SALT] = rand::random();
        let digest = line.digest(&salt);
        let hash = line.hash(&before.flatten().unwrap_or_default(), &digest);
        sqlx::query!(
            r#"
            insert into history (
                case_id, version, at, actor_id, event, detail, stage, update_id, salt, digest, hash
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            "#,
            line.case,
            line.version,
            line.at,
            line.actor,
            line.event,
            line.detail,
            line.stage,
            line.update,
            &salt[..],
            digest,
            hash,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What happened to a case, oldest first.
    pub(crate) async fn history(&mut self, case: CaseId) -> Result<Vec<HistoryLine>, StoreError> {
        let rows = sqlx::query!(
            "select id, at, actor_id, detail, stage from history where case_id = $1 order by id",
            case.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(HistoryLine {
                    at: row.at,
                    actor: row.actor_id.map(PersonId),
                    event: from_json("history", "detail", row.id, row.detail)?,
                    stage: row.stage,
                })
            })
            .collect()
    }
}

impl TryFrom<CaseRow> for Case {
    type Error = StoreError;

    fn try_from(row: CaseRow) -> Result<Self, Self::Error> {
        let nonsense = |column| StoreError::Nonsense { table: "cases", column, row: row.id };
        let state = json!({ "stage": row.stage, "detail": row.detail });
        Ok(Self {
            id: CaseId(row.id),
            number: Number::parse(&row.number).map_err(|_| nonsense("number"))?,
            site: SiteId(row.site_id),
            kind: named("cases", "kind", row.id, &row.kind)?,
            channel: named("cases", "channel", row.id, &row.channel)?,
            owner: PersonId(row.owner_id),
            filed_by: PersonId(row.filed_by),
            department: row.department_id.map(DepartmentId),
            category: row.category_id.map(CategoryId),
            place: row.place_id.map(PlaceId),
            severity: named("cases", "severity", row.id, &row.severity)?,
            facts: from_json("cases", "facts", row.id, row.facts)?,
            handling: from_json("cases", "handling", row.id, row.handling)?,
            state: from_json("cases", "detail", row.id, state)?,
            round: row.round,
            bounces: row.bounces,
            policy: PolicyId(row.policy_id),
            version: row.version,
            opened_at: row.opened_at,
        })
    }
}
