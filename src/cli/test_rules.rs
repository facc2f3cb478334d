//! `hegui test`: a pack's rules tried on its own examples.

use std::io::{self, Write};
use std::path::Path;

use crate::engine;
use crate::rulepack::Pack;
use crate::source::{Fault, Lang};
use crate::verdicts::examples::{Checked, ExampleSet, Kind, check};

/// Tries the built-in pack, or the one at `pack`, and gives the exit status: 0 when all is met, 1 when
/// not, 2 when the pack, a rule or the examples cannot be loaded. Every fault goes to `draw`, the rest to `out`.
pub fn run(
    pack: Option<&Path>,
    lang: Lang,
    draw: &mut dyn FnMut(&Fault) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<u8> {
    let (pack, set) = match load(pack) {
        Ok(loaded) => loaded,
        Err(faults) => {
            faults.iter().try_for_each(draw)?;
            return Ok(2);
        }
    };
    let checked = check(&pack, &set)?;
    checked.failures.iter().try_for_each(draw)?;
    close(&checked, lang, out)?;
    Ok(if pack.broken.is_empty() { u8::from(!checked.all_met()) } else { 2 })
}

fn load(pack: Option<&Path>) -> Result<(Pack, ExampleSet), Vec<Fault>> {
    let paths: Vec<_> = pack.map(Path::to_owned).into_iter().collect();
    let mut loaded = Pack::load(&paths)?;
    let used = loaded.use_profiles(&[]);
    debug_assert!(used.is_ok(), "a pack's own profile is known");
    engine::check_pack(&mut loaded);
    let set = match pack {
        None => ExampleSet::builtin(),
        Some(path) => ExampleSet::of(path)?,
    };
    Ok((loaded, set))
}

/// What is lacking, a line each, and the count.
fn close(checked: &Checked, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let separator = lang.pick("、", ", ");
    if !checked.untried.is_empty() {
        let words = lang.pick("没有示例的规则：", "rules without examples: ");
        writeln!(out, "{words}{}", checked.untried.join(separator))?;
    }
    for kind in Kind::ALL {
        let gaps = checked.gaps.iter().filter(|gap| gap.kind == kind);
        let rules: Vec<&str> = gaps.map(|gap| gap.rule.as_str()).collect();
        if !rules.is_empty() {
            let words = lang.pick(
                format!("缺少“{}”示例的规则：", kind.name(Lang::Zh)),
                format!("rules without a {} example: ", kind.name(Lang::En)),
            );
            writeln!(out, "{words}{}", rules.join(separator))?;
        }
    }
    let Checked { rules, examples, expectations, failures, .. } = checked;
    let counts = lang.pick(
        format!("{rules} 条规则，{examples} 个示例，{expectations} 处预期，"),
        format!("{rules} rules, {examples} examples, {expectations} expectations, "),
    );
    let result = match failures.len() {
        _ if checked.all_met() => lang.pick("全部符合".to_owned(), "all met".to_owned()),
        0 if *examples == 0 => lang.pick("没有可试的示例".to_owned(), "nothing tried".to_owned()),
        0 => lang.pick("有规则没有示例".to_owned(), "some rules untried".to_owned()),
        1 => lang.pick("1 处不符".to_owned(), "1 failure".to_owned()),
        count => lang.pick(format!("{count} 处不符"), format!("{count} failures")),
    };
    writeln!(out, "{counts}{result}")
}
