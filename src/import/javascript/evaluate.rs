//! Expressions.

use std::rc::Rc;

use oxc_ast::ast::{
    Argument, ArrayExpressionElement, ChainElement, Expression, LogicalOperator, MemberExpression, ObjectProperty,
    ObjectPropertyKind, PropertyKey, TemplateLiteral, UnaryOperator,
};
use oxc_span::GetSpan;
use serde_json::Number;

use super::reader::{Reader, set};
use super::value::{Callable, Js};

/// Names whose values are secrets.
const SECRETS: [&str; 7] = [
    "secretAccessKey",
    "sessionToken",
    "aws_secret_access_key",
    "aws_session_token",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
];

/// Enumerations of the SDK, whose import a snippet may leave out.
const ENUMERATIONS: [&str; 9] = [
    "ConversationRole",
    "ImageFormat",
    "DocumentFormat",
    "VideoFormat",
    "CachePointType",
    "GuardrailTrace",
    "PerformanceConfigLatency",
    "ServiceTierType",
    "ToolResultStatus",
];

/// The longest text that is put together.
const LONGEST_TEXT: usize = 32 * 1024 * 1024;

impl<'a> Reader<'a> {
    /// The value of an expression, as far as the text tells it.
    pub(super) fn evaluate(&mut self, expression: &'a Expression<'a>) -> Js<'a> {
        if !self.may_go_on() {
            return Js::Undefined;
        }
        match self.deeper(|reader| reader.evaluate_here(expression)) {
            Some(value) => value,
            None => self.hole_of(expression),
        }
    }

    fn evaluate_here(&mut self, expression: &'a Expression<'a>) -> Js<'a> {
        match expression {
            Expression::BooleanLiteral(literal) => Js::Bool(literal.value),
            Expression::NullLiteral(_) => Js::Null,
            Expression::NumericLiteral(literal) => {
                let written = literal.raw.and_then(|raw| serde_json::from_str::<Number>(raw.as_str()).ok());
                written.map_or_else(|| Js::number(literal.value), Js::Number)
            }
            Expression::StringLiteral(literal) => Js::text(literal.value.as_str()),
            Expression::TemplateLiteral(template) => self.template(template),
            Expression::Identifier(name) => match name.name.as_str() {
                "undefined" => Js::Undefined,
                word => match self.lookup(word) {
                    Some(value) => value,
                    None if ENUMERATIONS.contains(&word) => Js::Imported(word.into()),
                    None => self.hole(name.span),
                },
            },
            Expression::ThisExpression(this) => self.lookup("this").unwrap_or_else(|| self.hole(this.span)),
            Expression::ArrayExpression(array) => self.array(&array.elements),
            Expression::ObjectExpression(object) => self.object_literal(&object.properties),
            Expression::ArrowFunctionExpression(arrow) => self.function(Callable::Arrow(arrow), None),
            Expression::FunctionExpression(function) => self.function(Callable::Function(function), None),
            Expression::ClassExpression(class) => self.class(class),
            Expression::AssignmentExpression(assignment) => self.assignment(assignment),
            Expression::AwaitExpression(inner) => self.evaluate(&inner.argument),
            Expression::YieldExpression(inner) => {
                inner.argument.as_ref().map_or(Js::Undefined, |value| self.evaluate(value))
            }
            Expression::ParenthesizedExpression(inner) => self.evaluate(&inner.expression),
            Expression::TSAsExpression(inner) => self.evaluate(&inner.expression),
            Expression::TSSatisfiesExpression(inner) => self.evaluate(&inner.expression),
            Expression::TSTypeAssertion(inner) => self.evaluate(&inner.expression),
            Expression::TSNonNullExpression(inner) => self.evaluate(&inner.expression),
            Expression::TSInstantiationExpression(inner) => self.evaluate(&inner.expression),
            Expression::SequenceExpression(sequence) => {
                sequence.expressions.iter().fold(Js::Undefined, |_, each| self.evaluate(each))
            }
            Expression::ConditionalExpression(choice) => {
                let test = self.evaluate(&choice.test);
                match test.truth() {
                    Some(false) => self.evaluate(&choice.alternate),
                    Some(true) => self.evaluate(&choice.consequent),
                    // Only a run would choose. A value that is known is the better one.
                    None => self.known_of(&choice.consequent, &choice.alternate),
                }
            }
            Expression::LogicalExpression(logical) => {
                let left = self.evaluate(&logical.left);
                let unknown = left.truth().is_none();
                let takes_right = match logical.operator {
                    LogicalOperator::And => unknown || left.truth() == Some(true),
                    LogicalOperator::Or => unknown || left.truth() == Some(false),
                    LogicalOperator::Coalesce => unknown || matches!(left, Js::Null | Js::Undefined),
                };
                if !takes_right {
                    return left;
                }
                let right = self.evaluate(&logical.right);
                // `process.env.X ?? options.x` is unknown on both sides: its first name says more.
                if unknown && matches!(right, Js::Unknown(_)) { left } else { right }
            }
            Expression::BinaryExpression(binary) => self.binary(binary),
            Expression::UnaryExpression(unary) => {
                let value = self.evaluate(&unary.argument);
                match (unary.operator, value.as_number()) {
                    (UnaryOperator::UnaryNegation, Some(number)) => Js::number(-number),
                    (UnaryOperator::UnaryPlus, Some(_)) => value,
                    (UnaryOperator::LogicalNot, _) if value.truth().is_some() => Js::Bool(value.truth() == Some(false)),
                    (UnaryOperator::Void, _) => Js::Undefined,
                    _ => self.hole(unary.span),
                }
            }
            Expression::CallExpression(call) => self.call(call),
            Expression::NewExpression(new) => self.new_expression(new),
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::CallExpression(call) => self.call(call),
                ChainElement::TSNonNullExpression(inner) => self.evaluate(&inner.expression),
                member => match member.as_member_expression() {
                    Some(member) => self.member_expression(member),
                    None => self.hole(chain.span),
                },
            },
            other => match other.as_member_expression() {
                Some(member) => self.member_expression(member),
                None => self.hole_of(other),
            },
        }
    }

    /// Of two values the first that is known.
    fn known_of(&mut self, one: &'a Expression<'a>, other: &'a Expression<'a>) -> Js<'a> {
        let value = self.evaluate(one);
        if matches!(value, Js::Unknown(_)) { self.evaluate(other) } else { value }
    }

    fn template(&mut self, template: &'a TemplateLiteral<'a>) -> Js<'a> {
        let mut parts = Vec::new();
        let mut values = template.expressions.iter();
        for quasi in &template.quasis {
            let text = quasi.value.cooked.as_ref().unwrap_or(&quasi.value.raw);
            parts.push(Js::text(text.as_str()));
            if let Some(value) = values.next() {
                let value = self.evaluate(value);
                parts.push(value);
            }
        }
        self.joined(&parts, "").unwrap_or_else(|| self.hole(template.span))
    }

    /// Texts one after the other; `None` if that is too long or one of them has no text.
    pub(super) fn joined(&mut self, parts: &[Js<'a>], between: &str) -> Option<Js<'a>> {
        let (mut text, mut holes) = (String::new(), Vec::new());
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                text.push_str(between);
            }
            let (part, of_part) = self.text_of(part)?;
            text.push_str(&part);
            holes.extend(of_part.iter().copied());
            if text.len() > LONGEST_TEXT || !self.may_build(part.len() + 16) {
                return None;
            }
        }
        holes.dedup();
        Some(Js::Text(text.into(), holes.into()))
    }

    /// A value as the program would put it in a text.
    pub(super) fn text_of(&mut self, value: &Js<'a>) -> Option<(Rc<str>, Rc<[usize]>)> {
        let none = || Rc::from([]);
        Some(match value {
            Js::Text(text, holes) => (text.clone(), holes.clone()),
            Js::Number(number) => (number.to_string().into(), none()),
            Js::Bool(value) => (value.to_string().into(), none()),
            Js::Null => ("null".into(), none()),
            Js::Undefined => ("undefined".into(), none()),
            Js::Unknown(hole) => {
                let name = self.holes.get(*hole).map_or("value", |hole| hole.name.as_str());
                (format!("{{{name}}}").into(), Rc::from([*hole]))
            }
            Js::Stringified(value) => {
                let value = (**value).clone();
                self.printed(&value)?
            }
            Js::List(_) => {
                let items = self.items(value)?.clone();
                if items.iter().any(|item| matches!(item, Js::List(_))) {
                    return None;
                }
                match self.joined(&items, ",")? {
                    Js::Text(text, holes) => (text, holes),
                    _ => return None,
                }
            }
            Js::Bytes(bytes) => (String::from_utf8_lossy(bytes).into(), none()),
            Js::Object(_) | Js::Function(..) | Js::Class(..) | Js::Imported(_) => return None,
        })
    }

    fn array(&mut self, elements: &'a [ArrayExpressionElement<'a>]) -> Js<'a> {
        let mut items = Vec::new();
        for element in elements {
            match element {
                ArrayExpressionElement::SpreadElement(spread) => self.spread_list(&spread.argument, &mut items),
                ArrayExpressionElement::Elision(_) => items.push(Js::Undefined),
                element => {
                    if let Some(expression) = element.as_expression() {
                        items.push(self.evaluate(expression));
                    }
                }
            }
        }
        self.list(items)
    }

    /// Adds the items of a list; of an unknown one a hole, which becomes an item.
    fn spread_list(&mut self, list: &'a Expression<'a>, items: &mut Vec<Js<'a>>) {
        let value = self.evaluate(list);
        let count = self.items(&value).map_or(0, Vec::len);
        if !self.may_build(count * 32) {
            return;
        }
        match self.items(&value) {
            Some(more) => items.extend(more.iter().cloned()),
            None if matches!(value, Js::Undefined | Js::Null | Js::Bool(false)) => {}
            None => items.push(self.hole_of(list)),
        }
    }

    pub(super) fn arguments(&mut self, arguments: &'a [Argument<'a>]) -> Vec<Js<'a>> {
        let mut values = Vec::new();
        for argument in arguments {
            match argument {
                Argument::SpreadElement(spread) => self.spread_list(&spread.argument, &mut values),
                argument => {
                    if let Some(expression) = argument.as_expression() {
                        values.push(self.evaluate(expression));
                    }
                }
            }
        }
        values
    }

    fn object_literal(&mut self, properties: &'a [ObjectPropertyKind<'a>]) -> Js<'a> {
        let mut members: Vec<(Rc<str>, Js<'a>)> = Vec::new();
        for property in properties {
            match property {
                ObjectPropertyKind::ObjectProperty(property) => self.property(property, &mut members),
                ObjectPropertyKind::SpreadProperty(spread) => {
                    let value = self.evaluate(&spread.argument);
                    match self.members(&value) {
                        Some(more) => {
                            for (name, value) in more.clone() {
                                set(&mut members, &name, value);
                            }
                        }
                        None if value.truth() == Some(false) => {}
                        None => {
                            let line = self.line(spread.span.start);
                            let hole = self.hole_of(&spread.argument);
                            if let Js::Unknown(at) = hole
                                && let Some(hole) = self.holes.get(at)
                            {
                                let name = hole.name.clone();
                                self.parts.note(format!(
                                    "Left out the members of `{name}` (line {line}), which only a run would give"
                                ));
                            }
                        }
                    }
                }
            }
        }
        self.new_object(members)
    }

    fn property(&mut self, property: &'a ObjectProperty<'a>, members: &mut Vec<(Rc<str>, Js<'a>)>) {
        let Some(name) = self.key(&property.key) else {
            let line = self.line(property.span.start);
            self.parts.note(format!("Left out a member in line {line}, whose name only a run would give"));
            return;
        };
        let value = self.evaluate(&property.value);
        self.check_secret(&name, &value);
        set(members, &name, value);
    }

    /// The name that a property has.
    pub(super) fn key(&mut self, key: &'a PropertyKey<'a>) -> Option<Rc<str>> {
        if let Some(name) = key.static_name() {
            return Some(name.as_ref().into());
        }
        let value = self.evaluate(key.as_expression()?);
        value.as_text().map(Rc::from)
    }

    /// Notes a secret that the program has in its text.
    pub(super) fn check_secret(&mut self, name: &str, value: &Js<'a>) {
        if let Some(name) = SECRETS.iter().find(|secret| **secret == name)
            && let Some(value) = value.as_text()
        {
            self.parts.secret(&format!("a credential ({name})"), value);
        }
    }

    fn member_expression(&mut self, expression: &'a MemberExpression<'a>) -> Js<'a> {
        let object = self.evaluate(expression.object());
        let name = match expression {
            MemberExpression::ComputedMemberExpression(member) => {
                let key = self.evaluate(&member.expression);
                if let (Some(items), Some(index)) = (self.items(&object), key.as_index()) {
                    return items.get(index).cloned().unwrap_or(Js::Undefined);
                }
                key.as_text().map(str::to_owned)
            }
            MemberExpression::StaticMemberExpression(member) => Some(member.property.name.as_str().to_owned()),
            MemberExpression::PrivateFieldExpression(member) => Some(format!("#{}", member.field.name.as_str())),
        };
        let Some(name) = name else { return self.hole(expression.span()) };
        match &object {
            Js::Object(_) => self.member(&object, &name).unwrap_or_else(|| match name.as_str() {
                "length" => self.hole(expression.span()),
                _ => Js::Undefined,
            }),
            Js::List(_) if name == "length" => {
                let length = self.items(&object).map_or(0, Vec::len);
                Js::number(u32::try_from(length).map_or(0.0, f64::from))
            }
            // The SDK's enumerations: `ConversationRole.USER` is the text “user”.
            Js::Imported(_) if name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit()) => {
                Js::text(name.to_ascii_lowercase())
            }
            Js::Imported(_) => Js::Imported(name.into()),
            _ => self.hole(expression.span()),
        }
    }
}
