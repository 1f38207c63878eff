//! Real workbooks in, what other programs read in them out, where the folder of them is there.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Case;

/// A file, the sheet if one must be named, how the header starts, how many rows there are, and how the last
/// one starts. The figures are those that xlrd and openpyxl read in them, or that stand in their XML.
type Real = (
    &'static str,
    &'static str,
    &'static str,
    usize,
    &'static str,
);

const FILES: &[Real] = &[
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Cantons_T1.xlsx",
        "",
        "CodeCanton|CodeDépartement|",
        2086,
        "2087: \"ZP06\"|\"ZP\"|\"Polynésie française\"|\"06\"|\"AUSTRALES (fictif)\"|5636|2361|41.8914123491838|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Circonscriptions_T1.xlsx",
        "",
        "CodeCirco|Département|",
        566,
        "567: \"ZX01\"|\"Saint-Martin/Saint-Barthélemy\"|\"01\"|\"1ère circonscription\"|25385|17202|67.7644278116998|8183|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Departements_T1.xlsx",
        "",
        "CodeDépartement|",
        106,
        "107: \"ZX\"|\"Saint-Martin/Saint-Barthélemy\"|25385|17202|67.7644278116998|8183|32.2355721883002|211|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Regions_T1.xlsx",
        "",
        "CodeRégion|Région|",
        18,
        "19: 6|\"Mayotte\"|83045|46872|56.4416882413149|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Circonscriptions_T2.xlsx",
        "",
        "CodeCirco|Département|",
        577,
        "578: \"ZZ11\"|\"Français établis hors de France\"|\"11\"|\"11ème circonscription\"|92707|43665|47.1000032360016|49042|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Departements_T2.xlsx",
        "",
        "CodeDépartement|",
        107,
        "108: \"ZZ\"|\"Français établis hors de France\"|1265230|685276|54.1621681433415|",
    ),
    (
        "elections/fr-presidentielle-2017/P2017_Resultats_Regions_T2.xlsx",
        "",
        "Code de la région|",
        18,
        "19: 6|\"Mayotte\"|82482|44759|33514|1442|2767|19140|",
    ),
    (
        "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls",
        "Circo. Leg. Tour 2",
        "Code du département|Libellé du département|Code de la circonscription|",
        577,
        "581: ZZ|\"Français établis hors de France\"|11|\"11ème circonscription\"|92707|43665|47.1|49042|52.9|1847|1.99|3.77|",
    ),
    (
        "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls",
        "Régions Tour 2",
        "Code de la région|",
        18,
        "23: 6|\"Mayotte\"|82482|44759|54.27|",
    ),
    (
        "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls",
        "3",
        "Code du département|",
        107,
        "111: ZZ|\"Français établis hors de France\"|1265230|685276|54.16|",
    ),
    (
        "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls",
        "Canton Tour 2",
        "Code du département|",
        2086,
        "2090: ZP|\"Polynésie française\"|6|\"AUSTRALES (fictif)\"|5636|2066|36.66|",
    ),
    (
        "nasty/football/Football-results (22 countries)/austria/tipico-bundesliga-2014-2015.xls",
        "",
        "AustriaVienna|Grodig|1|",
        179,
        "180: \"SturmGraz\"|\"Ried\"|36|",
    ),
    (
        "nasty/football/Football-results (22 countries)/austria/tipico-bundesliga.xls",
        "",
        "ACWolfsberger|",
        104,
        "105: \"RapidVienna\"|\"ACWolfsberger\"|21|",
    ),
    (
        "nasty/football/Football-results (22 countries)/belgium/belgacom-league-2012-2013.xls",
        "",
        "Antwerp|Aalst|",
        305,
        "306: \"Westerlo\"|\"Oostende\"|34|",
    ),
    (
        "nasty/football/Football-results (22 countries)/belgium/belgacom-league-2013-2014.xls",
        "",
        "Dessel|Heist|",
        305,
        "306: \"RWDMBrussels\"|\"Tubize\"|34|",
    ),
];

/// Returns the folder of real files, where it lies beside the project or beside a folder it is in.
fn folder() -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    folders
        .map(|it| it.join("shared/data"))
        .find(|it| it.is_dir())
}

/// Says on the terminal, past what a test keeps to itself, that nothing was tested.
fn skipped() {
    let message = "skipped: there is no folder of real workbooks";
    writeln!(io::stderr(), "{message}").expect("the terminal takes a line");
}

#[test]
fn real_workbooks_are_read_right() {
    let Some(folder) = folder() else {
        return skipped();
    };
    for (file, sheet, header, n_rows, last) in FILES {
        let mut case = Case::new(fs::read(folder.join(file)).expect("the file can be read"));
        if !sheet.is_empty() {
            case = case.sheet(sheet);
        }
        let (rows, found) = case.read();
        // These have no header, as is said.
        let expected = usize::from(file.starts_with("nasty"));
        assert_eq!(found.len(), expected, "{file}: {found:?}");
        assert!(rows[0].starts_with(header), "{file}: {}", rows[0]);
        assert_eq!(rows.len() - 1, *n_rows, "{file}");
        assert!(rows[*n_rows].starts_with(last), "{file}: {}", rows[*n_rows]);
    }
}

#[test]
fn a_sheet_of_several_tables_is_refused() {
    let Some(folder) = folder() else {
        return skipped();
    };
    let file = "elections/fr-presidentielle-2017/raw/Presidentielle_2017_Resultats_Tour_2_c.xls";
    let bytes = fs::read(folder.join(file)).expect("the file can be read");
    let (_, found) = Case::new(bytes.clone()).read();
    assert!(
        found[0].starts_with("unknown-sheet: `t.xlsx` has tables in 5 sheets"),
        "{found:?}"
    );
    let (_, found) = Case::new(bytes.clone()).sheet("1").read();
    assert!(found[0].starts_with("broken-data: row "), "{found:?}");
    let (rows, found) = Case::new(bytes).sheet("1").range("A6:I12").read();
    assert_eq!((rows.len(), found.len()), (7, 0), "{found:?}");
}
