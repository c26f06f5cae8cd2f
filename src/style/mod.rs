//! How a map looks: colours, line weights, type sizes. Every default stands once, in `Default`;
//! `styles/atlas.toml` is tested against it. The other themes and a user's file are laid over it.

mod color;
mod compare;
mod meaning;
mod palette;
mod read;
mod views;
mod vision;

pub use color::Color;
pub use compare::CompareStyle;
pub use meaning::HatchKey;
pub use palette::{Paint, Palette, Patterns, TintStyle, Tints};
pub use read::{StyleFile, THEMES};
pub use views::{CertaintyStyle, SourcesStyle};
pub use vision::Sight;

use serde::{Deserialize, Serialize};

use crate::projection::ProjectionName;

/// A whole style. A style file names only what it changes; the rest stays as here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Style {
    /// Page, panel and frame.
    pub page: PageStyle,
    /// Ground: land, sea, rivers, graticule.
    pub ground: GroundStyle,
    /// Borders.
    pub border: BorderStyle,
    /// Hatching of statuses and claims.
    pub hatch: HatchStyle,
    /// Comparisons of two states.
    pub compare: CompareStyle,
    /// The certainty view.
    pub certainty: CertaintyStyle,
    /// The sources view.
    pub sources: SourcesStyle,
    /// Labels on the map.
    pub label: LabelStyle,
    /// Type sizes in the panel.
    pub panel: PanelStyle,
    /// What stands over the map or at its frame.
    pub furniture: FurnitureStyle,
    /// How colour families become fills, hatches and letters.
    pub tint: TintStyle,
    /// Colours of holders, by colour family.
    pub palette: Palette,
    /// Textures over fills, by colour family.
    pub pattern: Patterns,
    /// The map projection.
    pub projection: ProjectionName,
}

/// Page, panel and frame. Lengths are px at the reference page of 1600 x 1000; other sizes scale them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageStyle {
    /// Width and height of the page in px where no other size is asked for.
    pub size: [u32; 2],
    /// Colour of the page around the map.
    pub paper: Color,
    /// Colour of text.
    pub ink: Color,
    /// Colour of secondary text.
    pub muted: Color,
    /// Colour of thin rules in the panel.
    pub rule: Color,
    /// Colour of the neatline around the map.
    pub neatline: Color,
    /// Width of the neatline. Zero draws none.
    pub neatline_px: f64,
    /// Space around the map and between the map and the panel.
    pub margin_px: f64,
    /// Where title, legend and credits stand.
    pub panel: PanelPlace,
    /// Width of the panel with title and legend, as a share of the page width.
    pub panel_share: f64,
}

/// Where title, legend and credits stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PanelPlace {
    /// Beside the map, or below it on a tall page.
    #[default]
    Beside,
    /// On the map, in its emptiest corners.
    Inside,
    /// Nowhere: the map fills the page.
    None,
}

impl Default for PageStyle {
    fn default() -> PageStyle {
        PageStyle {
            size: [1600, 1000],
            paper: Color::hex(0xfdfbf5),
            ink: Color::hex(0x2b2a28),
            muted: Color::hex(0x6d6962),
            rule: Color::hex(0xcfc9bb),
            neatline: Color::hex(0x5b564d),
            neatline_px: 1.6,
            margin_px: 22.0,
            panel: PanelPlace::Beside,
            panel_share: 0.235,
        }
    }
}

/// Ground: land, sea, rivers, graticule. Widths in px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GroundStyle {
    /// Land that no unit covers.
    pub land: Color,
    /// Land whose holder the data set does not state.
    pub not_known: Color,
    /// Land that nobody held, or that no act in force assigned.
    pub nobody: Color,
    /// Seas and lakes.
    pub water: Color,
    /// Coasts and shores.
    pub shore: Color,
    /// Width of coasts and shores.
    pub shore_px: f64,
    /// Rivers.
    pub river: Color,
    /// Width of a river of rank 1; each rank below is a quarter thinner.
    pub river_px: f64,
    /// Graticule.
    pub graticule: Color,
    /// Width of the graticule. Zero draws none.
    pub graticule_px: f64,
}

impl Default for GroundStyle {
    fn default() -> GroundStyle {
        GroundStyle {
            land: Color::hex(0xf0ece1),
            not_known: Color::hex(0xe3dfd5),
            nobody: Color::hex(0xfbf9f4),
            water: Color::hex(0xcfe2ec),
            shore: Color::hex(0x7fa3b8),
            shore_px: 0.9,
            river: Color::hex(0x86abc2),
            river_px: 1.9,
            graticule: Color::hexa(0x5b6b7628),
            graticule_px: 0.8,
        }
    }
}

/// Borders. Widths and dashes in px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BorderStyle {
    /// Line between two holders.
    pub state: Color,
    /// Its width.
    pub state_px: f64,
    /// Soft band under it.
    pub casing: Color,
    /// Width of the band. Zero draws none.
    pub casing_px: f64,
    /// Line around land with a status of its own inside one holder.
    pub status: Color,
    /// Its width.
    pub status_px: f64,
    /// Its dash; empty draws a whole line.
    pub status_dash: Vec<f64>,
    /// Line between units of one holder.
    pub unit: Color,
    /// Its width; up to 1 px it is drawn as a hairline, which is fast.
    pub unit_px: f64,
    /// Its dash; empty draws a whole line.
    pub unit_dash: Vec<f64>,
    /// Dash of a line between two holders where its course is approximate.
    pub state_approximate_dash: Vec<f64>,
    /// Dash of a line around land with a status of its own where its course is approximate.
    pub status_approximate_dash: Vec<f64>,
    /// Dash of a line between units where its course is approximate.
    pub unit_approximate_dash: Vec<f64>,
    /// Line that a treaty describes.
    pub treaty: Color,
    /// Its width. Zero draws none.
    pub treaty_px: f64,
    /// Its dash; empty draws a whole line.
    pub treaty_dash: Vec<f64>,
    /// Line that one party claims.
    pub claim: Color,
    /// Its width. Zero draws none.
    pub claim_px: f64,
    /// Its dash; empty draws a whole line.
    pub claim_dash: Vec<f64>,
    /// Line between troops.
    pub front: Color,
    /// Its width. Zero draws none.
    pub front_px: f64,
    /// Its dash; empty draws a whole line.
    pub front_dash: Vec<f64>,
    /// Colours of the second, third, ... line of a kind on one map, which are also thinner.
    pub further: Vec<Color>,
    /// Soft band under treaty, claim and front lines.
    pub line_casing: Color,
    /// How far the band reaches on each side. Zero draws none.
    pub line_casing_px: f64,
    /// Radius of the points that the text of a line names. Zero draws none.
    pub point_px: f64,
    /// Size of their numbers.
    pub point_number_px: f64,
    /// Line around land that has changed since the map before, on a sheet of maps.
    pub changed: Color,
    /// Its width. Zero draws none.
    pub changed_px: f64,
    /// Band under it.
    pub changed_casing: Color,
    /// How far the band reaches on each side. Zero draws none.
    pub changed_casing_px: f64,
}

impl Default for BorderStyle {
    fn default() -> BorderStyle {
        BorderStyle {
            state: Color::hex(0x4a3f3a),
            state_px: 2.0,
            casing: Color::hexa(0xffffff99),
            casing_px: 5.0,
            status: Color::hex(0x5a4c45),
            status_px: 1.5,
            status_dash: vec![7.0, 3.0, 1.5, 3.0],
            unit: Color::hexa(0x4a3f3a8c),
            unit_px: 0.8,
            unit_dash: vec![],
            state_approximate_dash: vec![13.0, 4.0],
            status_approximate_dash: vec![4.5, 4.0],
            unit_approximate_dash: vec![3.0, 2.6],
            treaty: Color::hex(0xb0203f),
            treaty_px: 2.6,
            treaty_dash: vec![11.0, 4.0],
            claim: Color::hex(0x6a3d9a),
            claim_px: 2.4,
            claim_dash: vec![2.6, 3.4],
            front: Color::hex(0x1d4f91),
            front_px: 2.8,
            front_dash: vec![8.0, 3.0, 2.0, 3.0],
            further: vec![Color::hex(0xe07b00), Color::hex(0x00796b), Color::hex(0x5d4037)],
            line_casing: Color::hexa(0xffffffc0),
            line_casing_px: 1.2,
            point_px: 3.6,
            point_number_px: 10.5,
            changed: Color::hex(0xb0203f),
            changed_px: 2.2,
            changed_casing: Color::hexa(0xfffdf7d0),
            changed_casing_px: 1.4,
        }
    }
}

/// Hatching. Lengths in px at the reference page, angles in degrees counter-clockwise from horizontal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HatchStyle {
    /// Land declared disputed.
    pub disputed: HatchLine,
    /// Land held by foreign troops, in the colour of the party they belong to.
    pub occupied: HatchLine,
    /// Autonomous land, in the colour of the state it is autonomous in.
    pub autonomous: HatchLine,
    /// Land under protection, in the colour of the protector.
    pub protectorate: HatchLine,
    /// Neutral zones.
    pub neutral_zone: HatchLine,
    /// Land governed by a self-proclaimed state.
    pub self_proclaimed: HatchLine,
    /// Claims, in the colour of the claimant. Where several claim the same land their lines take turns, so
    /// that it is not hatched more densely than land one party claims.
    pub claimed: HatchLine,
    /// How far the hatch of each colour family is turned from that of the one before it. Zero lets the
    /// lines of several claimants run side by side.
    pub claim_turn_deg: f64,
    /// Land about whose holder the sources contradict each other.
    pub contested: HatchLine,
    /// A change whose imprecise date includes the day, in the colour of the holder to come.
    pub pending: HatchLine,
}

/// One kind of hatch line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HatchLine {
    /// Direction.
    pub angle: f64,
    /// Distance between lines.
    pub spacing_px: f64,
    /// Width of a line.
    pub width_px: f64,
    /// Dash; empty draws whole lines. Every other line begins half a dash later.
    pub dash: Vec<f64>,
    /// The ends of dashes are round: very short ones are dots.
    pub round: bool,
    /// Colour where no party's is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// How far a band under the line reaches on each side, in the colour of the paper. Zero draws none.
    pub casing_px: f64,
}

impl HatchLine {
    const fn new(angle: f64, spacing_px: f64, width_px: f64) -> HatchLine {
        HatchLine { angle, spacing_px, width_px, dash: Vec::new(), round: false, color: None, casing_px: 0.0 }
    }
}

impl Default for HatchLine {
    fn default() -> HatchLine {
        HatchLine::new(45.0, 10.0, 1.0)
    }
}

impl Default for HatchStyle {
    fn default() -> HatchStyle {
        let ink = |rgba| Some(Color::hexa(rgba));
        HatchStyle {
            disputed: HatchLine { color: ink(0x3a3431a8), ..HatchLine::new(45.0, 9.0, 1.0) },
            occupied: HatchLine::new(-45.0, 11.0, 2.2),
            autonomous: HatchLine::new(90.0, 8.0, 1.0),
            protectorate: HatchLine::new(0.0, 8.0, 1.6),
            neutral_zone: HatchLine {
                color: ink(0x3a343199),
                dash: vec![9.0, 3.0, 1.5, 3.0],
                ..HatchLine::new(90.0, 13.0, 1.1)
            },
            self_proclaimed: HatchLine { dash: vec![0.1, 7.9], round: true, ..HatchLine::new(0.0, 6.5, 1.9) },
            claimed: HatchLine::new(45.0, 9.0, 1.7),
            claim_turn_deg: 0.0,
            contested: HatchLine {
                color: ink(0x3a3431b8),
                dash: vec![4.0, 12.0],
                ..HatchLine::new(-45.0, 8.0, 1.1)
            },
            pending: HatchLine { dash: vec![6.0, 5.0], ..HatchLine::new(20.0, 10.0, 1.6) },
        }
    }
}

/// Labels on the map. Sizes in px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabelStyle {
    /// Largest size of a holder's name; it shrinks to fit its land.
    pub polity_px: f64,
    /// Least size of a holder's name.
    pub polity_min_px: f64,
    /// Letter spacing of holders' names, as a share of the size.
    pub polity_spacing: f64,
    /// Size of units' names.
    pub unit_px: f64,
    /// Least size of units' names.
    pub unit_min_px: f64,
    /// Colour of units' names.
    pub unit: Color,
    /// Size of a town's name at rank 1; each rank below is 7 % smaller.
    pub town_px: f64,
    /// Colour of towns' names.
    pub town: Color,
    /// Inside of small towns' dots, and of points of a line whose place is only inferred.
    pub dot: Color,
    /// Size of names of water.
    pub water_px: f64,
    /// Colour of names of water.
    pub water: Color,
    /// Width of the halo around letters, on each side.
    pub halo_px: f64,
    /// Colour of the halo.
    pub halo: Color,
    /// Places of this rank and above are drawn.
    pub town_rank: u8,
    /// Units of this rank and above are named.
    pub unit_rank: u8,
    /// Lakes of this rank and above are named, and rivers, of which never more than the first three ranks.
    pub water_rank: u8,
    /// A name that has no room on its land may stand beside it, with a line that leads there.
    pub leaders: bool,
    /// Size of names of regions, the groups of units that have a label. Zero names none.
    pub region_px: f64,
    /// Letter spacing of regions' names, as a share of the size.
    pub region_spacing: f64,
    /// No name on the map is set smaller. Larger letters leave room for fewer ranks of names.
    pub least_px: f64,
}

impl Default for LabelStyle {
    fn default() -> LabelStyle {
        LabelStyle {
            polity_px: 30.0,
            polity_min_px: 13.0,
            polity_spacing: 0.16,
            unit_px: 13.5,
            unit_min_px: 10.0,
            unit: Color::hex(0x5d5145),
            town_px: 15.0,
            town: Color::hex(0x23211f),
            dot: Color::WHITE,
            water_px: 14.0,
            water: Color::hex(0x2f5f7f),
            halo_px: 1.8,
            halo: Color::hexa(0xfffdf7d0),
            town_rank: 3,
            unit_rank: 5,
            water_rank: 5,
            leaders: true,
            region_px: 0.0,
            region_spacing: 0.12,
            least_px: 0.0,
        }
    }
}

/// Type sizes in the panel, px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PanelStyle {
    /// Title.
    pub title_px: f64,
    /// Date.
    pub date_px: f64,
    /// Headings.
    pub heading_px: f64,
    /// Legend and changes.
    pub text_px: f64,
    /// Credits.
    pub small_px: f64,
}

impl Default for PanelStyle {
    fn default() -> PanelStyle {
        PanelStyle { title_px: 25.0, date_px: 32.0, heading_px: 13.5, text_px: 14.5, small_px: 11.0 }
    }
}

/// What stands over the map or at its frame. Lengths are px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FurnitureStyle {
    /// Width of the small map that places the region. Zero draws none.
    pub locator_px: f64,
    /// The extent of the map on it.
    pub locator_extent: Color,
    /// Size of the degrees at the ends of the graticule. Zero writes none.
    pub degrees_px: f64,
    /// When an arrow points north.
    pub north_arrow: NorthArrow,
    /// Ground of a legend that stands on the map.
    pub inside_ground: Color,
    /// Title and date stand above such a legend.
    pub inside_title: bool,
    /// A scale bar stands on the map of a page without a panel.
    pub scale_bar: bool,
}

/// When an arrow points north.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NorthArrow {
    /// Where north is not up: more than 10 degrees from it at a corner of the map.
    #[default]
    Auto,
    /// On every map.
    Always,
    /// On none.
    Never,
}

impl Default for FurnitureStyle {
    fn default() -> FurnitureStyle {
        FurnitureStyle {
            locator_px: 190.0,
            locator_extent: Color::hex(0xb0203f),
            degrees_px: 9.5,
            north_arrow: NorthArrow::Auto,
            inside_ground: Color::hexa(0xfdfbf5f0),
            inside_title: true,
            scale_bar: false,
        }
    }
}

impl Serialize for ProjectionName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for ProjectionName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<ProjectionName, D::Error> {
        let text = String::deserialize(deserializer)?;
        ProjectionName::ALL.iter().find(|(key, _)| *key == text).map(|(_, value)| *value).ok_or_else(|| {
            let allowed: Vec<&str> = ProjectionName::ALL.iter().map(|(key, _)| *key).collect();
            serde::de::Error::custom(format!(
                "unknown projection \"{text}\"; allowed are {}",
                allowed.join(", ")
            ))
        })
    }
}
