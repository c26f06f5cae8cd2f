//! From coordinates of map projections back to degrees, for files that are not in degrees (Snyder 1987; transverse
//! Mercator by the series of Krüger).

use crate::geometry::math::{DEGREE, asin, atan2, cos, exp, ln, pow, sin, sqrt};

/// An ellipsoid of rotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ellipsoid {
    /// Semi-major axis, in metres.
    pub a: f64,
    /// First eccentricity squared.
    pub e2: f64,
}

/// A projection with its place on the plane.
#[derive(Clone, Debug)]
pub(super) struct Unproject {
    pub method: Method,
    /// Longitude of the middle, in degrees.
    pub lon0: f64,
    /// False easting, in metres.
    pub x0: f64,
    /// False northing, in metres.
    pub y0: f64,
    /// Metres in a unit.
    pub unit: f64,
}

/// The projections, with what can be known before the first position. Lengths are in metres.
#[derive(Clone, Debug)]
pub(super) enum Method {
    Mercator { e: f64, scale: f64 },
    TransverseMercator { e: f64, scale: f64, start: f64, beta: [f64; 4] },
    ConformalConic { e: f64, n: f64, scale: f64, rho0: f64 },
    Albers { ellipsoid: Ellipsoid, n: f64, c: f64, rho0: f64 },
    Azimuthal { ellipsoid: Ellipsoid, sin_beta0: f64, cos_beta0: f64, d: f64 },
    CylindricalEqualArea { ellipsoid: Ellipsoid, k: f64 },
    Equirectangular { radius: f64, lat0: f64, parallel: f64 },
    Mollweide { radius: f64 },
}

impl Unproject {
    /// A position in degrees; not a number where the projection has none.
    pub fn degrees(&self, x: f64, y: f64) -> [f64; 2] {
        let [lon, lat] = self.method.invert(x * self.unit - self.x0, y * self.unit - self.y0);
        [lon / DEGREE + self.lon0, lat / DEGREE]
    }
}

impl Method {
    /// True to scale at a parallel, in degrees.
    pub fn mercator(ellipsoid: Ellipsoid, parallel: f64, scale: f64) -> Method {
        let k = m(ellipsoid, parallel * DEGREE) * scale;
        Method::Mercator { e: sqrt(ellipsoid.e2), scale: ellipsoid.a * k }
    }

    /// From a latitude, in degrees.
    pub fn transverse_mercator(ellipsoid: Ellipsoid, lat0: f64, scale: f64) -> Method {
        let e = sqrt(ellipsoid.e2);
        let f = 1.0 - sqrt(1.0 - ellipsoid.e2);
        let n = f / (2.0 - f);
        let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
        let radius = ellipsoid.a / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0);
        let alpha = [
            n / 2.0 - 2.0 * n2 / 3.0 + 5.0 * n3 / 16.0 + 41.0 * n4 / 180.0,
            13.0 * n2 / 48.0 - 3.0 * n3 / 5.0 + 557.0 * n4 / 1440.0,
            61.0 * n3 / 240.0 - 103.0 * n4 / 140.0,
            49561.0 * n4 / 161_280.0,
        ];
        let beta = [
            n / 2.0 - 2.0 * n2 / 3.0 + 37.0 * n3 / 96.0 - n4 / 360.0,
            n2 / 48.0 + n3 / 15.0 - 437.0 * n4 / 1440.0,
            17.0 * n3 / 480.0 - 37.0 * n4 / 840.0,
            4397.0 * n4 / 161_280.0,
        ];
        let s = sin(lat0 * DEGREE);
        // Conformal latitude of the origin.
        let chi = asin(tanh(atanh(s) - e * atanh(e * s)));
        let chi = if chi.is_finite() { chi } else { lat0 * DEGREE };
        let start = chi + (1..=4).map(|j| alpha[j - 1] * sin(2.0 * j as f64 * chi)).sum::<f64>();
        Method::TransverseMercator { e, scale: radius * scale, start, beta }
    }

    /// With two parallels, in degrees; the same twice is one. `None` if they cancel.
    pub fn conformal_conic(
        ellipsoid: Ellipsoid,
        lat0: f64,
        one: f64,
        two: f64,
        scale: f64,
    ) -> Option<Method> {
        let e = sqrt(ellipsoid.e2);
        let (phi0, phi1, phi2) = (lat0 * DEGREE, one * DEGREE, two * DEGREE);
        let t = |phi: f64| exp(-isometric(e, phi));
        let (m1, t1) = (m(ellipsoid, phi1), t(phi1));
        let n = if (phi1 - phi2).abs() < 1e-10 {
            sin(phi1)
        } else {
            (ln(m1) - ln(m(ellipsoid, phi2))) / (ln(t1) - ln(t(phi2)))
        };
        let scale = ellipsoid.a * m1 / (n * pow(t1, n)) * scale;
        let rho0 = scale * pow(t(phi0), n);
        (n.is_finite() && 1e-10 < n.abs() && rho0.is_finite()).then_some(Method::ConformalConic {
            e,
            n,
            scale,
            rho0,
        })
    }

    /// With two parallels, in degrees; `None` if they cancel.
    pub fn albers(ellipsoid: Ellipsoid, lat0: f64, one: f64, two: f64) -> Option<Method> {
        let q = |lat: f64| q(ellipsoid.e2, sin(lat * DEGREE));
        let (m1, m2) = (m(ellipsoid, one * DEGREE), m(ellipsoid, two * DEGREE));
        let n = if (one - two).abs() < 1e-9 {
            sin(one * DEGREE)
        } else {
            (m1 * m1 - m2 * m2) / (q(two) - q(one))
        };
        let c = m1 * m1 + n * q(one);
        let rho0 = ellipsoid.a * sqrt(c - n * q(lat0)) / n;
        (n.is_finite() && 1e-10 < n.abs() && rho0.is_finite()).then_some(Method::Albers {
            ellipsoid,
            n,
            c,
            rho0,
        })
    }

    /// Azimuthal with equal areas, from a latitude in degrees.
    pub fn azimuthal(ellipsoid: Ellipsoid, lat0: f64) -> Method {
        let qp = q(ellipsoid.e2, 1.0);
        let sin_beta0 = (q(ellipsoid.e2, sin(lat0 * DEGREE)) / qp).clamp(-1.0, 1.0);
        let cos_beta0 = sqrt(1.0 - sin_beta0 * sin_beta0);
        let d = m(ellipsoid, lat0 * DEGREE) / (sqrt(qp / 2.0) * cos_beta0);
        Method::Azimuthal { ellipsoid, sin_beta0, cos_beta0, d }
    }

    /// True to scale at a parallel, in degrees.
    pub fn cylindrical_equal_area(ellipsoid: Ellipsoid, parallel: f64) -> Method {
        Method::CylindricalEqualArea { ellipsoid, k: m(ellipsoid, parallel * DEGREE) }
    }

    /// Longitude from the middle and latitude, in radians.
    fn invert(&self, x: f64, y: f64) -> [f64; 2] {
        match *self {
            Method::Mercator { e, scale } => [x / scale, latitude(e, y / scale)],
            Method::TransverseMercator { e, scale, start, beta } => {
                let (xi, eta) = (y / scale + start, x / scale);
                let (mut xi_, mut eta_) = (xi, eta);
                for (j, beta) in (1..=4).map(f64::from).zip(beta) {
                    xi_ -= beta * sin(2.0 * j * xi) * cosh(2.0 * j * eta);
                    eta_ -= beta * cos(2.0 * j * xi) * sinh(2.0 * j * eta);
                }
                let s = (sin(xi_) / cosh(eta_)).clamp(-1.0, 1.0);
                [atan2(sinh(eta_), cos(xi_)), latitude(e, atanh(s))]
            }
            Method::ConformalConic { e, n, scale, rho0 } => {
                let sign = n.signum();
                let rho = sign * sqrt(x * x + (rho0 - y) * (rho0 - y));
                let theta = atan2(sign * x, sign * (rho0 - y));
                // A radius of nothing is the pole.
                [theta / n, latitude(e, -ln(rho / scale) / n)]
            }
            Method::Albers { ellipsoid, n, c, rho0 } => {
                let sign = n.signum();
                let squared = x * x + (rho0 - y) * (rho0 - y);
                let theta = atan2(sign * x, sign * (rho0 - y));
                let q = (c - squared * n * n / (ellipsoid.a * ellipsoid.a)) / n;
                [theta / n, authalic(ellipsoid.e2, q)]
            }
            Method::Azimuthal { ellipsoid, sin_beta0, cos_beta0, d } => {
                let qp = q(ellipsoid.e2, 1.0);
                if cos_beta0 < 1e-9 {
                    // From a pole.
                    let squared = (x * x + y * y) / (ellipsoid.a * ellipsoid.a);
                    let lon = atan2(x, -sin_beta0.signum() * y);
                    return [lon, authalic(ellipsoid.e2, sin_beta0.signum() * (qp - squared))];
                }
                let (x, y) = (x / d, y * d);
                let rho = sqrt(x * x + y * y);
                let radius = ellipsoid.a * sqrt(qp / 2.0);
                if rho < 1e-9 {
                    return [0.0, authalic(ellipsoid.e2, qp * sin_beta0)];
                }
                let ce = 2.0 * asin(rho / (2.0 * radius));
                let q = qp * (cos(ce) * sin_beta0 + y * sin(ce) * cos_beta0 / rho);
                let lon = atan2(x * sin(ce), rho * cos_beta0 * cos(ce) - y * sin_beta0 * sin(ce));
                [lon, authalic(ellipsoid.e2, q)]
            }
            Method::CylindricalEqualArea { ellipsoid, k } => {
                [x / (ellipsoid.a * k), authalic(ellipsoid.e2, 2.0 * y * k / ellipsoid.a)]
            }
            Method::Equirectangular { radius, lat0, parallel } => {
                [x / (radius * cos(parallel * DEGREE)), y / radius + lat0 * DEGREE]
            }
            Method::Mollweide { radius } => {
                let root = sqrt(2.0);
                let theta = asin(y / (root * radius));
                let pi = std::f64::consts::PI;
                let lat = asin((2.0 * theta + sin(2.0 * theta)) / pi);
                [pi * x / (2.0 * root * radius * cos(theta)), lat]
            }
        }
    }
}

/// Radius of a parallel, over the semi-major axis.
fn m(ellipsoid: Ellipsoid, phi: f64) -> f64 {
    cos(phi) / sqrt(1.0 - ellipsoid.e2 * sin(phi) * sin(phi))
}

/// (3-12), for the sine of a latitude.
fn q(e2: f64, s: f64) -> f64 {
    if e2 == 0.0 {
        return 2.0 * s;
    }
    let e = sqrt(e2);
    (1.0 - e2) * (s / (1.0 - e2 * s * s) + atanh(e * s) / e)
}

/// Isometric latitude.
fn isometric(e: f64, phi: f64) -> f64 {
    let s = sin(phi);
    atanh(s) - e * atanh(e * s)
}

/// Latitude from the isometric one. Every step brings two digits more.
fn latitude(e: f64, psi: f64) -> f64 {
    let mut s = tanh(psi);
    for _ in 0..9 {
        s = tanh(psi + e * atanh(e * s));
    }
    asin(s)
}

/// Latitude from (3-12), by the series (3-18) and one step of Newton.
fn authalic(e2: f64, value: f64) -> f64 {
    let ratio = value / q(e2, 1.0);
    let b = asin(if ratio.abs() < 1.0 + 1e-9 { ratio.clamp(-1.0, 1.0) } else { f64::NAN });
    let (e4, e6) = (e2 * e2, e2 * e2 * e2);
    b + (e2 / 3.0 + 31.0 * e4 / 180.0 + 517.0 * e6 / 5040.0) * sin(2.0 * b)
        + (23.0 * e4 / 360.0 + 251.0 * e6 / 3780.0) * sin(4.0 * b)
        + 761.0 * e6 / 45360.0 * sin(6.0 * b)
}

fn sinh(x: f64) -> f64 {
    libm::sinh(x)
}

fn cosh(x: f64) -> f64 {
    libm::cosh(x)
}

fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

fn atanh(x: f64) -> f64 {
    libm::atanh(x)
}

#[cfg(test)]
mod tests {
    use super::super::crs::Crs;

    /// PROJ's own definition beside ours: there by proj4rs, back by us.
    fn check(crs: &Crs, definition: &str, positions: &[[f64; 2]]) {
        let there = proj4rs::Proj::from_proj_string(definition).expect(definition);
        let from = proj4rs::Proj::from_proj_string("+proj=longlat +ellps=GRS80 +no_defs").expect("degrees");
        for [lon, lat] in positions {
            let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
            proj4rs::transform::transform(&from, &there, &mut point).expect(definition);
            let [x, y] = crs.place(point.0, point.1).expect(definition);
            let off = (x - lon).abs().max((y - lat).abs());
            assert!(off < 1e-8, "{definition}: {lon} {lat} came back as {x} {y}");
        }
    }

    #[test]
    fn common_systems_by_number() {
        let europe = [[10.0, 52.0], [44.5, 40.2], [-9.0, 38.5], [25.0, 70.0]];
        let states = [[-96.0, 37.0], [-122.4, 37.8], [-70.0, 45.0]];
        for (code, definition, positions) in [
            (32638, "+proj=utm +zone=38 +ellps=GRS80", &[[45.0, 40.0], [46.9, 39.1], [43.2, 0.5]][..]),
            (32733, "+proj=utm +zone=33 +south +ellps=GRS80", &[[15.0, -20.0], [17.5, -34.0]]),
            (3035, "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80", &europe),
            (
                3034,
                "+proj=lcc +lat_0=52 +lon_0=10 +lat_1=35 +lat_2=65 +x_0=4000000 +y_0=2800000 +ellps=GRS80",
                &europe,
            ),
            (5070, "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +ellps=GRS80", &states),
            (3395, "+proj=merc +ellps=GRS80", &[[44.0, 40.0], [-170.0, -60.0], [10.0, 84.0]]),
            (6933, "+proj=cea +lat_ts=30 +ellps=GRS80", &[[44.0, 40.0], [-170.0, -60.0]]),
        ] {
            check(&Crs::from_epsg(code).expect("known"), definition, positions);
        }
    }

    const GEOGRAPHIC: &str = r#"GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    #[test]
    fn systems_by_well_known_text() {
        let points = [[10.0, 48.0], [14.0, 53.0], [-3.0, 40.0]];
        for (projection, definition) in [
            (
                r#"PROJECTION["Transverse_Mercator"],PARAMETER["Latitude_Of_Origin",50.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],UNIT["Meter",1.0]"#,
                "+proj=tmerc +lat_0=50 +lon_0=9 +k=0.9996 +x_0=400000 +y_0=-100000 +ellps=GRS80",
            ),
            (
                r#"PROJECTION["Lambert_Conformal_Conic"],PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],PARAMETER["Latitude_Of_Origin",46.5],PARAMETER["Central_Meridian",3.0],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],UNIT["Meter",1.0]"#,
                "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80",
            ),
            (
                r#"PROJECTION["Albers"],PARAMETER["False_Easting",0.0],PARAMETER["Central_Meridian",10.0],PARAMETER["Standard_Parallel_1",43.0],PARAMETER["Standard_Parallel_2",62.0],PARAMETER["Latitude_Of_Origin",30.0],UNIT["Foot_US",0.3048006096012192]"#,
                "+proj=aea +lat_0=30 +lon_0=10 +lat_1=43 +lat_2=62 +units=us-ft +ellps=GRS80",
            ),
            (
                r#"PROJECTION["Lambert_Azimuthal_Equal_Area"],PARAMETER["Central_Meridian",0.0],PARAMETER["Latitude_Of_Origin",90.0],UNIT["Meter",1.0]"#,
                "+proj=laea +lat_0=90 +lon_0=0 +ellps=GRS80",
            ),
            (
                r#"PROJECTION["Mercator"],PARAMETER["Central_Meridian",5.0],PARAMETER["Standard_Parallel_1",40.0],UNIT["Meter",1.0]"#,
                "+proj=merc +lat_ts=40 +lon_0=5 +ellps=GRS80",
            ),
        ] {
            let text = format!("PROJCS[\"Own\",{GEOGRAPHIC},{projection}]");
            let (crs, odd) = Crs::from_wkt(&text).expect(projection);
            assert_eq!(odd, None);
            check(&crs, definition, &points);
        }
        let text = format!("PROJCS[\"World\",{GEOGRAPHIC},PROJECTION[\"Mollweide\"],UNIT[\"Meter\",1.0]]");
        let crs = Crs::from_wkt(&text).expect("Mollweide").0;
        check(&crs, "+proj=moll +R=6378137", &[]);
        let [x, y] = crs.place(1_000_000.0, 9_020_047.8).expect("almost the pole");
        assert!(89.0 < y && x.is_finite());
    }

    #[test]
    fn web_mercator_by_every_name() {
        let far = 20_037_508.342_789_244;
        for crs in [
            Crs::from_epsg(3857),
            Crs::from_name("urn:ogc:def:crs:EPSG::3857").ok(),
            Crs::from_wkt(r#"PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],UNIT["metre",1]]"#).ok().map(|(crs, _)| crs),
        ] {
            let [x, y] = crs.expect("known").place(far, far).expect("a corner");
            assert!((x - 180.0).abs() < 1e-9 && (y - 85.051_128_779_806_6).abs() < 1e-9, "{x} {y}");
        }
    }

    #[test]
    fn degrees_and_what_is_odd_about_them() {
        let odd = r#"GEOGCS["Pulkovo 1942",DATUM["Pulkovo_1942",SPHEROID["Krassowsky 1940",6378245,298.3]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#;
        let (crs, warning) = Crs::from_wkt(odd).expect("degrees");
        assert!(matches!(crs, Crs::Degrees));
        assert!(warning.is_some_and(|text| text.contains("Pulkovo_1942")));
        let paris = r#"GEOGCS["NTF (Paris)",DATUM["NTF",SPHEROID["Clarke 1880 (IGN)",6378249.2,293.466021293627]],PRIMEM["Paris",2.33722917],UNIT["grad",0.01570796326794897]]"#;
        let [lon, lat] = Crs::from_wkt(paris).and_then(|(crs, _)| crs.place(0.0, 50.0)).expect("Paris");
        assert!((lon - 2.33722917).abs() < 1e-9 && (lat - 45.0).abs() < 1e-9);
        for (text, message) in [
            ("LOCAL_CS[\"x\"]", "no system of Earth's surface"),
            ("GEOGCS[\"Moon\",DATUM[\"M\",SPHEROID[\"Moon\",1737400,0]]]", "not Earth's"),
            (
                "PROJCS[\"x\",GEOGCS[\"a\",DATUM[\"b\",SPHEROID[\"c\",6378137,298]]],PROJECTION[\"Bonne\"]]",
                "\"Bonne\"",
            ),
            ("garbage", "no system"),
            ("[[[[", "no well-known text"),
        ] {
            let fault = Crs::from_wkt(text).map(|_| ()).expect_err(text);
            assert!(fault.message.contains(message), "{text}: {}", fault.message);
        }
    }
}
