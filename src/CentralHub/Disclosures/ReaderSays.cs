using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.CentralHub.Disclosures;

/// <summary>
/// What the reader of a release puts on the ledger: that the household was given the report, and what became of papers. Papers of a reader who has left are
/// attested by the guardian of the reader's council, under the guardian's own name.
/// </summary>
internal static class ReaderSays
{
    /// <param name="ReceivedOn">The day, in Europe/London, on which the household was given the child's permanence report.</param>
    internal sealed record Receipt(DateOnly ReceivedOn);

    /// <param name="Papers">returned, destroyed or none-kept.</param>
    internal sealed record Attestation(PapersAttested Papers);

    internal static async Task<Results<Ok<ShownDisclosure>, ProblemHttpResult>> ReceiveAsync(
        Guid disclosureId, Receipt request, Caller caller, CentralHubDbContext db, Ledger ledger, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(disclosureId, caller, ledger, team, ct) is not { } disclosure)
        {
            return ReadDisclosures.NotFound();
        }

        if (disclosure is not { Subject: DisclosureSubject.Child, Level: DisclosureLevel.Full, Purpose: DisclosurePurpose.GiveReportToAdopters })
        {
            return Refused("disclosure.no-report", "Only a child's permanence report, released to be given to prospective adopters, is received by them.");
        }

        if (!disclosure.Read)
        {
            return Refused("disclosure.not-read", "The report has not been read yet: nobody can have been given it.");
        }

        if (request.ReceivedOn < LondonCalendar.DateOf(disclosure.GrantedAt) || request.ReceivedOn > LondonCalendar.Today(clock))
        {
            throw new InvalidRequestException("disclosure.received-on", "receivedOn is a day from the release until today.", "receivedOn");
        }

        ledger.Receive(disclosure, request.ReceivedOn, team.Self.Value);
        return await SaveAsync(disclosure, db, audit, clock, ct);
    }

    internal static async Task<Results<Ok<ShownDisclosure>, ProblemHttpResult>> AttestAsync(
        Guid disclosureId, Attestation request, Caller caller, CentralHubDbContext db, Ledger ledger, LinkTeam team, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await ledger.LockAsync(disclosureId, ct) is not { } disclosure || !MayAttest(disclosure, caller, team))
        {
            return ReadDisclosures.NotFound();
        }

        if (disclosure.HubState != DisclosureState.Closed)
        {
            return Refused("disclosure.still-open", "The hub has not said that the release is closed.");
        }

        if (!disclosure.Read)
        {
            return Refused("disclosure.not-read", "Nothing was read: there is nothing to attest.");
        }

        // Nobody's word is overwritten by another's.
        if (disclosure.Papers is not null && disclosure.AttestedBy != team.Self.Value)
        {
            return Refused("disclosure.attested", "It is attested already.");
        }

        await team.IntroduceAsync(ct);
        ledger.Attest(disclosure, request.Papers, team.Self.Value);
        return await SaveAsync(disclosure, db, audit, clock, ct);
    }

    private static bool MayAttest(Disclosure disclosure, Caller caller, LinkTeam team) =>
        caller.Councils.Contains(new CouncilCode(disclosure.ReaderCouncil)) && (disclosure.Reader == team.Self.Value || caller.Roles.Contains(Roles.CaldicottGuardian));

    /// <summary>A release to the caller, read for a council that the caller still works for.</summary>
    private static async Task<Disclosure?> FindAsync(Guid disclosureId, Caller caller, Ledger ledger, LinkTeam team, CancellationToken ct) =>
        await ledger.LockAsync(disclosureId, ct) is { } disclosure
            && disclosure.Reader == team.Self.Value
            && caller.Councils.Contains(new CouncilCode(disclosure.ReaderCouncil)) ? disclosure : null;

    private static async Task<Ok<ShownDisclosure>> SaveAsync(Disclosure disclosure, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        audit.About([disclosure.SubjectReference]);
        return TypedResults.Ok(ShownDisclosure.Of(disclosure, clock.GetUtcNow()));
    }

    private static ProblemHttpResult Refused(string code, string detail) => Problems.Problem(StatusCodes.Status409Conflict, code, detail);
}
