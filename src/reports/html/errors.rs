//! Rules that could not run, each once, however many unions met it.

use askama::Template;

use super::picture::Scene;
use super::view::View;
use crate::engine::State;
use crate::reports::columns::one_line;
use crate::reports::wording::{self, concerned, pack_fault};
use crate::reports::{Masks, Sketch};
use crate::source::Lang;

/// The section.
#[derive(Template)]
#[template(path = "errors.html", config = ".askama.toml")]
pub(super) struct Errors {
    lang: Lang,
    rows: Vec<ErrorRow>,
}

/// A place in a script that failed, or a rule that is broken as a whole.
struct ErrorRow {
    rule: String,
    message: String,
    /// How many unions it concerns, in words.
    whom: String,
    scene: Scene,
    help: String,
}

impl Errors {
    /// The section; nothing where every rule ran.
    pub(super) fn new(view: &View<'_>, masks: &dyn Masks) -> Option<Self> {
        let lang = view.lang;
        let mut rows: Vec<ErrorRow> = Vec::new();
        for error in view.errors.iter() {
            let mut sketch = wording::finding(&error.first, "", lang);
            // The record it failed on is one of many: it would pass for the culprit.
            sketch.related.clear();
            rows.push(row(&error.first.rule, &sketch, concerned(error.unions, lang), masks, lang));
        }
        // Broken rules that met no union are broken all the same.
        for broken in view.errors.unmet(view.pack, &view.run.rules) {
            let sketch = pack_fault(&broken.fault, Some(&broken.id), lang);
            rows.push(row(&broken.id, &sketch, concerned(0, lang), masks, lang));
        }
        (!rows.is_empty()).then_some(Self { lang, rows })
    }
}

fn row(rule: &str, sketch: &Sketch, whom: String, masks: &dyn Masks, lang: Lang) -> ErrorRow {
    let help = sketch.notes.first().map_or_else(String::new, |(_, help)| one_line(help));
    let message = one_line(&sketch.message);
    ErrorRow { rule: rule.to_owned(), message, whom, scene: Scene::of(sketch, masks, lang), help }
}
