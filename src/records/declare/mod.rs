//! From the text of a declaration to a checked one. Every fault is its author's and has its place.

mod fields;
mod raw;
mod roles;

use std::sync::Arc;

use self::raw::{RawLedger, RowCount};
use super::declaration::{FieldId, LedgerDecl, LedgerId, Names, Roles, RosterRole, Schema};
use crate::source::{Fault, Node, Places, Source, Span, did_you_mean};

/// What a key names: rules see ledgers as variables and fields as properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A ledger.
    Ledger,
    /// A field.
    Field,
}

/// Collects declarations and checks them against each other.
#[derive(Debug, Default)]
pub struct SchemaBuilder {
    ledgers: Vec<LedgerDecl>,
    homes: Vec<Arc<Source>>,
    roles: Option<(LedgerId, Roles)>,
    ranks: Vec<u8>,
    roster: Option<RosterRole>,
    inherited: usize,
}

type Checked<T> = Result<T, Fault>;

impl SchemaBuilder {
    /// Starts from a schema whose ledgers and fields may be added to but not changed.
    pub fn extending(base: &Schema, home: &Arc<Source>) -> Self {
        let ledgers = base.ledgers.clone();
        let homes = ledgers.iter().map(|_| Arc::clone(home)).collect();
        let inherited = ledgers.len();
        let roles = Some((base.union, base.roles));
        Self { ledgers, homes, roles, ranks: base.ranks.clone(), roster: base.roster, inherited }
    }

    /// Reads one declaration; `is_free` says whether a key may be used as a name in rules.
    pub fn read(&mut self, source: &Arc<Source>, is_free: &dyn Fn(&str, Named) -> bool) -> Checked<()> {
        let places = Places::read(source, source.text())?;
        let raw: RawLedger =
            serde_yaml::from_str(source.text()).map_err(|error| yaml_fault(source, &error))?;
        Reader { source, root: &places.root, is_free }.ledger(self, &raw)
    }

    /// The schema, once every declaration is read.
    pub fn finish(mut self, home: &Arc<Source>) -> Checked<Schema> {
        let Some((union, roles)) = self.roles else {
            let zh = "没有哪本台账声明了 roles（至少 id 和 name）";
            return Err(Fault::new(
                home,
                Span::default(),
                zh,
                "no ledger declares roles (at least id and name)",
            ));
        };
        let mut names = Names::default();
        for (id, ledger) in (0..).map(LedgerId).zip(&self.ledgers) {
            for name in [&ledger.key, &ledger.title.zh, &ledger.title.en].into_iter().chain(&ledger.aliases) {
                if !names.insert(name, id) {
                    let home = &self.homes[id.index()];
                    let (zh, en) = (format!("台账名“{name}”重复"), format!("two ledgers are named `{name}`"));
                    return Err(Fault::new(home, Span::default(), zh, en));
                }
            }
        }
        for ledger in &mut self.ledgers {
            ledger.fields.shrink_to_fit();
        }
        let Self { ledgers, ranks, roster, .. } = self;
        Ok(Schema { ledgers, union, roles, ranks, roster, names })
    }
}

/// A fault where `serde_yaml` stopped.
pub fn yaml_fault(source: &Arc<Source>, error: &serde_yaml::Error) -> Fault {
    let at = error.location().map_or(0, |at| source.offset(at.line(), at.column()));
    let line = source.position(at).line;
    let end = source.line_span(line).end.max(at);
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    Fault::new(
        source,
        Span { start: at, end },
        format!("写法有误：{}", in_chinese(reason)),
        format!("not as declared: {reason}"),
    )
}

/// What serde says of the usual slips, in Chinese; the rare ones stay as they are.
fn in_chinese(reason: &str) -> String {
    // A path may stand before: `params.x: missing field `default``.
    let quoted = |after: &str| Some(reason.split_once(after)?.1.split_once('`')?.0);
    if let Some(field) = quoted("missing field `") {
        format!("缺少 {field}")
    } else if let Some(field) = quoted("unknown field `") {
        format!("没有“{field}”这一项")
    } else if let Some(value) = quoted("unknown variant `") {
        format!("没有“{value}”这个选项")
    } else {
        reason.to_owned()
    }
}

pub(super) struct Reader<'a> {
    source: &'a Arc<Source>,
    root: &'a Node,
    is_free: &'a dyn Fn(&str, Named) -> bool,
}

impl Reader<'_> {
    /// A fault at the value (or else the key) of a path.
    pub(super) fn fault(&self, path: &[&str], zh: impl Into<String>, en: impl Into<String>) -> Fault {
        let span = self.root.at(path).map_or(self.root.span, |node| node.span);
        Fault::new(self.source, span, zh, en)
    }

    fn ledger(&self, all: &mut SchemaBuilder, raw: &RawLedger) -> Checked<()> {
        let known = all.ledgers.iter().position(|ledger| ledger.key == raw.ledger);
        match known {
            Some(at) if at < all.inherited => return self.more_fields(&mut all.ledgers[at], raw),
            Some(_) => {
                let (zh, en) = (
                    format!("台账“{}”声明了两次", raw.ledger),
                    format!("the ledger `{}` is declared twice", raw.ledger),
                );
                return Err(self.fault(&["ledger"], zh, en));
            }
            None => {}
        }
        self.name(&["ledger"], &raw.ledger, Named::Ledger)?;
        let Some(title) = raw.title.clone() else {
            return Err(self.fault(&["ledger"], "缺少 title", "`title` is missing"));
        };
        let mut ledger = LedgerDecl {
            key: raw.ledger.clone(),
            title,
            fields: Vec::new(),
            row_key: Vec::new(),
            unique: raw.unique,
            dated: None,
            one_row: raw.rows == Some(RowCount::One),
            aliases: raw.aliases.clone(),
            names: Names::default(),
        };
        self.fields(&mut ledger, &raw.fields)?;
        let key = raw.key.as_deref().unwrap_or_default();
        for (at, name) in key.iter().enumerate() {
            ledger.row_key.push(self.known(&ledger, name, &["key", &at.to_string()])?);
        }
        if key.is_empty() && !ledger.one_row {
            return Err(self.fault(
                &["ledger"],
                "缺少 key：哪些栏目合起来认出一行",
                "`key` is missing: the fields that name a row",
            ));
        }
        if let Some(dated) = &raw.dated {
            ledger.dated = Some(self.known(&ledger, dated, &["dated"])?);
        }
        self.parts_played(all, &ledger, raw)?;
        all.ledgers.push(ledger);
        all.homes.push(Arc::clone(self.source));
        Ok(())
    }

    /// An inherited ledger takes new fields and nothing else.
    fn more_fields(&self, ledger: &mut LedgerDecl, raw: &RawLedger) -> Checked<()> {
        let changes = [
            ("title", raw.title.is_some()),
            ("key", raw.key.is_some()),
            ("dated", raw.dated.is_some()),
            ("unique", raw.unique),
            ("rows", raw.rows.is_some()),
            ("roles", !raw.roles.is_empty()),
            ("ranks", !raw.ranks.is_empty()),
            ("lists", raw.lists.is_some()),
            ("aliases", !raw.aliases.is_empty()),
        ];
        if let Some((what, _)) = changes.into_iter().find(|&(_, is_given)| is_given) {
            let zh = format!("继承的台账只能增加栏目，不能改 {what}");
            return Err(self.fault(
                &[what],
                zh,
                format!("an inherited ledger takes new fields only, not `{what}`"),
            ));
        }
        self.fields(ledger, &raw.fields)
    }

    pub(super) fn name(&self, path: &[&str], name: &str, named: Named) -> Checked<()> {
        let mut chars = name.chars();
        let is_word = chars.next().is_some_and(|c| c.is_ascii_lowercase())
            && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_word {
            let (zh, en) = (
                format!("“{name}”不能作名字：只用小写字母、数字、下划线，以字母开头"),
                format!("`{name}` cannot be a name: lower-case letters, digits and _ only, a letter first"),
            );
            return Err(self.fault(path, zh, en));
        }
        if !(self.is_free)(name, named) {
            let (zh, en) = (
                format!("“{name}”是规则语言的保留词"),
                format!("`{name}` is a reserved word of the rule language"),
            );
            return Err(self.fault(path, zh, en));
        }
        Ok(())
    }

    pub(super) fn known(&self, ledger: &LedgerDecl, name: &str, path: &[&str]) -> Checked<FieldId> {
        ledger.field_of(name).ok_or_else(|| {
            let near = did_you_mean(name, ledger.fields.iter().map(|field| field.key.as_str()));
            let (zh, en) = (format!("没有“{name}”这个栏目"), format!("there is no field `{name}`"));
            self.fault(path, zh, en).meant(near)
        })
    }
}
