//! Which sources must be read together: those that hold records of one union.
//!
//! Each source is looked at just far enough to learn whose records it holds. Sources without a union
//! in common are read, judged and dropped one by one, however many there are.

use std::collections::{BTreeSet, HashMap};

use crate::source::{Form, Input};

/// Inputs read together, by position, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Batch(pub(super) Vec<usize>);

/// Gives a table that names no union to the one union of its folder, where there is just one.
pub(super) fn owned_by_folder(inputs: &[Input], owners: &mut [Vec<String>]) {
    let mut by_folder: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (input, ids) in inputs.iter().zip(owners.iter()) {
        by_folder.entry(input.folder().to_owned()).or_default().extend(ids.iter().cloned());
    }
    for (input, ids) in inputs.iter().zip(owners) {
        let of_folder = by_folder.get(input.folder());
        if let (Form::Workbook | Form::Csv, true, Some(known)) = (input.form(), ids.is_empty(), of_folder)
            && known.len() == 1
        {
            ids.extend(known.iter().cloned());
        }
    }
}

/// Groups inputs that share an owner, each group placed where its first input stands.
pub(super) fn batches(owners: Vec<Vec<String>>) -> Vec<Batch> {
    let mut parent: Vec<usize> = (0..owners.len()).collect();
    let mut first: HashMap<String, usize> = HashMap::new();
    for (input, ids) in owners.into_iter().enumerate() {
        for id in ids {
            let other = *first.entry(id).or_insert(input);
            let (a, b) = (root(&mut parent, input), root(&mut parent, other));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut batches: Vec<Batch> = Vec::new();
    let mut at: HashMap<usize, usize> = HashMap::new();
    for input in 0..parent.len() {
        let root = root(&mut parent, input);
        let batch = *at.entry(root).or_insert_with(|| {
            batches.push(Batch(Vec::new()));
            batches.len() - 1
        });
        batches[batch].0.push(input);
    }
    batches
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_that_share_a_union_are_read_together_where_the_first_stands() {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let found = batches(vec![
            owned(&["a"]),
            owned(&["b"]),
            owned(&["c", "a"]),
            vec![],
            owned(&["b"]),
            owned(&["c"]),
        ]);
        let positions: Vec<Vec<usize>> = found.into_iter().map(|batch| batch.0).collect();
        assert_eq!(positions, [vec![0, 2, 5], vec![1, 4], vec![3]]);
    }
}
