//! How hits become damage and deaths, and how shields win damage back: whole ships, whole hits.

use super::fire::Incoming;
use crate::engagement::{Group, MAX_STAGES};
use polemos_chance::{Address, Key, sample};

/// Slots of the draws of one group in one bout; the bout's number stands above them. Hits that are shared out over
/// several targets need no draw of a whole volley, and take its slot and those behind it.
const SLOTS: u32 = 256;
const RECOVERY_SLOTS: u32 = 64;
const VOLLEY_SLOT: u32 = 128;
const SHARED_SLOTS: [u32; 2] = [VOLLEY_SLOT, 192];

/// The draws of one group in one bout: slot s is the uniform number s mod 2 of its block s div 2, so that neighbouring
/// slots share the price of a block.
pub(crate) struct Luck {
    key: Key,
    first: Address,
    block: u32,
    pair: [f64; 2],
}

impl Luck {
    /// The draws of the group whose address this is, in bout number `bout`.
    pub fn new(key: Key, group: Address, bout: u32) -> Self {
        Self { key, first: group.at(bout.wrapping_mul(SLOTS / 2)), block: u32::MAX, pair: [0.5; 2] }
    }

    /// The luck of coordinated hits.
    pub fn of_volley(&mut self) -> f64 {
        self.at(VOLLEY_SLOT)
    }

    fn at(&mut self, slot: u32) -> f64 {
        let block = slot / 2;
        if block != self.block {
            self.pair = self.key.uniforms(self.first.at(self.first.index.wrapping_add(block)));
            self.block = block;
        }
        self.pair[(slot % 2) as usize]
    }
}

/// P(X ≥ j) of a Poisson count, for j from 0 to `MAX_STAGES`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tails([f64; MAX_STAGES + 1]);

impl Tails {
    /// Of a count with this mean, filled up to `most`.
    pub fn new(mean: f64, most: usize) -> Self {
        let mut tails = [0.0; MAX_STAGES + 1];
        tails[0] = 1.0;
        let mut tail = -libm::expm1(-mean);
        let mut term = 1.0 - tail;
        for (j, entry) in tails.iter_mut().enumerate().take(most + 1).skip(1) {
            *entry = tail;
            term *= mean / j as f64;
            tail = (tail - term).max(0.0);
        }
        Self(tails)
    }

    /// P(X ≥ j), given that X ≥ j − 1.
    fn conditional(&self, j: usize) -> f64 {
        if self.0[j - 1] > 0.0 { self.0[j] / self.0[j - 1] } else { 0.0 }
    }

    /// E(X − j), given that X ≥ j, of a count with this mean: E(X; X ≥ j) is the mean times P(X ≥ j − 1).
    fn beyond(&self, j: usize, mean: f64) -> f64 {
        if self.0[j] > 0.0 { (mean * self.0[j - 1] / self.0[j] - j as f64).max(0.0) } else { 0.0 }
    }
}

/// How whole shots bring a ship from stage to stage: so many of them kill it, each a like part of the way.
#[derive(Clone, Copy, Debug)]
struct Ladder {
    /// Stages to destruction.
    stages: usize,
    /// Shots to destruction, no more than stages.
    shots: usize,
}

impl Ladder {
    /// For ships of so many stages that so many shots kill; 0 for as many.
    fn new(stages: usize, shots: usize) -> Self {
        Self { stages, shots: if shots == 0 { stages } else { shots.min(stages) } }
    }

    fn shots_per_hit(self) -> f64 {
        self.shots as f64 / self.stages as f64
    }

    /// Shots that a ship at this stage has taken in effect.
    fn taken(self, stage: usize) -> usize {
        ((2 * stage * self.shots + self.stages) / (2 * self.stages)).min(self.shots - 1)
    }

    /// Shots that kill a ship at this stage.
    fn left(self, stage: usize) -> usize {
        self.shots - self.taken(stage)
    }

    /// The stage after so many shots more.
    fn after(self, stage: usize, more: usize) -> usize {
        (2 * (self.taken(stage) + more) * self.stages + self.shots) / (2 * self.shots)
    }
}

/// Ships by stage.
type Stages = [u32; MAX_STAGES];

/// The most damaged of some ships.
fn foremost(ships: &Stages, most: u32) -> Stages {
    let mut open = most;
    let mut chosen = Stages::default();
    for (entry, there) in chosen.iter_mut().zip(ships).rev() {
        *entry = (*there).min(open);
        open -= *entry;
    }
    chosen
}

/// So many of a group's most damaged ships that they can bear so many hits; one at least.
fn enough(group: &Group, hits: f64) -> u32 {
    let k = group.hits_to_kill();
    let (mut ships, mut borne) = (0, 0.0);
    for stage in (0..k).rev() {
        let each = (k - stage) as f64;
        let (there, more) = (group.stages[stage], libm::ceil((hits - borne) / each).max(0.0));
        if more <= f64::from(there) {
            ships += more as u32;
            break;
        }
        ships += there;
        borne += each * f64::from(there);
    }
    ships.max(1)
}

/// Share of a group's ships that hits are expected to kill.
pub(crate) fn expected_loss(group: &Group, ships: f64, incoming: &Incoming) -> f64 {
    if ships <= 0.0 {
        return 0.0;
    }
    let Incoming { coordinated, dealt, per_ship, front, shots } = *incoming;
    let ladder = Ladder::new(group.hits_to_kill(), shots);
    let deaths = |most: u32, hits: f64| ladder.expected_deaths(&foremost(&group.stages, most), hits);
    let dead = if per_ship > 0.0 { deaths(front, per_ship) } else { 0.0 };
    let volley = if dealt <= 0.0 {
        coordinated * ships / group.staying_hits().max(1.0)
    } else {
        let targets = enough(group, dealt);
        deaths(targets, coordinated / f64::from(targets))
    };
    ((dead + volley) / ships).min(1.0)
}

/// Applies a bout's hits, of which the luck of those that are coordinated has been drawn. Returns the ships killed.
pub(crate) fn strike(group: &mut Group, incoming: &Incoming, volley: f64, luck: &mut Luck) -> u32 {
    let Incoming { coordinated, dealt, per_ship, front, shots } = *incoming;
    let mut dead = 0;
    if coordinated > 0.0 && dealt > 0.0 {
        dead += finish_several(group, coordinated, (dealt, shots), luck);
    } else if coordinated > 0.0 {
        dead += finish(group, sample::poisson(volley, coordinated));
    }
    if per_ship > 0.0 {
        let chosen = foremost(&group.stages, front);
        dead += Ladder::new(group.hits_to_kill(), shots).scatter(group, &chosen, per_ship, (0, luck)).dead;
    }
    dead
}

/// Coordinated hits dealt out over the most damaged, so many as can bear those of some time. Who has killed his goes on to
/// the next.
fn finish_several(group: &mut Group, hits: f64, (dealt, shots): (f64, usize), luck: &mut Luck) -> u32 {
    let ladder = Ladder::new(group.hits_to_kill(), shots);
    let mut aimed = foremost(&group.stages, enough(group, dealt));
    let mut fired_at = Stages::default();
    let (mut all, mut hits) = (0, hits);
    for slots in SHARED_SLOTS {
        let count: u32 = aimed.iter().sum();
        if count == 0 || hits <= 0.0 {
            break;
        }
        let struck = ladder.scatter(group, &aimed, hits / f64::from(count), (slots, luck));
        fired_at.iter_mut().zip(struck.left).for_each(|(sum, n)| *sum += n);
        all += struck.dead;
        hits = struck.beyond;
        let others = std::array::from_fn(|stage| group.stages[stage] - fired_at[stage]);
        aimed = foremost(&others, struck.dead);
    }
    // What is left by then is little, and falls on one after the other.
    all + if hits > 0.0 { finish(group, libm::round(hits) as u64) } else { 0 }
}

/// Coordinated hits: ship after ship, the most damaged first.
fn finish(group: &mut Group, hits: u64) -> u32 {
    let k = group.hits_to_kill();
    let (mut left, mut dead) = (hits, 0);
    for stage in (0..k).rev() {
        let need = (k - stage) as u64;
        let killed = (left / need).min(u64::from(group.stages[stage])) as u32;
        group.stages[stage] -= killed;
        dead += killed;
        left -= u64::from(killed) * need;
        if group.stages[stage] > 0 {
            // What is left over cannot kill one more, and damages it.
            group.stages[stage] -= 1;
            group.stages[stage + left as usize] += 1;
            break;
        }
    }
    dead
}

/// What came of random hits.
struct Struck {
    /// Ships killed.
    dead: u32,
    /// Hits expected beyond those that killed them.
    beyond: f64,
    /// Those that live, by the stage that they have come to.
    left: Stages,
}

impl Ladder {
    /// Ships that are expected to die where each of these takes so many hits.
    fn expected_deaths(self, chosen: &Stages, per_ship: f64) -> f64 {
        let tails = Tails::new(per_ship * self.shots_per_hit(), self.stages);
        let mut dead = [0.0; MAX_STAGES];
        for stage in (0..self.stages).rev() {
            dead[stage] = f64::from(chosen[stage]) * tails.0[self.left(stage)];
        }
        dead[..self.stages].iter().sum()
    }

    /// Random hits on chosen ships: each takes a Poisson number of shots of its own. From the most damaged stage down, so that
    /// no ship is struck twice.
    fn scatter(
        self,
        group: &mut Group,
        chosen: &Stages,
        per_ship: f64,
        (slots, luck): (u32, &mut Luck),
    ) -> Struck {
        let per_ship = per_ship * self.shots_per_hit();
        let tails = Tails::new(per_ship, self.stages);
        let mut came = Struck { dead: 0, beyond: 0.0, left: Stages::default() };
        for stage in (0..self.stages).rev() {
            let mut struck = chosen[stage];
            let mut taken = 0;
            // `struck` ships take at least `taken` shots.
            while struck > 0 {
                if taken == self.left(stage) {
                    came.dead += struck;
                    came.beyond += f64::from(struck) * tails.beyond(taken, per_ship) / self.shots_per_hit();
                    break;
                }
                let u = luck.at(slots + (stage * MAX_STAGES + taken) as u32);
                let more = draw(u, struck, tails.conditional(taken + 1));
                let to = if taken == 0 { stage } else { self.after(stage, taken) };
                if taken == 0 {
                    group.stages[stage] -= more;
                } else {
                    group.stages[to] += struck - more;
                }
                came.left[to] += struck - more;
                struck = more;
                taken += 1;
            }
        }
        came
    }
}

/// Shields win stages back: each damaged ship a Poisson number of its own, from the least damaged stage up.
pub(crate) fn recover(group: &mut Group, stages_per_ship: f64, luck: &mut Luck) {
    let k = group.hits_to_kill();
    if stages_per_ship <= 0.0 || group.stages[1..k].iter().all(|n| *n == 0) {
        return;
    }
    let tails = Tails::new(stages_per_ship, k);
    for stage in 1..k {
        let mut mended = group.stages[stage];
        let mut won = 0;
        while mended > 0 {
            if won == stage {
                group.stages[0] += mended;
                break;
            }
            let u = luck.at(RECOVERY_SLOTS + (stage * MAX_STAGES + won) as u32);
            let more = draw(u, mended, tails.conditional(won + 1));
            group.stages[stage] -= if won == 0 { more } else { 0 };
            if won > 0 {
                group.stages[stage - won] += mended - more;
            }
            mended = more;
            won += 1;
        }
    }
}

fn draw(u: f64, n: u32, p: f64) -> u32 {
    sample::binomial(u, u64::from(n), p) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engagement::Weapon;

    fn group(toughness: u8, stages: [u32; MAX_STAGES]) -> Group {
        Group { stages, ..Group::new(1, 0, Weapon::default(), toughness, 0) }
    }

    fn luck(seed: u64) -> Luck {
        Luck::new(Key::new(seed, 0), Address::new(1, 1, 1, 0), 3)
    }

    #[test]
    fn coordinated_hits_finish_the_damaged_first() {
        let mut g = group(3, [5, 2, 1, 0, 0, 0, 0, 0]);
        assert_eq!(finish(&mut g, 4), 2); // 1 + 2 hits kill two, the last damages the other cripple
        assert_eq!(g.stages, [5, 0, 1, 0, 0, 0, 0, 0]);
        assert_eq!(finish(&mut g, 1000), 6);
        assert_eq!(g.ships(), 0);
    }

    #[test]
    fn ships_are_conserved() {
        for seed in 0..300 {
            let start = [7, 3, 0, 2, 1, 0, 0, 0];
            let mut g = group(5, start);
            let volley = luck(seed).of_volley();
            let incoming =
                Incoming { coordinated: 2.5, per_ship: 1.3, front: u32::MAX, ..Incoming::default() };
            let dead = strike(&mut g, &incoming, volley, &mut luck(seed));
            assert_eq!(g.ships() + dead, 13);
            let alive = g.ships();
            recover(&mut g, 0.7, &mut luck(seed));
            assert_eq!(g.ships(), alive);
            assert!(g.stages[5..].iter().all(|n| *n == 0));
        }
    }

    /// Hits that do not kill are all still there as damage.
    #[test]
    fn random_hits_follow_the_poisson_law() {
        let (mut dead, mut damage) = (0.0, [0.0; 3]);
        for seed in 0..2000 {
            let mut g = group(3, [100, 0, 0, 0, 0, 0, 0, 0]);
            let all = g.stages;
            dead += f64::from(Ladder::new(3, 0).scatter(&mut g, &all, 0.9, (0, &mut luck(seed))).dead);
            for (sum, n) in damage.iter_mut().zip(g.stages) {
                *sum += f64::from(n);
            }
        }
        let e = libm::exp(-0.9);
        let expected = [e, 0.9 * e, 0.405 * e, 1.0 - 2.305 * e];
        for (seen, p) in damage.into_iter().chain([dead]).zip(expected) {
            let error = (p * (1.0 - p) / 200_000.0).sqrt();
            assert!((seen / 200_000.0 - p).abs() < 4.0 * error);
        }
    }
}
