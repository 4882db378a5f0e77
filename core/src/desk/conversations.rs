//! Conversations: how far each person has come, and the questionnaire.

use super::{DeskError, Work};
use crate::{
    callback::Reply,
    case::{
        Event,
        effect::{Class, Letter},
    },
    ids::{CaseId, MessageId, PersonId, QuestionnaireId},
    intake::{Draft, Task},
    people::{Action, Person},
    store::{Kept, Questionnaire},
};

const DRAFT: &str = "draft";
const TASK: &str = "task";
const REPORT: &str = "report";

impl Work {
    /// A person's draft of a case.
    pub async fn draft(&mut self, person: PersonId) -> Result<Option<Kept<Draft>>, DeskError> {
        Ok(self.tx.dialog(person, DRAFT).await?)
    }

    /// Keeps a draft; says its new version.
    pub async fn save_draft(&mut self, person: PersonId, draft: &Draft) -> Result<i32, DeskError> {
        Ok(self.tx.dialog_save(person, DRAFT, draft).await?)
    }

    /// The draft is sent or thrown away.
    pub async fn drop_draft(&mut self, person: PersonId) -> Result<(), DeskError> {
        Ok(self.tx.dialog_drop(person, DRAFT).await?)
    }

    /// A person's shorter conversation.
    pub async fn task(&mut self, person: PersonId) -> Result<Option<Kept<Task>>, DeskError> {
        Ok(self.tx.dialog(person, TASK).await?)
    }

    /// Keeps a shorter conversation; says its new version.
    pub async fn save_task(&mut self, person: PersonId, task: &Task) -> Result<i32, DeskError> {
        Ok(self.tx.dialog_save(person, TASK, task).await?)
    }

    /// A report half written is set aside for something shorter.
    pub async fn set_report_aside(
        &mut self,
        person: PersonId,
        report: &Task,
    ) -> Result<(), DeskError> {
        self.tx.dialog_save(person, REPORT, report).await?;
        Ok(())
    }

    /// The report that was set aside, if there is one; it is then no longer.
    pub async fn take_report_back(&mut self, person: PersonId) -> Result<Option<Task>, DeskError> {
        let kept: Option<Kept<Task>> = self.tx.dialog(person, REPORT).await?;
        self.tx.dialog_drop(person, REPORT).await?;
        Ok(kept.map(|kept| kept.state))
    }

    /// The shorter conversation is over.
    pub async fn drop_task(&mut self, person: PersonId) -> Result<(), DeskError> {
        Ok(self.tx.dialog_drop(person, TASK).await?)
    }

    /// Writes down which message shows the present question of a conversation (`draft`, `task`).
    pub async fn screen(
        &mut self,
        person: PersonId,
        kind: &str,
        screen: Option<MessageId>,
    ) -> Result<(), DeskError> {
        Ok(self.tx.dialog_screen(person, kind, screen).await?)
    }

    /// A round of the questionnaire.
    pub async fn questionnaire(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        Ok(self.tx.questionnaire(id).await?)
    }

    /// Writes down which message shows a round of the questionnaire.
    pub async fn questionnaire_screen(
        &mut self,
        id: QuestionnaireId,
        screen: Option<MessageId>,
    ) -> Result<(), DeskError> {
        Ok(self.tx.questionnaire_screen(id, screen).await?)
    }

    /// Takes an answer to the questionnaire from the person who was asked. Says `None` when it
    /// does not answer the present question or the round is over. The last answer passes the gate
    /// or opens the case again.
    pub async fn answer_questionnaire(
        &mut self,
        person: &Person,
        id: QuestionnaireId,
        reply: Reply,
    ) -> Result<Option<Questionnaire>, DeskError> {
        let Some(mut questionnaire) = self.tx.questionnaire_lock(id).await? else {
            return Ok(None);
        };
        if !questionnaire.is_open() || !self.answers_it(person, &questionnaire).await? {
            return Ok(None);
        }
        let is_own = questionnaire.person == person.id;
        let Some(sheet) = questionnaire.sheet.answer(reply) else { return Ok(None) };
        let verdict = sheet.verdict();
        let writer = (!is_own).then_some(person.id);
        self.tx.questionnaire_save(id, &sheet, verdict.is_some(), writer).await?;
        questionnaire.sheet = sheet;
        questionnaire.version += 1;
        if let Some(account) = person.account.filter(|_| is_own) {
            let letter = Letter::Questionnaire { questionnaire: id };
            self.owe(account.room(), Class::Answer, &letter).await?;
        }
        if let Some(verdict) = verdict {
            questionnaire.answered_at = Some(self.now());
            self.apply(person, questionnaire.case, None, &Event::Answer { verdict }).await?;
        }
        Ok(Some(questionnaire))
    }

    /// Whether somebody gives the answers: the owner themselves, and nobody else as long as they can be
    /// written to; else whoever of the desk calls them, and has had no hand in the work.
    pub async fn answers_it(
        &mut self,
        person: &Person,
        questionnaire: &Questionnaire,
    ) -> Result<bool, DeskError> {
        if questionnaire.person == person.id {
            return Ok(true);
        }
        let Some(case) = self.tx.case(questionnaire.case).await? else { return Ok(false) };
        let is_partial = case.handling.is_partial(&case.state, person.id);
        Ok(!is_partial && self.entitled(person, &case, Action::Answer).await?)
    }

    /// The questionnaire of a case that waits for its answers.
    pub async fn open_questionnaire(
        &mut self,
        case: CaseId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        Ok(match self.tx.questionnaire_open_of(case).await? {
            Some(id) => self.tx.questionnaire(id).await?,
            None => None,
        })
    }
}
