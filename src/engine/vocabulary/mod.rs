//! Every word a rule may use, documented where it is defined.
//!
//! | words | where |
//! | --- | --- |
//! | `where except missing given below at_most above` | [`choose`], [`compare`] |
//! | `before after in_period in_force` | [`times`] |
//! | `per latest gaps` | [`groups`] |
//! | `unmatched repeated in_future + -` | [`relate`] |
//! | `sum is_empty or_empty`, cells of a row, `params.x` | [`read`] |
//! | `days months years`, arithmetic of dates | [`lengths`] |
//! | `fail lapse expect require submit` | [`judge`] |
//! | `every` | [`every`] |
//! | `rate free_of` | [`rate`] |

mod choose;
mod compare;
mod every;
mod groups;
mod judge;
mod key;
mod lengths;
mod rate;
mod read;
mod relate;
mod times;

use std::rc::Rc;

use rhai::Engine;

use super::bench::Bench;

pub(super) use read::Params;

/// Teaches an engine every word.
pub(super) fn register(engine: &mut Engine, bench: &Rc<Bench>, params: &[&str]) {
    choose::register(engine);
    compare::register(engine);
    times::register(engine);
    groups::register(engine);
    relate::register(engine);
    read::register(engine, bench, params);
    lengths::register(engine);
    judge::register(engine, bench);
    every::register(engine);
    rate::register(engine, bench);
}

#[cfg(test)]
mod tests {
    use crate::rulepack::WORDS;

    /// The text of every file of the vocabulary.
    const FILES: &str = concat!(
        include_str!("choose.rs"),
        include_str!("compare.rs"),
        include_str!("times.rs"),
        include_str!("groups.rs"),
        include_str!("relate.rs"),
        include_str!("read.rs"),
        include_str!("lengths.rs"),
        include_str!("judge.rs"),
        include_str!("every.rs"),
        include_str!("rate.rs"),
    );

    #[test]
    fn every_word_a_pack_may_not_take_is_documented_where_it_is_defined() {
        for word in WORDS {
            let is_documented = FILES.lines().any(|line| {
                line.starts_with("///")
                    && (line.contains(&format!("`{word}(")) || line.contains(&format!(".{word}")))
            });
            assert!(is_documented, "{word}");
            assert!(FILES.contains(&format!("\"{word}\"")), "{word} is not registered");
        }
    }
}
