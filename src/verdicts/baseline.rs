//! Baselines: findings known before, of which only new ones fail a run.

/// A finding known before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Known {
    /// The union's code.
    pub union: String,
    /// The rule's id.
    pub rule: String,
    /// What was wrong.
    pub message: String,
    /// What tells it apart.
    pub fingerprint: String,
}

/// What a run and its baseline come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgainstBaseline {
    /// `Fail` findings known before, by severity: note, warning, error.
    pub known: [u64; 3],
    /// Those of the baseline that are gone, and were judged again.
    pub fixed: Vec<Known>,
    /// How many of the baseline are gone but were not judged again.
    pub unclear: u64,
}
