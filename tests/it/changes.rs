//! Files as they come back from careless hands and bad disks.

use proptest::prelude::*;
use proptest::sample::Index;

/// Bytes that mean something to YAML, or to nobody.
const TELLING: &[u8] = b"\x00\t\n\r !\"#%&'*+,-.:<>?@[]`{|}~\x7f\x80\xe3\xff09azAZ";

/// What may befall a file.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Put(Index, u8),
    Insert(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
}

/// A change of a few bytes.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let byte = proptest::sample::select(TELLING);
    prop_oneof![
        4 => (any::<Index>(), byte.clone()).prop_map(|(at, byte)| Change::Put(at, byte)),
        4 => (any::<Index>(), byte).prop_map(|(at, byte)| Change::Insert(at, byte)),
        2 => (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        2 => (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        1 => any::<Index>().prop_map(Change::Cut),
    ]
}

/// The bytes with these changes made, one after another.
pub(crate) fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Put(at, byte) => bytes[at.index(length)] = *byte,
            Change::Insert(at, byte) => bytes.insert(at.index(length), *byte),
            Change::Remove(at, count) => {
                let at = at.index(length);
                bytes.drain(at..length.min(at + count));
            }
            Change::Repeat(at, count) => {
                let at = at.index(length);
                let again = bytes[at..length.min(at + count)].to_vec();
                bytes.splice(at..at, again);
            }
            Change::Cut(at) => bytes.truncate(at.index(length)),
        }
    }
    bytes
}
