//! How cells look: fonts, fills and number formats.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::records::{Field, FieldType, Required};
use crate::source::Lang;

/// Whether a column must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// In every row.
    Always,
    /// In some rows.
    Sometimes,
    /// In none.
    Never,
}

impl Need {
    /// What a field needs.
    pub(super) fn of(field: &Field) -> Self {
        match field.required {
            Required::Yes => Self::Always,
            Required::For(..) => Self::Sometimes,
            Required::No => Self::Never,
        }
    }

    fn fill(self) -> Color {
        match self {
            Self::Always => Color::RGB(0x00F8_CBAD),
            Self::Sometimes => Color::RGB(0x00FF_E699),
            Self::Never => Color::RGB(0x00D9_E1F2),
        }
    }
}

const LINE: Color = Color::RGB(0x00BF_BFBF);

/// Formats, in the font of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Styles {
    /// The language of the workbook.
    pub lang: Lang,
}

impl Styles {
    /// What every other format is made of: a font each Chinese Excel and WPS has.
    pub(super) fn base(self) -> Format {
        const GB2312: u8 = 134;
        const MODERN: u8 = 3;
        let base = Format::new().set_font_size(11).set_align(FormatAlign::VerticalCenter);
        match self.lang {
            Lang::Zh => base.set_font_name("宋体").set_font_charset(GB2312).set_font_family(MODERN),
            Lang::En => base.set_font_name("Calibri"),
        }
    }

    fn boxed(self) -> Format {
        self.base().set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap()
    }

    /// A heading, or a sample of one.
    pub(super) fn heading(self, need: Need) -> Format {
        self.boxed().set_bold().set_background_color(need.fill()).set_align(FormatAlign::Center)
    }

    /// A column to be filled in. What is no number is text, so that 00101 and 2026-03 stay as typed.
    pub(super) fn cell(self, field: &Field) -> Format {
        // Excel's own formats, by number: `@`, `0` and `#,##0.00`.
        const TEXT: u8 = 49;
        const WHOLE: u8 = 1;
        const MONEY: u8 = 4;
        let base = self.base();
        match field.kind {
            FieldType::Text => base.set_num_format_index(TEXT).set_text_wrap(),
            FieldType::Ref | FieldType::Enum => base.set_num_format_index(TEXT),
            FieldType::Period | FieldType::Boolean => {
                base.set_num_format_index(TEXT).set_align(FormatAlign::Center)
            }
            FieldType::Date => base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            FieldType::Year => base.set_num_format_index(WHOLE).set_align(FormatAlign::Center),
            FieldType::Integer => base.set_num_format_index(WHOLE),
            FieldType::Decimal => base.set_num_format_index(MONEY),
        }
    }

    /// The only row of a ledger that has one.
    pub(super) fn only_row(self, field: &Field) -> Format {
        let cell = self.cell(field).set_border(FormatBorder::Thin).set_border_color(LINE);
        cell.set_background_color(Color::RGB(0x00FF_FDF3))
    }

    /// What a sheet is about.
    pub(super) fn title(self) -> Format {
        self.base().set_bold().set_font_size(16)
    }

    /// The subject of an explanation.
    pub(super) fn topic(self) -> Format {
        self.text().set_bold()
    }

    /// An explanation, or a cell of a table.
    pub(super) fn text(self) -> Format {
        self.boxed().set_indent(1)
    }

    /// A number in a table.
    pub(super) fn count(self) -> Format {
        self.boxed().set_align(FormatAlign::Center)
    }

    /// A link to another sheet.
    pub(super) fn link(self) -> Format {
        self.text().set_font_color(Color::RGB(0x0005_63C1)).set_underline(FormatUnderline::Single)
    }
}
