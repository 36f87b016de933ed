//! Conditions, compiled. The scenario language is CEL; what reaches the engine is a short program for a stack
//! machine over numbers, with a mask of the parts of a situation that it reads, so that a condition costs
//! nothing while none of them changes. Texts (an owner's id, an option's name) are compared as row numbers.

use crate::ids::*;
use serde::{Deserialize, Serialize};

/// A part of a situation whose change can change a condition; a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads(pub u32);

impl Reads {
    /// Nothing.
    pub const NONE: Reads = Reads(0);
    /// The date.
    pub const TIME: Reads = Reads(1);
    /// Owners of places, and whether they are contested or encircled.
    pub const PLACES: Reads = Reads(1 << 1);
    /// Units, whereabouts and readiness of forces.
    pub const FORCES: Reads = Reads(1 << 2);
    /// Working and struck works.
    pub const WORKS: Reads = Reads(1 << 3);
    /// Persons: fate, faction, post.
    pub const PERSONS: Reads = Reads(1 << 4);
    /// Events that have happened.
    pub const EVENTS: Reads = Reads(1 << 5);
    /// Decisions that have been made.
    pub const DECISIONS: Reads = Reads(1 << 6);
    /// Resolve, prospect and other politics.
    pub const POLITICS: Reads = Reads(1 << 7);
    /// Estimates.
    pub const BELIEFS: Reads = Reads(1 << 8);
    /// Peoples: population, dead, allegiance.
    pub const PEOPLES: Reads = Reads(1 << 9);
    /// Everything.
    pub const ALL: Reads = Reads(u32::MAX);

    /// Both.
    pub const fn with(self, other: Reads) -> Reads {
        Reads(self.0 | other.0)
    }
    /// Whether the two share a part.
    pub const fn meets(self, other: Reads) -> bool {
        self.0 & other.0 != 0
    }
}

/// Something about a situation that a condition can read; every value is a number: booleans 0 or 1, ids their
/// row (−1 for none), dates in days since the war's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Variable {
    /// Days since the war's start (`day`).
    Day,
    /// A number of the war as drawn in this replication (`param["path"]`).
    Param(NumberId),
    /// `place.X.owner`: row of the faction that holds it.
    PlaceOwner(PlaceId),
    /// `place.X.contested`: hostile forces are present.
    PlaceContested(PlaceId),
    /// `place.X.encircled`: every lane out leads through hostile presence, or hostile forces hold its orbit.
    PlaceEncircled(PlaceId),
    /// `place.X.ships`: reference ships of the owner's side there.
    PlaceGuard(PlaceId),
    /// `place.X.besieged`: an enemy besieges it, whether or not the ring is closed.
    PlaceBesieged(PlaceId),
    /// `place.X.population`: people left, persons.
    PlacePopulation(PlaceId),
    /// `place.X.dead`: civilians killed there so far, persons.
    PlaceDead(PlaceId),
    /// `place.X.hostile`: share of its people hostile to its ruler.
    PlaceHostile(PlaceId),
    /// `place.X.fear`: 0 to 1.
    PlaceFear(PlaceId),
    /// `place.X.rebels`: persons under arms against its ruler.
    PlaceRebels(PlaceId),
    /// `people.X.dead`: civilians of the people killed so far, persons.
    PeopleDead(PeopleId),
    /// `people.X.grievance`: against the side that it has suffered most from.
    PeopleGrievance(PeopleId),
    /// `people.X.condemned`: an order to kill the whole people stands.
    PeopleCondemned(PeopleId),
    /// `rebellion.X.risen`.
    RebellionRisen(RebellionId),
    /// `rebellion.X.days`: days since it rose; a very large number before.
    RebellionDays(RebellionId),
    /// `rebellion.X.rebels`: persons under arms.
    RebellionRebels(RebellionId),
    /// `sabotage.X.strikes`: works that its rebels have struck so far.
    SabotageStrikes(SabotageId),
    /// `faction.X.resolve`.
    FactionResolve(FactionId),
    /// `faction.X.prospect`: its own believed chance of prevailing.
    FactionProspect(FactionId),
    /// `faction.X.strength`: reference ships.
    FactionStrength(FactionId),
    /// `faction.X.loss_share`: share of its ships lost so far.
    FactionLossShare(FactionId),
    /// `faction.X.places`: how many places it holds.
    FactionPlaces(FactionId),
    /// `faction.X.at_war`: still a belligerent.
    FactionAtWar(FactionId),
    /// `faction.X.coalition`: row of its coalition now.
    FactionCoalition(FactionId),
    /// `coalition.X.strength`: reference ships of its members.
    CoalitionStrength(CoalitionId),
    /// `coalition.X.loss_share`.
    CoalitionLossShare(CoalitionId),
    /// `coalition.X.posture`: row in [`crate::war::Posture::ALL`].
    CoalitionPosture(CoalitionId),
    /// `coalition.X.mean_supply_path`: mean days of travel from its depots to its forces.
    CoalitionSupplyDays(CoalitionId),
    /// `coalition.X.exposed_days`: days of lane that its supply travels within reach of hostile fleets, by strength.
    CoalitionExposedDays(CoalitionId),
    /// `coalition.X.raid_losses`: what raids have cost it, in days of the supply of its whole strength.
    CoalitionRaidLosses(CoalitionId),
    /// `coalition.X.built_a_month`: reference ships that its yards build in thirty days as they work now.
    CoalitionBuilding(CoalitionId),
    /// `force.X.ships`: units left, of any domain.
    ForceUnits(ForceId),
    /// `force.X.place`: row of the place, −1 on a lane.
    ForcePlace(ForceId),
    /// `force.X.readiness`.
    ForceReadiness(ForceId),
    /// `force.X.in_command`.
    ForceInCommand(ForceId),
    /// `force.X.faction`.
    ForceFaction(ForceId),
    /// `force.X.went_over`: share of the squadrons that it opened the war with which have gone over.
    ForceWentOver(ForceId),
    /// `faction.X.went_over`: the same of a faction.
    FactionWentOver(FactionId),
    /// `faction.X.came_over`: units that have come over to it from others.
    FactionCameOver(FactionId),
    /// `coalition.X.in_command`: share of its strength that its headquarters reaches with orders.
    CoalitionInCommand(CoalitionId),
    /// `coalition.X.most_cut_off`: largest share of its strength that it has not reached so far.
    CoalitionMostCutOff(CoalitionId),
    /// `works.X.working`.
    WorksWorking(WorksId),
    /// `person.X.alive`.
    PersonAlive(PersonId),
    /// `person.X.faction`.
    PersonFaction(PersonId),
    /// `event.X.happened`.
    EventHappened(EventId),
    /// `event.X.days`: days since it last happened; a very large number before.
    EventDays(EventId),
    /// `decision.X.made`.
    DecisionMade(DecisionId),
    /// `decision.X.chosen`: row of the option, −1 while open.
    DecisionChosen(DecisionId),
    /// `decision.X.days`: days since it was made; a very large number before.
    DecisionDays(DecisionId),
    /// `decision.X.believed_resolve`: what the decider believed of the chief enemy's resolve.
    DecisionBelievedResolve(DecisionId),
    /// `decision.X.true_resolve`: that enemy's resolve as it was.
    DecisionTrueResolve(DecisionId),
    /// `decision.X.believed_strength`: what the decider believed of the enemies' reference ships.
    DecisionBelievedStrength(DecisionId),
    /// `decision.X.true_strength`: their reference ships as they were.
    DecisionTrueStrength(DecisionId),
    /// `decision.X.believed_odds`: the decider's believed chance of prevailing.
    DecisionBelievedOdds(DecisionId),
    /// `decision.X.projected_win`: chance of winning that its staff projected; not a number where it projected none.
    DecisionProjectedWin(DecisionId),
    /// `decision.X.projected_loss`: own loss share that its staff projected; likewise.
    DecisionProjectedLoss(DecisionId),
    /// `place.X.fleet`: ships of the owner's side there, counted.
    PlaceFleet(PlaceId),
    /// `faction.X.ships`: ships, counted.
    FactionShips(FactionId),
    /// `faction.X.built`: ships built so far.
    FactionBuilt(FactionId),
    /// `faction.X.lost`: ships lost so far.
    FactionLost(FactionId),
    /// `faction.X.military_dead`: crews and troops killed, persons.
    FactionMilitaryDead(FactionId),
    /// `faction.X.civilian_dead`: civilians killed in its places, persons.
    FactionCivilianDead(FactionId),
    /// `coalition.X.ships`: ships of its members, counted.
    CoalitionShips(CoalitionId),
    /// `coalition.X.built`: ships built by its members so far.
    CoalitionBuilt(CoalitionId),
    /// `coalition.X.lost`: ships lost by its members so far.
    CoalitionLost(CoalitionId),
    /// `coalition.X.supply`: mean supply of its forces, 0 to 1.
    CoalitionSupply(CoalitionId),
    /// `coalition.X.spread`: among how many places its ships are spread.
    CoalitionSpread(CoalitionId),
    /// `coalition.X.massed`: share of its ships that lie where most of them do.
    CoalitionMassed(CoalitionId),
    /// `measure.X.value`: a figure taken in play; not a number while it has not been taken (facts only).
    MeasureValue(MeasureId),
    /// `measure.X.taken` (facts only).
    MeasureTaken(MeasureId),
    /// `faction.X.cohesion`: how firmly it stands by its coalition, 0 to 1.
    FactionCohesion(FactionId),
    /// `envoy.X.sent`: has been sent.
    EnvoySent(EnvoyId),
    /// `envoy.X.persuaded`: terms were agreed while he was there.
    EnvoyPersuaded(EnvoyId),
    /// `projected.win` in an appeal: chance of winning the attack that the decision's staff projects.
    ProjectedWin(DecisionId),
    /// `projected.loss` in an appeal: own loss share in that attack, median.
    ProjectedLoss(DecisionId),
    /// `battles_at.X`: battles fought at the place so far.
    PlaceBattles(PlaceId),
    /// `believed.Y.strength` by a faction: its estimate of another's reference ships.
    BelievedStrength(FactionId, FactionId),
    /// `believed.Y.resolve` by a faction: its estimate of another's resolve.
    BelievedResolve(FactionId, FactionId),
    /// `believed.odds` by a faction: its own believed chance of prevailing.
    BelievedOdds(FactionId),
    /// `ended`: the war is over (facts only).
    Ended,
    /// `ending.victor`: row of the coalition, −1 for none (facts only).
    EndingVictor,
    /// `ending.kind`: row in [`crate::war::EndingKind::ALL`] (facts only).
    EndingKind,
}

impl Variable {
    /// The part of a situation that it belongs to.
    pub fn reads(self) -> Reads {
        use Variable::*;
        match self {
            Day | EventDays(_) | DecisionDays(_) => Reads::TIME,
            // What fades moves with time alone.
            PlaceFear(_) | PeopleGrievance(_) | RebellionDays(_) => Reads::TIME,
            PlaceHostile(_) | PlaceRebels(_) | RebellionRebels(_) | PeopleDead(_) => Reads::PEOPLES,
            PeopleCondemned(_) | RebellionRisen(_) | SabotageStrikes(_) => Reads::PEOPLES,
            Param(_) => Reads::NONE,
            PlaceOwner(_) | PlaceContested(_) | PlaceEncircled(_) | FactionPlaces(_) => Reads::PLACES,
            PlaceBattles(_) | PlaceBesieged(_) => Reads::PLACES,
            // Building changes with owners and works, and with the supply that reaches yards; forces change with all.
            CoalitionExposedDays(_) | CoalitionRaidLosses(_) | CoalitionBuilding(_) => Reads::FORCES,
            PlaceGuard(_) | FactionStrength(_) | FactionLossShare(_) | CoalitionStrength(_) => Reads::FORCES,
            CoalitionLossShare(_) | ForceUnits(_) | ForcePlace(_) | ForceReadiness(_) => Reads::FORCES,
            ForceInCommand(_) | ForceFaction(_) | CoalitionSupplyDays(_) => Reads::FORCES,
            ForceWentOver(_) | FactionWentOver(_) | FactionCameOver(_) => Reads::FORCES,
            CoalitionInCommand(_) | CoalitionMostCutOff(_) => Reads::FORCES,
            PlacePopulation(_) | PlaceDead(_) => Reads::PEOPLES,
            // A prospect is judged with the estimates, and at the word of a great battle.
            FactionProspect(_) => Reads::POLITICS.with(Reads::BELIEFS),
            FactionResolve(_) | FactionAtWar(_) | FactionCoalition(_) => Reads::POLITICS,
            CoalitionPosture(_) | Ended | EndingVictor | EndingKind => Reads::POLITICS,
            FactionCohesion(_) | EnvoySent(_) | EnvoyPersuaded(_) => Reads::POLITICS,
            ProjectedWin(_) | ProjectedLoss(_) => Reads::BELIEFS,
            WorksWorking(_) => Reads::WORKS,
            PersonAlive(_) | PersonFaction(_) => Reads::PERSONS,
            EventHappened(_) => Reads::EVENTS,
            DecisionMade(_) | DecisionChosen(_) => Reads::DECISIONS,
            DecisionBelievedResolve(_) | DecisionTrueResolve(_) => Reads::DECISIONS,
            DecisionBelievedStrength(_) | DecisionTrueStrength(_) => Reads::DECISIONS,
            DecisionBelievedOdds(_) => Reads::DECISIONS,
            DecisionProjectedWin(_) | DecisionProjectedLoss(_) => Reads::DECISIONS,
            PlaceFleet(_) | FactionShips(_) | FactionBuilt(_) | FactionLost(_) => Reads::FORCES,
            CoalitionShips(_) | CoalitionBuilt(_) | CoalitionLost(_) => Reads::FORCES,
            CoalitionSupply(_) | CoalitionSpread(_) | CoalitionMassed(_) => Reads::FORCES,
            FactionMilitaryDead(_) | FactionCivilianDead(_) => Reads::PEOPLES,
            MeasureValue(_) | MeasureTaken(_) => Reads::NONE,
            BelievedStrength(..) | BelievedResolve(..) | BelievedOdds(_) => Reads::BELIEFS,
        }
    }

    /// Whether it is a belief, open to the one who holds it, rather than a truth.
    pub fn is_belief(self) -> bool {
        matches!(self.reads(), Reads::BELIEFS)
    }
}

/// One instruction of a compiled condition. Operands are popped, results pushed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// Pushes a constant.
    Const(f64),
    /// Pushes a variable.
    Load(Variable),
    /// Logical negation.
    Not,
    /// Arithmetic negation.
    Negate,
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient; 0 when the divisor is 0.
    Divide,
    /// Equality.
    Equal,
    /// Inequality.
    NotEqual,
    /// Less.
    Less,
    /// Less or equal.
    LessEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterEqual,
    /// Leaves 0 and jumps ahead by so many instructions when the top is 0, else pops it (`&&`).
    AndSkip(u16),
    /// Leaves 1 and jumps ahead when the top is not 0, else pops it (`||`).
    OrSkip(u16),
    /// Pops the top; jumps ahead when it was 0 (`?:`).
    JumpIfNot(u16),
    /// Jumps ahead.
    Jump(u16),
    /// The lesser of two.
    Min,
    /// The greater of two.
    Max,
}

/// What a program leaves on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueType {
    /// True or false.
    Bool,
    /// A number.
    Number,
}

/// A compiled condition or numeric expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The text it was compiled from.
    pub source: String,
    /// The program.
    pub code: Vec<Op>,
    /// The parts of a situation that it reads.
    pub reads: Reads,
    /// What it yields.
    pub value_type: ValueType,
}

/// Where a condition reads its variables.
pub trait Facts {
    /// The value of a variable.
    fn read(&self, variable: Variable) -> f64;
}

/// Programs deeper than this are refused when they are compiled.
pub const MAX_STACK: usize = 32;

impl Condition {
    /// A condition from its program; what it reads follows from its loads.
    pub fn new(source: String, code: Vec<Op>, value_type: ValueType) -> Self {
        let reads = code.iter().fold(Reads::NONE, |reads, op| match op {
            Op::Load(variable) => reads.with(variable.reads()),
            _ => reads,
        });
        Self { source, code, reads, value_type }
    }

    /// The variables that it reads.
    pub fn variables(&self) -> impl Iterator<Item = Variable> + '_ {
        self.code.iter().filter_map(|op| match op {
            Op::Load(variable) => Some(*variable),
            _ => None,
        })
    }

    /// Whether it holds.
    pub fn holds(&self, facts: &impl Facts) -> bool {
        self.value(facts) != 0.0
    }

    /// Its value; 0 for a malformed program.
    pub fn value(&self, facts: &impl Facts) -> f64 {
        // An instruction pushes one number at most.
        if self.code.len() <= 8 { self.run::<8>(facts) } else { self.run::<MAX_STACK>(facts) }
    }

    fn run<const DEPTH: usize>(&self, facts: &impl Facts) -> f64 {
        let mut stack = [0.0_f64; DEPTH];
        let mut top = 0_usize;
        let mut at = 0_usize;
        while let Some(&op) = self.code.get(at) {
            at += 1;
            match op {
                Op::Const(value) => push(&mut stack, &mut top, value),
                Op::Load(variable) => push(&mut stack, &mut top, facts.read(variable)),
                Op::AndSkip(by) if stack[top.saturating_sub(1)] == 0.0 => at += by as usize,
                Op::OrSkip(by) if stack[top.saturating_sub(1)] != 0.0 => at += by as usize,
                Op::AndSkip(_) | Op::OrSkip(_) => top = top.saturating_sub(1),
                Op::Jump(by) => at += by as usize,
                Op::JumpIfNot(by) => {
                    if pop(&stack, &mut top) == 0.0 {
                        at += by as usize;
                    }
                }
                Op::Not => {
                    let value = pop(&stack, &mut top);
                    push(&mut stack, &mut top, truth(value == 0.0));
                }
                Op::Negate => {
                    let value = pop(&stack, &mut top);
                    push(&mut stack, &mut top, -value);
                }
                binary => {
                    let right = pop(&stack, &mut top);
                    let left = pop(&stack, &mut top);
                    push(&mut stack, &mut top, combine(binary, left, right));
                }
            }
        }
        pop(&stack, &mut top)
    }
}

#[inline]
fn push(stack: &mut [f64], top: &mut usize, value: f64) {
    if let Some(slot) = stack.get_mut(*top) {
        *slot = value;
        *top += 1;
    }
}

#[inline]
fn pop(stack: &[f64], top: &mut usize) -> f64 {
    if *top == 0 {
        return 0.0;
    }
    *top -= 1;
    stack[*top]
}

#[inline]
fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

#[inline]
fn combine(op: Op, left: f64, right: f64) -> f64 {
    match op {
        Op::Add => left + right,
        Op::Subtract => left - right,
        Op::Multiply => left * right,
        Op::Divide if right == 0.0 => 0.0,
        Op::Divide => left / right,
        Op::Equal => truth(left == right),
        Op::NotEqual => truth(left != right),
        Op::Less => truth(left < right),
        Op::LessEqual => truth(left <= right),
        Op::Greater => truth(left > right),
        Op::GreaterEqual => truth(left >= right),
        Op::Min => left.min(right),
        Op::Max => left.max(right),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Days(f64);
    impl Facts for Days {
        fn read(&self, variable: Variable) -> f64 {
            if variable == Variable::Day { self.0 } else { -1.0 }
        }
    }

    /// day > 10 && day < 20
    fn between() -> Condition {
        let code = vec![
            Op::Load(Variable::Day),
            Op::Const(10.0),
            Op::Greater,
            Op::AndSkip(3),
            Op::Load(Variable::Day),
            Op::Const(20.0),
            Op::Less,
        ];
        Condition::new("day > 10 && day < 20".into(), code, ValueType::Bool)
    }

    #[test]
    fn a_conjunction_stops_at_its_first_falsehood() {
        for (day, holds) in [(5.0, false), (15.0, true), (25.0, false)] {
            assert_eq!(between().holds(&Days(day)), holds, "day {day}");
        }
        assert_eq!(between().reads, Reads::TIME);
    }

    #[test]
    fn a_malformed_program_yields_a_number_and_no_panic() {
        let ops = vec![Op::Add, Op::AndSkip(900), Op::Not, Op::JumpIfNot(7)];
        let condition = Condition::new(String::new(), ops, ValueType::Number);
        assert!(condition.value(&Days(0.0)).is_finite());
    }
}
