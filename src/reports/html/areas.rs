//! The areas of work, each with its rates.

use askama::Template;

use super::view::{AreaRow, Rates, View};
use crate::engine::State;
use crate::source::Lang;

/// The section.
#[derive(Template)]
#[template(path = "areas.html", config = ".askama.toml")]
pub(super) struct Areas<'v> {
    lang: Lang,
    rows: &'v [AreaRow],
}

impl<'v> Areas<'v> {
    /// The section; nothing where nothing was judged.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let has_any = view.summary.unions > 0 && !view.areas.is_empty();
        has_any.then_some(Self { lang: view.lang, rows: &view.areas })
    }
}

impl AreaRow {
    fn rates(&self) -> Rates {
        Rates::of(&self.states)
    }

    fn count(&self, state: State) -> u64 {
        self.states.get(state)
    }
}
