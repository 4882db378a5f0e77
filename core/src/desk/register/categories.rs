//! What a case can be about, as a list: a tree, whose groups are named by the lines that lie in them.

use std::collections::HashMap;

use super::{DeskError, Known, Tally, Work, fault};
use crate::{
    ids::{CategoryId, DepartmentId},
    place::{Category, Offering},
    register::{At, Fault, List, ListedCategory, Register, name_columns},
    say,
    sentence::Sentence,
};

/// A tree that nobody gets lost in.
const DEEPEST: usize = 4;

impl Work {
    /// Whether departments and groups are known, and nothing lies in itself.
    pub(super) async fn categories_fit(
        &mut self,
        register: &Register,
        known: &Known,
    ) -> Result<Vec<Fault>, DeskError> {
        let before = self.categories().await?;
        let codes: HashMap<CategoryId, &str> =
            before.iter().map(|one| (one.id, one.code.as_str())).collect();
        let mut within: HashMap<&str, Option<&str>> = before
            .iter()
            .map(|one| {
                (one.code.as_str(), one.parent.and_then(|parent| codes.get(&parent).copied()))
            })
            .collect();
        let listed = register.categories.iter().map(|line| &line.said);
        within.extend(listed.map(|said| (said.code.as_str(), said.within.as_deref())));
        let dangers = before.iter().filter(|one| one.danger);
        let dangers: Vec<&str> = dangers.map(|one| one.code.as_str()).collect();
        let mut faults = vec![];
        for At { line, said } in &register.categories {
            let mut add = |column, wrong: Sentence, right: Sentence| {
                faults.push(fault(List::Categories, *line, column, wrong, right));
            };
            let department = said.department.as_str();
            let is_listed =
                register.departments.iter().any(|line| line.said.code == said.department);
            if !is_listed && !known.departments.contains_key(department) {
                let wrong = say!("there is no department {department}", department);
                add("department", wrong, say!("write the code of a department"));
            }
            if dangers.contains(&said.code.as_str()) {
                let wrong = say!("{code} is a danger", code = &said.code);
                add("code", wrong, say!("say it in the estate file, where dangers are"));
            }
            match &said.within {
                Some(group) if !within.contains_key(group.as_str()) => {
                    let wrong = say!("there is no category {group}", group);
                    add("within", wrong, say!("write the code of a category, or leave it empty"));
                }
                Some(group) if dangers.contains(&group.as_str()) => {
                    let wrong = say!("{group} is a danger, which groups nothing", group);
                    add("within", wrong, say!("write the code of a category, or leave it empty"));
                }
                Some(group)
                    if is_retired_by(register, &before, group)
                        && !is_retired_by(register, &before, &said.code) =>
                {
                    let wrong = say!("{group} is retired, and what lies in it is not", group);
                    add("within", wrong, say!("retire this one too, or put it elsewhere"));
                }
                Some(_) if depth(&within, &said.code).is_none() => {
                    let wrong = say!("{code} lies in itself, or too deep", code = &said.code);
                    add(
                        "within",
                        wrong,
                        say!("put it into a group that lies in at most two others"),
                    );
                }
                _ => {}
            }
        }
        Ok(faults)
    }

    /// Takes the lines, groups before what lies in them.
    pub(super) async fn take_categories(
        &mut self,
        categories: &[At<ListedCategory>],
        known: &Known,
    ) -> Result<Tally, DeskError> {
        let site = self.site().await?.id;
        let mut there: HashMap<String, Category> =
            self.categories().await?.into_iter().map(|one| (one.code.clone(), one)).collect();
        let mut tally = Tally::default();
        let mut left: Vec<&ListedCategory> = categories.iter().map(|line| &line.said).collect();
        let mut ids: HashMap<String, CategoryId> =
            there.iter().map(|(code, one)| (code.clone(), one.id)).collect();
        let listed: Vec<String> = left.iter().map(|said| said.code.clone()).collect();
        let mut written: Vec<String> = vec![];
        while !left.is_empty() {
            let waits = |said: &ListedCategory| {
                let group = said.within.as_ref();
                group.is_some_and(|code| listed.contains(code) && !written.contains(code))
            };
            let (later, now): (Vec<_>, Vec<_>) = left.into_iter().partition(|said| waits(said));
            if now.is_empty() {
                break;
            }
            for said in now {
                let parent = said.within.as_ref().and_then(|code| ids.get(code).copied());
                let department = known.departments[said.department.as_str()];
                let before = there.remove(&said.code);
                let category = said.category(before.as_ref(), department, parent);
                written.push(said.code.clone());
                if before.as_ref() == Some(&category) {
                    tally.same += 1;
                    continue;
                }
                let place = i32::try_from(ids.len()).unwrap_or(i32::MAX);
                let id = self.tx.category_put(site, &category, place).await?;
                ids.insert(said.code.clone(), id);
                if before.is_some() { tally.changed += 1 } else { tally.added += 1 }
            }
            left = later;
        }
        self.rebuild();
        Ok(tally)
    }

    /// The list as it can be read in again; dangers stand in the estate file.
    pub(super) async fn category_lines(
        &mut self,
        departments: &HashMap<DepartmentId, String>,
    ) -> Result<Vec<Vec<String>>, DeskError> {
        let categories = self.categories().await?;
        let codes: HashMap<CategoryId, String> =
            categories.iter().map(|one| (one.id, one.code.clone())).collect();
        let yes = |is_so: bool| if is_so { "yes" } else { "" }.to_owned();
        let mut lines = vec![];
        for one in categories.iter().filter(|one| !one.danger) {
            let within = one.parent.and_then(|parent| codes.get(&parent).cloned());
            let is_retired = one.offering == Offering::Retired;
            let department = departments.get(&one.department).cloned();
            let mut line =
                vec![one.code.clone(), within.unwrap_or_default(), department.unwrap_or_default()];
            line.extend(name_columns(&one.name));
            line.push(one.words.join(", "));
            let flags = [one.needs_photo, one.between_neighbours, one.about_us, is_retired];
            line.extend(flags.map(yes));
            lines.push(line);
        }
        Ok(lines)
    }
}

impl ListedCategory {
    /// As the book keeps it; what the list does not say stays as it was.
    fn category(
        &self,
        before: Option<&Category>,
        department: DepartmentId,
        parent: Option<CategoryId>,
    ) -> Category {
        let words = before.map(|before| before.words.clone()).unwrap_or_default();
        let was = |is: fn(&Category) -> bool| before.is_some_and(is);
        let retired = self.retired.unwrap_or(was(|one| one.offering == Offering::Retired));
        Category {
            id: before.map_or(CategoryId(0), |before| before.id),
            department,
            name: self.name.clone(),
            words: self.words.clone().unwrap_or(words),
            needs_photo: self.needs_photo.unwrap_or(was(|one| one.needs_photo)),
            between_neighbours: self
                .between_neighbours
                .unwrap_or(was(|one| one.between_neighbours)),
            about_us: self.about_us.unwrap_or(was(|one| one.about_us)),
            danger: false,
            code: self.code.clone(),
            parent,
            offering: match before {
                _ if retired => Offering::Retired,
                Some(before) if before.is_group() => Offering::Group,
                _ => Offering::Offered,
            },
        }
    }
}

/// Whether the lists, or the book where they do not say, retire a category.
fn is_retired_by(register: &Register, before: &[Category], code: &str) -> bool {
    let listed = register.categories.iter().find(|line| line.said.code == code);
    let said = listed.and_then(|line| line.said.retired);
    let was = || before.iter().any(|one| one.code == code && one.offering == Offering::Retired);
    said.unwrap_or_else(was)
}

/// In how many groups something lies; nothing when it lies in itself, or too deep.
fn depth(within: &HashMap<&str, Option<&str>>, code: &str) -> Option<usize> {
    let mut at = code;
    for depth in 0..DEEPEST {
        match within.get(at).copied().flatten() {
            None => return Some(depth),
            Some(group) => at = group,
        }
    }
    None
}
