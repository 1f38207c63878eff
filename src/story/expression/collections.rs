//! Tokens in brackets and braces to lists, comprehensions, maps and what is taken of them.

use super::lexer::{Broken, Token};
use super::parser::{KEYWORDS, Parser, TERNARY};
use super::syntax::{Form, Syntax};
use crate::data::Value;

impl Parser {
    /// Reads `.name`, `?.name` and `[index]` after a part.
    pub(super) fn postfix(&mut self, mut part: Syntax, fields: bool) -> Result<Syntax, Broken> {
        loop {
            if fields && (self.take_sign(".") || self.take_sign("?.")) {
                let (name, name_range) = self.expect_name("the name of a field")?;
                let range = part.range.start..name_range.end;
                let of = Box::new(part);
                part = self.part(
                    Form::Field {
                        of,
                        name,
                        name_range,
                    },
                    range,
                )?;
            } else if self.take_sign("[") || self.take_sign("?[") {
                part = self.index(part)?;
            } else {
                return Ok(part);
            }
        }
    }

    /// Reads the index after `[`.
    fn index(&mut self, part: Syntax) -> Result<Syntax, Broken> {
        let index = if self.is_sign(":") {
            None
        } else {
            Some(self.expression(TERNARY)?)
        };
        if self.is_sign(":") {
            return Err(Broken::new("slices are not known here", self.place())
                .hint("use `first`, `last`, `nth(n=)` or `top(n=, of=)`"));
        }
        self.expect_sign("]")?;
        let range = part.range.start..self.last_end();
        let index = index.expect("a colon was refused above");
        let form = match index.form {
            Form::Constant(Value::Text(name)) => Form::Field {
                of: Box::new(part),
                name: name.to_string(),
                name_range: index.range,
            },
            form => Form::Index(Box::new([part, Syntax { form, ..index }])),
        };
        self.part(form, range)
    }

    /// Reads a list or a comprehension after `[`.
    pub(super) fn list(&mut self, start: usize) -> Result<Syntax, Broken> {
        let mut items = Vec::new();
        while !self.is_sign("]") {
            self.refuse_spread()?;
            let item = self.expression(TERNARY)?;
            if items.is_empty() && self.is_word("for") {
                return self.comprehension(item, start);
            }
            items.push(item);
            if !self.take_sign(",") && !self.is_sign("]") {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
        self.expect_sign("]")?;
        self.part(Form::List(items), start..self.last_end())
    }

    fn refuse_spread(&self) -> Result<(), Broken> {
        if self.is_sign("...") {
            return Err(Broken::new("`...` is not known here", self.place())
                .hint("name the elements one by one"));
        }
        Ok(())
    }

    /// Reads `for x in xs if c]` after the element.
    fn comprehension(&mut self, element: Syntax, start: usize) -> Result<Syntax, Broken> {
        self.take_word("for");
        let (variable, range) = self.expect_name("the name of a variable")?;
        if KEYWORDS.contains(&variable.as_str()) {
            return Err(Broken::new(
                format!("`{variable}` is a word of the grammar, not a variable"),
                range,
            ));
        }
        if !self.take_word("in") {
            return Err(self.unexpected("`in`"));
        }
        let list = Box::new(self.expression(TERNARY + 1)?);
        let condition = if self.take_word("if") {
            Some(Box::new(self.expression(TERNARY + 1)?))
        } else {
            None
        };
        self.expect_sign("]")?;
        let form = Form::Comprehension {
            element: Box::new(element),
            variable,
            list,
            condition,
        };
        self.part(form, start..self.last_end())
    }

    /// Reads a map after `{`.
    pub(super) fn map(&mut self, start: usize) -> Result<Syntax, Broken> {
        let mut entries = Vec::new();
        while !self.is_sign("}") {
            self.refuse_spread()?;
            let key = match self.peek() {
                Some(Token::Text(key)) => key.clone(),
                Some(Token::Number(key)) => key.to_string(),
                _ => return Err(self.unexpected("a key in quotes")),
            };
            self.next();
            self.expect_sign(":")?;
            entries.push((key, self.expression(TERNARY)?));
            if !self.take_sign(",") && !self.is_sign("}") {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
        self.expect_sign("}")?;
        self.part(Form::Map(entries), start..self.last_end())
    }
}
