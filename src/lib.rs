//! hegui.
pub mod source;
pub mod records;
pub mod rulepack;
pub mod engine;
pub mod verdicts;
pub mod reports;
pub mod cli;
