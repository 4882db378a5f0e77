//! A sheet of paper of ours as a value: a slip with its ruled fields. It becomes HTML here and nowhere
//! else: one file for A4, without a script, an address or a picture. Everything people type is escaped
//! by the library, and stays in a box of its own, whichever way it is written.

use casework::words::Language;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How it looks, on a screen and on paper.
const STYLE: &str = include_str!("paper.css");
/// Nothing is fetched and nothing runs, whatever stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
/// So many columns the slip is ruled into: three labels, three values.
const COLUMNS: usize = 6;

/// A slip.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Its language.
    pub language: Language,
    /// Whose paper it is.
    pub estate: String,
    /// What it is.
    pub title: String,
    /// What it says, row by row.
    pub rows: Vec<Row>,
    /// The line at the foot.
    pub foot: String,
}

/// A row of a slip.
#[derive(Debug, Clone)]
pub enum Row {
    /// Up to three short fields side by side.
    Fields(Vec<Field>),
    /// One field for many words, with who signed for it.
    Words(Field, Vec<Signature>),
}

/// A field; empty, it stays a blank to be filled in by hand.
#[derive(Debug, Clone)]
pub struct Field {
    /// What it is called.
    pub label: String,
    /// What stands in it.
    pub value: Option<String>,
}

/// Who signed, and when; what is missing stays a line to sign on.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Who.
    pub who: Field,
    /// When.
    pub when: Field,
}

/// A letter of ours.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Its language.
    pub language: Language,
    /// Whose letter it is.
    pub estate: String,
    /// What it is.
    pub title: String,
    /// To whom, and where they are.
    pub to: Vec<String>,
    /// Under which numbers it is kept.
    pub numbers: Vec<String>,
    /// How it begins.
    pub greeting: String,
    /// What it says.
    pub passages: Vec<Passage>,
    /// Who writes, and when.
    pub signed: Vec<String>,
    /// The line at the foot.
    pub foot: String,
}

/// A part of a letter.
#[derive(Debug, Clone)]
pub enum Passage {
    /// A paragraph.
    Words(String),
    /// Under a heading.
    Headed(Field),
    /// Lines one below the other.
    List(Vec<String>),
}

/// Figures of ours, table by table.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Its language.
    pub language: Language,
    /// Whose it is.
    pub estate: String,
    /// What it is.
    pub title: String,
    /// What counts most, line by line.
    pub lead: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The line at the foot.
    pub foot: String,
}

/// A table of a report; its first column names, the others say how much, the last of many explains.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is.
    pub title: String,
    /// Over its columns.
    pub heads: Vec<String>,
    /// Line by line.
    pub rows: Vec<Vec<String>>,
}

impl Report {
    /// The file.
    pub fn html(&self) -> String {
        page(
            self.language,
            [&self.estate, &self.title],
            &html! {
                ul.lead { @for line in &self.lead { li { (line) } } }
                @for table in &self.tables { (table.html()) }
                footer { (self.foot) }
            },
        )
    }
}

impl Table {
    fn html(&self) -> Markup {
        html! {
            section.report {
                h2 { (self.title) }
                table {
                    thead { tr { @for head in &self.heads { th scope="col" { (head) } } } }
                    tbody {
                        @for row in &self.rows {
                            tr { @for cell in row { td dir="auto" { (cell) } } }
                        }
                    }
                }
            }
        }
    }
}

impl Form {
    /// The file.
    pub fn html(&self) -> String {
        page(
            self.language,
            [&self.estate, &self.title],
            &html! {
                table {
                    colgroup { @for _ in 0..COLUMNS / 2 { col.label; col; } }
                    tbody { @for row in &self.rows { (row.html()) } }
                }
                footer { (self.foot) }
            },
        )
    }
}

impl Reply {
    /// The file.
    pub fn html(&self) -> String {
        page(
            self.language,
            [&self.estate, &self.title],
            &html! {
                div.heads {
                    div.to { @for line in &self.to { p dir="auto" { (line) } } }
                    div.numbers { @for line in &self.numbers { p dir="auto" { (line) } } }
                }
                article {
                    p.greeting dir="auto" { (self.greeting) }
                    @for passage in &self.passages { (passage.html()) }
                }
                div.from { @for line in &self.signed { p dir="auto" { (line) } } }
                footer { (self.foot) }
            },
        )
    }
}

impl Passage {
    fn html(&self) -> Markup {
        match self {
            Self::Words(text) => html! { p.said { (text) } },
            Self::Headed(field) => html! {
                section {
                    h2 { (field.label) }
                    div.text dir="auto" { (field.shown()) }
                }
            },
            Self::List(lines) => html! { ul { @for line in lines { li dir="auto" { (line) } } } },
        }
    }
}

impl Row {
    fn html(&self) -> Markup {
        match self {
            Self::Fields(fields) => {
                let last = fields.len().saturating_sub(1);
                let wide = |at: usize| if at == last { COLUMNS - 1 - 2 * last } else { 1 };
                html! {
                    tr {
                        @for (at, field) in fields.iter().enumerate() {
                            th scope="row" { (field.label) }
                            td colspan=(wide(at)) dir="auto" { (field.shown()) }
                        }
                    }
                }
            }
            Self::Words(field, signatures) => html! {
                tr.words {
                    th scope="row" { (field.label) }
                    td colspan=(COLUMNS - 1) {
                        div.box {
                            div.text dir="auto" { (field.shown()) }
                            div.signatures {
                                @for signature in signatures {
                                    div.signed {
                                        (signature.who.signed("who"))
                                        (signature.when.signed("when"))
                                    }
                                }
                            }
                        }
                    }
                }
            },
        }
    }
}

impl Field {
    fn shown(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    fn signed(&self, class: &str) -> Markup {
        html! { span class=(class) { (self.label) bdi { (self.shown()) } } }
    }
}

fn page(language: Language, [estate, title]: [&str; 2], body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        p.estate dir="auto" { (estate) }
                        h1 { (title) }
                    }
                    (body)
                }
            }
        }
    };
    page.into_string()
}
