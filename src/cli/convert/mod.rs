//! `hegui convert`: reads records, and writes them in another form.

mod reading;
mod target;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{ConvertArgs, RecordForm};
use super::complaint::Complaint;
use super::exit_status::Status;
use super::pack;
use super::session::Session;
use crate::records::write::{csv, json, xlsx, yaml};
use crate::records::{Ledger, Schema, Union};
use crate::source::Lang;
use target::Target;

/// Does it. What cannot be read is drawn, and what can is written all the same.
pub(super) fn run(args: &ConvertArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let target = match Target::of(&args.output, args.to, args.force) {
        Ok(target) => target,
        Err(complaint) => return Ok(session.complain(&complaint)),
    };
    let Some(pack) = pack::load_ledgers(&args.rules, std::slice::from_ref(&args.input), session) else {
        return Ok(Status::NotDone);
    };
    let (unions, problems) = reading::read_all(&pack.schema, &args.input);
    for problem in &problems {
        session.draw_problem(problem);
    }
    if unions.is_empty() {
        let (zh, en) =
            ("没有读到任何工会的台账，什么也没有写", "no union's records were found; nothing was written");
        return Ok(session.complain(&Complaint::new(zh, en)));
    }
    let written = files(&target, &pack.schema, &unions, session.machine_lang)
        .map_err(|error| cannot_write(target.path(), &error))
        .and_then(|files| target.must_be_free(&files, args.force).map(|()| files))
        .and_then(|files| super::save::save(&files).map_err(|(path, error)| cannot_write(&path, &error)));
    if let Err(complaint) = written {
        return Ok(session.complain(&complaint));
    }
    writeln!(out, "{}", done(target.path(), &pack.schema, &unions, session.lang))?;
    Ok(if problems.is_empty() { Status::Clean } else { Status::Found })
}

/// What is to be written, by path.
fn files(
    target: &Target,
    schema: &Schema,
    unions: &[Union],
    lang: Lang,
) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let bytes = match target.form {
        RecordForm::Yaml => yaml(schema, unions, lang).into_bytes(),
        RecordForm::Json => json(schema, unions, lang).into_bytes(),
        RecordForm::Xlsx => xlsx(schema, unions, lang)?,
        RecordForm::Csv => {
            let files = csv(schema, unions, lang)?.into_iter();
            return Ok(files.map(|(name, bytes)| (target.path().join(name), bytes)).collect());
        }
    };
    Ok(vec![(target.path().to_owned(), bytes)])
}

fn cannot_write(path: &Path, error: &io::Error) -> Complaint {
    Complaint::not_written(path, error).help("原有的文件没有改动", "files that were there are as they were")
}

/// What was written, in numbers; profiles count as unions.
fn done(path: &Path, schema: &Schema, unions: &[Union], lang: Lang) -> String {
    let others = || schema.ledger_ids().filter(|&id| id != schema.union);
    let kept = unions.iter().flat_map(|union| others().filter_map(|id| union.ledger(id)));
    let (ledgers, rows) =
        kept.map(Ledger::len).fold((0, 0), |(ledgers, all), rows| (ledgers + 1, all + rows));
    let (path, unions) = (path.display(), unions.len());
    lang.pick(
        format!("已写出 {path}：单位 {unions} 家，台账 {ledgers} 本，{rows} 行"),
        format!("wrote {path}: unions {unions}, ledgers {ledgers}, rows {rows}"),
    )
}
