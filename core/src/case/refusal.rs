//! Why something may not happen to a case.

/// Why it may not happen. An answer, not a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person is not entitled to it.
    #[error("not entitled")]
    NotEntitled,
    /// The button is of an earlier round.
    #[error("an earlier round")]
    Stale,
    /// Somebody has signed already.
    #[error("already signed")]
    AlreadySigned,
    /// It is so already.
    #[error("already so")]
    AlreadySo,
    /// Nobody has signed yet.
    #[error("not signed yet")]
    NotSigned,
    /// Somebody has just tried to call; nobody has come home since.
    #[error("tried just now")]
    TriedJustNow,
    /// No result is reported yet.
    #[error("no result yet")]
    NoResult,
    /// The result is reported; that is past.
    #[error("the result is reported")]
    ResultIsIn,
    /// It lies at the desk, not with a department.
    #[error("it lies at the desk")]
    AtDesk,
    /// A department works on this kind; it is not answered in words alone.
    #[error("this needs work, not words")]
    NeedsWork,
    /// It cannot become that sort of matter.
    #[error("it cannot become that sort of matter")]
    OtherKind,
    /// More time was granted as often as it may be.
    #[error("more time was granted as often as may be")]
    NoMoreTime,
    /// It was hurried a short while ago.
    #[error("hurried a short while ago")]
    TooSoon,
    /// A time that is past, or later than may be promised.
    #[error("not a time that may be promised")]
    BadTime,
    /// It is over.
    #[error("it is over")]
    Over,
    /// The leaders must fix measure, responsible person and limit first.
    #[error("measure, person and limit are not fixed")]
    NoMeasure,
    /// The owner has not agreed to the price.
    #[error("the owner has not agreed to the price")]
    NoConsent,
    /// The owner is to pay, and does not know how much.
    #[error("the owner is to pay and does not know how much")]
    NoPrice,
    /// The plan of a grave case is not approved.
    #[error("the plan is not approved")]
    NoApproval,
    /// Everybody who decides within the estate has decided.
    #[error("nobody higher decides within the estate")]
    NoHigher,
    /// A grave case wants a corrective measure first.
    #[error("no corrective measure")]
    NoCorrective,
    /// A department has it; it cannot be refused any more.
    #[error("it is with a department")]
    WithDepartment,
    /// Who proposes it does not decide it.
    #[error("a second person decides")]
    SecondPerson,
    /// It is about somebody who works there.
    #[error("it is about somebody who works there")]
    AboutThem,
    /// An objection waits for its decision.
    #[error("an objection waits for its decision")]
    Undecided,
    /// It is dealt with together with another, and this is done there.
    #[error("it is dealt with together with another")]
    Merged,
    /// The two cannot be dealt with together: both must be different, want work and have no result.
    #[error("they cannot be dealt with together")]
    NoMerge,
    /// They had a hand in the case.
    #[error("had a hand in the case")]
    Partial,
    /// The clock is late: what it waited for is past.
    #[error("nothing waits for this")]
    NotWaiting,
}
