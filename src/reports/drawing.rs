//! Draws one located thing through miette: what it is, where, and what to do.
//!
//! Whatever has a place is drawn here: findings, problems of records, faults of packs. miette draws
//! the message and the excerpts; the lines below them are ours, because its own are English.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, SourceCode};

use super::columns::{one_line, width, wrap};
use super::excerpt::{CONTEXT, Excerpt, Label};
use super::look::{Look, Tone};
use super::masks::Masks;
use super::window::TAB;
use super::wording::colon;
use crate::source::{Lang, Location, Span};

/// Further places drawn of one thing; more are only counted.
pub(super) const MOST_PLACES: usize = 6;

/// What is to be drawn.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// The first line: what kind of thing, and whose.
    pub header: String,
    /// How loud.
    pub tone: Tone,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Location,
    /// Where else, each with what it is.
    pub related: Vec<(String, Location)>,
    /// Lines below: a heading and a text; those without a text are left out.
    pub notes: Vec<(String, String)>,
}

/// Draws sketches for one kind of page.
#[derive(Clone, Copy)]
pub struct Drawer<'m> {
    /// How they look.
    pub look: Look,
    /// What is not shown.
    pub masks: &'m dyn Masks,
}

impl fmt::Debug for Drawer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drawer").field("look", &self.look).finish_non_exhaustive()
    }
}

impl Drawer<'_> {
    /// The drawing, with a line end at its end and no empty line after it.
    pub fn draw(&self, sketch: &Sketch) -> String {
        let (near, far) = Self::place(sketch);
        let sheet = super::sheet::draw(self.look, self.masks, &sketch.at, sketch.tone);
        let far = if sheet.is_some() { Self::all(sketch) } else { far };
        let excerpt = sketch.at.span.filter(|_| sheet.is_none()).map(|_| self.excerpt(&sketch.at, &near));
        let gutter = excerpt.as_ref().map_or(1, Excerpt::linum_width) + 2;
        let drawing = Drawing {
            code: Some(one_line(&sketch.header)),
            message: self.message(&sketch.message),
            severity: severity(sketch.tone),
            excerpt,
        };
        let mut out = self.render(&drawing, sketch.tone);
        if let Some(sheet) = sheet {
            out.push_str(&sheet);
        } else if drawing.excerpt.is_none() {
            // miette says where something is only above an excerpt.
            let path = self.look.paint(Tone::Calm, &one_line(sketch.at.path()));
            let gap = " ".repeat(gutter);
            let place = format!("{gap}╭─[{path}]\n{gap}╰────\n");
            out.push_str(&place);
        }
        for (label, location) in far.iter().take(MOST_PLACES) {
            out.push_str(&self.elsewhere(label, location));
        }
        let unseen = far.len().saturating_sub(MOST_PLACES);
        if unseen > 0 {
            let more = format!("  {}\n", places_more(unseen, self.look.lang));
            out.push_str(&more);
        }
        for (heading, text) in &sketch.notes {
            self.note(&mut out, heading, text);
        }
        out
    }

    /// Sorts the further places: those marked in the first excerpt, and those drawn by themselves.
    pub(super) fn place(sketch: &Sketch) -> (Vec<Label>, Vec<(String, Location)>) {
        let span = sketch.at.span.unwrap_or_default();
        let mut near = vec![Label { span, text: None, is_primary: true }];
        let mut far = Vec::new();
        for (label, location) in &sketch.related {
            let is_here = location.path() == sketch.at.path() && sketch.at.span.is_some();
            let inner = location.span.filter(|_| is_here && near.len() <= MOST_PLACES);
            let label = one_line(label);
            match inner {
                Some(span) if span == near[0].span => near[0].text = Some(label),
                // miette cannot draw two marks over one another, and would draw a place further up
                // before the one that matters.
                Some(span)
                    if Self::is_close(sketch, span) && near.iter().all(|other| apart(other.span, span)) =>
                {
                    near.push(Label { span, text: Some(label), is_primary: false });
                }
                _ => far.push((label, location.clone())),
            }
        }
        (near, far)
    }

    /// Every further place, where no excerpt is there to mark it in.
    pub(super) fn all(sketch: &Sketch) -> Vec<(String, Location)> {
        sketch.related.iter().map(|(label, at)| (one_line(label), at.clone())).collect()
    }

    /// Whether one excerpt shows both the place of the sketch and the other.
    fn is_close(sketch: &Sketch, other: Span) -> bool {
        let line = |span: Span| sketch.at.source.position(span.start).line;
        sketch.at.span.is_some_and(|span| line(span).abs_diff(line(other)) <= 2 * CONTEXT + 1)
    }

    fn excerpt(&self, at: &Location, labels: &[Label]) -> Excerpt {
        Excerpt::new(&at.source, labels, self.masks, self.look.columns)
    }

    /// A place in another file, or one that cannot be marked beside the first.
    fn elsewhere(&self, label: &str, at: &Location) -> String {
        let span = at.span.filter(|_| !at.source.text().is_empty() && at.source.grid().is_none());
        let Some(span) = span else {
            let path = self.look.paint(Tone::Calm, &one_line(&at.to_string()));
            return format!("  i {label}{}{path}\n", colon(self.look.lang));
        };
        let mark = Label { span, text: None, is_primary: false };
        let excerpt = Some(self.excerpt(at, &[mark]));
        let (message, severity) = (self.message(label), severity(Tone::Calm));
        self.render(&Drawing { code: None, message, severity, excerpt }, Tone::Calm)
    }

    fn render(&self, drawing: &Drawing, tone: Tone) -> String {
        let marks: Vec<bool> = drawing.marks().map(|mark| mark.primary()).collect();
        let handler = GraphicalReportHandler::new_themed(self.look.theme(tone, &marks))
            .with_width(self.columns())
            .with_wrap_lines(false)
            .with_context_lines(CONTEXT)
            .tab_width(TAB)
            .with_links(false)
            .without_cause_chain()
            .without_syntax_highlighting();
        let mut out = String::new();
        if handler.render_report(&mut out, drawing).is_err() {
            // Writing to memory does not fail; an excerpt that cannot be read must not hide the message.
            out = format!("{}\n\n  {drawing}\n", drawing.code.as_deref().unwrap_or_default());
        }
        // miette sets the header apart by an empty line; close together they read as one.
        if drawing.code.is_some() { out.replacen("\n\n", "\n", 1) } else { out }
    }

    fn columns(&self) -> usize {
        self.look.columns.max(40)
    }

    /// A message in lines, broken here: miette would break dates at their hyphens, and put a comma first.
    fn message(&self, text: &str) -> String {
        // miette sets every line behind a sign or a bar, four columns.
        wrap(&one_line(text), self.columns() - 4, 0, 0)
    }

    fn note(&self, out: &mut String, heading: &str, text: &str) {
        let text = one_line(text);
        if text.is_empty() {
            return;
        }
        let indent = 2 + width(heading) + 2;
        let text = wrap(&text, self.columns(), indent, indent.min(14));
        let note = format!("  {}{}{text}\n", self.look.paint(Tone::Calm, heading), colon(self.look.lang));
        out.push_str(&note);
    }
}

/// That there are so many places more than are shown.
pub(super) fn places_more(count: usize, lang: Lang) -> String {
    lang.pick(format!("另有 {count} 处"), format!("places more: {count}"))
}

fn apart(one: Span, other: Span) -> bool {
    one != other && (one.end <= other.start || other.end <= one.start)
}

fn severity(tone: Tone) -> miette::Severity {
    match tone {
        Tone::Bad => miette::Severity::Error,
        Tone::Mind => miette::Severity::Warning,
        Tone::Calm | Tone::Strong | Tone::Faint => miette::Severity::Advice,
    }
}

/// What miette is given.
#[derive(Debug)]
struct Drawing {
    code: Option<String>,
    message: String,
    severity: miette::Severity,
    excerpt: Option<Excerpt>,
}

impl Drawing {
    fn marks(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.excerpt.iter().flat_map(Excerpt::labels)
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::reports::NoMasks;
    use crate::source::Source;

    #[test]
    fn any_place_of_any_text_is_drawn() {
        let long = format!("a: {}\r\n\tb: [工会{}]", "甲, ".repeat(60), "x".repeat(300));
        for text in
            ["", "\n", "\r\n\r\n", "a", "工\n会\r\n", "\u{feff}a: \u{1b}[31m\n\tb\u{202e}: c\n\n", &long]
        {
            let source = Arc::new(Source::new("a.yaml", text));
            let step = (text.len() / 40).max(1);
            for start in (0..=text.len()).step_by(step) {
                for end in (start..=text.len() + 1).step_by(step) {
                    let at = |start, end| Location::new(&source, Span::new(start, end));
                    let sketch = Sketch {
                        header: "h".to_owned(),
                        tone: Tone::Bad,
                        message: "m".to_owned(),
                        at: at(start, end),
                        related: vec![("r".to_owned(), at(end, end + 2)), ("s".to_owned(), at(0, 1))],
                        notes: Vec::new(),
                    };
                    let look = Look { lang: Lang::Zh, columns: 60, colour: false };
                    let drawn = Drawer { look, masks: &NoMasks }.draw(&sketch);
                    assert!(drawn.starts_with("h\n  × m\n"), "{drawn}");
                    assert!(!drawn.contains(['\u{1b}', '\u{202e}']), "{drawn:?}");
                    // What a mark says stands right of it, as far right as it may be.
                    let fits = |line: &str| width(line) <= 60 || line.contains("╰──") || line.contains('┬');
                    assert!(drawn.lines().all(fits), "{start}..{end}\n{drawn}");
                }
            }
        }
    }
}
