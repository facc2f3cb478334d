//! The list of all that was found, as a sheet: what is wrong, where, what to do, and columns for who puts it
//! right by when.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::answers::Answers;
use super::flaw::Flaw;
use super::package::{Package, RELATIONS};
use super::rows::{Content, row};
use super::sheet::named;
use super::styles::{Formats, Look};
use super::xml::escape;
use crate::reports::mark::Mark;
use crate::reports::rectify::{COLUMNS, KEY, TITLE};
use crate::source::Lang;

/// Excel takes no more links on a sheet.
const LINKS: usize = 65_000;

/// How many things are listed; a sheet has some more than a million rows.
const LISTED: usize = 1_000_000;

/// Where the copies of marked workbooks lie, as seen from the list: by the path of the records.
pub type Copies = BTreeMap<String, String>;

/// The list.
#[derive(Debug)]
pub(super) struct List<'m> {
    pub(super) lang: Lang,
    pub(super) formats: Formats,
    /// Lines below the title: what was judged, and how to go on.
    pub(super) about: [String; 3],
    /// What is said where nothing was found.
    pub(super) nothing: String,
    pub(super) marks: Vec<&'m Mark>,
    /// Unions by code.
    pub(super) unions: &'m BTreeMap<String, String>,
    /// The workbook the list stands in, by the path it was read under; empty for none.
    pub(super) own: &'m str,
    pub(super) copies: &'m Copies,
    /// What was written in an earlier list.
    pub(super) answers: BTreeMap<String, Answers>,
}

impl List<'_> {
    /// The row of headings, from 1.
    pub(super) const HEADING: usize = 5;

    /// The last column that is seen.
    pub(super) const LAST_COLUMN: &'static str = "K";

    /// The last row of the table, from 1.
    pub(super) fn last_row(&self) -> usize {
        Self::HEADING + self.marks.len().clamp(1, LISTED)
    }

    /// The sheet, a part of this name.
    pub(super) fn write(&self, package: &mut Package<'_>, name: &str) -> Result<Vec<u8>, Flaw> {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let links = self.links(package, name)?;
        let (heading, last, end) = (Self::HEADING, self.last_row(), Self::LAST_COLUMN);
        let below = heading + 1;
        let columns = COLUMNS.iter().enumerate().map(|(at, (titles, width))| {
            let (at, hidden) = (at + 1, if *titles == KEY { " hidden=\"1\"" } else { "" });
            format!("<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"{hidden}/>")
        });
        let merged = (2..heading).chain(self.marks.is_empty().then_some(below));
        let merged: Vec<String> =
            merged.map(|row| format!("<mergeCell ref=\"A{row}:{end}{row}\"/>")).collect();
        let (columns, rows) = (columns.collect::<String>(), self.rows());
        let (count, merged) = (merged.len(), merged.concat());
        let sheet = format!(
            concat!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
                "<worksheet xmlns=\"{main}\" xmlns:r=\"{relations}\">",
                "<sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>",
                "<dimension ref=\"A1:L{last}\"/>",
                "<sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\">",
                "<pane ySplit=\"{heading}\" topLeftCell=\"A{below}\" activePane=\"bottomLeft\" state=\"frozen\"/>",
                "<selection pane=\"bottomLeft\" activeCell=\"A{below}\" sqref=\"A{below}\"/></sheetView></sheetViews>",
                "<sheetFormatPr defaultRowHeight=\"15\"/><cols>{columns}</cols><sheetData>{rows}</sheetData>",
                "<autoFilter ref=\"A{heading}:{end}{last}\"/><mergeCells count=\"{count}\">{merged}</mergeCells>{links}",
                "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>",
                "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>",
                "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>",
            ),
            main = MAIN,
            relations = RELATIONS,
            columns = columns,
            rows = rows,
            last = last,
            heading = heading,
            below = below,
            end = end,
            count = count,
            merged = merged,
            links = links,
        );
        Ok(sheet.into_bytes())
    }

    fn rows(&self) -> String {
        let widths = COLUMNS.map(|(_, width)| width);
        let across = [widths[..11].iter().sum::<usize>()];
        let line = |at: usize, look: Look, text: &str| {
            row(at, &[(look, Content::text(text))], &across, self.formats)
        };
        let mut rows = line(1, Look::Title, self.lang.pick(TITLE[0], TITLE[1]));
        for (at, text) in (2..).zip(&self.about) {
            rows += &line(at, Look::Note, text);
        }
        let headings = COLUMNS.map(|([zh, en], _)| (Look::Heading, Content::text(self.lang.pick(zh, en))));
        rows += &row(Self::HEADING, &headings, &widths, self.formats);
        for (at, mark) in (1_u32..).zip(self.marks.iter().take(LISTED)) {
            let number = Self::HEADING + usize::try_from(at).unwrap_or(usize::MAX);
            rows += &row(number, &self.mark(at, mark), &widths, self.formats);
        }
        let more = self.marks.len().saturating_sub(LISTED);
        if self.marks.is_empty() {
            rows += &line(Self::HEADING + 1, Look::Note, &self.nothing);
        } else if more > 0 {
            let (zh, en) = (format!("另有 {more} 项没有列出"), format!("not listed: {more} more"));
            rows += &line(self.last_row() + 1, Look::Note, &self.lang.pick(zh, en));
        }
        rows
    }

    fn mark(&self, number: u32, mark: &Mark) -> [(Look, Content); 12] {
        let union = mark.whose(self.unions);
        let place = match &mark.cell {
            Some(cell) if mark.path == self.own => {
                format!("{}!{}", cell.sheet, named((cell.row, cell.column)))
            }
            _ => mark.place.clone(),
        };
        let link = if self.target(mark).is_some() { Look::Link } else { Look::Text };
        let answers = self.answers.get(&mark.key).cloned();
        let [who, when, what] = answers.unwrap_or([Content::Empty, Content::Empty, Content::Empty]);
        [
            (Look::Centred, Content::Number(f64::from(number))),
            (Look::Tinted(mark.tint), Content::text(mark.kind)),
            (Look::Centred, Content::text(mark.severity)),
            (Look::Text, Content::text(union)),
            (link, Content::text(place)),
            (Look::Text, Content::text(&mark.message)),
            (Look::Text, Content::text(&mark.help)),
            (Look::Text, Content::text(&mark.rule)),
            (Look::Blank, who),
            (Look::Day, when),
            (Look::Blank, what),
            (Look::Text, Content::text(&mark.key)),
        ]
    }

    /// Where a mark's cell is: the file, if it is another, and the place in it.
    fn target(&self, mark: &Mark) -> Option<(Option<&str>, String)> {
        let cell = mark.cell.as_ref()?;
        let file = if mark.path == self.own { None } else { Some(self.copies.get(&mark.path)?.as_str()) };
        let sheet = cell.sheet.replace('\'', "''");
        Some((file, format!("'{sheet}'!{}", named((cell.row, cell.column)))))
    }

    fn links(&self, package: &mut Package<'_>, name: &str) -> Result<String, Flaw> {
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let mut links = String::new();
        let targets = self.marks.iter().enumerate().filter_map(|(at, mark)| Some((at, self.target(mark)?)));
        for (at, (file, location)) in targets.take(LINKS) {
            let relation = match file {
                None => String::new(),
                Some(file) => {
                    if !ids.contains_key(file) {
                        ids.insert(file, package.relate(name, "hyperlink", &as_address(file), true)?);
                    }
                    format!(" r:id=\"{}\"", ids.get(file).map_or("", String::as_str))
                }
            };
            let (row, location) = (Self::HEADING + 1 + at, escape(&location));
            // Writing to a text cannot fail.
            let _ = write!(links, "<hyperlink ref=\"E{row}\"{relation} location=\"{location}\"/>");
        }
        Ok(if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") })
    }
}

/// A path between files as an address: bytes that have a meaning there are written as numbers.
fn as_address(path: &str) -> String {
    path.bytes().fold(String::new(), |mut address, byte| {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
        address
    })
}
