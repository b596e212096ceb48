using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults;

namespace Partnership.CentralHub.Register;

/// <summary>What has changed. Numbers are stored: never reuse one.</summary>
internal enum DueKind : short
{
    /// <summary>Anything may have: everything is looked at again.</summary>
    All = 0,

    /// <summary>A child's newest snapshot.</summary>
    Child = 1,

    /// <summary>A household's newest snapshot.</summary>
    Household = 2,

    /// <summary>The answer to a question.</summary>
    Answer = 3,

    /// <summary>Weights or agreements.</summary>
    Rules = 4,

    /// <summary>Somebody is interested in a child.</summary>
    Interest = 5,

    /// <summary>Nothing more: what was changed before is to be published.</summary>
    Publication = 6,

    /// <summary>A link.</summary>
    Link = 7,
}

/// <summary>
/// A change that published rows and lists must follow: written in the transaction that makes the change, and removed in the one that
/// follows it, so that no change is forgotten whichever process dies.
/// </summary>
internal sealed class RegisterDue
{
    public required Guid Id { get; init; }

    public required DueKind Kind { get; init; }

    public Guid? Reference { get; init; }

    internal static void Mark(CentralHubDbContext db, DueKind kind, IEnumerable<Guid> references) =>
        db.AddRange(references.Select(reference => new RegisterDue { Id = Guid.CreateVersion7(), Kind = kind, Reference = reference }));

    internal static void Mark(CentralHubDbContext db, DueKind kind) => db.Add(new RegisterDue { Id = Guid.CreateVersion7(), Kind = kind });
}

/// <summary>How many runs of <see cref="RegisterRun"/> there have been; one row, locked by the one that is under way.</summary>
internal sealed class RegisterState
{
    public short Id { get; init; }

    public long Run { get; set; }
}

/// <summary>Tells the register's worker that something changed.</summary>
internal sealed class RegisterSignal : WakeUp;
