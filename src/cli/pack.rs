//! Loads the rule pack a command works with, and shows what is wrong with it.

use std::path::PathBuf;

use super::complaint::Complaint;
use super::config::{self, Asked, CONFIGURATION, Config};
use super::exit_status::Status;
use super::session::Session;
use crate::engine::check_pack;
use crate::records::{Problem, Schema};
use crate::reports::{file_fault, pack_fault};
use crate::rulepack::{BrokenRule, Pack};
use crate::source::{Fault, Lang, Location, did_you_mean};

/// The pack under these profiles, its rules tried, for a command that has no records: where no pack is named,
/// the one of the configuration of the current folder, with what it changes. None where something is wrong,
/// which has been shown then.
pub(super) fn load(paths: &[PathBuf], profiles: &[String], session: &Session) -> Option<Pack> {
    let config = config_for(paths, &[], session).ok()?;
    let configured = config.as_ref();
    let rules = configured.and_then(|config| config.rules.as_deref()).unwrap_or(paths);
    let own = configured.and_then(|config| config.profile.as_deref()).filter(|_| profiles.is_empty());
    let place = |name: &str| Some(configured?.place_of("profile", name)).filter(|_| own.is_some());
    prepare((rules, own.unwrap_or(profiles)), configured, &place, session).map(|(pack, _)| pack)
}

/// The pack as it is asked for, changed as the configuration says; and what that loosened. None where something
/// is wrong with the one or the other, which has been shown then.
pub(super) fn configured(asked: &Asked, session: &Session) -> Option<(Pack, Vec<Problem>)> {
    let place = |name: &str| asked.place_of("profile", name);
    let named = (&asked.args.rules[..], &asked.args.profile[..]);
    prepare(named, asked.config.as_ref(), &place, session)
}

/// The configuration of these records (none: of the current folder), for a command that names no pack.
fn config_for(paths: &[PathBuf], records: &[String], session: &Session) -> Result<Option<Config>, Status> {
    if paths.is_empty() { config::load(None, records, session) } else { Ok(None) }
}

/// The packs of these paths under these profiles, changed as the configuration says. `place` says where the
/// configuration names a profile.
fn prepare(
    (rules, profiles): (&[PathBuf], &[String]),
    config: Option<&Config>,
    place: &dyn Fn(&str) -> Option<Location>,
    session: &Session,
) -> Option<(Pack, Vec<Problem>)> {
    let mut pack = load_untried(rules, session)?;
    if let Err(name) = pack.use_profiles(profiles) {
        tell(&unknown_profile(&pack, name, session.lang), place(name), session);
        return None;
    }
    let changed = config.map(|config| pack.configure(&config.changes, &|path| config.place(path)));
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

/// The pack for its ledgers alone; where none is named, that of the configuration of these records.
pub(super) fn load_ledgers(paths: &[PathBuf], records: &[String], session: &Session) -> Option<Pack> {
    let configured = config_for(paths, records, session).ok()?.and_then(|config| config.rules);
    load_untried(configured.as_deref().unwrap_or(paths), session)
}

/// The packs of these paths; their rules are not tried. None where one is broken as a whole.
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
