//! What drawings look like. Read these before changing how something is drawn.

use insta::assert_snapshot;

use super::columns::width;
use super::drawing::{Drawer, Sketch};
use super::masks::NoMasks;
use super::samples::{lapsed, misspelt, overdue, settings};
use super::wording;
use crate::source::Lang;

fn drawn(columns: usize, lang: Lang, sketch: &Sketch) -> String {
    Drawer { look: settings(columns, lang).look, masks: &NoMasks }.draw(sketch)
}

#[test]
fn a_finding_in_a_block_row_and_a_place_it_refers_to() {
    let sketch = wording::finding(&lapsed(), "甲厂工会（00101）", Lang::Zh);
    assert_snapshot!(drawn(100, Lang::Zh, &sketch), @r"
    错误[contract-lapsed] 违规 · 甲厂工会（00101）
      × 工资专项集体合同已于2025-12-31到期，未见续签
        ╭─[town/jia.yaml:13:14]
     12 │     congress: 2026-03-21
     13 │     expires: 2025-12-31
        ·              ──────────
        ╰────
      i 合同所称的职代会
       ╭─[town/jia.yaml:5:11]
     4 │ 职代会:
     5 │   - date: 2026-03-12
       ·           ──────────
     6 │     body: 单位职代会
       ╰────
      怎么办：与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。
    ");
}

#[test]
fn the_same_in_english() {
    let sketch = wording::finding(&lapsed(), "甲厂工会 (00101)", Lang::En);
    assert_snapshot!(drawn(80, Lang::En, &sketch), @r"
    error[contract-lapsed] fail · 甲厂工会 (00101)
      × the collective contract (wages) expired on 2025-12-31; no renewal is on
      │ record
        ╭─[town/jia.yaml:13:14]
     12 │     congress: 2026-03-21
     13 │     expires: 2025-12-31
        ·              ──────────
        ╰────
      i the congress it claims
       ╭─[town/jia.yaml:5:11]
     4 │ 职代会:
     5 │   - date: 2026-03-12
       ·           ──────────
     6 │     body: 单位职代会
       ╰────
      what to do: Negotiate the renewal, have the congress approve the draft, sign
                  and file it, and record the new contract.
    ");
}

#[test]
fn a_finding_in_a_long_flow_row() {
    let sketch = wording::finding(&overdue(), "乙厂工会（00102）", Lang::Zh);
    assert_snapshot!(drawn(100, Lang::Zh, &sketch), @r"
    警告[hazard-overdue] 违规 · 乙厂工会（00102）
      ! 隐患 H-1 应于2026-04-01前整改，至今未完成
       ╭─[town/yi.yaml:3:113]
     2 │ 隐患台账:
     3 │ … 等级: 重大隐患, 整改期限: 2026-04-01, 重大隐患上报日期: 2026-03-03, …
       ·                             ──────────
     4 │   - { 编号: H-2, 查出日期: 2026-03-05, 责任人: 李四 }
       ╰────
      i 查出隐患的检查
       ╭─[town/yi-2.yaml:2:13]
     1 │ 监督检查:
     2 │   - { 检查日期: 2026-05-08, 检查类别: 安全生产 }
       ·                 ──────────
       ╰────
      怎么办：督促责任车间整改，完成后登记整改完成日期。
    ");
}

#[test]
fn a_finding_in_a_long_flow_row_on_a_narrow_terminal() {
    let sketch = wording::finding(&overdue(), "乙厂工会（00102）", Lang::Zh);
    assert_snapshot!(drawn(60, Lang::Zh, &sketch), @r"
    警告[hazard-overdue] 违规 · 乙厂工会（00102）
      ! 隐患 H-1 应于2026-04-01前整改，至今未完成
       ╭─[town/yi.yaml:3:113]
     2 │ 隐患台账:
     3 │ … 等级: 重大隐患, 整改期限: 2026-04-01, …
       ·                             ──────────
     4 │   - { 编号: H-2, 查出日期: 2026-03-05, 责任人: 李四 }
       ╰────
      i 查出隐患的检查
       ╭─[town/yi-2.yaml:2:13]
     1 │ 监督检查:
     2 │   - { 检查日期: 2026-05-08, 检查类别: 安全生产 }
       ·                 ──────────
       ╰────
      怎么办：督促责任车间整改，完成后登记整改完成日期。
    ");
}

#[test]
fn a_problem_of_the_records() {
    assert_snapshot!(drawn(60, Lang::Zh, &wording::problem(&misspelt(), Lang::Zh)), @r"
    错误[unknown-ledger] 台账问题
      × 没有名为“congreses”的台账
       ╭─[town/bing.yaml:2:1]
     1 │ union: { id: 00103 }
     2 │ congreses:
       · ─────────
     3 │   - date: 2026-03-12
       ╰────
      怎么办：是不是“congresses”？
    ");
}

#[test]
fn marks_stand_under_what_they_mark() {
    for (finding, part) in [(lapsed(), "2025-12-31"), (overdue(), "2026-04-01")] {
        for columns in [60, 72, 100, 160] {
            let sketch = wording::finding(&finding, "x", Lang::Zh);
            let text = drawn(columns, Lang::Zh, &sketch);
            let mut lines = text.lines().skip_while(|line| !(line.contains('│') && line.contains(part)));
            let (line, mark) = (lines.next().unwrap(), lines.next().unwrap());
            let before = |line: &str, c: &str| width(line.split(c).next().unwrap_or_default());
            assert_eq!(before(line, part), before(mark, "─"), "{text}");
            assert!(text.lines().all(|line| width(line) <= columns), "{text}");
        }
    }
}

#[test]
fn a_file_as_a_whole_is_named() {
    let error = crate::source::SourceError::NotFound { path: "无此文件.yaml".to_owned() };
    let sketch = wording::problem(&error.into(), Lang::Zh);
    assert_snapshot!(drawn(60, Lang::Zh, &sketch), @r"
    错误[path-not-found] 台账问题
      × 找不到这个文件或文件夹
       ╭─[无此文件.yaml]
       ╰────
      怎么办：请核对路径
    ");
}
