//! Headers in, names that expressions can say out: ASCII, snake case.

/// Returns the name of the column with `header`, which is the `position`th of its table, from 0.
pub(super) fn column(header: &str, position: usize) -> String {
    let name = snake_case(header);
    if name.is_empty() {
        format!("column_{}", position + 1)
    } else {
        name
    }
}

/// Returns `text` in ASCII snake case; empty if it has no letter or digit that ASCII can stand for.
pub fn snake_case(text: &str) -> String {
    let mut letters = String::with_capacity(text.len() + 1);
    let mut previous_is_lower = false;
    for c in text.chars() {
        // `homeGoals` is two words, `FIFA` is one.
        if c.is_uppercase() && previous_is_lower {
            letters.push('_');
        }
        match ascii(c) {
            Some(text) => letters.push_str(text),
            None if c.is_ascii_alphanumeric() => letters.push(c.to_ascii_lowercase()),
            // An accent written as a character of its own belongs to the letter before it.
            None if is_combining(c) => continue,
            None => letters.push('_'),
        }
        previous_is_lower = c.is_lowercase();
    }
    let words: Vec<&str> = letters.split('_').filter(|it| !it.is_empty()).collect();
    let name = words.join("_");
    if name.starts_with(|c: char| c.is_ascii_digit()) || is_reserved(&name) {
        format!("_{name}")
    } else {
        name
    }
}

/// Whether expressions read `name` as a word of their grammar: a table of medals has a column `Or`.
fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "and" | "or" | "not" | "in" | "is" | "if" | "else" | "for" | "true" | "false" | "none"
    )
}

/// Returns `text` as a message quotes it, cut where it is long.
pub(super) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether `c` is an accent written as a character of its own.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the ASCII letters that stand for `c`, a Latin letter beyond ASCII or a sign with a name.
fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Č' | 'č' | 'Ĉ' | 'ĉ' | 'Ċ' | 'ċ' => "c",
        'Ď' | 'ď' | 'Đ' | 'đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' | 'Ĕ' | 'ĕ' | 'Ė' | 'ė' | 'Ę' | 'ę' | 'Ě' | 'ě' => {
            "e"
        }
        'Ĝ' | 'ĝ' | 'Ğ' | 'ğ' | 'Ġ' | 'ġ' | 'Ģ' | 'ģ' => "g",
        'Ĥ' | 'ĥ' | 'Ħ' | 'ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ' | 'ķ' => "k",
        'Ĺ' | 'ĺ' | 'Ļ' | 'ļ' | 'Ľ' | 'ľ' | 'Ŀ' | 'ŀ' | 'Ł' | 'ł' => "l",
        'Ñ' | 'ñ' | 'Ń' | 'ń' | 'Ņ' | 'ņ' | 'Ň' | 'ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō' | 'ō' | 'Ŏ' | 'ŏ' | 'Ő' | 'ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ' | 'ŕ' | 'Ŗ' | 'ŗ' | 'Ř' | 'ř' => "r",
        'Ś' | 'ś' | 'Ŝ' | 'ŝ' | 'Ş' | 'ş' | 'Š' | 'š' | 'Ș' | 'ș' => "s",
        'ß' | 'ẞ' => "ss",
        'Ţ' | 'ţ' | 'Ť' | 'ť' | 'Ŧ' | 'ŧ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ÿ' | 'Ŷ' | 'ŷ' => "y",
        'Ź' | 'ź' | 'Ż' | 'ż' | 'Ž' | 'ž' => "z",
        // `% Abs/Ins` and `Abs/Ins` are two columns.
        '%' => "_pct_",
        '€' => "_eur_",
        '$' => "_usd_",
        '£' => "_gbp_",
        '>' => "_gt_",
        '<' => "_lt_",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::column;
    use proptest::prelude::*;

    #[test]
    fn a_header_becomes_a_name_that_expressions_can_say() {
        let check = |header, expected: &str| assert_eq!(column(header, 2), expected, "{header:?}");
        check("Équipe A", "equipe_a");
        check("E\u{301}quipe A", "equipe_a");
        check("home-goals", "home_goals");
        check("homeGoals", "home_goals");
        check("FIFA rank", "fifa_rank");
        check("", "column_3");
        check(" — ", "column_3");
        check("日付", "column_3");
        check("2024 Sales", "_2024_sales");
        check("N° d'équipe", "n_d_equipe");
        check("% Abs/Ins", "pct_abs_ins");
        check("Abs/Ins (%)", "abs_ins_pct");
        check("Œuvre", "oeuvre");
        check("_id", "id");
        check("xG", "x_g");
        check("CO2", "co2");
        check("Or", "_or");
        check("BbAv<2.5", "bb_av_lt_2_5");
    }

    proptest! {
        #[test]
        fn every_name_is_one(header in ".{0,30}") {
            let name = column(&header, 0);
            prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
            prop_assert!(!name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty());
        }
    }
}
