//! Surveys: asked of many after one yes or two, answered, read in totals, and something gets better.

use casework::words::Language::En;
use chrono::TimeDelta;
use huiyin::button::{Button, Survey};
use scenarios::{Person, World};

/// Everybody has moved in and can be asked.
async fn residents(world: &World) -> Vec<Person<'_>> {
    let residents: Vec<_> = ["owner", "neighbour"].map(|name| world.person(name)).into();
    for person in &residents {
        person.joins().await;
    }
    residents
}

/// A survey of the estate's own: like the one that comes with the program, for fewer people.
async fn ours(world: &World) {
    world
        .meddles(
            "with ours as (
                 insert into templates (name, version, body, file, loaded_at)
                 select 'ours', 1,
                        replace(replace(replace(replace(body, '\"satisfaction\"', '\"ours\"'),
                            'Living here', 'How is our yard?'),
                            'least = 5', 'least = 2'), 'above = 100', 'above = 2'),
                        'ours.toml', now()
                 from templates where name = 'satisfaction'
                 returning id
             )
             insert into surveyed (site_id, template_id, position) select 1, id, 0 from ours",
        )
        .await;
}

/// Asks everybody, with one yes.
async fn asks(person: &Person<'_>, survey: &str) {
    person.says("/survey").await;
    person.taps(&format!("Ask: {survey}")).await;
    person.taps("The whole estate").await;
    person.taps("all residents").await;
    person.taps("Send").await;
}

/// Looks at the newest survey.
async fn looks(person: &Person<'_>) {
    person.says("/survey").await;
    person.means(person.account, |it| matches!(it, Button::Survey(Survey::Show(_)))).await;
}

async fn answers_well(person: &Person<'_>) {
    for _ in 0..5 {
        person.taps("Satisfied").await;
    }
    person.taps("Nothing more").await;
    person.taps("No").await;
}

/// S0-03, S2-12: a survey goes to everybody, is answered in a few presses, and what is to get
/// better stands beside the result of the next.
#[tokio::test]
async fn a_survey_is_sent_answered_and_something_gets_better() {
    World::run(En, async |world| {
        ours(world).await;
        let (manager, crew) = (world.person("manager"), world.person("crew"));
        let residents = residents(world).await;
        crew.says("/survey").await;
        assert!(crew.has_read("Only the service centre, managers"), "{}", crew.reads());
        manager.says("/survey").await;
        assert!(manager.has_read("None has been sent yet."), "{}", manager.reads());
        manager.taps("Ask: How is our yard?").await;
        manager.taps("The whole estate").await;
        manager.taps("all residents").await;
        assert!(manager.has_read("Goes to: all residents\nPeople: 2"), "{}", manager.reads());
        assert!(residents.iter().all(|one| !one.has_read("How is our yard?")));
        manager.taps("Send").await;
        for one in &residents {
            assert!(one.has_read("How is our yard?"), "{}", one.reads());
            assert!(one.has_read("We read totals, not who said what."), "{}", one.reads());
        }
        assert!(!crew.has_read("How is our yard?"), "who works here is not asked");
        answers_well(&residents[0]).await;
        manager.says("/survey").await;
        assert!(manager.has_read("all residents: 1 of 2 have answered"), "{}", manager.reads());
        looks(&manager).await;
        let running = manager.reads();
        assert!(running.contains("Answers are shown when it is over"), "{running}");
        residents[1].taps("Dissatisfied").await;
        for _ in 0..4 {
            residents[1].taps("Satisfied").await;
        }
        residents[1].taps("☐ Safety").await;
        residents[1].taps("That's it").await;
        residents[1].says("The gate stands open at night").await;
        residents[1].taps("No").await;
        manager.heard();
        world.pass(TimeDelta::days(11)).await;
        let result = manager.heard();
        assert!(result.contains("Sent: 2. Delivered: 2"), "{result}");
        assert!(result.contains("Answered: 2 (100 % of those it reached)"), "{result}");
        assert!(result.contains("Safety: Satisfied 1 (50 %) · Dissatisfied 1 (50 %)"), "{result}");
        assert!(!result.contains("The gate stands open"), "words are read by a press: {result}");
        manager.taps("Their words (1)").await;
        assert!(manager.heard().contains("· The gate stands open at night"));
        manager.taps("What is to get better").await;
        manager.says("The gate is shut at ten from Monday on, by Mr Wang").await;
        manager.heard();
        asks(&manager, "How is our yard?").await;
        for one in &residents {
            answers_well(one).await;
        }
        manager.heard();
        world.pass(TimeDelta::days(11)).await;
        let again = manager.heard();
        assert!(again.contains("\"satisfied\" the time before: 50 %"), "{again}");
        assert!(again.contains("Planned the time before: The gate is shut at ten"), "{again}");
    })
    .await;
}

/// Many are asked only after a second person's yes; who wished it is not the second person.
#[tokio::test]
async fn many_are_asked_after_a_second_yes() {
    World::run(En, async |world| {
        ours(world).await;
        let (desk, manager) = (world.person("desk"), world.person("manager"));
        let mut residents = residents(world).await;
        residents.push(world.stranger(5_000_000_302, "Lin"));
        residents[2].joins().await;
        let wish = async || {
            desk.says("/survey").await;
            desk.taps("Ask: How is our yard?").await;
            desk.taps("The whole estate").await;
            desk.taps("all residents").await;
            assert!(desk.has_read("For more than 2 people a second person"), "{}", desk.reads());
            desk.taps("Send").await;
        };
        wish().await;
        assert!(manager.has_read("Your yes is wanted"), "{}", manager.reads());
        assert!(!residents[0].has_read("How is our yard?"), "nothing before the second yes");
        let asked = |data: &Button| matches!(data, Button::Survey(Survey::Decide(_, true)));
        let (at, yes) = world.button(manager.account, asked);
        let toast = desk.forges(manager.account, at, &yes).await;
        assert!(toast.contains("Another person has to say yes to this"), "{toast}");
        manager.taps("Do not send it").await;
        assert!(desk.has_read("has said no, and it was not sent"), "{}", desk.reads());
        let toast = manager.forges(manager.account, at, &yes).await;
        assert!(toast.contains("Somebody has decided that already."), "{toast}");
        wish().await;
        manager.taps("Yes, send it").await;
        assert!(desk.has_read("has said yes, and it is on its way. People: 3"), "{}", desk.reads());
        for one in residents {
            assert_eq!(one.reads().matches("We read totals").count(), 1, "{}", one.reads());
        }
    })
    .await;
}

/// S4-02: what somebody wants done becomes a matter of its own, once; the rest is nobody's business.
#[tokio::test]
async fn what_is_to_be_done_becomes_a_matter() {
    World::run(En, async |world| {
        let (manager, desk) = (world.person("manager"), world.person("desk"));
        let residents = residents(world).await;
        asks(&manager, "Living here").await;
        for _ in 0..5 {
            residents[0].taps("Satisfied").await;
        }
        residents[0].taps("Nothing more").await;
        residents[0].says("Lamp 4 in the yard is dark").await;
        assert!(residents[0].has_read("is registered"), "{}", residents[0].reads());
        assert_eq!(world.count("select count(*) from cases").await, 1);
        residents[0].taps("Correct my answers").await;
        for _ in 0..5 {
            residents[0].taps("Fairly satisfied").await;
        }
        residents[0].taps("☐ Safety").await;
        residents[0].taps("That's it").await;
        residents[0].taps("Nothing more").await;
        residents[0].says("Lamp 4 in the yard is dark").await;
        assert_eq!(world.count("select count(*) from cases").await, 1, "once");
        assert!(!desk.has_read("Fairly satisfied"), "{}", desk.reads());
        residents[1].taps("Do not ask me").await;
        assert!(residents[1].has_read("no surveys and no callbacks any more"));
        manager.says("/survey").await;
        for label in ["Ask: Living here", "The whole estate", "all residents"] {
            manager.taps(label).await;
        }
        assert!(manager.has_read("Want no questions and are not asked: 1"), "{}", manager.reads());
    })
    .await;
}

/// Whoever has said nothing is reminded once; when it is over it takes no more answers.
#[tokio::test]
async fn whoever_says_nothing_is_reminded_once_and_then_it_is_over() {
    World::run(En, async |world| {
        world.forgive("not found");
        let (manager, outsider) = (world.person("manager"), world.stranger(5_000_000_301, "Lin"));
        let residents = residents(world).await;
        asks(&manager, "Living here").await;
        let asked = || residents[0].reads().matches("Safety (gates").count();
        residents[1].taps("Satisfied").await;
        assert_eq!(asked(), 1);
        let (at, data) = world.button(residents[0].account, |it| it.to_string().starts_with("q1:"));
        outsider.joins().await;
        let toast = outsider.forges(outsider.account, at, &data).await;
        assert!(!toast.is_empty(), "nobody answers for another");
        world.pass(TimeDelta::days(6)).await;
        assert_eq!(asked(), 2, "{}", residents[0].reads());
        assert_eq!(residents[1].reads().matches("Cleanliness of stairs").count(), 1);
        world.pass(TimeDelta::days(2)).await;
        assert_eq!(asked(), 2, "once");
        world.pass(TimeDelta::days(4)).await;
        let toast = residents[0].taps("Satisfied").await;
        assert!(toast.contains("This survey is over"), "{toast}");
        assert!(manager.has_read("Begun and not finished: 1"), "{}", manager.reads());
    })
    .await;
}

/// S2-03: so many months after a unit was handed over its holders are asked, each time once.
#[tokio::test]
async fn whoever_holds_a_unit_is_asked_after_it_was_handed_over() {
    World::run(En, async |world| {
        let (manager, owner) = (world.person("manager"), world.person("owner"));
        residents(world).await;
        let desk = world.person("desk");
        desk.presses(world.room("desk"), "Look").await;
        desk.taps("Owner").await;
        desk.taps("Owner").await;
        // Four weeks before the story begins.
        world.meddles("update places set handed_over = '2026-10-20' where kind = 'unit'").await;
        let asked = || owner.reads().matches("are you satisfied with the unit itself?").count();
        assert_eq!(asked(), 0);
        world.pass(TimeDelta::days(5)).await;
        assert_eq!(asked(), 1, "{}", owner.reads());
        owner.taps("Satisfied").await;
        owner.taps("Satisfied").await;
        owner.says("A place to dry clothes").await;
        owner.taps("No").await;
        world.pass(TimeDelta::days(20)).await;
        assert_eq!(world.count("select count(*) from surveys").await, 1);
        world.pass(TimeDelta::days(45)).await;
        world.pass(TimeDelta::days(20)).await;
        let months = "select count(*) from surveys where whom = 'handed_over' and months = 3";
        assert_eq!(world.count(months).await, 1);
        assert_eq!(asked(), 2, "after three months again, and reminded: {}", owner.reads());
        assert!(manager.has_read("1 month after hand-over"), "{}", manager.reads());
        assert!(!manager.has_read("A place to dry clothes"), "one alone would be known");
    })
    .await;
}

/// S2-06: the managers hear when it is time for it; nothing goes out before they say so.
#[tokio::test]
async fn the_managers_hear_when_it_is_time() {
    World::run(En, async |world| {
        let manager = world.person("manager");
        let residents = residents(world).await;
        let now = world.app().desk().clock().now();
        let morning = "2027-01-01T00:00:30Z".parse::<chrono::DateTime<chrono::Utc>>();
        world.pass(morning.expect("a moment") - now).await;
        assert!(manager.has_read("It is time for \"Living here\""), "{}", manager.reads());
        world.pass(TimeDelta::days(3)).await;
        assert_eq!(manager.reads().matches("It is time for").count(), 1);
        assert!(!residents[0].has_read("Safety (gates"), "nobody is asked before they say so");
        manager.taps("Ask: Living here").await;
        assert!(manager.has_read("First: where do they live?"), "{}", manager.reads());
    })
    .await;
}

/// What is asked of many at night comes in the morning, keeps no announcement waiting, and not to whoever
/// wants no questions by then.
#[tokio::test]
async fn a_survey_waits_for_the_morning_and_keeps_nothing_else_waiting() {
    World::run(En, async |world| {
        let (manager, desk) = (world.person("manager"), world.person("desk"));
        let residents = residents(world).await;
        let now = world.app().desk().clock().now();
        // Half past nine in the evening in Shanghai.
        let evening = "2026-11-17T13:30:00Z".parse::<chrono::DateTime<chrono::Utc>>();
        world.pass(evening.expect("a moment") - now).await;
        asks(&manager, "Living here").await;
        asks(&manager, "Living here").await;
        assert!(manager.has_read("The same survey is running"), "{}", manager.reads());
        desk.says("/announce").await;
        desk.taps("Everybody").await;
        desk.says("The water is off until midnight").await;
        desk.taps("Send").await;
        for one in &residents {
            assert!(one.has_read("The water is off until midnight"), "{}", one.reads());
            assert!(!one.has_read("Safety (gates"), "at night: {}", one.reads());
        }
        residents[1].says("/quiet").await;
        residents[1].taps("Do not ask me").await;
        world.pass(TimeDelta::hours(12)).await;
        assert!(residents[0].has_read("Safety (gates"), "{}", residents[0].reads());
        assert!(!residents[1].has_read("Safety (gates"), "{}", residents[1].reads());
        looks(&manager).await;
        assert!(manager.has_read("Want no questions: 1"), "{}", manager.reads());
    })
    .await;
}

/// Of units that were handed over later in a quarter people are asked in the same survey; it is over after the
/// quarter, and told once.
#[tokio::test]
async fn a_quarter_is_one_survey_and_is_told_once() {
    World::run(En, async |world| {
        let manager = world.person("manager");
        let residents = residents(world).await;
        let desk = world.person("desk");
        let agrees = async || {
            desk.says("/units").await;
            desk.taps("Look").await;
            desk.taps("Owner").await;
        };
        agrees().await;
        world.meddles("update places set handed_over = '2026-10-20' where kind = 'unit'").await;
        world.pass(TimeDelta::days(5)).await;
        world.pass(TimeDelta::days(16)).await;
        let asked = "with the unit itself?";
        assert!(residents[0].has_read(asked) && !residents[1].has_read(asked));
        agrees().await;
        world.meddles("update places set handed_over = '2026-11-10' where kind = 'unit'").await;
        world.pass(TimeDelta::days(4)).await;
        assert!(residents[1].has_read(asked), "{}", residents[1].reads());
        assert_eq!(world.count("select count(*) from surveys").await, 1, "one a quarter");
        assert!(!manager.has_read("1 month after hand-over"), "{}", manager.reads());
        world.pass(TimeDelta::days(40)).await;
        assert_eq!(manager.reads().matches("1 month after hand-over").count(), 1);
    })
    .await;
}

/// A tower that was handed over on one day is asked when somebody has said yes; said no, it is not asked again.
#[tokio::test]
async fn a_tower_is_asked_when_somebody_has_said_yes() {
    World::run(En, async |world| {
        let (manager, desk) = (world.person("manager"), world.person("desk"));
        let residents = residents(world).await;
        for _ in 0..2 {
            desk.says("/units").await;
            desk.taps("Look").await;
            desk.taps("Owner").await;
        }
        world
            .meddles(
                "with ours as (
                     insert into templates (name, version, body, file, loaded_at)
                     select 'ours', 1,
                            replace(replace(body, '\"handover\"', '\"ours\"'),
                                'above = 100', 'above = 1'), 'ours.toml', now()
                     from templates where name = 'handover'
                     returning id
                 )
                 update surveyed set template_id = ours.id from ours, templates t
                 where t.id = surveyed.template_id and t.name = 'handover'",
            )
            .await;
        world.meddles("update places set handed_over = '2026-10-20' where kind = 'unit'").await;
        world.pass(TimeDelta::days(4)).await;
        let asked = "with the unit itself?";
        assert!(manager.has_read("Your yes is wanted: Your new home"), "{}", manager.reads());
        assert!(manager.has_read("People: 2") && !residents[0].has_read(asked));
        manager.taps("Do not send it").await;
        world.pass(TimeDelta::days(1)).await;
        assert_eq!(manager.reads().matches("a colleague would like to send").count(), 0);
        assert_eq!(world.count("select count(*) from surveys").await, 1, "not asked again");
        world.meddles("delete from surveys").await;
        world.pass(TimeDelta::days(1)).await;
        manager.taps("Yes, send it").await;
        assert!(residents.iter().all(|one| one.has_read(asked)), "{}", residents[0].reads());
    })
    .await;
}

/// Words have their time; what was chosen stays. Whoever is forgotten has said nothing.
#[tokio::test]
async fn words_of_a_survey_go_and_what_was_chosen_stays() {
    World::run(En, async |world| {
        let manager = world.person("manager");
        let residents = residents(world).await;
        asks(&manager, "Living here").await;
        for one in &residents {
            for _ in 0..5 {
                one.taps("Satisfied").await;
            }
            one.says("The gardener is kind").await;
            one.taps("No").await;
        }
        // A correction that was left.
        residents[1].taps("Correct my answers").await;
        let said = "select count(*) from questionnaires \
                    where concat(sheet::text, kept::text) like '%gardener%'";
        assert_eq!(world.count(said).await, 2);
        residents[0].says("/mydata").await;
        residents[0].says("/forget").await;
        residents[0].taps("Delete for good").await;
        assert_eq!(world.count(said).await, 1);
        world.pass(TimeDelta::days(745)).await;
        assert_eq!(world.count(said).await, 0);
        let chosen = "select count(*) from questionnaires \
                      where sheet #>> '{answers,safety,chose}' = 'satisfied'";
        assert_eq!(world.count(chosen).await, 2, "what was chosen can be compared");
    })
    .await;
}

/// Nobody says yes: whoever wished it hears so, and a dismissed author hears nothing more.
#[tokio::test]
async fn a_wish_that_nobody_agrees_to_is_over() {
    World::run(En, async |world| {
        ours(world).await;
        let desk = world.person("desk");
        let residents = residents(world).await;
        world.stranger(5_000_000_302, "Lin").joins().await;
        asks(&desk, "How is our yard?").await;
        world.pass(TimeDelta::days(8)).await;
        assert!(desk.has_read("nobody has said yes, and it was not sent"), "{}", desk.reads());
        assert!(!residents[0].has_read("How is our yard?"));
        let manager = world.person("manager");
        let toast = manager.taps("Yes, send it").await;
        assert!(toast.contains("Somebody has decided that already."), "{toast}");
    })
    .await;
}
