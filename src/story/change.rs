//! A print of a change: which figures it tells, by what its measure says of them.

use super::expression::{self, Expr, Node, Shape, Slot};
use super::phrase::ChangeRule;
use super::scope::{Compared, Names};
use crate::data::{Kind, Unit};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

fn moves_by_percent(value: &Expr) -> bool {
    matches!(value.shape(), Shape::Cell(Kind::Number(unit)) if unit != Unit::Percent)
}

/// Returns what is said of the figure that `value` is, and what it is compared with; nothing to compare with where the
/// value is a map, or a list of maps, that says so itself.
pub(super) fn told(
    value: &mut Expr,
    from: Option<Expr>,
    span: Span,
    names: &Names<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(ChangeRule, Option<Expr>)> {
    let of = from.as_ref().unwrap_or(&*value);
    let compared = match of.node() {
        Node::Slot(_, name) if **name == *"it" => names.it_compared(),
        Node::Slot(_, name) => names.compared(name),
        _ => None,
    };
    let comparison = compared.as_ref().and_then(|it| it.base.split_once('.'));
    if comparison.is_some_and(|(_, it)| it == "peers") {
        let message = "what the others have is no earlier figure: nothing moved from it";
        let hint = "say how far off it is with `.difference`, `.percent` or `.rank`";
        let finding = Diagnostic::error(Code::UnlikeFigures, message).at(span);
        diagnostics.push(finding.hint(hint));
        return None;
    }
    if let Some(from) = from {
        let rule = compared.map(|it| it.rule);
        return Some((rule.unwrap_or_default(), Some(from)));
    }
    if let Some(Compared { base, exact, rule }) = compared {
        let parse =
            |text: &str, found: &mut Diagnostics| expression::parse(text, &|_| span, names, found);
        // Points are told of the figures as they are printed; a percentage of those would be another one.
        if let (Some([figure, base]), true) = (exact, moves_by_percent(value)) {
            *value = parse(&figure, diagnostics)?;
            return Some((rule, parse(&base, diagnostics)));
        }
        return Some((rule, Some(parse(&base, diagnostics)?)));
    }
    if matches!(value.node(), Node::Slot(Slot::IT, _)) {
        names.read_change();
    }
    if value.shape() != Shape::Unknown {
        let message = "this is no measure, and nothing says what it changed from";
        let hint =
            "write `change(from=…)`, or declare it under `measures:` with what it is compared with";
        let finding = Diagnostic::error(Code::WrongArgument, message).at(span);
        diagnostics.push(finding.hint(hint));
        return None;
    }
    Some((ChangeRule::default(), None))
}
