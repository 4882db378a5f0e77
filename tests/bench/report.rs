//! What came out: one table for people, one JSON object for programs.

use serde_json::{Map, Value, json};

use crate::numbers;

/// What the `--json` object always holds; what was not measured is null.
const PROMISED: [&str; 14] = [
    "cases_per_s",
    "updates_per_s",
    "commit_ceiling_per_s",
    "share_of_ceiling",
    "echo_updates_per_s",
    "commits_per_case",
    "cpu_ms_per_case",
    "p99_commit_ms_200",
    "p99_answer_ms_200",
    "idle_mb",
    "peak_mb",
    "growth_1m",
    "broadcast_share",
    "calm_429",
];

/// The figures of one run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    values: Map<String, Value>,
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Heading(String),
    Remark(String),
    Figure { name: String, value: String, note: String },
}

impl Report {
    /// What follows belongs together.
    pub(crate) fn heading(&mut self, text: &str) {
        eprintln!("· {text}");
        self.lines.push(Line::Heading(text.to_owned()));
    }

    /// One figure, with what it is measured in and what it means.
    pub(crate) fn figure(&mut self, name: &str, value: f64, note: &str) {
        let shown = rounded(value);
        eprintln!("    {name} {shown} {note}");
        self.values.insert(name.to_owned(), number(value));
        self.lines.push(Line::Figure {
            name: name.to_owned(),
            value: shown,
            note: note.to_owned(),
        });
    }

    /// A figure that was measured several times: its median, and how far the values lie apart.
    pub(crate) fn repeated(&mut self, name: &str, values: &[f64], note: &str) {
        let spread = numbers::spread(values);
        let note = format!("{note}; median of {}, spread {:.0} %", values.len(), spread * 100.0);
        self.figure(name, numbers::median(values), &note);
        self.values.insert(format!("{name}_spread"), number(spread));
    }

    /// Something to be known beside the figures.
    pub(crate) fn fact(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    /// A line for people alone.
    pub(crate) fn remark(&mut self, text: &str) {
        eprintln!("    {text}");
        self.lines.push(Line::Remark(text.to_owned()));
    }

    /// A figure put down earlier.
    pub(crate) fn known(&self, name: &str) -> Option<f64> {
        self.values.get(name)?.as_f64()
    }

    /// The table.
    pub(crate) fn table(&self) -> String {
        let line = |line: &Line| match line {
            Line::Heading(text) => format!("\n{text}\n"),
            Line::Figure { name, value, note } => format!("  {name:<28}{value:>12}  {note}\n"),
            Line::Remark(text) => format!("  {text}\n"),
        };
        self.lines.iter().map(line).collect()
    }

    /// The object.
    pub(crate) fn json(&self) -> Value {
        let mut values = self.values.clone();
        for name in PROMISED {
            values.entry(name).or_insert(Value::Null);
        }
        Value::Object(values)
    }
}

fn number(value: f64) -> Value {
    if value.is_finite() { json!((value * 1000.0).round() / 1000.0) } else { Value::Null }
}

fn rounded(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "–".to_owned(),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
