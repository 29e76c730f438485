//! Operators with two sides.

use oxc_ast::ast::{BinaryExpression, BinaryOperator, Expression};

use super::reader::Reader;
use super::value::Js;

impl<'a> Reader<'a> {
    /// The value of a binary expression.
    pub(super) fn binary(&mut self, binary: &'a BinaryExpression<'a>) -> Js<'a> {
        if binary.operator == BinaryOperator::Addition {
            return self.sum(binary);
        }
        let left = self.evaluate(&binary.left);
        let right = self.evaluate(&binary.right);
        let equal = |is: bool| left.equals(&right).map(|equal| Js::Bool(equal == is));
        let compared = match binary.operator {
            BinaryOperator::Equality | BinaryOperator::StrictEquality => equal(true),
            BinaryOperator::Inequality | BinaryOperator::StrictInequality => equal(false),
            _ => None,
        };
        if let Some(value) = compared {
            return value;
        }
        let (Some(left), Some(right)) = (left.as_number(), right.as_number()) else { return self.hole(binary.span) };
        match binary.operator {
            BinaryOperator::Subtraction => Js::number(left - right),
            BinaryOperator::Multiplication => Js::number(left * right),
            BinaryOperator::Division => Js::number(left / right),
            BinaryOperator::Remainder => Js::number(left % right),
            BinaryOperator::Exponential => Js::number(left.powf(right)),
            BinaryOperator::LessThan => Js::Bool(left < right),
            BinaryOperator::LessEqualThan => Js::Bool(left <= right),
            BinaryOperator::GreaterThan => Js::Bool(left > right),
            BinaryOperator::GreaterEqualThan => Js::Bool(left >= right),
            _ => self.hole(binary.span),
        }
    }

    /// A sum of any length: its terms are read one after the other.
    fn sum(&mut self, binary: &'a BinaryExpression<'a>) -> Js<'a> {
        let mut terms = vec![&binary.right];
        let mut left = &binary.left;
        while let Expression::BinaryExpression(inner) = left
            && inner.operator == BinaryOperator::Addition
        {
            terms.push(&inner.right);
            left = &inner.left;
        }
        terms.push(left);
        let values: Vec<Js<'a>> = terms.into_iter().rev().map(|term| self.evaluate(term)).collect();
        let number = values.iter().map(Js::as_number).try_fold(0.0, |sum, value| value.map(|value| sum + value));
        if let Some(number) = number {
            return Js::number(number);
        }
        self.add(&values).unwrap_or_else(|| self.hole(binary.span))
    }

    /// A sum in which something is text.
    pub(super) fn add(&mut self, values: &[Js<'a>]) -> Option<Js<'a>> {
        let is_text = |value: &Js<'a>| matches!(value, Js::Text(..) | Js::Stringified(_));
        if !values.iter().any(is_text) {
            return None;
        }
        // Numbers before the first text are added as numbers.
        let first = values.iter().position(is_text).unwrap_or(0);
        let (before, rest) = values.split_at(first);
        let number = before.iter().map(Js::as_number).try_fold(0.0, |sum, value| value.map(|value| sum + value));
        let mut parts = match number {
            Some(number) if before.len() > 1 => vec![Js::number(number)],
            _ => before.to_vec(),
        };
        parts.extend(rest.iter().cloned());
        self.joined(&parts, "")
    }
}
