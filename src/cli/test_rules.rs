//! `hegui test`: a pack's rules tried on its own examples.

use std::io::{self, Write};
use std::path::Path;

use crate::source::{Fault, Lang};

/// Does it; returns the exit status. Every fault goes to `draw`, the rest to `out`.
pub fn run(
    pack: Option<&Path>,
    lang: Lang,
    draw: &mut dyn FnMut(&Fault) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<u8> {
    let _ = (pack, lang, draw, out);
    Ok(2)
}
