//! How text for people looks: its language, width and colours. All of it is given, none of it asked
//! of the surroundings.

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

use crate::engine::State;
use crate::source::{Lang, Severity};

/// How a report looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Columns of the terminal, or of the page.
    pub columns: usize,
    /// Whether colours are used.
    pub colour: bool,
}

/// How loud something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Red.
    Bad,
    /// Yellow.
    Mind,
    /// Blue.
    Calm,
    /// Bold, no colour of its own.
    Strong,
    /// Dim.
    Faint,
}

impl Tone {
    /// The tone of a finding: only what is wrong is loud.
    pub fn of(state: State, severity: Severity) -> Self {
        match state {
            State::Fail => Self::of_severity(severity),
            State::Error => Self::Bad,
            State::Due | State::Insufficient => Self::Mind,
            State::Pass | State::NotApplicable | State::Waived => Self::Calm,
        }
    }

    /// The tone of a severity.
    pub fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Mind,
            Severity::Note => Self::Calm,
        }
    }
}

impl Look {
    /// The text in a tone.
    pub fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let styles = ThemeStyles::ansi();
        let style = match tone {
            Tone::Bad => styles.error.bold(),
            Tone::Mind => styles.warning.bold(),
            Tone::Calm => styles.advice.bold(),
            // Bold alone: a plain style has no colour to carry it.
            Tone::Strong => ThemeStyles::none().error.bold(),
            Tone::Faint => styles.linum,
        };
        style.style(text).to_string()
    }

    /// The theme of a drawing in a tone; `highlights` says for each place whether it is the primary one.
    pub(super) fn theme(&self, tone: Tone, highlights: &[bool]) -> GraphicalTheme {
        let mut characters = ThemeCharacters::unicode();
        // miette's own signs are two columns wide in some fonts and one in others.
        "×".clone_into(&mut characters.error);
        "!".clone_into(&mut characters.warning);
        "i".clone_into(&mut characters.advice);
        if !self.colour {
            return GraphicalTheme { characters, styles: ThemeStyles::none() };
        }
        let mut styles = ThemeStyles::ansi();
        styles.error = styles.error.bold();
        styles.warning = styles.warning.bold();
        styles.advice = styles.advice.bold();
        let primary = match tone {
            Tone::Bad => styles.error,
            Tone::Mind => styles.warning,
            Tone::Calm | Tone::Strong | Tone::Faint => styles.advice,
        };
        let further = ThemeStyles::ansi().advice;
        styles.highlights =
            highlights.iter().map(|&is_primary| if is_primary { primary } else { further }).collect();
        if styles.highlights.is_empty() {
            styles.highlights.push(primary);
        }
        GraphicalTheme { characters, styles }
    }
}
