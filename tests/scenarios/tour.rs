//! The tour, in every language: what is shown to whoever looks at the program first must hold like
//! any story. What people have to read in it is in `bot/src/tour/lines.toml`.

use casework::words::Language::{En, ZhHans, ZhHant};
use scenarios::World;

#[tokio::test]
async fn the_tour_in_simplified_chinese() {
    World::run(ZhHans, async |world| world.tours().await).await;
}

#[tokio::test]
async fn the_tour_in_traditional_chinese() {
    World::run(ZhHant, async |world| world.tours().await).await;
}

#[tokio::test]
async fn the_tour_in_english() {
    World::run(En, async |world| world.tours().await).await;
}
