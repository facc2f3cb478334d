//! What a union's records lack: verdicts that could not be reached, put together by what would mend them.
//! There are too many to be read one by one, and one ledger handed in answers many.

use crate::records::Schema;
use crate::reports::columns::one_line;
use crate::source::Lang;
use crate::verdicts::Finding;

/// Everything lacking, by what is to be done about it.
#[derive(Default)]
pub(super) struct Lacking(pub Vec<Remedy>);

/// What is to be done, and about what.
pub(super) struct Remedy {
    /// What to do.
    pub help: String,
    pub things: Vec<Thing>,
}

/// One ledger, column or confirmation that is lacking.
pub(super) struct Thing {
    pub what: String,
    /// Where, the first time.
    pub place: String,
    /// How many places.
    pub places: u64,
    /// The rules that could not be judged without it, by position, in order.
    pub rules: Vec<u16>,
}

impl Lacking {
    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts a finding of state `insufficient` of the rule at this position.
    pub(super) fn add(&mut self, finding: &Finding, rule: u16, schema: &Schema, lang: Lang) {
        let help = finding.help.get(lang);
        let at = self.0.iter().position(|remedy| remedy.help == help).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push(Remedy { help: help.to_owned(), things: Vec::new() });
        }
        let things = &mut self.0[at].things;
        let what = what(finding, schema, lang);
        if let Some(thing) = things.iter_mut().find(|thing| thing.what == what) {
            thing.places += 1;
            if let Err(at) = thing.rules.binary_search(&rule) {
                thing.rules.insert(at, rule);
            }
        } else {
            let place = one_line(&finding.place.location.to_string());
            things.push(Thing { what, place, places: 1, rules: vec![rule] });
        }
    }
}

/// What is lacking: the ledger, the column of a ledger, or else what the finding itself says.
fn what(finding: &Finding, schema: &Schema, lang: Lang) -> String {
    let named = match finding.args.as_slice() {
        [(name, arg)] if name == "ledger" => return one_line(&arg.show(lang)),
        [(name, arg)] if name == "field" => Some(arg.show(lang)),
        _ => None,
    };
    let ledger = finding.place.ledger.as_ref().and_then(|key| schema.ledger_of(key));
    match (named, ledger) {
        (Some(field), Some(ledger)) => {
            let ledger = schema.ledger(ledger).title.get(lang);
            one_line(&format!("{ledger} › {field}"))
        }
        _ => one_line(finding.message.get(lang)),
    }
}
