//! Quarrels between neighbours and reports: name, unit and number of whoever told us are withheld from
//! all but those who lead the matter, also where they stand in somebody's words (PV-03).

use super::{CaseView, DeskError, Work};
use crate::{
    case::{Event, Happened, Notice, Outcome, Passes},
    chain,
    ids::{Account, CaseId, Room},
    people::Role,
    place::{Place, PlaceKind},
    words::Words,
};

/// Whoever decides, mediates or supervises knows both sides.
const LEADING: [Role; 4] = [Role::Desk, Role::Manager, Role::Leader, Role::Auditor];

/// Who learns who reported something. The owners' committee are neighbours.
const LEADING_REPORTS: [Role; 3] = [Role::Desk, Role::Manager, Role::Leader];

/// What stands in the place of what is withheld.
const WITHHELD: &str = "▇▇";

/// By which people are spoken of with their family name.
const TITLES: &str = include_str!("titles.txt");

/// What is withheld of a case.
#[derive(Debug, Clone)]
pub struct Veil {
    /// Wherever they stand.
    words: Vec<String>,
    /// Parts of a name: as words of their own only, for `Li` stands in `lift`, too.
    parts: Vec<String>,
}

impl Veil {
    /// The same words without what is withheld.
    pub fn over(&self, text: &str) -> String {
        let over =
            self.words.iter().fold(text.to_owned(), |text, word| text.replace(word, WITHHELD));
        self.parts.iter().fold(over, |text, part| without(&text, part))
    }

    /// The same notice without what is withheld.
    pub fn over_notice(&self, notice: &Notice) -> Notice {
        let told = serde_json::json!(notice);
        let veiled = chain::each_word(&told, &|word| self.over(word));
        serde_json::from_value(veiled).unwrap_or_else(|_| notice.clone())
    }

    /// The same event without what is withheld; `None` when that cannot be had.
    pub(super) fn over_event(&self, event: &Event) -> Option<Event> {
        let veiled = chain::each_word(&serde_json::json!(event), &|word| self.over(word));
        serde_json::from_value(veiled).ok()
    }
}

/// A text without a word, where it stands by itself.
fn without(text: &str, word: &str) -> String {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c.is_ascii());
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        kept.push_str(before);
        let is_whole = !is_letter(kept.chars().next_back()) && !is_letter(after.chars().next());
        kept.push_str(if is_whole { WITHHELD } else { word });
        rest = after;
    }
    kept + rest
}

/// What somebody is called beside their whole name: by its parts, or by the family name and a title.
fn called(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if name.chars().all(is_chinese) && (2..=4).contains(&name.chars().count()) {
        // Of four characters the family name has two.
        let of_family = if name.chars().count() == 4 { 2 } else { 1 };
        let family: String = name.chars().take(of_family).collect();
        let given: String = name.chars().skip(of_family).collect();
        parts.extend(TITLES.lines().map(|title| format!("{family}{title}")));
        parts.extend(Some(given).filter(|given| given.chars().count() > 1));
    }
    parts.retain(|part| part.chars().count() > 1);
    parts
}

impl CaseView {
    /// Whether only those who lead it learn who told us of it.
    pub fn is_confidential(&self) -> bool {
        let between = self.category.as_ref().is_some_and(|category| category.between_neighbours);
        between || self.case.kind.is_confidential()
    }

    /// Whether name, unit and number are withheld in it.
    pub fn is_veiled(&self) -> bool {
        self.is_confidential() && self.owner.name.is_none() && self.owner.phone.is_none()
    }

    /// Whether the place gives away who told us: a report is about a place that is seldom theirs, and
    /// whoever looks into it must find it.
    fn place_tells(&self, place: &Place) -> bool {
        let own = self.owner.units.contains(&place.id) || self.owner.place == Some(place.id);
        place.kind != PlaceKind::Public && (own || !self.case.kind.is_confidential())
    }

    fn veiled(mut self, veil: &Veil) -> Self {
        self.owner.name = None;
        self.owner.phone = None;
        // Whoever runs to help must find the door.
        let is_danger = self.case.is_alarmed();
        let tells = !is_danger && self.place.as_ref().is_some_and(|place| self.place_tells(place));
        if let Some(place) = self.place.as_mut().filter(|_| tells) {
            place.path.truncate(1);
            place.kind = PlaceKind::Building;
        }
        let is_report = self.case.kind.is_confidential();
        let facts = &mut self.case.facts;
        (facts.contact, facts.document) = (None, None);
        let said = facts.whereabouts.take().filter(|_| is_report || is_danger);
        facts.whereabouts = said.map(|said| veil.over(&said));
        for led in &mut self.led {
            (led.story, led.place) = (None, None);
        }
        let facts = &mut self.case.facts;
        facts.story = veil.over(&facts.story);
        for added in &mut facts.added {
            added.text = veil.over(&added.text);
        }
        facts.wish = facts.wish.as_deref().map(|wish| veil.over(wish));
        if let Some(Happened::Said(said)) = &mut facts.happened {
            *said = veil.over(said);
        }
        let outcome = self.case.state.outcome_mut().into_iter();
        let result = outcome.flat_map(Outcome::words_mut);
        for word in self.case.handling.words_mut().into_iter().chain(result) {
            *word = veil.over(word);
        }
        self
    }
}

impl Work {
    /// A case as it may be shown in a room, and what is withheld there.
    pub async fn view_for(
        &mut self,
        room: Room,
        id: CaseId,
    ) -> Result<(CaseView, Option<Veil>), DeskError> {
        let view = self.view(id).await?;
        if !view.is_confidential() || self.knows_both_sides(room, &view).await? {
            return Ok((view, None));
        }
        let veil = self.veil_of(&view).await?;
        Ok((view.veiled(&veil), Some(veil)))
    }

    async fn knows_both_sides(&mut self, room: Room, view: &CaseView) -> Result<bool, DeskError> {
        if room.is_group() {
            return Ok(false);
        }
        let Some(reader) = self.known(Account(room.0)).await? else { return Ok(false) };
        let leading: &[Role] = if view.case.kind.is_confidential() {
            view.case.facts.passes.map_or(&LEADING_REPORTS, Passes::led_by)
        } else {
            &LEADING
        };
        let leads = leading.iter().any(|role| reader.is(*role));
        let accused = view.case.handling.accused.contains(&reader.id);
        Ok(reader.id == view.owner.id || leads && !accused)
    }

    /// Name, numbers, and the names of the units that are theirs or were named, the longest first.
    async fn veil_of(&mut self, view: &CaseView) -> Result<Veil, DeskError> {
        let facts = &view.case.facts;
        let is_report = view.case.kind.is_confidential();
        let said = [&view.owner.name, &view.owner.phone, &facts.contact];
        let place = [&facts.whereabouts].into_iter().filter(|_| !is_report);
        let mut words: Vec<String> = said.into_iter().chain(place).flatten().cloned().collect();
        let mut units = view.owner.units.clone();
        units.extend(view.owner.place);
        units.extend(view.case.place.filter(|_| !is_report));
        for unit in units {
            let place = self.place(unit).await?.filter(|place| place.kind == PlaceKind::Unit);
            let names: Option<Words> = place.and_then(|place| place.path.last().cloned());
            words.extend(names.into_iter().flat_map(|names| names.0.into_values()));
        }
        words.retain(|word| word.chars().count() > 1);
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        let mut parts = view.owner.name.as_deref().map(called).unwrap_or_default();
        parts.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
        Ok(Veil { words, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_name_are_withheld_as_words_of_their_own() {
        let veil = |name: &str| Veil { words: vec![name.to_owned()], parts: called(name) };
        let li = veil("Mei Li");
        assert_eq!(li.over("Mei Li of 101: Li says, ask Mei"), "▇▇ of 101: ▇▇ says, ask ▇▇");
        assert_eq!(li.over("The lift in Meilong, Livia"), "The lift in Meilong, Livia");
        let chen = veil("陈美玲");
        assert_eq!(chen.over("陈美玲、陈小姐、美玲都说过，陈旧"), "▇▇、▇▇、▇▇都说过，陈旧");
        assert_eq!(veil("欧阳小明").over("欧阳先生和小明"), "▇▇和▇▇");
    }
}
