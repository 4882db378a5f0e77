//! What the bot may do in a group, beside how it stands there.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Something a group lets the bot do, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// To write texts.
    Text,
    /// To send anything else.
    Media,
    /// To change its own messages.
    Edit,
    /// To pin, as an administrator.
    Pin,
    /// To make, close and open topics, and to write into closed ones, as an administrator. Not
    /// there at first.
    Topics,
}

/// The rights a group withholds.
#[derive(Debug, Clone)]
pub(crate) struct Rights(BTreeSet<Right>);

impl Default for Rights {
    fn default() -> Self {
        Self(BTreeSet::from([Right::Topics]))
    }
}

impl Rights {
    pub(crate) fn set(&mut self, right: Right, allowed: bool) {
        if allowed {
            self.0.remove(&right);
        } else {
            self.0.insert(right);
        }
    }

    pub(crate) fn has(&self, right: Right) -> bool {
        !self.0.contains(&right)
    }

    /// A `ChatPermissions`: what members may do.
    pub(crate) fn permissions(&self) -> Map<String, Value> {
        let (text, media) = (self.has(Right::Text), self.has(Right::Media));
        let rights = [
            ("can_send_messages", text),
            ("can_send_audios", media),
            ("can_send_documents", media),
            ("can_send_photos", media),
            ("can_send_videos", media),
            ("can_send_video_notes", media),
            ("can_send_voice_notes", media),
            ("can_send_polls", media),
            ("can_send_other_messages", media),
            ("can_add_web_page_previews", media),
            ("can_react_to_messages", true),
            ("can_edit_tag", true),
            ("can_change_info", true),
            ("can_invite_users", true),
            ("can_pin_messages", self.has(Right::Pin)),
            ("can_manage_topics", self.has(Right::Topics)),
        ];
        rights.into_iter().map(|(right, has)| (right.to_string(), has.into())).collect()
    }

    /// Whether a member with these rights counts as restricted.
    pub(crate) fn are_restricted(&self) -> bool {
        !self.has(Right::Text) || !self.has(Right::Media)
    }
}

impl Right {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Media => "media",
            Self::Edit => "edit",
            Self::Pin => "pin",
            Self::Topics => "topics",
        }
    }
}
