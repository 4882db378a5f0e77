//! A building as an administrator writes it down in the chat: its name, its floors, the homes on each.

/// More floors than this are a slip of the pen.
const MOST_FLOORS: u32 = 100;
/// More homes on a floor are, too.
const MOST_HOMES: u32 = 99;
/// What people write behind a number, a word a line.
const BEHIND: &str = include_str!("behind.txt");

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
        let fits = fits && !text.contains(char::is_control);
        let (floors, homes) = (number(floors, MOST_FLOORS)?, number(homes, MOST_HOMES)?);
        fits.then(|| Self { name: name.to_owned(), floors, homes })
    }
}

/// A number, with what people write behind it and nothing else.
fn number(text: &str, most: u32) -> Option<u32> {
    // The digits of a Chinese keyboard are as wide as its characters.
    let narrow = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        other => other,
    };
    let text: String = text.chars().map(narrow).collect();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - behind.len()];
    let behind = behind.trim().to_lowercase();
    let known = behind.is_empty() || BEHIND.lines().any(|word| word == behind);
    digits.parse().ok().filter(|number| known && (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_building_is_read_as_people_write_it() {
        let read = |text: &str| Building::parse(text).map(|it| (it.name, it.floors, it.homes));
        assert_eq!(read("1号楼，6层，4户"), Some(("1号楼".to_owned(), 6, 4)));
        assert_eq!(read(" Building 1, 12 , 8 "), Some(("Building 1".to_owned(), 12, 8)));
        assert_eq!(read("2号楼，１２，８"), Some(("2号楼".to_owned(), 12, 8)));
        assert_eq!(read("A, 100 floors, 99 homes"), Some(("A".to_owned(), 100, 99)));
        for wrong in [
            "",
            "1号楼",
            "1号楼，6",
            "1号楼，0，4",
            "1号楼，6，100",
            "1号楼，101，4",
            "1号楼，3单元6层，4户",
            "1号楼，6-8，4",
            "1号楼，6，4.5",
            "一\n二，6，4",
            "，6，4",
            "a，1，2，3",
            "a，-1，2",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("{}，6，4", "楼".repeat(25))), None);
    }
}
