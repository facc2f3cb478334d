//! What a rule says of one union: a state, what was found, and where. No texts yet.

use rust_decimal::Decimal;

use super::rate::Rate;
use crate::records::{CellRef, Date, FieldId, LedgerId, Period, Schema, Union, Value};
use crate::rulepack::{Param, Share};
use crate::source::{Lang, Span, Text};

/// The state of a verdict or a finding. Ordered: within one verdict the greatest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The rule does not apply, or there was nothing to look at.
    NotApplicable,
    /// Checked, nothing wrong.
    Pass,
    /// Not wrong yet.
    Due,
    /// Wrong, and excepted for a while.
    Waived,
    /// The records lack what the rule needs.
    Insufficient,
    /// Wrong.
    Fail,
    /// The rule itself failed.
    Error,
}

impl State {
    /// Every state, in the order results list them.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Fail,
        Self::Due,
        Self::Insufficient,
        Self::NotApplicable,
        Self::Waived,
        Self::Error,
    ];

    /// As results and the command line spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::Pass => "pass",
            Self::Due => "due",
            Self::Waived => "waived",
            Self::Insufficient => "insufficient",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }

    /// As readers of `lang` call it.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::NotApplicable => lang.pick("不适用", "not applicable"),
            Self::Pass => lang.pick("合规", "pass"),
            Self::Due => lang.pick("临期", "due"),
            Self::Waived => lang.pick("豁免", "waived"),
            Self::Insufficient => lang.pick("数据不足", "insufficient"),
            Self::Fail => lang.pick("违规", "fail"),
            Self::Error => lang.pick("规则错误", "rule error"),
        }
    }

    /// The state spelt this way.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why a rule has nothing to say of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its `applies` said no.
    Applies,
    /// No row to look at.
    NoRows,
    /// No slot of the period to look at.
    NoSlots,
    /// The union was dissolved before the period.
    Dissolved,
    /// It is judged over superior unions only.
    District,
    /// It is judged over the unions below, and nothing there counts for it.
    NoneBelow,
}

impl Reason {
    /// As results spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::NoRows => "no-rows",
            Self::NoSlots => "no-slots",
            Self::Dissolved => "dissolved",
            Self::District => "district",
            Self::NoneBelow => "none-below",
        }
    }

    /// In words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Applies => lang.pick("规则不适用于该单位", "the rule does not apply"),
            Self::NoRows => lang.pick("台账中没有可查的记录", "no row to look at"),
            Self::NoSlots => lang.pick("审查期内没有应查的时段", "no slot of the period to look at"),
            Self::Dissolved => lang.pick("审查期前已撤销", "dissolved before the period"),
            Self::District => lang.pick("只对上级工会评价", "judged over superior unions only"),
            Self::NoneBelow => lang.pick("下级没有应计入的", "nothing below counts for it"),
        }
    }
}

/// Where a finding is, as the engine knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A cell, or where it would be.
    Cell(CellRef),
    /// A ledger; the union's code, where it was not submitted.
    Ledger(LedgerId),
    /// A place in the rule's file.
    Script(Span),
}

/// A further place, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What it is.
    pub label: Text,
    /// Where.
    pub spot: Spot,
}

/// A value for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A text, as it stands.
    Text(String),
    /// A text in two languages.
    Both(Text),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A period or slot.
    Period(Period),
    /// A share.
    Share(Share),
    /// A code: its key, and its label.
    Code(String, Text),
    /// Nothing recorded.
    Missing,
    /// A text of a sensitive field: shown as stars.
    Masked(String),
    /// A field by its title, with what it holds.
    Field(Text, Box<Arg>),
}

impl Arg {
    /// What a cell holds; a text of a sensitive field is masked.
    pub fn of(schema: &Schema, union: &Union, at: CellRef) -> Self {
        let field = schema.field(at.ledger, at.field);
        let value = union.cell(at).value;
        match value {
            Value::Missing | Value::Unreadable => Self::Missing,
            Value::Text { .. } if field.sensitive => Self::Masked(union.text(value).to_owned()),
            Value::Text { .. } => Self::Text(union.text(value).to_owned()),
            Value::Integer(number) => Self::Integer(number),
            Value::Decimal { .. } => value.number().map_or(Self::Missing, Self::Decimal),
            Value::Boolean(flag) => Self::Boolean(flag),
            Value::Date(day) => Self::Date(day),
            Value::Period(period) => Self::Period(period),
            Value::Code(code) => {
                let code = field.codes.get(usize::from(code));
                code.map_or(Self::Missing, |code| Self::Code(code.key.clone(), code.label.clone()))
            }
        }
    }

    /// The same with sensitive texts shown.
    #[must_use]
    pub fn unmasked(self) -> Self {
        match self {
            Self::Masked(text) => Self::Text(text),
            Self::Field(title, value) => Self::Field(title, Box::new(value.unmasked())),
            other => other,
        }
    }

    /// As a message in `lang` shows it.
    pub fn show(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            // As wide as the text, so that columns stay in place.
            Self::Masked(text) => "*".repeat(unicode_width::UnicodeWidthStr::width(text.as_str())),
            Self::Field(title, value) => {
                let (title, value) = (title.get(lang), value.show(lang));
                lang.pick(format!("{title}（{value}）"), format!("{title} ({value})"))
            }
            Self::Both(text) => text.get(lang).to_owned(),
            Self::Integer(number) => number.to_string(),
            // As it is written: money keeps its fen.
            Self::Decimal(number) => number.to_string(),
            Self::Boolean(flag) => {
                if *flag { lang.pick("是", "yes") } else { lang.pick("否", "no") }.to_owned()
            }
            Self::Date(day) => day.to_string(),
            Self::Period(period) => lang.pick(period.in_chinese(), period.to_string()),
            Self::Share(share) => share.to_string(),
            Self::Code(_, label) => label.get(lang).to_owned(),
            Self::Missing => "—".to_owned(),
        }
    }
}

/// One place where a rule found something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFinding {
    /// `Fail`, `Due`, `Insufficient` or `Error`.
    pub state: State,
    /// Where.
    pub spot: Spot,
    /// Further places.
    pub related: Vec<Related>,
    /// What the verdict word gives the message.
    pub args: Vec<(String, Arg)>,
    /// The group, slot and `of:` that tell findings at one place apart.
    pub group: String,
    /// See [`RawFinding::group`].
    pub slot: String,
    /// See [`RawFinding::group`].
    pub of: String,
    /// What is missing, for `Insufficient`; what went wrong, for `Error`.
    pub cause: Cause,
}

impl RawFinding {
    /// A finding with nothing more to say.
    pub fn new(state: State, spot: Spot, cause: Cause) -> Self {
        Self {
            state,
            spot,
            related: Vec::new(),
            args: Vec::new(),
            group: String::new(),
            slot: String::new(),
            of: String::new(),
            cause,
        }
    }
}

/// Why a finding is `Insufficient` or `Error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The rule's own judgement; its message says why.
    Judged,
    /// Not enough is known of the unions below.
    Unknown,
    /// This ledger was not submitted.
    Absent(LedgerId),
    /// This cell is not recorded.
    NotRecorded(LedgerId, FieldId),
    /// This cell cannot be read; a problem says why.
    Unreadable(LedgerId, FieldId),
    /// The script failed.
    Script(Text),
}

/// What a rule says of a union.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The state.
    pub state: State,
    /// Rows or slots looked at.
    pub checked: u32,
    /// Why it is not applicable, where it is not.
    pub reason: Option<Reason>,
    /// What was found.
    pub findings: Vec<RawFinding>,
    /// The parameters it was judged by, where they are not the rule's own.
    pub params: Vec<Param>,
    /// What the union adds to the rates of districts.
    pub rates: Vec<Rate>,
}

impl Outcome {
    /// An outcome of this state, with nothing found.
    pub fn of(state: State) -> Self {
        Self { state, checked: 0, reason: None, findings: Vec::new(), params: Vec::new(), rates: Vec::new() }
    }
}
