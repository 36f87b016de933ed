//! Names in sentences, and claims side by side.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use polemos_war::claim::{Basis, Claim, Claims, Rank, SourceRef};
use polemos_war::names::{Names, Pronoun, listed, with_indefinite};
use polemos_war::quantity::Quantity;

#[test]
fn names_in_sentences() {
    let alliance = Names { article: true, adjective: Some("Allied".into()), ..Names::plain("Alliance") };
    assert_eq!(alliance.the(), "the Alliance");
    assert_eq!(alliance.the_capitalised(), "The Alliance");
    assert_eq!(alliance.possessive(), "the Alliance's");
    assert_eq!((alliance.was(), alliance.has()), ("was", "has"));
    assert_eq!(alliance.adjective(), "Allied");
    let normans = Names { article: true, plural: true, pronoun: Pronoun::They, ..Names::plain("Normans") };
    assert_eq!(normans.possessive(), "the Normans'");
    assert_eq!((normans.was(), normans.verb("holds", "hold")), ("were", "hold"));
    let person = Names {
        short: Some("Harold".into()),
        also: vec!["the Earl".into()],
        pronoun: Pronoun::He,
        ..Names::plain("Harold Godwinson")
    };
    assert_eq!((person.the().as_str(), person.the_short().as_str()), ("Harold Godwinson", "Harold"));
    assert_eq!(person.possessive(), "Harold's");
    assert_eq!(person.pronoun.object(), "him");
    assert_eq!(person.all().collect::<Vec<_>>(), ["Harold Godwinson", "Harold", "the Earl"]);
    assert!(person.bears("the earl") && !person.bears("William"));
    // A name that brings its own article gets no second one.
    let hague = Names { article: true, ..Names::plain("The Hague") };
    assert_eq!((hague.the().as_str(), hague.the_capitalised().as_str()), ("the Hague", "The Hague"));
    assert_eq!(Names::plain("élan").the_capitalised(), "Élan");
    assert_eq!(Names::default().the_capitalised(), "");
    assert_eq!(with_indefinite("envoy"), "an envoy");
    let items = ["a", "b", "c"].map(String::from);
    assert_eq!((listed(&items).as_str(), listed(&items[..2]).as_str()), ("a, b and c", "a and b"));
}

#[test]
fn the_claim_to_show() {
    let claim = |text: &str, rank| Claim { rank, ..Claim::new(text, Quantity::Unknown, Basis::Text) };
    let mut claims = Claims::from(claim("wrong", Rank::Deprecated));
    assert!(claims.preferred().is_none());
    claims.push(claim("first", Rank::Normal));
    assert!(!claims.disputed());
    claims.push(claim("second", Rank::Normal));
    assert!(claims.disputed());
    assert_eq!(claims.preferred().map(|c| c.verbatim.as_str()), Some("first"));
    claims.push(claim("best", Rank::Preferred));
    assert_eq!(claims.preferred().map(|c| c.verbatim.as_str()), Some("best"));
    assert_eq!(claims.standing().count(), 3);
}

#[test]
fn claims_survive_json() {
    let claim = Claim::new("about 1200", Quantity::Rounded { value: 1200.0, unit: 100.0 }, Basis::Text)
        .with_source(SourceRef { id: "a".into(), locator: Some("line 3".into()), ..SourceRef::default() });
    let text = serde_json::to_string(&Claims::from(claim.clone())).expect("serialises");
    assert_eq!(
        text,
        r#"[{"verbatim":"about 1200","value":{"rounded":{"value":1200.0,"unit":100.0}},"sources":[{"id":"a","locator":"line 3"}],"basis":"text","rank":"normal"}]"#
    );
    let back: Claims<Quantity> = serde_json::from_str(&text).expect("reads back");
    assert_eq!(back, Claims(vec![claim]));
    let sim = Basis::Sim { run: "ab12".into(), quantiles: Vec::new() };
    assert_eq!(serde_json::to_string(&sim).expect("serialises"), r#"{"sim":{"run":"ab12"}}"#);
}
