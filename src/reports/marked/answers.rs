//! What people wrote in an earlier list: who puts a thing right, by when, and what was done. It goes on beside
//! the same findings in the new one.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataType, Reader, Xlsx};

use super::rows::Content;
use crate::reports::rectify::{ANSWERS, KEY, NAMES};

/// How far down the headings may stand.
const DEPTH: usize = 20;

/// Who, by when, and what was done.
pub(super) type Answers = [Content; 3];

/// The answers in a workbook's earlier lists, by the key of what was found. Of several lists the newest, which
/// stands first, counts.
pub(super) fn read(bytes: &[u8]) -> BTreeMap<String, Answers> {
    // The same reader has read the same bytes before; should it give up, nothing was answered.
    catch_unwind(AssertUnwindSafe(|| lists(bytes))).ok().flatten().unwrap_or_default()
}

fn lists(bytes: &[u8]) -> Option<BTreeMap<String, Answers>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut known = BTreeMap::new();
    let is_list = |name: &String| NAMES.iter().any(|list| name.starts_with(list));
    for name in book.sheet_names().into_iter().filter(is_list) {
        let range = book.worksheet_range(&name).ok()?;
        let column = |row: &[Data], titles: [&str; 2]| {
            row.iter().position(|cell| cell.as_string().is_some_and(|text| titles.contains(&text.trim())))
        };
        let headings = range.rows().take(DEPTH).enumerate().find_map(|(at, row)| {
            let [who, when, what] = ANSWERS.map(|titles| column(row, titles));
            Some((at, column(row, KEY)?, [who?, when?, what?]))
        });
        let Some((at, key, columns)) = headings else { continue };
        for row in range.rows().skip(at + 1) {
            let answers = columns.map(|column| row.get(column).map_or(Content::Empty, content));
            let key = row.get(key).and_then(Data::as_string).unwrap_or_default();
            if !key.is_empty() && answers.iter().any(|answer| *answer != Content::Empty) {
                known.entry(key).or_insert(answers);
            }
        }
    }
    Some(known)
}

fn content(cell: &Data) -> Content {
    match cell {
        Data::Int(_) | Data::Float(_) => cell.as_f64().map_or(Content::Empty, Content::Number),
        Data::DateTime(day) => Content::Number(day.as_f64()),
        Data::Empty | Data::Error(_) => Content::Empty,
        other => Content::text(other.to_string()),
    }
}
