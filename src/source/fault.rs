//! Something wrong at a place, said in both languages, with advice. Whose fault it is says the type
//! that carries it: the keeper's in a record set, the author's in a rule pack.

use std::sync::Arc;

use serde::Deserialize;

use super::location::{Location, Source, Span};
use super::text::{Lang, Text};

/// How much something matters. Ordered: a note is least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// To be put right.
    Warning,
    /// To be put right first.
    Error,
}

impl Severity {
    /// As results and the command line spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// As readers of `lang` call it.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Note => lang.pick("提示", "note"),
            Self::Warning => lang.pick("警告", "warning"),
            Self::Error => lang.pick("错误", "error"),
        }
    }
}

/// Something wrong at a place.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Where.
    pub location: Location,
    /// What is wrong.
    pub message: Text,
    /// How to mend it; may be empty.
    pub help: Text,
    /// Further places, each with what it is.
    pub related: Vec<(Text, Location)>,
}

impl Fault {
    /// A fault at `span` of `source`.
    pub fn new(source: &Arc<Source>, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::at(Location::new(source, span), zh, en)
    }

    /// A fault at a place.
    pub fn at(location: Location, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let message = Text { zh: zh.into(), en: en.into() };
        Self { location, message, help: Text::default(), related: Vec::new() }
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Text { zh: zh.into(), en: en.into() };
        self
    }

    /// With the closest known name as advice, if there is one.
    #[must_use]
    pub fn meant(self, near: Option<&str>) -> Self {
        match near {
            Some(name) => self.help(format!("是不是“{name}”？"), format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// With a further place.
    #[must_use]
    pub fn related(mut self, zh: &str, en: &str, location: Location) -> Self {
        self.related.push((Text { zh: zh.to_owned(), en: en.to_owned() }, location));
        self
    }

    /// `place: message`, on one line.
    pub fn line(&self, lang: Lang) -> String {
        format!("{}: {}", self.location, self.message.get(lang))
    }
}
