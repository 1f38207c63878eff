//! The inside of a variant: source text to literals, prints, choices, optional clauses and repeats.
//!
//! This is the outer grammar only; what stands between `{{` and `}}` is parsed as an expression by
//! the compiler, which knows the names.

use std::ops::Range;

/// A stretch of a variant. Ranges are bytes of the text that was parsed.
#[derive(Debug, PartialEq)]
pub(super) enum Node {
    /// The author's own words.
    Literal(Range<usize>),
    /// `{{ … }}`: the expression.
    Print(Range<usize>),
    /// `[[a | b]]`: one of several.
    Choice(Vec<Vec<Node>>),
    /// `[[? … ]]`: left out when a fact of it is missing, or its guard is not true.
    Optional {
        guard: Option<Range<usize>>,
        body: Vec<Node>,
    },
    /// `[[* list : … ]]`: once for each.
    Each { list: Range<usize>, body: Vec<Node> },
    /// `[[> name : value ]]`: a phrase of the bank by its name, told of a value if there is one.
    Phrase {
        name: Range<usize>,
        argument: Option<Range<usize>>,
    },
    /// `|` between the cells of a table's row.
    CellBreak,
}

/// A variant, opened up.
#[derive(Debug, PartialEq)]
pub(super) struct Variant {
    /// The expression of its leading code span.
    pub guard: Option<Range<usize>>,
    /// The rest.
    pub body: Vec<Node>,
}

/// A place where the markup is broken, and why.
#[derive(Debug, PartialEq)]
pub(super) struct Broken {
    pub range: Range<usize>,
    pub message: &'static str,
    pub hint: &'static str,
}

/// Opens up the variant at `range` of `text`; `in_table` makes `|` end a cell.
pub(super) fn parse(text: &str, range: Range<usize>, in_table: bool) -> Result<Variant, Broken> {
    let mut parser = Parser {
        text,
        at: range.start,
        end: range.end,
        depth: 0,
        in_table,
    };
    let guard = parser.guard()?;
    parser.skip_space();
    let body = parser.nodes()?;
    if parser.at < parser.end {
        let at = parser.at;
        return Err(parser.broken(
            at..at + 2,
            "`]]` closes nothing",
            "remove it, or write `[[` before",
        ));
    }
    Ok(Variant { guard, body })
}

/// How deep brackets may stand in brackets.
const DEPTH_MAX: usize = 16;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    depth: usize,
    in_table: bool,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    fn broken(&self, range: Range<usize>, message: &'static str, hint: &'static str) -> Broken {
        Broken {
            range: range.start..range.end.min(self.end),
            message,
            hint,
        }
    }

    fn skip_space(&mut self) {
        self.at = self.end - self.rest().trim_start().len();
    }

    /// Takes a code span that stands first: the guard. What follows it is left as it is.
    fn guard(&mut self) -> Result<Option<Range<usize>>, Broken> {
        if !self.rest().trim_start().starts_with('`') {
            return Ok(None);
        }
        self.skip_space();
        let start = self.at + 1;
        let Some(len) = self.text[start..self.end].find('`') else {
            let at = self.at;
            let hint = "end it with a backtick, as in `` `home_won` At home … ``";
            return Err(self.broken(at..at + 1, "this guard has no end", hint));
        };
        self.at = start + len + 1;
        Ok(Some(start..start + len))
    }

    /// Takes nodes until the end, or until a bar or a closing bracket that belongs to the caller.
    fn nodes(&mut self) -> Result<Vec<Node>, Broken> {
        let mut nodes = Vec::new();
        let mut literal = self.at;
        while self.at < self.end {
            let rest = self.rest();
            if rest.starts_with("]]") || (self.depth > 0 && rest.starts_with('|')) {
                break;
            }
            let opens = rest.starts_with("{{") || rest.starts_with("[[");
            if opens || (self.in_table && rest.starts_with('|')) {
                self.flush(&mut nodes, literal);
                nodes.push(self.special()?);
                literal = self.at;
            } else if rest.starts_with("}}") {
                let at = self.at;
                let hint = "write `{{` before the expression, or remove it";
                return Err(self.broken(at..at + 2, "`}}` closes nothing", hint));
            } else if rest.starts_with("{%") || rest.starts_with("{#") {
                let at = self.at;
                let hint =
                    "a condition belongs to a rule, a guard or an optional clause `[[? … ]]`";
                return Err(self.broken(
                    at..at + 2,
                    "statements cannot stand in a phrase bank",
                    hint,
                ));
            } else {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.flush(&mut nodes, literal);
        Ok(nodes)
    }

    fn flush(&self, nodes: &mut Vec<Node>, from: usize) {
        if from < self.at {
            nodes.push(Node::Literal(from..self.at));
        }
    }

    fn special(&mut self) -> Result<Node, Broken> {
        if self.rest().starts_with("{{") {
            return self.print();
        }
        if self.rest().starts_with("[[") {
            return self.bracket();
        }
        self.at += 1;
        Ok(Node::CellBreak)
    }

    fn print(&mut self) -> Result<Node, Broken> {
        let open = self.at;
        let start = open + 2;
        let inside = &self.text[start..self.end];
        let next_open = find_outside_quotes(inside, "{{");
        match find_outside_quotes(inside, "}}").filter(|it| next_open.is_none_or(|open| *it < open))
        {
            Some(len) => {
                self.at = start + len + 2;
                Ok(Node::Print(start..start + len))
            }
            None => Err(self.broken(
                open..open + 2,
                "this print has no end",
                "close it with `}}`",
            )),
        }
    }

    fn bracket(&mut self) -> Result<Node, Broken> {
        let open = self.at;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let hint = "write fewer choices inside choices";
            return Err(self.broken(open..open + 2, "brackets stand too deep in brackets", hint));
        }
        self.at += 2;
        let node = match self.rest().chars().next() {
            Some('?') => {
                self.at += 1;
                let guard = self.guard()?;
                Node::Optional {
                    guard,
                    body: self.body(open)?,
                }
            }
            Some('*') => {
                self.at += 1;
                self.each(open)?
            }
            Some('>') => {
                self.at += 1;
                self.phrase(open)?
            }
            _ => self.choice(open)?,
        };
        self.depth -= 1;
        self.close(open)?;
        Ok(node)
    }

    /// Takes the nodes of a clause, in which a bar has no meaning.
    fn body(&mut self, open: usize) -> Result<Vec<Node>, Broken> {
        let body = self.nodes()?;
        if self.rest().starts_with('|') {
            let hint = "put a choice inside its own brackets: `[[? … [[a | b]] … ]]`";
            return Err(self.broken(open..self.at + 1, "a clause is no choice", hint));
        }
        Ok(body)
    }

    fn each(&mut self, open: usize) -> Result<Node, Broken> {
        let start = self.at;
        let Some(len) = find_colon(self.rest()) else {
            let hint = "write the list, a colon and the phrase: `[[* goals : {{ it.scorer }} ]]`";
            return Err(self.broken(open..open + 3, "this repeat names no list", hint));
        };
        self.at = start + len + 1;
        self.skip_space();
        let mut body = self.body(open)?;
        trim_end(self.text, &mut body);
        Ok(Node::Each {
            list: start..start + len,
            body,
        })
    }

    fn phrase(&mut self, open: usize) -> Result<Node, Broken> {
        let Some(len) = find_outside_quotes(self.rest(), "]]") else {
            return Err(self.open(open));
        };
        let inside = self.at..self.at + len;
        self.at = inside.end;
        let colon = find_colon(&self.text[inside.clone()]);
        let name_end = colon.map_or(inside.end, |it| inside.start + it);
        let name = trimmed(self.text, inside.start..name_end);
        if name.is_empty() {
            let hint = "write the name of a phrase: `[[> amount : revenue ]]`";
            return Err(self.broken(open..open + 3, "this names no phrase", hint));
        }
        let argument = colon.map(|_| trimmed(self.text, name_end + 1..inside.end));
        Ok(Node::Phrase { name, argument })
    }

    fn choice(&mut self, open: usize) -> Result<Node, Broken> {
        let mut options = Vec::new();
        loop {
            self.skip_space();
            let mut option = self.nodes()?;
            trim_end(self.text, &mut option);
            options.push(option);
            if !self.rest().starts_with('|') {
                break;
            }
            self.at += 1;
        }
        if options.len() < 2 {
            let hint = "part the alternatives with `|`, or write `[[? … ]]` for a clause that may be left out";
            return Err(self.broken(open..self.at + 2, "a choice needs two alternatives", hint));
        }
        Ok(Node::Choice(options))
    }

    fn close(&mut self, open: usize) -> Result<(), Broken> {
        if self.rest().starts_with("]]") {
            self.at += 2;
            return Ok(());
        }
        Err(self.open(open))
    }

    /// Says that the bracket at `open` is not closed.
    fn open(&self, open: usize) -> Broken {
        self.broken(
            open..open + 2,
            "this bracket has no end",
            "close it with `]]`",
        )
    }
}

/// Drops white space at the end of the last literal.
fn trim_end(text: &str, nodes: &mut Vec<Node>) {
    if let Some(Node::Literal(range)) = nodes.last_mut() {
        range.end = range.start + text[range.clone()].trim_end().len();
        if range.start == range.end {
            nodes.pop();
        }
    }
}

/// Returns the range without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// Returns where `wanted` first stands in `text` outside quotes.
fn find_outside_quotes(text: &str, wanted: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if text[at..].starts_with(wanted) => return Some(at),
            None if matches!(letter, '"' | '\'' | '`') => quote = Some(letter),
            _ => {}
        }
    }
    None
}

/// Returns where the colon stands that ends the expression at the start of `text`.
fn find_colon(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.checked_sub(1)?,
            (None, ':') if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the nodes back in a plain form that shows their structure.
    fn show(text: &str, nodes: &[Node]) -> String {
        let list = |body: &[Node]| show(text, body);
        nodes
            .iter()
            .map(|node| match node {
                Node::Literal(range) => format!("‹{}›", &text[range.clone()]),
                Node::Print(range) => format!("p‹{}›", text[range.clone()].trim()),
                Node::Choice(options) => {
                    format!(
                        "c({})",
                        options
                            .iter()
                            .map(|it| list(it))
                            .collect::<Vec<_>>()
                            .join(" / ")
                    )
                }
                Node::Optional { guard, body } => {
                    let guard = guard.clone().map(|it| format!("{}? ", &text[it]));
                    format!("o({}{})", guard.unwrap_or_default(), list(body))
                }
                Node::Each { list: of, body } => {
                    format!("e({}: {})", text[of.clone()].trim(), list(body))
                }
                Node::Phrase { name, argument } => {
                    let of = argument.clone().map(|it| format!(": {}", &text[it]));
                    format!("n({}{})", &text[name.clone()], of.unwrap_or_default())
                }
                Node::CellBreak => "#".to_owned(),
            })
            .collect()
    }

    fn check(text: &str, expected: &str) {
        let variant = parse(text, 0..text.len(), false).expect("the markup is sound");
        let guard = variant
            .guard
            .map(|it| format!("{} => ", &text[it]))
            .unwrap_or_default();
        assert_eq!(format!("{guard}{}", show(text, &variant.body)), expected);
    }

    #[test]
    fn markup_is_opened_up() {
        check("Plain.", "‹Plain.›");
        check("A {{ b }} c", "‹A ›p‹b›‹ c›");
        check("`x > 1` A", "x > 1 => ‹A›");
        check("{{ \"}}\" ~ a }}.", "p‹\"}}\" ~ a›‹.›");
        check("[[a | {{ b }} c]] d", "c(‹a› / p‹b›‹ c›)‹ d›");
        check("a [[> b ]][[> c : d.e ]]", "‹a ›n(b)n(c: d.e)");
        check("a[[? , `b`]]", "‹a›o(‹ , `b`›)");
        check(
            "a[[? `b > 1` , c [[d | e]] ]]",
            "‹a›o(b > 1? ‹ , c ›c(‹d› / ‹e›)‹ ›)",
        );
        check(
            "[[* {\"a\": b} : {{ it.c }} ]].",
            "e({\"a\": b}: p‹it.c›)‹.›",
        );
        check("a | b", "‹a | b›");
    }

    #[test]
    fn broken_markup_is_named() {
        let fails = |text: &str| parse(text, 0..text.len(), false).unwrap_err().message;
        assert_eq!(fails("a {{ b"), "this print has no end");
        assert_eq!(fails("a [[b | c"), "this bracket has no end");
        assert_eq!(fails("a {{ b in {{ c }}"), "this print has no end");
        assert_eq!(fails("a }} b"), "`}}` closes nothing");
        assert_eq!(fails("a ]] b"), "`]]` closes nothing");
        assert_eq!(
            fails("{% if a %}"),
            "statements cannot stand in a phrase bank"
        );
        assert_eq!(fails("[[a]]"), "a choice needs two alternatives");
        assert_eq!(fails("`a"), "this guard has no end");
        assert_eq!(fails("[[* a ]]"), "this repeat names no list");
    }

    #[test]
    fn a_bar_parts_cells_in_tables_only() {
        let text = "{{ a }} | b";
        let variant = parse(text, 0..text.len(), true).expect("the markup is sound");
        assert_eq!(show(text, &variant.body), "p‹a›‹ ›#‹ b›");
    }
}
