//! What may become of a violation, and why.

use crate::source::Lang;

/// What became of a violation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A violation now, and nothing before.
    New,
    /// Was no violation yet, or a lesser one.
    Worse,
    /// Was gone, and is back.
    Reopened,
    /// Still there.
    Unchanged,
    /// Gone, and its rule was judged again.
    Fixed,
    /// Gone, but nobody looked.
    Unclear,
    /// Excepted for a while.
    Waived,
}

impl Change {
    /// Every category, in the order results list them.
    pub const ALL: [Self; 7] =
        [Self::New, Self::Worse, Self::Reopened, Self::Unchanged, Self::Fixed, Self::Unclear, Self::Waived];

    /// As results and the command line spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worse => "worse",
            Self::Reopened => "reopened",
            Self::Unchanged => "unchanged",
            Self::Fixed => "fixed",
            Self::Unclear => "unclear",
            Self::Waived => "waived",
        }
    }

    /// As readers of `lang` call it.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::New => lang.pick("新增", "new"),
            Self::Worse => lang.pick("加重", "worse"),
            Self::Reopened => lang.pick("重现", "reopened"),
            Self::Unchanged => lang.pick("未改", "unchanged"),
            Self::Fixed => lang.pick("已改", "fixed"),
            Self::Unclear => lang.pick("无法核实", "unclear"),
            Self::Waived => lang.pick("豁免", "waived"),
        }
    }

    /// The category spelt this way.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.as_str() == text)
    }
}

/// Why a violation is in its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The old result did not judge the rule.
    RuleAdded,
    /// The old result did not have the union.
    UnionAdded,
    /// The old result could not tell for lack of data.
    UndecidedBefore,
    /// The rule failed in the old result.
    ErrorBefore,
    /// The rule did not apply in the old result.
    NotApplicableBefore,
    /// It was due.
    WasDue,
    /// It could not be told.
    WasInsufficient,
    /// It was waived.
    WasWaived,
    /// Its severity rose.
    SeverityRaised,
    /// The new result lacks a ledger.
    LedgerMissing,
    /// The new result lacks data within a ledger.
    DataMissing,
    /// The rule failed in the new result.
    RuleFailed,
    /// The rule does not apply any more, or has nothing to look at.
    NotApplicable,
    /// The new result does not have the union.
    UnionMissing,
    /// The new result did not judge the rule.
    RuleNotRun,
    /// The new result's period leaves out part of the old one's.
    PeriodNotCovered,
    /// The new result was judged at an earlier day.
    AsOfEarlier,
    /// The ledger has fewer rows now, so that the row may have been taken out.
    RowsFewer,
}

impl Why {
    /// As results spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RuleAdded => "rule_added",
            Self::UnionAdded => "union_added",
            Self::UndecidedBefore => "undecided_before",
            Self::ErrorBefore => "error_before",
            Self::NotApplicableBefore => "not_applicable_before",
            Self::WasDue => "was_due",
            Self::WasInsufficient => "was_insufficient",
            Self::WasWaived => "was_waived",
            Self::SeverityRaised => "severity_raised",
            Self::LedgerMissing => "ledger_missing",
            Self::DataMissing => "data_missing",
            Self::RuleFailed => "rule_failed",
            Self::NotApplicable => "not_applicable",
            Self::UnionMissing => "union_missing",
            Self::RuleNotRun => "rule_not_run",
            Self::PeriodNotCovered => "period_not_covered",
            Self::AsOfEarlier => "as_of_earlier",
            Self::RowsFewer => "rows_fewer",
        }
    }

    /// In words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::RuleAdded => lang.pick("规则为本次新增", "the rule was not run before"),
            Self::UnionAdded => lang.pick("单位上次未报送", "the union was not submitted before"),
            Self::UndecidedBefore => lang.pick("上次数据不足，未能判断", "could not be told before"),
            Self::ErrorBefore => lang.pick("上次规则出错，未能判断", "the rule failed before"),
            Self::NotApplicableBefore => lang.pick("上次不适用", "did not apply before"),
            Self::WasDue => lang.pick("上次为临期", "was due"),
            Self::WasInsufficient => lang.pick("上次为数据不足", "was insufficient"),
            Self::WasWaived => lang.pick("上次为豁免", "was waived"),
            Self::SeverityRaised => lang.pick("程度提高", "severity raised"),
            Self::LedgerMissing => lang.pick("台账未提交", "ledger not submitted"),
            Self::DataMissing => lang.pick("台账内容不全", "records incomplete"),
            Self::RuleFailed => lang.pick("规则出错", "the rule failed"),
            Self::NotApplicable => {
                lang.pick("不再适用，或没有可查的记录", "does not apply any more, or nothing to look at")
            }
            Self::UnionMissing => lang.pick("单位未报送", "union not submitted"),
            Self::RuleNotRun => lang.pick("规则未运行", "rule not run"),
            Self::PeriodNotCovered => {
                lang.pick("本次审查期不含上次审查期", "the period now leaves out part of the one before")
            }
            Self::AsOfEarlier => lang.pick("本次截止日期早于上次", "judged as of an earlier day"),
            Self::RowsFewer => {
                lang.pick("台账行数减少，这一行可能已删去", "the ledger has fewer rows, this one may be gone")
            }
        }
    }

    /// What to do so that it can be checked again; nothing where that is not the matter.
    pub fn help(self, lang: Lang) -> Option<&'static str> {
        Some(match self {
            Self::LedgerMissing => lang.pick("补交台账后再查", "submit the ledger and check again"),
            Self::DataMissing => lang.pick("补全台账后再查", "complete the records and check again"),
            Self::RuleFailed => lang.pick("请联系规则的编写者", "tell the author of the rule"),
            Self::NotApplicable => lang.pick(
                "请核实确已不适用，而不是删去了记录",
                "see that it truly ended and no record was removed",
            ),
            Self::UnionMissing => lang.pick("请该单位报送后再查", "have the union submit and check again"),
            Self::RuleNotRun => lang.pick("用上次的全部规则再查", "check again with all rules of before"),
            Self::PeriodNotCovered => lang.pick(
                "用含上次审查期的 --period 再查",
                "check again with a --period that covers the one before",
            ),
            Self::AsOfEarlier => lang.pick(
                "请核对次序，或用更晚的 --as-of 再查",
                "check the order, or check again with a later --as-of",
            ),
            Self::RowsFewer => lang.pick(
                "请核对是否删去了这一行：改好的、确属重复或误记的，可视为已改",
                "see whether this row was removed: one put right, entered twice or by mistake counts as fixed",
            ),
            Self::RuleAdded
            | Self::UnionAdded
            | Self::UndecidedBefore
            | Self::ErrorBefore
            | Self::NotApplicableBefore
            | Self::WasDue
            | Self::WasInsufficient
            | Self::WasWaived
            | Self::SeverityRaised => return None,
        })
    }
}
