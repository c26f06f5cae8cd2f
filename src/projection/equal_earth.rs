//! Equal Earth projection on the ellipsoid (Šavrič, Patterson and Jenny 2018), for maps of the world.

use std::cell::RefCell;

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
        let [x, y] = KNOWN.with_borrow_mut(|known| {
            let bits = lat.to_bits();
            let place = &mut known[(bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize];
            if place.0 != bits {
                *place = (bits, parallel(self.qp, lat));
            }
            place.1
        });
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

/// As many parallels as 2 to this are remembered.
const BITS: u32 = 11;

thread_local! {
    /// Parallels that this thread met, by the bits of their latitude: the points of a world that was thinned lie on few of
    /// them, and what is worked out of one takes most of the time of projecting a point. They are the same for any middle.
    static KNOWN: RefCell<Vec<(u64, [f64; 2])>> = RefCell::new(vec![(f64::NAN.to_bits(), [0.0; 2]); 1 << BITS]);
}

/// Half the width of a parallel for half of its degrees, and its height, on a sphere of radius 1.
fn parallel(qp: f64, lat: f64) -> [f64; 2] {
    let sin_beta = (q(sin(lat * DEGREE)) / qp).clamp(-1.0, 1.0);
    let sin_theta = sqrt(3.0) / 2.0 * sin_beta;
    let theta = asin(sin_theta);
    [sqrt(1.0 - sin_theta * sin_theta) / slope(theta), height(theta)]
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
