//! Surveys in the phrase book.

use std::sync::Arc;

use casework::{
    case::letter::OfSurvey,
    desk::SurveyView,
    ids::{PersonId, QuestionnaireId, SiteId, SurveyId, TemplateId},
    place::PlaceKind,
    questionnaire::{Reply, SHIPPED, Sheet, Template},
    store::{Questionnaire, Reach, Subject},
    survey::{Audience, Plan, Reckoned, Response, Survey, Whom, counted},
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{OWNER, Sample, now, place, site},
};

fn template(at: usize) -> Arc<Template> {
    Arc::new(Template::parse(SHIPPED[at].1).unwrap())
}

fn filled(template: &Template, replies: &[Reply]) -> Sheet {
    replies.iter().cloned().fold(Sheet::default(), |sheet, reply| {
        sheet.answer(template, reply).expect("it answers the question")
    })
}

fn asked(template: &Arc<Template>, replies: &[Reply]) -> Questionnaire {
    Questionnaire {
        id: QuestionnaireId(1),
        about: Subject::Survey(SurveyId(1), now() + TimeDelta::days(10)),
        round: 1,
        person: OWNER,
        template: Arc::clone(template),
        sheet: filled(template, replies),
        kept: None,
        version: 1,
        screen: None,
        answered_at: None,
        expired_at: None,
        declined_at: None,
        written_by: None,
    }
}

fn whole(sample: &Sample) -> Vec<Reply> {
    let said = |text: &String| Reply::Text(text.clone());
    let mut replies: Vec<_> = [2, 0, 1, 0, 0, 0, 3].map(Reply::Press).into();
    replies.extend([
        Reply::Enough,
        said(&sample.told.words),
        Reply::Press(1),
        said(&sample.told.story),
    ]);
    replies
}

/// A survey that somebody has answered.
pub(super) fn answered(sample: &Sample) -> Questionnaire {
    Questionnaire { answered_at: Some(now()), ..asked(&template(1), &whole(sample)) }
}

fn view(sample: &Sample) -> SurveyView {
    let template = template(1);
    let content: Vec<_> = [0, 0, 0, 0, 0].map(Reply::Press).into();
    let content = [&content[..], &[Reply::Nothing, Reply::Press(0)]].concat();
    let sheets = [&content, &whole(sample), &content, &content, &whole(sample)];
    let sheets: Vec<Sheet> = sheets.map(|replies| filled(&template, replies)).into();
    let plan = Plan { words: sample.told.answer.clone(), by: PersonId(4), at: now() };
    let survey = Survey {
        id: SurveyId(1),
        site: SiteId(1),
        template: TemplateId(2),
        audience: Audience { place: None, whom: Whom::Everybody },
        author: Some(PersonId(4)),
        made_at: now(),
        decided_by: Some(PersonId(5)),
        begun_at: Some(now()),
        ends_at: Some(now() + TimeDelta::days(10)),
        ended_at: Some(now() + TimeDelta::days(10)),
        plan: Some(plan),
    };
    let counted = counted(&template, &sheets);
    let response = Response {
        asked: 40,
        delivered: 36,
        unreachable: 2,
        waiting: 2,
        answered: 5,
        begun: 3,
        declined: 1,
    };
    let words = vec![sample.told.words.clone(); 2];
    let before = Some((Survey { id: SurveyId(0), ..survey.clone() }, counted.clone()));
    SurveyView { survey, template, response, counted: Some(counted), said: words, before }
}

pub(super) fn chapter(book: &mut Book, sample: &Sample) {
    book.chapter = "Surveys";
    let (voice, building) = (sample.voice(), place(1, PlaceKind::Building, 1));
    for at in [1, 2] {
        let template = template(at);
        let mut replies = vec![];
        let mut title = format!("{}: the first question", template.name);
        for reply in if at == 1 { whole(sample) } else { vec![Reply::Press(1), Reply::Press(0)] } {
            let sheet = asked(&template, &replies);
            book.page(&title, voice.survey_sheet(&sheet, &site(), now()));
            replies.push(reply);
            title = format!("{}: after {} answers", template.name, replies.len());
        }
        let sheet = asked(&template, &replies);
        book.page(&title, voice.survey_sheet(&sheet, &site(), now()));
    }
    let of = |change: fn(&mut Questionnaire)| {
        let mut sheet = asked(&template(1), &[]);
        change(&mut sheet);
        voice.survey_sheet(&sheet, &site(), now())
    };
    book.page("answered", voice.survey_sheet(&answered(sample), &site(), now()));
    book.page("over", of(|sheet| sheet.expired_at = Some(now())));
    book.page("wants none", of(|sheet| sheet.declined_at = Some(now())));
    sent(book, sample, std::slice::from_ref(&building));
    came_to(book, sample);
}

fn sent(book: &mut Book, sample: &Sample, buildings: &[casework::place::Place]) {
    let (voice, known) = (sample.voice(), template(1));
    let building = buildings.first();
    let offers = known.survey.as_ref().unwrap().offers();
    book.page("where?", voice.survey_where(&known, buildings, 1));
    book.page("whom?", voice.survey_whom(&known, building, &offers, 1));
    for (title, asked) in [("preview", 214), ("preview, of few", 12), ("preview, of nobody", 0)] {
        let reckoned = Reckoned { asked, unasked: 3, without_chat: 17 };
        let whom = (building, Whom::MovedIn(12));
        book.page(title, voice.survey_preview(&known, whom, reckoned, now(), 1));
    }
    book.page("sent", voice.survey_sent(12));
    book.page("waits for a second yes", voice.survey_waits(100));
    book.page("the same runs", voice.survey_runs());
    book.page("nobody to say it", voice.survey_no_second(100));
    for text in [
        voice.survey_not_sent(),
        voice.survey_nobody(),
        voice.survey_gone(),
        voice.only_askers(),
        voice.survey_too_few(&view(sample)),
    ] {
        book.page("said", crate::page::Page::say(text));
    }
    for toast in [
        voice.survey_decided_already(),
        voice.survey_nobody_left(),
        voice.survey_needs_another(),
        voice.toast_survey_over(),
    ] {
        book.toast("pressed", toast);
    }
    book.page("it is time", voice.survey_due(TemplateId(2), &known));
}

fn came_to(book: &mut Book, sample: &Sample) {
    let (voice, view) = (sample.voice(), view(sample));
    let who = Some(sample.told.desk.as_str());
    let wished = SurveyView {
        survey: Survey { begun_at: None, decided_by: None, ..view.survey.clone() },
        ..view.clone()
    };
    let refused =
        SurveyView { survey: Survey { begun_at: None, ..view.survey.clone() }, ..view.clone() };
    let few = SurveyView { counted: None, said: vec![], before: None, ..view.clone() };
    let handed = SurveyView {
        survey: Survey {
            audience: Audience { place: None, whom: Whom::HandedOver(3) },
            plan: None,
            ..view.survey.clone()
        },
        ..view.clone()
    };
    book.page("a second yes?", voice.survey_told(&wished, OfSurvey::Wished, None, who, 214));
    book.page("said yes", voice.survey_told(&view, OfSurvey::Decided, None, who, 40));
    book.page("said no", voice.survey_told(&refused, OfSurvey::Decided, None, who, 0));
    let building = place(1, PlaceKind::Building, 1).full(sample.voice().language());
    for (title, view) in [("ended", &view), ("too few", &few), ("handed over", &handed)] {
        book.page(
            title,
            voice.survey_told(view, OfSurvey::Ended, Some(building.as_str()), who, 40),
        );
    }
    let lapsed = SurveyView {
        survey: Survey { decided_by: None, ..refused.survey.clone() },
        ..refused.clone()
    };
    book.page("nobody said yes", voice.survey_told(&lapsed, OfSurvey::Decided, None, None, 0));
    let runs =
        SurveyView { survey: Survey { ended_at: None, ..view.survey.clone() }, ..few.clone() };
    book.page("while it runs", voice.survey_result(&runs, None, true));
    book.page("looked at while it waits", voice.survey_result(&wished, None, true));
    book.page("by whoever leads", voice.survey_result(&view, None, false));
    book.page("their words", voice.survey_words(&view, 0));
    let many = SurveyView { said: vec![sample.told.words.clone(); 900], ..view.clone() };
    book.page("their words, too many", voice.survey_words(&many, 1));
    book.page("the plan?", voice.survey_plan_ask(&view, 1));
    book.page("planned", voice.survey_planned(SurveyId(1)));
    let published = voice.survey_publication(&view, None).unwrap();
    book.page("for the owners", crate::page::Page::say(published));
    let shown: Vec<_> = [view, wished, refused].map(|view| (view, None)).into();
    let known = [(TemplateId(2), template(1)), (TemplateId(3), template(2))];
    book.page("all of them", voice.surveys(&shown, &known));
    book.page("none yet", voice.surveys(&[], &known));
}

/// What goes to everybody without a question.
pub(super) fn announcements(book: &mut Book, sample: &Sample) {
    book.chapter = "Announcements";
    let (voice, site) = (sample.voice(), site());
    let building = place(1, PlaceKind::Building, 1);
    let words = sample.told.answer.as_str();
    book.page("for whom?", voice.announce_to(std::slice::from_ref(&building), 1));
    book.page("what?", voice.announce_words(None, 1));
    book.page("what, for a building", voice.announce_words(Some(&building), 1));
    book.page("preview", voice.announce_preview(Some(&building), words, 214, &[], 1));
    book.page("preview, for nobody", voice.announce_preview(None, words, 0, &[], 1));
    book.page("sent", voice.announce_sent(214));
    book.page("the announcement", voice.announcement(&site, words, None));
    let reach = Reach { audience: 214, delivered: 200, unreachable: 9, failed: 5, waiting: 0 };
    book.page("how it ended", voice.announced(reach));
    book.toast("not everybody", voice.only_announcers());
}
