//! What people send beside words.

use playground::{Blob, Content};

/// The smallest picture there is: one grey dot.
pub fn photo() -> Content {
    const DOT: [u8; 43] = [
        71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 128, 0, 0, 160, 160, 160, 255, 255, 255, 33, 249, 4, 0,
        0, 0, 0, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0, 59,
    ];
    Content::photo(DOT.to_vec())
}

/// So many photos, the first with words under it.
pub fn album(size: usize, words: &str) -> Vec<Content> {
    let mut photos = vec![photo(); size];
    if let Some(first) = photos.first_mut() {
        *first = photo().captioned(words);
    }
    photos
}

/// Something said.
pub fn voice() -> Content {
    Content::voice(b"OggS".to_vec())
}

/// A file that a bot cannot fetch.
pub fn big_file() -> Content {
    Content::document(Blob::declared(25 * 1024 * 1024), "film.mov", "video/quicktime")
}

/// A picture with no words in it.
pub fn sticker() -> Content {
    Content::Sticker { emoji: "😡".to_owned() }
}
