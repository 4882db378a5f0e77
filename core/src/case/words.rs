//! What is left of a case when the words of people are erased: what can be counted.

use super::{Case, Facts, Handling, Happened, Outcome, State};

impl Case {
    /// Erases what people said and wrote. Kind, times, department, gravity, how it ended and who of
    /// ours signed stay. Whatever is not known to be no word goes.
    pub fn erase_words(&mut self) {
        let facts = std::mem::take(&mut self.facts);
        self.facts = Facts {
            happened: facts.happened.filter(|at| !matches!(at, Happened::Said(_))),
            wanted_by: facts.wanted_by,
            hurried_at: facts.hurried_at,
            reopened_at: facts.reopened_at,
            promised_at: facts.promised_at,
            raised_in: facts.raised_in,
            ..Facts::default()
        };
        let handling = std::mem::take(&mut self.handling);
        self.handling = Handling {
            acknowledged: handling.acknowledged,
            extensions: handling.extensions,
            accused: handling.accused,
            criterion: handling.criterion,
            triage: handling.triage,
            alarmed_at: handling.alarmed_at,
            urgent_at: handling.urgent_at,
            raised: handling.raised,
            stood_still: handling.stood_still,
            waited_for_parts: handling.waited_for_parts,
            still_fine_at: handling.still_fine_at,
            fixed_date: handling.fixed_date,
            recheck: handling.recheck,
            merged: handling.merged,
            leads: handling.leads,
            no_later: handling.no_later,
            ..Handling::default()
        };
        if let State::Archived { finished: Some(finished), .. } = &mut self.state {
            finished.outcome = Outcome::default();
        }
    }
}
