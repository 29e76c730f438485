//! A vector as the numbers of a response: floats, bytes, bits.
//!
//! Bytes cover four standard deviations of a vector's numbers, like a range fitted to a model's vectors. Bits are
//! signs. Cohere packs eight to a byte, first number highest, as unsigned bytes (`ubinary`) or
//! moved down by 128 (`binary`); Titan gives each bit as a number
//! (<https://docs.cohere.com/docs/embeddings>, <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html>).

use super::space::length;
use serde_json::{Number, Value};

/// Floats with eight decimals.
pub fn floats(vector: &[f32]) -> Value {
    let number = |value: &f32| Number::from_f64((f64::from(*value) * 1e8).round() / 1e8).map(Value::Number);
    vector.iter().map(|value| number(value).unwrap_or_default()).collect()
}

/// Signed bytes.
pub fn int8(vector: &[f32]) -> Value {
    bytes(vector, 0)
}

/// Unsigned bytes: the signed ones moved up by 128.
pub fn uint8(vector: &[f32]) -> Value {
    bytes(vector, 128)
}

fn bytes(vector: &[f32], up: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let deviation = length(vector) / (vector.len().max(1) as f32).sqrt();
    let scale = if deviation > 0.0 { 127.0 / (4.0 * deviation) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a byte")]
    let byte = |value: &f32| Value::from((value * scale).round().clamp(-128.0, 127.0) as i64 + up);
    vector.iter().map(byte).collect()
}

/// Signs, eight to an unsigned byte.
pub fn ubinary(vector: &[f32]) -> Value {
    packed(vector).map(Value::from).collect()
}

/// Signs, eight to a signed byte.
pub fn binary(vector: &[f32]) -> Value {
    packed(vector).map(|byte| Value::from(i64::from(byte) - 128)).collect()
}

fn packed(vector: &[f32]) -> impl Iterator<Item = u8> {
    vector.chunks(8).map(|eight| {
        eight.iter().enumerate().fold(0, |byte, (place, value)| byte | u8::from(*value > 0.0) << (7 - place))
    })
}

/// Signs, a number each.
pub fn bits(vector: &[f32]) -> Value {
    vector.iter().map(|value| Value::from(u8::from(*value > 0.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_vector_in_every_type() {
        let vector = [0.5, -0.25, 0.0, -4.0, 0.125, 0.1, 0.1, 0.1, 0.2, -0.1];
        assert_eq!(floats(&vector[..3]), json!([0.5, -0.25, 0.0]));
        assert_eq!(bits(&vector), json!([1, 0, 0, 0, 1, 1, 1, 1, 1, 0]));
        assert_eq!(ubinary(&vector), json!([0b1000_1111, 0b1000_0000]));
        assert_eq!(binary(&vector), json!([0b1000_1111 - 128, 0]));
        assert_eq!((int8(&[1.0, -1.0]), uint8(&[1.0, -1.0])), (json!([32, -32]), json!([160, 96])));
        assert_eq!((int8(&[0.0, 0.0]), uint8(&[])), (json!([0, 0]), json!([])));
        assert_eq!(
            int8(&[100.0, 0.1, 0.1, 0.1, -0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])[0],
            127
        );
    }
}
