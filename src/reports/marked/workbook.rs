//! The workbook itself: which sheets it has, and the list put before them.

use super::flaw::Flaw;
use super::list::List;
use super::package::{Package, RELATIONS, Relation};
use super::xml::{Element, Part, escape};
use crate::reports::rectify::NAMES;
use crate::source::Lang;

/// The order of what stands in a workbook.
const ORDER: [&str; 19] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
];

/// A workbook's part and its sheets.
#[derive(Debug)]
pub(super) struct Workbook {
    pub(super) name: String,
    part: Part,
    /// Names and parts, in order.
    pub(super) sheets: Vec<(String, String)>,
}

impl Workbook {
    /// Reads it.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, Flaw> {
        let relations = package.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        let name = main.ok_or_else(|| Flaw::Missing { part: "xl/workbook.xml".to_owned() })?.target;
        let part = package.part(&name, &["bookViews", "sheets", "definedNames"])?;
        if part.written(part.root()).contains("http://purl.oclc.org/ooxml/spreadsheetml/main") {
            return Err(Flaw::Strict);
        }
        let relations = package.relations(&name)?;
        let target = |element: &Element| {
            let id = part.attribute(element, "id")?;
            let is_it = |relation: &&Relation| relation.id == id && relation.kind == "worksheet";
            relations.iter().find(is_it).map(|relation| relation.target.clone())
        };
        let sheets = part.all("sheet").filter_map(|element| {
            Some((part.attribute(element, "name").unwrap_or_default(), target(element)?))
        });
        let sheets = sheets.collect();
        Ok(Self { name, part, sheets })
    }

    /// A name for the list that no sheet has; sheets are told apart without regard to case.
    pub(super) fn free_name(&self, lang: Lang) -> String {
        let wanted = lang.pick(NAMES[0], NAMES[1]);
        let taken: Vec<String> = self
            .part
            .all("sheet")
            .filter_map(|sheet| self.part.attribute(sheet, "name"))
            .map(|name| name.to_lowercase())
            .collect();
        let numbered = (2..).map(|number: u32| format!("{wanted}({number})"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default()
    }

    /// Puts the list first, and opens the workbook at it.
    pub(super) fn put_first(
        mut self,
        package: &mut Package<'_>,
        name: &str,
        list: &List,
    ) -> Result<(), Flaw> {
        const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
        let part_name = package.free_name("xl/worksheets/sheet", ".xml");
        package.add(&part_name, KIND, Vec::new())?;
        let bytes = list.write(package, &part_name)?;
        package.put(&part_name, bytes);
        let relation = package.relate(&self.name, "worksheet", &part_name, false)?;
        self.shift();
        let ids = self
            .part
            .all("sheet")
            .filter_map(|sheet| self.part.attribute(sheet, "sheetId")?.parse::<u32>().ok());
        let id = ids.max().unwrap_or(0) + 1;
        let shown = escape(name);
        let sheet =
            format!("<sheet name=\"{shown}\" sheetId=\"{id}\" xmlns:r=\"{RELATIONS}\" r:id=\"{relation}\"/>");
        let sheets = self.part.child("sheets").cloned();
        let sheets = sheets.ok_or_else(|| Flaw::Missing { part: "sheets".to_owned() })?;
        if self.part.inside(&sheets).next().is_some() {
            self.part.prepend(&sheets, &sheet);
        } else {
            self.part.append(&sheets, &sheet);
        }
        self.name_ranges(&name.replace('\'', "''"), list);
        package.put(&self.name, self.part.finish());
        Ok(())
    }

    /// What counts sheets counts one more before them.
    fn shift(&mut self) {
        let views: Vec<Element> = self.part.all("workbookView").cloned().collect();
        for view in &views {
            self.part.set(view, &[("firstSheet", "0"), ("activeTab", "0")]);
        }
        let names: Vec<Element> = self.part.all("definedName").cloned().collect();
        for name in &names {
            let sheet = self.part.attribute(name, "localSheetId").and_then(|text| text.parse::<u32>().ok());
            if let Some(sheet) = sheet {
                self.part.set(name, &[("localSheetId", &(sheet + 1).to_string())]);
            }
        }
    }

    /// The list's headings are repeated on paper, and its filter is known.
    fn name_ranges(&mut self, sheet: &str, list: &List) {
        let (sheet, heading) = (escape(sheet), List::HEADING);
        let (bottom, end) = (list.last_row(), List::LAST_COLUMN);
        let names = format!(
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'{sheet}'!$A${heading}:${end}${bottom}</definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'{sheet}'!${heading}:${heading}</definedName>"
        );
        match self.part.child("definedNames").cloned() {
            Some(known) => self.part.append(&known, &names),
            None => {
                self.part.insert(&ORDER, "definedNames", &format!("<definedNames>{names}</definedNames>"));
            }
        }
    }
}
