//! Names as patterns: every way of writing one that [`crate::records::Names`] takes for it.

/// A text as a pattern that takes it alone.
pub(super) fn exactly(text: &str) -> String {
    text.chars().map(literal).collect()
}

fn literal(c: char) -> String {
    if is_special(c) { format!("\\{c}") } else { c.to_string() }
}

fn is_special(c: char) -> bool {
    "^$\\.*+?()[]{}|/".contains(c)
}

/// An ASCII character in its plain or full-width form.
pub(super) fn either(c: char) -> String {
    let wide = char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic());
    let escaped = if is_special(c) || c == '-' { format!("\\{c}") } else { c.to_string() };
    wide.map_or(literal(c), |wide| format!("[{escaped}{wide}]"))
}

/// A character with capitals and full-width forms ignored.
fn folded(c: char) -> String {
    if !c.is_ascii_alphabetic() {
        return either(c);
    }
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c);
    let (small, large) = (c.to_ascii_lowercase(), c.to_ascii_uppercase());
    format!("[{small}{large}{}{}]", wide(small), wide(large))
}

/// A word with capitals and full-width forms ignored.
pub(super) fn word(text: &str) -> String {
    text.chars().map(folded).collect()
}

/// These names with capitals, full-width forms and spaces ignored: what stands between `^` and `$`.
pub(super) fn loosely<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let loose = |name: &str| {
        let chars = name.chars().filter(|c| !c.is_whitespace()).map(folded);
        chars.collect::<Vec<_>>().join("\\s*")
    };
    let mut all: Vec<String> = Vec::new();
    for name in names.into_iter().map(loose) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    format!("\\s*(?:{})\\s*", all.join("|"))
}

/// What a thing may be called: the names that are offered, and the pattern of all others it is known by.
#[derive(Debug)]
pub(super) struct Called<'n> {
    /// Offered, in this order.
    pub(super) offered: Vec<&'n str>,
    /// Every name.
    pub(super) all: Vec<&'n str>,
}

impl<'n> Called<'n> {
    /// Those offered, and the others; doubles are left out.
    pub(super) fn new(offered: Vec<&'n str>, others: Vec<&'n str>) -> Self {
        let mut called = Self { offered: Vec::new(), all: Vec::new() };
        for name in offered {
            if !called.offered.contains(&name) {
                called.offered.push(name);
            }
        }
        called.all.extend(&called.offered);
        called.all.extend(others.into_iter().filter(|name| !called.offered.contains(name)));
        called
    }

    /// The pattern of every name, however it is written.
    pub(super) fn any(&self) -> String {
        format!("^{}$", loosely(self.all.iter().copied()))
    }

    /// The same without the names offered, which stand for themselves.
    pub(super) fn other(&self) -> String {
        let offered: Vec<String> = self.offered.iter().map(|name| exactly(name)).collect();
        format!("^(?!(?:{})$){}$", offered.join("|"), loosely(self.all.iter().copied()))
    }
}
