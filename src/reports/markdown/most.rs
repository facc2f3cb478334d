//! The first of many by some order, however many there are.

/// Keeps so many at most, and counts all.
#[derive(Debug)]
pub(super) struct Most<K, T> {
    room: usize,
    kept: Vec<(K, T)>,
    all: u64,
}

impl<K: Ord, T> Most<K, T> {
    /// Keeps none yet, and so many at most.
    pub(super) fn new(room: usize) -> Self {
        Self { room, kept: Vec::new(), all: 0 }
    }

    /// Takes one; of those with equal keys the earlier comes first.
    pub(super) fn add(&mut self, key: K, make: impl FnOnce() -> T) {
        self.all += 1;
        let at = self.kept.partition_point(|(known, _)| *known <= key);
        if at < self.room {
            self.kept.insert(at, (key, make()));
            self.kept.truncate(self.room);
        }
    }

    /// Those kept, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().map(|(_, one)| one)
    }

    /// How many were taken.
    pub(super) fn all(&self) -> u64 {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_are_kept_and_all_are_counted() {
        let mut most = Most::new(3);
        for (key, name) in [(2, "a"), (1, "b"), (2, "c"), (0, "d"), (1, "e"), (3, "f")] {
            most.add(key, || name);
        }
        assert_eq!((most.iter().copied().collect::<String>(), most.all()), ("dbe".to_owned(), 6));
    }
}
