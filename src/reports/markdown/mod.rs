//! The run as a page of Markdown: a job summary in a pipeline, and readable as a file.
//!
//! Lists are cut, which the page says; everything is counted. It stays below the 1 MiB that GitHub takes for
//! a step's summary.

mod escape;
mod gather;
mod lists;
mod most;
mod numbers;
mod page;
mod superiors;

use std::io::{self, Write};

use super::Report;
use crate::rulepack::Pack;
use crate::source::Lang;
use crate::verdicts::{Chunk, RunInfo, Summary};
use gather::Gathered;
use page::Page;

/// Gathers what the page shows, and writes it at the end.
#[derive(Debug)]
pub struct MarkdownReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    gathered: Option<Gathered>,
}

impl<'p> MarkdownReport<'p> {
    /// A report in `lang`.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, gathered: None }
    }
}

impl Report for MarkdownReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.gathered = Some(Gathered::new(run, self.lang));
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        self.gathered.iter_mut().for_each(|gathered| gathered.take(chunk));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(mut gathered) = self.gathered.take() else { return Ok(()) };
        gathered.close();
        let mut page = Page::new(self.lang);
        numbers::write(&mut page, &gathered.run, summary);
        lists::errors(&mut page, &gathered, self.pack);
        lists::problems(&mut page, &gathered);
        lists::rules(&mut page, &gathered, self.pack);
        lists::fails(&mut page, &gathered);
        superiors::write(&mut page, &mut gathered);
        lists::unsettled(&mut page, &gathered);
        lists::waived(&mut page, &gathered);
        out.write_all(page.text().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::reports::samples::{self, excepted, lapsed, written_of};
    use crate::verdicts::{Finding, Item};

    #[test]
    fn a_whole_run() {
        let pack = Pack::builtin().unwrap();
        assert_snapshot!(written_of(&mut MarkdownReport::new(&pack, Lang::Zh), excepted()), @r"
        # 合规审查：结论不完整：发现新的违规 2 处，基线已有 1 处；台账问题 1 个

        审查期 2026，截至 2026-12-31，规则包 builtin 0.1.0

        > **错误：有的台账没有读全，或有的规则没有运行，结论不完整**

        | 合规 | 违规 | 临期 | 数据不足 | 不适用 | 豁免 | 规则错误 |
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | 3 | 1 | 0 | 1 | 1 | 2 |

        - 单位 3 家，规则 3 条，结论 9 个
        - 合规率 16.6%（合规 1 ÷ 已评价 6），覆盖率 75.0%（已评价 6 ÷ 应评价 8）
        - 得分 25.0
        - 违规之处 3：错误 1，警告 2，提示 0
        - 与基线相比：新的违规 2 处，基线已有 1 处，已改 1，无法核实 1
        - 台账问题 1：错误 1，警告 0，提示 0

        ## 规则错误

        | 规则 | 位置 | 问题 | 单位 | 怎么办 |
        | --- | --- | --- | --- | --- |
        | <code>contract-gap</code> | <code>builtin:contracts/contract-gap.rhai:3:34</code> | 规则运行出错：没有 nonsense 这个字段 | 涉及 2 家单位 | 请把此信息报给规则的编写者。 |

        ## 台账问题 1

        | 程度 | 位置 | 问题 | 怎么办 |
        | --- | --- | --- | --- |
        | 错误 | <code>town/bing.yaml:2:1</code> | 没有名为“congreses”的台账<br><code>unknown-ledger</code> | 是不是“congresses”？ |

        ## 违反的规则 2 条

        | 程度 | 规则 | 标题 | 单位 | 违规之处 |
        | --- | --- | --- | --- | --- |
        | 错误 | <code>contract-lapsed</code> | 集体合同到期未续签 | 1 | 1 |
        | 警告 | <code>hazard-overdue</code> | 隐患逾期未整改 | 2 | 2 |

        ## 违规之处 3

        | 程度 | 单位 | 位置 | 问题 | 怎么办 |
        | --- | --- | --- | --- | --- |
        | 错误 | 甲厂工会（00101） | <code>town/jia.yaml:13:14</code> | 工资专项集体合同已于2025-12-31到期，未见续签<br><code>contract-lapsed</code> | 与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。 |
        | 警告 | 乙厂工会（00102） | <code>town/yi.yaml:3:113</code> | 隐患 H-1 应于2026-04-01前整改，至今未完成<br><code>hazard-overdue</code> | 督促责任车间整改，完成后登记整改完成日期。 |
        | 警告（基线已有） | 丙厂工会（00103） | <code>town/yi.yaml:3:113</code> | 隐患 H-1 应于2026-04-01前整改，至今未完成<br><code>hazard-overdue</code> | 督促责任车间整改，完成后登记整改完成日期。 |

        ## 得分最低的单位

        | 单位 | 上级 | 得分 | 名次 | 覆盖率 |
        | --- | --- | --- | --- | --- |
        | 丙厂工会（00103） | — | 0.0 | 3/3 | 100.0%（2/2） |
        | 甲厂工会（00101） | — | 33.3 | 1/3 | 66.6%（2/3） |
        | 乙厂工会（00102） | — | 33.3 | 1/3 | 66.6%（2/3） |

        <details><summary>临期 1 项</summary>

        | 期限 | 单位 | 位置 | 事项 | 怎么办 |
        | --- | --- | --- | --- | --- |
        | — | 乙厂工会（00102） | <code>town/jia.yaml:13:14</code> | 工资专项集体合同已于2025-12-31到期，未见续签<br><code>contract-lapsed</code> | 与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。 |

        </details>

        ## 豁免 1 处

        | 单位 | 位置 | 问题 | 理由 | 批准 | 最后一日 |
        | --- | --- | --- | --- | --- | --- |
        | 丙厂工会（00103） | <code>town/jia.yaml:13:14</code> | 工资专项集体合同已于2025-12-31到期，未见续签<br><code>contract-lapsed</code> | 停产，职代会延期 | 镇总工会 | 2027-03-31 |
        ");
    }

    #[test]
    fn nothing_judged_is_said_first() {
        let pack = Pack::builtin().unwrap();
        let (mut report, mut out) = (MarkdownReport::new(&pack, Lang::En), Vec::new());
        report.begin(&mut out, &samples::run()).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        # Compliance check: no union was judged: this says nothing of compliance

        period 2026, as of 2026-12-31, rule pack builtin 0.1.0

        > **error: no union was judged: this says nothing of compliance**
        >
        > check the paths; every record set must name its union

        | pass | fail | due | insufficient | not applicable | waived | rule error |
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 0 | 0 | 0 | 0 | 0 | 0 | 0 |

        - unions 0, rules 3, verdicts 0
        - compliance — (passed 0 ÷ judged 0), coverage — (judged 0 ÷ applicable 0)
        - violations 0
        - problems of the records 0
        ");
    }

    #[test]
    fn a_page_of_the_longest_texts_is_taken_by_github() {
        let pack = Pack::builtin().unwrap();
        let mut finding = lapsed();
        finding.message = samples::text(&"|".repeat(9_000), "");
        finding.help = finding.message.clone();
        let states = [crate::engine::State::Fail, crate::engine::State::Due];
        let states =
            states.into_iter().chain([crate::engine::State::Insufficient, crate::engine::State::Waived]);
        let items = states.flat_map(|state| {
            let finding = Finding { state, ..finding.clone() };
            std::iter::repeat_n(Item::Finding(finding), 1_000)
        });
        let chunk = Chunk { items: items.collect(), ..Chunk::default() };
        let written = written_of(&mut MarkdownReport::new(&pack, Lang::Zh), (chunk, Summary::default()));
        assert!(written.len() > 300 * 1024 && written.len() < 1024 * 1024, "{}", written.len());
    }
}
