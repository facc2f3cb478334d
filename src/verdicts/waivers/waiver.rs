//! One waiver, and the one place that decides how long it holds.

use crate::records::{Date, Problem, ProblemCode};
use crate::source::{Fault, Location, Text};

/// Whom a waiver is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every union.
    All,
    /// The union of this code.
    Union(String),
    /// The union of this code and all that stand below it.
    Under(String),
}

/// A finding somebody answers for, until a day. It waives what is found of one rule on whom it is for.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// Whom it is for.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub approved_by: String,
    /// The last day it holds.
    pub until: Date,
    /// The one finding it is for; all of the rule where none is named.
    pub fingerprint: Option<String>,
    /// Where it stands: its last day.
    pub place: Location,
}

impl Waiver {
    /// Days left at `as_of`: 0 on its last day, negative once it has expired. Whatever asks whether a
    /// waiver holds asks here.
    pub fn days_left(&self, as_of: Date) -> i64 {
        self.until.days_since(as_of)
    }

    /// Whether it still holds at `as_of`.
    pub fn holds(&self, as_of: Date) -> bool {
        self.days_left(as_of) >= 0
    }

    /// Whether it is for a union; `above` are the codes of the unions that one stands under.
    pub(super) fn is_for(&self, union: &str, above: &[&str]) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Union(id) => id == union,
            Scope::Under(id) => id == union || above.contains(&id.as_str()),
        }
    }

    /// Whom it is for, in words.
    pub fn whom(&self) -> Text {
        let (zh, en) = match &self.scope {
            Scope::All => ("全部单位".to_owned(), "every union".to_owned()),
            Scope::Union(id) => (id.clone(), id.clone()),
            Scope::Under(id) => (format!("{id} 及其下级"), format!("{id} and all below")),
        };
        Text { zh, en }
    }

    /// The problem that it waives nothing; `is_met` says whether whom it is for was among those judged.
    pub(super) fn unused(&self, is_met: bool) -> Problem {
        let (rule, whom) = (&self.rule, self.whom());
        let fault = if is_met {
            let zh = format!("对“{rule}”（{}）的豁免没有用上：没有可豁免的违规", whom.zh);
            let en = format!(
                "the waiver of `{rule}` for {} waives nothing: there is no violation to waive",
                whom.en
            );
            Fault::at(self.place.clone(), zh, en)
                .help("已整改的，删去这一条", "delete the entry if that is mended")
        } else {
            let zh = format!("对“{rule}”（{}）的豁免没有用上：这次审查的台账里没有这个单位", whom.zh);
            let en = format!(
                "the waiver of `{rule}` for {} waives nothing: there is no such union among those judged",
                whom.en
            );
            Fault::at(self.place.clone(), zh, en).help("请核对工会编码", "check the union's code")
        };
        Problem::new(ProblemCode::WaiverUnused, fault)
    }
}
