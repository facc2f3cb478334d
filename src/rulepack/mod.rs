//! Rules as data: manifest, front matter and script text, all with places. Nothing is judged here.
//!
//! A [`Pack`] holds the ledger declarations and the rules. The built-in one is inside the binary;
//! others are read from a folder, instead of it or on top of it. What is wrong with a pack is a
//! located fault of its author; a fault in one rule breaks that rule alone.

mod configure;
mod files;
mod front_matter;
mod ledgers;
mod load;
mod manifest;
mod named;
mod pack;
mod params;
mod profile;
mod requirement;
mod reserved;
mod rule;
mod template;
mod tighten;
mod values;

pub use configure::Changes;
pub use files::{PackFiles, builtin_examples};
pub use manifest::{Manifest, Overrides};
pub use pack::Pack;
pub use params::{Param, ParamValue, Share};
pub use profile::{Profile, Raise, Setting, When};
pub use requirement::{Cover, Requirement};
pub use reserved::{SCOPE, VERDICTS, WORDS};
pub use rule::{Basis, BrokenRule, FindingAs, Message, OnMissing, Rule, Scope, Strength, Verified};
pub use template::{Piece, Template};
pub use values::{Loosened, Stricter, Values};
