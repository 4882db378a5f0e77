//! Reports of misconduct and breaches: told in two steps, looked into by somebody whom it is not about,
//! answered, and who told us is known to those who lead it alone.

use casework::{
    intake::{About, Purpose},
    people::Role,
    words::Language::{self, En, ZhHans, ZhHant},
};
use chrono::TimeDelta;
use huiyin::button::{Act, Choice};
use playground::Content;
use scenarios::{Person, World, photo};

const ABOUT_DESK: &str = "Yes, service centre";
const SEATS: [&str; 6] = ["engineering", "security", "environment", "service", "desk", "leaders"];

/// A report, told with everything that could give its teller away.
async fn reports<'a>(world: &'a World, story: &str) -> Person<'a> {
    reports_of(world, story, "No").await
}

async fn reports_of<'a>(world: &'a World, story: &str, about: &str) -> Person<'a> {
    let owner = world.person("owner");
    owner.joins().await;
    owner.taps("Report a breach").await;
    owner.says(story).await;
    owner.sends(photo()).await;
    owner
        .sends(Content::document(b"list".to_vec(), "Meiling Chen 101.pdf", "application/pdf"))
        .await;
    owner.taps("That's all").await;
    owner.says("Building 2, the back stairs").await;
    assert!(owner.has_read("Is it about one of those who would read it?"), "{}", owner.reads());
    owner.taps(about).await;
    owner.taps("Send").await;
    owner
}

/// The desk decides who looks into the newest case; returns the toast.
async fn sends_to(world: &World, department: &str) -> String {
    let desk = world.person("desk");
    desk.presses(world.room("desk"), "Correct").await;
    desk.taps("Department").await;
    desk.taps(department).await
}

/// What would tell who it was.
async fn secrets(world: &World) -> Vec<String> {
    let phone = world.column("select phone from people where name = 'Meiling Chen'").await;
    let account = world.person("owner").account.to_string();
    vec!["Meiling".to_owned(), "101".to_owned(), phone[0].clone(), account]
}

fn tells(text: &str, secrets: &[String]) -> Option<String> {
    secrets.iter().find(|secret| text.contains(*secret)).cloned()
}

/// S0-14: a report is looked into and answered, and only those who lead it learn who told us.
#[tokio::test]
async fn a_report_is_looked_into_and_answered_and_nobody_learns_who_told_us() {
    World::run(En, async |world| {
        let (guard, desk, security) =
            (world.person("guard"), world.person("desk"), world.room("security"));
        let story = "I am Meiling Chen from 101. The firm upstairs keeps gas bottles in the stairs";
        let owner = reports(world, story).await;
        let number = world.newest_number().await;
        let secrets = secrets(world).await;
        for word in [
            "Thank you for telling us. Only the service centre and the management know who you are",
            "We pass it to a department within 10 minutes",
        ] {
            assert!(owner.has_read(word), "{word} in:\n{}", owner.reads());
        }
        let came = format!("{number}: a report has come in.");
        assert!(
            world.shows(world.room("leaders"), &came),
            "{}",
            world.shown_in(world.room("leaders"))
        );
        assert_eq!(world.stages().await, "registered", "no category sends it anywhere");

        sends_to(world, "Security").await;
        assert!(world.shows(security, &format!("Slip {number} · report")));
        guard.signs(security).await;
        for word in [
            "A report: name, unit and number of whoever told us stay with the service centre",
            "I am ▇▇ from ▇▇. The firm upstairs keeps gas bottles",
            "Building 2, the back stairs",
            "One file stays with the service centre",
        ] {
            assert!(guard.has_read(word), "{word} in:\n{}", guard.reads());
        }
        assert!(owner.has_read("You get the result by 19 Nov 09:10"), "{}", owner.reads());
        guard.acts(guard.account, Act::Print).await;
        guard.says(&format!("/case {number}")).await;
        owner.tells(owner.account, Purpose::Say, "It was me, Meiling Chen, 101").await;
        assert!(guard.has_read("It was me, ▇▇, ▇▇"), "{}", guard.reads());
        guard.reports(security, "The bottles are gone").await;
        assert!(owner.has_read("Result: The bottles are gone"), "{}", owner.reads());
        owner.taps("Solved").await;
        world.person("guard_head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        assert!(owner.has_read(&format!("How was it? {number}")), "{}", owner.reads());

        for seat in SEATS {
            let shown = world.shown_in(world.room(seat));
            assert_eq!(tells(&shown, &secrets), None, "{seat}:\n{shown}");
            assert!(!shown.contains("gas bottles"), "{seat}:\n{shown}");
        }
        for reader in [guard, world.person("guard_head")] {
            let sent = world.telegram.messages(reader.account);
            let all: Vec<_> = sent.iter().map(|message| format!("{:?}", message.body)).collect();
            let all = all.join("\n");
            assert_eq!(tells(&all, &secrets[..3]), None, "{all}");
        }
        // Whoever leads it must know whom to ask.
        desk.acts(world.room("desk"), Act::Slip).await;
        assert!(desk.has_read("Owner: Meiling Chen"), "{}", desk.reads());
    })
    .await;
}

/// S0-14: whom it is about hears nothing, and their own department does not look into it.
#[tokio::test]
async fn whom_a_report_is_about_never_sees_it() {
    World::run(En, async |world| {
        let (crew, service, desk) =
            (world.person("crew"), world.person("service"), world.person("desk"));
        reports(world, "Qiang Wang asks for money before he repairs anything").await;
        let number = world.newest_number().await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&["[Qiang Wang]"]).await;
        let refused = sends_to(world, "Engineering").await;
        assert_eq!(
            refused,
            "It is about somebody who works there. Please choose another department."
        );
        assert_eq!(world.stages().await, "registered");
        assert!(!world.shows(world.room("engineering"), &number), "no slip, not even a void one");

        desk.taps("Tenant services").await;
        service.signs(world.room("service")).await;
        assert!(service.has_read("asks for money before he repairs"), "{}", service.reads());
        for asked in ["/case", "/why"] {
            crew.says(&format!("{asked} {number}")).await;
            assert!(crew.has_read(&format!("We cannot find {number}, or it is not yours.")));
        }
        assert!(!crew.has_read("money"), "{}", crew.reads());
        for seat in SEATS {
            assert!(!world.shows(world.room(seat), "Qiang Wang asks"), "{seat}");
            assert!(!world.shows(world.room(seat), "about: Qiang Wang"), "{seat}");
        }
    })
    .await;
}

/// S0-14: when nobody decides who looks into it, the desk is told like of any other matter.
#[tokio::test]
async fn a_report_that_lies_about_is_told_and_its_answer_has_a_day() {
    World::run(En, async |world| {
        let owner = reports(world, "A shed is being built on the roof").await;
        let number = world.newest_number().await;
        let late = world.hears_after(TimeDelta::minutes(11)).await;
        assert!(late.contains(&number), "{late}");
        sends_to(world, "Security").await;
        world.person("guard").signs(world.room("security")).await;
        let late = world.hears_after(TimeDelta::hours(49)).await;
        assert!(late.contains(&format!("{number}: past its time limit")), "{late}");
        assert!(
            owner.has_read("later than we told you") || late.contains("Meiling Chen ↻"),
            "{late}"
        );
    })
    .await;
}

/// S0-14: a few steps from the home screen, in the languages of the estate.
#[tokio::test]
async fn a_report_is_told_in_a_few_steps_in_three_languages() {
    let ways: [(Language, &str, [&str; 3]); 3] = [
        (
            En,
            "Report a breach",
            [
                "Only the service centre and the management learn who you are",
                "Step 2 of 3",
                "Report a breach\n",
            ],
        ),
        (ZhHans, "举报", ["您是谁，只有服务中心和管理层知道", "第 2 步，共 3 步", "举报\n"]),
        (ZhHant, "檢舉", ["您是誰，只有服務中心和管理層知道", "第 2 步，共 3 步", "檢舉\n"]),
    ];
    for (language, label, reads) in ways {
        World::run(language, async |world| {
            let owner = world.person("owner");
            owner.joins().await;
            owner.taps(label).await;
            assert!(owner.has_read(reads[0]), "{}", owner.reads());
            owner.says("楼顶在搭阳光房").await;
            owner.chooses(|choice| choice == Choice::Enough).await;
            assert!(owner.has_read(reads[1]), "{}", owner.reads());
            owner.chooses(|choice| choice == Choice::Skip).await;
            owner.chooses(|choice| choice == Choice::About(About::Nobody)).await;
            assert!(owner.has_read(reads[2]), "{}", owner.reads());
            owner.chooses(|choice| choice == Choice::Send).await;
            let kinds = world.column("select kind from cases").await;
            assert_eq!(kinds, ["report"]);
        })
        .await;
    }
}

/// S0-14: a report may be about the desk itself, or about a leader.
#[tokio::test]
async fn a_report_about_the_desk_is_withheld_from_whom_it_is_about() {
    World::run(En, async |world| {
        let (clerk, manager) = (world.person("desk"), world.person("manager"));
        reports(world, "Min Zhao takes money for parking").await;
        let number = world.newest_number().await;
        manager.picks(world.room("desk"), "Note whom it is about").await;
        manager.fills_in(&["[Min Zhao]"]).await;
        clerk.says(&format!("/case {number}")).await;
        assert!(clerk.has_read(&format!("We cannot find {number}, or it is not yours.")));
        assert!(!clerk.reads().contains("Owner: Meiling Chen"), "{}", clerk.reads());
    })
    .await;
}

/// S0-14: what is about the service centre itself passes it by from the first moment.
#[tokio::test]
async fn a_report_about_the_service_centre_passes_it_by() {
    World::run(En, async |world| {
        let (clerk, manager) = (world.person("desk"), world.person("manager"));
        clerk.heard();
        let owner = reports_of(world, "Min Zhao takes money for parking", ABOUT_DESK).await;
        let number = world.newest_number().await;
        for word in [
            "It is about the service centre, which does not see it: the management deals with it.",
            "those who lead it are seeing to it",
        ] {
            assert!(owner.has_read(word), "{word} in:\n{}", owner.reads());
        }
        assert!(!world.shows(world.room("desk"), &number), "not in the desk's group");
        clerk.says(&format!("/case {number}")).await;
        assert!(clerk.has_read(&format!("We cannot find {number}, or it is not yours.")));
        clerk.says("/queue").await;
        assert!(!world.newest_in(clerk.account).contains(&number), "{}", clerk.reads());
        manager.says("/queue").await;
        assert!(world.newest_in(manager.account).contains(&number), "{}", manager.reads());
        assert!(!clerk.heard().contains("report"), "{}", clerk.reads());
        assert!(
            world.shows(world.room("leaders"), "Each of them has it in private."),
            "{}",
            world.shown_in(world.room("leaders"))
        );

        // A manager leads it in private, with everything that was sent.
        assert!(manager.has_read(&number), "{}", manager.reads());
        manager.presses(manager.account, "Correct").await;
        manager.taps("Department").await;
        manager.taps("Security").await;
        let (guard, security) = (world.person("guard"), world.room("security"));
        guard.signs(security).await;
        assert!(guard.has_read("number of whoever told us stay with them"), "{}", guard.reads());
        guard.reports(security, "It was checked; the money goes back").await;
        assert!(owner.has_read("Result: It was checked"), "{}", owner.reads());
        owner.tells(owner.account, Purpose::Object, "Nobody asked me").await;
        let late = world.hears_after(TimeDelta::days(3)).await;
        assert!(
            !world.shows(world.room("desk"), &number),
            "{}",
            world.shown_in(world.room("desk"))
        );
        assert!(!clerk.heard().contains(&number), "{}\n{late}", clerk.reads());
    })
    .await;
}

/// S0-14: whoever manages no longer is shown nothing more of what passed the desk by.
#[tokio::test]
async fn who_is_dismissed_keeps_no_card_of_it() {
    World::run(En, async |world| {
        let (admin, second) = (world.person("manager"), world.stranger(9_102, "Yun"));
        second.starts().await;
        world.appoints(second, Role::Manager, None).await;
        reports_of(world, "Min Zhao takes money for parking", ABOUT_DESK).await;
        let number = world.newest_number().await;
        let shown = world.shown_in(second.account);
        assert!(shown.contains("[Correct]"), "{shown}");
        admin.says("/staff").await;
        let list = world.find(admin.account, "Positions: ");
        let mut buttons = list.buttons().into_iter().flatten();
        let theirs = buttons.find(|button| button.label.ends_with("Yun")).expect("their name");
        admin.taps(&theirs.label).await;
        admin.taps("Yes, end it").await;
        let shown = world.shown_in(second.account);
        assert!(shown.contains(&format!("{number} is with somebody else now.")), "{shown}");
        assert!(!shown.contains("[Correct]"), "{shown}");
        assert!(world.shown_in(admin.account).contains("[Correct]"), "the other manager leads it");
    })
    .await;
}

/// S0-13: a complaint about how a clerk behaves is not read by that clerk: it is asked before it is sent.
#[tokio::test]
async fn a_complaint_about_a_clerk_passes_the_clerk_by() {
    World::run(En, async |world| {
        let (clerk, manager, owner) =
            (world.person("desk"), world.person("manager"), world.person("owner"));
        owner.joins().await;
        owner.says("The clerk was rude to my mother").await;
        owner.taps("That's all").await;
        owner.taps("Service and manners").await;
        assert!(owner.has_read("Is it about one of those who would read it?"), "{}", owner.reads());
        owner.taps(ABOUT_DESK).await;
        owner.taps("Skip").await;
        owner.chooses(|choice| choice == Choice::SkipRest).await;
        owner.taps("Send").await;
        let number = world.newest_number().await;
        assert_eq!(world.stages().await, "registered", "no department has it before it is read");
        for seat in SEATS {
            assert!(!world.shows(world.room(seat), &number), "{seat}");
        }
        clerk.says(&format!("/case {number}")).await;
        assert!(clerk.has_read(&format!("We cannot find {number}, or it is not yours.")));
        assert!(manager.has_read(&number), "{}", manager.reads());
        manager.presses(manager.account, "Full slip").await;
        assert!(manager.has_read("rude to my mother"), "{}", manager.reads());
        let late = world.hears_after(TimeDelta::minutes(11)).await;
        assert!(manager.has_read("not sent to a department within 10 minutes"), "{late}");
        assert!(!world.shows(world.room("desk"), &number));
    })
    .await;
}

/// S0-13: what is about the management passes them by; the leaders lead it.
#[tokio::test]
async fn what_is_about_the_management_is_led_by_the_leaders() {
    World::run(En, async |world| {
        let (clerk, manager, leader) =
            (world.person("desk"), world.person("manager"), world.person("leader"));
        let owner =
            reports_of(world, "The manager rents out the cellar", "Yes, the management").await;
        let number = world.newest_number().await;
        assert!(owner.has_read("the company’s leaders deal with it"), "{}", owner.reads());
        for seat in SEATS {
            assert!(!world.shows(world.room(seat), &number), "{seat}");
        }
        for reader in [clerk, manager] {
            reader.says(&format!("/case {number}")).await;
            assert!(reader.has_read(&format!("We cannot find {number}, or it is not yours.")));
            reader.says("/queue").await;
            assert!(!reader.has_read(&format!("{number} ·")), "{}", reader.reads());
        }
        assert!(leader.has_read(&number), "{}", leader.reads());
        leader.presses(leader.account, "Correct").await;
        leader.taps("Department").await;
        leader.taps("Security").await;
        assert_eq!(world.stages().await, "dispatched");
        manager.heard();
        owner.tells(owner.account, Purpose::Add, "Since summer").await;
        assert!(!manager.heard().contains(&number), "{}", manager.reads());
    })
    .await;
}

/// S0-14: whoever has signed and turns out to be meant hears nothing more of it.
#[tokio::test]
async fn who_signed_and_turns_out_to_be_meant_hears_no_more() {
    World::run(En, async |world| {
        let (guard, desk) = (world.person("guard"), world.person("desk"));
        let owner = reports(world, "Somebody lets strangers in at night").await;
        sends_to(world, "Security").await;
        guard.signs(world.room("security")).await;
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&[&format!("[{}]", world.telegram.title(guard.account))]).await;
        let back =
            "whoever signed is the person it is about. It is back here; please send somebody else.";
        assert!(world.shows(world.room("desk"), back), "{}", world.shown_in(world.room("desk")));
        assert_eq!(world.stages().await, "registered", "it is not left with whom it is about");
        guard.heard();
        owner.tells(owner.account, Purpose::Add, "It was the man with the beard").await;
        assert!(!guard.heard().contains("beard"), "{}", guard.reads());
        assert!(!world.shows(world.room("desk"), "beard"), "no group reads an owner's words");
        desk.presses(world.room("desk"), "Full slip").await;
        assert!(desk.has_read("the man with the beard"), "{}", desk.reads());
    })
    .await;
}

/// S0-14: what was told as a complaint first and is a report is one all the way: no department has it.
#[tokio::test]
async fn a_report_that_was_begun_as_a_complaint_goes_to_no_department() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift man asks for money").await;
        owner.taps("That's all").await;
        owner.taps("Lifts").await;
        owner.taps("← Back").await;
        owner.taps("← Back").await;
        owner.taps("Report a breach").await;
        owner.taps("That's all").await;
        owner.taps("Skip").await;
        owner.taps("No").await;
        owner.taps("Send").await;
        let number = world.newest_number().await;
        assert_eq!(world.column("select kind from cases").await, ["report"]);
        for seat in ["engineering", "security"] {
            assert!(!world.shows(world.room(seat), &number), "{seat}");
        }
        assert!(world.shows(world.room("desk"), &number));
    })
    .await;
}
