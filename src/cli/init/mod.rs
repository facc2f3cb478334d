//! `hegui init`: a folder made ready for records, for a clerk and for a pipeline.
//!
//! What is there already stays as it is. The rest is written whole or not at all.

mod files;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use self::files::{EXAMPLE, File, files};
use super::args::InitArgs;
use super::complaint::Complaint;
use super::exit_status::Status;
use super::session::Session;
use super::{pack, save};
use crate::source::{Lang, discover};

/// What became of the files, by name.
#[derive(Debug, Default)]
struct Done {
    written: Vec<&'static str>,
    left: Vec<&'static str>,
    /// What would be judged together with made-up records, if something is there.
    records: Option<String>,
}

/// Does it.
pub(super) fn run(args: &InitArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let dir = args.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    if dir.exists() && !dir.is_dir() {
        let path = dir.display();
        let complaint = Complaint::new(format!("“{path}”不是文件夹"), format!("`{path}` is no folder"));
        return Ok(session.complain(&complaint.help("请写文件夹的名字", "give the name of a folder")));
    }
    let Some(pack) = pack::load_untried(&[], session) else { return Ok(Status::NotDone) };
    let mut done = Done { records: records_in(&dir), ..Done::default() };
    let mut wanted: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for File { name, bytes } in files(&pack, session.lang) {
        let path = dir.join(name);
        // A link that leads nowhere is there, too.
        if path.symlink_metadata().is_ok() {
            done.left.push(name);
        } else if name != EXAMPLE || done.records.is_none() {
            done.written.push(name);
            wanted.push((path, bytes));
        }
    }
    if let Err((path, error)) = save::save(&wanted) {
        let path = path.display();
        let (zh, en) = (format!("写不出“{path}”：{error}"), format!("cannot write `{path}`: {error}"));
        let complaint = Complaint::new(zh, en).help(
            "请核对文件夹是否可以写入；什么也没有写",
            "see that the folder may be written to; nothing was written",
        );
        return Ok(session.complain(&complaint));
    }
    tell(&done, &dir, session.lang, out)?;
    Ok(Status::Clean)
}

/// The first file that a check of the folder would read as records, besides what a former `init` wrote.
fn records_in(dir: &Path) -> Option<String> {
    let own = [dir.join("waivers.yaml"), dir.join(EXAMPLE)];
    let own: Vec<&Path> = own.iter().map(PathBuf::as_path).collect();
    let (inputs, _) = discover(&[dir.to_string_lossy().into_owned()], &own, &mut io::empty());
    inputs.first().map(|input| input.path().to_owned())
}

fn tell(done: &Done, dir: &Path, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let list = |out: &mut dyn Write, heading: String, names: &[&str]| {
        writeln!(out, "{heading}")?;
        names.iter().try_for_each(|name| writeln!(out, "  {name}"))
    };
    let here = dir.display();
    if done.written.is_empty() {
        writeln!(
            out,
            "{}",
            lang.pick(
                format!("{here}：什么都不缺，没有改动"),
                format!("{here}: nothing was missing, nothing was changed")
            )
        )?;
        return Ok(());
    }
    list(out, lang.pick(format!("已写在 {here}："), format!("written to {here}:")), &done.written)?;
    if !done.left.is_empty() {
        list(
            out,
            lang.pick("原来就有，没有改动：", "there already, left as they are:").to_owned(),
            &done.left,
        )?;
    }
    if let Some(path) = &done.records {
        let text = lang.pick(
            format!("没有放示例台账：{path} 等文件检查时会当作台账读取"),
            format!("no example was added: a check would read {path}, and perhaps others, as records"),
        );
        writeln!(out, "{text}")?;
    }
    let next = if done.written.contains(&EXAMPLE) {
        lang.pick(
            format!("下一步：把 {EXAMPLE} 改成本单位的情况，然后运行 hegui check {here}"),
            format!("next: make {EXAMPLE} your own, then run hegui check {here}"),
        )
    } else {
        lang.pick(format!("下一步：hegui check {here}"), format!("next: hegui check {here}"))
    };
    writeln!(out, "{next}")
}
