//! What procedures beside S0-01 add: more time, neighbours, a price, an objection.

use casework::{
    case::{Kind, State, handling::Mediator},
    intake::{FormKind, Purpose},
};
use chrono::TimeDelta;

use super::{
    ENGINEERING, SERVICE, Tour,
    lines::{Appeal, Extension, Neighbours, Quote, Repair},
};
use crate::button::{Act, Choice};

impl Tour<'_> {
    /// S3-16: whoever needs longer asks before the limit, and the owner hears why, and until when.
    pub(super) async fn extension(&mut self, lines: &Extension) -> anyhow::Result<()> {
        let (group, owner) = (self.room("engineering"), self.who("owner"));
        let (crew, manager) = (self.who("crew"), self.who("manager"));
        self.chapter("S3-16", &lines.title).await?;
        self.files(Kind::Complaint, &lines.story).await?;
        self.is_there(&ENGINEERING).await?;
        self.passes(TimeDelta::hours(39)).await?;
        self.reads(crew, &lines.warned)?;

        self.acts("crew", group, Act::More).await?;
        self.acts("crew", crew, Act::Form(FormKind::AskTime)).await?;
        self.says("crew", &lines.reason).await?;
        let day = self.day(7)?;
        self.chooses("crew", |choice| choice == Choice::By(day)).await?;
        self.chooses("crew", |choice| choice == Choice::Send).await?;
        self.reads(group, &lines.asked)?;
        self.reads_not(owner, &lines.told)?;
        self.acts("manager", manager, Act::GrantTime).await?;
        self.reads(owner, &lines.told)?;
        self.reads(owner, &lines.reason)?;

        // The old limit passes, and nobody is told that anything is late.
        self.passes(TimeDelta::hours(33)).await?;
        for hearer in [self.room("desk"), self.who("head")] {
            self.reads_not(hearer, &lines.late)?;
        }
        self.ends_well(&ENGINEERING, &lines.result).await
    }

    /// S0-16: whoever works on it does not learn whose it is; the talk is written down without a
    /// name, and on the day somebody asks whether it is kept.
    pub(super) async fn neighbours(&mut self, lines: &Neighbours) -> anyhow::Result<()> {
        let (group, desk) = (self.room("service"), self.room("desk"));
        let (owner, crew) = (self.who("owner"), self.who("service"));
        self.chapter("S0-16", &lines.title).await?;
        self.files(Kind::Complaint, &lines.story).await?;
        self.acts("service", group, Act::Sign).await?;
        self.reads(crew, &lines.withheld)?;
        self.reads(crew, &lines.covered)?;
        self.seen.hush();
        self.acts("service", group, Act::SetOut).await?;
        self.acts("service", group, Act::Arrive).await?;
        self.seen.speak(&self.own.came);

        self.acts("desk", desk, Act::More).await?;
        self.acts("desk", self.who("desk"), Act::Form(FormKind::Mediate)).await?;
        self.chooses("desk", |choice| choice == Choice::Settled(true)).await?;
        self.chooses("desk", |choice| choice == Choice::Mediator(Mediator::Ours)).await?;
        self.says("desk", &lines.agreed).await?;
        let day = self.day(1)?;
        self.chooses("desk", |choice| choice == Choice::By(day)).await?;
        self.chooses("desk", |choice| choice == Choice::Send).await?;
        self.reads(owner, &lines.told)?;
        self.reads(owner, &lines.agreed)?;
        self.acts("owner", owner, Act::Settle).await?;
        self.passes(TimeDelta::hours(47)).await?;
        self.reads(desk, &lines.followed_up)?;
        self.ends_well(&SERVICE, &lines.result).await?;
        for secret in &lines.hidden {
            for chat in [group, desk, crew] {
                self.reads_not(chat, secret)?;
            }
        }
        Ok(())
    }

    /// S2-14: the price comes first, and nothing is begun before the owner agrees.
    pub(super) async fn repair(&mut self, lines: &Repair) -> anyhow::Result<()> {
        let (group, owner, crew) = (self.room("engineering"), self.who("owner"), self.who("crew"));
        self.chapter("S2-14", &lines.title).await?;
        self.files(Kind::Repair, &lines.story).await?;
        self.is_there(&ENGINEERING).await?;
        self.quotes(&lines.dear).await?;
        self.reads(owner, &lines.dear.price)?;
        self.reads(owner, &lines.asked)?;
        self.may_not("crew", group, Act::Report, &lines.not_yet).await?;
        self.tells("owner", owner, Purpose::RefuseQuote, &lines.refusal).await?;
        self.reads(crew, &lines.refusal)?;
        self.quotes(&lines.fair).await?;
        self.reads(owner, &lines.fair.price)?;
        self.reads_not(crew, &lines.agreed)?;
        self.acts("owner", owner, Act::Agree).await?;
        self.reads(crew, &lines.agreed)?;
        self.ends_well(&ENGINEERING, &lines.result).await
    }

    async fn quotes(&mut self, quote: &Quote) -> anyhow::Result<()> {
        self.acts("crew", self.room("engineering"), Act::More).await?;
        self.acts("crew", self.who("crew"), Act::Form(FormKind::Quote)).await?;
        self.says("crew", &quote.work).await?;
        self.says("crew", &quote.price).await?;
        self.chooses("crew", |choice| choice == Choice::Send).await
    }

    /// S0-17: an objection is decided by somebody who had no hand in it, then by the leaders; who is
    /// right is worked for again.
    pub(super) async fn appeal(&mut self, lines: &Appeal) -> anyhow::Result<()> {
        let (group, leaders) = (self.room("engineering"), self.room("leaders"));
        let (owner, manager) = (self.who("owner"), self.who("manager"));
        self.chapter("S0-17", &lines.title).await?;
        self.files(Kind::Complaint, &lines.story).await?;
        self.seen.hush();
        self.acts("crew", group, Act::Sign).await?;
        self.reports(&ENGINEERING, &lines.result).await?;
        self.seen.speak(&self.own.reported);

        self.tells("owner", owner, Purpose::Object, &lines.objection).await?;
        self.reads(owner, &lines.heard)?;
        self.reads(manager, &lines.objection)?;
        self.tells("manager", manager, Purpose::Dismiss, &lines.stands).await?;
        self.reads(owner, &lines.dismissed)?;
        self.reads(owner, &lines.stands)?;

        self.tells("owner", owner, Purpose::Object, &lines.again).await?;
        self.reads(leaders, &lines.leaders_told)?;
        self.reads_not(owner, &lines.upheld)?;
        self.tells("leader", leaders, Purpose::Uphold, &lines.right).await?;
        self.reads(owner, &lines.upheld)?;
        self.reads(owner, &lines.right)?;
        self.expect("the case, open again", |state| matches!(state, State::Dispatched { .. }))
            .await?;
        self.acts("crew", group, Act::Sign).await?;
        self.ends_well(&ENGINEERING, &lines.second).await
    }
}
