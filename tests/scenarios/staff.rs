//! Staff: the first administrator, colleagues by link and yes, and what the menu offers whom.

use casework::words::Language::En;
use casework::{
    people::{Post, Role},
    store::Offer,
};
use chrono::TimeDelta;
use huiyin::button::Act;
use scenarios::World;

#[tokio::test]
async fn the_first_administrators_link_works_once() {
    World::run(En, async |world| {
        let nobody = "update posts set until = now() where role = 'admin' returning role";
        world.column(nobody).await;
        let (token, older) = (world.invites(Offer::Admin).await, world.invites(Offer::Admin).await);
        let (first, second) = (world.stranger(7001, "First"), world.stranger(7002, "Second"));
        first.opens(&token).await;
        assert!(first.has_read("You are the administrator now."));
        second.opens(&token).await;
        assert!(second.has_read("This link is wrong, or somebody else has used it."));
        // The link of an earlier start makes no second administrator.
        second.heard();
        second.opens(&older).await;
        assert!(second.heard().contains("This link is wrong, or somebody else has used it."));
        second.says("/invite").await;
        assert!(!second.has_read("Which position"));
    })
    .await;
}

async fn link(world: &World) -> String {
    let admin = world.person("manager");
    admin.says("/invite").await;
    admin.taps("Crew").await;
    admin.taps("Engineering").await;
    let shown = world.find(admin.account, "It is valid for 48 hours and works once");
    shown.text().split("?start=").nth(1).expect("a link").trim().to_owned()
}

#[tokio::test]
async fn a_colleague_comes_by_link_and_needs_the_administrators_yes() {
    World::run(En, async |world| {
        let (admin, group) = (world.person("manager"), world.room("engineering"));
        let token = link(world).await;
        let newcomer = world.stranger(7001, "Newcomer");
        world.telegram.join(group, newcomer.account);
        newcomer.opens(&token).await;
        assert!(newcomer.has_read("You can begin once the administrator has agreed."));
        world.complaint("The lift rattles").await;
        let toast = newcomer.presses(group, "Sign").await;
        assert_eq!(toast, "There is no such matter, or it is not yours.");
        assert!(admin.has_read("Newcomer (7001) would like to be: Crew, Engineering. Agreed?"));
        admin.taps("Yes").await;
        assert!(newcomer.has_read("You are now: Crew, Engineering."));
        assert!(newcomer.signs(group).await.starts_with("Signed."));
    })
    .await;
}

#[tokio::test]
async fn without_the_yes_there_is_no_position() {
    World::run(En, async |world| {
        let token = link(world).await;
        let newcomer = world.stranger(7001, "Newcomer");
        newcomer.opens(&token).await;
        world.person("manager").taps("No").await;
        assert!(newcomer.has_read("The administrator did not agree."));
        assert!(world.person("manager").has_read("Newcomer: not agreed"));
    })
    .await;
}

#[tokio::test]
async fn a_link_runs_out_after_two_days() {
    World::run(En, async |world| {
        let token = link(world).await;
        world.pass(TimeDelta::hours(49)).await;
        let newcomer = world.stranger(7001, "Newcomer");
        newcomer.opens(&token).await;
        assert!(newcomer.has_read("This link has expired."));
    })
    .await;
}

#[tokio::test]
async fn nobody_invites_but_the_administrator() {
    World::run(En, async |world| {
        for code in ["crew", "head", "desk", "leader"] {
            let person = world.person(code);
            for command in ["/invite", "/bind"] {
                person.says(command).await;
                assert!(person.heard().contains("Only the administrator can do that."), "{code}");
            }
            let toast = person.forges(person.account, 1, "s1:role:a").await;
            assert_eq!(toast, "Only the administrator can do that.", "{code}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_menu_offers_what_one_may_do_in_ones_own_language() {
    World::run(En, async |world| {
        let (owner, admin) = (world.person("owner"), world.person("manager"));
        let menu = |account: i64| -> Vec<String> {
            let commands = world.telegram.commands(account, account);
            commands.into_iter().map(|(name, about)| format!("/{name} {about}")).collect()
        };
        owner.joins().await;
        assert!(menu(owner.account).contains(&"/my My matters".to_owned()));
        assert!(!menu(owner.account).iter().any(|line| line.starts_with("/invite")));
        owner.says("/lang").await;
        owner.taps("简体中文").await;
        assert!(menu(owner.account).contains(&"/my 我的事项".to_owned()));
        admin.says("/lang").await;
        admin.taps("English").await;
        assert!(menu(admin.account).contains(&"/invite Invite a colleague".to_owned()));
        let clerk = Post { role: Role::Desk, department: None };
        let token = world.invites(Offer::Staff(clerk)).await;
        owner.opens(&token).await;
        admin.taps("Yes").await;
        assert!(menu(owner.account).contains(&"/new 替来电人登记".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn who_is_removed_while_a_report_is_open_can_do_nothing_from_then_on() {
    World::run(En, async |world| {
        let (admin, crew, group) =
            (world.person("manager"), world.person("crew"), world.room("engineering"));
        let number = world.signed("The lift rattles").await;
        crew.acts(group, Act::Report).await;
        let question = world.find(crew.account, "what is the result?");
        assert!(question.buttons().iter().flatten().next().is_some());

        admin.says("/staff").await;
        assert!(admin.has_read("Qiang Wang: Crew, Engineering"));
        admin.taps(&label(world, "Qiang Wang")).await;
        assert!(admin.has_read("End this position? Qiang Wang: Crew, Engineering."));
        admin.taps("Yes, end it").await;
        assert!(crew.has_read("You are no longer: Crew, Engineering."));
        assert!(world.person("head").has_read("Qiang Wang is no longer: Crew, Engineering."));
        assert!(world.person("head").has_read(&number));

        // What was open is closed, and what is pressed is nobody's.
        let closed = world.find(crew.account, "what is the result?");
        assert!(closed.buttons().is_empty(), "{closed:?}");
        crew.heard();
        crew.says("Mended the door").await;
        assert!(!crew.heard().contains("cause"), "the words went into a report");
        for act in [Act::SetOut, Act::Report, Act::Slip] {
            let toast = crew.acts(group, act).await;
            assert_eq!(toast, "There is no such matter, or it is not yours.", "{act:?}");
        }
        assert!(!world.telegram.commands(crew.account, crew.account).is_empty());
        assert_eq!(world.stages().await, "working");

        // The head goes on where they left.
        world.person("head").reports(group, "Mended the door").await;
        assert_eq!(world.stages().await, "reported");
    })
    .await;
}

/// The button with somebody's name in the administrator's list.
fn label(world: &World, name: &str) -> String {
    let list = world.find(world.person("manager").account, "Positions: ");
    let buttons: Vec<_> = list.buttons().into_iter().flatten().collect();
    let found = buttons.into_iter().find(|button| button.label.ends_with(name));
    found.expect("their name on a button").label
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_else_removes() {
    World::run(En, async |world| {
        let admin = world.person("manager");
        admin.says("/staff").await;
        let list = world.find(admin.account, "Positions: ");
        let line =
            list.text().lines().find(|line| line.contains("Administrator")).map(str::to_owned);
        let at: String = line.expect("a line").chars().take_while(|c| *c != '.').collect();
        admin.taps(&format!("{at}. Jianping …")).await;
        let toast = admin.taps("Yes, end it").await;
        assert_eq!(toast, "You are the only administrator. Please appoint another first.");
        for code in ["crew", "head", "desk", "leader"] {
            let person = world.person(code);
            person.says("/staff").await;
            for data in ["s1:posts:0", "s1:end:1", "s1:end2:1"] {
                let toast = person.forges(person.account, 1, data).await;
                assert_eq!(toast, "Only the administrator can do that.", "{code} {data}");
            }
        }
        let ended = "select count(*) from posts where until is not null";
        assert_eq!(world.count(ended).await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_the_desk_registers_for_nobody_any_more() {
    World::run(En, async |world| {
        let (admin, desk) = (world.person("manager"), world.person("desk"));
        desk.says("/new").await;
        desk.taps("Complaint").await;
        admin.says("/staff").await;
        admin.taps(&label(world, "Min Zhao")).await;
        admin.taps("Yes, end it").await;
        desk.says("The caller is called Wang").await;
        desk.says("/new").await;
        assert!(desk.has_read("Only our colleagues register for others."));
        assert_eq!(world.count("select count(*) from dialogs where kind = 'draft'").await, 1);
        let callers = "select count(*) from people where account is null";
        assert_eq!(world.count(callers).await, 0);
    })
    .await;
}

#[tokio::test]
async fn why_somebody_may_or_may_not_is_told_to_those_who_answer_for_it() {
    World::run(En, async |world| {
        let number = world.signed("The lift rattles").await;
        let manager = world.person("manager");
        manager.says(&format!("/can Qiang Wang sign-off {number}")).await;
        let no = manager.heard();
        assert!(no.contains(&format!("May Qiang Wang do this to {number}: sign-off?")), "{no}");
        assert!(no.contains("No.") && no.contains("Who may: head of its department"), "{no}");
        assert!(no.contains("They are: signer, still of its department"), "{no}");
        manager.says(&format!("/can 2002 sign-off {number}")).await;
        assert!(manager.heard().contains("Yes, as: head of its department."));
        manager.says("/can Jianping appoint").await;
        assert!(manager.heard().contains("Yes, as: Administrator."));
        manager.says("/can a report").await;
        assert!(manager.heard().contains("/can, then who"));
        manager.says(&format!("/can g report {number}")).await;
        assert!(manager.heard().contains("Several are called so."));
        manager.says(&format!("/can Meiling report {number}")).await;
        assert!(manager.heard().contains("Nobody on the staff is called Meiling."));
        for code in ["owner", "crew", "head", "desk"] {
            let person = world.person(code);
            person.says(&format!("/can Qiang sign {number}")).await;
            let told = person.heard();
            assert!(told.contains("Only managers and administrators can ask that."), "{code}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_administrator_who_manages_nothing_does_not_learn_whose_matter_it_is() {
    World::run(En, async |world| {
        world.meddles("update posts set until = now() where role = 'manager'").await;
        let number = world.complaint("The lift rattles").await;
        let (admin, owner) = (world.person("manager"), world.person("owner"));
        admin.says(&format!("/can {} withdraw {number}", owner.account)).await;
        let told = admin.heard();
        assert!(told.contains("No.") && told.contains("They are: nothing"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn colleagues_see_who_is_on_duty_now() {
    World::run(En, async |world| {
        world
            .meddles(
                "insert into duties (site_id, department_id, person_id, week, from_minute, until_minute)
                 select 1, department_id, person_id, 31, 480, 1080 from posts where role = 'head';
                 insert into duties (site_id, department_id, week, from_minute, until_minute)
                 select 1, id, 31, 480, 1080 from departments where code = 'engineering'",
            )
            .await;
        let crew = world.person("crew");
        crew.says("/duty").await;
        let told = crew.heard();
        assert!(told.contains("Engineering, working hours: Guodong Li"), "{told}");
        assert!(told.contains("Security: Feng Gao"), "{told}");
        assert!(told.contains("Service centre: no roster"), "{told}");
        world.pass(TimeDelta::hours(10)).await;
        crew.says("/duty").await;
        assert!(crew.heard().contains("Engineering, outside working hours: nobody"));
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("/duty").await;
        assert!(owner.has_read("Only colleagues can ask that."));
    })
    .await;
}

/// C-16: where a department has no head nobody would sign: the management stands in.
#[tokio::test]
async fn the_management_signs_where_a_department_has_no_head() {
    World::run(En, async |world| {
        let manager = world.person("manager");
        world.meddles("update posts set until = now() where role = 'head'").await;
        let number = world.reported("The lift rattles").await;
        let wanted = format!("{number}: the result is reported. Please sign it off.");
        assert!(manager.has_read(&wanted), "{}", manager.reads());
        assert_eq!(manager.taps("Head signs off").await, "Signed off");
        world.person("owner").taps("Solved").await;
        let signed = "select (detail #>> '{signed_off,by}' is not null)::text from cases";
        assert_eq!(world.column(signed).await, ["true"]);
    })
    .await;
}
