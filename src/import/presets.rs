//! The field's dated collections: which of their fields means what, as their documentation has it.

use super::dates::{Bce, DateFormat};
use super::fit::ToIs;
use super::mapping::{Fields, Mapping, Role};
use crate::interchange::Layer;
use crate::lang::Lang;

/// A collection whose fields are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Atlas of Historical County Boundaries: counties or states and territories of the United States.
    Ahcb,
    /// Cliopatria: polities of the world by year.
    Cliopatria,
    /// CShapes 2.0: states and dependent territories since 1886.
    Cshapes,
    /// Historical basemaps: a file for each year.
    HistoricalBasemaps,
    /// Linked Places: GeoJSON with `when`.
    LinkedPlaces,
    /// What `marchland export` writes.
    Marchland,
    /// OpenHistoricalMap: boundaries with start_date and end_date.
    Ohm,
    /// Thenmap: entities with sdate and edate.
    Thenmap,
}

impl Preset {
    /// All collections, in the spelling of mappings and of the command line.
    pub const ALL: [(&'static str, Preset); 8] = [
        ("ahcb", Preset::Ahcb),
        ("cliopatria", Preset::Cliopatria),
        ("cshapes", Preset::Cshapes),
        ("historical-basemaps", Preset::HistoricalBasemaps),
        ("linked-places", Preset::LinkedPlaces),
        ("marchland", Preset::Marchland),
        ("ohm", Preset::Ohm),
        ("thenmap", Preset::Thenmap),
    ];

    /// The word for it.
    pub fn key(self) -> &'static str {
        Preset::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Preset::Ahcb => "Atlas of Historical County Boundaries",
            Preset::Cliopatria => "Cliopatria",
            Preset::Cshapes => "CShapes",
            Preset::HistoricalBasemaps => "Historical basemaps",
            Preset::LinkedPlaces => "Linked Places",
            Preset::Marchland => "Marchland",
            Preset::Ohm => "OpenHistoricalMap",
            Preset::Thenmap => "Thenmap",
        }
    }

    /// The collection that the fields of a layer give away.
    pub fn recognise(layer: &Layer) -> Option<Preset> {
        // Copies of collections come with their fields in small or capital letters.
        let there = |name: &str| super::entries::field(layer, name).is_some();
        let has = |names: &[&str]| names.iter().all(|name| there(name));
        let any = |names: &[&str]| names.iter().any(|name| there(name));
        // The fields that no other collection has; where one is a subset of another, the narrower comes first.
        let signs: [(Preset, bool); 8] = [
            (Preset::Marchland, has(&["id", "known", "from", "from_edtf", "to", "to_edtf"])),
            (Preset::Ahcb, has(&["START_DATE", "END_DATE", "CHANGE", "CITATION"])),
            (Preset::Cliopatria, has(&["Name", "FromYear", "ToYear"])),
            (
                Preset::Cshapes,
                any(&["gwcode", "cowcode"])
                    && any(&["country_name", "cntry_name"])
                    && (has(&["start", "end"]) || any(&["gwsdate", "gwsyear", "cowsyear"])),
            ),
            (Preset::HistoricalBasemaps, has(&["NAME", "SUBJECTO", "BORDERPRECISION"])),
            (Preset::Thenmap, has(&["sdate", "edate"])),
            (Preset::LinkedPlaces, has(&["when"]) && any(&["title", "@id", "names", "toponym"])),
            (
                Preset::Ohm,
                any(&["start_date", "start_date:edtf"])
                    && any(&["boundary", "admin_level", "osm_id", "@id", "type"]),
            ),
        ];
        signs.into_iter().find(|(_, fits)| *fits).map(|(preset, _)| preset)
    }

    /// What its fields mean.
    pub fn mapping(self) -> Mapping {
        let mut mapping = Mapping { preset: Some(self), ..Mapping::default() };
        let roles: &[(Role, &[&str])] = match self {
            // END_DATE is the last day (measured: the next version starts a day later in 13,769 of 13,837 steps).
            // Rows of TERR_TYPE "Other" overlap others by intent: proposed states, disputed land.
            Preset::Ahcb => &[
                (Role::Id, &["ID"]),
                (Role::From, &["START_DATE", "START_N"]),
                (Role::To, &["END_DATE", "END_N"]),
                (Role::Source, &["CITATION"]),
                (Role::Change, &["CHANGE", "CREATION_OR_CHANGE"]),
                (Role::Parent, &["STATE_TERR"]),
                (Role::Claim, &["TERR_TYPE"]),
            ],
            Preset::Cliopatria => &[
                (Role::Id, &["Name"]),
                (Role::From, &["FromYear"]),
                (Role::To, &["ToYear"]),
                (Role::Source, &["Wikipedia"]),
            ],
            Preset::Cshapes => &[
                (Role::Id, &["gwcode", "cowcode"]),
                // As the package for R names them, as the file of version 2 does, and as those before it did.
                (Role::From, &["start", "gwsdate", "gwsyear+gwsmonth+gwsday", "cowsyear+cowsmonth+cowsday"]),
                (Role::To, &["end", "gwedate", "gweyear+gwemonth+gweday", "coweyear+cowemonth+coweday"]),
                (Role::Status, &["status"]),
                (Role::Owner, &["owner"]),
            ],
            Preset::HistoricalBasemaps => &[
                (Role::Id, &["NAME"]),
                (Role::Colour, &["SUBJECTO"]),
                (Role::Precision, &["BORDERPRECISION"]),
            ],
            Preset::LinkedPlaces => {
                &[(Role::Id, &["@id", "id", "title"]), (Role::From, &["when"]), (Role::To, &["when"])]
            }
            // Land of nobody, and land of which the data know no holder, is land that no row covers.
            Preset::Marchland => &[
                (Role::Id, &["id"]),
                (Role::Holder, &["holder"]),
                (Role::From, &["from"]),
                (Role::To, &["to"]),
                (Role::Colour, &["colour"]),
                (Role::Source, &["citation"]),
                (Role::Change, &["change"]),
                (Role::Event, &["change"]),
            ],
            Preset::Ohm => &[
                // Every version of a border is a relation of its own: what they have in common is who it is.
                (Role::Id, &["wikidata", "name", "@id", "osm_id", "id"]),
                (Role::From, &["start_date:edtf", "start_date"]),
                (Role::To, &["end_date:edtf", "end_date"]),
                (Role::Source, &["source"]),
                (Role::Claim, &["claimed_by"]),
                (Role::Precision, &["indefinite"]),
            ],
            // Every version has an id of its own; what it is a version of only Wikidata says.
            Preset::Thenmap => &[
                (Role::Id, &["wikidata", "id"]),
                (Role::From, &["sdate"]),
                (Role::To, &["edate"]),
                (Role::Lake, &["class"]),
            ],
        };
        for (role, names) in roles {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let required = matches!(role, Role::From | Role::To);
            mapping.fields.insert(*role, Fields { names, place: None, required });
        }
        let field = |name: &str| Fields { names: vec![name.to_owned()], place: None, required: true };
        let names: &[&str] = match self {
            Preset::Ahcb => &["FULL_NAME", "NAME"],
            Preset::Cliopatria => &["Name"],
            Preset::Cshapes => &["country_name", "cntry_name"],
            Preset::HistoricalBasemaps => &["NAME"],
            Preset::LinkedPlaces => &["title", "toponym"],
            Preset::Marchland => &["name_en", "name"],
            Preset::Ohm => &["name:en", "name"],
            Preset::Thenmap => &["name"],
        };
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        mapping.names.insert(Lang::EN, Fields { names, place: None, required: false });
        mapping.dates = Some(match self {
            Preset::Cliopatria => DateFormat::Year,
            _ => DateFormat::Auto,
        });
        mapping.bce = Some(match self {
            // OpenHistoricalMap and EDTF count as ISO does.
            Preset::Ohm | Preset::LinkedPlaces | Preset::Marchland => Bce::Astronomical,
            _ => Bce::Historical,
        });
        mapping.to_is = match self {
            Preset::Ahcb | Preset::Cliopatria | Preset::Cshapes | Preset::Thenmap => Some(ToIs::Inclusive),
            // Its data are mostly half-open, whatever programs do with them.
            Preset::Ohm | Preset::Marchland => Some(ToIs::Exclusive),
            // The one has no ends, the other does not say.
            Preset::HistoricalBasemaps | Preset::LinkedPlaces => None,
        };
        let missing = vec!["-1".to_owned()];
        match self {
            Preset::Thenmap => {
                mapping.open = vec!["0".to_owned(), "9".to_owned()];
                mapping.missing = missing;
                mapping.shapes = Some((field("shapeid"), field("id")));
            }
            // What is in one of its two lists of states only.
            Preset::Cshapes => mapping.missing = missing,
            _ => {}
        }
        if self == Preset::Ahcb {
            mapping.claim_values = vec!["Other".to_owned()];
        }
        if self == Preset::Marchland {
            for lang in [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR] {
                // The layer of holders has their names alone, that of units those of the units too.
                let mut names = vec![format!("name_{lang}")];
                let mut holders = vec![format!("holder_name_{lang}"), format!("name_{lang}")];
                if lang == Lang::EN {
                    names.push("name".to_owned());
                    holders.insert(1, "holder_name".to_owned());
                    holders.push("name".to_owned());
                }
                mapping.names.insert(lang, Fields { names, place: None, required: false });
                mapping.holder_names.insert(lang, Fields { names: holders, place: None, required: false });
            }
            for lang in [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR] {
                let names = vec![format!("holder_short_{lang}"), format!("short_{lang}")];
                mapping.shorts.insert(lang, Fields { names, place: None, required: false });
            }
        }
        if self == Preset::HistoricalBasemaps {
            let names = vec!["ABBREVN".to_owned()];
            mapping.shorts.insert(Lang::EN, Fields { names, place: None, required: false });
            mapping.year_of_file = Some(true);
        }
        // Linked Places is a format, and an export is of a data set of its own: what is in them the file says.
        if ![Preset::LinkedPlaces, Preset::Marchland].contains(&self) {
            mapping.collection.title = crate::lang::Text::english(self.title());
            mapping.collection.key = self.key().to_owned();
        }
        let [credit, licence, url] = self.credit().map(str::to_owned);
        mapping.collection.credits = Some(credit).filter(|credit| !credit.is_empty()).into_iter().collect();
        (mapping.collection.licence, mapping.collection.url) = (licence, url);
        mapping
    }

    /// Whom a collection wants named, its licence where it says one for all of it, and where it is found.
    fn credit(self) -> [&'static str; 3] {
        match self {
            Preset::Ahcb => [
                "Atlas of Historical County Boundaries, The Newberry Library",
                "CC-BY-NC-SA-2.5",
                "https://digital.newberry.org/ahcb/",
            ],
            Preset::Cliopatria => [
                "Cliopatria, Seshat Global History Databank",
                "CC-BY-4.0",
                "https://github.com/Seshat-Global-History-Databank/cliopatria",
            ],
            Preset::Cshapes => ["CShapes", "CC-BY-NC-SA-4.0", "https://icr.ethz.ch/data/cshapes/"],
            Preset::HistoricalBasemaps => {
                ["Historical basemaps, A. Ourednik", "", "https://github.com/aourednik/historical-basemaps"]
            }
            Preset::LinkedPlaces | Preset::Marchland => ["", "", ""],
            Preset::Ohm => {
                ["OpenHistoricalMap contributors", "CC0-1.0", "https://www.openhistoricalmap.org/"]
            }
            Preset::Thenmap => ["Thenmap", "", "https://github.com/jplusplus/thenmap-api"],
        }
    }
}
