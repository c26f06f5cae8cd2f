//! OGC GeoPackage 1.3 (OGC 12-128r17): a table for each layer, the tables that the standard requires, and a note on
//! licence and origin by its metadata extension. Without a spatial index, which readers make if they want one.

use std::fmt::Write;
use std::io;

use super::document::{Cell, Document, Field, FieldKind, Layer, ShapeKind};
use super::sqlite::{Database, Datum, record};
use super::wkb;

/// `GPKG`.
const APPLICATION: u32 = 0x4750_4B47;
const VERSION: u32 = 10300;

/// When it was changed. There is no clock here, so it is the day that programs take for "no day".
const CHANGED: &str = "1970-01-01T00:00:00.000Z";

const SPATIAL_REF_SYS: &str = "CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
)";

const CONTENTS: &str = "CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
)";

const GEOMETRY_COLUMNS: &str = "CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
)";

const EXTENSIONS: &str = "CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)";

const METADATA: &str = "CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT ''
)";

const METADATA_REFERENCE: &str = "CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL,
  table_name TEXT,
  column_name TEXT,
  row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
)";

const WGS84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],\
AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],\
AUTHORITY[\"EPSG\",\"4326\"]]";

/// The name of the column of shapes.
const SHAPE: &str = "geom";

pub(super) fn encode(document: &Document) -> io::Result<Vec<u8>> {
    let mut database = Database::new();
    systems(&mut database);
    contents(&mut database, document)?;
    metadata(&mut database, document)?;
    for layer in &document.layers {
        table(&mut database, document, layer);
    }
    Ok(database.finish(APPLICATION, VERSION))
}

fn systems(database: &mut Database) {
    let degrees = i64::from(wkb::SRS);
    let rows = [
        (
            "Undefined Cartesian SRS",
            -1,
            "NONE",
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        (
            "Undefined geographic SRS",
            0,
            "NONE",
            "undefined",
            "undefined geographic coordinate reference system",
        ),
        (
            "WGS 84 geodetic",
            degrees,
            "EPSG",
            WGS84,
            "longitude and latitude in degrees on the WGS 84 ellipsoid",
        ),
    ];
    let rows = rows.map(|(name, id, organization, definition, description)| {
        let data = [
            Datum::Text(name),
            Datum::Null,
            Datum::Text(organization),
            Datum::Integer(id),
            Datum::Text(definition),
            Datum::Text(description),
        ];
        (id, record(&data))
    });
    database.table("gpkg_spatial_ref_sys", SPATIAL_REF_SYS.to_owned(), rows);
}

fn contents(database: &mut Database, document: &Document) -> io::Result<()> {
    let layers = || document.layers.iter().zip(1i64..);
    let rows: Vec<(i64, Vec<u8>)> = layers()
        .map(|(layer, number)| {
            let bounds = document.bounds_of(layer.rows.iter());
            let edge = |i: usize| bounds.map_or(Datum::Null, |bounds| Datum::Real(bounds[i]));
            let is_shaped = layer.shapes != ShapeKind::None;
            let data = [
                Datum::Text(layer.name),
                Datum::Text(if is_shaped { "features" } else { "attributes" }),
                Datum::Text(layer.name),
                Datum::Text(layer.title),
                Datum::Text(CHANGED),
                edge(0),
                edge(1),
                edge(2),
                edge(3),
                if is_shaped { Datum::Integer(i64::from(wkb::SRS)) } else { Datum::Null },
            ];
            (number, record(&data))
        })
        .collect();
    database.table("gpkg_contents", CONTENTS.to_owned(), rows);
    let keys: Vec<(Vec<Datum<'_>>, i64)> =
        layers().map(|(layer, number)| (vec![Datum::Text(layer.name)], number)).collect();
    database.index("gpkg_contents", 1, &keys)?;
    database.index("gpkg_contents", 2, &keys)?;

    let shaped = || document.layers.iter().filter(|layer| layer.shapes != ShapeKind::None).zip(1i64..);
    let rows = shaped().map(|(layer, number)| {
        let kind = match layer.shapes {
            ShapeKind::Points => "POINT",
            ShapeKind::Lines => "MULTILINESTRING",
            ShapeKind::Areas | ShapeKind::None => "MULTIPOLYGON",
        };
        let data = [
            Datum::Text(layer.name),
            Datum::Text(SHAPE),
            Datum::Text(kind),
            Datum::Integer(i64::from(wkb::SRS)),
            Datum::Integer(0),
            Datum::Integer(0),
        ];
        (number, record(&data))
    });
    database.table("gpkg_geometry_columns", GEOMETRY_COLUMNS.to_owned(), rows.collect::<Vec<_>>());
    let both = shaped().map(|(layer, number)| (vec![Datum::Text(layer.name), Datum::Text(SHAPE)], number));
    database.index("gpkg_geometry_columns", 1, &both.collect::<Vec<_>>())?;
    let names = shaped().map(|(layer, number)| (vec![Datum::Text(layer.name)], number));
    database.index("gpkg_geometry_columns", 2, &names.collect::<Vec<_>>())
}

/// Licence and origin, as lines of names and values.
fn metadata(database: &mut Database, document: &Document) -> io::Result<()> {
    const ABOUT: &str = "http://www.geopackage.org/spec130/#extension_metadata";
    let rows = ["gpkg_metadata", "gpkg_metadata_reference"];
    let data = rows.map(|name| {
        record(&[
            Datum::Text(name),
            Datum::Null,
            Datum::Text("gpkg_metadata"),
            Datum::Text(ABOUT),
            Datum::Text("read-write"),
        ])
    });
    database.table("gpkg_extensions", EXTENSIONS.to_owned(), (1..).zip(data));
    let keys = rows.map(|name| vec![Datum::Text(name), Datum::Null, Datum::Text("gpkg_metadata")]);
    database.index("gpkg_extensions", 1, &keys.into_iter().zip(1..).collect::<Vec<_>>())?;
    let about = &document.about;
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    line("title", &about.title);
    line("description", &about.description);
    line("license", &about.licence);
    // A line for each: a credit may have a semicolon of its own.
    about.credits.iter().for_each(|credit| line("attribution", credit));
    for (name, value) in &about.more {
        line(&format!("marchland:{name}"), &value.flat());
    }
    let note = record(&[
        Datum::Null,
        Datum::Text("dataset"),
        Datum::Text("http://purl.org/dc/terms/"),
        Datum::Text("text/plain"),
        Datum::Text(&text),
    ]);
    database.table("gpkg_metadata", METADATA.to_owned(), [(1, note)]);
    let reference = record(&[
        Datum::Text("geopackage"),
        Datum::Null,
        Datum::Null,
        Datum::Null,
        Datum::Text(CHANGED),
        Datum::Integer(1),
        Datum::Null,
    ]);
    database.table("gpkg_metadata_reference", METADATA_REFERENCE.to_owned(), [(1, reference)]);
    Ok(())
}

fn table(database: &mut Database, document: &Document, layer: &Layer) {
    let is_shaped = layer.shapes != ShapeKind::None;
    let mut sql = format!("CREATE TABLE \"{}\" (\n  \"fid\" INTEGER PRIMARY KEY NOT NULL", layer.name);
    if is_shaped {
        let kind = match layer.shapes {
            ShapeKind::Points => "POINT",
            ShapeKind::Lines => "MULTILINESTRING",
            ShapeKind::Areas | ShapeKind::None => "MULTIPOLYGON",
        };
        let _ = write!(sql, ",\n  \"{SHAPE}\" {kind}");
    }
    for (i, field) in layer.fields.iter().enumerate() {
        let _ = write!(sql, ",\n  \"{}\" {}", field.name.replace('"', "\"\""), kind(field, layer, i));
    }
    sql.push_str("\n)");
    let rows = layer.rows.iter().zip(1i64..).map(|(row, number)| {
        let blob = wkb::blob(document, &row.outline);
        let texts: Vec<Option<String>> = row
            .cells
            .iter()
            .map(|cell| matches!(cell, Cell::List(list) if !list.is_empty()).then(|| cell.flat()))
            .collect();
        let mut data = vec![Datum::Null];
        if is_shaped {
            data.push(blob.as_deref().map_or(Datum::Null, Datum::Blob));
        }
        data.extend(row.cells.iter().zip(&texts).map(|(cell, text)| match (cell, text) {
            (Cell::Null | Cell::List(_), None) => Datum::Null,
            (Cell::Flag(flag), _) => Datum::Integer(i64::from(*flag)),
            (Cell::Integer(number), _) => Datum::Integer(*number),
            (Cell::Number(number), _) => Datum::Real(*number),
            (Cell::Text(text), _) => Datum::Text(text),
            (_, Some(text)) => Datum::Text(text),
        }));
        (number, record(&data))
    });
    database.table(layer.name, sql, rows);
}

fn kind(field: &Field, layer: &Layer, column: usize) -> &'static str {
    // The standard's days are of the years 0000 to 9999.
    let is_day = |cell: &Cell| match cell {
        Cell::Text(day) => day.len() == 10 && !day.starts_with('-'),
        _ => true,
    };
    match field.kind {
        FieldKind::Flag => "BOOLEAN",
        FieldKind::Integer => "INTEGER",
        FieldKind::Number => "REAL",
        FieldKind::Day if layer.rows.iter().filter_map(|row| row.cells.get(column)).all(is_day) => "DATE",
        FieldKind::Text | FieldKind::List | FieldKind::Day => "TEXT",
    }
}
