//! Ten estates in one book with a million cases: what whoever leads all of them waits for, and what one
//! picture and one file take. The book is not of use for anything else afterwards.

use std::time::Instant;

use casework::{
    case::Number,
    clock::Clock,
    desk::{Desk, Work},
    ids::{Account, CaseId},
    summary::{Cadence, Period},
    words::Language,
};
use huiyin::{
    speech::Voice,
    summaries,
    workbook::{self, Source},
};

use crate::{Trial, estate::MANAGER, ground::run, growth, report::Report};

/// How many there are.
const ESTATES: usize = 10;

/// The estate of the trial once more, so often; its cases are everybody's in turn, and its manager is
/// manager of all.
fn statements() -> [String; 5] {
    let all = format!("generate_series(2, {ESTATES}) as n");
    [
        "set session_replication_role = replica".to_owned(),
        format!(
            "insert into sites overriding system value
             select (jsonb_populate_record(sites, jsonb_build_object(
                 'id', n, 'code', 'trial-' || n, 'desk_room', null, 'leaders_room', null))).*
             from sites, {all} where sites.id = 1"
        ),
        format!(
            "insert into posts overriding system value
             select (jsonb_populate_record(posts, jsonb_build_object(
                 'id', 1000000 + n, 'site_id', n, 'department_id', null))).*
             from posts join people on people.id = posts.person_id, {all}
             where people.account = {MANAGER} and posts.role = 'manager'"
        ),
        format!("update cases set site_id = 1 + id % {ESTATES}"),
        "vacuum analyze cases".to_owned(),
    ]
}

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("Ten estates in a book with 1,000,000 cases");
    let kept = growth::filled(trial, report).await?;
    trial.ground.copy_of(&kept, "million").await?;
    readings(trial, report).await?;
    papers(trial, report).await?;
    let mut inside = trial.ground.connect("million").await?;
    run(&mut inside, "set synchronous_commit = off").await?;
    for statement in statements() {
        run(&mut inside, &statement).await?;
    }
    let desk = Desk::open(trial.ground.options("million"), Clock::system()).await?;
    let (mut counted, mut shown) = (vec![], vec![]);
    for _ in 0..3 {
        let mut work = desk.begin().await?;
        let manager = manager(&mut work).await?;
        let period = last_month(&mut work).await?;
        let began = Instant::now();
        let read = work.summaries_of_all(manager.id, period).await?;
        counted.push(began.elapsed().as_secs_f64());
        anyhow::ensure!(read.len() == ESTATES, "{} estates are read", read.len());
        let began = Instant::now();
        let voice = Voice::new(Language::ZhHans, read[0].0.zone);
        voice.poster_of_all(period, &read).png()?;
        workbook::of_all(voice, &read)?;
        shown.push(began.elapsed().as_secs_f64());
    }
    desk.close().await;
    report.repeated("summary_all_s", &counted, "to count a month of ten estates; at most 30");
    report.repeated("summary_all_shown_s", &shown, "for their picture and their file");
    Ok(())
}

/// How long whoever leads waits for the callbacks that they are to read, where nobody has read for years.
async fn readings(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let mut inside = trial.ground.connect("million").await?;
    run(&mut inside, "set synchronous_commit = off").await?;
    run(
        &mut inside,
        r#"update questionnaires
           set sheet = '{"answers": {"solved": {"chose": "yes"}, "result": {"chose": "satisfied"}}}'
           where id % 5 = 0"#,
    )
    .await?;
    // Those that are shown are named as the program names them.
    let oldest: Vec<i64> = sqlx::query_scalar(
        "select case_id from questionnaires where id % 5 = 0 order by id limit 50",
    )
    .fetch_all(&mut inside)
    .await?;
    for case in oldest {
        let number = Number::of(CaseId(case));
        run(&mut inside, &format!("update cases set number = '{number}' where id = {case}"))
            .await?;
    }
    run(
        &mut inside,
        "insert into callback_readings (questionnaire_id, level, site_id, department_id, owed_at)
         select q.id, level, c.site_id, case level when 'head' then c.department_id end, q.asked_at
         from questionnaires q join cases c on c.id = q.case_id,
              unnest(array['head', 'leader']) as level
         where q.id % 5 = 0
         on conflict do nothing",
    )
    .await?;
    run(&mut inside, "vacuum analyze callback_readings").await?;
    let desk = Desk::open(trial.ground.options("million"), Clock::system()).await?;
    let mut took = vec![];
    for _ in 0..5 {
        let mut work = desk.begin().await?;
        let manager = manager(&mut work).await?;
        let began = Instant::now();
        let waiting = work.callbacks_to_read(&manager).await?;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
        anyhow::ensure!(!waiting.shown.is_empty(), "nothing waits to be read");
    }
    desk.close().await;
    report.repeated("readings_1m_ms", &took, "for what 200,000 unread callbacks show; at most 50");
    Ok(())
}

/// What the picture and the file of a month of the one estate take, with all that is read for them.
async fn papers(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let desk = Desk::open(trial.ground.options("million"), Clock::system()).await?;
    let (mut pictures, mut files) = (vec![], vec![]);
    for _ in 0..3 {
        let mut work = desk.begin().await?;
        let (manager, site) = (manager(&mut work).await?, work.site().await?);
        let period = last_month(&mut work).await?;
        let voice = Voice::new(Language::ZhHans, site.zone);
        let began = Instant::now();
        let summary = work.summary(period, None).await?;
        let names = summaries::names_of(&mut work, &summary, None, voice.language()).await?;
        voice.summary_poster(&summary, &names, &site).png()?;
        pictures.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        let (summary, facts) = work.summary_for(&manager, period, None).await?;
        let names =
            summaries::names_of(&mut work, &summary, Some(&facts), voice.language()).await?;
        let answered = work.answered(&facts).await?;
        let (summary, facts, names) = (&summary, &facts, &names);
        let source = Source { summary, facts, answered: &answered, names, compares: true };
        workbook::workbook(voice, &source)?;
        files.push(began.elapsed().as_secs_f64());
    }
    desk.close().await;
    report.repeated(
        "picture_1m_s",
        &pictures,
        "for the picture of a month of the million; at most 5",
    );
    report.repeated("file_1m_s", &files, "for its file with every case");
    Ok(())
}

async fn manager(work: &mut Work) -> anyhow::Result<casework::people::Person> {
    let known = work.known(Account(MANAGER)).await?;
    known.ok_or_else(|| anyhow::anyhow!("nobody manages the estate"))
}

async fn last_month(work: &mut Work) -> anyhow::Result<Period> {
    let today = work.calendar().await?.day(work.now());
    Ok(Period::of(Cadence::Month, today).before())
}
