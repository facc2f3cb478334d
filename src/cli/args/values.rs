//! What options may be given as values, each by its name.

use clap::ValueEnum;

use crate::source::Severity;

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LangArg {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum ColorArg {
    /// On a terminal that can.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Warnings too.
    Warning,
    /// Anything.
    Note,
    /// Nothing found fails a run.
    Never,
}

impl FailOn {
    /// The severity; none for `never`.
    pub(in crate::cli) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// `--format` of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Every finding drawn in its place.
    #[default]
    Text,
    /// A line a finding.
    Concise,
    /// The whole result.
    Json,
    /// The whole result, a line each.
    Jsonl,
    /// Annotations of a GitHub workflow.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// A page of Markdown.
    Md,
    /// For code hosts and viewers.
    Sarif,
    /// For CI servers.
    Junit,
    /// For spreadsheets.
    Csv,
}

/// `--format` of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum DiffFormat {
    /// For people.
    #[default]
    Text,
    /// All of it as data.
    Json,
    /// A page for people.
    Html,
}

/// `--format` of `waivers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum WaiversFormat {
    /// For people.
    #[default]
    Text,
    /// All of it as data.
    Json,
}

/// `--format` of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// A line each.
    #[default]
    Text,
    /// An array.
    Json,
    /// A page.
    Markdown,
}

/// `--to` of `convert`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RecordForm {
    /// A document a union.
    Yaml,
    /// An object a union.
    Json,
    /// A sheet a ledger.
    Xlsx,
    /// A folder, a file a ledger.
    Csv,
}

/// `--for` of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum SchemaFor {
    /// Records.
    #[default]
    Records,
    /// `hegui.yaml`.
    Config,
    /// `waivers.yaml`.
    Waivers,
    /// A ledger's declaration.
    Ledger,
    /// The front matter of a rule.
    Rule,
    /// `pack.yaml`.
    Pack,
    /// The JSON result.
    Result,
}

/// The shells completions are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShellArg {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    Powershell,
}
