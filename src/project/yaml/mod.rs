//! YAML that people write in; typed values with places out, or every mistake at once.

mod node;
mod parse;
mod broken;
mod check;
mod typed;
mod shapes;

pub use node::{Node, inside};
pub use parse::parse;
pub use shapes::{Entries, OneOrMany, ShortOr};
pub(in crate::project) use typed::SHAPE;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Reads, Span};

/// Reads a `T` from `file`; none if its text has mistakes, which are all in `diagnostics` then.
///
/// The tree is checked against the schema of `T` first, since serde stops at the first mistake.
pub fn read<T: DeserializeOwned + JsonSchema>(
    reads: &Reads,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let source = reads.file(file);
    let node = match parse(file, &source.text) {
        Ok(node) => node,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let schema = schema_of::<T>();
    if matches!(node.value, Node::Null) {
        let message = format!("`{}` has nothing in it", source.path.display());
        let finding = Diagnostic::error(Code::EmptyFile, message).at(Span::new(file, 0..0));
        diagnostics.push(match check::required(&schema).as_str() {
            "" => finding,
            keys => finding.hint(format!("it needs {keys}")),
        });
        return None;
    }
    let mut found = Diagnostics::default();
    check::check(&schema, &source.text, &node, &mut found);
    let has_errors = found.has_errors();
    diagnostics.append(found);
    if has_errors {
        return None;
    }
    match typed::from_node(&node) {
        Ok(value) => Some(value),
        Err(trouble) => {
            let span = trouble.span.unwrap_or(node.span);
            diagnostics.push(Diagnostic::error(Code::WrongType, trouble.message).at(span));
            None
        }
    }
}

/// Returns the JSON Schema of `T`, as an editor or a check uses it.
pub fn schema_of<T: JsonSchema>() -> serde_json::Value {
    schemars::SchemaGenerator::default()
        .into_root_schema_for::<T>()
        .to_value()
}

#[cfg(test)]
mod tests;
