//! The intake of a case: the story first, then what a department needs to act.

mod who;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use who::{About, Caller};

use super::{File, Problem, STORY_LIMIT, Text, Turn};
use crate::{
    case::{Channel, Happened, Kind},
    ids::{BookingId, CategoryId, GatheringId, PlaceId},
    people::Person,
};

/// So many files a case takes.
pub const MOST_FILES: usize = 20;

/// What somebody has told us so far.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and none excludes another"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What sort of matter.
    pub kind: Kind,
    /// Nobody said what sort: whoever just writes most often complains.
    #[serde(default)]
    pub is_kind_guessed: bool,
    /// Makes one case of one draft, however often *Send* is pressed.
    pub key: String,
    /// The question at which it stands.
    pub step: Step,
    /// Whether one field is being mended, after which the review comes back.
    pub mending: bool,
    /// For whom the desk writes it down, when it is not the person's own.
    pub caller: Option<Caller>,
    /// The story, piece by piece.
    pub story: Vec<String>,
    /// Photos, voice, files.
    pub files: Vec<File>,
    /// What it is about.
    pub category: Option<CategoryId>,
    /// Whether all categories are to be shown, not only the three guesses.
    pub all_categories: bool,
    /// The group of categories that is open while choosing.
    #[serde(default)]
    pub group: Option<CategoryId>,
    /// Where.
    pub place: Option<PlaceId>,
    /// Nobody said the place: it is where they were last.
    #[serde(default)]
    pub is_place_guessed: bool,
    /// They scanned the sticker of the place: it is not asked.
    #[serde(default)]
    pub is_place_scanned: bool,
    /// The building or floor that is open while choosing.
    pub within: Option<PlaceId>,
    /// Whether it is about those who would read it.
    #[serde(default)]
    pub about: Option<About>,
    /// The category is how our own people behave.
    #[serde(default)]
    pub is_about_us: bool,
    /// Where, in words.
    pub whereabouts: Option<String>,
    /// When.
    pub happened: Option<Happened>,
    /// What the owner wants.
    pub wish: Option<String>,
    /// By which day.
    pub wanted_by: Option<NaiveDate>,
    /// How to reach the owner.
    pub contact: Option<String>,
    /// Whether we know no number of the owner and must ask.
    pub lacks_contact: bool,
    /// The meeting or event at which it is told, or because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gathering: Option<GatheringId>,
}

/// The questions of the intake, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Which way did it reach us? (the desk only)
    Channel,
    /// Which number has the original? (the desk only, for letters and mails)
    Document,
    /// Who is calling? (the desk only)
    CallerName,
    /// From which number? (the desk only)
    CallerPhone,
    /// What happened?
    Story,
    /// What is it about?
    Category,
    /// Where?
    Place,
    /// Is it about those who would read it? (reports, and how our own people behave)
    About,
    /// When?
    Happened,
    /// What do you want us to do?
    Wish,
    /// Until when?
    WantedBy,
    /// How can we reach you?
    Contact,
    /// Is it all right so?
    Review,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Words.
    Text(String),
    /// A file.
    File(File),
    /// That's all.
    Enough,
    /// This way.
    Channel(Channel),
    /// It is a matter of this sort.
    Kind(Kind),
    /// This category, and whether it is how our own people behave.
    Category(CategoryId, bool),
    /// Show all categories.
    AllCategories,
    /// What lies in this group of categories.
    OpenGroup(CategoryId),
    /// This place.
    Place(PlaceId),
    /// Open this building or floor, or all buildings.
    Open(Option<PlaceId>),
    /// It is about these, or not.
    About(About),
    /// It happened just now.
    JustNow(DateTime<Utc>),
    /// It happened on this day.
    On(NaiveDate),
    /// It should be done by this day.
    By(NaiveDate),
    /// Leave this question out.
    Skip,
    /// Leave out everything that may be left out.
    SkipRest,
    /// The question before.
    Back,
    /// Mend this field.
    Edit(Step),
    /// Send it.
    Send,
}

impl Draft {
    /// A new draft of somebody's own.
    pub fn new(kind: Kind, key: String, lacks_contact: bool) -> Self {
        Self {
            kind,
            is_kind_guessed: false,
            key,
            step: Step::Story,
            mending: false,
            caller: None,
            story: vec![],
            files: vec![],
            category: None,
            all_categories: false,
            group: None,
            place: None,
            is_place_guessed: false,
            is_place_scanned: false,
            within: None,
            about: None,
            is_about_us: false,
            whereabouts: None,
            happened: None,
            wish: None,
            wanted_by: None,
            contact: None,
            lacks_contact,
            gathering: None,
        }
    }

    /// A new draft of somebody who just writes.
    pub fn guessed(key: String, lacks_contact: bool) -> Self {
        let draft = Self::new(Kind::Complaint, key, lacks_contact);
        Self { is_kind_guessed: true, ..draft }
    }

    /// A new draft that the desk writes down for a caller.
    pub fn for_caller(kind: Kind, key: String) -> Self {
        let caller = Some(Caller::default());
        Self { step: Step::Channel, caller, ..Self::new(kind, key, false) }
    }

    /// A new draft of what somebody tells whom we know.
    pub fn for_known(kind: Kind, key: String, person: &Person, channel: Channel) -> Self {
        let caller = Caller {
            name: person.name.clone().unwrap_or_default(),
            phone: person.phone.clone().unwrap_or_default(),
            channel: Some(channel),
            document: None,
            known: Some(person.id),
            booking: None,
        };
        Self { caller: Some(caller), ..Self::new(kind, key, false) }
    }

    /// It reached us this way; who they are is asked.
    #[must_use]
    pub fn by(mut self, channel: Channel) -> Self {
        if let Some(caller) = &mut self.caller {
            caller.channel = Some(channel);
        }
        Self { step: Step::CallerName, ..self }
    }

    /// It is told at the sticker of this place.
    #[must_use]
    pub fn at(self, place: PlaceId) -> Self {
        Self { place: Some(place), is_place_scanned: true, ..self }
    }

    /// It is told at this time on the reception day.
    #[must_use]
    pub fn booked(mut self, booking: BookingId) -> Self {
        if let Some(caller) = &mut self.caller {
            caller.booking = Some(booking);
        }
        self
    }

    /// The questions of this draft, in order. Each kind has its own, shorter or longer, way.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = vec![];
        if let Some(caller) = self.caller.as_ref().filter(|caller| caller.known.is_none()) {
            steps.push(Step::Channel);
            if caller.channel.is_some_and(Channel::has_document) {
                steps.push(Step::Document);
            }
            steps.extend([Step::CallerName, Step::CallerPhone]);
        }
        steps.push(Step::Story);
        if self.kind.is_confidential() {
            // As little as is necessary: what is looked into, and where. The desk finds who does it.
            steps.push(Step::Place);
            // The desk, which takes it down for a caller, has read it already.
            if self.caller.is_none() {
                steps.push(Step::About);
            }
        } else if self.kind.needs_work() {
            steps.push(Step::Category);
            steps.extend((self.is_about_us && self.caller.is_none()).then_some(Step::About));
            steps.extend([Step::Place, Step::Happened, Step::Wish, Step::WantedBy]);
        }
        if self.lacks_contact && self.kind.needs_work() && !self.kind.is_confidential() {
            steps.push(Step::Contact);
        }
        steps.push(Step::Review);
        steps
    }

    /// "Step 2 of 5". Wish, date and contact are one step to the person; the review has none.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let counts = |step: &Step| step.counts() && !self.knows(*step);
        let counted: Vec<Step> = self.steps().into_iter().filter(counts).collect();
        let shown = match self.step {
            Step::WantedBy | Step::Contact => Step::Wish,
            Step::Document => Step::Channel,
            step => step,
        };
        let at = counted.iter().position(|step| *step == shown)?;
        (counted.len() > 1).then_some((at + 1, counted.len()))
    }

    /// Whether the present question may be left out.
    pub fn may_skip(&self) -> bool {
        match self.step {
            // Who rang has a number; who wrote or came in may not say one.
            Step::CallerPhone => {
                let channel = self.caller.as_ref().and_then(|caller| caller.channel);
                channel.is_some_and(|channel| channel != Channel::Phone)
            }
            Step::Channel | Step::CallerName | Step::Story | Step::About | Step::Review => false,
            _ => true,
        }
    }

    /// The time on the reception day of which it is told.
    pub fn booking(&self) -> Option<BookingId> {
        self.caller.as_ref().and_then(|caller| caller.booking)
    }

    /// Whether the person would lose something by leaving.
    pub fn is_begun(&self) -> bool {
        !self.story.is_empty() || !self.files.is_empty()
    }

    /// The story in one text.
    pub fn whole_story(&self) -> String {
        self.story.join("\n")
    }

    /// It is of another estate: what was chosen from the lists of the one before is asked again.
    #[must_use]
    pub fn elsewhere(mut self) -> Self {
        let was_sorted = self.category.take().is_some() || self.group.take().is_some();
        self.forget_place();
        self.all_categories = false;
        if was_sorted && self.step != Step::Story && self.steps().contains(&Step::Category) {
            self.step = Step::Category;
            self.mending = false;
        }
        self
    }

    /// Whether it is not asked, because something has said it already.
    fn knows(&self, step: Step) -> bool {
        step == Step::Place && self.is_place_scanned
    }

    fn forget_place(&mut self) {
        (self.place, self.within) = (None, None);
        (self.is_place_guessed, self.is_place_scanned) = (false, false);
    }

    /// It is a matter of this sort: what that is not asked is not told, not even out of sight.
    fn of(mut self, kind: Kind) -> Self {
        (self.kind, self.is_kind_guessed) = (kind, false);
        let steps = self.steps();
        if !steps.contains(&Step::Category) {
            (self.category, self.group, self.all_categories) = (None, None, false);
            self.is_about_us = false;
        }
        if !steps.contains(&Step::Place) {
            self.forget_place();
            self.whereabouts = None;
        }
        if !steps.contains(&Step::About) {
            self.about = None;
        }
        if !steps.contains(&Step::Happened) {
            self.happened = None;
        }
        if !steps.contains(&Step::Wish) {
            (self.wish, self.wanted_by) = (None, None);
        }
        if !steps.contains(&Step::Contact) {
            self.contact = None;
        }
        self
    }

    /// Takes one answer.
    #[must_use]
    pub fn answer(mut self, answer: Answer) -> Turn<Self> {
        match (self.step, answer) {
            (_, Answer::File(file)) => self.take_file(file),
            (_, Answer::Back) => self.step_back(),
            (_, Answer::Text(text)) => self.take_text(&text),

            (Step::Story, Answer::Enough) if !self.tells_something() => {
                Turn::Again(self, Problem::NothingTold)
            }
            (Step::Story, Answer::Enough) => self.go_on(),

            (Step::Story, Answer::Kind(kind)) if self.is_kind_guessed => Turn::Ask(self.of(kind)),
            (Step::Channel, Answer::Channel(channel)) => {
                self.caller.get_or_insert_default().channel = Some(channel);
                self.go_on()
            }
            (Step::Category, Answer::Category(category, is_about_us)) => {
                self.category = Some(category);
                self.is_about_us = is_about_us;
                self.about = self.about.filter(|_| is_about_us);
                self.go_on()
            }
            (Step::Category, Answer::AllCategories) => {
                self.all_categories = true;
                Turn::Ask(self)
            }
            (Step::Category, Answer::OpenGroup(group)) => {
                self.all_categories = true;
                self.group = Some(group);
                Turn::Ask(self)
            }
            (Step::Place, Answer::Place(place)) => {
                self.place = Some(place);
                self.whereabouts = None;
                self.go_on()
            }
            (Step::Place, Answer::Open(within)) => {
                self.within = within;
                Turn::Ask(self)
            }
            (Step::About, Answer::About(about)) => {
                self.about = Some(about);
                self.go_on()
            }
            (Step::Happened, Answer::JustNow(at)) => {
                self.happened = Some(Happened::At(at));
                self.go_on()
            }
            (Step::Happened, Answer::On(day)) => {
                self.happened = Some(Happened::On(day));
                self.go_on()
            }
            (Step::WantedBy, Answer::By(day)) => {
                self.wanted_by = Some(day);
                self.go_on()
            }

            (_, Answer::Skip) if self.may_skip() => self.leave_out(),
            (
                Step::Category | Step::Place | Step::Happened | Step::Wish | Step::WantedBy,
                Answer::SkipRest,
            ) => {
                let contact = self.steps().contains(&Step::Contact) && self.contact.is_none();
                self.step = if contact { Step::Contact } else { Step::Review };
                self.mending = false;
                Turn::Ask(self)
            }

            (Step::Review, Answer::Edit(step)) if self.steps().contains(&step) => {
                self.mending = true;
                self.step = step;
                self.within = None;
                self.group = None;
                Turn::Ask(self)
            }
            (Step::Review, Answer::Send) if self.lacks_about() => {
                self.step = Step::About;
                Turn::Ask(self)
            }
            (Step::Review, Answer::Send) if self.tells_something() => Turn::Done(self),
            (Step::Review, Answer::Send) => Turn::Again(self, Problem::NothingTold),

            (Step::CallerName | Step::CallerPhone | Step::Document | Step::Story, _) => {
                Turn::Again(self, Problem::WantsWords)
            }
            (_, _) => Turn::Again(self, Problem::ChooseButton),
        }
    }

    fn go_on(mut self) -> Turn<Self> {
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == self.step).unwrap_or(0);
        let next = steps[at + 1..].iter().find(|step| !self.knows(**step)).copied();
        self.step = next.filter(|_| !self.mending).unwrap_or(Step::Review);
        self.mending = false;
        self.within = None;
        self.group = None;
        Turn::Ask(self)
    }

    /// Going back asks again; it takes nothing away that was told.
    fn step_back(mut self) -> Turn<Self> {
        if self.step == Step::Place && self.within.is_some() {
            self.within = None;
        } else if self.step == Step::Category && self.group.is_some() {
            self.group = None;
        } else if self.step == Step::Category && self.all_categories {
            self.all_categories = false;
        } else if self.mending {
            self.mending = false;
            self.step = Step::Review;
        } else {
            let steps = self.steps();
            let at = steps.iter().position(|step| *step == self.step).unwrap_or(0);
            let before = steps[..at].iter().rev().find(|step| !self.knows(**step));
            self.step = before.or(steps.first()).copied().unwrap_or(self.step);
        }
        Turn::Ask(self)
    }

    fn leave_out(mut self) -> Turn<Self> {
        match self.step {
            Step::Category => (self.category, self.is_about_us) = (None, false),
            Step::Place => (self.place, self.whereabouts) = (None, None),
            Step::Happened => self.happened = None,
            Step::Wish => self.wish = None,
            Step::WantedBy => self.wanted_by = None,
            Step::Contact => self.contact = None,
            Step::CallerPhone => self.caller.get_or_insert_default().phone.clear(),
            Step::Document => self.caller.get_or_insert_default().document = None,
            Step::Channel | Step::CallerName | Step::Story | Step::About | Step::Review => {}
        }
        self.go_on()
    }

    /// The words under a file belong to the story. When they do not fit, the file is kept and the
    /// person is told, so that nothing is lost in silence.
    fn take_file(mut self, file: File) -> Turn<Self> {
        if self.files.len() >= MOST_FILES {
            return Turn::Again(self, Problem::TooManyFiles);
        }
        let mut fits = true;
        if let Some(Ok(caption)) = file.caption.as_deref().map(Text::parse) {
            let caption = caption.into_string();
            fits = self.story_length() + caption.chars().count() <= STORY_LIMIT;
            if fits {
                self.story.push(caption);
            }
        }
        self.files.push(file);
        if fits { Turn::Ask(self) } else { Turn::Again(self, Problem::TooLong) }
    }

    /// Words typed where a button is wanted are not lost: they belong to the story.
    fn take_text(mut self, text: &str) -> Turn<Self> {
        let text = match Text::parse(text) {
            Ok(text) => text.into_string(),
            Err(why) => return Turn::Again(self, why.into()),
        };
        match self.step {
            Step::Channel => return Turn::Again(self, Problem::ChooseButton),
            Step::Document => self.caller.get_or_insert_default().document = Some(text),
            Step::CallerName => self.caller.get_or_insert_default().name = text,
            Step::CallerPhone if !is_phone(&text) => {
                return Turn::Again(self, Problem::BadPhone);
            }
            Step::CallerPhone => self.caller.get_or_insert_default().phone = text,
            Step::Contact if !is_phone(&text) => return Turn::Again(self, Problem::BadPhone),
            Step::Contact => self.contact = Some(text),
            Step::Place => (self.place, self.whereabouts) = (None, Some(text)),
            Step::Happened => self.happened = Some(Happened::Said(text)),
            Step::Wish => self.wish = Some(text),
            Step::Story | Step::Category | Step::About | Step::WantedBy | Step::Review => {
                return self.take_story(text);
            }
        }
        self.go_on()
    }

    fn take_story(mut self, text: String) -> Turn<Self> {
        if self.story_length() + text.chars().count() > STORY_LIMIT {
            return Turn::Again(self, Problem::TooLong);
        }
        self.story.push(text);
        match self.step {
            Step::WantedBy => Turn::Again(self, Problem::BadDate),
            Step::Category | Step::About => Turn::Again(self, Problem::ChooseButton),
            _ => Turn::Ask(self),
        }
    }

    fn story_length(&self) -> usize {
        self.story.iter().map(|piece| piece.chars().count() + 1).sum()
    }

    /// It stood at the review already when the question was new.
    fn lacks_about(&self) -> bool {
        self.about.is_none() && self.steps().contains(&Step::About)
    }

    fn tells_something(&self) -> bool {
        !self.files.is_empty() || self.story.iter().any(|piece| Text::has_words(piece))
    }
}

impl Step {
    fn counts(self) -> bool {
        !matches!(self, Self::WantedBy | Self::Contact | Self::Document | Self::Review)
    }
}

/// Whether it can be a telephone number: five to twenty digits, with the signs people put between.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || " +-()#*".contains(c);
    (5..=20).contains(&digits) && text.chars().all(signs) && text.len() <= 30
}

#[cfg(test)]
mod tests;
