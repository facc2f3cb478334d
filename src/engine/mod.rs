//! Rules × one union → outcomes; pure and clockless. The only code that knows Rhai.
//!
//! A [`Judge`] compiles the rules of a pack once and judges unions one after another. Scripts run in a
//! sandbox and speak a small vocabulary of words on rows (`vocabulary`), three-valued so that missing
//! data is never a pass. [`check_pack`] finds what is wrong with scripts before any record is read.

mod bench;
mod cases;
mod conjuncts;
mod dry_run;
mod entry;
mod error;
mod judge;
mod operand;
mod outcome;
mod rate;
mod reads;
mod rows;
mod sandbox;
mod slots;
mod survey;
mod vocabulary;

pub use dry_run::check_pack;
pub use judge::Judge;
pub use outcome::{Arg, Cause, Outcome, RawFinding, Reason, Related, Spot, State};
pub use rate::{Form, Label, Rate, reaches};
pub use survey::Surveyor;
