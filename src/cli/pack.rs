//! Loads the rule pack a command works with, and shows what is wrong with it.

use std::path::PathBuf;

use super::complaint::Complaint;
use super::session::Session;
use crate::engine::check_pack;
use crate::reports::pack_fault;
use crate::rulepack::{BrokenRule, Pack};
use crate::source::did_you_mean;

/// The pack under these profiles, its rules tried; none where it is broken as a whole or a profile is
/// not known, which has been shown then.
pub(super) fn load(paths: &[PathBuf], profiles: &[String], session: &Session) -> Option<Pack> {
    let mut pack = load_untried(paths, session)?;
    if let Err(name) = pack.use_profiles(profiles) {
        let near = did_you_mean(name, pack.profiles.keys().map(String::as_str));
        let (zh, en) = (format!("没有方案“{name}”"), format!("there is no profile `{name}`"));
        let known = pack.profiles.iter().map(|(name, layers)| {
            layers.last().map_or_else(
                || name.clone(),
                |layer| session.lang.pick(format!("{name}（{}）", layer.title.zh), name.clone()),
            )
        });
        let known = known.collect::<Vec<_>>().join(session.lang.pick("、", ", "));
        let complaint = match near {
            Some(_) => Complaint::new(zh, en).meant(near, ""),
            None => Complaint::new(zh, en).help(format!("可用的方案：{known}"), format!("profiles: {known}")),
        };
        session.complain(&complaint);
        return None;
    }
    check_pack(&mut pack);
    Some(pack)
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
