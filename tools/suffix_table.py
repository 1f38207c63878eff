"""Suffix tables and Bloom filters: the two formats in which word tables are shipped.

A suffix table holds two blocks after its `#` comments. `[classes]`: one class a line, its cells tab-separated; a cell
is the number of characters to strip off the lemma's end, then what to add ("2aux"), or a literal for tables of
labels. `[rules]`: a suffix (whole words begin with `^`), a tab and a class number, sorted by reversed bytes. The
longest suffix that fits a word gives its class; the words the table was made of get exactly their own forms.

A Bloom filter is a bit array whose size in bytes is a power of two; a key sets six bits, found by double hashing
with the two halves of its 64-bit FNV-1a hash.
"""

from collections import Counter

N_HASHES = 6


def edit(lemma, form):
    """Returns the cell that makes `form` of `lemma`."""
    n_shared = 0
    while n_shared < min(len(lemma), len(form)) and lemma[n_shared] == form[n_shared]:
        n_shared += 1
    return f"{len(lemma) - n_shared}{form[n_shared:]}"


def write_table(path, header, words, literal=False):
    """Writes the table of `words`: lemma -> tuple of forms (an absent form is empty and becomes `-`)."""
    classes = {
        word: tuple(forms) if literal else tuple(edit(word, it) if it else "-" for it in forms)
        for word, forms in words.items()
    }
    order = {klass: idx for idx, (klass, _) in enumerate(Counter(classes.values()).most_common())}
    rules = {}
    build(rules, "", [("^" + word, order[klass]) for word, klass in sorted(classes.items())], None)
    lines = [header, "[classes]"]
    lines += ["\t".join(klass) for klass in order]
    lines += ["[rules]"]
    lines += [f"{suffix}\t{klass}" for suffix, klass in sorted(rules.items(), key=lambda it: it[0].encode()[::-1])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(path.name, len(order), "classes,", len(rules), "rules,", path.stat().st_size, "bytes")


def build(rules, suffix, words, inherited):
    """Adds a rule wherever the class of most words below a suffix differs from the one inherited."""
    counts = Counter(klass for _, klass in words)
    best = max(counts.values())
    here = inherited if counts.get(inherited) == best else min(it for it, n in counts.items() if n == best)
    if here != inherited:
        rules[suffix] = here
    if len(counts) == 1:
        return
    branches = {}
    for word, klass in words:
        branches.setdefault(word[len(word) - len(suffix) - 1], []).append((word, klass))
    for letter, branch in sorted(branches.items()):
        build(rules, letter + suffix, branch, here)


def fnv1a(key):
    value = 0xCBF29CE484222325
    for byte in key.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def bloom(keys):
    """Returns the filter of `keys`, of about eight bits a key."""
    n_bytes = 1
    while n_bytes < len(keys):
        n_bytes *= 2
    bits = bytearray(n_bytes)
    for key in keys:
        value = fnv1a(key)
        low, high = value & 0xFFFFFFFF, (value >> 32) | 1
        for idx in range(N_HASHES):
            bit = (low + idx * high) % (n_bytes * 8)
            bits[bit // 8] |= 1 << (bit % 8)
    return bytes(bits)
