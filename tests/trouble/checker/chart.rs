//! The bench's own copy of the chart: from which stage which event leads where, and by whom.
//! Written from the procedure's seven steps and the README, not from the program.

/// Stage before, event, the stages it may lead to. `-` is before the register.
const CHART: [(&str, &str, &[&str]); 66] = [
    ("-", "register", &["registered"]),
    ("registered", "dispatch", &["dispatched"]),
    ("registered", "correct", &["registered"]),
    ("registered", "promise", &["registered"]),
    ("registered", "reply", &["archived"]),
    ("registered", "note", &["registered"]),
    ("registered", "say", &["registered"]),
    ("registered", "add", &["registered"]),
    ("registered", "hurry", &["registered"]),
    ("registered", "withdraw", &["withdrawn"]),
    ("registered", "overdue dispatch", &["registered"]),
    ("registered", "overdue solve", &["registered"]),
    ("registered", "overdue promise", &["registered"]),
    ("registered", "overdue chase", &["registered"]),
    ("dispatched", "dispatch", &["dispatched"]),
    ("dispatched", "correct", &["dispatched"]),
    ("dispatched", "promise", &["dispatched"]),
    ("dispatched", "note", &["dispatched"]),
    ("dispatched", "say", &["dispatched"]),
    ("dispatched", "add", &["dispatched"]),
    ("dispatched", "hurry", &["dispatched"]),
    ("dispatched", "sign", &["working"]),
    ("dispatched", "return", &["registered"]),
    ("dispatched", "withdraw", &["withdrawn"]),
    ("dispatched", "overdue pickup", &["dispatched"]),
    ("dispatched", "overdue solve", &["dispatched"]),
    ("dispatched", "overdue promise", &["dispatched"]),
    ("dispatched", "overdue chase", &["dispatched"]),
    ("working", "dispatch", &["dispatched"]),
    ("working", "correct", &["working"]),
    ("working", "promise", &["working"]),
    ("working", "note", &["working"]),
    ("working", "say", &["working"]),
    ("working", "add", &["working"]),
    ("working", "hurry", &["working"]),
    ("working", "set_out", &["working"]),
    ("working", "arrive", &["working"]),
    ("working", "ask", &["working"]),
    ("working", "return", &["registered"]),
    ("working", "report", &["reported"]),
    ("working", "withdraw", &["withdrawn"]),
    ("working", "overdue plan", &["working"]),
    ("working", "overdue solve", &["working"]),
    ("working", "overdue promise", &["working"]),
    ("working", "overdue chase", &["working"]),
    ("reported", "correct", &["reported"]),
    ("reported", "note", &["reported"]),
    ("reported", "say", &["reported"]),
    ("reported", "add", &["reported"]),
    ("reported", "sign_off", &["reported", "closed", "archived"]),
    ("reported", "send_back", &["working"]),
    ("reported", "confirm", &["reported", "closed", "archived"]),
    ("reported", "partly", &["working"]),
    ("reported", "dispute", &["dispatched"]),
    ("reported", "answer", &["reported", "working", "dispatched", "closed", "archived"]),
    ("reported", "withdraw", &["withdrawn"]),
    ("reported", "overdue sign_off", &["reported"]),
    ("reported", "overdue confirm", &["reported"]),
    ("reported", "overdue callback", &["reported"]),
    ("reported", "overdue callback_reminder", &["reported"]),
    ("reported", "overdue callback_expiry", &["reported", "closed", "archived"]),
    ("reported", "overdue chase", &["reported"]),
    ("closed", "review", &["archived"]),
    ("closed", "note", &["closed"]),
    ("closed", "overdue review", &["closed"]),
    ("closed", "overdue chase", &["closed"]),
];

/// Who may do it, by how they stand to the case. `clock` is nobody.
const RIGHTS: [(&str, &[&str]); 24] = [
    ("register", &["filer"]),
    ("dispatch", &["clock", "desk", "manager"]),
    ("correct", &["desk", "manager"]),
    ("promise", &["desk", "manager"]),
    ("reply", &["desk", "manager"]),
    ("sign", &["crew", "head"]),
    ("set_out", &["signer", "head"]),
    ("arrive", &["signer", "head"]),
    ("ask", &["signer", "head"]),
    ("note", &["crew", "head", "desk", "manager"]),
    ("return", &["crew", "head"]),
    ("report", &["signer", "head"]),
    ("confirm", &["owner", "voice"]),
    ("partly", &["owner", "voice"]),
    ("dispute", &["owner", "voice"]),
    ("sign_off", &["head"]),
    ("send_back", &["head"]),
    ("answer", &["owner", "voice"]),
    ("review", &["head"]),
    ("add", &["owner", "voice"]),
    ("say", &["owner", "signer", "head", "desk"]),
    ("hurry", &["owner", "voice"]),
    ("withdraw", &["owner", "voice"]),
    ("overdue", &["clock"]),
];

/// What must be said after an event: to whom, which notice. What is a card is not in it.
pub(super) const TOLD: [(&str, &str, &str); 8] = [
    ("sign", "owner", "signed"),
    ("sign", "actor", "full_slip"),
    ("set_out", "owner", "on_the_way"),
    ("ask", "owner", "question"),
    ("report", "owner", "result_told"),
    ("promise", "owner", "promised"),
    ("reply", "owner", "replied"),
    ("withdraw", "owner", "taken_back"),
];

/// Whether the chart knows this way.
pub(super) fn leads(from: &str, event: &str, to: &str) -> bool {
    let row = CHART.iter().find(|(stage, known, _)| *stage == from && *known == event);
    row.is_some_and(|(.., ends)| ends.contains(&to))
}

/// Who may do this.
pub(super) fn entitled(event: &str) -> &'static [&'static str] {
    RIGHTS.iter().find(|(known, _)| *known == event).map_or(&[], |(_, who)| *who)
}
