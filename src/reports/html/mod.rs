//! The report as one page for people: where a union stands, or a whole town of them, without a network.
//!
//! Results are gathered into a [`view::View`] as they come; each section of the page is a template beside
//! the code that fills it, and reads the view alone. A further section is a further file of each kind and
//! a line in [`page`].

mod areas;
mod calendar;
mod dress;
mod dues;
mod entry;
mod errors;
mod faults;
mod gather;
mod grounds;
mod heat;
mod overview;
mod page;
mod picture;
mod problems;
mod ranking;
mod rates;
mod seal;
mod submissions;
mod tree;
mod unions;
mod view;
mod visits;

use std::io::{self, Write};

use super::{Masks, Report};
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::{Chunk, RunInfo, Summary};
pub(super) use dress::Dress;
use gather::Gathering;
use page::Page;

/// Gathers plain values, because the overview comes first, and writes the page at the end.
pub struct HtmlReport<'p> {
    pack: &'p Pack,
    masks: &'p dyn Masks,
    lang: Lang,
    gathering: Option<Gathering<'p>>,
}

impl<'p> HtmlReport<'p> {
    /// A page in `lang`; requirements and law are quoted from `pack`.
    pub fn new(pack: &'p Pack, masks: &'p dyn Masks, lang: Lang) -> Self {
        Self { pack, masks, lang, gathering: None }
    }
}

impl std::fmt::Debug for HtmlReport<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HtmlReport").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Report for HtmlReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.gathering = Some(Gathering::new(self.pack, self.masks, self.lang, run));
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        if let Some(gathering) = &mut self.gathering {
            gathering.take(chunk);
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(gathering) = &mut self.gathering else { return Ok(()) };
        gathering.close(summary);
        Page::new(&gathering.view, self.masks).write_into(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::samples::written;
    use crate::reports::{NoMasks, SensitiveCells};
    use crate::verdicts::Summary;

    #[test]
    fn a_run_of_two_unions() {
        let pack = Pack::builtin().unwrap();
        let page = written(&mut HtmlReport::new(&pack, &NoMasks, Lang::Zh));
        for part in ["甲厂工会", "乙厂工会", "没有名为“congreses”的台账", "规则运行出错"]
        {
            assert!(page.contains(part), "{part}");
        }
        let marked = "<mark>2025-12-31</mark>";
        assert!(page.contains(marked), "the guilty bytes are marked");
    }

    #[test]
    fn silence_is_never_compliance() {
        let pack = Pack::builtin().unwrap();
        let mut report = HtmlReport::new(&pack, &SensitiveCells, Lang::Zh);
        let mut out = Vec::new();
        report.begin(&mut out, &crate::reports::samples::run()).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.contains("没有评价任何单位，不能说明合规"), "{page}");
    }
}
