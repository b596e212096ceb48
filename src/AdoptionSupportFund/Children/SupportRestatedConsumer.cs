using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.AdoptionSupportFund.Children;

/// <summary>
/// Withdraws the assessments of children whom a hub named before it was restored and did not name again since: no new application may rest on them.
/// Applications, money and balances stay as they are; they are the fund's own.
/// </summary>
internal sealed class SupportRestatedConsumer(FundDbContext db, ILogger<SupportRestatedConsumer> logger) : IMessageConsumer<SupportRestated>
{
    public async Task ConsumeAsync(IReadOnlyList<SupportRestated> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var council = (short)message.Council.Number;
            var forgotten = await db.Children.Where(child => child.Council == council && child.Epoch > 0 && child.Epoch < message.Epoch).Select(child => child.Id).ToListAsync(cancellationToken);
            var withdrawn = await db.Assessments.Where(assessment => forgotten.Contains(assessment.ChildId) && !assessment.Withdrawn).ToListAsync(cancellationToken);
            withdrawn.ForEach(assessment => assessment.Withdrawn = true);
            logger.LogWarning(
                "The hub of council {Council} was restored from a backup; epoch {Epoch} begins, {Children} children whom it has forgotten have no assessment any more.",
                message.Council, message.Epoch, forgotten.Count);
        }
    }
}
