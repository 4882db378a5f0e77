//! `huiyin doctor`: looks at what an estate in service depends on, and says of each thing whether it is well,
//! why not, and the one step that mends it. It changes nothing, but for a file that it writes where files are kept
//! and removes.

mod telegram;

use std::time::SystemTime;

use casework::{
    backup::Backups,
    desk::{Desk, DeskError},
    say,
    sentence::Sentence,
    store::{Load, Server},
    words::Language,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    api::Api,
    evidence::{Evidence, Place},
    terminal,
};

/// The oldest PostgreSQL that the stories are told on.
const OLDEST_POSTGRES: i32 = 140_000;
/// Whoever holds a transaction open for longer keeps the book from tidying up.
const LONGEST_TRANSACTION: i64 = 600;
/// Clocks that are further apart, in seconds, make time limits come early or late.
const MOST_OFF: i64 = 30;
/// What waits for longer than this waits too long, in seconds.
const LONGEST_WAIT: i64 = 300;
/// Nobody wants to lose more than a day and a half, and a backup that nobody has tried for this many days is a
/// hope.
const OLDEST_BACKUP: TimeDelta = TimeDelta::hours(36);
const OLDEST_TRIAL: TimeDelta = TimeDelta::days(35);
/// A file that is not fetched within an hour waits too long, in seconds.
const LONGEST_FILE: i64 = 3_600;

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Well.
    Ok,
    /// It works, and somebody should look.
    Warn,
    /// It does not work.
    Fail,
}

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word.
    pub check: &'static str,
    /// How it is.
    pub grade: Grade,
    /// What was seen.
    pub why: Sentence,
    /// The one step that mends it.
    pub fix: Option<Sentence>,
}

impl Grade {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl Finding {
    fn ok(check: &'static str, why: Sentence) -> Self {
        Self { check, grade: Grade::Ok, why, fix: None }
    }

    fn warn(check: &'static str, why: Sentence, fix: Sentence) -> Self {
        Self { check, grade: Grade::Warn, why, fix: Some(fix) }
    }

    fn fail(check: &'static str, why: Sentence, fix: Sentence) -> Self {
        Self { check, grade: Grade::Fail, why, fix: Some(fix) }
    }
}

/// The findings as people read them.
pub fn printed(findings: &[Finding], language: Language) -> String {
    let line = |finding: &Finding| {
        let why = terminal::told(&finding.why, language);
        let fix = finding.fix.as_ref().map(|fix| terminal::told(fix, language));
        let fix = fix.map(|fix| format!("\n      → {fix}")).unwrap_or_default();
        format!("{:<5} {}: {why}{fix}\n", finding.grade.name(), finding.check)
    };
    findings.iter().map(line).collect()
}

/// The findings for machines, in English.
pub fn json(findings: &[Finding]) -> Value {
    let of = |finding: &Finding| {
        json!({
            "check": finding.check,
            "grade": finding.grade.name(),
            "why": finding.why.to_string(),
            "fix": finding.fix.as_ref().map(ToString::to_string),
        })
    };
    findings.iter().map(of).collect()
}

/// Whether anything does not work.
pub fn is_ill(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.grade == Grade::Fail)
}

/// What is looked at beside the book.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// Telegram.
    pub api: &'a Api,
    /// Where updates are to be brought, if they are not polled for.
    pub webhook: Option<&'a str>,
    /// Where files are kept, if they are.
    pub evidence: Option<&'a Place>,
}

/// Looks at everything. It fails only when the book cannot be read at all.
pub async fn examine(desk: &Desk, at: Looked<'_>) -> Result<Vec<Finding>, DeskError> {
    let mut findings = book(desk).await?;
    findings.extend(of_files(at.evidence, &desk.load().await?).await);
    findings.extend(estates(desk).await?);
    findings.push(fonts().await);
    match telegram::me(at.api).await {
        Ok((id, finding)) => {
            findings.push(finding);
            findings.push(telegram::updates(at.api, at.webhook).await);
            findings.push(telegram::menus(at.api).await);
            findings.extend(telegram::groups(desk, at.api, id).await?);
        }
        Err(finding) => findings.push(finding),
    }
    Ok(findings)
}

/// Whether photos and files can be kept, and are.
async fn of_files(kept_at: Option<&Place>, load: &Load) -> Vec<Finding> {
    let Some(kept_at) = kept_at else {
        return vec![Finding::warn(
            "files",
            say!("photos and files are kept by Telegram alone"),
            say!("name a folder or a bucket in HUIYIN_EVIDENCE"),
        )];
    };
    let place = kept_at.to_string();
    let tried = match Evidence::open_existing(kept_at) {
        Ok(evidence) => evidence.try_out().await,
        Err(error) => Err(format!("{error:#}")),
    };
    let mut findings = vec![match tried {
        Ok(()) => Finding::ok("files", say!("{place} can be written to and read", place)),
        Err(error) => Finding::fail(
            "files",
            say!("{place} cannot be written to and read: {error}", place, error),
            say!(
                "correct the folder or the bucket, or who may write there; huiyin serve makes a folder"
            ),
        ),
    }];
    if load.files_seconds > LONGEST_FILE || load.files_unkept > 0 {
        findings.push(Finding::warn(
            "files",
            say!(
                "{waiting} are waiting to be fetched, {unkept} were given up",
                waiting = load.files,
                unkept = load.files_unkept
            ),
            say!("look into the log for why; Telegram still has them"),
        ));
    }
    findings
}

/// The database, and what waits in it.
async fn book(desk: &Desk) -> Result<Vec<Finding>, DeskError> {
    let mut findings = of_server(&desk.server().await?, SystemTime::now().into());
    findings.extend(of_load(&desk.load().await?));
    findings.extend(of_backups(desk.backups().await?, desk.clock().now()));
    Ok(findings)
}

fn of_server(server: &Server, now: DateTime<Utc>) -> Vec<Finding> {
    let (number, size) = (server.version / 10_000, server.size / 1_048_576);
    let version = if server.version < OLDEST_POSTGRES {
        Finding::fail(
            "postgresql",
            say!("version {number} is too old", number),
            say!("upgrade PostgreSQL to {oldest} or newer", oldest = OLDEST_POSTGRES / 10_000),
        )
    } else {
        Finding::ok("postgresql", say!("version {number}, {size} MB", number, size))
    };
    let encoding = if server.encoding == "UTF8" {
        Finding::ok("encoding", say!("{encoding}", encoding = &server.encoding))
    } else {
        Finding::fail(
            "encoding",
            say!(
                "the database writes {encoding}, which has no Chinese",
                encoding = &server.encoding
            ),
            say!("make a database with encoding UTF8, and restore the book into it"),
        )
    };
    let seconds = server.longest_seconds;
    let transactions = if seconds > LONGEST_TRANSACTION {
        Finding::warn(
            "transactions",
            say!("one has been open for {seconds} s", seconds),
            say!("find it in pg_stat_activity, and end it"),
        )
    } else {
        Finding::ok("transactions", say!("none is open for long"))
    };
    let letters = if matches!(server.ctype.as_str(), "C" | "POSIX") {
        Finding::warn(
            "letters",
            say!(
                "by {ctype} no Chinese character is a letter, so that searching finds less",
                ctype = &server.ctype
            ),
            say!("make a database with lc_ctype C.UTF-8, and restore the book into it"),
        )
    } else {
        Finding::ok("letters", say!("{ctype}", ctype = &server.ctype))
    };
    let off = (server.clock - now).num_seconds().abs();
    let clock = if off > MOST_OFF {
        Finding::warn(
            "clock",
            say!(
                "the clocks of this machine and of the database are {seconds} s apart",
                seconds = off
            ),
            say!("let both set their clocks by the network (NTP)"),
        )
    } else {
        Finding::ok("clock", say!("this machine and the database agree"))
    };
    let book = Finding::ok("book", say!("version {number}", number = server.book));
    vec![version, encoding, letters, transactions, clock, book]
}

fn of_load(load: &Load) -> [Finding; 2] {
    let oldest = load.updates_seconds.max(load.letters_seconds).max(load.timers_seconds);
    let queues = if oldest > LONGEST_WAIT {
        Finding::fail(
            "queues",
            say!("something has waited for {seconds} s", seconds = oldest),
            say!("look whether huiyin serve runs, and into its log"),
        )
    } else {
        Finding::ok("queues", say!("nothing waits for long"))
    };
    let parked = if load.parked > 0 {
        Finding::warn(
            "parked",
            say!("{count} updates were given up", count = load.parked),
            say!("read in the runbook how they are looked at: An update was parked"),
        )
    } else {
        Finding::ok("parked", say!("no update was given up"))
    };
    [queues, parked]
}

fn of_backups(backups: Backups, now: DateTime<Utc>) -> [Finding; 2] {
    let since = |moment: DateTime<Utc>| (now - moment).num_hours();
    let fix = say!("run huiyin backup FOLDER each night; deploy/huiyin-backup.timer does it");
    let taken = match backups.taken_at {
        None => Finding::warn("backup", say!("none was ever taken"), fix),
        Some(moment) => {
            let why = say!("the last one was taken {hours} h ago", hours = since(moment));
            if now - moment > OLDEST_BACKUP {
                Finding::warn("backup", why, fix)
            } else {
                Finding::ok("backup", why)
            }
        }
    };
    let fix = say!("run huiyin verify FILE --key KEY with the newest backup, once a month");
    let verified = match backups.verified_at {
        None => Finding::warn("verify", say!("no backup was ever put back on trial"), fix),
        Some(moment) => {
            let days = since(moment) / 24;
            let why = say!("the last trial was {days} days ago", days);
            if now - moment > OLDEST_TRIAL {
                Finding::warn("verify", why, fix)
            } else {
                Finding::ok("verify", why)
            }
        }
    };
    [taken, verified]
}

/// What each estate needs to be in service.
async fn estates(desk: &Desk) -> Result<Vec<Finding>, DeskError> {
    let mut findings = vec![];
    let mut work = desk.begin().await?;
    for site in work.sites().await? {
        work.stand_at(site.id);
        let estate = site.code.clone();
        let years = work.years_without_holidays().await?;
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        findings.push(if years.is_empty() {
            Finding::ok("holidays", say!("{estate}: known", estate = &estate))
        } else {
            Finding::warn(
                "holidays",
                say!(
                    "{estate}: none of {years} is known",
                    estate = &estate,
                    years = years.join(", ")
                ),
                say!("huiyin calendar import FILE, with the list that is published"),
            )
        });
        findings.push(if work.has_admin().await? {
            Finding::ok("administrator", say!("{estate}: there is one", estate = &estate))
        } else {
            Finding::fail(
                "administrator",
                say!("{estate}: there is none", estate = &estate),
                say!("start huiyin serve, and open the link that it prints"),
            )
        });
        let ready = work.readiness().await?;
        let lacks = ready.roomless.len() + ready.vacant.len() + usize::from(ready.buildings == 0);
        findings.push(if lacks == 0 {
            Finding::ok("setup", say!("{estate}: nothing is missing", estate = &estate))
        } else {
            Finding::warn(
                "setup",
                say!("{estate}: {count} things are missing", estate = &estate, count = lacks),
                say!("send /setup to the bot as administrator"),
            )
        });
        findings.push(if site.emergency.is_empty() {
            Finding::fail(
                "emergency",
                say!("{estate}: nobody is told whom to call in danger", estate = &estate),
                say!("write the numbers into the estate file, under [[site.emergency]], and start again"),
            )
        } else {
            Finding::ok("emergency", say!("{estate}: the numbers are there", estate = &estate))
        });
    }
    Ok(findings)
}

async fn fonts() -> Finding {
    let looked = tokio::task::spawn_blocking(crate::picture::check).await;
    of_fonts(matches!(looked, Ok(Ok(()))))
}

fn of_fonts(are_there: bool) -> Finding {
    if are_there {
        return Finding::ok("fonts", say!("there is one with every character"));
    }
    Finding::warn(
        "fonts",
        say!("none has every character: summaries go out without their picture"),
        say!("{command}", command = "apt-get install fonts-noto-cjk"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_story_can_make_ill_is_judged_all_the_same() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        let sound = Server {
            version: 150_018,
            encoding: "UTF8".to_owned(),
            ctype: "C.UTF-8".to_owned(),
            clock: now,
            book: 1,
            size: 0,
            longest_seconds: 0,
        };
        assert!(of_server(&sound, now).iter().all(|finding| finding.grade == Grade::Ok));
        let ill = |server: Server| {
            let found = of_server(&server, now).into_iter().find(|one| one.grade != Grade::Ok);
            let found = found.unwrap_or_else(|| panic!("{server:?} is taken for sound"));
            (found.check, found.grade)
        };
        assert_eq!(ill(Server { version: 130_004, ..sound.clone() }), ("postgresql", Grade::Fail));
        let ascii = Server { encoding: "SQL_ASCII".to_owned(), ..sound.clone() };
        assert_eq!(ill(ascii), ("encoding", Grade::Fail));
        let bytes = Server { ctype: "C".to_owned(), ..sound.clone() };
        assert_eq!(ill(bytes), ("letters", Grade::Warn));
        let late = Server { clock: now - TimeDelta::seconds(31), ..sound.clone() };
        assert_eq!(ill(late), ("clock", Grade::Warn));
        assert_eq!(ill(Server { longest_seconds: 601, ..sound }), ("transactions", Grade::Warn));
        assert_eq!(of_fonts(false).grade, Grade::Warn);
        let late = Load { letters_seconds: 301, ..Load::default() };
        assert_eq!(of_load(&late).map(|one| one.grade), [Grade::Fail, Grade::Ok]);
        let grades = |taken: i64, verified: i64| {
            let taken_at = Some(now - TimeDelta::hours(taken));
            let backups = Backups { taken_at, verified_at: Some(now - TimeDelta::days(verified)) };
            of_backups(backups, now).map(|one| one.grade)
        };
        assert_eq!(grades(36, 35), [Grade::Ok, Grade::Ok]);
        assert_eq!(grades(37, 36), [Grade::Warn, Grade::Warn]);
        let never = of_backups(Backups::default(), now).map(|one| one.grade);
        assert_eq!(never, [Grade::Warn, Grade::Warn]);
    }
}
