//! Dates in all ways they are written.

use marchland::import::dates::{Bce, DateFormat, read};
use marchland::lang::Lang;
use marchland::time::{Day, FuzzyDate, OldStyle, write_day, write_out};

const LANGS: [Lang; 5] = [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR];

/// Reads a text as a date.
pub fn dates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(day) = text.parse::<Day>() {
        let (year, month, of_month) = day.ymd();
        assert_eq!(Day::from_ymd(year, month, of_month), Some(day));
        assert_eq!(Day::from_julian_day(day.julian_day()), Some(day));
        assert_eq!(day.to_string().parse::<Day>().ok(), Some(day));
        assert!(day.prev() <= day && day <= day.next());
        let (year, month, of_month) = OldStyle::julian_ymd(day);
        if let Some(same) = OldStyle::from_julian_ymd(year, month, of_month) {
            assert_eq!(same, day);
        }
        words(&LANGS.map(|lang| write_day(day, lang)));
    }
    match FuzzyDate::parse(text) {
        Ok(date) => {
            assert!(date.earliest() <= date.latest());
            assert!(!date.is_exact() || date.earliest() == date.latest());
            let again = FuzzyDate::parse(date.text()).expect("a date reads again");
            assert_eq!((again.earliest(), again.latest()), (date.earliest(), date.latest()));
            words(&LANGS.map(|lang| write_out(&date, lang)));
        }
        Err(error) => assert!(error.offset() <= text.len() && !error.to_string().is_empty()),
    }
    let open = ["9".to_owned(), "9999-12-31".to_owned()];
    for (_, format) in DateFormat::ALL {
        for (_, bce) in Bce::ALL {
            match read(text, format, bce, &open) {
                Ok(None) => {}
                Ok(Some(when)) => assert!(when.first <= when.last, "{text:?} as {format:?}: {when:?}"),
                Err(message) => assert!(!message.is_empty()),
            }
        }
    }
}

fn words(all: &[String]) {
    for words in all {
        assert!(!words.is_empty() && !words.chars().any(char::is_control), "{words:?}");
    }
}
