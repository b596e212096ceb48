using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>
/// Keeps the newest that the ledger says of a release, opens the door or closes it, and answers. What was closed once stays closed, whatever
/// comes after: an end that overtakes its beginning still ends it.
/// </summary>
internal sealed class RecordDisclosureConsumer(LocalityHubDbContext db, Council council, ChildChange children, HouseholdChange households, ReleaseDoor door, TimeProvider clock)
    : IMessageConsumer<RecordDisclosure>
{
    public async Task ConsumeAsync(IReadOnlyList<RecordDisclosure> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await ConsumeAsync(message, cancellationToken);
        }
    }

    private async Task ConsumeAsync(RecordDisclosure message, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var known = await db.Disclosures.AsNoTracking().SingleOrDefaultAsync(each => each.Id == message.Disclosure, ct);
        var childId = known is not null ? known.ChildId
            : message.Subject == DisclosureSubject.Child ? (await session.FindAsync(message.SubjectReference, ReferencePurpose.ChildProfile, ct))?.ChildId : null;
        var householdId = known is not null ? known.HouseholdId
            : message.Subject == DisclosureSubject.Household ? (await session.FindAsync(message.SubjectReference, ReferencePurpose.Household, ct))?.HouseholdId : null;
        if (childId is { } child)
        {
            await children.LockAsync(child, null, ct);
        }

        if (householdId is { } household)
        {
            await households.LockAsync(household, null, ct);
        }

        if (known is null)
        {
            db.Add(new Disclosure
            {
                Id = message.Disclosure, Link = message.Link, Subject = message.Subject, ChildId = childId, HouseholdId = householdId, Level = message.Level,
            });
            await db.SaveChangesAsync(ct);
        }

        var disclosure = await door.LockAsync(message.Disclosure, ct);
        if (disclosure is null || message.DisclosureVersion < disclosure.DisclosureVersion)
        {
            return;
        }

        (disclosure.DisclosureVersion, disclosure.StatedEpoch) = (message.DisclosureVersion, session.Epoch);
        (disclosure.Purpose, disclosure.Basis, disclosure.ExpiresAt) = (message.Purpose, message.Basis, message.Expires.At);
        (disclosure.Reader, disclosure.ReadersCouncil) = (message.Reader.Value, (short)message.ReadersCouncil.Number);
        disclosure.AskedEnd = message.End == DisclosureEnd.None ? disclosure.AskedEnd : message.End;
        disclosure.ReceivedOn = message.ReceivedOn?.Day ?? disclosure.ReceivedOn;
        await door.SettleAsync(disclosure, always: true, ct);
    }
}
