//! What the parser says when it does not understand, and what it proposes.

use super::parse::Parser;
use super::{Dimension, QuantityError};
use crate::claim::TextSpan;
use crate::lexicon::nearest_word;

/// Words of the grammar itself, beside those of the lexicon.
const GRAMMAR: [&str; 8] = ["between", "from", "nearest", "dozen", "once", "twice", "thrice", "every"];

impl Parser<'_> {
    /// The token here makes no sense, or there is none.
    pub(crate) fn not_understood(&self) -> QuantityError {
        let (what, _) = self.dimension.described();
        let Some(token) = self.culprit() else {
            let end = self.text.trim_end().len();
            let span = TextSpan { start: end, end };
            return self.error_at(span, &format!("the text ends where {what} was expected"));
        };
        let span = token.span;
        let written = &self.text[span.start..span.end];
        let message = format!("`{written}` is not understood where {what} was expected");
        // Who reads prose asks at every word whether a quantity begins there, and most of the time none does: nothing was
        // misspelt, and looking for a like word would take longer than all the rest.
        let near = if self.quiet { None } else { self.suggestion(&token.lower) };
        match near {
            Some(word) => QuantityError {
                message,
                repair: format!("did you mean `{word}`?"),
                replacement: Some(word.to_owned()),
                span,
            },
            None => self.error_at(span, &message),
        }
    }

    /// A reference was expected and is not one path.
    pub(crate) fn no_reference(&self) -> QuantityError {
        let start = self.peek().map_or(self.text.trim_end().len(), |token| token.span.start);
        QuantityError {
            message: "the name of what this is compared with, or a part of, is missing or more than one word"
                .to_owned(),
            repair: "write one path such as `alliance.fleet`, or several joined by `and`".to_owned(),
            replacement: None,
            span: TextSpan { start, end: self.text.trim_end().len() },
        }
    }

    pub(crate) fn error_at(&self, span: TextSpan, message: &str) -> QuantityError {
        QuantityError { message: message.to_owned(), repair: self.examples(), replacement: None, span }
    }

    fn suggestion(&self, word: &str) -> Option<&str> {
        if self.lexicon.index().words().contains(word) {
            return None;
        }
        let levels = match self.dimension {
            Dimension::Level(scale) => self.lexicon.level_words(scale),
            _ => Vec::new(),
        };
        // "Firmish" is meant as "firm".
        let stem =
            levels.iter().map(|(level, _)| *level).filter(|level| level.len() > 3 && word.starts_with(level));
        if let Some(level) = stem.max_by_key(|level| level.len()) {
            return Some(level);
        }
        let levels = levels.iter().map(|(word, _)| *word);
        let words = self.lexicon.index().words().iter().map(String::as_str);
        nearest_word(word, levels.chain(GRAMMAR).chain(words))
    }

    fn examples(&self) -> String {
        let (what, example) = self.dimension.described();
        match self.dimension {
            Dimension::Level(scale) => {
                // Four words spread over the scale, from its lowest level to its highest.
                let mut words = self.lexicon.level_words(scale);
                words.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
                let every = words.len().saturating_sub(1).max(3) / 3;
                let spread = words.iter().step_by(every).take(4);
                let words: Vec<String> = spread.map(|(word, _)| format!("`{word}`")).collect();
                format!("write {what} such as `{example}`, or in a word: {}", words.join(", "))
            }
            Dimension::Count => {
                format!("write {what} such as `{example}`, `2000..3000`, `about 1200` or `thousands`")
            }
            _ => format!("write {what} such as `{example}`"),
        }
    }
}
