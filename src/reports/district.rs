//! The rates of districts, in words: the same ones in every report.

use super::columns::one_line;
use crate::engine::State;
use crate::source::Lang;
use crate::verdicts::District;

/// Which of a rule's rates it is; empty where there is one.
pub(super) fn label(district: &District, lang: Lang) -> String {
    let label = &district.label;
    let name = label.name.get(lang);
    one_line(if name.is_empty() { &label.key } else { name })
}

/// What a state is called of a rate.
pub(super) fn word(state: State, lang: Lang) -> &'static str {
    match state {
        State::Pass => lang.pick("达标", "reached"),
        State::Fail => lang.pick("未达标", "missed"),
        State::Due => lang.pick("期限未到", "still open"),
        State::Insufficient => lang.pick("情况不明", "not known"),
        State::NotApplicable | State::Waived | State::Error => state.name(lang),
    }
}
