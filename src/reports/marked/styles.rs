//! How what we add looks: formats appended to those the workbook has.

use super::flaw::Flaw;
use super::package::Package;
use super::xml::Part;
use crate::reports::mark::Tint;
use crate::source::Lang;

/// The order of what stands in a part of styles.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// The least a workbook's styles hold.
const LEAST: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>",
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>",
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>",
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>",
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>",
    "</styleSheet>",
);

/// A format of the list's cells, by its place among those added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// What the sheet is.
    Title,
    /// A line that explains.
    Note,
    /// A heading.
    Heading,
    /// A text in a table.
    Text,
    /// A short text or number in a table.
    Centred,
    /// A link in a table.
    Link,
    /// To be filled in.
    Blank,
    /// A day to be filled in.
    Day,
    /// A short text in a table, in the colour of its kind.
    Tinted(Tint),
}

/// The numbers of the formats added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formats {
    first_cell: usize,
    first_tint: usize,
}

impl Formats {
    /// The number of a cell's format.
    pub(super) fn cell(self, look: Look) -> usize {
        self.first_cell
            + match look {
                Look::Title => 0,
                Look::Note => 1,
                Look::Heading => 2,
                Look::Text => 3,
                Look::Centred => 4,
                Look::Link => 5,
                Look::Blank => 6,
                Look::Day => 7,
                Look::Tinted(tint) => 8 + tint as usize,
            }
    }

    /// The number of the format that colours a guilty cell.
    pub(super) fn tint(self, tint: Tint) -> usize {
        self.first_tint + tint as usize
    }

    /// Adds the formats to the workbook's.
    pub(super) fn add(package: &mut Package<'_>, workbook: &str, lang: Lang) -> Result<Self, Flaw> {
        let known = package.relations(workbook)?.into_iter().find(|relation| relation.kind == "styles");
        let name = match known {
            Some(styles) => styles.target,
            None => least(package, workbook)?,
        };
        let mut part = package.part(&name, &["fonts", "fills", "borders", "cellXfs", "dxfs"])?;
        let formats = append(&mut part, lang);
        package.put(&name, part.finish());
        Ok(formats)
    }
}

/// Adds the least styles to a workbook that has none.
fn least(package: &mut Package<'_>, workbook: &str) -> Result<String, Flaw> {
    let name = package.free_name("xl/styles", ".xml");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
    package.add(&name, kind, LEAST.into())?;
    package.relate(workbook, "styles", &name, false)?;
    Ok(name)
}

fn append(part: &mut Part, lang: Lang) -> Formats {
    let font = |more: &str, size: u32, colour: &str| {
        let (name, charset) =
            lang.pick(("宋体", "<charset val=\"134\"/>"), ("Calibri", "<charset val=\"0\"/>"));
        format!(
            "<font>{more}<sz val=\"{size}\"/><color rgb=\"{colour}\"/><name val=\"{name}\"/>{charset}</font>"
        )
    };
    let fonts = [
        font("", 11, "FF000000"),
        font("<b/>", 16, "FF000000"),
        font("<b/>", 11, "FF000000"),
        font("<u/>", 11, "FF0563C1"),
        font("", 11, "FF595959"),
    ];
    let [plain, title, bold, link, faint] = {
        let first = part.grow(&ORDER, "fonts", &fonts);
        [first, first + 1, first + 2, first + 3, first + 4]
    };
    let fill = |colour: &str| {
        format!(
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/><bgColor rgb=\"{colour}\"/></patternFill></fill>"
        )
    };
    let colours = ["FFD9E1F2", "FFFFFDF3"].into_iter().chain(Tint::ALL.map(Tint::colour));
    let fills: Vec<String> = colours.map(fill).collect();
    let fill_of = part.grow(&ORDER, "fills", &fills);
    let side = |side: &str| format!("<{side} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{side}>");
    let sides = ["left", "right", "top", "bottom"].map(side).concat();
    let boxed = part.grow(&ORDER, "borders", &[format!("<border>{sides}<diagonal/></border>")]);
    let xf = |number: usize, font: usize, fill: usize, border: usize, across: &str, down: &str| {
        let indent = if across == "left" && border > 0 { " indent=\"1\"" } else { "" };
        format!(
            "<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment horizontal=\"{across}\" vertical=\"{down}\" wrapText=\"1\"{indent}/></xf>"
        )
    };
    // `@` and a day, as every workbook knows them by number.
    let (text, day) = (49, 14);
    let mut cells = vec![
        xf(0, title, 0, 0, "left", "center").replace(" wrapText=\"1\"", ""),
        xf(0, faint, 0, 0, "left", "center"),
        xf(0, bold, fill_of, boxed, "center", "center"),
        xf(text, plain, 0, boxed, "left", "center"),
        xf(0, plain, 0, boxed, "center", "center"),
        xf(text, link, 0, boxed, "left", "center"),
        xf(text, plain, fill_of + 1, boxed, "left", "center"),
        xf(day, plain, fill_of + 1, boxed, "center", "center"),
    ];
    cells
        .extend((0..Tint::ALL.len()).map(|tint| xf(0, plain, fill_of + 2 + tint, boxed, "center", "center")));
    let first_cell = part.grow(&ORDER, "cellXfs", &cells);
    let tints = Tint::ALL.map(|tint| format!("<dxf>{}</dxf>", fill(tint.colour())));
    let first_tint = part.grow(&ORDER, "dxfs", &tints);
    Formats { first_cell, first_tint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_numbered_behind_those_there() {
        let mut part =
            Part::read("s", LEAST.into(), &["fonts", "fills", "borders", "cellXfs", "dxfs"]).unwrap();
        let formats = append(&mut part, Lang::Zh);
        assert_eq!((formats.cell(Look::Title), formats.tint(Tint::Error)), (1, 0));
        let text = String::from_utf8(part.finish()).unwrap();
        assert!(text.contains("<cellXfs count=\"14\">") && text.contains("<dxfs count=\"5\">"), "{text}");
        assert!(text.find("<cellStyles").unwrap() < text.find("<dxfs").unwrap(), "{text}");
    }
}
