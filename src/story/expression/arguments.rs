//! Arguments as they are given, to their places in a signature; what does not fit is told.

use super::resolve::Resolver;
use super::signature::{Argument, Signature, Takes};
use super::syntax::{Call, Given};
use super::tree::Expr;
use crate::data::Value;
use crate::diagnostics::{Code, Diagnostic};

impl Resolver<'_> {
    /// Matches what is given with what `signature` takes: the position of each, in the order given.
    pub(super) fn arguments<'c, K>(
        &mut self,
        signature: &'static Signature<K>,
        call: &'c Call,
    ) -> Vec<(usize, &'c Given)> {
        let mut matched: Vec<(usize, &Given)> = Vec::new();
        for (place, given) in call.arguments.iter().enumerate() {
            match self.position(signature, place, given) {
                Some(it) if matched.iter().any(|(other, _)| *other == it) => self.error(
                    Code::WrongArgument,
                    format!(
                        "`{}` is given `{}` twice",
                        signature.name, signature.arguments[it].name
                    ),
                    &given.value.range,
                    "",
                ),
                Some(it) => matched.push((it, given)),
                None => {}
            }
        }
        for (position, argument) in signature.arguments.iter().enumerate() {
            if argument.required && !matched.iter().any(|(it, _)| *it == position) {
                let (filter, name) = (signature.name, argument.name);
                self.error(
                    Code::WrongArgument,
                    format!("`{filter}` lacks its argument `{name}`"),
                    &call.name_range,
                    &format!("write `{filter}({name}=…)`"),
                );
            }
        }
        matched
    }

    /// Returns the position of an argument in the signature, or adds that it has no place there.
    fn position<K>(
        &mut self,
        signature: &'static Signature<K>,
        place: usize,
        given: &Given,
    ) -> Option<usize> {
        let Some(name) = &given.name else {
            if place < signature.arguments.len() {
                return Some(place);
            }
            let message = format!(
                "`{}` takes {}",
                signature.name,
                match signature.arguments.len() {
                    0 => "no arguments".to_owned(),
                    1 => "one argument".to_owned(),
                    n => format!("{n} arguments"),
                }
            );
            self.error(Code::WrongArgument, message, &given.value.range, "");
            return None;
        };
        let found = signature.argument(name).map(|(position, _)| position);
        if found.is_none() {
            let names: Vec<&str> = signature.arguments.iter().map(|it| it.name).collect();
            let message = format!("`{}` has no argument `{name}`", signature.name);
            let finding =
                Diagnostic::error(Code::WrongArgument, message).at(self.span(&given.name_range));
            self.found.push(if names.is_empty() {
                finding.hint("it takes none")
            } else {
                finding.did_you_mean(name, names)
            });
        }
        found
    }

    /// Resolves the value of an argument, and checks a text against those that are allowed.
    pub(super) fn argument_value(
        &mut self,
        filter: &str,
        argument: &Argument,
        given: &Given,
    ) -> Expr {
        let value = self.expr(&given.value);
        if let Takes::OneOf(allowed) = argument.takes
            && let Some(Value::Text(text)) = value.constant()
            && !allowed.contains(&&**text)
        {
            let message = format!("`{filter}` has no {} \"{text}\"", argument.name);
            self.unknown(
                Code::WrongArgument,
                message,
                &given.value.range,
                text,
                allowed,
            );
        }
        value
    }
}
