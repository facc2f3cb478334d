//! A rule as data: what it says of itself, and its script with places. Judging it is the engine's.

use std::sync::Arc;

use serde::Deserialize;

use super::params::Param;
use super::template::Template;
use crate::source::{Fault, Lang, Severity, Source, Span, Text};

/// How strong the ground is a rule stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Strength {
    /// Law or regulation says must.
    M,
    /// A normative document of the national union.
    N,
    /// The documents' own undertaking.
    S,
    /// A policy target of a period.
    P,
    /// Consistency of the records.
    C,
}

impl Strength {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::M => "M",
            Self::N => "N",
            Self::S => "S",
            Self::P => "P",
            Self::C => "C",
        }
    }

    /// What it means.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::M => lang.pick("法律法规", "law or regulation"),
            Self::N => lang.pick("全总规范性文件", "normative document of the national union"),
            Self::S => lang.pick("文件自定要求", "the documents' own undertaking"),
            Self::P => lang.pick("阶段性目标", "policy target of a period"),
            Self::C => lang.pick("台账勾稽", "consistency of the records"),
        }
    }
}

/// What a rule of a severity counts in a score, unless its header says otherwise.
pub(super) fn weight_of(severity: Severity) -> u32 {
    match severity {
        Severity::Error => 3,
        Severity::Warning => 2,
        Severity::Note => 1,
    }
}

/// How far a provision of law was verified; what is unverified is refused when a pack is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Verified {
    /// The full article was read.
    V1,
    /// The article was read in an excerpt.
    V2,
    /// Only at second hand.
    V3,
}

impl Verified {
    /// As packs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "V1",
            Self::V2 => "V2",
            Self::V3 => "V3",
        }
    }

    /// What it means.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::V1 => lang.pick("已核条文", "article read in full"),
            Self::V2 => lang.pick("已核摘录", "article read in an excerpt"),
            Self::V3 => lang.pick("二手，未核条文", "at second hand"),
        }
    }
}

/// A provision a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The law, by its Chinese name.
    pub law: String,
    /// The article, where it is known.
    pub article: Option<String>,
    /// How far it was verified.
    pub status: Verified,
    /// The region it holds in, where not everywhere.
    pub region: Option<String>,
    /// What to bear in mind.
    pub note: Option<Text>,
}

/// One message in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Chinese.
    pub zh: Template,
    /// English.
    pub en: Template,
}

impl Message {
    /// The template in `lang`.
    pub fn get(&self, lang: Lang) -> &Template {
        lang.pick(&self.zh, &self.en)
    }

    /// Every name either language wants filled.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.zh.names().chain(self.en.names())
    }
}

/// Over what a rule is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Each union by itself.
    #[default]
    Union,
    /// All unions below a superior together.
    District,
}

/// What becomes of missing cells and ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnMissing {
    /// They make the verdict `insufficient`.
    #[default]
    Report,
    /// They are passed over.
    Skip,
}

/// What state a fault found is recorded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingAs {
    /// A violation.
    #[default]
    Fail,
    /// Something nobody has confirmed yet.
    Insufficient,
}

/// A rule that can be judged.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name: the file's, without `.rhai`.
    pub id: String,
    /// Its area: the folder's name.
    pub area: String,
    /// The whole file; positions in the script are positions here.
    pub source: Arc<Source>,
    /// What it is called.
    pub title: Text,
    /// Requirements of the documents it covers, by number.
    pub requires: Vec<String>,
    /// Provisions it rests on.
    pub basis: Vec<Basis>,
    /// How strong they are.
    pub strength: Strength,
    /// How bad a finding is.
    pub severity: Severity,
    /// How much it counts in a score.
    pub weight: u32,
    /// When it applies: a script, its names expanded.
    pub applies: String,
    /// Where `applies` stands.
    pub applies_span: Span,
    /// Its parameters, overrides applied.
    pub params: Vec<Param>,
    /// What it requires and how it decides.
    pub text: Text,
    /// What a violation is reported as.
    pub fail: Message,
    /// What something not wrong yet is reported as.
    pub due: Message,
    /// What to do about it.
    pub help: Text,
    /// Over what it is judged.
    pub scope: Scope,
    /// What becomes of missing cells.
    pub missing: OnMissing,
    /// What its findings are recorded as.
    pub finding: FindingAs,
    /// Whether it is kept only so that its name is not used again.
    pub retired: bool,
}

/// A rule that cannot be judged, and why. Every union it might apply to gets the verdict `error`.
#[derive(Debug, Clone)]
pub struct BrokenRule {
    /// Its name.
    pub id: String,
    /// Its area.
    pub area: String,
    /// What is wrong with it.
    pub fault: Fault,
}
