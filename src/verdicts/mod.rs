//! Outcomes become findings: worded, placed, fingerprinted, counted.

mod audit;
mod batches;
pub mod examples;
mod finding;
mod fingerprint;
mod judge;
mod kept;
mod summary;
mod workers;

pub use audit::{Chunk, Options, Sink, audit};
pub use finding::{Finding, Item, Place, Related};
pub use summary::{RunInfo, Score, StateCounts, Summary, UnionVerdicts, Verdict};
