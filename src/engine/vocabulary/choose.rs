//! Words that choose rows by what a cell holds, or whether it holds anything.

use rhai::{Array, Dynamic, Engine, ImmutableString};

use crate::engine::bench::{Seen, Word, mistake, mistaken_name};
use crate::engine::rows::{Column, Effect, Entry, RowSet, Rows, Test};
use crate::records::{Field, FieldType, LedgerId, Period, Value};
use crate::source::did_you_mean;

/// `where(F, v)`: rows whose F is v, or one of a list. A missing F: maybe.
///
/// `except(F, v)`: rows whose F is none of these. A missing F: maybe.
///
/// `missing(F)`, `given(F)`: rows whose F was not, or was, recorded: the only words for which absence
/// is an answer. A cell that cannot be read: maybe.
pub(super) fn register(engine: &mut Engine) {
    // Codes and texts by their own overload: the general one costs Rhai a search.
    engine.register_fn("where", |rows: &mut Rows, field: &str, value: ImmutableString| {
        choose(rows, field, &value.into(), true)
    });
    engine.register_fn("where", |rows: &mut Rows, field: &str, value: Dynamic| {
        choose(rows, field, &value, true)
    });
    engine.register_fn("except", |rows: &mut Rows, field: &str, value: Dynamic| {
        choose(rows, field, &value, false)
    });
    engine.register_fn("given", |rows: &mut Rows, field: &str| recorded(rows, field, true, Effect::Chooses));
    engine.register_fn("missing", |rows: &mut Rows, field: &str| {
        recorded(rows, field, false, Effect::Compares)
    });
}

fn choose(set: &Rows, field: &str, value: &Dynamic, keep: bool) -> Word<Rows> {
    let column = set.column(field)?;
    let wanted = set.ledgers.iter().map(|&ledger| Wanted::read(set, ledger, &column, value));
    let wanted = wanted.collect::<Word<Vec<_>>>()?;
    // `except` already finds fault; `where` only says what is looked at.
    let effect = if keep { Effect::Chooses } else { Effect::Compares };
    set.filter(effect, &column, |entry| {
        let wanted = wanted.iter().find(|wanted| wanted.ledger == entry.ledger);
        Ok(match (set.value(entry, &column), wanted) {
            (Err(cause), _) => Test::Missing(cause),
            (Ok(value), Some(wanted)) => Test::from(wanted.has(set, value) == keep),
            (Ok(_), None) => Test::No,
        })
    })
}

fn recorded(set: &Rows, field: &str, keep: bool, effect: Effect) -> Word<Rows> {
    let column = set.column(field)?;
    set.filter(effect, &column, |entry: Entry| {
        let at = entry.cell(column.of(entry.ledger));
        Ok(match set.tables.see(at) {
            Seen::Value(_) => Test::from(keep),
            Seen::Missing => Test::from(!keep),
            Seen::Unreadable => Test::Missing(at),
        })
    })
}

/// The values looked for, in one ledger.
pub(super) struct Wanted {
    ledger: LedgerId,
    values: Vec<Value>,
    texts: Vec<ImmutableString>,
}

impl Wanted {
    fn read(set: &RowSet, ledger: LedgerId, column: &Column, value: &Dynamic) -> Word<Self> {
        let field = set.field(ledger, column);
        let mut wanted = Self { ledger, values: Vec::new(), texts: Vec::new() };
        match value.read_lock::<Array>() {
            Some(items) => items.iter().try_for_each(|item| wanted.add(field, item))?,
            None => wanted.add(field, value)?,
        }
        Ok(wanted)
    }

    fn add(&mut self, field: &Field, value: &Dynamic) -> Word<()> {
        let text = value.read_lock::<ImmutableString>().map(|text| text.clone());
        match (field.kind, text) {
            (FieldType::Enum, Some(code)) => self.values.push(Value::Code(code_of(field, &code)?)),
            (FieldType::Text | FieldType::Ref, Some(text)) => self.texts.push(text),
            (FieldType::Boolean, None) if value.is_bool() => {
                self.values.push(Value::Boolean(value.as_bool().unwrap_or_default()));
            }
            (FieldType::Integer, None) if value.is_int() => {
                self.values.push(Value::Integer(value.as_int().unwrap_or_default()));
            }
            (FieldType::Year, None) if value.is_int() => {
                let year =
                    value.as_int().ok().and_then(|year| i16::try_from(year).ok()).and_then(Period::year);
                self.values.extend(year.map(Value::Period));
            }
            _ => {
                let (key, kind) = (&field.key, value.type_name());
                return Err(mistake(
                    format!("栏目“{key}”不能与 {kind} 类型的值比较"),
                    format!("the field `{key}` cannot be compared with a value of type {kind}"),
                ));
            }
        }
        Ok(())
    }

    fn has(&self, set: &RowSet, value: Value) -> bool {
        match value {
            Value::Text { .. } => self.texts.iter().any(|text| text.as_str() == set.tables.union.text(value)),
            value => self.values.contains(&value),
        }
    }
}

/// The code of this key; a misspelt one is the author's mistake.
pub(in crate::engine) fn code_of(field: &Field, code: &str) -> Word<u16> {
    field.code(code).ok_or_else(|| {
        let near = did_you_mean(code, field.codes.iter().map(|code| code.key.as_str()));
        let key = &field.key;
        let (zh, en) =
            (format!("栏目“{key}”没有代码“{code}”"), format!("the field `{key}` has no code `{code}`"));
        mistaken_name(zh, en, near)
    })
}
