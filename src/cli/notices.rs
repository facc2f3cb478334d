//! `check --notices`: a notice of rectification for each union that broke a rule, in a folder of their own.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::complaint::Complaint;
use super::marked::is_empty;
use super::save::save;
use super::session::Session;
use crate::reports::NoticesReport;

/// The folder of this name, if it may be written to: it is new or empty, for what is there may have been
/// filled in.
pub(super) fn target(folder: &Path) -> Result<PathBuf, Complaint> {
    let shown = folder.display();
    if folder.exists() && !folder.is_dir() {
        let (zh, en) = (format!("{shown} 不是文件夹"), format!("{shown} is no folder"));
        return Err(Complaint::new(zh, en).help("请写明文件夹", "give the name of a folder"));
    }
    if !is_empty(folder) {
        let (zh, en) = (format!("文件夹 {shown} 不是空的"), format!("the folder {shown} is not empty"));
        return Err(Complaint::new(zh, en).help(
            "里面可能有填写过的通知书，不覆盖；请换一个文件夹",
            "notices in it may have been filled in, so they stay; choose another folder",
        ));
    }
    Ok(folder.to_owned())
}

/// Writes the notices, all or none, and says so on standard error, unless it is to be quiet.
pub(super) fn write(
    report: &NoticesReport<'_>,
    folder: &Path,
    is_quiet: bool,
    session: &Session,
) -> Result<(), Complaint> {
    let shown = folder.display();
    let notices = report.notices().map_err(|error| Complaint::not_written(folder, &error))?;
    let files: Vec<(PathBuf, Vec<u8>)> =
        notices.into_iter().map(|notice| (folder.join(notice.name), notice.bytes)).collect();
    save(&files).map_err(|(path, error)| Complaint::not_written(&path, &error))?;
    if is_quiet {
        return Ok(());
    }
    let lang = session.lang;
    let mut said = match files.len() {
        0 => {
            let nothing = report.nothing().get(lang);
            lang.pick(
                format!("{nothing}；没有写整改通知书（{shown}）"),
                format!("{nothing}; no notice was written ({shown})"),
            )
        }
        count => lang.pick(
            format!("已写出 {shown}：整改通知书 {count} 份"),
            format!("wrote {shown}: notices of rectification {count}"),
        ),
    };
    let elsewhere = report.elsewhere();
    if elsewhere > 0 {
        said += &lang.pick(
            format!("；有 {elsewhere} 个台账问题不在通知书里（单位没有违规，或分不清是哪个单位的）"),
            format!("; problems of the records in no notice: {elsewhere} (of unions without violations, or of no single union)"),
        );
    }
    // If nobody listens there, nobody can be told.
    let _ = writeln!(io::stderr().lock(), "{said}");
    Ok(())
}
