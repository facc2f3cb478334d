//! What every page wears, this report's and others': one look, one script, one policy.

use super::seal::policy;

/// Style and script, and the policy that lets them and nothing else run.
#[derive(Debug)]
pub(in crate::reports) struct Dress {
    /// For a browser to enforce.
    pub policy: String,
    /// The style sheet.
    pub style: &'static str,
    /// The script.
    pub script: &'static str,
}

impl Dress {
    /// The one there is.
    pub(in crate::reports) fn new() -> Self {
        let (style, script) = (include_str!("page.css"), include_str!("page.js"));
        Self { policy: policy(style, script), style, script }
    }
}
