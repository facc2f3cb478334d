//! Loads the rule pack a command works with, and shows what is wrong with it.

use std::path::PathBuf;

use super::complaint::Complaint;
use super::config::{Asked, CONFIGURATION};
use super::exit_status::Status;
use super::session::Session;
use crate::engine::check_pack;
use crate::records::{Problem, Schema};
use crate::reports::{file_fault, pack_fault};
use crate::rulepack::{BrokenRule, Pack};
use crate::source::{Fault, Lang, Location, did_you_mean};

/// The pack under these profiles, its rules tried; none where it is broken as a whole or a profile is
/// not known, which has been shown then.
pub(super) fn load(paths: &[PathBuf], profiles: &[String], session: &Session) -> Option<Pack> {
    let mut pack = load_untried(paths, session)?;
    if let Err(name) = pack.use_profiles(profiles) {
        session.complain(&unknown_profile(&pack, name, session.lang));
        return None;
    }
    check_pack(&mut pack);
    Some(pack)
}

/// The pack as it is asked for, changed as the configuration says; and what that loosened. None where something
/// is wrong with the one or the other, which has been shown then.
pub(super) fn configured(asked: &Asked, session: &Session) -> Option<(Pack, Vec<Problem>)> {
    let args = &asked.args;
    let mut pack = load_untried(&args.rules, session)?;
    if let Err(name) = pack.use_profiles(&args.profile) {
        let complaint = unknown_profile(&pack, name, session.lang);
        tell(&complaint, asked.place_of("profile", name), session);
        return None;
    }
    let changed = asked.config.as_ref().map(|config| {
        let place = |path: &[&str]| config.place(path);
        pack.configure(&config.changes, &place)
    });
    match changed.transpose() {
        Ok(loosened) => {
            check_pack(&mut pack);
            Some((pack, loosened.unwrap_or_default()))
        }
        Err(faults) => {
            for fault in &faults {
                session.draw(&file_fault(fault, CONFIGURATION, session.lang));
            }
            None
        }
    }
}

/// Says what is wrong with a request: at its place, where that is one in the configuration.
pub(super) fn tell(complaint: &Complaint, place: Option<Location>, session: &Session) -> Status {
    let Some(place) = place else { return session.complain(complaint) };
    let Complaint { message, help } = complaint.clone();
    let fault = Fault::at(place, message.zh, message.en).help(help.zh, help.en);
    session.draw(&file_fault(&fault, CONFIGURATION, session.lang));
    Status::NotDone
}

fn unknown_profile(pack: &Pack, name: &str, lang: Lang) -> Complaint {
    let near = did_you_mean(name, pack.profiles.keys().map(String::as_str));
    let (zh, en) = (format!("没有方案“{name}”"), format!("there is no profile `{name}`"));
    let known = pack.profiles.iter().map(|(name, layers)| {
        layers.last().map_or_else(
            || name.clone(),
            |layer| lang.pick(format!("{name}（{}）", layer.title.zh), name.clone()),
        )
    });
    let known = known.collect::<Vec<_>>().join(lang.pick("、", ", "));
    match near {
        Some(_) => Complaint::new(zh, en).meant(near, ""),
        None => Complaint::new(zh, en).help(format!("可用的方案：{known}"), format!("profiles: {known}")),
    }
}

/// The pack for its ledgers alone: its rules are not tried. None where it is broken as a whole.
pub(super) fn load_untried(paths: &[PathBuf], session: &Session) -> Option<Pack> {
    let faults = match Pack::load(paths) {
        Ok(pack) => return Some(pack),
        Err(faults) => faults,
    };
    for fault in &faults {
        session.draw(&pack_fault(fault, None, session.lang));
    }
    None
}

/// Shows why a rule cannot be judged.
pub(super) fn draw_broken(rule: &BrokenRule, session: &Session) {
    session.draw(&pack_fault(&rule.fault, Some(&rule.id), session.lang));
}

/// Says that there is no ledger of this name, and which is meant or which there are.
pub(super) fn unknown_ledger(name: &str, schema: &Schema, lang: Lang) -> Complaint {
    let complaint = Complaint::new(format!("没有台账“{name}”"), format!("there is no ledger `{name}`"));
    if let Some(near) = schema.names.near(name) {
        return complaint.meant(Some(near), "");
    }
    let titles: Vec<&str> = schema.ledgers.iter().map(|ledger| ledger.title.get(lang)).collect();
    let titles = titles.join(lang.pick("、", ", "));
    complaint.help(format!("可用的台账：{titles}"), format!("ledgers: {titles}"))
}
