//! Staff: the first administrator, colleagues by link and yes, and what the menu offers whom.

use casework::words::Language::En;
use casework::{
    people::{Post, Role},
    store::Offer,
};
use chrono::TimeDelta;
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
        world.complaint("The lift is stuck").await;
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
