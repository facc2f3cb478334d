//! `--report FILE`: reports written to files beside what goes to standard output, of one and the same run.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::complaint::Complaint;
use super::marked::{spare_folders, worked_on};
use super::printer::Outlet;
use super::save::save;
use super::session::Session;
use crate::engine::State;
use crate::records::{Document, Schema};
use crate::reports::{
    CalendarReport, CsvReport, HtmlReport, JsonLinesReport, JsonReport, JunitReport, MarkdownReport, Masks,
    Report, SarifReport, WorkbookReport,
};
use crate::rulepack::Pack;
use crate::source::{Input, Lang};

/// What a file can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Json,
    JsonLines,
    Markdown,
    Workbook,
    Calendar,
    Sarif,
    Junit,
    Csv,
}

/// The extensions there are, and what each stands for.
const FORMS: &[(&str, Form)] = &[
    ("html", Form::Html),
    ("htm", Form::Html),
    ("xlsx", Form::Workbook),
    ("ics", Form::Calendar),
    // Before the shorter ending: the first that fits counts.
    ("sarif.json", Form::Sarif),
    ("json", Form::Json),
    ("jsonl", Form::JsonLines),
    ("md", Form::Markdown),
    ("sarif", Form::Sarif),
    ("xml", Form::Junit),
    ("csv", Form::Csv),
];

/// A file that is to be written.
#[derive(Debug)]
pub(super) struct Target {
    path: PathBuf,
    form: Form,
}

/// The files asked for, each once and in a form there is.
pub(super) fn targets(paths: &[PathBuf]) -> Result<Vec<Target>, Complaint> {
    let mut targets: Vec<Target> = Vec::new();
    for path in paths {
        let shown = path.display();
        let form = form(path)?;
        if path.is_dir() {
            let (zh, en) = (format!("{shown} 是文件夹"), format!("{shown} is a folder"));
            return Err(Complaint::new(zh, en).help("请写明文件名", "give the name of a file"));
        }
        if targets.iter().any(|other| other.path == *path) {
            let (zh, en) = (format!("--report {shown} 写了两次"), format!("--report {shown} is given twice"));
            return Err(Complaint::new(zh, en));
        }
        targets.push(Target { path: path.clone(), form });
    }
    Ok(targets)
}

fn form(path: &Path) -> Result<Form, Complaint> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_it =
        |name: &str| file.strip_suffix(name).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'));
    let known = FORMS.iter().find(|(name, _)| is_it(name));
    known.map(|(_, form)| *form).ok_or_else(|| {
        let shown = path.display();
        let names: Vec<String> = FORMS.iter().map(|(name, _)| format!(".{name}")).collect();
        let (zh, en) = (
            format!("从 {shown} 看不出要写成哪种报告"),
            format!("the name {shown} does not say which report to write"),
        );
        Complaint::new(zh, en).help(
            format!("报告文件的名称以这些之一结尾：{}", names.join("、")),
            format!("the name of a report ends in one of: {}", names.join(", ")),
        )
    })
}

/// Refuses to write over what is about to be read, unless it is a saved result, which is no record.
pub(super) fn spare_records(targets: &[Target], inputs: &[Input], schema: &Schema) -> Result<(), Complaint> {
    for target in targets {
        let Ok(there) = target.path.canonicalize() else { continue };
        let is_it = |input: &&Input| Path::new(input.path()).canonicalize().is_ok_and(|path| path == there);
        let Some(input) = inputs.iter().find(is_it) else { continue };
        if !Document::open(schema, input).is_ok_and(|document| document.is_result()) {
            let shown = target.path.display();
            let (zh, en) = (
                format!("{shown} 是要审查的台账，不能写成报告"),
                format!("{shown} is among the records to be judged and is not written over"),
            );
            return Err(Complaint::new(zh, en).help("请换一个文件名", "give another name"));
        }
    }
    Ok(())
}

/// Refuses to write over the configuration, the waivers or a baseline.
pub(super) fn spare_settings(targets: &[Target], settings: &[&Path]) -> Result<(), Complaint> {
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let settings: Vec<PathBuf> = settings.iter().map(|path| place(path)).collect();
    let Some(target) = targets.iter().find(|target| settings.contains(&place(&target.path))) else {
        return Ok(());
    };
    let shown = target.path.display();
    let (zh, en) = (
        format!("{shown} 是配置、豁免或基线文件，不能写成报告"),
        format!("{shown} holds the configuration, waivers or baseline and is not written over"),
    );
    Err(Complaint::new(zh, en).help("请换一个文件名", "give another name"))
}

/// Refuses a workbook where somebody may have filled it in, and any table where it would be read as records
/// next time.
pub(super) fn spare_workbooks(targets: &[Target], paths: &[String]) -> Result<(), Complaint> {
    for target in targets.iter().filter(|target| matches!(target.form, Form::Workbook | Form::Csv)) {
        if target.form == Form::Workbook && target.path.exists() {
            return Err(worked_on(&target.path));
        }
        spare_folders(&target.path, paths)?;
    }
    Ok(())
}

/// The reports on their way into files. What is written is kept until the end: a file is there whole or
/// not at all.
pub(super) struct Files<'p>(Vec<(PathBuf, Box<dyn Report + 'p>, Vec<u8>)>);

impl<'p> Files<'p> {
    /// The reports of these files.
    pub(super) fn new(
        targets: Vec<Target>,
        pack: &'p Pack,
        show: &'p [State],
        masks: &'p dyn Masks,
        lang: Lang,
    ) -> Self {
        let report = |form| -> Box<dyn Report + 'p> {
            match form {
                Form::Html => Box::new(HtmlReport::new(pack, masks, lang)),
                Form::Json => Box::new(JsonReport::new(lang)),
                Form::JsonLines => Box::new(JsonLinesReport::new(lang)),
                Form::Markdown => Box::new(MarkdownReport::new(pack, lang)),
                Form::Workbook => Box::new(WorkbookReport::new(pack, lang)),
                Form::Calendar => Box::new(CalendarReport::new(pack, lang)),
                Form::Sarif => Box::new(SarifReport::new(pack, show, lang)),
                Form::Junit => Box::new(JunitReport::new(pack, lang)),
                Form::Csv => Box::new(CsvReport::new(pack, lang)),
            }
        };
        Self(targets.into_iter().map(|target| (target.path, report(target.form), Vec::new())).collect())
    }

    /// One more, to be written with the others.
    pub(super) fn extend(&mut self, path: Option<&Path>, report: impl Report + 'p) {
        self.0.extend(path.map(|path| -> (PathBuf, Box<dyn Report + 'p>, Vec<u8>) {
            (path.to_owned(), Box::new(report), Vec::new())
        }));
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where results are to be handed on to.
    pub(super) fn outlets(&mut self) -> impl Iterator<Item = Outlet<'_>> {
        self.0.iter_mut().map(|(_, report, out)| Outlet { report: report.as_mut(), out })
    }

    /// Writes the files and says so on standard error, unless it is to be quiet.
    pub(super) fn save(self, quiet: bool, session: &Session) -> Result<(), Complaint> {
        let files: Vec<(PathBuf, Vec<u8>)> = self.0.into_iter().map(|(path, _, out)| (path, out)).collect();
        save(&files).map_err(|(path, error)| {
            Complaint::not_written(&path, &error)
                .help("原有的文件没有改动", "files that were there are as they were")
        })?;
        for (path, _) in files.iter().filter(|_| !quiet) {
            let path = path.display();
            // If nobody listens there, nobody can be told.
            let told = session.lang.pick(format!("已写出 {path}"), format!("wrote {path}"));
            let _ = writeln!(io::stderr().lock(), "{told}");
        }
        Ok(())
    }
}

/// Standard output beside files: a reader who goes away there does not keep the files from being written.
pub(super) struct Enduring<'w> {
    out: &'w mut dyn Write,
    is_alone: bool,
}

impl<'w> Enduring<'w> {
    /// Standard output; `is_alone` where no file is written beside it.
    pub(super) fn new(out: &'w mut dyn Write, is_alone: bool) -> Self {
        Self { out, is_alone }
    }

    fn endure<T>(&self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !self.is_alone => Ok(instead),
            done => done,
        }
    }
}

impl Write for Enduring<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.endure(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.endure(done, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(paths: &[&str]) -> Result<Vec<Form>, String> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let targets = targets(&paths).map_err(|complaint| {
            let (message, help) = (complaint.message, complaint.help);
            format!("{}；{}", message.zh, help.zh)
        })?;
        Ok(targets.into_iter().map(|target| target.form).collect())
    }

    #[test]
    fn the_extension_says_the_form() {
        assert_eq!(asked(&["no/a.html", "b.HTM", "c.json"]), Ok(vec![Form::Html, Form::Html, Form::Json]));
        let sarif = asked(&["a.sarif", "B.SARIF.JSON", "sarif.json", "a.xml", "a.csv"]);
        assert_eq!(sarif, Ok(vec![Form::Sarif, Form::Sarif, Form::Json, Form::Junit, Form::Csv]));
        assert_eq!(
            asked(&["a.html", "b.pptx"]),
            Err("从 b.pptx 看不出要写成哪种报告；报告文件的名称以这些之一结尾：.html、.htm、.xlsx、.ics、.sarif.json、.json、.jsonl、.md、.sarif、.xml、.csv".into())
        );
        assert!(asked(&["report"]).is_err() && asked(&[".html"]).is_err());
        assert!(asked(&["a.json", "a.json"]).is_err_and(|said| said.contains("写了两次")));
    }

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_reader_who_goes_away_ends_a_run_only_where_nothing_else_is_written() {
        assert!(Enduring::new(&mut Gone, true).write_all(b"x").is_err());
        let mut gone = Gone;
        let mut beside = Enduring::new(&mut gone, false);
        assert!(beside.write_all(b"x").is_ok() && beside.flush().is_ok());
    }
}
