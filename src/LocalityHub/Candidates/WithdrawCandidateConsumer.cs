using Partnership.Contracts.CentralHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Candidates;

/// <summary>Forgets a question. That it was withdrawn is kept for a while: a question that comes later than its withdrawal is not answered.</summary>
internal sealed class WithdrawCandidateConsumer(LocalityHubDbContext db, Council council, TimeProvider clock) : IMessageConsumer<WithdrawCandidate>
{
    public async Task ConsumeAsync(IReadOnlyList<WithdrawCandidate> messages, CancellationToken cancellationToken)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, cancellationToken);
        foreach (var message in messages)
        {
            var question = await db.CandidateQuestions.FindAsync([message.Question], cancellationToken);
            if (question is null)
            {
                question = new CandidateQuestion { Id = message.Question };
                db.Add(question);
            }

            (question.ChildId, question.WithdrawnAt) = (null, question.WithdrawnAt ?? clock.GetUtcNow());
            await session.ForgetAsync(message.Question, cancellationToken);
        }
    }
}
