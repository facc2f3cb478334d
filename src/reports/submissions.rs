//! Who submitted, in words: the same ones in every report.

use super::columns::one_line;
use super::outcome::percent;
use crate::records::{Submission, Submissions};
use crate::source::Lang;
use crate::verdicts::Absent;

/// How much of what was due is there, in percent.
pub(super) fn share(counts: &Submissions) -> String {
    percent(counts.submitted, counts.due())
}

/// What came of asking for a union's records.
pub(super) fn word(submission: Submission, lang: Lang) -> &'static str {
    match submission {
        Submission::Submitted => lang.pick("已报送", "submitted"),
        Submission::Missing => lang.pick("未报送", "missing"),
        Submission::Unreadable => lang.pick("没有读全", "not read in full"),
        Submission::NotDue => lang.pick("无需报送", "not due"),
    }
}

/// `报送 11/12（91.6%），未报送 1`; nothing where there is nobody below.
pub(super) fn line(counts: &Submissions, lang: Lang) -> Option<String> {
    if counts.all() == 0 {
        return None;
    }
    let (submitted, due, missing) = (counts.submitted, counts.due(), counts.missing);
    let share = share(counts);
    let mut line = lang.pick(
        format!("报送 {submitted}/{due}（{share}），未报送 {missing}"),
        format!("submitted {submitted}/{due} ({share}), missing {missing}"),
    );
    for (submission, count) in
        [(Submission::Unreadable, counts.unreadable), (Submission::NotDue, counts.not_due)]
    {
        if count > 0 {
            let word = word(submission, lang);
            line += &lang.pick(format!("，{word} {count}"), format!(", {word} {count}"));
        }
    }
    Some(line)
}

/// `丙厂工会（P3）`, or the code where no name is known.
pub(super) fn called(union: &Absent, lang: Lang) -> String {
    let (id, name) = (one_line(&union.id), one_line(&union.name));
    if name.is_empty() {
        return id;
    }
    lang.pick(format!("{name}（{id}）"), format!("{name} ({id})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_none_of_is_not_said_but_that_nobody_is_missing_is() {
        let counts = Submissions { submitted: 11, missing: 1, ..Submissions::default() };
        assert_eq!(line(&counts, Lang::Zh).unwrap(), "报送 11/12（91.6%），未报送 1");
        let counts = Submissions { submitted: 3, missing: 0, unreadable: 1, not_due: 2 };
        assert_eq!(line(&counts, Lang::Zh).unwrap(), "报送 3/4（75.0%），未报送 0，没有读全 1，无需报送 2");
        assert_eq!(
            line(&counts, Lang::En).unwrap(),
            "submitted 3/4 (75.0%), missing 0, not read in full 1, not due 2"
        );
        assert_eq!(line(&Submissions::default(), Lang::Zh), None);
    }
}
