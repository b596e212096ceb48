using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Searches;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Campaigns;

/// <summary>An event or campaign with those whom it serves.</summary>
/// <param name="Event">The event or campaign.</param>
/// <param name="Kind">event or campaign.</param>
/// <param name="Title">What it is called.</param>
/// <param name="From">Its first day.</param>
/// <param name="Until">Its last day.</param>
/// <param name="Version">Its version, the ETag.</param>
/// <param name="Children">The children in it who are published, as everybody may see them; and one's own.</param>
internal sealed record ShownCampaign(Guid Event, CampaignKind Kind, string Title, DateOnly From, DateOnly Until, long Version, IReadOnlyList<ShownCampaign.Served> Children)
{
    /// <param name="Child">The child.</param>
    /// <param name="Published">What everybody may see of it; null for one's own child that is not published.</param>
    internal sealed record Served(Guid Child, ReadRegister.ChildRow? Published);

    internal static ShownCampaign Of(Campaign campaign, IEnumerable<(Guid Child, PublishedChild? Published)> children) => new(
        campaign.Id,
        campaign.Kind,
        campaign.Title,
        campaign.From,
        campaign.Until,
        campaign.Version,
        [.. children.Select(served => new Served(served.Child, served.Published is null ? null : ReadRegister.Shown(served.Published)))]);
}

internal static class KeepCampaigns
{
    private const int ShortestTitle = 3;
    private const int LongestTitle = 100;

    /// <param name="Kind">event or campaign.</param>
    /// <param name="Title">A line of 3 to 100 characters. Nobody may be named: everybody in the region who reads the register reads it.</param>
    /// <param name="From">Its first day.</param>
    /// <param name="Until">Its last day; the first when left out.</param>
    internal sealed record Request(CampaignKind Kind, string Title, DateOnly From, DateOnly? Until = null);

    internal static async Task<Created<ShownCampaign>> CreateAsync(Request request, HttpContext context, CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var title = NobodysLine.Of(request.Title, ShortestTitle, LongestTitle)
            ?? throw new InvalidRequestException("event.title", $"title is a line of {ShortestTitle} to {LongestTitle} characters; {NobodysLine.Rule}.", "title");
        var until = request.Until ?? request.From;
        if (until < request.From)
        {
            throw new InvalidRequestException("event.until", "until is not before from.", "until");
        }

        var campaign = new Campaign { Id = Guid.CreateVersion7(), Kind = request.Kind, Title = title, From = request.From, Until = until, CreatedAt = clock.GetUtcNow() };
        db.Add(campaign);
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, campaign.Version);
        return TypedResults.Created($"/api/v1/region/events/{campaign.Id}", ShownCampaign.Of(campaign, []));
    }

    internal static async Task<Ok<IReadOnlyList<ShownCampaign>>> ListAsync(CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var campaigns = await db.Campaigns.AsNoTracking().OrderByDescending(campaign => campaign.From).ThenBy(campaign => campaign.Id).ToListAsync(ct);
        var served = await ServedAsync(db, null, ct);
        audit.About(served.SelectMany(children => children).Select(child => child.Child));
        return TypedResults.Ok<IReadOnlyList<ShownCampaign>>([.. campaigns.Select(campaign => ShownCampaign.Of(campaign, served[campaign.Id]))]);
    }

    internal static async Task<Results<Ok<ShownCampaign>, ProblemHttpResult>> ReadAsync(
        Guid eventId, HttpContext context, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(campaign => campaign.Id == eventId, ct) is not { } found)
        {
            return NoEvent();
        }

        var served = (await ServedAsync(db, eventId, ct))[eventId].ToList();
        audit.About(served.Select(child => child.Child));
        IfMatch.SetETag(context, found.Version);
        return TypedResults.Ok(ShownCampaign.Of(found, served));
    }

    internal static Task<Results<Ok<ShownCampaign>, ProblemHttpResult>> PutAsync(
        Guid eventId, Guid child, HttpContext context, Caller caller, CentralHubDbContext db, TimeProvider clock, CancellationToken ct) =>
        ChangeAsync(
            eventId, child, context, caller, db,
            (known, council) =>
            {
                if (known is null)
                {
                    db.Add(new CampaignChild { Campaign = eventId, Child = child, Council = council, Since = clock.GetUtcNow() });
                }
            },
            ct);

    internal static Task<Results<Ok<ShownCampaign>, ProblemHttpResult>> RemoveAsync(
        Guid eventId, Guid child, HttpContext context, Caller caller, CentralHubDbContext db, CancellationToken ct) =>
        ChangeAsync(
            eventId, child, context, caller, db,
            (known, _) =>
            {
                if (known is not null)
                {
                    db.Remove(known);
                }
            },
            ct);

    private static async Task<Results<Ok<ShownCampaign>, ProblemHttpResult>> ChangeAsync(
        Guid eventId, Guid child, HttpContext context, Caller caller, CentralHubDbContext db, Action<CampaignChild?, short> change, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await OwnSearches.FindChildAsync(db, caller, child, ct) is not { } own)
        {
            return OwnSearches.NoChild();
        }

        if (await db.Campaigns.FromSql($"select * from campaign where id = {eventId} for update").SingleOrDefaultAsync(ct) is not { } campaign)
        {
            return NoEvent();
        }

        if (campaign.Version != expected)
        {
            throw new StaleVersionException();
        }

        change(await db.CampaignChildren.SingleOrDefaultAsync(row => row.Campaign == eventId && row.Child == child, ct), own.Council);
        campaign.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, campaign.Version);
        return TypedResults.Ok(ShownCampaign.Of(campaign, (await ServedAsync(db, eventId, ct))[eventId]));
    }

    /// <summary>Whom the caller may see: those who are published, and children of the caller's own councils.</summary>
    private static async Task<ILookup<Guid, (Guid Child, PublishedChild? Published)>> ServedAsync(CentralHubDbContext db, Guid? eventId, CancellationToken ct)
    {
        var rows = await (
            from served in db.CampaignChildren.AsNoTracking()
            join row in db.PublishedChildren.AsNoTracking() on served.Child equals row.Reference into found
            from published in found.DefaultIfEmpty()
            where eventId == null || served.Campaign == eventId
            orderby served.Child
            select new { served.Campaign, served.Child, published }).ToListAsync(ct);
        return rows.ToLookup(row => row.Campaign, row => (row.Child, (PublishedChild?)row.published));
    }

    private static ProblemHttpResult NoEvent() => Problems.NotFound("event.not-found", "There is no such event or campaign.");
}
