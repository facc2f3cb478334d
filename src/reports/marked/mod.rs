//! The workbook handed back: the user's own, its guilty cells coloured and noted, and a list of all that was
//! found put before its sheets.
//!
//! The file is changed where it must be and nowhere else: parts that are not touched are copied as they are,
//! so that values, formulas, charts, pictures and macros stay. Records in other forms get the list alone.

mod answers;
mod blank;
mod flaw;
mod list;
mod notes;
mod outline;
mod package;
mod rows;
mod shapes;
mod sheet;
mod styles;
mod workbook;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};

use self::answers::Answers;
use self::blank::blank;
use self::list::List;
use self::notes::Notes;
use self::package::Package;
use self::sheet::{At, Shown};
use self::styles::Formats;
use self::workbook::Workbook;
use super::Report;
use super::mark::{Mark, Tint};
use super::outcome::{about, counts, nothing_found, nothing_judged};
use super::rectify::next;
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::{Chunk, RunInfo, Summary};

pub use self::flaw::Flaw;
pub use self::list::Copies;

/// How many things found in one cell its note tells; the list has them all.
const TOLD: usize = 5;

/// A marked workbook.
#[derive(Debug)]
pub struct HandedBack {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many cells were marked.
    pub cells: usize,
    /// How many of them bear no note: people discuss them there, or there are too many.
    pub without_note: usize,
    /// Whether the workbook was signed; the signature does not hold any more.
    pub was_signed: bool,
}

/// The workbook a list stands in: none, where it stands alone.
#[derive(Default)]
struct Own<'w> {
    /// The path it was read under.
    path: &'w str,
    /// What was written in its earlier lists.
    answers: BTreeMap<String, Answers>,
}

/// Collects what is found, and marks workbooks when everything is judged. It writes nothing by itself.
#[derive(Debug)]
pub struct MarkedReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    run: Option<RunInfo>,
    unions: BTreeMap<String, String>,
    marks: Vec<Mark>,
    /// What was judged, in words, and what is said where nothing was found.
    counted: [String; 2],
}

impl<'p> MarkedReport<'p> {
    /// A report in `lang`, with the titles of the pack's rules.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        let (unions, marks, counted) = (BTreeMap::new(), Vec::new(), Default::default());
        Self { pack, lang, run: None, unions, marks, counted }
    }

    /// The workbook read under `path`, marked. Its list holds what was found in it, or everything.
    pub fn workbook(&self, path: &str, bytes: &[u8], has_all: bool) -> Result<HandedBack, Flaw> {
        let marks = self.marks.iter().filter(|mark| has_all || mark.path == path).collect();
        let mut package = Package::open(bytes)?;
        let was_signed = package.is_signed();
        let (mut without_note, mut cells) = (0, 0);
        let workbook = Workbook::read(&mut package)?;
        let formats = Formats::add(&mut package, &workbook.name, self.lang)?;
        let (shown, nothing) = (self.shown(path), Shown::default());
        for (name, part) in &workbook.sheets {
            let shown = shown.get(name.as_str()).unwrap_or(&nothing);
            cells += shown.tints.len();
            without_note += sheet::mark(&mut package, part, shown, formats)?;
        }
        let own = Own { path, answers: answers::read(bytes) };
        self.list(&mut package, workbook, formats, (marks, own, &Copies::new()))?;
        Ok(HandedBack { bytes: package.finish()?, cells, without_note, was_signed })
    }

    /// The list of everything as a workbook of its own, with links to the marked copies.
    pub fn plain(&self, copies: &Copies) -> Result<Vec<u8>, Flaw> {
        let blank = blank()?;
        let mut package = Package::open(&blank)?;
        let workbook = Workbook::read(&mut package)?;
        let formats = Formats::add(&mut package, &workbook.name, self.lang)?;
        self.list(&mut package, workbook, formats, (self.marks.iter().collect(), Own::default(), copies))?;
        package.finish()
    }

    fn list(
        &self,
        package: &mut Package<'_>,
        workbook: Workbook,
        formats: Formats,
        (marks, own, copies): (Vec<&Mark>, Own<'_>, &Copies),
    ) -> Result<(), Flaw> {
        let lang = self.lang;
        let about = self.run.as_ref().map(|run| about(run, lang)).unwrap_or_default();
        let [counted, nothing] = self.counted.clone();
        let about = [about, counted, self.advice(!own.path.is_empty())];
        let (unions, Own { path: own, answers }) = (&self.unions, own);
        let list = List { lang, formats, about, nothing, marks, unions, own, copies, answers };
        let name = workbook.free_name(lang);
        workbook.put_first(package, &name, &list)
    }

    /// What is to be shown in each sheet of a workbook.
    fn shown(&self, path: &str) -> BTreeMap<&str, Shown> {
        let mut by_cell: BTreeMap<(&str, At), Vec<&Mark>> = BTreeMap::new();
        for mark in self.marks.iter().filter(|mark| mark.path == path) {
            if let Some(cell) = &mark.cell {
                by_cell.entry((&cell.sheet, (cell.row, cell.column))).or_default().push(mark);
            }
        }
        let mut shown: BTreeMap<&str, Shown> = BTreeMap::new();
        for ((sheet, at), marks) in by_cell {
            let sheet = shown
                .entry(sheet)
                .or_insert_with(|| Shown { notes: Notes::new(self.lang), ..Shown::default() });
            sheet.tints.extend(marks.iter().map(|mark| mark.tint).min().map(|tint| (at, tint)));
            sheet.notes.texts.insert(at, self.note(&marks));
        }
        shown
    }

    /// How to go on.
    fn advice(&self, is_marked: bool) -> String {
        let lang = self.lang;
        let colours = Tint::ALL.map(|tint| tint.meaning(lang)).join(lang.pick("，", ", "));
        let marked = lang.pick(
            format!("点击“位置”到那一格。有问题的单元格已标色、加批注（{colours}）；标色是条件格式，原有内容和格式不变。"),
            format!(
                "Click a place to go to its cell. Guilty cells are coloured and bear a note ({colours}); the colour is a conditional format, contents and formats are as they were. "
            ),
        );
        format!("{}{}", if is_marked { marked } else { String::new() }, next(lang))
    }

    fn note(&self, marks: &[&Mark]) -> String {
        let mut texts: Vec<String> = marks.iter().take(TOLD).map(|mark| mark.note(self.lang)).collect();
        let more = marks.len().saturating_sub(TOLD);
        if more > 0 {
            let (zh, en) =
                (format!("另有 {more} 项，见首页清单"), format!("{more} more: see the first sheet"));
            texts.push(self.lang.pick(zh, en));
        }
        texts.join("\n\n")
    }
}

impl Report for MarkedReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        self.marks.extend(chunk.items.iter().map(|item| Mark::of(item, self.pack, self.lang)));
        self.unions.extend(chunk.unions.iter().map(|union| (union.id.clone(), union.name.clone())));
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let (rules, lang) = (self.run.as_ref().map_or(0, |run| run.rules.len()), self.lang);
        let loud = nothing_judged(summary, rules, lang).map(|loud| loud.message.to_owned());
        self.counted = [counts(summary, rules, lang), loud.unwrap_or_else(|| nothing_found(summary, lang))];
        // What is put right first stands first; of one kind the order of places stays.
        self.marks.sort_by_key(|mark| (mark.rank, mark.tint));
        Ok(())
    }
}
