//! Waivers: findings somebody answers for, until a day.

mod waiver;

pub use waiver::{Scope, Waiver};
