//! Dates written out for people, in English, Azerbaijani, Armenian, Russian and Turkish.

use super::day::Day;
use super::fuzzy::{Form, FuzzyDate, Part, What};
use crate::lang::Lang;

/// Which eras the dates that stand beside each other are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Eras {
    /// All before our era, which is written out, or all of it, which goes without saying.
    #[default]
    One,
    /// Some are before it: those of it say so too.
    Both,
}

impl Eras {
    /// Those of a stretch of time.
    pub fn of((first, last): (Day, Day)) -> Eras {
        if first.year() <= 0 && 0 < last.year() { Eras::Both } else { Eras::One }
    }
}

/// How dates are written that stand beside each other.
#[derive(Clone, Copy, Debug)]
pub struct DateWords {
    /// The language; those without words of their own get the English wording.
    pub lang: Lang,
    /// The eras they are of.
    pub eras: Eras,
}

impl DateWords {
    /// A day: `13 October 1921`, `1 March 101 BC`.
    pub fn day(self, day: Day) -> String {
        self.date(&FuzzyDate::exact(day))
    }

    /// A date with its doubts.
    pub fn date(self, date: &FuzzyDate) -> String {
        let words = Words::of(self);
        match date.form() {
            Form::One(part) => with_doubts(words.what(part.what, Case::Plain), part, &words),
            Form::Interval(Some(start), Some(end)) => interval(start, end, &words),
            Form::Interval(Some(start), None) => words.open_end(start),
            Form::Interval(None, Some(end)) => words.open_start(end),
            // `FuzzyDate::parse` refuses an interval open at both ends.
            Form::Interval(None, None) => date.text().to_owned(),
        }
    }

    /// A year alone, as on an axis: `1921`, `101 BC`, and beside years before our era `AD 5`. Years are counted as ISO 8601
    /// does: 0 is 1 BC.
    pub fn year(self, year: i32) -> String {
        let words = Words { after_year: "", ..Words::of(self) };
        match (year, self.eras) {
            (..=0, _) => words.before_our_era(&(1 - year).to_string(), ""),
            (_, Eras::One) => year.to_string(),
            (_, Eras::Both) => words.of_our_era(&year.to_string(), ""),
        }
    }

    /// Years from one to another: `1918–1921`, `101–96 BC`; one year where they are the same.
    pub fn years(self, first: i32, last: i32) -> String {
        match (first, last) {
            _ if first == last => self.year(first),
            (..=0, ..=0) => Words::of(self).before_our_era(&format!("{}–{}", 1 - first, 1 - last), ""),
            (..=0, _) => {
                let both = DateWords { eras: Eras::Both, ..self };
                format!("{} – {}", both.year(first), both.year(last))
            }
            _ if self.eras == Eras::Both => Words::of(self).of_our_era(&format!("{first}–{last}"), ""),
            _ => format!("{first}–{last}"),
        }
    }

    /// Whether an axis has a tick at the beginning of a year, if every so many years have one. Years of both eras are
    /// counted from the turn between them: there is no year 0.
    pub fn is_tick(self, year: i32, step: i32) -> bool {
        match year {
            ..=0 => (1 - year).rem_euclid(step) == 0,
            // Nearer to its neighbour than others are, where years are many it has room.
            1 if self.eras == Eras::Both && 10 <= step => true,
            _ => year.rem_euclid(step) == 0,
        }
    }
}

/// A day in words: `13 October 1921`, `13 октября 1921 г.`
///
/// Languages other than en, az, hy, ru and tr get the English wording.
pub fn write_day(day: Day, lang: Lang) -> String {
    DateWords { lang, eras: Eras::One }.day(day)
}

/// A date in words, with its doubts: `October 1921`, `about 1921`, `1921 (uncertain)`,
/// `June–July 1920`, `28 July – 10 August 1920`.
///
/// Languages other than en, az, hy, ru and tr get the English wording.
pub fn write_out(date: &FuzzyDate, lang: Lang) -> String {
    DateWords { lang, eras: Eras::One }.date(date)
}

/// The words and habits of one language.
#[derive(Clone, Copy)]
struct Words {
    lang: Written,
    eras: Eras,
    /// Months as a name of their own ("October 1921").
    months: [&'static str; 12],
    /// Months after a day ("13 October"), and after a preposition.
    months_of: [&'static str; 12],
    seasons: [&'static str; 4],
    seasons_of: [&'static str; 4],
    /// What follows a year: " г."
    after_year: &'static str,
    uncertain: &'static str,
}

/// The languages with words of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    En,
    Az,
    Hy,
    Ru,
    Tr,
}

/// The form a month or a season takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Standing alone.
    Plain,
    /// After a preposition.
    Governed,
}

impl Words {
    fn of(dates: DateWords) -> Words {
        let words = match dates.lang {
            Lang::AZ => AZ,
            Lang::HY => HY,
            Lang::RU => RU,
            Lang::TR => TR,
            _ => EN,
        };
        Words { eras: dates.eras, ..words }
    }

    fn month(&self, month: u8, case: Case) -> &'static str {
        let table = if case == Case::Plain { &self.months } else { &self.months_of };
        table.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
    }

    fn season(&self, season: u8, case: Case) -> &'static str {
        let table = if case == Case::Plain { &self.seasons } else { &self.seasons_of };
        table.get(usize::from(season)).copied().unwrap_or("")
    }

    fn what(&self, what: What, case: Case) -> String {
        let before = self.before_year(what, case);
        let after = self.year_of(what);
        if before.is_empty() { after } else { format!("{before} {after}") }
    }

    /// Day and month, month or season; empty where only the year is known.
    fn before_year(&self, what: What, case: Case) -> String {
        match what {
            What::Day { month, day, .. } => format!("{day} {}", self.month(month, Case::Governed)),
            What::Month { month, .. } => self.month(month, case).to_owned(),
            What::Season { season, .. } => self.season(season, case).to_owned(),
            What::Year { .. } | What::Decade { .. } | What::Century { .. } => String::new(),
        }
    }

    fn year_of(&self, what: What) -> String {
        match what {
            What::Day { year, .. }
            | What::Month { year, .. }
            | What::Season { year, .. }
            | What::Year { year } => self.year(year),
            What::Decade { year } => self.decade(year),
            What::Century { year } => self.years(year, year + 99),
        }
    }

    /// A year; the one before the year 1 is 1 before our era.
    fn year(&self, year: i32) -> String {
        match (year, self.eras) {
            (..=0, _) => self.before_our_era(&(1 - year).to_string(), "г. "),
            (_, Eras::One) => format!("{year}{}", self.after_year),
            (_, Eras::Both) => self.of_our_era(&year.to_string(), "г. "),
        }
    }

    fn before_our_era(&self, number: &str, years: &str) -> String {
        match self.lang {
            Written::En => format!("{number} BC"),
            Written::Az => format!("e.ə. {number}"),
            Written::Hy => format!("մ.թ.ա. {number}"),
            Written::Ru => format!("{number} {years}до н. э."),
            Written::Tr => format!("MÖ {number}"),
        }
    }

    fn of_our_era(&self, number: &str, years: &str) -> String {
        match self.lang {
            Written::En => format!("AD {number}"),
            Written::Az => format!("b.e. {number}"),
            Written::Hy => format!("մ.թ. {number}"),
            Written::Ru => format!("{number} {years}н. э."),
            Written::Tr => format!("MS {number}"),
        }
    }

    fn years(&self, first: i32, last: i32) -> String {
        if last <= 0 {
            return self.before_our_era(&format!("{}–{}", 1 - first, 1 - last), "гг. ");
        }
        if first <= 0 {
            let both = Words { eras: Eras::Both, ..*self };
            return format!("{} – {}", both.year(first), both.year(last));
        }
        if self.eras == Eras::Both {
            return self.of_our_era(&format!("{first}–{last}"), "гг. ");
        }
        match self.lang {
            Written::Ru => format!("{first}–{last} гг."),
            Written::Hy => format!("{first}–{last} թթ."),
            Written::En | Written::Az | Written::Tr => format!("{first}–{last}"),
        }
    }

    fn decade(&self, year: i32) -> String {
        if year <= 0 {
            return self.years(year, year + 9);
        }
        if self.eras == Eras::Both {
            let plain = Words { eras: Eras::One, ..*self }.decade(year);
            return self.of_our_era(&plain, "");
        }
        let tens = year.rem_euclid(100) / 10;
        match self.lang {
            Written::En => format!("{year}s"),
            // The ordinal ending follows the last vowel of the number's last word.
            Written::Az => {
                let ending = match tens {
                    1 | 3 => "cu",
                    4 | 6 | 9 => "cı",
                    0 if year.rem_euclid(1000) != 0 => "cü",
                    _ => "ci",
                };
                format!("{year}-{ending} illər")
            }
            Written::Hy => format!("{year}-ական թթ."),
            Written::Ru => format!("{year}-е гг."),
            Written::Tr => {
                let ending = if matches!(tens, 1 | 3 | 4 | 6 | 9) { "lar" } else { "ler" };
                format!("{year}'{ending}")
            }
        }
    }

    fn about(&self, what: What) -> String {
        match self.lang {
            Written::En => format!("about {}", self.what(what, Case::Plain)),
            Written::Az => format!("təxminən {}", self.what(what, Case::Plain)),
            Written::Hy => format!("մոտ {}", self.what(what, Case::Plain)),
            Written::Ru => format!("около {}", self.what(what, Case::Governed)),
            Written::Tr => format!("{} civarı", self.what(what, Case::Plain)),
        }
    }

    fn open_end(&self, start: Part) -> String {
        let governed = with_doubts(self.what(start.what, Case::Governed), start, self);
        match self.lang {
            Written::En => format!("from {governed}"),
            Written::Ru if !start.approximate => format!("с {governed}"),
            Written::Az | Written::Hy | Written::Ru | Written::Tr => {
                format!("{} – …", with_doubts(self.what(start.what, Case::Plain), start, self))
            }
        }
    }

    fn open_start(&self, end: Part) -> String {
        let governed = with_doubts(self.what(end.what, Case::Governed), end, self);
        match self.lang {
            Written::En => format!("until {governed}"),
            Written::Ru if !end.approximate => format!("до {governed}"),
            Written::Az | Written::Hy | Written::Ru | Written::Tr => {
                format!("… – {}", with_doubts(self.what(end.what, Case::Plain), end, self))
            }
        }
    }
}

fn with_doubts(plain: String, part: Part, words: &Words) -> String {
    let text = if part.approximate { words.about(part.what) } else { plain };
    if part.uncertain { format!("{text} ({})", words.uncertain) } else { text }
}

fn interval(start: Part, end: Part, words: &Words) -> String {
    let full = |part: Part| with_doubts(words.what(part.what, Case::Plain), part, words);
    let doubtful = [start, end].iter().any(|part| part.approximate || part.uncertain);
    match (start.what, end.what) {
        _ if doubtful => {}
        (What::Day { year, month, day }, What::Day { year: y, month: m, day: d })
            if (year, month) == (y, m) =>
        {
            if day == d {
                return full(start);
            }
            let month = words.month(month, Case::Governed);
            return format!("{day}–{d} {month} {}", words.year_of(start.what));
        }
        (What::Day { year, .. }, What::Day { year: y, .. }) if year == y => {
            return format!("{} – {}", words.before_year(start.what, Case::Plain), full(end));
        }
        (What::Month { year, .. }, What::Month { year: y, .. }) if year == y => {
            if start == end {
                return full(start);
            }
            return format!("{}–{}", words.before_year(start.what, Case::Plain), full(end));
        }
        (What::Year { year }, What::Year { year: y }) => return words.years(year, y),
        _ => {}
    }
    format!("{} – {}", full(start), full(end))
}

const EN: Words = Words {
    lang: Written::En,
    eras: Eras::One,
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    months_of: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    seasons: ["spring", "summer", "autumn", "winter"],
    seasons_of: ["spring", "summer", "autumn", "winter"],
    after_year: "",
    uncertain: "uncertain",
};

const AZ: Words = Words {
    lang: Written::Az,
    eras: Eras::One,
    months: [
        "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
        "noyabr", "dekabr",
    ],
    months_of: [
        "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
        "noyabr", "dekabr",
    ],
    seasons: ["yaz", "yay", "payız", "qış"],
    seasons_of: ["yaz", "yay", "payız", "qış"],
    after_year: "",
    uncertain: "qeyri-müəyyən",
};

const HY: Words = Words {
    lang: Written::Hy,
    eras: Eras::One,
    months: [
        "հունվար",
        "փետրվար",
        "մարտ",
        "ապրիլ",
        "մայիս",
        "հունիս",
        "հուլիս",
        "օգոստոս",
        "սեպտեմբեր",
        "հոկտեմբեր",
        "նոյեմբեր",
        "դեկտեմբեր",
    ],
    months_of: [
        "հունվարի",
        "փետրվարի",
        "մարտի",
        "ապրիլի",
        "մայիսի",
        "հունիսի",
        "հուլիսի",
        "օգոստոսի",
        "սեպտեմբերի",
        "հոկտեմբերի",
        "նոյեմբերի",
        "դեկտեմբերի",
    ],
    seasons: ["գարուն", "ամառ", "աշուն", "ձմեռ"],
    seasons_of: ["գարնան", "ամռան", "աշնան", "ձմռան"],
    after_year: " թ.",
    uncertain: "անորոշ",
};

const RU: Words = Words {
    lang: Written::Ru,
    eras: Eras::One,
    months: [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    months_of: [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    seasons: ["весна", "лето", "осень", "зима"],
    seasons_of: ["весны", "лета", "осени", "зимы"],
    after_year: " г.",
    uncertain: "недостоверно",
};

const TR: Words = Words {
    lang: Written::Tr,
    eras: Eras::One,
    months: [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım",
        "Aralık",
    ],
    months_of: [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım",
        "Aralık",
    ],
    seasons: ["ilkbahar", "yaz", "sonbahar", "kış"],
    seasons_of: ["ilkbahar", "yaz", "sonbahar", "kış"],
    after_year: "",
    uncertain: "kesin değil",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edtf: &str, wordings: &[(Lang, &str)]) {
        let date = FuzzyDate::parse(edtf).unwrap();
        for (lang, expected) in wordings {
            assert_eq!(write_out(&date, *lang), *expected, "{edtf} in {lang}");
        }
    }

    #[test]
    fn before_our_era() {
        let check = |text: &str, expected: [&str; 5]| {
            let date = FuzzyDate::parse(text).expect("a date");
            let langs = [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR];
            for (lang, expected) in langs.into_iter().zip(expected) {
                assert_eq!(write_out(&date, lang), expected, "{text} {lang}");
            }
        };
        check("-0043", ["44 BC", "e.ə. 44", "մ.թ.ա. 44", "44 г. до н. э.", "MÖ 44"]);
        check(
            "-0043-03-15",
            [
                "15 March 44 BC",
                "15 mart e.ə. 44",
                "15 մարտի մ.թ.ա. 44",
                "15 марта 44 г. до н. э.",
                "15 Mart MÖ 44",
            ],
        );
        check("0000", ["1 BC", "e.ə. 1", "մ.թ.ա. 1", "1 г. до н. э.", "MÖ 1"]);
        check("-0043/-0026", ["44–27 BC", "e.ə. 44–27", "մ.թ.ա. 44–27", "44–27 гг. до н. э.", "MÖ 44–27"]);
        check(
            "-0026/0014",
            [
                "27 BC – AD 14",
                "e.ə. 27 – b.e. 14",
                "մ.թ.ա. 27 – մ.թ. 14",
                "27 г. до н. э. – 14 г. н. э.",
                "MÖ 27 – MS 14",
            ],
        );
    }

    #[test]
    fn every_precision_in_every_language() {
        use self::Lang as L;
        check(
            "1921-10-13",
            &[
                (L::EN, "13 October 1921"),
                (L::AZ, "13 oktyabr 1921"),
                (L::HY, "13 հոկտեմբերի 1921 թ."),
                (L::RU, "13 октября 1921 г."),
                (L::TR, "13 Ekim 1921"),
            ],
        );
        check(
            "1921-10",
            &[
                (L::EN, "October 1921"),
                (L::AZ, "oktyabr 1921"),
                (L::HY, "հոկտեմբեր 1921 թ."),
                (L::RU, "октябрь 1921 г."),
                (L::TR, "Ekim 1921"),
            ],
        );
        check(
            "1921~",
            &[
                (L::EN, "about 1921"),
                (L::AZ, "təxminən 1921"),
                (L::HY, "մոտ 1921 թ."),
                (L::RU, "около 1921 г."),
                (L::TR, "1921 civarı"),
            ],
        );
        check(
            "1920-06/1920-07",
            &[
                (L::EN, "June–July 1920"),
                (L::AZ, "iyun–iyul 1920"),
                (L::HY, "հունիս–հուլիս 1920 թ."),
                (L::RU, "июнь–июль 1920 г."),
                (L::TR, "Haziran–Temmuz 1920"),
            ],
        );
        check(
            "192X",
            &[
                (L::EN, "1920s"),
                (L::AZ, "1920-ci illər"),
                (L::HY, "1920-ական թթ."),
                (L::RU, "1920-е гг."),
                (L::TR, "1920'ler"),
            ],
        );
        check("1921?", &[(L::EN, "1921 (uncertain)"), (L::RU, "1921 г. (недостоверно)")]);
        check("1921-10~", &[(L::EN, "about October 1921"), (L::RU, "около октября 1921 г.")]);
        check("1921%", &[(L::EN, "about 1921 (uncertain)")]);
        check("1921-21", &[(L::EN, "spring 1921"), (L::RU, "весна 1921 г."), (L::AZ, "yaz 1921")]);
        check("19XX", &[(L::EN, "1900–1999")]);
        check("1920-XX", &[(L::EN, "1920")]);
    }

    #[test]
    fn intervals_name_what_they_share_once() {
        use self::Lang as L;
        check(
            "1920-07-28/1920-08-10",
            &[(L::EN, "28 July – 10 August 1920"), (L::RU, "28 июля – 10 августа 1920 г.")],
        );
        check("1920-07-01/1920-07-10", &[(L::EN, "1–10 July 1920"), (L::HY, "1–10 հուլիսի 1920 թ.")]);
        check("1919-12/1920-01", &[(L::EN, "December 1919 – January 1920")]);
        check("1918/1920", &[(L::EN, "1918–1920"), (L::RU, "1918–1920 гг.")]);
        check("1918~/1920", &[(L::EN, "about 1918 – 1920")]);
        check(
            "1920-06/..",
            &[(L::EN, "from June 1920"), (L::RU, "с июня 1920 г."), (L::TR, "Haziran 1920 – …")],
        );
        check(
            "../1920-06",
            &[(L::EN, "until June 1920"), (L::RU, "до июня 1920 г."), (L::AZ, "… – iyun 1920")],
        );
    }

    #[test]
    fn another_language_gets_english() {
        let day = "1921-10-13".parse().unwrap();
        assert_eq!(Lang::new("fr").map(|fr| write_day(day, fr)).as_deref(), Some("13 October 1921"));
    }
}
