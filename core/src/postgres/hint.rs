//! What to install on this system when PostgreSQL is missing.

use std::fs;

const OTHERWISE: &str = "Or name a database of your own with HUIYIN_DATABASE_URL.";

/// What a person can do on this machine.
pub(super) fn here() -> String {
    if cfg!(target_os = "macos") {
        return told("brew install postgresql@17");
    }
    told(package(&fs::read_to_string("/etc/os-release").unwrap_or_default()))
}

fn told(package: &str) -> String {
    format!("To install it: {package}. {OTHERWISE}")
}

/// The command for a system that describes itself so (`os-release`).
pub(super) fn package(os_release: &str) -> &'static str {
    families(os_release)
        .find_map(|family| match family {
            "debian" | "ubuntu" => Some("apt-get install postgresql"),
            "fedora" | "rhel" | "centos" => Some("dnf install postgresql-server"),
            "arch" => Some("pacman -S postgresql"),
            "alpine" => Some("apk add postgresql"),
            "suse" | "opensuse" => Some("zypper install postgresql-server"),
            "nixos" => Some("nix-shell -p postgresql"),
            _ => None,
        })
        .unwrap_or("the package with PostgreSQL's server, 14 or newer")
}

/// The system's own name first, then those it is like.
fn families(os_release: &str) -> impl Iterator<Item = &str> {
    ["ID=", "ID_LIKE="].into_iter().flat_map(|key| {
        let values = os_release.lines().filter_map(move |line| line.strip_prefix(key));
        values.flat_map(|value| value.trim_matches(['"', '\'']).split_whitespace())
    })
}
