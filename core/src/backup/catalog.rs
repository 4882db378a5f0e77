//! What PostgreSQL's catalog says of a book, and the statements made of it.

use sqlx::PgConnection;

use super::{BackupError, Content, Counter, Shape, Table};
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
pub(crate) async fn version(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
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
        "select kept_as, sha256 from evidence where kept_at is not null order by kept_as collate \"C\"",
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

/// A backup of nothing would be taken for one of something, every night.
pub(super) async fn refuse_unless_estate(
    connection: &mut PgConnection,
    shape: &Shape,
) -> Result<(), BackupError> {
    if shape.version > 0 && has_estate(connection).await? {
        return Ok(());
    }
    Err(BackupError::Refused(say!(
        "there is no estate in this database: name the one that huiyin serve uses"
    )))
}

/// Nobody changes what the tables are like while they are read; whoever reads and writes goes on.
pub(super) fn lock(shape: &Shape) -> String {
    let names: Vec<_> = shape.tables.iter().map(|table| quoted(&table.name)).collect();
    format!("lock table {} in access share mode", names.join(", "))
}

async fn has_estate(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let has_sites: bool = sqlx::query_scalar("select to_regclass('sites') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !has_sites {
        return Ok(false);
    }
    sqlx::query_scalar("select exists (select from sites)").fetch_one(connection).await
}

/// An estate that is there is worth more than any backup.
pub(super) async fn refuse_estate(connection: &mut PgConnection) -> Result<(), BackupError> {
    if has_estate(connection).await? {
        return Err(BackupError::Refused(say!(
            "this database holds an estate already; a backup is put back into an empty one, and nothing was \
             changed"
        )));
    }
    Ok(())
}

/// A book is put back where there is none, and in a shape that can still be reached.
pub(super) async fn refuse_unless_empty(
    connection: &mut PgConnection,
    wanted: i64,
) -> Result<(), BackupError> {
    if !crate::MIGRATOR.version_exists(wanted) {
        return Err(BackupError::Refused(say!(
            "this backup is of a newer huiyin, which knows version {wanted} of the book: restore it with that one",
            wanted
        )));
    }
    let Some(here) = version(connection).await? else {
        if shape(connection).await?.tables.is_empty() {
            return Ok(());
        }
        return Err(BackupError::Refused(say!(
            "this database holds tables of another program; make an empty one, and name that"
        )));
    };
    refuse_estate(connection).await?;
    if here > wanted {
        return Err(BackupError::Refused(say!(
            "this database is of a newer shape than the backup; make a new, empty one, and name that"
        )));
    }
    Ok(())
}

/// Every table that the shape has is in the backup as it is here; what else is there is not the book's.
pub(super) fn refuse_unless_whole(here: &Shape, wanted: &Shape) -> Result<(), BackupError> {
    let has_counter =
        |counter: &Counter| wanted.counters.iter().any(|one| one.name == counter.name);
    if here.tables.iter().all(|table| wanted.tables.contains(table))
        && here.counters.iter().all(has_counter)
    {
        return Ok(());
    }
    Err(BackupError::Refused(say!(
        "the book in this backup has other tables than its version has: somebody changed them by hand, or the \
         backup"
    )))
}

/// What was put back is what was there.
pub(super) fn refuse_unless_held(
    table: &str,
    known: Option<&Content>,
    found: &Content,
) -> Result<(), BackupError> {
    if known == Some(found) {
        return Ok(());
    }
    let rows = known.map(|known| known.rows).unwrap_or_default();
    Err(BackupError::Refused(say!(
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
