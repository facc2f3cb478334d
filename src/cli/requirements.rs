//! `hegui requirements`: the documents' requirements and what covers each.

use std::io::{self, Write};

use super::args::{ListFormat, RequirementsArgs};
use super::exit_status::Status;
use super::pack;
use super::session::Session;
use crate::reports::{Coverage, pack_fault};

/// Does it. A requirement that nothing covers makes the status 1.
pub(super) fn run(args: &RequirementsArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let Some(pack) = pack::load(&args.rules, &[], session) else { return Ok(Status::NotDone) };
    let requirements = match pack.requirements() {
        Ok(requirements) => requirements,
        Err(fault) => {
            session.draw(&pack_fault(fault, None, session.lang));
            return Ok(Status::NotDone);
        }
    };
    let coverage = Coverage::new(&pack, requirements);
    match args.format {
        ListFormat::Text => coverage.text(session.out(), out)?,
        ListFormat::Json => coverage.json(session.machine_lang, out)?,
        ListFormat::Markdown => coverage.markdown(session.machine_lang, out)?,
    }
    Ok(if coverage.open() == 0 { Status::Clean } else { Status::Found })
}
