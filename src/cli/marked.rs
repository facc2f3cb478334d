//! `check --marked`: the user's workbooks handed back, what was found marked in them.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf, is_separator};

use super::complaint::Complaint;
use super::save::save;
use super::session::Session;
use crate::reports::{Copies, Flaw, HandedBack, MarkedReport};
use crate::source::{Input, Lang};

/// Where to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    out: PathBuf,
    is_folder: bool,
}

/// What is written, and what is said of it.
#[derive(Default)]
struct Written {
    files: Vec<(PathBuf, Vec<u8>)>,
    said: Vec<String>,
    /// Workbooks that could not be marked, and why.
    flaws: Vec<(String, Flaw)>,
}

/// Whether a copy of an input can bear marks.
fn is_markable(input: &Input) -> bool {
    extension(Path::new(input.path())).is_some_and(|extension| extension == "xlsx" || extension == "xlsm")
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase())
}

impl Target {
    /// The target of this name; `paths` were asked for and hold `inputs`. Nothing that is there is written
    /// over: somebody may have worked on it.
    pub(super) fn of(out: &Path, paths: &[String], inputs: &[Input]) -> Result<Self, Complaint> {
        let workbooks: Vec<&Input> = inputs.iter().filter(|input| is_markable(input)).collect();
        let is_folder = out.to_string_lossy().ends_with(is_separator) || out.is_dir();
        let shown = out.display();
        if !is_folder {
            // Excel opens no file whose name says something else than its content.
            let wanted = workbooks.first().and_then(|input| extension(Path::new(input.path())));
            let wanted = wanted.unwrap_or_else(|| "xlsx".to_owned());
            if workbooks.len() > 1 {
                let count = workbooks.len();
                let (zh, en) = (
                    format!("有 {count} 个工作簿，{shown} 只是一个文件"),
                    format!("{count} workbooks do not fit one file {shown}"),
                );
                return Err(
                    Complaint::new(zh, en).help("请写明文件夹，以 / 结尾", "give a folder, ending in /")
                );
            }
            if extension(out).as_ref() != Some(&wanted) {
                let (zh, en) =
                    (format!("“{shown}”应以 .{wanted} 结尾"), format!("`{shown}` must end in .{wanted}"));
                return Err(Complaint::new(zh, en));
            }
        }
        let is_taken = if is_folder { !is_empty(out) } else { out.exists() };
        if is_taken {
            return Err(worked_on(out));
        }
        spare_folders(out, paths)?;
        Ok(Self { out: out.to_owned(), is_folder })
    }
}

/// That what is there is not written over.
pub(super) fn worked_on(out: &Path) -> Complaint {
    let shown = out.display();
    Complaint::new(format!("已有 {shown}"), format!("{shown} is there already")).help(
        "里面可能有整改情况，不覆盖；请换一个名称",
        "somebody may have worked on it, so it stays; choose another name",
    )
}

/// Refuses to write a workbook into a folder of records.
pub(super) fn spare_folders(out: &Path, paths: &[String]) -> Result<(), Complaint> {
    // No path means the folder one stands in.
    let here = [".".to_owned()];
    let mut folders = if paths.is_empty() { here.iter() } else { paths.iter() };
    let Some(folder) = folders.find(|path| lies_in(out, Path::new(path))) else { return Ok(()) };
    let shown = out.display();
    let (zh, en) = (
        format!("{shown} 在台账文件夹 {folder} 里，下次检查会当作台账再读一遍"),
        format!("{shown} lies in the folder of records {folder}, and would be read as records next time"),
    );
    Err(Complaint::new(zh, en).help("请写到别的文件夹", "write it to another folder"))
}

/// Whether nothing is in a folder; one that is not there is empty.
pub(super) fn is_empty(folder: &Path) -> bool {
    folder.read_dir().map_or(true, |mut entries| entries.next().is_none())
}

/// Whether a path, which need not be there, lies in a folder.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let known =
        |path: &Path| if path.as_os_str().is_empty() { Path::new(".") } else { path }.canonicalize().ok();
    let above = path.ancestors().skip(usize::from(!path.is_dir())).find_map(known);
    folder.is_dir() && above.zip(known(folder)).is_some_and(|(above, folder)| above.starts_with(folder))
}

/// Writes what was asked for and says so; whether all of it could be.
pub(super) fn write(
    report: &MarkedReport<'_>,
    target: &Target,
    inputs: &[Input],
    is_quiet: bool,
    session: &Session,
) -> Result<bool, Complaint> {
    let lang = session.lang;
    let written = if target.is_folder {
        folder(report, &target.out, inputs, lang)
    } else {
        file(report, &target.out, inputs, lang)
    };
    let written = written.map_err(|flaw| of_flaw("", &flaw))?;
    save(&written.files).map_err(|(path, error)| Complaint::not_written(&path, &error))?;
    for (path, flaw) in &written.flaws {
        session.complain(
            &of_flaw(path, flaw).help("其中的问题都在清单里", "what was found in it is in the list"),
        );
    }
    if !is_quiet {
        let mut err = io::stderr().lock();
        // If nobody listens there, nobody can be told.
        written.said.iter().for_each(|line| drop(writeln!(err, "{line}")));
    }
    Ok(written.flaws.is_empty())
}

fn of_flaw(path: &str, flaw: &Flaw) -> Complaint {
    let reason = flaw.said();
    Complaint::new(
        format!("{path} 无法标注：{}", reason.zh),
        format!("{path} cannot be marked: {}", reason.en),
    )
}

/// One workbook with everything in its list, or the list alone.
fn file(report: &MarkedReport<'_>, out: &Path, inputs: &[Input], lang: Lang) -> Result<Written, Flaw> {
    let mut written = Written::default();
    for input in inputs.iter().filter(|input| is_markable(input)) {
        written.copy(report, input, out.to_owned(), true, lang);
    }
    if written.files.is_empty() {
        written.list(report, out.to_owned(), &Copies::new(), lang)?;
    }
    Ok(written)
}

/// A copy of every workbook as it lies below the folder they share, and the list beside them.
fn folder(report: &MarkedReport<'_>, out: &Path, inputs: &[Input], lang: Lang) -> Result<Written, Flaw> {
    let mut written = Written::default();
    let workbooks: Vec<&Input> = inputs.iter().filter(|input| is_markable(input)).collect();
    let shared = shared(&workbooks);
    let mut copies = Copies::new();
    for input in workbooks {
        let below = input.path().get(shared..).unwrap_or(input.path()).trim_start_matches('/');
        if written.copy(report, input, out.join(below), false, lang) {
            copies.insert(input.path().to_owned(), below.to_owned());
        }
    }
    let taken: BTreeSet<&String> = copies.values().collect();
    let name = lang.pick("整改清单", "to-rectify");
    let mut names = std::iter::once(format!("{name}.xlsx"))
        .chain((2..).map(|number: u32| format!("{name}-{number}.xlsx")));
    let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
    written.list(report, out.join(name), &copies, lang)?;
    Ok(written)
}

/// How many bytes of their paths are the folder that all inputs lie in.
fn shared(inputs: &[&Input]) -> usize {
    let Some(first) = inputs.first().map(|input| input.folder()) else { return 0 };
    let mut folder = first;
    while !folder.is_empty() {
        let is_shared = |input: &&Input| {
            input.folder().strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if inputs.iter().all(is_shared) {
            return folder.len();
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    0
}

impl Written {
    /// Marks a copy; whether it could be.
    fn copy(
        &mut self,
        report: &MarkedReport<'_>,
        input: &Input,
        to: PathBuf,
        has_all: bool,
        lang: Lang,
    ) -> bool {
        let Ok(bytes) = input.bytes() else {
            // That it cannot be read has been reported.
            return false;
        };
        match report.workbook(input.path(), &bytes, has_all) {
            Ok(HandedBack { bytes, cells, without_note, was_signed }) => {
                let shown = to.display();
                let mut line = lang.pick(
                    format!("已写出 {shown}：标注单元格 {cells} 个"),
                    format!("wrote {shown}: cells marked {cells}"),
                );
                if without_note > 0 {
                    line += &lang.pick(
                        format!("，其中 {without_note} 个没有加批注（已有讨论，或一张表里太多）"),
                        format!(", of which {without_note} without a note (discussed there, or too many on one sheet)"),
                    );
                }
                if was_signed {
                    line += lang
                        .pick("；原有的数字签名不再有效", "; its digital signature does not hold any more");
                }
                self.said.push(line);
                self.files.push((to, bytes));
                true
            }
            Err(flaw) => {
                self.flaws.push((input.path().to_owned(), flaw));
                false
            }
        }
    }

    fn list(
        &mut self,
        report: &MarkedReport<'_>,
        to: PathBuf,
        copies: &Copies,
        lang: Lang,
    ) -> Result<(), Flaw> {
        let shown = to.display();
        self.said.push(lang.pick(format!("已写出 {shown}：整改清单"), format!("wrote {shown}: the list")));
        self.files.push((to, report.plain(copies)?));
        Ok(())
    }
}
