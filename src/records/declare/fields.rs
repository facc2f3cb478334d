//! The fields of a declaration: types, codes, what is required, what absence means.

use super::raw::{RawCode, RawField, RawRequired};
use super::{Checked, Named, Reader};
use crate::records::cell::Value;
use crate::records::declaration::{
    Code, Default as FieldDefault, Field, FieldId, FieldType, LedgerDecl, Names, Required,
};
use crate::records::scalar;
use crate::source::Text;

impl Reader<'_> {
    pub(super) fn fields(&self, ledger: &mut LedgerDecl, raw: &[RawField]) -> Checked<()> {
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
