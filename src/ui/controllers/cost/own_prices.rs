//! The user's own prices, kept on this device.

use crate::bedrock::prices::PriceTable;
use crate::platform::{BrowserError, storage};

/// Their storage key.
const NAME: &str = "outcrop.prices";

/// The price list, with the user's own prices if there are any.
pub fn read() -> PriceTable {
    let Some(text) = storage::read(NAME) else { return PriceTable::default() };
    PriceTable::parse(&text).unwrap_or_else(|_| {
        storage::set_aside(NAME, &text);
        PriceTable::default()
    })
}

/// Reads and stores the user's own prices. An error of the text names the wrong line, and nothing is stored then.
pub fn write(text: &str) -> Result<Priced, String> {
    let table = PriceTable::parse(text)?;
    Ok(Priced { table, stored: storage::write(NAME, text).map_err(BrowserError::from) })
}

/// Prices that were entered.
pub struct Priced {
    /// The list with them.
    pub table: PriceTable,
    /// Whether this device keeps them. They apply to this visit either way.
    pub stored: Result<(), BrowserError>,
}
