//! Suffix tables: a word in; the forms of its class out, by the longest suffix that fits.
//!
//! The tables are made by `tools/suffix_table.py`, which describes their format. They give the words they were made of
//! exactly, and unknown words the class of their nearest relatives.

/// A suffix table, read once.
pub(super) struct Table {
    classes: Vec<Vec<&'static str>>,
    /// Suffix and class, sorted by the suffix's bytes from its end.
    rules: Vec<(&'static str, u16)>,
}

/// A set of words that may, very rarely, claim one it does not hold.
pub(super) struct Known(pub(super) &'static [u8]);

impl Table {
    /// Reads a table.
    pub(super) fn read(text: &'static str) -> Self {
        let mut table = Table {
            classes: Vec::new(),
            rules: Vec::new(),
        };
        let mut in_rules = false;
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            match line {
                "[classes]" => in_rules = false,
                "[rules]" => in_rules = true,
                _ if in_rules => {
                    let (suffix, class) = line.split_once('\t').expect("a rule has two columns");
                    let class = class.parse().expect("a class is a number");
                    table.rules.push((suffix, class));
                }
                _ => table.classes.push(line.split('\t').collect()),
            }
        }
        table
    }

    /// Returns the cells of a word's class.
    pub(super) fn cells(&self, word: &str) -> &[&'static str] {
        let bytes = word.as_bytes();
        let (mut low, mut high) = (0, self.rules.len());
        let mut class = 0;
        for depth in 0.. {
            // All rules from `low` to `high` share the word's last `depth` bytes; the shortest stands first.
            if self.rules[low].0.len() == depth {
                class = self.rules[low].1;
                low += 1;
            }
            let Some(byte) = nth_from_end(bytes, depth) else {
                break;
            };
            let range = &self.rules[low..high];
            let start = range.partition_point(|rule| from_end(rule.0, depth) < byte);
            let end = range.partition_point(|rule| from_end(rule.0, depth) <= byte);
            high = low + end;
            low += start;
            if low == high {
                break;
            }
        }
        &self.classes[usize::from(class)]
    }

    /// Returns one form of a word, if the word has it.
    pub(super) fn form(&self, word: &str, cell: usize) -> Option<String> {
        inflect(word, self.cells(word).get(cell)?)
    }
}

impl Known {
    /// Whether a word of a kind (`n`, `a`, `v`) is in the set.
    pub(super) fn has(&self, kind: char, word: &str) -> bool {
        let hash = fnv1a(kind, word);
        let (low, high) = (hash & 0xffff_ffff, (hash >> 32) | 1);
        let n_bits = self.0.len() as u64 * 8;
        (0..6).all(|idx| {
            let bit = (low + idx * high) % n_bits;
            self.0[(bit / 8) as usize] & (1 << (bit % 8)) != 0
        })
    }
}

fn fnv1a(kind: char, word: &str) -> u64 {
    [kind as u8, b':']
        .iter()
        .chain(word.as_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// Returns the byte at `depth` from the end, with a `^` before the first.
fn nth_from_end(bytes: &[u8], depth: usize) -> Option<u8> {
    match depth.cmp(&bytes.len()) {
        std::cmp::Ordering::Less => Some(bytes[bytes.len() - 1 - depth]),
        std::cmp::Ordering::Equal => Some(b'^'),
        std::cmp::Ordering::Greater => None,
    }
}

fn from_end(suffix: &str, depth: usize) -> u8 {
    let bytes = suffix.as_bytes();
    bytes[bytes.len() - 1 - depth]
}

/// Strips and adds what a cell says; `-` is a form that does not exist.
fn inflect(word: &str, cell: &str) -> Option<String> {
    let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
    let strip: usize = cell[..digits].parse().ok()?;
    let stem_end = match strip {
        0 => word.len(),
        _ => word.char_indices().rev().nth(strip - 1)?.0,
    };
    let mut form = String::with_capacity(word.len() + cell.len());
    form.push_str(&word[..stem_end]);
    form.push_str(&cell[digits..]);
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::{Known, Table};

    const NOUNS: &str = "# a comment\n[classes]\n0s\n1ux\n0\n[rules]\n\t0\nal\t1\n^bal\t0\ns\t2\n";

    #[test]
    fn the_longest_suffix_wins() {
        let table = Table::read(NOUNS);
        let form = |word| table.form(word, 0).expect("every class has one cell");
        assert_eq!(form("but"), "buts");
        assert_eq!(form("cheval"), "chevaux");
        assert_eq!(form("bal"), "bals");
        assert_eq!(form("temps"), "temps");
        assert_eq!(form(""), "s");
    }

    #[test]
    fn an_empty_set_knows_nothing() {
        assert!(!Known(&[0; 4]).has('n', "but"));
    }
}
