//! What a reference system is made of, by its number in the register of EPSG or Esri, or by a definition in the words of PROJ.

use super::datum::{Datum, GRS80, NAD27};
use super::fault::Fault;
use super::unproject::{Ellipsoid, Method};
use crate::diagnostic::nearest;

/// A reference system in parts. Angles are in degrees, lengths in metres.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Definition {
    /// The projection in PROJ's short word; `longlat` is none.
    pub method: String,
    pub ellipsoid: Ellipsoid,
    pub datum: Datum,
    /// Longitude of the meridian that longitudes count from.
    pub meridian: f64,
    pub lat0: f64,
    pub lon0: f64,
    /// Standard parallels, or the latitude that is true to scale.
    pub one: Option<f64>,
    pub two: Option<f64>,
    pub scale: f64,
    pub x0: f64,
    pub y0: f64,
    /// Azimuth of the middle line, and the angle of the grid to it.
    pub azimuth: f64,
    pub gamma: Option<f64>,
    /// The false origin of an oblique Mercator is where its middle line cuts the equator.
    pub from_equator: bool,
    /// Metres in a unit of the file; degrees, where there is no projection.
    pub unit: f64,
    /// The first number counts to the west, the second to the south; and the second stands first.
    pub westward: bool,
    pub southward: bool,
    pub swapped: bool,
}

impl Default for Definition {
    fn default() -> Definition {
        Definition {
            method: "longlat".to_owned(),
            ellipsoid: GRS80,
            datum: Datum::Same,
            meridian: 0.0,
            lat0: 0.0,
            lon0: 0.0,
            one: None,
            two: None,
            scale: 1.0,
            x0: 0.0,
            y0: 0.0,
            azimuth: 0.0,
            gamma: None,
            from_equator: false,
            unit: 1.0,
            westward: false,
            southward: false,
            swapped: false,
        }
    }
}

/// Semi-major axis, in metres, and inverse flattening by PROJ's names; zero is a sphere.
const ELLIPSOIDS: [(&str, f64, f64); 34] = [
    ("GRS80", 6_378_137.0, 298.257_222_101),
    ("WGS84", 6_378_137.0, 298.257_223_563),
    ("airy", 6_377_563.396, 299.324_975_315),
    ("mod_airy", 6_377_340.189, 299.324_937_37),
    ("andrae", 6_377_104.43, 300.0),
    ("aust_SA", 6_378_160.0, 298.25),
    ("bessel", 6_377_397.155, 299.152_812_8),
    ("bess_nam", 6_377_483.865, 299.152_812_8),
    ("clrk66", 6_378_206.4, 294.978_698_2),
    ("clrk80", 6_378_249.145, 293.4663),
    ("clrk80ign", 6_378_249.2, 293.466_021_293_627),
    ("CPM", 6_375_738.7, 334.29),
    ("delmbr", 6_376_428.0, 311.5),
    ("engelis", 6_378_136.05, 298.2566),
    ("evrst30", 6_377_276.345, 300.8017),
    ("evrst48", 6_377_304.063, 300.8017),
    ("evrst56", 6_377_301.243, 300.8017),
    ("evrst69", 6_377_295.664, 300.8017),
    ("evrstSS", 6_377_298.556, 300.8017),
    ("fschr60", 6_378_166.0, 298.3),
    ("fschr68", 6_378_150.0, 298.3),
    ("GRS67", 6_378_160.0, 298.247_167_427),
    ("GSK2011", 6_378_136.5, 298.256_415_1),
    ("helmert", 6_378_200.0, 298.3),
    ("hough", 6_378_270.0, 297.0),
    ("intl", 6_378_388.0, 297.0),
    ("krass", 6_378_245.0, 298.3),
    ("NWL9D", 6_378_145.0, 298.25),
    ("plessis", 6_376_523.0, 308.640_997),
    ("PZ90", 6_378_136.0, 298.257_84),
    ("sphere", 6_370_997.0, 0.0),
    ("WGS60", 6_378_165.0, 298.3),
    ("WGS66", 6_378_145.0, 298.25),
    ("WGS72", 6_378_135.0, 298.26),
];

/// Datums by PROJ's names, with their ellipsoid and shift.
const DATUMS: [(&str, &str, &[f64]); 10] = [
    ("WGS84", "WGS84", &[]),
    ("NAD83", "GRS80", &[]),
    ("NAD27", "clrk66", &NAD27.0),
    ("GGRS87", "GRS80", &[-199.87, 74.79, 246.62]),
    ("potsdam", "bessel", &[598.1, 73.7, 418.2, 0.202, 0.045, -2.455, 6.7]),
    ("carthage", "clrk80ign", &[-263.0, 6.0, 431.0]),
    ("hermannskogel", "bessel", &[577.326, 90.129, 463.919, 5.137, 1.474, 5.297, 2.4232]),
    ("ire65", "mod_airy", &[482.53, -130.596, 564.557, -1.042, -0.214, -0.631, 8.15]),
    ("nzgd49", "intl", &[59.47, -5.04, 187.44, 0.47, -0.1, 1.024, -4.5993]),
    ("OSGB36", "airy", &[446.448, -125.157, 542.06, 0.1502, 0.247, 0.8421, -20.4894]),
];

/// Meridians that have been counted from, by the names that PROJ and well-known text have for them, in degrees.
const MERIDIANS: [(&str, f64); 14] = [
    ("greenwich", 0.0),
    ("athens", 23.716_337_5),
    ("bern", 7.439_583_333_333_333),
    ("bogota", -74.080_916_666_666_67),
    ("brussels", 4.367_975),
    ("ferro", -17.666_666_666_666_668),
    ("jakarta", 106.807_719_444_444_44),
    ("lisbon", -9.131_906_111_111_112),
    ("madrid", -3.687_938_888_888_889),
    ("oslo", 10.722_916_666_666_667),
    ("paris", 2.337_229_166_666_667),
    ("pulkovo", 30.327_777_777_777_78),
    ("rome", 12.452_333_333_333_334),
    ("stockholm", 18.058_277_777_777_78),
];

/// Longitude of a meridian by its name.
pub(super) fn meridian(name: &str) -> Option<f64> {
    let name = name.to_ascii_lowercase();
    MERIDIANS.iter().find(|(known, _)| *known == name).map(|(_, degrees)| *degrees)
}

/// Metres in units of length by PROJ's names.
const UNITS: [(&str, f64); 17] = [
    ("m", 1.0),
    ("km", 1000.0),
    ("dm", 0.1),
    ("cm", 0.01),
    ("mm", 0.001),
    ("ft", 0.3048),
    ("us-ft", 1200.0 / 3937.0),
    ("yd", 0.9144),
    ("us-yd", 3600.0 / 3937.0),
    ("mi", 1609.344),
    ("us-mi", 6_336_000.0 / 3937.0),
    ("kmi", 1852.0),
    ("link", 0.201_168),
    ("ch", 20.1168),
    ("us-ch", 79_200.0 / 3937.0),
    ("ind-ft", 0.304_798_41),
    ("ind-yd", 0.914_395_23),
];

/// Systems of the world and of continents that Esri numbers and EPSG does not, and one that EPSG has only of late.
const ESRI: [(u32, &str); 34] = [
    (9377, "+proj=tmerc +lat_0=4 +lon_0=-73 +k=0.9992 +x_0=5000000 +y_0=2000000 +ellps=GRS80"),
    (54002, "+proj=eqc +lat_ts=60 +datum=WGS84"),
    (54003, "+proj=mill +datum=WGS84"),
    (54004, "+proj=merc +datum=WGS84"),
    (54008, "+proj=sinu +datum=WGS84"),
    (54009, "+proj=moll +datum=WGS84"),
    (54012, "+proj=eck4 +datum=WGS84"),
    (54016, "+proj=gall +datum=WGS84"),
    (54017, "+proj=cea +lat_ts=30 +datum=WGS84"),
    (54024, "+proj=bonne +lat_1=60 +datum=WGS84"),
    (54027, "+proj=eqdc +lat_1=60 +lat_2=60 +datum=WGS84"),
    (54029, "+proj=vandg +datum=WGS84"),
    (54030, "+proj=robin +datum=WGS84"),
    (54032, "+proj=aeqd +datum=WGS84"),
    (54034, "+proj=cea +datum=WGS84"),
    (54035, "+proj=eqearth +datum=WGS84"),
    (54042, "+proj=wintri +lat_1=50.467 +datum=WGS84"),
    (54077, "+proj=natearth +datum=WGS84"),
    (102_001, "+proj=aea +lat_0=40 +lon_0=-96 +lat_1=50 +lat_2=70 +datum=NAD83"),
    (102_002, "+proj=lcc +lat_0=40 +lon_0=-96 +lat_1=50 +lat_2=70 +datum=NAD83"),
    (102_003, "+proj=aea +lat_0=37.5 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +datum=NAD83"),
    (102_004, "+proj=lcc +lat_0=39 +lon_0=-96 +lat_1=33 +lat_2=45 +datum=NAD83"),
    (102_006, "+proj=aea +lat_0=50 +lon_0=-154 +lat_1=55 +lat_2=65 +datum=NAD83"),
    (102_007, "+proj=aea +lat_0=13 +lon_0=-157 +lat_1=8 +lat_2=18 +datum=NAD83"),
    (102_008, "+proj=aea +lat_0=40 +lon_0=-96 +lat_1=20 +lat_2=60 +datum=NAD83"),
    (102_009, "+proj=lcc +lat_0=40 +lon_0=-96 +lat_1=20 +lat_2=60 +datum=NAD83"),
    (102_013, "+proj=aea +lat_0=30 +lon_0=10 +lat_1=43 +lat_2=62 +ellps=intl +towgs84=-87,-98,-121"),
    (102_014, "+proj=lcc +lat_0=30 +lon_0=10 +lat_1=43 +lat_2=62 +ellps=intl +towgs84=-87,-98,-121"),
    (102_022, "+proj=aea +lon_0=25 +lat_1=20 +lat_2=-23 +datum=WGS84"),
    (102_025, "+proj=aea +lat_0=30 +lon_0=95 +lat_1=15 +lat_2=65 +datum=WGS84"),
    (102_028, "+proj=aea +lon_0=125 +lat_0=-15 +lat_1=7 +lat_2=-32 +datum=WGS84"),
    (102_033, "+proj=aea +lat_0=-32 +lon_0=-60 +lat_1=-5 +lat_2=-42 +ellps=aust_SA +towgs84=-57,1,-41"),
    (102_039, "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +datum=NAD83"),
    (102_100, "+proj=merc +R=6378137"),
];

/// Numbers of systems whose angles are grads.
const GRADS: [u32; 9] = [4807, 4810, 4811, 4816, 4819, 4821, 4901, 4902, 7400];

/// Words of PROJ that say nothing about where on Earth a position is.
const WITHOUT_MEANING: [&str; 9] =
    ["no_defs", "type", "wktext", "over", "vunits", "geoidgrids", "rotconv", "nadgrids", "R_A"];

/// The words that say something.
const WORDS: [&str; 33] = [
    "proj",
    "ellps",
    "datum",
    "a",
    "b",
    "rf",
    "f",
    "R",
    "pm",
    "units",
    "to_meter",
    "towgs84",
    "axis",
    "zone",
    "south",
    "lat_0",
    "lon_0",
    "lat_1",
    "lat_2",
    "lat_ts",
    "k",
    "k_0",
    "x_0",
    "y_0",
    "alpha",
    "gamma",
    "lonc",
    "no_uoff",
    "no_off",
    "init",
    "azi",
    "guam",
    "vto_meter",
];

fn wrong(what: String) -> Fault {
    Fault::new("reference-system", what)
}

impl Definition {
    /// By its number in the register of EPSG or of Esri.
    pub fn from_epsg(code: u32) -> Option<Definition> {
        let code = match code {
            900_913 | 102_100 | 102_113 | 3785 | 3587 => 3857,
            // The same in the register's two ways of writing it, of which the first needs a turn of the grid.
            31300 => 31370,
            code => code,
        };
        if let Some((_, text)) = ESRI.iter().find(|(own, _)| *own == code) {
            return Definition::from_proj(text).ok();
        }
        let known = crs_definitions::from_code(u16::try_from(code).ok()?)?;
        let mut own = Definition::from_proj(known.proj4).ok()?;
        // Their angles are grads, which these definitions have no word for.
        if GRADS.contains(&code) {
            own.unit = 0.9;
        }
        Some(own)
    }

    /// By a definition in the words of PROJ, such as `+proj=utm +zone=38 +datum=WGS84`.
    pub fn from_proj(text: &str) -> Result<Definition, Fault> {
        let mut words: Vec<(&str, &str)> = Vec::new();
        for word in text.split_ascii_whitespace() {
            let word = word.trim_start_matches('+');
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            if !WORDS.contains(&key) && !WITHOUT_MEANING.contains(&key) {
                let fault = wrong(format!("unknown word \"+{key:.40}\" in the reference system"));
                return Err(match nearest(key, WORDS) {
                    Some(nearest) => fault.help(format!("nearest is \"+{nearest}\"")),
                    None => fault.help("such as +proj=utm +zone=38 +datum=WGS84"),
                });
            }
            words.push((key, value));
        }
        let word = |key: &str| words.iter().find(|(own, _)| *own == key).map(|(_, value)| *value);
        if let Some(init) = word("init") {
            let code = init.rsplit(':').next().and_then(|code| code.parse().ok());
            return code
                .and_then(Definition::from_epsg)
                .ok_or_else(|| wrong(format!("reference system {init:.40?} is not known")));
        }
        let number = |key: &str| -> Result<Option<f64>, Fault> {
            let Some(text) = word(key) else { return Ok(None) };
            let plain = match text.split_once('/') {
                Some((above, below)) => {
                    above.parse::<f64>().ok().zip(below.parse::<f64>().ok()).map(|(a, b)| a / b)
                }
                None => text.parse::<f64>().ok(),
            };
            match plain.filter(|value| value.is_finite()) {
                Some(value) => Ok(Some(value)),
                None => Err(wrong(format!("\"+{key}={text:.40}\" in the reference system is no number"))),
            }
        };
        let mut own = Definition::default();
        let Some(method) = word("proj") else {
            return Err(wrong(format!("reference system {text:.60?} names no projection"))
                .help("such as +proj=utm +zone=38 +datum=WGS84, or +proj=longlat for degrees"));
        };
        own.method =
            if matches!(method, "latlong" | "lonlat" | "latlon") { "longlat" } else { method }.to_owned();
        if !Method::NAMES.contains(&method) && !matches!(own.method.as_str(), "longlat" | "utm") {
            let fault = wrong(format!("map projection {method:.40?} is not known"));
            return Err(match nearest(method, Method::NAMES.into_iter().chain(["longlat", "utm"])) {
                Some(nearest) => fault.help(format!("nearest is {nearest:?}")),
                None => fault.help(format!("known are longlat, utm, {}", Method::NAMES.join(", "))),
            });
        }
        let mut ellipsoid = "WGS84";
        let mut shift_of_datum = None;
        if let Some(name) = word("datum") {
            let Some((_, of_datum, shift)) =
                DATUMS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name))
            else {
                let fault = wrong(format!("datum {name:.40?} is not known"));
                let known: Vec<&str> = DATUMS.iter().map(|(known, ..)| *known).collect();
                return Err(match nearest(name, known.iter().copied()) {
                    Some(nearest) => fault.help(format!("nearest is {nearest:?}")),
                    None => {
                        fault.help(format!("known are {}; +ellps and +towgs84 say others", known.join(", ")))
                    }
                });
            };
            ellipsoid = of_datum;
            shift_of_datum = Some(*shift);
        }
        if let Some(name) = word("ellps") {
            ellipsoid = name;
        }
        let Some((_, a, flat)) = ELLIPSOIDS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(ellipsoid))
        else {
            let fault = wrong(format!("ellipsoid {ellipsoid:.40?} is not known"));
            let known = ELLIPSOIDS.iter().map(|(known, ..)| *known);
            return Err(match nearest(ellipsoid, known) {
                Some(nearest) => fault.help(format!("nearest is {nearest:?}")),
                None => fault.help("+a and +rf say others"),
            });
        };
        own.ellipsoid = Ellipsoid::new(*a, *flat);
        if let Some(radius) = number("R")? {
            own.ellipsoid = Ellipsoid::new(radius, 0.0);
        } else if let Some(a) = number("a")? {
            own.ellipsoid = match (number("b")?, number("rf")?, number("f")?) {
                (Some(b), ..) => Ellipsoid { a, e2: 1.0 - (b / a) * (b / a) },
                (None, Some(rf), _) => Ellipsoid::new(a, rf),
                (None, None, Some(f)) => Ellipsoid { a, e2: f * (2.0 - f) },
                (None, None, None) => Ellipsoid::new(a, if word("ellps").is_some() { *flat } else { 0.0 }),
            };
        }
        if !own.ellipsoid.is_earth() {
            return Err(wrong("the ellipsoid of the reference system is not Earth's".to_owned()));
        }
        if let Some(list) = word("towgs84") {
            let values: Option<Vec<f64>> = list
                .split(',')
                .map(|value| value.parse().ok().filter(|value: &f64| value.is_finite()))
                .collect();
            match values.filter(|values| matches!(values.len(), 3 | 7)) {
                Some(values) => own.datum = Datum::shifted(&values, own.ellipsoid),
                None => return Err(wrong(format!("\"+towgs84={list:.80}\" are not 3 or 7 numbers"))),
            }
        } else if let Some(shift) = shift_of_datum {
            own.datum = Datum::shifted(shift, own.ellipsoid);
        } else {
            own.datum = Datum::guessed(word("ellps").unwrap_or(""), own.ellipsoid);
        }
        if let Some(name) = word("pm") {
            own.meridian = match meridian(name) {
                Some(degrees) => degrees,
                None => number("pm")?.unwrap_or(0.0),
            };
        }
        if let Some(unit) = number("to_meter")? {
            own.unit = unit;
        } else if let Some(name) = word("units") {
            let Some((_, unit)) = UNITS.iter().find(|(known, _)| *known == name) else {
                let fault = wrong(format!("unit {name:.40?} is not known"));
                let known: Vec<&str> = UNITS.iter().map(|(known, _)| *known).collect();
                return Err(fault.help(format!("known are {}", known.join(", "))));
            };
            own.unit = *unit;
        }
        if own.method == "longlat" {
            own.unit = 1.0;
        }
        if let Some(axis) = word("axis") {
            own.westward = axis.contains('w');
            own.southward = axis.contains('s');
            own.swapped = matches!(axis.as_bytes().first(), Some(b'n' | b's'));
        }
        own.lat0 = number("lat_0")?.unwrap_or(if own.method == "krovak" { 49.5 } else { 0.0 });
        own.lon0 = match number("lonc")? {
            Some(lon) => lon,
            None => number("lon_0")?.unwrap_or(if own.method == "krovak" { 24.0 + 50.0 / 60.0 } else { 0.0 }),
        };
        own.one = match number("lat_ts")? {
            Some(parallel) => Some(parallel),
            None => number("lat_1")?,
        };
        own.two = number("lat_2")?;
        own.scale =
            number("k_0")?.or(number("k")?).unwrap_or(if own.method == "krovak" { 0.9999 } else { 1.0 });
        own.x0 = number("x_0")?.unwrap_or(0.0);
        own.y0 = number("y_0")?.unwrap_or(0.0);
        own.azimuth =
            number("alpha")?.unwrap_or(if own.method == "krovak" { 30.288_139_752_777_78 } else { 0.0 });
        own.gamma = number("gamma")?;
        own.from_equator = word("no_uoff").is_some() || word("no_off").is_some();
        if own.method == "utm" {
            let zone = number("zone")?.filter(|zone| (1.0..=60.0).contains(zone) && zone.fract() == 0.0);
            let Some(zone) = zone else {
                return Err(wrong("+proj=utm needs a +zone from 1 to 60".to_owned()));
            };
            own.method = "tmerc".to_owned();
            own.lon0 = zone * 6.0 - 183.0;
            own.lat0 = 0.0;
            own.scale = 0.9996;
            own.x0 = 500_000.0;
            own.y0 = if word("south").is_some() { 10_000_000.0 } else { 0.0 };
        }
        Ok(own)
    }
}
