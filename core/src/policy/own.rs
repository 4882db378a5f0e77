//! An estate's own profile: a file beside the estate file, copied from one that is shipped.

use super::{Policy, PolicyError, SHIPPED, lines, written};
use crate::{say, sentence::Sentence};

/// A profile out of a file of the estate, checked.
#[derive(Debug, Clone)]
pub struct Own {
    /// How the estate file names its file.
    pub file: String,
    /// What it says.
    pub policy: Policy,
    /// Its words, as the book keeps them.
    pub body: String,
}

/// A name stands in commands and under `/why`; longer ones are slips.
const LONGEST_NAME: usize = 40;

/// After it there must always be another.
const LAST_VERSION: i32 = 999_999;

impl Own {
    /// Reads a file. The faults do not name it; whoever shows them does.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, PolicyError> {
        let text = written::text(bytes).map_err(|fault| PolicyError(vec![fault]))?;
        let policy = Policy::parse(text)?;
        let name = wrong_name(&policy.profile).map(|fault| ("profile", fault));
        let number = (policy.version > LAST_VERSION).then(|| {
            ("version", say!("number it from 1 to {last_version}", last_version = LAST_VERSION))
        });
        let faults: Vec<_> = [name, number].into_iter().flatten().collect();
        if !faults.is_empty() {
            let said = faults.into_iter().map(|(at, fault)| {
                let line = lines::line_of(text, at).unwrap_or(1);
                say!("line {line}, {at}: {fault}", line, at, fault)
            });
            return Err(PolicyError(said.collect()));
        }
        Ok(Self { file: file.to_owned(), policy, body: text.to_owned() })
    }
}

/// What is wrong with the name of an estate's own profile.
fn wrong_name(name: &str) -> Option<Sentence> {
    let shipped = SHIPPED.iter().map(|(shipped, _)| *shipped);
    if let Some(shipped) = shipped.into_iter().find(|shipped| shipped.eq_ignore_ascii_case(name)) {
        return Some(say!(
            "{shipped} is a profile that comes with the program; give yours a name of its own, such \
             as profile = \"our_{shipped}\", and write that under [site] in the estate file",
            shipped
        ));
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let fits = name.chars().all(plain) && name.chars().count() <= LONGEST_NAME;
    (!fits).then(|| {
        say!(
            "{name} is no name for a profile; write at most {longest_name} letters, digits, _ or -",
            name = format!("{name:?}"),
            longest_name = LONGEST_NAME
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(change: impl Fn(&str) -> String) -> Result<Own, PolicyError> {
        let shipped = Policy::parse(SHIPPED[0].1).unwrap().version;
        let text = SHIPPED[0].1.replace("profile = \"park_core\"", "profile = \"ours\"");
        let text = text.replace(&format!("version = {shipped}"), "version = 3");
        Own::read("ours.toml", change(&text).as_bytes())
    }

    #[test]
    fn a_shipped_file_under_another_name_is_an_own_one() {
        let own = own(str::to_owned).unwrap();
        assert_eq!((own.policy.profile.as_str(), own.policy.version), ("ours", 3));
    }

    #[test]
    fn each_fault_has_its_line_and_what_to_do() {
        let all = |change: &dyn Fn(&str) -> String| {
            crate::sentence::joined(&own(change).unwrap_err().0, "\n")
        };
        insta::assert_snapshot!(
            [
                all(&|text| text.replace("\"ours\"", "\"park_core\"")),
                all(&|text| text.replace("\"ours\"", "\"Park_Core\"")),
                all(&|text| text.replace("\"ours\"", "\"our rules\"")),
                all(&|text| text.replace("\"ours\"", "\"\"")),
                all(&|text| text.replace("version = 3", "version = \"3\"")),
                all(&|text| text.replace("version = 3", "version = 99999999999")),
                all(&|text| text.replace("version = 3", "version = 1000000")),
                all(&|text| text.replace("version = 3\n", "")),
                all(&|text| text.replace("length = \"10m\"", "length =")),
                all(&|text| text.replace("length = \"10m\"", "length = “10m”")),
                all(&|text| text.replace("length = \"10m\"", "length = \"-10m\"")),
                all(&|text| text.replace("length = \"10m\"", "length = \"100001d\"")),
                all(&|text| text.replace("length = \"10m\"", "length = 10")),
                all(&|text| text.replace("length = \"10m\"", "lenght = \"10m\"")),
                all(&|text| text.replace("[rules.pickup]", "[rules.dispatch]")),
                all(&|text| text.replace("[rules.age]", "[rules.aging]")),
                all(&|text| format!(
                    "{text}\n[calendar]\nclauses = [\"ours\"]\nnight = \"25:00-26:00\"\n\
                     hours = {{ mon-fri = [\"12:00-08:00\"] }}\n"
                )),
                all(&|text| text.split("# A time promised").next().unwrap().to_owned()),
                all(&|_| "ours".to_owned()),
            ]
            .join("\n\n")
        );
    }
}
