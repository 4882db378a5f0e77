//! The estate file that a new estate begins with: the example that is shipped, in its own words.

use casework::place::Instance;
use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::questions::{Answers, Question};
use crate::stage::ESTATE;

/// What the estate is called in commands, in its file and in the book.
const CODE: &str = "estate";

/// The example that is shipped, as this estate: with its own name, zone, language and telephone, and without
/// what is another's.
pub(super) fn written(answers: &Answers) -> String {
    let mut file: DocumentMut = ESTATE.parse().expect("a test reads the shipped estate file");
    let answer = |question| answers.get(&question).cloned().unwrap_or_default();
    let (language, zone) = (answer(Question::Language), answer(Question::Zone));
    let site = file["site"].as_table_mut().expect("a test reads the shipped estate file");
    let mut name = InlineTable::new();
    name.insert(&language, answer(Question::Name).into());
    put(site, "code", CODE.into());
    put(site, "name", Value::InlineTable(name));
    put(site, "zone", zone.as_str().into());
    put(site, "language", language.as_str().into());
    put(site, "phone", answer(Question::Phone).into());
    site["emergency"] = Item::ArrayOfTables(emergency(&zone));
    site.remove("instances");
    // Buildings are of another estate; gates and gardens every one has.
    if let Some(places) = file["places"].as_array_of_tables_mut() {
        places.retain(|place| place["kind"].as_str() == Some("public"));
    }
    file.to_string()
}

/// Another value, with what stands beside the old one.
fn put(site: &mut Table, key: &str, new: Value) {
    let decor = site.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
    let mut new = new;
    if let Some(decor) = decor {
        *new.decor_mut() = decor;
    }
    site[key] = value(new);
}

/// Whom people call in danger where the zone lies.
pub(super) fn emergency(zone: &str) -> ArrayOfTables {
    #[derive(Deserialize)]
    struct Known {
        country: Vec<Country>,
    }
    #[derive(Deserialize)]
    struct Country {
        zones: Vec<String>,
        numbers: Vec<Instance>,
    }
    let known: Known =
        toml::from_str(include_str!("emergency.toml")).expect("a test reads the numbers");
    let here = known.country.iter().find(|country| country.zones.iter().any(|known| known == zone));
    let mut tables = ArrayOfTables::new();
    for number in here.into_iter().flat_map(|country| &country.numbers) {
        let mut name = InlineTable::new();
        for (language, words) in &number.name.0 {
            name.insert(language.tag(), words.as_str().into());
        }
        let mut table = Table::new();
        table["name"] = value(name);
        table["contact"] = value(number.contact.as_str());
        tables.push(table);
    }
    tables
}
