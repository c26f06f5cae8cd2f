//! Reference systems: what the numbers of a file mean, and the way back to degrees on WGS 84.

use super::datum::{Datum, Shift, plain};
use super::definition::{Definition, meridian};
use super::fault::{Fault, Oddities};
use super::parts::on_earth;
use super::unproject::{Ellipsoid, Method, Unproject};
use super::wkt_crs::Node;

/// What the numbers of a file mean.
#[derive(Clone, Debug)]
pub(super) enum Crs {
    /// Degrees of longitude and latitude on WGS 84.
    Degrees,
    /// Anything else.
    Other(Box<System>),
}

/// A system that is not plain degrees.
#[derive(Clone, Debug)]
pub(super) struct System {
    /// The projection; angles have none.
    plane: Option<Unproject>,
    /// Degrees in a unit of an angle.
    unit: f64,
    /// Longitude of the meridian that longitudes count from, in degrees.
    meridian: f64,
    /// The first number counts to the west, the second to the south; and the second stands first.
    westward: bool,
    southward: bool,
    swapped: bool,
    /// How the datum is shifted to WGS 84, and from which ellipsoid.
    shift: Option<(Shift, Ellipsoid)>,
    /// The datum if nobody says how it lies to WGS 84.
    unknown: Option<String>,
    /// What the datum is called, where something is to be told of it.
    datum: String,
}

/// The way out where a system is not known.
pub(super) const HELP: &str = "--crs EPSG:n (or a definition of PROJ, or a .prj file) names the one that is meant, else write the file again with ogr2ogr -t_srs EPSG:4326";

impl Crs {
    /// A position of the file in degrees.
    #[inline]
    pub fn place(&self, x: f64, y: f64) -> Result<[f64; 2], Fault> {
        match self {
            Crs::Degrees => on_earth(x, y),
            Crs::Other(system) => system.place(x, y),
        }
    }

    /// Tells what is done with its datum.
    pub fn tell(&self, odd: &mut Oddities) {
        let Crs::Other(system) = self else { return };
        if let Some(name) = &system.unknown {
            odd.other(format!(
                "{} is taken for WGS 84: positions may be off by some hundred metres; --crs \"+proj=... +towgs84=x,y,z\" says how it is shifted",
                if name.starts_with("EPSG:") { format!("the datum of {name}") } else { format!("datum {name:?}") }
            ));
        }
        if let Some((shift, _)) = &system.shift {
            let name = match system.datum.as_str() {
                "" => "the datum of the file".to_owned(),
                code if code.starts_with("EPSG:") => format!("the datum of {code}"),
                name => format!("datum {name:?}"),
            };
            odd.note(format!("positions on {name} are shifted to WGS 84, exact {}", shift.accuracy()));
        }
    }

    /// A system by a name such as `EPSG:4326`, `ESRI:54030`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
    pub fn from_name(name: &str) -> Result<Crs, Fault> {
        let upper = name.to_ascii_uppercase();
        let last = upper.rsplit([':', '/', '#', '=']).next().unwrap_or_default().trim();
        match last {
            "CRS84" | "CRS84H" | "WGS84" | "CRS83" | "OGC84" => return Ok(Crs::Degrees),
            "CRS27" => return Crs::of_code(4267).ok_or_else(|| unknown(name)),
            _ => {}
        }
        let is_of_register = upper.contains("EPSG") || upper.contains("ESRI") || last == upper;
        let code = last.parse::<u32>().ok().filter(|_| is_of_register);
        code.and_then(Crs::of_code).ok_or_else(|| unknown(name))
    }

    /// A system by its number in the register of EPSG or of Esri.
    pub fn of_code(code: u32) -> Option<Crs> {
        Crs::of(&Definition::from_epsg(code)?, &format!("EPSG:{code}")).ok()
    }

    /// A system by whatever a person or a file says: a name, a definition of PROJ, or well-known text.
    pub fn from_text(text: &str) -> Result<Crs, Fault> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.contains(['[', '(']) {
            Crs::from_wkt(text)
        } else if text.contains('+') {
            let definition = Definition::from_proj(text)?;
            Crs::of(&definition, "")
        } else {
            Crs::from_name(text)
        }
    }

    /// A system by its well-known text.
    pub fn from_wkt(text: &str) -> Result<Crs, Fault> {
        let tree = Node::parse(text)?;
        let (definition, datum) = tree.definition()?;
        Crs::of(&definition, &datum)
    }

    /// A system of a definition; the name of its datum is for messages.
    fn of(definition: &Definition, datum: &str) -> Result<Crs, Fault> {
        let is_plane = definition.method != "longlat";
        let plane = match is_plane {
            false => None,
            true => {
                let method = Method::of(definition).ok_or_else(|| {
                    let method = &definition.method;
                    let message = format!("map projection {method:?} of the file has impossible parameters");
                    Fault::new("reference-system", message).help(HELP)
                })?;
                Some(Unproject {
                    method,
                    lon0: definition.lon0 + definition.meridian,
                    x0: definition.x0,
                    y0: definition.y0,
                    unit: definition.unit,
                })
            }
        };
        let (shift, unknown) = match &definition.datum {
            Datum::Same => (None, None),
            Datum::Shifted(shift) => (Some((*shift, definition.ellipsoid)), None),
            Datum::Unknown(name) => (None, Some(if name.is_empty() { datum } else { name }.to_owned())),
        };
        let system = System {
            plane,
            unit: definition.unit,
            meridian: definition.meridian,
            westward: definition.westward,
            southward: definition.southward,
            swapped: definition.swapped,
            shift,
            unknown,
            datum: datum.to_owned(),
        };
        let is_plain = !is_plane && system.unit == 1.0 && system.meridian == 0.0 && system.shift.is_none();
        let is_plain = is_plain && system.unknown.is_none() && !system.westward && !system.southward;
        Ok(if is_plain && !system.swapped { Crs::Degrees } else { Crs::Other(Box::new(system)) })
    }
}

fn unknown(name: &str) -> Fault {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    Fault::new("reference-system", format!("reference system {shown:?} is not known")).help(HELP)
}

impl System {
    fn place(&self, x: f64, y: f64) -> Result<[f64; 2], Fault> {
        let [first, second] = if self.swapped { [y, x] } else { [x, y] };
        let east = if self.westward { -first } else { first };
        let north = if self.southward { -second } else { second };
        let outside = || {
            let message = format!("position {x} {y} is outside of the file's own reference system");
            Fault::new("position", message).help("--crs EPSG:n names another system")
        };
        let [lon, lat] = match &self.plane {
            Some(plane) => plane.degrees(east, north),
            None => [east * self.unit + self.meridian, north * self.unit],
        };
        let own = on_earth(lon, lat).map_err(|_| outside())?;
        match self.shift {
            Some((shift, ellipsoid)) => {
                let [lon, lat] = shift.apply(ellipsoid, own);
                on_earth(lon, lat).map_err(|_| outside())
            }
            None => Ok(own),
        }
    }
}

/// Names of projections in well-known text, in lower-case letters and digits, with PROJ's words for them.
const METHODS: [(&str, &str); 77] = [
    ("albers", "aea"),
    ("albersconicequalarea", "aea"),
    ("albersequalarea", "aea"),
    ("azimuthalequidistant", "aeqd"),
    ("modifiedazimuthalequidistant", "aeqd"),
    ("bonne", "bonne"),
    ("cassini", "cass"),
    ("cassinisoldner", "cass"),
    ("cylindricalequalarea", "cea"),
    ("lambertcylindricalequalarea", "cea"),
    ("lambertcylindricalequalareaellipsoidal", "cea"),
    ("lambertcylindricalequalareaspherical", "cea"),
    ("behrmann", "behrmann"),
    ("eckertiv", "eck4"),
    ("equirectangular", "eqc"),
    ("platecarree", "eqc"),
    ("equidistantcylindrical", "eqc"),
    ("equidistantcylindricalspherical", "eqc"),
    ("equidistantconic", "eqdc"),
    ("equalearth", "eqearth"),
    ("krovak", "krovak"),
    ("krovaknorthorientated", "krovak"),
    ("krovakmodified", "krovak"),
    ("lambertazimuthalequalarea", "laea"),
    ("lambertazimuthalequalareaspherical", "laea"),
    ("lambertconformalconic", "lcc"),
    ("lambertconformalconic1sp", "lcc"),
    ("lambertconformalconic2sp", "lcc"),
    ("lambertconformalconic2spbelgium", "lcc"),
    ("lambertconicconformal1sp", "lcc"),
    ("lambertconicconformal2sp", "lcc"),
    ("lambertconicconformal2spbelgium", "lcc"),
    ("lambertconicconformal1spvariantb", "lcc"),
    ("mercator", "merc"),
    ("mercator1sp", "merc"),
    ("mercator1spspherical", "webmerc"),
    ("mercator2sp", "merc"),
    ("mercatorvarianta", "merc"),
    ("mercatorvariantb", "merc"),
    ("mercatorauxiliarysphere", "webmerc"),
    ("popularvisualisationpseudomercator", "webmerc"),
    ("millercylindrical", "mill"),
    ("mollweide", "moll"),
    ("naturalearth", "natearth"),
    ("hotineobliquemercator", "omerc"),
    ("hotineobliquemercatorvarianta", "omerc"),
    ("hotineobliquemercatorvariantb", "omerc"),
    ("hotineobliquemercatorazimuthcenter", "omerc"),
    ("hotineobliquemercatorazimuthnaturalorigin", "omerc"),
    ("obliquemercator", "omerc"),
    ("rectifiedskeworthomorphiccenter", "omerc"),
    ("rectifiedskeworthomorphicnaturalorigin", "omerc"),
    ("swissobliquecylindrical", "somerc"),
    ("swissobliquemercator", "somerc"),
    ("polyconic", "poly"),
    ("americanpolyconic", "poly"),
    ("robinson", "robin"),
    ("sinusoidal", "sinu"),
    ("stereographic", "stere"),
    ("polarstereographic", "stere"),
    ("polarstereographicvarianta", "stere"),
    ("polarstereographicvariantb", "stere"),
    ("stereographicnorthpole", "stere"),
    ("stereographicsouthpole", "stere"),
    ("doublestereographic", "sterea"),
    ("obliquestereographic", "sterea"),
    ("gallstereographic", "gall"),
    ("gausskruger", "tmerc"),
    ("transversemercator", "tmerc"),
    ("transversemercatorcomplex", "tmerc"),
    ("transversemercatorsouthorientated", "tmerc"),
    ("transversemercatorsouthoriented", "tmerc"),
    ("newzealandmapgrid", "nzmg"),
    ("vandergrinten", "vandg"),
    ("vandergrinteni", "vandg"),
    ("winkeltripel", "wintri"),
    ("winkeliii", "wintri"),
];

/// Names of parameters in well-known text, in lower-case letters and digits, by what they are.
mod parameter {
    pub const LATITUDE: [&str; 8] = [
        "latitudeoforigin",
        "latitudeofcenter",
        "latitudeofcentre",
        "latitudeofnaturalorigin",
        "latitudeoffalseorigin",
        "latitudeofprojectioncentre",
        "latitudeofprojectioncenter",
        "centralparallel",
    ];
    pub const LONGITUDE: [&str; 9] = [
        "centralmeridian",
        "longitudeofcenter",
        "longitudeofcentre",
        "longitudeoforigin",
        "longitudeofnaturalorigin",
        "longitudeoffalseorigin",
        "longitudeofprojectioncentre",
        "longitudeofprojectioncenter",
        "straightverticallongitudefrompole",
    ];
    pub const ONE: [&str; 4] = [
        "standardparallel1",
        "latitudeof1ststandardparallel",
        "latitudeofstandardparallel",
        "standardparallel",
    ];
    pub const TWO: [&str; 2] = ["standardparallel2", "latitudeof2ndstandardparallel"];
    pub const SCALE: [&str; 5] = [
        "scalefactor",
        "scalefactoratnaturalorigin",
        "scalefactoratprojectioncentre",
        "scalefactoroninitialline",
        "scalefactoronpseudostandardparallel",
    ];
    pub const EAST: [&str; 4] =
        ["falseeasting", "eastingatfalseorigin", "eastingatprojectioncentre", "falsewesting"];
    pub const NORTH: [&str; 4] =
        ["falsenorthing", "northingatfalseorigin", "northingatprojectioncentre", "falsesouthing"];
    pub const AZIMUTH: [&str; 4] =
        ["azimuth", "azimuthofinitialline", "azimuthatprojectioncentre", "colatitudeofconeaxis"];
    pub const GAMMA: [&str; 3] = ["rectifiedgridangle", "anglefromrectifiedtoskewgrid", "xyplanerotation"];
    /// Abridged transformations to WGS 84.
    pub const SHIFT: [&str; 7] = [
        "xaxistranslation",
        "yaxistranslation",
        "zaxistranslation",
        "xaxisrotation",
        "yaxisrotation",
        "zaxisrotation",
        "scaledifference",
    ];
}

impl Node {
    /// What well-known text says, and the name of its datum.
    fn definition(&self) -> Result<(Definition, String), Fault> {
        let wrong = |what: String| Fault::new("reference-system", what).help(HELP);
        let geographic = self.find(&[
            "GEOGCS",
            "GEOGCRS",
            "GEODCRS",
            "GEODETICCRS",
            "GEOGRAPHICCRS",
            "BASEGEOGCRS",
            "BASEGEODCRS",
        ]);
        let Some(geographic) = geographic else {
            let fault = wrong(format!("reference system {:?} is no system of Earth's surface", self.name()));
            return Err(fault);
        };
        let spheroid = geographic.find(&["SPHEROID", "ELLIPSOID"]);
        let [a, flat] = match spheroid.map(|node| node.numbers.as_slice()) {
            Some([a, flat, ..]) => [*a, *flat],
            _ => return Err(wrong(format!("reference system {:?} has no ellipsoid", self.name()))),
        };
        let axis_unit = spheroid
            .and_then(|node| node.child(&["LENGTHUNIT", "UNIT"]))
            .and_then(|unit| unit.numbers.first());
        let ellipsoid = Ellipsoid::new(a * axis_unit.copied().unwrap_or(1.0), flat);
        if !ellipsoid.is_earth() || !(flat == 0.0 || (200.0..=400.0).contains(&flat)) {
            let name = spheroid.map_or("", Node::name);
            return Err(wrong(format!("ellipsoid {name:?} with a radius of {a} and {flat} is not Earth's")));
        }
        let degree = std::f64::consts::PI / 180.0;
        // Files round the number of radians in a degree in many ways.
        let in_degrees = |radians: f64| {
            let unit = radians / degree;
            if (unit - 1.0).abs() < 1e-6 { 1.0 } else { unit }
        };
        let angle = geographic.unit(&["UNIT", "ANGLEUNIT"]).map_or(1.0, in_degrees);
        let prime = geographic.child(&["PRIMEM", "PRIMEMERIDIAN"]);
        let meridian = prime.map_or(0.0, |node| {
            let value = node.numbers.first().copied().unwrap_or(0.0);
            let known = meridian(node.name());
            match node.unit(&["UNIT", "ANGLEUNIT"]).map(in_degrees) {
                Some(unit) => value * unit,
                // Some programs write degrees here whatever the unit of the angles is.
                None if known.is_some_and(|known| (known - value).abs() < 0.01) => value,
                None if self.word.ends_with("CS") => value,
                None => value * angle,
            }
        });
        if !angle.is_finite() || !meridian.is_finite() || angle == 0.0 || 360.0 < meridian.abs() {
            return Err(wrong(format!("reference system {:?} has a wrong unit or meridian", self.name())));
        }
        let datum_node = geographic.find(&["DATUM", "ENSEMBLE", "TRF", "GEODETICDATUM"]);
        let datum_name = datum_node.map_or("", Node::name);
        let mut own = Definition { ellipsoid, meridian, unit: angle, ..Definition::default() };
        own.datum = self.datum(geographic, datum_node, ellipsoid);
        if let Some(node) = self.find(&["PROJCS", "PROJCRS", "PROJECTEDCRS"]) {
            node.projection(&mut own, angle)?;
        }
        // Some write the datum of Esri with a mark of their own before it.
        let shown = datum_name.strip_prefix("D_").unwrap_or(datum_name).replace('_', " ");
        Ok((own, shown))
    }

    /// How the datum lies to WGS 84: by what the text itself says, by numbers of EPSG in it, else by its name.
    fn datum(&self, geographic: &Node, datum: Option<&Node>, ellipsoid: Ellipsoid) -> Datum {
        if let Some(shift) = datum.and_then(|node| node.child(&["TOWGS84"]))
            && matches!(shift.numbers.len(), 3 | 7)
        {
            return Datum::shifted(&shift.numbers, ellipsoid);
        }
        if let Some(transformation) = self.find(&["ABRIDGEDTRANSFORMATION"]) {
            let mut all = Vec::new();
            gather(transformation, &mut all);
            let values = parameter::SHIFT
                .map(|name| all.iter().find(|(own, ..)| own == name).map(|(_, value, _)| *value));
            if values[..3].iter().all(Option::is_some) {
                let method =
                    transformation.find(&["METHOD"]).map_or(String::new(), |node| plain(node.name()));
                // Rotations of coordinate frames turn the other way.
                let sign = if method.contains("coordinateframe") { -1.0 } else { 1.0 };
                let mut values = values.map(|value| value.unwrap_or(0.0));
                values[3..6].iter_mut().for_each(|rotation| *rotation *= sign);
                // Well-known text 2 gives the scale as a factor.
                if 0.5 < values[6] {
                    values[6] = (values[6] - 1.0) * 1e6;
                }
                return Datum::shifted(&values, ellipsoid);
            }
        }
        let named = Datum::guessed(datum.map_or("", Node::name), ellipsoid);
        if !matches!(named, Datum::Unknown(_)) {
            return named;
        }
        let codes = [geographic.code(), self.code()];
        let by_code = codes.into_iter().flatten().filter_map(Definition::from_epsg);
        let near = |own: &Definition| (own.ellipsoid.a - ellipsoid.a).abs() < 1.0;
        by_code
            .filter(near)
            .map(|own| own.datum)
            .find(|datum| !matches!(datum, Datum::Unknown(_)))
            .unwrap_or(named)
    }

    /// Its number in the register of EPSG.
    fn code(&self) -> Option<u32> {
        let node = self.child(&["AUTHORITY", "ID"])?;
        if !node.name().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        let number = node.numbers.first().map(|code| *code as u32);
        number.or_else(|| node.texts.get(1).and_then(|code| code.parse().ok()))
    }

    /// The unit of its numbers: its own, else that of its axes.
    fn unit(&self, words: &[&str]) -> Option<f64> {
        let own = self.child(words).or_else(|| self.child(&["AXIS"]).and_then(|axis| axis.child(words)));
        let own = own.or_else(|| self.child(&["CS"]).and_then(|system| system.find(words)));
        own?.numbers.first().copied()
    }

    /// Adds the projection of a projected system.
    fn projection(&self, own: &mut Definition, angle: f64) -> Result<(), Fault> {
        let wrong = |what: String| Fault::new("reference-system", what).help(HELP);
        let mut all = Vec::new();
        gather(self, &mut all);
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| all.iter().find(|(own, ..)| own == name))
                .map(|(_, value, unit)| (*value, *unit))
        };
        let degree = std::f64::consts::PI / 180.0;
        let unit = self.unit(&["LENGTHUNIT", "UNIT"]).unwrap_or(1.0);
        let degrees = |names: &[&str]| {
            find(names).map(|(value, unit)| value * unit.map_or(angle, |radians| radians / degree))
        };
        let metres = |names: &[&str]| find(names).map_or(0.0, |(value, own)| value * own.unwrap_or(unit));
        let name = self.find(&["PROJECTION", "METHOD"]).map_or("", Node::name);
        let plain_name = plain(name);
        let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == plain_name) else {
            return Err(wrong(format!("map projection {name:?} of the file cannot be turned to degrees")));
        };
        own.method = (*method).to_owned();
        own.unit = unit;
        let given = degrees(&parameter::LATITUDE);
        own.lat0 = given.unwrap_or(0.0);
        own.lon0 = degrees(&parameter::LONGITUDE).unwrap_or(0.0);
        own.one = degrees(&parameter::ONE);
        own.two = degrees(&parameter::TWO);
        own.scale = find(&parameter::SCALE).map_or(1.0, |(value, unit)| value * unit.unwrap_or(1.0));
        own.x0 = metres(&parameter::EAST);
        own.y0 = metres(&parameter::NORTH);
        own.azimuth = degrees(&parameter::AZIMUTH).unwrap_or(0.0);
        own.gamma = degrees(&parameter::GAMMA);
        match *method {
            "merc" => {
                let title = plain(self.name());
                if title.contains("pseudomercator") || title.contains("webmercator") {
                    own.method = "webmerc".to_owned();
                }
            }
            "behrmann" => {
                own.method = "cea".to_owned();
                own.one = Some(own.one.unwrap_or(30.0));
            }
            "omerc" => {
                let is_centre = plain_name.ends_with("variantb")
                    || plain_name.ends_with("center")
                    || plain_name == "obliquemercator";
                own.from_equator = !is_centre;
            }
            "krovak" => {
                // Its middle is the same for all, whatever the text says of the pseudo-standard parallel.
                own.gamma = None;
                own.one = None;
            }
            // The pole it is drawn from is in the name or in the parallel.
            "stere" if plain_name != "stereographic" => {
                let south = plain_name.ends_with("southpole");
                let north = plain_name.ends_with("northpole");
                // In text of old the parallel that is true to scale is called the latitude of the origin.
                let parallel = own.one.or(given.filter(|lat| lat.abs() < 90.0 - 1e-9));
                own.one = parallel;
                let side =
                    if south || (!north && parallel.or(given).unwrap_or(90.0) < 0.0) { -1.0 } else { 1.0 };
                own.lat0 = 90.0 * side;
            }
            "tmerc" if plain_name.contains("southorient") => {
                (own.westward, own.southward) = (true, true);
                (own.x0, own.y0) = (-own.x0, -own.y0);
            }
            "lcc" if plain_name.ends_with("belgium") => {
                // IOGP 373-7-2, 3.2.1.3: the angle of the grid is turned by 29.2985 seconds.
                own.lon0 += 29.2985 / 3600.0 / 0.771_642_19;
            }
            _ => {}
        }
        let numbers = [own.lat0, own.lon0, own.scale, own.x0, own.y0, own.azimuth, unit];
        if unit == 0.0 || numbers.iter().any(|value| !value.is_finite()) {
            return Err(wrong(format!("map projection {name:?} of the file has impossible parameters")));
        }
        Ok(())
    }
}

/// The parameters in a node: name, value, and radians or metres in the unit that it says itself.
fn gather(node: &Node, all: &mut Vec<(String, f64, Option<f64>)>) {
    for child in &node.children {
        match child.word.as_str() {
            "PARAMETER" => {
                if let Some(value) = child.numbers.first() {
                    let unit = child.child(&["UNIT", "ANGLEUNIT", "LENGTHUNIT", "SCALEUNIT"]);
                    let unit = unit.and_then(|unit| unit.numbers.first()).copied();
                    all.push((plain(child.name()), *value, unit));
                }
            }
            "CONVERSION" => gather(child, all),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Systems by number, a position in each, and its degrees on WGS 84, as PROJ 9 has them without grids.
    #[rustfmt::skip]
    const KNOWN: &[(&str, [f64; 2], [f64; 2])] = &[
        ("EPSG:2227", [6197847.453, 1915929.291], [-121.75, 37.25]),
        ("EPSG:2992", [984881.003, 913757.130], [-121.75, 44.25]),
        ("EPSG:27572", [670433.705, 2139281.651], [3.25, 46.25]),
        ("EPSG:4807", [1.01491569, 51.38893215], [3.25, 46.25]),
        ("EPSG:4267", [-99.74960232, 38.24997794], [-99.75, 38.25]),
        ("EPSG:4284", [40.25180152, 55.24992039], [40.25, 55.25]),
        ("EPSG:28404", [4452432.806, 6125455.392], [20.25, 55.25]),
        ("EPSG:31467", [3517905.116, 5568245.064], [9.25, 50.25]),
        ("EPSG:27700", [417164.286, 261342.977], [-1.75, 52.25]),
        ("EPSG:5514", [-695692.047, -1143174.490], [15.25, 49.25]),
        ("EPSG:5513", [1143174.490, 695692.047], [15.25, 49.25]),
        ("EPSG:23700", [665332.139, 211789.526], [19.25, 47.25]),
        ("EPSG:28992", [179774.812, 473612.688], [5.75, 52.25]),
        ("EPSG:21781", [623791.606, 177692.782], [7.75, 46.75]),
        ("EPSG:2056", [2623791.606, 1177692.782], [7.75, 46.75]),
        ("EPSG:8857", [1661170.305, 5493490.085], [20.25, 45.25]),
        ("ESRI:54030", [1712001.903, 4831353.871], [20.25, 45.25]),
        ("ESRI:54009", [1631100.658, 5367344.505], [20.25, 45.25]),
        ("ESRI:54012", [1667058.972, 5582241.601], [20.25, 45.25]),
        ("ESRI:54042", [1599003.508, 5047950.591], [20.25, 45.25]),
        ("ESRI:54008", [1589689.836, 5012727.933], [20.25, 45.25]),
        ("ESRI:102003", [-324989.848, 90472.461], [-99.75, 38.25]),
        ("EPSG:3035", [5124061.997, 2515069.702], [20.25, 45.25]),
        ("EPSG:3006", [569192.609, 6679908.984], [16.25, 60.25]),
        ("EPSG:3021", [1524636.608, 6681378.778], [16.25, 60.25]),
        ("EPSG:2393", [3461194.808, 6905150.796], [26.25, 62.25]),
        ("EPSG:23030", [436323.230, 4455982.464], [-3.75, 40.25]),
        ("EPSG:4230", [5.25113250, 45.25097200], [5.25, 45.25]),
        ("EPSG:3003", [1599825.135, 4900417.205], [10.25, 44.25]),
        ("EPSG:31256", [-43653.734, 290308.038], [15.75, 47.75]),
        ("EPSG:31258", [443746.278, 234565.246], [13.25, 47.25]),
        ("EPSG:31370", [141531.239, 104333.203], [4.25, 50.25]),
        ("EPSG:4301", [139.25321315, 36.24683880], [139.25, 36.25]),
        ("EPSG:3995", [811668.399, -1391790.789], [30.25, 75.25]),
        ("EPSG:3031", [839491.982, 1439500.675], [30.25, -74.75]),
        ("EPSG:5041", [2265817.932, 1544194.463], [30.25, 85.25]),
        ("EPSG:2193", [1705524.382, 5488243.255], [174.25, -40.75]),
        ("EPSG:27200", [2615542.235, 6049962.096], [174.25, -40.75]),
        ("EPSG:24378", [3440107.796, 688909.251], [75.25, 30.25]),
        ("EPSG:2314", [313453.937, 252468.080], [-61.25, 10.55]),
        ("EPSG:2319", [780615.682, 4351482.794], [30.25, 39.25]),
        ("EPSG:29873", [617413.147, 581244.702], [115.25, 5.25]),
        ("EPSG:28193", [192646.925, 1161887.295], [35.45, 32.05]),
        ("EPSG:2053", [-25082.218, 2849161.825], [29.25, -25.75]),
        ("EPSG:7844", [145.25000000, -34.75000000], [145.25, -34.75]),
        ("EPSG:4674", [-49.75000000, -14.75000000], [-49.75, -14.75]),
        ("EPSG:5340", [-59.74999869, -32.74999440], [-59.75, -32.75]),
        ("EPSG:2154", [719260.306, 6572267.091], [3.25, 46.25]),
        ("EPSG:6318", [-99.75000000, 38.25000000], [-99.75, 38.25]),
        ("EPSG:4979", [10.25000000, 45.25000000], [10.25, 45.25]),
        ("EPSG:4937", [10.25000000, 45.25000000], [10.25, 45.25]),
        ("EPSG:9377", [5027691.817, 2138121.870], [-72.75, 5.25]),
        ("EPSG:29101", [5242315.265, 8367503.132], [-51.75, -14.75]),
        ("EPSG:29902", [283486.221, 222881.893], [-6.75, 53.25]),
        ("EPSG:3120", [4578951.175, 5536876.734], [20.25, 51.25]),
        ("EPSG:2326", [854075.593, 845590.091], [114.35, 22.55]),
        ("EPSG:20936", [526754.536, 8259026.013], [33.25, -15.75]),
        ("EPSG:2169", [93052.976, 112873.929], [6.35, 49.95]),
        ("EPSG:2100", [348843.936, 4345692.064], [22.25, 39.25]),
        ("ESRI:102006", [212852.043, 1482519.307], [-149.75, 63.25]),
        ("ESRI:102014", [385462.997, 2073408.249], [15.25, 48.25]),
        ("ESRI:54032", [1759989.816, 5099509.092], [20.25, 45.25]),
        ("EPSG:3857", [250468.854, 5982976.333], [2.25, 47.25]),
        ("EPSG:32041", [1597607.655, 940946.136], [-99.75, 28.25]),
        ("ESRI:54024", [1566252.616, -1406164.234], [20.25, 45.25]),
        ("ESRI:54077", [1765733.305, 5085839.158], [20.25, 45.25]),
        ("ESRI:54003", [2251699.803, 5404172.264], [20.25, 45.25]),
        ("ESRI:54027", [1606962.521, 5260594.512], [20.25, 45.25]),
        ("ESRI:54017", [1953847.175, 5202757.106], [20.25, 45.25]),
        ("ESRI:54034", [2254219.689, 4509494.938], [20.25, 45.25]),
        ("ESRI:54002", [1127109.844, 5037206.958], [20.25, 45.25]),
        ("ESRI:54016", [1593974.028, 4537879.013], [20.25, 45.25]),
        ("ESRI:54029", [2088880.334, 5413655.066], [20.25, 45.25]),
        ("EPSG:3785", [2254219.689, 5660965.110], [20.25, 45.25]),
        ("EPSG:28418", [18517809.325, 5568718.847], [105.25, 50.25]),
        ("EPSG:20008", [8515604.952, 6236516.611], [45.25, 56.25]),
    ];

    #[test]
    fn systems_by_number_as_proj_has_them() {
        let mut wrong = Vec::new();
        for (name, [x, y], [lon, lat]) in KNOWN {
            let crs = Crs::from_name(name).expect(name);
            let mut odd = Oddities::default();
            crs.tell(&mut odd);
            let [found_lon, found_lat] = crs.place(*x, *y).expect(name);
            let metres = (found_lon - lon).abs().max((found_lat - lat).abs()) * 111_000.0;
            // Shifts of datums differ by what PROJ takes for the best of several.
            let allowed = if odd.notes.is_empty() { 2.0 } else { 40.0 };
            if allowed < metres || !odd.others.is_empty() {
                wrong.push(format!("{name}: {metres} m, {:?} {:?}", odd.notes, odd.others));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    const GEOGRAPHIC: &str = r#"GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    #[test]
    fn units_by_well_known_text() {
        // The same square degree in lengths of all kinds.
        let name = "PROJCS[\"Own\",GEOGRAPHIC,PROJECTION[\"Mercator\"],PARAMETER[\"False_Easting\",100.0],UNIT[\"u\",UNIT]]";
        for unit in [1.0, 0.3048, 1200.0 / 3937.0, 0.201_168, 20.1168, 0.304_797_265_4] {
            let text = name.replace("GEOGRAPHIC", GEOGRAPHIC).replace("UNIT]", &format!("{unit}]"));
            let crs = Crs::from_wkt(&text).expect("Mercator");
            let [lon, _] = crs.place(100.0 + 111_319.490_793_27 / unit, 0.0).expect("a place");
            assert!((lon - 1.0).abs() < 1e-9, "{unit}: {lon}");
        }
    }

    #[test]
    fn degrees_and_what_is_told_of_datums() {
        let geographic = |datum: &str, ellipsoid: &str| {
            format!(
                r#"GEOGCS["x",DATUM["{datum}",SPHEROID["e",{ellipsoid}]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#
            )
        };
        let told = |text: &str| {
            let mut odd = Oddities::default();
            Crs::from_wkt(text).expect(text).tell(&mut odd);
            odd.others.into_iter().chain(odd.notes).collect::<String>()
        };
        for datum in [
            "D_NAD_1983_2011",
            "D_RGF_1993",
            "D_ETRS_1989",
            "GDA2020",
            "SIRGAS 2000",
            "D_POSGAR_2007",
            "Hartebeesthoek94",
        ] {
            let text = geographic(datum, "6378137,298.257222101");
            assert!(matches!(Crs::from_wkt(&text), Ok(Crs::Degrees)), "{datum}");
        }
        for (datum, ellipsoid) in [
            ("Pulkovo_1942", "6378245,298.3"),
            ("D_European_1950", "6378388,297"),
            ("D_North_American_1927", "6378206.4,294.9786982"),
            ("D_OSGB_1936", "6377563.396,299.3249646"),
            ("D_Tokyo", "6377397.155,299.1528128"),
            ("Greek_Geodetic_Reference_System_1987", "6378137,298.257222101"),
        ] {
            assert!(told(&geographic(datum, ellipsoid)).contains("shifted to WGS 84"), "{datum}");
        }
        let unknown = told(&geographic("Atlantis_1900", "6378245,298.3"));
        assert!(
            unknown.contains("\"Atlantis_1900\" is taken for WGS 84") && unknown.contains("--crs"),
            "{unknown}"
        );
        let own = geographic("Atlantis_1900", "6378245,298.3")
            .replace("]],PRIMEM", "],TOWGS84[100,0,0,0,0,0,0]],PRIMEM");
        assert!(told(&own).contains("shifted"), "{}", told(&own));
        for (text, message) in [
            ("LOCAL_CS[\"x\"]", "no system of Earth's surface"),
            ("GEOGCS[\"Moon\",DATUM[\"M\",SPHEROID[\"Moon\",1737400,0]]]", "not Earth's"),
            (
                "PROJCS[\"x\",GEOGCS[\"a\",DATUM[\"b\",SPHEROID[\"c\",6378137,298]]],PROJECTION[\"Bipolar\"]]",
                "\"Bipolar\"",
            ),
            ("garbage", "no system"),
            ("[[[[", "no well-known text"),
        ] {
            let fault = Crs::from_wkt(text).map(|_| ()).expect_err(text);
            assert!(fault.message.contains(message), "{text}: {}", fault.message);
        }
    }

    #[test]
    fn web_mercator_by_every_name() {
        let far = 20_037_508.342_789_244;
        for crs in [
            Crs::of_code(3857),
            Crs::of_code(900_913),
            Crs::from_name("urn:ogc:def:crs:EPSG::3857").ok(),
            Crs::from_wkt(r#"PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],UNIT["metre",1]]"#).ok(),
        ] {
            let [x, y] = crs.expect("known").place(far, far).expect("a corner");
            assert!((x - 180.0).abs() < 1e-9 && (y - 85.051_128_779_806_6).abs() < 1e-9, "{x} {y}");
        }
    }
}
