//! The validator that we did not write: a journal of the stand-in is held against aiogram's types and
//! a table of Telegram's limits, by a script in Python. See `tests/validator`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What a validator found in a journal.
pub struct Verdict {
    /// Whether nothing was found, and there was something to look at.
    pub is_clean: bool,
    /// Each violation with its line, and a summary.
    pub text: String,
}

/// Holds a journal against the schema. Its first call installs what the script needs.
///
/// # Errors
/// Python 3 with its `venv` or the packages are missing, which is no verdict.
pub fn validate(journal: &Path) -> Result<Verdict, String> {
    let python = installed()?;
    let mut script = Command::new(python);
    script.env("PYTHONDONTWRITEBYTECODE", "1");
    script.arg(folder().join("check.py")).arg(journal);
    let output = script.output().map_err(|error| format!("the validator: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => Ok(Verdict { is_clean: true, text }),
        // A script that fell over is no verdict either.
        Some(1) if !text.is_empty() => Ok(Verdict { is_clean: false, text }),
        _ => Err(format!("the validator: {text}{}", String::from_utf8_lossy(&output.stderr))),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("validator")
}

/// The Python of an environment with what `requirements.txt` names, made once and kept under
/// `target/`.
fn installed() -> Result<PathBuf, String> {
    let said = |error: std::io::Error| format!("an environment for the validator: {error}");
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/validator");
    fs::create_dir_all(&home).map_err(said)?;
    // Tests that begin at once wait here for the one that installs.
    let lock = fs::File::create(home.join("lock")).map_err(said)?;
    lock.lock().map_err(said)?;
    let (python, mark) = (home.join("venv/bin/python"), home.join("installed.txt"));
    let wanted = fs::read_to_string(folder().join("requirements.txt")).map_err(said)?;
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) && python.exists() {
        return Ok(python);
    }
    let needs = "the validator needs Python 3.10 or newer with venv and pip (python3-venv)";
    let venv = home.join("venv");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv), needs)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run(pip.arg(folder().join("requirements.txt")), "pip could not install aiogram")?;
    fs::write(&mark, wanted).map_err(said)?;
    Ok(python)
}

fn run(command: &mut Command, needs: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{needs}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = [output.stdout, output.stderr].concat();
    Err(format!("{needs}: {}", String::from_utf8_lossy(&words)))
}
