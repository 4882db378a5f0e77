//! Which update goes where, on one screen. What is not named here is nobody's and is ignored.

use std::ops::ControlFlow;

use dptree::{Handler, deps};
use teloxide::{
    dispatching::{DpHandlerDescription, UpdateFilterExt},
    dptree,
    types::{CallbackQuery, ChatMemberUpdated, Message, Update},
};

/// Where an update goes.
#[derive(Debug, Clone)]
pub enum Route {
    /// Somebody pressed a button.
    Press(CallbackQuery),
    /// Somebody wrote to us alone.
    Private(Message),
    /// Somebody changed what they had written to us alone.
    Edited(Message),
    /// Somebody wrote in a group.
    Group(Message),
    /// An administrator wrote in a group without saying who they are, or a channel did.
    Anonymous(Message),
    /// A group has become another one.
    Migrated(Message),
    /// What we are in a chat has changed.
    Membership(ChatMemberUpdated),
}

/// The types of updates we ask for. What is not in this list never comes.
pub const WANTED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// The numbers under which Telegram shows an anonymous administrator, a channel, and itself.
const NOBODY: [u64; 3] = [1_087_968_824, 136_817_688, 777_000];

fn is_nobody(message: &Message) -> bool {
    let shown = message.from.as_ref().map(|user| user.id.0);
    message.sender_chat.is_some() || shown.is_some_and(|user| NOBODY.contains(&user))
}

/// The tree of routes.
pub fn routes() -> Handler<'static, Route, DpHandlerDescription> {
    let presses = Update::filter_callback_query()
        .endpoint(|query: CallbackQuery| async move { Route::Press(query) });
    let membership = Update::filter_my_chat_member()
        .endpoint(|change: ChatMemberUpdated| async move { Route::Membership(change) });
    let edited = Update::filter_edited_message()
        .filter(|message: Message| message.chat.is_private())
        .endpoint(|message: Message| async move { Route::Edited(message) });
    let messages = Update::filter_message()
        .branch(
            dptree::filter(|message: Message| message.migrate_to_chat_id().is_some())
                .endpoint(|message: Message| async move { Route::Migrated(message) }),
        )
        .branch(
            dptree::filter(|message: Message| is_nobody(&message))
                .endpoint(|message: Message| async move { Route::Anonymous(message) }),
        )
        .branch(
            dptree::filter(|message: Message| message.chat.is_private())
                .endpoint(|message: Message| async move { Route::Private(message) }),
        )
        .branch(
            dptree::filter(|message: Message| {
                message.chat.is_group() || message.chat.is_supergroup()
            })
            .endpoint(|message: Message| async move { Route::Group(message) }),
        );
    dptree::entry().branch(presses).branch(membership).branch(edited).branch(messages)
}

/// Where this update goes; nowhere by default.
pub async fn route(update: Update) -> Option<Route> {
    match routes().dispatch(deps![update]).await {
        ControlFlow::Break(route) => Some(route),
        ControlFlow::Continue(_) => None,
    }
}
