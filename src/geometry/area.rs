//! Geodesic area and distance on the WGS84 ellipsoid.

use geo::{Distance, Geodesic, GeodesicArea};

use super::Polygon;

/// Area of polygons in km², geodesic on WGS84 (Karney 2013, through geographiclib).
pub fn geodesic_km2(polygons: &[Polygon]) -> f64 {
    polygons
        .iter()
        .map(|polygon| {
            let mut rings = polygon
                .iter()
                .map(|ring| geo::LineString::from_iter(ring.iter().map(|&[x, y]| geo::Coord { x, y })));
            let Some(outer) = rings.next() else { return 0.0 };
            // Ring by ring: the sum then does not depend on how the file winds its rings.
            let area =
                |ring: geo::LineString| geo::Polygon::new(ring, Vec::new()).geodesic_area_signed().abs();
            area(outer) - rings.map(area).sum::<f64>()
        })
        .sum::<f64>()
        / 1e6
}

/// Distance between two positions in km, geodesic on WGS84.
pub fn distance_km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Geodesic.distance(geo::Point::from(a), geo::Point::from(b)) / 1e3
}
