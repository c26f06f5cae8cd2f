//! Lambert conformal conic projection on the ellipsoid (Snyder 1987, ch. 15).

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use crate::geometry::math::{DEGREE, WGS84_A_KM, WGS84_E2, atan, atan2, cos, ln, pow, sin, sqrt, tan};

/// The cone that touches or cuts the ellipsoid along two parallels.
#[derive(Clone, Copy, Debug)]
pub struct ConformalConic {
    lon0: f64,
    parallels: [f64; 2],
    n: f64,
    scale: f64,
    rho0: f64,
}

impl ConformalConic {
    /// Centred on `[lon, lat]`, true to scale along the two parallels (degrees). Parallels that
    /// mirror each other across the equator have no cone; they are moved by a tenth of a degree.
    pub fn new([lon0, lat0]: [f64; 2], parallels: [f64; 2]) -> ConformalConic {
        let [mut a, b] = parallels;
        if (a + b).abs() < 1e-6 {
            a += 0.1;
        }
        let (phi1, phi2) = (a * DEGREE, b * DEGREE);
        let (m1, m2) = (m(phi1), m(phi2));
        let (t1, t2) = (t(phi1), t(phi2));
        // (15-8); with one standard parallel the cone constant is its sine.
        let n = if (phi1 - phi2).abs() < 1e-10 { sin(phi1) } else { (ln(m1) - ln(m2)) / (ln(t1) - ln(t2)) };
        // a * F of (15-7), (15-10).
        let scale = WGS84_A_KM * m1 / (n * pow(t1, n));
        ConformalConic { lon0, parallels: [a, b], n, scale, rho0: scale * pow(t(lat0 * DEGREE), n) }
    }

    /// The parallels that are true to scale, in degrees.
    pub fn parallels(&self) -> [f64; 2] {
        self.parallels
    }

    /// The meridian in the middle, degrees.
    pub fn middle(&self) -> f64 {
        self.lon0
    }

    /// Degrees to km. The pole that the cone has no place for is taken as a little before it.
    pub fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let lat = lat.clamp(-89.99, 89.99);
        let rho = self.scale * pow(t(lat * DEGREE), self.n);
        let theta = self.n * (lon - self.lon0) * DEGREE;
        [rho * sin(theta), self.rho0 - rho * cos(theta)]
    }

    /// Km to degrees.
    pub fn unproject(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let sign = self.n.signum();
        let dy = self.rho0 - y;
        let rho = sign * sqrt(x * x + dy * dy);
        let theta = atan2(sign * x, sign * dy);
        let t = pow(rho / self.scale, 1.0 / self.n);
        // (7-9), a fixed point that settles to 1e-12 in a handful of rounds.
        let e = sqrt(WGS84_E2);
        let mut phi = FRAC_PI_2 - 2.0 * atan(t);
        for _ in 0..8 {
            let es = e * sin(phi);
            phi = FRAC_PI_2 - 2.0 * atan(t * pow((1.0 - es) / (1.0 + es), e / 2.0));
        }
        [self.lon0 + theta / self.n / DEGREE, phi / DEGREE]
    }
}

/// (14-15): the radius of a parallel over the semi-major axis.
fn m(phi: f64) -> f64 {
    cos(phi) / sqrt(1.0 - WGS84_E2 * sin(phi) * sin(phi))
}

/// (15-9): the tangent of half the conformal colatitude.
fn t(phi: f64) -> f64 {
    let e = sqrt(WGS84_E2);
    let es = e * sin(phi);
    tan(FRAC_PI_4 - phi / 2.0) / pow((1.0 - es) / (1.0 + es), e / 2.0)
}
