using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Links;

/// <summary>Reads links of the caller's councils: the database shows no others.</summary>
internal sealed class LinkReader(CentralHubDbContext db, Caller caller)
{
    /// <summary>A link with all that it opens; null when there is none for the caller.</summary>
    public async Task<ShownLink?> ReadAsync(Guid linkId, CancellationToken ct)
    {
        if (await db.Links.AsNoTracking().SingleOrDefaultAsync(row => row.Id == linkId, ct) is not { } link)
        {
            return null;
        }

        var children = await db.LinkChildren.AsNoTracking().Where(child => child.Link == linkId).OrderBy(child => child.Child).ToListAsync(ct);
        var steps = await db.LinkSteps.AsNoTracking().Where(step => step.Link == linkId).OrderBy(step => step.Version).ToListAsync(ct);
        var workers = await (
            from part in db.LinkWorkers.AsNoTracking()
            join worker in db.Workers on part.Worker equals worker.Reference
            where part.Link == linkId
            orderby part.Side, part.Since
            select new { part, worker.Name }).ToListAsync(ct);
        var competing = await db.Database.SqlQuery<Competing>($"select side, state, links from competing_links({linkId})").ToListAsync(ct);
        return Summary(link, children) with
        {
            Steps = [.. steps.Select(Shown)],
            Workers = [.. workers.Select(row => new ShownLink.Worker(row.part.Worker, row.Name, row.part.Side, new CouncilCode(row.part.Council), row.part.Until))],
            Competing = [.. competing.Select(row => new ShownLink.Others((LinkSide)row.Side, (LinkState)row.State, row.Links))],
            Snapshots = IsOpen(link, children) ? await OpenedAsync(link, children, ct) : null,
        };
    }

    /// <summary>Who has left a link that goes on for others is none of its children any more.</summary>
    internal static ShownLink Summary(Link link, IEnumerable<LinkChild> children) => new(
        link.Id,
        link.State,
        Flags.Each(link.Reasons),
        link.Version,
        link.Number,
        [.. children.Where(child => child.Part != ChildsPart.Left).Select(child => new ShownLink.Child(child.Child, new CouncilCode(child.Council)))],
        link.Household,
        new CouncilCode(link.HouseholdCouncil),
        link.ProposedAt,
        link.ChangedAt);

    /// <summary>A link opens the facts of the one side to the other until its end, or until nobody of it has still to move in. The database asks the same (<see cref="FamilyFindingRights"/>).</summary>
    private static bool IsOpen(Link link, List<LinkChild> children) => link.State != LinkState.NotProgressed && children.Exists(child => child.Stands == ChildsPart.Holds);

    private static ShownLink.Step Shown(LinkStep step) => new(
        step.Version,
        step.At,
        step.Side == LinkSide.None ? null : step.Side,
        step.Council is { } council ? new CouncilCode(council) : null,
        step.Worker,
        step.From,
        step.To,
        step.Taken,
        Flags.Each(step.Reasons));

    private async Task<ShownLink.Opened> OpenedAsync(Link link, List<LinkChild> children, CancellationToken ct)
    {
        var references = children.Where(child => child.Part != ChildsPart.Left).Select(child => child.Child).ToList();
        var profiles = await db.Children.AsNoTracking().Where(child => references.Contains(child.Reference)).OrderBy(child => child.Reference).ToListAsync(ct);
        var offer = await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Reference == link.Household, ct);
        return new ShownLink.Opened(
            [.. profiles.Select(profile => ChildSnapshot.Of(profile.Snapshot, caller.Councils.Contains(new CouncilCode(profile.Council))))], offer is null ? null : HouseholdSnapshot.Of(offer.Snapshot));
    }

    private sealed record Competing(short Side, short State, int Links);
}
