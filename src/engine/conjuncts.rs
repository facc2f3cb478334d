//! The parts of a condition that must all hold. Asked one by one, a part that surely does not hold decides,
//! whatever is missing for the others.

/// The conditions joined by `&&` on the outside, those in brackets taken apart likewise.
pub(super) fn conjuncts(text: &str) -> Vec<&str> {
    let text = text.trim();
    let cuts = cuts(text);
    if let Some(inner) = cuts.inner {
        return conjuncts(inner);
    }
    // Where there is an alternative beside them, none of the parts must hold.
    if cuts.ands.is_empty() || cuts.has_or {
        return vec![text];
    }
    let starts = std::iter::once(0).chain(cuts.ands.iter().map(|at| at + 2));
    let ends = cuts.ands.iter().copied().chain([text.len()]);
    starts.zip(ends).flat_map(|(start, end)| conjuncts(&text[start..end])).collect()
}

/// What stands outside all brackets and texts of a condition.
struct Cuts<'t> {
    /// Where `&&` stands.
    ands: Vec<usize>,
    has_or: bool,
    /// What is inside the brackets, where all of it is.
    inner: Option<&'t str>,
}

fn cuts(text: &str) -> Cuts<'_> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut ands, mut has_or) = (Vec::new(), false);
    let mut inner = text.starts_with('(').then_some(text);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && at + 1 < text.len() {
                    inner = None;
                }
            }
            b'&' if depth == 0 && text[at..].starts_with("&&") => ands.push(at),
            b'|' if depth == 0 && text[at..].starts_with("||") => has_or = true,
            _ => {}
        }
    }
    let inner = inner.and_then(|text| text.strip_prefix('(')?.strip_suffix(')'));
    Cuts { ands, has_or, inner }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_must_all_hold_are_told_apart() {
        let cases: [(&str, &[&str]); 7] = [
            ("a", &["a"]),
            ("a && b == \"x && y\"", &["a", "b == \"x && y\""]),
            ("((a in [1, 2]) && b) && c >= f(d && e)", &["a in [1, 2]", "b", "c >= f(d && e)"]),
            ("a && (b || c)", &["a", "b || c"]),
            ("a || b && c", &["a || b && c"]),
            ("(a) && (b)", &["a", "b"]),
            ("!(a && b)", &["!(a && b)"]),
        ];
        for (text, expected) in cases {
            assert_eq!(conjuncts(text), expected, "{text}");
        }
    }
}
