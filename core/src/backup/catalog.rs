//! What PostgreSQL's catalog says of a book, and the statements made of it.

use sqlx::PgConnection;

use super::{Content, Counter, RestoreError, Shape, Table};
use crate::{say, store::StoreError};

/// A foreign key: taken away while rows come in any order, and put back over all of them at once.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Link {
    table: String,
    name: String,
    definition: String,
}

impl Link {
    pub(super) fn cut(&self) -> String {
        format!("alter table {} drop constraint {}", quoted(&self.table), quoted(&self.name))
    }

    pub(super) fn tie(&self) -> String {
        let (table, name) = (quoted(&self.table), quoted(&self.name));
        format!("alter table {table} add constraint {name} {}", self.definition)
    }
}

#[derive(sqlx::FromRow)]
struct TableRow {
    name: String,
    columns: Vec<String>,
    order: Vec<String>,
}

/// What the book consists of.
pub(super) async fn shape(connection: &mut PgConnection) -> Result<Shape, StoreError> {
    let version = version(connection).await?.unwrap_or_default();
    let tables: Vec<TableRow> = sqlx::query_as(
        r#"
        select c.relname::text as name,
            array(
                select a.attname::text from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                order by a.attname
            ) as columns,
            -- By the key, else by all that a row says; texts by their bytes, wherever the database stands.
            array(
                select
                    case
                        when i.indrelid is null then format('%I::text collate "C"', a.attname)
                        when a.attcollation <> 0 then format('%I collate "C"', a.attname)
                        else quote_ident(a.attname)
                    end
                from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and (i.indrelid is null or a.attnum = any (i.indkey::int2[]))
                order by array_position(i.indkey::int2[], a.attnum), a.attname
            ) as "order"
        from pg_class c
        left join pg_index i on i.indrelid = c.oid and i.indisprimary
        where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
          and c.relname <> '_sqlx_migrations'
        order by c.relname
        "#,
    )
    .fetch_all(&mut *connection)
    .await?;
    let counters: Vec<(String, Option<i64>)> = sqlx::query_as(
        "select sequencename::text, last_value from pg_sequences
         where schemaname = current_schema() order by sequencename",
    )
    .fetch_all(connection)
    .await?;
    let table = |TableRow { name, columns, order }| Table { name, columns, order };
    Ok(Shape {
        version,
        tables: tables.into_iter().map(table).collect(),
        counters: counters.into_iter().map(|(name, last)| Counter { name, last }).collect(),
    })
}

/// The newest migration that the database has, if it has any.
pub(super) async fn version(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    let has_any: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !has_any {
        return Ok(None);
    }
    sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(connection).await
}

/// The files that the book names; none in one from before there were any.
pub(super) async fn files(
    connection: &mut PgConnection,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let names_any: bool = sqlx::query_scalar(
        "select exists (select from pg_attribute
         where attrelid = to_regclass('evidence') and attname = 'kept_as')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !names_any {
        return Ok(vec![]);
    }
    sqlx::query_as(
        "select kept_as, sha256 from evidence where kept_as is not null order by kept_as collate \"C\"",
    )
    .fetch_all(connection)
    .await
}

/// The foreign keys of all tables.
pub(super) async fn links(connection: &mut PgConnection) -> Result<Vec<Link>, sqlx::Error> {
    sqlx::query_as(
        r#"
        select c.relname::text as "table", k.conname::text as name,
            pg_get_constraintdef(k.oid) as definition
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        where k.contype = 'f' and k.connamespace = current_schema()::regnamespace
        order by c.relname, k.conname
        "#,
    )
    .fetch_all(connection)
    .await
}

/// A book is put back where there is none, and in a shape that can still be reached.
pub(super) async fn refuse_unless_empty(
    connection: &mut PgConnection,
    wanted: i64,
) -> Result<(), RestoreError> {
    if !crate::MIGRATOR.version_exists(wanted) {
        return Err(RestoreError::Refused(say!(
            "this backup is of a newer huiyin, which knows version {wanted} of the book: restore it with that one",
            wanted
        )));
    }
    let Some(here) = version(connection).await? else { return Ok(()) };
    let has_estate: bool = sqlx::query_scalar("select exists (select from sites)")
        .fetch_one(&mut *connection)
        .await
        .or_else(|error| match &error {
            // Killed before there were sites: there is nothing in it.
            sqlx::Error::Database(said) if said.code().as_deref() == Some("42P01") => Ok(false),
            _ => Err(error),
        })?;
    if has_estate {
        return Err(RestoreError::Refused(say!(
            "this database holds an estate already; a backup is put back into an empty one, and nothing was \
             changed"
        )));
    }
    if here > wanted {
        return Err(RestoreError::Refused(say!(
            "this database is of a newer shape than the backup; make a new, empty one, and name that"
        )));
    }
    Ok(())
}

/// The migrations make the shape that the backup names, or one of the two is not what it says.
pub(super) fn refuse_unless_same(here: &Shape, wanted: &Shape) -> Result<(), RestoreError> {
    let counted = |shape: &Shape| -> Vec<String> {
        shape.counters.iter().map(|counter| counter.name.clone()).collect()
    };
    if here.tables == wanted.tables && counted(here) == counted(wanted) {
        return Ok(());
    }
    Err(RestoreError::Refused(say!(
        "the book in this backup has other tables than its version has: somebody changed them by hand, or the \
         backup"
    )))
}

/// What was put back is what was there.
pub(super) fn refuse_unless_held(
    table: &str,
    known: Option<&Content>,
    found: &Content,
) -> Result<(), RestoreError> {
    if known == Some(found) {
        return Ok(());
    }
    let rows = known.map(|known| known.rows).unwrap_or_default();
    Err(RestoreError::Refused(say!(
        "table {table} does not hold what it held: {found} rows instead of {rows}; nothing was kept",
        table = table,
        found = found.rows,
        rows
    )))
}

pub(super) fn copy_out(table: &Table) -> String {
    let (columns, name) = (listed(&table.columns), quoted(&table.name));
    format!("copy (select {columns} from {name} order by {}) to stdout", table.order.join(", "))
}

pub(super) fn copy_in(table: &Table) -> String {
    format!("copy {} ({}) from stdin", quoted(&table.name), listed(&table.columns))
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
