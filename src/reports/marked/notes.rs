//! Notes on guilty cells: what is wrong and what to do. A note the user wrote is kept; ours comes after it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::flaw::Flaw;
use super::package::{Package, RELATIONS, Relation};
use super::shapes::{Shapes, Widths};
use super::sheet::{At, ORDER, named};
use super::xml::{Element, Part, escape};
use crate::source::Lang;

/// How many notes are added to one sheet; with more, spreadsheets become slow.
const MOST: usize = 5_000;

/// Who writes our notes.
const AUTHOR: &str = "hegui";

/// What our part of a note begins with, in either language.
const OPENINGS: [&str; 2] = ["【合规检查】", "[hegui check]"];

/// Notes by cell.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) lang: Lang,
    pub(super) texts: BTreeMap<At, String>,
}

impl Notes {
    /// No notes, in a language.
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, texts: BTreeMap::new() }
    }

    fn opening(&self) -> &'static str {
        self.lang.pick(OPENINGS[0], OPENINGS[1])
    }

    /// Our part of a note, in the form of rich text.
    fn runs(&self, text: &str) -> String {
        let (font, charset) = self.lang.pick(("宋体", 134), ("Tahoma", 0));
        let run = |bold: &str, text: &str| {
            let text = escape(text);
            format!(
                "<r><rPr>{bold}<sz val=\"9\"/><color indexed=\"81\"/><rFont val=\"{font}\"/><charset val=\"{charset}\"/></rPr><t xml:space=\"preserve\">{text}</t></r>"
            )
        };
        [run("<b/>", &format!("{}\n", self.opening())), run("", text)].concat()
    }
}

/// Where a sheet's notes stand.
struct Parts {
    name: String,
    comments: Part,
    /// The part that draws them.
    drawing: String,
    shapes: Shapes,
}

/// Writes the notes of a sheet and takes away earlier ones of ours. How many cells could not be given one.
pub(super) fn write(
    package: &mut Package<'_>,
    sheet_name: &str,
    sheet: &mut Part,
    notes: &Notes,
) -> Result<usize, Flaw> {
    let Some(mut parts) = open(package, sheet_name, sheet, notes.texts.is_empty())? else { return Ok(0) };
    let author = author(&mut parts.comments);
    let (mut wanted, mut left_out, mut gone) = (notes.texts.clone(), 0, BTreeSet::new());
    let Some(list) = parts.comments.child("commentList").cloned() else { return Ok(wanted.len()) };
    let known: Vec<Element> = parts.comments.inside(&list).cloned().collect();
    let discussed = discussed(&parts.comments);
    for comment in known {
        let Some(at) = parts.comments.attribute(&comment, "ref").as_deref().and_then(parsed) else {
            continue;
        };
        let text = wanted.remove(&at);
        if parts.comments.attribute(&comment, "authorId").is_some_and(|author| discussed.contains(&author)) {
            left_out += usize::from(text.is_some());
        } else if is_ours(&parts.comments, &comment) {
            parts.comments.remove(&comment);
            gone.insert(at);
            wanted.extend(text.map(|text| (at, text)));
        } else {
            extend(&mut parts.comments, &comment, notes, text.as_deref());
        }
    }
    parts.shapes.remove(&gone);
    left_out += wanted.len().saturating_sub(MOST);
    let (widths, mut added) = (Widths::of(sheet), String::new());
    for (at, text) in wanted.into_iter().take(MOST) {
        let (name, runs) = (named(at), notes.runs(&text));
        // Writing to a text cannot fail.
        let _ = write!(added, "<comment ref=\"{name}\" authorId=\"{author}\"><text>{runs}</text></comment>");
        parts.shapes.add(at, &text, &widths);
    }
    if !added.is_empty() {
        parts.comments.append(&list, &added);
    }
    package.put(&parts.name, parts.comments.finish());
    package.put(&parts.drawing, parts.shapes.finish());
    Ok(left_out)
}

/// The parts of a sheet's notes, made where they are not there; nothing where there are none and none is
/// wanted.
fn open(
    package: &mut Package<'_>,
    sheet_name: &str,
    sheet: &mut Part,
    is_none_wanted: bool,
) -> Result<Option<Parts>, Flaw> {
    const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors></authors><commentList></commentList></comments>";
    const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
    let relations = package.relations(sheet_name)?;
    let name = match relations.iter().find(|relation| relation.kind == "comments") {
        Some(comments) => comments.target.clone(),
        None if is_none_wanted => return Ok(None),
        None => {
            let name = package.free_name("xl/comments", ".xml");
            package.add(&name, COMMENTS, EMPTY.into())?;
            package.relate(sheet_name, "comments", &name, false)?;
            name
        }
    };
    let comments = package.part(&name, &["authors", "commentList"])?;
    let has_ours =
        comments.all("comment").any(|comment| is_ours(&comments, comment) || holds_ours(&comments, comment));
    if is_none_wanted && !has_ours {
        return Ok(None);
    }
    let drawing = drawing(package, sheet_name, sheet, &relations)?;
    let shapes = Shapes::read(&drawing, package.bytes(&drawing)?)?;
    Ok(Some(Parts { name, comments, drawing, shapes }))
}

/// The part that draws a sheet's notes.
fn drawing(
    package: &mut Package<'_>,
    sheet_name: &str,
    sheet: &mut Part,
    relations: &[Relation],
) -> Result<String, Flaw> {
    let id = sheet.child("legacyDrawing").and_then(|drawing| sheet.attribute(drawing, "id"));
    if let Some(known) = relations.iter().find(|relation| Some(&relation.id) == id.as_ref()) {
        return Ok(known.target.clone());
    }
    package.know_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
    let name = package.free_name("xl/drawings/vmlDrawing", ".vml");
    package.put(&name, Shapes::EMPTY.into());
    let id = package.relate(sheet_name, "vmlDrawing", &name, false)?;
    sheet.insert(&ORDER, "legacyDrawing", &format!("<legacyDrawing xmlns:r=\"{RELATIONS}\" r:id=\"{id}\"/>"));
    Ok(name)
}

/// The number of our author; added where it is not known.
fn author(comments: &mut Part) -> usize {
    let Some(authors) = comments.child("authors").cloned() else { return 0 };
    let known: Vec<String> = comments.inside(&authors).map(|author| comments.text_of(author)).collect();
    known.iter().position(|author| author == AUTHOR).unwrap_or_else(|| {
        comments.append(&authors, &format!("<author>{AUTHOR}</author>"));
        known.len()
    })
}

/// The authors, by number, of notes that stand in for a discussion, which is kept elsewhere.
fn discussed(comments: &Part) -> BTreeSet<String> {
    let authors = comments.child("authors");
    let authors = authors.into_iter().flat_map(|authors| comments.inside(authors)).enumerate();
    let discussed = authors.filter(|(_, author)| comments.text_of(author).starts_with("tc="));
    discussed.map(|(number, _)| number.to_string()).collect()
}

/// Whether a note is ours alone.
fn is_ours(comments: &Part, comment: &Element) -> bool {
    let text = comments.text_of(comment);
    OPENINGS.iter().any(|opening| text.trim_start().starts_with(opening))
}

/// Whether a part of a note is ours.
fn holds_ours(comments: &Part, comment: &Element) -> bool {
    let text = comments.text_of(comment);
    OPENINGS.iter().any(|opening| text.contains(opening))
}

/// Gives a note of the user's our part; an earlier one goes.
fn extend(comments: &mut Part, comment: &Element, notes: &Notes, text: Option<&str>) {
    let Some(body) = comments.inside(comment).find(|inner| inner.name == "text").cloned() else { return };
    let ours = text.map(|text| notes.runs(&format!("{text}\n"))).unwrap_or_default();
    if !holds_ours(comments, comment) {
        if !ours.is_empty() {
            // A line of its own, whatever the user's note ends in.
            comments.append(&body, &format!("<r><t xml:space=\"preserve\">\n</t></r>{ours}"));
        }
        return;
    }
    let runs: Vec<Element> = comments.inside(&body).cloned().collect();
    let begins = |run: &&Element| {
        let text = comments.text_of(run);
        OPENINGS.iter().any(|opening| text.trim_start().starts_with(opening))
    };
    if let Some(first) = runs.iter().position(|run| begins(&run)) {
        runs[first + 1..].iter().for_each(|run| comments.remove(run));
        comments.replace(&runs[first], if ours.is_empty() { "<r><t/></r>" } else { &ours });
        return;
    }
    // Another program has written our words and the user's as one.
    let all = comments.text_of(&body);
    let end = OPENINGS.iter().filter_map(|opening| all.find(opening)).min().unwrap_or(all.len());
    let theirs = escape(&all[..end]);
    comments.replace(&body, &format!("<text><r><t xml:space=\"preserve\">{theirs}</t></r>{ours}</text>"));
}

/// A cell's row and column by its name.
fn parsed(name: &str) -> Option<At> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let row = name[digits..].parse::<u32>().ok()?.checked_sub(1)?;
    let column = name[..digits].bytes().try_fold(0_u32, |column, letter| {
        let letter =
            letter.is_ascii_alphabetic().then(|| u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    Some((row, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_known_by_their_names() {
        for at in [(0, 0), (6, 3), (99, 25), (0, 26), (5, 701), (1_048_575, 16_383)] {
            assert_eq!(parsed(&named(at)), Some(at));
        }
        assert_eq!(["", "7", "D", "D0"].map(parsed), [None; 4]);
    }
}
