//! The rates of districts. What is counted is a number; a sum such as yuan is a text, so that nothing is
//! rounded on the way.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::engine::Form;
use crate::verdicts;

/// One rate of one rule over the unions below a superior.
#[derive(Debug, serde::Serialize)]
pub(super) struct District {
    union: String,
    rule: String,
    label: String,
    state: &'static str,
    part: Value,
    open: Value,
    unknown: Value,
    whole: Value,
    share: String,
}

impl District {
    /// The rate as JSON.
    pub(super) fn new(district: &verdicts::District) -> Self {
        let amount = |number: Decimal| match i64::try_from(number) {
            Ok(count) if district.form != Form::Sums => Value::from(count),
            _ => Value::from(number.to_string()),
        };
        let unknown = i64::try_from(district.unknown).map_or_else(|_| amount(district.unknown), Value::from);
        Self {
            union: district.union.clone(),
            rule: district.rule.clone(),
            label: district.label.key.clone(),
            state: district.state.as_str(),
            part: amount(district.part),
            open: amount(district.open),
            unknown,
            whole: amount(district.whole),
            share: district.share.to_string(),
        }
    }
}
