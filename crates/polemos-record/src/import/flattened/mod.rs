use super::page::{Imported, Settings};
pub(crate) fn import(text: &str, settings: &Settings) -> Imported {
    super::wikitext::import(text, settings)
}
