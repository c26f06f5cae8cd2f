//! Reference systems: which are degrees already, and the way back to degrees from common projected ones.

use super::fault::Fault;
use super::parts::on_earth;
use super::unproject::{Ellipsoid, Method, Unproject};
use super::wkt_crs::Node;

/// What the numbers of a file mean.
#[derive(Clone, Debug)]
pub(super) enum Crs {
    /// Degrees of longitude and latitude.
    Degrees,
    /// Angles in another unit or from another meridian.
    Angles {
        /// Degrees in a unit.
        unit: f64,
        /// Longitude of the meridian, in degrees.
        meridian: f64,
    },
    /// Coordinates on a plane.
    Plane(Box<Unproject>),
}

/// What files without a name for their system are told.
pub(super) const HELP: &str = "allowed are degrees (WGS 84, EPSG:4326) and common projected systems; write the file again with ogr2ogr -t_srs EPSG:4326";

/// Mean radius for systems on a sphere that do not say theirs.
const WEB: Ellipsoid = Ellipsoid { a: 6_378_137.0, e2: 0.0 };
const GRS80: Ellipsoid = Ellipsoid { a: 6_378_137.0, e2: 0.006_694_380_022_900_787 };

impl Crs {
    /// A position of the file in degrees.
    #[inline]
    pub fn place(&self, x: f64, y: f64) -> Result<[f64; 2], Fault> {
        match self {
            Crs::Degrees => on_earth(x, y),
            Crs::Angles { unit, meridian } => on_earth(x * unit + meridian, y * unit),
            Crs::Plane(plane) => {
                let [lon, lat] = plane.degrees(x, y);
                on_earth(lon, lat).map_err(|_| {
                    let message = format!("position {x} {y} is outside of the file's own map projection");
                    Fault::new("position", message)
                })
            }
        }
    }

    /// A system by a name such as `EPSG:4326`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
    pub fn from_name(name: &str) -> Result<Crs, Fault> {
        let upper = name.to_ascii_uppercase();
        let last = upper.rsplit([':', '/', '#']).next().unwrap_or_default();
        if matches!(last, "CRS84" | "CRS84H" | "WGS84" | "CRS83" | "CRS27") {
            return Ok(Crs::Degrees);
        }
        let known = last.parse::<u32>().ok().filter(|_| upper.contains("EPSG") || upper.contains("ESRI"));
        known.and_then(Crs::from_epsg).ok_or_else(|| {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
            Fault::new("reference-system", format!("reference system {shown:?} is not known")).help(HELP)
        })
    }

    /// A system by its number in the EPSG register; only such as are common.
    pub fn from_epsg(code: u32) -> Option<Crs> {
        let transverse = |lon0: f64, south: bool| Unproject {
            method: Method::transverse_mercator(GRS80, 0.0, 0.9996),
            lon0,
            x0: 500_000.0,
            y0: if south { 10_000_000.0 } else { 0.0 },
            unit: 1.0,
        };
        let zone = |zone: u32| f64::from(zone) * 6.0 - 183.0;
        let plane = match code {
            4326 | 4979 | 4258 | 4269 | 4267 | 4230 | 4284 | 4047 | 4052 | 4035 | 4019 | 4152 => {
                return Some(Crs::Degrees);
            }
            3857 | 900_913 | 102_100 | 102_113 | 3785 | 3587 => {
                Unproject { method: Method::mercator(WEB, 0.0, 1.0), lon0: 0.0, x0: 0.0, y0: 0.0, unit: 1.0 }
            }
            32601..=32660 => transverse(zone(code - 32600), false),
            32701..=32760 => transverse(zone(code - 32700), true),
            25828..=25838 => transverse(zone(code - 25800), false),
            26901..=26923 => transverse(zone(code - 26900), false),
            3035 => Unproject {
                method: Method::azimuthal(GRS80, 52.0),
                lon0: 10.0,
                x0: 4_321_000.0,
                y0: 3_210_000.0,
                unit: 1.0,
            },
            3034 => Unproject {
                method: Method::conformal_conic(GRS80, 52.0, 35.0, 65.0, 1.0)?,
                lon0: 10.0,
                x0: 4_000_000.0,
                y0: 2_800_000.0,
                unit: 1.0,
            },
            5070 | 102_003 | 102_039 => Unproject {
                method: Method::albers(GRS80, if code == 102_003 { 37.5 } else { 23.0 }, 29.5, 45.5)?,
                lon0: -96.0,
                x0: 0.0,
                y0: 0.0,
                unit: 1.0,
            },
            3395 => Unproject {
                method: Method::mercator(GRS80, 0.0, 1.0),
                lon0: 0.0,
                x0: 0.0,
                y0: 0.0,
                unit: 1.0,
            },
            6933 => Unproject {
                method: Method::cylindrical_equal_area(GRS80, 30.0),
                lon0: 0.0,
                x0: 0.0,
                y0: 0.0,
                unit: 1.0,
            },
            _ => return None,
        };
        Some(Crs::Plane(Box::new(plane)))
    }

    /// A system by its well-known text, and what is odd about it.
    pub fn from_wkt(text: &str) -> Result<(Crs, Option<String>), Fault> {
        let tree = Node::parse(text)?;
        let wrong = |what: String| Fault::new("reference-system", what).help(HELP);
        let geographic = tree.find(&["GEOGCS", "GEOGCRS", "GEODCRS", "BASEGEOGCRS", "BASEGEODCRS"]);
        let Some(geographic) = geographic else {
            return Err(wrong(format!("reference system {:?} is no system of Earth's surface", tree.name())));
        };
        let spheroid = geographic.find(&["SPHEROID", "ELLIPSOID"]);
        let [a, flat] = match spheroid.map(|node| node.numbers.as_slice()) {
            Some([a, flat, ..]) => [*a, *flat],
            _ => return Err(wrong(format!("reference system {:?} has no ellipsoid", tree.name()))),
        };
        if !(6_300_000.0..=6_400_000.0).contains(&a) || !(flat == 0.0 || (200.0..=400.0).contains(&flat)) {
            let name = spheroid.map_or("", Node::name);
            return Err(wrong(format!("ellipsoid {name:?} with a radius of {a} and {flat} is not Earth's")));
        }
        let f = if flat == 0.0 { 0.0 } else { 1.0 / flat };
        let ellipsoid = Ellipsoid { a, e2: f * (2.0 - f) };
        let angle = geographic
            .child(&["UNIT", "ANGLEUNIT"])
            .or_else(|| geographic.child(&["CS", "AXIS"]).and_then(|axis| axis.find(&["UNIT", "ANGLEUNIT"])));
        let degree = std::f64::consts::PI / 180.0;
        let unit = angle.and_then(|node| node.numbers.first()).map_or(1.0, |radians| {
            // Files round the number of radians in a degree in many ways.
            if (radians / degree - 1.0).abs() < 1e-6 { 1.0 } else { radians / degree }
        });
        let meridian = geographic.find(&["PRIMEM", "PRIMEMERIDIAN"]).map_or(0.0, |node| {
            let own = node.find(&["UNIT", "ANGLEUNIT"]).and_then(|unit| unit.numbers.first());
            node.numbers.first().copied().unwrap_or(0.0) * own.map_or(1.0, |radians| radians / degree)
        });
        if !unit.is_finite() || !meridian.is_finite() || unit == 0.0 || 360.0 < meridian.abs() {
            return Err(wrong(format!("reference system {:?} has a wrong unit or meridian", tree.name())));
        }
        let datum = geographic.find(&["DATUM", "ENSEMBLE", "TRF"]).map_or("", Node::name);
        let odd = odd_datum(datum);
        let projected = tree.find(&["PROJCS", "PROJCRS", "PROJECTEDCRS"]);
        let crs = match projected {
            Some(node) => Crs::Plane(Box::new(plane(node, ellipsoid, unit, meridian)?)),
            None if unit == 1.0 && meridian == 0.0 => Crs::Degrees,
            None => Crs::Angles { unit, meridian },
        };
        Ok((crs, odd))
    }
}

/// A warning about a datum that is not the one of today's maps. Shifts of datums are far below what a map of a country
/// shows, so they are not applied.
fn odd_datum(name: &str) -> Option<String> {
    let plain = plain(name);
    let near = ["wgs", "worldgeodeticsystem", "nad83", "northamerican1983", "northamericandatum1983", "etrs"];
    let same = [
        "europeanterrestrial",
        "grs1980",
        "sphere",
        "itrf",
        "unknown",
        "notspecified",
        "itrs",
        "gda",
        "nzgd",
    ];
    if plain.is_empty() || near.iter().chain(&same).any(|known| plain.contains(known)) {
        return None;
    }
    Some(format!("datum {name:?} is taken for WGS 84: positions may be off by some hundred metres"))
}

/// Lower-case letters and digits only, so that spellings agree.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn plane(node: &Node, ellipsoid: Ellipsoid, angle: f64, meridian: f64) -> Result<Unproject, Fault> {
    let wrong = |what: String| Fault::new("reference-system", what).help(HELP);
    let parameters = |names: &[&str]| {
        let mut all = Vec::new();
        gather(node, &mut all);
        names.iter().find_map(|name| all.iter().find(|(known, _)| known == name).map(|(_, value)| *value))
    };
    let degrees = |names: &[&str]| parameters(names).map(|value| value * angle);
    let lat0 = degrees(&[
        "latitudeoforigin",
        "latitudeofcenter",
        "latitudeofcentre",
        "latitudeofnaturalorigin",
        "latitudeoffalseorigin",
        "centralparallel",
    ])
    .unwrap_or(0.0);
    let lon0 = degrees(&[
        "centralmeridian",
        "longitudeofcenter",
        "longitudeofcentre",
        "longitudeoforigin",
        "longitudeofnaturalorigin",
        "longitudeoffalseorigin",
    ])
    .unwrap_or(0.0);
    let one = degrees(&["standardparallel1", "latitudeof1ststandardparallel"]);
    let two = degrees(&["standardparallel2", "latitudeof2ndstandardparallel"]);
    let scale = parameters(&["scalefactor", "scalefactoratnaturalorigin"]).unwrap_or(1.0);
    let easting = parameters(&["falseeasting", "eastingatfalseorigin"]).unwrap_or(0.0);
    let northing = parameters(&["falsenorthing", "northingatfalseorigin"]).unwrap_or(0.0);
    let unit = node
        .child(&["UNIT", "LENGTHUNIT"])
        .or_else(|| node.child(&["CS", "AXIS"]).and_then(|axis| axis.find(&["LENGTHUNIT", "UNIT"])))
        .and_then(|unit| unit.numbers.first().copied())
        .unwrap_or(1.0);
    let name = node.find(&["PROJECTION", "METHOD"]).map_or("", Node::name);
    let sphere = Ellipsoid { e2: 0.0, ..ellipsoid };
    let pseudo = plain(node.name()).contains("pseudomercator") || plain(node.name()).contains("webmercator");
    let method = match plain(name).as_str() {
        "mercatorauxiliarysphere" | "popularvisualisationpseudomercator" => {
            Some(Method::mercator(sphere, 0.0, 1.0))
        }
        "mercator" | "mercator1sp" | "mercator2sp" | "mercatorvarianta" | "mercatorvariantb" if pseudo => {
            Some(Method::mercator(sphere, 0.0, 1.0))
        }
        "mercator" | "mercator1sp" | "mercator2sp" | "mercatorvarianta" | "mercatorvariantb" => {
            Some(Method::mercator(ellipsoid, one.unwrap_or(0.0), scale))
        }
        "transversemercator" | "gausskruger" | "transversemercatorcomplex" => {
            Some(Method::transverse_mercator(ellipsoid, lat0, scale))
        }
        "lambertconformalconic"
        | "lambertconformalconic1sp"
        | "lambertconformalconic2sp"
        | "lambertconicconformal1sp"
        | "lambertconicconformal2sp" => {
            let one = one.unwrap_or(lat0);
            Method::conformal_conic(ellipsoid, lat0, one, two.unwrap_or(one), scale)
        }
        "albers" | "albersconicequalarea" | "albersequalarea" => {
            let one = one.unwrap_or(lat0);
            Method::albers(ellipsoid, lat0, one, two.unwrap_or(one))
        }
        "lambertazimuthalequalarea" => Some(Method::azimuthal(ellipsoid, lat0)),
        "equirectangular" | "platecarree" | "equidistantcylindrical" | "equidistantcylindricalspherical" => {
            Some(Method::Equirectangular { radius: ellipsoid.a, lat0, parallel: one.unwrap_or(0.0) })
        }
        "cylindricalequalarea" | "lambertcylindricalequalarea" | "lambertcylindricalequalareaellipsoidal" => {
            Some(Method::cylindrical_equal_area(ellipsoid, one.unwrap_or(0.0)))
        }
        "mollweide" => Some(Method::Mollweide { radius: ellipsoid.a }),
        _ => return Err(wrong(format!("map projection {name:?} of the file cannot be turned to degrees"))),
    };
    let finite = [lat0, lon0, scale, easting, northing, unit].iter().all(|value| value.is_finite());
    match method {
        Some(method) if finite && unit != 0.0 => {
            Ok(Unproject { method, lon0: lon0 + meridian, x0: easting * unit, y0: northing * unit, unit })
        }
        _ => Err(wrong(format!("map projection {name:?} of the file has impossible parameters"))),
    }
}

fn gather(node: &Node, all: &mut Vec<(String, f64)>) {
    for child in &node.children {
        if child.word == "PARAMETER" {
            if let Some(value) = child.numbers.first() {
                all.push((plain(child.name()), *value));
            }
        } else if child.word == "CONVERSION" {
            gather(child, all);
        }
    }
}
