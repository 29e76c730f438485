//! Draws pixels onto a canvas.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// Gives the canvas these sides and these pixels: red, green, blue and opacity of each, row by row. A canvas that cannot
/// be drawn on stays as it is.
pub fn lay(canvas: &HtmlCanvasElement, (width, height): (usize, usize), pixels: &[u8]) {
    let side = |length: usize| u32::try_from(length).unwrap_or(0);
    let (width, height) = (side(width), side(height));
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context =
        canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height);
    if let (Some(context), Ok(data)) = (context, data) {
        // It fails only for a canvas of no size.
        let _ = context.put_image_data(&data, 0.0, 0.0);
    }
}
