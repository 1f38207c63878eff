//! Tokens to the syntax tree, by binding powers; the grammar and its precedence are Tera's.

use std::ops::Range;

use super::lexer::{Broken, Token, tokens};
use super::syntax::{Call, Form, Given, Syntax};
use super::tree::{Arithmetic, Comparison};
use crate::data::Value;

/// The longest expression that is read, in bytes. Longer ones are data or a mistake.
const LENGTH_MAX: usize = 10_000;
/// How deeply parts may be nested, so that a hostile file cannot exhaust the stack.
const HEIGHT_MAX: usize = 100;

/// Words of the grammar, which cannot name a variable.
pub(super) const KEYWORDS: [&str; 16] = [
    "true", "True", "false", "False", "none", "None", "null", "and", "or", "not", "is", "in", "if",
    "else", "for", "loop",
];

/// The binding power at which a ternary may stand; one more keeps it out.
pub(super) const TERNARY: u8 = 0;

/// Returns the syntax tree of a whole text.
pub(super) fn syntax(text: &str) -> Result<Syntax, Broken> {
    if text.len() > LENGTH_MAX {
        return Err(Broken::new(
            format!("the expression is longer than {LENGTH_MAX} bytes"),
            0..text.len(),
        )
        .hint("split it into facts"));
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
        end: text.trim_end().len(),
    };
    if parser.tokens.is_empty() {
        return Err(Broken::new("there is no expression here", 0..text.len()));
    }
    let tree = parser.expression(TERNARY)?;
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.unexpected("an operator or the end")),
    }
}

/// The tokens, and how far they are read.
pub(super) struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
    end: usize,
}

/// What an infix operator makes of its two sides.
#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    In,
    Is,
    Pipe,
    Arithmetic(Arithmetic),
    Compare(Comparison),
}

impl Infix {
    /// Returns the operator that `token` is.
    fn of(token: &Token) -> Option<Self> {
        Some(match token {
            Token::Word(word) => match word.as_str() {
                "or" => Infix::Or,
                "and" => Infix::And,
                "in" => Infix::In,
                "is" => Infix::Is,
                _ => return None,
            },
            Token::Sign("|") => Infix::Pipe,
            Token::Sign(sign) => match (Arithmetic::of(sign), Comparison::of(sign)) {
                (Some(it), _) => Infix::Arithmetic(it),
                (_, Some(it)) => Infix::Compare(it),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Returns the binding powers to the left and to the right, as in Tera's parser.
    fn powers(self) -> (u8, u8) {
        match self {
            Infix::Or => (1, 2),
            Infix::And => (3, 4),
            Infix::In | Infix::Is => (5, 6),
            Infix::Compare(_) => (7, 8),
            Infix::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => (11, 12),
            Infix::Arithmetic(Arithmetic::Power) => (16, 15),
            Infix::Arithmetic(_) => (13, 14),
            Infix::Pipe => (17, 18),
        }
    }
}

/// The power with which `not` binds what follows.
const NOT: u8 = 5;
/// The power with which a minus sign binds what follows: tighter than a filter, as in Tera.
const NEGATIVE: u8 = 20;

impl Parser {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(it, _)| it)
    }

    pub(super) fn next(&mut self) -> Option<(Token, Range<usize>)> {
        let found = self.tokens.get(self.at).cloned();
        self.at += 1;
        found
    }

    /// Returns the place of the next token, or of the end.
    pub(super) fn place(&self) -> Range<usize> {
        match self.tokens.get(self.at) {
            Some((_, range)) => range.clone(),
            None => self.end..self.end,
        }
    }

    /// Returns the offset after the last token read.
    pub(super) fn last_end(&self) -> usize {
        self.tokens[self.at.clamp(1, self.tokens.len()) - 1].1.end
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(it)) if *it == sign)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(it)) if it == word)
    }

    /// Reads `sign` if it comes next.
    pub(super) fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    /// Reads `word` if it comes next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    /// Says what stands where something else was expected.
    pub(super) fn unexpected(&self, expected: &str) -> Broken {
        let found = match self.peek() {
            Some(Token::Sign("=")) => {
                return Broken::new(format!("expected {expected}, found `=`"), self.place())
                    .hint("write `==` to compare");
            }
            Some(token) => token.describe(),
            None => "the end".to_owned(),
        };
        Broken::new(format!("expected {expected}, found {found}"), self.place())
    }

    pub(super) fn expect_sign(&mut self, sign: &str) -> Result<(), Broken> {
        if self.take_sign(sign) {
            return Ok(());
        }
        Err(self.unexpected(&format!("`{sign}`")))
    }

    pub(super) fn expect_name(&mut self, what: &str) -> Result<(String, Range<usize>), Broken> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let found = (word.clone(), self.place());
                self.at += 1;
                Ok(found)
            }
            _ => Err(self.unexpected(what)),
        }
    }

    /// Builds a part, unless it is nested too deeply.
    #[allow(clippy::unused_self, reason = "parts are made by the parser alone")]
    pub(super) fn part(&self, form: Form, range: Range<usize>) -> Result<Syntax, Broken> {
        let part = Syntax::new(form, range);
        if part.height > HEIGHT_MAX {
            return Err(too_deep(part.range));
        }
        Ok(part)
    }

    /// Reads an expression whose operators bind at least as tightly as `power`.
    pub(super) fn expression(&mut self, power: u8) -> Result<Syntax, Broken> {
        self.depth += 1;
        if self.depth > HEIGHT_MAX {
            return Err(too_deep(self.place()));
        }
        let mut left = self.prefix()?;
        loop {
            if self.is_word("if") && power == TERNARY {
                left = self.ternary(left)?;
                continue;
            }
            if self.is_word("not") && Infix::In.powers().0 >= power {
                self.at += 1;
                if !self.is_word("in") {
                    return Err(self.unexpected("`in`, as in `not in`"));
                }
                self.at += 1;
                left = self.contained(left)?;
                let range = left.range.clone();
                left = self.part(Form::Not(Box::new(left)), range)?;
                continue;
            }
            let Some(infix) = self.peek().and_then(Infix::of) else {
                break;
            };
            if infix.powers().0 < power {
                break;
            }
            self.at += 1;
            left = self.infix(infix, left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// Reads the right side of an operator.
    fn infix(&mut self, infix: Infix, left: Syntax) -> Result<Syntax, Broken> {
        if let Infix::Compare(_) = infix
            && let Form::Compare(..) = left.form
            && !left.grouped
        {
            return Err(Broken::new(
                "comparisons cannot be chained",
                left.range.start..self.last_end(),
            )
            .hint("write `a < b and b < c`"));
        }
        match infix {
            Infix::Is => return self.test(left),
            Infix::Pipe => return self.filter(left),
            Infix::In => return self.contained(left),
            _ => {}
        }
        let right = self.expression(infix.powers().1)?;
        let range = left.range.start..right.range.end;
        let two = Box::new([left, right]);
        let form = match infix {
            Infix::Or => Form::Or(two),
            Infix::And => Form::And(two),
            Infix::Arithmetic(it) => Form::Arithmetic(it, two),
            Infix::Compare(it) => Form::Compare(it, two),
            Infix::In | Infix::Is | Infix::Pipe => unreachable!("handled above"),
        };
        self.part(form, range)
    }

    /// Reads what `in` looks into.
    fn contained(&mut self, left: Syntax) -> Result<Syntax, Broken> {
        let right = self.expression(Infix::In.powers().1)?;
        let range = left.range.start..right.range.end;
        self.part(Form::In(Box::new([left, right])), range)
    }

    /// Reads `if condition else other` after a value.
    fn ternary(&mut self, value: Syntax) -> Result<Syntax, Broken> {
        self.at += 1;
        let condition = self.expression(TERNARY)?;
        if !self.take_word("else") {
            return Err(self
                .unexpected("`else`")
                .hint("a choice is written `this if condition else that`"));
        }
        let other = self.expression(TERNARY)?;
        let range = value.range.start..other.range.end;
        self.part(Form::Choice(Box::new([condition, value, other])), range)
    }

    /// Reads a sign or `not` with what it applies to, or a primary part.
    fn prefix(&mut self) -> Result<Syntax, Broken> {
        let start = self.place().start;
        let (form, power): (fn(Box<Syntax>) -> Form, u8) = if self.take_sign("-") {
            (Form::Negative, NEGATIVE)
        } else if self.take_word("not") {
            (Form::Not, NOT)
        } else {
            return self.primary();
        };
        if self.is_sign("-") || self.is_word("not") {
            return Err(Broken::new(
                "`-` and `not` cannot follow one another",
                start..self.place().end,
            )
            .hint("put the second in parentheses"));
        }
        let operand = self.expression(power)?;
        let range = start..operand.range.end;
        self.part(form(Box::new(operand)), range)
    }

    /// Reads a literal, a name, a list, a map or parentheses, and the fields and places taken of it.
    fn primary(&mut self) -> Result<Syntax, Broken> {
        let expected = "a name, a number, a text, `(`, `[` or `{`";
        let range = self.place();
        let Some((token, _)) = self.next() else {
            return Err(self.unexpected(expected));
        };
        let part = match token {
            Token::Number(it) => self.part(Form::Constant(Value::number(it)), range)?,
            Token::Text(it) => self.part(Form::Constant(Value::text(&it)), range)?,
            Token::Word(word) => self.word(word, range)?,
            Token::Sign("(") => {
                let mut inner = self.expression(TERNARY)?;
                self.expect_sign(")")?;
                inner.range = range.start..self.last_end();
                inner.grouped = true;
                inner
            }
            Token::Sign("[") => self.list(range.start)?,
            Token::Sign("{") => self.map(range.start)?,
            Token::Sign(_) => {
                self.at -= 1;
                return Err(self.unexpected(expected));
            }
        };
        self.postfix(part, true)
    }

    /// Reads what a word stands for: a constant of the grammar or a name.
    fn word(&mut self, word: String, range: Range<usize>) -> Result<Syntax, Broken> {
        let form = match word.as_str() {
            "true" | "True" => Form::Constant(Value::Bool(true)),
            "false" | "False" => Form::Constant(Value::Bool(false)),
            "none" | "None" | "null" => Form::Constant(Value::Missing),
            "and" | "or" | "is" | "in" | "if" | "else" | "for" => {
                self.at -= 1;
                return Err(self.unexpected("a value"));
            }
            _ if self.is_sign("(") => {
                return Err(
                    Broken::new(format!("`{word}` is called like a function"), range).hint(
                        format!("filters stand after their value: `value | {word}(…)`"),
                    ),
                );
            }
            _ => Form::Name(word),
        };
        self.part(form, range)
    }

    /// Reads a filter after `|`.
    fn filter(&mut self, of: Syntax) -> Result<Syntax, Broken> {
        let call = self.call(of, "the name of a filter")?;
        let range = call.of.range.start..self.last_end();
        let filtered = self.part(Form::Filter(Box::new(call)), range)?;
        if self.is_sign(".") || self.is_sign("?.") {
            return Err(self
                .unexpected("an operator or the end")
                .hint("put what stands before the `.` in parentheses"));
        }
        self.postfix(filtered, false)
    }

    /// Reads a test after `is`.
    fn test(&mut self, of: Syntax) -> Result<Syntax, Broken> {
        let negated = self.take_word("not");
        let call = self.call(of, "the name of a test")?;
        let range = call.of.range.start..self.last_end();
        let test = self.part(Form::Test(Box::new(call)), range.clone())?;
        if negated {
            return self.part(Form::Not(Box::new(test)), range);
        }
        Ok(test)
    }

    /// Reads a name and the arguments in parentheses, if there are any.
    fn call(&mut self, of: Syntax, what: &str) -> Result<Call, Broken> {
        let (name, name_range) = self.expect_name(what)?;
        let mut arguments = Vec::new();
        if self.take_sign("(") {
            while !self.is_sign(")") {
                arguments.push(self.argument()?);
                if !self.take_sign(",") && !self.is_sign(")") {
                    return Err(self.unexpected("`,` or `)`"));
                }
            }
            self.expect_sign(")")?;
        }
        Ok(Call {
            of,
            name,
            name_range,
            arguments,
        })
    }

    /// Reads an argument: `name=value`, or a value alone.
    fn argument(&mut self) -> Result<Given, Broken> {
        let range = self.place();
        let named = matches!(self.peek(), Some(Token::Word(_)))
            && matches!(self.tokens.get(self.at + 1), Some((Token::Sign("="), _)));
        let name = if named {
            let (name, _) = self.expect_name("a name")?;
            self.at += 1;
            Some(name)
        } else {
            None
        };
        let value = self.expression(TERNARY)?;
        Ok(Given {
            name,
            name_range: range,
            value,
        })
    }
}

fn too_deep(range: Range<usize>) -> Broken {
    Broken::new("the expression is nested too deeply", range).hint("split it into facts")
}
