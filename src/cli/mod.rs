//! Arguments, configuration, progress and exit status: the only code that knows a terminal.

pub mod test_rules;
