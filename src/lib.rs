//! marchland draws historical territorial maps: it joins boundary polygons with dated, cited events,
//! answers who held each piece of land on any day, in fact and in law, and by which source, and draws it.
//!
//! This page is the architecture. The command line is described in `README.md`.
//!
//! # How it flows
//!
//! ```text
//! dataset::load_dir / load_builtin     files to one checked Dataset
//!   -> Timeline::new(&dataset)         all effects in order
//!   -> Timeline::at(day)               the state of every unit on four tracks
//!   -> layout::Plan::compose(..)       a Scene: projected, styled, in px, nothing left to look up
//!   -> backend::encode(&scene, ..)     the bytes of a file
//! ```
//!
//! Maps of several days are one [`layout::Series`], composed one by one; a figure of two days is
//! [`layout::compare::compose`], a page of many [`layout::multiples()`]. A moving picture is a
//! [`backend::film::Film`] of painted scenes.
//!
//! The middle is pure: disk, terminal and arguments are only in `commands` (in the binary) and in
//! `dataset::load`; the clock is nowhere. `explain`, `check` and `export` stop before `layout`.
//!
//! ```
//! use marchland::{backend, dataset, lang::Lang, layout, style::Style, timeline::Timeline};
//!
//! let (dataset, _warnings) = dataset::load_builtin().into_result()?;
//! let style = Style::default();
//! let size = layout::PageSize::px(800, 500);
//! let plan = layout::Plan::new(&dataset, &style, size, None);
//! let timeline = Timeline::new(&dataset);
//! let day = "1921-10-13".parse().expect("a day");
//! let map = plan.compose(&timeline, layout::Moment::Day(day), layout::View::Control, Lang::EN);
//! let svg = backend::encode(&map.scene, backend::Format::Svg, &backend::Options::default());
//! assert!(svg.is_ok_and(|bytes| bytes.starts_with(b"<?xml")));
//! # Ok::<(), marchland::Error>(())
//! ```
//!
//! # Code map
//!
//! | module | what is in it | must not know |
//! |---|---|---|
//! | [`time`] | days, half-open spans, EDTF dates, Old Style, dates in words | history |
//! | [`geometry`] | arcs, clipping, hatching, simplification, areas | history, time |
//! | [`projection`] | the map projections, one per file | history, time, px |
//! | [`lang`], [`words`], [`text`] | texts in several languages, words of the program, the embedded fonts | history |
//! | [`dataset`] | the domain types, and the reader of their files | timelines, drawing |
//! | [`timeline`] | the state of a day, changes, explanations | drawing |
//! | [`areas`] | km² by holder, and against published figures | drawing |
//! | [`compare`] | what changed hands between two days, or differs between readings or fact and law | drawing |
//! | [`check`] | rules for data, one per file | drawing |
//! | [`style`] | colours, weights and sizes; style files | time, layout |
//! | [`scene`] | the finished drawing, as data | everything but colours and faces |
//! | [`layout`] | state and style to scene, one file per map element | file formats |
//! | `layout::series`, `layout::labels::series` | what the maps of several days share, names placed once for all of them | file formats |
//! | `layout::multiples` | several days on one page | file formats |
//! | `layout::compare` | two states as one figure: overlay, side by side, or both | file formats |
//! | `layout::timebar` | the strip below the map of an animation | file formats |
//! | [`backend`] | scene to bytes, one file or folder per format | everything but scene, text, geometry and colours |
//! | `backend::canvas` | scene to pixels by tiles, for all formats of pixels | the same |
//! | [`backend::film`], [`backend::transition`] | pictures one after another, and the way from one to the next, for `gif`, `apng` and frames | the same |
//! | [`edits`] | what a person has done to the labels of a drawing, for the next one | disk, time |
//! | [`cite`] | citations and bibliographies in two styles | drawing |
//! | [`sources`] | what rests on which source | drawing |
//! | [`table`] | tables of text, as columns and as CSV | history |
//! | [`atlas`] | the maps of all days as one page of HTML | disk, projections |
//! | [`chart`] | holdings and events over time, as rows and as a drawn chart | maps, file formats |
//! | [`animation`] | how long each map of an animation is held, and its text alternative | pixels, file formats |
//! | [`deck`] | slides: native texts, pictures and shapes | everything but scene, geometry, text and colours |
//! | [`slides`] | from a plan to slides: titles, lists of changes, legends, notes, sources | file formats |
//! | `layout::teaching` | maps that tell only part, legends as data, large type | file formats |
//! | [`worksheet`] | maps that ask something on pages for print, and the answers | projections, file formats |
//! | [`interchange`] | layers of features from the files of other programs (`read`) and to them (`write`) | everything but diagnostics and geometry |
//! | [`import`] | layers of dated polygons to a data set: which field means what (`entries`, `date_fields`, `languages`), when a row is there (`dates`, `spans`, `ends`), cleaning, the pieces that tile, who held them (`history`) | disk, drawing |
//! | [`export`] | a day or the whole history as layers, in our own fields or those of others | drawing, file formats |
//!
//! `tests/integration/tidy.rs` holds these arrows.
//!
//! # Invariants
//!
//! - **Same input, same bytes**, on every machine: embedded fonts only, `libm` for what the standard
//!   library leaves to the system, sorted maps, one number writer, no clock, no locale.
//! - **Shared borders stay shared.** Units are turned into arcs ([`geometry::topology`]) before
//!   anything else; simplification, outlines and border lines work on arcs, so neighbours never tear.
//!   Unions of units cancel shared arcs; no boolean operation ever moves a vertex.
//! - **Spans are half-open.** A state holds from its day on, up to and not on the next.
//! - **Bad data is a list.** Readers report every mistake at once ([`diagnostic::Diagnostic`]).
//! - **A map of a series depends on the series, not on the order of drawing.** What the maps share is settled before the
//!   first is composed; and a tile of a picture is painted alone and from nothing, so its pixels do not depend on what was
//!   painted before.
//! - **Nothing vanishes silently.** What a map had no room for is in [`layout::Composed::left_out`].
//!
//! # Where new work goes
//!
//! | new ... | add | touch |
//! |---|---|---|
//! | output format | `backend/<name>.rs` | [`backend::Format`] and its match |
//! | projection | `projection/<name>.rs` | [`projection::ProjectionName`]; it joins the round-trip test by itself |
//! | command | `commands/<name>.rs` | the `Command` enum |
//! | style key | a field and its default in [`style`] | the layer that reads it, `styles/atlas.toml` |
//! | map element | `layout/<name>.rs` | one line in `Plan::compose`; what of it must not move from map to map of a series is in `layout::series` |
//! | format that moves | `backend/<name>.rs`, which plays a [`backend::film::Film`] | `commands/animate.rs` |
//! | data rule | `check/<name>.rs` | one line in `check::RULES` |
//! | citation style | a value in [`cite::Style`] | the matches on it |
//! | format of other programs | `interchange/read/<name>.rs`, `interchange/write/<name>.rs` | [`interchange::InputFormat`], `OutputFormat`; a target in `tests/fuzz` |
//! | collection | a value in [`import::Preset`] | its matches; a sample in `tests/collections` |
//! | data set | a folder in `geodata/` with `expect.toml` | nothing in `src` |

#![forbid(unsafe_code)]

pub mod animation;
pub mod areas;
pub mod atlas;
pub mod backend;
pub mod chart;
pub mod check;
pub mod cite;
pub mod compare;
pub mod dataset;
pub mod deck;
pub mod diagnostic;
pub mod edits;
pub mod error;
pub mod export;
pub mod geometry;
pub mod import;
pub mod interchange;
pub mod lang;
pub mod layout;
pub mod projection;
pub mod scene;
pub mod slides;
pub mod sources;
pub mod style;
pub mod table;
pub mod text;
pub mod time;
pub mod timeline;
pub mod words;
pub mod worksheet;

pub use error::Error;
