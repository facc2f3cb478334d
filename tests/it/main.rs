//! The integration tests: one binary, a module a subject.

#[cfg(test)]
mod absence;
#[cfg(test)]
mod annotated;
#[cfg(test)]
mod arguments;
#[cfg(test)]
mod audited;
#[cfg(test)]
mod all_reports;
#[cfg(test)]
mod baseline;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod cells;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod code;
#[cfg(test)]
mod commute;
#[cfg(test)]
mod config;
#[cfg(test)]
mod contrast;
#[cfg(test)]
mod convert;
#[cfg(test)]
mod counted;
#[cfg(test)]
mod csv_report;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod diff_page;
#[cfg(test)]
mod districts;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod html;
#[cfg(test)]
mod init;
#[cfg(test)]
mod json;
#[cfg(test)]
mod judged;
#[cfg(test)]
mod junit;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod made;
#[cfg(test)]
mod marked;
#[cfg(test)]
mod mutated;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod own_pack;
#[cfg(test)]
mod pack;
#[cfg(test)]
mod pack_faults;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod page;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod program;
#[cfg(test)]
mod repeatable;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod requirements;
#[cfg(test)]
mod rewritten;
#[cfg(test)]
mod sarif;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod shell;
#[cfg(test)]
mod spellings;
#[cfg(test)]
mod steady;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod together;
#[cfg(test)]
mod template;
#[cfg(test)]
mod town;
#[cfg(test)]
mod township;
#[cfg(test)]
mod waivers;
#[cfg(test)]
mod workbooks;
