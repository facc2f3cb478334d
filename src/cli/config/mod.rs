//! `hegui.yaml`: what is asked of every check of these records, so that nobody has to say it each time.
//! It is found upwards from the records; what the command line says wins over it.

mod find;
mod merge;
mod read;
mod shown;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::args::FailOn;
use super::exceptions;
use super::exit_status::Status;
use super::session::Session;
use crate::reports::file_fault;
use crate::rulepack::Changes;
use crate::source::{Lang, Location, Node, Source};

pub(super) use merge::Asked;
pub(super) use read::percent;
pub(super) use shown::show;

/// What the file is called.
pub(super) const CONFIGURATION: (&str, &str) = ("配置文件", "configuration");

/// A configuration as it is written.
#[derive(Debug)]
pub(super) struct Config {
    /// The file.
    pub(super) source: Arc<Source>,
    root: Node,
    /// Packs. Like all files it names, found from where it lies.
    pub(super) rules: Option<Vec<PathBuf>>,
    /// Profiles.
    pub(super) profile: Option<Vec<String>>,
    /// Ids and areas to judge.
    pub(super) select: Option<Vec<String>>,
    /// Ids and areas not to judge.
    pub(super) ignore: Option<Vec<String>>,
    /// What it changes of the pack.
    pub(super) changes: Changes,
    /// From which severity on a run fails.
    pub(super) fail_on: Option<FailOn>,
    /// Below which coverage, in percent, a run fails.
    pub(super) min_coverage: Option<Decimal>,
    /// The file of waivers.
    pub(super) waivers: Option<PathBuf>,
    /// The baseline.
    pub(super) baseline: Option<PathBuf>,
    /// The period judged.
    pub(super) period: Option<String>,
    /// The language.
    pub(super) lang: Option<Lang>,
}

impl Config {
    /// Where a path of keys stands.
    pub(super) fn place(&self, path: &[&str]) -> Location {
        let span = self.root.at(path).map_or(self.root.span, |node| node.span);
        Location::new(&self.source, span)
    }

    /// Where the item of a list, or the one value there is, stands.
    pub(super) fn place_of(&self, key: &str, item: &str) -> Location {
        let node = self.root.get(key);
        let named =
            node.and_then(|node| node.children.iter().find(|child| child.scalar.as_deref() == Some(item)));
        let span = named.or(node).map_or(self.root.span, |node| node.span);
        Location::new(&self.source, span)
    }

    /// The files that are no records: itself and those it names.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        let own = Path::new(self.source.path());
        [Some(own), self.waivers.as_deref(), self.baseline.as_deref()].into_iter().flatten()
    }
}

/// The configuration that is named, or that holds for the paths asked for; none where there is none. What is
/// wrong with it has been shown.
pub(super) fn load(
    named: Option<&Path>,
    paths: &[String],
    session: &Session,
) -> Result<Option<Config>, Status> {
    let Some(file) = named.map(Path::to_owned).or_else(|| find::find(paths)) else { return Ok(None) };
    let source = exceptions::read(&file, CONFIGURATION, session)?;
    let read = Config::read(&source);
    read.map(Some).map_err(|faults| {
        for fault in &faults {
            session.draw(&file_fault(fault, CONFIGURATION, session.lang));
        }
        Status::NotDone
    })
}

/// Severities by rule, as they are written.
type Severities = BTreeMap<String, crate::source::Severity>;
