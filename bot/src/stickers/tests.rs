//! The printed sheet, read back as a telephone would.

use casework::{
    ids::{PlaceId, SiteId},
    place::{Place, PlaceKind, Site},
};
use resvg::{tiny_skia::Pixmap, usvg};

use super::sheet;
use crate::speech::tests::sample;

fn place(number: i64, kind: PlaceKind) -> (String, Place) {
    let name = format!("{number} <&>");
    let path = vec![sample::words(&name, &name, &name)];
    let place = Place { id: PlaceId(number), site: SiteId(1), kind, path, handed_over: None };
    (format!("AbCdEfGh{number:02}"), place)
}

#[test]
fn every_code_on_the_printed_sheets_can_be_read() {
    let site: Site = sample::site();
    let stickers: Vec<_> = (1..=11).map(|number| place(number, PlaceKind::Floor)).collect();
    let sheets = sheet::drawn(&site, "huiyin_bot", &stickers).expect("sheets");
    assert_eq!(sheets.len(), 2, "eight on a sheet");
    let mut read = vec![];
    // To be looked at.
    if let Ok(folder) = std::env::var("HUIYIN_PICTURES") {
        std::fs::write(format!("{folder}/stickers.svg"), &sheets[0]).expect("a picture");
    }
    for sheet in &sheets {
        assert!(sheet.contains("&lt;&amp;&gt;"), "names are names, not markup");
        let tree = usvg::Tree::from_str(sheet, &usvg::Options::default()).expect("an SVG");
        // About 200 dots to the inch: a poor printer.
        let scale = 8.0 * 210.0 / tree.size().width();
        let (width, height) = (1680, 2376);
        let mut pixels = Pixmap::new(1680, 2376).expect("paper");
        let transform = resvg::tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        // A telephone is held before one of them.
        let (wide, high) = (width / 2, height / 4);
        for (left, top) in (0..8).map(|number| (number % 2 * wide, number / 2 * high)) {
            let grey = |x: usize, y: usize| pixels.data()[((top + y) * width + left + x) * 4];
            let mut photo = rqrr::PreparedImage::prepare_from_greyscale(wide, high, grey);
            read.extend(photo.detect_grids().iter().map(|grid| grid.decode().expect("a code").1));
        }
    }
    read.sort();
    let links =
        stickers.iter().map(|(token, _)| format!("https://t.me/huiyin_bot?start=p-{token}"));
    assert_eq!(read, links.collect::<Vec<_>>());
}
