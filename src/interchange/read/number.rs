//! Decimal numbers from bytes, exactly as the standard library reads them, but faster for those of coordinates.

/// Powers of ten that a float holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The same as whole numbers.
const TENS: [u64; 20] = {
    let mut tens = [1; 20];
    let mut i = 1;
    while i < 20 {
        tens[i] = tens[i - 1] * 10;
        i += 1;
    }
    tens
};

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
    // Nineteen digits cannot overflow.
    if whole + places <= 19 && places < TENS.len() {
        // Clinger: both are exact, so that the one division rounds once.
        let value = if digits <= 1 << 53 { digits as f64 / EXACT[places] } else { divide(digits, places) };
        return Some((if negative { -value } else { value }, at));
    }
    slow(bytes)
}

/// How far the numbers of [`fixed`] are apart: so many make one.
pub(super) const FIXED: f64 = 1e8;

/// The number at the start of `bytes` in whole 1e-8, what is less cut off, and how many bytes it takes; `None` for one that
/// is longer than longitudes are, has an exponent, is none, or stands near the end of `bytes`.
#[inline]
pub(super) fn fixed(bytes: &[u8]) -> Option<(i64, usize)> {
    let window: &[u8; 40] = bytes.first_chunk()?;
    let negative = window[0] == b'-';
    let start = usize::from(negative);
    let mut at = start;
    let mut value = 0i64;
    while at < 6 {
        let digit = window[at].wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + i64::from(digit);
        at += 1;
    }
    if at == start {
        return None;
    }
    value *= FIXED as i64;
    if window[at] == b'.' {
        let eight = |at: usize| -> Option<(u64, usize)> {
            let word = u64::from_le_bytes(*window.get(at..at + 8)?.first_chunk()?);
            let tens = word ^ 0x3030_3030_3030_3030;
            // The first byte that is no digit; what a sum carries goes behind it.
            let others = (tens.wrapping_add(0x7676_7676_7676_7676) | tens) & 0x8080_8080_8080_8080;
            Some((tens, (others.trailing_zeros() / 8) as usize))
        };
        let (tens, count) = eight(at + 1)?;
        if count == 0 {
            return None;
        }
        // Digits that are not there are zeros.
        value += eight_digits(if count == 8 { tens } else { tens & ((1 << (8 * count)) - 1) }) as i64;
        at += 1 + count;
        let mut more = count;
        while more == 8 {
            (_, more) = eight(at)?;
            at += more;
        }
    }
    if matches!(window.get(at)?, b'e' | b'E' | b'.' | b'0'..=b'9') {
        return None;
    }
    Some((if negative { -value } else { value }, at))
}

/// The number that eight digits are, the first in the lowest byte.
#[inline]
fn eight_digits(tens: u64) -> u64 {
    let pairs = tens.wrapping_mul(10).wrapping_add(tens >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

/// Reciprocals of powers of ten with their first bit set: 2^127 over them, rounded down. The first is never used.
const RECIPROCALS: [u64; 20] = {
    let mut list = [0; 20];
    let mut i = 1;
    while i < 20 {
        list[i] = ((1u128 << 127) / ((TENS[i] << TENS[i].leading_zeros()) as u128)) as u64;
        i += 1;
    }
    list
};

/// The float nearest to a number over a power of ten, that with an even mantissa of two, for numbers of more digits
/// than a float holds.
fn divide(number: u64, places: usize) -> f64 {
    if places == 0 {
        return number as f64;
    }
    let by = TENS[places];
    let (up, by_up) = (number.leading_zeros(), by.leading_zeros());
    // Both with their first bit set, so that the quotient has 63 or 64 bits, eleven more than are kept.
    let (above, below) = (number << up, by << by_up);
    let about = ((u128::from(above) * u128::from(RECIPROCALS[places])) >> 64) as u64;
    let extra = 11 - about.leading_zeros();
    let half = 1u64 << (extra - 1);
    let cut = about & (2 * half - 1);
    // What is cut off may be less than two too small. Seldom does that decide.
    let sure = cut + 2 < 2 * half && !(half - 2 <= cut && cut <= half);
    let (quotient, exact) = if sure {
        (about, false)
    } else {
        let above = u128::from(above) << 63;
        let quotient = above / u128::from(below);
        (quotient as u64, quotient * u128::from(below) == above)
    };
    let extra = 11 - quotient.leading_zeros();
    let half = 1u64 << (extra - 1);
    let (kept, cut) = (quotient >> extra, quotient & (2 * half - 1));
    let more = half < cut || cut == half && (!exact || kept & 1 == 1);
    let power = i64::from(extra) - 63 + i64::from(by_up) - i64::from(up);
    // No number of nineteen digits is near the ends of what floats reach.
    (kept + u64::from(more)) as f64 * f64::from_bits((1023 + power).cast_unsigned() << 52)
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
        *number = number.wrapping_mul(100_000_000).wrapping_add(eight_digits(tens));
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
    fn fixed_numbers_are_those_of_the_text() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-12.5", Some(-1_250_000_000)),
            ("179.99999999999999", Some(17_999_999_999)),
            ("43.141592653589793238", Some(4_314_159_265)),
            ("-0.000000019", Some(-1)),
            ("7.12345678", Some(712_345_678)),
            ("7.1234567", Some(712_345_670)),
            ("007.5", Some(750_000_000)),
            ("1e3", None),
            ("1.5E-2", None),
            ("1.", None),
            ("1.e5", None),
            (".5", None),
            ("-", None),
            ("", None),
            ("--1", None),
            ("1.2.3", None),
            ("1234567.5", None),
            ("1.00000000000000000000000000000000000000000001", None),
        ] {
            for end in [",", "]", " ", "e"] {
                let bytes = format!("{text}{end} -180.5],[12.3456789,-7.1234567890123],[");
                let expected = expected.filter(|_| end != "e").map(|value| (value, text.len()));
                assert_eq!(fixed(bytes.as_bytes()), expected, "{bytes}");
            }
            assert_eq!(fixed(text.as_bytes()), None, "{text} at the end");
        }
    }

    proptest! {
        #[test]
        fn fixed_numbers_are_the_exact_ones_cut_off(
            whole in 0u32..1000, places in 0usize..17, digits in 0u64..u64::MAX, negative: bool,
        ) {
            let digits = format!("{digits:020}");
            let point = if places == 0 { "" } else { "." };
            let text = format!("{}{whole}{point}{}", if negative { "-" } else { "" }, &digits[..places]);
            let bytes = format!("{text},{}", " ".repeat(40));
            let (value, length) = fixed(bytes.as_bytes()).expect("a number");
            prop_assert_eq!(length, text.len());
            let exact = number(bytes.as_bytes()).expect("a number").0;
            prop_assert!((value as f64 / FIXED - exact).abs() < 1.1e-8);
        }
    }

    #[test]
    #[expect(clippy::excessive_precision)]
    fn numbers_and_what_is_none() {
        for (text, expected) in [
            ("0", Some((0.0, 1))),
            ("-12.5,", Some((-12.5, 5))),
            ("1e3]", Some((1000.0, 3))),
            ("1.5E-2 ", Some((0.015, 6))),
            ("123456789012345678901234567890", Some((123456789012345678901234567890.0, 30))),
            ("0.12345678901234567890123", Some((0.12345678901234567890123, 25))),
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

    /// Numbers in the middle between two floats, and one beside it.
    #[test]
    fn halves_go_to_even() {
        for start in [1u64 << 53, (1 << 53) + 2, (1 << 60) + 128, (1 << 63) + 1024, 9_007_199_254_740_993] {
            for step in 0..2000u64 {
                for text in [
                    format!("{}", start + step),
                    format!("{}.5", (start + step) / 16),
                    format!("{}.0625", (start + step) / 8192),
                ] {
                    let expected = text.parse::<f64>().map(f64::to_bits);
                    assert_eq!(
                        number(text.as_bytes()).map(|(value, _)| value.to_bits()),
                        expected.ok(),
                        "{text}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_same_bits_as_the_standard_library(value in prop::num::f64::NORMAL, places in 0usize..18, lon in -180.0..180.0f64, whole in 0u64..10_000_000_000_000_000) {
            for text in [format!("{value}"), format!("{value:e}"), format!("{lon:.places$}"), format!("{lon}"), format!("{lon:.17}"), format!("{}.{}", whole % 1000, whole)] {
                let (read, length) = number(text.as_bytes()).expect("a number");
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(read.to_bits(), text.parse::<f64>().expect("a number").to_bits(), "{}", text);
            }
        }
    }
}
