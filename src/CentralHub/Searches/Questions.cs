using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Searches;

/// <summary>Asks the hubs of children whether households may be their candidates, and takes questions back that are of no interest any more.</summary>
internal sealed class Questions(CentralHubDbContext db, TimeProvider clock)
{
    /// <summary>
    /// Asks about the first of each search that pass all other limits and have no no, so that a list can fill whatever is answered; and about
    /// every household that was said to be interested, or is linked.
    /// </summary>
    /// <param name="view">The region now.</param>
    /// <param name="searches">Searches whose lists are to be filled.</param>
    /// <param name="interested">Children and households that were said to be interested in them.</param>
    /// <param name="linked">See <see cref="LinkedAsync"/>.</param>
    /// <returns>The open questions with these.</returns>
    public ImmutableHashSet<CandidateQuestion> Ask(
        RegionView view, IEnumerable<SearchKey> searches, IEnumerable<(Guid Child, Guid Household)> interested, IReadOnlyDictionary<(Guid Child, Guid Household), CouncilCode> linked)
    {
        var asked = view.Asked.ToBuilder();
        var now = clock.GetUtcNow();
        var wanted = searches.SelectMany(search => view.Index.Unanswered(search, SearchLists.Length)).Concat(
            from pair in interested.Concat(linked.Keys)
            let home = view.Households.GetValueOrDefault(pair.Household)?.HomeArea
            where home is not null
            select new CandidateQuestion(pair.Child, pair.Household, home.Value));
        foreach (var question in wanted)
        {
            // A child who is matched is searched for no more, and not in the region's view.
            if ((view.Children.GetValueOrDefault(question.Child)?.Council ?? CouncilOf(question)) is { } council && asked.Add(question))
            {
                var row = new CandidateQuestionRow
                {
                    Id = Guid.CreateVersion7(now),
                    Child = question.Child,
                    Household = question.Household,
                    HomeArea = question.HomeArea,
                    Council = (short)council.Number,
                    AskedAt = now,
                };
                db.Add(row);
                db.Publish(new AskCandidate(row.Id, council, row.Child, row.Household, row.HomeArea));
            }
        }

        return asked.ToImmutable();

        CouncilCode? CouncilOf(CandidateQuestion question) => linked.TryGetValue((question.Child, question.Household), out var council) ? council : null;
    }

    /// <summary>
    /// The children, each with its council, and households of links that are live, or matched, until that child has moved in. The question stays with the link, anew when the
    /// household moves: a limit of the child's hub may come to stand against it, and only that hub can tell the child's worker.
    /// </summary>
    public async Task<IReadOnlyDictionary<(Guid Child, Guid Household), CouncilCode>> LinkedAsync(CancellationToken ct) => (await (
        from link in db.Links.AsNoTracking()
        where link.State != LinkState.NotProgressed
        join child in db.LinkChildren.AsNoTracking() on link.Id equals child.Link
        where child.Part != ChildsPart.Left && child.PlacedAt == null && child.DisruptedAt == null
        select new { child.Child, child.Council, link.Household }).Distinct().ToListAsync(ct))
        .GroupBy(pair => (pair.Child, pair.Household)).ToDictionary(same => same.Key, same => new CouncilCode(same.First().Council));

    /// <summary>
    /// Takes back what was asked about a search or an offer that has ended, or about a home that is no longer the household's, also where nobody knows which it has now:
    /// what was answered says nothing of it. What is linked stays asked.
    /// </summary>
    /// <param name="view">The region now.</param>
    /// <param name="due">What has changed.</param>
    /// <param name="linked">See <see cref="LinkedAsync"/>.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The open questions without these.</returns>
    public async Task<ImmutableHashSet<CandidateQuestion>> WithdrawAsync(
        RegionView view, Dues due, IReadOnlyDictionary<(Guid Child, Guid Household), CouncilCode> linked, CancellationToken ct)
    {
        var (children, households, links) = (due.Children.ToArray(), due.Households.ToArray(), due.Links.ToArray());
        var open = await db.CandidateQuestions
            .Where(question => question.WithdrawnAt == null && (due.Everything || children.Contains(question.Child) || households.Contains(question.Household)
                || db.LinkChildren.Any(child => links.Contains(child.Link) && child.Child == question.Child)))
            .ToListAsync(ct);
        var asked = view.Asked.ToBuilder();
        var now = clock.GetUtcNow();
        foreach (var question in open)
        {
            if ((view.Children.ContainsKey(question.Child) || linked.ContainsKey((question.Child, question.Household)))
                && view.Households.TryGetValue(question.Household, out var household)
                && household.HomeArea == question.HomeArea)
            {
                continue;
            }

            question.WithdrawnAt = now;
            asked.Remove(new CandidateQuestion(question.Child, question.Household, question.HomeArea));
            db.Publish(new WithdrawCandidate(Guid.CreateVersion7(), new CouncilCode(question.Council), question.Id));
        }

        return asked.ToImmutable();
    }
}
