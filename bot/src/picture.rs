//! A sheet of figures as a picture for a phone: our own SVG, drawn by resvg with a font of this
//! machine that has Chinese in both scripts. Without such a font nothing is drawn: no boxes, ever.

mod draw;

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use casework::words::Language;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, ID, Style, Weight},
    },
};
use skrifa::{FontRef, MetadataProvider as _};

/// What the figures are drawn as.
#[derive(Debug, Clone, Default)]
pub struct Poster {
    /// Its language, which chooses how shared characters look.
    pub language: Language,
    /// Whose it is.
    pub estate: String,
    /// What it is.
    pub title: String,
    /// The headline figures.
    pub tiles: Vec<Tile>,
    /// What stands below.
    pub blocks: Vec<Block>,
    /// The line at the foot.
    pub foot: String,
}

/// A headline figure.
#[derive(Debug, Clone)]
pub struct Tile {
    /// What it is.
    pub label: String,
    /// So much.
    pub value: String,
    /// Of what.
    pub note: String,
}

/// A part of the sheet, with its heading.
#[derive(Debug, Clone)]
pub enum Block {
    /// Bars one below the other; each with its text at the end, and how long it is of the longest.
    Bars(String, Vec<Bar>),
    /// One bar of parts, with a word for each.
    Parts(String, Vec<Piece>),
    /// Lines of words.
    Lines(String, Vec<String>),
}

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long, from 0 to 1.
    pub length: f64,
    /// What stands at its end.
    pub text: String,
    /// Whether it asks for attention.
    pub is_bad: bool,
}

/// One part of a bar.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it is of.
    pub label: String,
    /// So many.
    pub count: u64,
    /// Its colour, as SVG writes it.
    pub colour: &'static str,
}

/// Why nothing can be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// No font has the characters.
    #[error(
        "no font on this machine has Chinese in both scripts; install one, as Debian's package \
         fonts-noto-cjk, and start anew"
    )]
    NoFont,
    /// The drawing is not sound, which is our fault.
    #[error("the picture could not be drawn: {0}")]
    Unsound(String),
}

/// The fonts of this machine, and the families that can be used, by what their names end with.
struct Fonts {
    database: Arc<Database>,
    families: Vec<String>,
}

static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();

/// Whether pictures can be drawn here. Looks at every font, once.
pub fn check() -> Result<(), PictureError> {
    fonts().map(|_| ())
}

fn fonts() -> Result<&'static Fonts, PictureError> {
    FONTS.get_or_init(find).as_ref().ok_or(PictureError::NoFont)
}

fn find() -> Option<Fonts> {
    let mut database = Database::new();
    database.load_system_fonts();
    let needed = crate::speech::characters();
    let upright = |id: ID| {
        let face = database.face(id)?;
        let is_plain = face.style == Style::Normal && face.weight == Weight::NORMAL;
        let family = face.families.first()?.0.clone();
        (is_plain && has_all(&database, id, &needed)).then_some(family)
    };
    let ids: Vec<ID> = database.faces().map(|face| face.id).collect();
    let mut families: Vec<String> = ids.into_iter().filter_map(upright).collect();
    // Of those without serifs rather one with a name that says which region it is for.
    families
        .sort_by_key(|family| (!family.contains("Sans"), family.contains("Mono"), family.clone()));
    families.dedup();
    (!families.is_empty()).then(|| Fonts { database: Arc::new(database), families })
}

fn has_all(database: &Database, id: ID, needed: &BTreeSet<char>) -> bool {
    let has = |data: &[u8], index: u32| {
        let font = FontRef::from_index(data, index).ok();
        font.is_some_and(|font| needed.iter().all(|one| font.charmap().map(*one).is_some()))
    };
    database.with_face_data(id, has).unwrap_or_default()
}

impl Fonts {
    /// The family whose characters look as readers of a language expect them.
    fn family(&self, language: Language) -> &str {
        let ending = match language {
            Language::ZhHant => "TC",
            Language::ZhHans | Language::En => "SC",
        };
        let fits = self.families.iter().find(|family| family.ends_with(ending));
        fits.or(self.families.first()).map_or("sans-serif", String::as_str)
    }
}

impl Poster {
    /// The picture as PNG. Takes a while; not for a thread that others wait for.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        let fonts = fonts()?;
        let unsound = |why: String| PictureError::Unsound(why);
        let family = fonts.family(self.language);
        let options = Options {
            fontdb: Arc::clone(&fonts.database),
            font_family: family.to_owned(),
            ..Options::default()
        };
        let tree = Tree::from_str(&self.svg(family), &options);
        let tree = tree.map_err(|error| unsound(error.to_string()))?;
        let size = tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height())
            .ok_or_else(|| unsound("it has no size".to_owned()))?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| unsound(error.to_string()))
    }
}

#[cfg(test)]
mod tests;
