//! The few elements of a JUnit report, written: a suite, its properties, its cases and what came of each.
//!
//! Written with `quick-xml`, which is here already, rather than with `quick-junit`: that crate brings a clock, a
//! maker of random names and a second `quick-xml`, and puts an attribute on `testsuites` that the schema of
//! Jenkins does not know.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It passed; with something to be told, perhaps.
    Passed(Option<String>),
    /// It was not decided, or does not count: why.
    Skipped(String),
    /// It failed: a type, a message of one line, all of it.
    Failed(&'static str, String, String),
    /// It could not be carried out: the same.
    Broken(&'static str, String, String),
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub class: String,
    pub name: String,
    pub outcome: Outcome,
}

/// A suite of cases.
#[derive(Debug, Default)]
pub(super) struct Suite {
    pub name: String,
    pub properties: Vec<(String, String)>,
    pub cases: Vec<Case>,
}

impl Suite {
    fn count(&self, is_one: impl Fn(&Outcome) -> bool) -> usize {
        self.cases.iter().filter(|case| is_one(&case.outcome)).count()
    }

    /// Tests, failures and errors.
    fn counts(&self) -> [usize; 3] {
        let failures = self.count(|outcome| matches!(outcome, Outcome::Failed(..)));
        let errors = self.count(|outcome| matches!(outcome, Outcome::Broken(..)));
        [self.cases.len(), failures, errors]
    }
}

/// Writes suites, with the counts of all of them on top.
pub(super) fn write(out: &mut dyn Write, name: &str, suites: &[Suite]) -> io::Result<()> {
    let mut xml = Xml(Writer::new_with_indent(out, b' ', 2));
    xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = suites.iter().map(Suite::counts).fold([0; 3], |[a, b, c], [d, e, f]| [a + d, b + e, c + f]);
    let [tests, failures, errors] = all.map(|count| count.to_string());
    xml.open(
        "testsuites",
        &[("name", name), ("tests", &tests), ("failures", &failures), ("errors", &errors)],
    )?;
    suites.iter().try_for_each(|suite| xml.suite(suite))?;
    xml.close("testsuites")?;
    xml.0.get_mut().write_all(b"\n")
}

struct Xml<'w>(Writer<&'w mut dyn Write>);

impl Xml<'_> {
    fn suite(&mut self, suite: &Suite) -> io::Result<()> {
        let [tests, failures, errors] = suite.counts().map(|count| count.to_string());
        let skipped = suite.count(|outcome| matches!(outcome, Outcome::Skipped(_))).to_string();
        let name = suite.name.as_str();
        let attributes = [
            ("name", name),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", &errors),
            ("skipped", &skipped),
        ];
        self.open("testsuite", &attributes)?;
        self.open("properties", &[])?;
        for (name, value) in &suite.properties {
            self.0.write_event(Event::Empty(start("property", &[("name", name), ("value", value)])))?;
        }
        self.close("properties")?;
        suite.cases.iter().try_for_each(|case| self.case(case))?;
        self.close("testsuite")
    }

    fn case(&mut self, case: &Case) -> io::Result<()> {
        let attributes = [("classname", case.class.as_str()), ("name", case.name.as_str())];
        if case.outcome == Outcome::Passed(None) {
            return self.0.write_event(Event::Empty(start("testcase", &attributes)));
        }
        self.open("testcase", &attributes)?;
        match &case.outcome {
            Outcome::Passed(text) => self.text("system-out", &[], text.as_deref().unwrap_or_default())?,
            Outcome::Skipped(why) => {
                self.0.write_event(Event::Empty(start("skipped", &[("message", why)])))?;
            }
            Outcome::Failed(kind, message, text) => {
                self.text("failure", &[("type", kind), ("message", message)], text)?;
            }
            Outcome::Broken(kind, message, text) => {
                self.text("error", &[("type", kind), ("message", message)], text)?;
            }
        }
        self.close("testcase")
    }

    fn text(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(tag, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        self.close(tag)
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(tag, attributes)))
    }

    fn close(&mut self, tag: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(tag)))
    }
}

fn start<'t>(tag: &'t str, attributes: &[(&str, &str)]) -> BytesStart<'t> {
    let mut start = BytesStart::new(tag);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_str()));
    }
    start
}

/// The text with a mark for what XML has no way to hold.
fn allowed(text: &str) -> String {
    let is_bad =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_bad(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_marked_and_the_rest_escaped() {
        let case = |outcome| Case { class: "a".into(), name: "<\u{1}&\"".into(), outcome };
        let cases = vec![
            case(Outcome::Failed("error", "a]]>\u{fffe}".into(), "\u{8}]]>\u{1b}".into())),
            case(Outcome::Passed(None)),
        ];
        let mut out = Vec::new();
        write(&mut out, "n", &[Suite { name: "s".into(), cases, ..Suite::default() }]).unwrap();
        let text = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(text, @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="n" tests="2" failures="1" errors="0">
          <testsuite name="s" tests="2" failures="1" errors="0" skipped="0">
            <properties>
            </properties>
            <testcase classname="a" name="&lt;�&amp;&quot;">
              <failure type="error" message="a]]&gt;�">�]]&gt;�</failure>
            </testcase>
            <testcase classname="a" name="&lt;�&amp;&quot;"/>
          </testsuite>
        </testsuites>
        "#);
    }
}
