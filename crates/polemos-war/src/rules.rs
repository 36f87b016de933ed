//! The parameters of the mechanisms, one row each: path, default, unit, bounds and meaning. They are ordinary
//! numbers of a war (`rules.supply.scale`), set in a scenario's `[rules]`, varied by designs, and the first
//! rows of its number table, so that the engine reads a rule by its position.

use crate::quantity::Dimension;

/// What is known of a rule before any scenario is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleSpec {
    /// Path below `rules.`.
    pub path: &'static str,
    /// Value in every war that does not set it.
    pub default: f64,
    /// Which words and units may write it.
    pub dimension: Dimension,
    /// Least sensible value.
    pub least: f64,
    /// Greatest sensible value.
    pub most: f64,
    /// Meaning, and the source of the model or of the figure.
    pub doc: &'static str,
}

macro_rules! rules {
    ($($variant:ident $path:literal $default:literal $dim:ident $least:literal .. $most:literal $doc:literal)*) => {
        /// A parameter of the mechanisms.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u32)]
        pub enum Rule { $(#[doc = $doc] $variant,)* }

        impl Rule {
            /// All rules in the order of their numbers.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// What is known of this rule.
            pub fn spec(self) -> &'static RuleSpec { &SPECS[self as usize] }
        }

        static SPECS: &[RuleSpec] = &[$(RuleSpec {
            path: $path, default: $default, dimension: Dimension::$dim, least: $least, most: $most, doc: $doc,
        },)*];
    };
}

rules! {
    StrengthIdle "strength.idle" 0.25 Share 0.0..1.0
        "Share of its strength that a force keeps when its readiness is nil."

    EstimateBlind "estimate.blind" 0.6 Factor 0.0..3.0
        "Standard deviation of the error in log-strength and logit-resolve for intelligence of quality 0."
    EstimateContact "estimate.contact" 0.1 Factor 0.0..3.0
        "The same in contact, or at quality 1."
    EstimateMemory "estimate.memory" 30.0 Time 1.0..1000.0
        "Days over which an error of estimation persists: the time constant of its AR(1) process."
    EstimateLag "estimate.lag" 20.0 Time 0.0..365.0
        "Days by which estimates of quality 0 follow the truth; quality 1 follows at once."

    EstimateReview "estimate.review" 7.0 Time 1.0..365.0
        "Days between two reports of distant scouts and two judgements of the enemy from them."

    ProspectNoise "prospect.noise" 0.35 Factor 0.01..3.0
        "Standard deviation of what no estimate covers when the chance of prevailing is judged, as a log-ratio."
    ProspectHorizon "prospect.horizon" 120.0 Time 0.0..3650.0
        "Days of building that are counted in when the chance of prevailing is judged."

    ProspectDefences "prospect.defences" 0.0 Share 0.0..1.0
        "Share of what cannot move that stands in an attacker's way at once, when the chance of prevailing is judged: it keeps a side from losing and wins nothing, so that two fortified sides see a deadlock. At 0 all strength counts alike, for attack and defence."

    ThreatScale "threat.scale" 20.0 Time 0.5..1000.0
        "Days of travel over which the threat of a distant force falls by a factor e."
    CommandReview "command.review" 7.0 Time 0.5..365.0
        "Days between two looks of a theatre command at all its missions."
    CommandRest "command.rest" 3.0 Time 0.0..365.0
        "Days that a staff takes at least before news makes it look at all missions again."
    CommandInertia "command.inertia" 0.15 Share 0.0..5.0
        "Gain, as a share of the worth of its present mission, below which a force is not sent elsewhere."
    CommandLossAversion "command.loss-aversion" 0.6 Factor 0.0..10.0
        "Worth of an own ship lost in attack, against the same strength of value gained."
    CommandReserve "command.reserve" 0.15 Share 0.0..0.9
        "Share of a coalition's strength kept from attacks while it is itself threatened."

    CommandReach "command.reach" 12.0 Time 0.1..1000.0
        "Days of travel, at ordinary speed, over which a relay or a station can be heard by the next or by a force."
    CommandCouriers "command.couriers" 20.0 Time 0.0..365.0
        "Days after which couriers reach a force whose link to its headquarters is broken; 0 makes links matter to no one."
    CommandCutOff "command.cut-off" 0.4 Share 0.0..1.0
        "Share of its fire that a force out of command still coordinates: within squadrons, but not between them."

    MovementDetection "movement.detection" 0.0004 Rate 0.0..1.0
        "Chance a day that one hunting reference ship intercepts a force on a lane that it watches."

    BattleBout "battle.bout" 3.0 Hours 0.25..48.0
        "Hours of one bout of attrition."
    BattleFrontage "battle.frontage" 60.0 Count 1.0..1000000.0
        "Ships of a side that all come into range; larger bodies engage in part (Willard 1962, Hartley 1991)."
    BattleFrontageExponent "battle.frontage-exponent" 0.5 Share 0.0..1.0
        "How the number engaged grows with numbers beyond the frontage: 1 is the square law, 0 the linear law."
    BattleTolerance "battle.tolerance" 0.3 Share 0.02..0.95
        "Loss share at which an ordinary attack is broken off (0.2 to 0.4 in Helmbold's data)."
    BattleStand "battle.stand" 2.0 Factor 0.0..10.0
        "How firmly a place is held that is worth all that its side holds, in proportion to its worth: at 1 and beyond no one breaks off half-way."
    BattleToleranceSpread "battle.tolerance-spread" 0.25 Factor 0.0..1.0
        "Standard deviation of the logarithm of that tolerance between commanders."
    BattleDeclineOdds "battle.decline-odds" 0.35 Share 0.0..1.0
        "Believed chance of winning below which a cautious commander avoids a battle that can be declined."
    BattlePursuit "battle.pursuit" 2.0 Hours 0.0..240.0
        "Hours of pursuit after a side breaks, at even speeds and full command; 0 lets everyone go."
    BattleRearguard "battle.rearguard" 0.25 Share 0.0..1.0
        "Share of its fire that a retreating side still delivers."
    BattlePanic "battle.panic" 0.05 HourlyRate 0.0..10.0
        "Rate of panic an hour at worst, when losses and odds speak against going on."
    BattleOverkill "battle.overkill" 0.1 Hours 0.0..24.0
        "Hours until uncoordinated shooters notice that a target is dead; what they fire meanwhile is wasted."
    BattleAreaShips "battle.area-ships" 100.0 Count 1.0..1000000.0
        "Enemy ships in range at which area fire delivers its nominal hits."
    BattleDays "battle.days" 10.0 Time 0.5..365.0
        "Days after which an undecided battle is broken off by both."
    BattleRepairable "battle.repairable" 0.5 Share 0.0..1.0
        "Share of hits suffered by surviving ships that outlast the battle as damage."

    BattleCommanderRisk "battle.commander-risk" 0.3 Share 0.0..1.0
        "Chance that a commander aboard is killed, for a side that loses all its strength; less in proportion."

    LoyaltyBase "loyalty.base" 0.35 Factor -10.0..10.0
        "What habit and oath take from the readiness of a squadron to go over; above `loyalty.prospect`, no one goes over to a likely victor alone."
    LoyaltyGrievance "loyalty.grievance" 0.25 Factor 0.0..10.0
        "Weight of a people's grievance against the side that it serves (ln(1 + dead/scale): a massacre leaves about 3)."
    LoyaltyCompatriots "loyalty.compatriots" 1.0 Factor 0.0..10.0
        "Weight of the share of compatriots seen to have gone over (Granovetter 1978, Kuran 1991); 0 leaves no cascade."
    LoyaltyProspect "loyalty.prospect" 0.3 Factor 0.0..10.0
        "Weight of the believed chance that the side served does not prevail."
    LoyaltyFear "loyalty.fear" 0.2 Factor 0.0..10.0
        "What fear at its place takes from that readiness."
    LoyaltyCommander "loyalty.commander" 0.4 Factor 0.0..10.0
        "What a wholly loyal commander takes from it (or the faction's leader, where a force has none)."
    LoyaltyThresholdLow "loyalty.threshold-low" 4.0 Factor 0.1..100.0
        "First parameter of the beta distribution of thresholds between squadrons; more than the second, and they are slower to go."
    LoyaltyThresholdHigh "loyalty.threshold-high" 4.0 Factor 0.1..100.0
        "Second parameter of that distribution; both large, and all squadrons go at much the same point."
    LoyaltyCommon "loyalty.common" 0.2 Share 0.0..1.0
        "Share of the variance of thresholds that compatriots have in common: the mood of a people, which no one knows beforehand."

    SupplyScale "supply.scale" 40.0 Time 1.0..1000.0
        "Days of travel from the depot over which delivered supply falls by a factor e."
    SupplyDays "supply.days" 10.0 Time 0.5..365.0
        "Time constant with which a force's supply follows what is delivered."
    SupplyDepotOutput "supply.depot-output" 1.5 Factor 0.0..100.0
        "Strength that a side's own depots sustain in all, against its strength at the start; depots won or lost change it by their size."
    SupplyTransports "supply.transports" 100.0 Time 1.0..100000.0
        "Days of mean supply path whose transports would take all the work of a side's yards to keep up; assumed."
    SupplyReview "supply.review" 3.0 Time 1.0..365.0
        "Days between two reckonings of supply and readiness."
    ReadinessFall "readiness.fall" 6.0 Time 0.5..365.0
        "Days in which readiness follows supply down."
    ReadinessRise "readiness.rise" 18.0 Time 0.5..365.0
        "Days in which readiness follows supply up."

    YardRate "yards.rate" 1.0 Factor 0.0..100.0
        "Speed of all building, against each class's own building time."
    WorksReview "works.review" 7.0 Time 1.0..365.0
        "Days between two reckonings of building, repair and rebuilding."
    RepairDays "repair.days" 25.0 Time 0.5..1000.0
        "Days in which a depot in supply repairs all but a share e of a force's damage."
    RebuildDays "works.rebuild" 60.0 Time 1.0..3650.0
        "Days in which destroyed works are rebuilt by an owner at peace with the place."

    RelayDays "works.rebuild-relay" 20.0 Time 1.0..3650.0
        "The same for a relay, which is less of a building and more of a device."

    PeopleReview "people.review" 7.0 Time 1.0..365.0
        "Days between two movements of what peoples feel towards those who rule them."
    HostileOwn "people.hostile-own" 0.05 Share 0.01..0.99
        "Share of a people hostile to its ruler at first, where that ruler is of its own people."
    HostileForeign "people.hostile-foreign" 0.3 Share 0.01..0.99
        "The same under foreign rule."
    GrievanceScale "people.grievance-scale" 100000.0 Count 1.0..1e12
        "Dead, killed on orders, at which a people's grievance reaches ln 2."
    GrievanceDays "people.grievance-days" 1825.0 Time 1.0..100000.0
        "Days in which the dead who are held against someone fade by a factor e: five years."
    FearDays "people.fear-days" 30.0 Time 0.5..3650.0
        "Days in which fear fades by a factor e."
    FearElsewhere "people.fear-elsewhere" 0.3 Share 0.0..1.0
        "Share of the fear at a place of reprisal that other places of its people under the same ruler feel."
    AllegianceGrievance "people.per-grievance" 0.014 Rate 0.0..1.0
        "Growth of the log-odds of hostility a day per unit of grievance; over `per-fear` it sets whether reprisals enrage or cow (Lyall 2009 against the older studies)."
    AllegianceFear "people.per-fear" 0.05 Rate 0.0..1.0
        "What full fear takes from that growth a day."
    AllegianceSuccess "people.per-success" 0.02 Rate 0.0..1.0
        "What rebels who far outnumber the garrison add to it a day."
    AllegianceOrder "people.per-order" 0.005 Rate 0.0..1.0
        "What full order takes from it a day: a ruler of the same people, or a garrison far denser than `rebellion.garrison`."

    RebelMobilised "rebellion.mobilised" 0.01 Share 0.0..1.0
        "Share of a hostile people that can be under arms as rebels (Spain 1811 about a half, Yugoslavia 1943 several per cent)."
    RebelRecruiting "rebellion.recruiting" 0.01 Rate 0.0..10.0
        "Rate a day at which those who can be come under arms, or go home again."
    RebelLosses "rebellion.losses" 0.02 Rate 0.0..10.0
        "Rate a day at which rebels are caught where the garrison has its full density and everybody informs (Kress and Szechtman 2009)."
    RebelGarrison "rebellion.garrison" 0.02 Share 0.00001..1.0
        "Soldiers per inhabitant of a garrison of full density (Quinlivan 1995: twenty for a thousand)."
    RebelLeaderless "rebellion.leaderless" 0.35 Share 0.0..1.0
        "What is left of recruitment and strikes when the leader is dead or gone."
    RebelDisruption "rebellion.disruption" 1.0 Factor 0.0..100.0
        "Yards and depots put out 1/(1 + this × share of those who could be armed that are) where rebels are."
    RebelHunt "rebellion.hunt" 0.005 Rate 0.0..10.0
        "Rate a day at which the leader is caught where everybody informs and soldiers far outnumber rebels."
    SabotageSuccess "sabotage.success" 0.6 Share 0.0..1.0
        "Chance that an attempt on unguarded works succeeds."

    OrderObedience "order.obedience" 0.9 Share 0.01..0.999
        "Chance that ordinary troops obey an order to kill civilians of another people (Browning 1992: one or two in ten would not)."
    OrderKinship "order.kinship" 3.0 Factor 0.0..20.0
        "What it takes from the log-odds of obedience when the victims are the troops' own people."
    OrderGrievance "order.grievance" 0.5 Factor 0.0..20.0
        "What each unit of that people's grievance takes from it besides."
    OrderFear "order.fear" 2.0 Factor 0.0..20.0
        "What full fear adds to it among troops of the victims' people."
    OrderRuthlessness "order.ruthlessness" 3.0 Factor 0.0..20.0
        "What an utterly ruthless commander adds to it, beyond an ordinary one and in proportion."
    OrderLoyalty "order.loyalty" 2.0 Factor 0.0..20.0
        "What a commander's full loyalty adds to it, likewise."
    OrderKilling "order.killing" 3.0 Count 0.0..1000000.0
        "Civilians that one obeying soldier kills a day (between one over months and ten on the worst days, eastern front 1941)."
    OrderDays "order.reprisal-days" 3.0 Time 1.0..365.0
        "Days after which troops stop a reprisal that they could not finish."
    OrderReach "order.reach" 0.5 Time 0.0..30.0
        "Days of travel within which troops can be turned on a neighbouring place."
    RaidReview "raid.review" 7.0 Time 1.0..365.0
        "Days between two reckonings of raids on lanes that carry supply."
    RaidRate "raid.rate" 0.08 Rate 0.0..10.0
        "Strikes a day on each day of travel of an unescorted lane that carries all of a side's supply, by raiders as strong as that side; 0 for no raids. At this rate U-boats two fifths as strong as what the Atlantic lanes of 1942 fed cut a sixth of the flow (assumed order of size)."
    RaidReach "raid.reach" 8.0 Time 0.0..365.0
        "Days of travel within which raiders strike at a lane."
    RaidShare "raid.share" 0.15 Share 0.0..1.0
        "Share of a mobile force that raids while its side has another posture than raiding."
    RaidEscort "raid.escort" 0.1 Share 0.0..1.0
        "Share of the mobile strength at a lane's ends that escorts what passes on it."
    RaidEscortHalf "raid.escort-half" 0.05 Share 0.001..10.0
        "Escorts, against the side's whole strength, at which strikes on a lane fall to a half."
    RaidCaught "raid.caught" 0.1 Share 0.001..10.0
        "Escorts, against the side's whole strength, that catch one raiding party in two."
    RaidParty "raid.party" 0.01 Share 0.0..1.0
        "Share of what a force sends raiding that is lost with a party that is caught."
    RaidCut "raid.cut" 0.1 Factor 0.0..5.0
        "What a strike adds to a lane's interdiction D; exp(-D) of the supply passes."
    RaidReplacement "raid.replacement" 1.0 Factor 0.0..10.0
        "Share of its yards' work that a side needs to make good the transports lost, for each share of its supply that raids take."
    RaidRecovery "raid.recovery" 10.0 Time 0.5..365.0
        "Days in which a lane's interdiction fades by a factor e."

    SiegePrepare "siege.prepare" 3.0 Time 0.0..365.0
        "Days that attackers form up before a fortified place that is held in strength; 0 to fight on contact everywhere."
    SiegeLeast "siege.least" 0.1 Share 0.0..10.0
        "Strength of the defenders, against the attackers' mobile strength, below which a fortified place is stormed at once."
    SiegeClose "siege.close" 0.5 Factor 0.0..100.0
        "Attackers' mobile strength, against the defenders', from which a fortified place is surrounded: a fleet that holds to its fortifications can be shut in by a smaller one, as at Brest in 1759 to 1815."
    SiegeSeal "siege.seal" 1.0 Factor 0.0..100.0
        "Attackers' mobile strength, against the defenders', from which a fleet that is beaten in a surrounded place cannot break out any more."
    SiegeReview "siege.review" 7.0 Time 1.0..365.0
        "Days between two occasions for an assault or a sally in a siege."
    SiegePatience "siege.patience" 0.1 Share 0.0..1.0
        "Chance of winning that besiegers forgo for the sake of starving a surrounded enemy first, while he still has stores."
    SiegeStores "siege.stores" 45.0 Time 0.5..3650.0
        "Days in which the stores of a depot that is surrounded fall by a factor e."
    SiegeStarve "siege.starve" 60.0 Time 0.5..3650.0
        "Mean days for which a surrounded garrison without ships holds out once its stores have run low."

    LandingSupport "landing.support" 1.0 Factor 0.0..100.0
        "What ships overhead add to the fire of landed troops, as a share of it."
    LandingOdds "landing.odds" 0.55 Share 0.0..1.0
        "Believed chance of winning on the ground from which troops are landed."
    LandingSurrender "landing.surrender" 0.15 Rate 0.0..10.0
        "Rate a day at which a garrison gives up that has no way out, has lost more than it would bear and is outnumbered."

    ResolveHalfLife "resolve.half-life" 90.0 Time 1.0..3650.0
        "Days in which resolve closes half the way to where events push it."
    ResolveReview "resolve.review" 7.0 Time 1.0..365.0
        "Days between two movements of resolve."
    ResolveBase "resolve.base" 0.6 Factor -5.0..5.0
        "Logit of the resolve of a faction at even odds and without losses."
    ResolveProspect "resolve.prospect" 0.6 Factor 0.0..5.0
        "Weight of the believed chance of prevailing (the prospect form: Sidman and Norpoth 2012)."
    ResolveDead "resolve.dead" 0.35 Factor 0.0..5.0
        "Weight of the logarithm of losses (the casualty form: Mueller 1973)."
    ResolveDeadScale "resolve.dead-scale" 0.1 Share 0.001..10.0
        "Loss share of the forces at which that logarithm reaches ln 2."
    ResolveHome "resolve.home" 0.4 Factor -5.0..5.0
        "What a threatened home adds to the will to resist."

    ResolvePlaces "resolve.places" 0.3 Factor 0.0..5.0
        "Weight of the logarithm of the worth of places lost, on the scale of losses."
    ResolveCapital "resolve.capital" 0.8 Factor 0.0..5.0
        "What the loss of the capital takes from resolve, in logits."

    ResolveAtrocity "resolve.atrocity" 0.15 Factor -5.0..5.0
        "What each unit of its people's grievance against an enemy adds to a faction's resolve, and one against its own side takes from it, in logits."

    DecisionTemperature "decision.temperature" 0.12 Factor 0.001..10.0
        "How far utilities must differ, in units of the stakes, before a choice is all but certain."
    PostureReview "decision.posture-review" 28.0 Time 1.0..3650.0
        "Days between two reviews of a coalition's posture when nothing else opens the question."
    PostureInertia "decision.posture-inertia" 0.2 Factor 0.0..5.0
        "What a change of posture must promise beyond the present one, in units of the stakes."
    PostureDeadlock "decision.posture-deadlock" 0.0 Share 0.0..1.0
        "What years without movement add to the worth of attacking, and take of what losses weigh against it: all of it in the long run, half in 0.7 times `terms.stalled`."
    TermsReview "decision.terms-review" 28.0 Time 1.0..3650.0
        "Days between two occasions to ask for terms."

    TermsCost "terms.cost" 0.35 Factor 0.0..10.0
        "Cost of a year of war at full loss rate, against the stakes (Fearon 1995)."
    TermsDeadlock "terms.deadlock" 0.0 Share 0.0..1.0
        "What years without movement take of the odds that terms are weighed by, towards even: a war that does not move is one that nobody is winning. Nothing before `terms.stalled`, half in 1.7 times that, all of it in the long run."
    TermsCredibility "terms.credibility" 0.75 Share 0.0..1.0
        "Chance that terms, once agreed, are believed to be kept."
    TermsGamble "terms.gamble" 0.5 Share 0.0..1.0
        "Share of a defeat's worth that a leader who will not outlive it still distinguishes (Goemans 2000)."
    TermsPride "terms.pride" 0.6 Factor 0.0..10.0
        "What it costs a side of full resolve to ask for terms, against the stakes."
    TermsSpared "terms.spared" 0.25 Share 0.0..1.0
        "Share of what is given up in terms that giving it up in time makes good, against losing it in war."
    TermsFear "terms.fear" 0.4 Share 0.0..1.0
        "Believed chance of prevailing below which a side that has been harmed considers terms."
    TermsHarm "terms.harm" 0.02 Share 0.0..1.0
        "Share of its ships or of its places' worth that a side must have lost before it considers terms."
    TermsWorn "terms.worn" 0.35 Share 0.0..1.0
        "Resolve below which a side is worn, and considers terms whatever the odds."
    TermsLater "terms.later" 0.2 Factor 0.0..10.0
        "What it costs, against the stakes, to have to take the war up again after terms were broken (Fearon 1995)."
    TermsRefusal "terms.refusal" 0.1 Share 0.0..1.0
        "Share of the trust between two sides that a refusal of terms destroys."
    TermsBroken "terms.broken" 0.5 Share 0.0..1.0
        "Share of the trust between two sides that a broken peace destroys."

    TermsSteep "terms.steepness" 2.4 Factor 0.1..100.0
        "How much a side gives up for odds that are worse than even by all that odds can be: at 1.4 or less even a lost war is not ended by surrender, only by terms."
    TermsStalled "terms.stalled" 730.0 Time 7.0..36500.0
        "Days without a place changing hands after which both sides think of terms: the fighting tells them nothing new any more (Slantchev 2003)."
    TermsForgets "terms.forgets" 9125.0 Time 30.0..1000000.0
        "Days of peace after which trust that was broken has come back, all but a share e: a generation."

    ResolveWeary "resolve.weary" 0.0 Factor 0.0..10.0
        "Weight of the logarithm of the years that a war has lasted in what saps the will to go on; 0 where only losses do."
    ResolveShock "resolve.shock" 30.0 Time 0.0..3650.0
        "Days of ordinary change that a great battle, the fall of a capital or an atrocity brings to resolve at once."
    GreatBattle "resolve.great-battle" 0.1 Share 0.001..1.0
        "Share of a side's strength that a battle must cost it to be a great one, after which all is weighed anew."

    CohesionBase "cohesion.base" 2.0 Factor -5.0..10.0
        "Logit of a member's cohesion at even odds, with burdens shared alike."
    CohesionProspect "cohesion.prospect" 0.6 Factor 0.0..5.0
        "Weight of the believed chance of prevailing in a member's cohesion."
    CohesionBurden "cohesion.burden" 3.0 Factor 0.0..20.0
        "What it takes from cohesion to bear all recent losses alone, in logits (Weisiger 2016)."
    CohesionMonths "cohesion.bad-months" 0.5 Factor 0.0..5.0
        "Weight of the logarithm of the coalition's recent losses, on the scale of losses (Weisiger 2016)."
    CohesionHome "cohesion.home" 0.8 Factor 0.0..5.0
        "What a member's threatened capital takes from its cohesion, in logits; a lost one takes twice as much."
    CohesionMemory "cohesion.memory" 90.0 Time 1.0..3650.0
        "Days over which losses count as recent."
    CohesionHalfLife "cohesion.half-life" 60.0 Time 1.0..3650.0
        "Days in which cohesion closes half the way to where events push it."
    CohesionLeave "cohesion.leave" 0.35 Share 0.0..1.0
        "Cohesion below which a member asks itself whether to make a peace of its own."
    CohesionHonour "cohesion.honour" 0.4 Factor 0.0..10.0
        "What it costs a member under a wholly loyal leader to desert its allies, against the stakes."
    CohesionSpared "cohesion.spared" 0.5 Share 0.0..1.0
        "Share of what its odds would make it give up that an enemy spares a member who deserts."

    PersonsSuccession "persons.succession" 7.0 Time 0.0..3650.0
        "Days until the next in line takes up a post that has fallen vacant."
    PersonsCapitalRisk "persons.capital-risk" 0.5 Share 0.0..1.0
        "Chance that a leader in a capital is killed or taken, in equal parts, when the enemy takes the place."
    PersonsLoyal "persons.loyal" 0.6 Share 0.0..1.0
        "Loyalty from which a commander never leaves his post."
    PersonsGrievance "persons.grievance" 1.0 Factor 0.0..10.0
        "Weight of his people's grievance against his own side in a commander's defection."
    PersonsDoom "persons.doom" 0.5 Factor 0.0..10.0
        "Weight of a lost war in a commander's defection, against that of his people's grievance against his own side."
    PersonsDeposed "persons.deposed" 0.002 Rate 0.0..1.0
        "Chance a day that a leader is deposed while his faction has no will and no hope left."

    PersonsTurncoat "persons.turncoat" 0.0 Share 0.0..1.0
        "Believed chance of prevailing below which a commander who leaves his side, and has no faction of his own people to go to, joins the enemy; above it he lays down his command."

    EndFleet "end.fleet" 0.15 Share 0.0..1.0
        "Share of its strength with which a side that holds no place still fights on as a fleet in being."
    EndDespair "end.despair" 0.35 Share 0.0..1.0
        "Resolve below which a side without a fleet gives in before its capital has fallen."

    EndResolve "end.resolve" 0.12 Share 0.0..1.0
        "Resolve at which a faction can no longer be made to fight."

    SagaReview "saga.review" 91.0 Time 7.0..3650.0
        "Days between two looks, in a saga, at economies, fleets, tensions, rulers and alliances."

    EconomyGrowth "economy.growth" 0.015 Share -0.5..0.5
        "Growth of a state's industry a year in peace; assumed, of the order of great powers' since 1870."
    EconomyRecovery "economy.recovery" 5475.0 Time 30.0..100000.0
        "Days in which an industry that has been struck recovers all but a share e of what it lost: fifteen years (Organski and Kugler 1977, the phoenix factor)."
    EconomyWar "economy.war" 0.01 Share -0.5..0.5
        "What a year of war takes from that growth."
    EconomySpoils "economy.spoils" 0.1 Share 0.0..10.0
        "What those who rule enslaved people gain in industry, for each equal of their own worth that they rule so."

    FleetLife "fleet.life" 9125.0 Time 30.0..100000.0
        "Days after which a unit is worn out and broken up, on average: twenty-five years."
    FleetPeace "fleet.peace" 0.35 Share 0.0..1.0
        "Share of its yards' work that a state keeps up in peace where nothing threatens."
    FleetThreat "fleet.threat" 1.0 Factor 0.0..100.0
        "How strongly a state arms against others: their strength counts by this, by nearness and by tension."

    TensionUsual "tension.usual" 0.2 Share 0.01..0.99
        "Tension between two states of which a saga says nothing."
    TensionHalfLife "tension.half-life" 2190.0 Time 30.0..100000.0
        "Days in which tension closes half the way to where old rivalry, wrongs and losses put it: six years."
    TensionGrievance "tension.grievance" 0.3 Factor 0.0..10.0
        "What each unit of either people's grievance against the other state adds to the logit of tension."
    TensionLost "tension.lost" 3.0 Factor 0.0..100.0
        "What it adds, in logits, that the other holds all that was once a state's own; less in proportion."
    TensionAllied "tension.allied" 2.0 Factor 0.0..100.0
        "What an alliance takes from it, in logits."
    IncidentRate "incident.rate" 0.6 Factor 0.0..100.0
        "Incidents a year between two states that share a long border and stand wholly on edge."
    IncidentGravity "incident.gravity" 0.3 Share 0.001..1.0
        "How grave an incident is on average, 0 to 1."
    IncidentInsult "incident.insult" 0.9 Factor 0.0..100.0
        "What it costs a state to settle the gravest incident with one on whom it is wholly on edge, against the stakes."
    IncidentShift "incident.shift" 0.5 Factor 0.0..100.0
        "Weight of how a state's odds will change in the years to come: who falls behind strikes first (Fearon 1995)."
    IncidentWar "incident.war" 0.35 Factor -10.0..10.0
        "What it takes to begin a war that could be left, against the stakes."

    IncidentWeary "incident.weary" 0.8 Factor 0.0..100.0
        "What it takes from a state's readiness for another war to have just come out of one that bled it white."
    IncidentForgets "incident.forgets" 5475.0 Time 30.0..1000000.0
        "Days in which that is forgotten, all but a share e: fifteen years."

    AllianceGain "alliance.gain" 1.0 Factor 0.0..100.0
        "What a state wholly on edge with another gives for odds against him that are better by a factor e (Walt 1987, balance of threat)."
    AllianceOld "alliance.old-enemy" 0.5 Factor 0.0..100.0
        "What full tension with an ally to be takes from it."
    AllianceWar "alliance.war" 0.3 Factor 0.0..100.0
        "What it costs to be drawn into a war that an ally fights, at even odds."
    AllianceBound "alliance.bound" 0.5 Factor 0.0..100.0
        "What it costs a state to bind itself at all (Morrow 1991: security is paid for with autonomy)."
    AllianceThreat "alliance.threat" 0.35 Share 0.0..1.0
        "Tension below which another is no threat to ally against."

    RulerPlots "ruler.plots" 0.25 Share 0.0..10.0
        "Attempts a year to overthrow a ruler whom nobody supports."
    RulerAccession "ruler.accession" 0.45 Share 0.0..1.0
        "Support of one who has just come to power."
    RulerYears "ruler.years" 1460.0 Time 30.0..36500.0
        "Days in which a ruler's support closes in, all but a share e, on what he has done for it: four years."
    RulerUsual "ruler.usual" 0.85 Share 0.0..1.0
        "Support of one under whom nothing has gone wrong."
    RulerLost "ruler.lost" 1.5 Factor 0.0..100.0
        "What it takes from it to have lost all the state's places, less in proportion, in a war or by treaty."
    RulerPoverty "ruler.poverty" 0.5 Factor 0.0..100.0
        "What an industry in ruins takes from it."

    ArmsGain "arms.gain" 0.8 Factor 0.0..100.0
        "What it is worth to a state wholly on edge with another to arm all who hate it there."
    ArmsCost "arms.cost" 0.15 Factor 0.0..100.0
        "What it costs, by the odds of a war over it and the chance that it comes out."
    ArmsExposure "arms.exposure" 0.06 Share 0.0..10.0
        "Chance a year that arms sent to rebels are found."
    ArmsGravity "arms.gravity" 0.6 Share 0.0..1.0
        "How grave an incident it is when they are."
    ArmsSpirit "arms.spirit" 0.6 Factor 0.0..100.0
        "What arms from outside add to recruitment and strikes of rebels, and to the chance that they rise."
    ArmsPledge "arms.pledge" 0.6 Factor 0.0..100.0
        "What it costs a state to break its word not to help them, against the stakes."

    LiabilityHostile "liability.hostile" 1.0 Factor 0.0..100.0
        "What a wholly hostile people takes from the worth of its world to those who hold it."
    LiabilityRisk "liability.risk" 1.0 Factor 0.0..100.0
        "Worth of the strength that would be lost in holding a world, against the same share of all worlds held."

    SpoilsGrievance "spoils.grievance" 3.0 Factor 0.0..20.0
        "Grievance of a people that is put to work for others: 3 is what a massacre leaves."
    SpoilsHostile "spoils.hostile" 0.6 Share 0.01..0.99
        "Share of such a people hostile to its rulers at first."
    RisingSeize "rising.seize" 0.0 Factor 0.0..100.0
        "Times as many rebels as soldiers, at which those who have risen throw a garrison out and hold the place; 0 for never."

    RisingQuelled "rising.quelled" 1825.0 Time 0.0..100000.0
        "Days for which no one seizes a place again that was taken back from those who had risen there."
    RisingEndures "rising.endures" 1825.0 Time 30.0..100000.0
        "Days after which a rising that holds no place dies down, on average, where soldiers far outnumber those who have risen."

    WarRally "war.rally" 0.5 Factor 0.0..10.0
        "What tension adds to the logit of resolve as a war opens, wholly on edge against wholly at ease."
}
