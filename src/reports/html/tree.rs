//! The unions under their superiors, each with its own rates and those of everything below it.

use std::collections::BTreeMap;

use askama::Template;

use super::view::{Rates, UnionRow, View};
use crate::reports::submissions;
use crate::source::Lang;
use crate::verdicts::{Absent, StateCounts};

/// Unions shown at most.
const MOST: usize = 5_000;

/// Levels drawn one under the other; what lies deeper stands beside its superior.
const DEEPEST: usize = 12;

/// Subordinates a branch may have and yet be drawn unfolded.
const FEW: usize = 60;

/// The section.
#[derive(Template)]
#[template(path = "tree.html", config = ".askama.toml")]
pub(super) struct Tree<'v> {
    lang: Lang,
    steps: Vec<Step<'v>>,
    all: usize,
    shown: usize,
}

/// The tree as it is written from top to bottom.
enum Step<'v> {
    /// A branch begins: its head, and whether it is unfolded.
    Open(Node<'v>, bool),
    /// A union with nobody below it.
    Leaf(Node<'v>),
    /// A union without records as they should be.
    Absent(&'v Absent),
    /// A branch ends.
    Close,
}

/// What is said at a node.
struct Node<'v> {
    /// The union, by position; none where only its code is known.
    union: Option<(usize, &'v UnionRow)>,
    /// Its code where nothing else is known of it.
    code: &'v str,
    /// Unions below it.
    below: usize,
    /// The rates of it and everything below it.
    sum: Rates,
    /// Whether its superiors lead back to itself.
    is_ring: bool,
}

/// Who stands under whom.
#[derive(Default)]
struct Shape<'v> {
    children: Vec<Vec<usize>>,
    roots: Vec<usize>,
    /// Unions under a superior of whom there are no records, by its code.
    strays: BTreeMap<&'v str, Vec<usize>>,
    rings: Vec<usize>,
    /// Unions from top to bottom, each after its superior.
    order: Vec<usize>,
    sums: Vec<StateCounts>,
    /// The codes of all that have a node of their own.
    known: BTreeMap<&'v str, usize>,
    below: Vec<usize>,
}

impl<'v> Tree<'v> {
    /// The section; nothing where no union names a superior.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        if view.unions.iter().all(|union| union.superior.is_none()) || view.unions.len() < 2 {
            return None;
        }
        let shape = Shape::of(&view.unions);
        let mut tree = Self { lang: view.lang, steps: Vec::new(), all: view.unions.len(), shown: 0 };
        for &root in &shape.roots {
            tree.draw(&view.unions, &shape, root);
        }
        for (&code, strays) in &shape.strays {
            let mut sum = StateCounts::default();
            for &at in strays {
                sum.merge(&shape.sums[at]);
            }
            let below = strays.iter().map(|&at| shape.below[at] + 1).sum();
            let node = Node { union: None, code, below, sum: Rates::of(&sum), is_ring: false };
            tree.steps.push(Step::Open(node, strays.len() <= FEW));
            for &at in strays {
                tree.draw(&view.unions, &shape, at);
            }
            tree.steps.push(Step::Close);
        }
        Some(tree)
    }

    /// Draws a union and everything below it. Written without recursion: records may nest as they like.
    fn draw(&mut self, unions: &'v [UnionRow], shape: &Shape<'_>, root: usize) {
        let mut open: Vec<Option<(usize, usize)>> = vec![Some((root, 0))];
        while let Some(next) = open.pop() {
            let Some((at, depth)) = next else {
                self.steps.push(Step::Close);
                continue;
            };
            self.shown += 1;
            if self.shown > MOST {
                continue;
            }
            let node = Node {
                union: Some((at, &unions[at])),
                code: &unions[at].id,
                below: shape.below[at],
                sum: Rates::of(&shape.sums[at]),
                is_ring: shape.rings.contains(&at),
            };
            let children = &shape.children[at];
            let absent: Vec<&Absent> =
                unions[at].absent.iter().filter(|union| !shape.known.contains_key(&*union.id)).collect();
            let nests = children.len() + absent.len() > 0 && depth < DEEPEST;
            let under = if nests { depth + 1 } else { depth };
            if nests {
                open.push(None);
                self.steps.push(Step::Open(node, children.len() + absent.len() <= FEW));
                self.steps.extend(absent.into_iter().take(FEW).map(Step::Absent));
            } else {
                self.steps.push(Step::Leaf(node));
            }
            open.extend(children.iter().rev().map(|&child| Some((child, under))));
        }
    }

    /// Who submitted of those directly below a node, in words.
    fn submitted(&self, node: &Node<'_>) -> Option<String> {
        let (_, union) = node.union?;
        submissions::line(&union.submissions?, self.lang)
    }

    fn called(&self, union: &Absent) -> String {
        submissions::called(union, self.lang)
    }

    /// What came of asking for the records of a union.
    fn word(&self, union: &Absent) -> &'static str {
        submissions::word(union.submission, self.lang)
    }

    /// How many unions are not shown.
    fn more(&self) -> usize {
        self.shown.saturating_sub(MOST)
    }
}

impl<'v> Shape<'v> {
    fn of(unions: &'v [UnionRow]) -> Self {
        let mut known: BTreeMap<&'v str, usize> = BTreeMap::new();
        for (at, union) in unions.iter().enumerate() {
            known.entry(&union.id).or_insert(at);
        }
        let count = unions.len();
        let mut shape = Self { children: vec![Vec::new(); count], ..Self::default() };
        let mut tops = Vec::new();
        for (at, union) in unions.iter().enumerate() {
            match union.superior.as_deref().map(|code| (code, known.get(code))) {
                None => {
                    shape.roots.push(at);
                    tops.push(at);
                }
                Some((_, Some(&above))) => shape.children[above].push(at),
                Some((code, None)) => {
                    shape.strays.entry(code).or_default().push(at);
                    tops.push(at);
                }
            }
        }
        shape.known = known;
        shape.walk(tops, count);
        shape.sums = unions.iter().map(|union| union.states).collect();
        shape.below = vec![0; count];
        for &at in shape.order.iter().rev() {
            for child in shape.children[at].clone() {
                let (sum, below) = (shape.sums[child], shape.below[child]);
                shape.sums[at].merge(&sum);
                shape.below[at] += below + 1;
            }
        }
        shape
    }

    /// Orders the unions from top to bottom. Those no top leads to stand in rings: each ring is cut above
    /// the first union of it.
    fn walk(&mut self, tops: Vec<usize>, count: usize) {
        let mut seen = vec![false; count];
        let mut waiting = tops;
        let mut next_ring = 0;
        loop {
            while let Some(at) = waiting.pop() {
                seen[at] = true;
                self.order.push(at);
                self.children[at].retain(|&child| !seen[child]);
                waiting.extend(&self.children[at]);
            }
            let Some(first) = (next_ring..count).find(|&at| !seen[at]) else { return };
            next_ring = first;
            self.rings.push(first);
            self.roots.push(first);
            waiting.push(first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::State;

    fn unions(given: &[(&str, Option<&str>)]) -> Vec<UnionRow> {
        let row = |&(id, superior): &(&str, Option<&str>)| {
            let mut states = StateCounts::default();
            states.add(State::Pass);
            let superior = superior.map(ToOwned::to_owned);
            UnionRow { id: id.into(), name: id.into(), superior, states, ..UnionRow::default() }
        };
        given.iter().map(row).collect()
    }

    /// The tree as `a(b c(d))`, each node with the verdicts of everything below and its own.
    fn drawn(given: &[(&str, Option<&str>)]) -> String {
        let unions = unions(given);
        let shape = Shape::of(&unions);
        let mut tree = Tree { lang: Lang::Zh, steps: Vec::new(), all: unions.len(), shown: 0 };
        for &root in &shape.roots {
            tree.draw(&unions, &shape, root);
        }
        let said = |step: &Step<'_>| match step {
            Step::Open(node, _) => format!("{}{}(", node.code, node.sum.passed),
            Step::Leaf(node) => format!("{}{} ", node.code, node.sum.passed),
            Step::Absent(union) => format!("-{} ", union.id),
            Step::Close => ")".to_owned(),
        };
        let strays = shape.strays.iter().map(|(code, under)| format!(" {code}?{}", under.len()));
        tree.steps.iter().map(said).chain(strays).collect()
    }

    #[test]
    fn everything_below_is_summed() {
        let given = [("d", Some("c")), ("a", None), ("b", Some("a")), ("c", Some("a"))];
        assert_eq!(drawn(&given), "a4(b1 c2(d1 ))");
    }

    #[test]
    fn rings_are_cut_and_strays_stand_apart() {
        assert_eq!(drawn(&[("a", Some("a"))]), "a1 ");
        assert_eq!(drawn(&[("a", Some("b")), ("b", Some("a")), ("c", Some("b"))]), "a3(b2(c1 ))");
        assert_eq!(drawn(&[("a", None), ("b", Some("z")), ("c", Some("b"))]), "a1  z?1");
    }

    #[test]
    fn any_depth_is_drawn() {
        let ids: Vec<String> = (0..30_000).map(|at| at.to_string()).collect();
        let chain: Vec<(&str, Option<&str>)> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| (id.as_str(), at.checked_sub(1).map(|above| ids[above].as_str())))
            .collect();
        let text = drawn(&chain);
        assert_eq!(text.matches('(').count(), text.matches(')').count());
        assert_eq!(text.matches('(').count(), DEEPEST);
    }
}
