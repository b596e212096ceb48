using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Transfers;

/// <summary>A transfer.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Council">The council within which it is.</param>
/// <param name="From">Who hands over.</param>
/// <param name="To">Who is to take over.</param>
/// <param name="Links">The links.</param>
/// <param name="State">How it stands.</param>
/// <param name="OfferedAt">When it was offered (UTC).</param>
/// <param name="AnsweredAt">When it was accepted, declined or revoked (UTC).</param>
internal sealed record ShownTransfer(
    Guid Transfer, CouncilCode Council, Guid From, Guid To, IReadOnlyList<Guid> Links, TransferState State, DateTimeOffset OfferedAt, DateTimeOffset? AnsweredAt)
{
    internal static ShownTransfer Of(Transfer transfer) => new(
        transfer.Id, new CouncilCode(transfer.Council), transfer.From, transfer.To, transfer.Links, transfer.State, transfer.OfferedAt, transfer.AnsweredAt);
}

internal static class TransferLinks
{
    private const int Most = 200;

    /// <param name="Links">Links that the caller works on, all for one council.</param>
    /// <param name="To">The colleague's user name: the <c>sub</c> of the colleague's token.</param>
    internal sealed record Request(IReadOnlyList<Guid> Links, string To);

    internal static async Task<Results<Created<ShownTransfer>, ProblemHttpResult>> OfferAsync(
        Request request, CentralHubDbContext db, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Guid[] links = [.. request.Links.Distinct()];
        if (links.Length is 0 or > Most)
        {
            throw new InvalidRequestException("transfer.links", $"links names 1 to {Most} links.", "links");
        }

        if (string.IsNullOrWhiteSpace(request.To) || request.To.Length > 200)
        {
            throw new InvalidRequestException("transfer.to", "to is a colleague's user name.", "to");
        }

        var to = PersonReference.Of(request.To).Value;
        if (to == team.Self.Value)
        {
            throw new InvalidRequestException("transfer.to", "to is a colleague, not yourself.", "to");
        }

        var self = team.Self.Value;
        var parts = await db.LinkWorkers.AsNoTracking().Where(part => links.Contains(part.Link) && part.Worker == self && part.Until == null).ToListAsync(ct);
        if (parts.Select(part => part.Link).Distinct().Count() != links.Length)
        {
            return TakeStep.NoLink();
        }

        if (parts.Select(part => part.Council).Distinct().Count() > 1)
        {
            throw new InvalidRequestException("transfer.councils", "Name links of one council at a time.", "links");
        }

        var transfer = new Transfer { Id = Guid.CreateVersion7(), Council = parts[0].Council, From = self, To = to, Links = links, OfferedAt = clock.GetUtcNow() };
        db.Add(transfer);
        await db.SaveChangesAsync(ct);
        audit.About([transfer.Id, .. links]);
        return TypedResults.Created($"/api/v1/region/transfers/{transfer.Id}", ShownTransfer.Of(transfer));
    }

    /// <summary>Those that the caller has offered, or is offered, the newest first.</summary>
    internal static async Task<Ok<IReadOnlyList<ShownTransfer>>> ListAsync(CentralHubDbContext db, LinkTeam team, CancellationToken ct)
    {
        var self = team.Self.Value;
        var rows = await db.Transfers.AsNoTracking().Where(transfer => transfer.From == self || transfer.To == self).OrderByDescending(transfer => transfer.Id).Take(Most).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<ShownTransfer>>(rows.ConvertAll(ShownTransfer.Of));
    }
}
