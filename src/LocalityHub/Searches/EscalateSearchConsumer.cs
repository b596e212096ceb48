using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Searches;

/// <summary>A child who has had no live link for 30, 60 or 90 days: kept until the owner of the plan has looked at it.</summary>
internal sealed class SearchEscalation
{
    /// <summary>The centre's request: one for each child and length.</summary>
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public SearchLength Without { get; init; }

    /// <summary>Whether any household of the region passed the hard limits then.</summary>
    public bool Feasible { get; init; }

    public DateTimeOffset EscalatedAt { get; init; }
}

/// <summary>Puts what the centre escalates before the owner of the child's plan, by name, and the owner's manager.</summary>
internal sealed class EscalateSearchConsumer(LocalityHubDbContext db, Council council, TimeProvider clock) : IMessageConsumer<EscalateSearch>
{
    public async Task ConsumeAsync(IReadOnlyList<EscalateSearch> messages, CancellationToken cancellationToken)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, cancellationToken);
        foreach (var message in messages)
        {
            // One whose search has ended meanwhile is nobody's to look at.
            if ((await session.FindAsync(message.Child, ReferencePurpose.ChildProfile, cancellationToken))?.ChildId is { } childId
                && await db.SearchEscalations.FindAsync([message.RequestId], cancellationToken) is null)
            {
                db.Add(new SearchEscalation { Id = message.RequestId, ChildId = childId, Without = message.Without, Feasible = message.Feasible, EscalatedAt = clock.GetUtcNow() });
            }
        }
    }
}
