//! `polemos schema`: JSON Schemas.

use crate::args::{SchemaArgs, SchemaOf};
use crate::{Done, output};
use std::process::ExitCode;

/// Prints a schema.
pub fn run(args: &SchemaArgs) -> Done {
    let schema = match args.of {
        SchemaOf::Scenario => polemos::scenario::schema(),
        SchemaOf::Run => polemos::almanac::report::schema(),
        SchemaOf::Evidence => polemos::study::evidence::report::schema(),
        SchemaOf::Compare => polemos::compare::schema(),
        SchemaOf::Why => polemos::why::schema(),
        SchemaOf::Battle => polemos::ship::report::schema(),
        SchemaOf::Record => polemos::record::json::schema(),
        SchemaOf::Project => polemos::study::strength::schema(),
    };
    output::print_json(&schema)?;
    Ok(ExitCode::SUCCESS)
}
