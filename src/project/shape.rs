//! The text of gen.yaml in; what it declares out.

use std::borrow::Cow;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::yaml::{Entries, SHAPE, ShortOr};
use super::{
    CheckSpec, ColumnSpec, Freshness, Literal, Output, OutputSpec, PerLanguage, Publisher,
    TableLayout, TableSource, TableSpec,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Located;

/// A project of `gen`: the tables it reads, and the pages it makes of them.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "gen.yaml")]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectShape {
    /// The title of the site: a text, or one for each language, as in `{fr: Résultats, en: Results}`.
    pub(super) title: ShortOr<Located<String>, Entries<Located<String>>>,
    /// The language of the desk, by its tag: `fr` or `en`.
    pub(super) language: Located<String>,
    /// Who publishes the articles.
    pub(super) publisher: Option<Publisher>,
    /// The tables, by the names that stories call them: a file, or a file with what is declared of it.
    data: Entries<ShortOr<Located<String>, TableShape>>,
    /// The kinds of pages to write: a list, or a mapping to the folders they go to; `html` if none is named.
    #[serde(default)]
    outputs: OutputsShape,
    /// Figures, and words that claim as much, that phrase banks may hold as they are, each with its source.
    #[serde(default)]
    pub(super) literals: Vec<Literal>,
    /// Whether each phrase must be approved by an editor: `required`, or `optional`, as it is if not given.
    #[serde(default)]
    pub(super) approval: ApprovalShape,
}

/// Whether phrases must be approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ApprovalShape {
    /// A phrase that nobody approved is a finding.
    Required,
    /// Approvals are kept, and asked for nowhere.
    #[default]
    Optional,
}

/// A table whose file is not all there is to say.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TableShape {
    /// The file of the table, from the project's folder; with `*` in its name, all files of that pattern.
    file: Option<Located<String>>,
    /// The table as a SQL query over the other tables, instead of a file.
    query: Option<Located<String>>,
    /// The column whose values name the rows, so that other tables can refer to them.
    key: Option<Located<String>>,
    /// Where the rows are inside a larger document, as a JSON pointer: `/season/matches`.
    at: Option<Located<String>>,
    /// The sheet of a workbook, by its name or its number from 1; the table of a SQLite file, by its name.
    sheet: Option<Located<String>>,
    /// The cells of a sheet that hold the table, its header first: `A4:H40`.
    range: Option<Located<String>>,
    /// The line of the file, or the row of the sheet, that names the columns, from 1; `none` if there is none.
    header: Option<Located<String>>,
    /// What parts the cells of a line: `,`, `;`, `|` or `tab`.
    delimiter: Option<Located<String>>,
    /// How the letters of the file are written, as the Web calls it: `utf-8`, `windows-1252`.
    encoding: Option<Located<String>>,
    /// A column to add, with the name of the file that each row stands in.
    file_as: Option<Located<String>>,
    /// Columns that the file repeats side by side, to be read as one row each.
    #[serde(default)]
    unfold: Vec<Located<String>>,
    /// What is declared of columns, by the column's name in the file or in expressions.
    #[serde(default)]
    columns: Entries<ColumnSpec>,
    /// What must hold of each row, or of the whole table.
    #[serde(default)]
    checks: Vec<CheckSpec>,
    /// How old the table's latest row may be on the day that `--as-of` names: `2 days`, `1 week`.
    max_age: Option<Located<String>>,
    /// The column whose latest day is that of the table.
    dated: Option<Located<String>>,
}

impl TableShape {
    /// Returns the table called `name`; nothing if it has no source or too many.
    fn into_spec(self, name: Located<String>, diagnostics: &mut Diagnostics) -> Option<TableSpec> {
        let n_errors = diagnostics.count().0;
        let source = match (self.file, self.query) {
            (Some(file), None) => TableSource::File(file),
            (None, Some(query)) => TableSource::Query(query),
            (None, None) => {
                let message = format!("table `{}` has neither a `file` nor a `query`", name.value);
                let found = Diagnostic::error(Code::MissingKey, message).at(name.span);
                diagnostics.push(found.hint("write `file: data/NAME.csv`"));
                return None;
            }
            (Some(file), Some(query)) => {
                let message = format!("table `{}` has a `file` and a `query`", name.value);
                let found = Diagnostic::error(Code::WrongType, message).at(query.span);
                let hint = "read the file as a table of its own, and name that in the query";
                diagnostics.push(found.hint(hint));
                TableSource::File(file)
            }
        };
        Some(TableSpec {
            name,
            source,
            key: self.key,
            layout: TableLayout {
                at: self.at,
                sheet: self.sheet,
                range: self.range,
                header: self.header,
                delimiter: self.delimiter,
                encoding: self.encoding,
                file_as: self.file_as,
                unfold: self.unfold,
            },
            columns: self.columns.0,
            checks: self.checks,
            freshness: freshness(self.max_age, self.dated, diagnostics),
            is_broken: diagnostics.count().0 > n_errors,
        })
    }
}

/// Returns how old a table may be; says so if only half of it is declared.
fn freshness(
    max_age: Option<Located<String>>,
    dated: Option<Located<String>>,
    diagnostics: &mut Diagnostics,
) -> Option<Freshness> {
    let (given, lacking, hint) = match (max_age, dated) {
        (Some(max_age), Some(dated)) => return Some(Freshness { max_age, dated }),
        (Some(given), None) => (given, "dated", "name the column whose latest day counts"),
        (None, Some(given)) => (given, "max_age", "say how old that day may be: `2 days`"),
        (None, None) => return None,
    };
    let message = format!("`{lacking}` is missing, without which no age is known");
    let found = Diagnostic::error(Code::MissingKey, message).at(given.span);
    diagnostics.push(found.hint(format!("{hint}, under `{lacking}:`")));
    None
}

impl ProjectShape {
    /// Returns the title as it was given.
    pub(super) fn title(&self) -> PerLanguage<String> {
        match &self.title {
            ShortOr::Short(title) => PerLanguage::Same(title.clone()),
            ShortOr::Long(titles) => PerLanguage::Each(titles.0.clone()),
        }
    }

    /// Takes the tables out.
    pub(super) fn take_tables(&mut self, diagnostics: &mut Diagnostics) -> Vec<TableSpec> {
        let tables = std::mem::take(&mut self.data).into_iter();
        let spec = |(name, table)| match table {
            ShortOr::Short(file) => Some(TableSpec::new(name, TableSource::File(file))),
            ShortOr::Long(table) => TableShape::into_spec(table, name, diagnostics),
        };
        tables.filter_map(spec).collect()
    }

    /// Returns the outputs and their folders; unknown and repeated ones become findings.
    pub(super) fn outputs(&self, diagnostics: &mut Diagnostics) -> Vec<OutputSpec> {
        if self.outputs.0.is_empty() {
            return vec![OutputSpec {
                output: Output::Html,
                folder: default_folder(Output::Html),
                span: self.language.span,
            }];
        }
        let mut outputs: Vec<OutputSpec> = Vec::new();
        for (name, folder) in &self.outputs.0 {
            let Some(output) = Output::from_name(&name.value) else {
                diagnostics.push(unknown_output(name));
                continue;
            };
            let spec = OutputSpec {
                output,
                folder: folder
                    .as_ref()
                    .map_or_else(|| default_folder(output), |it| PathBuf::from(&it.value)),
                span: folder.as_ref().map_or(name.span, |it| it.span),
            };
            match outputs.iter().find(|it| is_same_place(it, &spec)) {
                Some(other) => diagnostics.push(repeated_output(other, &spec)),
                None => outputs.push(spec),
            }
        }
        outputs
    }
}

/// Returns where an output goes unless gen.yaml says otherwise.
fn default_folder(output: Output) -> PathBuf {
    Path::new("content").join(output.as_str())
}

/// Whether two outputs are one, or write to one folder.
fn is_same_place(left: &OutputSpec, right: &OutputSpec) -> bool {
    let parts = |it: &OutputSpec| -> Vec<_> {
        let parts = it.folder.components();
        let named = parts.filter(|it| *it != Component::CurDir);
        named.map(|it| it.as_os_str().to_owned()).collect()
    };
    left.output == right.output || parts(left) == parts(right)
}

fn unknown_output(name: &Located<String>) -> Diagnostic {
    let message = format!("there is no output `{}`", name.value);
    Diagnostic::error(Code::UnknownOutput, message)
        .at(name.span)
        .did_you_mean(&name.value, Output::ALL.iter().map(|it| it.as_str()))
}

fn repeated_output(first: &OutputSpec, second: &OutputSpec) -> Diagnostic {
    if first.output == second.output {
        let message = format!("the output `{}` is named twice", second.output.as_str());
        return Diagnostic::error(Code::DuplicateName, message).at(second.span);
    }
    let message = format!(
        "the outputs `{}` and `{}` go to one folder",
        first.output.as_str(),
        second.output.as_str()
    );
    Diagnostic::error(Code::PathCollision, message)
        .at(second.span)
        .hint("give each output a folder of its own")
}

/// The outputs as they are written: a name, a list of names, or names with folders.
#[derive(Default)]
struct OutputsShape(Vec<(Located<String>, Option<Located<String>>)>);

impl<'de> Deserialize<'de> for OutputsShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum(SHAPE, &[], OutputsVisitor)
    }
}

struct OutputsVisitor;

impl<'de> Visitor<'de> for OutputsVisitor {
    type Value = OutputsShape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of outputs, or outputs with folders")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<OutputsShape, A::Error> {
        let (shape, content) = access.variant::<String>()?;
        Ok(OutputsShape(match shape.as_str() {
            "scalar" => vec![(content.newtype_variant()?, None)],
            "list" => content
                .newtype_variant::<Vec<_>>()?
                .into_iter()
                .map(|name| (name, None))
                .collect(),
            _ => content.newtype_variant::<Entries<_>>()?.0,
        }))
    }
}

impl JsonSchema for OutputsShape {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Outputs".into()
    }

    // The names are offered to editors, yet any text is taken: an unknown one has its own finding.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Output::ALL.iter().map(|it| it.as_str()).collect();
        let name = json_schema!({"type": "string", "examples": names});
        let folder = json_schema!({"type": ["string", "null"]});
        json_schema!({
            "anyOf": [
                name,
                {"type": "array", "items": name},
                {
                    "type": "object",
                    "properties": {"hugo": folder, "zola": folder, "html": folder, "explain": folder},
                    "additionalProperties": folder,
                },
            ],
        })
    }
}
