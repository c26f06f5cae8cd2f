//! Decimal numbers from bytes, exactly as the standard library reads them, but faster for those of coordinates.

/// Powers of ten that a float holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The number at the start of `bytes`, as JSON spells numbers, and how many bytes it takes.
#[inline]
pub(super) fn number(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let mut at = usize::from(negative);
    let (mut digits, start) = (0u64, at);
    at = take_digits(bytes, at, &mut digits);
    let whole = at - start;
    let mut places = 0;
    if bytes.get(at) == Some(&b'.') {
        let point = at + 1;
        at = take_digits(bytes, point, &mut digits);
        places = at - point;
        if places == 0 {
            return None;
        }
    }
    if whole == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        return slow(bytes);
    }
    // Clinger: both are exact, so that the one division rounds once. Nineteen digits cannot overflow.
    if whole + places <= 19 && digits <= 1 << 53 && places < EXACT.len() {
        let value = digits as f64 / EXACT[places];
        return Some((if negative { -value } else { value }, at));
    }
    slow(bytes)
}

/// Adds the digits at `at` to a number and gives the byte after them. Overflow wraps; the caller counts digits.
#[inline]
fn take_digits(bytes: &[u8], mut at: usize, number: &mut u64) -> usize {
    // Eight at a time, by arithmetic on a word.
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let word = u64::from_le_bytes(eight);
        let tens = word.wrapping_sub(0x3030_3030_3030_3030);
        let over = word.wrapping_add(0x4646_4646_4646_4646);
        if (tens | over) & 0x8080_8080_8080_8080 != 0 {
            break;
        }
        let pairs = tens.wrapping_mul(10).wrapping_add(tens >> 8);
        let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
        let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
        let value = low.wrapping_add(high) >> 32;
        *number = number.wrapping_mul(100_000_000).wrapping_add(value);
        at += 8;
    }
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        *number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    at
}

/// The same by the standard library.
#[cold]
fn slow(bytes: &[u8]) -> Option<(f64, usize)> {
    let end = bytes
        .iter()
        .position(|b| !matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
        .unwrap_or(bytes.len());
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    Some((text.parse().ok()?, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_what_is_none() {
        for (text, expected) in [
            ("0", Some((0.0, 1))),
            ("-12.5,", Some((-12.5, 5))),
            ("1e3]", Some((1000.0, 3))),
            ("1.5E-2 ", Some((0.015, 6))),
            ("123456789012345678901234567890", Some((123456789012345678901234567890.0, 30))),
            ("0.12345678901234567890123", Some((0.12345678901234567, 25))),
            ("43.141592653589793", Some((43.141592653589793, 18))),
            ("00000000000000000000001.5", Some((1.5, 25))),
            ("", None),
            ("-", None),
            (".5", None),
            ("1.", None),
            ("1.e5", None),
            ("abc", None),
            ("--1", None),
            ("1e", None),
            ("1-2", Some((1.0, 1))),
        ] {
            assert_eq!(number(text.as_bytes()), expected, "{text}");
        }
        assert!(number(b"-0").is_some_and(|(zero, _)| zero.is_sign_negative()));
    }

    proptest! {
        #[test]
        fn the_same_bits_as_the_standard_library(value in prop::num::f64::NORMAL, places in 0usize..18, lon in -180.0..180.0f64) {
            for text in [format!("{value}"), format!("{value:e}"), format!("{lon:.places$}"), format!("{lon}")] {
                let (read, length) = number(text.as_bytes()).expect("a number");
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(read.to_bits(), text.parse::<f64>().expect("a number").to_bits(), "{}", text);
            }
        }
    }
}
