//! Drop-down lists: written into the check itself, or, where Excel has no room for that, on a hidden sheet.

use rust_xlsxwriter::{ColNum, DataValidation, Formula, RowNum, Worksheet, utility};

use super::Made;
use crate::source::Lang;

/// The lists that need a sheet of their own, a column each.
#[derive(Debug)]
pub(super) struct Lists {
    name: &'static str,
    columns: Vec<Vec<String>>,
}

impl Lists {
    /// None yet.
    pub(super) fn new(lang: Lang) -> Self {
        Self { name: lang.pick("下拉选项", "Lists"), columns: Vec::new() }
    }

    /// Whether no list needed the sheet.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// A check that one of the labels is chosen.
    pub(super) fn one_of(&mut self, labels: Vec<String>) -> Made<DataValidation> {
        /// Excel's limit on a list inside a check, in UTF-16 units, commas counted.
        const LONGEST: usize = 255;
        let length: usize = labels.iter().map(|label| label.encode_utf16().count() + 1).sum();
        let is_plain = labels.iter().all(|label| !label.contains([',', '"']));
        if is_plain && length <= LONGEST {
            return DataValidation::new().allow_list_strings(&labels);
        }
        let last = row(labels.len());
        let known = self.columns.iter().position(|column| *column == labels);
        let column = col(known.unwrap_or(self.columns.len()));
        if known.is_none() {
            self.columns.push(labels);
        }
        let (first, last) = (
            utility::row_col_to_cell_absolute(0, column),
            utility::row_col_to_cell_absolute(last - 1, column),
        );
        Ok(DataValidation::new().allow_list_formula(Formula::new(format!("='{}'!{first}:{last}", self.name))))
    }

    /// Writes the sheet.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Made<()> {
        sheet.set_name(self.name)?.set_hidden(true);
        for (at, labels) in self.columns.iter().enumerate() {
            for (down, label) in labels.iter().enumerate() {
                sheet.write_string(row(down), col(at), label)?;
            }
        }
        Ok(())
    }
}

/// A position as a row of a sheet; beyond every sheet where it is none, which the sheet then refuses.
pub(super) fn row(at: usize) -> RowNum {
    RowNum::try_from(at).unwrap_or(RowNum::MAX)
}

/// A position as a column of a sheet, likewise.
pub(super) fn col(at: usize) -> ColNum {
    ColNum::try_from(at).unwrap_or(ColNum::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(count: usize, label: &str) -> Vec<String> {
        (0..count).map(|at| format!("{label}{at}")).collect()
    }

    #[test]
    fn only_long_lists_and_those_with_commas_need_the_sheet() {
        let mut lists = Lists::new(Lang::Zh);
        lists.one_of(labels(10, "选项")).unwrap();
        assert!(lists.is_empty());
        lists.one_of(labels(60, "选项")).unwrap();
        lists.one_of(labels(2, "a,")).unwrap();
        lists.one_of(labels(60, "选项")).unwrap();
        let sizes: Vec<usize> = lists.columns.iter().map(Vec::len).collect();
        assert_eq!(sizes, [60, 2], "a list asked for twice is written once");
    }
}
