//! The tree of superiors: who stands above whom, as unions and the rosters of their superiors say it.
//!
//! A union stands under the superior it names; where it names none, or one nobody knows, under the first
//! union that lists it. A union that is listed and submitted nothing is in the tree all the same. So every
//! union stands in one place, however contradictory the records are; what contradicts is a [`Misfit`].

use std::collections::{BTreeMap, HashSet};

use super::misfit::Misfit;
use crate::source::did_you_mean;

/// What came of asking a union for its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submission {
    /// They are there.
    Submitted,
    /// A roster lists the union, and there are none.
    Missing,
    /// They are there, but could not be read, or not all of them.
    Unreadable,
    /// A roster lists the union, but it was not founded yet.
    NotDue,
}

/// A union with records.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code of the superior it names.
    pub superior: Option<String>,
    /// How high its level stands.
    pub rank: Option<u8>,
    /// Whether all of its records could be read.
    pub submission: Submission,
}

/// A row of a roster.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The code of the union whose roster it is.
    pub owner: String,
    /// The row.
    pub row: u32,
    /// The code of the union listed.
    pub id: String,
    /// The name it is listed by.
    pub name: String,
    /// What is known of its records, should there be none of that code.
    pub submission: Submission,
}

/// What says that one union stands under another, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The union itself names its superior: a member.
    Own(usize),
    /// A roster lists it: a listing.
    Listed(usize),
}

/// Where a node of the tree comes from, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A union with records.
    Member(usize),
    /// A roster alone.
    Listing(usize),
}

/// A union in the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its code.
    pub id: String,
    /// Its name; empty where a roster lists it without.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What came of asking for its records.
    pub submission: Submission,
    /// The union above it.
    pub above: Option<usize>,
    /// The unions directly below it, by code.
    pub below: Vec<usize>,
    /// Unions with records that its roster lists though they name another superior.
    pub also_listed: Vec<usize>,
}

/// How many of the unions directly below a superior have submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Submissions {
    /// Their records are there.
    pub submitted: u64,
    /// There are none.
    pub missing: u64,
    /// They could not be read in full.
    pub unreadable: u64,
    /// None were due.
    pub not_due: u64,
}

impl Submissions {
    /// Unions whose records were due.
    pub fn due(&self) -> u64 {
        self.submitted + self.missing + self.unreadable
    }

    /// Unions in all.
    pub fn all(&self) -> u64 {
        self.due() + self.not_due
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        self.submitted += other.submitted;
        self.missing += other.missing;
        self.unreadable += other.unreadable;
        self.not_due += other.not_due;
    }
}

/// All unions, by code.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    by_id: BTreeMap<String, usize>,
}

impl Tree {
    /// The tree of these unions, and what contradicts in it. It depends on no order but that of codes.
    pub fn build(members: &[Member], listings: &[Listing]) -> (Self, Vec<Misfit>) {
        let mut order: Vec<usize> = (0..listings.len()).collect();
        order.sort_by_key(|&at| (&listings[at].owner, listings[at].row));
        let mut tree = Self::nodes(members, listings, &order);
        let mut claims: Vec<Option<Claim>> = vec![None; tree.nodes.len()];
        let mut misfits = Vec::new();
        let listed: HashSet<&str> = listings.iter().map(|listing| listing.id.as_str()).collect();
        let highest = members.iter().filter_map(|member| member.rank).max();
        for (at, member) in members.iter().enumerate() {
            let (Some(node), Some(superior)) = (tree.find(&member.id), &member.superior) else { continue };
            if tree.find(superior).is_some() {
                claims[node] = Some(Claim::Own(at));
            } else if highest > Some(member.rank.unwrap_or(0)) && !listed.contains(member.id.as_str()) {
                let near = did_you_mean(superior, tree.by_id.keys().map(String::as_str));
                misfits.push(Misfit::Unknown { member: at, near: near.map(str::to_owned) });
            }
        }
        for &at in &order {
            let listing = &listings[at];
            let Some(node) = tree.find(&listing.id) else { continue };
            let above = match claims[node] {
                None => {
                    claims[node] = Some(Claim::Listed(at));
                    // A union that names a superior nobody knows contradicts the roster as well.
                    if let Origin::Member(own) = tree.nodes[node].origin
                        && members[own].superior.is_some()
                    {
                        misfits.push(Misfit::Two(Claim::Listed(at), Claim::Own(own)));
                    }
                    continue;
                }
                Some(Claim::Own(own)) => members[own].superior.as_deref().unwrap_or(""),
                Some(Claim::Listed(other)) => &listings[other].owner,
            };
            if let Some(first) = claims[node].filter(|_| above != listing.owner) {
                misfits.push(Misfit::Two(Claim::Listed(at), first));
                if let Some(owner) = tree.find(&listing.owner) {
                    tree.nodes[owner].also_listed.push(node);
                }
            }
        }
        for (node, claim) in claims.iter().enumerate() {
            tree.nodes[node].above = claim.and_then(|claim| tree.find(superior_of(claim, members, listings)));
        }
        misfits.extend(tree.cut_circles(&claims));
        for node in 0..tree.nodes.len() {
            if let Some(above) = tree.nodes[node].above {
                tree.nodes[above].below.push(node);
            }
        }
        (tree, misfits)
    }

    fn nodes(members: &[Member], listings: &[Listing], order: &[usize]) -> Self {
        let mut origins: BTreeMap<&str, Origin> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            origins.entry(&member.id).or_insert(Origin::Member(at));
        }
        for &at in order {
            origins.entry(&listings[at].id).or_insert(Origin::Listing(at));
        }
        let node = |(id, origin): (&str, Origin)| {
            let (name, submission) = match origin {
                Origin::Member(at) => (&members[at].name, members[at].submission),
                Origin::Listing(at) => (&listings[at].name, listings[at].submission),
            };
            let (id, name) = (id.to_owned(), name.clone());
            Node { id, name, origin, submission, above: None, below: Vec::new(), also_listed: Vec::new() }
        };
        let nodes: Vec<Node> = origins.into_iter().map(node).collect();
        let by_id = nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        Self { nodes, by_id }
    }

    /// Takes every union of a circle out from under its superior, and says which circles there were.
    fn cut_circles(&mut self, claims: &[Option<Claim>]) -> Vec<Misfit> {
        // The walk that first met a node; a walk that meets a node of its own has come round.
        let mut met: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut circles = Vec::new();
        for start in 0..self.nodes.len() {
            let mut at = Some(start);
            while let Some(node) = at.filter(|&node| met[node].is_none()) {
                met[node] = Some(start);
                at = self.nodes[node].above;
            }
            let Some(first) = at.filter(|&node| met[node] == Some(start)) else { continue };
            let mut circle = vec![first];
            let mut next = self.nodes[first].above;
            while let Some(node) = next.filter(|&node| node != first) {
                circle.push(node);
                next = self.nodes[node].above;
            }
            // However it was come upon, a circle is told from its first code on.
            let lowest = (0..circle.len()).min_by_key(|&at| circle[at]).unwrap_or(0);
            circle.rotate_left(lowest);
            let said = circle.iter().filter_map(|&node| claims[node]).collect();
            let ids = circle.iter().map(|&node| self.nodes[node].id.clone()).collect();
            circles.push(Misfit::Circle(ids, said));
            for node in circle {
                self.nodes[node].above = None;
            }
        }
        circles
    }

    /// Every union, by code.
    pub fn all(&self) -> &[Node] {
        &self.nodes
    }

    /// The union of this code.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Every union after all that stand below it.
    pub fn from_below(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<usize> =
            (0..self.nodes.len()).rev().filter(|&node| self.nodes[node].above.is_none()).collect();
        while let Some(node) = open.pop() {
            order.push(node);
            open.extend(&self.nodes[node].below);
        }
        order.reverse();
        order
    }

    /// How many of the unions directly below have submitted.
    pub fn submissions(&self, node: usize) -> Submissions {
        let mut counts = Submissions::default();
        for &below in &self.nodes[node].below {
            match self.nodes[below].submission {
                Submission::Submitted => counts.submitted += 1,
                Submission::Missing => counts.missing += 1,
                Submission::Unreadable => counts.unreadable += 1,
                Submission::NotDue => counts.not_due += 1,
            }
        }
        counts
    }
}

/// The code of the superior that a claim names.
pub(super) fn superior_of<'t>(claim: Claim, members: &'t [Member], listings: &'t [Listing]) -> &'t str {
    match claim {
        Claim::Own(at) => members[at].superior.as_deref().unwrap_or(""),
        Claim::Listed(at) => &listings[at].owner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, superior: &str, rank: u8) -> Member {
        let superior = Some(superior.to_owned()).filter(|id| !id.is_empty());
        let (id, name) = (id.to_owned(), String::new());
        Member { id, name, superior, rank: Some(rank), submission: Submission::Submitted }
    }

    fn listing(owner: &str, row: u32, id: &str) -> Listing {
        let [owner, id] = [owner, id].map(str::to_owned);
        Listing { owner, row, id, name: String::new(), submission: Submission::Missing }
    }

    /// Every union as `id<superior`.
    fn shown(tree: &Tree) -> Vec<String> {
        let above = |node: &Node| node.above.map_or("", |at| &tree.all()[at].id).to_owned();
        tree.all().iter().map(|node| format!("{}<{}", node.id, above(node))).collect()
    }

    #[test]
    fn it_is_as_deep_as_the_records_and_comes_from_below() {
        let members =
            [member("B1", "T1", 3), member("T1", "C1", 5), member("C1", "P1", 6), member("P1", "", 8)];
        let (tree, misfits) = Tree::build(&members, &[listing("T1", 0, "B2"), listing("C1", 0, "T2")]);
        assert_eq!(shown(&tree), ["B1<T1", "B2<T1", "C1<P1", "P1<", "T1<C1", "T2<C1"]);
        assert!(misfits.is_empty(), "{misfits:?}");
        let order: Vec<&str> = tree.from_below().into_iter().map(|at| &*tree.all()[at].id).collect();
        let place = |id: &str| order.iter().position(|known| *known == id).unwrap();
        assert_eq!(order.len(), 6);
        assert!(place("B2") < place("T1") && place("T1") < place("C1") && place("C1") < place("P1"));
        let counts = tree.submissions(tree.find("T1").unwrap());
        assert_eq!((counts.submitted, counts.missing), (1, 1));
    }

    #[test]
    fn a_superior_of_a_roster_alone_stands_between() {
        let members = [member("B1", "T2", 3), member("C1", "", 6)];
        let (tree, misfits) = Tree::build(&members, &[listing("C1", 0, "T2")]);
        assert_eq!((shown(&tree), misfits), (["B1<T2", "C1<", "T2<C1"].map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn an_unknown_superior_is_told_only_where_someone_higher_is_there() {
        let alone = [member("B1", "T9", 3), member("B2", "T9", 3)];
        assert_eq!(Tree::build(&alone, &[]).1, []);
        let under = [member("B1", "T9", 3), member("T1", "P1", 5)];
        let misfits = Tree::build(&under, &[]).1;
        assert!(matches!(&misfits[..], [Misfit::Unknown { member: 0, .. }]), "{misfits:?}");
    }

    #[test]
    fn two_superiors_are_told_and_the_union_stands_under_the_one_it_names() {
        let members = [member("B1", "T1", 3), member("T1", "", 5), member("T2", "", 5)];
        let listings =
            [listing("T2", 0, "B1"), listing("T1", 0, "B1"), listing("T2", 1, "B3"), listing("T1", 1, "B3")];
        let (tree, misfits) = Tree::build(&members, &listings);
        assert_eq!(shown(&tree), ["B1<T1", "B3<T1", "T1<", "T2<"]);
        let expected =
            [Misfit::Two(Claim::Listed(0), Claim::Own(0)), Misfit::Two(Claim::Listed(2), Claim::Listed(3))];
        assert_eq!(misfits, expected);
        let also = &tree.all()[tree.find("T2").unwrap()].also_listed;
        assert_eq!(also.iter().map(|&at| &*tree.all()[at].id).collect::<Vec<_>>(), ["B1", "B3"]);
    }

    #[test]
    fn a_roster_takes_in_whoever_names_an_unknown_superior_and_says_so() {
        let members = [member("B1", "TT", 3), member("T1", "", 5)];
        let (tree, misfits) = Tree::build(&members, &[listing("T1", 0, "B1")]);
        assert_eq!(shown(&tree), ["B1<T1", "T1<"]);
        assert_eq!(misfits, [Misfit::Two(Claim::Listed(0), Claim::Own(0))]);
    }

    #[test]
    fn circles_are_cut_and_told_once_each() {
        let members = [
            member("A", "B", 5),
            member("B", "A", 5),
            member("C", "A", 3),
            member("D", "D", 3),
            member("E", "C", 1),
        ];
        let (tree, misfits) = Tree::build(&members, &[]);
        assert_eq!(shown(&tree), ["A<", "B<", "C<A", "D<", "E<C"]);
        let circles = [
            Misfit::Circle(vec!["A".into(), "B".into()], vec![Claim::Own(0), Claim::Own(1)]),
            Misfit::Circle(vec!["D".into()], vec![Claim::Own(3)]),
        ];
        assert_eq!(misfits, circles);
        assert_eq!(tree.from_below().len(), 5);
    }

    #[test]
    fn the_order_of_files_does_not_matter() {
        let mut members =
            [member("B1", "T1", 3), member("T1", "", 5), member("T2", "", 5), member("B2", "", 3)];
        let mut listings = [listing("T2", 0, "B2"), listing("T1", 0, "B2"), listing("T1", 1, "B7")];
        let before = shown(&Tree::build(&members, &listings).0);
        members.reverse();
        listings.reverse();
        assert_eq!(shown(&Tree::build(&members, &listings).0), before);
    }
}
