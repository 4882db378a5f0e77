//! What Telegram says of us: the token, how updates come, the menus, our rights in the groups.

use casework::{
    desk::{Desk, DeskError},
    ids::Room,
    say,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Finding;
use crate::{
    api::{Api, Failure},
    mailroom::webhook::Info,
    visit::Me,
};

/// So many updates that wait at Telegram are more than a busy minute.
const MOST_PENDING: i64 = 100;

/// Whether Telegram knows the token; the number of our bot.
pub(super) async fn me(api: &Api) -> Result<(i64, Finding), Finding> {
    match Me::ask(api).await {
        Ok(me) => {
            Ok((me.id, Finding::ok("token", say!("It is @{username}.", username = me.username))))
        }
        Err(Failure::Unauthorized) => Err(Finding::fail(
            "token",
            say!("Telegram does not know it"),
            say!("copy it anew from @BotFather into HUIYIN_BOT_TOKEN"),
        )),
        Err(failure) => Err(Finding::fail(
            "telegram",
            say!("it cannot be reached: {error}", error = failure.to_string()),
            say!("look whether this machine has a network and may call api.telegram.org"),
        )),
    }
}

/// How updates come: a webhook in the way of polling, one that fails, or a heap that nobody fetches.
pub(super) async fn updates(api: &Api, webhook: Option<&str>) -> Finding {
    let info = match Info::ask(api).await {
        Ok(info) => info,
        Err(failure) => {
            return Finding::warn(
                "updates",
                say!("it cannot be reached: {error}", error = failure.to_string()),
                say!("run huiyin doctor again"),
            );
        }
    };
    let (is_set, pending) = (!info.url.is_empty(), info.pending_update_count);
    if is_set && webhook.is_some_and(|ours| ours != info.url) {
        return Finding::fail(
            "updates",
            say!("they are brought to another address: somebody else uses this bot"),
            say!(
                "start huiyin serve, which sets ours; if it does not stay, the token is known to others"
            ),
        );
    }
    if is_set && webhook.is_none() {
        return Finding::fail(
            "updates",
            say!("somebody has set a webhook, so that nothing can be polled for"),
            say!(
                "if no other program uses this bot, call deleteWebhook; else give this one a bot of its own"
            ),
        );
    }
    if !is_set && webhook.is_some() {
        return Finding::warn(
            "updates",
            say!("the webhook is not set yet"),
            say!("start huiyin serve, which sets it"),
        );
    }
    if let Some(error) = info.last_error_message {
        return Finding::warn(
            "updates",
            say!("Telegram could not deliver: {error}", error),
            say!("look at the address, its certificate, and the proxy before the program"),
        );
    }
    if pending > MOST_PENDING {
        return Finding::warn(
            "updates",
            say!("{count} wait at Telegram", count = pending),
            say!("look whether huiyin serve runs, and into its log"),
        );
    }
    Finding::ok("updates", say!("{count} wait at Telegram", count = pending))
}

/// The groups that are bound, each by its estate and whose it is.
async fn rooms(desk: &Desk) -> Result<Vec<(String, Room)>, DeskError> {
    let mut bound = vec![];
    let mut work = desk.begin().await?;
    for site in work.sites().await? {
        work.stand_at(site.id);
        let departments = work.departments().await?;
        let rooms = departments.into_iter().map(|one| (one.code, one.room));
        let own = [("desk".to_owned(), site.desk_room), ("leaders".to_owned(), site.leaders_room)];
        for (name, room) in rooms.chain(own) {
            bound.extend(room.map(|room| (format!("{}/{name}", site.code), room)));
        }
    }
    Ok(bound)
}

/// Whether we are in every group that is bound, and may do there what is needed.
pub(super) async fn groups(desk: &Desk, api: &Api, me: i64) -> Result<Vec<Finding>, DeskError> {
    #[derive(Deserialize)]
    struct Member {
        status: String,
    }
    let mut findings = vec![];
    for (name, Room(chat)) in rooms(desk).await? {
        let body = json!({ "chat_id": chat, "user_id": me });
        let member: Result<Member, Failure> = api.call("getChatMember", &body).await;
        findings.push(match member.map(|member| member.status) {
            Ok(status) if matches!(status.as_str(), "administrator" | "creator") => {
                Finding::ok("group", say!("{group}: administrator", group = name))
            }
            Ok(status) if status == "member" || status == "restricted" => Finding::warn(
                "group",
                say!(
                    "{group}: not an administrator, so that notes by reply are not read",
                    group = name
                ),
                say!("make the bot an administrator of the group"),
            ),
            Err(failure) if !is_out(&failure) => Finding::warn(
                "group",
                say!("{group}: {error}", group = name, error = failure.to_string()),
                say!("run huiyin doctor again"),
            ),
            _ => Finding::fail(
                "group",
                say!("{group}: not in the group, so that nobody there reads a slip", group = name),
                say!("send /bind to the bot as administrator, and bind the group again"),
            ),
        });
    }
    Ok(findings)
}

/// Whether an answer means that we are not there, and not that it could not be asked.
fn is_out(failure: &Failure) -> bool {
    matches!(failure, Failure::Kicked | Failure::ChatNotFound)
}

/// Whether people are shown the commands.
pub(super) async fn menus(api: &Api) -> Finding {
    let mut missing = vec![];
    for scope in ["all_private_chats", "all_group_chats"] {
        for language in ["", "zh", "en"] {
            let body = json!({ "scope": { "type": scope }, "language_code": language });
            let shown: Result<Vec<Value>, Failure> = api.call("getMyCommands", &body).await;
            if shown.is_ok_and(|commands| commands.is_empty()) {
                missing.push(format!("{scope} {language}").trim().to_owned());
            }
        }
    }
    if missing.is_empty() {
        return Finding::ok("menus", say!("the commands are shown in every language"));
    }
    Finding::warn(
        "menus",
        say!("no commands are shown in {places}", places = missing.join(", ")),
        say!("start huiyin serve, which sets them"),
    )
}
