//! Several estates side by side: in a picture, in words, in a file.

use casework::{
    place::Site,
    policy::TimerKind,
    summary::{Figure, Period, Share, Summary},
};

use super::{Voice, of_base, percent, poster::as_part, say};
use crate::{
    button::{Button, Sum},
    page::{Key, Page, Text},
    picture::{Bar, Block, Poster, Tile},
};

/// So many estates stand in one message; the file has all.
const SHOWN: usize = 12;
/// So many stand in each block of the picture, so that a phone shows it in one piece.
const DRAWN: usize = 6;

/// A figure of all of them together.
fn whole(read: &[(Site, Summary)], figure: Figure) -> Share {
    read.iter().map(|(_, summary)| summary.figure(figure)).fold(Share::default(), |whole, share| {
        Share { hits: whole.hits + share.hits, base: whole.base + share.base }
    })
}

impl Voice {
    /// Every estate, side by side: the three figures that count of each, worst first.
    pub fn summary_of_all(self, period: Period, read: &[(Site, Summary)]) -> Page {
        let mut text = Text::heading(&say!(self, "summary-all", period = self.period(period)));
        for (site, summary) in worst_first(read, Figure::Kept(TimerKind::Solve)).take(SHOWN) {
            let hits = |figure| summary.figure(figure).hits;
            text = text.paragraph(site.name.in_language(self.language)).line(say!(
                self,
                "summary-all-line",
                received = hits(Figure::Received),
                ended = hits(Figure::Ended),
                open = hits(Figure::Open),
                late = hits(Figure::Overdue),
                time = percent(summary.figure(Figure::Kept(TimerKind::Solve))),
                content = percent(summary.figure(Figure::Content))
            ));
        }
        text = text.line_if(self.left_out(read, SHOWN));
        let file = Button::Summary(Sum::AllFile(period));
        Page::new(text, vec![vec![Key::press(say!(self, "button-summary-file"), &file)]])
    }

    fn left_out(self, read: &[(Site, Summary)], shown: usize) -> Option<String> {
        let more = read.len().saturating_sub(shown);
        (more > 0).then(|| say!(self, "summary-all-more", count = more))
    }

    /// Under the picture: the figures of all together, for those who do not see it.
    pub fn caption_of_all(self, period: Period, read: &[(Site, Summary)]) -> Page {
        let hits = |figure| whole(read, figure).hits;
        let text =
            Text::heading(&say!(self, "summary-all", period = self.period(period))).line(say!(
                self,
                "summary-all-line",
                received = hits(Figure::Received),
                ended = hits(Figure::Ended),
                open = hits(Figure::Open),
                late = hits(Figure::Overdue),
                time = percent(whole(read, Figure::Kept(TimerKind::Solve))),
                content = percent(whole(read, Figure::Content))
            ));
        let file = Button::Summary(Sum::AllFile(period));
        Page::new(text, vec![vec![Key::press(say!(self, "button-summary-file"), &file)]])
    }

    /// The picture.
    pub fn poster_of_all(self, period: Period, read: &[(Site, Summary)]) -> Poster {
        let (solved, content) = (Figure::Kept(TimerKind::Solve), Figure::Content);
        let all = |figure| whole(read, figure);
        let (ended, open) = (all(Figure::Ended).hits, all(Figure::Open).hits);
        let tile = |label, value: String, note| Tile { label, value, note };
        let tiles = vec![
            tile(
                say!(self, "tile-received"),
                all(Figure::Received).hits.to_string(),
                say!(self, "tile-received-note", ended = ended, open = open),
            ),
            tile(say!(self, "tile-in-time"), percent(all(solved)), of_base(all(solved))),
            tile(say!(self, "tile-content"), percent(all(content)), of_base(all(content))),
        ];
        let share = |figure| Block::Bars(self.figure(figure), self.share_bars(read, figure));
        let mut blocks = vec![
            share(solved),
            share(content),
            Block::Bars(self.figure(Figure::Overdue), self.count_bars(read, Figure::Overdue)),
        ];
        blocks.retain(|block| !matches!(block, Block::Bars(_, bars) if bars.is_empty()));
        let until = read.iter().map(|(_, summary)| summary.until).max();
        let counted = until.map(|until| say!(self, "summary-as-of", moment = self.moment(until)));
        let foot: Vec<_> = counted.into_iter().chain(self.left_out(read, DRAWN)).collect();
        Poster {
            language: self.language,
            estate: say!(self, "summary-all-estates", count = read.len()),
            title: say!(self, "summary-title", period = self.period(period)),
            tiles,
            blocks,
            foot: foot.join(" "),
        }
    }

    /// The share of each, the worst first.
    fn share_bars(self, read: &[(Site, Summary)], figure: Figure) -> Vec<Bar> {
        let bar = |(site, summary): &(Site, Summary)| {
            let share = summary.figure(figure);
            Some(Bar {
                label: site.name.in_language(self.language).to_owned(),
                length: as_part(share.per_mille()?, 1_000),
                text: self.of(share),
                is_bad: !figure.is_met(share),
            })
        };
        worst_first(read, figure).take(DRAWN).filter_map(bar).collect()
    }

    /// How many of each, the most first.
    fn count_bars(self, read: &[(Site, Summary)], figure: Figure) -> Vec<Bar> {
        let count = |(_, summary): &&(Site, Summary)| summary.figure(figure).hits;
        let mut sorted: Vec<_> = read.iter().filter(|one| count(one) > 0).collect();
        sorted.sort_by_key(|one| std::cmp::Reverse(count(one)));
        let most = sorted.first().map_or(1, count);
        let bar = |one: &(Site, Summary)| Bar {
            label: one.0.name.in_language(self.language).to_owned(),
            length: as_part(count(&one), most),
            text: count(&one).to_string(),
            is_bad: figure.is_bad(),
        };
        sorted.into_iter().take(DRAWN).map(bar).collect()
    }

    /// What the file is called.
    pub fn file_name_of_all(self, period: Period) -> String {
        say!(self, "sheet-file-all", period = period.to_string())
    }

    /// What stands under the file.
    pub fn file_caption_of_all(self, period: Period) -> String {
        say!(self, "summary-all-file", period = self.period(period))
    }

    /// The sheet with every figure of each.
    pub fn sheet_every_figure(self) -> String {
        say!(self, "sheet-every-figure")
    }

    /// Over the columns of a sheet of several estates.
    pub fn heads_of_all(self) -> [String; 6] {
        let [figure, hits, base, share, formula] = self.figure_heads();
        [say!(self, "sheet-estate"), figure, hits, base, share, formula]
    }
}

/// Those of which a figure is worst first; those of which there is none come last.
fn worst_first(read: &[(Site, Summary)], figure: Figure) -> impl Iterator<Item = &(Site, Summary)> {
    let mut sorted: Vec<_> = read.iter().collect();
    sorted.sort_by_key(|(_, summary)| {
        let share = summary.figure(figure).per_mille();
        (share.is_none(), share)
    });
    sorted.into_iter()
}
