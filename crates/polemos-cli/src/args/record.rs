//! The command line of `polemos record`.

use super::{Format, SubjectArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Options of `record`.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// What to do
    #[command(subcommand)]
    pub command: RecordCommand,
}

/// What to do with records.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Read a page of an encyclopedia: wikitext, or text copied from one
    Import(ImportArgs),
    /// Write a record, or what a run came to, as wikitext, HTML, Markdown, text, a table of claims or JSON
    Export(ExportArgs),
    /// Say what each number of an article rests on: the claim, and the entries of the chronicle
    Trace(TraceArgs),
    /// Set two records beside each other: which claims agree, differ, are new
    Compare(CompareRecordsArgs),
    /// Begin a record by hand
    New(NewRecordArgs),
    /// Set fields of a record
    Set(SetArgs),
    /// Find records in a folder: polemos record find FOLDER "commanders on both sides"
    Find(FindArgs),
    /// Check records: what is missing, what contradicts itself, what names nothing
    Check(CheckRecordArgs),
}

/// How to write a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// The markup of wikis; a page that was read from it keeps its bytes but for what was edited.
    Wikitext,
    /// A page that needs nothing else.
    Html,
    /// Markdown, with footnotes.
    Md,
    /// Plain text, with labels.
    Txt,
    /// One claim a row.
    Csv,
    /// The record itself; the schema is printed by `polemos schema --of record`.
    Json,
}

/// What a page is read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReadAs {
    /// A record.
    #[default]
    Record,
    /// The beginning of a scenario.
    Scenario,
}

/// The form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// The markup of wikis.
    Wikitext,
    /// Plain text.
    Text,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Several wars told as one.
    WarGroup,
    /// A war.
    War,
    /// A campaign.
    Campaign,
    /// A battle.
    Battle,
    /// A siege.
    Siege,
    /// An incident.
    Incident,
}

impl From<KindArg> for polemos::record::RecordKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::WarGroup => Self::WarGroup,
            KindArg::War => Self::War,
            KindArg::Campaign => Self::Campaign,
            KindArg::Battle => Self::Battle,
            KindArg::Siege => Self::Siege,
            KindArg::Incident => Self::Incident,
        }
    }
}

/// Options of `record import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The page, as a file; - reads standard input
    pub file: PathBuf,
    /// Print the record in this form; left out, a summary: what was understood, what was not, what only you can say
    #[arg(long, value_enum)]
    pub format: Option<RecordFormat>,
    /// As what to read it
    #[arg(long = "as", value_enum, default_value_t, conflicts_with = "format")]
    pub read_as: ReadAs,
    /// The form of the page; seen from its text when left out
    #[arg(long, value_enum, value_name = "FORM")]
    pub from: Option<Form>,
    /// What it is about; seen from its name when left out
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
    /// The history that it belongs to, as an id: the same name in another history is somebody else
    #[arg(long, value_name = "ID")]
    pub continuity: Option<String>,
    /// Title of the page, where its text does not hold it
    #[arg(long)]
    pub title: Option<String>,
    /// Address of the page
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// Licence of its words: CC-BY-SA-4.0
    #[arg(long)]
    pub licence: Option<String>,
    /// Whom the licence asks to be named
    #[arg(long, value_name = "WHOM")]
    pub attribution: Option<String>,
    /// Write to this file instead of printing
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How long an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LengthArg {
    /// A paragraph.
    Lead,
    /// A page.
    Short,
    /// All that is worth telling.
    #[default]
    Full,
}

impl From<LengthArg> for polemos::almanac::article::Length {
    fn from(length: LengthArg) -> Self {
        match length {
            LengthArg::Lead => Self::Lead,
            LengthArg::Short => Self::Short,
            LengthArg::Full => Self::Full,
        }
    }
}

/// Which record of a run, and how a war that is not saved is played.
#[derive(Clone, Debug, Args)]
pub struct ToldArgs {
    /// Of a run: how long its article is
    #[arg(long, value_enum, default_value_t)]
    pub length: LengthArg,
    /// Of a run: the record with this id in place of the war's: battle-of-PLACE-1
    #[arg(long, value_name = "ID")]
    pub of: Option<String>,
    #[command(flatten)]
    pub how: SubjectArgs,
}

/// Options of `record export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// A record, as JSON; or a war, WAR:CONTINUITY or a saved run or projection, which is told as one
    #[arg(value_name = "RECORD|WAR|RUN")]
    pub record: String,
    /// How to write it; seen from the ending of --out when left out
    #[arg(long, value_enum, required_unless_present = "out")]
    pub format: Option<RecordFormat>,
    #[command(flatten)]
    pub told: ToldArgs,
    /// Write to this file instead of printing
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Options of `record trace`.
#[derive(Debug, Args)]
pub struct TraceArgs {
    /// A record, as JSON; or a war, WAR:CONTINUITY or a saved run, which is told as one
    #[arg(value_name = "RECORD|WAR|RUN")]
    pub record: String,
    /// Only numbers in sentences with these words
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub told: ToldArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `record compare`.
#[derive(Debug, Args)]
pub struct CompareRecordsArgs {
    /// A record, as JSON, or a page; or a war or a saved run
    #[arg(value_name = "A")]
    pub a: String,
    /// What it is set beside
    #[arg(value_name = "B")]
    pub b: String,
    #[command(flatten)]
    pub how: SubjectArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `record new`.
#[derive(Debug, Args)]
pub struct NewRecordArgs {
    /// Its name; the file is named after it
    pub name: String,
    /// Fields to set at once: date="late 2375" combatant1="The League"
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    /// What it is about; seen from its name when left out
    #[arg(long, value_enum)]
    pub kind: Option<KindArg>,
    /// The history that it belongs to, as an id
    #[arg(long, value_name = "ID")]
    pub continuity: Option<String>,
    /// The folder of records to put it in
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

/// Options of `record set`.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// A record, as JSON
    pub record: PathBuf,
    /// Fields as boxes call them (name, date, place, result, combatant1, commander2, strength1, losses2 …), and kind,
    /// continuity, licence; FIELD+=VALUE adds, FIELD= leaves nothing there
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// Options of `record find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// A folder of records
    pub folder: PathBuf,
    /// What to look for; all of it must fit. Words, or a phrase in quotes: "losses unknown", "in 2375", "ended a war"
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `record check`.
#[derive(Debug, Args)]
pub struct CheckRecordArgs {
    /// Records, or folders of them
    #[arg(required = true, value_name = "RECORD|FOLDER")]
    pub paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Options of `almanac`.
#[derive(Clone, Debug, Args)]
pub struct AlmanacArgs {
    /// Wars, WAR:CONTINUITY, saved runs, or the folder of a store; left out, all saved runs
    #[arg(value_name = "STORE|WAR|RUN")]
    pub subjects: Vec<String>,
    /// The folder to write; an almanac that is there already is replaced
    #[arg(long, default_value = "almanac", value_name = "DIR")]
    pub out: PathBuf,
    /// How long the articles are
    #[arg(long, value_enum, default_value_t)]
    pub length: LengthArg,
    #[command(flatten)]
    pub how: SubjectArgs,
}
