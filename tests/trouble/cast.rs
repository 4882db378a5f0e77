//! Who plays: the cast of the demo in a stand-in of its own, and owners enough for every trial.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use casework::clock::Clock;
use huiyin::stage::{CAST, TOKEN};
use playground::{Profile, Telegram};

/// The owners of every estate, greeted already.
pub(crate) struct Owners {
    first: i64,
    count: i64,
}

pub(crate) const OWNERS: Owners = Owners { first: 700_101, count: 120 };

impl Owners {
    /// Their accounts and names.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (i64, String)> {
        let first = self.first;
        (0..self.count).map(move |number| (first + number, format!("Ownerby{number} Quillfeather")))
    }

    /// The account of one.
    pub(crate) fn account(&self, number: usize) -> i64 {
        self.first + i64::try_from(number).unwrap_or_default() % self.count
    }

    /// Their telephone; like no other number, so that it is found where it should not be.
    pub(crate) fn phone(account: i64) -> String {
        format!("+86199{account:08}")
    }
}

/// The people and groups of one trial, in one stand-in.
pub(crate) struct Cast {
    pub(crate) telegram: Telegram,
    accounts: HashMap<String, i64>,
    rooms: HashMap<String, i64>,
}

impl Cast {
    /// Everybody in their places; staff and owners have started the bot long ago.
    pub(crate) fn gather(clock: Clock) -> anyhow::Result<Self> {
        let told: toml::Value = toml::from_str(CAST)?;
        let word = |value: &toml::Value, key: &str| {
            value.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
        };
        let list = |key: &str| told.get(key).and_then(toml::Value::as_array).cloned();
        let people = list("people").context("the cast has people")?;
        let groups = list("groups").context("the cast has groups")?;
        let telegram = Telegram::new(TOKEN, "huiyin_bot", "Huiyin", Arc::new(move || clock.now()));

        let mut accounts = HashMap::new();
        for player in &people {
            let account = player.get("account").and_then(toml::Value::as_integer);
            let account = account.context("everybody has an account")?;
            let name = player.get("name").map(|name| word(name, "en")).unwrap_or_default();
            telegram.person(Profile::named(account, &name).speaking("en"));
            if player.get("posts").is_some() {
                telegram.befriend(account);
            }
            accounts.insert(word(player, "code"), account);
        }
        let director = accounts["manager"];
        let mut rooms = HashMap::new();
        // In the order of the cast: each group gets the number that the book knows.
        for group in &groups {
            let title = group.get("title").map(|title| word(title, "en")).unwrap_or_default();
            rooms.insert(word(group, "seat"), telegram.supergroup(&title, director));
        }
        for player in &people {
            let in_rooms = player.get("rooms").and_then(toml::Value::as_array);
            for room in in_rooms.into_iter().flatten().filter_map(toml::Value::as_str) {
                telegram.join(rooms[room], accounts[&word(player, "code")]);
            }
        }
        for (account, name) in OWNERS.accounts() {
            telegram.person(Profile::named(account, &name).speaking("en"));
            telegram.befriend(account);
        }
        for room in rooms.values() {
            telegram.add_bot(*room, director, None, true);
        }
        Ok(Self { telegram, accounts, rooms })
    }

    /// The account of a member of the cast.
    pub(crate) fn account(&self, code: &str) -> i64 {
        self.accounts.get(code).copied().unwrap_or_default()
    }

    /// The group of a department, of the `desk` or of the `leaders`.
    pub(crate) fn room(&self, seat: &str) -> i64 {
        self.rooms.get(seat).copied().unwrap_or_default()
    }

    /// Everybody's names that groups must not read and logs must not show.
    pub(crate) fn owner_names() -> Vec<String> {
        OWNERS.accounts().map(|(_, name)| name).collect()
    }
}
