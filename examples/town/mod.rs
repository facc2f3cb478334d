//! The made-up town: what stands in its files, and what was sown in them.

use std::fmt::{self, Display, Formatter, Write as _};
use std::path::Path;
use std::{fs, io};

/// Appends a line; writing to a string cannot fail.
macro_rules! line {
    ($text:expr, $($format:tt)*) => {{ let _ = writeln!($text, $($format)*); }};
}

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

/// How many of everything there are, and of each fault.
#[derive(Debug, Default)]
pub(crate) struct Sown {
    /// Unions with records, the township's own among them.
    pub(crate) unions: u32,
    /// Members of the unions below.
    pub(crate) members: u64,
    /// Unions on the roster without records.
    pub(crate) missing: u32,
    /// Unions whose records are cut off.
    pub(crate) torn: u32,
    /// Unions on the roster that are still to be founded.
    pub(crate) planned: u32,
    /// Unions with a field that nobody knows.
    pub(crate) misspelt: u32,
    pub(crate) no_congress: u32,
    pub(crate) lapsed: u32,
    pub(crate) dues_short: u32,
    /// Yuan payable and short, all unions together.
    pub(crate) payable: u64,
    pub(crate) short: u64,
    pub(crate) hazards: u32,
    pub(crate) elections: u32,
}

impl Sown {
    /// Each rule with what it must find.
    pub(crate) fn faults(&self) -> [(&'static str, u32); 6] {
        [
            ("congress-not-held", self.no_congress),
            ("contract-lapsed", self.lapsed),
            ("dues-short", self.dues_short),
            ("election-overdue", self.elections),
            ("hazard-overdue", self.hazards),
            ("submission-missing", self.missing),
        ]
    }
}

impl Display for Sown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "unions {}\nmembers {}\nmissing {}", self.unions, self.members, self.missing)?;
        writeln!(f, "unreadable {}\nnot due {}\nmisspelt {}", self.torn, self.planned, self.misspelt)?;
        writeln!(f, "dues payable {}\ndues short {}", self.payable, self.short)?;
        self.faults().iter().try_for_each(|(rule, count)| writeln!(f, "{rule} {count}"))
    }
}

/// Members of a town of 3,021 unions; others have as many for their size.
const MEMBERS: u64 = 79_801;

/// Writes a town of so many unions into a folder that is made for it.
pub(crate) fn write(count: u32, folder: &Path) -> io::Result<Sown> {
    fs::create_dir_all(folder)?;
    let put = |name: &str, text: &str| fs::write(folder.join(format!("{name}.yaml")), text);
    let mut sown = Sown { unions: count.max(1), ..Sown::default() };
    let mut chance = Chance(20_261_231);
    let below = u64::from(sown.unions) - 1;
    let mut left = MEMBERS * below / 3_020;
    let mut roster = String::new();
    for number in 1..sown.unions {
        // The last has what is left, so that the sum is what it should be.
        let average = left / u64::from(sown.unions - number);
        let members =
            if number == sown.unions - 1 { left } else { average / 2 + chance.next(average + 1).min(left) };
        left -= members;
        sown.members += members;
        listed(&mut roster, number, "");
        // Early in every thousand, so that a small town has one as well.
        let text = if number % 1000 == 50 {
            sown.torn += 1;
            torn(number, members)
        } else {
            union(number, members, &mut chance, &mut sown)
        };
        put(&format!("T{number:05}"), &text)?;
    }
    sown.missing = sown.unions / 100 + 1;
    sown.planned = 1;
    for number in 0..sown.missing {
        listed(&mut roster, 90_000 + number, "");
    }
    listed(&mut roster, 99_999, ", 建会日期: 2027-05-01");
    put("T00000", &township(&roster))?;
    Ok(sown)
}

fn listed(roster: &mut String, number: u32, more: &str) {
    line!(
        roster,
        "  - {{ 工会编码: T{number:05}, 工会名称: 样镇第{number}厂工会, 组织层级: 基层工会, 单位类型: 企业, 所有制: 非公{more} }}"
    );
}

fn township(roster: &str) -> String {
    format!(
        "工会基本情况:\n  工会编码: T00000\n  工会名称: 样镇总工会\n  组织层级: 乡镇街道总工会\n  建会日期: 2001-05-01\n下级名册:\n{roster}"
    )
}

/// Records that end in the middle.
fn torn(number: u32, members: u64) -> String {
    let mut text = String::new();
    write_profile(&mut text, number, members, members);
    text + "会费收缴:\n  - { 所属期: 2026-01, 应缴金额: \n"
}

fn union(number: u32, members: u64, chance: &mut Chance, sown: &mut Sown) -> String {
    let mut text = String::new();
    write_profile(&mut text, number, members + chance.next(4), members);
    write_democracy(&mut text, chance, sown, members);
    write_contracts(&mut text, chance, sown);
    write_dues(&mut text, chance, sown, members);
    write_safety(&mut text, chance, sown);
    write_rest(&mut text, chance);
    if chance.once_in(200) || number == 7 {
        sown.misspelt += 1;
        line!(text, "文体活动记录表:\n  - {{ 日期: 2026-09-28 }}");
    }
    text
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
        "换届选举:\n  - {{ 选举日期: {year}-06-12, 届期年数: 5, 应到人数: {members}, 实到人数: {members}, 表决方式: 无记名投票 }}"
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
            "  - {{ 召开日期: 2026-03-{1:02}, 层级: 单位职代会, 应到代表(职工)数: {0}, 实到代表(职工)数: {0}, 赞成票数: {0}, 表决方式: 无记名投票 }}",
            members.min(80),
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
        let payable = members.max(1) * 10;
        let short = chance.once_in(60);
        sown.dues_short += u32::from(short);
        sown.payable += payable;
        sown.short += u64::from(short) * 5;
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
