//! From what `check` was asked to what is judged: dates, rules, states, each checked once.

use super::args::CheckArgs;
use super::complaint::Complaint;
use crate::engine::State;
use crate::records::{Date, Period, Value, parse_date, parse_period_range};
use crate::rulepack::Pack;
use crate::source::did_you_mean;
use crate::verdicts::Options;

/// The options of an audit. `today` stands in where no day was given.
pub(super) fn options(args: &CheckArgs, today: Option<Date>) -> Result<Options, Complaint> {
    let as_of = as_of(args.as_of.as_deref(), today)?;
    let period = match &args.period {
        Some(text) => period(text)?,
        None => Period::year(as_of.year()).unwrap_or(Period { start: as_of, end: as_of }),
    };
    if as_of < period.start {
        let start = period.start;
        let zh = format!("截止日期 {as_of} 早于审查期的第一天 {start}");
        let en = format!("as-of {as_of} lies before the period's first day {start}");
        return Err(Complaint::new(zh, en).help("请改 --as-of 或 --period", "change --as-of or --period"));
    }
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, Into::into);
    let (select, ignore) = (args.select.clone(), args.ignore.clone());
    Ok(Options {
        select,
        ignore,
        jobs,
        unmask: args.unmask,
        min_coverage: args.min_coverage,
        ..Options::new(as_of, period)
    })
}

/// The day asked for; `today` where none is.
pub(super) fn as_of(asked: Option<&str>, today: Option<Date>) -> Result<Date, Complaint> {
    match asked {
        Some(text) => date(text),
        None => today.ok_or_else(|| {
            Complaint::new("不知道今天的日期", "the clock gives no date")
                .help("请写明 --as-of", "give --as-of")
        }),
    }
}

/// What is shown besides violations and errors.
#[derive(Debug, Default)]
pub(super) struct Show {
    /// These states.
    pub(super) states: Vec<State>,
    /// What the baseline knows.
    pub(super) known: bool,
}

/// What `--show` asks for; `all` means everything.
pub(super) fn show(args: &CheckArgs) -> Result<Show, Complaint> {
    const KNOWN: &str = "baseline";
    let mut show = Show::default();
    for name in &args.show {
        match State::parse(name.trim()) {
            Some(state) => show.states.push(state),
            None if name.trim() == KNOWN => show.known = true,
            None if name.trim() == "all" => show = Show { states: State::ALL.to_vec(), known: true },
            None => {
                let near = did_you_mean(name, State::ALL.map(State::as_str).into_iter().chain([KNOWN]));
                let (zh, en) = (format!("没有“{name}”这个状态"), format!("there is no state `{name}`"));
                return Err(Complaint::new(zh, en).meant(near, "hegui check --help"));
            }
        }
    }
    Ok(show)
}

/// Whether what is selected and ignored is there; else the key it is asked for by, the name, and what is wrong.
pub(super) fn unknown<'a>(args: &'a CheckArgs, pack: &Pack) -> Option<(&'static str, &'a str, Complaint)> {
    let named = [("select", &args.select), ("ignore", &args.ignore)];
    let mut named = named.into_iter().flat_map(|(key, names)| names.iter().map(move |name| (key, name)));
    named.find_map(|(key, name)| Some((key, name.as_str(), known(name, pack).err()?)))
}

fn known(name: &str, pack: &Pack) -> Result<(), Complaint> {
    let areas = pack.areas();
    if areas.contains(name) || pack.ids().any(|id| id == name) {
        return Ok(());
    }
    let near = did_you_mean(name, pack.ids().chain(areas.iter().copied()));
    let (zh, en) = (format!("没有名为“{name}”的规则或领域"), format!("there is no rule or area `{name}`"));
    Err(Complaint::new(zh, en).meant(near, "hegui rules"))
}

fn date(text: &str) -> Result<Date, Complaint> {
    parse_date(text).ok().and_then(Value::last_day).ok_or_else(|| {
        let (zh, en) = (format!("“{text}”不是日历上的日期"), format!("`{text}` is no day of the calendar"));
        Complaint::new(zh, en).help("请写成 2026-12-31 的样子", "write it like 2026-12-31")
    })
}

fn period(text: &str) -> Result<Period, Complaint> {
    parse_period_range(text).ok_or_else(|| {
        let (zh, en) = (format!("“{text}”不是审查期"), format!("`{text}` is no period"));
        let forms = "2026、2026H1、2026Q3、2026-05、2025..2026";
        Complaint::new(zh, en)
            .help(format!("写法：{forms}"), format!("such as {}", forms.replace('、', ", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn asked(args: &[&str]) -> Result<Options, Complaint> {
        let cli = Cli::try_parse_from(["hegui", "check"].iter().chain(args)).unwrap();
        let Command::Check(args) = cli.command else { panic!("not a check") };
        let pack = Pack::builtin().unwrap();
        show(&args)?;
        if let Some((_, _, complaint)) = unknown(&args, &pack) {
            return Err(complaint);
        }
        options(&args, Date::new(2026, 7, 1))
    }

    #[test]
    fn the_period_defaults_to_the_year_of_as_of() {
        let options = asked(&[]).unwrap();
        assert_eq!(
            (options.as_of.to_string(), options.period.to_string()),
            ("2026-07-01".into(), "2026".into())
        );
        assert_eq!(asked(&["--as-of", "2025年3月1日"]).unwrap().period.to_string(), "2025");
    }

    #[test]
    fn periods_are_read_in_every_form() {
        for text in ["2026", "2026H1", "2026Q1", "2026-05", "2025..2026"] {
            assert_eq!(asked(&["--period", text]).unwrap().period.to_string(), text);
        }
        assert_eq!(asked(&["--period", "2026Q1..2026Q2"]).unwrap().period.to_string(), "2026H1");
    }

    #[test]
    fn what_cannot_be_met_is_said() {
        let said = |args: &[&str]| {
            let complaint = asked(args).unwrap_err();
            format!("{}；{}", complaint.message.zh, complaint.help.zh)
        };
        assert_eq!(
            said(&["--as-of", "2026-02-30"]),
            "“2026-02-30”不是日历上的日期；请写成 2026-12-31 的样子"
        );
        assert_eq!(
            said(&["--period", "2027"]),
            "截止日期 2026-07-01 早于审查期的第一天 2027-01-01；请改 --as-of 或 --period"
        );
        assert_eq!(
            said(&["--period", "2026..2025"]),
            "“2026..2025”不是审查期；写法：2026、2026H1、2026Q3、2026-05、2025..2026"
        );
        assert_eq!(
            said(&["--select", "contract-lapse"]),
            "没有名为“contract-lapse”的规则或领域；是不是“contract-lapsed”？"
        );
        assert_eq!(said(&["--ignore", "contracts,fund"]), "没有名为“fund”的规则或领域；是不是“funds”？");
        assert_eq!(said(&["--show", "dues"]), "没有“dues”这个状态；是不是“due”？");
    }
}
