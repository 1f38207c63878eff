//! The nearest name: what an author most likely meant.

/// Returns the one of `names` that is nearest to `wrong`, if one is near enough to be meant.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let farthest = (wrong.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= farthest)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_a_stranger_is_not() {
        let names = ["goals_diff", "points", "rank"];
        assert_eq!(nearest("goal_diff", names), Some("goals_diff"));
        assert_eq!(nearest("Rank", names), Some("rank"));
        assert_eq!(nearest("attendance", names), None);
    }
}
