//! What tells a finding apart from every other, run after run.

use sha2::{Digest, Sha256};

/// The first 32 hex digits of SHA-256 over the parts, joined by U+001F.
///
/// The parts are rule, union, ledger, row key, field, slot, group and `of`: no line, amount, deadline
/// or state, so that moving a row changes nothing and `due` turning `fail` is the same finding.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{1f}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
