//! Two texts in; the places where they differ out, word by word.

use std::ops::Range;

/// A place where two texts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// The line of the text that stands, from 1.
    pub line: usize,
    /// The character of it, from 1.
    pub column: usize,
    /// What stands there.
    pub stands: &'t str,
    /// What should.
    pub says: &'t str,
    /// The line that should stand there, and where in it `says` begins.
    pub wanted_line: &'t str,
    /// The byte of `wanted_line`.
    pub wanted_at: usize,
}

/// Returns where `stands` differs from `wanted`.
pub(super) fn differences<'t>(stands: &'t str, wanted: &'t str) -> Vec<Place<'t>> {
    let (old, new) = (lines(stands), lines(wanted));
    let words = |text: &str, of: &[Range<usize>]| match (of.first(), of.last()) {
        (Some(first), Some(last)) => words(&text[first.start..last.end], first.start),
        _ => Vec::new(),
    };
    let mut places = Vec::new();
    for (left, right) in changes(stands, &old, wanted, &new) {
        let (old_words, new_words) = (
            words(stands, &old[left.clone()]),
            words(wanted, &new[right.clone()]),
        );
        let old_end = old.get(left.start).map_or(stands.len(), |it| it.start);
        let new_end = new.get(right.start).map_or(wanted.len(), |it| it.start);
        for (from, to) in changes(stands, &old_words, wanted, &new_words) {
            let range = |of: &[Range<usize>], run: Range<usize>, end: usize| {
                let start = of
                    .get(run.start)
                    .map_or_else(|| of.last().map_or(end, |it| it.end), |it| it.start);
                let end = if run.is_empty() {
                    start
                } else {
                    of[run.end - 1].end
                };
                start..end
            };
            let at = range(&old_words, from, old_end);
            let should = range(&new_words, to, new_end);
            let place = place(stands, wanted, at, should);
            // Between words there is only white space, which no reader sees.
            if !(place.stands.is_empty() && place.says.is_empty()) {
                places.push(place);
            }
        }
    }
    places
}

fn place<'t>(
    stands: &'t str,
    wanted: &'t str,
    at: Range<usize>,
    should: Range<usize>,
) -> Place<'t> {
    let before = &stands[..at.start];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    let wanted_start = wanted[..should.start].rfind('\n').map_or(0, |it| it + 1);
    let wanted_end = wanted[should.start..]
        .find('\n')
        .map_or(wanted.len(), |it| should.start + it);
    Place {
        line: before.matches('\n').count() + 1,
        column: stands[line_start..at.start].chars().count() + 1,
        stands: &stands[at],
        says: &wanted[should.clone()],
        wanted_line: &wanted[wanted_start..wanted_end],
        wanted_at: should.start - wanted_start,
    }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |it: &str| {
        at += it.len();
        at - it.len()..at
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Returns the words of a text that begins at `offset`: runs of letters and figures, and single marks between them.
fn words(text: &str, offset: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for (at, letter) in text.char_indices() {
        let end = offset + at + letter.len_utf8();
        let is_word = letter.is_alphanumeric();
        match words.last_mut() {
            Some(last) if is_open && is_word => last.end = end,
            _ if !letter.is_whitespace() => words.push(offset + at..end),
            _ => {}
        }
        is_open = is_word;
    }
    words
}

/// Returns the runs of `old` and `new` that differ.
fn changes(
    old_text: &str,
    old: &[Range<usize>],
    new_text: &str,
    new: &[Range<usize>],
) -> Vec<(Range<usize>, Range<usize>)> {
    /// Beyond this many comparisons the middle is one difference.
    const MOST: usize = 4_000_000;
    let is_same = |a: usize, b: usize| old_text[old[a].clone()] == new_text[new[b].clone()];
    let shorter = old.len().min(new.len());
    let head = (0..shorter).take_while(|it| is_same(*it, *it)).count();
    let tail = (0..shorter - head)
        .take_while(|it| is_same(old.len() - 1 - it, new.len() - 1 - it))
        .count();
    let (n_old, n_new) = (old.len() - head - tail, new.len() - head - tail);
    if n_old == 0 && n_new == 0 {
        return Vec::new();
    }
    if n_old == 0 || n_new == 0 || n_old * n_new > MOST {
        return vec![(head..head + n_old, head..head + n_new)];
    }
    let width = n_new + 1;
    // The length of what the rests of both have in common, from each place on.
    let mut common = vec![0_u32; (n_old + 1) * width];
    for a in (0..n_old).rev() {
        for b in (0..n_new).rev() {
            common[a * width + b] = if is_same(head + a, head + b) {
                common[(a + 1) * width + b + 1] + 1
            } else {
                common[(a + 1) * width + b].max(common[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut runs = Vec::new();
    let (mut from, mut to) = (0, 0);
    while a < n_old || b < n_new {
        if a < n_old && b < n_new && is_same(head + a, head + b) {
            if from < a || to < b {
                runs.push((head + from..head + a, head + to..head + b));
            }
            (a, b) = (a + 1, b + 1);
            (from, to) = (a, b);
        } else if b == n_new
            || (a < n_old && common[(a + 1) * width + b] >= common[a * width + b + 1])
        {
            a += 1;
        } else {
            b += 1;
        }
    }
    if from < a || to < b {
        runs.push((head + from..head + a, head + to..head + b));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::differences;
    use proptest::prelude::*;

    #[track_caller]
    fn check(stands: &str, wanted: &str, expected: &[(usize, usize, &str, &str)]) {
        let found = differences(stands, wanted);
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.line, it.column, it.stands, it.says))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_that_differ_have_their_place() {
        check(
            "a\nLyon won 3-1.\n",
            "a\nLyon won 2-1.\n",
            &[(2, 10, "3", "2")],
        );
        check("Lyon won.", "Lyon won.", &[]);
        check("Lyon won late.", "Lyon won.", &[(1, 10, "late", "")]);
        check(
            "Lyon.\n",
            "Lyon.\nTwo goals.\n",
            &[(2, 1, "", "Two goals.\n".trim_end())],
        );
        check(
            "On Été, 5 of 6",
            "On Été, 4 of 7",
            &[(1, 9, "5", "4"), (1, 14, "6", "7")],
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_compared(left in "[a-c é\n]{0,30}", right in "[a-c é\n]{0,30}") {
            let same = left.split_whitespace().eq(right.split_whitespace());
            prop_assert!(same || !differences(&left, &right).is_empty());
        }
    }
}
