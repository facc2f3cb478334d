//! The events of a YAML stream with byte places: aliases unfolded within a budget, and reading
//! resumed at the next document after a broken one.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StrInput};

use crate::source::Span;

/// What the reader of records needs to know of an event.
#[derive(Debug, Clone)]
pub(super) enum Token<'s> {
    /// A document begins.
    Document,
    /// A document ends.
    DocumentEnd,
    /// A scalar; nothing where it is YAML's null.
    Scalar(Option<Cow<'s, str>>),
    /// A list begins.
    List,
    /// A mapping begins.
    Mapping,
    /// A list or mapping ends.
    End,
    /// An alias that could not be unfolded.
    BadAlias,
}

/// A stream that cannot be read on.
#[derive(Debug)]
pub(super) struct Broken {
    /// Where.
    pub at: Span,
    /// What is wrong, in Chinese, where it is one of the usual slips.
    pub zh: &'static str,
    /// What the parser says.
    pub en: String,
    /// Whether it is nested too deep, rather than ill-formed.
    pub too_deep: bool,
}

type Step<'s> = (Token<'s>, Span);

/// Events unfolded from aliases in one source at most; a record set has a handful.
const ALIAS_BUDGET: usize = 100_000;

/// Reads the events of a text, one at a time.
pub(super) struct Events<'s> {
    text: &'s str,
    parser: Parser<'s, StrInput<'s>>,
    /// Where in `text` the parser's own text begins.
    base: usize,
    recording: Vec<(usize, Vec<Step<'s>>, usize)>,
    anchors: HashMap<usize, Vec<Step<'s>>>,
    replay: Vec<Step<'s>>,
    budget: usize,
    ahead: Option<Step<'s>>,
}

fn parser(text: &str) -> Parser<'_, StrInput<'_>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = 64;
    options.block_nesting_limit = 64;
    Parser::new_from_str_with_options(text, options)
}

impl<'s> Events<'s> {
    /// The events of `text`.
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            parser: parser(text),
            base: 0,
            recording: Vec::new(),
            anchors: HashMap::new(),
            replay: Vec::new(),
            budget: ALIAS_BUDGET,
            ahead: None,
        }
    }

    /// The next event; nothing at the end of the stream.
    pub(super) fn next(&mut self) -> Result<Option<Step<'s>>, Broken> {
        if let Some(step) = self.ahead.take() {
            return Ok(Some(step));
        }
        loop {
            if let Some(step) = self.replay.pop() {
                return Ok(Some(self.record(step)));
            }
            let Some(next) = self.parser.next_event() else { return Ok(None) };
            let (event, span) = next.map_err(|error| self.broken(&error))?;
            let range = span.byte_range().unwrap_or_default();
            let span = Span::new(self.base + range.start, self.base + range.end);
            if let Event::Alias(anchor) = event {
                if !self.unfold(anchor, span) {
                    return Ok(Some((Token::BadAlias, span)));
                }
                continue;
            }
            if let Some(anchor) = event.anchor_id() {
                self.recording.push((anchor, Vec::new(), 0));
            }
            if let Some(token) = token(event) {
                return Ok(Some(self.record((token, span))));
            }
        }
    }

    /// The next event, left to be read.
    pub(super) fn peek(&mut self) -> Result<Option<&Step<'s>>, Broken> {
        self.ahead = self.next()?;
        Ok(self.ahead.as_ref())
    }

    /// Passes over the rest of a node whose first event was `token`.
    pub(super) fn skip(&mut self, token: &Token<'_>) -> Result<(), Broken> {
        let mut depth = usize::from(matches!(token, Token::List | Token::Mapping));
        while depth > 0 {
            match self.next()? {
                Some((Token::List | Token::Mapping, _)) => depth += 1,
                Some((Token::End, _)) => depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Goes on at the first document that begins after byte `after`, if one does.
    pub(super) fn resume(&mut self, after: u32) -> bool {
        let Some(rest) = self.text.get(after as usize..) else { return false };
        let Some(found) = rest.find("\n---") else { return false };
        self.base = after as usize + found + 1;
        self.parser = parser(&self.text[self.base..]);
        self.recording.clear();
        self.anchors.clear();
        self.replay.clear();
        self.ahead = None;
        true
    }

    /// Whether any text at or after byte `from` could begin a further document.
    pub(super) fn more_documents(&self, from: u32) -> bool {
        self.text.get(from as usize..).is_some_and(|rest| rest.contains("\n---"))
    }

    fn broken(&self, error: &ScanError) -> Broken {
        let at = self.base + error.marker().byte_offset().unwrap_or(self.text.len());
        let at = at.min(self.text.len());
        let too_deep = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
        Broken { at: Span::new(at, at), zh: in_chinese(error.kind()), en: error.info(), too_deep }
    }

    /// Keeps an event for every anchor whose node is being read.
    fn record(&mut self, step: Step<'s>) -> Step<'s> {
        let change = match step.0 {
            Token::List | Token::Mapping => 1,
            Token::End => -1,
            _ => 0,
        };
        let mut at = 0;
        while at < self.recording.len() {
            let (_, steps, depth) = &mut self.recording[at];
            steps.push(step.clone());
            *depth = depth.saturating_add_signed(change);
            if *depth == 0 {
                let (anchor, steps, _) = self.recording.remove(at);
                self.anchors.insert(anchor, steps);
            } else {
                at += 1;
            }
        }
        step
    }

    /// Puts the events of an anchor in front of what is read next, all placed at the alias.
    fn unfold(&mut self, anchor: usize, at: Span) -> bool {
        let Some(steps) = self.anchors.get(&anchor) else { return false };
        let Some(budget) = self.budget.checked_sub(steps.len()) else { return false };
        self.budget = budget;
        self.replay.extend(steps.iter().rev().map(|(token, _)| (token.clone(), at)));
        true
    }
}

fn token(event: Event<'_>) -> Option<Token<'_>> {
    Some(match event {
        Event::DocumentStart(..) => Token::Document,
        Event::DocumentEnd => Token::DocumentEnd,
        Event::Scalar(text, style, ..) => {
            let is_null =
                style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
            Token::Scalar((!is_null).then_some(text))
        }
        Event::SequenceStart(..) => Token::List,
        Event::MappingStart(..) => Token::Mapping,
        Event::SequenceEnd | Event::MappingEnd => Token::End,
        _ => return None,
    })
}

/// The slips people make, in their words; nothing for the rare ones.
fn in_chinese(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::TabNotAllowed | ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation => {
            "：缩进只能用空格，不能用制表符"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => "：缩进没有对齐",
        ErrorKind::UnclosedQuotedScalar => "：引号没有合上",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => "：括号没有合上，或者缺少逗号",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidMappingValueWhitespace => {
            "：冒号的位置不对（值里有冒号时请加引号）"
        }
        ErrorKind::UnknownAnchor => "：引用了没有定义的锚点",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "：缺少冒号",
        _ => "",
    }
}
