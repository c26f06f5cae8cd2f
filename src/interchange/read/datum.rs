//! Datums: which are WGS 84 to a metre or two, and how positions on the others are shifted to it.

use super::unproject::Ellipsoid;
use crate::geometry::math::{DEGREE, atan2, cos, sin, sqrt};

/// How a datum lies to WGS 84.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    /// The same, to a metre or two.
    Same,
    /// Shifted by parameters.
    Shifted(Shift),
    /// Nobody says how; its name.
    Unknown(String),
}

/// Seven parameters as `+towgs84` has them: metres, seconds of arc (position vector), parts in a million.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shift(pub [f64; 7]);

pub(super) const GRS80: Ellipsoid = Ellipsoid { a: 6_378_137.0, e2: 0.006_694_380_022_900_787 };

impl Datum {
    /// By parameters; nothing but zeros is no shift where the ellipsoid is today's too.
    pub fn shifted(parameters: &[f64], ellipsoid: Ellipsoid) -> Datum {
        let mut all = [0.0; 7];
        for (own, given) in all.iter_mut().zip(parameters) {
            *own = *given;
        }
        let is_none = all.iter().all(|value| *value == 0.0) && (is_modern(ellipsoid) || ellipsoid.e2 == 0.0);
        if is_none { Datum::Same } else { Datum::Shifted(Shift(all)) }
    }

    /// By a name and an ellipsoid: the datums of today all lie on GRS 80 or WGS 84, with these exceptions.
    pub fn guessed(name: &str, ellipsoid: Ellipsoid) -> Datum {
        let plain = plain(name);
        let is_older = ["ggrs", "greek", "israel"].iter().any(|known| plain.contains(known));
        // A sphere has no datum worth the name.
        let is_sphere = ellipsoid.e2 == 0.0;
        if (is_modern(ellipsoid) && !is_older) || is_sphere {
            return Datum::Same;
        }
        match by_name(&plain) {
            Some(parameters) => parameters,
            None => Datum::Unknown(name.to_owned()),
        }
    }
}

fn is_modern(ellipsoid: Ellipsoid) -> bool {
    (ellipsoid.a - GRS80.a).abs() < 0.5 && (ellipsoid.e2 - GRS80.e2).abs() < 1e-8
}

/// Lower-case letters and digits only, so that spellings agree; the sign of CH1903+ counts.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '+').map(|c| c.to_ascii_lowercase()).collect()
}

/// Datums by their names in well-known text of several programs, each with the number of its degrees in the register of
/// EPSG, by which the shift is found.
const NAMES: [(&str, u16); 86] = [
    ("accra", 4168),
    ("adindan", 4201),
    ("afgooye", 4205),
    ("agadez", 4206),
    ("ainelabd", 4204),
    ("amersfoort", 4289),
    ("arc1950", 4209),
    ("arc1960", 4210),
    ("australian1966", 4202),
    ("australiangeodeticdatum1966", 4202),
    ("australian1984", 4203),
    ("australiangeodeticdatum1984", 4203),
    ("batavia", 4211),
    ("beduaram", 4213),
    ("beijing1954", 4214),
    ("belge1950", 4215),
    ("belge1972", 4313),
    ("bern1898", 4801),
    ("bogota", 4218),
    ("bukitrimpah", 4219),
    ("camacupa", 4220),
    ("campoinchauspe", 4221),
    ("cape", 4222),
    ("carthage", 4223),
    ("ch1903+", 4150),
    ("ch1903", 4149),
    ("chuaastro", 4224),
    ("corregoalegre", 4225),
    ("datum73", 4274),
    ("dealulpiscului1930", 4316),
    ("deirezzor", 4227),
    ("deutscheshauptdreiecksnetz", 4314),
    ("dhdn", 4314),
    ("douala", 4228),
    ("egypt1907", 4229),
    ("europeandatum1950", 4230),
    ("european1950", 4230),
    ("europeandatum1979", 4668),
    ("fahud", 4232),
    ("ggrs", 4121),
    ("greekgeodeticreferencesystem1987", 4121),
    ("greek", 4120),
    ("heratnorth", 4255),
    ("hjorsey1955", 4658),
    ("hungariandatum1972", 4237),
    ("hungarian1972", 4237),
    ("hutzushan", 4236),
    ("indian1954", 4239),
    ("indian1975", 4240),
    ("ireland1965", 4299),
    ("tm65", 4299),
    ("tm75", 4300),
    ("israel", 4141),
    ("jamaica1969", 4242),
    ("kalianpur1937", 4144),
    ("kalianpur1962", 4145),
    ("kalianpur1975", 4146),
    ("kartastokoordinaattijarjestelma", 4123),
    ("kkj", 4123),
    ("lisbon", 4207),
    ("luzon", 4253),
    ("merchich", 4261),
    ("mgi1901", 3906),
    ("militargeographischeinstitut", 4312),
    ("hermannskogel", 4312),
    ("mgi", 4312),
    ("minna", 4263),
    ("montemario", 4265),
    ("rome1940", 4265),
    ("newzealand1949", 4272),
    ("newzealandgeodeticdatum1949", 4272),
    ("ngo1948", 4273),
    ("nouvelletriangulationfrancaise", 4275),
    ("ntf", 4275),
    ("northamerican1927", 4267),
    ("northamericandatum1927", 4267),
    ("ordnancesurveyofgreatbritain1936", 4277),
    ("osgb", 4277),
    ("pulkovo194283", 4178),
    ("pulkovo194258", 4179),
    ("pulkovo1942", 4284),
    ("pulkovo1995", 4200),
    ("rikets", 4124),
    ("rt90", 4124),
    ("southamerican1969", 4618),
    ("systemjednotne", 4156),
];

/// The same for names that begin like another.
const MORE_NAMES: [(&str, u16); 13] = [
    ("dominica1945", 4602),
    ("hongkong1980", 4611),
    ("luxembourg", 4181),
    ("nahrwan1967", 4270),
    ("palestine1923", 4281),
    ("rt1990", 4124),
    ("trinidad1903", 4302),
    ("sjtsk", 4156),
    ("provisionalsouthamerican", 4248),
    ("samerican1969", 4618),
    ("tokyo", 4301),
    ("timbalai1948", 4298),
    ("xian1980", 4610),
];

fn by_name(plain: &str) -> Option<Datum> {
    let own = plain.strip_prefix('d').unwrap_or(plain);
    let known = NAMES.iter().chain(&MORE_NAMES);
    let (_, code) = known.into_iter().find(|(name, _)| plain.starts_with(name) || own.starts_with(name))?;
    let definition = super::definition::Definition::from_epsg(u32::from(*code))?;
    Some(definition.datum).filter(|datum| !matches!(datum, Datum::Unknown(_)))
}

impl Shift {
    /// How far positions may be off after it, in words.
    pub fn accuracy(&self) -> &'static str {
        // Three are the mean of a land; grids, which are not read, would be better.
        if self.0[3..].iter().any(|value| *value != 0.0) {
            "to some metres"
        } else {
            "to some tens of metres"
        }
    }

    /// A position on an ellipsoid, in degrees, on that of WGS 84. Longitudes beyond 180 degrees stay there.
    pub fn apply(&self, ellipsoid: Ellipsoid, [lon, lat]: [f64; 2]) -> [f64; 2] {
        const SECOND: f64 = DEGREE / 3600.0;
        let (sin_lat, cos_lat) = (sin(lat * DEGREE), cos(lat * DEGREE));
        let across = ellipsoid.a / sqrt(1.0 - ellipsoid.e2 * sin_lat * sin_lat);
        let x = across * cos_lat * cos(lon * DEGREE);
        let y = across * cos_lat * sin(lon * DEGREE);
        let z = across * (1.0 - ellipsoid.e2) * sin_lat;
        let [dx, dy, dz, rx, ry, rz, ppm] = self.0;
        let (rx, ry, rz, s) = (rx * SECOND, ry * SECOND, rz * SECOND, 1.0 + ppm * 1e-6);
        let shifted =
            [s * (x - rz * y + ry * z) + dx, s * (rz * x + y - rx * z) + dy, s * (-ry * x + rx * y + z) + dz];
        let [own_lon, own_lat] = geodetic(shifted);
        let turns = libm::round((lon - own_lon) / 360.0);
        [own_lon + 360.0 * turns, own_lat]
    }
}

pub(super) const NAD27: Shift = Shift([-8.0, 160.0, 176.0, 0.0, 0.0, 0.0, 0.0]);

/// Longitude and latitude of a place on WGS 84, in degrees. Every step brings three digits more.
fn geodetic([x, y, z]: [f64; 3]) -> [f64; 2] {
    let from_axis = sqrt(x * x + y * y);
    let mut lat = atan2(z, from_axis * (1.0 - GRS80.e2));
    for _ in 0..5 {
        let s = sin(lat);
        let across = GRS80.a / sqrt(1.0 - GRS80.e2 * s * s);
        lat = atan2(z + GRS80.e2 * across * s, from_axis);
    }
    [atan2(y, x) / DEGREE, lat / DEGREE]
}
