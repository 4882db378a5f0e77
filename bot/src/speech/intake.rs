//! The questions of the intake, one page each.

use casework::{
    case::{Channel, Happened, Kind, Passes},
    intake::{About, Draft, MOST_FILES, Problem, STORY_LIMIT, Step, TEXT_LIMIT},
    place::{Category, Place, Site, guess, offered},
    words::Words,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::{NAME_SHOWN, Voice, say};
use crate::{
    button::{Button, Choice, Home},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of the name of a place one button shows.
const LABEL_SHOWN: usize = 24;
/// So much of a place or time in somebody's own words is shown.
pub(super) const FACT_SHOWN: usize = 200;

/// What the questions need to know beside the draft.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Every category of the estate.
    pub categories: Vec<Category>,
    /// Where the last matter was.
    pub last_place: Option<Place>,
    /// The place chosen in the draft.
    pub place: Option<Place>,
    /// The building or floor that is open.
    pub within: Option<Place>,
    /// What lies in it, or all buildings.
    pub places: Vec<Place>,
    /// Places that belong to everybody.
    pub public: Vec<Place>,
    /// Whether the book holds other estates.
    pub has_other_estates: bool,
    /// Whom a matter can pass by: those in whose place somebody else can lead it.
    pub passable: Vec<Passes>,
    /// Which page of a long list.
    pub page: u16,
    /// Which estate, to whoever greets a caller in its name.
    pub estate: Option<Words>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Voice {
    /// The question at which a draft stands.
    pub fn question(self, draft: &Draft, version: i32, around: &Surroundings) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Draft(version, choice));
        let (ask, mut rows) = match draft.step {
            Step::Channel => (self.ask_channel(around), self.channel_rows(version)),
            Step::Document => (say!(self, "ask-document"), vec![]),
            Step::CallerName => (say!(self, "ask-caller-name"), vec![]),
            Step::CallerPhone => (say!(self, "ask-caller-phone"), vec![]),
            Step::Story => (self.ask_story(draft), self.story_rows(draft, version)),
            Step::Category => {
                (say!(self, "ask-category"), self.category_rows(draft, version, around))
            }
            Step::Place => self.place_question(draft, version, around),
            Step::About => (self.ask_about(around), self.about_rows(version, around)),
            Step::Happened => (say!(self, "ask-happened"), self.happened_rows(version, around)),
            Step::Wish => (say!(self, "ask-wish"), vec![]),
            Step::WantedBy => (say!(self, "ask-wanted-by"), self.wanted_rows(version, around)),
            Step::Contact => (say!(self, "ask-contact"), vec![]),
            Step::Review => return self.review(draft, version, around),
        };
        let rest = matches!(draft.step, Step::Happened | Step::Wish | Step::WantedBy);
        if rest && !draft.mending {
            rows.push(vec![key(say!(self, "button-skip-rest"), Choice::SkipRest)]);
        }
        let mut below = vec![key(say!(self, "button-back"), Choice::Back)];
        if draft.may_skip() {
            below.push(key(say!(self, "button-skip"), Choice::Skip));
        }
        below.push(key(say!(self, "button-cancel"), Choice::Cancel));
        rows.push(below);
        let text = match draft.progress() {
            Some((at, of)) => Text::heading(&say!(self, "step", at = at, of = of)).line(ask),
            None => Text::plain(ask),
        };
        Page::new(text, rows)
    }

    fn ask_story(self, draft: &Draft) -> String {
        let enough = say!(self, "button-enough");
        if draft.is_begun() {
            let mut what = vec![];
            if !draft.story.is_empty() {
                what.push(say!(self, "story-texts", count = draft.story.len()));
            }
            if !draft.files.is_empty() {
                what.push(say!(self, "story-files", count = draft.files.len()));
            }
            let so_far = say!(self, "story-so-far", what = what.join(" · "));
            let more = say!(self, "story-more", enough = enough);
            if draft.is_kind_guessed {
                let (sorry, other) = (say!(self, "story-guessed"), say!(self, "story-other-kind"));
                return format!("{sorry}\n{so_far}\n{more}\n{other}");
            }
            return format!("{so_far}\n{more}");
        }
        if draft.caller.is_some() {
            return say!(self, "ask-caller-story", enough = enough);
        }
        let ask = match draft.kind {
            Kind::Complaint => say!(self, "ask-story-complaint"),
            Kind::Repair => say!(self, "ask-story-repair"),
            Kind::Consultation => say!(self, "ask-story-consultation"),
            Kind::Suggestion => say!(self, "ask-story-suggestion"),
            Kind::Report => say!(self, "ask-story-report"),
            Kind::Praise => say!(self, "ask-story-praise"),
        };
        format!("{ask}\n{}", say!(self, "ask-story-how", enough = enough))
    }

    fn story_rows(self, draft: &Draft, version: i32) -> Vec<Vec<Key>> {
        let enough =
            Key::press(say!(self, "button-enough"), &Button::Draft(version, Choice::Enough));
        let tone = if draft.is_begun() { Tone::Primary } else { Tone::Plain };
        let mut rows = vec![vec![enough.toned(tone)]];
        if draft.is_kind_guessed {
            let kinds = Kind::ALL.into_iter().filter(|kind| *kind != draft.kind);
            let key = |kind| {
                Key::press(self.kind_label(kind), &Button::Draft(version, Choice::Kind(kind)))
            };
            let keys: Vec<Key> = kinds.map(key).collect();
            rows.extend(keys.chunks(3).map(<[Key]>::to_vec));
        }
        rows
    }

    fn category_rows(self, draft: &Draft, version: i32, around: &Surroundings) -> Vec<Vec<Key>> {
        let key = |category: &Category| {
            let name = self.category_label(category);
            Key::press(name, &Button::Draft(version, Choice::Category(category.id)))
        };
        let guessed = guess(&around.categories, &draft.whole_story(), 3);
        if draft.all_categories || guessed.is_empty() {
            // Whoever is in danger has a button of their own; the desk hears it from a caller.
            let is_desk = draft.caller.is_some();
            let opened = offered(&around.categories, draft.group);
            // The list may have changed while the group was open.
            let shown = if opened.is_empty() { offered(&around.categories, None) } else { opened };
            let shown = shown.into_iter().filter(|category| is_desk || !category.danger);
            let keys: Vec<Key> = shown.map(key).collect();
            return keys.chunks(2).map(<[Key]>::to_vec).collect();
        }
        let mut rows: Vec<Vec<Key>> = guessed.into_iter().map(|found| vec![key(found)]).collect();
        let all = Button::Draft(version, Choice::AllCategories);
        rows.push(vec![Key::press(say!(self, "button-all-categories"), &all)]);
        rows
    }

    /// A category on a button; what opens says so.
    pub(super) fn category_label(self, category: &Category) -> String {
        let name = category.name.in_language(self.language);
        if category.is_group() { format!("{name} ▸") } else { name.to_owned() }
    }

    fn place_question(
        self,
        draft: &Draft,
        version: i32,
        around: &Surroundings,
    ) -> (String, Vec<Vec<Key>>) {
        let button = |choice| Button::Draft(version, choice);
        if let Some(within) = &around.within {
            let name = within.full(self.language);
            let mut rows = self.place_rows(&around.places, around.page, &button);
            let itself = within.path.last().map_or("", |name| name.in_language(self.language));
            let this = say!(self, "button-this-place", place = itself);
            rows.push(vec![Key::press(this, &button(Choice::Place(within.id)))]);
            return (say!(self, "ask-place-within", place = name), rows);
        }
        let mut rows = vec![];
        // What is reported is seldom where the reporter is at home.
        let is_own = draft.caller.is_none() && !draft.kind.is_confidential();
        if let Some(last) = around.last_place.as_ref().filter(|_| is_own) {
            let label = self.place_label(last);
            rows.push(vec![
                Key::press(label, &button(Choice::Place(last.id))).toned(Tone::Primary),
            ]);
        }
        rows.extend(self.place_rows(&around.places, around.page, &button));
        rows.extend(self.place_rows(&around.public, 0, &button));
        // Whoever takes it down for others takes it down for their own estate.
        if around.has_other_estates && draft.caller.is_none() {
            rows.push(vec![self.key_estates()]);
        }
        (say!(self, "ask-place"), rows)
    }

    /// A place on one button; of a long way to it only the beginning and the end.
    fn place_label(self, place: &Place) -> String {
        let full = place.full(self.language);
        let ([first, .., last], true) = (&place.path[..], full.chars().count() > LABEL_SHOWN)
        else {
            return shortened(&full, LABEL_SHOWN);
        };
        let (first, last) = (first.in_language(self.language), last.in_language(self.language));
        shortened(&format!("{first} … {last}"), LABEL_SHOWN)
    }

    fn ask_about(self, around: &Surroundings) -> String {
        if around.passable.is_empty() {
            say!(self, "ask-about-only")
        } else {
            say!(self, "ask-about")
        }
    }

    fn about_rows(self, version: i32, around: &Surroundings) -> Vec<Vec<Key>> {
        let key = |label: String, about| {
            vec![Key::press(label, &Button::Draft(version, Choice::About(about)))]
        };
        let mut rows = vec![];
        for passes in &around.passable {
            rows.push(match passes {
                Passes::Desk => key(say!(self, "button-about-desk"), About::Desk),
                Passes::Managers => key(say!(self, "button-about-managers"), About::Managers),
            });
        }
        let nobody = if rows.is_empty() {
            say!(self, "button-about-go-on")
        } else {
            say!(self, "button-not-about-desk")
        };
        rows.push(key(nobody, About::Nobody));
        rows
    }

    /// Whom a matter passes by, and who leads it.
    pub(super) fn passes(self, passes: Passes) -> String {
        match passes {
            Passes::Desk => say!(self, "passes-desk"),
            Passes::Managers => say!(self, "passes-managers"),
        }
    }

    fn happened_rows(self, version: i32, around: &Surroundings) -> Vec<Vec<Key>> {
        let key = |label: String, choice| Key::press(label, &Button::Draft(version, choice));
        let today = self.local_day(around.now);
        vec![vec![
            key(say!(self, "button-just-now"), Choice::JustNow),
            key(say!(self, "button-today"), Choice::On(today)),
            key(say!(self, "button-yesterday"), Choice::On(today - Days::new(1))),
        ]]
    }

    fn wanted_rows(self, version: i32, around: &Surroundings) -> Vec<Vec<Key>> {
        let key = |label: String, day| Key::press(label, &Button::Draft(version, Choice::By(day)));
        let today = self.local_day(around.now);
        if around.page > 0 {
            let days: Vec<Key> = (2..=15)
                .map(|ahead| today + Days::new(ahead))
                .map(|day| key(self.day(day), day))
                .collect();
            return days.chunks(3).map(<[Key]>::to_vec).collect();
        }
        let other = Button::Draft(version, Choice::Page(1));
        vec![
            vec![
                key(say!(self, "button-today"), today),
                key(say!(self, "button-tomorrow"), today + Days::new(1)),
            ],
            vec![
                key(say!(self, "button-this-week"), end_of_week(today)),
                Key::press(say!(self, "button-other-day"), &other),
            ],
        ]
    }

    fn review(self, draft: &Draft, version: i32, around: &Surroundings) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Draft(version, choice));
        let send = say!(self, "button-send");
        let ask = if draft.caller.is_some() {
            say!(self, "review-for-caller", send = send.as_str())
        } else {
            say!(self, "review", send = send.as_str())
        };
        let text = self.summary(draft, around).paragraph(ask);
        Page::new(
            text,
            vec![
                vec![key(send, Choice::Send).toned(Tone::Success)],
                vec![key(say!(self, "button-edit"), Choice::Edit)],
                vec![
                    key(say!(self, "button-back"), Choice::Back),
                    key(say!(self, "button-cancel"), Choice::Cancel),
                ],
            ],
        )
    }

    fn summary(self, draft: &Draft, around: &Surroundings) -> Text {
        let unsaid = || say!(self, "not-said");
        let mut text = Text::heading(&self.kind_label(draft.kind));
        if let Some(caller) = &draft.caller {
            let value = format!("{} {}", shortened(&caller.name, NAME_SHOWN), caller.phone);
            text = text.line(say!(self, "field-caller", value = value));
        }
        let story = draft.whole_story();
        let told = if story.is_empty() { say!(self, "story-only-files") } else { story.clone() };
        text = text.line(say!(self, "field-story", value = told));
        if !draft.files.is_empty() {
            text = text.line(say!(self, "field-files", count = draft.files.len()));
        }
        let place = around.place.as_ref().map(|place| place.full(self.language));
        let said = || draft.whereabouts.as_deref().map(|said| shortened(said, FACT_SHOWN));
        let place = place.or_else(said);
        if draft.kind.is_confidential() {
            text = text.line(say!(self, "field-place", value = place.unwrap_or_else(unsaid)));
        } else if draft.kind.needs_work() {
            let wish_shown = beside(&story);
            let category =
                draft.category.and_then(|id| around.categories.iter().find(|c| c.id == id));
            let category = category.map(|c| c.name.in_language(self.language).to_owned());
            let happened = draft.happened.as_ref().map(|happened| self.happened(happened));
            let wish = draft.wish.as_deref().map(|wish| shortened(wish, wish_shown));
            let wanted = draft.wanted_by.map(|day| self.day(day));
            text = text
                .line(say!(self, "field-category", value = category.unwrap_or_else(unsaid)))
                .line(say!(self, "field-place", value = place.unwrap_or_else(unsaid)))
                .line(say!(self, "field-happened", value = happened.unwrap_or_else(unsaid)))
                .line(say!(self, "field-wish", value = wish.unwrap_or_else(unsaid)))
                .line(say!(self, "field-wanted-by", value = wanted.unwrap_or_else(unsaid)));
        }
        let passes = draft.about.and_then(About::passes);
        text = text.line_if(passes.map(|passes| self.passes(passes)));
        let contact = draft.contact.clone();
        text.line_if(contact.map(|contact| say!(self, "field-contact", value = contact)))
    }

    /// When it happened.
    pub(super) fn happened(self, happened: &Happened) -> String {
        match happened {
            Happened::At(at) => self.moment(*at),
            Happened::On(day) => self.day(*day),
            Happened::Said(text) => shortened(text, FACT_SHOWN),
        }
    }

    /// What was sent, without a question.
    pub fn sent(self, draft: &Draft, around: &Surroundings) -> Page {
        Page { text: self.summary(draft, around), ..Page::default() }
    }

    /// With the words to greet by.
    fn ask_channel(self, around: &Surroundings) -> String {
        let estate = around.estate.as_ref().map_or("", |name| name.in_language(self.language));
        say!(self, "ask-channel", greeting = say!(self, "greeting", estate = estate))
    }

    fn channel_rows(self, version: i32) -> Vec<Vec<Key>> {
        let keys = Channel::OF_DESK.map(|channel| {
            Key::press(self.channel(channel), &Button::Draft(version, Choice::Channel(channel)))
        });
        keys.chunks(2).map(<[Key]>::to_vec).collect()
    }

    /// Which way a case reached us.
    pub(super) fn channel(self, channel: Channel) -> String {
        match channel {
            Channel::Chat => say!(self, "channel-chat"),
            Channel::Phone => say!(self, "channel-phone"),
            Channel::Visit => say!(self, "channel-visit"),
            Channel::Letter => say!(self, "channel-letter"),
            Channel::Email => say!(self, "channel-email"),
            Channel::Box => say!(self, "channel-box"),
            Channel::Patrol => say!(self, "channel-patrol"),
            Channel::Reception => say!(self, "channel-reception"),
            Channel::Contact => say!(self, "channel-contact"),
        }
    }

    /// Which field is to be mended?
    pub fn which_field(self, draft: &Draft, version: i32) -> Page {
        let steps = draft.steps().into_iter().filter(|step| *step != Step::Review);
        let keys: Vec<Key> = steps
            .map(|step| {
                Key::press(self.step_name(step), &Button::Draft(version, Choice::EditStep(step)))
            })
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        let keep = Button::Home(Home::Continue);
        rows.push(vec![Key::press(say!(self, "button-back"), &keep)]);
        Page::new(Text::plain(say!(self, "which-field")), rows)
    }

    fn step_name(self, step: Step) -> String {
        match step {
            Step::Channel => say!(self, "name-channel"),
            Step::Document => say!(self, "name-document"),
            Step::CallerName => say!(self, "name-caller-name"),
            Step::CallerPhone => say!(self, "name-caller-phone"),
            Step::Story | Step::Review => say!(self, "name-story"),
            Step::Category => say!(self, "name-category"),
            Step::Place => say!(self, "name-place"),
            Step::About => say!(self, "name-about"),
            Step::Happened => say!(self, "name-happened"),
            Step::Wish => say!(self, "name-wish"),
            Step::WantedBy => say!(self, "name-wanted-by"),
            Step::Contact => say!(self, "name-contact"),
        }
    }

    /// Why an answer was not taken, and what to do instead.
    pub fn problem(self, problem: Problem, step: Option<Step>) -> String {
        let enough = say!(self, "button-enough");
        match problem {
            Problem::Empty => say!(self, "problem-empty"),
            Problem::TooLong if adds_to_story(step) => {
                say!(self, "problem-story-too-long", limit = TEXT_LIMIT, whole = STORY_LIMIT)
            }
            Problem::TooLong => say!(self, "problem-too-long", limit = TEXT_LIMIT),
            Problem::NothingTold => say!(self, "problem-nothing-told", enough = enough),
            Problem::TooManyFiles => say!(self, "problem-too-many-files", limit = MOST_FILES),
            Problem::ChooseButton if step == Some(Step::Category) => {
                say!(self, "problem-choose-button")
            }
            Problem::ChooseButton => say!(self, "problem-choose"),
            Problem::WantsWords => {
                let example = match step {
                    Some(Step::CallerName) => say!(self, "example-name"),
                    Some(Step::CallerPhone) => say!(self, "example-phone"),
                    Some(_) => say!(self, "example-wish"),
                    None => say!(self, "example-reason"),
                };
                say!(self, "problem-wants-words", example = example)
            }
            Problem::BadDate => say!(self, "problem-bad-date"),
            Problem::BadTime => say!(self, "problem-bad-time"),
            Problem::BadPhone => {
                say!(self, "problem-bad-phone", example = say!(self, "example-phone"))
            }
            Problem::PhotoNeeded => say!(self, "problem-photo-needed"),
        }
    }

    /// A kind of message that no question takes.
    pub fn wrong_media(self) -> String {
        say!(self, "wrong-media")
    }

    /// A message was edited; what came first is kept.
    pub fn edited_message(self) -> Page {
        Page::say(say!(self, "edited-message"))
    }

    /// A file that we cannot fetch.
    pub fn too_big(self) -> String {
        say!(self, "too-big")
    }

    /// The estate's number, for people who would rather call.
    pub fn rather_call(self, site: &Site) -> String {
        say!(self, "two-misses", phone = site.phone.as_str())
    }

    /// What was told would be lost: surely?
    pub fn cancel_surely(self, version: i32) -> Page {
        let surely = Button::Draft(version, Choice::CancelSurely);
        Page::new(
            Text::plain(say!(self, "cancel-surely")),
            vec![
                vec![
                    Key::press(say!(self, "button-keep"), &Button::Home(Home::Continue))
                        .toned(Tone::Primary),
                ],
                vec![Key::press(say!(self, "button-cancel-surely"), &surely).toned(Tone::Danger)],
            ],
        )
    }

    /// Stopped.
    pub fn cancelled(self) -> Page {
        Page::new(Text::plain(say!(self, "cancelled")), vec![vec![self.key_home()]])
    }

    /// Which kind does the desk register for a caller?
    pub fn ask_caller_kind(self) -> Page {
        let keys = Kind::ALL
            .map(|kind| vec![Key::press(self.kind_label(kind), &Button::Home(Home::Caller(kind)))]);
        Page::new(Text::plain(say!(self, "ask-caller-kind")), keys.into())
    }

    /// It has been registered already.
    pub fn registered_again(self, kind: Kind, number: &str) -> Page {
        Page::say(say!(self, "receipt-again", kind = self.kind(kind), number = number))
    }

    /// Registered for the caller.
    pub fn registered_for_caller(self, number: &str) -> Page {
        let text = Text::plain(say!(self, "registered-for-caller", number = number));
        Page::new(text, vec![vec![Key::copy(say!(self, "button-copy"), number)]])
    }
}

/// So much of the wish is shown beside a story: all of it, unless the story is very long.
pub(super) fn beside(story: &str) -> usize {
    (STORY_LIMIT + 500).saturating_sub(story.chars().count()).min(TEXT_LIMIT)
}

/// Whether words typed at this step belong to the story, which may come in pieces.
fn adds_to_story(step: Option<Step>) -> bool {
    matches!(step, Some(Step::Story | Step::Category | Step::WantedBy | Step::Review))
}

/// The Sunday of this week.
fn end_of_week(today: NaiveDate) -> NaiveDate {
    today + Days::new(u64::from(6 - today.weekday().num_days_from_monday()))
}
