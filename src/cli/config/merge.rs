//! What is asked for in the end, and who asked: the command line, else the configuration, else nobody.

use std::path::{Path, PathBuf};

use super::Config;
use crate::cli::args::CheckArgs;
use crate::source::Location;

/// Who asked for a value.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// Nobody.
    Default,
    /// The command line.
    Flag,
    /// The configuration, here.
    File(Location),
}

/// What is asked for.
#[derive(Debug)]
pub(in crate::cli) struct Asked {
    /// The arguments, completed.
    pub(in crate::cli) args: CheckArgs,
    /// The configuration, where there is one.
    pub(in crate::cli) config: Option<Config>,
    /// Who asked, by the key of the configuration.
    pub(super) origins: Vec<(&'static str, Origin)>,
}

impl Asked {
    /// Completes the arguments by the configuration.
    pub(in crate::cli) fn of(args: &CheckArgs, config: Option<Config>) -> Self {
        let mut asked = Self { args: args.clone(), config, origins: Vec::new() };
        asked.complete("rules", |args| &mut args.rules, |config| config.rules.clone());
        asked.complete("profile", |args| &mut args.profile, |config| config.profile.clone());
        asked.complete("select", |args| &mut args.select, |config| config.select.clone());
        asked.complete("ignore", |args| &mut args.ignore, |config| config.ignore.clone());
        asked.complete("fail_on", |args| &mut args.fail_on, |config| config.fail_on.map(Some));
        asked.complete("min_coverage", |args| &mut args.min_coverage, |config| config.min_coverage.map(Some));
        asked.complete("waivers", |args| &mut args.waivers, |config| config.waivers.clone().map(Some));
        asked.complete("baseline", |args| &mut args.baseline, |config| config.baseline.clone().map(Some));
        asked.complete("period", |args| &mut args.period, |config| config.period.clone().map(Some));
        asked
    }

    /// Takes one value from the configuration where the command line gives none.
    fn complete<T: Default + PartialEq>(
        &mut self,
        key: &'static str,
        own: impl Fn(&mut CheckArgs) -> &mut T,
        configured: impl Fn(&Config) -> Option<T>,
    ) {
        let value = own(&mut self.args);
        let origin = if *value != T::default() {
            Origin::Flag
        } else if let Some(config) = &self.config
            && let Some(given) = configured(config)
        {
            *value = given;
            Origin::File(config.place(&[key]))
        } else {
            Origin::Default
        };
        self.origins.push((key, origin));
    }

    /// The files that are no records.
    pub(in crate::cli) fn apart(&self) -> Vec<&Path> {
        let CheckArgs { waivers, baseline, write_baseline, .. } = &self.args;
        let named = [waivers, baseline, write_baseline].into_iter().flatten().map(PathBuf::as_path);
        named.chain(self.config.iter().flat_map(Config::files)).collect()
    }

    /// Where the configuration names something that turned out not to be there; nothing where the command
    /// line names it.
    pub(in crate::cli) fn place_of(&self, key: &str, name: &str) -> Option<Location> {
        let is_file =
            self.origins.iter().any(|(known, origin)| *known == key && matches!(origin, Origin::File(_)));
        self.config.as_ref().filter(|_| is_file).map(|config| config.place_of(key, name))
    }
}
