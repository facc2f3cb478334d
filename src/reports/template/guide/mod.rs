//! The first sheet: how to fill in the others, and where each of them is.

mod advice;

use rust_xlsxwriter::{Color, Url, Worksheet};

use super::Made;
use super::headings::{heading, sheet_name};
use super::lists::row;
use super::sheet::lines_of;
use super::styles::{Need, Styles};
use super::words::listed;
use crate::records::{Field, LedgerId, Schema};
use crate::source::Text;

/// How wide the columns are: area or topic, ledger, number of columns, those required, all of them.
const COLUMNS: [usize; 5] = [26, 32, 10, 38, 64];

/// The sheet that explains.
#[derive(Debug)]
pub(super) struct Guide<'s> {
    /// The declarations.
    pub schema: &'s Schema,
    /// The ledgers of the workbook and their areas.
    pub ledgers: &'s [(LedgerId, Option<&'s Text>)],
    /// How it looks.
    pub styles: Styles,
}

impl Guide<'_> {
    /// Writes the sheet.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Made<()> {
        let lang = self.styles.lang;
        sheet.set_name(lang.pick("填写说明", "How to fill in"))?.set_tab_color(Color::RGB(0x0080_8080));
        for (at, columns) in (0..).zip(COLUMNS) {
            sheet.set_column_width(at, u32::try_from(columns).unwrap_or(0))?;
        }
        sheet.write_string_with_format(
            0,
            0,
            lang.pick("工会台账填写说明", "How to fill in these ledgers"),
            &self.styles.title(),
        )?;
        sheet.set_row_height_pixels(0, 40)?;
        let next = self.advice(sheet, 1)?;
        self.table(sheet, next + 1)?;
        sheet.set_repeat_rows(row(next + 1), row(next + 1))?;
        sheet.set_screen_gridlines(false).set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// A line of advice each; the row after the last.
    fn advice(&self, sheet: &mut Worksheet, first: usize) -> Made<usize> {
        let (lang, room) = (self.styles.lang, COLUMNS[1..].iter().sum());
        let fields: Vec<&Field> =
            self.ledgers.iter().flat_map(|(id, _)| &self.schema.ledger(*id).fields).collect();
        let advice = advice::advice(self.schema.profile().title.get(lang), &fields, lang);
        let mut at = first;
        for line in advice {
            let topic = line.sample.map_or_else(|| self.styles.topic(), |need| self.styles.heading(need));
            sheet.write_string_with_format(row(at), 0, line.topic, &topic)?;
            sheet.merge_range(row(at), 1, row(at), 4, &line.text, &self.styles.text())?;
            set_height(sheet, at, lines_of(&line.text, room))?;
            at += 1;
        }
        Ok(at)
    }

    /// The ledgers, a line each.
    fn table(&self, sheet: &mut Worksheet, first: usize) -> Made<()> {
        let lang = self.styles.lang;
        let heads = lang.pick(
            ["领域", "台账（点击前往）", "栏目数", "必填栏目", "记载内容"],
            ["Area", "Ledger (click to go there)", "Columns", "Required", "What is recorded"],
        );
        for (at, head) in (0..).zip(heads) {
            sheet.write_string_with_format(row(first), at, head, &self.styles.heading(Need::Never))?;
        }
        let mut before = None;
        for (at, (ledger, area)) in (first + 1..).zip(self.ledgers) {
            let area = area.map_or(lang.pick("其他", "Other"), |area| area.get(lang));
            let shown = if before == Some(area) { "" } else { area };
            before = Some(area);
            sheet.write_string_with_format(row(at), 0, shown, &self.styles.topic())?;
            self.ledger(sheet, at, *ledger)?;
        }
        Ok(())
    }

    fn ledger(&self, sheet: &mut Worksheet, at: usize, id: LedgerId) -> Made<()> {
        let (ledger, lang) = (self.schema.ledger(id), self.styles.lang);
        let name = sheet_name(ledger, lang);
        let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
        sheet.write_url_with_format(row(at), 1, link, &self.styles.link())?;
        sheet.write_number_with_format(row(at), 2, count(ledger.fields.len()), &self.styles.count())?;
        let titles = |is_wanted: &dyn Fn(&Field) -> bool| {
            let fields = ledger.fields.iter().filter(|field| is_wanted(field));
            fields.map(|field| heading(self.schema, id, field, lang)).collect::<Vec<_>>()
        };
        let required = listed(titles(&|field| Need::of(field) == Need::Always), lang);
        let recorded = some_of(&titles(&|_| true), self.styles);
        let lines = lines_of(&required, COLUMNS[3]).max(lines_of(&recorded, COLUMNS[4]));
        sheet.write_string_with_format(row(at), 3, required, &self.styles.text())?;
        sheet.write_string_with_format(row(at), 4, recorded, &self.styles.text())?;
        set_height(sheet, at, lines)
    }
}

/// The first few of these names.
fn some_of(names: &[&str], styles: Styles) -> String {
    const FEW: usize = 12;
    let lang = styles.lang;
    let listed = listed(names.iter().take(FEW).copied(), lang);
    if names.len() > FEW { format!("{listed}{}", lang.pick("等", " and others")) } else { listed }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn set_height(sheet: &mut Worksheet, at: usize, lines: usize) -> Made<()> {
    sheet.set_row_height_pixels(row(at), count(lines.max(1)) * 19 + 7)?;
    Ok(())
}
