using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Searches;

/// <summary>Something of a child's search that wants looking at: kept until the owner of the plan has looked at it, or the region says that it is over.</summary>
internal sealed class SearchEscalation
{
    /// <summary>The centre's alarm; of a search without a link its request: one for each child and length.</summary>
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public SearchAlarmCause Cause { get; init; }

    public SearchLength Without { get; init; }

    /// <summary>Whether any household of the region passed the hard limits then.</summary>
    public bool Feasible { get; init; }

    public DateTimeOffset EscalatedAt { get; init; }

    /// <summary>When the region said that it is over; never said of a search without a link.</summary>
    public DateTimeOffset? OverAt { get; set; }
}

/// <summary>Puts what the centre escalates before the owner of the child's plan, by name, and the owner's manager; and takes back what is over.</summary>
internal sealed class EscalateSearchConsumer(LocalityHubDbContext db, Council council, TimeProvider clock) : IMessageConsumer<EscalateSearch>
{
    public async Task ConsumeAsync(IReadOnlyList<EscalateSearch> messages, CancellationToken cancellationToken)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, cancellationToken);
        foreach (var message in messages)
        {
            var (id, now) = (message.Alarm ?? message.RequestId, clock.GetUtcNow());
            if (await db.SearchEscalations.FindAsync([id], cancellationToken) is { } known)
            {
                // Raised again by a message that was overtaken, or that is told to a restored hub once more: what is over stays over.
                known.OverAt ??= message.Over ? now : null;
            }

            // One whose search has ended meanwhile is nobody's to look at. An end that overtakes its beginning still ends it.
            else if ((await session.FindAsync(message.Child, ReferencePurpose.ChildProfile, cancellationToken))?.ChildId is { } childId)
            {
                db.Add(new SearchEscalation
                {
                    Id = id, ChildId = childId, Cause = message.Cause, Without = message.Without, Feasible = message.Feasible, EscalatedAt = now, OverAt = message.Over ? now : null,
                });
            }
        }
    }
}
