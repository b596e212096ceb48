using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.CentralHub.Disclosures;

/// <summary>
/// Writes the ledger: each change is a step in it, and the hub that holds the content is told in the same transaction. It works for requests, which see
/// what their own councils give or read, and for the system.
/// </summary>
internal sealed class Ledger(CentralHubDbContext db, FamilyFindingSettings settings, TimeProvider clock)
{
    /// <summary>Finds a release that the caller may see, and keeps others from changing it until the transaction ends.</summary>
    public async Task<Disclosure?> LockAsync(Guid disclosure, CancellationToken ct) =>
        await db.Disclosures.FromSql($"select * from disclosure where id = {disclosure} for update").SingleOrDefaultAsync(ct);

    public void Grant(Disclosure disclosure)
    {
        db.Add(disclosure);
        Note(disclosure, DisclosureStepKind.Granted, disclosure.Giver);
        Tell(disclosure);
    }

    /// <summary>Asks the hub to close a release.</summary>
    /// <param name="disclosure">The release, locked, and asked to be open.</param>
    /// <param name="end">Why.</param>
    /// <param name="worker">Who ends it; null when it follows from something else.</param>
    public void End(Disclosure disclosure, DisclosureEnd end, Guid? worker)
    {
        (disclosure.End, disclosure.EndedAt, disclosure.Version) = (end, clock.GetUtcNow(), disclosure.Version + 1);
        Note(disclosure, DisclosureStepKind.Ended, worker);
        Tell(disclosure);
    }

    /// <summary>Enters on which day the household was given the child's report. The child's hub is told: a match goes to panel no earlier.</summary>
    public void Receive(Disclosure disclosure, DateOnly on, Guid worker)
    {
        disclosure.ReceivedOn = on;
        Note(disclosure, DisclosureStepKind.Received, worker);
        TellReceipt(disclosure);
    }

    /// <summary>Tells hubs of the receipts that were entered before hubs were told of any.</summary>
    public async Task TellReceiptsAsync(CancellationToken ct)
    {
        foreach (var id in await db.Disclosures.Where(disclosure => disclosure.ReceivedOn != null && !disclosure.ReceiptTold).OrderBy(disclosure => disclosure.Id).Select(disclosure => disclosure.Id).ToListAsync(ct))
        {
            if (await LockAsync(id, ct) is { ReceiptTold: false } disclosure)
            {
                TellReceipt(disclosure);
            }
        }
    }

    /// <summary>Asks the reader's council for the attestation of papers.</summary>
    /// <param name="disclosure">The release, locked, which owes one.</param>
    /// <param name="worker">Who asks; null when the ledger does by itself.</param>
    public void Ask(Disclosure disclosure, Guid? worker)
    {
        (disclosure.AttestationAskedAt, disclosure.AttestationAskedBy, disclosure.AttestationDue) = (clock.GetUtcNow(), worker, LondonCalendar.Today(clock).AddDays(settings.AttestWithinDays));
        Note(disclosure, DisclosureStepKind.AttestationAsked, worker);
        TellAsk(disclosure);
    }

    /// <summary>
    /// Asks for what is owed and was never asked for: each release that was read is closed by an attestation. Of one whose place a later release has taken, papers are asked for
    /// with those of the later one, when that is closed: until then its reader goes on with them.
    /// </summary>
    /// <param name="closed">The release that was closed just now; null for whatever is owed.</param>
    /// <param name="ct">Gives up.</param>
    public async Task AskOwedAsync(Disclosure? closed, CancellationToken ct)
    {
        var owed = db.Disclosures.Where(each => each.Read && each.HubState == DisclosureState.Closed && each.Papers == null && each.AttestationAskedAt == null
            && (each.End != DisclosureEnd.Replaced || !db.Disclosures.Any(later => later.Link == each.Link && later.SubjectReference == each.SubjectReference && later.Reader == each.Reader
                && later.Id != each.Id && later.HubState == DisclosureState.Open)));
        if (closed is not null)
        {
            owed = owed.Where(each => each.Link == closed.Link && each.SubjectReference == closed.SubjectReference && each.Reader == closed.Reader);
        }

        foreach (var id in await owed.OrderBy(each => each.Id).Select(each => each.Id).ToListAsync(ct))
        {
            if (await LockAsync(id, ct) is { OwesAttestation: true, AttestationAskedAt: null } disclosure)
            {
                Ask(disclosure, worker: null);
            }
        }
    }

    /// <summary>Enters what became of papers. Who was asked is told that nothing is owed any longer.</summary>
    public void Attest(Disclosure disclosure, PapersAttested papers, Guid worker)
    {
        (disclosure.Papers, disclosure.AttestedAt, disclosure.AttestedBy) = (papers, clock.GetUtcNow(), worker);
        Note(disclosure, DisclosureStepKind.Attested, worker);
        if (disclosure.AttestationAskedAt is not null)
        {
            TellAsk(disclosure);
        }
    }

    /// <summary>Tells readers' councils of attestations that were asked for and whose day has passed, once each.</summary>
    public async Task TellOverdueAsync(DateOnly today, CancellationToken ct)
    {
        foreach (var id in await db.Disclosures.Where(disclosure => disclosure.AttestationDue < today && disclosure.Papers == null && disclosure.AttestationOverdueAt == null)
            .OrderBy(disclosure => disclosure.Id).Select(disclosure => disclosure.Id).ToListAsync(ct))
        {
            if (await LockAsync(id, ct) is { Papers: null, AttestationOverdueAt: null } disclosure)
            {
                disclosure.AttestationOverdueAt = clock.GetUtcNow();
                Note(disclosure, DisclosureStepKind.AttestationOverdue, worker: null);
                TellAsk(disclosure);
            }
        }
    }

    /// <summary>Ends what is asked open of a link; for a request, as far as its councils give or read it.</summary>
    public async Task EndOfLinkAsync(Guid link, DisclosureEnd end, CancellationToken ct) =>
        await EndAllAsync(db.Disclosures.Where(disclosure => disclosure.Link == link), end, ct);

    /// <summary>Ends what is asked open of a link about a council's children, and to their workers; not what it gives or reads as the household's council.</summary>
    public async Task EndOfChildrenAsync(Guid link, short council, CancellationToken ct)
    {
        var childrens = db.LinkChildren.Where(child => child.Link == link && child.Council == council).Select(child => child.Child);
        var hasHousehold = await db.LinkParties.AnyAsync(party => party.Link == link && party.Side == LinkSide.Household && party.Council == council, ct);
        await EndAllAsync(
            db.Disclosures.Where(disclosure => disclosure.Link == link
                && (childrens.Contains(disclosure.SubjectReference) || (disclosure.ReaderCouncil == council && (disclosure.Subject == DisclosureSubject.Household || !hasHousehold)))),
            DisclosureEnd.LinkEnded,
            ct);
    }

    /// <summary>Ends what is asked open of a link about one child.</summary>
    public async Task EndOfChildAsync(Guid link, Guid child, CancellationToken ct) =>
        await EndAllAsync(db.Disclosures.Where(disclosure => disclosure.Link == link && disclosure.SubjectReference == child), DisclosureEnd.LinkEnded, ct);

    /// <summary>Ends what is asked open between two councils on one of these bases.</summary>
    public async Task EndBetweenAsync(short one, short other, DisclosureBasis[] bases, DisclosureEnd end, CancellationToken ct) => await EndAllAsync(
        db.Disclosures.Where(disclosure => bases.Contains(disclosure.Basis)
            && ((disclosure.Council == one && disclosure.ReaderCouncil == other) || (disclosure.Council == other && disclosure.ReaderCouncil == one))),
        end,
        ct);

    /// <summary>
    /// States again every release of a council's content that is not closed, or was closed in the last 60 days, or whose report was received, which a match goes by however late: to a hub that may have forgotten
    /// it, or that it ended.
    /// </summary>
    public async Task RestateAsync(short council, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(60);
        foreach (var disclosure in await db.Disclosures
            .Where(disclosure => disclosure.Council == council
                && (disclosure.HubState == null || disclosure.HubState == DisclosureState.Open || disclosure.HubAnsweredAt > since || disclosure.EndedAt > since
                    || disclosure.ReceivedOn != null))
            .ToListAsync(ct))
        {
            Tell(disclosure);
        }

        // The other way: what the council's own people have read.
        foreach (var disclosure in await db.Disclosures
            .Where(disclosure => disclosure.ReaderCouncil == council && disclosure.AttestationAskedAt != null && (disclosure.Papers == null || disclosure.AttestedAt > since))
            .ToListAsync(ct))
        {
            TellAsk(disclosure);
        }
    }

    public void Note(Disclosure disclosure, DisclosureStepKind kind, Guid? worker) => db.Add(new DisclosureStep
    {
        Id = Guid.CreateVersion7(),
        Disclosure = disclosure.Id,
        At = clock.GetUtcNow(),
        Kind = kind,
        Worker = worker,
        State = disclosure.HubState,
        Gates = disclosure.HubGates,
        End = kind == DisclosureStepKind.Answered ? disclosure.HubEnd : disclosure.End,
        Read = disclosure.Read,
    });

    private async Task EndAllAsync(IQueryable<Disclosure> which, DisclosureEnd end, CancellationToken ct)
    {
        var open = await which.Where(disclosure => disclosure.End == DisclosureEnd.None).OrderBy(disclosure => disclosure.Id).Select(disclosure => disclosure.Id).ToListAsync(ct);
        foreach (var id in open)
        {
            if (await LockAsync(id, ct) is { IsAskedOpen: true } disclosure)
            {
                End(disclosure, end, worker: null);
            }
        }
    }

    private void TellReceipt(Disclosure disclosure)
    {
        (disclosure.ReceiptTold, disclosure.Version) = (true, disclosure.Version + 1);
        Tell(disclosure);
    }

    private void TellAsk(Disclosure disclosure) => db.Publish(new AskAttestation(
        Guid.CreateVersion7(),
        new CouncilCode(disclosure.ReaderCouncil),
        disclosure.Id,
        new CouncilCode(disclosure.Council),
        new PersonReference(disclosure.Reader),
        disclosure.Papers is not null ? AttestationAsk.Settled : disclosure.AttestationOverdueAt is not null ? AttestationAsk.Overdue : AttestationAsk.Asked));

    private void Tell(Disclosure disclosure) => db.Publish(new RecordDisclosure(
        Guid.CreateVersion7(),
        new CouncilCode(disclosure.Council),
        disclosure.Id,
        disclosure.Version,
        disclosure.Link,
        disclosure.Subject,
        disclosure.SubjectReference,
        disclosure.Level,
        disclosure.Purpose,
        disclosure.Basis,
        new PersonReference(disclosure.Reader),
        new CouncilCode(disclosure.ReaderCouncil),
        new ReleaseExpiry(disclosure.Expires),
        disclosure.End,
        disclosure.ReceivedOn is { } received ? new CaseDay(received) : null));
}
