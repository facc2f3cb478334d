//! By when what is due must be done.

use crate::engine::Arg;
use crate::records::Date;
use crate::verdicts::Finding;

/// The last day on which what is due can still be done: its deadline, or the end of its slot.
pub(super) fn last_day(finding: &Finding) -> Option<Date> {
    let deadline = finding.args.iter().find_map(|(name, arg)| match arg {
        Arg::Date(day) if name == "deadline" => Some(*day),
        _ => None,
    });
    deadline.or_else(|| {
        finding.args.iter().find_map(|(name, arg)| match arg {
            Arg::Period(slot) if name == "slot" => Some(slot.end),
            _ => None,
        })
    })
}
