//! Plain comma-separated tables: a header, then rows; quotes around fields that hold commas.

use crate::law::Law;

pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

pub(super) struct Row<'a> {
    table: &'a Table,
    fields: &'a [String],
}

impl Table {
    pub fn parse(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(split);
        let header = lines.next().unwrap_or_default();
        Self { header, rows: lines.collect() }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|fields| Row { table: self, fields })
    }
}

impl Row<'_> {
    pub fn text(&self, column: &str) -> Result<&str, String> {
        let at = self.table.header.iter().position(|name| name == column);
        let field = at.and_then(|i| self.fields.get(i));
        field.map(String::as_str).ok_or_else(|| format!("the table has no column {column}"))
    }

    pub fn number(&self, column: &str) -> Result<f64, String> {
        let text = self.text(column)?;
        text.trim().parse().map_err(|_| format!("{text:?} in column {column} is no number"))
    }

    /// A number that may be left out.
    pub fn optional(&self, column: &str) -> Result<Option<f64>, String> {
        if self.text(column)?.trim().is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// The law of attrition in the column `law`.
    pub fn law(&self) -> Result<Law, String> {
        match self.text("law")? {
            "square" => Ok(Law::Square),
            "linear" => Ok(Law::Linear),
            "logarithmic" => Ok(Law::Logarithmic),
            "mixed" => Ok(Law::Ambush),
            other => Err(format!("{other:?} is no law of attrition")),
        }
    }

    pub fn count(&self, column: &str) -> Result<u32, String> {
        let x = self.number(column)?;
        if (0.0..=f64::from(u32::MAX)).contains(&x) && x == libm::floor(x) {
            Ok(x as u32)
        } else {
            Err(format!("{x} in column {column} is no count"))
        }
    }
}

fn split(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_gaps() {
        let table = Table::parse("name,x,y\r\n\"a, b\",1.5,\n\nc,2,3\n");
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].text("name"), Ok("a, b"));
        assert_eq!(rows[0].optional("y"), Ok(None));
        assert_eq!(rows[1].count("y"), Ok(3));
        assert!(
            rows[0].count("x").is_err() && rows[0].number("z").is_err() && rows[0].number("name").is_err()
        );
    }
}
