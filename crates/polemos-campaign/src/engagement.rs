//! Between the campaign and the battle: forces become groups, and what the battle took is settled on squadrons.

use crate::few::Few;
use crate::mutiny::{Gone, Mutiny};
use crate::purpose;
use crate::realised::Realised;
use crate::situation::{Mission, SquadronState};
use crate::turn::Turn;
use polemos_battle::quick::{self, Force};
use polemos_battle::{
    Breakpoint, Engagement, Group, MAX_STAGES, Observer, Outcome, Rules, Side, TRIAL_SHARE, Verdict,
    fight_with as fight_bouts,
};
use polemos_chance::sample;
use polemos_chronicle::ProjectionSeen;
use polemos_war::*;

/// One side's forces at a place, and the squadrons behind each of its groups.
pub struct Host {
    /// Which coalition.
    pub side: CoalitionId,
    /// Its forces there, in id order.
    pub forces: Vec<ForceId>,
    /// Who commands there.
    pub commander: Option<PersonId>,
    /// Commanders who are aboard, and share the fate of their ships.
    pub aboard: Few<PersonId, 8>,
    groups: Vec<Kin>,
    /// How far it is resolved to stand for what it defends, 0 to 1.
    resolute: f64,
    /// What those had lost who went over, up to then.
    early: Losses,
}

/// Where at a place two sides fight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// At the place itself, with all that stands there.
    Place,
    /// Out of reach of its fortifications.
    Open,
}

impl Field {
    /// A side's forces as they fight there.
    pub fn host(self, t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> Host {
        let host = Host::gather(t, place, side);
        match self {
            Field::Place => host,
            Field::Open => host.in_the_open(t),
        }
    }
}

/// Squadrons for which a group has room before it asks for more.
const TOGETHER: usize = 16;

/// Squadrons of one faction and class that fight as one group.
#[derive(Clone)]
struct Kin {
    faction: FactionId,
    /// Whose crews they are: those that have gone over are another faction's.
    crews: FactionId,
    class: ClassId,
    /// Of forces that never leave their place: they do not retreat.
    garrison: bool,
    squadrons: Vec<SquadronId>,
    /// Their units before the battle, and the hits that these carry.
    units: u64,
    hits: u64,
    /// Units by the readiness of their forces.
    ready: f64,
    /// Units that orders do not reach.
    alone: u64,
}

/// What one side lost.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// Units by class.
    pub by_class: Vec<(ClassId, u32)>,
    /// Crews killed, persons.
    pub dead: f64,
    /// Units that went over to the enemy, by class.
    pub went_over: Vec<(ClassId, u32)>,
    /// Share of its strength.
    pub share: f64,
    /// What it lost, reference ships.
    pub value: f64,
    /// Its strength at the start, reference ships.
    pub opening: f64,
    /// Whether what was left gave itself up.
    pub surrendered: bool,
}

/// Commanders of some forces.
fn aboard(t: &Turn<'_>, forces: &[ForceId]) -> Few<PersonId, 8> {
    forces.iter().filter_map(|id| t.s.forces[*id].commander).collect()
}

impl Kin {
    fn new((faction, class, garrison, crews): (FactionId, ClassId, bool, FactionId)) -> Self {
        let squadrons = Vec::with_capacity(TOGETHER);
        Self { faction, crews, class, garrison, squadrons, units: 0, hits: 0, ready: 0.0, alone: 0 }
    }

    fn key(&self) -> (FactionId, ClassId, bool, FactionId) {
        (self.faction, self.class, self.garrison, self.crews)
    }
}

fn add(sums: &mut Vec<(ClassId, u32)>, class: ClassId, units: u32) {
    match sums.iter_mut().rfind(|(other, _)| *other == class) {
        Some((_, sum)) => *sum += units,
        None => sums.push((class, units)),
    }
}

impl Host {
    /// Gathers a side's forces at a place.
    pub fn gather(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> Self {
        let here = t.s.own_at(place, side);
        let fights = here.filter(|(_, f)| f.mission != Mission::Retreat && t.s.factions[f.faction].at_war);
        let forces: Vec<ForceId> = fights.map(|(id, _)| id).collect();
        let mut groups: Vec<Kin> = Vec::with_capacity(8);
        for &id in &forces {
            let state = &t.s.forces[id];
            let (garrison, crews) = (t.real.anchored[id], t.war.crews_of(id));
            let in_command = t.in_command(id);
            for squadron in t.squadrons(id) {
                let SquadronState { units, hits, .. } = t.s.squadrons[squadron];
                let class = t.real.class_of[squadron];
                if units == 0 || t.real.classes[class].domain == Domain::Troops {
                    continue;
                }
                let key = (state.faction, class, garrison, crews);
                // Squadrons of a force usually follow others of their class.
                let row = groups.iter().rposition(|kin| kin.key() == key).unwrap_or_else(|| {
                    groups.push(Kin::new(key));
                    groups.len() - 1
                });
                let kin = &mut groups[row];
                kin.squadrons.push(squadron);
                kin.units += u64::from(units);
                kin.hits += u64::from(hits);
                kin.ready += f64::from(units) * state.readiness;
                kin.alone += if in_command { 0 } else { u64::from(units) };
            }
        }
        groups.sort_by_key(Kin::key);
        let resolute = if t.s.holder(place) == Some(side) { resolute(t, place) } else { 0.0 };
        Self {
            side,
            commander: commander(t, place, side),
            aboard: aboard(t, &forces),
            forces,
            groups,
            resolute,
            early: Losses::default(),
        }
    }

    /// What of it comes out to fight in the open: no fortification, and no force that never leaves its place.
    #[must_use]
    pub fn in_the_open(mut self, t: &Turn<'_>) -> Self {
        self.resolute = 0.0;
        self.groups.retain(|kin| !kin.garrison && t.real.classes[kin.class].domain.moves());
        let fights = |squadron: SquadronId| {
            let class = t.class_of(squadron);
            t.s.squadrons[squadron].units > 0 && class.domain != Domain::Troops && class.domain.moves()
        };
        self.forces.retain(|id| !t.real.anchored[*id] && t.squadrons(*id).any(fights));
        self.aboard = aboard(t, &self.forces);
        self
    }

    /// Units by class before the battle.
    pub fn units_by_class(&self) -> Vec<(ClassId, u32)> {
        let mut units = Vec::new();
        for kin in self.groups.iter().filter(|kin| kin.units > 0) {
            add(&mut units, kin.class, u32::try_from(kin.units).unwrap_or(u32::MAX));
        }
        units.sort_unstable();
        units
    }

    /// Factions present, in id order.
    pub fn factions(&self, t: &Turn<'_>) -> Vec<FactionId> {
        let mut all: Vec<FactionId> = self.forces.iter().map(|id| t.s.forces[*id].faction).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The side as the battle sees it; `factor` scales its numbers as an enemy believes them to be.
    fn as_side(&self, t: &Turn<'_>, can_retreat: bool, factor: f64) -> Side {
        let skill = t.trait_of(self.commander, |traits| traits.skill, 1.0);
        let boldness = t.trait_of(self.commander, |traits| traits.boldness, 0.5);
        let tolerance = t.tolerance(self.side, self.commander);
        Side {
            groups: self.groups.iter().map(|group| self.group(t, group, factor)).collect(),
            tolerance: if can_retreat { tolerance } else { tolerance.max(last_stand(boldness)) },
            trial_share: trial_share(self.resolute.max(pressed(t, t.s.coalitions[self.side].tolerance))),
            can_retreat,
            skill,
            steadiness: boldness,
        }
    }

    fn group(&self, t: &Turn<'_>, kin: &Kin, factor: f64) -> Group {
        let Kin { faction, crews, class, garrison, units, hits, ready, .. } = kin;
        let (figures, units, hits) = (&t.real.classes[*class], *units, *hits);
        let mut weapon = figures.weapon;
        weapon.hits_per_hour *= t.real.number(t.war.factions[*crews].skill);
        let idle = t.rule(Rule::StrengthIdle);
        let readiness = if units > 0 { ready / units as f64 } else { 0.0 };
        let scaled = libm::round(units as f64 * factor).min(f64::from(u32::MAX)) as u64;
        Group {
            class: class.0 as u16,
            weapon,
            toughness: figures.toughness,
            recovery_per_hour: figures.recovery_per_hour,
            stages: spread_hits(
                scaled,
                hits.min(scaled * u64::from(figures.toughness - 1)),
                figures.toughness,
            ),
            readiness: idle + (1.0 - idle) * readiness,
            command: command(t, kin),
            speed: figures.speed,
            immobile: *garrison || !figures.domain.moves(),
            powered: true,
            target_weight: 1.0,
            entity: polemos_chance::pair(whose(t, *faction, *crews), class.0 * 2 + u32::from(*garrison)),
        }
    }

    /// The group that a squadron fights in.
    pub fn group_of(&self, squadron: SquadronId) -> Option<usize> {
        self.groups.iter().position(|kin| kin.squadrons.contains(&squadron))
    }

    /// Class of each group.
    pub fn classes(&self) -> Vec<ClassId> {
        self.groups.iter().map(|kin| kin.class).collect()
    }

    /// The squadrons that have units left, each with its group.
    pub fn squadrons(&self, t: &Turn<'_>) -> Vec<(usize, SquadronId)> {
        let of = |(group, kin): (usize, &Kin)| {
            let squadrons = kin.squadrons.iter().filter(|id| t.s.squadrons[**id].units > 0);
            squadrons.map(|id| (group, *id)).collect::<Vec<_>>()
        };
        self.groups.iter().enumerate().flat_map(of).collect()
    }

    /// Units of each group.
    pub fn units_by_group(&self, t: &Turn<'_>) -> Vec<u64> {
        let units = |kin: &Kin| kin.squadrons.iter().map(|id| u64::from(t.s.squadrons[*id].units)).sum();
        self.groups.iter().map(units).collect()
    }

    /// Lets go of a squadron that has gone over, and books what it had lost by then.
    pub fn part_with(&mut self, t: &mut Turn<'_>, body: &Gone) {
        let kin = &mut self.groups[body.group];
        kin.squadrons.retain(|id| *id != body.squadron);
        let figures = t.real.classes[kin.class];
        let lost = body.units - body.taken;
        let dead = f64::from(lost) * figures.crew * figures.lethality;
        let state = &mut t.s.factions[kin.faction];
        state.lost[figures.domain as usize] += lost;
        state.military_dead += dead;
        self.early.dead += dead;
        self.early.opening += f64::from(body.units) * figures.value;
        self.early.value += f64::from(lost) * figures.value;
        add(&mut self.early.went_over, kin.class, body.taken);
        if lost > 0 {
            add(&mut self.early.by_class, kin.class, lost);
        }
        let state = &mut t.s.squadrons[body.squadron];
        (state.units, state.hits) = (body.taken, 0);
    }

    /// Takes in a squadron that has come over from the other side, as part of the group that was formed there.
    pub fn receive(&mut self, from: &Host, to: ForceId, body: &Gone) {
        let left = &from.groups[body.group];
        let formed = Kin { faction: body.faction, squadrons: Vec::new(), units: 0, ..left.clone() };
        if self.groups.len() <= body.mirror {
            self.groups.resize(body.mirror + 1, formed.clone());
        }
        let kin = &mut self.groups[body.mirror];
        if kin.squadrons.is_empty() {
            *kin = formed;
        }
        kin.squadrons.push(body.squadron);
        if !self.forces.contains(&to) {
            self.forces.push(to);
        }
    }
}

/// Share of its fire that a group coordinates: a force that orders do not reach fights for itself.
fn command(t: &Turn<'_>, kin: &Kin) -> f64 {
    if kin.alone == 0 {
        return 1.0;
    }
    1.0 - (1.0 - t.rule(Rule::CommandCutOff)) * kin.alone as f64 / kin.units as f64
}

/// Whose luck a group's draws are.
fn whose(t: &Turn<'_>, faction: FactionId, crews: FactionId) -> u32 {
    let own = t.real.faction_entity[faction];
    if faction == crews { own } else { polemos_chance::pair(own, t.real.faction_entity[crews]) }
}

/// Ships by hits taken when hits are spread as evenly as can be.
fn spread_hits(units: u64, hits: u64, toughness: u8) -> [u32; MAX_STAGES] {
    let mut stages = [0_u32; MAX_STAGES];
    if units == 0 {
        return stages;
    }
    let all = hits / units;
    let more = hits % units;
    let at = |stage: u64| usize::try_from(stage.min(u64::from(toughness) - 1)).unwrap_or(0);
    stages[at(all)] += u32::try_from(units - more).unwrap_or(u32::MAX);
    stages[at(all + 1)] += u32::try_from(more).unwrap_or(u32::MAX);
    stages
}

/// How much stronger another's force must be before its commander is named in the place of the holder's own.
const CLEARLY: f64 = 1.5;

/// Who commands a side at a place: the commander of its strongest force that has one; of the holder's own forces where
/// the holder's side stands there, unless another's is clearly stronger.
pub fn commander(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> Option<PersonId> {
    let holder = t.s.places[place].owner.filter(|owner| t.s.side(*owner) == side);
    // The strongest of all, and of the holder's own; of those alike, the first.
    let (mut first, mut own) = (None, None);
    for (id, force) in t.s.own_at(place, side) {
        let Some(person) = force.commander else { continue };
        let strength = t.strength(id);
        let stronger = |than: Option<(PersonId, f64)>| than.is_none_or(|(_, most)| strength > most);
        if stronger(first) {
            first = Some((person, strength));
        }
        if holder == Some(force.faction) && stronger(own) {
            own = Some((person, strength));
        }
    }
    let (strongest, most) = first?;
    let own = own.filter(|(_, strength)| strength * CLEARLY >= most);
    Some(own.map_or(strongest, |(person, _)| person))
}

/// The rules of battle as a war with these numbers has them, with what the aggregated form has been told of its classes.
pub fn tuned_rules(real: &Realised) -> Rules {
    let rules = battle_rules(real);
    real.tuning.as_ref().map_or(rules, |tuning| tuning.shared.tune(&rules))
}

/// The rules of battle of a war with these numbers.
#[must_use]
pub fn battle_rules(real: &Realised) -> Rules {
    Rules {
        bout_hours: real.rule(Rule::BattleBout),
        frontage_ships: real.rule(Rule::BattleFrontage),
        frontage_exponent: real.rule(Rule::BattleFrontageExponent),
        area_ships: real.rule(Rule::BattleAreaShips),
        overkill: real.rule(Rule::BattleOverkill),
        expected_tolerance: real.rule(Rule::BattleTolerance),
        panic_per_hour: real.rule(Rule::BattlePanic),
        pursuit: real.rule(Rule::BattlePursuit),
        rearguard: real.rule(Rule::BattleRearguard),
        max_hours: 24.0 * real.rule(Rule::BattleDays),
        ..Rules::default()
    }
}

/// Loss share that those who cannot leave are expected to stand before they give in.
pub const LAST_STAND: f64 = 0.85;

/// The same under a commander who is more or less bold than most.
fn last_stand(boldness: f64) -> f64 {
    (LAST_STAND * (0.5 + boldness)).min(0.95)
}

/// How far those who hold a place are resolved to stand there: by the share of all that their side holds which is at
/// stake. Who could lose the war at a place does not leave it half-way because a battle goes badly, as who could lose
/// an outpost does.
pub fn resolute(t: &Turn<'_>, place: PlaceId) -> f64 {
    (t.rule(Rule::BattleStand) * t.at_stake(place)).clamp(0.0, 1.0)
}

/// How far orders to bear a loss go beyond ordinary ones towards the last stand.
fn pressed(t: &Turn<'_>, tolerance: f64) -> f64 {
    let usual = t.rule(Rule::BattleTolerance);
    ((tolerance - usual) / (LAST_STAND - usual).max(1e-9)).clamp(0.0, 1.0)
}

/// Share of his tolerance that a commander so firm will lose before he believes that he is beaten.
fn trial_share(firmness: f64) -> f64 {
    TRIAL_SHARE + (1.0 - TRIAL_SHARE) * firmness
}

/// When a side leaves a battle under orders to bear a loss.
pub fn orders(t: &Turn<'_>, tolerance: f64) -> Breakpoint {
    Breakpoint { tolerance, trial_share: trial_share(pressed(t, tolerance)) }
}

/// How firm a staff takes an enemy to stand at whom it is to come.
#[derive(Clone, Copy, Debug)]
pub struct Firmness {
    /// Share of his strength that does not move.
    pub fixed: f64,
    /// Whether he has nowhere to go.
    pub cornered: bool,
    /// How resolute he is to stand ([`resolute`]).
    pub resolute: f64,
}

impl Firmness {
    /// Share of his strength that cannot leave.
    pub fn stays(&self) -> f64 {
        if self.cornered { 1.0 } else { self.fixed }
    }

    /// His strength summed up, as it fights on its ground.
    pub fn of(&self, force: Force) -> Force {
        let force = force.anchored(self.fixed);
        if self.cornered { force.holding() } else { force }
    }
}

/// The rules as a staff expects them of an enemy so resolute, of whom so great a share cannot leave: the rest stands
/// what an ordinary side does.
pub fn rules_against(t: &Turn<'_>, fixed: f64, resolute: f64) -> Rules {
    let usual = t.rule(Rule::BattleTolerance);
    Rules {
        expected_tolerance: usual + (LAST_STAND - usual).max(0.0) * fixed,
        expected_trial_share: trial_share(fixed.max(resolute)),
        ..t.real.rules
    }
}

/// What one side's staff projects for a battle at a place, from what it sees.
pub fn projected(t: &Turn<'_>, hosts: &[Host; 2], ways_out: [bool; 2], which: usize) -> ProjectionSeen {
    let (own, enemy) = (hosts[which].side, hosts[1 - which].side);
    let lead = t.war.coalitions[own].lead;
    let enemy_lead = t.war.coalitions[enemy].lead;
    let factor = t.contact_factor(lead, enemy_lead);
    let way_out = ways_out[1 - which];
    let own = hosts[which].as_side(t, true, 1.0);
    let mut enemy = hosts[1 - which].as_side(t, way_out, factor);
    // Whether orders reach the enemy's ships cannot be seen.
    enemy.groups.iter_mut().for_each(|group| group.command = 1.0);
    let spread = t.rule(Rule::EstimateContact);
    let [ours, theirs] = [(&own, &enemy), (&enemy, &own)].map(|(by, on)| force(t, &by.groups, &on.groups));
    let ours = ours.skilled(own.skill);
    // Who is come to, and has no way out, holds his ground.
    let cornered =
        |force: Force, side: usize| if side == 1 && !ways_out[1] { force.holding() } else { force };
    let (ours, theirs) = (cornered(ours, which), cornered(theirs, 1 - which));
    let fixed = enemy.groups.iter().filter(|g| g.immobile);
    let fixed = fixed.fold(Force::default(), |sum, g| sum + Force::of(std::slice::from_ref(g)));
    let share = if way_out && theirs.staying > 0.0 { fixed.staying / theirs.staying } else { 1.0 };
    let rules = rules_against(t, share, hosts[1 - which].resolute);
    let leaves = Breakpoint { tolerance: own.tolerance, trial_share: own.trial_share };
    let seen = quick::project_forces(&ours, &theirs, &rules, leaves, spread);
    ProjectionSeen { win: seen.win, loss: seen.loss_share_own, loss_range: [seen.low, seen.high] }
}

/// Groups summed up for the quick form, their hits counted as this war has been told.
fn force(t: &Turn<'_>, groups: &[Group], enemy: &[Group]) -> Force {
    match &t.real.tuning {
        Some(tuning) => Force::against(groups, enemy, &tuning.pairs),
        None => Force::of(groups),
    }
}

/// Watches strengths for the chronicle's plot, and who goes over.
struct Watch<'a, 'b> {
    curve: Vec<[f32; 3]>,
    values: [Vec<f64>; 2],
    on: bool,
    mutiny: Mutiny<'a, 'b>,
}

impl Watch<'_, '_> {
    fn strength(&self, engagement: &Engagement, side: usize) -> f32 {
        let own = self.values[side].iter().copied();
        // Groups that came over stand behind a side's own.
        let first = self.values[side].len();
        let came =
            |mirror: &usize| self.mutiny.gone.iter().find(|g| (1 - g.which, g.mirror) == (side, *mirror));
        let rest = (first..engagement.sides[side].groups.len()).filter_map(|row| came(&row));
        let rest = rest.map(|gone| self.values[gone.which][gone.group]);
        let groups = engagement.sides[side].groups.iter().zip(own.chain(rest));
        groups.map(|(g, value)| g.stages.iter().map(|n| f64::from(*n)).sum::<f64>() * value).sum::<f64>()
            as f32
    }
}

impl Observer for Watch<'_, '_> {
    fn after_bout(&mut self, engagement: &mut Engagement, hours: f64) -> Verdict {
        self.mutiny.bout(engagement);
        if self.on {
            let (a, b) = (self.strength(engagement, 0), self.strength(engagement, 1));
            self.curve.push([hours as f32, a, b]);
        }
        Verdict::Continue
    }
}

/// A battle that has been fought and not yet settled.
pub struct Fought {
    /// The engagement as it ended.
    pub engagement: Engagement,
    /// Its outcome.
    pub outcome: Outcome,
    /// Strengths over time, when recording.
    pub curve: Vec<[f32; 3]>,
    /// Who went over in the middle of it.
    pub gone: Vec<Gone>,
}

/// What two hosts fight at a place.
pub fn engagement(t: &Turn<'_>, place: PlaceId, hosts: &[Host; 2], ways_out: [bool; 2]) -> Engagement {
    Engagement {
        sides: [0, 1].map(|which| hosts[which].as_side(t, ways_out[which], 1.0)),
        rules: t.real.rules,
        key: t.s.key,
        tick: t.date(),
        entity: polemos_chance::pair(purpose::BATTLE, t.real.place_entity[place]),
    }
}

/// Fights a battle.
pub fn fight(t: &Turn<'_>, place: PlaceId, hosts: &[Host; 2], ways_out: [bool; 2]) -> Fought {
    let mut engagement = engagement(t, place, hosts, ways_out);
    let values = [0, 1].map(|i| hosts[i].groups.iter().map(|kin| t.real.classes[kin.class].value).collect());
    let mutiny = Mutiny::of(t, hosts);
    let mut watch = Watch { curve: Vec::new(), values, on: t.recorder.on, mutiny };
    if watch.on {
        let start = [0.0, watch.strength(&engagement, 0), watch.strength(&engagement, 1)];
        watch.curve.push(start);
    }
    let pairs = t.real.tuning.as_ref().map(|tuning| &tuning.pairs);
    let outcome = fight_bouts(&mut engagement, pairs, &mut watch);
    Fought { engagement, outcome, curve: watch.curve, gone: watch.mutiny.gone }
}

/// Takes what a side lost from its squadrons, and counts it.
pub fn settle_losses(t: &mut Turn<'_>, host: &Host, side: &Side, outcome: &Outcome, which: usize) -> Losses {
    let surrendered = matches!(outcome.end, polemos_battle::End::Surrendered(side) if side == which);
    let mut losses = Losses { surrendered, ..host.early.clone() };
    for (row, Kin { faction, class, squadrons, .. }) in host.groups.iter().enumerate() {
        let figures = t.real.classes[*class];
        let before: u32 = squadrons.iter().map(|id| t.s.squadrons[*id].units).sum();
        let stages = &side.groups[row].stages;
        // What was left of a side that gave itself up is in the victor's hands: lost, but not dead.
        let (left, destroyed) = match (surrendered, stages.iter().sum::<u32>()) {
            (true, alive) => (0, before.saturating_sub(alive)),
            (false, alive) => (alive, before.saturating_sub(alive)),
        };
        let hits: u64 = stages.iter().enumerate().map(|(hits, n)| hits as u64 * u64::from(*n)).sum();
        let lost = before.saturating_sub(left);
        spread_losses(t, squadrons, before, lost);
        let kept = libm::floor(hits as f64 * t.rule(Rule::BattleRepairable)) as u64;
        spread_damage(t, squadrons, left, kept, figures.toughness);
        losses.opening += f64::from(before) * figures.value;
        losses.value += f64::from(lost) * figures.value;
        let dead = f64::from(destroyed) * figures.crew * figures.lethality;
        losses.dead += dead;
        let state = &mut t.s.factions[*faction];
        state.lost[figures.domain as usize] += lost;
        state.military_dead += dead;
        if lost > 0 {
            add(&mut losses.by_class, *class, lost);
        }
    }
    losses.by_class.sort_unstable();
    losses.went_over.sort_unstable();
    losses.share = if losses.opening > 0.0 { losses.value / losses.opening } else { 0.0 };
    host.forces.iter().for_each(|id| t.refresh(*id));
    losses
}

/// Losses of a group fall on its squadrons at random, in proportion to their units.
pub fn spread_losses(t: &mut Turn<'_>, squadrons: &[SquadronId], mut pool: u32, mut lost: u32) {
    for &id in squadrons {
        let units = t.s.squadrons[id].units;
        if lost == 0 {
            return;
        }
        // Of `lost` units among `pool`, so many are this squadron's; what is left over must fit the rest.
        let luck = t.luck(purpose::CASUALTIES, t.war.squadrons[id].entity, 0);
        let share = f64::from(units) / f64::from(pool.max(1));
        let drawn = sample::binomial(luck, u64::from(lost), share) as u32;
        let rest = pool - units;
        let own = drawn.clamp(lost.saturating_sub(rest), lost.min(units));
        t.s.squadrons[id].units -= own;
        lost -= own;
        pool = rest;
    }
}

/// Damage that outlasts the battle is spread evenly over what is left.
fn spread_damage(t: &mut Turn<'_>, squadrons: &[SquadronId], left: u32, hits: u64, toughness: u8) {
    for &id in squadrons {
        let state = &mut t.s.squadrons[id];
        let share = hits as f64 * f64::from(state.units) / f64::from(left.max(1));
        let most = u64::from(state.units) * u64::from(toughness - 1);
        state.hits = u32::try_from((libm::floor(share) as u64).min(most)).unwrap_or(u32::MAX);
    }
}
