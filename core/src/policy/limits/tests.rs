//! The table of limits is whole, and the profiles keep what it says.

use super::{
    super::{Policy, SHIPPED, TimerKind},
    *,
};

/// Every number there is; some are left out between the sections of the clauses.
const SECTIONS: [(u32, u32); 7] =
    [(1, 17), (20, 23), (30, 40), (50, 61), (70, 79), (80, 92), (95, 102)];

#[test]
fn every_limit_of_the_procedures_is_there_once() {
    let mut all: Vec<_> = SECTIONS
        .into_iter()
        .flat_map(|(from, until)| from..=until)
        .map(|id| format!("T-{id:02}"))
        .collect();
    all.sort();
    assert_eq!(limits().into_keys().collect::<Vec<_>>(), all);
}

#[test]
fn every_limit_is_a_rule_that_cites_it_or_says_why_not() {
    let policies: BTreeMap<_, _> =
        SHIPPED.map(|(name, text)| (name, Policy::parse(text).unwrap())).into();
    for (id, limit) in limits() {
        let said = [limit.kept.as_deref(), limit.left.as_deref()].into_iter().flatten();
        let reasons: Vec<_> = said.collect();
        assert!(reasons.iter().all(|reason| reason.len() > 20), "{id}: {reasons:?}");
        let rules = limit.rules.unwrap_or_default();
        assert_eq!(usize::from(!rules.is_empty()) + reasons.len(), 1, "{id}");
        for rule in rules {
            let (profile, name) = rule.split_once('.').unwrap();
            let clauses = clauses(&policies[profile], name);
            assert!(clauses.contains(&id), "{id} is not among {clauses:?} of {rule}");
        }
    }
}

/// No profile cites a limit that the table does not lead to.
#[test]
fn every_limit_that_a_profile_cites_is_in_the_table() {
    let limits = limits();
    for (name, text) in SHIPPED {
        let policy = Policy::parse(text).unwrap();
        for rule in TimerKind::ALL.map(TimerKind::name).into_iter().chain(["calendar"]) {
            for id in clauses(&policy, rule).iter().filter(|clause| clause.starts_with("T-")) {
                let rules = limits[id].rules.as_deref().unwrap_or_default();
                assert!(rules.contains(&format!("{name}.{rule}")), "{id}: {name}.{rule}");
            }
        }
    }
}

fn clauses(policy: &Policy, rule: &str) -> Vec<String> {
    if rule == "calendar" {
        return policy.pattern.clauses.clone();
    }
    let kind = TimerKind::named(rule).unwrap_or_else(|| panic!("there is no {rule}"));
    policy.waited(kind).map(|rule| rule.clauses.clone()).unwrap_or_default()
}
