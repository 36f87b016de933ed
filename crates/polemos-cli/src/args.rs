//! The command line: what can be asked.

mod record;

pub use record::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Polemos, a war simulator: play a war and read it, project how else it could go, change one thing.
#[derive(Debug, Parser)]
#[command(name = "polemos", version, arg_required_else_help = true, max_term_width = 100)]
#[command(
    after_help = "WAR is the name of a war of the library (polemos list) or the path of a scenario, a file or a \
                        folder.\nBegin with: polemos run cardassia"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a war once: how it ended and why, its story, its record
    Run(RunArgs),
    /// Play a war many times: odds of each ending, losses, duration, decisions
    Project(ProjectArgs),
    /// List saved runs and projections, or read one
    Runs(RunsArgs),
    /// Change one thing on a date: the same history up to then, another after it
    Fork(ForkArgs),
    /// Draw a war's continuities and forks as a tree
    Continuities(ContinuitiesArgs),
    /// Set two histories of a war beside each other: where they part, and what came of it
    Compare(CompareArgs),
    /// Say what decided a war: its chain of causes, and what each part of it did
    Why(WhyArgs),
    /// Fight one battle of a war ship by ship, or a scene
    Battle(BattleArgs),
    /// Measure what the aggregated battle must be told of a war's classes, ship by ship
    Calibrate(CalibrateArgs),
    /// Draw a war's places and lanes, in the terminal or as SVG
    Map(MapArgs),
    /// Check a scenario: all errors and warnings at once, each with its repair
    Check(CheckArgs),
    /// Hold a war against what is expected of it: its source, its chain of causes, each part taken away
    Evidence(EvidenceArgs),
    /// Read and write pages of encyclopedias, and keep records of wars, played or not
    Record(RecordArgs),
    /// Write a folder of linked pages: every war, campaign, battle, person, faction and place of one or more histories
    Almanac(AlmanacArgs),
    /// Print the JSON Schema of scenarios, of records, or of what run, project, evidence and battle print
    Schema(SchemaArgs),
    /// Write a small, commented, playable scenario to begin with
    New(NewArgs),
    /// Hold the battle model against published results
    Validate(ValidateArgs),
    /// Play a war twice and say where the two histories part
    Diff(DiffArgs),
    /// List the wars of the library
    List(ListArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
}

/// A war, and what is changed in it.
#[derive(Clone, Debug, Args)]
pub struct WarArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    pub war: String,
    /// Seed of all chance: the same war and seed give the same history
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Fix a number; those relative to it keep theirs. Paths: polemos check WAR --explain
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Give a number a new meaning; those relative to it are solved anew
    #[arg(long, value_name = "PATH=QUANTITY")]
    pub set_def: Vec<String>,
    /// Leave out anything with an id; a decision left out takes its default
    #[arg(long, value_name = "ID")]
    pub without: Vec<String>,
    /// Settle a decision beforehand, whoever decides
    #[arg(long, value_name = "DECISION=OPTION")]
    pub choose: Vec<String>,
    /// Who answers decisions: doctrine, historical or default; for one coalition: pact=historical
    #[arg(long, value_name = "[COALITION=]POLICY")]
    pub policy: Vec<String>,
    /// Fight aggregated battles as this file says (polemos calibrate WAR); left out, as NAME.calibration.toml beside the
    /// scenario says, if it is there; none for without
    #[arg(long, value_name = "FILE")]
    pub calibration: Option<PathBuf>,
    /// Keep the past of replication 0 up to this date, and let histories part there
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
}

/// Where runs are saved.
#[derive(Clone, Debug, Default, Args)]
pub struct StoreArg {
    /// Folder of saved runs; left out, POLEMOS_STORE, or polemos in your data folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

/// A war or saved run to begin from, and how a war is played.
#[derive(Clone, Debug, Args)]
pub struct SubjectArgs {
    /// Seed of a war's chance; a saved run has its own
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Who answers a war's decisions: doctrine, historical or default; a saved run has its own
    #[arg(long, value_name = "[COALITION=]POLICY")]
    pub policy: Vec<String>,
    #[command(flatten)]
    pub store: StoreArg,
}

/// Options of `runs`.
#[derive(Debug, Args)]
pub struct RunsArgs {
    /// Read this one: its page as it was printed when it was saved
    #[arg(value_name = "RUN")]
    pub run: Option<String>,
    /// Play it again, and check that it comes out the same to the last bit; without RUN, all of them
    #[arg(long)]
    pub verify: bool,
    /// Make the catalogue again from the files
    #[arg(long, conflicts_with = "run")]
    pub rebuild: bool,
    /// Remove it
    #[arg(long, requires = "run", conflicts_with = "verify")]
    pub remove: bool,
    #[command(flatten)]
    pub store: StoreArg,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `fork`.
#[derive(Debug, Args)]
pub struct ForkArgs {
    /// A war, WAR:CONTINUITY, or a saved run
    #[arg(value_name = "WAR|RUN")]
    pub parent: String,
    /// The date on which the child parts; the war's first day when left out
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Fix a number from then on. Paths: polemos check WAR --explain
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Give a number a new meaning from then on
    #[arg(long, value_name = "PATH=QUANTITY")]
    pub set_def: Vec<String>,
    /// Settle a decision, whenever it opens from then on
    #[arg(long, value_name = "DECISION=OPTION")]
    pub choose: Vec<String>,
    /// Leave out anything with an id from then on
    #[arg(long, value_name = "ID")]
    pub without: Vec<String>,
    /// Save the child under this name; one is made for it when left out
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub how: SubjectArgs,
}

/// Options of `continuities`.
#[derive(Debug, Args)]
pub struct ContinuitiesArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    pub war: String,
    #[command(flatten)]
    pub store: StoreArg,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// A war, WAR:CONTINUITY, or a saved run
    #[arg(value_name = "A")]
    pub a: String,
    /// Another
    #[arg(value_name = "B")]
    pub b: String,
    /// Also play both so often from the day on which they part, under the same luck
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub runs: Option<u64>,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    #[command(flatten)]
    pub how: SubjectArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `why`.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// A war, WAR:CONTINUITY, or a saved run
    #[arg(value_name = "WAR|RUN")]
    pub subject: String,
    /// How many runs of the war as it is, and as many without each part of it
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::value_parser!(u64).range(20..=1_000_000))]
    pub runs: u64,
    /// How many of the weightiest parts are tried in pairs; no pairs when 0
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=12))]
    pub pairs: u64,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Show all that was tried
    #[arg(long)]
    pub detail: bool,
    #[command(flatten)]
    pub how: SubjectArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs; the schema is printed by `polemos schema --of …`.
    Json,
}

/// How the battles of a campaign are fought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum BattlesBy {
    /// By aggregated attrition.
    #[default]
    Aggregated,
    /// Ship by ship.
    Ship,
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    #[command(flatten)]
    pub war: WarArgs,
    /// Play this replication of the seed: a row of a projection, by its number
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub replication: u64,
    /// Tell all that is worth a line, with a record of each battle of note
    #[arg(long)]
    pub detail: bool,
    /// Save the run under this name, or under one made for it: polemos runs
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub save: Option<String>,
    #[command(flatten)]
    pub store: StoreArg,
    /// Stop on this date and save what has been played, to be played on: polemos run NAME
    #[arg(long, value_name = "DATE", conflicts_with_all = ["digest", "format"])]
    pub until: Option<String>,
    /// Print only the digest of the history
    #[arg(long)]
    pub digest: bool,
    /// Also write the war up as an encyclopedia would: .html, .md, .txt, .csv, .json or .wikitext
    #[arg(long, value_name = "FILE", conflicts_with = "digest")]
    pub record: Option<PathBuf>,
    /// How long its article is
    #[arg(long, value_enum, default_value_t, requires = "record")]
    pub length: LengthArg,
    /// How battles are fought; ship by ship takes seconds where the other takes microseconds
    #[arg(long, value_enum, default_value_t)]
    pub battles: BattlesBy,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `project`.
#[derive(Debug, Args)]
pub struct ProjectArgs {
    #[command(flatten)]
    pub war: WarArgs,
    /// How many runs
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub runs: u64,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Save the projection under this name, or under one made for it: polemos runs
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub save: Option<String>,
    #[command(flatten)]
    pub store: StoreArg,
    /// Also write the projection up as an encyclopedia would: .html, .md, .txt, .csv, .json or .wikitext
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Also write one row a run to a CSV file
    #[arg(long, value_name = "FILE.csv")]
    pub runs_out: Option<PathBuf>,
    /// Show every faction, battle, decision and fact
    #[arg(long)]
    pub detail: bool,
    /// Also play as often with a tenth more ships for each coalition, decisions fixed and free: what strength is worth
    #[arg(long, conflicts_with = "from")]
    pub strength_check: bool,
    /// How battles are fought
    #[arg(long, value_enum, default_value_t)]
    pub battles: BattlesBy,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    pub war: String,
    /// Write to this file; left out, NAME.calibration.toml beside the scenario, where it is found without being named; in
    /// this folder for a war of the library
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Seed of all chance: the same war and seed give the same file
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Independent samples, whose scatter is the coefficients' error
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=100))]
    pub samples: u64,
    /// Ship-level battles of each pairing in a sample
    #[arg(long, default_value_t = 12, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000))]
    pub battles: u64,
    /// Then hold it against fleets that it has not seen, with so many ship-level battles of each
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=100_000))]
    pub check: u64,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
}

/// Options of `battle`.
#[derive(Debug, Args)]
pub struct BattleArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    #[arg(required_unless_present = "scene", requires = "at")]
    pub war: Option<String>,
    /// Fight for this place of the war, with the forces that have met there
    #[arg(long, value_name = "PLACE", requires = "war")]
    pub at: Option<String>,
    /// With the forces that stand there on this date; left out, when enemies have first met there
    #[arg(long, value_name = "DATE", requires = "war")]
    pub on: Option<String>,
    /// A scene instead of a war: of the library (duel, fleet-action, homeworld), or the path of one
    #[arg(long, conflicts_with = "war")]
    pub scene: Option<String>,
    /// Fix a number of the war. Paths: polemos check WAR --explain
    #[arg(long, value_name = "PATH=VALUE", requires = "war")]
    pub set: Vec<String>,
    /// Leave out anything of the war that has an id
    #[arg(long, value_name = "ID", requires = "war")]
    pub without: Vec<String>,
    /// Settle a decision of the war beforehand
    #[arg(long, value_name = "DECISION=OPTION", requires = "war")]
    pub choose: Vec<String>,
    /// Who answers the war's decisions: doctrine, historical or default
    #[arg(long, value_name = "[COALITION=]POLICY", requires = "war")]
    pub policy: Vec<String>,
    /// Fight the aggregated battles of the war that leads there as this file says (polemos calibrate WAR)
    #[arg(long, value_name = "FILE", requires = "war")]
    pub calibration: Option<PathBuf>,
    /// Record it in a file, to be played back
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// Draw its phases in a file
    #[arg(long, value_name = "FILE.svg")]
    pub svg: Option<PathBuf>,
    /// Ships on each side of the scene, shared out over its squadrons in proportion
    #[arg(long, requires = "scene", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub ships: Option<u32>,
    /// Steps after which the scene ends undecided
    #[arg(long, requires = "scene", value_name = "T", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub steps: Option<u32>,
    /// Seed of all chance: the same battle and seed come out the same
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Fight the scene so often, and report the median speed
    #[arg(long, default_value_t = 1, requires = "scene", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub repeat: u32,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `map`.
#[derive(Debug, Args)]
pub struct MapArgs {
    #[command(flatten)]
    pub war: WarArgs,
    /// Show who holds what at the end of the run with this seed, not at the start
    #[arg(long)]
    pub at_end: bool,
    /// Write a picture to this file
    #[arg(long, value_name = "FILE.svg")]
    pub svg: Option<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    pub war: String,
    /// List every default that was used
    #[arg(long)]
    pub explain: bool,
    /// Play the war, and say of each fact of its source how often it comes out
    #[arg(long, conflicts_with = "explain")]
    pub against_source: bool,
    /// With --against-source: how many runs on the historical path, and as many under doctrine
    #[arg(long, default_value_t = 200, requires = "against_source", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub runs: u64,
    /// With --against-source: seed of all chance
    #[arg(long, default_value_t = 1, requires = "against_source")]
    pub seed: u64,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How to write the evidence up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvidenceFormat {
    /// For people.
    #[default]
    Md,
    /// For programs; the schema is printed by `polemos schema --of evidence`.
    Json,
}

/// Which numbers designs vary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum VaryArg {
    /// What the scenario writes without citing a source for it.
    #[default]
    Assumed,
    /// Every number of the war, all rules and defaults among them.
    All,
}

impl From<VaryArg> for polemos::study::evidence::design::Vary {
    fn from(arg: VaryArg) -> Self {
        match arg {
            VaryArg::Assumed => Self::Assumed,
            VaryArg::All => Self::All,
        }
    }
}

/// Options of `evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// A war of the library, or the path of a scenario (file or folder)
    pub war: String,
    /// How many runs of each version of the war on the historical path, and as many under doctrine
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub runs: u64,
    /// How many designs that vary its numbers jointly by a quarter; none when 0
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(0..=100_000))]
    pub designs: u64,
    /// How many runs of each design
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub design_runs: u64,
    /// Which numbers the designs vary
    #[arg(long, value_enum, default_value_t)]
    pub vary: VaryArg,
    /// Fight aggregated battles as this file says (polemos calibrate WAR); left out, as NAME.calibration.toml beside the
    /// scenario; as the scenario has them when `none`
    #[arg(long, value_name = "FILE")]
    pub calibration: Option<PathBuf>,
    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; all processors when 0. The result does not depend on it
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Write to this file, or to a file named after the war in this folder; a page gets its picture beside it
    #[arg(long, value_name = "DIR|FILE")]
    pub out: Option<PathBuf>,
    /// How to write it up
    #[arg(long, value_enum, default_value_t)]
    pub format: EvidenceFormat,
}

/// Which schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// Scenario files, for completion in an editor.
    #[default]
    Scenario,
    /// What `run --format json` prints.
    Run,
    /// What `project --format json` prints.
    Project,
    /// What `evidence --format json` prints.
    Evidence,
    /// What `battle --format json` prints.
    Battle,
    /// What `compare --format json` prints.
    Compare,
    /// What `why --format json` prints.
    Why,
    /// Records, as `record import --format json` prints them.
    Record,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(long, value_enum, default_value_t)]
    pub of: SchemaOf,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Name of the war in kebab-case; the file is NAME.toml in this folder
    pub name: String,
}

/// Options of `validate`.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// Replicate as often as the checks ask for: minutes instead of seconds
    #[arg(long)]
    pub full: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    #[command(flatten)]
    pub war: WarArgs,
    /// The second war; the first one when left out
    #[arg(long, value_name = "WAR")]
    pub with_war: Option<String>,
    /// Seed of the second run; that of the first when left out
    #[arg(long, value_name = "SEED")]
    pub with_seed: Option<u64>,
    /// Replication of the second run
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub with_replication: u64,
    /// Fix a number in the second run only
    #[arg(long, value_name = "PATH=VALUE")]
    pub with_set: Vec<String>,
    /// Leave something out of the second run only
    #[arg(long, value_name = "ID")]
    pub with_without: Vec<String>,
    /// Settle a decision beforehand in the second run only
    #[arg(long, value_name = "DECISION=OPTION")]
    pub with_choose: Vec<String>,
    /// Who answers decisions in the second run
    #[arg(long, value_name = "[COALITION=]POLICY")]
    pub with_policy: Vec<String>,
}

/// Options of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}
