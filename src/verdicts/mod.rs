//! Outcomes become findings: worded, placed, fingerprinted, counted.

mod audit;
pub mod examples;
mod finding;
mod summary;

pub use audit::{Chunk, Options, Sink, audit};
pub use finding::{Finding, Item, Place, Related};
pub use summary::{RunInfo, Score, StateCounts, Summary, UnionVerdicts, Verdict};
