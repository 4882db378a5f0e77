//! The sheet as SVG. Everything is text, a rectangle or a line; words are cut to their room before
//! they are drawn.

use maud::{Markup, PreEscaped, html};

use super::{Bar, Block, Piece, Poster, Tile};

const WIDTH: f64 = 1_080.0;
const MARGIN: f64 = 48.0;
const INNER: f64 = WIDTH - 2.0 * MARGIN;
/// Where bars begin, and how long the longest is.
const BARS_FROM: f64 = MARGIN + 310.0;
const BARS_LONG: f64 = 370.0;
const ROW: f64 = 50.0;
const GAP: f64 = 34.0;

const INK: &str = "#1d2733";
const FAINT: &str = "#66758a";
const PAPER: &str = "#ffffff";
const BAND: &str = "#12445f";
const PANEL: &str = "#eef3f7";
const BAR: &str = "#2f7ea8";
const BAD: &str = "#c8502f";

/// One line of words.
struct Line<'t> {
    x: f64,
    y: f64,
    size: f64,
    fill: &'t str,
    anchor: &'t str,
    bold: bool,
}

/// How wide words are at a size, roughly: a Chinese character fills its square, a Latin one half.
fn wide(text: &str, size: f64) -> f64 {
    let of = |one: char| if one.is_ascii() { 0.56 } else { 1.0 };
    text.chars().map(of).sum::<f64>() * size
}

/// As much of the words as has room, with a sign that more was there.
fn cut(text: &str, size: f64, room: f64) -> String {
    if wide(text, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for one in text.chars() {
        if wide(&short, size) + wide(&one.to_string(), size) + size > room {
            break;
        }
        short.push(one);
    }
    format!("{}…", short.trim_end())
}

fn words(text: &str, room: f64, line: &Line<'_>) -> Markup {
    let weight = if line.bold { "700" } else { "400" };
    html! {
        text x=(line.x) y=(line.y) font-size=(line.size) fill=(line.fill)
            text-anchor=(line.anchor) font-weight=(weight) { (cut(text, line.size, room)) }
    }
}

fn rect(x: f64, y: f64, width: f64, height: f64, fill: &str) -> Markup {
    html! { rect x=(x) y=(y) width=(width) height=(height) rx="8" fill=(fill) {} }
}

impl Poster {
    /// The sheet, as high as it must be.
    pub(crate) fn svg(&self, family: &str) -> String {
        let mut y = 170.0;
        let tiles = tiles(&self.tiles, y);
        y += if self.tiles.is_empty() { 0.0 } else { 190.0 };
        let mut parts = vec![];
        for block in &self.blocks {
            let (drawn, height) = block.draw(y);
            parts.push(drawn);
            y += height + GAP;
        }
        let height = y + 40.0;
        let left = |y, size, fill, bold| Line { x: MARGIN, y, size, fill, anchor: "start", bold };
        let sheet = html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(height)
                font-family=(family) {
                rect width=(WIDTH) height=(height) fill=(PAPER) {}
                rect width=(WIDTH) height="140" fill=(BAND) {}
                (words(&self.estate, INNER, &left(52.0, 30.0, "#c9dbe6", false)))
                (words(&self.title, INNER, &left(108.0, 46.0, PAPER, true)))
                (tiles)
                @for part in &parts { (part) }
                (words(&self.foot, INNER, &left(height - 26.0, 24.0, FAINT, false)))
            }
        };
        PreEscaped(sheet.into_string()).0
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of tiles")]
fn tiles(tiles: &[Tile], y: f64) -> Markup {
    let width = (INNER - 24.0 * (tiles.len().max(1) - 1) as f64) / tiles.len().max(1) as f64;
    html! {
        @for (at, tile) in tiles.iter().enumerate() {
            @let x = MARGIN + at as f64 * (width + 24.0);
            @let line = |y, size, fill, bold| Line { x: x + 20.0, y, size, fill, anchor: "start", bold };
            (rect(x, y, width, 160.0, PANEL))
            (words(&tile.label, width - 40.0, &line(y + 40.0, 26.0, FAINT, false)))
            (words(&tile.value, width - 40.0, &line(y + 96.0, 50.0, INK, true)))
            (words(&tile.note, width - 40.0, &line(y + 138.0, 24.0, FAINT, false)))
        }
    }
}

impl Block {
    /// Drawn at this height; says how high it is itself.
    fn draw(&self, y: f64) -> (Markup, f64) {
        let (heading, (body, height)) = match self {
            Self::Bars(heading, rows) => (heading, bars(rows, y + 52.0)),
            Self::Parts(heading, pieces) => (heading, pieces_in_one(pieces, y + 52.0)),
            Self::Lines(heading, lines) => (heading, plain(lines, y + 52.0)),
        };
        let line =
            Line { x: MARGIN, y: y + 32.0, size: 30.0, fill: BAND, anchor: "start", bold: true };
        (html! { (words(heading, INNER, &line)) (body) }, height + 52.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
fn bars(rows: &[Bar], y: f64) -> (Markup, f64) {
    let drawn = html! {
        @for (at, row) in rows.iter().enumerate() {
            @let top = y + at as f64 * ROW;
            @let end = BARS_FROM + row.length.clamp(0.0, 1.0) * BARS_LONG;
            @let label = Line {
                x: BARS_FROM - 18.0, y: top + 34.0, size: 27.0, fill: INK, anchor: "end", bold: false
            };
            @let text = Line {
                x: BARS_FROM + BARS_LONG + 18.0, y: top + 34.0, size: 27.0,
                fill: if row.is_bad { BAD } else { INK }, anchor: "start", bold: row.is_bad,
            };
            (words(&row.label, BARS_FROM - MARGIN - 18.0, &label))
            (rect(BARS_FROM, top + 8.0, BARS_LONG, 34.0, PANEL))
            (rect(BARS_FROM, top + 8.0, (end - BARS_FROM).max(0.0), 34.0, if row.is_bad { BAD } else { BAR }))
            (words(&row.text, WIDTH - MARGIN - BARS_FROM - BARS_LONG - 18.0, &text))
        }
    };
    (drawn, rows.len() as f64 * ROW)
}

#[expect(clippy::cast_precision_loss, reason = "counts of one month")]
fn pieces_in_one(pieces: &[Piece], y: f64) -> (Markup, f64) {
    let all: u64 = pieces.iter().map(|piece| piece.count).sum();
    let mut x = MARGIN;
    let mut drawn = html! { (rect(MARGIN, y + 8.0, INNER, 44.0, PANEL)) };
    for piece in pieces.iter().filter(|piece| piece.count > 0) {
        let width = INNER * piece.count as f64 / all as f64;
        drawn = html! { (drawn) (rect(x, y + 8.0, width, 44.0, piece.colour)) };
        x += width;
    }
    let (mut x, mut line) = (MARGIN, 0.0);
    for piece in pieces {
        let text = format!("{} {}", piece.label, piece.count);
        let width = 46.0 + wide(&text, 25.0);
        if x + width > WIDTH - MARGIN {
            (x, line) = (MARGIN, line + 1.0);
        }
        let top = y + 84.0 + line * 38.0;
        let label =
            Line { x: x + 30.0, y: top, size: 25.0, fill: INK, anchor: "start", bold: false };
        drawn = html! {
            (drawn)
            (rect(x, top - 20.0, 22.0, 22.0, piece.colour))
            (words(&text, INNER, &label))
        };
        x += width + 14.0;
    }
    (drawn, 96.0 + line * 38.0)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn plain(lines: &[String], y: f64) -> (Markup, f64) {
    let drawn = html! {
        @for (at, text) in lines.iter().enumerate() {
            @let line = Line {
                x: MARGIN, y: y + 30.0 + at as f64 * 42.0, size: 27.0, fill: INK, anchor: "start",
                bold: false
            };
            (words(text, INNER, &line))
        }
    };
    (drawn, lines.len() as f64 * 42.0)
}
