//! The polygons of one GeoJSON feature, at the speed of reading numbers: data sets keep their land in such features.

use std::borrow::Cow;
use std::ops::Range;

use super::budget::Budget;
use super::fault::Fault;
use super::json::Cursor;
use crate::geometry::Polygon;
use crate::interchange::Limits;

/// The shape of a feature that is an area.
pub(crate) struct AreaOf {
    /// `Polygon` or `MultiPolygon`.
    pub kind: &'static str,
    /// Its polygons as they stand there, without heights, in whole 1e-7 degrees (about 1 cm), so that equal positions are
    /// equal to the last digit.
    pub polygons: Vec<Polygon>,
    /// Where the shape stands in the text.
    pub place: Range<usize>,
}

/// The area of a feature; `None` if it has another shape or something is odd about it: a reader that finds words for
/// mistakes has to look then.
pub(crate) fn area(feature: &str) -> Option<AreaOf> {
    let budget = Budget::new(&Limits::default());
    let bytes = feature.as_bytes();
    let mut cursor = Cursor { bytes, at: 0 };
    let (mut found, mut count) = (None, 0);
    cursor
        .members(|cursor, name| {
            if name != "geometry" {
                return cursor.skip(&budget).map(drop);
            }
            count += 1;
            let start = cursor.at;
            if cursor.next() != Some(b'{') {
                return cursor.skip(&budget).map(drop);
            }
            found = shape(cursor, &budget)?.map(|(kind, polygons)| AreaOf {
                kind,
                polygons,
                place: start..cursor.at,
            });
            Ok(())
        })
        .ok()?;
    found.filter(|_| count == 1 && cursor.next().is_none())
}

fn shape(cursor: &mut Cursor<'_>, budget: &Budget) -> Result<Option<(&'static str, Vec<Polygon>)>, Fault> {
    let mut kind: Option<Cow<'_, str>> = None;
    let mut polygons: Option<Vec<Polygon>> = None;
    let mut waiting: Option<Range<usize>> = None;
    let mut count = [0; 2];
    let read = |cursor: &mut Cursor<'_>, kind: &str| -> Result<Option<Vec<Polygon>>, Fault> {
        match kind {
            "Polygon" => Ok(Some(vec![rings(cursor)?])),
            "MultiPolygon" => {
                let mut all = Vec::new();
                cursor.items(|cursor| {
                    all.push(rings(cursor)?);
                    Ok(())
                })?;
                Ok(Some(all))
            }
            _ => cursor.skip(budget).map(|_| None),
        }
    };
    cursor.members(|cursor, name| {
        match (name.as_ref(), &kind) {
            ("type", _) => {
                count[0] += 1;
                kind = Some(cursor.string()?);
            }
            ("coordinates", Some(kind)) => {
                count[1] += 1;
                polygons = read(cursor, kind)?;
            }
            ("coordinates", None) => {
                count[1] += 1;
                waiting = Some(cursor.skip(budget)?);
            }
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    })?;
    let kind = kind.unwrap_or_default();
    if let Some(waiting) = waiting {
        polygons = read(&mut Cursor::of(cursor.bytes, &waiting), &kind)?;
    }
    let name = ["Polygon", "MultiPolygon"].into_iter().find(|name| *name == kind);
    Ok(name.zip(polygons).filter(|_| count == [1, 1]))
}

fn rings(cursor: &mut Cursor<'_>) -> Result<Polygon, Fault> {
    let mut rings = Vec::new();
    cursor.items(|cursor| {
        let mut ring: Vec<[f64; 2]> = Vec::new();
        cursor.many_items(|cursor| {
            ring.push(match cursor.plain_position() {
                Some(at) => at.map(whole),
                None => position(cursor)?,
            });
            Ok(())
        })?;
        ring.shrink_to_fit();
        rings.push(ring);
        Ok(())
    })?;
    Ok(rings)
}

#[inline]
fn position(cursor: &mut Cursor<'_>) -> Result<[f64; 2], Fault> {
    cursor.expect(b'[')?;
    let lon = cursor.number()?;
    cursor.expect(b',')?;
    let lat = cursor.number()?;
    while cursor.take(b',') {
        cursor.number()?;
    }
    cursor.expect(b']')?;
    Ok([rounded(lon), rounded(lat)])
}

/// A number of whole 1e-8, rounded to 1e-7, halves away from zero.
#[inline]
fn whole(fixed: i64) -> f64 {
    let up = if fixed < 0 { -5 } else { 5 };
    ((fixed + up) / 10) as f64 / 1e7
}

/// Rounded to 1e-7, halves away from zero.
#[inline]
pub(crate) fn rounded(degrees: f64) -> f64 {
    let exact = degrees * 1e7;
    // Beyond this a number has no digits behind the point, and is no position.
    if exact.abs() >= 4e15 {
        return degrees;
    }
    let whole = exact as i64;
    let rest = exact - whole as f64;
    (whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5)) as f64 / 1e7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_and_all_else_is_left_to_others() {
        let check = |text: &str, wanted: Option<(&str, usize)>| {
            let found =
                area(text).map(|area| (area.kind, area.polygons.iter().flatten().map(Vec::len).sum()));
            assert_eq!(found, wanted, "{text}");
        };
        let ring = "[[0,0],[1.00000004,0,77],[1,1],[0,0]]";
        let feature = |geometry: &str| {
            format!(r#"{{"type":"Feature","properties":{{"a":"}}"}},"geometry":{geometry}}}"#)
        };
        check(&feature(&format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#)), Some(("Polygon", 4)));
        check(
            &feature(&format!(r#"{{"coordinates":[[{ring}],[{ring}]],"type":"MultiPolygon"}}"#)),
            Some(("MultiPolygon", 8)),
        );
        check(&feature(r#"{"type":"Polygon","coordinates":[]}"#), Some(("Polygon", 0)));
        for geometry in [
            "null",
            r#"{"type":"Point","coordinates":[1,2]}"#,
            r#"{"type":"Polygon","coordinates":[[[0]]]}"#,
            r#"{"type":"Polygon","coordinates":[[[0,"1"]]]}"#,
            r#"{"type":"Polygon"}"#,
            r#"{"type":"Polygon","coordinates":[],"coordinates":[]}"#,
            r#"{"type":"Polygon","coordinates":[[[0,1e999]]]}"#,
        ] {
            check(&feature(geometry), None);
        }
        check(r#"{"geometry":{"type":"Polygon","coordinates":[]}} ,"#, None);
        check("[]", None);
    }

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        for degrees in
            [0.0, -0.0, 1.00000004, 1.00000005, -179.99999995, 12.345678949999, 33.12345675, 1e-9, 1e300]
        {
            let wanted = (degrees * 1e7_f64).round() / 1e7;
            assert!(rounded(degrees) == wanted || degrees == 1e300, "{degrees}");
        }
    }
}
