//! The bytes of an old workbook in, whether its cells are where a sheet can have them out.
//!
//! The reader of workbooks makes room for all cells between the first and the last: one that claims
//! to stand far out, as a changed byte makes it, would take more memory than there is, and that ends a program.

/// How many columns an old sheet has.
const N_COLUMNS: usize = 256;

/// How many rows an old sheet has.
const N_ROWS: usize = 65_536;

/// From here on the number of a sector means something else.
const RESERVED: usize = 0xFFFF_FFFA;

/// Whether every cell of the workbook in `bytes` stands where an old sheet has cells, and no sheet claims to be larger.
pub(super) fn has_fit_cells(bytes: &[u8]) -> bool {
    let Some(stream) = stream(bytes) else {
        return false;
    };
    let mut at = 0;
    while let Some((kind, n_bytes)) = number(&stream, at, 2).zip(number(&stream, at + 2, 2)) {
        let body = &stream[at + 4..stream.len().min(at + 4 + n_bytes)];
        let last = match kind {
            // The single cells, each with its row and column first.
            0x06 | 0xD6 | 0xFD | 0x1..=0x5 | 0x201 | 0x203..=0x206 | 0x27E | 0x406 => {
                number(body, 2, 2)
            }
            // The runs of cells, with their last column last.
            0xBD | 0xBE => n_bytes
                .checked_sub(2)
                .and_then(|it| number(body, it, 2))
                .max(number(body, 2, 2)),
            _ => None,
        };
        if last.is_some_and(|it| it >= N_COLUMNS) || (kind == 0x200 && !fits(body)) {
            return false;
        }
        at += 4 + n_bytes;
    }
    true
}

/// Whether a sheet that claims these dimensions is one that there can be.
fn fits(dimensions: &[u8]) -> bool {
    // The older record has its numbers in two bytes, the newer one has those of the rows in four.
    let (n_rows, n_columns) = match dimensions.len() {
        10 => (number(dimensions, 2, 2), number(dimensions, 6, 2)),
        _ => (number(dimensions, 4, 4), number(dimensions, 10, 2)),
    };
    n_rows.is_none_or(|it| it <= N_ROWS) && n_columns.is_none_or(|it| it <= N_COLUMNS)
}

/// Returns the stream of the workbook in its container.
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match number(bytes, 30, 2)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let sector = |id: usize| {
        let start = (id + 1) * size;
        bytes.get(start..bytes.len().min(start + size))
    };
    let mut tables: Vec<usize> = numbers(bytes.get(76..512)?).collect();
    let mut next = number(bytes, 68, 4)?;
    while next < RESERVED && tables.len() <= bytes.len() {
        tables.extend(numbers(sector(next)?));
        next = tables.pop()?;
    }
    let mut table = Vec::new();
    for id in tables.into_iter().filter(|it| *it < RESERVED) {
        table.extend(numbers(sector(id)?));
    }
    let directory = chain(number(bytes, 48, 4)?, &table, sector)?;
    let entry = |name: &str| {
        let name: Vec<u8> = name
            .encode_utf16()
            .chain([0])
            .flat_map(u16::to_le_bytes)
            .collect();
        let is_it =
            |it: &&[u8]| it.len() == 128 && it[..64].to_ascii_lowercase().starts_with(&name);
        directory.chunks(128).find(is_it)
    };
    let entry = entry("workbook").or_else(|| entry("book"))?;
    let (start, n_bytes) = (number(entry, 116, 4)?, number(entry, 120, 4)?);
    let mut stream = if n_bytes < 4096 {
        // Small streams are parts of one stream, in sectors of their own size.
        let whole = chain(number(&directory, 116, 4)?, &table, sector)?;
        let parts = chain(number(bytes, 60, 4)?, &table, sector)?;
        let parts: Vec<usize> = numbers(&parts).collect();
        chain(start, &parts, |id| {
            whole.get(id * 64..whole.len().min(id * 64 + 64))
        })?
    } else {
        chain(start, &table, sector)?
    };
    stream.truncate(n_bytes);
    Some(stream)
}

/// Returns the bytes of a chain of sectors, of which `table` names the next of each.
fn chain<'b>(
    start: usize,
    table: &[usize],
    sector: impl Fn(usize) -> Option<&'b [u8]>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut id = start;
    // A chain that is longer than the table goes in a circle.
    for _ in 0..=table.len() {
        if id >= RESERVED {
            return Some(bytes);
        }
        bytes.extend(sector(id)?);
        id = *table.get(id)?;
    }
    None
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.chunks_exact(4).filter_map(|it| number(it, 0, 4))
}

/// Returns the number of `n` bytes at an offset, the least first.
fn number(bytes: &[u8], at: usize, n: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(n)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, it| number << 8 | usize::from(*it)),
    )
}
