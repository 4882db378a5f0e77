//! Chats: a private one per person, basic groups and supergroups with members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::message::Message;

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
    pub(crate) messages: BTreeMap<i64, Message>,
    pub(crate) gone: BTreeSet<i64>,
    pub(crate) pinned: Vec<i64>,
    /// The reply keyboard people see under their text field.
    pub(crate) keyboard: Option<Value>,
    pub(crate) moved_to: Option<i64>,
    pub(crate) is_deleted: bool,
    pub(crate) is_muted: bool,
    pub(crate) last_id: i64,
}

impl Chat {
    pub(crate) fn new(kind: Kind, title: &str) -> Self {
        Self {
            kind,
            title: title.into(),
            members: BTreeMap::new(),
            messages: BTreeMap::new(),
            gone: BTreeSet::new(),
            pinned: Vec::new(),
            keyboard: None,
            moved_to: None,
            is_deleted: false,
            is_muted: false,
            last_id: 0,
        }
    }

    pub(crate) fn is_group(&self) -> bool {
        self.kind != Kind::Private
    }

    pub(crate) fn status(&self, member: i64) -> Status {
        self.members.get(&member).copied().unwrap_or(Status::Left)
    }

    pub(crate) fn people(&self) -> usize {
        self.members.values().filter(|status| status.is_present()).count()
    }
}
