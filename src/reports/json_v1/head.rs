//! What a run is about: what is known before anything is read.

use serde::Serialize;

use crate::verdicts::RunInfo;

/// The keys a result begins with.
#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    version: u8,
    tool: Named<'a>,
    pack: PackInfo<'a>,
    profiles: &'a [String],
    as_of: String,
    period: Period,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Debug, Serialize)]
struct PackInfo<'a> {
    name: &'a str,
    version: &'a str,
    digest: String,
}

#[derive(Debug, Serialize)]
struct Period {
    start: String,
    end: String,
}

impl<'a> Head<'a> {
    /// The head of a run's result.
    pub(super) fn new(run: &'a RunInfo) -> Self {
        let digest = format!("sha256:{}", run.pack_digest);
        Self {
            version: 1,
            tool: Named { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            pack: PackInfo { name: &run.pack, version: &run.pack_version, digest },
            profiles: &run.profiles,
            as_of: run.as_of.to_string(),
            period: Period { start: run.period.start.to_string(), end: run.period.end.to_string() },
        }
    }
}
