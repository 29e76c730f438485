//! Takes out of a WebAssembly module what only a debugger reads.
//!
//! rustc's `strip = true` would do it too early: it also drops `target_features`, which wasm-bindgen needs. The names
//! of functions alone are a third of the module.

use anyhow::{Context, Result, bail};

const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

/// The module without its custom sections, which do not change what it does (WebAssembly core specification 2.0,
/// section 5.5.3).
pub fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    let Some(mut rest) = module.strip_prefix(MAGIC) else { bail!("not a WebAssembly module of version 1") };
    let mut kept = MAGIC.to_vec();
    while let Some((&kind, after_kind)) = rest.split_first() {
        let (size, contents) = leb128(after_kind).context("a section has no size")?;
        let header = rest.len() - contents.len();
        let whole = header.checked_add(size).and_then(|end| rest.split_at_checked(end));
        let (section, next) = whole.context("a section is longer than the module")?;
        if kind != 0 {
            kept.extend_from_slice(section);
        }
        rest = next;
    }
    Ok(kept)
}

/// Reads an unsigned LEB128 number of up to 32 bits.
fn leb128(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value, bytes));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{MAGIC, without_custom_sections};

    #[test]
    fn custom_sections_go_and_the_others_stay() {
        let long = [0x05].into_iter().chain([0x80, 0x01]).chain([7; 128]);
        let module: Vec<u8> =
            MAGIC.iter().copied().chain([0, 3, 1, b'n', 9]).chain(long.clone()).chain([0, 0]).collect();
        let kept: Vec<u8> = MAGIC.iter().copied().chain(long).collect();
        assert_eq!(without_custom_sections(&module).unwrap(), kept);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        for bad in [
            &b"\0asm\x02\0\0\0"[..],
            b"",
            b"\0asm\x01\0\0\0\x05\x09\0",
            b"\0asm\x01\0\0\0\x05",
            b"\0asm\x01\0\0\0\x05\xff\xff\xff\xff\xff",
        ] {
            assert!(without_custom_sections(bad).is_err(), "{bad:?}");
        }
    }
}
