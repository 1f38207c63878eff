//! Prose to HTML: the author's Markdown as tags, data as text.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::inline::{Inline, Run};
use super::plain::is_figure_column;
use crate::realise::{Form, Prose, Section, Text};

/// Returns the sections but the title as HTML.
pub(super) fn sections(prose: &Prose) -> String {
    let mut html = String::new();
    for section in prose.sections.iter().filter(|it| it.form != Form::Title) {
        push_section(section, &mut html);
    }
    html
}

/// Returns the title with the author's emphasis.
pub(super) fn title(prose: &Prose) -> String {
    let title = prose.sections.iter().find(|it| it.form == Form::Title);
    title
        .and_then(|it| it.blocks.first())
        .map(inline)
        .unwrap_or_default()
}

/// Returns `text` as HTML for the inside of a paragraph, cell or heading.
pub(super) fn fragment(text: &Text) -> String {
    inline([text])
}

fn push_section(section: &Section, html: &mut String) {
    if let Some(heading) = &section.heading {
        push_element("h2", &fragment(heading), html);
    }
    let caption = section.caption.as_ref().map(fragment).unwrap_or_default();
    match section.form {
        Form::Title => {}
        Form::Paragraph => {
            push_element("p", &caption, html);
            for texts in &section.blocks {
                push_element("p", &inline(texts), html);
            }
        }
        Form::List => {
            push_element("p", &caption, html);
            html.push_str("<ul>\n");
            for texts in &section.blocks {
                push_element("li", &inline(texts), html);
            }
            html.push_str("</ul>\n");
        }
        Form::Table => push_table(section, &caption, html),
    }
}

fn push_element(tag: &str, inside: &str, html: &mut String) {
    if !inside.trim().is_empty() {
        for part in ["<", tag, ">", inside, "</", tag, ">\n"] {
            html.push_str(part);
        }
    }
}

fn push_table(section: &Section, caption: &str, html: &mut String) {
    let n_columns = section.blocks.iter().map(Vec::len).max().unwrap_or(0);
    let n_columns = n_columns.max(section.columns.len());
    let classes: Vec<&str> = (0..n_columns)
        .map(|idx| {
            if is_figure_column(section, idx) {
                " class=\"figure\""
            } else {
                ""
            }
        })
        .collect();
    // The frame scrolls, not the page, when a table is wider than a phone; the caption does neither.
    html.push_str("<figure class=\"table\">\n");
    push_element("figcaption", caption, html);
    html.push_str("<div class=\"scroll\"><table>\n");
    if !section.columns.is_empty() {
        html.push_str("<thead><tr>");
        push_cells("th scope=\"col\"", &section.columns, &classes, html);
        html.push_str("</tr></thead>\n");
    }
    html.push_str("<tbody>\n");
    for row in &section.blocks {
        html.push_str("<tr>");
        push_cells("td", row, &classes, html);
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n</figure>\n");
}

/// Writes one row of cells, each as wide as its class says; a short row is filled up.
fn push_cells(tag: &str, cells: &[Text], classes: &[&str], html: &mut String) {
    let name = &tag[..2];
    for (idx, class) in classes.iter().enumerate() {
        let inside = cells.get(idx).map(fragment).unwrap_or_default();
        for part in ["<", tag, class, ">", &inside, "</", name, ">"] {
            html.push_str(part);
        }
    }
}

fn inline<'a>(texts: impl IntoIterator<Item = &'a Text>) -> String {
    let inline = Inline::of(texts);
    let mut html = String::with_capacity(inline.markdown().len() * 2);
    // Whether each link that is open leads somewhere.
    let mut links = Vec::new();
    for event in inline.events() {
        match event {
            Event::Text(text) => push_runs(&inline, &text, &mut html),
            Event::Code(code) => {
                html.push_str("<code>");
                push_runs(&inline, &code, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let address = inline.address(&dest_url);
                links.push(address.is_some());
                if let Some(address) = address {
                    html.push_str("<a href=\"");
                    escape(&address, &mut html);
                    html.push_str("\">");
                }
            }
            Event::End(TagEnd::Link) => html.push_str(if links.pop() == Some(true) {
                "</a>"
            } else {
                ""
            }),
            Event::Start(tag) => html.push_str(mark(tag.to_end(), "<em>", "<strong>", "<del>")),
            Event::End(tag) => html.push_str(mark(tag, "</em>", "</strong>", "</del>")),
            // A picture would be asked of another machine: its text stands for it.
            _ => {}
        }
    }
    unbroken(html.trim())
}

/// The longest score, span of years or date that is kept on one line.
const UNBROKEN_MAX: usize = 12;

/// Keeps figures that a hyphen or a dash joins on one line, as in `2-2`: browsers break after it.
fn unbroken(html: &str) -> String {
    if !html.contains(is_joint) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + 32);
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let n_bytes = match first {
            '<' => rest.find('>').map_or(rest.len(), |it| it + 1),
            '0'..='9' => joined(rest),
            _ => first.len_utf8(),
        };
        let (part, after) = rest.split_at(n_bytes);
        let is_joined = first != '<' && part.contains(is_joint) && first.is_ascii_digit();
        if is_joined && part.chars().count() <= UNBROKEN_MAX {
            out.extend(["<span class=\"nobr\">", part, "</span>"]);
        } else {
            out.push_str(part);
        }
        rest = after;
    }
    out
}

/// Returns how many bytes the figures at the start of `text` have, with what joins them.
fn joined(text: &str) -> usize {
    let n_digits = |it: &str| it.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = n_digits(text);
    while let Some(joint) = text[end..].chars().next().filter(|it| is_joint(*it)) {
        let after = end + joint.len_utf8();
        match n_digits(&text[after..]) {
            0 => break,
            n_more => end = after + n_more,
        }
    }
    end
}

fn is_joint(letter: char) -> bool {
    matches!(letter, '-' | '–')
}

fn mark(tag: TagEnd, em: &'static str, strong: &'static str, del: &'static str) -> &'static str {
    match tag {
        TagEnd::Emphasis => em,
        TagEnd::Strong => strong,
        TagEnd::Strikethrough => del,
        _ => "",
    }
}

fn push_runs(inline: &Inline, text: &str, html: &mut String) {
    for run in inline.runs(text) {
        match run {
            Run::Author(author) => escape(author, html),
            Run::Value(_, value) => escape_value(value, html),
        }
    }
}

/// Writes `text` for the inside of an element or of an attribute in double quotes.
fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(letter),
        }
    }
}

/// Writes a value as [`escape`] does, and so that it is not taken for a template that leaked.
pub(super) fn escape_value(value: &str, html: &mut String) {
    for part in value.split_inclusive(['{', '[']) {
        match part.as_bytes().last() {
            Some(b'{') => {
                escape(&part[..part.len() - 1], html);
                html.push_str("&#123;");
            }
            Some(b'[') => {
                escape(&part[..part.len() - 1], html);
                html.push_str("&#91;");
            }
            _ => escape(part, html),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::tests::text;
    use super::fragment;

    #[test]
    fn a_score_stays_on_one_line() {
        check(
            "‹2›-‹2› or 10–9",
            "<span class=\"nobr\">2-2</span> or <span class=\"nobr\">10–9</span>",
        );
        check("well-known, 2-, -3, B-52", "well-known, 2-, -3, B-52");
        check(
            "[a](https://example.org/1-2)",
            "<a href=\"https://example.org/1-2\">a</a>",
        );
    }

    fn check(written: &str, wanted: &str) {
        assert_eq!(fragment(&text(written)), wanted, "{written}");
    }

    #[test]
    fn the_authors_marks_are_tags_and_data_is_text() {
        check(
            "**‹A*b*›** *c* ~~d~~ `e<f`",
            "<strong>A*b*</strong> <em>c</em> <del>d</del> <code>e&lt;f</code>",
        );
        check(
            "‹<script>alert(\"1\")</script>›",
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;",
        );
        check("<b onclick=‹x›>y", "&lt;b onclick=x&gt;y");
        check("‹{{ x }} [[y]]›", "&#123;&#123; x }} &#91;&#91;y]]");
        check("![‹a›](https://x/y.png)", "a");
    }

    #[test]
    fn a_link_leads_to_a_harmless_place_or_is_none() {
        check(
            "[a](https://x/?b&c)",
            "<a href=\"https://x/?b&amp;c\">a</a>",
        );
        check("[a](javascript:b) c", "a c");
        check("[a](‹javascript:b›) c", "a c");
        check("[a](‹https://x/\"y›)", "<a href=\"https://x/%22y\">a</a>");
        check(
            "[a](https://x/‹?b#c›)",
            "<a href=\"https://x/%3Fb%23c\">a</a>",
        );
    }
}
