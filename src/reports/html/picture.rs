//! The part of the records something is about: the same lines and cells the terminal draws, in plain
//! values, what is marked told apart from what is not.

use crate::reports::Masks;
use crate::reports::columns::one_line;
use crate::reports::drawing::{Drawer, MOST_PLACES, Sketch, places_more};
use crate::reports::excerpt::{Excerpt, Label};
use crate::reports::sheet::{Row, row};
use crate::source::{Lang, Location};

/// Columns of an excerpt: enough to be read, few enough for a page of paper.
const COLUMNS: usize = 96;

/// Where something is, and what stands there.
pub(super) struct Scene {
    /// The place, as text reports say it.
    pub place: String,
    pub picture: Option<Picture>,
    /// Where else.
    pub further: Vec<Further>,
    /// That there are more places than shown; else empty.
    pub unseen: String,
}

/// A further place.
pub(super) struct Further {
    /// What it is.
    pub label: String,
    pub place: String,
    pub picture: Option<Picture>,
}

/// An excerpt.
pub(super) enum Picture {
    /// Of a text.
    Lines(Vec<Line>),
    /// Of a table.
    Row(Row),
}

/// A line of a text.
pub(super) struct Line {
    /// Its number in the source, from 1.
    pub number: usize,
    pub pieces: Vec<Piece>,
}

/// A stretch of a line.
pub(super) enum Piece {
    Plain(String),
    /// The place it is all about.
    Guilty(String),
    /// A further place, and what it is.
    Further(String, String),
}

impl Scene {
    /// What a sketch is about.
    pub(super) fn of(sketch: &Sketch, masks: &dyn Masks, lang: Lang) -> Self {
        let (near, far) = Drawer::place(sketch);
        let picture = picture(&sketch.at, &near, masks);
        let far = if matches!(picture, Some(Picture::Row(_))) { Drawer::all(sketch) } else { far };
        let unseen = match far.len().saturating_sub(MOST_PLACES) {
            0 => String::new(),
            more => places_more(more, lang),
        };
        let further = far.iter().take(MOST_PLACES).map(|(label, at)| further(label, at, masks)).collect();
        Self { place: one_line(&sketch.at.to_string()), picture, further, unseen }
    }
}

/// What stands at a place and around it, these places marked; nothing where no part of a file is meant.
fn picture(at: &Location, near: &[Label], masks: &dyn Masks) -> Option<Picture> {
    at.span?;
    if let Some(row) = row(masks, at, COLUMNS) {
        return Some(Picture::Row(row));
    }
    if at.source.text().is_empty() || at.source.grid().is_some() {
        return None;
    }
    let excerpt = Excerpt::new(&at.source, near, masks, COLUMNS);
    let lines = excerpt.rows().map(|(number, text, marks)| {
        let mut pieces = Vec::new();
        let mut shown = 0;
        for (range, label) in marks {
            // Marks neither cross nor leave their line; should one, the text matters more than the mark.
            let (Some(before), Some(marked)) = (text.get(shown..range.start), text.get(range.clone())) else {
                continue;
            };
            if !before.is_empty() {
                pieces.push(Piece::Plain(before.to_owned()));
            }
            // A place between two characters is marked, too.
            let marked = if marked.is_empty() { " " } else { marked }.to_owned();
            pieces.push(match label.label() {
                Some(what) if !label.primary() => Piece::Further(marked, what.to_owned()),
                _ => Piece::Guilty(marked),
            });
            shown = range.end;
        }
        let rest = text.get(shown..).unwrap_or_default();
        pieces.extend((!rest.is_empty()).then(|| Piece::Plain(rest.to_owned())));
        Line { number, pieces }
    });
    Some(Picture::Lines(lines.collect()))
}

fn further(label: &str, at: &Location, masks: &dyn Masks) -> Further {
    let mark = at.span.map(|span| Label { span, text: None, is_primary: false });
    let picture = mark.and_then(|mark| picture(at, &[mark], masks));
    Further { label: label.to_owned(), place: one_line(&at.to_string()), picture }
}
