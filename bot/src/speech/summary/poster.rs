//! What stands in the picture of a summary.

use casework::{
    ids::CategoryId,
    place::Site,
    policy::TimerKind,
    summary::{AGES, Figure, Summary, figure::CLOCKS},
};

use super::{Names, Voice, of_base, percent, say};
use crate::picture::{Bar, Block, Piece, Poster, Tile};

/// So many rows of each list stand in the picture.
const ROWS: usize = 6;
const GREEN: &str = "#3d9a63";
const AMBER: &str = "#e0b64a";
const RED: &str = "#c8502f";
const GREY: &str = "#b9c4cf";
const PALE: &str = "#dde4ea";
const FAINT: &str = "#f1f3f5";

impl Voice {
    /// The picture.
    pub fn summary_poster(self, summary: &Summary, names: &Names, site: &Site) -> Poster {
        let figure = |figure| summary.figure(figure);
        let (received, open) = (figure(Figure::Received).hits, figure(Figure::Open).hits);
        let solved = figure(Figure::Kept(TimerKind::Solve));
        let content = figure(Figure::Content);
        let tile = |label, value: String, note| Tile { label, value, note };
        let tiles = vec![
            tile(
                say!(self, "tile-received"),
                received.to_string(),
                say!(self, "tile-received-note", ended = figure(Figure::Ended).hits, open = open),
            ),
            tile(say!(self, "tile-in-time"), percent(solved), of_base(solved)),
            tile(say!(self, "tile-content"), percent(content), of_base(content)),
        ];
        let mut blocks = vec![
            Block::Bars(say!(self, "block-clocks"), self.clock_bars(summary)),
            Block::Bars(say!(self, "block-categories"), category_bars(summary, names)),
            Block::Parts(say!(self, "block-voices"), self.voice_pieces(summary)),
            Block::Parts(say!(self, "block-backlog"), self.backlog_pieces(summary)),
            Block::Lines(say!(self, "block-also"), self.also(summary, names)),
        ];
        blocks.retain(|block| match block {
            Block::Bars(_, bars) => !bars.is_empty(),
            Block::Parts(_, pieces) => pieces.iter().any(|piece| piece.count > 0),
            Block::Lines(_, lines) => !lines.is_empty(),
        });
        Poster {
            language: self.language,
            estate: site.name.in_language(self.language).to_owned(),
            title: self.summary_title(summary, names),
            tiles,
            blocks,
            foot: say!(self, "summary-foot", moment = self.moment(summary.until)),
        }
    }

    fn clock_bars(self, summary: &Summary) -> Vec<Bar> {
        let bar = |figure: Figure| {
            let share = summary.figure(figure);
            let per_mille = share.per_mille()?;
            Some(Bar {
                label: self.figure(figure),
                length: as_part(per_mille, 1_000),
                text: self.of(share),
                is_bad: !figure.is_met(share),
            })
        };
        CLOCKS.into_iter().map(Figure::Kept).filter_map(bar).collect()
    }

    pub(super) fn voice_pieces(self, summary: &Summary) -> Vec<Piece> {
        let voices = summary.voices;
        vec![
            Piece { label: say!(self, "grade-satisfied"), count: voices.satisfied, colour: GREEN },
            Piece { label: say!(self, "grade-basically"), count: voices.basically, colour: AMBER },
            Piece {
                label: say!(self, "grade-dissatisfied"),
                count: voices.dissatisfied,
                colour: RED,
            },
            Piece { label: say!(self, "voice-silent"), count: voices.silent, colour: GREY },
            Piece {
                label: say!(self, "voice-unreachable"),
                count: voices.unreachable,
                colour: PALE,
            },
            Piece { label: say!(self, "voice-declined"), count: voices.declined, colour: FAINT },
        ]
    }

    pub(super) fn backlog_pieces(self, summary: &Summary) -> Vec<Piece> {
        let [first, second, third] = AGES;
        let labels = [
            say!(self, "age-up-to", days = first),
            say!(self, "age-up-to", days = second),
            say!(self, "age-up-to", days = third),
            say!(self, "age-older", days = third),
        ];
        let colours = [GREEN, AMBER, RED, "#7a1f12"];
        let all = labels.into_iter().zip(summary.backlog).zip(colours);
        all.map(|((label, count), colour)| Piece { label, count, colour }).collect()
    }

    /// What else a manager asks about.
    fn also(self, summary: &Summary, names: &Names) -> Vec<String> {
        let mut lines = vec![];
        if let Some(spread) = summary.to_result {
            lines.push(self.spread(spread));
        }
        let counted = [
            Figure::Reopened,
            Figure::Returned,
            Figure::Extended,
            Figure::Objected,
            Figure::CalledBack,
            Figure::Items,
        ];
        let parts: Vec<String> = counted
            .into_iter()
            .map(|figure| (figure, summary.figure(figure)))
            .filter(|(_, share)| share.base > 0)
            .map(|(figure, share)| format!("{} {}", self.figure(figure), of_base(share)))
            .collect();
        lines.extend(parts.chunks(3).map(|few| few.join(" · ")));
        if !summary.reasons.is_empty() {
            let reasons = summary.reasons.iter().take(3);
            let reasons: Vec<_> =
                reasons.map(|(code, count)| format!("{} {count}", names.reason(code))).collect();
            lines.push(say!(self, "summary-reasons", list = reasons.join(" · ")));
        }
        lines.extend(summary.repeats.iter().take(2).map(|repeat| {
            let place = Names::of(&names.places, repeat.place);
            let category = Names::of(&names.categories, repeat.category);
            say!(self, "summary-repeat", place = place, category = category, count = repeat.count)
        }));
        lines
    }
}

fn category_bars(summary: &Summary, names: &Names) -> Vec<Bar> {
    let most = summary.categories.first().map_or(1, |(_, count)| *count).max(1);
    let bar = |(id, count): &(CategoryId, u64)| Bar {
        label: Names::of(&names.categories, *id),
        length: as_part(*count, most),
        text: count.to_string(),
        is_bad: false,
    };
    summary.categories.iter().take(ROWS).map(bar).collect()
}

#[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
pub(super) fn as_part(count: u64, of: u64) -> f64 {
    count as f64 / of.max(1) as f64
}
