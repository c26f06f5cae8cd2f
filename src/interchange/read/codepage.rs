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
    /// None named: UTF-8 where it is valid, else Windows-1252.
    Unnamed,
}

/// DOS, United States.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// DOS, Western Europe.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
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
            return number.parse().ok().map(Codepage::from_language);
        }
        let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
        let label = match digits.as_str() {
            "437" => return Some(Codepage::Dos(CP437)),
            "850" | "858" => return Some(Codepage::Dos(CP850)),
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

    /// By the language byte in the header of a dBASE table.
    pub fn from_language(byte: u8) -> Codepage {
        let label = match byte {
            0x01 | 0x09 | 0x0B | 0x0D | 0x0F | 0x11 | 0x15 | 0x18 | 0x19 | 0x1B => {
                return Codepage::Dos(CP437);
            }
            0x02 | 0x08 | 0x0A | 0x0E | 0x10 | 0x12 | 0x14 | 0x16 | 0x1A | 0x1D | 0x25 | 0x37 => {
                return Codepage::Dos(CP850);
            }
            0x1F | 0x22 | 0x23 | 0x40 | 0x64 | 0x87 => return Codepage::Dos(CP852),
            0x6B | 0x88 => return Codepage::Dos(CP857),
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
            0x03 | 0x57 | 0x58 | 0x59 => "windows-1252",
            _ => return Codepage::Unnamed,
        };
        Encoding::for_label(label.as_bytes()).map_or(Codepage::Unnamed, |encoding| match byte {
            // Programs write this one whatever the text is.
            0x03 | 0x57 => Codepage::Unnamed,
            _ => Codepage::Known(encoding),
        })
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
            Codepage::Unnamed => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            },
        }
    }
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
        for page in [CP437, CP850, CP852, CP857] {
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
            ("850", b"\xb5", "Á"),
            ("852", b"\x88", "ł"),
        ] {
            let page = Codepage::from_name(name).expect(name);
            assert_eq!(page.decode(bytes), expected, "{name}");
        }
        assert!(Codepage::from_name("klingon").is_none());
        assert_eq!(Codepage::from_language(0xC9).decode(b"\xcd"), "Н");
        assert_eq!(Codepage::from_language(0).decode(b"\xe9"), "é");
        assert_eq!(Codepage::from_language(0).decode("é".as_bytes()), "é");
    }
}
