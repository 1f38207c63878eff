//! Which filters and tests there are, and which arguments each takes.

/// A filter or a test, or a request: its name and its arguments.
#[derive(Debug)]
pub struct Signature<K: 'static> {
    /// Which one it is.
    pub kind: K,
    /// Its name.
    pub name: &'static str,
    /// What it takes, in the order in which unnamed arguments are counted.
    pub arguments: &'static [Argument],
}

/// An argument.
#[derive(Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// What it may be.
    pub takes: Takes,
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Any value.
    Value,
    /// The name of a column, as a text.
    Column,
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

/// Returns an argument that must be given.
pub(super) const fn required(name: &'static str, takes: Takes) -> Argument {
    Argument {
        name,
        required: true,
        takes,
    }
}

/// Returns an argument that may be given.
pub(super) const fn optional(name: &'static str, takes: Takes) -> Argument {
    Argument {
        name,
        required: false,
        takes,
    }
}

impl<K> Signature<K> {
    /// Returns the argument called `name`, and its position.
    pub fn argument(&self, name: &str) -> Option<(usize, &'static Argument)> {
        self.arguments
            .iter()
            .enumerate()
            .find(|(_, it)| it.name == name)
    }
}

macro_rules! kinds {
    ($(#[doc = $doc:literal])+ $kind:ident, $table:ident {
        $($(#[doc = $means:literal])+ $variant:ident $name:literal [$($argument:expr),*],)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind {
            $($(#[doc = $means])+ $variant,)+
        }

        /// Every one of them, with its arguments.
        pub const $table: &[Signature<$kind>] = &[
            $(Signature { kind: $kind::$variant, name: $name, arguments: &[$($argument),*] },)+
        ];

        impl $kind {
            /// Returns the name it is called by.
            pub fn name(self) -> &'static str {
                match self { $($kind::$variant => $name),+ }
            }

            /// Returns the one called `name`.
            pub(super) fn find(name: &str) -> Option<&'static Signature<$kind>> {
                $table.iter().find(|it| it.name == name)
            }
        }
    };
}

use Takes::{Column, Value};

kinds! {
    /// A filter that makes a value of a value.
    Filter, FILTERS {
        /// Without its sign.
        Abs "abs" [],
        /// To the nearest number with so many decimals; halves go away from zero.
        Round "round" [optional("precision", Value)],
        /// To the whole number below.
        Floor "floor" [],
        /// To the whole number above.
        Ceil "ceil" [],
        /// A text read as a whole number.
        Int "int" [],
        /// A text read as a number.
        Float "float" [],
        /// The number of characters or elements.
        Length "length" [],
        /// The number of elements; with a column, missing if a cell of it is.
        Count "count" [optional("of", Column)],
        /// The sum.
        Sum "sum" [optional("of", Column)],
        /// The mean.
        Mean "mean" [optional("of", Column)],
        /// The least value.
        Min "min" [optional("of", Column)],
        /// The greatest value.
        Max "max" [optional("of", Column)],
        /// The row with the greatest value.
        Best "best" [required("of", Column)],
        /// The row with the least value.
        Worst "worst" [required("of", Column)],
        /// The first element.
        First "first" [],
        /// The last element.
        Last "last" [],
        /// The element at a position counted from 0.
        Nth "nth" [required("n", Value)],
        /// The other way round.
        Reverse "reverse" [],
        /// In rising order.
        Sort "sort" [optional("by", Column)],
        /// Each value once.
        Unique "unique" [],
        /// The cells of one column.
        Pick "pick" [required("of", Column)],
        /// The rows whose cell is a value.
        Where "where" [required("of", Column), required("is", Value)],
        /// The rows by a column: maps of the value, the rows and their count.
        Group "group" [required("by", Column)],
        /// The rows with the greatest values.
        Top "top" [required("n", Value), required("of", Column)],
        /// In capitals.
        Upper "upper" [],
        /// In small letters.
        Lower "lower" [],
        /// With a capital first, small letters after.
        Capitalize "capitalize" [],
        /// Without the spaces around.
        Trim "trim" [],
        /// With one text in place of another.
        Replace "replace" [required("from", Value), required("to", Value)],
        /// The texts between separators.
        Split "split" [required("pat", Value)],
        /// The elements in one text.
        Join "join" [optional("sep", Value)],
        /// Another value where there is none.
        Default "default" [required("value", Value)],
        /// The year of a date.
        Year "year" [],
        /// The month of a date, from 1.
        Month "month" [],
        /// The day of the month.
        Day "day" [],
        /// The day of the week: 1 is Monday.
        Weekday "weekday" [],
        /// The time of day of a day with a time.
        Time "time" [],
        /// A duration in hours.
        Hours "hours" [],
        /// A duration in minutes.
        Minutes "minutes" [],
        /// A duration in seconds.
        Seconds "seconds" [],
        /// By how many per cent more or less than a positive figure.
        PercentChange "percent_change" [required("from", Value)],
        /// How many per cent of a whole.
        Share "share" [required("of", Value)],
        /// How a figure moved, by the name of the change.
        Moved "moved" [required("from", Value), optional("within", Value)],
        /// How large a move is, from 0 to 2.
        Magnitude "magnitude" [required("from", Value), optional("within", Value)],
        /// A figure, if it stands on the basis of another.
        OnBasis "on_basis" [required("basis", Value), required("wanted", Value)],
        /// The place among several figures, from 1.
        Rank "rank" [required("among", Value), optional("best", Takes::OneOf(&["high", "low"]))],
        /// How many other figures are equal.
        Ties "ties" [required("among", Value)],
        /// The figure in the middle.
        Median "median" [optional("of", Column)],
        /// How far out of the middle of several figures.
        Outlierness "outlierness" [required("among", Value)],
        /// The direction of the latest move of a history.
        Trend "trend" [optional("within", Value)],
        /// How many moves running went in that direction.
        Streak "streak" [optional("within", Value)],
        /// Whether the direction turned after two moves or more.
        Turning "turning" [optional("within", Value)],
        /// Whether the latest figure is the highest or the lowest for a while.
        Record "record" [optional("least", Value)],
        /// How many periods ago it was last as high, or as low.
        RecordAge "record_age" [optional("least", Value)],
    }
}

kinds! {
    /// A test, which is true or false of a value.
    Test, TESTS {
        /// Whether there is nothing.
        Missing "missing" [],
        /// The same, as Tera has it.
        Undefined "undefined" [],
        /// The same, as Tera has it.
        Nothing "none" [],
        /// Whether there is something.
        Defined "defined" [],
        /// Whether a whole number is odd.
        Odd "odd" [],
        /// Whether a whole number is even.
        Even "even" [],
        /// Whether a whole number is a multiple.
        DivisibleBy "divisible_by" [required("divisor", Value)],
        /// Whether a text starts with another.
        StartingWith "starting_with" [required("pat", Value)],
        /// Whether a text ends with another.
        EndingWith "ending_with" [required("pat", Value)],
        /// Whether a text, a list or a map contains something.
        Containing "containing" [required("pat", Value)],
        /// Whether it is a text.
        Text "string" [],
        /// Whether it is a number.
        Number "number" [],
        /// Whether it is a number without decimals.
        Integer "integer" [],
        /// Whether it is true or false.
        Bool "bool" [],
        /// Whether it is a list.
        List "array" [],
        /// Whether it is a map.
        Map "map" [],
    }
}
