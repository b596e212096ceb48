using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Candidates;

/// <summary>Answers the centre's questions. One that is asked again is answered again: the centre asks because it does not know.</summary>
internal sealed class AskCandidateConsumer(LocalityHubDbContext db, Council council, AreaKey areas, ChildChange change, TimeProvider clock) : IMessageConsumer<AskCandidate>
{
    public async Task ConsumeAsync(IReadOnlyList<AskCandidate> messages, CancellationToken cancellationToken)
    {
        // In the order in which every writer locks children.
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, cancellationToken);
        var children = new Dictionary<Guid, Guid?>();
        HashSet<Guid> matched = [];
        foreach (var reference in messages.Select(message => message.Child).Distinct())
        {
            children[reference] = (await session.FindAsync(reference, ReferencePurpose.ChildProfile, cancellationToken))?.ChildId;
            if (children[reference] is null && await MatchedAsync(reference, cancellationToken) is { } childId)
            {
                children[reference] = childId;
                matched.Add(reference);
            }
        }

        foreach (var group in messages.GroupBy(message => children[message.Child]).OrderBy(group => group.Key))
        {
            var child = group.Key is { } id ? await change.LockAsync(id, null, cancellationToken) : null;
            var standing = child is null ? SearchStanding.Ended : (await change.FactsAsync(child, cancellationToken)).Standing;
            var (districts, ruledOut) = child is null ? ([], []) : await CandidateAnswers.FactsAsync(child.Id, db, cancellationToken);
            foreach (var message in group)
            {
                var ofSearch = matched.Contains(message.Child) ? SearchStanding.Ended : standing;
                await AnswerAsync(message, child?.Id, question => CandidateAnswers.IsPossible(question, ofSearch, districts, ruledOut, areas), session, cancellationToken);
            }
        }

        await session.SaveAsync(cancellationToken);

        // The home may be another now.
        await RecordsAgainstLimits.TakeBackAsync([.. children.Values.OfType<Guid>()], db, council, areas, clock, cancellationToken);
    }

    /// <summary>
    /// The child whom a reference pointed to, which died with the search, where it is matched by it: the centre goes on asking about the household's home, and is told no, as of
    /// any search that is over.
    /// </summary>
    private Task<Guid?> MatchedAsync(Guid reference, CancellationToken ct) => FamilyLinkChild.Matched(db).AsNoTracking()
        .Where(child => child.Child == reference)
        .Select(child => child.ChildId).FirstOrDefaultAsync(ct);

    private async Task AnswerAsync(AskCandidate message, Guid? childId, Func<CandidateQuestion, bool> isPossible, RegionalSession session, CancellationToken ct)
    {
        var question = await db.CandidateQuestions.FindAsync([message.RequestId], ct);
        if (question is null)
        {
            question = new CandidateQuestion { Id = message.RequestId, Household = message.Household, HomeArea = message.HomeArea };
            db.Add(question);
        }
        else if (question.WithdrawnAt is not null && childId is not null)
        {
            // The withdrawal has overtaken the question.
            return;
        }

        question.ChildId = childId;
        var reference = await session.OfGivenAsync(question.Id, ReferencePurpose.Candidate, ct);
        session.Ledger.Advance(reference, new CandidateAnswered(question.Id, council.Code, 0, 0, isPossible(question)), always: true);
    }
}
