//! `hegui schema`: a JSON Schema on standard output.

use std::io::{self, Write};

use super::args::{SchemaArgs, SchemaFor};
use super::complaint::Complaint;
use super::exit_status::Status;
use super::pack;
use super::session::Session;
use crate::records::LedgerId;
use crate::reports::{Described, json_schema};
use crate::rulepack::Pack;
use crate::source::Lang;

/// Does it. Its texts are in the language asked for, never the locale's: the file is passed on.
pub(super) fn run(args: &SchemaArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let described = described(args.described);
    if described != Described::Records && !args.ledger.is_empty() {
        let (zh, en) = ("--ledger 只用于 --for records", "--ledger goes with --for records only");
        let complaint = Complaint::new(zh, en).help("请去掉其中一个", "leave one of them out");
        return Ok(session.complain(&complaint));
    }
    let Some(pack) = pack::load_ledgers(&args.rules, &[], session) else { return Ok(Status::NotDone) };
    let ledgers = match chosen(&args.ledger, &pack, session.lang) {
        Ok(ledgers) => ledgers,
        Err(complaint) => return Ok(session.complain(&complaint)),
    };
    let schema = json_schema(described, &pack, &ledgers, session.machine_lang);
    serde_json::to_writer_pretty(&mut *out, &schema).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(Status::Clean)
}

fn described(of: SchemaFor) -> Described {
    match of {
        SchemaFor::Records => Described::Records,
        SchemaFor::Config => Described::Config,
        SchemaFor::Waivers => Described::Waivers,
        SchemaFor::Ledger => Described::Ledger,
        SchemaFor::Rule => Described::Rule,
        SchemaFor::Pack => Described::Pack,
        SchemaFor::Result => Described::Result,
    }
}

/// The ledgers named and the profile, by area; all where none is named.
fn chosen(names: &[String], pack: &Pack, lang: Lang) -> Result<Vec<LedgerId>, Complaint> {
    let schema = &pack.schema;
    let known =
        |name: &String| schema.names.get(name).ok_or_else(|| pack::unknown_ledger(name, schema, lang));
    let wanted = names.iter().map(known).collect::<Result<Vec<_>, _>>()?;
    let is_wanted = |id: &LedgerId| wanted.is_empty() || *id == schema.union || wanted.contains(id);
    Ok(pack.ledgers_by_area().into_iter().map(|(id, _)| id).filter(is_wanted).collect())
}
