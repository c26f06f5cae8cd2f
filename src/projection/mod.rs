//! From degrees to km on a plane, and from there to px.
//!
//! A [`Projection`] is a formula fitted to a region; the plan of a layout adds scale and page.

mod equirectangular;
mod lambert;
mod lcc;

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
}

impl ProjectionName {
    /// All values, in the spelling of styles and of the command line.
    pub const ALL: [(&'static str, ProjectionName); 3] = [
        ("conformal-conic", ProjectionName::ConformalConic),
        ("equal-area", ProjectionName::EqualArea),
        ("equirectangular", ProjectionName::Equirectangular),
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
}

impl Projection {
    /// The projection fitted to an extent (west, south, east, north in degrees): centred on it, a
    /// conic's standard parallels at one sixth of its height from the top and bottom unless given.
    pub fn fit(name: ProjectionName, extent: [f64; 4], parallels: Option<[f64; 2]>) -> Projection {
        let [west, south, east, north] = extent;
        let center = [(west + east) / 2.0, (south + north) / 2.0];
        match name {
            ProjectionName::ConformalConic => {
                let sixth = (north - south) / 6.0;
                let parallels = parallels.unwrap_or([south + sixth, north - sixth]);
                Projection::ConformalConic(ConformalConic::new(center, parallels))
            }
            ProjectionName::EqualArea => Projection::EqualArea(AzimuthalEqualArea::new(center)),
            ProjectionName::Equirectangular => Projection::Equirectangular(Equirectangular::new(center)),
        }
    }

    /// Position on the plane in km.
    pub fn project(&self, lonlat: [f64; 2]) -> [f64; 2] {
        match self {
            Projection::ConformalConic(p) => p.project(lonlat),
            Projection::EqualArea(p) => p.project(lonlat),
            Projection::Equirectangular(p) => p.project(lonlat),
        }
    }

    /// Position in degrees of a point on the plane.
    pub fn unproject(&self, km: [f64; 2]) -> [f64; 2] {
        match self {
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

    fn all() -> [Projection; 3] {
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
        let ours = [
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
