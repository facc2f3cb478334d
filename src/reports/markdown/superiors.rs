//! For the unions above: who has not submitted, and who stands lowest.

use std::cmp::Reverse;

use super::escape::text;
use super::gather::{Gathered, Superior};
use super::page::{Page, ROOM};
use crate::records::Submission;
use crate::reports::outcome::percent;
use crate::reports::submissions::{called, line, word};
use crate::source::Lang;
use crate::verdicts::Ranked;

/// Unions shown at most.
const LOWEST: usize = 10;

/// Writes both.
pub(super) fn write(page: &mut Page, gathered: &mut Gathered) {
    submissions(page, gathered);
    lowest(page, gathered);
}

/// Superiors with unions that have not submitted, and which.
fn submissions(page: &mut Page, gathered: &Gathered) {
    let (lang, superiors) = (page.lang, &gathered.superiors);
    if superiors.all() == 0 {
        return;
    }
    page.section(lang.pick("未报送", "Not submitted"));
    let columns = lang.pick(["上级", "报送", "名单"], ["Superior", "Submitted", "Who has not"]);
    let row = |superior: &Superior| {
        let counted = line(&superior.counts, lang).unwrap_or_default();
        vec![text(&superior.whose), text(&counted), names(superior, lang)]
    };
    page.table(&columns, superiors.iter().map(row), superiors.all(), ROOM);
}

/// Who has not submitted, by what came of asking.
fn names(superior: &Superior, lang: Lang) -> String {
    let colon = crate::reports::colon(lang);
    let (mut lists, mut named) = (Vec::new(), 0);
    for submission in [Submission::Missing, Submission::Unreadable, Submission::NotDue] {
        let of = superior.absent.iter().filter(|union| union.submission == submission);
        let list: Vec<String> = of.map(|union| text(&called(union, lang))).collect();
        named += list.len() as u64;
        if !list.is_empty() {
            lists.push(format!("{}{colon}{}", word(submission, lang), list.join(lang.pick("、", ", "))));
        }
    }
    let counts = &superior.counts;
    let more = (counts.missing + counts.unreadable + counts.not_due).saturating_sub(named);
    if more > 0 {
        lists.push(lang.pick(format!("还有 {more} 家"), format!("and {more} more")));
    }
    lists.join("<br>")
}

/// The unions with the lowest scores, each beside how much of it could be told; where there is somebody to
/// be compared with.
fn lowest(page: &mut Page, gathered: &mut Gathered) {
    let rankings = std::mem::take(&mut gathered.rankings).close();
    let mut all: Vec<(Option<String>, u64, Ranked)> = Vec::new();
    for (superior, ranked) in rankings {
        let of = ranked.iter().filter(|union| union.rank.is_some()).count() as u64;
        if of > 1 {
            let ranked = ranked.into_iter().filter(|union| union.rank.is_some());
            all.extend(ranked.map(|union| (superior.clone(), of, union)));
        }
    }
    if all.is_empty() {
        return;
    }
    // Compared as shown, to a tenth: superiors rank apart. Of equals the lower rank comes first.
    all.sort_by_key(|(_, _, union)| (union.score.tenths(), Reverse(union.rank), union.id.clone()));
    let lang = page.lang;
    page.section(lang.pick("得分最低的单位", "The lowest scores"));
    let columns = lang
        .pick(["单位", "上级", "得分", "名次", "覆盖率"], ["Union", "Superior", "Score", "Rank", "Coverage"]);
    let gathered = &*gathered;
    let row = |(superior, of, union): &(Option<String>, u64, Ranked)| {
        let tenths = union.score.tenths().unwrap_or_default();
        let (judged, applicable) = (union.judged, union.applicable);
        let coverage = percent(judged, applicable);
        vec![
            text(&gathered.called(&union.id)),
            superior.as_ref().map_or_else(|| "—".to_owned(), |id| text(&gathered.called(id))),
            format!("{}.{}", tenths / 10, tenths % 10),
            union.rank.map_or_else(|| "—".to_owned(), |rank| format!("{rank}/{of}")),
            lang.pick(
                format!("{coverage}（{judged}/{applicable}）"),
                format!("{coverage} ({judged}/{applicable})"),
            ),
        ]
    };
    let rows: Vec<Vec<String>> = all.iter().take(LOWEST).map(row).collect();
    let shown = rows.len() as u64;
    page.table(&columns, rows.into_iter(), shown, ROOM);
}
