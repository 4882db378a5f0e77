//! People and groups: who is where, who may do what, and what happens to the bot there.

use serde_json::json;

use crate::Telegram;
use crate::chat::{Bar, Chat, Kind, Status};
use crate::content::Content;
use crate::journal::Fact;
use crate::people::Profile;
use crate::rights::Right;
use crate::world::{Event, World};

impl Telegram {
    /// Adds a person, or changes the profile of one.
    pub fn person(&self, profile: Profile) {
        let mut world = self.lock();
        let id = profile.id;
        world.people.insert(id, profile);
        world.chats.entry(id).or_insert_with(|| {
            let mut chat = Chat::new(Kind::Private, "");
            chat.members.insert(id, Status::Member);
            chat
        });
        world.emit(Event::People);
    }

    /// Everyone there is.
    pub fn people(&self) -> Vec<Profile> {
        self.lock().people.values().cloned().collect()
    }

    /// Makes a basic group.
    pub fn group(&self, title: &str, creator: i64) -> i64 {
        self.lock().found(Kind::Group, title, creator)
    }

    /// Makes a supergroup.
    pub fn supergroup(&self, title: &str, creator: i64) -> i64 {
        self.lock().found(Kind::Supergroup, title, creator)
    }

    /// A group's title, or the name of the person in a private chat.
    pub fn title(&self, chat: i64) -> String {
        let world = self.lock();
        let person = world.people.get(&chat).map(Profile::full_name);
        person.or_else(|| Some(world.chats.get(&chat)?.title.clone())).unwrap_or_default()
    }

    /// How someone stands in a chat; the bot may be asked for too.
    pub fn status(&self, chat: i64, member: i64) -> Status {
        self.lock().chats.get(&chat).map_or(Status::Left, |chat| chat.status(member))
    }

    /// The bot's own id.
    pub fn bot(&self) -> i64 {
        self.lock().bot.profile.id
    }

    /// The bot's username and name.
    pub fn bot_profile(&self) -> Profile {
        self.lock().bot.profile.clone()
    }

    /// A person joins a group.
    pub fn join(&self, chat: i64, person: i64) {
        let mut world = self.lock();
        world.set_status(chat, person, person, Status::Member);
        let user = world.user_json(person);
        world.note(chat, person, "new_chat_members", json!([user]));
    }

    /// A person leaves a group.
    pub fn leave(&self, chat: i64, person: i64) {
        let mut world = self.lock();
        let user = world.user_json(person);
        world.set_status(chat, person, person, Status::Left);
        world.note(chat, person, "left_chat_member", user);
    }

    /// Makes a member an administrator or takes it back; the member may be the bot.
    pub fn promote(&self, chat: i64, member: i64, administrator: bool) {
        let mut world = self.lock();
        let creator = world.creator(chat);
        let status = if administrator { Status::Administrator } else { Status::Member };
        if member != creator {
            world.set_status(chat, member, creator, status);
        }
    }

    /// Someone adds the bot, by hand or by a `startgroup` link with a payload.
    pub fn add_bot(&self, chat: i64, by: i64, startgroup: Option<&str>, administrator: bool) {
        let mut world = self.lock();
        let bot = world.bot.profile.id;
        let status = if administrator { Status::Administrator } else { Status::Member };
        world.set_status(chat, bot, by, status);
        let user = world.user_json(bot);
        world.note(chat, by, "new_chat_members", json!([user]));
        if let Some(payload) = startgroup {
            let text = format!("/start@{} {payload}", world.username());
            world.say(by, chat, None, Content::Text(text)).ok();
        }
    }

    /// Someone throws the bot out.
    pub fn kick_bot(&self, chat: i64, by: i64) {
        let mut world = self.lock();
        let bot = world.bot.profile.id;
        world.set_status(chat, bot, by, Status::Kicked);
        let user = world.user_json(bot);
        world.note(chat, by, "left_chat_member", user);
    }

    /// Takes from the bot the right to write in a group, or gives it back.
    pub fn mute_bot(&self, chat: i64, muted: bool) {
        self.allow(chat, Right::Text, !muted);
        self.allow(chat, Right::Media, !muted);
    }

    /// Gives the bot a right in a group or takes it away, as a change of the group's permissions
    /// does: the bot hears nothing of it, but may ask.
    pub fn allow(&self, chat: i64, right: Right, allowed: bool) {
        let mut world = self.lock();
        if let Some(place) = world.chats.get_mut(&chat) {
            place.rights.set(right, allowed);
            let condition = right.word();
            world.record(Fact::Condition { chat, condition, on: allowed });
        }
    }

    /// So many seconds must lie between two messages of one member; 0 ends it. Administrators are
    /// free of it.
    pub fn slow_mode(&self, chat: i64, seconds: i64) {
        let mut world = self.lock();
        if let Some(place) = world.chats.get_mut(&chat) {
            place.slow = seconds;
            world.record(Fact::Condition { chat, condition: "slow", on: seconds > 0 });
        }
    }

    /// An administrator deletes all messages of a group; the bot hears nothing of it.
    pub fn clear(&self, chat: i64) {
        let mut world = self.lock();
        let messages = world.chats.get(&chat).map(|place| &place.messages);
        let all: Vec<i64> = messages.map(|m| m.keys().copied().collect()).unwrap_or_default();
        for id in all {
            world.erase(chat, id);
        }
    }

    /// The group is deleted by its creator.
    pub fn delete_group(&self, chat: i64) {
        let mut world = self.lock();
        if let Some(chat) = world.chats.get_mut(&chat) {
            chat.is_deleted = true;
        }
        world.record(Fact::Condition { chat, condition: "deleted", on: true });
        world.emit(Event::People);
    }

    /// A basic group becomes a supergroup with another id; both chats say so.
    pub fn upgrade(&self, chat: i64) -> i64 {
        let mut world = self.lock();
        let (title, members) = match world.chats.get(&chat) {
            Some(old) => (old.title.clone(), old.members.clone()),
            None => return chat,
        };
        let new = world.new_group(Kind::Supergroup, &title);
        if let Some(place) = world.chats.get_mut(&new) {
            place.members = members;
        }
        let creator = world.creator(chat);
        world.note(chat, creator, "migrate_to_chat_id", new.into());
        if let Some(old) = world.chats.get_mut(&chat) {
            old.moved_to = Some(new);
        }
        world.record(Fact::Moved { chat, to: new });
        world.note(new, creator, "migrate_from_chat_id", chat.into());
        world.emit(Event::People);
        new
    }

    /// Where an upgraded group went.
    pub fn moved_to(&self, chat: i64) -> Option<i64> {
        self.lock().chats.get(&chat)?.moved_to
    }

    /// A person blocks the bot.
    pub fn block(&self, person: i64) {
        let mut world = self.lock();
        let bot = world.bot.profile.id;
        world.set_status(person, bot, person, Status::Kicked);
    }

    /// A person unblocks the bot; nothing happens if they had not blocked it.
    pub fn unblock(&self, person: i64) {
        let mut world = self.lock();
        let bot = world.bot.profile.id;
        if world.chats.get(&person).is_some_and(|chat| chat.status(bot) == Status::Kicked) {
            world.set_status(person, bot, person, Status::Member);
        }
    }

    /// A person's account is deleted.
    pub fn deactivate(&self, person: i64) {
        self.bar(person, Some(Bar::Deactivated));
    }

    /// Keeps the bot from writing into a chat, or lets it again; it hears nothing of either.
    pub fn bar(&self, chat: i64, bar: Option<Bar>) {
        let mut world = self.lock();
        let old = world.bars.remove(&chat);
        if let Some(bar) = bar {
            world.bars.insert(chat, bar);
        }
        if let Some(condition) = bar.or(old).map(Bar::word) {
            world.record(Fact::Condition { chat, condition, on: bar.is_some() });
        }
    }
}

impl World {
    fn found(&mut self, kind: Kind, title: &str, creator: i64) -> i64 {
        let id = self.new_group(kind, title);
        if let Some(chat) = self.chats.get_mut(&id) {
            chat.members.insert(creator, Status::Creator);
        }
        self.emit(Event::People);
        id
    }

    fn creator(&self, chat: i64) -> i64 {
        let members = self.chats.get(&chat).map(|chat| &chat.members);
        let creator =
            members.and_then(|m| m.iter().find(|(_, status)| **status == Status::Creator));
        creator.map_or(self.bot.profile.id, |(id, _)| *id)
    }
}
