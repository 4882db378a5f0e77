//! What owners answered in callbacks is read twice: by whoever heads the department, and by whoever leads
//! (S0-08.8, F-03). Each owes it until they have said so, and hears of it once a week.

use chrono::{DateTime, Datelike as _, NaiveDate, SubsecRound as _, Utc, Weekday};

use super::{Desk, DeskError, Work};
use crate::{
    callback::{Reading, Verdict},
    case::{Case, Number, letter::Letter},
    ids::{Account, CaseId, PersonId, QuestionnaireId, SiteId},
    people::{Action, Person, Role},
    store::{Owed, Questionnaire},
    words::Language,
};

/// So many are read at once.
const AT_ONCE: usize = 6;
/// So many are looked at for those that somebody may read.
const LOOKED_AT: i64 = 30;
/// Whoever reads callbacks holds one of these.
const READERS: [Role; 3] = [Role::Head, Role::Manager, Role::Leader];
/// On this morning of a week whoever owes something hears of it.
const TOLD_ON: Weekday = Weekday::Mon;

/// The answers of one callback, to be read.
#[derive(Debug, Clone)]
pub struct ToRead {
    /// Which.
    pub questionnaire: QuestionnaireId,
    /// Of which case.
    pub case: CaseId,
    /// Its number.
    pub number: Number,
    /// What was said, without what became a matter of its own.
    pub verdict: Verdict,
    /// Who wrote it down, where somebody called.
    pub written_by: Option<Person>,
}

/// What somebody is to read now.
#[derive(Debug, Clone)]
pub struct CallbacksToRead {
    /// The oldest of it.
    pub shown: Vec<ToRead>,
    /// Owed no later than this: what is corrected afterwards is read anew.
    pub until: DateTime<Utc>,
}

impl Work {
    /// Complete answers are owed to their readers, and corrected ones anew: to nobody who could not read
    /// them.
    pub(super) async fn owe_readings(
        &mut self,
        case: &Case,
        questionnaire: QuestionnaireId,
    ) -> Result<(), DeskError> {
        let wrote = self.tx.questionnaire(questionnaire).await?.and_then(|round| round.written_by);
        let mut leading = self.others_in(Role::Manager, None, case).await?;
        leading.extend(self.others_in(Role::Leader, None, case).await?);
        let heads = match case.department {
            Some(_) => self.others_in(Role::Head, case.department, case).await?,
            None => vec![],
        };
        let mut able = [vec![], vec![]];
        for (readers, able) in [heads, leading].into_iter().zip(&mut able) {
            for reader in readers {
                if Some(reader.id) != wrote && self.reads_answers(&reader, case.id).await? {
                    able.push(reader.id);
                }
            }
        }
        let [heads, leading] = able;
        // Nobody reads for two: one person alone owes it once.
        let are_two = heads.iter().any(|head| leading.iter().any(|leader| leader != head));
        let mut readings = vec![];
        readings.extend((!heads.is_empty()).then_some(Reading::Head));
        let leads = !leading.is_empty() && (heads.is_empty() || are_two);
        readings.extend(leads.then_some(Reading::Leader));
        Ok(self.tx.readings_owe(questionnaire, case.site, case.department, &readings).await?)
    }

    /// Whether somebody may read what the owner of a case said: whoever reads its full slip and is withheld
    /// nothing of it.
    async fn reads_answers(&mut self, reader: &Person, case: CaseId) -> Result<bool, DeskError> {
        let Some(room) = reader.account.map(Account::room) else { return Ok(false) };
        let (view, veil) = self.view_for(room, case).await?;
        Ok(veil.is_none() && self.entitled(reader, &view.case, Action::ReadSlip).await?)
    }

    /// What somebody is to read, the oldest first; each look is written down (PV-10).
    pub async fn callbacks_to_read(
        &mut self,
        reader: &Person,
    ) -> Result<CallbacksToRead, DeskError> {
        // As a button carries it.
        let until = self.now().trunc_subsecs(0);
        let shown = self.readable(reader, until, None).await?;
        for one in &shown {
            self.looks(one.case, reader.id).await?;
        }
        Ok(CallbacksToRead { shown, until })
    }

    /// Whether something waits to be read by somebody.
    pub async fn has_callbacks_to_read(&mut self, reader: &Person) -> Result<bool, DeskError> {
        let until = self.now();
        Ok(!self.readable(reader, until, None).await?.is_empty())
    }

    /// Somebody has read what they were shown: up to `last`, owed no later than `until`. The work is about
    /// its estate then. Says how many.
    pub async fn callbacks_read(
        &mut self,
        reader: &Person,
        last: QuestionnaireId,
        until: DateTime<Utc>,
    ) -> Result<u64, DeskError> {
        let Some(case) = self.tx.questionnaire(last).await?.and_then(|round| round.case()) else {
            return Ok(0);
        };
        self.stand_by(case).await?;
        let reader = self.person(reader.id).await?;
        let shown = self.readable(&reader, until, Some(last)).await?;
        let ids: Vec<i64> = shown.iter().map(|one| one.questionnaire.0).collect();
        let owed = self.owed_by(&reader, until).await?;
        Ok(self.tx.readings_done(&owed, &ids).await?)
    }

    async fn owed_by(&mut self, reader: &Person, until: DateTime<Utc>) -> Result<Owed, DeskError> {
        let headed = reader.posts.iter().filter(|post| post.role == Role::Head);
        let heads = headed.filter_map(|post| post.department).map(|department| department.0);
        let leads = [Role::Manager, Role::Leader].iter().any(|role| reader.is(*role));
        let site = self.site().await?.id;
        Ok(Owed { site, heads: heads.collect(), leads, reader: reader.id, until })
    }

    /// The oldest of what is owed that this person may read: nothing about themselves, nothing of a quarrel
    /// whose sides are withheld from them, nothing that passes them by, nothing they wrote down.
    async fn readable(
        &mut self,
        reader: &Person,
        until: DateTime<Utc>,
        last: Option<QuestionnaireId>,
    ) -> Result<Vec<ToRead>, DeskError> {
        let language = self.site().await?.language;
        let owed = self.owed_by(reader, until).await?;
        let (mut shown, mut behind) = (vec![], QuestionnaireId(0));
        loop {
            let ids = self.tx.readings_owed(&owed, behind, LOOKED_AT).await?;
            let Some(end) = ids.last() else { return Ok(shown) };
            behind = *end;
            for id in ids {
                if shown.len() == AT_ONCE || last.is_some_and(|last| id > last) {
                    return Ok(shown);
                }
                let Some(round) = self.tx.questionnaire(id).await? else { continue };
                // Answers that say nothing, or are given anew, are read by nobody.
                if round.said(language).is_none() {
                    self.tx.readings_drop(id).await?;
                    continue;
                }
                shown.extend(self.read_as(reader, &round, language).await?);
            }
        }
    }

    async fn read_as(
        &mut self,
        reader: &Person,
        round: &Questionnaire,
        language: Language,
    ) -> Result<Option<ToRead>, DeskError> {
        let (Some(case), Some(verdict)) = (round.case(), round.said(language)) else {
            return Ok(None);
        };
        if round.written_by == Some(reader.id) || !self.reads_answers(reader, case).await? {
            return Ok(None);
        }
        let number = self.view(case).await?.case.number;
        let written_by = match round.written_by {
            Some(clerk) => Some(self.person(clerk).await?),
            None => None,
        };
        Ok(Some(ToRead { questionnaire: round.id, case, number, verdict, written_by }))
    }

    /// Who has read the newest answers of a case, as what, and when.
    pub(super) async fn readings(
        &mut self,
        case: &Case,
    ) -> Result<Vec<(Reading, PersonId, DateTime<Utc>)>, DeskError> {
        Ok(self.tx.readings_of(case.id).await?)
    }

    /// On the first morning of a week, whoever owes something hears of it.
    async fn tell_of_readings(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        if day.weekday() != TOLD_ON || !self.tx.readings_morning(site, day).await? {
            return Ok(false);
        }
        for reader in self.people_of(&READERS).await? {
            if self.has_callbacks_to_read(&reader).await? {
                self.owe_to(&reader, &Letter::CallbacksToRead).await?;
            }
        }
        Ok(true)
    }
}

impl Person {
    /// Whether they read callbacks: as head of a department, or because they lead.
    pub fn reads_callbacks(&self) -> bool {
        READERS.iter().any(|role| self.is(*role))
    }
}

impl Desk {
    /// Tells whoever owes it that answers wait to be read. Says whether there was something to do.
    pub async fn remind_of_readings(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.tell_of_readings(site, day).await;
        self.each_morning(&self.readings, due).await
    }
}
