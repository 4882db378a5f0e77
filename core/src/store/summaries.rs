//! What a summary is counted from, and the summaries that are in the book.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{StoreError, Tx, from_json, named};
use crate::{
    case::{Number, Outcome, State, handling::Triage},
    ids::{CaseId, CategoryId, DepartmentId, PersonId, PlaceId, SiteId, SummaryId},
    policy::TimerKind,
    summary::{Asked, Cadence, Facts, Filed, Matter, Period, Summary},
};

/// What happened to a case in a period.
#[derive(Default)]
struct Happened {
    case_id: i64,
    signed_at: Option<DateTime<Utc>>,
    result_at: Option<DateTime<Utc>>,
    signer: Option<i64>,
    reopened: i64,
    returned: i64,
    extended: i64,
    objected: i64,
    paused: i64,
}

impl Tx {
    /// What is read of a whole period is planned for its own dates: a plan for any date would read
    /// whole tables. And it may take its time.
    pub(crate) async fn plan_for_a_period(&mut self) -> Result<(), StoreError> {
        sqlx::query!("set local plan_cache_mode = force_custom_plan")
            .execute(&mut *self.inner)
            .await?;
        sqlx::query!("set local statement_timeout = '2min'").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Every case that was open at some moment between these two, of a department or of all.
    pub(crate) async fn facts(
        &mut self,
        site: SiteId,
        department: Option<DepartmentId>,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Facts, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, kind, channel, severity, category_id, department_id, place_id,
                   opened_at, ended_at, raised_in, stage, detail, handling -> 'triage' as triage, handling -> 'accused' as accused,
                   facts -> 'passes' as passes
            from cases
            where site_id = $1
              and opened_at < $3
              and (ended_at is null or ended_at >= $2)
              and ($4::bigint is null or department_id = $4)
            order by id
            "#,
            site.0,
            from,
            until,
            department.map(|department| department.0),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut happened = self.happened(&ids, (from, until)).await?;
        let mut waits = self.waits_ended(&ids, (from, until)).await?;
        let late = self.late(&ids, until).await?;
        let mut callbacks = self.callbacks_ended(&ids, (from, until)).await?;
        let mut matters = Vec::with_capacity(rows.len());
        for row in rows {
            let ended_at = row.ended_at.filter(|at| *at < until);
            let state = serde_json::json!({ "stage": row.stage, "detail": row.detail });
            let state: State = from_json("cases", "detail", row.id, state)?;
            let triage: Triage = match row.triage {
                Some(triage) => from_json("cases", "handling", row.id, triage)?,
                None => Triage::default(),
            };
            let happened = happened.remove(&row.id).unwrap_or_default();
            let (is_called_back, callbacks) = callbacks.remove(&row.id).unwrap_or_default();
            matters.push(Matter {
                case: CaseId(row.id),
                number: Number::of(CaseId(row.id)),
                kind: named("cases", "kind", row.id, &row.kind)?,
                channel: named("cases", "channel", row.id, &row.channel)?,
                severity: named("cases", "severity", row.id, &row.severity)?,
                category: row.category_id.map(CategoryId),
                department: row.department_id.map(DepartmentId),
                place: row.place_id.map(PlaceId),
                passes: match row.passes {
                    Some(passes) => from_json("cases", "facts", row.id, passes)?,
                    None => None,
                },
                accused: match row.accused {
                    Some(accused) => from_json("cases", "handling", row.id, accused)?,
                    None => vec![],
                },
                is_unfounded: triage.founded() == Some(false),
                is_item: row.raised_in.is_some(),
                opened_at: row.opened_at,
                ended_at,
                is_withdrawn: matches!(state, State::Withdrawn { .. }),
                signer: happened.signer.map(PersonId),
                signed_at: happened.signed_at,
                result_at: happened.result_at,
                cause: state.outcome().map(cause).filter(|cause| !cause.is_empty()),
                reopened: happened.reopened,
                returned: happened.returned,
                extended: happened.extended,
                objected: happened.objected,
                paused: happened.paused,
                waits: waits.remove(&row.id).unwrap_or_default(),
                is_late: state.is_open() && late.contains(&row.id),
                is_called_back,
                callbacks,
            });
        }
        Ok(Facts { from, until, matters, units: self.units_count(site).await? })
    }

    /// When each was signed for and reported, and how often it came back.
    async fn happened(
        &mut self,
        cases: &[i64],
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<HashMap<i64, Happened>, StoreError> {
        let rows = sqlx::query_as!(
            Happened,
            r#"
            select case_id as "case_id!",
                   min(at) filter (where event = 'sign') as signed_at,
                   max(at) filter (where event in ('report', 'share')) as result_at,
                   (array_agg(actor_id order by version desc)
                       filter (where event = 'report'))[1] as signer,
                   count(*) filter (
                       where at >= $2
                         and before in ('reported', 'closed', 'archived')
                         and stage in ('registered', 'dispatched', 'working')
                         and event <> 'send_back'
                   ) as "reopened!",
                   count(*) filter (where at >= $2 and event = 'return') as "returned!",
                   count(*) filter (where at >= $2 and event = 'grant_time') as "extended!",
                   count(*) filter (where at >= $2 and event = 'object') as "objected!",
                   count(*) filter (where at >= $2 and event = 'pause') as "paused!"
            from (
                select case_id, version, at, event, stage, actor_id,
                       lag(stage) over (partition by case_id order by version) as before
                from history
                where case_id = any ($1) and at < $3
            ) as lines
            group by case_id
            "#,
            cases,
            from,
            until,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (row.case_id, row)).collect())
    }

    /// For each case the waits that ran out in between, or ended because what was waited for has come:
    /// once late is late, whatever was agreed afterwards. A wait that was dropped, as when a slip is given
    /// back, work has to wait, or the owner takes it back, was neither kept nor broken.
    async fn waits_ended(
        &mut self,
        cases: &[i64],
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<HashMap<i64, BTreeMap<TimerKind, bool>>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select case_id, kind, bool_and(fired_at is null or fired_at >= $3) as "kept!"
            from timers
            where case_id = any ($1)
              and (fired_at >= $2 and fired_at < $3
                   or (fired_at is null or fired_at >= $3) and disarmed_at >= $2 and disarmed_at < $3
                      and exists (
                          select 1 from history
                          where history.case_id = timers.case_id
                            and history.at = timers.disarmed_at
                            and history.event = any (case timers.kind
                                when 'dispatch' then array['dispatch']
                                when 'pickup' then array['sign']
                                when 'arrive' then array['arrive', 'report']
                                when 'plan' then array['set_out', 'arrive', 'promise', 'plan',
                                    'offer_visit', 'relieve', 'quote', 'report']
                                when 'solve' then array['report', 'share', 'reply']
                                when 'sign_off' then array['sign_off', 'send_back']
                                else '{}'::text[]
                            end)
                      ))
            group by case_id, kind
            "#,
            cases,
            from,
            until,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut waits: HashMap<i64, BTreeMap<TimerKind, bool>> = HashMap::new();
        for row in rows {
            let kind = named("timers", "kind", row.case_id, &row.kind)?;
            waits.entry(row.case_id).or_default().insert(kind, row.kept);
        }
        Ok(waits)
    }

    /// Which of these cases have run out of their time to solve, by the wait that counts now.
    async fn late(
        &mut self,
        cases: &[i64],
        until: DateTime<Utc>,
    ) -> Result<std::collections::HashSet<i64>, StoreError> {
        let late = sqlx::query_scalar!(
            r#"
            select case_id
            from (
                select distinct on (case_id) case_id, fired_at
                from timers
                where case_id = any ($1) and kind = 'solve' and armed_at < $2
                order by case_id, id desc
            ) as newest
            where fired_at < $2
            "#,
            cases,
            until,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(late.into_iter().collect())
    }

    /// For each case whether a callback was ever answered, and those answered or given up in between.
    async fn callbacks_ended(
        &mut self,
        cases: &[i64],
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<HashMap<i64, (bool, Vec<Asked>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select q.id, q.case_id as "case_id!", q.grade, q.attitude, q.speed, q.answered_at,
                   q.expired_at, q.declined_at, q.written_by is not null as "by_phone!",
                   array(
                       select jsonb_array_elements_text(given.value -> 'chose_several')
                       from jsonb_each(coalesce(q.kept, q.sheet) -> 'answers') as given
                       where given.value ? 'chose_several'
                   ) as "reasons!",
                   (p.account is not null and p.unreachable_at is null) as "reachable!"
            from questionnaires q
            join people p on p.id = q.person_id
            where q.case_id = any ($1) and (q.answered_at < $2 or q.expired_at < $2)
            order by q.id
            "#,
            cases,
            until,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut callbacks: HashMap<i64, (bool, Vec<Asked>)> = HashMap::new();
        for row in rows {
            let (answered, asked) = callbacks.entry(row.case_id).or_default();
            *answered |= row.answered_at.is_some();
            if row.answered_at.or(row.expired_at).is_none_or(|at| at < from) {
                continue;
            }
            let is_answered = row.answered_at.is_some();
            let grade = |column, name: Option<String>| {
                let name = name.filter(|_| is_answered);
                name.map(|name| named("questionnaires", column, row.id, &name)).transpose()
            };
            asked.push(Asked {
                grade: grade("grade", row.grade)?,
                manner: grade("attitude", row.attitude)?,
                speed: grade("speed", row.speed)?,
                reasons: if is_answered { row.reasons } else { vec![] },
                is_by_phone: row.by_phone,
                is_reachable: row.reachable,
                is_declined: row.declined_at.is_some(),
            });
        }
        Ok(callbacks)
    }

    async fn units_count(&mut self, site: SiteId) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from places where site_id = $1 and kind = 'unit'"#,
            site.0,
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// How often the estate wants it summed up.
    pub(crate) async fn cadences(&mut self, site: SiteId) -> Result<Vec<Cadence>, StoreError> {
        let names = sqlx::query_scalar!("select summaries from sites where id = $1", site.0)
            .fetch_one(&mut *self.inner)
            .await?;
        names.iter().map(|name| named("sites", "summaries", site.0, name)).collect()
    }

    /// How often the estate wants it summed up from now on.
    pub(crate) async fn cadences_set(
        &mut self,
        site: SiteId,
        cadences: &[Cadence],
    ) -> Result<(), StoreError> {
        let names: Vec<String> = cadences.iter().map(|one| one.name().to_owned()).collect();
        sqlx::query!("update sites set summaries = $2 where id = $1", site.0, &names)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Keeps a summary; the one that is there already stays. Says which it is.
    pub(crate) async fn summary_keep(
        &mut self,
        site: SiteId,
        summary: &Summary,
    ) -> Result<SummaryId, StoreError> {
        let added = sqlx::query_scalar!(
            r#"
            insert into summaries (site_id, department_id, period, counted, counted_at)
            values ($1, $2, $3, $4, $5)
            on conflict do nothing
            returning id
            "#,
            site.0,
            summary.department.map(|department| department.0),
            summary.period.to_string(),
            Json(summary) as _,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        if let Some(id) = added {
            return Ok(SummaryId(id));
        }
        let known = self.summary_of(site, summary.period, summary.department).await?;
        known.ok_or(StoreError::Nonsense { table: "summaries", column: "period", row: site.0 })
    }

    /// Whoever leads is told of the estate's summary of a period now. Says `false` when they were before.
    pub(crate) async fn summary_tell(&mut self, id: SummaryId) -> Result<bool, StoreError> {
        let told = sqlx::query!(
            "update summaries set told_at = $2 where id = $1 and told_at is null",
            id.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(told.rows_affected() == 1)
    }

    /// Whether whoever leads was told of the estate's summary of a period.
    pub(crate) async fn summary_is_told(
        &mut self,
        site: SiteId,
        period: Period,
    ) -> Result<bool, StoreError> {
        let told = sqlx::query_scalar!(
            r#"
            select exists (
                select 1 from summaries
                where site_id = $1 and period = $2 and department_id is null
                  and told_at is not null
            ) as "told!"
            "#,
            site.0,
            period.to_string(),
        );
        Ok(told.fetch_one(&mut *self.inner).await?)
    }

    /// The summary of a period, if it is in the book.
    pub(crate) async fn summary_of(
        &mut self,
        site: SiteId,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Option<SummaryId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            select id from summaries
            where site_id = $1 and period = $2 and department_id is not distinct from $3
            "#,
            site.0,
            period.to_string(),
            department.map(|department| department.0),
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(SummaryId))
    }

    /// A summary, and who has read it.
    pub(crate) async fn summary(&mut self, id: SummaryId) -> Result<Option<Filed>, StoreError> {
        let kept = sqlx::query!("select site_id, counted from summaries where id = $1", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        let Some(kept) = kept else { return Ok(None) };
        self.stand_at(SiteId(kept.site_id));
        let read = sqlx::query!(
            "select person_id, at from summary_reads where summary_id = $1 order by at, person_id",
            id.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let read = read.into_iter().map(|row| (PersonId(row.person_id), row.at)).collect();
        let summary = from_json("summaries", "counted", id.0, kept.counted)?;
        Ok(Some(Filed { id, summary, read }))
    }

    /// Somebody has read it. Says whether they had not before.
    pub(crate) async fn summary_read(
        &mut self,
        id: SummaryId,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        let added = sqlx::query!(
            r#"
            insert into summary_reads (summary_id, person_id, at)
            values ($1, $2, $3)
            on conflict do nothing
            "#,
            id.0,
            person.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected() == 1)
    }
}

/// What a result names as its cause; of a result whose words were erased, nothing.
fn cause(outcome: &Outcome) -> String {
    outcome.cause.trim().to_owned()
}
