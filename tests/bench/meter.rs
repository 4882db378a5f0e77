//! Who used the processors while something ran.

use std::time::Duration;

use crate::{Trial, machine, numbers::real, report::Report};

/// Processor seconds when something began.
pub(crate) struct Meter(Used);

/// Processor seconds, by who used them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Used {
    pub(crate) program: f64,
    pub(crate) database: f64,
    /// The load and the stand-in.
    pub(crate) bench: f64,
    /// The whole machine, with whatever else it did.
    pub(crate) machine: f64,
}

impl Meter {
    /// Begins; the program's own seconds are told.
    pub(crate) fn start(trial: &Trial, program: f64) -> Self {
        Self(now(trial, program))
    }

    /// What was used since.
    pub(crate) fn stop(&self, trial: &Trial, program: f64) -> Used {
        let (now, then) = (now(trial, program), self.0);
        Used {
            program: now.program - then.program,
            database: now.database - then.database,
            bench: now.bench - then.bench,
            machine: now.machine - then.machine,
        }
    }
}

fn now(trial: &Trial, program: f64) -> Used {
    Used {
        program,
        database: trial.ground.processor(),
        bench: machine::own_seconds(),
        machine: machine::busy_seconds(),
    }
}

/// One line for people: shares of all processors.
pub(crate) fn remark(report: &mut Report, used: Used, wall: Duration) {
    let all = wall.as_secs_f64() * real(machine::processors());
    let share = |seconds: f64| seconds / all * 100.0;
    report.remark(&format!(
        "processors: program {:.0} %, PostgreSQL {:.0} %, bench with stand-in {:.0} %, others {:.0} %",
        share(used.program),
        share(used.database),
        share(used.bench),
        share(used.machine - used.program - used.database - used.bench)
    ));
}
