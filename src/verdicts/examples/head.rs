//! The head of an example: how it is judged, and verdicts that have no place.

use std::sync::Arc;

use super::comments::Part;
use crate::engine::State;
use crate::records::{Date, Period, Value, parse_date, parse_period_range};
use crate::source::{Fault, Location, Source, Span, did_you_mean};

/// The verdict a union must get from the example's rule.
#[derive(Debug, Clone)]
pub(super) struct VerdictExpected {
    pub(super) state: State,
    pub(super) union: String,
    pub(super) span: Span,
}

/// How an example is judged.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) as_of: Date,
    pub(super) period: Period,
    /// Values for the parameters of the example's rule, and their place.
    pub(super) params: Option<(serde_yaml::Mapping, Span)>,
    /// Profiles of the pack, and their place.
    pub(super) profiles: Option<(Vec<String>, Span)>,
    pub(super) verdicts: Vec<VerdictExpected>,
}

const ENTRIES: [&str; 4] = ["as-of", "period", "params", "profile"];

/// Gathers the head from its lines.
pub(super) struct HeadReader<'s> {
    source: &'s Arc<Source>,
    seen: Vec<&'s str>,
    as_of: Option<(Date, Span)>,
    period: Option<Period>,
    params: Option<(serde_yaml::Mapping, Span)>,
    profiles: Option<(Vec<String>, Span)>,
    verdicts: Vec<VerdictExpected>,
    faults: Vec<Fault>,
}

impl<'s> HeadReader<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            seen: Vec::new(),
            as_of: None,
            period: None,
            params: None,
            profiles: None,
            verdicts: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// One line: `key: value`, or verdicts.
    pub(super) fn line(&mut self, key: Part<'s>, value: Part<'s>) {
        if State::parse(key.text).is_some() {
            let line =
                Part { text: &self.source.text()[key.start..value.span().range().end], start: key.start };
            return line.split_unquoted(';').into_iter().for_each(|part| self.verdicts_of(part));
        }
        let value = value.trim();
        if self.seen.contains(&key.text) {
            return self.fault(
                key,
                format!("“{}”写了两次", key.text),
                format!("`{}` is given twice", key.text),
            );
        }
        self.seen.push(key.text);
        match key.text {
            "as-of" => match parse_date(value.text) {
                Ok(Value::Date(date)) => self.as_of = Some((date, value.span())),
                _ => self.fault(
                    value,
                    format!("“{}”不是日期", value.text),
                    format!("`{}` is no date", value.text),
                ),
            },
            "period" => match parse_period_range(value.text) {
                Some(period) => self.period = Some(period),
                None => self.fault(
                    value,
                    format!("“{}”不是期间", value.text),
                    format!("`{}` is no period", value.text),
                ),
            },
            "params" => match serde_yaml::from_str(value.text) {
                Ok(params) => self.params = Some((params, value.span())),
                Err(_) => self.fault(
                    value,
                    "参数应写成“{ 名: 值 }”".into(),
                    "parameters read `{ name: value }`".into(),
                ),
            },
            "profile" => {
                let names = value.split_unquoted(',').iter().map(|name| name.text.to_owned()).collect();
                self.profiles = Some((names, value.span()));
            }
            other => {
                let known = State::ALL.iter().map(|state| state.as_str()).chain(ENTRIES);
                let near = did_you_mean(other, known);
                let (zh, en) =
                    (format!("开头没有“{other}”这一项"), format!("`{other}` is no entry of the head"));
                self.faults.push(Fault::new(self.source, key.span(), zh, en).meant(near));
            }
        }
    }

    fn fault(&mut self, at: Part<'_>, zh: String, en: String) {
        self.faults.push(Fault::new(self.source, at.span(), zh, en));
    }

    /// `STATE: ID, ID`.
    fn verdicts_of(&mut self, part: Part<'_>) {
        let key = part.key();
        let state = key.and_then(|key| State::parse(key.text));
        let unions = key.map(|key| part.after(key).skip(1).split_unquoted(',')).unwrap_or_default();
        let Some(state) = state.filter(|_| !unions.is_empty()) else {
            let zh = "没有位置的结论应写成“状态: 工会编码, 工会编码”".to_owned();
            return self.fault(part, zh, "verdicts without a place read `STATE: UNION, UNION`".to_owned());
        };
        for union in unions {
            self.verdicts.push(VerdictExpected { state, union: union.text.to_owned(), span: union.span() });
        }
    }

    /// The head, complete and sound.
    pub(super) fn finish(mut self) -> Result<Head, Vec<Fault>> {
        if !self.seen.contains(&"as-of") {
            let (zh, en) =
                ("开头没有写截止日期：“#~ as-of: 日期”", "the head says no date: `#~ as-of: DATE`");
            self.faults.push(Fault::at(Location::whole(self.source), zh, en));
        }
        let Some((as_of, at)) = self.as_of else { return Err(self.faults) };
        let Some(period) = self.period.or_else(|| Period::year(as_of.year())) else {
            return Err(self.faults);
        };
        if as_of < period.start {
            let (zh, en) = ("截止日期早于审查期开始之日", "as-of lies before the period begins");
            self.faults.push(Fault::new(self.source, at, zh, en));
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(Head { as_of, period, params: self.params, profiles: self.profiles, verdicts: self.verdicts })
    }
}
