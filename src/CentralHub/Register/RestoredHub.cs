using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Identities;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Register;

/// <summary>
/// What follows for family finding when a hub was restored from a backup: what it has forgotten ends, and what the centre alone knows of it is
/// stated to it again.
/// </summary>
internal sealed class RestoredHub(CentralHubDbContext db, LinkBook book, Ledger ledger, Escalations escalations, SearchAlarms alarms, IdentityBook identities)
{
    /// <summary>Ends the profiles, offers, duties and identities of a council that its hub did not state again under this epoch, and returns how many.</summary>
    public async Task<int> EndForgottenAsync(CouncilCode council, int epoch, CancellationToken ct)
    {
        var children = await FamilyLog.EndForgottenAsync(db, FamilyEventKind.ChildProfiled, council, epoch, ct);
        var households = await FamilyLog.EndForgottenAsync(db, FamilyEventKind.HouseholdOffered, council, epoch, ct);
        var duties = await FamilyLog.EndForgottenAsync(db, FamilyEventKind.DutyOverdue, council, epoch, ct);
        RegisterDue.Mark(db, DueKind.Child, children);
        RegisterDue.Mark(db, DueKind.Household, households);
        var told = await identities.EndForgottenAsync((short)council.Number, epoch, ct);
        return children.Count + households.Count + duties.Count + told;
    }

    /// <summary>
    /// States every link of the council, every release of its content that is or was open lately, how long its searches were said to be without a link, and
    /// every open question.
    /// </summary>
    public async Task RestateAsync(CouncilCode council, CancellationToken ct)
    {
        var number = (short)council.Number;

        // Matched and ended ones, too, and those that its children have left: the hub may know them as they were at its backup, and nothing else would ever tell it what became of them.
        await book.RestateAsync(
            await db.Links.AsNoTracking().Where(link => db.LinkParties.Any(party => party.Link == link.Id && party.Council == number) || db.LinkChildren.Any(child => child.Link == link.Id && child.Council == number)).ToListAsync(ct), number, ct);
        await ledger.RestateAsync(number, ct);
        await escalations.RestateAsync(number, ct);
        await alarms.RestateAsync(number, ct);
        await AskAgainAsync(number, ct);
    }

    /// <summary>Under the same id, by which the hub answers. One that has not left yet needs no repeating.</summary>
    private async Task AskAgainAsync(short council, CancellationToken ct)
    {
        var waiting = (await db.Database.SqlQuery<Guid>($"select aggregate_id as \"Value\" from outbox where name = 'ask-candidate'").ToListAsync(ct)).ToHashSet();
        foreach (var question in await db.CandidateQuestions.AsNoTracking().Where(question => question.Council == council && question.WithdrawnAt == null).ToListAsync(ct))
        {
            if (!waiting.Contains(question.Id))
            {
                db.Publish(new AskCandidate(question.Id, new CouncilCode(council), question.Child, question.Household, question.HomeArea));
            }
        }
    }
}
