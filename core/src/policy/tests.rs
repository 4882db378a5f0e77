//! What a profile must say, and what is refused.

use super::*;

pub(super) use super::reading::pattern;

fn park() -> &'static str {
    SHIPPED[0].1
}

fn faults(text: &str) -> Vec<String> {
    Policy::parse(text).expect_err("faults").0.iter().map(ToString::to_string).collect()
}

#[test]
fn every_shipped_profile_is_whole_and_named_as_its_file() {
    for (name, text) in SHIPPED {
        let policy = Policy::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(policy.profile, name);
    }
}

#[test]
fn a_blank_is_refused_by_name() {
    let cut = park().split("# The department fetches").next().unwrap();
    let faults = faults(cut);
    assert_eq!(
        faults[0],
        "profile park_core has no rule pickup: add [rules.pickup] with clauses, length and tell"
    );
    assert_eq!(
        faults[1],
        "profile park_core has no rule arrive: add [rules.arrive] with clauses, length and tell, or \
         say under [waived] why it is not waited for: arrive = \"…\""
    );
    assert_eq!(faults.len(), TimerKind::ALL.len() - 1);
}

#[test]
fn every_fault_is_reported_at_once() {
    let text = park()
        .replace("length = \"5m\"", "length = \"5 minutes\"")
        .replace("clauses = [\"Q-01\"]", "clauses = []")
        .replace("serious = \"15wd\"", "serius = \"15wd\"")
        .replace("[rules.hurry]", "[rules.hury]")
        .replace("tell = [\"desk\"]", "tell = [\"the desk\"]")
        .replace("months = 24", "months = 0")
        .replace("version = 11", "version = 0");
    insta::assert_snapshot!(faults(&text).join("\n"));
}

#[test]
fn what_the_program_would_not_do_is_not_promised() {
    let with = |rule: &str, line: &str| {
        let head = format!("[rules.{rule}]\n");
        faults(&park().replace(&head, &format!("{head}{line}\n"))).join("\n")
    };
    insta::assert_snapshot!(
        [
            with("confirm", "then = [{ after = \"1h\", tell = [\"desk\"] }]"),
            with("pickup", "from = \"registered\""),
            with("pickup", "agreed = true"),
            with("pickup", "night = { length = \"1h\" }"),
            with("pickup", "summer = { length = \"1h\" }"),
            with("pickup", "serious = \"6wh\""),
            with("review", "urgent = \"1h\""),
            with("plan", "warn = [{ at = \"100%\", tell = [\"desk\"] }]"),
            with("plan", "warn = [{ before = \"1wd\", tell = [\"desk\"] }]"),
            with("plan", "warn = [{ at = \"50%\", tell = [] }]"),
            faults(&format!("{}\nsolve = \"no time\"", park())).join("\n"),
            faults(&park().replace("[rules.sign_off]", "[rules.arrive]")).join("\n"),
        ]
        .join("\n")
    );
}

/// The words of the first release, which lie in books: cases opened under them go on.
#[test]
fn an_old_version_stays_readable_when_new_rules_are_added() {
    let old = include_str!("tests/park_core_1.toml");
    let policy = Policy::kept(old).unwrap();
    assert_eq!(policy.version, 1);
    assert!(policy.waited(TimerKind::Age).is_none() && policy.waited(TimerKind::Arrive).is_none());
    let from = "2026-11-20T04:00:00Z".parse().unwrap();
    let site = Calendar::weekdays(chrono_tz::Asia::Shanghai);
    for kind in TimerKind::ALL.into_iter().filter(|kind| !kind.may_be_waived()) {
        assert!(policy.due(kind, Severity::Minor, from, &site) > from);
    }
    assert!(Policy::parse(old).is_err(), "a new profile with blanks");
}

#[test]
fn a_rule_has_a_length_for_the_night() {
    let (_, text) = SHIPPED.into_iter().find(|(name, _)| *name == "repair_in_unit").unwrap();
    let policy = Policy::parse(text).unwrap();
    let site = Calendar::weekdays(chrono_tz::Asia::Shanghai);
    let wait = |from: &str| {
        let from: DateTime<Utc> = from.parse().unwrap();
        (policy.due(TimerKind::Arrive, Severity::Minor, from, &site) - from).num_minutes()
    };
    assert_eq!(wait("2026-11-20T11:59:00Z"), 15, "a minute before eight in the evening");
    assert_eq!(wait("2026-11-20T12:00:00Z"), 60, "eight in the evening");
    assert_eq!(wait("2026-07-20T12:00:00Z"), 15, "the same in summer");
    assert_eq!(wait("2026-11-20T23:59:00Z"), 60, "a minute before eight in the morning");
}

#[test]
fn warnings_come_before_and_steps_after() {
    let (_, text) = SHIPPED.into_iter().find(|(name, _)| *name == "repair_strict").unwrap();
    let policy = Policy::parse(text).unwrap();
    let rule = policy.rule(TimerKind::Solve);
    let from: DateTime<Utc> = "2026-11-20T00:00:00Z".parse().unwrap();
    let site = Calendar::weekdays(chrono_tz::Asia::Shanghai);
    let due = policy.due(TimerKind::Solve, Severity::Minor, from, &site);
    let hours = |moments: Vec<(usize, DateTime<Utc>)>| {
        moments.into_iter().map(|(_, at)| (at - from).num_minutes()).collect::<Vec<_>>()
    };
    assert_eq!(hours(rule.warnings(from, due).collect()), [12 * 60, 24 * 48]);
    assert_eq!(hours(rule.steps(due, &site).collect()), [25 * 60]);
}

#[test]
fn two_versions_are_told_apart_line_by_line() {
    let old = Policy::kept(include_str!("tests/park_core_1.toml")).unwrap();
    let new = Policy::parse(park()).unwrap();
    let say = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let changes = diff::diff(&old, &new);
    let lines = changes.iter().map(|it| format!("{}: {} -> {}", it.at, say(&it.from), say(&it.to)));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    assert!(diff::diff(&new, &new).is_empty());
}

/// Of the length of a severity and that of urgency the sooner one holds.
#[test]
fn what_is_urgent_is_never_later_than_what_is_not() {
    let own = |lines: &str| {
        let rule = "[rules.pickup]\n";
        Policy::parse(&park().replace(rule, &format!("{rule}{lines}\n"))).unwrap()
    };
    let policy = own("serious = \"1m\"\nurgent = \"2m\"");
    let site = Calendar::weekdays(chrono_tz::Asia::Shanghai);
    let calendar = policy.calendar(&site);
    let picked = |severity, is_urgent, policy: &Policy| {
        let from = "2026-11-20T04:00:00Z".parse().unwrap();
        let weight = Weight { severity, is_urgent };
        let picked = policy.rule(TimerKind::Pickup).pick(weight, from, &calendar);
        (picked.span.to_string(), picked.by_severity, picked.by_urgency)
    };
    let said = |length: &str, severity, urgency| (length.to_owned(), severity, urgency);
    assert_eq!(picked(Severity::Minor, false, &policy), said("5m", false, false));
    assert_eq!(picked(Severity::Minor, true, &policy), said("2m", false, true));
    assert_eq!(picked(Severity::Serious, true, &policy), said("1m", true, false));
    let longer = own("urgent = \"1h\"");
    assert_eq!(picked(Severity::Minor, true, &longer), said("5m", false, false));
    assert_eq!(longer.hastened().collect::<Vec<_>>(), [TimerKind::Pickup]);
}
