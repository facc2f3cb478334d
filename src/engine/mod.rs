//! Rules over one union's records: outcomes, no texts.
mod outcome;
pub use outcome::{Arg, Cause, Outcome, RawFinding, Reason, Related, Spot, State};

/// Compiles and dry-runs every rule of the pack; a rule that does not hold is broken.
pub fn check_pack(_: &mut crate::rulepack::Pack) {}
