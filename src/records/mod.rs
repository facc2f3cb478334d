//! Cells with places: what a union submitted, as its ledgers declare it. No rules are known here.
//!
//! [`Schema`] holds the declarations. A reader turns each source into [`Fragment`]s through one
//! builder, [`join`] makes them [`Union`]s, a [`Tree`] says who stands above whom, and whatever is wrong
//! with the records is a [`Problem`] that hides nothing else. A cell is missing, unreadable or a value; a
//! ledger is absent, empty or has rows: these are never mixed up.

mod builder;
mod calendar;
mod cell;
mod complete;
mod declaration;
mod declare;
mod join;
mod misfit;
mod problem;
mod read;
mod roster;
mod scalar;
mod tree;
mod unfit;
mod union;
pub mod write;

pub use builder::Fragment;
pub use calendar::{Date, Period, TimeSpan};
pub use cell::{Cell, Value};
pub use declaration::{
    Code, Default, Field, FieldId, FieldType, LedgerDecl, LedgerId, Names, Required, Roles, RosterRole,
    Schema,
};
pub use declare::{Named, SchemaBuilder, yaml_fault};
pub use join::join;
pub use misfit::Misfit;
pub use problem::{Problem, ProblemCode};
pub use read::{Document, Table, owners, read};
pub use scalar::{NO, YES, date as parse_date, period_range as parse_period_range};
pub use tree::{Claim, Listing, Member, Node, Origin, Submission, Submissions, Tree};
pub use union::{CellRef, Ledger, Profile, Spot, Union};
