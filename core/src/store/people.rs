//! Who is who, and which positions they hold.

use chrono::TimeDelta;
use sqlx::types::Json;

use super::{StoreError, Tx, named};
use crate::{
    ids::{Account, DepartmentId, PersonId, PlaceId, SiteId},
    people::{Person, Post, Role},
    quiet::Quiet,
    words::Language,
};

/// Somebody who went away again within this time is not told of again.
const TOLD_AGAIN: TimeDelta = TimeDelta::minutes(30);

struct PersonRow {
    id: i64,
    account: Option<i64>,
    site_id: i64,
    name: Option<String>,
    phone: Option<String>,
    phone_verified: bool,
    language: String,
    place_id: Option<i64>,
    consent: Option<i32>,
    joined: bool,
    unreachable: bool,
    posts: Vec<Json<Post>>,
    units: Vec<i64>,
}

impl Tx {
    /// The person with this account.
    pub(crate) async fn person_by_account(
        &mut self,
        account: Account,
    ) -> Result<Option<Person>, StoreError> {
        if let Some(person) = self.people.values().find(|one| one.account == Some(account)) {
            return Ok(Some(person.clone()));
        }
        let row = sqlx::query_as!(
            PersonRow,
            r#"
            select id, account, coalesce($3, site_id) as "site_id!", name, phone, phone_verified,
                   language, place_id, consent,
                   joined_at is not null as "joined!",
                   unreachable_at is not null as "unreachable!",
                   array(
                       select json_build_object('role', role, 'department', department_id)
                       from posts
                       where person_id = people.id and until is null
                         and posts.site_id = coalesce($3, people.site_id)
                       order by posts.id
                   ) as "posts!: Vec<Json<Post>>",
                   array(
                       select place_id from occupancies
                       where person_id = people.id and since <= $2
                         and (until is null or until > $2)
                       order by occupancies.id
                   ) as "units!: Vec<i64>"
            from people
            where account = $1
            "#,
            account.0,
            self.now,
            self.at.map(|site| site.0),
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        self.met(row)
    }

    /// A person.
    pub(crate) async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        if let Some(person) = self.people.get(&id) {
            return Ok(Some(person.clone()));
        }
        let row = sqlx::query_as!(
            PersonRow,
            r#"
            select id, account, coalesce($3, site_id) as "site_id!", name, phone, phone_verified,
                   language, place_id, consent,
                   joined_at is not null as "joined!",
                   unreachable_at is not null as "unreachable!",
                   array(
                       select json_build_object('role', role, 'department', department_id)
                       from posts
                       where person_id = people.id and until is null
                         and posts.site_id = coalesce($3, people.site_id)
                       order by posts.id
                   ) as "posts!: Vec<Json<Post>>",
                   array(
                       select place_id from occupancies
                       where person_id = people.id and since <= $2
                         and (until is null or until > $2)
                       order by occupancies.id
                   ) as "units!: Vec<i64>"
            from people
            where id = $1
            "#,
            id.0,
            self.now,
            self.at.map(|site| site.0),
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        self.met(row)
    }

    fn met(&mut self, row: Option<PersonRow>) -> Result<Option<Person>, StoreError> {
        let person = row.map(Person::try_from).transpose()?;
        if let Some(person) = &person {
            self.people.insert(person.id, person.clone());
        }
        Ok(person)
    }

    /// Writes somebody into the register: by account, or a caller known only by voice.
    pub(crate) async fn person_add(
        &mut self,
        account: Option<Account>,
        site: SiteId,
        language: Language,
    ) -> Result<PersonId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into people (account, site_id, language, first_seen_at)
            values ($1, $2, $3, $4)
            on conflict (account) do update set account = excluded.account
            returning id
            "#,
            account.map(|account| account.0),
            site.0,
            language.tag(),
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(PersonId(id))
    }

    /// Somebody turns to another estate.
    pub(crate) async fn person_move(
        &mut self,
        id: PersonId,
        site: SiteId,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!("update people set site_id = $2 where id = $1", id.0, site.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Who somebody is now; nobody when they are forgotten.
    pub(crate) async fn person_now(
        &mut self,
        id: PersonId,
    ) -> Result<Option<PersonId>, StoreError> {
        let now = sqlx::query_scalar!(
            r#"
            select now.id
            from people
            join people now on now.id = coalesce(people.became_id, people.id)
            where people.id = $1 and now.erased_at is null
            "#,
            id.0,
        );
        Ok(now.fetch_optional(&mut *self.inner).await?.map(PersonId))
    }

    /// Whether somebody wants no questions after a result.
    pub(crate) async fn person_is_unasked(&mut self, id: PersonId) -> Result<bool, StoreError> {
        let unasked = sqlx::query_scalar!(
            r#"select unasked_since is not null as "unasked!" from people where id = $1"#,
            id.0,
        );
        Ok(unasked.fetch_optional(&mut *self.inner).await?.unwrap_or(false))
    }

    /// Somebody wants no questions after a result any more, or wants them again.
    pub(crate) async fn person_unasked(
        &mut self,
        id: PersonId,
        unasked: bool,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update people set unasked_since = case when $2 then coalesce(unasked_since, $3) end where id = $1",
            id.0,
            unasked,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// When somebody is not to be asked how it was: as they said, else as the estate has it.
    pub(crate) async fn quiet_of(&mut self, id: PersonId) -> Result<Quiet, StoreError> {
        let row = sqlx::query!(
            r#"
            select coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from people p
            join sites s on s.id = p.site_id
            where p.id = $1
            "#,
            id.0,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(Quiet { from: row.from, until: row.until })
    }

    /// Somebody says when they are not to be asked.
    pub(crate) async fn quiet_set(&mut self, id: PersonId, quiet: Quiet) -> Result<(), StoreError> {
        sqlx::query!(
            "update people set quiet_from = $2, quiet_until = $3 where id = $1",
            id.0,
            quiet.from,
            quiet.until,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Saves what somebody told of themselves.
    pub(crate) async fn person_save(&mut self, person: &Person) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            r#"
            update people
            set name = $2, phone = $3, phone_verified = $4, language = $5, place_id = $6,
                consent = $7,
                consented_at = case
                    when $7::integer is null then null
                    when consent is distinct from $7 then $9
                    else consented_at
                end,
                joined_at = case when $8 then coalesce(joined_at, $9) end
            where id = $1
            "#,
            person.id.0,
            person.name,
            person.phone,
            person.phone_verified,
            person.language.tag(),
            person.place.map(|place| place.0),
            person.consent,
            person.joined,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// We can, or cannot, write to this account. `None` when that is not new; else whether it is
    /// worth telling: somebody who comes and goes all the time is told of once in a while, and of
    /// their return only where their absence was told.
    pub(crate) async fn person_reachable(
        &mut self,
        account: Account,
        reachable: bool,
    ) -> Result<Option<bool>, StoreError> {
        self.people.clear();
        let worth_telling = sqlx::query_scalar!(
            r#"
            update people
            set unreachable_at = case when $2 then null else $3::timestamptz end,
                told_away_at = case
                    when $2 or before.told_away_at > $4 then before.told_away_at
                    else $3::timestamptz
                end
            from (
                select id, unreachable_at, told_away_at from people where account = $1 for update
            ) as before
            where people.id = before.id and (before.unreachable_at is null) <> $2
            returning case
                when $2 then coalesce(before.told_away_at >= before.unreachable_at, true)
                else coalesce(before.told_away_at <= $4, true)
            end as "worth_telling!"
            "#,
            account.0,
            reachable,
            self.now,
            self.now - TOLD_AGAIN,
        );
        Ok(worth_telling.fetch_optional(&mut *self.inner).await?)
    }

    /// Gives somebody a position in an estate.
    pub(crate) async fn post_add(
        &mut self,
        site: SiteId,
        person: PersonId,
        post: Post,
        by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            r#"
            insert into posts (person_id, role, department_id, since, granted_by, site_id)
            values ($1, $2, $3, $4, $5, $6)
            on conflict do nothing
            "#,
            person.0,
            post.role.name(),
            post.department.map(|department| department.0),
            self.now,
            by.map(|by| by.0),
            site.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Who holds a position in an estate, in this department if one is named.
    pub(crate) async fn people_in(
        &mut self,
        site: SiteId,
        role: Role,
        department: Option<DepartmentId>,
    ) -> Result<Vec<Person>, StoreError> {
        let rows = sqlx::query_as!(
            PersonRow,
            r#"
            select id, account, $4::bigint as "site_id!", name, phone, phone_verified,
                   language, place_id, consent,
                   joined_at is not null as "joined!",
                   unreachable_at is not null as "unreachable!",
                   array(
                       select json_build_object('role', role, 'department', department_id)
                       from posts
                       where person_id = people.id and until is null
                         and posts.site_id = $4
                       order by posts.id
                   ) as "posts!: Vec<Json<Post>>",
                   array(
                       select place_id from occupancies
                       where person_id = people.id and since <= $3
                         and (until is null or until > $3)
                       order by occupancies.id
                   ) as "units!: Vec<i64>"
            from people
            where id in (
                select person_id from posts
                where site_id = $4 and role = $1 and until is null
                  and ($2::bigint is null or department_id = $2)
            )
            order by id
            "#,
            role.name(),
            department.map(|department| department.0),
            self.now,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Person::try_from).collect()
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: PersonId(row.id),
            account: row.account.map(Account),
            site: SiteId(row.site_id),
            name: row.name,
            phone: row.phone,
            phone_verified: row.phone_verified,
            language: named("people", "language", row.id, &row.language)?,
            place: row.place_id.map(PlaceId),
            consent: row.consent,
            joined: row.joined,
            unreachable: row.unreachable,
            posts: row.posts.into_iter().map(|post| post.0).collect(),
            units: row.units.into_iter().map(PlaceId).collect(),
        })
    }
}
