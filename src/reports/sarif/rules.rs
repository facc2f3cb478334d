//! The rules judged and the kinds of problems, each described once, and what rules rest on: the documents'
//! requirements and the law, as taxonomies that rules point into.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::model::{
    Bag, Component, ComponentRef, Configuration, Descriptor, DescriptorRef, Message, Relationship,
};
use super::text::{line, message, paragraph};
use crate::records::ProblemCode;
use crate::reports::problem_titles::problem_title;
use crate::reports::quotes::{law, provision, provisions, quotes};
use crate::reports::wording::colon;
use crate::rulepack::{BrokenRule, Pack, Rule};
use crate::source::{Lang, Severity};

const REQUIREMENTS: ComponentRef = ComponentRef { name: "requirements", index: 0 };
const LAWS: ComponentRef = ComponentRef { name: "laws", index: 1 };

/// Everything that can be referred to.
#[derive(Debug)]
pub(super) struct Rules {
    descriptors: Vec<Descriptor>,
    taxa: [Vec<Descriptor>; 2],
    index: BTreeMap<String, usize>,
}

impl Rules {
    /// The rules of these ids, and all problems of the records.
    pub(super) fn new(pack: &Pack, ids: &[String], lang: Lang) -> Self {
        let mut rules = Self { descriptors: Vec::new(), taxa: Default::default(), index: BTreeMap::new() };
        for id in ids {
            let broken = || pack.broken.iter().find(|rule| rule.id == *id);
            let descriptor = match (pack.rule(id), broken()) {
                (Some(rule), _) => rules.rule(pack, rule, lang),
                (None, Some(rule)) => of_broken(rule, lang),
                (None, None) => Descriptor { id: id.clone(), ..Descriptor::default() },
            };
            rules.add(descriptor);
        }
        for &code in ProblemCode::ALL {
            rules.add(of_problem(code, lang));
        }
        rules
    }

    fn add(&mut self, descriptor: Descriptor) {
        self.index.entry(descriptor.id.clone()).or_insert(self.descriptors.len());
        self.descriptors.push(descriptor);
    }

    /// Where a rule or a kind of problem is described.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// A reference to it.
    pub(super) fn reference(&self, id: &str) -> DescriptorRef {
        DescriptorRef { id: id.to_owned(), index: self.index(id), tool_component: None }
    }

    fn rule(&mut self, pack: &Pack, rule: &Rule, lang: Lang) -> Descriptor {
        let title = line(rule.title.get(lang));
        let mut relationships: Vec<Relationship> =
            rule.requires.iter().map(|id| self.requirement(pack, id, lang)).collect();
        for basis in provisions(pack, rule) {
            let region = basis.region.as_ref().map(|region| format!("（{region}）")).unwrap_or_default();
            let id = format!("{}{region}", provision(basis, Lang::Zh));
            let of = [("law", Some(basis.law.as_str())), ("article", basis.article.as_deref())];
            let taxon = Descriptor {
                id,
                name: Some(provision(basis, lang)),
                properties: bag(of),
                ..Descriptor::default()
            };
            let verified = Message::from(line(&law(basis, lang)));
            relationships.push(self.relate(LAWS, taxon, Some(verified)));
        }
        let (strength, area) = (rule.strength.as_str(), rule.area.as_str());
        let mut properties = bag([
            ("area", Some(area)),
            ("strength", Some(strength)),
            ("strength_name", Some(rule.strength.name(lang))),
        ]);
        properties.insert("weight".to_owned(), rule.weight.into());
        properties.insert("tags".to_owned(), vec![area.to_owned(), format!("strength-{strength}")].into());
        Descriptor {
            id: rule.id.clone(),
            name: Some(title.clone()),
            short_description: Some(title.into()),
            full_description: Some(line(rule.text.get(lang)).into()),
            help: Some(help(pack, rule, lang)),
            default_configuration: Some(Configuration { level: rule.severity.as_str() }),
            relationships,
            properties,
        }
    }

    fn requirement(&mut self, pack: &Pack, id: &str, lang: Lang) -> Relationship {
        let mut taxon = Descriptor { id: id.to_owned(), ..Descriptor::default() };
        if let Some(found) = pack.requirement(id) {
            let section = [("document", Some(found.document.as_str())), ("section", Some(&found.section))];
            taxon.short_description = Some(line(&found.quote).into());
            taxon.properties = bag(section);
            taxon.properties.insert("line".to_owned(), found.line.into());
        } else {
            taxon.short_description = Some(lang.pick("没有收录原文", "not in the register").into());
        }
        self.relate(REQUIREMENTS, taxon, None)
    }

    /// A pointer to a taxon, which is added where it is new.
    fn relate(&mut self, of: ComponentRef, taxon: Descriptor, description: Option<Message>) -> Relationship {
        let taxa = &mut self.taxa[of.index];
        let id = taxon.id.clone();
        let at = taxa.iter().position(|known| known.id == id).unwrap_or_else(|| {
            taxa.push(taxon);
            taxa.len() - 1
        });
        let target = DescriptorRef { id, index: Some(at), tool_component: Some(of) };
        Relationship { target, description }
    }

    /// The descriptors, and the taxonomies they point into.
    pub(super) fn into_parts(self, lang: Lang) -> (Vec<Descriptor>, [Component; 2]) {
        let [requirements, laws] = self.taxa;
        let component = |of: ComponentRef, what: &str, taxa| Component {
            name: of.name.to_owned(),
            short_description: Some(what.into()),
            taxa,
            ..Component::default()
        };
        let taxonomies = [
            component(REQUIREMENTS, lang.pick("文件中的要求", "the documents' requirements"), requirements),
            component(LAWS, lang.pick("法律依据", "the law"), laws),
        ];
        (self.descriptors, taxonomies)
    }
}

/// The taxonomies rules may point into.
pub(super) fn supported() -> Vec<ComponentRef> {
    vec![REQUIREMENTS, LAWS]
}

/// What to do, and what the rule rests on, word for word.
fn help(pack: &Pack, rule: &Rule, lang: Lang) -> Message {
    let colon = colon(lang);
    let what_to_do = (lang.pick("怎么办", "what to do").to_owned(), rule.help.get(lang).to_owned());
    let parts: Vec<(String, String)> =
        std::iter::once(what_to_do).chain(quotes(pack, &rule.id, lang)).collect();
    let lines: Vec<String> = parts.iter().map(|(heading, text)| format!("{heading}{colon}{text}")).collect();
    let paragraphs: Vec<String> =
        parts.iter().map(|(heading, text)| paragraph(heading, colon, text)).collect();
    Message { markdown: Some(paragraphs.join("\n\n")), ..message(&lines) }
}

fn of_broken(rule: &BrokenRule, lang: Lang) -> Descriptor {
    let title = lang.pick("规则写错了，没有运行", "the rule is broken and was not run");
    Descriptor {
        full_description: Some(line(rule.fault.message.get(lang)).into()),
        default_configuration: Some(Configuration { level: Severity::Error.as_str() }),
        properties: bag([("area", Some(rule.area.as_str()))]),
        ..of_kind(&rule.id, title, lang)
    }
}

fn of_problem(code: ProblemCode, lang: Lang) -> Descriptor {
    let title = problem_title(code, lang);
    let mut properties = Bag::new();
    properties.insert("tags".to_owned(), vec!["records"].into());
    Descriptor {
        name: Some(title.to_owned()),
        default_configuration: Some(Configuration { level: code.severity().as_str() }),
        properties,
        ..of_kind(code.as_str(), title, lang)
    }
}

/// A kind of thing found, of which each thing says itself what to do.
pub(super) fn of_kind(id: &str, title: &str, lang: Lang) -> Descriptor {
    let help = lang.pick("请按每处写明的“怎么办”处理。", "Do what each of them says.");
    Descriptor {
        id: id.to_owned(),
        short_description: Some(title.into()),
        full_description: Some(title.into()),
        help: Some(help.into()),
        ..Descriptor::default()
    }
}

/// Those of the properties that are known.
pub(super) fn bag<const N: usize>(properties: [(&str, Option<&str>); N]) -> Map<String, Value> {
    properties.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into()))).collect()
}
