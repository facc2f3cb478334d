//! A run as a workbook, for a union that audits those below it: the numbers, a ranking, the rates of
//! districts, who did not submit, what is to be put right with columns to fill in, what is due, what could
//! not be told.
//!
//! A sheet a file; all of them read [`gather::Gathered`] alone. Numbers and days are cells of their kind, so
//! that they can be sorted and added up. A sheet that would be empty is left out, but for the list: that
//! nothing is to be put right is said in it.

mod absent;
mod gather;
mod lacking;
mod lists;
mod ranking;
mod rates;
mod styles;
mod summary;
mod table;
mod tally;

use std::io::{self, Write};

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::gather::Gathered;
use self::styles::Styles;
use super::Report;
use crate::engine::State;
use crate::records::Date;
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::{Chunk, RunInfo, Summary};

/// A step of making a workbook.
type Made<T> = Result<T, XlsxError>;

/// Collects plain values, because the numbers come first, and writes the workbook at the end.
pub struct WorkbookReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    gathered: Option<Gathered<'p>>,
}

impl<'p> WorkbookReport<'p> {
    /// A workbook in `lang`, with the titles of the pack's rules.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, gathered: None }
    }
}

impl std::fmt::Debug for WorkbookReport<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkbookReport").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Report for WorkbookReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.gathered = Some(Gathered::new(self.pack, self.lang, run));
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        if let Some(gathered) = &mut self.gathered {
            gathered.take(chunk);
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(gathered) = &mut self.gathered else { return Ok(()) };
        gathered.close(summary);
        let bytes = workbook(gathered).map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

fn workbook(gathered: &Gathered<'_>) -> Made<Vec<u8>> {
    let lang = gathered.lang;
    let styles = Styles::new(lang);
    let mut book = Workbook::new();
    // The clock must not show in the bytes.
    let born = born(gathered.run.as_of)?;
    let title = lang.pick("工会台账审查结果", "Result of the audit of unions' ledgers");
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&born));
    let (row, column) = (20, 72);
    book.set_default_format(&styles::base(lang), row, column)?;
    book.set_tab_ratio(85);
    let mut add = |names: [&str; 2], state, write: &dyn Fn(&mut Worksheet) -> Made<()>| {
        page(book.add_worksheet(), lang.pick(names[0], names[1]), styles::tab(state), write)
    };
    add(["汇总", "Summary"], State::Pass, &|sheet| summary::write(sheet, gathered, &styles))?;
    if !gathered.unions.is_empty() {
        add(["排名", "Ranking"], State::Pass, &|sheet| ranking::write(sheet, gathered, &styles))?;
    }
    if !gathered.districts.is_empty() {
        add(["达标率", "District rates"], State::Pass, &|sheet| rates::write(sheet, gathered, &styles))?;
    }
    if gathered.unions.iter().any(|union| !union.absent.is_empty()) {
        let names = ["未报送", "Not submitted"];
        add(names, State::Insufficient, &|sheet| absent::write(sheet, gathered, &styles))?;
    }
    let list = super::rectify::NAMES;
    add(list, State::Fail, &|sheet| lists::tasks(sheet, gathered, &styles))?;
    if !gathered.problems.is_empty() {
        let names = ["数据问题", "Problems of records"];
        add(names, State::Error, &|sheet| lists::problems(sheet, gathered, &styles))?;
    }
    if !gathered.dues.is_empty() {
        add(["临期", "Due"], State::Due, &|sheet| lists::dues(sheet, gathered, &styles))?;
    }
    if !gathered.waived.is_empty() {
        add(["豁免", "Waived"], State::Waived, &|sheet| lists::waived(sheet, gathered, &styles))?;
    }
    if gathered.unions.iter().any(|union| !union.lacking.is_empty()) {
        let names = ["数据不足", "Insufficient"];
        add(names, State::Insufficient, &|sheet| lacking::write(sheet, gathered, &styles))?;
    }
    book.save_to_buffer()
}

/// Fills a sheet and makes it ready for paper: A4, across, as wide as the page.
fn page(
    sheet: &mut Worksheet,
    name: &str,
    tab: Color,
    write: &dyn Fn(&mut Worksheet) -> Made<()>,
) -> Made<()> {
    const A4: u8 = 9;
    sheet
        .set_name(name)?
        .set_paper_size(A4)
        .set_landscape()
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&L&A&C&P / &N")
        .set_header_footer_scale_with_doc(false)
        .set_print_fit_to_pages(1, 0)
        .set_screen_gridlines(false)
        .set_tab_color(tab);
    write(sheet)
}

/// The day judged at, as the day the workbook was made.
fn born(as_of: Date) -> Made<ExcelDateTime> {
    let year = u16::try_from(as_of.year()).unwrap_or_default();
    let (month, day) = (u8::try_from(as_of.month()), u8::try_from(as_of.day()));
    ExcelDateTime::from_ymd(year, month.unwrap_or(1), day.unwrap_or(1))
        .or_else(|_| ExcelDateTime::from_ymd(2026, 1, 1))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader, Xlsx};

    use super::*;
    use crate::reports::samples::{chunk, run};

    #[test]
    fn silence_is_never_compliance_and_equal_scores_share_a_rank() {
        let pack = Pack::builtin().unwrap();
        let made = |with_unions: bool| {
            let (mut report, mut out) = (WorkbookReport::new(&pack, Lang::Zh), Vec::new());
            report.begin(&mut out, &run()).unwrap();
            let (chunk, summary) = chunk();
            if with_unions {
                report.chunk(&mut out, &chunk).unwrap();
            }
            let summary = if with_unions { summary } else { Summary::default() };
            report.finish(&mut out, &summary).unwrap();
            Xlsx::new(Cursor::new(out)).unwrap()
        };
        let mut empty = made(false);
        assert_eq!(empty.sheet_names(), ["汇总", "整改清单"]);
        let said = format!("{:?}", empty.worksheet_range("汇总").unwrap());
        assert!(said.contains("没有评价任何单位，不能说明合规"), "{said}");
        let mut full = made(true);
        assert_eq!(full.sheet_names(), ["汇总", "排名", "整改清单", "数据问题", "临期"]);
        let ranking = full.worksheet_range("排名").unwrap();
        let ranks: Vec<_> = ranking.rows().skip(3).map(|row| row[0].to_string()).collect();
        assert_eq!(ranks, ["1", "1"], "{ranking:?}");
        let tasks = full.worksheet_range("整改清单").unwrap();
        assert_eq!(tasks.rows().count() - 4, 4, "two violations, two unions a rule failed for: {tasks:?}");
    }
}
