//! What conditions read of a situation.

use crate::belief;
use crate::projection;
use crate::routes;
use crate::situation::FactionState;
use crate::turn::Turn;
use polemos_war::condition::{Facts, Variable};
use polemos_war::*;

/// Row of ships among domains.
const SHIPS: usize = Domain::Ships as usize;

/// Days shown for what has not happened yet.
pub const NEVER: f64 = 1e9;

impl Facts for Turn<'_> {
    fn read(&self, variable: Variable) -> f64 {
        use Variable::*;
        match variable {
            Day => self.day(),
            Param(id) => self.real.number(id),
            PlaceOwner(id) => row(self.s.places[id].owner),
            PlaceContested(id) => truth(self.contested(id)),
            PlaceEncircled(id) => truth(self.encircled(id)),
            PlaceGuard(id) => self.guard(id),
            PlaceBesieged(id) => truth(self.s.places[id].siege.is_some()),
            PlacePopulation(id) => self.s.places[id].population,
            PlaceDead(id) => self.s.places[id].dead,
            PlaceBattles(id) => f64::from(self.s.places[id].battles),
            PlaceHostile(id) => self.s.tempers[id].hostile,
            PlaceFear(id) => self.fear(id),
            PlaceRebels(id) => self.rebels_at(id),
            PeopleDead(id) => self.s.peoples[id].dead,
            PeopleGrievance(id) => self.worst_grievance(id),
            PeopleCondemned(id) => truth(self.condemnation(id).is_some()),
            RebellionRisen(id) => truth(self.s.rebellions[id].risen),
            RebellionDays(id) => since(self.s.rebellions[id].risen, self.day(), self.s.rebellions[id].day),
            RebellionRebels(id) => self.rebels_of(id),
            SabotageStrikes(id) => f64::from(self.s.sabotages[id].strikes),
            FactionResolve(id) => self.s.factions[id].resolve,
            FactionProspect(id) => self.s.factions[id].prospect,
            FactionStrength(id) => self.faction_strength(id),
            FactionLossShare(id) => self.faction_loss(id),
            FactionPlaces(id) => self.s.places.iter().filter(|p| p.owner == Some(id)).count() as f64,
            FactionAtWar(id) => truth(self.s.factions[id].at_war),
            FactionCoalition(id) => f64::from(self.s.factions[id].coalition.0),
            CoalitionStrength(id) => self.coalition_strength(id),
            CoalitionLossShare(id) => self.coalition_loss(id),
            CoalitionPosture(id) => self.s.coalitions[id].posture as usize as f64,
            CoalitionSupplyDays(id) => self.mean_supply_days(id),
            CoalitionExposedDays(id) => self.exposed_days(id),
            CoalitionRaidLosses(id) => self.s.coalitions[id].raid_losses,
            CoalitionBuilding(id) => self.built_a_month(id),
            ForceUnits(id) => f64::from(self.unit_count(id)),
            ForcePlace(id) => row(self.s.forces[id].at.place()),
            ForceReadiness(id) => self.s.forces[id].readiness,
            ForceInCommand(id) => truth(self.in_command(id)),
            ForceWentOver(id) => {
                self.gone_of(self.war.forces[id].units.iter().flat_map(|units| &units.squadrons))
            }
            FactionWentOver(id) => self.gone_of(&self.real.levies[id]),
            FactionCameOver(id) => self.s.factions[id].joined.iter().map(|n| f64::from(*n)).sum(),
            CoalitionInCommand(id) => self.share_in_command(id),
            CoalitionMostCutOff(id) => self.s.coalitions[id].most_cut_off,
            ForceFaction(id) => f64::from(self.s.forces[id].faction.0),
            WorksWorking(id) => truth(self.s.works[id].working()),
            PersonAlive(id) => truth(self.s.persons[id].alive),
            PersonFaction(id) => row(self.s.persons[id].faction),
            EventHappened(id) => truth(self.s.events[id].happened > 0),
            EventDays(id) => since(self.s.events[id].happened > 0, self.day(), self.s.events[id].day),
            DecisionMade(id) => truth(self.s.decisions[id].made > 0),
            DecisionChosen(id) => self.chosen(id),
            DecisionDays(id) => since(self.s.decisions[id].made > 0, self.day(), self.s.decisions[id].day),
            FactionCohesion(id) => self.s.factions[id].cohesion,
            EnvoySent(id) => truth(self.s.envoys[id].sent),
            EnvoyPersuaded(id) => truth(self.s.envoys[id].persuaded),
            ProjectedWin(id) => projection::for_decision(self, id).map_or(0.0, |seen| seen.win),
            ProjectedLoss(id) => projection::for_decision(self, id).map_or(0.0, |seen| seen.loss),
            BelievedStrength(by, about) => belief::strength(self, by, about),
            BelievedResolve(by, about) => belief::resolve(self, by, about),
            BelievedOdds(by) => self.s.factions[by].prospect,
            DecisionBelievedResolve(id) => f64::from(self.s.decisions[id].seen.resolve),
            DecisionTrueResolve(id) => f64::from(self.s.decisions[id].seen.true_resolve),
            DecisionBelievedStrength(id) => f64::from(self.s.decisions[id].seen.strength),
            DecisionTrueStrength(id) => f64::from(self.s.decisions[id].seen.true_strength),
            DecisionBelievedOdds(id) => f64::from(self.s.decisions[id].seen.odds),
            DecisionProjectedWin(id) => {
                self.s.decisions[id].seen.projected.map_or(f64::NAN, |it| f64::from(it[0]))
            }
            DecisionProjectedLoss(id) => {
                self.s.decisions[id].seen.projected.map_or(f64::NAN, |it| f64::from(it[1]))
            }
            PlaceFleet(id) => self.fleet(id),
            FactionShips(id) => self.ships(|faction| faction == id),
            FactionBuilt(id) => f64::from(self.s.factions[id].built[SHIPS]),
            FactionLost(id) => f64::from(self.s.factions[id].lost[SHIPS]),
            FactionMilitaryDead(id) => self.s.factions[id].military_dead,
            FactionCivilianDead(id) => self.s.factions[id].civilian_dead,
            CoalitionShips(id) => self.ships(|faction| self.s.side(faction) == id),
            CoalitionBuilt(id) => self.sum_of_members(id, |f| f.built[SHIPS]),
            CoalitionLost(id) => self.sum_of_members(id, |f| f.lost[SHIPS]),
            CoalitionSupply(id) => self.mean_supply(id),
            CoalitionSpread(id) => self.spread(id),
            CoalitionMassed(id) => self.massed(id),
            MeasureValue(id) => {
                let measured = &self.s.measured[id];
                if measured.times > 0 { measured.value } else { f64::NAN }
            }
            MeasureTaken(id) => truth(self.s.measured[id].times > 0),
            Ended => truth(self.s.ending.is_some()),
            EndingVictor => row(self.s.ending.and_then(|ending| ending.victor)),
            EndingKind => self.s.ending.map_or(-1.0, |ending| ending.kind as usize as f64),
        }
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn row<I: Id>(id: Option<I>) -> f64 {
    id.map_or(-1.0, |id| id.index() as f64)
}

fn since(happened: bool, now: f64, day: f64) -> f64 {
    if happened { now - day } else { NEVER }
}

impl Turn<'_> {
    /// Share of the squadrons of the first day that have gone over, of those that count.
    fn gone_of<'a>(&self, of: impl IntoIterator<Item = &'a SquadronId>) -> f64 {
        let (mut gone, mut all) = (0.0, 0.0);
        for state in of.into_iter().map(|id| &self.s.squadrons[*id]).filter(|state| state.opening > 0) {
            all += 1.0;
            gone += if state.went.is_some() { 1.0 } else { 0.0 };
        }
        if all > 0.0 { gone / all } else { 0.0 }
    }

    fn chosen(&self, id: DecisionId) -> f64 {
        let state = &self.s.decisions[id];
        if state.made > 0 { f64::from(state.chosen) } else { -1.0 }
    }

    /// Strength of the holder's side at a place, reference ships.
    fn guard(&self, place: PlaceId) -> f64 {
        let side = self.s.holder(place);
        let here = self.s.forces_at(place);
        here.filter(|(_, f)| Some(self.s.side(f.faction)) == side).map(|(id, _)| self.strength(id)).sum()
    }

    /// Ships of a force, counted.
    fn ships_of(&self, force: ForceId) -> f64 {
        let ships = self.squadrons(force).filter(|id| self.class_of(*id).domain == Domain::Ships);
        ships.map(|id| f64::from(self.s.squadrons[id].units)).sum()
    }

    /// Ships of some factions, counted.
    fn ships(&self, counts: impl Fn(FactionId) -> bool) -> f64 {
        let forces = self.s.forces.pairs().filter(|(_, f)| f.at.is_present() && counts(f.faction));
        forces.map(|(id, _)| self.ships_of(id)).sum()
    }

    /// Ships of the holder's side at a place, counted.
    fn fleet(&self, place: PlaceId) -> f64 {
        let side = self.s.holder(place);
        let here = self.s.forces_at(place);
        here.filter(|(_, f)| Some(self.s.side(f.faction)) == side).map(|(id, _)| self.ships_of(id)).sum()
    }

    fn sum_of_members(&self, id: CoalitionId, pick: impl Fn(&FactionState) -> u32) -> f64 {
        self.s.factions.iter().filter(|f| f.coalition == id).map(|f| f64::from(pick(f))).sum()
    }

    /// Mean supply of a coalition's forces, by strength.
    fn mean_supply(&self, id: CoalitionId) -> f64 {
        let (mut supply, mut weight) = (0.0, 0.0);
        for force in self.s.forces_in_play(id) {
            let state = &self.s.forces[force];
            supply += state.supply * state.value;
            weight += state.value;
        }
        if weight > 0.0 { supply / weight } else { 0.0 }
    }

    /// A coalition's reference ships by place; those under way are left out.
    fn by_place(&self, id: CoalitionId) -> Vec<f64> {
        let mut at = vec![0.0; self.s.places.len()];
        for force in self.s.forces_in_play(id).map(|id| &self.s.forces[id]) {
            if let Some(place) = force.at.place() {
                at[place.index()] += force.value;
            }
        }
        at
    }

    /// Among how many places a coalition's ships are spread: as many as would give the same chance that two of its
    /// ships stand together if they were spread evenly (Laakso and Taagepera 1979).
    fn spread(&self, id: CoalitionId) -> f64 {
        let at = self.by_place(id);
        let (all, squares) = at.iter().fold((0.0, 0.0), |(all, squares), x| (all + x, squares + x * x));
        if squares > 0.0 { all * all / squares } else { 0.0 }
    }

    /// Share of a coalition's ships that lie where most of them do; those under way count among all.
    fn massed(&self, id: CoalitionId) -> f64 {
        let (mut at, mut all) = (vec![0.0; self.s.places.len()], 0.0);
        for force in self.s.forces_in_play(id) {
            let ships = self.ships_of(force);
            all += ships;
            if let Some(place) = self.s.forces[force].at.place() {
                at[place.index()] += ships;
            }
        }
        let most = at.iter().copied().fold(0.0, f64::max);
        if all > 0.0 { most / all } else { 0.0 }
    }

    /// Whether a place holds people or works: open space does not.
    pub fn is_settled(&self, place: PlaceId) -> bool {
        let works = &self.war.places[place].works;
        self.s.places[place].population > 0.0 || works.iter().any(|id| !self.war.works[*id].removed)
    }

    /// Whether a siege has closed around a place, or every lane out of it leads to a place held by an enemy of its
    /// owner, or to none at all.
    pub fn encircled(&self, place: PlaceId) -> bool {
        let Some(side) = self.s.holder(place) else { return false };
        if self.s.closed(place).is_some() {
            return true;
        }
        let mut ways = routes::neighbours(self.war, self.s, place).peekable();
        ways.peek().is_some() && ways.all(|(_, next)| routes::held_by_enemy(self.s, side, next))
    }

    /// Worth of the places that a side holds.
    pub fn worth_held(&self, side: CoalitionId) -> f64 {
        self.s.held_by(side).map(|id| self.real.place_value[id]).sum()
    }

    /// Share of the worth of all that its holder's side holds that lies at a place.
    pub fn at_stake(&self, place: PlaceId) -> f64 {
        let Some(side) = self.s.holder(place) else { return 0.0 };
        self.real.place_value[place] / self.worth_held(side).max(1e-9)
    }

    /// Share of the ships it has ever had that a faction has lost; of all its units, if it had none.
    pub fn faction_loss(&self, id: FactionId) -> f64 {
        loss_share(std::iter::once(&self.s.factions[id]))
    }

    /// The same of a coalition's members.
    pub fn coalition_loss(&self, id: CoalitionId) -> f64 {
        loss_share(self.s.members(id).map(|id| &self.s.factions[id]))
    }

    /// Mean days of supply path of a coalition's forces, by strength; those cut off left out.
    pub fn mean_supply_days(&self, id: CoalitionId) -> f64 {
        let (mut days, mut weight) = (0.0, 0.0);
        for force in self.s.forces_in_play(id) {
            let Some(place) = self.s.forces[force].at.place() else { continue };
            let path = self.s.supply_path(id, place);
            if path.is_finite() {
                days += path * self.s.forces[force].value;
                weight += self.s.forces[force].value;
            }
        }
        if weight > 0.0 { days / weight } else { 0.0 }
    }
}

fn loss_share<'a>(factions: impl Iterator<Item = &'a FactionState> + Clone) -> f64 {
    let share = |of: &[Domain]| {
        let (mut had, mut lost) = (0, 0);
        for faction in factions.clone() {
            for row in of.iter().map(|domain| *domain as usize) {
                had += u64::from(faction.opening[row]) + u64::from(faction.built[row]);
                had += u64::from(faction.joined[row]);
                lost += u64::from(faction.lost[row]);
            }
        }
        (had > 0).then(|| lost as f64 / had as f64)
    };
    share(&[Domain::Ships, Domain::Aircraft]).or_else(|| share(&Domain::ALL)).unwrap_or(0.0)
}
