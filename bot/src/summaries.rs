//! Summaries in the chat: asked for, looked into figure by figure, and acknowledged.

use casework::{
    case::effect::Part,
    desk::{DeskError, Work},
    ids::{DepartmentId, PersonId, PlaceId, Room},
    people::{Action, Person, may_at_site},
    place::Site,
    summary::{Cadence, Facts, Figure, Period, Summary},
    words::Language,
};

use crate::{
    button::Sum,
    speech::summary::Names,
    tasks::announce,
    visit::{Toast, Visit},
};

/// So many departments are offered at most; who leads more asks for one.
const OFFERED: usize = 8;

/// `/summary`, with or without a period.
pub async fn asked(visit: &mut Visit<'_>, typed: &str) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let scopes = visit.work.summary_scopes(&person).await?;
    if scopes.is_empty() {
        let text = visit.voice.only_summary_readers();
        return visit.decline(text).await;
    }
    if !typed.trim().is_empty() {
        let Some(period) = Period::parse(typed) else {
            let page = visit.voice.summary_usage();
            return visit.say(page).await;
        };
        return show(visit, period, scopes[0]).await;
    }
    let today = visit.work.calendar().await?.day(visit.work.now());
    let this = Period::of(Cadence::Month, today);
    let mut choices = vec![];
    for scope in scopes.into_iter().take(OFFERED) {
        let of = department_name(visit.work, scope, visit.person.language).await?;
        let periods = match scope {
            None => vec![this, this.before(), Period::of(Cadence::Quarter, today).before()],
            Some(_) => vec![this.before()],
        };
        let of = of.unwrap_or_default();
        choices.extend(periods.into_iter().map(|period| (period, scope, of.clone())));
    }
    let several = visit.work.estates_read(person.id).await?.len() > 1;
    let all = several.then(|| this.before());
    let page = visit.voice.summary_periods(&choices, all);
    visit.say(page).await
}

/// Every estate that somebody may read, side by side, into their own chat.
async fn of_all(visit: &mut Visit<'_>, period: Period, part: Part) -> Result<(), DeskError> {
    // Who reads of one alone has nothing to lay it beside.
    if visit.work.estates_read(visit.person.id).await?.len() < 2 {
        return show(visit, period, None).await;
    }
    let Some(room) = visit.room() else { return Ok(()) };
    visit.toast = Some(Toast::word(visit.voice.summary_comes(period)));
    visit.work.post_summary_of_all(room, period, part).await
}

/// A press of a button about summaries.
pub async fn press(visit: &mut Visit<'_>, what: Sum) -> Result<(), DeskError> {
    match what {
        Sum::Show(period, department) => show(visit, period, department).await,
        Sum::File(period, department) => post(visit, period, department, Part::Workbook).await,
        Sum::Page(period, department) => post(visit, period, department, Part::Page).await,
        Sum::How(period, department) | Sum::Back(period, department) => {
            if !may_read(visit, department).await? {
                return Ok(());
            }
            let summary = visit.work.summary(period, department).await?;
            let names = names_of(visit.work, &summary, None, visit.person.language).await?;
            let page = visit.voice.summary_figures(&summary, &names);
            // The picture stays; what was asked of it stands below.
            if matches!(what, Sum::How(..)) {
                visit.pressed = None;
            }
            visit.toast_where();
            visit.say_here(page).await
        }
        Sum::Figure(period, department, figure) => {
            look_into(visit, period, department, figure).await
        }
        Sum::Words(period, department) => words(visit, period, department).await,
        Sum::All(period) => of_all(visit, period, Part::Picture).await,
        Sum::AllFile(period) => of_all(visit, period, Part::Workbook).await,
        Sum::Publish(period) => publish(visit, period).await,
        Sum::Read(id) => read(visit, id).await,
    }
}

async fn show(
    visit: &mut Visit<'_>,
    period: Period,
    department: Option<DepartmentId>,
) -> Result<(), DeskError> {
    post(visit, period, department, Part::Picture).await
}

/// Owes it to whoever asked, in their own chat.
async fn post(
    visit: &mut Visit<'_>,
    period: Period,
    department: Option<DepartmentId>,
    part: Part,
) -> Result<(), DeskError> {
    if !may_read(visit, department).await? {
        return Ok(());
    }
    let begins = period.moments(&visit.work.calendar().await?).0;
    if begins > visit.work.now() {
        let page = visit.voice.summary_usage();
        return visit.say(page).await;
    }
    let Some(room) = visit.room() else { return Ok(()) };
    // Kept before it is sent, so that whoever reads it can say so.
    visit.work.filed(period, department).await?;
    visit.toast = Some(Toast::word(visit.voice.summary_comes(period)));
    visit.work.post_summary(room, period, department, part).await
}

async fn may_read(
    visit: &mut Visit<'_>,
    department: Option<DepartmentId>,
) -> Result<bool, DeskError> {
    let person = visit.person.clone();
    if visit.work.summary_scopes(&person).await?.contains(&department) {
        return Ok(true);
    }
    let text = visit.voice.only_summary_readers();
    visit.decline(text).await?;
    Ok(false)
}

async fn look_into(
    visit: &mut Visit<'_>,
    period: Period,
    department: Option<DepartmentId>,
    figure: Figure,
) -> Result<(), DeskError> {
    if !may_read(visit, department).await? {
        return Ok(());
    }
    let person = visit.person.clone();
    let (summary, facts) = visit.work.summary_for(&person, period, department).await?;
    let (hits, misses) = figure.cases(&facts);
    let numbers = |matters: Vec<&casework::summary::Matter>| -> Vec<String> {
        matters.iter().map(|matter| matter.number.as_str().to_owned()).collect()
    };
    let page = visit.voice.summary_figure(&summary, figure, &numbers(hits), &numbers(misses));
    visit.toast_where();
    visit.say_here(page).await
}

/// What owners said in their own words.
async fn words(
    visit: &mut Visit<'_>,
    period: Period,
    department: Option<DepartmentId>,
) -> Result<(), DeskError> {
    if !may_read(visit, department).await? {
        return Ok(());
    }
    let person = visit.person.clone();
    let (said, left) = visit.work.owners_words(&person, period, department).await?;
    let page = visit.voice.owners_words(period, &said, left);
    let page = visit.of_estate(page).await?;
    visit.toast_where();
    // The picture stays.
    visit.pressed = None;
    visit.say(page).await
}

/// What of it the owners may read, as an announcement that somebody looks at and sends (PV-06).
async fn publish(visit: &mut Visit<'_>, period: Period) -> Result<(), DeskError> {
    if !may_read(visit, None).await? {
        return Ok(());
    }
    let Some(filed) = visit.work.filed(period, None).await? else {
        let page = visit.voice.summary_usage();
        return visit.say(page).await;
    };
    let language = visit.person.language;
    let names = names_of(visit.work, &filed.summary, None, language).await?;
    let words = visit.voice.publication(&visit.site, &filed.summary, &names);
    visit.toast_where();
    announce::propose(visit, words).await
}

/// Whoever leads has read it.
async fn read(visit: &mut Visit<'_>, id: casework::ids::SummaryId) -> Result<(), DeskError> {
    let department = visit.work.filed_by(id).await?.map(|filed| filed.summary.department);
    visit.know_estate().await?;
    let person = visit.person.clone();
    if !leads(&person) {
        let text = visit.voice.only_summary_readers();
        return visit.decline(text).await;
    }
    let scopes = visit.work.summary_scopes(&person).await?;
    if !department.is_some_and(|department| scopes.contains(&department)) {
        let text = visit.voice.only_summary_readers();
        return visit.decline(text).await;
    }
    let text = if visit.work.read_summary(id, &person).await? {
        visit.voice.summary_acknowledged()
    } else {
        visit.voice.toast_noted()
    };
    visit.toast = Some(Toast::word(text));
    Ok(())
}

/// Whoever manages or leads acknowledges a summary; the desk and the committee only read it.
fn leads(person: &Person) -> bool {
    use casework::people::Role::{Head, Leader, Manager};
    may_at_site(person, Action::ReadSummary)
        && [Leader, Manager].iter().any(|role| person.is(*role))
        || person.is(Head)
}

async fn department_name(
    work: &mut Work,
    department: Option<DepartmentId>,
    language: Language,
) -> Result<Option<String>, DeskError> {
    let Some(id) = department else { return Ok(None) };
    let known = work.departments().await?.into_iter().find(|one| one.id == id);
    Ok(known.map(|one| one.name.in_language(language).to_owned()))
}

/// What everything is called that a summary, or what it is counted from, speaks of.
pub async fn names_of(
    work: &mut Work,
    summary: &Summary,
    facts: Option<&Facts>,
    language: Language,
) -> Result<Names, DeskError> {
    let mut categories = vec![];
    for category in work.categories().await? {
        categories.push((category.id, category.name.in_language(language).to_owned()));
    }
    let listed = facts.map(|facts| facts.matters.iter().filter_map(|matter| matter.place));
    let mut ids: Vec<PlaceId> = summary.places.iter().map(|(id, _)| *id).collect();
    ids.extend(listed.into_iter().flatten());
    ids.sort_unstable();
    ids.dedup();
    let mut places = vec![];
    for place in work.places_by(&ids).await? {
        // Never the unit: a summary is handed on.
        places.push((place.id, place.least(language)));
    }
    let mut people: Vec<(PersonId, String)> = vec![];
    for hand in &summary.hands {
        let person = work.person(hand.person).await?;
        people.push((person.id, person.name.unwrap_or_default()));
    }
    let reasons = work.reasons_known(language).await?;
    let department = department_name(work, summary.department, language).await?;
    Ok(Names { department, categories, places, reasons, people })
}

/// Whether a summary may be told in a room: in the leaders' group, and to whoever may read it.
pub(crate) async fn is_for(
    work: &mut Work,
    site: &Site,
    room: Room,
    department: Option<DepartmentId>,
) -> Result<bool, DeskError> {
    if room.is_group() {
        return Ok(site.leaders_room == Some(room));
    }
    let Some(reader) = work.known(casework::ids::Account(room.0)).await? else { return Ok(false) };
    Ok(work.summary_scopes(&reader).await?.contains(&department))
}
