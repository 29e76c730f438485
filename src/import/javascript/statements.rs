//! Statements: what they declare, and which of them are read.

use oxc_ast::ast::{
    Declaration, ExportDefaultDeclarationKind, ForStatementInit, ForStatementLeft, ImportDeclaration,
    ImportDeclarationSpecifier, Statement, TSEnumDeclaration, VariableDeclaration,
};
use oxc_span::GetSpan;

use super::reader::Reader;
use super::value::{Callable, Js};

/// The most rounds of a loop that are followed.
const MOST_ROUNDS: usize = 2_000;

impl<'a> Reader<'a> {
    /// Reads statements up to a `return`. Functions are known before the line that declares them.
    pub(super) fn block(&mut self, statements: &'a [Statement<'a>]) {
        for statement in statements {
            match statement {
                Statement::FunctionDeclaration(function) => self.declare_function(function),
                Statement::ExportDeclaration(export) => {
                    if let Declaration::FunctionDeclaration(function) = &export.declaration {
                        self.declare_function(function);
                    }
                }
                _ => {}
            }
        }
        for statement in statements {
            self.statement(statement);
            if self.returned.is_some() || !self.may_go_on() {
                return;
            }
        }
    }

    fn declare_function(&mut self, function: &'a oxc_ast::ast::Function<'a>) {
        let value = self.function(Callable::Function(function), None);
        if let Some(id) = &function.id {
            self.declare(id.name.as_str(), value);
        }
    }

    fn statement(&mut self, statement: &'a Statement<'a>) {
        self.deeper(|reader| reader.statement_here(statement));
    }

    fn statement_here(&mut self, statement: &'a Statement<'a>) {
        let scope = self.scope;
        match statement {
            Statement::ExpressionStatement(statement) => drop(self.evaluate(&statement.expression)),
            Statement::BlockStatement(block) => self.in_scope(scope, |reader| reader.block(&block.body)),
            Statement::ReturnStatement(statement) => {
                let value = statement.argument.as_ref().map_or(Js::Undefined, |value| self.evaluate(value));
                self.returned = Some(value);
            }
            Statement::IfStatement(statement) => {
                let test = self.evaluate(&statement.test);
                match test.truth() {
                    Some(true) => self.statement(&statement.consequent),
                    Some(false) => statement.alternate.iter().for_each(|other| self.statement(other)),
                    None => {
                        self.perhaps(&statement.consequent);
                        statement.alternate.iter().for_each(|other| self.perhaps(other));
                    }
                }
            }
            Statement::TryStatement(statement) => {
                self.in_scope(scope, |reader| reader.block(&statement.block.body));
                if let Some(last) = statement.finalizer.as_ref().filter(|_| self.returned.is_none()) {
                    self.in_scope(scope, |reader| reader.block(&last.body));
                }
            }
            Statement::ForOfStatement(statement) => {
                let list = self.evaluate(&statement.right);
                self.each(&list, &statement.left, &statement.body, statement.right.span());
            }
            Statement::ForInStatement(statement) => {
                let value = self.hole(statement.right.span());
                self.round(&statement.left, value, &statement.body);
            }
            Statement::ForStatement(statement) => self.in_scope(scope, |reader| {
                if let Some(ForStatementInit::VariableDeclaration(declaration)) = &statement.init {
                    reader.variables(declaration);
                }
                reader.perhaps(&statement.body);
            }),
            Statement::WhileStatement(statement) => self.perhaps(&statement.body),
            Statement::DoWhileStatement(statement) => self.perhaps(&statement.body),
            Statement::LabeledStatement(statement) => self.statement(&statement.body),
            Statement::SwitchStatement(statement) => {
                let value = self.evaluate(&statement.discriminant);
                let mut taken = false;
                for case in &statement.cases {
                    let test = case.test.as_ref().map(|test| self.evaluate(test));
                    taken |= test.is_none_or(|test| value.equals(&test) != Some(false));
                    if taken {
                        self.in_scope(scope, |reader| reader.block(&case.consequent));
                    }
                    let ends = case.consequent.iter().any(|end| matches!(end, Statement::BreakStatement(_)));
                    if taken && ends && value.equals(&Js::Null).is_some() {
                        break;
                    }
                }
            }
            Statement::ImportDeclaration(import) => self.import(import),
            Statement::ExportDeclaration(export) => self.declaration(&export.declaration),
            Statement::ExportDefaultDeclaration(export) => self.export(&export.declaration),
            statement => {
                if let Some(declaration) = statement.as_declaration() {
                    self.declaration(declaration);
                }
            }
        }
    }

    /// Reads a statement that may or may not be run: a `return` in it does not end the function.
    fn perhaps(&mut self, statement: &'a Statement<'a>) {
        self.statement(statement);
        if self.found.is_none() {
            self.returned = None;
        }
    }

    pub(super) fn declaration(&mut self, declaration: &'a Declaration<'a>) {
        match declaration {
            Declaration::VariableDeclaration(variables) => self.variables(variables),
            Declaration::FunctionDeclaration(function)
                if function.id.as_ref().is_none_or(|id| self.lookup(id.name.as_str()).is_none()) =>
            {
                self.declare_function(function);
            }
            Declaration::ClassDeclaration(class) => {
                let value = self.class(class);
                if let Some(id) = &class.id {
                    self.declare(id.name.as_str(), value);
                }
            }
            Declaration::TSEnumDeclaration(declaration) => self.enumeration(declaration),
            _ => {}
        }
    }

    fn export(&mut self, export: &'a ExportDefaultDeclarationKind<'a>) {
        match export {
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => self.declare_function(function),
            ExportDefaultDeclarationKind::ClassDeclaration(class) => drop(self.class(class)),
            export => {
                if let Some(expression) = export.as_expression() {
                    self.evaluate(expression);
                }
            }
        }
    }

    fn variables(&mut self, declaration: &'a VariableDeclaration<'a>) {
        for variable in &declaration.declarations {
            let value = variable.init.as_ref().map_or(Js::Undefined, |init| self.evaluate(init));
            self.bind(&variable.id, value);
        }
    }

    fn enumeration(&mut self, declaration: &'a TSEnumDeclaration<'a>) {
        let mut members = Vec::new();
        for (index, member) in declaration.body.members.iter().enumerate() {
            let number = u32::try_from(index).unwrap_or_default();
            let value =
                member.initializer.as_ref().map_or_else(|| Js::number(f64::from(number)), |value| self.evaluate(value));
            members.push((member.id.static_name().as_str().into(), value));
        }
        let value = self.new_object(members);
        self.declare(declaration.id.name.as_str(), value);
    }

    fn import(&mut self, import: &'a ImportDeclaration<'a>) {
        for specifier in import.specifiers.iter().flatten() {
            let (local, name) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => {
                    (&one.local, one.imported.name().as_str().to_owned())
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                    (&one.local, one.local.name.as_str().to_owned())
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                    (&one.local, one.local.name.as_str().to_owned())
                }
            };
            // A name of another module than the SDK is a hole where it is used.
            if import.source.value.as_str().contains("aws-sdk") || import.source.value.as_str().contains("@smithy") {
                self.declare(local.name.as_str(), Js::Imported(name.into()));
            }
        }
    }

    /// Reads a loop over a list, round by round, up to the first call.
    fn each(&mut self, list: &Js<'a>, left: &'a ForStatementLeft<'a>, body: &'a Statement<'a>, span: oxc_span::Span) {
        let Some(items) = self.items(list).cloned() else {
            let value = self.hole(span);
            return self.round(left, value, body);
        };
        let count = items.len();
        for item in items.into_iter().take(MOST_ROUNDS) {
            self.round(left, item, body);
            if self.found.is_some() {
                self.in_loop = self.in_loop.max(count);
            }
            if self.returned.is_some() || !self.may_go_on() {
                return;
            }
        }
    }

    fn round(&mut self, left: &'a ForStatementLeft<'a>, value: Js<'a>, body: &'a Statement<'a>) {
        let scope = self.scope;
        self.in_scope(scope, |reader| {
            if let ForStatementLeft::VariableDeclaration(declaration) = left
                && let Some(variable) = declaration.declarations.first()
            {
                reader.bind(&variable.id, value);
            }
            reader.statement(body);
        });
    }
}
