//! hegui (合规): a rule-based compliance checker for trade unions.
//!
//! A union keeps ledgers: workers' congresses, collective contracts, dues, inspections and more. hegui
//! reads them with the place of every cell, judges them by scriptable rules, and reports what is wrong,
//! where, and what to do. Data flows one way, through these stages:
//!
//! ```text
//! source    named inputs: bytes with places
//! records   cells with places: ledgers, rows, one union's records
//! rulepack  rules as data: manifest, front matter, script text
//! engine    rules × one union → outcomes
//! verdicts  outcomes → findings, counts
//! reports   verdicts → text, JSON, SARIF, a page …
//! cli       arguments, progress, exit status
//! ```
//!
//! A stage uses only what stands above it. A whole run as a library:
//!
//! ```
//! use std::io;
//!
//! use hegui::engine::check_pack;
//! use hegui::records::{Date, Period};
//! use hegui::rulepack::Pack;
//! use hegui::source::{Input, Lang};
//! use hegui::verdicts::{Chunk, Item, Options, RunInfo, Sink, audit};
//!
//! /// Keeps the messages.
//! struct Messages(Vec<String>);
//!
//! impl Sink for Messages {
//!     fn begin(&mut self, _run: &RunInfo, _sources: u64) -> io::Result<()> {
//!         Ok(())
//!     }
//!
//!     fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
//!         for item in chunk.items {
//!             if let Item::Finding(finding) = item {
//!                 self.0.push(format!("{}: {}", finding.place.location, finding.message.get(Lang::En)));
//!             }
//!         }
//!         Ok(())
//!     }
//! }
//!
//! let mut pack = Pack::builtin().expect("the built-in pack is sound");
//! check_pack(&mut pack);
//! let records = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise }\ncongresses: []\n";
//! let as_of = Date::new(2026, 12, 31).expect("a day");
//! let options = Options {
//!     select: vec!["congress-not-held".to_owned()],
//!     ..Options::new(as_of, Period::year(2026).expect("a year"))
//! };
//! let mut messages = Messages(Vec::new());
//! let input = Input::from_bytes("a.yaml", records.as_bytes().to_vec());
//! let summary = audit(&pack, &options, &[input], Vec::new(), &mut messages)?;
//! assert_eq!(messages.0, ["a.yaml:2:1: workers' congresses on record for 2026: 0; required: 1"]);
//! assert_eq!(summary.unions, 1);
//! # Ok::<(), io::Error>(())
//! ```

pub mod source;
pub mod records;
pub mod rulepack;
pub mod engine;
pub mod verdicts;
pub mod reports;
pub mod cli;
