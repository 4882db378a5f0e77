//! `/can <person> <action> <case>`: why somebody may or may not do something, for managers and
//! administrators.

use casework::{
    case::Number,
    desk::DeskError,
    people::{Action, Circumstances, Person, RIGHTS, explain, may_at_site},
};

use crate::{speech::Voice, visit::Visit};

/// So many people of one name are told apart.
const ALIKE: usize = 8;

/// Explains, as far as the asker may know.
pub async fn can(visit: &mut Visit<'_>, asked: &str) -> Result<(), DeskError> {
    if !may_at_site(&visit.person, Action::Explain) {
        let text = visit.voice.only_managers();
        return visit.decline(text).await;
    }
    let words: Vec<&str> = asked.split_whitespace().collect();
    let Some((who, action, number)) = parts(visit.voice, &words) else {
        let page = visit.voice.can_usage();
        return visit.say(page).await;
    };
    if action.is_of_case() != number.is_some() {
        let page = visit.voice.can_usage();
        return visit.say(page).await;
    }
    let person = match find(visit, &who).await? {
        One::Found(person) => *person,
        One::Several(people) => {
            let page = visit.voice.can_whom(&people);
            return visit.say(page).await;
        }
        One::Nobody => {
            let page = visit.voice.can_nobody(&crate::page::shortened(&who, 64));
            return visit.say(page).await;
        }
    };
    match number {
        Some(number) => of_case(visit, &person, action, &number).await,
        None => {
            let why = explain(&person, action, None, Circumstances::default());
            let departments = visit.work.departments().await?;
            let page = visit.voice.can(&person, action, None, &why, &departments);
            visit.say(page).await
        }
    }
}

async fn of_case(
    visit: &mut Visit<'_>,
    person: &Person,
    action: Action,
    number: &Number,
) -> Result<(), DeskError> {
    let Some(view) = visit.work.numbered(number).await? else {
        let page = visit.voice.case_not_found(number.as_str());
        return visit.say(page).await;
    };
    if view.case.site != visit.site.id {
        visit.work.stand_at(visit.site.id);
        let page = visit.voice.case_not_found(number.as_str());
        return visit.say(page).await;
    }
    let around = visit.work.circumstances(&view.case, action).await?;
    let mut why = explain(person, action, Some(&view.case), around);
    let asker = visit.person.clone();
    // Whose matter it is, only those learn who may read it.
    if !visit.work.entitled(&asker, &view.case, Action::Read).await? {
        why = why.without_owner();
    }
    let departments = visit.work.departments().await?;
    let page = visit.voice.can(person, action, Some(&view), &why, &departments);
    visit.say(page).await
}

/// Who, what, and the number of a case if one is named. A name may have several words.
fn parts(voice: Voice, words: &[&str]) -> Option<(String, Action, Option<Number>)> {
    let (last, before) = words.split_last()?;
    let (number, before) = match Number::parse(last) {
        Ok(number) => (Some(number), before),
        Err(_) => (None, words),
    };
    let (action, who) = before.split_last()?;
    let known = || RIGHTS.into_iter().find(|(known, _)| voice.action(*known) == *action);
    let action = Action::parse(action).or_else(|| known().map(|(known, _)| known))?;
    (!who.is_empty()).then(|| (who.join(" "), action, number))
}

enum One {
    Found(Box<Person>),
    Several(Vec<Person>),
    Nobody,
}

/// By account, or by name among staff: owners are not looked for by name.
async fn find(visit: &mut Visit<'_>, who: &str) -> Result<One, DeskError> {
    if let Ok(account) = who.parse() {
        let known = visit.work.known(casework::ids::Account(account)).await?;
        return Ok(known.map_or(One::Nobody, |person| One::Found(Box::new(person))));
    }
    let wanted = who.to_lowercase();
    let is_meant = |person: &Person| {
        person.name.as_ref().is_some_and(|name| name.to_lowercase().contains(&wanted))
    };
    let mut found: Vec<Person> = vec![];
    for (_, person) in visit.work.staff().await? {
        if is_meant(&person) && !found.iter().any(|one| one.id == person.id) {
            found.push(person);
        }
    }
    found.truncate(ALIKE);
    Ok(match found.len() {
        0 => One::Nobody,
        1 => One::Found(Box::new(found.remove(0))),
        _ => One::Several(found),
    })
}
