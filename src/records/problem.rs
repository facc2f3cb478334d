//! What is wrong with the records themselves: a closed list of codes, each with its severity.

use crate::source::{Fault, Location, Severity, SourceError};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident, $work:literal;)*) => {
        /// The code of a problem. Part of the public interface: a code never changes meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As results show it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Whether work could not be done because of it (exit status 2), rather than done on
            /// faulty records (1).
            pub fn stops_work(self) -> bool {
                match self { $(Self::$name => $work,)* }
            }
        }
    };
}

// One line a code: its name in results, its severity, whether it stops work.
codes! {
    /// The caller's path is not there.
    PathNotFound = "path-not-found", Error, true;
    /// The system would not let us read it.
    UnreadableFile = "unreadable-file", Error, true;
    /// No text at all.
    BinaryFile = "binary-file", Error, true;
    /// Bytes that are not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error, true;
    /// Larger than is read.
    FileTooLarge = "file-too-large", Error, true;
    /// A workbook that opens only with a password.
    EncryptedFile = "encrypted-file", Error, true;
    /// No workbook, or a broken one.
    BrokenWorkbook = "broken-workbook", Error, true;
    /// A table in which no row holds headings of its ledger.
    HeadingsNotFound = "headings-not-found", Error, false;
    /// A sheet that is no ledger.
    ExtraSheet = "extra-sheet", Warning, false;
    /// A column that is no field of its ledger.
    ExtraColumn = "extra-column", Warning, false;
    /// A hidden sheet that holds a ledger.
    HiddenSheet = "hidden-sheet", Warning, false;
    /// Cells merged over several rows: only the first holds the value.
    MergedCells = "merged-cells", Error, false;
    /// A table in another encoding than UTF-8, read all the same.
    OtherEncoding = "other-encoding", Note, false;
    /// Broken YAML or JSON.
    BrokenDocument = "broken-document", Error, true;
    /// Nested deeper than any record set.
    TooDeep = "too-deep", Error, true;
    /// Aliases that unfold beyond measure, or into themselves.
    TooManyAliases = "too-many-aliases", Error, true;
    /// Nothing in the file.
    EmptyInput = "empty-input", Error, true;
    /// A document that is no record set.
    NotARecordSet = "not-a-record-set", Error, true;
    /// No union in anything that was read, or in a folder that was named.
    NoUnion = "no-union", Error, true;
    /// A document that does not say whose records it holds.
    UnionUnnamed = "union-unnamed", Error, true;
    /// A key that is no ledger.
    UnknownLedger = "unknown-ledger", Error, false;
    /// A key that is no field of its ledger.
    UnknownField = "unknown-field", Error, false;
    /// A text that is no value of the field's type.
    WrongType = "wrong-type", Error, false;
    /// Written like a date, but no day of the calendar.
    ImpossibleDate = "impossible-date", Error, false;
    /// Not one of the field's codes.
    UnknownCode = "unknown-code", Error, false;
    /// A number below what the field allows.
    NegativeNumber = "negative-number", Error, false;
    /// A required cell left empty.
    MissingRequired = "missing-required", Error, false;
    /// A key given twice.
    DuplicateKey = "duplicate-key", Error, false;
    /// Profiles of one union that contradict each other.
    DuplicateUnion = "duplicate-union", Error, false;
    /// A superior that is neither among the records nor in a roster.
    UnknownSuperior = "unknown-superior", Error, false;
    /// Two superiors of one union: its own word and a roster, or two rosters.
    TwoSuperiors = "two-superiors", Error, false;
    /// Unions above each other in a circle.
    SuperiorCircle = "superior-circle", Error, false;
    /// A ledger written with nothing after the colon.
    EmptyLedger = "empty-ledger", Error, false;
    /// A ledger that is no list of rows.
    NotALedger = "not-a-ledger", Error, false;
    /// A row that is no row.
    NotARow = "not-a-row", Error, false;
    /// A waiver with something wrong in it; it waives nothing.
    WaiverInvalid = "waiver-invalid", Error, false;
    /// A waiver whose last day has passed.
    WaiverExpired = "waiver-expired", Warning, false;
    /// A waiver that waived nothing.
    WaiverUnused = "waiver-unused", Warning, false;
    /// A parameter that the configuration makes ask less than the pack or a profile does.
    ParameterLoosened = "parameter-loosened", Note, false;
    /// A rule that the configuration makes weigh less than the pack or a profile does.
    SeverityLowered = "severity-lowered", Note, false;
}

/// Something wrong with the records. Its keeper can mend it.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which of the known problems.
    pub code: ProblemCode,
    /// Where and what.
    pub fault: Fault,
    /// The ledger concerned, by key.
    pub ledger: Option<String>,
    /// The row in its ledger, from 0.
    pub row: Option<u32>,
    /// The field concerned, by key.
    pub field: Option<String>,
}

impl Problem {
    /// A problem that concerns no single cell.
    pub fn new(code: ProblemCode, fault: Fault) -> Self {
        Self { code, fault, ledger: None, row: None, field: None }
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.fault.location
    }
}

/// A file that could not be turned into text.
impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        let code = match &error {
            SourceError::NotFound { .. } | SourceError::NoMatch { .. } | SourceError::BadPattern { .. } => {
                ProblemCode::PathNotFound
            }
            SourceError::NoRecords { .. } => ProblemCode::NoUnion,
            SourceError::Unreadable { .. } => ProblemCode::UnreadableFile,
            SourceError::Binary { .. } => ProblemCode::BinaryFile,
            SourceError::NotUtf8 { .. } | SourceError::Utf16 { .. } => ProblemCode::InvalidUtf8,
            SourceError::Encrypted { .. } => ProblemCode::EncryptedFile,
            SourceError::NotAWorkbook { .. } | SourceError::Disguised { .. } => ProblemCode::BrokenWorkbook,
            SourceError::TooLarge { .. } => ProblemCode::FileTooLarge,
        };
        Self::new(code, error.into_fault())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ProblemCode;

    #[test]
    fn codes_are_unique_and_written_alike() {
        let names: BTreeSet<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), ProblemCode::ALL.len());
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'8'))
        );
    }
}
