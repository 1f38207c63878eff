//! French connectives: a relation in, the words that say it out; and the words that French sentences begin with.

use crate::language::Relation;
use crate::language::connective::Openers;

/// Returns the connectives of a relation.
///
/// Each claims what its relation says, and no more: « à l’inverse » would claim that the figures move in opposite
/// directions, which good and bad news need not, and « même constat » that they move alike.
pub(super) fn of(relation: Relation) -> &'static [&'static str] {
    match relation {
        Relation::Contrast => &["En revanche,", "Toutefois,", "Cependant,", "Néanmoins,"],
        Relation::Addition => &["De plus,", "Par ailleurs,", "En outre,"],
        Relation::Cause => &[
            "De ce fait,",
            "En conséquence,",
            "Par conséquent,",
            "Résultat\u{a0}:",
        ],
        Relation::Elaboration => &["Dans le détail,"],
        Relation::Sequence => &["Puis", "Ensuite,", "Par la suite,"],
    }
}

/// The words that sentences begin with.
#[rustfmt::skip] // One word a line would hide the lists.
pub(super) const OPENERS: Openers = Openers {
    joining: &[
        "en revanche", "toutefois", "cependant", "néanmoins", "pourtant", "pour autant", "à l'inverse", "inversement", "à l'opposé",
        "au contraire", "par contre", "mais", "or", "et", "ou", "ni", "car", "donc", "de plus", "par ailleurs", "en outre", "de surcroît",
        "qui plus est", "en plus", "d'ailleurs", "d'autre part", "d'une part", "d'un côté", "de l'autre", "de même", "de son côté",
        "de leur côté", "pour sa part", "pour leur part", "quant", "aussi", "également", "de ce fait", "de fait", "en fait", "en effet",
        "en conséquence", "par conséquent", "résultat", "conséquence", "bilan", "du coup", "ainsi", "alors", "dès lors", "c'est pourquoi",
        "voilà pourquoi", "dans le détail", "en détail", "en particulier", "notamment", "par exemple", "en clair", "en bref", "en somme",
        "en résumé", "en réalité", "autrement dit", "à savoir", "à noter", "puis", "ensuite", "par la suite", "après quoi", "plus tard",
        "enfin", "d'abord", "tout d'abord", "premièrement", "deuxièmement", "au final", "au total", "au passage", "dans le même temps",
        "dans la foulée", "dans un premier temps", "dans un second temps", "en même temps", "en parallèle", "parallèlement",
        "pendant ce temps", "entre-temps", "sur ce", "là", "ici", "ailleurs", "même constat", "idem", "seul bémol", "reste que",
        "n'empêche", "malgré tout", "sans surprise", "contre toute attente", "alors que", "tandis que", "pendant que", "bien que",
        "quoique", "parce que", "puisque", "comme", "lorsque", "lorsqu'", "quand", "si", "s'il", "s'ils", "dès que", "après que",
        "avant que", "depuis que", "pour que", "afin", "malgré", "grâce", "faute", "compte tenu", "vu", "étant", "que", "qu'", "qui",
        "quel", "quelle", "quels", "quelles", "où", "pourquoi", "comment", "combien", "est-ce", "oui", "non", "non seulement", "soit",
        "tout comme", "de quoi", "ce qui", "une fois", "encore", "plus", "mieux", "pire", "surtout", "certes", "bref",
    ],
    function: &[
        "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "ce", "cet", "cette", "ces", "c", "cela", "ça", "celui", "celle",
        "ceux", "celles", "son", "sa", "ses", "leur", "leurs", "notre", "nos", "votre", "vos", "mon", "ma", "mes", "il", "elle", "ils",
        "elles", "on", "nous", "vous", "je", "j", "tous", "toutes", "tout", "toute", "chaque", "plusieurs", "certains", "certaines",
        "quelques", "aucun", "aucune", "nul", "nulle", "personne", "rien", "chacun", "chacune", "deux", "trois", "quatre", "cinq", "six",
        "sept", "huit", "neuf", "dix", "seul", "seule", "seuls", "seules", "environ", "près", "presque", "moins", "pas", "à", "au", "aux",
        "en", "dans", "sur", "sous", "avec", "sans", "pour", "par", "chez", "contre", "entre", "parmi", "depuis", "dès", "pendant",
        "durant", "vers", "devant", "derrière", "face", "selon", "d'après", "hors", "après", "avant", "autour",
    ],
    nouns: &[
        "victoire", "défaite", "match", "score", "buts", "points", "résultats", "ventes", "coûts", "recettes",
        "dépenses", "charges", "bénéfice", "bénéfices", "pertes", "marge", "marges", "croissance", "production",
        "exportations", "importations", "prix", "inflation", "chômage", "emploi", "demande", "commandes",
        "livraisons", "visites", "visiteurs", "vues", "clics", "abonnés", "impressions", "conversions", "budget",
        "investissements", "dette", "trésorerie", "dividende", "participation", "abstention", "votants", "électeurs",
        "suffrages", "spectateurs", "supporters", "joueurs", "habitants", "ménages", "effectifs", "salaires",
        "loyers", "impôts", "pluies", "températures", "vents", "nouveau", "nouvelle", "nouveaux", "nouvelles",
        "forte", "fort", "faible", "net", "nette", "nets", "moyenne", "autre", "autres",
    ],
};
