//! The colours of the page can be told apart by whoever reads it, by day, by night and on paper: 4.5 to 1
//! for all text, as WCAG 2 (AA) asks.

use std::collections::BTreeMap;

use crate::code;

/// Colours of text, and what they stand on.
const TEXTS: [&str; 10] =
    ["ink", "dim", "accent", "link", "error", "warning", "note", "due", "insufficient", "pass"];
const GROUNDS: [&str; 3] = ["paper", "card", "faint"];
/// What only ink stands on.
const MARKED: [&str; 7] = ["mark", "also", "h0", "h1", "h2", "h3", "h4"];

/// The luminance of a colour such as `#fff` or `#1c1e22`.
fn luminance(colour: &str) -> f64 {
    let digits: Vec<u32> = colour[1..].chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    let channel = |at: usize| {
        let value =
            if digits.len() == 3 { digits[at] * 17 } else { digits[at * 2] * 16 + digits[at * 2 + 1] };
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

#[test]
fn every_text_stands_out_from_its_ground() {
    let style = code::text(&code::root().join("src/reports/html/page.css"));
    let schemes: Vec<&str> =
        style.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert_eq!(schemes.len(), 3, "by day, by night, on paper");
    for scheme in schemes {
        let named = scheme.split("--").skip(1).filter_map(|one| one.split_once(": "));
        let colours: BTreeMap<&str, &str> =
            named.map(|(name, value)| (name, value.split(';').next().unwrap())).collect();
        let pairs = TEXTS.iter().flat_map(|text| GROUNDS.iter().map(move |ground| (*text, *ground)));
        for (text, ground) in pairs.chain(MARKED.iter().map(|ground| ("ink", *ground))) {
            let ratio = contrast(colours[text], colours[ground]);
            assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}\n{scheme}");
        }
    }
}
