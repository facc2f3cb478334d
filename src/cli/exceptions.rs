//! What does not fail a run though it is found: waivers and the baseline, read before and written after it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::CheckArgs;
use super::complaint::Complaint;
use super::exit_status::Status;
use super::save::save;
use super::session::Session;
use crate::reports::file_fault;
use crate::rulepack::Pack;
use crate::source::{Source, read_text};
use crate::verdicts::{AgainstBaseline, Baseline, Options, Summary, Waivers};

/// What a file is called, in both languages.
pub(super) type Kind = (&'static str, &'static str);

const WAIVERS: Kind = ("豁免文件", "waivers");
const BASELINE: Kind = ("基线", "baseline");

/// A file of settings. Why it cannot be read has been shown.
pub(super) fn read(file: &Path, kind: Kind, session: &Session) -> Result<Arc<Source>, Status> {
    if !file.exists() {
        let shown = file.display();
        let (zh, en) = (format!("找不到{} {shown}", kind.0), format!("there is no {} {shown}", kind.1));
        let complaint = Complaint::new(zh, en);
        return Err(session.complain(&match kind {
            BASELINE => complaint.help(
                "请先用 hegui check --write-baseline 生成",
                "write it first with hegui check --write-baseline",
            ),
            _ => complaint.help("请核对路径", "check the path"),
        }));
    }
    let read = read_text(file).map(Arc::new);
    read.map_err(|error| {
        session.draw(&file_fault(&error.into_fault(), kind, session.lang));
        Status::NotDone
    })
}

/// The waivers of a file.
pub(super) fn waivers(file: &Path, pack: &Pack, session: &Session) -> Result<Waivers, Status> {
    Waivers::read(&read(file, WAIVERS, session)?, pack).map_err(|fault| {
        session.draw(&file_fault(&fault, WAIVERS, session.lang));
        Status::NotDone
    })
}

fn baseline(file: &Path, session: &Session) -> Result<Baseline, Status> {
    Baseline::read(&read(file, BASELINE, session)?).map_err(|fault| {
        session.draw(&file_fault(&fault, BASELINE, session.lang));
        Status::NotDone
    })
}

/// Adds the waivers and the baseline asked for. A baseline that is about to be written anew need not be
/// there yet.
pub(super) fn add(
    args: &CheckArgs,
    pack: &Pack,
    options: &mut Options,
    session: &Session,
) -> Result<(), Status> {
    if let Some(file) = args.write_baseline.as_deref().filter(|file| file.exists()) {
        spare(file, session)?;
    }
    if let Some(file) = &args.waivers {
        options.waivers = waivers(file, pack, session)?;
    }
    if let Some(file) = args.baseline.as_ref().filter(|_| args.write_baseline.is_none()) {
        options.baseline = Some(baseline(file, session)?);
    } else if args.prune {
        let complaint = Complaint::new("没有基线，--prune 无从整理", "there is no baseline to prune");
        return Err(session.complain(&complaint.help("请写明 --baseline", "give --baseline")));
    }
    Ok(())
}

/// Refuses to write a baseline over anything but one.
fn spare(file: &Path, session: &Session) -> Result<(), Status> {
    let is_one = read_text(file).is_ok_and(|source| Baseline::read(&Arc::new(source)).is_ok());
    if is_one {
        return Ok(());
    }
    let shown = file.display();
    let (zh, en) =
        (format!("{shown} 不是基线，不能覆盖"), format!("{shown} is no baseline and is not written over"));
    Err(session.complain(&Complaint::new(zh, en).help("请换一个文件名", "give another name")))
}

/// The summary as the exit status takes it: what has just been written as a baseline is known.
pub(super) fn as_known(args: &CheckArgs, summary: Summary) -> Summary {
    if args.write_baseline.is_none() {
        return summary;
    }
    let known = summary.severities;
    Summary { baseline: Some(AgainstBaseline { known, ..AgainstBaseline::default() }), ..summary }
}

/// Takes what is fixed out of the baseline, where that is asked for, and says so on standard error.
pub(super) fn prune(
    args: &CheckArgs,
    options: &Options,
    against: Option<&AgainstBaseline>,
    session: &Session,
) -> Result<(), Complaint> {
    let (Some(file), Some(baseline), Some(against), true) =
        (&args.baseline, &options.baseline, against, args.prune)
    else {
        return Ok(());
    };
    let fixed = against.fixed.len();
    if fixed > 0 {
        let text = baseline.pruned(&against.fixed).written();
        let files: [(PathBuf, Vec<u8>); 1] = [(file.clone(), text.into_bytes())];
        save(&files).map_err(|(path, error)| Complaint::not_written(&path, &error))?;
    }
    if !args.quiet {
        let shown = file.display();
        let told = session.lang.pick(
            format!("已从基线 {shown} 去掉已整改的 {fixed} 处"),
            format!("taken out of the baseline {shown}, being fixed: {fixed}"),
        );
        // If nobody listens there, nobody can be told.
        let _ = writeln!(io::stderr().lock(), "{told}");
    }
    Ok(())
}
