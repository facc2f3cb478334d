//! Ledgers as they are declared: keys, titles, types, codes. Checked once; later stages rely on it.

use std::collections::HashMap;

use serde::Deserialize;

use super::cell::Value;
use super::scalar::{self, Unfit, plain};
use crate::source::Text;

/// Which ledger of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerId(pub u16);

/// Which field of its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

impl LedgerId {
    /// As a position.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl FieldId {
    /// As a position.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any text, verbatim.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal; money is in yuan.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A calendar date.
    Date,
    /// A year, half, quarter or month.
    Period,
    /// A calendar year.
    Year,
    /// One of the declared codes.
    Enum,
    /// The code of a union.
    Ref,
}

impl FieldType {
    /// Whether its cells are texts, taken as written.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Ref)
    }
}

/// One code of an enum field.
#[derive(Debug, Clone)]
pub struct Code {
    /// The key rules use.
    pub key: String,
    /// Its label.
    pub label: Text,
    /// Other spellings of it.
    pub aliases: Vec<String>,
}

/// When a field must be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// It may stay empty.
    No,
    /// Always.
    Yes,
    /// When an enum field of the row has one of these codes.
    For(FieldId, Vec<u16>),
}

/// What an absent cell means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Default {
    /// This value.
    Value(Value),
    /// This text.
    Text(String),
    /// What another cell of the row holds.
    Field(FieldId),
}

/// A column of a ledger.
#[derive(Debug, Clone)]
pub struct Field {
    /// The English key rules use.
    pub key: String,
    /// Its title, in both languages.
    pub title: Text,
    /// What it holds.
    pub kind: FieldType,
    /// When it must be filled.
    pub required: Required,
    /// Whether reports mask it.
    pub sensitive: bool,
    /// Whether a date in it may lie ahead.
    pub planned: bool,
    /// What an absent cell means.
    pub default: Option<Default>,
    /// The codes of an enum.
    pub codes: Vec<Code>,
    /// The smallest number allowed; 0 for integers unless declared otherwise.
    pub min: Option<i64>,
    /// Other headings it is known by.
    pub aliases: Vec<String>,
    /// What it is, for those who fill it in.
    pub note: Option<Text>,
    /// Codes by every name they are written as.
    pub code_names: Names<u16>,
}

impl Field {
    /// The code of this key.
    pub fn code(&self, key: &str) -> Option<u16> {
        (0..).zip(&self.codes).find(|(_, code)| code.key == key).map(|(at, _)| at)
    }

    /// The code written as this key, label or alias.
    pub fn code_written(&self, text: &str) -> Option<u16> {
        self.code_names.get(text)
    }

    /// What a text means in this column; nothing where it means itself.
    pub(super) fn value(&self, text: &str) -> Result<Option<Value>, Unfit> {
        let value = match self.kind {
            FieldType::Text | FieldType::Ref => return Ok(None),
            FieldType::Integer => scalar::integer(text),
            FieldType::Decimal => scalar::decimal(text),
            FieldType::Boolean => scalar::boolean(text),
            FieldType::Date => scalar::date(text),
            FieldType::Period => scalar::period(text),
            FieldType::Year => scalar::year(text),
            FieldType::Enum => self.code_written(text).map(Value::Code).ok_or(Unfit::Shape),
        }?;
        match (self.min, value.number()) {
            (Some(min), Some(number)) if number < min.into() => Err(Unfit::BelowMinimum),
            _ => Ok(Some(value)),
        }
    }
}

/// A ledger: its fields in the order of their columns.
#[derive(Debug, Clone)]
pub struct LedgerDecl {
    /// The English key rules use.
    pub key: String,
    /// Its title, in both languages.
    pub title: Text,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The fields that name a row.
    pub row_key: Vec<FieldId>,
    /// Whether two rows with one key are a fault.
    pub unique: bool,
    /// The field that dates a row: dated after as-of it counts for nothing.
    pub dated: Option<FieldId>,
    /// Whether it has one row, as the union's profile does.
    pub one_row: bool,
    /// Other names it is known by.
    pub aliases: Vec<String>,
    /// Fields by every name they are written as.
    pub names: Names<FieldId>,
}

impl LedgerDecl {
    /// The declaration of a field.
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.index()]
    }

    /// The field of this key.
    pub fn field_of(&self, key: &str) -> Option<FieldId> {
        self.field_ids().find(|&id| self.field(id).key == key)
    }

    /// All its fields, in order.
    pub fn field_ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..u16::try_from(self.fields.len()).unwrap_or(u16::MAX)).map(FieldId)
    }
}

/// What the built-in names of a union's profile are, by role.
#[derive(Debug, Clone, Copy)]
pub struct Roles {
    /// Its code.
    pub id: FieldId,
    /// Its name.
    pub name: FieldId,
    /// Its level.
    pub level: Option<FieldId>,
    /// The code of the union above it.
    pub superior: Option<FieldId>,
    /// The day it was founded.
    pub established: Option<FieldId>,
    /// The day it was dissolved.
    pub dissolved: Option<FieldId>,
}

/// The ledger in which a superior union lists the unions below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterRole {
    /// The ledger.
    pub ledger: LedgerId,
    /// Its field that holds the code of the union listed.
    pub id: FieldId,
}

/// All ledgers of a pack.
#[derive(Debug, Clone)]
pub struct Schema {
    /// In the order of their keys, the profile first.
    pub ledgers: Vec<LedgerDecl>,
    /// The ledger that is the union's profile.
    pub union: LedgerId,
    /// The profile's fields by role.
    pub roles: Roles,
    /// How high each code of the level stands, from below; empty where nothing is said of it.
    pub ranks: Vec<u8>,
    /// The roster of unions below, if one is declared.
    pub roster: Option<RosterRole>,
    /// Ledgers by every name they are written as.
    pub names: Names<LedgerId>,
}

impl Schema {
    /// The declaration of a ledger.
    pub fn ledger(&self, id: LedgerId) -> &LedgerDecl {
        &self.ledgers[id.index()]
    }

    /// The ledger of this key.
    pub fn ledger_of(&self, key: &str) -> Option<LedgerId> {
        self.ledger_ids().find(|&id| self.ledger(id).key == key)
    }

    /// All ledgers, in order.
    pub fn ledger_ids(&self) -> impl Iterator<Item = LedgerId> + use<> {
        (0..u16::try_from(self.ledgers.len()).unwrap_or(u16::MAX)).map(LedgerId)
    }

    /// The declaration of a field.
    pub fn field(&self, ledger: LedgerId, field: FieldId) -> &Field {
        self.ledger(ledger).field(field)
    }

    /// How high a level stands, from 1; nothing where the pack does not say.
    pub fn rank(&self, level: Value) -> Option<u8> {
        match level {
            Value::Code(code) => self.ranks.get(usize::from(code)).copied(),
            _ => None,
        }
    }

    /// The profile's declaration.
    pub fn profile(&self) -> &LedgerDecl {
        self.ledger(self.union)
    }
}

/// Things by every name they may be written as: keys, titles and aliases, with harmless decoration
/// (spaces, full-width forms, capitals) ignored.
#[derive(Debug, Clone)]
pub struct Names<T> {
    by_name: HashMap<String, T>,
    shown: Vec<String>,
}

impl<T> std::default::Default for Names<T> {
    fn default() -> Self {
        Self { by_name: HashMap::new(), shown: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Names<T> {
    /// Adds a name; false when it already means something else.
    pub fn insert(&mut self, name: &str, thing: T) -> bool {
        let normal = normal(name);
        if *self.by_name.entry(normal).or_insert(thing) != thing {
            return false;
        }
        self.by_name.entry(name.to_owned()).or_insert(thing);
        if !self.shown.iter().any(|shown| shown == name) {
            self.shown.push(name.to_owned());
        }
        true
    }

    /// The thing of this name.
    pub fn get(&self, name: &str) -> Option<T> {
        self.by_name.get(name).or_else(|| self.by_name.get(&normal(name))).copied()
    }

    /// The known name closest to a misspelt one.
    pub fn near(&self, name: &str) -> Option<&str> {
        crate::source::did_you_mean(name.trim(), self.shown.iter().map(String::as_str))
    }
}

fn normal(name: &str) -> String {
    plain(name).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
