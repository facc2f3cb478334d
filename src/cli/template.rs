//! `hegui template`: a blank workbook of ledgers.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use super::args::TemplateArgs;
use super::complaint::Complaint;
use super::exit_status::Status;
use super::session::Session;
use super::{pack, save};
use crate::records::LedgerId;
use crate::reports::blank_workbook;
use crate::rulepack::Pack;
use crate::source::{Lang, Text};

/// Does it. A file that is there already stays as it is: somebody may have filled it in.
pub(super) fn run(args: &TemplateArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let (lang, path) = (session.lang, args.out.display());
    if !is_xlsx(&args.out) {
        let (zh, en) =
            (format!("“{path}”不是 .xlsx 文件名"), format!("`{path}` is no name of an .xlsx file"));
        let complaint = Complaint::new(zh, en).help(
            "请写成以 .xlsx 结尾的文件名，如 台账.xlsx",
            "give it a name that ends in .xlsx, such as ledgers.xlsx",
        );
        return Ok(session.complain(&complaint));
    }
    let Some(pack) = pack::load(&args.rules, &args.profile, session) else { return Ok(Status::NotDone) };
    let ledgers = match chosen(args, &pack, lang) {
        Ok(ledgers) => ledgers,
        Err(complaint) => return Ok(session.complain(&complaint)),
    };
    if args.out.exists() {
        return Ok(session.complain(&already_there(&args.out)));
    }
    let written = blank_workbook(&pack.schema, &ledgers, lang)
        .and_then(|workbook| save::save(&[(args.out.clone(), workbook)]).map_err(|(_, error)| error));
    if let Err(error) = written {
        return Ok(session.complain(&not_written(&args.out, &error)));
    }
    let count = ledgers.len();
    let count = lang.pick(format!("{count} 本台账"), format!("ledgers: {count}"));
    writeln!(out, "{}", lang.pick(format!("已写出 {path}，共 {count}"), format!("wrote {path}; {count}")))?;
    Ok(Status::Clean)
}

fn is_xlsx(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// The ledgers named and those the profiles named ask for; all where neither is. The union's profile is
/// always among them: without it nobody knows whose they are.
fn chosen<'p>(
    args: &TemplateArgs,
    pack: &'p Pack,
    lang: Lang,
) -> Result<Vec<(LedgerId, Option<&'p Text>)>, Complaint> {
    let schema = &pack.schema;
    let known =
        |name: &String| schema.names.get(name).ok_or_else(|| pack::unknown_ledger(name, schema, lang));
    let mut wanted = args.ledger.iter().map(known).collect::<Result<BTreeSet<_>, _>>()?;
    if !args.profile.is_empty() {
        wanted.extend(pack.ledgers_named());
    }
    let is_all = wanted.is_empty();
    wanted.insert(schema.union);
    let mut ledgers = pack.ledgers_by_area();
    ledgers.retain(|(id, _)| is_all || wanted.contains(id));
    Ok(ledgers)
}

fn already_there(path: &Path) -> Complaint {
    let path = path.display();
    let (zh, en) = (format!("“{path}”已经存在"), format!("`{path}` is there already"));
    Complaint::new(zh, en).help(
        "为免覆盖已经填写的内容，请换一个文件名，或先移走原来的文件",
        "choose another name or move the file away first: it may have been filled in",
    )
}

fn not_written(path: &Path, error: &io::Error) -> Complaint {
    let path = path.display();
    let (zh, en) = (format!("写不出“{path}”：{error}"), format!("cannot write `{path}`: {error}"));
    Complaint::new(zh, en)
        .help("请核对文件夹是否存在、是否可以写入", "see that the folder is there and may be written to")
}
