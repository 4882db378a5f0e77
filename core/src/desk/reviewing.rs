//! What owners answered in callbacks is read twice: by whoever heads the department, and by whoever leads
//! (S0-08.8, F-03). Each owes it until they have said so, and hears of it once a week.

use chrono::{DateTime, Datelike as _, NaiveDate, SubsecRound as _, Utc, Weekday};

use super::{Desk, DeskError, Work};
use crate::{
    callback::{Reading, Verdict},
    case::{Case, Number, letter::Letter},
    ids::{Account, CaseId, PersonId, QuestionnaireId, SiteId},
    people::{Action, Person, Role},
    store::Owed,
    words::Language,
};

/// So many are read at once.
const AT_ONCE: usize = 6;
/// So many are looked at for those that somebody may read.
const LOOKED_AT: i64 = 30;
/// On this morning of a week whoever owes something hears of it.
const TOLD_ON: Weekday = Weekday::Mon;

/// The answers of one callback, to be read.
#[derive(Debug, Clone)]
pub struct ToReview {
    /// Which.
    pub questionnaire: QuestionnaireId,
    /// Of which case.
    pub case: CaseId,
    /// Its number.
    pub number: Number,
    /// What was said.
    pub verdict: Verdict,
    /// Who wrote it down, where somebody called.
    pub written_by: Option<Person>,
}

/// What somebody is to read now.
#[derive(Debug, Clone)]
pub struct Reviews {
    /// The oldest of it.
    pub shown: Vec<ToReview>,
    /// How many there are in all; of some of them they may be no reader.
    pub owed: usize,
    /// Owed no later than this: what is corrected afterwards is read anew.
    pub until: DateTime<Utc>,
}

impl Work {
    /// Whether somebody reads callbacks at all.
    pub fn may_review(&self, person: &Person) -> bool {
        leads(person) || person.is(Role::Head)
    }

    /// Complete answers are owed to their readers, and corrected ones anew.
    pub(super) async fn owe_reviews(
        &mut self,
        case: &Case,
        questionnaire: QuestionnaireId,
    ) -> Result<(), DeskError> {
        let mut readings = vec![Reading::Leader];
        // Where nobody heads it, or it is about them, whoever leads reads it alone.
        if !self.others_in(Role::Head, case.department, case).await?.is_empty()
            && case.department.is_some()
        {
            readings.push(Reading::Head);
        }
        Ok(self.tx.review_owe(questionnaire, case.site, case.department, &readings).await?)
    }

    /// What somebody is to read, the oldest first; each look is written down (PV-10).
    pub async fn reviews(&mut self, reader: &Person) -> Result<Reviews, DeskError> {
        // As a button carries it.
        let until = self.now().trunc_subsecs(0);
        let shown = self.readable(reader, until, None).await?;
        for one in &shown {
            self.looks(one.case, reader.id).await?;
        }
        let owed = self.reviews_waiting(reader).await?;
        Ok(Reviews { shown, owed, until })
    }

    /// How many wait for somebody; of some of them they may be no reader.
    pub async fn reviews_waiting(&mut self, reader: &Person) -> Result<usize, DeskError> {
        let (heads, until) = (heads(reader), self.now());
        let owed = self.owed_to(reader, &heads, until).await?;
        Ok(usize::try_from(self.tx.reviews_count(&owed).await?).unwrap_or_default())
    }

    /// Somebody has read what they were shown: up to `last`, owed no later than `until`. Says how many.
    pub async fn review(
        &mut self,
        reader: &Person,
        last: QuestionnaireId,
        until: DateTime<Utc>,
    ) -> Result<u64, DeskError> {
        let shown = self.readable(reader, until, Some(last)).await?;
        let ids: Vec<i64> = shown.iter().map(|one| one.questionnaire.0).collect();
        let heads = heads(reader);
        let owed = self.owed_to(reader, &heads, until).await?;
        Ok(self.tx.reviews_read(&owed, &ids).await?)
    }

    async fn owed_to<'r>(
        &mut self,
        reader: &Person,
        heads: &'r [i64],
        until: DateTime<Utc>,
    ) -> Result<Owed<'r>, DeskError> {
        let site = self.site().await?.id;
        Ok(Owed { site, heads, leads: leads(reader), reader: reader.id, until })
    }

    /// The oldest of what is owed that this person may read: nothing about themselves, nothing of a quarrel
    /// whose sides are withheld from them, nothing that passes them by.
    async fn readable(
        &mut self,
        reader: &Person,
        until: DateTime<Utc>,
        last: Option<QuestionnaireId>,
    ) -> Result<Vec<ToReview>, DeskError> {
        let (heads, language) = (heads(reader), self.site().await?.language);
        let owed = self.owed_to(reader, &heads, until).await?;
        let (mut shown, mut behind) = (vec![], QuestionnaireId(0));
        loop {
            let ids = self.tx.reviews_owed(&owed, behind, LOOKED_AT).await?;
            let Some(end) = ids.last() else { return Ok(shown) };
            behind = *end;
            for id in ids {
                if shown.len() == AT_ONCE || last.is_some_and(|last| id > last) {
                    return Ok(shown);
                }
                shown.extend(self.review_of(reader, id, language).await?);
            }
        }
    }

    async fn review_of(
        &mut self,
        reader: &Person,
        id: QuestionnaireId,
        language: Language,
    ) -> Result<Option<ToReview>, DeskError> {
        let Some(round) = self.tx.questionnaire(id).await? else { return Ok(None) };
        let (Some(case), Some(room)) = (round.case(), reader.account.map(Account::room)) else {
            return Ok(None);
        };
        // What they wrote down themselves is read by others.
        if round.written_by == Some(reader.id) {
            return Ok(None);
        }
        let (view, veil) = self.view_for(room, case).await?;
        if veil.is_some() || !self.entitled(reader, &view.case, Action::ReadSlip).await? {
            return Ok(None);
        }
        let held = round.kept.as_ref().unwrap_or(&round.sheet);
        let Some(verdict) = Verdict::of(&round.template, held, language) else { return Ok(None) };
        let written_by = match round.written_by {
            Some(clerk) => Some(self.person(clerk).await?),
            None => None,
        };
        let number = view.case.number;
        Ok(Some(ToReview { questionnaire: id, case, number, verdict, written_by }))
    }

    /// Who has read the newest answers of a case, as what, and when.
    pub(super) async fn reviewed(
        &mut self,
        case: &Case,
    ) -> Result<Vec<(Reading, PersonId, DateTime<Utc>)>, DeskError> {
        Ok(self.tx.reviews_of(case.id).await?)
    }

    /// On the first morning of a week, whoever owes something hears of it.
    async fn tell_of_reviews(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        if day.weekday() != TOLD_ON {
            return Ok(false);
        }
        let told = self.tx.reviews_tell(site, day).await?;
        let mut readers = vec![];
        for (reading, department) in &told {
            readers.extend(match reading {
                Reading::Head => self.people_in(Role::Head, *department).await?,
                Reading::Leader => {
                    let mut leading = self.people_in(Role::Manager, None).await?;
                    leading.extend(self.people_in(Role::Leader, None).await?);
                    leading
                }
            });
        }
        readers.sort_by_key(|reader| reader.id);
        readers.dedup_by_key(|reader| reader.id);
        for reader in readers {
            self.owe_to(&reader, &Letter::ReviewsOwed).await?;
        }
        Ok(!told.is_empty())
    }
}

impl Desk {
    /// Tells whoever owes it that answers wait to be read. Says whether there was something to do.
    pub async fn remind_of_reviews(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.tell_of_reviews(site, day).await;
        self.each_morning(&self.reviews, due).await
    }
}

/// Whether somebody manages the estate or leads the company.
fn leads(person: &Person) -> bool {
    [Role::Manager, Role::Leader].iter().any(|role| person.is(*role))
}

/// The departments that somebody heads.
fn heads(person: &Person) -> Vec<i64> {
    let posts = person.posts.iter().filter(|post| post.role == Role::Head);
    posts.filter_map(|post| post.department).map(|department| department.0).collect()
}
