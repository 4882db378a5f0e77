//! The estate, its departments and the groups they sit in.

use sqlx::types::Json;

use super::{StoreError, Tx, named};
use crate::{
    ids::{DepartmentId, Room, SiteId, Topic},
    place::{Department, Instance, Site},
    quiet::Quiet,
    words::{Language, Words},
};

impl Tx {
    /// The estates of this book, the oldest first.
    pub(crate) async fn sites(&mut self) -> Result<Vec<Site>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, code, name as "name: Json<Words>", zone, language, profile, phone, shows_names,
                   desk_room, leaders_room,
                   instances as "instances: Json<Vec<Instance>>",
                   emergency as "emergency: Json<Vec<Instance>>", alarm_id, morning,
                   quiet_from, quiet_until
            from sites
            order by id
            "#,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let sites = rows.into_iter().map(|row| {
            Ok(Site {
                id: SiteId(row.id),
                code: row.code,
                name: row.name.0,
                zone: named("sites", "zone", row.id, &row.zone)?,
                language: named("sites", "language", row.id, &row.language)?,
                profile: row.profile,
                phone: row.phone,
                shows_names: row.shows_names,
                desk_room: row.desk_room.map(Room),
                leaders_room: row.leaders_room.map(Room),
                instances: row.instances.0,
                emergency: row.emergency.0,
                alarm: row.alarm_id.map(DepartmentId),
                morning: row.morning,
                quiet: Quiet { from: row.quiet_from, until: row.quiet_until },
            })
        });
        sites.collect()
    }

    /// Writes an estate into the book; who administers the others administers it, too.
    pub(crate) async fn site_add(&mut self, site: &Site) -> Result<SiteId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into sites
                (code, name, zone, language, profile, phone, shows_names, instances, morning)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning id
            "#,
            site.code,
            Json(&site.name) as _,
            site.zone.name(),
            site.language.tag(),
            site.profile,
            site.phone,
            site.shows_names,
            Json(&site.instances) as _,
            site.morning,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        sqlx::query!(
            r#"
            insert into posts (person_id, role, site_id, since)
            select distinct person_id, role, $1::bigint, $2::timestamptz
            from posts
            where role = 'admin' and until is null
            "#,
            id,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(SiteId(id))
    }

    /// From here on new cases are opened under another profile.
    pub(crate) async fn site_profile(
        &mut self,
        id: SiteId,
        profile: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!("update sites set profile = $2 where id = $1", id.0, profile)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// It is called so in one language; what it is called in others stays.
    pub(crate) async fn site_rename(
        &mut self,
        id: SiteId,
        language: Language,
        name: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update sites set name = name || jsonb_build_object($2::text, $3::text) where id = $1",
            id.0,
            language.tag(),
            name,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The service centre is called there.
    pub(crate) async fn site_phone(&mut self, id: SiteId, phone: &str) -> Result<(), StoreError> {
        sqlx::query!("update sites set phone = $2 where id = $1", id.0, phone)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Its groups are spoken to in this.
    pub(crate) async fn site_language(
        &mut self,
        id: SiteId,
        language: Language,
    ) -> Result<(), StoreError> {
        sqlx::query!("update sites set language = $2 where id = $1", id.0, language.tag())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// When nobody is asked how it was.
    pub(crate) async fn site_quiet(&mut self, id: SiteId, quiet: Quiet) -> Result<(), StoreError> {
        sqlx::query!(
            "update sites set quiet_from = $2, quiet_until = $3 where id = $1",
            id.0,
            quiet.from,
            quiet.until,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Whom to call and whom to tell in danger.
    pub(crate) async fn site_emergency(
        &mut self,
        id: SiteId,
        emergency: &[Instance],
        alarm: Option<DepartmentId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update sites set emergency = $2, alarm_id = $3 where id = $1",
            id.0,
            Json(emergency) as _,
            alarm.map(|department| department.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The departments of an estate, in the order of its file.
    pub(crate) async fn departments(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<Department>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, code, name as "name: Json<Words>", room, topic
            from departments
            where site_id = $1
            order by position, id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let department = rows.into_iter().map(|row| Department {
            id: DepartmentId(row.id),
            code: row.code,
            name: row.name.0,
            room: row.room.map(Room),
            topic: row.topic.map(Topic),
        });
        Ok(department.collect())
    }

    /// Adds a department.
    pub(crate) async fn department_add(
        &mut self,
        site: SiteId,
        code: &str,
        name: &Words,
        position: i32,
    ) -> Result<DepartmentId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into departments (site_id, code, name, position)
            values ($1, $2, $3, $4)
            returning id
            "#,
            site.0,
            code,
            Json(name) as _,
            position,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(DepartmentId(id))
    }

    /// A department is called otherwise.
    pub(crate) async fn department_rename(
        &mut self,
        id: DepartmentId,
        name: &Words,
    ) -> Result<(), StoreError> {
        sqlx::query!("update departments set name = $2 where id = $1", id.0, Json(name) as _)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A group, or a topic of it, becomes the room of a department.
    pub(crate) async fn department_room(
        &mut self,
        id: DepartmentId,
        room: Option<Room>,
        topic: Option<Topic>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update departments set room = $2, topic = $3 where id = $1",
            id.0,
            room.map(|room| room.0),
            topic.map(|topic| topic.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A group becomes the service centre's.
    pub(crate) async fn desk_room(
        &mut self,
        site: SiteId,
        room: Option<Room>,
    ) -> Result<(), StoreError> {
        let room = room.map(|room| room.0);
        sqlx::query!("update sites set desk_room = $2 where id = $1", site.0, room)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A group becomes the leaders'.
    pub(crate) async fn leaders_room(
        &mut self,
        site: SiteId,
        room: Option<Room>,
    ) -> Result<(), StoreError> {
        let room = room.map(|room| room.0);
        sqlx::query!("update sites set leaders_room = $2 where id = $1", site.0, room)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A group is no longer anybody's room.
    pub(crate) async fn room_forget(&mut self, room: Room) -> Result<(), StoreError> {
        sqlx::query!("update departments set room = null, topic = null where room = $1", room.0)
            .execute(&mut *self.inner)
            .await?;
        sqlx::query!(
            r#"
            update sites
            set desk_room = nullif(desk_room, $1), leaders_room = nullif(leaders_room, $1)
            "#,
            room.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A topic of a group is no longer anybody's room; the group and its other topics stay.
    pub(crate) async fn topic_forget(
        &mut self,
        room: Room,
        topic: Topic,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update departments set room = null, topic = null where room = $1 and topic = $2",
            room.0,
            topic.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A group has become another one.
    pub(crate) async fn room_move(&mut self, from: Room, to: Room) -> Result<(), StoreError> {
        sqlx::query!("update departments set room = $2 where room = $1", from.0, to.0)
            .execute(&mut *self.inner)
            .await?;
        sqlx::query!(
            r#"
            update sites
            set desk_room = case when desk_room = $1 then $2 else desk_room end,
                leaders_room = case when leaders_room = $1 then $2 else leaders_room end
            "#,
            from.0,
            to.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
