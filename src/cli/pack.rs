//! Loads the rule pack a command works with, and shows what is wrong with it.

use std::path::PathBuf;

use super::session::Session;
use crate::engine::check_pack;
use crate::reports::pack_fault;
use crate::rulepack::{BrokenRule, Pack};

/// The pack, its rules tried; none where it is broken as a whole, which has been shown then.
pub(super) fn load(paths: &[PathBuf], session: &Session) -> Option<Pack> {
    match Pack::load(paths) {
        Ok(mut pack) => {
            check_pack(&mut pack);
            Some(pack)
        }
        Err(faults) => {
            for fault in &faults {
                session.draw(&pack_fault(fault, None, session.lang));
            }
            None
        }
    }
}

/// Shows why a rule cannot be judged.
pub(super) fn draw_broken(rule: &BrokenRule, session: &Session) {
    session.draw(&pack_fault(&rule.fault, Some(&rule.id), session.lang));
}
