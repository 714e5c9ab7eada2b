//! How rows are written: one function per kind of row, one method per further property.

use domain::ErrorType::{self, Dependency, Other};

use crate::pattern::{Condition, Kind, Pattern, Place, Stage, Strength, Verdict};

type Words = &'static [&'static str];

const fn row(
    id: &'static str,
    kind: Kind,
    verdict: Verdict,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    Pattern {
        id,
        kind,
        verdict,
        literals,
        regex,
        example: "",
        places: &[],
        names: &[],
        condition: Condition::None,
        canonical: None,
        details: None,
        stage: Stage::Compile,
        transient: false,
        fixable: true,
    }
}

const fn cause(
    strength: Strength,
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(
        id,
        Kind::Cause(strength),
        Verdict::Is(kind),
        literals,
        regex,
    )
}

/// A cause that names its place.
pub(crate) const fn exact(
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    cause(Strength::Exact, id, kind, literals, regex)
}

/// A cause that could be a follow-up.
pub(crate) const fn strong(
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    cause(Strength::Strong, id, kind, literals, regex)
}

/// A thrown error.
pub(crate) const fn fair(
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    cause(Strength::Fair, id, kind, literals, regex)
}

/// A platform's word that it failed, without a reason.
pub(crate) const fn excuse(
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    cause(Strength::Excuse, id, kind, literals, regex)
}

/// An error-like line.
pub(crate) const fn weak(
    id: &'static str,
    kind: ErrorType,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(
        id,
        Kind::Cause(Strength::Weak),
        Verdict::Context(kind),
        literals,
        regex,
    )
}

/// A wrapper.
pub(crate) const fn consequence(id: &'static str, literals: Words, regex: &'static str) -> Pattern {
    row(id, Kind::Consequence, Verdict::Is(Other), literals, regex)
}

/// An announcement of a cause within `reach` lines.
pub(crate) const fn pointer(
    id: &'static str,
    kind: ErrorType,
    reach: u16,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(id, Kind::Pointer(reach), Verdict::Is(kind), literals, regex)
}

/// An announcement that need not come true.
pub(crate) const fn hint(
    id: &'static str,
    kind: ErrorType,
    reach: u16,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(id, Kind::Hint(reach), Verdict::Is(kind), literals, regex)
}

/// A sign that `stage` ended well.
pub(crate) const fn recovery(
    id: &'static str,
    stage: Stage,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(id, Kind::Recovery, Verdict::Is(Other), literals, regex).during(stage)
}

/// A package of a cause with the same tag.
pub(crate) const fn detail(
    id: &'static str,
    tag: &'static str,
    literals: Words,
    regex: &'static str,
) -> Pattern {
    row(
        id,
        Kind::Detail(tag),
        Verdict::Is(Dependency),
        literals,
        regex,
    )
}

/// A command that starts.
pub(crate) const fn note(id: &'static str, literals: Words, regex: &'static str) -> Pattern {
    row(id, Kind::Note, Verdict::Is(Other), literals, regex)
}

/// The heading of one package's output.
pub(crate) const fn section(id: &'static str, literals: Words, regex: &'static str) -> Pattern {
    row(id, Kind::Section, Verdict::Is(Other), literals, regex)
}

/// The line with which a task runner starts a package's task.
pub(crate) const fn prefix(id: &'static str, literals: Words, regex: &'static str) -> Pattern {
    row(id, Kind::Prefix, Verdict::Is(Other), literals, regex)
}

impl Pattern {
    /// Sets the example.
    pub(crate) const fn like(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    /// Sets where the file stands.
    pub(crate) const fn at(mut self, places: &'static [Place]) -> Self {
        self.places = places;
        self
    }

    /// Sets the files that the message means.
    pub(crate) const fn about(mut self, names: Words) -> Self {
        self.names = names;
        self
    }

    /// The type follows from what `spec` names.
    pub(crate) const fn by_import(mut self) -> Self {
        if let Verdict::Is(kind) = self.verdict {
            self.verdict = Verdict::Import(kind);
        }
        self
    }

    /// The type follows from the lines above.
    pub(crate) const fn by_context(mut self) -> Self {
        if let Verdict::Is(kind) = self.verdict {
            self.verdict = Verdict::Context(kind);
        }
        self
    }

    /// The type is the row's own, whatever the lines above say.
    pub(crate) const fn always(mut self) -> Self {
        if let Verdict::Context(kind) = self.verdict {
            self.verdict = Verdict::Is(kind);
        }
        self
    }

    /// Sets a condition.
    pub(crate) const fn when(mut self, condition: Condition) -> Self {
        self.condition = condition;
        self
    }

    /// Sets the text that stands in the fingerprint.
    pub(crate) const fn named(mut self, canonical: &'static str) -> Self {
        self.canonical = Some(canonical);
        self
    }

    /// Sets the tag of its details.
    pub(crate) const fn with(mut self, tag: &'static str) -> Self {
        self.details = Some(tag);
        self
    }

    /// Sets the stage.
    pub(crate) const fn during(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// A retry could succeed.
    pub(crate) const fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// No change in the repository helps.
    pub(crate) const fn outside(mut self) -> Self {
        self.fixable = false;
        self
    }
}

/// The types, short enough for tables.
pub(crate) mod types {
    pub(crate) use domain::ErrorType::{Build, Config, Dependency, Other, Runtime, Typescript};
}
