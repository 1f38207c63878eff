//! French places: the countries and regions whose article and preposition every reader expects.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::language::{Article, Gender, NameForm, Number};

/// Feminine countries and regions, with `la` or `l’`, entered with `en`.
#[rustfmt::skip] // One name a line would hide the list.
const FEMININE: &[&str] = &[
    "Abkhazie", "Afrique", "Afrique du Sud", "Albanie", "Algérie", "Allemagne", "Alsace", "Amérique",
    "Amérique du Nord", "Amérique du Sud", "Andalousie", "Angleterre", "Arabie saoudite", "Argentine", "Arménie",
    "Asie", "Aquitaine", "Australie", "Autriche", "Auvergne", "Auvergne-Rhône-Alpes", "Bavière", "Belgique",
    "Birmanie", "Biélorussie", "Bolivie", "Bosnie", "Bosnie-Herzégovine", "Bourgogne", "Bourgogne-Franche-Comté",
    "Bretagne", "Bulgarie", "Californie", "Castille", "Catalogne", "Centrafrique", "Champagne", "Champagne-Ardenne",
    "Charente", "Charente-Maritime", "Chine", "Colombie", "Colombie-Britannique", "Corrèze", "Corse", "Corée",
    "Corée du Nord", "Corée du Sud", "Croatie", "Côte d’Ivoire", "Côte d'Ivoire", "Dominique", "Dordogne", "Écosse",
    "Égypte", "Eswatini", "Espagne", "Estonie", "Éthiopie", "Europe", "Finlande", "Flandre", "Floride", "France",
    "Franche-Comté", "Galice", "Gambie", "Gironde", "Grande-Bretagne", "Grèce", "Guadeloupe", "Guinée",
    "Guinée-Bissau", "Guinée équatoriale", "Guyane", "Géorgie", "Hongrie", "Inde", "Indonésie", "Irlande",
    "Irlande du Nord", "Islande", "Italie", "Jamaïque", "Jordanie", "Lettonie", "Libye", "Lituanie",
    "Loire-Atlantique", "Lombardie", "Lorraine", "Macédoine", "Macédoine du Nord", "Malaisie", "Martinique",
    "Mauritanie", "Mayenne", "Micronésie", "Moldavie", "Mongolie", "Moravie", "Namibie", "Normandie", "Norvège",
    "Nouvelle-Aquitaine", "Nouvelle-Calédonie", "Nouvelle-Zélande", "Nouvelle-Écosse", "Occitanie", "Océanie",
    "Palestine", "Papouasie-Nouvelle-Guinée", "Picardie", "Pologne", "Polynésie", "Polynésie française", "Provence",
    "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d'Azur", "Roumanie", "Russie",
    "République démocratique du Congo", "République dominicaine", "République tchèque", "République centrafricaine",
    "Saxe", "Sardaigne", "Savoie", "Haute-Savoie", "Haute-Garonne", "Haute-Loire", "Haute-Marne", "Haute-Saône",
    "Haute-Vienne", "Serbie", "Seine-Maritime", "Seine-Saint-Denis", "Sicile", "Sierra Leone", "Slovaquie",
    "Slovénie", "Somalie", "Suisse", "Suède", "Syrie", "Tanzanie", "Tasmanie", "Tchéquie", "Tchétchénie", "Thaïlande",
    "Toscane", "Tunisie", "Turquie", "Ukraine", "Union européenne", "Vendée", "Virginie", "Wallonie", "Zambie",
    "Érythrée", "Île-de-France",
];

/// Masculine countries and regions, with `le` or `l’`; before a vowel they are entered with `en`.
#[rustfmt::skip] // One name a line would hide the list.
const MASCULINE: &[&str] = &[
    "Afghanistan", "Angola", "Azerbaïdjan", "Bangladesh", "Belize", "Bénin", "Bhoutan", "Botswana", "Brunei",
    "Brésil", "Burkina Faso", "Burundi", "Cambodge", "Cameroun", "Canada", "Cap-Vert", "Chili", "Congo", "Costa Rica",
    "Danemark", "Équateur", "Gabon", "Ghana", "Groenland", "Guatemala", "Guyana", "Honduras", "Irak", "Iran", "Japon",
    "Kazakhstan", "Kenya", "Kirghizistan", "Kirghizstan", "Kosovo", "Koweït", "Laos", "Lesotho", "Liban", "Liberia",
    "Liechtenstein", "Luxembourg", "Malawi", "Mali", "Maroc", "Mexique", "Monténégro", "Mozambique", "Myanmar",
    "Nicaragua", "Niger", "Nigeria", "Nouveau-Mexique", "Népal", "Ouganda", "Ouzbékistan", "Pakistan", "Panama",
    "Paraguay", "Pays basque", "Pays de Galles", "Pérou", "Portugal", "Qatar", "Québec", "Royaume-Uni", "Rwanda",
    "Salvador", "Sénégal", "Soudan", "Soudan du Sud", "Sri Lanka", "Suriname", "Tadjikistan", "Tchad", "Tibet",
    "Timor oriental", "Togo", "Turkménistan", "Tyrol", "Uruguay", "Vatican", "Venezuela", "Vietnam", "Viêt Nam",
    "Yémen", "Zimbabwe", "Texas", "Manitoba", "Nouveau-Brunswick", "Yukon", "Ontario", "Alberta",
];

/// Plural names of countries, masculine.
const PLURAL_MASCULINE: &[&str] = &["États-Unis", "Émirats arabes unis", "Pays-Bas", "Émirats"];

/// Plural names of countries, feminine.
const PLURAL_FEMININE: &[&str] = &[
    "Antilles",
    "Açores",
    "Bahamas",
    "Baléares",
    "Bermudes",
    "Canaries",
    "Comores",
    "Fidji",
    "Maldives",
    "Malouines",
    "Philippines",
    "Seychelles",
    "îles Féroé",
    "Îles Féroé",
    "Îles Salomon",
    "îles Salomon",
    "Îles Marshall",
    "îles Marshall",
    "Îles Cook",
    "îles Caïmans",
];

/// Names without article that are entered with `en`.
const BARE_IN: &[&str] = &["Israël", "Andorre"];

/// Regions and departments entered with `dans`, by their article.
#[rustfmt::skip] // One name a line would hide the list.
const WITHIN: &[(&str, Article)] = &[
    ("Hauts-de-France", Article::Les), ("Grand Est", Article::Le), ("Centre-Val de Loire", Article::Le),
    ("Pays de la Loire", Article::Les), ("Nord", Article::Le), ("Pas-de-Calais", Article::Le), ("Rhône", Article::Le),
    ("Valais", Article::Le), ("Var", Article::Le), ("Gard", Article::Le), ("Gers", Article::Le), ("Lot", Article::Le),
    ("Tarn", Article::Le), ("Jura", Article::Le), ("Doubs", Article::Le), ("Cher", Article::Le),
    ("Loiret", Article::Le), ("Calvados", Article::Le), ("Finistère", Article::Le), ("Morbihan", Article::Le),
    ("Cantal", Article::Le), ("Bas-Rhin", Article::Le), ("Haut-Rhin", Article::Le), ("Puy-de-Dôme", Article::Le),
    ("Vaucluse", Article::Le), ("Val-de-Marne", Article::Le), ("Val-d’Oise", Article::Le),
    ("Territoire de Belfort", Article::Le), ("Loir-et-Cher", Article::Le), ("Maine-et-Loire", Article::Le),
    ("Tarn-et-Garonne", Article::Le), ("Lot-et-Garonne", Article::Le), ("Ain", Article::La), ("Aisne", Article::La),
    ("Allier", Article::La), ("Ardèche", Article::La), ("Ariège", Article::La), ("Aube", Article::La),
    ("Aude", Article::La), ("Aveyron", Article::La), ("Eure", Article::La), ("Hérault", Article::Le),
    ("Indre", Article::La), ("Isère", Article::La), ("Oise", Article::La), ("Orne", Article::La),
    ("Essonne", Article::La), ("Yonne", Article::La), ("Sarthe", Article::La), ("Somme", Article::La),
    ("Drôme", Article::La), ("Creuse", Article::La), ("Loire", Article::La), ("Manche", Article::La),
    ("Marne", Article::La), ("Meuse", Article::La), ("Moselle", Article::La), ("Nièvre", Article::La),
    ("Vienne", Article::La), ("Alpes-Maritimes", Article::Les), ("Bouches-du-Rhône", Article::Les),
    ("Hauts-de-Seine", Article::Les), ("Yvelines", Article::Les), ("Landes", Article::Les), ("Vosges", Article::Les),
    ("Ardennes", Article::Les), ("Deux-Sèvres", Article::Les), ("Côtes-d’Armor", Article::Les),
    ("Côtes-d'Armor", Article::Les), ("Hautes-Alpes", Article::Les), ("Alpes-de-Haute-Provence", Article::Les),
    ("Hautes-Pyrénées", Article::Les), ("Pyrénées-Atlantiques", Article::Les), ("Pyrénées-Orientales", Article::Les),
    ("Alpes", Article::Les), ("Pyrénées", Article::Les), ("Caraïbes", Article::Les), ("Balkans", Article::Les),
    ("Cornouailles", Article::Les),
];

/// Returns what French knows of a place's name.
pub(super) fn known(text: &str) -> Option<NameForm> {
    let (article, gender, number) = grammar(text)?;
    Some(NameForm {
        text: text.to_owned(),
        gender,
        number,
        article,
        ..NameForm::default()
    })
}

/// The article, gender and number of a place's name.
type Grammar = (Option<Article>, Gender, Number);

fn grammar(text: &str) -> Option<Grammar> {
    KNOWN.get(text).copied()
}

/// All names by their text: they are asked for with every name that no lexicon has.
static KNOWN: LazyLock<FxHashMap<&str, Grammar>> = LazyLock::new(|| {
    use Gender::{Feminine, Masculine};
    use Number::{Plural, Singular};
    let mut known = FxHashMap::default();
    // The earlier lists win where a name stands in two.
    for (name, article) in WITHIN.iter().rev() {
        let grammar = match article {
            Article::Les => (Some(Article::Les), Feminine, Plural),
            Article::La => (Some(Article::La), Feminine, Singular),
            other => (Some(*other), Masculine, Singular),
        };
        known.insert(*name, grammar);
    }
    let lists = [
        (BARE_IN, (None, Masculine, Singular)),
        (PLURAL_FEMININE, (Some(Article::Les), Feminine, Plural)),
        (PLURAL_MASCULINE, (Some(Article::Les), Masculine, Plural)),
        (MASCULINE, (Some(Article::Le), Masculine, Singular)),
        (FEMININE, (Some(Article::La), Feminine, Singular)),
    ];
    for (names, grammar) in lists {
        known.extend(names.iter().map(|name| (*name, grammar)));
    }
    known
});

/// Returns the preposition of a place whose name asks for another than `à`.
pub(super) fn preposition(text: &str) -> Option<&'static str> {
    if WITHIN.iter().any(|it| it.0 == text) {
        Some("dans")
    } else {
        let masculine = || MASCULINE.contains(&text) && super::onset::elides(text);
        (FEMININE.contains(&text) || BARE_IN.contains(&text) || masculine()).then_some("en")
    }
}
