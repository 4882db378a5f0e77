//! A profile out of its TOML, with everything that is wrong with it.

use crate::{say, sentence::Sentence};
use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, de::DeserializeOwned};
use toml::{Table, Value, de::DeTable};

use super::{
    Calls, Lengths, Policy, PolicyError, Raise, Rule, Sampling, Span, Start, Step, Term, TimerKind,
    Times, Warning, Warranty, lines,
    rule::{Hearer, Mark},
    week::Pattern,
};
use crate::case::handling::{PauseGround, RaiseGround};

/// The longest warranty that can be meant, in months: what carries a house.
const LONGEST_WARRANTY: u32 = 1_200;

/// Whether a profile is to come into force, or is one that old cases were opened under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    New,
    Kept,
}

pub(super) fn read(text: &str, age: Age) -> Result<Policy, PolicyError> {
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(_) => return Err(PolicyError(misspelt(text))),
    };
    let mut reading = Reading { faults: vec![] };
    let policy = reading.policy(table, age);
    match policy {
        Some(policy) if reading.faults.is_empty() => Ok(policy),
        _ => Err(PolicyError(reading.faults.iter().map(|fault| fault.said(text)).collect())),
    }
}

/// What is not TOML at all, line by line: one slip often makes several, and the first is the cause.
fn misspelt(text: &str) -> Vec<Sentence> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let fault = |error: &toml::de::Error| {
        let line = error.span().map_or(1, |span| lines::line(text, span.start));
        let what = error.message().replace('\n', ", ");
        say!(
            "line {line}: it is not TOML: {what}; write name = \"value\" with plain quotation marks, and no \
             name twice",
            line,
            what
        )
    };
    let mut faults: Vec<_> = errors.iter().map(fault).collect();
    faults.dedup();
    faults.truncate(5);
    faults
}

/// A pattern of its own, for tests that need no whole profile.
#[cfg(test)]
pub(super) fn pattern(text: &str) -> Pattern {
    let mut reading = Reading { faults: vec![] };
    let pattern = reading.pattern(Some(text.parse().expect("TOML")));
    assert_eq!(reading.faults, []);
    pattern
}

/// A warning as it is written: at a share of the time, or so long before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WarningEntry {
    at: Option<String>,
    before: Option<Span>,
    tell: Vec<Hearer>,
}

struct Reading {
    faults: Vec<Fault>,
}

/// What is wrong, and with which key.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    at: String,
    says: Sentence,
}

impl Fault {
    /// The sentence, with the line that it is about.
    fn said(&self, text: &str) -> Sentence {
        let (at, fault) = (self.at.as_str(), self.says.clone());
        match (at, lines::line_of(text, at)) {
            ("", _) => fault,
            (at, None) => say!("{at}: {fault}", at, fault),
            (at, Some(line)) => say!("line {line}, {at}: {fault}", line, at, fault),
        }
    }
}

impl Reading {
    fn fault(&mut self, at: &str, says: Sentence) {
        self.faults.push(Fault { at: at.to_owned(), says });
    }

    /// Takes a key out of a table, so that what is left at the end is unknown.
    fn take<T: DeserializeOwned>(&mut self, table: &mut Table, at: &str, key: &str) -> Option<T> {
        let value = table.remove(key)?;
        match value.try_into() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(&path(at, key), Sentence::heard(error.message()));
                None
            }
        }
    }

    fn leave(&mut self, rest: &Table, at: &str, known: &str) {
        for key in rest.keys() {
            self.fault(&path(at, key), say!("is not known; known are {known}", known));
        }
    }

    fn policy(&mut self, mut table: Table, age: Age) -> Option<Policy> {
        let profile: Option<String> = self.take(&mut table, "", "profile");
        let version: Option<i32> = self.take(&mut table, "", "version");
        let sources: Option<Vec<String>> = self.take(&mut table, "", "sources");
        let calendar = self.take(&mut table, "", "calendar");
        let rules = self.take(&mut table, "", "rules").unwrap_or_default();
        let waived = self.take(&mut table, "", "waived").unwrap_or_default();
        let pauses: BTreeMap<PauseGround, Vec<String>> =
            self.take(&mut table, "", "pauses").unwrap_or_default();
        for clauses in pauses.values() {
            if clauses.is_empty() {
                self.fault("pauses", say!("name the clauses by which the time stands still"));
            }
        }
        let raises: BTreeMap<RaiseGround, Raise> =
            self.take(&mut table, "", "raises").unwrap_or_default();
        for (ground, raise) in &raises {
            let least = ground.least();
            if raise.clauses.is_empty() || raise.count < least || raise.days < 1 {
                let says =
                    say!("name the clauses, a count from {least} on and days from 1 on", least);
                self.fault("raises", says);
            }
        }
        let warranty: Option<Warranty> = self.take(&mut table, "", "warranty");
        if let Some(warranty) = &warranty
            && (warranty.clauses.is_empty() || !(1..=LONGEST_WARRANTY).contains(&warranty.months))
        {
            let most = LONGEST_WARRANTY;
            let says = say!("name the clauses, and months from 1 to {most}", most);
            self.fault("warranty", says);
        }
        let calls: Option<Calls> = self.take(&mut table, "", "calls");
        if calls.as_ref().is_some_and(|of| of.clauses.is_empty() || of.times == 0) {
            self.fault("calls", say!("name the clauses, and times from 1 on"));
        }
        let sampling: Option<Sampling> = self.take(&mut table, "", "sampling");
        if sampling.as_ref().is_some_and(|sampling| !sampling.is_sound()) {
            self.fault("sampling", say!("name the clauses, and a share from 0 to 100"));
        }
        let [returns, extensions] = ["returns", "extensions"].map(|at| {
            let times: Option<Times> = self.take(&mut table, "", at);
            if times.as_ref().is_some_and(|of| of.clauses.is_empty() || of.times == 0) {
                self.fault(at, say!("name the clauses, and times from 1 on"));
            }
            times
        });
        let committee: Option<Term> = self.take(&mut table, "", "committee");
        if committee.as_ref().is_some_and(|committee| committee.clauses.is_empty()) {
            self.fault("committee", say!("name the clauses"));
        }
        let known = "profile, version, sources, calendar, rules, waived, pauses, raises, warranty, \
                     calls, sampling, returns, extensions, committee";
        self.leave(&table, "", known);

        if profile.as_deref().is_none_or(str::is_empty) {
            self.fault("profile", say!("name it"));
        }
        let numbered = version.is_some() || self.faults.iter().any(|fault| fault.at == "version");
        if !numbered || version.is_some_and(|version| version < 1) {
            self.fault("version", say!("number it, from 1 on"));
        }
        if age == Age::New && sources.as_ref().is_none_or(Vec::is_empty) {
            self.fault("sources", say!("name the procedures it is drawn from"));
        }
        let name = profile.clone().unwrap_or_default();
        let pattern = self.pattern(calendar);
        let rules = self.rules(rules);
        let waived = self.waived(waived, &rules);
        if age == Age::New {
            self.blanks(&name, &rules, &waived);
        } else {
            self.standing_still(&name, &rules);
        }
        self.fits(&rules, &pattern);
        Some(Policy {
            profile: profile?,
            version: version?,
            sources: sources.unwrap_or_default(),
            pattern: Arc::new(pattern),
            rules: rules.into_iter().filter_map(|(kind, rule)| Some((kind, rule?))).collect(),
            waived,
            pauses,
            raises,
            warranty,
            calls,
            sampling,
            returns,
            extensions,
            committee,
        })
    }

    fn pattern(&mut self, table: Option<Table>) -> Pattern {
        let at = "calendar";
        let mut table = table.unwrap_or_default();
        let pattern = Pattern {
            clauses: self.take(&mut table, at, "clauses").unwrap_or_default(),
            workdays: self.take(&mut table, at, "workdays").unwrap_or_default(),
            hours: self.take(&mut table, at, "hours").unwrap_or_default(),
            open_on_holidays: self.take(&mut table, at, "open_on_holidays").unwrap_or_default(),
            summer: self.take(&mut table, at, "summer"),
            night: self.take(&mut table, at, "night"),
        };
        if pattern.has_hours() && pattern.clauses.is_empty() {
            self.fault(at, say!("name the clauses its hours come from"));
        }
        self.leave(&table, at, "clauses, workdays, hours, open_on_holidays, summer, night");
        pattern
    }

    /// The rules by kind; one that cannot be read is there, as nothing.
    fn rules(&mut self, table: Table) -> BTreeMap<TimerKind, Option<Rule>> {
        let mut rules = BTreeMap::new();
        for (name, value) in table {
            let at = path("rules", &name);
            match (TimerKind::named(&name), value) {
                (None, _) => self.unknown(&at),
                (Some(kind), Value::Table(table)) => {
                    let rule = self.rule(kind, table, &at);
                    rules.insert(kind, rule);
                }
                (Some(kind), _) => {
                    self.fault(&at, say!("write it as a table"));
                    rules.insert(kind, None);
                }
            }
        }
        rules
    }

    fn unknown(&mut self, at: &str) {
        let known: Vec<_> = TimerKind::ALL.map(TimerKind::name).into();
        self.fault(
            at,
            say!("nothing is waited for by this name; known are {known}", known = known.join(", ")),
        );
    }

    fn rule(&mut self, kind: TimerKind, mut table: Table, at: &str) -> Option<Rule> {
        let clauses: Vec<String> = self.take(&mut table, at, "clauses").unwrap_or_default();
        if clauses.is_empty() {
            self.fault(at, say!("name the clauses it comes from"));
        }
        let is_blank = !table.contains_key("length");
        let length = self.take(&mut table, at, "length");
        if is_blank {
            self.fault(at, say!("it has no length"));
        }
        let serious = self.take(&mut table, at, "serious");
        let major = self.take(&mut table, at, "major");
        let urgent = self.take(&mut table, at, "urgent");
        let night: Option<Lengths> = self.take(&mut table, at, "night");
        let summer: Option<Lengths> = self.take(&mut table, at, "summer");
        let start: Start = self.take(&mut table, at, "from").unwrap_or_default();
        let agreed = self.take(&mut table, at, "agreed").unwrap_or_default();
        if !table.contains_key("tell") {
            self.fault(at, say!("say in tell who hears of it, or [] for nobody"));
        }
        let tell = self.take(&mut table, at, "tell").unwrap_or_default();
        let warn = self.warnings(&mut table, at);
        let then: Vec<Step> = self.take(&mut table, at, "then").unwrap_or_default();
        self.leave(
            &table,
            at,
            "clauses, length, serious, major, urgent, night, summer, from, agreed, tell, warn, then",
        );
        let lengths = Lengths { length: length?, serious, major, urgent };
        let rule = Rule { clauses, lengths, night, summer, start, agreed, tell, warn, then };
        self.makes_sense(kind, &rule, at);
        Some(rule)
    }

    fn warnings(&mut self, table: &mut Table, at: &str) -> Vec<Warning> {
        let entries: Vec<WarningEntry> = self.take(table, at, "warn").unwrap_or_default();
        let percent = |text: &str| {
            let gone = text.strip_suffix('%').and_then(|gone| gone.parse().ok());
            gone.filter(|gone| (1..100).contains(gone)).map(Mark::Percent)
        };
        let mut warnings = vec![];
        for entry in entries {
            let mark = match (entry.at.as_deref(), entry.before) {
                (Some(text), None) => percent(text),
                (None, Some(Span::Clock(time))) => Some(Mark::Before(time)),
                _ => None,
            };
            match mark {
                Some(at) => warnings.push(Warning { at, tell: entry.tell }),
                None => self.fault(&path(at, "warn"), say!("write at = \"80%\" for a share of the time, or before = \"30m\", around the clock")),
            }
        }
        warnings
    }

    /// What the program would not do is refused, so that no profile promises it.
    fn makes_sense(&mut self, kind: TimerKind, rule: &Rule, at: &str) {
        use TimerKind::{Arrive, Dispatch, Measure, Pickup, Plan, Promise, Review, SignOff, Solve};
        let can_be_late = matches!(
            kind,
            Dispatch | Pickup | Arrive | Plan | Solve | SignOff | Promise | Review | Measure
        );
        if !(can_be_late || rule.warn.is_empty() && rule.then.is_empty()) {
            self.fault(at, say!("nobody is late here, so that it cannot have warn or then"));
        }
        if rule.start == Start::Registered && kind != Plan {
            self.fault(&path(at, "from"), say!("only plan can be counted from registration"));
        }
        if rule.agreed && kind != Solve {
            self.fault(
                &path(at, "agreed"),
                say!("only solve can follow a date agreed with the owner"),
            );
        }
        if rule.knows_urgency() && !kind.can_be_hastened() {
            let fault = say!(
                "only dispatch, pickup, arrive, plan and solve can be shorter when it is urgent"
            );
            self.fault(&path(at, "urgent"), fault);
        }
        let told = rule.warn.iter().map(|warning| &warning.tell);
        if told.chain(rule.then.iter().map(|step| &step.tell)).any(Vec::is_empty) {
            self.fault(at, say!("every step of warn and then tells somebody"));
        }
    }

    fn waived(
        &mut self,
        table: Table,
        rules: &BTreeMap<TimerKind, Option<Rule>>,
    ) -> BTreeMap<TimerKind, String> {
        let mut waived = BTreeMap::new();
        for (name, value) in table {
            let at = path("waived", &name);
            match (TimerKind::named(&name), value) {
                (None, _) => self.unknown(&at),
                (Some(kind), _) if !kind.may_be_waived() => {
                    self.fault(&at, say!("a case would stand still without it; give it a rule"));
                }
                (Some(kind), _) if rules.contains_key(&kind) => {
                    self.fault(&at, say!("it has a rule, too; remove one of them"));
                }
                (Some(kind), Value::String(why)) if !why.trim().is_empty() => {
                    waived.insert(kind, why);
                }
                (Some(_), _) => self.fault(&at, say!("say why it is not waited for")),
            }
        }
        waived
    }

    fn blanks(
        &mut self,
        profile: &str,
        rules: &BTreeMap<TimerKind, Option<Rule>>,
        waived: &BTreeMap<TimerKind, String>,
    ) {
        for kind in TimerKind::ALL {
            if rules.contains_key(&kind) || waived.contains_key(&kind) {
                continue;
            }
            let rule = kind.name();
            let blank = if kind.may_be_waived() {
                say!(
                    "profile {profile} has no rule {rule}: add [rules.{rule}] with clauses, length and tell, or \
                     say under [waived] why it is not waited for: {rule} = \"…\"",
                    profile,
                    rule
                )
            } else {
                say!(
                    "profile {profile} has no rule {rule}: add [rules.{rule}] with clauses, length and tell",
                    profile,
                    rule
                )
            };
            self.fault("", blank);
        }
    }

    fn standing_still(&mut self, profile: &str, rules: &BTreeMap<TimerKind, Option<Rule>>) {
        for kind in TimerKind::ALL.into_iter().filter(|kind| !kind.may_be_waived()) {
            if !rules.contains_key(&kind) {
                self.fault(
                    "",
                    say!("profile {profile} has no rule {kind}", profile, kind = kind.name()),
                );
            }
        }
    }

    /// Rules speak of nights, summers and working hours only where the calendar has them.
    fn fits(&mut self, rules: &BTreeMap<TimerKind, Option<Rule>>, pattern: &Pattern) {
        for (kind, rule) in rules.iter().filter_map(|(kind, rule)| Some((kind, rule.as_ref()?))) {
            let at = path("rules", kind.name());
            if rule.night.is_some() && pattern.night.is_none() {
                self.fault(&at, say!("it speaks of night; say in calendar.night when that is"));
            }
            if rule.summer.is_some() && pattern.summer.is_none() {
                self.fault(&at, say!("it speaks of summer; say in [calendar.summer] when that is"));
            }
            if rule.spans().any(|span| matches!(span, Span::Working(_))) && !pattern.has_hours() {
                self.fault(
                    &at,
                    say!("it counts working hours; say in [calendar.hours] when those are"),
                );
            }
        }
    }
}

fn path(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}
