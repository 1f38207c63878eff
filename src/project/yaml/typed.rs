//! A tree and a type in; a value of the type out, its parts with their places.
//!
//! A place travels beside serde's own calls: `Located` asks for a newtype struct of a name that
//! nobody else uses, and finds the place of the node it is about to be read from.

use std::cell::Cell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::Node;
use crate::source::{Located, Span};

/// The name by which `Located` asks for the place of a node.
pub(super) const LOCATED: &str = "$gentext::Located";
/// The name by which a type asks whether a node is a scalar, a list or a mapping.
pub(in crate::project) const SHAPE: &str = "$gentext::Shape";

thread_local! {
    /// The place of the node that is handed over right now; taken before anything else is read.
    static HERE: Cell<Option<Span>> = const { Cell::new(None) };
}

/// Takes the place of the node that is handed over, if a tree is being read.
pub(super) fn take_place() -> Option<Span> {
    HERE.take()
}

/// Reads a `T` from `node`.
pub(super) fn from_node<T: DeserializeOwned>(node: &Located<Node>) -> Result<T, Trouble> {
    T::deserialize(Reader(node))
}

/// Why a tree cannot be read as its type.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) message: String,
    pub(super) span: Option<Span>,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trouble {}

impl de::Error for Trouble {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Trouble {
            message: message.to_string(),
            span: None,
        }
    }
}

impl Trouble {
    /// Puts the trouble at `span`, unless an inner node has said where already.
    fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

/// Hands a node over to serde.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a Located<Node>);

impl<'a> Reader<'a> {
    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match &self.0.value {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Number(text) => visit_number(text, visitor),
            Node::Text(text) => visitor.visit_str(text),
            Node::List(items) => visitor.visit_seq(Items(items.iter())),
            Node::Map(entries) => visitor.visit_map(Pairs::new(entries)),
        }
        .map_err(|it| it.or_at(self.0.span))
    }

    fn shape(self) -> &'static str {
        match self.0.value {
            Node::List(_) => "list",
            Node::Map(_) => "mapping",
            _ => "scalar",
        }
    }

    fn entry(self) -> Option<(&'a str, Reader<'a>)> {
        match &self.0.value {
            Node::Map(entries) if entries.len() == 1 => {
                Some((entries[0].0.value.as_str(), Reader(&entries[0].1)))
            }
            _ => None,
        }
    }
}

/// Visits the narrowest kind of number that holds what is written.
fn visit_number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Trouble> {
    if let Ok(value) = text.parse::<u64>() {
        visitor.visit_u64(value)
    } else if let Ok(value) = text.parse::<i64>() {
        visitor.visit_i64(value)
    } else if let Ok(value) = text.parse::<f64>() {
        visitor.visit_f64(value)
    } else {
        visitor.visit_str(text)
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self.0.value {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// A title may be `2026`, and an expression `true`: where text is asked for, a scalar is text.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match self.0.value.as_text() {
            Some(text) => visitor
                .visit_str(text)
                .map_err(|it: Trouble| it.or_at(self.0.span)),
            None => self.visit(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_str(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        if name == LOCATED {
            HERE.set(Some(self.0.span));
        }
        visitor
            .visit_newtype_struct(self)
            .map_err(|it: Trouble| it.or_at(self.0.span))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        let choice = if name == SHAPE {
            Some((self.shape(), self))
        } else {
            self.entry()
        };
        match (choice, self.0.value.as_text()) {
            (Some((variant, content)), _) => visitor.visit_enum(Choice { variant, content }),
            (None, Some(text)) => visitor.visit_enum(text.into_deserializer()),
            (None, None) => self.visit(visitor),
        }
        .map_err(|it: Trouble| it.or_at(self.0.span))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

struct Items<'a>(std::slice::Iter<'a, Located<Node>>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Trouble;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Trouble> {
        self.0
            .next()
            .map(|it| seed.deserialize(Reader(it)))
            .transpose()
    }
}

struct Pairs<'a> {
    entries: std::slice::Iter<'a, (Located<String>, Located<Node>)>,
    value: Option<&'a Located<Node>>,
}

impl<'a> Pairs<'a> {
    fn new(entries: &'a [(Located<String>, Located<Node>)]) -> Self {
        Pairs {
            entries: entries.iter(),
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Pairs<'_> {
    type Error = Trouble;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Trouble> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let key = Located {
            value: Node::Text(key.value.clone()),
            span: key.span,
        };
        seed.deserialize(Reader(&key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Trouble> {
        let value = self
            .value
            .take()
            .expect("serde asks for a value after its key");
        seed.deserialize(Reader(value))
    }
}

/// An enum: the name of the variant, and the node that is its content.
struct Choice<'a> {
    variant: &'a str,
    content: Reader<'a>,
}

impl<'de, 'a> EnumAccess<'de> for Choice<'a> {
    type Error = Trouble;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content<'a>), Trouble> {
        let name: StrDeserializer<'_, Trouble> = self.variant.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

struct Content<'a>(Reader<'a>);

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Trouble;

    fn unit_variant(self) -> Result<(), Trouble> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Trouble> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Trouble> {
        self.0.visit(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        self.0.visit(visitor)
    }
}
