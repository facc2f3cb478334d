//! `hegui waivers`: the waivers there are, and how long each still holds.

use std::io::{self, Write};

use super::args::{WaiversArgs, WaiversFormat};
use super::complaint::Complaint;
use super::environment::Environment;
use super::exit_status::Status;
use super::session::Session;
use super::{config, exceptions, pack, request};
use crate::reports::WaiversReport;

/// Does it. Something wrong in the file makes the status 1; what has expired is listed, and no fault.
pub(super) fn run(args: &WaiversArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let config = match config::load(args.config.as_deref(), &args.paths, session) {
        Ok(config) => config,
        Err(status) => return Ok(status),
    };
    let session = &session.speaking(config.as_ref().and_then(|config| config.lang));
    let configured = |of: fn(&config::Config) -> Option<std::path::PathBuf>| config.as_ref().and_then(of);
    let Some(file) = args.waivers.clone().or_else(|| configured(|config| config.waivers.clone())) else {
        let complaint = Complaint::new("没有写明豁免文件", "no file of waivers is named").help(
            "请写明 --waivers，或在 hegui.yaml 里写 waivers",
            "give --waivers, or `waivers` in hegui.yaml",
        );
        return Ok(session.complain(&complaint));
    };
    let as_of = match request::as_of(args.as_of.as_deref(), Environment::today()) {
        Ok(as_of) => as_of,
        Err(complaint) => return Ok(session.complain(&complaint)),
    };
    let configured = config.and_then(|config| config.rules).unwrap_or_default();
    let rules = if args.rules.is_empty() { &configured } else { &args.rules };
    let Some(pack) = pack::load_untried(rules, session) else { return Ok(Status::NotDone) };
    let waivers = match exceptions::waivers(&file, &pack, session) {
        Ok(waivers) => waivers,
        Err(status) => return Ok(status),
    };
    let report = WaiversReport::new(&waivers, as_of);
    match args.format {
        WaiversFormat::Text => {
            waivers.problems.iter().for_each(|problem| session.draw_problem(problem));
            report.text(session.out(), out)?;
        }
        WaiversFormat::Json => report.json(session.machine_lang, out)?,
    }
    Ok(if waivers.problems.is_empty() { Status::Clean } else { Status::Found })
}
