//! Texts in the two languages hegui speaks.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The language of messages and titles. An input of every report, never read from the clock or the
/// environment below `cli`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese, the language of the records' keepers.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The one of two texts that is written in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// One text in both languages, as declarations and rules give them: `{ zh: …, en: … }`, or one plain
/// text that serves both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or { zh: …, en: … }")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text { zh: text.to_owned(), en: text.to_owned() })
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Text, M::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Both {
            zh: String,
            en: String,
        }
        let both = Both::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Text { zh: both.zh, en: both.en })
    }
}

/// The known name closest to a misspelt one, if any is close enough to be meant.
///
/// Chinese names are short, so one differing character in three still counts as close.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const CLOSE: f64 = 0.6;
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let score = strsim::normalized_damerau_levenshtein(given, name);
        if score >= CLOSE && best.is_none_or(|(high, _)| score > high) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_close_name_is_offered_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("congreses", ["contracts", "congresses"]), Some("congresses"));
        assert_eq!(did_you_mean("集体和同", ["会费收缴", "集体合同"]), Some("集体合同"));
        assert_eq!(did_you_mean("xyz", ["contracts"]), None);
    }
}
