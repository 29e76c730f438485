//! The reader's own prices, kept on this device.

use crate::bedrock::prices::PriceTable;
use crate::platform::storage;

/// Name under which they are kept.
const NAME: &str = "outcrop.prices";

/// The list, with the reader's own prices where there are any.
pub fn read() -> PriceTable {
    storage::read(NAME).and_then(|text| PriceTable::parse(&text).ok()).unwrap_or_default()
}

/// Keeps the reader's own prices. The error names the line that is wrong; nothing is kept then.
pub fn write(text: &str) -> Result<PriceTable, String> {
    let table = PriceTable::parse(text)?;
    storage::write(NAME, text);
    Ok(table)
}
