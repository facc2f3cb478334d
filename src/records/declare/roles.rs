//! The parts ledgers and fields play for everyone, whatever they are called: the profile's fields by role,
//! the heights of levels, the roster.

use std::collections::BTreeMap;

use super::raw::{RawLedger, RawRank};
use super::{Checked, Reader, SchemaBuilder};
use crate::records::declaration::{LedgerDecl, LedgerId, Roles, RosterRole};
use crate::source::did_you_mean;

impl Reader<'_> {
    /// Notes the parts that a new ledger plays.
    pub(super) fn parts_played(
        &self,
        all: &mut SchemaBuilder,
        ledger: &LedgerDecl,
        raw: &RawLedger,
    ) -> Checked<()> {
        let id = LedgerId(u16::try_from(all.ledgers.len()).unwrap_or(u16::MAX));
        if !raw.roles.is_empty() {
            let roles = self.roles(ledger, &raw.roles)?;
            all.ranks = self.ranks(ledger, roles, &raw.ranks)?;
            all.roles = Some((id, roles));
        } else if !raw.ranks.is_empty() {
            let (zh, en) = ("ranks 只写在声明了 roles 的台账里", "`ranks` stands beside `roles`");
            return Err(self.fault(&["ranks"], zh, en));
        }
        let Some(listed) = &raw.lists else { return Ok(()) };
        if all.roster.is_some() {
            let (zh, en) = ("已有一本台账是下级名册", "there is a roster already");
            return Err(self.fault(&["lists"], zh, en));
        }
        let field = self.known(ledger, listed, &["lists"])?;
        if !ledger.field(field).kind.is_text() {
            let (zh, en) =
                ("名册所列单位的编码须是 text 或 ref", "the codes in a roster are `text` or `ref`");
            return Err(self.fault(&["lists"], zh, en));
        }
        all.roster = Some(RosterRole { ledger: id, id: field });
        Ok(())
    }

    fn roles(&self, ledger: &LedgerDecl, raw: &BTreeMap<String, String>) -> Checked<Roles> {
        const KNOWN: [&str; 6] = ["id", "name", "level", "superior", "established", "dissolved"];
        if let Some(role) = raw.keys().find(|role| !KNOWN.contains(&role.as_str())) {
            let (zh, en) = (format!("没有“{role}”这种角色"), format!("there is no role `{role}`"));
            return Err(self.fault(&["roles", role], zh, en).meant(did_you_mean(role, KNOWN)));
        }
        let role =
            |name: &str| raw.get(name).map(|field| self.known(ledger, field, &["roles", name])).transpose();
        let must = |name: &str| {
            role(name)?.ok_or_else(|| {
                self.fault(&["roles"], format!("缺少角色 {name}"), format!("the role `{name}` is missing"))
            })
        };
        Ok(Roles {
            id: must("id")?,
            name: must("name")?,
            level: role("level")?,
            superior: role("superior")?,
            established: role("established")?,
            dissolved: role("dissolved")?,
        })
    }

    /// How high each code of the level stands.
    fn ranks(&self, ledger: &LedgerDecl, roles: Roles, raw: &[RawRank]) -> Checked<Vec<u8>> {
        let Some(level) = roles.level.filter(|_| !raw.is_empty()) else { return Ok(Vec::new()) };
        let level = ledger.field(level);
        let mut ranks = vec![None; level.codes.len()];
        for (height, at) in (1_u8..).zip(raw) {
            let codes = match at {
                RawRank::One(code) => std::slice::from_ref(code),
                RawRank::Several(codes) => codes,
            };
            for code in codes {
                let place = ["ranks", &usize::from(height - 1).to_string()];
                let Some(known) = level.code(code) else {
                    let near = did_you_mean(code, level.codes.iter().map(|code| code.key.as_str()));
                    let (zh, en) = (format!("没有“{code}”这个层级"), format!("there is no level `{code}`"));
                    return Err(self.fault(&place, zh, en).meant(near));
                };
                ranks[usize::from(known)] = Some(height);
            }
        }
        let all: Option<Vec<u8>> = ranks.into_iter().collect();
        all.ok_or_else(|| {
            let (zh, en) = ("ranks 要写全每个层级", "`ranks` names every level");
            self.fault(&["ranks"], zh, en)
        })
    }
}
