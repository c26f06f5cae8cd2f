//! Colours of the views that fill the land by something other than its holder.

use serde::{Deserialize, Serialize};

use super::Color;

/// The certainty view. The fills are one scale from sure to unsure: the surer, the stronger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CertaintyStyle {
    /// A source states the holder.
    pub stated: Color,
    /// A source states the holder, but a change whose date is imprecise may have come already.
    pub imprecise: Color,
    /// The holder is inferred.
    pub inferred: Color,
    /// The sources contradict each other about the holder; hatched besides.
    pub contested: Color,
    /// Borders: whole where their course is sure, dashed where it is approximate.
    pub line: Color,
    /// The band along an approximate border between holders, as wide as its course is uncertain.
    pub band: Color,
}

impl Default for CertaintyStyle {
    fn default() -> CertaintyStyle {
        CertaintyStyle {
            stated: Color::hex(0x78ab9d),
            imprecise: Color::hex(0xa6c9b4),
            inferred: Color::hex(0xd5e3cd),
            contested: Color::hex(0xf3efda),
            line: Color::hex(0x2f2a3a),
            band: Color::hexa(0x5b3f7a38),
        }
    }
}

/// The sources view: one scale by how many independent sources support the holder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourcesStyle {
    /// Fills for none, one, two, three, and four or more sources.
    pub fills: [Color; 5],
    /// The number written on the land.
    pub number: Color,
    /// Largest size of the number, px at the reference page; it shrinks to fit its land.
    pub number_px: f64,
    /// Least size of the number.
    pub number_min_px: f64,
}

impl Default for SourcesStyle {
    fn default() -> SourcesStyle {
        SourcesStyle {
            fills: [0xf8f1e1, 0xf3dcae, 0xe9bd78, 0xd79a4c, 0xb97330].map(Color::hex),
            number: Color::hex(0x4a2a0c),
            number_px: 17.0,
            number_min_px: 11.0,
        }
    }
}
