//! The kinds of finding, each declared once.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// The kind of a finding, named by words that a person can look up.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$name),+];

            /// Returns the code as it is printed, as in `unknown-column`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $word),+ }
            }

            /// Returns what the code means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii_start()),+ }
            }
        }
    };
}

codes! {
    // Files and YAML.
    /// A file that another file names is not there.
    MissingFile = "missing-file",
    /// A file is not UTF-8 text.
    NotText = "not-text",
    /// A file has nothing in it.
    EmptyFile = "empty-file",
    /// A YAML file breaks the rules of YAML.
    BrokenYaml = "broken-yaml",
    /// A key that this place does not know.
    UnknownKey = "unknown-key",
    /// A key that must be given is not.
    MissingKey = "missing-key",
    /// A value of another kind than this key takes.
    WrongType = "wrong-type",

    // Data.
    /// A table that cannot be read as what its name says.
    BrokenData = "broken-data",
    /// Two columns have one name.
    DuplicateColumn = "duplicate-column",
    /// A declared column that the file does not have, or a name that is no column.
    UnknownColumn = "unknown-column",
    /// A cell that is not of its column's declared type.
    DoubtfulCell = "doubtful-cell",
    /// A table that `data:` does not name.
    UnknownTable = "unknown-table",
    /// A table that is declared, and whose file cannot be used as it stands.
    UnusableTable = "unusable-table",
    /// A table without rows, where a story needs some.
    EmptyTable = "empty-table",
    /// A row that is taken for the names of the columns, and may not be.
    MissingHeader = "missing-header",
    /// A sheet that a workbook does not have, or one of several that must be named.
    UnknownSheet = "unknown-sheet",
    /// Data that breaks a rule of `gen.yaml`: a cell of its column, a row or a table of its checks.
    FailedCheck = "failed-check",
    /// A table that is older than it may be, or whose age is not known.
    StaleData = "stale-data",
    /// A query that cannot be run.
    BrokenQuery = "broken-query",

    // Expressions.
    /// An expression that breaks the grammar.
    BrokenExpression = "broken-expression",
    /// A name that is no column, fact or entity of this story.
    UnknownName = "unknown-name",
    /// A filter that does not exist.
    UnknownFilter = "unknown-filter",
    /// A test that does not exist.
    UnknownTest = "unknown-test",
    /// An argument that the filter does not take, or one that it lacks.
    WrongArgument = "wrong-argument",
    /// A filter used where it cannot be: a request outside a print, or not last.
    MisplacedRequest = "misplaced-request",
    /// A calculation or a comparison of values that it is not for.
    WrongKind = "wrong-kind",
    /// A mean of percentages, which is not the percentage of the whole.
    MeanOfRates = "mean-of-rates",
    /// A measure is compared with a figure of another unit or currency.
    UnlikeFigures = "unlike-figures",

    // Stories and phrase banks.
    /// A section that the story's `article` does not have.
    UnknownSection = "unknown-section",
    /// A message that the story does not have.
    UnknownMessage = "unknown-message",
    /// A language that the engine does not know.
    UnknownLanguage = "unknown-language",
    /// An edition that the story does not declare.
    UnknownEdition = "unknown-edition",
    /// A message names an angle that `angles:` does not list.
    UnknownAngle = "unknown-angle",
    /// A variant says a phrase that its bank does not name above it.
    UnknownPhrase = "unknown-phrase",
    /// A verb whose subject is written by hand, so that it is not known how it agrees.
    LonelyVerb = "lonely-verb",
    /// A phrase of a bank that no variant says.
    UnusedPhrase = "unused-phrase",
    /// An angle that no message is of.
    UnusedAngle = "unused-angle",
    /// A message that must lead, and does so in some editions only.
    PartialLead = "partial-lead",
    /// Messages that wait for one another, or for one that comes too late.
    EndlessWait = "endless-wait",
    /// An output that the engine does not know.
    UnknownOutput = "unknown-output",
    /// An output folder that holds the project's own files.
    UnfitFolder = "unfit-folder",
    /// A phrase bank without its story, a story without a phrase bank, or a file that nothing is made with.
    LonelyFile = "lonely-file",
    /// A message that no wording tells in a language.
    UntoldMessage = "untold-message",
    /// Two languages tell a message with other facts.
    UnequalLanguages = "unequal-languages",
    /// A figure, a number in words, a rank, a day or a month written by hand that `literals:` does not declare.
    UndeclaredLiteral = "undeclared-literal",
    /// A phrase bank or a variant that cannot be read.
    BrokenPhrase = "broken-phrase",
    /// Two things bear one name where each must have its own.
    DuplicateName = "duplicate-name",
    /// A word whose forms were guessed.
    GuessedWord = "guessed-word",
    /// A key that has no effect where it stands.
    NeedlessKey = "needless-key",
    /// A phrase that no editor approved, where `approval: required` asks for that.
    UnapprovedPhrase = "unapproved-phrase",
    /// A word says which way something went where no condition compares anything.
    UngroundedDirection = "ungrounded-direction",
    /// Words that an author meant to replace, as `TODO`, were left in a phrase.
    Placeholder = "placeholder",

    // Pages.
    /// A page layout that cannot be used.
    BrokenLayout = "broken-layout",
    /// Two articles want one path.
    PathCollision = "path-collision",
    /// A file that gen did not write stands where a page belongs.
    ForeignFile = "foreign-file",
    /// A page that someone edited since gen wrote it, and that is therefore left as it is.
    EditedPage = "edited-page",
    /// The list of what gen wrote in a folder cannot be read.
    BrokenManifest = "broken-manifest",
    /// A folder that gen wrote to, and that is no output any more.
    StaleOutput = "stale-output",
    /// A finished page still holds the syntax of a phrase bank or layout.
    LeakedSyntax = "leaked-syntax",
}
