//! The one writer of numbers in files.

/// Hundredths of a px, the grid all coordinates of a file lie on.
pub fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// Writes hundredths without trailing zeros: 1250 is `12.5`, -5 is `-.05`.
pub fn push(out: &mut String, hundredths: i64) {
    let magnitude = hundredths.unsigned_abs();
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (magnitude / 100, magnitude % 100);
    if whole != 0 || rest == 0 {
        push_digits(out, whole);
    }
    if rest != 0 {
        out.push('.');
        out.push(char::from(b'0' + (rest / 10) as u8));
        if !rest.is_multiple_of(10) {
            out.push(char::from(b'0' + (rest % 10) as u8));
        }
    }
}

/// Writes a number rounded to hundredths.
pub fn push_f64(out: &mut String, value: f64) {
    push(out, hundredths(value));
}

fn push_digits(out: &mut String, value: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_short_numbers() {
        let cases = [
            (0.0, "0"),
            (12.5, "12.5"),
            (-0.05, "-.05"),
            (3.0, "3"),
            (0.999, "1"),
            (-0.001, "0"),
            (1234.56, "1234.56"),
        ];
        for (value, expected) in cases {
            let mut out = String::new();
            push_f64(&mut out, value);
            assert_eq!(out, expected);
        }
    }
}
