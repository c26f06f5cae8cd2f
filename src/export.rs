//! Units with their state on a day, for other programs.

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, JsonValue};

use crate::dataset::UnitId;
use crate::lang::Lang;
use crate::timeline::{State, Timeline, explain};

/// A FeatureCollection with one feature per unit: its polygons in degrees (WGS84) and, as properties,
/// `id`, `name`, `uezd`, `date`, `reading`, and for `control` and `sovereignty` the polity's key, its `_name`,
/// `_since`, `_event`, `_certainty` and `_sources`; `claims` and `status` are lists of keys.
pub fn geojson(timeline: &Timeline<'_>, state: &State, lang: Lang) -> String {
    let dataset = timeline.dataset();
    let features = dataset.units.iter().enumerate().map(|(index, unit)| {
        let answer = explain(timeline, state, UnitId(index as u32), lang);
        let mut properties = JsonObject::new();
        let mut set = |key: &str, value: JsonValue| {
            properties.insert(key.to_owned(), value);
        };
        set("id", unit.key.clone().into());
        set("name", unit.name.get(lang).into());
        set("uezd", unit.uezd.clone().into());
        set("date", answer.date.clone().into());
        set("reading", answer.reading.id.clone().into());
        set("accuracy_km", unit.accuracy_km.into());
        for (track, held) in [("control", &answer.control), ("sovereignty", &answer.sovereignty)] {
            set(track, held.id.clone().into());
            set(&format!("{track}_name"), held.name.clone().into());
            set(&format!("{track}_since"), held.since.clone().into());
            set(&format!("{track}_event"), held.event.as_ref().map(|event| event.id.clone()).into());
            set(&format!("{track}_certainty"), held.certainty.into());
            set(&format!("{track}_sources"), held.sources.clone().into());
        }
        set("claims", answer.claims.iter().map(|claim| claim.id.clone()).collect::<Vec<_>>().into());
        set("status", answer.status.iter().map(|status| status.id.clone()).collect::<Vec<_>>().into());
        set("status_name", answer.status.first().and_then(|status| status.name.clone()).into());
        set("pending", answer.pending.iter().map(|act| act.id.clone()).collect::<Vec<_>>().into());
        let position = |&[lon, lat]: &[f64; 2]| geojson::Position::from([lon, lat]);
        let rings = |polygon: &Vec<Vec<[f64; 2]>>| -> Vec<Vec<geojson::Position>> {
            polygon.iter().map(|ring| ring.iter().map(position).collect()).collect()
        };
        let value = match unit.polygons.as_slice() {
            [polygon] => GeometryValue::Polygon { coordinates: rings(polygon) },
            polygons => GeometryValue::MultiPolygon { coordinates: polygons.iter().map(rings).collect() },
        };
        Feature {
            bbox: None,
            geometry: Some(Geometry::new(value)),
            id: Some(geojson::feature::Id::String(unit.key.clone())),
            properties: Some(properties),
            foreign_members: None,
        }
    });
    let collection = FeatureCollection { bbox: None, features: features.collect(), foreign_members: None };
    // One feature a line: a person can read it, and a diff shows which unit changed.
    let lines: Vec<String> = collection.features.iter().map(|feature| feature.to_string()).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}
