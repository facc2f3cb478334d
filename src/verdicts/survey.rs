//! Before anything is judged: who is there, who stands above whom, and what everyone adds to the districts
//! above. Unions are read, asked and dropped; what stays of each is its name, a few numbers and, where a
//! rule asks for those below, its profile. So districts stand in their place among all else that is found.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::batches::Batch;
use super::district::{self, District, OfRule};
use super::district_words::{Behind, Links};
use super::finding::{Finding, Place};
use super::judge::Wording;
use super::run::{Read, Run};
use super::summary::{Absent, UnionVerdicts};
use super::sums::{Gauges, Part};
use super::waivers::Scope;
use super::workers;
use crate::engine::{Outcome, Reason, Spot, State, Surveyor};
use crate::records::{
    CellRef, Claim, Listing, Member, Misfit, Node, Origin, Problem, Profile, Schema, Submission, Tree, Union,
};
use crate::rulepack::Rule;
use crate::source::Location;

/// What the survey found.
#[derive(Default)]
pub(super) struct Surveyed {
    pub(super) tree: Tree,
    /// What contradicts in the tree.
    pub(super) problems: Vec<Problem>,
    /// Profiles of unions, by position in the tree, where a rule asks for those below.
    profiles: BTreeMap<usize, Profile>,
    /// What the rules on districts say, by superior.
    judged: BTreeMap<String, Vec<OfRule>>,
    /// Those rules: places among the rules judged, and in the pack.
    rules: (Vec<usize>, Vec<usize>),
    links: Links,
    /// The superiors that nobody knows, by the position of who names them.
    unknown: BTreeMap<usize, String>,
}

/// One union as it was met.
struct Met {
    member: Member,
    listings: Vec<Listing>,
    /// The union itself, where it has a roster: what it lists may need a look.
    owner: Option<Arc<Union>>,
    profile: Option<Profile>,
    outcomes: Option<Vec<Outcome>>,
}

/// A union that a roster alone knows: what it adds, and its profile where its records could not be read.
type Described = (Option<Vec<Outcome>>, Option<Profile>);

/// Everyone who was met.
#[derive(Default)]
struct Roll {
    members: Vec<Member>,
    /// The batch of each.
    batches: Vec<usize>,
    profiles: Vec<Option<Profile>>,
    parts: Vec<Vec<Part>>,
    listings: Vec<Listing>,
    owners: BTreeMap<String, Arc<Union>>,
    gauges: Gauges,
    /// Names of files that could not be opened.
    unopened: HashSet<String>,
}

/// Surveys all batches.
pub(super) fn survey(run: &Run<'_>, batches: &[Batch]) -> Surveyed {
    let rules = run.districts();
    let asks_below = run.judge_of_unions().reads_subordinates();
    let make = || surveyor(run, &rules.1);
    let work = |surveyor: &mut Surveyor<'_>, at: usize| {
        let read = run.survey(&batches[at]);
        let met = read.unions.iter().map(|union| met(run, surveyor, union, &read, asks_below));
        (met.collect::<Vec<_>>(), read.unopened.clone())
    };
    let mut roll = Roll::default();
    let took = workers::each_in_order(run.options.jobs, batches.len(), make, work, |at, (met, unopened)| {
        roll.take(at, met, &unopened);
        Ok(())
    });
    debug_assert!(took.is_ok(), "taking down cannot fail");
    roll.unopened_listings();
    roll.finish(run, batches, rules)
}

fn surveyor<'p>(run: &Run<'p>, districts: &[usize]) -> Surveyor<'p> {
    Surveyor::new(run.pack, districts, run.options.as_of, run.options.period)
}

fn met(run: &Run<'_>, surveyor: &Surveyor<'_>, union: &Arc<Union>, read: &Read, asks_below: bool) -> Met {
    let schema = &run.pack.schema;
    let text = |field| union.profile_text(schema, field).to_owned();
    let at = |field| union.cell(CellRef { ledger: schema.union, row: 0, field }).value;
    let is_of = |problem: &Problem| {
        let path = problem.location().path();
        problem.code.stops_work() && union.sources.iter().any(|source| source.path() == path)
    };
    let submission =
        if read.problems.iter().any(is_of) { Submission::Unreadable } else { Submission::Submitted };
    let listings = union.listings(schema, run.options.as_of);
    Met {
        member: Member {
            id: union.id.clone(),
            name: text(schema.roles.name),
            superior: schema.roles.superior.map(text).filter(|id| !id.is_empty()),
            rank: schema.roles.level.and_then(|field| schema.rank(at(field))),
            submission,
        },
        owner: (!listings.is_empty()).then(|| Arc::clone(union)),
        listings,
        profile: asks_below.then(|| union.profile(schema)).flatten(),
        outcomes: surveyor.survey(union),
    }
}

/// A file's name without its folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl Roll {
    fn take(&mut self, batch: usize, met: Vec<Met>, unopened: &[String]) {
        for Met { member, listings, owner, profile, outcomes } in met {
            if let Some(owner) = owner {
                self.owners.insert(member.id.clone(), owner);
            }
            self.parts.push(outcomes.map(|outcomes| self.gauges.parts(outcomes)).unwrap_or_default());
            self.members.push(member);
            self.batches.push(batch);
            self.profiles.push(profile);
            self.listings.extend(listings);
        }
        self.unopened.extend(unopened.iter().map(|path| stem(path).to_owned()));
    }

    /// A file that could not be opened and is called like a union of a roster is that union's.
    fn unopened_listings(&mut self) {
        for listing in &mut self.listings {
            let is_named = |name: &String| !name.is_empty() && self.unopened.contains(name);
            if listing.submission == Submission::Missing && (is_named(&listing.id) || is_named(&listing.name))
            {
                listing.submission = Submission::Unreadable;
            }
        }
    }

    fn finish(mut self, run: &Run<'_>, batches: &[Batch], rules: (Vec<usize>, Vec<usize>)) -> Surveyed {
        let (tree, misfits) = Tree::build(&self.members, &self.listings);
        let (mut parts, mut profiles) = (Vec::new(), BTreeMap::new());
        let listed = self.listed(run, &tree, &rules.1);
        for (node, listed) in tree.all().iter().zip(listed) {
            let (own, profile) = match (node.origin, listed) {
                (Origin::Member(at), _) => (std::mem::take(&mut self.parts[at]), self.profiles[at].take()),
                (Origin::Listing(_), Some((outcomes, profile))) => {
                    let own = outcomes.map(|outcomes| self.gauges.parts(outcomes)).unwrap_or_default();
                    (own, profile)
                }
                (Origin::Listing(_), None) => (Vec::new(), None),
            };
            profiles.extend(profile.map(|profile| (parts.len(), profile)));
            parts.push(own);
        }
        let of: Vec<&Rule> = rules.1.iter().map(|&at| &run.pack.rules[at]).collect();
        let judged = district::judge(&tree, &of, &self.gauges, &parts);
        let wanted: BTreeSet<(usize, Option<Spot>)> =
            judged.values().flatten().flat_map(OfRule::linked).cloned().collect();
        let (links, problems) = self.places(run, batches, &tree, &wanted, &misfits);
        let unknown = self.unknown_superiors(&tree);
        Surveyed { tree, problems, profiles, judged, rules, links, unknown }
    }

    fn unknown_superiors(&mut self, tree: &Tree) -> BTreeMap<usize, String> {
        let unknown = |(at, node): (usize, &Node)| {
            let Origin::Member(member) = node.origin else { return None };
            let superior = self.members[member].superior.take()?;
            tree.find(&superior).is_none().then_some((at, superior))
        };
        tree.all().iter().enumerate().filter_map(unknown).collect()
    }

    /// What the unions add that a roster alone knows, and what it says of them; by position in the tree.
    fn listed(&self, run: &Run<'_>, tree: &Tree, districts: &[usize]) -> Vec<Option<Described>> {
        let make = || surveyor(run, districts);
        let schema = &run.pack.schema;
        let work = |surveyor: &mut Surveyor<'_>, at: usize| {
            let Origin::Listing(listing) = tree.all()[at].origin else { return None };
            let union = Arc::new(self.union_of(schema, listing)?);
            let is_unreadable = tree.all()[at].submission == Submission::Unreadable;
            Some((surveyor.survey(&union), is_unreadable.then(|| union.profile(schema)).flatten()))
        };
        let any = tree.all().iter().any(|node| matches!(node.origin, Origin::Listing(_)));
        let count = if any { tree.all().len() } else { 0 };
        let mut listed = workers::in_order(run.options.jobs, count, make, work);
        listed.resize_with(tree.all().len(), || None);
        listed
    }

    /// The union of a roster's row, as the roster describes it.
    fn union_of(&self, schema: &Schema, listing: usize) -> Option<Union> {
        let listing = &self.listings[listing];
        self.owners.get(&listing.owner)?.listed(schema, listing.row)
    }

    /// The unions whose places findings and problems need, read once more.
    fn look_again(
        &self,
        run: &Run<'_>,
        batches: &[Batch],
        tree: &Tree,
        wanted: &BTreeSet<(usize, Option<Spot>)>,
        misfits: &[Misfit],
    ) -> BTreeMap<String, Arc<Union>> {
        let of_member = |(node, _): &(usize, Option<Spot>)| match tree.all()[*node].origin {
            Origin::Member(at) => Some(at),
            Origin::Listing(_) => None,
        };
        let of_claim = |claim| match claim {
            Claim::Own(at) => Some(at),
            Claim::Listed(_) => None,
        };
        let claimed = misfits.iter().flat_map(Misfit::claims).filter_map(of_claim);
        let members: BTreeSet<usize> = wanted.iter().filter_map(of_member).chain(claimed).collect();
        let again: BTreeSet<usize> = members.iter().map(|&at| self.batches[at]).collect();
        let ids: HashSet<&str> = members.iter().map(|&at| self.members[at].id.as_str()).collect();
        let mut seen = BTreeMap::new();
        for batch in again {
            let read = run.survey(&batches[batch]);
            let found = read.unions.iter().filter(|union| ids.contains(union.id.as_str()));
            seen.extend(found.map(|union| (union.id.clone(), Arc::clone(union))));
        }
        seen
    }

    /// The places that findings and problems need.
    fn places(
        &self,
        run: &Run<'_>,
        batches: &[Batch],
        tree: &Tree,
        wanted: &BTreeSet<(usize, Option<Spot>)>,
        misfits: &[Misfit],
    ) -> (Links, Vec<Problem>) {
        let seen = self.look_again(run, batches, tree, wanted, misfits);
        let schema = &run.pack.schema;
        let row = |listing: usize| {
            let Listing { owner, row, .. } = &self.listings[listing];
            let (owner, role) = (self.owners.get(owner)?, schema.roster?);
            let at = CellRef { ledger: role.ledger, row: *row, field: role.id };
            Some(Place::of_cell(schema, owner, at))
        };
        let place = |node: usize, spot: &Option<Spot>| match tree.all()[node].origin {
            Origin::Listing(listing) => row(listing),
            Origin::Member(at) => {
                let union = seen.get(&self.members[at].id)?;
                Place::of_spot(schema, union, spot.as_ref().unwrap_or(&Spot::Ledger(schema.union)))
            }
        };
        let links = wanted
            .iter()
            .filter_map(|(node, spot)| Some(((*node, spot.clone()), place(*node, spot)?)))
            .collect();
        let claim = |claim| -> Option<Location> {
            match claim {
                Claim::Listed(listing) => row(listing).map(|place| place.location),
                Claim::Own(at) => {
                    let field = schema.roles.superior?;
                    let at =
                        (seen.get(&self.members[at].id)?, CellRef { ledger: schema.union, row: 0, field });
                    Some(at.0.cell_location(at.1))
                }
            }
        };
        let problem = |misfit: &Misfit| {
            let places: Option<Vec<Location>> = misfit.claims().into_iter().map(claim).collect();
            misfit.problem(schema, &self.members, &self.listings, &places?)
        };
        (links, misfits.iter().filter_map(problem).collect())
    }
}

impl Surveyed {
    /// The profiles of the unions directly below, and of those its roster lists, as one table.
    pub(super) fn below(&self, schema: &Schema, id: &str) -> Option<Arc<Union>> {
        let node = &self.tree.all()[self.tree.find(id)?];
        let all: BTreeSet<usize> = node.below.iter().chain(&node.also_listed).copied().collect();
        let profiles = all.iter().filter_map(|below| self.profiles.get(below));
        Some(Arc::new(Union::of_profiles(schema, profiles)))
    }

    /// The codes of the unions a union stands under, nearest first. The last may be one that nobody knows
    /// but who names it.
    pub(super) fn above(&self, id: &str) -> Vec<&str> {
        let mut above = Vec::new();
        let mut at = self.tree.find(id);
        while let Some(node) = at {
            at = self.tree.all()[node].above;
            let unknown = self.unknown.get(&node).map(String::as_str);
            above.extend(at.map(|above| self.tree.all()[above].id.as_str()).or(unknown));
        }
        above
    }

    /// Whether anyone a waiver is for was among those met.
    pub(super) fn is_met(&self, scope: &Scope) -> bool {
        match scope {
            Scope::All => true,
            Scope::Union(id) => self.tree.find(id).is_some(),
            Scope::Under(id) => {
                self.tree.find(id).is_some() || self.unknown.values().any(|unknown| unknown == id)
            }
        }
    }

    /// Adds what the tree knows of a union.
    pub(super) fn complete(&self, verdicts: &mut UnionVerdicts) {
        let Some(at) = self.tree.find(&verdicts.id) else { return };
        let (all, node) = (self.tree.all(), &self.tree.all()[at]);
        if verdicts.superior.is_none() {
            verdicts.superior = node.above.map(|above| all[above].id.clone());
        }
        verdicts.submissions = (!node.below.is_empty()).then(|| self.tree.submissions(at));
        let below = node.below.iter().map(|&below| &all[below]);
        let absent = below.filter(|node| node.submission != Submission::Submitted);
        verdicts.absent = absent
            .map(|node| Absent { id: node.id.clone(), name: node.name.clone(), submission: node.submission })
            .collect();
    }

    /// Puts what the rules on districts say of a union in its place among the outcomes, and gives the
    /// rates and the findings.
    pub(super) fn district(
        &self,
        wording: &Wording<'_>,
        union: &Union,
        outcomes: &mut [Outcome],
    ) -> (Vec<District>, Vec<Finding>) {
        let (mut districts, mut findings) = (Vec::new(), Vec::new());
        let behind = Behind { tree: &self.tree, links: &self.links };
        for found in self.judged.get(&union.id).into_iter().flatten() {
            let (place, at) = (self.rules.0[found.rule], self.rules.1[found.rule]);
            // One that was dissolved before the period is not judged at all.
            let Some(outcome) = outcomes.get_mut(place).filter(|now| now.reason == Some(Reason::District))
            else {
                continue;
            };
            *outcome = found.outcome.clone();
            let reckoned = found.rates.iter().map(|rate| &rate.district);
            districts.extend(reckoned.filter(|one| one.state != State::NotApplicable).cloned());
            findings.extend(wording.district(union, &wording.pack.rules[at], found, &behind));
        }
        (districts, findings)
    }
}
