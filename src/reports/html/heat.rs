//! Unions by areas: where whom something is wrong. A number in every cell, the colour only repeats it.

use askama::Template;

use super::view::{AreaRow, Rates, UnionRow, View};
use crate::source::Lang;

/// Unions shown.
const MOST: usize = 200;

/// The section.
#[derive(Template)]
#[template(path = "heat.html", config = ".askama.toml")]
pub(super) struct Heat<'v> {
    lang: Lang,
    areas: &'v [AreaRow],
    rows: Vec<(usize, &'v UnionRow)>,
    /// Unions, shown or not.
    all: usize,
}

impl<'v> Heat<'v> {
    /// The section; nothing where there is one union, whose areas are shown above.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let all = view.unions.len();
        if all < 2 || view.areas.is_empty() {
            return None;
        }
        let rows = view.by_gravity().into_iter().take(MOST).map(|at| (at, &view.unions[at])).collect();
        Some(Self { lang: view.lang, areas: &view.areas, rows, all })
    }
}

impl UnionRow {
    /// The rates of each area.
    fn by_area(&self) -> Vec<Rates> {
        self.areas.iter().map(Rates::of).collect()
    }
}
