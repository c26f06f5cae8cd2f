//! TopoJSON: shapes made of shared arcs; every object is a layer.

use std::borrow::Cow;
use std::ops::Range;

use super::budget::Budget;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place, lines};
use super::json::Cursor;
use super::parts::Parts;
use super::table::Table;
use crate::interchange::{Layer, Value};

/// What all objects share.
struct Topology<'a> {
    bytes: &'a [u8],
    crs: Crs,
    budget: &'a Budget,
    scale: [f64; 2],
    translate: [f64; 2],
    quantized: bool,
    arcs: Vec<Vec<[f64; 2]>>,
}

pub(super) fn read(bytes: &[u8], budget: &Budget, odd: &mut Oddities) -> Result<Vec<Layer>, Fault> {
    let mut cursor = Cursor { bytes, at: 0 };
    let (mut arcs, mut objects, mut transform) = (None, None, None);
    cursor.members(|cursor, name| {
        let range = cursor.skip(budget)?;
        match name.as_ref() {
            "arcs" => arcs = Some(range),
            "objects" => objects = Some(range),
            "transform" => transform = Some(range),
            _ => {}
        }
        Ok(())
    })?;
    if cursor.next().is_some() {
        return Err(cursor.unexpected("the end of the file"));
    }
    // The format is degrees by its definition, but what else was made has no way to say so.
    let crs = budget.crs(odd, || Ok(None), None)?;
    let mut topology = Topology {
        bytes,
        crs,
        budget,
        scale: [1.0; 2],
        translate: [0.0; 2],
        quantized: false,
        arcs: Vec::new(),
    };
    if let Some(range) = transform.filter(|range| bytes.get(range.start) == Some(&b'{')) {
        Cursor::of(bytes, &range).members(|cursor, name| {
            match name.as_ref() {
                "scale" => topology.scale = pair(cursor)?,
                "translate" => topology.translate = pair(cursor)?,
                _ => {
                    cursor.skip(budget)?;
                }
            }
            Ok(())
        })?;
        topology.quantized = true;
    }
    if let Some(range) = arcs {
        topology.read_arcs(&range)?;
    }
    let Some(objects) = objects else { return Err(Fault::syntax("a Topology without \"objects\"")) };
    let mut layers = Vec::new();
    let mut number = 0;
    Cursor::of(bytes, &objects).members(|cursor, name| {
        let mut layer = Object {
            topology: &topology,
            table: Table::new(name),
            number: &mut number,
            odd: &mut *odd,
            line: (0, 1),
        };
        layer.top(cursor)?;
        let table = layer.table;
        layers.push(table.finish(budget)?);
        Ok(())
    })?;
    Ok(layers)
}

fn pair(cursor: &mut Cursor<'_>) -> Result<[f64; 2], Fault> {
    cursor.expect(b'[')?;
    let x = cursor.number()?;
    cursor.expect(b',')?;
    let y = cursor.number()?;
    while cursor.take(b',') {
        cursor.number()?;
    }
    cursor.expect(b']')?;
    Ok([x, y])
}

impl Topology<'_> {
    fn read_arcs(&mut self, range: &Range<usize>) -> Result<(), Fault> {
        let mut arcs: Vec<Vec<[f64; 2]>> = Vec::new();
        Cursor::of(self.bytes, range).items(|cursor| {
            let (mut arc, mut sum) = (Vec::new(), [0.0, 0.0]);
            cursor.items(|cursor| {
                let at = cursor.at;
                let [x, y] = pair(cursor)?;
                let position = if self.quantized {
                    sum = [sum[0] + x, sum[1] + y];
                    self.place(sum)
                } else {
                    self.crs.place(x, y)
                };
                arc.push(position.map_err(|fault| fault.at(Place::Byte(at)))?);
                Ok(())
            })?;
            self.budget.positions(arc.len())?;
            arc.shrink_to_fit();
            arcs.push(arc);
            Ok(())
        })?;
        self.arcs = arcs;
        Ok(())
    }

    fn place(&self, [x, y]: [f64; 2]) -> Result<[f64; 2], Fault> {
        self.crs.place(x * self.scale[0] + self.translate[0], y * self.scale[1] + self.translate[1])
    }

    /// The line of several arcs, one after another; a negative number is an arc from its end.
    fn line(&self, cursor: &mut Cursor<'_>) -> Result<Vec<[f64; 2]>, Fault> {
        let mut line: Vec<[f64; 2]> = Vec::new();
        cursor.items(|cursor| {
            let at = cursor.at;
            let wanted = cursor.integer()?;
            let index = if wanted < 0 { !wanted } else { wanted };
            let Some(arc) = usize::try_from(index).ok().and_then(|index| self.arcs.get(index)) else {
                let message = match self.arcs.len() {
                    0 => format!("arc {wanted}, but there are none"),
                    count => format!("arc {wanted}, allowed are 0 to {0} and -1 to -{count}", count - 1),
                };
                return Err(Fault::syntax(message).at(Place::Byte(at)));
            };
            self.budget.positions(arc.len()).map_err(|fault| fault.at(Place::Byte(at)))?;
            // Arcs share their ends.
            let skip = usize::from(!line.is_empty());
            if wanted < 0 {
                line.extend(arc.iter().rev().skip(skip));
            } else {
                line.extend(arc.iter().skip(skip));
            }
            Ok(())
        })?;
        Ok(line)
    }

    fn rings(&self, cursor: &mut Cursor<'_>) -> Result<Vec<Vec<[f64; 2]>>, Fault> {
        let mut rings = Vec::new();
        cursor.items(|cursor| {
            rings.push(self.line(cursor)?);
            Ok(())
        })?;
        Ok(rings)
    }

    fn point(&self, cursor: &mut Cursor<'_>) -> Result<[f64; 2], Fault> {
        let at = cursor.at;
        self.budget.positions(1)?;
        let [x, y] = pair(cursor)?;
        let position = if self.quantized { self.place([x, y]) } else { self.crs.place(x, y) };
        position.map_err(|fault| fault.at(Place::Byte(at)))
    }
}

/// One object of a topology.
struct Object<'a, 'b> {
    topology: &'b Topology<'a>,
    table: Table,
    number: &'b mut usize,
    odd: &'b mut Oddities,
    /// A byte and its line.
    line: (usize, usize),
}

/// The members of a geometry object.
#[derive(Default)]
struct Members<'a> {
    kind: Option<Cow<'a, str>>,
    arcs: Option<Range<usize>>,
    coordinates: Option<Range<usize>>,
    geometries: Option<Range<usize>>,
    properties: Option<Range<usize>>,
    id: Option<Value>,
}

impl Object<'_, '_> {
    fn members<'c>(&self, cursor: &mut Cursor<'c>) -> Result<Members<'c>, Fault> {
        let budget = self.topology.budget;
        let mut members = Members::default();
        cursor.members(|cursor, name| {
            let slot = match name.as_ref() {
                "type" if cursor.next() == Some(b'"') => {
                    members.kind = Some(cursor.string()?);
                    return Ok(());
                }
                "id" => {
                    members.id = Some(cursor.value(budget)?);
                    return Ok(());
                }
                "arcs" => &mut members.arcs,
                "coordinates" => &mut members.coordinates,
                "geometries" => &mut members.geometries,
                "properties" => &mut members.properties,
                _ => {
                    cursor.skip(budget)?;
                    return Ok(());
                }
            };
            *slot = Some(cursor.skip(budget)?);
            Ok(())
        })?;
        Ok(members)
    }

    /// An object: a collection, whose members are features, or one feature.
    fn top(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let start = cursor.at;
        let members = self.members(cursor)?;
        match (members.kind.as_deref(), &members.geometries) {
            (Some("GeometryCollection"), Some(list)) => {
                let bytes = cursor.bytes;
                let values = self.values(bytes, &members)?;
                self.collection(&mut Cursor::of(bytes, list), &values, 1)
            }
            _ => self.feature(cursor.bytes, start, members, &[], 1),
        }
    }

    /// The members of a collection, which have its values where they have none of their own.
    fn collection<'c>(
        &mut self,
        cursor: &mut Cursor<'c>,
        around: &[(Cow<'c, str>, Value)],
        depth: usize,
    ) -> Result<(), Fault> {
        cursor.items(|cursor| {
            let start = cursor.at;
            if cursor.next() == Some(b'n') {
                // Older programs write an empty shape so.
                self.odd.empty.note(*self.number + 1);
                return cursor.skip(self.topology.budget).map(drop);
            }
            let members = self.members(cursor)?;
            self.feature(cursor.bytes, start, members, around, depth)
        })
    }

    /// The values of an object.
    fn values<'c>(
        &self,
        bytes: &'c [u8],
        members: &Members<'c>,
    ) -> Result<Vec<(Cow<'c, str>, Value)>, Fault> {
        let budget = self.topology.budget;
        let mut values: Vec<(Cow<'c, str>, Value)> = Vec::new();
        if let Some(range) = members.properties.as_ref().filter(|range| bytes.get(range.start) == Some(&b'{'))
        {
            Cursor::of(bytes, range).members(|cursor, name| {
                values.push((name, cursor.value(budget)?));
                Ok(())
            })?;
        }
        if let Some(id) = members.id.clone()
            && !values.iter().any(|(name, _)| name == "id")
        {
            values.push((Cow::Borrowed("id"), id));
        }
        Ok(values)
    }

    /// Whether the members of a collection have values of their own, and so are features.
    fn has_features(&self, bytes: &[u8], list: &Range<usize>) -> Result<bool, Fault> {
        let mut found = false;
        Cursor::of(bytes, list).items(|cursor| {
            if cursor.next() == Some(b'{') {
                let members = self.members(cursor)?;
                let has_values =
                    members.properties.is_some_and(|range| bytes.get(range.start) == Some(&b'{'));
                found |= has_values || members.id.is_some();
                return Ok(());
            }
            cursor.skip(self.topology.budget).map(drop)
        })?;
        Ok(found)
    }

    fn feature<'c>(
        &mut self,
        bytes: &'c [u8],
        start: usize,
        members: Members<'c>,
        around: &[(Cow<'c, str>, Value)],
        depth: usize,
    ) -> Result<(), Fault> {
        let topology = self.topology;
        let here = |fault: Fault| fault.at(Place::Byte(start));
        topology.budget.depth(depth).map_err(here)?;
        let mut values = self.values(bytes, &members)?;
        let inherited = around.iter().filter(|(name, _)| values.iter().all(|(own, _)| own != name));
        let inherited: Vec<(Cow<'c, str>, Value)> = inherited.cloned().collect();
        topology.budget.cells(inherited.len())?;
        values.extend(inherited);
        if let (Some("GeometryCollection"), Some(list)) = (members.kind.as_deref(), &members.geometries)
            && self.has_features(bytes, list)?
        {
            return self.collection(&mut Cursor::of(bytes, list), &values, depth + 1);
        }
        *self.number += 1;
        let number = *self.number;
        let mut parts = Parts::default();
        self.shape(&members, start, &mut parts, 1)?;
        let (byte, line) = self.line;
        let line = line + lines(topology.bytes.get(byte..start).unwrap_or_default());
        self.line = (start, line);
        let shapes = parts.shapes(number, self.odd);
        self.table.push((number, Some(line)), shapes, values, topology.budget).map_err(here)
    }

    fn shape(
        &mut self,
        members: &Members<'_>,
        start: usize,
        parts: &mut Parts,
        depth: usize,
    ) -> Result<(), Fault> {
        let topology = self.topology;
        let (bytes, number) = (topology.bytes, *self.number);
        topology.budget.depth(depth).map_err(|fault| fault.at(Place::Byte(start)))?;
        let kind = members.kind.as_deref();
        let needed = match kind {
            None => return Ok(()),
            Some("Point" | "MultiPoint") => ("coordinates", &members.coordinates),
            Some("LineString" | "MultiLineString" | "Polygon" | "MultiPolygon") => ("arcs", &members.arcs),
            Some("GeometryCollection") => ("geometries", &members.geometries),
            Some(kind) => {
                let fault = Fault::syntax(format!("type {kind:?} is no kind of shape"));
                return Err(fault.help("allowed are those of GeoJSON").at(Place::Byte(start)));
            }
        };
        let (name, Some(range)) = needed else {
            let kind = kind.unwrap_or_default();
            return Err(Fault::syntax(format!("a {kind} without {:?}", needed.0)).at(Place::Byte(start)));
        };
        debug_assert!(!name.is_empty());
        let mut cursor = Cursor::of(bytes, range);
        match kind.unwrap_or_default() {
            "Point" => parts.points.push(topology.point(&mut cursor)?),
            "MultiPoint" => cursor.items(|cursor| {
                parts.points.push(topology.point(cursor)?);
                Ok(())
            })?,
            "LineString" => parts.line(topology.line(&mut cursor)?, number, self.odd),
            "MultiLineString" => cursor.items(|cursor| {
                parts.line(topology.line(cursor)?, number, self.odd);
                Ok(())
            })?,
            "Polygon" => parts.polygon(topology.rings(&mut cursor)?, number, self.odd),
            "MultiPolygon" => cursor.items(|cursor| {
                parts.polygon(topology.rings(cursor)?, number, self.odd);
                Ok(())
            })?,
            _ => cursor.items(|cursor| {
                let start = cursor.at;
                if cursor.next() == Some(b'n') {
                    self.odd.empty.note(number);
                    return cursor.skip(topology.budget).map(drop);
                }
                let members = self.members(cursor)?;
                self.shape(&members, start, parts, depth + 1)
            })?,
        }
        Ok(())
    }
}
