//! Message templates: plain text with `{name}`s that a finding fills.

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Plain(String),
    /// A name to be filled.
    Name(String),
}

/// A text with names to be filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template(Vec<Piece>);

impl Template {
    /// Reads a template; `{{` is a brace. An error is the byte where a brace stays open.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let brace = &rest[at..=at];
            if let Some(after) = after.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            let end = after.find('}').filter(|_| brace == "{").ok_or(text.len() - rest.len() + at)?;
            pieces.push(Piece::Plain(std::mem::take(&mut plain)));
            pieces.push(Piece::Name(after[..end].trim().to_owned()));
            rest = &after[end + 1..];
        }
        plain.push_str(rest);
        pieces.push(Piece::Plain(plain));
        pieces.retain(|piece| *piece != Piece::Plain(String::new()));
        Ok(Self(pieces))
    }

    /// The names it wants filled, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.as_str()),
            Piece::Plain(_) => None,
        })
    }

    /// The text, each name filled by `fill`.
    pub fn fill(&self, mut fill: impl FnMut(&str) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text.clone(),
                Piece::Name(name) => fill(name),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn names_are_filled_and_double_braces_stay() {
        let template = Template::parse("{kind}已于{ expires }到期 {{x}}").unwrap();
        assert_eq!(template.names().collect::<Vec<_>>(), ["kind", "expires"]);
        assert_eq!(template.fill(str::to_uppercase), "KIND已于EXPIRES到期 {x}");
        assert_eq!(Template::parse("a {b"), Err(2));
        assert_eq!(Template::parse("a } b"), Err(2));
    }
}
