//! Columns that flattening has run together: "Terran Empire Klingon-Cardassian Alliance" was two cells. Where the seam was
//! is seen from what is said elsewhere, and asked where it is not sure.

/// A line cut into two cells, and how sure the cut is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cut<'l> {
    pub left: &'l str,
    pub right: &'l str,
    pub sure: bool,
}

/// Cuts a line in two; `elsewhere` is all other text of the page.
pub(crate) fn cut<'l>(line: &'l str, elsewhere: &str) -> Option<Cut<'l>> {
    for gap in ["\t", " | ", "  "] {
        if let Some((left, right)) = line.split_once(gap) {
            return Some(Cut { left: left.trim(), right: right.trim(), sure: true });
        }
    }
    let seams: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).collect();
    let at = |seam: usize| (line[..seam].trim(), line[seam..].trim());
    // "unknown unknown", "Jean-Luc Picard Jean-Luc Picard".
    if let Some((left, right)) =
        seams.iter().map(|seam| at(*seam)).find(|(left, right)| left.eq_ignore_ascii_case(right))
    {
        return Some(Cut { left, right, sure: true });
    }
    let told = |part: &str| part.split(' ').count() > 1 && count(elsewhere, part) > 0;
    let both = seams.iter().map(|seam| at(*seam)).find(|(left, right)| told(left) && told(right));
    if let Some((left, right)) = both {
        return Some(Cut { left, right, sure: true });
    }
    // "Imperial Fleet Imperial Guard": the second cell begins as the first does.
    let first = line.split(' ').next().unwrap_or("");
    let again = line
        .match_indices(first)
        .map(|(at, _)| at)
        .find(|at| *at > 0 && line[..*at].ends_with(' ') && line[at + first.len()..].starts_with(' '));
    if let Some(seam) = again.filter(|_| first.starts_with(char::is_uppercase)) {
        let (left, right) = at(seam - 1);
        return Some(Cut { left, right, sure: false });
    }
    let one = seams.iter().map(|seam| at(*seam)).filter(|(left, right)| told(left) || told(right));
    let best = one.max_by_key(|(left, right)| if told(left) { left.len() } else { right.len() });
    best.map(|(left, right)| Cut { left, right, sure: false })
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn seams_are_found() {
        let prose = "A war between the Sun League and the Low-Coast Host.";
        let found = |line| cut(line, prose).map(|it| (it.left, it.right, it.sure));
        assert_eq!(found("Sun League Low-Coast Host"), Some(("Sun League", "Low-Coast Host", true)));
        assert_eq!(found("unknown unknown"), Some(("unknown", "unknown", true)));
        assert_eq!(found("Ansa Vey Ansa Vey"), Some(("Ansa Vey", "Ansa Vey", true)));
        assert_eq!(found("Royal Guard Royal Host, Watch"), Some(("Royal Guard", "Royal Host, Watch", false)));
        assert_eq!(found("nothing known"), None);
    }
}
