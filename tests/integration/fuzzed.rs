//! What the fuzzers do for hours, done for seconds and always the same: every sample of the corpus and some thousand
//! changes of them through every target. The fuzzers themselves are in `tests/fuzz`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::fuzz::{TARGETS, run};
use super::project;

/// Numbers by chance, always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

/// Bytes that mean something somewhere.
const TOKENS: [&[u8]; 28] = [
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"-",
    b"1e999",
    b"NaN",
    b"nan",
    b"0",
    b"999999999999",
    b"\"",
    b"'",
    b"[",
    b"]",
    b"{",
    b"}",
    b"<",
    b">",
    b"&",
    b",",
    b"\n",
    b"\\u0000",
    b"\\ud800",
    b"\\u202e",
    b"]]>",
    b"../",
    b"=",
    b"1850-02-30",
];

/// A sample with one to four changes of the kinds fuzzers make.
fn changed(sample: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let length = chance.below(12) + 1;
        match chance.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = chance.below(256) as u8;
                }
            }
            2 => {
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            3 => {
                let token = TOKENS[chance.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
            4 => {
                let token = TOKENS[chance.below(TOKENS.len())];
                let end = (at + token.len()).min(bytes.len());
                bytes.splice(at..end, token.iter().copied());
            }
            5 => {
                // A piece again somewhere else.
                let from = chance.below(bytes.len() + 1);
                let piece = bytes[from..(from + 8 * length).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at.max(bytes.len() / 2)),
        }
    }
    bytes
}

/// The samples of a target, sorted.
fn samples(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = project("tests/fuzz/corpus").join(name);
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .flatten()
        .map(|file| {
            (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).expect("a sample"))
        })
        .collect();
    assert!(!all.is_empty(), "{name} has no sample");
    all.sort();
    all
}

/// Runs bytes through a target; what falls over is told with its bytes.
fn check(name: &str, sample: &str, bytes: &[u8]) -> Option<String> {
    let ran = catch_unwind(AssertUnwindSafe(|| run(name, bytes)));
    ran.err().map(|_| format!("{name}: {sample}: {:?}", String::from_utf8_lossy(bytes)))
}

/// How many changes of a target's samples are tried: targets that draw take a thousand times as long as those that read.
/// `FUZZED="partition 100"` tries those of one target a hundred times as often, and of no other.
fn changes(name: &str) -> usize {
    let asked = std::env::var("FUZZED").unwrap_or_default();
    let times = match asked.split_once(' ') {
        Some((wanted, times)) if wanted == name => times.parse().unwrap_or(1),
        Some(_) => 0,
        None => 1,
    };
    times
        * match name {
            "draw" | "style" | "edits" => 60,
            "plan" => 100,
            "dataset" | "timeline" | "import" | "into" | "partition" => 400,
            _ => 3000,
        }
}

#[test]
fn nothing_makes_a_target_fall_over() {
    let wrong: Vec<String> = TARGETS
        .par_iter()
        .flat_map_iter(|(name, _)| {
            let samples = samples(name);
            let mut wrong = Vec::new();
            for (sample, bytes) in &samples {
                wrong.extend(check(name, sample, bytes));
            }
            let mut chance = Chance(name.len() as u64);
            for round in 0..changes(name) {
                let (sample, bytes) = &samples[round % samples.len()];
                wrong.extend(check(name, sample, &changed(bytes, &mut chance)));
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{} fell over:\n{}", wrong.len(), wrong.join("\n"));
}

/// The corpus stays small, and every target has a place in it and a file of its own.
#[test]
fn the_corpus_is_small_and_whole() {
    let mut bytes = 0;
    for (name, _) in TARGETS {
        bytes += samples(name).iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        let target =
            fs::read_to_string(project("tests/fuzz/targets").join(format!("{name}.rs"))).expect(name);
        assert!(target.contains(&format!("run(\"{name}\"")), "{name}");
    }
    assert!(bytes < 300_000, "{bytes} bytes");
}
