//! What a message was filled with, as JSON: decimals, dates and shares are texts, so that nothing is
//! rounded on the way.

use serde_json::{Map, Value};

use crate::engine::Arg;
use crate::source::Lang;

/// The values by name, in order.
pub(super) fn args(args: &[(String, Arg)], lang: Lang) -> Map<String, Value> {
    args.iter().map(|(name, arg)| (name.clone(), value(arg, lang))).collect()
}

fn value(arg: &Arg, lang: Lang) -> Value {
    match arg {
        Arg::Text(text) => Value::from(text.as_str()),
        Arg::Both(text) => Value::from(text.get(lang)),
        Arg::Integer(number) => Value::from(*number),
        Arg::Decimal(number) => Value::from(number.to_string()),
        Arg::Boolean(flag) => Value::from(*flag),
        Arg::Date(date) => Value::from(date.to_string()),
        Arg::Period(period) => Value::from(period.to_string()),
        Arg::Share(share) => Value::from(share.to_string()),
        Arg::Code(key, _) => Value::from(key.as_str()),
        Arg::Missing => Value::Null,
        Arg::Masked(_) | Arg::Field(..) => Value::from(arg.show(lang)),
    }
}
