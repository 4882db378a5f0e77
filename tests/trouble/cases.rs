//! The cases of the fault list, as a table: number, what is done, in which profile, how.

mod broadcast;
mod crash;
mod groups;
mod input;
mod network;
mod postgres;
mod privacy;
mod race;
mod several;
mod telegram;
mod time;

use std::pin::Pin;

use anyhow::bail;

use crate::trial::Trial;

/// What is done in a trial.
pub(crate) type Act = for<'a> fn(&'a Trial) -> Deed<'a>;
pub(crate) type Deed<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;

/// How a case is run.
pub(crate) enum How {
    /// Against running processes, once for each of these numbers of instances.
    Trial {
        instances: &'static [usize],
        own: bool,
        failpoints: &'static str,
        asleep: bool,
        act: Act,
    },
    /// Within this process, where the clock is moved by hand.
    Story(fn()),
    /// Not yet, and why.
    NotCovered(&'static str),
}

/// One case of the list.
pub(crate) struct Case {
    pub(crate) no: &'static str,
    pub(crate) text: &'static str,
    pub(crate) short: bool,
    pub(crate) how: How,
}

/// A case against one running instance.
macro_rules! case {
    ($no:literal, $text:literal, $act:path) => {
        case!($no, $text, $act, [1])
    };
    ($no:literal, $text:literal, $act:path, [$($instances:literal),+] $(, $more:ident = $value:expr)*) => {{
        let extra = $crate::cases::Extra::plain()$(.$more($value))*;
        $crate::cases::Case {
            no: $no,
            text: $text,
            short: extra.short,
            how: $crate::cases::How::Trial {
                instances: &[$($instances),+],
                own: extra.own,
                failpoints: extra.failpoints,
                asleep: extra.asleep,
                act: |trial| Box::pin($act(trial)),
            },
        }
    }};
}
pub(crate) use case;

/// What a case may say beside its number, text and deed.
#[derive(Clone, Copy)]
pub(crate) struct Extra {
    short: bool,
    own: bool,
    failpoints: &'static str,
    asleep: bool,
}

impl Extra {
    const fn plain() -> Self {
        Self { short: false, own: false, failpoints: "", asleep: false }
    }

    const fn short(self, short: bool) -> Self {
        Self { short, ..self }
    }

    const fn own(self, own: bool) -> Self {
        Self { own, ..self }
    }

    const fn failpoints(self, failpoints: &'static str) -> Self {
        Self { failpoints, ..self }
    }

    const fn asleep(self, asleep: bool) -> Self {
        Self { asleep, ..self }
    }
}

/// A case told as a story within this process.
pub(crate) const fn story(no: &'static str, text: &'static str, short: bool, story: fn()) -> Case {
    Case { no, text, short, how: How::Story(story) }
}

/// A case that is not covered, and why.
pub(crate) const fn not_covered(no: &'static str, text: &'static str, why: &'static str) -> Case {
    Case { no, text, short: false, how: How::NotCovered(why) }
}

fn table() -> impl Iterator<Item = &'static Case> {
    let all: [&[Case]; 11] = [
        network::CASES,
        telegram::CASES,
        crash::CASES,
        postgres::CASES,
        time::CASES,
        race::CASES,
        input::CASES,
        groups::CASES,
        several::CASES,
        privacy::CASES,
        broadcast::CASES,
    ];
    all.into_iter().flatten()
}

/// The case with this number.
pub(crate) fn find(no: &str) -> Option<&'static Case> {
    table().find(|case| case.no.eq_ignore_ascii_case(no))
}

/// Those that were named, or the profile.
pub(crate) fn chosen(named: &[String], short: bool) -> anyhow::Result<Vec<&'static Case>> {
    if named.is_empty() {
        return Ok(table().filter(|case| !short || case.short).collect());
    }
    let mut cases = vec![];
    for no in named {
        match find(no) {
            Some(case) => cases.push(case),
            None => bail!("there is no case {no}; --list shows them"),
        }
    }
    Ok(cases)
}

/// Prints every case.
pub(crate) fn list() {
    let (mut covered, mut left) = (0, 0);
    for case in table() {
        let how = match &case.how {
            How::NotCovered(why) => {
                left += 1;
                format!("not covered: {why}")
            }
            How::Story(_) => {
                covered += 1;
                "in this process".to_owned()
            }
            How::Trial { instances, own, .. } => {
                covered += 1;
                let server = if *own { ", its own PostgreSQL" } else { "" };
                format!("instances {instances:?}{server}")
            }
        };
        let profile = if case.short { "short" } else { "full" };
        println!("{:5} {profile:5}  {}  ({how})", case.no, case.text);
    }
    println!("{covered} cases, {left} not covered");
}
