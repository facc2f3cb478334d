//! Words that compare numbers, exactly: shares are cross-multiplied in decimals, never rounded.

use std::cmp::Ordering;

use rhai::{Dynamic, Engine, ImmutableString};
use rust_decimal::Decimal;

use crate::engine::bench::{Word, mistake};
use crate::engine::operand::{NumberOperand, ShareOperand, number_of};
use crate::engine::rows::{Effect, Rows, Test};

/// Whether a word holds of how two numbers compare.
type Holds = fn(Ordering) -> bool;

/// `below(F, X)`, `at_most(F, X)`, `above(F, X)`: rows whose F is less than, at most, more than X, a
/// field or a number. `below(F, X, share)` and so on: than that share of X. A missing cell on either
/// side: maybe.
pub(super) fn register(engine: &mut Engine) {
    let words: [(&str, Holds); 3] =
        [("below", Ordering::is_lt), ("at_most", Ordering::is_le), ("above", Ordering::is_gt)];
    for (word, holds) in words {
        engine.register_fn(word, move |rows: &mut Rows, field: &str, other: ImmutableString| {
            compare(rows, field, &other.into(), &ShareOperand::whole(), holds)
        });
        engine.register_fn(word, move |rows: &mut Rows, field: &str, other: Dynamic| {
            compare(rows, field, &other, &ShareOperand::whole(), holds)
        });
        engine.register_fn(word, move |rows: &mut Rows, field: &str, other: Dynamic, share: Dynamic| {
            let share = ShareOperand::read(rows, &share)?;
            compare(rows, field, &other, &share, holds)
        });
    }
}

fn compare(set: &Rows, field: &str, other: &Dynamic, share: &ShareOperand, holds: Holds) -> Word<Rows> {
    let column = set.number_column(field)?;
    let other = NumberOperand::read(set, other)?;
    set.filter(Effect::Compares, &column, |entry| {
        let own = match number_of(set, entry, &column) {
            Ok(own) => own,
            Err(cause) => return Ok(Test::Missing(cause)),
        };
        let other = match other.at(set, entry)? {
            Ok(other) => other,
            Err(cause) => return Ok(Test::Missing(cause)),
        };
        let share = share.at(set, entry)?;
        let (left, right) = own
            .checked_mul(Decimal::from(share.whole))
            .zip(other.checked_mul(Decimal::from(share.part)))
            .ok_or_else(|| {
                mistake("数字太大，无法精确比较", "the numbers are too large to be compared exactly")
            })?;
        Ok(Test::from(holds(left.cmp(&right))))
    })
}
