//! The arguments. Their help stands in one table in both languages, in [`super::help`].

mod values;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};
use rust_decimal::Decimal;

pub(super) use values::{
    ColorArg, DiffFormat, FailOn, Format, LangArg, ListFormat, RecordForm, SchemaFor, ShellArg, WaiversFormat,
};

/// See [`super::config::percent`].
fn percent(text: &str) -> Result<Decimal, &'static str> {
    super::config::percent(text).ok_or("0..100")
}

/// Everything the command line may say.
#[derive(Debug, Parser)]
#[command(
    name = "hegui",
    version,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The language; read before parsing, by [`super::environment::Environment::explicit_lang`].
    #[arg(long, global = true, value_enum, display_order = 90)]
    pub lang: Option<LangArg>,
    /// Whether to use colours.
    #[arg(long, global = true, value_enum, default_value_t, display_order = 91)]
    pub color: ColorArg,
    /// Prints help.
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = 92)]
    pub help: Option<bool>,
    /// Prints the version.
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 93)]
    pub version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judges records.
    Check(Box<CheckArgs>),
    /// Shows a rule in full.
    Explain(ExplainArgs),
    /// Lists the rules.
    Rules(RulesArgs),
    /// Lists the documents' requirements and what covers each.
    Requirements(RequirementsArgs),
    /// Writes records in another form.
    Convert(ConvertArgs),
    /// Makes a blank workbook of ledgers.
    Template(TemplateArgs),
    /// Compares saved results.
    Diff(DiffArgs),
    /// Lists the waivers.
    Waivers(WaiversArgs),
    /// Runs a pack's own examples.
    Test(TestArgs),
    /// Makes a folder ready for records.
    Init(InitArgs),
    /// Prints a JSON Schema.
    Schema(SchemaArgs),
    /// Prints completions for a shell.
    Completions(CompletionsArgs),
    /// Prints a manual page.
    Man(ManArgs),
}

/// What `check` may be asked.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Clone, Args)]
pub(super) struct CheckArgs {
    /// Files, folders, patterns, or `-`.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// The day judged at.
    #[arg(long)]
    pub as_of: Option<String>,
    /// The period judged.
    #[arg(long)]
    pub period: Option<String>,
    /// Packs instead of, or on top of, the built-in one.
    #[arg(long)]
    pub rules: Vec<PathBuf>,
    /// Profiles, the later on top.
    #[arg(long, value_delimiter = ',')]
    pub profile: Vec<String>,
    /// Ids and areas to judge.
    #[arg(long, value_delimiter = ',')]
    pub select: Vec<String>,
    /// Ids and areas not to judge.
    #[arg(long, value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// From which severity on a run fails.
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
    /// From which coverage down a run fails, in percent.
    #[arg(long, value_parser = percent)]
    pub min_coverage: Option<Decimal>,
    /// The waivers.
    #[arg(long)]
    pub waivers: Option<PathBuf>,
    /// What was known before.
    #[arg(long)]
    pub baseline: Option<PathBuf>,
    /// Takes what was mended out of the baseline.
    #[arg(long, conflicts_with = "write_baseline")]
    pub prune: bool,
    /// Where to write what is found as a baseline.
    #[arg(long)]
    pub write_baseline: Option<PathBuf>,
    /// The configuration.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Shows what is in force instead of judging.
    #[arg(long)]
    pub show_config: bool,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Files to write reports to, each in the form its extension says.
    #[arg(long)]
    pub report: Vec<PathBuf>,
    /// States shown besides `fail` and `error`.
    #[arg(long, value_delimiter = ',')]
    pub show: Vec<String>,
    /// Where to hand the workbooks back, marked.
    #[arg(long)]
    pub marked: Option<PathBuf>,
    /// The folder to write a notice for each union to.
    #[arg(long)]
    pub notices: Option<PathBuf>,
    /// Worker threads.
    #[arg(long)]
    pub jobs: Option<NonZeroUsize>,
    /// Neither summary nor progress.
    #[arg(long)]
    pub quiet: bool,
    /// Shows sensitive cells.
    #[arg(long)]
    pub unmask: bool,
    /// Quotes requirements and law under each finding.
    #[arg(long)]
    pub quotes: bool,
}

/// What `explain` may be asked.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule's id.
    pub rule: String,
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
    /// See [`CheckArgs::profile`].
    #[arg(long, value_delimiter = ',')]
    pub profile: Vec<String>,
}

/// What `rules` may be asked.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
    /// See [`CheckArgs::profile`].
    #[arg(long, value_delimiter = ',')]
    pub profile: Vec<String>,
    /// The form of the list.
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// What `requirements` may be asked.
#[derive(Debug, Args)]
pub(super) struct RequirementsArgs {
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
    /// The form of the list.
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// What `convert` may be asked.
#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    /// A file, folder, pattern, or `-`.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub input: String,
    /// A file, or a folder for CSV.
    pub output: PathBuf,
    /// The form, where the name does not say it.
    #[arg(long, value_enum)]
    pub to: Option<RecordForm>,
    /// Writes over what is there.
    #[arg(long)]
    pub force: bool,
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
}

/// What `template` may be asked.
#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// The workbook to make.
    pub out: PathBuf,
    /// Ledgers, by key or title; none: all.
    #[arg(long, value_delimiter = ',')]
    pub ledger: Vec<String>,
    /// See [`CheckArgs::profile`].
    #[arg(long, value_delimiter = ',')]
    pub profile: Vec<String>,
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
}

/// What `diff` may be asked.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The oldest saved result.
    pub old: PathBuf,
    /// Those after it, oldest first; the last is compared with the one before.
    #[arg(required = true)]
    pub new: Vec<PathBuf>,
    /// Categories listed one by one.
    #[arg(long = "show", id = "changes", value_delimiter = ',')]
    pub show: Vec<String>,
    /// The one union meant.
    #[arg(long)]
    pub union: Option<String>,
    /// The form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// What `waivers` may be asked.
#[derive(Debug, Args)]
pub(super) struct WaiversArgs {
    /// The records whose configuration names the waivers.
    pub paths: Vec<String>,
    /// The waivers.
    #[arg(long)]
    pub waivers: Option<PathBuf>,
    /// The day they are looked at.
    #[arg(long)]
    pub as_of: Option<String>,
    /// The configuration.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
    /// The form of the list.
    #[arg(long, value_enum, default_value_t)]
    pub format: WaiversFormat,
}

/// What `test` may be asked.
#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// The pack; none: the built-in one.
    pub pack: Option<PathBuf>,
}

/// What `init` may be asked.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder; none: the current one.
    #[arg(value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// What `schema` may be asked.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What the schema describes.
    #[arg(long = "for", id = "for", value_enum, default_value_t)]
    pub described: SchemaFor,
    /// Ledgers, by key or title; none: all.
    #[arg(long, value_delimiter = ',')]
    pub ledger: Vec<String>,
    /// See [`CheckArgs::rules`].
    #[arg(long)]
    pub rules: Vec<PathBuf>,
}

/// What `completions` may be asked.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: ShellArg,
}

/// What `man` may be asked.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command the page is of; none: the whole program.
    pub command: Option<String>,
}
