//! From coordinates of map projections back to degrees, for files that are not in degrees (Snyder 1987; IOGP 373-7-2;
//! transverse Mercator by the series of Krüger). Own formulas, as those of libraries take sines from the standard library,
//! which differ from machine to machine.

use super::definition::Definition;
use crate::geometry::math::{DEGREE, asin, atan, atan2, cos, exp, ln, pow, sin, sqrt, tan};

/// An ellipsoid of rotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ellipsoid {
    /// Semi-major axis, in metres.
    pub a: f64,
    /// First eccentricity squared.
    pub e2: f64,
}

impl Ellipsoid {
    /// By semi-major axis and inverse flattening; zero is a sphere.
    pub fn new(a: f64, inverse_flattening: f64) -> Ellipsoid {
        let f = if inverse_flattening == 0.0 { 0.0 } else { 1.0 / inverse_flattening };
        Ellipsoid { a, e2: f * (2.0 - f) }
    }

    /// Whether it is of Earth's size and shape.
    pub fn is_earth(self) -> bool {
        (6_300_000.0..=6_400_000.0).contains(&self.a) && (0.0..0.01).contains(&self.e2)
    }
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

/// The projections, with what can be known before the first position. Lengths are in metres, angles in radians.
#[derive(Clone, Debug)]
pub(super) enum Method {
    Mercator {
        e: f64,
        scale: f64,
    },
    TransverseMercator {
        e: f64,
        scale: f64,
        start: f64,
        beta: [f64; 4],
    },
    ConformalConic {
        e: f64,
        n: f64,
        scale: f64,
        rho0: f64,
    },
    Albers {
        ellipsoid: Ellipsoid,
        n: f64,
        c: f64,
        rho0: f64,
    },
    Azimuthal {
        ellipsoid: Ellipsoid,
        sin_beta0: f64,
        cos_beta0: f64,
        d: f64,
    },
    CylindricalEqualArea {
        ellipsoid: Ellipsoid,
        k: f64,
    },
    Equirectangular {
        radius: f64,
        lat0: f64,
        parallel: f64,
    },
    Mollweide {
        radius: f64,
    },
    EqualEarth {
        ellipsoid: Ellipsoid,
        radius: f64,
    },
    Robinson {
        radius: f64,
        bends: Box<[[f64; 19]; 2]>,
    },
    NaturalEarth {
        radius: f64,
    },
    WinkelTripel {
        radius: f64,
        cos_parallel: f64,
    },
    Eckert4 {
        radius: f64,
    },
    Miller {
        radius: f64,
    },
    Gall {
        radius: f64,
    },
    VanDerGrinten {
        radius: f64,
    },
    NewZealand {
        radius: f64,
    },
    Sinusoidal {
        ellipsoid: Ellipsoid,
    },
    EquidistantConic {
        ellipsoid: Ellipsoid,
        n: f64,
        g: f64,
        rho0: f64,
    },
    Bonne {
        ellipsoid: Ellipsoid,
        middle: f64,
        m: f64,
    },
    Cassini {
        ellipsoid: Ellipsoid,
        m0: f64,
    },
    Polyconic {
        ellipsoid: Ellipsoid,
        m0: f64,
    },
    /// About the middle of an azimuthal projection with true distances.
    Equidistant {
        ellipsoid: Ellipsoid,
        phi0: f64,
    },
    /// Of a sphere on which the ellipsoid is drawn first: oblique and polar aspects.
    Stereographic {
        e: f64,
        chi0: f64,
        n: f64,
        c: f64,
        diameter: f64,
    },
    PolarStereographic {
        e: f64,
        sign: f64,
        scale: f64,
    },
    SwissOblique {
        e: f64,
        phi0: f64,
        n: f64,
        c: f64,
        radius: f64,
    },
    ObliqueMercator {
        e: f64,
        a: f64,
        b: f64,
        h: f64,
        gamma0: f64,
        gamma: f64,
        lambda0: f64,
        start: f64,
    },
    Krovak {
        e: f64,
        b: f64,
        c: f64,
        n: f64,
        rho0: f64,
        azimuth: f64,
    },
}

impl Unproject {
    /// A position in degrees; not a number where the projection has none.
    pub fn degrees(&self, x: f64, y: f64) -> [f64; 2] {
        let [lon, lat] = self.method.invert(x * self.unit - self.x0, y * self.unit - self.y0);
        [lon / DEGREE + self.lon0, lat / DEGREE]
    }
}

impl Method {
    /// PROJ's short words for them.
    pub const NAMES: [&str; 31] = [
        "aea", "aeqd", "bonne", "cass", "cea", "eck4", "eqc", "eqdc", "eqearth", "etmerc", "gall", "krovak",
        "laea", "lcc", "merc", "mill", "moll", "natearth", "nzmg", "omerc", "poly", "robin", "sinu",
        "somerc", "stere", "sterea", "tmerc", "vandg", "webmerc", "wintri", "ups",
    ];

    /// The projection of a definition; `None` if it is not known or its parameters are impossible.
    pub fn of(own: &Definition) -> Option<Method> {
        let (ellipsoid, lat0, scale) = (own.ellipsoid, own.lat0, own.scale);
        let (e, e2) = (sqrt(ellipsoid.e2), ellipsoid.e2);
        let phi0 = lat0 * DEGREE;
        let radius = ellipsoid.a;
        // Parameters of the sphere that touches the ellipsoid along a parallel (Gauss).
        let n = sqrt(1.0 + e2 * pow(cos(phi0), 4.0) / (1.0 - e2));
        let chi0 = asin((sin(phi0) / n).clamp(-1.0, 1.0));
        let c = atanh(sin(chi0)) - n * isometric(e, phi0);
        let w = 1.0 - e2 * sin(phi0) * sin(phi0);
        let gauss = radius * sqrt(1.0 - e2) / w;
        Some(match own.method.as_str() {
            "merc" => Method::mercator(ellipsoid, own.one.unwrap_or(0.0), scale),
            "webmerc" => Method::mercator(Ellipsoid { e2: 0.0, ..ellipsoid }, 0.0, 1.0),
            "tmerc" | "etmerc" => Method::transverse_mercator(ellipsoid, lat0, scale),
            "lcc" => {
                let one = own.one.unwrap_or(lat0);
                Method::conformal_conic(ellipsoid, lat0, one, own.two.unwrap_or(one), scale)?
            }
            "aea" => {
                let one = own.one.unwrap_or(lat0);
                Method::albers(ellipsoid, lat0, one, own.two.unwrap_or(one))?
            }
            "laea" => Method::azimuthal(ellipsoid, lat0),
            "eqc" => Method::Equirectangular { radius, lat0, parallel: own.one.unwrap_or(0.0) },
            "cea" => Method::cylindrical_equal_area(ellipsoid, own.one.unwrap_or(0.0)),
            "moll" => Method::Mollweide { radius },
            "eqearth" => Method::EqualEarth { ellipsoid, radius: radius * sqrt(q(e2, 1.0) / 2.0) },
            "robin" => {
                Method::Robinson { radius, bends: Box::new([bends(&WIDTHS, true), bends(&HEIGHTS, false)]) }
            }
            "natearth" => Method::NaturalEarth { radius },
            "wintri" => {
                let pi = std::f64::consts::PI;
                let cos_parallel = own.one.map_or(2.0 / pi, |parallel| cos(parallel * DEGREE));
                Method::WinkelTripel { radius, cos_parallel }
            }
            "eck4" => Method::Eckert4 { radius },
            // These two on the sphere with the area of the ellipsoid, as PROJ has it.
            "mill" => Method::Miller { radius: radius * sqrt(q(e2, 1.0) / 2.0) },
            "gall" => Method::Gall { radius },
            "vandg" => Method::VanDerGrinten { radius: radius * sqrt(q(e2, 1.0) / 2.0) },
            "nzmg" => Method::NewZealand { radius },
            "sinu" => Method::Sinusoidal { ellipsoid },
            "eqdc" => {
                let one = own.one? * DEGREE;
                let two = own.two.map_or(one, |two| two * DEGREE);
                let (m1, m2) = (m(ellipsoid, one), m(ellipsoid, two));
                let [along0, along1, along2] = [phi0, one, two].map(|phi| meridian_arc(ellipsoid, phi));
                let n =
                    if (one - two).abs() < 1e-10 { sin(one) } else { (m1 - m2) * radius / (along2 - along1) };
                let g = m1 / n + along1 / radius;
                (n.is_finite() && 1e-10 < n.abs()).then_some(Method::EquidistantConic {
                    ellipsoid,
                    n,
                    g,
                    rho0: radius * g - along0,
                })?
            }
            "bonne" => {
                let phi1 = own.one.unwrap_or(lat0) * DEGREE;
                if phi1.abs() < 1e-6 {
                    return None;
                }
                let middle = radius * m(ellipsoid, phi1) / sin(phi1);
                Method::Bonne { ellipsoid, middle, m: meridian_arc(ellipsoid, phi1) }
            }
            "cass" => Method::Cassini { ellipsoid, m0: meridian_arc(ellipsoid, phi0) },
            "poly" => Method::Polyconic { ellipsoid, m0: meridian_arc(ellipsoid, phi0) },
            "aeqd" => Method::Equidistant { ellipsoid, phi0 },
            "stere" | "ups" if 90.0 - 1e-9 < lat0.abs() || own.method == "ups" => {
                let sign = lat0.signum();
                let parallel = own.one.map_or(90.0, f64::abs) * DEGREE;
                let scale = if 89.999_999 * DEGREE < parallel {
                    2.0 * radius * scale / sqrt(pow(1.0 + e, 1.0 + e) * pow(1.0 - e, 1.0 - e))
                } else {
                    radius * m(ellipsoid, parallel) * exp(isometric(e, parallel)) * scale
                };
                Method::PolarStereographic { e, sign, scale }
            }
            "stere" => {
                // The conformal latitude alone.
                let chi0 = asin(tanh(isometric(e, phi0)));
                let diameter = 2.0 * radius * m(ellipsoid, phi0) / cos(chi0) * scale;
                Method::Stereographic { e, chi0, n: 1.0, c: 0.0, diameter }
            }
            "sterea" => Method::Stereographic { e, chi0, n, c, diameter: 2.0 * gauss * scale },
            "somerc" => Method::SwissOblique { e, phi0: chi0, n, c, radius: gauss * scale },
            "omerc" => oblique_mercator(own)?,
            "krovak" => {
                let middle = 78.5 * DEGREE;
                let n = sin(middle);
                let b = self::b(e2, phi0);
                let c = atanh((sin(phi0) / b).clamp(-1.0, 1.0)) - b * isometric(e, phi0);
                let rho0 = scale * gauss / tan(middle);
                Method::Krovak { e, b, c, n, rho0, azimuth: own.azimuth * DEGREE }
            }
            _ => return None,
        })
    }

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
            Method::EqualEarth { ellipsoid, radius } => {
                // Šavrič, Patterson, Jenny 2018.
                let shape = |t: f64| {
                    let t2 = t * t;
                    let t6 = t2 * t2 * t2;
                    let [a1, a2, a3, a4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
                    let value = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2));
                    [value, a1 + 3.0 * a2 * t2 + t6 * (7.0 * a3 + 9.0 * a4 * t2)]
                };
                let t = newton(y / radius, y / radius, shape);
                let root3 = sqrt(3.0);
                let lon = root3 * x * shape(t)[1] / (2.0 * radius * cos(t));
                [lon, authalic(ellipsoid.e2, q(ellipsoid.e2, 1.0) * 2.0 * sin(t) / root3)]
            }
            Method::Robinson { radius, ref bends } => {
                let [widths, heights] = bends.as_ref();
                let up = y / radius / 1.3523;
                let steps = newton(up.abs(), 18.0 * up.abs(), |at| table(&HEIGHTS, heights, at));
                let lat = (5.0 * DEGREE * steps).copysign(up);
                [x / radius / 0.8487 / table(&WIDTHS, widths, steps)[0], lat]
            }
            Method::NaturalEarth { radius } => {
                // Šavrič and others 2011.
                let lat = newton(y / radius, y / radius, |phi| {
                    let p2 = phi * phi;
                    let p6 = p2 * p2 * p2;
                    let [b0, b1, b2, b3, b4] = [1.007_226, 0.015_085, -0.044_475, 0.028_874, -0.005_916];
                    let value = phi * (b0 + p2 * (b1 + p2 * p2 * (b2 + b3 * p2 + b4 * p2 * p2)));
                    [value, b0 + 3.0 * b1 * p2 + p6 * (7.0 * b2 + 9.0 * b3 * p2 + 11.0 * b4 * p2 * p2)]
                });
                let p2 = lat * lat;
                let [a0, a1, a2, a3, a4] = [0.8707, -0.131_979, -0.013_791, 0.003_971, -0.001_529];
                let p12 = p2 * p2 * p2 * p2 * p2 * p2;
                let width = a0 + a1 * p2 + a2 * p2 * p2 + a3 * p2 * p2 * p2 * p2 * p2 + a4 * p12;
                [x / radius / width, lat]
            }
            Method::WinkelTripel { radius, cos_parallel } => {
                let (x, y) = (x / radius, y / radius);
                plane_newton([x, y], [x * 1.2, y], |lon, lat| {
                    let alpha = cos(lat) * cos(lon / 2.0);
                    let alpha = libm::acos(alpha.clamp(-1.0, 1.0));
                    let sinc = if alpha < 1e-9 { 1.0 } else { sin(alpha) / alpha };
                    [
                        (lon * cos_parallel + 2.0 * cos(lat) * sin(lon / 2.0) / sinc) / 2.0,
                        (lat + sin(lat) / sinc) / 2.0,
                    ]
                })
            }
            Method::Eckert4 { radius } => {
                let pi = std::f64::consts::PI;
                let theta = asin(y * sqrt((4.0 + pi) / pi) / (2.0 * radius));
                let lat = asin((theta + sin(theta) * cos(theta) + 2.0 * sin(theta)) / (2.0 + pi / 2.0));
                [sqrt(pi * (4.0 + pi)) * x / (2.0 * radius * (1.0 + cos(theta))), lat]
            }
            Method::Miller { radius } => [x / radius, 1.25 * asin(tanh(0.8 * y / radius))],
            Method::Gall { radius } => {
                let root2 = sqrt(2.0);
                [x / radius * root2, 2.0 * atan(y / radius / (1.0 + root2 / 2.0))]
            }
            Method::VanDerGrinten { radius } => {
                let pi = std::f64::consts::PI;
                let (x, y) = (x / radius, y / radius);
                plane_newton([x, y], [x, y * 0.8], |lon, lat| {
                    // Snyder 1987, 29.
                    let theta = asin((2.0 * lat / pi).abs().min(1.0));
                    if theta < 1e-9 {
                        return [lon, lat];
                    }
                    let up = pi.copysign(lat);
                    if lon.abs() < 1e-9 {
                        return [lon * cos(theta), up * tan(theta / 2.0)];
                    }
                    let a = (pi / lon - lon / pi).abs() / 2.0;
                    let g = cos(theta) / (sin(theta) + cos(theta) - 1.0);
                    let p = g * (2.0 / sin(theta) - 1.0);
                    let (a2, p2) = (a * a, p * p);
                    let q = a2 + g;
                    let d = g - p2;
                    let wide = (a * d + sqrt((a2 * d * d - (p2 + a2) * (g * g - p2)).max(0.0))) / (p2 + a2);
                    let high =
                        (p * q - a * sqrt(((a2 + 1.0) * (p2 + a2) - q * q).max(0.0))).abs() / (p2 + a2);
                    [pi.copysign(lon) * wide, up * high]
                })
            }
            Method::NewZealand { radius } => new_zealand(x / radius, y / radius),
            Method::Sinusoidal { ellipsoid } => {
                let lat = latitude_of_arc(ellipsoid, y);
                [x / (ellipsoid.a * m(ellipsoid, lat)), lat]
            }
            Method::EquidistantConic { ellipsoid, n, g, rho0 } => {
                let sign = n.signum();
                let rho = sign * sqrt(x * x + (rho0 - y) * (rho0 - y));
                let theta = atan2(sign * x, sign * (rho0 - y));
                [theta / n, latitude_of_arc(ellipsoid, ellipsoid.a * g - rho)]
            }
            Method::Bonne { ellipsoid, middle, m: arc } => {
                let sign = middle.signum();
                let rho = sign * sqrt(x * x + (middle - y) * (middle - y));
                let lat = latitude_of_arc(ellipsoid, middle + arc - rho);
                let theta = atan2(sign * x, sign * (middle - y));
                [rho * theta / (ellipsoid.a * self::m(ellipsoid, lat)), lat]
            }
            Method::Cassini { ellipsoid, m0 } => {
                let foot = latitude_of_arc(ellipsoid, m0 + y);
                let (s, t) = (sin(foot), tan(foot));
                let w = 1.0 - ellipsoid.e2 * s * s;
                let across = ellipsoid.a / sqrt(w);
                let along = ellipsoid.a * (1.0 - ellipsoid.e2) / (w * sqrt(w));
                let (t2, d) = (t * t, x / across);
                let d2 = d * d;
                let lat = foot - across * t / along * d2 * (0.5 - (1.0 + 3.0 * t2) * d2 / 24.0);
                let lon = d * (1.0 - t2 * d2 * (1.0 / 3.0 - (1.0 + 3.0 * t2) * d2 / 15.0)) / cos(foot);
                [lon, lat]
            }
            Method::Polyconic { ellipsoid, m0 } => plane_newton(
                [x / ellipsoid.a, (y + m0) / ellipsoid.a],
                [x / ellipsoid.a, latitude_of_arc(ellipsoid, y + m0)],
                |lon, lat| {
                    let along = meridian_arc(ellipsoid, lat) / ellipsoid.a;
                    let (s, m) = (sin(lat), m(ellipsoid, lat));
                    if s.abs() < 1e-9 {
                        return [lon, along];
                    }
                    let e = lon * s;
                    [m * sin(e) / s, along + m * (1.0 - cos(e)) / s]
                },
            ),
            Method::Equidistant { ellipsoid, phi0 } => equidistant(ellipsoid, phi0, x, y),
            Method::Stereographic { e, chi0, n, c, diameter } => {
                let rho = sqrt(x * x + y * y);
                let ce = 2.0 * atan(rho / diameter);
                let along = if rho < 1e-9 { 0.0 } else { y / rho };
                let chi = asin((cos(ce) * sin(chi0) + along * sin(ce) * cos(chi0)).clamp(-1.0, 1.0));
                let lon = atan2(x * sin(ce), rho * cos(chi0) * cos(ce) - y * sin(chi0) * sin(ce));
                [lon / n, latitude(e, (atanh(sin(chi)) - c) / n)]
            }
            Method::PolarStereographic { e, sign, scale } => {
                let rho = sqrt(x * x + y * y);
                [atan2(x, -sign * y), sign * latitude(e, -ln(rho / scale))]
            }
            Method::SwissOblique { e, phi0, n, c, radius } => {
                let (sin_own, lon_own) = (tanh(y / radius), x / radius);
                let cos_own = sqrt(1.0 - sin_own * sin_own);
                let s = cos(phi0) * sin_own + sin(phi0) * cos_own * cos(lon_own);
                let lon =
                    atan2(cos_own * sin(lon_own), cos(phi0) * cos_own * cos(lon_own) - sin(phi0) * sin_own);
                [lon / n, latitude(e, (atanh(s) - c) / n)]
            }
            Method::ObliqueMercator { e, a, b, h, gamma0, gamma, lambda0, start } => {
                let v = x * cos(gamma) - y * sin(gamma);
                let u = y * cos(gamma) + x * sin(gamma) + start;
                let q = exp(-b * v / a);
                let (s, t) = ((q - 1.0 / q) / 2.0, (q + 1.0 / q) / 2.0);
                let across = sin(b * u / a);
                let value = (across * cos(gamma0) + s * sin(gamma0)) / t;
                let psi = (atanh(value.clamp(-1.0, 1.0)) - ln(h)) / b;
                [
                    lambda0 - atan2(s * cos(gamma0) - across * sin(gamma0), cos(b * u / a)) / b,
                    latitude(e, psi),
                ]
            }
            Method::Krovak { e, b, c, n, rho0, azimuth } => {
                // South and west count up here, and all of it lies there: files write them with and without their signs.
                let (south, west) = if 0.0 < x && 0.0 < y { (x.max(y), x.min(y)) } else { (-y, -x) };
                let theta = atan2(west, south);
                let (d, rho) = (theta / n, sqrt(south * south + west * west));
                let half_pi = std::f64::consts::FRAC_PI_2;
                let middle = 78.5 * DEGREE;
                let t = 2.0 * atan(pow(rho0 / rho, 1.0 / n) * tan(middle / 2.0 + half_pi / 2.0)) - half_pi;
                let u = asin((cos(azimuth) * sin(t) - sin(azimuth) * cos(t) * cos(d)).clamp(-1.0, 1.0));
                let v = asin((cos(t) * sin(d) / cos(u)).clamp(-1.0, 1.0));
                [-v / b, latitude(e, (atanh(sin(u)) - c) / b)]
            }
        }
    }
}

/// Longitude from 173 degrees east and latitude on the New Zealand Map Grid, a polynomial of complex numbers
/// (IOGP 373-7-2, 3.5.5).
fn new_zealand(east: f64, north: f64) -> [f64; 2] {
    const B: [[f64; 2]; 6] = [
        [0.755_785_322_8, 0.0],
        [0.249_204_646, 0.003_371_507],
        [-0.001_541_739, 0.041_058_560],
        [-0.101_629_07, 0.017_276_09],
        [-0.266_234_89, -0.362_492_18],
        [-0.687_098_3, -1.165_196_7],
    ];
    const D: [f64; 9] = [
        1.562_701_424_3,
        0.518_540_639_8,
        -0.033_330_98,
        -0.105_290_6,
        -0.036_859_4,
        0.007_317,
        0.012_20,
        0.003_94,
        -0.001_3,
    ];
    let times = |[a, b]: [f64; 2], [c, d]: [f64; 2]| [a * c - b * d, a * d + b * c];
    let over = |[a, b]: [f64; 2], [c, d]: [f64; 2]| {
        let size = c * c + d * d;
        [(a * c + b * d) / size, (b * c - a * d) / size]
    };
    // The grid as a number: north is the real part.
    let z = [north, east];
    let mut at = over(z, B[0]);
    for _ in 0..12 {
        let (mut value, mut slope) = ([0.0; 2], [0.0; 2]);
        for (i, b) in B.iter().enumerate().rev() {
            value = times([value[0] + b[0], value[1] + b[1]], at);
            let k = (i + 1) as f64;
            slope = times(slope, at);
            slope = [slope[0] + k * b[0], slope[1] + k * b[1]];
        }
        let step = over([value[0] - z[0], value[1] - z[1]], slope);
        at = [at[0] - step[0], at[1] - step[1]];
    }
    let psi = at[0];
    let seconds = D.iter().rev().fold(0.0, |sum, d| (sum + d) * psi) * 1e5;
    [at[1], (-41.0 + seconds / 3600.0) * DEGREE]
}

/// Robinson's table: lengths of the parallels of every fifth degree over that of the equator, and their distances from it
/// over that of the pole.
const WIDTHS: [f64; 19] = [
    1.0, 0.9986, 0.9954, 0.99, 0.9822, 0.973, 0.96, 0.9427, 0.9216, 0.8962, 0.8679, 0.835, 0.7986, 0.7597,
    0.7186, 0.6732, 0.6213, 0.5722, 0.5322,
];
const HEIGHTS: [f64; 19] = [
    0.0, 0.062, 0.124, 0.186, 0.248, 0.31, 0.372, 0.434, 0.4958, 0.5571, 0.6176, 0.6769, 0.7346, 0.7903,
    0.8435, 0.8936, 0.9394, 0.9761, 1.0,
];

/// Second derivatives of the cubic spline through a table that goes on to the other side of the equator, with or without a
/// change of sign. At the poles the last two pieces are one ("not a knot"), as PROJ has it.
fn bends(table: &[f64; 19], is_even: bool) -> [f64; 19] {
    let second = |i: usize| table[i + 1] - 2.0 * table[i] + table[i - 1];
    let mut bends = [0.0; 19];
    bends[17] = second(17);
    // Each round brings half a digit more.
    for _ in 0..60 {
        if is_even {
            bends[0] = (12.0 * (table[1] - table[0]) - 2.0 * bends[1]) / 4.0;
        }
        for i in 1..17 {
            bends[i] = (6.0 * second(i) - bends[i - 1] - bends[i + 1]) / 4.0;
        }
    }
    bends[18] = 2.0 * bends[17] - bends[16];
    bends
}

/// Value and slope of a spline, where neighbours of the table are one apart.
fn table(table: &[f64; 19], bends: &[f64; 19], at: f64) -> [f64; 2] {
    let i = (at.max(0.0) as usize).min(17);
    let (b, a) = (at - i as f64, i as f64 + 1.0 - at);
    let value = bends[i] * a * a * a / 6.0
        + bends[i + 1] * b * b * b / 6.0
        + (table[i] - bends[i] / 6.0) * a
        + (table[i + 1] - bends[i + 1] / 6.0) * b;
    let slope = (bends[i + 1] * b * b - bends[i] * a * a) / 2.0 + table[i + 1]
        - table[i]
        - (bends[i + 1] - bends[i]) / 6.0;
    [value, slope]
}

/// Hotine's, by its middle, azimuth and the angle of its grid (IOGP 373-7-2, 3.2.4).
fn oblique_mercator(own: &Definition) -> Option<Method> {
    let Ellipsoid { a: radius, e2 } = own.ellipsoid;
    let e = sqrt(e2);
    let (phi, azimuth) = (own.lat0 * DEGREE, own.azimuth * DEGREE);
    let b = b(e2, phi);
    let w = 1.0 - e2 * sin(phi) * sin(phi);
    let a = radius * b * own.scale * sqrt(1.0 - e2) / w;
    let d = b * sqrt(1.0 - e2) / (cos(phi) * sqrt(w));
    let sign = if phi < 0.0 { -1.0 } else { 1.0 };
    let rest = sqrt((d * d - 1.0).max(0.0));
    let f = d + rest * sign;
    let h = f * exp(-b * isometric(e, phi));
    let g = (f - 1.0 / f) / 2.0;
    let gamma0 = asin((sin(azimuth) / d).clamp(-1.0, 1.0));
    // Of the middle, from where the line cuts the equator.
    let lambda0 = -asin((g * tan(gamma0)).clamp(-1.0, 1.0)) / b;
    let start = match own.from_equator {
        true => 0.0,
        false if (own.azimuth.abs() - 90.0).abs() < 1e-9 => -a * lambda0 * sign,
        false => a / b * atan2(rest, cos(azimuth)) * sign,
    };
    let gamma = own.gamma.map_or(azimuth, |gamma| gamma * DEGREE);
    let found = Method::ObliqueMercator { e, a, b, h, gamma0, gamma, lambda0, start };
    [a, b, h, gamma0, lambda0, start].iter().all(|value| value.is_finite()).then_some(found)
}

/// How much faster longitudes run on the sphere that fits at a latitude.
fn b(e2: f64, phi: f64) -> f64 {
    sqrt(1.0 + e2 * pow(cos(phi), 4.0) / (1.0 - e2))
}

/// Azimuthal with true distances from the middle: by the sphere, or by the meridian from a pole; elsewhere on an ellipsoid
/// the geodesic of that length and azimuth.
fn equidistant(ellipsoid: Ellipsoid, phi0: f64, x: f64, y: f64) -> [f64; 2] {
    let rho = sqrt(x * x + y * y);
    let half_pi = std::f64::consts::FRAC_PI_2;
    if half_pi - 1e-9 < phi0.abs() {
        let sign = phi0.signum();
        let arc = meridian_arc(ellipsoid, half_pi) - rho;
        return [atan2(x, -sign * y), sign * latitude_of_arc(ellipsoid, arc)];
    }
    if rho < 1e-9 {
        return [0.0, phi0];
    }
    geodesic(ellipsoid, phi0, atan2(x, y), rho)
}

/// Where a geodesic from a latitude on the first meridian ends, by azimuth and length (Vincenty 1975).
fn geodesic(ellipsoid: Ellipsoid, phi: f64, azimuth: f64, length: f64) -> [f64; 2] {
    let root = sqrt(1.0 - ellipsoid.e2);
    let (f, short) = (1.0 - root, ellipsoid.a * root);
    let u1 = atan(root * tan(phi));
    let sigma1 = atan2(tan(u1), cos(azimuth));
    let sin_alpha = cos(u1) * sin(azimuth);
    let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
    let u2 = cos2_alpha * ellipsoid.e2 / (1.0 - ellipsoid.e2);
    let a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)));
    let b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)));
    let mut sigma = length / (short * a);
    let mut middle = 0.0;
    for _ in 0..20 {
        middle = cos(2.0 * sigma1 + sigma);
        let s = sin(sigma);
        let turn = b
            * s
            * (middle
                + b / 4.0
                    * (cos(sigma) * (2.0 * middle * middle - 1.0)
                        - b / 6.0 * middle * (4.0 * s * s - 3.0) * (4.0 * middle * middle - 3.0)));
        sigma = length / (short * a) + turn;
    }
    let (s, c) = (sin(sigma), cos(sigma));
    let lat = atan2(
        sin(u1) * c + cos(u1) * s * cos(azimuth),
        root * sqrt(sin_alpha * sin_alpha + pow(sin(u1) * s - cos(u1) * c * cos(azimuth), 2.0)),
    );
    let lambda = atan2(s * sin(azimuth), cos(u1) * c - sin(u1) * s * cos(azimuth));
    let k = f / 16.0 * cos2_alpha * (4.0 + f * (4.0 - 3.0 * cos2_alpha));
    let lon = lambda
        - (1.0 - k) * f * sin_alpha * (sigma + k * s * (middle + k * c * (2.0 * middle * middle - 1.0)));
    [lon, lat]
}

/// Length of the meridian from the equator to a latitude.
fn meridian_arc(ellipsoid: Ellipsoid, phi: f64) -> f64 {
    let (n, unit) = rectifying(ellipsoid);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let whole = 1.0 + n2 / 4.0 + n4 / 64.0;
    unit * (whole * phi - 1.5 * (n - n3 / 8.0) * sin(2.0 * phi)
        + 15.0 / 16.0 * (n2 - n4 / 4.0) * sin(4.0 * phi)
        - 35.0 / 48.0 * n3 * sin(6.0 * phi)
        + 315.0 / 512.0 * n4 * sin(8.0 * phi))
}

/// The latitude to which the meridian is so long.
fn latitude_of_arc(ellipsoid: Ellipsoid, arc: f64) -> f64 {
    let (n, unit) = rectifying(ellipsoid);
    let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
    let mu = arc / (unit * (1.0 + n2 / 4.0 + n4 / 64.0));
    mu + (1.5 * n - 27.0 / 32.0 * n3) * sin(2.0 * mu)
        + (21.0 / 16.0 * n2 - 55.0 / 32.0 * n4) * sin(4.0 * mu)
        + 151.0 / 96.0 * n3 * sin(6.0 * mu)
        + 1097.0 / 512.0 * n4 * sin(8.0 * mu)
}

/// Third flattening, and the length that multiplies the series of the meridian.
fn rectifying(ellipsoid: Ellipsoid) -> (f64, f64) {
    let f = 1.0 - sqrt(1.0 - ellipsoid.e2);
    let n = f / (2.0 - f);
    (n, ellipsoid.a / (1.0 + n))
}

/// Where a rising function has a value; it gives its value and its slope.
fn newton(value: f64, start: f64, function: impl Fn(f64) -> [f64; 2]) -> f64 {
    let mut at = start;
    for _ in 0..20 {
        let [here, slope] = function(at);
        let step = (here - value) / slope;
        at -= step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    at
}

/// Longitude and latitude that a projection puts to a place; not a number if none is found.
fn plane_newton([x, y]: [f64; 2], [lon, lat]: [f64; 2], forward: impl Fn(f64, f64) -> [f64; 2]) -> [f64; 2] {
    const STEP: f64 = 1e-6;
    let (mut lon, mut lat) = (lon, lat);
    for _ in 0..60 {
        let [own_x, own_y] = forward(lon, lat);
        let (dx, dy) = (own_x - x, own_y - y);
        let [ea, eb] = [forward(lon + STEP, lat), forward(lon - STEP, lat)];
        let [na, nb] = [forward(lon, lat + STEP), forward(lon, lat - STEP)];
        let half = 2.0 * STEP;
        let (xe, ye) = ((ea[0] - eb[0]) / half, (ea[1] - eb[1]) / half);
        let (xn, yn) = ((na[0] - nb[0]) / half, (na[1] - nb[1]) / half);
        let det = xe * yn - xn * ye;
        let (to_lon, to_lat) = ((dx * yn - dy * xn) / det, (dy * xe - dx * ye) / det);
        lon -= to_lon.clamp(-0.5, 0.5);
        lat =
            (lat - to_lat.clamp(-0.5, 0.5)).clamp(-std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2);
        if to_lon.abs() + to_lat.abs() < 1e-12 {
            break;
        }
    }
    let [own_x, own_y] = forward(lon, lat);
    if (own_x - x).abs() + (own_y - y).abs() < 1e-7 { [lon, lat] } else { [f64::NAN; 2] }
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
    use super::super::definition::Definition;
    use super::super::unproject::Method;

    /// PROJ's formulas there by proj4rs, back by us: how far off we are, in degrees.
    fn off(definition: &str, [lon, lat]: [f64; 2]) -> Option<f64> {
        let there = proj4rs::Proj::from_proj_string(definition).ok()?;
        let degrees = proj4rs::Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?;
        let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
        proj4rs::transform::transform(&degrees, &there, &mut point).ok()?;
        let crs = Crs::from_text(definition).expect(definition);
        let [x, y] = crs.place(point.0, point.1).ok()?;
        let turn = (x - lon).rem_euclid(360.0);
        Some(turn.min(360.0 - turn).max((y - lat).abs()))
    }

    #[test]
    fn every_projection_comes_back() {
        for (definition, at) in [
            ("+proj=utm +zone=38 +datum=WGS84", [46.9, 39.1]),
            ("+proj=utm +zone=33 +south +datum=WGS84", [17.5, -34.0]),
            ("+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80", [44.5, 40.2]),
            ("+proj=laea +lat_0=90 +lon_0=0 +ellps=GRS80", [44.5, 70.2]),
            ("+proj=laea +lat_0=-90 +lon_0=0 +ellps=GRS80", [44.5, -70.2]),
            ("+proj=lcc +lat_0=52 +lon_0=10 +lat_1=35 +lat_2=65 +x_0=4000000 +ellps=GRS80", [-9.0, 38.5]),
            ("+proj=lcc +lat_1=-20 +lat_2=-40 +lat_0=-30 +lon_0=140 +ellps=GRS80", [150.0, -33.0]),
            (
                "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +ellps=GRS80 +units=us-ft",
                [-70.0, 45.0],
            ),
            ("+proj=merc +ellps=GRS80", [-170.0, -60.0]),
            ("+proj=merc +lat_ts=40 +lon_0=5 +ellps=GRS80", [10.0, 48.0]),
            ("+proj=cea +lat_ts=30 +ellps=GRS80", [44.0, 40.0]),
            ("+proj=eqc +lat_ts=60 +R=6378137", [44.0, 40.0]),
            ("+proj=moll +R=6378137", [44.0, 40.0]),
            ("+proj=eqearth +datum=WGS84", [-150.0, 62.0]),
            ("+proj=robin +R=6378137", [120.0, -47.0]),
            ("+proj=sinu +datum=WGS84", [120.0, -47.0]),
            ("+proj=mill +R=6378137", [120.0, -77.0]),
            ("+proj=eqdc +lat_1=43 +lat_2=62 +lat_0=30 +lon_0=10 +datum=WGS84", [30.0, 55.0]),
            ("+proj=cass +lat_0=31.7 +lon_0=35.2 +ellps=GRS80", [35.6, 32.9]),
            ("+proj=poly +lat_0=0 +lon_0=-54 +ellps=GRS80", [-48.0, -15.0]),
            ("+proj=stere +lat_0=90 +lat_ts=71 +lon_0=0 +datum=WGS84", [50.0, 75.0]),
            ("+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=0 +datum=WGS84", [50.0, -75.0]),
            ("+proj=stere +lat_0=90 +k=0.994 +lon_0=0 +x_0=2000000 +datum=WGS84", [50.0, 75.0]),
            ("+proj=stere +lat_0=52 +lon_0=19 +k=0.9997 +ellps=GRS80", [22.0, 50.0]),
            (
                "+proj=sterea +lat_0=52.1562 +lon_0=5.3876 +k=0.9999079 +ellps=bessel +towgs84=565,50,466",
                [6.5, 53.2],
            ),
            (
                "+proj=somerc +lat_0=46.9524 +lon_0=7.4396 +ellps=bessel +towgs84=674.374,15.056,405.346",
                [9.2, 46.1],
            ),
            (
                "+proj=omerc +lat_0=4 +lonc=115 +alpha=53.3158 +gamma=53.1301 +k=0.99984 +ellps=GRS80",
                [116.0, 6.0],
            ),
            (
                "+proj=omerc +no_uoff +lat_0=4 +lonc=102.25 +alpha=323.0258 +gamma=323.1301 +k=0.99984 +ellps=GRS80",
                [101.5, 3.0],
            ),
            ("+proj=krovak +ellps=bessel +towgs84=570.8,85.7,462.8,4.998,1.587,5.261,3.56", [17.0, 49.2]),
            ("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996 +x_0=400000 +datum=OSGB36", [-1.1, 53.0]),
        ] {
            let off = off(definition, at).expect(definition);
            // Shifts take heights with them, which are dropped.
            let allowed =
                if definition.contains("towgs84") || definition.contains("OSGB") { 5e-7 } else { 2e-8 };
            // Its table gives so many digits.
            let allowed = if definition.contains("robin") { 1e-6 } else { allowed };
            assert!(off < allowed, "{definition}: {off}");
        }
    }

    /// Everything the register numbers and proj4rs knows, at two places near its middle.
    #[test]
    fn the_register_comes_back() {
        let (mut tried, mut wrong) = (0, Vec::new());
        for code in 2000..33_000_u16 {
            let Some(known) = crs_definitions::from_code(code) else { continue };
            // The same zones on ever new datums.
            if known.proj4.contains("geocent") || (known.proj4.contains("+proj=tmerc") && code % 7 != 0) {
                continue;
            }
            let Some(own) = Definition::from_epsg(u32::from(code)) else {
                wrong.push(format!("{code}: {} is not read", known.proj4));
                continue;
            };
            let is_plane = own.method != "longlat";
            if !is_plane || !Method::NAMES.contains(&own.method.as_str()) {
                continue;
            }
            // Grids that nobody has here, and definitions proj4rs reads otherwise.
            let text = known
                .proj4
                .replace("+nadgrids=nzgd2kgrid0005.gsb", "")
                .replace("+datum=NAD27", "+ellps=clrk66 +towgs84=-8,160,176");
            // That of Guam is a projection of its own for a small island.
            if text.contains("axis") || text.contains("guam") || text.contains("nadgrids=n") {
                continue;
            }
            let middle = match own.method.as_str() {
                "krovak" => [17.0, 49.0],
                _ => [own.lon0 + own.meridian, own.one.unwrap_or(own.lat0).clamp(-80.0, 80.0)],
            };
            for [dx, dy] in [[0.7, 0.4], [-0.3, -0.6]] {
                if let Some(off) = off(&text, [middle[0] + dx, middle[1] + dy]) {
                    tried += 1;
                    // Shifts take heights with them, which are dropped.
                    let allowed =
                        if text.contains("towgs84") || text.contains("datum") { 3e-6 } else { 2e-8 };
                    if allowed < off {
                        wrong.push(format!("{code}: {text}: {off}"));
                    }
                }
            }
        }
        // The grid of Laborde has formulas of its own; two numbers have no definition.
        wrong.retain(|text| !["8441", "22300", "29701"].iter().any(|code| text.starts_with(code)));
        assert!(
            3000 < tried && wrong.is_empty(),
            "{tried} tried, {} wrong: {:#?}",
            wrong.len(),
            &wrong[..wrong.len().min(30)]
        );
    }
}
