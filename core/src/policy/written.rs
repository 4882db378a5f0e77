//! A file that people have written: its bytes as text, or one sentence on what to do about it.

use crate::{say, sentence::Sentence};

/// More than this is not a file that somebody has written by hand.
pub const MOST_BYTES: u64 = 256 * 1024;

/// The text in a file. The mark that some editors put before it (BOM) is left out.
pub fn text(bytes: &[u8]) -> Result<&str, Sentence> {
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES / 1024;
        return Err(say!(
            "it is larger than {most} kB, which nobody writes by hand; name the right file",
            most
        ));
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(say!("it is saved as UTF-16 (\"Unicode\"); save it again as UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        say!(
            "line {line}: it is not UTF-8, perhaps saved as GBK or ANSI; save it again as UTF-8",
            line
        )
    })?;
    if text.trim().is_empty() {
        return Err(say!("it is empty; copy a file that works and change it"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_make_of_a_file_is_told_apart() {
        assert_eq!(text(b"profile = 1"), Ok("profile = 1"));
        assert_eq!(text(b"\xef\xbb\xbfprofile = 1"), Ok("profile = 1"));
        assert_eq!(text("# 时限\n".as_bytes()), Ok("# 时限\n"));
        // 时限 in GBK, and in UTF-16.
        let wrong = |bytes: &[u8]| text(bytes).unwrap_err().to_string();
        let gbk = wrong(b"profile = 1\n# \xca\xb1\xcf\xde\n");
        assert!(gbk.starts_with("line 2: it is not UTF-8, perhaps saved as GBK"), "{gbk}");
        assert!(wrong(b"\xff\xfep\0").contains("UTF-16"));
        for empty in [&b""[..], b"\xef\xbb\xbf", b" \r\n\n"] {
            assert!(wrong(empty).starts_with("it is empty"));
        }
        let most = usize::try_from(MOST_BYTES).unwrap();
        assert!(text(&vec![b'#'; most]).is_ok());
        assert!(wrong(&vec![b'#'; most + 1]).contains("larger than 256 kB"));
    }
}
