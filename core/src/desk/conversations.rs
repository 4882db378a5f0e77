//! Conversations: how far each person has come.

use chrono::TimeDelta;

use super::{DeskError, Work};
use crate::{
    ids::{CaseId, MessageId, PersonId},
    intake::{Draft, Task},
    store::Kept,
};

const DRAFT: &str = "draft";
const TASK: &str = "task";
const REPORT: &str = "report";

/// A photo that comes so soon after words belongs to them.
const SOON: TimeDelta = TimeDelta::minutes(10);

impl Work {
    /// The matter to which somebody added something a moment ago, or about which they answered a question.
    pub async fn added_to_lately(&mut self, person: PersonId) -> Result<Option<CaseId>, DeskError> {
        let since = self.now() - SOON;
        Ok(self.tx.case_added_to(person, since).await?)
    }

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
}
