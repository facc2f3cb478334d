//! A sheet of the user's, its guilty cells coloured.
//!
//! The colour is a conditional format that always holds: the cell's own look stays beneath it, a cell that is
//! not there need not be made, and what an earlier marking coloured is known again and taken away.

use std::collections::BTreeMap;

use super::flaw::Flaw;
use super::notes::{self, Notes};
use super::package::Package;
use super::styles::Formats;
use super::xml::{Element, Part};
use crate::reports::mark::Tint;
use crate::source::CellName;

/// The order of what stands in a sheet.
pub(super) const ORDER: [&str; 39] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Always true, and written by nobody else: what our colours are known by.
const ALWAYS: &str = "8572109=8572109";

/// How many cells and ranges one conditional format names.
const CELLS: usize = 400;

/// A cell by row and column, from 0.
pub(super) type At = (u32, u32);

/// A cell's name in its sheet.
pub(super) fn named((row, column): At) -> String {
    CellName { sheet: "", row, column }.to_string()
}

/// What is to be shown in a sheet.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) tints: BTreeMap<At, Tint>,
    pub(super) notes: Notes,
}

/// Shows it, and takes away what an earlier marking showed. How many cells could not be given a note.
pub(super) fn mark(
    package: &mut Package<'_>,
    name: &str,
    shown: &Shown,
    formats: Formats,
) -> Result<usize, Flaw> {
    let mut part = package.part(name, &["sheetViews", "conditionalFormatting", "cols"])?;
    unselect(&mut part);
    colour(&mut part, &shown.tints, formats);
    let left_out = notes::write(package, name, &mut part, &shown.notes)?;
    if part.is_changed() {
        package.put(name, part.finish());
    }
    Ok(left_out)
}

/// Only the list is selected: what is typed while several sheets are goes into all of them.
fn unselect(part: &mut Part) {
    let views: Vec<Element> = part.all("sheetView").cloned().collect();
    for view in &views {
        if part.attribute(view, "tabSelected").is_some() {
            part.set(view, &[("tabSelected", "0")]);
        }
    }
}

fn colour(part: &mut Part, tints: &BTreeMap<At, Tint>, formats: Formats) {
    let by_tint = ranges(tints);
    let groups =
        by_tint.iter().flat_map(|(tint, cells)| cells.chunks(CELLS).map(move |cells| (*tint, cells)));
    let added: Vec<String> = (1..)
        .zip(groups)
        .map(|(priority, (tint, cells))| {
            let (cells, dxf) = (cells.join(" "), formats.tint(tint));
            format!(
                "<conditionalFormatting sqref=\"{cells}\"><cfRule type=\"expression\" dxfId=\"{dxf}\" priority=\"{priority}\"><formula>{ALWAYS}</formula></cfRule></conditionalFormatting>"
            )
        })
        .collect();
    clear(part, added.len());
    if !added.is_empty() {
        part.insert(&ORDER, "conditionalFormatting", &added.concat());
    }
}

/// The cells of each colour, those below each other as one range.
fn ranges(tints: &BTreeMap<At, Tint>) -> BTreeMap<Tint, Vec<String>> {
    let mut columns: BTreeMap<(Tint, u32), Vec<(u32, u32)>> = BTreeMap::new();
    for (&(row, column), &tint) in tints {
        let runs = columns.entry((tint, column)).or_default();
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let mut by_tint: BTreeMap<Tint, Vec<String>> = BTreeMap::new();
    for ((tint, column), runs) in columns {
        let names = runs.iter().map(|&(first, last)| match named((first, column)) {
            name if first == last => name,
            name => format!("{name}:{}", named((last, column))),
        });
        by_tint.entry(tint).or_default().extend(names);
    }
    by_tint
}

/// Takes our earlier colours away; the user's own rules come after so many new ones.
fn clear(part: &mut Part, added: usize) {
    let groups: Vec<Element> =
        part.all("conditionalFormatting").filter(|group| group.depth == 1).cloned().collect();
    for group in groups {
        let rules: Vec<Element> = part.inside(&group).filter(|rule| rule.name == "cfRule").cloned().collect();
        let is_ours = |rule: &Element| part.text_of(rule).contains(ALWAYS);
        let ours: Vec<bool> = rules.iter().map(is_ours).collect();
        if !rules.is_empty() && ours.iter().all(|&ours| ours) {
            part.remove(&group);
            continue;
        }
        for (rule, is_ours) in rules.iter().zip(ours) {
            let priority = part.attribute(rule, "priority").and_then(|text| text.parse::<usize>().ok());
            if is_ours {
                part.remove(rule);
            } else if let Some(priority) = priority.filter(|_| added > 0) {
                part.set(rule, &[("priority", &(priority + added).to_string())]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_below_each_other_are_one_range() {
        let tints = [(1, 3), (2, 3), (3, 3), (5, 3), (2, 0)].map(|at| (at, Tint::Error));
        let tints = tints.into_iter().chain([((4, 3), Tint::Due)]).collect();
        let ranges = ranges(&tints);
        assert_eq!(ranges[&Tint::Error], ["A3", "D2:D4", "D6"]);
        assert_eq!(ranges[&Tint::Due], ["D5"]);
    }
}
