//! What an estate is called.

/// A longer name does not fit over a slip.
pub const LONGEST_SITE_NAME: usize = 40;

/// The name of an estate: one line that is not blank and fits over a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteName(String);

impl SiteName {
    /// Takes a name as it was typed; nothing when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=LONGEST_SITE_NAME).contains(&text.chars().count());
        (fits && !text.contains(char::is_control)).then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_fits() {
        assert_eq!(SiteName::parse(" 云溪 ").unwrap().as_str(), "云溪");
        assert!(SiteName::parse(&"园".repeat(40)).is_some());
        for wrong in ["", " ", "a\nb", &"园".repeat(41)] {
            assert_eq!(SiteName::parse(wrong), None);
        }
    }
}
