//! What each problem of the records is called, where a list of kinds is given rather than one problem.

use crate::records::ProblemCode;
use crate::source::Lang;

/// What a problem of this code is, in a few words.
pub(super) fn problem_title(code: ProblemCode, lang: Lang) -> &'static str {
    use ProblemCode as P;
    let (zh, en) = match code {
        P::PathNotFound => ("路径不存在", "the path is not there"),
        P::UnreadableFile => ("文件无法读取", "the file cannot be read"),
        P::BinaryFile => ("文件不是文本", "the file is no text"),
        P::InvalidUtf8 => ("文件不是 UTF-8 编码", "the file is not UTF-8"),
        P::FileTooLarge => ("文件过大", "the file is too large"),
        P::EncryptedFile => ("工作簿有密码", "the workbook needs a password"),
        P::BrokenWorkbook => ("工作簿损坏", "the workbook is broken"),
        P::HeadingsNotFound => ("找不到栏目名所在的行", "no row holds the headings"),
        P::ExtraSheet => ("多余的工作表", "a sheet that is no ledger"),
        P::ExtraColumn => ("多余的列", "a column that is no field"),
        P::HiddenSheet => ("隐藏的工作表里有台账", "a hidden sheet holds a ledger"),
        P::MergedCells => ("合并单元格", "merged cells"),
        P::OtherEncoding => ("表格不是 UTF-8 编码", "the table is not UTF-8"),
        P::BrokenDocument => ("YAML 或 JSON 有语法错误", "broken YAML or JSON"),
        P::TooDeep => ("嵌套过深", "nested too deeply"),
        P::TooManyAliases => ("别名过多", "too many aliases"),
        P::EmptyInput => ("文件是空的", "the file is empty"),
        P::NotARecordSet => ("内容不是台账", "no record set"),
        P::NoUnion => ("没有任何工会的台账", "no union's records"),
        P::UnionUnnamed => ("没有写明是哪个工会", "the union is not named"),
        P::UnknownLedger => ("没有这本台账", "unknown ledger"),
        P::UnknownField => ("没有这个栏目", "unknown field"),
        P::WrongType => ("内容不合栏目的要求", "a value of the wrong type"),
        P::ImpossibleDate => ("日期不存在", "an impossible date"),
        P::UnknownCode => ("没有这个选项", "unknown code"),
        P::NegativeNumber => ("数值过小", "a number below what is allowed"),
        P::MissingRequired => ("必填栏目空着", "a required cell is empty"),
        P::DuplicateKey => ("同一个键写了两次", "a key given twice"),
        P::DuplicateUnion => ("同一工会的基本情况互相矛盾", "profiles of one union contradict each other"),
        P::UnknownSuperior => ("上级工会不存在", "unknown superior"),
        P::TwoSuperiors => ("同一工会有两个上级", "two superiors of one union"),
        P::SuperiorCircle => ("上级关系成了环", "superiors in a circle"),
        P::EmptyLedger => ("台账冒号后没有内容", "nothing after the colon of a ledger"),
        P::NotALedger => ("台账不是列表", "a ledger that is no list"),
        P::NotARow => ("不是一行记录", "a row that is no row"),
        P::WaiverInvalid => ("豁免写错了，不起作用", "a waiver with something wrong in it"),
        P::WaiverExpired => ("豁免已过期", "a waiver that has expired"),
        P::WaiverUnused => ("豁免没有用上", "a waiver that waives nothing"),
        P::ParameterLoosened => ("配置放宽了参数", "the configuration loosens a parameter"),
        P::SeverityLowered => ("配置降低了程度", "the configuration lowers a severity"),
    };
    lang.pick(zh, en)
}
