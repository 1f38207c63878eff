//! The bytes of a zip in, which kind of workbook it holds out, told from its list of entries alone.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use super::open::Refusal;

/// The workbooks that are zips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// An entry of the list that ends a zip.
struct Entry<'b> {
    name: &'b [u8],
    /// How it is packed: 0 is not at all, 8 is deflated.
    method: u64,
    n_packed: u64,
    n_bytes: u64,
    /// Where it starts, with its own name.
    offset: u64,
}

/// How many bytes a workbook may unpack to.
const N_BYTES_MAX: u64 = 1 << 30;

/// How often larger than the file that may be, once it is more than a little.
const RATIO_MAX: u64 = 200;
const N_BYTES_LITTLE: u64 = 100 << 20;

/// Finds which workbook a zip is; refuses what is none, and what would fill the memory.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Refusal> {
    let Some(entries) = entries(bytes) else {
        return Err(Refusal::new(
            "is a zip that was cut short, or is broken",
            "ask for the file again",
        ));
    };
    let has = |name: &str| {
        entries
            .iter()
            .any(|it| it.name.eq_ignore_ascii_case(name.as_bytes()))
    };
    let kind = if has("xl/workbook.bin") {
        Kind::Xlsb
    } else if has("xl/workbook.xml") {
        Kind::Xlsx
    } else if has("content.xml") && has("mimetype") {
        Kind::Ods
    } else {
        return Err(no_workbook(&entries));
    };
    let n_bytes = entries
        .iter()
        .fold(0u64, |n, it| n.saturating_add(it.n_bytes));
    let n_packed = entries
        .iter()
        .fold(0u64, |n, it| n.saturating_add(it.n_packed));
    let is_bomb = n_bytes > N_BYTES_LITTLE && n_bytes / RATIO_MAX > n_packed.max(1);
    if n_bytes > N_BYTES_MAX || is_bomb {
        return Err(Refusal::new(
            format!(
                "would unpack to {} MB, which is too much to be a table",
                n_bytes >> 20
            ),
            "see whether it is the file that was meant; a CSV file may be that large",
        ));
    }
    // The list may lie, and the reader of workbooks believes what it unpacks.
    if entries.iter().any(|it| !it.is_true(bytes)) {
        return Err(Refusal::new(
            "is a zip whose list of entries is not true",
            "ask for the file again",
        ));
    }
    Ok(kind)
}

impl Entry<'_> {
    /// Whether an entry unpacks to no more bytes than the list says; one that does not unpack at
    /// all is for the reader to find broken.
    fn is_true(&self, bytes: &[u8]) -> bool {
        match self.method {
            0 => self.n_packed == self.n_bytes,
            8 => {
                let unpacked = self.packed(bytes).map(DeflateDecoder::new);
                let counted =
                    unpacked.map(|it| io::copy(&mut it.take(self.n_bytes + 1), &mut io::sink()));
                counted.is_none_or(|it| it.map_or(true, |n_bytes| n_bytes <= self.n_bytes))
            }
            _ => true,
        }
    }

    /// Returns the packed bytes of an entry, which its own head comes before.
    fn packed<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let head = self.offset as usize;
        let n_name = number(bytes, head + 26, 2)? as usize;
        let n_extra = number(bytes, head + 28, 2)? as usize;
        let start = head + 30 + n_name + n_extra;
        let packed = bytes.get(start..)?;
        Some(&packed[..packed.len().min(self.n_packed as usize)])
    }
}

fn no_workbook(entries: &[Entry<'_>]) -> Refusal {
    const N_NAMED: usize = 3;
    let names: Vec<String> = entries
        .iter()
        .take(N_NAMED)
        .map(|it| format!("`{}`", String::from_utf8_lossy(it.name).escape_debug()))
        .collect();
    let more = if entries.len() > N_NAMED {
        " and more"
    } else {
        ""
    };
    let held = match names.as_slice() {
        [] => "nothing".to_owned(),
        _ => format!("{}{more}", names.join(", ")),
    };
    Refusal::new(
        format!("is a zip and no workbook: it holds {held}"),
        "unpack it, and name the file inside that is meant",
    )
}

/// Returns the entries of a zip; nothing if their list is not there or not whole.
fn entries(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    const N_END: usize = 22;
    const N_COMMENT_MAX: usize = 1 << 16;
    let from = bytes.len().checked_sub(N_END)?;
    let is_end = |at: &usize| bytes[*at..].starts_with(b"PK\x05\x06");
    let end = (from.saturating_sub(N_COMMENT_MAX)..=from)
        .rev()
        .find(is_end)?;
    let n_entries = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)? as usize;
    let mut entries = Vec::new();
    for _ in 0..n_entries {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let n_name = number(bytes, at + 28, 2)? as usize;
        let n_rest = (number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?) as usize;
        entries.push(Entry {
            name: bytes.get(at + 46..at + 46 + n_name)?,
            method: number(bytes, at + 10, 2)?,
            n_packed: number(bytes, at + 20, 4)?,
            n_bytes: number(bytes, at + 24, 4)?,
            offset: number(bytes, at + 42, 4)?,
        });
        at += 46 + n_name + n_rest;
    }
    Some(entries)
}

/// Returns the number of `n` bytes at an offset, the least first.
fn number(bytes: &[u8], at: usize, n: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + n)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, it| number << 8 | u64::from(*it)),
    )
}
