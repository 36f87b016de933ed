//! Squadrons that go over in the middle of a battle: the rule of [`crate::phases::loyalty`] between bouts.
//!
//! What is seen on the field counts beside what is known from elsewhere: the share of compatriots seen to have gone is
//! the greater of the two, and those on the field are seen at once, whether they stand on the other side already or
//! have gone over in an earlier bout. A squadron takes its part of what is left of its group: of each damage stage as
//! many ships as its share of the group's units, rounded so that none is gained or lost; what it lacks of its own number
//! then, it has lost for the side that it leaves. A battle in which no one can go over is not touched.

use crate::engagement::Host;
use crate::phases::loyalty;
use crate::purpose;
use crate::turn::Turn;
use polemos_battle::ship::Staged;
use polemos_battle::{Engagement, Group, MAX_STAGES};
use polemos_war::*;

/// A squadron in a battle that could go over to the other side.
struct Body {
    /// On which side it is, and in which group.
    which: usize,
    group: usize,
    /// Row of its compatriots.
    kin: usize,
    force: ForceId,
    squadron: SquadronId,
    /// The faction that it would serve.
    faction: FactionId,
    /// Units before the battle.
    units: u32,
    /// How ready it is to go, but for what is seen of others.
    ready: f64,
}

/// A squadron that has gone over.
pub struct Gone {
    /// The side that it left, and the group.
    pub which: usize,
    /// The group there.
    pub group: usize,
    /// The group that it is in now, on the other side.
    pub mirror: usize,
    /// Row of its compatriots.
    pub kin: usize,
    /// Its force until now.
    pub force: ForceId,
    /// Which.
    pub squadron: SquadronId,
    /// Whose it is now.
    pub faction: FactionId,
    /// Units before the battle.
    pub units: u32,
    /// Units that it took along.
    pub taken: u32,
}

/// From which side and group a body has gone over, and the group that it is in now.
#[derive(Clone, Copy, Debug)]
pub struct Turned {
    /// Side.
    pub which: usize,
    /// Group there.
    pub group: usize,
    /// Group on the other side.
    pub mirror: usize,
}

/// Those who could go over in a battle, and those who have.
pub struct Mutiny<'a, 'b> {
    t: &'a Turn<'b>,
    able: Vec<Body>,
    /// By row of compatriots: seen elsewhere, already on the other side here, and all here.
    seen: Vec<(f64, u32, u32)>,
    /// By row of compatriots: the share seen to have gone when all were last asked.
    asked: Vec<f64>,
    /// Units before the battle of those squadrons that are still in their groups, by side and group.
    together: [Vec<u64>; 2],
    /// Who has gone, in order.
    pub gone: Vec<Gone>,
}

impl<'a, 'b> Mutiny<'a, 'b> {
    /// Looks who could go over in a battle of these two.
    pub fn of(t: &'a Turn<'b>, hosts: &[Host; 2]) -> Self {
        let mut mutiny = Self {
            t,
            able: Vec::new(),
            seen: Vec::new(),
            asked: Vec::new(),
            together: Default::default(),
            gone: Vec::new(),
        };
        for (kin, compatriots) in t.real.compatriots.iter().enumerate() {
            mutiny.seen.push((0.0, 0, 0));
            let able = compatriots.able.iter();
            let here = able.filter_map(|(force, twin, squadrons)| {
                let which = hosts.iter().position(|host| host.forces.contains(force))?;
                let joins = t.side_to_join(*force, *twin) == Some(hosts[1 - which].side);
                // Who would stay were all others gone is not asked.
                let most = t.readiness_to_go(*force, compatriots.people, 1.0);
                let ready = most - t.rule(Rule::LoyaltyCompatriots);
                (joins && most > 0.0).then_some((
                    *force,
                    t.war.forces[*twin].faction,
                    which,
                    squadrons,
                    ready,
                ))
            });
            for (force, faction, which, squadrons, ready) in here {
                for &squadron in squadrons.iter().filter(|id| t.is_able(**id, force)) {
                    let Some(group) = hosts[which].group_of(squadron) else { continue };
                    let units = t.s.squadrons[squadron].units;
                    mutiny.able.push(Body { which, group, kin, force, squadron, faction, units, ready });
                }
            }
        }
        if !mutiny.able.is_empty() {
            mutiny.look_about(hosts);
        }
        mutiny
    }

    fn look_about(&mut self, hosts: &[Host; 2]) {
        let t = self.t;
        for (compatriots, seen) in t.real.compatriots.iter().zip(&mut self.seen) {
            let here = |id: &&SquadronId| {
                let state = &t.s.squadrons[**id];
                state.units > 0 && hosts.iter().any(|host| host.forces.contains(&state.force))
            };
            let all = compatriots.all.iter().filter(here);
            let gone = all.clone().filter(|id| t.s.squadrons[**id].went.is_some()).count();
            *seen = (t.share_gone(compatriots), gone as u32, all.count() as u32);
        }
        self.together = [0, 1].map(|which| hosts[which].units_by_group(t));
    }

    /// After a bout: those go over whose thresholds are passed by what all have seen up to now.
    pub fn bout(&mut self, engagement: &mut Engagement) {
        for body in self.going() {
            self.turn(engagement, body);
        }
    }

    /// The same where the battle is fought unit by unit; who has gone, as rows among the battle's bodies.
    pub fn look(&mut self, battle: &mut Staged, squadrons: &[SquadronId]) -> Vec<(usize, Turned)> {
        let mut turned = Vec::new();
        for body in self.going() {
            let row = squadrons.iter().position(|id| *id == body.squadron);
            let Some(row) = row.filter(|row| battle.present(*row) > 0) else { continue };
            let Body { which, group, kin, force, squadron, faction, units, .. } = body;
            let mirror = self.formed(which, group, faction).unwrap_or_else(|| {
                let left = battle.engagement().sides[which].groups[group].entity;
                battle.mirror(which, group, self.entity(left, faction))
            });
            let taken = battle.alive(row);
            battle.go_over(row, mirror);
            self.seen[kin].1 += 1;
            self.gone.push(Gone { which, group, mirror, kin, force, squadron, faction, units, taken });
            turned.push((row, Turned { which, group, mirror }));
        }
        turned
    }

    /// Those whose thresholds are passed by what all have seen up to now.
    fn going(&mut self) -> Vec<Body> {
        if self.able.is_empty() {
            return Vec::new();
        }
        let share = |&(elsewhere, gone, all): &(f64, u32, u32)| {
            elsewhere.max(f64::from(gone) / f64::from(all.max(1)))
        };
        // Who stayed at what was seen stays while nothing else is.
        if self.seen.iter().map(share).eq(self.asked.iter().copied()) {
            return Vec::new();
        }
        let shares: Vec<f64> = self.seen.iter().map(share).collect();
        let weight = self.t.rule(Rule::LoyaltyCompatriots);
        let t = self.t;
        let goes = |body: &Body| {
            let rank = t.rank_of(body.ready + weight * shares[body.kin]);
            t.s.squadrons[body.squadron].threshold < rank
        };
        let (going, staying): (Vec<Body>, _) = std::mem::take(&mut self.able).into_iter().partition(goes);
        self.able = staying;
        self.asked = shares;
        going
    }

    fn turn(&mut self, engagement: &mut Engagement, body: Body) {
        let Body { which, group, kin, force, squadron, faction, units, .. } = body;
        let together = &mut self.together[which][group];
        let taken = part(&mut engagement.sides[which].groups[group], units, *together);
        let count: u32 = taken.iter().sum();
        if count == 0 {
            // Nothing is left of it.
            return;
        }
        *together -= u64::from(units);
        let mirror = self.mirror(engagement, (which, group, faction), taken);
        self.seen[kin].1 += 1;
        self.gone.push(Gone { which, group, mirror, kin, force, squadron, faction, units, taken: count });
    }

    /// Adds ships to the group on the other side that those who leave a group form; its row there.
    fn mirror(
        &self,
        engagement: &mut Engagement,
        (which, group, faction): (usize, usize, FactionId),
        stages: [u32; MAX_STAGES],
    ) -> usize {
        if let Some(mirror) = self.formed(which, group, faction) {
            let own = &mut engagement.sides[1 - which].groups[mirror].stages;
            own.iter_mut().zip(stages).for_each(|(sum, n)| *sum += n);
            return mirror;
        }
        let left = &engagement.sides[which].groups[group];
        let formed = Group { stages, entity: self.entity(left.entity, faction), ..left.clone() };
        engagement.sides[1 - which].groups.push(formed);
        engagement.sides[1 - which].groups.len() - 1
    }

    /// The group that those form on the other side who have left a group for a faction, if any has.
    fn formed(&self, which: usize, group: usize, faction: FactionId) -> Option<usize> {
        let is = |gone: &&Gone| (gone.which, gone.group, gone.faction) == (which, group, faction);
        self.gone.iter().find(is).map(|gone| gone.mirror)
    }

    /// Whose luck such a group's draws are.
    fn entity(&self, left: u32, faction: FactionId) -> u32 {
        polemos_chance::pair(purpose::TURNED, polemos_chance::pair(left, self.t.real.faction_entity[faction]))
    }
}

/// Takes a squadron's part out of a group: its share of each damage stage, what is left over by rounding going with the
/// next. The last to go takes all.
fn part(group: &mut Group, units: u32, together: u64) -> [u32; MAX_STAGES] {
    let mut taken = [0; MAX_STAGES];
    let mut over = 0_u64;
    for (stage, out) in group.stages.iter_mut().zip(&mut taken) {
        over += u64::from(*stage) * u64::from(units);
        let ships = (over / together.max(1)).min(u64::from(*stage));
        over -= ships * together;
        *stage -= ships as u32;
        *out = ships as u32;
    }
    taken
}

/// Settles who went over, before what either side lost is settled: what they had lost by then, for the side that they
/// left; then they are the other side's, and their group fights on as one of its own.
pub fn settle(t: &mut Turn<'_>, hosts: &mut [Host; 2], gone: &[Gone]) -> Vec<(usize, loyalty::Crossing)> {
    let mut crossings = Vec::new();
    for row in 0..gone.len() {
        let (which, force, kin) = (gone[row].which, gone[row].force, gone[row].kin);
        let first = |other: &Gone| (other.force, other.kin) == (force, kin);
        if gone[..row].iter().any(first) {
            continue;
        }
        let band: Vec<&Gone> = gone.iter().filter(|other| first(other)).collect();
        let twin = t.war.squadrons[gone[row].squadron].turns;
        let Some(twin) = twin else { continue };
        for body in &band {
            hosts[which].part_with(t, body);
        }
        let at = t.s.forces[force].at;
        let to = loyalty::banner(t, twin, at).unwrap_or(twin);
        let squadrons: Vec<SquadronId> = band.iter().map(|body| body.squadron).collect();
        crossings.push((kin, loyalty::cross(t, force, to, &squadrons)));
        let [first, second] = hosts;
        let (left, joined) = if which == 0 { (first, second) } else { (second, first) };
        for body in &band {
            joined.receive(left, to, body);
        }
    }
    crossings
}

#[cfg(test)]
mod tests {
    use super::*;
    use polemos_battle::Weapon;

    /// Squadrons of any sizes that leave one after another take every ship once, each about its share.
    #[test]
    fn ships_are_divided_and_none_is_lost() {
        for seed in 0..200_u32 {
            let sizes: Vec<u32> = (0..7).map(|i| (seed * 31 + i * 17) % 23).collect();
            let mut group = Group::new(1, 0, Weapon::default(), 4, 0);
            let mut left: u32 = sizes.iter().sum();
            for (stage, n) in group.stages[..4].iter_mut().zip([seed % 5, seed % 7, 3, seed % 11]) {
                *stage = n.min(left);
                left -= *stage;
            }
            let all = group.ships();
            let mut together: u64 = sizes.iter().map(|n| u64::from(*n)).sum();
            let mut sum = 0;
            for size in sizes {
                let before = f64::from(group.ships()) * f64::from(size) / (together.max(1)) as f64;
                let taken: u32 = part(&mut group, size, together).iter().sum();
                assert!((f64::from(taken) - before).abs() <= 1.0, "{taken} for {before}");
                assert!(taken <= size, "{taken} of {size}");
                sum += taken;
                together -= u64::from(size);
            }
            assert_eq!((sum, group.ships()), (all, 0), "seed {seed}");
        }
    }
}
