//! Dice combat, exactly: attacker and defender compare their highest dice, ties to the defender, to the finish.
//!
//! A battle of whole numbers whose every chance is a known fraction: a floor of trust for anything that claims to
//! solve chains of losses (Osborne, Mathematics Magazine 76 (2003) 129-135).

/// Most dice of the attacker and of the defender in one roll.
const MOST: [u32; 2] = [3, 2];

/// What one roll does: of all outcomes `out_of`, `ways[d]` cost the defender d units and the attacker the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Outcomes by units that the defender loses, 0 to 2.
    pub ways: [u32; 3],
    /// Units that change hands in all: the smaller number of dice.
    pub at_stake: u32,
    /// All outcomes.
    pub out_of: u32,
}

/// Enumerates a roll of `attacker` (1 to 3) against `defender` (1 or 2) dice.
#[must_use]
pub fn roll(attacker: u32, defender: u32) -> Roll {
    let (attacker, defender) = (attacker.clamp(1, MOST[0]), defender.clamp(1, MOST[1]));
    let mut result = Roll { at_stake: attacker.min(defender), ..Roll::default() };
    let all = 6_u32.pow(attacker + defender);
    for outcome in 0..all {
        let mut rest = outcome;
        let mut die = || {
            let face = rest % 6;
            rest /= 6;
            face
        };
        let attack = highest((0..attacker).map(|_| die()));
        let defence = highest((0..defender).map(|_| die()));
        let stake = result.at_stake as usize;
        let lost = attack.iter().zip(&defence).take(stake).filter(|(a, d)| a > d).count();
        result.ways[lost] += 1;
    }
    result.out_of = all;
    result
}

/// The two highest faces, highest first.
fn highest(faces: impl Iterator<Item = u32>) -> [u32; 2] {
    faces.fold(
        [0, 0],
        |[first, second], face| {
            if face > first { [face, first] } else { [first, second.max(face)] }
        },
    )
}

/// What a fight to the finish gives exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DiceSolution {
    /// Chance that the attacker wins.
    pub p_attacker_wins: f64,
    /// Mean losses of attacker and defender.
    pub mean_losses: [f64; 2],
}

/// Solves a fight to the finish in which the attacker may use every unit.
#[must_use]
pub fn solve(attackers: u32, defenders: u32) -> DiceSolution {
    let (a, d) = (attackers as usize, defenders as usize);
    let rolls = [1, 2, 3].map(|x| [1, 2].map(|y| roll(x, y)));
    let mut table = vec![DiceSolution::default(); (a + 1) * (d + 1)];
    let at = |i: usize, j: usize| i * (d + 1) + j;
    for i in 0..=a {
        table[at(i, 0)].p_attacker_wins = f64::from(u8::from(i > 0));
        if i == 0 {
            continue;
        }
        for j in 1..=d {
            let roll = &rolls[i.min(3) - 1][j.min(2) - 1];
            let mut state = DiceSolution::default();
            for (lost, ways) in roll.ways.iter().enumerate().take(roll.at_stake as usize + 1) {
                let p = f64::from(*ways) / f64::from(roll.out_of);
                let own = roll.at_stake as usize - lost;
                let next = table[at(i - own, j - lost)];
                state.p_attacker_wins += p * next.p_attacker_wins;
                state.mean_losses[0] += p * (own as f64 + next.mean_losses[0]);
                state.mean_losses[1] += p * (lost as f64 + next.mean_losses[1]);
            }
            table[at(i, j)] = state;
        }
    }
    table[at(a, d)]
}
