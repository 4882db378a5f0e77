//! What a case can be about: a tree that each estate draws itself, and that people walk by buttons.

use casework::{
    register::{Register, Sheet},
    words::Language::En,
};
use scenarios::World;

/// The estate reads in a list of its categories.
async fn reads_in(world: &World, text: &str) {
    let mut lines = text.trim().lines();
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
    let columns = cells(lines.next().unwrap_or_default());
    let lines = (2..).zip(lines).map(|(number, line)| (number, cells(line))).collect();
    let sheet = Sheet { name: "categories".to_owned(), head: 1, columns, lines };
    let register = Register::parse(&[sheet]).expect("a list");
    let mut work = world.app().desk().begin().await.expect("a desk");
    work.import(&register).await.expect("a book").expect("it fits");
    work.finish("").await.expect("a book");
}

/// S3-05: the estate's own codes group what is told; the owner opens a group and chooses, and so
/// does the desk.
#[tokio::test]
async fn an_estate_draws_its_own_tree_and_people_walk_it() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        reads_in(
            world,
            "code,within,department,name-en,words
             water,,engineering,Water,
             taps,water,engineering,Taps and toilets,tap
             roof,water,engineering,Roof and walls,roof",
        )
        .await;
        owner.joins().await;
        for label in ["Complaint"] {
            owner.taps(label).await;
        }
        owner.says("It is wet in here").await;
        owner.taps("That's all").await;
        owner.taps("Water ▸").await;
        assert!(owner.has_read("[Taps and toilets]"), "{}", owner.reads());
        owner.taps("← Back").await;
        owner.taps("Water ▸").await;
        owner.taps("Roof and walls").await;
        for label in ["Skip", "Skip the rest", "Send"] {
            owner.taps(label).await;
        }
        assert!(world.shows(world.room("engineering"), "About: Roof and walls"));

        desk.presses(world.room("desk"), "Correct").await;
        for label in ["Category", "Water ▸", "Taps and toilets"] {
            desk.taps(label).await;
        }
        assert!(world.shows(world.room("engineering"), "About: Taps and toilets"));
    })
    .await;
}
