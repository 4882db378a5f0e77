//! One running program: a child process that is killed, frozen, stopped and started again, and
//! whose words are kept in a file.

use std::{
    fs::{self, File},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::process::{Child, Command};

/// How one life of an instance ended.
#[derive(Debug, Clone)]
pub(crate) struct Death {
    pub(crate) by_kill: bool,
    pub(crate) code: Option<i32>,
    /// Whether the bench had asked for it.
    pub(crate) wanted: bool,
    /// Whether it had come into service before.
    pub(crate) served: bool,
}

/// An instance, running or not.
pub(crate) struct Instance {
    settings: Vec<(String, String)>,
    log: PathBuf,
    child: Option<Child>,
    /// What the next start is told to break or to die at.
    pub(crate) failpoints: String,
    /// Whether the supervisor starts it again.
    pub(crate) kept: bool,
    wanted: bool,
    pub(crate) deaths: Vec<Death>,
    begun: u64,
    next_start: Instant,
    peak_kb: u64,
}

impl Instance {
    pub(crate) fn new(settings: Vec<(String, String)>, log: PathBuf) -> Self {
        Self {
            settings,
            log,
            child: None,
            failpoints: String::new(),
            kept: true,
            wanted: false,
            deaths: vec![],
            begun: 0,
            next_start: Instant::now(),
            peak_kb: 0,
        }
    }

    /// Starts it; what it was told to break holds for this life.
    pub(crate) fn start(&mut self) -> anyhow::Result<()> {
        let log = File::options().create(true).append(true).open(&self.log)?;
        self.begun = log.metadata()?.len();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").env_clear();
        for name in ["PATH", "HOME", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.env("FAILPOINTS", &self.failpoints).env("RUST_BACKTRACE", "1");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        self.child = Some(command.spawn().context("starting the program")?);
        self.wanted = false;
        Ok(())
    }

    /// Another value for a setting, from the next start on.
    pub(crate) fn setting(&mut self, name: &str, value: &str) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    fn signal(&self, signal: Signal) -> bool {
        let id = self.child.as_ref().and_then(Child::id);
        let id = id.and_then(|id| i32::try_from(id).ok());
        id.is_some_and(|id| kill(Pid::from_raw(id), signal).is_ok())
    }

    /// As `kill -9`.
    pub(crate) fn kill(&mut self) -> bool {
        self.wanted = true;
        self.signal(Signal::SIGKILL)
    }

    /// Asked to stop, as a service manager does.
    pub(crate) fn ask_to_stop(&mut self) {
        self.wanted = true;
        // A frozen process would never hear it.
        self.signal(Signal::SIGCONT);
        self.signal(Signal::SIGTERM);
    }

    /// Stands still, or goes on.
    pub(crate) fn freeze(&self, frozen: bool) {
        self.signal(if frozen { Signal::SIGSTOP } else { Signal::SIGCONT });
    }

    /// Looks whether it has died, and starts it again if it is kept.
    pub(crate) fn look_after(&mut self) -> anyhow::Result<()> {
        if let Some(child) = &mut self.child {
            if let Some(ended) = child.try_wait()? {
                let served = self.has_served();
                let by_kill = ended.signal() == Some(Signal::SIGKILL as i32);
                let (code, wanted) = (ended.code(), self.wanted || by_kill);
                self.deaths.push(Death { by_kill, code, wanted, served });
                self.child = None;
                // What a trial wanted to happen once has happened.
                self.failpoints = only_broken(&self.failpoints);
                let pause = if by_kill { 200 } else { 1_000 };
                self.next_start = Instant::now() + Duration::from_millis(pause);
            } else {
                self.peak_kb = self.peak_kb.max(self.memory());
            }
        }
        if self.kept && self.child.is_none() && Instant::now() >= self.next_start {
            self.start()?;
        }
        Ok(())
    }

    pub(crate) fn runs(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| child.try_wait().is_ok_and(|it| it.is_none()))
    }

    /// Whether this life has come into service, by its own word.
    pub(crate) fn has_served(&self) -> bool {
        said(&self.log, self.begun).contains("in service")
    }

    /// What it has said in all its lives.
    pub(crate) fn words(&self) -> String {
        said(&self.log, 0)
    }

    /// The most memory it was seen to hold, in kilobytes.
    pub(crate) fn peak_kb(&self) -> u64 {
        self.peak_kb
    }

    fn memory(&self) -> u64 {
        let id = self.child.as_ref().and_then(Child::id).unwrap_or_default();
        let told = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = told.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or_default()
    }
}

fn said(log: &Path, from: u64) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let from = usize::try_from(from).unwrap_or(0).min(bytes.len());
    String::from_utf8_lossy(&bytes[from..]).into_owned()
}

/// A broken build stays broken after a restart; a crash point does not come again.
fn only_broken(failpoints: &str) -> String {
    let all = failpoints.split(';').filter(|one| one.trim_start().starts_with("broken."));
    all.collect::<Vec<_>>().join(";")
}
