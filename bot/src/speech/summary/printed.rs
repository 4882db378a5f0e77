//! What stands on the page of a summary that is printed.

use casework::{
    place::Site,
    summary::{Figure, Period, Summary},
};

use super::{Listing, Names, Voice, percent, say, sheets::plain};
use crate::paper::{Report, Table};

impl Voice {
    /// The page: every figure that has a base, with how it is counted, and every list.
    pub fn summary_page(
        self,
        summary: &Summary,
        names: &Names,
        site: &Site,
        with_words: bool,
    ) -> Report {
        let known = Figure::all().map(|figure| (figure, summary.figure(figure)));
        let row = |(figure, share): (Figure, casework::summary::Share)| {
            let (hits, base) = (share.hits.to_string(), share.base.to_string());
            vec![self.figure(figure), hits, base, percent(share), self.formula(figure)]
        };
        let mut tables = vec![Table {
            title: self.sheet_figures(),
            heads: self.figure_heads().to_vec(),
            rows: known.filter(|(_, share)| share.base > 0).map(row).collect(),
        }];
        for Listing { title, lines, .. } in self.summary_lists(summary, names, with_words) {
            let counted = lines.into_iter().map(|(name, count)| vec![name, count.to_string()]);
            let rows: Vec<_> = counted.collect();
            if !rows.is_empty() {
                tables.push(Table { heads: vec![title.clone(), self.sheet_count()], title, rows });
            }
        }
        Report {
            language: self.language,
            estate: site.name.in_language(self.language).to_owned(),
            title: self.summary_title(summary, names),
            lead: self.headlines(summary),
            tables,
            foot: say!(self, "summary-as-of", moment = self.moment(summary.until)),
        }
    }

    /// What the page is called: the estate and the period, and nothing of anybody.
    pub fn summary_page_name(self, site: &Site, period: Period) -> String {
        let estate = plain(site.name.in_language(self.language));
        say!(self, "sheet-page", estate = estate, period = period.to_string())
    }

    /// What stands under it.
    pub fn summary_page_caption(self, summary: &Summary, names: &Names) -> String {
        say!(self, "summary-page", title = self.summary_title(summary, names))
    }
}
