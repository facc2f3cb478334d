//! Writes a made-up town: a township union with its roster, and any number of unions below it, about 4 kB
//! each, with faults sown at known rates:
//!
//! ```sh
//! cargo run --release --example generate -- 3021 town
//! ```
//!
//! The same number gives the same bytes; 3021 gives a town of 3,021 unions with 79,801 members. What was
//! sown is printed, and kept in `town.sown.txt` beside the folder.

use std::{env, fs, io};

#[path = "town/mod.rs"]
mod town;

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let (Some(Ok(count)), Some(folder)) = (args.next().map(|count| count.parse()), args.next()) else {
        return Err(io::Error::other("say how many unions, and into which folder: 3021 town"));
    };
    let folder = folder.trim_end_matches('/');
    let sown = town::write(count, folder.as_ref())?;
    #[expect(clippy::print_stdout, reason = "an example prints what it did")]
    {
        print!("{sown}");
    }
    fs::write(format!("{folder}.sown.txt"), sown.to_string())
}
