//! Places where a trial may stop the program dead, and switches that break it on purpose, so that
//! the trouble bench can prove that it sees. Without the feature `trouble` all of it is nothing.
//!
//! `FAILPOINTS` sets them, in the words of the crate `fail`: `worker.claimed=2*off->1*return` lets
//! two updates pass and dies at the third.

pub use here::{broken, point};

#[cfg(feature = "trouble")]
mod here {
    /// A named point of no return (faults.md, crash points C): killed here as by `kill -9`, when
    /// the trial says so.
    pub fn point(name: &str) {
        fail::fail_point!(name, |_| die());
    }

    /// Whether the trial wants this rule broken.
    pub fn broken(name: &str) -> bool {
        fail::fail_point!(name, |_| true);
        false
    }

    fn die() {
        let own = nix::unistd::Pid::this();
        nix::sys::signal::kill(own, nix::sys::signal::Signal::SIGKILL).ok();
    }
}

#[cfg(not(feature = "trouble"))]
mod here {
    /// A place where a trial may stop the program; nothing here.
    pub const fn point(_name: &str) {}

    /// Whether the trial wants this rule broken; never here.
    pub const fn broken(_name: &str) -> bool {
        false
    }
}

/// Reads `FAILPOINTS`. Whoever runs the program under trial calls this first, and keeps what it
/// returns as long as the program runs.
#[cfg(feature = "trouble")]
pub fn prepare() -> fail::FailScenario<'static> {
    fail::FailScenario::setup()
}
