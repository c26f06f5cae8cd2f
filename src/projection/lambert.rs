//! Lambert azimuthal equal-area projection on the ellipsoid, oblique (Snyder 1987, ch. 24).

use crate::geometry::math::{DEGREE, WGS84_A_KM, WGS84_E2, asin, atan2, cos, sin, sqrt};

/// Areas as on the ellipsoid, directions true from the centre.
#[derive(Clone, Copy, Debug)]
pub struct AzimuthalEqualArea {
    lon0: f64,
    sin_beta0: f64,
    cos_beta0: f64,
    rq: f64,
    d: f64,
    qp: f64,
    /// Around a pole, how far shapes reach: the other pole is no point there, but all of the rim.
    lats: [f64; 2],
}

impl AzimuthalEqualArea {
    /// Centred on `[lon, lat]` in degrees. Within a km of a pole it is centred on the pole, where the formula of other
    /// places divides by nothing.
    pub fn new([lon0, lat0]: [f64; 2]) -> AzimuthalEqualArea {
        let qp = q(1.0);
        let rq = WGS84_A_KM * sqrt(qp / 2.0);
        let (sin_beta0, cos_beta0, d) = if lat0.abs() > 89.99 {
            (1.0_f64.copysign(lat0), 0.0, 1.0)
        } else {
            let phi0 = lat0 * DEGREE;
            let beta0 = asin(q(sin(phi0)) / qp);
            let m0 = cos(phi0) / sqrt(1.0 - WGS84_E2 * sin(phi0) * sin(phi0));
            (sin(beta0), cos(beta0), WGS84_A_KM * m0 / (rq * cos(beta0)))
        };
        let lats = match lat0 {
            89.0.. => [-89.0, 90.0],
            ..-89.0 => [-90.0, 89.0],
            _ => [-90.0, 90.0],
        };
        AzimuthalEqualArea { lon0, sin_beta0, cos_beta0, rq, d, qp, lats }
    }

    /// The meridian in the middle, degrees.
    pub fn middle(&self) -> f64 {
        self.lon0
    }

    /// Degrees to km.
    pub fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let lat = lat.clamp(self.lats[0], self.lats[1]);
        let sin_beta = (q(sin(lat * DEGREE)) / self.qp).clamp(-1.0, 1.0);
        let cos_beta = sqrt(1.0 - sin_beta * sin_beta);
        let dl = (lon - self.lon0) * DEGREE;
        let inner = 1.0 + self.sin_beta0 * sin_beta + self.cos_beta0 * cos_beta * cos(dl);
        let b = self.rq * sqrt(2.0 / inner.max(1e-12));
        [
            b * self.d * cos_beta * sin(dl),
            b / self.d * (self.cos_beta0 * sin_beta - self.sin_beta0 * cos_beta * cos(dl)),
        ]
    }

    /// Km to degrees.
    pub fn unproject(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (x, y) = (x / self.d, y * self.d);
        let rho = sqrt(x * x + y * y);
        if rho < 1e-12 {
            let phi0 = latitude(self.sin_beta0 * self.qp);
            return [self.lon0, phi0 / DEGREE];
        }
        let ce = 2.0 * asin((rho / (2.0 * self.rq)).min(1.0));
        let q = self.qp * (cos(ce) * self.sin_beta0 + y * sin(ce) * self.cos_beta0 / rho);
        let lon = atan2(x * sin(ce), rho * self.cos_beta0 * cos(ce) - y * self.sin_beta0 * sin(ce));
        [self.lon0 + lon / DEGREE, latitude(q) / DEGREE]
    }
}

/// (3-12), for the sine of a latitude.
pub(super) fn q(s: f64) -> f64 {
    // The logarithm there is an area tangent; of its series what is left out here is less than a unit of the last place.
    let z = WGS84_E2 * s * s;
    let series = (0..8).rev().fold(0.0, |sum, k| sum * z + 1.0 / f64::from(2 * k + 1));
    (1.0 - WGS84_E2) * s * (1.0 / (1.0 - z) + series)
}

/// (3-16): the latitude that belongs to a value of q, by Newton's method.
pub(super) fn latitude(target: f64) -> f64 {
    // At a pole the method would crawl.
    if target.abs() >= q(1.0) - 1e-12 {
        return std::f64::consts::FRAC_PI_2.copysign(target);
    }
    let mut phi = asin((target / 2.0).clamp(-1.0, 1.0));
    for _ in 0..10 {
        let s = sin(phi);
        let w = 1.0 - WGS84_E2 * s * s;
        phi += w * w / (2.0 * cos(phi).max(1e-12)) * (target - q(s)) / (1.0 - WGS84_E2);
    }
    phi
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::math::ln;

    #[test]
    fn a_map_around_a_pole_is_centred_on_it() {
        for lat0 in [90.0_f64, -90.0] {
            let map = AzimuthalEqualArea::new([10.0, lat0]);
            assert!(map.project([123.0, lat0]).iter().all(|km| km.abs() < 1e-6));
            assert_eq!(map.unproject([0.0, 0.0])[1], lat0);
            // All points of a parallel are as far from the pole, and the cap within it has its area on the ellipsoid.
            let [x, y] = map.project([100.0, lat0 - 10.0_f64.copysign(lat0)]);
            let [other_x, other_y] = map.project([-35.0, lat0 - 10.0_f64.copysign(lat0)]);
            let far = sqrt(x * x + y * y);
            assert!((far - sqrt(other_x * other_x + other_y * other_y)).abs() < 1e-6);
            let cap = std::f64::consts::PI * WGS84_A_KM * WGS84_A_KM * (q(1.0) - q(sin(80.0 * DEGREE)));
            assert!((std::f64::consts::PI * far * far / cap - 1.0).abs() < 1e-9);
            // Close to the pole nothing jumps.
            let near = AzimuthalEqualArea::new([10.0, 89.98_f64.copysign(lat0)]);
            assert!((near.project([10.0, 80.0_f64.copysign(lat0)])[1].abs() - far).abs() < 2.5);
        }
    }

    #[test]
    fn the_series_is_the_logarithm_of_the_book() {
        let e = sqrt(WGS84_E2);
        for k in -1000..=1000 {
            let s = f64::from(k) / 1000.0;
            let book = (1.0 - WGS84_E2)
                * (s / (1.0 - WGS84_E2 * s * s) - ln((1.0 - e * s) / (1.0 + e * s)) / (2.0 * e));
            assert!((q(s) - book).abs() < 1e-14, "{s}: {} for {book}", q(s));
        }
    }
}
