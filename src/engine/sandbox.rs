//! The engines scripts run in: no files, no clock, no way out, and a bound on everything.

use std::rc::Rc;

use rhai::packages::Package;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicStringPackage,
    LogicPackage, MoreStringPackage,
};
use rhai::{AST, Engine, Module, OptimizationLevel, ParseError, Scope};

use super::bench::Bench;
use super::rows::Rows;
use super::vocabulary;
use crate::records::Schema;
use crate::rulepack::SCOPE;

/// What a script may use at most. Every rule of the built-in pack stays under a few hundred operations.
const OPERATIONS: u64 = 100_000;
const CALL_LEVELS: usize = 16;
const EXPRESSION_DEPTH: usize = 32;
const FUNCTION_DEPTH: usize = 16;
const STRING_BYTES: usize = 4_096;
const ARRAY_ITEMS: usize = 1_000;
const MAP_ITEMS: usize = 64;
const VARIABLES: usize = 256;
const FUNCTIONS: usize = 32;

/// An engine that knows the vocabulary and nothing of the world.
///
/// Only the harmless packages are loaded (no `sleep`, no `exit`), nothing is optimised away, and
/// operators go through their overloads, so that unlike types are never silently unequal.
pub(super) fn engine(bench: &Rc<Bench>, params: &[&str]) -> Engine {
    let mut engine = Engine::new_raw();
    engine.register_global_module(library().into());
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_fast_operators(false);
    engine.set_strict_variables(true);
    engine.set_fail_on_invalid_map_property(true);
    engine.set_max_operations(OPERATIONS);
    engine.set_max_call_levels(CALL_LEVELS);
    engine.set_max_expr_depths(EXPRESSION_DEPTH, FUNCTION_DEPTH);
    engine.set_max_string_size(STRING_BYTES);
    engine.set_max_array_size(ARRAY_ITEMS);
    engine.set_max_map_size(MAP_ITEMS);
    engine.set_max_variables(VARIABLES);
    engine.set_max_functions(FUNCTIONS);
    for symbol in ["eval", "try", "import", "export"] {
        engine.disable_symbol(symbol);
    }
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    let taken: Vec<String> = names(&bench.schema).map(str::to_owned).collect();
    #[expect(deprecated, reason = "marked volatile, not deprecated; Rhai is pinned to a minor version")]
    engine.on_def_var(move |_, info, _| Ok(!taken.iter().any(|name| name == info.name())));
    engine.register_iterator::<Rows>();
    vocabulary::register(&mut engine, bench, params);
    engine
}

/// The harmless packages, in one module: each further module is searched for every call.
fn library() -> Module {
    let mut library = Module::new();
    ArithmeticPackage::init(&mut library);
    LogicPackage::init(&mut library);
    BasicStringPackage::init(&mut library);
    MoreStringPackage::init(&mut library);
    BasicIteratorPackage::init(&mut library);
    BasicArrayPackage::init(&mut library);
    BasicMapPackage::init(&mut library);
    // Functions left to be found when called would be searched for one by one at every miss.
    library.register_lazy_functions();
    library.build_index();
    library
}

/// Every name in scope of a rule.
pub(super) fn names(schema: &Schema) -> impl Iterator<Item = &str> {
    schema
        .ledgers
        .iter()
        .map(|ledger| ledger.key.as_str())
        .chain(SCOPE.iter().copied().filter(|name| !is_local(name)))
}

/// Reserved so that no ledger takes it, but free for a rule's own variables.
fn is_local(name: &str) -> bool {
    matches!(name, "row" | "rows")
}

/// Compiles a rule's body. The names in scope are given without values: a constant would be baked
/// into the script, and a ledger of no rows with it.
pub(super) fn compile(engine: &Engine, schema: &Schema, script: &str) -> Result<AST, ParseError> {
    engine.compile_with_scope(&blank(schema), script)
}

/// Compiles an `applies` condition.
pub(super) fn compile_condition(engine: &Engine, schema: &Schema, script: &str) -> Result<AST, ParseError> {
    engine.compile_expression_with_scope(&blank(schema), script)
}

fn blank(schema: &Schema) -> Scope<'static> {
    let mut scope = Scope::new();
    for name in names(schema) {
        scope.push(name.to_owned(), ());
    }
    scope
}
