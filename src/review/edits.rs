//! The lines of two versions of an article in; what is different between them out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::difference::{Cause, Edit, EditKind};
use super::line::{Line, LineId};

/// Returns what is different between the lines of two versions, in the order of the new one.
pub(super) fn edits(before: &[Line], after: &[Line], cause: Cause) -> Vec<Edit> {
    let old: BTreeMap<&LineId, &Line> = before.iter().map(|it| (&it.id, it)).collect();
    let new: BTreeSet<&LineId> = after.iter().map(|it| &it.id).collect();
    let mut edits = Vec::new();
    for line in after {
        match old.get(&line.id) {
            None => edits.push(edit(EditKind::Added, cause, None, Some(line))),
            Some(earlier) if earlier.text == line.text => {}
            Some(earlier) => {
                let (kind, cause) = kind(earlier, line, cause);
                edits.push(edit(kind, cause, Some(earlier), Some(line)));
            }
        }
    }
    for line in before.iter().filter(|it| !new.contains(&it.id)) {
        edits.push(edit(EditKind::Removed, cause, Some(line), None));
    }
    edits.extend(moved(before, after, cause));
    // What took the place of something stands after it, in the section that both are of.
    let sections = after.iter().chain(before).map(|it| &it.id.section);
    let mut order: Vec<&Arc<str>> = Vec::new();
    for section in sections {
        if !order.contains(&section) {
            order.push(section);
        }
    }
    edits.sort_by_key(|it| {
        let section = order.iter().position(|section| **section == it.section);
        (section, it.kind != EditKind::Removed)
    });
    edits
}

fn edit(kind: EditKind, cause: Cause, before: Option<&Line>, after: Option<&Line>) -> Edit {
    let id = &after.or(before).expect("an edit is of a line").id;
    Edit {
        kind,
        cause,
        section: id.section.clone(),
        message: id.message.clone(),
        before: before.map(|it| it.text.clone()),
        after: after.map(|it| it.text.clone()),
    }
}

/// Returns how two texts of one message differ, and who made that.
fn kind(before: &Line, after: &Line, cause: Cause) -> (EditKind, Cause) {
    if before.variant != after.variant {
        let has_both =
            before.variants.contains(&after.variant) && after.variants.contains(&before.variant);
        if has_both {
            return (EditKind::Variant, cause);
        }
        return (EditKind::Wording, Cause::ReEdit);
    }
    // The same variant with other values: the data's doing, or that of a formula or of a name in the lexicon.
    if cause == Cause::Update && (before.values != after.values || before.words != after.words) {
        return (EditKind::Value, cause);
    }
    (EditKind::Wording, Cause::ReEdit)
}

/// Returns an edit for each section whose lines stand in another order.
fn moved(before: &[Line], after: &[Line], cause: Cause) -> Vec<Edit> {
    let common = |lines: &[Line], others: &[Line]| -> Vec<LineId> {
        let others: BTreeSet<&LineId> = others.iter().map(|it| &it.id).collect();
        let lines = lines.iter().map(|it| &it.id);
        lines.filter(|it| others.contains(it)).cloned().collect()
    };
    let (old, new) = (common(before, after), common(after, before));
    let mut edits: Vec<Edit> = Vec::new();
    for id in &new {
        if edits.iter().any(|it| it.section == id.section) {
            continue;
        }
        let names = |ids: &[LineId]| -> Vec<String> {
            let ids = ids.iter().filter(|it| it.section == id.section);
            ids.filter_map(|it| Some(format!("{}{}", it.message.as_ref()?, it.item)))
                .collect()
        };
        let (before, after) = (names(&old), names(&new));
        if before != after {
            edits.push(Edit {
                kind: EditKind::Moved,
                cause,
                section: id.section.clone(),
                message: None,
                before: Some(before.join(", ")),
                after: Some(after.join(", ")),
            });
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Address;

    /// Returns the line of a message, in a variant of two.
    fn line(message: &str, variant: u64, text: &str) -> Line {
        let id = LineId {
            section: "body".into(),
            role: 0,
            message: Some(message.into()),
            item: String::new(),
            nth: 0,
        };
        Line {
            id,
            variant: Address(variant),
            variants: vec![Address(1), Address(2)],
            text: text.to_owned(),
            words: String::new(),
            values: vec![text.to_owned()],
        }
    }

    #[track_caller]
    fn check(before: &[Line], after: &[Line], cause: Cause, expected: &[(EditKind, Cause)]) {
        let found = edits(before, after, cause);
        let found: Vec<_> = found.iter().map(|it| (it.kind, it.cause)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_change_is_told_by_what_it_is_and_who_made_it() {
        use Cause::{ReEdit, Update};
        let [win, draw] = [line("win", 1, "3"), line("draw", 1, "0")];
        let both = [win.clone(), draw.clone()];
        check(&both, &both, Update, &[]);
        let other = [line("win", 1, "4"), draw.clone()];
        check(&both, &other, Update, &[(EditKind::Value, Update)]);
        check(&both, &other, ReEdit, &[(EditKind::Wording, ReEdit)]);
        let other = [line("win", 2, "4"), draw.clone()];
        check(&both, &other, Update, &[(EditKind::Variant, Update)]);
        // The variant is one that the old version did not have.
        let mut edited = line("win", 3, "4");
        edited.variants = vec![Address(3), Address(2)];
        check(
            &both,
            &[edited, draw.clone()],
            Update,
            &[(EditKind::Wording, ReEdit)],
        );
        check(&both, &both[..1], Update, &[(EditKind::Removed, Update)]);
        check(&both[..1], &both, ReEdit, &[(EditKind::Added, ReEdit)]);
        let turned = [draw, win];
        check(&both, &turned, Update, &[(EditKind::Moved, Update)]);
    }
}
