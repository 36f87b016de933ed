//! What meets in an engagement: weapons, groups, sides, rules.

use polemos_chance::Key;

/// Most hits that any ship can take: hull and shield together count in reference hits, from 1 to this.
pub const MAX_STAGES: usize = 8;

/// Rates and counts beyond this are taken as this: nothing physical is lost, and no sum overflows.
const LARGEST: f64 = 1e12;

/// What one ship at full readiness delivers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weapon {
    /// Rate × accuracy × damage, in reference hits an hour.
    pub hits_per_hour: f64,
    /// Area fire: hits in proportion to the density of targets (linear law). Otherwise fire is aimed, and hits do
    /// not depend on the number of targets (square law).
    pub area: bool,
}

/// Ships of one class on one side that fight alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which class; carried for the caller, unused here.
    pub class: u16,
    /// What one ship delivers.
    pub weapon: Weapon,
    /// Hits that kill a ship, 1 to [`MAX_STAGES`].
    pub toughness: u8,
    /// Damage stages a damaged ship regains an hour (shields).
    pub recovery_per_hour: f64,
    /// Ships by hits taken so far; entry 0 is undamaged.
    pub stages: [u32; MAX_STAGES],
    /// Fighting strength as a share of full, 0 to 1. Strength goes with the root of fire, so fire is scaled by its
    /// square.
    pub readiness: f64,
    /// Share in command, 0 to 1: its fire is coordinated, spends no hit on the dead, and finishes the damaged first.
    pub command: f64,
    /// Speed, 1 ordinary: who escapes and who catches.
    pub speed: f64,
    /// Stations and platforms: they do not retreat and do not pursue.
    pub immobile: bool,
    /// Whether it can fire: platforms without their power source cannot.
    pub powered: bool,
    /// How much of the enemy's fire a ship draws, 1 ordinary.
    pub target_weight: f64,
    /// Whose luck its draws are: a lasting identity, unlike any other in the engagement.
    pub entity: u32,
}

impl Group {
    /// Undamaged, ready, mobile ships in command; change what differs.
    #[must_use]
    pub fn new(entity: u32, class: u16, weapon: Weapon, toughness: u8, ships: u32) -> Self {
        let mut stages = [0; MAX_STAGES];
        stages[0] = ships;
        Self {
            class,
            weapon,
            toughness,
            recovery_per_hour: 0.0,
            stages,
            readiness: 1.0,
            command: 1.0,
            speed: 1.0,
            immobile: false,
            powered: true,
            target_weight: 1.0,
            entity,
        }
    }

    /// Ships alive.
    #[must_use]
    #[inline]
    pub fn ships(&self) -> u32 {
        let ships: u64 = self.stages.iter().map(|n| u64::from(*n)).sum();
        u32::try_from(ships).unwrap_or(u32::MAX)
    }

    /// Hits that kill a ship, within bounds.
    #[must_use]
    #[inline]
    pub fn hits_to_kill(&self) -> usize {
        usize::from(self.toughness).clamp(1, MAX_STAGES)
    }

    /// Hits that would kill every ship as damaged as it is.
    #[must_use]
    #[inline]
    pub fn staying_hits(&self) -> f64 {
        let k = self.hits_to_kill();
        let left = |(s, n): (usize, &u32)| (k - s) as u64 * u64::from(*n);
        // Whole numbers below 2^53: the sum is exact.
        self.stages[..k].iter().enumerate().map(left).sum::<u64>() as f64
    }

    /// Hits an hour of one ship as ready as it is; 0 without power.
    #[inline]
    pub(crate) fn fire_per_ship(&self) -> f64 {
        if !self.powered {
            return 0.0;
        }
        let readiness = share(self.readiness);
        amount(self.weapon.hits_per_hour) * readiness * readiness
    }

    /// Worth of one undamaged ship on any common scale: see [`class_value`].
    #[inline]
    pub(crate) fn value_per_ship(&self) -> f64 {
        let worth = amount(self.weapon.hits_per_hour) * self.hits_to_kill() as f64;
        // Ships without weapons still count when a commander weighs losses.
        if worth > 0.0 { worth.sqrt() } else { 0.1 * (self.hits_to_kill() as f64).sqrt() }
    }

    /// Moves ships whose damage lies outside the class's stages to the last of these.
    pub(crate) fn normalise(&mut self) {
        let k = self.hits_to_kill();
        let beyond = self.stages[k..].iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
        self.stages[k..].fill(0);
        self.stages[k - 1] = self.stages[k - 1].saturating_add(beyond);
    }
}

/// Share of his tolerance that an ordinary commander will lose before he believes a projection that tells him to stop.
pub const TRIAL_SHARE: f64 = 0.5;

/// When a side leaves a battle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakpoint {
    /// Loss share at which it breaks.
    pub tolerance: f64,
    /// Share of that which it will lose before it believes that it is beaten.
    pub trial_share: f64,
}

impl From<f64> for Breakpoint {
    /// An ordinary commander's, at a tolerance.
    fn from(tolerance: f64) -> Self {
        Self { tolerance, trial_share: TRIAL_SHARE }
    }
}

/// One side of an engagement.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its groups.
    pub groups: Vec<Group>,
    /// Loss share of its value at which it breaks: an ordinary attack 0.2 to 0.4 (Helmbold 1971), "press on at any
    /// cost" 0.7; 1 fights to the last.
    pub tolerance: f64,
    /// Share of that tolerance that its commander will lose before he believes a projection that tells him to stop; 1
    /// never breaks off half-way.
    pub trial_share: f64,
    /// Whether a way out is open.
    pub can_retreat: bool,
    /// Skill at arms: multiplies its hits, 1 ordinary.
    pub skill: f64,
    /// Steadiness, 0 to 1: how seldom it panics, and how seldom it surrenders where it cannot retreat.
    pub steadiness: f64,
}

impl Side {
    /// A side of ordinary skill and steadiness that breaks at a loss of 0.3 and can retreat.
    #[must_use]
    pub fn new(groups: Vec<Group>) -> Self {
        Self {
            groups,
            tolerance: 0.3,
            trial_share: TRIAL_SHARE,
            can_retreat: true,
            skill: 1.0,
            steadiness: 0.5,
        }
    }

    /// Ships alive.
    #[must_use]
    #[inline]
    pub fn ships(&self) -> u64 {
        self.groups.iter().map(|g| u64::from(g.ships())).sum()
    }

    #[inline]
    pub(crate) fn staying_hits(&self) -> f64 {
        self.groups.iter().map(Group::staying_hits).sum()
    }

    /// Whether it stands beside what cannot move.
    fn stands_by(&self) -> bool {
        self.groups.iter().any(|group| group.immobile && group.ships() > 0)
    }

    /// Whether any ship could leave.
    pub(crate) fn can_leave(&self) -> bool {
        self.can_retreat && self.groups.iter().any(|g| !g.immobile && g.ships() > 0)
    }
}

/// How an engagement is fought: the parameters of the bout model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Longest bout, hours.
    pub bout_hours: f64,
    /// Largest expected loss of a side in one bout, as a share of its staying power; a bout is cut short where it
    /// would be exceeded, so that the length of a bout does not decide battles.
    pub bout_loss: f64,
    /// Ships of one side that can come into range at once, W.
    pub frontage_ships: f64,
    /// How the firing number grows beyond that, φ: E = W·(N/W)^φ. 1 is the square law throughout, 0 the linear law
    /// beyond W; ½ is Osipov's (1915) finding on land, and near the middle of the exponents fitted by Willard (1962)
    /// and Hartley (1995).
    pub frontage_exponent: f64,
    /// Enemy ships in range at which area fire delivers its nominal hits.
    pub area_ships: f64,
    /// Hours until uncoordinated shooters notice that a target is dead; what they fire meanwhile is wasted.
    pub overkill: f64,
    /// Tolerance that a commander ascribes to the enemy when he re-projects.
    pub expected_tolerance: f64,
    /// Share of the enemy's tolerance that a staff expects him to lose before he believes that he is beaten.
    pub expected_trial_share: f64,
    /// Rate of panic an hour at worst, P. It is P·logistic(4·(loss/tolerance − 1) + ½·ln(enemy/own strength²) + ½ if no
    /// way out − 2·(steadiness − ½)).
    pub panic_per_hour: f64,
    /// Hours of pursuit after a side breaks, at even speeds and full command; 0 lets everyone go.
    pub pursuit: f64,
    /// Share of its fire that a retreating side still delivers.
    pub rearguard: f64,
    /// Longest engagement, hours.
    pub max_hours: f64,
    /// Share of its fire that a group coordinates in effect: one that is out of command, and one that is in command.
    pub coordination: [f64; 2],
    /// Hours of its coordinated fire for which a side deals out targets: it falls on so many of the most damaged as can bear it. It
    /// takes time until the first of several are dead, and the longer the weaker the shots. 0 is one enemy after the other.
    pub marks: f64,
    /// Hours in which formations come apart: what those in command coordinate more than those who are not falls by e. What cannot
    /// move stays where it is, and all of its fire falls on whoever stands before it, so far as it is in command. 0 is never.
    pub ties: f64,
    /// Hours T until uncoordinated fire falls on most of 1,000 ships: after t in range it falls on a share 1 − e^(−(t/T)²) that lies in
    /// front, and T grows with the fourth root of number. 0 is on all from the beginning.
    pub melee: f64,
    /// Hours before the sides are in range of each other.
    pub approach: f64,
    /// Hours more where one of them holds its ground, so that only the other comes.
    pub closing: f64,
    /// Share of its fire that what moves gives on a side that holds its ground ([`Engagement::holds`]): those behind wait
    /// for an enemy who does not come to them. As ships fall it grows with the inverse of the cube root of what is left, as
    /// a body's surface does beside its volume, to the whole.
    pub hold: f64,
    /// How the tough cover the others: a ship draws fire in proportion to the hits that kill it, to a power that is this on a
    /// side of 1,000 ships, and grows with a fleet's depth (the cube root of its number) to 1. Who falls in front is followed
    /// by whoever stands behind, so that those stand longest in front who take longest to kill.
    pub cover: f64,
    /// How much more of the enemy's fire what cannot move draws than what moves: it stands in front.
    pub screen: f64,
    /// Hours of its fire that a ship gives at once when it comes into range, its weapons being loaded: half the time between two shots.
    pub opening: f64,
    /// Hours τ until most of 1,000 ships have come into range: after t a share 1 − e^(−(t/τ)²) has, as its own ranks and the enemy's
    /// come on, and τ grows with the fourth root of number.
    pub deploy: f64,
    /// Hours more that this takes a side which holds its ground and lets the enemy come to its ranks, and one that is the
    /// larger, for each unit by which the fourth root of its number in thousands is greater than the enemy's: its wings
    /// have nobody before them until they have come round.
    pub late: [f64; 2],
    /// How much more than its number a side gains by being the stronger, ψ: its hits are multiplied by (own worth over the
    /// enemy's)^ψ, because it finds room about the enemy. 0 is Lanchester's law.
    pub flanking: f64,
    /// Odds beyond which being the stronger adds no more: there is no more room about the enemy.
    pub odds: f64,
    /// How fast that fades, an hour, as the sides mingle and nobody has a front any more: ψ·e^(−fading × hours in range).
    pub fading: f64,
    /// How far a battle's luck carries a side: the standard deviation of the logarithm of a factor on all of its hits,
    /// drawn once for each side, in a battle of 1,000 ships. It falls with the root of their number, as what happens in many
    /// corners evens out.
    pub swing: f64,
    /// The same for the hits of a pursuit, on top of it.
    pub flurry: f64,
    /// The same for how much of the enemy's fire each group of a side draws: who stands where is luck.
    pub mingle: f64,
    /// Share of a bout's expected loss that a commander reckons ahead when he asks whether he has had enough; 0 waits
    /// until it has fallen, as one must who looks often.
    pub foresight: f64,
    /// Share of its coordination that a side keeps in flight: those who run pick their own targets, and where formations come
    /// apart ([`Rules::ties`]) they have by then.
    pub rout: f64,
    /// Share of its fire that what cannot move still gives after its side has fled, and how much of the pursuers' fire it
    /// draws beside one who flees wholly exposed.
    pub stand: [f64; 2],
    /// How speed tells in a pursuit, p: a share of v^p/(v^p + w^p) of those who flee at w is caught at v.
    pub chase: f64,
    /// How much more of a group out of command lies exposed in flight, beside one in command.
    pub stragglers: f64,
    /// What commanders reckon their chances with, where that is not what fire does.
    pub judged: Option<Judged>,
}

/// The figures of [`Rules`] with which commanders reckon what either side can still deliver. Where the battle has been
/// told by calibration what fire does, they still reckon as they would in a battle unit by unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// As [`Rules::coordination`].
    pub coordination: [f64; 2],
    /// As [`Rules::frontage_exponent`].
    pub frontage_exponent: f64,
    /// As [`Rules::flanking`].
    pub flanking: f64,
}

impl Default for Rules {
    /// Six-hour bouts cut at a loss of 6 %; fire in command coordinated in full, in range from the start; frontage of 100 ships, exponent ½; a tenth of an hour to notice a kill;
    /// commanders expect the enemy to stand 0.3 and try for half of their own tolerance; panic at most 0.05 an hour;
    /// pursuit of two hours with a quarter of the fire returned; three days. All assumed but for the exponent.
    fn default() -> Self {
        Self {
            bout_hours: 6.0,
            bout_loss: 0.06,
            frontage_ships: 100.0,
            frontage_exponent: 0.5,
            area_ships: 100.0,
            overkill: 0.1,
            expected_tolerance: 0.3,
            expected_trial_share: TRIAL_SHARE,
            panic_per_hour: 0.05,
            pursuit: 2.0,
            rearguard: 0.25,
            max_hours: 72.0,
            coordination: [0.0, 1.0],
            marks: 0.0,
            ties: 0.0,
            melee: 0.0,
            approach: 0.0,
            closing: 0.0,
            hold: 1.0,
            screen: 1.0,
            opening: 0.0,
            deploy: 0.0,
            late: [0.0; 2],
            flanking: 0.0,
            cover: 0.0,
            odds: 8.0,
            fading: 0.0,
            swing: 0.0,
            flurry: 0.0,
            mingle: 0.0,
            foresight: 0.5,
            rout: 1.0,
            stand: [0.0; 2],
            chase: 2.0,
            stragglers: 0.5,
            judged: None,
        }
    }
}

impl Rules {
    /// Share of its fire that a group coordinates in effect, so great a share of which is in command.
    #[inline]
    pub(crate) fn coordinated(&self, command: f64) -> f64 {
        let [alone, led] = self.coordination;
        share(alone) + (share(led) - share(alone)) * share(command)
    }

    /// The same after so many hours in range.
    pub(crate) fn coordinated_after(&self, command: f64, immobile: bool, hours: f64) -> f64 {
        self.coordinated_where(command, immobile, |ties| libm::exp(-amount(hours) / ties))
    }

    /// The same on the mean over so many hours.
    pub(crate) fn coordinated_over(&self, command: f64, immobile: bool, hours: f64) -> f64 {
        self.coordinated_where(command, immobile, |ties| {
            let x = amount(hours) / ties;
            if x < 1e-9 { 1.0 } else { -libm::expm1(-x) / x }
        })
    }

    /// The same where formations hold together so far.
    fn coordinated_where(&self, command: f64, immobile: bool, held: impl Fn(f64) -> f64) -> f64 {
        let ties = amount(self.ties);
        if ties == 0.0 {
            return self.coordinated(command);
        }
        let alone = self.coordinated(0.0);
        if immobile {
            return alone + (1.0 - alone) * share(command);
        }
        alone + (self.coordinated(command) - alone) * held(ties)
    }

    /// Share of so many ships that lies in front after so many hours in range.
    pub(crate) fn in_front(&self, ships: f64, hours: f64) -> f64 {
        let melee = amount(self.melee);
        if melee == 0.0 { 1.0 } else { gained(hours, melee * fourth_root(ships)) }
    }

    /// The rules as commanders reckon with them, where these differ.
    #[inline]
    pub(crate) fn as_judged(&self) -> Option<Self> {
        let Judged { coordination, frontage_exponent, flanking } = self.judged?;
        Some(Self { coordination, frontage_exponent, flanking, ..*self })
    }

    /// The rules for a side in flight, which keeps a share of its coordination. Formations that come apart are gone by then.
    pub(crate) fn in_flight(&self) -> Self {
        let kept = share(self.rout);
        let [alone, led] = self.coordination.map(|part| kept * share(part));
        Self { coordination: [alone, if amount(self.ties) > 0.0 { alone } else { led }], ..*self }
    }

    /// Hours before the sides are in range of each other, where one of them holds its ground or not, and so great a share of one
    /// cannot move.
    pub(crate) fn hours_to_range(&self, holds: bool, fixed: f64) -> f64 {
        let approach = amount(self.approach);
        let late = approach * fixed.sqrt();
        approach + if holds { amount(self.closing) } else { 0.0 } + late
    }

    /// Whether all ranks are in range as soon as the first is.
    pub(crate) fn all_in_range(&self) -> bool {
        amount(self.deploy) == 0.0 && self.late.map(amount) == [0.0; 2]
    }

    /// Share of a side's ranks that are in range after so many hours, from both sides' ships at the start.
    pub(crate) fn deployed(&self, (own, enemy): (f64, f64), holds: bool, hours: f64) -> f64 {
        let [waits, wings] = self.late.map(amount);
        let depth = amount(self.deploy) + if holds { waits } else { 0.0 };
        if depth == 0.0 && wings == 0.0 {
            return 1.0;
        }
        let wide = (fourth_root(own) - fourth_root(enemy)).max(0.0);
        gained(hours, depth * fourth_root(own) + wings * wide)
    }

    /// What those give at once who come into range in a span of hours after so many, as a share of the fire of the whole side.
    pub(crate) fn opened(&self, ships: (f64, f64), holds: bool, (hours, span): (f64, f64)) -> f64 {
        let opening = amount(self.opening);
        if opening == 0.0 || span <= 0.0 {
            return 0.0;
        }
        let came = |hours: f64| if hours > 0.0 { self.deployed(ships, holds, hours) } else { 0.0 };
        opening * (came(hours + span) - came(hours)) / span
    }

    /// Share of its fire that what moves gives on a side that holds its ground, when so great a share of its ships is left.
    pub(crate) fn held(&self, left: f64) -> f64 {
        let whole = share(self.hold);
        if whole < 1.0 { (whole / libm::cbrt(left.clamp(1e-6, 1.0))).min(1.0) } else { 1.0 }
    }

    /// How much of the enemy's fire a ship draws on a side of so many, by the hits that kill it.
    pub(crate) fn drawn(&self, ships: f64, toughness: usize) -> f64 {
        let cover = amount(self.cover).min(1.0);
        if cover == 0.0 {
            return 1.0;
        }
        libm::pow(toughness as f64, (cover * libm::cbrt(ships.max(1.0) / 1000.0)).min(1.0))
    }

    /// Standard deviations of the logarithm of a side's luck in a battle of so many ships: in battle, in a pursuit on top, and of
    /// how much fire each of its groups draws.
    pub(crate) fn luck_among(&self, ships: f64) -> [f64; 3] {
        let evened = (ships.max(1.0) / 1000.0).sqrt();
        [self.swing, self.flurry, self.mingle].map(|deviation| (amount(deviation) / evened).min(2.0))
    }

    /// ψ within bounds.
    #[inline]
    pub(crate) fn flanking_power(&self) -> f64 {
        amount(self.flanking).min(4.0)
    }

    /// What being the stronger does to a side's hits after so many hours in range, from both sides' worth and ψ; odds
    /// beyond [`Rules::odds`] do no more.
    #[inline]
    pub(crate) fn edge(&self, mut power: f64, (own, enemy): (f64, f64), hours: f64) -> f64 {
        let faded = amount(self.fading) * amount(hours);
        if faded > 0.0 {
            power *= libm::exp(-faded);
        }
        if power == 0.0 || own <= 0.0 || enemy <= 0.0 {
            return 1.0;
        }
        let most = amount(self.odds).clamp(1.0, 1e3);
        libm::pow((own / enemy).clamp(1.0 / most, most), power)
    }

    /// How the firing number of `ships` grows with their number: 1 below the frontage, φ above.
    #[inline]
    pub(crate) fn exponent(&self, ships: f64) -> f64 {
        if ships > self.frontage_ships { share(self.frontage_exponent) } else { 1.0 }
    }

    /// Share of `ships` that can fire: min(1, (W/N)^(1 − φ)).
    #[inline]
    pub(crate) fn engaged(&self, ships: f64) -> f64 {
        let width = amount(self.frontage_ships);
        if ships <= width || ships <= 0.0 {
            return 1.0;
        }
        let lacking = 1.0 - share(self.frontage_exponent);
        if lacking == 0.5 { (width / ships).sqrt() } else { libm::pow(width / ships, lacking) }
    }
}

/// Two sides, the rules, and where their luck lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Engagement {
    /// The sides.
    pub sides: [Side; 2],
    /// How it is fought.
    pub rules: Rules,
    /// Whose world.
    pub key: Key,
    /// When.
    pub tick: u32,
    /// Whose luck nerves are: the engagement's own identity.
    pub entity: u32,
}

impl Engagement {
    /// Hours before the sides are in range of each other.
    #[must_use]
    pub fn hours_to_range(&self) -> f64 {
        self.rules.hours_to_range(self.holds(0) || self.holds(1), self.fixed_share())
    }

    /// How fast the sides come into range and mingle, beside two of which all ships move: what cannot comes to nobody.
    pub(crate) fn pace(&self) -> f64 {
        pace(self.fixed_share())
    }

    /// Share of its ships that cannot move, of the side of which more cannot.
    fn fixed_share(&self) -> f64 {
        let share_of = |side: &Side| {
            let count = |fixed: bool| -> f64 {
                side.groups.iter().filter(|g| g.immobile == fixed).map(|g| f64::from(g.ships())).sum()
            };
            let fixed = count(true);
            if fixed > 0.0 { fixed / (fixed + count(false)) } else { 0.0 }
        };
        share_of(&self.sides[0]).max(share_of(&self.sides[1]))
    }

    /// Whether a side holds its ground: it stands beside what cannot move, or it is the second, where the first has come to
    /// it, and has no way out.
    #[must_use]
    pub fn holds(&self, side: usize) -> bool {
        let own = &self.sides[side];
        own.stands_by() || (!own.can_retreat && side == 1)
    }
}

/// Number of reference ships that make an even fight with one ship: √(hits an hour × toughness) relative to the
/// reference's, as aimed fire at even readiness gives (Lanchester 1916). 0 if it cannot hurt.
#[must_use]
pub fn class_value(weapon: Weapon, toughness: f64, reference: (Weapon, f64)) -> f64 {
    let worth = amount(weapon.hits_per_hour) * amount(toughness);
    let unit = amount(reference.0.hits_per_hour) * amount(reference.1);
    if unit > 0.0 { (worth / unit).sqrt() } else { 0.0 }
}

/// Beside so great a share of what cannot move, how fast sides come into range and mingle: half as fast where nothing moves.
pub(crate) fn pace(fixed: f64) -> f64 {
    1.0 - 0.5 * fixed * fixed
}

/// Share of a fleet that has come so far in a time, where it takes that scale: the square of time at first, and the last late.
fn gained(hours: f64, scale: f64) -> f64 {
    if scale <= 0.0 {
        return 1.0;
    }
    let part = amount(hours) / scale;
    -libm::expm1(-part * part)
}

/// Fourth root of a number of ships in thousands.
fn fourth_root(ships: f64) -> f64 {
    (ships / 1000.0).max(0.0).sqrt().sqrt()
}

/// A quantity that must be non-negative and finite: anything else counts as the nearest such.
#[inline]
pub(crate) fn amount(x: f64) -> f64 {
    if x > 0.0 { x.min(LARGEST) } else { 0.0 }
}

/// A share: outside 0 to 1 counts as the nearest end, NaN as 0.
#[inline]
pub(crate) fn share(x: f64) -> f64 {
    if x > 0.0 { x.min(1.0) } else { 0.0 }
}
