//! Setting up: links for staff, codes for groups, and the menus of commands.

use casework::{
    desk::{InvitationError, Readiness},
    estate::Building,
    ids::InvitationId,
    intake::Detail,
    people::{Action, Person, Post, Role, may_at_site},
    place::{Department, Site},
    words::{Language, Words},
};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Setup},
    page::{Key, Page, Text, Tone},
};

impl Voice {
    fn setup_key(label: String, setup: Setup) -> Key {
        Key::press(label, &Button::Setup(setup))
    }

    /// You are the administrator.
    pub fn admin_welcome(self) -> Page {
        Page::say(say!(self, "admin-welcome"))
    }

    /// What the estate has, what it lacks, and what to press for it.
    pub fn setup(
        self,
        site: &Site,
        ready: &Readiness,
        departments: &[Department],
        username: &str,
    ) -> Page {
        let mark = |is_done: bool| if is_done { "✅" } else { "⬜" };
        let name = site.name.in_language(self.language);
        let zone = site.zone.name();
        let language = self.language_name(site.language);
        let phone = site.phone.as_str();
        let (profile, count) = (site.profile.as_str(), ready.buildings);
        let posts = |posts: &[Post]| {
            posts
                .iter()
                .map(|post| self.post(*post, departments))
                .collect::<Vec<_>>()
                .join(&say!(self, "list-comma"))
        };
        let rooms = ready.roomless.iter().map(|post| self.room_name(*post, departments));
        let rooms = rooms.collect::<Vec<_>>().join(&say!(self, "list-comma"));
        let lines = [
            (true, say!(self, "setup-estate", zone = zone, language = language, phone = phone)),
            (true, say!(self, "setup-profile", profile = profile)),
            (count > 0, say!(self, "setup-buildings", count = count)),
            if rooms.is_empty() {
                (true, say!(self, "setup-rooms"))
            } else {
                (false, say!(self, "setup-roomless", rooms = rooms))
            },
            if ready.vacant.is_empty() {
                (true, say!(self, "setup-staff"))
            } else {
                (false, say!(self, "setup-vacant", posts = posts(&ready.vacant)))
            },
        ];
        let mut text = Text::heading(&say!(self, "setup-head", estate = name));
        for (is_done, line) in lines {
            text = text.line(format!("{line} {}", mark(is_done)));
        }
        let link = format!("https://t.me/{username}");
        let end = if ready.is_ready() {
            say!(self, "setup-ready", link = link.as_str())
        } else {
            say!(self, "setup-not-ready")
        };
        Page::new(text.line("").line(end), self.setup_rows(ready, &link))
    }

    fn setup_rows(self, ready: &Readiness, link: &str) -> Vec<Vec<Key>> {
        let tell = |label, detail| Self::setup_key(label, Setup::Tell(detail));
        let mut rows = vec![
            vec![tell(say!(self, "button-setup-building"), Detail::Building)],
            vec![Self::setup_key(say!(self, "button-setup-bind"), Setup::Bind)],
            vec![Self::setup_key(say!(self, "button-setup-invite"), Setup::Invite)],
            vec![
                tell(say!(self, "button-setup-name"), Detail::Name),
                tell(say!(self, "button-setup-phone"), Detail::Phone),
            ],
            vec![Self::setup_key(say!(self, "button-setup-language"), Setup::Languages)],
        ];
        if ready.is_ready() {
            rows.insert(0, vec![Key::copy(say!(self, "button-copy-link"), link)]);
        }
        rows
    }

    /// Whose group it is, as people call it.
    fn room_name(self, post: Post, departments: &[Department]) -> String {
        let department = departments.iter().find(|known| Some(known.id) == post.department);
        match (post.role, department) {
            (_, Some(department)) => department.name.in_language(self.language).to_owned(),
            (Role::Leader, None) => say!(self, "bind-leaders"),
            (_, None) => say!(self, "bind-desk"),
        }
    }

    /// What are the groups spoken to in?
    pub fn setup_languages(self) -> Page {
        let rows = Language::ALL
            .map(|one| vec![Self::setup_key(self.language_name(one), Setup::Speak(one))]);
        Page::new(Text::plain(say!(self, "setup-languages")), rows.into())
    }

    /// What is to be written down?
    pub fn setup_asks(self, site: &Site, detail: Detail, version: i32) -> Page {
        let name = site.name.in_language(self.language);
        let text = match detail {
            Detail::Name => say!(self, "setup-ask-name", now = name),
            Detail::Phone => say!(self, "setup-ask-phone", now = site.phone.as_str()),
            Detail::Building => say!(self, "setup-ask-building"),
        };
        let cancel = Button::Task(version, Choice::Cancel);
        let cancel = Key::press(say!(self, "button-cancel"), &cancel);
        Page::new(Text::plain(text), vec![vec![cancel]])
    }

    /// It cannot be meant.
    pub fn setup_wrong(self, detail: Detail) -> String {
        match detail {
            Detail::Name => say!(self, "setup-wrong-name"),
            Detail::Phone => say!(self, "setup-wrong-phone"),
            Detail::Building => say!(self, "setup-wrong-building"),
        }
    }

    /// It is kept.
    pub fn setup_kept(self) -> String {
        say!(self, "setup-kept")
    }

    /// The building is there now, or was there before.
    pub fn setup_building(self, building: &Building, is_new: bool) -> String {
        let Building { name, floors, homes } = building;
        let name = name.as_str();
        if is_new {
            say!(
                self,
                "setup-building-new",
                name = name,
                floors = i64::from(*floors),
                homes = i64::from(*homes)
            )
        } else {
            say!(self, "setup-building-known", name = name)
        }
    }

    /// What a floor is called, in every language; `#` stands for its number.
    pub fn floor_pattern(self) -> Words {
        let of = |language| {
            let voice = Self::new(language, self.zone);
            (language, say!(voice, "setup-floor"))
        };
        Words(Language::ALL.map(of).into())
    }

    /// To which position?
    pub fn invite_role(self) -> Page {
        let rows = Role::ALL.map(|role| vec![Self::setup_key(self.role(role), Setup::Role(role))]);
        Page::new(Text::plain(say!(self, "invite-role")), rows.into())
    }

    /// In which department?
    pub fn invite_department(self, role: Role, departments: &[Department]) -> Page {
        let rows = departments.iter().map(|department| {
            let name = department.name.in_language(self.language).to_owned();
            let post = Post { role, department: Some(department.id) };
            vec![Self::setup_key(name, Setup::Staff(post))]
        });
        Page::new(Text::plain(say!(self, "invite-department")), rows.collect())
    }

    /// Here is the link.
    pub fn invite_link(self, link: &str) -> Page {
        let text = Text::plain(say!(self, "invite-link", hours = 48)).line(link);
        Page::new(text, vec![vec![Key::copy(say!(self, "button-copy-link"), link)]])
    }

    /// Waits for the admin's yes.
    pub fn staff_waits(self) -> Page {
        Page::say(say!(self, "staff-waits"))
    }

    /// May they?
    pub fn staff_asks(
        self,
        person: &Person,
        post: Post,
        departments: &[Department],
        id: InvitationId,
    ) -> Page {
        let account = person.account.map(|account| account.to_string()).unwrap_or_default();
        let post = self.post(post, departments);
        let text =
            say!(self, "staff-asks", name = self.name(person), account = account, post = post);
        Page::new(
            Text::plain(text),
            vec![vec![
                Self::setup_key(say!(self, "button-yes"), Setup::Yes(id)).toned(Tone::Success),
                Self::setup_key(say!(self, "button-no"), Setup::No(id)).toned(Tone::Danger),
            ]],
        )
    }

    /// To the one who asked: yes or no.
    pub fn staff_answer(self, yes: bool, post: Post, departments: &[Department]) -> Page {
        Page::say(if yes {
            say!(self, "staff-yes", post = self.post(post, departments))
        } else {
            say!(self, "staff-no")
        })
    }

    /// To the admin: decided.
    pub fn staff_decided(self, person: &Person, yes: bool) -> Page {
        let decision = if yes { say!(self, "decision-yes") } else { say!(self, "decision-no") };
        Page::new(
            Text::plain(say!(self, "staff-decided", name = self.name(person), decision = decision)),
            vec![],
        )
    }

    /// It was decided already.
    pub fn decided_already(self) -> String {
        say!(self, "decision-past")
    }

    /// Bind which group?
    pub fn bind_what(self, departments: &[Department]) -> Page {
        let room = |role, department| Setup::Room(Post { role, department });
        let mut rows: Vec<Vec<Key>> = departments
            .iter()
            .map(|department| {
                let name = department.name.in_language(self.language).to_owned();
                vec![Self::setup_key(name, room(Role::Crew, Some(department.id)))]
            })
            .collect();
        rows.push(vec![Self::setup_key(say!(self, "bind-desk"), room(Role::Desk, None))]);
        rows.push(vec![Self::setup_key(say!(self, "bind-leaders"), room(Role::Leader, None))]);
        Page::new(Text::plain(say!(self, "bind-what")), rows)
    }

    /// Here is the link and the code.
    pub fn bind_link(self, username: &str, code: &str) -> Page {
        let link =
            format!("https://t.me/{username}?startgroup={code}&admin=pin_messages+delete_messages");
        let command = say!(self, "bind-code", code = code);
        let text = Text::plain(say!(self, "bind-link")).line(command.as_str());
        Page::new(
            text,
            vec![
                vec![Key::open(say!(self, "button-bind"), link)],
                vec![Key::copy(say!(self, "button-copy-code"), command)],
            ],
        )
    }

    /// The group is bound.
    pub fn bound(self, post: Post, departments: &[Department]) -> Page {
        let department = departments.iter().find(|known| Some(known.id) == post.department);
        let text = Text::plain(match (post.role, department) {
            (Role::Leader, _) => say!(self, "bound-leaders"),
            (_, Some(department)) => {
                let department = department.name.in_language(self.language);
                say!(self, "bound", department = department)
            }
            (_, None) => say!(self, "bound-desk"),
        });
        Page { text: text.line(say!(self, "bound-rights")), ..Page::default() }
    }

    /// The code opens nothing.
    pub fn bind_wrong(self) -> Page {
        Page::say(say!(self, "bind-wrong"))
    }

    /// Bind in the group.
    pub fn bind_only_group(self) -> Page {
        Page::say(say!(self, "bind-only-group"))
    }

    /// The link opens nothing.
    pub fn invitation_error(self, error: InvitationError) -> Page {
        Page::say(match error {
            InvitationError::Unknown => say!(self, "invitation-unknown"),
            InvitationError::Expired => say!(self, "invitation-expired"),
            InvitationError::TooMany => say!(self, "invitation-too-many"),
        })
    }

    /// Goodbye to a group that is nobody's.
    pub fn group_unknown(self) -> Page {
        Page::say(say!(self, "group-unknown"))
    }

    /// We cannot see who that was.
    pub fn group_anonymous(self) -> Page {
        Page::say(say!(self, "group-anonymous"))
    }

    /// The commands somebody is shown: name and description, for what they are entitled to.
    pub fn menu(self, person: Option<&Person>) -> Vec<(&'static str, String)> {
        let is = |role| person.is_some_and(|person| person.is(role));
        let mut menu = vec![
            ("start", say!(self, "command-start")),
            ("danger", say!(self, "command-danger")),
            ("my", say!(self, "command-my")),
            ("case", say!(self, "command-case")),
            ("units", say!(self, "command-units")),
        ];
        if person.is_some_and(Person::is_staff) {
            menu.push(("why", say!(self, "command-why")));
        }
        if person.is_some_and(Person::is_staff) {
            menu.push(("new", say!(self, "command-new")));
        }
        if is(Role::Admin) {
            menu.push(("setup", say!(self, "command-setup")));
            menu.push(("invite", say!(self, "command-invite")));
            menu.push(("staff", say!(self, "command-staff")));
            menu.push(("bind", say!(self, "command-bind")));
        }
        if person.is_some_and(Person::is_staff) {
            menu.push(("queue", say!(self, "command-queue")));
            menu.push(("duty", say!(self, "command-duty")));
        }
        if person.is_some_and(|person| may_at_site(person, Action::Reply)) {
            menu.push(("calls", say!(self, "command-calls")));
        }
        if is(Role::Head) || person.is_some_and(|person| may_at_site(person, Action::ReadSummary)) {
            menu.push(("summary", say!(self, "command-summary")));
        }
        if person.is_some_and(Person::reads_callbacks) {
            menu.push(("readings", say!(self, "command-readings")));
        }
        if person.is_some_and(|person| may_at_site(person, Action::Explain)) {
            menu.push(("can", say!(self, "command-can")));
        }
        if person.is_some_and(|person| may_at_site(person, Action::Announce)) {
            menu.push(("announce", say!(self, "command-announce")));
            menu.push(("survey", say!(self, "command-survey")));
            menu.push(("events", say!(self, "command-events")));
        }
        if person.is_some_and(|person| may_at_site(person, Action::Receive)) {
            menu.push(("reception", say!(self, "command-reception")));
            menu.push(("contacts", say!(self, "command-contacts")));
        }
        menu.extend([
            ("mydata", say!(self, "command-mydata")),
            ("forget", say!(self, "command-forget")),
            ("lang", say!(self, "command-lang")),
            ("quiet", say!(self, "command-quiet")),
            ("cancel", say!(self, "command-cancel")),
            ("help", say!(self, "command-help")),
        ]);
        menu
    }

    /// The commands shown in groups.
    pub fn group_menu(self) -> Vec<(&'static str, String)> {
        vec![("case", say!(self, "command-case")), ("help", say!(self, "command-help"))]
    }
}
