//! Outcomes become findings: worded, placed, fingerprinted, counted. What unions add to the districts of
//! their superiors is summed up the tree first, so that districts are judged in their place among the rest.

mod audit;
mod baseline;
mod batches;
pub mod changes;
mod district;
mod district_words;
pub mod examples;
mod finding;
mod fingerprint;
mod judge;
mod kept;
mod ranking;
mod run;
pub mod saved;
mod summary;
mod sums;
mod survey;
mod waivers;
mod workers;

pub use audit::{Chunk, Options, Sink, audit};
pub use baseline::{AgainstBaseline, Baseline, Known};
pub use district::District;
pub use finding::{Finding, Item, Place, Related};
pub(crate) use fingerprint::fingerprint;
pub use ranking::{Ranked, Rankings, Standing, ranking};
pub use summary::{Absent, RunInfo, Score, StateCounts, Summary, UnionVerdicts, Verdict};
pub use waivers::{Scope, Waiver, Waivers};
