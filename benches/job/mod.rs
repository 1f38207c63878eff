//! The job that is measured: three sentences a match, in English and French, over invented matches.

use std::fmt::Write as _;
use std::path::Path;

/// Writes the project of the job, with its data, into `folder`.
pub fn lay_out(folder: &Path, n_records: u32) {
    let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/job");
    for name in [
        "gen.yaml",
        "stories/report.yaml",
        "stories/report.en.md",
        "stories/report.fr.md",
        "lexicon/clubs.fr.yaml",
    ] {
        let to = folder.join(name);
        std::fs::create_dir_all(to.parent().expect("a file has a folder"))
            .expect("a folder can be made");
        std::fs::copy(job.join(name), to).expect("the job's files can be copied");
    }
    std::fs::create_dir_all(folder.join("data")).expect("a folder can be made");
    std::fs::write(folder.join("data/matches.json"), matches(n_records))
        .expect("the data can be written");
}

/// Returns so many invented matches, the same ones each time.
fn matches(n_records: u32) -> String {
    const CLUBS: [&str; 20] = [
        "Lille",
        "Nantes",
        "Amiens",
        "Olympique Lyonnais",
        "Auxerre",
        "Rennes",
        "Strasbourg",
        "Angers",
        "Le Havre",
        "Le Mans",
        "Brest",
        "Monaco",
        "Istres",
        "Evian",
        "Lens",
        "Reims",
        "Nice",
        "Toulouse",
        "Orléans",
        "Metz",
    ];
    const PLAYERS: [&str; 10] = [
        "Dubois", "Haddad", "Martin", "Okafor", "Silva", "Étienne", "Lemoine", "Ibrahim", "Novak",
        "Aubert",
    ];
    let mut state = 20_261_123_u64;
    let mut draw = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut json = String::from("[");
    for id in 1..=n_records {
        let (home, step) = (draw(20) as usize, 1 + draw(19) as usize);
        // Most matches have few goals: the smaller of two draws.
        let goals = [draw(5).min(draw(5)), draw(5).min(draw(4))];
        let mut scorers: Vec<(u64, usize, &str)> = Vec::new();
        for (side, n_goals) in ["home", "away"].into_iter().zip(goals) {
            scorers.extend((0..n_goals).map(|_| (1 + draw(90), draw(10) as usize, side)));
        }
        scorers.sort_unstable();
        let scorers: Vec<String> = scorers
            .iter()
            .map(|(minute, player, side)| {
                format!(
                    r#"{{"player":"{}","minute":{minute},"side":"{side}"}}"#,
                    PLAYERS[*player]
                )
            })
            .collect();
        let separator = if id == 1 { "" } else { "," };
        let _ = write!(
            json,
            "{separator}\n{{\"id\":{id},\"home\":\"{}\",\"away\":\"{}\",\"home_goals\":{},\"away_goals\":{},\
             \"date\":\"2026-{:02}-{:02}\",\"scorers\":[{}],\"attendance\":{},\"rank\":{},\"points\":{}}}",
            CLUBS[home],
            CLUBS[(home + step) % 20],
            goals[0],
            goals[1],
            1 + draw(12),
            1 + draw(28),
            scorers.join(","),
            900 + draw(59_000),
            1 + draw(20),
            1 + draw(69),
        );
    }
    json.push_str("\n]\n");
    json
}
