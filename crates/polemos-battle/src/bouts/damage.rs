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

/// Share of a group's ships that hits are expected to kill.
pub(crate) fn expected_loss(group: &Group, ships: f64, incoming: &Incoming) -> f64 {
    if ships <= 0.0 {
        return 0.0;
    }
    let Incoming { coordinated, targets, per_ship, front } = *incoming;
    let dead = if per_ship > 0.0 { expected_deaths(group, per_ship, front) } else { 0.0 };
    let volley = if targets <= 1.0 {
        coordinated * ships / group.staying_hits().max(1.0)
    } else {
        let targets = libm::round(targets.min(f64::from(group.ships())));
        expected_deaths(group, coordinated / targets, targets as u32)
    };
    ((dead + volley) / ships).min(1.0)
}

/// Ships that are expected to die where each of the most damaged takes so many hits.
fn expected_deaths(group: &Group, per_ship: f64, most: u32) -> f64 {
    let k = group.hits_to_kill();
    let tails = Tails::new(per_ship, k);
    let (mut open, mut dead) = (most, [0.0; MAX_STAGES]);
    for stage in (0..k).rev() {
        let struck = group.stages[stage].min(open);
        dead[stage] = f64::from(struck) * tails.0[k - stage];
        open -= struck;
    }
    dead[..k].iter().sum()
}

/// Applies a bout's hits, of which the luck of those that are coordinated has been drawn. Returns the ships killed.
pub(crate) fn strike(group: &mut Group, incoming: &Incoming, volley: f64, luck: &mut Luck) -> u32 {
    let Incoming { coordinated, targets, per_ship, front } = *incoming;
    let mut dead = 0;
    if coordinated > 0.0 && targets > 1.0 {
        dead += finish_several(group, coordinated, targets, luck);
    } else if coordinated > 0.0 {
        dead += finish(group, sample::poisson(volley, coordinated));
    }
    if per_ship > 0.0 {
        dead += scatter(group, per_ship, front, (0, luck)).0;
    }
    dead
}

/// Coordinated hits shared out over several targets, the most damaged first. Who has killed his goes on to the next.
fn finish_several(group: &mut Group, hits: f64, targets: f64, luck: &mut Luck) -> u32 {
    let mut all = 0;
    let (mut hits, mut targets) = (hits, libm::round(targets.min(f64::from(group.ships()))) as u32);
    for slots in SHARED_SLOTS {
        if targets == 0 || hits <= 0.0 {
            break;
        }
        let (dead, beyond) = scatter(group, hits / f64::from(targets), targets, (slots, luck));
        all += dead;
        (hits, targets) = (beyond, dead.min(group.ships()));
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

/// Random hits on the `most` most damaged ships: each takes a Poisson number of its own. From the most damaged stage down,
/// so that no ship is struck twice. Ships killed, and hits expected beyond those that killed them.
fn scatter(group: &mut Group, per_ship: f64, most: u32, (slots, luck): (u32, &mut Luck)) -> (u32, f64) {
    let k = group.hits_to_kill();
    let tails = Tails::new(per_ship, k);
    let (mut dead, mut beyond, mut open) = (0, 0.0, most);
    for stage in (0..k).rev() {
        let mut struck = group.stages[stage].min(open);
        let mut taken = 0;
        open -= struck;
        // `struck` ships take at least `taken` hits.
        while struck > 0 {
            if stage + taken == k {
                dead += struck;
                beyond += f64::from(struck) * tails.beyond(k - stage, per_ship);
                break;
            }
            let u = luck.at(slots + (stage * MAX_STAGES + taken) as u32);
            let more = draw(u, struck, tails.conditional(taken + 1));
            group.stages[stage] -= if taken == 0 { more } else { 0 };
            if taken > 0 {
                group.stages[stage + taken] += struck - more;
            }
            struck = more;
            taken += 1;
        }
    }
    (dead, beyond)
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
            let incoming = Incoming { coordinated: 2.5, targets: 0.0, per_ship: 1.3, front: u32::MAX };
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
            dead += f64::from(scatter(&mut g, 0.9, u32::MAX, (0, &mut luck(seed))).0);
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
