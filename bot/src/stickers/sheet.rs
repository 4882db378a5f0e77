//! Sheets of stickers: A4, eight on each, drawn in millimetres, with lines to cut along.

use std::fmt::Write as _;

use anyhow::Context as _;
use casework::{
    place::{Place, Site},
    words::{Language, columns},
};
use fast_qr::{ECL, QRBuilder};
use maud::{Markup, PreEscaped, html};

use super::LINK;
use crate::speech::Voice;

/// The page, a sticker on it, and the code on that, in millimetres.
const PAGE: (u32, u32) = (210, 297);
const STICKER: (u32, u32) = (95, 68);
const CODE: f64 = 40.0;
/// What is left beside the code; and how wide a column of text is, as a part of its height.
const BESIDE: f64 = 44.0;
const COLUMN: f64 = 0.56;
/// So many side by side, and one below the other.
const COLUMNS: u32 = 2;
const ROWS: u32 = 4;
/// Fonts that have both scripts, by the names that systems give them.
const FONTS: &str =
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/// The sheets, an SVG each.
pub(super) fn drawn(
    site: &Site,
    username: &str,
    stickers: &[(String, Place)],
) -> anyhow::Result<Vec<String>> {
    let on_one = usize::try_from(COLUMNS * ROWS)?;
    stickers.chunks(on_one).map(|some| page(site, username, some)).collect()
}

fn page(site: &Site, username: &str, stickers: &[(String, Place)]) -> anyhow::Result<String> {
    let (width, height) = PAGE;
    let left = (width - COLUMNS * STICKER.0) / 2;
    let top = (height - ROWS * STICKER.1) / 2;
    let mut drawn = vec![];
    for (number, (token, place)) in (0..).zip(stickers) {
        let (column, row) = (number % COLUMNS, number / COLUMNS);
        let at = format!("translate({} {})", left + column * STICKER.0, top + row * STICKER.1);
        let one = one(site, username, token, place)?;
        drawn.push(html! { g transform=(at) { (one) } });
    }
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(format!("{width}mm")) height=(format!("{height}mm"))
            viewBox=(format!("0 0 {width} {height}")) font-family=(FONTS) {
            rect width=(width) height=(height) fill="#fff" {}
            @for sticker in &drawn { (sticker) }
        }
    };
    Ok(page.into_string())
}

/// One sticker: what to do in three languages, where it hangs, whom to call; the code, and its link for whoever
/// cannot scan.
fn one(site: &Site, username: &str, token: &str, place: &Place) -> anyhow::Result<Markup> {
    let (width, height) = STICKER;
    let link = format!("https://t.me/{username}?start={LINK}{token}");
    let voices = Language::ALL.map(|language| Voice::new(language, site.zone));
    let own = Voice::new(site.language, site.zone);
    let code = code(&link)?;
    Ok(html! {
        rect width=(width) height=(height) fill="none" stroke="#bbb" stroke-width="0.2"
            stroke-dasharray="2 2" {}
        g transform="translate(4 8)" { (code) }
        text x="4" y="55" font-size="2.6" fill="#333" { (format!("t.me/{username}")) }
        text x="4" y="59" font-size="2.6" fill="#333" { (format!("?start={LINK}{token}")) }
        (line(12, 4.4, "bold", site.name.in_language(site.language)))
        (line(18, 4.0, "normal", &place.full(site.language)))
        @for (number, voice) in (0..).zip(voices) {
            (line(28 + number * 7, 3.6, "normal", &voice.sticker_call()))
        }
        (line(55, 3.6, "normal", &own.sticker_phone(&site.phone)))
    })
}

/// A line beside the code, as large as may be and no wider than the sticker.
fn line(at: u32, size: f64, weight: &str, text: &str) -> Markup {
    let wide = f64::from(u32::try_from(columns(text)).unwrap_or(u32::MAX)) * COLUMN;
    let size = size.min(BESIDE / wide.max(1.0));
    html! { text x="48" y=(at) font-size=(format!("{size:.2}")) font-weight=(weight) { (text) } }
}

/// The code as one path, a quarter of which may be scratched away.
fn code(link: &str) -> anyhow::Result<Markup> {
    let code = QRBuilder::new(link).ecl(ECL::Q).build().context("the link does not fit a code")?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    let size = u32::try_from(code.size)?;
    let scale = format!("scale({})", CODE / f64::from(size));
    Ok(
        html! { path transform=(scale) d=(PreEscaped(path)) fill="#000" shape-rendering="crispEdges" {} },
    )
}
