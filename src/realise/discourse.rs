//! Discourse: what the article has mentioned so far, which decides how a thing is named next.

use std::sync::Arc;

use crate::language::{Agreement, NameForm};
use crate::story::NameForms;

/// What the article has mentioned so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Discourse {
    mentions: Vec<Mention>,
    /// The grammar of the noun phrase last mentioned.
    last: Option<Agreement>,
    sentence: usize,
}

/// A thing that was mentioned.
#[derive(Clone, Debug)]
struct Mention {
    /// What the data calls it.
    key: Arc<str>,
    /// How often it was named.
    n_times: usize,
    /// The sentence of the last mention.
    sentence: usize,
    /// The grammar of the noun that was used.
    agreement: Agreement,
}

impl Discourse {
    /// Begins the next sentence.
    pub(super) fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Returns the form in which to name `key` now: in full first, then by the lexicon's shorter forms in turn.
    pub(super) fn form<'f>(&self, key: &str, forms: &'f NameForms) -> &'f NameForm {
        let n_times = self.mention(key).map_or(0, |it| it.n_times);
        if n_times == 0 || forms.shorter.is_empty() {
            return &forms.full;
        }
        // The full name comes back after the shorter ones, so that a long article stays clear.
        match (n_times - 1) % (forms.shorter.len() + 1) {
            idx if idx < forms.shorter.len() => &forms.shorter[idx],
            _ => &forms.full,
        }
    }

    /// Notes that `key` was named by a noun of this grammar.
    pub(super) fn named(&mut self, key: &Arc<str>, agreement: Agreement) {
        self.last = Some(agreement);
        let sentence = self.sentence;
        if let Some(mention) = self.mentions.iter_mut().find(|it| it.key == *key) {
            mention.n_times += 1;
            mention.sentence = sentence;
            mention.agreement = agreement;
            return;
        }
        self.mentions.push(Mention {
            key: key.clone(),
            n_times: 1,
            sentence,
            agreement,
        });
    }

    /// Notes that something that is no name was mentioned, such as `trois buts`.
    pub(super) fn noun(&mut self, agreement: Agreement) {
        self.last = Some(agreement);
    }

    /// Returns the grammar of the noun phrase last mentioned.
    pub(super) fn last(&self) -> Agreement {
        self.last.unwrap_or_default()
    }

    /// Returns the grammar by which `key` was last named.
    pub(super) fn agreement(&self, key: &str) -> Option<Agreement> {
        self.mention(key).map(|it| it.agreement)
    }

    /// Returns the grammar of a pronoun for `key`, if a reader cannot mistake it: it was named in this
    /// sentence or the one before, and nothing else there would take the same pronoun.
    pub(super) fn pronoun(&self, key: &str) -> Option<Agreement> {
        let near = |it: &&Mention| it.sentence + 1 >= self.sentence;
        let mention = self.mention(key).filter(near)?;
        let mut others = self
            .mentions
            .iter()
            .filter(|it| &*it.key != key)
            .filter(near);
        let alike = |it: &Mention| {
            it.agreement.number == mention.agreement.number
                && it.agreement.gender == mention.agreement.gender
        };
        (!others.any(alike)).then_some(mention.agreement)
    }

    fn mention(&self, key: &str) -> Option<&Mention> {
        self.mentions.iter().find(|it| &*it.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Gender, Number};

    fn forms() -> NameForms {
        let name = |text: &str| NameForm {
            text: text.to_owned(),
            ..NameForm::default()
        };
        NameForms {
            full: name("Olympique lyonnais"),
            shorter: vec![name("OL")],
            short: Some(0),
        }
    }

    #[test]
    fn a_name_is_shorter_the_second_time() {
        let mut discourse = Discourse::default();
        let key: Arc<str> = "ol".into();
        let mut named = Vec::new();
        for _ in 0..4 {
            named.push(discourse.form(&key, &forms()).text.clone());
            discourse.named(&key, Agreement::default());
        }
        assert_eq!(
            named,
            ["Olympique lyonnais", "OL", "Olympique lyonnais", "OL"]
        );
    }

    #[test]
    fn a_pronoun_needs_one_antecedent() {
        let mut discourse = Discourse::default();
        let (ada, bea): (Arc<str>, Arc<str>) = ("ada".into(), "bea".into());
        let she = Agreement::of(Gender::Feminine, Number::Singular);
        discourse.named(&ada, she);
        discourse.next_sentence();
        assert_eq!(discourse.pronoun(&ada), Some(she));
        discourse.named(&bea, she);
        assert_eq!(discourse.pronoun(&ada), None);
        discourse.next_sentence();
        discourse.next_sentence();
        assert_eq!(discourse.pronoun(&bea), None, "too far back");
    }
}
