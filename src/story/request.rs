//! Requests: the call at the end of a print, to a typed request and its argument.

use super::expression::{Expr, RequestCall};
use super::phrase::{ChangeRule, DateForm, Request};
use crate::data::Value;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;

/// Returns the request that `call` makes and the expression it needs besides, if it is sound.
pub(super) fn typed(
    call: RequestCall,
    language: &dyn Language,
    diagnostics: &mut Diagnostics,
) -> Option<(Request, Option<Expr>)> {
    let mut args = Arguments {
        call,
        language,
        diagnostics,
        is_sound: true,
    };
    let request = args.request();
    let argument = match args.call.name {
        "verb" => args.take("subject"),
        "agree" => args.take("with"),
        "counted" => args.take("noun"),
        "plural" => args.take("of"),
        "change" => args.take("from"),
        _ => None,
    };
    args.is_sound.then_some((request, argument))
}

struct Arguments<'a> {
    call: RequestCall,
    language: &'a dyn Language,
    diagnostics: &'a mut Diagnostics,
    is_sound: bool,
}

impl Arguments<'_> {
    fn request(&mut self) -> Request {
        match self.call.name {
            "the" => Request::The,
            "name" => Request::Name,
            "short" => Request::Short,
            "pronoun" => Request::Pronoun,
            "at" => Request::At,
            "verb" => Request::Verb {
                tense: self.tense(),
                negative: self.flag("negative"),
            },
            "agree" => Request::Agree,
            "number" => Request::Number {
                decimals: self.decimals(),
            },
            "words" => Request::Words {
                feminine: self.flag("feminine"),
            },
            "percent" => Request::Percent {
                decimals: self.decimals(),
            },
            "points" => Request::Points {
                decimals: self.decimals(),
            },
            "money" => Request::Money {
                decimals: self.decimals(),
            },
            "compact" => Request::Compact {
                decimals: self.decimals(),
            },
            "counted" => Request::Counted {
                words: self.text("form").map(|it| it == "words"),
            },
            "plural" => Request::Plural,
            "ordinal" => Request::Ordinal {
                words: self.flag("words"),
                feminine: self.flag("feminine"),
            },
            "date" => Request::Date(self.date_form(DateForm::Long)),
            "on" => Request::On(self.date_form(DateForm::Full)),
            "list" => Request::List,
            "score" => Request::Score,
            "change" => Request::Change {
                noun: self.text("form").is_some_and(|it| it == "noun"),
                rule: ChangeRule::default(),
            },
            other => unreachable!("`{other}` is in the list of requests and not here"),
        }
    }

    fn take(&mut self, name: &str) -> Option<Expr> {
        let idx = self.call.args.iter().position(|(it, _)| it.value == name)?;
        Some(self.call.args.remove(idx).1)
    }

    /// Returns the literal that an argument must be.
    fn constant(&mut self, name: &str) -> Option<Value> {
        let expr = self.take(name)?;
        if let Some(value) = expr.constant() {
            return Some(value.clone());
        }
        let message = format!(
            "`{name}` must be written out, since wording is settled before the data is seen"
        );
        self.diagnostics
            .push(Diagnostic::error(Code::WrongArgument, message).at(expr.span()));
        self.is_sound = false;
        None
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.constant(name)? {
            Value::Text(text) => Some(text.to_string()),
            other => self.refuse(name, "a text", &other),
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        match self.constant(name) {
            Some(Value::Bool(flag)) => flag,
            Some(other) => self
                .refuse(name, "`true` or `false`", &other)
                .unwrap_or_default(),
            None => false,
        }
    }

    fn decimals(&mut self) -> Option<u32> {
        let value = self.constant("decimals")?;
        let decimals = match &value {
            Value::Number(it) => u32::try_from(it.amount).ok().filter(|it| *it <= 9),
            _ => None,
        };
        decimals.or_else(|| self.refuse("decimals", "a whole number up to 9", &value))
    }

    fn refuse<T>(&mut self, name: &str, wanted: &str, value: &Value) -> Option<T> {
        let message = format!("`{name}` takes {wanted}, not {}", value.kind());
        self.diagnostics
            .push(Diagnostic::error(Code::WrongArgument, message).at(self.call.span));
        self.is_sound = false;
        None
    }

    fn tense(&mut self) -> crate::language::Tense {
        let usual = self.language.tenses()[0].1;
        let Some(name) = self.text("tense") else {
            return usual;
        };
        self.language.tense(&name).unwrap_or_else(|| {
            let message = format!(
                "`{name}` is no tense of this language ({})",
                self.language.tag()
            );
            let names = self.language.tenses().iter().map(|(name, _)| *name);
            let diagnostic = Diagnostic::error(Code::WrongArgument, message).at(self.call.span);
            self.diagnostics.push(diagnostic.did_you_mean(&name, names));
            self.is_sound = false;
            usual
        })
    }

    fn date_form(&mut self, usual: DateForm) -> DateForm {
        let Some(name) = self.text("form") else {
            return usual;
        };
        DateForm::from_name(&name).unwrap_or_else(|| {
            let message = format!("`{name}` is no form of a date");
            let names = DateForm::NAMES.iter().map(|(name, _)| *name);
            let diagnostic = Diagnostic::error(Code::WrongArgument, message).at(self.call.span);
            self.diagnostics.push(diagnostic.did_you_mean(&name, names));
            self.is_sound = false;
            usual
        })
    }
}
