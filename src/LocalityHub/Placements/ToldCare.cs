using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Placements;

/// <summary>A stretch in one place, as the daily feed or the returns tell it.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last; null while it lasts.</param>
/// <param name="Type">The placement type of the returns, such as U4.</param>
/// <param name="EndReason">Why it ended, by the code of the returns, such as E45; X1 when another follows.</param>
internal sealed record ToldStay(DateOnly From, DateOnly? Until, string? Type, string? EndReason)
{
    /// <summary>Whether it is a short stay away from the usual place (T0 to T4).</summary>
    public bool IsTemporary => Type is ['T', ..];

    /// <summary>Whether the child lives with prospective adopters (A3 to A6).</summary>
    public bool IsAdoptive => Type is "A3" or "A4" or "A5" or "A6";

    /// <summary>What the child was placed for; null of what is not for permanence, and of adoption, which the milestones tell.</summary>
    public PlacementKind? Kind => Type switch
    {
        "U1" or "U4" => PlacementKind.LongTermFostering,
        "U2" or "U5" => PlacementKind.EarlyPermanence,
        "P1" => PlacementKind.Home,
        _ => null,
    };

    /// <summary>The order with which it ended, an adoption order apart.</summary>
    public OrderKind? Order => EndReason switch
    {
        _ when Until is null => null,
        "E43" or "E44" or "E45" or "E46" or "E47" or "E48" => OrderKind.SpecialGuardianshipOrder,
        "E41" => OrderKind.ChildArrangementsOrder,
        _ => null,
    };
}

/// <summary>
/// Where a child lives now as one source tells it. Of what happened on different days the later holds, and on one day a hand before the feed
/// and the feed before the returns.
/// </summary>
/// <param name="Source">The daily feed or the returns.</param>
/// <param name="From">The first day in this place, or in another of the same kind just before it.</param>
/// <param name="Until">The last day; null while the child lives there.</param>
/// <param name="Kind">What the child was placed for; null of what is not for permanence.</param>
/// <param name="Order">The order with which it ended.</param>
internal sealed record ToldCare(MilestoneSource Source, DateOnly From, DateOnly? Until, PlacementKind? Kind, OrderKind? Order)
{
    /// <summary>The newest day of which it tells.</summary>
    public DateOnly On => Order is not null ? Until!.Value : From;

    /// <summary>What feed and returns tell, the one that holds first.</summary>
    public static async Task<IReadOnlyList<ToldCare>> OfAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        var elements = await db.FeedRecords.AsNoTracking().Where(record => record.ChildId == childId).Select(record => record.Elements).SingleOrDefaultAsync(ct);
        ToldCare?[] told = [Latest(MilestoneSource.Feed, FeedState.Read(elements).Stays()), Latest(MilestoneSource.Return, await ReturnedAsync(childId, db, ct))];
        return [.. told.OfType<ToldCare>().OrderByDescending(each => each.On).ThenByDescending(each => each.Source)];
    }

    /// <summary>What feed or returns tell of where the child lives, unless a person has entered something of that day or a later one.</summary>
    public static async Task<ToldCare?> HoldingAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await OfAsync(childId, db, ct) is not [var newest, ..])
        {
            return null;
        }

        var byHand = await db.Placements.AnyAsync(placement => placement.ChildId == childId && (placement.From >= newest.On || placement.EndedOn >= newest.On), ct)
            || await db.ChildMoves.AnyAsync(move => move.ChildId == childId && move.On >= newest.On && !ChildMove.Stays.Contains(move.To), ct)
            || await db.CourtOrders.AnyAsync(order => order.ChildId == childId && order.WithdrawnAt == null && order.On >= newest.On, ct);
        return byHand ? null : newest;
    }

    /// <summary>
    /// Whether the child has moved in for the plan that holds, since it was agreed: whoever lived there before has not been found by it. Carers who foster
    /// first are found for adoption, too; a parent, or carers for the long term beside another plan, are for a person to look at.
    /// </summary>
    public bool Fulfils(PermanenceRecord record) => Until is null && From >= record.AgreedOn && (Kind, record.Plan) is
        (PlacementKind.LongTermFostering, PermanencePlan.LongTermFostering) or (PlacementKind.EarlyPermanence, PermanencePlan.EarlyPermanence or PermanencePlan.Adoption);

    /// <summary>What one source tells last; null when it tells of no place.</summary>
    public static ToldCare? Latest(MilestoneSource source, IEnumerable<ToldStay> stays)
    {
        var ordered = stays.Where(stay => !stay.IsTemporary).OrderBy(stay => stay.From).ToList();
        if (ordered is not [.., var last])
        {
            return null;
        }

        // A new legal status is a new episode in the same place.
        var first = last;
        foreach (var before in ordered.AsEnumerable().Reverse().Skip(1).TakeWhile(before => before.Kind == last.Kind && before.Order is null && last.Kind is not null))
        {
            first = before;
        }

        return new ToldCare(source, first.From, last.EndReason == "X1" ? null : last.Until, last.Kind, last.Order);
    }

    /// <summary>The day on which the child left adopters with whom it was placed on a day or later, as the returns tell it; null when they do not.</summary>
    public static async Task<DateOnly?> LeftAdoptersAsync(Guid childId, DateOnly since, LocalityHubDbContext db, CancellationToken ct) =>
        LeftAdopters(await ReturnedAsync(childId, db, ct), since);

    /// <summary>The same of stays: the child lives elsewhere, or has left care without having been adopted.</summary>
    public static DateOnly? LeftAdopters(IEnumerable<ToldStay> stays, DateOnly since)
    {
        var ordered = stays.Where(stay => !stay.IsTemporary).OrderBy(stay => stay.From).ToList();
        return ordered.FindLastIndex(stay => stay.IsAdoptive && stay.From >= since) switch
        {
            -1 => null,
            var at when at + 1 < ordered.Count => ordered[at + 1].From,
            var at => ordered[at].Until is { } until && ordered[at].EndReason is not (null or "X1" or "E11" or "E12") ? until : null,
        };
    }

    private static async Task<IEnumerable<ToldStay>> ReturnedAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        var rows = await db.Episodes.AsNoTracking().Where(row => row.ChildId == childId && !row.Held && row.Decom != null).ToListAsync(ct);
        var episodes = rows.Select(row => new EpisodeFacts(row.Decom!.Value, row.Dec, row.Rne, row.Ls, row.Place, row.Rec, row.PlPost, row.Urn, row.SourceRow, row.Year));
        return ChildFacts.Merge(episodes, [], []).Episodes.Select(episode => new ToldStay(episode.Decom, episode.Dec, episode.Place, episode.Rec));
    }
}
