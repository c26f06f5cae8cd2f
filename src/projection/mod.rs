//! From degrees to km on a plane, and from there to px.
//!
//! A [`Projection`] is a formula fitted to a region; the plan of a layout adds scale and page.

mod equal_earth;
mod equirectangular;
mod lambert;
mod lcc;

pub use equal_earth::EqualEarth;
pub use equirectangular::Equirectangular;
pub use lambert::AzimuthalEqualArea;
pub use lcc::ConformalConic;

/// The projections to choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProjectionName {
    /// Lambert conformal conic: shapes are true, areas within some tenths of a percent in a region of this size.
    #[default]
    ConformalConic,
    /// Lambert azimuthal equal-area: areas are true.
    EqualArea,
    /// Equirectangular: degrees are px, as Wikipedia's location maps want.
    Equirectangular,
    /// Equal Earth: areas are true, for maps of the world.
    EqualEarth,
}

impl ProjectionName {
    /// All values, in the spelling of styles and of the command line.
    pub const ALL: [(&'static str, ProjectionName); 4] = [
        ("conformal-conic", ProjectionName::ConformalConic),
        ("equal-area", ProjectionName::EqualArea),
        ("equirectangular", ProjectionName::Equirectangular),
        ("equal-earth", ProjectionName::EqualEarth),
    ];

    /// Spelling in styles and on the command line.
    pub fn key(self) -> &'static str {
        ProjectionName::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// A projection with its parameters: WGS84 degrees to km, x to the east, y to the north.
#[derive(Clone, Copy, Debug)]
pub enum Projection {
    /// Lambert conformal conic.
    ConformalConic(ConformalConic),
    /// Lambert azimuthal equal-area.
    EqualArea(AzimuthalEqualArea),
    /// Equirectangular.
    Equirectangular(Equirectangular),
    /// Equal Earth.
    EqualEarth(EqualEarth),
}

/// An extent so much wider than this has no cone, degrees.
const WIDEST: f64 = 200.0;
/// The same of its height.
const HIGHEST: f64 = 100.0;
/// An extent wider than this that comes nearer to a pole than that is shown around the pole: its map would reach beyond,
/// where a cone has a gap. Degrees.
const AROUND_A_POLE: [f64; 2] = [120.0, 15.0];

impl Projection {
    /// The projection fitted to an extent (west, south, east, north in degrees): centred on it, a
    /// conic's standard parallels at one sixth of its height from the top and bottom unless given.
    ///
    /// An extent around a pole is centred on the pole in the equal-area projection, and one of the world, which no cone
    /// can show, in Equal Earth; other projections are drawn as asked for. The middle meridian is within 180 degrees of
    /// Greenwich, also where the east of the extent is more than 180.
    pub fn fit(name: ProjectionName, extent: [f64; 4], parallels: Option<[f64; 2]>) -> Projection {
        let [west, south, east, north] = extent;
        let center = [crate::geometry::seam::wrap((west + east) / 2.0, 0.0), (south + north) / 2.0];
        let is_wide = east - west > WIDEST;
        // These two turn to a pole; who asks for another projection gets it.
        let turns = matches!(name, ProjectionName::ConformalConic | ProjectionName::EqualArea);
        let is_near_pole = east - west > AROUND_A_POLE[0] && north.max(-south) > 90.0 - AROUND_A_POLE[1];
        if (is_wide || is_near_pole) && turns && (south >= 20.0 || north <= -20.0) {
            return Projection::EqualArea(AzimuthalEqualArea::new([center[0], 90.0_f64.copysign(center[1])]));
        }
        let name = match name {
            ProjectionName::ConformalConic if is_wide || north - south > HIGHEST => {
                ProjectionName::EqualEarth
            }
            name => name,
        };
        match name {
            ProjectionName::EqualEarth => Projection::EqualEarth(EqualEarth::new(center[0])),
            ProjectionName::ConformalConic => {
                let sixth = (north - south) / 6.0;
                let parallels = parallels.unwrap_or([south + sixth, north - sixth]);
                Projection::ConformalConic(ConformalConic::new(center, parallels))
            }
            ProjectionName::EqualArea => Projection::EqualArea(AzimuthalEqualArea::new(center)),
            ProjectionName::Equirectangular => Projection::Equirectangular(Equirectangular::new(center)),
        }
    }

    /// The meridian in the middle, degrees: the globe is cut opposite it.
    pub fn middle(&self) -> f64 {
        match self {
            Projection::ConformalConic(p) => p.middle(),
            Projection::EqualArea(p) => p.middle(),
            Projection::Equirectangular(p) => p.middle(),
            Projection::EqualEarth(p) => p.middle(),
        }
    }

    /// The outline of the globe on the plane, in degrees, where maps of this projection may show the end of it.
    pub fn globe(&self) -> Option<Vec<[f64; 2]>> {
        let Projection::EqualEarth(p) = self else { return None };
        let (west, east) = (p.middle() - 180.0, p.middle() + 180.0);
        let up = (-90..=90).map(|lat| [east, f64::from(lat)]);
        let down = (-90..=90).rev().map(|lat| [west, f64::from(lat)]);
        Some(up.chain(down).collect())
    }

    /// Position on the plane in km. A longitude may be given a turn of the globe off.
    pub fn project(&self, lonlat: [f64; 2]) -> [f64; 2] {
        let lonlat = [crate::geometry::seam::wrap(lonlat[0], self.middle()), lonlat[1]];
        match self {
            Projection::EqualEarth(p) => p.project(lonlat),
            Projection::ConformalConic(p) => p.project(lonlat),
            Projection::EqualArea(p) => p.project(lonlat),
            Projection::Equirectangular(p) => p.project(lonlat),
        }
    }

    /// Position in degrees of a point on the plane.
    pub fn unproject(&self, km: [f64; 2]) -> [f64; 2] {
        match self {
            Projection::EqualEarth(p) => p.unproject(km),
            Projection::ConformalConic(p) => p.unproject(km),
            Projection::EqualArea(p) => p.unproject(km),
            Projection::Equirectangular(p) => p.unproject(km),
        }
    }

    /// Name and parameters for credits and metadata, such as `Lambert conformal conic, 39°, 41° N`.
    pub fn describe(&self) -> String {
        match self {
            Projection::ConformalConic(p) => {
                let [a, b] = p.parallels();
                format!("Lambert conformal conic, standard parallels {a:.2}° and {b:.2}°")
            }
            Projection::EqualArea(_) => "Lambert azimuthal equal-area".to_owned(),
            Projection::EqualEarth(_) => "Equal Earth".to_owned(),
            Projection::Equirectangular(p) => {
                format!("equirectangular, standard parallel {:.2}°", p.standard_parallel())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all() -> [Projection; 4] {
        ProjectionName::ALL.map(|(_, name)| Projection::fit(name, [43.0, 38.0, 49.0, 42.0], None))
    }

    proptest! {
        #[test]
        fn unproject_undoes_project(lon in 38.0..54.0f64, lat in 34.0..46.0f64) {
            for projection in all() {
                let [lon2, lat2] = projection.unproject(projection.project([lon, lat]));
                prop_assert!((lon - lon2).abs() < 1e-9 && (lat - lat2).abs() < 1e-9, "{projection:?}");
            }
        }
    }

    /// PROJ's formulas, through the crate proj4rs, are the oracle: agreement to a millimetre.
    #[test]
    fn agrees_with_proj() {
        let lcc = "+proj=lcc +lat_0=40 +lon_0=46 +lat_1=39 +lat_2=41 +ellps=WGS84 +units=m";
        let laea = "+proj=laea +lat_0=40 +lon_0=46 +ellps=WGS84 +units=m";
        let eqearth = "+proj=eqearth +lon_0=46 +ellps=WGS84 +units=m";
        let ours = [
            (eqearth, Projection::EqualEarth(EqualEarth::new(46.0))),
            (lcc, Projection::ConformalConic(ConformalConic::new([46.0, 40.0], [39.0, 41.0]))),
            (laea, Projection::EqualArea(AzimuthalEqualArea::new([46.0, 40.0]))),
        ];
        let from = proj4rs::Proj::from_proj_string("+proj=longlat +ellps=WGS84").unwrap();
        for (definition, projection) in ours {
            let to = proj4rs::Proj::from_proj_string(definition).unwrap();
            for (lon, lat) in [(46.0, 40.0), (43.1, 38.2), (50.3, 42.0), (45.41, 39.21)] {
                let mut point = (f64::to_radians(lon), f64::to_radians(lat), 0.0);
                proj4rs::transform::transform(&from, &to, &mut point).unwrap();
                let [x, y] = projection.project([lon, lat]);
                assert!(
                    (x * 1e3 - point.0).abs() < 1e-3 && (y * 1e3 - point.1).abs() < 1e-3,
                    "{definition}: {lon} {lat}"
                );
            }
        }
    }
}

#[cfg(test)]
mod world {
    use super::*;

    #[test]
    fn a_projection_that_can_show_the_extent_is_drawn() {
        let check = |name, extent, wanted: &str, middle: f64| {
            let found = Projection::fit(name, extent, None);
            assert!(found.describe().contains(wanted), "{extent:?}: {}", found.describe());
            assert!((found.middle() - middle).abs() < 1e-9, "{extent:?}: {}", found.middle());
        };
        let conic = ProjectionName::ConformalConic;
        check(conic, [-180.0, -60.0, 180.0, 84.0], "Equal Earth", 0.0);
        check(conic, [20.0, 40.0, 190.0, 82.0], "azimuthal", 105.0);
        check(conic, [20.0, 40.0, 130.0, 82.0], "conic", 75.0);
        check(conic, [-130.0, 20.0, 0.0, 60.0], "conic", -65.0);
        check(conic, [-180.0, 50.0, 180.0, 90.0], "azimuthal", 0.0);
        check(conic, [-180.0, -90.0, 180.0, -55.0], "azimuthal", 0.0);
        check(conic, [170.0, -25.0, 200.0, -10.0], "conic", -175.0);
        check(ProjectionName::Equirectangular, [-180.0, -90.0, 180.0, 90.0], "equirectangular", 0.0);
    }

    #[test]
    fn the_whole_globe_has_its_true_area_and_comes_back() {
        let projection = Projection::EqualEarth(EqualEarth::new(0.0));
        let outline: Vec<[f64; 2]> =
            projection.globe().into_iter().flatten().map(|point| projection.project(point)).collect();
        let area: f64 = (0..outline.len())
            .map(|i| {
                let ([x0, y0], [x1, y1]) = (outline[i], outline[(i + 1) % outline.len()]);
                (x0 * y1 - x1 * y0) / 2.0
            })
            .sum();
        // The surface of the ellipsoid, km².
        assert!((area / 510_065_622.0 - 1.0).abs() < 1e-4, "{area}");
        for lon in [-179.9, -90.0, 0.0, 123.4, 180.0] {
            for lat in [-89.0, -45.0, 0.0, 12.3, 80.0, 90.0] {
                let [lon2, lat2] = projection.unproject(projection.project([lon, lat]));
                assert!((lon - lon2).abs() < 1e-5 && (lat - lat2).abs() < 1e-5, "{lon} {lat}: {lon2} {lat2}");
            }
        }
    }
}
