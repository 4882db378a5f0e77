//! A shell that stops the server when we die, by whatever death: it waits on a pipe from us.
//!
//! Linux's parent-death signal would be less: it fires when the starting *thread* ends.

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};

const SCRIPT: &str = r#"
trap '' HUP INT TERM
read word
[ "$word" = off ] || kill -QUIT "$1"
"#;

/// Somebody who outlives us just long enough.
#[derive(Debug)]
pub(super) struct Guardian {
    shell: Child,
    line: Option<ChildStdin>,
}

impl Guardian {
    /// Has a server stopped as soon as our end of the pipe closes.
    pub(super) fn watch(pid: u32) -> io::Result<Self> {
        let mut shell = shell(SCRIPT, &[&pid.to_string()]).stdin(Stdio::piped()).spawn()?;
        Ok(Self { line: shell.stdin.take(), shell })
    }

    /// Closes the pipe; without the word, this stops the server.
    fn hang_up(&mut self, word: &[u8]) {
        if let Some(mut line) = self.line.take() {
            // A guardian that is gone needs no word.
            let _ = line.write_all(word);
        }
        let _ = self.shell.wait();
    }

    /// Tells it that the server has been stopped.
    pub(super) fn dismiss(mut self) {
        self.hang_up(b"off\n");
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        self.hang_up(b"");
    }
}

/// A shell that stands apart from our terminal, our folder and our output.
pub(super) fn shell(script: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, "huiyin-guardian"]).args(arguments);
    command.current_dir("/").process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
