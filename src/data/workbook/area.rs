//! `A4:H40` in, the rows and columns of a sheet out, and back to the names that people call cells by.

/// The cells of a sheet from the first row and column to the last, each from 0 and included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// The first and the last row.
    pub(super) rows: (u32, u32),
    /// The first and the last column.
    pub(super) columns: (u32, u32),
}

impl Area {
    /// The whole of a sheet.
    pub(super) const SHEET: Area = Area {
        rows: (0, N_ROWS_MAX - 1),
        columns: (0, N_COLUMNS_MAX - 1),
    };

    /// Reads `A4:H40`; `A4:H` goes to the last row, `A:H` has all rows.
    pub(super) fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.trim().split_once(':')?;
        let (first_column, first_row) = corner(first)?;
        let (last_column, last_row) = corner(last)?;
        let rows = (first_row.unwrap_or(0), last_row.unwrap_or(N_ROWS_MAX - 1));
        let columns = (first_column, last_column);
        (rows.0 <= rows.1 && columns.0 <= columns.1).then_some(Area { rows, columns })
    }

    /// Whether a cell is in the area.
    pub(super) fn has(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row)
            && (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// How many rows and columns the largest sheets have.
const N_ROWS_MAX: u32 = 1 << 20;
const N_COLUMNS_MAX: u32 = 1 << 14;

/// Reads `H40`, or `H` alone.
fn corner(text: &str) -> Option<(u32, Option<u32>)> {
    let text = text.trim().replace('$', "");
    let n_letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(n_letters);
    if !(1..=3).contains(&n_letters) {
        return None;
    }
    let number = letters.bytes().fold(0, |number, it| {
        number * 26 + u32::from(it.to_ascii_uppercase() - b'A') + 1
    });
    let row = match digits {
        "" => None,
        _ if digits.bytes().all(|it| it.is_ascii_digit()) => {
            let row = digits.parse::<u32>().ok()?.checked_sub(1)?;
            Some(row).filter(|it| *it < N_ROWS_MAX).map(Some)?
        }
        _ => return None,
    };
    (number <= N_COLUMNS_MAX).then_some((number - 1, row))
}

/// Returns the name of a cell, each from 0: `E12` of row 11 and column 4.
pub(in crate::data) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// Returns the letters of a column, from 0.
pub(in crate::data) fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{Area, N_ROWS_MAX, cell_name, column_name};

    #[test]
    fn an_area_is_read_as_people_write_it() {
        let check = |text, expected: Option<((u32, u32), (u32, u32))>| {
            let expected = expected.map(|(rows, columns)| Area { rows, columns });
            assert_eq!(Area::parse(text), expected, "{text}");
        };
        check("A4:H40", Some(((3, 39), (0, 7))));
        check(" $b$2 : c3 ", Some(((1, 2), (1, 2))));
        check("A4:H", Some(((3, N_ROWS_MAX - 1), (0, 7))));
        check("A:XFD", Some(((0, N_ROWS_MAX - 1), (0, 16383))));
        for wrong in [
            "A4", "H4:A40", "A40:H4", "A0:B2", "4:40", "A:XFE", "é1:b2", "A1:B2:C3", ":",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_cell_has_the_name_that_spreadsheets_show() {
        assert_eq!(cell_name(11, 4), "E12");
        assert_eq!(cell_name(0, 0), "A1");
        for (column, name) in [
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16383, "XFD"),
        ] {
            assert_eq!(column_name(column), name);
        }
    }
}
