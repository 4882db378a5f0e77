//! The number people read out: short, without look-alikes, with a check character.
//!
//! Consecutive cases get numbers that do not look consecutive, so that one number says nothing of
//! the next. It is no secret: every reading of a case asks for the right to read it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::CaseId;

/// No 0 O, 1 I L, 5 S, 8 B, 2 Z, U V: 23 characters, a prime, so that the check finds every single
/// wrong character and every exchange of two neighbours.
const ALPHABET: &[u8; 23] = b"234679ACDEFGHJKMNPQRTWX";
const BASE: u64 = 23;
const DIGITS: usize = 6;
const RANGE: u64 = BASE.pow(6);
/// Prime to 23, so that the mapping is one to one.
const STRIDE: u64 = 91_648_253;
const START: u64 = 40_353_607;

/// A case number such as `K7M-4QTX`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(String);

/// Why something is not a case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It has the wrong length or characters that we never use.
    #[error("not of the form of a case number")]
    Form,
    /// The check character does not fit: somebody misread or mistyped it.
    #[error("the check character does not fit")]
    Check,
}

impl Number {
    /// The number of a case.
    pub fn of(case: CaseId) -> Self {
        let mut rest = (case.0.unsigned_abs() % RANGE * STRIDE + START) % RANGE;
        let mut digits = [0; DIGITS];
        for digit in digits.iter_mut().rev() {
            *digit = rest % BASE;
            rest /= BASE;
        }
        let letters = digits.iter().copied().chain([check(&digits)]).map(letter);
        let text: String = letters.collect();
        Self(format!("{}-{}", &text[..3], &text[3..]))
    }

    /// Reads what somebody typed: any case, with or without the hyphen, blanks ignored.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits: Vec<u64> =
            text.chars().map(value).collect::<Option<_>>().ok_or(NumberError::Form)?;
        let (check_digit, digits) = match digits.split_last() {
            Some((last, digits)) if digits.len() == DIGITS => (*last, digits),
            _ => return Err(NumberError::Form),
        };
        if check(digits) != check_digit {
            return Err(NumberError::Check);
        }
        let text = text.to_ascii_uppercase();
        Ok(Self(format!("{}-{}", &text[..3], &text[3..])))
    }

    /// As it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A weighted sum modulo a prime, each place with a weight of its own.
fn check(digits: &[u64]) -> u64 {
    (2_u64..).zip(digits).map(|(weight, digit)| weight * digit).sum::<u64>() % BASE
}

fn letter(digit: u64) -> char {
    char::from(ALPHABET[usize::try_from(digit).expect("below 23")])
}

fn value(letter: char) -> Option<u64> {
    let letter = u8::try_from(letter.to_ascii_uppercase()).ok()?;
    let place = ALPHABET.iter().position(|known| *known == letter)?;
    u64::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn neighbours_do_not_look_like_neighbours() {
        let numbers: Vec<String> = (1..=3).map(|id| Number::of(CaseId(id)).to_string()).collect();
        insta::assert_snapshot!(numbers.join(" "));
    }

    #[test]
    fn no_two_cases_share_a_number() {
        let numbers: HashSet<Number> = (0..100_000).map(|id| Number::of(CaseId(id))).collect();
        assert_eq!(numbers.len(), 100_000);
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        let number = Number::of(CaseId(42));
        let typed = number.as_str().to_lowercase().replace('-', " ");
        assert_eq!(Number::parse(&typed), Ok(number));
        assert_eq!(Number::parse("hello"), Err(NumberError::Form));
        assert_eq!(Number::parse(""), Err(NumberError::Form));
        assert_eq!(Number::parse("电梯坏了"), Err(NumberError::Form));
    }

    #[test]
    fn one_wrong_character_or_two_exchanged_are_noticed() {
        let number = Number::of(CaseId(7)).to_string().replace('-', "");
        for place in 0..number.len() {
            for other in ALPHABET.iter().map(|letter| char::from(*letter)) {
                let mut wrong: Vec<char> = number.chars().collect();
                if wrong[place] == other {
                    continue;
                }
                wrong[place] = other;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(Number::parse(&wrong), Err(NumberError::Check), "{wrong}");
            }
        }
        for place in 0..DIGITS - 1 {
            let mut swapped: Vec<char> = number.chars().collect();
            swapped.swap(place, place + 1);
            let swapped: String = swapped.into_iter().collect();
            assert!(swapped == number || Number::parse(&swapped).is_err(), "{swapped}");
        }
    }
}
