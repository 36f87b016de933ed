//! A quantity in words, for prose and infoboxes.

use super::Lexicon;
use super::prose::{in_words, percent, percent_range, range};
use crate::quantity::{Quantity, references};

/// `name` turns a path into the name of what it stands for.
pub(super) fn say(quantity: &Quantity, name: &dyn Fn(&str) -> String) -> String {
    match quantity {
        Quantity::Exact(value) => in_words(*value),
        Quantity::Rounded { value, .. } => format!("about {}", in_words(*value)),
        Quantity::Range { low, high } => range(*low, *high),
        Quantity::AtLeast(value) => format!("more than {}", in_words(*value)),
        Quantity::AtMost(value) => format!("up to {}", in_words(*value)),
        Quantity::Share { of, low, high } => {
            let share = if low == high { percent(*low) } else { percent_range(*low, *high) };
            match of {
                Some(of) => format!("{share} of {}", named(of, name)),
                None => share,
            }
        }
        Quantity::Relative { to, factor_low, factor_high } => {
            let to = named(to, name);
            match (*factor_low, *factor_high) {
                (1.0, 1.0) => format!("as many as {to}"),
                (low, high) if low == high => format!("{} times {to}", in_words(low)),
                (low, high) => format!("{} times {to}", range(low, high)),
            }
        }
        Quantity::Verbal { term, of: Some(of) } => format!("{term} ({})", named(of, name)),
        Quantity::Verbal { term, of: None } => term.clone(),
        Quantity::Sum(parts) => parts.iter().map(|part| say(part, name)).collect::<Vec<_>>().join(" + "),
        Quantity::Unknown => "unknown".to_owned(),
        Quantity::None => "none".to_owned(),
        Quantity::Countless => "countless".to_owned(),
        Quantity::Absent => String::new(),
    }
}

/// The numbers that stand for a quantity's words, to be printed beside them: "2,000–10,000" beside "thousands", "25–60 %"
/// beside "very heavy"; none where the words are numbers themselves.
pub(super) fn beside(lexicon: &Lexicon, quantity: &Quantity) -> Option<String> {
    match quantity {
        Quantity::Verbal { term, .. } => {
            let count = lexicon.count(term).map(|band| range(band.0, band.1));
            count.or_else(|| lexicon.loss(term).map(|band| percent_range(band.0, band.1)))
        }
        Quantity::Share { low, high, .. } if low < high => Some(percent_range(*low, *high)),
        Quantity::Relative { factor_low, factor_high, .. } if factor_low < factor_high => {
            Some(format!("{} times", range(*factor_low, *factor_high)))
        }
        _ => None,
    }
}

fn named(of: &str, name: &dyn Fn(&str) -> String) -> String {
    crate::names::listed(&references(of).iter().map(|path| name(path)).collect::<Vec<_>>())
}
