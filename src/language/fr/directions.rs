//! French words that claim a direction, or that there is one of a kind.

use crate::language::directions::{DirectionWords, OneDirection};

pub(super) const WORDS: DirectionWords = DirectionWords {
    up: OneDirection {
        always: &[
            "hausse",
            "hausses",
            "bond",
            "rebond",
            "essor",
            "envolée",
            "envolées",
            "supérieur",
            "supérieure",
        ],
        stems: &[
            "augment", "progress", "grimp", "amélior", "bondi", "rebondi", "envol", "flamb",
        ],
        in_place: &[],
        by_figure: &["croissance", "accru", "accrue", "monté", "monte"],
    },
    down: OneDirection {
        always: &[
            "baisse",
            "baisses",
            "repli",
            "recul",
            "reculs",
            "chute",
            "chutes",
            "inférieur",
            "inférieure",
        ],
        stems: &[
            "baiss",
            "recul",
            "chut",
            "diminu",
            "plong",
            "dégrad",
            "fléchi",
            "effondr",
            "dégringol",
            "gliss",
        ],
        in_place: &[],
        by_figure: &["replié", "régressé", "régresse"],
    },
    // The endings that verbs of the news have, and the nouns made of them.
    endings: &[
        "", "e", "es", "ent", "é", "ée", "és", "ées", "er", "ant", "a", "ait", "aient", "era",
        "eront", "t", "ssent", "ssait", "r", "on", "ion", "ation", "ations", "tion", "ution",
        "utions", "ions",
    ],
    verdicts: &["amélior", "dégrad"],
    from: &["contre", "face à"],
    sole: &[
        "pour la première fois",
        "la première fois",
        "le seul",
        "la seule",
        "jamais auparavant",
        "pour la dernière fois",
        "inédit",
        "inédite",
    ],
};
