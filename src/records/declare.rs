//! From the text of a declaration to a checked one. Every fault is its author's and has its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::cell::Value;
use super::declaration::{
    Code, Default as FieldDefault, Field, FieldId, FieldType, LedgerDecl, LedgerId, Names, Required, Roles,
    Schema,
};
use super::scalar;
use crate::source::{Fault, Node, Places, Source, Span, Text, did_you_mean};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLedger {
    ledger: String,
    #[serde(default)]
    title: Option<Text>,
    #[serde(default)]
    key: Option<Vec<String>>,
    #[serde(default)]
    unique: bool,
    #[serde(default)]
    dated: Option<String>,
    #[serde(default)]
    rows: Option<RowCount>,
    #[serde(default)]
    roles: BTreeMap<String, String>,
    #[serde(default)]
    aliases: Vec<String>,
    fields: Vec<RawField>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RowCount {
    One,
    Many,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    key: String,
    title: Text,
    #[serde(rename = "type")]
    kind: FieldType,
    #[serde(default)]
    required: RawRequired,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    default: Option<serde_yaml::Value>,
    #[serde(default)]
    codes: serde_yaml::Mapping,
    #[serde(default)]
    min: Option<i64>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    note: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RawRequired {
    Always(bool),
    For(BTreeMap<String, Vec<String>>),
}

impl Default for RawRequired {
    fn default() -> Self {
        Self::Always(false)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    zh: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
}

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
    aliases: Vec<Vec<String>>,
    homes: Vec<Arc<Source>>,
    roles: Option<(LedgerId, Roles)>,
    inherited: usize,
    /// Every name of the ledgers inherited, which keep their aliases.
    names: Names<LedgerId>,
}

type Checked<T> = Result<T, Fault>;

impl SchemaBuilder {
    /// Starts from a schema whose ledgers and fields may be added to but not changed.
    pub fn extending(base: &Schema, home: &Arc<Source>) -> Self {
        let ledgers = base.ledgers.clone();
        let homes = ledgers.iter().map(|_| Arc::clone(home)).collect();
        let aliases = ledgers.iter().map(|_| Vec::new()).collect();
        let inherited = ledgers.len();
        let (roles, names) = (Some((base.union, base.roles)), base.names.clone());
        Self { ledgers, aliases, homes, roles, inherited, names }
    }

    /// Reads one declaration; `is_free` says whether a key may be used as a name in rules.
    pub fn read(&mut self, source: &Arc<Source>, is_free: &dyn Fn(&str, Named) -> bool) -> Checked<()> {
        let places = Places::read(source, source.text())?;
        let raw: RawLedger =
            serde_yaml::from_str(source.text()).map_err(|error| yaml_fault(source, &error))?;
        Reader { source, root: &places.root, is_free }.ledger(self, raw)
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
        let mut names = self.names;
        for ((id, ledger), aliases) in (0..).map(LedgerId).zip(&self.ledgers).zip(&self.aliases) {
            for name in [&ledger.key, &ledger.title.zh, &ledger.title.en].into_iter().chain(aliases) {
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
        Ok(Schema { ledgers: self.ledgers, union, roles, names })
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
        format!("写法有误：{reason}"),
        format!("not as declared: {reason}"),
    )
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    root: &'a Node,
    is_free: &'a dyn Fn(&str, Named) -> bool,
}

impl Reader<'_> {
    /// A fault at the value (or else the key) of a path.
    fn fault(&self, path: &[&str], zh: impl Into<String>, en: impl Into<String>) -> Fault {
        let span = self.root.at(path).map_or(self.root.span, |node| node.span);
        Fault::new(self.source, span, zh, en)
    }

    fn ledger(&self, all: &mut SchemaBuilder, raw: RawLedger) -> Checked<()> {
        let known = all.ledgers.iter().position(|ledger| ledger.key == raw.ledger);
        match known {
            Some(at) if at < all.inherited => return self.more_fields(&mut all.ledgers[at], &raw),
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
        if !raw.roles.is_empty() {
            let id = LedgerId(u16::try_from(all.ledgers.len()).unwrap_or(u16::MAX));
            all.roles = Some((id, self.roles(&ledger, &raw.roles)?));
        }
        all.ledgers.push(ledger);
        all.aliases.push(raw.aliases);
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

    fn name(&self, path: &[&str], name: &str, named: Named) -> Checked<()> {
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

    fn known(&self, ledger: &LedgerDecl, name: &str, path: &[&str]) -> Checked<FieldId> {
        ledger.field_of(name).ok_or_else(|| {
            let near = did_you_mean(name, ledger.fields.iter().map(|field| field.key.as_str()));
            let (zh, en) = (format!("没有“{name}”这个栏目"), format!("there is no field `{name}`"));
            self.fault(path, zh, en).meant(near)
        })
    }

    fn fields(&self, ledger: &mut LedgerDecl, raw: &[RawField]) -> Checked<()> {
        let first = ledger.fields.len();
        for (at, field) in raw.iter().enumerate() {
            let at = at.to_string();
            self.name(&["fields", &at, "key"], &field.key, Named::Field)?;
            let id = FieldId(u16::try_from(ledger.fields.len()).unwrap_or(u16::MAX));
            for name in [&field.key, &field.title.zh, &field.title.en].into_iter().chain(&field.aliases) {
                if !ledger.names.insert(name, id) {
                    let (zh, en) = (format!("栏目名“{name}”重复"), format!("two fields are named `{name}`"));
                    return Err(self.fault(&["fields", &at], zh, en));
                }
            }
            let checked = self.field(field, &at)?;
            ledger.fields.push(checked);
        }
        for (at, field) in raw.iter().enumerate() {
            let required = self.required(ledger, field, &at.to_string())?;
            let default = self.default(ledger, first + at, field, &at.to_string())?;
            let target = &mut ledger.fields[first + at];
            target.required = required;
            target.default = default;
        }
        Ok(())
    }

    fn field(&self, raw: &RawField, at: &str) -> Checked<Field> {
        let is_number = matches!(raw.kind, FieldType::Integer | FieldType::Decimal);
        if (raw.kind == FieldType::Enum) == raw.codes.is_empty() {
            let (zh, en) =
                ("enum 栏目才有 codes，且不能为空", "an enum has codes, at least one; no other type has");
            return Err(self.fault(&["fields", at], zh, en));
        }
        if raw.min.is_some() && !is_number {
            return Err(self.fault(&["fields", at, "min"], "min 只用于数字", "only numbers have a `min`"));
        }
        let mut field = Field {
            key: raw.key.clone(),
            title: raw.title.clone(),
            kind: raw.kind,
            required: Required::No,
            sensitive: raw.sensitive,
            planned: raw.planned,
            default: None,
            codes: Vec::new(),
            min: raw.min.or((raw.kind == FieldType::Integer).then_some(0)),
            aliases: raw.aliases.clone(),
            note: raw.note.clone(),
            code_names: Names::default(),
        };
        for (position, (key, code)) in (0..).zip(&raw.codes) {
            let code = self.code(key, code, at)?;
            let titles = [&code.key, &code.label.zh, &code.label.en];
            for name in titles.into_iter().chain(&code.aliases) {
                if !field.code_names.insert(name, position) {
                    let (zh, en) = (format!("代码名“{name}”重复"), format!("two codes are named `{name}`"));
                    return Err(self.fault(&["fields", at, "codes"], zh, en));
                }
            }
            field.codes.push(code);
        }
        Ok(field)
    }

    fn code(&self, key: &serde_yaml::Value, code: &serde_yaml::Value, at: &str) -> Checked<Code> {
        let path = ["fields", at, "codes"];
        let Some(key) = key.as_str() else {
            return Err(self.fault(
                &path,
                "代码须是文字（必要时加引号）",
                "a code is a text; quote it where needed",
            ));
        };
        let raw: RawCode = serde_yaml::from_value(code.clone()).map_err(|error| {
            let (zh, en) = (format!("代码 {key} 写法有误：{error}"), format!("code `{key}`: {error}"));
            self.fault(&["fields", at, "codes", key], zh, en)
        })?;
        Ok(Code { key: key.to_owned(), label: Text { zh: raw.zh, en: raw.en }, aliases: raw.aliases })
    }

    fn required(&self, ledger: &LedgerDecl, raw: &RawField, at: &str) -> Checked<Required> {
        let conditions = match &raw.required {
            RawRequired::Always(true) => return Ok(Required::Yes),
            RawRequired::Always(false) => return Ok(Required::No),
            RawRequired::For(conditions) => conditions,
        };
        let path = ["fields", at, "required"];
        let (Some((name, codes)), 1) = (conditions.first_key_value(), conditions.len()) else {
            return Err(self.fault(
                &path,
                "required 只能以一个栏目为条件",
                "`required` depends on one field at most",
            ));
        };
        let id = self.known(ledger, name, &path)?;
        let codes = codes.iter().map(|code| {
            ledger.field(id).code(code).ok_or_else(|| {
                self.fault(&path, format!("没有“{code}”这个代码"), format!("there is no code `{code}`"))
            })
        });
        Ok(Required::For(id, codes.collect::<Checked<_>>()?))
    }

    fn default(
        &self,
        ledger: &LedgerDecl,
        own: usize,
        raw: &RawField,
        at: &str,
    ) -> Checked<Option<FieldDefault>> {
        let path = ["fields", at, "default"];
        let Some(given) = &raw.default else { return Ok(None) };
        let field = &ledger.fields[own];
        let text = match given {
            serde_yaml::Value::String(text) => text.clone(),
            serde_yaml::Value::Number(number) => number.to_string(),
            serde_yaml::Value::Bool(flag) => flag.to_string(),
            _ => {
                return Err(self.fault(
                    &path,
                    "默认值须是一个值或另一栏目的键",
                    "a default is a value, or another field's key",
                ));
            }
        };
        if let Some(other) = ledger.field_of(&text).filter(|id| id.index() != own) {
            if ledger.field(other).kind != field.kind {
                return Err(self.fault(&path, "两个栏目类型不同", "the two fields have different types"));
            }
            return Ok(Some(FieldDefault::Field(other)));
        }
        let value = match field.kind {
            FieldType::Text | FieldType::Ref => return Ok(Some(FieldDefault::Text(text))),
            FieldType::Enum => field.code_written(&text).map(Value::Code).ok_or(scalar::Unfit::Shape),
            FieldType::Integer => scalar::integer(&text),
            FieldType::Decimal => scalar::decimal(&text),
            FieldType::Boolean => scalar::boolean(&text),
            FieldType::Date => scalar::date(&text),
            FieldType::Period => scalar::period(&text),
            FieldType::Year => scalar::year(&text),
        };
        value.map(|value| Some(FieldDefault::Value(value))).map_err(|_| {
            let (zh, en) = (
                format!("默认值“{text}”与栏目类型不符"),
                format!("the default `{text}` does not fit the type"),
            );
            self.fault(&path, zh, en)
        })
    }
}
