//! What the machine says of processes: processor seconds, memory, load.

use std::{collections::HashMap, fs, sync::OnceLock};

/// Ticks of `/proc/<pid>/stat` per second; on Linux always this.
const TICKS: f64 = 100.0;

struct Stat {
    parent: u32,
    own: f64,
    ended_children: f64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; what counts comes after it.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: (ticks(11)? + ticks(12)?) / TICKS,
        ended_children: (ticks(13)? + ticks(14)?) / TICKS,
    })
}

/// Processor seconds of one process, user and system.
pub(crate) fn seconds(pid: u32) -> f64 {
    stat(pid).map_or(0.0, |stat| stat.own)
}

/// Processor seconds of this process.
pub(crate) fn own_seconds() -> f64 {
    seconds(std::process::id())
}

/// Processor seconds of a process and all its children, also of those that have ended.
pub(crate) fn family_seconds(pid: u32) -> f64 {
    let Some(head) = stat(pid) else { return 0.0 };
    let children = processes().into_iter().filter_map(stat).filter(|stat| stat.parent == pid);
    head.own + head.ended_children + children.map(|stat| stat.own).sum::<f64>()
}

fn processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// A line of `/proc/<pid>/status` in megabytes: `VmRSS`, `VmHWM`.
pub(crate) fn megabytes(pid: u32, line: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let fields: HashMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once(':')).collect();
    let kilobytes = fields.get(line).and_then(|value| value.split_whitespace().next());
    kilobytes.and_then(|value| value.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// How many tasks want a processor, over the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or_default()
}

/// How many processors there are.
pub(crate) fn processors() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Seconds that all processors were busy since the machine started, with whatever.
pub(crate) fn busy_seconds() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let fields: Vec<f64> =
        line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    let idle: f64 = fields.iter().skip(3).take(2).sum();
    (fields.iter().take(8).sum::<f64>() - idle) / TICKS
}
