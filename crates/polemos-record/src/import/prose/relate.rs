//! What the prose says of the record as a whole: other continuities, people who changed sides, several conflicts told as
//! one.

use crate::import::build::Builder;
use crate::model::{Basis, Claim, Claims, Fate, Related};
use polemos_war::letters::{has_small, small_begins};

/// Reads it into the record.
pub(crate) fn relate(builder: &mut Builder<'_>) {
    elsewhere(builder);
    crossings(builder);
    several(builder);
}

/// What the prose says of other continuities becomes links to them, and no part of this one's facts.
fn elsewhere(builder: &mut Builder<'_>) {
    const OPENINGS: [&str; 12] = [
        "in another continuity",
        "in other continuities",
        "in another timeline",
        "in an alternate timeline",
        "in an alternative timeline",
        "in the mirror universe",
        "in another universe",
        "in the prime universe",
        "in another reality",
        "in the other continuity",
        "in legends",
        "in an alternate reality",
    ];
    let sentences = builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let mut found: Vec<Related> = Vec::new();
    for sentence in sentences {
        if small_begins(&sentence.text, "in ")
            && OPENINGS.iter().any(|opening| small_begins(&sentence.text, opening))
        {
            let mut says = Claim::new(&sentence.text, sentence.text.clone(), Basis::Text);
            says.sources =
                sentence.states.first().map(|it| it.claim.sources[..1].to_vec()).unwrap_or_default();
            let works = sentence.states.iter().filter_map(|it| match &it.claim.value {
                crate::model::Stated::Citation(id) => {
                    Some(crate::model::SourceRef { id: id.clone(), ..Default::default() })
                }
                _ => None,
            });
            says.sources.extend(works);
            found.push(Related { continuity: None, record: None, says });
        }
    }
    for related in &found {
        let quote = related.says.verbatim.clone();
        builder.ask(
            "Which other continuity is this, and has it a record of its own?",
            "elsewhere",
            None,
            &quote,
        );
    }
    if !found.is_empty() && builder.record.continuity.is_none() {
        builder.ask(
            "To which continuity does this record belong? Give it with --continuity.",
            "continuity",
            None,
            "",
        );
    }
    builder.record.elsewhere = found;
}

/// Somebody who led on two sides: the sentence that says how it came to that.
fn crossings(builder: &mut Builder<'_>) {
    let crossed: Vec<String> = builder.record.crossed().into_iter().map(str::to_owned).collect();
    for person in crossed {
        let name = builder.record.entity_name(&person).to_owned();
        let sentences =
            builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
        let told = sentences.filter(|it| it.text.contains(&name)).find_map(|it| {
            let lower = it.text.to_lowercase();
            let word = ["defected to ", "went over to ", "switched sides to ", "deserted to ", "joined "]
                .iter()
                .find(|word| lower.contains(**word))?;
            let at = lower.find(word)? + word.len();
            Some((it.clone(), it.text.get(at..)?.to_owned()))
        });
        let Some((sentence, to)) = told else {
            let text = format!("{name} led on more than one side: when, and how did it come to that?");
            builder.ask(text, "sides", None, "");
            continue;
        };
        let goal = to.split([',', '.', ';']).next().unwrap_or("");
        let goal = goal.split(" in ").next().unwrap_or(goal);
        let goal_side = builder.record.sides.iter().position(|side| {
            side.members.iter().any(|it| {
                goal.split(' ')
                    .any(|word| word.len() > 3 && it.name.value.split([' ', '-']).any(|own| own == word))
            })
        });
        let mut claim = Claim::new(&sentence.text, Fate::Defected, Basis::Text);
        claim.sources = sentence.states.first().map(|it| it.claim.sources.clone()).unwrap_or_default();
        for (row, side) in builder.record.sides.iter_mut().enumerate() {
            for commander in side.commanders.iter_mut().filter(|it| it.person.as_deref() == Some(&person)) {
                if Some(row) == goal_side {
                    commander.remark = Some("after going over from the other side".to_owned());
                } else if goal_side.is_some() {
                    commander.fate = Claims(vec![claim.clone()]);
                }
            }
        }
    }
}

/// A page about several wars whose box is of one.
fn several(builder: &mut Builder<'_>) {
    let sentences = builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let mut told = sentences.map(|it| &it.text);
    let told = told.find(|text| {
        has_small(text, "series of") && (has_small(text, " wars") || has_small(text, " battles"))
    });
    let told = told.cloned();
    if let Some(quote) = told {
        let text = "The prose tells of several conflicts, and the box of one: which of them is this record about, and are the others to have records of their own?";
        builder.ask(text, "kind", Some("the box's".to_owned()), &quote);
    }
}
