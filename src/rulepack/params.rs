//! Parameters of rules: typed by how their value is written, with values by date and overrides.

use std::fmt;

use serde::Deserialize;
use serde_yaml::Value as Yaml;

use crate::records::{Date, TimeSpan, parse_date};
use crate::source::Text;

/// An exact fraction: `100%`, `2/3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    /// Above the line.
    pub part: i64,
    /// Below it; never 0.
    pub whole: i64,
}

impl Share {
    /// As parameters write it.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(percent) = text.strip_suffix('%') {
            let (digits, places) =
                percent.split_once('.').map_or((percent, ""), |(whole, places)| (whole, places));
            let part = format!("{digits}{places}").parse().ok()?;
            let whole = 10_i64.checked_pow(u32::try_from(places.len()).ok()?)?.checked_mul(100)?;
            return (part >= 0 && !digits.is_empty()).then_some(Self { part, whole });
        }
        let (part, whole) = text.split_once('/')?;
        let share = Self { part: part.parse().ok()?, whole: whole.parse().ok()? };
        (share.part >= 0 && share.whole > 0 && part.len() < 10 && whole.len() < 10).then_some(share)
    }
}

/// `2/3`, or a percentage where it is one.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole {
            100 => write!(f, "{}%", self.part),
            1000 => write!(f, "{}.{}%", self.part / 10, self.part % 10),
            _ => write!(f, "{}/{}", self.part, self.whole),
        }
    }
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// `unset` or null: the rule asks `params.x == ()`.
    Unset,
    /// `3`.
    Integer(i64),
    /// `100%`, `2/3`.
    Share(Share),
    /// `90 days`, `end of next year`.
    Span(TimeSpan),
    /// Everything else: `03-31`, `month`, a code.
    Text(String),
    /// `[a, b]`.
    List(Vec<ParamValue>),
}

impl ParamValue {
    /// Reads a value as it is written; nothing for mappings and fractions of numbers.
    pub fn read(yaml: &Yaml) -> Option<Self> {
        Some(match yaml {
            Yaml::Null => Self::Unset,
            Yaml::Bool(flag) => Self::Text(flag.to_string()),
            Yaml::Number(number) => Self::Integer(number.as_i64()?),
            Yaml::String(text) => Self::read_text(text.trim()),
            Yaml::Sequence(items) => Self::List(items.iter().map(Self::read).collect::<Option<_>>()?),
            Yaml::Mapping(_) | Yaml::Tagged(_) => return None,
        })
    }

    fn read_text(text: &str) -> Self {
        if text == "unset" {
            Self::Unset
        } else if let Some(span) = TimeSpan::parse(text) {
            Self::Span(span)
        } else if let Some(share) = Share::parse(text) {
            Self::Share(share)
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Whether an override may stand for this default: the same type, or either of them unset.
    pub fn same_type(&self, other: &Self) -> bool {
        matches!(self, Self::Unset)
            || matches!(other, Self::Unset)
            || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The type, for messages.
    pub fn type_name(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unset => ("未设", "unset"),
            Self::Integer(_) => ("整数", "an integer"),
            Self::Share(_) => ("比例", "a share"),
            Self::Span(_) => ("时长", "a length of time"),
            Self::Text(_) => ("文字", "a text"),
            Self::List(_) => ("清单", "a list"),
        }
    }
}

/// As packs write it.
impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("unset"),
            Self::Integer(number) => number.fmt(f),
            Self::Share(share) => share.fmt(f),
            Self::Span(span) => span.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}

/// Which way a parameter is tighter; without it no override is called looser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stricter {
    /// More asks more.
    Higher,
    /// Less asks more.
    Lower,
    /// An earlier day asks more.
    Earlier,
    /// A later day asks more.
    Later,
    /// A list asks less when it has fewer entries.
    Superset,
    /// A list asks less when it has more entries.
    Subset,
    /// Neither.
    #[default]
    None,
}

/// A parameter of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// The name rules use: `params.name`.
    pub name: String,
    /// The value, before the first date of `since`.
    pub value: ParamValue,
    /// Later values, each from its day on, in order.
    pub since: Vec<(Date, ParamValue)>,
    /// Which way is tighter.
    pub stricter: Stricter,
    /// What it is.
    pub title: Option<Text>,
    /// Whether it is a slot (`type: slot`), so that `2 months` is no length of time.
    pub is_slot: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Long {
    default: Yaml,
    #[serde(default)]
    stricter: Stricter,
    #[serde(default)]
    title: Option<Text>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    since: serde_yaml::Mapping,
}

impl Param {
    /// Reads `name: value` or the long form; an error says why not, in both languages.
    pub fn read(name: &str, yaml: &Yaml) -> Result<Self, Text> {
        let Yaml::Mapping(_) = yaml else {
            let value = ParamValue::read(yaml).ok_or_else(|| unfit(yaml))?;
            let (since, stricter) = (Vec::new(), Stricter::None);
            return Ok(Self { name: name.to_owned(), value, since, stricter, title: None, is_slot: false });
        };
        let long: Long = serde_yaml::from_value(yaml.clone())
            .map_err(|error| Text { zh: format!("写法有误：{error}"), en: error.to_string() })?;
        let is_slot = match long.kind.as_deref() {
            None => false,
            Some("slot") => true,
            Some(other) => {
                let (zh, en) = (format!("没有“{other}”这种类型"), format!("there is no type `{other}`"));
                return Err(Text { zh, en });
            }
        };
        let mut param = Self {
            name: name.to_owned(),
            value: ParamValue::Unset,
            since: Vec::new(),
            stricter: long.stricter,
            title: long.title,
            is_slot,
        };
        param.value = param.read_value(&long.default)?;
        for (day, value) in &long.since {
            let day =
                day.as_str().and_then(|day| parse_date(day).ok()).and_then(crate::records::Value::last_day);
            let Some(day) = day else {
                let (zh, en) = ("since 的键须是日期".to_owned(), "the keys of `since` are dates".to_owned());
                return Err(Text { zh, en });
            };
            let value = param.read_value(value)?;
            if !param.value.same_type(&value) {
                return Err(param.other_type(&value));
            }
            param.since.push((day, value));
        }
        param.since.sort_by_key(|(day, _)| *day);
        Ok(param)
    }

    /// A value for this parameter, as an override gives it.
    pub fn read_override(&self, yaml: &Yaml) -> Result<ParamValue, Text> {
        let value = self.read_value(yaml)?;
        if self.value.same_type(&value) { Ok(value) } else { Err(self.other_type(&value)) }
    }

    fn read_value(&self, yaml: &Yaml) -> Result<ParamValue, Text> {
        match yaml {
            Yaml::String(text) if self.is_slot => Ok(ParamValue::Text(text.clone())),
            _ => ParamValue::read(yaml).ok_or_else(|| unfit(yaml)),
        }
    }

    fn other_type(&self, value: &ParamValue) -> Text {
        let ((zh, en), (zh_own, en_own)) = (value.type_name(), self.value.type_name());
        Text {
            zh: format!("{} 须是{zh_own}（如 {}），不能是{zh}", self.name, self.value),
            en: format!("`{}` must be {en_own} such as {}, not {en}", self.name, self.value),
        }
    }

    /// Whether `value` asks less than this parameter does.
    pub fn is_looser(&self, value: &ParamValue) -> bool {
        use std::cmp::Ordering::{Greater, Less};
        let order = match (&self.value, value) {
            (ParamValue::Integer(own), ParamValue::Integer(new)) => new.cmp(own),
            (ParamValue::Span(own), ParamValue::Span(new)) => {
                new.approximate_days().cmp(&own.approximate_days())
            }
            (ParamValue::Share(own), ParamValue::Share(new)) => {
                let wide = |a: i64, b: i64| i128::from(a) * i128::from(b);
                wide(new.part, own.whole).cmp(&wide(own.part, new.whole))
            }
            (ParamValue::Text(own), ParamValue::Text(new)) => new.cmp(own),
            (ParamValue::List(own), ParamValue::List(new)) => {
                return match self.stricter {
                    Stricter::Superset => own.iter().any(|item| !new.contains(item)),
                    Stricter::Subset => new.iter().any(|item| !own.contains(item)),
                    _ => false,
                };
            }
            (ParamValue::Unset, _) => return false,
            (_, ParamValue::Unset) => return self.stricter != Stricter::None,
            _ => return false,
        };
        match self.stricter {
            Stricter::Higher | Stricter::Later => order == Less,
            Stricter::Lower | Stricter::Earlier => order == Greater,
            Stricter::Superset | Stricter::Subset | Stricter::None => false,
        }
    }

    /// The value in force on a day.
    pub fn on(&self, day: Date) -> &ParamValue {
        let passed = self.since.iter().rev().find(|(since, _)| *since <= day);
        passed.map_or(&self.value, |(_, value)| value)
    }
}

fn unfit(yaml: &Yaml) -> Text {
    let shown = serde_yaml::to_string(yaml).unwrap_or_default();
    let shown = shown.trim();
    Text {
        zh: format!("“{shown}”不能作参数的值"), en: format!("`{shown}` cannot be a parameter's value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> ParamValue {
        ParamValue::read(&serde_yaml::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn a_value_is_typed_by_how_it_is_written() {
        assert_eq!(value("3"), ParamValue::Integer(3));
        assert_eq!(value("100%"), ParamValue::Share(Share { part: 100, whole: 100 }));
        assert_eq!(value("2/3"), ParamValue::Share(Share { part: 2, whole: 3 }));
        assert_eq!(value("0.5%"), ParamValue::Share(Share { part: 5, whole: 1000 }));
        assert_eq!(value("3 years"), ParamValue::Span(TimeSpan::months(36)));
        assert_eq!(value("03-31"), ParamValue::Text("03-31".into()));
        assert_eq!(value("06-01..08-31"), ParamValue::Text("06-01..08-31".into()));
        assert_eq!(value("[3, 5]"), ParamValue::List(vec![ParamValue::Integer(3), ParamValue::Integer(5)]));
        for text in ["100%", "2/3", "0.5%", "3 years", "90 days", "end of next year", "[a, b]", "unset"] {
            assert_eq!(value(text).to_string(), text);
        }
    }

    #[test]
    fn a_slot_is_no_length_of_time() {
        let yaml = serde_yaml::from_str("{ default: 2 months, type: slot }").unwrap();
        assert_eq!(Param::read("every", &yaml).unwrap().value, ParamValue::Text("2 months".into()));
    }

    #[test]
    fn a_value_by_date_holds_from_its_day() {
        let yaml = serde_yaml::from_str("{ default: 1, since: { 2026-01-01: 2 } }").unwrap();
        let param = Param::read("times", &yaml).unwrap();
        let day = |year| Date::new(year, 12, 31).unwrap();
        assert_eq!(param.on(day(2025)), &ParamValue::Integer(1));
        assert_eq!(param.on(day(2026)), &ParamValue::Integer(2));
    }
}
