//! A profile laid out line by line, and what two of them say differently.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Calls, Lengths, Policy, Raise, Rule, Sampling, Silent, Start, Term, TimerKind, Times, Warranty,
    rule::{Hearer, Mark},
};

/// Something that two profiles say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where: `rules.pickup.length`.
    pub at: String,
    /// What the first says, if anything.
    pub from: Option<String>,
    /// What the second says, if anything.
    pub to: Option<String>,
}

/// Everything that a profile says, by where it says it.
pub fn lines(policy: &Policy) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    let mut say = |at: &str, text: String| {
        if !text.is_empty() {
            lines.insert(at.to_owned(), text);
        }
    };
    say("profile", policy.profile.clone());
    say("version", policy.version.to_string());
    say("sources", policy.sources.join(", "));
    let pattern = &policy.pattern;
    say("calendar.clauses", pattern.clauses.join(", "));
    say("calendar.workdays", pattern.workdays.to_string());
    say("calendar.hours", pattern.hours.to_string());
    if pattern.open_on_holidays {
        say("calendar.open_on_holidays", "yes".to_owned());
    }
    say("calendar.night", pattern.night.map(|night| night.to_string()).unwrap_or_default());
    if let Some(summer) = &pattern.summer {
        say("calendar.summer", format!("{} to {}", summer.from, summer.until));
        say("calendar.summer.hours", summer.hours.to_string());
        let night = summer.night.map(|night| night.to_string());
        say("calendar.summer.night", night.unwrap_or_default());
    }
    for kind in TimerKind::ALL {
        let at = format!("rules.{}", kind.name());
        match (policy.waited(kind), policy.waiver(kind)) {
            (Some(rule), _) => {
                for (key, text) in fields(rule) {
                    say(&format!("{at}.{key}"), text);
                }
            }
            (None, why) => say(&format!("waived.{}", kind.name()), why.unwrap_or("-").to_owned()),
        }
    }
    for (ground, raise) in &policy.raises {
        let Raise { clauses, count, days, to } = raise;
        let span = if ground.is_by_length() { "after" } else { "in" };
        let line = format!("{count} {span} {days} days: {}, {}", to.name(), clauses.join(", "));
        say(&format!("raises.{}", written(ground)), line);
    }
    if let Some(Calls { clauses, times, again, silent }) = &policy.calls {
        let again = again.map(|again| format!(", again after {again}")).unwrap_or_default();
        let silent = match silent {
            Some(Silent::All) => ", whoever has not answered in the chat",
            Some(Silent::Unconfirmed) => ", whoever has neither answered nor confirmed in the chat",
            None => "",
        };
        let clauses = clauses.join(", ");
        say("calls", format!("{times} times before silence counts{again}{silent}, {clauses}"));
    }
    if let Some(sampling) = &policy.sampling {
        say("sampling", sampled(sampling));
    }
    if let Some(Times { clauses, times }) = &policy.returns {
        let after = format!("managers hear of it after {times}, {}", clauses.join(", "));
        say("returns", after);
    }
    if let Some(Times { clauses, times }) = &policy.extensions {
        let most = format!("at most {times}, then the leaders fix a date, {}", clauses.join(", "));
        say("extensions", most);
    }
    if let Some(Term { clauses, length }) = &policy.committee {
        say("committee", format!("{length} for an objection, {}", clauses.join(", ")));
    }
    if let Some(Warranty { clauses, months }) = &policy.warranty {
        say("warranty", format!("{months} months from the handover, {}", clauses.join(", ")));
    }
    for (ground, clauses) in &policy.pauses {
        say(&format!("pauses.{}", written(ground)), clauses.join(", "));
    }
    lines
}

/// What two profiles say differently, by where they say it.
pub fn diff(first: &Policy, second: &Policy) -> Vec<Change> {
    let (first, second) = (lines(first), lines(second));
    let places: BTreeSet<_> = first.keys().chain(second.keys()).collect();
    let changes = places.into_iter().map(|at| Change {
        at: at.clone(),
        from: first.get(at).cloned(),
        to: second.get(at).cloned(),
    });
    changes.filter(|change| change.from != change.to).collect()
}

/// Whom the callback asks.
fn sampled(sampling: &Sampling) -> String {
    let share = sampling.share.unwrap_or(100);
    let mut parts = vec![format!("{share} of 100 are asked")];
    for (kind, share) in &sampling.kinds {
        parts.push(format!("{share} of each {}", kind.name()));
    }
    if !sampling.always.is_empty() {
        let always: Vec<_> = sampling.always.iter().map(|one| one.name()).collect();
        parts.push(format!("always what was {}", always.join(" or ")));
    }
    parts.extend(sampling.pause.map(|pause| format!("one person at most every {pause}")));
    parts.push(sampling.clauses.join(", "));
    parts.join(", ")
}

/// How a profile writes a key.
fn written(key: &impl Serialize) -> String {
    serde_json::json!(key).as_str().unwrap_or_default().to_owned()
}

fn fields(rule: &Rule) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("clauses", rule.clauses.join(", ")),
        ("length", length(&rule.lengths)),
        ("night", rule.night.map(|night| length(&night)).unwrap_or_default()),
        ("summer", rule.summer.map(|summer| length(&summer)).unwrap_or_default()),
        ("tell", told(&rule.tell)),
        ("warn", warnings(rule)),
        ("then", steps(rule)),
    ];
    if rule.start == Start::Registered {
        fields.push(("from", "registered".to_owned()));
    }
    if rule.agreed {
        fields.push(("agreed", "yes".to_owned()));
    }
    fields
}

/// The lengths of a rule in one line.
pub fn length(lengths: &Lengths) -> String {
    let named = |name: &str, span: Option<super::Span>| {
        span.map(|span| format!(", {name} {span}")).unwrap_or_default()
    };
    let (serious, major) = (named("serious", lengths.serious), named("major", lengths.major));
    format!("{}{serious}{major}{}", lengths.length, named("urgent", lengths.urgent))
}

/// Who is told, in one line.
pub fn told(hearers: &[Hearer]) -> String {
    let names: Vec<_> = hearers.iter().map(|hearer| hearer.name()).collect();
    names.join(" ")
}

/// The warnings of a rule in one line.
pub fn warnings(rule: &Rule) -> String {
    let line = |warning: &super::Warning| {
        let told = told(&warning.tell);
        match warning.at {
            Mark::Percent(gone) => format!("at {gone}%: {told}"),
            Mark::Before(time) => format!("{} before: {told}", super::Span::Clock(time)),
        }
    };
    rule.warn.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The chain of a rule in one line.
pub fn steps(rule: &Rule) -> String {
    let line = |step: &super::Step| format!("{} after: {}", step.after, told(&step.tell));
    rule.then.iter().map(line).collect::<Vec<_>>().join("; ")
}
