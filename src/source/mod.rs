//! Named inputs: bytes with places. The only code that reads the disk.
//!
//! Paths, folders, glob patterns and standard input become [`Input`]s in a fixed order; an input is
//! read into a [`Source`], whose every byte has a line and a column.

mod discover;
mod error;
mod fault;
mod grid;
mod location;
mod places;
mod text;

pub use discover::{Form, Input, MAX_BYTES, discover, is_utf16, read_text};
pub use error::{Disguise, SourceError};
pub use fault::{Fault, Severity};
pub use grid::{CellName, Grid};
pub use location::{Location, Position, Source, Span};
pub use places::{Node, Places};
pub use text::{Lang, Text, did_you_mean};
