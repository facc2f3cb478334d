//! Why a workbook cannot be handed back marked.

use thiserror::Error;

use crate::source::Text;

/// Why not. The keeper's workbook is at fault, or of a kind that is not edited.
#[derive(Debug, Error)]
pub enum Flaw {
    /// A form that is not written, such as `.xls` under another name, or locked by a password.
    #[error("only .xlsx and .xlsm without a password can be")]
    OtherForm,
    /// A form of workbook whose parts have other names.
    #[error("a workbook in strict Open XML; save it as an ordinary .xlsx")]
    Strict,
    /// The packing of the file is damaged.
    #[error("the file is damaged: {0}")]
    Packing(#[from] zip::result::ZipError),
    /// A part could not be unpacked.
    #[error("the file is damaged: {0}")]
    Unpacking(#[from] std::io::Error),
    /// A part that must be there is not.
    #[error("the file has no part `{part}`")]
    Missing {
        /// Its name.
        part: String,
    },
    /// A part is no sound XML.
    #[error("the part `{part}` is broken: {reason}")]
    Broken {
        /// Its name.
        part: String,
        /// What the reader of XML says.
        reason: String,
    },
}

impl Flaw {
    /// In both languages, to follow a file's name.
    pub fn said(&self) -> Text {
        let zh = match self {
            Self::OtherForm => "只有未加密的 .xlsx、.xlsm 可以标注".to_owned(),
            Self::Strict => "是“Strict Open XML”格式，请另存为普通的 .xlsx".to_owned(),
            Self::Packing(reason) => format!("文件已损坏：{reason}"),
            Self::Unpacking(reason) => format!("文件已损坏：{reason}"),
            Self::Missing { part } => format!("文件不完整，缺少 {part}"),
            Self::Broken { part, reason } => format!("文件内部 {part} 有误：{reason}"),
        };
        Text { zh, en: self.to_string() }
    }
}
