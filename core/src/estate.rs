//! The estate file: site, departments, categories and places, read from TOML into an empty book. Which
//! profile is in force, and the estate's own profiles, are read at every start.

mod building;
mod site_name;

use std::collections::{BTreeMap, BTreeSet};

pub use building::Building;
pub use site_name::{LONGEST_SITE_NAME, SiteName};

use chrono::NaiveTime;
use serde::Deserialize;

use crate::{
    contact::ContactPlan,
    ids::{CategoryId, DepartmentId, PlaceId, SiteId},
    place::{Category, Instance, Offering, PlaceKind, Site},
    policy::{Own, PolicyError, Retention, SHIPPED, lines},
    questionnaire::{self, TemplateError},
    quiet::Quiet,
    reception::Reception,
    say,
    sentence::Sentence,
    store::{StoreError, Tx},
    summary::Cadence,
    words::{Language, Words},
};

/// An estate as its file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estate {
    site: SiteEntry,
    departments: Vec<DepartmentEntry>,
    categories: Vec<CategoryEntry>,
    #[serde(default)]
    places: Vec<PlaceEntry>,
    /// When owners are received (S4-03).
    #[serde(default)]
    reception: Option<Reception>,
    /// Whom it visits and calls by plan.
    #[serde(default)]
    contacts: Vec<ContactPlan>,
    #[serde(skip)]
    own: Vec<Own>,
    #[serde(skip)]
    asked: Vec<questionnaire::Own>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteEntry {
    code: String,
    name: Words,
    zone: chrono_tz::Tz,
    language: Language,
    profile: String,
    /// Files of profiles of its own, beside this one.
    #[serde(default)]
    profiles: Vec<String>,
    /// Files of questionnaires of its own, beside this one.
    #[serde(default)]
    questionnaires: Vec<String>,
    /// Which of the surveys that come with the program are asked here.
    #[serde(default = "satisfaction")]
    surveys: Vec<String>,
    phone: String,
    #[serde(default = "yes")]
    shows_names: bool,
    #[serde(default)]
    instances: Vec<Instance>,
    #[serde(default)]
    emergency: Vec<Instance>,
    /// The code of the department that hears of every danger.
    #[serde(default)]
    alarm: Option<String>,
    #[serde(default)]
    retention: Retention,
    #[serde(default = "eight")]
    morning: NaiveTime,
    /// When nobody is asked how it was; as the book has it when the file says nothing.
    #[serde(default)]
    quiet: Option<Quiet>,
    /// How often it is summed up.
    #[serde(default = "monthly")]
    summaries: Vec<Cadence>,
}

fn satisfaction() -> Vec<String> {
    vec!["satisfaction".to_owned()]
}

fn monthly() -> Vec<Cadence> {
    vec![Cadence::Month]
}

fn eight() -> NaiveTime {
    NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentEntry {
    code: String,
    name: Words,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and none excludes another"
)]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryEntry {
    code: String,
    name: Words,
    department: String,
    /// The code of the category that groups it; that one stands above it in the file.
    #[serde(default)]
    within: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    needs_photo: bool,
    #[serde(default)]
    between_neighbours: bool,
    #[serde(default)]
    about_us: bool,
    #[serde(default)]
    danger: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    code: String,
    kind: PlaceKind,
    name: Words,
    #[serde(default)]
    within: Option<String>,
    /// Makes so many units at once, `{floor}01`, `{floor}02` …
    #[serde(default)]
    units: Option<u32>,
    /// Makes so many floors at once, each with `units` units.
    #[serde(default)]
    floors: Option<u32>,
    #[serde(default)]
    floor_name: Option<Words>,
}

/// Why an estate file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said())]
pub enum EstateError {
    /// It is not TOML, or has unknown or unreadable values.
    Unreadable(Sentence),
    /// Something named is not there, or is there twice.
    Unsound(Vec<Sentence>),
}

impl EstateError {
    /// The same for whoever reads another language.
    pub fn said(&self) -> Sentence {
        match self {
            Self::Unreadable(fault) => say!("the estate file cannot be read: {fault}", fault),
            Self::Unsound(faults) => {
                say!("the estate file is not sound:\n  {faults}", faults = faults.clone())
            }
        }
    }
}

impl Estate {
    /// Reads an estate file that names no others.
    pub fn parse(text: &str) -> Result<Self, EstateError> {
        Self::read(text, |_| Err(say!("no other file can be read here")))
    }

    /// Reads an estate file and the profiles that it names, and reports every fault at once. `beside`
    /// reads a file by the name that it has there, or says why it cannot.
    pub fn read(
        text: &str,
        beside: impl Fn(&str) -> Result<Vec<u8>, Sentence>,
    ) -> Result<Self, EstateError> {
        let mut estate: Self = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        let mut faults = vec![];
        let site = &estate.site;
        estate.own = own_files("site.profiles", &site.profiles, &beside, own_profile, &mut faults);
        let files = &site.questionnaires;
        estate.asked =
            own_files("site.questionnaires", files, &beside, own_questionnaire, &mut faults);
        let codes = |codes: Vec<&String>, what: Sentence, faults: &mut Vec<Sentence>| {
            let mut seen = BTreeMap::new();
            for code in codes {
                *seen.entry(code.clone()).or_insert(0) += 1;
            }
            let twice = seen.iter().filter(|(_, count)| **count > 1);
            faults.extend(
                twice.map(|(code, _)| say!("{what} {code} is there twice", what = &what, code)),
            );
        };
        codes(
            estate.departments.iter().map(|d| &d.code).collect(),
            say!("department"),
            &mut faults,
        );
        codes(estate.categories.iter().map(|c| &c.code).collect(), say!("category"), &mut faults);
        codes(estate.places.iter().map(|p| &p.code).collect(), say!("place"), &mut faults);
        for (at, category) in estate.categories.iter().enumerate() {
            let above = |code: &String| estate.categories[..at].iter().any(|one| one.code == *code);
            if let Some(within) = category.within.as_ref().filter(|within| !above(within)) {
                faults.push(say!(
                    "category {code}: {within} must come before it",
                    code = &category.code,
                    within
                ));
            }
            if !estate.departments.iter().any(|department| department.code == category.department) {
                let (code, department) = (&category.code, &category.department);
                faults.push(say!(
                    "category {code}: there is no department {department}",
                    code,
                    department
                ));
            }
        }
        for (at, place) in estate.places.iter().enumerate() {
            let above = |code: &String| estate.places[..at].iter().any(|place| place.code == *code);
            if let Some(within) = place.within.as_ref().filter(|within| !above(within)) {
                faults.push(say!(
                    "place {code}: {within} must come before it",
                    code = &place.code,
                    within
                ));
            }
        }
        if let Some(alarm) = &estate.site.alarm
            && !estate.departments.iter().any(|department| department.code == *alarm)
        {
            faults.push(say!("site: alarm: there is no department {alarm}", alarm));
        }
        faults.extend(estate.unknown_profile());
        for own in &estate.asked {
            let known = |code: &&String| !estate.categories.iter().any(|one| one.code == **code);
            let unknown = own.template.categories.iter().filter(known);
            faults.extend(unknown.map(|code| {
                say!("{file}: categories: there is no category {code}", file = &own.file, code)
            }));
        }
        faults.extend(estate.unknown_surveys());
        faults.extend(estate.reception.iter().flat_map(Reception::faults));
        faults.extend(estate.contacts.iter().flat_map(ContactPlan::faults));
        let mut known = BTreeSet::new();
        let twice = estate.contacts.iter().filter(|plan| !known.insert(&plan.code));
        faults.extend(
            twice.map(|plan| say!("contacts: {code}: this code stands twice", code = &plan.code)),
        );
        faults.extend(estate.site.retention.faults());
        if faults.is_empty() { Ok(estate) } else { Err(EstateError::Unsound(faults)) }
    }

    /// Its own profiles.
    pub fn profiles(&self) -> &[Own] {
        &self.own
    }

    /// Its own questionnaires.
    pub fn questionnaires(&self) -> &[questionnaire::Own] {
        &self.asked
    }

    /// Which of the surveys that come with the program it asks.
    pub fn surveys(&self) -> &[String] {
        &self.site.surveys
    }

    /// How it is named; a book knows it by this.
    pub fn code(&self) -> &str {
        &self.site.code
    }

    /// The profile that is to be in force.
    pub fn profile(&self) -> &str {
        &self.site.profile
    }

    /// Surveys that do not come with the program. The estate's own need not be named.
    fn unknown_surveys(&self) -> Vec<Sentence> {
        let known: Vec<&str> = questionnaire::surveys().collect();
        let unknown = self.site.surveys.iter().filter(|name| !known.contains(&name.as_str()));
        let fault = |name: &String| {
            say!(
                "site: surveys: there is no survey {name}; write some of {known}",
                name,
                known = known.join(", ")
            )
        };
        unknown.map(fault).collect()
    }

    /// A profile that nobody has. While a file of its own cannot be read, it may be in there.
    fn unknown_profile(&self) -> Option<Sentence> {
        let profile = &self.site.profile;
        let own = self.own.iter().map(|own| own.policy.profile.as_str());
        let known: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).chain(own).collect();
        if known.contains(&profile.as_str()) || self.own.len() < self.site.profiles.len() {
            return None;
        }
        Some(say!(
            "site: there is no policy profile {profile}; name its file in profiles = [\"{profile}.toml\"], \
             or write one of {known}",
            profile,
            known = known.join(", ")
        ))
    }

    /// Writes it into a book that does not know it.
    pub(crate) async fn write(&self, tx: &mut Tx) -> Result<SiteId, StoreError> {
        let site = Site {
            id: SiteId(0),
            code: self.site.code.clone(),
            name: self.site.name.clone(),
            zone: self.site.zone,
            language: self.site.language,
            profile: self.site.profile.clone(),
            phone: self.site.phone.clone(),
            shows_names: self.site.shows_names,
            desk_room: None,
            leaders_room: None,
            instances: self.site.instances.clone(),
            emergency: self.site.emergency.clone(),
            alarm: None,
            morning: self.site.morning,
            quiet: self.site.quiet.unwrap_or_default(),
        };
        let site = tx.site_add(&site).await?;
        tx.retention_set(site, &self.site.retention).await?;
        let mut departments = BTreeMap::new();
        for (position, entry) in (0..).zip(&self.departments) {
            let id = tx.department_add(site, &entry.code, &entry.name, position).await?;
            departments.insert(entry.code.as_str(), id);
        }
        let mut categories = BTreeMap::new();
        for (position, entry) in (0..).zip(&self.categories) {
            let within = entry.within.as_ref().map(|code| categories[code.as_str()]);
            let category = entry.category(departments[entry.department.as_str()], within);
            let id = tx.category_put(site, &category, position).await?;
            categories.insert(entry.code.as_str(), id);
        }
        let mut places = BTreeMap::new();
        for (position, entry) in (0..).zip(&self.places) {
            let within = entry.within.as_ref().map(|code| places[code.as_str()]);
            let id = entry.write(tx, site, within, position).await?;
            places.insert(entry.code.as_str(), id);
        }
        self.bring_up_to_date(tx, site).await?;
        Ok(site)
    }

    /// Whom to call and tell in danger follows the file in a book that is not empty as well, and so
    /// does which dangers there are, and how often it is summed up: an estate that is older than they
    /// are learns of them so.
    pub(crate) async fn bring_up_to_date(
        &self,
        tx: &mut Tx,
        site: SiteId,
    ) -> Result<(), StoreError> {
        let departments = tx.departments(site).await?;
        let named = |code: &str| {
            let known = departments.iter().find(|department| department.code == code);
            if known.is_none() {
                tracing::error!(
                    department = code,
                    "a danger cannot be told: the book has no such department"
                );
            }
            known.map(|department| department.id)
        };
        let alarm = self.site.alarm.as_deref().and_then(named);
        tx.site_emergency(site, &self.site.emergency, alarm).await?;
        tx.cadences_set(site, &self.site.summaries).await?;
        tx.reception_rule_set(site, self.reception.as_ref()).await?;
        tx.contact_plans_set(site, &self.contacts).await?;
        if let Some(quiet) = self.site.quiet {
            tx.site_quiet(site, quiet).await?;
        }
        tx.no_dangers(site).await?;
        for (position, entry) in (0..).zip(&self.categories).filter(|(_, entry)| entry.danger) {
            let Some(department) = named(&entry.department) else { continue };
            let known = tx.categories(site).await?;
            let within = entry.within.as_deref().and_then(|code| {
                known.iter().find(|category| category.code == code).map(|category| category.id)
            });
            tx.category_put(site, &entry.category(department, within), position).await?;
        }
        Ok(())
    }
}

fn unreadable(text: &str, error: &toml::de::Error) -> EstateError {
    let line = error.span().map_or(1, |span| lines::line(text, span.start));
    let what = Sentence::heard(error.message());
    EstateError::Unreadable(say!("line {line}: {what}", line, what))
}

/// The estate's own files of a sort, each as `read` reads it, with what it is called; what is wrong is said
/// with the file's name before it, or with `key` where there is none.
fn own_files<T>(
    key: &str,
    files: &[String],
    beside: impl Fn(&str) -> Result<Vec<u8>, Sentence>,
    read: impl Fn(&str, &[u8]) -> Result<(String, T), Vec<Sentence>>,
    faults: &mut Vec<Sentence>,
) -> Vec<T> {
    let (mut known, mut own) = (BTreeMap::new(), vec![]);
    for file in files {
        let shown = if file.trim().is_empty() { key } else { file.as_str() };
        let bytes = beside(file).map_err(|fault| vec![fault]);
        match bytes.and_then(|bytes| read(file, &bytes)) {
            Ok((name, one)) => {
                if let Some(first) = known.get(&name) {
                    faults.push(say!(
                        "{file}: {first} is called {name}, too; rename one of them",
                        file,
                        first,
                        name = &name
                    ));
                }
                known.entry(name).or_insert(file);
                own.push(one);
            }
            Err(found) => faults
                .extend(found.into_iter().map(|fault| say!("{at}: {fault}", at = shown, fault))),
        }
    }
    own
}

fn own_profile(file: &str, bytes: &[u8]) -> Result<(String, Own), Vec<Sentence>> {
    let own = Own::read(file, bytes).map_err(|PolicyError(faults)| faults)?;
    Ok((own.policy.profile.clone(), own))
}

fn own_questionnaire(
    file: &str,
    bytes: &[u8],
) -> Result<(String, questionnaire::Own), Vec<Sentence>> {
    let own = questionnaire::Own::read(file, bytes).map_err(|TemplateError(faults)| faults)?;
    Ok((own.template.name.clone(), own))
}

impl CategoryEntry {
    fn category(&self, department: DepartmentId, parent: Option<CategoryId>) -> Category {
        Category {
            code: self.code.clone(),
            parent,
            offering: Offering::Offered,
            id: CategoryId(0),
            department,
            name: self.name.clone(),
            words: self.words.clone(),
            needs_photo: self.needs_photo,
            between_neighbours: self.between_neighbours,
            about_us: self.about_us,
            danger: self.danger,
        }
    }
}

/// Writes a building that was told in the chat, with its floors and homes; it is called by a code and a name,
/// its floors by a pattern in which `#` stands for the number.
pub(crate) async fn lay_building(
    tx: &mut Tx,
    site: SiteId,
    (code, name, floor_name): (&str, Words, Words),
    building: &Building,
    position: i32,
) -> Result<PlaceId, StoreError> {
    let entry = PlaceEntry {
        code: code.to_owned(),
        kind: PlaceKind::Building,
        name,
        within: None,
        units: Some(building.homes),
        floors: Some(building.floors),
        floor_name: Some(floor_name),
    };
    entry.write(tx, site, None, position).await
}

impl PlaceEntry {
    async fn write(
        &self,
        tx: &mut Tx,
        site: SiteId,
        within: Option<PlaceId>,
        position: i32,
    ) -> Result<PlaceId, StoreError> {
        let id = tx.place_add(site, within, self.kind, &self.code, &self.name, position).await?;
        for floor in 1..=self.floors.unwrap_or(0) {
            let code = format!("{}-{floor}", self.code);
            let name = self.floor_words(floor);
            let order = i32::try_from(floor).unwrap_or(i32::MAX);
            let floor_id =
                tx.place_add(site, Some(id), PlaceKind::Floor, &code, &name, order).await?;
            self.write_units(tx, site, floor_id, floor).await?;
        }
        Ok(id)
    }

    async fn write_units(
        &self,
        tx: &mut Tx,
        site: SiteId,
        floor_id: PlaceId,
        floor: u32,
    ) -> Result<(), StoreError> {
        for unit in 1..=self.units.unwrap_or(0) {
            let number = format!("{floor}{unit:02}");
            let code = format!("{}-{number}", self.code);
            let name = Words(BTreeMap::from([(Language::ZhHans, number)]));
            let order = i32::try_from(unit).unwrap_or(i32::MAX);
            tx.place_add(site, Some(floor_id), PlaceKind::Unit, &code, &name, order).await?;
        }
        Ok(())
    }

    /// The floor's name by the file's pattern, in which `#` stands for its number.
    fn floor_words(&self, floor: u32) -> Words {
        let pattern = self
            .floor_name
            .clone()
            .unwrap_or_else(|| Words(BTreeMap::from([(Language::ZhHans, "#".to_owned())])));
        let named = pattern.0.into_iter();
        Words(named.map(|(tag, name)| (tag, name.replace('#', &floor.to_string()))).collect())
    }
}
