//! What is open and when it is due, for those who have to do with it; and what the round of the
//! morning has found.

use casework::{
    case::effect::Found,
    desk::{CaseView, Queue},
    store::Queued,
};

use super::{Voice, case_key, say};
use crate::{
    button::{Act, Button, Home},
    page::{Key, Page, Text, Tone},
};

/// So many cases stand on a page.
pub(crate) const QUEUE_PAGE: usize = 8;

impl Voice {
    /// A page of the open cases.
    pub fn queue(
        self,
        queue: Queue,
        page: u16,
        total: usize,
        shown: &[(Queued, CaseView)],
    ) -> Page {
        let other = match queue {
            Queue::Due => Key::press(
                say!(self, "button-queue-stale"),
                &Button::Home(Home::Queue(Queue::Stale, 0)),
            ),
            Queue::Stale => Key::press(
                say!(self, "button-queue-due"),
                &Button::Home(Home::Queue(Queue::Due, 0)),
            ),
        };
        if shown.is_empty() {
            let text = match queue {
                Queue::Due => say!(self, "queue-empty"),
                Queue::Stale => say!(self, "queue-stale-empty"),
            };
            return Page::new(Text::plain(text), vec![vec![other]]);
        }
        let head = match queue {
            Queue::Due => say!(self, "queue-head", total = total),
            Queue::Stale => say!(self, "queue-stale-head", total = total),
        };
        let mut text = Text::heading(&head);
        for (queued, view) in shown {
            text = text.paragraph(self.queued(queue, queued, view));
        }
        let keys: Vec<Key> = shown
            .iter()
            .map(|(_, view)| case_key(view, view.case.number.as_str().to_owned(), Act::Show))
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        let turn =
            |label: String, to: u16| Key::press(label, &Button::Home(Home::Queue(queue, to)));
        let mut turns = vec![];
        if page > 0 {
            turns.push(turn(say!(self, "button-previous"), page - 1));
        }
        if (usize::from(page) + 1) * QUEUE_PAGE < total {
            turns.push(turn(say!(self, "button-next"), page + 1));
        }
        rows.extend([turns, vec![other]].into_iter().filter(|row| !row.is_empty()));
        Page::new(text, rows)
    }

    /// To somebody who does not work here.
    pub fn queue_not_yours(self) -> String {
        say!(self, "queue-not-yours")
    }

    /// One case: what it is about and where, how it stands, and what is next.
    fn queued(self, queue: Queue, queued: &Queued, view: &CaseView) -> String {
        let number = view.case.number.as_str();
        let (about, state) = (self.about(view), self.staff_state(view));
        let next = match (queue, &queued.next) {
            (Queue::Stale, _) => {
                say!(self, "queue-touched", moment = self.moment(queued.touched))
            }
            _ if queued.late => say!(self, "queue-overdue"),
            (_, Some((timer, due_at))) => {
                let (timer, moment) = (self.timer(*timer), self.moment(*due_at));
                say!(self, "queue-next", timer = timer, moment = moment)
            }
            (_, None) => say!(self, "queue-nothing-next"),
        };
        let line =
            say!(self, "queue-line", number = number, about = about, state = state, next = next);
        if queued.late { say!(self, "queue-late", line = line) } else { line }
    }

    /// What the round of the morning has found.
    pub fn round(self, found: &Found, lacking: &[String]) -> Page {
        let (open, late, stale) = (found.open, found.late, found.stale);
        let mut text =
            Text::heading(&say!(self, "round-head", open = open, late = late, stale = stale));
        if !lacking.is_empty() {
            let numbers = lacking.join(", ");
            text = text.paragraph(say!(self, "round-lacking", numbers = numbers));
        }
        let show = Button::Home(Home::Queue(Queue::Due, 0));
        let key = Key::press(say!(self, "button-queue"), &show);
        Page::new(text, vec![vec![key.toned(Tone::Primary)]])
    }
}
