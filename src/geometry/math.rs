//! The only home of transcendental functions.
//!
//! The standard library hands these to the system's libm, whose last digit differs between machines;
//! `libm` gives the same bits everywhere, so that the same input gives the same picture.

pub use libm::{asin, atan, atan2, cbrt, cos, exp, log as ln, pow, sin, sqrt, tan};

/// Radians of one degree.
pub const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// Semi-major axis of the WGS84 ellipsoid, in km.
pub const WGS84_A_KM: f64 = 6378.137;
/// First eccentricity squared of the WGS84 ellipsoid.
pub const WGS84_E2: f64 = 0.006_694_379_990_141_316;
