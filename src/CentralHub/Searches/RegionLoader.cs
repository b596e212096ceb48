using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.Statutory;

namespace Partnership.CentralHub.Searches;

/// <summary>Brings the region into memory: the whole of it, what has changed, or one pair.</summary>
internal sealed class RegionLoader(CentralHubDbContext db, LinkHistory history, FamilyFindingSettings settings, TimeProvider clock)
{
    /// <summary>The whole region as it is committed now.</summary>
    public async Task<RegionView> LoadAsync(CancellationToken ct)
    {
        var asked = await db.CandidateQuestions.AsNoTracking().Where(question => question.WithdrawnAt == null).ToListAsync(ct);
        var groups = await db.Searches.AsNoTracking().Where(search => search.Of == SearchOf.Group && search.EndedAt == null).ToListAsync(ct);
        var view = new RegionView(
            groups.Aggregate(RegionIndex.Empty(await RulesAsync(ct)), (region, group) => region.Apply(group.Came)),
            ImmutableDictionary<Guid, ChildProfiled>.Empty,
            ImmutableDictionary<Guid, HouseholdOffered>.Empty,
            [.. asked.Select(question => new CandidateQuestion(question.Child, question.Household, question.HomeArea))]);
        view = view
            .With(await db.Children.AsNoTracking().Where(child => child.Live).OrderBy(child => child.Reference).Select(child => child.Snapshot).ToListAsync(ct))
            .With(await db.Households.AsNoTracking().Where(offer => offer.Live).OrderBy(offer => offer.Reference).Select(offer => offer.Snapshot).ToListAsync(ct));
        var index = view.Index.Apply(asked.Where(question => question.Possible != null).Select(VerdictOf));
        return view with { Index = (await history.ApplyAsync(index, null, view.Households, view.Children, ct)).Settled() };
    }

    /// <summary>The region as it was, and what has changed since.</summary>
    public async Task<RegionView> FollowAsync(RegionView before, Dues due, CancellationToken ct)
    {
        var view = before;
        var rules = due.Rules ? await RulesAsync(ct) : before.Index.Rules with { Today = Today() };
        if (rules != before.Index.Rules)
        {
            view = view with { Index = view.Index.With(rules) };
        }

        if (due.Children.Count > 0)
        {
            view = view.With(await db.Children.AsNoTracking().Where(child => due.Children.Contains(child.Reference)).Select(child => child.Snapshot).ToListAsync(ct));
        }

        if (due.Households.Count > 0)
        {
            view = view.With(await db.Households.AsNoTracking().Where(offer => due.Households.Contains(offer.Reference)).Select(offer => offer.Snapshot).ToListAsync(ct));
        }

        if (due.Answers.Count > 0)
        {
            var answered = await db.CandidateQuestions.AsNoTracking()
                .Where(question => due.Answers.Contains(question.Id) && question.WithdrawnAt == null && question.Possible != null)
                .ToListAsync(ct);
            view = view with { Index = view.Index.Apply(answered.Select(VerdictOf)) };
            due.Answered.UnionWith(answered.Select(question => question.Child));
        }

        return view with { Index = (await FollowLinksAsync(view, due, ct)).Settled() };
    }

    /// <summary>One search and one household with all that stands between them, as the database has it now.</summary>
    /// <param name="search">The search.</param>
    /// <param name="children">Its children, as they are now.</param>
    /// <param name="household">The household.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RegionIndex> OfPairAsync(SearchKey search, IReadOnlyList<ChildProfiled> children, HouseholdOffered household, CancellationToken ct)
    {
        var references = children.Select(child => child.Reference).ToArray();
        var answered = await db.CandidateQuestions.AsNoTracking()
            .Where(question => question.WithdrawnAt == null && question.Possible != null && question.Household == household.Reference && references.Contains(question.Child))
            .ToListAsync(ct);
        var index = RegionIndex.Empty(await RulesAsync(ct));
        if (search.Of == SearchOf.Group)
        {
            // With whom these are searched for, and with whom they are not though they have the same reference.
            var groups = children.Select(child => child.TogetherSearch).OfType<Guid>().Distinct().ToArray();
            foreach (var group in await db.Searches.AsNoTracking().Where(row => groups.Contains(row.Id) && row.EndedAt == null).ToListAsync(ct))
            {
                index = index.Apply(group.Came);
            }

            var others = await db.Children.AsNoTracking()
                .Where(child => child.Live && !references.Contains(child.Reference) && db.SearchChildren.Any(member => groups.Contains(member.Search) && member.Child == child.Reference))
                .OrderBy(child => child.Reference).Select(child => child.Snapshot).ToListAsync(ct);
            index = others.Aggregate(index, (region, child) => region.Apply(child));
        }

        index = children.Aggregate(index, (region, child) => region.Apply(child)).Apply(household).Apply(answered.Select(VerdictOf));
        return await history.ApplyAsync(
            index,
            [household.Reference],
            new Dictionary<Guid, HouseholdOffered> { [household.Reference] = household },
            children.ToDictionary(child => child.Reference),
            ct);
    }

    /// <summary>What links say about households that had one, or have one now, and about pairs whose facts have changed.</summary>
    private async Task<RegionIndex> FollowLinksAsync(RegionView view, Dues due, CancellationToken ct)
    {
        if (due.Links.Count == 0 && due.Children.Count == 0 && due.Households.Count == 0)
        {
            return view.Index;
        }

        var touched = await db.Links
            .Where(link => due.Links.Contains(link.Id) || due.Households.Contains(link.Household)
                || db.LinkChildren.Any(child => child.Link == link.Id && due.Children.Contains(child.Child)))
            .Select(link => link.Household)
            .Distinct()
            .ToListAsync(ct);
        return touched.Count == 0 ? view.Index : await history.ApplyAsync(view.Index, touched, view.Households, view.Children, ct);
    }

    private async Task<MatchingRules> RulesAsync(CancellationToken ct)
    {
        var declared = await db.Weights.AsNoTracking().OrderByDescending(row => row.Version).FirstOrDefaultAsync(ct);
        return new MatchingRules(
            declared?.Weights ?? MatchingWeights.Initial,
            SharingAgreements.InForce(await InForceAsync(ct)),
            Today(),
            settings.LinksPerHousehold);
    }

    private async Task<List<IReadOnlyCollection<CouncilCode>>> InForceAsync(CancellationToken ct) =>
    [
        .. (await (
            from agreement in db.Agreements
            where agreement.InForceAt != null && agreement.EndedAt == null && AgreementBases.ForDiscovery.Contains(agreement.Basis)
            join council in db.AgreementCouncils on agreement.Id equals council.Agreement
            where council.LeftAt == null

            // Whoever has not accepted is bound by nothing, whatever is said of the agreement.
            where council.AcceptedAt != null
            select new { agreement.Id, council.Council }).ToListAsync(ct))
        .GroupBy(part => part.Id, part => new CouncilCode(part.Council))
        .Select(councils => (IReadOnlyCollection<CouncilCode>)[.. councils]),
    ];

    private Quarter Today() => Quarter.Of(LondonCalendar.Today(clock));

    private static CandidateVerdict VerdictOf(CandidateQuestionRow question) =>
        new(question.Child, question.Household, question.HomeArea, question.Possible!.Value);
}
