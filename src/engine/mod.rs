//! Rules over one union's records: outcomes, no texts.
mod outcome;
pub use outcome::{Arg, Cause, Outcome, RawFinding, Reason, Related, Spot, State};

/// Stands in for the dry run.
pub fn check_pack(_: &mut crate::rulepack::Pack) {}
