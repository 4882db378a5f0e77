//! The three sentence files say the same things, all of them are said, and nothing is said that is
//! not in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use casework::words::Language;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

use super::book::phrase_book;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn sentences(language: Language) -> String {
    let path = root().join("locales").join(language.tag()).join("huiyin.ftl");
    fs::read_to_string(path).unwrap()
}

/// A sentence: its variables, and its longest stretch without any.
struct Sentence {
    variables: BTreeSet<String>,
    stretch: String,
}

fn parsed(language: Language) -> BTreeMap<String, Sentence> {
    let file = parser::parse(sentences(language)).unwrap_or_else(|(_, errors)| {
        panic!("{}: {errors:?}", language.tag());
    });
    let mut read = BTreeMap::new();
    for entry in file.body {
        let Entry::Message(message) = entry else { continue };
        let pattern = message.value.expect("a sentence");
        let mut variables = BTreeSet::new();
        variables_of(&pattern, &mut variables);
        let texts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { value } => value.trim().to_owned(),
            PatternElement::Placeable { .. } => String::new(),
        });
        let stretch = texts.max_by_key(String::len).unwrap_or_default();
        let key = message.id.name;
        let again = read.insert(key.clone(), Sentence { variables, stretch });
        assert!(again.is_none(), "{}: {key} is there twice", language.tag());
    }
    read
}

fn variables_of(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    let mut inline = |expression: &InlineExpression<String>| {
        if let InlineExpression::VariableReference { id } = expression {
            found.insert(id.name.clone());
        }
    };
    let mut inner = vec![];
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(expression) } => {
                inline(expression);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                inline(selector);
                inner.extend(variants.iter().map(|variant| &variant.value));
            }
            PatternElement::TextElement { .. } => {}
        }
    }
    for pattern in inner {
        variables_of(pattern, found);
    }
}

#[test]
fn every_sentence_is_there_in_every_language_with_the_same_variables() {
    let english = parsed(Language::En);
    for language in [Language::ZhHans, Language::ZhHant] {
        let other = parsed(language);
        let keys = |file: &BTreeMap<String, Sentence>| file.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&english), keys(&other), "{}", language.tag());
        for (key, sentence) in &english {
            assert_eq!(sentence.variables, other[key].variables, "{}: {key}", language.tag());
        }
    }
}

#[test]
fn every_sentence_is_said_and_stands_in_the_phrase_book() {
    let code: String = rust_files(&root().join("src"))
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for language in Language::ALL {
        let book = phrase_book(language).replace('\n', " ");
        for (key, sentence) in parsed(language) {
            assert!(code.contains(&format!("\"{key}\"")), "{key} is never said");
            let stretch = sentence.stretch.replace('\n', " ");
            assert!(book.contains(&stretch), "{}: {key} is not in the book", language.tag());
        }
    }
}

#[test]
fn chinese_is_written_with_full_width_marks() {
    for language in [Language::ZhHans, Language::ZhHant] {
        for (at, line) in sentences(language).lines().enumerate() {
            let said = line.split_once(" = ").map_or(line, |(_, said)| said);
            let mut outside = String::new();
            let mut depth = 0;
            for c in said.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    c if depth == 0 => outside.push(c),
                    _ => {}
                }
            }
            let odd = outside.chars().find(|c| ",:;?!()\"'".contains(*c));
            assert_eq!(odd, None, "{}, line {}: {line}", language.tag(), at + 1);
        }
    }
}

#[test]
fn no_sentence_stands_in_the_code() {
    let core = root().join("../core/src");
    for path in [rust_files(&root().join("src")), rust_files(&core)].concat() {
        if is_test(&path) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Tests inside a file come last.
        let unread = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (at, line) in unread.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            let inside = line.split('"').skip(1).step_by(2);
            let said = inside.flat_map(str::chars).any(is_chinese);
            assert!(!said, "{}, line {}: {line}", path.display(), at + 1);
        }
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests" || part == "tests.rs")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
