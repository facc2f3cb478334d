//! Writes any number of made-up unions, about 4 kB each, with faults sown at known rates:
//!
//! ```sh
//! cargo run --release --example generate -- 3021 town
//! ```
//!
//! The same number gives the same bytes. What was sown is counted in `sown.txt` beside the folder.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// A small fixed generator: the fixtures must not change with a library's.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// True once in `times`.
    fn once_in(&mut self, times: u64) -> bool {
        self.next(times) == 0
    }
}

/// How many of each fault were sown.
#[derive(Default)]
struct Sown {
    no_congress: u32,
    lapsed: u32,
    dues_short: u32,
    hazards: u32,
    elections: u32,
}

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let (Some(Ok(count)), Some(folder)) = (args.next().map(|count| count.parse()), args.next()) else {
        return Err(io::Error::other("say how many unions, and into which folder: 3021 town"));
    };
    fs::create_dir_all(&folder)?;
    let mut sown = Sown::default();
    let mut chance = Chance(20_261_231);
    fs::write(Path::new(&folder).join("00000.yaml"), town())?;
    for number in 1..count {
        fs::write(
            Path::new(&folder).join(format!("{number:05}.yaml")),
            union(number, &mut chance, &mut sown),
        )?;
    }
    let Sown { no_congress, lapsed, dues_short, hazards, elections } = sown;
    let counts = format!(
        "congress-not-held {no_congress}\ncontract-lapsed {lapsed}\ndues-short {dues_short}\n\
         hazard-overdue {hazards}\nelection-overdue {elections}\n"
    );
    fs::write(format!("{}.sown.txt", folder.trim_end_matches('/')), counts)
}

fn town() -> String {
    "union: { id: T00000, name: 样镇总工会, level: township, established: 2001-05-01 }\n".to_owned()
}

fn union(number: u32, chance: &mut Chance, sown: &mut Sown) -> String {
    let mut text = String::new();
    let employees = 40 + chance.next(900);
    let members = employees - chance.next(10);
    write_profile(&mut text, number, employees, members);
    write_democracy(&mut text, chance, sown, members);
    write_contracts(&mut text, chance, sown);
    write_dues(&mut text, chance, sown, members);
    write_safety(&mut text, chance, sown);
    write_rest(&mut text, chance);
    text
}

/// Appends a line; writing to a string cannot fail.
macro_rules! line {
    ($text:expr, $($format:tt)*) => {{ let _ = writeln!($text, $($format)*); }};
}

fn write_profile(text: &mut String, number: u32, employees: u64, members: u64) {
    line!(text, "工会基本情况:");
    line!(
        text,
        "  工会编码: T{number:05}\n  工会名称: 样镇第{number}厂工会\n  组织层级: 基层工会\n  上级工会编码: T00000"
    );
    line!(
        text,
        "  单位类型: 企业\n  企业类型: 公司\n  所有制: 非公\n  职工数: {employees}\n  会员数: {members}"
    );
    line!(text, "  女职工数: {}\n  女会员数: {}\n  建会日期: 2006-04-18", employees / 3, members / 3);
    line!(text, "分会与工会小组:");
    for branch in ["一车间", "二车间", "三车间"] {
        line!(text, "  - {{ 名称: {branch}, 类型: 车间分会, 负责人: 甲某, 会员数: {} }}", members / 3);
    }
}

fn write_democracy(text: &mut String, chance: &mut Chance, sown: &mut Sown, members: u64) {
    let overdue = chance.once_in(12);
    sown.elections += u32::from(overdue);
    let year = if overdue { 2020 } else { 2024 };
    line!(
        text,
        "换届选举:\n  - {{ 选举日期: {year}-06-12, 届期年数: 5, 应到人数: 80, 实到人数: 76, 表决方式: 无记名投票 }}"
    );
    line!(
        text,
        "职代会:\n  - {{ 召开日期: 2025-03-18, 层级: 单位职代会, 应到代表(职工)数: {0}, 实到代表(职工)数: {0} }}",
        members.min(80)
    );
    if chance.once_in(10) {
        sown.no_congress += 1;
    } else {
        line!(
            text,
            "  - {{ 召开日期: 2026-03-{:02}, 层级: 单位职代会, 应到代表(职工)数: 80, 实到代表(职工)数: 78, 赞成票数: 75, 表决方式: 无记名投票 }}",
            1 + chance.next(28)
        );
    }
    for quarter in 0..4 {
        line!(text, "  - {{ 召开日期: 2026-{:02}-20, 层级: 车间职代会, 分会名称: 一车间 }}", quarter * 3 + 2);
    }
}

fn write_contracts(text: &mut String, chance: &mut Chance, sown: &mut Sown) {
    let lapsed = chance.once_in(8);
    sown.lapsed += u32::from(lapsed);
    let expires = if lapsed { "2026-06-30" } else { "2028-06-30" };
    line!(text, "集体合同:");
    line!(
        text,
        "  - {{ 合同类型: 综合集体合同, 签订日期: 2025-03-20, 到期日期: 2028-03-19, 职代会通过日期: 2025-03-18 }}"
    );
    line!(
        text,
        "  - {{ 合同类型: 工资专项, 签订日期: 2025-07-01, 到期日期: {expires}, 职代会通过日期: 2025-03-18 }}"
    );
}

fn write_dues(text: &mut String, chance: &mut Chance, sown: &mut Sown, members: u64) {
    line!(text, "会费收缴:");
    for month in 1..=12 {
        let payable = members * 10;
        let short = chance.once_in(60);
        sown.dues_short += u32::from(short);
        line!(
            text,
            "  - {{ 所属期: 2026-{month:02}, 应缴金额: {payable}, 实缴金额: {} }}",
            payable - u64::from(short) * 5
        );
    }
}

fn write_safety(text: &mut String, chance: &mut Chance, sown: &mut Sown) {
    line!(text, "监督检查:");
    for month in [3, 6, 9, 11] {
        let found = chance.next(4);
        line!(
            text,
            "  - {{ 检查日期: 2026-{month:02}-12, 检查类别: 安全生产, 层级: 单位, 查出隐患数: {found}, 已整改数: {found} }}"
        );
    }
    line!(text, "隐患台账:");
    for number in 1..=4 {
        let open = chance.once_in(30);
        sown.hazards += u32::from(open);
        let done = if open { "" } else { ", 整改完成日期: 2026-04-02" };
        line!(
            text,
            "  - {{ 编号: H{number}, 发现日期: 2026-03-12, 隐患内容: 防护罩松动, 整改期限: 2026-04-12{done} }}"
        );
    }
}

fn write_rest(text: &mut String, chance: &mut Chance) {
    line!(text, "会议:");
    for month in 1..=6 {
        line!(
            text,
            "  - {{ 日期: 2026-{:02}-{:02}, 类别: 工会委员会, 会议记录: 是 }}",
            month * 2,
            1 + chance.next(28)
        );
    }
    line!(text, "培训:\n  - {{ 日期: 2026-05-14, 类别: 工会干部, 参加人数: 12, 天数: 1.5 }}");
    line!(text, "文体活动:\n  - {{ 日期: 2026-09-28, 名称: 职工运动会, 参加人数: 120 }}");
    line!(
        text,
        "预算决算:\n  - {{ 年度: 2026, 类别: 预算, 收入: 52000, 支出: 50000, 审议通过日期: 2026-02-20 }}"
    );
    line!(
        text,
        "  - {{ 年度: 2025, 类别: 决算, 上年结余: 3000, 收入: 51000, 支出: 49500.50, 年末结余: 4499.50, 审议通过日期: 2026-02-20 }}"
    );
}
