//! English connectives: a relation in, the words that say it out; and the words that English sentences begin with.

use crate::language::Relation;
use crate::language::connective::Openers;

/// Returns the connectives of a relation.
///
/// Each claims what its relation says, and no more: "by contrast" and "conversely" would claim that the figures move in
/// opposite directions, and good and bad news need not; "similarly" would claim that they move alike. Nothing is said of
/// an elaboration: the sentence does it.
pub(super) fn of(relation: Relation) -> &'static [&'static str] {
    match relation {
        Relation::Contrast => &["However,", "On the other hand,", "That said,", "Even so,"],
        Relation::Addition => &["In addition,", "Moreover,", "Furthermore,"],
        Relation::Cause => &["As a result,", "Consequently,", "As a consequence,"],
        Relation::Elaboration => &[],
        Relation::Sequence => &["Then", "Later,", "After that,"],
    }
}

/// The words that sentences begin with.
#[rustfmt::skip] // One word a line would hide the lists.
pub(super) const OPENERS: Openers = Openers {
    joining: &[
        "however", "on the other hand", "on the one hand", "on the contrary", "that said", "even so", "even though",
        "even if", "by contrast", "in contrast", "by comparison", "in comparison", "conversely", "instead", "rather", "nevertheless",
        "nonetheless", "still", "yet", "but", "and", "or", "nor", "so", "otherwise", "in addition", "additionally", "moreover",
        "furthermore", "what is more", "what's more", "besides", "also", "too", "likewise", "similarly", "equally", "in the same way",
        "at the same time", "as a result", "as a consequence", "consequently", "in consequence", "therefore", "thus", "hence",
        "accordingly", "for this reason", "for that reason", "in detail", "in particular", "in fact", "in turn", "in short", "in sum",
        "in other words", "in the end", "in the meantime", "indeed", "specifically", "namely", "for example", "for instance", "for its part",
        "for their part", "for his part", "for her part", "of course", "to be sure", "then", "later", "after that", "afterwards",
        "before that", "from then on", "next", "soon", "meanwhile", "first", "firstly", "second", "secondly", "third", "thirdly",
        "finally", "lastly", "at last", "at first", "eventually", "elsewhere", "here", "overall", "again", "once again", "once more",
        "while", "whilst", "whereas", "although", "though", "because", "since", "as", "if", "unless", "until", "when", "whenever",
        "where", "wherever", "once", "whether", "given", "provided", "except", "despite", "in spite of", "not only", "not that",
        "neither", "either", "both", "what", "who", "whom", "whose", "which", "why", "how", "is", "are", "was", "were", "has", "have",
        "had", "did", "do", "does", "will", "would", "can", "could", "may", "might", "should", "yes", "no doubt", "thanks to",
        "due to", "owing to", "result",
    ],
    function: &[
        "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "your", "my", "it", "he", "she",
        "they", "we", "you", "one", "there", "some", "any", "each", "every", "all", "most", "many", "much", "several", "few", "no",
        "none", "nobody", "nothing", "everyone", "everything", "someone", "another", "other", "such", "two", "three", "four", "five",
        "six", "seven", "eight", "nine", "ten", "only", "just", "more", "fewer", "less", "nearly", "almost", "about", "around", "over",
        "under", "half", "in", "on", "at", "for", "with", "without", "from", "by", "of", "to", "into", "across", "among", "between",
        "during", "within", "against", "behind", "inside", "outside", "near", "beyond", "throughout", "after", "before",
    ],
    nouns: &[
        "attendance", "revenue", "revenues", "turnover", "sales", "costs", "cost", "profit", "profits", "loss",
        "losses", "income", "earnings", "margin", "margins", "output", "production", "exports", "imports", "prices",
        "inflation", "unemployment", "employment", "demand", "supply", "orders", "bookings", "deliveries",
        "shipments", "traffic", "visits", "visitors", "views", "viewers", "clicks", "impressions", "engagement",
        "followers", "subscribers", "likes", "comments", "conversions", "spending", "spend", "budget", "budgets",
        "investment", "investments", "debt", "cash", "dividends", "results", "figures", "votes", "voters", "turnout",
        "participation", "abstention", "goals", "points", "wins", "victories", "defeats", "draws", "crowds",
        "spectators", "fans", "supporters", "players", "residents", "households", "staff", "jobs", "wages", "rents",
        "taxes", "rain", "rainfall", "temperatures", "winds", "net", "gross", "operating", "total", "average",
        "annual", "quarterly", "monthly", "weekly", "daily", "seasonal", "domestic", "foreign", "new", "fresh",
        "strong", "weak", "higher", "lower", "rising", "falling", "late", "early",
    ],
};
