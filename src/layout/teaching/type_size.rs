//! Type large enough for the last row.

use super::super::page::wanted_unit;
use super::super::paper::PageSize;
use crate::geometry::math::sqrt;
use crate::style::{HatchLine, PanelPlace, Style};

/// From letters so much larger than the style's on, the map is one for the last row: a few names in large type, of
/// holders, main towns, great waters and regions, and none beside its land.
const PROJECTED: f64 = 1.5;
/// The largest name of a holder on such a map, in sizes of the least letters.
const HOLDER: f64 = 1.6;
/// Names of regions on such a map, in sizes of the least letters.
const REGION: f64 = 1.08;
/// Letter spacing of holders' names on such a map, at most: as a share of the size.
const SPACING: f64 = 0.09;
/// Least width of the outline of changed land on such a map, and of the band on each side, px of the slide.
const CHANGED: [f64; 2] = [5.5, 3.0];

impl Style {
    /// The style for a map that stands on a slide or a worksheet, without a panel: no letter smaller than `least` px on
    /// a picture of this width and height in px. Where letters are then much larger than the style's own, there are as
    /// few names as have room, all lines are heavier, hatchings wider, and groups of units with a label of their own
    /// are named. A small scale bar stands in the emptiest corner.
    pub fn for_slide(&self, [width, height]: [f64; 2], least: f64) -> Style {
        let unit = wanted_unit(PageSize { width, height, print: false });
        let least_px = least / unit.max(0.01);
        let mut style = self.clone();
        (style.page.panel, style.page.margin_px) = (PanelPlace::None, 0.0);
        style.furniture.locator_px = 0.0;
        style.furniture.degrees_px = 0.0;
        style.furniture.scale_bar = true;

        let larger = (least_px / self.label.town_px.max(1.0)).max(1.0);
        style.thicken(sqrt(larger));
        style.enlarge(least_px);
        if larger >= PROJECTED {
            style.thin_out(least_px);
            style.ground.graticule_px = 0.0;
            let border = &mut style.border;
            border.changed_px = border.changed_px.max(CHANGED[0] / unit);
            border.changed_casing_px = border.changed_casing_px.max(CHANGED[1] / unit);
        }
        style
    }

    /// No type smaller than `least_px`.
    fn enlarge(&mut self, least_px: f64) {
        let (label, panel) = (&mut self.label, &mut self.panel);
        label.least_px = least_px;
        let sizes = [
            &mut label.polity_px,
            &mut label.polity_min_px,
            &mut label.unit_px,
            &mut label.unit_min_px,
            &mut label.town_px,
            &mut label.water_px,
            &mut panel.title_px,
            &mut panel.date_px,
            &mut panel.heading_px,
            &mut panel.text_px,
            &mut panel.small_px,
            &mut self.border.point_number_px,
            &mut self.sources.number_px,
            &mut self.sources.number_min_px,
            &mut self.compare.number_px,
        ];
        sizes.into_iter().for_each(|size| *size = size.max(least_px));
    }

    /// Few names.
    fn thin_out(&mut self, least_px: f64) {
        let label = &mut self.label;
        label.polity_px = label.polity_px.max(HOLDER * least_px);
        label.polity_spacing = label.polity_spacing.min(SPACING);
        label.region_px = label.region_px.max(REGION * least_px);
        // The scale of the map takes further ranks from these.
        label.town_rank = 3;
        label.unit_rank = 3;
        label.water_rank = 1;
        label.leaders = false;
    }

    /// All lines and hatchings so many times as wide.
    fn thicken(&mut self, by: f64) {
        let (ground, border, compare) = (&mut self.ground, &mut self.border, &mut self.compare);
        let widths = [
            &mut self.page.neatline_px,
            &mut ground.shore_px,
            &mut ground.river_px,
            &mut border.state_px,
            &mut border.casing_px,
            &mut border.status_px,
            &mut border.unit_px,
            &mut border.treaty_px,
            &mut border.claim_px,
            &mut border.front_px,
            &mut border.line_casing_px,
            &mut border.point_px,
            &mut border.changed_px,
            &mut border.changed_casing_px,
            &mut compare.ghost_px,
            &mut compare.new_px,
            &mut compare.outline_px,
            &mut compare.arrow_px,
            &mut self.label.halo_px,
        ];
        widths.into_iter().for_each(|width| *width *= by);
        let dashes = [
            &mut border.status_dash,
            &mut border.unit_dash,
            &mut border.state_approximate_dash,
            &mut border.status_approximate_dash,
            &mut border.unit_approximate_dash,
            &mut border.treaty_dash,
            &mut border.claim_dash,
            &mut border.front_dash,
            &mut compare.ghost_dash,
        ];
        dashes.into_iter().flatten().for_each(|length| *length *= by);
        let hatch = &mut self.hatch;
        let hatchings = [
            &mut hatch.disputed,
            &mut hatch.occupied,
            &mut hatch.autonomous,
            &mut hatch.protectorate,
            &mut hatch.neutral_zone,
            &mut hatch.self_proclaimed,
            &mut hatch.claimed,
            &mut hatch.contested,
            &mut hatch.pending,
            &mut compare.lost,
        ];
        let widen = |line: &mut HatchLine| {
            line.spacing_px *= by;
            line.width_px *= by;
            line.casing_px *= by;
            line.dash.iter_mut().for_each(|length| *length *= by);
        };
        hatchings.into_iter().chain(self.pattern.families.values_mut()).for_each(widen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::THEMES;

    #[test]
    fn no_letter_is_smaller_and_a_map_on_paper_keeps_its_names() {
        for (name, _) in THEMES {
            let theme = Style::theme(name).expect("a theme");
            for size in [[1220.0, 808.0], [860.0, 808.0], [882.0, 560.0], [300.0, 200.0]] {
                let unit = wanted_unit(PageSize { width: size[0], height: size[1], print: false });
                let style = theme.for_slide(size, 36.0);
                let label = &style.label;
                let sizes = [label.polity_min_px, label.unit_min_px, label.least_px, style.panel.small_px];
                for px in sizes {
                    assert!(px * unit > 36.0 - 1e-9, "{name} {size:?}: {}", px * unit);
                }
                assert!(!label.leaders && label.region_px > 0.0, "{name} {size:?}");
                assert!(style.border.changed_px * unit >= CHANGED[0] - 1e-9, "{name} {size:?}");
            }
            let paper = theme.for_slide([1000.0, 600.0], 12.0);
            assert_eq!((paper.label.leaders, paper.label.unit_rank), (true, theme.label.unit_rank), "{name}");
            assert!(paper.border.state_px < 1.2 * theme.border.state_px, "{name}");
        }
    }
}
