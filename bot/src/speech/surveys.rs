//! Surveys: asked for, agreed to, shown to whoever is asked, and what they came to.

use casework::{
    case::letter::OfSurvey,
    desk::SurveyView,
    ids::{SurveyId, TemplateId},
    place::{Place, Site},
    questionnaire::{Asks, Question, Template},
    store::Questionnaire,
    survey::{Counted, Reckoned, Whom},
};
use chrono::{DateTime, Utc};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Survey},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of a name is on a button.
const NAMED: usize = 14;

/// What so many people said fits into one message.
const WORDS_A_PAGE: usize = 12;
/// So much of each is shown.
const WORDS_OF_ONE: usize = 300;

fn key(label: String, of: Survey) -> Vec<Key> {
    vec![Key::press(label, &Button::Survey(of))]
}

fn in_task(label: String, version: i32, choice: Choice) -> Key {
    Key::press(label, &Button::Task(version, choice))
}

impl Voice {
    fn title(self, template: &Template) -> String {
        let title = template.title.as_ref().map(|title| title.in_language(self.language));
        title.unwrap_or(&template.name).to_owned()
    }

    /// A survey as it stands, to whoever is asked.
    pub fn survey_sheet(
        self,
        questionnaire: &Questionnaire,
        site: &Site,
        until: DateTime<Utc>,
    ) -> Page {
        let estate = site.name.in_language(self.language);
        let title = self.title(&questionnaire.template);
        let head = Text::heading(&say!(self, "survey-head", title = title, estate = estate));
        let why = say!(self, "survey-why", until = self.moment(until));
        self.sheet(questionnaire, head, &why)
    }

    /// What was asked lately, and what can be asked.
    pub fn surveys(
        self,
        shown: &[(SurveyView, Option<String>)],
        known: &[(TemplateId, std::sync::Arc<Template>)],
    ) -> Page {
        let mut text = Text::heading(&say!(self, "surveys"));
        let mut rows = vec![];
        if shown.is_empty() {
            text = text.line(say!(self, "surveys-none"));
        }
        for (view, of) in shown {
            let title = self.title(&view.template);
            let day = self.day(self.local_day(view.survey.made_at));
            let stands = self.survey_stands(view);
            text = text.line(say!(
                self,
                "surveys-line",
                day = day.as_str(),
                title = title.as_str(),
                whom = self.residents_of(of.as_deref(), view.survey.audience.whom),
                stands = stands
            ));
            let label = format!("{day} {title}");
            rows.push(key(label, Survey::Show(view.survey.id)));
        }
        for (id, template) in known {
            let label = say!(self, "button-survey", title = self.title(template));
            let key = Key::press(label, &Button::Survey(Survey::Begin(*id)));
            rows.push(vec![key.toned(Tone::Primary)]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    /// How far a survey is.
    fn survey_stands(self, view: &SurveyView) -> String {
        let survey = &view.survey;
        let response = view.response;
        match (survey.begun_at, survey.decided_by) {
            (None, Some(_)) => say!(self, "survey-refused"),
            (None, None) => say!(self, "survey-wished"),
            (Some(_), _) => {
                say!(self, "survey-answered", answered = response.answered, asked = response.asked)
            }
        }
    }

    /// Who of those who live there.
    fn residents(self, whom: Whom) -> String {
        match whom {
            Whom::Everybody => say!(self, "whom-everybody"),
            Whom::Owners => say!(self, "whom-owners"),
            Whom::Tenants => say!(self, "whom-tenants"),
            Whom::MovedIn(months) => say!(self, "whom-moved-in", months = months),
            Whom::HandedOver(months) => say!(self, "whom-handed-over", months = months),
        }
    }

    fn residents_of(self, place: Option<&str>, whom: Whom) -> String {
        match place {
            Some(place) => say!(self, "whom-of", place = place, whom = self.residents(whom)),
            None => self.residents(whom),
        }
    }

    /// Where do they live who are asked?
    pub fn survey_where(self, template: &Template, buildings: &[Place], version: i32) -> Page {
        let title = self.title(template);
        let one = |label, choice| vec![in_task(label, version, choice)];
        let mut rows = vec![one(say!(self, "button-whole-estate"), Choice::OpenAll)];
        rows.extend(buildings.iter().map(|place| {
            let label = shortened(&place.full(self.language), NAMED);
            one(label, Choice::Place(place.id))
        }));
        rows.push(one(say!(self, "button-cancel"), Choice::Cancel));
        Page::new(Text::heading(&title).line(say!(self, "survey-where")), rows)
    }

    /// Which of them?
    pub fn survey_whom(
        self,
        template: &Template,
        place: Option<&Place>,
        offers: &[Whom],
        version: i32,
    ) -> Page {
        let place = place.map(|place| place.full(self.language));
        let place = place.unwrap_or_else(|| say!(self, "button-whole-estate"));
        let text =
            Text::heading(&self.title(template)).line(say!(self, "survey-whom", place = place));
        let one = |label, choice| vec![in_task(label, version, choice)];
        let mut rows: Vec<_> =
            offers.iter().map(|whom| one(self.residents(*whom), Choice::Whom(*whom))).collect();
        let back = in_task(say!(self, "button-back"), version, Choice::Back);
        rows.push(vec![back, in_task(say!(self, "button-cancel"), version, Choice::Cancel)]);
        Page::new(text, rows)
    }

    /// This would be asked, of so many.
    pub fn survey_preview(
        self,
        template: &Template,
        (place, whom): (Option<&Place>, Whom),
        reckoned: Reckoned,
        until: DateTime<Utc>,
        version: i32,
    ) -> Page {
        let place = place.map(|place| place.full(self.language));
        let whom = self.residents_of(place.as_deref(), whom);
        let back = in_task(say!(self, "button-back"), version, Choice::Back);
        let cancel = in_task(say!(self, "button-cancel"), version, Choice::Cancel);
        let Reckoned { asked, unasked, without_chat } = reckoned;
        let text = Text::heading(&self.title(template)).line(say!(
            self,
            "survey-preview",
            whom = whom,
            count = asked
        ));
        let more = |count: i64, line: String| (count > 0).then_some(line);
        let text = text
            .line_if(more(unasked, say!(self, "survey-unasked", count = unasked)))
            .line_if(more(without_chat, say!(self, "survey-without-chat", count = without_chat)));
        if asked == 0 {
            return Page::new(
                text.paragraph(say!(self, "survey-nobody")),
                vec![vec![back, cancel]],
            );
        }
        let programme = template.survey.as_ref();
        let text = text.line(say!(self, "survey-until", until = self.moment(until)));
        let text = match template.questions.first() {
            Some(first) => text.line(say!(
                self,
                "survey-first",
                count = template.questions.len(),
                question = first.text.in_language(self.language)
            )),
            None => text,
        };
        let limit = programme.map_or(0, |programme| programme.second_yes_above);
        let second = (asked > limit).then(|| say!(self, "survey-second", limit = limit));
        let text = text.line_if(second).paragraph(say!(self, "survey-ask"));
        let send = in_task(say!(self, "button-send"), version, Choice::Send).toned(Tone::Primary);
        Page::new(text, vec![vec![send, cancel], vec![back]])
    }

    /// On its way.
    pub fn survey_sent(self, count: i64) -> Page {
        Page::say(say!(self, "survey-sent", count = count))
    }

    /// A second person has to say yes first.
    pub fn survey_waits(self, limit: i64) -> Page {
        Page::say(say!(self, "survey-waits", limit = limit))
    }

    /// And there is none.
    pub fn survey_no_second(self, limit: i64) -> Page {
        Page::say(say!(self, "survey-no-second", limit = limit))
    }

    /// It reaches nobody.
    pub fn survey_nobody(self) -> String {
        say!(self, "survey-nobody")
    }

    /// Nobody is there any more who could be asked.
    pub fn survey_nobody_left(self) -> String {
        say!(self, "survey-nobody-left")
    }

    /// The same is being asked already.
    pub fn survey_runs(self) -> Page {
        let look = vec![Key::press(say!(self, "button-surveys"), &Button::Survey(Survey::List))];
        Page::new(Text::plain(say!(self, "survey-runs")), vec![look])
    }

    /// The second person has said no.
    pub fn survey_not_sent(self) -> String {
        say!(self, "survey-not-sent")
    }

    /// Somebody was faster.
    pub fn survey_decided_already(self) -> String {
        say!(self, "survey-decided-already")
    }

    /// Whoever wishes it is not the second person.
    pub fn survey_needs_another(self) -> String {
        say!(self, "survey-needs-another")
    }

    /// The estate no longer asks it.
    pub fn survey_gone(self) -> String {
        say!(self, "survey-gone")
    }

    /// It can no longer be answered.
    pub fn toast_survey_over(self) -> String {
        say!(self, "survey-over")
    }

    /// Not everybody asks many.
    pub fn only_askers(self) -> String {
        say!(self, "only-askers")
    }

    /// What is told of a survey to those who have to do with it.
    pub fn survey_told(
        self,
        view: &SurveyView,
        of: OfSurvey,
        place: Option<&str>,
        who: Option<&str>,
        asked: i64,
    ) -> Page {
        let title = self.title(&view.template);
        let nobody = view.survey.decided_by.is_none();
        let who = who.map_or_else(|| say!(self, "survey-somebody"), str::to_owned);
        match of {
            OfSurvey::Wished => {
                let whom = self.residents_of(place, view.survey.audience.whom);
                let head = say!(self, "survey-agree", title = title);
                let text = Text::heading(&head)
                    .line(say!(self, "survey-agree-to", name = who))
                    .line(say!(self, "survey-preview", whom = whom, count = asked))
                    .line(say!(self, "survey-questions", list = self.questions(&view.template)));
                let id = view.survey.id;
                let yes = Key::press(
                    say!(self, "button-survey-yes"),
                    &Button::Survey(Survey::Decide(id, true)),
                );
                let no = Key::press(
                    say!(self, "button-survey-no"),
                    &Button::Survey(Survey::Decide(id, false)),
                );
                Page::new(text, vec![vec![yes.toned(Tone::Success)], vec![no]])
            }
            OfSurvey::Decided if view.survey.begun_at.is_some() => Page::say(say!(
                self,
                "survey-agreed",
                title = title,
                name = who,
                count = view.response.asked
            )),
            OfSurvey::Decided if nobody => Page::say(say!(self, "survey-lapsed", title = title)),
            OfSurvey::Decided => {
                Page::say(say!(self, "survey-disagreed", title = title, name = who))
            }
            OfSurvey::Ended => self.survey_result(view, place, true),
        }
    }

    fn questions(self, template: &Template) -> String {
        let asked = template.questions.iter().filter(|question| question.when.is_empty());
        let names: Vec<_> =
            asked.map(|question| question.name.in_language(self.language)).collect();
        names.join(" · ")
    }

    /// It is time to ask.
    pub fn survey_due(self, id: TemplateId, template: &Template) -> Page {
        let title = self.title(template);
        let text = Text::plain(say!(self, "survey-due", title = title.as_str()));
        let label = say!(self, "button-survey", title = title);
        let look = Key::press(label, &Button::Survey(Survey::Begin(id)));
        Page::new(text, vec![vec![look.toned(Tone::Primary)]])
    }

    /// What a survey has come to.
    pub fn survey_result(self, view: &SurveyView, place: Option<&str>, may_ask: bool) -> Page {
        let survey = &view.survey;
        let whom = self.residents_of(place, survey.audience.whom);
        let mut text = Text::heading(&self.title(&view.template)).line(whom);
        let Some(begun) = survey.begun_at else {
            return Page::new(text.line(self.survey_stands(view)), vec![key_list(self)]);
        };
        let until = survey.ends_at.unwrap_or(begun);
        let days = (self.day(self.local_day(begun)), self.day(self.local_day(until)));
        text = text.line(say!(self, "survey-days", from = days.0, until = days.1));
        text = self.response(text, view);
        match &view.counted {
            Some(counted) => {
                text = text.line("");
                for one in counted {
                    text = text.line_if(self.counted(view, one));
                }
            }
            None if survey.ended_at.is_none() => text = text.line(say!(self, "survey-later")),
            None => text = text.line(self.survey_too_few(view)),
        }
        let plan = survey.plan.as_ref().map(|plan| {
            let day = self.day(self.local_day(plan.at));
            say!(self, "survey-plan", day = day, plan = shortened(&plan.words, WORDS_OF_ONE))
        });
        let before =
            view.before.as_ref().and_then(|(before, _)| before.plan.as_ref()).map(|plan| {
                say!(self, "survey-plan-before", plan = shortened(&plan.words, WORDS_OF_ONE))
            });
        text = text.line_if(before).line_if(plan);
        let mut rows = vec![];
        if !view.said.is_empty() {
            let label = say!(self, "button-survey-words", count = view.said.len());
            rows.push(key(label, Survey::Words(survey.id, 0)));
        }
        if may_ask {
            rows.push(key(say!(self, "button-survey-plan"), Survey::Plan(survey.id)));
        }
        if may_ask && view.counted.is_some() {
            rows.push(key(say!(self, "button-survey-publish"), Survey::Publish(survey.id)));
        }
        rows.push(key_list(self));
        Page::new(text, rows)
    }

    /// Whom it has reached, and who has answered.
    fn response(self, text: Text, view: &SurveyView) -> Text {
        let of = view.response;
        let more = |count: i64, line: String| (count > 0).then_some(line);
        text.line(say!(self, "survey-reached", asked = of.asked, delivered = of.delivered))
            .line_if(more(of.waiting, say!(self, "survey-waiting", count = of.waiting)))
            .line_if(more(of.unreachable, say!(self, "survey-unreachable", count = of.unreachable)))
            .line(say!(
                self,
                "survey-rate",
                answered = of.answered,
                share = share(of.answered, of.delivered)
            ))
            .line_if(more(of.begun, say!(self, "survey-begun", count = of.begun)))
            .line_if(more(of.declined, say!(self, "survey-declined-count", count = of.declined)))
    }

    /// One question in one line; what nobody was asked is left out.
    fn counted(self, view: &SurveyView, counted: &Counted) -> Option<String> {
        let question = view.template.question(&counted.question)?;
        // Of so few one could know who they are, though of all there are enough.
        if counted.of < view.programme().map_or(1, |programme| programme.least) {
            return None;
        }
        let name = question.name.in_language(self.language).to_owned();
        let chosen = counted.chosen.iter().filter(|(_, count)| *count > 0);
        let chosen: Vec<String> = chosen
            .map(|(code, count)| {
                let count = *count;
                let name = self.option(question, code);
                let share = share(count, counted.of);
                say!(self, "survey-option", name = name, count = count, share = share)
            })
            .collect();
        let before = before(view, question).map(|share| say!(self, "survey-before", share = share));
        let line = say!(self, "survey-question", name = name, answers = chosen.join(" · "));
        Some(match before {
            Some(before) => format!("{line}{before}"),
            None => line,
        })
    }

    /// Too few have answered for it to be shown.
    pub fn survey_too_few(self, view: &SurveyView) -> String {
        let least = view.programme().map_or(1, |programme| programme.least);
        say!(self, "survey-too-few", least = least)
    }

    /// A page of what people said, without who said it.
    pub fn survey_words(self, view: &SurveyView, page: u16) -> Page {
        let mut text =
            Text::heading(&say!(self, "survey-words", title = self.title(&view.template)));
        let first = usize::from(page) * WORDS_A_PAGE;
        for words in view.said.iter().skip(first).take(WORDS_A_PAGE) {
            let words = shortened(&words.replace('\n', " "), WORDS_OF_ONE);
            text = text.line(format!("· {words}"));
        }
        let left = view.said.len().saturating_sub(first + WORDS_A_PAGE);
        let next = (left > 0).then(|| {
            let label = say!(self, "button-survey-more", count = left);
            key(label, Survey::Words(view.survey.id, page.saturating_add(1)))
        });
        Page::new(text, next.into_iter().collect())
    }

    /// What is to get better?
    pub fn survey_plan_ask(self, view: &SurveyView, version: i32) -> Page {
        let text = Text::heading(&self.title(&view.template)).line(say!(self, "survey-plan-ask"));
        let cancel = in_task(say!(self, "button-cancel"), version, Choice::Cancel);
        Page::new(text, vec![vec![cancel]])
    }

    /// Written down.
    pub fn survey_planned(self, survey: SurveyId) -> Page {
        let look = key(say!(self, "button-survey-look"), Survey::Show(survey));
        Page::new(Text::plain(say!(self, "survey-planned")), vec![look])
    }

    /// What the owners may read of it: totals and what is to get better; nothing while too few have
    /// answered (PV-06).
    pub fn survey_publication(self, view: &SurveyView, place: Option<&str>) -> Option<String> {
        let counted = view.counted.as_ref()?;
        let whom = self.residents_of(place, view.survey.audience.whom);
        let title = self.title(&view.template);
        let mut lines = vec![say!(
            self,
            "survey-published",
            title = title,
            whom = whom,
            answered = view.response.answered
        )];
        lines.extend(counted.iter().filter_map(|one| self.counted(view, one)));
        let plan = view.survey.plan.as_ref();
        lines.extend(
            plan.map(|plan| say!(self, "survey-published-plan", plan = plan.words.as_str())),
        );
        Some(lines.join("\n"))
    }
}

fn key_list(voice: Voice) -> Vec<Key> {
    key(say!(voice, "button-surveys"), Survey::List)
}

/// How many of a hundred gave the best grade the time before.
fn before(view: &SurveyView, question: &Question) -> Option<i64> {
    if !matches!(question.asks, Asks::Grade | Asks::Stars) {
        return None;
    }
    let (_, counted) = view.before.as_ref()?;
    let known = counted.iter().find(|known| known.question == question.code)?;
    (known.of > 0).then(|| share(known.chosen.first().map_or(0, |(_, count)| *count), known.of))
}

/// So many of a hundred.
fn share(count: i64, of: i64) -> i64 {
    if of == 0 { 0 } else { (200 * count + of) / (2 * of) }
}
