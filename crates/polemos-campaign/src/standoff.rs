//! Enemies that stand at one place: found in a campaign in play, and fought unit by unit on demand.

use crate::campaign::{Campaign, Verdict};
use crate::engagement::{self, Host};
use crate::phases::battles::{self, Contact};
use crate::situation::Situation;
use crate::unit_by_unit::{self, Field, UnitWatch};
use polemos_battle::Outcome;
use polemos_battle::ship::{Crew, Staged, StagedOutcome, Witness};
use polemos_war::*;

/// Catches the moment at which a battle is joined at a place.
#[derive(Clone, Debug)]
pub(crate) struct Snare {
    /// Where.
    pub(crate) place: PlaceId,
    /// Situation, and who fights where, when the first battle was joined there.
    pub(crate) caught: Option<Box<(Situation, Contact, engagement::Field)>>,
}

/// Enemies at one place, before they fight.
#[derive(Clone, Debug)]
pub struct Standoff {
    campaign: Campaign,
    contact: Contact,
    field: engagement::Field,
    /// Days since the war's start.
    day: f64,
    /// Whether the campaign itself joined battle there and then.
    pub joined: bool,
}

/// One side of a battle fought unit by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSide {
    /// Which coalition.
    pub coalition: CoalitionId,
    /// Its factions there.
    pub factions: Vec<FactionId>,
    /// Its forces there.
    pub forces: Vec<ForceId>,
    /// Who commands there.
    pub commander: Option<PersonId>,
    /// Whether a way out was open.
    pub way_out: bool,
    /// Class of each group, in the order of the scene's classes.
    pub classes: Vec<ClassId>,
    /// Worth of a unit of each of them, reference ships.
    pub worth: Vec<f64>,
    /// Strength at the start, reference ships.
    pub strength: f64,
}

/// A battle of a campaign that has been fought unit by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitBattle {
    /// Where.
    pub place: PlaceId,
    /// Days since the war's start.
    pub day: f64,
    /// Attacker and defender.
    pub sides: [UnitSide; 2],
    /// Strengths over time: hours, and reference ships of either side on the field.
    pub curve: Vec<[f32; 3]>,
    /// What came of it.
    pub staged: StagedOutcome,
    /// Squadrons that went over.
    pub went_over: usize,
}

impl UnitBattle {
    /// The outcome in the words of the aggregated model.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.staged.outcome
    }
}

impl Campaign {
    /// Enemies at a place now; none where no two sides stand there that are at war with each other.
    #[must_use]
    pub fn standoff(&self, place: PlaceId) -> Option<Standoff> {
        let mut campaign = self.aside(self.situation().clone());
        let contact = battles::enemies_at(&campaign.turn(), place)?;
        let day = campaign.day();
        Some(Standoff { campaign, contact, field: engagement::Field::Place, day, joined: false })
    }

    /// Plays until enemies have met at a place for the first time: to the moment at which the campaign joins battle
    /// there, or, where none is joined, to the last day on which both stood there. `observer` is told of every tick.
    /// None where the war ends, or `observer` stops it, before any enemies have met there.
    pub fn until_battle(
        &mut self,
        place: PlaceId,
        mut observer: impl FnMut(&Campaign) -> Verdict,
    ) -> Option<Standoff> {
        let mut last = self.standoff(place);
        *self.snare() = Some(Snare { place, caught: None });
        let mut caught = None;
        self.run(|campaign| {
            if let Some(found) = campaign.caught().and_then(|snare| snare.caught.as_deref()) {
                caught = Some(found.clone());
                return Verdict::Stop;
            }
            match campaign.standoff(place) {
                Some(now) => last = Some(now),
                // They have parted without a fight.
                None if last.is_some() => return Verdict::Stop,
                None => {}
            }
            observer(campaign)
        });
        // The war may have ended in the tick in which battle was joined.
        let found = self.snare().take().and_then(|snare| snare.caught).map(|caught| *caught).or(caught);
        let Some((situation, contact, field)) = found else { return last };
        let mut campaign = self.aside(situation);
        let day = campaign.turn().dusk();
        Some(Standoff { campaign, contact, field, day, joined: true })
    }
}

impl Standoff {
    /// Days since the war's start.
    #[must_use]
    pub fn day(&self) -> f64 {
        self.day
    }

    /// Attacker and defender.
    #[must_use]
    pub fn sides(&self) -> [CoalitionId; 2] {
        self.contact.sides
    }

    /// Sets it out, unit by unit.
    pub fn set_out(&mut self) -> Field {
        let (contact, field) = (self.contact, self.field);
        let t = self.campaign.turn();
        let hosts = contact.sides.map(|side| field.host(&t, contact.place, side));
        unit_by_unit::set_out(&t, contact.place, &hosts, contact.ways_out)
    }

    /// Fights it unit by unit; `witness` looks on.
    ///
    /// # Errors
    ///
    /// Sentences about what stands in the way.
    pub fn fight(mut self, crew: &impl Crew, witness: &mut impl Witness) -> Result<UnitBattle, Vec<String>> {
        let (contact, field, day) = (self.contact, self.field, self.day);
        let t = self.campaign.turn();
        let hosts = contact.sides.map(|side| field.host(&t, contact.place, side));
        let set = unit_by_unit::set_out(&t, contact.place, &hosts, contact.ways_out);
        let sides = [0, 1].map(|which| side_of(&t, &hosts[which], &set, contact, which));
        let watch = UnitWatch::new(&t, &hosts, &set);
        let mut both = Both { first: watch, second: witness };
        let staged = Staged::new(set.engagement, &set.staging)?.fight(crew, &mut both);
        let (curve, went_over) = both.first.seen();
        Ok(UnitBattle { place: contact.place, day, sides, curve, staged, went_over })
    }
}

fn side_of(t: &crate::turn::Turn<'_>, host: &Host, set: &Field, contact: Contact, which: usize) -> UnitSide {
    let classes = set.classes[which].clone();
    let groups = &set.engagement.sides[which].groups;
    let worth: Vec<f64> = classes.iter().map(|class| t.real.classes[*class].value).collect();
    let strength = groups.iter().zip(&worth).map(|(group, worth)| f64::from(group.ships()) * worth).sum();
    UnitSide {
        coalition: contact.sides[which],
        factions: host.factions(t),
        forces: host.forces.clone(),
        commander: host.commander,
        way_out: contact.ways_out[which],
        strength,
        worth,
        classes,
    }
}

/// Two who watch, one after the other.
struct Both<'w, A, B> {
    first: A,
    second: &'w mut B,
}

impl<A: Witness, B: Witness> Witness for Both<'_, A, B> {
    fn look(&mut self, battle: &mut Staged, hours: f64) {
        self.first.look(battle, hours);
        self.second.look(battle, hours);
    }

    fn begin(&mut self, battle: &mut Staged) {
        self.first.begin(battle);
        self.second.begin(battle);
    }

    fn stepped(&mut self, battle: &Staged) {
        self.first.stepped(battle);
        self.second.stepped(battle);
    }

    fn over(&mut self, battle: &Staged) {
        self.first.over(battle);
        self.second.over(battle);
    }
}
