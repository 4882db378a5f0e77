//! Who is told, and in which room: audiences become letters.

use chrono::{DateTime, Utc};

use super::{
    DeskError, Work,
    rooms::{managing, rooms_of},
};
use crate::{
    case::{
        Audience, Case, Notice, Passes,
        letter::{Class, Handing, Letter},
    },
    ids::{Account, CaseId, PersonId, Room},
    people::{Person, Role},
    policy::{Hearer, TimerKind},
    questionnaire::Occasion,
    store::CardKind,
};

impl Work {
    /// The questions of a conversation (its pages with this `screen`) that nobody has seen yet
    /// are no longer owed, because a newer one takes their place; says which.
    pub async fn supersede(
        &mut self,
        room: Room,
        screen: &serde_json::Value,
    ) -> Result<Vec<serde_json::Value>, DeskError> {
        Ok(self.tx.outbox_supersede(room, screen).await?)
    }

    /// A page of a conversation, ready made, for a room.
    pub async fn post_page(
        &mut self,
        room: Room,
        page: serde_json::Value,
    ) -> Result<(), DeskError> {
        let letter = Letter::Page { page };
        self.owe(room, letter.class(), &letter).await
    }

    /// A notice about a case for a room.
    pub async fn post_notice(
        &mut self,
        room: Room,
        case: CaseId,
        notice: Notice,
    ) -> Result<(), DeskError> {
        let letter = Letter::Notice { case, notice };
        self.owe(room, letter.class(), &letter).await
    }

    /// The files of a case's story, what was added to it included, for a room.
    pub async fn post_files(&mut self, room: Room, case: &Case) -> Result<(), DeskError> {
        self.owe_files(room, case.id, false).await?;
        self.owe_files_of_all_led(room, case).await
    }

    /// Owes somebody a letter in their own chat; nothing to whoever has none.
    pub(super) async fn owe_to(
        &mut self,
        person: &Person,
        letter: &Letter,
    ) -> Result<(), DeskError> {
        match person.account {
            Some(account) => self.owe(account.room(), letter.class(), letter).await,
            None => Ok(()),
        }
    }

    pub(super) async fn owe(
        &mut self,
        room: Room,
        class: Class,
        letter: &Letter,
    ) -> Result<(), DeskError> {
        self.owes = true;
        Ok(self.tx.outbox_post(room, class, letter).await?)
    }

    pub(super) async fn owe_card(&mut self, room: Room, card: i64) -> Result<(), DeskError> {
        self.owe_card_as(Class::State, room, card).await
    }

    pub(super) async fn owe_card_as(
        &mut self,
        class: Class,
        room: Room,
        card: i64,
    ) -> Result<(), DeskError> {
        self.owes = true;
        Ok(self.tx.outbox_post(room, class, &Letter::Card { card }).await?)
    }

    /// What is left of a case's files, from the one at `from`, handed over in this way: at most so
    /// many.
    pub async fn post_more_files(
        &mut self,
        room: Room,
        case: CaseId,
        result: bool,
        from: usize,
        handing: Handing,
        left: usize,
    ) -> Result<(), DeskError> {
        let letter = Letter::Files { case, result, from, handing, left };
        self.owe(room, letter.class(), &letter).await
    }

    pub(super) async fn owe_files(
        &mut self,
        room: Room,
        case: CaseId,
        result: bool,
    ) -> Result<(), DeskError> {
        match self.tx.evidence(case, result).await?.len() {
            0 => Ok(()),
            left => self.post_more_files(room, case, result, 0, Handing::Together, left).await,
        }
    }

    /// The receipt to the owner and the card for the desk: both go on living with the case.
    pub(super) async fn acknowledge(
        &mut self,
        case: &Case,
        owner: &Person,
    ) -> Result<(), DeskError> {
        if let Some(account) = owner.account {
            let card = self.tx.card_add(case.id, CardKind::Receipt, account.room(), 0).await?;
            self.owe_card(account.room(), card).await?;
        }
        let rooms = match self.site().await?.desk_room {
            _ if case.facts.passes.is_some() => self.desk_rooms_for(case).await?,
            room => room.into_iter().collect(),
        };
        for room in rooms {
            let card = self.tx.card_add(case.id, CardKind::Desk, room, 0).await?;
            self.owe_card(room, card).await?;
            // Photos can show who told us: those who lead it are handed them with the slip.
            if !(case.kind.is_confidential() && room.is_group()) {
                self.owe_files(room, case.id, false).await?;
            }
        }
        Ok(())
    }

    /// Every living message of a case should show the newest state.
    pub(super) async fn renew_cards(&mut self, case: CaseId) -> Result<(), DeskError> {
        for (card, room) in self.tx.cards_want_news(case).await? {
            self.owe_card(room, card).await?;
        }
        Ok(())
    }

    /// The moment that the book was put back to from a backup, once: whoever asks tells people. What they see
    /// may be newer than what the book knows, so every living message of an open case is shown again; links
    /// and codes that may have been used since are void.
    pub async fn put_back(&mut self) -> Result<Option<DateTime<Utc>>, DeskError> {
        let moment = self.tx.put_back().await?;
        if moment.is_some() {
            for (card, room) in self.tx.cards_renew_all().await? {
                self.owe_card(room, card).await?;
            }
        }
        Ok(moment)
    }

    pub(super) async fn tell(
        &mut self,
        before: &Case,
        case: &Case,
        audience: Audience,
        notice: Notice,
    ) -> Result<(), DeskError> {
        let rooms = match audience {
            Audience::Owner => return self.tell_owner(case, notice).await,
            Audience::Signer => match case.state.signer().or(before.state.signer()) {
                // Whom it is about does not hear of it; what was meant for them is the desk's, but for
                // the slip in full, which no group reads.
                Some(signer) if case.handling.accused.contains(&signer) => match notice {
                    Notice::FullSlip => vec![],
                    _ => self.desk_rooms_for(case).await?,
                },
                Some(signer) => rooms_of(&[self.person(signer).await?]),
                None => vec![],
            },
            // Without a department there are no heads to tell; not everybody's.
            Audience::Heads if case.department.is_none() => vec![],
            Audience::Heads => {
                let heads = self.others_in(Role::Head, case.department, case).await?;
                // Whoever it is about signs nothing of it: a manager stands in for the only head, and where
                // there is none.
                if heads.is_empty() {
                    rooms_of(&self.others_in(managing(case), None, case).await?)
                } else {
                    rooms_of(&self.first_told(heads, case.department).await?)
                }
            }
            Audience::Desk => self.desk_rooms_for(case).await?,
            Audience::Responsible => self.responsible_rooms(case, &notice).await?,
            Audience::Duty => self.duty_rooms(case).await?,
            Audience::Managers => {
                let mut managers = self.others_in(managing(case), None, case).await?;
                // Who had a hand in it is not asked to judge it (S0-17.11).
                let judges = notice == Notice::Objected;
                managers.retain(|one| !judges || !case.handling.is_partial(&case.state, one.id));
                rooms_of(&managers)
            }
            Audience::Auditors => rooms_of(&self.others_in(Role::Auditor, None, case).await?),
            // What is about one of those who sit there is told to the others alone (PV-08).
            Audience::Leaders => match self.site().await?.leaders_room {
                Some(room)
                    if case.handling.accused.is_empty()
                        && case.facts.passes != Some(Passes::Managers) =>
                {
                    vec![room]
                }
                _ => rooms_of(&self.others_in(Role::Leader, None, case).await?),
            },
        };
        if notice == Notice::FullSlip {
            self.look(case, before).await?;
        }
        for room in rooms {
            // A manager who stands in for a head is told once.
            let told = (room, case.id, notice.clone());
            if !self.told.contains(&told) {
                self.told.push(told);
                self.post_notice(room, case.id, notice.clone()).await?;
            }
        }
        if notice == Notice::FullSlip
            && let Some(signer) = case.state.signer()
            && let Some(account) = self.person(signer).await?.account
        {
            self.post_files(account.room(), case).await?;
        }
        Ok(())
    }

    /// Whoever a measure is laid upon, unless they hear of it as a head or as whoever has signed.
    async fn responsible_rooms(
        &mut self,
        case: &Case,
        notice: &Notice,
    ) -> Result<Vec<Room>, DeskError> {
        let now = self.now();
        let handling = &case.handling;
        let responsible: Vec<PersonId> = match notice {
            Notice::CorrectiveSet => {
                handling.corrective.last().map(|one| one.measure.responsible).into_iter().collect()
            }
            Notice::Late { timer: TimerKind::Corrective } => {
                let late = handling.undone().filter(|(_, one)| one.until <= now);
                late.map(|(_, one)| one.responsible).collect()
            }
            _ => handling.measure.iter().map(|measure| measure.responsible).collect(),
        };
        let heads = self.others_in(Role::Head, case.department, case).await?;
        let informed = match notice {
            Notice::Late { timer } => {
                let policy = self.policy(case.policy).await?;
                let tells = policy.waited(*timer).map(|rule| rule.tell.as_slice());
                let tells = tells.unwrap_or_default().contains(&Hearer::Heads);
                if tells { self.first_told(heads, case.department).await? } else { vec![] }
            }
            _ => heads,
        };
        let mut rooms = vec![];
        for id in responsible {
            let person = self.person(id).await?;
            // Who is accused, or works here no longer, answers for nothing (PV-08).
            if !person.is_staff() || handling.accused.contains(&id) {
                continue;
            }
            let is_told = case.department.is_some() && informed.iter().any(|head| head.id == id)
                || *notice == Notice::MeasureFixed && case.state.signer() == Some(id);
            rooms.extend(person.account.map(Account::room).filter(|_| !is_told));
        }
        rooms.sort_unstable();
        rooms.dedup();
        Ok(rooms)
    }

    /// The groups of those who run to help; the desk's own hears it as the desk.
    async fn duty_rooms(&mut self, case: &Case) -> Result<Vec<Room>, DeskError> {
        let mut rooms = vec![];
        for department in case.department.into_iter().chain(self.site().await?.alarm) {
            // Whom it is about reads nothing of it, whoever else sits there (PV-08).
            if self.is_about_somebody_of(case, department).await? {
                continue;
            }
            let department = self.department(department).await?;
            rooms.extend(department.and_then(|department| department.room));
        }
        let desk = self.site().await?.desk_room;
        rooms.sort_unstable();
        rooms.dedup();
        rooms.retain(|room| Some(*room) != desk);
        Ok(rooms)
    }

    /// What was just added to a case in which people are in danger, for everybody who runs to help.
    pub async fn show_danger(&mut self, case: &Case, files: usize) -> Result<(), DeskError> {
        if !case.is_alarmed() {
            return Ok(());
        }
        let known = self.tx.evidence(case.id, false).await?.len();
        let from = known.saturating_sub(files);
        let mut rooms = self.duty_rooms(case).await?;
        let desk = self.desk_rooms_for(case).await?;
        rooms.extend(desk.into_iter().filter(|room| !rooms.contains(room)).collect::<Vec<_>>());
        for room in rooms {
            let handing = Handing::Together;
            let letter = Letter::Files { case: case.id, result: false, from, handing, left: files };
            self.owe(room, Class::Danger, &letter).await?;
        }
        Ok(())
    }

    /// Whoever is sent the full slip has looked at it (PV-10).
    async fn look(&mut self, case: &Case, before: &Case) -> Result<(), DeskError> {
        if let Some(signer) = case.state.signer().or(before.state.signer()) {
            self.tx.look_add(case.id, signer).await?;
        }
        Ok(())
    }

    /// An owner without a chat is told by voice: the desk is asked to call. So is one whose chat
    /// takes nothing now; what is owed to it waits for their return.
    pub(super) async fn tell_owner(
        &mut self,
        case: &Case,
        notice: Notice,
    ) -> Result<(), DeskError> {
        let owner = self.person(case.owner).await?;
        if owner.is_by_voice() {
            match &notice {
                Notice::ResultTold | Notice::CallbackReminder => {
                    self.please_call(case, None).await?;
                }
                Notice::Replied { text } | Notice::Question { text } | Notice::Message { text } => {
                    self.please_call(case, Some(text.clone())).await?;
                }
                Notice::StillFine => {
                    for room in self.desk_rooms_for(case).await? {
                        self.post_notice(room, case.id, Notice::StillFine).await?;
                    }
                }
                _ => {}
            }
        }
        let shows_result = notice == Notice::ResultTold;
        let answers = shows_result || matches!(notice, Notice::Replied { .. });
        if let Some(account) = owner.account {
            if shows_result {
                self.owe_files(account.room(), case.id, true).await?;
            }
            self.post_notice(account.room(), case.id, notice).await?;
        }
        if answers && case.wants_writing() { self.tell_in_writing(case).await } else { Ok(()) }
    }

    /// The answer in writing: to the owner, or to the desk, which posts it.
    pub(super) async fn tell_in_writing(&mut self, case: &Case) -> Result<(), DeskError> {
        let owner = self.person(case.owner).await?;
        if owner.is_by_voice() {
            for room in self.desk_rooms_for(case).await? {
                self.post_notice(room, case.id, Notice::ReplyReady).await?;
            }
        }
        match owner.account {
            Some(account) => self.post_written_reply(account.room(), case.id).await,
            None => Ok(()),
        }
    }

    pub(super) async fn please_call(
        &mut self,
        case: &Case,
        text: Option<String>,
    ) -> Result<(), DeskError> {
        for room in self.desk_rooms_for(case).await? {
            let notice = Notice::PleaseCall { text: text.clone() };
            self.post_notice(room, case.id, notice).await?;
        }
        Ok(())
    }

    /// Sends the questionnaire of this round; for an owner without a chat, the desk is asked to
    /// call.
    pub(super) async fn ask_owner(&mut self, case: &Case) -> Result<(), DeskError> {
        let owner = self.person(case.owner).await?;
        let template = self.template_for(case, Occasion::Result).await?;
        let questionnaire =
            self.tx.questionnaire_open(case.id, case.round, case.owner, template).await?;
        // The same round may be asked once more, after a part was left.
        self.tx.readings_drop(questionnaire).await?;
        if owner.is_by_voice() {
            self.please_call(case, None).await?;
        }
        self.show_questionnaire(&owner, questionnaire, Class::State).await
    }

    pub(super) async fn recall_questionnaire(&mut self, case: &Case) -> Result<(), DeskError> {
        for (questionnaire, person) in self.tx.questionnaires_expire(case.id).await? {
            let person = self.person(person).await?;
            self.show_questionnaire(&person, questionnaire, Class::State).await?;
        }
        Ok(())
    }
}
