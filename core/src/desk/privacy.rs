//! What people agreed to.

use super::{DeskError, Work};
use crate::{case::letter::Letter, ids::PersonId, people::Person, store::Consent};

impl Work {
    /// Somebody is shown a version of the privacy notice; says whether for the first time.
    pub async fn show_notice(&mut self, person: &Person, version: i32) -> Result<bool, DeskError> {
        Ok(self.tx.consent_show(person.id, version, person.language).await?)
    }

    /// Somebody agrees to a version of the privacy notice.
    pub async fn agree(&mut self, person: &Person, version: i32) -> Result<(), DeskError> {
        Ok(self.tx.consent_agree(person.id, version, person.language).await?)
    }

    /// Somebody does not agree to it.
    pub async fn disagree(&mut self, person: PersonId) -> Result<(), DeskError> {
        Ok(self.tx.consent_withdraw(person).await?)
    }

    /// Owes somebody a file with everything that is kept about them, in their own chat.
    pub async fn post_my_data(&mut self, person: &Person) -> Result<(), DeskError> {
        self.owe_to(person, &Letter::MyData { person: person.id }).await
    }

    /// What somebody was shown of the privacy notice, and agreed to.
    pub async fn consents(&mut self, person: PersonId) -> Result<Vec<Consent>, DeskError> {
        Ok(self.tx.consents(person).await?)
    }
}
