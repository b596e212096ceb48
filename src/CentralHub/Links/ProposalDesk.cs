using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Links;

/// <summary>What a proposal may be refused for.</summary>
internal enum ProposalVerdict
{
    /// <summary>Every limit holds.</summary>
    Possible,

    /// <summary>A limit does not hold, and nothing tells which.</summary>
    NotACandidate,

    /// <summary>There is a live link already.</summary>
    Exists,

    /// <summary>Every other limit holds, and the household has as many live links as the region allows.</summary>
    HouseholdHasEnough,

    /// <summary>Every other limit holds, and the councils have no agreement in force.</summary>
    NoAgreement,
}

/// <summary>
/// Checks every limit of one pair against the newest facts of both, and keeps these facts as they are until the request has ended: what was checked
/// still holds when the link is there. It sees every council's rows, and hands out a verdict and what a link opens to both sides.
/// </summary>
internal sealed class ProposalDesk(SystemScopes scopes) : IAsyncDisposable
{
    private AsyncServiceScope? _scope;

    /// <summary>Considers a household for a search; what comes back of the search is what was considered, a child who has left it since its list was made no more in it.</summary>
    /// <param name="search">The search.</param>
    /// <param name="proposed">The child for whom it is asked.</param>
    /// <param name="household">The household.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(ProposalVerdict Verdict, HouseholdOffered? Household, Search? Search)> ConsiderAsync(SearchKey search, Guid proposed, Guid household, CancellationToken ct)
    {
        // From a pool of its own: whoever asks holds a connection for requests already.
        _scope ??= scopes.CreateWithin("propose");
        var services = _scope.Value.ServiceProvider;
        var db = services.GetRequiredService<CentralHubDbContext>();
        if (db.Database.CurrentTransaction is null)
        {
            await db.Database.BeginTransactionAsync(ct);
        }

        // The household alone for update: of two proposals at once the second counts the first.
        var offer = await db.Households.FromSql($"select * from household_offer where reference = {household} and live for update").AsNoTracking().SingleOrDefaultAsync(ct);
        var children = (await db.Children
            .FromSql($"select * from child_profile where live and reference in (select child from search_child where search = {search.Reference}) order by reference for share")
            .AsNoTracking().ToListAsync(ct)).ConvertAll(child => child.Snapshot);
        if (offer is null || children.Count == 0)
        {
            return (ProposalVerdict.NotACandidate, null, null);
        }

        var region = await services.GetRequiredService<RegionLoader>().OfPairAsync(search, children, offer.Snapshot, ct);
        if (region.Find(search) is not { } considered || considered.Children.All(child => child.Reference != proposed))
        {
            return (ProposalVerdict.NotACandidate, null, null);
        }

        if (region.Consider(search, household) is not null)
        {
            return (ProposalVerdict.Possible, offer.Snapshot, considered);
        }

        if (await db.Links.AnyAsync(link => link.Search == search.Reference && link.Household == household && link.State != LinkState.NotProgressed, ct))
        {
            return (ProposalVerdict.Exists, null, null);
        }

        return (WhichStandsAlone(region, considered, offer.Snapshot), null, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope)
        {
            await scope.DisposeAsync();
        }
    }

    /// <summary>A limit that may be told, when it alone does not hold.</summary>
    private static ProposalVerdict WhichStandsAlone(RegionIndex region, Search search, HouseholdOffered household)
    {
        if (region.Apply(new HouseholdLinks(household.Reference, 0)).Consider(search.Key, household.Reference) is not null)
        {
            return ProposalVerdict.HouseholdHasEnough;
        }

        var councils = search.Councils.Append(household.Council).ToArray();
        return region.With(region.Rules with { Sharing = SharingAgreements.InForce([councils]) }).Consider(search.Key, household.Reference) is not null
            ? ProposalVerdict.NoAgreement
            : ProposalVerdict.NotACandidate;
    }
}
