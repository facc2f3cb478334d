//! `hegui diff`: what changed between saved results.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{DiffArgs, DiffFormat};
use super::complaint::Complaint;
use super::exit_status::Status;
use super::session::Session;
use crate::reports::{ChangesReport, Shown, changes_json, changes_page, file_fault};
use crate::source::did_you_mean;
use crate::verdicts::changes::{Change, Results, compare};
use crate::verdicts::saved::Saved;

/// What is listed where nothing else is asked for: what somebody must look after.
const LISTED: [Change; 4] = [Change::New, Change::Worse, Change::Reopened, Change::Unclear];

/// Does it. Something new, worse or reopened makes the status 1.
pub(super) fn run(args: &DiffArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let listed = match listed(&args.show) {
        Ok(listed) => listed,
        Err(complaint) => return Ok(session.complain(&complaint)),
    };
    let Some(saved) = read(args, session) else { return Ok(Status::NotDone) };
    // Two at least, or the arguments would not have been taken.
    let Some(results) = Results::of(&saved) else { return Ok(Status::NotDone) };
    if let Some(complaint) = args.union.as_deref().and_then(|id| unknown(id, results)) {
        return Ok(session.complain(&complaint));
    }
    let changes = compare(results, args.union.as_deref());
    match args.format {
        DiffFormat::Text => {
            let shown = Shown { look: session.out(), changes: &listed };
            ChangesReport::new(&changes, shown).write(out)?;
        }
        DiffFormat::Json => changes_json(&changes, session.machine_lang, out)?,
        DiffFormat::Html => {
            // A page folds what is long, so that it may list everything.
            let listed = if args.show.is_empty() { &Change::ALL[..] } else { &listed };
            changes_page(&changes, listed, session.machine_lang, out)?;
        }
    }
    Ok(if changes.is_worse() { Status::Found } else { Status::Clean })
}

/// The results, unless one cannot be read; every one that cannot is told of.
fn read(args: &DiffArgs, session: &Session) -> Option<Vec<Saved>> {
    let paths: Vec<&PathBuf> = std::iter::once(&args.old).chain(&args.new).collect();
    let mut saved = Vec::with_capacity(paths.len());
    for path in &paths {
        match Saved::read(path) {
            Ok(result) => saved.push(result),
            Err(fault) => session.draw(&file_fault(&fault, ("保存的结果", "saved result"), session.lang)),
        }
    }
    (saved.len() == paths.len()).then_some(saved)
}

/// The categories of `--show`, in their own order; `all` means every one.
fn listed(names: &[String]) -> Result<Vec<Change>, Complaint> {
    if names.is_empty() {
        return Ok(LISTED.to_vec());
    }
    let mut asked = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        match Change::parse(name) {
            Some(change) => asked.push(change),
            None if name == "all" => asked.extend(Change::ALL),
            None => {
                let near = did_you_mean(name, Change::ALL.map(Change::as_str));
                let (zh, en) = (format!("没有“{name}”这个类别"), format!("there is no category `{name}`"));
                return Err(Complaint::new(zh, en).meant(near, "hegui diff --help"));
            }
        }
    }
    Ok(Change::ALL.into_iter().filter(|change| asked.contains(change)).collect())
}

fn unknown(id: &str, results: Results<'_>) -> Option<Complaint> {
    let Results { old, new, .. } = results;
    if old.union(id).is_some() || new.union(id).is_some() {
        return None;
    }
    let known = || new.unions.iter().chain(&old.unions);
    let ids = known().map(|union| &*union.id);
    // Some know a union by its name rather than by its code.
    let named = known().find(|union| union.name == id).map(|union| &*union.id);
    let near = named.or_else(|| did_you_mean(id, ids));
    let (zh, en) = (format!("结果中没有单位“{id}”"), format!("no result has the union `{id}`"));
    let complaint = Complaint::new(zh, en);
    Some(match near {
        Some(near) => complaint.meant(Some(near), ""),
        None => complaint.help(
            "请写工会编码，如各单位表中括号里的",
            "give the union's code, as in brackets in the table of unions",
        ),
    })
}
