//! Chats: a private one per person, basic groups and supergroups with members.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::message::Message;
use crate::rights::{Right, Rights};
use crate::topics::Topics;

/// Why the bot cannot write into a chat that looks sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// The account was deleted.
    Deactivated,
    /// Telegram says that the bot can't send messages to the user, and often only for a while.
    Unsendable,
    /// Telegram says that there is no such chat.
    NotFound,
}

impl Bar {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Deactivated => "deactivated",
            Self::Unsendable => "unsendable",
            Self::NotFound => "not found",
        }
    }
}

/// How someone stands in a chat, in Telegram's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Made the group.
    Creator,
    /// Has every right here.
    Administrator,
    /// Is in it.
    Member,
    /// Was in it, or never was.
    Left,
    /// Was thrown out; in a private chat: blocked the bot.
    Kicked,
}

impl Status {
    pub(crate) fn is_present(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator | Self::Member)
    }

    pub(crate) fn is_administrator(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator)
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }

    pub(crate) fn json(self, user: Value) -> Value {
        let mut member = match self {
            Self::Creator => json!({"status": "creator", "is_anonymous": false}),
            Self::Administrator => administrator(),
            Self::Member => json!({"status": "member"}),
            Self::Left => json!({"status": "left"}),
            Self::Kicked => json!({"status": "kicked", "until_date": 0}),
        };
        member["user"] = user;
        member
    }
}

fn administrator() -> Value {
    json!({
        "status": "administrator", "can_be_edited": false, "is_anonymous": false,
        "can_manage_chat": true, "can_delete_messages": true, "can_manage_video_chats": true,
        "can_restrict_members": true, "can_promote_members": false, "can_change_info": true,
        "can_invite_users": true, "can_pin_messages": true, "can_post_stories": false,
        "can_edit_stories": false, "can_delete_stories": false, "can_manage_topics": false,
        "can_send_welcome_messages": false,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Private,
    Group,
    Supergroup,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}

#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) members: BTreeMap<i64, Status>,
    /// To be changed by `put`, `take` and `set_keyboard` only.
    pub(crate) messages: BTreeMap<i64, Message>,
    /// Which messages show a button, by its label.
    labels: HashMap<String, BTreeSet<i64>>,
    pub(crate) gone: BTreeSet<i64>,
    pub(crate) pinned: Vec<i64>,
    /// The reply keyboard people see under their text field.
    pub(crate) keyboard: Option<Value>,
    pub(crate) moved_to: Option<i64>,
    pub(crate) is_deleted: bool,
    pub(crate) rights: Rights,
    pub(crate) topics: Topics,
    /// So many seconds lie between two messages of one member, and when the bot last sent one.
    pub(crate) slow: i64,
    pub(crate) spoke_at: Option<DateTime<Utc>>,
    pub(crate) last_id: i64,
}

impl Chat {
    pub(crate) fn new(kind: Kind, title: &str) -> Self {
        Self {
            kind,
            title: title.into(),
            members: BTreeMap::new(),
            messages: BTreeMap::new(),
            labels: HashMap::new(),
            gone: BTreeSet::new(),
            pinned: Vec::new(),
            keyboard: None,
            moved_to: None,
            is_deleted: false,
            rights: Rights::default(),
            topics: Topics::default(),
            slow: 0,
            spoke_at: None,
            last_id: 0,
        }
    }

    /// Writes a message in.
    pub(crate) fn put(&mut self, message: Message) {
        self.index(message.id, message.keyboard.as_ref(), true);
        self.messages.insert(message.id, message);
    }

    /// Takes a message away.
    pub(crate) fn take(&mut self, id: i64) -> Option<Message> {
        let message = self.messages.remove(&id)?;
        self.index(id, message.keyboard.as_ref(), false);
        Some(message)
    }

    /// Changes what stands under a message.
    pub(crate) fn set_keyboard(&mut self, id: i64, keyboard: Option<&Value>) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        let old = std::mem::replace(&mut message.keyboard, keyboard.cloned());
        self.index(id, old.as_ref(), false);
        self.index(id, keyboard, true);
    }

    /// The newest message with a button of this label.
    pub(crate) fn offering(&self, label: &str) -> Option<i64> {
        self.labels.get(label)?.last().copied()
    }

    fn index(&mut self, id: i64, keyboard: Option<&Value>, add: bool) {
        let rows = keyboard.and_then(|markup| markup["inline_keyboard"].as_array());
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        for label in buttons.filter_map(|button| button["text"].as_str()) {
            if add {
                self.labels.entry(label.into()).or_default().insert(id);
            } else if let Some(known) = self.labels.get_mut(label) {
                known.remove(&id);
                if known.is_empty() {
                    self.labels.remove(label);
                }
            }
        }
    }

    pub(crate) fn is_group(&self) -> bool {
        self.kind != Kind::Private
    }

    pub(crate) fn status(&self, member: i64) -> Status {
        self.members.get(&member).copied().unwrap_or(Status::Left)
    }

    /// How a member stands here, as a `ChatMember`; what the group withholds is withheld from the bot.
    pub(crate) fn member_json(&self, member: i64, bot: i64, user: Value) -> Value {
        let status = self.status(member);
        let mut json = status.json(user);
        if member != bot || !self.is_group() {
            return json;
        }
        match status {
            Status::Administrator => {
                json["can_pin_messages"] = self.rights.has(Right::Pin).into();
                json["can_manage_topics"] = self.rights.has(Right::Topics).into();
            }
            Status::Member if self.rights.are_restricted() => {
                let mut fields = self.rights.permissions();
                fields.insert("status".into(), "restricted".into());
                fields.insert("is_member".into(), true.into());
                fields.insert("until_date".into(), 0.into());
                fields.insert("user".into(), json["user"].take());
                json = Value::Object(fields);
            }
            _ => {}
        }
        json
    }

    pub(crate) fn people(&self) -> usize {
        self.members.values().filter(|status| status.is_present()).count()
    }
}
