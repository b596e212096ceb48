namespace Partnership.LocalHosting.Dashboard;

/// <summary>Something that an operator should look at, and where.</summary>
internal sealed record Concern(string Where, string What, string Link, bool IsGrave)
{
    public static IReadOnlyList<Concern> All(IReadOnlyList<ResourceStatus> resources, ProductFigures figures) =>
    [
        .. resources.Where(status => !status.Healthy).Select(OfResource).OfType<Concern>(),
        .. figures.Outboxes().SelectMany(OfOutbox),
        .. (figures.Queues ?? []).Select(queue => OfQueue(queue, figures.IsHeld(queue))).OfType<Concern>(),
        .. figures.Imports().Where(import => import.FailedLately).Select(import => new Concern(import.Service, "could not take an import in", "/flow", true)),
    ];

    private static Concern? OfResource(ResourceStatus status)
    {
        var (word, look) = ResourceWords.Health(status);
        var link = $"/resources/{status.Name}";
        if (look == "ill")
        {
            return new Concern(status.Name, status.Reason is null ? $"is {word}" : $"is {word}: {status.Reason}", link, true);
        }

        // Whoever waits or starts for the first time is getting there; whoever starts again had an accident.
        return status switch
        {
            { State: "exited" } => new Concern(status.Name, "is stopped", link, false),
            { State: "starting", Restarts: > 0, Reason: not null } => new Concern(status.Name, status.Reason, link, true),
            _ => null,
        };
    }

    private static IEnumerable<Concern> OfOutbox(OutboxFigures outbox)
    {
        if (outbox.IsLate)
        {
            yield return new Concern(outbox.Service, $"has {Words.Count((int)outbox.Backlog, "message")} to send, the oldest for {Words.Seconds(outbox.OldestAge)}", "/flow", true);
        }

        if (outbox.Parked > 0)
        {
            yield return new Concern(outbox.Service, $"has {Words.Count((int)outbox.Parked, "parked message")}", "/flow", true);
        }

        if (outbox.Retrying > 0)
        {
            yield return new Concern(outbox.Service, $"could not take {Words.Count((int)outbox.Retrying, "message")} in and tries again", "/flow", false);
        }

        if (outbox is { IsSilent: true, WasHeard: true })
        {
            yield return new Concern(outbox.Service, "tells nothing of its messages any more", "/flow", false);
        }
    }

    private static Concern? OfQueue(QueueDepth queue, bool isHeld) => queue switch
    {
        { Ready: > 0, IsDead: true } => new Concern(queue.Name, $"holds {Words.Count((int)queue.Ready, "message")} that the broker gave up on", "/flow", true),
        { Ready: > 0, Consumers: 0 } => new Concern(queue.Name, $"holds {Words.Count((int)queue.Ready, "message")} and nobody reads it", "/flow", true),
        _ when isHeld => new Concern(queue.Name, $"has {Words.Count((int)queue.Unacknowledged, "message")} in its reader's hands and none of them is finished", "/flow", true),
        _ => null,
    };
}
