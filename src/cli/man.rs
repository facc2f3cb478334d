//! `hegui man`: a manual page of the program or of one command.

use std::io::{self, Write};

use clap_mangen::Man;

use super::args::ManArgs;
use super::complaint::Complaint;
use super::exit_status::Status;
use super::help;
use super::session::Session;
use crate::source::did_you_mean;

/// Does it.
pub(super) fn run(args: &ManArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let mut root = help::unbroken(session.lang);
    root.build();
    let called = args.command.as_deref();
    let Some(page) = called.map_or(Some(&root), |name| root.find_subcommand(name)) else {
        let name = called.unwrap_or_default();
        let near = did_you_mean(name, root.get_subcommands().map(clap::Command::get_name));
        let (zh, en) = (format!("没有“{name}”这个命令"), format!("there is no command `{name}`"));
        return Ok(session.complain(&Complaint::new(zh, en).meant(near, "hegui --help")));
    };
    // Pages bear no date: the same program gives the same bytes. An empty one would be left out, and what follows it
    // taken for it.
    Man::new(page.clone())
        .date(" ")
        .source(concat!("hegui ", env!("CARGO_PKG_VERSION")))
        .manual("hegui")
        .render(out)?;
    Ok(Status::Clean)
}
