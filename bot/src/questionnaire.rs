//! `huiyin questionnaire`: questionnaires are checked, shown, and printed to be copied. None of it needs a
//! book.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use anyhow::bail;
use casework::{
    questionnaire::{Own, Question, SHIPPED, Template, TemplateError},
    say,
    sentence::Sentence,
    words::Language,
};
use clap::Subcommand;

use crate::{estate, terminal::plain};

/// What is wanted of a questionnaire.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Says everything that is wrong with questionnaires, or that nothing is.
    Check {
        /// Their files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Shows the questions as people read them; without a name, which questionnaires are shipped.
    Show {
        /// The name of a shipped questionnaire, or a file.
        questionnaire: Option<String>,
        /// zh-Hans, zh-Hant or en.
        #[arg(long, default_value = "zh-Hans", value_parser = language)]
        lang: Language,
    },
    /// Prints a shipped questionnaire as the file it is, to be copied and changed.
    Source {
        /// The name of a shipped questionnaire.
        questionnaire: String,
    },
}

fn language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "write zh-Hans, zh-Hant or en".to_owned())
}

/// Does it, and says what is to be printed.
pub fn run(command: &Command) -> anyhow::Result<Sentence> {
    match command {
        Command::Check { files } => check(files),
        Command::Show { questionnaire: None, .. } => Ok(say!("there is {known}", known = names())),
        Command::Show { questionnaire: Some(name), lang } => Ok(plain(show(&read(name)?, *lang))),
        Command::Source { questionnaire } => match shipped(questionnaire) {
            Some(text) => Ok(plain(text)),
            None => bail!(say!(
                "no questionnaire is called {name}; there is {known}",
                name = questionnaire,
                known = names()
            )),
        },
    }
}

fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn names() -> String {
    SHIPPED.map(|(name, _)| name).join(", ")
}

fn check(files: &[PathBuf]) -> anyhow::Result<Sentence> {
    estate::check(files, |file| match checked(file) {
        Ok(Template { name, version, questions, .. }) => {
            let count = questions.len();
            Ok(say!("{name} version {version} is sound: {count} questions", name, version, count))
        }
        Err(TemplateError(faults)) => Err(faults),
    })
}

/// A file, as an estate's start checks it. One that is shipped is sound under its own name.
fn checked(file: &Path) -> Result<Template, TemplateError> {
    let bytes = estate::bytes(file).map_err(|fault| TemplateError(vec![fault]))?;
    match SHIPPED.iter().find(|(_, text)| text.as_bytes() == bytes) {
        Some((_, text)) => Template::parse(text),
        None => Own::read("", &bytes).map(|own| own.template),
    }
}

fn read(name: &str) -> anyhow::Result<Template> {
    match shipped(name) {
        Some(text) => Ok(Template::parse(text)?),
        None => Ok(checked(Path::new(name))?),
    }
}

fn show(template: &Template, language: Language) -> String {
    let mut shown = format!("{} {}\n", template.name, template.version);
    for (number, question) in (1..).zip(&template.questions) {
        let text = question.text.in_language(language);
        let _ = writeln!(shown, "\n{number}. {text}  ({})", question.code);
        for condition in &question.when {
            let _ = writeln!(shown, "   < {} = {}", condition.question, condition.is.join(" | "));
        }
        for code in question.codes() {
            let _ = writeln!(shown, "   [{}]", labelled(question, code, language));
        }
    }
    shown
}

fn labelled<'q>(question: &'q Question, code: &'q str, language: Language) -> &'q str {
    question.option(code).map_or(code, |words| words.in_language(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_to_be_copied_is_sound_once_it_has_its_own_name() {
        let source = run(&Command::Source { questionnaire: "callback".to_owned() });
        let source = source.unwrap().to_string();
        let folder = std::env::temp_dir().join(format!("huiyin-asks-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (ours, wrong) = (folder.join("ours.toml"), folder.join("wrong.toml"));
        let own = source.replace("questionnaire = \"callback\"", "questionnaire = \"ours\"");
        std::fs::write(&ours, &own).unwrap();
        std::fs::write(&wrong, source.replace("version = 1", "version = 0")).unwrap();
        let said = run(&Command::Check { files: vec![ours] }).unwrap().to_string();
        assert!(said.ends_with("ours version 1 is sound: 9 questions"), "{said}");
        let said = run(&Command::Check { files: vec![wrong] }).unwrap_err().to_string();
        assert!(said.contains("version: number it from 1 on"), "{said}");
        let said = run(&Command::Source { questionnaire: "poll".to_owned() }).unwrap_err();
        assert!(said.to_string().contains("there is callback"), "{said}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn it_is_shown_as_people_read_it() {
        let shown =
            Command::Show { questionnaire: Some("callback".to_owned()), lang: Language::En };
        insta::assert_snapshot!(run(&shown).unwrap());
    }
}
