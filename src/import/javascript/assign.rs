//! Assignments and patterns.

use oxc_ast::ast::{
    AssignmentExpression, AssignmentOperator, AssignmentTarget, BindingPattern, Expression, SimpleAssignmentTarget,
};
use oxc_span::GetSpan;

use super::reader::Reader;
use super::value::Js;

impl<'a> Reader<'a> {
    /// Gives the names of a pattern their values.
    pub(super) fn bind(&mut self, pattern: &'a BindingPattern<'a>, value: Js<'a>) {
        self.deeper(|reader| reader.bind_here(pattern, value));
    }

    fn bind_here(&mut self, pattern: &'a BindingPattern<'a>, value: Js<'a>) {
        match pattern {
            BindingPattern::BindingIdentifier(name) => {
                self.check_secret(name.name.as_str(), &value);
                self.declare(name.name.as_str(), value);
            }
            BindingPattern::AssignmentPattern(default) => {
                let value = match value {
                    Js::Undefined | Js::Unknown(_) => self.evaluate(&default.right),
                    value => value,
                };
                self.bind(&default.left, value);
            }
            BindingPattern::ObjectPattern(object) => {
                for property in &object.properties {
                    let name = self.key(&property.key);
                    let found = name.and_then(|name| self.member(&value, &name));
                    let found = found.unwrap_or_else(|| match (&value, &property.value) {
                        (Js::Object(_), _) => Js::Undefined,
                        (Js::Imported(_), BindingPattern::BindingIdentifier(name)) => {
                            Js::Imported(name.name.as_str().into())
                        }
                        _ => self.hole(property.key.span()),
                    });
                    self.bind(&property.value, found);
                }
                if let Some(rest) = &object.rest {
                    let value = if matches!(value, Js::Object(_)) { value } else { self.hole(rest.span) };
                    self.bind(&rest.argument, value);
                }
            }
            BindingPattern::ArrayPattern(array) => {
                for (index, element) in array.elements.iter().enumerate() {
                    let Some(element) = element else { continue };
                    let item = match self.items(&value) {
                        Some(items) => items.get(index).cloned().unwrap_or(Js::Undefined),
                        None => self.hole(element.span()),
                    };
                    self.bind(element, item);
                }
                if let Some(rest) = &array.rest {
                    let more =
                        self.items(&value).map(|items| items.iter().skip(array.elements.len()).cloned().collect());
                    let value = match more {
                        Some(more) => self.list(more),
                        None => self.hole(rest.span),
                    };
                    self.bind(&rest.argument, value);
                }
            }
        }
    }

    /// Carries an assignment out, and gives its value.
    pub(super) fn assignment(&mut self, assignment: &'a AssignmentExpression<'a>) -> Js<'a> {
        let right = self.evaluate(&assignment.right);
        let Some(target) = assignment.left.as_simple_assignment_target() else {
            if let AssignmentTarget::ObjectAssignmentTarget(_) | AssignmentTarget::ArrayAssignmentTarget(_) =
                &assignment.left
            {
                self.forget_names(assignment.left.span().source_text(self.source));
            }
            return right;
        };
        let value = match assignment.operator {
            AssignmentOperator::Assign => right,
            operator => {
                let old = self.target_value(target);
                match operator {
                    AssignmentOperator::Addition => match (old.as_number(), right.as_number()) {
                        (Some(old), Some(right)) => Js::number(old + right),
                        _ => self.add(&[old, right]).unwrap_or_else(|| self.hole(assignment.span)),
                    },
                    AssignmentOperator::LogicalOr if old.truth() == Some(true) => old,
                    AssignmentOperator::LogicalNullish if !matches!(old, Js::Null | Js::Undefined | Js::Unknown(_)) => {
                        old
                    }
                    AssignmentOperator::LogicalOr
                    | AssignmentOperator::LogicalNullish
                    | AssignmentOperator::LogicalAnd => right,
                    _ => self.hole(assignment.span),
                }
            }
        };
        self.assign_to(target, value.clone());
        value
    }

    fn target_value(&mut self, target: &'a SimpleAssignmentTarget<'a>) -> Js<'a> {
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => {
                self.lookup(name.name.as_str()).unwrap_or(Js::Undefined)
            }
            target => match target.as_member_expression() {
                Some(member) => {
                    let object = self.evaluate(member.object());
                    member.static_property_name().and_then(|name| self.member(&object, name)).unwrap_or(Js::Undefined)
                }
                None => Js::Undefined,
            },
        }
    }

    fn assign_to(&mut self, target: &'a SimpleAssignmentTarget<'a>, value: Js<'a>) {
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => {
                self.check_secret(name.name.as_str(), &value);
                self.assign_name(name.name.as_str(), value);
            }
            target => {
                let Some(member) = target.as_member_expression() else { return };
                let object = self.evaluate(member.object());
                if let Some(name) = member.static_property_name() {
                    self.check_secret(name, &value);
                    self.set_member(&object, name, value);
                    return;
                }
                let oxc_ast::ast::MemberExpression::ComputedMemberExpression(computed) = member else {
                    if let oxc_ast::ast::MemberExpression::PrivateFieldExpression(private) = member {
                        self.set_member(&object, &format!("#{}", private.field.name.as_str()), value);
                    }
                    return;
                };
                let key = self.evaluate(&computed.expression);
                if let Some(name) = key.as_text() {
                    self.set_member(&object, name, value);
                } else if let (Some(index), Some(items)) = (key.as_index(), self.items_mut(&object)) {
                    match items.get_mut(index) {
                        Some(slot) => *slot = value,
                        None => items.push(value),
                    }
                } else {
                    let line = self.line(target.span().start);
                    self.parts
                        .note(format!("Ignored the assignment in line {line}, whose place only a run would give"));
                }
            }
        }
    }

    /// Names that a pattern assigns are no longer known.
    fn forget_names(&mut self, pattern: &str) {
        let is_name = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
        for name in pattern.split(is_name).filter(|name| !name.is_empty()) {
            if self.lookup(name).is_some() {
                self.assign_name(name, Js::Undefined);
            }
        }
    }
}

/// The members that lead to a value: `client` and `send` of `this.client.send`.
pub(super) fn last_names<'a>(expression: &'a Expression<'a>) -> Option<(&'a Expression<'a>, &'a str)> {
    let member = expression.get_inner_expression().as_member_expression()?;
    Some((member.object(), member.static_property_name()?))
}
