//! Operators on known values.

use ruff_python_ast::{CmpOp, Operator, UnaryOp};
use ruff_text_size::Ranged;

use super::machine::Machine;
use super::value::Py;

/// The longest result of a repetition, in bytes or items.
const LONGEST_REPEAT: i128 = 8 * 1024 * 1024;

/// The place that an index means; a negative one counts from the end.
pub(super) fn index(at: i128, length: usize) -> Option<usize> {
    let length_number = i128::try_from(length).ok()?;
    let at = if at < 0 { at + length_number } else { at };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// A value as a key of a dictionary, as JSON writes it.
pub(super) fn key(value: &Py) -> Option<String> {
    Some(match value {
        Py::Str(text) => text.text.clone(),
        Py::Int(number) => number.to_string(),
        Py::Bool(value) => value.to_string(),
        Py::None => "null".to_owned(),
        _ => return None,
    })
}

impl Machine<'_> {
    /// Whether a value counts as true; `None` where that is unknown.
    pub(super) fn truth(&self, value: &Py) -> Option<bool> {
        Some(match value {
            Py::None => false,
            Py::Bool(value) => *value,
            Py::Int(number) => *number != 0,
            Py::Float(number) => *number != 0.0,
            Py::Str(text) => !text.text.is_empty(),
            Py::Bytes(bytes) => !bytes.is_empty(),
            Py::List(id) | Py::Tuple(id) => !self.heap.items(*id).is_empty(),
            Py::Dict(id) => !self.heap.members(*id)?.is_empty(),
            Py::Unknown(_) | Py::Several(_) | Py::Import(_) => return None,
            Py::Dumped(_)
            | Py::Function(_)
            | Py::Class(_)
            | Py::Object(_)
            | Py::Method(_)
            | Py::Bound(_)
            | Py::Partial(_)
            | Py::Session(_)
            | Py::Client(_)
            | Py::Call(_) => true,
        })
    }

    /// `left op right`; an unknown value where that cannot be worked out.
    pub(super) fn binary(&mut self, op: Operator, left: &Py, right: &Py, node: &impl Ranged) -> Py {
        let known = match (op, left, right) {
            (Operator::Add, _, _) => self.sum(left, right),
            (Operator::Mod, Py::Str(text), _) => self.percent(text, right, node),
            (Operator::Mult, Py::Int(times), value) | (Operator::Mult, value, Py::Int(times))
                if !matches!((left, right), (Py::Int(_) | Py::Float(_), Py::Int(_) | Py::Float(_))) =>
            {
                self.repeat(value, *times)
            }
            (Operator::BitOr, Py::Dict(a), Py::Dict(b)) => {
                let (a, b) = (self.heap.members(*a).cloned(), self.heap.members(*b).cloned());
                a.zip(b).filter(|(a, b)| self.may_hold(a.items().len() + b.items().len())).map(|(mut a, b)| {
                    a.extend(b);
                    self.heap.dict(a)
                })
            }
            (Operator::Div, Py::Import(_) | Py::Unknown(_), _) => None,
            _ => number(op, left, right),
        };
        known.unwrap_or_else(|| self.unknown(node))
    }

    /// `target op= value`. A list or a dictionary is changed where it is.
    pub(super) fn augmented(&mut self, op: Operator, before: &Py, more: &Py, node: &impl Ranged) -> Py {
        match (op, before) {
            (Operator::Add, Py::List(id)) => {
                self.extend(*id, more);
                before.clone()
            }
            (Operator::BitOr, Py::Dict(id)) => {
                self.update(*id, more);
                before.clone()
            }
            _ => self.binary(op, before, more, node),
        }
    }

    fn sum(&mut self, left: &Py, right: &Py) -> Option<Py> {
        if let (Py::Bytes(a), Py::Bytes(b)) = (left, right) {
            return self.may_hold(a.len() + b.len()).then(|| Py::Bytes([a.as_slice(), b.as_slice()].concat().into()));
        }
        if matches!(left, Py::List(_) | Py::Tuple(_)) || matches!(right, Py::List(_)) {
            let mut items = Vec::new();
            for side in [left, right] {
                match (self.iterate(side), side) {
                    (Some(more), Py::List(_) | Py::Tuple(_)) => items.extend(more),
                    (_, side) => items.push(Py::Several(side.unknown()?.clone())),
                }
            }
            return self.may_hold(items.len()).then(|| self.heap.list(items));
        }
        if is_text(left) && is_part(right) || is_text(right) && is_part(left) {
            let (mut text, mut notes) = self.text_of(left)?;
            let (more, more_notes) = self.text_of(right)?;
            text.push_str(&more);
            notes.extend(more_notes);
            return self.string(text, notes);
        }
        number(Operator::Add, left, right)
    }

    fn repeat(&mut self, value: &Py, times: i128) -> Option<Py> {
        let times = times.max(0);
        let fits =
            |length: usize| i128::try_from(length).ok()?.checked_mul(times).filter(|size| *size <= LONGEST_REPEAT);
        let length = match value {
            Py::Str(text) => text.text.len(),
            Py::Bytes(bytes) => bytes.len(),
            Py::List(id) => self.heap.items(*id).len(),
            _ => return None,
        };
        let size = usize::try_from(fits(length)?).ok()?;
        // An empty value can be repeated for ever.
        let times = if length == 0 { 0 } else { usize::try_from(times).ok()? };
        if !self.may_hold(size) {
            return None;
        }
        match value {
            Py::Str(text) => self.string(text.text.repeat(times), text.notes.clone()),
            Py::Bytes(bytes) => Some(Py::Bytes(bytes.repeat(times).into())),
            Py::List(id) => {
                let items = self.heap.items(*id).to_vec();
                let items = std::iter::repeat_n(items, times).flatten().collect();
                Some(self.heap.list(items))
            }
            _ => None,
        }
    }

    /// `left op right` of a comparison.
    pub(super) fn compare(&self, op: CmpOp, left: &Py, right: &Py) -> Option<bool> {
        if left.unknown().is_some() || right.unknown().is_some() {
            return None;
        }
        let order = || left.as_float()?.partial_cmp(&right.as_float()?);
        match op {
            CmpOp::Eq | CmpOp::Is => equal(left, right),
            CmpOp::NotEq | CmpOp::IsNot => equal(left, right).map(|equal| !equal),
            CmpOp::Lt => order().map(std::cmp::Ordering::is_lt),
            CmpOp::LtE => order().map(std::cmp::Ordering::is_le),
            CmpOp::Gt => order().map(std::cmp::Ordering::is_gt),
            CmpOp::GtE => order().map(std::cmp::Ordering::is_ge),
            CmpOp::In => self.contains(right, left),
            CmpOp::NotIn => self.contains(right, left).map(|contains| !contains),
        }
    }

    fn contains(&self, whole: &Py, part: &Py) -> Option<bool> {
        match whole {
            Py::Str(text) if text.notes.is_empty() => Some(text.text.contains(part.as_str()?)),
            Py::Dict(id) => {
                let dict = self.heap.members(*id)?;
                let has = dict.get(&key(part)?).is_some();
                (has || dict.unknown.is_empty()).then_some(has)
            }
            Py::List(id) | Py::Tuple(id) => any_equal(self.heap.items(*id), part),
            _ => None,
        }
    }
}

fn any_equal(items: &[Py], part: &Py) -> Option<bool> {
    let mut all_known = true;
    for item in items {
        match equal(item, part) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

fn equal(left: &Py, right: &Py) -> Option<bool> {
    match (left, right) {
        (Py::None, Py::None) => Some(true),
        (Py::Str(a), Py::Str(b)) if a.notes.is_empty() && b.notes.is_empty() => Some(a.text == b.text),
        (Py::Unknown(_) | Py::Several(_) | Py::Import(_), _) | (_, Py::Unknown(_) | Py::Several(_) | Py::Import(_)) => {
            None
        }
        (Py::None | Py::Str(_), _) | (_, Py::None | Py::Str(_)) => {
            let is_text = matches!((left, right), (Py::Str(_), Py::Str(_)));
            (!is_text).then_some(false)
        }
        #[expect(clippy::float_cmp, reason = "as the program compares")]
        _ => Some(left.as_float()? == right.as_float()?),
    }
}

/// A string, or what can only be one.
fn is_text(value: &Py) -> bool {
    matches!(value, Py::Str(_) | Py::Dumped(_))
}

/// What a sum with a string can hold.
fn is_part(value: &Py) -> bool {
    is_text(value) || matches!(value, Py::Unknown(_))
}

/// Arithmetic.
fn number(op: Operator, left: &Py, right: &Py) -> Option<Py> {
    if let (Some(a), Some(b)) = (left.as_int(), right.as_int()) {
        let whole = match op {
            Operator::Add => a.checked_add(b),
            Operator::Sub => a.checked_sub(b),
            Operator::Mult => a.checked_mul(b),
            Operator::Pow if b >= 0 => a.checked_pow(u32::try_from(b).ok()?),
            Operator::FloorDiv => a.checked_div_euclid(b).filter(|_| b > 0),
            Operator::Mod => a.checked_rem_euclid(b).filter(|_| b > 0),
            Operator::LShift => 1_i128.checked_shl(u32::try_from(b).ok()?).and_then(|factor| a.checked_mul(factor)),
            Operator::RShift => a.checked_shr(u32::try_from(b).ok()?),
            Operator::BitOr => Some(a | b),
            Operator::BitAnd => Some(a & b),
            Operator::BitXor => Some(a ^ b),
            Operator::Pow | Operator::Div | Operator::MatMult => None,
        };
        if whole.is_some() || !matches!(op, Operator::Pow | Operator::Div) {
            return whole.filter(|whole| whole.unsigned_abs() < 1 << 100).map(Py::Int);
        }
    }
    let (a, b) = (left.as_float()?, right.as_float()?);
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::Pow => a.powf(b),
        Operator::FloorDiv if b != 0.0 => (a / b).floor(),
        Operator::Mod if b != 0.0 => a - b * (a / b).floor(),
        _ => return None,
    };
    value.is_finite().then_some(Py::Float(value))
}

/// `op value` of a number.
pub(super) fn unary(op: UnaryOp, value: &Py) -> Option<Py> {
    match (op, value) {
        (UnaryOp::UAdd, Py::Int(_) | Py::Float(_)) => Some(value.clone()),
        (UnaryOp::USub, Py::Int(number)) => number.checked_neg().map(Py::Int),
        (UnaryOp::USub, Py::Float(number)) => Some(Py::Float(-number)),
        (UnaryOp::Invert, Py::Int(number)) => Some(Py::Int(!number)),
        _ => None,
    }
}
