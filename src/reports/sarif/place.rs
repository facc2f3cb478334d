//! Places. Lines and columns count from 1 and columns count characters, the end exclusive, as everywhere in
//! hegui. The text of a table is ours, so that a cell has no region: it is a logical location.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::model::{Artifact, Location, Logical, Physical, Region};
use crate::reports::columns::one_line;
use crate::source::Location as At;
use crate::verdicts::Place;

/// What relative paths are relative to: the folder hegui was run in, which is not told.
pub(super) const BASE: &str = "%SRCROOT%";

/// What may stand in the path of a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A place of a union's records; none where it may be any union's.
pub(super) fn of_place(place: &Place, union: Option<&str>) -> Location {
    let row = place.row.map(|row| row.to_string());
    of_records(&place.location, union, [place.ledger.as_ref(), row.as_ref(), place.field.as_ref()])
}

/// A place in the records; the path is ledger, row and field, as far as they are known.
pub(super) fn of_records(at: &At, union: Option<&str>, path: [Option<&String>; 3]) -> Location {
    let mut logical = Vec::new();
    if let Some(cell) = at.cell() {
        let name = one_line(&cell.to_string());
        logical.push(Logical { fully_qualified_name: one_line(&at.to_string()), name, kind: "cell" });
    }
    let kinds = ["ledger", "row", "field"];
    let known = kinds.into_iter().zip(path).filter_map(|(kind, part)| Some((kind, part?.as_str())));
    let parts: Vec<(&str, &str)> = union.map(|union| ("union", union)).into_iter().chain(known).collect();
    if let Some(&(kind, name)) = parts.last() {
        let whole: Vec<String> = parts.iter().map(|(_, part)| one_line(part)).collect();
        logical.push(Logical { name: one_line(name), fully_qualified_name: whole.join("/"), kind });
    }
    Location { physical: Some(physical(at)), logical, ..Location::default() }
}

/// A union as a whole, in the file its records stand in, as far as that is known.
pub(super) fn of_union(union: &str, path: Option<&String>) -> Location {
    let name = one_line(union);
    let logical = Logical { fully_qualified_name: name.clone(), name, kind: "union" };
    let physical = path.map(|path| Physical { artifact_location: artifact(path), region: None });
    Location { physical, logical: vec![logical], ..Location::default() }
}

fn physical(at: &At) -> Physical {
    let region = at.start().zip(at.end()).filter(|_| at.source.grid().is_none());
    let region = region.map(|(start, end)| Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: start.offset,
        byte_length: end.offset - start.offset,
    });
    Physical { artifact_location: artifact(at.path()), region }
}

/// A path as a URI: a relative one to the base; `builtin:` and standard input have schemes of their own.
fn artifact(path: &str) -> Artifact {
    let encoded = |path: &str| utf8_percent_encode(path, PLAIN).to_string();
    let of_its_own = |uri| Artifact { uri, uri_base_id: None };
    if path == "<stdin>" {
        return of_its_own("stdin:".to_owned());
    }
    if let Some(script) = path.strip_prefix("builtin:") {
        return of_its_own(format!("builtin:{}", encoded(script)));
    }
    if path.starts_with('/') {
        return of_its_own(format!("file://{}", encoded(path)));
    }
    match path.split_once(":/") {
        Some((drive, rest)) if drive.len() == 1 => of_its_own(format!("file:///{drive}:/{}", encoded(rest))),
        _ => Artifact { uri: encoded(path), uri_base_id: Some(BASE) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        let uri = |path: &str| {
            let Artifact { uri, uri_base_id } = artifact(path);
            (uri, uri_base_id.is_some())
        };
        assert_eq!(uri("a b/50%#?.yaml"), ("a%20b/50%25%23%3F.yaml".to_owned(), true));
        assert_eq!(uri("台账/1:2.yaml"), ("%E5%8F%B0%E8%B4%A6/1%3A2.yaml".to_owned(), true));
        assert_eq!(uri("/tmp/a b.yaml"), ("file:///tmp/a%20b.yaml".to_owned(), false));
        assert_eq!(uri("C:/账.yaml"), ("file:///C:/%E8%B4%A6.yaml".to_owned(), false));
        assert_eq!(uri("builtin:funds/x.rhai"), ("builtin:funds/x.rhai".to_owned(), false));
        assert_eq!(uri("<stdin>"), ("stdin:".to_owned(), false));
    }
}
