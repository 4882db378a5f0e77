//! The checker: reads the book with plain SQL and the journal as JSON, and says which invariants
//! of the estate were broken. It shares no code and no type with the program under trial.

mod book;
mod cases;
mod chart;
mod chats;
mod logs;

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::PgConnection;

/// Everything there is to be seen after a trial.
pub(crate) struct Evidence {
    /// The rows of the book, table by table.
    pub(crate) tables: BTreeMap<&'static str, Vec<Value>>,
    /// Every request and its answer, oldest first.
    pub(crate) journal: Vec<Value>,
    /// Every update that was handed over.
    pub(crate) updates: Vec<Value>,
    /// Every message of the program that a chat still shows.
    pub(crate) shown: Vec<Value>,
    /// What the program has said about itself.
    pub(crate) logs: String,
    /// What people did, and what was done to the program.
    pub(crate) diary: Value,
}

/// Each statement gives one JSON object a row, so that a new column disturbs nobody.
const TABLES: [(&str, &str); 10] = [
    ("inbox", "select to_jsonb(t) - 'raw' from inbox t order by update_id"),
    ("outbox", "select to_jsonb(t) from outbox t order by id"),
    ("cases", "select to_jsonb(t) from cases t order by id"),
    ("history", "select to_jsonb(t) from history t order by id"),
    ("timers", "select to_jsonb(t) from timers t order by id"),
    ("cards", "select to_jsonb(t) from cards t order by id"),
    ("people", "select to_jsonb(t) from people t order by id"),
    ("posts", "select to_jsonb(t) from posts t order by id"),
    ("dialogs", "select to_jsonb(t) from dialogs t order by person_id, kind"),
    ("questionnaires", "select to_jsonb(t) from questionnaires t order by id"),
];

/// Reads the book.
pub(crate) async fn read(
    book: &mut PgConnection,
) -> anyhow::Result<BTreeMap<&'static str, Vec<Value>>> {
    let mut tables = BTreeMap::new();
    for (name, statement) in TABLES {
        tables.insert(name, sqlx::query_scalar(statement).fetch_all(&mut *book).await?);
    }
    Ok(tables)
}

/// Everything that is wrong, one sentence each.
pub(crate) fn check(evidence: &Evidence) -> Vec<String> {
    let mut wrong = vec![];
    book::check(evidence, &mut wrong);
    cases::check(evidence, &mut wrong);
    chats::check(evidence, &mut wrong);
    logs::check(evidence, &mut wrong);
    wrong
}

impl Evidence {
    fn rows(&self, table: &str) -> &[Value] {
        self.tables.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    fn row(&self, table: &str, id: &Value) -> Option<&Value> {
        self.rows(table).iter().find(|row| &row["id"] == id)
    }

    fn words(&self, list: &str) -> Vec<&str> {
        let list = self.diary[list].as_array();
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn may(&self, what: &str) -> bool {
        self.diary[what] == true
    }
}

/// A moment as the book writes it.
fn moment(value: &Value) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(value.as_str()?).ok()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
