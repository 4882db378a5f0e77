//! The summary in words: what each figure is called and how it is counted. What stands in the picture and
//! in the file has files of its own.

mod estates;
mod poster;
mod printed;
pub(super) mod sheets;

use casework::{
    callback::Verdict,
    case::Number,
    ids::{CategoryId, PersonId, PlaceId},
    place::Site,
    policy::TimerKind,
    summary::{Cadence, Figure, Filed, Period, Share, Spread, Summary, Voices, is_publishable},
    words::Language,
};
use chrono::{Datelike as _, Days, TimeDelta};

pub(crate) use sheets::Listing;

use super::{Voice, say};
use crate::{
    button::{Button, Sum},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of what owners said fits into one message.
const WORDS: usize = 3_600;
/// So much of each is shown.
const WORDS_OF_ONE: usize = 300;
/// So many cases of a figure are listed in the chat; the file has all of them.
const LISTED: usize = 40;

/// What the things are called that a summary counts.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Whose summary it is: the department, or nothing for the whole estate.
    pub department: Option<String>,
    /// Categories.
    pub categories: Vec<(CategoryId, String)>,
    /// Places, without the unit.
    pub places: Vec<(PlaceId, String)>,
    /// Reasons of the questionnaires, by their codes.
    pub reasons: Vec<(String, String)>,
    /// People of the crews; none for those who may not compare them.
    pub people: Vec<(PersonId, String)>,
}

impl Names {
    /// What a reason is called; its code, where no questionnaire knows it any more.
    pub fn reason(&self, code: &str) -> String {
        let known = self.reasons.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    }

    /// What something is called; a dash for what nobody knows any more.
    pub fn of<T: PartialEq + Copy>(names: &[(T, String)], id: T) -> String {
        let known = names.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| "–".to_owned(), |(_, name)| name.clone())
    }
}

impl Voice {
    /// A period as people say it.
    pub fn period(self, period: Period) -> String {
        let year = period.first().year();
        let last = period.end() - Days::new(1);
        match period.cadence() {
            Cadence::HalfMonth => {
                let (from, until) = (period.first().day(), last.day());
                say!(
                    self,
                    "period-half-month",
                    year = year.to_string(),
                    month = self.month(period.first()),
                    from = from,
                    until = until
                )
            }
            Cadence::Month => {
                say!(
                    self,
                    "period-month",
                    year = year.to_string(),
                    month = self.month(period.first())
                )
            }
            Cadence::Quarter => {
                let quarter = period.first().month().div_ceil(3);
                say!(self, "period-quarter", year = year.to_string(), quarter = quarter)
            }
            Cadence::Year => say!(self, "period-year", year = year.to_string()),
        }
    }

    /// A month: by its name where it has one.
    fn month(self, first: chrono::NaiveDate) -> String {
        let form = if self.language == Language::En { "%B" } else { "%-m" };
        first.format(form).to_string()
    }

    /// Whose summary of when.
    pub fn summary_title(self, summary: &Summary, names: &Names) -> String {
        let period = self.period(summary.period);
        match &names.department {
            Some(department) => {
                say!(self, "summary-title-of", period = period, department = department.as_str())
            }
            None => say!(self, "summary-title", period = period),
        }
    }

    /// Under the picture: the three figures that count, for those who do not see it.
    pub fn summary_caption(
        self,
        summary: &Summary,
        names: &Names,
        filed: Option<&Filed>,
        readers: &[String],
        publishes: bool,
    ) -> Page {
        let mut text = Text::heading(&self.summary_title(summary, names));
        if !summary.is_whole {
            text = text.line(say!(self, "summary-so-far", moment = self.moment(summary.until)));
        }
        for line in self.headlines(summary) {
            text = text.line(line);
        }
        if !readers.is_empty() {
            text = text.line(say!(self, "summary-read-by", names = readers.join(", ")));
        }
        let (period, department) = (summary.period, summary.department);
        let key = |label, of| Key::press(label, &Button::Summary(of));
        let mut rows = vec![];
        if let Some(filed) = filed {
            rows.push(vec![
                key(say!(self, "button-summary-read"), Sum::Read(filed.id)).toned(Tone::Primary),
            ]);
        }
        rows.push(vec![
            key(say!(self, "button-summary-file"), Sum::File(period, department)),
            key(say!(self, "button-summary-page"), Sum::Page(period, department)),
        ]);
        rows.push(vec![key(say!(self, "button-summary-how"), Sum::How(period, department))]);
        let Voices { satisfied, basically, dissatisfied, .. } = summary.voices;
        if satisfied + basically + dissatisfied > 0 {
            let label = say!(self, "button-owners-words");
            rows.push(vec![key(label, Sum::Words(period, department))]);
        }
        rows.extend(
            publishes.then(|| vec![key(say!(self, "button-publish"), Sum::Publish(period))]),
        );
        Page::new(text, rows)
    }

    /// What of a period the owners may read: totals, and no share of so few that they are known (PV-06).
    pub fn publication(self, site: &Site, summary: &Summary, names: &Names) -> String {
        let hits = |figure| summary.figure(figure).hits;
        let (estate, period) = (site.name.in_language(self.language), self.period(summary.period));
        let mut lines = vec![
            say!(self, "publication-head", estate = estate, period = period),
            say!(
                self,
                "publication-came",
                received = hits(Figure::Received),
                ended = hits(Figure::Ended),
                open = hits(Figure::Open)
            ),
        ];
        let solved = summary.figure(Figure::Kept(TimerKind::Solve));
        if is_publishable(solved.base) {
            lines.push(say!(self, "publication-in-time", percent = percent(solved)));
        }
        let content = summary.figure(Figure::Content);
        if is_publishable(content.base) {
            let (percent, count) = (percent(content), content.base);
            lines.push(say!(self, "publication-content", percent = percent, count = count));
        }
        let often = summary.categories.iter().filter(|(_, count)| is_publishable(*count)).take(3);
        let often: Vec<_> = often
            .map(|(id, count)| format!("{} {count}", Names::of(&names.categories, *id)))
            .collect();
        if !often.is_empty() {
            lines.push(say!(self, "publication-often", list = often.join(" · ")));
        }
        lines.push(say!(self, "publication-thanks"));
        lines.join("\n")
    }

    /// What came and went, what was in time, what owners say.
    pub fn headlines(self, summary: &Summary) -> Vec<String> {
        let hits = |figure| summary.figure(figure).hits;
        let came = say!(
            self,
            "summary-came",
            received = hits(Figure::Received),
            ended = hits(Figure::Ended),
            open = hits(Figure::Open),
            late = hits(Figure::Overdue)
        );
        let solved = self.of(summary.figure(Figure::Kept(TimerKind::Solve)));
        let time = say!(self, "summary-in-time", share = solved);
        let Voices { silent, unreachable, declined, .. } = summary.voices;
        let silent = silent + unreachable + declined;
        let content = say!(
            self,
            "summary-content",
            share = self.of(summary.figure(Figure::Content)),
            silent = silent
        );
        vec![came, time, content]
    }

    /// So many of so many, as a share first.
    pub fn of(self, share: Share) -> String {
        match share.per_mille() {
            None => "–".to_owned(),
            Some(_) => {
                let (hits, base) = (share.hits, share.base);
                say!(self, "summary-share", percent = percent(share), hits = hits, base = base)
            }
        }
    }

    /// What a figure is called.
    pub fn figure(self, figure: Figure) -> String {
        match figure {
            Figure::Received => say!(self, "figure-received"),
            Figure::Ended => say!(self, "figure-ended"),
            Figure::Open => say!(self, "figure-open"),
            Figure::Overdue => say!(self, "figure-overdue"),
            Figure::Kept(TimerKind::Dispatch) => say!(self, "figure-kept-dispatch"),
            Figure::Kept(TimerKind::Pickup) => say!(self, "figure-kept-pickup"),
            Figure::Kept(TimerKind::Arrive) => say!(self, "figure-kept-arrive"),
            Figure::Kept(TimerKind::Plan) => say!(self, "figure-kept-plan"),
            Figure::Kept(TimerKind::SignOff) => say!(self, "figure-kept-sign-off"),
            Figure::Kept(_) => say!(self, "figure-kept-solve"),
            Figure::Reopened => say!(self, "figure-reopened"),
            Figure::Returned => say!(self, "figure-returned"),
            Figure::Extended => say!(self, "figure-extended"),
            Figure::Objected => say!(self, "figure-objected"),
            Figure::Paused => say!(self, "figure-paused"),
            Figure::CalledBack => say!(self, "figure-called-back"),
            Figure::Content => say!(self, "figure-content"),
            Figure::Satisfied => say!(self, "figure-satisfied"),
            Figure::Manner => say!(self, "figure-manner"),
            Figure::Speed => say!(self, "figure-speed"),
            Figure::Answered => say!(self, "figure-answered"),
            Figure::ByPhone => say!(self, "figure-by-phone"),
            Figure::ContentByPhone => say!(self, "figure-content-by-phone"),
            Figure::Items => say!(self, "figure-items"),
            Figure::Valid => say!(self, "figure-valid"),
        }
    }

    /// How a figure is counted.
    pub fn formula(self, figure: Figure) -> String {
        match figure {
            Figure::Received => say!(self, "formula-received"),
            Figure::Ended => say!(self, "formula-ended"),
            Figure::Open => say!(self, "formula-open"),
            Figure::Overdue => say!(self, "formula-overdue"),
            Figure::Kept(TimerKind::Solve) => say!(self, "formula-kept-solve"),
            Figure::Kept(_) => say!(self, "formula-kept"),
            Figure::Reopened => say!(self, "formula-reopened"),
            Figure::Returned => say!(self, "formula-returned"),
            Figure::Extended => say!(self, "formula-extended"),
            Figure::Objected => say!(self, "formula-objected"),
            Figure::Paused => say!(self, "formula-paused"),
            Figure::CalledBack => say!(self, "formula-called-back"),
            Figure::Content => say!(self, "formula-content"),
            Figure::Satisfied => say!(self, "formula-satisfied"),
            Figure::Manner => say!(self, "formula-manner"),
            Figure::Speed => say!(self, "formula-speed"),
            Figure::Answered => say!(self, "formula-answered"),
            Figure::ByPhone => say!(self, "formula-by-phone"),
            Figure::ContentByPhone => say!(self, "formula-content-by-phone"),
            Figure::Items => say!(self, "formula-items"),
            Figure::Valid => say!(self, "formula-valid"),
        }
    }

    /// Every figure with its value; a press shows how it is counted, and its cases.
    pub fn summary_figures(self, summary: &Summary, names: &Names) -> Page {
        let text =
            Text::heading(&self.summary_title(summary, names)).line(say!(self, "summary-figures"));
        let (period, department) = (summary.period, summary.department);
        let known = Figure::all().filter(|figure| summary.figure(*figure).base > 0);
        let rows = known.map(|figure| {
            let share = summary.figure(figure);
            let value = match figure {
                Figure::Received | Figure::Ended | Figure::Open | Figure::Overdue => {
                    share.hits.to_string()
                }
                _ => percent(share),
            };
            let label = format!("{} {value}", self.figure(figure));
            vec![Key::press(label, &Button::Summary(Sum::Figure(period, department, figure)))]
        });
        Page::new(text, rows.collect())
    }

    /// One figure: how it is counted, and which cases those are that ask for attention.
    pub fn summary_figure(
        self,
        summary: &Summary,
        figure: Figure,
        hits: &[String],
        misses: &[String],
    ) -> Page {
        let share = self.of(summary.figure(figure));
        let mut text =
            Text::heading(&format!("{}: {share}", self.figure(figure))).line(self.formula(figure));
        if let Some(target) = figure.target() {
            let least =
                target.least.map(|least| say!(self, "figure-target-least", percent = least));
            let most = target.most.map(|most| say!(self, "figure-target-most", percent = most));
            text = text.line_if(least).line_if(most);
        }
        let (shown, word) = if figure.is_bad() {
            (hits, say!(self, "figure-cases-counted", count = hits.len()))
        } else {
            (misses, say!(self, "figure-cases-missing", count = misses.len()))
        };
        if !shown.is_empty() {
            let listed: Vec<&str> = shown.iter().take(LISTED).map(String::as_str).collect();
            text = text.paragraph(word).line(listed.join(" "));
            let more = shown.len().saturating_sub(LISTED);
            if more > 0 {
                text = text.line(say!(self, "figure-cases-more", count = more));
            }
        }
        let back = Button::Summary(Sum::Back(summary.period, summary.department));
        Page::new(text, vec![vec![Key::press(say!(self, "button-back"), &back)]])
    }

    /// What owners said in their own words, the newest first, as far as a message holds it.
    pub fn owners_words(self, period: Period, said: &[(Number, Verdict)], left: usize) -> Page {
        let title = say!(self, "owners-words", period = self.period(period));
        let mut text = Text::heading(&title);
        if said.is_empty() {
            text = text.line(say!(self, "owners-words-none"));
        }
        let mut left = left;
        for (shown, (number, verdict)) in said.iter().enumerate() {
            let words = [&verdict.reason, &verdict.words];
            let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
            let words = shortened(&words.join(" ").replace('\n', " "), WORDS_OF_ONE);
            let (number, grade) = (number.as_str(), self.grade(verdict.grade));
            let line =
                say!(self, "owners-words-line", number = number, grade = grade, words = words);
            if text.as_str().chars().count() + line.chars().count() > WORDS {
                left += said.len() - shown;
                break;
            }
            text = text.line(line);
        }
        let more = (left > 0).then(|| say!(self, "owners-words-left", count = left));
        Page { text: text.line_if(more), ..Page::default() }
    }

    /// Of which time? For whoever asks without saying.
    pub fn summary_periods(
        self,
        choices: &[(Period, Option<casework::ids::DepartmentId>, String)],
        all: Option<Period>,
    ) -> Page {
        let rows = choices.iter().map(|(period, department, of)| {
            let label = if of.is_empty() { self.period(*period) } else { format!("{of} {period}") };
            vec![Key::press(label, &Button::Summary(Sum::Show(*period, *department)))]
        });
        let mut rows: Vec<_> = rows.collect();
        rows.extend(all.map(|period| {
            let label = say!(self, "button-summary-all");
            vec![Key::press(label, &Button::Summary(Sum::All(period)))]
        }));
        Page::new(Text::plain(say!(self, "summary-which")), rows)
    }

    /// Half of the results came so soon, nine of ten so soon.
    pub fn spread(self, spread: Spread) -> String {
        let (median, p90) = (self.span(spread.median), self.span(spread.p90));
        say!(self, "summary-spread", median = median, ninety = p90)
    }

    /// A length of time, roughly.
    fn span(self, seconds: i64) -> String {
        let length = TimeDelta::seconds(seconds);
        if length < TimeDelta::hours(1) {
            say!(self, "span-minutes", count = length.num_minutes())
        } else if length < TimeDelta::days(2) {
            say!(self, "span-hours", count = length.num_hours())
        } else {
            say!(self, "span-days", count = length.num_days())
        }
    }

    /// Somebody asked for a summary and may read none.
    pub fn only_summary_readers(self) -> String {
        say!(self, "summary-not-yours")
    }

    /// What was typed is no period.
    pub fn summary_usage(self) -> Page {
        Page::say(say!(self, "summary-usage"))
    }

    /// The summary of this period is on its way.
    pub fn summary_comes(self, period: Period) -> String {
        say!(self, "summary-comes", period = self.period(period))
    }

    /// What stands under the file.
    pub fn summary_file_caption(self, summary: &Summary, names: &Names) -> String {
        say!(self, "summary-file", title = self.summary_title(summary, names))
    }

    /// Whoever leads has read it.
    pub fn summary_acknowledged(self) -> String {
        say!(self, "summary-acknowledged")
    }

    /// There is no font: why there is no picture.
    pub fn summary_without_picture(self) -> String {
        say!(self, "summary-no-picture")
    }
}

/// In hundredths, with one place behind the point where it is not whole.
fn percent(share: Share) -> String {
    match share.per_mille() {
        None => "–".to_owned(),
        Some(per_mille) if per_mille % 10 == 0 => format!("{} %", per_mille / 10),
        Some(per_mille) => format!("{}.{} %", per_mille / 10, per_mille % 10),
    }
}

fn of_base(share: Share) -> String {
    format!("{}/{}", share.hits, share.base)
}
