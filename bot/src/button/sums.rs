//! What the buttons about summaries carry.

use std::fmt;

use casework::{
    ids::{DepartmentId, SummaryId},
    summary::{Figure, Period},
};

/// About summaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Send it: of this time, of this department or of all.
    Show(Period, Option<DepartmentId>),
    /// As a file.
    File(Period, Option<DepartmentId>),
    /// As a page to print.
    Page(Period, Option<DepartmentId>),
    /// Every figure.
    How(Period, Option<DepartmentId>),
    /// The same again, in place of one of them.
    Back(Period, Option<DepartmentId>),
    /// How this one is counted, and its cases.
    Figure(Period, Option<DepartmentId>, Figure),
    /// What did owners say in their own words?
    Words(Period, Option<DepartmentId>),
    /// Of every estate that they may read.
    All(Period),
    /// The same as a file.
    AllFile(Period),
    /// Write down what of it the owners may read.
    Publish(Period),
    /// I have read it.
    Read(SummaryId),
}

/// Departments are counted from one; none is the whole estate.
fn of(department: Option<DepartmentId>) -> i64 {
    department.map_or(0, |department| department.0)
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show(period, department) => write!(f, "see:{period}:{}", of(*department)),
            Self::File(period, department) => write!(f, "file:{period}:{}", of(*department)),
            Self::Page(period, department) => write!(f, "page:{period}:{}", of(*department)),
            Self::How(period, department) => write!(f, "how:{period}:{}", of(*department)),
            Self::Back(period, department) => write!(f, "back:{period}:{}", of(*department)),
            Self::Figure(period, department, figure) => {
                write!(f, "how:{period}:{}:{}", of(*department), figure.name())
            }
            Self::Words(period, department) => write!(f, "words:{period}:{}", of(*department)),
            Self::All(period) => write!(f, "all:{period}"),
            Self::AllFile(period) => write!(f, "allfile:{period}"),
            Self::Publish(period) => write!(f, "publish:{period}"),
            Self::Read(id) => write!(f, "read:{id}"),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Sum> {
    let department = |id: &str| {
        let id: i64 = id.parse().ok()?;
        Some((id != 0).then_some(DepartmentId(id)))
    };
    Some(match parts {
        ["see", period, id] => Sum::Show(Period::parse(period)?, department(id)?),
        ["file", period, id] => Sum::File(Period::parse(period)?, department(id)?),
        ["page", period, id] => Sum::Page(Period::parse(period)?, department(id)?),
        ["how", period, id] => Sum::How(Period::parse(period)?, department(id)?),
        ["back", period, id] => Sum::Back(Period::parse(period)?, department(id)?),
        ["how", period, id, figure] => {
            Sum::Figure(Period::parse(period)?, department(id)?, Figure::parse(figure)?)
        }
        ["words", period, id] => Sum::Words(Period::parse(period)?, department(id)?),
        ["all", period] => Sum::All(Period::parse(period)?),
        ["allfile", period] => Sum::AllFile(Period::parse(period)?),
        ["publish", period] => Sum::Publish(Period::parse(period)?),
        ["read", id] => Sum::Read(SummaryId(id.parse().ok()?)),
        _ => return None,
    })
}
