//! The page as a whole: its head, its sections in order, its foot.

use std::io::{self, Write};

use askama::Template;

use super::areas::Areas;
use super::calendar::Calendar;
use super::dress::Dress;
use super::errors::Errors;
use super::faults::Faults;
use super::grounds::Grounds;
use super::heat::Heat;
use super::overview::Overview;
use super::problems::Problems;
use super::ranking::Ranking;
use super::rates::Rates;
use super::submissions::Submissions;
use super::tree::Tree;
use super::unions::Unions;
use super::view::View;
use super::visits::Visits;
use crate::reports::Masks;
use crate::source::Lang;

/// The page.
#[derive(Template)]
#[template(path = "page.html", config = ".askama.toml")]
pub(super) struct Page<'v> {
    lang: Lang,
    view: &'v View<'v>,
    dress: Dress,
    overview: Overview<'v>,
    problems: Option<Problems<'v>>,
    errors: Option<Errors>,
    submissions: Option<Submissions<'v>>,
    rates: Option<Rates>,
    visits: Option<Visits>,
    areas: Option<Areas<'v>>,
    faults: Option<Faults<'v>>,
    calendar: Option<Calendar<'v>>,
    tree: Option<Tree<'v>>,
    ranking: Option<Ranking<'v>>,
    heat: Option<Heat<'v>>,
    unions: Option<Unions<'v>>,
    grounds: Option<Grounds<'v>>,
}

impl<'v> Page<'v> {
    /// The page of a run.
    pub(super) fn new(view: &'v View<'v>, masks: &dyn Masks) -> Self {
        Self {
            lang: view.lang,
            view,
            dress: Dress::new(),
            overview: Overview::new(view),
            problems: Problems::new(view),
            errors: Errors::new(view, masks),
            submissions: Submissions::new(view),
            rates: Rates::new(view),
            visits: Visits::new(view),
            areas: Areas::new(view),
            faults: Faults::new(view),
            calendar: Calendar::new(view),
            tree: Tree::new(view),
            ranking: Ranking::new(view),
            heat: Heat::new(view),
            unions: Unions::new(view),
            grounds: Grounds::new(view),
        }
    }

    /// Writes it.
    pub(super) fn write_into(&self, out: &mut dyn Write) -> io::Result<()> {
        Template::write_into(self, out)
    }

    /// Whose page it is: the union's, where there is one alone.
    fn whose(&self) -> String {
        match self.view.unions.as_slice() {
            [one] => one.name.clone(),
            many => self.lang.pick(format!("{} 家单位", many.len()), format!("unions: {}", many.len())),
        }
    }

    /// The profiles in use, as they are called.
    fn profiles(&self) -> String {
        let named = self.view.run.profiles.iter().map(|name| {
            let titled = self.view.pack.profiles.get(name).and_then(|layers| layers.last());
            titled.map_or(name.as_str(), |layer| layer.title.get(self.lang))
        });
        named.collect::<Vec<_>>().join(self.lang.pick("、", ", "))
    }

    /// The sections there are: anchor and heading, in order.
    fn contents(&self) -> Vec<(&'static str, &'static str)> {
        let lang = self.lang;
        let all = [
            (true, "overview", lang.pick("总体情况", "Overview")),
            (self.problems.is_some(), "problems", lang.pick("台账问题", "Problems of the records")),
            (self.errors.is_some(), "errors", lang.pick("没有运行的规则", "Rules that did not run")),
            (self.submissions.is_some(), "submissions", lang.pick("报送情况", "Submissions")),
            (self.rates.is_some(), "rates", lang.pick("达标率", "District rates")),
            (self.visits.is_some(), "visits", lang.pick("先去哪几家", "Whom to visit first")),
            (self.areas.is_some(), "areas", lang.pick("按领域", "By area")),
            (self.faults.is_some(), "faults", lang.pick("常见违规", "Most frequent violations")),
            (self.calendar.is_some(), "calendar", lang.pick("临期日历", "Falling due")),
            (self.tree.is_some(), "tree", lang.pick("按隶属关系", "By superior")),
            (self.ranking.is_some(), "ranking", lang.pick("排名", "Ranking")),
            (self.heat.is_some(), "heat", lang.pick("单位与领域", "Unions by area")),
            (self.unions.is_some(), "unions", lang.pick("逐家情况", "Union by union")),
            (self.grounds.is_some(), "grounds", lang.pick("规则与依据", "Rules and their grounds")),
        ];
        all.into_iter().filter(|(is_there, ..)| *is_there).map(|(_, anchor, title)| (anchor, title)).collect()
    }

    /// The heading of a section.
    fn heading(&self, anchor: &str) -> &'static str {
        self.contents().into_iter().find(|(known, _)| *known == anchor).map_or("", |(_, title)| title)
    }
}
