//! The boxes that notes are drawn in. Other programs' drawings are no sound XML, so that they are changed as
//! text.

use std::collections::BTreeSet;

use super::flaw::Flaw;
use super::sheet::At;
use super::xml::Part;
use crate::reports::wrap;

/// Points the box of a note is wide, in pixels of the screen.
const WIDTH: u32 = 320;

/// Half-width characters a line of it holds.
const COLUMNS: usize = 48;

/// Pixels of a line, and of a row of an ordinary sheet.
const LINE: u32 = 17;
const ROW: u32 = 20;

/// How wide a sheet's columns are, in pixels.
#[derive(Debug)]
pub(super) struct Widths {
    default: u32,
    /// First and last column from 1, and the width.
    known: Vec<(u32, u32, u32)>,
}

impl Widths {
    /// The widths of a sheet whose `cols` were kept.
    pub(super) fn of(sheet: &Part) -> Self {
        let number = |element, name| sheet.attribute(element, name).and_then(|text| text.parse::<f64>().ok());
        let format = sheet.child("sheetFormatPr");
        let default = format.and_then(|format| number(format, "defaultColWidth")).map_or(64, pixels);
        let known = sheet.all("col").filter_map(|column| {
            let whole = |name| sheet.attribute(column, name)?.parse::<u32>().ok();
            Some((whole("min")?, whole("max")?, number(column, "width").map_or(default, pixels)))
        });
        Self { default, known: known.collect() }
    }

    fn get(&self, column: u32) -> u32 {
        let is_it = |(first, last, _): &&(u32, u32, u32)| (*first..=*last).contains(&(column + 1));
        self.known.iter().find(is_it).map_or(self.default, |&(_, _, width)| width)
    }
}

/// A width in characters, as a workbook says it, in pixels.
fn pixels(characters: f64) -> u32 {
    // Between nothing and what the widest column has.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
    let pixels = (characters * 7.0 + 5.0).clamp(0.0, 1_800.0) as u32;
    pixels
}

/// The drawing of a sheet's notes.
#[derive(Debug)]
pub(super) struct Shapes {
    text: String,
    /// The greatest number a shape has.
    last: u32,
}

impl Shapes {
    /// A drawing without a shape.
    pub(super) const EMPTY: &str = concat!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" ",
        "xmlns:x=\"urn:schemas-microsoft-com:office:excel\">",
        "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>",
    );

    /// What the shape of a note is an instance of.
    const KIND: &str = concat!(
        "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">",
        "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>",
    );

    /// Reads a drawing.
    pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Flaw> {
        let broken = |reason: &str| Flaw::Broken { part: name.to_owned(), reason: reason.to_owned() };
        let mut text = String::from_utf8(bytes).map_err(|_| broken("not UTF-8"))?;
        let end = text.rfind("</xml>").ok_or_else(|| broken("no </xml>"))?;
        if !text.contains("\"_x0000_t202\"") {
            text.insert_str(end, Self::KIND);
        }
        let numbers = text.match_indices("_x0000_s").filter_map(|(at, prefix)| {
            let digits =
                text[at + prefix.len()..].chars().take_while(char::is_ascii_digit).collect::<String>();
            digits.parse::<u32>().ok()
        });
        let last = numbers.max().unwrap_or(1024).max(1024);
        Ok(Self { text, last })
    }

    /// Adds the hidden box of a note on a cell.
    pub(super) fn add(&mut self, at: At, text: &str, widths: &Widths) {
        self.last += 1;
        let (row, column) = at;
        let lines: usize = text.lines().map(|line| wrap(line, COLUMNS, 0, 0).lines().count().max(1)).sum();
        let height = (u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(2)).min(40) * LINE;
        let (mut right, mut rest) = (column + 1, WIDTH + 15);
        while rest > widths.get(right) && right < column + 200 {
            rest -= widths.get(right);
            right += 1;
        }
        let top = row.saturating_sub(1);
        let (bottom, below) = (top + height / ROW, height % ROW);
        let number = self.last;
        let shape = format!(
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10, {right}, {rest}, {bottom}, {below}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
            left = column + 1,
        );
        let end = self.text.rfind("</xml>").unwrap_or(self.text.len());
        self.text.insert_str(end, &shape);
    }

    /// Takes the boxes of the notes on these cells away.
    pub(super) fn remove(&mut self, cells: &BTreeSet<At>) {
        const END: &str = "</v:shape>";
        let mut kept = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some(start) = rest.find("<v:shape ")
            && let Some(end) = rest[start..].find(END).map(|at| start + at + END.len())
        {
            let shape = &rest[start..end];
            let is_gone =
                whole(shape, "x:Row").zip(whole(shape, "x:Column")).is_some_and(|at| cells.contains(&at));
            kept.push_str(&rest[..if is_gone { start } else { end }]);
            rest = &rest[end..];
        }
        kept.push_str(rest);
        self.text = kept;
    }

    /// The drawing.
    pub(super) fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

/// The number inside an element.
fn whole(text: &str, element: &str) -> Option<u32> {
    let after = text.split_once(&format!("<{element}>"))?.1;
    after.split('<').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_come_and_go() {
        let widths = Widths { default: 64, known: vec![(5, 5, 400)] };
        let mut shapes = Shapes::read("v", Shapes::EMPTY.into()).unwrap();
        shapes.add((6, 3), "一\n二", &widths);
        shapes.add((7, 3), "三", &widths);
        assert!(shapes.text.contains("<x:Anchor>4, 15, 5, 10, 4, 335, 8, 8</x:Anchor>"), "{}", shapes.text);
        assert!(shapes.text.contains("_x0000_s1025\"") && shapes.text.contains("_x0000_s1026\""));
        shapes.remove(&[(6, 3)].into());
        assert!(!shapes.text.contains("_x0000_s1025\"") && shapes.text.contains("<x:Row>7</x:Row>"));
        let again = Shapes::read("v", shapes.finish()).unwrap();
        assert_eq!((again.last, again.text.matches("v:shapetype ").count()), (1026, 1));
    }
}
