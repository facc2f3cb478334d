//! Every spelling of every type, in the cells of a workbook and of CSV.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use hegui::records::write::{Spelling, spell};
use hegui::records::{CellRef, Document, join};
use hegui::source::{Lang, discover};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::judged::BUILTIN;
use crate::program::arg;

/// What stands in a cell.
#[derive(Debug, Clone, Copy)]
enum Cell {
    Text(&'static str),
    Number(f64),
    /// A number shown in hundredths.
    Percent(f64),
    Day(u16, u8, u8),
    /// A day with the time 08:30.
    Morning(u16, u8, u8),
    /// A number in the form of a day: zero is what a formula makes of an empty cell.
    Serial(f64),
    Flag(bool),
}

use Cell::{Day, Flag, Morning, Number, Percent, Serial, Text};

/// What a cell that is refused is shown as.
const REFUSED: &str = "!";

/// Ledger, field, and cells with what is read from them.
type Column = (&'static str, &'static str, &'static [(Cell, &'static str)]);

const COLUMNS: &[Column] = &[
    (
        "activities",
        "title",
        &[
            (Text("登山"), "登山"),
            (Text("\u{3000}登山 "), "登山"),
            (Text("0012"), "0012"),
            (Text("１２"), "１２"),
            (Text("1,200"), "1,200"),
            (Text("TRUE"), "TRUE"),
            (Number(320_683.0), "320683"),
            (Number(1.5), "1.5"),
            (Number(123_456_789_012_345_680.0), REFUSED),
            (Day(2026, 3, 12), "2026-03-12"),
            (Flag(true), "true"),
        ],
    ),
    (
        "trainings",
        "people",
        &[
            (Number(1200.0), "1200"),
            (Number(0.0), "0"),
            (Text("1200"), "1200"),
            (Text(" 1,200\u{3000}"), "1200"),
            (Text("１２００"), "1200"),
            (Text("１，２００"), "1200"),
            (Text("1200.00"), "1200"),
            (Number(1.5), REFUSED),
            (Number(-1.0), REFUSED),
            (Percent(0.5), REFUSED),
            (Text("12,00"), REFUSED),
            (Text("约30"), REFUSED),
            (Text("30人"), REFUSED),
            (Day(2026, 3, 12), REFUSED),
            (Flag(true), REFUSED),
        ],
    ),
    (
        "dues",
        "payable",
        &[
            (Number(1200.5), "1200.5"),
            (Number(0.1 + 0.2), "0.3"),
            (Number(1_234_567.89), "1234567.89"),
            (Number(1e15), "1000000000000000"),
            (Percent(0.125), "0.125"),
            (Text("1,200.50"), "1200.50"),
            (Text("１，２００．５０"), "1200.50"),
            (Text("+5"), "5"),
            (Text("一千二"), REFUSED),
            (Text("1.200,50"), REFUSED),
            (Text("1200元"), REFUSED),
            (Flag(false), REFUSED),
        ],
    ),
    (
        "meetings",
        "minutes",
        &[
            (Flag(true), "yes"),
            (Flag(false), "no"),
            (Number(1.0), "yes"),
            (Number(0.0), "no"),
            (Text("是"), "yes"),
            (Text("否"), "no"),
            (Text("有"), "yes"),
            (Text("无"), "no"),
            (Text("√"), "yes"),
            (Text("✓"), "yes"),
            (Text("✔"), "yes"),
            (Text("×"), "no"),
            (Text("✗"), "no"),
            (Text("✘"), "no"),
            (Text("YES"), "yes"),
            (Text("no"), "no"),
            (Text("True"), "yes"),
            (Text("FALSE"), "no"),
            (Text("１"), "yes"),
            (Text("０"), "no"),
            (Number(2.0), REFUSED),
            (Text("大概"), REFUSED),
        ],
    ),
    (
        "accidents",
        "date",
        &[
            (Day(2026, 3, 12), "2026-03-12"),
            (Morning(2026, 3, 12), "2026-03-12"),
            (Text("2026-03-12"), "2026-03-12"),
            (Text("2026-3-2"), "2026-03-02"),
            (Text("2026/3/12"), "2026-03-12"),
            (Text("2026.3.12"), "2026-03-12"),
            (Text("2026年3月12日"), "2026-03-12"),
            (Text("2026年03月12号"), "2026-03-12"),
            (Text("２０２６-０３-１２"), "2026-03-12"),
            (Text("2026-03-12 00:00:00"), "2026-03-12"),
            (Text("2026-02-30"), REFUSED),
            (Text("3月12日"), REFUSED),
            (Text("26-3-12"), REFUSED),
            (Serial(46_093.0), "2026-03-12"),
            (Serial(0.0), REFUSED),
            (Serial(0.354), REFUSED),
            (Number(46_093.0), REFUSED),
            (Number(20_260_312.0), REFUSED),
            (Flag(true), REFUSED),
        ],
    ),
    (
        "reports",
        "period",
        &[
            (Number(2026.0), "2026"),
            (Text("2026"), "2026"),
            (Text("２０２６年"), "2026"),
            (Text("2026H1"), "2026H1"),
            (Text("2026年上半年"), "2026H1"),
            (Text("2026年下半年"), "2026H2"),
            (Text("2026Q1"), "2026Q1"),
            (Text("2026年第1季度"), "2026Q1"),
            (Text("2026年第四季度"), "2026Q4"),
            (Text("2026-03"), "2026-03"),
            (Text("2026年3月"), "2026-03"),
            (Text("2026.03"), "2026-03"),
            (Text("2026.10"), "2026-10"),
            (Day(2026, 3, 1), "2026-03"),
            (Number(2026.03), "2026-03"),
            (Number(2026.12), "2026-12"),
            // `2026.10` typed into a cell of numbers.
            (Number(2026.1), REFUSED),
            (Day(2026, 3, 12), REFUSED),
            (Text("第一季度"), REFUSED),
            (Number(202_603.0), REFUSED),
        ],
    ),
    (
        "budgets",
        "year",
        &[
            (Number(2026.0), "2026"),
            (Text("2026"), "2026"),
            (Text("2026年"), "2026"),
            (Text("2026年度"), "2026"),
            (Text("２０２６"), "2026"),
            (Number(26.0), REFUSED),
            (Day(2026, 1, 1), REFUSED),
        ],
    ),
    (
        "inspections",
        "kind",
        &[
            (Text("safety"), "safety"),
            (Text("安全生产"), "safety"),
            (Text(" 劳动保护 "), "protection"),
            (Text("安全"), REFUSED),
            (Number(1.0), REFUSED),
        ],
    ),
    (
        "roster",
        "id",
        &[(Text("0012"), "0012"), (Number(320_683.0), "320683"), (Text("９１３２"), "９１３２")],
    ),
];

fn write(sheet: &mut Worksheet, row: u32, cell: Cell) {
    let day = |year, month, day| ExcelDateTime::from_ymd(year, month, day).unwrap();
    let format = |text: &str| Format::new().set_num_format(text);
    match cell {
        Text(text) => sheet.write_string(row, 0, text),
        Number(number) => sheet.write_number(row, 0, number),
        Percent(number) => sheet.write_number_with_format(row, 0, number, &format("0.0%")),
        Day(y, m, d) => sheet.write_date_with_format(row, 0, day(y, m, d), &format("yyyy/m/d")),
        Morning(y, m, d) => {
            let time = day(y, m, d).and_hms(8, 30, 0).unwrap();
            sheet.write_datetime_with_format(row, 0, &time, &format("yyyy-mm-dd hh:mm"))
        }
        Serial(number) => sheet.write_number_with_format(row, 0, number, &format("yyyy/m/d")),
        Flag(flag) => sheet.write_boolean(row, 0, flag),
    }
    .unwrap();
}

/// What each cell of a column was read as.
fn read(path: &Path, columns: &[Column]) -> Vec<Vec<String>> {
    let (inputs, missing) = discover(&[arg(path).to_owned()], &[], &mut &b""[..]);
    assert!(missing.is_empty(), "{missing:?}");
    let schema = &BUILTIN.schema;
    let mut problems = Vec::new();
    let fragments = inputs
        .iter()
        .flat_map(|input| Document::open(schema, input).unwrap().read(schema, &mut problems))
        .collect();
    let unions = join(schema, fragments, &mut problems);
    assert_eq!(unions.len(), 1, "{problems:#?}");
    let read = |&(ledger, field, _): &Column| {
        let ledger = schema.ledger_of(ledger).unwrap();
        let field = schema.ledger(ledger).field_of(field).unwrap();
        let rows = u32::try_from(unions[0].ledger(ledger).unwrap().len()).unwrap();
        let cell = |row: u32| spell(schema, &unions[0], CellRef { ledger, row, field }, Lang::En);
        (0..rows)
            .map(|row| match cell(row) {
                Some(Spelling::Unreadable { .. }) => REFUSED.to_owned(),
                Some(spelling) => spelling.text(Lang::En).into_owned(),
                None => String::new(),
            })
            .collect()
    };
    columns.iter().map(read).collect()
}

fn heading(ledger: &str, field: &str) -> (String, String) {
    let schema = &BUILTIN.schema;
    let ledger = schema.ledger(schema.ledger_of(ledger).unwrap());
    let field = ledger.field(ledger.field_of(field).unwrap());
    let title = if field.title.zh == "工会编码" { "下级工会编码" } else { &field.title.zh };
    (ledger.title.zh.clone(), title.to_owned())
}

fn compare(columns: &[Column], found: &[Vec<String>]) {
    for ((ledger, field, cells), found) in columns.iter().zip(found) {
        assert_eq!(cells.len(), found.len(), "{ledger}: {found:?}");
        for ((cell, wanted), found) in cells.iter().zip(found) {
            assert_eq!(found, wanted, "{ledger}.{field}: {cell:?}");
        }
    }
}

#[test]
fn every_spelling_is_read_in_a_workbook() {
    let mut book = Workbook::new();
    let profile = book.add_worksheet().set_name("union").unwrap();
    for (column, (name, value)) in (0..).zip([("id", "A1"), ("name", "甲厂工会"), ("level", "basic")]) {
        profile.write_string(0, column, name).unwrap().write_string(1, column, value).unwrap();
    }
    for (ledger, field, cells) in COLUMNS {
        let (name, title) = heading(ledger, field);
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, title).unwrap();
        (1..).zip(*cells).for_each(|(row, (cell, _))| write(sheet, row, *cell));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    book.save(&file).unwrap();
    compare(COLUMNS, &read(&file, COLUMNS));
}

#[test]
fn every_spelling_is_read_in_csv() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("union.csv"), "id,name,level\nA1,甲厂工会,basic\n").unwrap();
    let is_text = |&&(cell, _): &&(Cell, &str)| matches!(cell, Text(_));
    let mut wanted = Vec::new();
    for (ledger, field, cells) in COLUMNS {
        let (name, title) = heading(ledger, field);
        let mut text = format!("{title}\n");
        for (cell, read) in cells.iter().filter(is_text) {
            if let Text(cell) = cell {
                let _ = writeln!(text, "\"{cell}\"");
            }
            wanted.push((*ledger, *read));
        }
        fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    let found = read(folder.path(), COLUMNS);
    let names = COLUMNS.iter().map(|column| column.0);
    let found: Vec<(&str, &str)> = names
        .zip(&found)
        .flat_map(|(ledger, cells)| cells.iter().map(move |cell| (ledger, cell.as_str())))
        .collect();
    assert_eq!(found, wanted);
}
