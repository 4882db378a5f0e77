//! The profiles that come with the program.

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../policies/", $name, ".toml")))),*]
    };
}

/// The profiles of procedure clauses 4.8, by name; the first is the default.
pub const SHIPPED: [(&str, &str); 15] = shipped![
    "park_core",
    "park_sop",
    "industrial_zone",
    "incubator",
    "estate_365",
    "repair_standard",
    "repair_strict",
    "repair_owner_paid",
    "repair_in_unit",
    "estate_classic",
    "estate_pipeline",
    "estate_kpi",
    "acceptance_5wd",
    "owners_committee",
    "reception_classic",
];
