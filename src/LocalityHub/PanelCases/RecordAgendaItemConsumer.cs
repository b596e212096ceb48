using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// Keeps how a case stands on an agenda. A match of this council's household with another's children is known by it. A match that the panel puts off, for
/// what the case lacks, holds no household.
/// </summary>
internal sealed class RecordAgendaItemConsumer(LocalityHubDbContext db, Council council, LinkDecisions links, TimeProvider clock) : IMessageConsumer<RecordAgendaItem>
{
    public async Task ConsumeAsync(IReadOnlyList<RecordAgendaItem> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await SharedCases.EnsureAsync(message.Case, message.CasesCouncil, CaseKind.Match, message.Link, db, council, clock, cancellationToken);
            if (await db.CaseItems.FindAsync([message.Item], cancellationToken) is not { } item)
            {
                item = new CaseItem { Id = message.Item, CaseId = message.Case };
                db.Add(item);
            }
            else if (item.ItemVersion >= message.ItemVersion)
            {
                continue;
            }

            var isPutOff = message.State == AgendaItemState.Deferred && item.State != AgendaItemState.Deferred;
            (item.ItemVersion, item.MeetsOn, item.State, item.Recommended) = (message.ItemVersion, message.MeetsOn.Day, message.State, message.Recommended);
            item.SignedDigest = message.SignedMinutes?.ToBytes() ?? item.SignedDigest;
            item.OtherPapers = message.OtherPapers?.ToBytes() ?? item.OtherPapers;
            if (item.IsHeard)
            {
                item.HeardAt ??= clock.GetUtcNow();
            }

            if (isPutOff && message.FreesHousehold && message.Link is { } link && message.CasesCouncil == council.Code)
            {
                await links.PutOffAsync(link, "The panel", message.MeetsOn.Day, "panel-scheduling", cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>The cases of other councils in which this council's households have a part.</summary>
internal static class SharedCases
{
    /// <summary>Makes the case known here, by its link, if it is another council's and is not known.</summary>
    public static async Task EnsureAsync(
        Guid caseId, Contracts.CouncilCode casesCouncil, CaseKind kind, Guid? link, LocalityHubDbContext db, Council council, TimeProvider clock, CancellationToken ct)
    {
        if (casesCouncil == council.Code || await db.PanelCases.FindAsync([caseId], ct) is not null)
        {
            return;
        }

        var household = link is { } known ? await db.FamilyLinks.Where(each => each.Id == known).Select(each => each.HouseholdId).SingleOrDefaultAsync(ct) : null;
        db.Add(new PanelCase
        {
            Id = caseId, Kind = kind, CasesCouncil = (short)casesCouncil.Number, LinkId = link, HouseholdsCouncil = (short)council.Code.Number, HouseholdId = household, State = PanelCaseState.Shared,
            OpenedBy = "panel-scheduling", UpdatedAt = clock.GetUtcNow(),
        });
    }
}
