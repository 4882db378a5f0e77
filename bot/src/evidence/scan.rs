//! A look for viruses, by a program of the estate's choice: it is handed the file on its standard input and ends
//! with 0 when it found nothing, with 1 when it found something, as `clamdscan --quiet -` does.

use std::{process::Stdio, time::Duration};

use tokio::{io::AsyncWriteExt as _, process::Command};

/// How long it may look at one file.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan(Vec<String>);

impl std::fmt::Display for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl Scan {
    /// Reads a line such as `clamdscan --quiet -`; nothing of an empty one. There is no shell in it.
    pub fn read(line: &str) -> Option<Self> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Whether something was found in these bytes.
    ///
    /// # Errors
    ///
    /// It could not look.
    pub(super) async fn finds(&self, bytes: &[u8]) -> Result<bool, String> {
        tokio::time::timeout(PATIENCE, self.look(bytes))
            .await
            .map_err(|_| "the scan took longer than a minute".to_owned())?
    }

    async fn look(&self, bytes: &[u8]) -> Result<bool, String> {
        let told = |error: std::io::Error| format!("the scan could not run: {error}");
        let [program, arguments @ ..] = &self.0[..] else { return Ok(false) };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(told)?;
        if let Some(mut input) = child.stdin.take() {
            // One that has seen enough does not read on.
            input.write_all(bytes).await.ok();
        }
        match child.wait().await.map_err(told)?.code() {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err("the scan ended with neither 0 nor 1".to_owned()),
        }
    }
}
