//! Prints what an import read, a cell a line: for those who work on the importer.
//!
//! `cargo run -p polemos-record --example cells -- FILE…`
#![allow(clippy::unwrap_used)] // a tool for the workbench

use polemos_record::import::{Settings, import};
use polemos_record::{Count, Record};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let read = import(&text, &Settings::default());
        println!("=== {path}");
        print(&read.record);
        for notice in &read.notices {
            println!("  ! {:?} {} {}", notice.weight, notice.message, notice.repair);
        }
    }
}

fn print(record: &Record) {
    println!(
        "  {:?} {}: {:?}",
        record.kind,
        record.id,
        record.names.iter().map(|it| &it.value).collect::<Vec<_>>()
    );
    println!("  part of {:?}", record.part_of.iter().map(|it| &it.value.name).collect::<Vec<_>>());
    for chain in &record.chains {
        println!(
            "  chain {:?} {:?} {:?}",
            chain.chain,
            chain.previous.as_ref().map(|it| &it.value.name),
            chain.next.as_ref().map(|it| &it.value.name)
        );
    }
    for date in &record.date {
        println!(
            "  date “{}” {:?} {} {:?} {:?}",
            date.value.verbatim, date.value.edtf, date.value.calendar, date.value.first, date.value.last
        );
    }
    println!(
        "  places {:?}",
        record.places.iter().map(|it| (&it.verbatim, &it.value.name)).collect::<Vec<_>>()
    );
    if let Some(it) = &record.coordinates {
        println!("  at {:?}", it.value);
    }
    println!("  causes {:?}", record.causes.iter().map(|it| &it.value).collect::<Vec<_>>());
    let out = &record.outcome;
    println!(
        "  result {:?} {:?} {:?} {:?}",
        out.text.iter().map(|it| &it.value).collect::<Vec<_>>(),
        out.winners,
        out.decisiveness,
        out.ended_war
    );
    println!(
        "  terms {:?} territory {:?}",
        out.terms.iter().map(|it| &it.value).collect::<Vec<_>>(),
        out.territory.iter().map(|it| &it.value).collect::<Vec<_>>()
    );
    for side in &record.sides {
        println!("  -- {} {:?}", side.key, side.name);
        for it in &side.members {
            println!(
                "     member {} [{}] {:?} under {:?} {:?}",
                it.name.value, it.entity, it.role, it.under, it.remark
            );
        }
        for it in &side.commanders {
            let fates: Vec<_> = it.fate.0.iter().map(|claim| claim.value).collect();
            println!(
                "     leader {:?} {} [{:?}] for {:?} {fates:?} {:?}",
                it.rank, it.name.value, it.person, it.for_entity, it.remark
            );
        }
        for it in &side.units {
            println!("     unit {} for {:?} under {:?}", it.name.value, it.for_entity, it.under);
        }
        side.strength.iter().for_each(|it| count("strength", it));
        side.losses.iter().for_each(|it| count("loss", it));
        for it in &side.remarks {
            println!("     remark {}: {}", it.field, it.says.value);
        }
    }
    record.losses.iter().for_each(|it| count("loss", it));
    for section in &record.sections {
        println!("  == {:?}", section.heading);
        for sentence in section.paragraphs.iter().flat_map(|it| &it.sentences) {
            println!("   . {} {:?}", sentence.text, sentence.sources);
            for it in &sentence.states {
                println!(
                    "       “{}” {:?} p={:?} of={:?} src={:?}",
                    it.claim.verbatim,
                    it.claim.value,
                    it.claim.probability,
                    it.of,
                    it.claim.sources.iter().skip(1).map(|s| &s.id).collect::<Vec<_>>()
                );
            }
        }
    }
    for it in &record.elsewhere {
        println!("  elsewhere {:?} {}", it.continuity, it.says.value);
    }
    println!(
        "  sources {:?}",
        record.sources.iter().skip(1).map(|it| (&it.id, it.kind, &it.text, &it.title)).collect::<Vec<_>>()
    );
    println!("  extras {:?}", record.extras.iter().map(|it| &it.name).collect::<Vec<_>>());
    for it in &record.questions {
        println!("  ? {} ({:?}, assumed {:?})", it.text, it.about, it.assumed);
    }
}

fn count(what: &str, it: &Count) {
    for claim in &it.claims.0 {
        println!(
            "     {what} “{}” {} p={:?} | {:?} {:?} {:?} civ={:?} by={:?} within={:?} phase={:?} refs={:?}",
            claim.verbatim,
            claim.value,
            claim.probability,
            it.category.kind,
            it.category.class,
            it.fates,
            it.civilian,
            it.borne_by,
            it.within,
            it.phase,
            claim
                .sources
                .iter()
                .skip(1)
                .map(|s| format!(
                    "{}{}",
                    s.id,
                    s.locator.as_ref().map(|l| format!(":{l}")).unwrap_or_default()
                ))
                .collect::<Vec<_>>()
        );
    }
}
