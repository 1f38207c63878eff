//! The bytes of a workbook in, its sheets and their cells out; what is none, or is not safe to open, is said.

use std::cell::Cell;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{
    Data, DataRef, Error, OdsError, Reader, Sheet, SheetType, SheetVisible, Sheets, XlsError,
    XlsbError, XlsxError, open_workbook_from_rs,
};

use super::area::Area;
use super::cell::Content;
use super::{compound, zip};

/// How many cells a sheet may have, the empty ones before the last of each row too.
const N_CELLS_MAX: usize = 50_000_000;

/// How many bytes of text a sheet may have.
const N_BYTES_MAX: usize = 1 << 30;

/// An opened workbook.
pub(super) struct Book<'b> {
    sheets: Sheets<Cursor<&'b [u8]>>,
}

/// The cells of a sheet, row by row; each with its row and column, from 0.
pub(super) type Cells = Vec<(u32, u32, Content)>;

/// Why a file cannot be read as a workbook, as a clause about it, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) reason: String,
    pub(super) hint: &'static str,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>, hint: &'static str) -> Self {
        let reason = reason.into();
        Refusal { reason, hint }
    }
}

fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

impl<'b> Book<'b> {
    /// Opens the workbook in `bytes`, whose content says which kind it is.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let cursor = Cursor::new(bytes);
        let sheets = if is_compound(bytes) {
            // An encrypted workbook is wrapped in the old container, whatever it is itself.
            if has_name(bytes, "EncryptedPackage") {
                return Err(locked());
            }
            if !compound::has_fit_cells(bytes) {
                return Err(Refusal::new("is broken, or was cut short", SAVE_AGAIN));
            }
            guarded(|| {
                open_workbook_from_rs(cursor)
                    .map(Sheets::Xls)
                    .map_err(Error::Xls)
            })
        } else {
            match zip::kind(bytes)? {
                zip::Kind::Xlsx => guarded(|| {
                    open_workbook_from_rs(cursor)
                        .map(Sheets::Xlsx)
                        .map_err(Error::Xlsx)
                }),
                zip::Kind::Xlsb => guarded(|| {
                    open_workbook_from_rs(cursor)
                        .map(Sheets::Xlsb)
                        .map_err(Error::Xlsb)
                }),
                zip::Kind::Ods => guarded(|| {
                    open_workbook_from_rs(cursor)
                        .map(Sheets::Ods)
                        .map_err(Error::Ods)
                }),
            }
        };
        Ok(Book { sheets: sheets? })
    }

    /// Returns the name of each sheet of cells, and whether it is hidden, in the order of the workbook.
    pub(super) fn names(&self) -> Vec<(String, bool)> {
        let has_cells = |it: &&Sheet| it.typ == SheetType::WorkSheet;
        let sheets = self.sheets.sheets_metadata().iter().filter(has_cells);
        sheets
            .map(|it| (it.name.clone(), it.visible != SheetVisible::Visible))
            .collect()
    }

    /// Returns the filled cells of a sheet that are in `area`, row by row.
    pub(super) fn cells(&mut self, sheet: &str, area: &Area) -> Result<Cells, Refusal> {
        let mut cells = Gathered::new(*area);
        guarded(|| match &mut self.sheets {
            Sheets::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(Error::Xlsx)?;
                while let Some(cell) = reader.next_cell().map_err(Error::Xlsx)? {
                    let (row, column) = cell.get_position();
                    cells.push(row, column, cell.get_value())?;
                }
                Ok(())
            }
            Sheets::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(Error::Xlsb)?;
                while let Some(cell) = reader.next_cell().map_err(Error::Xlsb)? {
                    let (row, column) = cell.get_position();
                    cells.push(row, column, cell.get_value())?;
                }
                Ok(())
            }
            other => {
                let range = other.worksheet_range(sheet)?;
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, data) in range.used_cells() {
                    let row = first_row + row as u32;
                    cells.push(row, first_column + column as u32, &borrowed(data))?;
                }
                Ok(())
            }
        })?;
        cells.finish()
    }
}

/// The cells of a sheet as they are read, counted so that a small file cannot fill the memory.
struct Gathered {
    area: Area,
    cells: Cells,
    n_bytes: usize,
}

impl Gathered {
    fn new(area: Area) -> Self {
        let cells = Vec::new();
        Gathered {
            area,
            cells,
            n_bytes: 0,
        }
    }

    fn push(&mut self, row: u32, column: u32, data: &DataRef<'_>) -> Result<(), Error> {
        if !self.area.has(row, column) {
            return Ok(());
        }
        if let DataRef::SharedString(text) = data {
            self.n_bytes += text.len();
        } else if let DataRef::String(text) = data {
            self.n_bytes += text.len();
        }
        if self.cells.len() >= N_CELLS_MAX || self.n_bytes > N_BYTES_MAX {
            return Err(Error::Msg(TOO_LARGE));
        }
        if let Some(content) = Content::of(data) {
            self.cells.push((row, column, content));
        }
        Ok(())
    }

    /// Returns the cells row by row; of two that claim one place the last, as spreadsheets do.
    fn finish(mut self) -> Result<Cells, Refusal> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        self.cells.dedup_by(|next, kept| {
            let is_same = (next.0, next.1) == (kept.0, kept.1);
            if is_same {
                std::mem::swap(next, kept);
            }
            is_same
        });
        let rows = self.cells.chunk_by(|one, other| one.0 == other.0);
        let n_cells: usize = rows.map(|row| row[row.len() - 1].1 as usize + 1).sum();
        if n_cells > N_CELLS_MAX {
            return Err(refusal(&Error::Msg(TOO_LARGE)));
        }
        Ok(self.cells)
    }
}

const TOO_LARGE: &str = "has a sheet with more than 50 million cells, or 1 GiB of text";

/// Returns data as what the readers that lend it return.
fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(it) => DataRef::Int(*it),
        Data::Float(it) => DataRef::Float(*it),
        Data::Bool(it) => DataRef::Bool(*it),
        Data::DateTime(it) => DataRef::DateTime(*it),
        Data::DateTimeIso(it) => DataRef::DateTimeIso(it.clone()),
        Data::DurationIso(it) => DataRef::DurationIso(it.clone()),
        Data::Error(it) => DataRef::Error(it.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Runs a step of the reader of workbooks; one that a broken file brings down is a refusal, not our end.
fn guarded<T>(step: impl FnOnce() -> Result<T, Error>) -> Result<T, Refusal> {
    // Calamine 0.38 indexes past the end of old workbooks that are cut or changed, which only shows there.
    // What the step worked on is given up if it fails, so that nothing half done is seen.
    hush();
    IS_OPENING.set(true);
    let result = catch_unwind(AssertUnwindSafe(step));
    IS_OPENING.set(false);
    match result {
        Ok(result) => result.map_err(|it| refusal(&it)),
        Err(_) => Err(Refusal::new("is broken, or was cut short", SAVE_AGAIN)),
    }
}

thread_local! {
    /// Whether the reader of workbooks is at work on this thread.
    static IS_OPENING: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a panic of the reader of workbooks from being printed: the refusal says all there is to say.
/// Any other panic is told as before.
fn hush() {
    static IS_SET: Once = Once::new();
    IS_SET.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_OPENING.get() {
                told(info);
            }
        }));
    });
}

const SAVE_AGAIN: &str = "open it in a spreadsheet program and save it again, or ask for it again";

fn refusal(error: &Error) -> Refusal {
    match error {
        Error::Xlsx(XlsxError::Password)
        | Error::Xlsb(XlsbError::Password)
        | Error::Xls(XlsError::Password)
        | Error::Ods(OdsError::Password) => locked(),
        Error::Msg(TOO_LARGE) => Refusal::new(TOO_LARGE, "leave out what no story needs"),
        other => {
            let reason = other.to_string();
            let reason = reason
                .split_once(": ")
                .map_or(reason.as_str(), |(_, it)| it);
            Refusal::new(
                format!("cannot be read as a workbook: {reason}"),
                SAVE_AGAIN,
            )
        }
    }
}

fn locked() -> Refusal {
    Refusal::new("is locked with a password", "save it without one")
}

/// Whether the directory of an old container has an entry of this name, which it writes in UTF-16.
fn has_name(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|it| it == name)
}
