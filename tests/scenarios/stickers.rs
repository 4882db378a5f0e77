//! Stickers: whoever scans one need not say where they are.

use casework::words::Language::{En, ZhHans};
use huiyin::{
    api::Api,
    button::Choice,
    stage::TOKEN,
    stickers::{self, Command},
};
use scenarios::World;

use crate::folder::Folder;

async fn does(world: &World, command: &Command) -> String {
    let api = Api::new(&world.base(), TOKEN.to_owned().into()).expect("a client");
    match stickers::carry_out(command, world.app().desk(), &api).await {
        Ok(said) => said.to_string(),
        Err(error) => format!("{error:#}"),
    }
}

/// The stickers of the first building, printed; the token of each place.
async fn printed(world: &World, folder: &Folder) -> Vec<(String, String)> {
    let folder = folder.0.clone();
    let said =
        does(world, &Command::Sheet { building: "b1".to_owned(), folder, estate: None }).await;
    assert!(said.contains(" stickers on "), "{said}");
    let listed = does(world, &Command::List { estate: None }).await;
    let pair = |line: &str| {
        let (token, code) = line.split_once("  ").expect("two columns");
        (code.to_owned(), token.to_owned())
    };
    listed.lines().map(pair).collect()
}

#[tokio::test]
async fn a_scan_begins_a_complaint_whose_place_is_known() {
    World::run(ZhHans, async |world| {
        let folder = Folder::empty("stickers");
        let stickers = printed(world, &folder).await;
        let (code, token) = stickers.last().expect("a sticker").clone();
        assert!(folder.text("b1-1.svg").contains(&token), "it is printed");
        // Somebody whom nobody knows: the greeting first, then what they came for.
        let owner = world.stranger(7300, "路过的人");
        owner.opens(&format!("p-{token}")).await;
        insta::assert_snapshot!(owner.heard());
        owner.goes_through_the_greeting().await;
        owner.says("地上有水").await;
        owner.chooses(|choice| choice == Choice::Enough).await;
        owner.chooses(|choice| matches!(choice, Choice::Category(_))).await;
        owner.heard();
        owner.chooses(|choice| choice == Choice::SkipRest).await;
        let review = owner.heard();
        owner.chooses(|choice| choice == Choice::Send).await;
        let place = "select places.code from cases join places on places.id = cases.place_id";
        assert_eq!(world.column(place).await, [code], "{review}");
    })
    .await;
}

#[tokio::test]
async fn a_sticker_on_a_wall_can_be_pointed_elsewhere_and_revoked() {
    World::run(En, async |world| {
        let folder = Folder::empty("re-pointed");
        let stickers = printed(world, &folder).await;
        assert_eq!(printed(world, &folder).await, stickers, "printed again it is the same");
        let ((first, token), (second, other)) = (stickers[0].clone(), stickers[1].clone());
        let point = |sticker: &str, place: &str| Command::Point {
            sticker: sticker.to_owned(),
            place: place.to_owned(),
            estate: None,
        };
        let said = does(world, &point(&token, &second)).await;
        assert_eq!(said, format!("{token} means {second} from now on"));
        let owner = world.person("owner");
        owner.joins().await;
        owner.heard();
        // The one that hung there before leads nowhere, and says so.
        owner.opens(&format!("p-{other}")).await;
        assert!(owner.heard().contains("This sticker is no longer in use"), "{}", owner.reads());
        owner.opens(&format!("p-{token}")).await;
        assert!(owner.heard().contains("you need not say where"), "{}", owner.reads());
        let revoke = Command::Revoke { sticker: token.clone(), estate: None };
        assert_eq!(does(world, &revoke).await, format!("{token} leads nowhere any more"));
        owner.opens(&format!("p-{token}")).await;
        assert!(owner.heard().contains("no longer in use"));
        for nonsense in ["p-", "p-_-_", "p-0000000000"] {
            owner.opens(nonsense).await;
            assert!(owner.heard().contains("no longer in use"), "{nonsense}");
        }
        let said = [
            does(world, &revoke).await,
            does(world, &point("0000000000", &first)).await,
            does(world, &point(&other, "nowhere")).await,
            does(
                world,
                &Command::Sheet {
                    building: "b99".to_owned(),
                    folder: folder.0.clone(),
                    estate: None,
                },
            )
            .await,
        ];
        assert_eq!(
            said.map(|said| said.replace(&token, "TOKEN").replace(&other, "OTHER")),
            [
                "there is no sticker TOKEN that is of use",
                "there is no sticker 0000000000, or no place b1 for it",
                "there is no sticker OTHER, or no place nowhere for it",
                "the lists name no place b99; huiyin register export has them",
            ]
        );
    })
    .await;
}
