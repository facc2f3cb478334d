//! What contradicts in the tree of superiors, as problems with every place concerned.

use super::problem::{Problem, ProblemCode};
use super::tree::{Claim, Listing, Member, superior_of};
use super::{Schema, declaration::FieldId};
use crate::source::{Fault, Location};

/// A contradiction in the tree of superiors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A union names a superior that is neither among the records nor in a roster.
    Unknown {
        /// The union, by position.
        member: usize,
        /// The code that was perhaps meant.
        near: Option<String>,
    },
    /// Two superiors of one union: the claim that was not followed, and the one that was.
    Two(Claim, Claim),
    /// Unions above each other in a circle: their codes, and what says so of each.
    Circle(Vec<String>, Vec<Claim>),
}

impl Misfit {
    /// Every claim whose place the problem needs.
    pub fn claims(&self) -> Vec<Claim> {
        match self {
            Self::Unknown { member, .. } => vec![Claim::Own(*member)],
            Self::Two(one, other) => vec![*one, *other],
            Self::Circle(_, claims) => claims.clone(),
        }
    }

    /// As a problem; `places` are those of [`Misfit::claims`], in order.
    pub fn problem(
        &self,
        schema: &Schema,
        members: &[Member],
        listings: &[Listing],
        places: &[Location],
    ) -> Option<Problem> {
        let (first, others) = places.split_first()?;
        let claims = self.claims();
        let fault = |zh: String, en: String| {
            let fault = Fault::at(first.clone(), zh, en);
            others.iter().fold(fault, |fault, at| fault.related("另一处", "the other place", at.clone()))
        };
        let (code, fault) = match self {
            Self::Unknown { member, near } => {
                let superior = members[*member].superior.as_deref().unwrap_or("");
                let zh = format!("查不到编码为“{superior}”的上级工会：各份台账和下级名册里都没有");
                let en = format!("no union `{superior}`, neither among the records nor in a roster");
                let fault = match near {
                    Some(near) => fault(zh, en).meant(Some(near)),
                    None => fault(zh, en).help(
                        "请核对上级工会编码；上级工会的台账没有放在一起的，请一并检查",
                        "check the code; if the superior union's records were left out, check them together",
                    ),
                };
                (ProblemCode::UnknownSuperior, fault)
            }
            Self::Two(one, other) => {
                let of = |claim| superior_of(claim, members, listings);
                let id = match *one {
                    Claim::Own(at) => &members[at].id,
                    Claim::Listed(at) => &listings[at].id,
                };
                let (one, other) = (of(*one), of(*other));
                let zh = format!("工会 {id} 的上级工会前后不一：此处为“{one}”，另一处为“{other}”");
                let en = format!("two superiors of the union `{id}`: `{one}` here, `{other}` elsewhere");
                let fault = fault(zh, en)
                    .help("请按实际隶属关系改正其中一处", "correct the one that is not as it really is");
                (ProblemCode::TwoSuperiors, fault)
            }
            Self::Circle(ids, _) => {
                let round = format!("{} → {}", ids.join(" → "), ids.first().map_or("", String::as_str));
                let zh = format!("上下级关系成了一圈，上级汇总不完整：{round}");
                let en = format!("superiors in a circle, so that districts are incomplete: {round}");
                let fault = fault(zh, en)
                    .help("请按实际隶属关系改正其中一处", "correct the one that is not as it really is");
                (ProblemCode::SuperiorCircle, fault)
            }
        };
        let (ledger, row, field) = cell_of(*claims.first()?, schema, listings)?;
        let declared = schema.ledger(ledger);
        Some(Problem {
            ledger: Some(declared.key.clone()),
            row: Some(row),
            field: Some(declared.field(field).key.clone()),
            ..Problem::new(code, fault)
        })
    }
}

/// The ledger, row and field that make a claim.
fn cell_of(claim: Claim, schema: &Schema, listings: &[Listing]) -> Option<(super::LedgerId, u32, FieldId)> {
    match claim {
        Claim::Own(_) => Some((schema.union, 0, schema.roles.superior?)),
        Claim::Listed(at) => Some((schema.roster?.ledger, listings[at].row, schema.roster?.id)),
    }
}
