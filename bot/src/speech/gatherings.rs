//! Meetings and events: the invitation, who comes, what was told, the minutes.

use casework::{
    desk::GatheringView,
    gathering::{Gathering as Invited, GatheringKind, TITLE_LIMIT},
    place::Place,
};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Gathering},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of a title is on a button.
const NAMED: usize = 12;

fn press(label: String, of: Gathering) -> Key {
    Key::press(label, &Button::Gathering(of))
}

impl Voice {
    /// What it is called, and when it is.
    pub(crate) fn gathering_head(self, of: &Invited) -> String {
        say!(self, "gathering-head", title = of.title.as_str(), day = self.day(of.day))
    }

    fn gathering_stands(self, view: &GatheringView) -> String {
        let attendance = &view.attendance;
        say!(
            self,
            "gathering-stands",
            comes = attendance.comes,
            stays = attendance.stays,
            told = view.numbers.len()
        )
    }

    /// What people are invited to.
    pub fn gatherings(self, shown: &[GatheringView]) -> Page {
        let mut text = Text::heading(&say!(self, "gatherings"));
        if shown.is_empty() {
            text = text.line(say!(self, "gatherings-none"));
        }
        let mut rows = vec![];
        for view in shown {
            let of = &view.gathering;
            let (head, stands) = (self.gathering_head(of), self.gathering_stands(view));
            text = text.line(say!(self, "gatherings-line", head = head, stands = stands));
            let label = shortened(&of.title, NAMED);
            rows.push(vec![press(label, Gathering::Show(of.id))]);
        }
        for (label, kind) in [
            (say!(self, "button-gathering-meeting"), GatheringKind::Meeting),
            (say!(self, "button-gathering-event"), GatheringKind::Event),
        ] {
            rows.push(vec![press(label, Gathering::Begin(kind)).toned(Tone::Primary)]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    /// What is it called?
    pub fn gathering_title(self, kind: GatheringKind, version: i32) -> Page {
        let text = match kind {
            GatheringKind::Meeting => say!(self, "gathering-title-meeting"),
            GatheringKind::Event => say!(self, "gathering-title-event"),
        };
        self.gathering_asks(text, version)
    }

    /// On which day?
    pub fn gathering_day(self, title: &str, version: i32) -> Page {
        self.gathering_asks(say!(self, "gathering-day", title = title), version)
    }

    fn gathering_asks(self, text: String, version: i32) -> Page {
        let cancel = Button::Task(version, Choice::Cancel);
        let cancel = Key::press(say!(self, "button-cancel"), &cancel);
        Page::new(Text::plain(text), vec![vec![cancel]])
    }

    /// A title fits on a line.
    pub fn gathering_title_long(self) -> String {
        say!(self, "gathering-title-long", limit = TITLE_LIMIT)
    }

    /// That is no day, or it is past.
    pub fn gathering_day_wrong(self) -> String {
        say!(self, "gathering-day-wrong")
    }

    /// What stands under an invitation.
    pub(super) fn gathering_keys(self, of: &Invited) -> Vec<Vec<Key>> {
        vec![
            vec![
                press(say!(self, "button-gathering-comes"), Gathering::Comes(of.id, true))
                    .toned(Tone::Success),
                press(say!(self, "button-gathering-stays"), Gathering::Comes(of.id, false)),
            ],
            vec![press(say!(self, "button-gathering-tell"), Gathering::Tell(of.id))],
        ]
    }

    /// Somebody has said whether they come.
    pub fn gathering_answered(self, taken: bool, comes: bool) -> String {
        match (taken, comes) {
            (false, _) => say!(self, "gathering-over"),
            (true, true) => say!(self, "gathering-comes"),
            (true, false) => say!(self, "gathering-stays"),
        }
    }

    /// It was said already, or it is too late for it.
    pub fn gathering_said(self) -> String {
        say!(self, "gathering-said")
    }

    /// What would you like to tell us?
    pub fn gathering_tell(self, of: &Invited) -> Page {
        Page::say(say!(self, "gathering-tell", title = of.title.as_str()))
    }

    /// What is asked of somebody who has scanned a sticker.
    pub fn sticker_tell(self, place: &Place) -> Page {
        Page::say(say!(self, "sticker-tell", place = place.least(self.language)))
    }

    /// The sticker is of no use any more.
    pub fn sticker_void(self) -> Page {
        Page::say(say!(self, "sticker-void"))
    }

    /// What stands on a sticker.
    pub fn sticker_call(self) -> String {
        say!(self, "sticker-call")
    }

    /// Whom to call, on a sticker.
    pub fn sticker_phone(self, phone: &str) -> String {
        say!(self, "sticker-phone", phone = phone)
    }

    /// One of them: who comes, what was told, its link, its minutes.
    pub fn gathering(self, view: &GatheringView, link: &str) -> Page {
        let of = &view.gathering;
        let mut text = Text::heading(&self.gathering_head(of)).line(self.gathering_stands(view));
        if !view.numbers.is_empty() {
            let numbers: Vec<&str> =
                view.numbers.iter().map(casework::case::Number::as_str).collect();
            text = text.line(say!(self, "gathering-numbers", numbers = numbers.join(", ")));
        }
        let mut rows = vec![];
        if of.invitation.is_none() && !view.is_over {
            let invite = press(say!(self, "button-gathering-invite"), Gathering::Invite(of.id));
            rows.push(vec![invite.toned(Tone::Primary)]);
        }
        text = text.line_if(of.minutes.map(|_| say!(self, "gathering-minutes-there")));
        let text = text.line(say!(self, "gathering-link")).line(link);
        rows.push(vec![Key::copy(say!(self, "button-copy-link"), link)]);
        if of.invitation.is_some() && of.minutes.is_none() {
            let minutes = say!(self, "button-gathering-minutes");
            rows.push(vec![press(minutes, Gathering::Minutes(of.id))]);
        }
        rows.push(vec![press(say!(self, "button-gatherings"), Gathering::List)]);
        Page::new(text, rows)
    }

    /// It is over: what was said there?
    pub fn gathering_ended(self, view: &GatheringView) -> Page {
        let head = self.gathering_head(&view.gathering);
        let text = Text::heading(&head).line(self.gathering_stands(view)).line(
            match view.gathering.kind {
                GatheringKind::Meeting => say!(self, "gathering-ended"),
                GatheringKind::Event => say!(self, "gathering-ended-event"),
            },
        );
        let minutes = say!(self, "button-gathering-minutes");
        Page::new(text, vec![vec![press(minutes, Gathering::Minutes(view.gathering.id))]])
    }
}
