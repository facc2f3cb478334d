//! The page in the making: headings, paragraphs and tables that know when to stop.

use crate::source::Lang;

/// Bytes of a table at most: all of them together stay below the 1 MiB that GitHub takes.
pub(super) const ROOM: usize = 80 * 1024;

/// A page of Markdown.
#[derive(Debug)]
pub(super) struct Page {
    /// The language.
    pub lang: Lang,
    text: String,
}

impl Page {
    /// An empty page.
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, text: String::new() }
    }

    /// The page as it stands.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The heading of a section.
    pub(super) fn section(&mut self, title: &str) {
        self.paragraph(&format!("## {title}"));
    }

    /// A paragraph of Markdown.
    pub(super) fn paragraph(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A table of so many rows, of which some are given: as many as there is room for are written, and how
    /// many there are besides is said.
    pub(super) fn table(
        &mut self,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<String>>,
        all: u64,
        room: usize,
    ) {
        let rule = vec!["---"; columns.len()].join(" | ");
        let mut table = format!("| {} |\n| {rule} |\n", columns.join(" | "));
        let mut written = 0;
        for row in rows {
            let line = format!("| {} |\n", row.join(" | "));
            if table.len() + line.len() > room {
                break;
            }
            table.push_str(&line);
            written += 1;
        }
        self.paragraph(table.trim_end());
        self.more(all.saturating_sub(written));
    }

    /// How many more there are, and where.
    pub(super) fn more(&mut self, more: u64) {
        if more > 0 {
            self.paragraph(&self.lang.pick(
                format!("还有 {more} 项没有列出，全部见 `--format json` 或 `--report 审查.xlsx`。"),
                format!("And {more} more: `--format json` and `--report audit.xlsx` have all of them."),
            ));
        }
    }

    /// Folds what is written inside.
    pub(super) fn folded(&mut self, title: &str, inside: impl FnOnce(&mut Self)) {
        self.paragraph(&format!("<details><summary>{title}</summary>"));
        inside(self);
        self.paragraph("</details>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_full_says_what_is_left() {
        let mut page = Page::new(Lang::En);
        let rows = (0..9).map(|at| vec![at.to_string(), "x".repeat(20)]);
        page.table(&["a", "b"], rows, 100, 100);
        insta::assert_snapshot!(page.text(), @r"
        | a | b |
        | --- | --- |
        | 0 | xxxxxxxxxxxxxxxxxxxx |
        | 1 | xxxxxxxxxxxxxxxxxxxx |

        And 98 more: `--format json` and `--report audit.xlsx` have all of them.
        ");
    }
}
