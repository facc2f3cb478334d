//! What surrounds the process: variables, terminals, the clock. Read here and nowhere else.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use crate::records::Date;
use crate::source::Lang;

/// Columns where the terminal does not say.
const COLUMNS: usize = 100;

/// Columns below which nothing can be drawn.
const NARROWEST: usize = 40;

/// The surroundings, read once.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment {
    /// `HEGUI_LANG`.
    hegui_lang: Option<String>,
    /// The first set of `LC_ALL`, `LC_MESSAGES` and `LANG`.
    locale: Option<String>,
    /// Whether `NO_COLOR` is set, or the terminal cannot do colours.
    pub no_color: bool,
    /// Columns to write in.
    pub columns: usize,
    /// Whether standard output is a terminal.
    pub out_is_terminal: bool,
    /// Whether standard error is one.
    pub err_is_terminal: bool,
}

impl Environment {
    /// Reads them.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(super) fn read() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        Self {
            hegui_lang: variable("HEGUI_LANG"),
            locale: ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable),
            no_color: variable("NO_COLOR").is_some() || variable("TERM").is_some_and(|term| term == "dumb"),
            columns: columns.or_else(terminal_columns).map_or(COLUMNS, |columns| columns.max(NARROWEST)),
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
        }
    }

    /// The language asked for by `--lang` or `HEGUI_LANG`. Found before the arguments are parsed, so
    /// that complaints about them are in it too.
    pub(super) fn explicit_lang(&self, args: &[OsString]) -> Option<Lang> {
        let mut args = args.iter().filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--");
        while let Some(arg) = args.next() {
            let value = if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=") };
            match value {
                Some("zh") => return Some(Lang::Zh),
                Some("en") => return Some(Lang::En),
                _ => {}
            }
        }
        self.hegui_lang.as_deref().map(of_locale)
    }

    /// The language of the locale; Chinese where it says nothing.
    pub(super) fn locale_lang(&self) -> Lang {
        self.locale.as_deref().map_or(Lang::Zh, of_locale)
    }

    /// The current day, where the process runs.
    pub(super) fn today() -> Option<Date> {
        let now = jiff::Zoned::now();
        Date::new(now.year(), now.month(), now.day())
    }
}

fn terminal_columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns.into())
}

fn of_locale(locale: &str) -> Lang {
    if locale.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(hegui_lang: &str, locale: &str) -> Environment {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Environment { hegui_lang: some(hegui_lang), locale: some(locale), ..Environment::default() }
    }

    fn lang(environment: &Environment, args: &[&str]) -> Lang {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        environment.explicit_lang(&args).unwrap_or_else(|| environment.locale_lang())
    }

    #[test]
    fn the_flag_outranks_the_variable_and_the_locale() {
        let english = environment("", "en_US.UTF-8");
        assert_eq!(lang(&english, &["hegui", "check"]), Lang::En);
        assert_eq!(lang(&english, &["hegui", "check", "--lang", "zh"]), Lang::Zh);
        assert_eq!(lang(&environment("zh", "en_US"), &["hegui"]), Lang::Zh);
        assert_eq!(lang(&environment("", "C.UTF-8"), &["hegui", "--lang=en"]), Lang::En);
        assert_eq!(lang(&environment("", ""), &["hegui", "--", "--lang", "en"]), Lang::Zh);
        for locale in ["", "C", "POSIX", "zh_CN.UTF-8"] {
            assert_eq!(lang(&environment("", locale), &["hegui"]), Lang::Zh);
        }
    }
}
