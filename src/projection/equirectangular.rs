//! Equirectangular projection: meridians and parallels are straight and equally spaced.

use crate::geometry::math::{DEGREE, WGS84_A_KM, cos};

/// Degrees times a constant, the meridians drawn together as at the middle latitude.
#[derive(Clone, Copy, Debug)]
pub struct Equirectangular {
    center: [f64; 2],
    km_per_degree: [f64; 2],
}

impl Equirectangular {
    /// Centred on a position in degrees, true to scale along its parallel.
    pub fn new(center: [f64; 2]) -> Equirectangular {
        let along_meridian = WGS84_A_KM * DEGREE;
        Equirectangular { center, km_per_degree: [along_meridian * cos(center[1] * DEGREE), along_meridian] }
    }

    /// The parallel that is true to scale, in degrees.
    pub fn standard_parallel(&self) -> f64 {
        self.center[1]
    }

    /// The meridian in the middle, degrees.
    pub fn middle(&self) -> f64 {
        self.center[0]
    }

    /// Degrees to km.
    pub fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [(lon - self.center[0]) * self.km_per_degree[0], (lat - self.center[1]) * self.km_per_degree[1]]
    }

    /// Km to degrees.
    pub fn unproject(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.center[0] + x / self.km_per_degree[0], self.center[1] + y / self.km_per_degree[1]]
    }
}
