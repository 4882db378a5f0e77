//! The sheet is drawn in all three languages, and everything in it has a glyph.

use super::*;

fn poster(language: Language, words: &str) -> Poster {
    Poster {
        language,
        estate: words.to_owned(),
        title: words.to_owned(),
        tiles: vec![Tile {
            label: words.to_owned(),
            value: "88 %".to_owned(),
            note: "66/75".to_owned(),
        }],
        blocks: vec![
            Block::Bars(
                words.to_owned(),
                vec![Bar {
                    label: words.to_owned(),
                    length: 0.5,
                    text: "12".to_owned(),
                    is_bad: false,
                }],
            ),
            Block::Parts(
                words.to_owned(),
                vec![Piece { label: words.to_owned(), count: 3, colour: "#2f7ea8" }],
            ),
            Block::Lines(words.to_owned(), vec![words.to_owned()]),
        ],
        foot: words.to_owned(),
    }
}

/// Words that differ are drawn differently: boxes would all look the same.
#[test]
fn every_script_is_drawn_and_no_two_words_look_the_same() {
    for (language, one, other) in [
        (Language::ZhHans, "投诉汇总", "业主满意"),
        (Language::ZhHant, "投訴彙總", "業主滿意"),
        (Language::En, "Summary", "Content"),
    ] {
        let drawn = poster(language, one).png().unwrap();
        assert!(drawn.starts_with(b"\x89PNG"), "{language:?}");
        assert!(drawn.len() < 200_000, "{} bytes", drawn.len());
        assert_ne!(drawn, poster(language, other).png().unwrap(), "{language:?}");
    }
}

/// What somebody named stays words, whatever stands in it.
#[test]
fn nothing_in_a_name_becomes_a_drawing() {
    let poster = poster(Language::En, "</text><script>x</script>&<rect/>");
    let svg = poster.svg("sans-serif");
    assert!(!svg.contains("<script") && !svg.contains("<rect/>"), "{svg}");
    assert!(poster.png().is_ok());
}
