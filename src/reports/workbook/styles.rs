//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::engine::State;
use crate::reports::mark::Tint;
use crate::source::Lang;

const LINE: Color = Color::RGB(0x00BF_BFBF);

/// Formats in the font of a language, made once.
#[derive(Debug)]
pub(super) struct Styles {
    pub title: Format,
    /// A line that explains.
    pub note: Format,
    /// A line that must not be passed over.
    pub loud: Format,
    pub heading: Format,
    /// Rows of one kind follow.
    pub group: Format,
    pub text: Format,
    /// A short text.
    pub centred: Format,
    /// A whole number.
    pub count: Format,
    /// A number with decimals.
    pub money: Format,
    pub rate: Format,
    pub score: Format,
    pub day: Format,
    /// To be filled in.
    pub blank: Format,
    /// A day to be filled in.
    pub blank_day: Format,
    tints: [Format; 5],
}

impl Styles {
    /// The formats of a language.
    pub(super) fn new(lang: Lang) -> Self {
        let base = base(lang);
        let boxed = base.clone().set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap();
        let top = boxed.clone().set_align(FormatAlign::Top);
        let middle = top.clone().set_align(FormatAlign::Center);
        let day = middle.clone().set_num_format("yyyy-mm-dd");
        let fill = Color::RGB(0x00FF_FDF3);
        let tints = Tint::ALL.map(|tint| middle.clone().set_background_color(colour(tint)));
        Self {
            title: base.clone().set_bold().set_font_size(16),
            note: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            loud: base.set_text_wrap().set_bold().set_font_color(Color::RGB(0x00C0_0000)),
            heading: boxed
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00D9_E1F2))
                .set_align(FormatAlign::Center),
            group: boxed.set_bold().set_background_color(Color::RGB(0x00F2_F2F2)),
            count: top.clone().set_num_format("#,##0").set_align(FormatAlign::Right),
            money: top.clone().set_num_format("#,##0.00").set_align(FormatAlign::Right),
            rate: top.clone().set_num_format("0.0%").set_align(FormatAlign::Right),
            score: top.clone().set_num_format("0.0").set_align(FormatAlign::Right),
            blank: top.clone().set_background_color(fill),
            blank_day: day.clone().set_background_color(fill),
            text: top,
            centred: middle,
            day,
            tints,
        }
    }

    /// A short text in the colour of its kind.
    pub(super) fn tinted(&self, tint: Tint) -> &Format {
        &self.tints[tint as usize]
    }
}

/// What every other format is made of: a font each Chinese Excel and WPS has.
pub(super) fn base(lang: Lang) -> Format {
    const GB2312: u8 = 134;
    const MODERN: u8 = 3;
    let base = Format::new().set_font_size(11).set_align(FormatAlign::VerticalCenter);
    match lang {
        Lang::Zh => base.set_font_name("宋体").set_font_charset(GB2312).set_font_family(MODERN),
        Lang::En => base.set_font_name("Calibri"),
    }
}

fn colour(tint: Tint) -> Color {
    let rgb = tint.colour().get(2..).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    Color::RGB(rgb.unwrap_or(0x00FF_FFFF))
}

/// The colour of a sheet's tab.
pub(super) fn tab(state: State) -> Color {
    Color::RGB(match state {
        State::Fail | State::Error => 0x00C0_0000,
        State::Due => 0x00F2_C200,
        State::Insufficient => 0x007F_7F7F,
        State::Waived | State::Pass | State::NotApplicable => 0x0044_72C4,
    })
}
