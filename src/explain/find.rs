//! Finding the entry of a path: the one with the most outer names that fit, in the scope or its parents.

use super::Entry;
use super::book::{Line, Scope, book, url};

/// How well an entry fits: more names first, then one for this operation, then without `*`, then the nearer scope.
type Fit = (usize, bool, bool, usize);

/// The entry of a path. `twin` is the scope of the model's family, or `converse`, for the twin's name.
pub fn in_scope(scope: &str, operation: Option<&str>, path: &[&str], twin: Option<&str>) -> Option<Entry> {
    let (last, outer) = path.split_last()?;
    let chain = chain(scope);
    let mut best: Option<(Fit, &Line, &Scope)> = None;
    for (distance, scope) in chain.iter().enumerate() {
        let named = scope.entries.get(last).into_iter().flatten();
        let any = scope.entries.get("*").into_iter().flatten();
        for line in named.chain(any) {
            let Some(fit) = fit(line, operation, path, chain.len() - distance) else { continue };
            if best.as_ref().is_none_or(|(best, ..)| fit > *best) {
                best = Some((fit, line, scope));
            }
        }
    }
    // What stands below a free value belongs to it, unless an entry names the way from there.
    for scope in &chain {
        for line in scope.entries.get("**").into_iter().flatten() {
            let Some(below) = below(line, operation, outer) else { continue };
            let depth = path.len() - below;
            if best.as_ref().is_some_and(|(best, ..)| best.0 > depth) {
                continue;
            }
            if let Some(other) = line.kind.strip_prefix('@') {
                return in_scope(other, operation, path.get(below..)?, twin);
            }
            return Some(entry(last, line, scope, twin));
        }
    }
    best.map(|(_, line, scope)| entry(last, line, scope, twin))
}

/// A scope, then its parents and theirs, each once.
fn chain(scope: &str) -> Vec<&'static Scope> {
    let mut scopes: Vec<&'static Scope> = book().get(scope).into_iter().collect();
    let mut at = 0;
    while let Some(scope) = scopes.get(at) {
        let parents: Vec<_> = scope.parents.iter().filter_map(|parent| book().get(parent)).collect();
        for parent in parents {
            if !scopes.iter().any(|known| std::ptr::eq(*known, parent)) {
                scopes.push(parent);
            }
        }
        at += 1;
    }
    scopes
}

fn fit(line: &Line, operation: Option<&str>, path: &[&str], nearness: usize) -> Option<Fit> {
    if line.operation.is_some() && line.operation != operation {
        return None;
    }
    let mut at = path.len();
    let mut count = 0;
    let mut exact = true;
    for part in line.path.rsplit('/') {
        at = at.checked_sub(1)?;
        let name = path.get(at)?;
        if part == "*" {
            exact = false;
        } else if part != *name {
            return None;
        }
        count += 1;
    }
    Some((count, line.operation.is_some(), exact, nearness))
}

/// Where the names below a free value begin, if the path goes through it.
fn below(line: &Line, operation: Option<&str>, outer: &[&str]) -> Option<usize> {
    if line.operation.is_some() && line.operation != operation {
        return None;
    }
    let holder: Vec<&str> = line.path.strip_suffix("/**")?.split('/').collect();
    let at = outer.windows(holder.len()).position(|names| names == holder.as_slice())?;
    Some(at + holder.len())
}

fn entry(name: &str, line: &Line, scope: &Scope, twin: Option<&str>) -> Entry {
    Entry {
        name: name.to_owned(),
        kind: line.kind.to_owned(),
        meaning: line.meaning.to_owned(),
        twins: twins(line.twins, twin),
        used: scope.title.to_owned(),
        page: url(line.page),
        composed: false,
    }
}

/// The twin's name for one family, or for all if none is known.
fn twins(all: &str, of: Option<&str>) -> Vec<String> {
    let pairs: Vec<_> = all.split("; ").filter_map(|pair| pair.split_once(": ")).collect();
    let own = of.and_then(|of| pairs.iter().find(|(family, _)| *family == of));
    let others = pairs.iter().find(|(family, _)| *family == "*");
    if let Some((_, name)) = own.or(others.filter(|_| of.is_some())) {
        return vec![(*name).to_owned()];
    }
    if of.is_some() {
        return Vec::new();
    }
    let title = |family: &str| book().get(family).map_or("others", |scope| scope.title);
    pairs.into_iter().map(|(family, name)| format!("{name} ({})", title(family))).collect()
}
