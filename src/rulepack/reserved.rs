//! Names a pack may not give: words of the rule language, and names that are always in scope.

use crate::records::Named;

/// Words Rhai keeps for itself, today or for later.
const LANGUAGE: &[&str] = &[
    "let",
    "const",
    "if",
    "else",
    "switch",
    "do",
    "while",
    "until",
    "loop",
    "for",
    "in",
    "continue",
    "break",
    "return",
    "throw",
    "try",
    "catch",
    "fn",
    "private",
    "import",
    "export",
    "as",
    "global",
    "true",
    "false",
    "this",
    "is_def_var",
    "is_def_fn",
    "type_of",
    "print",
    "debug",
    "eval",
    "call",
    "curry",
    "is_shared",
    "is",
    "with",
    "match",
    "default",
    "static",
    "shared",
    "new",
    "use",
    "go",
    "goto",
    "void",
    "null",
    "nil",
    "case",
    "public",
    "protected",
    "package",
    "module",
    "super",
    "thread",
    "spawn",
    "sync",
    "async",
    "await",
    "yield",
    "var",
    "exit",
    "begin",
    "end",
    "each",
    "then",
    "unless",
    "Fn",
    "not",
];

/// Names the engine puts in scope beside the ledgers.
pub const SCOPE: &[&str] = &["ledgers", "subordinates", "as_of", "period", "params", "row", "rows"];

/// The words of the vocabulary, which would hide a ledger of the same name.
pub const WORDS: &[&str] = &[
    "where",
    "except",
    "missing",
    "given",
    "below",
    "at_most",
    "above",
    "before",
    "after",
    "in_period",
    "in_force",
    "per",
    "latest",
    "gaps",
    "unmatched",
    "repeated",
    "in_future",
    "sum",
    "is_empty",
    "or_empty",
    "days",
    "months",
    "years",
    "fail",
    "lapse",
    "expect",
    "every",
    "require",
    "submit",
    "rate",
    "free_of",
];

/// Those of the words that judge.
pub const VERDICTS: &[&str] = &["fail", "lapse", "expect", "every", "require", "submit", "rate"];

/// Whether a pack may use this key.
pub(super) fn is_free(name: &str, named: Named) -> bool {
    // Properties may be called `each` or `end`; a variable may not.
    const PROPERTIES: &[&str] = &["each", "end", "begin", "then", "unless", "exit", "var", "not"];
    match named {
        Named::Ledger => !LANGUAGE.contains(&name) && !SCOPE.contains(&name) && !WORDS.contains(&name),
        Named::Field => !LANGUAGE.contains(&name) || PROPERTIES.contains(&name),
    }
}
