#!/usr/bin/env python3
"""Derives the French word tables of `src/language/fr/tables/` from the Dicollecte dictionary.

Input:  fr.dic and fr.aff of Dicollecte 7.0, "toutes variantes" (Debian: hunspell-fr-comprehensive), MPL-2.0.
Output: plurals.tsv, genders.tsv, adjectives.tsv, verbs.tsv (suffix tables) and known.bin (a Bloom filter of the
        lemmas), all under MPL-2.0 as files derived from the dictionary.

    python3 tools/french_tables.py /usr/share/hunspell/fr.dic /usr/share/hunspell/fr.aff src/language/fr/tables

The format of the tables and the filter is described in tools/suffix_table.py.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from suffix_table import bloom, write_table  # noqa: E402

HEADER = """# Derived by tools/french_tables.py from Dicollecte 7.0 (https://grammalecte.net), Mozilla Public License 2.0:
# this file is subject to the terms of that licence, a copy of which is in LICENSE beside it."""

# Of two homographs of different gender, the one that news is about. Own knowledge.
GENDER_CHOICES = {
    "m": """tour livre mode poste espace solde vase poêle crêpe cartouche foudre geste guide manœuvre mousse ombre
        office parallèle platine pupille relâche rose vague voile cache couple trompette pendule mort moral titre
        pilote arbitre capitaine membre chef ministre adversaire élève collègue maire juge responsable secrétaire
        journaliste cadre champion buteur gardien entraîneur milieu après-midi interview tennis relais aigle
        amour délice orgue millier faux bis argent or drone podcast élastique""".split(),
    "f": """manche page somme mémoire critique garde enseigne aide moule physique période politique voile tour-opération
        trompette victime personne star vedette recrue équipe équation ombre aune barde barbe cartouche
        coche cornette crémone finale foule gauche droite griffe laque mort ordonnance origine orge
        pub photo pendule radio rage rose statistique trouille une vague vapeur voix moyenne hausse
        baisse offre demande mine mire parallaxe greffe pique quadrille serpentaire scène
        aine alvéole barbe baste bauge boum cannelle carpe casse cerise chantilly châsse cornette crème crêpe drille
        émeraude enzyme esbroufe galle garance garenne groseille harissa laque mauresque mezzanine moufle musette
        mérule ocre orange orque paillasse pantomime passe pistache prune quadra romance rouille réclame réglisse topaze
        turquoise batavia bourgogne champagne barbouze pédicure percale forte
        interview oasis autoroute chose cause crise part note pompe pointe perche marche presse réclame reprise
        religion ligne ligue trêve tribune tournée tenue touche technique tactique défense attaque remise""".split(),
}
MASCULINE_FIRST = {"tour", "livre", "mode", "poste", "espace", "solde", "vase", "guide", "geste", "cache", "champagne", "litre", "malaise", "tome"}
FEMININE_FIRST = {"voile", "rose", "mort", "vague", "pendule", "poêle", "interview", "trompette", "ombre", "cartouche", "mousse", "foudre", "faune", "finale", "teneur",
                  "passe", "crêpe", "relâche"}

# Plurals the dictionary has as words apart, or beside another word of the same spelling. Own knowledge.
PLURALS = {
    "œil": "yeux", "monsieur": "messieurs", "madame": "mesdames", "mademoiselle": "mesdemoiselles",
    "monseigneur": "messeigneurs", "lieu": "lieux", "bonhomme": "bonshommes", "gentilhomme": "gentilshommes",
    "ciel": "cieux", "travail": "travaux", "idéal": "idéaux", "final": "finals", "pneu": "pneus", "bleu": "bleus",
}

# Adjectives whose feminine the dictionary has as a word apart, and words of other kinds that stand as adjectives and
# never change. Own knowledge.
IRREGULAR_ADJECTIVES = {
    "favori": ("favoris", "favorite", "favorites"), "rigolo": ("rigolos", "rigolote", "rigolotes"),
    "coi": ("cois", "coite", "coites"), "exprès": ("exprès", "expresse", "expresses"),
}
INVARIABLE_ADJECTIVES = ["debout", "nature", "ensemble"]

TENSES = ["ipre", "iimp", "ipsi", "ifut", "cond", "spre", "simp"]
PERSONS = ["1sg", "2sg", "3sg", "1pl", "2pl", "3pl"]


def read_affixes(path):
    """Returns flag -> [(strip, add, condition, tags)]."""
    rules = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            flag, strip, add, condition = fields[1:5]
            add = add.split("/")[0]
            rules[flag].append((
                "" if strip == "0" else strip,
                "" if add == "0" else add,
                re.compile((condition if condition != "." else "") + "$"),
                fields[5:],
            ))
    return rules


def read_entries(path, affixes):
    """Yields (lemma, entry tags, [(form, tags)])."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        fields = line.split()
        if not fields or fields[0].startswith(("-", "’")):
            continue
        word, _, flags = fields[0].partition("/")
        tags = fields[1:]
        forms = []
        for flag in re.findall("..", flags):
            for strip, add, condition, extra in affixes.get(flag, []):
                if word.endswith(strip) and condition.search(word):
                    forms.append((word[: len(word) - len(strip)] + add, extra))
        if not any(form == word for form, _ in forms):
            forms.insert(0, (word, []))
        yield word, tags, forms


def genders_of(tags):
    if "is:epi" in tags:
        return "mf"
    return ("m" if "is:mas" in tags else "") + ("f" if "is:fem" in tags else "")


def collect_nouns(nouns, tags, forms):
    """Adds the singulars of a noun's entry with their plural and gender."""
    own = genders_of(tags)
    cells = defaultdict(dict)
    for form, extra in forms:
        gender = genders_of(extra) or own or "m"
        number = "inv" if "is:inv" in extra + tags else "pl" if "is:pl" in extra + tags else "sg"
        for letter in gender:
            cells[letter].setdefault(number, form)
    for gender, forms_by_number in cells.items():
        singular = forms_by_number.get("sg") or forms_by_number.get("inv")
        plural = forms_by_number.get("pl") or forms_by_number.get("inv")
        if singular:
            noun = nouns.setdefault(singular, {"plurals": [], "genders": ""})
            if plural:
                noun["plurals"].append(plural)
            noun["genders"] += gender


def collect_adjective(adjectives, lemma, tags, forms):
    """Adds masculine plural, feminine and feminine plural of an adjective's entry."""
    cells = {}
    for form, extra in forms:
        both = extra + tags
        if any(tag.startswith("po:") and tag not in ("po:adj", "po:nom", "po:ppas") for tag in extra):
            continue
        gender = genders_of(extra) or genders_of(tags) or "mf"
        numbers = ["sg", "pl"] if "is:inv" in both else ["pl"] if "is:pl" in both else ["sg"]
        for letter in gender:
            for number in numbers:
                cells.setdefault(letter + number, form)
    if cells.get("msg") != lemma or "is:pl" in tags:
        return
    keys = ["mpl", "fsg", "fpl"]
    if all(key in cells for key in keys):
        adjectives.setdefault(lemma, tuple(cells[key] for key in keys))


def collect_verb(verbs, lemma, group, forms):
    """Adds the 51 cells of a verb: participles, seven tenses of six persons, three imperatives."""
    cells = {}
    for form, extra in forms:
        tags = {tag[3:].rstrip("!") for tag in extra if tag.startswith("po:")}
        flavours = {tag[3:] for tag in extra if tag.startswith("is:")}
        if "ppre" in tags:
            cells.setdefault("ppre", form)
        if "ppas" in tags:
            genders = "mf" if "epi" in flavours else "f" if "fem" in flavours else "m"
            numbers = ["sg", "pl"] if "inv" in flavours else ["pl"] if "pl" in flavours else ["sg"]
            for gender in genders:
                for number in numbers:
                    cells.setdefault("ppas" + gender + number, form)
        for mood in TENSES + ["impe"]:
            if mood in tags:
                for person in PERSONS:
                    if person in tags:
                        cells.setdefault(mood + person, form)
    # A participle that never agrees in the dictionary ("nui") agrees as it stands.
    if "ppasmsg" in cells:
        for key in ("ppasmpl", "ppasfsg", "ppasfpl"):
            cells.setdefault(key, cells["ppasmsg"])
    order = ["ppre", "ppasmsg", "ppasmpl", "ppasfsg", "ppasfpl"]
    order += [tense + person for tense in TENSES for person in PERSONS]
    order += ["impe" + person for person in ("2sg", "1pl", "2pl")]
    # Of two verbs of one spelling the irregular one is the usual: `repartir` is to leave again, `fuir` to flee.
    if cells.get("ipre3sg") and cells.get("ppasmsg") and (lemma not in verbs or "po:v3" in group):
        verbs[lemma] = tuple(cells.get(key, "") for key in order)


def choose_gender(word, genders):
    if "m" in genders and "f" in genders:
        if word in MASCULINE_FIRST:
            return "m"
        if word in FEMININE_FIRST:
            return "f"
        for gender, words in GENDER_CHOICES.items():
            if word in words:
                return gender
        return "m"
    return genders[0]


def main():
    dictionary, affix_file, target = map(Path, sys.argv[1:4])
    affixes = read_affixes(affix_file)
    nouns, adjectives, of_nouns, verbs = {}, {}, {}, {}
    for lemma, tags, forms in read_entries(dictionary, affixes):
        if any(char.isdigit() for char in lemma):
            continue
        if "po:nom" in tags:
            collect_nouns(nouns, tags, forms)
        if "po:adj" in tags:
            collect_adjective(adjectives, lemma, tags, forms)
        elif "po:nom" in tags:
            # Nouns of both genders agree like adjectives: `joueuse`, `championne`.
            collect_adjective(of_nouns, lemma, tags, forms)
        if any(re.match(r"po:v[0-3]", tag) for tag in tags):
            collect_verb(verbs, lemma, " ".join(tags)[:5], forms)
    for word, forms in of_nouns.items():
        if forms[1] != word and not word[0].isupper():
            adjectives.setdefault(word, forms)
    for word in INVARIABLE_ADJECTIVES:
        adjectives[word] = (word, word, word)
    adjectives.update(IRREGULAR_ADJECTIVES)
    for word, plural in PLURALS.items():
        if word in nouns:
            nouns[word]["plurals"] = [plural]
    common = {word: it for word, it in nouns.items() if it["plurals"] and not word[0].isupper()}
    write_table(target / "plurals.tsv", HEADER, {word: (it["plurals"][0],) for word, it in common.items()})
    write_table(
        target / "genders.tsv", HEADER,
        {word: (choose_gender(word, it["genders"]),) for word, it in common.items()}, literal=True,
    )
    write_table(target / "adjectives.tsv", HEADER, adjectives)
    write_table(target / "verbs.tsv", HEADER, verbs)
    keys = ["n:" + word for word in common] + ["a:" + it for it in adjectives] + ["v:" + it for it in verbs]
    (target / "known.bin").write_bytes(bloom(keys))
    print(len(common), "nouns,", len(adjectives), "adjectives,", len(verbs), "verbs")


if __name__ == "__main__":
    main()
