//! Equal Earth projection on the ellipsoid (Šavrič, Patterson and Jenny 2018), for maps of the world.

use super::lambert::{latitude, q};
use crate::geometry::math::{DEGREE, WGS84_A_KM, asin, cos, sin, sqrt};

/// Areas as on the ellipsoid, in an oval with straight poles.
#[derive(Clone, Copy, Debug)]
pub struct EqualEarth {
    lon0: f64,
    qp: f64,
    /// Radius of the sphere of the same area, km.
    radius: f64,
}

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

impl EqualEarth {
    /// With this meridian in the middle, degrees.
    pub fn new(lon0: f64) -> EqualEarth {
        let qp = q(1.0);
        EqualEarth { lon0, qp, radius: WGS84_A_KM * sqrt(qp / 2.0) }
    }

    /// The meridian in the middle, degrees.
    pub fn middle(&self) -> f64 {
        self.lon0
    }

    /// Degrees to km.
    pub fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let sin_beta = (q(sin(lat * DEGREE)) / self.qp).clamp(-1.0, 1.0);
        let sin_theta = sqrt(3.0) / 2.0 * sin_beta;
        let theta = asin(sin_theta);
        let (x, y) = (sqrt(1.0 - sin_theta * sin_theta) / slope(theta), height(theta));
        let wide = 2.0 * sqrt(3.0) / 3.0 * (lon - self.lon0) * DEGREE;
        [self.radius * wide * x, self.radius * y]
    }

    /// Km to degrees. What lies beyond the poles is taken as at them.
    pub fn unproject(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (x, y) = (x / self.radius, y / self.radius);
        let most = asin(sqrt(3.0) / 2.0);
        let y = y.clamp(-height(most), height(most));
        let mut theta = y / A[0];
        for _ in 0..12 {
            theta -= (height(theta) - y) / slope(theta);
        }
        let theta = theta.clamp(-most, most);
        let lat = latitude((2.0 / sqrt(3.0) * sin(theta)).clamp(-1.0, 1.0) * self.qp) / DEGREE;
        [self.lon0 + x * 3.0 * slope(theta) / (2.0 * sqrt(3.0) * cos(theta)) / DEGREE, lat.clamp(-90.0, 90.0)]
    }
}

/// How high a parametric latitude stands.
fn height(t: f64) -> f64 {
    let t2 = t * t;
    let t6 = t2 * t2 * t2;
    t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))
}

/// How fast that grows.
fn slope(t: f64) -> f64 {
    let t2 = t * t;
    let t6 = t2 * t2 * t2;
    A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)
}
