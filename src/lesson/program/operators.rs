//! Operators: arithmetic, comparison, truth.

use ruff_python_ast::{CmpOp, Operator};

use super::error::Raised;
use super::machine::{Machine, Run};
use super::value::{Py, Val};

fn sign(op: Operator) -> &'static str {
    match op {
        Operator::Add => "+",
        Operator::Sub => "-",
        Operator::Mult => "*",
        Operator::MatMult => "@",
        Operator::Div => "/",
        Operator::Mod => "%",
        Operator::Pow => "** or pow()",
        Operator::LShift => "<<",
        Operator::RShift => ">>",
        Operator::BitOr => "|",
        Operator::BitXor => "^",
        Operator::BitAnd => "&",
        Operator::FloorDiv => "//",
    }
}

impl Machine<'_> {
    /// `bool(value)`
    pub fn truth(&self, value: &Val) -> bool {
        match &value.py {
            Py::None => false,
            Py::Bool(value) => *value,
            Py::Int(number) => *number != 0,
            Py::Float(number) => *number != 0.0,
            Py::Str(text) => !text.is_empty(),
            Py::Bytes(bytes) => !bytes.is_empty(),
            Py::List(id) | Py::Tuple(id) => !self.heap.items(*id).is_empty(),
            Py::Dict(id) => !self.heap.members(*id).is_empty(),
            _ => true,
        }
    }

    /// `left op right`; `assigns` is `=` for `left op= right`.
    pub fn binary(&mut self, op: Operator, left: &Val, right: &Val, line: usize, assigns: &str) -> Run<Val> {
        let new = |py| Val::new(py, line);
        match (op, &left.py, &right.py) {
            (Operator::Add, Py::Str(a), Py::Str(b)) => {
                return Ok(self.string(format!("{a}{b}"), line)?.from([left, right]));
            }
            (Operator::Add, Py::Bytes(a), Py::Bytes(b)) => {
                self.hold(a.len() + b.len(), line)?;
                return Ok(new(Py::Bytes([&**a, &**b].concat().into())).from([left, right]));
            }
            (Operator::Add, Py::List(_), Py::List(_)) | (Operator::Add, Py::Tuple(_), Py::Tuple(_)) => {
                let mut items = self.list_items(left).unwrap_or_default();
                items.extend(self.list_items(right).unwrap_or_default());
                self.hold(items.len(), line)?;
                let is_list = matches!(left.py, Py::List(_));
                return Ok(new(if is_list { self.heap.list(items) } else { self.heap.tuple(items) }));
            }
            (Operator::Add, Py::Str(_), other) => {
                let text = format!("can only concatenate str (not \"{}\") to str", other.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
            (Operator::Add, Py::List(_), other) => {
                let text = format!("can only concatenate list (not \"{}\") to list", other.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
            (Operator::Mult, Py::Str(text), count) | (Operator::Mult, count, Py::Str(text))
                if count.as_int().is_some() =>
            {
                let count = usize::try_from(count.as_int().unwrap_or_default()).unwrap_or_default();
                self.hold(text.len().saturating_mul(count), line)?;
                return Ok(Val::text(text.repeat(count), line).from([left, right]));
            }
            (Operator::Mult, Py::List(_), count) if count.as_int().is_some() => {
                let items = self.list_items(left).unwrap_or_default();
                let count = usize::try_from(count.as_int().unwrap_or_default()).unwrap_or_default();
                self.hold(items.len().saturating_mul(count), line)?;
                let items = std::iter::repeat_n(items, count).flatten().collect();
                return Ok(new(self.heap.list(items)));
            }
            (Operator::Mod, Py::Str(_), _) => return Err(Raised::unsupported("formats with `%`", line).into()),
            (Operator::BitOr, Py::Dict(_), Py::Dict(_)) => {
                let merged = new(self.heap.dict(Vec::new()));
                self.merge(&merged, left, line)?;
                self.merge(&merged, right, line)?;
                return Ok(merged);
            }
            _ => {}
        }
        if let Some(result) = number(op, &left.py, &right.py, line) {
            return result.map(new).map_err(Into::into);
        }
        let (sign, a, b) = (sign(op), left.py.type_name(), right.py.type_name());
        let sign =
            if assigns.is_empty() { sign.to_owned() } else { format!("{}=", sign.trim_end_matches(" or pow()")) };
        let text = format!("unsupported operand type(s) for {sign}: '{a}' and '{b}'");
        Err(Raised::new("TypeError", text, line).into())
    }

    /// `left == right`
    pub fn equal(&self, left: &Val, right: &Val, depth: usize) -> bool {
        const DEEPEST: usize = 100;
        if depth > DEEPEST {
            return false;
        }
        match (&left.py, &right.py) {
            (Py::None, Py::None) => true,
            (Py::Str(a), Py::Str(b)) | (Py::Library(a), Py::Library(b)) => a == b,
            (Py::Bytes(a), Py::Bytes(b)) => a == b,
            (Py::List(a), Py::List(b)) | (Py::Tuple(a), Py::Tuple(b)) => {
                let (a, b) = (self.heap.items(*a), self.heap.items(*b));
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equal(a, b, depth + 1))
            }
            (Py::Dict(a), Py::Dict(b)) => {
                let (a, b) = (self.heap.members(*a), self.heap.members(*b));
                a.len() == b.len()
                    && a.iter().all(|(key, value)| {
                        b.iter().any(|(other, more)| {
                            self.equal(key, other, depth + 1) && self.equal(value, more, depth + 1)
                        })
                    })
            }
            (a, b) => match (a.as_int(), b.as_int(), a.as_float(), b.as_float()) {
                (Some(a), Some(b), ..) => a == b,
                (_, _, Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
                _ => false,
            },
        }
    }

    /// `left op right` for a comparison.
    pub fn compare(&mut self, op: CmpOp, left: &Val, right: &Val, line: usize) -> Run<bool> {
        Ok(match op {
            CmpOp::Eq => self.equal(left, right, 0),
            CmpOp::NotEq => !self.equal(left, right, 0),
            CmpOp::Is => self.same(left, right),
            CmpOp::IsNot => !self.same(left, right),
            CmpOp::In => self.contains(right, left, line)?,
            CmpOp::NotIn => !self.contains(right, left, line)?,
            CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                let order = match (&left.py, &right.py) {
                    (Py::Str(a), Py::Str(b)) => Some(a.cmp(b)),
                    (a, b) => match (a.as_int(), b.as_int()) {
                        (Some(a), Some(b)) => Some(a.cmp(&b)),
                        _ => a.as_float().zip(b.as_float()).and_then(|(a, b)| a.partial_cmp(&b)),
                    },
                };
                let (sign, holds): (&str, fn(std::cmp::Ordering) -> bool) = match op {
                    CmpOp::Lt => ("<", std::cmp::Ordering::is_lt),
                    CmpOp::LtE => ("<=", std::cmp::Ordering::is_le),
                    CmpOp::Gt => (">", std::cmp::Ordering::is_gt),
                    _ => (">=", std::cmp::Ordering::is_ge),
                };
                let Some(order) = order else {
                    let (a, b) = (left.py.type_name(), right.py.type_name());
                    let text = format!("'{sign}' not supported between instances of '{a}' and '{b}'");
                    return Err(Raised::new("TypeError", text, line).into());
                };
                holds(order)
            }
        })
    }

    fn same(&self, left: &Val, right: &Val) -> bool {
        match (&left.py, &right.py) {
            (Py::List(a), Py::List(b)) | (Py::Tuple(a), Py::Tuple(b)) | (Py::Dict(a), Py::Dict(b)) => a == b,
            (Py::Bool(_), Py::Bool(_)) | (Py::None, Py::None) => self.equal(left, right, 0),
            (Py::Bool(_), _) | (_, Py::Bool(_)) => false,
            _ => self.equal(left, right, 0),
        }
    }

    fn contains(&mut self, of: &Val, value: &Val, line: usize) -> Run<bool> {
        match (&of.py, &value.py) {
            (Py::Str(text), Py::Str(part)) => return Ok(text.contains(&**part)),
            (Py::Str(_), other) => {
                let text = format!("'in <string>' requires string as left operand, not {}", other.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
            (Py::None | Py::Int(_) | Py::Float(_) | Py::Bool(_), _) => {
                let text = format!("argument of type '{}' is not iterable", of.py.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
            _ => {}
        }
        let items = self.iterate(of, line)?;
        Ok(items.iter().any(|item| self.equal(item, value, 0)))
    }
}

/// Arithmetic on numbers; `None` for other values.
#[expect(clippy::cast_precision_loss, reason = "Python converts so")]
fn number(op: Operator, left: &Py, right: &Py, line: usize) -> Option<Result<Py, Raised>> {
    let zero = |text: &str| Some(Err(Raised::new("ZeroDivisionError", text, line)));
    let too_large = || Raised::new("OverflowError", "the number is too large for the code bench", line);
    if let (Some(a), Some(b)) = (left.as_int(), right.as_int()) {
        let whole = match op {
            Operator::Add => a.checked_add(b),
            Operator::Sub => a.checked_sub(b),
            Operator::Mult => a.checked_mul(b),
            Operator::FloorDiv | Operator::Mod | Operator::Div if b == 0 => {
                return zero(match op {
                    Operator::Div => "division by zero",
                    Operator::FloorDiv => "integer division or modulo by zero",
                    _ => "integer modulo by zero",
                });
            }
            Operator::Div => return Some(Ok(Py::Float(a as f64 / b as f64))),
            Operator::FloorDiv => Some(a.div_euclid(b) - i128::from(b < 0 && a.rem_euclid(b) != 0)),
            Operator::Mod => Some(((a % b) + b) % b),
            Operator::Pow if b >= 0 => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            Operator::Pow => return Some(Ok(Py::Float((a as f64).powf(b as f64)))),
            _ => return None,
        };
        return Some(whole.map(Py::Int).ok_or_else(too_large));
    }
    let (a, b) = (left.as_float()?, right.as_float()?);
    Some(Ok(Py::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div | Operator::FloorDiv | Operator::Mod if b == 0.0 => {
            return zero(if op == Operator::Div { "float division by zero" } else { "float floor division by zero" });
        }
        Operator::Div => a / b,
        Operator::FloorDiv => (a / b).floor(),
        Operator::Mod => a - b * (a / b).floor(),
        Operator::Pow => a.powf(b),
        _ => return None,
    })))
}
