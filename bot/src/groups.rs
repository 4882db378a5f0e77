//! Groups: binding, notes by reply to a slip, membership of our own, and groups that become others.

use casework::{
    case::Event,
    desk::{DeskError, Work},
    ids::{Account, MessageId, Room},
    intake::Text,
    store::TroubleKind,
};
use chrono::TimeDelta;
use teloxide::types::{ChatMemberKind, ChatMemberUpdated, Message};

use crate::{
    commands::Command,
    estates,
    incoming::{self, Sent},
    page::Page,
    setup,
    speech::Voice,
    visit::{Me, Visit},
};

/// A group that put us out is asked again so often, in case nobody tells us that we are back.
const PUT_OUT: TimeDelta = TimeDelta::minutes(10);
/// The same for a person who blocked us.
const BLOCKED: TimeDelta = TimeDelta::days(1);

/// Somebody wrote in a group. Loose talk is nobody's business; a reply to a slip is a note.
pub async fn wrote(
    visit: &mut Visit<'_>,
    message: &Message,
    command: Option<Command>,
) -> Result<&'static str, DeskError> {
    let room = Room(message.chat.id.0);
    if let Some(Command::Bind(code)) = &command {
        setup::bind_group(visit, message, code.trim()).await?;
        return Ok("bound a group");
    }
    // A link that adds us says "/start@us code" in the group.
    if let Some(Command::Start(code)) = &command
        && !code.trim().is_empty()
    {
        setup::bind_group(visit, message, code.trim()).await?;
        return Ok("bound a group");
    }
    if visit.work.seat_of(room).await?.is_none() {
        return Ok("a group that is nobody's");
    }
    match command {
        Some(Command::Case(number)) => {
            let person = visit.person.clone();
            if person.is_staff() {
                crate::commands::case(visit, &number).await?;
            }
            Ok("a command")
        }
        // Everybody would read along: the answer waits for whoever asked, where only they read it.
        Some(command) if visit.person.is_staff() && command.is_of_work() => {
            // What is begun in private goes on in the estate of this group.
            if matches!(command, Command::New | Command::Announce) {
                Box::pin(estates::turn_in(visit)).await?;
            }
            Box::pin(crate::commands::private(visit, command)).await?;
            let voice = Voice::new(visit.site.language, visit.site.zone);
            let mut page = voice.answered_in_private(&visit.person);
            page.reply_to = Some(i64::from(message.id.0));
            visit.post(room, page).await?;
            Ok("a command of a colleague")
        }
        Some(_) => {
            let voice = Voice::new(visit.site.language, visit.site.zone);
            let mut page = voice.only_private();
            page.reply_to = Some(i64::from(message.id.0));
            visit.post(room, page).await?;
            Ok("a command for the private chat")
        }
        None => note(visit, message, room).await,
    }
}

/// A reply to a card is a note among ourselves.
async fn note(
    visit: &mut Visit<'_>,
    message: &Message,
    room: Room,
) -> Result<&'static str, DeskError> {
    let Some(replied) = message.reply_to_message() else { return Ok("loose talk") };
    let known = visit.work.case_at(room, MessageId(i64::from(replied.id.0))).await?;
    // Somebody may answer a slip before its number is written down.
    let Some(case) = known.or_else(|| crate::handle::case_of_buttons(replied)) else {
        return Ok("loose talk");
    };
    let words = match incoming::sent(message) {
        Sent::Text(text) => text,
        Sent::File(file) => file.caption.unwrap_or_default(),
        _ => String::new(),
    };
    let Ok(text) = Text::parse(&words) else { return Ok("a reply without words") };
    let person = visit.person.clone();
    let event = Event::Note { text: text.into_string() };
    let mut page = match visit.work.apply(&person, case, None, &event).await {
        Ok(_) => Voice::new(visit.site.language, visit.site.zone).note_kept(),
        Err(DeskError::Refused(why)) => {
            let view = visit.work.view(case).await?;
            Page::say(Voice::new(visit.site.language, visit.site.zone).refusal(why, &view))
        }
        Err(DeskError::NoSuchCase(_)) => return Ok("a reply of somebody not entitled"),
        Err(error) => return Err(error),
    };
    page.reply_to = Some(i64::from(message.id.0));
    visit.post(room, page).await?;
    Ok("a note")
}

/// An administrator wrote without saying who they are: no rights from that, ever. Answered only
/// when it was meant for us.
pub async fn anonymous(
    work: &mut Work,
    message: &Message,
    me: &Me,
) -> Result<&'static str, DeskError> {
    let room = Room(message.chat.id.0);
    let for_us = message.text().is_some_and(|text| text.starts_with('/'))
        || message
            .reply_to_message()
            .and_then(|replied| replied.from.as_ref())
            .is_some_and(|user| incoming::account(user) == Account(me.id));
    if !for_us {
        return Ok("loose talk");
    }
    work.stand_in(room).await?;
    let site = work.site().await?;
    let mut page = Voice::new(site.language, site.zone).group_anonymous();
    page.reply_to = Some(i64::from(message.id.0));
    page.post(work, room).await?;
    Ok("somebody anonymous")
}

/// A group has become another one: everything follows.
pub async fn migrated(work: &mut Work, message: &Message) -> Result<&'static str, DeskError> {
    if let Some(to) = message.migrate_to_chat_id() {
        work.move_room(Room(message.chat.id.0), Room(to.0)).await?;
    }
    Ok("a group moved")
}

/// What we are in a chat has changed. A group that is nobody's is told goodbye.
pub async fn membership(
    work: &mut Work,
    change: &ChatMemberUpdated,
) -> Result<&'static str, DeskError> {
    let room = Room(change.chat.id.0);
    let present = change.new_chat_member.is_present();
    if change.chat.is_private() {
        if present {
            work.regain(Account(room.0)).await?;
        } else {
            work.lose(Account(room.0), BLOCKED, "blocked").await?;
        }
        return Ok("somebody blocked or unblocked us");
    }
    if work.seat_of(room).await?.is_some() {
        our_place(work, room, change).await?;
        return Ok("our place in a group");
    }
    if !present {
        return Ok("our place in a group");
    }
    // An invited admin is about to bind it by code; anybody else's group is left.
    let adder = work.known(incoming::account(&change.from)).await?;
    let is_ours = match &adder {
        Some(person) => work.administers(person.id).await?,
        None => false,
    };
    if is_ours || change.old_chat_member.is_present() {
        return Ok("added to a group");
    }
    let site = work.site().await?;
    let mut page = Voice::new(site.language, site.zone).group_unknown();
    page.leave = true;
    page.post(work, room).await?;
    Ok("added to a group that is nobody's")
}

/// Our place in a group of ours has changed: what we lose is trouble that is told, what we gain ends
/// it.
async fn our_place(
    work: &mut Work,
    room: Room,
    change: &ChatMemberUpdated,
) -> Result<(), DeskError> {
    let (old, new) = (&change.old_chat_member, &change.new_chat_member);
    if !new.is_present() {
        work.park(room, PUT_OUT, "put_out").await?;
        return work.in_trouble(room, TroubleKind::PutOut, None).await;
    }
    if may_write(&new.kind) {
        let is_back = !old.is_present();
        if is_back {
            work.post_anew(room).await?;
        }
        // The next message will tell whether it is so.
        work.unpark(room).await?;
        if is_back {
            work.trouble_over(room, &[TroubleKind::PutOut]).await?;
        }
    } else {
        work.park(room, PUT_OUT, "muted").await?;
        work.in_trouble(room, TroubleKind::Muted, None).await?;
    }
    if new.is_privileged() {
        let mended = [TroubleKind::NotAdmin, TroubleKind::NoMedia, TroubleKind::Muted];
        work.trouble_over(room, &mended).await?;
    } else if old.is_privileged() {
        work.in_trouble(room, TroubleKind::NotAdmin, None).await?;
    }
    Ok(())
}

/// Whether somebody in this position may write in a group.
fn may_write(kind: &ChatMemberKind) -> bool {
    match kind {
        ChatMemberKind::Restricted(restricted) => restricted.can_send_messages,
        _ => true,
    }
}
