//! Setting up from the chat: one-time links for staff with the admin's yes, one-time codes that
//! bind a group. Sitting in a group gives no rights.

use casework::{
    desk::DeskError,
    ids::{Room, Topic},
    people::{Action, Post, may_at_site},
    store::Offer,
};
use teloxide::types::Message;

use crate::{
    button::Setup,
    estates,
    speech::Voice,
    staff,
    tasks::setting,
    visit::{Toast, Visit},
};

/// The admin invites a colleague.
pub async fn invite(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !is_admin(visit).await? {
        return Ok(());
    }
    let page = visit.voice.invite_role();
    visit.say_here(page).await
}

/// The admin binds a group.
pub async fn bind(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !is_admin(visit).await? {
        return Ok(());
    }
    let departments = visit.work.departments().await?;
    let page = visit.voice.bind_what(&departments);
    visit.say_here(page).await
}

/// The admin looks at what the estate still lacks.
pub async fn overview(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !is_admin(visit).await? {
        return Ok(());
    }
    // It may have been changed just now.
    visit.site = visit.work.site().await?;
    let ready = visit.work.readiness().await?;
    let departments = visit.work.departments().await?;
    let page = visit.voice.setup(&visit.site, &ready, &departments, &visit.me.username);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// The admin looks at who holds which position.
pub async fn staff(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !is_admin(visit).await? {
        return Ok(());
    }
    staff::list(visit, 0).await
}

async fn is_admin(visit: &mut Visit<'_>) -> Result<bool, DeskError> {
    if may_at_site(&visit.person, Action::Appoint) {
        return Ok(true);
    }
    let text = visit.voice.only_admin();
    visit.decline(text).await?;
    Ok(false)
}

/// A button of setting up.
pub async fn press(visit: &mut Visit<'_>, step: Setup) -> Result<(), DeskError> {
    if !is_admin(visit).await? {
        return Ok(());
    }
    let admin = visit.person.clone();
    match step {
        Setup::Overview => overview(visit).await,
        Setup::Tell(detail) => setting::begin(visit, detail).await,
        Setup::Languages => {
            let page = visit.voice.setup_languages();
            visit.say_here(page).await
        }
        Setup::Speak(language) => {
            visit.work.speak(&admin, language).await?;
            overview(visit).await
        }
        Setup::Invite => invite(visit).await,
        Setup::Bind => bind(visit).await,
        Setup::Role(role) if role.is_of_department() => {
            let departments = visit.work.departments().await?;
            let page = visit.voice.invite_department(role, &departments);
            visit.say_here(page).await
        }
        Setup::Role(role) => invite_to(visit, Post { role, department: None }).await,
        Setup::Staff(post) | Setup::Room(post) if !is_of_here(visit, post).await? => {
            visit.toast = Some(Toast::alert(visit.voice.toast_old_button()));
            Ok(())
        }
        Setup::Staff(post) => invite_to(visit, post).await,
        Setup::Room(post) => {
            let code = visit.work.invite(Offer::Room(post), Some(&admin)).await?;
            let page = visit.voice.bind_link(&visit.me.username, &code);
            visit.say_here(page).await
        }
        Setup::Yes(id) => decide(visit, id, true).await,
        Setup::No(id) => decide(visit, id, false).await,
        Setup::Posts(page) => staff::list(visit, page).await,
        Setup::Remove(id) => staff::ask(visit, id).await,
        Setup::RemoveSurely(id) => staff::remove(visit, id).await,
    }
}

/// Whether its department is one of this estate.
async fn is_of_here(visit: &mut Visit<'_>, post: Post) -> Result<bool, DeskError> {
    let departments = visit.work.departments().await?;
    Ok(post.department.is_none_or(|id| departments.iter().any(|one| one.id == id)))
}

async fn invite_to(visit: &mut Visit<'_>, post: Post) -> Result<(), DeskError> {
    if post.role.is_of_department() != post.department.is_some() {
        visit.toast = Some(Toast::alert(visit.voice.toast_old_button()));
        return Ok(());
    }
    let admin = visit.person.clone();
    let token = visit.work.invite(Offer::Staff(post), Some(&admin)).await?;
    let link = format!("https://t.me/{}?start={token}", visit.me.username);
    let page = visit.voice.invite_link(&link);
    visit.say_here(page).await
}

async fn decide(
    visit: &mut Visit<'_>,
    id: casework::ids::InvitationId,
    yes: bool,
) -> Result<(), DeskError> {
    let admin = visit.person.clone();
    let Some((person, post)) = visit.work.decide_invitation(id, &admin, yes).await? else {
        visit.toast = Some(Toast::alert(visit.voice.decided_already()));
        return Ok(());
    };
    visit.know_estate().await?;
    let departments = visit.work.departments().await?;
    if let Some(account) = person.account {
        let voice = Voice::new(person.language, visit.site.zone);
        let mut page = voice.staff_answer(yes, post, &departments);
        page.menu = true;
        visit.post(account.room(), page).await?;
    }
    let page = visit.voice.staff_decided(&person, yes);
    visit.say_here(page).await
}

/// Somebody opens a one-time link.
pub async fn open_link(visit: &mut Visit<'_>, token: &str) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let invitation = match visit.work.open_invitation(token, &person).await? {
        Ok(invitation) => invitation,
        Err(error) => {
            let page = visit.voice.invitation_error(error);
            return visit.say(page).await;
        }
    };
    visit.know_estate().await?;
    visit.person = visit.work.person(visit.person.id).await?;
    estates::came_by_link(visit).await?;
    let for_unit = matches!(invitation.offer, Offer::Unit(..) | Offer::Caller(_));
    if visit.person.name.is_none() && !for_unit {
        visit.person.name = Some(visit.shown_name.clone()).filter(|name| !name.trim().is_empty());
        visit.work.save_person(&visit.person).await?;
    }
    match invitation.offer {
        Offer::Staff(post) => {
            let page = visit.voice.staff_waits();
            visit.say(page).await?;
            ask_admin(visit, invitation.made_by, post, invitation.id).await
        }
        Offer::Unit(id, tenure) => {
            visit.person.place = Some(id);
            visit.work.save_person(&visit.person).await?;
            match visit.work.place(id).await? {
                Some(place) => {
                    let page = visit.voice.unit_opened(&place, tenure);
                    visit.say(page).await
                }
                None => Ok(()),
            }
        }
        Offer::Caller(_) => {
            let page = visit.voice.caller_link_opened();
            visit.say(page).await
        }
        Offer::Admin | Offer::Room(_) => {
            let mut page = visit.voice.admin_welcome();
            page.menu = true;
            visit.say(page).await
        }
    }
}

/// The one who made the link is asked for their yes.
async fn ask_admin(
    visit: &mut Visit<'_>,
    admin: Option<casework::ids::PersonId>,
    post: Post,
    id: casework::ids::InvitationId,
) -> Result<(), DeskError> {
    let Some(admin) = admin else { return Ok(()) };
    let admin = visit.work.person(admin).await?;
    let Some(account) = admin.account else { return Ok(()) };
    let departments = visit.work.departments().await?;
    let voice = Voice::new(admin.language, visit.site.zone);
    let page = voice.staff_asks(&visit.person, post, &departments, id);
    visit.post(account.room(), page).await
}

/// A code is used in a group: the group becomes what the code was made for.
/// Used in a topic of a forum, that topic does.
pub async fn bind_group(
    visit: &mut Visit<'_>,
    message: &Message,
    code: &str,
) -> Result<(), DeskError> {
    let room = Room(message.chat.id.0);
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    let topic = thread.map(|thread| Topic(i64::from(thread.0.0)));
    let voice = Voice::new(visit.site.language, visit.site.zone);
    let person = visit.person.clone();
    let mut page = match visit.work.bind(code, room, topic, &person).await? {
        Ok(binding) => {
            let departments = visit.work.departments().await?;
            voice.bound(binding.post, &departments)
        }
        Err(_) => voice.bind_wrong(),
    };
    // An answer stands in the topic of what it answers.
    page.reply_to = topic.map(|_| i64::from(message.id.0));
    visit.post(room, page).await
}
