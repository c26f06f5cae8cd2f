//! Texts in the encodings of old tables.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// An encoding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Codepage {
    /// One that browsers know.
    Known(&'static Encoding),
    /// One of DOS: the characters of the bytes from 128 on.
    Dos(&'static str),
}

/// DOS, United States.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// DOS, Western Europe.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// The same with the sign of the euro.
const CP858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// DOS, Central Europe.
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
/// DOS, Turkey.
const CP857: &str = "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\u{fffd}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{fffd}×ÚÛÙìÿ¯´\u{ad}±\u{fffd}¾¶§÷¸°¨·¹³²■\u{a0}";

impl Codepage {
    /// By a name such as those of .cpg files: `UTF-8`, `1251`, `ANSI 1254`, `cp866`, `88599`, `OEM 857`, `LDID/201`.
    pub fn from_name(name: &str) -> Option<Codepage> {
        let name = name.trim_start_matches('\u{feff}').trim();
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(Codepage::Known(encoding));
        }
        let upper = name.to_ascii_uppercase();
        if let Some(number) = upper.strip_prefix("LDID/") {
            return number.parse().ok().and_then(Codepage::from_language);
        }
        let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
        let letters: String = upper.chars().filter(char::is_ascii_alphabetic).collect();
        const BEFORE: [&str; 14] = [
            "", "ANSI", "CP", "XCP", "CODEPAGE", "DOS", "IBM", "ISO", "MS", "MSDOS", "OEM", "WIN", "WINDOWS",
            "X",
        ];
        if !BEFORE.contains(&letters.as_str()) {
            return None;
        }
        let label = match digits.as_str() {
            "437" => return Some(Codepage::Dos(CP437)),
            "850" => return Some(Codepage::Dos(CP850)),
            "858" => return Some(Codepage::Dos(CP858)),
            "852" => return Some(Codepage::Dos(CP852)),
            "857" => return Some(Codepage::Dos(CP857)),
            "65001" => "utf-8".to_owned(),
            "936" | "54936" => "gbk".to_owned(),
            "950" => "big5".to_owned(),
            "932" => "shift_jis".to_owned(),
            "949" => "euc-kr".to_owned(),
            "866" => "ibm866".to_owned(),
            "20866" => "koi8-r".to_owned(),
            number if number.len() == 4 && number.starts_with("125") => format!("windows-{number}"),
            number => match number.strip_prefix("8859").filter(|part| !part.is_empty()) {
                Some(part) => format!("iso-8859-{part}"),
                None => return None,
            },
        };
        Encoding::for_label(label.as_bytes()).map(Codepage::Known)
    }

    /// By the language byte in the header of a dBASE table; `None` if it names none.
    pub fn from_language(byte: u8) -> Option<Codepage> {
        let label = match byte {
            0x01 | 0x09 | 0x0B | 0x0D | 0x0F | 0x11 | 0x15 | 0x18 | 0x19 | 0x1B => {
                return Some(Codepage::Dos(CP437));
            }
            0x02 | 0x08 | 0x0A | 0x0E | 0x10 | 0x12 | 0x14 | 0x16 | 0x1A | 0x1D | 0x25 | 0x37 => {
                return Some(Codepage::Dos(CP850));
            }
            0x1F | 0x22 | 0x23 | 0x40 | 0x64 | 0x87 => return Some(Codepage::Dos(CP852)),
            0x6B | 0x88 => return Some(Codepage::Dos(CP857)),
            0x26 | 0x65 => "ibm866",
            0x13 | 0x7B => "shift_jis",
            0x4D | 0x7A => "gbk",
            0x4E | 0x79 => "euc-kr",
            0x4F | 0x78 => "big5",
            0x50 | 0x7C => "windows-874",
            0xC8 => "windows-1250",
            0xC9 => "windows-1251",
            0xCA => "windows-1254",
            0xCB => "windows-1253",
            0xCC => "windows-1257",
            0x7D => "windows-1255",
            0x7E => "windows-1256",
            // 0x03 and 0x57 would be this too, but programs write them whatever the text is.
            0x58 | 0x59 => "windows-1252",
            _ => return None,
        };
        Encoding::for_label(label.as_bytes()).map(Codepage::Known)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Codepage::Known(encoding) => encoding.name(),
            Codepage::Dos(CP437) => "cp437",
            Codepage::Dos(CP850) => "cp850",
            Codepage::Dos(CP852) => "cp852",
            Codepage::Dos(CP857) => "cp857",
            Codepage::Dos(_) => "cp858",
        }
    }

    /// The encoding that bytes are most likely in: UTF-8 where they are, else by how often which letters stand together.
    pub fn guess<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Codepage {
        let mut marked = 0;
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        for piece in pieces {
            detector.feed(piece, false);
            marked += piece.iter().filter(|byte| !byte.is_ascii()).count();
            detector.feed(b" ", false);
        }
        detector.feed(b"", true);
        let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
        // A handful of letters looks like any Latin writing; that of most files is Western.
        let is_rare = matches!(guess.name(), "windows-1257" | "ISO-8859-4" | "windows-1258" | "ISO-8859-13");
        Codepage::Known(if is_rare && marked < 30 { encoding_rs::WINDOWS_1252 } else { guess })
    }

    /// Whether any bytes are a text in it, letters of one byte.
    pub fn is_single_byte(self) -> bool {
        match self {
            Codepage::Known(encoding) => encoding.is_single_byte(),
            Codepage::Dos(_) => true,
        }
    }

    /// The text of bytes; what is none becomes the replacement character.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Codepage::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Codepage::Dos(upper) => {
                let of = |byte: u8| match byte.checked_sub(128) {
                    None => char::from(byte),
                    Some(place) => upper.chars().nth(usize::from(place)).unwrap_or('\u{fffd}'),
                };
                bytes.iter().copied().map(of).collect()
            }
        }
    }
}

/// Names that people are told of where one is not known.
const NAMES: [&str; 24] = [
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1256",
    "windows-1257",
    "ISO-8859-1",
    "ISO-8859-2",
    "ISO-8859-5",
    "ISO-8859-9",
    "ISO-8859-15",
    "KOI8-R",
    "cp437",
    "cp850",
    "cp852",
    "cp857",
    "cp866",
    "GBK",
    "Big5",
    "Shift_JIS",
];

/// The encoding of texts, as a person names it.
#[derive(Clone, Copy, Debug)]
pub struct TextEncoding(pub(super) Codepage);

impl TextEncoding {
    /// By a name such as `UTF-8`, `windows-1251`, `1254`, `cp866`, `ISO-8859-9`.
    ///
    /// # Errors
    /// What the nearest name is, or which there are.
    pub fn new(name: &str) -> Result<TextEncoding, String> {
        let shown: String = name.chars().take(40).collect();
        Codepage::from_name(name).map(TextEncoding).ok_or_else(|| {
            match crate::diagnostic::nearest(name, NAMES) {
                Some(nearest) => format!("encoding \"{shown}\" is not known; nearest is {nearest}"),
                None => format!("encoding \"{shown}\" is not known; such are {}", NAMES.join(", ")),
            }
        })
    }
}

impl PartialEq for TextEncoding {
    fn eq(&self, other: &TextEncoding) -> bool {
        self.0.name() == other.0.name()
    }
}

/// A text of UTF-16 as UTF-8, told by its byte order mark, or by the zeros that every second byte of its beginning is;
/// `None` if it is none.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (encoding, start) = match bytes {
        [0xFF, 0xFE, ..] => (encoding_rs::UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (encoding_rs::UTF_16BE, 2),
        [a, 0, b, 0, ..] if a.is_ascii() && b.is_ascii() && *a != 0 && *b != 0 => (encoding_rs::UTF_16LE, 0),
        [0, a, 0, b, ..] if a.is_ascii() && b.is_ascii() && *a != 0 && *b != 0 => (encoding_rs::UTF_16BE, 0),
        _ => return None,
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[start..]);
    (!broken).then(|| text.into_owned().into_bytes())
}

/// The text of a whole file: by its byte order mark, else as UTF-8; `None` if it is neither.
pub(super) fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
            (!broken).then_some(text)
        }
        None => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_letters() {
        for page in [CP437, CP850, CP852, CP857, CP858] {
            assert_eq!(page.chars().count(), 128);
        }
        for (name, bytes, expected) in [
            ("1251", &b"\xcd\xe0\xf5\xe8\xf7\xe5\xe2\xe0\xed\xfc"[..], "Нахичевань"),
            ("cp866", b"\x8d\xa0\xe5", "Нах"),
            ("OEM 857", b"\xa7\x8d\x98\x9e\x9f", "ğıİŞş"),
            ("88599", b"\xf0\xfd\xdd", "ğıİ"),
            ("ANSI 1254", b"\xf0\xfd\xdd", "ğıİ"),
            ("UTF-8", "Şuşa".as_bytes(), "Şuşa"),
            ("65001", "Şuşa".as_bytes(), "Şuşa"),
            ("LDID/201", b"\xcd", "Н"),
            ("437", b"\x84\x94\x81", "äöü"),
            ("850", b"\xb5\xd5", "Áı"),
            ("858", b"\xb5\xd5", "Á€"),
            ("852", b"\x88", "ł"),
        ] {
            let page = Codepage::from_name(name).expect(name);
            assert_eq!(page.decode(bytes), expected, "{name}");
        }
        assert!(Codepage::from_name("klingon").is_none());
        assert_eq!(Codepage::from_language(0xC9).map(|page| page.decode(b"\xcd")).as_deref(), Some("Н"));
        assert!(Codepage::from_language(0).is_none() && Codepage::from_language(0x57).is_none());
    }

    #[test]
    fn encodings_guessed_and_named() {
        for (bytes, expected) in [
            (&b"\xce\xf0\xe2\xe5\xeb\xfc\xe4\xe8\xff"[..], "Орвельдия"),
            ("Орвельдия".as_bytes(), "Орвельдия"),
            (b"Ch\xe2teau-sur-Mer", "Château-sur-Mer"),
            (b"\x8e\xe0\xa2\xa5\xab\xec\xa4\xa8\xef", "Орвельдия"),
        ] {
            assert_eq!(Codepage::guess([bytes]).decode(bytes), expected);
        }
        let wrong = TextEncoding::new("windos-1251").expect_err("misspelt");
        assert!(wrong.ends_with("nearest is windows-1251"), "{wrong}");
        assert_eq!(from_utf16(b"\xff\xfea\0").as_deref(), Some(&b"a"[..]));
        assert_eq!(from_utf16(b"\0{\0\"").as_deref(), Some(&b"{\""[..]));
        assert_eq!(from_utf16(b"plain"), None);
        // Half a character.
        assert_eq!(from_utf16(b"\xff\xfea"), None);
    }
}
