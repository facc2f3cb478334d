//! A bar on standard error while a long run goes on. It never mixes with what is printed.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::source::Lang;

/// Runs of fewer sources are over before a bar could be read.
const LONG: u64 = 50;

/// The bar, or nothing at all.
#[derive(Debug)]
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// No bar.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// A bar for so many sources, where there are enough of them.
    pub(super) fn start(sources: u64, lang: Lang) -> Self {
        if sources < LONG {
            return Self::none();
        }
        let bar = ProgressBar::with_draw_target(Some(sources), ProgressDrawTarget::stderr());
        let template =
            lang.pick("{bar:30} {pos}/{len} 份台账，还需 {eta}", "{bar:30} {pos}/{len} files, {eta} left");
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// So many more sources are done.
    pub(super) fn advance(&self, sources: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(sources);
        }
    }

    /// Takes the bar away while something is printed.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Whether something is drawn, so that what is printed must not wait in a buffer.
    pub(super) fn is_drawn(&self) -> bool {
        self.0.as_ref().is_some_and(|bar| !bar.is_hidden())
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
