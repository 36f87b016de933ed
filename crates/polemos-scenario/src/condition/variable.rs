//! What a condition can read: names as they are written, and the variables that they stand for.

use super::lower::{Row, Type};
use super::{Context, Scope};
use crate::diagnostic::Finding;
use crate::ids::Ref;
use crate::source::Mark;
use crate::suggest;
use polemos_war::condition::Variable;
use polemos_war::ids::*;

/// A name with its parts and their places: `place["x"].owner` has three.
pub(super) struct Path {
    pub(super) parts: Vec<(String, Mark)>,
    pub(super) whole: Mark,
}

/// A variable with its type and the bounds between which it lies.
pub(super) struct Known {
    pub(super) variable: Variable,
    pub(super) kind: Type,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// A constant or a variable.
pub(super) enum Meaning {
    Variable(Known),
    Constant(f64, Type),
}

/// A field of a kind of thing.
pub(super) struct Field {
    kind: Ref,
    pub(super) name: &'static str,
    variable: fn(u32) -> Variable,
    value: Value,
    pub(super) doc: &'static str,
}

/// What a field yields.
#[derive(Clone, Copy)]
enum Value {
    Flag,
    Share,
    Amount,
    /// Any number.
    Figure,
    Row(Row),
    /// An option of the same decision.
    Chosen,
}

macro_rules! fields {
    ($($kind:ident $name:literal $variable:ident($id:ident) $value:expr, $doc:literal;)*) => {
        &[$(Field {
            kind: Ref::$kind, name: $name, variable: |row| Variable::$variable($id(row)), value: $value, doc: $doc,
        },)*]
    };
}

/// Every field that a condition can read, in the order of the reference.
static FIELDS: &[Field] = fields! {
    Place "owner" PlaceOwner(PlaceId) Value::Row(Row::Faction), "id of the faction that holds it";
    Place "contested" PlaceContested(PlaceId) Value::Flag, "hostile forces are present";
    Place "encircled" PlaceEncircled(PlaceId) Value::Flag, "no way out that hostile forces do not bar";
    Place "besieged" PlaceBesieged(PlaceId) Value::Flag, "hostile forces stand before it and hold off from a battle";
    Place "ships" PlaceGuard(PlaceId) Value::Amount, "reference ships of the owner's side there";
    Place "population" PlacePopulation(PlaceId) Value::Amount, "people left";
    Place "dead" PlaceDead(PlaceId) Value::Amount, "civilians killed there so far";
    Place "hostile" PlaceHostile(PlaceId) Value::Share, "share of its people hostile to its ruler";
    Place "fear" PlaceFear(PlaceId) Value::Share, "fear there, 0 to 1";
    Place "rebels" PlaceRebels(PlaceId) Value::Amount, "persons under arms against its ruler";
    People "dead" PeopleDead(PeopleId) Value::Amount, "civilians of the people killed so far";
    People "grievance" PeopleGrievance(PeopleId) Value::Amount,
        "against the side that it has suffered most from, by the logarithm of its dead";
    People "condemned" PeopleCondemned(PeopleId) Value::Flag, "an order to kill the whole people stands";
    Rebellion "risen" RebellionRisen(RebellionId) Value::Flag, "has risen";
    Rebellion "days" RebellionDays(RebellionId) Value::Amount, "days since it rose; very many before";
    Rebellion "rebels" RebellionRebels(RebellionId) Value::Amount, "persons under arms in it";
    Sabotage "strikes" SabotageStrikes(SabotageId) Value::Amount, "works that its rebels have struck so far";
    Faction "resolve" FactionResolve(FactionId) Value::Share, "will to go on, 0 to 1";
    Faction "prospect" FactionProspect(FactionId) Value::Share, "its own believed chance of prevailing";
    Faction "strength" FactionStrength(FactionId) Value::Amount, "its reference ships";
    Faction "loss_share" FactionLossShare(FactionId) Value::Amount, "share of its ships lost so far";
    Faction "places" FactionPlaces(FactionId) Value::Amount, "how many places it holds";
    Faction "at_war" FactionAtWar(FactionId) Value::Flag, "still a belligerent";
    Faction "cohesion" FactionCohesion(FactionId) Value::Share, "how firmly it stands by its coalition, 0 to 1";
    Faction "coalition" FactionCoalition(FactionId) Value::Row(Row::Coalition), "id of its coalition now";
    Faction "went_over" FactionWentOver(FactionId) Value::Share,
        "share of its squadrons of the first day that have gone over to another side";
    Faction "came_over" FactionCameOver(FactionId) Value::Amount, "units that have come over to it";
    Coalition "strength" CoalitionStrength(CoalitionId) Value::Amount, "reference ships of its members";
    Coalition "loss_share" CoalitionLossShare(CoalitionId) Value::Amount, "share of its ships lost so far";
    Coalition "posture" CoalitionPosture(CoalitionId) Value::Row(Row::Posture), "its posture now";
    Coalition "mean_supply_path" CoalitionSupplyDays(CoalitionId) Value::Amount,
        "mean days of travel from its depots to its forces";
    Coalition "in_command" CoalitionInCommand(CoalitionId) Value::Share,
        "share of its strength that orders of its headquarters reach";
    Coalition "most_cut_off" CoalitionMostCutOff(CoalitionId) Value::Share,
        "largest share of its strength that they have not reached so far";
    Coalition "exposed_days" CoalitionExposedDays(CoalitionId) Value::Amount,
        "days of lane that its supply travels within reach of hostile fleets, by the strength that it feeds";
    Coalition "raid_losses" CoalitionRaidLosses(CoalitionId) Value::Amount,
        "what raids have cost it so far, in days of the supply of its whole strength";
    Coalition "built_a_month" CoalitionBuilding(CoalitionId) Value::Amount,
        "reference ships that its yards build in thirty days as they work now";
    Force "ships" ForceUnits(ForceId) Value::Amount, "units left, of any domain";
    Force "place" ForcePlace(ForceId) Value::Row(Row::Place), "id of the place where it stands";
    Force "readiness" ForceReadiness(ForceId) Value::Share, "readiness, 0 to 1";
    Force "in_command" ForceInCommand(ForceId) Value::Flag, "orders reach it";
    Force "went_over" ForceWentOver(ForceId) Value::Share, "share of its squadrons that have gone over";
    Force "faction" ForceFaction(ForceId) Value::Row(Row::Faction), "id of the faction it serves now";
    Works "working" WorksWorking(WorksId) Value::Flag, "neither struck nor destroyed";
    Person "alive" PersonAlive(PersonId) Value::Flag, "lives";
    Person "faction" PersonFaction(PersonId) Value::Row(Row::Faction), "id of the faction served now";
    Event "happened" EventHappened(EventId) Value::Flag, "has happened";
    Event "days" EventDays(EventId) Value::Amount, "days since it last happened; very many before";
    Envoy "sent" EnvoySent(EnvoyId) Value::Flag, "has been sent";
    Envoy "persuaded" EnvoyPersuaded(EnvoyId) Value::Flag, "terms were agreed while he was there";
    Decision "made" DecisionMade(DecisionId) Value::Flag, "has been made";
    Decision "chosen" DecisionChosen(DecisionId) Value::Chosen, "id of the option chosen";
    Decision "days" DecisionDays(DecisionId) Value::Amount, "days since it was made; very many before";
    Decision "believed_resolve" DecisionBelievedResolve(DecisionId) Value::Share,
        "what the decider believed of the chief enemy's resolve when it was last made";
    Decision "true_resolve" DecisionTrueResolve(DecisionId) Value::Share, "that enemy's resolve as it then was";
    Decision "believed_strength" DecisionBelievedStrength(DecisionId) Value::Amount,
        "what the decider then believed of the enemies' reference ships";
    Decision "true_strength" DecisionTrueStrength(DecisionId) Value::Amount, "their reference ships as they were";
    Decision "believed_odds" DecisionBelievedOdds(DecisionId) Value::Share,
        "the decider's believed chance of prevailing then";
    Decision "projected_win" DecisionProjectedWin(DecisionId) Value::Share,
        "chance of winning that the decider's staff projected (in facts and evidence only); compares with nothing where it projected none";
    Decision "projected_loss" DecisionProjectedLoss(DecisionId) Value::Share,
        "own loss share that it projected, likewise";
    Place "fleet" PlaceFleet(PlaceId) Value::Amount, "ships of the owner's side there, counted";
    Faction "ships" FactionShips(FactionId) Value::Amount, "its ships, counted";
    Faction "built" FactionBuilt(FactionId) Value::Amount, "ships that it has built";
    Faction "lost" FactionLost(FactionId) Value::Amount, "ships that it has lost";
    Faction "military_dead" FactionMilitaryDead(FactionId) Value::Amount, "its crews and troops killed";
    Faction "civilian_dead" FactionCivilianDead(FactionId) Value::Amount, "civilians killed in its places";
    Coalition "ships" CoalitionShips(CoalitionId) Value::Amount, "ships of its members, counted";
    Coalition "built" CoalitionBuilt(CoalitionId) Value::Amount, "ships that its members have built";
    Coalition "lost" CoalitionLost(CoalitionId) Value::Amount, "ships that its members have lost";
    Coalition "supply" CoalitionSupply(CoalitionId) Value::Share, "mean supply of its forces, 0 to 1";
    Coalition "spread" CoalitionSpread(CoalitionId) Value::Amount,
        "among how many places its strength is spread: as many evenly held ones would spread it as widely";
    Coalition "massed" CoalitionMassed(CoalitionId) Value::Share, "share of its ships that lie where most of them do";
    Place "given_up" PlaceGivenUp(PlaceId) Value::Flag, "its holder has left it to the enemy (in a saga)";
    Rebellion "armed" RebellionArmed(RebellionId) Value::Flag, "a state has armed it (in a saga)";
    Rebellion "renounced" RebellionRenounced(RebellionId) Value::Flag,
        "a state has agreed not to help it (in a saga)";
    Faction "subject" FactionSubject(FactionId) Value::Flag, "it is under another's rule (in a saga)";
    Faction "enslaved" FactionEnslaved(FactionId) Value::Flag,
        "its people has been put to work for others (in a saga)";
    Faction "overthrown" FactionOverthrown(FactionId) Value::Amount,
        "rulers of it that have been overthrown (in a saga)";
    Faction "industry" FactionIndustry(FactionId) Value::Amount, "what its yards build, against the start";
    Faction "support" FactionSupport(FactionId) Value::Share, "how firmly its ruler sits (in a saga)";
    Episode "begun" WarBegun(EpisodeId) Value::Flag, "that war of a saga has begun";
    Episode "ended" WarEnded(EpisodeId) Value::Flag, "it is over";
    Episode "start" WarStart(EpisodeId) Value::Amount, "day on which it began; very large before";
    Episode "days" WarDays(EpisodeId) Value::Amount, "days that it has lasted; 0 before it begins";
    Episode "kind" WarKind(EpisodeId) Value::Row(Row::Ending), "how it ended: as `ending.kind`, or `outgrown`";
    Episode "victor" WarVictor(EpisodeId) Value::Row(Row::Coalition), "id of the coalition that won it";
    Episode "least_loss" WarLeastLoss(EpisodeId) Value::Share,
        "share of its ships lost by the side that lost the lesser share";
    Episode "most_loss" WarMostLoss(EpisodeId) Value::Share, "the same of the other side";
    Episode "ceded" WarCeded(EpisodeId) Value::Amount, "places ceded as it ended";
    Measure "value" MeasureValue(MeasureId) Value::Figure,
        "a figure taken in play (in facts and evidence only); compares with nothing until it is taken";
    Measure "taken" MeasureTaken(MeasureId) Value::Flag, "has been taken (in facts and evidence only)";
};

/// First words of names that are no kind of thing.
const ROOTS: [&str; 11] = [
    "wars",
    "peace",
    "day",
    "date",
    "param",
    "battles_at",
    "believed",
    "projected",
    "self",
    "ended",
    "ending",
];
/// Traits in the order of [`super::Holder::traits`], with the value of one who is nobody in particular.
const TRAITS: [(&str, f64); 4] = [("boldness", 0.5), ("skill", 1.0), ("loyalty", 0.7), ("ruthlessness", 0.3)];

/// For the reference: every name that can be read, with its meaning.
pub(crate) fn documented() -> Vec<(String, &'static str)> {
    let fields = FIELDS.iter().map(|f| (format!("{}.ID.{}", f.kind.word(), f.name), f.doc));
    let others = [
        ("day", "days since the start of the war"),
        ("date", "today, to compare with `date(\"2375-12-01\")`"),
        ("battles_at.ID", "battles fought at a place so far"),
        ("param[\"PATH\"]", "a number of the war, by its parameter path"),
        ("believed.ID.strength", "what the decider believes of a faction's reference ships"),
        ("believed.ID.resolve", "what the decider believes of a faction's resolve"),
        ("believed.odds", "what the decider believes the chance of prevailing to be"),
        (
            "projected.win",
            "chance of winning the attack that a decision with `projects` has projected (in appeals only)",
        ),
        ("projected.loss", "own loss share in that attack, median (in appeals only)"),
        ("self.boldness", "a trait of the person who decides; also `skill`, `loyalty`, `ruthlessness`"),
        ("wars", "wars of a saga that have begun"),
        ("peace", "no war of a saga is in play"),
        ("ended", "the war is over (in facts only)"),
        (
            "ending.kind",
            "how it ended: `surrender`, `conquest`, `treaty`, `armistice`, `exhaustion`, `undecided`",
        ),
        ("ending.victor", "id of the coalition that won (in facts only)"),
    ];
    fields.chain(others.map(|(name, doc)| (name.to_owned(), doc))).collect()
}

/// What is wrong with a name; nothing where its cause is reported elsewhere.
type Trouble = Option<Box<Finding>>;

fn fault(finding: Finding) -> Trouble {
    Some(Box::new(finding))
}

/// The kind of thing that the second part of a name is the id of, by its first.
pub(super) fn kind_of(root: &str) -> Option<Ref> {
    match root {
        "believed" => Some(Ref::Faction),
        "battles_at" => Some(Ref::Place),
        _ => Ref::ALL.into_iter().find(|kind| kind.word() == root && FIELDS.iter().any(|f| f.kind == *kind)),
    }
}

/// What a name means.
pub(super) fn resolve(path: &Path, context: &Context<'_>) -> Result<Meaning, Trouble> {
    let Some((root, mark)) = path.parts.first() else { return Err(None) };
    let kind =
        Ref::ALL.into_iter().find(|kind| kind.word() == root && FIELDS.iter().any(|f| f.kind == *kind));
    let meaning = match (kind, root.as_str()) {
        (Some(kind), _) => of_thing(kind, path, context),
        (_, "day") => whole_name(path, 1).map(|()| amount(Variable::Day, context.limit_days)),
        (_, "wars") => whole_name(path, 1).map(|()| amount(Variable::Wars, f64::INFINITY)),
        (_, "peace") => {
            let flag = Known { variable: Variable::Peace, kind: Type::Bool, low: 0.0, high: 1.0 };
            whole_name(path, 1).map(|()| flag)
        }
        (_, "date") => whole_name(path, 1)
            .map(|()| Known { kind: Type::Date, ..amount(Variable::Day, context.limit_days) }),
        (_, "battles_at") => {
            let place = thing(Ref::Place, path, context)?;
            whole_name(path, 2).map(|()| amount(Variable::PlaceBattles(PlaceId(place)), f64::INFINITY))
        }
        (_, "param") => return parameter(path, context),
        (_, "believed") => believed(path, context),
        (_, "projected") => projected(path, context),
        (_, "self") => return trait_of(path, context),
        (_, "ended" | "ending") => ending(path, context),
        _ => Err(fault(unknown_root(root, *mark))),
    };
    let known = meaning?;
    if context.scope != Scope::Fact
        && matches!(
            known.variable,
            Variable::MeasureValue(_)
                | Variable::MeasureTaken(_)
                | Variable::DecisionProjectedWin(_)
                | Variable::DecisionProjectedLoss(_)
        )
    {
        let message =
            "this is kept for those who look at the war afterwards: only facts and evidence may read it";
        let finding = Finding::error("reads-measure", path.whole, message);
        return Err(fault(finding.help("read what it stands for, or move this to a [[fact]]")));
    }
    if context.scope == Scope::Appeal && !known.variable.is_belief() {
        let message = "an appeal may read beliefs, traits and parameters, never a truth";
        let finding = Finding::error("appeal-reads-truth", path.whole, message);
        return Err(fault(finding.label("a truth").help(
            "read `believed.<faction>.strength`, `believed.<faction>.resolve`, `believed.odds`, \
             `self.boldness` or `param[\"path\"]`",
        )));
    }
    Ok(Meaning::Variable(known))
}

fn amount(variable: Variable, high: f64) -> Known {
    Known { variable, kind: Type::Number, low: 0.0, high }
}

fn unknown_root(root: &str, mark: Mark) -> Finding {
    let kinds = FIELDS.iter().map(|field| field.kind.word());
    let finding =
        Finding::error("unknown-variable", mark, format!("`{root}` is nothing that a condition can read"));
    match suggest::nearest(root, kinds.chain(ROOTS)) {
        Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, near),
        None if root == "true" || root == "false" => finding,
        None => finding.help(
            "names begin with a kind, as in `faction.ID.resolve`; texts such as ids stand in double quotes",
        ),
    }
}

/// Refuses parts after the last that has a meaning.
fn whole_name(path: &Path, parts: usize) -> Result<(), Trouble> {
    match path.parts.get(parts) {
        None => Ok(()),
        Some((extra, mark)) => {
            let message = format!("`.{extra}` does not exist here");
            Err(fault(Finding::error("unknown-variable", *mark, message).help("leave it out")))
        }
    }
}

/// Row of the thing that the second part names; underscores stand for hyphens.
fn thing(kind: Ref, path: &Path, context: &Context<'_>) -> Result<u32, Trouble> {
    let Some((id, mark)) = path.parts.get(1) else {
        let word = kind.word();
        let root = &path.parts[0].0;
        let message = format!("`{root}` of which {word}?");
        let help = format!("write `{root}.ID` with the id of a {word}");
        return Err(fault(Finding::error("unknown-variable", path.whole, message).help(help)));
    };
    let hyphened = id.replace('_', "-");
    if let Some(row) = context.ids.find(kind, id).or_else(|| context.ids.find(kind, &hyphened)) {
        return Ok(row);
    }
    Err(context
        .ids
        .unknown(kind, &hyphened, *mark, *mark)
        .map(|finding| {
            // A name after a dot is written with underscores.
            let known = context.ids.all(kind).iter().map(String::as_str);
            // In brackets it stands in quotes.
            let quoted = (mark.end - mark.start) as usize > id.len();
            match suggest::nearest(&hyphened, known) {
                Some(near) if quoted => {
                    finding.replace(format!("did you mean `{near}`?"), *mark, format!("\"{near}\""))
                }
                Some(near) => {
                    let near = near.replace('-', "_");
                    finding.replace(format!("did you mean `{near}`?"), *mark, near)
                }
                _ => finding,
            }
        })
        .map(Box::new))
}

fn of_thing(kind: Ref, path: &Path, context: &Context<'_>) -> Result<Known, Trouble> {
    let row = thing(kind, path, context)?;
    let of_kind = || FIELDS.iter().filter(move |field| field.kind == kind);
    let word = kind.word();
    let names: Vec<&str> = of_kind().map(|field| field.name).collect();
    let Some((name, mark)) = path.parts.get(2) else {
        let message = format!("a {word} is not a value: say what of it is read");
        let help = format!("add one of {}", suggest::list(&names));
        return Err(fault(Finding::error("unknown-variable", path.whole, message).help(help)));
    };
    let Some(field) = of_kind().find(|field| field.name == name.replace('-', "_")) else {
        let finding = Finding::error("unknown-variable", *mark, format!("a {word} has no `{name}` to read"));
        return Err(fault(match suggest::nearest(name, names.iter().copied()) {
            Some(near) => finding.replace(format!("did you mean `{near}`?"), *mark, near),
            None => finding.help(format!("there are {}", suggest::list(&names).replace(" or ", " and "))),
        }));
    };
    whole_name(path, 3)?;
    Ok(known(field, row, context))
}

fn known(field: &Field, row: u32, context: &Context<'_>) -> Known {
    let rows = |row: Row| (Type::Row(row), -1.0, row.count(context) as f64 - 1.0);
    let (kind, low, high) = match field.value {
        Value::Flag => (Type::Bool, 0.0, 1.0),
        Value::Share => (Type::Number, 0.0, 1.0),
        Value::Amount => (Type::Number, 0.0, f64::INFINITY),
        Value::Figure => (Type::Number, f64::NEG_INFINITY, f64::INFINITY),
        Value::Row(row) => rows(row),
        Value::Chosen => rows(Row::Option(row)),
    };
    Known { variable: (field.variable)(row), kind, low, high }
}

fn parameter(path: &Path, context: &Context<'_>) -> Result<Meaning, Trouble> {
    let Some((name, mark)) = path.parts.get(1) else {
        let finding = Finding::error("unknown-variable", path.whole, "`param` needs the path of a number");
        return Err(fault(finding.help("write `param[\"rules.supply.scale\"]`")));
    };
    if let Some(number) = (context.number)(name) {
        whole_name(path, 2)?;
        let known = Known {
            variable: Variable::Param(number),
            kind: Type::Number,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        };
        return Ok(Meaning::Variable(known));
    }
    let finding = Finding::error("unknown-parameter", *mark, format!("there is no number `{name}`"));
    let paths = (context.paths)();
    Err(fault(match suggest::nearest(name, paths.iter().map(String::as_str)) {
        Some(near) => finding.replace(format!("did you mean `{near}`?"), *mark, format!("\"{near}\"")),
        None => finding
            .help("numbers are named by their place, as in `faction.ID.resolve` or `rules.supply.scale`"),
    }))
}

fn believed(path: &Path, context: &Context<'_>) -> Result<Known, Trouble> {
    let Some(holder) = context.holder else {
        if matches!(context.scope, Scope::Event | Scope::Fact) {
            let message = "nobody believes anything here: beliefs belong to the one who decides";
            let finding = Finding::error("no-believer", path.whole, message);
            return Err(fault(
                finding.help("read the truth, or move this to the `when` or `appeal` of a decision"),
            ));
        }
        return Err(None);
    };
    if path.parts.get(1).is_some_and(|(part, _)| part == "odds") {
        whole_name(path, 2)?;
        return Ok(Known { high: 1.0, ..amount(Variable::BelievedOdds(holder.faction), 1.0) });
    }
    let about = FactionId(thing(Ref::Faction, path, context)?);
    let (field, mark) = path.parts.get(2).map_or(("", path.whole), |(field, mark)| (field.as_str(), *mark));
    let known = match field {
        "strength" => amount(Variable::BelievedStrength(holder.faction, about), f64::INFINITY),
        "resolve" => amount(Variable::BelievedResolve(holder.faction, about), 1.0),
        _ => {
            let message = "one can believe things of a faction's `strength` and `resolve`";
            let finding = Finding::error("unknown-variable", mark, message);
            return Err(fault(
                finding.help("write `believed.ID.strength`, `believed.ID.resolve` or `believed.odds`"),
            ));
        }
    };
    whole_name(path, 3)?;
    Ok(known)
}

fn projected(path: &Path, context: &Context<'_>) -> Result<Known, Trouble> {
    let decision = context.holder.and_then(|holder| holder.projected);
    let Some(decision) = decision.filter(|_| context.scope == Scope::Appeal) else {
        let message = "nothing is projected here";
        let finding = Finding::error("nothing-projected", path.whole, message);
        return Err(fault(
            finding
                .help("read it in the `appeal` of an option, and give the decision `projects = \"PLACE\"`"),
        ));
    };
    let (name, mark) = path.parts.get(1).map_or(("", path.whole), |(name, mark)| (name.as_str(), *mark));
    let variable = match name {
        "win" => Variable::ProjectedWin(decision),
        "loss" => Variable::ProjectedLoss(decision),
        _ => {
            let finding = Finding::error("unknown-variable", mark, "a projection has a `win` and a `loss`");
            return Err(fault(finding.help("write `projected.win` or `projected.loss`")));
        }
    };
    whole_name(path, 2)?;
    Ok(amount(variable, 1.0))
}

fn trait_of(path: &Path, context: &Context<'_>) -> Result<Meaning, Trouble> {
    if matches!(context.scope, Scope::Event | Scope::Fact) {
        let finding =
            Finding::error("no-believer", path.whole, "`self` is the one who decides; nobody does here");
        return Err(fault(finding.help("use `self` in the `when` or `appeal` of a decision")));
    }
    let (name, mark) = path.parts.get(1).map_or(("", path.whole), |(name, mark)| (name.as_str(), *mark));
    let Some(at) = TRAITS.iter().position(|(known, _)| *known == name) else {
        let names = TRAITS.map(|(known, _)| known);
        let finding = Finding::error("unknown-variable", mark, format!("a person has no trait `{name}`"));
        return Err(fault(match suggest::nearest(name, names) {
            Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, near),
            None => finding.help(format!("traits are {}", suggest::list(&names))),
        }));
    };
    whole_name(path, 2)?;
    Ok(match context.holder.and_then(|holder| holder.traits) {
        Some(traits) => {
            let variable = Variable::Param(traits[at]);
            Meaning::Variable(Known { variable, kind: Type::Number, low: 0.0, high: f64::INFINITY })
        }
        None => Meaning::Constant(TRAITS[at].1, Type::Number),
    })
}

fn ending(path: &Path, context: &Context<'_>) -> Result<Known, Trouble> {
    if context.scope != Scope::Fact {
        let message = "how the war ends is known only when it is over: only facts may read it";
        return Err(fault(
            Finding::error("reads-ending", path.whole, message).help("move this to a [[fact]]"),
        ));
    }
    if path.parts[0].0 == "ended" {
        whole_name(path, 1)?;
        return Ok(Known { variable: Variable::Ended, kind: Type::Bool, low: 0.0, high: 1.0 });
    }
    let (name, mark) = path.parts.get(1).map_or(("", path.whole), |(name, mark)| (name.as_str(), *mark));
    let (variable, row) = match name {
        "kind" => (Variable::EndingKind, Row::Ending),
        "victor" => (Variable::EndingVictor, Row::Coalition),
        _ => {
            let finding = Finding::error("unknown-variable", mark, "an ending has a `kind` and a `victor`");
            return Err(fault(finding.help("write `ending.kind` or `ending.victor`")));
        }
    };
    whole_name(path, 2)?;
    Ok(Known { variable, kind: Type::Row(row), low: -1.0, high: row.count(context) as f64 - 1.0 })
}
