//! Paragraphs and tables of a document, as its format writes them.

use std::fmt::Write as _;

/// Twentieths of a point across the text of a page: A4 less its margins.
pub(super) const ACROSS: u32 = 8845;

/// Characters of a text that are shown.
const CHARACTERS: usize = 20_000;

/// A body in the making.
#[derive(Debug, Default)]
pub(super) struct Body(String);

/// A cell of a table: lines, each a paragraph of a style.
pub(super) type Cell = Vec<(&'static str, String)>;

/// A table's columns: a heading and a width in twentieths of a point.
pub(super) type Column<'h> = (&'h str, u32);

impl Body {
    /// A paragraph of a style.
    pub(super) fn paragraph(&mut self, style: &str, text: &str) {
        self.0 += &paragraph(style, text);
    }

    /// A paragraph that begins in bold.
    pub(super) fn led(&mut self, style: &str, lead: &str, text: &str) {
        let (lead, text) = (runs(lead, "<w:rPr><w:b/></w:rPr>"), runs(text, ""));
        // Writing to a text cannot fail.
        let _ = write!(self.0, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{lead}{text}</w:p>");
    }

    /// A table: its headings stand on every page it reaches, and no row is torn.
    /// Its last row stays on the page of what follows, so that no signature stands alone.
    pub(super) fn table(&mut self, columns: &[Column<'_>], rows: impl Iterator<Item = Vec<Cell>>) {
        self.0 += "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>";
        let across: u32 = columns.iter().map(|(_, width)| width).sum();
        let _ = write!(
            self.0,
            "<w:tblW w:w=\"{across}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
        );
        self.0 += "<w:tblGrid>";
        for (_, width) in columns {
            let _ = write!(self.0, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.0 += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
        for (heading, width) in columns {
            self.cell(*width, &[("TableHead", (*heading).to_owned())], false);
        }
        self.0 += "</w:tr>";
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            let is_last = rows.peek().is_none();
            self.0 += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
            for (cell, (_, width)) in row.iter().zip(columns) {
                self.cell(*width, cell, is_last);
            }
            self.0 += "</w:tr>";
        }
        self.0 += "</w:tbl>";
    }

    fn cell(&mut self, width: u32, lines: &[(&'static str, String)], is_last: bool) {
        let _ = write!(
            self.0,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
        );
        let keep = if is_last { "<w:keepNext/>" } else { "" };
        let empty = [("TableText", String::new())];
        for (style, text) in if lines.is_empty() { &empty } else { lines } {
            let text = runs(text, "");
            let _ = write!(self.0, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}</w:pPr>{text}</w:p>");
        }
        self.0 += "</w:tc>";
    }

    /// The whole part, with the set-up of its pages.
    pub(super) fn finish(self) -> String {
        format!(
            concat!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
                "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{}",
                // A4, with the margins of official documents: 37, 26, 35 and 28 mm.
                "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
                "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1587\" ",
                "w:header=\"851\" w:footer=\"1417\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
            ),
            self.0
        )
    }
}

fn paragraph(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", runs(text, ""))
}

/// A text, its lines broken where it breaks them.
fn runs(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut shown: String = text.chars().take(CHARACTERS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let lines: Vec<String> =
        shown.lines().map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line))).collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// A text as XML takes it; what cannot stand there is a mark.
fn escape(text: &str) -> String {
    let fits = |c: char| !c.is_control() && c != '\u{fffe}' && c != '\u{ffff}';
    let text: String = text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect();
    quick_xml::escape::escape(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_a_record_says_is_markup() {
        assert_eq!(escape("<甲>&\u{1b}"), "&lt;甲&gt;&amp;\u{fffd}");
    }
}
