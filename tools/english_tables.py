#!/usr/bin/env python3
"""Derives the English word tables of `src/language/en/tables/` from lemminflect.

Input:  infl_lu.csv.gz and infl_overrides.csv of lemminflect 0.2.3 (PyPI, MIT), which hold the inflections of the NIH
        SPECIALIST Lexicon (free with attribution).
Output: plurals.tsv, verbs.tsv (suffix tables) and known.bin (a Bloom filter of the lemmas).

    python3 tools/english_tables.py path/to/lemminflect/resources src/language/en/tables

The format of the tables and the filter is described in tools/suffix_table.py.
"""

import csv
import gzip
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from suffix_table import bloom, write_table  # noqa: E402

HEADER = """# Derived by tools/english_tables.py from lemminflect 0.2.3 (MIT, Brad Jascob), whose data are those of the
# SPECIALIST Lexicon, U.S. National Library of Medicine. See NOTICE beside this file."""

# Nouns whose plural is the singular, where the source does not tell them from nouns without a plural. Own knowledge.
INVARIABLE = set("""sheep deer aircraft spacecraft hovercraft watercraft offspring salmon trout cod bison moose swine
    squid grouse elk fish tuna""".split())


def choose_plural(noun, variants):
    """Returns the plural to print: the source lists the usual one first."""
    if noun in INVARIABLE:
        return noun
    others = [it for it in variants if it != noun]
    if others:
        return others[0]
    return noun if noun.endswith("s") else None


def choose(lemma, variants):
    """Returns the first variant that is hyphenated like its lemma."""
    alike = [it for it in variants if ("-" in it) == ("-" in lemma)]
    return (alike or variants)[0]


def read_rows(folder):
    with gzip.open(folder / "infl_lu.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.reader(file):
            yield row[0], row[1], row[2:]


def read_overrides(folder):
    overrides = {}
    with open(folder / "infl_overrides.csv", encoding="utf-8") as file:
        for lemma, tag, form in csv.reader(file):
            overrides[lemma, tag] = form
    return overrides


def main():
    folder, target = map(Path, sys.argv[1:3])
    overrides = read_overrides(folder)
    nouns, verbs, adjectives = {}, {}, []
    for lemma, category, forms in read_rows(folder):
        if category == "adj":
            adjectives.append(lemma)
        if not re.fullmatch(r"[a-z][a-z'-]*", lemma):
            continue
        if category == "noun" and forms and forms[0]:
            plural = overrides.get((lemma, "NNS")) or choose_plural(lemma, forms[0].split("/"))
            if plural and (plural != lemma or lemma.endswith("s") or lemma in INVARIABLE):
                nouns[lemma] = (plural,)
        if category == "verb" and len(forms) == 4:
            past, participle, present, third = ([it for it in cell.split("/") if it] for cell in forms)
            if not (past and present and third):
                continue
            participle = participle or past
            if overrides.get((lemma, "VBN")) in past + participle:
                participle = [overrides[lemma, "VBN"]]
            if overrides.get((lemma, "VBD")) in past + participle:
                past = [overrides[lemma, "VBD"]]
            cells = tuple(choose(lemma, it) for it in (past, participle, present, third))
            verbs[lemma] = cells
    write_table(target / "plurals.tsv", HEADER, nouns)
    write_table(target / "verbs.tsv", HEADER, verbs)
    keys = ["n:" + it for it in nouns] + ["v:" + it for it in verbs] + ["a:" + it for it in adjectives]
    (target / "known.bin").write_bytes(bloom(keys))
    print(len(nouns), "nouns,", len(verbs), "verbs,", len(adjectives), "adjectives")


if __name__ == "__main__":
    main()
