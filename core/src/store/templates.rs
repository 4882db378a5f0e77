//! Every version of every questionnaire that was ever asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::{StoreError, Tx};
use crate::{
    ids::{SiteId, TemplateId},
    questionnaire::Template,
};

/// Templates that were read: a version never changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Read(Arc<Mutex<HashMap<TemplateId, Arc<Template>>>>);

/// A version of a template as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its identity.
    pub id: TemplateId,
    /// Which questionnaire.
    pub name: String,
    /// Which version.
    pub version: i32,
    /// Its words.
    pub body: String,
    /// The estate's own file that it was read from; none came with the program.
    pub file: Option<String>,
}

impl Tx {
    /// Keeps a version of a template; `file` is the estate's own that it was read from. What is known
    /// already stays as it was. Answers with what the book has.
    pub(crate) async fn template_add(
        &mut self,
        name: &str,
        version: i32,
        body: &str,
        file: Option<&str>,
    ) -> Result<Kept, StoreError> {
        sqlx::query!(
            r#"
            insert into templates (name, version, body, file, loaded_at)
            values ($1, $2, $3, $4, $5)
            on conflict (name, version) do nothing
            "#,
            name,
            version,
            body,
            file,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        let row = sqlx::query!(
            "select id, name, version, body, file from templates where name = $1 and version = $2",
            name,
            version,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        let (id, file) = (TemplateId(row.id), row.file);
        Ok(Kept { id, name: row.name, version: row.version, body: row.body, file })
    }

    /// The newest version that the book has of a questionnaire, if it has any.
    pub(crate) async fn template_newest(&mut self, name: &str) -> Result<Option<Kept>, StoreError> {
        let row = sqlx::query!(
            r#"
            select id, name, version, body, file from templates
            where name = $1
            order by version desc
            limit 1
            "#,
            name,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(row.map(|row| Kept {
            id: TemplateId(row.id),
            name: row.name,
            version: row.version,
            body: row.body,
            file: row.file,
        }))
    }

    /// These are asked in an estate from now on, and no others; the first before the next.
    pub(crate) async fn templates_in_force(
        &mut self,
        site: SiteId,
        ids: &[TemplateId],
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        sqlx::query!(
            "delete from asked where site_id = $1 and template_id <> all ($2)",
            site.0,
            &ids
        )
        .execute(&mut *self.inner)
        .await?;
        sqlx::query!(
            r#"
            insert into asked (site_id, template_id, position)
            select $1, id, position
            from unnest($2::bigint[]) with ordinality as template (id, position)
            on conflict (site_id, template_id) do update set position = excluded.position
            "#,
            site.0,
            &ids,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What is asked in an estate now, in its order.
    pub(crate) async fn templates_asked(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<(TemplateId, Arc<Template>)>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select template_id from asked where site_id = $1 order by position",
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut asked = vec![];
        for id in ids.into_iter().map(TemplateId) {
            asked.push((id, self.template(id).await?));
        }
        Ok(asked)
    }

    /// A version of a template; read from the book once.
    pub(crate) async fn template(&mut self, id: TemplateId) -> Result<Arc<Template>, StoreError> {
        let known =
            self.templates.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(template) = known {
            return Ok(template);
        }
        let body = sqlx::query_scalar!("select body from templates where id = $1", id.0)
            .fetch_one(&mut *self.inner)
            .await?;
        let template = Template::kept(&body).map_err(|error| {
            tracing::error!(template.id = %id, %error, "a kept questionnaire cannot be read");
            StoreError::Nonsense { table: "templates", column: "body", row: id.0 }
        })?;
        let template = Arc::new(template);
        let mut read = self.templates.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(read.entry(id).or_insert(template)))
    }
}
