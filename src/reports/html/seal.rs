//! The page's policy: no network, no frames, no script and no style but its own, known by their digests.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// What the page may do, for a browser to enforce: even markup that came in with the records could run
/// nothing and call nobody.
pub(super) fn policy(style: &str, script: &str) -> String {
    let mut policy = "default-src 'none'; base-uri 'none'; form-action 'none'".to_owned();
    let (style, script) = (digest(style), digest(script));
    let _ = write!(policy, "; style-src 'sha256-{style}'; script-src 'sha256-{script}'");
    policy
}

fn digest(text: &str) -> String {
    base64(&Sha256::digest(text))
}

/// Bytes as policies write them.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at > three.len() { '=' } else { char::from(sign) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_writes_them() {
        let written = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
