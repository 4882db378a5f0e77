//! A building as an administrator writes it down in the chat: its name, its floors, the homes on each.

/// More floors than this are a slip of the pen.
const MOST_FLOORS: u32 = 200;
/// More homes on a floor are, too.
const MOST_HOMES: u32 = 100;
/// A longer name does not fit on a button.
const LONGEST: usize = 24;

/// A building that is not in the book yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Building {
    /// What people call it.
    pub name: String,
    /// How many floors it has.
    pub floors: u32,
    /// How many homes, shops or offices each floor has.
    pub homes: u32,
}

impl Building {
    /// Reads `1号楼，6，4` or `Building 1, 6, 4`; nothing when it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split([',', '，', '、', ';', '；']).map(str::trim);
        let (name, floors, homes) = (parts.next()?, parts.next()?, parts.next()?);
        let fits = parts.next().is_none() && (1..=LONGEST).contains(&name.chars().count());
        let number = |text: &str, most: u32| {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok().filter(|number| (1..=most).contains(number))
        };
        let (floors, homes) = (number(floors, MOST_FLOORS)?, number(homes, MOST_HOMES)?);
        fits.then(|| Self { name: name.to_owned(), floors, homes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_building_is_read_as_people_write_it() {
        let read = |text: &str| Building::parse(text).map(|it| (it.name, it.floors, it.homes));
        assert_eq!(read("1号楼，6层，4户"), Some(("1号楼".to_owned(), 6, 4)));
        assert_eq!(read(" Building 1, 12 , 8 "), Some(("Building 1".to_owned(), 12, 8)));
        for wrong in [
            "",
            "1号楼",
            "1号楼，6",
            "1号楼，0，4",
            "1号楼，6，101",
            "，6，4",
            "a，1，2，3",
            "a，-1，2",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("{}，6，4", "楼".repeat(25))), None);
    }
}
