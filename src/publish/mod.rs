//! Publishing: prose to pages (Markdown with front matter, stand-alone HTML), and pages to disk.

mod page;
mod slug;
mod inline;
mod markdown;
mod plain;
mod html;
mod front_matter;
mod layout;
mod check;
mod store;
mod stale;

pub use check::{Leak, check_page};
pub use front_matter::section_page;
pub use layout::{Entry, Index, Layouts};
pub use markdown::body;
pub use page::{Output, PageInfo, Publisher, Translation};
pub use plain::{plain, section, title};
pub use slug::{NoSlug, slug};
pub use stale::stale_outputs;
pub use store::{Content, Listed, Lock, Outcome, Report, Standing, Store, Wish};

use crate::diagnostics::{Code, Diagnostic};
use crate::realise::Prose;

/// Returns the whole page that `output` wants for an article.
///
/// Only a layout of the project can fail, and then for every page alike: [`Layouts::load`] tries
/// them on a sample first.
pub fn page(
    output: Output,
    layouts: &Layouts,
    info: &PageInfo,
    prose: &Prose,
) -> Result<String, Diagnostic> {
    match output {
        Output::Html => layouts.page(info, prose),
        Output::Explain => unreachable!("the engine explains an article, and makes no page of it"),
        Output::Hugo | Output::Zola => {
            let title = title(prose);
            let mut page = front_matter::front_matter(output, info, &title);
            if !front_matter::reads_back(&page, info, &title) {
                let message = format!("the front matter of `{}` does not read back", info.slug);
                let hint = "look at its title: something in it is not text to a reader of YAML";
                return Err(Diagnostic::error(Code::LeakedSyntax, message).hint(hint));
            }
            page.push('\n');
            page.push_str(&body(prose));
            Ok(page)
        }
    }
}
