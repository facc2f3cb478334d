//! Parameters of rules: typed by how their value is written, with values by date and overrides.

use std::fmt;

use serde::Deserialize;
use serde_yaml::Value as Yaml;

use super::values::{Stricter, Values};
use crate::records::{TimeSpan, parse_date};
use crate::source::{Lang, Location, Text};

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

    /// Whether an override may stand for this default: the same type, or any where nothing is set.
    pub fn same_type(&self, other: &Self) -> bool {
        matches!(self, Self::Unset) || std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// In a sentence of `lang`.
    pub fn said(&self, lang: Lang) -> String {
        match self {
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                items.join(lang.pick("、", ", "))
            }
            Self::Span(span) => span.said(lang),
            value => value.to_string(),
        }
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

/// A parameter of a rule.
#[derive(Debug, Clone)]
pub struct Param {
    /// The name rules use: `params.name`.
    pub name: String,
    /// What it is set to.
    pub values: Values,
    /// Where that is written.
    pub place: Location,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LongOverride {
    default: Yaml,
    #[serde(default)]
    since: serde_yaml::Mapping,
}

impl Param {
    /// Reads `name: value` or the long form, written at `place`; an error says why not, in both languages.
    pub fn read(name: &str, yaml: &Yaml, place: Location) -> Result<Self, Text> {
        let mut param = Self {
            name: name.to_owned(),
            values: Values { first: ParamValue::Unset, since: Vec::new() },
            place,
            stricter: Stricter::None,
            title: None,
            is_slot: false,
        };
        let Yaml::Mapping(_) = yaml else {
            param.values.first = ParamValue::read(yaml).ok_or_else(|| unfit(yaml))?;
            return Ok(param);
        };
        let long: Long = serde_yaml::from_value(yaml.clone())
            .map_err(|error| Text { zh: format!("写法有误：{error}"), en: error.to_string() })?;
        param.is_slot = match long.kind.as_deref() {
            None => false,
            Some("slot") => true,
            Some(other) => {
                let (zh, en) = (format!("没有“{other}”这种类型"), format!("there is no type `{other}`"));
                return Err(Text { zh, en });
            }
        };
        (param.stricter, param.title) = (long.stricter, long.title);
        param.values = param.read_values(&long.default, &long.since)?;
        Ok(param)
    }

    /// Other values for this parameter, as an override gives them: one value, or `default` and `since`.
    pub fn read_override(&self, yaml: &Yaml) -> Result<Values, Text> {
        let long: Option<LongOverride> = yaml
            .is_mapping()
            .then(|| serde_yaml::from_value(yaml.clone()))
            .transpose()
            .map_err(|_| unfit(yaml))?;
        let values = match long {
            Some(long) => self.read_values(&long.default, &long.since)?,
            None => self.read_values(yaml, &serde_yaml::Mapping::new())?,
        };
        let misfit = values.all().find(|value| !self.values.first.same_type(value));
        let misfit = misfit.map(|value| self.other_type(value));
        misfit.map_or(Ok(values), Err)
    }

    fn read_values(&self, first: &Yaml, since: &serde_yaml::Mapping) -> Result<Values, Text> {
        let mut values = Values { first: self.read_value(first)?, since: Vec::new() };
        for (day, value) in since {
            let day =
                day.as_str().and_then(|day| parse_date(day).ok()).and_then(crate::records::Value::last_day);
            let Some(day) = day else {
                let (zh, en) = ("since 的键须是日期".to_owned(), "the keys of `since` are dates".to_owned());
                return Err(Text { zh, en });
            };
            let value = self.read_value(value)?;
            if !values.first.same_type(&value) {
                return Err(self.other_type(&value));
            }
            values.since.push((day, value));
        }
        values.since.sort_by_key(|(day, _)| *day);
        Ok(values)
    }

    fn read_value(&self, yaml: &Yaml) -> Result<ParamValue, Text> {
        match yaml {
            Yaml::String(text) if self.is_slot => Ok(ParamValue::Text(text.clone())),
            _ => ParamValue::read(yaml).ok_or_else(|| unfit(yaml)),
        }
    }

    fn other_type(&self, value: &ParamValue) -> Text {
        let ((zh, en), own) = (value.type_name(), &self.values.first);
        let (zh_own, en_own) = own.type_name();
        Text {
            zh: format!("{} 须是{zh_own}（如 {own}），不能是{zh}", self.name),
            en: format!("`{}` must be {en_own} such as {own}, not {en}", self.name),
        }
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

    fn param(text: &str) -> Param {
        let place = Location::whole(&std::sync::Arc::new(crate::source::Source::new("r.rhai", "")));
        Param::read("every", &serde_yaml::from_str(text).unwrap(), place).unwrap()
    }

    #[test]
    fn a_slot_is_no_length_of_time() {
        let param = param("{ default: 2 months, type: slot }");
        assert_eq!(param.values.first, ParamValue::Text("2 months".into()));
    }

    #[test]
    fn an_override_has_the_type_of_the_default_and_may_change_by_date() {
        let param = param("{ default: 1, stricter: higher }");
        let other = |text: &str| param.read_override(&serde_yaml::from_str(text).unwrap());
        assert_eq!(other("2").unwrap().first, ParamValue::Integer(2));
        assert_eq!(other("{ default: 1, since: { 2027-01-01: 2 } }").unwrap().since.len(), 1);
        assert_eq!(
            other("90 days").unwrap_err().en,
            "`every` must be an integer such as 1, not a length of time"
        );
        assert!(other("{ default: 1, since: { 2027-01-01: 50% } }").is_err());
        assert!(other("{ value: 1 }").is_err());
    }
}
