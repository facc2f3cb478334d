//! Tables that were opened to learn whose they are, or to survey them, kept until they are read: opening one is
//! most of the work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::records::{Document, Schema};
use crate::source::{Input, SourceError};

/// How many bytes of text are kept; with the places of their cells, thrice as many.
const ROOM: usize = 1 << 24;

/// Documents by the position of their input; what is not kept is opened again, and is the same.
#[derive(Debug)]
pub(super) struct Kept {
    documents: Vec<Mutex<Option<Document>>>,
    room: AtomicUsize,
}

impl Kept {
    /// Room for so many inputs.
    pub(super) fn new(inputs: usize) -> Self {
        let documents = (0..inputs).map(|_| Mutex::default()).collect();
        Self { documents, room: AtomicUsize::new(ROOM) }
    }

    /// The owners of one input; nothing where it cannot be read, which is found out again later.
    pub(super) fn owners(&self, schema: &Schema, input: &Input, at: usize) -> Vec<String> {
        let Ok(document) = Document::open(schema, input) else { return Vec::new() };
        let owners = document.owners(schema);
        self.keep(at, document);
        owners
    }

    /// Keeps an input's document if it is a table and there is room.
    pub(super) fn keep(&self, at: usize, document: Document) {
        if let (Document::Table(table), Some(place)) = (&document, self.documents.get(at)) {
            let size = table.source.text().len();
            let fits = |room: usize| room.checked_sub(size);
            if self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok() {
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(document);
            }
        }
    }

    /// An input's document; kept no longer.
    pub(super) fn take(&self, schema: &Schema, input: &Input, at: usize) -> Result<Document, SourceError> {
        let place = self.documents.get(at).map(|place| place.lock().unwrap_or_else(PoisonError::into_inner));
        match place.and_then(|mut place| place.take()) {
            Some(document) => {
                self.room.fetch_add(document.source().text().len(), Ordering::Relaxed);
                Ok(document)
            }
            None => Document::open(schema, input),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulepack::Pack;
    use crate::source::discover;

    #[test]
    fn what_is_taken_is_the_same_whether_it_was_kept_or_not() {
        let schema = Pack::load(&[]).unwrap().schema;
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tables/since-1904.xlsx").to_owned();
        let (inputs, _) = discover(&[file], &[], &mut &b""[..]);
        let kept = Kept::new(1);
        assert_eq!(kept.owners(&schema, &inputs[0], 0), ["00101"]);
        let text = |kept: &Kept| {
            let document = kept.take(&schema, &inputs[0], 0).unwrap();
            document.source().text().to_owned()
        };
        assert!(kept.room.load(Ordering::Relaxed) < ROOM);
        let first = text(&kept);
        assert_eq!(kept.room.load(Ordering::Relaxed), ROOM);
        assert_eq!([text(&kept), text(&Kept::new(0))], [first.clone(), first]);
    }
}
