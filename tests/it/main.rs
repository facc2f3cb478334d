//! The integration tests: one binary, a module a subject.

#[cfg(test)]
mod code;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod pack;
