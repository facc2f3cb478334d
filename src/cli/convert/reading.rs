//! Everything that is to be converted, read at once: tables stand a ledger, not a union, together.

use std::io;

use crate::records::{Document, Problem, Schema, Union, join};
use crate::source::discover;

/// The unions that a path stands for, and what is wrong with them, in order of the places.
pub(super) fn read_all(schema: &Schema, path: &str) -> (Vec<Union>, Vec<Problem>) {
    let (inputs, not_found) = discover(&[path.to_owned()], &[], &mut io::stdin().lock());
    let mut problems: Vec<Problem> = not_found.into_iter().map(Problem::from).collect();
    let mut fragments = Vec::new();
    for input in &inputs {
        match Document::open(schema, input) {
            Ok(document) if document.is_result() => {}
            Ok(document) => fragments.extend(document.read(schema, &mut problems)),
            Err(error) => problems.push(error.into()),
        }
    }
    let unions = join(schema, fragments, &mut problems);
    problems.sort_by(|a, b| a.location().order().cmp(&b.location().order()));
    (unions, problems)
}
