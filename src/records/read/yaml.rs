//! YAML and JSON record sets: a document a union, a key a ledger, a list of rows, a mapping a row.

use std::borrow::Cow;
use std::sync::Arc;

use super::events::{Broken, Events, Token};
use crate::records::builder::{Builder, Fragment};
use crate::records::declaration::{LedgerId, Schema};
use crate::records::problem::{Problem, ProblemCode};
use crate::source::{Fault, Location, Source, Span};

/// Reads every document of a source. What cannot be read becomes a problem; the rest is kept.
pub fn read(schema: &Schema, source: &Arc<Source>, problems: &mut Vec<Problem>) -> Vec<Fragment> {
    let mut events = Events::new(source.text());
    let mut fragments = Vec::new();
    let mut documents = 0;
    loop {
        match events.next() {
            Ok(None) => break,
            Ok(Some((Token::Document, _))) => {
                documents += 1;
                let mut reader = Reader {
                    events: &mut events,
                    builder: Builder::new(schema, source, problems),
                    open: None,
                };
                let broken = reader.document().err();
                if broken.is_some()
                    && let Some(ledger) = reader.open
                {
                    reader.builder.lose_ledger(ledger);
                }
                fragments.push(reader.builder.finish());
                if let Some(broken) = broken
                    && !resume_after(&mut events, &broken, source, problems)
                {
                    break;
                }
            }
            Ok(Some(_)) => {}
            Err(broken) => {
                documents += 1;
                if !resume_after(&mut events, &broken, source, problems) {
                    break;
                }
            }
        }
    }
    source.hide(fragments.iter().flat_map(|fragment| fragment.sensitive.iter().copied()).collect());
    if documents == 0 {
        let fault = Fault::at(Location::whole(source), "文件是空的", "the file is empty");
        let fault = fault.help("请填写台账，或删去这个文件", "write the ledgers, or remove the file");
        problems.push(Problem::new(ProblemCode::EmptyInput, fault));
    }
    fragments
}

/// The codes of the unions whose records a source holds, read no further than needed.
///
/// This is what says which sources must be read together; [`read`] finds the same codes.
pub fn owners(schema: &Schema, source: &Source) -> Vec<String> {
    let mut events = Events::new(source.text());
    let mut owners = Vec::new();
    loop {
        match events.next() {
            Ok(Some((Token::Document, at))) => match owner(schema, &mut events) {
                Ok(owner) => {
                    owners.extend(owner);
                    if !events.more_documents(at.start) {
                        return owners;
                    }
                }
                Err(broken) if events.resume(broken.at.start) => {}
                Err(_) => return owners,
            },
            Ok(Some(_)) => {}
            Err(broken) if events.resume(broken.at.start) => {}
            Ok(None) | Err(_) => return owners,
        }
    }
}

/// The union a document names, the rest of the document passed over.
fn owner(schema: &Schema, events: &mut Events<'_>) -> Result<Option<String>, Broken> {
    let mut owner = None;
    let mut depth = 0_usize;
    // Whether the mapping now open at depth 2 is the profile, and what its next scalar answers to.
    let (mut in_profile, mut ledger_key, mut is_id) = (false, true, None);
    while let Some((token, _)) = events.next()? {
        match token {
            Token::DocumentEnd => break,
            Token::List | Token::Mapping => {
                depth += 1;
                if depth == 2 {
                    is_id = None;
                }
            }
            Token::End => {
                depth -= 1;
                is_id = None;
                if depth == 1 {
                    (in_profile, ledger_key) = (false, true);
                    if owner.is_some() && !events.more_documents(0) {
                        return Ok(owner);
                    }
                }
            }
            Token::BadAlias if depth == 1 => ledger_key = !ledger_key,
            Token::BadAlias => is_id = None,
            Token::Scalar(text) if depth == 1 => {
                let text = text.as_deref().unwrap_or("");
                in_profile = ledger_key && schema.names.get(text) == Some(schema.union);
                ledger_key = !ledger_key;
            }
            Token::Scalar(text) if depth == 2 && in_profile => {
                let text = text.as_deref().unwrap_or("").trim();
                match is_id.take() {
                    None => is_id = Some(schema.profile().names.get(text) == Some(schema.roles.id)),
                    Some(true) if owner.is_none() && !text.is_empty() => owner = Some(text.to_owned()),
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }
    Ok(owner)
}

fn resume_after(
    events: &mut Events<'_>,
    broken: &Broken,
    source: &Arc<Source>,
    problems: &mut Vec<Problem>,
) -> bool {
    let goes_on = events.resume(broken.at.start);
    let fault = if broken.too_deep {
        let fault = Fault::new(source, broken.at, "嵌套太深，不像台账", "nested too deep for a record set");
        problems.push(Problem::new(
            ProblemCode::TooDeep,
            fault.help("请核对括号和缩进", "check brackets and indentation"),
        ));
        return goes_on;
    } else {
        let (zh, en) = (format!("YAML 写法有误{}", broken.zh), format!("broken YAML: {}", broken.en));
        Fault::new(source, broken.at, zh, en)
    };
    let fault = if goes_on {
        fault.help(
            "请改正；这份之前的内容和下一个 --- 之后的内容已照常读取",
            "mend it; what stands before, and after the next ---, was read",
        )
    } else {
        fault.help("请改正；此处之后的内容没有读到", "mend it; what follows here was not read")
    };
    problems.push(Problem::new(ProblemCode::BrokenDocument, fault));
    goes_on
}

struct Reader<'r, 's, 'a> {
    events: &'r mut Events<'s>,
    builder: Builder<'a>,
    /// The ledger being read, lost when the document breaks off inside it.
    open: Option<LedgerId>,
}

impl<'s> Reader<'_, 's, '_> {
    fn document(&mut self) -> Result<(), Broken> {
        match self.events.next()? {
            Some((Token::Mapping, _)) => {}
            Some((Token::Scalar(None), _)) | None => return Ok(()),
            Some((token, at)) => {
                self.events.skip(&token)?;
                let fault = self.builder.fault(
                    at,
                    "这不是台账：应是“台账名: 各行”",
                    "no record set: `ledger: rows` expected",
                );
                self.builder.problem(ProblemCode::NotARecordSet, fault);
                return Ok(());
            }
        }
        while let Some((name, key)) = self.key()? {
            match self.builder.ledger(&name, key) {
                None => self.pass_over()?,
                Some(ledger) => {
                    self.open = Some(ledger);
                    self.ledger(ledger, key)?;
                    self.open = None;
                }
            }
        }
        Ok(())
    }

    /// The next key of the open mapping; nothing at its end. A key that is no scalar is passed over
    /// with its value.
    fn key(&mut self) -> Result<Option<(Cow<'s, str>, Span)>, Broken> {
        loop {
            match self.events.next()? {
                None | Some((Token::End | Token::DocumentEnd, _)) => return Ok(None),
                Some((Token::Scalar(text), at)) => return Ok(Some((text.unwrap_or_default(), at))),
                Some((token, at)) => {
                    self.events.skip(&token)?;
                    self.pass_over()?;
                    let fault = self.builder.fault(at, "键须是文字", "a key must be a text");
                    self.builder.problem(ProblemCode::NotARecordSet, fault);
                }
            }
        }
    }

    fn pass_over(&mut self) -> Result<(), Broken> {
        match self.events.next()? {
            Some((token, _)) => self.events.skip(&token),
            None => Ok(()),
        }
    }

    fn ledger(&mut self, ledger: LedgerId, key: Span) -> Result<(), Broken> {
        let Some((token, at)) = self.events.next()? else { return Ok(()) };
        let one_row = self.builder.declaration(ledger).one_row;
        match token {
            Token::List if !one_row => self.rows(ledger),
            Token::Mapping if one_row => self.row(ledger, at),
            Token::Mapping => {
                let fault =
                    self.builder.fault(key, "这本台账应是各行的清单", "this ledger must be a list of rows");
                let fault = fault.help(
                    "请在每行前加“- ”；现按一行读取",
                    "begin each row with `- `; it is read as one row",
                );
                self.builder.ledger_problem(ProblemCode::NotALedger, fault, ledger);
                self.row(ledger, at)
            }
            Token::Scalar(None) if !one_row => {
                let fault = self.builder.fault(key, "冒号后面是空的", "nothing follows the colon");
                let fault = fault.help(
                    "没有发生就写 []；没有这本台账就删去这一行",
                    "write [] if nothing happened; remove the line if it is not kept",
                );
                self.builder.ledger_problem(ProblemCode::EmptyLedger, fault, ledger);
                Ok(())
            }
            token => {
                let at = if matches!(token, Token::Scalar(None)) { key } else { at };
                self.events.skip(&token)?;
                let (zh, en) = if one_row {
                    ("应写成“栏目: 值”", "`field: value` expected")
                } else {
                    ("应是各行的清单", "a list of rows expected")
                };
                let fault = self.builder.fault(at, zh, en).help(
                    "这本台账没有读到，按未提交处理；请改正写法",
                    "this ledger was not read and counts as not submitted; mend it",
                );
                self.builder.ledger_problem(ProblemCode::NotALedger, fault, ledger);
                self.builder.lose_ledger(ledger);
                Ok(())
            }
        }
    }

    fn rows(&mut self, ledger: LedgerId) -> Result<(), Broken> {
        loop {
            match self.events.next()? {
                None | Some((Token::End, _)) => return Ok(()),
                Some((Token::Mapping, at)) => self.row(ledger, at)?,
                Some((Token::BadAlias, at)) => {
                    self.bad_alias(at);
                    let fault = self.builder.fault(at, "这一行读不了", "this row cannot be read");
                    self.builder.unreadable_row(ledger, at, fault);
                }
                Some((token, at)) => {
                    self.events.skip(&token)?;
                    let fault =
                        self.builder.fault(at, "这一行应写成“栏目: 值”", "a row must be `field: value`");
                    let fault = fault.help(
                        "例如 - { 日期: 2026-03-12, 类别: 安全 }",
                        "such as - { date: 2026-03-12, kind: safety }",
                    );
                    self.builder.unreadable_row(ledger, at, fault);
                }
            }
        }
    }

    /// A row; its place is its first key.
    fn row(&mut self, ledger: LedgerId, at: Span) -> Result<(), Broken> {
        let place = match self.events.peek()? {
            Some(&(Token::Scalar(_), first)) => first,
            _ => at,
        };
        self.builder.begin_row(ledger, place);
        while let Some((name, key)) = self.key()? {
            let Some(field) = self.builder.field(&name, key) else {
                if let Some((token, at)) = self.events.next()? {
                    self.builder.stray_value(at);
                    self.events.skip(&token)?;
                }
                continue;
            };
            match self.events.next()? {
                None => break,
                Some((Token::Scalar(None), _)) => self.builder.cell(field, None, key),
                Some((Token::Scalar(Some(text)), at)) => {
                    let at = if text.trim().is_empty() { key } else { at };
                    self.builder.cell(field, Some(&text), at);
                }
                Some((Token::BadAlias, at)) => {
                    self.bad_alias(at);
                    self.builder.unreadable_cell(field, at);
                }
                Some((token, at)) => {
                    self.events.skip(&token)?;
                    self.builder.unreadable_cell(field, at);
                }
            }
        }
        self.builder.end_row();
        Ok(())
    }

    fn bad_alias(&mut self, at: Span) {
        let fault = self.builder.fault(
            at,
            "引用展开得太多，或引用了自己",
            "this alias unfolds beyond measure, or into itself",
        );
        let fault = fault.help("请直接写出内容", "write it out");
        self.builder.problem(ProblemCode::TooManyAliases, fault);
    }
}
