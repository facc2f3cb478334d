//! A rule's `applies` in words: titles and labels for keys and codes. What it cannot say in words it
//! shows as it is written.

use crate::records::{Field, LedgerDecl, Schema};
use crate::rulepack::{Param, Rule, Scope};
use crate::source::Lang;

/// When a rule applies, as a clause about the union; for a rule on districts, about the unions counted.
pub fn applies(schema: &Schema, rule: &Rule, lang: Lang) -> String {
    let said = in_words(&rule.applies, Words { schema, params: &rule.params, lang });
    match rule.scope {
        Scope::Union => said,
        Scope::District => lang.pick(
            format!("有下级的工会；统计的下级单位：{said}"),
            format!("unions with others below; of those counted: {said}"),
        ),
    }
}

/// A condition of a profile, as a clause about the union.
pub fn condition(schema: &Schema, script: &str, lang: Lang) -> String {
    in_words(script, Words { schema, params: &[], lang })
}

fn in_words(script: &str, words: Words<'_>) -> String {
    if script.trim() == "true" {
        return words.lang.pick("各单位", "every union").to_owned();
    }
    Parser { words, rest: script.trim() }.all().unwrap_or_else(|| format!("`{script}`"))
}

/// A condition put into words.
struct Said {
    text: String,
    /// Whether its parts are joined by “or”, so that it needs brackets beside an “and”.
    is_choice: bool,
}

/// Reads `a && (b || !c)`; leaves are what stands between the operators.
struct Parser<'a> {
    words: Words<'a>,
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn all(mut self) -> Option<String> {
        let said = self.choice(false)?;
        self.rest.is_empty().then_some(said.text)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest).trim_start();
        found.is_some()
    }

    /// Parts joined by `||`. Under a negation “and” and “or” change places.
    fn choice(&mut self, negated: bool) -> Option<Said> {
        let mut parts = vec![self.chain(negated)?];
        while self.eat("||") {
            parts.push(self.chain(negated)?);
        }
        Some(self.joined(parts, !negated))
    }

    fn chain(&mut self, negated: bool) -> Option<Said> {
        let mut parts = vec![self.part(negated)?];
        while self.eat("&&") {
            parts.push(self.part(negated)?);
        }
        Some(self.joined(parts, negated))
    }

    fn joined(&self, mut parts: Vec<Said>, is_choice: bool) -> Said {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let lang = self.words.lang;
        let bracketed = |said: Said| {
            if said.is_choice && !is_choice {
                lang.pick(format!("（{}）", said.text), format!("({})", said.text))
            } else {
                said.text
            }
        };
        let joint = if is_choice { lang.pick("，或", ", or ") } else { lang.pick("，且", ", and ") };
        Said { text: parts.into_iter().map(bracketed).collect::<Vec<_>>().join(joint), is_choice }
    }

    fn part(&mut self, negated: bool) -> Option<Said> {
        if self.eat("!") {
            return self.part(!negated);
        }
        if self.eat("(") {
            let said = self.choice(negated)?;
            return self.eat(")").then_some(said);
        }
        let leaf = self.leaf();
        let text = self.words.leaf(leaf, negated).or_else(|| {
            let no = if negated { "!" } else { "" };
            (!leaf.is_empty()).then(|| format!("`{no}{leaf}`"))
        })?;
        Some(Said { text, is_choice: false })
    }

    /// What stands before the next operator or closing bracket of this depth.
    fn leaf(&mut self) -> &'a str {
        let (mut depth, mut is_text) = (0_i32, false);
        let end = self.rest.char_indices().find(|&(at, c)| {
            is_text ^= c == '"';
            if is_text {
                return false;
            }
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0 || (depth == 0 && ["&&", "||"].iter().any(|sign| self.rest[at..].starts_with(sign)))
        });
        let (leaf, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at));
        self.rest = rest;
        leaf.trim()
    }
}

struct Words<'a> {
    schema: &'a Schema,
    params: &'a [Param],
    lang: Lang,
}

impl Words<'_> {
    fn leaf(&self, leaf: &str, negated: bool) -> Option<String> {
        if let Some(rows) = leaf.strip_suffix(".is_empty") {
            return self.rows(rows, negated);
        }
        let (name, test) = leaf.split_once(' ').unwrap_or((leaf, ""));
        let field = self.profile_field(name)?;
        let title = field.title.get(self.lang);
        let (sign, value) = test.trim().split_once(' ').unwrap_or((test, ""));
        let is = !negated;
        Some(match sign {
            "" => self.lang.pick(
                format!("“{title}”为{}", if is { "是" } else { "否" }),
                format!("“{title}” is {}", if is { "yes" } else { "no" }),
            ),
            "==" | "in" => self.equals(title, &self.values(field, value)?, is),
            "!=" => self.equals(title, &self.values(field, value)?, !is),
            ">=" | ">" | "<" | "<=" => {
                format!("{title} {} {}", comparison(sign, is), self.values(field, value)?)
            }
            _ => return None,
        })
    }

    fn equals(&self, title: &str, values: &str, is: bool) -> String {
        self.lang.pick(
            format!("{title}{}{values}", if is { "为" } else { "不为" }),
            format!("{title} is {}{values}", if is { "" } else { "not " }),
        )
    }

    /// `union.F`.
    fn profile_field(&self, name: &str) -> Option<&Field> {
        let profile = self.schema.profile();
        let key = name.strip_prefix(profile.key.as_str())?.strip_prefix('.')?;
        Some(profile.field(profile.field_of(key)?))
    }

    /// A value, or a list of them, with labels for codes.
    fn values(&self, field: &Field, written: &str) -> Option<String> {
        let written = written.trim();
        if let Some(name) = written.strip_prefix("params.") {
            let param = self.params.iter().find(|param| param.name == name)?;
            return Some(param.values.to_string());
        }
        let list = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let mut named = Vec::new();
        for value in list.unwrap_or(written).split(',') {
            named.push(match value.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                Some(text) => match field.code(text) {
                    Some(code) => field.codes[usize::from(code)].label.get(self.lang).to_owned(),
                    None => text.to_owned(),
                },
                None => value.trim().parse::<i64>().ok()?.to_string(),
            });
        }
        let end = named.pop()?;
        let (comma, or) = (self.lang.pick("、", ", "), self.lang.pick("或", " or "));
        Some(if named.is_empty() { end } else { format!("{}{or}{end}", named.join(comma)) })
    }

    /// `LEDGER`, `LEDGER.where(F, V)` or `union.given(F)`, of which there are none or, negated, some.
    fn rows(&self, rows: &str, some: bool) -> Option<String> {
        let (name, call) = rows.split_once('.').unwrap_or((rows, ""));
        let ledger = self.schema.ledger(self.schema.ledger_of(name)?);
        let title = ledger.title.get(self.lang);
        if call.is_empty() {
            return Some(self.lang.pick(
                format!("台账“{title}”{}记录", if some { "有" } else { "没有" }),
                format!("the ledger “{title}” has {}", if some { "rows" } else { "no rows" }),
            ));
        }
        let (word, given) = call.strip_suffix(')')?.split_once('(')?;
        let (field, value) = given.split_once(',').unwrap_or((given, ""));
        let field = field_named(ledger, field)?;
        let of = field.title.get(self.lang);
        match word {
            "where" => {
                let values = self.values(field, value)?;
                Some(self.lang.pick(
                    format!("台账“{title}”{}“{of}”为{values}的记录", if some { "有" } else { "没有" }),
                    format!(
                        "the ledger “{title}” has {} whose {of} is {values}",
                        if some { "rows" } else { "no rows" }
                    ),
                ))
            }
            "given" | "missing" if ledger.key == self.schema.profile().key => {
                let is = some == (word == "given");
                Some(self.lang.pick(
                    format!("{}填写“{of}”", if is { "已" } else { "没有" }),
                    format!("“{of}” is {}", if is { "recorded" } else { "not recorded" }),
                ))
            }
            _ => None,
        }
    }
}

/// The field a quoted key names.
fn field_named<'l>(ledger: &'l LedgerDecl, quoted: &str) -> Option<&'l Field> {
    let key = quoted.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some(ledger.field(ledger.field_of(key)?))
}

fn comparison(sign: &str, is: bool) -> &'static str {
    match (sign, is) {
        (">=", true) | ("<", false) => "≥",
        (">", true) | ("<=", false) => ">",
        ("<", true) | (">=", false) => "<",
        _ => "≤",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulepack::Pack;

    fn said(condition: &str) -> [String; 2] {
        let pack = Pack::builtin().unwrap();
        let mut rule = pack.rules[0].clone();
        condition.clone_into(&mut rule.applies);
        [Lang::Zh, Lang::En].map(|lang| applies(&pack.schema, &rule, lang))
    }

    #[test]
    fn keys_and_codes_are_called_by_their_titles() {
        let [zh, en] = said("(union.level in [\"basic\", \"federation\"]) && union.employees >= 300");
        assert_eq!(zh, "组织层级为基层工会或工会联合会，且职工数 ≥ 300");
        assert!(
            en.ends_with(" or federation of unions, and Employees ≥ 300") || en.contains("≥ 300"),
            "{en}"
        );
    }

    #[test]
    fn a_negation_reaches_every_part() {
        let condition = "!(union.level in [\"branch\"] || union.employees > 5) && (union.employer == \"school\" || !union.key_enterprise)";
        assert_eq!(
            said(condition)[0],
            "组织层级不为分会，且职工数 ≤ 5，且（单位类型为学校，或“重点企业”为否）"
        );
    }

    #[test]
    fn rows_are_there_or_not() {
        assert_eq!(said("!branches.is_empty")[0], "台账“分会与工会小组”有记录");
        assert_eq!(
            said("branches.where(\"kind\", \"team\").is_empty")[0],
            "台账“分会与工会小组”没有“类型”为工会小组的记录"
        );
        assert_eq!(said("!union.given(\"superior\").is_empty")[0], "已填写“上级工会编码”");
    }

    #[test]
    fn what_has_no_words_is_shown_as_written() {
        let condition = "union.employees > 5 && !contracts.in_force(\"effective\", \"expires\").is_empty";
        assert_eq!(
            said(condition)[0],
            "职工数 > 5，且`!contracts.in_force(\"effective\", \"expires\").is_empty`"
        );
    }
}
